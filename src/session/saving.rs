//! Saving in the background, and what happens to unsaved work before a project is left.

use std::path::{Path, PathBuf};

use super::Session;
use super::command::{Effect, Then};
use super::desk::Meant;
use super::keeper::{Ground, Place, Safety};
use super::opening::{Edge, wait_for};
use super::prefs::Recent;
use super::work::Outcome;
use crate::derive::Matrix;
use crate::model::Project;
use crate::store::lock::Owner;
use crate::store::{self, DiskState, Print, SaveError, Saved, Saving, journal, versions};

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
}

/// Why nothing was saved.
pub(super) enum Refusal {
    /// Someone has the other file open.
    Held(Owner),
    Failed(SaveError),
}

/// The file that a save goes to, as it was last seen.
struct Goal {
    path: PathBuf,
    expected: Option<DiskState>,
    print: Option<Print>,
    /// Whether it is another file than before.
    is_new: bool,
}

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
        let besides =
            desk.path.as_deref().filter(|_| desk.document.is_modified()).map(|path| self.edge().besides(path));
        let Some(besides) = besides else { return self.discarded(then, Ok(())) };
        let (project, turn, disk) = (desk.project().clone(), self.turn, self.disk.clone());
        self.jobs.start("Putting the changes away", false, move |_| {
            let bytes = store::to_string(&project).into_bytes();
            let mut result = Err("There is no place for it".to_owned());
            for beside in besides {
                let kept = versions::keep_bytes(&*disk, &beside, &bytes, jiff::Timestamp::now());
                result = kept.map(|_| ()).map_err(|error| error.to_string());
                if result.is_ok() {
                    break;
                }
            }
            Outcome::PutAway { turn, then, result }
        });
    }

    pub(super) fn put_away(&mut self, turn: u64, then: Then, result: Result<(), String>) {
        if turn == self.turn {
            self.discarded(then, result);
        }
    }

    fn discarded(&mut self, then: Then, result: Result<(), String>) {
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
        if let Err(error) = result {
            self.notices.failure("No version was kept of the changes that were given up", vec![error]);
        }
    }

    /// Saves to the project's file, or asks for one; afterwards goes on as wished.
    pub(super) fn save(&mut self, then: Option<Then>) {
        let Some(desk) = &self.desk else { return };
        match desk.path.clone().filter(|_| !desk.document.is_read_only()) {
            Some(path) => {
                let goal = Goal { path, expected: desk.disk.clone(), print: desk.print, is_new: false };
                self.start_save(goal, then);
            }
            None => match desk.meant.clone().filter(|_| desk.path.is_none()) {
                Some(Meant { path, disk, print }) => {
                    self.start_save(Goal { path, expected: Some(disk), print: Some(print), is_new: true }, then);
                }
                None => self.effects.push(Effect::AskSaveAs(then)),
            },
        }
    }

    /// Saves to another file, which is the project's from then on.
    pub(super) fn save_to(&mut self, path: PathBuf, then: Option<Then>) {
        let Some(path) = self.with_extension(path, "ron") else { return };
        let Some(desk) = &self.desk else { return };
        // The project's own file may have been changed by someone else, whichever way it is named.
        let own = desk.is_of(&path);
        if own && desk.document.is_read_only() {
            let text = format!("{} is open elsewhere", name_of(&path));
            return self.notices.failure(text, vec!["Choose another name for your copy.".into()]);
        }
        let goal =
            Goal { expected: desk.disk.clone().filter(|_| own), print: desk.print.filter(|_| own), path, is_new: !own };
        self.start_save(goal, then);
    }

    /// The path with the extension it should have. A file that the longer name would replace, and about
    /// which nobody was asked, is left alone.
    pub(super) fn with_extension(&mut self, path: PathBuf, extension: &str) -> Option<PathBuf> {
        if path.extension().is_some() {
            return Some(path);
        }
        let path = path.with_extension(extension);
        if path.exists() {
            let text = format!("{} is there already", path.display());
            let advice = format!("To replace it, choose the name with “.{extension}”.");
            self.notices.failure(text, vec![advice]);
            return None;
        }
        Some(path)
    }

    fn start_save(&mut self, goal: Goal, then: Option<Then>) {
        self.keep();
        let Some(desk) = &self.desk else { return };
        if self.saving {
            return;
        }
        self.saving = true;
        let (project, state, turn) = (desk.project().clone(), desk.document.state(), self.turn);
        let upto = desk.keeper.as_ref().map_or(0, super::keeper::Keeper::sent);
        let announcer = desk.keeper.as_ref().filter(|_| !goal.is_new).map(super::keeper::Keeper::announcer);
        let settings = desk.settings.clone();
        let (edge, retired) = (self.edge(), self.retired());
        self.jobs.start(format!("Saving {}", name_of(&goal.path)), false, move |_| {
            if goal.is_new {
                // Perhaps it was open here until a moment ago.
                wait_for(retired);
            }
            let mut announce = |print| {
                if let Some(announcer) = &announcer {
                    announcer.announce(Ground { project: project.clone(), print: Some(print), upto });
                }
                Ok(())
            };
            let (result, place) = edge.save(&project, &goal, &mut announce);
            // Worked out here, where nobody waits for it.
            let recent = Recent::of(&goal.path, &project, &Matrix::new(&project, &settings));
            let path = goal.path;
            Outcome::Saved(Box::new(SaveDone { turn, path, recent, project, state, upto, then, result, place }))
        });
    }

    pub(super) fn saved(&mut self, done: SaveDone) {
        self.saving = false;
        let SaveDone { turn, path, recent, project, state, upto, then, result, place } = done;
        let error = match result {
            Ok(saved) => {
                let notes = saved.notes.clone();
                if turn == self.turn && self.desk.is_some() {
                    self.is_on_disk(path, project, state, upto, saved, place);
                    self.change_prefs(|prefs| prefs.remember(recent));
                }
                for note in notes {
                    self.notices.failure("The project was saved, but not everything went well", vec![note]);
                }
                if let Some(then) = then {
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
            Err(Refusal::Held(owner)) => {
                format!("{} is open elsewhere: {owner}. Choose another name.", path.display())
            }
        };
        let is_safe = self.desk.as_ref().is_some_and(|desk| desk.safety() == Safety::Safe);
        let safe = if is_safe { ", and safe in the journal" } else { "" };
        let hint = format!("Your work is still here{safe}; “Save as…” writes it elsewhere.");
        self.notices.failure("The project was not saved", vec![error, hint]);
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
        let Some(desk) = &mut self.desk else { return };
        desk.document.mark_saved(state);
        desk.saved_at = Some(jiff::Timestamp::now().as_second());
        desk.foreign = None;
        let ground = Ground { project: project.clone(), print: Some(saved.print), upto };
        (desk.path, desk.disk, desk.print, desk.base) = (Some(path), Some(saved.state), Some(saved.print), project);
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
    /// Saves a project; where it is a new file, that is locked first.
    fn save(
        &self,
        project: &Project,
        goal: &Goal,
        announce: &mut dyn FnMut(Print) -> std::io::Result<()>,
    ) -> (Result<Saved, Refusal>, Option<Place>) {
        let besides = self.besides(&goal.path);
        let lock = if goal.is_new {
            match self.lock(&besides) {
                Ok(lock) => {
                    // What a crash left beside the file that is replaced stays, as that does.
                    for beside in besides.iter().filter(|beside| beside.journal().exists()) {
                        let _ = journal::set_aside(&*self.disk, beside);
                    }
                    lock
                }
                Err(owner) => return (Err(Refusal::Held(owner)), None),
            }
        } else {
            None
        };
        let saving = Saving {
            disk: &*self.disk,
            expected: goal.expected.as_ref(),
            expected_print: goal.print,
            keep: besides.first(),
            announce,
        };
        let result = store::save_with(project, &goal.path, saving).map_err(Refusal::Failed);
        (result, goal.is_new.then_some(Place { besides, lock, owner: None }))
    }
}

pub(super) fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
