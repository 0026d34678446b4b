//! The mouse in the text: drag, double click for a word, triple click for a sentence, click for a claim,
//! and the two handles of the selected excerpt.

use eframe::egui::{CursorIcon, Id, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use unicode_segmentation::UnicodeSegmentation as _;

use super::layout::{Laid, band};
use super::reader::{Page, Reader};
use crate::gui::theme;
use crate::model::Excerpt;
use crate::session::{Command, Desk};
use crate::text::{ArticleText, Byte, Span, sentences};

/// By what a drag selects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Unit {
    #[default]
    Character,
    Word,
    Sentence,
}

/// What the mouse did before this frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pointer {
    /// Where and when it was pressed last, and how many times in a row.
    press: Option<(f64, Pos2, u32)>,
    anchor: Option<Span>,
    unit: Unit,
    dragged: bool,
    /// The mouse is on a handle, or drags one.
    on_handle: bool,
}

impl Reader {
    /// Takes in what the mouse does in the text; returns what is being selected.
    pub(super) fn point(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        text: &ArticleText,
        page: Page,
        laid: &[Laid],
        out: &mut Vec<Command>,
    ) -> Option<Span> {
        let area = page.text.expand2(vec2(12.0, 0.0));
        let response = ui.interact(area, ui.scope_id().with("text"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Document, true, "Article text"));
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        let at = ui.ctx().pointer_interact_pos().filter(|_| !self.pointer.on_handle)?;
        let mut selected = None;
        if response.contains_pointer() && ui.input(|i| i.pointer.primary_pressed()) {
            ui.memory_mut(eframe::egui::Memory::stop_text_input);
            if let Some(byte) = hit(text, laid, at) {
                selected = self.press(ui, desk, text, at, byte);
            }
        } else if response.is_pointer_button_down_on() && response.dragged() {
            let anchor = self.pointer.anchor?;
            let far = self.pointer.press.is_none_or(|(_, from, _)| from.distance(at) > 4.0);
            if let Some(byte) = hit(text, laid, at).filter(|_| far) {
                selected = Some(anchor.cover(unit_at(text, byte, self.pointer.unit)));
                self.pointer.dragged = true;
            }
            self.scroll_while_dragging(ui, at);
        }
        // A quick click presses and lets go within one frame.
        if response.clicked() && !self.pointer.dragged && self.pointer.unit == Unit::Character {
            let byte = hit(text, laid, at)?;
            out.push(self.clicked(desk, laid, at, byte));
            return None;
        }
        let selected = selected.filter(|span| !span.is_empty())?;
        out.push(Command::Select(Some(selected)));
        Some(selected)
    }

    fn press(&mut self, ui: &Ui, desk: &Desk, text: &ArticleText, at: Pos2, byte: usize) -> Option<Span> {
        let now = ui.input(|i| i.time);
        let (delay, reach) =
            ui.ctx().options(|o| (o.input_options.max_double_click_delay, o.input_options.max_click_dist));
        let again = self.pointer.press.filter(|(then, place, _)| now - then <= delay && place.distance(at) <= reach);
        let count = again.map_or(1, |(.., count)| count % 3 + 1);
        let unit = [Unit::Character, Unit::Word, Unit::Sentence][count as usize - 1];
        let under = unit_at(text, byte, unit);
        let extends = ui.input(|i| i.modifiers.shift).then_some(desk.selection().span).flatten();
        let anchor = extends.unwrap_or(under);
        self.pointer = Pointer {
            press: Some((now, at, count)),
            anchor: Some(anchor),
            unit,
            dragged: extends.is_some(),
            on_handle: false,
        };
        (extends.is_some() || unit != Unit::Character).then(|| anchor.cover(under))
    }

    /// A click on an excerpt selects its claim; another click on the same goes to the next one there.
    fn clicked(&self, desk: &Desk, laid: &[Laid], at: Pos2, byte: usize) -> Command {
        let on_words = laid.iter().any(|l| Rect::from_min_size(l.at, l.set.size()).contains(at));
        let mut under: Vec<_> =
            self.highlights.all.iter().filter(|h| on_words && h.span.contains(Byte::at(byte))).collect();
        under.sort_by_key(|h| h.span.len());
        let claims: Vec<_> = under.iter().flat_map(|h| h.claims.iter().map(|(id, _)| *id)).collect();
        let current = claims.iter().position(|id| desk.selection().claim == Some(*id));
        let next = current.map_or(0, |at| (at + 1) % claims.len());
        match claims.get(next) {
            Some(claim) => Command::SelectClaim(Some(*claim)),
            None => Command::Select(None),
        }
    }

