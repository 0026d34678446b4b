//! The part of an article that is read for one selection: never the whole.

use std::ops::Range;

use crate::text::{Span, sentences};

/// How much is read before a selection, in bytes: about three paragraphs of news.
const BEFORE: usize = 2400;
/// How much is read behind it.
const BEHIND: usize = 1200;
/// Paragraphs read before the one of the selection.
pub const PARAGRAPHS: usize = 3;

/// How much tells the language, in bytes, and how little does not.
const SAMPLE: usize = 600;
const LEAST: usize = 150;

/// Words that no other language has and of which every few lines of English have some.
const ENGLISH: [&str; 20] = [
    "the", "The", "of", "to", "and", "that", "with", "for", "would", "has", "said", "is", "by", "his", "it", "It",
    "our", "will", "not", "are",
];

/// Whole paragraphs around a selection, where they are not too long.
pub struct Window<'t> {
    /// Where the window begins in the article.
    pub start: usize,
    /// Its words.
    pub text: &'t str,
    /// Its paragraphs, in bytes of the window.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph of the window.
pub struct Paragraph {
    pub range: Range<usize>,
    pub sentences: Vec<Range<usize>>,
}

impl<'t> Window<'t> {
    /// The window around `chosen` of `text`.
    pub fn around(text: &'t str, chosen: Range<usize>) -> Self {
        let least = at_space(text, chosen.start.saturating_sub(BEFORE));
        let most = (chosen.end + BEHIND).min(text.len());
        // The paragraph of the selection, and a few before it.
        let mut start = line_start(text, least, chosen.start);
        for _ in 0..PARAGRAPHS {
            let end = text[least..start].trim_end().len() + least;
            if end <= least {
                break;
            }
            start = line_start(text, least, end);
        }
        let end = text.as_bytes()[chosen.end..most].iter().position(|byte| *byte == b'\n').map(|at| at + chosen.end);
        let end = end.unwrap_or_else(|| text.ceil_char_boundary(most));
        let words = &text[start..end];
        Self { start, text: words, paragraphs: paragraphs(words) }
    }

    /// Whether what stands around a stretch of the window is surely not English, which the rules read.
    pub fn is_foreign(&self, chosen: &Range<usize>) -> bool {
        let middle = chosen.start + (chosen.end - chosen.start) / 2;
        let from = self.text.floor_char_boundary(middle.saturating_sub(SAMPLE / 2));
        let to = self.text.ceil_char_boundary((middle + SAMPLE / 2).min(self.text.len()));
        let sample = &self.text[from..to];
        let words = sample.split_whitespace();
        let (english, all) =
            words.fold((0, 0), |(english, all), word| (english + usize::from(ENGLISH.contains(&word)), all + 1));
        sample.len() >= LEAST
            && english * 40 < all
            && whatlang::detect(sample).is_some_and(|found| found.is_reliable() && found.lang() != whatlang::Lang::Eng)
    }

    /// A stretch of the article in bytes of the window.
    pub fn inside(&self, range: Range<usize>) -> Range<usize> {
        range.start - self.start..range.end - self.start
    }

    /// The paragraphs that a stretch of the window touches.
    pub fn paragraph_of(&self, chosen: &Range<usize>) -> Range<usize> {
        let touched = self.paragraphs.iter().filter(|p| p.range.start < chosen.end && chosen.start < p.range.end);
        touched.fold(chosen.clone(), |all, p| all.start.min(p.range.start)..all.end.max(p.range.end))
    }
}

/// The paragraphs of a short text with their sentences.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let (mut at, mut found) = (0, Vec::new());
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        if !body.trim().is_empty() {
            let sentences = sentences::in_paragraph(text, Span::new(at, at + body.len()));
            found.push(Paragraph {
                range: at..at + body.len(),
                sentences: sentences.into_iter().map(Span::range).collect(),
            });
        }
        at += line.len();
    }
    found
}

/// Where the line of `at` begins, at or behind `least`.
fn line_start(text: &str, least: usize, at: usize) -> usize {
    text.as_bytes()[least..at].iter().rposition(|byte| *byte == b'\n').map_or(least, |found| least + found + 1)
}

/// The first space at or behind `at`, or the next character where none is near.
fn at_space(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at);
    if at == 0 {
        return 0;
    }
    let near = text.as_bytes()[at..].iter().take(80).position(u8::is_ascii_whitespace);
    near.map_or(at, |found| at + found + 1).min(text.len())
}
