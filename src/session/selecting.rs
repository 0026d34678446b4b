//! Selecting words by key, and what is done with them.

use super::{Action, Command, Desk, Effect, Session};
use crate::export::citation;
use crate::text::units::{self, Edge, Unit};
use crate::text::{ArticleText, Byte, Span};

/// How a key changes what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// To the next unit, or to the one before.
    Walk(Unit, Way),
    /// The selection takes one more unit in.
    Extend(Unit, Way),
    /// One edge moves, of the selection or of the selected excerpt.
    Nudge(Edge, Unit, Way),
    /// To everything.
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    On,
    Back,
}

impl Step {
    fn of(action: Action) -> Option<Self> {
        use Action::*;
        use Unit::*;
        use Way::*;
        Some(match action {
            NextSentence => Self::Walk(Sentence, On),
            PreviousSentence => Self::Walk(Sentence, Back),
            NextWord => Self::Walk(Word, On),
            PreviousWord => Self::Walk(Word, Back),
            NextCharacter => Self::Walk(Character, On),
            PreviousCharacter => Self::Walk(Character, Back),
            NextParagraph => Self::Walk(Paragraph, On),
            PreviousParagraph => Self::Walk(Paragraph, Back),
            ExtendDown => Self::Extend(Sentence, On),
            ExtendUp => Self::Extend(Sentence, Back),
            ExtendParagraphDown => Self::Extend(Paragraph, On),
            ExtendParagraphUp => Self::Extend(Paragraph, Back),
            EndLater => Self::Nudge(Edge::End, Word, On),
            EndEarlier => Self::Nudge(Edge::End, Word, Back),
            StartLater => Self::Nudge(Edge::Start, Word, On),
            StartEarlier => Self::Nudge(Edge::Start, Word, Back),
            EndLaterByCharacter => Self::Nudge(Edge::End, Character, On),
            EndEarlierByCharacter => Self::Nudge(Edge::End, Character, Back),
            StartLaterByCharacter => Self::Nudge(Edge::Start, Character, On),
            StartEarlierByCharacter => Self::Nudge(Edge::Start, Character, Back),
            SelectAll => Self::All,
            _ => return None,
        })
    }

    /// What is selected after it; `old` is what was, `caret` where one reads when that is nothing.
    fn from(self, text: &ArticleText, old: Option<Span>, caret: Option<Byte>) -> Option<Span> {
        let end_of_text = Byte::at(text.len());
        match (self, old) {
            (Self::All, _) => Some(units::trim(text, Span::new(0, text.len()))),
            (Self::Walk(unit, Way::On) | Self::Extend(unit, Way::On), None) => {
                let caret = caret.unwrap_or_default();
                let here = units::previous(text, Byte(caret.0.saturating_add(1)), unit);
                here.filter(|it| it.end > caret).or_else(|| units::next(text, caret, unit))
            }
            (Self::Walk(unit, Way::Back) | Self::Extend(unit, Way::Back), None) => {
                units::previous(text, caret.unwrap_or(end_of_text), unit)
            }
            (Self::Walk(unit, Way::On), Some(old)) => units::next(text, old.end, unit),
            (Self::Walk(unit, Way::Back), Some(old)) => units::previous(text, old.start, unit),
            (Self::Extend(unit, way), Some(old)) => {
                let edge = if way == Way::On { Edge::End } else { Edge::Start };
                Self::Nudge(edge, unit, way).from(text, Some(old), caret)
            }
            (Self::Nudge(edge, unit, way), Some(old)) => {
                let at = if edge == Edge::Start { old.start } else { old.end };
                let to = match way {
                    Way::On => units::edge_after(text, at, edge, unit),
                    Way::Back => units::edge_before(text, at, edge, unit),
                }?;
                let (start, end) = if edge == Edge::Start { (to, old.end) } else { (old.start, to) };
                (start < end).then_some(Span { start, end })
            }
            (Self::Nudge(..), None) => None,
        }
    }

    /// What is brought into view: the end that has moved.
    fn reveals(self, text: &ArticleText, span: Span) -> Option<Span> {
        match self {
            Self::All => None,
            Self::Extend(_, Way::On) | Self::Nudge(Edge::End, ..) => {
                units::previous(text, span.end, Unit::Character).or(Some(span))
            }
            _ => Some(span),
        }
    }
}

