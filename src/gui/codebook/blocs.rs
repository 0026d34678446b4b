//! The members of a bloc.

use eframe::egui::{Popup, ScrollArea, Ui};

use super::add;
use super::choose::{candidates, chip};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker, button};
use crate::model::{Bloc, BlocId, CountryId, Entry, EntryId, Kind, Project};
use crate::session::Command;
use crate::session::finder::Candidate;
use crate::suggest::gazetteer::{Gazetteer, KnownBloc};

/// What the fields of a bloc remember.
#[derive(Default)]
pub struct BlocFields {
    picker: Picker,
    /// The bloc of the gazetteer whose members were asked for.
    preset: Option<&'static KnownBloc>,
}

impl BlocFields {
    /// Shows the members. The members as they are to be, where they were changed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        bloc: &Bloc,
        out: &mut Vec<Command>,
    ) -> Option<Vec<CountryId>> {
        let entries = bloc.members.iter().filter_map(|id| project.entry(EntryId::Country(*id)));
        let chosen: Vec<_> = entries.map(|entry| chip(&entry)).collect();
        let mut free = candidates(project, Kind::Country, None);
        free.retain(|Candidate { value, .. }| !bloc.members.iter().any(|id| EntryId::Country(*id) == *value));
        let look = Look {
            name: "Members",
            hint: "Type to find",
            chosen: &chosen,
            proposed: &[],
            creates: None,
            offers: false,
        };
        let mut members = bloc.members.clone();
        match self.picker.show(ui, &look, &free).0 {
            Picked::Taken(EntryId::Country(id)) => members.push(id),
            Picked::Removed(index) if index < members.len() => _ = members.remove(index),
            _ => {}
        }
        self.presets(ui, project, bloc.id, &mut members, out);
        (members != bloc.members).then_some(members)
    }

    fn presets(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        bloc: BlocId,
        members: &mut Vec<CountryId>,
        out: &mut Vec<Command>,
    ) {
        let take = |bloc: &'static KnownBloc, members: &mut Vec<CountryId>| {
            let (here, _) = add::members(&add::known_here(project), bloc);
            members.extend(here.into_iter().filter(|id| !members.contains(id)).collect::<Vec<_>>());
        };
        ui.horizontal_wrapped(|ui| {
            let response = button::secondary(ui, "From the list…").on_hover_text("Members of a bloc that is known");
            Popup::menu(&response).show(|ui| {
                ui.set_width(260.0);
                let here = add::known_here(project);
                ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                    for known in Gazetteer::get().blocs() {
                        let (ids, missing) = add::members(&here, known);
                        let label = format!("{} – {} of {} here", known.label, ids.len(), ids.len() + missing.len());
                        if ui.button(label).clicked() {
                            self.preset = Some(known);
                            take(known, members);
                        }
                    }
                });
            });
            let Some(preset) = self.preset else { return };
            let (_, missing) = add::members(&add::known_here(project), preset);
            if !missing.is_empty() {
                let label = format!("Add the {} missing members of {}", missing.len(), preset.label);
                if button::link(ui, &label).clicked() {
                    let rows = add::rows(project, &missing);
                    members.extend(rows.iter().filter_map(|row| match row {
                        Entry::Country(row) => Some(row.id),
                        _ => None,
                    }));
                    out.push(Command::CreateAll(rows));
                    out.push(Command::SelectEntry(Some(EntryId::Bloc(bloc))));
                }
            }
        });
    }
}
