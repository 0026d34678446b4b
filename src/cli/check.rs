//! `demarche check`

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::args::Check;
use super::{Failure, Outcome, Streams, counted, save, shown, tell_journal};
use crate::edit::Document;
use crate::edit::ops::repair;
use crate::model::{Problem, Project};
use crate::store::{self, LoadError, Loaded, Place, Salvaged, Trouble};

/// So many pieces of a broken file are listed.
const MOST_LISTED: usize = 20;

pub fn run(args: &Check, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    match store::load(&args.project) {
        Ok(loaded) => match &args.salvage {
            Some(out) => salvage(args, out, None, streams),
            None => check(args, loaded, streams),
        },
        Err(error) => match (&args.salvage, &error.trouble) {
            (Some(out), Trouble::Broken { .. } | Trouble::NotUtf8 | Trouble::NotAProject) => {
                salvage(args, out, Some(&error), streams)
            }
            (None, Trouble::Broken { .. } | Trouble::NotUtf8) => Err(broken(args, &error)),
            _ => Err(error.to_string()),
        },
    }
}

/// Says what does not hold in a project that can be read, and repairs it if asked to.
fn check(args: &Check, mut loaded: Loaded, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let name = shown(&args.project);
    if let Some(notice) = loaded.older_format() {
        streams.say(&format!("{name}: {notice}"));
    }
    tell_journal(&args.project, &loaded, streams);
    if args.repair {
        let mut document = Document::new(loaded.project.clone());
        let (step, told) = repair::repair(document.project());
        if !told.is_empty() {
            document.commit(step.drifting()).map_err(|error| format!("{name}: {error}"))?;
            save(&loaded, document.project(), &args.project)?;
        }
        told.iter().try_for_each(|sentence| streams.put(&format!("{name}: {sentence}")))?;
        let count = told.len();
        streams.put(&format!("{name}: {}", if count == 0 { "nothing to repair".into() } else { repaired(count) }))?;
        loaded.project = document.project().clone();
        loaded.problems = loaded.project.problems();
    }
    // The file is read again only where there is something to find in it.
    let source = if loaded.problems.is_empty() { Vec::new() } else { read(&args.project)? };
    let source = String::from_utf8_lossy(&source);
    let places = store::places(&source, &loaded.problems);
    for (problem, place) in loaded.problems.iter().zip(places) {
        let place = place.map_or_else(String::new, |Place { line, column }| format!("{line}:{column}:"));
        streams.put(&format!("{name}:{place} {problem}. {}", advice(problem, &loaded.project)))?;
    }
    if swallowed(&loaded, &source) {
        streams.put(&format!(
            "{name}: An article seems to stand in the text of another, because a quotation mark is lost. \
             `demarche check {name} --salvage OUT.ron` takes them apart."
        ))?;
    }
    let project = &loaded.project;
    let count = loaded.problems.len();
    let said = if count == 0 { "no problems".into() } else { counted(count, "problem") };
    streams.put(&format!("{name}: {}: {said}", contents(project)))?;
    Ok(if count == 0 { Outcome::Done } else { Outcome::Partly })
}

fn repaired(count: usize) -> String {
    format!("{} done and saved", counted(count, "repair"))
}

/// What somebody can do about a problem.
fn advice(problem: &Problem, project: &Project) -> &'static str {
    match problem {
        Problem::Adrift { .. } => "Open the project and choose where the words stand now.",
        Problem::NoWords { excerpt, .. } if project.claims_of(*excerpt).is_empty() => "--repair removes it.",
        Problem::NoWords { .. } => "Open the project to do so.",
        Problem::NoText(_) => "Open the project and give the article its text.",
        Problem::NoArticle { .. } | Problem::NoExcerpt { .. } => "Go back to an earlier version that has it.",
        Problem::Nobody(_) => "Open the project and say whose claim it is.",
        Problem::Dangling { .. } => "--repair adds it under that id; or correct the id.",
        Problem::Twice { .. } => "--repair names it once.",
        Problem::SameKey(..) => "--repair takes the key from the second.",
        Problem::NoName(_) | Problem::NoViewName(_) => "--repair calls it by its id; or open the project and name it.",
    }
}

