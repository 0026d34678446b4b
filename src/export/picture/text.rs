//! How wide words are in our faces, and how they are fitted into little room.
//!
//! Letters that our faces lack are taken from the system when a picture is painted; how wide they will be is
//! estimated, on the wide side.

use std::borrow::Cow;
use std::sync::LazyLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};
use unicode_linebreak::linebreaks;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::faces;

/// The faces of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Conditions, counts, notes.
    Regular,
    /// Labels and names.
    Medium,
    /// Titles.
    Semibold,
    /// Quotations.
    Serif,
}

impl Face {
    /// Every face.
    pub const ALL: [Face; 4] = [Face::Regular, Face::Medium, Face::Semibold, Face::Serif];

    /// Its file.
    pub fn bytes(self) -> &'static [u8] {
        [faces::INTER, faces::INTER_MEDIUM, faces::INTER_SEMIBOLD, faces::SERIF][self as usize]
    }

    /// Its weight, as style sheets have it.
    pub fn weight(self) -> u16 {
        [400, 500, 600, 400][self as usize]
    }

    /// Whether it has serifs.
    pub fn is_serif(self) -> bool {
        self == Face::Serif
    }

    /// Whether it can draw every letter of a text.
    pub fn has(self, text: &str) -> bool {
        text.chars().all(|c| c.is_control() || INKS[self as usize].charmap.map(c).is_some())
    }
}

struct Inks {
    charmap: Charmap<'static>,
    advances: GlyphMetrics<'static>,
}

/// Widths at a size of one.
static INKS: LazyLock<[Inks; 4]> = LazyLock::new(|| {
    Face::ALL.map(|face| {
        // The faces are part of the program and were read by every test: one that cannot be read measures nothing.
        let font = FontRef::new(face.bytes()).unwrap_or_else(|error| panic!("a face of ours is broken: {error}"));
        Inks { charmap: font.charmap(), advances: font.glyph_metrics(Size::new(1.0), LocationRef::default()) }
    })
});

/// How wide a text is, in the unit of `size`. Kerning is left out: it takes away more than it adds.
pub fn width(face: Face, size: f32, text: &str) -> f32 {
    let inks = &INKS[face as usize];
    let advance = |c: char| {
        let ours = inks.charmap.map(c).and_then(|glyph| inks.advances.advance_width(glyph));
        ours.unwrap_or_else(|| foreign(c))
    };
    text.chars().map(advance).sum::<f32>() * size
}

/// The text as far as there is room for it, with an ellipsis where that is not all of it. Line ends become blanks.
pub fn elide(face: Face, size: f32, text: &str, room: f32) -> Cow<'_, str> {
    let text = line(text);
    if width(face, size, &text) <= room {
        return text;
    }
    let room = room - width(face, size, "…");
    let (mut end, mut used) = (0, 0.0);
    for (at, cluster) in text.grapheme_indices(true) {
        used += width(face, size, cluster);
        if used > room {
            break;
        }
        end = at + cluster.len();
    }
    format!("{}…", text[..end].trim_end()).into()
}

/// The text on as many lines as it needs, `most` at most: the last ends in an ellipsis where that is not all of it.
/// Words that are wider than a line are broken.
pub fn wrap(face: Face, size: f32, text: &str, room: f32, most: usize) -> Vec<String> {
    let text = line(text);
    let mut lines = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && lines.len() + 1 < most {
        let end = fits(face, size, rest, room);
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    if !rest.is_empty() && most > 0 {
        lines.push(elide(face, size, rest, room).into_owned());
    }
    lines
}

/// Where the first line of a text ends: where a line may be broken, or inside a word that is wider than the line;
/// behind one letter at least.
fn fits(face: Face, size: f32, text: &str, room: f32) -> usize {
    let mut end = 0;
    for (at, _) in linebreaks(text) {
        // A blank may hang over the edge.
        if width(face, size, text[..at].trim_end()) > room {
            break;
        }
        end = at;
    }
    if end > 0 {
        return end;
    }
    let mut used = 0.0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += width(face, size, cluster);
        if used > room && at > 0 {
            return at;
        }
        end = at + cluster.len();
    }
    end
}

