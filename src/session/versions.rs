//! Earlier versions of a project, and what can be read of a broken one.

use std::path::{Path, PathBuf};

use super::Session;
use super::command::Effect;
use super::desk::Meant;
use super::opening::Edge;
use super::recovery::holding;
use super::work::{Outcome, plural};
use crate::edit::Transaction;
use crate::edit::ops::repair;
use crate::merge::{self, Merge};
use crate::model::{Info, Project};
use crate::store::journal::{Recovered, Replay};
use crate::store::versions::{self, Version};
use crate::store::{self, Beside, DiskState, LoadError, Print, Trouble};

/// The earlier versions of a project, as far as they were looked at.
#[derive(Clone, Debug)]
pub struct Versions {
    /// The project's file.
    pub path: PathBuf,
    /// Latest first.
    pub rows: Vec<VersionRow>,
}

/// One version and how it differs from what is on the desk.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// The version.
    pub version: Version,
    /// What differs.
    pub differs: Differs,
}

/// How a version differs from the project as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differs {
    /// Not looked at yet.
    Unknown,
    /// In these words: first in one line, then particulars. For a project that is not open: what is in it.
    Words(String, Vec<String>),
    /// It cannot be read; why.
    Unreadable(String),
}

/// Most particulars of a difference.
const MOST: usize = 30;

/// Edits that were safe in a journal beside a file that is opened otherwise than as usual.
pub(super) struct Leftover {
    base: Project,
    ours: Project,
    steps: usize,
    last: String,
}

/// What a broken file became: what could be read, where it belongs, and the edits beside it.
pub(super) struct Rescued {
    rescue: Rescue,
    meant: Meant,
    leftover: Option<Leftover>,
}

/// What could be read of a broken file.
enum Rescue {
    /// It held two versions.
    Sides { ours: Box<Project>, merge: Box<Merge> },
    /// Whatever was whole; and what was put aside, a line each.
    Parts { project: Box<Project>, told: Vec<String> },
}

/// A version that was read, with the edits beside the file; or why not.
pub(super) type Restored = Result<(Project, Option<Leftover>), String>;

impl Edge {
    /// The edits that a journal beside the file at `path` holds beyond `project`, which is what was made of
    /// that file. None while someone else is at work on it: they are theirs then.
    fn leftover(&self, path: &Path, project: &Project, print: Print) -> Option<Leftover> {
        let besides = self.besides(path);
        let mut place = self.place(besides).ok()?;
        match self.replay(Some((project, print)), &mut place, &mut Vec::new()).ok()? {
            Replay::Nothing => None,
            Replay::Recovered(recovered) => {
                let Recovered { document, base, steps, last, .. } = *recovered;
                Some(Leftover { base, ours: document.project().clone(), steps, last })
            }
            Replay::Elsewhere { base, ours, steps, last } => {
                let base = holding(project, &base);
                Some(Leftover { ours: holding(&base, &ours), base, steps, last })
            }
        }
    }
}

impl Session {
    /// The earlier versions that are being looked at.
    pub fn versions(&self) -> Option<&Versions> {
        self.versions.as_ref()
    }

    /// Lists the earlier versions of the project on the desk, or of another file.
    pub(super) fn list_versions(&mut self, path: Option<PathBuf>) {
        let Some(path) = path.or_else(|| self.desk.as_ref()?.path.clone()) else { return };
        let (turn, edge) = (self.turn, self.edge());
        self.jobs.start_quietly(move |_| {
            let mut rows = Vec::new();
            let mut trouble = None;
            for beside in edge.besides(&path) {
                match versions::list(&beside) {
                    Ok(found) => rows.extend(found),
                    Err(error) => trouble = Some(format!("{}: {error}", beside.backups().display())),
                }
            }
            Outcome::Versions { turn, path, rows, trouble }
        });
    }

    pub(super) fn listed(&mut self, turn: u64, path: PathBuf, rows: Vec<Version>, trouble: Option<String>) {
        if turn != self.turn {
            return;
        }
        if let Some(trouble) = trouble {
            self.notices.failure("The earlier versions could not be listed", vec![trouble]);
        }
        let rows = rows.into_iter().map(|version| VersionRow { version, differs: Differs::Unknown }).collect();
        self.versions = Some(Versions { path, rows });
        self.effects.push(Effect::ShowVersions);
        self.look_into_next();
    }

