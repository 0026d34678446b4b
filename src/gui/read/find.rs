//! Finding words in the open article, as one types.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{
    Align, CornerRadius, Frame, Key, Layout, Margin, Modifiers, Popup, Rect, Response, Role, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

use crate::derive::FoldedText;
use crate::derive::search::{Folding, Hunt, Options, Pattern, QueryError};
use crate::gui::search::options;
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{button, field, line};
use crate::model::ArticleId;
use crate::session::{Action, Command, Desk};
use crate::text::{ArticleText, Span};

/// So long a frame may look for words; the rest waits for the next.
const BUDGET: Duration = Duration::from_millis(5);
/// So much text is folded between two looks at the clock.
const PIECE: usize = 256 << 10;
/// More than this is no phrase that anybody looks for: a selection of that length is not taken over.
const PHRASE: usize = 200;

/// The field and what it found.
#[derive(Default)]
pub struct FindBar {
    open: bool,
    /// It was just asked for: the field takes the keyboard, and the selected words.
    fresh: bool,
    query: String,
    options: Options,
    folding: Option<Folding>,
    folded: Option<Arc<FoldedText>>,
    hunt: Option<Hunt>,
    error: Option<QueryError>,
    /// The hit that one is at: its place in the text, as more hits may come before it.
    current: Option<Span>,
    /// Where hits are counted from when something else is typed.
    anchor: usize,
    /// A switch was pressed: the keyboard goes back to the field.
    refocus: bool,
    /// It was closed, and is to go on from what is selected.
    resumes: bool,
    /// Steps that were asked for and not made yet: whether back.
    steps: Vec<bool>,
    /// The last step went over the end, or over the beginning.
    wrapped: Option<&'static str>,
    /// The field had the keyboard in the last frame: Esc takes it away before anybody can ask.
    had_keyboard: bool,
}

/// Where words are sought.
pub struct Around<'a> {
    /// The project.
    pub desk: &'a Desk,
    /// The article.
    pub article: ArticleId,
    /// Its text.
    pub text: &'a Arc<ArticleText>,
    /// The first byte in view.
    pub top: usize,
    /// Whether a claim is being coded: then the selection is left alone.
    pub coding: bool,
}

impl FindBar {
    /// Shows the field and asks for the keyboard.
    pub fn open(&mut self) {
        self.open = true;
        self.fresh = true;
    }

    /// Hides the field and its marks. What was sought is known when it is opened again.
    pub fn close(&mut self) {
        let (query, options) = (std::mem::take(&mut self.query), self.options);
        let folded = self.folded.take();
        *self = Self { query, options, folded, ..Self::default() };
    }

    /// Whether the field is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Another article is open.
    pub fn forget(&mut self) {
        (self.folding, self.folded, self.hunt) = (None, None, None);
        (self.current, self.anchor, self.wrapped) = (None, 0, None);
    }

    /// Every place found so far, in the order of the text.
    pub fn hits(&self) -> &[Span] {
        self.hunt.as_ref().map_or(&[], Hunt::hits)
    }

    /// The place one is at.
    pub fn current(&self) -> Option<Span> {
        self.current
    }

    /// The places found within a span.
    pub fn hits_in(&self, span: Span) -> impl Iterator<Item = Span> {
        let hits = self.hits();
        let from = hits.partition_point(|hit| hit.end <= span.start);
        hits[from..].iter().copied().take_while(move |hit| hit.start < span.end)
    }

    /// Goes to the next place found, or to the one before, in the next frame; opens the field when it is hidden.
    pub fn step(&mut self, back: bool) {
        if self.query.trim().is_empty() {
            return self.open();
        }
        self.resumes |= !self.open;
        self.open = true;
        self.steps.push(back);
    }

