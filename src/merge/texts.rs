//! Texts that were corrected on one side, and the excerpts that the other side has taken from the old one.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Sides;
use super::changes::differing;
use super::conflict::{RowId, Slot};
use crate::edit::Edit;
use crate::model::{ArticleId, Excerpt, Project};
use crate::text::{Anchor, ArticleText};

/// Decides on the text of every article, and carries the excerpts of all three sides over to it, so that they can
/// be compared. Returns the texts that become other than ours, and those on which a person has to decide.
pub(super) fn carry(sides: &mut Sides) -> (Vec<Edit>, Vec<(RowId, Slot)>) {
    let (mut edits, mut doubtful) = (Vec::new(), Vec::new());
    let (base, ours, theirs) = (sides.base.texts(), sides.ours.texts(), sides.theirs.texts());
    let changed: BTreeSet<ArticleId> = differing(base, ours).into_iter().chain(differing(base, theirs)).collect();
    for id in changed {
        let base = sides.base.text(id);
        let (Some(ours), Some(theirs)) = (sides.ours.text(id), sides.theirs.text(id)) else {
            // A new article comes with its text; one that is gone takes it along.
            if let (None, None, Some(theirs)) = (base, sides.ours.text(id), sides.theirs.text(id)) {
                edits.push(Edit::Text(id, Some(theirs.clone())));
            }
            continue;
        };
        let text = if ours == theirs || base == Some(theirs) {
            ours.clone()
        } else if base == Some(ours) {
            edits.push(Edit::Text(id, Some(theirs.clone())));
            theirs.clone()
        } else {
            doubtful.push((RowId::Article(id), Slot::Text));
            ours.clone()
        };
        for project in [&mut sides.base, &mut sides.ours, &mut sides.theirs] {
            if project.text(id).is_some_and(|old| *old != text) {
                anchor_all(project, id, &text);
            }
        }
    }
    (edits, doubtful)
}

/// Anchors the excerpts of an article in `text`, as far as their words are found there without doubt.
pub(super) fn anchor_all(project: &mut Project, id: ArticleId, text: &ArticleText) {
    let moved: Vec<Edit> = project
        .excerpts_of(id)
        .into_iter()
        .filter_map(|row| {
            let anchor = found_again(&row.anchor, text).filter(|anchor| *anchor != row.anchor)?;
            Some(Edit::Excerpt(row.id, Some(Arc::new(Excerpt { anchor, ..Excerpt::clone(row) }))))
        })
        .collect();
    moved.into_iter().for_each(|edit| drop(edit.apply(project)));
}

/// The anchor where its very words stand in another text, if it is clear which of the places is meant: the only
/// one, or the one with the best context.
pub(super) fn found_again(anchor: &Anchor, text: &ArticleText) -> Option<Anchor> {
    let places = anchor.candidates(text);
    let best = places.first()?;
    let twin = places.get(1).filter(|other| other.agreement == best.agreement);
    // Of equal places the one where it already stood comes first.
    if twin.is_some() && best.span != anchor.span {
        return None;
    }
    Anchor::of(text, best.span)
}
