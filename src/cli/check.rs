//! `demarche check`

use super::args::Check;
use super::{Failure, Outcome, Streams, open, shown};

pub fn run(args: &Check, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let loaded = open(&args.project)?;
    let name = shown(&args.project);
    for problem in &loaded.problems {
        streams.put(&format!("{name}: {problem}"))?;
    }
    let project = &loaded.project;
    let (articles, excerpts, claims) = (project.articles().len(), project.excerpts().len(), project.claims().len());
    let count = loaded.problems.len();
    let said =
        if count == 0 { "no problems".into() } else { format!("{count} problem{}", if count == 1 { "" } else { "s" }) };
    streams.put(&format!("{name}: {articles} articles, {excerpts} excerpts, {claims} claims: {said}"))?;
    Ok(if count == 0 { Outcome::Done } else { Outcome::Partly })
}
