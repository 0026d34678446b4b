//! Choosing a row of the codebook by typing, for dialogs.

use std::sync::Arc;

use eframe::egui::Ui;

use crate::derive::Memo;
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker};
use crate::model::{Entry, EntryId, Kind, Project};
use crate::session::Desk;
use crate::session::finder::Candidate;

/// A field for one row of the codebook.
#[derive(Default)]
pub struct Chooser {
    picker: Picker,
    chosen: Option<EntryId>,
    accepted: bool,
    names: Names,
}

impl Chooser {
    /// A field that asks for the keyboard.
    pub fn focused() -> Self {
        Self { picker: Picker::focused(), ..Self::default() }
    }

    /// What was chosen.
    pub fn chosen(&self) -> Option<EntryId> {
        self.chosen
    }

    /// Whether Enter was pressed on what was chosen, in this frame.
    pub fn accepted(&self) -> bool {
        self.accepted
    }

    /// Shows the field: the rows of `kind` but `without`.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, kind: Kind, without: Option<EntryId>) {
        let project = desk.project();
        let candidates = self.names.of(ui, &self.picker, kind.noun(), desk, kind, without);
        self.chosen = self.chosen.filter(|id| project.contains(*id));
        let chosen: Vec<_> =
            self.chosen.and_then(|id| project.entry(id)).map(|entry| chip(&entry)).into_iter().collect();
        let look = Look {
            name: kind.noun(),
            hint: "Type to find",
            chosen: &chosen,
            proposed: &[],
            creates: None,
            offers: false,
        };
        let had = !chosen.is_empty();
        self.accepted = false;
        match self.picker.show(ui, &look, &candidates).0 {
            Picked::Taken(id) => self.chosen = Some(id),
            Picked::Removed(_) => self.chosen = None,
            Picked::Next => self.accepted = had,
            Picked::Nothing | Picked::Create(_) | Picked::Proposal(_) => {}
        }
    }
}

/// The rows of a kind to be found by typing, made ready while a field is in use and once per revision.
#[derive(Default)]
pub struct Names {
    last: Memo<(u64, Kind, Option<EntryId>), Vec<Candidate<EntryId>>>,
}

impl Names {
    /// The rows of `kind` but `without`, for the picker called `name`; nothing while that is not in use.
    pub fn of(
        &self,
        ui: &Ui,
        picker: &Picker,
        name: &str,
        desk: &Desk,
        kind: Kind,
        without: Option<EntryId>,
    ) -> Arc<Vec<Candidate<EntryId>>> {
        if !picker.is_active(ui, name) {
            return Arc::default();
        }
        let key = (desk.document().revision(), kind, without);
        self.last.get(key, || candidates(desk.project(), kind, without))
    }
}

/// The rows of a kind, to be found by typing.
pub fn candidates(project: &Project, kind: Kind, without: Option<EntryId>) -> Vec<Candidate<EntryId>> {
    let rows = project.entries(kind).into_iter().filter(|entry| Some(entry.id()) != without);
    rows.map(|entry| {
        Candidate::new(entry.id(), entry.label(), entry.other_names().into_iter().map(str::to_owned).collect())
    })
    .collect()
}

/// A row as a chip: its code, where it has one, and its name.
pub fn chip(entry: &Entry) -> (String, String) {
    let code = if let Entry::Country(country) = entry { country.iso.clone() } else { String::new() };
    (code, entry.label().to_owned())
}
