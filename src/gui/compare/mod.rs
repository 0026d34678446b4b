//! Compare: two to six countries, blocs or actors side by side, issue by issue, with quotations.

use eframe::egui::Ui;

use crate::session::{Command, Desk};

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct CompareScreen {}

impl CompareScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let _ = (ui, desk, out);
    }
}
