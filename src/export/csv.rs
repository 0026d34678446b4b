//! RFC 4180: UTF-8, records end in CRLF, quotes only where needed, `\n` inside quotations kept.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{ExportError, Kind, Options, Source, Written, tables};
use crate::model::Project;

/// Writes a table. Returns the number of rows, the header not counted.
///
/// With [`Options::spreadsheet_safe`] a byte order mark comes first and cells that begin with `=`, `+`, `-`,
/// `@`, tab or a line end get a `'` in front, so that no spreadsheet program takes them for a formula; plain
/// numbers stay numbers.
///
/// # Errors
/// When `out` cannot be written to; part of the table may have been written by then.
pub fn write(kind: Kind, project: &Project, options: &Options, out: impl Write) -> io::Result<usize> {
    write_while(kind, &Source::new(project, options), &|| true, out)
}

/// The same as a file in memory, as long as `go_on` says so.
pub(super) fn file(kind: Kind, source: &Source<'_>, go_on: &(dyn Fn() -> bool + Sync)) -> Result<Written, ExportError> {
    let mut bytes = Vec::new();
    match write_while(kind, source, go_on, &mut bytes) {
        Ok(rows) => Ok(Written { bytes, rows: Some(rows), losses: Vec::new() }),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(ExportError::Cancelled),
        Err(error) => Err(ExportError::Failed(error.to_string())),
    }
}

fn write_while(
    kind: Kind,
    source: &Source<'_>,
    go_on: &(dyn Fn() -> bool + Sync),
    mut out: impl Write,
) -> io::Result<usize> {
    let options = source.options;
    if options.spreadsheet_safe {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::CRLF)
        .buffer_capacity(64 << 10)
        .from_writer(out);
    let mut rows = 0;
    tables::rows(kind, source, |row| {
        if rows % EVERY == 0 && !go_on() {
            return Err(io::Error::from(io::ErrorKind::Interrupted).into());
        }
        rows += 1;
        for value in &*row {
            writer.write_field(&*safe(&value.text(), options.spreadsheet_safe))?;
        }
        writer.write_record(None::<&[u8]>)
    })
    .map_err(io::Error::from)?;
    writer.flush()?;
    Ok(rows.saturating_sub(1))
}

/// Rows between two questions whether to go on.
const EVERY: usize = 1024;

/// A cell as it is written.
pub(super) fn safe(cell: &str, spreadsheet_safe: bool) -> Cow<'_, str> {
    let risky =
        spreadsheet_safe && cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<i64>().is_err();
    if risky { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_text_and_numbers_stay() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-2", "-2"),
            ("-no", "'-no"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("–", "–"),
            ("no", "no"),
            ("", ""),
        ] {
            assert_eq!(safe(cell, true), written);
            assert_eq!(safe(cell, false), cell);
        }
    }
}
