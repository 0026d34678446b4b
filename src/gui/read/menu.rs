//! The menu of the text: what can be done with the words under the mouse.

use eframe::egui::{Button, Popup, RichText, Ui, vec2};

use super::ReadScreen;
use crate::gui::theme::{face, size};
use crate::session::{Action, Command, Desk, Session};

/// What the menu offers, in groups.
const GROUPS: [&[Action]; 3] = [
    &[Action::TagSelection, Action::NextClaim, Action::RepeatCoding, Action::CodeOccurrences],
    &[Action::EditClaim, Action::DeleteClaim],
    &[Action::Copy, Action::CopyCitation],
];

/// Most characters that are sought at once.
const MOST_SOUGHT: usize = 200;

impl ReadScreen {
    /// Shows the menu where the mouse asked for it; returns words that are to be sought in everything. While a
    /// claim is coded there is no menu.
    pub fn show_menu(&mut self, session: &Session, out: &mut Vec<Command>) -> Option<String> {
        let area = self.reader.pointer.area.take().filter(|_| self.form.is_none())?;
        let mut sought = None;
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
                    let info = action.info();
                    let key = info.shortcut.map(|shortcut| shortcut.to_string());
                    if entry(ui, info.name, info.help, key, &session.available(*action)) {
                        out.push(Command::Do(*action));
                    }
                }
            }
            ui.separator();
            let words = session.desk().and_then(Desk::selected_words).map(str::trim);
            let short = words.filter(|words| !words.contains('\n') && words.chars().count() <= MOST_SOUGHT);
            let available = match (words, short) {
                (None, _) => Err("Select some words first".to_owned()),
                (_, None) => Err("A few words on one line can be sought, not a whole passage".to_owned()),
                (_, Some(_)) => Ok(()),
            };
            if entry(ui, "Search for this", "Find these words in everything the project holds.", None, &available) {
                sought = short.map(str::to_owned);
            }
        });
        sought
    }
}

/// A line of the menu; whether it was chosen.
fn entry(ui: &mut Ui, name: &str, help: &str, key: Option<String>, available: &Result<(), String>) -> bool {
    let mut button = Button::new(RichText::new(name).font(face::regular(size::BODY))).frame_when_inactive(false);
    if let Some(key) = key {
        button = button.shortcut_text(key);
    }
    let response = ui.add_enabled(available.is_ok(), button.min_size(vec2(ui.available_width(), 26.0)));
    let response = match available {
        Ok(()) => response.on_hover_text(help),
        Err(why) => response.on_disabled_hover_text(why),
    };
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}
