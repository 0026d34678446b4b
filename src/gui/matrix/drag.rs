//! A line or a column on its way to another place.

use eframe::egui::{
    CornerRadius, CursorIcon, Key, Modifiers, Order, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};
use eframe::egui::{Id, LayerId, Painter};

use super::grid::Grid;
use super::order;
use super::plan::Plan;
use super::view::{Edge, View};
use crate::gui::theme::{self, RADIUS, face, size};
use crate::gui::widgets::line;
use crate::model::EntryId;
use crate::session::{Command, Desk};

/// So near to the end of what is seen, more comes into view.
const NEAR: f32 = 28.0;

/// What is being moved.
#[derive(Clone, Copy, Debug)]
pub struct Drag {
    /// At which edge.
    pub edge: Edge,
    /// Who or what.
    pub entry: EntryId,
}

impl Drag {
    /// How far to scroll while the pointer rests near the end of what is seen.
    pub fn push(&self, ui: &Ui, plan: &Plan) -> Option<Vec2> {
        let pos = ui.input(|i| i.pointer.latest_pos())?;
        let along = |at: f32, from: f32, to: f32| {
            // The nearer to the end, and the farther behind it, the faster.
            ((at - (to - NEAR)).clamp(0.0, 60.0) - ((from + NEAR) - at).clamp(0.0, 60.0)) * 0.3
        };
        let by = match self.edge {
            Edge::Left => vec2(0.0, along(pos.y, plan.body.top(), plan.body.bottom())),
            Edge::Top => vec2(along(pos.x, plan.body.left(), plan.body.right()), 0.0),
        };
        (by != Vec2::ZERO).then_some(by)
    }
}

/// Shows where what is being moved would land, and puts it there when it is let go. Esc gives up.
pub fn show(grid: &mut Grid, ui: &Ui, desk: &Desk, view: &View, plan: &Plan, viewport: Rect, out: &mut Vec<Command>) {
    let Some(drag) = grid.drag else { return };
    let gives_up = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
    let from = view.heads(drag.edge).position(|head| head.entry() == drag.entry);
    let pos = ui.input(|i| i.pointer.latest_pos());
    let (Some(from), Some(pos), false) = (from, pos, gives_up) else {
        grid.drag = None;
        return;
    };
    let origin = plan.body.min - viewport.min.to_vec2();
    let gap = plan.gap(drag.edge, origin, pos);
    if !ui.input(|i| i.pointer.primary_down()) {
        grid.drag = None;
        order::place(desk, view, drag.edge, from, gap, out);
        return;
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    if gap != from && gap != from + 1 {
        landing(ui, plan, drag.edge, origin, gap);
    }
    if let Some(head) = view.head(drag.edge, from) {
        carried(ui, head.name(), pos);
    }
    if drag.push(ui, plan).is_some() {
        ui.ctx().request_repaint();
    }
}

/// A line where it would land.
fn landing(ui: &Ui, plan: &Plan, edge: Edge, origin: Pos2, gap: usize) {
    let stroke = Stroke::new(2.0, theme::of(ui.ctx()).accent);
    let painter = ui.painter_at(plan.whole.expand(1.0));
    let (end, whole) = (origin + plan.size(), plan.whole);
    match edge {
        Edge::Left => {
            let y = (origin.y + gap as f32 * plan.cell.y - 0.5).clamp(plan.body.top(), whole.bottom() - 1.0);
            painter.hline(whole.left()..=end.x.min(whole.right()), y, stroke);
        }
        Edge::Top => {
            let x = (origin.x + gap as f32 * plan.cell.x - 0.5).clamp(plan.body.left(), whole.right() - 1.0);
            painter.vline(x, whole.top()..=end.y.min(whole.bottom()), stroke);
        }
    }
}

/// Its name beside the pointer.
fn carried(ui: &Ui, name: &str, pos: Pos2) {
    let p = theme::of(ui.ctx());
    let layer = LayerId::new(Order::Tooltip, Id::unique("matrix head on its way"));
    let painter = Painter::new(ui.ctx().clone(), layer, ui.ctx().content_rect());
    let name = line::line(ui, name, face::medium(size::BODY), p.ink, 260.0);
    let rect = Rect::from_min_size(pos + vec2(14.0, 10.0), name.size() + vec2(16.0, 10.0));
    painter.rect(rect, CornerRadius::same(RADIUS), p.panel, Stroke::new(1.0, p.strong_line), StrokeKind::Inside);
    painter.galley(pos2(rect.left() + 8.0, rect.top() + 5.0), name, p.ink);
}
