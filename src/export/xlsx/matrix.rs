//! The matrix and the agreement as people look at them: tinted cells, conditions and marks as notes.

use rust_xlsxwriter::{Format, Note, Worksheet, XlsxError};

use super::looks::{Column, color, height};
use super::{Book, COLUMNS, EVERY, failed, fitting, grid, too_wide};
use crate::derive::{Empty, Head, Position};
use crate::export::tables::{put_who, share, who_columns};
use crate::export::{ExportError, Source, Value, Values};
use crate::model::{EntryId, Project, Spot, StanceId};

/// The matrix. Returns the number of lines.
pub fn sheet(book: &mut Book<'_>, source: &Source<'_>) -> Result<usize, ExportError> {
    let (project, look, sheet) = (source.project, source.look(), source.sheet());
    let (lines, heads) = (sheet.lines(), sheet.heads());
    let names = if sheet.transposed { &["issue"] } else { who_columns(look.rows) };
    let first = names.len() as u16;
    let columns = names.len() + heads.len();
    if columns > COLUMNS {
        return Err(too_wide("The matrix", columns));
    }
    if lines.len() >= book.most as usize {
        return Err(ExportError::TooLarge(format!(
            "The matrix has {} lines; Excel takes 1,048,576. Hide some or write CSV.",
            lines.len()
        )));
    }
    let mut out = Worksheet::new();
    let put = |book: &mut Book<'_>, out: &mut Worksheet| -> Result<(), XlsxError> {
        out.set_name("Matrix")?.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        let labels = heads.iter().map(|head| project.label(head.entry()));
        let labels = names.iter().map(|name| (*name).to_owned()).chain(labels);
        let mut tallest = 1;
        for (column, label) in (0..).zip(labels) {
            let narrow = column < first && label == "iso";
            let width = if narrow { 7.0 } else { 20.0 };
            tallest = tallest.max(Column { width, wraps: true }.lines(&label));
            out.set_column_width(column, width)?;
            out.write_string_with_format(0, column, fitting(&label, &mut book.cut), &book.looks.head)?;
        }
        if let Some(last) = (columns as u16).checked_sub(1) {
            out.autofilter(0, 0, lines.len() as u32, last)?;
        }
        out.set_row_height(0, height(tallest))?.set_freeze_panes(1, first)?;
        Ok(())
    };
    put(book, &mut out).map_err(failed)?;
    let mut who = Vec::new();
    for (row, line) in (1..).zip(&lines) {
        if row % EVERY == 0 {
            book.check()?;
        }
        who.clear();
        match line {
            Head::Who(id, _) => put_who(project, *id, &mut who),
            Head::Issue(id, _) => who.push(project.label(EntryId::Issue(*id)).into()),
        }
        for (column, value) in (0..).zip(&who) {
            head(book, &mut out, row, column, &value.text()).map_err(failed)?;
        }
        let lines = who.first().map_or(1, |name| Column { width: 20.0, wraps: true }.lines(&name.text()));
        out.set_row_height(row, height(lines)).map_err(failed)?;
        for (column, head) in (first..).zip(&heads) {
            let Some((spot, position)) = sheet.at(*line, *head) else { continue };
            let before = source.before(*line, *head);
            cell(book, &mut out, (row, column), project, source.options.values, (spot, position, before))
                .map_err(failed)?;
        }
    }
    book.book.push_worksheet(out);
    Ok(lines.len())
}

fn head(book: &mut Book<'_>, out: &mut Worksheet, row: u32, column: u16, words: &str) -> Result<(), XlsxError> {
    let words = fitting(words, &mut book.cut);
    out.write_string_with_format(row, column, words, &book.looks.head).map(|_| ())
}

