//! Saving in the background, and what happens to unsaved work before a project is left.

use std::path::{Path, PathBuf};

use super::command::{Effect, Then};
use super::desk::Meant;
use super::keeper::{Ground, Keeper, Place, Safety};
use super::opening::{Edge, wait_for};
use super::prefs::Recent;
use super::work::{Broken, Outcome};
use super::{Progress, Session};
use crate::derive::Matrix;
use crate::model::Project;
use crate::store::lock::Owner;
use crate::store::{self, Beside, DiskState, Print, SaveError, Saved, Saving, journal, versions};

/// A save that came to its end.
pub(super) struct SaveDone {
    pub turn: u64,
    pub path: PathBuf,
    /// How it looks among the recent ones.
    pub recent: Recent,
    /// What was saved.
    pub project: Project,
    /// The state of the document then, and the number of its last change.
    pub state: u64,
    pub upto: u64,
    pub then: Option<Then>,
    pub result: Result<Saved, Refusal>,
    /// The places beside the file where it is a new one, locked.
    pub place: Option<Place>,
    /// Where edits are kept that lay beside that file.
    pub aside: Vec<PathBuf>,
}

/// Why nothing was saved.
pub(super) enum Refusal {
    /// Someone has the other file open.
    Held(Owner),
    /// It is the project's own file, and someone else has that.
    Own,
    /// There is a file about which nobody was asked.
    There,
    /// Edits that lie beside the other file could not be kept.
    Beside(std::io::Error),
    Failed(SaveError),
}

impl Refusal {
    fn in_words(&self, path: &Path) -> String {
        let shown = path.display();
        match self {
            Refusal::Held(owner) => format!("{shown} is open elsewhere: {owner}. Choose another name."),
            Refusal::Own => format!("{shown} is open elsewhere. Choose another name for your copy."),
            Refusal::There => format!("{}. Or choose another.", is_there(path)),
            Refusal::Beside(error) => format!(
                "Edits that were never saved lie beside {shown}, and no copy of them could be kept: {error}. Choose \
                 another name, or open that project first."
            ),
            Refusal::Failed(error) => error.to_string(),
        }
    }
}

/// The file that a save goes to, as it was last seen.
struct Goal {
    path: PathBuf,
    expected: Option<DiskState>,
    print: Option<Print>,
    to: To,
}

/// Which file that is.
enum To {
    /// The project's own.
    Own,
    /// The broken one that it came from.
    Meant,
    /// Another one, unless it is the project's own by whatever name: its place, and whether it may only be read.
    /// A name that was completed by us must be free.
    Other { own: Option<(Beside, bool)>, is_named: bool },
}

/// What is said of a save that failed, until one succeeds.
const NOT_SAVED: &str = "The project was not saved";

/// What is said of edits that a crash left behind, until they are saved.
pub(super) const RECOVERED: &str = "recovered that had not been saved";

impl Session {
    /// Goes on as wished; asks first when there is unsaved work.
    pub(super) fn leave(&mut self, then: Then) {
        let stays = self.saving || self.importing > 0;
        if self.half_coded && self.desk.is_some() && !stays {
            self.effects.push(Effect::AskTyped(then));
        } else if !self.saving && self.desk.as_ref().is_some_and(|desk| desk.document.is_modified()) {
            self.effects.push(Effect::AskUnsaved(then));
        } else {
            self.go(then);
        }
    }

    /// Goes on as wished, whatever becomes of unsaved work; never while that is being saved.
    pub(super) fn go(&mut self, then: Then) {
        if self.saving {
            return self.notices.quiet("A save is under way; try again in a moment");
        }
        if self.importing > 0 {
            return self.notices.quiet("Articles are being imported; wait for them, or cancel that first");
        }
        match then {
            Then::New => self.new_project(),
            Then::Sample => self.open_sample(),
            Then::Open(path) => self.open(path),
            Then::Unsaved(folder) => self.open_unsaved(folder),
            Then::Close => {
                self.clear_desk();
                self.look_for_unsaved();
            }
            Then::Quit => {
                self.clear_desk();
                self.effects.push(Effect::Quit);
            }
        }
    }

