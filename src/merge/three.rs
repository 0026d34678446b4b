//! Three states of a table become one.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Sides;
use super::changes::differing;
use super::conflict::{RowId, Slot};
use super::row::{INFO, Row};
use crate::model::{
    Actor, Article, Assessment, Bloc, Claim, Country, EntryId, Excerpt, ExcerptId, Info, Issue, Project, Stance, Tag,
    View,
};

/// What comes of two sides before anything is settled: contradictions stand as ours has them.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub project: Project,
    pub conflicts: Vec<(RowId, Slot)>,
    /// Rows of the codebook that theirs has deleted and ours has left alone: they go unless they are used.
    pub doomed: BTreeSet<EntryId>,
    /// Excerpts that theirs has deleted: they go unless there are claims on them.
    pub bare: Vec<ExcerptId>,
    /// What was decided, for people.
    pub notes: Vec<String>,
}

/// What happens to a row that one side has deleted and the other has changed.
#[derive(Clone, Copy, PartialEq)]
enum Torn {
    /// A person decides.
    Ask,
    /// It stays, with a note: whatever names it would have nothing to name.
    Keep,
    /// It goes the way of what belongs to it.
    Follow,
}

/// Merges all tables but the texts.
pub(super) fn merge(sides: &Sides) -> Draft {
    let mut draft = Draft {
        project: sides.ours.clone(),
        conflicts: Vec::new(),
        doomed: BTreeSet::new(),
        bare: Vec::new(),
        notes: Vec::new(),
    };
    info(sides, &mut draft);
    table::<Country>(sides, Torn::Keep, &mut draft);
    table::<Actor>(sides, Torn::Keep, &mut draft);
    table::<Issue>(sides, Torn::Keep, &mut draft);
    table::<Stance>(sides, Torn::Keep, &mut draft);
    table::<Tag>(sides, Torn::Keep, &mut draft);
    table::<Bloc>(sides, Torn::Keep, &mut draft);
    table::<View>(sides, Torn::Ask, &mut draft);
    table::<Assessment>(sides, Torn::Ask, &mut draft);
    table::<Article>(sides, Torn::Ask, &mut draft);
    table::<Excerpt>(sides, Torn::Follow, &mut draft);
    table::<Claim>(sides, Torn::Ask, &mut draft);
    draft
}

fn info(sides: &Sides, draft: &mut Draft) {
    let (base, ours, theirs) = (sides.base.info(), sides.ours.info(), sides.theirs.info());
    let mut row = Info::clone(ours);
    for (index, field) in INFO.iter().enumerate() {
        if !(field.merge)(Some(base), ours, theirs, &mut row) {
            draft.conflicts.push((RowId::Info, Slot::Field(index)));
        }
    }
    if row != **ours {
        crate::edit::Edit::Info(Arc::new(row)).apply(&mut draft.project);
    }
}

fn table<R: Row>(sides: &Sides, torn: Torn, draft: &mut Draft) {
    let (base, ours, theirs) = (R::table(&sides.base), R::table(&sides.ours), R::table(&sides.theirs));
    // What theirs has left alone is as ours has it.
    for id in differing(base, theirs) {
        match (base.get(&id), ours.get(&id), theirs.get(&id)) {
            (base, Some(ours), Some(theirs)) => both(id, base.map(|row| &**row), ours, theirs, draft),
            (None, None, Some(theirs)) => put(id, Some(theirs.clone()), draft),
            (Some(base), None, Some(theirs)) if !base.same(theirs) => match (torn, R::name(id)) {
                (Torn::Keep, RowId::Entry(entry)) => {
                    draft.notes.push(format!(
                        "{} was deleted here and changed there: it stays",
                        super::describe::entry(&sides.theirs, entry)
                    ));
                    put(id, Some(theirs.clone()), draft);
                }
                (Torn::Follow, _) => {}
                (_, row) => draft.conflicts.push((row, Slot::Presence)),
            },
            (Some(base), Some(ours), None) => deleted_there::<R>(sides, id, base.same(ours), torn, draft),
            _ => {}
        }
    }
}

fn deleted_there<R: Row>(sides: &Sides, id: R::Id, untouched: bool, torn: Torn, draft: &mut Draft) {
    match R::name(id) {
        RowId::Excerpt(excerpt) => draft.bare.push(excerpt),
        RowId::Entry(entry) if untouched => {
            draft.doomed.insert(entry);
        }
        RowId::Entry(entry) => draft.notes.push(format!(
            "{} was changed here and deleted there: it stays",
            super::describe::entry(&sides.ours, entry)
        )),
        RowId::Article(article) if untouched => {
            crate::edit::Edit::Text(article, None).apply(&mut draft.project);
            put::<R>(id, None, draft);
        }
        _ if untouched => put::<R>(id, None, draft),
        row => {
            debug_assert!(torn == Torn::Ask, "only these have a choice");
            draft.conflicts.push((row, Slot::Presence));
        }
    }
}

/// A row that both have.
fn both<R: Row>(id: R::Id, base: Option<&R>, ours: &Arc<R>, theirs: &Arc<R>, draft: &mut Draft) {
    let unchanged = |row: &R| base.is_some_and(|base| base.same(row));
    if ours.same(theirs) || unchanged(theirs) {
        return;
    }
    if unchanged(ours) {
        return put(id, Some(theirs.clone()), draft);
    }
    let mut row = R::clone(ours);
    for (index, field) in R::FIELDS.iter().enumerate() {
        if !(field.merge)(base, ours, theirs, &mut row) {
            draft.conflicts.push((R::name(id), Slot::Field(index)));
        }
    }
    row.finish(base, ours, theirs);
    if row != **ours {
        put(id, Some(Arc::new(row)), draft);
    }
}

fn put<R: Row>(id: R::Id, row: Option<Arc<R>>, draft: &mut Draft) {
    R::edit(id, row).apply(&mut draft.project);
}
