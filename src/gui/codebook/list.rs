//! The rows of one kind in the analyst's order: select, drag, filter.

use eframe::egui::style::ScrollAnimation;
use eframe::egui::{
    CornerRadius, CursorIcon, EventFilter, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::tally::Tally;
use super::texts::signed;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::glyph;
use crate::gui::widgets::line::{self, counted};
use crate::model::{Entry, EntryId};
use crate::session::Command;

/// Height of a row.
const ROW: f32 = 39.0;

/// What is shown.
pub struct List<'a> {
    /// The rows that pass the filter, in order.
    pub rows: &'a [Entry],
    /// How often each is used.
    pub tally: &'a Tally,
    /// The selected row.
    pub selected: Option<EntryId>,
    /// Why rows cannot be moved now; `None` when they can.
    pub fixed: Option<&'static str>,
}

impl List<'_> {
    /// Shows the rows; `reveal` brings the selected one into view.
    pub fn show(&self, ui: &mut Ui, reveal: bool, out: &mut Vec<Command>) {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("codebook-list").auto_shrink(false).show_viewport(ui, |ui, viewport| {
            let top = ui.max_rect().min;
            let width = ui.available_width();
            ui.set_height(ROW * self.rows.len() as f32);
            let whole = Rect::from_min_size(top, vec2(width, ROW * self.rows.len() as f32));
            let list = ui.interact(ui.clip_rect().intersect(whole), id(), Sense::FOCUSABLE);
            list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, "Codebook entries"));
            if list.has_focus() {
                let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
                ui.memory_mut(|m| m.set_focus_lock_filter(id(), filter));
            }
            let first = (viewport.top() / ROW).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize).min(self.rows.len());
            for place in first..last {
                let rect = Rect::from_min_size(top + vec2(0.0, place as f32 * ROW), vec2(width, ROW));
                self.row(ui, rect, place, list.has_focus(), whole, out);
            }
            let at = self.rows.iter().position(|row| Some(row.id()) == self.selected);
            if let (true, Some(place)) = (reveal, at) {
                let rect = Rect::from_min_size(top + vec2(0.0, place as f32 * ROW), vec2(1.0, ROW));
                ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
            }
        });
    }

    fn row(&self, ui: &Ui, rect: Rect, place: usize, keyboard: bool, whole: Rect, out: &mut Vec<Command>) {
        let row = &self.rows[place];
        let on = Some(row.id()) == self.selected;
        let used = used(row, self.tally);
        let response = ui.interact(rect, id().with(row.id()), Sense::CLICK | Sense::DRAG);
        response
            .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, on, format!("{}, {used}", row.label())));
        if response.clicked() || response.drag_started() {
            out.push(Command::SelectEntry(Some(row.id())));
            take_focus(ui);
        }
        let dragged = response.dragged() && self.fixed.is_none();
        paint(ui, rect, row, &used, on, on && keyboard, response.hovered(), self.fixed.is_none());
        let gap = response.interact_pointer_pos().map(|pointer| gap(pointer.y, whole, self.rows.len()));
        if dragged && let Some(gap) = gap {
            let p = theme::of(ui.ctx());
            let y = whole.top() + gap as f32 * ROW;
            ui.painter().hline(rect.x_range().shrink(6.0), y, Stroke::new(2.0, p.accent));
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            // Near the edges of the list it scrolls on.
            if let Some(pointer) = response.interact_pointer_pos() {
                ui.scroll_to_rect(Rect::from_center_size(pointer, vec2(1.0, ROW)), None);
            }
        }
        if response.drag_stopped()
            && let (None, Some(gap)) = (self.fixed, gap)
        {
            let index = if gap > place { gap - 1 } else { gap };
            if index != place {
                out.push(Command::Reorder(row.id(), index));
            }
        }
        if let (true, Some(why)) = (response.dragged(), self.fixed) {
            response.show_tooltip_text(why);
        }
    }
}

/// The gap between rows that is nearest to a height: 0 is above the first row.
fn gap(y: f32, whole: Rect, rows: usize) -> usize {
    ((y - whole.top()) / ROW).round().clamp(0.0, rows as f32) as usize
}

/// "28 claims"; for a bloc its members.
fn used(row: &Entry, tally: &Tally) -> String {
    match row {
        Entry::Bloc(bloc) => counted(bloc.members.len(), "member", "members"),
        row => counted(tally.of(row.id()), "claim", "claims"),
    }
}

#[expect(clippy::too_many_arguments)] // what a row looks like, in one place
fn paint(ui: &Ui, rect: Rect, row: &Entry, used: &str, on: bool, keyboard: bool, hovered: bool, movable: bool) {
    let p = theme::of(ui.ctx());
    let painter = ui.painter();
    if on || hovered {
        painter.rect_filled(rect, CornerRadius::ZERO, if on { p.accent_tint } else { p.hover });
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
    if keyboard {
        painter.rect_stroke(rect.shrink(1.0), 3.0, Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    if movable {
        for (x, y) in [(0.0, -4.5), (0.0, 0.0), (0.0, 4.5), (5.0, -4.5), (5.0, 0.0), (5.0, 4.5)] {
            painter.circle_filled(pos2(rect.left() + 22.0 + x, rect.center().y + y), 1.1, p.faint);
        }
    }
    let mut left = rect.left() + 46.0;
    if let Entry::Stance(stance) = row {
        let mark = Rect::from_center_size(pos2(left + 6.0, rect.center().y), vec2(11.0, 11.0));
        glyph::paint(painter, mark, stance.glyph, theme::stance(stance.colour, p.dark).ink);
        left += 22.0;
    }
    let used = line::line(ui, used, face::regular(size::SMALL), p.muted, 120.0);
    let right = rect.right() - 16.0 - used.size().x;
    painter.galley(pos2(right, rect.center().y - used.size().y / 2.0), used, p.muted);
    let name = line::line(ui, row.label(), face::medium(size::BODY), p.ink, right - 12.0 - left);
    let end = left + name.size().x;
    painter.galley(pos2(left, rect.center().y - name.size().y / 2.0), name, p.ink);
    let more = match row {
        Entry::Country(country) => country.iso.clone(),
        Entry::Actor(actor) => actor.role.clone(),
        Entry::Stance(stance) => stance.score.map(signed).unwrap_or_default(),
        _ => String::new(),
    };
    if !more.is_empty() && right - end > 48.0 {
        let more = line::line(ui, &more, face::regular(size::SMALL), p.muted, right - end - 22.0);
        painter.galley(pos2(end + 10.0, rect.center().y - more.size().y / 2.0), more, p.muted);
    }
}

/// Gives the list the keyboard.
pub fn take_focus(ui: &Ui) {
    ui.memory_mut(|m| m.request_focus(id()));
}

/// The list, for the keyboard.
pub fn id() -> Id {
    Id::unique("codebook-list-keys")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_gap_takes_the_row() {
        let whole = Rect::from_min_size(pos2(0.0, 100.0), vec2(10.0, 3.0 * ROW));
        for (y, expected) in [(0.0, 0), (100.0, 0), (100.0 + ROW * 0.6, 1), (100.0 + ROW * 2.4, 2), (900.0, 3)] {
            assert_eq!(gap(y, whole, 3), expected, "{y}");
        }
    }
}