    /// Gives unsaved changes up and goes on; they stay among the earlier versions of a project that has any.
    pub(super) fn discard(&mut self, then: Then) {
        let Some(desk) = &self.desk else { return self.go(then) };
        if self.saving || self.importing > 0 {
            return self.go(then);
        }
        let state = desk.document.state();
        let path = desk.path.clone().filter(|_| desk.document.is_modified() && desk.unkeepable != Some(state));
        let Some(path) = path else { return self.discarded(then) };
        let (project, turn, edge) = (desk.project().clone(), self.turn, self.edge());
        self.jobs.start("Putting the changes away", false, move |_| {
            let bytes = store::to_string(&project).into_bytes();
            let mut result = Err("There is no place for it".to_owned());
            for beside in edge.besides(&path) {
                let kept = versions::keep_bytes(&*edge.disk, &beside, &bytes, jiff::Timestamp::now());
                result = kept.map(|_| ()).map_err(|error| error.to_string());
                if result.is_ok() {
                    break;
                }
            }
            Outcome::PutAway { turn, state, then, result }
        });
    }

    pub(super) fn put_away(&mut self, turn: u64, state: u64, then: Then, result: Result<(), String>) {
        let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) else { return };
        if desk.document.state() != state {
            // Whatever was done meanwhile is worth asking about.
            return self.leave(then);
        }
        if let Err(error) = result {
            desk.unkeepable = Some(state);
            let advice = "Nothing was given up. Discard them again to give them up for good.";
            self.notices.failure("No version of the changes could be kept", vec![error, advice.into()]);
            return self.leave(then);
        }
        self.discarded(then);
    }

    fn discarded(&mut self, then: Then) {
        if let Some(desk) = &mut self.desk {
            let state = desk.document.state();
            desk.document.mark_saved(state);
            if let Some(keeper) = &desk.keeper {
                keeper.discard();
            }
        }
        if matches!(then, Then::Open(_) | Then::Unsaved(_)) {
            // Perhaps the same file, as it was saved. Nothing is done with what was given up.
            self.clear_desk();
        }
        self.go(then);
    }

    /// Saves to the project's file, or asks for one; afterwards goes on as wished.
    pub(super) fn save(&mut self, then: Option<Then>) {
        let Some(desk) = &self.desk else { return };
        match desk.path.clone().filter(|_| !desk.document.is_read_only()) {
            Some(path) => {
                let goal = Goal { path, expected: desk.disk.clone(), print: desk.print, to: To::Own };
                self.start_save(goal, then);
            }
            None => match desk.meant.clone().filter(|_| desk.path.is_none()) {
                Some(Meant { path, disk, print }) => {
                    self.start_save(Goal { path, expected: Some(disk), print: Some(print), to: To::Meant }, then);
                }
                None => self.effects.push(Effect::AskSaveAs(then)),
            },
        }
    }

    /// Saves to another file, which is the project's from then on.
    pub(super) fn save_to(&mut self, path: PathBuf, then: Option<Then>) {
        let Some(desk) = &self.desk else { return };
        let (path, is_named) = with_extension(path, "ron");
        // The project's own file may have been changed by someone else, whichever way it is named.
        let own = desk.home.clone().map(|home| (home, desk.document.is_read_only()));
        let goal = Goal { path, expected: desk.disk.clone(), print: desk.print, to: To::Other { own, is_named } };
        self.start_save(goal, then);
    }

    fn start_save(&mut self, goal: Goal, then: Option<Then>) {
        self.keep();
        let Some(desk) = &self.desk else { return };
        if self.saving {
            return;
        }
        self.saving = true;
        let (project, state, turn) = (desk.project().clone(), desk.document.state(), self.turn);
        let upto = desk.keeper.as_ref().map_or(0, Keeper::sent);
        let announcer = desk.keeper.as_ref().map(Keeper::announcer);
        let settings = desk.settings().clone();
        let (edge, retired) = (self.edge(), self.retired());
        let label = format!("Saving {}", name_of(&goal.path));
        let work = move |_: &Progress| {
            if !matches!(goal.to, To::Own) {
                // Perhaps it was open here until a moment ago.
                wait_for(retired);
            }
            let mut announce = |print| {
                if let Some(announcer) = &announcer {
                    announcer.announce(Ground { project: project.clone(), print: Some(print), upto });
                }
                Ok(())
            };
            let mut aside = Vec::new();
            let (result, place) = edge
                .save(&project, &goal, &mut announce, &mut aside)
                .map_or_else(|refusal| (Err(refusal), None), |(saved, place)| (saved.map_err(Refusal::Failed), place));
            // Worked out here, where nobody waits for it.
            let recent = Recent::of(&goal.path, &project, &Matrix::new(&project, &settings));
            let path = goal.path;
            Outcome::Saved(Box::new(SaveDone { turn, path, recent, project, state, upto, then, result, place, aside }))
        };
        self.jobs.start(label, false, Broken::Saving.guard(work));
    }

    pub(super) fn saved(&mut self, done: SaveDone) {
        self.saving = false;
        let SaveDone { turn, path, recent, project, state, upto, then, result, place, aside } = done;
        let is_here = turn == self.turn && self.desk.is_some();
        for aside in aside {
            let text = format!("Edits that had never been saved lay beside {}", name_of(&path));
            let advice = "They are not part of what is in that file now.";
            let kept = format!("They are kept in {}", aside.display());
            self.notices.lasting(text, vec![kept, advice.into()]);
        }
        let error = match result {
            Ok(saved) => {
                let notes = saved.notes.clone();
                if is_here {
                    self.is_on_disk(path, project, state, upto, saved, place);
                    self.change_prefs(|prefs| prefs.remember(recent));
                } else if let Some(place) = place {
                    self.let_go(place);
                }
                for note in notes {
                    self.notices.failure("The project was saved, but not everything went well", vec![note]);
                }
                // What was to come next was meant for that project.
                if let Some(then) = then.filter(|_| is_here) {
                    self.leave(then);
                }
                return;
            }
            Err(Refusal::Failed(SaveError::ChangedOnDisk { .. })) if turn == self.turn && self.has_file() => {
                return self.look_at_disk(Some(then));
            }
            Err(Refusal::Failed(error @ SaveError::Unconfirmed { .. })) => {
                if let (SaveError::Unconfirmed { saved, .. }, Some(desk)) = (&error, &mut self.desk)
                    && turn == self.turn
                    && desk.path.as_ref() == Some(&path)
                {
                    (desk.disk, desk.print, desk.base) = (Some(saved.state.clone()), Some(saved.print), project);
                }
                error.to_string()
            }
            Err(Refusal::Failed(error)) => error.to_string(),
            Err(refusal) => refusal.in_words(&path),
        };
        if let Some(place) = place {
            self.let_go(place);
        }
        if !is_here {
            let advice = "It is no longer open. What its journal holds is there when you open it again.";
            return self.notices.failure(format!("{} was not saved", name_of(&path)), vec![error, advice.into()]);
        }
        let is_safe = self.desk.as_ref().is_some_and(|desk| desk.safety() == Safety::Safe);
        let safe = if is_safe { ", and safe in the journal" } else { "" };
        let hint = format!("Your work is still here{safe}; “Save as…” writes it elsewhere.");
        self.notices.withdraw(NOT_SAVED);
        self.notices.failure(NOT_SAVED, vec![error, hint]);
    }

    fn has_file(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| desk.path.is_some())
    }

    /// A save is through.
    fn is_on_disk(
        &mut self,
        path: PathBuf,
        project: Project,
        state: u64,
        upto: u64,
        saved: Saved,
        place: Option<Place>,
    ) {
        self.notices.withdraw(NOT_SAVED);
        self.notices.withdraw(RECOVERED);
        let Some(desk) = &mut self.desk else { return };
        if place.is_some() {
            self.notices.quiet(format!("Saved as {}", path.display()));
        }
        desk.document.mark_saved(state);
        desk.saved_at = Some(jiff::Timestamp::now().as_second());
        desk.foreign = None;
        let ground = Ground { project: project.clone(), print: Some(saved.print), upto };
        (desk.path, desk.disk, desk.print, desk.base) = (Some(path), Some(saved.state), Some(saved.print), project);
        if let Some(place) = &place {
            (desk.home, desk.taken) = (place.home.clone(), None);
        }
        match (place, &mut desk.keeper) {
            (None, Some(keeper)) => keeper.fold(ground),
            (Some(place), Some(keeper)) => keeper.settle(place, ground),
            (Some(place), None) => {
                desk.held = None;
                desk.document.set_read_only(false);
                self.waiting = None;
                self.keep_from(place, ground);
            }
            (None, None) => {}
        }
    }
}