    /// Looks into the first version that nobody has looked into.
    fn look_into_next(&mut self) {
        let Some(versions) = &self.versions else { return };
        let Some(row) = versions.rows.iter().find(|row| row.differs == Differs::Unknown) else { return };
        let (version, turn) = (row.version.clone(), self.turn);
        // A version of the project on the desk is compared with that; of another, it says what is in it.
        let now = self.desk.as_ref().filter(|desk| desk.path.as_ref() == Some(&versions.path));
        let now = now.map(|desk| desk.project().clone());
        self.jobs.start_quietly(move |_| {
            let differs = match versions::load(&version) {
                Err(error) => Differs::Unreadable(error.to_string()),
                Ok(loaded) => match now {
                    Some(now) => {
                        Differs::Words(merge::summary(&now, &loaded.project), merge::words(&now, &loaded.project, MOST))
                    }
                    None => Differs::Words(contents(&loaded.project), Vec::new()),
                },
            };
            Outcome::LookedInto { turn, path: version.path, differs }
        });
    }

    pub(super) fn looked_into(&mut self, turn: u64, path: &Path, differs: &Differs) {
        if turn != self.turn {
            return;
        }
        let rows = self.versions.iter_mut().flat_map(|versions| &mut versions.rows);
        for row in rows.filter(|row| row.version.path == path) {
            row.differs = differs.clone();
        }
        self.look_into_next();
    }

    /// The dialog was closed.
    pub(super) fn forget_versions(&mut self) {
        self.versions = None;
    }

    /// Makes the project on the desk what a version was, as one step; without one on the desk opens it as a
    /// project of its own.
    pub(super) fn restore(&mut self, path: PathBuf) {
        let is_ours =
            |versions: &Versions| self.desk.as_ref().is_some_and(|desk| desk.path.as_ref() == Some(&versions.path));
        let onto_desk = self.versions.as_ref().is_some_and(is_ours);
        let (turn, title) = (self.turn, name_of_version(self.versions.as_ref(), &path));
        let edge = self.edge();
        let beside = self.versions.as_ref().filter(|_| !onto_desk).map(|versions| versions.path.clone());
        self.jobs.start("Reading the version", true, move |_| {
            let result = store::load(&path).map_err(|error| error.to_string()).map(|loaded| {
                let leftover = beside.and_then(|path| edge.leftover(&path, &loaded.project, loaded.print));
                (loaded.project, leftover)
            });
            Outcome::Restored { turn, onto_desk, title, result: Box::new(result) }
        });
    }

    pub(super) fn restored(&mut self, turn: u64, onto_desk: bool, title: &str, result: Restored) {
        if turn != self.turn {
            return;
        }
        self.versions = None;
        let (project, leftover) = match result {
            Ok(restored) => restored,
            Err(error) => return self.notices.failure("The version could not be read", vec![error]),
        };
        let Some(desk) = self.desk.as_ref().filter(|_| onto_desk) else {
            self.put_without_file(project);
            self.begin_modified(title);
            let advice = "It has no file yet: save it, under the old name if you like. What is there then stays \
                          among the earlier versions.";
            self.notices.lasting(format!("Opened: {title}"), vec![advice.into()]);
            self.leftover = leftover;
            return self.merge_leftover();
        };
        let edits = merge::changes(desk.project(), &project);
        let step = Transaction::new(format!("Restore {title}"), edits).drifting().as_found(project);
        if step.edits.is_empty() {
            self.notices.quiet("That version is the same as the project now");
        } else if self.commit(Ok(step)) {
            self.notices.quiet(format!("Restored: {title}. Undo brings back what was here"));
        }
    }

    /// A project that came from somewhere else than its file is worth asking about before it is left, and
    /// has a journal at once.
    fn begin_modified(&mut self, title: &str) {
        let Some(desk) = &mut self.desk else { return };
        let info = crate::edit::Edit::Info(desk.project().info().clone());
        // A step that changes nothing, so that there is something in the journal.
        let step = Transaction::new(format!("Open {title}"), vec![info]);
        let begun = desk.document.commit(step);
        debug_assert!(begun.is_ok(), "a step that changes nothing holds");
        self.keep();
    }

    /// Opens whatever can be read of a broken file.
    pub(super) fn rescue(&mut self, path: PathBuf) {
        let (turn, edge) = (self.turn, self.edge());
        self.jobs.start("Reading what can be read", true, move |_| {
            let read = DiskState::of(&path).and_then(|disk| Ok((disk, std::fs::read(&path)?)));
            let read = read.map_err(|error| format!("{}: {error}", path.display()));
            let result = read.map(|(disk, bytes)| {
                let meant = Meant { path: path.clone(), disk, print: Print::of(&bytes) };
                let rescue = rescue(&bytes, edge.besides(&path).first(), &*edge.disk);
                let project = match &rescue {
                    Rescue::Sides { merge, .. } => merge.project(),
                    Rescue::Parts { project, .. } => project,
                };
                let leftover = edge.leftover(&path, project, meant.print);
                Rescued { rescue, meant, leftover }
            });
            Outcome::Rescued { turn, path, result: Box::new(result) }
        });
    }

