//! Where sentences begin and end in news prose of any language.
//!
//! Unicode's rules (UAX 29) give most of the candidates. [`rules`] adds what they miss and joins what they cut
//! too early, with the words in [`words`]: abbreviations, titles, numbers, and who says what was quoted.

mod marks;
mod rules;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use memchr::{memchr, memrchr};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use super::{ArticleText, Byte, Span};

/// So much of a long paragraph is read around a place, in bytes; more where that holds no whole sentence.
const WINDOW: usize = 8 << 10;
/// So close to the edge of a window an end may be none, in bytes.
const MARGIN: usize = 2 << 10;
/// Characters without a letter after which the text is given to UAX 29 anew, which reads ahead up to the next
/// letter, from every closing mark behind a full stop.
const STRETCH: usize = 256;

/// The sentences of `text` in order: trimmed, never empty, never across a paragraph, on grapheme boundaries.
/// Whatever is no space lies in one.
pub fn sentences(text: &ArticleText) -> Vec<Span> {
    text.paragraphs().into_iter().flat_map(|paragraph| in_paragraph(text.as_str(), paragraph)).collect()
}

/// The sentences inside one paragraph.
pub fn in_paragraph(text: &str, paragraph: Span) -> Vec<Span> {
    let body = &text[paragraph.range()];
    let mut from = 0;
    let ends = ends(body, 0..body.len()).into_iter().chain([body.len()]);
    let pieces = ends.map(|end| std::mem::replace(&mut from, end)..end);
    pieces.filter_map(|piece| trimmed(body, piece, paragraph.start.index())).collect()
}

/// The sentence at byte `at`, or the nearest one before it in its paragraph. Reads no more than it needs.
pub fn sentence_at(text: &ArticleText, at: Byte) -> Option<Span> {
    let all = text.as_str();
    let at = text.floor(at.index());
    let paragraph = paragraph_at(all, at)?;
    let body = &all[paragraph.range()];
    let at = at.saturating_sub(paragraph.start.index()).min(body.len());
    let at = at.max(body.len() - body.trim_start().len());
    let piece = piece_at(body, at, WINDOW);
    let before = body[..piece.start].char_indices().next_back().map(|(before, _)| before);
    let found = trimmed(body, piece, paragraph.start.index())?;
    match before {
        // In the spaces at the head of a piece one is still in the sentence before.
        Some(before) if found.start.index() > paragraph.start.index() + at => {
            trimmed(body, piece_at(body, before, WINDOW), paragraph.start.index())
        }
        _ => Some(found),
    }
}

/// The first sentence that begins at `at` or after it.
pub fn sentence_after(text: &ArticleText, at: Byte) -> Option<Span> {
    let mut from = text.floor(at.index());
    loop {
        let here = sentence_at(text, Byte::at(from))?;
        if here.start >= at {
            return Some(here);
        }
        let end = here.end.index().max(from);
        from = end + text.as_str()[end..].find(|c: char| !c.is_whitespace())?;
    }
}

/// The last sentence that begins before `at`.
pub fn sentence_before(text: &ArticleText, at: Byte) -> Option<Span> {
    let at = text.floor(at.index());
    let before = text.as_str()[..at].trim_end();
    let last = before.char_indices().next_back()?.0;
    sentence_at(text, Byte::at(last)).filter(|found| found.start.index() < at)
}

/// The paragraph at byte `at`, else the last one before it, else the first one.
fn paragraph_at(all: &str, at: usize) -> Option<Span> {
    let line = |at: usize| {
        let start = memrchr(b'\n', &all.as_bytes()[..at]).map_or(0, |before| before + 1);
        let end = memchr(b'\n', &all.as_bytes()[at..]).map_or(all.len(), |after| at + after);
        Span::new(start, start + all[start..end].trim_end_matches('\r').len())
    };
    let here = line(at);
    if !all[here.range()].trim().is_empty() {
        return Some(here);
    }
    let before = all[..here.start.index()].trim_end();
    let near = before.char_indices().next_back().map(|(at, _)| at);
    let near = near.or_else(|| all.find(|c: char| !c.is_whitespace()))?;
    Some(line(near))
}

