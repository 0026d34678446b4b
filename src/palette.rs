//! Colours as numbers, for the window and for documents alike: what a stance looks like is said here only.
//!
//! Stances wear two: a tint behind words and an ink for glyphs and rules; both for light and for dark.

use std::fmt;

use crate::model::Colour;

/// A colour: red, green and blue, eight bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rgb(pub u32);

impl Rgb {
    /// Red, green and blue.
    pub const fn channels(self) -> [u8; 3] {
        [(self.0 >> 16) as u8, (self.0 >> 8) as u8, self.0 as u8]
    }

    /// A part of the way to another colour: 0 is this one, 1 the other.
    pub fn towards(self, other: Self, part: f64) -> Self {
        let part = part.clamp(0.0, 1.0);
        let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u32;
        let ([r, g, b], [r2, g2, b2]) = (self.channels(), other.channels());
        Self(mix(r, r2) << 16 | mix(g, g2) << 8 | mix(b, b2))
    }
}

/// As style sheets and SVG write it: `#cfe6e6`.
impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.0 & 0xff_ffff)
    }
}

/// The two colours of a stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Behind words.
    pub tint: Rgb,
    /// Glyphs and rules; never small text.
    pub ink: Rgb,
}

/// The colours of a stance on light ground, as in every document.
pub const fn light(colour: Colour) -> Pair {
    both(colour).0
}

/// The colours of a stance on dark ground.
pub const fn dark(colour: Colour) -> Pair {
    both(colour).1
}

const fn both(colour: Colour) -> (Pair, Pair) {
    let [tint, ink, night_tint, night_ink] = match colour {
        Colour::Teal => [0xcfe6e6, 0x1f6f78, 0x173c40, 0x5cc0c4],
        Colour::Sea => [0xe0f0ec, 0x5aa9a0, 0x1d3935, 0x7cc7ba],
        Colour::Grey => [0xececec, 0x8b8f98, 0x2b3038, 0xa2a8b3],
        Colour::Amber => [0xf8e8d2, 0xd9964a, 0x40311c, 0xe6ab66],
        Colour::Rust => [0xf4d5c9, 0xb5482a, 0x46261d, 0xe98062],
        Colour::Violet => [0xe6dcf2, 0x7150a3, 0x33284a, 0xb79be0],
        Colour::Blue => [0xdbe6f6, 0x2f6bb5, 0x1f3350, 0x84b1ec],
        Colour::Plain => [0xf1efe9, 0x8b8f98, 0x272c35, 0x9aa3b0],
    };
    (Pair { tint: Rgb(tint), ink: Rgb(ink) }, Pair { tint: Rgb(night_tint), ink: Rgb(night_ink) })
}

/// Behind everything.
pub const GROUND: Rgb = Rgb(0xf4f3ef);
/// Side panels, bars and cards; heads of tables.
pub const PANEL: Rgb = Rgb(0xfbfaf7);
/// Where one reads.
pub const PAPER: Rgb = Rgb(0xfffefb);
/// Text.
pub const INK: Rgb = Rgb(0x1d2430);
/// Secondary text.
pub const MUTED: Rgb = Rgb(0x586070);
/// Marks of empty cells.
pub const FAINT: Rgb = Rgb(0x6c727d);
/// Rules and borders.
pub const LINE: Rgb = Rgb(0xe2dfd7);
/// Borders that are to be seen.
pub const STRONG_LINE: Rgb = Rgb(0xc9c5ba);
/// Links, and whatever is to stand out.
pub const ACCENT: Rgb = Rgb(0x2b4c7e);
/// Behind what is to stand out.
pub const ACCENT_TINT: Rgb = Rgb(0xe4ebf5);
/// Marks that tell of a quarrel or of a change.
pub const DANGER: Rgb = Rgb(0xb5402a);
/// Doubt.
pub const WARNING: Rgb = Rgb(0x9a5b12);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_written_as_style_sheets_have_it() {
        assert_eq!(light(Colour::Teal).tint.to_string(), "#cfe6e6");
        assert_eq!(Rgb(0x0f).to_string(), "#00000f");
        assert_eq!(Rgb(0x10203).channels(), [1, 2, 3]);
        assert_eq!(Rgb(0x10203).towards(Rgb(0x30405), 0.5), Rgb(0x20304));
        assert_eq!(Rgb(0xff).towards(Rgb(0), 7.0), Rgb(0));
    }

    #[test]
    fn no_two_stances_look_alike() {
        for (index, (colour, name)) in Colour::ALL.iter().enumerate() {
            for (other, twin) in &Colour::ALL[..index] {
                assert_ne!(light(*colour).tint, light(*other).tint, "{name} and {twin}");
                assert_ne!(dark(*colour).tint, dark(*other).tint, "{name} and {twin}");
            }
        }
    }
}