impl Edge {
    /// Saves a project; where it is a new file, that is locked first. Edits that a crash has left beside that are
    /// kept `aside`.
    fn save(
        &self,
        project: &Project,
        goal: &Goal,
        announce: &mut dyn FnMut(Print) -> std::io::Result<()>,
        aside: &mut Vec<PathBuf>,
    ) -> Result<(Result<Saved, SaveError>, Option<Place>), Refusal> {
        let besides = self.besides(&goal.path);
        let mut is_own = matches!(goal.to, To::Own);
        if let To::Other { own, is_named } = &goal.to {
            if *is_named && goal.path.exists() {
                return Err(Refusal::There);
            }
            let own = own.as_ref().filter(|(home, _)| besides.first() == Some(home));
            if own.is_some_and(|(_, is_read_only)| *is_read_only) {
                return Err(Refusal::Own);
            }
            is_own = own.is_some();
        }
        let keep = besides.first().cloned();
        let mut place = None;
        if !is_own {
            let locked = self.place(besides).map_err(Refusal::Held)?;
            aside.extend(self.set_aside(&locked).map_err(Refusal::Beside)?);
            place = Some(locked);
        }
        let expected = goal.expected.as_ref().filter(|_| is_own || matches!(goal.to, To::Meant));
        let saving = Saving {
            disk: &*self.disk,
            expected,
            expected_print: goal.print.filter(|_| expected.is_some()),
            keep: keep.as_ref(),
            announce: if is_own { announce } else { &mut |_| Ok(()) },
        };
        Ok((store::save_with(project, &goal.path, saving), place))
    }

    /// What a crash left beside the file that is replaced stays, as that does.
    fn set_aside(&self, place: &Place) -> std::io::Result<Vec<PathBuf>> {
        let mut aside = Vec::new();
        for beside in place.besides.iter().filter(|beside| beside.journal().exists()) {
            // What cannot be read may hold anything.
            let is_empty = journal::read(&beside.journal())
                .is_ok_and(|found| found.is_none_or(|found| found.steps().next().is_none() && found.damaged == 0));
            if !is_empty {
                aside.push(journal::set_aside(&*self.disk, beside)?);
            }
        }
        Ok(aside)
    }
}

/// The path with the extension it should have, and whether that was added: a file that the longer name would
/// replace is one about which nobody was asked.
pub(super) fn with_extension(path: PathBuf, extension: &str) -> (PathBuf, bool) {
    if path.extension().is_some() { (path, false) } else { (path.with_extension(extension), true) }
}

/// That a name which was completed is taken.
pub(super) fn is_there(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default().display();
    format!("{} is there already. To replace it, choose the name with “.{extension}”", path.display())
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
