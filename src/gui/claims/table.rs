//! The table: heads that sort, and as many lines as are in view.

use std::collections::BTreeSet;

use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::style::ScrollAnimation;
use eframe::egui::{
    self, EventFilter, Id, Rect, Response, Role, ScrollArea, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::columns::{Columns, HEAD, ROW};
use super::head::{self, HeadPainter};
use super::lines::{Line, Lines};
use super::row::{self, RowPainter, State};
use super::select::{Chosen, Part};
use crate::derive::claims::{Base, Column, GroupBy, Order};
use crate::gui::shell::notices;
use crate::gui::theme::{self, face, size};
use crate::model::{ClaimId, Project};
use crate::session::{Command, Item};

/// What the table shows.
pub struct Table<'a> {
    /// The project.
    pub project: &'a Project,
    /// Every claim.
    pub base: &'a Base,
    /// What is listed.
    pub lines: &'a Lines,
    /// Under which heads.
    pub group: Option<GroupBy>,
    /// How much of each group is chosen; nothing where that is of none.
    pub parts: &'a [Part],
    /// The columns that are shown.
    pub columns: &'a BTreeSet<Column>,
    /// Words to mark.
    pub needles: &'a [&'a str],
}

/// What is wanted of the table besides choosing.
#[derive(Debug, Default)]
pub struct Wanted {
    /// A group is to be folded or unfolded.
    pub turn: Option<usize>,
    /// How many whole lines are in view.
    pub page: usize,
}

