//! What an analyst used lately and coded last: read from the claims, so nothing of it is stored.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use imbl::ordmap::DiffItem;
use jiff::Timestamp;

use crate::model::{Claim, ClaimId, EntryId, Project, Table};

/// When an analyst used the rows of the codebook last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recency {
    used: HashMap<EntryId, Timestamp>,
    coded: Option<(Timestamp, ClaimId)>,
}

impl Recency {
    /// The claim that the analyst coded last.
    pub fn last_coded(&self) -> Option<ClaimId> {
        self.coded.map(|(_, id)| id)
    }

    /// Higher for what was used later; 0 for what was never used.
    pub fn rank(&self, entry: EntryId) -> i64 {
        self.used.get(&entry).map_or(0, |used| used.as_microsecond())
    }

    fn of(analyst: &str, claims: &Table<ClaimId, Claim>) -> Self {
        let mut recency = Self::default();
        claims.values().filter(|claim| claim.analyst == analyst).for_each(|claim| recency.add(claim));
        recency
    }

    fn add(&mut self, claim: &Claim) {
        for entry in entries(claim) {
            let used = self.used.entry(entry).or_insert(claim.updated);
            *used = (*used).max(claim.updated);
        }
        self.coded = self.coded.max(Some((claim.created, claim.id)));
    }

    /// Whether it would be another without this claim.
    fn rests_on(&self, claim: &Claim) -> bool {
        self.last_coded() == Some(claim.id) || entries(claim).any(|entry| self.used.get(&entry) == Some(&claim.updated))
    }
}

/// The rows of the codebook that a claim names, its stance aside.
fn entries(claim: &Claim) -> impl Iterator<Item = EntryId> {
    let countries = claim.countries.iter().map(|id| EntryId::Country(*id));
    let parties = claim.addressees.iter().map(|party| EntryId::from(*party));
    let tags = claim.tags.iter().map(|id| EntryId::Tag(*id));
    let rest = [Some(EntryId::Issue(claim.issue)), claim.speaker.map(EntryId::Actor)];
    countries.chain(parties).chain(tags).chain(rest.into_iter().flatten())
}

/// The recency of one analyst, as the project was when somebody last asked.
#[derive(Debug, Default)]
pub struct RecencyMemo(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    analyst: String,
    claims: Table<ClaimId, Claim>,
    recency: Arc<Recency>,
}

impl RecencyMemo {
    /// What `analyst` used lately. Takes time for the claims that were coded since somebody last asked, and for
    /// all of them the first time and after what was used last is gone.
    pub fn of(&self, project: &Project, analyst: &str) -> Arc<Recency> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        let claims = project.claims();
        if state.analyst != analyst {
            *state = State { analyst: analyst.to_owned(), ..State::default() };
        }
        if !state.claims.ptr_eq(claims) {
            let (mut added, mut afresh) = (Vec::new(), false);
            for change in state.claims.diff(claims) {
                let (old, new) = match change {
                    DiffItem::Add(_, new) => (None, Some(new)),
                    DiffItem::Update { old: (_, old), new: (_, new) } => (Some(old), Some(new)),
                    DiffItem::Remove(_, old) => (Some(old), None),
                };
                afresh |= old.is_some_and(|old| old.analyst == analyst && state.recency.rests_on(old));
                added.extend(new.filter(|new| new.analyst == analyst));
            }
            if afresh {
                state.recency = Arc::new(Recency::of(analyst, claims));
            } else if !added.is_empty() {
                let recency = Arc::make_mut(&mut state.recency);
                added.into_iter().for_each(|claim| recency.add(claim));
            }
            state.claims = claims.clone();
        }
        state.recency.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::ops::ClaimDraft;
    use crate::edit::ops::claims::{Target, code, delete, recode};
    use crate::edit::{Document, Stamp};

    #[test]
    fn what_is_remembered_is_what_a_fresh_look_finds() {
        let sample = include_str!("../../projects/paris-talks.ron");
        let mut document = Document::new(crate::store::from_str(sample).expect("the sample loads").project);
        let memo = RecencyMemo::default();
        let analyst = document.project().claims().values().next().expect("has one").analyst.clone();
        let check = |document: &Document| {
            let found = memo.of(document.project(), &analyst);
            assert_eq!(*found, Recency::of(&analyst, document.project().claims()));
            found
        };
        let first = check(&document);
        let mut stamp = Stamp::new("2030-01-01T00:00:00Z".parse().expect("a time"), analyst.clone(), 1);
        let old = document.project().claims().values().next().expect("has one").clone();
        let draft = ClaimDraft::from(&*old);
        let (step, id) =
            code(document.project(), Target::Excerpt(old.excerpt), draft.clone(), &mut stamp).expect("is complete");
        document.commit(step).expect("can be coded");
        let recency = check(&document);
        assert_eq!(recency.last_coded(), Some(id));
        let rank = |entry| recency.rank(entry);
        let issue = EntryId::Issue(old.issue);
        assert!(document.project().issues().keys().all(|other| rank(EntryId::Issue(*other)) <= rank(issue)));

        let other = document.project().issues().keys().copied().find(|other| *other != old.issue);
        stamp.now += jiff::SignedDuration::from_secs(5);
        let recoded = ClaimDraft { issue: other, ..draft };
        document.commit(recode(document.project(), id, recoded, &stamp).expect("is there")).expect("can be recoded");
        assert!(check(&document).rank(issue) < recency.rank(issue), "it is no longer used there");
        document.commit(delete(document.project(), &[id]).expect("is there")).expect("can be deleted");
        assert_eq!(check(&document), first);
        document.undo();
        document.undo();
        document.undo();
        assert_eq!(check(&document), first);
        assert_eq!(memo.of(document.project(), "Nobody").last_coded(), None);
        check(&document);
    }
}
