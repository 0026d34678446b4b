//! The line above a text that has letters which no face on this computer has.

use std::sync::Arc;

use eframe::egui::{FontId, Ui, vec2};

use crate::gui::script::Missing;
use crate::gui::theme::{self, space};
use crate::gui::widgets::{field, glyph};
use crate::model::Glyph;
use crate::text::ArticleText;

/// Says which letters of the open text are shown as boxes, in `font`; nothing where none are.
pub fn show(ui: &mut Ui, missing: &mut Missing, text: &Arc<ArticleText>, font: &FontId) {
    let Some(words) = missing.look(ui, text, font) else { return };
    let p = theme::of(ui.ctx());
    ui.add_space(space::XS);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let (place, _) = ui.allocate_exact_size(vec2(12.0, 16.0), eframe::egui::Sense::hover());
        glyph::paint(ui.painter(), place, Glyph::Ring, p.muted);
        field::note(ui, &words);
    });
}
