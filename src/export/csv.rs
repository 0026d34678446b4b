//! RFC 4180: UTF-8, records end in CRLF, quotes only where needed, `\n` inside quotations kept.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::{Kind, Options, tables};
use crate::model::Project;

/// Writes a table. Returns the number of rows, the header not counted.
///
/// With [`Options::spreadsheet_safe`] a byte order mark comes first and cells that begin with `=`, `+`, `-`,
/// `@`, tab or a line end get a `'` in front, so that no spreadsheet program takes them for a formula; plain
/// numbers stay numbers.
///
/// # Errors
/// When `out` cannot be written to; part of the table may have been written by then.
pub fn write(kind: Kind, project: &Project, options: &Options, mut out: impl Write) -> io::Result<usize> {
    if options.spreadsheet_safe {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::CRLF)
        .buffer_capacity(64 << 10)
        .from_writer(out);
    let mut rows = 0;
    tables::rows(kind, project, options, |row| {
        rows += 1;
        if options.spreadsheet_safe {
            writer.write_record(row.iter().map(|cell| safe(cell, true).into_owned()))
        } else {
            writer.write_record(row.iter().map(|cell| cell.as_bytes()))
        }
    })
    .map_err(io::Error::from)?;
    writer.flush()?;
    Ok(rows - 1)
}

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
