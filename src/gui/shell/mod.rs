//! What surrounds the screens: the bar above, the line below, dialogs, the palette and notices.

mod anchors;
mod article;
mod broken;
mod conflicts;
mod dialogs;
pub mod icon;
pub mod notices;
mod palette;
mod paste;
mod problems;
mod shortcuts;
pub mod status;
pub mod top;
mod versions;

use eframe::egui::Context;

use super::export::ExportForm;
use super::files::Ask;
use super::read::correct::CorrectForm;
use crate::session::{Command, Effect, Session, Then};
use dialogs::Asked;

/// The dialog that is open, with what was typed into it.
#[derive(Default)]
pub struct Shell {
    dialog: Option<Dialog>,
    /// A question before the project is left; above a dialog in which something was typed.
    question: Option<Question>,
    /// What is to be shown once nothing is typed any more.
    waiting: Vec<Effect>,
    /// What was typed is given up as soon as the project is left.
    gives_up: bool,
    /// What was typed is given up now.
    gave_up: bool,
    /// Above the dialog, where the system shows no file dialog.
    path: Option<dialogs::PathForm>,
}

enum Question {
    /// What to do with unsaved work.
    Unsaved(Then),
    /// Whether to give up what was typed.
    Typed(Then, &'static str),
}

enum Dialog {
    Article(Box<article::ArticleForm>),
    Project(dialogs::ProjectForm),
    Analyst(dialogs::AnalystForm),
    Remove(crate::model::ArticleId),
    Paste(Box<paste::PasteForm>),
    Export(Box<ExportForm>),
    Palette(palette::Palette),
    Shortcuts,
    Problems(problems::ProblemList),
    Conflicts(Box<conflicts::Conflicts>),
    Versions(versions::VersionList),
    Broken(broken::Broken),
    Correct(Box<CorrectForm>),
    Anchors(Box<anchors::AnchorList>),
}

impl Shell {
    /// Whether something asks for an answer.
    pub fn is_open(&self) -> bool {
        self.dialog.is_some() || self.question.is_some() || self.path.is_some()
    }

    /// What was typed into the dialog that is open and is not saved.
    pub fn typed(&self) -> Option<&'static str> {
        match self.dialog.as_ref()? {
            Dialog::Article(form) => form.is_touched().then_some("What you changed about the article is"),
            Dialog::Project(form) => form.is_touched().then_some("What you changed about the project is"),
            Dialog::Analyst(form) => form.is_touched().then_some("The analyst’s name is"),
            Dialog::Paste(form) => form.is_touched().then_some("The article that you pasted is"),
            Dialog::Correct(form) => form.is_touched().then_some("The text that you corrected is"),
            _ => None,
        }
    }

    /// Whether what was typed anywhere is given up now; asked once a frame, after it was shown.
    pub fn take_gave_up(&mut self) -> bool {
        std::mem::take(&mut self.gave_up)
    }

    /// Another project is on the desk.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Asks whether to give up what was typed: "The article that you pasted is".
    pub fn ask_typed(&mut self, then: Then, what: &'static str) {
        self.question = Some(Question::Typed(then, what));
    }

    /// Opens the dialog that an effect asks for. Nothing takes the place of a dialog in which something was typed:
    /// a question goes above it, and the rest waits.
    pub fn open(&mut self, effect: Effect, session: &Session) {
        let desk = session.desk();
        let is_touched = self.typed().is_some();
        self.dialog = match effect {
            Effect::AskUnsaved(then) => return self.question = Some(Question::Unsaved(then)),
            effect if is_touched => return self.waiting.push(effect),
            Effect::AskRemove(article) => Some(Dialog::Remove(article)),
            Effect::ShowPaste => Some(Dialog::Paste(Box::default())),
            Effect::ShowExport => desk.map(|desk| Dialog::Export(Box::new(ExportForm::new(desk)))),
            Effect::ShowArticleDetails(id) => {
                let article = desk.and_then(|desk| desk.project().article(id));
                article.map(|article| Dialog::Article(Box::new(article::ArticleForm::new(article))))
            }
            Effect::ShowProjectDetails => {
                desk.map(|desk| Dialog::Project(dialogs::ProjectForm::new(desk.project().info())))
            }
            Effect::ShowAnalyst => Some(Dialog::Analyst(dialogs::AnalystForm::new(&session.prefs().analyst))),
            Effect::ShowShortcuts => Some(Dialog::Shortcuts),
            Effect::ShowProblems => Some(Dialog::Problems(problems::ProblemList::default())),
            Effect::ShowVersions => {
                session.versions().map(|versions| Dialog::Versions(versions::VersionList::new(versions)))
            }
            Effect::AskBroken(path, why) => Some(Dialog::Broken(broken::Broken::new(path, &why))),
            Effect::ShowCorrect(id) => {
                desk.and_then(|desk| CorrectForm::new(desk, id)).map(|form| Dialog::Correct(Box::new(form)))
            }
            Effect::ShowAnchors(first) => Some(Dialog::Anchors(Box::new(anchors::AnchorList::new(first)))),
            Effect::ShowPalette => Some(Dialog::Palette(palette::Palette::new(session))),
            _ => return,
        };
    }

