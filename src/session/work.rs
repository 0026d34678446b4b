//! What jobs bring back; articles in, tables, briefings and pictures out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::Session;
use super::command::{Effect, Item, Part, Screen, Then};
use super::gaps::Looked as LookedForGaps;
use super::jobs::{self, Progress};
use super::opening::{Opened, Unsaved, UnsavedWork};
use super::prefs::Recent;
use super::saving::{SaveDone, is_there, name_of, with_extension};
use super::together::Looked;
use super::versions::{Differs, Rescued, Restored};
use crate::derive::Copies;
use crate::derive::search::Found;
use crate::edit::ops::{NewArticle, articles};
use crate::export::{self, ExportError, Format, Kind, Options, Written, clipboard};
use crate::import::{self, ImportError};
use crate::merge::Merge;
use crate::store::versions::Version;
use crate::store::{LoadError, atomic};

/// What a job brought back. Results that belong to a project carry the turn it was on the desk.
pub(super) enum Outcome {
    Opened(PathBuf, Box<Result<Opened, LoadError>>),
    OpenAlready(PathBuf),
    Unsaved(Vec<UnsavedWork>),
    PrefsWritten,
    PrefsFailed(String),
    OpenedUnsaved { folder: PathBuf, result: Box<Result<Unsaved, String>> },
    Saved(Box<SaveDone>),
    Forgotten(Result<(), String>),
    PutAway { turn: u64, state: u64, then: Then, result: Result<(), String> },
    Looked { turn: u64, then: Option<Option<Then>>, looked: Box<Looked> },
    Compared { turn: u64, state: u64, path: PathBuf, result: Box<Result<Merge, String>> },
    Versions { turn: u64, path: PathBuf, rows: Vec<Version>, trouble: Option<String> },
    LookedInto { turn: u64, path: PathBuf, differs: Differs },
    Restored { turn: u64, onto_desk: bool, title: String, result: Box<Restored> },
    Rescued { turn: u64, path: PathBuf, result: Box<Result<Rescued, String>> },
    Imported { turn: u64, articles: Vec<(NewArticle, Vec<String>)>, refused: Vec<ImportError>, left: usize },
    Exported { path: PathBuf, result: Result<Option<Written>, String> },
    Answer { turn: u64, effect: Effect },
    Sought { turn: u64, number: u64, found: Option<Box<Found>> },
    Copies { turn: u64, found: Option<Box<Copies>> },
    Gaps { turn: u64, number: u64, looked: Option<Box<LookedForGaps>> },
    Broken(Broken, String),
}

/// What no longer goes on when its job breaks down. Others go on.
#[derive(Clone)]
pub(super) enum Broken {
    Saving,
    Looking,
    Loading(PathBuf),
    Importing,
    Searching { turn: u64, number: u64 },
    Copying { turn: u64, revision: u64 },
    Gaps { turn: u64, number: u64 },
}

impl Broken {
    /// The work of a job that says when it broke down.
    pub fn guard(self, work: impl FnOnce(&Progress) -> Outcome + Send) -> impl FnOnce(&Progress) -> Outcome + Send {
        move |progress| {
            let done = catch_unwind(AssertUnwindSafe(|| work(progress)));
            done.unwrap_or_else(|panic| Outcome::Broken(self, jobs::said(&*panic)))
        }
    }
}

impl Session {
    /// Takes in whatever jobs have brought back. What only a window can do comes back.
    pub fn poll(&mut self) -> Vec<Effect> {
        while let Some(brought) = self.jobs.poll() {
            match brought {
                Ok(Outcome::Opened(path, result)) => self.opened(path, *result),
                Ok(Outcome::OpenAlready(path)) => self.open_already(&path),
                Ok(Outcome::Unsaved(found)) => {
                    self.unsaved = found;
                    self.tell_unsaved();
                }
                Ok(Outcome::PrefsFailed(error)) => {
                    self.notices.failure("Settings could not be written", vec![error]);
                }
                Ok(Outcome::PrefsWritten) => {}
                Ok(Outcome::OpenedUnsaved { folder, result }) => self.opened_unsaved(&folder, *result),
                Ok(Outcome::Saved(done)) => self.saved(*done),
                Ok(Outcome::Forgotten(result)) => self.forgotten(result),
                Ok(Outcome::PutAway { turn, state, then, result }) => self.put_away(turn, state, then, result),
                Ok(Outcome::Looked { turn, then, looked }) => self.looked(turn, then, *looked),
                Ok(Outcome::Compared { turn, state, path, result }) => self.compared(turn, state, path, *result),
                Ok(Outcome::Versions { turn, path, rows, trouble }) => self.listed(turn, path, rows, trouble),
                Ok(Outcome::LookedInto { turn, path, differs }) => self.looked_into(turn, &path, &differs),
                Ok(Outcome::Restored { turn, onto_desk, title, result }) => {
                    self.restored(turn, onto_desk, &title, *result);
                }
                Ok(Outcome::Rescued { turn, path, result }) => self.rescued(turn, &path, *result),
                Ok(Outcome::Imported { turn, articles, refused, left }) => {
                    self.importing = self.importing.saturating_sub(1);
                    if turn == self.turn && self.desk.is_some() {
                        self.imported(articles, &refused, left);
                    } else {
                        let count = articles.len();
                        let text = format!("{count} article{} not imported: the project was closed", plural(count));
                        self.notices.failure(text, vec!["Import the files again.".into()]);
                    }
                }
                Ok(Outcome::Exported { path, result }) => self.exported(&path, result),
                Ok(Outcome::Answer { turn, effect }) if turn == self.turn => self.effects.push(effect),
                Ok(Outcome::Answer { .. }) => {}
                Ok(Outcome::Sought { turn, number, found }) => self.sought(turn, number, found),
                Ok(Outcome::Copies { turn, found }) => self.found_copies(turn, found),
                Ok(Outcome::Gaps { turn, number, looked }) => self.looked_into_gaps(turn, number, looked),
                Ok(Outcome::Broken(what, said)) => self.broke_down(&what, said),
                Err(said) => self.tell_breakdown(said),
            }
        }
        self.keep();
        self.look_for_copies();
        self.heed_taken();
        std::mem::take(&mut self.effects)
    }

