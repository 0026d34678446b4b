//! How an excerpt holds on to its place: by offset, by its exact words, and by what stands around it.
//!
//! The three parts follow the W3C Web Annotation selectors (text position and text quote).

use super::{ArticleText, Byte, Span};

/// Characters of context kept on either side of an excerpt.
const CONTEXT: usize = 32;

/// A place in a text together with the words that must stand there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Anchor {
    /// Where the words stand, in bytes of the article's text.
    pub span: Span,
    /// The exact words.
    pub quotation: Box<str>,
    /// Up to 32 characters before them.
    pub before: Box<str>,
    /// Up to 32 characters after them.
    pub after: Box<str>,
}

/// A place where the words of an anchor, or nearly those, stand although its offsets do not lead there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The place.
    pub span: Span,
    /// Characters of context on both sides that agree with the anchor's; more is better.
    pub agreement: usize,
    /// How much the words there are those of the anchor: 1 for exactly those, else less.
    pub likeness: f32,
    /// How much of the anchor's context stands around the place, small changes forgiven: 0 to 1.
    pub surroundings: f32,
}

impl Anchor {
    /// Anchors `span` of `text`; `None` where the span is empty, leaves the text or cuts a character.
    pub fn of(text: &ArticleText, span: Span) -> Option<Self> {
        let quotation = text.get(span)?;
        if quotation.is_empty() {
            return None;
        }
        let (before, after) = context(text.as_str(), span);
        Some(Self { span, quotation: quotation.into(), before: before.into(), after: after.into() })
    }

    /// Whether the words stand where the anchor says. No words stand nowhere.
    pub fn holds_in(&self, text: &ArticleText) -> bool {
        !self.quotation.is_empty() && text.get(self.span) == Some(&*self.quotation)
    }

    /// Every place where the exact words stand, best context first. Proposes; never moves anything.
    pub fn candidates(&self, text: &ArticleText) -> Vec<Candidate> {
        if self.quotation.is_empty() {
            return Vec::new();
        }
        let context = (self.before.chars().count() + self.after.chars().count()).max(1) as f32;
        let mut found: Vec<Candidate> = memchr::memmem::find_iter(text.as_str().as_bytes(), self.quotation.as_bytes())
            .map(|start| {
                let span = Span::new(start, start + self.quotation.len());
                let agreement = self.agreement(text.as_str(), span);
                Candidate { span, agreement, likeness: 1.0, surroundings: agreement as f32 / context }
            })
            .collect();
        let distance = |at: Byte| at.0.abs_diff(self.span.start.0);
        found.sort_by_key(|c| (std::cmp::Reverse(c.agreement), distance(c.span.start)));
        found
    }

    /// Characters around `span` that agree with the anchor's context.
    pub(super) fn agreement(&self, text: &str, span: Span) -> usize {
        let (before, after) = (&text[..span.start.index()], &text[span.end.index()..]);
        shared(before.chars().rev(), self.before.chars().rev()) + shared(after.chars(), self.after.chars())
    }
}

fn context(text: &str, span: Span) -> (&str, &str) {
    let before = &text[..span.start.index()];
    let after = &text[span.end.index()..];
    let from = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(CONTEXT).map_or(after.len(), |(at, _)| at);
    (&before[from..], &after[..to])
}

fn shared(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_finds_its_words_again_by_context() {
        let old = ArticleText::new("Poland said no. Germany said no. Spain said no.");
        let at = old.as_str().find("Germany said no").expect("is there") + 8;
        let anchor = Anchor::of(&old, Span::new(at, at + 7)).expect("inside");
        assert_eq!(&*anchor.quotation, "said no");
        assert!(anchor.holds_in(&old));

        let new = ArticleText::new("Updated: Poland said no. Germany said no. Spain said no.");
        assert!(!anchor.holds_in(&new));
        let candidates = anchor.candidates(&new);
        assert_eq!(candidates.len(), 3);
        assert_eq!(candidates[0].span, Span::new(at + 9, at + 16));
    }

    #[test]
    fn an_anchor_needs_words() {
        let text = ArticleText::new("né");
        for span in [Span::new(0, 0), Span::new(1, 2), Span::new(0, 9)] {
            assert_eq!(Anchor::of(&text, span), None);
        }
        let none = Anchor { span: Span::new(0, 0), quotation: "".into(), before: "".into(), after: "né".into() };
        assert!(!none.holds_in(&text));
    }
}
