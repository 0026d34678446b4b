//! Agreement: who stands together, and what divides.

use eframe::egui::Ui;

use crate::session::{Command, Desk};

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct AgreementScreen {}

impl AgreementScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let _ = (ui, desk, out);
    }
}
