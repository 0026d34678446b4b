//! `demarche export`

use std::path::Path;

use super::args::Export;
use super::{Failure, Outcome, Streams, counted, open, shown, tell_journal};
use crate::derive::{Filter, Settings};
use crate::export::{Options, csv};
use crate::model::{Look, Project, Slug, TagId};
use crate::store::atomic;

pub fn run(args: &Export, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let loaded = open(&args.project)?;
    if is_same_file(&args.project, &args.to) {
        return Err(format!("{}: this is the project itself; give another file to write", shown(&args.to)));
    }
    tell_journal(&args.project, &loaded, streams);
    let name = shown(&args.project);
    for problem in &loaded.problems {
        streams.say(&format!("{name}: {problem}"));
    }
    let options = Options {
        values: args.values.into(),
        spreadsheet_safe: args.spreadsheet_safe,
        look: Look { settings: settings(args, &loaded.project)?, ..Look::default() },
    };
    let mut bytes = Vec::new();
    let rows =
        csv::write(args.what.into(), &loaded.project, &options, &mut bytes).map_err(|error| error.to_string())?;
    if args.to.as_os_str() == "-" {
        streams.put_bytes(&bytes)?;
    } else {
        atomic::write_or_stream(&args.to, &bytes).map_err(|error| error.to_string())?;
        streams.say(&format!("{}: {} written", shown(&args.to), counted(rows, "row")));
    }
    Ok(if loaded.problems.is_empty() { Outcome::Done } else { Outcome::Partly })
}

/// Whether both lead to one file, by whatever name.
fn is_same_file(a: &Path, b: &Path) -> bool {
    a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

fn settings(args: &Export, project: &Project) -> Result<Settings, Failure> {
    let tag = |name: &String| {
        let id = Slug::new(name).map(TagId).map_err(|error| format!("--tag: {error}"))?;
        project.tag(id).map(|tag| tag.id).ok_or_else(|| format!("--tag: the project has no tag “{name}”"))
    };
    let filter = Filter {
        as_of: args.as_of,
        voices: args.voices.clone(),
        bases: args.bases.clone(),
        outlets: args.outlet.clone(),
        analysts: args.analyst.clone(),
        tags: args.tag.iter().map(tag).collect::<Result<_, _>>()?,
    };
    Ok(Settings { rule: args.rule.into(), filter, ..Settings::default() })
}
