//! The head of an article: headline, where it is from, how far it is coded, how it is coloured.

use eframe::egui::{self, CornerRadius, Popup, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::highlights::ColourBy;
use super::look::LookPanel;
use crate::gui::script::{self, Tongue};
use crate::gui::shell::top::tooltip;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::line::{counted, line};
use crate::gui::widgets::{button, glyph};
use crate::model::{Article, Glyph};
use crate::session::{Action, Command, Desk};

/// Height of the line of facts.
const LINE: f32 = 24.0;

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
    let from_right = Tongue::of(&article.language) == Tongue::RightToLeft || script::is_right_to_left(title);
    let room = ui.available_width();
    let beside = room - choices_width(ui, article, *colour_by);
    let wide = line(ui, &facts, face::regular(size::SMALL), p.muted, f32::INFINITY).size().x;
    if wide > beside {
        let facts = if wide > room { facts.replace("  ·  ", " · ") } else { facts };
        details(ui, &facts, room, from_right, out);
        ui.horizontal(|ui| {
            // Words under words.
            ui.add_space(-ui.spacing().button_padding.x);
            choices(ui, article, colour_by, look, out);
        });
    } else {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            if from_right {
                choices(ui, article, colour_by, look, out);
                ui.spacing_mut().item_spacing.x = 0.0;
                details(ui, &facts, ui.available_width(), from_right, out);
            } else {
                details(ui, &facts, beside, from_right, out);
                choices(ui, article, colour_by, look, out);
            }
        });
    }
    if lost > 0 {
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
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
    let facts = [
        article.outlet.clone(),
        article.author.clone(),
        date,
        words.map_or_else(String::new, |words| counted(words, "word", "words")),
        counted(desk.claims_in_article(), "claim", "claims"),
    ];
    let known: Vec<String> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
    known.join("  ·  ")
}

/// The facts, `room` wide: at the side where the text begins. A press leads to all there is to know.
fn details(ui: &mut Ui, facts: &str, room: f32, from_right: bool, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let words = line(ui, facts, face::regular(size::SMALL), p.muted, room);
    let (place, _) = ui.allocate_exact_size(vec2(room, LINE), Sense::hover());
    let left = if from_right { place.right() - words.size().x } else { place.left() };
    let rect = egui::Rect::from_min_size(pos2(left, place.top()), vec2(words.size().x, LINE));
    let button = ui.interact(rect, ui.scope_id().with("article details"), Sense::click());
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Article details"));
    if button.has_focus() {
        let ring = Stroke::new(1.5, p.accent);
        ui.painter().rect_stroke(rect.expand2(vec2(4.0, 0.0)), CornerRadius::same(4), ring, StrokeKind::Outside);
    }
    let ink = if button.hovered() { p.ink } else { p.muted };
    ui.painter().galley_with_override_text_color(pos2(left, rect.center().y - words.size().y / 2.0), words, ink);
    if button.on_hover_text(format!("{facts}\n{}", tooltip(Action::ArticleDetails))).clicked() {
        out.push(Command::Do(Action::ArticleDetails));
    }
}

/// What the choice of colours says.
fn coloured(colour_by: ColourBy) -> String {
    format!("Highlight by: {}", colour_by.label())
}

/// Width that the choices need.
fn choices_width(ui: &Ui, article: &Article, colour_by: ColourBy) -> f32 {
    let muted = theme::of(ui.ctx()).muted;
    let wide = |text: &str, font| line(ui, text, font, muted, f32::INFINITY).size().x;
    let words = wide(article.progress.label(), face::regular(size::SMALL))
        + wide(&coloured(colour_by), face::regular(size::SMALL))
        + wide("Aa", face::serif_semibold(size::LARGE));
    (words + 6.0 * ui.spacing().button_padding.x + 2.0 * space::S + 4.0).ceil()
}

/// How far the article is, by what excerpts are coloured, and how the text looks.
fn choices(ui: &mut Ui, article: &Article, colour_by: &mut ColourBy, look: &mut LookPanel, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    ui.spacing_mut().item_spacing.x = space::S;
    let quiet = |words: String| {
        let words = RichText::new(words).font(face::regular(size::SMALL)).color(p.muted);
        egui::Button::new(words).frame_when_inactive(false)
    };
    let toggle = ui.add(quiet(article.progress.label().to_owned())).accessible_name("Mark done or in progress");
    if toggle.on_hover_text(tooltip(Action::ToggleDone)).clicked() {
        out.push(Command::Do(Action::ToggleDone));
    }
    let menu = ui.add(quiet(coloured(*colour_by)));
    let menu = menu.on_hover_text("What the colours of excerpts mean").accessible_name("Highlight by");
    Popup::menu(&menu).show(|ui| {
        for (by, name) in ColourBy::ALL {
            ui.radio_value(colour_by, by, name);
        }
    });
    look.button(ui);
}