    pub(super) fn rescued(&mut self, turn: u64, path: &Path, result: Result<Rescued, String>) {
        if turn != self.turn {
            return;
        }
        let name = super::saving::name_of(path);
        let Rescued { rescue, meant, leftover } = match result {
            Err(error) => return self.notices.failure("The file could not be read", vec![error]),
            Ok(rescued) => rescued,
        };
        match rescue {
            Rescue::Sides { ours, merge } => {
                self.put_without_file(*ours);
                self.mean(meant);
                self.begin_modified(&format!("both versions in {name}"));
                self.leftover = leftover;
                self.merge_sides(*merge);
            }
            Rescue::Parts { project, told } => {
                self.put_without_file(*project);
                self.mean(meant);
                self.begin_modified(&format!("what can be read of {name}"));
                let text = format!("What can be read of {name} is open; {} was put aside", count_of(&told));
                self.notices.failure(text, told);
                self.leftover = leftover;
                self.merge_leftover();
            }
        }
    }

    /// Brings edits in that were safe in the journal beside the file.
    pub(super) fn merge_leftover(&mut self) {
        let Some(Leftover { base, ours, steps, last }) = self.leftover.take() else { return };
        let Some(project) = self.project() else { return };
        let merge = merge::merge(&base, &ours, project);
        self.merge_beside(merge, steps, last);
    }

    /// The first save goes to the file that could not be read; what is in it then stays among its versions.
    fn mean(&mut self, meant: Meant) {
        if let Some(desk) = &mut self.desk {
            desk.meant = Some(meant);
        }
    }

    /// Repairs whatever can be repaired without asking, as one step.
    pub(super) fn repair(&mut self) {
        let Some(project) = self.project() else { return };
        let (step, told) = repair::repair(project);
        if told.is_empty() {
            return self.notices.quiet("There is nothing that can be repaired without you");
        }
        let step = step.drifting();
        if self.commit(Ok(step)) {
            let count = told.len();
            self.notices.lasting(format!("{count} problem{} repaired. Undo takes that back", plural(count)), told);
        }
    }
}

fn count_of(told: &[String]) -> String {
    let count = told.len().saturating_sub(1);
    format!("{count} piece{}", plural(count))
}

/// What is in a project, in a line.
fn contents(project: &Project) -> String {
    let (articles, claims) = (project.articles().len(), project.claims().len());
    format!("{articles} article{}, {claims} claim{}", plural(articles), plural(claims))
}

fn name_of_version(versions: Option<&Versions>, path: &Path) -> String {
    let row = versions.and_then(|versions| versions.rows.iter().find(|row| row.version.path == path));
    let Some(row) = row else { return "an earlier version".into() };
    let when = row.version.saved.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b %Y, %H:%M");
    if row.version.unsaved { format!("unsaved work of {when}") } else { format!("version of {when}") }
}

fn rescue(bytes: &[u8], beside: Option<&Beside>, disk: &dyn store::disk::Disk) -> Rescue {
    let kept = || match beside.map(|beside| keep_broken(bytes, beside, disk)) {
        Some(Ok(path)) => format!("The whole file as it was found is kept in {}", path.display()),
        Some(Err(error)) => format!("The file stays as it is; a copy of it could not be kept: {error}"),
        None => "The file stays as it is".into(),
    };
    if let Some(sides) = store::conflict_sides(&String::from_utf8_lossy(bytes)) {
        match [&sides.ours, &sides.theirs].map(|side| store::from_str(side)) {
            [Ok(ours), Ok(theirs)] => {
                let merge = Box::new(together(sides.base.as_deref(), &ours.project, &theirs.project));
                return Rescue::Sides { ours: Box::new(ours.project), merge };
            }
            [Ok(ours), Err(error)] => return half(ours.project, &sides.theirs, 1, &error, kept()),
            [Err(error), Ok(theirs)] => return half(theirs.project, &sides.ours, 0, &error, kept()),
            [Err(_), Err(_)] => {}
        }
    }
    let salvaged = store::salvage_bytes(bytes);
    let mut told: Vec<String> = salvaged
        .aside
        .iter()
        .map(|aside| format!("Line {}: {}: {}", aside.place.line, aside.what, aside.why))
        .collect();
    told.extend(salvaged.mended);
    told.push(kept());
    Rescue::Parts { project: Box::new(salvaged.project), told }
}

/// How the two versions in a file are called.
const VERSIONS: [&str; 2] = ["first version", "second version"];

