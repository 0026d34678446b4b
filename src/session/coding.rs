//! Coding again what was coded before: the last coding, and every place where words stand.

use super::{Effect, Session};

impl Session {
    /// Whether the last coding can be repeated; if not, why.
    pub(super) fn can_repeat_coding(&self) -> Result<(), String> {
        Err("Code a claim first".into())
    }

    /// Codes the selected words as the last claim was coded.
    pub(super) fn repeat_coding(&mut self) {}

    /// Whether the places of the selected words can be listed; if not, why.
    pub(super) fn can_code_occurrences(&self) -> Result<(), String> {
        self.can_nudge()
    }

    /// Lists every place where the selected words stand.
    pub(super) fn show_occurrences(&mut self) {
        let Some(desk) = &self.desk else { return };
        let span = desk.selection().span.or_else(|| Some(desk.selected_excerpt()?.anchor.span));
        self.effects.extend(span.map(Effect::ShowOccurrences));
    }
}
