//! What the screen shows, worked out once for every change of the project or of the look.

use std::sync::{Arc, OnceLock};

use crate::derive::summary::{Divide, Portrait, extremes, held, pair, percent};
use crate::derive::{Agreement, Matrix, Sheet};
use crate::model::{EntryId, IssueId, Project, RowsOf, Stance, Who};
use crate::session::Desk;

/// Groups that agree less than this on average stand apart.
pub const APART: f64 = 0.75;

/// Whoever stands in a line and in a column of the table.
#[derive(Clone, Debug)]
pub struct Line {
    /// Who.
    pub who: Who,
    /// Its row in the matrix.
    pub row: usize,
    /// Its name.
    pub name: String,
    /// ISO code of a country; empty for others and where there is none.
    pub code: String,
    /// Another group begins here.
    pub begins: bool,
}

/// An issue of the list.
#[derive(Clone, Debug)]
pub struct IssueLine {
    /// The issue.
    pub issue: IssueId,
    /// Its column in the matrix.
    pub column: usize,
    /// Its label.
    pub label: String,
    /// Who stands where.
    pub divide: Divide,
    /// The levels of the scale in order, each with the number of rows there.
    pub levels: Vec<(Arc<Stance>, usize)>,
    /// In a sentence between whom it is widest.
    pub headline: String,
}

/// What the screen shows.
#[derive(Clone, Debug, Default)]
pub struct View {
    sheet: Arc<Sheet>,
    /// Among whom.
    pub rows: RowsOf,
    /// By agreement, so that like stands by like.
    pub lines: Vec<Line>,
    /// What divides most first.
    pub issues: Vec<IssueLine>,
    /// Pairs of lines with an agreement, and all of them.
    pub pairs: (usize, usize),
    /// Who is nearest to each other, and who furthest.
    pub extremes: Vec<String>,
    /// The difference between the ends of the scale.
    pub range: i32,
    /// The room that the longest name takes at the left and, turned, above; found when it is shown.
    pub longest: OnceLock<[f32; 2]>,
}

impl View {
    /// The view of the desk as it is now; what was worked out before is taken over where nothing changed.
    pub fn refresh(old: Option<Self>, desk: &Desk) -> Self {
        let sheet = desk.sheet();
        match old {
            Some(old) if Arc::ptr_eq(&old.sheet, &sheet) => old,
            _ => Self::new(desk.project(), sheet, desk.look().rows),
        }
    }

    fn new(project: &Project, sheet: Arc<Sheet>, rows: RowsOf) -> Self {
        let matrix = &*sheet.matrix;
        let lines = lines(project, &sheet);
        let count = lines.len();
        let held: Vec<usize> = lines.iter().map(|line| line.row).filter(|row| held(matrix, *row) > 1).collect();
        let pairs = held.iter().enumerate().flat_map(|(at, a)| held[at + 1..].iter().map(|b| (*a, *b)));
        let known = pairs.filter(|(a, b)| matrix.agreement(*a, *b).value.is_some()).count();
        let scores = project.scale().into_iter().filter_map(|stance| stance.score).map(i32::from);
        let (low, high) = scores.fold((i32::MAX, i32::MIN), |(low, high), score| (low.min(score), high.max(score)));
        Self {
            rows,
            issues: issues(project, &sheet),
            pairs: (known, count * count.saturating_sub(1) / 2),
            extremes: extremes(project, matrix),
            range: high.saturating_sub(low).max(0),
            longest: OnceLock::new(),
            lines,
            sheet,
        }
    }

    /// The matrix behind it.
    pub fn matrix(&self) -> &Matrix {
        &self.sheet.matrix
    }

    /// The agreement of those on two lines.
    pub fn agreement(&self, a: usize, b: usize) -> Agreement {
        self.matrix().agreement(self.lines[a].row, self.lines[b].row)
    }

    /// The line of somebody.
    pub fn line_of(&self, who: Who) -> Option<usize> {
        self.lines.iter().position(|line| line.who == who)
    }

    /// "Germany and Poland: 70 % over 5 issues", in short, for those who listen.
    pub fn cell_in_words(&self, a: usize, b: usize) -> String {
        if a == b {
            return self.lines[a].name.clone();
        }
        let names = format!("{} and {}", self.lines[a].name, self.lines[b].name);
        let Agreement { value, shared } = self.agreement(a, b);
        let issues = if shared == 1 { "issue" } else { "issues" };
        match value {
            Some(value) => format!("{names}: {} over {shared} {issues}", percent(value)),
            None => format!("{names}: no agreement, {shared} shared {issues}"),
        }
    }

    /// What sets the two lines apart.
    pub fn pair(&self, project: &Project, a: usize, b: usize) -> String {
        pair(project, self.matrix(), self.lines[a].row, self.lines[b].row)
    }

    /// What can be said of somebody.
    pub fn portrait(&self, project: &Project, line: usize) -> Vec<String> {
        Portrait::of(project, self.matrix(), self.lines[line].row).sentences(project, self.matrix())
    }
}

/// Whoever is shown, like by like.
fn lines(project: &Project, sheet: &Sheet) -> Vec<Line> {
    let matrix = &*sheet.matrix;
    let together = matrix.rows_together();
    let mut shown = vec![false; matrix.whos.len()];
    sheet.rows.iter().for_each(|row| shown[*row] = true);
    // Who is hidden takes no place, but parts groups all the same.
    let mut apart = false;
    let mut lines: Vec<Line> = Vec::new();
    for (place, row) in together.order.iter().enumerate() {
        let gap = place.checked_sub(1).and_then(|before| together.gaps[before]);
        apart |= place > 0 && gap.is_none_or(|gap| gap > 1.0 - APART);
        if !shown[*row] {
            continue;
        }
        let who = matrix.whos[*row];
        let code = match who {
            Who::Country(id) => project.country(id).map_or_else(String::new, |country| country.iso.clone()),
            Who::Bloc(_) | Who::Actor(_) => String::new(),
        };
        let begins = apart && !lines.is_empty();
        lines.push(Line { who, row: *row, name: project.label(who.entry()), code, begins });
        apart = false;
    }
    lines
}

/// The issues that are shown, by spread.
fn issues(project: &Project, sheet: &Sheet) -> Vec<IssueLine> {
    let matrix = &*sheet.matrix;
    let mut issues: Vec<IssueLine> = sheet
        .issues()
        .map(|(issue, column)| {
            let divide = Divide::of(matrix, column);
            let levels = matrix.distribution(column).into_iter();
            IssueLine {
                issue,
                column,
                label: project.label(EntryId::Issue(issue)),
                headline: divide.headline(project, matrix),
                divide,
                levels: levels.filter_map(|(id, count)| Some((project.stance(id)?.clone(), count))).collect(),
            }
        })
        .collect();
    let spread = |line: &IssueLine| line.divide.spread.unwrap_or(-1.0);
    issues.sort_by(|a, b| spread(b).total_cmp(&spread(a)));
    issues
}
