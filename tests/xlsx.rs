//! Workbooks as other programs read them: values and their types agree with the CSV, and nothing is a formula.

#[allow(dead_code)] // The benches use more of it.
#[path = "../benches/support/large.rs"]
mod large;
mod support;

use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use calamine::{Data, Reader as _, Xlsx};
use demarche::edit::ops::claims::Target;
use demarche::edit::ops::{ArticleDetails, ClaimDraft, NewArticle, articles, assessments, claims, codebook};
use demarche::edit::{Document, Stamp};
use demarche::export::{self, Format, Kind, Options, Values, Written};
use demarche::model::{
    Cell, CountryId, Entry, EntryId, IssueId, Judgement, Kind as Row, Look, Order, Project, RowsOf, Settings,
};
use demarche::text::{ArticleText, Span};
use jiff::civil::date;
use support::sample;

fn write(kind: Kind, format: Format, project: &Project, options: &Options) -> Written {
    let now = "2025-03-01T09:30:00Z".parse().expect("a time");
    export::write(kind, format, project, options, now, &|| true).expect("is written")
}

fn open(written: &Written) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(&*written.bytes)).expect("is a workbook")
}

/// The cells of a sheet, as a CSV would have them.
fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Vec<Vec<String>> {
    let range = book.worksheet_range(sheet).unwrap_or_else(|cause| panic!("{sheet}: {cause}"));
    range.rows().map(|row| row.iter().map(plain).collect()).collect()
}

fn plain(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(words) => words.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(time) => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            match time.as_f64().fract() == 0.0 {
                true => format!("{year:04}-{month:02}-{day:02}"),
                false => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"),
            }
        }
        other => panic!("{other:?}"),
    }
}

/// The rows of the CSV, header first, moments to the second.
fn rows(kind: Kind, project: &Project, options: &Options) -> Vec<Vec<String>> {
    let bytes = write(kind, Format::Csv, project, options).bytes;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*bytes);
    reader.records().map(|row| row.expect("a record").iter().map(whole_seconds).collect()).collect()
}

fn whole_seconds(cell: &str) -> String {
    match cell.parse::<jiff::Timestamp>() {
        Ok(time) => jiff::Timestamp::from_second(time.as_second()).expect("a time").to_string(),
        Err(_) => cell.to_owned(),
    }
}

/// Both without the empty ends of lines, which a sheet does not have.
fn trimmed(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let trim = |mut row: Vec<String>| {
        let filled = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
        row.truncate(filled);
        row
    };
    rows.into_iter().map(trim).collect()
}

fn looks() -> Vec<Look> {
    let poland = EntryId::Country("poland".parse().expect("a slug"));
    vec![
        Look::default(),
        Look { rows: RowsOf::Blocs, transposed: true, ..Look::default() },
        Look { rows: RowsOf::Actors, row_order: Order::Evidence, ..Look::default() },
        Look {
            row_order: Order::Agreement,
            issue_order: Order::Spread,
            hidden: [poland].into(),
            since: Some(date(2025, 2, 16)),
            settings: Settings { independent: true, ..Settings::default() },
            ..Look::default()
        },
    ]
}

const SHEETS: [(Kind, &str); 5] = [
    (Kind::Matrix, "Matrix"),
    (Kind::Positions, "Positions"),
    (Kind::Claims, "Claims"),
    (Kind::Moves, "Moves"),
    (Kind::Agreement, "Pairs"),
];

#[test]
fn every_sheet_holds_what_the_csv_holds() {
    for project in [sample(), hostile()] {
        for look in looks() {
            let options = Options { look, ..Options::default() };
            let all = write(Kind::All, Format::Xlsx, &project, &options);
            let mut book = open(&all);
            for (kind, sheet) in SHEETS {
                let expected = trimmed(rows(kind, &project, &options));
                let found = trimmed(cells(&mut book, sheet));
                assert_eq!(found.len(), expected.len(), "{sheet}: {:?}", options.look);
                for (found, expected) in found.iter().zip(&expected) {
                    for (found, expected) in found.iter().zip(expected).filter(|(found, _)| !found.ends_with('…')) {
                        assert_eq!(found, expected, "{sheet}: {:?}", options.look);
                    }
                    assert_eq!(found.len(), expected.len(), "{sheet}");
                }
                let alone = write(kind, Format::Xlsx, &project, &options);
                assert_eq!(alone.rows, Some(expected.len() - 1), "{sheet}");
                assert_eq!(trimmed(cells(&mut open(&alone), sheet)), found, "{sheet} alone");
            }
        }
    }
}

#[test]
fn a_long_table_is_written_like_a_short_one() {
    let project = large::project(large::Size { claims: 6_000, ..large::Size::SMALL }, 3);
    let options = Options::default();
    let written = write(Kind::All, Format::Xlsx, &project, &options);
    let mut book = open(&written);
    for (kind, sheet) in SHEETS {
        assert_eq!(trimmed(cells(&mut book, sheet)), trimmed(rows(kind, &project, &options)), "{sheet}");
    }
    assert!(export::row_count(Kind::Claims, &project, &options) > 5_000);
}

