//! Finding in one text bit by bit, from some place on and then from its beginning.

use std::sync::Arc;

use super::FoldedText;
use super::hay::Hay;
use super::needle::Look;
use super::pattern::Pattern;
use crate::text::{ArticleText, Span};

/// So many places at most are found in one text.
const MOST: usize = 100_000;
/// So many steps at most between two looks at the clock.
const STEPS: usize = 32;
/// So many bytes at most, and the rest of a line.
const BYTES: usize = 8 << 10;

/// A search in one text that is under way.
#[derive(Clone, Debug)]
pub struct Hunt {
    text: Arc<ArticleText>,
    folded: Option<Arc<FoldedText>>,
    pattern: Pattern,
    /// Where it began, and where it goes on, in what is looked through.
    start: usize,
    at: usize,
    stage: Stage,
    /// In the order of the text; until all is found, only those from where it began.
    hits: Vec<Span>,
    /// Those before.
    before: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// From where it began to the end.
    On,
    /// From the beginning to where it began.
    Before,
    Done,
}

impl Hunt {
    /// Begins to look for one word, phrase or expression, from byte `from` of `text` on. `folded` is the folded text; it
    /// is not needed for patterns that match exactly.
    pub fn new(text: Arc<ArticleText>, folded: Option<Arc<FoldedText>>, pattern: Pattern, from: usize) -> Self {
        let folded = folded.filter(|_| !pattern.is_exact());
        let stage = if pattern.is_empty() { Stage::Done } else { Stage::On };
        let mut hunt = Self { text, folded, pattern, start: 0, at: 0, stage, hits: Vec::new(), before: Vec::new() };
        hunt.start = hunt.hay().place_of(from.min(hunt.text.len()));
        hunt.at = hunt.start;
        hunt
    }

    /// Goes on while there is time. Whether all is found.
    pub fn go_on(&mut self, mut time: impl FnMut() -> bool) -> bool {
        while self.stage != Stage::Done {
            let mut read = 0;
            for _ in 0..STEPS {
                let before = self.at;
                self.step();
                read += self.at.saturating_sub(before);
                if read >= BYTES {
                    break;
                }
            }
            if !time() {
                break;
            }
        }
        self.is_done()
    }

    fn step(&mut self) {
        if self.stage == Stage::Done {
            return;
        }
        let hay = Hay { text: self.text.as_str(), folded: self.folded.as_deref() };
        let full = self.hits.len() + self.before.len() >= MOST;
        let is_ours = |at: usize| !full && (self.stage == Stage::On || at < self.start);
        let found = match self.pattern.look(&hay, self.at, BYTES) {
            Look::Found(range) if is_ours(range.start) => Some(range),
            Look::NotYet(at) if is_ours(at) => {
                self.at = at;
                return;
            }
            Look::Found(_) | Look::NotYet(_) | Look::Nothing => None,
        };
        match found {
            Some(range) => {
                self.at = range.end;
                let span = hay.span(&range);
                let hits = if self.stage == Stage::On { &mut self.hits } else { &mut self.before };
                if hits.last().is_none_or(|last| last.end <= span.start) {
                    hits.push(span);
                }
            }
            None if self.stage == Stage::On && !full => (self.stage, self.at) = (Stage::Before, 0),
            None => {
                self.stage = Stage::Done;
                // What reaches over where it began was found from there on as well, or in part.
                let first = self.hits.first().map_or(usize::MAX, |hit| hit.start.index());
                self.before.retain(|hit| hit.end.index() <= first);
                self.before.append(&mut self.hits);
                std::mem::swap(&mut self.before, &mut self.hits);
            }
        }
    }

    fn hay(&self) -> Hay<'_> {
        Hay { text: self.text.as_str(), folded: self.folded.as_deref() }
    }

    /// Whether all is found.
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Whether there may be more than were found: these are as many as anybody walks through.
    pub fn is_full(&self) -> bool {
        self.hits.len() >= MOST
    }

    /// What was found so far, in the order of the text; until all is found, from where it began to the end.
    pub fn hits(&self) -> &[Span] {
        &self.hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::search::Options;

    fn hunt(text: &str, typed: &str, from: usize, options: Options) -> Vec<Span> {
        let folded = Arc::new(FoldedText::new(text));
        let pattern = Pattern::literal(typed, options).expect("can be read");
        let mut hunt = Hunt::new(Arc::new(ArticleText::new(text)), Some(folded), pattern, from);
        let mut rounds = 0;
        while !hunt.go_on(|| false) {
            rounds += 1;
            assert!(rounds < 10_000, "it ends");
        }
        hunt.hits().to_vec()
    }

    #[test]
    fn wherever_it_begins_everything_is_found_once_and_in_order() {
        let text = "Élysée élysée\nand the Elysee, e\u{301}lyse\u{301}e aaaa";
        for (typed, count) in [("elysee", 4), ("aa", 2), ("e", 13), ("", 0), ("nowhere", 0), ("\u{301}", 0)] {
            let all = hunt(text, typed, 0, Options::default());
            assert_eq!(all.len(), count, "{typed}");
            for from in (0..=text.len() + 3).filter(|at| *at > text.len() || text.is_char_boundary(*at)) {
                let found = hunt(text, typed, from, Options::default());
                assert!(found.is_sorted(), "{typed} from {from}");
                assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start), "{typed} from {from}");
                // Only where a run of letters is entered in its middle others may be found than from its beginning.
                assert!(found.len() + 1 >= count && (typed == "aa" || found == all), "{typed} from {from}: {found:?}");
            }
        }
    }

    #[test]
    fn an_expression_looks_at_the_clock_within_a_text_and_finds_the_same() {
        let text = format!("{} мир\n{}", "слова и слова ".repeat(20_000), "x\n".repeat(20_000));
        let options = Options { regex: true, ..Options::default() };
        let folded = Arc::new(FoldedText::new(&text));
        let article = Arc::new(ArticleText::new(&*text));
        for (typed, count) in [(r"\bмир\b", 1), (r"\b\w+ззз\b", 0)] {
            let pattern = Pattern::literal(typed, options).expect("can be read");
            for from in [0, text.len() / 2] {
                let mut hunt = Hunt::new(article.clone(), Some(folded.clone()), pattern.clone(), from);
                let mut looks = 0;
                while !hunt.go_on(|| false) {
                    looks += 1;
                }
                assert!(looks > text.len() / ((4 * 16) << 10), "{looks} looks for {typed}");
                assert_eq!(hunt.hits().len(), count, "{typed} from {from}");
            }
        }
    }

    #[test]
    fn more_than_anybody_walks_through_is_cut_off() {
        let text = "a".repeat(MOST * 2);
        let options = Options { regex: true, ..Options::default() };
        let folded = Arc::new(FoldedText::new(&text));
        let pattern = Pattern::literal("a", options).expect("can be read");
        let mut hunt = Hunt::new(Arc::new(ArticleText::new(text)), Some(folded), pattern, 500);
        assert!(hunt.go_on(|| true));
        assert!(hunt.is_full());
        assert_eq!(hunt.hits()[0].start.index(), 500);
    }
}
