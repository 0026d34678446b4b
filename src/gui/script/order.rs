//! Which words stand beside which: runs that are drawn in one go, and the places where a line may end.

use std::ops::Range;

use unicode_bidi::{BidiClass, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;

/// Words that are drawn in one go, in the direction of their letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Where they stand in the text.
    pub bytes: Range<usize>,
    /// Their depth by the bidirectional algorithm; odd ones run from right to left.
    pub level: Level,
    pub kind: Kind,
}

/// What a run is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters that may join.
    Letters,
    /// One grapheme that must not be drawn together with its neighbours: these would be drawn in the other direction.
    Single,
    Space,
    /// The end of a paragraph; nothing is drawn.
    End,
}

/// Whether egui's own lines cannot be trusted with `text`: it runs from right to left somewhere, has letters that
/// are drawn together as syllables, or no spaces where a line may end.
pub fn is_special(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| c >= '\u{590}' && (turns(c) || is_syllabic(c)))
}

/// Whether `text` has letters that run from right to left, or marks that make others do so.
pub fn is_right_to_left(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(turns)
}

/// Cuts a stretch of text into runs, in reading order.
pub fn runs(text: &str, within: Range<usize>, levels: &[Level]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, grapheme) in text[within.clone()].grapheme_indices(true) {
        let bytes = within.start + at..within.start + at + grapheme.len();
        let level = levels[bytes.start];
        let kind = kind(grapheme, level);
        match runs.last_mut().filter(|last| last.level == level) {
            Some(last) if joins(last.kind, kind, grapheme) => last.bytes.end = bytes.end,
            _ => runs.push(Run { bytes, level, kind }),
        }
    }
    runs
}

/// Whether a line may end between two graphemes that stand side by side.
pub fn may_break(before: &str, after: &str) -> bool {
    let (Some(first), Some(last), Some(next)) =
        (before.chars().next(), before.chars().next_back(), after.chars().next())
    else {
        return false;
    };
    if is_space(next) || is_glue(last) || is_glue(next) || next == '\u{200d}' {
        return false;
    }
    if is_space(last) || matches!(last, '\u{200b}' | '\u{f0b}') {
        return true;
    }
    if matches!(last, '-' | '–' | '—' | '\u{5be}') {
        return next.is_alphabetic();
    }
    let (wide, next_wide) = (is_wide(first), is_wide(next));
    if wide || next_wide {
        return !OPENING.contains(last) && !CLOSING.contains(next);
    }
    // Scripts of South East Asia: between syllables as far as letters tell them apart.
    is_unspaced(first) && is_unspaced(next) && !leads(last) && !trails(next)
}

/// The character that stands for `c` where text runs from right to left.
pub fn mirrored(c: char) -> char {
    PAIRS
        .iter()
        .find_map(|(open, close)| match c {
            c if c == *open => Some(*close),
            c if c == *close => Some(*open),
            _ => None,
        })
        .unwrap_or(c)
}

/// Characters that Unicode mirrors, as far as they turn up in prose.
const PAIRS: [(char, char); 24] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('<', '>'),
    ('«', '»'),
    ('‹', '›'),
    ('≤', '≥'),
    ('≪', '≫'),
    ('⟨', '⟩'),
    ('⟪', '⟫'),
    ('⟦', '⟧'),
    ('⁅', '⁆'),
    ('（', '）'),
    ('［', '］'),
    ('｛', '｝'),
    ('＜', '＞'),
    ('〈', '〉'),
    ('《', '》'),
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〔', '〕'),
    ('〖', '〗'),
    ('｢', '｣'),
];

/// What never ends a line.
const OPENING: &str = "([{<«‹“‘（［｛＜〈《「『【〔〖｢$£¥€";

/// What never begins a line.
const CLOSING: &str = ")]}>»›”’）］｝＞〉》」』】〕〗｣,.:;!?%…、。，．・：；！？％〜ー々〻ヽヾゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ";

fn kind(grapheme: &str, level: Level) -> Kind {
    let first = grapheme.chars().next().unwrap_or(' ');
    let class = bidi_class(first);
    if class == BidiClass::B {
        return Kind::End;
    }
    if is_space(first) || first == '\u{a0}' || first == '\u{202f}' {
        return Kind::Space;
    }
    let joins = matches!(class, BidiClass::R | BidiClass::AL | BidiClass::NSM | BidiClass::BN);
    // Digits of Persian and Urdu count as letters of a script from right to left where they are drawn.
    let drawn_left =
        joins && class != BidiClass::NSM && class != BidiClass::BN || ('\u{6f0}'..='\u{6f9}').contains(&first);
    match level.is_rtl() {
        true if joins => Kind::Letters,
        false if !drawn_left => Kind::Letters,
        _ => Kind::Single,
    }
}

