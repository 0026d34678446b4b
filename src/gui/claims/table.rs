//! The table: heads that sort, and as many rows as are in view.

use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::style::ScrollAnimation;
use eframe::egui::{
    self, EventFilter, Id, Key, Modifiers, Popup, Rect, Role, ScrollArea, Sense, Shape, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use super::columns::{Columns, HEAD, ROW};
use super::listing::{Base, Column, Listing, Order};
use super::row::RowPainter;
use super::select::Chosen;
use crate::gui::theme::{self, face, size};
use crate::model::{ClaimId, Project};
use crate::session::{Command, Item};

/// What the table shows.
pub struct Table<'a> {
    /// The project.
    pub project: &'a Project,
    /// Every claim.
    pub base: &'a Base,
    /// The claims that are listed.
    pub listing: &'a Listing,
    /// Words to mark.
    pub needles: &'a [&'a str],
}

impl Table<'_> {
    /// Shows the table, with the row at `reveal` in view.
    pub fn show(
        &self,
        ui: &mut Ui,
        order: &mut Order,
        chosen: &mut Chosen,
        reveal: Option<usize>,
        out: &mut Vec<Command>,
    ) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (mut head, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
        ui.painter().hline(head.x_range(), head.bottom() - 0.5, Stroke::new(1.0, theme::of(ui.ctx()).line));
        // The rows leave room for the scroll bar; the heads stand above them.
        head.set_width(head.width() - ui.spacing().scroll.allocated_width());
        heads(ui, head, order);
        let area = ScrollArea::vertical()
            .id_salt("claims-table")
            .auto_shrink(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible);
        area.show_viewport(ui, |ui, viewport| {
            let top = ui.max_rect().top();
            let whole = Rect::from_min_size(
                pos2(ui.max_rect().left(), top),
                vec2(ui.available_width(), ROW * self.listing.ids.len() as f32),
            );
            ui.set_height(whole.height());
            let table = ui.interact(ui.clip_rect().intersect(whole), table_id(), Sense::FOCUSABLE);
            table.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Claims"));
            let keyboard = table.has_focus();
            if keyboard {
                let arrows = EventFilter { vertical_arrows: true, escape: true, ..EventFilter::default() };
                ui.memory_mut(|m| m.set_focus_lock_filter(table_id(), arrows));
            }
            let first = (viewport.top() / ROW).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize).min(self.listing.ids.len());
            for place in first..last {
                let min = pos2(whole.left(), top + place as f32 * ROW);
                let rect = Rect::from_min_size(min, vec2(whole.width(), ROW));
                self.row(ui, rect, place, keyboard, chosen, out);
            }
            if let Some(place) = reveal {
                let row = Rect::from_min_size(pos2(whole.left(), top + place as f32 * ROW), vec2(1.0, ROW));
                ui.scroll_to_rect_animation(row, None, ScrollAnimation::none());
            }
        });
    }

    fn row(&self, ui: &Ui, rect: Rect, place: usize, keyboard: bool, chosen: &mut Chosen, out: &mut Vec<Command>) {
        let row = &self.base.rows[self.listing.rows[place] as usize];
        let id = row.claim.id;
        let painter = RowPainter { project: self.project, row, needles: self.needles };
        let on = chosen.has(id);
        // Not focusable: the keyboard walks inside the table, Tab walks past it.
        let response = ui.interact(rect, table_id().with(id), Sense::CLICK);
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, on, painter.name()));
        let check = ui.interact(Columns::check(rect), table_id().with(("check", id)), Sense::CLICK);
        check.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, format!("Choose {}", painter.name())));
        let hovered = response.hovered() || check.hovered();
        let cut = painter.paint(ui, rect, on, keyboard && chosen.cursor == Some(id), hovered);
        if check.clicked() {
            let shift = ui.input(|i| i.modifiers.shift);
            chosen.click(self.listing, place, shift, true);
            take_focus(ui);
        } else if response.double_clicked() {
            open(out, id);
        } else if response.clicked() {
            let held = ui.input(|i| i.modifiers);
            chosen.click(self.listing, place, held.shift, held.command);
            take_focus(ui);
        }
        let Some(pointer) = response.hover_pos() else { return };
        let columns = Columns::new(rect);
        if let Some((column, words)) = cut.into_iter().find(|(column, _)| columns.of(*column).contains(pointer.x)) {
            match column {
                Column::Quotation => _ = response.on_hover_ui(|ui| painter.tooltip(ui)),
                _ => _ = response.on_hover_text(words),
            }
        }
    }
}

