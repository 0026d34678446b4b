//! The command line as a binary: what it does, what it says, how it ends, and what it leaves alone.
//!
//! After a wanted change of the tables or of the file format: `GOLDEN=write cargo test --test cli`, then read
//! the difference.

mod support;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use demarche::derive::{Filter, Matrix, Rule, Settings};
use demarche::edit::Document;
use demarche::edit::ops::views;
use demarche::export::{self, Format, Kind, Options, Values};
use demarche::model::{Basis, EntryId, Look, Order, Project, RowsOf, Voice};
use demarche::store;
use jiff::civil::date;
use support::{root, sample};
use tempfile::TempDir;

/// How a command ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// Runs the binary in `folder`.
fn run<Arg: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = Arg>) -> Ran {
    let output = cargo_bin_cmd!("demarche").current_dir(folder).args(args).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked"), "{err}");
    Ran { code: output.status.code().expect("ends by itself"), out, err }
}

/// A folder with the sample as `p.ron`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(root("projects/paris-talks.ron"), folder.path().join("p.ron")).expect("copied");
    folder
}

fn load(path: &Path) -> Project {
    store::load(path).expect("loads").project
}

/// Runs `args`; the exit code is `code` and what is said holds all of `says`.
fn check(folder: &Path, args: &[&str], code: i32, says: &[&str]) -> Ran {
    let ran = run(folder, args);
    let said = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, code, "{args:?}: {said}");
    for part in says {
        assert!(said.contains(part), "{args:?} does not say {part:?}: {said}");
    }
    if code == 2 {
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{args:?}: errors go to standard error: {said}");
    }
    ran
}

#[test]
fn help_and_version_are_no_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    check(folder.path(), &["--help"], 0, &["new", "import", "export", "check", "Exit codes: 0 done"]);
    check(folder.path(), &["--version"], 0, &[concat!("demarche ", env!("CARGO_PKG_VERSION"))]);
    check(folder.path(), &["export", "--help"], 0, &["--to", "--what", "--values", "--as-of", "--voices", "--rule"]);
}

#[test]
fn what_cannot_be_understood_is_a_usage_error() {
    let folder = folder();
    let export = |more: &[&'static str]| [&["export", "p.ron", "--to", "out.csv"], more].concat();
    for (args, says) in [
        (vec!["--colour"], "unexpected argument '--colour'"),
        (vec!["check", "--fast", "p.ron"], "unexpected argument '--fast'"),
        (vec!["check"], "<PROJECT>"),
        (vec!["import", "p.ron"], "<FILES>"),
        (vec!["export", "p.ron"], "--to <OUT>"),
        (export(&["--what", "cells"]), "matrix, positions, claims"),
        (export(&["--rule", "best"]), "latest-official, mean, most-frequent"),
        (export(&["--values", "colour"]), "label, score, count"),
        (export(&["--as-of", "18.2.2025"]), "write a date as 2025-02-18"),
        (export(&["--as-of", "2025-02-30"]), "write a date as 2025-02-18"),
        (export(&["--voices", "government,king"]), "choose from government, parliament, party, military"),
        (export(&["--bases", "guessed"]), "choose from quoted, paraphrased, reported, expected"),
        (export(&["--tag", "No Slug"]), "--tag: the project has no tag “No Slug”"),
        (export(&["--tag", "nowhere"]), "--tag: the project has no tag “nowhere”"),
        (vec!["nowhere.ron"], "nowhere.ron: there is no such file; `demarche new nowhere.ron` makes"),
        (vec!["."], "this is a folder"),
    ] {
        check(folder.path(), &args, 2, &[says]);
    }
    assert!(!folder.path().join("out.csv").exists());
}

#[test]
fn a_project_is_started_where_nothing_is_in_the_way() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    check(folder.path(), &["new", "Paris talks.ron"], 0, &["Paris talks.ron: project started"]);
    let project = load(&at("Paris talks.ron"));
    assert_eq!((project.info().title.as_str(), project.stances().len()), ("Paris talks", 6));
    check(folder.path(), &["new", "b.ron", "--title", "Élysée \"talks\""], 0, &[]);
    assert_eq!(load(&at("b.ron")).info().title, "Élysée \"talks\"");
    assert_ne!(load(&at("b.ron")).info().id, project.info().id);
    check(folder.path(), &["check", "b.ron"], 0, &["b.ron: 0 articles, 0 excerpts, 0 claims: no problems"]);

    fs::write(at("taken.txt"), "mine").expect("written");
    let before = fs::read(at("b.ron")).expect("is there");
    check(folder.path(), &["new", "b.ron", "--title", "Other"], 2, &["b.ron: there is already", "choose another"]);
    check(folder.path(), &["new", "taken.txt"], 2, &["taken.txt: there is already"]);
    check(folder.path(), &["new", "."], 2, &["there is already"]);
    check(folder.path(), &["new", "no/where/c.ron"], 2, &["no/where"]);
    assert_eq!(fs::read(at("b.ron")).expect("is there"), before);
    assert_eq!(fs::read(at("taken.txt")).expect("is there"), b"mine");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 3, "nothing is left behind");
}

