//! `demarche new`

use super::args::New;
use super::{Failure, Outcome, Streams, shown};
use crate::model::{Project, ProjectId, Token};
use crate::store;

pub fn run(args: &New, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let path = &args.project;
    // A link that leads nowhere is in the way as well.
    if path.symlink_metadata().is_ok() {
        return Err(format!("{}: there is already something of that name; choose another", shown(path)));
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let title = args.title.clone().or(stem).unwrap_or_else(|| "Untitled project".into());
    let id = ProjectId(Token::random(&mut fastrand::Rng::new()));
    store::save(&Project::new(id, title), path, None).map_err(|error| error.to_string())?;
    streams.say(&format!("{}: project started", shown(path)));
    Ok(Outcome::Done)
}
