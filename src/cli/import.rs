//! `demarche import`

use super::args::Import;
use super::{Failure, Outcome, Streams, counted, open, save, shown, tell_journal};
use crate::edit::ops::articles;
use crate::edit::{Document, Stamp};
use crate::import;

pub fn run(args: &Import, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let path = &args.project;
    let loaded = open(path)?;
    tell_journal(path, &loaded, streams);
    let (mut new, mut lines, mut failed) = (Vec::new(), Vec::new(), 0);
    for file in &args.files {
        match import::read(file) {
            Ok(imported) => {
                let report = &imported.report;
                let words = counted(imported.article.text.words(), "word");
                let title = &imported.article.details.title;
                let format = report.format.label();
                let name = shown(file);
                lines.push(format!("{name}: imported “{title}”, {words}, {format}, {}", report.encoding));
                lines.extend(report.notes.iter().map(|note| format!("{name}: note: {note}")));
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
    // Only now is it true. Where it cannot be written any more, the articles are in all the same.
    let told = lines.iter().try_for_each(|line| streams.put(line));
    if let Err(failure) = &told {
        streams.say(&format!("demarche: {failure}"));
    }
    streams.say(&format!("{}: {count} imported, {failed} refused", shown(path)));
    Ok(if failed == 0 && told.is_ok() { Outcome::Done } else { Outcome::Partly })
}
