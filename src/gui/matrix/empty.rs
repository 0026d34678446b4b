//! What stands where the grid would be while there is nothing to show.

use eframe::egui::{Align, Layout, RichText, Ui, vec2};

use super::edges;
use super::view::View;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::button;
use crate::model::{Project, RowsOf};
use crate::session::{Action, Command, Desk};

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
    if page(ui, title, text, name) {
        out.push(Command::Do(action));
    }
}

/// Why the grid of a project that has a matrix is empty all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// There are none of those who are to stand in it.
    Nobody(RowsOf),
    /// Whoever or whatever there is, is hidden.
    Hidden,
}

/// Why there is no cell to show, if there is none.
pub fn nothing(project: &Project, view: &View) -> Option<Nothing> {
    let rows = view.look.rows;
    let none = match rows {
        RowsOf::Countries => project.countries().is_empty(),
        RowsOf::Blocs => project.blocs().is_empty(),
        RowsOf::Actors => project.actors().is_empty(),
    };
    if none {
        return Some(Nothing::Nobody(rows));
    }
    (view.rows.is_empty() || view.columns.is_empty()).then_some(Nothing::Hidden)
}

impl Nothing {
    /// Says so and leads on.
    pub fn show(self, ui: &mut Ui, desk: &Desk, view: &View, out: &mut Vec<Command>) {
        match self {
            Self::Nobody(rows) => {
                let text = match rows {
                    RowsOf::Countries => "The rows of the matrix are the countries of the codebook. Add one there.",
                    RowsOf::Blocs => {
                        "A bloc is a named group of countries. Make one in the codebook; its position is the mean of \
                         its members’ positions."
                    }
                    RowsOf::Actors => {
                        "An actor is a person or body that speaks. Name the speaker of a claim; what they say \
                         appears here."
                    }
                };
                if page(ui, &format!("No {} yet", rows.nouns().1), text, "Go to Codebook") {
                    out.push(Command::Do(Action::ShowCodebook));
                }
            }
            Self::Hidden => {
                let (title, name) = if view.rows.is_empty() {
                    (format!("All {} are hidden", view.look.rows.nouns().1), "Show them")
                } else {
                    ("All issues are hidden".to_owned(), "Show them")
                };
                if page(ui, &title, "Whoever is hidden still counts.", name) {
                    edges::show_hidden(desk, view, out);
                }
            }
        }
    }
}

/// A title, a sentence and a button in the middle. Whether the button was pressed.
fn page(ui: &mut Ui, title: &str, text: &str, button: &str) -> bool {
    let p = theme::of(ui.ctx());
    let top = (ui.available_height() * 0.3).max(space::XL);
    ui.add_space(top);
    let layout = Layout::top_down(Align::Center);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 140.0), layout, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        ui.label(RichText::new(title).font(face::serif_semibold(20.0)).color(p.ink));
        ui.scope(|ui| {
            ui.set_max_width(420.0);
            ui.label(RichText::new(text).font(face::regular(size::BODY)).color(p.muted));
        });
        ui.add_space(space::S);
        button::primary(ui, button).clicked()
    })
    .inner
}
