//! Opening a project: its lock, its file, and whatever its journal holds beyond the file.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use super::desk::Desk;
use super::keeper::{self, Ground, Keeper, Place, Taken};
use super::notice::Notices;
use super::saving::name_of;
use super::work::{Broken, Outcome, plural};
use super::{Progress, Runner, SAMPLE, Session};
use crate::edit::Document;
use crate::merge::Merge;
use crate::model::{Problem, Project, ProjectId, Token};
use crate::store::disk::Disk;
use crate::store::journal::{self, Recovered, Replay};
use crate::store::lock::{Held, Lock, Owner};
use crate::store::{self, Beside, LoadError, Loaded, versions};

/// A thread that still writes for a project that was closed; `None` once it was waited for.
pub(super) type Retired = Arc<Mutex<Option<JoinHandle<()>>>>;

/// What comes in from the edge whenever a project is opened or saved.
#[derive(Clone)]
pub(super) struct Edge {
    pub disk: Arc<dyn Disk>,
    /// Where the person's own data lie, if anywhere.
    pub data: Option<PathBuf>,
    pub owner: Owner,
}

/// A project as it was opened.
pub(super) struct Opened {
    pub loaded: Loaded,
    pub place: Place,
    /// Who has it open; then it may only be read.
    pub held: Option<Owner>,
    pub replay: Replay,
    /// What the journal holds merged with what others have done, where the file is not the one it was
    /// written for; how many edits, and the last by name.
    pub merging: Option<(Merge, usize, String)>,
    /// What was wrong with the journal, a line each.
    pub told: Vec<String>,
}

/// Such work as it was opened: its place, what its journal holds, and what was wrong with that.
pub(super) type Unsaved = (Place, Replay, Vec<String>);

/// Work that was never saved in a file and is there to be opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsavedWork {
    /// Where its journal lies.
    pub folder: PathBuf,
    /// The title of the project.
    pub title: String,
    /// How many edits there are.
    pub edits: usize,
    /// The last of them by name.
    pub last: String,
    /// When it was written, in seconds since 1970.
    pub at: i64,
}

impl Edge {
    /// The places for what lies beside a project file, best first.
    pub fn besides(&self, path: &Path) -> Vec<Beside> {
        let Ok(beside) = Beside::of(path) else { return Vec::new() };
        let other = self.data.as_deref().map(|data| keeper::elsewhere(data, &beside));
        std::iter::once(beside).chain(other).collect()
    }

    /// The place of a project that has no file yet.
    fn place_without_file(&self, id: ProjectId) -> Place {
        let Some(data) = &self.data else { return Place::new(self.owner.clone(), Vec::new()) };
        let name = format!("{id}-{}", Token::random(&mut fastrand::Rng::new()));
        let folder = keeper::unsaved(data).join(name);
        Place::new(self.owner.clone(), vec![Beside::within(folder)])
    }

    /// Takes the lock of a project at the first place that has one.
    ///
    /// # Errors
    /// When someone else has it.
    pub fn lock(&self, besides: &[Beside]) -> Result<Option<Lock>, Owner> {
        for beside in besides {
            match Lock::take(&*self.disk, beside, &self.owner, jiff::Timestamp::now()) {
                Ok(lock) => return Ok(Some(lock)),
                Err(Held::By(owner, _)) => return Err(owner),
                Err(Held::Unavailable(_)) => {}
            }
        }
        Ok(None)
    }

    /// The places of a project, with the lock of the first that has one, and of every other at which something
    /// was left. One at which somebody else is at work is left out.
    ///
    /// # Errors
    /// When someone else has the project.
    pub fn place(&self, besides: Vec<Beside>) -> Result<Place, Owner> {
        let mut place = Place::new(self.owner.clone(), besides);
        for beside in place.besides.clone() {
            if !place.locks.is_empty() && !beside.folder().is_dir() {
                continue;
            }
            match Lock::take(&*self.disk, &beside, &self.owner, jiff::Timestamp::now()) {
                Ok(lock) => place.locks.push(lock),
                Err(Held::By(owner, _)) if place.locks.is_empty() => return Err(owner),
                Err(Held::By(..)) => place.besides.retain(|other| *other != beside),
                // It is tried again with the first change.
                Err(Held::Unavailable(_)) => {}
            }
        }
        Ok(place)
    }

