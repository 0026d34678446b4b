//! Claims as text for the clipboard: a row each, a tab between columns, as spreadsheets take them.

use std::collections::{BTreeSet, HashSet};

use super::row::RowPainter;
use crate::derive::claims::{Base, Column, Listing};
use crate::model::{ClaimId, Project};

/// The claims in the order of the table, each once, with a head.
pub fn table(
    project: &Project,
    base: &Base,
    listing: &Listing,
    columns: &BTreeSet<Column>,
    wanted: impl Fn(ClaimId) -> bool,
) -> String {
    let mut told = HashSet::new();
    let mut text = columns.iter().map(|column| column.label()).collect::<Vec<_>>().join("\t");
    for (row, id) in listing.rows.iter().zip(&listing.ids) {
        if wanted(*id) && told.insert(*id) {
            let painter = RowPainter { project, row: &base.rows[*row as usize], needles: &[] };
            text.push('\n');
            let cell = |column: &Column| match column {
                // As computers read it, and empty where there is none.
                Column::Date => painter.row.date.map(|date| date.to_string()).unwrap_or_default(),
                column => plain(&painter.words(*column, false)),
            };
            text.push_str(&columns.iter().map(cell).collect::<Vec<_>>().join("\t"));
        }
    }
    text
}

/// Without what would end a cell or a row.
fn plain(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}