#[test]
fn the_matrix_may_hold_points_and_numbers() {
    let project = sample();
    for values in [Values::Score, Values::Count] {
        let options = Options { values, ..Options::default() };
        let written = write(Kind::Matrix, Format::Xlsx, &project, &options);
        let mut book = open(&written);
        assert_eq!(trimmed(cells(&mut book, "Matrix")), trimmed(rows(Kind::Matrix, &project, &options)));
        let range = book.worksheet_range("Matrix").expect("is there");
        let numbers = range.rows().skip(1).flat_map(|row| &row[2..]).filter(|cell| matches!(cell, Data::Float(_)));
        assert!(numbers.count() > 10, "{values:?}");
    }
}

#[test]
fn numbers_are_numbers_and_days_are_days() {
    let project = sample();
    let written = write(Kind::All, Format::Xlsx, &project, &Options::default());
    let mut book = open(&written);
    type Is = fn(&Data) -> bool;
    let is_number: Is = |cell| matches!(cell, Data::Float(_));
    let is_day: Is = |cell| matches!(cell, Data::DateTime(_));
    let is_truth: Is = |cell| matches!(cell, Data::Bool(_));
    let is_text: Is = |cell| matches!(cell, Data::String(_));
    for (sheet, column, is) in [
        ("Positions", "score", is_number),
        ("Positions", "claims", is_number),
        ("Positions", "contested", is_truth),
        ("Positions", "moved_on", is_day),
        ("Positions", "last_date", is_day),
        ("Positions", "stance", is_text),
        ("Claims", "start", is_number),
        ("Claims", "date", is_day),
        ("Claims", "created", is_day),
        ("Claims", "quotation", is_text),
        ("Claims", "claim_id", is_text),
        ("Moves", "date", is_day),
        ("Moves", "step", is_number),
        ("Pairs", "agreement", is_number),
        ("Codebook", "score", is_number),
    ] {
        let range = book.worksheet_range(sheet).expect("is there");
        let head = range.rows().next().expect("has a head");
        let at =
            head.iter().position(|cell| plain(cell) == column).unwrap_or_else(|| panic!("{sheet} has no {column}"));
        let filled: Vec<&Data> =
            range.rows().skip(1).map(|row| &row[at]).filter(|cell| **cell != Data::Empty).collect();
        assert!(!filled.is_empty(), "{sheet} {column} is empty");
        for cell in filled {
            assert!(is(cell), "{sheet} {column}: {cell:?}");
        }
    }
    let names = book.sheet_names();
    assert_eq!(
        names,
        ["Matrix", "Positions", "Claims", "Moves", "Agreement", "Pairs", "Codebook", "Method"],
        "the order in which one reads"
    );
}

#[test]
fn the_workbook_states_what_it_is() {
    let look = Look { since: Some(date(2025, 2, 16)), ..looks().remove(1) };
    let options = Options { look, ..Options::default() };
    for kind in [Kind::All, Kind::Matrix, Kind::Claims] {
        let written = write(kind, Format::Xlsx, &sample(), &options);
        let said: Vec<Vec<String>> = cells(&mut open(&written), "Method");
        let line = |name: &str| said.iter().find(|row| row[0] == name).map(|row| &*row[1]).unwrap_or_default();
        assert!(line("Project").contains("talks"), "{said:?}");
        assert!(line("Rule").starts_with("Latest official. The latest claim of the government wins"));
        assert!(
            line("Rows").starts_with("Blocs, in the analyst’s order; issues stand in the rows."),
            "{}",
            line("Rows")
        );
        assert_eq!(line("Compared with"), "16 February 2025");
        assert!(line("Written").starts_with("1 March 2025, 09:30 UTC, by Démarche "));
        let words: String = said.iter().flatten().cloned().collect();
        assert!(words.contains("Contested") && words.contains("Agreement") && !words.contains("**"));
    }
}

#[test]
fn nothing_becomes_a_formula_and_nothing_is_lost_in_silence() {
    let project = hostile();
    let written = write(Kind::All, Format::Xlsx, &project, &Options::default());
    let mut book = open(&written);
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).expect("can be read");
        assert_eq!(formulas.used_cells().count(), 0, "{sheet}");
    }
    let claims = cells(&mut book, "Claims");
    let at = |name: &str| claims[0].iter().position(|cell| cell == name).expect("a column");
    let words: Vec<&str> = claims.iter().map(|row| &*row[at("quotation")]).collect();
    assert!(words.contains(&"=HYPERLINK(\"http://evil\",\"x\") \u{1}_x0041_ <b>&amp;"), "{words:?}");
    let long = words.iter().find(|words| words.starts_with("éé")).expect("is there");
    assert_eq!(long.encode_utf16().count(), 32_767);
    assert!(long.ends_with('…'));
    let days: Vec<&str> = claims.iter().map(|row| &*row[at("date")]).collect();
    assert!(days.contains(&"1848-02-24"), "{days:?}");
    assert_eq!(written.losses.len(), 2, "{:?}", written.losses);
    assert!(written.losses[0].contains("cut to 32,767 characters"), "{:?}", written.losses);
    assert!(written.losses[1].contains("before March 1900"), "{:?}", written.losses);
    assert_eq!(write(Kind::All, Format::Xlsx, &sample(), &Options::default()).losses, Vec::<String>::new());
}

