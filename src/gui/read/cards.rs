//! Claim cards in the margin, each beside its lines; the one being edited pushes its neighbours aside.

use eframe::egui::{
    CornerRadius, Frame, Label, Margin, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::form::ClaimForm;
use super::highlights::Adrift;
use super::layout::Laid;
use super::reader::{Page, Reader};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, code, field, glyph, stance_pill};
use crate::model::{Claim, ClaimId, ExcerptId, Glyph, Party, Project};
use crate::session::{Command, Desk};
use crate::text::Span;

const GAP: f32 = 8.0;
/// Nothing stands above this, from the top of the article.
const TOP: f32 = 28.0;
/// Height of a card before it was ever shown.
const GUESS: f32 = 84.0;
/// Height of the form without lists and rarer fields.
const FORM: f32 = 400.0;
/// Cards this far above and below the view are laid out too, so that nothing jumps while scrolling.
const AROUND: f32 = 1500.0;

/// What stands at a place in the margin.
enum Item {
    Card(ClaimId),
    Form,
}

struct Slot {
    item: Item,
    /// Where it wants to be, from the top of the article.
    wish: f32,
    height: f32,
    top: f32,
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
            Item::Form => {
                let Some(form) = form.as_deref_mut() else { continue };
                let shown = ui.scope_builder(builder.id_salt("claim form"), |ui| form.show(ui, desk));
                let height = shown.response.rect.height();
                if (reader.form_height - height).abs() > 0.5 {
                    reader.form_height = height;
                    ui.ctx().request_repaint();
                }
            }
        }
    }
}

/// Where everything stands: at its line where there is room, else below the one before. What is active
/// stays at its line, and what is above it moves up.
fn arrange(reader: &Reader, desk: &Desk, page: Page, view: Rect, laid: &[Laid], form: Option<&ClaimForm>) -> Vec<Slot> {
    let Some(article) = desk.selection().article else { return Vec::new() };
    let project = desk.project();
    let Some(text) = project.text(article) else { return Vec::new() };
    let line_of = |span: Span| {
        let paragraph = laid.iter().find(|l| l.span.contains(span.start));
        let exact = paragraph.and_then(|l| l.pieces(text, span).first().map(|rect| rect.top() - page.top));
        exact.unwrap_or_else(|| reader.y_of(span))
    };
    let window = view.min.y - AROUND..view.max.y + AROUND;
    let mut slots = Vec::new();
    let first = reader.highlights.all.partition_point(|h| reader.y_of(h.span) < window.start);
    for highlight in &reader.highlights.all[first..] {
        if reader.y_of(highlight.span) > window.end {
            break;
        }
        let wish = line_of(highlight.span);
        for (claim, _) in &highlight.claims {
            let height = reader.card_heights.get(claim).copied().unwrap_or(GUESS);
            slots.push(Slot { item: Item::Card(*claim), wish, height, top: wish });
        }
    }
    for claim in reader.highlights.adrift.iter().flat_map(|adrift| &adrift.claims) {
        let height = reader.card_heights.get(claim).copied().unwrap_or(GUESS);
        slots.push(Slot { item: Item::Card(*claim), wish: TOP, height, top: TOP });
    }
    slots.sort_by(|a, b| a.wish.total_cmp(&b.wish));
    let mut active =
        slots.iter().position(|slot| matches!(slot.item, Item::Card(id) if desk.selection().claim == Some(id)));
    if let Some(form) = form {
        let height = reader.form_height.max(300.0);
        // Beside its words, but never so low that its buttons are out of view. What unfolds in it does not
        // move it: then one scrolls.
        let lowest = (view.max.y - FORM - 12.0).max(view.min.y + GAP);
        let lost = |id| reader.highlights.adrift.iter().any(|adrift| adrift.claims.contains(&id));
        let line = match form.editing() {
            Some(id) if lost(id) => TOP,
            _ => form.span(desk).map_or(view.min.y, line_of),
        };
        let wish = if (view.min.y..view.max.y).contains(&line) { line.min(lowest) } else { line };
        match form.editing().and_then(|id| slots.iter().position(|s| matches!(s.item, Item::Card(card) if card == id)))
        {
            Some(at) => {
                slots[at] = Slot { item: Item::Form, wish, height, top: wish };
                active = Some(at);
            }
            None => {
                let at = slots.iter().position(|slot| slot.wish > wish).unwrap_or(slots.len());
                slots.insert(at, Slot { item: Item::Form, wish, height, top: wish });
                active = Some(at);
            }
        }
    }
    settle(&mut slots, active);
    slots
}

/// Moves slots apart so that none overlaps another.
fn settle(slots: &mut [Slot], active: Option<usize>) {
    let from = active.unwrap_or(0);
    for index in from.max(1)..slots.len() {
        if index > from {
            let floor = slots[index - 1].top + slots[index - 1].height + GAP;
            slots[index].top = slots[index].wish.max(floor);
        }
    }
    for index in (0..from).rev() {
        let ceiling = slots[index + 1].top - GAP - slots[index].height;
        slots[index].top = slots[index].wish.min(ceiling);
    }
    // What would be pushed above the article pushes the rest down instead.
    let mut floor = TOP.min(slots.first().map_or(TOP, |slot| slot.wish));
    for slot in slots {
        slot.top = slot.top.max(floor);
        floor = slot.top + slot.height + GAP;
    }
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

fn pressed(response: &Response, id: ClaimId, selected: bool, out: &mut Vec<Command>) {
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
    ui.add(Label::new(RichText::new(issue).font(face::semibold(size::SMALL)).color(p.ink)).wrap().selectable(false));
    let under = second_line(project, claim);
    if !under.is_empty() {
        let text = RichText::new(under).font(face::regular(size::SMALL)).color(p.muted);
        ui.add(Label::new(text).wrap().selectable(false));
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
fn second_line(project: &Project, claim: &Claim) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wishes: &[f32], active: Option<usize>, tops: &[f32]) {
        let slot = |wish: &f32| Slot { item: Item::Form, wish: *wish, height: 92.0, top: *wish };
        let mut slots: Vec<Slot> = wishes.iter().map(slot).collect();
        settle(&mut slots, active);
        let found: Vec<f32> = slots.iter().map(|slot| slot.top).collect();
        assert_eq!(found, tops);
    }

    #[test]
    fn cards_make_room_for_one_another() {
        check(&[0.0, 200.0], None, &[0.0, 200.0]);
        check(&[0.0, 10.0, 20.0], None, &[0.0, 100.0, 200.0]);
        check(&[300.0, 310.0, 320.0], Some(2), &[120.0, 220.0, 320.0]);
        check(&[300.0, 310.0, 320.0], Some(1), &[210.0, 310.0, 410.0]);
        check(&[0.0, 10.0, 20.0], Some(2), &[0.0, 100.0, 200.0]);
        check(&[], None, &[]);
    }
}
