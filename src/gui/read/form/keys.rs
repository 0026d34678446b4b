//! The keys of the form that belong to no single field.

use eframe::egui::{Key, Memory, Modifiers, Popup, Ui};

use super::fields::{BASIS, CONFIDENCE, STANCE};
use super::{Aim, ClaimForm, Ended};
use crate::gui::widgets::segmented;
use crate::model::{Basis, Confidence};
use crate::session::Desk;

impl ClaimForm {
    /// Takes in what is pressed before the fields see it.
    pub(super) fn take_keys(&mut self, ui: &Ui, desk: &Desk) {
        if std::mem::take(&mut self.to_scale) {
            let scale = desk.project().scale();
            let at = scale.iter().position(|stance| Some(stance.id) == self.draft.stance).unwrap_or(0);
            ui.memory_mut(|m| m.request_focus(segmented::id(STANCE, at)));
        }
        self.toggles_pin = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::D));
        self.digits(ui, desk);
        self.refuse(ui);
        self.enter_on_segments(ui, desk);
    }

    /// How the form ended in this frame; asked once a frame, after it was shown.
    pub fn take_ended(&mut self, ui: &Ui, desk: &Desk) -> Ended {
        let typing = ui.ctx().text_edit_focused();
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if matches!(self.ended, Ended::Not) {
            let focused = ui.memory(|m| m.focused().is_some());
            if pressed(Modifiers::COMMAND, Key::Enter) || (!typing && !focused && pressed(Modifiers::NONE, Key::Enter))
            {
                self.save(desk);
            } else if !Popup::is_any_open(ui.ctx()) && pressed(Modifiers::NONE, Key::Escape) {
                if self.new_speaker.is_some() {
                    self.new_speaker = None;
                } else {
                    self.ended = Ended::PutAside;
                }
            }
        }
        std::mem::take(&mut self.ended)
    }

    /// Enter on a segment saves; Space and a click choose it.
    fn enter_on_segments(&mut self, ui: &Ui, desk: &Desk) {
        let focused = ui.memory(Memory::focused);
        let scale = desk.project().stances().len();
        let groups = [(STANCE, scale), (BASIS, Basis::ALL.len()), (CONFIDENCE, Confidence::ALL.len())];
        let mut ids = groups.into_iter().flat_map(|(group, count)| (0..count).map(move |at| segmented::id(group, at)));
        let on_segment = focused.is_some_and(|focused| ids.any(|id| id == focused));
        if on_segment && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
            // A condition that the text states is decided on before the claim is saved.
            if self.draft.missing().is_none() && self.draft.condition.is_empty() && self.asks_condition() {
                self.to_condition = true;
            } else {
                self.save(desk);
            }
        }
    }

    /// What acts on the article waits until the claim is saved or put aside; that is said. In a field that is typed
    /// in, undo is the field's.
    fn refuse(&mut self, ui: &Ui) {
        let typing = ui.ctx().text_edit_focused();
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, key));
        if self.aim != Aim::Many && pressed(Key::F) {
            self.complain("Ctrl F finds once this claim is saved or put aside (Esc); T brings it back");
        }
        if !typing && pressed(Key::Z) {
            self.complain("Ctrl Z undoes nothing while a claim is coded: save it or put it aside (Esc) first");
        }
    }

    /// Whether a proposed condition waits that was not looked at yet; asked about once.
    fn asks_condition(&mut self) -> bool {
        !self.condition_proposed.is_empty() && !std::mem::replace(&mut self.condition_asked, true)
    }

    /// Digits set the stance: plain ones when no text is being typed, with Alt always.
    fn digits(&mut self, ui: &Ui, desk: &Desk) {
        let typing = ui.ctx().text_edit_focused();
        for stance in desk.project().stances().values() {
            let Some(key) = stance.key.and_then(|c| Key::from_name(&c.to_string())) else { continue };
            let plain = !typing && ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            if plain || ui.input_mut(|i| i.consume_key(Modifiers::ALT, key)) {
                self.draft.stance = Some(stance.id);
            }
        }
    }
}
