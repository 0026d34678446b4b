//! Timeline: one issue, a lane for each country, claims as marks, the position in force as a band.

use eframe::egui::Ui;

use crate::session::{Command, Desk};

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct TimelineScreen {}

impl TimelineScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let _ = (ui, desk, out);
    }
}
