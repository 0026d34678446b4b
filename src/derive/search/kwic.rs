//! Words in their context: one line around a place.

use std::ops::Range;

use super::pattern::Place;

/// One line of text around a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// What stands before, in one line; begins with an ellipsis where it was cut.
    pub before: String,
    /// The place and what stands after it, in one line; ends in an ellipsis where it was cut.
    pub after: String,
    /// The words that were found, in bytes of `after`.
    pub marks: Vec<Range<usize>>,
}

impl Snippet {
    /// The line around `places[0]`, with about so many characters before its beginning and from there on. Words of the
    /// other places that are in the line are marked as well.
    pub fn new(text: &str, places: &[Place], before: usize, after: usize) -> Self {
        let Some(first) = places.first() else { return Self::default() };
        let (start, end) = (first.span.start.index(), first.span.end.index());
        let from = back(text, start, before);
        let to = forth(text, start, end, after);
        let mut line = Line::default();
        if from > 0 && !text[..from].ends_with('\n') {
            line.text.push('…');
        }
        line.push(&text[from..start]);
        let before = std::mem::take(&mut line.text);
        let mut marks = Vec::new();
        let mut at = start;
        for word in places.iter().flat_map(Place::words).map(|span| span.range()) {
            if word.start < at || word.end > to {
                continue;
            }
            line.push(&text[at..word.start]);
            let mark = line.text.len();
            line.push(&text[word.clone()]);
            marks.push(mark..line.text.len());
            at = word.end;
        }
        line.push(text[at..to].trim_end());
        if !text[to..].trim_start_matches('\r').is_empty() && !text[to..].starts_with(['\n', '\r']) {
            line.text.push('…');
        }
        Self { before, after: line.text, marks }
    }

    /// All of it.
    pub fn whole(&self) -> String {
        format!("{}{}", self.before, self.after)
    }
}

/// Text in which every stretch of space, and whatever steers a terminal, is one space.
#[derive(Default)]
struct Line {
    text: String,
    spaced: bool,
}

impl Line {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let space = c.is_whitespace() || c.is_control();
            if !(space && self.spaced) {
                self.text.push(if space { ' ' } else { c });
            }
            self.spaced = space;
        }
    }
}

/// So many characters back, then on to the beginning of a word; not before the paragraph.
fn back(text: &str, start: usize, most: usize) -> usize {
    let mut from = start;
    for (at, c) in text[..start].char_indices().rev().take(most) {
        if c == '\n' {
            return at + 1;
        }
        from = at;
    }
    if from == 0 {
        return 0;
    }
    let cut = &text[from..start];
    cut.find(char::is_whitespace).filter(|at| *at <= cut.len() / 2).map_or(from, |at| from + at)
}

/// So many characters on from the beginning of the place, but all of it; then back to the end of a word.
fn forth(text: &str, start: usize, end: usize, most: usize) -> usize {
    let mut to = start;
    for (count, (at, c)) in text[start..].char_indices().enumerate() {
        let at = start + at;
        if at >= end && (c == '\n' || count >= most) {
            break;
        }
        to = at + c.len_utf8();
    }
    if to == text.len() || text[to..].starts_with('\n') {
        return to;
    }
    let cut = &text[end..to];
    cut.rfind(char::is_whitespace).filter(|at| *at >= cut.len() / 2).map_or(to, |at| end + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::search::{FoldedText, Hay, Options, Pattern};

    /// The marked words stand between brackets, a bar before what was found.
    fn check(text: &str, typed: &str, before: usize, after: usize, line: &str) {
        let folded = FoldedText::new(text);
        let places = Pattern::typed(typed, Options::default()).expect("can be read");
        let places = places.places(&Hay { text, folded: Some(&folded) });
        let mut snippet = Snippet::new(text, &places, before, after);
        for mark in snippet.marks.clone().into_iter().rev() {
            snippet.after.insert(mark.end, ']');
            snippet.after.insert(mark.start, '[');
        }
        assert_eq!(format!("{}|{}", snippet.before, snippet.after), line, "{typed}");
    }

    #[test]
    fn a_line_shows_what_was_found_in_its_context() {
        let text = "First line here.\nGermany said that\tthe  troops\u{7} of Élysée would stay for a while.\nLast.";
        check(text, "troops", 99, 99, "Germany said that the |[troops] of Élysée would stay for a while.");
        check(text, "troops", 12, 18, "… that the |[troops] of Élysée…");
        check(text, "first", 9, 99, "|[First] line here.");
        check(text, "last", 9, 99, "|[Last].");
        check(text, "troops near elysee", 6, 99, "… the |[troops] of [Élysée] would stay for a while.");
        check(
            text,
            "\"here. Germany\"",
            2,
            99,
            "… |[here. Germany] said that the troops of Élysée would stay for a while.",
        );
        check("", "x", 3, 3, "|");
    }
}
