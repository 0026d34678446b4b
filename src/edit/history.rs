//! Undo and redo: steps with names, and which state is the saved one.

use super::Edit;

/// A step that was carried out, with the edits that take it back (in that order).
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub label: String,
    pub inverse: Vec<Edit>,
    pub merge: Option<String>,
    /// The state before the step, and after it. States are numbered once and for all.
    pub before: u64,
    pub after: u64,
}

/// Steps done and steps undone. "Modified" is a comparison of states, never a flag.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    pub done: Vec<Step>,
    pub undone: Vec<Step>,
    pub state: u64,
    pub saved: u64,
    next: u64,
    sealed: bool,
}

impl History {
    pub fn fresh_state(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Records a step, joining it with the last where both carry the same merge key.
    pub fn record(&mut self, mut step: Step) {
        self.state = step.after;
        self.undone.clear();
        let joins = !self.sealed && step.merge.is_some();
        if joins && let Some(last) = self.done.last_mut().filter(|last| last.merge == step.merge) {
            // Taking back the join means taking back the newer step first.
            step.inverse.append(&mut last.inverse);
            step.before = last.before;
            *last = step;
        } else {
            self.done.push(step);
        }
        self.sealed = false;
    }

    /// The next step joins the last one again if that carries `key` and is not what was saved.
    pub fn unseal(&mut self, key: &str) {
        let same = self.done.last().is_some_and(|last| last.merge.as_deref() == Some(key));
        if same && self.state != self.saved {
            self.sealed = false;
        }
    }

    /// The next step does not join the last one.
    pub fn seal(&mut self) {
        self.sealed = true;
    }
}
