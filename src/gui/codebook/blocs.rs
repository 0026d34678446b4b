//! The members of a bloc.

use eframe::egui::{Popup, ScrollArea, Ui};

use super::add::{self, KnownHere};
use super::choose::{candidates, chip};
use crate::derive::Memo;
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker, button};
use crate::model::{Bloc, BlocId, CountryId, Entry, EntryId, Kind};
use crate::session::finder::Candidate;
use crate::session::{Command, Desk};
use crate::suggest::gazetteer::KnownBloc;

/// What the fields of a bloc remember.
#[derive(Default)]
pub struct BlocFields {
    picker: Picker,
    /// The bloc of the gazetteer whose members were asked for.
    preset: Option<&'static KnownBloc>,
    known: KnownHere,
    /// The countries that are no members of a bloc, at a revision.
    free: Memo<(u64, BlocId), Vec<Candidate<EntryId>>>,
}

impl BlocFields {
    /// Shows the members. The members as they are to be, where they were changed.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, bloc: &Bloc, out: &mut Vec<Command>) -> Option<Vec<CountryId>> {
        let (project, revision) = (desk.project(), desk.document().revision());
        let entries = bloc.members.iter().filter_map(|id| project.entry(EntryId::Country(*id)));
        let chosen: Vec<_> = entries.map(|entry| chip(&entry)).collect();
        let look = Look {
            name: "Members",
            hint: "Type to find",
            chosen: &chosen,
            proposed: &[],
            creates: None,
            offers: false,
        };
        let free = || {
            let mut free = candidates(project, Kind::Country, None);
            free.retain(|Candidate { value, .. }| !bloc.members.iter().any(|id| EntryId::Country(*id) == *value));
            free
        };
        let free = self.picker.is_active(ui, look.name).then(|| self.free.get((revision, bloc.id), free));
        let mut members = bloc.members.clone();
        match self.picker.show(ui, &look, free.as_ref().map_or(&[], |free| free.as_slice())).0 {
            Picked::Taken(EntryId::Country(id)) => members.push(id),
            Picked::Removed(index) if index < members.len() => _ = members.remove(index),
            _ => {}
        }
        self.presets(ui, desk, bloc.id, &mut members, out);
        (members != bloc.members).then_some(members)
    }

    fn presets(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        bloc: BlocId,
        members: &mut Vec<CountryId>,
        out: &mut Vec<Command>,
    ) {
        ui.horizontal_wrapped(|ui| {
            let response = button::secondary(ui, "From the list…").on_hover_text("Members of a bloc that is known");
            Popup::menu(&response).show(|ui| {
                ui.set_width(260.0);
                let known = self.known.blocs(desk);
                ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
                    for row in known.iter() {
                        let all = row.here.len() + row.missing.len();
                        let label = format!("{} – {} of {all} here", row.bloc.label, row.here.len());
                        if ui.button(label).clicked() {
                            self.preset = Some(row.bloc);
                            let new: Vec<CountryId> =
                                row.here.iter().copied().filter(|id| !members.contains(id)).collect();
                            members.extend(new);
                        }
                    }
                });
            });
            let Some(preset) = self.preset else { return };
            let known = self.known.blocs(desk);
            let row = known.iter().find(|row| std::ptr::eq(row.bloc, preset));
            let Some(row) = row.filter(|row| !row.missing.is_empty()) else { return };
            let label = format!("Add the {} missing members of {}", row.missing.len(), preset.label);
            if button::link(ui, &label).clicked() {
                let rows = add::rows(desk.project(), &row.missing);
                members.extend(rows.iter().filter_map(|row| match row {
                    Entry::Country(row) => Some(row.id),
                    _ => None,
                }));
                out.push(Command::CreateAll(rows));
                out.push(Command::SelectEntry(Some(EntryId::Bloc(bloc))));
            }
        });
    }
}