/// The piece between two ends in which byte `at` lies.
fn piece_at(body: &str, at: usize, window: usize) -> Range<usize> {
    let mut reach = window;
    loop {
        let from = if at <= reach { Some(0) } else { at_letter(body, at - reach, at) };
        let to = ceil(body, at.saturating_add(reach));
        if let Some(from) = from {
            let sure = if from == 0 { 0 } else { from + MARGIN }..if to == body.len() { to } else { to - MARGIN };
            let ends = ends(body, from..to);
            let ends: Vec<usize> = ends.into_iter().filter(|end| *end >= sure.start && *end <= sure.end).collect();
            let after = ends.partition_point(|end| *end <= at);
            let start = after.checked_sub(1).map(|before| ends[before]).or((from == 0).then_some(0));
            let end = ends.get(after).copied().or((to == body.len()).then_some(to));
            if let (Some(start), Some(end)) = (start, end) {
                return start..end;
            }
        }
        reach = reach.saturating_mul(4);
    }
}

/// Where sentences end in a part of a paragraph, the edges of the part left out.
fn ends(body: &str, part: Range<usize>) -> Vec<usize> {
    let mut candidates = bounds(body, part.clone());
    candidates.extend(rules::proposals(body, part.clone()));
    candidates.sort_unstable();
    candidates.dedup();
    let last = body.rfind(char::is_alphanumeric).unwrap_or(0);
    let (mut from, mut read, mut has_words) = (part.start, part.start, false);
    let mut found = Vec::new();
    for at in candidates.into_iter().filter(|at| part.start < *at && *at <= last) {
        has_words = has_words || body[read..at].contains(char::is_alphanumeric);
        read = at;
        let ends = has_words && (is_line_end(&body[..at]) || rules::ends(body, from, at));
        if ends && is_boundary(body, at) {
            found.push(at);
            (from, has_words) = (at, false);
        }
    }
    found
}

/// Where sentences end by UAX 29.
fn bounds(body: &str, part: Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut take = |stretch: Range<usize>| {
        let pieces = body[stretch.clone()].split_sentence_bound_indices();
        found.extend(pieces.skip(1).map(|(at, _)| stretch.start + at));
    };
    let (mut from, mut signs) = (part.start, 0);
    for (at, c) in body[part.clone()].char_indices() {
        signs = if c.is_alphabetic() { 0 } else { signs + 1 };
        if signs == STRETCH {
            let at = part.start + at;
            take(std::mem::replace(&mut from, at)..at);
            signs = 0;
        }
    }
    take(from..part.end);
    found
}

/// The piece without the spaces around it, moved by `offset`.
fn trimmed(body: &str, piece: Range<usize>, offset: usize) -> Option<Span> {
    let words = body[piece.clone()].trim();
    if words.is_empty() {
        return None;
    }
    let mut start = piece.end - body[piece.clone()].trim_start().len();
    let mut end = start + words.len();
    while start > piece.start && !is_boundary(body, start) {
        start = floor(body, start - 1);
    }
    while end < piece.end && !is_boundary(body, end) {
        end = ceil(body, end + 1);
    }
    Some(Span::new(offset + start, offset + end))
}

fn is_line_end(left: &str) -> bool {
    left.ends_with(['\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

fn is_boundary(body: &str, at: usize) -> bool {
    GraphemeCursor::new(at, body.len(), true).is_boundary(body, 0).unwrap_or(true)
}

/// The first letter from `at` on and before `end`.
fn at_letter(body: &str, at: usize, end: usize) -> Option<usize> {
    let at = ceil(body, at);
    body[at..end].find(char::is_alphabetic).map(|letter| at + letter)
}

fn floor(body: &str, mut at: usize) -> usize {
    while !body.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(body: &str, at: usize) -> usize {
    let mut at = at.min(body.len());
    while !body.is_char_boundary(at) {
        at += 1;
    }
    at
}
