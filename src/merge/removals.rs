//! An article that one side has removed while the other has worked on it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Sides;
use super::changes::differing;
use super::conflict::{RowId, Side, Slot};
use super::describe::{counted, titled};
use crate::edit::Edit;
use crate::model::{ArticleId, Claim, Excerpt, Project};

/// Takes such removals back, article and all that was in it.
///
/// Where the other side has coded something new in the article it stays, which is noted. Where the other side has
/// only changed what was there, a person decides.
pub(super) fn take_back(sides: &mut Sides, notes: &mut Vec<String>) -> Vec<(RowId, Slot)> {
    let mut asked = Vec::new();
    let mut gone = BTreeSet::new();
    for (side, project) in [(Side::Ours, &sides.ours), (Side::Theirs, &sides.theirs)] {
        let missing = differing(sides.base.articles(), project.articles()).into_iter();
        gone.extend(missing.filter(|id| project.article(*id).is_none()).map(|id| (id, side)));
    }
    for (id, side) in gone {
        let kept = match side {
            Side::Ours => &sides.theirs,
            Side::Theirs => &sides.ours,
        };
        if kept.article(id).is_none() {
            continue;
        }
        let (new, touched) = work(&sides.base, kept, id);
        if new > 0 {
            let title = titled(kept, id);
            let (there, here) = if side == Side::Ours { ("here", "there") } else { ("there", "here") };
            let claims = counted(new, "claim");
            notes.push(format!("{title} was removed {there} and coded {here} ({claims} more): it stays"));
        } else if touched {
            asked.push((RowId::Article(id), Slot::Removal(side)));
        } else {
            continue;
        }
        let base = sides.base.clone();
        restore(&base, id, if side == Side::Ours { &mut sides.ours } else { &mut sides.theirs });
    }
    asked
}

/// What a side has done in an article: how many claims are new, and whether anything was changed.
fn work(base: &Project, kept: &Project, id: ArticleId) -> (usize, bool) {
    let mut touched = base.article(id) != kept.article(id) || base.text(id) != kept.text(id);
    let mut new = 0;
    for (excerpt, claim) in kept.claims_in(id) {
        new += usize::from(base.claim(claim.id).is_none());
        touched |= base.claim(claim.id) != Some(claim) || base.excerpt(excerpt.id) != Some(excerpt);
    }
    (new, touched)
}

/// Puts an article back with all that was in it.
fn restore(base: &Project, id: ArticleId, project: &mut Project) {
    Edit::Article(id, base.article(id).cloned()).apply(project);
    Edit::Text(id, base.text(id).cloned()).apply(project);
    for excerpt in base.excerpts_of(id) {
        if project.excerpt(excerpt.id).is_none() {
            Edit::Excerpt(excerpt.id, Some(Arc::<Excerpt>::clone(excerpt))).apply(project);
        }
        for claim in base.claims_of(excerpt.id) {
            if project.claim(claim.id).is_none() {
                Edit::Claim(claim.id, Some(Arc::<Claim>::clone(claim))).apply(project);
            }
        }
    }
}

/// Takes an article out with all that is in it.
pub(super) fn remove(project: &mut Project, id: ArticleId) {
    if let Ok(step) = crate::edit::ops::articles::remove(project, id) {
        step.edits.into_iter().for_each(|edit| drop(edit.apply(project)));
    }
}
