//! The order of a list of the codebook, and the ranks that give it.

use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use super::Sides;
use crate::edit::Edit;
use crate::model::{Entry, EntryId, Kind, Project, RANK_STEP, Rank, View, ViewId};

/// Brings the rows of every kind and the views of `project` into the order that both sides have made; a note where
/// they contradict each other. Ranks of `from` stay where they give that order.
pub(super) fn arrange(from: &Project, sides: &Sides, project: &mut Project, notes: &mut Vec<String>) {
    for kind in Kind::ALL {
        let ids = |project: &Project| project.entries(kind).iter().map(Entry::id).collect::<Vec<_>>();
        let rows: BTreeMap<EntryId, Entry> = project.entries(kind).into_iter().map(|row| (row.id(), row)).collect();
        let old = |id: &EntryId| from.entry(*id).map(|row| row.rank());
        let ranked = ranked(sides, ids, |id| rows.contains_key(id), old, &list_name(kind), notes);
        for (id, rank) in ranked {
            if let Some(row) = rows.get(&id).filter(|row| row.rank() != rank) {
                Edit::put(row.clone().with_rank(rank)).apply(project);
            }
        }
    }
    let views = project.views().clone();
    let old = |id: &ViewId| from.view(*id).map(|row| row.rank);
    for (id, rank) in ranked(sides, view_ids, |id| views.contains_key(id), old, "views", notes) {
        if let Some(row) = views.get(&id).filter(|row| row.rank != rank) {
            Edit::View(id, Some(Arc::new(View { rank, ..View::clone(row) }))).apply(project);
        }
    }
}

/// The views in their order.
pub(super) fn view_ids(project: &Project) -> Vec<ViewId> {
    project.views_in_order().into_iter().map(|row| row.id).collect()
}

/// What `stays` of a list in its order, with its ranks.
fn ranked<Id: Copy + Ord + Hash>(
    sides: &Sides,
    ids: impl Fn(&Project) -> Vec<Id>,
    stays: impl Fn(&Id) -> bool,
    old: impl Fn(&Id) -> Option<Rank>,
    list: &str,
    notes: &mut Vec<String>,
) -> Vec<(Id, Rank)> {
    let [base, ours, theirs] = [&sides.base, &sides.ours, &sides.theirs].map(ids);
    let (order, contradicts) = merged(&base, &ours, &theirs, stays);
    if contradicts {
        notes.push(format!("The order of the {list} was changed on both sides: ours stays"));
    }
    let ranks = ranks(&order.iter().map(|id| (*id, old(id))).collect::<Vec<_>>());
    order.into_iter().zip(ranks).collect()
}

/// "countries", "stances"
pub(super) fn list_name(kind: Kind) -> String {
    match kind {
        Kind::Stance => "scale".into(),
        kind => kind.plural().to_lowercase(),
    }
}

/// Whether what two lists share stands in another order in them.
pub(super) fn reordered<Id: Copy + Eq + Hash>(a: &[Id], b: &[Id]) -> bool {
    let shared = |list: &[Id], other: &[Id]| {
        let other: HashSet<_> = other.iter().copied().collect();
        list.iter().copied().filter(|id| other.contains(id)).collect::<Vec<_>>()
    };
    shared(a, b) != shared(b, a)
}

/// The order of what `stays`, and whether the two sides contradict each other.
fn merged<Id: Copy + Eq + Hash>(
    base: &[Id],
    ours: &[Id],
    theirs: &[Id],
    stays: impl Fn(&Id) -> bool,
) -> (Vec<Id>, bool) {
    let moved_there = reordered(base, theirs);
    let moved_here = reordered(base, ours);
    let (first, second) = if moved_there && !moved_here { (theirs, ours) } else { (ours, theirs) };
    let mut order: Vec<Id> = first.iter().copied().filter(&stays).collect();
    insert(&mut order, second, base, &stays);
    insert(&mut order, base, base, &stays);
    (order, moved_here && moved_there && reordered(ours, theirs))
}

/// Puts what is missing behind its predecessor in `list`. What is not in `base` comes behind what else is new there,
/// and stays at the end where it was put there.
fn insert<Id: Copy + Eq + Hash>(order: &mut Vec<Id>, list: &[Id], base: &[Id], stays: &impl Fn(&Id) -> bool) {
    let known: HashSet<Id> = list.iter().copied().collect();
    let old: HashSet<Id> = base.iter().copied().collect();
    let mut placed: HashSet<Id> = order.iter().copied().collect();
    let end = list.iter().rposition(|id| placed.contains(id) || old.contains(id)).map_or(0, |last| last + 1);
    let mut before = None;
    for (index, id) in list.iter().enumerate().filter(|(_, id)| stays(id)) {
        if placed.insert(*id) {
            let place = before.and_then(|before| order.iter().position(|id| *id == before)).map_or(0, |at| at + 1);
            let at = match old.contains(id) {
                true => place,
                false if index >= end => order.len(),
                false => place + order[place..].iter().take_while(|id| !known.contains(id)).count(),
            };
            order.insert(at, *id);
        }
        before = Some(*id);
    }
}