fn joins(last: Kind, next: Kind, grapheme: &str) -> bool {
    let control = grapheme.chars().next().is_some_and(is_control);
    last != Kind::End && (control || (last == next && next != Kind::Single && next != Kind::End))
}

/// Runs from right to left, or makes others do so.
fn turns(c: char) -> bool {
    matches!(c as u32,
        0x590..=0x8ff | 0x200f | 0x202b | 0x202e | 0x2067 | 0xfb1d..=0xfdff | 0xfe70..=0xfefe
        | 0x10800..=0x10fff | 0x1e800..=0x1efff)
}

/// The scripts of India and South East Asia.
fn is_syllabic(c: char) -> bool {
    matches!(c as u32, 0x900..=0x109f | 0x1700..=0x17ff | 0x1900..=0x1cff | 0xa800..=0xabff)
}

/// Thai, Lao, Tibetan, Myanmar and Khmer: written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32, 0xe01..=0xfff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x19e0..=0x19ff)
}

/// Marks of direction, of which nothing is seen.
fn is_control(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// Holds both neighbours fast.
fn is_glue(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2060}' | '\u{feff}')
}

/// Han, kana and emoji: a line may end on both sides.
fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xff9f
        | 0x1f000..=0x1faff | 0x20000..=0x3ffff)
}

/// A vowel that is written before its consonant.
fn leads(c: char) -> bool {
    matches!(c, 'เ'..='ไ' | 'ເ'..='ໄ' | '\u{17d2}' | '\u{1039}')
}

/// A vowel or mark that is written after its consonant.
fn trails(c: char) -> bool {
    matches!(c, 'ะ'..='\u{e3a}' | 'ๅ'..='\u{e4e}' | 'ฯ' | '๚' | '๛' | 'ະ'..='\u{ebd}' | 'ໆ'..='\u{ece}'
        | '\u{17d4}'..='\u{17da}' | '\u{102b}'..='\u{103e}' | '\u{104a}' | '\u{104b}' | '\u{f0d}')
}

#[cfg(test)]
mod tests {
    use unicode_bidi::BidiInfo;

    use super::*;

    /// The runs of a text, in reading order; those from right to left with a `<`.
    fn cut(text: &str) -> Vec<String> {
        let info = BidiInfo::new(text, None);
        let sign = |run: &Run| if run.level.is_rtl() { "<" } else { "" };
        let found = runs(text, 0..text.len(), &info.levels).into_iter();
        found.map(|run| format!("{}{}", sign(&run), &text[run.bytes.clone()])).collect()
    }

    #[test]
    fn runs_are_drawn_in_one_direction() {
        for (text, want) in [
            ("a b", vec!["a", " ", "b"]),
            ("قال الوزير", vec!["<قال", "< ", "<الوزير"]),
            ("(قال)", vec!["<(", "<قال", "<)"]),
            ("عام 2025.", vec!["<عام", "< ", "2025", "<."]),
            ("he said שלום.", vec!["he", " ", "said", " ", "<שלום", "."]),
            ("می\u{200c}خواهم", vec!["<می\u{200c}خواهم"]),
            // Digits of Persian would be turned round if they were drawn together.
            ("سال ۱۴۰۳", vec!["<سال", "< ", "۱", "۴", "۰", "۳"]),
            ("٢٠٢٥ عام", vec!["٢٠٢٥", "< ", "<عام"]),
            ("\u{202e}abc\u{202c}", vec!["\u{202e}", "<a", "<b", "<c\u{202c}"]),
        ] {
            assert_eq!(cut(text), want, "{text}");
        }
    }

    #[test]
    fn lines_end_where_readers_expect_it() {
        for (before, after, want) in [
            (" ", "a", true),
            ("a", " ", false),
            ("a", "b", false),
            ("\u{a0}", "b", false),
            ("-", "b", true),
            ("-", "5", false),
            ("北", "京", true),
            ("京", "。", false),
            ("「", "北", false),
            ("a", "北", true),
            ("👩‍👧", "👩‍👧", true),
            ("ก", "ข", true),
            ("เ", "ก", false),
            ("ก", "ะ", false),
            ("ព", "ន", true),
            ("(", "س", false),
        ] {
            assert_eq!(may_break(before, after), want, "{before}|{after}");
        }
    }

    #[test]
    fn only_texts_that_need_it_are_set_by_us() {
        for (text, want) in [
            ("plain", false),
            ("Łódź, Київ, Việt Nam", false),
            ("北京的立场。한국", false),
            ("क्षि", true),
            ("שלום", true),
            ("a \u{202e}b", true),
            ("ประเทศไทย", true),
        ] {
            assert_eq!(is_special(text), want, "{text}");
        }
    }
}
