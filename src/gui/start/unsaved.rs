//! Work that was never saved: offered again until it is opened or given up.

use std::path::PathBuf;

use eframe::egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use crate::gui::shell::status::ago;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, danger, field, mark, primary, secondary};
use crate::session::{Command, Session, Then, UnsavedWork};

/// Which piece of work is about to be given up.
#[derive(Default)]
pub struct UnsavedList {
    asked: Option<PathBuf>,
}

impl UnsavedList {
    /// Shows the list; nothing where there is no such work.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
        if session.unsaved_work().is_empty() {
            return;
        }
        field::caption(ui, "Recovered, not saved yet");
        for work in session.unsaved_work() {
            self.card(ui, work, out);
            ui.add_space(space::S);
        }
        ui.add_space(space::L);
    }

    fn card(&mut self, ui: &mut Ui, work: &UnsavedWork, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let frame = Frame::new()
            .fill(p.panel)
            .stroke(Stroke::new(1.0, p.accent))
            .corner_radius(CornerRadius::same(8))
            .inner_margin(Margin::symmetric(12, 10));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            mark::one_line(ui, &work.title, face::medium(14.0), p.ink);
            let edits = if work.edits == 1 { "1 edit".to_owned() } else { format!("{} edits", work.edits) };
            let last = if work.last.is_empty() { String::new() } else { format!(", the last: “{}”", work.last) };
            let said = format!("{edits}{last} · {}", ago(work.at));
            mark::one_line(ui, &said, face::regular(size::SMALL), p.muted);
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::M;
                if self.asked.as_ref() == Some(&work.folder) {
                    field::note(ui, "Gone for good?");
                    if danger(ui, "Discard").clicked() {
                        self.asked = None;
                        out.push(Command::ForgetUnsaved(work.folder.clone()));
                    }
                    if secondary(ui, "Keep").clicked() {
                        self.asked = None;
                    }
                } else {
                    if primary(ui, "Open").clicked() {
                        out.push(Command::Leave(Then::Unsaved(work.folder.clone())));
                    }
                    if button::link(ui, "Discard…").clicked() {
                        self.asked = Some(work.folder.clone());
                    }
                }
            });
        });
    }
}
