//! The immutable text of one article, and the only place where offsets change unit.

use std::sync::Arc;

use super::{Byte, Char, Span, Utf16};

/// Bytes between two checkpoints of the character count.
const STRIDE: usize = 4096;

/// An article's text. Never changes; correcting a text makes a new one.
///
/// Cheap to clone. Converting an offset reads at most [`STRIDE`] bytes.
#[derive(Clone, Debug)]
pub struct ArticleText {
    text: Arc<str>,
    /// Characters before byte `STRIDE * i`; empty when every character is one byte.
    checkpoints: Arc<[u32]>,
    chars: u32,
}

impl ArticleText {
    /// Keeps `text` exactly as it is.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let chars = text.chars().count();
        let checkpoints = if chars == text.len() {
            Arc::default()
        } else {
            let mut seen = 0u32;
            text.as_bytes()
                .chunks(STRIDE)
                .map(|chunk| {
                    let before = seen;
                    seen += chunk.iter().filter(|byte| is_char_start(**byte)).count() as u32;
                    before
                })
                .collect()
        };
        Self { text, checkpoints, chars: chars as u32 }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as a shared string.
    pub fn shared(&self) -> Arc<str> {
        self.text.clone()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Length in characters.
    pub fn chars(&self) -> u32 {
        self.chars
    }

    /// Number of words: by Unicode word boundaries, in very long texts by spaces.
    pub fn words(&self) -> usize {
        self.words_in(Span::new(0, self.text.len()))
    }

    /// Number of words within `span`; nothing where it leaves the text or cuts a character.
    pub fn words_in(&self, span: Span) -> usize {
        use unicode_segmentation::UnicodeSegmentation as _;
        let words = self.get(span).unwrap_or_default();
        if self.is_counted_by_spaces() { words.split_ascii_whitespace().count() } else { words.unicode_words().count() }
    }

    /// Whether the text is so long that its words are counted by spaces.
    pub fn is_counted_by_spaces(&self) -> bool {
        self.text.len() >= 1 << 18
    }

    /// The slice under `span`, or `None` where it leaves the text or cuts a character.
    pub fn get(&self, span: Span) -> Option<&str> {
        self.text.get(span.range())
    }

    /// Characters before byte `at`; past the end counts as the end.
    pub fn char_of(&self, at: Byte) -> Char {
        let at = at.index().min(self.text.len());
        if self.checkpoints.is_empty() {
            return Char(at as u32);
        }
        let block = (at / STRIDE).min(self.checkpoints.len() - 1);
        let rest = &self.text.as_bytes()[block * STRIDE..at];
        let inside = rest.iter().filter(|byte| is_char_start(**byte)).count() as u32;
        Char(self.checkpoints[block] + inside)
    }

    /// The byte at which character `at` begins; past the end gives the end.
    pub fn byte_of(&self, at: Char) -> Byte {
        if at.0 >= self.chars {
            return Byte::at(self.text.len());
        }
        if self.checkpoints.is_empty() {
            return Byte(at.0);
        }
        let block = self.checkpoints.partition_point(|before| *before <= at.0) - 1;
        let bytes = self.text.as_bytes();
        let mut left = at.0 - self.checkpoints[block];
        for (index, byte) in bytes.iter().enumerate().skip(block * STRIDE) {
            if is_char_start(*byte) {
                if left == 0 {
                    return Byte::at(index);
                }
                left -= 1;
            }
        }
        Byte::at(self.text.len())
    }

    /// UTF-16 units before byte `at`, for exchange with tools that count so.
    pub fn utf16_of(&self, at: Byte) -> Utf16 {
        let mut at = at.index().min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        Utf16(self.text[..at].chars().map(|c| c.len_utf16() as u32).sum())
    }

    /// The nearest character boundary at or before `index`.
    pub fn floor(&self, index: usize) -> usize {
        let mut index = index.min(self.text.len());
        while !self.text.is_char_boundary(index) {
            index -= 1;
        }
        index
    }

    /// Byte ranges of the paragraphs: the lines of the text, blank lines left out.
    pub fn paragraphs(&self) -> Vec<Span> {
        let mut found = Vec::new();
        self.find_paragraphs(0, self.text.len(), &mut found);
        found
    }

    /// Finds the paragraphs among the lines that begin from `from`, where a line begins, to before `to`. Returns
    /// where the next line begins.
    pub fn find_paragraphs(&self, from: usize, to: usize, found: &mut Vec<Span>) -> usize {
        let mut start = from;
        while start < to.min(self.text.len()) {
            let end = memchr::memchr(b'\n', &self.text.as_bytes()[start..]).map_or(self.text.len(), |at| start + at);
            let body = self.text[start..end].trim_end_matches('\r');
            if body.starts_with(|c: char| c.is_ascii_graphic()) || !body.trim().is_empty() {
                found.push(Span::new(start, start + body.len()));
            }
            start = end + 1;
        }
        start.min(self.text.len())
    }
}

impl PartialEq for ArticleText {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text) || self.text == other.text
    }
}

impl Eq for ArticleText {}

fn is_char_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let article = ArticleText::new(text);
        let mut utf16 = 0;
        for (chars, (byte, c)) in text.char_indices().enumerate() {
            assert_eq!(article.char_of(Byte::at(byte)), Char(chars as u32));
            assert_eq!(article.byte_of(Char(chars as u32)), Byte::at(byte));
            if chars < 200 {
                assert_eq!(article.utf16_of(Byte::at(byte)), Utf16(utf16));
            }
            utf16 += c.len_utf16() as u32;
        }
        assert_eq!(article.byte_of(Char(article.chars())), Byte::at(text.len()));
        assert_eq!(article.char_of(Byte::at(text.len() + 9)), Char(article.chars()));
    }

    #[test]
    fn offsets_convert_both_ways_in_any_script() {
        check("");
        check("plain ascii");
        check("Élysée – “backstop” 🇺🇦 e\u{301} 中文 السلام");
        check(&"aé中🙂".repeat(2000));
        check(&"x".repeat(STRIDE * 2 + 1));
    }

    #[test]
    fn a_span_that_cuts_a_character_is_refused() {
        let text = ArticleText::new("né");
        assert_eq!(text.get(Span::new(0, 2)), None);
        assert_eq!(text.get(Span::new(0, 3)), Some("né"));
        assert_eq!(text.get(Span::new(2, 9)), None);
    }

    #[test]
    fn paragraphs_leave_blank_lines_out() {
        let text = ArticleText::new("One.\n\n  \nTwo.\nThree");
        let found: Vec<_> = text.paragraphs().iter().map(|p| text.get(*p).unwrap_or("?").to_owned()).collect();
        assert_eq!(found, ["One.", "Two.", "Three"]);
        let text = ArticleText::new("Eins\r\nзвᾠ\r\r\n\u{3000}\n\r\n 三");
        let (mut found, mut next) = (Vec::new(), 0);
        while next < text.len() {
            next = text.find_paragraphs(next, next + 1, &mut found);
        }
        assert_eq!(found, text.paragraphs(), "however they are found");
        let found: Vec<_> = found.iter().map(|p| text.get(*p).unwrap_or("?").to_owned()).collect();
        assert_eq!(found, ["Eins", "звᾠ", " 三"]);
    }
}
