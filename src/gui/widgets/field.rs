//! Fields of forms: a label on the left, what can be changed on the right.

use eframe::egui::text::CCursor;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::text_selection::CCursorRange;
use eframe::egui::{self, Align, Key, Layout, Margin, Response, RichText, TextEdit, Ui, vec2};

use crate::gui::script;
use crate::gui::theme::{self, face, size};

/// A row of a form.
pub fn row<R>(ui: &mut Ui, label: &str, width: f32, content: impl FnOnce(&mut Ui) -> R) -> R {
    let muted = theme::of(ui.ctx()).muted;
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(width, 28.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(width);
            ui.label(RichText::new(label).font(face::regular(size::SMALL)).color(muted));
        });
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            content(ui)
        })
        .inner
    })
    .inner
}

/// A line of text, named `name` for those who listen.
pub fn line(ui: &mut Ui, name: &str, text: &mut String, hint: &str) -> Response {
    let faint = theme::of(ui.ctx()).faint;
    // Named by what it is, not by what happens to stand before it: the keyboard stays with the field.
    let mut set = script::typed(face::regular(size::BODY), false);
    let edit = TextEdit::singleline(text)
        .id_salt(name)
        .layouter(&mut set)
        .hint_text(RichText::new(hint).color(faint))
        .margin(Margin::symmetric(8, 6))
        .desired_width(f32::INFINITY);
    ui.add(edit).accessible_name(name)
}

/// Gives a field the keyboard, all of its `text` selected: typing replaces it.
pub fn focus_all(ui: &Ui, field: &Response, text: &str) {
    field.request_focus();
    let mut state = TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
    let range = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), field.id);
}

/// Whether Enter was pressed in a field of one line.
pub fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter))
}

/// Several lines of text.
pub fn lines(ui: &mut Ui, name: &str, text: &mut String, hint: &str, rows: usize) -> Response {
    let faint = theme::of(ui.ctx()).faint;
    let mut set = script::typed(face::regular(size::BODY), true);
    let edit = TextEdit::multiline(text)
        .id_salt(name)
        .layouter(&mut set)
        .hint_text(RichText::new(hint).color(faint))
        .margin(Margin::symmetric(8, 6))
        .desired_rows(rows)
        .desired_width(f32::INFINITY);
    ui.add(edit).accessible_name(name)
}

/// A date as text; what was typed stays, and the field says when it is no date.
#[derive(Clone, Debug, Default)]
pub struct DateField {
    text: String,
}

impl DateField {
    /// Shows `date`.
    pub fn new(date: Option<jiff::civil::Date>) -> Self {
        Self { text: date.map(|date| date.to_string()).unwrap_or_default() }
    }

    /// The date that was typed: `Ok(None)` when the field is empty.
    ///
    /// # Errors
    /// When it is not a date; says how one is written.
    pub fn date(&self) -> Result<Option<jiff::civil::Date>, String> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        if let Ok(date) = text.parse() {
            return Ok(Some(date));
        }
        // As dates are written in articles: 18 February 2025, 18 Feb 2025, 18.02.2025.
        let written = crate::text::dates::first(text).filter(|(_, place)| *place == (0..text.len()));
        written.map(|(date, _)| Some(date)).ok_or_else(|| format!("“{text}” is not a date; write it as 2025-02-18"))
    }

    /// Shows the field and, below it, what is wrong.
    pub fn show(&mut self, ui: &mut Ui, name: &str, hint: &str) -> Response {
        let response = line(ui, name, &mut self.text, hint);
        if let Err(why) = self.date()
            && !response.has_focus()
        {
            complaint(ui, &why);
        }
        response
    }
}

/// Says below a field what is wrong with it.
pub fn complaint(ui: &mut Ui, why: &str) {
    let danger = theme::of(ui.ctx()).danger;
    ui.add(egui::Label::new(RichText::new(why).font(face::regular(size::SMALL)).color(danger)).wrap());
}

/// A section's name in small capitals.
pub fn caption(ui: &mut Ui, text: &str) -> Response {
    let muted = theme::of(ui.ctx()).muted;
    let label = RichText::new(text.to_uppercase()).font(face::semibold(size::TINY)).color(muted);
    ui.label(label.extra_letter_spacing(0.6)).accessible_name(text)
}

/// Secondary text.
pub fn note(ui: &mut Ui, text: &str) -> Response {
    let muted = theme::of(ui.ctx()).muted;
    ui.add(egui::Label::new(RichText::new(text).font(face::regular(size::SMALL)).color(muted)).wrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (typed, read) in [
            ("", Ok(None)),
            ("2025-02-18", Ok(Some("2025-02-18"))),
            (" 18 Feb 2025 ", Ok(Some("2025-02-18"))),
            ("February 18, 2025", Ok(Some("2025-02-18"))),
            ("18.02.2025", Ok(Some("2025-02-18"))),
            ("2025-02-30", Err(())),
            ("02/03/2025", Err(())),
            ("on 18 Feb 2025", Err(())),
        ] {
            let found = DateField { text: typed.into() }.date().map_err(|_| ());
            assert_eq!(
                found.map(|date| date.map(|date| date.to_string())),
                read.map(|date| date.map(str::to_owned)),
                "{typed}"
            );
        }
    }
}
