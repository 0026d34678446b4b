//! Text laid out for painters: one line or a few, ending in an ellipsis where there is no room.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Color32, FontId, Galley, Ui};

/// One line, at most `width` wide.
pub fn line(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let text = cut(text, 500);
    let text = if text.contains(['\n', '\r', '\t']) { text.replace(['\n', '\r', '\t'], " ") } else { text.to_owned() };
    let mut job = LayoutJob::simple_singleline(text, font, colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(8.0));
    ui.fonts_mut(|f| f.layout_job(job))
}

/// Wrapped at `width`, at most `rows` lines.
pub fn lines(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32, rows: usize) -> Arc<Galley> {
    let mut job = LayoutJob::simple(cut(text, 500 * rows).to_owned(), font, colour, width.max(8.0));
    job.wrap.max_rows = rows;
    ui.fonts_mut(|f| f.layout_job(job))
}

/// At most `most` bytes of a text, whole characters: layout takes time for every one, seen or not.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        for (text, most, want) in [("Élysée", 20, "Élysée"), ("Élysée", 1, ""), ("Élysée", 3, "Él"), ("", 5, "")]
        {
            assert_eq!(cut(text, most), want, "{text} at {most}");
        }
    }
}