/// Whether a text that went on for too long has taken an article in with it: excerpts that do not stand where
/// they should, and more articles to be found than were read.
fn swallowed(loaded: &Loaded, source: &str) -> bool {
    loaded.problems.iter().any(|problem| matches!(problem, Problem::Adrift { .. }))
        && store::salvage(source).project.articles().len() > loaded.project.articles().len()
}

/// Why a project cannot be read, and what could be read of it.
fn broken(args: &Check, error: &LoadError) -> Failure {
    let name = shown(&args.project);
    let Ok(bytes) = read(&args.project) else { return error.to_string() };
    let mut lines = vec![error.to_string()];
    let sides = store::conflict_sides(&String::from_utf8_lossy(&bytes));
    if sides.is_some_and(|sides| store::from_str(&sides.ours).is_ok() && store::from_str(&sides.theirs).is_ok()) {
        lines.push(format!("{name}: Both versions in it can be read: open it in the window to merge them."));
    }
    let salvaged = store::salvage_bytes(&bytes);
    if salvaged.is_empty() {
        lines.push(format!("{name}: Nothing in it can be read."));
    } else {
        lines.push(format!("{name}: What can be read: {}.", contents(&salvaged.project)));
        lines.extend(told(&name, &salvaged));
        lines.push(format!(
            "`demarche check {name} --salvage OUT.ron` writes that to a new file and leaves this one alone."
        ));
    }
    lines.join("\n")
}

/// What would stay aside, and what would be made up, a line each.
fn told(name: &str, salvaged: &Salvaged) -> Vec<String> {
    let aside = salvaged.aside.iter().map(|aside| {
        let Place { line, column } = aside.place;
        format!("{name}:{line}:{column}: aside: {}: {}", aside.what, aside.why)
    });
    let mended = salvaged.mended.iter().map(|what| format!("{name}: {what}"));
    let mut lines: Vec<String> = aside.chain(mended).collect();
    if lines.len() > MOST_LISTED {
        let more = lines.len() - MOST_LISTED;
        lines.truncate(MOST_LISTED);
        lines.push(format!("{name}: and {more} more"));
    }
    lines
}

/// Writes what can be read to `out` and the rest beside it. Never touches the project.
fn salvage(args: &Check, out: &Path, error: Option<&LoadError>, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let name = shown(&args.project);
    let salvaged = store::salvage_bytes(&read(&args.project)?);
    if error.is_none() && salvaged.aside.is_empty() && salvaged.mended.is_empty() {
        return Err(format!("{name}: all of it can be read, so there is nothing to salvage"));
    }
    if salvaged.is_empty() {
        let why = error.map_or_else(String::new, |error| format!("{error}\n"));
        return Err(format!("{why}{name}: Nothing in it can be read."));
    }
    let rest = rest_of(out);
    for path in [out, &rest] {
        if path.symlink_metadata().is_ok() {
            return Err(format!("{}: there is already a file; choose another name", shown(path)));
        }
    }
    let mut text = salvaged.aside_text();
    text.extend(salvaged.mended.iter().map(|what| format!("── {what}\n")));
    if !text.is_empty() {
        store::atomic::write(&rest, text.as_bytes()).map_err(|error| error.to_string())?;
    }
    store::save(&salvaged.project, out, None).map_err(|error| error.to_string())?;
    told(&name, &salvaged).iter().try_for_each(|line| streams.put(line))?;
    streams.put(&format!("{}: {}", shown(out), contents(&salvaged.project)))?;
    if !text.is_empty() {
        streams.put(&format!("{}: {}", shown(&rest), counted(salvaged.aside.len(), "piece")))?;
    }
    Ok(Outcome::Partly)
}

/// Where the rest is kept: `OUT.aside.txt`.
fn rest_of(out: &Path) -> PathBuf {
    let mut name = OsString::from(out);
    name.push(".aside.txt");
    name.into()
}

fn contents(project: &Project) -> String {
    let articles = counted(project.articles().len(), "article");
    let excerpts = counted(project.excerpts().len(), "excerpt");
    format!("{articles}, {excerpts}, {}", counted(project.claims().len(), "claim"))
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| format!("{}: cannot be read ({error})", shown(path)))
}