    fn open(&self, path: &Path, besides: Vec<Beside>) -> Result<Opened, LoadError> {
        self.follow_rename(path, &besides);
        let (mut place, held) = match self.place(besides.clone()) {
            Ok(place) => (place, None),
            Err(owner) => (Place::new(self.owner.clone(), besides), Some(owner)),
        };
        let loaded = store::load(path).inspect_err(|_| place.leave())?;
        if let Some(home) = place.home.as_ref().filter(|home| place.holds(home)) {
            versions::part(&*self.disk, home, path);
        }
        let mut told = Vec::new();
        let mut replay = Replay::Nothing;
        let mut merging = None;
        if held.is_none() {
            self.find_strays(&mut place, loaded.print);
            let file = Some((&loaded.project, loaded.print));
            replay = self.replay(file, &mut place, &mut told).inspect_err(|_| place.leave())?;
            if let Replay::Elsewhere { base, ours, steps, last } = &replay {
                let merge = self.bring_together(&loaded.project, base, ours, &place);
                merging = Some((merge, *steps, last.clone()));
            }
        }
        Ok(Opened { loaded, place, held, replay, merging, told })
    }

    fn open_unsaved(&self, folder: &Path) -> Result<Unsaved, String> {
        let beside = Beside::within(folder.to_path_buf());
        if !beside.journal().exists() {
            return Err("It is no longer there.".into());
        }
        let mut place = self.place(vec![beside.clone()]);
        for _ in 0..3 {
            if place.is_err() {
                // Perhaps somebody only looks what is there, which takes a moment.
                std::thread::sleep(std::time::Duration::from_millis(100));
                place = self.place(vec![beside.clone()]);
            }
        }
        let mut place = place.map_err(|owner| format!("It is open already: {owner}"))?;
        let mut told = Vec::new();
        let replay = self.replay(None, &mut place, &mut told).map_err(|error| error.to_string())?;
        Ok((place, replay, told))
    }

    /// Work without a file that nobody has open.
    fn unsaved_work(&self) -> Vec<UnsavedWork> {
        let Some(data) = &self.data else { return Vec::new() };
        let folders = [keeper::unsaved(data), keeper::all_elsewhere(data)].map(std::fs::read_dir);
        let folders = folders.into_iter().flatten().flatten().flatten();
        let mut work: Vec<UnsavedWork> = folders.filter_map(|folder| self.look_into(&folder.path())).collect();
        work.sort_by_key(|work| Reverse(work.at));
        work
    }

    fn look_into(&self, folder: &Path) -> Option<UnsavedWork> {
        let beside = Beside::within(folder.to_path_buf());
        if !beside.journal().exists() {
            // A crash between the lock and the first edit, or after the last.
            let lock = self.lock(std::slice::from_ref(&beside)).ok()?;
            let _ = journal::remove(&*self.disk, &beside);
            drop(lock);
            beside.leave();
            return None;
        }
        let written = std::fs::metadata(beside.journal()).ok()?.modified().ok()?;
        let found = journal::read(&beside.journal());
        if beside.lock().exists() {
            // Somebody is at work there, or was until a crash.
            drop(self.lock(std::slice::from_ref(&beside)).ok()?);
            beside.leave();
        }
        let (title, edits, last) = match found.map(|found| found.map(|found| (journal::replay(None, &found), found))) {
            Ok(None) => return None,
            Ok(Some((Ok(Replay::Recovered(recovered)), _))) => {
                (recovered.document.project().info().title.clone(), recovered.steps, recovered.last)
            }
            Ok(Some((Ok(_), found))) if found.damaged == 0 => return None,
            // Whoever opens it is told why.
            _ => ("Work that cannot be read".into(), 0, String::new()),
        };
        Some(UnsavedWork {
            folder: folder.to_path_buf(),
            title,
            edits,
            last,
            at: jiff::Timestamp::try_from(written).map_or(0, jiff::Timestamp::as_second),
        })
    }
}

impl Session {
    pub(super) fn edge(&self) -> Edge {
        let owner = Owner::here(&self.prefs.analyst, jiff::Timestamp::now());
        Edge { disk: self.disk.clone(), data: self.prefs_folder.clone(), owner }
    }

    /// Whoever still writes for projects that were closed; to be waited for before these are opened again.
    pub(super) fn retired(&mut self) -> Vec<Retired> {
        // Somebody who waits has the lock.
        self.retired.retain(|thread| thread.try_lock().map_or(true, |thread| thread.is_some()));
        self.retired.clone()
    }

