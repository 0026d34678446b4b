//! The open article: its text in paragraphs, and how many words it has.

use std::sync::Arc;

use super::layout::chunks;
use crate::model::ArticleId;
use crate::text::{ArticleText, Span};

/// Bytes in which paragraphs are sought at once.
const SOUGHT: usize = 1 << 20;

/// A paragraph of fewer bytes is laid out at once.
const SURELY_SHORT: usize = 2048;

/// Bytes whose words are counted in one frame, by the rules of Unicode and by spaces, which is faster.
const COUNTED: (usize, usize) = (1 << 16, 1 << 18);

/// An article that is being read.
pub struct Opened {
    /// The article.
    pub id: ArticleId,
    /// Its text.
    pub text: Arc<ArticleText>,
    /// Stretches that are laid out one by one: its paragraphs, very long ones cut; as far as they are found.
    pub paragraphs: Vec<Span>,
    /// Where the text begins in which none was sought yet.
    sought: usize,
    /// Words before paragraph `counted`.
    words: usize,
    counted: usize,
}

impl Opened {
    /// Opens an article.
    pub fn new(id: ArticleId, text: &Arc<ArticleText>) -> Self {
        let paragraphs = Vec::with_capacity(text.len() / 300 + 8);
        Self { id, text: text.clone(), paragraphs, sought: 0, words: 0, counted: 0 }
    }

    /// Finds the paragraphs as far as this byte and a good deal further.
    pub fn reach(&mut self, byte: usize) {
        let to = byte.saturating_add(SOUGHT);
        if self.is_whole() || self.sought >= to {
            return;
        }
        let mut found = Vec::new();
        self.sought = self.text.find_paragraphs(self.sought, to, &mut found);
        for span in found {
            if span.len() < SURELY_SHORT {
                self.paragraphs.push(span);
            } else {
                self.paragraphs.extend(chunks(&self.text, span));
            }
        }
    }

    /// Finds some more paragraphs.
    pub fn go_on(&mut self) {
        self.reach(self.sought);
    }

    /// Whether all paragraphs are found.
    pub fn is_whole(&self) -> bool {
        self.sought >= self.text.len()
    }

    /// Bytes of the text in which no paragraph was sought yet.
    pub fn rest(&self) -> usize {
        self.text.len() - self.sought
    }

    /// Whether this is that text of that article.
    pub fn is(&self, id: ArticleId, text: &Arc<ArticleText>) -> bool {
        self.id == id && Arc::ptr_eq(&self.text, text)
    }

    /// The paragraph that holds a byte, or the last one before it; only as far as they are found.
    pub fn paragraph_of(&self, byte: usize) -> usize {
        self.paragraphs.partition_point(|span| span.start.index() <= byte).saturating_sub(1)
    }

    /// The number of words once all are counted; a stretch of them is counted every time somebody asks.
    pub fn words(&mut self) -> Option<usize> {
        let most = if self.text.is_counted_by_spaces() { COUNTED.1 } else { COUNTED.0 };
        let mut bytes = 0;
        while self.counted < self.paragraphs.len() && bytes < most {
            let span = self.paragraphs[self.counted];
            self.words += self.text.words_in(span);
            bytes += span.len();
            self.counted += 1;
        }
        (self.is_whole() && self.counted == self.paragraphs.len()).then_some(self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Token;

    #[test]
    fn a_text_is_the_same_however_much_of_it_was_opened_at_once() {
        let line = "Élysée said “no” – and meant it.\n\n";
        let long = "word ".repeat(5_000);
        let text = Arc::new(ArticleText::new(format!("{}{long}\n{}", line.repeat(40_000), line.repeat(9))));
        let id = ArticleId(Token::random(&mut fastrand::Rng::with_seed(1)));
        let mut opened = Opened::new(id, &text);
        opened.reach(0);
        assert!(!opened.is_whole() && opened.paragraphs.len() < 40_000, "{}", opened.paragraphs.len());
        assert_eq!(opened.words(), None);
        opened.reach(line.len() * 30_000 + 3);
        assert_eq!(opened.paragraphs[opened.paragraph_of(line.len() * 30_000 + 3)].start.index(), line.len() * 30_000);
        while !opened.is_whole() {
            opened.go_on();
        }
        let all: Vec<Span> = text.paragraphs().into_iter().flat_map(|span| chunks(&text, span)).collect();
        assert_eq!(opened.paragraphs, all);
        let words = (0..1000).find_map(|_| opened.words());
        assert_eq!(words, Some(text.words()));
    }
}
