//! Every colour of the window, for light and for dark; those that documents wear too come from [`crate::palette`].

use eframe::egui::{Color32, Context};

use crate::model::Colour;
use crate::palette::{self, Rgb};

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Whether this is the dark theme.
    pub dark: bool,
    /// Behind everything.
    pub ground: Color32,
    /// Side panels, bars and cards.
    pub panel: Color32,
    /// Where one reads.
    pub paper: Color32,
    /// Inside fields.
    pub field: Color32,
    /// Text.
    pub ink: Color32,
    /// Secondary text.
    pub muted: Color32,
    /// Hints in empty fields and marks of empty cells.
    pub faint: Color32,
    /// Rules and borders.
    pub line: Color32,
    /// Borders of what the pointer is over.
    pub strong_line: Color32,
    /// Links, focus, the primary button.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Selected rows.
    pub accent_tint: Color32,
    /// Under the pointer.
    pub hover: Color32,
    /// Selected words.
    pub selection: Color32,
    /// Words that were found.
    pub found: Color32,
    /// Deleting and failing.
    pub danger: Color32,
    /// Doubt.
    pub warning: Color32,
    /// Saved and safe.
    pub good: Color32,
    /// Under what floats.
    pub shadow: Color32,
    /// Over what has to wait for an answer.
    pub veil: Color32,
}

/// The two colours of a stance: behind words, and for glyphs and rules.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Behind words.
    pub tint: Color32,
    /// Glyphs and rules; never small text.
    pub ink: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    of_paper(Rgb(hex))
}

const fn of_paper(colour: Rgb) -> Color32 {
    let [r, g, b] = colour.channels();
    Color32::from_rgb(r, g, b)
}

pub(super) const LIGHT: Palette = Palette {
    dark: false,
    ground: of_paper(palette::GROUND),
    panel: of_paper(palette::PANEL),
    paper: of_paper(palette::PAPER),
    field: rgb(0xfbfaf7),
    ink: of_paper(palette::INK),
    muted: of_paper(palette::MUTED),
    faint: of_paper(palette::FAINT),
    line: of_paper(palette::LINE),
    strong_line: of_paper(palette::STRONG_LINE),
    accent: of_paper(palette::ACCENT),
    on_accent: rgb(0xffffff),
    accent_tint: of_paper(palette::ACCENT_TINT),
    hover: rgb(0xf1efe9),
    selection: rgb(0xb9d0f2),
    found: rgb(0xfbe7a1),
    danger: rgb(0xb5402a),
    warning: rgb(0x9a5b12),
    good: rgb(0x4fa794),
    shadow: Color32::from_rgba_premultiplied(6, 8, 12, 36),
    veil: Color32::from_rgba_premultiplied(5, 7, 10, 64),
};

pub(super) const DARK: Palette = Palette {
    dark: true,
    ground: rgb(0x15181e),
    panel: rgb(0x1b1f27),
    paper: rgb(0x1f242d),
    field: rgb(0x1b1f27),
    ink: rgb(0xe6e8ec),
    muted: rgb(0xa4adba),
    faint: rgb(0x8d96a4),
    line: rgb(0x2c323d),
    strong_line: rgb(0x434b59),
    accent: rgb(0x8fb3e8),
    on_accent: rgb(0x15181e),
    accent_tint: rgb(0x263449),
    hover: rgb(0x262c37),
    selection: rgb(0x34568c),
    found: rgb(0x5e4d12),
    danger: rgb(0xf08468),
    warning: rgb(0xe6ab66),
    good: rgb(0x7cc7ba),
    shadow: Color32::from_rgba_premultiplied(0, 0, 0, 110),
    veil: Color32::from_rgba_premultiplied(0, 0, 0, 130),
};

/// The colours that are in force.
pub fn of(ctx: &Context) -> &'static Palette {
    if ctx.global_style().visuals.dark_mode { &DARK } else { &LIGHT }
}

/// The colours of a stance.
pub fn stance(colour: Colour, dark: bool) -> Pair {
    let palette::Pair { tint, ink } = if dark { palette::dark(colour) } else { palette::light(colour) };
    Pair { tint: of_paper(tint), ink: of_paper(ink) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.2.
    fn luminance(colour: Color32) -> f32 {
        let channel = |value: u8| {
            let v = f32::from(value) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_meets_wcag_aa_on_every_ground() {
        for p in [LIGHT, DARK] {
            for ground in [p.ground, p.panel, p.paper, p.field, p.accent_tint, p.hover] {
                for (name, text) in [("ink", p.ink), ("muted", p.muted), ("danger", p.danger), ("accent", p.accent)] {
                    let ratio = contrast(text, ground);
                    assert!(ratio >= 4.5, "{name} {text:?} on {ground:?}: {ratio:.2}");
                }
            }
            for ground in [p.selection, p.found] {
                assert!(contrast(p.ink, ground) >= 4.5, "ink on {ground:?}");
            }
            for ground in [p.panel, p.paper, p.field] {
                assert!(contrast(p.faint, ground) >= 4.5, "faint on {ground:?}: {}", contrast(p.faint, ground));
            }
            assert!(contrast(p.on_accent, p.accent) >= 4.5);
            for (colour, name) in Colour::ALL {
                let pair = stance(colour, p.dark);
                assert!(contrast(p.ink, pair.tint) >= 4.5, "ink on {name}");
                assert!(contrast(p.muted, pair.tint) >= 4.5, "muted on {name}: {}", contrast(p.muted, pair.tint));
            }
        }
    }
}