impl Session {
    /// Whether the edges of a selection or of an excerpt can be moved; if not, why.
    pub(super) fn can_nudge(&self) -> Result<(), String> {
        let desk = self.desk().ok_or("Open a project first")?;
        if desk.has_words() {
            return Ok(());
        }
        let excerpt = desk.selected_excerpt().ok_or("Select some words first: drag over them, or press J")?;
        if desk.document().is_read_only() {
            Err("This project is open elsewhere and can only be read: make a copy with “Save as…”".into())
        } else if !desk.project().stands(excerpt) {
            Err("This excerpt lost its place: “Re-anchor excerpts…” puts it back".into())
        } else {
            Ok(())
        }
    }

    /// Whether there are words to copy; if not, why.
    pub(super) fn can_copy(&self) -> Result<(), String> {
        let words = self.desk().and_then(Desk::selected_words);
        words.map(|_| ()).ok_or_else(|| "Select some words first: drag over them, or press J".into())
    }

    /// Moves the selection, or its edges, as the action says. With a claim selected its excerpt's edges move.
    pub(super) fn select_by_key(&mut self, action: Action) {
        let Some((step, desk)) = Step::of(action).zip(self.desk.as_mut()) else { return };
        let Some(text) = desk.selection.article.and_then(|id| desk.project().text(id)).cloned() else { return };
        let excerpt = desk.selected_excerpt().map(|excerpt| (excerpt.id, excerpt.anchor.span));
        let words = desk.selection.span.filter(|span| !span.is_empty());
        let old = words.or(excerpt.map(|(_, span)| span));
        let Some(span) = step.from(&text, old, desk.caret()) else { return };
        match (step, words, excerpt) {
            (Step::Nudge(..), None, Some((id, _))) => {
                let mut stamp = self.stamp();
                self.change(Command::MoveExcerpt(id, span), &mut stamp);
            }
            _ => self.select(Command::Select(Some(span))),
        }
        self.effects.extend(step.reveals(&text, span).map(Effect::Reveal));
    }

    /// Puts the selected words on the clipboard, with their source where that is wished.
    pub(super) fn copy(&mut self, with_source: bool) {
        let Some(desk) = &self.desk else { return };
        let article = desk.selection.article.and_then(|id| desk.project().article(id));
        let Some((words, article)) = desk.selected_words().zip(article) else { return };
        let (words, said) = match with_source {
            true => (citation::cite(article, words), "Copied with its source"),
            false => (words.to_owned(), "Copied"),
        };
        self.effects.push(Effect::Copy(words));
        self.notices.quiet(said);
    }
}

impl Desk {
    /// Whether words are selected, rather than a claim or nothing.
    fn has_words(&self) -> bool {
        self.selection.span.is_some_and(|span| !span.is_empty())
    }

    /// The selected words, or the quotation of the selected claim.
    pub fn selected_words(&self) -> Option<&str> {
        match self.selection.span.filter(|span| !span.is_empty()) {
            Some(span) => self.project().text(self.selection.article?)?.get(span),
            None => Some(&*self.selected_excerpt()?.anchor.quotation),
        }
    }

    /// Where one reads in the open article: where one has clicked last, or the head of what is in view. Walking
    /// begins there when nothing is selected.
    pub fn caret(&self) -> Option<Byte> {
        let (article, at) = self.caret?;
        (Some(article) == self.selection.article).then_some(at)
    }

