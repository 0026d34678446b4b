//! Excerpts that lost their place get one again.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{Claim, Excerpt, ExcerptId, Project};
use crate::text::{Anchor, Span};

/// Puts excerpts on these places of their articles, as one step. Claims on an excerpt whose words are others
/// now are changed by it; where only the place is another they are not.
///
/// # Errors
/// When an excerpt is gone, or its place is empty, cuts a character or lies outside the text.
pub fn reanchor(project: &Project, places: &[(ExcerptId, Span)], stamp: &Stamp) -> Result<Transaction, EditError> {
    let mut edits = Vec::new();
    let mut moved = 0;
    for (id, span) in places.iter().copied().collect::<BTreeMap<_, _>>() {
        let old = project.excerpt(id).ok_or_else(|| EditError::Gone("the excerpt".into()))?;
        let text = project.text(old.article).ok_or_else(|| EditError::Gone("the article".into()))?;
        let anchor = Anchor::of(text, span).ok_or(EditError::NoWords)?;
        moved += usize::from(put(project, old, anchor, stamp, &mut edits));
    }
    let label = if moved == 1 { "Re-anchor excerpt".into() } else { format!("Re-anchor {moved} excerpts") };
    // Others may have lost their place before, and go on so.
    Ok(Transaction::new(label, edits).drifting())
}

/// Gives an excerpt another anchor. Whether that is another.
pub(super) fn put(project: &Project, old: &Arc<Excerpt>, anchor: Anchor, stamp: &Stamp, edits: &mut Vec<Edit>) -> bool {
    if anchor == old.anchor {
        return false;
    }
    if anchor.quotation != old.anchor.quotation {
        for claim in project.claims_of(old.id) {
            let changed = Claim { updated: stamp.now, ..Claim::clone(claim) };
            edits.push(Edit::Claim(claim.id, Some(Arc::new(changed))));
        }
    }
    edits.push(Edit::Excerpt(old.id, Some(Arc::new(Excerpt { anchor, ..Excerpt::clone(old) }))));
    true
}
