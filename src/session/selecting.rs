//! Selecting words by key, and what is done with them.

use super::{Action, Effect, Session};

impl Session {
    /// Whether the edges of a selection or of an excerpt can be moved; if not, why.
    pub(super) fn can_nudge(&self) -> Result<(), String> {
        let selection = self.desk().map(super::Desk::selection);
        match selection.is_some_and(|selection| selection.span.is_some() || selection.claim.is_some()) {
            true => Ok(()),
            false => Err("Select some words first: drag over them, or press J".into()),
        }
    }

    /// Whether there are words to copy; if not, why.
    pub(super) fn can_copy(&self) -> Result<(), String> {
        self.can_nudge()
    }

    /// Moves the selection, or its edges, as the action says.
    pub(super) fn select_by_key(&mut self, _action: Action) {}

    /// Puts the selected words on the clipboard, with their source where that is wished.
    pub(super) fn copy(&mut self, _with_source: bool) {
        let Some(desk) = &self.desk else { return };
        let selection = desk.selection();
        let span = selection.span.or_else(|| Some(desk.selected_excerpt()?.anchor.span));
        let text = selection.article.and_then(|id| desk.project().text(id));
        let words = span.zip(text).and_then(|(span, text)| text.get(span));
        self.effects.extend(words.map(|words| Effect::Copy(words.to_owned())));
    }
}
