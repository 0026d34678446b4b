//! Where everything stands in the grid, at every zoom.

use std::ops::{Range, RangeInclusive};

use eframe::egui::{Pos2, Rangef, Rect, Ui, Vec2, pos2, vec2};

use super::header;
use super::view::{Edge, View};
use crate::model::Zoom;

/// Where everything stands in this frame.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The cells' part of the screen.
    pub body: Rect,
    /// The whole grid's part of the screen.
    pub whole: Rect,
    /// The size of a cell.
    pub cell: Vec2,
    /// Number of lines.
    pub lines: usize,
    /// Number of columns.
    pub columns: usize,
    /// How much a cell shows.
    pub zoom: Zoom,
}

/// How high a line is at a zoom, and how narrow and wide a column may be.
fn sizes(zoom: Zoom) -> (f32, RangeInclusive<f32>) {
    match zoom {
        Zoom::Heat => (24.0, 24.0..=24.0),
        Zoom::Compact => (28.0, 126.0..=168.0),
        Zoom::Cells => (50.0, 122.0..=196.0),
        Zoom::Quotations => (138.0, 236.0..=340.0),
    }
}

impl Plan {
    /// Columns are as wide as they are beside the open drawer, where the screen has `room` points, so that opening it
    /// moves nothing.
    pub fn new(ui: &Ui, view: &mut View, room: f32) -> Self {
        let zoom = view.look.zoom;
        let whole = ui.available_rect_before_wrap();
        let first = header::first_width(ui, view).min(whole.width() * 0.4);
        let (lines, columns) = (view.count(Edge::Left), view.count(Edge::Top));
        let (height, widths) = sizes(zoom);
        // What stood there before takes room beside what stands there.
        let former = if view.look.since.is_some() && zoom != Zoom::Heat { super::cell::FORMER } else { 0.0 };
        let share = (room - first) / columns.max(1) as f32;
        let cell = vec2(share.clamp(*widths.start() + former, *widths.end() + former).floor(), height);
        let head = header::head_height(ui, view, cell.x).min(whole.height() * 0.5);
        let corner = whole.min + vec2(first, head);
        Self { body: Rect::from_min_max(corner, whole.max.max(corner)), whole, cell, lines, columns, zoom }
    }

    /// The size of all cells.
    pub fn size(&self) -> Vec2 {
        vec2(self.cell.x * self.columns as f32, self.cell.y * self.lines as f32)
    }

    /// The place of a cell, where `origin` is the corner of the first.
    pub fn place(&self, origin: Pos2, line: usize, column: usize) -> Rect {
        let at = origin + vec2(column as f32 * self.cell.x, line as f32 * self.cell.y);
        Rect::from_min_size(at, self.cell)
    }

    /// The line and column at `pos`.
    pub fn at(&self, origin: Pos2, pos: Pos2) -> Option<(usize, usize)> {
        let offset = pos - origin;
        if offset.x < 0.0 || offset.y < 0.0 {
            return None;
        }
        let (line, column) = ((offset.y / self.cell.y) as usize, (offset.x / self.cell.x) as usize);
        (line < self.lines && column < self.columns).then_some((line, column))
    }

    /// The lines that can be seen.
    pub fn visible_lines(&self, viewport: Rect) -> Range<usize> {
        visible(viewport.y_range(), self.cell.y, self.lines)
    }

    /// The columns that can be seen.
    pub fn visible_columns(&self, viewport: Rect) -> Range<usize> {
        visible(viewport.x_range(), self.cell.x, self.columns)
    }

    /// The head of a line or of a column, wherever it is scrolled to.
    pub fn head(&self, edge: Edge, origin: Pos2, place: usize) -> Rect {
        match edge {
            Edge::Left => {
                let top = origin.y + place as f32 * self.cell.y;
                let (left, right) = (self.whole.left(), self.body.left());
                Rect::from_min_max(pos2(left, top), pos2(right, top + self.cell.y))
            }
            Edge::Top => {
                let left = origin.x + place as f32 * self.cell.x;
                let (top, bottom) = (self.whole.top(), self.body.top());
                Rect::from_min_max(pos2(left, top), pos2(left + self.cell.x, bottom))
            }
        }
    }

    /// The gap between heads that is nearest to `pos`: 0 is before the first.
    pub fn gap(&self, edge: Edge, origin: Pos2, pos: Pos2) -> usize {
        let (along, size, count) = match edge {
            Edge::Left => (pos.y - origin.y, self.cell.y, self.lines),
            Edge::Top => (pos.x - origin.x, self.cell.x, self.columns),
        };
        ((along / size).round().max(0.0) as usize).min(count)
    }

    /// An offset of scrolling that leaves no room behind the last cell.
    pub fn clamped(&self, offset: Vec2) -> Vec2 {
        offset.min(self.size() - self.body.size()).max(Vec2::ZERO)
    }
}

/// Which of `count` pieces of a size touch a range.
fn visible(range: Rangef, size: f32, count: usize) -> Range<usize> {
    let first = (range.min / size).max(0.0) as usize;
    let last = (range.max / size).ceil().max(0.0) as usize;
    first.min(count)..last.min(count)
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
            assert_eq!(visible(Rangef::new(min, max), 50.0, count), want, "{min}..{max} of {count}");
        }
    }

    fn plan() -> Plan {
        let whole = Rect::from_min_size(pos2(10.0, 20.0), vec2(500.0, 300.0));
        let body = Rect::from_min_max(pos2(110.0, 60.0), whole.max);
        Plan { body, whole, cell: vec2(100.0, 50.0), lines: 8, columns: 6, zoom: Zoom::Cells }
    }

    #[test]
    fn a_head_that_is_dropped_lands_in_the_nearest_gap() {
        let (plan, origin) = (plan(), pos2(110.0, 60.0));
        for (edge, x, y, gap) in [
            (Edge::Left, 0.0, 60.0, 0),
            (Edge::Left, 0.0, 84.0, 0),
            (Edge::Left, 0.0, 86.0, 1),
            (Edge::Left, 0.0, 5_000.0, 8),
            (Edge::Left, 0.0, -5_000.0, 0),
            (Edge::Top, 161.0, 0.0, 1),
            (Edge::Top, 900.0, 0.0, 6),
        ] {
            assert_eq!(plan.gap(edge, origin, pos2(x, y)), gap, "{edge:?} {x} {y}");
        }
    }

    #[test]
    fn scrolling_ends_with_the_last_cell() {
        let plan = plan();
        for (offset, want) in [
            (vec2(-5.0, 20.0), vec2(0.0, 20.0)),
            (vec2(900.0, 900.0), vec2(200.0, 140.0)),
            (vec2(150.0, 0.0), vec2(150.0, 0.0)),
        ] {
            assert_eq!(plan.clamped(offset), want, "{offset:?}");
        }
        let small = Plan { columns: 1, lines: 1, ..plan };
        assert_eq!(small.clamped(vec2(40.0, 40.0)), Vec2::ZERO, "everything fits");
    }
}
