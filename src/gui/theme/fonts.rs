//! The faces: Inter for the interface, Source Serif 4 for reading, the system's for other scripts.
//!
//! A face of the system is looked for when a letter turns up that ours lack, once for every letter, and then stays
//! behind ours in the family. Han is written differently in China, Taiwan, Japan and Korea, so text in one of these
//! languages has families of its own ([`face::spoken`]), for which the system is asked in that language.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use eframe::egui::epaint::text::{FallbackRequest, FontInsert, FontProvider};
use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};
use egui_system_font_provider::SystemFontProvider;

use crate::faces;
use crate::gui::script::Tongue;

/// Faces by name.
pub mod face {
    use eframe::egui::{FontFamily, FontId};

    use crate::gui::script::Tongue;

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

    /// The same face for text in a language: Han in the form that is used there.
    pub fn spoken(font: FontId, tongue: Tongue) -> FontId {
        match tongue.tag() {
            Some(tag) => FontId::new(font.size, super::family(&font.family, tag)),
            None => font,
        }
    }
}

/// Gives `ctx` the faces.
pub fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    let ours: [(&str, &'static [u8]); 5] = [
        ("inter", faces::INTER),
        ("inter-medium", faces::INTER_MEDIUM),
        ("inter-semibold", faces::INTER_SEMIBOLD),
        ("source-serif", faces::SERIF),
        ("source-serif-semibold", faces::SERIF_SEMIBOLD),
    ];
    for (name, bytes) in ours {
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
    for (name, faces) in families {
        let faces: Vec<String> = faces.into_iter().map(str::to_owned).collect();
        for tag in Tongue::HAN.iter().filter_map(|tongue| tongue.tag()) {
            fonts.families.insert(family(&name, tag), faces.clone());
        }
        fonts.families.insert(name, faces);
    }
    ctx.set_fonts(fonts);
}

/// Lets `ctx` find faces of the system for letters that ours lack; in place of any such finder before.
pub fn find_in_system(ctx: &Context) {
    ctx.set_font_providers(vec![Arc::new(SystemFaces::new())]);
}

/// The faces of the system, asked for in the language of the text.
struct SystemFaces {
    usual: SystemFontProvider,
    spoken: [OnceLock<SystemFontProvider>; 4],
    /// The faces could not be listed: on a system with none at all the library that does so panics.
    none: AtomicBool,
}

impl SystemFaces {
    /// Begins to list the faces on a thread of its own.
    fn new() -> Self {
        Self { usual: SystemFontProvider::new(), spoken: Default::default(), none: AtomicBool::new(false) }
    }
}

impl FontProvider for SystemFaces {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if self.none.load(Ordering::Relaxed) {
            return None;
        }
        let asked = tag(request.family);
        let known = Tongue::HAN.iter().position(|tongue| asked.is_some() && tongue.tag() == asked);
        let provider = match known {
            Some(index) => self.spoken[index].get_or_init(|| SystemFontProvider::new().with_locale(asked)),
            None => &self.usual,
        };
        catch_unwind(AssertUnwindSafe(|| provider.font_for(request))).unwrap_or_else(|_| {
            self.none.store(true, Ordering::Relaxed);
            None
        })
    }
}

/// The family for text in a language.
fn family(base: &FontFamily, tag: &str) -> FontFamily {
    let name = match base {
        FontFamily::Proportional => "regular",
        FontFamily::Monospace => "monospace",
        FontFamily::Name(name) => name,
    };
    FontFamily::Name(format!("{name}/{tag}").into())
}

/// The language of a family.
fn tag(family: &FontFamily) -> Option<&str> {
    match family {
        FontFamily::Name(name) => Some(name.split_once('/')?.1),
        FontFamily::Proportional | FontFamily::Monospace => None,
    }
}
