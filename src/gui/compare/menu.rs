//! What can be done with a cell, on the right mouse button.

use eframe::egui::{Popup, Response};

use super::cell::Cell;
use crate::gui::widgets::chip::{Tick, item};

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The article at the words that decide.
    Open,
    /// The cell in the matrix.
    Matrix,
    /// The claims under it, as a table.
    Claims,
    /// The issue over time.
    Timeline,
    /// The search that may fill it.
    Search,
    /// The cell as text.
    Copy,
    /// Every cell that is shown as text.
    CopyAll,
}

/// Shows the menu of a cell where it was asked for.
pub fn show(response: &Response, cell: &Cell<'_>) -> Option<Choice> {
    let mut chosen = None;
    Popup::context_menu(response).accessible_name("Cell").show(|ui| {
        ui.set_width(220.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (there, name, choice) in [
            (!cell.telling.is_empty(), "Open the article", Choice::Open),
            (true, "Show in the matrix", Choice::Matrix),
            (cell.position.claims > 0, "Show its claims", Choice::Claims),
            (true, "Issue on the timeline", Choice::Timeline),
            (true, "Search the articles", Choice::Search),
            (true, "Copy as text", Choice::Copy),
            (true, "Copy all cells as text", Choice::CopyAll),
        ] {
            if there && item(ui, Tick::None, false, name, "") {
                chosen = Some(choice);
                ui.close();
            }
        }
    });
    chosen
}
