//! A text without case and diacritics that knows the way back.

use super::hay::Hay;
use super::pattern::{Options, Pattern};
use crate::text::Span;
use crate::text::fold::fold_char;

/// A text without case and diacritics, and the way back to the text itself.
#[derive(Clone, Debug, Default)]
pub struct FoldedText {
    folded: Box<str>,
    /// Offsets (folded, original) of characters from which on both run in step, up to the next such pair.
    /// Empty where they run in step from the beginning.
    steps: Box<[(u32, u32)]>,
    /// Stretches of the folded text that come from one character (Hangul falls apart into its letters);
    /// there is no way back into the middle of one.
    wide: Box<[(u32, u32)]>,
}

/// A text that is being folded, piece by piece.
#[derive(Clone, Debug, Default)]
pub struct Folding {
    folded: String,
    steps: Vec<(u32, u32)>,
    wide: Vec<(u32, u32)>,
    at: usize,
}

impl Folding {
    /// Folds about `bytes` more of `text`, which must be the same every time. Whether all of it is folded.
    pub fn advance(&mut self, text: &str, bytes: usize) -> bool {
        let to = text.ceil_char_boundary(self.at.saturating_add(bytes));
        self.folded.reserve(to - self.at);
        while self.at < to {
            let rest = &text.as_bytes()[self.at..to];
            let plain = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            let start = self.folded.len();
            self.folded.push_str(&text[self.at..self.at + plain]);
            self.folded[start..].make_ascii_lowercase();
            self.at += plain;
            for c in text[self.at..to].chars().take_while(|c| !c.is_ascii()) {
                self.take(c);
            }
        }
        self.at >= text.len()
    }

    fn take(&mut self, c: char) {
        let start = self.folded.len();
        let mut parts = 0;
        fold_char(c, &mut |c| {
            self.folded.push(c);
            parts += 1;
        });
        self.at += c.len_utf8();
        let step = (self.folded.len() as u32, self.at as u32);
        if parts > 1 {
            self.wide.push((start as u32, step.0));
        }
        if self.folded.len() - start != c.len_utf8() {
            // Marks that fold to nothing belong to the character before them.
            match self.steps.last_mut().filter(|last| last.0 == step.0) {
                Some(last) => *last = step,
                None => self.steps.push(step),
            }
        }
    }

    /// What was folded.
    pub fn finish(self) -> FoldedText {
        FoldedText { folded: self.folded.into(), steps: self.steps.into(), wide: self.wide.into() }
    }
}

impl FoldedText {
    /// Folds `text`, as [`crate::text::fold::fold`] does.
    pub fn new(text: &str) -> Self {
        let mut folding = Folding::default();
        folding.advance(text, text.len());
        folding.finish()
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.folded.len() + size_of_val(&*self.steps) + size_of_val(&*self.wide)
    }

    /// The first `limit` places where `words` stand: they do not overlap, and each takes in the marks on its last
    /// character.
    pub fn find(&self, words: &str, limit: usize) -> Vec<Span> {
        let Ok(pattern) = Pattern::literal(words, Options::default()) else { return Vec::new() };
        let hay = Hay { text: "", folded: Some(self) };
        let mut from = 0;
        let next = || {
            let found = pattern.next(&hay, from)?;
            from = found.end;
            Some(Span::new(self.original(found.start), self.original(found.end)))
        };
        std::iter::from_fn(next).take(limit).collect()
    }

    /// The same places in `text`, of which this is the folded one, made longer where they would cut a character as
    /// people see it.
    pub fn find_in(&self, text: &str, words: &str, limit: usize) -> Vec<Span> {
        let Ok(pattern) = Pattern::literal(words, Options::default()) else { return Vec::new() };
        pattern.places(&Hay { text, folded: Some(self) }).into_iter().take(limit).map(|place| place.span).collect()
    }

    /// Whether a folded offset lies in the middle of a character of the text.
    pub(super) fn cuts(&self, folded: usize) -> bool {
        let before = self.wide.partition_point(|(start, _)| (*start as usize) < folded);
        before.checked_sub(1).is_some_and(|at| folded < self.wide[at].1 as usize)
    }

