//! Small things to read: country codes, stance pills, keycaps.

use eframe::egui::{
    self, Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::glyph;
use crate::gui::theme::{self, face, size};
use crate::model::Stance;

/// A country code in a box: `POL`.
pub fn code(ui: &mut Ui, text: &str) -> Response {
    let p = theme::of(ui.ctx());
    boxed(ui, text, size::TINY, p.ink, p.paper, 4)
}

/// A key as printed on a keyboard: `Ctrl K`.
pub fn keycap(ui: &mut Ui, text: &str) -> Response {
    let p = theme::of(ui.ctx());
    boxed(ui, text, size::TINY, p.muted, p.paper, 4)
}

fn boxed(ui: &mut Ui, text: &str, points: f32, ink: Color32, fill: Color32, radius: u8) -> Response {
    let line = theme::of(ui.ctx()).line;
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), face::medium(points), ink));
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(10.0, 4.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.rect(rect, CornerRadius::same(radius), fill, Stroke::new(1.0, line), StrokeKind::Inside);
        painter.galley(rect.center() - galley.size() / 2.0, galley, ink);
    }
    response
}

/// A stance as glyph and word on its tint.
pub fn stance_pill(ui: &mut Ui, stance: &Stance) -> Response {
    let p = theme::of(ui.ctx());
    let pair = theme::stance(stance.colour, p.dark);
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(stance.label.clone(), face::medium(size::SMALL), p.ink));
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(32.0, 5.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &stance.label));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.rect_filled(rect, CornerRadius::same(255), pair.tint);
        let mark = Rect::from_center_size(pos2(rect.left() + 14.0, rect.center().y), vec2(10.0, 10.0));
        glyph::paint(painter, mark, stance.glyph, pair.ink);
        painter.galley(pos2(rect.left() + 23.0, rect.center().y - galley.size().y / 2.0), galley, p.ink);
    }
    response
}

/// Text in one line that ends in an ellipsis where it does not fit, and then shows itself whole on hover.
pub fn one_line(ui: &mut Ui, text: &str, font: egui::FontId, colour: Color32) -> Response {
    ui.add(egui::Label::new(egui::RichText::new(text).font(font).color(colour)).truncate())
}

/// A tick within `rect`.
pub fn tick(ui: &Ui, rect: Rect, colour: Color32) {
    let at = |x: f32, y: f32| pos2(rect.left() + x * rect.width(), rect.top() + y * rect.height());
    let stroke = Stroke::new((rect.width() * 0.16).clamp(1.4, 2.0), colour);
    ui.painter().line(vec![at(0.08, 0.52), at(0.4, 0.84), at(0.95, 0.16)], stroke);
}

/// Draws text at a place; for painters that lay out by hand.
pub fn text_at(ui: &Ui, at: egui::Pos2, align: Align2, text: &str, font: egui::FontId, colour: Color32) -> Rect {
    ui.painter().text(at, align, text, font, colour)
}

/// The size of [`pill_at`].
pub fn pill_size(ui: &Ui, stance: &Stance) -> egui::Vec2 {
    pill_words(ui, stance).size() + vec2(32.0, 5.0)
}

/// A stance as [`stance_pill`] shows it, at a place; for painters that lay out by hand.
pub fn pill_at(ui: &Ui, at: egui::Pos2, stance: &Stance) {
    let p = theme::of(ui.ctx());
    let pair = theme::stance(stance.colour, p.dark);
    let galley = pill_words(ui, stance);
    let rect = Rect::from_min_size(at, galley.size() + vec2(32.0, 5.0));
    ui.painter().rect_filled(rect, CornerRadius::same(255), pair.tint);
    let mark = Rect::from_center_size(pos2(rect.left() + 14.0, rect.center().y), vec2(10.0, 10.0));
    glyph::paint(ui.painter(), mark, stance.glyph, pair.ink);
    ui.painter().galley(pos2(rect.left() + 23.0, rect.center().y - galley.size().y / 2.0), galley, p.ink);
}

fn pill_words(ui: &Ui, stance: &Stance) -> std::sync::Arc<egui::Galley> {
    let ink = theme::of(ui.ctx()).ink;
    super::line::line(ui, &stance.label, face::medium(size::SMALL), ink, 180.0)
}
