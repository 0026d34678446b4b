//! Files in and out: opening, saving, importing, and what happens to unsaved work before leaving.

use std::path::{Path, PathBuf};

use super::command::{Effect, Item, Then};
use super::desk::Desk;
use super::prefs::Recent;
use super::{SAMPLE, Session};
use crate::edit::ops::{NewArticle, articles};
use crate::export::{Kind, Options, csv};
use crate::import::{self, ImportError};
use crate::model::Cell;
use crate::store::{self, DiskState, LoadError, Loaded, SaveError, atomic};

/// What a job brought back. Results that belong to a project carry the turn it was on the desk.
pub(super) enum Outcome {
    Loaded(PathBuf, Box<Result<Loaded, LoadError>>),
    Saved { turn: u64, path: PathBuf, state: u64, then: Option<Then>, result: Result<DiskState, SaveError> },
    Imported { turn: u64, articles: Vec<(NewArticle, Vec<String>)>, refused: Vec<ImportError>, left: usize },
    Exported { path: PathBuf, result: Result<usize, String> },
}

impl Session {
    /// Takes in whatever jobs have brought back. What only a window can do comes back.
    pub fn poll(&mut self) -> Vec<Effect> {
        while let Some(brought) = self.jobs.poll() {
            match brought {
                Ok(Outcome::Loaded(path, result)) => self.loaded(&path, *result),
                Ok(Outcome::Saved { turn, path, state, then, result }) => self.saved(turn, path, state, then, result),
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
                Err(said) => {
                    (self.saving, self.loading, self.importing) = (false, None, 0);
                    let advice = "Your work is still here; save it under another name to be sure.".to_owned();
                    self.notices.failure("Something broke down in the background", vec![said, advice]);
                }
            }
        }
        std::mem::take(&mut self.effects)
    }

    /// Goes on as wished; asks first when there is unsaved work.
    pub(super) fn leave(&mut self, then: Then) {
        if self.half_coded && self.desk.is_some() {
            self.notices.quiet("A claim is half coded: save it or leave the form first (Esc)");
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
            Then::Close => self.clear_desk(),
            Then::Quit => {
                self.clear_desk();
                self.effects.push(Effect::Quit);
            }
        }
    }

