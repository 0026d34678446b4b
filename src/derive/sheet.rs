//! The matrix as it is looked at: who and what is shown, in which order, which way round.
//!
//! The window, every export and the command line read the same sheet.

use std::sync::Arc;

use super::matrix::{Matrix, Position};
use crate::model::{EntryId, IssueId, Look, Order, Project, Spot, Who};
use crate::text::fold::fold;

/// What stands at the head of a line or of a column, with its place in the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Head {
    /// A country, bloc or actor, with its row.
    Who(Who, usize),
    /// An issue, with its column.
    Issue(IssueId, usize),
}

impl Head {
    /// The row of the codebook.
    pub fn entry(self) -> EntryId {
        match self {
            Self::Who(who, _) => who.entry(),
            Self::Issue(issue, _) => EntryId::Issue(issue),
        }
    }
}

/// Rows and columns of a matrix under a look.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// What is shown.
    pub matrix: Arc<Matrix>,
    /// The rows of the matrix that are shown, in order.
    pub rows: Vec<usize>,
    /// The columns of the matrix that are shown, in order.
    pub columns: Vec<usize>,
    /// Issues stand at the heads of lines.
    pub transposed: bool,
}

impl Sheet {
    /// A matrix that was derived under `look`, as it is to be shown.
    pub fn new(matrix: Arc<Matrix>, project: &Project, look: &Look) -> Self {
        let rows = rows(&matrix, project, look.row_order);
        let columns = columns(&matrix, project, look.issue_order);
        let is_hidden = |entry: EntryId| look.hidden.contains(&entry);
        Self {
            rows: rows.into_iter().filter(|row| !is_hidden(matrix.whos[*row].entry())).collect(),
            columns: columns.into_iter().filter(|column| !is_hidden(EntryId::Issue(matrix.issues[*column]))).collect(),
            transposed: look.transposed,
            matrix,
        }
    }

    /// Derives the matrix of a project under a look.
    pub fn of(project: &Project, look: &Look) -> Self {
        Self::new(Arc::new(Matrix::of(project, look.rows, &look.settings)), project, look)
    }

    /// Whoever stands in the rows, in order.
    pub fn whos(&self) -> impl ExactSizeIterator<Item = (Who, usize)> {
        self.rows.iter().map(|row| (self.matrix.whos[*row], *row))
    }

    /// The issues, in order.
    pub fn issues(&self) -> impl ExactSizeIterator<Item = (IssueId, usize)> {
        self.columns.iter().map(|column| (self.matrix.issues[*column], *column))
    }

    /// The heads of the lines, top to bottom.
    pub fn lines(&self) -> Vec<Head> {
        if self.transposed { self.issue_heads() } else { self.who_heads() }
    }

    /// The heads of the columns, left to right.
    pub fn heads(&self) -> Vec<Head> {
        if self.transposed { self.who_heads() } else { self.issue_heads() }
    }

    /// The cell on a line under a head; `None` where there is none, or where both are of one kind.
    pub fn at(&self, line: Head, head: Head) -> Option<(Spot, &Position)> {
        let ((Head::Who(who, row), Head::Issue(issue, column)) | (Head::Issue(issue, column), Head::Who(who, row))) =
            (line, head)
        else {
            return None;
        };
        let there = row < self.matrix.whos.len() && column < self.matrix.issues.len();
        there.then(|| (Spot { who, issue }, self.matrix.at(row, column)))
    }

    /// Number of cells that are shown.
    pub fn cells(&self) -> usize {
        self.rows.len() * self.columns.len()
    }

    /// Number of cells that are shown and have evidence.
    pub fn cells_with_evidence(&self) -> usize {
        let cells = self.rows.iter().flat_map(|row| self.columns.iter().map(move |column| (*row, *column)));
        cells.filter(|(row, column)| self.matrix.at(*row, *column).claims > 0).count()
    }

    /// Number of cells that are shown and show another level than in `then`, a matrix of the same project with the same
    /// rows.
    pub fn cells_that_differ(&self, then: &Matrix) -> usize {
        let cells = self.rows.iter().flat_map(|row| self.columns.iter().map(move |column| (*row, *column)));
        let level = |matrix: &Matrix, (row, column)| matrix.at(row, column).stance;
        cells.filter(|cell| level(&self.matrix, *cell) != level(then, *cell)).count()
    }

    fn who_heads(&self) -> Vec<Head> {
        self.whos().map(|(who, row)| Head::Who(who, row)).collect()
    }

    fn issue_heads(&self) -> Vec<Head> {
        self.issues().map(|(issue, column)| Head::Issue(issue, column)).collect()
    }
}

fn rows(matrix: &Matrix, project: &Project, order: Order) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..matrix.whos.len()).collect();
    match order {
        Order::Hand | Order::Spread => {}
        Order::Name => rows.sort_by_cached_key(|row| fold(&project.label(matrix.whos[*row].entry()))),
        Order::Agreement => return matrix.rows_by_agreement(),
        Order::Evidence => rows.sort_by_cached_key(|row| {
            let claims: u32 = (0..matrix.issues.len()).map(|column| matrix.at(*row, column).claims).sum();
            std::cmp::Reverse((matrix.coverage(*row), claims))
        }),
    }
    rows
}

fn columns(matrix: &Matrix, project: &Project, order: Order) -> Vec<usize> {
    let mut columns: Vec<usize> = (0..matrix.issues.len()).collect();
    match order {
        Order::Hand => {}
        Order::Name => {
            columns.sort_by_cached_key(|column| fold(&project.label(EntryId::Issue(matrix.issues[*column]))));
        }
        Order::Agreement => return matrix.issues_by_agreement(),
        Order::Spread => {
            let spread: Vec<f64> = columns.iter().map(|column| matrix.spread(*column).unwrap_or(-1.0)).collect();
            columns.sort_by(|a, b| spread[*b].total_cmp(&spread[*a]));
        }
        Order::Evidence => columns.sort_by_cached_key(|column| {
            let cells = || (0..matrix.whos.len()).map(|row| matrix.at(row, *column).claims);
            std::cmp::Reverse((cells().filter(|claims| *claims > 0).count(), cells().sum::<u32>()))
        }),
    }
    columns
}
