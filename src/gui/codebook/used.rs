//! Where the selected row is used, and what can be done with it as a whole.

use std::sync::Arc;

use eframe::egui::{Button, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::form::plain;
use super::tally::Usage;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::button;
use crate::model::{EntryId, Project, Stance};
use crate::session::Command;

/// What is wanted of the selected row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Merge it into another.
    Merge,
    /// Delete it.
    Delete,
}

/// Shows the usage and the buttons.
pub fn show(ui: &mut Ui, project: &Project, id: EntryId, usage: &Usage, out: &mut Vec<Command>) -> Option<Wanted> {
    ui.add_space(space::XS);
    plain(ui, "Used in", |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        if usage.claims > 0 && !matches!(id, EntryId::Stance(_)) {
            ui.add_space(10.0);
            bar(ui, project, usage);
        }
        words(ui, id, usage, out);
    });
    ui.add_space(space::S);
    plain(ui, "", |ui| {
        ui.horizontal(|ui| {
            let noun = id.kind().noun();
            let alone = project.count(id.kind()) < 2;
            let merge = ui.add_enabled_ui(!alone, |ui| button::secondary(ui, "Merge into…")).inner;
            let merge = merge.on_disabled_hover_text(format!("There is no other {noun} to merge it into"));
            let delete = button::danger(ui, "Delete…");
            if merge.clicked() {
                Some(Wanted::Merge)
            } else if delete.clicked() {
                Some(Wanted::Delete)
            } else {
                None
            }
        })
        .inner
    })
}

/// The stances of its claims, as parts of a bar.
fn bar(ui: &mut Ui, project: &Project, usage: &Usage) {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
    let parts: Vec<(&Arc<Stance>, usize)> =
        project.scale().into_iter().filter_map(|stance| Some((stance, *usage.stances.get(&stance.id)?))).collect();
    let said: Vec<String> = parts.iter().map(|(stance, count)| format!("{} {count}", stance.label)).collect();
    let said = said.join(" · ");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &said));
    let gaps = parts.len().saturating_sub(1) as f32;
    let mut left = rect.left();
    for (stance, count) in parts {
        let width = (rect.width() - gaps) * count as f32 / usage.claims as f32;
        let part = Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
        // What has no score says nothing about support, and stands back.
        let ink = if stance.score.is_some() { theme::stance(stance.colour, p.dark).ink } else { p.strong_line };
        ui.painter().rect_filled(part, 2.0, ink);
        left += width + 1.0;
    }
    response.on_hover_text(said);
}

fn words(ui: &mut Ui, id: EntryId, usage: &Usage, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    if usage.claims == 0 {
        ui.add_space(5.0);
        ui.label(RichText::new("No claims yet").font(face::regular(size::BODY)).color(p.muted));
        return;
    }
    let (claims, articles) = usage.in_words(id.kind());
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(22.0);
        ui.spacing_mut().item_spacing.x = 4.0;
        let link = RichText::new(claims).font(face::regular(size::BODY)).color(p.accent);
        let link = ui.add(Button::new(link).frame(false)).on_hover_text("Show these claims");
        if link.on_hover_cursor(eframe::egui::CursorIcon::PointingHand).clicked() {
            out.push(Command::ShowClaimsOf(id));
        }
        ui.label(RichText::new(articles).font(face::regular(size::BODY)).color(p.muted));
    });
}
