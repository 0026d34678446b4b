//! The mouse in the text: a drag selects, by words unless Alt is held; a double click selects a word, a triple
//! click a sentence, a fourth the paragraph, and a drag after that goes on by those; Shift goes on from what is
//! selected; a click on an excerpt selects its claim.

use eframe::egui::style::ScrollAnimation;
use eframe::egui::{CursorIcon, Memory, PointerButton, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::layout::Laid;
use super::reader::{Page, Reader};
use crate::gui::theme::space;
use crate::session::{Command, Desk};
use crate::text::units::{self, Unit};
use crate::text::{ArticleText, Byte, Span};

/// What the mouse did before this frame.
#[derive(Clone, Default)]
pub struct Pointer {
    /// Where and when it was pressed last, and how many times in a row.
    press: Option<(f64, Pos2, usize)>,
    anchor: Option<Anchor>,
    /// What it has selected last.
    made: Option<Span>,
    dragged: bool,
    /// Where it was last; beyond the edge of the window nobody says.
    at: Option<Pos2>,
    /// The mouse is on a handle, or drags one.
    pub(super) on_handle: bool,
    /// From where the mouse took hold of a handle to the middle of its line.
    pub(super) grip: Option<eframe::egui::Vec2>,
    /// Where the article began on the screen when it was last told what is in view.
    seen: Option<f32>,
    /// The text, as something that can be pressed.
    pub(super) area: Option<Response>,
}

/// What stays selected while the mouse goes on: a place, or the unit that was pressed.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    span: Span,
    unit: Unit,
}

impl Anchor {
    /// What is selected when the mouse is at `at`.
    fn reach(self, text: &ArticleText, at: Place, by_character: bool) -> Span {
        match self.unit {
            Unit::Character => {
                let caret = at.caret.index();
                let span = self.span.cover(Span::new(caret, caret));
                if by_character { span } else { units::snap(text, span) }
            }
            unit => self.span.cover(units::unit_at(text, at.sign.start, unit)),
        }
    }
}

