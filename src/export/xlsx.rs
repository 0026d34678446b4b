//! Workbooks: numbers are numbers and days are days, heads stay in view, stances wear their colours.
//!
//! Whatever is text is written as text, so that nothing in a project can become a formula. What Excel cannot take – cells
//! of more than 32,767 characters, sheets of more than 1,048,576 rows, days before March 1900 – is cut, carried on to a
//! further sheet, or written as text, and told.

mod codebook;
mod looks;
mod matrix;
mod method;

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::{ExportError, Kind, Row, Source, Value, Written, grid, tables};
use crate::model::Project;
use looks::{Column, Looks, height};

/// Rows of a sheet, the head included.
const ROWS: u32 = 1_048_576;
/// Columns of a sheet.
const COLUMNS: usize = 16_384;
/// Length of the words of a cell, in UTF-16 units.
const LETTERS: usize = 32_767;
/// Rows from which on a table waits in a temporary file: 100,000 claims take 500 MB of memory otherwise.
const LONG: usize = 5_000;
/// Rows between two questions whether to go on.
const EVERY: u32 = 1024;

/// Writes a table, or all of them, and a sheet that states what they are.
///
/// # Errors
/// Where it does not fit, and where `go_on` said no.
pub fn write(
    kind: Kind,
    source: &Source<'_>,
    now: Timestamp,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Written, ExportError> {
    // The writer breaks down where it cannot write to the disk.
    let whole = AssertUnwindSafe(|| whole(kind, source, now, go_on));
    catch_unwind(whole).unwrap_or_else(|_| Err(ExportError::Failed(NO_ROOM.into())))
}

const NO_ROOM: &str = "the workbook could not be put together; perhaps the folder for temporary files is full. \
    Make room there, or write CSV.";

fn whole(
    kind: Kind,
    source: &Source<'_>,
    now: Timestamp,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Written, ExportError> {
    let mut book = Book::new(source.project, now, go_on, ROWS);
    let rows = match kind {
        Kind::All => {
            let mut rows = matrix::sheet(&mut book, source)?;
            for kind in [Kind::Positions, Kind::Claims, Kind::Moves, Kind::Agreement] {
                rows += book.tables(kind, source)?;
            }
            codebook::sheet(&mut book, source.project)?;
            rows
        }
        Kind::Matrix => matrix::sheet(&mut book, source)?,
        kind => book.tables(kind, source)?,
    };
    method::sheet(&mut book, source.project, source.look(), now)?;
    let losses = book.losses();
    Ok(Written { bytes: book.finish()?, rows: Some(rows), losses })
}

/// A workbook that is being written.
struct Book<'g> {
    book: Workbook,
    looks: Looks,
    go_on: &'g (dyn Fn() -> bool + Sync),
    /// Rows that a sheet takes; fewer in tests.
    most: u32,
    /// Cells that were cut.
    cut: usize,
    /// Days that were written as text.
    old: usize,
    /// Tables that went on to a further sheet.
    split: Vec<String>,
}

impl<'g> Book<'g> {
    fn new(project: &Project, now: Timestamp, go_on: &'g (dyn Fn() -> bool + Sync), most: u32) -> Self {
        let mut book = Workbook::new();
        let mut about = DocProperties::new().set_title(&project.info().title).set_company("Démarche");
        if let Ok(now) = ExcelDateTime::from_timestamp(now.as_second()) {
            about = about.set_creation_datetime(&now);
        }
        book.set_properties(&about);
        Self { book, looks: Looks::new(project), go_on, most, cut: 0, old: 0, split: Vec::new() }
    }

    /// What could not be written as it was, each in a sentence.
    fn losses(&self) -> Vec<String> {
        let mut losses = Vec::new();
        if self.cut > 0 {
            let cells = if self.cut == 1 { "1 cell was".to_owned() } else { format!("{} cells were", self.cut) };
            losses.push(format!("{cells} cut to 32,767 characters, the most that Excel takes; CSV has them whole."));
        }
        if self.old > 0 {
            let days = if self.old == 1 { "1 day".to_owned() } else { format!("{} days", self.old) };
            losses.push(format!("{days} before March 1900 stand as text: Excel knows none so early."));
        }
        losses.extend(
            self.split
                .iter()
                .map(|name| format!("{name} goes on in further sheets: Excel takes 1,048,576 rows in one.")),
        );
        losses
    }

    fn finish(mut self) -> Result<Vec<u8>, ExportError> {
        self.check()?;
        self.book.save_to_buffer().map_err(failed)
    }

    fn check(&self) -> Result<(), ExportError> {
        if (self.go_on)() { Ok(()) } else { Err(ExportError::Cancelled) }
    }

    /// A table with its rows, on as many sheets as it needs; agreement also as people look at it. Returns the number of
    /// rows.
    fn tables(&mut self, kind: Kind, source: &Source<'_>) -> Result<usize, ExportError> {
        if kind == Kind::Agreement {
            matrix::agreement(self, source)?;
        }
        let name = if kind == Kind::Agreement { "Pairs" } else { kind.label() };
        let mut table = Table { long: tables::count(kind, source) > LONG, ..Table::new(name, kind) };
        tables::rows(kind, source, |row| table.put(self, row))?;
        let rows = table.rows;
        table.close(self)?;
        Ok(rows)
    }

    /// Writes a value into a cell with the look of its kind.
    fn put(&mut self, sheet: &mut Worksheet, row: u32, column: u16, value: &Value<'_>) -> Result<(), XlsxError> {
        let looks = &self.looks;
        match value {
            Value::Nothing => {}
            Value::Text(words) => {
                if !words.is_empty() {
                    sheet.write_string(row, column, fitting(words, &mut self.cut))?;
                }
            }
            Value::Stance(stance) => {
                let words = fitting(&stance.label, &mut self.cut);
                sheet.write_string_with_format(row, column, words, looks.stance(stance))?;
            }
            Value::Number(number) => {
                sheet.write_number_with_format(row, column, *number as f64, &looks.number)?;
            }
            Value::Share(share) => {
                sheet.write_number_with_format(row, column, *share, &looks.share)?;
            }
            Value::Truth(truth) => {
                sheet.write_boolean(row, column, *truth)?;
            }
            Value::Date(date) if *date >= FIRST_DAY => {
                sheet.write_datetime_with_format(row, column, date, &looks.date)?;
            }
            Value::Time(time) if time.to_zoned(TimeZone::UTC).date() >= FIRST_DAY => {
                let time = time.to_zoned(TimeZone::UTC).datetime();
                sheet.write_datetime_with_format(row, column, time, &looks.time)?;
            }
            Value::Date(_) | Value::Time(_) => {
                self.old += 1;
                sheet.write_string(row, column, value.text())?;
            }
        }
        Ok(())
    }
}

/// Before it Excel and LibreOffice do not agree on which day a number is: Excel takes 1900 for a leap year.
const FIRST_DAY: jiff::civil::Date = jiff::civil::date(1900, 3, 1);

/// A table on its way into sheets.
struct Table {
    name: String,
    kind: Kind,
    head: Vec<String>,
    columns: Vec<Column>,
    /// Too long to be kept in memory.
    long: bool,
    sheet: Option<Worksheet>,
    sheets: usize,
    /// The next row of the sheet.
    next: u32,
    /// Rows so far, the heads not counted.
    rows: usize,
}

impl Table {
    fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            head: Vec::new(),
            columns: Vec::new(),
            long: false,
            sheet: None,
            sheets: 0,
            next: 0,
            rows: 0,
        }
    }

    fn put(&mut self, book: &mut Book<'_>, row: &mut Row<'_>) -> Result<(), ExportError> {
        if self.next.is_multiple_of(EVERY) {
            book.check()?;
        }
        if self.head.is_empty() {
            if row.len() > COLUMNS {
                return Err(too_wide(&self.name, row.len()));
            }
            self.head = row.iter().map(|value| value.text().into_owned()).collect();
            self.columns = self.head.iter().map(|name| book.looks.column(name)).collect();
            return self.begin(book).map_err(failed);
        }
        if self.next == book.most {
            if self.sheets == 1 {
                book.split.push(self.name.clone());
            }
            self.end(book).map_err(failed)?;
            self.begin(book).map_err(failed)?;
        }
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        let mut lines = 1;
        for ((index, value), column) in (0..).zip(&*row).zip(&self.columns) {
            book.put(sheet, self.next, index, value).map_err(failed)?;
            if let Value::Text(words) = value {
                lines = lines.max(column.lines(words));
            }
        }
        if lines > 1 {
            sheet.set_row_height(self.next, height(lines)).map_err(failed)?;
        }
        self.next += 1;
        self.rows += 1;
        Ok(())
    }

    /// A new sheet with the head of the table.
    fn begin(&mut self, book: &mut Book<'_>) -> Result<(), XlsxError> {
        self.sheets += 1;
        let name = if self.sheets == 1 { self.name.clone() } else { format!("{} {}", self.name, self.sheets) };
        // Where there is no folder for temporary files memory has to do.
        let beside = self.long.then(|| book.book.new_worksheet_with_low_memory().ok()).flatten();
        let mut sheet = beside.unwrap_or_default();
        sheet.set_name(name)?.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        for ((index, name), column) in (0..).zip(&self.head).zip(&self.columns) {
            sheet.set_column_width(index, column.width)?.set_column_format(index, book.looks.words(*column))?;
            sheet.write_string_with_format(0, index, fitting(name, &mut book.cut), &book.looks.head)?;
        }
        sheet.set_freeze_panes(1, frozen(self.kind, &self.head))?;
        (self.sheet, self.next) = (Some(sheet), 1);
        Ok(())
    }

    fn end(&mut self, book: &mut Book<'_>) -> Result<(), XlsxError> {
        if let Some(mut sheet) = self.sheet.take() {
            if let Some(last) = u16::try_from(self.head.len()).ok().and_then(|columns| columns.checked_sub(1)) {
                sheet.autofilter(0, 0, self.next.saturating_sub(1), last)?;
            }
            book.book.push_worksheet(sheet);
        }
        Ok(())
    }

    fn close(&mut self, book: &mut Book<'_>) -> Result<(), ExportError> {
        self.end(book).map_err(failed)
    }
}

