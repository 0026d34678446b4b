//! What to look at before one answers.

use eframe::egui::{CollapsingHeader, Frame, Label, Margin, RichText, Stroke, Ui};

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{field, line, mark, stance_pill};
use crate::merge::{Conflict, Evidence, RowId};
use crate::model::Project;

/// Most quotations that are shown.
const MOST: usize = 50;

/// Shows the evidence of a conflict.
pub fn show(ui: &mut Ui, conflict: &Conflict, project: &Project) {
    if conflict.evidence.is_empty() {
        return;
    }
    field::caption(ui, "Evidence");
    for piece in conflict.evidence.iter().take(MOST) {
        match piece {
            Evidence::Uses(uses) => _ = field::note(ui, &format!("Used by {uses}")),
            Evidence::Quotation { title, quotation, stance, .. } => {
                // How a claim is coded may be the question itself: neither version is shown with its evidence.
                let stance = if matches!(conflict.row, RowId::Claim(_)) { "" } else { stance };
                quoted(ui, quotation, title, stance, project);
            }
        }
        ui.add_space(space::XS);
    }
    if let Some(left) = conflict.evidence.len().checked_sub(MOST).filter(|left| *left > 0) {
        field::note(ui, &format!("and {}", line::counted(left, "more quotation", "more quotations")));
    }
}

fn quoted(ui: &mut Ui, quotation: &str, title: &str, stance: &str, project: &Project) {
    let p = theme::of(ui.ctx());
    let block = Frame::new().inner_margin(Margin { left: 12, ..Margin::ZERO }).show(ui, |ui| {
        let words = RichText::new(quotation).font(face::serif(16.0)).line_height(Some(23.0)).color(p.ink);
        ui.add(Label::new(words).wrap());
        ui.horizontal(|ui| {
            if let Some(stance) = project.stances().values().find(|row| row.label == stance) {
                stance_pill(ui, stance);
            }
            mark::one_line(ui, title, face::regular(size::SMALL), p.muted);
        });
    });
    let rect = block.response.rect;
    ui.painter().vline(rect.left() + 1.0, rect.y_range(), Stroke::new(2.0, p.strong_line));
}

/// What was decided without asking.
pub fn decided(ui: &mut Ui, notes: &[String]) {
    if notes.is_empty() {
        return;
    }
    let p = theme::of(ui.ctx());
    ui.add_space(space::S);
    let head = RichText::new(format!("Also decided ({})", notes.len())).font(face::medium(size::BODY)).color(p.ink);
    CollapsingHeader::new(head).id_salt("also decided").show(ui, |ui| {
        for note in notes {
            field::note(ui, note);
        }
    });
}
