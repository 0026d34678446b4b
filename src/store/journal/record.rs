//! The lines of a journal.
//!
//! A line is the fingerprint of its payload (16 hexadecimal digits), a space, and the payload: one
//! [`Record`] as RON without line breaks. What was torn or damaged is told by its fingerprint, and the
//! line after it stands for itself.

use std::io;

use ron::extensions::Extensions;
use serde::{Deserialize, Serialize};

use super::LONGEST;
use super::rows::Row;
use crate::edit::{Done, Edit};
use crate::model::{EntryId, Kind, Project, RANK_STEP, Rank, Slug, ViewId};
use crate::store::stamp::Print;
use crate::store::v1::read::Reader;
use crate::store::words::Words;

/// The format of the journal this program writes.
const FORMAT: u32 = 1;

/// What stands for the kind where a view has a place.
const VIEW: &str = "view";

/// Digits of the fingerprint and the space behind it.
const HEAD: usize = 17;

/// Deeper than any record nests.
const DEEPEST: usize = 64;

/// A place from which the steps that follow go on.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// It holds every step up to this number.
    pub upto: u64,
    /// The fingerprint of the file that holds them; `None` where there is no file yet.
    pub print: Option<Print>,
    /// Where there is no file: the project without its rows, as a file would hold it.
    pub whole: Option<String>,
    /// The rows of a project without a file, to be written; they are read as [`Record::Part`]s.
    pub parts: Vec<Vec<Edit>>,
    /// The places in the codebook and among the views that loading the file would number otherwise.
    pub ranks: Vec<(Ranked, Rank)>,
}

/// What has a place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranked {
    /// A row of the codebook.
    Entry(EntryId),
    /// A named view.
    View(ViewId),
}

impl Mark {
    /// The mark for a project whose file has this fingerprint.
    pub fn of_file(project: &Project, upto: u64, print: Print) -> Self {
        Self { upto, print: Some(print), whole: None, parts: Vec::new(), ranks: ranks(project) }
    }

    /// The mark for a project without a file.
    pub fn of_whole(project: &Project, upto: u64) -> Self {
        let bare = Project::bare(project.info().as_ref().clone());
        Self {
            upto,
            print: None,
            whole: Some(crate::store::to_string(&bare)),
            parts: parts(project),
            ranks: Vec::new(),
        }
    }
}

/// Everything in a project, in pieces of which each may get lost without the others.
fn parts(project: &Project) -> Vec<Vec<Edit>> {
    let mut parts = vec![vec![Edit::Info(project.info().clone())]];
    parts.extend(Kind::ALL.into_iter().flat_map(|kind| project.entries(kind)).map(|row| vec![Edit::put(row)]));
    parts.extend(project.views().iter().map(|(id, row)| vec![Edit::View(*id, Some(row.clone()))]));
    for (id, row) in project.articles() {
        let text = project.text(*id).cloned();
        parts.push(vec![Edit::Article(*id, Some(row.clone())), Edit::Text(*id, text)]);
    }
    parts.extend(project.excerpts().iter().map(|(id, row)| vec![Edit::Excerpt(*id, Some(row.clone()))]));
    parts.extend(project.claims().iter().map(|(id, row)| vec![Edit::Claim(*id, Some(row.clone()))]));
    parts.extend(project.assessments().iter().map(|(id, row)| vec![Edit::Assessment(*id, Some(row.clone()))]));
    parts
}

/// The places of rows that a loaded file would number otherwise: there, the row at position n has the rank
/// n × [`RANK_STEP`].
fn ranks(project: &Project) -> Vec<(Ranked, Rank)> {
    let of_kind = |kind| {
        let rows = project.entries(kind).into_iter().zip(0..);
        rows.map(|(row, position)| (Ranked::Entry(row.id()), row.rank(), position)).collect::<Vec<_>>()
    };
    let views = project.views_in_order().into_iter().zip(0..);
    let views = views.map(|(row, position)| (Ranked::View(row.id), row.rank, position));
    let all = Kind::ALL.into_iter().flat_map(of_kind).chain(views);
    all.filter(|(_, rank, position)| *rank != position * RANK_STEP).map(|(id, rank, _)| (id, rank)).collect()
}

/// A change with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Numbers go up by one.
    pub number: u64,
    /// What was done, in words.
    pub label: String,
    /// The rows as they became.
    pub edits: Vec<Edit>,
    /// The rows as they were, in the order that takes the change back.
    pub inverse: Vec<Edit>,
}