#[test]
#[cfg(unix)]
fn a_project_is_not_started_through_a_link_that_leads_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink("elsewhere.ron", folder.path().join("link.ron")).expect("a link");
    check(folder.path(), &["new", "link.ron"], 2, &["link.ron: there is already"]);
    assert!(!folder.path().join("elsewhere.ron").exists());
}

#[test]
fn articles_that_can_be_read_come_in_and_the_others_are_named() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let text = "Madrid hesitates\n\n“Nobody is considering sending troops”, said the minister. 🇪🇸\n";
    fs::write(at("good.txt"), text).expect("written");
    fs::write(at("page.html"), format!("<html><title>Page</title><body><p>{}</p></body>", "Words. ".repeat(60)))
        .expect("written");
    fs::write(at("bad.pdf"), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3").expect("written");

    let before = load(&at("p.ron"));
    let files = ["good.txt", "bad.pdf", "none.txt", "page.html"];
    let ran = check(folder.path(), &[&["import", "p.ron"], &files[..]].concat(), 1, &["2 imported, 2 refused"]);
    assert!(ran.out.contains("good.txt: imported “Madrid hesitates”") && ran.out.contains("page.html: imported"));
    assert!(ran.err.contains("bad.pdf: files ending in .pdf cannot be imported") && ran.err.contains("none.txt: "));
    let after = load(&at("p.ron"));
    assert_eq!(after.articles().len(), before.articles().len() + 2);
    assert!(after.texts().values().any(|found| found.as_str() == text.trim_end()));
    assert_eq!(support::difference(&strip(&after, &before), &before), None, "nothing else has changed");

    let bytes = fs::read(at("p.ron")).expect("is there");
    check(folder.path(), &["import", "p.ron", "bad.pdf", "none.txt"], 1, &["0 imported, 2 refused"]);
    assert_eq!(fs::read(at("p.ron")).expect("is there"), bytes);
    check(folder.path(), &["import", "p.ron", "good.txt"], 0, &["1 imported, 0 refused"]);
    check(folder.path(), &["import", "none.ron", "good.txt"], 2, &["none.ron: cannot be read", "Check the name"]);
    assert!(!at("none.ron").exists());
    check(folder.path(), &["check", "p.ron"], 0, &["no problems"]);
}

/// `after` without the articles that `before` does not have.
fn strip(after: &Project, before: &Project) -> Project {
    let mut document = Document::new(after.clone());
    for id in after.articles().keys().filter(|id| before.article(**id).is_none()) {
        let step = demarche::edit::ops::articles::remove(document.project(), *id).expect("is there");
        document.commit(step).expect("holds");
    }
    document.project().clone()
}

