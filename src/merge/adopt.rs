//! Answers that were given once are not asked for again.

use std::collections::HashMap;

use super::conflict::{RowId, Side, Slot};
use super::row::{INFO, Row};
use super::{Merge, Sides};
use crate::model::{
    Actor, Article, ArticleId, Assessment, Bloc, Claim, Country, EntryId, Excerpt, Issue, Project, Stance, Tag, View,
};

impl Merge {
    /// Takes over the answers of an earlier merge of the same work, wherever row, field and both versions are still
    /// what they were when somebody answered. What was answered here already stays as it is.
    pub fn adopt(&mut self, earlier: &Merge) {
        let answers: HashMap<(RowId, Slot), Side> = earlier
            .conflicts
            .iter()
            .filter_map(|conflict| Some(((conflict.row, conflict.slot), conflict.chosen?)))
            .collect();
        let mut adopted = false;
        for conflict in self.conflicts.iter_mut().filter(|conflict| conflict.chosen.is_none()) {
            let (row, slot) = (conflict.row, conflict.slot);
            if let Some(side) = answers.get(&(row, slot))
                && is_the_same(row, slot, &earlier.sides, &self.sides)
            {
                conflict.chosen = Some(*side);
                adopted = true;
            }
        }
        if adopted {
            self.answered();
        }
    }
}

/// Whether ours and theirs have said the same in both merges.
fn is_the_same(row: RowId, slot: Slot, before: &Sides, now: &Sides) -> bool {
    let pairs = [(&before.ours, &now.ours), (&before.theirs, &now.theirs)];
    pairs.into_iter().all(|(before, now)| match (row, slot) {
        (RowId::Article(id), Slot::Text) => before.text(id) == now.text(id),
        (RowId::Article(id), Slot::Removal(_)) => holds_the_same(id, before, now),
        (_, Slot::Field(index)) => says_the_same(row, Some(index), before, now),
        (_, Slot::Presence | Slot::Text | Slot::Removal(_)) => says_the_same(row, None, before, now),
    })
}

/// Whether an article is the same with all that is in it.
fn holds_the_same(id: ArticleId, before: &Project, now: &Project) -> bool {
    (before.article(id), before.text(id)) == (now.article(id), now.text(id))
        && before.excerpts_of(id) == now.excerpts_of(id)
        && before.claims_in(id) == now.claims_in(id)
}

/// Whether a row, or the one field of it, is the same.
fn says_the_same(row: RowId, field: Option<usize>, before: &Project, now: &Project) -> bool {
    fn same<R: Row>(id: R::Id, field: Option<usize>, before: &Project, now: &Project) -> bool {
        match (R::table(before).get(&id), R::table(now).get(&id), field) {
            (Some(before), Some(now), Some(index)) => {
                R::FIELDS.get(index).is_some_and(|field| (field.same)(before, now))
            }
            (before, now, None) => before == now,
            _ => false,
        }
    }
    match row {
        RowId::Info => {
            field.and_then(|index| INFO.get(index)).is_some_and(|field| (field.same)(before.info(), now.info()))
        }
        RowId::Assessment(cell) => same::<Assessment>(cell, field, before, now),
        RowId::Claim(id) => same::<Claim>(id, field, before, now),
        RowId::Excerpt(id) => same::<Excerpt>(id, field, before, now),
        RowId::Article(id) => same::<Article>(id, field, before, now),
        RowId::Entry(EntryId::Country(id)) => same::<Country>(id, field, before, now),
        RowId::Entry(EntryId::Actor(id)) => same::<Actor>(id, field, before, now),
        RowId::Entry(EntryId::Issue(id)) => same::<Issue>(id, field, before, now),
        RowId::Entry(EntryId::Stance(id)) => same::<Stance>(id, field, before, now),
        RowId::Entry(EntryId::Tag(id)) => same::<Tag>(id, field, before, now),
        RowId::Entry(EntryId::Bloc(id)) => same::<Bloc>(id, field, before, now),
        RowId::View(id) => same::<View>(id, field, before, now),
    }
}
