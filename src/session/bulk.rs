//! What is done to many claims at once, and what is said about it.

use super::Session;
use crate::edit::ops::bulk::{self, Bulk, Outcome};
use crate::edit::ops::claims;
use crate::edit::{EditError, Stamp};
use crate::model::{ClaimId, Entry};

impl Session {
    /// Changes many claims. Rows that are named and new come into the codebook in the same step.
    pub(super) fn change_claims(&mut self, ids: &[ClaimId], change: &Bulk, new: Vec<Entry>, stamp: &Stamp) {
        let Some(project) = self.project() else { return };
        let mut outcome = Outcome::default();
        let verb = bulk::change(project, ids, change, stamp).and_then(|(step, found)| {
            outcome = found;
            // Rows that nothing would name are not added.
            if found.changed == 0 { Ok(step) } else { super::with_new_rows(project, new, step) }
        });
        if self.commit(verb) {
            self.tell_step(said(outcome), outcome.changed > 0);
        }
    }

    /// Deletes claims.
    pub(super) fn delete_claims(&mut self, ids: &[ClaimId]) {
        let Some(project) = self.project() else { return };
        let verb: Result<_, EditError> = claims::delete(project, ids);
        if self.commit(verb) && !ids.is_empty() {
            self.tell_step(format!("{} deleted", counted(ids.len())), true);
        }
    }

    /// Says what the last step did; it can be undone there while it is the last.
    fn tell_step(&mut self, text: String, done: bool) {
        match self.desk.as_ref().filter(|_| done) {
            Some(desk) => self.notices.step(text, desk.document().state()),
            None => self.notices.quiet(text),
        }
    }
}

fn said(Outcome { changed, same, left }: Outcome) -> String {
    let mut parts = Vec::new();
    if changed > 0 {
        parts.push(format!("{} changed", counted(changed)));
    } else {
        parts.push("Nothing was changed".into());
    }
    if same > 0 {
        parts.push(format!("{same} {} so already", if same == 1 { "was" } else { "were" }));
    }
    if left > 0 {
        parts.push(format!("{left} left alone: without a country or a speaker a claim is nobody’s"));
    }
    parts.join(" · ")
}

fn counted(number: usize) -> String {
    format!("{number} {}", if number == 1 { "claim" } else { "claims" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Basis, EntryId, Kind};
    use crate::session::{Action, Command, Runner};

    #[test]
    fn what_becomes_of_the_claims_is_said() {
        for (changed, same, left, words) in [
            (2, 0, 0, "2 claims changed"),
            (1, 1, 0, "1 claim changed · 1 was so already"),
            (
                3,
                2,
                1,
                "3 claims changed · 2 were so already · 1 left alone: without a country or a speaker a claim is nobody’s",
            ),
            (0, 4, 0, "Nothing was changed · 4 were so already"),
        ] {
            assert_eq!(said(Outcome { changed, same, left }), words);
        }
    }

    #[test]
    fn a_step_on_many_claims_can_be_undone_where_it_is_told_while_it_is_the_last() {
        let mut session = Session::new(Runner::Inline, None);
        let _ = session.handle(Command::Do(Action::OpenSample));
        let project = session.desk().expect("a project").project().clone();
        let ids: Vec<ClaimId> = project.claims().keys().copied().collect();
        let _ = session.handle(Command::ChangeClaims(ids.clone(), Box::new(Bulk::Basis(Basis::Expected)), Vec::new()));
        let offered = |session: &Session| {
            let state = session.desk().map(|desk| desk.document().state());
            session.notices().shown().iter().any(|notice| notice.undoes.is_some() && notice.undoes == state)
        };
        assert!(offered(&session));
        let _ = session.handle(Command::Do(Action::Undo));
        assert!(!offered(&session));
        let _ = session.handle(Command::DeleteClaims(ids[..2].to_vec()));
        assert!(offered(&session));
        assert!(session.notices().shown().iter().any(|notice| notice.text == "2 claims deleted"));
        // A new row that no claim would name does not come in.
        let tag = crate::edit::ops::codebook::blank(&project, Kind::Tag, "Spare");
        let EntryId::Tag(id) = tag.id() else { panic!("a tag") };
        let _ = session.handle(Command::ChangeClaims(Vec::new(), Box::new(Bulk::AddTags(vec![id])), vec![tag]));
        assert!(session.desk().expect("a project").project().tag(id).is_none());
    }
}
