//! Marks and letters that the rules know.

/// Whether there is a character, and a capital.
pub fn is_upper(c: Option<char>) -> bool {
    c.is_some_and(char::is_uppercase)
}

/// Whether `c` ends sentences.
pub fn is_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// Whether `c` ends sentences in Chinese and Japanese.
pub fn is_wide_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

/// Marks that open a quotation in Chinese and Japanese.
pub fn opens_wide(c: char) -> bool {
    matches!(c, '「' | '『' | '（' | '《' | '〈' | '【' | '“' | '‘')
}

/// Whether `c` is a Greek letter.
pub fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}') && c.is_alphabetic()
}

/// Whether `c` is a raised digit.
pub fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{2079}')
}

/// Marks between words.
pub fn is_between(c: char) -> bool {
    c.is_whitespace()
        || (opens(c) && c != '\'')
        || matches!(c, ')' | ']' | '}' | '—' | '–' | '/' | '…' | ',' | ';' | ':')
}

/// Marks that may stand before the first letter of a sentence.
pub fn opens(c: char) -> bool {
    matches!(
        c,
        '“' | '‘'
            | '„'
            | '‚'
            | '"'
            | '\''
            | '«'
            | '»'
            | '‹'
            | '›'
            | '”'
            | '('
            | '['
            | '{'
            | '¿'
            | '¡'
            | '「'
            | '『'
    )
}

/// Marks that may stand behind the mark that ends a sentence.
pub fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '‘'
            | '»'
            | '«'
            | '›'
            | '‹'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '）'
            | '】'
            | '》'
            | '〉'
    )
}

/// Whether `part` is one letter or two.
pub fn is_short(part: &str) -> bool {
    let count = part.chars().count();
    (1..=2).contains(&count) && part.chars().all(char::is_alphabetic)
}

/// Whether `word` is a Roman number.
pub fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b"IVXLC".contains(&b))
}
