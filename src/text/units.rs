//! Units by which a text is selected: characters as people see them, words, sentences, paragraphs.
//!
//! Every edge given back is a grapheme boundary, in every script. Words are those of UAX 29; scripts without
//! spaces fall into single signs there. Nothing reads more of a text than a window around the place asked about,
//! however long the text is; only the ends of its paragraph are looked for.

mod tokens;

use memchr::{memchr, memrchr};
use unicode_segmentation::GraphemeCursor;

use super::{ArticleText, Byte, Span, sentences};

/// By what is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A character as people see it: a grapheme cluster.
    #[default]
    Character,
    /// A word, or a pictograph.
    Word,
    /// A sentence.
    Sentence,
    /// A paragraph without the spaces around it.
    Paragraph,
}

/// An edge of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

/// The unit at a place: the one that holds it, or the nearest in its paragraph; empty where there is none.
///
/// Between words it is the word before; on signs that belong to no word, those signs.
pub fn unit_at(text: &ArticleText, at: Byte, unit: Unit) -> Span {
    let here = floor(text, at.index());
    match unit {
        Unit::Character if here == text.len() => Span::new(before(text, here), here),
        Unit::Character => Span::new(here, after(text, here)),
        Unit::Word => tokens::at(text, here),
        Unit::Sentence => sentences::sentence_at(text, Byte::at(here)).unwrap_or(Span::new(here, here)),
        Unit::Paragraph => paragraph_at(text, here),
    }
}

/// The first unit that begins at `from` or later. Line breaks are no characters, and signs no words.
pub fn next(text: &ArticleText, from: Byte, unit: Unit) -> Option<Span> {
    let from = ceil(text, from.index());
    match unit {
        Unit::Character => {
            let mut at = from;
            while at < text.len() {
                let end = after(text, at);
                if !is_break(text, at, end) {
                    return Some(Span::new(at, end));
                }
                at = end;
            }
            None
        }
        Unit::Word => tokens::next_word(text, from),
        Unit::Sentence | Unit::Paragraph => {
            let first = unit_at(text, Byte::at(skip_space(text, from)?), unit);
            if first.start.index() >= from {
                return Some(first).filter(|it| !it.is_empty());
            }
            let next = unit_at(text, Byte::at(skip_space(text, first.end.index())?), unit);
            Some(next).filter(|it| it.start.index() >= from && !it.is_empty())
        }
    }
}

/// The last unit that begins before `until`.
pub fn previous(text: &ArticleText, until: Byte, unit: Unit) -> Option<Span> {
    let until = floor(text, until.index());
    match unit {
        Unit::Character => {
            let mut end = until;
            while end > 0 {
                let at = before(text, end);
                if !is_break(text, at, end) {
                    return Some(Span::new(at, end));
                }
                end = at;
            }
            None
        }
        Unit::Word => tokens::previous_word(text, until),
        Unit::Sentence | Unit::Paragraph => {
            let last = unit_at(text, Byte::at(skip_space_back(text, until)?), unit);
            Some(last).filter(|it| it.start.index() < until && !it.is_empty())
        }
    }
}

/// The next place after `at` where an edge can stand. By words that is also before opening and after closing
/// signs, so that a full stop and the quotation marks can be taken along.
pub fn edge_after(text: &ArticleText, at: Byte, edge: Edge, unit: Unit) -> Option<Byte> {
    match (unit, edge) {
        (Unit::Character, _) => {
            let mut to = after(text, floor(text, at.index()));
            while to < text.len() && beside_break(text, to, edge) {
                to = after(text, to);
            }
            Some(Byte::at(to)).filter(|to| *to > at && !beside_break(text, to.index(), edge))
        }
        (Unit::Word, _) => tokens::edge_after(text, at.index(), edge).map(Byte::at),
        (_, Edge::Start) => Some(next(text, Byte(at.0.saturating_add(1)), unit)?.start),
        (_, Edge::End) => {
            let inside = previous(text, at, unit).map(|it| it.end).filter(|end| *end > at);
            inside.or_else(|| Some(next(text, at, unit)?.end))
        }
    }
}

