//! One piece of evidence: stance, date, quotation, condition and source of a claim.

use eframe::egui::{
    Align, CornerRadius, CursorIcon, Frame, Label, Layout, Margin, Rect, Response, RichText, Role, Sense, Shape,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{card_id, words};
use crate::gui::theme::{self, RADIUS, face, size};
use crate::gui::widgets::{line, stance_pill};
use crate::model::{Claim, Project};

/// Most lines of a quotation; the whole of it is one click away.
const LINES: usize = 8;

/// Shows a claim as a card that can be pressed; `decides` where the position follows from it.
pub fn show(ui: &mut Ui, project: &Project, claim: &Claim, decides: bool) -> Response {
    let p = theme::of(ui.ctx());
    let stance = project.stance(claim.stance);
    let margin = Margin { left: 14, right: 12, top: 9, bottom: 9 };
    let frame = Frame::new()
        .fill(p.paper)
        .stroke(Stroke::new(1.0, p.line))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(margin);
    let inner = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(6.0, 5.0);
        // The whole card is pressed, not its words.
        ui.style_mut().interaction.selectable_labels = false;
        ui.horizontal(|ui| {
            if let Some(stance) = stance {
                stance_pill(ui, stance);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let date = project.date_of(claim).map_or_else(|| "undated".to_owned(), words::day);
                let date = if decides { format!("decides · {date}") } else { date };
                ui.label(RichText::new(date).font(face::regular(size::SMALL)).color(p.muted));
            });
        });
        quotation(ui, project, claim, LINES);
        if is_adrift(project, claim) {
            let text = "Needs re-anchoring: these words do not stand at their place in the article";
            ui.add(Label::new(RichText::new(text).font(face::medium(size::SMALL)).color(p.warning)).wrap());
        }
        if !claim.condition.is_empty() {
            let text = format!("Condition: {}", claim.condition);
            ui.add(Label::new(RichText::new(text).font(face::medium(size::SMALL)).color(p.ink)).wrap());
        }
        foot(ui, &words::source(project, claim));
    });
    let rect = inner.response.rect;
    let response = ui.interact(rect, card_id(claim.id), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name(project, claim)));
    if let Some(stance) = stance {
        let bar = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom()));
        let corners = CornerRadius { nw: RADIUS, sw: RADIUS, ne: 0, se: 0 };
        ui.painter().rect_filled(bar, corners, theme::stance(stance.colour, p.dark).ink);
    }
    let ring = if response.has_focus() {
        Some(Stroke::new(1.5, p.accent))
    } else {
        response.hovered().then(|| Stroke::new(1.0, p.strong_line))
    };
    if let Some(stroke) = ring {
        ui.painter().rect_stroke(rect, CornerRadius::same(RADIUS), stroke, StrokeKind::Inside);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The words of a claim's excerpt in the reading face, at most `rows` lines.
pub fn quotation(ui: &mut Ui, project: &Project, claim: &Claim, rows: usize) {
    let p = theme::of(ui.ctx());
    let Some(excerpt) = project.excerpt(claim.excerpt) else { return };
    let font = face::serif(size::LARGE);
    let galley = line::lines(ui, &excerpt.anchor.quotation, font, p.ink, ui.available_width(), rows);
    ui.add(Label::new(galley));
}

fn is_adrift(project: &Project, claim: &Claim) -> bool {
    project.excerpt(claim.excerpt).is_some_and(|excerpt| !project.stands(excerpt))
}

/// The card in words.
fn name(project: &Project, claim: &Claim) -> String {
    let date = project.date_of(claim).map_or_else(|| "undated".to_owned(), words::day);
    let quotation = project.excerpt(claim.excerpt).map_or("", |excerpt| &*excerpt.anchor.quotation);
    let lost = if is_adrift(project, claim) { ", needs re-anchoring" } else { "" };
    format!(
        "Open {}, {date}: “{quotation}”, {}{lost}",
        words::stance(project, claim.stance),
        words::source(project, claim)
    )
}

/// The source, and at the right what pressing the card does.
fn foot(ui: &mut Ui, source: &str) {
    let p = theme::of(ui.ctx());
    let open = ui.fonts_mut(|f| f.layout_no_wrap("Open".to_owned(), face::medium(size::SMALL), p.accent));
    let right = open.size().x + 18.0;
    let text = line::line(ui, source, face::regular(size::SMALL), p.muted, ui.available_width() - right - 8.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), text.size().y), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, source));
    ui.painter().galley(rect.left_top(), text, p.muted);
    ui.painter().galley(pos2(rect.right() - right, rect.top()), open, p.accent);
    enter(ui, pos2(rect.right() - 7.0, rect.center().y + 0.5));
}

/// The sign of the enter key.
fn enter(ui: &Ui, c: eframe::egui::Pos2) {
    let stroke = Stroke::new(1.2, theme::of(ui.ctx()).accent);
    let path = vec![c + vec2(4.5, -4.0), c + vec2(4.5, 1.5), c + vec2(-4.0, 1.5)];
    ui.painter().add(Shape::line(path, stroke));
    let head = vec![c + vec2(-1.3, -1.2), c + vec2(-4.0, 1.5), c + vec2(-1.3, 4.2)];
    ui.painter().add(Shape::line(head, stroke));
}