    fn broke_down(&mut self, what: &Broken, said: String) {
        match what {
            Broken::Saving => self.saving = false,
            Broken::Looking => (self.looking, self.then) = (false, None),
            Broken::Loading(path) if self.loading.as_ref() == Some(path) => self.loading = None,
            Broken::Loading(_) => {}
            Broken::Importing => self.importing = self.importing.saturating_sub(1),
            Broken::Searching { turn, number } => self.gave_up_search(*turn, *number),
            Broken::Copying { turn, revision } => self.gave_up_copies(*turn, *revision),
            Broken::Gaps { turn, number } => self.gave_up_gaps(*turn, *number),
        }
        self.tell_breakdown(said);
    }

    fn tell_breakdown(&mut self, said: String) {
        let advice = "Your work is still here; save it under another name to be sure.".to_owned();
        self.notices.failure("Something broke down in the background", vec![said, advice]);
    }

    /// Takes the project off the desk.
    pub(super) fn clear_desk(&mut self) {
        self.remember();
        self.retire();
        if let Some((place, _)) = self.waiting.take() {
            self.let_go(place);
        }
        (self.desk, self.settling, self.versions) = (None, None, None);
        (self.leftover, self.earlier) = (None, None);
        self.loading = None;
        self.turn += 1;
        self.notices.clear();
        self.effects.push(Effect::Fresh);
    }

    /// Stops whatever may be stopped.
    pub(super) fn cancel(&mut self) {
        self.loading = None;
        self.jobs.running().filter(|job| job.can_cancel).for_each(|job| job.progress.cancel());
    }