#[test]
fn articles_that_are_none_are_refused_and_the_project_stays_as_it_is() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let before = fs::read(at("p.ron")).expect("is there");
    let sparse = |name: &str, bytes| fs::File::create(at(name)).and_then(|file| file.set_len(bytes)).expect("no room");
    sparse("huge.txt", 200 << 20);
    sparse("zeros.txt", 4096);
    fs::write(at("empty.txt"), "").expect("written");
    fs::write(at("blank.md"), " \n\n").expect("written");
    fs::write(at("paper.txt"), b"%PDF-1.7\nwords").expect("written");
    fs::create_dir(at("folder.txt")).expect("made");
    for (file, says) in [
        ("huge.txt", "200.0 MiB"),
        ("zeros.txt", "not text"),
        ("empty.txt", "empty"),
        ("blank.md", "no words"),
        ("paper.txt", "whatever its name says"),
        ("folder.txt", "folder"),
        ("p.ron", "is a project, not an article"),
    ] {
        let ran = check(folder.path(), &["import", "p.ron", file], 1, &[&format!("{file}: "), says]);
        assert!(ran.out.is_empty(), "{}", ran.out);
        assert_eq!(fs::read(at("p.ron")).expect("is there"), before, "{file}");
    }
}

#[test]
fn an_export_is_what_the_library_derives() {
    let folder = folder();
    let project = sample();
    let with = |settings: Settings| Options { look: Look { settings, ..Look::default() }, ..Options::default() };
    let filter = |filter: Filter| with(Settings { filter, ..Settings::default() });
    let looked = |look: Look| Options { look, ..Options::default() };
    let hidden: BTreeSet<EntryId> =
        [EntryId::Country("poland".parse().expect("a slug")), EntryId::Issue("us-backstop".parse().expect("a slug"))]
            .into();
    let tag = *project.tags().keys().next().expect("the sample has tags");
    let rows: Vec<(Vec<&str>, Kind, Options)> = vec![
        (vec![], Kind::Matrix, Options::default()),
        (
            vec!["--what", "matrix", "--values", "score"],
            Kind::Matrix,
            Options { values: Values::Score, ..Options::default() },
        ),
        (vec!["--values", "count"], Kind::Matrix, Options { values: Values::Count, ..Options::default() }),
        (vec!["--rule", "mean"], Kind::Matrix, with(Settings { rule: Rule::Mean, ..Settings::default() })),
        (
            vec!["--rule", "most-frequent"],
            Kind::Matrix,
            with(Settings { rule: Rule::MostFrequent, ..Settings::default() }),
        ),
        (
            vec!["--as-of", "2025-02-17"],
            Kind::Matrix,
            filter(Filter { as_of: Some(date(2025, 2, 17)), ..Filter::default() }),
        ),
        (vec!["--what", "positions"], Kind::Positions, Options::default()),
        (vec!["--what", "claims"], Kind::Claims, Options::default()),
        (
            vec!["--what", "claims", "--voices", "expert,media"],
            Kind::Claims,
            filter(Filter { voices: vec![Voice::Expert, Voice::Media], ..Filter::default() }),
        ),
        (
            vec!["--what", "claims", "--bases", "expected"],
            Kind::Claims,
            filter(Filter { bases: vec![Basis::Expected], ..Filter::default() }),
        ),
        (
            vec!["--what", "claims", "--outlet", "Spree Report", "--outlet", "Iberia Post"],
            Kind::Claims,
            filter(Filter { outlets: vec!["Spree Report".into(), "Iberia Post".into()], ..Filter::default() }),
        ),
        (
            vec!["--what", "claims", "--tag", tag.0.as_str()],
            Kind::Claims,
            filter(Filter { tags: vec![tag], ..Filter::default() }),
        ),
        (
            vec!["--what", "claims", "--tag", "Eastern Flánk"],
            Kind::Claims,
            filter(Filter { tags: vec!["eastern-flank".parse().expect("a slug")], ..Filter::default() }),
        ),
        (
            vec!["--what", "positions", "--contest-days", "0"],
            Kind::Positions,
            with(Settings { contest_days: 0, ..Settings::default() }),
        ),
        (
            vec!["--what", "positions", "--independent"],
            Kind::Positions,
            with(Settings { independent: true, ..Settings::default() }),
        ),
        (vec!["--rows", "blocs"], Kind::Matrix, looked(Look { rows: RowsOf::Blocs, ..Look::default() })),
        (vec!["--rows", "actors"], Kind::Matrix, looked(Look { rows: RowsOf::Actors, ..Look::default() })),
        (vec!["--order", "name"], Kind::Matrix, looked(Look { row_order: Order::Name, ..Look::default() })),
        (vec!["--issue-order", "spread"], Kind::Matrix, looked(Look { issue_order: Order::Spread, ..Look::default() })),
        (vec!["--transpose"], Kind::Matrix, looked(Look { transposed: true, ..Look::default() })),
        (
            vec!["--hide", "poland", "--hide", "issue/us-backstop"],
            Kind::Matrix,
            looked(Look { hidden: hidden.clone(), ..Look::default() }),
        ),
        (
            vec!["--what", "positions", "--since", "2025-02-16"],
            Kind::Positions,
            looked(Look { since: Some(date(2025, 2, 16)), ..Look::default() }),
        ),
        (vec!["--what", "moves"], Kind::Moves, Options::default()),
        (
            vec!["--what", "moves", "--since", "2025-02-17"],
            Kind::Moves,
            looked(Look { since: Some(date(2025, 2, 17)), ..Look::default() }),
        ),
        (vec!["--what", "agreement"], Kind::Agreement, Options::default()),
        (
            vec!["--what", "agreement", "--rows", "blocs"],
            Kind::Agreement,
            looked(Look { rows: RowsOf::Blocs, ..Look::default() }),
        ),
        (
            vec!["--what", "claims", "--spreadsheet-safe"],
            Kind::Claims,
            Options { spreadsheet_safe: true, ..Options::default() },
        ),
    ];
    let mut written = BTreeSet::new();
    for (args, kind, options) in rows {
        let mut expected = Vec::new();
        let count = export::csv::write(kind, &project, &options, &mut expected).expect("into memory");
        let args = [&["export", "p.ron", "--to", "-"], &args[..]].concat();
        let ran = check(folder.path(), &args, 0, &[]);
        assert_eq!(ran.out.as_bytes(), expected, "{args:?}");
        assert_eq!(ran.err, "", "{args:?}");
        let file = [&args[..3], &["out.csv"], &args[4..]].concat();
        let ran = check(folder.path(), &file, 0, &[&format!("out.csv: {count} row")]);
        assert_eq!(ran.out, "");
        assert_eq!(fs::read(folder.path().join("out.csv")).expect("is there"), expected);
        assert!(written.insert(expected), "{args:?} changes nothing");
    }
}