    /// Hands what was read or looked up to the dialog that corrects a text.
    pub fn answer(&mut self, effect: Effect, session: &Session, out: &mut Vec<Command>) {
        let Some(Dialog::Correct(form)) = &mut self.dialog else { return };
        let stays = match effect {
            Effect::TextRead(read) => {
                form.take_text(read);
                true
            }
            Effect::Planned(text, plan) => form.take_plan(session.desk(), &text, *plan, out),
            _ => true,
        };
        if !stays {
            self.dialog = None;
        }
    }

    /// Puts the question that is asked before the project is left.
    fn ask(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) {
        match &self.question {
            Some(Question::Unsaved(then)) => {
                let before = out.len();
                if dialogs::unsaved(ctx, session, then, out) {
                    return;
                }
                if std::mem::take(&mut self.gives_up) && out.len() > before {
                    self.give_up();
                }
            }
            Some(Question::Typed(then, what)) => match dialogs::typed(ctx, what) {
                Asked::Waits => return,
                Asked::No => {}
                Asked::Yes => {
                    out.push(Command::GiveUp(then.clone()));
                    // Where unsaved work is asked about next, it stays until that is answered.
                    self.gives_up = session.desk().is_some_and(|desk| desk.document().is_modified());
                    if !self.gives_up {
                        self.give_up();
                    }
                }
            },
            None => {}
        }
        self.question = None;
    }

    fn give_up(&mut self) {
        (self.dialog, self.gave_up) = (None, true);
    }

    /// Asks for a path in the window, because the system shows no dialog.
    pub fn ask_path(&mut self, ask: Ask) {
        self.path = Some(dialogs::PathForm::new(ask));
    }

    /// Shows notices and the open dialog. Returns what the system should be asked for.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> Vec<Ask> {
        notices::show(ctx, session, out);
        if !self.is_open() {
            notices::back_out(ctx, session, out);
        }
        let mut asks = Vec::new();
        if let Some(form) = &mut self.path {
            if !form.show(ctx, out) {
                self.path = None;
            }
            return asks;
        }
        if self.dialog.is_none() && self.question.is_none() && !self.waiting.is_empty() {
            let effect = self.waiting.remove(0);
            self.open(effect, session);
        }
        // A merge waits until nothing else is asked, so that nothing that was typed is lost.
        if self.dialog.is_none() && session.settling().is_some() {
            self.dialog = Some(Dialog::Conflicts(Box::default()));
        }
        if self.question.is_some() {
            self.ask(ctx, session, out);
            return asks;
        }
        let Some(dialog) = &mut self.dialog else { return asks };
        let stays = match dialog {
            Dialog::Article(form) => form.show(ctx, session, out),
            Dialog::Project(form) => form.show(ctx, session, out),
            Dialog::Analyst(form) => form.show(ctx, out),
            Dialog::Remove(article) => dialogs::remove(ctx, session, *article, out),
            Dialog::Paste(form) => form.show(ctx, out),
            Dialog::Export(form) => form.show(ctx, session, &mut asks, out),
            Dialog::Palette(palette) => palette.show(ctx, out),
            Dialog::Shortcuts => shortcuts::show(ctx),
            Dialog::Problems(list) => list.show(ctx, session, out),
            Dialog::Conflicts(conflicts) => conflicts.show(ctx, session, out),
            Dialog::Versions(list) => list.show(ctx, session, out),
            Dialog::Broken(broken) => broken.show(ctx, out),
            Dialog::Correct(form) => form.show(ctx, session, &mut asks, out),
            Dialog::Anchors(list) => list.show(ctx, session, out),
        };
        if !stays {
            self.dialog = None;
        }
        asks
    }
}
