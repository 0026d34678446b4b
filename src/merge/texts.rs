//! Texts that were corrected on one side, and the excerpts that the other side has taken from the old one.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Sides;
use super::changes::differing;
use super::conflict::{RowId, Slot};
use crate::edit::Edit;
use crate::model::{ArticleId, Excerpt, Project};
use crate::text::{Anchor, ArticleText, Revision, Span};

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
        let mut known: Option<(Arc<ArticleText>, Revision)> = None;
        for project in [&mut sides.base, &mut sides.ours, &mut sides.theirs] {
            let Some(old) = project.text(id).filter(|old| **old != text).cloned() else { continue };
            let (_, revision) = match known.take().filter(|(text, _)| *text == old) {
                Some(known) => known,
                None => (old.clone(), Revision::between(&old, &text)),
            };
            anchor_all(project, id, &revision, &old, &text);
            known = Some((old, revision));
        }
    }
    (edits, doubtful)
}

/// Anchors the excerpts of an article in the text that takes the place of its own, as far as their words are found
/// there without doubt; the others stay as they are.
pub(super) fn anchor_all(
    project: &mut Project,
    id: ArticleId,
    revision: &Revision,
    old: &ArticleText,
    new: &ArticleText,
) {
    let moved: Vec<Edit> = project
        .excerpts_of(id)
        .into_iter()
        .filter_map(|row| {
            let anchor = Anchor::of(new, place(&row.anchor, revision, old, new)?)?;
            let other = anchor != row.anchor;
            other.then(|| Edit::Excerpt(row.id, Some(Arc::new(Excerpt { anchor, ..Excerpt::clone(row) }))))
        })
        .collect();
    moved.into_iter().for_each(|edit| drop(edit.apply(project)));
}

/// Where the very words of an anchor stand: at the same occurrence if nothing there was touched, else at the only
/// place in the same surroundings.
fn place(anchor: &Anchor, revision: &Revision, old: &ArticleText, new: &ArticleText) -> Option<Span> {
    if !anchor.holds_in(old) {
        // It had lost its place; perhaps the other text is the one that it was taken from.
        return Some(anchor.span).filter(|_| anchor.holds_in(new));
    }
    let same = revision.place(anchor.span).filter(|_| revision.is_sure(anchor.span));
    same.or_else(|| anchor.certain(new))
}
