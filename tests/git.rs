//! `demarche merge` and `demarche diff` as binaries, by hand and from Git.

mod support;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin_cmd;
use demarche::model::Project;
use demarche::store;
use support::root;
use tempfile::TempDir;

/// A claim on the sample that both sides change.
const STANCE: &str = "stance: \"supports-if\", condition: \"if there is a peace worth";

/// How a command ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the binary; the exit code is `code` and what is said holds all of `says`.
fn check<Arg: AsRef<OsStr>>(folder: &Path, args: &[Arg], code: i32, says: &[&str]) -> Ran {
    let output = cargo_bin_cmd!("demarche").current_dir(folder).args(args).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    let ran =
        Ran { code: output.status.code().expect("ends by itself"), out: text(output.stdout), err: text(output.stderr) };
    let said = format!("{}{}", ran.out, ran.err);
    assert!(!said.contains("panicked"), "{said}");
    assert_eq!(ran.code, code, "{said}");
    for part in says {
        assert!(said.contains(part), "does not say {part:?}: {said}");
    }
    ran
}

fn sample() -> String {
    fs::read_to_string(root("projects/paris-talks.ron")).expect("is there")
}

/// The text with its first `from` replaced, which must be there.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn recoded(text: &str, stance: &str) -> String {
    edited(text, STANCE, &STANCE.replacen("supports-if", stance, 1))
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("can be written");
    }
    folder
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("is there")
}

fn load(folder: &Path, name: &str) -> Project {
    let loaded = store::load(&folder.join(name)).expect("loads");
    assert_eq!(loaded.problems, []);
    loaded.project
}

#[test]
fn what_does_not_contradict_is_merged() {
    let base = sample();
    let ours = recoded(&base, "opposes");
    let theirs = edited(&base, "title: \"Paris talks\"", "title: \"The Paris talks\"");
    let folder = folder(&[("base.ron", &base), ("ours.ron", &ours), ("theirs.ron", &theirs)]);
    let args = ["merge", "base.ron", "ours.ron", "theirs.ron", "--to"];
    let merged = recoded(&theirs, "opposes");

    let says = ["out.ron: merged: project details changed"];
    check(folder.path(), &[&args[..], &["out.ron"]].concat(), 0, &says);
    assert_eq!(read(folder.path(), "out.ron"), merged);
    let ran = check(folder.path(), &[&args[..], &["-"]].concat(), 0, &[]);
    assert_eq!(ran.out, merged);
    check(folder.path(), &[&args[..], &["ours.ron"]].concat(), 0, &[]);
    assert_eq!(read(folder.path(), "ours.ron"), merged);
    let versions = fs::read_dir(folder.path().join(".demarche/ours.ron/versions")).expect("versions are kept");
    assert!(versions.count() > 0, "what was replaced is kept");
}

#[test]
fn contradictions_are_told_and_settled_only_when_asked() {
    let base = sample();
    let (ours, theirs) = (recoded(&base, "opposes"), recoded(&base, "reluctant"));
    let folder = folder(&[("base.ron", &base), ("ours.ron", &ours), ("theirs.ron", &theirs)]);
    let args = ["merge", "base.ron", "ours.ron", "theirs.ron", "--to", "out.ron"];
    let says = [
        "1. Claim: United Kingdom on Send peacekeepers to Ukraine – Stance",
        "ours:   Opposes",
        "theirs: Reluctant",
        "before: Supports if",
        "“Britain was ready to put boots on the ground",
        "(London pays first and asks afterwards)",
        "1 conflict not settled",
        "their version is not in it",
        "--prefer theirs",
    ];
    check(folder.path(), &[&args[..], &["--markers"]].concat(), 1, &["The file has both versions"]);
    assert!(read(folder.path(), "out.ron").contains("<<<<<<< ours\n"));
    let ran = check(folder.path(), &args, 1, &says);
    assert_eq!(ran.out, "");
    assert_eq!(read(folder.path(), "out.ron"), ours);
    check(folder.path(), &[&args[..], &["--prefer", "theirs"]].concat(), 0, &["1 conflict settled as theirs"]);
    assert_eq!(read(folder.path(), "out.ron"), theirs);
    check(folder.path(), &[&args[..], &["--prefer", "ours"]].concat(), 0, &["1 conflict settled as ours"]);
    assert_eq!(read(folder.path(), "out.ron"), ours);
}