/// The heads; pressing one sorts.
fn heads(ui: &Ui, rect: Rect, order: &mut Order) {
    let p = theme::of(ui.ctx());
    let columns = Columns::new(rect);
    for (column, name) in Column::ALL {
        let range = columns.of(column);
        let cell = Rect::from_x_y_ranges(egui::Rangef::new(range.min - 6.0, range.max + 6.0), rect.y_range());
        let response = ui.interact(cell, table_id().with(("head", name)), Sense::click());
        let on = order.column == column;
        let said = match (on, order.descending) {
            (false, _) => format!("Sort by {}", name.to_lowercase()),
            (true, false) => format!("{name}, ascending"),
            (true, true) => format!("{name}, descending"),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        let colour = if on || response.hovered() { p.ink } else { p.muted };
        let galley = ui.fonts_mut(|f| f.layout_no_wrap(name.to_owned(), face::semibold(size::TINY), colour));
        let at = pos2(range.min, rect.center().y - galley.size().y / 2.0);
        let end = at.x + galley.size().x;
        ui.painter().galley(at, galley, colour);
        if on {
            arrow(ui, pos2(end + 9.0, rect.center().y), order.descending, colour);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(cell.shrink(3.0), 4.0, Stroke::new(1.5, p.accent), egui::StrokeKind::Inside);
        }
        if response.on_hover_text(said).clicked() {
            *order = order.pressed(column);
        }
    }
}

fn arrow(ui: &Ui, at: egui::Pos2, down: bool, colour: egui::Color32) {
    let y = if down { 3.0 } else { -3.0 };
    let points = vec![at + vec2(-3.5, -y * 0.6), at + vec2(3.5, -y * 0.6), at + vec2(0.0, y)];
    ui.painter().add(Shape::convex_polygon(points, colour, Stroke::NONE));
}

/// Shows a claim in its article.
pub fn open(out: &mut Vec<Command>, id: ClaimId) {
    out.push(Command::Show(Item::Claim(id)));
}

/// A key of the table.
pub enum Pressed {
    /// The keyboard moves by rows, choosing on the way or not.
    Step(isize, bool),
    /// Choose the row, or choose it no longer.
    Toggle,
    /// Choose everything.
    All,
    /// Show the claim in its article.
    Open,
    /// Choose nothing.
    Clear,
    /// Delete what is chosen.
    Delete,
}

/// Whether keys go to the table: nothing is typed, nothing is asked, and no button has the keyboard.
pub fn has_keys(ui: &Ui) -> bool {
    let ctx = ui.ctx();
    let asked = ctx.memory(|m| m.top_modal_layer().is_some()) || Popup::is_any_open(ctx);
    !asked && ctx.memory(|m| m.focused().is_none_or(|id| id == table_id()))
}

/// The key that was pressed.
pub fn pressed(ui: &Ui) -> Option<Pressed> {
    const PAGE: isize = 20;
    const ALL: isize = isize::MAX / 2;
    let steps = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, PAGE),
        (Key::PageUp, -PAGE),
        (Key::End, ALL),
        (Key::Home, -ALL),
    ];
    ui.input_mut(|i| {
        for (key, by) in steps {
            for (modifiers, extend) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
                if i.consume_key(modifiers, key) {
                    return Some(Pressed::Step(by, extend));
                }
            }
        }
        let others = [
            (Modifiers::COMMAND, Key::A, Pressed::All),
            (Modifiers::NONE, Key::Space, Pressed::Toggle),
            (Modifiers::NONE, Key::Enter, Pressed::Open),
            (Modifiers::NONE, Key::Escape, Pressed::Clear),
            (Modifiers::NONE, Key::Delete, Pressed::Delete),
        ];
        others.into_iter().find(|(modifiers, key, _)| i.consume_key(*modifiers, *key)).map(|(.., pressed)| pressed)
    })
}

/// Gives the table the keyboard.
pub fn take_focus(ui: &Ui) {
    ui.memory_mut(|m| m.request_focus(table_id()));
}

fn table_id() -> Id {
    Id::unique("claims-table-keys")
}
