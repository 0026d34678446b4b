//! Search: words found in articles, quotations, notes and the codebook, as one types, with filters.

mod empty;
mod filters;
mod lines;
pub mod options;
mod row;

use std::sync::Arc;

use eframe::egui::{
    self, Align, CentralPanel, CornerRadius, Frame, Key, Layout, Margin, Modifiers, Panel, Popup, RichText, Stroke,
    StrokeKind, Ui, vec2,
};

use crate::derive::Memo;
use crate::derive::search::{Found, Options, Pattern, QueryError, Wish};
use crate::gui::shell::notices;
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{Rows, field, keycap, line};
use crate::session::{Command, Desk};
use empty::Remedy;
use filters::Filters;
use lines::{Folds, Line};
use row::{HEIGHT, Shown};

/// The name of the list.
const LIST: &str = "Search results";
/// Lines that Page Up and Page Down go by.
const PAGE: usize = 12;
/// Searches that are kept.
const RECENT: usize = 12;

/// What was typed and found, and where one is in it.
#[derive(Default)]
pub struct SearchScreen {
    wish: Wish,
    /// What is wrong with what was typed.
    error: Option<QueryError>,
    checked: Option<(String, Options)>,
    filters: Filters,
    folds: Folds,
    /// The lines of what was found, by its address and the turn of the folds.
    lines: Memo<(Seen, u64), Vec<Line>>,
    lit: usize,
    reveal: bool,
    /// The menu of a filter was open.
    menu: bool,
    /// The wish whose results the place in the list is of.
    placed: Option<Wish>,
    /// What was sought and looked at, latest first.
    recent: Vec<Wish>,
    fresh: bool,
    /// A switch was pressed: the keyboard goes back to the field.
    refocus: bool,
    /// The field had the keyboard in the last frame: Esc takes it away before anybody can ask.
    had_keyboard: bool,
    /// What was asked from here last.
    sent: Option<Wish>,
}

