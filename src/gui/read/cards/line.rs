//! A claim as a card of one line, where there are many: the whole of it shows on hover and when it is selected.

use eframe::egui::{CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::gui::theme::{self, face, size};
use crate::gui::widgets::{glyph, line};
use crate::model::Claim;
use crate::session::{Command, Desk};

/// Height of such a card.
pub const HEIGHT: f32 = 24.0;

pub fn show(ui: &mut Ui, desk: &Desk, claim: &Claim, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let project = desk.project();
    let rect = Rect::from_min_size(ui.max_rect().min, vec2(ui.max_rect().width(), HEIGHT));
    let response = ui.interact(rect, ui.scope_id().with("press"), Sense::click());
    let name = super::in_words(project, claim);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, false, &name));
    let focused = response.has_focus();
    let fill = if response.hovered() { p.hover } else { p.panel };
    let border = if focused { Stroke::new(2.0, p.accent) } else { Stroke::new(1.0, p.line) };
    ui.painter().rect(rect, CornerRadius::same(5), fill, border, StrokeKind::Inside);
    let mut left = rect.left() + 10.0;
    if let Some(stance) = project.stance(claim.stance) {
        let pair = theme::stance(stance.colour, p.dark);
        let bar = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom()));
        let radius = CornerRadius { nw: 5, sw: 5, ne: 0, se: 0 };
        ui.painter().rect_filled(bar, radius, pair.ink);
        let mark = Rect::from_center_size(pos2(left + 6.0, rect.center().y), vec2(10.0, 10.0));
        glyph::paint(ui.painter(), mark, stance.glyph, pair.ink);
        left += 18.0;
    }
    let codes: Vec<&str> = claim.countries.iter().filter_map(|id| project.country(*id)).map(short).collect();
    let who = match codes.as_slice() {
        [] => claim.speaker.and_then(|id| project.actor(id)).map_or_else(String::new, |actor| actor.name.clone()),
        codes => codes.join(" "),
    };
    let issue =
        project.issue(claim.issue).map_or_else(|| claim.issue.to_string(), |row| row.short_or_label().to_owned());
    for (words, font, ink) in
        [(who.as_str(), face::semibold(size::TINY), p.ink), (issue.as_str(), face::regular(size::SMALL), p.muted)]
    {
        let galley = line::line(ui, words, font, ink, rect.right() - left - 8.0);
        let at = pos2(left, rect.center().y - galley.size().y / 2.0);
        left += galley.size().x + 7.0;
        ui.painter().galley(at, galley, ink);
    }
    super::pressed(&response, claim.id, false, out);
    if response.hovered() {
        let under = super::second_line(project, claim);
        response.on_hover_text(if under.is_empty() { name } else { format!("{name}\n{under}") });
    }
}

/// What a country is called where there is little room.
fn short(country: &std::sync::Arc<crate::model::Country>) -> &str {
    if country.iso.is_empty() { &country.name } else { &country.iso }
}
