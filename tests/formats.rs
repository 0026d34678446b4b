//! Files of every format there ever was, kept for good, and what each must load to.
//!
//! Nothing in `tests/formats` is ever changed but the files under `now`: these are what today's writer makes of
//! each, and are written again by `GOLDEN=write cargo test --test formats` after a wanted change of the format.
//! Then read the difference; the old files stay.

mod support;

use std::collections::BTreeMap;
use std::fs;

use demarche::model::{Basis, Colour, Glyph, Kind, Order, Problem, Progress, Project, RowsOf, Rule, Voice, Zoom};
use demarche::store::{self, Loaded};
use support::root;

/// The fixtures of a format, by name.
fn fixtures(format: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = root(&format!("tests/formats/{format}"));
    let entries = fs::read_dir(&folder).expect("there are fixtures").map(|entry| entry.expect("can be listed").path());
    let files = entries.filter(|path| path.extension().is_some_and(|end| end == "ron"));
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().expect("has a name").to_string_lossy().into_owned();
        (name, fs::read(&path).expect("can be read"))
    };
    files.map(read).collect()
}

fn load(bytes: &[u8]) -> Loaded {
    let source = std::str::from_utf8(bytes).expect("is text");
    store::from_str(source).unwrap_or_else(|error| panic!("{error}"))
}

fn fixture(format: &str, name: &str) -> Loaded {
    load(fixtures(format).get(name).unwrap_or_else(|| panic!("{name} is kept for good")))
}

#[test]
fn every_file_that_was_ever_written_loads_to_what_it_always_did() {
    let writing = std::env::var_os("GOLDEN").is_some_and(|value| value == "write");
    let (mut files, mut wrong) = (0, Vec::new());
    for (format, version, least) in [("v1", 1, 7), ("v2", 2, 2)] {
        let fixtures = fixtures(format);
        assert!(fixtures.len() >= least, "fixtures of {format} are missing: {:?}", fixtures.keys());
        for (name, bytes) in fixtures {
            let loaded = load(&bytes);
            assert_eq!(loaded.from_version, version, "{name}");
            let written = store::to_string(&loaded.project);
            let path = root(&format!("tests/formats/now/{format}/{name}.ron"));
            if writing {
                fs::create_dir_all(path.parent().expect("has a folder")).expect("made");
                fs::write(&path, &written).expect("written");
            }
            let golden = fs::read_to_string(&path).unwrap_or_default();
            if written != golden {
                wrong.push(format!("{format}/{name}"));
            }
            let again = load(golden.as_bytes());
            assert_eq!(support::difference(&again.project, &loaded.project), None, "{name}");
            assert_eq!(again.problems, loaded.problems, "{name}");
            assert_eq!(store::to_string(&again.project), golden, "{name}");
            files += 1;
        }
    }
    assert!(files >= 9 && wrong.is_empty(), "no longer load to what they did: {wrong:?}");
}

#[test]
fn a_file_of_today_is_of_no_older_format() {
    let loaded = fixture("v1", "everything");
    assert_eq!(loaded.older_format(), None);
    let older = Loaded { from_version: 0, ..loaded };
    let notice = older.older_format().expect("is told");
    assert!(notice.contains("older format (0); saving writes format 1"), "{notice}");
}

#[test]
fn a_newer_format_is_refused_whatever_is_in_it() {
    let everything = String::from_utf8(fixtures("v1").remove("everything").expect("is there")).expect("is text");
    for format in ["3", "10", "4294967296"] {
        let error = store::from_str(&everything.replacen("format: 1", &format!("format: {format}"), 1));
        let error = error.expect_err("is newer").to_string();
        assert!(error.contains("this Démarche knows formats up to 2. Open it with a newer Démarche."), "{error}");
    }
}

#[test]
fn everything_of_format_1_is_used_and_understood() {
    let Loaded { project, problems, .. } = fixture("v1", "everything");
    assert_eq!(problems, []);
    assert_eq!(project.info().notes, "Coded by two; the older one decides.");
    let stances = || project.stances().values();
    assert!(Colour::ALL.iter().all(|(colour, _)| stances().any(|row| row.colour == *colour)));
    assert!(Glyph::ALL.iter().all(|(glyph, _)| stances().any(|row| row.glyph == *glyph)));
    assert!(Voice::ALL.iter().all(|voice| project.actors().values().any(|row| row.voice == *voice)));
    assert!(Basis::ALL.iter().all(|basis| project.claims().values().any(|row| row.basis == *basis)));
    assert!(Progress::ALL.iter().all(|(is, _)| project.articles().values().any(|row| row.progress == *is)));
    let scores: Vec<Option<i8>> = project.scale().iter().map(|row| row.score).collect();
    assert_eq!(scores[..5], [Some(2), Some(1), Some(0), Some(-1), Some(-128)]);
    let claim = project.claim("c1".parse().expect("a token")).expect("is there");
    assert_eq!((claim.addressees.len(), claim.tags.len(), claim.voice), (2, 2, Some(Voice::Party)));
    assert_eq!(claim.updated.to_string(), "2024-05-03T09:00:00.25Z");
    assert_eq!(project.countries_in_order()[0].note, "Observer since spring.");
    assert_eq!(project.issues_in_order()[0].rules, "Counts: any depth.\nDoes not count: the river.");
    assert_eq!(project.assessments().len(), 3);
}

