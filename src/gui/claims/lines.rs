//! The lines of the table: heads of groups, and rows of those that are unfolded.

use std::collections::HashSet;
use std::sync::Arc;

use crate::derive::claims::{GroupKey, Listing};
use crate::model::ClaimId;

/// What stands in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of a group.
    Head(usize),
    /// A row by its place in the listing, with its group.
    Row(usize, Option<usize>),
}

/// Where something stands, whatever is sorted, filtered or folded meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Under which head.
    pub group: Option<GroupKey>,
    /// The claim; `None` for the head.
    pub claim: Option<ClaimId>,
}

/// Every line, though only those in view are looked at.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// What is listed.
    pub listing: Arc<Listing>,
    /// The line of the head of each group, and the number of lines.
    heads: Vec<usize>,
    folded: Vec<bool>,
}

impl Lines {
    /// The lines of a listing with some of its groups folded.
    pub fn new(listing: Arc<Listing>, folds: &HashSet<GroupKey>) -> Self {
        let folded: Vec<bool> = listing.groups.iter().map(|group| folds.contains(&group.key)).collect();
        let mut heads = Vec::with_capacity(folded.len() + 1);
        let mut line = 0;
        for (group, folded) in listing.groups.iter().zip(&folded) {
            heads.push(line);
            line += 1 + if *folded { 0 } else { group.end - group.start };
        }
        heads.push(if listing.groups.is_empty() { listing.rows.len() } else { line });
        Self { listing, heads, folded }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.heads.last().copied().unwrap_or(0)
    }

    /// Whether the rows stand under heads.
    pub fn is_grouped(&self) -> bool {
        !self.listing.groups.is_empty()
    }

    /// Whether a group is folded.
    pub fn is_folded(&self, group: usize) -> bool {
        self.folded.get(group).copied().unwrap_or(false)
    }

    /// Whether every group is.
    pub fn all_folded(&self) -> bool {
        self.folded.iter().all(|folded| *folded)
    }

    /// The line of the head of a group; for the place after the last group, the number of lines.
    pub fn head(&self, group: usize) -> usize {
        self.heads[group]
    }

    /// What stands in a line.
    pub fn at(&self, line: usize) -> Option<Line> {
        if line >= self.len() {
            return None;
        }
        if !self.is_grouped() {
            return Some(Line::Row(line, None));
        }
        let group = self.heads.partition_point(|head| *head <= line) - 1;
        Some(match line - self.heads[group] {
            0 => Line::Head(group),
            below => Line::Row(self.listing.groups[group].start + below - 1, Some(group)),
        })
    }

    /// The claim in a line; none in a head.
    pub fn claim(&self, line: usize) -> Option<ClaimId> {
        match self.at(line)? {
            Line::Head(_) => None,
            Line::Row(place, _) => self.listing.ids.get(place).copied(),
        }
    }

    /// What stands in a line, to be found again.
    pub fn spot(&self, line: usize) -> Option<Spot> {
        let key = |group: usize| self.listing.groups.get(group).map(|group| group.key.clone());
        Some(match self.at(line)? {
            Line::Head(group) => Spot { group: key(group), claim: None },
            Line::Row(place, group) => Spot { group: group.and_then(key), claim: Some(self.listing.ids[place]) },
        })
    }

    /// The line where a spot is now: the head where its group is folded.
    pub fn line_of(&self, spot: &Spot) -> Option<usize> {
        let Listing { ids, groups, .. } = &*self.listing;
        if !self.is_grouped() {
            return ids.iter().position(|id| Some(*id) == spot.claim);
        }
        let same = |group: &usize| Some(&groups[*group].key) == spot.group.as_ref();
        let Some(claim) = spot.claim else {
            return (0..groups.len()).find(same).map(|group| self.heads[group]);
        };
        let within = |group: usize| {
            let (start, end) = (groups[group].start, groups[group].end);
            let below = ids[start..end].iter().position(|id| *id == claim)?;
            Some(self.heads[group] + if self.folded[group] { 0 } else { below + 1 })
        };
        let there = (0..groups.len()).find(same).and_then(within);
        there.or_else(|| (0..groups.len()).find_map(within))
    }
}
