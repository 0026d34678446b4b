//! Claim cards in the margin, each beside its lines; the one being edited pushes its neighbours aside.

use eframe::egui::{
    CornerRadius, Frame, Margin, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

mod line;
mod settle;

use super::form::ClaimForm;
use super::highlights::Adrift;
use super::layout::Laid;
use super::reader::{Page, Reader};
use crate::gui::script;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, code, field, glyph, stance_pill};
use crate::model::{Claim, ClaimId, ExcerptId, Glyph, Party, Project};
use crate::session::{Command, Desk};
use crate::text::{Byte, Span};
use settle::{GAP, GUESS, Slot, TOP};

/// Cards this far above and below the view are laid out too, so that nothing jumps while scrolling.
const AROUND: f32 = 1500.0;

/// So many claims that need re-anchoring have a card; the rest is in the list of them all.
const MOST_ADRIFT: usize = 100;

/// What stands at a place in the margin.
enum Item {
    Card(ClaimId),
    /// A card of one line, where there are many.
    Line(ClaimId),
    Form,
}

/// Shows the cards in view, and the form.
#[expect(clippy::too_many_arguments, reason = "everything a frame of the margin is made of")]
pub fn show(
    reader: &mut Reader,
    ui: &mut Ui,
    desk: &Desk,
    page: Page,
    view: Rect,
    laid: &[Laid],
    form: &mut Option<Box<ClaimForm>>,
    out: &mut Vec<Command>,
) {
    if let Some(form) = form.as_deref_mut() {
        seek(reader, desk, view, form);
    }
    let slots = arrange(reader, desk, page, view, laid, form.as_deref());
    for slot in slots {
        let screen = page.top + slot.top;
        if screen > page.margin.bottom() + 200.0 || screen + slot.height < page.margin.top() - 200.0 {
            continue;
        }
        let place = Rect::from_min_size(pos2(page.margin.left(), screen), vec2(page.margin.width(), slot.height));
        let builder = UiBuilder::new().max_rect(place);
        match slot.item {
            Item::Card(id) => {
                let Some(claim) = desk.project().claim(id) else { continue };
                let adrift = reader.highlights.adrift.iter().find(|adrift| adrift.excerpt == claim.excerpt);
                let shown = ui.scope_builder(builder.id_salt(("card", id)), |ui| card(ui, desk, claim, adrift, out));
                reader.card_heights.insert(id, shown.response.rect.height());
            }
            Item::Line(id) => {
                let Some(claim) = desk.project().claim(id) else { continue };
                ui.scope_builder(builder.id_salt(("card", id)), |ui| line::show(ui, desk, claim, out));
            }
            Item::Form => {
                let Some(form) = form.as_deref_mut() else { continue };
                let room = view.height() - 2.0 * GAP;
                let shown = ui.scope_builder(builder.id_salt("claim form"), |ui| form.show(ui, desk, room));
                if form.grow(shown.response.rect.height()) {
                    ui.ctx().request_repaint();
                }
            }
        }
    }
}

/// A form that has just been opened brings its words into view.
fn seek(reader: &mut Reader, desk: &Desk, view: Rect, form: &mut ClaimForm) {
    if form.take_fresh()
        && let Some(span) = form.span(desk)
        && !(reader.y_of(span) < view.max.y && reader.y_of(last(span)) >= view.min.y)
    {
        reader.reveal(span);
    }
}

/// The last character of a span, nearly.
fn last(span: Span) -> Span {
    Span { start: Byte(span.end.0.saturating_sub(1)).max(span.start), end: span.end }
}

