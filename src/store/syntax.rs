//! RON with the settings of the project file, and its errors with a place and a way out.

use ron::Deserializer;
use ron::error::{Error, Position, SpannedError};
use ron::extensions::Extensions;
use serde::Deserialize;

use super::error::Fault;

/// Far deeper than any project nests, far shallower than the stack.
const DEEPEST: usize = 64;

/// A place in a file from which values are read one after the other.
///
/// The outermost structure is walked by hand, so that its articles can be read from several places at
/// once and turned into rows before the next one comes.
#[derive(Clone)]
pub(super) struct Cursor<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Cursor<'s> {
    /// A cursor at byte `at` of `source`.
    pub fn new(source: &'s str, at: usize) -> Self {
        Self { source, at }
    }

    /// The whole file.
    pub fn source(&self) -> &'s str {
        self.source
    }

    /// Where the cursor stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Where the cursor stands, with blanks and comments left behind.
    pub fn next_at(&mut self) -> Result<usize, Fault> {
        let rest = skip_blank(&self.source[self.at..]);
        let rest = rest.ok_or_else(|| Fault::broken(Some(self.at), "a comment does not end", CORRECT))?;
        self.at = self.source.len() - rest.len();
        Ok(self.at)
    }

    /// Leaves `#![enable(…)]` behind.
    pub fn attributes(&mut self) -> Result<(), Fault> {
        while self.source[self.next_at()?..].starts_with("#![") {
            match self.source[self.at..].find(']') {
                Some(end) => self.at += end + 1,
                None => return Err(self.unexpected("`]`")),
            }
        }
        Ok(())
    }

    /// Goes past `mark` if it comes next.
    pub fn eat(&mut self, mark: char) -> Result<bool, Fault> {
        let found = self.source[self.next_at()?..].starts_with(mark);
        if found {
            self.at += mark.len_utf8();
        }
        Ok(found)
    }

    /// Goes past `mark`, which must come next.
    pub fn expect(&mut self, mark: char) -> Result<(), Fault> {
        if self.eat(mark)? { Ok(()) } else { Err(self.unexpected(&format!("`{mark}`"))) }
    }

    /// Goes past a comma unless the list closes with `end` here. Returns whether it does.
    pub fn closes(&mut self, end: char, first: bool) -> Result<bool, Fault> {
        let comma = first || self.eat(',')?;
        if self.eat(end)? {
            return Ok(true);
        }
        if comma { Ok(false) } else { Err(self.unexpected(&format!("a comma or `{end}`"))) }
    }

    /// The name of a field, with its place.
    pub fn name(&mut self) -> Result<(&'s str, usize), Fault> {
        let start = self.next_at()?;
        let rest = &self.source[start..];
        let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        if len == 0 {
            return Err(self.unexpected("the name of a field"));
        }
        self.at += len;
        Ok((&rest[..len], start))
    }

    /// The value that comes next.
    pub fn value<T: Deserialize<'s>>(&mut self) -> Result<T, Fault> {
        let start = self.next_at()?;
        let rest = &self.source[start..];
        let options =
            ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).with_recursion_limit(DEEPEST);
        let mut parser =
            Deserializer::from_str_with_options(rest, &options).map_err(|error| fault(self.source, start, &error))?;
        let value =
            T::deserialize(&mut parser).map_err(|error| fault(self.source, start, &parser.span_error(error)))?;
        self.at = self.source.len() - parser.remainder().len();
        Ok(value)
    }

    /// Checks that nothing comes any more.
    pub fn end(&mut self) -> Result<(), Fault> {
        if self.next_at()? == self.source.len() { Ok(()) } else { Err(self.unexpected("the end of the file")) }
    }

    fn unexpected(&self, instead: &str) -> Fault {
        if let Some(conflict) = conflict(self.source, self.at) {
            return conflict;
        }
        match self.source[self.at..].chars().next() {
            Some(found) => Fault::broken(Some(self.at), format!("expected {instead}, found `{found}`"), CORRECT),
            None => Fault::broken(Some(self.at), format!("expected {instead}, found the end of the file"), CUT),
        }
    }
}

/// What ron did not understand in the value that begins at byte `offset`.
fn fault(source: &str, offset: usize, error: &SpannedError) -> Fault {
    let value = &source[offset..];
    let (start, end) = (byte_of(value, error.span.start), byte_of(value, error.span.end));
    let end = end.max(start);
    // The span may begin with the blanks before what is wrong.
    let blanks = end - start - value[start..end].trim_start().len();
    let at = offset + start + blanks;
    if let Some(conflict) = conflict(source, at) {
        return conflict;
    }
    let advice = match &error.code {
        Error::Eof | Error::ExpectedStringEnd => CUT,
        _ if value[end..].trim().is_empty() => CUT,
        Error::NoSuchStructField { .. } => UNKNOWN,
        Error::MissingStructField { .. } => MISSING,
        Error::ExceededRecursionLimit => "No project nests so deeply: check whether this is the right file.",
        _ => CORRECT,
    };
    Fault::broken(Some(at), lower_first(&error.code.to_string()), advice)
}

/// Whether the line with byte `at` was put there by a merge that did not work out.
fn conflict(source: &str, at: usize) -> Option<Fault> {
    let line = &source[source[..at].rfind('\n').map_or(0, |newline| newline + 1)..];
    CONFLICT.iter().any(|marker| line.starts_with(marker)).then(|| {
        Fault::broken(Some(at), UNMERGED, "Merge both versions in the window, or settle the conflict in a text editor.")
    })
}

/// Leaves out blanks and comments; `None` where a comment does not end.
pub(super) fn skip_blank(mut source: &str) -> Option<&str> {
    loop {
        source = source.trim_start();
        if let Some(comment) = source.strip_prefix("//") {
            source = comment.split_once('\n')?.1;
        } else if let Some(comment) = source.strip_prefix("/*") {
            source = comment.split_once("*/")?.1;
        } else {
            return Some(source);
        }
    }
}

/// What is wrong with a file that holds the marks of a merge that Git could not finish.
pub const UNMERGED: &str = "two versions of the file were merged and the conflict is still in it";
/// What to do about something that is wrong at one place.
pub(super) const CORRECT: &str = "Correct it there in a text editor, or go back to an earlier copy.";
/// What to do about a field that is not known.
pub(super) const UNKNOWN: &str = "Correct the name of the field in a text editor, or remove it.";
/// What to do about a field that is not there.
pub(super) const MISSING: &str = "Add the field in a text editor, or go back to an earlier copy.";
/// What to do about a file that ends too early.
pub(super) const CUT: &str = "The file seems to be cut off: go back to an earlier copy.";
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The byte at a place as ron counts it: lines and characters from one.
fn byte_of(source: &str, place: Position) -> usize {
    let start = match place.line {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', source.as_bytes()).nth(line - 2).map_or(source.len(), |newline| newline + 1),
    };
    source[start..].char_indices().nth(place.col.saturating_sub(1)).map_or(source.len(), |(at, _)| start + at)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
