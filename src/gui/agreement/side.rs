//! Beside the table and the list: what they say of the chosen ones, in sentences.

use eframe::egui::{RichText, ScrollArea, Ui};

use super::divides::Divides;
use super::table::Table;
use super::view::{IssueLine, View};
use crate::derive::Matrix;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, mark};
use crate::model::{Project, Stance};
use crate::session::Command;

/// Says what the chosen pair agrees on, and with whom each of the two stands.
pub fn pair(ui: &mut Ui, project: &Project, view: &View, table: &Table, out: &mut Vec<Command>) {
    within(ui, |ui| {
        let Some((a, b)) = table.place(view) else {
            title(ui, "Who stands together");
            view.extremes.iter().for_each(|said| sentence(ui, said));
            let (one, many) = view.rows.nouns();
            hint(
                ui,
                &format!(
                    "Choose a cell to see what sets two {many} apart, or a name to see with whom that {one} stands."
                ),
            );
            return;
        };
        let names = |line: usize| view.lines[line].name.as_str();
        if a != b {
            let both = format!("{} and {}", names(a), names(b));
            title(ui, &both);
            let said = view.pair(project, a, b);
            sentence(ui, said.strip_prefix(&format!("{both}: ")).unwrap_or(&said));
            ui.add_space(space::XS);
            if button::primary(ui, "Put side by side")
                .on_hover_text("Issue by issue, with quotations (Enter)")
                .clicked()
            {
                out.push(Command::Compare(vec![view.lines[a].who, view.lines[b].who]));
            }
            ui.add_space(space::M);
        }
        for line in if a == b { vec![a] } else { vec![a, b] } {
            portrait(ui, project, view, line);
        }
    });
}

fn portrait(ui: &mut Ui, project: &Project, view: &View, line: usize) {
    let line_of = &view.lines[line];
    ui.horizontal(|ui| {
        if !line_of.code.is_empty() {
            mark::code(ui, &line_of.code);
        }
        let ink = theme::of(ui.ctx()).ink;
        mark::one_line(ui, &line_of.name, face::semibold(size::BODY), ink);
    });
    view.portrait(project, line).iter().for_each(|said| sentence(ui, said));
    ui.add_space(space::M);
}

/// Says where everybody stands on the chosen issue.
pub fn issue(ui: &mut Ui, project: &Project, view: &View, divides: &Divides, out: &mut Vec<Command>) {
    within(ui, |ui| {
        let Some(issue) = divides.place(view).map(|at| &view.issues[at]) else { return };
        title(ui, &issue.label);
        let said = issue.divide.sentences(project, view.matrix());
        said.iter().for_each(|said| sentence(ui, said));
        ui.add_space(space::XS);
        if button::primary(ui, "Follow over time").on_hover_text("The timeline of this issue (Enter)").clicked() {
            out.push(Command::Follow(issue.issue));
        }
        ui.add_space(space::M);
        for (stance, _) in issue.levels.iter().filter(|(_, count)| *count > 0) {
            mark::stance_pill(ui, stance);
            sentence(ui, &holders(project, view.matrix(), issue, stance));
            ui.add_space(space::XS);
        }
    });
}

/// The names of those who stand at a level, all of them.
fn holders(project: &Project, matrix: &Matrix, issue: &IssueLine, stance: &Stance) -> String {
    let rows = (0..matrix.whos.len()).filter(|row| matrix.at(*row, issue.column).stance == Some(stance.id));
    rows.map(|row| project.label(matrix.whos[row].entry())).collect::<Vec<_>>().join(", ")
}

fn within(ui: &mut Ui, fill: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt("agreement side").auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        fill(ui);
    });
}

fn title(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(face::semibold(size::LARGE)).color(theme::of(ui.ctx()).ink));
}

fn sentence(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(face::regular(size::BODY)).color(theme::of(ui.ctx()).ink));
}

fn hint(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(face::regular(size::SMALL)).color(theme::of(ui.ctx()).muted));
}
