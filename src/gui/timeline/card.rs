//! What a mark says when one rests on it: who, where they stand, when, in which words, and where that is written.

use eframe::egui::{Frame, Id, Label, Margin, Rect, RichText, Stroke, Tooltip, Ui, pos2, vec2};

use super::stack::Stack;
use super::{shown::Shown, words};
use crate::derive::timeline::{Lane, Mark};
use crate::gui::theme::{self, RADIUS, face, size};
use crate::gui::widgets::{glyph, line};
use crate::model::{Claim, Project};

/// Most lines of a quotation; longer ones are read in the article.
const LINES: usize = 16;
/// Claims of a stack that are shown with their words.
const MOST: usize = 5;

/// Shows the card of a stack beside `rect`; of the mark of that place alone, where one is chosen.
pub fn show(
    ui: &Ui,
    project: &Project,
    shown: &Shown,
    number: usize,
    stack: &Stack,
    chosen: Option<usize>,
    rect: Rect,
) {
    let p = theme::of(ui.ctx());
    let lane = shown.lane(number);
    let name = &shown.heads[number].name;
    let marks = &lane.marks[stack.marks.clone()];
    let frame = Frame::new()
        .fill(p.panel)
        .stroke(Stroke::new(1.0, p.accent))
        .corner_radius(RADIUS)
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::symmetric(12, 10));
    let mut tooltip =
        Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), Id::unique("timeline card"), rect.expand(4.0));
    tooltip.popup = tooltip.popup.frame(frame);
    tooltip.width(460.0).show(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 5.0);
        let one = chosen.filter(|at| stack.marks.contains(at)).or((marks.len() == 1).then_some(stack.marks.start));
        match one {
            Some(at) => {
                whole(ui, project, shown, name, &lane.marks[at]);
                if marks.len() > 1 {
                    let of = format!("{} of {} here · ← → walk them", at - stack.marks.start + 1, marks.len());
                    note(ui, &of);
                }
            }
            None => several(ui, project, shown, lane, name, stack),
        }
    });
}

/// One claim whole.
fn whole(ui: &mut Ui, project: &Project, shown: &Shown, name: &str, mark: &Mark) {
    let Some(claim) = project.claim(mark.claim) else { return };
    let words = quotation(project, claim);
    // Long words get longer lines, so that all of them can be read.
    ui.set_max_width(if words.chars().count() > 320 { 440.0 } else { 320.0 });
    heading(ui, shown, mark, &words::head(project, name, mark));
    if !claim.condition.is_empty() {
        let text = RichText::new(format!("Condition: {}", claim.condition)).font(face::medium(size::SMALL));
        ui.add(Label::new(text).wrap());
    }
    let ink = theme::of(ui.ctx()).ink;
    let galley = line::lines(ui, words, face::serif(size::LARGE), ink, ui.available_width(), LINES);
    ui.add(Label::new(galley));
    note(ui, &words::source(project, claim));
}

/// The first claims of a stack, each in a line or two.
fn several(ui: &mut Ui, project: &Project, shown: &Shown, lane: &Lane, name: &str, stack: &Stack) {
    ui.set_max_width(380.0);
    let p = theme::of(ui.ctx());
    let head = format!("{name} · {} claims · {}", stack.count(), words::days(stack.days));
    ui.add(Label::new(RichText::new(head).font(face::semibold(size::SMALL)).color(p.ink)).wrap());
    note(ui, &words::says(project, stack));
    for mark in lane.marks[stack.marks.clone()].iter().take(MOST) {
        ui.add_space(3.0);
        let Some(claim) = project.claim(mark.claim) else { continue };
        heading(ui, shown, mark, &format!("{} · {}", words::stance(project, mark.stance), words::day(mark.day)));
        let galley =
            line::lines(ui, quotation(project, claim), face::serif(size::BODY), p.ink, ui.available_width(), 2);
        ui.add(Label::new(galley));
    }
    let more = stack.count().saturating_sub(MOST);
    note(ui, &if more > 0 { format!("And {more} more · click lists them all") } else { "Click lists them".to_owned() });
}

fn heading(ui: &mut Ui, shown: &Shown, mark: &Mark, text: &str) {
    let p = theme::of(ui.ctx());
    let font = face::semibold(size::SMALL);
    let inset = 15.0;
    let galley = line::lines(ui, text, font, p.ink, ui.available_width() - inset, 3);
    let (rect, _) = ui.allocate_exact_size(galley.size() + vec2(inset, 0.0), eframe::egui::Sense::hover());
    if let Some(stance) = mark.stance.and_then(|id| shown.stance(id)) {
        let place = Rect::from_center_size(pos2(rect.left() + 4.5, rect.top() + 7.5), vec2(9.0, 9.0));
        glyph::paint(ui.painter(), place, stance.glyph, theme::stance(stance.colour, p.dark).ink);
    }
    ui.painter().galley(rect.min + vec2(inset, 0.0), galley, p.ink);
}

fn note(ui: &mut Ui, text: &str) {
    let muted = theme::of(ui.ctx()).muted;
    ui.add(Label::new(RichText::new(text).font(face::regular(size::SMALL)).color(muted)).wrap());
}

/// The words of a claim.
pub fn quotation<'p>(project: &'p Project, claim: &Claim) -> &'p str {
    project.excerpt(claim.excerpt).map_or("", |excerpt| &*excerpt.anchor.quotation)
}
