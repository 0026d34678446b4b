//! The tables as files: compared with files looked over by eye, and read back.
//!
//! After a wanted change: `GOLDEN=write cargo test --test export`, then read the difference.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use demarche::derive::{Filter, Matrix, Rule, Settings};
use demarche::edit::ops::claims::Target;
use demarche::edit::ops::{ArticleDetails, ClaimDraft, NewArticle, articles, assessments, claims, codebook};
use demarche::edit::{Document, Stamp, Transaction};
use demarche::export::{self, Kind, Options, Source, Values};
use demarche::model::{
    ActorId, ArticleId, Basis, Cell, Confidence, CountryId, Entry, EntryId, IssueId, Judgement, Kind as Row, Look,
    Order, Party, Project, ProjectId, RowsOf, Slug, StanceId, TagId, Token, Voice,
};
use demarche::text::{ArticleText, Span};
use jiff::civil::date;
use proptest::prelude::*;

/// A project that grows through the same door as the analyst's.
struct Desk {
    document: Document,
    stamp: Stamp,
}

impl Desk {
    fn new() -> Self {
        let id = ProjectId("p".parse::<Token>().expect("a token"));
        let now = "2025-03-01T09:00:00Z".parse().expect("a time");
        Self { document: Document::new(Project::new(id, "Backstop")), stamp: Stamp::new(now, "Ada", 7) }
    }

    fn project(&self) -> &Project {
        self.document.project()
    }

    fn commit(&mut self, transaction: Transaction) {
        self.document.commit(transaction).expect("is sound");
        self.stamp.now += jiff::SignedDuration::from_secs(60);
    }

    fn add(&mut self, kind: Row, label: &str, fill: impl FnOnce(&mut Entry)) -> Slug {
        let mut entry = codebook::blank(self.project(), kind, label);
        fill(&mut entry);
        let slug = entry.id().slug();
        self.commit(codebook::create(self.project(), entry).expect("is new"));
        slug
    }

    fn country(&mut self, name: &str, iso: &str) -> CountryId {
        CountryId(self.add(Row::Country, name, |entry| {
            if let Entry::Country(row) = entry {
                Arc::make_mut(row).iso = iso.into();
            }
        }))
    }

    fn article(&mut self, title: &str, outlet: &str, published: Option<jiff::civil::Date>, text: &str) -> ArticleId {
        let details = ArticleDetails {
            title: title.into(),
            outlet: outlet.into(),
            published,
            url: format!("https://news.example/?q={}", outlet.to_lowercase()),
            ..Default::default()
        };
        let article = NewArticle { details, text: ArticleText::new(text) };
        let (transaction, ids) = articles::add(self.document.project(), vec![article], &mut self.stamp);
        self.commit(transaction);
        ids[0]
    }

    fn code(&mut self, article: ArticleId, words: &str, draft: ClaimDraft) {
        let start = self.project().text(article).and_then(|text| text.as_str().find(words)).expect("words are there");
        let target = Target::Selection(article, Span::new(start, start + words.len()));
        let (transaction, _) = claims::code(self.document.project(), target, draft, &mut self.stamp).expect("complete");
        self.commit(transaction);
    }
}

