//! Text without case and diacritics, for finding: "elysee" finds "Élysée".

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// Folds one character: lower case, base letters, plain signs. Some fold to two letters, some to nothing.
pub fn fold_char(c: char, out: &mut impl FnMut(char)) {
    if c.is_ascii() {
        return out(c.to_ascii_lowercase());
    }
    if let Some(plain) = plain(c) {
        return plain.chars().for_each(out);
    }
    for base in std::iter::once(c).nfd().filter(|c| !is_diacritic(*c)) {
        for lower in base.to_lowercase().filter(|c| !is_diacritic(*c)) {
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

/// Characters that no decomposition leads to the letters and signs that people type for them.
fn plain(c: char) -> Option<&'static str> {
    const WIDE: &str =
        "!\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    Some(match c {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ς' => "σ",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '’' | '‘' | 'ʼ' => "'",
        '“' | '”' | '„' => "\"",
        '\u{2010}' | '\u{2011}' => "-",
        '\u{a0}' | '\u{202f}' | '\u{3000}' => " ",
        // Soft hyphens, invisible spaces and joiners of words.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => "",
        '\u{ff01}'..='\u{ff5e}' => {
            let at = c as usize - 0xff01;
            &WIDE[at..=at]
        }
        _ => return None,
    })
}

/// Whether a mark only changes how a letter is written or stressed. Vowel signs of Indic scripts, Thai tones and
/// the like are letters of their own.
fn is_diacritic(mark: char) -> bool {
    match canonical_combining_class(mark) {
        // Voiced kana; Hebrew and Arabic points; above and below Latin, Greek and Cyrillic letters.
        8 | 10..=36 | 200..=240 => true,
        // Variants of a sign; rings and squares around one.
        0 => matches!(mark, '\u{fe00}'..='\u{fe0f}' | '\u{20dd}'..='\u{20e4}' | '\u{488}' | '\u{489}'),
        // Overlays, such as a stroke through a letter.
        1 => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_diacritics_are_ignored() {
        for (text, folded) in [
            ("Élysée", "elysee"),
            ("Øresund – Łódź", "oresund – lodz"),
            ("İSTANBUL ısı", "istanbul isi"),
            ("Poland’s", "poland's"),
            ("Straße GROẞ 中文", "strasse gross 中文"),
            ("Ærø, cœur, Þingvellir", "aero, coeur, thingvellir"),
            ("ΑΘΗΝΑΣ Αθήνας", "αθηνασ αθηνασ"),
            ("ＮＡＴＯ　２０２５！", "nato 2025!"),
            ("ﬁnal oﬃce", "final office"),
            ("gov\u{ad}ern\u{200b}ment", "government"),
            ("EU\u{2011}wide", "eu-wide"),
            ("❤\u{fe0f}", "❤"),
            // Points may be written or not; vowel signs and tones are letters.
            ("שָׁלוֹם سَلَام", "שלום سلام"),
            ("भारत की", "भारत की"),
            ("ที่นี่", "ที่นี่"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
