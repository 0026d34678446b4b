//! Finding in everything: in the background, the last wish only.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::command::Screen;
use super::desk::Desk;
use super::work::{Broken, Outcome};
use super::{Action, Session};
use crate::derive::FoldedText;
use crate::derive::search::{Found, Pattern, SearchIndex, Wish};
use crate::model::{ArticleId, Project};
use crate::text::ArticleText;

/// An index with the revision that it is of, once there is one.
pub(super) type Kept = Arc<Mutex<Option<(u64, Arc<SearchIndex>)>>>;

/// What was sought in the project on the desk, and found.
#[derive(Default)]
pub struct Searching {
    /// The folded texts with the revision that they are of; made by the first search, renewed by the next after an edit.
    index: Kept,
    /// What was found last.
    found: Option<Arc<Found>>,
    /// What was asked last, and of which revision.
    asked: Option<(Wish, u64)>,
    /// What broke down last.
    broken: Option<(Wish, u64)>,
    /// Set for the job that looks for it when something else is asked.
    stop: Arc<AtomicBool>,
    /// Counts what was asked: an earlier answer is dropped.
    number: u64,
    under_way: bool,
    /// The screen from which somebody went to search.
    pub(super) came_from: Screen,
}

impl Searching {
    /// What was found last; perhaps not yet what was asked last.
    pub fn found(&self) -> Option<&Arc<Found>> {
        self.found.as_ref()
    }

    /// Whether an answer is still to come.
    pub fn is_under_way(&self) -> bool {
        self.under_way
    }

    /// What was asked last, answered or not.
    pub fn asked(&self) -> Option<&Wish> {
        self.asked.as_ref().map(|(wish, _)| wish)
    }

    /// Whether this was asked of this revision, answered or not.
    pub fn was_asked(&self, wish: &Wish, revision: u64) -> bool {
        self.asked.as_ref().is_some_and(|(asked, of)| asked == wish && *of == revision)
    }

    /// The action that leads back to where somebody was before.
    pub fn way_back(&self) -> Action {
        let back = Screen::ALL.into_iter().find(|(screen, _)| *screen == self.came_from && *screen != Screen::Search);
        back.map_or(Action::ShowRead, |(_, action)| action)
    }

    /// The index, for whoever looks through it in the background.
    pub(super) fn shared_index(&self) -> Kept {
        self.index.clone()
    }

    /// The folded text of an article, if it is at hand.
    pub fn folded(&self, article: ArticleId, text: &Arc<ArticleText>) -> Option<Arc<FoldedText>> {
        let index = self.index.try_lock().ok()?;
        index.as_ref()?.1.folded(article, text).cloned()
    }
}

impl Desk {
    /// What was sought and found in everything.
    pub fn searching(&self) -> &Searching {
        &self.searching
    }
}

impl Session {
    /// Looks for something in everything, in the background. What was asked before is given up.
    pub(super) fn search(&mut self, wish: Wish) {
        let Some(desk) = &mut self.desk else { return };
        // Who typed it was told already what is wrong with it.
        let Ok(pattern) = Pattern::typed(&wish.typed, wish.options) else { return };
        let (project, revision) = (desk.document.project().clone(), desk.document.revision());
        let searching = &mut desk.searching;
        searching.stop.store(true, Ordering::Relaxed);
        searching.stop = Arc::default();
        searching.number += 1;
        searching.under_way = true;
        searching.asked = Some((wish.clone(), revision));
        let (turn, number) = (self.turn, searching.number);
        let (index, stop) = (searching.index.clone(), searching.stop.clone());
        let work = move |_: &_| {
            let found = index_of(&index, &project, revision, &stop)
                .and_then(|index| index.search(&project, &wish, &pattern, &stop));
            Outcome::Sought { turn, number, found: found.map(Box::new) }
        };
        self.jobs.start_quietly(Broken::Searching { turn, number }.guard(work));
    }

    /// Goes to the search, and makes its index ready while nothing is typed yet.
    pub(super) fn go_search(&mut self) {
        self.show_screen(Screen::Search);
        let Some(desk) = &self.desk else { return };
        if desk.searching.asked.is_none() {
            self.search(Wish::default());
        }
    }

    pub(super) fn sought(&mut self, turn: u64, number: u64, found: Option<Box<Found>>) {
        let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) else { return };
        if desk.searching.number == number {
            desk.searching.under_way = false;
            if let Some(found) = found {
                desk.searching.found = Some(Arc::from(found));
            }
        }
    }

    /// A search broke down: what it was about is asked once more, but not again and again.
    pub(super) fn gave_up_search(&mut self, turn: u64, number: u64) {
        let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) else { return };
        let searching = &mut desk.searching;
        if searching.number == number {
            searching.under_way = false;
            if searching.broken != searching.asked {
                searching.broken = searching.asked.take();
            }
        }
    }
}

