//! What can be judged: every level with a score, and the two kinds of nothing.

use eframe::egui::{
    CornerRadius, CursorIcon, EventFilter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::gui::theme::{self, Pair, face, size, space};
use crate::gui::widgets::glyph;
use crate::model::{Glyph, Judgement, Project};

/// Shows the choices. Whether one of them has the keyboard.
pub fn show(ui: &mut Ui, project: &Project, chosen: &mut Option<Judgement>, focus: bool) -> bool {
    let p = theme::of(ui.ctx());
    let dark = p.dark;
    let plain = Pair { tint: p.accent_tint, ink: p.muted };
    let scale = project.scale();
    let levels = scale.iter().filter(|stance| stance.score.is_some()).map(|stance| {
        let look = Some((stance.glyph, stance.key));
        (Judgement::Position(stance.id), stance.label.as_str(), look, theme::stance(stance.colour, dark))
    });
    let empty =
        [(Judgement::NothingFound, "Nothing found", None, plain), (Judgement::Declined, "Declined", None, plain)];
    let mut focused = false;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (index, (judgement, label, look, pair)) in levels.chain(empty).enumerate() {
            let on = *chosen == Some(judgement);
            let response = choice(ui, label, look.map(|(glyph, _)| glyph), pair, on);
            // The keyboard begins at what is chosen, else at the first.
            if focus && (on || chosen.is_none() && index == 0) {
                response.request_focus();
            }
            if response.has_focus() {
                focused = true;
                // Left and right go from choice to choice; up and down are the screen's.
                let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
                ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
            }
            if response.clicked() {
                *chosen = Some(judgement);
            }
            if let Some(key) = look.and_then(|(_, key)| key) {
                response.on_hover_text(format!("Key {key}"));
            }
        }
    });
    ui.add_space(space::XS);
    focused
}

/// One of the judgements.
fn choice(ui: &mut Ui, label: &str, look: Option<Glyph>, pair: Pair, on: bool) -> Response {
    let p = theme::of(ui.ctx());
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(label.to_owned(), face::medium(size::SMALL), p.ink));
    let mark = if look.is_some() { 15.0 } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + mark + 20.0, 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, label));
    let fill = if on {
        pair.tint
    } else if response.hovered() {
        p.hover
    } else {
        p.field
    };
    let line = if response.has_focus() {
        Stroke::new(2.0, p.accent)
    } else if on {
        Stroke::new(1.5, p.ink)
    } else {
        Stroke::new(1.0, p.line)
    };
    ui.painter().rect(rect, CornerRadius::same(13), fill, line, StrokeKind::Inside);
    if let Some(shape) = look {
        let place = Rect::from_center_size(pos2(rect.left() + 15.0, rect.center().y), vec2(10.0, 10.0));
        glyph::paint(ui.painter(), place, shape, pair.ink);
    }
    ui.painter().galley(pos2(rect.left() + 10.0 + mark, rect.center().y - galley.size().y / 2.0), galley, p.ink);
    response.on_hover_cursor(CursorIcon::PointingHand)
}
