//! A form is saved onto the project as it is now: what others have changed since it was opened is not overwritten.

use super::{Aim, ClaimForm};
use crate::edit::ops::claims::Target;
use crate::edit::ops::{ClaimDraft, Since};
use crate::gui::clash::Keep;
use crate::gui::widgets::field::DateField;
use crate::session::{Command, Desk, Revised};

impl ClaimForm {
    /// What saves the claim so; nothing where it clashes with what is there now, which is shown then.
    pub(super) fn command(&mut self, draft: ClaimDraft, desk: &Desk) -> Option<Command> {
        let id = match self.aim {
            Aim::New(target) if self.words == words_of(desk, target) => {
                return Some(Command::Code(target, Box::new(draft), self.new_rows()));
            }
            Aim::New(_) => return self.complain("The words of this claim were changed elsewhere; select them again"),
            // Where, whoever shows the form knows.
            Aim::Many => return Some(Command::CodeAll(Vec::new(), Box::new(draft), self.new_rows())),
            Aim::Edit(id) => id,
        };
        let Some(claim) = desk.project().claim(id) else {
            return self
                .complain("This claim was deleted elsewhere. Undo may bring it back; what you typed stays here");
        };
        self.catch_up(draft, ClaimDraft::from(&**claim), desk);
        let revised = Revised { was: self.original.clone(), now: self.draft.clone() };
        self.clashes.is_empty().then(|| Command::Recode(id, Box::new(revised), self.new_rows()))
    }

    /// Says what keeps the claim from being saved.
    pub(super) fn complain(&mut self, why: &str) -> Option<Command> {
        (self.complaint, self.complains) = (Some((why.to_owned(), self.draft.clone())), true);
        None
    }

    /// Puts the form together with the claim as it is now, where that was changed since the form was opened. What
    /// clashes is shown, and as the form has it until somebody says otherwise.
    fn catch_up(&mut self, draft: ClaimDraft, now: ClaimDraft, desk: &Desk) {
        let Since { yours, theirs, clashes } = draft.since(&self.original, &now, desk.project());
        (self.original, self.theirs, self.clashes) = (now, theirs, clashes);
        self.fill(yours);
    }

    /// Carries out what was said about the clashes.
    pub(super) fn settle(&mut self, keep: Keep) {
        (self.clashes, self.complaint) = (Vec::new(), None);
        if keep == Keep::Theirs {
            self.fill(self.theirs.clone());
        }
    }

    fn fill(&mut self, draft: ClaimDraft) {
        self.said_on = DateField::new(draft.said_on);
        self.draft = draft;
    }
}

/// The words of a selection; those of an excerpt go where the excerpt goes.
pub(super) fn words_of(desk: &Desk, target: Target) -> Option<String> {
    let Target::Selection(article, span) = target else { return None };
    desk.project().text(article)?.get(span).map(str::to_owned)
}