/// The last place before `at` where an edge can stand.
pub fn edge_before(text: &ArticleText, at: Byte, edge: Edge, unit: Unit) -> Option<Byte> {
    match (unit, edge) {
        (Unit::Character, _) => {
            let mut to = before(text, ceil(text, at.index()));
            while to > 0 && beside_break(text, to, edge) {
                to = before(text, to);
            }
            Some(Byte::at(to)).filter(|to| *to < at && !beside_break(text, to.index(), edge))
        }
        (Unit::Word, _) => tokens::edge_before(text, at.index(), edge).map(Byte::at),
        (_, Edge::Start) => Some(previous(text, at, unit)?.start),
        (_, Edge::End) => {
            let last = previous(text, at, unit)?;
            if last.end < at { Some(last.end) } else { Some(previous(text, last.start, unit)?.end) }
        }
    }
}

/// Made to hold whole words, and no spaces at its ends; empty where there is nothing but spaces.
///
/// Signs at the ends stay as they are taken or left out.
pub fn snap(text: &ArticleText, span: Span) -> Span {
    if span.is_empty() {
        return span;
    }
    let (start, end) = (floor(text, span.start.index()), ceil(text, span.end.index()));
    let start = tokens::inside_word(text, start).map_or(start, |word| word.start.index());
    let end = tokens::inside_word(text, end).map_or(end, |word| word.end.index());
    trim(text, Span::new(start, end))
}

/// Without the spaces at its ends.
pub fn trim(text: &ArticleText, span: Span) -> Span {
    let (mut start, mut end) = (floor(text, span.start.index()), ceil(text, span.end.index()));
    while start < end && is_space(text, start, after(text, start)) {
        start = after(text, start);
    }
    while start < end && is_space(text, before(text, end), end) {
        end = before(text, end);
    }
    Span::new(start, end)
}

fn paragraph_at(text: &ArticleText, at: usize) -> Span {
    let line = trim(text, line_at(text, at));
    if !line.is_empty() {
        return line;
    }
    let near = skip_space_back(text, at).or_else(|| skip_space(text, at));
    near.map_or(Span::new(at, at), |near| trim(text, line_at(text, near)))
}

/// The line that holds a place, without its break.
fn line_at(text: &ArticleText, at: usize) -> Span {
    let bytes = text.as_str().as_bytes();
    let start = memrchr(b'\n', &bytes[..at]).map_or(0, |before| before + 1);
    let end = memchr(b'\n', &bytes[at..]).map_or(text.len(), |ahead| at + ahead);
    Span::new(start, end)
}

/// The first place from `at` on that holds no space.
fn skip_space(text: &ArticleText, at: usize) -> Option<usize> {
    let rest = &text.as_str()[at..];
    rest.find(|c: char| !c.is_whitespace()).map(|ahead| at + ahead)
}

/// The last place before `at` that holds no space.
fn skip_space_back(text: &ArticleText, at: usize) -> Option<usize> {
    text.as_str()[..at].rfind(|c: char| !c.is_whitespace())
}

fn is_space(text: &ArticleText, start: usize, end: usize) -> bool {
    text.as_str()[start..end].chars().all(char::is_whitespace)
}

fn is_break(text: &ArticleText, start: usize, end: usize) -> bool {
    text.as_str()[start..end].starts_with(['\n', '\r'])
}

/// Whether an edge here would take in a line break that nobody sees.
fn beside_break(text: &ArticleText, at: usize, edge: Edge) -> bool {
    match edge {
        Edge::Start => at < text.len() && is_break(text, at, after(text, at)),
        Edge::End => at > 0 && is_break(text, before(text, at), at),
    }
}

fn is_boundary(text: &ArticleText, at: usize) -> bool {
    let words = text.as_str();
    words.is_char_boundary(at) && GraphemeCursor::new(at, words.len(), true).is_boundary(words, 0).unwrap_or(true)
}

/// The nearest grapheme boundary at or before `at`.
pub fn floor(text: &ArticleText, at: usize) -> usize {
    let at = text.floor(at);
    if is_boundary(text, at) { at } else { before(text, at) }
}

/// The nearest grapheme boundary at or after `at`.
fn ceil(text: &ArticleText, at: usize) -> usize {
    let at = at.min(text.len());
    if is_boundary(text, at) { at } else { after(text, text.floor(at)) }
}

/// The grapheme boundary after `at`, a character boundary.
fn after(text: &ArticleText, at: usize) -> usize {
    let words = text.as_str();
    GraphemeCursor::new(at, words.len(), true).next_boundary(words, 0).ok().flatten().unwrap_or(words.len())
}

/// The grapheme boundary before `at`, a character boundary.
fn before(text: &ArticleText, at: usize) -> usize {
    let words = text.as_str();
    GraphemeCursor::new(at, words.len(), true).prev_boundary(words, 0).ok().flatten().unwrap_or(0)
}

#[cfg(test)]
mod tests;
