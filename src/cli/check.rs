//! `demarche check`

use super::args::Check;
use super::{Failure, Outcome, Streams, counted, open, shown};

pub fn run(args: &Check, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let loaded = open(&args.project)?;
    let name = shown(&args.project);
    for problem in &loaded.problems {
        streams.put(&format!("{name}: {problem}"))?;
    }
    let project = &loaded.project;
    let articles = counted(project.articles().len(), "article");
    let excerpts = counted(project.excerpts().len(), "excerpt");
    let claims = counted(project.claims().len(), "claim");
    let count = loaded.problems.len();
    let said = if count == 0 { "no problems".into() } else { counted(count, "problem") };
    streams.put(&format!("{name}: {articles}, {excerpts}, {claims}: {said}"))?;
    Ok(if count == 0 { Outcome::Done } else { Outcome::Partly })
}
