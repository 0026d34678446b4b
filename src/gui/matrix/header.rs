//! The heads of lines and columns: whoever stands there with code and coverage, issues with their distribution.

use std::f32::consts::FRAC_PI_2;
use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{
    CornerRadius, CursorIcon, FontId, Galley, Painter, Popup, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::view::{Column, Edge, Head, Row, View};
use super::words;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line;
use crate::model::Zoom;

const PAD: f32 = 10.0;
const BAR: f32 = 5.0;
/// How wide the bar of an issue is beside its name.
const BAR_BESIDE: f32 = 44.0;
/// How wide names at the left may be.
const WIDEST: f32 = 220.0;
/// How high names that are turned may be.
const TALLEST: f32 = 168.0;

/// How wide the first column must be for its names, within reason.
pub fn first_width(ui: &Ui, view: &mut View) -> f32 {
    if let Some(width) = view.measured.first {
        return width;
    }
    let (zoom, issues) = (view.look.zoom, view.columns.len());
    let need = |head: Head<'_>| match head {
        Head::Who(row) => {
            let detail = if has_two_lines(zoom) { width_of(ui, &row.detail, face::regular(size::TINY)) } else { 0.0 };
            let name = width_of(ui, &row.name, name_font(zoom)).max(detail.min(150.0));
            chip_width(ui, &row.code) + name + coverage(ui, row, issues).size().x + 2.0 * PAD + 12.0
        }
        Head::Issue(column) => {
            let name = width_of(ui, &column.issue.label, face::semibold(size::SMALL));
            let most = if has_two_lines(zoom) { WIDEST - 76.0 } else { WIDEST };
            name.min(most) + BAR_BESIDE + 2.0 * PAD + 12.0
        }
    };
    let widest = if view.has_whos(Edge::Left) { WIDEST } else { WIDEST + 76.0 };
    let width = view.heads(Edge::Left).map(need).fold(140.0_f32, f32::max).min(widest).ceil();
    view.measured.first = Some(width);
    width
}

/// How high the header must be for its names where a column is so wide.
pub fn head_height(ui: &Ui, view: &mut View, column: f32) -> f32 {
    if let Some((width, height)) = view.measured.head
        && width == column
    {
        return height;
    }
    let need = |head: Head<'_>| match (view.look.zoom, head) {
        (Zoom::Heat, _) => width_of(ui, turned_name(ui, head), face::medium(size::SMALL)).min(TALLEST) + BAR + 22.0,
        (_, Head::Issue(issue)) => label(ui, issue, column, 3).size().y + BAR + 28.0,
        (_, Head::Who(row)) => {
            let detail = if row.detail.is_empty() { 0.0 } else { 15.0 };
            name_above(ui, row, column).size().y + detail + 39.0
        }
    };
    let height = view.heads(Edge::Top).map(need).fold(0.0_f32, f32::max).ceil();
    view.measured.head = Some((column, height));
    height
}

/// What a head needs to know besides itself.
#[derive(Clone, Copy)]
pub struct Place {
    /// At which edge it stands.
    pub edge: Edge,
    /// How much cells show.
    pub zoom: Zoom,
    /// How many stand at the other edge.
    pub across: usize,
    /// It is being moved.
    pub moves: bool,
}

/// Paints a head; none of it where nothing of it can be seen.
pub fn show(ui: &Ui, painter: &Painter, rect: Rect, head: Head<'_>, place: Place) -> Option<Response> {
    let seen = rect.intersect(painter.clip_rect());
    if !seen.is_positive() {
        return None;
    }
    let p = theme::of(ui.ctx());
    let words = words::head(head, place.across);
    // Not a stop of the Tab key: there are as many as there are lines and columns.
    let response = ui.interact(seen, id(head), Sense::CLICK | Sense::DRAG);
    let role = if place.edge == Edge::Left { Role::RowHeader } else { Role::ColumnHeader };
    response.widget_info(|| WidgetInfo::labeled(role, true, &words));
    if place.moves {
        painter.rect_filled(rect, 0.0, p.accent_tint);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, p.hover);
    }
    match (place.edge, place.zoom, head) {
        (Edge::Left, zoom, Head::Who(row)) => who_at_left(ui, painter, rect, row, zoom, place.across),
        (Edge::Left, zoom, Head::Issue(column)) => issue_at_left(ui, painter, rect, column, zoom, place.across),
        (Edge::Top, Zoom::Heat, _) => turned(ui, painter, rect, head, place.across),
        (Edge::Top, _, Head::Issue(column)) => issue_above(ui, painter, rect, column, place.across),
        (Edge::Top, _, Head::Who(row)) => who_above(ui, painter, rect, row, place.across),
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if place.moves || Popup::is_any_open(ui.ctx()) {
        return Some(response);
    }
    Some(response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(words);
        ui.weak("Drag to move · click for more");
    }))
}

