//! The application's icon, drawn: four cells of a matrix.

use eframe::egui::{Color32, IconData};

use crate::gui::theme;
use crate::model::Colour;

const SIZE: usize = 64;

/// The icon.
pub fn icon() -> IconData {
    let cells = [[Colour::Teal, Colour::Sea], [Colour::Amber, Colour::Rust]];
    let mut rgba = vec![0u8; SIZE * SIZE * 4];
    for (row, colours) in cells.iter().enumerate() {
        for (column, colour) in colours.iter().enumerate() {
            let ink = theme::stance(*colour, false).ink;
            fill(&mut rgba, 5 + column * 28, 5 + row * 28, 26, ink);
        }
    }
    IconData { rgba, width: SIZE as u32, height: SIZE as u32 }
}

fn fill(rgba: &mut [u8], left: usize, top: usize, side: usize, colour: Color32) {
    for y in top..top + side {
        for x in left..left + side {
            let at = (y * SIZE + x) * 4;
            rgba[at..at + 4].copy_from_slice(&colour.to_array());
        }
    }
}
