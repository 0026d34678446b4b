//! Words of the interface in the order in which they are seen: titles, names, quotations on cards.

use std::sync::Arc;

use eframe::egui::{Color32, FontId, Galley, Label, Response, RichText, Role, Sense, Ui, WidgetInfo};

use super::order::is_right_to_left;
use super::{Lines, Style};

/// A label that wraps, for text in any script.
///
/// Text that runs from right to left begins at the right edge of what room there is.
pub fn label(ui: &mut Ui, text: &str, font: FontId, colour: Color32) -> Response {
    if !is_right_to_left(text) {
        return ui.add(Label::new(RichText::new(text).font(font).color(colour)).wrap().selectable(false));
    }
    let style = Style { aligned: true, ..style(font, colour, ui.available_width()) };
    let lines = Lines::remembered(ui, text, &style);
    let (rect, response) = ui.allocate_exact_size(eframe::egui::vec2(style.width, lines.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    lines.paint(ui, rect.min, colour);
    response
}

/// Words for a painter, at most `rows` lines of `width`, with an ellipsis where there are more; `None` where egui
/// sets them rightly itself.
pub fn galley(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32, rows: usize) -> Option<Arc<Galley>> {
    if !is_right_to_left(text) {
        return None;
    }
    let style = style(font, colour, width);
    let whole = Lines::remembered(ui, text, &style);
    let mut end = match whole.bytes().nth(rows.max(1) - 1) {
        Some(last) if whole.bytes().count() > rows => last.end,
        _ if rows > 1 || whole.size().x < width => return Some(whole.galley().clone()),
        _ => text.len(),
    };
    // One grapheme or word less until the ellipsis has room.
    while end > 0 {
        let short = format!("{}…", text[..end].trim_end());
        let lines = Lines::remembered(ui, &short, &style);
        if lines.bytes().count() <= rows {
            let mut galley = Galley::clone(lines.galley());
            galley.elided = true;
            return Some(Arc::new(galley));
        }
        end = text[..end].trim_end().char_indices().next_back().map_or(0, |(at, _)| at);
    }
    Some(whole.galley().clone())
}

fn style(font: FontId, colour: Color32, width: f32) -> Style {
    Style { font, colour, line: None, width, justified: false, right_to_left: false, aligned: false }
}
