//! The members of a bloc in the drawer: where each stands, in a line.

use eframe::egui::{CornerRadius, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::cell::nothing;
use super::view::{View, members};
use super::{marks, words};
use crate::derive::Position;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line::{self, counted};
use crate::gui::widgets::{field, glyph};
use crate::model::{CountryId, Project, RowsOf, Spot, Who};
use crate::session::{Command, Desk, Item};

const ROW: f32 = 28.0;

/// Shows the members of the bloc whose cell this is; pressing one leads to its own cell.
pub fn show(ui: &mut Ui, desk: &Desk, view: &View, cell: Spot, position: &Position, out: &mut Vec<Command>) {
    let project = desk.project();
    let members = members(project, cell.who);
    let mut told = words::holders(position.holders, members.len());
    if position.divided {
        told += ", on opposite sides";
    }
    field::note(ui, &told);
    let matrix = desk.matrix_of(RowsOf::Countries, desk.settings());
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for country in members {
            let spot = Spot { who: Who::Country(*country), issue: cell.issue };
            let Some(position) = matrix.position(spot) else { continue };
            if member(ui, project, view, *country, position) {
                out.push(Command::Show(Item::Cell(spot)));
            }
        }
    });
}

fn member(ui: &mut Ui, project: &Project, view: &View, id: CountryId, position: &Position) -> bool {
    let p = theme::of(ui.ctx());
    let Some(country) = project.country(id) else { return false };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let mut spoken = format!("{}: {}", country.name, words::level(project, position));
    spoken += &format!(", {}", counted(position.claims as usize, "claim", "claims"));
    for mark in words::marks(project, Who::Country(id), position) {
        spoken += &format!("; {mark}");
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Show the cell of {spoken}")));
    let radius = CornerRadius::same(4);
    if response.hovered() {
        ui.painter().rect_filled(rect, radius, p.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, radius, Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    let middle = rect.center().y;
    let put = |left: f32, galley: std::sync::Arc<eframe::egui::Galley>| {
        ui.painter().galley(pos2(left, middle - galley.size().y / 2.0), galley, p.ink);
    };
    // Where they stand begins in the same place for all of them.
    let half = rect.left() + (rect.width() * 0.48).round();
    let name = line::line(ui, &country.name, face::medium(size::BODY), p.ink, half - rect.left() - 14.0);
    put(rect.left() + 6.0, name);
    let count = line::line(ui, &position.claims.to_string(), face::regular(size::TINY), p.muted, 60.0);
    if position.claims > 0 {
        put(rect.right() - 6.0 - count.size().x, count);
    }
    let right = rect.right() - 20.0;
    let place = pos2(half + 8.0, middle);
    let (label, colour) = match position.stance.and_then(|id| view.stance(id)) {
        Some(stance) => {
            let pair = theme::stance(stance.colour, p.dark);
            let pill = Rect::from_min_max(pos2(half, middle - 10.0), pos2(right - 8.0, middle + 10.0));
            ui.painter().rect_filled(pill, radius, pair.tint);
            glyph::paint(ui.painter(), Rect::from_center_size(place, vec2(10.0, 10.0)), stance.glyph, pair.ink);
            (stance.label.as_str(), p.ink)
        }
        None => {
            let (shape, word) = nothing(position);
            ui.painter().add(shape(place, p.muted));
            (if word.is_empty() { "Not looked for" } else { word }, p.muted)
        }
    };
    let marks = [position.contested, position.moved.is_some()].iter().filter(|there| **there).count() as f32 * 13.0;
    let label = line::line(ui, label, face::regular(size::SMALL), colour, right - half - 28.0 - marks);
    let mut at = pos2(half + 24.0 + label.size().x, middle);
    put(half + 18.0, label);
    if position.contested {
        ui.painter().add(marks::contested(at + vec2(4.0, 0.0), p.danger));
        at.x += 13.0;
    }
    if let Some(change) = &position.moved {
        let score = |id| view.stance(id).and_then(|stance| stance.score);
        ui.painter().add(marks::moved(at + vec2(4.0, 0.0), score(change.to) > score(change.from), p.danger));
    }
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(spoken).clicked()
}
