//! The sticky edges, painted over what scrolled below them, and the corner between.

use eframe::egui::{Align, Layout, PointerButton, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};

use super::drag::Drag;
use super::grid::Grid;
use super::header::{self, Place};
use super::menu::About;
use super::plan::Plan;
use super::view::{Edge, View};
use super::words;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::button;
use crate::gui::widgets::line::counted;
use crate::session::{Command, Desk};

/// Shows the edges.
pub fn show(
    grid: &mut Grid,
    ui: &mut Ui,
    desk: &Desk,
    view: &View,
    plan: &Plan,
    viewport: Rect,
    out: &mut Vec<Command>,
) {
    let p = theme::of(ui.ctx());
    let (whole, body) = (plan.whole, plan.body);
    let origin = body.min - viewport.min.to_vec2();
    for edge in [Edge::Top, Edge::Left] {
        let (strip, seen) = match edge {
            Edge::Top => (
                Rect::from_min_max(pos2(body.left(), whole.top()), pos2(whole.right(), body.top())),
                plan.visible_columns(viewport),
            ),
            Edge::Left => (
                Rect::from_min_max(pos2(whole.left(), body.top()), pos2(body.left(), whole.bottom())),
                plan.visible_lines(viewport),
            ),
        };
        let painter = ui.painter_at(strip);
        painter.rect_filled(strip, 0.0, p.paper);
        let lit = grid.lit.map(|(line, column)| if edge == Edge::Left { line } else { column });
        let across = view.count(if edge == Edge::Left { Edge::Top } else { Edge::Left });
        for place in seen {
            let Some(head) = view.head(edge, place) else { continue };
            let rect = plan.head(edge, origin, place);
            if lit == Some(place) {
                painter.rect_filled(rect, 0.0, p.hover);
            }
            let moves = grid.drag.is_some_and(|drag| drag.entry == head.entry());
            let response = header::show(ui, &painter, rect, head, Place { edge, zoom: plan.zoom, across, moves });
            let side = match edge {
                Edge::Top => [rect.right_top() - vec2(0.5, 0.0), rect.right_bottom() - vec2(0.5, 0.0)],
                Edge::Left => [rect.left_bottom() - vec2(0.0, 0.5), rect.right_bottom() - vec2(0.0, 0.5)],
            };
            header::hairline(&painter, side[0], side[1]);
            let Some(response) = response else { continue };
            if response.drag_started_by(PointerButton::Primary) && desk.held().is_none() {
                grid.drag = Some(Drag { edge, entry: head.entry() });
            }
            if response.clicked() || response.secondary_clicked() {
                let at = response.interact_pointer_pos().unwrap_or(response.rect.left_bottom());
                grid.menu.open(About::Head(head.entry()), at, false);
            }
        }
    }
    let corner = Rect::from_min_max(whole.min, body.min);
    let over = ui.painter_at(whole);
    over.rect_filled(corner, 0.0, p.paper);
    // What is below has a line of its own.
    over.hline(whole.x_range(), whole.bottom() - 0.5, Stroke::new(1.0, p.paper));
    let end = (origin + plan.size()).min(whole.max);
    header::hairline(&over, pos2(whole.left(), body.top() - 0.5), pos2(end.x, body.top() - 0.5));
    header::hairline(&over, pos2(body.left() - 0.5, whole.top()), pos2(body.left() - 0.5, end.y));
    self::corner(ui, desk, view, corner, out);
}

/// What differs from the day compared with, and who is not shown.
fn corner(ui: &mut Ui, desk: &Desk, view: &View, rect: Rect, out: &mut Vec<Command>) {
    let since = view.look.since.map(words::day);
    if since.is_none() && view.hidden.is_empty() {
        return;
    }
    let p = theme::of(ui.ctx());
    let layout = Layout::bottom_up(Align::Min);
    ui.scope_builder(UiBuilder::new().max_rect(rect.shrink2(vec2(10.0, 7.0))).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.set_clip_rect(rect);
        if !view.hidden.is_empty() && unhide(ui, view) {
            show_hidden(desk, view, out);
        }
        if let Some(day) = since {
            let text = format!("{} from {day}", counted(view.differing, "differs", "differ"));
            let text = RichText::new(text).font(face::medium(size::SMALL)).color(p.muted);
            ui.add(eframe::egui::Label::new(text).truncate());
        }
    });
}

fn unhide(ui: &mut Ui, view: &View) -> bool {
    let response = button::link(ui, &format!("{} hidden", view.hidden.len()));
    response.on_hover_text("Show them again. Whoever is hidden still counts.").clicked()
}

/// Brings back whoever and whatever is hidden here; what is hidden among other rows stays so.
pub fn show_hidden(desk: &Desk, view: &View, out: &mut Vec<Command>) {
    let mut look = desk.look().clone();
    look.hidden.retain(|entry| !view.hidden.contains(entry));
    out.push(Command::SetLook(Box::new(look)));
}
