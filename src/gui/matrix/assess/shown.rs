//! An assessment to read: what it says, what has changed under it since, and what was judged before.

use eframe::egui::{CornerRadius, Frame, Label, Margin, RichText, Stroke, Ui};

use super::super::words;
use crate::derive::Position;
use crate::edit::ops::assessments::Saying;
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{button, field, line, mark};
use crate::model::{Assessment, Cell, Claim, ClaimId, Confidence, Earlier, Judgement, Project};
use crate::session::{Command, Desk, Item};

/// Changes told one by one; the rest as a number.
const MOST: usize = 6;

/// Shows an assessment.
pub fn show(ui: &mut Ui, desk: &Desk, row: &Assessment, position: &Position) {
    let project = desk.project();
    let p = theme::of(ui.ctx());
    let frame = Frame::new()
        .fill(p.paper)
        .stroke(Stroke::new(1.0, p.line))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::symmetric(12, 10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        let says = judgement(project, row.judgement);
        let sentence = if row.sentence.is_empty() { &says } else { &row.sentence };
        ui.add(Label::new(RichText::new(sentence).font(face::serif(size::LARGE)).color(p.ink)).wrap());
        let mut parts = vec![row.analyst.clone(), words::day_of(row.made)];
        if !row.sentence.is_empty() {
            parts.insert(0, says);
        }
        parts.extend(row.confidence.map(confidence));
        parts.retain(|part| !part.is_empty());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.label(RichText::new(parts.join(" · ")).font(face::regular(size::SMALL)).color(p.muted));
            if let Some(stale) = words::stale(row, &desk.facts(), position) {
                ui.label(RichText::new(" · ").font(face::regular(size::SMALL)).color(p.muted));
                ui.label(RichText::new(stale).font(face::medium(size::SMALL)).color(p.warning));
            }
        });
    });
}

/// What has changed under a stale assessment, claim by claim; each opens its article. "Still holds" says the same again
/// of what lies there now.
pub fn stale(ui: &mut Ui, desk: &Desk, row: &Assessment, out: &mut Vec<Command>) {
    let project = desk.project();
    let facts = desk.facts();
    let under = facts.cell(row.cell).iter();
    let now: Vec<_> = under.filter_map(|fact| Some((fact.claim, project.claim(fact.claim)?.updated))).collect();
    let changes = row.changes(&now);
    if changes.count() == 0 {
        return;
    }
    ui.spacing_mut().item_spacing.y = space::XS;
    let known = changes.added.iter().map(|id| ("New", *id)).chain(changes.changed.iter().map(|id| ("Changed", *id)));
    for (what, claim) in known.take(MOST).filter_map(|(what, id)| Some((what, project.claim(id)?))) {
        if change(ui, project, what, claim).clicked() {
            out.push(Command::Show(Item::Claim(claim.id)));
        }
    }
    let rest = (changes.added.len() + changes.changed.len()).saturating_sub(MOST);
    if rest > 0 {
        field::note(ui, &format!("and {rest} more"));
    }
    gone(ui, &changes.removed);
    let holds = ui.add_enabled_ui(desk.held().is_none(), |ui| button::secondary(ui, "Still holds")).inner;
    let holds = holds.on_disabled_hover_text(super::HELD);
    let holds = holds.on_hover_text("Judge the same again, on the claims that lie there now; the history keeps both");
    if holds.clicked() {
        let was = project.judged(row.cell).cloned();
        out.push(Command::Assess { cell: row.cell, was, saying: Saying::from(row) });
    }
}

fn change(ui: &mut Ui, project: &Project, what: &str, claim: &Claim) -> eframe::egui::Response {
    let stance = project.stance(claim.stance).map_or("", |stance| stance.label.as_str());
    let outlet = project.article_of(claim).map_or("", |article| article.outlet.as_str());
    let day = project.date_of(claim).map_or_else(|| "undated".to_owned(), words::day);
    let quotation = project.excerpt(claim.excerpt).map_or("", |excerpt| &*excerpt.anchor.quotation);
    let short: String = quotation.chars().take(90).collect();
    let dots = if short.len() < quotation.len() { "…" } else { "" };
    let parts = [stance, &day, outlet].into_iter().filter(|part| !part.is_empty());
    let text = format!("{what}: {} “{short}{dots}”", parts.collect::<Vec<_>>().join(" · "));
    button::link(ui, &text).on_hover_text("Open it in its article")
}

