//! The analyst's own judgement of a cell.

use std::sync::Arc;

use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{Assessment, Cell, ClaimId, Confidence, Judgement, Project};

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

/// Takes an assessment back.
pub fn clear(project: &Project, cell: Cell) -> Result<Transaction, EditError> {
    project.assessment(cell).ok_or_else(|| EditError::Gone("the assessment".into()))?;
    Ok(Transaction::new("Remove assessment", vec![Edit::Assessment(cell, None)]))
}