/// What was found, the same only with itself: as long as it is kept no other can lie at its place.
#[derive(Clone)]
struct Seen(Arc<Found>);

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl SearchScreen {
    /// Gives the field the keyboard, what was typed selected.
    pub fn focus(&mut self) {
        self.fresh = true;
    }

    /// Seeks these words, several as a phrase.
    pub fn seek(&mut self, words: &str) {
        let bare = words.replace(['"', '“', '”', '„'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
        self.wish.typed = if bare.contains(' ') { format!("\"{bare}\"") } else { bare };
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        self.adopt(desk);
        let found = desk.searching().found().filter(|found| !found.wish.typed.trim().is_empty()).cloned();
        let found = found.filter(|_| !self.wish.typed.trim().is_empty());
        let lines = found.as_ref().map(|found| {
            let key = (Seen(found.clone()), self.folds.turn);
            self.lines.get(key, || lines::lines(found, &self.folds))
        });
        self.settle(found.as_deref(), lines.as_deref());
        self.keys(ui, desk, found.as_deref(), lines.as_deref(), out);
        let bar = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 8));
        Panel::top("search-field").frame(bar).show(ui, |ui| self.top(ui, desk, found.as_deref()));
        let bar = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 5));
        Panel::bottom("search-help").frame(bar).show(ui, help);
        notices::may_lie_on(ui.ctx(), ui.available_rect_before_wrap());
        self.ask(ui, desk, out);
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| match (found, lines) {
            (Some(found), Some(_)) if found.is_empty() && found.wish == self.wish => self.nothing(ui, &found),
            (Some(found), Some(lines)) if !found.is_empty() => self.list(ui, desk, &found, &lines, out),
            _ if self.wish.typed.trim().is_empty() => {
                if let Some(wish) = empty::explain(ui, &self.recent) {
                    self.wish = wish;
                    self.fresh = true;
                    ui.ctx().request_repaint();
                }
            }
            _ => {}
        });
    }

    /// What another screen asked for stands in the field.
    fn adopt(&mut self, desk: &Desk) {
        let asked = desk.searching().asked().filter(|asked| !asked.typed.trim().is_empty());
        if let Some(asked) = asked.filter(|asked| self.sent.as_ref() != Some(*asked)) {
            self.wish = asked.clone();
            self.sent = Some(asked.clone());
        }
    }

    /// Comes to the first place of what was found for the first time; after an edit one stays where one was.
    fn settle(&mut self, found: Option<&Found>, lines: Option<&Vec<Line>>) {
        let (Some(found), Some(lines)) = (found, lines) else { return };
        if self.placed.as_ref() != Some(&found.wish) {
            self.placed = Some(found.wish.clone());
            self.lit = lines::first(lines);
            self.reveal = true;
        }
        self.lit = self.lit.min(lines.len().saturating_sub(1));
    }

    /// Keys of the field and of the list: the field need not be left to walk through what was found.
    fn keys(&mut self, ui: &Ui, desk: &Desk, found: Option<&Found>, lines: Option<&Vec<Line>>, out: &mut Vec<Command>) {
        options::take_keys(ui, &mut self.wish.options);
        let listed = ui.memory(|m| m.has_focus(Rows::id(LIST)));
        let menu = Popup::is_any_open(ui.ctx());
        // Who closes the menu of a filter goes on typing.
        let closed = std::mem::replace(&mut self.menu, menu) && !menu;
        self.refocus |= closed && !listed && !ui.ctx().text_edit_focused();
        if menu {
            return;
        }
        let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let nobody = ui.memory(|m| m.focused().is_none());
        if (self.had_keyboard || listed || nobody) && pressed(Key::Escape) {
            self.remember();
            return out.push(Command::Do(desk.searching().way_back()));
        }
        let (Some(found), Some(lines)) = (found.filter(|_| self.had_keyboard || listed), lines) else { return };
        let last = lines.len().saturating_sub(1);
        let before = self.lit;
        let walk = |lit: usize, down: bool| if down { (lit + 1).min(last) } else { lit.saturating_sub(1) };
        for (key, by, down) in [
            (Key::ArrowDown, 1, true),
            (Key::ArrowUp, 1, false),
            (Key::PageDown, PAGE, true),
            (Key::PageUp, PAGE, false),
        ] {
            let times = ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
            for _ in 0..times * by {
                self.lit = walk(self.lit, down);
            }
        }
        if listed {
            if pressed(Key::Home) {
                self.lit = 0;
            }
            if pressed(Key::End) {
                self.lit = last;
            }
            if pressed(Key::ArrowLeft) {
                let at = if self.folds.hides(found, lines[self.lit]) || !is_head(lines[self.lit]) {
                    lines::head_of(lines, self.lit).unwrap_or(self.lit)
                } else {
                    self.lit
                };
                if at == self.lit {
                    self.folds.set(found, lines[at], true);
                }
                self.lit = at;
            }
            if pressed(Key::ArrowRight) {
                self.folds.set(found, lines[self.lit], false);
            }
        }
        self.reveal |= self.lit != before;
        if pressed(Key::Enter) && found.wish == self.wish {
            self.press(desk, found, lines, self.lit, out);
        }
    }

    /// Opens what a line leads to, or folds it.
    fn press(&mut self, desk: &Desk, found: &Found, lines: &[Line], at: usize, out: &mut Vec<Command>) {
        let Some(line) = lines.get(at).copied() else { return };
        self.lit = at;
        let commands = lines::opens(desk.project(), found, line);
        if commands.is_empty() {
            self.folds.set(found, line, !self.folds.hides(found, line));
        } else {
            self.remember();
            out.extend(commands);
        }
    }

    fn remember(&mut self) {
        if self.wish.typed.trim().is_empty() {
            return;
        }
        self.recent.retain(|wish| *wish != self.wish);
        self.recent.insert(0, self.wish.clone());
        self.recent.truncate(RECENT);
    }

    /// The field, the switches, the filters, and what is said of it all.
    fn top(&mut self, ui: &mut Ui, desk: &Desk, found: Option<&Found>) {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        ui.horizontal(|ui| {
            let width = ui.available_width() - 110.0;
            let place = vec2(width.min(760.0), 30.0);
            ui.allocate_ui_with_layout(place, Layout::top_down(Align::Min), |ui| {
                ui.set_width(place.x);
                self.field(ui);
            });
            self.refocus = options::show(ui, &mut self.wish.options);
            if self.refocus {
                ui.ctx().request_repaint();
            }
        });
        self.filters.show(ui, desk.project(), desk.document().revision(), &mut self.wish.filter);
        self.say(ui, desk, found);
    }

    fn field(&mut self, ui: &mut Ui) {
        let hint = "Words in articles, quotations, notes and the codebook";
        let input = field::line(ui, "Search everything", &mut self.wish.typed, hint);
        let fresh = std::mem::take(&mut self.fresh);
        if fresh {
            field::focus_all(ui, &input, &self.wish.typed);
        }
        if std::mem::take(&mut self.refocus) {
            input.request_focus();
        }
        self.had_keyboard = input.has_focus() || fresh;
        if self.error.is_some() {
            let edge = Stroke::new(1.5, theme::of(ui.ctx()).danger);
            ui.painter().rect_stroke(input.rect, CornerRadius::same(RADIUS), edge, StrokeKind::Inside);
        }
    }

    /// What was found in all, what is wrong, or what the filters mean.
    fn say(&self, ui: &mut Ui, desk: &Desk, found: Option<&Found>) {
        let p = theme::of(ui.ctx());
        let filtered = !self.wish.filter.is_empty();
        let current = found.filter(|found| found.wish == self.wish);
        let (mut said, colour) = match (&self.error, current) {
            (Some(error), _) => (error.to_string(), p.danger),
            (None, Some(found)) if found.is_empty() => ("Nothing found".to_owned(), p.muted),
            (None, Some(found)) => (summary(found), p.muted),
            (None, None) if desk.searching().is_under_way() => ("Looking…".to_owned(), p.muted),
            (None, None) => ("Case and accents do not matter unless you say so".to_owned(), p.muted),
        };
        if filtered && self.error.is_none() {
            said += " · filtered: articles with a claim that fits, by their own outlet and date";
        }
        let galley = line::line(ui, &said, face::regular(size::SMALL), colour, ui.available_width());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), egui::Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
        ui.painter().galley(rect.min, galley, colour);
        let meant = "Claims and their notes must fit in every filter. Articles must be of the outlet and the days \
                     themselves, and hold a claim that fits in the rest. Assessments have a country, an issue, a stance \
                     and an analyst. The codebook has none of these: it is left out.";
        if filtered {
            response.on_hover_text(meant);
        }
    }

    /// Asks for what is wished, unless that was done already.
    fn ask(&mut self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) {
        let check = (self.wish.typed.clone(), self.wish.options);
        if self.checked.as_ref() != Some(&check) {
            self.error = Pattern::typed(&self.wish.typed, self.wish.options).err();
            self.checked = Some(check);
            ui.ctx().request_repaint();
        }
        let revision = desk.document().revision();
        if self.error.is_none() && !desk.searching().was_asked(&self.wish, revision) {
            out.push(Command::Search(Box::new(self.wish.clone())));
            self.sent = Some(self.wish.clone());
            ui.ctx().request_repaint();
        }
    }

    fn list(&mut self, ui: &mut Ui, desk: &Desk, found: &Found, lines: &[Line], out: &mut Vec<Command>) {
        let shown = Shown { project: desk.project(), found, folds: &self.folds };
        let rows = Rows {
            name: LIST,
            height: HEIGHT,
            count: lines.len(),
            lit: self.lit,
            reveal: std::mem::take(&mut self.reveal),
        };
        let area = Frame::new().inner_margin(Margin { left: 8, right: 4, top: 4, bottom: 4 });
        let pressed = area.show(ui, |ui| {
            rows.show(ui, |at| shown.spoken(lines[at]), |ui, rect, at| shown.paint(ui, rect, lines[at])).map(|at| {
                let edge = ui.max_rect().left() + 28.0;
                (at, ui.input(|i| i.pointer.interact_pos()).is_some_and(|pos| pos.x < edge))
            })
        });
        if let Some((at, at_caret)) = pressed.inner {
            let line = lines[at];
            if at_caret && matches!(line, Line::Article(_)) {
                self.lit = at;
                self.folds.set(found, line, !self.folds.hides(found, line));
            } else {
                self.press(desk, found, lines, at, out);
            }
        }
    }

    fn nothing(&mut self, ui: &mut Ui, found: &Found) {
        let Some(remedy) = empty::nothing(ui, found, &self.wish) else { return };
        match remedy {
            Remedy::NoFilters => self.filters.clear(&mut self.wish.filter),
            Remedy::PartsOfWords => self.wish.options.whole = false,
            Remedy::AnyCase => self.wish.options.case = false,
        }
        self.fresh = true;
        ui.ctx().request_repaint();
    }
}

