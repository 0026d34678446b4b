//! Fields that were changed elsewhere while a form was open: both versions, and which to keep.

use eframe::egui::{Ui, vec2};

use super::theme::space;
use super::widgets::{button, field};
use crate::edit::ops::Clash;

/// Shows what clashes; saving once more keeps what the form says. Whether what is there now is wanted instead.
pub fn show(ui: &mut Ui, clashes: &[Clash]) -> bool {
    if clashes.is_empty() {
        return false;
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
            let theirs = button::link(ui, "Take what is there now");
            field::note(ui, "Saving once more keeps yours.");
            theirs.on_hover_text(format!("Puts it into the form: {names}")).clicked()
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
