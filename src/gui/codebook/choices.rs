//! A few drawn choices in a row: colours, glyphs.

use eframe::egui::{CornerRadius, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::gui::theme::{self, RADIUS};
use crate::gui::widgets::glyph;
use crate::model::{Colour, Glyph};

/// Shows the glyphs in the colour of the stance. The one that was chosen now.
pub fn glyphs(ui: &mut Ui, selected: Glyph, colour: Colour) -> Option<Glyph> {
    let ink = theme::stance(colour, theme::of(ui.ctx()).dark).ink;
    row(ui, Glyph::ALL.map(|(glyph, name)| (glyph, spoken(name))), selected, |painter, rect, glyph| {
        glyph::paint(painter, Rect::from_center_size(rect.center(), vec2(13.0, 13.0)), glyph, ink);
    })
}

/// Shows the colours. The one that was chosen now.
pub fn colours(ui: &mut Ui, selected: Colour) -> Option<Colour> {
    let dark = theme::of(ui.ctx()).dark;
    row(ui, Colour::ALL.map(|(colour, name)| (colour, spoken(name))), selected, |painter, rect, colour| {
        let pair = theme::stance(colour, dark);
        painter.rect_filled(rect.shrink(5.0), CornerRadius::same(4), pair.tint);
        painter.circle_filled(rect.center(), 5.0, pair.ink);
    })
}

fn spoken(name: &str) -> String {
    name.replace('-', " ")
}

fn row<T: Copy + PartialEq, const N: usize>(
    ui: &mut Ui,
    choices: [(T, String); N],
    selected: T,
    paint: impl Fn(&Painter, Rect, T),
) -> Option<T> {
    let p = theme::of(ui.ctx());
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for (choice, name) in choices {
            let (rect, response) = ui.allocate_exact_size(vec2(34.0, 30.0), Sense::click());
            let on = choice == selected;
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, &name));
            let line = if on || response.has_focus() { p.accent } else { p.line };
            let fill = if on {
                p.accent_tint
            } else if response.hovered() {
                p.hover
            } else {
                p.field
            };
            let stroke = Stroke::new(if on { 1.5 } else { 1.0 }, line);
            ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, stroke, StrokeKind::Inside);
            paint(ui.painter(), rect, choice);
            if response.on_hover_text(name).clicked() && !on {
                chosen = Some(choice);
            }
        }
    });
    chosen
}
