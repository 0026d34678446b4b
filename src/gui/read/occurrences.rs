//! Every place where the selected words stand: those that are ticked are coded alike, in one step.

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{Checkbox, CornerRadius, Key, Modifiers, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::form::{ClaimForm, Ended, SharedHabits};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{Rows, button, dialog, field, line, mark, primary, secondary};
use crate::model::{ArticleId, IssueId, Project};
use crate::session::coding::places::{Coded, MOST, Options, Place, places};
use crate::session::coding::repeated;
use crate::session::{Command, Desk};
use crate::suggest::propose_with;
use crate::text::Span;

/// Name of the list, and its stop for the Tab key.
const LIST: &str = "Places of these words";
const SCOPE: &str = "occurrences scope";
const ROW: f32 = 42.0;
/// Width of the form beside the list.
const FORM: f32 = 300.0;

/// The list of places, and how they will be coded.
pub struct Occurrences {
    article: ArticleId,
    words: String,
    options: Options,
    rows: Vec<Row>,
    more: bool,
    /// The state of the project and the issue for which the rows were made.
    made_for: Option<(u64, Options)>,
    judged_for: Option<(u64, Option<IssueId>)>,
    lit: usize,
    reveal: bool,
    form: ClaimForm,
    frames: u8,
    /// Whether the form is complete from the beginning: then the list gets the keyboard.
    is_ready: bool,
}

struct Row {
    place: Place,
    ticked: bool,
    /// Ticked or unticked by hand; then the issue does not change it.
    by_hand: bool,
    why_not: Option<&'static str>,
}

impl Occurrences {
    /// The places of the words of `span` in the open article, to be coded as the last claim was coded.
    pub fn new(desk: &Desk, span: Span, habits: &SharedHabits) -> Option<Self> {
        let project = desk.project();
        let article = desk.selection().article?;
        let text = project.text(article)?;
        let words = text.get(span)?.trim().to_owned();
        let last = desk.recency(&habits.borrow().analyst).last_coded().and_then(|id| project.claim(id));
        let basis = last.and_then(|_| propose_with(&desk.names(), project, text, span).basis);
        let draft = last.map(|last| {
            let same_article = project.article_of(last).is_some_and(|row| row.id == article);
            repeated(last, same_article, basis)
        });
        let form = ClaimForm::many(desk, article, span, draft, basis.is_some(), habits);
        let is_ready = last.is_some() && form.draft().missing().is_none();
        let options = Options::default();
        Some(Self {
            article,
            words,
            options,
            rows: Vec::new(),
            more: false,
            made_for: None,
            judged_for: None,
            lit: 0,
            reveal: false,
            form,
            frames: 0,
            is_ready,
        })
    }

    /// The places are coded: what is pinned keeps what it says.
    pub fn keep_pinned(&self) {
        self.form.keep_pinned();
    }

    /// Shows the dialog. Whether it stays.
    pub fn show(&mut self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) -> bool {
        self.update(desk);
        let width = (ui.ctx().content_rect().width() - 80.0).clamp(640.0, 980.0);
        dialog::show(ui.ctx(), "Code all occurrences", width, |ui| self.content(ui, desk, out)).unwrap_or(false)
    }

    /// Finds the places anew where they may have changed, and says which are better left alone.
    fn update(&mut self, desk: &Desk) {
        let project = desk.project();
        let made_for = Some((desk.document().revision(), self.options));
        if self.made_for != made_for {
            let (found, more) = places(project, self.article, &self.words, self.options);
            let old: Vec<Row> = std::mem::take(&mut self.rows).into_iter().filter(|row| row.by_hand).collect();
            let row = |place: Place| {
                let same = |row: &&Row| (row.place.article, row.place.span) == (place.article, place.span);
                let ticked = old.iter().find(same).map(|row| row.ticked);
                Row { place, ticked: ticked.unwrap_or(true), by_hand: ticked.is_some(), why_not: None }
            };
            self.rows = found.into_iter().map(row).collect();
            (self.more, self.made_for, self.judged_for) = (more, made_for, None);
            self.lit = self.lit.min(self.rows.len().saturating_sub(1));
        }
        let judged_for = Some((desk.document().revision(), self.form.draft().issue));
        if self.judged_for != judged_for {
            let mut coded = Coded::default();
            for row in &mut self.rows {
                row.why_not = coded.why_not(project, &row.place, self.form.draft().issue);
                if !row.by_hand {
                    row.ticked = row.why_not.is_none();
                }
            }
            self.judged_for = judged_for;
        }
    }

    fn ticked(&self) -> usize {
        self.rows.iter().filter(|row| row.ticked).count()
    }

    fn content(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) -> bool {
        let p = theme::of(ui.ctx());
        self.keys(ui, desk);
        let words = line::line(ui, &format!("“{}”", self.words), face::serif(15.0), p.ink, ui.available_width());
        let (rect, said) = ui.allocate_exact_size(words.size(), eframe::egui::Sense::hover());
        said.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, &self.words));
        ui.painter().galley(rect.min, words, p.ink);
        ui.add_space(space::XS);
        let room = (ui.ctx().content_rect().height() - 250.0).clamp(180.0, 470.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let left = ui.available_width() - FORM - space::L;
            ui.allocate_ui(vec2(left, room), |ui| {
                ui.set_width(left);
                ui.vertical(|ui| self.list(ui, desk.project(), left, room));
            });
            ui.vertical(|ui| {
                ui.set_width(FORM);
                ui.horizontal(|ui| {
                    field::caption(ui, "Coded as");
                    self.form.more_toggle(ui);
                });
                self.form.show_fields(ui, desk, room - 34.0);
            });
        });
        let begins = dialog::begins(ui.ctx(), &mut self.frames);
        if begins && self.is_ready {
            ui.memory_mut(|m| m.request_focus(Rows::id(LIST)));
        } else if begins {
            self.form.begin();
        }
        let stays = self.footer(ui, desk);
        match self.form.take_ended(ui, desk) {
            Ended::Not => stays,
            Ended::Leave | Ended::PutAside => false,
            Ended::Save(command) => {
                if let Command::CodeAll(_, draft, new) = *command {
                    let ticked = self.rows.iter().filter(|row| row.ticked);
                    let places: Vec<_> = ticked.map(|row| (row.place.article, row.place.span)).collect();
                    if !places.is_empty() {
                        out.push(Command::CodeAll(places, draft, new));
                    }
                }
                // It goes away once the claims are in the project; a refusal loses nothing.
                true
            }
        }
    }

    /// The keys of the list.
    fn keys(&mut self, ui: &Ui, desk: &Desk) {
        if !ui.memory(|m| m.has_focus(Rows::id(LIST))) || self.rows.is_empty() {
            return;
        }
        let last = self.rows.len() - 1;
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let before = self.lit;
        for (key, to) in [
            (Key::ArrowDown, (before + 1).min(last)),
            (Key::ArrowUp, before.saturating_sub(1)),
            (Key::PageDown, (before + 8).min(last)),
            (Key::PageUp, before.saturating_sub(8)),
            (Key::Home, 0),
            (Key::End, last),
        ] {
            if pressed(key) {
                (self.lit, self.reveal) = (to, true);
            }
        }
        if pressed(Key::Space) {
            self.toggle(self.lit);
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::A)) {
            let all = self.ticked() < self.rows.len();
            self.tick_all(all);
        }
        if pressed(Key::Enter) && self.ticked() > 0 {
            self.form.save(desk);
        }
    }

    fn toggle(&mut self, at: usize) {
        if let Some(row) = self.rows.get_mut(at) {
            (row.ticked, row.by_hand) = (!row.ticked, true);
        }
    }

    fn tick_all(&mut self, ticked: bool) {
        for row in &mut self.rows {
            (row.ticked, row.by_hand) = (ticked, true);
        }
    }

    fn list(&mut self, ui: &mut Ui, project: &Project, width: f32, room: f32) {
        let scopes = [Segment::word("This article"), Segment::word("All articles")];
        ui.horizontal(|ui| {
            ui.allocate_ui(vec2(190.0, 28.0), |ui| {
                ui.set_width(190.0);
                if let Some(at) = segmented::show(ui, SCOPE, Some(usize::from(self.options.everywhere)), &scopes) {
                    self.options.everywhere = at == 1;
                    self.form.spread(at == 1);
                }
            });
            ui.add(Checkbox::new(&mut self.options.whole_words, "Whole words"));
            ui.add(Checkbox::new(&mut self.options.ignore_case, "Ignore case"));
        });
        ui.horizontal(|ui| {
            let (ticked, all) = (self.ticked(), self.rows.len());
            let bound = if self.more { format!(", the first {MOST} there are") } else { String::new() };
            field::note(ui, &format!("{ticked} of {} ticked{bound}", line::counted(all, "place", "places")));
            if button::link(ui, "All").on_hover_text("Tick every place (Ctrl A)").clicked() {
                self.tick_all(true);
            }
            if button::link(ui, "None").on_hover_text("Untick every place (Ctrl A again)").clicked() {
                self.tick_all(false);
            }
        });
        if self.rows.is_empty() {
            field::note(ui, "The words stand nowhere so. Ignore their case, or look inside longer words.");
            return;
        }
        let list = Rows { name: LIST, height: ROW, count: self.rows.len(), lit: self.lit, reveal: self.reveal };
        self.reveal = false;
        let (rows, everywhere) = (&self.rows, self.options.everywhere);
        let spoken = |index: usize| {
            let row = &rows[index];
            let tick = if row.ticked { "Ticked" } else { "Not ticked" };
            let why = row.why_not.map_or_else(String::new, |why| format!(", {why}"));
            format!("{tick}{why}: {}", row.place.context.concat())
        };
        let pressed = ui
            .allocate_ui(vec2(width, room - 74.0), |ui| {
                ui.set_min_size(vec2(width, room - 74.0));
                list.show(ui, spoken, |ui, rect, index| paint(ui, rect, project, &rows[index], everywhere))
            })
            .inner;
        if let Some(at) = pressed {
            self.lit = at;
            self.toggle(at);
        }
    }

    /// Whether the dialog stays.
    fn footer(&mut self, ui: &mut Ui, desk: &Desk) -> bool {
        let ticked = self.ticked();
        dialog::footer(ui, |ui| {
            let missing = self.form.draft().missing().map(|what| format!("The claims need {what}"));
            let why = (ticked == 0).then(|| "Tick a place first".to_owned()).or(missing);
            let name = format!("Code {}", line::counted(ticked, "place", "places"));
            let code = ui.add_enabled_ui(why.is_none(), |ui| primary(ui, &name)).inner;
            let code = match why {
                None => code.on_hover_text("Enter in the list, Ctrl Enter anywhere: one step, which undo takes back"),
                Some(why) => code.on_disabled_hover_text(why),
            };
            if code.clicked() {
                self.form.save(desk);
            }
            !secondary(ui, "Cancel").on_hover_text("Esc").clicked()
        })
    }
}

