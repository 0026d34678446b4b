//! A folder with a project and a person's data, and people who work there.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use demarche::edit::ops::ClaimDraft;
use demarche::edit::ops::claims::Target;
use demarche::model::{Claim, ClaimId, Project};
use demarche::session::{Action, Command, Desk, Effect, Notice, Revised, Runner, Safety, Session, Weight};
use demarche::store::disk::{Call, Disk};
use demarche::store::{self, Beside};
use tempfile::TempDir;

/// Longer than anything takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where work in the background is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Inline,
    Threads,
}

/// Both ways; what happens must not depend on it.
pub const WAYS: [Way; 2] = [Way::Inline, Way::Threads];

/// A folder in which there is a project, and the data of persons.
pub struct Scene {
    root: TempDir,
    pub file: PathBuf,
    way: Way,
}

impl Scene {
    pub fn new(way: Way) -> Self {
        Self::named(way, "talks.ron")
    }

    /// With a project of this name.
    pub fn named(way: Way, name: &str) -> Self {
        Self::within(tempfile::tempdir().unwrap(), way, name)
    }

    /// In memory, where there is such a folder: for what is done hundreds of times.
    pub fn quick() -> Self {
        let memory = Path::new("/dev/shm");
        let root = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self::within(root.unwrap(), Way::Inline, "talks.ron")
    }

    fn within(root: TempDir, way: Way, name: &str) -> Self {
        let work = root.path().join("work");
        fs::create_dir(&work).unwrap();
        let file = work.join(name);
        fs::write(&file, small()).unwrap();
        Self { root, file, way }
    }

    pub fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// The folder of a person's own data.
    pub fn data(&self, person: &str) -> PathBuf {
        self.root.path().join("data").join(person)
    }

    pub fn beside(&self) -> Beside {
        Beside::of(&self.file).unwrap()
    }

    /// Somebody sits down; nothing is open yet.
    pub fn sit(&self, person: &str) -> Seat {
        Seat::new(self.way, self.data(person), person)
    }

    /// Somebody sits down before a disk of their own.
    pub fn sit_before(&self, person: &str, disk: &Arc<Fickle>) -> Seat {
        let mut seat = self.sit(person);
        seat.session.set_disk(disk.clone());
        seat
    }

    /// Somebody opens the project.
    pub fn open(&self, person: &str) -> Seat {
        let mut seat = self.sit(person);
        seat.open(&self.file);
        seat
    }

    /// The machine stops: what is on the disk at this moment is all there is.
    pub fn crash(&self, seat: Seat) {
        let kept = tempfile::tempdir().unwrap();
        copy_tree(self.root.path(), kept.path());
        drop(seat);
        for entry in fs::read_dir(self.root.path()).unwrap() {
            let path = entry.unwrap().path();
            // Whoever looked for something in the background may still do so for a moment.
            let gone = (0..200).any(|_| fs::remove_dir_all(&path).is_ok() || !path.exists() || wait());
            assert!(gone, "{}", path.display());
        }
        copy_tree(kept.path(), self.root.path());
    }

    /// The project in the file.
    pub fn saved(&self) -> Project {
        load(&self.file)
    }

    /// Somebody else changes the file, without this program.
    pub fn change(&self, change: impl FnOnce(&mut String)) {
        let mut text = fs::read_to_string(&self.file).unwrap();
        change(&mut text);
        let new = self.work().join("pulled");
        fs::write(&new, text).unwrap();
        fs::rename(&new, &self.file).unwrap();
    }

    /// Somebody else's file takes the place of ours, with a note on the claim of this number.
    pub fn others_note(&self, claim: usize, note: &str) {
        let project = self.saved();
        let text = store::to_string(&with_note(&project, claim_id(claim), note));
        self.change(|file| *file = text);
    }

    /// What lies beside the project and in the data of persons, versions and settings left out.
    pub fn left(&self) -> Vec<String> {
        // Whoever looked for unsaved work in the background may still be at it.
        (0..20).find(|_| self.list().is_empty() || wait());
        self.list()
    }

    /// The same at this very moment.
    pub fn list(&self) -> Vec<String> {
        let mut found = Vec::new();
        list_tree(self.root.path(), self.root.path(), &mut found);
        let file = self.file.file_name().unwrap().to_str().unwrap();
        let expected = |path: &String| {
            path.contains("/versions/")
                || path.ends_with("settings.ron")
                || path.ends_with(".demarche/.gitignore")
                || *path == format!("work/{file}")
                // A crash while settings were written; swept by a later writing.
                || path.starts_with("data/") && path.ends_with(".tmp")
        };
        found.retain(|path| !expected(path));
        found.sort();
        found
    }
}

