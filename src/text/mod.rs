//! Text as the analyst sees it and as the file counts it.
//!
//! All offsets inside the program are UTF-8 bytes ([`Byte`]); characters (Unicode code points)
//! and UTF-16 units are converted in [`article_text`] and nowhere else.

pub mod anchor;
pub mod article_text;
pub mod dates;
pub mod fold;
pub mod near;
pub mod revision;
pub mod sentences;
pub mod tokens;
pub mod units;

pub use anchor::{Anchor, Candidate};
pub use article_text::ArticleText;
pub use revision::Revision;

use std::fmt;
use std::ops::Range;

/// An offset into a text, in UTF-8 bytes, always on a character boundary of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Byte(pub u32);

/// An offset into a text, in characters (Unicode code points).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Char(pub u32);

/// An offset into a text, in UTF-16 code units, as Java, Qt and JavaScript tools count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16(pub u32);

impl Byte {
    /// The offset as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// From an index; texts are bounded far below 4 GiB on import.
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A stretch of text in bytes: start included, end excluded, `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: Byte,
    /// One past the last byte.
    pub end: Byte,
}

impl Span {
    /// The span between two byte indices.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: Byte::at(start), end: Byte::at(end.max(start)) }
    }

    /// As a range of byte indices.
    pub fn range(self) -> Range<usize> {
        self.start.index()..self.end.index()
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end.0 - self.start.0) as usize
    }

    /// Whether nothing is inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `at` lies inside.
    pub fn contains(self, at: Byte) -> bool {
        self.start <= at && at < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.start.0, self.end.0)
    }
}
