//! Text without case and diacritics, for finding: "elysee" finds "Élysée".

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Folds one character: lower case, base letters only.
pub fn fold_char(c: char, out: &mut impl FnMut(char)) {
    if c.is_ascii() {
        return out(c.to_ascii_lowercase());
    }
    match c {
        'ø' | 'Ø' => return out('o'),
        'ł' | 'Ł' => return out('l'),
        'đ' | 'Đ' => return out('d'),
        'ı' => return out('i'),
        '’' | '‘' => return out('\''),
        '“' | '”' => return out('"'),
        '\u{a0}' | '\u{202f}' => return out(' '),
        _ => {}
    }
    for base in std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)) {
        for lower in base.to_lowercase().filter(|c| !is_combining_mark(*c)) {
            out(lower);
        }
    }
}

/// Folds a whole string.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut |c| folded.push(c));
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_diacritics_are_ignored() {
        for (text, folded) in [
            ("Élysée", "elysee"),
            ("Øresund – Łódź", "oresund – lodz"),
            ("İSTANBUL", "istanbul"),
            ("Poland’s", "poland's"),
            ("Straße 中文", "straße 中文"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