/// The text on one line, of a length that is worth measuring.
fn line(text: &str) -> Cow<'_, str> {
    let text = &text[..text.floor_char_boundary(4_000)];
    if text.contains(char::is_control) { text.replace(char::is_control, " ").into() } else { text.into() }
}

/// How wide a letter of another face is likely to be.
fn foreign(c: char) -> f32 {
    match u32::from(c) {
        0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x2069 | 0xfe00..=0xfe0f | 0xfeff => 0.0,
        _ if is_combining_mark(c) => 0.0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60 => {
            1.0
        }
        0x1f000..=0x1faff => 1.3,
        0x20000..=0x3ffff => 1.0,
        _ => 0.65,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FACE: Face = Face::Regular;

    #[test]
    fn words_are_as_wide_as_their_letters() {
        assert_eq!(width(FACE, 12.0, ""), 0.0);
        let wide = width(FACE, 12.0, "Supports");
        assert!((45.0..60.0).contains(&wide), "{wide}");
        assert!((width(FACE, 24.0, "Supports") - 2.0 * wide).abs() < 0.01);
        assert!(width(Face::Semibold, 12.0, "Supports") > wide);
        assert_eq!(width(FACE, 10.0, "地"), 10.0);
        assert_eq!(width(FACE, 10.0, "e\u{301}"), width(FACE, 10.0, "e") + width(FACE, 10.0, "\u{301}"));
    }

    /// Room for these words and hardly more.
    fn room(words: &str) -> f32 {
        width(FACE, 12.0, words) + 0.1
    }

    #[test]
    fn a_text_without_room_ends_in_an_ellipsis() {
        for (text, fits, cut) in [
            ("Supports", "Supports", "Supports"),
            ("Supports if asked", "Supports…", "Supports…"),
            ("Supports if asked", "Supports …", "Supports…"),
            ("Supports", "…", "…"),
            ("two\nlines", "two lines", "two lines"),
            ("", "", ""),
        ] {
            assert_eq!(elide(FACE, 12.0, text, room(fits)), cut, "{text} in the room of {fits}");
        }
    }

    #[test]
    fn lines_break_between_words_and_long_words_inside() {
        for (text, fits, most, lines) in [
            ("Send peacekeepers to Ukraine", "peacekeepers", 3, &["Send", "peacekeepers", "to Ukraine"][..]),
            ("Send peacekeepers to Ukraine", "peacekeep…", 2, &["Send", "peacekeep…"][..]),
            ("Donaudampfschiffahrt", "Donaudampf", 3, &["Donaudampf", "schiffahrt"][..]),
            ("和平需要时间和耐心", "和平需要时间", 3, &["和平需要时间", "和耐心"][..]),
            // What closes stays with the word before it.
            ("a long clause (3)", "a long clause", 3, &["a long clause", "(3)"][..]),
            ("", "word", 3, &[][..]),
            ("  ", "word", 3, &[][..]),
            ("word", "word", 0, &[][..]),
        ] {
            assert_eq!(wrap(FACE, 12.0, text, room(fits), most), lines, "{text} in the room of {fits}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_stays_within_its_room(text in any::<String>(), room in 20.0f32..300.0, most in 0usize..5) {
            let lines = wrap(FACE, 12.0, &text, room, most);
            prop_assert!(lines.len() <= most);
            // A single letter may be wider than the line.
            let over = |line: &String| width(FACE, 12.0, line.trim_end()) > room + 0.01 && line.graphemes(true).count() > 1;
            prop_assert!(!lines.iter().any(over), "{lines:?}");
            prop_assert!(width(FACE, 12.0, &elide(FACE, 12.0, &text, room)) <= room + 0.01);
        }
    }
}
