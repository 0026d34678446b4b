//! The grid: sticky edges, scrolling both ways, only what is visible is painted.

use eframe::egui::{
    self, Event, EventFilter, Id, Key, Modifiers, PointerButton, Rect, Response, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, WidgetInfo, accesskit, pos2, style::ScrollAnimation, vec2,
};
use std::ops::Range;

use super::cell::Batch;
use super::view::View;
use super::{header, walk, words};
use crate::gui::theme;
use crate::model::Spot;
use crate::session::Desk;

/// The height of a row.
const ROW: f32 = 50.0;
/// The narrowest and the widest column.
const COLUMN: std::ops::RangeInclusive<f32> = 122.0..=196.0;

/// Where the grid keeps the keyboard.
pub fn id() -> Id {
    Id::unique("matrix grid")
}

/// What the analyst wants of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// Another cell, or none.
    Select(Option<Spot>),
    /// The first quotation of the selected cell.
    Evidence,
    /// To judge the selected cell.
    Assess,
}

/// What the grid remembers from frame to frame.
#[derive(Default)]
pub struct Grid {
    /// The cell that was scrolled into view last.
    shown: Option<Spot>,
}

/// Where everything stands in this frame.
#[derive(Clone, Copy)]
struct Plan {
    /// The cells' part of the screen.
    body: Rect,
    /// The whole grid's part of the screen.
    whole: Rect,
    column: f32,
    rows: usize,
    columns: usize,
}

impl Plan {
    /// Columns are as wide as they are beside the open drawer, so that opening it moves nothing.
    fn new(ui: &Ui, view: &mut View, room: f32) -> Self {
        let whole = ui.available_rect_before_wrap();
        let first = header::first_width(ui, view).min(whole.width() * 0.4);
        let (rows, columns) = (view.rows.len(), view.columns.len());
        let share = (room - first) / columns.max(1) as f32;
        let column = share.clamp(*COLUMN.start(), *COLUMN.end()).floor();
        let head = header::head_height(ui, view, column).min(whole.height() * 0.5);
        let body = Rect::from_min_max(whole.min + vec2(first, head), whole.max.max(whole.min + vec2(first, head)));
        Self { body, whole, column, rows, columns }
    }

    /// The place of a cell, where `origin` is the corner of the first.
    fn cell(&self, origin: egui::Pos2, row: usize, column: usize) -> Rect {
        let at = origin + vec2(column as f32 * self.column, row as f32 * ROW);
        Rect::from_min_size(at, vec2(self.column, ROW))
    }

    /// The row and column at `pos`.
    fn at(&self, origin: egui::Pos2, pos: egui::Pos2) -> Option<(usize, usize)> {
        let offset = pos - origin;
        if offset.x < 0.0 || offset.y < 0.0 {
            return None;
        }
        let (row, column) = ((offset.y / ROW) as usize, (offset.x / self.column) as usize);
        (row < self.rows && column < self.columns).then_some((row, column))
    }

    fn visible_rows(&self, viewport: Rect) -> Range<usize> {
        visible(viewport.y_range(), ROW, self.rows)
    }

    fn visible_columns(&self, viewport: Rect) -> Range<usize> {
        visible(viewport.x_range(), self.column, self.columns)
    }
}

/// Which of `count` pieces of a size touch a range.
fn visible(range: egui::Rangef, size: f32, count: usize) -> Range<usize> {
    let first = (range.min / size).max(0.0) as usize;
    let last = (range.max / size).ceil().max(0.0) as usize;
    first.min(count)..last.min(count)
}

impl Grid {
    /// Shows the grid; columns share `room` points.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, view: &mut View, room: f32) -> Option<Want> {
        let plan = Plan::new(ui, view, room);
        let view = &*view;
        let selected = desk.selection().cell.filter(|cell| view.find(*cell).is_some());
        let mut want = self.keys(ui, view, &plan, selected);
        let reveal = (self.shown != selected).then_some(selected).flatten();
        self.shown = selected;
        let mut seen = Rect::ZERO;
        ui.scope_builder(UiBuilder::new().max_rect(plan.body), |ui| {
            ScrollArea::both().id_salt("matrix cells").auto_shrink(false).show_viewport(ui, |ui, viewport| {
                seen = viewport;
                ui.set_width(plan.column * plan.columns as f32);
                ui.set_height(ROW * plan.rows as f32);
                let clicked = cells(ui, desk, view, &plan, viewport, selected);
                want = want.or(clicked.map(|cell| Want::Select(Some(cell))));
                if let Some((row, column)) = reveal.and_then(|cell| view.find(cell)) {
                    let origin = ui.max_rect().min;
                    ui.scroll_to_rect_animation(plan.cell(origin, row, column), None, ScrollAnimation::none());
                }
            });
        });
        edges(ui, view, &plan, seen);
        ui.advance_cursor_after_rect(plan.whole);
        want
    }

    fn keys(&self, ui: &Ui, view: &View, plan: &Plan, selected: Option<Spot>) -> Option<Want> {
        if !ui.memory(|m| m.has_focus(id())) {
            return None;
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
        ui.memory_mut(|m| m.set_focus_lock_filter(id(), filter));
        let page = (plan.body.height() / ROW) as usize;
        let start = selected.and_then(|cell| view.find(cell));
        let end = walk::steps(ui, page).into_iter().fold(start, |at, step| step.take(at, plan.rows, plan.columns));
        if end != start {
            return Some(Want::Select(end.and_then(|(row, column)| view.cell(row, column))));
        }
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let there = selected.is_some();
        if there && pressed(Key::Enter) {
            return Some(Want::Evidence);
        }
        (there && pressed(Key::Space)).then_some(Want::Assess)
    }
}