/// A project that is read and written in no time: two articles of the sample.
pub fn small() -> &'static str {
    static SMALL: OnceLock<String> = OnceLock::new();
    SMALL.get_or_init(|| {
        let sample = store::from_str(include_str!("../../projects/paris-talks.ron")).unwrap().project;
        let mut document = demarche::edit::Document::new(sample);
        let count = |project: &Project, id| project.count_claims_in(id);
        let mut articles: Vec<_> = document.project().articles().keys().copied().collect();
        articles.sort_by_key(|id| count(document.project(), *id));
        let few = articles.iter().position(|id| count(document.project(), *id) >= 2).unwrap();
        for id in articles.into_iter().enumerate().filter(|(at, _)| !(few..few + 2).contains(at)).map(|(_, id)| id) {
            let step = demarche::edit::ops::articles::remove(document.project(), id).unwrap();
            document.commit(step).unwrap();
        }
        assert!(document.project().claims().len() >= 4);
        store::to_string(document.project())
    })
}

/// A claim that was there from the first.
pub fn claim_id(number: usize) -> ClaimId {
    *store::from_str(small()).unwrap().project.claims().keys().nth(number).unwrap()
}

pub fn load(path: &Path) -> Project {
    store::load(path).unwrap().project
}

/// The project with another note on a claim, as if somebody had typed it into the file.
pub fn with_note(project: &Project, claim: ClaimId, note: &str) -> Project {
    let mut document = demarche::edit::Document::new(project.clone());
    let draft = ClaimDraft { note: note.into(), ..(&**project.claim(claim).unwrap()).into() };
    let stamp = demarche::edit::Stamp::new("2026-11-22T10:00:00Z".parse().unwrap(), "Them", 3);
    let step = demarche::edit::ops::claims::recode(project, claim, draft, &stamp).unwrap();
    document.commit(step).unwrap();
    document.project().clone()
}

/// These notes.
pub fn these<const N: usize>(notes: [&str; N]) -> BTreeSet<String> {
    notes.into_iter().map(str::to_owned).collect()
}

/// The notes of all claims that have one.
pub fn notes(project: &Project) -> BTreeSet<String> {
    project.claims().values().map(|claim| claim.note.clone()).filter(|note| !note.is_empty()).collect()
}

pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            copy_tree(&source, &target);
        } else if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(&source).unwrap(), &target).unwrap();
        } else if let Err(error) = fs::copy(&source, &target) {
            // A passing file may be gone by now.
            assert_eq!(error.kind(), io::ErrorKind::NotFound, "{}", source.display());
        }
    }
}

/// Waits a moment; never the answer.
fn wait() -> bool {
    std::thread::sleep(Duration::from_millis(10));
    false
}

fn list_tree(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list_tree(root, &path, found);
        } else {
            found.push(path.strip_prefix(root).unwrap().display().to_string());
        }
    }
}

/// Somebody at work.
pub struct Seat {
    pub session: Session,
    pub effects: Vec<Effect>,
    woken: Option<Receiver<()>>,
}

impl Seat {
    fn new(way: Way, data: PathBuf, person: &str) -> Self {
        let (runner, woken) = match way {
            Way::Inline => (Runner::Inline, None),
            Way::Threads => {
                let (waker, woken) = channel();
                let waker = Mutex::new(waker);
                let wake = Arc::new(move || {
                    // Nobody listens any more when the session is gone.
                    let _ = waker.lock().unwrap().send(());
                });
                (Runner::Threads { wake }, Some(woken))
            }
        };
        let mut session = Session::new(runner, Some(data));
        session.handle(Command::SetAnalyst(person.into()));
        Self { session, effects: Vec::new(), woken }
    }

    pub fn act(&mut self, command: Command) {
        let effects = self.session.handle(command);
        self.effects.extend(effects);
    }

