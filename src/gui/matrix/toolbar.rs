//! Above the grid: by which rule, which claims count, and what came of it.

use eframe::egui::{
    Frame, Margin, Popup, PopupCloseBehavior, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;

use super::chip::{self, Tick};
use super::view::{RowOrder, View};
use super::{count, legend, type_line, words};
use crate::derive::{Rule, Settings};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::button;
use crate::gui::widgets::field::DateField;
use crate::model::{Basis, Voice};
use crate::session::{Command, Desk};

/// What the toolbar remembers from frame to frame.
#[derive(Default)]
pub struct Toolbar {
    /// The date being typed, with the date in force it was begun from.
    date: Option<(DateField, Option<Date>)>,
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
        order: &mut RowOrder,
        out: &mut Vec<Command>,
    ) {
        let mut settings = desk.settings().clone();
        let margin = Margin::symmetric(14, 8);
        Frame::new().fill(theme::of(ui.ctx()).panel).inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            let room = (room - margin.sum().x).min(ui.available_width());
            let whole = ui.available_rect_before_wrap();
            let chips = ui.scope(|ui| {
                ui.set_max_width(room);
                ui.horizontal_wrapped(|ui| {
                    self.chips(ui, view, order, &mut settings);
                    ui.cursor().left()
                })
            });
            let (left, bottom) = (chips.inner.inner, chips.response.rect.bottom());
            let last = Rect::from_min_max(pos2(left + space::S, bottom - 28.0), pos2(whole.right(), bottom));
            show_summary(ui, &summary(view), last, whole.left() + room);
        });
        let bottom = ui.min_rect().bottom();
        let line = Stroke::new(1.0, theme::of(ui.ctx()).line);
        ui.painter().hline(ui.max_rect().x_range(), bottom - 0.5, line);
        if settings != *desk.settings() {
            out.push(Command::SetSettings(Box::new(settings)));
        }
    }

    fn chips(&mut self, ui: &mut Ui, view: &View, order: &mut RowOrder, settings: &mut Settings) {
        rule(ui, &mut settings.rule);
        let voices: Vec<_> = Voice::ALL.iter().map(|voice| (*voice, voice.label())).collect();
        several(ui, "Voices", "All voices", &voices, &mut settings.filter.voices);
        let bases: Vec<_> = Basis::ALL.iter().map(|basis| (*basis, basis.label())).collect();
        several(ui, "Basis", "Every basis", &bases, &mut settings.filter.bases);
        self.as_of(ui, view, &mut settings.filter.as_of);
        rows(ui, order);
        legend::show(ui);
    }

    fn as_of(&mut self, ui: &mut Ui, view: &View, as_of: &mut Option<Date>) {
        let value = as_of.map_or_else(|| "Any date".to_owned(), words::day);
        let response = chip::chip(ui, "As of", &value, as_of.is_some());
        let response = tip(response, "Only claims dated on or before a day");
        if self.date.as_ref().is_some_and(|(_, from)| from != as_of) {
            self.date = None;
        }
        let (field, from) = self.date.get_or_insert_with(|| (DateField::new(*as_of), *as_of));
        menu(&response, "As of").close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
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

/// "12 countries × 6 issues · 52 of 72 cells with evidence".
fn summary(view: &View) -> String {
    let (rows, columns) = (view.rows.len(), view.columns.len());
    let mut text = format!(
        "{} × {} · {} of {} with evidence",
        count(rows, "country", "countries"),
        count(columns, "issue", "issues"),
        view.with_evidence,
        count(rows * columns, "cell", "cells"),
    );
    if view.matrix.undated > 0 {
        text += " · ";
        text += &undated(view.matrix.undated);
    }
    text
}

fn undated(number: usize) -> String {
    match number {
        0 => "No undated claim is left out.".to_owned(),
        n => format!("{} left out", count(n, "undated claim", "undated claims")),
    }
}

/// The summary: at the right end of `beside`, or in a line of its own where it would reach over `limit` there.
fn show_summary(ui: &mut Ui, text: &str, beside: Rect, limit: f32) {
    let p = theme::of(ui.ctx());
    let font = || face::regular(size::SMALL);
    let whole = type_line::line(ui, text, font(), p.muted, f32::INFINITY);
    let (rect, galley) = if beside.left() + whole.size().x <= limit {
        (Rect::from_min_max(pos2(beside.right() - whole.size().x, beside.top()), beside.max), whole)
    } else {
        let galley = type_line::line(ui, text, font(), p.muted, ui.available_width());
        (ui.allocate_exact_size(galley.size(), Sense::hover()).0, galley)
    };
    let response = ui.interact(rect, ui.scope_id().with("summary"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let elided = galley.elided;
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, p.muted);
    if elided {
        response.on_hover_text(text);
    }
}

fn rule(ui: &mut Ui, rule: &mut Rule) {
    let response = chip::chip(ui, "Position", rule.label(), *rule != Rule::default());
    let response = tip(response, rule.in_words());
    menu(&response, "Position rule").show(|ui| {
        ui.set_width(340.0);
        for (each, label) in Rule::ALL {
            if chip::item(ui, Tick::One, *rule == each, label, each.in_words()) {
                *rule = each;
                ui.close();
            }
        }
    });
}

fn rows(ui: &mut Ui, order: &mut RowOrder) {
    let response = chip::chip(ui, "Rows", order.label(), false);
    menu(&response, "Order of rows").show(|ui| {
        ui.set_width(180.0);
        for (each, label) in RowOrder::ALL {
            if chip::item(ui, Tick::One, *order == each, label, "") {
                *order = each;
                ui.close();
            }
        }
    });
}

/// A chip that lets any number of values through; an empty list means all of them.
fn several<T: Copy + PartialEq>(ui: &mut Ui, name: &str, all: &str, values: &[(T, &str)], chosen: &mut Vec<T>) {
    let label = |value: &T| values.iter().find(|(each, _)| each == value).map_or("", |(_, label)| *label);
    let value = match chosen.as_slice() {
        [] => "All".to_owned(),
        [one] => label(one).to_owned(),
        [one, two] => format!("{}, {}", label(one), label(two)),
        more => format!("{} of {}", more.len(), values.len()),
    };
    let response = chip::chip(ui, name, &value, !chosen.is_empty());
    menu(&response, name).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(220.0);
        if chip::item(ui, Tick::Any, chosen.is_empty(), all, "") {
            chosen.clear();
        }
        ui.add_space(2.0);
        for (each, label) in values {
            if chip::item(ui, Tick::Any, chosen.contains(each), label, "") {
                toggle(chosen, *each, values);
            }
        }
    });
}

