//! Lines and columns put in order by hand.

use std::cmp::Reverse;

use super::view::{Edge, Head, View};
use crate::derive::Sheet;
use crate::model::{EntryId, IssueId, Look, Order};
use crate::session::{Command, Desk};

/// Puts the head at `from` into the gap `gap` of its edge, 0 before the first. What is shown so far becomes the order
/// by hand; who is not shown keeps their place among the others.
pub fn place(desk: &Desk, view: &View, edge: Edge, from: usize, gap: usize, out: &mut Vec<Command>) {
    let heads: Vec<EntryId> = view.heads(edge).map(Head::entry).collect();
    let Some(moved) = heads.get(from).copied().filter(|_| gap != from && gap != from + 1) else { return };
    let mut order = whole(desk, view, edge);
    order.retain(|entry| *entry != moved);
    let at = |entry: &EntryId| order.iter().position(|other| other == entry);
    let place = match heads.get(gap) {
        Some(next) => at(next),
        None => heads.last().and_then(at).map(|last| last + 1),
    };
    let Some(place) = place else { return };
    order.insert(place, moved);
    arrange(desk, view.has_whos(edge), order, out);
}

/// Moves the head at `from` by one place.
pub fn step(desk: &Desk, view: &View, edge: Edge, from: usize, back: bool, out: &mut Vec<Command>) {
    match (back, from.checked_sub(1)) {
        (true, Some(gap)) => place(desk, view, edge, from, gap, out),
        (true, None) => {}
        (false, _) if from + 1 < view.count(edge) => place(desk, view, edge, from, from + 2, out),
        (false, _) => {}
    }
}

/// Puts whoever supports an issue most first; who has no position stays behind, in the order there is.
pub fn by_stance(desk: &Desk, view: &View, issue: IssueId, out: &mut Vec<Command>) {
    let matrix = &view.matrix;
    let Some(column) = matrix.column_of(issue) else { return };
    let sheet = all(desk, view);
    let mut whos: Vec<_> = sheet.whos().collect();
    whos.sort_by_key(|(_, row)| Reverse(matrix.score(*row, column)));
    arrange(desk, true, whos.into_iter().map(|(who, _)| who.entry()).collect(), out);
}

/// Everybody or everything at an edge, hidden ones as well.
fn whole(desk: &Desk, view: &View, edge: Edge) -> Vec<EntryId> {
    let sheet = all(desk, view);
    if view.has_whos(edge) {
        sheet.whos().map(|(who, _)| who.entry()).collect()
    } else {
        sheet.issues().map(|(issue, _)| EntryId::Issue(issue)).collect()
    }
}

fn all(desk: &Desk, view: &View) -> Sheet {
    let look = Look { hidden: Default::default(), ..desk.look().clone() };
    Sheet::new(view.matrix.clone(), desk.project(), &look)
}

fn arrange(desk: &Desk, whos: bool, order: Vec<EntryId>, out: &mut Vec<Command>) {
    out.push(Command::Arrange(order));
    let mut look = desk.look().clone();
    let kind = if whos { &mut look.row_order } else { &mut look.issue_order };
    if std::mem::replace(kind, Order::Hand) != Order::Hand {
        out.push(Command::SetLook(Box::new(look)));
    }
}
