//! Which claims are listed, in which order and under which heads.

use std::sync::Arc;

use jiff::civil::Date;

use super::super::reading::date_of_day;
use super::base::{Base, Lists, NONE, Names, Texts, UNDATED};
use super::view::{GroupBy, Order, Query, View};
use super::wanted::Wanted;
use crate::model::{ArticleId, ClaimId, EntryId, Project};

/// The rows that are listed, in order; group after group where they are put into groups.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Indices into [`Base::rows`]. A claim may stand in several groups.
    pub rows: Vec<u32>,
    /// The claims in the same order.
    pub ids: Vec<ClaimId>,
    /// The groups in order; none where the rows are not put into any.
    pub groups: Vec<Group>,
    /// How many claims are listed, each counted once.
    pub claims: usize,
}

/// Rows under one head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they share.
    pub key: GroupKey,
    /// The first of them in [`Listing::rows`].
    pub start: usize,
    /// The place after the last of them.
    pub end: usize,
    /// How many of them take each stance, in the order of the scale.
    pub stances: Vec<u32>,
}

/// What the rows of a group share. The same from revision to revision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupKey {
    /// A row of the codebook.
    Entry(EntryId),
    /// An outlet or an analyst.
    Text(Arc<str>),
    /// An article.
    Article(ArticleId),
    /// The first day of a month.
    Month(Date),
    /// They have none of what others share.
    Nothing,
}

impl Listing {
    /// The rows of `base` as `view` wants them. `base` must have been made from `project`.
    pub fn new(project: &Project, base: &Base, view: &View) -> Self {
        let rows = found(project, base, &view.query, view.order);
        let claims = rows.len();
        let (rows, groups) = match view.group {
            Some(by) => in_groups(base, &rows, by, view.order),
            None => (rows, Vec::new()),
        };
        let ids = rows.iter().map(|row| base.id(*row)).collect();
        Self { rows, ids, groups, claims }
    }
}

fn found(project: &Project, base: &Base, query: &Query, order: Order) -> Vec<u32> {
    let wanted = Wanted::new(project, base, query);
    let rows = (0..base.rows.len() as u32).filter(|row| wanted.has(*row));
    if order == Order::default() {
        return rows.collect();
    }
    // Those that are equal in the column stay in the order of the base.
    let key = base.key(order.column);
    let turned = |key: u32| if order.descending && key != NONE { NONE - 1 - key } else { key };
    let mut keyed: Vec<u64> = rows.map(|row| u64::from(turned(key(row))) << 32 | u64::from(row)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|keyed| keyed as u32).collect()
}

/// The rows group after group, each group in the order of `rows`.
fn in_groups(base: &Base, rows: &[u32], by: GroupBy, order: Order) -> (Vec<u32>, Vec<Group>) {
    let f = &base.facets;
    let months = if by == GroupBy::Month { Months::new(&f.day) } else { Months::default() };
    let values = match by {
        GroupBy::Country => Values::Many(&f.country),
        GroupBy::Tag => Values::Many(&f.tag),
        GroupBy::Issue => Values::One(&f.issue),
        GroupBy::Stance => Values::One(&f.stance),
        GroupBy::Speaker => Values::One(&f.speaker),
        GroupBy::Outlet => Values::One(&f.outlet.of),
        GroupBy::Analyst => Values::One(&f.analyst.of),
        GroupBy::Article => Values::One(&f.article),
        GroupBy::Month => Values::One(&months.of),
    };
    let keys = keys(base, by, &months);
    let size = keys.len();
    let slot = |number: u32| if number == NONE { size } else { number as usize };
    let mut counts = vec![0; size + 1];
    rows.iter().for_each(|row| values.of(*row).iter().for_each(|number| counts[slot(*number)] += 1));

    // Latest first is the usual order of dates, and the first the usual one of everything else.
    let turned = order.column == by.column() && order.descending != (by.column() == Order::default().column);
    let mut slots: Vec<usize> = (0..size).collect();
    if turned {
        slots.reverse();
    }
    slots.push(size);
    let mut groups: Vec<Group> = Vec::new();
    let mut next = vec![(0, 0); size + 1];
    let mut start = 0;
    for slot in slots.into_iter().filter(|slot| counts[*slot] > 0) {
        next[slot] = (start, groups.len());
        let key = keys.get(slot).cloned().unwrap_or(GroupKey::Nothing);
        groups.push(Group { key, start, end: start + counts[slot], stances: vec![0; f.stances.ids.len()] });
        start += counts[slot];
    }
    let mut grouped = vec![0; start];
    for row in rows {
        for number in values.of(*row) {
            let (place, group) = &mut next[slot(*number)];
            grouped[*place] = *row;
            *place += 1;
            if let Some(count) = groups[*group].stances.get_mut(f.stance[*row as usize] as usize) {
                *count += 1;
            }
        }
    }
    (grouped, groups)
}

/// What each row has of what rows are put together by.
enum Values<'a> {
    One(&'a [u32]),
    Many(&'a Lists),
}

impl Values<'_> {
    fn of(&self, row: u32) -> &[u32] {
        match self {
            Self::One(numbers) => std::slice::from_ref(&numbers[row as usize]),
            Self::Many(lists) => match lists.of(row) {
                [] => &[NONE],
                numbers => numbers,
            },
        }
    }
}

/// What every number stands for.
fn keys(base: &Base, by: GroupBy, months: &Months) -> Vec<GroupKey> {
    let f = &base.facets;
    let entries = |names: &Names| names.ids.iter().map(|id| GroupKey::Entry(*id)).collect();
    let texts = |texts: &Texts| texts.names.iter().map(|name| GroupKey::Text(name.clone())).collect();
    match by {
        GroupBy::Country => entries(&f.countries),
        GroupBy::Issue => entries(&f.issues),
        GroupBy::Stance => entries(&f.stances),
        GroupBy::Speaker => entries(&f.actors),
        GroupBy::Tag => entries(&f.tags),
        GroupBy::Outlet => texts(&f.outlet),
        GroupBy::Analyst => texts(&f.analyst),
        GroupBy::Article => f.articles.iter().map(|article| GroupKey::Article(article.id)).collect(),
        GroupBy::Month => months.names.iter().map(|month| GroupKey::Month(*month)).collect(),
    }
}

/// The months of the rows, latest first.
#[derive(Default)]
struct Months {
    names: Vec<Date>,
    of: Vec<u32>,
}

impl Months {
    fn new(days: &[i32]) -> Self {
        // Rows are by date, latest first, so months come one after the other.
        let mut months = Self { names: Vec::new(), of: Vec::with_capacity(days.len()) };
        let mut last = (UNDATED, UNDATED);
        for day in days {
            if *day == UNDATED {
                months.of.push(NONE);
                continue;
            }
            if !(last.0..=last.1).contains(day) || last.0 == UNDATED {
                let Some(date) = date_of_day(*day) else {
                    months.of.push(NONE);
                    continue;
                };
                let first = day - i32::from(date.day()) + 1;
                last = (first, first + i32::from(date.days_in_month()) - 1);
                months.names.push(date.first_of_month());
            }
            months.of.push(months.names.len() as u32 - 1);
        }
        months
    }
}
