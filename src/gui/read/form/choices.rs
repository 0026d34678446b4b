//! What can be chosen in the fields of the form.

use std::sync::Arc;

use crate::edit::ops::codebook;
use crate::model::{ActorId, Country, CountryId, Entry, EntryId, IssueId, Kind, Party, Project, TagId};
use crate::session::Command;
use crate::session::finder::Candidate;
use crate::suggest::gazetteer::{CountryRef, Gazetteer};
use crate::text::fold::fold;

/// Every row of a kind, to be found by name and other names.
fn rows(project: &Project, kind: Kind) -> impl Iterator<Item = (EntryId, Candidate<()>)> {
    project.entries(kind).into_iter().map(|entry| {
        let others = entry.other_names().into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect();
        (entry.id(), Candidate { value: (), label: entry.label().to_owned(), others })
    })
}

fn with<T, U>(candidate: Candidate<T>, value: U) -> Candidate<U> {
    Candidate { value, label: candidate.label, others: candidate.others }
}

/// Countries of the codebook first, then everything in the gazetteer that is not in it yet.
pub fn countries(project: &Project) -> Vec<Candidate<CountryRef>> {
    let mut found: Vec<Candidate<CountryRef>> = rows(project, Kind::Country)
        .filter_map(|(id, row)| match id {
            EntryId::Country(id) => Some(with(row, CountryRef::Codebook(id))),
            _ => None,
        })
        .collect();
    for known in Gazetteer::get().entries() {
        let there = project
            .countries()
            .values()
            .any(|row| row.id == known.id || (!known.iso.is_empty() && row.iso == known.iso) || row.name == known.name);
        if !there {
            let mut others = vec![known.iso.clone()];
            others.extend(known.names().skip(1).map(str::to_owned));
            others.retain(|name| !name.is_empty());
            found.push(Candidate { value: CountryRef::Known(known), label: known.name.clone(), others });
        }
    }
    found
}

/// The actors.
pub fn actors(project: &Project) -> Vec<Candidate<ActorId>> {
    rows(project, Kind::Actor)
        .filter_map(|(id, row)| if let EntryId::Actor(id) = id { Some(with(row, id)) } else { None })
        .collect()
}

/// Countries and actors.
pub fn parties(project: &Project) -> Vec<Candidate<Party>> {
    let countries = rows(project, Kind::Country).chain(rows(project, Kind::Actor));
    countries
        .filter_map(|(id, row)| match id {
            EntryId::Country(id) => Some(with(row, Party::Country(id))),
            EntryId::Actor(id) => Some(with(row, Party::Actor(id))),
            _ => None,
        })
        .collect()
}

/// The issues.
pub fn issues(project: &Project) -> Vec<Candidate<IssueId>> {
    rows(project, Kind::Issue)
        .filter_map(|(id, row)| if let EntryId::Issue(id) = id { Some(with(row, id)) } else { None })
        .collect()
}

/// The tags.
pub fn tags(project: &Project) -> Vec<Candidate<TagId>> {
    rows(project, Kind::Tag)
        .filter_map(|(id, row)| if let EntryId::Tag(id) = id { Some(with(row, id)) } else { None })
        .collect()
}

/// The name of a country, known or to be.
pub fn label_of(project: &Project, who: CountryRef) -> String {
    match who {
        CountryRef::Codebook(id) => project.country(id).map_or_else(|| id.to_string(), |row| row.name.clone()),
        CountryRef::Known(known) => known.name.clone(),
    }
}

/// The country of that name in the codebook; puts it there first where it is only known to the gazetteer.
pub fn country_of(project: &Project, who: CountryRef, out: &mut Vec<Command>) -> Option<CountryId> {
    match who {
        CountryRef::Codebook(id) => Some(id),
        CountryRef::Known(known) => {
            let Entry::Country(blank) = codebook::blank(project, Kind::Country, &known.name) else { return None };
            let row = Country { id: blank.id, ..known.row(blank.rank) };
            match create_entry(project, Entry::Country(Arc::new(row)), out) {
                Some(EntryId::Country(id)) => Some(id),
                _ => None,
            }
        }
    }
}

/// Puts a new row of that name into the codebook; returns its id, or that of the row that bears the name.
pub fn create(project: &Project, kind: Kind, label: &str, out: &mut Vec<Command>) -> Option<EntryId> {
    create_entry(project, codebook::blank(project, kind, label), out)
}

/// Puts a new row into the codebook; returns its id, or that of the row that bears its name already.
fn create_entry(project: &Project, entry: Entry, out: &mut Vec<Command>) -> Option<EntryId> {
    let (id, label) = (entry.id(), fold(entry.label()));
    if codebook::create(project, entry.clone()).is_err() {
        return project.entries(id.kind()).iter().find(|row| fold(row.label()) == label).map(Entry::id);
    }
    out.push(Command::Create(entry));
    Some(id)
}
