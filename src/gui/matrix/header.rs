//! The sticky edges of the grid: issues above, countries at the left.

use std::sync::Arc;

use eframe::egui::{
    CornerRadius, Galley, Painter, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::view::{Column, Row, View};
use super::words;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line;

const PAD: f32 = 10.0;
const BAR: f32 = 5.0;

/// How wide the first column must be for its names, within reason.
pub fn first_width(ui: &Ui, view: &mut View) -> f32 {
    if let Some(width) = view.measured.first {
        return width;
    }
    let ink = theme::of(ui.ctx()).ink;
    let issues = view.columns.len();
    let need = |row: &Row| {
        let name = ui.fonts_mut(|f| f.layout_no_wrap(row.name.clone(), face::medium(size::BODY), ink));
        chip_width(ui, &row.code) + name.size().x + coverage(ui, row, issues).size().x + 2.0 * PAD + 12.0
    };
    let width = view.rows.iter().map(need).fold(140.0_f32, f32::max).min(220.0).ceil();
    view.measured.first = Some(width);
    width
}

/// How high the header must be for its labels, at most three lines of them.
pub fn head_height(ui: &Ui, view: &mut View, column: f32) -> f32 {
    if let Some((width, height)) = view.measured.head
        && width == column
    {
        return height;
    }
    let label = view.columns.iter().map(|c| label(ui, c, column).size().y).fold(0.0_f32, f32::max);
    let height = (label + BAR + 8.0 + 20.0).ceil();
    view.measured.head = Some((column, height));
    height
}

/// Paints the header of an issue.
pub fn issue(ui: &Ui, painter: &Painter, rect: Rect, column: &Column, rows: usize) {
    let p = theme::of(ui.ctx());
    let galley = label(ui, column, rect.width());
    let bar = Rect::from_min_max(
        pos2(rect.left() + PAD, rect.bottom() - 10.0 - BAR),
        pos2(rect.right() - PAD, rect.bottom() - 10.0),
    );
    painter.galley(pos2(bar.left(), bar.top() - 8.0 - galley.size().y), galley, p.ink);
    distribution(painter, bar, column, rows);
    let name = format!("{}: {}", column.issue.label, words::levels(&column.levels, rows));
    read(ui, rect.intersect(painter.clip_rect()), Role::ColumnHeader, ("issue", column.place), &name);
}

/// The levels of an issue as one bar, in the inks of their stances; countries without a position are left pale.
fn distribution(painter: &Painter, bar: Rect, column: &Column, rows: usize) {
    let p = theme::of(painter.ctx());
    painter.rect_filled(bar, CornerRadius::same(2), p.line);
    let mut left = bar.left();
    for (stance, count) in column.levels.iter().filter(|(_, count)| *count > 0) {
        let width = bar.width() * *count as f32 / rows.max(1) as f32;
        let piece = Rect::from_min_size(pos2(left, bar.top()), vec2((width - 1.0).max(1.0), BAR));
        painter.rect_filled(piece, CornerRadius::same(1), theme::stance(stance.colour, p.dark).ink);
        left += width;
    }
}

/// Paints the name of a country, with its code and on how many issues there is evidence.
pub fn country(ui: &Ui, painter: &Painter, rect: Rect, row: &Row, issues: usize) {
    let p = theme::of(ui.ctx());
    let mut left = rect.left() + PAD;
    let middle = rect.center().y;
    if !row.code.is_empty() {
        let code = code_galley(ui, &row.code);
        let place = Rect::from_min_size(pos2(left, middle - 9.0), vec2(code.size().x + 8.0, 18.0));
        painter.rect(place, CornerRadius::same(3), p.paper, Stroke::new(1.0, p.line), StrokeKind::Inside);
        painter.galley(place.center() - code.size() / 2.0, code, p.ink);
        left += chip_width(ui, &row.code);
    }
    let coverage = coverage(ui, row, issues);
    let right = rect.right() - PAD - coverage.size().x;
    painter.galley(pos2(right, middle - coverage.size().y / 2.0), coverage, p.muted);
    let name = line::line(ui, &row.name, face::medium(size::BODY), p.ink, right - left - 6.0);
    painter.galley(pos2(left, middle - name.size().y / 2.0), name, p.ink);
    let words =
        format!("{}: evidence on {} of {}", row.name, row.coverage, line::counted(issues, "issue", "issues"));
    read(ui, rect.intersect(painter.clip_rect()), Role::RowHeader, ("country", row.place), &words);
}

/// Gives a painted header a name for those who listen and a tooltip for those who look.
fn read(ui: &Ui, rect: Rect, role: Role, key: (&str, usize), name: &str) -> Option<Response> {
    if !rect.is_positive() {
        return None;
    }
    let response = ui.interact(rect, super::grid::id().with(key), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(role, true, name));
    Some(response.on_hover_text(name))
}

fn label(ui: &Ui, column: &Column, width: f32) -> Arc<Galley> {
    let ink = theme::of(ui.ctx()).ink;
    line::lines(ui, &column.issue.label, face::semibold(size::SMALL), ink, width - 2.0 * PAD, 3)
}

fn coverage(ui: &Ui, row: &Row, issues: usize) -> Arc<Galley> {
    let muted = theme::of(ui.ctx()).muted;
    ui.fonts_mut(|f| f.layout_no_wrap(format!("{}/{issues}", row.coverage), face::regular(size::TINY), muted))
}

fn code_galley(ui: &Ui, iso: &str) -> Arc<Galley> {
    line::line(ui, iso, face::semibold(size::TINY), theme::of(ui.ctx()).ink, 60.0)
}

/// The code in its box with the gap behind it.
fn chip_width(ui: &Ui, iso: &str) -> f32 {
    if iso.is_empty() { 0.0 } else { code_galley(ui, iso).size().x + 14.0 }
}

/// A hairline across `painter`'s part of the screen.
pub fn hairline(painter: &Painter, from: eframe::egui::Pos2, to: eframe::egui::Pos2) {
    let line = theme::of(painter.ctx()).line;
    painter.add(Shape::line_segment([from, to], Stroke::new(1.0, line)));
}
