//! Search: words found in articles, quotations, notes and the codebook, with filters.

use eframe::egui::{CentralPanel, Frame, Ui};

use crate::gui::theme;
use crate::gui::widgets::field;
use crate::session::{Command, Desk};

/// What was typed and found.
#[derive(Default)]
pub struct SearchScreen {
    query: String,
    fresh: bool,
}

impl SearchScreen {
    /// Gives the field the keyboard.
    pub fn focus(&mut self) {
        self.fresh = true;
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, _desk: &Desk, _out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        CentralPanel::default().frame(Frame::new().fill(p.paper).inner_margin(24)).show(ui, |ui| {
            let input = field::line(ui, "Search everything", &mut self.query, "Words, or A near B");
            if std::mem::take(&mut self.fresh) {
                input.request_focus();
            }
        });
    }
}
