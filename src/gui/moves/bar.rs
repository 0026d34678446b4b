//! Above the list: which moves are listed, under which heads, and where they can be taken.

use std::sync::Arc;

use eframe::egui::{Align, Button, CursorIcon, Frame, Layout, Margin, Popup, Response, RichText, Stroke, Ui, vec2};
use jiff::civil::Date;

use super::rows::{Group, Row, Wish};
use crate::derive::moves::Direction;
use crate::gui::compare::day;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::chip::{self, Change, Chip, Chips, Several, Tick, Value, summary};
use crate::gui::widgets::field::DateField;
use crate::gui::widgets::line;
use crate::model::{EntryId, IssueId, Who};
use crate::session::{Action, Command, Desk};

/// What the bar remembers from frame to frame.
#[derive(Default)]
pub struct Bar {
    chips: Chips,
    /// The dates being typed, each with the one in force it was begun from.
    days: [Option<(DateField, Option<Date>)>; 2],
}

/// What is asked for besides filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Every listed move as text.
    Copy,
}

impl Bar {
    /// Shows the bar; `listed` of the rows are listed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        rows: &[Row],
        listed: usize,
        wish: &mut Wish,
        out: &mut Vec<Command>,
    ) -> Option<Wanted> {
        let p = theme::of(ui.ctx());
        let mut wanted = None;
        let margin = Margin { left: 14, right: 14, top: 6, bottom: 6 };
        let shown = Frame::new().fill(p.panel).inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if link(ui, "Export…").on_hover_text("Write the moves to a file").clicked() {
                    out.push(Command::Do(Action::Export));
                }
                ui.add_enabled_ui(listed > 0, |ui| {
                    let copy = link(ui, "Copy all").on_disabled_hover_text("No move is listed");
                    if copy.on_hover_text("Put every listed move on the clipboard, with its quotations").clicked() {
                        wanted = Some(Wanted::Copy);
                    }
                });
                ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
                    self.chips(ui, desk, rows, wish);
                });
            });
        });
        let bar = shown.response.rect;
        ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, Stroke::new(1.0, p.line));
        wanted
    }

    fn chips(&mut self, ui: &mut Ui, desk: &Desk, rows: &[Row], wish: &mut Wish) {
        if let Some(since) = desk.look().since {
            net(ui, since, wish);
        }
        let project = desk.project();
        let values = || Arc::new(whos(desk, rows));
        let label = |who: &Who| project.label(who.entry());
        several(&mut self.chips, ui, ("Who moved", "Everybody"), &values, &label, &mut wish.whos);
        let values = || Arc::new(issues(desk, rows));
        let label = |issue: &IssueId| project.label(EntryId::Issue(*issue));
        several(&mut self.chips, ui, ("Issue", "Every issue"), &values, &label, &mut wish.issues);
        direction(ui, &mut wish.direction);
        self.period(ui, desk, wish);
        group(ui, &mut wish.group);
    }

    fn period(&mut self, ui: &mut Ui, desk: &Desk, wish: &mut Wish) {
        let value = match (wish.from, wish.until) {
            (None, None) => "Any".to_owned(),
            (Some(from), None) => format!("from {}", day(from)),
            (None, Some(until)) => format!("until {}", day(until)),
            (Some(from), Some(until)) => format!("{} – {}", day(from), day(until)),
        };
        let set = wish.from.is_some() || wish.until.is_some();
        let chip = Chip { name: "Period", value: &value, set, clears: true }.show(ui);
        if chip.cleared {
            (wish.from, wish.until) = (None, None);
        }
        let response = chip::tip(chip.response, "Only moves of these days");
        chip::menu(&response, "Period").show(|ui| {
            ui.set_width(250.0);
            if chip::item(ui, Tick::One, !set, "Any time", "") {
                (wish.from, wish.until) = (None, None);
                ui.close();
            }
            if let Some(since) = desk.look().since {
                // What the claims of that day said is what is compared with: moves begin the day after.
                let first = since.tomorrow().unwrap_or(since);
                let on = wish.from == Some(first) && wish.until.is_none();
                if chip::item(ui, Tick::One, on, &format!("After {}", day(since)), "The day compared with") {
                    (wish.from, wish.until) = (Some(first), None);
                    ui.close();
                }
            }
            ui.add_space(space::XS);
            for (at, name) in ["First day", "Last day"].into_iter().enumerate() {
                let date = if at == 0 { &mut wish.from } else { &mut wish.until };
                if self.days[at].as_ref().is_some_and(|(_, from)| from != date) {
                    self.days[at] = None;
                }
                let (field, from) = self.days[at].get_or_insert_with(|| (DateField::new(*date), *date));
                let edit = field.show(ui, name, if at == 0 { "from 2025-02-01" } else { "until 2025-02-28" });
                // The field keeps what was typed; a whole date counts at once.
                if edit.changed()
                    && let Ok(typed) = field.date()
                {
                    (*date, *from) = (typed, typed);
                }
            }
        });
    }
}

