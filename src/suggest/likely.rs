//! Sentences in which a country or an actor speaks or takes a position: claims perhaps, for the analyst to judge.

use std::ops::Range;
use std::sync::Arc;

use super::gazetteer::Names;
use super::reading::Reading;
use super::story::Story;
use super::window::Window;
use crate::model::Project;
use crate::text::{ArticleText, Span};

/// A sentence that is perhaps a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likely {
    /// The sentence.
    pub span: Span,
    /// Who speaks or takes a position there, as the text names them; perhaps in a sentence before.
    pub who: Span,
    /// The verb that tells it; that of the name where speech goes on from a sentence before.
    pub verb: Span,
}

/// How far a walk came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// To a likely claim.
    Found(Likely),
    /// To this byte, since enough was read for once; walk on from there.
    Reached(usize),
    /// To the end of the text.
    End,
}

/// Finds likely claims. Made once for a codebook, used for many texts; the rules read English.
pub struct LikelyClaims<'p> {
    names: Arc<Names>,
    project: &'p Project,
}

/// Longest stretch that is read at once, in bytes.
const STRETCH: usize = 4 * 1024;

impl<'p> LikelyClaims<'p> {
    /// For the codebook of `project`.
    pub fn of(project: &'p Project) -> Self {
        Self::with(Arc::new(Names::of(project)), project)
    }

    /// The same with names made ready before.
    pub fn with(names: Arc<Names>, project: &'p Project) -> Self {
        Self { names, project }
    }

    /// The likely claims among the sentences that begin within `part`, a paragraph or less; in order.
    pub fn in_part(&self, text: &str, part: Span) -> Vec<Likely> {
        let mut found = Vec::new();
        for stretch in stretches(text, part.range()) {
            let window = Window::around(text, stretch.clone());
            let reading = Reading::new(&self.names, window.text);
            let mut story = Story::new(self.project, &reading);
            let place = |bytes: Range<usize>| Span::new(bytes.start + window.start, bytes.end + window.start);
            for paragraph in &window.paragraphs {
                story.begin_paragraph();
                for sentence in &paragraph.sentences {
                    let line = story.read(sentence, sentence);
                    if let Some((who, verb)) = line.why
                        && stretch.contains(&(sentence.start + window.start))
                    {
                        found.push(Likely { span: place(sentence.clone()), who: place(who), verb: place(verb) });
                    }
                }
            }
        }
        found
    }

    /// All of a text. A long one takes long: walk, or ask for what is in view.
    pub fn in_text(&self, text: &ArticleText) -> Vec<Likely> {
        text.paragraphs().into_iter().flat_map(|paragraph| self.in_part(text.as_str(), paragraph)).collect()
    }

    /// The first likely claim that begins at or behind `from` and that `wanted` takes; reads at most `most` bytes
    /// and a paragraph.
    pub fn after(&self, text: &str, from: usize, most: usize, wanted: impl Fn(&Likely) -> bool) -> Walk {
        let from = text.ceil_char_boundary(from.min(text.len()));
        // A sentence that began before does not begin again in the middle.
        let mut at = text[..from].rfind('\n').map_or(0, |line| line + 1).max(from.saturating_sub(STRETCH));
        at = text.ceil_char_boundary(at);
        while at < text.len() {
            if at > from.saturating_add(most) {
                return Walk::Reached(at);
            }
            let end = line_end(text, at);
            let found = self.in_part(text, Span::new(at, end));
            if let Some(likely) = found.into_iter().find(|likely| likely.span.start.index() >= from && wanted(likely)) {
                return Walk::Found(likely);
            }
            at = end + 1;
        }
        Walk::End
    }

    /// The last likely claim that ends at or before `to` and that `wanted` takes; reads at most `most` bytes and a
    /// paragraph.
    pub fn before(&self, text: &str, to: usize, most: usize, wanted: impl Fn(&Likely) -> bool) -> Walk {
        let to = text.floor_char_boundary(to.min(text.len()));
        let mut end = to;
        while end > 0 {
            if end.saturating_add(most) < to {
                return Walk::Reached(end);
            }
            let least = text.floor_char_boundary(end.saturating_sub(STRETCH));
            let start = text[least..end].rfind('\n').map_or(least, |line| least + line + 1);
            let whole = line_end(text, start).min(text.ceil_char_boundary(start + 2 * STRETCH));
            let found = self.in_part(text, Span::new(start, whole));
            let fits = |likely: &Likely| likely.span.end.index() <= to && likely.span.start.index() < end;
            if let Some(likely) = found.into_iter().rev().find(|likely| fits(likely) && wanted(likely)) {
                return Walk::Found(likely);
            }
            end = if start == least { start } else { start - 1 };
        }
        Walk::End
    }
}

/// Where the line that holds `at` ends; a long one is cut.
fn line_end(text: &str, at: usize) -> usize {
    let most = text.ceil_char_boundary((at + STRETCH).min(text.len()));
    text[at..most].find('\n').map_or(most, |line| at + line)
}

/// A stretch in pieces that are not too long, cut at spaces.
fn stretches(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let (mut at, mut found) = (part.start, Vec::new());
    while at < part.end {
        let most = text.floor_char_boundary((at + STRETCH).min(part.end));
        let end =
            if most < part.end { text[at..most].rfind(". ").map_or(most, |stop| at + stop + 2) } else { part.end };
        found.push(at..end);
        at = end;
    }
    found
}