/// A place: its tick, the words in their context, and where they stand.
fn paint(ui: &mut Ui, rect: Rect, project: &Project, row: &Row, everywhere: bool) -> Option<String> {
    let p = theme::of(ui.ctx());
    let square = Rect::from_center_size(pos2(rect.left() + 17.0, rect.center().y), vec2(15.0, 15.0));
    let (fill, edge) = if row.ticked { (p.accent, p.accent) } else { (p.field, p.strong_line) };
    ui.painter().rect(square, CornerRadius::same(3), fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if row.ticked {
        mark::tick(ui, square.shrink(3.0), p.on_accent);
    }
    let ink = if row.why_not.is_some() { p.muted } else { p.ink };
    let room = rect.width() - 42.0;
    let mut job = LayoutJob { wrap: TextWrapping::truncate_at_width(room), ..LayoutJob::default() };
    for (part, strong) in row.place.context.iter().zip([false, true, false]) {
        let font = if strong { face::serif_semibold(14.0) } else { face::serif(14.0) };
        job.append(part, 0.0, TextFormat::simple(font, if strong { p.ink } else { ink }));
    }
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    let left = rect.left() + 34.0;
    let title = project.article(row.place.article).filter(|_| everywhere).map(|article| article.title.as_str());
    let under: Vec<&str> = row.why_not.into_iter().chain(title).collect();
    let top = if under.is_empty() { rect.center().y - galley.size().y / 2.0 } else { rect.top() + 3.0 };
    ui.painter().galley(pos2(left, top), galley, ink);
    if !under.is_empty() {
        let colour = if row.why_not.is_some() { p.warning } else { p.muted };
        let galley = line::line(ui, &under.join(" · "), face::regular(size::TINY), colour, room);
        ui.painter().galley(pos2(left, rect.bottom() - galley.size().y - 3.0), galley, colour);
    }
    Some(row.place.context.concat())
}
