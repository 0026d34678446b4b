//! What stands there before anything is typed, and where nothing was found.

use eframe::egui::{Frame, Margin, RichText, ScrollArea, Ui, vec2};

use super::row::grouped;
use crate::derive::search::{Found, Group, Wish};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, field, secondary};

/// How to say what is sought, with what it finds.
const EXAMPLES: [(&str, &str); 8] = [
    ("peace troops", "both words, wherever they stand in an article"),
    ("\"peace force\"", "the words in this order"),
    ("Warsaw OR Polish", "one of them"),
    ("troops -exercise", "the first where the second does not stand"),
    ("\"peace force\" near Poland", "both with at most ten words between them, in any order"),
    ("troops near/3 Poland", "at most three words"),
    ("troops near/s Poland", "in one sentence"),
    ("/cease.?fires?/", "a regular expression"),
];

/// Explains what can be typed, and offers what was sought before. The one that was chosen.
pub fn explain(ui: &mut Ui, recent: &[Wish]) -> Option<Wish> {
    let p = theme::of(ui.ctx());
    let mut chosen = None;
    ScrollArea::vertical().id_salt("search-explained").show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(48, 28)).show(ui, |ui| {
            ui.set_max_width(720.0);
            if !recent.is_empty() {
                field::caption(ui, "Recent searches");
                ui.spacing_mut().item_spacing.y = 2.0;
                for wish in recent {
                    let name = said(wish);
                    let link = button::link(ui, &name).on_hover_text("Search for this again");
                    if link.accessible_name(format!("Search again: {name}")).clicked() {
                        chosen = Some(wish.clone());
                    }
                }
                ui.add_space(space::XL);
            }
            ui.label(RichText::new("Find words in everything").font(face::serif_semibold(size::HEADLINE)).color(p.ink));
            ui.add_space(space::XS);
            let words = "Titles and texts of articles, quotations and conditions of claims, notes, assessments and the \
                         codebook. Case and accents do not matter, and “troop” finds “troops”, unless you say \
                         otherwise with the switches.";
            ui.label(RichText::new(words).font(face::serif(size::LARGE)).color(p.muted));
            ui.add_space(space::L);
            ui.spacing_mut().item_spacing.y = 2.0;
            for (typed, finds) in EXAMPLES {
                ui.horizontal(|ui| {
                    let size = vec2(230.0, 24.0);
                    ui.allocate_ui(size, |ui| {
                        ui.set_min_size(size);
                        let link = button::link(ui, typed).on_hover_text("Search for this");
                        if link.accessible_name(format!("Example: {typed}")).clicked() {
                            chosen = Some(Wish { typed: typed.into(), ..Wish::default() });
                        }
                    });
                    ui.label(RichText::new(finds).font(face::regular(size::BODY)).color(p.ink));
                });
            }
        });
    });
    chosen
}

/// A search in one line.
fn said(wish: &Wish) -> String {
    let options = [
        (wish.options.whole, "whole words"),
        (wish.options.regex, "regular expression"),
        (wish.options.case, "case matched"),
        (!wish.filter.is_empty(), "filtered"),
    ];
    let options: Vec<&str> = options.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    if options.is_empty() { wish.typed.clone() } else { format!("{} – {}", wish.typed, options.join(", ")) }
}

/// What is to be done where nothing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Take the filters away.
    NoFilters,
    /// Find parts of words as well.
    PartsOfWords,
    /// Let case and accents be.
    AnyCase,
}

/// Says that nothing was found, where it was sought, and what may help.
pub fn nothing(ui: &mut Ui, found: &Found, wish: &Wish) -> Option<Remedy> {
    let p = theme::of(ui.ctx());
    let mut chosen = None;
    Frame::new().inner_margin(Margin::symmetric(48, 40)).show(ui, |ui| {
        ui.set_max_width(640.0);
        let said = format!("Nothing found for {}", wish.typed.trim());
        ui.label(RichText::new(said).font(face::serif_semibold(size::HEADLINE)).color(p.ink));
        ui.add_space(space::XS);
        let count = |group, one, many| grouped(found.index.count(group), one, many);
        let looked = format!(
            "Looked through {}, {}, {}, {} and {} of the codebook{}.",
            count(Group::Articles, "article", "articles"),
            count(Group::Claims, "claim", "claims"),
            count(Group::Notes, "note", "notes"),
            count(Group::Assessments, "assessment", "assessments"),
            count(Group::Codebook, "row", "rows"),
            if wish.filter.is_empty() { "" } else { ", as far as the filters let them through" }
        );
        ui.label(RichText::new(looked).font(face::serif(size::LARGE)).color(p.muted));
        ui.add_space(space::L);
        ui.horizontal(|ui| {
            for (there, name, remedy) in [
                (!wish.filter.is_empty(), "Remove the filters", Remedy::NoFilters),
                (wish.options.whole, "Find parts of words", Remedy::PartsOfWords),
                (wish.options.case, "Ignore case and accents", Remedy::AnyCase),
            ] {
                if there && secondary(ui, name).clicked() {
                    chosen = Some(remedy);
                }
            }
        });
    });
    chosen
}
