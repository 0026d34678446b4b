//! Whom to compare first: those farthest apart, those closest to each other, and the members of a bloc.

use std::cmp::Reverse;

use super::{FEWEST, MOST};
use crate::derive::agreement::Agreement;
use crate::derive::sheet::Sheet;
use crate::derive::summary::percent;
use crate::model::{Project, Who};

/// Of more rows than these, only those with most evidence are looked at, pair by pair.
const ROWS: usize = 200;
/// Blocs that are proposed at most.
const BLOCS: usize = 3;

/// A few who are worth comparing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Who.
    pub whos: Vec<Who>,
    /// Why, in a few words: "Furthest apart: agree 12 % over 6 issues".
    pub why: String,
}

/// Whom to compare, of those in the rows of a sheet and of the blocs of its project.
pub fn propose(project: &Project, sheet: &Sheet) -> Vec<Proposal> {
    let mut found = pairs(sheet);
    let blocs = project.blocs_in_order().into_iter().filter_map(|bloc| {
        let mut members: Vec<Who> = Vec::new();
        for country in bloc.members.iter().filter(|id| project.country(**id).is_some()) {
            let who = Who::Country(*country);
            if !members.contains(&who) {
                members.push(who);
            }
        }
        let fits = (FEWEST..=MOST).contains(&members.len());
        fits.then(|| Proposal { whos: members, why: format!("The members of {}", bloc.label) })
    });
    found.extend(blocs.take(BLOCS));
    found
}

/// Two rows and how near they stand to each other.
#[derive(Clone, Copy)]
struct Pair {
    rows: (usize, usize),
    value: f64,
    shared: usize,
}

/// The two with the lowest agreement, and the two with the highest; of equals, the first of those who share most issues.
fn pairs(sheet: &Sheet) -> Vec<Proposal> {
    let matrix = &sheet.matrix;
    let mut rows = sheet.rows.clone();
    if rows.len() > ROWS {
        rows.sort_by_cached_key(|row| Reverse(matrix.coverage(*row)));
        rows.truncate(ROWS);
    }
    let mut pairs = Vec::new();
    for (at, a) in rows.iter().enumerate() {
        for b in &rows[at + 1..] {
            let Agreement { value, shared } = matrix.agreement(*a, *b);
            pairs.extend(value.map(|value| Pair { rows: (*a, *b), value, shared }));
        }
    }
    let most_shared = |a: &Pair, b: &Pair| b.shared.cmp(&a.shared);
    let lowest = pairs.iter().min_by(|a, b| a.value.total_cmp(&b.value).then(most_shared(a, b)));
    let highest = pairs.iter().min_by(|a, b| b.value.total_cmp(&a.value).then(most_shared(a, b)));
    let mut found: Vec<Proposal> = Vec::new();
    for (what, pair) in [("Furthest apart", lowest), ("Closest", highest)] {
        let Some(Pair { rows: (a, b), value, shared }) = pair else { continue };
        let whos = vec![matrix.whos[*a], matrix.whos[*b]];
        if found.iter().all(|other| other.whos != whos) {
            let why = format!("{what}: agree {} over {shared} issues", percent(*value));
            found.push(Proposal { whos, why });
        }
    }
    found
}