/// A place in the text that the mouse points to.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The nearest gap between two characters.
    caret: Byte,
    /// The character under the mouse, or nearest to it in its line.
    sign: Span,
    /// Whether the mouse is on that character, not beside the words.
    is_on: bool,
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
        self.tell_view(ui, desk, text, page, laid, out);
        let response = ui.interact(area(ui, page, laid), ui.scope_id().with("text"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Document, true, "Article text"));
        if response.hovered() {
            ui.set_cursor_icon(CursorIcon::Text);
        }
        self.pointer.area = Some(response.clone());
        let gone = self.pointer.at.filter(|_| response.dragged());
        let at = ui.ctx().pointer_interact_pos().or(gone).filter(|_| !self.pointer.on_handle)?;
        self.pointer.at = Some(at);
        if response.secondary_clicked() {
            out.extend(place(text, laid, at).and_then(|place| self.asked_for_menu(desk, text, place)));
            return None;
        }
        let mut reached = None;
        let pressed = response.contains_pointer() && ui.input(|i| i.pointer.primary_pressed());
        if pressed && (response.is_pointer_button_down_on() || response.clicked()) {
            ui.memory_mut(Memory::stop_text_input);
            if let Some(place) = place(text, laid, at) {
                reached = self.press(ui, desk, text, at, place);
            }
        } else if response.dragged_by(PointerButton::Primary) {
            let anchor = self.pointer.anchor?;
            self.pointer.dragged |= self.pointer.press.is_none_or(|(_, from, _)| from.distance(at) > 4.0);
            let clip = ui.clip_rect();
            let in_view = pos2(at.x, at.y.clamp(clip.top() + 2.0, (clip.bottom() - 2.0).max(clip.top() + 2.0)));
            if let Some(place) = place(text, laid, in_view).filter(|_| self.pointer.dragged) {
                reached = Some(anchor.reach(text, place, ui.input(|i| i.modifiers.alt)));
            }
            scroll_while_dragging(ui, at);
        }
        // A quick click presses and lets go within one frame.
        let is_plain = self.pointer.anchor.is_none_or(|anchor| anchor.unit == Unit::Character);
        if response.clicked() && !self.pointer.dragged && is_plain {
            out.extend(self.clicked(desk, place(text, laid, at)?));
            return None;
        }
        let reached = reached?;
        self.pointer.made = Some(reached);
        let known = desk.selection().span;
        if reached.is_empty() {
            out.extend(known.map(|_| Command::Select(None)));
            return None;
        }
        if known == Some(reached) {
            return None;
        }
        out.push(Command::Select(Some(reached)));
        Some(reached)
    }

    fn press(&mut self, ui: &Ui, desk: &Desk, text: &ArticleText, at: Pos2, place: Place) -> Option<Span> {
        let (now, modifiers) = ui.input(|i| (i.time, i.modifiers));
        let (delay, reach) =
            ui.ctx().options(|o| (o.input_options.max_double_click_delay, o.input_options.max_click_dist));
        let again = self.pointer.press.filter(|(then, from, _)| now - then <= delay && from.distance(at) <= reach);
        let count = again.map_or(1, |(.., count)| (count + 1).min(4));
        let old = desk.selection().span.or_else(|| Some(desk.selected_excerpt()?.anchor.span));
        let goes_on = old.filter(|old| modifiers.shift && count == 1 && !old.is_empty());
        let unit = [Unit::Character, Unit::Word, Unit::Sentence, Unit::Paragraph][count - 1];
        let anchor = match (goes_on, self.pointer.anchor) {
            (Some(old), Some(anchor)) if self.pointer.made == Some(old) => anchor,
            (Some(old), _) => {
                let far = if place.caret < old.start { old.end } else { old.start };
                Anchor { span: Span { start: far, end: far }, unit: Unit::Character }
            }
            (None, _) if unit == Unit::Character => {
                Anchor { span: Span { start: place.caret, end: place.caret }, unit }
            }
            (None, _) => Anchor { span: units::unit_at(text, place.sign.start, unit), unit },
        };
        self.pointer.press = Some((now, at, count));
        self.pointer.anchor = Some(anchor);
        self.pointer.dragged = goes_on.is_some();
        (goes_on.is_some() || unit != Unit::Character).then(|| anchor.reach(text, place, modifiers.alt))
    }

    /// A click on an excerpt selects its claim; another click on the same goes to the next one there. A click
    /// beside selects nothing, and walking begins there.
    fn clicked(&self, desk: &Desk, place: Place) -> Vec<Command> {
        let mut under: Vec<_> = match place.is_on {
            true => self.highlights.all.iter().filter(|h| h.span.contains(place.sign.start)).collect(),
            false => Vec::new(),
        };
        under.sort_by_key(|h| h.span.len());
        let claims: Vec<_> = under.iter().flat_map(|h| h.claims.iter().map(|(id, _)| *id)).collect();
        let current = claims.iter().position(|id| desk.selection().claim == Some(*id));
        let next = current.map_or(0, |at| (at + 1) % claims.len());
        match claims.get(next) {
            Some(claim) => vec![Command::SelectClaim(Some(*claim))],
            None => vec![Command::Select(None), Command::LookAt(place.sign.start)],
        }
    }

    /// What a menu is asked for: what is selected, if that is under the mouse, else the excerpt or word there.
    fn asked_for_menu(&self, desk: &Desk, text: &ArticleText, place: Place) -> Option<Command> {
        let selected = desk.selection().span.or_else(|| Some(desk.selected_excerpt()?.anchor.span));
        if !place.is_on || selected.is_some_and(|span| span.contains(place.sign.start)) {
            return None;
        }
        let excerpts = self.highlights.all.iter().filter(|h| h.span.contains(place.sign.start));
        let claim = excerpts.min_by_key(|h| h.span.len()).and_then(|h| h.claims.first());
        Some(match claim {
            Some((claim, _)) => Command::SelectClaim(Some(*claim)),
            None => Command::Select(Some(units::unit_at(text, place.sign.start, Unit::Word))),
        })
    }

    /// Says where the text in view begins, so that walking begins there when nothing is selected.
    fn tell_view(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        text: &ArticleText,
        page: Page,
        laid: &[Laid],
        out: &mut Vec<Command>,
    ) {
        let selection = desk.selection();
        let unchanged = self.pointer.seen == Some(page.top) && desk.caret().is_some();
        if selection.span.is_some() || selection.claim.is_some() || unchanged {
            return;
        }
        self.pointer.seen = Some(page.top);
        let clip = ui.clip_rect();
        let corner = |y: f32| caret_at(text, laid, pos2(page.text.left(), y));
        let Some((top, bottom)) = corner(clip.top() + 4.0).zip(corner(clip.bottom() - 4.0)) else { return };
        if desk.caret().is_some_and(|caret| top <= caret && caret <= bottom) {
            return;
        }
        let first = units::next(text, top, Unit::Sentence).filter(|sentence| sentence.start < bottom);
        out.push(Command::LookAt(first.map_or(top, |sentence| sentence.start)));
    }
}