/// Where a head is known.
pub fn id(head: Head<'_>) -> eframe::egui::Id {
    super::grid::id().with(("head", head.entry()))
}

fn issue_above(ui: &Ui, painter: &Painter, rect: Rect, column: &Column, rows: usize) {
    let ink = theme::of(ui.ctx()).ink;
    let galley = label(ui, column, rect.width(), 3);
    let bar = Rect::from_min_max(
        pos2(rect.left() + PAD, rect.bottom() - 10.0 - BAR),
        pos2(rect.right() - PAD, rect.bottom() - 10.0),
    );
    painter.galley(pos2(bar.left(), bar.top() - 8.0 - galley.size().y), galley, ink);
    distribution(painter, bar, column, rows);
}

fn issue_at_left(ui: &Ui, painter: &Painter, rect: Rect, column: &Column, zoom: Zoom, rows: usize) {
    let ink = theme::of(ui.ctx()).ink;
    let lines = if has_two_lines(zoom) { ((rect.height() - 8.0) / 16.0) as usize } else { 1 };
    let galley = label(ui, column, rect.width() - BAR_BESIDE - 12.0, lines.clamp(1, 5));
    painter.galley(pos2(rect.left() + PAD, rect.center().y - galley.size().y / 2.0), galley, ink);
    let right = rect.right() - PAD;
    let middle = pos2(right - BAR_BESIDE / 2.0, rect.center().y);
    distribution(painter, Rect::from_center_size(middle, vec2(BAR_BESIDE, BAR)), column, rows);
}

/// The levels of an issue as one bar, in the inks of their stances; who has no position is left pale.
fn distribution(painter: &Painter, bar: Rect, column: &Column, rows: usize) {
    let p = theme::of(painter.ctx());
    painter.rect_filled(bar, CornerRadius::same(2), p.line);
    let mut left = bar.left();
    for (stance, count) in column.levels.iter().filter(|(_, count)| *count > 0) {
        let width = bar.width() * *count as f32 / rows.max(1) as f32;
        let piece = Rect::from_min_size(pos2(left, bar.top()), vec2((width - 1.0).max(1.0), bar.height()));
        painter.rect_filled(piece.intersect(bar), CornerRadius::same(1), theme::stance(stance.colour, p.dark).ink);
        left += width;
    }
}

fn who_at_left(ui: &Ui, painter: &Painter, rect: Rect, row: &Row, zoom: Zoom, issues: usize) {
    let p = theme::of(ui.ctx());
    let left = rect.left() + PAD + chip(ui, painter, pos2(rect.left() + PAD, rect.center().y), &row.code);
    let coverage = coverage(ui, row, issues);
    let right = rect.right() - PAD - coverage.size().x;
    painter.galley(pos2(right, rect.center().y - coverage.size().y / 2.0), coverage, p.muted);
    let room = right - left - 6.0;
    let name = line::line(ui, &row.name, name_font(zoom), p.ink, room);
    if row.detail.is_empty() || !has_two_lines(zoom) {
        painter.galley(pos2(left, rect.center().y - name.size().y / 2.0), name, p.ink);
        return;
    }
    let detail = line::line(ui, &row.detail, face::regular(size::TINY), p.muted, room);
    let top = rect.center().y - (name.size().y + 1.0 + detail.size().y) / 2.0;
    let below = top + name.size().y + 1.0;
    painter.galley(pos2(left, top), name, p.ink);
    painter.galley(pos2(left, below), detail, p.muted);
}

/// The name, and below it code and coverage.
fn who_above(ui: &Ui, painter: &Painter, rect: Rect, row: &Row, issues: usize) {
    let p = theme::of(ui.ctx());
    let (left, room) = (rect.left() + PAD, rect.width() - 2.0 * PAD);
    let coverage = coverage(ui, row, issues);
    let foot = rect.bottom() - 17.0;
    let taken = chip(ui, painter, pos2(left, foot), &row.code);
    painter.galley(pos2(left + taken, foot - coverage.size().y / 2.0), coverage, p.muted);
    let mut bottom = foot - 12.0;
    if !row.detail.is_empty() {
        let detail = line::line(ui, &row.detail, face::regular(size::TINY), p.muted, room);
        bottom -= detail.size().y + 1.0;
        painter.galley(pos2(left, bottom), detail, p.muted);
    }
    let name = name_above(ui, row, rect.width());
    painter.galley(pos2(left, bottom - name.size().y), name, p.ink);
}

