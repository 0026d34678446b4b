//! Before anybody is chosen: whom to compare.

use eframe::egui::{
    CornerRadius, CursorIcon, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::derive::compare::Proposal;
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{line, primary, secondary};
use crate::model::{Kind, Project};
use crate::session::{Action, Command};

/// What is asked for on the empty screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// These side by side.
    Compare(usize),
    /// The list of those that can be added.
    Choose,
}

/// Proposes whom to compare.
pub fn show(ui: &mut Ui, project: &Project, proposals: &[Proposal]) -> Option<Wanted> {
    let mut wanted = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space((ui.available_height() * 0.16).max(space::L));
        said(ui, "Side by side", "Two to six countries, blocs or actors, issue by issue, each with the words for it.");
        let width = ui.available_width().min(520.0);
        ui.vertical_centered(|ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            for (index, proposal) in proposals.iter().enumerate() {
                if card(ui, project, proposal, width) {
                    wanted = Some(Wanted::Compare(index));
                }
            }
            ui.add_space(space::S);
            if secondary(ui, if proposals.is_empty() { "Choose whom to compare" } else { "Choose others" }).clicked() {
                wanted = Some(Wanted::Choose);
            }
        });
    });
    wanted
}

/// Why there is nothing to compare, and what to do about it. Whether that is so.
pub fn nothing(ui: &mut Ui, project: &Project, out: &mut Vec<Command>) -> bool {
    let none = |kind| project.count(kind) == 0;
    let whos = project.count(Kind::Country) + project.count(Kind::Actor) + project.count(Kind::Bloc);
    if whos > 0 && !none(Kind::Issue) {
        return false;
    }
    ui.add_space(ui.available_height() * 0.3);
    let (headline, sentence) = match none(Kind::Issue) {
        true => ("No issues yet", "Positions are compared issue by issue: put the first issue into the codebook."),
        false => ("Nobody to compare yet", "Put countries, blocs or actors into the codebook, or code a claim."),
    };
    said(ui, headline, sentence);
    ui.vertical_centered(|ui| {
        if primary(ui, "Open the codebook").clicked() {
            out.push(Command::Do(Action::ShowCodebook));
        }
    });
    true
}

/// A headline and a sentence in the middle.
pub fn said(ui: &mut Ui, headline: &str, sentence: &str) {
    let p = theme::of(ui.ctx());
    ui.vertical_centered(|ui| {
        ui.label(RichText::new(headline).font(face::serif_semibold(22.0)).color(p.ink));
        ui.label(RichText::new(sentence).font(face::regular(size::BODY)).color(p.muted));
        ui.add_space(space::M);
    });
}

/// A proposal that can be pressed: who, and why.
fn card(ui: &mut Ui, project: &Project, proposal: &Proposal, width: f32) -> bool {
    let p = theme::of(ui.ctx());
    let names: Vec<String> = proposal.whos.iter().map(|who| project.label(who.entry())).collect();
    let names = names.join(", ");
    let (rect, response) = ui.allocate_exact_size(vec2(width, 54.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Compare {names}: {}", proposal.why)));
    let fill = if response.hovered() { p.hover } else { p.panel };
    let edge = if response.has_focus() { Stroke::new(1.5, p.accent) } else { Stroke::new(1.0, p.line) };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, edge, StrokeKind::Inside);
    let room = width - 2.0 * space::L;
    let title = line::line(ui, &names, face::semibold(size::BODY), p.ink, room);
    let why = line::line(ui, &proposal.why, face::regular(size::SMALL), p.muted, room);
    let left = rect.left() + space::L;
    let cut = title.elided;
    ui.painter().galley(pos2(left, rect.top() + 9.0), title, p.ink);
    ui.painter().galley(pos2(left, rect.top() + 29.0), why, p.muted);
    let arrow = Rect::from_center_size(pos2(rect.right() - space::L, rect.center().y), vec2(6.0, 10.0));
    let path = vec![arrow.left_top(), arrow.right_center(), arrow.left_bottom()];
    ui.painter().line(path, Stroke::new(1.4, p.faint));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(names);
    }
    clicked
}
