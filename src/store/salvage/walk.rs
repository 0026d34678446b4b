//! Going through a broken file: which text is which row, wherever it can be told.

use std::ops::Range;

use super::fields;
use super::rows::{self, Kind, Row, Whole};
use super::scan;

/// Text that could not be taken in.
pub(super) struct Part {
    pub range: Range<usize>,
    pub what: String,
    pub why: String,
}

/// What was found of one row.
pub(super) struct Found {
    pub kind: Kind,
    /// All of it.
    pub range: Range<usize>,
    /// How it is called in messages.
    pub name: String,
    pub read: Reading,
    /// Fields that are not in the row.
    pub parts: Vec<Part>,
    /// What stands in the row instead of what was lost.
    pub mended: Vec<String>,
    /// What of the range is in the row; the parts and what is inside not counted.
    pub taken: Vec<Range<usize>>,
    pub inside: Vec<Found>,
    /// Something before it is lost, so that it may belong to another row.
    pub doubtful: bool,
}

impl Found {
    fn is_whole(&self) -> bool {
        self.parts.is_empty() && !matches!(self.read, Reading::Not(_))
    }
}

/// How well a row could be read.
pub(super) enum Reading {
    /// An article of which nothing is broken, with all that is in it.
    Whole(Box<Whole>),
    Row(Box<Row>),
    /// Not at all, and why.
    Not(String),
}

/// What stands between the brackets of a list.
pub(super) struct Listed {
    pub items: Vec<Found>,
    pub parts: Vec<Part>,
    /// Behind the list.
    pub end: usize,
    /// Whether something in it is lost, so that what follows may belong to another row.
    pub lost: bool,
}

pub(super) struct Walker<'s> {
    pub source: &'s str,
    pub bytes: &'s [u8],
    /// How many bytes may still be looked at without getting on; it keeps the time linear.
    budget: usize,
    /// Where fields of the file itself seem to begin.
    sections: Vec<usize>,
}

impl<'s> Walker<'s> {
    pub fn new(source: &'s str) -> Self {
        let bytes = source.as_bytes();
        let mut walker = Self { source, bytes, budget: 16 * source.len() + 4096, sections: Vec::new() };
        let lines = memchr::memchr_iter(b'\n', bytes).map(|newline| newline + 1);
        walker.sections = lines.filter_map(|line| walker.section(line)).collect();
        walker
    }

    /// The field of the file itself that begins on the line, if it is indented as we write it.
    fn section(&self, line: usize) -> Option<usize> {
        let blanks = self.bytes[line..].iter().take(5).take_while(|byte| **byte == b' ').count();
        let at = line + blanks;
        let (name, _) = (1..=4).contains(&blanks).then(|| scan::name_at(self.source, at, self.bytes.len()))??;
        Kind::listed_in(name).map(|_| at)
    }

    pub fn next_section(&self, from: usize) -> Option<usize> {
        self.sections.get(self.sections.partition_point(|at| *at < from)).copied()
    }

