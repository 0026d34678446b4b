//! What stands beside the filters: under which heads, in which columns, and views kept under a name.

use std::collections::BTreeSet;

use eframe::egui::{Popup, Ui};

use super::lines::Lines;
use crate::derive::claims::{Column, GroupBy, View};
use crate::gui::widgets::button;
use crate::gui::widgets::chip::{self, Chip, Tick, item};
use crate::session::{Command, SavedFilter};

/// What is wanted of the groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Fold them all.
    All,
    /// Unfold them all.
    None,
}

/// A question about views that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Under which name to keep this one.
    Save,
    /// What to do with those that are kept.
    Manage,
}

/// Under which heads.
pub fn group(ui: &mut Ui, lines: &Lines, group: &mut Option<GroupBy>) -> Option<Fold> {
    let value = group.map_or("None", GroupBy::label);
    let chip = Chip { name: "Group", value, set: group.is_some(), clears: true }.show(ui);
    if chip.cleared {
        *group = None;
    }
    let response = chip::tip(chip.response, "Put claims together under heads");
    Popup::menu(&response).accessible_name("Group").gap(4.0).show(|ui| {
        ui.set_width(200.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        if item(ui, Tick::One, group.is_none(), "No groups", "") {
            *group = None;
            ui.close();
        }
        for (by, name) in GroupBy::ALL {
            if item(ui, Tick::One, *group == Some(by), name, "") {
                *group = Some(by);
                ui.close();
            }
        }
    });
    if !lines.is_grouped() {
        return None;
    }
    let (name, keys, fold) = match lines.all_folded() {
        false => ("Collapse all", "Shift Left", Fold::All),
        true => ("Expand all", "Shift Right", Fold::None),
    };
    button::link(ui, name).on_hover_text(keys).clicked().then_some(fold)
}

/// In which columns; one stays.
pub fn columns(ui: &mut Ui, columns: &mut BTreeSet<Column>) {
    let usual = View::default().columns;
    let value = if *columns == usual { String::new() } else { columns.len().to_string() };
    let chip = Chip { name: "Columns", value: &value, set: *columns != usual, clears: true }.show(ui);
    if chip.cleared {
        *columns = usual.clone();
    }
    let response = chip::tip(chip.response, "Choose what the table shows of a claim");
    chip::menu(&response, "Columns").show(|ui| {
        ui.set_width(200.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (column, name) in Column::ALL {
            let on = columns.contains(&column);
            if item(ui, Tick::Any, on, name, "") {
                if !on {
                    columns.insert(column);
                } else if columns.len() > 1 {
                    columns.remove(&column);
                }
            }
        }
        if *columns != usual && item(ui, Tick::None, false, "The usual ones", "") {
            *columns = usual;
        }
    });
}

/// Views that are kept. `current` is the name of the one that was shown last.
pub fn saved(
    ui: &mut Ui,
    saved: &[SavedFilter],
    view: &View,
    current: &mut Option<String>,
    out: &mut Vec<Command>,
) -> Option<Asks> {
    let same = saved.iter().find(|filter| SavedFilter::new(&filter.name, view) == **filter);
    if let Some(same) = same {
        *current = Some(same.name.clone());
    }
    let last = current.as_ref().and_then(|name| saved.iter().find(|filter| filter.name == *name));
    let value = match (last, same) {
        (Some(_), Some(same)) => same.name.clone(),
        (Some(last), None) => format!("{} (changed)", last.name),
        (None, _) => String::new(),
    };
    let name = if last.is_some() { "Saved filter" } else { "Saved filters" };
    let response = Chip { name, value: &value, set: same.is_some(), clears: false }.show(ui).response;
    let response = chip::tip(response, "Keep filters, order, groups and columns under a name");
    let mut asks = None;
    Popup::menu(&response).accessible_name("Saved filters").gap(4.0).show(|ui| {
        ui.set_width(260.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for filter in saved {
            let on = same.is_some_and(|same| same.name == filter.name);
            if item(ui, Tick::One, on, &filter.name, "") {
                *current = Some(filter.name.clone());
                out.push(Command::ShowFilter(filter.name.clone()));
                ui.close();
            }
        }
        if saved.is_empty() {
            chip::note(ui, "None yet. What you filter, sort and group can be kept under a name.");
        } else {
            ui.separator();
        }
        if let Some(last) = last.filter(|_| same.is_none())
            && item(ui, Tick::None, false, &format!("Update “{}”", last.name), "")
        {
            out.push(Command::SaveFilter(Box::new(SavedFilter::new(&last.name, view))));
            ui.close();
        }
        if item(ui, Tick::None, false, "Save this as…", "") {
            asks = Some(Asks::Save);
            ui.close();
        }
        if !saved.is_empty() && item(ui, Tick::None, false, "Rename or delete…", "") {
            asks = Some(Asks::Manage);
            ui.close();
        }
    });
    asks
}