#[test]
fn everything_of_format_2_is_used_and_understood() {
    let Loaded { project, problems, .. } = fixture("v2", "everything");
    assert_eq!(problems, []);
    let views = project.views_in_order();
    let looks = || views.iter().map(|view| &view.look);
    assert!(Rule::ALL.iter().all(|(rule, _)| looks().any(|look| look.settings.rule == *rule)));
    assert!(RowsOf::ALL.iter().all(|(rows, _)| looks().any(|look| look.rows == *rows)));
    assert!(Zoom::ALL.iter().all(|(zoom, _)| looks().any(|look| look.zoom == *zoom)));
    assert!(Order::OF_ROWS.iter().all(|order| looks().any(|look| look.row_order == *order)));
    assert!(Order::OF_ISSUES.iter().all(|order| looks().any(|look| look.issue_order == *order)));
    assert!(Kind::ALL.iter().all(|kind| looks().any(|look| look.hidden.iter().any(|id| id.kind() == *kind))));
    let filter = &views[1].look.settings.filter;
    assert_eq!((filter.voices.as_slice(), filter.bases.as_slice()), (Voice::ALL.as_slice(), Basis::ALL.as_slice()));
    assert_eq!((views[1].look.settings.contest_days, views[0].look.settings.contest_days), (0, 14));
    let earlier: Vec<usize> = project.assessments().values().map(|row| row.earlier.len()).collect();
    assert_eq!(earlier, [0, 0, 1, 3]);
    assert_eq!(project.assessments().values().filter(|row| row.stands()).count(), 3);
    // What was added is all that is new.
    let first = fixture("v1", "everything").project;
    let mut older = store::to_string(&project).replacen("format: 2", "format: 1", 1);
    older
        .replace_range(older.find("  views: [").expect("is there")..older.find("  articles: [").expect("is there"), "");
    let (older, first) = (older.split("  assessments: [").next(), store::to_string(&first));
    assert_eq!(older, first.split("  assessments: [").next());
}

/// The exact words of every excerpt, in the order of articles and text.
fn quotations(project: &Project) -> Vec<&str> {
    let articles = project.articles().keys();
    articles.flat_map(|id| project.excerpts_of(*id)).map(|row| &*row.anchor.quotation).collect()
}

#[test]
fn the_least_a_file_must_have_is_format_and_id() {
    let Loaded { project, problems, .. } = fixture("v1", "minimal");
    assert_eq!((project.info().id.to_string().as_str(), problems.len(), project.stances().len()), ("m", 0, 0));
}

#[test]
fn line_ends_of_windows_were_never_ours() {
    let bytes = fixtures("v1").remove("windows").expect("is there");
    assert!(bytes.starts_with(b"\xef\xbb\xbf") && bytes.windows(2).filter(|pair| *pair == b"\r\n").count() > 15);
    let Loaded { project, problems, .. } = load(&bytes);
    assert_eq!(problems, []);
    assert_eq!(quotations(&project), ["Second “line”."]);
    let notes: Vec<&str> = project.claims().values().map(|row| &*row.note).collect();
    assert_eq!(notes, ["one\r\ntwo\nthree"], "an escaped carriage return was");
}

#[test]
fn words_of_every_script_stand_where_they_did() {
    for (name, some) in [
        (
            "odd-unicode",
            &["👩🏽‍🚀", "cafe\u{301}", "\u{feff}mark \u{10ffff}", "r#\"raw\"#", "here\rcarriage", "\nboth\0null"][..],
        ),
        ("right-to-left", &["«لن نرسل قوات»", "״לא״. The"]),
    ] {
        let Loaded { project, problems, .. } = fixture("v1", name);
        assert_eq!(problems, [], "{name}");
        let found = quotations(&project);
        assert!(some.iter().all(|words| found.contains(words)), "{name}: {found:?}");
    }
}

#[test]
fn what_never_held_is_still_told_and_kept() {
    let Loaded { project, problems, .. } = fixture("v1", "problems");
    let kind = |problem: &Problem| match problem {
        Problem::Adrift { .. } => "adrift",
        Problem::NoWords { .. } => "no words",
        Problem::Dangling { .. } => "dangling",
        Problem::Nobody(_) => "nobody",
        Problem::Twice { .. } => "twice",
        Problem::SameKey(..) => "same key",
        Problem::NoName(_) => "no name",
        _ => "something else",
    };
    let mut kinds: Vec<&str> = problems.iter().map(kind).collect();
    kinds.sort_unstable();
    let dangling = ["dangling"; 4];
    assert_eq!(
        kinds,
        [&["adrift"; 2][..], &dangling, &["no name", "no words", "nobody", "same key", "twice"]].concat()
    );
    assert_eq!((project.excerpts().len(), project.claims().len()), (3, 1));
}
