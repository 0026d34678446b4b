//! `demarche merge`, also as a merge driver of Git.

use std::path::Path;

use super::args::Merge;
use super::{Failure, Outcome, Streams, counted, shown};
use crate::merge::{self, Conflict, Evidence, RowId, Side};
use crate::model::{Info, Project};
use crate::store::{self, Beside, LoadError, Loaded, SaveError, Saving, Trouble, disk};

/// Characters of a version or a quotation that are shown.
const SHOWN: usize = 300;

pub fn run(args: &Merge, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let done = match load(args) {
        Ok((base, ours, theirs)) => projects(args, &base, &ours, &theirs, streams),
        Err((side, error)) if args.markers => lines(args, side, error, streams),
        Err((_, error)) => Err(error.to_string()),
    };
    match done {
        // Git takes other ends for a merge with conflicts, and the file, which still is ours alone, for what came of it.
        Err(failure) if args.markers => {
            streams.say(&format!("demarche: nothing was merged: {failure}"));
            Ok(Outcome::Failed)
        }
        done => done,
    }
}

/// The common base, and the two sides; or the first that cannot be read. Where there was no base, as when a file was
/// added on both sides, an empty project.
fn load(args: &Merge) -> Result<(Project, Loaded, Loaded), (&'static str, LoadError)> {
    let ours = store::load(&args.ours).map_err(|error| ("our version", error))?;
    let theirs = store::load(&args.theirs).map_err(|error| ("their version", error))?;
    let base = match store::load(&args.base) {
        Ok(loaded) => loaded.project,
        Err(error) if matches!(error.trouble, Trouble::Empty) => nothing(&ours.project),
        Err(error) => return Err(("what both come from", error)),
    };
    Ok((base, ours, theirs))
}

/// Files of which not all are projects: both versions in one file, so that neither is lost. Files of which none is a
/// project are merged line by line, as Git would.
fn lines(args: &Merge, side: &str, error: LoadError, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let mut files = Vec::new();
    let mut are_text = true;
    for path in [&args.base, &args.ours, &args.theirs] {
        are_text &= match store::load(path).map_err(|error| (error.to_string(), error.trouble)) {
            Ok(_) => false,
            Err((failure, Trouble::Unreadable(_) | Trouble::TooLarge { .. })) => return Err(failure),
            Err((_, trouble)) => matches!(trouble, Trouble::NotAProject | Trouble::Empty),
        };
        files.push(std::fs::read(path).map_err(|error| format!("{}: {error}", shown(path)))?);
    }
    are_text &= !files.iter().any(|file| file.contains(&0));
    let are_utf8 = files.iter().all(|file| std::str::from_utf8(file).is_ok());
    let text = |file: &Vec<u8>| match are_utf8 {
        true => String::from_utf8_lossy(file).into_owned(),
        // A character for every byte.
        false => file.iter().copied().map(char::from).collect(),
    };
    let (base, ours, theirs) = (text(&files[0]), text(&files[1]), text(&files[2]));
    let (merged, clean) = match are_text {
        true => store::merge_lines(&base, &ours, &theirs),
        false => (store::with_markers(&base, &ours, &theirs), false),
    };
    let bytes = match are_utf8 {
        true => merged.into_bytes(),
        false => merged.chars().filter_map(|c| u8::try_from(c).ok()).collect(),
    };
    put(&bytes, args, streams)?;
    streams.say(&format!("{side}: {}", LoadError { path: None, ..error }));
    if clean {
        streams.say("merged line by line");
        return Ok(Outcome::Done);
    }
    let window = if are_text { "" } else { ", or open it in the window, which reads what can be read" };
    streams.say(&format!(
        "not merged: the file has both versions, line by line, between conflict markers. \
         Settle them in a text editor{window}."
    ));
    Ok(Outcome::Partly)
}

fn put(bytes: &[u8], args: &Merge, streams: &mut Streams<'_>) -> Result<(), Failure> {
    match args.to.as_os_str() == "-" {
        true => streams.put_bytes(bytes),
        false => store::atomic::write(&args.to, bytes).map_err(|error| error.to_string()),
    }
}

