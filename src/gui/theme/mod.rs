//! The look: colours, faces, sizes and spaces. No other file names a colour.

mod fonts;
mod palette;

use eframe::egui::{self, Color32, CornerRadius, FontId, Margin, Shadow, Stroke, TextStyle, vec2};

pub use fonts::{face, find_in_system, install as install_fonts};
pub use palette::{Pair, Palette, of, stance};

/// Sizes of text in points.
pub mod size {
    /// Column heads and keycaps.
    pub const TINY: f32 = 11.0;
    /// Secondary lines.
    pub const SMALL: f32 = 12.0;
    /// Everything else.
    pub const BODY: f32 = 13.0;
    /// Titles of panels and cards of the start screen.
    pub const LARGE: f32 = 15.0;
    /// The text of an article.
    pub const READING: f32 = 18.0;
    /// The headline of an article.
    pub const HEADLINE: f32 = 28.0;
    /// The name on the start screen.
    pub const DISPLAY: f32 = 42.0;
}

/// Distances in points; everything is a multiple of four.
pub mod space {
    /// Between a glyph and its word.
    pub const XS: f32 = 4.0;
    /// Between neighbours.
    pub const S: f32 = 8.0;
    /// Inside cards.
    pub const M: f32 = 12.0;
    /// Between groups.
    pub const L: f32 = 16.0;
    /// Around pages.
    pub const XL: f32 = 24.0;
}

/// Corner of buttons, fields and cards.
pub const RADIUS: u8 = 6;

/// Gives `ctx` both themes, the faces and the spaces.
pub fn install(ctx: &egui::Context) {
    install_fonts(ctx);
    // Where the system does not say: paper.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    ctx.set_visuals_of(egui::Theme::Light, visuals(&palette::LIGHT));
    ctx.set_visuals_of(egui::Theme::Dark, visuals(&palette::DARK));
    ctx.all_styles_mut(|style| {
        style.text_styles = [
            (TextStyle::Heading, face::semibold(size::LARGE)),
            (TextStyle::Body, face::regular(size::BODY)),
            (TextStyle::Button, face::medium(size::BODY)),
            (TextStyle::Small, face::regular(size::SMALL)),
            (TextStyle::Monospace, FontId::monospace(size::SMALL)),
        ]
        .into();
        style.spacing.item_spacing = vec2(space::S, space::S);
        style.spacing.button_padding = vec2(10.0, 5.0);
        style.spacing.interact_size = vec2(32.0, 28.0);
        style.spacing.menu_margin = Margin::same(6);
        style.spacing.window_margin = Margin::same(20);
        style.spacing.scroll = egui::style::ScrollStyle::thin();
        style.animation_time = 0.08;
        style.interaction.tooltip_delay = 0.4;
    });
}

fn visuals(p: &Palette) -> egui::Visuals {
    let mut v = if p.dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    let radius = CornerRadius::same(RADIUS);
    let line = Stroke::new(1.0, p.line);
    v.override_text_color = None;
    v.weak_text_color = Some(p.muted);
    v.hyperlink_color = p.accent;
    v.panel_fill = p.paper;
    v.window_fill = p.panel;
    v.window_stroke = line;
    v.window_corner_radius = CornerRadius::same(10);
    v.menu_corner_radius = CornerRadius::same(8);
    v.extreme_bg_color = p.field;
    v.text_edit_bg_color = Some(p.field);
    v.faint_bg_color = p.ground;
    v.code_bg_color = p.ground;
    v.warn_fg_color = p.warning;
    v.error_fg_color = p.danger;
    v.selection.bg_fill = p.selection;
    v.selection.stroke = Stroke::new(1.5, p.accent);
    v.text_cursor.stroke = Stroke::new(1.5, p.accent);
    v.window_shadow = Shadow { offset: [0, 8], blur: 28, spread: 0, color: p.shadow };
    v.popup_shadow = Shadow { offset: [0, 4], blur: 14, spread: 0, color: p.shadow };
    let states = [
        (&mut v.widgets.noninteractive, p.panel, line, p.ink),
        (&mut v.widgets.inactive, p.paper, line, p.ink),
        (&mut v.widgets.hovered, p.hover, Stroke::new(1.0, p.strong_line), p.ink),
        (&mut v.widgets.active, p.accent_tint, Stroke::new(1.0, p.accent), p.ink),
        (&mut v.widgets.open, p.accent_tint, Stroke::new(1.0, p.accent), p.ink),
    ];
    for (state, fill, stroke, text) in states {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = stroke;
        state.fg_stroke = Stroke::new(1.0, text);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
    v
}

/// A colour made fainter, for what is not at hand.
pub fn faded(colour: Color32) -> Color32 {
    colour.gamma_multiply(0.45)
}