    /// Lets go of the project on the desk. A journal of changes that are all in the file, or were all taken
    /// back, is not needed any more.
    pub(super) fn retire(&mut self) {
        let Some(desk) = &mut self.desk else { return };
        let Some(mut keeper) = desk.keeper.take() else { return };
        keeper.keep(desk.document.take_record());
        if !desk.document.is_modified() {
            keeper.discard();
        }
        self.retired.extend(keeper.retire().map(|thread| Arc::new(Mutex::new(Some(thread)))));
    }

    /// Starts keeping the project on the desk.
    pub(super) fn keep_from(&mut self, place: Place, ground: Ground) {
        let keeper = Keeper::new(&self.runner, self.disk.clone(), place, ground);
        if let Some(desk) = &mut self.desk {
            desk.document.keep_record();
            desk.keeper = Some(keeper);
        }
        self.keep();
    }

    /// Sends what was done to the journal.
    pub(super) fn keep(&mut self) {
        if let Some(desk) = &mut self.desk
            && let Some(keeper) = &mut desk.keeper
        {
            keeper.keep(desk.document.take_record());
        }
    }

    pub(super) fn new_project(&mut self) {
        let id = ProjectId(Token::random(&mut fastrand::Rng::new()));
        self.put_without_file(Project::new(id, "Untitled project"));
    }

    pub(super) fn open_sample(&mut self) {
        match store::from_str(SAMPLE) {
            Ok(loaded) => self.put_without_file(loaded.project),
            Err(error) => self.notices.failure(format!("The sample could not be opened: {error}"), Vec::new()),
        }
    }

    /// Puts a project without a file on the desk. It has a journal from its first edit on.
    pub(super) fn put_without_file(&mut self, project: Project) {
        let place = self.edge().place_without_file(project.info().id);
        self.put(Desk::new(project.clone(), None));
        self.keep_from(place, Ground { project, print: None, upto: 0 });
    }

    /// Opens a project file in the background.
    pub fn open(&mut self, path: PathBuf) {
        // One that may only be read is opened again: perhaps it can be changed now.
        let desk = self.desk.as_ref().filter(|desk| desk.held.is_none());
        if desk.is_some_and(|desk| desk.path.as_ref() == Some(&path)) {
            return self.is_open_already(&path);
        }
        let here = desk.and_then(|desk| desk.home.clone());
        self.loading = Some(path.clone());
        let label = format!("Opening {}", name_of(&path));
        let (edge, retired) = (self.edge(), self.retired());
        let broken = Broken::Loading(path.clone());
        self.jobs.start(
            label,
            true,
            broken.guard(move |_| {
                wait_for(retired);
                let besides = edge.besides(&path);
                // Perhaps it goes by another name here.
                if here.is_some() && besides.first() == here.as_ref() {
                    return Outcome::OpenAlready(path);
                }
                let result = edge.open(&path, besides);
                Outcome::Opened(path, Box::new(result))
            }),
        );
    }

    pub(super) fn open_already(&mut self, path: &Path) {
        if self.loading.as_deref() == Some(path) {
            self.loading = None;
            self.is_open_already(path);
        }
    }

    fn is_open_already(&mut self, path: &Path) {
        self.notices.quiet(format!("{} is open already", name_of(path)));
        self.look_at_disk(None);
    }

    /// Gives places back, where no frame waits for it.
    pub(super) fn let_go(&mut self, mut place: Place) {
        match &self.runner {
            Runner::Inline => place.leave(),
            Runner::Threads { .. } => {
                self.retired.push(Arc::new(Mutex::new(Some(std::thread::spawn(move || place.leave())))));
            }
        }
    }

    /// Says that somebody has taken the project over while nobody looked. Where nothing can be lost by that it
    /// may only be read from then on.
    pub(super) fn heed_taken(&mut self) {
        let Some(desk) = &mut self.desk else { return };
        // Of the file that it has now: it may have been saved elsewhere since.
        let taken =
            desk.keeper.as_ref().and_then(Keeper::taken).filter(|taken| desk.home.as_ref() == Some(&taken.home));
        let Some(Taken { owner, .. }) = taken.filter(|taken| desk.taken.as_ref() != Some(&taken.owner)) else { return };
        desk.taken = Some(owner.clone());
        let name = desk.path.as_deref().map_or_else(String::new, name_of);
        let why = "It looked left behind from there, because this machine slept, say, or the folder “.demarche” \
                   beside it was cleared.";
        let is_free = !self.half_coded && !self.saving && self.settling.is_none() && !desk.document.is_modified();
        if is_free {
            desk.held = Some(owner.clone());
            desk.document.set_read_only(true);
            self.retire();
            let text = format!("{owner} has taken {name} over: it can be read here, not changed");
            let advice = "It can be changed here as soon as it is closed there. “Save as…” makes a copy of your own.";
            self.notices.lasting(text, vec![since(&owner), why.into(), advice.into()]);
        } else {
            let advice = "Your edits stay, with a journal of their own. Saving merges them with what is saved there; \
                          close the project here after that.";
            let text = format!("{owner} has taken {name} over, and it is being changed in both places");
            self.notices.failure(text, vec![since(&owner), why.into(), advice.into()]);
        }
    }

