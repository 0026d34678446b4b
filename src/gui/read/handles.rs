//! The two handles of the selected excerpt: dragging one moves that edge, by words unless Alt is held.

use eframe::egui::{CursorIcon, Id, Pos2, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::layout::{Laid, band};
use super::pointer::{caret_at, scroll_while_dragging};
use super::reader::Reader;
use crate::gui::theme;
use crate::model::Excerpt;
use crate::session::{Command, Desk};
use crate::text::units::{self, Edge, Unit};
use crate::text::{ArticleText, Byte, Span};

impl Reader {
    /// Draws the handles of the selected excerpt and moves its edges.
    pub(super) fn handles(&mut self, ui: &Ui, desk: &Desk, text: &ArticleText, laid: &[Laid], out: &mut Vec<Command>) {
        self.pointer.on_handle = false;
        let Some(excerpt) = desk.selected_excerpt().filter(|excerpt| excerpt.anchor.holds_in(text)) else { return };
        if desk.document().is_read_only() {
            return;
        }
        let span = excerpt.anchor.span;
        // Text from right to left begins at its right.
        let place = |byte: Byte, behind| {
            let caret = band(laid.iter().find_map(|l| l.caret(text, byte.index(), behind))?);
            Some((caret.left_top(), caret.left_bottom()))
        };
        let ends = [(Edge::Start, place(span.start, false)), (Edge::End, place(span.end, true))];
        for (edge, place) in ends {
            let id = Id::unique(("handle", excerpt.id, edge == Edge::Start));
            // One that is dragged goes on while its line is out of view, where nobody sees it.
            let unseen = ui.ctx().is_being_dragged(id).then_some((Pos2::ZERO, Pos2::ZERO));
            if let Some(place) = place.or(unseen) {
                self.handle(ui, text, laid, excerpt, (edge, id), place, out);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "everything a handle depends on")]
    fn handle(
        &mut self,
        ui: &Ui,
        text: &ArticleText,
        laid: &[Laid],
        excerpt: &Excerpt,
        (edge, id): (Edge, Id),
        (top, bottom): (Pos2, Pos2),
        out: &mut Vec<Command>,
    ) {
        let p = theme::of(ui.ctx());
        let rect = Rect::from_two_pos(top, bottom).expand2(vec2(5.0, 3.0));
        let response = ui.interact(rect, id, Sense::drag());
        let name = if edge == Edge::Start { "Start of excerpt" } else { "End of excerpt" };
        response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, name));
        if response.hovered() || response.dragged() {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        let bar = Rect::from_min_max(pos2(top.x - 1.0, top.y - 2.0), pos2(top.x + 1.0, bottom.y + 1.0));
        ui.painter().rect_filled(bar, 1.0, p.accent);
        let knob = if edge == Edge::Start { bar.center_top() } else { bar.center_bottom() };
        ui.painter().circle_filled(knob, 3.5, p.accent);
        self.pointer.on_handle |= response.dragged() || response.hovered();

        let at = ui.ctx().pointer_interact_pos();
        if let Some(at) = at.filter(|_| response.drag_started()) {
            self.pointer.grip = Some(bar.center() - at);
            // Every drag is a step of its own.
            out.push(Command::Seal);
        }
        if response.drag_stopped() {
            self.pointer.grip = None;
            out.push(Command::Seal);
        }
        let far = response.total_drag_delta().is_some_and(|moved| moved.length() > 3.0);
        let Some(at) = at.filter(|_| far) else { return };
        scroll_while_dragging(ui, at);
        let clip = ui.clip_rect().shrink(2.0);
        let at = at + self.pointer.grip.unwrap_or_default();
        let at = pos2(at.x, at.y.max(clip.top()).min(clip.bottom()));
        let by_character = ui.input(|i| i.modifiers.alt);
        let span = excerpt.anchor.span;
        let moved = caret_at(text, laid, at).and_then(|to| moved(text, span, edge, to, by_character));
        out.extend(moved.filter(|moved| *moved != span).map(|moved| Command::MoveExcerpt(excerpt.id, moved)));
    }
}

/// The excerpt with an edge where it was dragged to, or the nearest word; it keeps at least one.
fn moved(text: &ArticleText, span: Span, edge: Edge, to: Byte, by_character: bool) -> Option<Span> {
    let unit = if by_character { Unit::Character } else { Unit::Word };
    let to = if by_character { to } else { nearest(text, to, edge) };
    let moved = match edge {
        Edge::Start if to < span.end => Span { start: to, ..span },
        Edge::Start => Span { start: units::edge_before(text, span.end, edge, unit)?, ..span },
        Edge::End if to > span.start => Span { end: to, ..span },
        Edge::End => Span { end: units::edge_after(text, span.start, edge, unit)?, ..span },
    };
    (moved.start < moved.end).then_some(moved)
}

/// The place nearest to `at` where an edge can stand by words.
fn nearest(text: &ArticleText, at: Byte, edge: Edge) -> Byte {
    let before = units::edge_before(text, Byte(at.0.saturating_add(1)), edge, Unit::Word);
    let after = units::edge_after(text, Byte(at.0.saturating_sub(1)), edge, Unit::Word);
    match (before, after) {
        (Some(before), Some(after)) if at.0 - before.0 <= after.0 - at.0 => before,
        (_, Some(after)) => after,
        (before, None) => before.unwrap_or(at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dragged_edge_goes_to_the_nearest_word_and_never_crosses_the_other() {
        let text = ArticleText::new("He said: “No one will go.” Then he left.");
        let (start, end) =
            (text.as_str().find("No").expect("is there"), text.as_str().find(" will").expect("is there"));
        let span = Span::new(start, end);
        let to = |words: &str, by: usize| Byte::at(text.as_str().find(words).expect("is there") + by);
        for (edge, at, by_character, expected) in [
            (Edge::End, to("go.", 2), false, "No one will go"),
            (Edge::End, to("go.", 3), false, "No one will go."),
            (Edge::End, to("go.”", 6), false, "No one will go.”"),
            (Edge::End, to("will", 1), false, "No one"),
            (Edge::End, to("will", 3), false, "No one will"),
            (Edge::End, to("will", 1), true, "No one w"),
            (Edge::End, to("He", 0), false, "No"),
            (Edge::End, to("He", 0), true, "N"),
            (Edge::Start, to("“", 0), false, "“No one"),
            (Edge::Start, to("said", 3), false, "said: “No one"),
            (Edge::Start, to("said", 4), false, "“No one"),
            (Edge::Start, to("aid", 0), false, "said: “No one"),
            (Edge::Start, to("Then", 0), false, "one"),
            (Edge::Start, to("Then", 0), true, "e"),
        ] {
            let found = moved(&text, span, edge, at, by_character).expect("something is left");
            assert_eq!(text.get(found), Some(expected), "{edge:?} to {at:?}");
        }
    }
}