#[test]
fn without_a_base_two_projects_come_together() {
    let base = sample();
    let theirs = edited(&base, "title: \"Paris talks\"", "title: \"The Paris talks\"");
    let folder = folder(&[("none.ron", ""), ("ours.ron", &base), ("theirs.ron", &theirs)]);
    let args = ["merge", "none.ron", "ours.ron", "theirs.ron", "--to", "out.ron"];
    check(folder.path(), &args, 1, &["1. The project – Title", "before: nothing", "1 conflict not settled"]);
    assert_eq!(read(folder.path(), "out.ron"), base);

    let new = format!(
        "{}{}",
        "(format: 1, id: \"other\", title: \"Mine\", countries: [(id: \"polska\", name: \"Polska\", ",
        "iso: \"POL\", note: \"Ours?\")])"
    );
    fs::write(folder.path().join("theirs.ron"), new).expect("can be written");
    let says =
        ["these were two projects", "Country “Poland” was created on both sides, there as “Polska”", "2 conflicts"];
    check(folder.path(), &args, 1, &says);
    let merged = load(folder.path(), "out.ron");
    let poland = merged.country("poland".parse().expect("a slug")).expect("is there").clone();
    assert_eq!((poland.name.as_str(), poland.note.as_str(), merged.countries().len()), ("Poland", "Ours?", 16));
}

#[test]
fn what_cannot_be_merged_leaves_everything_as_it_was() {
    let base = sample();
    let broken = &base[..base.len() / 2];
    let files =
        [("base.ron", &*base), ("ours.ron", &base), ("broken.ron", broken), ("empty.ron", ""), ("out.ron", "mine")];
    let folder = folder(&files);
    for (args, says) in [
        (vec!["merge", "base.ron", "ours.ron", "broken.ron", "--to", "out.ron"], "broken.ron:"),
        (vec!["merge", "base.ron", "broken.ron", "ours.ron", "--to", "out.ron"], "broken.ron:"),
        (vec!["merge", "broken.ron", "ours.ron", "ours.ron", "--to", "out.ron"], "broken.ron:"),
        (vec!["merge", "base.ron", "empty.ron", "ours.ron", "--to", "out.ron"], "empty.ron: the file is empty"),
        (vec!["merge", "base.ron", "ours.ron", "nowhere.ron", "--to", "out.ron"], "nowhere.ron: cannot be read"),
        (vec!["merge", "base.ron", "ours.ron", "ours.ron", "--to", "no/where.ron"], "no/where.ron"),
        (vec!["merge", "base.ron", "ours.ron", "--to", "out.ron"], "<THEIRS>"),
        (vec!["merge", "base.ron", "ours.ron", "ours.ron"], "--to <OUT>"),
        (vec!["merge", "base.ron", "ours.ron", "ours.ron", "--to", "out.ron", "--prefer", "mine"], "ours, theirs"),
        (vec!["diff", "base.ron", "broken.ron"], "broken.ron:"),
        (vec!["diff", "base.ron", "ours.ron", "out.ron"], "give two project files"),
        (vec!["diff"], "<FILE>"),
    ] {
        let ran = check(folder.path(), &args, 2, &[says]);
        assert_eq!(ran.out, "", "{args:?}");
        for (name, text) in files {
            assert_eq!(read(folder.path(), name), text, "{args:?}");
        }
    }
}

#[test]
fn differences_are_told_in_words() {
    let base = sample();
    let theirs = edited(&recoded(&base, "opposes"), "label: \"US security backstop\"", "label: \"American backstop\"");
    let folder = folder(&[("a.ron", &base), ("b.ron", &theirs)]);
    assert_eq!(check(folder.path(), &["diff", "a.ron", "a.ron"], 0, &[]).out, "");
    let ran = check(folder.path(), &["diff", "a.ron", "b.ron"], 1, &[]);
    let lines: Vec<&str> = ran.out.lines().collect();
    let wanted = [
        "a.ron → b.ron: 1 claim changed, 1 codebook row changed",
        "  United Kingdom on Peacekeepers: 1 claim changed (stance)",
        "  Issue “American backstop” renamed from “US security backstop”",
    ];
    assert_eq!(lines, wanted);
    let ran = check(folder.path(), &["diff", "a.ron", "b.ron", "--limit", "1"], 1, &[]);
    assert!(ran.out.ends_with("\n  and 2 differences more\n"), "{}", ran.out);
    let touched = edited(
        &base,
        "created: \"2025-03-03T10:01:30Z\"",
        "created: \"2025-03-03T10:01:30Z\", updated: \"2025-04-03T10:01:30Z\"",
    );
    fs::write(folder.path().join("b.ron"), touched).expect("can be written");
    check(folder.path(), &["diff", "a.ron", "b.ron"], 1, &["the same but for times of change"]);
}

