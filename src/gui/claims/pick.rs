//! A field for rows of the codebook, one or several, new ones included; for dialogs.

use std::sync::Arc;

use eframe::egui::Ui;

use crate::edit::ops::codebook;
use crate::gui::codebook::{Names, chip};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker};
use crate::model::{Country, Entry, EntryId, Kind, Project};
use crate::session::Desk;
use crate::suggest::gazetteer::Gazetteer;
use crate::text::fold::fold;

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
                let row = self.created(project, how.kind, &name);
                let id = row.id();
                let known = project.contains(id) || self.new.iter().any(|new| new.id() == id);
                self.take(id, how.several);
                if !known {
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

    /// The row that bears this name already, or a new one under a free id; a country as the world knows it.
    fn created(&self, project: &Project, kind: Kind, name: &str) -> Entry {
        let folded = fold(name.trim());
        let new = self.new.iter().filter(|row| row.id().kind() == kind).cloned();
        let mut rows = project.entries(kind).into_iter().chain(new);
        if let Some(same) = rows.find(|row| fold(row.label()) == folded) {
            return same;
        }
        let mut row = codebook::blank(project, kind, name);
        let known = Gazetteer::get().entries().iter().find(|known| fold(&known.name) == folded);
        if let (Entry::Country(blank), Some(known)) = (&row, known) {
            row = Entry::Country(Arc::new(Country { id: blank.id, ..known.row(blank.rank) }));
        }
        let (slug, mut number) = (row.id().slug(), 1);
        while self.new.iter().any(|new| new.id() == row.id()) || project.contains(row.id()) {
            number += 1;
            row = row.with_id(slug.numbered(number));
        }
        row
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_row_is_made_once_for_each_name_and_known_ones_are_taken() {
        let project =
            crate::store::from_str(include_str!("../../../projects/paris-talks.ron")).expect("the sample").project;
        let mut pick = Pick::default();
        for (kind, name) in [(Kind::Tag, "C"), (Kind::Tag, "C++"), (Kind::Country, "Chad")] {
            let row = pick.created(&project, kind, name);
            assert!(!project.contains(row.id()), "{name}");
            assert!(pick.new.iter().all(|new| new.id() != row.id()), "{name} has an id of its own");
            assert_eq!(pick.created(&project, kind, name), row, "{name}");
            pick.new.push(row);
        }
        assert!(matches!(&pick.new[2], Entry::Country(row) if row.iso == "TCD"), "{:?}", pick.new[2]);
        for kind in [Kind::Issue, Kind::Country] {
            let first = project.entries(kind).remove(0);
            let typed = format!(" {} ", first.label().to_uppercase());
            assert_eq!(pick.created(&project, kind, &typed), first);
        }
    }
}
