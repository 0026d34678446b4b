//! The window: it paints what the session holds and sends commands.
//!
//! `App::logic` takes in finished jobs, files and what the window's frame says; `App::ui` takes in keys,
//! paints, and carries out what the panels sent.
//! Screens get `&Desk` and a list to put commands on; none can change a project itself.

mod agreement;
mod claims;
mod clash;
mod clipboard;
mod codebook;
mod compare;
mod export;
pub mod files;
mod gaps;
mod judge;
mod keys;
mod matrix;
mod moves;
mod read;
mod script;
mod search;
mod shell;
mod start;
mod theme;
mod timeline;
mod widgets;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use eframe::egui::{self, CentralPanel, Context, Frame, Ui, ViewportCommand};

use crate::session::{Action, Command, Effect, Prefs, Runner, Screen, Session, Then};
use files::{Answer, Ask, FilePicker, SystemPicker};

pub use theme::find_in_system;

/// The window's own state: what is typed but not said yet, what is scrolled and open.
pub struct App {
    session: Session,
    picker: Box<dyn FilePicker>,
    answers: Answers,
    read: read::ReadScreen,
    claims: claims::ClaimsScreen,
    matrix: matrix::MatrixScreen,
    compare: compare::CompareScreen,
    timeline: timeline::TimelineScreen,
    search: search::SearchScreen,
    codebook: codebook::CodebookScreen,
    start: start::StartScreen,
    shell: shell::Shell,
    clipboard: clipboard::Clipboard,
    /// What was typed for a field that does not have the keyboard yet.
    later: keys::Later,
    /// The window may close: unsaved work is taken care of.
    may_close: bool,
    title: String,
}

/// Answers to what the system was asked, as they come in.
type Answers = (Sender<Answered>, Receiver<Answered>);

/// What was asked, about which project, and the answer.
type Answered = (u64, Ask, Answer);

/// How to start.
pub struct Options {
    /// A project to open at once.
    pub project: Option<PathBuf>,
    /// Where settings are kept.
    pub prefs_folder: Option<PathBuf>,
    /// Where work is done.
    pub runner: Runner,
    /// Who asks for files.
    pub picker: Box<dyn FilePicker>,
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// When no window can be opened; says what is missing.
pub fn run(project: Option<PathBuf>) -> Result<(), String> {
    let viewport = egui::ViewportBuilder::default()
        .with_app_id("demarche")
        .with_title("Démarche")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([900.0, 600.0])
        .with_icon(Arc::new(shell::icon::icon()));
    // Faces of the system are found by ours, in the language of the text.
    let native =
        eframe::NativeOptions { viewport, persist_window: true, system_font_fallback: false, ..Default::default() };
    let start = Box::new(move |cc: &eframe::CreationContext<'_>| {
        find_in_system(&cc.egui_ctx);
        let ctx = cc.egui_ctx.clone();
        let runner = Runner::Threads { wake: Arc::new(move || ctx.request_repaint()) };
        let options = Options { project, prefs_folder: Prefs::folder(), runner, picker: Box::new(SystemPicker) };
        let mut app = App::new(&cc.egui_ctx, options);
        app.clipboard = clipboard::Clipboard::system();
        Ok(Box::new(app) as Box<dyn eframe::App>)
    });
    eframe::run_native("demarche", native, start).map_err(|error| {
        format!(
            "no window can be opened: {error}. On Linux a desktop (X11 or Wayland) with OpenGL is needed; \
                 `demarche --help` lists what works without a window."
        )
    })
}

impl App {
    /// The application in `ctx`.
    pub fn new(ctx: &Context, options: Options) -> Self {
        theme::install(ctx);
        let mut app = Self {
            session: Session::new(options.runner, options.prefs_folder),
            picker: options.picker,
            answers: channel(),
            read: read::ReadScreen::default(),
            claims: claims::ClaimsScreen::default(),
            matrix: matrix::MatrixScreen::default(),
            compare: compare::CompareScreen::default(),
            timeline: timeline::TimelineScreen::default(),
            search: search::SearchScreen::default(),
            codebook: codebook::CodebookScreen::default(),
            start: start::StartScreen::default(),
            shell: shell::Shell::default(),
            clipboard: clipboard::Clipboard::default(),
            later: keys::Later::default(),
            may_close: false,
            title: String::new(),
        };
        if let Some(path) = options.project {
            app.session.open(path);
        }
        app.session.look_for_unsaved();
        app
    }

    /// The application without its window; for tests.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Sends a command as a panel would; for tests.
    pub fn send(&mut self, ctx: &Context, command: Command) {
        self.session.set_half_coded(self.typed().is_some());
        self.session.set_dark(ctx.theme() == egui::Theme::Dark);
        let effects = self.session.handle(command);
        self.carry_out(ctx, effects);
    }

