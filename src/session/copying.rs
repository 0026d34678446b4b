//! Looking for copies in the background, as long as only independent sources are to count.

use std::sync::Arc;

use super::Session;
use super::desk::Desk;
use super::work::{Broken, Outcome};
use crate::derive::Copies;

/// With more unread texts than this somebody is told that they are read.
const MANY: usize = 500;

/// What is known of the copies of the project on the desk.
#[derive(Debug, Default)]
pub struct Copying {
    /// Those that were found last, perhaps before the last edits.
    found: Option<Arc<Copies>>,
    /// Counts what was found.
    number: u64,
    under_way: bool,
    /// Of this revision looking broke down; it is not tried again.
    broken: Option<u64>,
}

impl Copying {
    /// The copies that were found last; until the first are found each article counts as a source.
    pub fn found(&self) -> Option<&Arc<Copies>> {
        self.found.as_ref()
    }

    /// Whether somebody looks for them now.
    pub fn is_under_way(&self) -> bool {
        self.under_way
    }
}

impl Desk {
    /// What is known of copies.
    pub fn copies(&self) -> &Copying {
        &self.copying
    }

    /// Changes whenever what is derived from the project may change: with every edit and undo, and where only independent
    /// sources count with what is known of copies.
    pub fn revision(&self) -> u64 {
        let copies = if self.look.settings.independent { 1 + self.copying.number } else { 0 };
        self.document.revision() ^ (copies << 40)
    }
}

impl Session {
    /// Looks for copies where that is asked and they are not those of the project as it is now.
    pub(super) fn look_for_copies(&mut self) {
        let Some(desk) = &mut self.desk else { return };
        let (project, revision) = (desk.document.project(), desk.document.revision());
        let copying = &mut desk.copying;
        let is_known = copying.found.as_ref().is_some_and(|found| found.is_of(project));
        if !desk.look.settings.independent || copying.under_way || is_known || copying.broken == Some(revision) {
            return;
        }
        copying.under_way = true;
        let before = copying.found.clone().unwrap_or_default();
        let (project, turn) = (project.clone(), self.turn);
        let unread = before.unread_articles(&project);
        let work = move |progress: &super::Progress| {
            progress.expect(before.unread(&project));
            let go_on = || {
                progress.step();
                !progress.is_cancelled()
            };
            Outcome::Copies { turn, found: before.renewed(&project, &go_on).map(Box::new) }
        };
        let work = Broken::Copying { turn, revision }.guard(work);
        if unread > MANY {
            self.jobs.start("Looking for copies", true, work);
        } else {
            self.jobs.start_quietly(work);
        }
    }

    pub(super) fn found_copies(&mut self, turn: u64, found: Option<Box<Copies>>) {
        let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) else { return };
        desk.copying.under_way = false;
        match found {
            Some(found) => {
                desk.copying.found = Some(Arc::from(found));
                desk.copying.number += 1;
            }
            None => {
                desk.look.settings.independent = false;
                self.notices.quiet("Copies were not looked for: every claim counts");
            }
        }
    }

    pub(super) fn gave_up_copies(&mut self, turn: u64, revision: u64) {
        if let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) {
            desk.copying.under_way = false;
            desk.copying.broken = Some(revision);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::Rule;
    use crate::edit::ops::NewArticle;
    use crate::edit::ops::articles::ArticleDetails;
    use crate::session::{Action, Command, Runner};
    use crate::text::ArticleText;

    fn sample() -> Session {
        let mut session = Session::new(Runner::Inline, None);
        let _ = session.handle(Command::Do(Action::OpenSample));
        session
    }

    fn desk(session: &Session) -> &Desk {
        session.desk().expect("a project")
    }

    fn count_copies_once(session: &mut Session, independent: bool) {
        let mut look = desk(session).look().clone();
        look.settings.independent = independent;
        look.settings.rule = Rule::Mean;
        let _ = session.handle(Command::SetLook(Box::new(look)));
    }

    #[test]
    fn copies_are_looked_for_only_where_they_count_once_and_again_after_an_edit() {
        let mut session = sample();
        let _ = session.poll();
        assert!(desk(&session).copies().found().is_none() && !desk(&session).copies().is_under_way());
        count_copies_once(&mut session, true);
        assert!(desk(&session).copies().is_under_way());
        let before = desk(&session).revision();
        let first = desk(&session).matrix();
        let _ = session.poll();
        assert!(!desk(&session).copies().is_under_way());
        assert!(desk(&session).copies().found().is_some_and(|found| found.is_of(desk(&session).project())));
        assert_ne!(desk(&session).revision(), before, "what was derived before is derived anew");
        assert!(!Arc::ptr_eq(&first, &desk(&session).matrix()));
        // An article that is printed once more.
        let text = desk(&session).project().texts().values().next().expect("a text").as_str().to_owned();
        let article =
            NewArticle { details: ArticleDetails::default(), text: ArticleText::new(format!("Again. {text}")) };
        let groups = |session: &Session| desk(session).copies().found().map_or(0, |found| found.groups().len());
        let was = groups(&session);
        let _ = session.handle(Command::AddArticle(Box::new(article)));
        let _ = session.poll();
        assert_eq!(groups(&session), was + 1);
        // Off again nothing is looked for.
        count_copies_once(&mut session, false);
        let _ = session.handle(Command::Do(Action::Undo));
        let _ = session.poll();
        assert_eq!(groups(&session), was + 1);
        assert!(desk(&session).matrix().cells().all(|(_, position)| position.sources == position.claims));
    }

    #[test]
    fn the_window_shows_what_the_command_line_derives() {
        let mut session = sample();
        count_copies_once(&mut session, true);
        let _ = session.poll();
        let (matrix, desk) = (desk(&session).matrix(), desk(&session));
        let whole = crate::derive::Matrix::of(desk.project(), desk.look().rows, desk.settings());
        assert!(matrix.cells().zip(whole.cells()).all(|(left, right)| left == right));
    }

    #[test]
    fn whoever_stops_it_lets_every_claim_count() {
        let mut session = sample();
        count_copies_once(&mut session, true);
        let turn = session.turn;
        session.found_copies(turn + 1, None);
        assert!(desk(&session).settings().independent, "that was another project");
        session.found_copies(turn, None);
        assert!(!desk(&session).settings().independent);
        // What broke down is not tried again and again.
        count_copies_once(&mut session, true);
        let _ = session.poll();
        let revision = desk(&session).document().revision();
        session.desk.as_mut().expect("a project").copying = Copying::default();
        session.gave_up_copies(turn, revision);
        session.look_for_copies();
        assert!(!desk(&session).copies().is_under_way());
    }
}