/// Where the text can be pressed: the column with the white on both sides, below the head of the article.
fn area(ui: &Ui, page: Page, laid: &[Laid]) -> Rect {
    let clip = ui.clip_rect();
    let top = laid.first().map_or(page.text.top(), |first| (first.at.y - space::S).max(page.text.top()));
    let left = (page.text.left() - 40.0).max(clip.left());
    Rect::from_min_max(pos2(left, top), pos2(page.margin.left() - space::S, page.text.bottom().max(top)))
}

/// The text goes on under a mouse that is held beyond its edges, faster the further away.
pub(super) fn scroll_while_dragging(ui: &Ui, at: Pos2) {
    let clip = ui.clip_rect().shrink(space::XS);
    let beyond = (at.y - clip.bottom()).max(0.0) - (clip.top() - at.y).max(0.0);
    if beyond != 0.0 {
        // In a window that fills the screen there are only a few points to go beyond.
        let (slowest, fastest) = (90.0, 4000.0);
        let speed = (beyond.abs() * 60.0).clamp(slowest, fastest) * beyond.signum();
        let step = speed * ui.input(|i| i.stable_dt).min(0.1);
        ui.scroll_with_delta_animation(vec2(0.0, -step), ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}

/// What the mouse points to.
fn place(text: &ArticleText, laid: &[Laid], at: Pos2) -> Option<Place> {
    let caret = caret_at(text, laid, at)?;
    let after = units::unit_at(text, caret, Unit::Character);
    let before = units::previous(text, caret, Unit::Character).unwrap_or(after);
    let pieces = |sign: Span| laid.iter().flat_map(move |l| l.pieces(text, sign));
    let is_on = |sign: Span| pieces(sign).any(|rect| rect.contains(at));
    let in_line = |sign: Span| pieces(sign).any(|rect| rect.y_range().contains(at.y));
    let sign = match (is_on(before), is_on(after)) {
        (_, true) => after,
        (true, false) => before,
        (false, false) if in_line(before) && !in_line(after) => before,
        (false, false) => after,
    };
    Some(Place { caret, sign, is_on: is_on(sign) })
}

/// The gap between two characters that is nearest to a point: above the text its start, below it its end.
pub(super) fn caret_at(text: &ArticleText, laid: &[Laid], at: Pos2) -> Option<Byte> {
    let (first, last) = (laid.first()?, laid.last()?);
    let bottom = |l: &Laid| l.at.y + l.set.height();
    if at.y < first.at.y && units::previous(text, first.span.start, Unit::Paragraph).is_none() {
        return Some(first.span.start);
    }
    if at.y > bottom(last) && units::next(text, last.span.end, Unit::Paragraph).is_none() {
        return Some(last.span.end);
    }
    let distance = |l: &&Laid| (l.at.y - at.y).max(at.y - bottom(l)).max(0.0);
    let nearest = laid.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    let inside = at.y.clamp(nearest.at.y + 1.0, (bottom(nearest) - 1.0).max(nearest.at.y + 1.0));
    nearest.hit(text, pos2(at.x, inside)).map(Byte::at)
}