/// The index of `project`, made or renewed by whoever comes first; the others wait for it.
pub(super) fn index_of(
    shared: &Mutex<Option<(u64, Arc<SearchIndex>)>>,
    project: &Project,
    revision: u64,
    stop: &AtomicBool,
) -> Option<Arc<SearchIndex>> {
    let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, index)) = shared.as_ref().filter(|(of, _)| *of == revision) {
        return Some(index.clone());
    }
    // The first index is made even where something else is sought by now: that needs it as well.
    if shared.is_some() && stop.load(Ordering::Relaxed) {
        return None;
    }
    let old = shared.as_ref().map(|(_, index)| index.clone()).unwrap_or_default();
    let index = Arc::new(old.renewed(project));
    *shared = Some((revision, index.clone()));
    Some(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::search::Group;
    use crate::session::{Command, Runner};

    fn sample() -> Session {
        let mut session = Session::new(Runner::Inline, None);
        let _ = session.handle(Command::Do(Action::OpenSample));
        session
    }

    fn ask(session: &mut Session, typed: &str) -> usize {
        let wish = Wish { typed: typed.into(), ..Wish::default() };
        let _ = session.handle(Command::Search(Box::new(wish)));
        let _ = session.poll();
        session.desk().and_then(|desk| desk.searching().found()).map_or(0, |found| {
            assert_eq!(found.wish.typed, typed);
            found.tally(Group::Articles).places
        })
    }

    #[test]
    fn what_is_found_follows_the_edits() {
        let mut session = sample();
        let before = ask(&mut session, "troops");
        assert!(before > 0);
        let desk = session.desk().expect("a project");
        let (revision, wish) = (desk.document().revision(), Wish { typed: "troops".into(), ..Wish::default() });
        assert!(desk.searching().was_asked(&wish, revision));
        let first = desk.project().articles().keys().next().copied().expect("an article");
        let _ = session.handle(Command::RemoveArticle(first));
        let desk = session.desk().expect("a project");
        assert!(!desk.searching().was_asked(&wish, desk.document().revision()), "it is to be asked again");
        assert!(ask(&mut session, "troops") < before);
        let _ = session.handle(Command::Do(Action::Undo));
        assert_eq!(ask(&mut session, "troops"), before);
    }

    #[test]
    fn an_answer_to_an_earlier_question_is_dropped() {
        let mut session = sample();
        let wish = |typed: &str| Box::new(Wish { typed: typed.into(), ..Wish::default() });
        let _ = session.handle(Command::Search(wish("troops")));
        let _ = session.handle(Command::Search(wish("zyzzyva")));
        assert!(session.desk().is_some_and(|desk| desk.searching().is_under_way()));
        let _ = session.poll();
        let found = session.desk().and_then(|desk| desk.searching().found()).expect("an answer");
        assert_eq!((found.wish.typed.as_str(), found.is_empty()), ("zyzzyva", true));
    }

    #[test]
    fn a_search_that_broke_down_is_asked_once_more() {
        let mut session = sample();
        let wish = Wish { typed: "troops".into(), ..Wish::default() };
        let mut asked = |breaks: u64| {
            let _ = session.handle(Command::Search(Box::new(wish.clone())));
            let turn = session.turn;
            let number = session.desk.as_ref().expect("a project").searching.number;
            session.gave_up_search(turn, number - breaks);
            let desk = session.desk().expect("a project");
            (desk.searching().was_asked(&wish, desk.document().revision()), desk.searching().is_under_way())
        };
        assert_eq!(asked(1), (true, true), "another search broke down");
        assert_eq!(asked(0), (false, false));
        assert_eq!(asked(0), (true, false), "once is enough");
    }

    #[test]
    fn the_way_back_leads_to_where_somebody_was() {
        let mut session = sample();
        for (action, screen) in Screen::ALL.map(|(screen, action)| (action, screen)) {
            let _ = session.handle(Command::Do(action));
            let _ = session.handle(Command::Do(Action::ShowSearch));
            let _ = session.handle(Command::Do(Action::ShowSearch));
            let back = session.desk().expect("a project").searching().way_back();
            let wanted = if screen == Screen::Search { Action::ShowCodebook } else { action };
            assert_eq!(back, wanted);
        }
    }
}