    /// Shows the field above the text; asks to reveal the place gone to.
    pub fn show(&mut self, ui: &mut Ui, around: &Around<'_>, reveal: &mut Option<Span>, out: &mut Vec<Command>) {
        if !self.open {
            return;
        }
        let mut changed = self.had_keyboard && options::take_keys(ui, &mut self.options);
        let closes = self.takes_escape(ui, around);
        let p = theme::of(ui.ctx());
        let frame = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 6));
        let bar = frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                changed |= self.field(ui, around);
                ui.add_space(space::XS);
                if options::show(ui, &mut self.options) {
                    (changed, self.refocus) = (true, true);
                    ui.ctx().request_repaint();
                }
                ui.add_space(space::S);
                // Now, so that what is said is of what was just typed.
                self.look(ui, around, changed, reveal);
                // From the right, so that what is said has the room that is left.
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| self.right(ui, around, out)).inner
            })
            .inner
        });
        ui.painter().hline(bar.response.rect.x_range(), bar.response.rect.bottom(), Stroke::new(1.0, p.line));
        if closes || bar.inner {
            self.leave(around, out);
        }
    }

    /// What stands right of the field. Whether it is to be closed.
    fn right(&mut self, ui: &mut Ui, around: &Around<'_>, out: &mut Vec<Command>) -> bool {
        ui.spacing_mut().item_spacing.x = 4.0;
        let close = button::remove(ui, "find field").on_hover_text("Close (Esc)").clicked();
        ui.add_space(space::S);
        self.all_occurrences(ui, around, out);
        let keys = [(false, "Next place (F3, Enter)"), (true, "Previous place (Shift F3, Shift Enter)")];
        for (back, name) in keys {
            if arrow(ui, back, name, !self.hits().is_empty()).clicked() {
                self.steps.push(back);
                ui.ctx().request_repaint();
            }
        }
        self.say(ui);
        close
    }

    /// Esc closes the field, but not what lies above it.
    fn takes_escape(&self, ui: &Ui, around: &Around<'_>) -> bool {
        let ours = self.had_keyboard || !(around.coding || ui.ctx().text_edit_focused());
        ours && !Popup::is_any_open(ui.ctx()) && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape))
    }

    /// Leaves the hit that one is at selected.
    fn leave(&mut self, around: &Around<'_>, out: &mut Vec<Command>) {
        if let Some(span) = self.current.filter(|_| !around.coding) {
            out.push(Command::Select(Some(span)));
        }
        self.close();
    }

    /// The field. Whether something else is sought now.
    fn field(&mut self, ui: &mut Ui, around: &Around<'_>) -> bool {
        let before = self.query.clone();
        let width = (ui.available_width() - 470.0).clamp(150.0, 320.0);
        let fresh = std::mem::take(&mut self.fresh);
        if fresh {
            self.take_selection(around);
        }
        let size = vec2(width, 28.0);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            let input = field::line(ui, "Find in article", &mut self.query, "Find in this article");
            if fresh {
                field::focus_all(ui, &input, &self.query);
            }
            if field::entered(ui, &input) {
                self.steps.push(ui.input(|i| i.modifiers.shift));
                input.request_focus();
            }
            if std::mem::take(&mut self.refocus) {
                input.request_focus();
            }
            self.had_keyboard = input.has_focus() || fresh;
            if self.error.is_some() {
                let danger = theme::of(ui.ctx()).danger;
                let edge = Stroke::new(1.5, danger);
                ui.painter().rect_stroke(input.rect, CornerRadius::same(RADIUS), edge, StrokeKind::Inside);
            }
        });
        fresh || self.query != before
    }

    /// What is selected is most likely what is sought.
    fn take_selection(&mut self, around: &Around<'_>) {
        let selected = around.desk.selection().span.filter(|span| (1..=PHRASE).contains(&span.len()));
        if self.current.is_none() {
            self.anchor = around.desk.selection().span.map_or(around.top, |span| span.start.index());
        }
        let words = selected.and_then(|span| around.text.get(span)).map(str::trim).unwrap_or_default();
        if !words.is_empty() && !words.contains('\n') {
            self.query = if self.options.regex { regex::escape(words) } else { words.to_owned() };
        }
    }

    /// Looks for what was typed, as far as there is time, and makes the steps that were asked for.
    fn look(&mut self, ui: &Ui, around: &Around<'_>, changed: bool, reveal: &mut Option<Span>) {
        let start = Instant::now();
        let time = || start.elapsed() < BUDGET;
        if std::mem::take(&mut self.resumes) {
            self.anchor = around.desk.selection().span.map_or(around.top, |span| span.start.index());
        }
        if changed || (self.hunt.is_none() && self.error.is_none()) {
            let at = self.current.take().map(|current| current.start.index());
            self.anchor = at.unwrap_or(self.anchor);
            (self.hunt, self.error, self.wrapped) = (None, None, None);
            if !self.fold(around, &time) {
                return ui.ctx().request_repaint();
            }
            match Pattern::literal(&self.query, self.options) {
                Ok(pattern) => {
                    let (text, folded) = (around.text.clone(), self.folded.clone());
                    self.hunt = Some(Hunt::new(text, folded, pattern, self.anchor));
                }
                Err(error) => {
                    self.error = Some(error);
                    return self.steps.clear();
                }
            }
        }
        let Some(hunt) = &mut self.hunt else { return self.steps.clear() };
        if !hunt.go_on(time) {
            ui.ctx().request_repaint();
        }
        let done = hunt.is_done();
        if self.current.is_none() {
            let hits = self.hits();
            let next = hits.partition_point(|hit| hit.start.index() < self.anchor);
            // Until all is found it may still be further on.
            let first = hits.get(next).or_else(|| hits.first().filter(|_| done)).copied();
            if let Some(first) = first {
                (self.current, *reveal) = (Some(first), Some(first));
                // The first step, if one was asked for meanwhile, leads here; but from here where one was here already.
                let selected = around.desk.selection().span == Some(first);
                if self.steps.first() == Some(&false) && !selected {
                    self.steps.remove(0);
                }
            }
        }
        if done || !self.hits().is_empty() {
            for back in std::mem::take(&mut self.steps) {
                self.go(back, done, reveal);
            }
        }
    }

    /// Folds the article, unless somebody has done so already. Whether it is folded.
    fn fold(&mut self, around: &Around<'_>, time: &dyn Fn() -> bool) -> bool {
        if self.folded.is_some() || self.options.case {
            return true;
        }
        if self.folding.is_none() {
            self.folded = around.desk.searching().folded(around.article, around.text);
        }
        while self.folded.is_none() {
            let mut folding = self.folding.take().unwrap_or_default();
            if folding.advance(around.text.as_str(), PIECE) {
                self.folded = Some(Arc::new(folding.finish()));
            } else {
                self.folding = Some(folding);
                if !time() {
                    return false;
                }
            }
        }
        true
    }

    fn go(&mut self, back: bool, done: bool, reveal: &mut Option<Span>) {
        let hits = self.hits();
        let at = self.current.map(|current| hits.partition_point(|hit| hit.start < current.start));
        let (Some(at), Some(first), Some(last)) = (at, hits.first(), hits.last()) else { return };
        let (next, wrapped) = match back {
            false if at + 1 < hits.len() => (hits[at + 1], None),
            // More may come.
            false if !done => return,
            false => (*first, Some("on from the top")),
            true if at > 0 => (hits[at - 1], None),
            true if !done => return,
            true => (*last, Some("on from the end")),
        };
        (self.current, self.wrapped) = (Some(next), wrapped.filter(|_| hits.len() > 1));
        *reveal = Some(next);
    }

    /// What is said of the hits: which of how many, or what is wrong.
    fn say(&self, ui: &mut Ui) {
        let p = theme::of(ui.ctx());
        let hunt = self.hunt.as_ref();
        let (count, done) = (self.hits().len(), hunt.is_some_and(Hunt::is_done));
        let more = if hunt.is_some_and(Hunt::is_full) { "+" } else { "" };
        let at = self.current.map(|now| self.hits().partition_point(|hit| hit.start < now.start) + 1);
        let (said, colour) = match (&self.error, at) {
            (Some(error), _) => (error.to_string(), p.danger),
            _ if self.query.trim().is_empty() => (String::new(), p.muted),
            (_, _) if !done => ("looking…".to_owned(), p.muted),
            (_, Some(at)) => match self.wrapped {
                Some(wrapped) => (format!("{at} of {count}{more}, {wrapped}"), p.muted),
                None => (format!("{at} of {count}{more}"), p.muted),
            },
            (_, None) => ("not found".to_owned(), p.muted),
        };
        let room = ui.available_width() - space::S;
        let galley = line::line(ui, &said, face::regular(size::SMALL), colour, room);
        let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x.max(64.0), 28.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        let at = pos2(rect.right() - galley.size().x, rect.center().y - galley.size().y / 2.0);
        let cut = galley.elided;
        ui.painter().galley(at, galley, colour);
        if cut {
            response.on_hover_text(said);
        }
    }

    /// Hands the hit over to be coded wherever it stands.
    fn all_occurrences(&self, ui: &mut Ui, around: &Around<'_>, out: &mut Vec<Command>) {
        let ready = self.current.filter(|_| !around.coding);
        let button = ui.add_enabled_ui(ready.is_some(), |ui| button::secondary(ui, "All occurrences…")).inner;
        let why = if around.coding { "Finish the claim first" } else { "Nothing was found yet" };
        let button = button.on_disabled_hover_text(why);
        let button = button.on_hover_text("List every place of these words, and code those you tick (O)");
        if let Some(span) = ready.filter(|_| button.clicked()) {
            out.push(Command::Select(Some(span)));
            out.push(Command::Do(Action::CodeOccurrences));
        }
    }
}

