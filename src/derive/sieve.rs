//! A filter made ready: what of it can be asked of a row is a mask, the rest is answered per claim.

use super::facts::{Fact, Facts};
use super::reading::day_number;
use super::settings::Filter;
use crate::model::Project;

/// Decides which rows count.
pub(super) struct Sieve {
    /// The last day that counts.
    last_day: Option<i32>,
    voices: u8,
    bases: u8,
    /// By ordinal: whether the claim passes by outlet, analyst and tags; `None` when none of these is asked.
    claims: Option<Vec<bool>>,
}

/// What a filter says of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Counts,
    /// It would count if it had a date.
    Undated,
    Out,
}

impl Sieve {
    /// `facts` must have been read from `project`.
    pub fn new(filter: &Filter, facts: &Facts, project: &Project) -> Self {
        Self {
            last_day: filter.as_of.map(day_number),
            voices: mask(filter.voices.iter().map(|voice| *voice as u8)),
            bases: mask(filter.bases.iter().map(|basis| *basis as u8)),
            claims: names(filter, facts, project),
        }
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

fn mask(bits: impl Iterator<Item = u8>) -> u8 {
    match bits.fold(0, |mask, bit| mask | 1 << bit) {
        0 => u8::MAX,
        mask => mask,
    }
}

/// Asks every claim for outlet, analyst and tags. These filters are rare, and rows stay small without them.
fn names(filter: &Filter, facts: &Facts, project: &Project) -> Option<Vec<bool>> {
    let Filter { outlets, analysts, tags, .. } = filter;
    if outlets.is_empty() && analysts.is_empty() && tags.is_empty() {
        return None;
    }
    let passes = project.claims().values().enumerate().map(|(ordinal, claim)| {
        (analysts.is_empty() || analysts.contains(&claim.analyst))
            && (tags.is_empty() || claim.tags.iter().any(|tag| tags.contains(tag)))
            && (outlets.is_empty() || outlets.iter().any(|name| name == facts.outlet(ordinal)))
    });
    Some(passes.collect())
}