#[test]
fn the_same_project_gives_the_same_workbook() {
    let once = || write(Kind::All, Format::Xlsx, &sample(), &Options::default()).bytes;
    assert!(once() == once());
}

/// Whatever LibreOffice reads in the workbook agrees with the CSV.
#[test]
fn libreoffice_reads_the_same_values() {
    if Command::new("soffice").arg("--version").output().is_err() {
        return println!("SKIPPED: there is no soffice here, so that LibreOffice was not asked");
    }
    let folder = tempfile::tempdir().expect("a folder");
    for (name, project) in [("sample", sample()), ("hostile", hostile())] {
        let options = Options { look: looks().remove(3), ..Options::default() };
        let book = folder.path().join(format!("{name}.xlsx"));
        std::fs::write(&book, write(Kind::All, Format::Xlsx, &project, &options).bytes).expect("is written");
        convert(folder.path(), &book);
        for (kind, sheet) in SHEETS {
            let path = folder.path().join(format!("{name}-{sheet}.csv"));
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_path(&path)
                .unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
            let found =
                reader.records().map(|row| row.expect("a record").iter().map(str::to_owned).collect()).collect();
            let found = trimmed(found);
            let expected = trimmed(rows(kind, &project, &options));
            assert_eq!(found.len(), expected.len(), "{name} {sheet}");
            for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                assert!(agree(found, expected), "{name} {sheet}: {found:?} and {expected:?}");
            }
        }
    }
}

/// Has LibreOffice write every sheet as CSV, cells as they are shown.
fn convert(folder: &Path, book: &Path) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let args = ["--headless", "--convert-to", filter, "--outdir"];
    let run = Command::new("soffice").arg(profile).args(args).arg(folder).arg(book).output().expect("runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// Whether a cell as LibreOffice shows it says what the CSV says.
fn agree(found: &str, expected: &str) -> bool {
    let moment = expected.strip_suffix('Z').map(|time| time.replace('T', " "));
    let percent = |cell: &str| Some(cell.strip_suffix('%')?.trim_end().parse::<f64>().ok()? / 100.0);
    let share = |cell: f64| expected.parse::<f64>().is_ok_and(|expected| (expected - cell).abs() < 0.0051);
    let lines = |words: &str| words.replace("\r\n", "\n").replace('\u{1}', "");
    found == expected
        || lines(found) == lines(expected)
        || found.ends_with('…') && expected.starts_with(found.trim_end_matches('…'))
        || found.to_lowercase() == expected
        || Some(found) == moment.as_deref()
        || percent(found).is_some_and(share)
}

/// The sample with whatever may trip a spreadsheet.
fn hostile() -> Project {
    let mut document = Document::new(sample());
    let mut stamp = Stamp::new("2025-03-01T09:00:00.25Z".parse().expect("a time"), "=Ada".to_owned(), 7);
    let mut country = codebook::blank(document.project(), Row::Country, "=cmd|' /C calc'!A0");
    if let Entry::Country(row) = &mut country {
        Arc::make_mut(row).iso = "+1".into();
    }
    let Entry::Country(row) = &country else { panic!("is a country") };
    let id: CountryId = row.id;
    let step = codebook::create(document.project(), country).expect("is new");
    document.commit(step).expect("holds");
    let long = "é".repeat(40_000);
    let text = format!("=HYPERLINK(\"http://evil\",\"x\") \u{1}_x0041_ <b>&amp;\n\n{long}\n\n@SUM(A1)\n\n-1\n\n00123");
    let article = NewArticle {
        details: ArticleDetails {
            title: "@title".into(),
            outlet: "-outlet".into(),
            published: Some(date(1848, 2, 24)),
            ..ArticleDetails::default()
        },
        text: ArticleText::new(text.as_str()),
    };
    let (step, ids) = articles::add(document.project(), vec![article], &mut stamp);
    document.commit(step).expect("holds");
    let issue: IssueId = "us-backstop".parse().expect("a slug");
    let text = document.project().text(ids[0]).expect("is there").as_str().to_owned();
    let mut at = 0;
    for (words, said_on) in text.split("\n\n").zip([None, Some(date(2025, 1, 1)), Some(date(1900, 3, 1)), None, None]) {
        let draft = ClaimDraft {
            countries: vec![id],
            issue: Some(issue),
            stance: Some("opposes".parse().expect("a slug")),
            condition: "=1+1".into(),
            said_on,
            ..ClaimDraft::default()
        };
        let target = Target::Selection(ids[0], Span::new(at, at + words.len()));
        let (step, _) = claims::code(document.project(), target, draft, &mut stamp).expect("is whole");
        document.commit(step).expect("holds");
        at += words.len() + 2;
    }
    let cell = Cell { country: id, issue };
    let step = assessments::assess(document.project(), cell, Judgement::Declined, "=A1", None, &[], &stamp);
    document.commit(step).expect("holds");
    document.project().clone()
}