/// Runs Git; what it says on either stream, and whether it was content.
fn git(folder: &Path, args: &[&str]) -> (bool, String) {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("Git runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

/// A repository with the sample as `p.ron` and the drivers as the README tells, on branch `ours`; nothing where there
/// is no Git.
fn repository() -> Option<TempDir> {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no Git on this machine");
        return None;
    }
    let readme = fs::read_to_string(root("README.md")).expect("is there");
    let block = |start: &str| -> Vec<String> {
        readme.lines().filter(|line| line.starts_with(start)).map(str::to_owned).collect()
    };
    let (attributes, config) = (block("*.ron "), block("git config "));
    assert_eq!((attributes.len(), config.len()), (2, 2), "the README shows two lines for each");
    let folder = folder(&[("p.ron", &sample()), (".gitattributes", &(attributes.join("\n") + "\n"))]);
    let done = |args: &[&str]| {
        let (content, said) = git(folder.path(), args);
        assert!(content, "{args:?}: {said}");
    };
    done(&["init", "-q", "-b", "ours"]);
    let binary = assert_cmd::cargo::cargo_bin!("demarche").to_str().expect("a plain path").to_owned();
    for line in config {
        let (key, value) = line["git config ".len()..].split_once(' ').expect("a key and its value");
        // As whoever has it on the path; here it is not.
        let value = value.trim_matches('"').replacen("demarche", &format!("'{binary}'"), 1);
        done(&["config", key, &value]);
    }
    done(&["add", "."]);
    done(&["commit", "-q", "-m", "Start"]);
    Some(folder)
}

fn write(folder: &Path, name: &str, text: &str, message: &str) {
    write_bytes(folder, name, text.as_bytes(), message);
}

fn write_bytes(folder: &Path, name: &str, bytes: &[u8], message: &str) {
    fs::write(folder.join(name), bytes).expect("can be written");
    for args in [&["add", "."][..], &["commit", "-q", "-m", message]] {
        let (content, said) = git(folder, args);
        assert!(content, "{said}");
    }
}

#[test]
fn git_merges_by_rows_where_lines_would_conflict() {
    let Some(folder) = repository() else { return };
    let (path, base) = (folder.path(), sample());
    // The same line of the file on both sides.
    git(path, &["checkout", "-q", "-b", "theirs"]);
    write(path, "p.ron", &edited(&base, STANCE, &STANCE.replacen("a peace", "an armistice", 1)), "Condition");
    git(path, &["checkout", "-q", "ours"]);
    write(path, "p.ron", &recoded(&base, "opposes"), "Stance");
    let (content, said) = git(path, &["merge", "theirs"]);
    assert!(content, "{said}");
    let both =
        edited(&base, STANCE, &STANCE.replacen("supports-if", "opposes", 1).replacen("a peace", "an armistice", 1));
    let claim = |project: &Project| {
        demarche::model::Claim::clone(project.claim("3dotetu".parse().expect("a token")).expect("is there"))
    };
    let merged = claim(&load(path, "p.ron"));
    let wanted = claim(&store::from_str(&both).expect("is well formed").project);
    assert_eq!((merged.stance, merged.condition), (wanted.stance, wanted.condition));
    let (_, status) = git(path, &["status", "--porcelain"]);
    assert_eq!(status, "", "nothing is left behind");
}

#[test]
fn git_marks_contradictions_as_conflicts_and_keeps_both_versions() {
    let Some(folder) = repository() else { return };
    let (path, base) = (folder.path(), sample());
    git(path, &["checkout", "-q", "-b", "theirs"]);
    write(path, "p.ron", &recoded(&base, "reluctant"), "Reluctant");
    git(path, &["checkout", "-q", "ours"]);
    write(path, "p.ron", &recoded(&base, "opposes"), "Opposes");
    let (content, said) = git(path, &["merge", "theirs"]);
    assert!(!content, "{said}");
    for part in ["1. Claim: United Kingdom on Send peacekeepers", "ours:   Opposes", "theirs: Reluctant", "CONFLICT"] {
        assert!(said.contains(part), "{said}");
    }
    let marked = read(path, "p.ron");
    let sides = store::conflict_sides(&marked).expect("has both versions");
    assert_eq!(sides.ours, recoded(&base, "opposes"));
    assert_eq!(sides.theirs, recoded(&base, "reluctant"));
    assert_eq!(sides.base.as_deref(), Some(&*base));
    assert_eq!(marked.lines().count(), base.lines().count() + 6, "and marks only what contradicts");
    let (_, status) = git(path, &["status", "--porcelain"]);
    assert_eq!(status.trim(), "UU p.ron");
    let (content, said) = git(path, &["diff"]);
    assert!(content && said.contains("p.ron"), "{said}");
    git(path, &["add", "p.ron"]);
    assert!(git(path, &["commit", "-q", "-m", "Merged"]).0);
}

#[test]
fn a_side_that_cannot_be_read_is_not_dropped_by_the_merge_driver() {
    let Some(folder) = repository() else { return };
    let (path, base) = (folder.path(), sample());
    let ours = recoded(&base, "opposes");
    let newer = edited(&edited(&base, "format: 1", "format: 99"), "title: \"Paris talks\"", "title: \"Later\"");
    let torn = base[..base.len() / 2].trim_end().to_owned() + "\n";
    let foreign: Vec<u8> = recoded(&base, "reluctant").bytes().map(|b| if b == b'Z' { 0xe9 } else { b }).collect();
    for (name, theirs, says) in [
        ("torn", torn.into_bytes(), "their version: "),
        ("newer", newer.into_bytes(), "their version: the project is in format 99"),
        ("foreign", foreign, "their version: "),
        ("empty", Vec::new(), "their version: the file is empty"),
        ("other", b"(width: 3)\n".to_vec(), "their version: this is not a Démarche project"),
    ] {
        for turned in [false, true] {
            let (here, there) = if turned { (&*theirs, ours.as_bytes()) } else { (ours.as_bytes(), &*theirs) };
            let branch = format!("{name}-{turned}");
            git(path, &["checkout", "-q", "-b", &format!("{branch}-theirs"), "ours"]);
            write_bytes(path, "p.ron", there, "Theirs");
            git(path, &["checkout", "-q", "-b", &branch, "ours"]);
            write_bytes(path, "p.ron", here, "Ours");
            let (content, said) = git(path, &["merge", &format!("{branch}-theirs")]);
            let says = if turned { says.replacen("their", "our", 1) } else { says.to_owned() };
            assert!(!content && said.contains("CONFLICT") && said.contains(&says), "{branch}: {said}");
            assert!(said.contains("the file has both versions"), "{branch}: {said}");
            let marked: String = fs::read(path.join("p.ron")).expect("is there").into_iter().map(char::from).collect();
            let sides = store::conflict_sides(&marked).expect("has both versions");
            let bytes = |text: &str| text.chars().map(|c| u8::try_from(c).expect("a byte")).collect::<Vec<_>>();
            assert!(bytes(&sides.ours) == here && bytes(&sides.theirs) == there, "{branch}: byte for byte");
            assert!(bytes(&sides.base.expect("has a base")) == base.as_bytes(), "{branch}");
            check(path, &["check", "p.ron"], 2, &["p.ron"]);
            git(path, &["merge", "--abort"]);
        }
    }
}

#[test]
fn files_that_are_no_projects_are_merged_line_by_line() {
    let Some(folder) = repository() else { return };
    let path = folder.path();
    let scene = "Scene(\n  name: \"One\",\n  size: 3,\n  lights: [],\n  end: true,\n)\n";
    for (name, ours, theirs, merged) in [
        ("apart", [("One", "Two")], [("true", "false")], Some([("One", "Two"), ("true", "false")])),
        ("same", [("One", "Two")], [("One", "Two")], Some([("One", "Two"), ("One", "Two")])),
        ("next", [("One", "Two")], [("3", "4")], None),
        ("both", [("One", "Two")], [("One", "Three")], None),
        ("foreign", [("One", "\u{e9}")], [("true", "false")], Some([("One", "\u{e9}"), ("true", "false")])),
    ] {
        let text = |edits: &[(&str, &str)]| {
            let text = edits.iter().fold(scene.to_owned(), |text, (from, to)| text.replace(from, to));
            text.chars().map(|c| u8::try_from(c).expect("a byte")).collect::<Vec<_>>()
        };
        git(path, &["checkout", "-q", "ours"]);
        write_bytes(path, "q.ron", scene.as_bytes(), "A scene");
        git(path, &["checkout", "-q", "-b", name]);
        write_bytes(path, "q.ron", &text(&theirs), "Theirs");
        git(path, &["checkout", "-q", "ours"]);
        write_bytes(path, "q.ron", &text(&ours), "Ours");
        let (content, said) = git(path, &["merge", name]);
        assert_eq!(content, merged.is_some(), "{name}: {said}");
        let found = fs::read(path.join("q.ron")).expect("is there");
        match merged {
            Some(edits) => assert!(found == text(&edits), "{name}"),
            None => {
                assert!(said.contains("CONFLICT") && said.contains("not a Démarche project"), "{name}: {said}");
                let sides = store::conflict_sides(&String::from_utf8(found).expect("text")).expect("has both");
                assert_eq!((sides.ours.into_bytes(), sides.theirs.into_bytes()), (text(&ours), text(&theirs)));
                git(path, &["merge", "--abort"]);
            }
        }
    }
}

#[test]
fn a_merge_driver_that_can_write_nothing_stops_git() {
    let Some(folder) = repository() else { return };
    let (path, base) = (folder.path(), sample());
    let (_, driver) = git(path, &["config", "merge.demarche.driver"]);
    let elsewhere = driver.trim().replacen("--to %A", "--to no/where.ron", 1);
    assert_ne!(elsewhere, driver.trim());
    git(path, &["config", "merge.demarche.driver", &elsewhere]);
    for theirs in [recoded(&base, "reluctant"), base[..base.len() / 2].to_owned()] {
        git(path, &["checkout", "-q", "-B", "theirs", "ours"]);
        write(path, "p.ron", &theirs, "Theirs");
        git(path, &["checkout", "-q", "ours"]);
        write(path, "p.ron", &edited(&read(path, "p.ron"), "title: \"", "title: \"Our "), "Ours");
        let before = read(path, "p.ron");
        let (content, said) = git(path, &["merge", "theirs"]);
        assert!(!content && said.contains("nothing was merged") && !said.contains("CONFLICT"), "{said}");
        assert_eq!(read(path, "p.ron"), before);
        let (_, status) = git(path, &["status", "--porcelain"]);
        assert_eq!(status, "", "nothing to add by mistake");
    }
}

#[test]
fn git_merges_what_was_added_on_both_sides() {
    let Some(folder) = repository() else { return };
    let (path, base) = (folder.path(), sample());
    let theirs = edited(&base, "tags: [\n", "tags: [\n    (id: \"their-tag\", label: \"Their tag\"),\n");
    git(path, &["checkout", "-q", "-b", "theirs"]);
    write(path, "q.ron", &theirs, "Theirs");
    git(path, &["checkout", "-q", "ours"]);
    write(path, "q.ron", &base, "Ours");
    let (content, said) = git(path, &["merge", "theirs"]);
    assert!(content, "{said}");
    assert!(load(path, "q.ron").tag("their-tag".parse().expect("a slug")).is_some());
}

#[test]
fn git_tells_differences_in_words() {
    let Some(folder) = repository() else { return };
    let (path, base) = (folder.path(), sample());
    fs::write(path.join("p.ron"), recoded(&base, "opposes")).expect("can be written");
    let (content, said) = git(path, &["diff"]);
    assert!(content, "{said}");
    assert_eq!(said, "p.ron: 1 claim changed\n  United Kingdom on Peacekeepers: 1 claim changed (stance)\n");
    fs::write(path.join("q.ron"), &base).expect("can be written");
    git(path, &["add", "."]);
    let (content, said) = git(path, &["diff", "--cached"]);
    assert!(content && said.contains("q.ron: +95 claims, +14 articles"), "{said}");
    git(path, &["commit", "-q", "-m", "Next"]);
    git(path, &["rm", "-q", "q.ron"]);
    let (content, said) = git(path, &["diff", "--cached"]);
    assert!(content && said.contains("q.ron: 95 claims removed, 14 articles removed"), "{said}");
    git(path, &["reset", "-q", "--hard"]);
    git(path, &["mv", "q.ron", "r.ron"]);
    write(path, "r.ron", &recoded(&base, "reluctant"), "Renamed");
    let (content, said) = git(path, &["diff", "-M", "HEAD~1"]);
    assert!(content && said.contains("r.ron: 1 claim changed"), "{said}");
    fs::write(path.join("p.ron"), "no project").expect("can be written");
    let (content, said) = git(path, &["diff"]);
    assert!(content && said.contains("p.ron:") && said.contains("not a Démarche project"), "{said}");
}