#[test]
fn every_kind_is_written_in_every_format_that_it_goes_with() {
    let folder = folder();
    for (kind, _) in Kind::ALL {
        for (format, _) in Format::ALL {
            let name = format!("{}.{}", kind.slug(), format.extension());
            let args = ["export", "p.ron", "--to", &name, "--what", kind.slug()];
            if !kind.goes_with(format) {
                check(folder.path(), &args, 2, &[&name, "cannot be written as", kind.formats()[0].label()]);
                assert!(!folder.path().join(&name).exists());
                continue;
            }
            check(folder.path(), &args, 0, &[&format!("{name}: "), "written"]);
            let bytes = fs::read(folder.path().join(&name)).expect("is there");
            let begins: &[u8] = match format {
                Format::Csv => b"",
                Format::Xlsx => b"PK",
                Format::Html => b"<!DOCTYPE html>",
                Format::Markdown => b"# ",
                Format::Svg => b"<",
                Format::Png => b"\x89PNG",
            };
            assert!(bytes.len() > 100 && bytes.starts_with(begins), "{name}");
            // The same to standard output, where no ending says the format.
            if matches!(format, Format::Csv | Format::Svg) {
                let args = ["export", "p.ron", "--to", "-", "--what", kind.slug(), "--format", format.slug()];
                let ran = check(folder.path(), &args, 0, &[]);
                assert!(ran.out.as_bytes() == bytes || format == Format::Svg, "{name}");
            }
        }
    }
}

