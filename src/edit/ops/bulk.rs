//! One change to many claims, as one step.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{
    ActorId, Basis, Claim, ClaimId, Confidence, CountryId, EntryId, IssueId, Project, StanceId, TagId, Voice,
};

/// What many claims are given, or what is taken from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bulk {
    /// Another issue.
    Issue(IssueId),
    /// Another stance.
    Stance(StanceId),
    /// Another basis.
    Basis(Basis),
    /// These countries besides those they name.
    AddCountries(Vec<CountryId>),
    /// All but these countries.
    RemoveCountries(Vec<CountryId>),
    /// These countries in place of those they name.
    Countries(Vec<CountryId>),
    /// Another speaker, or none.
    Speaker(Option<ActorId>),
    /// Another voice, or the usual one of their speaker.
    Voice(Option<Voice>),
    /// Another day, or that of their article.
    SaidOn(Option<Date>),
    /// Another condition; empty for none.
    Condition(String),
    /// Another degree of confidence, or none.
    Confidence(Option<Confidence>),
    /// These tags besides those they have.
    AddTags(Vec<TagId>),
    /// All but these tags.
    RemoveTags(Vec<TagId>),
    /// Another analyst.
    Analyst(String),
    /// One country, speaker, issue, stance or tag in place of another, where they name that.
    Instead {
        /// What they name.
        from: EntryId,
        /// What they are to name.
        to: EntryId,
    },
}

/// What becomes of the claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// So many change.
    pub changed: usize,
    /// So many are so already.
    pub same: usize,
    /// So many are left alone: they would name neither a country nor a speaker.
    pub left: usize,
}

/// Changes claims, each once. One that would be nobody's then is left as it is.
///
/// # Errors
/// When a claim is gone, or no analyst is named.
pub fn change(
    project: &Project,
    ids: &[ClaimId],
    bulk: &Bulk,
    stamp: &Stamp,
) -> Result<(Transaction, Outcome), EditError> {
    let mut edits = Vec::new();
    let outcome = each(project, ids, bulk, |mut row| {
        row.updated = stamp.now;
        edits.push(Edit::Claim(row.id, Some(Arc::new(row))));
    })?;
    let of = if outcome.changed == 1 { "a claim".into() } else { format!("{} claims", outcome.changed) };
    Ok((Transaction::new(format!("{} of {of}", bulk.verb()), edits), outcome))
}

/// What [`change`] would do.
///
/// # Errors
/// As [`change`].
pub fn plan(project: &Project, ids: &[ClaimId], bulk: &Bulk) -> Result<Outcome, EditError> {
    each(project, ids, bulk, |_| {})
}

fn each(project: &Project, ids: &[ClaimId], bulk: &Bulk, mut changed: impl FnMut(Claim)) -> Result<Outcome, EditError> {
    if matches!(bulk, Bulk::Analyst(name) if name.trim().is_empty()) {
        return Err(EditError::NoName("analyst"));
    }
    let mut outcome = Outcome::default();
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        let old = project.claim(id).ok_or_else(|| EditError::Gone("the claim".into()))?;
        let mut row = Claim::clone(old);
        bulk.onto(&mut row);
        if row == **old {
            outcome.same += 1;
        } else if row.countries.is_empty() && row.speaker.is_none() {
            outcome.left += 1;
        } else {
            outcome.changed += 1;
            changed(row);
        }
    }
    Ok(outcome)
}

impl Bulk {
    /// "Change issue"
    fn verb(&self) -> &'static str {
        match self {
            Self::Issue(_) => "Change issue",
            Self::Stance(_) => "Change stance",
            Self::Basis(_) => "Change basis",
            Self::AddCountries(_) => "Add country",
            Self::RemoveCountries(_) => "Remove country",
            Self::Countries(_) => "Change countries",
            Self::Speaker(_) => "Change speaker",
            Self::Voice(_) => "Change voice",
            Self::SaidOn(_) => "Change date",
            Self::Condition(_) => "Change condition",
            Self::Confidence(_) => "Change confidence",
            Self::AddTags(_) => "Add tag",
            Self::RemoveTags(_) => "Remove tag",
            Self::Analyst(_) => "Change analyst",
            Self::Instead { from, .. } => match from {
                EntryId::Country(_) => "Reassign country",
                EntryId::Actor(_) => "Reassign speaker",
                EntryId::Issue(_) => "Reassign issue",
                EntryId::Stance(_) => "Reassign stance",
                EntryId::Tag(_) | EntryId::Bloc(_) => "Reassign tag",
            },
        }
    }

    fn onto(&self, row: &mut Claim) {
        match self {
            Self::Issue(id) => row.issue = *id,
            Self::Stance(id) => row.stance = *id,
            Self::Basis(basis) => row.basis = *basis,
            Self::AddCountries(ids) => add(&mut row.countries, ids),
            Self::RemoveCountries(ids) => row.countries.retain(|id| !ids.contains(id)),
            Self::Countries(ids) => {
                row.countries.clear();
                add(&mut row.countries, ids);
            }
            Self::Speaker(speaker) => row.speaker = *speaker,
            Self::Voice(voice) => row.voice = *voice,
            Self::SaidOn(date) => row.said_on = *date,
            Self::Condition(condition) => row.condition = condition.trim().into(),
            Self::Confidence(degree) => row.confidence = *degree,
            Self::AddTags(ids) => add(&mut row.tags, ids),
            Self::RemoveTags(ids) => row.tags.retain(|id| !ids.contains(id)),
            Self::Analyst(name) => row.analyst = name.trim().into(),
            Self::Instead { from, to } => match (*from, *to) {
                (EntryId::Country(from), EntryId::Country(to)) => replace(&mut row.countries, from, to),
                (EntryId::Tag(from), EntryId::Tag(to)) => replace(&mut row.tags, from, to),
                (EntryId::Actor(from), EntryId::Actor(to)) if row.speaker == Some(from) => row.speaker = Some(to),
                (EntryId::Issue(from), EntryId::Issue(to)) if row.issue == from => row.issue = to,
                (EntryId::Stance(from), EntryId::Stance(to)) if row.stance == from => row.stance = to,
                _ => {}
            },
        }
    }
}

/// Adds what is not there yet.
fn add<T: Copy + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !list.contains(item) {
            list.push(*item);
        }
    }
}

/// Puts one in the place of another, which it may have already.
fn replace<T: Copy + PartialEq>(list: &mut Vec<T>, from: T, to: T) {
    let Some(at) = list.iter().position(|item| *item == from) else { return };
    if list.contains(&to) {
        if from != to {
            list.remove(at);
        }
    } else {
        list[at] = to;
    }
}

#[cfg(test)]
#[path = "bulk_tests.rs"]
mod tests;