/// Words that can be pressed, as high as a chip.
fn link(ui: &mut Ui, text: &str) -> Response {
    let font = face::medium(size::BODY);
    let wide = line::line(ui, text, font.clone(), theme::of(ui.ctx()).accent, 200.0).size().x;
    let words = RichText::new(text).font(font).color(theme::of(ui.ctx()).accent);
    let response = ui.add_sized(vec2(wide + 4.0, 28.0), Button::new(words).frame(false));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Every move, or what has changed since the day compared with.
fn net(ui: &mut Ui, since: Date, wish: &mut Wish) {
    let changed = format!("changed since {}", day(since));
    let value = if wish.net { changed.as_str() } else { "every move" };
    let response = Chip { name: "Show", value, set: wish.net, clears: false }.show(ui).response;
    Popup::menu(&response).accessible_name("Which changes").gap(4.0).show(|ui| {
        ui.set_width(280.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let what = "Every step from one level to another";
        if chip::item(ui, Tick::One, !wish.net, "Every move", what) {
            wish.net = false;
            ui.close();
        }
        let what = "What the claims say now other than they did that day, whatever came between";
        if chip::item(ui, Tick::One, wish.net, &format!("Changed since {}", day(since)), what) {
            wish.net = true;
            ui.close();
        }
    });
}

fn direction(ui: &mut Ui, direction: &mut Option<Direction>) {
    let value = direction.map_or("Any", Direction::label);
    let chip = Chip { name: "Direction", value, set: direction.is_some(), clears: true }.show(ui);
    if chip.cleared {
        *direction = None;
    }
    Popup::menu(&chip.response).accessible_name("Direction").gap(4.0).show(|ui| {
        ui.set_width(200.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        if chip::item(ui, Tick::One, direction.is_none(), "Any direction", "") {
            *direction = None;
            ui.close();
        }
        for (each, name) in Direction::ALL {
            if chip::item(ui, Tick::One, *direction == Some(each), name, "") {
                *direction = Some(each);
                ui.close();
            }
        }
    });
}

fn group(ui: &mut Ui, group: &mut Group) {
    let value = Group::ALL[*group as usize].1;
    let response = Chip { name: "Group", value, set: false, clears: false }.show(ui).response;
    Popup::menu(&response).accessible_name("Group").gap(4.0).show(|ui| {
        ui.set_width(160.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (each, name) in Group::ALL {
            if chip::item(ui, Tick::One, *group == each, name, "") {
                *group = each;
                ui.close();
            }
        }
    });
}

/// Whoever moved, in the order of the rows of the matrix, each with how often.
fn whos(desk: &Desk, rows: &[Row]) -> Vec<Value<Who>> {
    let count = |who| rows.iter().filter(|row| row.spot.who == who).count();
    let there = desk.sheet().whos().map(|(who, _)| (who, count(who))).filter(|(_, count)| *count > 0).collect();
    values(there, |who: Who| desk.project().label(who.entry()))
}

/// The issues on which somebody moved, likewise.
fn issues(desk: &Desk, rows: &[Row]) -> Vec<Value<IssueId>> {
    let count = |issue| rows.iter().filter(|row| row.spot.issue == issue).count();
    let there = desk.sheet().issues().map(|(issue, _)| (issue, count(issue))).filter(|(_, count)| *count > 0).collect();
    values(there, |issue| desk.project().label(EntryId::Issue(issue)))
}

fn values<T: Copy>(there: Vec<(T, usize)>, label: impl Fn(T) -> String) -> Vec<Value<T>> {
    there.into_iter().map(|(value, count)| Value::new(value, format!("{} ({count})", label(value)))).collect()
}

/// A chip that lets any number of values through; an empty list means all of them.
fn several<T: Clone + PartialEq>(
    chips: &mut Chips,
    ui: &mut Ui,
    (name, all): (&'static str, &'static str),
    values: &dyn Fn() -> Arc<Vec<Value<T>>>,
    label: &dyn Fn(&T) -> String,
    chosen: &mut Vec<T>,
) {
    let labels: Vec<String> = chosen.iter().map(label).collect();
    let value = summary(labels.iter().map(String::as_str));
    let set = !chosen.is_empty();
    let filter = Several {
        name,
        value: &value,
        set,
        all,
        none: "Nobody moved.",
        values,
        chosen: &|value| chosen.contains(value),
    };
    match chips.several(ui, &filter) {
        Change::None => {}
        Change::Clear => chosen.clear(),
        Change::Toggle(value) => match chosen.iter().position(|other| *other == value) {
            Some(at) => _ = chosen.remove(at),
            None => chosen.push(value),
        },
    }
}
