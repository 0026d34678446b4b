//! Named views of the matrix: saving, renaming, ordering, deleting.

use std::sync::Arc;

use super::codebook::between;
use crate::edit::{Edit, EditError, Transaction};
use crate::model::{Look, Project, RANK_STEP, Rank, Slug, View, ViewId};
use crate::text::fold::fold;

/// Keeps a look under a name. A view of that name, case and accents ignored, is overwritten and keeps its place;
/// a new one comes last. Returns its id.
///
/// # Errors
/// When the name is empty.
pub fn save(project: &Project, label: &str, look: Look) -> Result<(Transaction, ViewId), EditError> {
    let label = label.trim();
    if fold(label).is_empty() {
        return Err(EditError::NoName(NOUN));
    }
    let row = match project.view_called(label) {
        Some(old) => View { label: label.into(), look, ..View::clone(old) },
        None => {
            let rank = project.views_in_order().last().map_or(0, |last| last.rank.saturating_add(RANK_STEP));
            View { id: free_id(project, label), label: label.into(), look, rank }
        }
    };
    let id = row.id;
    Ok((Transaction::new(format!("Save view “{label}”"), put(project, row)), id))
}

/// Gives a view another name; its id stays.
///
/// # Errors
/// When the view is gone, the name is empty, or another view has it.
pub fn rename(project: &Project, id: ViewId, label: &str) -> Result<Transaction, EditError> {
    let (old, label) = (view(project, id)?, label.trim());
    let name = fold(label);
    if name.is_empty() {
        return Err(EditError::NoName(NOUN));
    }
    if project.views().values().any(|other| other.id != id && fold(other.label.trim()) == name) {
        return Err(EditError::Taken { kind: NOUN, name: label.into() });
    }
    let row = View { label: label.into(), ..View::clone(old) };
    Ok(Transaction::new(format!("Rename view “{}” to “{label}”", old.label), put(project, row)))
}

/// Deletes a view.
///
/// # Errors
/// When it is gone already.
pub fn delete(project: &Project, id: ViewId) -> Result<Transaction, EditError> {
    let old = view(project, id)?;
    Ok(Transaction::new(format!("Delete view “{}”", old.label), vec![Edit::View(id, None)]))
}

/// Moves a view so that it stands at `index` (0 first).
///
/// # Errors
/// When it is gone.
pub fn reorder(project: &Project, id: ViewId, index: usize) -> Result<Transaction, EditError> {
    let row = View::clone(view(project, id)?);
    let label = format!("Move view “{}”", row.label);
    let all = project.views_in_order();
    let from = all.iter().position(|other| other.id == id);
    let mut others: Vec<View> =
        all.into_iter().filter(|other| other.id != id).map(|other| View::clone(other)).collect();
    let index = index.min(others.len());
    if from == Some(index) {
        return Ok(Transaction::new(label, Vec::new()));
    }
    let before = index.checked_sub(1).map(|at| others[at].rank);
    let after = others.get(index).map(|other| other.rank);
    let edits = match between(before, after) {
        Some(rank) => put(project, View { rank, ..row }),
        None => {
            others.insert(index, row);
            let ranked = others.into_iter().zip((0..).map(|place: Rank| place * RANK_STEP));
            ranked.flat_map(|(row, rank)| put(project, View { rank, ..row })).collect()
        }
    };
    Ok(Transaction::new(label, edits))
}

const NOUN: &str = "view";

fn view(project: &Project, id: ViewId) -> Result<&Arc<View>, EditError> {
    project.view(id).ok_or_else(|| EditError::Gone(format!("view “{id}”")))
}

/// The edit that puts a row in, if it is another than what is there.
fn put(project: &Project, row: View) -> Vec<Edit> {
    if project.view(row.id).is_some_and(|old| **old == row) {
        return Vec::new();
    }
    vec![Edit::View(row.id, Some(Arc::new(row)))]
}

fn free_id(project: &Project, label: &str) -> ViewId {
    let plain = Slug::from_label(label);
    let mut ids = std::iter::once(plain).chain((2..).map(|number| plain.numbered(number))).map(ViewId);
    ids.find(|id| project.view(*id).is_none()).unwrap_or(ViewId(plain))
}