/// Paints the visible cells; returns the one that was clicked.
fn cells(ui: &Ui, desk: &Desk, view: &View, plan: &Plan, viewport: Rect, selected: Option<Spot>) -> Option<Spot> {
    let origin = ui.max_rect().min;
    let ground = Rect::from_min_size(origin + viewport.min.to_vec2(), viewport.size());
    let response = ui.interact(ground, id(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Matrix: arrow keys walk the cells"));
    let (rows, columns) = (plan.visible_rows(viewport), plan.visible_columns(viewport));
    let mut batch = Batch::new(ui, desk.project(), view);
    for row in rows.clone() {
        for column in columns.clone() {
            let position = view.matrix.at(view.rows[row].place, view.columns[column].place);
            batch.add(plan.cell(origin, row, column), position);
        }
    }
    rules(&mut batch, plan, origin, viewport);
    batch.paint(ui.painter());

    let mut clicked = announce(ui, desk, view, plan, (rows, columns), selected);
    let hovered = response.hover_pos().and_then(|pos| plan.at(origin, pos));
    frames(ui, view, plan, &response, selected, hovered);
    if let Some((row, column)) = hovered {
        tip(ui, desk, view, plan.cell(origin, row, column).intersect(ground), view.cell(row, column));
    }
    if response.clicked_by(PointerButton::Primary)
        && let Some(pos) = response.interact_pointer_pos()
    {
        response.request_focus();
        clicked = clicked.or(plan.at(origin, pos).and_then(|(row, column)| view.cell(row, column)));
    }
    clicked
}

/// The lines between the cells.
fn rules(batch: &mut Batch<'_>, plan: &Plan, origin: egui::Pos2, viewport: Rect) {
    let size = vec2(plan.column * plan.columns as f32, ROW * plan.rows as f32);
    let seen = Rect::from_min_size(origin + viewport.min.to_vec2(), viewport.size());
    let seen = seen.intersect(Rect::from_min_size(origin, size));
    for row in plan.visible_rows(viewport) {
        let y = origin.y + (row + 1) as f32 * ROW;
        batch.rule(Rect::from_min_max(pos2(seen.left(), y - 1.0), pos2(seen.right(), y)));
    }
    for column in plan.visible_columns(viewport) {
        let x = origin.x + (column + 1) as f32 * plan.column;
        batch.rule(Rect::from_min_max(pos2(x - 1.0, seen.top()), pos2(x, seen.bottom())));
    }
}

/// The borders of the selected cell and of the one under the pointer.
fn frames(
    ui: &Ui,
    view: &View,
    plan: &Plan,
    response: &Response,
    selected: Option<Spot>,
    hovered: Option<(usize, usize)>,
) {
    let p = theme::of(ui.ctx());
    let origin = ui.max_rect().min;
    let frame = |(row, column): (usize, usize), stroke: Stroke| {
        ui.painter().rect_stroke(plan.cell(origin, row, column), 0.0, stroke, StrokeKind::Inside);
    };
    let selected = selected.and_then(|cell| view.find(cell));
    if let Some(place) = hovered.filter(|_| selected != hovered) {
        frame(place, Stroke::new(1.0, p.muted));
    }
    match selected {
        Some(place) => frame(place, Stroke::new(2.0, p.accent)),
        // Where the arrow keys will begin.
        None if response.has_focus() => frame((0, 0), Stroke::new(1.0, p.accent)),
        None => {}
    }
}

/// Says what a cell means when the pointer rests on it.
fn tip(ui: &Ui, desk: &Desk, view: &View, rect: Rect, cell: Option<Spot>) {
    let Some((cell, position)) = cell.and_then(|cell| Some((cell, view.matrix.position(cell)?))) else { return };
    let project = desk.project();
    let response = ui.interact(rect, id().with(("tip", cell)), Sense::hover());
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        let (country, issue) = (words::who(project, cell), words::issue(project, cell));
        ui.label(words::cell(project, &country, &issue, position));
    });
}