#[test]
fn a_view_is_where_one_begins_and_flags_stand_over_it() {
    let folder = folder();
    let filter = Filter { bases: vec![Basis::Quoted], as_of: Some(date(2025, 2, 17)), ..Filter::default() };
    let settings = Settings { rule: Rule::Mean, filter, ..Settings::default() };
    let look = Look { settings, rows: RowsOf::Blocs, transposed: true, ..Look::default() };
    let mut document = Document::new(sample());
    let (step, _) = views::save(document.project(), "For the minister", look.clone()).expect("has a name");
    document.commit(step).expect("holds");
    store::save(document.project(), &folder.path().join("v.ron"), None).expect("is written");
    let expected = |look: Look| {
        let mut bytes = Vec::new();
        let options = Options { look, ..Options::default() };
        export::csv::write(Kind::Matrix, document.project(), &options, &mut bytes).expect("into memory");
        String::from_utf8(bytes).expect("is UTF-8")
    };
    let any = Settings { filter: Filter { as_of: None, ..look.settings.filter.clone() }, ..look.settings.clone() };
    let rows: [(&[&str], Look); 4] = [
        (&[], look.clone()),
        (&["--transpose=false"], Look { transposed: false, ..look.clone() }),
        (&["--as-of", "any"], Look { settings: any, ..look.clone() }),
        (
            &["--rows", "countries", "--order", "evidence"],
            Look { rows: RowsOf::Countries, row_order: Order::Evidence, ..look },
        ),
    ];
    for (args, look) in rows {
        let args = [&["export", "v.ron", "--to", "-", "--view", "for the MINISTER"], args].concat();
        assert_eq!(check(folder.path(), &args, 0, &[]).out, expected(look), "{args:?}");
    }
}

#[test]
fn a_name_that_the_project_does_not_have_is_answered_with_those_it_has() {
    let folder = folder();
    for (args, says) in [
        (&["--view", "Mine"][..], "--view: the project has no view “Mine”; it has none"),
        (
            &["--hide", "Atlantis"],
            "--hide: the project has no country or issue “Atlantis”; there are: united-kingdom, france",
        ),
        (&["--rows", "blocs", "--hide", "poland"], "no bloc or issue “poland”; there are: e3, weimar-triangle"),
        (&["--tag", "gold"], "--tag: the project has no tag “gold”; there are: article-5, burden-sharing"),
        (&["--issue", "moon-base"], "--issue: the project has no issue “moon-base”; there are: send-peacekeepers"),
        (&["--rows", "cities"], "[possible values: countries, blocs, actors]"),
        (&["--order", "spread"], "[possible values: hand, name, agreement, evidence]"),
        (&["--as-of", "yesterday"], "write a date as 2025-02-18"),
        (&["--format", "docx"], "[possible values: csv, xlsx, html, markdown, svg, png]"),
    ] {
        let ran = check(folder.path(), &[&["export", "p.ron", "--to", "-"], args].concat(), 2, &[says]);
        assert_eq!(ran.out, "");
    }
    let args = ["export", "p.ron", "--to", "-", "--outlet", "Moon News"];
    check(folder.path(), &args, 0, &["nothing in the project is of the outlet “Moon News”; there are: "]);
}

#[test]
fn claims_are_written_as_rfc_4180_with_every_quotation_byte_for_byte() {
    let folder = folder();
    let ran = check(folder.path(), &["export", "p.ron", "--to", "-", "--what", "claims"], 0, &[]);
    assert!(ran.out.ends_with("\r\n") && !ran.out.starts_with('\u{feff}'));
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let header = reader.headers().expect("has a header").clone();
    let column = |name| header.iter().position(|known| known == name).expect("a column");
    let (claim, quotation) = (column("claim_id"), column("quotation"));
    let (start, end) = (column("start"), column("end"));
    let project = sample();
    let mut rows = 0;
    for row in reader.records() {
        let row = row.expect("every row is as long as the header");
        let row_claim = project.claim(row[claim].parse().expect("an id")).expect("is in the project");
        let excerpt = project.excerpt(row_claim.excerpt).expect("is in the project");
        assert_eq!(&row[quotation], &*excerpt.anchor.quotation);
        let text = project.text(excerpt.article).expect("has a text").as_str();
        let chars = |at: usize| row[at].parse::<usize>().expect("a number");
        let cut: String = text.chars().skip(chars(start)).take(chars(end) - chars(start)).collect();
        assert_eq!(cut, row[quotation]);
        rows += 1;
    }
    assert_eq!(rows, project.claims().values().map(|claim| claim.countries.len().max(1)).sum::<usize>());
}

