//! What stands where the lanes would be while there is nothing to show.

use eframe::egui::{Align, Layout, RichText, Ui, vec2};

use super::shown::Shown;
use crate::derive::Filter;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::button;
use crate::gui::widgets::line::counted;
use crate::model::{Look, Project};
use crate::session::{Action, Command, Desk};

/// What is missing, in words, and what helps.
struct Missing {
    title: String,
    text: String,
    help: Option<(&'static str, Command)>,
}

/// Says what is missing, if anything is, and leads to where it comes from. Whether it did.
pub fn show(ui: &mut Ui, desk: &Desk, shown: Option<&Shown>, out: &mut Vec<Command>) -> bool {
    let missing = project(desk.project()).or_else(|| lanes(desk, shown?));
    let Some(Missing { title, text, help }) = missing else { return false };
    let p = theme::of(ui.ctx());
    ui.add_space((ui.available_height() * 0.3).max(space::XL));
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 140.0), Layout::top_down(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        ui.label(RichText::new(title).font(face::serif_semibold(20.0)).color(p.ink));
        ui.scope(|ui| {
            ui.set_max_width(440.0);
            ui.label(RichText::new(text).font(face::regular(size::BODY)).color(p.muted));
        });
        ui.add_space(space::S);
        if let Some((name, command)) = help
            && button::primary(ui, name).clicked()
        {
            out.push(command);
        }
    });
    true
}

fn project(project: &Project) -> Option<Missing> {
    let missing = |title: &str, text: &str, name, action| {
        Some(Missing { title: title.into(), text: text.into(), help: Some((name, Command::Do(action))) })
    };
    if project.issues().is_empty() {
        return missing(
            "No issues yet",
            "A timeline follows one issue of the codebook. Add one there, or name one in a claim.",
            "Go to Codebook",
            Action::ShowCodebook,
        );
    }
    if project.articles().is_empty() {
        return missing(
            "No articles yet",
            "Bring in articles and code claims in them; every claim with a date appears here.",
            "Import articles…",
            Action::ImportArticles,
        );
    }
    if project.claims().is_empty() {
        return missing(
            "No claims yet",
            "Code a claim in Read; it appears here on its day.",
            "Go to Read",
            Action::ShowRead,
        );
    }
    None
}

fn lanes(desk: &Desk, shown: &Shown) -> Option<Missing> {
    if shown.timeline.days().is_some() {
        return None;
    }
    let look = desk.look();
    let undated: usize = shown.timeline.lanes.iter().map(|lane| lane.undated.len()).sum();
    if undated > 0 {
        let text = format!(
            "{} counted here, none with a date. Give a claim the day on which it was said, or its article a date.",
            counted(undated, "claim is", "claims are")
        );
        return Some(Missing { title: "No dated claim".into(), text, help: None });
    }
    if look.settings.filter != Filter::default() {
        let mut look = Look::clone(look);
        look.settings.filter = Filter::default();
        let help = Some(("Let all claims count", Command::SetLook(Box::new(look))));
        let text = "None passes the filters that the matrix has set.".into();
        return Some(Missing { title: "No claim counts here".into(), text, help });
    }
    let (_, many) = look.rows.nouns();
    let text = if shown.timeline.lanes.is_empty() {
        format!("No {many} are shown. Choose which under “Lanes”.")
    } else {
        "Page Up and Page Down go to the issues before and after.".into()
    };
    Some(Missing { title: "No claim yet".into(), text, help: None })
}
