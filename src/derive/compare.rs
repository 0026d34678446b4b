//! A few countries, blocs or actors side by side, issue by issue: where they differ, and how far.

mod near;
mod propose;
mod words;

use std::sync::Arc;

use super::agreement::Agreement;
use super::matrix::{Matrix, Position};
use super::sheet::Sheet;
use super::steps::Steps;
use crate::model::{ClaimId, IssueId, Look, Project, RowsOf, Spot, StanceId, Who};

pub use near::{Sought, near};
pub use propose::{Proposal, propose};

/// Below this many there is nothing to compare.
pub const FEWEST: usize = 2;
/// More than these do not stand side by side.
pub const MOST: usize = 6;

/// A few side by side.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// Who, from left to right; none twice, at most [`MOST`].
    pub whos: Vec<Who>,
    /// The issues, in the order of the sheet.
    pub lines: Vec<Line>,
    /// Where each of `whos` stands in the matrix of its kind.
    columns: Vec<(Arc<Matrix>, usize)>,
}

/// An issue, and where each of those compared stands on it.
#[derive(Clone, Debug)]
pub struct Line {
    /// The issue.
    pub issue: IssueId,
    /// A position for each, in the order of those compared.
    pub positions: Vec<Position>,
    /// How far apart those farthest from each other stand; `None` where fewer than two have a level with a score.
    pub gap: Option<Gap>,
    /// Whether two of them stand at different levels that have a score.
    pub differ: bool,
    /// All of it in a few words: "widest gap: 3 of 4 steps · Poland: no evidence yet".
    pub said: String,
}

impl Line {
    /// Whether every one of them has a level with a score.
    pub fn all_hold(&self, steps: &Steps) -> bool {
        self.positions.iter().all(|position| held(position, steps).is_some())
    }
}

/// Between whom an issue is the widest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// How many steps of the scale lie between them.
    pub steps: usize,
    /// How many the whole scale has.
    pub of: usize,
    /// The first of those who stand highest.
    pub high: usize,
    /// The first of those who stand lowest.
    pub low: usize,
}

impl Comparison {
    /// Compares under a look at a project.
    pub fn of(project: &Project, look: &Look, whos: &[Who]) -> Self {
        let sheet = Sheet::of(project, look);
        Self::new(project, &sheet, whos, |rows| {
            if rows == look.rows { sheet.matrix.clone() } else { Arc::new(Matrix::of(project, rows, &look.settings)) }
        })
    }

    /// Compares those of `whos` who are in the project, on the issues of the sheet. `matrix` gives the matrix of each
    /// kind under the settings of the sheet.
    pub fn new(project: &Project, sheet: &Sheet, whos: &[Who], matrix: impl Fn(RowsOf) -> Arc<Matrix>) -> Self {
        let mut found = Self::default();
        for who in whos {
            let matrix = matrix(who.rows());
            if let Some(row) = matrix.row_of(*who).filter(|_| !found.whos.contains(who) && found.whos.len() < MOST) {
                found.whos.push(*who);
                found.columns.push((matrix, row));
            }
        }
        let (steps, names) = (Steps::new(project), found.names(project));
        found.lines = sheet.issues().map(|(issue, _)| found.line(project, &steps, &names, issue)).collect();
        found
    }

    /// The names of those compared.
    pub fn names(&self, project: &Project) -> Vec<String> {
        self.whos.iter().map(|who| project.label(who.entry())).collect()
    }

    /// How near two of those compared stand to each other, over all issues: the formula of [`Matrix::agreement`], whatever
    /// kind each is of.
    ///
    /// # Panics
    /// Where there are not as many.
    pub fn agreement(&self, a: usize, b: usize) -> Agreement {
        between((&self.columns[a].0, self.columns[a].1), (&self.columns[b].0, self.columns[b].1))
    }

    /// The matrix in which one of those compared stands.
    ///
    /// # Panics
    /// Where there are not as many.
    pub fn matrix(&self, at: usize) -> &Arc<Matrix> {
        &self.columns[at].0
    }

    /// The cell of one of those compared on a line.
    pub fn spot(&self, line: usize, at: usize) -> Option<Spot> {
        Some(Spot { who: *self.whos.get(at)?, issue: self.lines.get(line)?.issue })
    }

    /// The claims whose words stand for a position: the one that decides, and where it is contested the latest one of
    /// the other side; where none decides, the latest there is.
    pub fn telling(&self, project: &Project, steps: &Steps, line: usize, at: usize) -> Vec<ClaimId> {
        let (Some(spot), Some(line)) = (self.spot(line, at), self.lines.get(line)) else { return Vec::new() };
        let (position, evidence) = (&line.positions[at], self.columns[at].0.evidence(spot));
        let Some(first) = position.decisive.or_else(|| evidence.first().copied()) else { return Vec::new() };
        let sign = |id: &ClaimId| {
            let score = project.claim(*id).and_then(|claim| steps.score(claim.stance));
            score.map_or(0, i8::signum)
        };
        let side = sign(&first);
        let other = evidence.iter().find(|id| **id != first && sign(id) != 0 && sign(id) != side);
        [Some(first), other.copied().filter(|_| position.contested)].into_iter().flatten().collect()
    }

    fn line(&self, project: &Project, steps: &Steps, names: &[String], issue: IssueId) -> Line {
        let position = |(matrix, row): &(Arc<Matrix>, usize)| {
            matrix.column_of(issue).map_or_else(Position::default, |column| *matrix.at(*row, column))
        };
        let positions: Vec<Position> = self.columns.iter().map(position).collect();
        let mut levels = positions.iter().filter_map(|position| held(position, steps));
        let first = levels.next();
        let differ = levels.any(|(stance, _)| first.is_some_and(|(other, _)| other != stance));
        let mut line = Line { issue, gap: gap(&positions, steps), positions, differ, said: String::new() };
        line.said = words::said(project, steps, names, &line);
        line
    }
}

/// The level in force of a position with its score, where it has one.
fn held(position: &Position, steps: &Steps) -> Option<(StanceId, i8)> {
    let stance = position.stance?;
    Some((stance, steps.score(stance)?))
}

fn gap(positions: &[Position], steps: &Steps) -> Option<Gap> {
    let held = positions.iter().enumerate().filter_map(|(at, position)| Some((at, held(position, steps)?)));
    let held: Vec<_> = held.collect();
    // Of those equally far out, the first from the left.
    let high = held.iter().min_by_key(|(at, (_, score))| (std::cmp::Reverse(*score), *at))?;
    let low = held.iter().min_by_key(|(at, (_, score))| (*score, *at))?;
    let apart = steps.from_to(low.1.0, high.1.0)?;
    (held.len() >= 2).then(|| Gap { steps: apart.unsigned_abs() as usize, of: steps.all(), high: high.0, low: low.0 })
}

/// 1 − mean(|difference of scores|) / range of the scale, over the issues on which both have a level with a score.
fn between((one, a): (&Matrix, usize), (other, b): (&Matrix, usize)) -> Agreement {
    let (mut apart, mut shared) = (0, 0);
    for (column, issue) in one.issues.iter().enumerate() {
        let there = other.column_of(*issue).and_then(|column| other.score(b, column));
        if let Some((a, b)) = one.score(a, column).zip(there) {
            apart += i64::from(a.abs_diff(b));
            shared += 1;
        }
    }
    // On a scale of one score nobody can differ.
    let whole = (i64::from(one.range()) * shared as i64).max(1);
    let value = (shared >= 2).then(|| 1.0 - apart as f64 / whole as f64);
    Agreement { value, shared }
}

#[cfg(test)]
mod tests;