#[test]
fn an_export_that_cannot_be_written_leaves_everything_alone() {
    let folder = folder();
    let before = fs::read(folder.path().join("p.ron")).expect("is there");
    check(folder.path(), &["export", "p.ron", "--to", "no/where.csv"], 2, &["no/where.csv"]);
    check(folder.path(), &["export", "p.ron", "--to", "."], 2, &["."]);
    check(folder.path(), &["export", "none.ron", "--to", "out.csv"], 2, &["none.ron: cannot be read"]);
    for itself in ["p.ron", "./p.ron"] {
        check(folder.path(), &["export", "p.ron", "--to", itself], 2, &["this is the project itself"]);
    }
    assert_eq!(fs::read(folder.path().join("p.ron")).expect("is there"), before);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing is left behind");
}

#[test]
fn whoever_reads_may_stop_reading() {
    let folder = folder();
    fs::write(folder.path().join("good.txt"), "Words of an article.").expect("written");
    for args in [
        &["export", "p.ron", "--to", "-", "--what", "claims"][..],
        &["check", "p.ron"],
        &["import", "p.ron", "good.txt"],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = std::process::Command::new(cargo_bin_cmd!("demarche").get_program());
        let output = command.current_dir(folder.path()).args(args).stdout(writer).output().expect("the binary runs");
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {err}");
        assert!(!err.contains("panicked") && !err.contains("pipe"), "{args:?}: {err}");
    }
    assert_eq!(load(&folder.path().join("p.ron")).articles().len(), sample().articles().len() + 1);
}

/// What is done to the text of a file.
type Harm = Box<dyn Fn(&str) -> Vec<u8>>;

