//! To judge: the cells that wait for an assessment.

use eframe::egui::Ui;

use crate::session::{Command, Desk};

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct JudgeScreen {}

impl JudgeScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let _ = (ui, desk, out);
    }
}
