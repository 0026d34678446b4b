//! `demarche check` as a binary: places, repairs, and what is saved of a broken file.

mod support;

use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use demarche::store;
use support::root;
use tempfile::TempDir;

/// A folder with the sample as `p.ron`, every `from` in it made `to` once.
fn folder(changes: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut source = fs::read_to_string(root("projects/paris-talks.ron")).expect("is there");
    for (from, to) in changes {
        assert!(source.contains(from), "{from}");
        source = source.replacen(from, to, 1);
    }
    fs::write(folder.path().join("p.ron"), source).expect("written");
    folder
}

/// Runs `demarche check p.ron ARGS`; the exit code is `code`, and output and errors hold all of `says`.
fn check(folder: &Path, args: &[&str], code: i32, says: &[&str]) -> String {
    let output = cargo_bin_cmd!("demarche").current_dir(folder).args(["check", "p.ron"]).args(args).output();
    let output = output.expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    let said = text(output.stdout) + &text(output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
    for part in says {
        assert!(said.contains(part), "{args:?} does not say {part:?}: {said}");
    }
    said
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_else(|cause| panic!("{name}: {cause}"))
}

/// "p.ron:12:34:" for the first place of `text` in the file.
fn place(folder: &TempDir, text: &str) -> String {
    let source = read(folder, "p.ron");
    let at = source.find(text).unwrap_or_else(|| panic!("{text}"));
    let place = store::Place::of(&source, at);
    format!("p.ron:{}:{}: ", place.line, place.column)
}

#[test]
fn every_problem_has_its_place_and_what_to_do() {
    let folder = folder(&[
        ("issue: \"us-backstop\"", "issue: \"moon-base\""),
        ("at: (162, 324)", "at: (163, 325)"),
        ("key: '2'", "key: '1'"),
        ("name: \"France\"", "name: \"\""),
        ("members: [\n", "members: [\n        \"atlantis\",\n"),
        ("countries: [\"germany\"]", "countries: [\"germany\", \"germany\"]"),
    ]);
    let rows = [
        ("moon-base\"", "names issue “moon-base”", "--repair adds it"),
        ("mwuy6sr\"", "needs re-anchoring", "choose where the words stand"),
        ("supports-if\",\n      label", "the same key", "--repair takes the key"),
        ("france\",\n      name", "country “france” has no name", "--repair calls it by its id"),
        ("atlantis\"", "names country “atlantis”", "--repair adds it"),
        ("germany\"],", "“germany” twice", "--repair names it once"),
    ];
    let says: Vec<String> = rows.iter().map(|(at, ..)| place(&folder, at)).collect();
    let said = check(folder.path(), &[], 1, &["6 problems"]);
    for ((_, what, advice), place) in rows.iter().zip(&says) {
        let line = said.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("{what}: {said}"));
        assert!(line.starts_with(place) && line.contains(advice), "{place}: {line}");
    }
}

#[test]
fn a_repair_is_told_saved_and_leaves_what_needs_a_person() {
    let folder = folder(&[
        ("issue: \"us-backstop\"", "issue: \"moon-base\""),
        ("at: (162, 324)", "at: (163, 325)"),
        ("key: '2'", "key: '1'"),
    ]);
    let before = read(&folder, "p.ron");
    check(folder.path(), &[], 1, &["3 problems"]);
    assert_eq!(read(&folder, "p.ron"), before);
    let says = ["added as “Moon base”", "“Supports if” has none now", "2 repairs done and saved", "1 problem\n"];
    check(folder.path(), &["--repair"], 1, &says);
    let loaded = store::load(&folder.path().join("p.ron")).expect("loads");
    assert_eq!(loaded.problems.len(), 1, "{:?}", loaded.problems);
    assert!(loaded.project.issues().values().any(|issue| issue.label == "Moon base"));
    let again = read(&folder, "p.ron");
    check(folder.path(), &["--repair"], 1, &["nothing to repair", "needs re-anchoring"]);
    assert_eq!(read(&folder, "p.ron"), again);
}