/// A name that reads upwards, for columns that are narrower than a word.
fn turned(ui: &Ui, painter: &Painter, rect: Rect, head: Head<'_>, across: usize) {
    let p = theme::of(ui.ctx());
    let mut bottom = rect.bottom() - 8.0;
    if let Head::Issue(column) = head {
        let bar = Rect::from_min_max(pos2(rect.left() + 4.0, bottom - BAR), pos2(rect.right() - 4.0, bottom));
        distribution(painter, bar, column, across);
        bottom -= BAR + 6.0;
    }
    let room = bottom - rect.top() - 6.0;
    let name = line::line(ui, turned_name(ui, head), face::medium(size::SMALL), p.ink, room);
    let at = pos2((rect.center().x - name.size().y / 2.0).round(), bottom.round());
    painter.add(TextShape::new(at, name, p.ink).with_angle(-FRAC_PI_2));
}

/// The name of an issue in short where it would be cut.
fn turned_name<'v>(ui: &Ui, head: Head<'v>) -> &'v str {
    match head {
        Head::Issue(column) if width_of(ui, head.name(), face::medium(size::SMALL)) > TALLEST => {
            column.issue.short_or_label()
        }
        _ => head.name(),
    }
}

/// A code in its box, its left middle at `at`; returns the width it takes.
fn chip(ui: &Ui, painter: &Painter, at: Pos2, code: &str) -> f32 {
    if code.is_empty() {
        return 0.0;
    }
    let p = theme::of(ui.ctx());
    let galley = code_galley(ui, code);
    let place = Rect::from_min_size(pos2(at.x, at.y - 9.0), vec2(galley.size().x + 8.0, 18.0));
    painter.rect(place, CornerRadius::same(3), p.paper, Stroke::new(1.0, p.line), StrokeKind::Inside);
    painter.galley(place.center() - galley.size() / 2.0, galley, p.ink);
    chip_width(ui, code)
}

/// Whether there is room for two lines in a head at the left.
fn has_two_lines(zoom: Zoom) -> bool {
    matches!(zoom, Zoom::Cells | Zoom::Quotations)
}

fn name_font(zoom: Zoom) -> FontId {
    face::medium(if zoom == Zoom::Heat { size::SMALL } else { size::BODY })
}

fn label(ui: &Ui, column: &Column, width: f32, rows: usize) -> Arc<Galley> {
    let ink = theme::of(ui.ctx()).ink;
    line::lines(ui, &column.issue.label, face::semibold(size::SMALL), ink, width - 2.0 * PAD, rows)
}

/// On two lines where its words fit the width.
fn name_above(ui: &Ui, row: &Row, width: f32) -> Arc<Galley> {
    let (ink, room, font) = (theme::of(ui.ctx()).ink, width - 2.0 * PAD, face::semibold(size::SMALL));
    let breaks = row.name.split_whitespace().all(|word| width_of(ui, word, font.clone()) <= room);
    let lay_out =
        if breaks { |ui: &_, name: &_, font, ink, room| line::lines(ui, name, font, ink, room, 2) } else { line::line };
    lay_out(ui, &row.name, font, ink, room)
}

fn coverage(ui: &Ui, row: &Row, issues: usize) -> Arc<Galley> {
    let muted = theme::of(ui.ctx()).muted;
    ui.fonts_mut(|f| f.layout_no_wrap(format!("{}/{issues}", row.coverage), face::regular(size::TINY), muted))
}

fn width_of(ui: &Ui, text: &str, font: FontId) -> f32 {
    line::line(ui, text, font, theme::of(ui.ctx()).ink, f32::INFINITY).size().x
}

fn code_galley(ui: &Ui, iso: &str) -> Arc<Galley> {
    line::line(ui, iso, face::semibold(size::TINY), theme::of(ui.ctx()).ink, 60.0)
}

/// The code in its box with the gap behind it.
fn chip_width(ui: &Ui, iso: &str) -> f32 {
    if iso.is_empty() { 0.0 } else { code_galley(ui, iso).size().x + 14.0 }
}

/// A hairline across `painter`'s part of the screen.
pub fn hairline(painter: &Painter, from: Pos2, to: Pos2) {
    let line = theme::of(painter.ctx()).line;
    painter.add(Shape::line_segment([from, to], Stroke::new(1.0, line)));
}
