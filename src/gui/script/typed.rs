//! Text that is typed: fields are egui's, the order of their words is ours.

use std::sync::Arc;

use eframe::egui::epaint::text::{Glyph, PlacedRow, Row};
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{FontId, Galley, TextBuffer, Ui, pos2};

use super::order::is_right_to_left;
use super::{Lines, Style};

/// Sets what is typed in a field, in one line or in several.
///
/// A field of egui takes every glyph for a character. Where that does not hold its cursor leaves the text and it
/// panics; so words from right to left, and syllables drawn as more or fewer glyphs than they have characters, are
/// set by [`Lines`] and get one glyph for a character again. The cursor then stands where the letter does; a click
/// into letters from right to left takes it to one of the ends of the line.
pub fn typed(font: FontId, several: bool) -> impl FnMut(&Ui, &dyn TextBuffer, f32) -> Arc<Galley> {
    move |ui, text, width| {
        let text = text.as_str();
        let colour = ui.visuals().override_text_color.unwrap_or_else(|| ui.visuals().widgets.inactive.text_color());
        if !is_right_to_left(text) {
            let job = match several {
                true => LayoutJob::simple(text.to_owned(), font.clone(), colour, width),
                false => LayoutJob::simple_singleline(text.to_owned(), font.clone(), colour),
            };
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            let glyphs: usize = galley.rows.iter().map(|row| row.char_count_including_newline().0).sum();
            if glyphs == text.chars().count() {
                return galley;
            }
        }
        let width = if several { width } else { f32::INFINITY };
        let some = ui.fonts_mut(|fonts| fonts.layout_no_wrap("x".to_owned(), font.clone(), colour));
        let font = font.clone();
        let style = Style { font, colour, line: None, width, justified: false, right_to_left: false, aligned: false };
        let lines = Lines::remembered(ui, text, &style);
        let some = some.rows.first().and_then(|row| row.glyphs.first().copied());
        some.map_or_else(|| lines.galley().clone(), |some| Arc::new(one_for_one(&lines, text, some)))
    }
}

/// What is painted of lines, with one glyph for a character, in reading order, at the character's caret.
fn one_for_one(lines: &Lines, text: &str, some: Glyph) -> Galley {
    let mut galley = Galley::clone(lines.galley());
    // By this the keys find words.
    galley.job = Arc::new(LayoutJob::single_section(text.to_owned(), TextFormat::default()));
    for (placed, (bytes, carets)) in galley.rows.iter_mut().zip(lines.carets(text)) {
        let words = &text[bytes];
        placed.ends_with_newline = words.ends_with('\n');
        let words = words.strip_suffix('\n').unwrap_or(words);
        let row = Arc::make_mut(&mut placed.row);
        let end = carets.last().copied().unwrap_or(0.0);
        let height = row.size.y;
        // Nothing is painted by them: what is painted is in the row already.
        let first_vertex = row.visuals.glyph_vertex_range.end as u32;
        let glyph = |(chr, (left, right)): (char, (f32, f32))| {
            let mut glyph = some;
            (glyph.chr, glyph.first_vertex) = (chr, first_vertex);
            (glyph.pos.x, glyph.advance_width) = (left, right - left);
            glyph
        };
        let places = carets.iter().copied().zip(carets.iter().copied().skip(1));
        let places = places.chain(std::iter::repeat((end, end)));
        row.glyphs = words.chars().zip(places).map(glyph).collect();
        // The cursor behind the last character stands at the end of the row.
        row.size = eframe::egui::vec2(end, height);
    }
    if text.ends_with('\n')
        && let Some(last) = galley.rows.last()
    {
        // The cursor goes to a line below.
        let mut empty = Row::clone(&last.row);
        (empty.glyphs, empty.size.x) = (Vec::new(), 0.0);
        empty.visuals = Default::default();
        let top = pos2(0.0, last.pos.y + last.row.size.y);
        galley.rect.max.y += empty.size.y;
        galley.rows.push(PlacedRow { pos: top, row: Arc::new(empty), ends_with_newline: false });
    }
    galley
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, RawInput};

    use super::*;
    use crate::gui::theme::{self, face};

    #[test]
    fn a_field_has_one_glyph_for_a_character() {
        let texts = [
            "plain",
            "",
            "قال هو ۱۴۰۳ น้ำ क्षि 👩\u{200d}👧 e\u{301} (السلام)",
            "قال\nשלום\n\nabc\n",
            "  \u{200f} ",
            "א\r\nב\u{2029}ג",
            "น้ำน้ำ",
            "क्षि",
        ];
        for (text, several) in texts.iter().flat_map(|text| [(text, true), (text, false)]) {
            for system in [false, true] {
                let ctx = Context::default();
                theme::install(&ctx);
                if system {
                    theme::find_in_system(&ctx);
                }
                let look = |ui: &Ui| {
                    let galley = typed(face::regular(13.0), several)(ui, text, 120.0);
                    let glyphs: usize = galley.rows.iter().map(|row| row.char_count_including_newline().0).sum();
                    assert_eq!(galley.text(), *text);
                    assert!(!galley.is_empty(), "what counts as empty is not painted");
                    assert_eq!(glyphs, text.chars().count(), "{text:?}, {several}");
                    assert!(galley.rows.iter().flat_map(|row| &row.glyphs).all(|glyph| glyph.pos.x.is_finite()));
                };
                ctx.run_ui(RawInput::default(), |ui| look(ui)).textures_delta.clear();
            }
        }
    }
}
