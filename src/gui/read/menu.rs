//! The menu of the text: what can be done with the words under the mouse.

use eframe::egui::{Popup, RichText, Ui, vec2};

use super::ReadScreen;
use crate::gui::theme::{face, size};
use crate::session::{Action, Command, Session};

/// What the menu offers, in groups.
const GROUPS: [&[Action]; 3] = [
    &[Action::TagSelection, Action::NextClaim, Action::RepeatCoding, Action::CodeOccurrences],
    &[Action::EditClaim, Action::DeleteClaim],
    &[Action::Copy, Action::CopyCitation],
];

impl ReadScreen {
    /// Shows the menu where the mouse asked for it. While a claim is coded there is none.
    pub fn show_menu(&mut self, session: &Session, out: &mut Vec<Command>) {
        let Some(area) = self.reader.pointer.area.take().filter(|_| self.form.is_none()) else { return };
        Popup::context_menu(&area).width(250.0).show(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let has_claim = session.desk().is_some_and(|desk| desk.selection().claim.is_some());
            for (index, group) in GROUPS.iter().enumerate() {
                let of_claim = |action: &Action| {
                    matches!(action, Action::NextClaim | Action::EditClaim | Action::DeleteClaim) && !has_claim
                };
                let mut offered = group.iter().filter(|action| !of_claim(action)).peekable();
                if index > 0 && offered.peek().is_some() {
                    ui.separator();
                }
                for action in offered {
                    entry(ui, session, *action, out);
                }
            }
        });
    }
}

fn entry(ui: &mut Ui, session: &Session, action: Action, out: &mut Vec<Command>) {
    let info = action.info();
    let available = session.available(action);
    let name = RichText::new(info.name).font(face::regular(size::BODY));
    let mut button = eframe::egui::Button::new(name).frame_when_inactive(false);
    if let Some(shortcut) = info.shortcut {
        button = button.shortcut_text(shortcut.to_string());
    }
    let response = ui.add_enabled(available.is_ok(), button.min_size(vec2(ui.available_width(), 26.0)));
    let response = match &available {
        Ok(()) => response.on_hover_text(info.help),
        Err(why) => response.on_disabled_hover_text(why),
    };
    if response.clicked() {
        out.push(Command::Do(action));
        ui.close();
    }
}
