//! A filter made ready for many rows: what can be asked of a row is a mask, the rest is answered per claim.
//! What passes is what [`Filter::passes`] says.

use super::facts::{Fact, Facts};
use super::reading::day_number;
use super::sources::Sources;
use crate::model::look::{Filter, Settings};
use crate::model::{Basis, Project, Voice};

/// Decides which rows count.
pub(super) struct Sieve<'f> {
    /// The last day that counts.
    last_day: Option<i32>,
    voices: u8,
    bases: u8,
    /// By ordinal: whether the claim passes by outlet, analyst and tags; `None` when none of these is asked.
    claims: Option<Vec<bool>>,
    /// Where only independent sources count: from where claims come.
    sources: Option<&'f Sources>,
}

/// What a filter says of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Counts,
    /// It would count if it had a date.
    Undated,
    Out,
}

impl<'f> Sieve<'f> {
    /// `facts` must have been read from `project`.
    pub fn new(settings: &Settings, facts: &'f Facts, project: &Project) -> Self {
        let filter = &settings.filter;
        Self {
            last_day: filter.as_of.map(day_number),
            voices: mask(&Voice::ALL, |voice| filter.lets_voice(voice)),
            bases: mask(&Basis::ALL, |basis| filter.lets_basis(basis)),
            claims: names(filter, facts, project),
            sources: settings.independent.then(|| facts.sources(project)),
        }
    }

    /// Whether a judgement that rests on claims of this day and of earlier ones counts.
    pub fn lets_judgement(&self, last_seen: i32) -> bool {
        self.last_day.is_none_or(|last| last_seen <= last)
    }

    /// From where claims come, where copies are to count once.
    pub fn sources(&self) -> Option<&'f Sources> {
        self.sources
    }

    /// Those of the rows that count, copies among them.
    pub fn counted(&self, rows: &[Fact], counted: &mut Vec<Fact>) {
        counted.clear();
        counted.extend(rows.iter().filter(|row| self.verdict(row) == Verdict::Counts));
    }

    pub fn verdict(&self, row: &Fact) -> Verdict {
        let passes = self.voices & (1 << row.voice as u8) != 0
            && self.bases & (1 << row.basis as u8) != 0
            && self.claims.as_ref().is_none_or(|passes| passes.get(row.ordinal as usize) == Some(&true));
        match self.last_day {
            _ if !passes => Verdict::Out,
            Some(_) if row.day == Fact::UNDATED => Verdict::Undated,
            Some(last) if row.day > last => Verdict::Out,
            _ => Verdict::Counts,
        }
    }
}

/// A bit for each of `all` that the filter lets through.
fn mask<T: Copy>(all: &[T], lets: impl Fn(T) -> bool) -> u8 {
    all.iter().zip(0..).fold(0, |mask, (item, bit)| mask | u8::from(lets(*item)) << bit)
}

/// Asks every claim for outlet, analyst and tags. These filters are rare, and rows stay small without them.
fn names(filter: &Filter, facts: &Facts, project: &Project) -> Option<Vec<bool>> {
    if filter.lets_all_names() {
        return None;
    }
    let claims = project.claims().values().enumerate();
    Some(claims.map(|(ordinal, claim)| filter.lets_names(claim, || facts.outlet(ordinal))).collect())
}
