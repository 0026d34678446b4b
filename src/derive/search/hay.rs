//! A text as it is looked through, and the way back to the places of the text as it stands.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use super::FoldedText;
use crate::text::Span;

/// Most bytes that are read on one side of a place to know whether it cuts a character.
const FARTHEST: usize = 4096;

/// A text to find in: folded, or as it stands where letters are to match exactly.
#[derive(Clone, Copy, Debug)]
pub struct Hay<'a> {
    /// The text as it stands.
    pub text: &'a str,
    /// The same folded; `None` where it is to match as it stands.
    pub folded: Option<&'a FoldedText>,
}

impl<'a> Hay<'a> {
    /// What is looked through.
    pub(super) fn sought(&self) -> &'a str {
        self.folded.map_or(self.text, FoldedText::as_str)
    }

    /// Whether a place of what is looked through lies inside a character of the text.
    pub(super) fn cuts(&self, at: usize) -> bool {
        self.folded.is_some_and(|folded| folded.cuts(at))
    }

    /// The place in the text, made longer so that it cuts no character as people see it.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let (start, end) = match self.folded {
            Some(folded) => (folded.original(range.start), folded.original(range.end)),
            None => (range.start, range.end),
        };
        Span::new(back(self.text, start), forth(self.text, end))
    }

    /// The place in what is looked through of a place in the text.
    pub(super) fn place_of(&self, at: usize) -> usize {
        self.folded.map_or_else(|| self.text.floor_char_boundary(at), |folded| folded.folded_at(at))
    }
}

/// The last boundary of characters as people see them at or before `at`.
fn back(text: &str, at: usize) -> usize {
    if is_plain(text, at) {
        return at;
    }
    let mut reach = 64;
    loop {
        let from = text.floor_char_boundary(at.saturating_sub(reach));
        let window = &text[from..text.ceil_char_boundary(at + 64)];
        let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
        if cursor.is_boundary(window, 0) == Ok(true) {
            return at;
        }
        let found = cursor.prev_boundary(window, 0).ok().flatten().unwrap_or(0);
        if found > 0 || from == 0 || reach >= FARTHEST {
            return from + found;
        }
        reach *= 4;
    }
}

/// The first boundary at or after `at`.
fn forth(text: &str, at: usize) -> usize {
    if is_plain(text, at) {
        return at;
    }
    let mut reach = 64;
    loop {
        let from = text.floor_char_boundary(at.saturating_sub(reach));
        let to = text.ceil_char_boundary(at + reach);
        let window = &text[from..to];
        let mut cursor = GraphemeCursor::new(at - from, window.len(), true);
        if cursor.is_boundary(window, 0) == Ok(true) {
            return at;
        }
        let found = from + cursor.next_boundary(window, 0).ok().flatten().unwrap_or(window.len());
        if found < to || to == text.len() || reach >= FARTHEST {
            return found;
        }
        reach *= 4;
    }
}

/// Whether two ASCII characters meet there, or nothing and something: then it is a boundary.
fn is_plain(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    match (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at)) {
        (Some(left), Some(right)) => left.is_ascii() && right.is_ascii() && (*left, *right) != (b'\r', b'\n'),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_made_longer_to_whole_characters() {
        // What is found stands between bars.
        for (text, whole) in [
            ("a|b|c", "b"),
            ("a|e|\u{301}c", "e\u{301}"),
            ("भार|त|ीय", "ती"),
            ("👩|\u{200d}👩|\u{200d}👧 x", "👩\u{200d}👩\u{200d}👧"),
            ("a\r|\n|b", "\r\n"),
            ("🇺|🇦|", "🇺🇦"),
            ("||", ""),
        ] {
            let parts: Vec<&str> = text.split('|').collect();
            let text = parts.concat();
            let (start, end) = (parts[0].len(), parts[0].len() + parts[1].len());
            let span = Hay { text: &text, folded: None }.span(&(start..end));
            assert_eq!(&text[span.range()], whole, "{text}");
        }
        let marks = format!("xe{}y", "\u{301}".repeat(500));
        let span = Hay { text: &marks, folded: None }.span(&(2..4));
        assert_eq!(span, Span::new(1, marks.len() - 1), "a letter with hundreds of marks");
    }
}
