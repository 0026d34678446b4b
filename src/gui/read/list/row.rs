//! A row of the list: an article with what is coded in it and how far it is.

use eframe::egui::{
    Align2, CornerRadius, Id, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::super::header;
use crate::gui::script;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::{line, mark, picker};
use crate::model::{Article, Progress};

/// Height of a row.
pub const ROW: f32 = 68.0;

/// What a row tells.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub article: &'a Article,
    /// Claims that are coded in it.
    pub claims: usize,
    /// Excerpts that need re-anchoring.
    pub lost: usize,
    /// Whether it is open.
    pub open: bool,
    /// Whether it is among several that are chosen.
    pub picked: bool,
}

impl Told<'_> {
    /// The row in words, for those who listen.
    fn name(&self) -> String {
        let title = if self.article.title.is_empty() { "Untitled article" } else { &self.article.title };
        let mut name = title.to_owned();
        if self.lost > 0 {
            name = format!("{name}, {}", header::adrift(self.lost));
        }
        if has_notes(self.article) {
            name.push_str(", has notes");
        }
        name
    }

    /// What the mouse is told that the row has no room for.
    fn tip(&self, elided: bool) -> String {
        let progress = self.article.progress.label().to_lowercase();
        let mut lines = Vec::new();
        if elided {
            lines.push(self.article.title.clone());
        }
        lines.push(format!("{}, {progress}", line::counted(self.claims, "claim", "claims")));
        if self.lost > 0 {
            lines.push(header::adrift(self.lost));
        }
        if has_notes(self.article) {
            lines.push(format!("Notes: {}", beginning(&self.article.notes)));
        }
        lines.join("\n")
    }
}

/// Whether there are notes on an article.
pub fn has_notes(article: &Article) -> bool {
    !article.notes.trim().is_empty()
}

/// The first words of notes.
fn beginning(notes: &str) -> String {
    const MOST: usize = 240;
    let words = notes.trim();
    let shown: String = words.chars().take(MOST).collect();
    if shown.len() < words.len() { format!("{}…", shown.trim_end()) } else { shown }
}

/// Shows a row.
pub fn show(ui: &mut Ui, told: Told<'_>) -> Response {
    let p = theme::of(ui.ctx());
    let Told { article, claims, lost, open, picked } = told;
    // Known by its article, not by its place: what is scrolled keeps its focus and its menu.
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
    let response = ui.interact(rect, Id::unique(("article row", article.id)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, open || picked, told.name()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = match (open || picked, response.hovered()) {
        (true, _) => p.accent_tint,
        (false, true) => p.hover,
        (false, false) => p.panel,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, fill);
    if open {
        painter.rect_filled(Rect::from_min_size(rect.min, vec2(3.0, rect.height())), 0.0, p.accent);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
    if response.has_focus() {
        painter.rect_stroke(rect.shrink(1.0), CornerRadius::ZERO, Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    let left = rect.left() + 16.0;
    let width = rect.width() - 32.0;
    let font = face::semibold(12.5);
    let title = script::galley(ui, &article.title, font.clone(), p.ink, width, 2);
    let title = title.unwrap_or_else(|| line::lines(ui, &article.title, font, p.ink, width, 2));
    let top = rect.center().y - (title.size().y + 18.0) / 2.0;
    let under = pos2(left, top + title.size().y + 3.0);
    let elided = title.elided;
    ui.painter().galley(pos2(left, top), title, p.ink);
    let mut right = state(ui, pos2(rect.right() - 14.0, under.y + 8.0), article.progress, claims).left();
    if has_notes(article) {
        let sheet = Rect::from_center_size(pos2(right - 11.0, under.y + 8.0), vec2(9.0, 10.0));
        note(ui.painter(), sheet, Stroke::new(1.0, p.muted));
        right = sheet.left();
    }
    let quiet = if lost > 0 { p.warning } else { p.muted };
    let source = source(&told, width < 210.0);
    let source = line::line(ui, &source, face::regular(size::SMALL), quiet, right - 6.0 - left);
    ui.painter().galley(under, source, quiet);
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(told.tip(elided));
    })
}

/// Where the article is from, or what is wrong with it.
fn source(told: &Told<'_>, narrow: bool) -> String {
    if told.lost > 0 {
        return header::adrift(told.lost);
    }
    let format = if narrow { "%-d %b" } else { "%-d %b %Y" };
    let date = told.article.published.map_or_else(|| "undated".to_owned(), |date| date.strftime(format).to_string());
    if told.article.outlet.is_empty() { date } else { format!("{} · {date}", told.article.outlet) }
}

/// How far an article is, drawn to the left of `right`. Its place.
fn state(ui: &mut Ui, right: Pos2, progress: Progress, claims: usize) -> Rect {
    let p = theme::of(ui.ctx());
    let text = match (progress, claims) {
        (Progress::Unread, 0) => "unread".to_owned(),
        (_, n) => n.to_string(),
    };
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(text, face::regular(size::TINY), p.muted));
    let extent = galley.size() + vec2(12.0, 3.0);
    let rect = Rect::from_min_size(pos2(right.x - extent.x, right.y - extent.y / 2.0), extent);
    pill(ui, rect, progress);
    mark::text_at(ui, rect.center(), Align2::CENTER_CENTER, galley.text(), face::regular(size::TINY), p.muted);
    rect
}

/// The shape that says how far an article is: dashed when unread, filled in progress, framed when done.
pub fn pill(ui: &Ui, rect: Rect, progress: Progress) {
    let p = theme::of(ui.ctx());
    match progress {
        Progress::Unread => picker::dashed(ui, rect, p.faint),
        Progress::InProgress => {
            ui.painter().rect_filled(rect, CornerRadius::same(255), p.hover);
        }
        Progress::Done => {
            ui.painter().rect(rect, CornerRadius::same(255), p.paper, Stroke::new(1.0, p.good), StrokeKind::Inside);
        }
    }
}

/// A sheet with lines: there are notes.
fn note(painter: &Painter, rect: Rect, stroke: Stroke) {
    painter.rect_stroke(rect, CornerRadius::same(1), stroke, StrokeKind::Inside);
    for at in 1..4 {
        let y = rect.top() + rect.height() * at as f32 / 4.0;
        let end = if at == 3 { rect.center().x + 1.0 } else { rect.right() - 2.0 };
        painter.hline(rect.left() + 2.0..=end, y, stroke);
    }
}
