//! Where in the file the row stands that a problem is about.

use std::collections::HashMap;

use super::salvage::places_of;
use super::v1::rows::{Row, each};
use super::v1::{Claim, Excerpt, Party};
use super::words::Words;
use super::{Place, as_written, version};
use crate::model::{EntryId, Kind, Problem};

/// For each problem the place of the row it is about, or of the id in it that is wrong; `None` where it does
/// not stand in the file, as when the file has changed. Goes through the file once.
pub fn places(source: &str, problems: &[Problem]) -> Vec<Option<Place>> {
    let source = &*as_written(source);
    let mut wanted = Wanted { source, by_row: HashMap::new(), found: vec![None; problems.len()] };
    for (index, problem) in problems.iter().enumerate() {
        let (row, detail) = about(problem);
        wanted.by_row.entry(row).or_default().push((index, detail));
    }
    if !problems.is_empty() && version::format_of(source).is_some_and(|format| format <= version::FORMAT) {
        // What stands before a row that cannot be read is found all the same.
        let _ = each(source, |row, at| wanted.see(&row, at));
    }
    let mut found: Vec<(usize, usize)> =
        wanted.found.iter().enumerate().filter_map(|(index, at)| Some(((*at)?, index))).collect();
    found.sort_unstable();
    let mut places = vec![None; problems.len()];
    for ((_, index), place) in found.iter().zip(places_of(source, found.iter().map(|(at, _)| *at))) {
        places[*index] = Some(place);
    }
    places
}

/// A row, as problems call it.
#[derive(PartialEq, Eq, Hash)]
enum RowName {
    Article(String),
    Excerpt(String),
    Entry(EntryId),
    /// The second of two stances, by their names.
    Stance(String),
    /// "claim c1"
    Whose(String),
}

/// What of a row is wrong.
#[derive(Clone, Copy)]
enum Detail {
    Row,
    /// It names this.
    Names(EntryId),
    /// It names this a second time.
    NamesTwice(EntryId),
}

fn about(problem: &Problem) -> (RowName, Detail) {
    match problem {
        Problem::Adrift { excerpt, .. } | Problem::NoWords { excerpt, .. } | Problem::NoArticle { excerpt, .. } => {
            (RowName::Excerpt(excerpt.to_string()), Detail::Row)
        }
        Problem::NoText(article) => (RowName::Article(article.to_string()), Detail::Row),
        Problem::NoExcerpt { claim, .. } | Problem::Nobody(claim) => {
            (RowName::Whose(format!("claim {claim}")), Detail::Row)
        }
        Problem::Dangling { whose, missing } => (RowName::Whose(whose.clone()), Detail::Names(*missing)),
        Problem::Twice { whose, twice } => (RowName::Whose(whose.clone()), Detail::NamesTwice(*twice)),
        Problem::SameKey(_, second) => (RowName::Stance(second.clone()), Detail::Row),
        Problem::NoName(id) => (RowName::Entry(*id), Detail::Row),
        Problem::NoViewName(id) => (RowName::Whose(format!("view “{id}”")), Detail::Row),
    }
}

struct Wanted<'s> {
    source: &'s str,
    by_row: HashMap<RowName, Vec<(usize, Detail)>>,
    /// The byte for each problem.
    found: Vec<Option<usize>>,
}

impl<'s> Wanted<'s> {
    fn see(&mut self, row: &Row<'s>, at: usize) {
        match row {
            Row::Stance(row) => {
                self.note(&RowName::Stance(row.label.as_str().into()), &row.id, at, &[]);
                self.note_entry(Kind::Stance, &row.id, at);
            }
            Row::Country(row) => self.note_entry(Kind::Country, &row.id, at),
            Row::Actor(row) => {
                self.note_entry(Kind::Actor, &row.id, at);
                let whose = RowName::Whose(format!("actor “{}”", row.id.as_str()));
                self.note(&whose, &row.id, at, &[(Kind::Country, &row.country)]);
            }
            Row::Issue(row) => self.note_entry(Kind::Issue, &row.id, at),
            Row::Tag(row) => self.note_entry(Kind::Tag, &row.id, at),
            Row::Bloc(row) => {
                self.note_entry(Kind::Bloc, &row.id, at);
                let whose = RowName::Whose(format!("bloc “{}”", row.id.as_str()));
                let members: Vec<_> = row.members.iter().map(|words| (Kind::Country, words)).collect();
                self.note(&whose, &row.id, at, &members);
            }
            Row::View(row) => {
                let whose = RowName::Whose(format!("view “{}”", row.id.as_str()));
                self.note(&whose, &row.id, at, &[]);
            }
            Row::Article(row) => {
                self.note(&RowName::Article(row.id.as_str().into()), &row.id, at, &[]);
                row.excerpts.iter().for_each(|row| self.see_excerpt(row, at));
            }
            Row::Assessment(row) => {
                let (country, issue) = (&row.country, &row.issue);
                let whose = format!("the assessment of {} on {}", country.as_str(), issue.as_str());
                let names = [(Kind::Country, country), (Kind::Issue, issue), (Kind::Stance, &row.stance)];
                self.note(&RowName::Whose(whose), country, at, &names);
            }
        }
    }

    fn see_excerpt(&mut self, row: &Excerpt<'s>, article: usize) {
        self.note(&RowName::Excerpt(row.id.as_str().into()), &row.id, article, &[]);
        row.claims.iter().for_each(|row| self.see_claim(row, article));
    }

    fn see_claim(&mut self, row: &Claim<'s>, article: usize) {
        let whose = RowName::Whose(format!("claim {}", row.id.as_str()));
        if !self.by_row.contains_key(&whose) {
            return;
        }
        let mut names: Vec<(Kind, &Words)> = row.countries.iter().map(|words| (Kind::Country, words)).collect();
        names.extend(row.tags.iter().map(|words| (Kind::Tag, words)));
        names.extend(row.addressees.iter().map(|party| match party {
            Party::Country(words) => (Kind::Country, words),
            Party::Actor(words) => (Kind::Actor, words),
        }));
        names.extend([(Kind::Actor, &row.speaker), (Kind::Issue, &row.issue), (Kind::Stance, &row.stance)]);
        self.note(&whose, &row.id, article, &names);
    }

    fn note_entry(&mut self, kind: Kind, id: &Words<'s>, at: usize) {
        if let Ok(slug) = id.as_str().parse() {
            self.note(&RowName::Entry(EntryId::new(kind, slug)), id, at, &[]);
        }
    }

    /// Notes the place of a row for every problem about it. The second row of a name is meant where two
    /// stances have one; elsewhere names are unique.
    fn note(&mut self, row: &RowName, id: &Words<'s>, at: usize, names: &[(Kind, &Words<'s>)]) {
        let Some(problems) = self.by_row.get(row) else { return };
        for (index, detail) in problems {
            let named = |id: &EntryId| {
                let same =
                    names.iter().filter(|(kind, words)| *kind == id.kind() && words.as_str() == id.slug().as_str());
                same.map(|(_, words)| *words).collect::<Vec<_>>()
            };
            let words = match detail {
                Detail::Row => None,
                Detail::Names(id) => named(id).first().copied(),
                Detail::NamesTwice(id) => named(id).get(1).copied(),
            };
            let place = words.and_then(|words| words.offset_in(self.source)).or_else(|| id.offset_in(self.source));
            self.found[*index] = Some(place.unwrap_or(at));
        }
    }
}
