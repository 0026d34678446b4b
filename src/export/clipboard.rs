//! A table for the clipboard: plain rows for spreadsheets, a page for word processors and e-mail.

use ::csv::{QuoteStyle, Terminator, WriterBuilder};
use maud::html;

use super::grid::Grid;
use super::statement::in_short;
use super::{Kind, Source, csv, pages};
use crate::palette::MUTED;

/// One table in the two forms that other programs take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clip {
    /// Cells between tabs. Words that a spreadsheet would take for a formula have a `'` in front.
    pub tsv: String,
    /// A table with its colours, and a line that states rule and filters.
    pub html: String,
    /// Lines of the table.
    pub rows: usize,
}

/// The matrix, the moves or the agreement as they are looked at.
pub fn clip(kind: Kind, source: &Source<'_>) -> Clip {
    let grid = Grid::new(kind, source);
    let said = format!("{}. {}.", source.project.info().title, in_short(source.project, source.look()));
    let page = html! {
        (pages::table(&grid))
        p style=(format!("font-size:85%;color:{MUTED};")) { (said) }
    };
    Clip { tsv: tsv(kind, &grid), html: page.into_string(), rows: grid.lines.len() }
}

/// Only what the cells say; what they add in small letters is for readers, but for the sources of words.
fn tsv(kind: Kind, grid: &Grid) -> String {
    let mut writer = WriterBuilder::new()
        .delimiter(b'\t')
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    let mut row = |cells: &mut dyn Iterator<Item = String>| {
        for cell in cells {
            // Memory takes whatever there is.
            writer.write_field(&*csv::safe(&cell, true)).ok();
        }
        writer.write_record(None::<&[u8]>).ok();
    };
    row(&mut grid.heads.iter().cloned());
    for (name, cells) in &grid.lines {
        let words = cells.iter().map(|cell| match kind {
            Kind::Moves if !cell.small.is_empty() => format!("{} ({})", cell.words, cell.small.join("; ")),
            _ => cell.words.clone(),
        });
        row(&mut std::iter::once(name.clone()).chain(words));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
