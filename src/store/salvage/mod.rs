//! Reading whatever can be read of a file that is refused, and keeping the rest of it word for word.

mod conflict;
mod fields;
mod fill;
mod markers;
mod rows;
mod scan;
mod walk;

use std::fmt::Write as _;
use std::ops::Range;

use super::error::Place;
use super::{as_written, version};
use crate::model::{Info, Problem, Project, ProjectId, Token};
pub use conflict::{Sides, conflict_sides};
use fill::Filler;
pub use markers::{merge_lines, with_markers};
use walk::{Part, Walker};

/// What could be read of a broken file. Between them, the project and what is aside hold everything that
/// stood there but blanks, brackets and commas.
#[derive(Clone, Debug)]
pub struct Salvaged {
    /// The project, with every row that could be read.
    pub project: Project,
    /// What does not hold in it.
    pub problems: Vec<Problem>,
    /// What could not be taken in, in the order of the file.
    pub aside: Vec<Aside>,
    /// What stands in the project that did not stand in the file as it is: a sentence each.
    pub mended: Vec<String>,
}

/// A piece of the file that could not be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Where it begins.
    pub place: Place,
    /// What it is, as far as that can be told: "claim k3x9 in article a1".
    pub what: String,
    /// Why it could not be taken in.
    pub why: String,
    /// The piece itself, as it stands in the file (line breaks as `\n`).
    pub text: String,
}

impl Salvaged {
    /// Whether nothing at all could be read.
    pub fn is_empty(&self) -> bool {
        let project = &self.project;
        let rows = project.articles().len() + project.assessments().len() + project.views().len();
        rows + crate::model::Kind::ALL.into_iter().map(|kind| project.count(kind)).sum::<usize>() == 0
    }

    /// Everything that is aside, as a text to keep beside the project.
    pub fn aside_text(&self) -> String {
        let mut text = String::new();
        for Aside { place, what, why, text: piece } in &self.aside {
            let Place { line, column } = place;
            // Memory can always be written to.
            let _ = write!(text, "── {line}:{column}: {what}: {why}\n{piece}\n\n");
        }
        text
    }
}

/// Reads what can be read of a file that [`super::from_str`] refuses, row by row; the rest is put aside word
/// for word.
///
/// A row that is broken in one field is read without it, unless it would then say something else. A row with
/// the id of another is put aside unless it is the same. Where brackets or quotation marks are lost, reading
/// goes on where the next row seems to begin; rows that may then belong to another article are taken only
/// where their words stand in its text. Takes time in proportion to the length of the file, whatever it holds.
pub fn salvage(source: &str) -> Salvaged {
    let source = &*as_written(source);
    // What a file that is not refused holds is what it says.
    if let Ok((project, _)) = version::read(source)
        && project.problems().is_empty()
    {
        return Salvaged { project, problems: Vec::new(), aside: Vec::new(), mended: Vec::new() };
    }
    let info = Info { id: ProjectId(Token::MIN), title: String::new(), notes: String::new() };
    let mut filler = Filler::new(Project::bare(info));
    match version::format_of(source) {
        Some(found) if found > version::FORMAT => {
            let why = format!("a newer Démarche has written it, in format {found}");
            filler.parts.push(Part { range: 0..source.len(), what: "the file".into(), why });
        }
        _ => filler.file(&mut Walker::new(source)),
    }
    filler.finish(source)
}

/// The same for a file of which not all bytes are UTF-8.
///
/// A file in which none of the letters beyond ASCII is UTF-8 was saved in another encoding and is read in
/// Windows-1252, which puts every such letter right; it then needs more bytes, so that excerpts behind it need
/// re-anchoring. Elsewhere bytes that are no text become `?` or `�`, as many bytes as there were, so that
/// excerpts keep their places; the bytes are aside.
pub fn salvage_bytes(bytes: &[u8]) -> Salvaged {
    let Err(error) = std::str::from_utf8(bytes) else { return salvage(&String::from_utf8_lossy(bytes)) };
    let foreign = bytes.utf8_chunks().all(|chunk| chunk.valid().is_ascii());
    if foreign && !bytes.contains(&0) && error.valid_up_to() > 0 {
        let (text, _, _) = encoding_rs::WINDOWS_1252.decode(bytes);
        let mut salvaged = salvage(&text);
        salvaged.mended.insert(0, "the file is not UTF-8: it was read as Windows-1252".into());
        return salvaged;
    }
    let mut text = String::with_capacity(bytes.len());
    let mut wrong: Vec<(usize, &[u8])> = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let invalid = chunk.invalid();
        if !invalid.is_empty() {
            wrong.push((text.len(), invalid));
            let whole = invalid.len() / 3;
            text.extend(std::iter::repeat_n('\u{fffd}', whole));
            text.extend(std::iter::repeat_n('?', invalid.len() - 3 * whole));
        }
    }
    let mut salvaged = salvage(&text);
    salvaged.put_aside_bytes(&text, &wrong);
    salvaged
}

impl Salvaged {
    /// Puts bytes aside that are no text, those of one line together.
    fn put_aside_bytes(&mut self, text: &str, wrong: &[(usize, &[u8])]) {
        let places = places_of(text, wrong.iter().map(|(at, _)| *at));
        let mut found: Vec<Aside> = Vec::new();
        for ((_, bytes), place) in wrong.iter().zip(places) {
            match found.last_mut().filter(|last| last.place.line == place.line) {
                Some(last) => {
                    last.text.push(' ');
                    last.text.extend(bytes.escape_ascii().map(char::from));
                }
                None => found.push(Aside {
                    place,
                    what: "bytes that are not UTF-8".into(),
                    why: "no letters are written so: “?” or “�” stands in their place".into(),
                    text: bytes.escape_ascii().to_string(),
                }),
            }
        }
        self.aside.append(&mut found);
        self.aside.sort_by_key(|aside| (aside.place.line, aside.place.column));
    }
}

/// The places of bytes in ascending order, in one pass.
pub(super) fn places_of(source: &str, ascending: impl IntoIterator<Item = usize>) -> Vec<Place> {
    let (mut line, mut start, mut counted, mut column) = (1, 0, 0, 1);
    ascending
        .into_iter()
        .map(|at| {
            let between = &source.as_bytes()[counted.min(at)..at];
            if let Some(newline) = memchr::memrchr(b'\n', between) {
                line += memchr::memchr_iter(b'\n', between).count();
                start = counted + newline + 1;
                column = 1 + source[start..at].chars().count();
            } else {
                column += source[counted.min(at)..at].chars().count();
            }
            counted = counted.max(at);
            debug_assert!(start <= at);
            Place { line, column }
        })
        .collect()
}

/// What of `source` neither stands in a row nor is aside, blanks and brackets left out.
fn gaps(source: &str, mut covered: Vec<Range<usize>>) -> Vec<Part> {
    covered.sort_unstable_by_key(|range| (range.start, range.end));
    covered.push(source.len()..source.len());
    let mut at = 0;
    let mut found = Vec::new();
    for range in covered {
        if let Some(gap) = source.get(at..range.start) {
            let empty = |c: char| c.is_whitespace() || "()[]{},:".contains(c);
            let start = at + gap.len() - gap.trim_start_matches(empty).len();
            let end = at + gap.trim_end_matches(empty).len();
            if start < end {
                let (what, why) = ("a piece".into(), "it belongs to nothing that could be read".into());
                found.push(Part { range: start..end, what, why });
            }
        }
        at = at.max(range.end);
    }
    found
}

#[cfg(test)]
mod tests;