/// Quotations with all that a table can trip over.
fn backstop() -> Desk {
    let mut desk = Desk::new();
    let france = desk.country("France", "FRA");
    let germany = desk.country("Germany", "DEU");
    let ivory = desk.country("Côte d’Ivoire, Republic of", "CIV");
    desk.country("European Union", "");
    let troops = IssueId(desk.add(Row::Issue, "Send peacekeepers to Ukraine", |_| {}));
    let pay = IssueId(desk.add(Row::Issue, "Pay, \"fairly\"", |_| {}));
    let macron = ActorId(desk.add(Row::Actor, "Emmanuel Macron", |entry| {
        if let Entry::Actor(row) = entry {
            Arc::make_mut(row).country = Some(france);
        }
    }));
    let expert = ActorId(desk.add(Row::Actor, "Lord Dannatt", |entry| {
        if let Entry::Actor(row) = entry {
            Arc::make_mut(row).voice = Voice::Expert;
        }
    }));
    let tags = ["key", "to check"].map(|label| TagId(desk.add(Row::Tag, label, |_| {})));
    let stance = |id: &str| Some(id.parse::<StanceId>().expect("a slug"));

    let undated = desk.article("Undated", "", None, "@home nobody knows.\n\t=tab");
    let later = desk.article(
        "Later, “quoted”",
        "Le Monde",
        Some(date(2025, 2, 20)),
        "🙂🇺🇦 قال الوزير: «لن نرسل قوات» 中文\n-2 troops, he said.",
    );
    let first = desk.article(
        "=HYPERLINK(\"x\")",
        "BBC",
        Some(date(2025, 2, 18)),
        "“Nobody”, he said, \"is considering\nsending\" troops.\n\n=SUM(A1) is what Élysée 🙂 decided. +1 for all.",
    );
    desk.code(
        first,
        "“Nobody”, he said, \"is considering\nsending\" troops.",
        ClaimDraft {
            countries: vec![germany, france],
            issue: Some(troops),
            stance: stance("opposes"),
            basis: Basis::Quoted,
            tags: tags.to_vec(),
            note: "two\nlines".into(),
            ..Default::default()
        },
    );
    desk.code(
        first,
        "=SUM(A1) is what Élysée 🙂 decided",
        ClaimDraft {
            countries: vec![france],
            speaker: Some(macron),
            addressees: vec![Party::Country(germany), Party::Actor(expert)],
            issue: Some(troops),
            stance: stance("supports-if"),
            condition: "if there is a lasting peace".into(),
            basis: Basis::Paraphrased,
            via: "the Express, a newspaper".into(),
            said_on: Some(date(2025, 2, 25)),
            ..Default::default()
        },
    );
    desk.code(
        first,
        "+1 for all",
        ClaimDraft { countries: vec![ivory], issue: Some(pay), stance: stance("mentions"), ..Default::default() },
    );
    desk.code(
        later,
        "«لن نرسل قوات» 中文\n-2 troops",
        ClaimDraft {
            countries: vec![france],
            issue: Some(troops),
            stance: stance("reluctant"),
            condition: "unless the US backs it".into(),
            basis: Basis::Expected,
            ..Default::default()
        },
    );
    desk.code(
        later,
        "-2 troops",
        ClaimDraft { speaker: Some(expert), issue: Some(pay), stance: stance("opposes"), ..Default::default() },
    );
    desk.stamp.analyst = "Bo".into();
    desk.code(
        undated,
        "@home nobody knows.\n\t=tab",
        ClaimDraft { countries: vec![germany], issue: Some(pay), stance: stance("undecided"), ..Default::default() },
    );
    for (country, issue, judgement, sentence) in [
        (
            germany,
            troops,
            Judgement::Position(stance("reluctant").expect("a level")),
            "Not before the election; \"never\" is talk.",
        ),
        (ivory, troops, Judgement::NothingFound, ""),
        (ivory, pay, Judgement::Declined, "No comment."),
    ] {
        let cell = Cell { country, issue };
        let under = Matrix::new(desk.project(), &Settings::default()).evidence(cell).to_vec();
        let sure = Some(Confidence::Medium);
        let transaction = assessments::assess(desk.project(), cell, judgement, sentence, sure, &under, &desk.stamp);
        desk.commit(transaction);
    }
    desk.code(
        later,
        "troops, he said",
        ClaimDraft { countries: vec![germany], issue: Some(troops), stance: stance("supports"), ..Default::default() },
    );
    desk.add(Row::Bloc, "Weimar, as it were", |entry| {
        if let Entry::Bloc(row) = entry {
            Arc::make_mut(row).members = vec![germany, france];
        }
    });
    desk
}