/// Where everything stands: at its line where there is room, else below the one before. What is active
/// stays at its line, and what is above it moves up.
fn arrange(
    reader: &Reader,
    desk: &Desk,
    page: Page,
    view: Rect,
    laid: &[Laid],
    form: Option<&ClaimForm>,
) -> Vec<Slot<Item>> {
    let Some(article) = desk.selection().article else { return Vec::new() };
    let project = desk.project();
    let Some(text) = project.text(article) else { return Vec::new() };
    let line_of = |span: Span| {
        let paragraph = laid.iter().find(|l| l.span.contains(span.start));
        let exact = paragraph.and_then(|l| l.pieces(text, span).first().map(|rect| rect.top() - page.top));
        exact.unwrap_or_else(|| reader.y_of(span))
    };
    let window = view.min.y - AROUND..view.max.y + AROUND;
    let first = reader.highlights.all.partition_point(|h| reader.y_of(h.span) < window.start);
    let near: Vec<(f32, Span, ClaimId)> = reader.highlights.all[first..]
        .iter()
        .map(|highlight| (reader.y_of(highlight.span), highlight))
        .take_while(|(y, _)| *y <= window.end)
        .flat_map(|(y, highlight)| highlight.claims.iter().map(move |(claim, _)| (y, highlight.span, *claim)))
        .collect();
    let crowded = settle::crowded(&near.iter().map(|(y, ..)| *y).collect::<Vec<_>>());
    let selected = desk.selection().claim;
    let full = |claim: ClaimId, wish: f32| {
        Slot::new(Item::Card(claim), wish, reader.card_heights.get(&claim).copied().unwrap_or(GUESS))
    };
    let lost = reader.highlights.adrift.iter().flat_map(|adrift| &adrift.claims).enumerate();
    let lost = lost.filter(|(at, claim)| *at < MOST_ADRIFT || selected == Some(**claim)).map(|(_, claim)| claim);
    let mut slots: Vec<Slot<Item>> = lost.map(|claim| full(*claim, page.first + TOP)).collect();
    slots.extend(near.into_iter().zip(crowded).map(|((_, span, claim), crowded)| {
        let wish = line_of(span);
        if crowded && selected != Some(claim) {
            Slot::new(Item::Line(claim), wish, line::HEIGHT)
        } else {
            full(claim, wish)
        }
    }));
    slots.sort_by(|a, b| a.wish.total_cmp(&b.wish));
    let mut active = slots.iter().position(|slot| matches!(slot.item, Item::Card(id) if selected == Some(id)));
    if let Some(form) = form {
        let lost = |id| reader.highlights.adrift.iter().any(|adrift| adrift.claims.contains(&id));
        let lines = match form.editing() {
            Some(id) if lost(id) => page.first + TOP..=page.first + TOP,
            _ => form.span(desk).map_or(view.min.y..=view.min.y, |span| line_of(span)..=line_of(last(span))),
        };
        let slot = Slot::new(Item::Form, form.top(lines, view.y_range()), form.height());
        let is_edited = |slot: &Slot<Item>| match slot.item {
            Item::Card(id) | Item::Line(id) => form.editing() == Some(id),
            Item::Form => false,
        };
        if let Some(at) = slots.iter().position(is_edited) {
            slots.remove(at);
        }
        let at = slots.iter().position(|other| other.wish > slot.wish).unwrap_or(slots.len());
        slots.insert(at, slot);
        active = Some(at);
    }
    settle::settle(&mut slots, active);
    slots
}

/// One claim as a card.
fn card(ui: &mut Ui, desk: &Desk, claim: &Claim, adrift: Option<&Adrift>, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let project = desk.project();
    let selected = desk.selection().claim == Some(claim.id);
    let stance = project.stance(claim.stance);
    let place = ui.max_rect();
    let id = ui.scope_id().with("press");
    // Interacted with before the content, so that buttons inside come first.
    let response = ui.interact(place, id, Sense::click());
    let lost = if adrift.is_some() { ". Needs re-anchoring" } else { "" };
    let name = format!("{}{lost}", in_words(project, claim));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, &name));
    let border = if selected { Stroke::new(1.5, p.accent) } else { Stroke::new(1.0, p.line) };
    let fill = if response.hovered() && !selected { p.hover } else { p.panel };
    let frame = Frame::new().fill(fill).stroke(border).corner_radius(CornerRadius::same(6));
    let inner = frame.inner_margin(Margin { left: 14, right: 10, top: 8, bottom: 8 }).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(6.0, 3.0);
        content(ui, desk, claim, selected, out);
        if let Some(adrift) = adrift {
            needs_anchor(ui, project, adrift.excerpt, out);
        }
    });
    if let Some(stance) = stance {
        let rect = inner.response.rect;
        let bar = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom()));
        let radius = CornerRadius { nw: 6, sw: 6, ne: 0, se: 0 };
        ui.painter().rect_filled(bar, radius, theme::stance(stance.colour, p.dark).ink);
    }
    if response.has_focus() {
        let ring = Stroke::new(2.0, p.accent);
        ui.painter().rect_stroke(inner.response.rect, CornerRadius::same(6), ring, StrokeKind::Outside);
    }
    pressed(&response, claim.id, selected, out);
}

pub(super) fn pressed(response: &Response, id: ClaimId, selected: bool, out: &mut Vec<Command>) {
    if response.double_clicked() || (response.clicked() && selected && response.has_focus()) {
        out.push(Command::SelectClaim(Some(id)));
        out.push(Command::Do(crate::session::Action::EditClaim));
    } else if response.clicked() {
        out.push(Command::Show(crate::session::Item::Claim(id)));
    }
}

