//! Fields that were changed elsewhere while a form was open: both versions, and which to keep.

use eframe::egui::{Ui, vec2};

use super::theme::space;
use super::widgets::{button, field};
use crate::edit::ops::Clash;

/// Which version is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What the form says.
    Yours,
    /// What is there now.
    Theirs,
}

/// Why nothing can be saved before that is said.
pub const OPEN: &str = "Choose first which version to keep";

/// Shows what clashes. What the analyst wants, once they say so.
pub fn show(ui: &mut Ui, clashes: &[Clash]) -> Option<Keep> {
    if clashes.is_empty() {
        return None;
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        let names: Vec<&str> = clashes.iter().map(|clash| clash.field).collect();
        let names = names.join(", ");
        field::complaint(ui, &format!("Not saved: {names} was changed elsewhere since you began."));
        for Clash { field: name, yours, now } in clashes {
            field::note(ui, &format!("{name} is now {}; yours is {}.", quoted(now), quoted(yours)));
        }
        ui.horizontal(|ui| {
            let yours = button::link(ui, "Keep yours").on_hover_text("The form stays as it is; then save");
            let theirs = button::link(ui, "Take what is there now");
            let theirs = theirs.on_hover_text(format!("Puts it into the form: {names}"));
            match (yours.clicked(), theirs.clicked()) {
                (true, _) => Some(Keep::Yours),
                (_, true) => Some(Keep::Theirs),
                _ => None,
            }
        })
        .inner
    })
    .inner
}

/// The beginning of a value in one line.
fn quoted(value: &str) -> String {
    const MOST: usize = 160;
    let mut short: String = value.chars().take(MOST).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if short.is_empty() {
        return "empty".into();
    }
    if short.len() < value.len() {
        short.push('…');
    }
    format!("“{short}”")
}
