//! The command line: the same verbs without a window.
//!
//! [`Raw`] is what was typed, checked by clap; [`run`] carries it out. Exit codes: 0 done, 1 done in part
//! or problems found, 2 not done (129 where Git would take 2 for something done).

mod args;
mod check;
mod diff;
mod export;
mod import;
mod merge;
mod new;
mod rehearse;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use args::{Raw, Verb};

use crate::store::disk::System;
use crate::store::journal::{self, Replay};
use crate::store::lock::{Held, Lock, Owner};
use crate::store::{self, Beside, Loaded};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done as asked.
    Done,
    /// Done in part, or problems were found.
    Partly,
    /// Not done, as was said already; Git stops at that instead of going on with what is there.
    Failed,
}

/// Why nothing was done; one message for people, with the file and what to do.
pub type Failure = String;

/// Standard output and standard error, so that tests can look at both.
pub struct Streams<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Everything said to the person.
    pub err: &'a mut dyn Write,
}

/// Carries out a command that needs no window, and says how it ended.
pub fn run(verb: Verb) -> ExitCode {
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    let mut streams = Streams { out: &mut out, err: &mut err };
    let result = match verb {
        Verb::New(args) => new::run(&args, &mut streams),
        Verb::Import(args) => import::run(&args, &mut streams),
        Verb::Export(args) => export::run(&args, &mut streams),
        Verb::Check(args) => check::run(&args, &mut streams),
        Verb::Merge(args) => merge::run(&args, &mut streams),
        Verb::Diff(args) => diff::run(&args, &mut streams),
        Verb::Rehearse(args) => rehearse::run(&args, &mut streams),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Partly) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(129),
        Err(failure) => {
            // Where standard error is gone there is nobody left to tell.
            let _ = writeln!(err, "demarche: {failure}");
            ExitCode::from(2)
        }
    }
}

impl Streams<'_> {
    /// Says a line to the person.
    fn say(&mut self, line: &str) {
        // A closed terminal does not stop the work.
        let _ = writeln!(self.err, "{line}");
    }

    /// Writes a line of results.
    fn put(&mut self, line: &str) -> Result<(), Failure> {
        self.put_bytes(format!("{line}\n").as_bytes())
    }

    /// Writes results as they are.
    fn put_bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self.out.write_all(bytes).and_then(|()| self.out.flush()) {
            // Whoever read from us has enough, as `head` does; the work goes on.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| format!("standard output: {error}")),
        }
    }
}

/// Opens a project for a command.
fn open(path: &Path) -> Result<Loaded, Failure> {
    store::load(path).map_err(|error| error.to_string())
}

/// Writes a project back, unless somebody else changed it meanwhile.
fn save(loaded: &Loaded, project: &crate::model::Project, path: &Path) -> Result<(), Failure> {
    let now = jiff::Timestamp::now();
    let beside = Beside::of(path).ok();
    let lock = beside.as_ref().map(|beside| Lock::take(&System, beside, &Owner::here("", now), now));
    if let Some(Err(held @ Held::By(..))) = &lock {
        return Err(format!("{}: nothing was changed: {held}. Close it there first.", shown(path)));
    }
    let saved = store::save(project, path, loaded.disk.as_ref()).map(|_| ()).map_err(|error| error.to_string());
    drop(lock);
    if let Some(beside) = beside {
        beside.leave();
    }
    saved
}

/// Says that a journal holds edits which are not in the file.
fn tell_journal(path: &Path, loaded: &Loaded, streams: &mut Streams<'_>) {
    let found = Beside::of(path).and_then(|beside| journal::read(&beside.journal()));
    let Ok(Some(found)) = found else { return };
    let edits = match journal::replay(Some((&loaded.project, loaded.print)), &found) {
        Ok(Replay::Recovered(recovered)) => recovered.steps,
        Ok(Replay::Elsewhere { steps, .. }) => steps,
        Ok(Replay::Nothing) | Err(_) => return,
    };
    let name = shown(path);
    let edits = counted(edits, "edit");
    streams.say(&format!(
        "{name}: note: {edits} in the journal, not in the file: save where it is open, or open it in the window to recover them"
    ));
}

/// A path as messages show it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A number with its noun: "1 claim", "28 claims".
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The project given to open in the window, checked as far as that goes without reading it.
pub fn project_to_open(path: Option<PathBuf>) -> Result<Option<PathBuf>, Failure> {
    match &path {
        Some(path) if !path.exists() => {
            Err(format!("{}: there is no such file; `demarche new {}` makes a project there", shown(path), shown(path)))
        }
        Some(path) if path.is_dir() => Err(format!("{}: this is a folder; give a project file (.ron)", shown(path))),
        _ => Ok(path),
    }
}