/// Puts a value on the list or takes it off. The list keeps the order of `values`; all of them is the same
/// as none of them.
fn toggle<T: Copy + PartialEq>(chosen: &mut Vec<T>, value: T, values: &[(T, &str)]) {
    let had = |each: &T| chosen.contains(each);
    let next: Vec<T> = values.iter().map(|(each, _)| *each).filter(|each| had(each) != (*each == value)).collect();
    *chosen = if next.len() == values.len() { Vec::new() } else { next };
}

/// A tooltip while the menu is closed.
fn tip(response: Response, text: &str) -> Response {
    if Popup::is_id_open(&response.ctx, Popup::default_response_id(&response)) {
        return response;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(text);
    })
}

fn menu<'a>(response: &Response, name: &str) -> Popup<'a> {
    Popup::menu(response).accessible_name(name).gap(4.0)
}

/// A button that clears what filters, for places that say why nothing is there.
pub fn clear_filter(ui: &mut Ui, settings: &Settings, out: &mut Vec<Command>) {
    if settings.filter != crate::derive::Filter::default() && button::link(ui, "Let all claims count").clicked() {
        let settings = Settings { filter: crate::derive::Filter::default(), ..settings.clone() };
        out.push(Command::SetSettings(Box::new(settings)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggling_keeps_the_order_and_all_is_the_same_as_none() {
        let values = [(1, "a"), (2, "b"), (3, "c")];
        for (before, value, after) in [
            (vec![], 2, vec![2]),
            (vec![2], 1, vec![1, 2]),
            (vec![1, 2], 1, vec![2]),
            (vec![1, 2], 3, vec![]),
            (vec![2], 2, vec![]),
        ] {
            let mut chosen = before.clone();
            toggle(&mut chosen, value, &values);
            assert_eq!(chosen, after, "{before:?} with {value}");
        }
    }
}
