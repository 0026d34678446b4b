//! Out of the project: tables, a workbook, a briefing, pictures, and what goes on the clipboard.
//!
//! [`write`] is the way in; which [`Kind`] goes with which [`Format`] is one table. Everything honours the look at the
//! matrix and [`mod@statement`] says what that look is. The same rows are written to every file and shown as a preview.

pub mod briefing;
pub mod citation;
pub mod clipboard;
pub mod csv;
pub mod grid;
mod kind;
pub mod pages;
pub mod picture;
mod source;
pub mod statement;
mod tables;
pub mod xlsx;

use jiff::Timestamp;

pub use kind::{Format, Kind};
pub use source::Source;
pub use statement::statement;
pub use tables::{Row, Value};

use crate::model::{IssueId, Look, Project};

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
    /// Makes a CSV safe for spreadsheet programs, which changes quotations. See [`csv::write`].
    pub spreadsheet_safe: bool,
    /// How the matrix is looked at; the claims written are those that count.
    pub look: Look,
    /// The issue of the timeline; the first one of the matrix where none is named.
    pub issue: Option<IssueId>,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Rows of a table, the header not counted; `None` for what is no table.
    pub rows: Option<usize>,
    /// What the format could not take as it was, each in a sentence.
    pub losses: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The kind cannot be written in that format.
    #[error("{} cannot be written as {}; choose from {}", .0.label(), .1.label(), named(.0.formats()))]
    Mismatch(Kind, Format),
    /// It does not fit into the format; says what, and what to do.
    #[error("{0}")]
    TooLarge(String),
    /// It could not be put together.
    #[error("{0}")]
    Failed(String),
    /// Nobody wanted it any more.
    #[error("it was cancelled")]
    Cancelled,
}

fn named(formats: &[Format]) -> String {
    formats.iter().map(|format| format.label()).collect::<Vec<_>>().join(", ")
}

/// Writes one thing in one format, at the time `now`.
///
/// `go_on` is asked now and then; once it says no the work is given up.
///
/// # Errors
/// Where the kind does not go with the format, where it does not fit, and where `go_on` said no.
pub fn write(
    kind: Kind,
    format: Format,
    project: &Project,
    options: &Options,
    now: Timestamp,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Written, ExportError> {
    let source = Source::new(project, options);
    match (kind, format) {
        (kind, Format::Csv) if kind.goes_with(format) => csv::file(kind, &source, go_on),
        (kind, Format::Xlsx) if kind.goes_with(format) => xlsx::write(kind, &source, now, go_on),
        (Kind::Matrix | Kind::Moves | Kind::Agreement, Format::Html) => Ok(pages::html(kind, &source, now)),
        (Kind::Matrix | Kind::Moves | Kind::Agreement, Format::Markdown) => Ok(pages::markdown(kind, &source, now)),
        (Kind::Briefing, Format::Html) => Ok(text(briefing::html(&source, now, go_on)?)),
        (Kind::Briefing, Format::Markdown) => Ok(text(briefing::markdown(&source, now, go_on)?)),
        (Kind::Matrix | Kind::Timeline, Format::Svg) => Ok(text(picture::draw(kind, &source, now)?.svg)),
        (Kind::Matrix | Kind::Timeline, Format::Png) => {
            Ok(Written { bytes: picture::png(kind, &source, now, go_on)?, ..Written::default() })
        }
        _ => Err(ExportError::Mismatch(kind, format)),
    }
}

/// A text that is no table.
fn text(text: String) -> Written {
    Written { bytes: text.into_bytes(), ..Written::default() }
}

/// The header and at most `rows` rows of a table, as they would be written; nothing for what is no table.
pub fn preview(kind: Kind, project: &Project, options: &Options, rows: usize) -> Vec<Vec<String>> {
    preview_of(kind, &Source::new(project, options), rows)
}

/// The same of a source that may know something already.
pub fn preview_of(kind: Kind, source: &Source<'_>, rows: usize) -> Vec<Vec<String>> {
    let mut shown = Vec::new();
    let each = |row: &mut Row<'_>| {
        if shown.len() <= rows {
            let cell = |value: &Value<'_>| csv::safe(&value.text(), source.options.spreadsheet_safe).into_owned();
            shown.push(row.iter().map(cell).collect());
        }
        if shown.len() <= rows { Ok(()) } else { Err(Enough) }
    };
    // The only way not to reach the end is to have enough.
    tables::rows(kind, source, each).ok();
    shown
}

struct Enough;

/// How many rows of a table would be written, the header not counted; 0 for what is no table.
pub fn row_count(kind: Kind, project: &Project, options: &Options) -> usize {
    row_count_of(kind, &Source::new(project, options))
}

/// The same of a source that may know something already.
pub fn row_count_of(kind: Kind, source: &Source<'_>) -> usize {
    tables::count(kind, source)
}
