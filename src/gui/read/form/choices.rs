//! What can be chosen in the fields of the form, and what is created there.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::edit::ops::codebook;
use crate::model::{
    Actor, ActorId, Country, CountryId, Entry, EntryId, Issue, IssueId, Kind, Party, Project, Table, TagId,
};
use crate::session::finder::Candidate;
use crate::suggest::gazetteer::{CountryRef, Gazetteer, Known};
use crate::text::fold::fold;

/// The codebook as the form sees it: the project's rows, and those created in the form, which become rows
/// of the project together with the claim.
pub struct Codebook<'a> {
    pub project: &'a Project,
    pub new: &'a [Entry],
    pub shelves: &'a RefCell<Shelves>,
}

/// What the fields offer, made once for as long as the codebook stays as it is.
#[derive(Default)]
pub struct Shelves {
    countries: Shelf<CountryRef>,
    actors: Shelf<ActorId>,
    parties: Shelf<Addressee>,
    issues: Shelf<IssueId>,
    tags: Shelf<TagId>,
}

struct Shelf<T> {
    made_of: Option<Tables>,
    rows: Rc<Vec<Candidate<T>>>,
}

/// The tables that the fields offer rows of, and the rows that were created in the form.
struct Tables {
    countries: Table<CountryId, Country>,
    actors: Table<ActorId, Actor>,
    issues: Table<IssueId, Issue>,
    tags: Table<TagId, crate::model::Tag>,
    new: Vec<Entry>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { made_of: None, rows: Rc::default() }
    }
}

impl<T> Shelf<T> {
    fn of(&mut self, book: &Codebook<'_>, make: impl FnOnce() -> Vec<Candidate<T>>) -> Rc<Vec<Candidate<T>>> {
        if self.made_of.as_ref().is_none_or(|tables| !tables.are_of(book)) {
            (self.made_of, self.rows) = (Some(Tables::of(book)), Rc::new(make()));
        }
        self.rows.clone()
    }
}

impl Tables {
    fn of(book: &Codebook<'_>) -> Self {
        let project = book.project;
        let (countries, actors) = (project.countries().clone(), project.actors().clone());
        let (issues, tags) = (project.issues().clone(), project.tags().clone());
        Self { countries, actors, issues, tags, new: book.new.to_vec() }
    }

    fn are_of(&self, book: &Codebook<'_>) -> bool {
        let project = book.project;
        self.countries.ptr_eq(project.countries())
            && self.actors.ptr_eq(project.actors())
            && self.issues.ptr_eq(project.issues())
            && self.tags.ptr_eq(project.tags())
            && self.new == book.new
    }
}

/// A party that can be addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee {
    /// One of the codebook.
    Party(Party),
    /// A country that the codebook does not have yet.
    Known(&'static Known),
}