/// What the file is turned into, the exit code of `check`, and what is said.
type Damage = (&'static str, Harm, i32, Vec<String>);

/// The sample with `from`, which it holds, made `to` in one place; and the line of that place.
fn altered(from: &'static str, to: &'static str) -> (Harm, usize) {
    let source = fs::read_to_string(root("projects/paris-talks.ron")).expect("is there");
    let at = source.find(from).unwrap_or_else(|| panic!("the sample has no {from}"));
    (Box::new(move |source| source.replacen(from, to, 1).into()), source[..at].matches('\n').count() + 1)
}

#[test]
fn a_damaged_project_is_named_with_the_place_and_never_touched() {
    let (conflict, conflict_line) = altered("actors: [", "<<<<<<< HEAD\nactors: [");
    let (field, field_line) = altered("basis: \"quoted\"", "base: \"quoted\"");
    let (word, word_line) = altered("basis: \"quoted\"", "basis: \"shouted\"");
    let (newer, _) = altered("format: 1,", "format: 3,");
    let (dangling, dangling_line) = altered("issue: \"us-backstop\"", "issue: \"moon-base\"");
    let (astray, astray_line) = altered("at: (162, 324)", "at: (163, 325)");
    let (cut, _) = altered("at: (162, 324)", "at: (162, 9999999)");
    let place = |line: usize| format!("bad.ron:{line}:");
    let rows: Vec<Damage> = vec![
        ("nothing", Box::new(|_| Vec::new()), 2, vec!["bad.ron: the file is empty".into(), "earlier copy".into()]),
        ("noise", Box::new(|_| (0..4096u32).map(|i| (i * 167 % 251) as u8).collect()), 2, vec!["bad.ron: ".into()]),
        (
            "a picture",
            Box::new(|_| b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
            2,
            vec!["not a Démarche project".into()],
        ),
        ("something else", Box::new(|_| b"{\"format\": 1}".to_vec()), 2, vec!["not a Démarche project".into()]),
        ("half of it", Box::new(|source| source[..source.len() / 2].trim_end().into()), 2, vec!["bad.ron:".into()]),
        ("a newer format", newer, 2, vec!["format 3".into(), "newer Démarche".into()]),
        ("a merge conflict", conflict, 2, vec![place(conflict_line)]),
        ("an unknown field", field, 2, vec![place(field_line), "base".into()]),
        ("an unknown word", word, 2, vec![place(word_line), "shouted".into()]),
        (
            "an id that leads nowhere",
            dangling,
            1,
            vec!["names issue “moon-base”".into(), place(dangling_line), "1 problem".into()],
        ),
        (
            "a span that moved",
            astray,
            1,
            vec![
                "excerpt mwuy6sr in article contactgroup needs re-anchoring".into(),
                place(astray_line - 1),
                "1 problem".into(),
            ],
        ),
        ("a span past the end", cut, 1, vec!["excerpt mwuy6sr in article contactgroup needs re-anchoring".into()]),
    ];
    let folder = folder();
    let source = fs::read_to_string(folder.path().join("p.ron")).expect("is there");
    fs::write(folder.path().join("good.txt"), "Words of an article.").expect("written");
    let path = folder.path().join("bad.ron");
    for (what, damage, code, says) in rows {
        let bytes = damage(&source);
        assert_ne!(bytes, source.as_bytes());
        fs::write(&path, &bytes).expect("written");
        let says: Vec<&str> = says.iter().map(String::as_str).collect();
        println!("{what}");
        check(folder.path(), &["check", "bad.ron"], code, &says);
        check(folder.path(), &["export", "bad.ron", "--to", "out.csv"], code, &says[..1]);
        assert_eq!(folder.path().join("out.csv").exists(), code == 1, "{what}");
        fs::remove_file(folder.path().join("out.csv")).ok();
        if code == 2 {
            check(folder.path(), &["import", "bad.ron", "good.txt"], 2, &says[..1]);
            check(folder.path(), &["new", "bad.ron"], 2, &["there is already"]);
        }
        assert_eq!(fs::read(&path).expect("is there"), bytes, "{what}");
    }
}

#[test]
fn what_is_broken_stays_in_the_file_when_something_else_is_brought_in() {
    let folder = folder();
    let path = folder.path().join("p.ron");
    let (astray, _) = altered("at: (162, 324)", "at: (163, 325)");
    fs::write(&path, astray(&fs::read_to_string(&path).expect("is there"))).expect("written");
    fs::write(folder.path().join("good.txt"), "Words of an article.").expect("written");
    check(folder.path(), &["import", "p.ron", "good.txt"], 0, &["1 imported"]);
    check(folder.path(), &["check", "p.ron"], 1, &["15 articles", "mwuy6sr", "needs re-anchoring", "1 problem"]);
    let excerpt = "mwuy6sr".parse().expect("a token");
    let (kept, was) = (load(&path), sample());
    let quotation = |project: &Project| project.excerpt(excerpt).map(|row| row.anchor.quotation.clone());
    assert_eq!(quotation(&kept), quotation(&was));
    assert_eq!(kept.claims_of(excerpt), was.claims_of(excerpt));
}

#[test]
fn a_project_that_is_open_in_a_window_is_read_and_not_changed() {
    use store::lock::{Lock, Owner};
    let folder = folder();
    let path = folder.path().join("p.ron");
    fs::write(folder.path().join("new.txt"), "Spain will send troops.").expect("written");
    let beside = store::Beside::of(&path).expect("has a place");
    let now = jiff::Timestamp::now();
    let lock = Lock::take(&store::disk::System, &beside, &Owner::here("MK", now), now).expect("is free");
    let before = fs::read(&path).expect("is there");
    check(folder.path(), &["import", "p.ron", "new.txt"], 2, &["MK on", "has the project open", "nothing was changed"]);
    assert_eq!(fs::read(&path).expect("is there"), before);
    check(folder.path(), &["check", "p.ron"], 0, &["no problems"]);
    drop(lock);
    check(folder.path(), &["import", "p.ron", "new.txt"], 0, &["1 imported"]);
}

#[test]
fn edits_that_are_only_in_the_journal_are_told() {
    let folder = folder();
    let path = folder.path().join("p.ron");
    // What a window leaves behind that was killed.
    fs::create_dir(folder.path().join("away")).expect("made");
    let mut play = cargo_bin_cmd!("demarche");
    play.env("DEMARCHE_CONFIG", folder.path().join("config"))
        .args(["rehearse", "--steps", "9", "--seed", "3"])
        .arg(&path);
    assert!(play.output().expect("runs").status.success());
    for verb in [&["check", "p.ron"][..], &["export", "p.ron", "--to", "away/m.csv"]] {
        check(folder.path(), verb, 0, &["in the journal, not in the file"]);
    }
}

#[test]
fn a_project_that_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("huge.ron");
    fs::File::create(&path).and_then(|file| file.set_len(3 << 30)).expect("takes no room");
    check(folder.path(), &["check", "huge.ron"], 2, &["huge.ron: is 3072 MiB large"]);
}

/// Compares with a file in the repository, or writes it when told so.
fn check_golden(path: &str, found: &str) {
    let path = root(path);
    if std::env::var_os("GOLDEN").is_some_and(|value| value == "write") {
        fs::create_dir_all(path.parent().expect("a folder")).and_then(|()| fs::write(&path, found)).expect("written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    if let Some((line, (found, golden))) = found.lines().zip(golden.lines()).enumerate().find(|(_, (a, b))| a != b) {
        panic!("{}:{}: is\n{found}\nand was\n{golden}", path.display(), line + 1);
    }
    assert!(found == golden, "{} is {} bytes and was {}", path.display(), found.len(), golden.len());
}

#[test]
fn the_tables_of_the_sample_are_as_they_were_read_over() {
    let folder = folder();
    for what in ["matrix", "positions", "claims", "moves", "agreement"] {
        let ran = check(folder.path(), &["export", "p.ron", "--to", "-", "--what", what], 0, &[]);
        check_golden(&format!("tests/golden/paris-talks-{what}.csv"), &ran.out);
    }
}

#[test]
fn the_sample_is_as_the_program_writes_it() {
    check_golden("projects/paris-talks.ron", &store::to_string(&sample()));
}

#[test]
fn the_sample_holds_what_it_promises() {
    let project = sample();
    assert!(project.articles().len() >= 10 && project.countries().len() >= 12);
    assert_eq!(project.issues().len(), 6);
    assert!(project.claims().len() >= 70);
    for (id, text) in project.texts() {
        let words = text.as_str().split_whitespace().count();
        assert!((250..=600).contains(&words), "{id} has {words} words");
    }
    let claims = || project.claims().values();
    for (level, stance) in project.stances() {
        assert!(claims().any(|claim| claim.stance == *level), "nobody {}", stance.label);
    }
    for issue in project.issues().keys() {
        assert!(claims().any(|claim| claim.issue == *issue), "nothing on {issue}");
    }
    assert!(claims().any(|claim| claim.countries.len() > 1), "several countries in one claim");
    assert!(project.excerpts().keys().any(|id| project.claims_of(*id).len() > 1), "several claims on one excerpt");
    let overlap = |article| {
        let spans: Vec<_> = project.excerpts_of(article).iter().map(|excerpt| excerpt.anchor.span).collect();
        spans.iter().enumerate().any(|(i, a)| spans[..i].iter().any(|b| a != b && a.overlaps(*b)))
    };
    assert!(project.articles().keys().any(|id| overlap(*id)), "excerpts that overlap");

    let matrix = Matrix::new(&project, &Settings::default());
    let marks: [(&str, usize); 5] = [
        ("contested", matrix.cells().filter(|(_, position)| position.contested).count()),
        ("moved", matrix.cells().filter(|(_, position)| position.moved.is_some()).count()),
        ("unofficial", matrix.cells().filter(|(_, position)| position.unofficial).count()),
        ("expected only", matrix.cells().filter(|(_, position)| position.expected_only).count()),
        ("conditional", matrix.cells().filter(|(cell, _)| !matrix.conditions(&project, *cell).is_empty()).count()),
    ];
    for (mark, count) in marks {
        assert!(count > 0, "no cell is {mark}");
    }
}