    /// Takes the project off the desk.
    pub(super) fn clear_desk(&mut self) {
        self.remember();
        self.desk = None;
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

    fn open_sample(&mut self) {
        match store::from_str(SAMPLE) {
            Ok(loaded) => self.put(Desk::new(loaded.project, None, None)),
            Err(error) => self.notices.failure(format!("The sample could not be opened: {error}"), Vec::new()),
        }
    }

    /// Opens a project file in the background.
    pub fn open(&mut self, path: PathBuf) {
        self.loading = Some(path.clone());
        let label = format!("Opening {}", name_of(&path));
        self.jobs.start(label, true, move |_| {
            let result = store::load(&path);
            Outcome::Loaded(path, Box::new(result))
        });
    }

    fn loaded(&mut self, path: &Path, result: Result<Loaded, LoadError>) {
        if self.loading.as_deref() != Some(path) {
            return; // another file was asked for meanwhile
        }
        self.loading = None;
        match result {
            Ok(loaded) => {
                self.put(Desk::new(loaded.project, Some(path.to_path_buf()), loaded.disk));
                self.remember();
                if !loaded.problems.is_empty() {
                    let count = loaded.problems.len();
                    let text = format!("{} was opened with {count} problem{}", name_of(path), plural(count));
                    let details = loaded.problems.iter().take(50).map(ToString::to_string).collect();
                    self.notices.failure(text, details);
                }
            }
            Err(error) => self.notices.failure("The project could not be opened", vec![error.to_string()]),
        }
    }

    /// Saves to the project's file, or asks for one; afterwards goes on as wished.
    pub(super) fn save(&mut self, then: Option<Then>) {
        let Some(desk) = &self.desk else { return };
        match desk.path.clone() {
            Some(path) => self.start_save(path, desk.disk.clone(), then),
            None => self.effects.push(Effect::AskSaveAs(then)),
        }
    }

    /// Saves to another file, which is the project's from then on.
    pub(super) fn save_to(&mut self, path: PathBuf, then: Option<Then>) {
        let Some(path) = self.with_extension(path, "ron") else { return };
        // The project's own file may have been changed by someone else, whichever way it is named.
        let own = self.desk.as_ref().filter(|desk| desk.path.as_ref() == Some(&path));
        let expected = own.and_then(|desk| desk.disk.clone());
        self.start_save(path, expected, then);
    }

    /// The path with the extension it should have. A file that the longer name would replace, and about
    /// which nobody was asked, is left alone.
    fn with_extension(&mut self, path: PathBuf, extension: &str) -> Option<PathBuf> {
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

    fn start_save(&mut self, path: PathBuf, expected: Option<DiskState>, then: Option<Then>) {
        let Some(desk) = &self.desk else { return };
        if self.saving {
            return;
        }
        self.saving = true;
        let (project, state, turn) = (desk.project().clone(), desk.document.state(), self.turn);
        self.jobs.start(format!("Saving {}", name_of(&path)), false, move |_| {
            let result = store::save(&project, &path, expected.as_ref());
            Outcome::Saved { turn, path, state, then, result }
        });
    }

    fn saved(
        &mut self,
        turn: u64,
        path: PathBuf,
        state: u64,
        then: Option<Then>,
        result: Result<DiskState, SaveError>,
    ) {
        self.saving = false;
        match result {
            Ok(disk) => {
                if let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) {
                    desk.document.mark_saved(state);
                    desk.saved_at = Some(jiff::Timestamp::now().as_second());
                    (desk.path, desk.disk) = (Some(path), Some(disk));
                }
                self.remember();
                if let Some(then) = then {
                    self.leave(then);
                }
            }
            Err(error) => {
                let hint = "Your work is still here; “Save as…” writes it elsewhere.".to_owned();
                self.notices.failure("The project was not saved", vec![error.to_string(), hint]);
            }
        }
    }

    /// Brings files in, in the background, as one step. Project files are opened instead.
    pub(super) fn import(&mut self, paths: Vec<PathBuf>) {
        let is_project = |path: &PathBuf| path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("ron"));
        if let Some(project) = paths.iter().find(|path| is_project(path)) {
            return self.leave(Then::Open(project.clone()));
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
        self.jobs.start(label, true, move |progress| {
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
        });
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

    /// Writes a CSV in the background.
    pub(super) fn export(&mut self, path: PathBuf, kind: Kind, options: Options) {
        let Some(path) = self.with_extension(path, "csv") else { return };
        let Some(desk) = &self.desk else { return };
        let project = desk.project().clone();
        self.jobs.start(format!("Writing {}", name_of(&path)), false, move |_| {
            let mut bytes = Vec::new();
            let result = csv::write(kind, &project, &options, &mut bytes)
                .map_err(|error| error.to_string())
                .and_then(|rows| atomic::write(&path, &bytes).map(|()| rows).map_err(|error| error.to_string()));
            Outcome::Exported { path, result }
        });
    }

    fn exported(&mut self, path: &Path, result: Result<usize, String>) {
        match result {
            Ok(rows) => self.notices.quiet(format!("{rows} row{} written to {}", plural(rows), path.display())),
            Err(error) => self.notices.failure("The CSV was not written", vec![error]),
        }
    }

    /// Puts the project on the desk at the head of the recent ones.
    pub(super) fn remember(&mut self) {
        let Some(desk) = &self.desk else { return };
        let Some(path) = desk.path.clone() else { return };
        let project = desk.project();
        let matrix = desk.matrix();
        let mut thumbnail = Vec::new();
        for row in 0..Recent::ROWS {
            for column in 0..Recent::COLUMNS {
                let cell = matrix.countries.get(row).zip(matrix.issues.get(column));
                let position =
                    cell.and_then(|(country, issue)| matrix.position(Cell { country: *country, issue: *issue }));
                let stance = position.and_then(|position| project.stance(position.stance?));
                let colour = stance.and_then(|stance| {
                    crate::model::Colour::ALL.into_iter().find(|(colour, _)| *colour == stance.colour)
                });
                thumbnail.push(colour.map_or_else(String::new, |(_, name)| name.to_owned()));
            }
        }
        let recent = Recent {
            path: std::path::absolute(&path).unwrap_or(path),
            title: project.info().title.clone(),
            claims: project.claims().len(),
            opened: jiff::Timestamp::now().as_second(),
            thumbnail,
        };
        self.change_prefs(|prefs| prefs.remember(recent));
    }
}

pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