impl Codebook<'_> {
    fn entries(&self, kind: Kind) -> impl Iterator<Item = Entry> {
        let new = self.new.iter().filter(move |entry| entry.id().kind() == kind).cloned();
        self.project.entries(kind).into_iter().chain(new)
    }

    fn entry(&self, id: EntryId) -> Option<Entry> {
        self.new.iter().find(|entry| entry.id() == id).cloned().or_else(|| self.project.entry(id))
    }

    /// Code (may be empty) and name of a row.
    pub fn chip(&self, id: EntryId) -> (String, String) {
        match self.entry(id) {
            Some(Entry::Country(row)) => (row.iso.clone(), row.name.clone()),
            Some(entry) => (String::new(), entry.label().to_owned()),
            None => (String::new(), id.slug().to_string()),
        }
    }

    /// An actor, of the project or new.
    pub fn actor(&self, id: ActorId) -> Option<Arc<Actor>> {
        if let Some(Entry::Actor(row)) = self.entry(EntryId::Actor(id)) { Some(row) } else { None }
    }

    /// An issue, of the project or new.
    pub fn issue(&self, id: IssueId) -> Option<Arc<Issue>> {
        if let Some(Entry::Issue(row)) = self.entry(EntryId::Issue(id)) { Some(row) } else { None }
    }

    /// Every row of a kind, to be found by name and other names.
    fn rows(&self, kind: Kind) -> impl Iterator<Item = Candidate<EntryId>> {
        self.entries(kind).map(|entry| {
            let others = entry.other_names().into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect();
            Candidate::new(entry.id(), entry.label(), others)
        })
    }

    /// Countries of the codebook first, then everything in the gazetteer that is not in it yet.
    pub fn countries(&self) -> Rc<Vec<Candidate<CountryRef>>> {
        self.shelves.borrow_mut().countries.of(self, || {
            let rows = self.rows(Kind::Country).filter_map(|row| match row.value {
                EntryId::Country(id) => Some(row.map(CountryRef::Codebook(id))),
                _ => None,
            });
            let known = |known: &'static Known| Candidate::new(CountryRef::Known(known), &*known.name, names(known));
            rows.chain(self.known().map(known)).collect()
        })
    }

    /// What the gazetteer knows and the codebook does not have.
    fn known(&self) -> impl Iterator<Item = &'static Known> {
        let rows: Vec<Entry> = self.entries(Kind::Country).collect();
        Gazetteer::get().entries().iter().filter(move |known| {
            !rows.iter().any(|row| match row {
                Entry::Country(row) => {
                    row.id == known.id || (!known.iso.is_empty() && row.iso == known.iso) || row.name == known.name
                }
                _ => false,
            })
        })
    }

    /// The actors.
    pub fn actors(&self) -> Rc<Vec<Candidate<ActorId>>> {
        let actor = |row: Candidate<EntryId>| match row.value {
            EntryId::Actor(id) => Some(row.map(id)),
            _ => None,
        };
        self.shelves.borrow_mut().actors.of(self, || self.rows(Kind::Actor).filter_map(actor).collect())
    }

    /// Countries and actors, then what the gazetteer knows.
    pub fn parties(&self) -> Rc<Vec<Candidate<Addressee>>> {
        self.shelves.borrow_mut().parties.of(self, || {
            let rows = self.rows(Kind::Country).chain(self.rows(Kind::Actor)).filter_map(|row| match row.value {
                EntryId::Country(id) => Some(row.map(Addressee::Party(Party::Country(id)))),
                EntryId::Actor(id) => Some(row.map(Addressee::Party(Party::Actor(id)))),
                _ => None,
            });
            let known = |known: &'static Known| Candidate::new(Addressee::Known(known), &*known.name, names(known));
            rows.chain(self.known().map(known)).collect()
        })
    }

    /// The issues.
    pub fn issues(&self) -> Rc<Vec<Candidate<IssueId>>> {
        let issue = |row: Candidate<EntryId>| match row.value {
            EntryId::Issue(id) => Some(row.map(id)),
            _ => None,
        };
        self.shelves.borrow_mut().issues.of(self, || self.rows(Kind::Issue).filter_map(issue).collect())
    }

    /// The tags.
    pub fn tags(&self) -> Rc<Vec<Candidate<TagId>>> {
        let tag = |row: Candidate<EntryId>| match row.value {
            EntryId::Tag(id) => Some(row.map(id)),
            _ => None,
        };
        self.shelves.borrow_mut().tags.of(self, || self.rows(Kind::Tag).filter_map(tag).collect())
    }

    /// The name of a country, known or to be.
    pub fn name_of(&self, who: CountryRef) -> String {
        match who {
            CountryRef::Codebook(id) => self.chip(EntryId::Country(id)).1,
            CountryRef::Known(known) => known.name.clone(),
        }
    }

    /// The country meant, and its row where it is not in the codebook yet.
    pub fn country(&self, who: CountryRef) -> (Option<CountryId>, Option<Entry>) {
        let (id, new) = match who {
            CountryRef::Codebook(id) => return (Some(id), None),
            CountryRef::Known(known) => {
                let Entry::Country(blank) = codebook::blank(self.project, Kind::Country, &known.name) else {
                    return (None, None);
                };
                let row = Country { id: blank.id, ..known.row(blank.rank) };
                self.or_same(Entry::Country(Arc::new(row)))
            }
        };
        (if let EntryId::Country(id) = id { Some(id) } else { None }, new)
    }

    /// A row of that name: the one that bears it already, or a new one.
    pub fn create(&self, kind: Kind, label: &str) -> (EntryId, Option<Entry>) {
        self.or_same(codebook::blank(self.project, kind, label))
    }

    /// The row that bears the name of `entry` already, else `entry` itself under a free id.
    fn or_same(&self, entry: Entry) -> (EntryId, Option<Entry>) {
        let (id, label) = (entry.id(), fold(entry.label()));
        if id.kind() != Kind::Actor
            && let Some(same) = self.entries(id.kind()).find(|row| fold(row.label()) == label)
        {
            return (same.id(), None);
        }
        let mut number = 1;
        let mut free = entry;
        while self.entry(free.id()).is_some() {
            number += 1;
            free = free.with_id(id.slug().numbered(number));
        }
        (free.id(), Some(free))
    }
}

fn names(known: &Known) -> Vec<String> {
    let mut names = vec![known.iso.clone()];
    names.extend(known.names().skip(1).map(str::to_owned));
    names.retain(|name| !name.is_empty());
    names
}
