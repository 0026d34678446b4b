//! Which scripts of a text no face has.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{FontId, Ui};
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};

use crate::text::ArticleText;

/// Bytes that are read in a frame.
const READ: usize = 64 * 1024;

/// Letters that are asked for in a frame.
const ASKED: usize = 48;

/// Looks through a text for letters that no face has: a part in every frame, each letter once.
#[derive(Default)]
pub struct Missing {
    text: Option<Arc<ArticleText>>,
    font: Option<FontId>,
    /// How far it has been read.
    read: usize,
    /// Letters that were met, one bit each.
    met: Vec<u64>,
    /// Letters to ask for, marks among them last.
    waiting: Vec<char>,
    marks: Vec<char>,
    /// For every kind of letter how many there are, and how many of them no face has.
    counts: BTreeMap<Kind, (usize, usize)>,
}

/// What a letter is called where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Of a script, by its name.
    Letters(&'static str),
    Emoji,
    Symbols,
}

impl Missing {
    /// Reads on in `text`; returns what to say above it, if anything is missing so far.
    pub fn look(&mut self, ui: &Ui, text: &Arc<ArticleText>, font: &FontId) -> Option<String> {
        let same = self.text.as_ref().is_some_and(|known| Arc::ptr_eq(known, text)) && self.font.as_ref() == Some(font);
        if !same {
            *self = Self { text: Some(text.clone()), font: Some(font.clone()), ..Self::default() };
        }
        if self.read < text.len() || !self.waiting.is_empty() || !self.marks.is_empty() {
            self.read(text);
            self.ask(ui, font);
            ui.ctx().request_repaint();
        }
        self.words()
    }

    fn read(&mut self, text: &ArticleText) {
        if self.met.is_empty() {
            self.met = vec![0; (char::MAX as usize + 1) / 64];
        }
        let end = text.floor((self.read + READ).min(text.len()));
        for c in text.as_str()[self.read..end].chars().filter(|c| !c.is_ascii()) {
            let (block, bit) = (c as usize / 64, 1 << (c as usize % 64));
            if self.met[block] & bit == 0 {
                self.met[block] |= bit;
                match is_combining_mark(c) {
                    _ if is_unseen(c) => {}
                    // A face is found by the letter under the mark, so letters are asked for first.
                    true => self.marks.push(c),
                    false => self.waiting.push(c),
                }
            }
        }
        self.read = end;
    }

    fn ask(&mut self, ui: &Ui, font: &FontId) {
        let queue = if self.waiting.is_empty() { &mut self.marks } else { &mut self.waiting };
        let asked: Vec<char> = queue.drain(queue.len().saturating_sub(ASKED)..).collect();
        let known = ui.fonts_mut(|fonts| asked.iter().map(|c| fonts.has_glyph(font, *c)).collect::<Vec<_>>());
        for (c, known) in asked.into_iter().zip(known) {
            let count = self.counts.entry(Kind::of(c)).or_default();
            count.0 += 1;
            count.1 += usize::from(!known);
        }
    }

    fn words(&self) -> Option<String> {
        let lacks = |kind: &Kind| self.counts.get(kind).is_some_and(|(_, missing)| *missing > 0);
        let letters = self.counts.keys().any(|kind| matches!(kind, Kind::Letters(_)) && lacks(kind));
        // The stops and commas of a script come with its letters.
        let told = |kind: &Kind| lacks(kind) && !(letters && *kind == Kind::Symbols);
        let missing = || self.counts.iter().filter(|(kind, _)| told(kind));
        let names: Vec<String> = missing().map(|(kind, (all, missing))| kind.named(missing < all)).collect();
        if names.is_empty() {
            return None;
        }
        let mut faces: Vec<String> = missing().map(|(kind, _)| kind.face()).collect();
        faces.dedup();
        Some(format!(
            "No face on this computer has {}, so they are shown as boxes. The text itself is whole; install for example {}.",
            listed(&names, "or"),
            listed(&faces, "and"),
        ))
    }
}

impl Kind {
    fn of(c: char) -> Self {
        match c.script() {
            Script::Common | Script::Inherited | Script::Unknown if is_emoji(c) => Self::Emoji,
            Script::Common | Script::Inherited | Script::Unknown => Self::Symbols,
            Script::Hiragana | Script::Katakana => Self::Letters("kana"),
            script => Self::Letters(script.full_name()),
        }
    }

    fn named(self, some: bool) -> String {
        let name = match self {
            Self::Letters(script) => format!("{} letters", script.replace('_', " ")),
            Self::Emoji => "emoji".to_owned(),
            Self::Symbols => return "some of the symbols here".to_owned(),
        };
        if some { format!("some of the {name} here") } else { name }
    }

    /// A face that has them.
    fn face(self) -> String {
        match self {
            Self::Letters("Han" | "kana" | "Hangul" | "Bopomofo") => "Noto Sans CJK".to_owned(),
            Self::Letters("Latin" | "Greek" | "Cyrillic") => "Noto Sans".to_owned(),
            Self::Letters(script) => format!("Noto Sans {}", script.replace('_', " ")),
            Self::Emoji => "Noto Color Emoji".to_owned(),
            Self::Symbols => "Noto Sans Symbols".to_owned(),
        }
    }
}

/// "a", "a or b", "a, b or c"
fn listed(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c as u32, 0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1f000..=0x1faff)
}

/// Characters of which nothing is to be seen.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c as u32, 0xad | 0x61c | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f
            | 0xfeff | 0xe0000..=0xe0fff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[(char, usize, usize)], want: Option<&str>) {
        let mut missing = Missing::default();
        for (c, all, lacking) in counts {
            missing.counts.insert(Kind::of(*c), (*all, *lacking));
        }
        assert_eq!(missing.words().as_deref(), want);
    }

    #[test]
    fn what_is_missing_is_named() {
        check(&[('ж', 20, 0), ('न', 30, 0)], None);
        check(
            &[('か', 20, 20), ('カ', 30, 30), ('。', 2, 2)],
            Some(
                "No face on this computer has kana letters, so they are shown as boxes. The text itself is whole; \
                 install for example Noto Sans CJK.",
            ),
        );
        check(
            &[('ж', 20, 0), ('न', 30, 30)],
            Some(
                "No face on this computer has Devanagari letters, so they are shown as boxes. The text itself is \
                 whole; install for example Noto Sans Devanagari.",
            ),
        );
        check(
            &[('北', 300, 2), ('한', 9, 9), ('😀', 1, 1)],
            Some(
                "No face on this computer has some of the Han letters here, Hangul letters or emoji, so they are \
                 shown as boxes. The text itself is whole; install for example Noto Sans CJK and Noto Color Emoji.",
            ),
        );
    }
}