impl Table<'_> {
    /// Shows the table, with the line `reveal` in view.
    pub fn show(
        &self,
        ui: &mut Ui,
        order: &mut Order,
        chosen: &mut Chosen,
        reveal: Option<usize>,
        out: &mut Vec<Command>,
    ) -> Wanted {
        ui.spacing_mut().item_spacing.y = 0.0;
        let (mut head, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
        ui.painter().hline(head.x_range(), head.bottom() - 0.5, Stroke::new(1.0, theme::of(ui.ctx()).line));
        // The rows leave room for the scroll bar; the heads stand above them.
        head.set_width(head.width() - ui.spacing().scroll.allocated_width());
        self.heads(ui, head, order, chosen);
        notices::may_lie_on(ui.ctx(), ui.available_rect_before_wrap());
        let mut wanted = Wanted::default();
        let area = ScrollArea::vertical()
            .id_salt("claims-table")
            .auto_shrink(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible);
        area.show_viewport(ui, |ui, viewport| {
            let origin = ui.max_rect().min;
            let whole = Rect::from_min_size(origin, vec2(ui.available_width(), ROW * self.lines.len() as f32));
            ui.set_height(whole.height());
            let table = ui.interact(ui.clip_rect().intersect(whole), table_id(), Sense::FOCUSABLE);
            table.widget_info(|| WidgetInfo::labeled(Role::Table, true, "Claims"));
            let keyboard = table.has_focus();
            if keyboard {
                let arrows = EventFilter {
                    vertical_arrows: true,
                    horizontal_arrows: true,
                    escape: true,
                    ..EventFilter::default()
                };
                ui.memory_mut(|m| m.set_focus_lock_filter(table_id(), arrows));
            }
            let columns = Columns::new(whole, self.columns);
            let cursor = chosen.cursor.as_ref().filter(|_| keyboard).and_then(|spot| self.lines.line_of(spot));
            let line_rect =
                |line: usize| Rect::from_min_size(origin + vec2(0.0, line as f32 * ROW), vec2(whole.width(), ROW));
            wanted.page = (viewport.height() / ROW).floor() as usize;
            let first = (viewport.top() / ROW).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / ROW).ceil().max(0.0) as usize).min(self.lines.len());
            let above = self.above(first, viewport.top());
            for line in first..last {
                let (rect, on) = (line_rect(line), cursor == Some(line));
                match self.lines.at(line) {
                    // It is painted at the top.
                    Some(Line::Head(group)) if Some(group) == above.map(|(group, _)| group) => {}
                    Some(Line::Head(group)) => self.head(ui, rect, line, group, on, chosen, &mut wanted),
                    Some(Line::Row(place, group)) => {
                        self.row(ui, rect, &columns, (line, place, group), on, chosen, out);
                    }
                    None => {}
                }
            }
            if let Some((group, top)) = above {
                let rect = line_rect(0).translate(vec2(0.0, top));
                let line = self.lines.head(group);
                self.head(ui, rect, line, group, cursor == Some(line), chosen, &mut wanted);
            }
            if let Some(line) = reveal {
                let mut rect = line_rect(line);
                if matches!(self.lines.at(line), Some(Line::Row(_, Some(_)))) {
                    // Not below the head that stays at the top.
                    rect.min.y -= ROW;
                }
                ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
            }
        });
        wanted
    }

    /// The group whose rows begin above the view, and where its head stays: the next head pushes it away.
    fn above(&self, first: usize, top: f32) -> Option<(usize, f32)> {
        let group = match self.lines.at(first)? {
            Line::Row(_, group) => group?,
            Line::Head(group) if self.lines.is_folded(group) => return None,
            Line::Head(group) => group,
        };
        let next = self.lines.head(group + 1) as f32 * ROW;
        Some((group, top.max(0.0).min(next - ROW)))
    }

    #[expect(clippy::too_many_arguments)] // a line of the table: where, what, and who asks
    fn head(
        &self,
        ui: &Ui,
        rect: Rect,
        line: usize,
        group: usize,
        cursor: bool,
        chosen: &mut Chosen,
        wanted: &mut Wanted,
    ) {
        let Some(by) = self.group else { return };
        let part = self.parts.get(group).copied().unwrap_or_default();
        let (row, folded) = (&self.lines.listing.groups[group], self.lines.is_folded(group));
        let painter = HeadPainter { project: self.project, group: row, by, folded, part };
        let id = table_id().with(("group", &row.key));
        let response = ui.interact(rect, id, Sense::CLICK);
        let (title, counted) = (painter.title(), painter.counted());
        response.widget_info(|| {
            let verb = if folded { "Expand" } else { "Collapse" };
            WidgetInfo::labeled(Role::Button, true, format!("{verb} {title}: {counted}, {}", painter.stances()))
        });
        let check = ui.interact(Columns::check(rect), id.with("check"), Sense::CLICK);
        check_info(&check, part, &format!("Choose all of {title}"));
        let hovered = response.hovered() || check.hovered();
        let cut = painter.paint(ui, rect, cursor, hovered);
        if check.clicked() {
            chosen.toggle_all(&self.lines.listing.ids[row.start..row.end]);
            chosen.go(self.lines, line, false);
            take_focus(ui);
        } else if response.clicked() {
            chosen.go(self.lines, line, false);
            wanted.turn = Some(group);
            take_focus(ui);
        }
        let Some(pointer) = response.hover_pos() else { return };
        if head::bar(rect).expand(6.0).contains(pointer) {
            response.on_hover_text_at_pointer(painter.stances());
        } else if cut {
            response.on_hover_text_at_pointer(title);
        }
    }

    #[expect(clippy::too_many_arguments)] // a line of the table: where, what, and who asks
    fn row(
        &self,
        ui: &Ui,
        rect: Rect,
        columns: &Columns,
        (line, place, group): (usize, usize, Option<usize>),
        cursor: bool,
        chosen: &mut Chosen,
        out: &mut Vec<Command>,
    ) {
        let row = &self.base.rows[self.lines.listing.rows[place] as usize];
        let id = row.claim.id;
        let painter = RowPainter { project: self.project, row, needles: self.needles };
        let on = chosen.has(id);
        // Not focusable: the keyboard walks inside the table, Tab walks past it. A claim may stand in two groups.
        let response = ui.interact(rect, table_id().with((group, id)), Sense::CLICK);
        response.widget_info(|| WidgetInfo::selected(Role::Row, true, on, painter.name()));
        let check = ui.interact(Columns::check(rect), table_id().with(("check", group, id)), Sense::CLICK);
        check.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, format!("Choose {}", painter.name())));
        let hovered = response.hovered() || check.hovered();
        let cut = painter.paint(ui, rect, columns, State { on, cursor, hovered });
        if check.clicked() {
            let shift = ui.input(|i| i.modifiers.shift);
            chosen.click(self.lines, line, shift, true);
            take_focus(ui);
        } else if response.double_clicked() {
            open(out, id);
        } else if response.clicked() {
            let held = ui.input(|i| i.modifiers);
            chosen.click(self.lines, line, held.shift, held.command);
            take_focus(ui);
        }
        let Some(pointer) = response.hover_pos() else { return };
        let Some(column) = columns.at(pointer.x) else { return };
        if let Some((column, words)) = cut.into_iter().find(|(cut, _)| *cut == column) {
            match column {
                Column::Quotation => _ = response.on_hover_ui_at_pointer(|ui| painter.tooltip(ui)),
                _ => _ = response.on_hover_text_at_pointer(words),
            }
        }
    }

    /// The heads of the columns; pressing one sorts.
    fn heads(&self, ui: &Ui, rect: Rect, order: &mut Order, chosen: &mut Chosen) {
        let p = theme::of(ui.ctx());
        let part = match chosen.len() {
            0 => Part::None,
            some if some < self.lines.listing.claims => Part::Some,
            _ => Part::All,
        };
        let all = ui.interact(Columns::check(rect), table_id().with("all"), Sense::click());
        check_info(&all, part, "Choose every listed claim");
        row::check(ui, Columns::check(rect), part);
        if all.has_focus() {
            ring(ui, Columns::check(rect).shrink(5.0));
        }
        if all.on_hover_text(if part == Part::All { "Choose none" } else { "Choose every listed claim" }).clicked() {
            if part == Part::All { chosen.clear() } else { chosen.all(&self.lines.listing) }
        }
        for (column, range) in Columns::new(rect, self.columns).iter() {
            let name = column.label();
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
            let room = range.span() - if on { 12.0 } else { 0.0 };
            let galley = crate::gui::widgets::line::line(ui, name, face::semibold(size::TINY), colour, room);
            let at = pos2(range.min, rect.center().y - galley.size().y / 2.0);
            let end = at.x + galley.size().x;
            ui.painter().galley(at, galley, colour);
            if on {
                arrow(ui, pos2(end + 9.0, rect.center().y), order.descending, colour);
            }
            if response.has_focus() {
                ring(ui, cell.shrink(3.0));
            }
            if response.on_hover_text(said).clicked() {
                *order = order.pressed(column);
            }
        }
    }
}

fn check_info(response: &Response, part: Part, name: &str) {
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, part == Part::All, name));
}

fn ring(ui: &Ui, rect: Rect) {
    let stroke = Stroke::new(1.5, theme::of(ui.ctx()).accent);
    ui.painter().rect_stroke(rect, 4.0, stroke, egui::StrokeKind::Inside);
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

/// Gives the table the keyboard.
pub fn take_focus(ui: &Ui) {
    ui.memory_mut(|m| m.request_focus(table_id()));
}

/// The one stop of the Tab key.
pub fn table_id() -> Id {
    Id::unique("claims-table-keys")
}
