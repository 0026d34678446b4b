//! The keys of the grid.

use eframe::egui::{Event, EventFilter, Key, Modifiers, Popup, Ui};

use super::grid::{Grid, Want, id};
use super::menu::About;
use super::plan::Plan;
use super::view::{Edge, View};
use super::{order, walk};
use crate::model::Spot;
use crate::session::{Action, Command, Desk};

/// Takes the keys of the grid while it has the keyboard.
pub fn take(
    grid: &mut Grid,
    ui: &Ui,
    desk: &Desk,
    view: &View,
    plan: &Plan,
    selected: Option<Spot>,
    out: &mut Vec<Command>,
) -> Option<Want> {
    if !ui.memory(|m| m.has_focus(id())) {
        return None;
    }
    // While a menu is open the arrows are for it.
    let ours = !Popup::is_any_open(ui.ctx());
    let filter = EventFilter { horizontal_arrows: ours, vertical_arrows: ours, escape: true, tab: false };
    ui.memory_mut(|m| m.set_focus_lock_filter(id(), filter));
    if !ours || grid.is_dragging() {
        return None;
    }
    let start = selected.and_then(|cell| view.find(cell));
    if let Some(place) = start {
        moves(ui, desk, view, place, out);
    }
    let page = (plan.body.height() / plan.cell.y) as usize;
    let end = walk::steps(ui, page).into_iter().fold(start, |at, step| step.take(at, plan.lines, plan.columns));
    if end != start {
        out.push(Command::SelectCell(end.and_then(|(line, column)| view.spot(line, column))));
        return None;
    }
    zoom(ui, out);
    let cell = selected?;
    let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::Enter) {
        return Some(Want::Evidence);
    }
    if pressed(Modifiers::NONE, Key::Space) {
        return Some(Want::Assess(cell, String::new()));
    }
    if (pressed(Modifiers::SHIFT, Key::F10) || pressed(Modifiers::NONE, Key::Menu))
        && let Some((line, column)) = start
    {
        let rect = plan.place(plan.body.min - grid.offset, line, column).intersect(plan.body);
        grid.menu.open(About::Cell(cell), rect.left_bottom(), true);
        return None;
    }
    let typed = typed(ui);
    (!typed.is_empty()).then_some(Want::Assess(cell, typed))
}

/// Alt and an arrow move the line or the column of the selected cell.
fn moves(ui: &Ui, desk: &Desk, view: &View, (line, column): (usize, usize), out: &mut Vec<Command>) {
    for (key, edge, place, back) in [
        (Key::ArrowUp, Edge::Left, line, true),
        (Key::ArrowDown, Edge::Left, line, false),
        (Key::ArrowLeft, Edge::Top, column, true),
        (Key::ArrowRight, Edge::Top, column, false),
    ] {
        if ui.input_mut(|i| i.consume_key(Modifiers::ALT, key)) && desk.held().is_none() {
            order::step(desk, view, edge, place, back, out);
        }
    }
}

/// Plus and minus show more or less in each cell.
fn zoom(ui: &Ui, out: &mut Vec<Command>) {
    ui.input_mut(|i| {
        i.events.retain(|event| {
            let action = match event {
                Event::Text(text) if text == "+" => Action::NearerCells,
                Event::Text(text) if text == "-" => Action::FartherCells,
                _ => return true,
            };
            out.push(Command::Do(action));
            false
        });
    });
}

/// What was typed; it is taken away.
fn typed(ui: &Ui) -> String {
    let is_said = |text: &str| text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    ui.input_mut(|i| {
        let said = i.events.extract_if(.., |event| matches!(event, Event::Text(text) if is_said(text)));
        said.filter_map(|event| if let Event::Text(text) = event { Some(text) } else { None }).collect()
    })
}
