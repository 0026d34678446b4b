//! An excerpt in its surroundings, with the words marked that are others now.

use std::ops::Range;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Label, Response, Stroke, Ui};

use crate::gui::theme::{self, face, size};
use crate::text::{ArticleText, Revision, Span};

/// Characters of surroundings on either side.
const AROUND: usize = 110;
/// Bytes of an excerpt that are shown at either end of a long one.
const ENDS: usize = 900;

/// How words are marked: those that are gone are struck out, those that are new underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Gone,
    New,
}

/// A passage ready to be shown.
pub struct Passage {
    before: String,
    words: String,
    marks: Vec<Range<usize>>,
    after: String,
    mark: Mark,
}

impl Passage {
    /// The excerpt as it was, and as the words under `span` of `text` are.
    pub fn pair(before: &str, old: &str, after: &str, text: &ArticleText, span: Span) -> [Self; 2] {
        let new = text.get(span).unwrap_or_default();
        let (before, after) = whole_words(before, after);
        let [gone, fresh] = Revision::between(&ArticleText::new(old), &ArticleText::new(new)).changed();
        let (left, right) = around(text.as_str(), span);
        [
            Self { before: before.into(), words: old.into(), marks: gone, after: after.into(), mark: Mark::Gone },
            Self { before: left.into(), words: new.into(), marks: fresh, after: right.into(), mark: Mark::New },
        ]
    }

    /// The excerpt as it was, with nothing to compare it to.
    pub fn alone(before: &str, old: &str, after: &str) -> Self {
        let (before, after) = whole_words(before, after);
        Self { before: before.into(), words: old.into(), marks: Vec::new(), after: after.into(), mark: Mark::Gone }
    }

    /// The words of the excerpt.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Its words in order, with whether they are marked.
    fn stretches(&self) -> Vec<(Range<usize>, bool)> {
        let (mut found, mut at) = (Vec::new(), 0);
        for mark in &self.marks {
            found.extend([(at..mark.start, false), (mark.clone(), true)]);
            at = mark.end;
        }
        found.push((at..self.words.len(), false));
        found
    }

    /// Shows it in the reading face; surroundings are quieter.
    pub fn show(&self, ui: &mut Ui) -> Response {
        let p = theme::of(ui.ctx());
        let quiet = TextFormat { font_id: face::serif(size::LARGE), color: p.muted, ..TextFormat::default() };
        let plain = TextFormat { color: p.ink, background: p.accent_tint, ..quiet.clone() };
        let marked = match self.mark {
            Mark::Gone => TextFormat { strikethrough: Stroke::new(1.2, p.danger), ..plain.clone() },
            Mark::New => TextFormat { background: p.found, underline: Stroke::new(1.2, p.ink), ..plain.clone() },
        };
        let mut job = LayoutJob::default();
        let mut add = |words: &str, format: &TextFormat| job.append(&flat(words), 0.0, format.clone());
        add(&format!("… {}", self.before.trim_start()), &quiet);
        let cut = middle(&self.words);
        let mut told = false;
        for (stretch, is_marked) in self.stretches() {
            let format = if is_marked { &marked } else { &plain };
            add(&self.words[stretch.start.min(cut.start)..stretch.end.min(cut.start)], format);
            if stretch.end > cut.start && !cut.is_empty() && !std::mem::replace(&mut told, true) {
                add(" […] ", &quiet);
            }
            add(&self.words[stretch.start.max(cut.end)..stretch.end.max(cut.end)], format);
        }
        add(&format!("{} …", self.after.trim_end()), &quiet);
        ui.add(Label::new(job).wrap().selectable(false))
    }
}

/// What is left out of the middle of a long excerpt.
fn middle(words: &str) -> Range<usize> {
    let (from, to) = (words.floor_char_boundary(ENDS), words.floor_char_boundary(words.len().saturating_sub(ENDS)));
    if from + 200 < to { from..to } else { words.len()..words.len() }
}

/// In one line: paragraphs follow one another.
fn flat(words: &str) -> String {
    words.replace('\n', " ")
}

fn around(text: &str, span: Span) -> (&str, &str) {
    let (before, after) = (&text[..span.start.index()], &text[span.end.index()..]);
    let from = before.char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    if from == 0 && to == after.len() {
        return (before, after);
    }
    whole_words(&before[from..], &after[..to])
}

/// Surroundings without the words that were cut at their far ends.
fn whole_words<'a>(before: &'a str, after: &'a str) -> (&'a str, &'a str) {
    let from = before.find(' ').map_or(0, |at| at + 1);
    let to = after.rfind(' ').unwrap_or(after.len());
    (&before[from..], &after[..to])
}