    fn scroll_while_dragging(&mut self, ui: &Ui, at: Pos2) {
        let clip = ui.clip_rect();
        let beyond = (at.y - clip.bottom()).max(0.0) - (clip.top() - at.y).max(0.0);
        if beyond != 0.0 {
            ui.scroll_with_delta(vec2(0.0, -beyond * 0.4));
            ui.ctx().request_repaint();
        }
    }

    /// Draws the handles of the selected excerpt and moves its edges.
    pub(super) fn handles(&mut self, ui: &Ui, desk: &Desk, text: &ArticleText, laid: &[Laid], out: &mut Vec<Command>) {
        self.pointer.on_handle = false;
        let Some(excerpt) = desk.selected_excerpt().filter(|excerpt| excerpt.anchor.holds_in(text)) else { return };
        if desk.document().is_read_only() {
            return;
        }
        let span = excerpt.anchor.span;
        let rows: Vec<Rect> = laid.iter().flat_map(|l| l.pieces(text, span)).map(band).collect();
        let sees = |byte: Byte| laid.iter().any(|l| l.span.start <= byte && byte <= l.span.end);
        let ends = [
            (rows.first().filter(|_| sees(span.start)).map(|r| r.left_top()..=r.left_bottom()), true),
            (rows.last().filter(|_| sees(span.end)).map(|r| r.right_top()..=r.right_bottom()), false),
        ];
        for (place, is_start) in ends {
            let Some(place) = place else { continue };
            self.pointer.on_handle |= handle(ui, excerpt, *place.start(), *place.end(), is_start, |at| {
                let byte = hit(text, laid, at)?;
                let (start, end) = (span.start.index(), span.end.index());
                let moved = if is_start { Span::new(byte.min(end), end) } else { Span::new(start, byte.max(start)) };
                (!moved.is_empty() && moved != span).then(|| out.push(Command::MoveExcerpt(excerpt.id, moved)))
            });
            // The next drag is a step of its own.
            if ui.ctx().drag_stopped_id().is_some_and(|id| id == handle_id(excerpt, is_start)) {
                out.push(Command::Seal);
            }
        }
    }
}

fn handle_id(excerpt: &Excerpt, is_start: bool) -> Id {
    Id::unique(("handle", excerpt.id, is_start))
}

fn handle(
    ui: &Ui,
    excerpt: &Excerpt,
    top: Pos2,
    bottom: Pos2,
    is_start: bool,
    mut moved: impl FnMut(Pos2) -> Option<()>,
) -> bool {
    let p = theme::of(ui.ctx());
    let rect = Rect::from_two_pos(top, bottom).expand2(vec2(5.0, 3.0));
    let response = ui.interact(rect, handle_id(excerpt, is_start), Sense::drag());
    let name = if is_start { "Start of excerpt" } else { "End of excerpt" };
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, name));
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    let bar = Rect::from_min_max(pos2(top.x - 1.0, top.y - 2.0), pos2(top.x + 1.0, bottom.y + 1.0));
    ui.painter().rect_filled(bar, 1.0, p.accent);
    let knob = if is_start { bar.center_top() } else { bar.center_bottom() };
    ui.painter().circle_filled(knob, 3.5, p.accent);
    if response.dragged()
        && let Some(at) = response.interact_pointer_pos()
    {
        moved(at);
    }
    response.dragged() || response.hovered()
}

/// The byte of the text nearest to a point, on a grapheme boundary.
fn hit(text: &ArticleText, laid: &[Laid], at: Pos2) -> Option<usize> {
    laid.iter().find(|l| at.y < l.at.y + l.set.height()).or(laid.last())?.hit(text, at)
}

/// The unit of text at a byte; for characters the empty span there.
fn unit_at(text: &ArticleText, byte: usize, unit: Unit) -> Span {
    let here = Span::new(byte, byte);
    match unit {
        Unit::Character => here,
        Unit::Sentence => sentences::sentence_at(text, Byte::at(byte)).unwrap_or(here),
        Unit::Word => {
            let from = text.floor(byte.saturating_sub(256));
            let to = text.floor((byte + 256).min(text.len()));
            let near = &text.as_str()[from..to];
            let mut words = near.unicode_word_indices().map(|(at, word)| Span::new(from + at, from + at + word.len()));
            words.find(|word| word.start.index() <= byte && byte <= word.end.index()).unwrap_or(here)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_cut() {
        let text = ArticleText::new("Élysée said “no”. Łódź e\u{301}t 🇺🇦!");
        let word = unit_at(&text, 3, Unit::Word);
        assert_eq!(text.get(word), Some("Élysée"));
    }
}
