//! What divides: the issues, those with the widest spread first.

use eframe::egui::{CornerRadius, Key, Modifiers, Painter, PointerButton, Popup, Rect, Ui, pos2, vec2};

use super::view::{IssueLine, View};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line;
use crate::gui::widgets::rows::Rows;
use crate::model::IssueId;

/// Name of the list.
pub const LIST: &str = "Issues by spread";

const HEIGHT: f32 = 60.0;
const PAD: f32 = 14.0;
const BAR: f32 = 8.0;

/// What the list remembers from frame to frame.
#[derive(Default)]
pub struct Divides {
    /// The issue that is explained.
    pub chosen: Option<IssueId>,
    reveal: bool,
}

impl Divides {
    /// The place of the issue that is explained: the first one until another is chosen.
    pub fn place(&self, view: &View) -> Option<usize> {
        let chosen = view.issues.iter().position(|line| Some(line.issue) == self.chosen);
        chosen.or_else(|| (!view.issues.is_empty()).then_some(0))
    }

    /// Shows the list. The issue that is to be followed over time.
    pub fn show(&mut self, ui: &mut Ui, view: &View) -> Option<IssueId> {
        let lit = self.place(view)?;
        let page = (ui.available_height() / HEIGHT) as usize;
        let mut opened = self.keys(ui, view, lit, page.max(1));
        let lit = self.place(view)?;
        let reveal = std::mem::take(&mut self.reveal);
        let rows = Rows { name: LIST, height: HEIGHT, count: view.issues.len(), lit, reveal };
        let spoken = |at: usize| spoken(view, &view.issues[at]);
        let pressed = rows.show(ui, spoken, |ui, rect, at| {
            paint(ui, rect, view, &view.issues[at]);
            Some(format!("{}\nEnter or a double click follows it over time", view.issues[at].headline))
        });
        if let Some(at) = pressed {
            self.chosen = Some(view.issues[at].issue);
            if ui.input(|i| i.pointer.button_double_clicked(PointerButton::Primary)) {
                opened = self.chosen;
            }
        }
        opened
    }

    /// Arrows walk, Enter opens.
    fn keys(&mut self, ui: &Ui, view: &View, lit: usize, page: usize) -> Option<IssueId> {
        if !ui.memory(|m| m.has_focus(Rows::id(LIST))) || Popup::is_any_open(ui.ctx()) {
            return None;
        }
        let last = view.issues.len().checked_sub(1)?;
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let mut at = lit;
        for (key, to) in [
            (Key::ArrowDown, lit + 1),
            (Key::ArrowUp, lit.saturating_sub(1)),
            (Key::PageDown, lit + page),
            (Key::PageUp, lit.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ] {
            if pressed(key) {
                at = to.min(last);
            }
        }
        if at != lit {
            (self.chosen, self.reveal) = (Some(view.issues[at].issue), true);
        }
        pressed(Key::Enter).then(|| view.issues[at].issue)
    }
}

/// "Peacekeepers, spread 2.4 of 4. Widest gap: …"
fn spoken(view: &View, issue: &IssueLine) -> String {
    format!("{}, {}. {}", issue.label, spread(view, issue), issue.headline)
}

/// "spread 2.4 of 4"
fn spread(view: &View, issue: &IssueLine) -> String {
    match issue.divide.spread {
        Some(spread) => format!("spread {spread:.1} of {}", view.range),
        None => "no spread".into(),
    }
}

fn paint(ui: &Ui, rect: Rect, view: &View, issue: &IssueLine) {
    let p = theme::of(ui.ctx());
    let painter = ui.painter();
    let right = rect.right() - PAD;
    let bar = (rect.width() * 0.24).clamp(90.0, 260.0);
    let number = match issue.divide.spread {
        Some(spread) => format!("{spread:.1}"),
        None => "–".into(),
    };
    let number = line::line(ui, &number, face::semibold(size::LARGE), p.ink, 60.0);
    let small = line::line(ui, &format!("of {}", view.range), face::regular(size::TINY), p.muted, 60.0);
    let numbers = right - 40.0;
    painter.galley(pos2(numbers, rect.center().y - 16.0), number, p.ink);
    painter.galley(pos2(numbers, rect.center().y + 4.0), small, p.muted);
    let bar = Rect::from_min_size(pos2(numbers - 16.0 - bar, rect.center().y - BAR / 2.0), vec2(bar, BAR));
    distribution(painter, bar, issue, view.lines.len());
    let room = bar.left() - 16.0 - (rect.left() + PAD);
    let label = line::line(ui, &issue.label, face::semibold(size::BODY), p.ink, room);
    let headline = line::line(ui, &issue.headline, face::regular(size::SMALL), p.muted, room);
    painter.galley(pos2(rect.left() + PAD, rect.center().y - 18.0), label, p.ink);
    painter.galley(pos2(rect.left() + PAD, rect.center().y + 3.0), headline, p.muted);
}

/// The levels of an issue as one bar, in the inks of their stances; who has no position is left pale.
pub fn distribution(painter: &Painter, bar: Rect, issue: &IssueLine, rows: usize) {
    let p = theme::of(painter.ctx());
    painter.rect_filled(bar, CornerRadius::same(2), p.line);
    let taken: usize = issue.levels.iter().map(|(_, count)| count).sum();
    let mut left = bar.left();
    for (stance, count) in issue.levels.iter().filter(|(_, count)| *count > 0) {
        let width = bar.width() * *count as f32 / rows.max(taken).max(1) as f32;
        let piece = Rect::from_min_size(pos2(left, bar.top()), vec2((width - 1.0).max(1.0), bar.height()));
        painter.rect_filled(piece.intersect(bar), CornerRadius::same(1), theme::stance(stance.colour, p.dark).ink);
        left += width;
    }
}