/// The two versions in a file, and what they come from where that is known, as one.
fn together(base: Option<&str>, ours: &Project, theirs: &Project) -> Merge {
    match base.map(store::from_str) {
        Some(Ok(base)) => merge::merge(&base.project, ours, theirs),
        known => {
            let info = Info { id: ours.info().id, title: String::new(), notes: String::new() };
            let mut merge = merge::merge(&Project::bare(info), ours, theirs);
            // What was in the file on neither side was created.
            if !matches!(known, Some(Err(LoadError { trouble: Trouble::Empty, .. }))) {
                merge.tell_one_sided(VERSIONS);
            }
            merge
        }
    }
}

/// The two versions in a file of which one cannot be read: with what can be read of that one. What it lacks then
/// was not deleted.
fn half(whole: Project, broken: &str, which: usize, error: &LoadError, kept: String) -> Rescue {
    let salvaged = store::salvage(broken);
    let mut told = vec![format!("The {} cannot be read: {error}", VERSIONS[which])];
    if salvaged.is_empty() {
        told.push(kept);
        return Rescue::Parts { project: Box::new(whole), told };
    }
    told.extend(salvaged.aside.iter().map(|aside| format!("{}: {}", aside.what, aside.why)));
    told.extend(salvaged.mended.iter().cloned());
    told.push(kept);
    let (ours, theirs) = if which == 0 { (salvaged.project, whole) } else { (whole, salvaged.project) };
    let mut merge = together(None, &ours, &theirs);
    merge.notes.append(&mut told);
    Rescue::Sides { ours: Box::new(ours), merge: Box::new(merge) }
}

/// Keeps a broken file as it was found.
fn keep_broken(bytes: &[u8], beside: &Beside, disk: &dyn store::disk::Disk) -> std::io::Result<PathBuf> {
    beside.make(disk)?;
    let folder = beside.aside();
    disk.create_folder(&folder)?;
    let path = folder.join(format!("file-{}.ron", Print::of(bytes)));
    if !path.exists() {
        let mut file = disk.create(&path)?;
        disk.write(&mut file, &path, bytes)?;
        disk.sync(&file, &path)?;
        disk.sync_folder(&folder)?;
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/paris-talks.ron");
        std::fs::read_to_string(path).expect("is there")
    }

    /// What opening this file asks and tells; the claims that come of it.
    fn check(text: &str, asks: &[&str], tells: &[&str], claims: usize) {
        let rescue = rescue(text.as_bytes(), None, &store::disk::System);
        let (asked, told, project) = match &rescue {
            Rescue::Sides { merge, .. } => (&*merge.conflicts, &merge.notes, merge.project()),
            Rescue::Parts { project, told } => (&[][..], told, &**project),
        };
        assert_eq!(asked.iter().map(|it| format!("{} – {}", it.what, it.field)).collect::<Vec<_>>(), asks);
        assert_eq!(told.len(), tells.len(), "{told:?}");
        for (told, part) in told.iter().zip(tells) {
            assert!(told.contains(part), "{told}");
        }
        assert_eq!(project.claims().len(), claims);
    }

    #[test]
    fn a_claim_deleted_in_one_of_the_versions_in_a_file_does_not_come_back_unseen() {
        let text = sample();
        let line = text.split_inclusive('\n').find(|line| line.contains("(id: \"iy2mcya\"")).expect("is there");
        let other = line.replace("stance: \"supports\"", "stance: \"opposes\"");
        assert_ne!(other, line);
        let kept = "Claim: United States on Raise European defence spending – Kept or deleted";
        let torn = |base: &str| text.replace(line, &format!("<<<<<<< a\n{base}=======\n{other}>>>>>>> b\n"));
        check(&torn(&format!("||||||| base\n{line}")), &[kept], &[], 94);
        let note = "Only in the second version: Claim: United States on Raise European defence spending";
        check(&torn(""), &[], &[note], 95);
    }

    #[test]
    fn of_two_versions_one_that_cannot_be_read_is_read_as_far_as_that_goes() {
        let text = sample();
        let title = "  title: \"Paris talks\",\n";
        let torn = |other: &str| {
            text.replace(title, &format!("<<<<<<< a\n{title}||||||| base\n{title}=======\n{other}>>>>>>> b\n"))
        };
        let tells = ["The second version cannot be read", "", "The file stays as it is"];
        check(&torn("  title: Other,\n"), &[], &tells, 95);
        let newer = text.replace("format: 1", "format: 99");
        let both = format!("<<<<<<< a\n{text}||||||| base\n{text}=======\n{newer}>>>>>>> b\n");
        check(
            &both,
            &[],
            &["The second version cannot be read: the project is in format 99", "The file stays as it is"],
            95,
        );
    }
}