    /// What is typed anywhere and not saved.
    fn typed(&self) -> Option<&'static str> {
        let claim = self.read.is_touched().then_some("The claim that you are coding is");
        let assessment = self.matrix.is_touched().then_some("The assessment that you began is");
        self.shell.typed().or(claim).or(assessment)
    }

    fn carry_out(&mut self, ctx: &Context, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::AskOpen => self.ask(ctx, &Ask::Open),
                Effect::AskMerge => self.ask(ctx, &Ask::Merge),
                Effect::AskImport => self.ask(ctx, &Ask::Import),
                Effect::AskSaveAs(then) => {
                    let title = self.session.desk().map_or("project", |desk| &desk.project().info().title);
                    let name = format!("{}.ron", crate::model::Slug::from_label(title));
                    self.ask(ctx, &Ask::SaveAs { name, then });
                }
                Effect::Quit => {
                    self.may_close = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
                Effect::Fresh => {
                    self.read = read::ReadScreen::default();
                    self.claims = claims::ClaimsScreen::default();
                    self.matrix = matrix::MatrixScreen::default();
                    self.compare = compare::CompareScreen::default();
                    self.timeline = timeline::TimelineScreen::default();
                    self.search = search::SearchScreen::default();
                    self.codebook = codebook::CodebookScreen::default();
                    self.shell.forget();
                }
                Effect::AskTyped(then) => match self.typed() {
                    Some(what) => self.shell.ask_typed(then, what),
                    None => self.send(ctx, Command::GiveUp(then)),
                },
                Effect::Reveal(span) => self.read.reveal(span),
                Effect::Coded => self.read.close_form(ctx),
                Effect::OpenForm(target) => {
                    if let Some(desk) = self.session.desk() {
                        self.read.open_form(desk, target);
                    }
                }
                Effect::EditForm(claim) => {
                    if let Some(desk) = self.session.desk() {
                        self.read.edit_form(desk, claim);
                    }
                }
                Effect::ShowFind => self.read.show_find(),
                Effect::StepFound { back } => self.read.step_found(back),
                Effect::FocusSearch => self.search.focus(),
                Effect::ShowReadingLook => self.read.show_look(),
                Effect::FocusNotes => self.read.focus_notes(),
                Effect::Copy(words) => ctx.copy_text(words),
                Effect::CopyTable(clip) => {
                    let said = self.clipboard.put(ctx, *clip);
                    self.send(ctx, Command::Tell(said));
                }
                Effect::ShowOccurrences(span) => {
                    if let Some(desk) = self.session.desk() {
                        self.read.show_occurrences(desk, span);
                    }
                }
                Effect::FilterClaims(entry) => self.claims.only(entry),
                Effect::FollowIssue => self.timeline.follow_issue(),
                Effect::ViewClaims(view) => self.claims.look(*view),
                Effect::Planned(..) | Effect::TextRead(_) => {
                    let mut out = Vec::new();
                    self.shell.answer(effect, &self.session, &mut out);
                    for command in out {
                        self.send(ctx, command);
                    }
                }
                dialog => self.shell.open(dialog, &self.session),
            }
        }
    }

    fn ask(&mut self, ctx: &Context, ask: &Ask) {
        let (sender, ctx) = (self.answers.0.clone(), ctx.clone());
        let (turn, asked) = (self.session.turn(), ask.clone());
        let done = Box::new(move |answer| {
            // The window may be gone by now; then nobody waits for the answer.
            let _ = sender.send((turn, asked, answer));
            ctx.request_repaint();
        });
        self.picker.ask(ask, done);
    }

    fn answered(&mut self, ctx: &Context, ask: Ask, answer: Answer) {
        let files = match answer {
            Answer::Files(files) => files,
            Answer::Cancelled => return,
            Answer::NoDialog => return self.shell.ask_path(ask),
        };
        let Some(first) = files.first().cloned() else { return };
        let command = match ask {
            Ask::Open => Command::Leave(Then::Open(first)),
            Ask::Merge => Command::MergeFile(first),
            Ask::Import => Command::Import(files),
            Ask::Text => Command::ReadText(first),
            Ask::SaveAs { then, .. } => Command::SaveAs(first, then),
            Ask::Export { kind, format, options, .. } => Command::Export(first, kind, format, options),
        };
        self.send(ctx, command);
    }

    fn take_drops(&mut self, ctx: &Context) {
        let paths: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect());
        if !paths.is_empty() {
            self.send(ctx, Command::Import(paths));
        }
    }

    /// What the window's frame says; and whether it may close.
    fn tend_window(&mut self, ctx: &Context) {
        if ctx.input(|i| i.viewport().close_requested()) && !self.may_close {
            let unsaved = self.session.desk().is_some_and(|desk| desk.document().is_modified());
            let at_work = self.typed().is_some() || self.session.jobs().next().is_some();
            if unsaved || at_work {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                self.send(ctx, Command::Leave(Then::Quit));
            } else {
                // Remembers the project among the recent ones.
                let _ = self.session.handle(Command::Leave(Then::Quit));
            }
        }
        let title = match self.session.desk() {
            None => "Démarche".to_owned(),
            Some(desk) => {
                let dot = if desk.document().is_modified() { "• " } else { "" };
                let file = desk.path().and_then(|path| path.file_name()).map(|name| name.to_string_lossy());
                let file = file.map_or_else(String::new, |name| format!(" ({name})"));
                format!("{dot}{}{file} – Démarche", desk.project().info().title)
            }
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        let preference = match self.session.prefs().theme {
            crate::session::Theme::System => egui::ThemePreference::System,
            crate::session::Theme::Light => egui::ThemePreference::Light,
            crate::session::Theme::Dark => egui::ThemePreference::Dark,
        };
        if ctx.options(|o| o.theme_preference) != preference {
            ctx.set_theme(preference);
        }
        if (ctx.zoom_factor() - self.session.prefs().zoom).abs() > 0.001 {
            ctx.set_zoom_factor(self.session.prefs().zoom);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.session.set_half_coded(self.typed().is_some());
        let effects = self.session.poll();
        self.carry_out(ctx, effects);
        while let Ok((turn, ask, answer)) = self.answers.1.try_recv() {
            // An answer about another project is nobody's.
            if turn == self.session.turn() {
                self.answered(ctx, ask, answer);
            }
        }
        self.take_drops(ctx);
        // Whoever comes back to the window may have been at work on the file elsewhere, or others have.
        if ctx.input(|i| i.events.contains(&egui::Event::WindowFocused(true))) {
            self.send(ctx, Command::LookAtDisk);
        }
        self.tend_window(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let mut out: Vec<Command> = Vec::new();
        // Dialogs of the screens ask as well.
        let modal = ctx.memory(|m| m.top_modal_layer().is_some());
        let asking = self.shell.is_open();
        let coding = self.read.is_coding() && self.is_on(Screen::Read);
        self.later.give(&ctx);
        keys::take(&ctx, &self.session, asking || modal, coding, &mut self.later, &mut out);
        // While a dialog asks, what is typed is for it alone.
        let typed = if asking { keys::hold(&ctx) } else { Vec::new() };
        match self.session.desk() {
            None => {
                let paper = theme::of(&ctx).paper;
                shell::status::start(ui, &self.session, &mut out);
                CentralPanel::default().frame(Frame::new().fill(paper)).show(ui, |ui| {
                    self.start.show(ui, &self.session, &mut out);
                });
            }
            Some(desk) => {
                shell::top::show(ui, &self.session, desk, &mut out);
                shell::status::show(ui, &self.session, desk, &mut out);
                match desk.screen() {
                    Screen::Read => {
                        self.read.show(ui, desk, self.session.prefs(), &mut out);
                        if let Some(words) = self.read.show_menu(&self.session, &mut out) {
                            self.search.seek(&words);
                            out.push(Command::Do(Action::ShowSearch));
                        }
                    }
                    Screen::Claims => self.claims.show(ui, desk, self.session.prefs(), &mut out),
                    Screen::Matrix => self.matrix.show(ui, desk, &mut out),
                    Screen::Compare => self.compare.show(ui, desk, &mut out),
                    Screen::Timeline => self.timeline.show(ui, desk, &mut out),
                    Screen::Codebook => self.codebook.show(ui, desk, &mut out),
                    Screen::Search => self.search.show(ui, desk, &mut out),
                }
            }
        }
        ctx.input_mut(|i| i.events.extend(typed));
        let asked = self.shell.show(&ctx, &self.session, &mut out);
        if self.shell.take_gave_up() {
            self.read.give_up();
            self.matrix.give_up();
        }
        for command in out {
            self.send(&ctx, command);
        }
        for ask in asked {
            self.ask(&ctx, &ask);
        }
        if self.session.jobs().next().is_some() {
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn persist_egui_memory(&self) -> bool {
        true
    }
}

impl App {
    fn is_on(&self, screen: Screen) -> bool {
        self.session.desk().is_some_and(|desk| desk.screen() == screen)
    }
}
