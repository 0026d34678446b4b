//! The kinds of the codebook, with counts.

use eframe::egui::{CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::gui::theme::{self, RADIUS, face, size};
use crate::model::{Kind, Project};

/// Shows the kinds. The one that was chosen now.
pub fn show(ui: &mut Ui, project: &Project, selected: Kind) -> Option<Kind> {
    ui.spacing_mut().item_spacing.y = 2.0;
    let mut chosen = None;
    for kind in Kind::ALL {
        if row(ui, kind.plural(), project.count(kind), kind == selected).clicked() {
            chosen = Some(kind);
        }
    }
    chosen
}

fn row(ui: &mut Ui, name: &str, count: usize, on: bool) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 31.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, format!("{name}, {count}")));
    let corners = CornerRadius::same(RADIUS);
    if on || response.hovered() {
        ui.painter().rect_filled(rect, corners, if on { p.accent_tint } else { p.hover });
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, corners, Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    let font = if on { face::semibold(size::BODY) } else { face::regular(size::BODY) };
    let colour = if on { p.ink } else { p.muted };
    let name = ui.fonts_mut(|f| f.layout_no_wrap(name.to_owned(), font.clone(), colour));
    let count = ui.fonts_mut(|f| f.layout_no_wrap(count.to_string(), font, colour));
    let middle = |height: f32| rect.center().y - height / 2.0;
    let right = rect.right() - 12.0 - count.size().x;
    ui.painter().galley(pos2(rect.left() + 12.0, middle(name.size().y)), name, colour);
    ui.painter().galley(pos2(right, middle(count.size().y)), count, colour);
    response
}