    pub(super) fn opened(&mut self, path: PathBuf, result: Result<Opened, LoadError>) {
        if self.loading.as_deref() != Some(&path) {
            // Another file was asked for meanwhile.
            return result.map_or((), |opened| self.let_go(opened.place));
        }
        self.loading = None;
        let opened = match result {
            Ok(opened) => opened,
            Err(error) => return self.not_opened(path, &error),
        };
        if self.half_coded && self.desk.is_some() {
            // Somebody has begun to type meanwhile.
            self.let_go(opened.place);
            return self.effects.push(super::Effect::AskTyped(super::Then::Open(path)));
        }
        let Opened { loaded, place, held, replay, merging, told } = opened;
        let Loaded { project, problems, from_version, disk, print } = loaded;
        let mut desk = Desk::new(project.clone(), Some(path.clone()));
        (desk.disk, desk.print, desk.home) = (disk, Some(print), place.home.clone());
        desk.document.set_read_only(held.is_some());
        desk.held.clone_from(&held);
        let name = name_of(&path);
        let mut ground = Ground { project, print: Some(print), upto: 0 };
        let was_held = self.desk.as_ref().is_some_and(|old| old.held.is_some() && old.path == desk.path);
        let mut recovered = None;
        if let Replay::Recovered(found) = replay {
            let Recovered { document, base, upto, steps, last, .. } = *found;
            (ground.project, ground.upto) = (base, upto);
            desk.take_document(document);
            recovered = Some((steps, last));
        }
        self.put(desk);
        self.remember();
        if held.is_none() && merging.is_none() {
            self.keep_from(place, ground);
        } else {
            // A journal that is still to be merged stays as it is until then.
            self.waiting = Some((place, ground));
        }
        if let Some(owner) = &held {
            let text = format!("{name} is open elsewhere: it can be read here, not changed");
            let advice = "It can be changed here as soon as it is closed there. “Save as…” makes a copy of your own.";
            self.notices.lasting(text, vec![since(owner), advice.into()]);
        } else if was_held {
            self.notices.quiet(format!("{name} was closed elsewhere and can be changed here now"));
        }
        if let Some((steps, last)) = recovered {
            tell_recovery(&mut self.notices, steps, &last, told);
        } else if !told.is_empty() {
            self.notices.failure(format!("The journal of {name} is damaged"), told);
        }
        let writes = self.project().map_or(from_version, store::version::needed);
        if from_version < writes {
            let text = format!("{name} is in format {from_version}; saving writes format {writes}");
            self.notices.lasting(text, vec!["The file as it is now stays among the earlier versions.".into()]);
        }
        self.tell_problems(&name, &problems);
        if let Some((merge, steps, last)) = merging {
            self.merge_recovery(merge, steps, last);
        }
    }

    /// Excerpts that lost their place are told by themselves: that is what a new text of an article does.
    fn tell_problems(&mut self, name: &str, problems: &[Problem]) {
        let (adrift, others): (Vec<_>, Vec<_>) = problems.iter().partition(|it| matches!(it, Problem::Adrift { .. }));
        match adrift.len() {
            0 => {}
            count => {
                let text = if count == 1 { "1 excerpt needs".into() } else { format!("{count} excerpts need") };
                let advice =
                    "“Re-anchor excerpts…” in the menu Article proposes places; nothing is moved without a yes.";
                self.notices.lasting(format!("{text} re-anchoring"), vec![advice.into()]);
            }
        }
        if !others.is_empty() {
            let count = others.len();
            let text = format!("{name} was opened with {count} problem{}", plural(count));
            let mut details: Vec<String> = others.iter().take(50).map(|it| begun(&it.to_string())).collect();
            details.push("“Check project…” in the menu Project shows and repairs them.".into());
            self.notices.failure(text, details);
        }
    }