fn gone(ui: &mut Ui, removed: &[ClaimId]) {
    if !removed.is_empty() {
        let were = line::counted(removed.len(), "claim that was seen is", "claims that were seen are");
        field::note(ui, &format!("{were} no longer here."));
    }
}

/// What was judged before, folded until it is asked for.
pub fn history(ui: &mut Ui, project: &Project, row: &Assessment, open: &mut Option<Cell>, out: &mut Vec<Command>) {
    if row.earlier.is_empty() && row.stands() {
        return;
    }
    let p = theme::of(ui.ctx());
    let is_open = *open == Some(row.cell);
    let number = row.earlier.len();
    let said = line::counted(number, "earlier judgement", "earlier judgements");
    let verb = if is_open { "Hide" } else { "Show" };
    if button::link(ui, &format!("{verb} {said}")).clicked() {
        *open = if is_open { None } else { Some(row.cell) };
    }
    if !is_open {
        return;
    }
    if !row.stands() {
        field::note(ui, &format!("Taken back by {} on {}", named(&row.analyst), words::day_of(row.made)));
    }
    for earlier in row.earlier.iter().rev() {
        let frame = Frame::new().stroke(Stroke::new(1.0, p.line)).corner_radius(RADIUS);
        frame.inner_margin(Margin::symmetric(10, 8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 2.0;
            let text = told(project, earlier);
            let says = judgement(project, earlier.judgement);
            mark::one_line(ui, &says, face::medium(size::SMALL), p.ink);
            if !earlier.sentence.is_empty() {
                ui.add(Label::new(RichText::new(&earlier.sentence).font(face::serif(size::BODY)).color(p.ink)).wrap());
            }
            let mut parts = vec![named(&earlier.analyst).to_owned(), words::day_of(earlier.made)];
            parts.extend(earlier.confidence.map(confidence));
            field::note(ui, &parts.join(" · "));
            ui.horizontal(|ui| {
                if can_be_restored(project, earlier.judgement) {
                    let restore = button::link(ui, "Judge so again");
                    if restore.on_hover_text("Says it anew, on the claims that lie there now").clicked() {
                        let saying = Saying {
                            judgement: earlier.judgement,
                            sentence: earlier.sentence.clone(),
                            confidence: earlier.confidence,
                        };
                        out.push(Command::Assess { cell: row.cell, was: project.judged(row.cell).cloned(), saying });
                    }
                }
                if button::link(ui, "Copy").clicked() {
                    out.push(Command::Copy(text));
                }
            });
        });
    }
}

/// "Reluctant, MK, 17 Feb 2025: Berlin will not commit."
fn told(project: &Project, earlier: &Earlier) -> String {
    let says = judgement(project, earlier.judgement);
    let head = format!("{says}, {}, {}", named(&earlier.analyst), words::day_of(earlier.made));
    if earlier.sentence.is_empty() { head } else { format!("{head}: {}", earlier.sentence) }
}

fn can_be_restored(project: &Project, judgement: Judgement) -> bool {
    match judgement {
        Judgement::Position(stance) => project.stance(stance).is_some(),
        Judgement::NothingFound | Judgement::Declined => true,
        Judgement::TakenBack => false,
    }
}

fn judgement(project: &Project, judgement: Judgement) -> String {
    match judgement {
        Judgement::Position(id) => words::stance(project, id),
        Judgement::NothingFound => "Nothing found".to_owned(),
        Judgement::Declined => "Declined to say".to_owned(),
        Judgement::TakenBack => "Taken back".to_owned(),
    }
}

fn confidence(confidence: Confidence) -> String {
    format!("{} confidence", confidence.label().to_lowercase())
}

fn named(analyst: &str) -> &str {
    if analyst.is_empty() { "somebody without a name" } else { analyst }
}