    /// Brings files in, in the background, as one step. Project files are opened instead.
    pub(super) fn import(&mut self, paths: Vec<PathBuf>) {
        let is_project = |path: &PathBuf| path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("ron"));
        if let Some(project) = paths.iter().find(|path| is_project(path)) {
            if paths.len() == 1 {
                return self.leave(Then::Open(project.clone()));
            }
            let text = format!("Nothing was brought in: {} is a project, not an article", name_of(project));
            return self.notices.failure(text, vec!["Open a project alone; bring articles in without it.".into()]);
        }
        if paths.is_empty() {
            return;
        }
        if self.desk.is_none() {
            self.new_project();
        }
        let label = format!("Importing {} file{}", paths.len(), plural(paths.len()));
        let turn = self.turn;
        self.importing += 1;
        let work = move |progress: &Progress| {
            progress.expect(paths.len());
            let (mut articles, mut refused) = (Vec::new(), Vec::new());
            let mut left = paths.len();
            for path in paths {
                if progress.is_cancelled() {
                    break;
                }
                match import::read(&path) {
                    Ok(imported) => {
                        let doubts = imported.report.notes.iter().map(|note| format!("{}: {note}", name_of(&path)));
                        articles.push((imported.article, doubts.collect()));
                    }
                    Err(error) => refused.push(error),
                }
                left -= 1;
                progress.step();
            }
            Outcome::Imported { turn, articles, refused, left }
        };
        self.jobs.start(label, true, Broken::Importing.guard(work));
    }

    fn imported(&mut self, articles: Vec<(NewArticle, Vec<String>)>, refused: &[ImportError], left: usize) {
        let (articles, doubts): (Vec<_>, Vec<_>) = articles.into_iter().unzip();
        let (articles, twins) = self.without_twins(articles);
        let count = articles.len();
        if count > 0
            && let Some(project) = self.project()
        {
            let mut stamp = self.stamp();
            let (transaction, ids) = articles::add(project, articles, &mut stamp);
            if self.commit(Ok(transaction))
                && let Some(first) = ids.first()
            {
                self.show(Item::Article(*first));
            }
        }
        let mut details: Vec<String> = refused.iter().map(ToString::to_string).collect();
        let left_out = twins.len();
        details.extend(twins);
        if left > 0 {
            details.push(format!("{left} file{} left out because the import was cancelled", plural(left)));
        }
        let said = format!("{count} article{} imported", plural(count));
        if details.is_empty() {
            let doubts: usize = doubts.iter().map(Vec::len).sum();
            let more = if doubts > 0 { " – check title and date with D" } else { "" };
            self.notices.quiet(format!("{said}{more}"));
        } else {
            let failed = refused.len();
            details.extend(doubts.into_iter().flatten());
            let twice = if left_out > 0 { format!(", {left_out} already there") } else { String::new() };
            self.notices.failure(format!("{said}{twice}, {failed} file{} refused", plural(failed)), details);
        }
    }

    /// The articles whose words are not in the project yet, and what is to be said of the others.
    fn without_twins(&self, articles: Vec<NewArticle>) -> (Vec<NewArticle>, Vec<String>) {
        let Some(project) = self.project() else { return (articles, Vec::new()) };
        let (mut new, mut twins): (Vec<NewArticle>, Vec<String>) = (Vec::new(), Vec::new());
        for article in articles {
            let twin = project.texts().iter().find(|(_, text)| ***text == article.text).map(|(id, _)| *id);
            let title = twin.and_then(|id| project.article(id)).map(|row| row.title.clone());
            let again = title.or_else(|| {
                new.iter().find(|other| other.text == article.text).map(|other| other.details.title.clone())
            });
            match again {
                Some(title) => twins.push(format!(
                    "“{}” was left out: the same words are in the project already, as “{title}”",
                    article.details.title
                )),
                None => new.push(article),
            }
        }
        (new, twins)
    }

    /// Writes a file in the background.
    pub(super) fn export(&mut self, path: PathBuf, kind: Kind, format: Format, options: Options) {
        let Some(desk) = &self.desk else { return };
        let (path, is_named) = with_extension(path, format.extension());
        let format = kind.format_of(&path, format);
        let (project, now) = (desk.project().clone(), jiff::Timestamp::now());
        self.jobs.start(format!("Writing {}", name_of(&path)), true, move |progress| {
            if is_named && path.exists() {
                return Outcome::Exported { result: Err(is_there(&path)), path };
            }
            let put = |written: Written| match atomic::write(&path, &written.bytes) {
                Ok(()) => Ok(Some(Written { bytes: Vec::new(), ..written })),
                Err(error) => Err(error.to_string()),
            };
            let result = match export::write(kind, format, &project, &options, now, &|| !progress.is_cancelled()) {
                Ok(_) if progress.is_cancelled() => Ok(None),
                Ok(written) => put(written),
                Err(ExportError::Cancelled) => Ok(None),
                Err(error) => Err(error.to_string()),
            };
            Outcome::Exported { path, result }
        });
    }

    fn exported(&mut self, path: &Path, result: Result<Option<Written>, String>) {
        let file = path.display();
        match result {
            Ok(None) => self.notices.quiet(format!("{} was not written: cancelled", name_of(path))),
            Ok(Some(written)) => {
                let said = match written.rows {
                    Some(rows) => format!("{rows} row{} written to {file}", plural(rows)),
                    None => format!("Written to {file}"),
                };
                match written.losses.is_empty() {
                    true => self.notices.quiet(said),
                    false => self.notices.lasting(said, written.losses),
                }
            }
            Err(error) => self.notices.failure(format!("{} was not written", name_of(path)), vec![error]),
        }
    }

    /// Puts the table of the part that is shown on the clipboard; the matrix where no part is shown.
    pub(super) fn copy_what_is_shown(&mut self) {
        let Some(desk) = &self.desk else { return };
        let kind = match (desk.screen(), desk.part()) {
            (Screen::Matrix, Part::Moves) => Kind::Moves,
            (Screen::Matrix, Part::Agreement) => Kind::Agreement,
            _ => Kind::Matrix,
        };
        let options = Options { look: desk.look().clone(), ..Options::default() };
        self.copy_table(kind, options);
    }

    /// Makes a table for the clipboard, in the background.
    pub(super) fn copy_table(&mut self, kind: Kind, options: Options) {
        let Some(desk) = &self.desk else { return };
        let (project, turn) = (desk.project().clone(), self.turn);
        self.jobs.start("Copying", false, move |_| {
            let clip = clipboard::clip(kind, &export::Source::new(&project, &options));
            Outcome::Answer { turn, effect: Effect::CopyTable(Box::new(clip)) }
        });
    }

    /// Puts the project on the desk at the head of the recent ones.
    pub(super) fn remember(&mut self) {
        let Some(desk) = &self.desk else { return };
        let Some(path) = &desk.path else { return };
        let recent = Recent::of(path, desk.project(), &desk.matrix());
        self.change_prefs(|prefs| prefs.remember(recent));
    }
}

pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
