//! The head of an article: headline, where it is from, how far it is coded, how it is coloured.

use eframe::egui::{self, Align, Layout, Popup, RichText, Ui, vec2};

use super::highlights::ColourBy;
use super::look::LookPanel;
use crate::gui::script::{self, Tongue};
use crate::gui::shell::top::tooltip;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, glyph};
use crate::model::{Article, Glyph, Progress};
use crate::session::{Action, Command, Desk};

/// Width that the choices beside the facts need.
const CHOICES: f32 = 276.0;

/// What the head tells.
pub struct Facts<'a> {
    pub desk: &'a Desk,
    pub article: &'a Article,
    /// Number of words, once they are counted.
    pub words: Option<usize>,
    /// Excerpts that need re-anchoring.
    pub lost: usize,
}

/// Shows the head.
pub fn show(ui: &mut Ui, told: &Facts<'_>, colour_by: &mut ColourBy, look: &mut LookPanel, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let Facts { desk, article, lost, .. } = *told;
    let title = if article.title.is_empty() { "Untitled article" } else { &article.title };
    let font = face::spoken(face::serif_semibold(size::HEADLINE), Tongue::of(&article.language));
    script::label(ui, title, font, p.ink);
    ui.add_space(space::XS);
    let facts = facts(told);
    let wide = ui.fonts_mut(|f| f.layout_no_wrap(facts.clone(), face::regular(size::SMALL), p.muted)).size().x;
    if wide + CHOICES > ui.available_width() {
        details(ui, &facts, 0.0, out);
        ui.horizontal(|ui| choices(ui, article, colour_by, look, out));
    } else {
        ui.horizontal(|ui| {
            details(ui, &facts, CHOICES, out);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| choices(ui, article, colour_by, look, out));
        });
    }
    if lost > 0 {
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(12.0, 12.0), egui::Sense::hover());
            glyph::paint(ui.painter(), place, Glyph::Ring, p.warning);
            ui.label(RichText::new(adrift(lost)).font(face::semibold(size::SMALL)).color(p.warning));
            let link = button::link(ui, "Re-anchor excerpts…").on_hover_text(tooltip(Action::CheckAnchors));
            if link.clicked() {
                let first = desk.project().excerpts_of(article.id).into_iter().find(|row| !desk.project().stands(row));
                out.push(Command::ShowAnchors(first.map(|row| row.id)));
            }
        });
    }
}

/// How many excerpts need re-anchoring; nothing where none does.
pub fn adrift(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "1 excerpt needs re-anchoring".into(),
        _ => format!("{count} excerpts need re-anchoring"),
    }
}

/// Outlet, author, date, words and claims in a line.
fn facts(Facts { desk, article, words, .. }: &Facts<'_>) -> String {
    let date = article.published.map_or_else(|| "undated".to_owned(), |d| d.strftime("%-d %b %Y").to_string());
    let claims = desk.claims_in_article();
    let facts = [
        article.outlet.clone(),
        article.author.clone(),
        date,
        words.map_or_else(String::new, |words| format!("{words} words")),
        format!("{claims} claim{}", if claims == 1 { "" } else { "s" }),
    ];
    let known: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    known.join("  ·  ")
}

fn details(ui: &mut Ui, facts: &str, beside: f32, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let text = RichText::new(facts).font(face::regular(size::SMALL)).color(p.muted);
    let room = (ui.available_width() - beside).max(120.0);
    let button = egui::Button::new(text).frame_when_inactive(false).truncate();
    let button = ui.add_sized([room.min(ui.available_width()), 24.0], LeftAligned(button));
    let button = button.accessible_name("Article details");
    if button.on_hover_text(tooltip(Action::ArticleDetails)).clicked() {
        out.push(Command::Do(Action::ArticleDetails));
    }
}

/// How the text looks, by what excerpts are coloured, and how far the article is.
fn choices(ui: &mut Ui, article: &Article, colour_by: &mut ColourBy, look: &mut LookPanel, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    ui.spacing_mut().item_spacing.x = space::S;
    look.button(ui);
    let label = RichText::new(format!("Highlight by: {}", colour_by.label()));
    let label = label.font(face::regular(size::SMALL)).color(p.muted);
    let menu = ui.add(egui::Button::new(label).frame_when_inactive(false));
    let menu = menu.on_hover_text("What the colours of excerpts mean").accessible_name("Highlight by");
    Popup::menu(&menu).show(|ui| {
        for (by, name) in ColourBy::ALL {
            ui.radio_value(colour_by, by, name);
        }
    });
    let done = article.progress == Progress::Done;
    let state = RichText::new(article.progress.label()).font(face::regular(size::SMALL)).color(p.muted);
    let toggle = ui.add(egui::Button::new(state).frame_when_inactive(done));
    let toggle = toggle.accessible_name("Mark done or in progress");
    if toggle.on_hover_text(tooltip(Action::ToggleDone)).clicked() {
        out.push(Command::Do(Action::ToggleDone));
    }
}

/// A button whose words begin at its left edge.
struct LeftAligned<'a>(egui::Button<'a>);

impl egui::Widget for LeftAligned<'_> {
    fn ui(self, ui: &mut Ui) -> egui::Response {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().button_padding.x = 0.0;
            ui.add(self.0)
        })
        .inner
    }
}
