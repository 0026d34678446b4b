//! Gaps: which cells are empty and why, and which articles may fill them.

mod leads;
mod mentions;
mod words;

use std::collections::BTreeSet;

pub use leads::{Lead, Leads, leads, naming};
pub use mentions::{Mention, Mentions, Uncoded};
pub use words::IssueWords;

use super::facts::Facts;
use super::matrix::{Empty, Position};
use super::sheet::Sheet;
use crate::model::{ClaimId, IssueId, Project, Spot, Who};

/// Why a cell shows no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// There is no claim, and nobody said that they looked.
    NotLookedFor,
    /// The counted claims only mention the issue.
    OnlyMentioned,
    /// There are claims, and the filters leave them all out.
    FilteredOut,
    /// The analyst looked and found nothing.
    NothingFound,
    /// The country declined to say.
    Declined,
}

impl GapKind {
    /// Every kind with its name as shown; those that may still be filled first.
    pub const ALL: [(GapKind, &'static str); 5] = [
        (GapKind::NotLookedFor, "Not looked for"),
        (GapKind::OnlyMentioned, "Only mentioned"),
        (GapKind::FilteredOut, "Filtered out"),
        (GapKind::NothingFound, "Nothing found"),
        (GapKind::Declined, "Declined"),
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// What it means, in a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NotLookedFor => "There is no claim, and nobody said that they looked.",
            Self::OnlyMentioned => "The claims that count mention the issue and take no position.",
            Self::FilteredOut => "There are claims, but the filters leave them out.",
            Self::NothingFound => "The analyst looked and found nothing.",
            Self::Declined => "They declined to say.",
        }
    }

    /// Whether the analyst has said so: then there is nothing left to look for.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::NothingFound | Self::Declined)
    }
}

/// An empty cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The cell.
    pub spot: Spot,
    /// Why it is empty.
    pub kind: GapKind,
    /// Claims under it, whatever the filters say.
    pub claims: u32,
    /// Claims added, changed or removed since it was judged.
    pub stale: u32,
}

/// Empty cells by kind, in the order of [`GapKind::ALL`].
pub type Tally = [usize; GapKind::ALL.len()];

/// The empty cells of a matrix as it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Row after row, in the order in which they are shown.
    pub gaps: Vec<Gap>,
    /// Cells that are shown, empty or not.
    pub cells: usize,
    /// All of them.
    pub tally: Tally,
    /// The empty cells of each row.
    pub rows: Vec<(Who, Tally)>,
    /// Those of each issue.
    pub issues: Vec<(IssueId, Tally)>,
}

impl Coverage {
    /// The empty cells of `sheet`, which was derived from `project`; `facts` are those that its matrix stands on.
    pub fn new(sheet: &Sheet, facts: &Facts, project: &Project) -> Self {
        let mut coverage = Self {
            cells: sheet.cells(),
            rows: sheet.whos().map(|(who, _)| (who, Tally::default())).collect(),
            issues: sheet.issues().map(|(issue, _)| (issue, Tally::default())).collect(),
            ..Self::default()
        };
        for (line, (who, row)) in sheet.whos().enumerate() {
            for (column, (issue, place)) in sheet.issues().enumerate() {
                let (spot, position) = (Spot { who, issue }, sheet.matrix.at(row, place));
                if position.stance.is_some() {
                    continue;
                }
                let claims = claims_under(spot, facts, project).len() as u32;
                let kind = kind_of(position, claims);
                coverage.gaps.push(Gap { spot, kind, claims, stale: position.stale });
                for tally in [&mut coverage.tally, &mut coverage.rows[line].1, &mut coverage.issues[column].1] {
                    tally[kind as usize] += 1;
                }
            }
        }
        coverage
    }
}

fn kind_of(position: &Position, claims: u32) -> GapKind {
    match position.empty {
        Some(Empty::NothingFound) => GapKind::NothingFound,
        Some(Empty::Declined) => GapKind::Declined,
        Some(Empty::NotLookedFor) | None if position.claims > 0 => GapKind::OnlyMentioned,
        Some(Empty::NotLookedFor) | None if claims > 0 => GapKind::FilteredOut,
        Some(Empty::NotLookedFor) | None => GapKind::NotLookedFor,
    }
}

/// The claims under a cell, whatever the filters say: latest first, each once; for a bloc those of its members.
pub fn claims_under(spot: Spot, facts: &Facts, project: &Project) -> Vec<ClaimId> {
    let Who::Bloc(bloc) = spot.who else {
        return facts.cell(spot).iter().map(|row| row.claim).collect();
    };
    let members: BTreeSet<_> = project.bloc(bloc).into_iter().flat_map(|bloc| bloc.members.iter().copied()).collect();
    let cells = members.into_iter().map(|country| Spot { who: Who::Country(country), issue: spot.issue });
    let mut rows: Vec<_> = cells.flat_map(|cell| facts.cell(cell)).collect();
    rows.sort_unstable_by_key(|row| row.key());
    rows.dedup_by_key(|row| row.claim);
    rows.into_iter().map(|row| row.claim).collect()
}

#[cfg(test)]
mod tests;
