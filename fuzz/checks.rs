//! What must hold of any bytes at all. The fuzz targets hand them whatever libFuzzer makes up, and
//! `tests/hostile.rs` whatever it makes of good files in a few seconds.

use demarche::edit::Document;
use demarche::edit::ops::repair::repair;
use demarche::model::{Project, ProjectId};
use demarche::store::journal::{self, Replay};
use demarche::store::{self, Print};

/// Bytes that are taken for a project file.
pub fn project(bytes: &[u8]) {
    let source = String::from_utf8_lossy(bytes);
    let salvaged = store::salvage_bytes(bytes);
    comes_back(&salvaged.project);
    store::conflict_sides(&source);
    match store::from_str(&source) {
        Ok(loaded) => {
            comes_back(&loaded.project);
            assert_eq!(store::places(&source, &loaded.problems).len(), loaded.problems.len());
            let mut document = Document::new(loaded.project.clone());
            document.commit(repair(&loaded.project).0.drifting()).expect("a repair breaks nothing");
            comes_back(document.project());
            if loaded.problems.is_empty() && std::str::from_utf8(bytes).is_ok() {
                assert_eq!(store::to_string(&salvaged.project), store::to_string(&loaded.project));
            }
        }
        Err(error) => {
            let lines = source.split('\n').count();
            assert!(error.place.is_none_or(|place| (1..=lines).contains(&place.line)), "{error}");
            assert!(!error.trouble.advice().is_empty());
        }
    }
}

/// Bytes that are taken for a journal: as they are, and with every line called whole.
pub fn journal(bytes: &[u8]) {
    replay(bytes);
    let mut whole = Vec::with_capacity(2 * bytes.len());
    for line in bytes.split(|byte| *byte == b'\n') {
        let payload = line.get(HEAD..).filter(|_| line.get(HEAD - 1) == Some(&b' ')).unwrap_or(line);
        whole.extend_from_slice(format!("{} ", Print::of(payload)).as_bytes());
        whole.extend_from_slice(payload);
        whole.push(b'\n');
    }
    replay(&whole);
}

/// The fingerprint of a line and the space behind it.
const HEAD: usize = 17;

fn replay(bytes: &[u8]) {
    let found = journal::parse(bytes);
    assert!(found.records.len() + found.damaged <= bytes.len() + 1);
    let empty = Project::new(ProjectId("p1".parse().expect("a token")), "");
    // With the file that the journal says it builds on, with another, and with none.
    let prints = found.records.iter().filter_map(|record| match record {
        journal::Record::Mark(mark) => mark.print,
        journal::Record::Part(_) | journal::Record::Step(_) => None,
    });
    let files = prints.take(1).chain([Print::of(b"another")]).map(|print| Some((&empty, print))).chain([None]);
    for file in files {
        match journal::replay(file, &found) {
            Ok(Replay::Recovered(recovered)) => {
                comes_back(recovered.document.project());
                let mut document = recovered.document;
                while document.undo().is_some() {}
            }
            Ok(Replay::Elsewhere { base, ours, .. }) => {
                comes_back(&base);
                comes_back(&ours);
            }
            Ok(Replay::Nothing) => {}
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// What is written is read again as it was.
fn comes_back(project: &Project) {
    let written = store::to_string(project);
    let again = store::from_str(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(store::to_string(&again.project), written);
}
