//! Text laid out for painters: one line or a few, ending in an ellipsis where there is no room; and numbers of
//! things in words.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Color32, FontId, Galley, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use crate::gui::script;
use crate::gui::theme::{self, face, size};

/// One line, at most `width` wide.
pub fn line(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let text = cut(text, 500);
    let text = if text.contains(['\n', '\r', '\t']) { text.replace(['\n', '\r', '\t'], " ") } else { text.to_owned() };
    if let Some(turned) = script::galley(ui, &text, font.clone(), colour, width.max(8.0), 1) {
        return turned;
    }
    let mut job = LayoutJob::simple_singleline(text, font, colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(8.0));
    ui.fonts_mut(|f| f.layout_job(job))
}

/// Wrapped at `width`, at most `rows` lines.
pub fn lines(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32, rows: usize) -> Arc<Galley> {
    if let Some(turned) = script::galley(ui, cut(text, 500 * rows), font.clone(), colour, width.max(8.0), rows) {
        return turned;
    }
    let mut job = LayoutJob::simple(cut(text, 500 * rows).to_owned(), font, colour, width.max(8.0));
    job.wrap.max_rows = rows;
    ui.fonts_mut(|f| f.layout_job(job))
}

/// Secondary words at the right end of `beside`, in short where they would reach over `limit` there, or in a line of
/// their own where even these would.
pub fn at_end(ui: &mut Ui, text: &str, short: &str, beside: Rect, limit: f32) {
    let muted = theme::of(ui.ctx()).muted;
    let lay_out = |ui: &Ui, text, width| line(ui, text, face::regular(size::SMALL), muted, width);
    let fitting = [text, short].map(|text| lay_out(ui, text, f32::INFINITY)).into_iter();
    let fitting = fitting.enumerate().find(|(_, galley)| beside.left() + galley.size().x <= limit);
    let (rect, galley, cut) = match fitting {
        Some((index, galley)) => {
            (Rect::from_min_max(pos2(beside.right() - galley.size().x, beside.top()), beside.max), galley, index > 0)
        }
        None => {
            let galley = lay_out(ui, text, ui.available_width());
            (ui.allocate_exact_size(galley.size(), Sense::hover()).0, galley.clone(), galley.elided)
        }
    };
    let response = ui.interact(rect, ui.scope_id().with("at end"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, muted);
    if cut {
        response.on_hover_text(text);
    }
}

/// "1 claim", "4 claims"
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
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