    /// Reads the rows of a list from `at`, behind its opening bracket, up to `limit` at most.
    pub fn list(&mut self, kind: Kind, at: usize, limit: usize) -> Listed {
        let nested = kind.around().is_some();
        let mut starts = Starts::new(self.bytes, kind, at, limit);
        let mut listed = Listed { items: Vec::new(), parts: Vec::new(), end: limit, lost: false };
        let mut at = at;
        loop {
            at = scan::skip_commas(self.bytes, at, limit);
            if at >= limit {
                return listed;
            }
            if let Some(end) = self.marker(at, limit) {
                listed.parts.push(marker_part(at..end));
                at = end;
                continue;
            }
            match self.bytes[at] {
                b']' => {
                    let after = scan::skip_commas(self.bytes, at + 1, limit);
                    at += 1;
                    // Behind a list comes a name or the end of the row: another row means that the bracket is wrong.
                    if after >= limit || self.bytes[after] != b'(' {
                        listed.end = at;
                        return listed;
                    }
                }
                b')' => {
                    let after = scan::skip_commas(self.bytes, at + 1, limit);
                    let goes_on = self.bytes.get(after) == Some(&b'(') && after < limit;
                    if nested && !(goes_on && scan::indent(self.bytes, after) == Some(&starts.indent)) {
                        listed.end = at;
                        return listed;
                    }
                    at += 1;
                }
                b'(' => {
                    let end = self.extent(kind, at, limit, &mut starts);
                    let mut found = self.item(kind, at..end);
                    found.doubtful = listed.lost;
                    let text = &self.source[at..end];
                    listed.lost |= if found.is_whole() { scan::overwritten(text) } else { scan::loses_track(text) };
                    listed.items.push(found);
                    at = end;
                }
                _ => {
                    let name = scan::name_at(self.source, at, limit).map(|(name, _)| name);
                    let ends = |name: &str| match kind.around() {
                        None => Kind::listed_in(name).is_some(),
                        Some(around) => around.knows(name) && !kind.knows(name),
                    };
                    // Its closing bracket is lost.
                    if name.is_some_and(ends) {
                        listed.end = at;
                        return listed;
                    }
                    let next = self.next(at + 1, limit, &mut starts, nested).unwrap_or(limit);
                    if name.is_some_and(|name| kind.knows(name)) {
                        // Its opening bracket is lost.
                        let mut found = self.item(kind, at..next);
                        found.doubtful = listed.lost;
                        listed.items.push(found);
                    } else {
                        let what = format!("a piece among the {}", kind.spec().list);
                        let why = format!("no {} begins like this", kind.spec().noun);
                        listed.parts.push(Part { range: at..next, what, why });
                        listed.lost |= scan::loses_track(&self.source[at..next]);
                    }
                    at = next;
                }
            }
        }
    }

    /// The end of the line at `at` if a merge put it there.
    pub fn marker(&self, at: usize, limit: usize) -> Option<usize> {
        let end = scan::line_end(self.bytes, at).min(limit);
        (scan::indent(self.bytes, at) == Some(b"") && scan::is_marker(&self.bytes[at..end])).then_some(end)
    }

    /// Where the next row or field of the file itself seems to begin.
    fn next(&self, from: usize, limit: usize, starts: &mut Starts, nested: bool) -> Option<usize> {
        let row = starts.next(self.source, from);
        let section = self.next_section(from).filter(|at| !nested && *at < limit);
        row.into_iter().chain(section).min()
    }

    /// Where the row that begins at `at` ends, by its brackets, or else where the next one seems to begin.
    fn extent(&mut self, kind: Kind, at: usize, limit: usize, starts: &mut Starts) -> usize {
        let next = self.next(at + 1, limit, starts, kind.around().is_some());
        let stop = next.unwrap_or(limit);
        let horizon = if self.budget > 0 { limit } else { stop };
        match scan::skip_value(self.bytes, at, horizon) {
            Ok(end) if end <= stop => end,
            Ok(end) => {
                self.budget = self.budget.saturating_sub(2 * (end - at));
                if self.spans_rightly(kind, at..end, stop) { end } else { stop }
            }
            Err(reached) => {
                self.budget = self.budget.saturating_sub(reached.saturating_sub(stop));
                stop
            }
        }
    }

    /// Whether a row that is well formed but seems to hold the beginning of the next one does so in a text,
    /// and not because the end of a text is lost.
    fn spans_rightly(&self, kind: Kind, range: Range<usize>, next: usize) -> bool {
        if kind != Kind::Article {
            return rows::read(kind, &self.source[range]).is_ok();
        }
        let Ok(whole) = rows::read_whole(&self.source[range.clone()]) else { return false };
        if whole.excerpts.is_empty() {
            let other = scan::skip_value(self.bytes, next, range.end);
            return !other.is_ok_and(|end| rows::read_whole(&self.source[next..end]).is_ok());
        }
        whole.excerpts.iter().all(|(excerpt, _)| excerpt.anchor.holds_in(&whole.text))
    }

