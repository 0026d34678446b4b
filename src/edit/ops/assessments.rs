//! The analyst's own judgement of a cell.

use std::sync::Arc;

use super::since::{Clash, changed};
use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{Assessment, Cell, ClaimId, Confidence, EntryId, Judgement, Project};

/// Judges a cell, on the claims that lie under it now.
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
    let row = Assessment {
        cell,
        judgement,
        sentence: sentence.trim().into(),
        confidence,
        analyst: stamp.analyst.clone(),
        made: stamp.now,
        seen,
    };
    Transaction::new("Assess position", vec![Edit::Assessment(cell, Some(Arc::new(row)))])
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
        let now = project.assessment(cell).map(|row| Saying::from(&**row));
        if was.map(Saying::from) == now || now.as_ref() == Some(self) {
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

/// Takes an assessment back.
pub fn clear(project: &Project, cell: Cell) -> Result<Transaction, EditError> {
    project.assessment(cell).ok_or_else(|| EditError::Gone("the assessment".into()))?;
    Ok(Transaction::new("Remove assessment", vec![Edit::Assessment(cell, None)]))
}
