//! The analyst's own judgement of a cell.

use std::sync::Arc;

use jiff::SignedDuration;

use super::since::{Clash, changed};
use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{Assessment, Cell, ClaimId, Confidence, Earlier, EntryId, Judgement, Project};

/// Within this time an analyst who judges a cell the same again corrects their words; later it is another judgement,
/// and the one before is history.
const SITTING: SignedDuration = SignedDuration::from_mins(10);

/// Judges a cell, on the claims that lie under it now.
///
/// What stood before goes into the history of the cell, also where the new judgement says the same: then it was
/// confirmed. Only whoever says the same again within ten minutes, in other words or less surely, replaces what they
/// said; another judgement never replaces one.
pub fn assess(
    project: &Project,
    cell: Cell,
    judgement: Judgement,
    sentence: &str,
    confidence: Option<Confidence>,
    under: &[ClaimId],
    stamp: &Stamp,
) -> Transaction {
    let seen = under.iter().filter_map(|id| Some((*id, project.claim(*id)?.updated))).collect();
    let old = project.assessment(cell);
    let row = Assessment {
        cell,
        judgement,
        sentence: sentence.trim().into(),
        confidence,
        analyst: stamp.analyst.clone(),
        made: stamp.now,
        seen,
        earlier: old.map(|old| history(old, judgement, stamp)).unwrap_or_default(),
    };
    let edits = if old.is_some_and(|old| **old == row) {
        Vec::new()
    } else {
        vec![Edit::Assessment(cell, Some(Arc::new(row)))]
    };
    Transaction::new("Assess position", edits)
}

/// What was judged before a judgement that is made now.
fn history(old: &Assessment, now: Judgement, stamp: &Stamp) -> Vec<Earlier> {
    let mut earlier = old.earlier.clone();
    let same = old.judgement == now || old.judgement == Judgement::TakenBack;
    let corrects = same && old.analyst == stamp.analyst && stamp.now.duration_since(old.made).abs() <= SITTING;
    if !corrects {
        earlier.push(Earlier::from(old));
        earlier.sort();
    }
    earlier
}

/// What a person says about a cell: one thing, for its sentence without its stance would be nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The judgement.
    pub judgement: Judgement,
    /// In a sentence.
    pub sentence: String,
    /// How sure.
    pub confidence: Option<Confidence>,
}

impl From<&Assessment> for Saying {
    fn from(row: &Assessment) -> Self {
        Self { judgement: row.judgement, sentence: row.sentence.clone(), confidence: row.confidence }
    }
}

impl Saying {
    /// Whether somebody else has judged the cell in another way since it was assessed as in `was`, or not at all.
    pub fn clash(&self, was: Option<&Assessment>, project: &Project, cell: Cell) -> Option<Clash> {
        let now = project.judged(cell).map(|row| Saying::from(&**row));
        if was.filter(|row| row.stands()).map(Saying::from) == now || now.as_ref() == Some(self) {
            return None;
        }
        let now = now.map_or_else(|| "taken back".to_owned(), |now| now.words(project));
        Some(Clash { field: "Judgement", yours: self.words(project), now })
    }

    /// As [`Saying::clash`], for whoever only wants to know whether it may be said.
    ///
    /// # Errors
    /// When somebody has.
    pub fn agreed(&self, was: Option<&Assessment>, project: &Project, cell: Cell) -> Result<(), EditError> {
        self.clash(was, project, cell).map_or(Ok(()), |clash| Err(changed("the assessment", &[clash])))
    }

    /// "Supports if: “Only with a backstop.” · Medium"
    fn words(&self, project: &Project) -> String {
        let mut words = match self.judgement {
            Judgement::Position(stance) => project.label(EntryId::Stance(stance)),
            Judgement::NothingFound => "Nothing found".into(),
            Judgement::Declined => "Declined".into(),
            Judgement::TakenBack => "Taken back".into(),
        };
        if !self.sentence.is_empty() {
            words = format!("{words}: “{}”", self.sentence);
        }
        if let Some(confidence) = self.confidence {
            words = format!("{words} · {}", confidence.label());
        }
        words
    }
}

/// Takes an assessment back; the history of the cell tells of it. One that the same analyst has made within the last
/// ten minutes was a slip: it leaves no trace.
///
/// # Errors
/// When the cell is not assessed.
pub fn clear(project: &Project, cell: Cell, stamp: &Stamp) -> Result<Transaction, EditError> {
    let old = project.judged(cell).ok_or_else(|| EditError::Gone("the assessment".into()))?;
    let mut row = Assessment::clone(old);
    row.take_back(stamp.analyst.clone(), stamp.now);
    row.earlier = history(old, old.judgement, stamp);
    // A slip where the one before had been taken back: it still is, since then.
    if let Some(last) = row.earlier.pop_if(|last| last.judgement == Judgement::TakenBack) {
        (row.analyst, row.made) = (last.analyst, last.made);
    }
    let row = (!row.earlier.is_empty()).then(|| Arc::new(row));
    Ok(Transaction::new("Remove assessment", vec![Edit::Assessment(cell, row)]))
}