    /// Takes in what comes until something holds.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        loop {
            let effects = self.session.poll();
            self.effects.extend(effects);
            if holds(self) {
                return;
            }
            let waits = self.woken.is_some() && start.elapsed() < PATIENCE;
            assert!(waits, "waited in vain for: {what}; notices: {:#?}", self.session.notices().shown());
            let _ = self.woken.as_ref().unwrap().recv_timeout(Duration::from_millis(50));
        }
    }

    /// Takes in what comes within a moment; for what must not happen.
    pub fn rest(&mut self) {
        let end = Instant::now() + Duration::from_millis(if self.woken.is_some() { 150 } else { 0 });
        loop {
            let effects = self.session.poll();
            self.effects.extend(effects);
            if Instant::now() >= end {
                return;
            }
            let _ = self.woken.as_ref().map(|woken| woken.recv_timeout(Duration::from_millis(10)));
        }
    }

    #[track_caller]
    pub fn open(&mut self, path: &Path) {
        self.session.open(path.into());
        self.until("the project to open", |seat| {
            seat.session.loading().is_none() && seat.session.desk().is_some_and(|desk| desk.path() == Some(path))
        });
    }

    #[track_caller]
    pub fn desk(&self) -> &Desk {
        self.session.desk().unwrap()
    }

    pub fn project(&self) -> &Project {
        self.desk().project()
    }

    pub fn notes(&self) -> BTreeSet<String> {
        notes(self.project())
    }

    /// Codes a claim with this note.
    #[track_caller]
    pub fn note(&mut self, note: &str) {
        let claim = self.claim(0);
        let draft = ClaimDraft { note: note.into(), ..(&claim).into() };
        let before = self.project().claims().len();
        self.act(Command::Code(Target::Excerpt(claim.excerpt), Box::new(draft), Vec::new()));
        assert_eq!(self.project().claims().len(), before + 1, "{:?}", self.session.notices().shown());
    }

    /// Writes a note on the claim of this number.
    #[track_caller]
    pub fn annotate(&mut self, claim: usize, note: &str) {
        let claim = self.claim(claim);
        let was = ClaimDraft::from(&claim);
        let now = ClaimDraft { note: note.into(), ..was.clone() };
        self.act(Command::Recode(claim.id, Box::new(Revised { was, now }), Vec::new()));
        assert_eq!(self.project().claim(claim.id).unwrap().note, note);
    }

    pub fn claim(&self, number: usize) -> Claim {
        Claim::clone(self.project().claim(claim_id(number)).unwrap())
    }

    /// Waits until every edit is on the disk.
    #[track_caller]
    pub fn safe(&mut self) {
        self.until("the edits to be safe", |seat| seat.desk().safety() == Safety::Safe);
    }

    #[track_caller]
    pub fn save(&mut self) {
        self.act(Command::Do(Action::Save));
        self.until("the save", |seat| !seat.session.is_saving() && !seat.desk().document().is_modified());
        self.safe();
    }

    #[track_caller]
    pub fn save_as(&mut self, path: &Path) {
        self.act(Command::SaveAs(path.into(), None));
        self.until("the save", |seat| !seat.session.is_saving() && seat.desk().path() == Some(path));
    }

    #[track_caller]
    pub fn undo(&mut self) {
        let revision = self.desk().document().revision();
        self.act(Command::Do(Action::Undo));
        assert_ne!(self.desk().document().revision(), revision, "something was undone");
    }

    /// What is said to the person, with its particulars.
    pub fn said(&self) -> Vec<String> {
        self.session.notices().shown().iter().map(in_words).collect()
    }

    pub fn failures(&self) -> Vec<String> {
        let shown = self.session.notices().shown().iter();
        shown.filter(|notice| notice.weight == Weight::Failure).map(in_words).collect()
    }

    /// Whether something was said in these words.
    pub fn was_told(&self, words: &str) -> bool {
        self.said().iter().any(|said| said.contains(words))
    }
}

fn in_words(notice: &Notice) -> String {
    format!("{} {}", notice.text, notice.details.join(" "))
}

type Rule = Box<dyn Fn(Call, &Path) -> io::Result<()> + Send + Sync>;

/// A disk that refuses what a rule says.
#[derive(Default)]
pub struct Fickle {
    rule: Mutex<Option<Arc<Rule>>>,
}

impl Fickle {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn refuse(&self, rule: impl Fn(Call, &Path) -> io::Result<()> + Send + Sync + 'static) {
        *self.rule.lock().unwrap() = Some(Arc::new(Box::new(rule)));
    }

    /// Refuses whatever is done below a folder.
    pub fn refuse_below(&self, folder: &Path, kind: io::ErrorKind) {
        let folder = folder.to_path_buf();
        self.refuse(move |_, path| if path.starts_with(&folder) { Err(kind.into()) } else { Ok(()) });
    }

    pub fn heal(&self) {
        *self.rule.lock().unwrap() = None;
    }
}

impl fmt::Debug for Fickle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fickle")
    }
}

impl Disk for Fickle {
    fn before(&self, call: Call, path: &Path) -> io::Result<()> {
        let rule = self.rule.lock().unwrap().clone();
        rule.map_or(Ok(()), |rule| rule(call, path))
    }
}
