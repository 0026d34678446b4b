//! What stands where the grid would be while there is nothing to show.

use eframe::egui::{Align, Layout, RichText, Ui, vec2};

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::button;
use crate::model::Project;
use crate::session::{Action, Command};

/// What a project lacks before it has a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No article to read yet.
    Articles,
    /// No claim, but something to read.
    Claims,
    /// No country to stand in the rows.
    Countries,
    /// No issue to stand in the columns.
    Issues,
}

/// What `project` lacks first; `None` where there is a matrix to show.
///
/// Without a claim the matrix is shown all the same as soon as something in it was judged.
pub fn missing(project: &Project) -> Option<Missing> {
    if project.claims().is_empty() && !project.assessments().values().any(|row| row.stands()) {
        return Some(if project.articles().is_empty() { Missing::Articles } else { Missing::Claims });
    }
    if project.countries().is_empty() {
        return Some(Missing::Countries);
    }
    project.issues().is_empty().then_some(Missing::Issues)
}

/// Says what is missing and leads to where it comes from.
pub fn show(ui: &mut Ui, missing: Missing, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let (title, text, action, name) = match missing {
        Missing::Articles => (
            "No articles yet",
            "Bring in articles and code claims in them; every claim appears here as the position of its countries.",
            Action::ImportArticles,
            "Import articles…",
        ),
        Missing::Claims => ("No claims yet", "Code a claim in Read; it appears here.", Action::ShowRead, "Go to Read"),
        Missing::Countries => (
            "No countries yet",
            "The rows of the matrix are the countries of the codebook. Add one there, or name one in a claim.",
            Action::ShowCodebook,
            "Go to Codebook",
        ),
        Missing::Issues => (
            "No issues yet",
            "The columns of the matrix are the issues of the codebook. Add one there, or name one in a claim.",
            Action::ShowCodebook,
            "Go to Codebook",
        ),
    };
    let top = (ui.available_height() * 0.3).max(space::XL);
    ui.add_space(top);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 140.0), Layout::top_down(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        ui.label(RichText::new(title).font(face::serif_semibold(20.0)).color(p.ink));
        ui.scope(|ui| {
            ui.set_max_width(420.0);
            ui.label(RichText::new(text).font(face::regular(size::BODY)).color(p.muted));
        });
        ui.add_space(space::S);
        if button::primary(ui, name).clicked() {
            out.push(Command::Do(action));
        }
    });
}