/// A button with an arrow up or down.
fn arrow(ui: &mut Ui, up: bool, name: &str, enabled: bool) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(28.0, 28.0), Sense::click());
    let spoken = name.split(" (").next().unwrap_or(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, spoken));
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), p.hover);
    }
    if response.has_focus() {
        let edge = Stroke::new(1.5, p.accent);
        ui.painter().rect_stroke(rect, CornerRadius::same(RADIUS), edge, StrokeKind::Inside);
    }
    let (c, tip) = (rect.center(), if up { -2.5 } else { 2.5 });
    let colour = if enabled { p.ink } else { theme::faded(p.ink) };
    let points = vec![c + vec2(-5.0, -tip), c + vec2(0.0, tip), c + vec2(5.0, -tip)];
    ui.painter().line(points, Stroke::new(1.6, colour));
    if enabled {
        response.on_hover_text(name)
    } else {
        response.on_hover_text(format!("{name}: nothing was found yet"))
    }
}

/// A frame around the hit that one is at: it is not told by its colour alone.
pub fn frame(ui: &Ui, rect: Rect) {
    let p = theme::of(ui.ctx());
    ui.painter().rect_stroke(rect.expand(1.0), CornerRadius::same(2), Stroke::new(1.5, p.accent), StrokeKind::Outside);
}