/// Columns that stay in view: those that say who it is.
fn frozen(kind: Kind, head: &[String]) -> u16 {
    let upto = |name: &str| head.iter().position(|other| other == name).map_or(0, |at| at as u16);
    match kind {
        Kind::Positions => upto("stance"),
        Kind::Claims => upto("speaker"),
        Kind::Moves => upto("issue") + 1,
        Kind::Agreement => 2,
        _ => 1,
    }
}

/// As much of the words as a cell takes.
fn fitting<'w>(words: &'w str, cut: &mut usize) -> std::borrow::Cow<'w, str> {
    // No letter takes more units than bytes.
    if words.len() <= LETTERS || words.encode_utf16().count() <= LETTERS {
        return words.into();
    }
    *cut += 1;
    let mut left = LETTERS - 1;
    let mut kept = String::new();
    for c in words.chars() {
        let Some(rest) = left.checked_sub(c.len_utf16()) else { break };
        left = rest;
        kept.push(c);
    }
    kept.push('…');
    kept.into()
}

fn too_wide(name: &str, columns: usize) -> ExportError {
    ExportError::TooLarge(format!(
        "{name} has {columns} columns; Excel takes 16,384. Hide some, swap rows and columns, or write CSV."
    ))
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn failed(error: XlsxError) -> ExportError {
    ExportError::Failed(format!("the workbook could not be put together: {error}"))
}

#[cfg(test)]
mod tests;
