//! `demarche diff`, also as a diff driver of Git.

use std::path::Path;

use super::args::Diff;
use super::merge::nothing;
use super::{Failure, Outcome, Streams, open, shown};
use crate::merge;
use crate::model::Project;
use crate::store;

pub fn run(args: &Diff, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    match args.files.as_slice() {
        [old, new] => between(old, new, args.limit, streams),
        // As Git calls a diff driver: path, old file, hash and mode, new file, hash and mode; and for a file that
        // was renamed its new name and what Git says of it. Git takes any other end than 0 for a failure.
        [path, old, _, _, new, _, _, rest @ ..] => {
            let name = rest.first().unwrap_or(path);
            if let Err(failure) = told(name, old, new, args.limit, streams) {
                streams.put(&format!("{}: {failure}", shown(name)))?;
            }
            Ok(Outcome::Done)
        }
        // Nor does it know more of a file with conflicts.
        [path] => {
            streams.put(&format!("{}: not merged yet", shown(path)))?;
            Ok(Outcome::Done)
        }
        _ => Err("diff: give two project files, or call it from Git as a diff driver".into()),
    }
}

fn between(old: &Path, new: &Path, limit: usize, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let (from, to) = (open(old)?.project, open(new)?.project);
    let same = put(&format!("{} → {}", shown(old), shown(new)), &from, &to, limit, streams)?;
    Ok(if same { Outcome::Done } else { Outcome::Partly })
}

fn told(name: &Path, old: &Path, new: &Path, limit: usize, streams: &mut Streams<'_>) -> Result<(), Failure> {
    let (from, to) = match (is_absent(old), is_absent(new)) {
        (false, false) => (open(old)?.project, open(new)?.project),
        (true, false) => {
            let to = open(new)?.project;
            (nothing(&to), to)
        }
        (false, true) => {
            let from = open(old)?.project;
            let to = nothing(&from);
            (from, to)
        }
        (true, true) => return Ok(()),
    };
    put(&shown(name), &from, &to, limit, streams).map(|_| ())
}

/// Whether a name stands for a file that is not there. Git says it so on every system.
fn is_absent(path: &Path) -> bool {
    path == Path::new("/dev/null") || path.to_str().is_some_and(|path| path.eq_ignore_ascii_case("nul"))
}

/// Writes what differs; whether nothing does.
fn put(name: &str, from: &Project, to: &Project, limit: usize, streams: &mut Streams<'_>) -> Result<bool, Failure> {
    let lines = merge::words(from, to, limit);
    if lines.is_empty() {
        let same = store::to_string(from) == store::to_string(to);
        if !same {
            streams.put(&format!("{name}: the same but for times of change and words around excerpts"))?;
        }
        return Ok(same);
    }
    streams.put(&format!("{name}: {}", merge::summary(from, to)))?;
    lines.iter().try_for_each(|line| streams.put(&format!("  {line}")))?;
    Ok(false)
}