    fn not_opened(&mut self, path: PathBuf, error: &LoadError) {
        let broken =
            matches!(error.trouble, store::Trouble::Broken { .. } | store::Trouble::NotUtf8 | store::Trouble::Empty);
        if broken {
            self.effects.push(super::Effect::AskBroken(path, error.to_string()));
        } else {
            self.notices.failure("The project could not be opened", vec![error.to_string()]);
        }
    }

    /// Looks for work that was never saved, in the background.
    pub fn look_for_unsaved(&mut self) {
        if self.prefs_folder.is_none() {
            return;
        }
        let (edge, retired) = (self.edge(), self.retired());
        self.jobs.start_quietly(move |_| {
            wait_for(retired);
            Outcome::Unsaved(edge.unsaved_work())
        });
    }

    /// Opens work that was never saved.
    pub(super) fn open_unsaved(&mut self, folder: PathBuf) {
        self.loading = Some(folder.clone());
        let (edge, retired) = (self.edge(), self.retired());
        let broken = Broken::Loading(folder.clone());
        let work = move |_: &Progress| {
            wait_for(retired);
            let result = Box::new(edge.open_unsaved(&folder));
            Outcome::OpenedUnsaved { folder, result }
        };
        self.jobs.start("Opening unsaved work", true, broken.guard(work));
    }

    pub(super) fn opened_unsaved(&mut self, folder: &Path, result: Result<Unsaved, String>) {
        if self.loading.as_deref() != Some(folder) {
            // Something else was asked for meanwhile.
            return result.map_or((), |(place, ..)| self.let_go(place));
        }
        self.loading = None;
        match result {
            Ok((place, Replay::Recovered(recovered), told)) => {
                let Recovered { document, base, upto, steps, last, .. } = *recovered;
                let mut desk = Desk::new(base.clone(), None);
                desk.take_document(document);
                self.put(desk);
                self.keep_from(place, Ground { project: base, print: None, upto });
                tell_recovery(&mut self.notices, steps, &last, told);
            }
            Ok((place, _, told)) => {
                self.let_go(place);
                self.notices.failure("There is nothing in that journal", told);
            }
            Err(error) => self.notices.failure("The unsaved work could not be opened", vec![error]),
        }
        self.look_for_unsaved();
    }

    /// Gives work up that was never saved.
    pub(super) fn forget_unsaved(&mut self, folder: &Path) {
        let (edge, retired) = (self.edge(), self.retired());
        let beside = Beside::within(folder.to_path_buf());
        self.jobs.start("Removing unsaved work", false, move |_| {
            wait_for(retired);
            let result = match edge.lock(std::slice::from_ref(&beside)) {
                Ok(lock) => {
                    let removed = journal::remove(&*edge.disk, &beside).map_err(|error| error.to_string());
                    drop(lock);
                    beside.leave();
                    removed
                }
                Err(owner) => Err(format!("It is open: {owner}")),
            };
            Outcome::Forgotten(result)
        });
    }

    pub(super) fn forgotten(&mut self, result: Result<(), String>) {
        if let Err(error) = result {
            self.notices.failure("The unsaved work could not be removed", vec![error]);
        }
        self.look_for_unsaved();
    }
}

/// Who has a project open, and since when.
fn since(owner: &Owner) -> String {
    let when = owner.since.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b, %H:%M");
    format!("{owner} has it since {when}")
}

/// With its first letter in upper case.
fn begun(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn tell_recovery(notices: &mut Notices, steps: usize, last: &str, told: Vec<String>) {
    let text = format!("{steps} edit{} recovered that had not been saved", plural(steps));
    let mut details =
        vec![format!("The last: “{last}”. Save to keep them in the file; undo takes them back one by one.")];
    let damaged = !told.is_empty();
    details.extend(told);
    if damaged { notices.failure(text, details) } else { notices.lasting(text, details) }
}

pub(super) fn wait_for(retired: Vec<Retired>) {
    for thread in retired {
        // Whoever else waits for it does so at the lock.
        if let Some(thread) = thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // One that broke down has said so where it could.
            let _ = thread.join();
        }
    }
}

impl Desk {
    /// Goes on with a document that has steps already.
    pub(super) fn take_document(&mut self, document: Document) {
        self.document = document;
        self.mend_selection();
    }
}