    /// Reads one row.
    fn item(&mut self, kind: Kind, range: Range<usize>) -> Found {
        let text = &self.source[range.clone()];
        let read = match kind {
            _ if scan::overwritten(text) => None,
            Kind::Article => rows::read_whole(text).ok().map(|whole| Reading::Whole(Box::new(whole))),
            Kind::Excerpt => None,
            _ => rows::read(kind, text).ok().map(|row| Reading::Row(Box::new(row))),
        };
        match read {
            Some(read) => Found {
                kind,
                name: String::new(),
                read,
                parts: Vec::new(),
                mended: Vec::new(),
                taken: vec![range.clone()],
                range,
                inside: Vec::new(),
                doubtful: false,
            },
            None => {
                let guessed = if kind.around().is_none() { guess(self.source, kind, range.clone()) } else { kind };
                let kind = if guessed.around().is_none() { guessed } else { kind };
                self.field_by_field(kind, range)
            }
        }
    }

    /// Reads a row of which something is broken, field by field.
    pub fn field_by_field(&mut self, kind: Kind, range: Range<usize>) -> Found {
        let fields = fields::Fields::of(self, kind, range.clone());
        fields.into_row(self, range)
    }
}

/// Which kind of row it is: the one whose list it is in unless its fields are those of another.
fn guess(source: &str, kind: Kind, range: Range<usize>) -> Kind {
    let bytes = source.as_bytes();
    let mut names = Vec::new();
    let mut at = range.start + usize::from(bytes[range.start] == b'(');
    while names.len() < MOST_FIELDS {
        at = scan::skip_commas(bytes, at, range.end);
        let named = (at < range.end).then(|| scan::name_at(source, at, range.end)).flatten();
        let Some((name, value)) = named else { break };
        names.push(name);
        let Ok(end) = scan::skip_value(bytes, value, range.end) else { break };
        at = end;
    }
    let known = |kind: Kind| names.iter().filter(|name| kind.knows(name)).count();
    let best = Kind::ALL.into_iter().max_by_key(|kind| known(*kind)).unwrap_or(kind);
    if known(kind) < known(best) { best } else { kind }
}

/// Enough to tell one kind from another by the first fields.
const IN_SIGHT: usize = 1024;

/// No row has more.
const MOST_FIELDS: usize = 20;

pub(super) fn marker_part(range: Range<usize>) -> Part {
    Part { range, what: "a line".into(), why: "a merge that did not work out has put it there".into() }
}

/// Where rows of a list seem to begin: on a line of their own, indented like the first, with their first field.
struct Starts {
    indent: Vec<u8>,
    kind: Kind,
    limit: usize,
    /// The last answer, which holds for every place before it.
    known: Option<Option<usize>>,
    finder: memchr::memmem::Finder<'static>,
}

impl Starts {
    fn new(source: &[u8], kind: Kind, at: usize, limit: usize) -> Self {
        let first = scan::skip_blank(source, at, limit);
        let own = (source.get(first) == Some(&b'(')).then(|| scan::indent(source, first)).flatten();
        let indent = own.unwrap_or(kind.spec().indent.as_bytes()).to_vec();
        let pattern = [b"\n", &*indent, b"("].concat();
        let finder = memchr::memmem::Finder::new(&pattern).into_owned();
        Self { indent, kind, limit, known: None, finder }
    }

    fn next(&mut self, source: &str, from: usize) -> Option<usize> {
        match self.known {
            Some(Some(at)) if at >= from => return Some(at),
            Some(None) => return None,
            _ => {}
        }
        let bytes = source.as_bytes();
        let mut at = from;
        let found = loop {
            let Some(len) = bytes.get(at..self.limit).and_then(|rest| self.finder.find(rest)) else { break None };
            let bracket = at + len + 1 + self.indent.len();
            let name = scan::skip_blank(bytes, bracket + 1, self.limit);
            let first =
                scan::name_at(source, name, self.limit).is_some_and(|(name, _)| name == self.kind.spec().fields[0]);
            // Where nothing is indented, rows of other kinds look like it.
            if first && guess(source, self.kind, bracket..self.limit.min(bracket + IN_SIGHT)) == self.kind {
                break Some(bracket);
            }
            at = bracket;
        };
        self.known = Some(found);
        found
    }
}