/// Gives every visible cell a node for those who listen; returns the one they press.
///
/// Costs nothing while nobody listens.
fn announce(
    ui: &Ui,
    desk: &Desk,
    view: &View,
    plan: &Plan,
    (rows, columns): (Range<usize>, Range<usize>),
    selected: Option<Spot>,
) -> Option<Spot> {
    ui.ctx().accesskit_node_builder(id(), |_| ())?;
    let asked = ui.input(|i| i.events.iter().any(|e| matches!(e, Event::AccessKitActionRequest(_))));
    let mut pressed = None;
    let origin = ui.max_rect().min;
    for (row, column) in rows.flat_map(|row| columns.clone().map(move |column| (row, column))) {
        let Some(cell) = view.cell(row, column) else { continue };
        let (line, head) = (&view.rows[row], &view.columns[column]);
        let position = view.matrix.at(line.place, head.place);
        let node_id = id().with(cell);
        let rect = plan.cell(origin, row, column);
        // Registers the node below the grid; the grid itself takes the clicks.
        ui.interact(rect, node_id, Sense::hover());
        let seen = rect.intersect(ui.clip_rect());
        ui.ctx().accesskit_node_builder(node_id, |node| {
            node.set_role(Role::Cell);
            node.set_label(words::cell(desk.project(), &line.name, &head.issue.label, position));
            node.set_selected(selected == Some(cell));
            node.set_row_index(row);
            node.set_column_index(column);
            node.add_action(accesskit::Action::Click);
            node.set_bounds(accesskit::Rect {
                x0: seen.min.x.into(),
                y0: seen.min.y.into(),
                x1: seen.max.x.into(),
                y1: seen.max.y.into(),
            });
        });
        if asked && ui.input(|i| i.has_accesskit_action_request(node_id, accesskit::Action::Click)) {
            pressed = Some(cell);
        }
        if selected == Some(cell) {
            ui.ctx().accesskit_node_builder(id(), |node| node.set_active_descendant(node_id.accesskit_id()));
        }
    }
    pressed
}

/// Paints the sticky edges over what scrolled below them.
fn edges(ui: &Ui, view: &View, plan: &Plan, viewport: Rect) {
    let p = theme::of(ui.ctx());
    let (whole, body) = (plan.whole, plan.body);
    let origin = body.min - viewport.min.to_vec2();
    let head = Rect::from_min_max(pos2(body.left(), whole.top()), pos2(whole.right(), body.top()));
    let first = Rect::from_min_max(pos2(whole.left(), body.top()), pos2(body.left(), whole.bottom()));
    let over = ui.painter_at(whole);
    let right = (origin.x + plan.column * plan.columns as f32).min(whole.right());
    let bottom = (origin.y + ROW * plan.rows as f32).min(whole.bottom());

    let painter = ui.painter_at(head);
    painter.rect_filled(head, 0.0, p.paper);
    for column in plan.visible_columns(viewport) {
        let cell = plan.cell(origin, 0, column);
        let rect = Rect::from_min_max(pos2(cell.left(), head.top()), pos2(cell.right(), head.bottom()));
        header::issue(ui, &painter, rect, &view.columns[column], plan.rows);
        header::hairline(&painter, rect.right_top() - vec2(0.5, 0.0), rect.right_bottom() - vec2(0.5, 0.0));
    }
    let painter = ui.painter_at(first);
    painter.rect_filled(first, 0.0, p.paper);
    for row in plan.visible_rows(viewport) {
        let cell = plan.cell(origin, row, 0);
        let rect = Rect::from_min_max(pos2(first.left(), cell.top()), pos2(first.right(), cell.bottom()));
        header::country(ui, &painter, rect, &view.rows[row], plan.columns);
        header::hairline(&painter, rect.left_bottom() - vec2(0.0, 0.5), rect.right_bottom() - vec2(0.0, 0.5));
    }
    let corner = Rect::from_min_max(whole.min, body.min);
    over.rect_filled(corner, 0.0, p.paper);
    header::hairline(&over, pos2(whole.left(), body.top() - 0.5), pos2(right, body.top() - 0.5));
    header::hairline(&over, pos2(body.left() - 0.5, whole.top()), pos2(body.left() - 0.5, bottom));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_touches_the_viewport_is_visible() {
        for (min, max, count, want) in [
            (0.0, 100.0, 10, 0..2),
            (25.0, 100.0, 10, 0..2),
            (50.0, 101.0, 10, 1..3),
            (480.0, 700.0, 10, 9..10),
            (900.0, 1000.0, 10, 10..10),
            (0.0, 100.0, 0, 0..0),
            (-30.0, 20.0, 10, 0..1),
        ] {
            assert_eq!(visible(egui::Rangef::new(min, max), 50.0, count), want, "{min}..{max} of {count}");
        }
    }
}