fn content(ui: &mut Ui, desk: &Desk, claim: &Claim, selected: bool, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let project = desk.project();
    ui.horizontal_wrapped(|ui| {
        for country in claim.countries.iter().filter_map(|id| project.country(*id)) {
            let short = if country.iso.is_empty() { &country.name } else { &country.iso };
            code(ui, short).on_hover_text(&country.name);
        }
        if let Some(stance) = project.stance(claim.stance) {
            stance_pill(ui, stance);
        }
        let basis = claim.basis.label().to_lowercase();
        ui.label(RichText::new(basis).font(face::regular(size::SMALL)).color(p.muted));
    });
    let issue = project.issue(claim.issue).map_or_else(|| claim.issue.to_string(), |issue| issue.label.clone());
    script::label(ui, &issue, face::semibold(size::SMALL), p.ink);
    let under = second_line(project, claim);
    if !under.is_empty() {
        script::label(ui, &under, face::regular(size::SMALL), p.muted);
    }
    if selected {
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            use crate::session::Action::{DeleteClaim, EditClaim, NextClaim};
            for (label, action) in [("Edit", EditClaim), ("Next claim here", NextClaim), ("Delete", DeleteClaim)] {
                let link = button::link(ui, label).on_hover_text(crate::gui::shell::top::tooltip(action));
                if link.clicked() {
                    out.push(Command::Do(action));
                }
            }
        });
    }
}

/// Says that the words do not stand where they should, and leads to where they may.
fn needs_anchor(ui: &mut Ui, project: &Project, excerpt: ExcerptId, out: &mut Vec<Command>) {
    let Some(row) = project.excerpt(excerpt) else { return };
    let p = theme::of(ui.ctx());
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let (place, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
        glyph::paint(ui.painter(), place, Glyph::Ring, p.warning);
        ui.label(RichText::new("Needs re-anchoring").font(face::semibold(size::SMALL)).color(p.warning));
    });
    let mut short: String = row.anchor.quotation.chars().take(120).collect();
    if short.len() < row.anchor.quotation.len() {
        short.push('…');
    }
    field::note(ui, &format!("“{short}” does not stand at its place in this text."));
    let about = "Shows where these words, or words like them, stand now";
    if button::link(ui, "Re-anchor…").on_hover_text(about).clicked() {
        out.push(Command::ShowAnchors(Some(excerpt)));
    }
}

/// Speaker, condition, via, date and note, as far as there are any.
pub(super) fn second_line(project: &Project, claim: &Claim) -> String {
    let mut parts = Vec::new();
    if let Some(actor) = claim.speaker.and_then(|id| project.actor(id)) {
        let role = if actor.role.is_empty() { String::new() } else { format!(", {}", actor.role.to_lowercase()) };
        parts.push(format!("{}{role}", actor.name));
    }
    let voice = project.voice_of(claim);
    if voice != crate::model::Voice::Government {
        parts.push(voice.label().to_lowercase());
    }
    if !claim.condition.is_empty() {
        parts.push(claim.condition.clone());
    }
    if !claim.addressees.is_empty() {
        let names: Vec<String> = claim
            .addressees
            .iter()
            .map(|party| match party {
                Party::Country(id) => project.country(*id).map_or_else(|| id.to_string(), |row| row.name.clone()),
                Party::Actor(id) => project.actor(*id).map_or_else(|| id.to_string(), |row| row.name.clone()),
            })
            .collect();
        parts.push(format!("to {}", names.join(", ")));
    }
    if !claim.via.is_empty() {
        parts.push(format!("via {}", claim.via));
    }
    parts.extend(claim.tags.iter().filter_map(|id| Some(format!("#{}", project.tag(*id)?.label))));
    if !claim.note.is_empty() {
        parts.push(claim.note.clone());
    }
    parts.join(" · ")
}

/// The claim in a sentence, for those who listen.
pub fn in_words(project: &Project, claim: &Claim) -> String {
    let stance = project.stance(claim.stance).map_or_else(String::new, |stance| stance.label.clone());
    let (who, issue) = parties(project, claim);
    format!("Claim: {who} – {stance} – {issue}")
}

/// Who claims something, and on which issue.
pub fn who_and_what(project: &Project, claim: &Claim) -> String {
    let (who, issue) = parties(project, claim);
    format!("{who} – {issue}")
}

fn parties(project: &Project, claim: &Claim) -> (String, String) {
    let mut who: Vec<String> =
        claim.countries.iter().filter_map(|id| Some(project.country(*id)?.name.clone())).collect();
    if who.is_empty() {
        who.extend(claim.speaker.and_then(|id| Some(project.actor(id)?.name.clone())));
    }
    let issue = project.issue(claim.issue).map_or_else(String::new, |issue| issue.label.clone());
    (who.join(", "), issue)
}