impl Step {
    /// The step with that number.
    pub fn new(number: u64, done: Done) -> Self {
        Self { number, label: done.label, edits: done.edits, inverse: done.inverse }
    }
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Steps go on from here.
    Mark(Mark),
    /// Rows of a project without a file.
    Part(Vec<Edit>),
    /// A change.
    Step(Step),
}

/// What a line says, as it is written.
#[derive(Debug, Serialize, Deserialize)]
enum Line<'a> {
    /// Format, number, fingerprint, the whole project, places in the codebook.
    Mark(u32, u64, #[serde(borrow)] Option<Words<'a>>, Option<Words<'a>>, Vec<(Words<'a>, Words<'a>, Rank)>),
    /// Rows of a project without a file.
    Part(Vec<Row<'a>>),
    /// Number, label, rows as they became, rows as they were.
    Step(u64, Words<'a>, Vec<Row<'a>>, Vec<Row<'a>>),
}

/// The lines of a mark, each with its line break.
///
/// # Errors
/// When one of them is longer than is read again.
pub(super) fn write_mark(mark: &Mark, out: &mut Vec<u8>) -> io::Result<()> {
    let ranks = mark.ranks.iter().map(|(id, rank)| {
        let (noun, slug) = match id {
            Ranked::Entry(id) => (id.kind().noun(), id.slug()),
            Ranked::View(id) => (VIEW, id.0),
        };
        (noun.into(), slug.as_str().into(), *rank)
    });
    let print = mark.print.map(|print| print.to_string().into());
    put(&Line::Mark(FORMAT, mark.upto, print, mark.whole.as_deref().map(Into::into), ranks.collect()), out)?;
    mark.parts.iter().try_for_each(|part| put(&Line::Part(part.iter().map(Row::of).collect()), out))
}

/// The line of a step, with its line break.
///
/// # Errors
/// When it is longer than is read again.
pub(super) fn write_step(step: &Step, out: &mut Vec<u8>) -> io::Result<()> {
    let became = step.edits.iter().map(Row::of).collect();
    let were = step.inverse.iter().map(Row::of).collect();
    put(&Line::Step(step.number, step.label.as_str().into(), became, were), out)
}

fn put(line: &Line<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let payload = options.to_string(line).expect("rows of strings, numbers and lists can always be written to memory");
    // Only within a string can a line break stand, and there an escape says the same.
    let payload = payload.replace('\n', "\\n");
    if (HEAD + payload.len()) as u64 > LONGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    out.extend_from_slice(format!("{} ", Print::of(payload.as_bytes())).as_bytes());
    out.extend_from_slice(payload.as_bytes());
    out.push(b'\n');
    Ok(())
}

/// What a line (without its line break) says; `None` where it is not as it was written.
pub(super) fn read(line: &[u8]) -> Option<Record> {
    let line = std::str::from_utf8(line).ok()?;
    let (print, payload) = (line.get(..HEAD)?, line.get(HEAD..)?);
    if print.strip_suffix(' ')? != Print::of(payload.as_bytes()).to_string() {
        return None;
    }
    let options =
        ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).with_recursion_limit(DEEPEST);
    let mut reader = Reader::new(payload);
    match options.from_str(payload).ok()? {
        Line::Mark(FORMAT, upto, print, whole, ranks) => {
            let print = match print {
                Some(words) => Some(Print(u64::from_str_radix(words.as_str(), 16).ok()?)),
                None => None,
            };
            let place = |(kind, slug, rank): &(Words<'_>, Words<'_>, Rank)| {
                let slug = Slug::new(slug.as_str()).ok()?;
                if kind.as_str() == VIEW {
                    return Some((Ranked::View(ViewId(slug)), *rank));
                }
                let kind = Kind::ALL.into_iter().find(|other| other.noun() == kind.as_str())?;
                Some((Ranked::Entry(EntryId::new(kind, slug)), *rank))
            };
            let ranks = ranks.iter().map(place).collect::<Option<_>>()?;
            let whole = whole.map(|words| words.as_str().to_owned());
            Some(Record::Mark(Mark { upto, print, whole, parts: Vec::new(), ranks }))
        }
        Line::Part(rows) => {
            Some(Record::Part(rows.iter().map(|row| row.edit(&mut reader).ok()).collect::<Option<_>>()?))
        }
        Line::Mark(..) => None,
        Line::Step(number, label, became, were) => {
            let edits = became.iter().map(|row| row.edit(&mut reader).ok()).collect::<Option<_>>()?;
            let inverse = were.iter().map(|row| row.edit(&mut reader).ok()).collect::<Option<_>>()?;
            Some(Record::Step(Step { number, label: label.as_str().to_owned(), edits, inverse }))
        }
    }
}
