//! What stands near what: counted in words, or within one sentence.

use unicode_segmentation::UnicodeSegmentation as _;

use super::hay::Hay;
use super::pattern::{BORDER, Raw};
use super::query::Near;
use crate::text::{Span, sentences};

/// A stretch of what is looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub start: u32,
    pub end: u32,
}

/// The places of one link of a chain that can be reached from its beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct Reach {
    /// In the order of the text.
    last: Vec<Part>,
    /// All parts up to that one, one list for each; empty while there is but one link.
    all: Vec<Box<[Part]>>,
}

impl Reach {
    /// The places of the first link.
    pub fn new(first: Vec<Part>) -> Self {
        Self { last: first, all: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.last.is_empty()
    }

    /// The places from the first of their parts to the last, the shortest of those that overlap.
    pub fn places(self) -> Vec<Raw> {
        if self.all.is_empty() {
            return self.last.into_iter().map(|Part { start, end }| Raw { start, end, parts: None }).collect();
        }
        let whole = |parts: &[Part]| {
            let start = parts.iter().map(|part| part.start).min().unwrap_or(0);
            (start, parts.iter().map(|part| part.end).max().unwrap_or(start))
        };
        let raw = |parts: Box<[Part]>| {
            let (start, end) = whole(&parts);
            Raw { start, end, parts: Some(parts) }
        };
        let mut found: Vec<Raw> = self.all.into_iter().map(raw).collect();
        found.sort_by_key(|raw| (raw.end, std::cmp::Reverse(raw.start)));
        let mut end = 0;
        found.retain(|raw| {
            let apart = raw.start >= end;
            end = if apart { raw.end } else { end };
            apart
        });
        found
    }
}

/// The places of the next link that stand near one that was reached.
pub(super) fn step(reach: &Reach, near: Near, next: Vec<Part>, hay: &Hay<'_>) -> Reach {
    let mut found = Reach::default();
    let mut sentences = Sentences::default();
    let mut is_near = |left: Part, right: Part| match near {
        Near::Words(count) => is_within(hay.sought(), left, right, count),
        Near::Sentence => sentences.hold(hay, left, right),
    };
    for part in next {
        // Nobody is near itself: what overlaps does not count.
        let before = reach.last.partition_point(|other| other.end <= part.start);
        let after = before + reach.last[before..].partition_point(|other| other.start < part.end);
        let left = before.checked_sub(1).filter(|at| is_near(reach.last[*at], part));
        let right = Some(after).filter(|at| reach.last.get(*at).is_some_and(|other| is_near(part, *other)));
        let gap = |at: usize| {
            let other = reach.last[at];
            if other.start < part.start { part.start - other.end } else { other.start - part.end }
        };
        if let Some(at) = left.into_iter().chain(right).min_by_key(|at| gap(*at)) {
            let parts = reach.all.get(at).map_or_else(|| vec![reach.last[at]], |parts| parts.to_vec());
            found.last.push(part);
            found.all.push(parts.into_iter().chain([part]).collect());
        }
    }
    found
}

/// So many characters around a place are read to know the word in which it stands.
const WORD: usize = 48;

/// Whether at most `most` words stand between two places. What is left of a word that was found in part is none.
///
/// Words are those of Unicode (UAX 29): "doesn't" and "U.S." are one, "EU-wide" is two, "–" is none.
fn is_within(text: &str, left: Part, right: Part, most: u32) -> bool {
    let (start, end) = (left.end as usize, right.start as usize);
    let mut before = text[..start].char_indices().rev().take(WORD);
    let from = before.by_ref().find(|(_, c)| c.is_whitespace()).map_or(start, |(at, c)| at + c.len_utf8());
    let from =
        if from == start { text[..start].char_indices().rev().take(WORD).last().map_or(0, |(at, _)| at) } else { from };
    let after = text[end..].char_indices().take(WORD);
    let to = after.take_while(|(_, c)| !c.is_whitespace()).last().map_or(end, |(at, c)| end + at + c.len_utf8());
    let mut count = 0;
    for (at, word) in text[from..to].unicode_word_indices() {
        let at = from + at;
        if at + word.len() > end {
            break;
        }
        count += u32::from(at >= start);
        if count > most {
            return false;
        }
    }
    !text[start..end].contains(BORDER)
}

/// The sentences of the paragraph that was asked for last.
#[derive(Default)]
struct Sentences {
    paragraph: Span,
    found: Vec<Span>,
}

impl Sentences {
    /// Whether two places stand in one sentence.
    fn hold(&mut self, hay: &Hay<'_>, left: Part, right: Part) -> bool {
        let between = &hay.sought()[left.end as usize..right.start as usize];
        if between.contains(['\n', BORDER]) {
            return false;
        }
        // No sentence ends among plain words.
        if between.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',' | b'-')) {
            return true;
        }
        let (left, right) = (hay.span(&range(left)), hay.span(&range(right)));
        if !(self.paragraph.start <= left.start && right.end <= self.paragraph.end) || self.found.is_empty() {
            let bytes = hay.text.as_bytes();
            let start = memchr::memrchr(b'\n', &bytes[..left.start.index()]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &bytes[right.end.index()..]);
            self.paragraph = Span::new(start, end.map_or(bytes.len(), |at| right.end.index() + at));
            self.found = sentences::in_paragraph(hay.text, self.paragraph);
        }
        let at = self.found.partition_point(|sentence| sentence.end <= left.start);
        self.found.get(at).is_some_and(|sentence| right.start < sentence.end)
    }
}

fn range(part: Part) -> std::ops::Range<usize> {
    part.start as usize..part.end as usize
}