/// Ranks that give this order. Those that are there stay if they give it; else all are dealt out afresh.
fn ranks<Id: Copy + Ord>(order: &[(Id, Option<Rank>)]) -> Vec<Rank> {
    filled(order).unwrap_or_else(|| (0..).take(order.len()).map(|place| place * RANK_STEP).collect())
}

/// The ranks with the missing ones in between; nothing where they give another order or leave no room.
fn filled<Id: Copy + Ord>(order: &[(Id, Option<Rank>)]) -> Option<Vec<Rank>> {
    let there: Vec<(Rank, Id)> = order.iter().filter_map(|(id, rank)| Some(((*rank)?, *id))).collect();
    if !there.is_sorted() {
        return None;
    }
    let mut ranks = Vec::with_capacity(order.len());
    for run in order.chunk_by(|a, b| a.1.is_none() && b.1.is_none()) {
        if let [(_, Some(rank))] = run {
            ranks.push(*rank);
            continue;
        }
        let next = order.get(ranks.len() + run.len()).and_then(|(_, rank)| *rank);
        let new = Rank::try_from(run.len()).ok()?;
        let (start, step) = match (ranks.last().copied(), next) {
            (Some(last), Some(next)) => (last, next.checked_sub(last)? / (new + 1)),
            (Some(last), None) => (last, RANK_STEP),
            (None, Some(next)) => (next.checked_sub(RANK_STEP.checked_mul(new + 1)?)?, RANK_STEP),
            (None, None) => (-RANK_STEP, RANK_STEP),
        };
        if step < 1 {
            return None;
        }
        for place in 1..=new {
            ranks.push(start.checked_add(step.checked_mul(place)?)?);
        }
    }
    Some(ranks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slug;

    fn ids(list: &str) -> Vec<EntryId> {
        list.split_whitespace().map(|word| EntryId::new(Kind::Tag, Slug::from_label(word))).collect()
    }

    fn check(base: &str, ours: &str, theirs: &str, order: &str, contradicts: bool) {
        let [base, ours, theirs] = [base, ours, theirs].map(ids);
        let wanted = ids(order);
        let found = merged(&base, &ours, &theirs, |id| wanted.contains(id));
        assert_eq!(found, (wanted.clone(), contradicts));
    }

    #[test]
    fn orders_merge_and_new_rows_follow_their_predecessor() {
        check("a b c", "a b c", "a b c", "a b c", false);
        check("a b c", "a b c", "c a b", "c a b", false);
        check("a b c", "c a b", "a b c", "c a b", false);
        check("a b c", "c a b", "c a b", "c a b", false);
        check("a b c", "c a b", "b a c", "c a b", true);
        check("a b c", "a o b c", "a t1 t2 b c", "a o t1 t2 b c", false);
        check("a b c", "a b c o", "c t b a", "c t b a o", false);
        check("a b", "a b", "n a b", "n a b", false);
        check("a b c", "a c", "a b c", "a b c", false);
        check("a b c", "c a b", "a b n c", "c a b n", false);
        check("a b c", "a b c n", "c a b", "c a b n", false);
        check("a b c", "a c o", "a b c", "a b c o", false);
        check("a b", "a o", "a b", "a b o", false);
        check("a b", "a b", "a o", "a b o", false);
        check("", "a b", "b c", "a b c", false);
        check("", "", "a b", "a b", false);
    }

    fn check_ranks(there: &[Option<Rank>], ranks: &[Rank]) {
        let order: Vec<_> = ids("a b c d e f").into_iter().zip(there.iter().copied()).collect();
        assert_eq!(super::ranks(&order), ranks);
    }

    #[test]
    fn ranks_stay_where_they_give_the_order() {
        const STEP: Rank = RANK_STEP;
        check_ranks(&[Some(0), Some(7), Some(9)], &[0, 7, 9]);
        check_ranks(&[Some(0), Some(0)], &[0, 0]);
        check_ranks(&[Some(0), None, Some(8)], &[0, 4, 8]);
        check_ranks(&[Some(0), None, None, Some(9)], &[0, 3, 6, 9]);
        check_ranks(&[None, Some(9), None], &[9 - STEP, 9, 9 + STEP]);
        check_ranks(&[None, None, Some(0)], &[-2 * STEP, -STEP, 0]);
        check_ranks(&[None, None], &[0, STEP]);
        check_ranks(&[Some(0), None, Some(1)], &[0, STEP, 2 * STEP]);
        check_ranks(&[Some(7), Some(0)], &[0, STEP]);
        check_ranks(&[Some(Rank::MAX), None], &[0, STEP]);
        check_ranks(&[None, Some(Rank::MIN)], &[0, STEP]);
        check_ranks(&[Some(Rank::MIN), None, Some(Rank::MAX)], &[0, STEP, 2 * STEP]);
    }
}
