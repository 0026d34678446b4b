//! A query made ready for many rows.

use super::super::reading::day_number;
use super::base::{Base, Facets, NONE, Names, Texts, UNDATED, UNSAID};
use super::view::Query;
use super::words::Words;
use crate::model::{EntryId, Kind, Project};

/// Decides which rows are listed.
pub struct Wanted<'a> {
    facets: &'a Facets,
    words: Words,
    folded: &'a [Box<str>],
    countries: Option<Set>,
    /// The members of the blocs that are asked for: nobody, where these have none.
    members: Option<Set>,
    speakers: Option<Set>,
    issues: Option<Set>,
    stances: Option<Set>,
    tags: Option<Set>,
    outlets: Option<Set>,
    analysts: Option<Set>,
    voices: u16,
    bases: u16,
    confidences: u16,
    note: Option<bool>,
    condition: Option<bool>,
    /// The first and the last day.
    days: Option<(i32, i32)>,
}

/// Some of the numbers of a facet.
struct Set {
    has: Vec<bool>,
    none: bool,
}

impl Set {
    fn of_entries(names: &Names, query: &Query, kind: Kind) -> Option<Self> {
        let ids = query.of(kind);
        (!ids.is_empty()).then(|| Self::new(names.ids.len(), ids.iter().map(|id| names.number(id.slug()))))
    }

    fn of_texts<'a>(texts: &Texts, wanted: impl ExactSizeIterator<Item = &'a String>) -> Option<Self> {
        if wanted.len() == 0 {
            return None;
        }
        let mut set = Self { has: vec![false; texts.names.len()], none: false };
        for name in wanted {
            set.none |= name.is_empty();
            if let Some(number) = texts.names.iter().position(|other| **other == **name) {
                set.has[number] = true;
            }
        }
        Some(set)
    }

    /// Numbers that stand for nothing are nobody's.
    fn new(size: usize, numbers: impl Iterator<Item = u32>) -> Self {
        let mut has = vec![false; size];
        numbers.filter(|number| *number != NONE).for_each(|number| has[number as usize] = true);
        Self { has, none: false }
    }

    fn has(&self, number: u32) -> bool {
        if number == NONE { self.none } else { self.has[number as usize] }
    }
}

impl<'a> Wanted<'a> {
    /// `base` must have been made from `project`.
    pub fn new(project: &Project, base: &'a Base, query: &Query) -> Self {
        let f = &base.facets;
        let words = Words::parse(&query.words);
        let blocs = query.of(Kind::Bloc);
        let members = blocs.iter().filter_map(|id| match id {
            EntryId::Bloc(id) => project.bloc(*id),
            _ => None,
        });
        let members = members.flat_map(|bloc| &bloc.members).map(|id| f.countries.number(id.0));
        let days = (query.from.is_some() || query.until.is_some()).then(|| {
            // No day is before the first one: what has no date is left out.
            let from = query.from.map_or(UNDATED + 1, day_number);
            (from, query.until.map_or(i32::MAX, day_number))
        });
        Self {
            folded: if words.is_empty() { &[] } else { base.folded(project) },
            words,
            countries: Set::of_entries(&f.countries, query, Kind::Country),
            members: (!blocs.is_empty()).then(|| Set::new(f.countries.ids.len(), members)),
            speakers: Set::of_entries(&f.actors, query, Kind::Actor),
            issues: Set::of_entries(&f.issues, query, Kind::Issue),
            stances: Set::of_entries(&f.stances, query, Kind::Stance),
            tags: Set::of_entries(&f.tags, query, Kind::Tag),
            outlets: Set::of_texts(&f.outlet, query.outlets.iter()),
            analysts: Set::of_texts(&f.analyst, query.analysts.iter()),
            voices: mask(query.voices.iter().map(|voice| *voice as u8)),
            bases: mask(query.bases.iter().map(|basis| *basis as u8)),
            confidences: mask(query.confidences.iter().map(|degree| degree.map_or(UNSAID, |degree| degree as u8))),
            note: query.note,
            condition: query.condition,
            days,
            facets: f,
        }
    }

    /// Whether a row is listed.
    pub fn has(&self, row: u32) -> bool {
        let (f, at) = (self.facets, row as usize);
        let one = |set: &Option<Set>, number: u32| set.as_ref().is_none_or(|set| set.has(number));
        let any = |set: &Option<Set>, numbers: &[u32]| {
            set.as_ref().is_none_or(|set| numbers.iter().any(|number| set.has(*number)))
        };
        any(&self.countries, f.country.of(row))
            && any(&self.members, f.country.of(row))
            && any(&self.tags, f.tag.of(row))
            && one(&self.issues, f.issue[at])
            && one(&self.stances, f.stance[at])
            && one(&self.speakers, f.speaker[at])
            && one(&self.outlets, f.outlet.of[at])
            && one(&self.analysts, f.analyst.of[at])
            && self.voices & (1 << f.voice[at]) != 0
            && self.bases & (1 << f.basis[at]) != 0
            && self.confidences & (1 << f.confidence[at]) != 0
            && self.note.is_none_or(|note| f.noted[at] == note)
            && self.condition.is_none_or(|condition| f.conditional[at] == condition)
            && self.days.is_none_or(|(from, until)| (from..=until).contains(&f.day[at]))
            && self.folded.get(at).is_none_or(|text| self.words.are_in(text))
    }
}

/// A bit for each number; all of them where there is none.
fn mask(numbers: impl Iterator<Item = u8>) -> u16 {
    match numbers.fold(0, |mask, number| mask | 1 << number) {
        0 => u16::MAX,
        mask => mask,
    }
}
