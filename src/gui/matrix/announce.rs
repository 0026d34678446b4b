//! The cells for those who listen.

use std::ops::Range;

use eframe::egui::{Event, Role, Sense, Ui, accesskit};

use super::grid::id;
use super::plan::Plan;
use super::view::View;
use super::words;
use crate::model::Spot;
use crate::session::Desk;

/// Gives every visible cell a node; returns the one that is pressed.
///
/// Costs nothing while nobody listens.
pub fn cells(
    ui: &Ui,
    desk: &Desk,
    view: &View,
    plan: &Plan,
    (lines, columns): (Range<usize>, Range<usize>),
    selected: Option<Spot>,
) -> Option<Spot> {
    ui.ctx().accesskit_node_builder(id(), |_| ())?;
    let asked = ui.input(|i| i.events.iter().any(|e| matches!(e, Event::AccessKitActionRequest(_))));
    let mut pressed = None;
    let origin = ui.max_rect().min;
    for (line, column) in lines.flat_map(|line| columns.clone().map(move |column| (line, column))) {
        let Some(cell) = view.at(line, column) else { continue };
        let spot = cell.spot();
        let node_id = id().with(spot);
        let rect = plan.place(origin, line, column);
        // Registers the node below the grid; the grid itself takes the clicks.
        ui.interact(rect, node_id, Sense::hover());
        let seen = rect.intersect(ui.clip_rect());
        ui.ctx().accesskit_node_builder(node_id, |node| {
            node.set_role(Role::Cell);
            node.set_label(words::cell(desk.project(), &cell));
            node.set_selected(selected == Some(spot));
            node.set_row_index(line);
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
            pressed = Some(spot);
        }
        if selected == Some(spot) {
            ui.ctx().accesskit_node_builder(id(), |node| node.set_active_descendant(node_id.accesskit_id()));
        }
    }
    pressed
}
