//! CSV out: the matrix, the positions in full, the claims.
//!
//! The same rows are written to a file and shown as a preview; order follows from the project alone.

pub mod citation;
pub mod csv;
mod tables;

use std::borrow::Cow;

use crate::model::{Look, Project};

/// What is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One row per country, one column per issue.
    #[default]
    Matrix,
    /// One row per country and issue, with everything that is known about the position.
    Positions,
    /// One row per claim and country.
    Claims,
}

impl Kind {
    /// Every kind with its name as shown.
    pub const ALL: [(Kind, &'static str); 3] =
        [(Kind::Matrix, "Matrix"), (Kind::Positions, "Positions"), (Kind::Claims, "Claims")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name on the command line.
    pub fn slug(self) -> &'static str {
        ["matrix", "positions", "claims"][self as usize]
    }
}

/// What stands in a cell of the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Values {
    /// The stance in words; empty where there is no position.
    #[default]
    Label,
    /// Its points; empty where there are none.
    Score,
    /// The number of counted claims, 0 included.
    Count,
}

impl Values {
    /// Every choice with its name as shown.
    pub const ALL: [(Values, &'static str); 3] =
        [(Values::Label, "Stance"), (Values::Score, "Score"), (Values::Count, "Number of claims")];

    /// Name on the command line.
    pub fn slug(self) -> &'static str {
        ["label", "score", "count"][self as usize]
    }
}

/// How it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What stands in a cell of the matrix.
    pub values: Values,
    /// Makes text safe for spreadsheet programs, which changes quotations. See [`csv::write`].
    pub spreadsheet_safe: bool,
    /// How the matrix is looked at; the claims written are those that count.
    pub look: Look,
}

/// Cells in the order of the columns.
type Row<'a> = Vec<Cow<'a, str>>;

/// The header and at most `rows` rows, as they would be written.
pub fn preview(kind: Kind, project: &Project, options: &Options, rows: usize) -> Vec<Vec<String>> {
    let mut shown = Vec::new();
    let each = |row: &mut Row<'_>| {
        if shown.len() <= rows {
            shown.push(row.iter().map(|cell| csv::safe(cell, options.spreadsheet_safe).into_owned()).collect());
        }
        if shown.len() <= rows { Ok(()) } else { Err(Enough) }
    };
    // The only way not to reach the end is to have enough.
    tables::rows(kind, project, options, each).ok();
    shown
}

struct Enough;

/// How many rows would be written, the header not counted.
pub fn row_count(kind: Kind, project: &Project, options: &Options) -> usize {
    match kind {
        Kind::Matrix => project.countries().len(),
        Kind::Positions => project.countries().len() * project.issues().len(),
        Kind::Claims => {
            let filter = &options.look.settings.filter;
            let counted = project.claims().values().filter(|claim| filter.passes(project, claim));
            counted.map(|claim| claim.countries.len().max(1)).sum()
        }
    }
}
