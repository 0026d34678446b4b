//! Words and signs of a text, for comparing texts: every byte belongs to exactly one.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// A word, or a single character that belongs to none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it is a word.
    pub is_word: bool,
}

/// Cuts `text` into words and single signs and spaces. In scripts without spaces between words every
/// character is a word, so that a change in one does not touch the next.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let first = rest.chars().next()?;
        let mut end = first.len_utf8();
        let is_word = is_word(first);
        if is_word && !stands_alone(first) {
            let bytes = rest.as_bytes();
            while let Some(byte) = bytes.get(end) {
                if byte.is_ascii_alphanumeric() {
                    end += 1;
                } else if byte.is_ascii() {
                    break;
                } else {
                    match rest[end..].chars().next() {
                        Some(c) if is_word_inside(c) && !stands_alone(c) => end += c.len_utf8(),
                        _ => break,
                    }
                }
            }
        }
        let range = at..at + end;
        at += end;
        Some(Token { range, is_word })
    })
}

/// Only the words of `text`.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    tokens(text).filter(|token| token.is_word).map(|token| token.range)
}

/// Whether `at` lies inside a word of `text`.
pub fn cuts_word(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    before.zip(after).is_some_and(|(before, after)| are_one_word(before, after))
}

/// Whether two characters next to each other are of one word.
pub fn are_one_word(left: char, right: char) -> bool {
    is_word_inside(left) && is_word_inside(right) && !stands_alone(left) && !stands_alone(right)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_word_inside(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Characters of scripts that put no spaces between words.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens are separated by `|` in the row; words are in `words`.
    fn check(row: &str, expected: &[&str]) {
        let text = row.replace('|', "");
        let found: Vec<&str> = tokens(&text).map(|token| &text[token.range]).collect();
        assert_eq!(found.join("|"), row);
        let found: Vec<&str> = words(&text).map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{row}");
    }

    #[test]
    fn a_text_falls_into_words_and_signs() {
        check("", &[]);
        check("Germany| |said| |“|no|”|.", &["Germany", "said", "no"]);
        check("EU|-|wide| | |2|.|5|%", &["EU", "wide", "2", "5"]);
        check("E\u{301}lysée|\n", &["E\u{301}lysée"]);
        check("和|平|还|x1|。", &["和", "平", "还", "x1"]);
        check("🇺|🇦|!", &[]);
    }
}