    /// The offset in the text of a folded offset, behind whatever folds to nothing there.
    pub(super) fn original(&self, folded: usize) -> usize {
        let step = self.steps.partition_point(|(at, _)| *at as usize <= folded);
        match step.checked_sub(1).map(|last| self.steps[last]) {
            Some((at, original)) => original as usize + folded - at as usize,
            None => folded,
        }
    }

    /// The folded offset of an offset in the text; the nearest before where there is none.
    pub(super) fn folded_at(&self, original: usize) -> usize {
        let step = self.steps.partition_point(|(_, at)| *at as usize <= original);
        let next = self.steps.get(step).map_or(self.folded.len(), |(at, _)| *at as usize);
        let at = match step.checked_sub(1).map(|last| self.steps[last]) {
            Some((folded, at)) => folded as usize + original - at as usize,
            None => original,
        };
        self.folded.floor_char_boundary(at.min(next))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::fold::fold;

    #[test]
    fn words_are_found_whatever_their_case_and_diacritics() {
        for (text, query, found) in [
            ("The Élysée said no.", "elysee", &["Élysée"][..]),
            ("elysee", "ÉLYSÉE", &["elysee"]),
            ("E\u{301}lyse\u{301}e\u{301} talks", "Élysée", &["E\u{301}lyse\u{301}e\u{301}"]),
            ("Poland’s, Poland's", "poland's", &["Poland’s", "Poland's"]),
            ("aaaaa", "aa", &["aa", "aa"]),
            ("İstanbul istanbul", "istanbul", &["İstanbul", "istanbul"]),
            ("\u{301}a", "a", &["a"]),
            ("中文 the 中文", "中文", &["中文", "中文"]),
            // A syllable falls apart into letters, but is found whole or not at all.
            ("한국 하나", "하", &["하"]),
            ("한국", "ᄒ", &[]),
            ("anything", "", &[]),
            ("anything", "\u{301}", &[]),
            ("", "a", &[]),
            ("short", "longer than the text", &[]),
        ] {
            let spans = FoldedText::new(text).find_in(text, query, 99);
            let words: Vec<&str> = spans.iter().map(|span| &text[span.range()]).collect();
            assert_eq!(words, found, "{query} in {text}");
        }
    }

    #[test]
    fn every_place_of_the_folded_text_leads_back_and_forth() {
        let text = "İstanbul, Straße, gov\u{ad}ernment, ﬁnal 한국 e\u{301}";
        let folded = FoldedText::new(text);
        for (at, c) in text.char_indices().filter(|(_, c)| !fold(c.encode_utf8(&mut [0; 4])).is_empty()) {
            assert_eq!(folded.original(folded.folded_at(at)), at, "{c}");
        }
        assert_eq!(folded.folded_at(text.len()), folded.as_str().len());
        assert!(folded.bytes() > text.len());
    }

    proptest! {
        #[test]
        fn folding_in_pieces_is_folding(text in any::<String>(), piece in 1_usize..9) {
            let mut folding = Folding::default();
            while !folding.advance(&text, piece) {}
            let (pieces, whole) = (folding.finish(), FoldedText::new(&text));
            prop_assert_eq!(whole.as_str(), fold(&text));
            prop_assert_eq!(pieces.as_str(), whole.as_str());
            prop_assert_eq!((pieces.steps, pieces.wide), (whole.steps, whole.wide));
        }

        #[test]
        fn no_place_back_and_forth_leaves_the_text(text in any::<String>()) {
            let folded = FoldedText::new(&text);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                prop_assert!(folded.as_str().is_char_boundary(folded.folded_at(at)));
            }
            for at in (0..=folded.as_str().len()).filter(|at| folded.as_str().is_char_boundary(*at) && !folded.cuts(*at)) {
                prop_assert!(text.is_char_boundary(folded.original(at)));
            }
        }
    }
}
