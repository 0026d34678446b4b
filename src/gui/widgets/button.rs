//! Buttons: one primary a place, the others quiet.

use eframe::egui::{self, Button, Color32, CornerRadius, Response, RichText, Stroke, StrokeKind, Ui, vec2};

use crate::gui::theme::{self, RADIUS, face, size};

/// The one thing to do here.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    let p = theme::of(ui.ctx());
    let label = RichText::new(text).font(face::semibold(size::BODY)).color(p.on_accent);
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            state.bg_stroke = Stroke::new(1.0, p.accent);
        }
        let button = Button::new(label).fill(p.accent).corner_radius(CornerRadius::same(RADIUS));
        let response = ui.add(button.min_size(vec2(0.0, 30.0)));
        if response.has_focus() {
            let ring = Stroke::new(1.5, p.accent);
            ui.painter().rect_stroke(response.rect.expand(2.0), RADIUS + 2, ring, StrokeKind::Outside);
        }
        response
    })
    .inner
}

/// Something else to do here.
pub fn secondary(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(label(text, theme::of(ui.ctx()).ink)).min_size(vec2(0.0, 30.0)))
}

/// Something that takes away.
pub fn danger(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(label(text, theme::of(ui.ctx()).danger)).min_size(vec2(0.0, 30.0)))
}

/// Text that leads somewhere.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    let accent = theme::of(ui.ctx()).accent;
    let response = ui.add(Button::new(label(text, accent)).frame(false));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A small cross that removes `what`.
pub fn remove(ui: &mut Ui, what: &str) -> Response {
    let (_, rect) = ui.allocate_space(vec2(14.0, 16.0));
    cross(ui, rect, what)
}

/// The same at a place. Not a stop for the Tab key: Backspace and Esc do what it does.
pub fn cross(ui: &Ui, rect: egui::Rect, what: &str) -> Response {
    let p = theme::of(ui.ctx());
    let response = ui.interact(rect, ui.make_persistent_id(("remove", what)), egui::Sense::CLICK);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("Remove {what}")));
    let colour = if response.hovered() { p.danger } else { p.muted };
    let (c, r) = (rect.center(), 3.5);
    let stroke = Stroke::new(1.3, colour);
    ui.painter().line_segment([c + vec2(-r, -r), c + vec2(r, r)], stroke);
    ui.painter().line_segment([c + vec2(-r, r), c + vec2(r, -r)], stroke);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

fn label(text: &str, colour: Color32) -> RichText {
    RichText::new(text).font(face::medium(size::BODY)).color(colour)
}
