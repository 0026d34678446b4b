//! `demarche import`

use super::args::Import;
use super::{Failure, Outcome, Streams, open, save, shown};
use crate::edit::ops::articles;
use crate::edit::{Document, Stamp};
use crate::import;

pub fn run(args: &Import, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let path = &args.project;
    let loaded = open(path)?;
    let (mut new, mut failed) = (Vec::new(), 0);
    for file in &args.files {
        match import::read(file) {
            Ok(imported) => {
                let report = &imported.report;
                let words = imported.article.text.words();
                let title = &imported.article.details.title;
                let format = report.format.label();
                streams.put(&format!(
                    "{}: imported “{title}”, {words} words, {format}, {}",
                    shown(file),
                    report.encoding
                ))?;
                for note in &report.notes {
                    streams.put(&format!("{}: note: {note}", shown(file)))?;
                }
                new.push(imported.article);
            }
            Err(error) => {
                failed += 1;
                streams.say(&format!("demarche: {error}"));
            }
        }
    }
    let count = new.len();
    if count > 0 {
        let mut stamp = Stamp::new(jiff::Timestamp::now(), String::new(), fastrand::u64(..));
        let mut document = Document::new(loaded.project.clone());
        let (transaction, _) = articles::add(document.project(), new, &mut stamp);
        document.commit(transaction).map_err(|error| error.to_string())?;
        save(&loaded, document.project(), path)?;
    }
    streams.say(&format!("{}: {count} imported, {failed} refused", shown(path)));
    match (count, failed) {
        (_, 0) => Ok(Outcome::Done),
        _ => Ok(Outcome::Partly),
    }
}
