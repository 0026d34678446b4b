//! `demarche export`

use super::args::Export;
use super::{Failure, Outcome, Streams, open, shown};
use crate::derive::{Filter, Settings};
use crate::export::{Options, csv};
use crate::model::{Project, Slug, TagId};
use crate::store::atomic;

pub fn run(args: &Export, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let loaded = open(&args.project)?;
    let name = shown(&args.project);
    for problem in &loaded.problems {
        streams.say(&format!("{name}: {problem}"));
    }
    let options = Options {
        values: args.values.into(),
        spreadsheet_safe: args.spreadsheet_safe,
        settings: settings(args, &loaded.project)?,
    };
    let mut bytes = Vec::new();
    let rows =
        csv::write(args.what.into(), &loaded.project, &options, &mut bytes).map_err(|error| error.to_string())?;
    if args.to.as_os_str() == "-" {
        match streams.out.write_all(&bytes).and_then(|()| streams.out.flush()) {
            // Whoever read from us has enough, as `head` does.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
            other => other.map_err(|error| format!("standard output: {error}"))?,
        }
    } else {
        atomic::write(&args.to, &bytes).map_err(|error| error.to_string())?;
        streams.say(&format!("{}: {rows} rows written", shown(&args.to)));
    }
    Ok(if loaded.problems.is_empty() { Outcome::Done } else { Outcome::Partly })
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