    /// Takes note of where one reads.
    pub(super) fn look_at(&mut self, at: Byte) {
        self.caret = self.selection.article.map(|article| (article, at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is selected is in brackets; `|` is the caret where nothing is.
    fn check(row: &str, actions: &[Action], expected: &str) {
        let text = ArticleText::new(row.replace(['[', ']', '|'], ""));
        let mut span = row.find('[').zip(row.find(']')).map(|(start, end)| Span::new(start, end - 1));
        let caret = row.find('|').map(Byte::at);
        for action in actions {
            span = Step::of(*action).expect("a step").from(&text, span, caret).or(span);
        }
        let span = span.expect("something is selected");
        let mut shown = text.as_str().to_owned();
        shown.insert(span.end.index(), ']');
        shown.insert(span.start.index(), '[');
        assert_eq!(shown, expected, "{row} {actions:?}");
    }

    #[test]
    fn keys_move_the_selection_and_its_edges() {
        use Action::*;
        let row = "“We go,” he said. They [did not]. All\n\nNo 🇺🇦 e\u{301}t";
        for (actions, expected) in [
            (&[NextWord] as &[Action], "“We go,” he said. They did not. [All]\n\nNo 🇺🇦 e\u{301}t"),
            (&[PreviousWord], "“We go,” he said. [They] did not. All\n\nNo 🇺🇦 e\u{301}t"),
            (&[NextWord, NextWord, NextWord], "“We go,” he said. They did not. All\n\nNo [🇺🇦] e\u{301}t"),
            (
                &[NextWord, NextWord, NextWord, NextWord, NextCharacter],
                "“We go,” he said. They did not. All\n\nNo 🇺🇦 [e\u{301}t]",
            ),
            (&[PreviousSentence], "“We go,” he said. [They did not.] All\n\nNo 🇺🇦 e\u{301}t"),
            (&[NextSentence], "“We go,” he said. They did not. [All]\n\nNo 🇺🇦 e\u{301}t"),
            (&[ExtendDown], "“We go,” he said. They [did not.] All\n\nNo 🇺🇦 e\u{301}t"),
            (&[ExtendDown, ExtendDown], "“We go,” he said. They [did not. All]\n\nNo 🇺🇦 e\u{301}t"),
            (&[ExtendUp], "“We go,” he said. [They did not]. All\n\nNo 🇺🇦 e\u{301}t"),
            (&[NextParagraph], "“We go,” he said. They did not. All\n\n[No 🇺🇦 e\u{301}t]"),
            (&[ExtendParagraphUp], "[“We go,” he said. They did not]. All\n\nNo 🇺🇦 e\u{301}t"),
            (&[ExtendParagraphDown; 2], "“We go,” he said. They [did not. All\n\nNo 🇺🇦 e\u{301}t]"),
            (&[EndLater], "“We go,” he said. They [did not.] All\n\nNo 🇺🇦 e\u{301}t"),
            (&[EndLater, EndLater, EndLater, EndLater], "“We go,” he said. They [did not. All\n\nNo 🇺🇦] e\u{301}t"),
            (&[EndEarlier, EndEarlier, EndEarlier], "“We go,” he said. They [did] not. All\n\nNo 🇺🇦 e\u{301}t"),
            (&[StartLater, StartLater], "“We go,” he said. They did [not]. All\n\nNo 🇺🇦 e\u{301}t"),
            (&[StartEarlier; 5], "“[We go,” he said. They did not]. All\n\nNo 🇺🇦 e\u{301}t"),
            (&[StartEarlier; 7], "[“We go,” he said. They did not]. All\n\nNo 🇺🇦 e\u{301}t"),
            (&[EndLaterByCharacter, StartLaterByCharacter], "“We go,” he said. They d[id not.] All\n\nNo 🇺🇦 e\u{301}t"),
            (
                &[EndEarlierByCharacter, StartEarlierByCharacter],
                "“We go,” he said. They[ did no]t. All\n\nNo 🇺🇦 e\u{301}t",
            ),
            (&[SelectAll], "[“We go,” he said. They did not. All\n\nNo 🇺🇦 e\u{301}t]"),
        ] {
            check(row, actions, expected);
        }
    }

    #[test]
    fn walking_begins_where_one_reads() {
        use Action::*;
        check("One two. Three four.", &[NextSentence], "[One two.] Three four.");
        check("One two. Thr|ee four.", &[NextSentence], "One two. [Three four.]");
        check("One two. Three| four.", &[NextWord], "One two. Three [four].");
        check("One two. Three| four.", &[PreviousWord], "One two. [Three] four.");
        check("One two. Three four.", &[PreviousSentence], "One two. [Three four.]");
        check("|One two.\n\nThree four.", &[ExtendParagraphDown], "[One two.]\n\nThree four.");
        // At the ends nothing moves.
        check("[One two.]", &[NextSentence, PreviousSentence, ExtendDown], "[One two.]");
        check("One [two].", &[EndEarlier, StartLater, StartLater], "One [two].");
        check("e\u{301}[e\u{301}]", &[EndEarlierByCharacter, StartLaterByCharacter], "e\u{301}[e\u{301}]");
    }
}