fn is_head(line: Line) -> bool {
    matches!(line, Line::Group(_) | Line::Article(_))
}

/// "1,234 places in 56 articles · 7 claims · 2 notes"
fn summary(found: &Found) -> String {
    use crate::derive::search::Group;
    let nouns =
        [("claim", "claims"), ("note", "notes"), ("assessment", "assessments"), ("row", "rows of the codebook")];
    let articles = found.tally(Group::Articles);
    let mut parts = Vec::new();
    if articles.things > 0 {
        let places = row::grouped(articles.places, "place", "places");
        parts.push(format!("{places} in {}", row::grouped(articles.things, "article", "articles")));
    }
    for ((group, _), (one, many)) in Group::ALL.into_iter().skip(1).zip(nouns) {
        let count = found.tally(group).things;
        if count > 0 {
            let one = if group == Group::Codebook { "row of the codebook" } else { one };
            parts.push(row::grouped(count, one, many));
        }
    }
    parts.join(" · ")
}

/// How to say what is sought, and the keys.
fn help(ui: &mut Ui) {
    let p = theme::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            for (key, does) in [("Esc", "back"), ("Enter", "open"), ("↓ ↑", "walk")] {
                ui.label(RichText::new(does).font(face::regular(size::SMALL)).color(p.muted));
                keycap(ui, key);
                ui.add_space(space::XS);
            }
            let said = "\"a phrase\"   a OR b   -without   a near b   near/5   near/s: one sentence   /regex/   word*";
            let galley = line::line(ui, said, face::regular(size::SMALL), p.muted, ui.available_width());
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), egui::Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, said));
            ui.painter().galley(egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, p.muted);
            response.on_hover_text(
                "Words side by side must all be there. near: at most ten words between; near/5: at most five; near/s: \
                 in one sentence. With whole words switched on, word* finds any ending.",
            );
        });
    });
}