/// A cell with its level, and a note on what else is to be said; the level on the day compared with comes last.
fn cell(
    book: &mut Book<'_>,
    out: &mut Worksheet,
    (row, column): (u32, u16),
    project: &Project,
    values: Values,
    (spot, position, before): (Spot, &Position, Option<Option<StanceId>>),
) -> Result<(), XlsxError> {
    let stance = position.stance.and_then(|id| project.stance(id));
    let looks = &book.looks;
    match (values, stance) {
        (Values::Label, Some(stance)) => {
            let words = fitting(&stance.label, &mut book.cut);
            out.write_string_with_format(row, column, words, looks.stance(stance))?;
        }
        (Values::Score, Some(stance)) => match stance.score {
            Some(score) => drop(out.write_number_with_format(row, column, score, looks.score(stance))?),
            None => drop(out.write_blank(row, column, looks.score(stance))?),
        },
        (Values::Count, stance) => {
            let look = stance.map_or(&looks.empty, |stance| looks.score(stance));
            out.write_number_with_format(row, column, position.claims, look)?;
        }
        (_, None) => drop(out.write_blank(row, column, &looks.empty)?),
    }
    let mut lines = match position.empty {
        Some(Empty::NothingFound) => vec!["Looked for, nothing found.".to_owned()],
        Some(Empty::Declined) => vec!["Declined to say.".to_owned()],
        Some(Empty::NotLookedFor) | None => Vec::new(),
    };
    lines.extend(grid::notes(project, spot, position, before));
    if lines.is_empty() {
        return Ok(());
    }
    if position.claims > 0 {
        lines.push(claims(position));
    }
    let words = note_words(&lines.join("\n"));
    // Room for all of it, at about 32 letters a line.
    let height = 24 + 18 * words.lines().map(|line| line.chars().count() / 32 + 1).sum::<usize>().min(16);
    let note = Note::new(words).add_author_prefix(false).set_author("Démarche").set_width(220);
    out.insert_note(row, column, &note.set_height(height as u32)).map(|_| ())
}

/// "4 claims, 2 independent"
fn claims(position: &Position) -> String {
    let claims = if position.claims == 1 { "claim" } else { "claims" };
    let independent =
        if position.sources == position.claims { String::new() } else { format!(", {} independent", position.sources) };
    format!("{} {claims}{independent}", position.claims)
}

/// As much as a note takes, and no letter that its file cannot hold.
fn note_words(words: &str) -> String {
    const MOST: usize = 4_000;
    let kept = words.chars().filter(|c| *c == '\n' || !c.is_control());
    let mut words: String = kept.clone().take(MOST).collect();
    if kept.count() > MOST {
        words.push('…');
    }
    words
}

/// The table of agreement, each cell with the number of shared issues as a note.
pub fn agreement(book: &mut Book<'_>, source: &Source<'_>) -> Result<(), ExportError> {
    let (project, sheet) = (source.project, source.sheet());
    let names: Vec<String> = sheet.whos().map(|(who, _)| project.label(who.entry())).collect();
    if names.len() >= COLUMNS {
        return Err(too_wide("The table of agreement", names.len() + 1));
    }
    let mut out = Worksheet::new();
    let put = |book: &mut Book<'_>, out: &mut Worksheet| -> Result<(), XlsxError> {
        out.set_name("Agreement")?.set_landscape().set_freeze_panes(1, 1)?;
        out.set_column_width(0, 22.0)?;
        head(book, out, 0, 0, who_columns(source.look().rows)[0])?;
        let column = Column { width: 14.0, wraps: true };
        out.set_row_height(0, height(names.iter().map(|name| column.lines(name)).max().unwrap_or(1)))?;
        for ((index, name), row) in (1..).zip(&names).zip(&sheet.rows) {
            out.set_column_width(index, column.width)?;
            head(book, out, 0, index, name)?;
            head(book, out, u32::from(index), 0, name)?;
            for (column, other) in (1..).zip(&sheet.rows).filter(|(_, other)| *other != row) {
                let agreement = sheet.matrix.agreement(*row, *other);
                let Some(value) = agreement.value else { continue };
                let Value::Share(value_shown) = share(value) else { continue };
                let tint = color(grid::strength(value));
                let look: Format = book.looks.share.clone().set_background_color(tint);
                out.write_number_with_format(u32::from(index), column, value_shown, &look)?;
            }
        }
        Ok(())
    };
    put(book, &mut out).map_err(failed)?;
    book.book.push_worksheet(out);
    Ok(())
}
