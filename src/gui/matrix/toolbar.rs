//! Above the grid: by which rule, which claims count, and what came of it.

use eframe::egui::{Frame, Margin, Rect, Stroke, Ui, pos2, vec2};
use jiff::civil::Date;

use super::filters::Filters;
use super::rule::RuleMenu;
use super::view::View;
use super::{legend, words};
use crate::derive::Filter;
use crate::gui::theme::{self, space};
use crate::gui::widgets::chip::{self, Chip, Tick};
use crate::gui::widgets::field::DateField;
use crate::gui::widgets::line::{self, counted};
use crate::gui::widgets::{button, chip::Pressed};
use crate::model::{Look, Order};
use crate::session::{Command, Desk};

/// What the toolbar remembers from frame to frame.
#[derive(Default)]
pub struct Toolbar {
    /// The date being typed, with the date in force it was begun from.
    date: Option<(DateField, Option<Date>)>,
    rule: RuleMenu,
    filters: Filters,
}

impl Toolbar {
    /// Shows the toolbar; changes of settings go on `out`.
    ///
    /// Its lines break as they do beside the open drawer, in `room` points, so that opening it moves nothing.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        view: &View,
        room: f32,
        out: &mut Vec<Command>,
    ) {
        let mut look = desk.look().clone();
        let margin = Margin::symmetric(14, 8);
        Frame::new().fill(theme::of(ui.ctx()).panel).inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            let room = (room - margin.sum().x).min(ui.available_width());
            let whole = ui.available_rect_before_wrap();
            let chips = ui.scope(|ui| {
                ui.set_max_width(room);
                ui.horizontal_wrapped(|ui| {
                    self.chips(ui, desk, view, &mut look);
                    ui.cursor().left()
                })
            });
            let (left, bottom) = (chips.inner.inner, chips.response.rect.bottom());
            let last = Rect::from_min_max(pos2(left + space::S, bottom - 28.0), pos2(whole.right(), bottom));
            let [long, short] = summary(view);
            line::at_end(ui, &long, &short, last, whole.left() + room);
        });
        let bottom = ui.min_rect().bottom();
        let line = Stroke::new(1.0, theme::of(ui.ctx()).line);
        ui.painter().hline(ui.max_rect().x_range(), bottom - 0.5, line);
        if look != *desk.look() {
            out.push(Command::SetLook(Box::new(look)));
        }
    }

    fn chips(&mut self, ui: &mut Ui, desk: &Desk, view: &View, look: &mut Look) {
        let settings = &mut look.settings;
        self.rule.show(ui, settings);
        self.filters.always(ui, &mut settings.filter);
        self.as_of(ui, view, &mut settings.filter.as_of);
        rows(ui, &mut look.row_order);
        legend::show(ui, settings.contest_days);
        self.filters.added(ui, desk, &mut settings.filter);
    }

    fn as_of(&mut self, ui: &mut Ui, view: &View, as_of: &mut Option<Date>) {
        let value = as_of.map_or_else(|| "Any date".to_owned(), words::day);
        let Pressed { response, cleared } =
            Chip { name: "As of", value: &value, set: as_of.is_some(), clears: true }.show(ui);
        if cleared {
            *as_of = None;
        }
        let response = chip::tip(response, "Only claims dated on or before a day");
        if self.date.as_ref().is_some_and(|(_, from)| from != as_of) {
            self.date = None;
        }
        let (field, from) = self.date.get_or_insert_with(|| (DateField::new(*as_of), *as_of));
        chip::menu(&response, "As of").show(|ui| {
            ui.set_width(250.0);
            if chip::item(ui, Tick::One, as_of.is_none(), "Any date", "") {
                *as_of = None;
                ui.close();
            }
            ui.add_space(space::XS);
            let edit = field.show(ui, "As of date", "2025-02-18");
            if response.clicked() {
                edit.request_focus();
            }
            // The field keeps what was typed; a whole date counts at once.
            if edit.changed()
                && let Ok(date) = field.date()
            {
                (*as_of, *from) = (date, date);
            }
            chip::note(ui, "Claims dated after this day are left out, and so are undated claims.");
            if as_of.is_some() {
                chip::note(ui, &undated(view.matrix.undated));
            }
        });
    }
}

/// "12 countries × 6 issues · 52 of 72 cells with evidence", and the same in short.
fn summary(view: &View) -> [String; 2] {
    let (rows, columns) = (view.rows.len(), view.columns.len());
    let cells = format!("{} of {}", view.with_evidence, counted(rows * columns, "cell", "cells"));
    let (one, many) = view.look.rows.nouns();
    let (whos, issues) = (counted(rows, one, many), counted(columns, "issue", "issues"));
    let both = [format!("{whos} × {issues} · {cells} with evidence"), format!("{cells} with evidence")];
    if view.matrix.undated == 0 {
        return both;
    }
    both.map(|text| format!("{text} · {}", undated(view.matrix.undated)))
}

fn undated(number: usize) -> String {
    match number {
        0 => "No undated claim is left out.".to_owned(),
        n => format!("{} left out", counted(n, "undated claim", "undated claims")),
    }
}

fn rows(ui: &mut Ui, order: &mut Order) {
    let response = Chip { name: "Rows", value: order.label(), set: false, clears: false }.show(ui).response;
    chip::menu(&response, "Order of rows").show(|ui| {
        ui.set_width(180.0);
        for each in Order::OF_ROWS {
            if chip::item(ui, Tick::One, *order == each, each.label(), "") {
                *order = each;
                ui.close();
            }
        }
    });
}

/// A button that clears what filters, for places that say why nothing is there.
pub fn clear_filter(ui: &mut Ui, look: &Look, out: &mut Vec<Command>) {
    if look.settings.filter != Filter::default() && button::link(ui, "Let all claims count").clicked() {
        let mut look = look.clone();
        look.settings.filter = Filter::default();
        out.push(Command::SetLook(Box::new(look)));
    }
}