fn projects(
    args: &Merge,
    base: &Project,
    ours: &Loaded,
    theirs: &Loaded,
    streams: &mut Streams<'_>,
) -> Result<Outcome, Failure> {
    let name = name(&args.to, &ours.project);
    let mut merged = merge::merge(base, &ours.project, &theirs.project);
    if let Some(side) = args.prefer {
        merged.settle_all(side.into());
    }
    let marked = args.markers && merged.open() > 0;
    if marked {
        put(both_versions(&merged).as_bytes(), args, streams)?;
    } else if args.to.as_os_str() == "-" {
        streams.put_bytes(store::to_string(merged.project()).as_bytes())?;
    } else {
        write(merged.project(), args, [ours, theirs], streams)?;
    }
    if ours.project.info().id != theirs.project.info().id {
        streams.say(&format!("{name}: these were two projects: what is the same was found by name and text"));
    }
    for note in &merged.notes {
        streams.say(&format!("{name}: note: {note}"));
    }
    streams.say(&format!("{name}: merged: {}", merge::summary(&ours.project, merged.project())));
    if merged.open() == 0 {
        if let (Some(_), count @ 1..) = (args.prefer, merged.conflicts.len()) {
            let side = if merged.conflicts[0].chosen == Some(Side::Ours) { "ours" } else { "theirs" };
            streams.say(&format!("{name}: {} settled as {side}", counted(count, "conflict")));
        }
        return Ok(Outcome::Done);
    }
    for (index, conflict) in merged.conflicts.iter().enumerate() {
        tell(index + 1, conflict, streams);
    }
    if marked {
        streams.say(&format!(
            "{name}: {} not settled. The file has both versions: open it in the window to settle them one by one.",
            counted(merged.open(), "conflict")
        ));
        return Ok(Outcome::Partly);
    }
    streams.say(&format!(
        "{name}: {} not settled. The file has our version of each; their version is not in it. \
         Open it in Démarche and correct what should be otherwise, or merge again with --prefer theirs.",
        counted(merged.open(), "conflict")
    ));
    Ok(Outcome::Partly)
}

/// One text with what is merged, and all versions of what is not settled.
fn both_versions(merged: &merge::Merge) -> String {
    let [base, ours, theirs] = merged.unsettled().map(|project| store::to_string(&project));
    store::with_markers(&base, &ours, &theirs)
}

/// The file as messages name it; one that Git has made in passing by the project in it.
fn name(path: &Path, project: &Project) -> String {
    let title = &project.info().title;
    if is_project(path) || title.is_empty() { shown(path) } else { format!("“{title}”") }
}

fn is_project(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "ron")
}

/// The project of which nobody has said anything.
pub(super) fn nothing(of: &Project) -> Project {
    Project::bare(Info { id: of.info().id, title: String::new(), notes: String::new() })
}

fn write(project: &Project, args: &Merge, sides: [&Loaded; 2], streams: &mut Streams<'_>) -> Result<(), Failure> {
    let [ours, theirs] = sides;
    let same = |path: &Path| {
        let (a, b) = (path.canonicalize(), args.to.canonicalize());
        matches!((a, b), (Ok(a), Ok(b)) if a == b)
    };
    // What we have read must still be what we replace.
    let read = if same(&args.ours) { Some(ours) } else { Some(theirs).filter(|_| same(&args.theirs)) };
    // The files that Git hands to a merge driver pass away, and need no versions.
    let beside = Some(&args.to).filter(|path| is_project(path)).and_then(|path| Beside::of(path).ok());
    let saving = Saving {
        disk: &disk::System,
        expected: read.and_then(|loaded| loaded.disk.as_ref()),
        expected_print: read.map(|loaded| loaded.print),
        keep: beside.as_ref(),
        announce: &mut |_| Ok(()),
    };
    match store::save_with(project, &args.to, saving) {
        Ok(saved) => {
            saved.notes.iter().for_each(|note| streams.say(&format!("demarche: {note}")));
            Ok(())
        }
        // It is there all the same.
        Err(error @ SaveError::Unconfirmed { .. }) => {
            streams.say(&format!("demarche: {error}"));
            Ok(())
        }
        Err(error) => Err(error.to_string()),
    }
}

fn tell(number: usize, conflict: &Conflict, streams: &mut Streams<'_>) {
    streams.say(&format!("{number}. {} – {}", conflict.what, conflict.field));
    let version = |version: &Option<String>| match version.as_deref() {
        None => "not there".to_owned(),
        Some("") => "nothing".to_owned(),
        Some(words) => short(words),
    };
    streams.say(&format!("   ours:   {}", version(&conflict.ours)));
    streams.say(&format!("   theirs: {}", version(&conflict.theirs)));
    streams.say(&format!("   before: {}", version(&conflict.base)));
    for evidence in conflict.evidence.iter().take(5) {
        match evidence {
            Evidence::Quotation { title, quotation, stance, .. } => {
                let coded = match conflict.row {
                    RowId::Claim(_) => String::new(),
                    _ => format!("{stance}: "),
                };
                streams.say(&format!("   {coded}“{}” ({})", short(quotation), short(title)));
            }
            Evidence::Uses(uses) => streams.say(&format!("   used by {uses}")),
        }
    }
    if conflict.evidence.len() > 5 {
        streams.say(&format!("   and {} more quotations", conflict.evidence.len() - 5));
    }
}

/// In one line that can be read at a glance.
fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
