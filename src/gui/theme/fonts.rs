//! The faces: Inter for the interface, Source Serif 4 for reading, the system's for other scripts.

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};

/// Faces by name.
pub mod face {
    use eframe::egui::{FontFamily, FontId};

    /// Interface text.
    pub fn regular(size: f32) -> FontId {
        FontId::new(size, FontFamily::Proportional)
    }

    /// Interface text that can be pressed.
    pub fn medium(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name("medium".into()))
    }

    /// Titles and what is selected.
    pub fn semibold(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name("semibold".into()))
    }

    /// The words of articles.
    pub fn serif(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name("serif".into()))
    }

    /// Headlines.
    pub fn serif_semibold(size: f32) -> FontId {
        FontId::new(size, FontFamily::Name("serif-semibold".into()))
    }
}

/// Gives `ctx` the faces.
pub fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 5] = [
        ("inter", include_bytes!("../../../assets/fonts/Inter-Regular.ttf")),
        ("inter-medium", include_bytes!("../../../assets/fonts/Inter-Medium.ttf")),
        ("inter-semibold", include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")),
        ("source-serif", include_bytes!("../../../assets/fonts/SourceSerif4-Regular.ttf")),
        ("source-serif-semibold", include_bytes!("../../../assets/fonts/SourceSerif4-SemiBold.ttf")),
    ];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let families = [
        (FontFamily::Proportional, ["inter", "source-serif"]),
        (FontFamily::Monospace, ["inter", "source-serif"]),
        (FontFamily::Name("medium".into()), ["inter-medium", "source-serif"]),
        (FontFamily::Name("semibold".into()), ["inter-semibold", "source-serif"]),
        (FontFamily::Name("serif".into()), ["source-serif", "inter"]),
        (FontFamily::Name("serif-semibold".into()), ["source-serif-semibold", "inter"]),
    ];
    for (family, names) in families {
        fonts.families.insert(family, names.into_iter().map(str::to_owned).collect());
    }
    ctx.set_fonts(fonts);
}