#[test]
fn a_sound_project_needs_no_repair() {
    let folder = folder(&[]);
    let before = read(&folder, "p.ron");
    check(folder.path(), &["--repair"], 0, &["nothing to repair", "no problems"]);
    check(folder.path(), &["--salvage", "out.ron"], 2, &["there is nothing to salvage"]);
    check(folder.path(), &["--salvage", "out.ron", "--repair"], 2, &["cannot be used with"]);
    assert_eq!(read(&folder, "p.ron"), before);
    assert!(!folder.path().join("out.ron").exists());
}

#[test]
fn what_can_be_read_of_a_broken_project_is_written_to_another_file() {
    let folder = folder(&[("basis: \"quoted\"", "basis: \"shouted\""), ("published: \"2025-02-17\"", "published: 17")]);
    let before = read(&folder, "p.ron");
    let (claim, date) = (place(&folder, "shouted"), place(&folder, "published: 17"));
    let line = claim.split(':').nth(1).expect("a line");
    let says =
        ["“shouted” is not a basis", "What can be read: 14 articles, 90 excerpts, 94 claims.", "--salvage OUT.ron"];
    let said = check(folder.path(), &[], 2, &says);
    assert!(said.contains(&format!("p.ron:{line}:")) && said.contains(&format!("{date}aside: `published`")), "{said}");

    check(folder.path(), &["--salvage", "out.ron"], 1, &["out.ron: 14 articles", "out.ron.aside.txt: 2 pieces"]);
    assert_eq!(read(&folder, "p.ron"), before);
    let loaded = store::load(&folder.path().join("out.ron")).expect("loads");
    assert_eq!((loaded.project.claims().len(), loaded.problems), (94, Vec::new()));
    let aside = read(&folder, "out.ron.aside.txt");
    assert!(aside.contains("basis: \"shouted\"") && aside.contains("published: 17"), "{aside}");

    fs::remove_file(folder.path().join("out.ron")).expect("removed");
    for taken in ["p.ron", "out.ron"] {
        check(folder.path(), &["--salvage", taken], 2, &["there is already a file"]);
    }
    assert_eq!((read(&folder, "p.ron"), read(&folder, "out.ron.aside.txt")), (before, aside));
}

#[test]
fn what_is_no_project_cannot_be_salvaged() {
    let folder = folder(&[]);
    for bytes in [&b""[..], b"Dear colleague", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"(format: 3, id: \"p\")"] {
        fs::write(folder.path().join("p.ron"), bytes).expect("written");
        check(folder.path(), &["--salvage", "out.ron"], 2, &["p.ron: "]);
        assert!(!folder.path().join("out.ron").exists() && !folder.path().join("out.ron.aside.txt").exists());
    }
}

#[test]
fn a_conflict_and_an_article_lost_in_another_are_told() {
    let conflict = folder(&[("  tags: [\n", "<<<<<<< a\n  tags: [\n=======\n  tags: [\n>>>>>>> b\n")]);
    check(conflict.path(), &[], 2, &["the conflict is still in it", "Both versions in it can be read"]);

    let article = |id: &str| {
        format!(
            "    (\n      id: \"a{id}\",\n      progress: \"done\",\n      added: \"2025-03-01T10:00:00Z\",\n      \
             text: r#\"The {id} \"no\" stands.\"#,\n      excerpts: [\n        (\n          id: \"x{id}\",\n          \
             at: (4, 5),\n          quotation: \"{id}\",\n        ),\n      ],\n    ),\n"
        )
    };
    let source = format!("(\n  format: 1,\n  id: \"p\",\n  articles: [\n{}{}  ],\n)\n", article("1"), article("2"));
    let folder = folder(&[]);
    fs::write(folder.path().join("p.ron"), source.replacen("stands.\"#", "stands.\"", 1)).expect("written");
    check(folder.path(), &[], 1, &["An article seems to stand in the text of another"]);
    check(folder.path(), &["--salvage", "out.ron"], 1, &["out.ron: 2 articles, 2 excerpts"]);
}
