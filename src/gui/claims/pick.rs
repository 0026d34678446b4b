//! A field for rows of the codebook, one or several, new ones included; for dialogs.

use eframe::egui::Ui;

use crate::edit::ops::codebook;
use crate::gui::codebook::{Names, chip};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker};
use crate::model::{Entry, EntryId, Kind};
use crate::session::Desk;

/// What was picked.
#[derive(Default)]
pub struct Pick {
    picker: Picker,
    names: Names,
    /// In the order in which they were picked.
    pub ids: Vec<EntryId>,
    /// Those of them that are not in the codebook yet.
    pub new: Vec<Entry>,
}

/// How the field is to be.
pub struct How<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What is picked.
    pub kind: Kind,
    /// Any number of them.
    pub several: bool,
    /// New ones can be made.
    pub creates: bool,
}

impl Pick {
    /// A field that asks for the keyboard.
    pub fn focused() -> Self {
        Self { picker: Picker::focused(), ..Self::default() }
    }

    /// Shows the field. Whether Enter was pressed on what was picked.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, how: &How<'_>) -> bool {
        let project = desk.project();
        let candidates = self.names.of(ui, &self.picker, how.name, desk, how.kind, None);
        self.ids.retain(|id| project.contains(*id) || self.new.iter().any(|row| row.id() == *id));
        let shown = |id: &EntryId| match self.new.iter().find(|row| row.id() == *id) {
            Some(row) => (String::new(), format!("{} (new)", row.label())),
            None => project.entry(*id).map_or_else(|| (String::new(), id.slug().to_string()), |entry| chip(&entry)),
        };
        let chosen: Vec<_> = self.ids.iter().map(shown).collect();
        let creates = how.creates.then(|| how.kind.noun());
        let look =
            Look { name: how.name, hint: "Type to find", chosen: &chosen, proposed: &[], creates, offers: false };
        match self.picker.show(ui, &look, &candidates).0 {
            Picked::Taken(id) => self.take(id, how.several),
            Picked::Create(name) if how.creates => {
                let row = codebook::blank(project, how.kind, &name);
                let id = row.id();
                if !self.ids.contains(&id) {
                    self.take(id, how.several);
                    self.new.push(row);
                }
            }
            Picked::Removed(index) => {
                let id = self.ids.remove(index);
                self.new.retain(|row| row.id() != id);
            }
            Picked::Next => return !chosen.is_empty(),
            Picked::Nothing | Picked::Create(_) | Picked::Proposal(_) => {}
        }
        false
    }

    /// The first one that was picked.
    pub fn one(&self) -> Option<EntryId> {
        self.ids.first().copied()
    }

    fn take(&mut self, id: EntryId, several: bool) {
        if !several {
            self.ids.clear();
            self.new.clear();
        }
        if !self.ids.contains(&id) {
            self.ids.push(id);
        }
    }
}