fn with(settings: Settings) -> Options {
    looked(Look { settings, ..Look::default() })
}

fn looked(look: Look) -> Options {
    Options { look, ..Options::default() }
}

fn written(kind: Kind, project: &Project, options: &Options) -> String {
    let mut bytes = Vec::new();
    let rows = export::csv::write(kind, project, options, &mut bytes).expect("memory takes it");
    assert_eq!(rows, export::row_count(kind, project, options), "{kind:?}");
    String::from_utf8(bytes).expect("is UTF-8")
}

fn read(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("is a record").iter().map(str::to_owned).collect()).collect()
}

fn check(name: &str, kind: Kind, options: &Options) {
    let desk = backstop();
    let text = written(kind, desk.project(), options);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("GOLDEN").is_some_and(|value| value == "write") {
        std::fs::write(&path, &text).expect("written");
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    assert_eq!(text, golden, "{name} differs");
    if !options.spreadsheet_safe {
        let shown = export::preview(kind, desk.project(), options, usize::MAX - 1);
        assert_eq!(read(&text), shown, "the preview of {name} differs");
    }
}

#[test]
fn the_matrix_is_written_as_the_window_shows_it() {
    check("matrix.csv", Kind::Matrix, &Options::default());
    check("matrix-score.csv", Kind::Matrix, &Options { values: Values::Score, ..Options::default() });
    check("matrix-count.csv", Kind::Matrix, &Options { values: Values::Count, ..Options::default() });
}

#[test]
fn positions_are_written_with_their_evidence() {
    check("positions.csv", Kind::Positions, &Options::default());
    let filter = Filter { as_of: Some(date(2025, 2, 20)), ..Filter::default() };
    let settings = Settings { rule: Rule::Mean, filter, ..Settings::default() };
    check("positions-as-of-mean.csv", Kind::Positions, &with(settings));
}

#[test]
fn claims_are_written_with_their_words() {
    check("claims.csv", Kind::Claims, &Options::default());
    check("claims-spreadsheet.csv", Kind::Claims, &Options { spreadsheet_safe: true, ..Options::default() });
}

#[test]
fn every_table_honours_the_look() {
    let france = EntryId::Country("france".parse().expect("a slug"));
    let look = Look { hidden: [france].into(), row_order: Order::Name, transposed: true, ..Look::default() };
    check("matrix-transposed.csv", Kind::Matrix, &looked(look.clone()));
    check("matrix-actors.csv", Kind::Matrix, &looked(Look { rows: RowsOf::Actors, ..Look::default() }));
    let blocs = Look { rows: RowsOf::Blocs, since: Some(date(2025, 2, 19)), ..Look::default() };
    check("positions-blocs-since.csv", Kind::Positions, &looked(blocs));
    check("claims-hidden.csv", Kind::Claims, &looked(look));
}

#[test]
fn moves_and_agreement_are_tables_too() {
    check("moves.csv", Kind::Moves, &Options::default());
    check("moves-since.csv", Kind::Moves, &looked(Look { since: Some(date(2025, 2, 20)), ..Look::default() }));
    check("agreement.csv", Kind::Agreement, &Options::default());
}

#[test]
fn rows_that_are_hidden_are_in_no_table_and_count_all_the_same() {
    let desk = backstop();
    let names =
        ["France", "Germany"].map(|name| EntryId::Country(Slug::from_label(name).to_string().parse().expect("a slug")));
    let all = looked(Look::default());
    let some = looked(Look { hidden: names.into(), ..Look::default() });
    for kind in [Kind::Matrix, Kind::Positions, Kind::Claims, Kind::Moves, Kind::Agreement] {
        let (all, some) = (read(&written(kind, desk.project(), &all)), read(&written(kind, desk.project(), &some)));
        let named = |row: &&Vec<String>| row.iter().take(3).any(|cell| cell == "France" || cell == "Germany");
        let expected: Vec<&Vec<String>> = all.iter().filter(|row| !named(row)).collect();
        assert_eq!(some.iter().collect::<Vec<_>>(), expected, "{kind:?}");
        assert!(some.len() < all.len(), "{kind:?}");
    }
}

#[test]
fn a_table_for_the_clipboard_holds_what_the_file_holds() {
    let desk = backstop();
    let options = Options::default();
    let clip = export::clipboard::clip(Kind::Matrix, &Source::new(desk.project(), &options));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(b'\t').from_reader(clip.tsv.as_bytes());
    let pasted: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a record").iter().map(str::to_owned).collect()).collect();
    let file = read(&written(Kind::Matrix, desk.project(), &options));
    assert_eq!(pasted.len(), file.len());
    for (pasted, file) in pasted.iter().zip(&file).skip(1) {
        assert_eq!(pasted[0], file[0]);
        for (pasted, file) in pasted[1..].iter().zip(&file[2..]) {
            assert!(pasted == file || ["nothing found", "declined to say"].contains(&&**pasted), "{pasted} {file}");
        }
    }
    assert_eq!(clip.rows, file.len() - 1);
    assert!(clip.html.contains("Rule: latest official"), "{}", clip.html);
    assert!(clip.html.contains("if there is a lasting peace"), "{}", clip.html);
    assert!(clip.html.contains("background-color:#f8e8d2"), "{}", clip.html);
    for kind in [Kind::Moves, Kind::Agreement] {
        let clip = export::clipboard::clip(kind, &Source::new(desk.project(), &options));
        assert!(clip.rows > 0 && clip.tsv.lines().count() > clip.rows, "{kind:?}");
        assert!(!clip.tsv.lines().any(|line| line.starts_with(['=', '+', '@'])), "{}", clip.tsv);
    }
}

/// Another program's reader finds the same rows.
#[test]
fn python_reads_the_same_rows() {
    let Ok(version) = std::process::Command::new("python3").arg("--version").output() else {
        return println!("SKIPPED: there is no python3 here, so that its csv module was not asked");
    };
    assert!(version.status.success());
    let desk = backstop();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table.csv");
    let script = "import csv, sys\n\
        csv.field_size_limit(1 << 30)\n\
        with open(sys.argv[1], encoding='utf-8', newline='') as table:\n    \
        rows = list(csv.reader(table, strict=True))\n\
        sys.stdout.buffer.write('\\x1e'.join('\\x1f'.join(row) for row in rows).encode('utf-8'))\n";
    for kind in [Kind::Matrix, Kind::Positions, Kind::Claims, Kind::Moves, Kind::Agreement] {
        let text = written(kind, desk.project(), &Options::default());
        std::fs::write(&path, &text).expect("is written");
        let run = std::process::Command::new("python3").args(["-c", script]).arg(&path).output().expect("runs");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let found = String::from_utf8(run.stdout).expect("is UTF-8");
        let found: Vec<Vec<&str>> = found.split('\u{1e}').map(|row| row.split('\u{1f}').collect()).collect();
        assert_eq!(found, read(&text), "{kind:?}");
    }
}

#[test]
fn an_empty_project_gives_headers_and_rows_without_positions() {
    let mut desk = Desk::new();
    assert_eq!(written(Kind::Matrix, desk.project(), &Options::default()), "country,iso\r\n");
    desk.country("France", "FRA");
    assert_eq!(written(Kind::Matrix, desk.project(), &Options::default()), "country,iso\r\nFrance,FRA\r\n");
    desk.add(Row::Issue, "Pay", |_| {});
    assert_eq!(written(Kind::Matrix, desk.project(), &Options::default()), "country,iso,Pay\r\nFrance,FRA,\r\n");
    let positions = read(&written(Kind::Positions, desk.project(), &Options::default()));
    assert_eq!(positions[1].last().map(String::as_str), Some("not-looked-for"));
    assert_eq!(read(&written(Kind::Claims, desk.project(), &Options::default())).len(), 1);
}

#[test]
fn a_preview_stops_where_it_is_told() {
    let desk = backstop();
    for (rows, shown) in [(0, 1), (2, 3), (99, 9)] {
        let found = export::preview(Kind::Claims, desk.project(), &Options::default(), rows);
        assert_eq!(found.len(), shown, "{rows} rows");
    }
}

#[test]
fn claims_that_are_written_are_those_the_matrix_counts() {
    let desk = backstop();
    let project = desk.project();
    let filters = [
        Filter::default(),
        Filter { as_of: Some(date(2025, 2, 20)), ..Filter::default() },
        Filter { voices: vec![Voice::Expert], ..Filter::default() },
        Filter { bases: vec![Basis::Quoted, Basis::Expected], ..Filter::default() },
        Filter { outlets: vec!["BBC".into(), String::new()], ..Filter::default() },
        Filter { analysts: vec!["Bo".into()], ..Filter::default() },
        Filter { tags: vec!["key".parse().expect("a slug")], ..Filter::default() },
    ];
    for filter in filters {
        let settings = Settings { filter, ..Settings::default() };
        let matrix = Matrix::new(project, &settings);
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for cell in matrix.cells().map(|(cell, _)| cell) {
            matrix.evidence(cell).iter().for_each(|id| *counted.entry(id.to_string()).or_default() += 1);
        }
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        let text = written(Kind::Claims, project, &with(settings.clone()));
        for row in read(&text).into_iter().skip(1).filter(|row| !row[1].is_empty()) {
            *rows.entry(row[0].clone()).or_default() += 1;
        }
        assert_eq!(rows, counted, "{settings:?}");
    }
}

#[test]
fn a_disk_that_is_full_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let desk = backstop();
    for kind in [Kind::Matrix, Kind::Positions, Kind::Claims, Kind::Moves, Kind::Agreement] {
        let error = export::csv::write(kind, desk.project(), &Options::default(), Full).expect_err("is full");
        assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The promise that other tools break after the first emoji.
    #[test]
    fn exported_quotations_are_what_stands_between_their_offsets(
        text in "([a-z ,;=+\"'\n\r\t-]|[é中🙂ب\u{301}]|🇺🇦|\"\"){1,60}",
        cuts in prop::collection::vec((0usize..60, 1usize..20), 1..6),
    ) {
        let mut desk = Desk::new();
        let country = desk.country("France", "FRA");
        let issue = IssueId(desk.add(Row::Issue, "Pay", |_| {}));
        let article = desk.article("Title", "BBC", None, &text);
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for (start, length) in cuts {
            let start = start % (ends.len() - 1);
            let end = (start + length).min(ends.len() - 1);
            let draft = ClaimDraft {
                countries: vec![country],
                issue: Some(issue),
                stance: Some("supports".parse().expect("a slug")),
                ..Default::default()
            };
            let target = Target::Selection(article, Span::new(ends[start], ends[end]));
            let (transaction, _) = claims::code(desk.document.project(), target, draft, &mut desk.stamp).expect("complete");
            desk.commit(transaction);
        }
        let chars: Vec<char> = text.chars().collect();
        let rows = read(&written(Kind::Claims, desk.project(), &Options::default()));
        let column = |name: &str| rows[0].iter().position(|cell| cell == name).expect("a column");
        let (quotation, start, end) = (column("quotation"), column("start"), column("end"));
        prop_assert!(rows.len() > 1);
        for row in &rows[1..] {
            let (from, to): (usize, usize) = (row[start].parse().expect("a number"), row[end].parse().expect("a number"));
            prop_assert_eq!(&row[quotation], &chars[from..to].iter().collect::<String>());
        }
    }
}
