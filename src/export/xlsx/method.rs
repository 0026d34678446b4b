//! The sheet that states what the others are: look, time, rules in words.

use jiff::Timestamp;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::looks::{Column, height};
use super::{Book, failed, fitting};
use crate::export::ExportError;
use crate::export::statement::{Passage, method, runs, statement, written};
use crate::model::{Look, Project};

/// What the other sheets are.
pub fn sheet(book: &mut Book<'_>, project: &Project, look: &Look, now: Timestamp) -> Result<(), ExportError> {
    let mut out = Worksheet::new();
    put(book, &mut out, project, look, now).map_err(failed)?;
    book.book.push_worksheet(out);
    Ok(())
}

fn put(
    book: &mut Book<'_>,
    out: &mut Worksheet,
    project: &Project,
    look: &Look,
    now: Timestamp,
) -> Result<(), XlsxError> {
    out.set_name("Method")?.set_print_fit_to_pages(1, 0);
    let column = Column { width: 100.0, wraps: true };
    out.set_column_width(0, 18.0)?.set_column_width(1, column.width)?;
    let (title, words) = (book.looks.title.clone(), book.looks.wrapped.clone());
    let mut row = 0;
    let mut said = vec![("Project".to_owned(), project.info().title.clone())];
    said.extend(statement(project, look));
    said.push(written(now));
    said.push(("Times".into(), "Days and times in these sheets are UTC.".into()));
    for (name, sentence) in said {
        out.write_string_with_format(row, 0, fitting(&name, &mut book.cut), &title)?;
        out.write_string_with_format(row, 1, fitting(&sentence, &mut book.cut), &words)?;
        out.set_row_height(row, height(column.lines(&sentence)))?;
        row += 1;
    }
    let usual = Format::new();
    for passage in method() {
        if let Passage::Head(..) = passage {
            row += 1;
        }
        let mut parts = runs(passage.words());
        if let Passage::Item(_) = passage {
            parts.insert(0, ("• ".into(), false));
        }
        match (&passage, &*parts) {
            (Passage::Head(_, words), _) => drop(out.write_string_with_format(row, 0, words, &title)?),
            (_, [(only, _)]) => drop(out.write_string_with_format(row, 1, only, &words)?),
            (_, parts) => {
                let rich: Vec<(&Format, &str)> =
                    parts.iter().map(|(part, strong)| (if *strong { &title } else { &usual }, &**part)).collect();
                out.write_rich_string_with_format(row, 1, &rich, &words)?;
            }
        }
        if !matches!(passage, Passage::Head(..)) {
            out.set_row_height(row, height(column.lines(passage.words())))?;
        }
        row += 1;
    }
    Ok(())
}
