//! Files that are read, files that are refused, and projects that come back as they were.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::edit::ops::claims::Target;
use crate::edit::ops::{ArticleDetails, ClaimDraft, NewArticle, articles, assessments, claims, codebook};
use crate::edit::{Document, Stamp, Transaction};
use crate::model::{
    ActorId, Basis, Cell, Colour, Confidence, CountryId, Entry, Glyph, IssueId, Judgement, Kind, Party, Progress,
    ProjectId, Rank, StanceId, Table, TagId, Voice,
};
use crate::text::{ArticleText, Span};

/// One of everything; the places of lines are used below.
const SMALL: &str = r##"(
    format: 1,
    id: "p1",
    title: "Peacekeepers",
    scale: [
        (id: "supports", label: "Supports", score: 2, colour: "teal", glyph: "up-filled", key: '1'),
        (id: "opposes", label: "Opposes", score: -2, colour: "rust", glyph: "down-filled"),
    ],
    countries: [(id: "poland", name: "Poland", iso: "POL", aliases: ["Polish", "Warsaw"])],
    actors: [(id: "tusk", name: "Donald Tusk", country: "poland", voice: "government")],
    issues: [(id: "send", label: "Send peacekeepers")],
    tags: [(id: "key", label: "Key")],
    blocs: [(id: "weimar", label: "Weimar", members: ["poland"])],
    articles: [(
        id: "a1",
        published: "2025-02-18",
        progress: "in-progress",
        added: "2025-03-01T10:00:00Z",
        text: r#"“No,” said "Tusk".
Nobody was surprised."#,
        excerpts: [
            (id: "x1", at: (0, 9), quotation: "“No,”", after: " said", claims: [
                (id: "c1", countries: ["poland"], speaker: "tusk", issue: "send", stance: "opposes", basis: "quoted",
                 addressees: [country("poland"), actor("tusk")], tags: ["key"], analyst: "anna", created: "2025-03-01T11:00:00Z"),
            ]),
        ],
    )],
    assessments: [(country: "poland", issue: "send", empty: "declined", made: "2025-03-02T00:00:00Z", seen: [("c1", "2025-03-01T11:00:00Z")])],
)
"##;

fn read(source: &str) -> Loaded {
    from_str(source).unwrap_or_else(|error| panic!("{error}\n{source}"))
}

#[test]
fn a_small_file_is_read_whole() {
    let Loaded { project, problems, from_version, disk, .. } = read(SMALL);
    assert_eq!((problems, from_version, disk), (Vec::new(), 1, None));
    let claim = project.claims().values().next().expect("a claim");
    assert_eq!(claim.basis, Basis::Quoted);
    assert_eq!(claim.updated, claim.created);
    assert_eq!(claim.addressees.len(), 2);
    let article = project.article_of(claim).expect("its article");
    assert_eq!((article.published, article.progress), (Some(date(2025, 2, 18)), Progress::InProgress));
    assert_eq!(project.text(article.id).expect("a text").as_str(), "“No,” said \"Tusk\".\nNobody was surprised.");
    let assessment = project.assessments().values().next().expect("an assessment");
    assert_eq!(assessment.judgement, Judgement::Declined);
    assert_eq!(assessment.seen, [(claim.id, claim.updated)]);
    let ranks: Vec<Rank> = project.entries(Kind::Stance).iter().map(Entry::rank).collect();
    assert_eq!(ranks, [0, crate::model::RANK_STEP]);
}

#[test]
fn a_file_reads_well() {
    let written = to_string(&read(SMALL).project);
    let expected = r##"// Démarche project: articles, what is claimed in them, and the codebook.
// Plain text: read it, compare it, merge it. An excerpt's `at` counts UTF-8 bytes of its article's
// `text`: first byte, then one past the last. Lists of the codebook stand in the order shown.
#![enable(implicit_some)]
(
  format: 1,
  id: "p1",
  title: "Peacekeepers",
  scale: [
    (
      id: "supports",
      label: "Supports",
      score: 2,
      colour: "teal",
      glyph: "up-filled",
      key: '1',
    ),
    (
      id: "opposes",
      label: "Opposes",
      score: -2,
      colour: "rust",
      glyph: "down-filled",
    ),
  ],
  countries: [
    (
      id: "poland",
      name: "Poland",
      iso: "POL",
      aliases: [
        "Polish",
        "Warsaw",
      ],
    ),
  ],
  actors: [
    (
      id: "tusk",
      name: "Donald Tusk",
      country: "poland",
      voice: "government",
    ),
  ],
  issues: [
    (
      id: "send",
      label: "Send peacekeepers",
    ),
  ],
  tags: [
    (
      id: "key",
      label: "Key",
    ),
  ],
  blocs: [
    (
      id: "weimar",
      label: "Weimar",
      members: [
        "poland",
      ],
    ),
  ],
  articles: [
    (
      id: "a1",
      published: "2025-02-18",
      progress: "in-progress",
      added: "2025-03-01T10:00:00Z",
      text: r#"“No,” said "Tusk".
Nobody was surprised."#,
      excerpts: [
        (
          id: "x1",
          at: (0, 9),
          quotation: "“No,”",
          after: " said",
          claims: [
            (id: "c1", countries: ["poland"], speaker: "tusk", addressees: [country("poland"), actor("tusk")], issue: "send", stance: "opposes", basis: "quoted", tags: ["key"], analyst: "anna", created: "2025-03-01T11:00:00Z"),
          ],
        ),
      ],
    ),
  ],
  assessments: [
    (
      country: "poland",
      issue: "send",
      empty: "declined",
      made: "2025-03-02T00:00:00Z",
      seen: [
        ("c1", "2025-03-01T11:00:00Z"),
      ],
    ),
  ],
)
"##;
    assert_eq!(written, expected);
    assert_eq!(to_string(&read(&written).project), written);
}

/// Replaces `from` in the small file and expects it to be refused at `line` with `message`.
fn check_refused(from: &str, to: &str, line: usize, message: &str) {
    assert!(SMALL.contains(from), "{from}");
    let error = from_str(&SMALL.replacen(from, to, 1)).expect_err(message).to_string();
    assert!(error.starts_with(&format!("{line}:")) && error.contains(message), "{from} → {to}: {error}");
    assert!(error.ends_with('.'), "says what to do: {error}");
}

#[test]
fn what_cannot_be_understood_is_refused_with_its_place() {
    for (from, to, line, message) in [
        ("label: \"Key\"", "labl: \"Key\"", 12, "unexpected field named `labl` in `Tag`"),
        ("name: \"Poland\", ", "", 9, "missing field named `name` in `Country`"),
        ("title: \"Peacekeepers\"", "title: \"A\", title: \"B\"", 4, "duplicate field named `title`"),
        ("basis: \"quoted\"", "basis: \"qouted\"", 23, "“qouted” is not a basis; there are quoted, paraphrased"),
        ("colour: \"rust\"", "colour: \"red\"", 7, "“red” is not a colour"),
        ("2025-02-18", "2025-02-30", 16, "“2025-02-30” is not a date such as"),
        ("2025-02-18", "2025-02-18T10:00:00", 16, "is not a date such as"),
        ("2025-03-01T11:00:00Z\"),", "yesterday\"),", 24, "“yesterday” is not a point in time"),
        ("id: \"poland\"", "id: \"Poland\"", 9, "“Poland” is not an id"),
        ("id: \"c1\"", "id: \"claim no. 1\"", 23, "“claim no. 1” is not an id"),
        ("(id: \"opposes\"", "(id: \"supports\"", 7, "already a stance with the id “supports”"),
        ("at: (0, 9)", "at: (9, 0)", 22, "begins at byte 9 but ends at byte 0"),
        ("at: (0, 9)", "at: (0, 99999999999)", 22, "integer"),
        ("at: (0, 9)", "at: (-1, 9)", 22, "integer is out of bounds"),
        ("actor(\"tusk\")", "actr(\"tusk\")", 24, "variant named `actr`"),
        ("empty: \"declined\"", "empty: \"declined\", stance: \"opposes\"", 28, "either a stance or a kind of empty"),
        ("    tags:", "<<<<<<< ours\n    tags:", 12, "the conflict is still in it"),
        ("    blocs:", "=======\n    blocs:", 13, "settle the conflict"),
    ] {
        check_refused(from, to, line, message);
    }
}

#[test]
fn an_id_that_stands_twice_is_refused_at_its_second_place() {
    let article = |id: &str, excerpt: &str, claim: &str| {
        format!(
            "(id: \"{id}\", progress: \"done\", added: \"2025-03-01T10:00:00Z\", text: \"id: \\\"a1\\\"\", excerpts: [\n\
             (id: \"{excerpt}\", at: (0, 2), quotation: \"id\", claims: [\n\
             (id: \"{claim}\", countries: [\"x\"], issue: \"x\", stance: \"x\", basis: \"quoted\", created: \"2025-03-01T10:00:00Z\")])]),\n"
        )
    };
    let first = article("a1", "x1", "c1");
    for (second, line, noun) in [
        (article("a1", "x2", "c2"), 5, "an article"),
        (article("a2", "x1", "c2"), 6, "an excerpt"),
        (article("a2", "x2", "c1"), 7, "a claim"),
    ] {
        let source = format!("(format: 1, id: \"p\", articles: [\n{first}{second}])");
        let error = from_str(&source).expect_err(noun).to_string();
        let noun = noun.split(' ').next_back().unwrap_or(noun);
        assert!(error.starts_with(&format!("{line}:")) && error.contains(&format!("already a {noun}")), "{error}");
    }
}

#[test]
fn what_is_no_project_says_so() {
    for (source, message) in [
        ("", "the file is empty"),
        (" \n\t\n", "the file is empty"),
        ("Dear colleague, please find attached", "not a Démarche project"),
        ("{\"format\": 1}", "not a Démarche project"),
        ("(format: 0, id: \"p\")", "not a Démarche project"),
        (
            "(format: 3, whatever: [",
            "is in format 3; this Démarche knows formats up to 2. Open it with a newer Démarche.",
        ),
        ("// later\n(format: 999999999999)", "newer Démarche"),
    ] {
        let error = from_str(source).expect_err(source).to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let written = to_string(&read(SMALL).project);
    let end = written.trim_end().len();
    for cut in (0..end).filter(|cut| written.is_char_boundary(*cut)) {
        let error = from_str(&written[..cut]).expect_err("cut off");
        let text = error.to_string();
        match error.trouble {
            Trouble::Broken { .. } => {
                assert!(error.place.is_some() && text.contains("earlier copy"), "at {cut}: {text}");
            }
            Trouble::Empty | Trouble::NotAProject => assert!(cut < 400, "at {cut}: {text}"),
            _ => panic!("at {cut}: {text}"),
        }
    }
}

#[test]
fn hostile_nesting_is_refused_without_harm() {
    let deep = 100_000;
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("Some(", ")"), ("/*", "*/"), ("a(a:", ")")] {
        for field in ["id", "notes", "articles", "scale", "unknown"] {
            let source = format!("(format: 1, {field}: {}{})", open.repeat(deep), close.repeat(deep));
            assert!(from_str(&source).is_err(), "{open} in {field}");
        }
        assert!(from_str(&open.repeat(deep)).is_err());
        assert!(from_str(&format!("(format: 1, id: \"p\", articles: [{}", "(excerpts: [".repeat(deep))).is_err());
    }
}

#[test]
fn what_does_not_hold_is_told_and_kept() {
    for (from, to, problem) in [
        ("at: (0, 9)", "at: (2, 11)", "excerpt x1 in article a1 needs re-anchoring"),
        ("at: (0, 9)", "at: (0, 999)", "“No,”"),
        ("issue: \"send\", stance", "issue: \"sned\", stance", "claim c1 names issue “sned”"),
        ("speaker: \"tusk\"", "speaker: \"merz\"", "claim c1 names actor “merz”"),
        ("members: [\"poland\"]", "members: [\"poland\", \"france\"]", "“france”, which is not in the codebook"),
        ("countries: [\"poland\"]", "countries: [\"poland\", \"poland\"]", "“poland” twice"),
        ("name: \"Donald Tusk\"", "name: \"\"", "actor “tusk” has no name"),
    ] {
        let source = SMALL.replacen(from, to, 1);
        let loaded = read(&source);
        let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].contains(problem), "{told:?}");
        assert_eq!(loaded.project.claims().len(), 1);
        let again = read(&to_string(&loaded.project));
        assert_eq!(again.problems, loaded.problems, "saving loses nothing");
    }
}

#[test]
fn an_excerpt_of_no_words_is_a_problem_although_nothing_stands_anywhere() {
    for at in ["(0, 0)", "(5, 5)", "(999, 999)"] {
        let empty = format!("at: {at}, quotation: \"\"");
        let loaded = read(&SMALL.replacen("at: (0, 9), quotation: \"“No,”\"", &empty, 1));
        let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("excerpt x1 in article a1 quotes nothing"), "{told:?}");
    }
}

#[test]
fn line_ends_and_marks_of_other_systems_do_no_harm() {
    let written = to_string(&read(SMALL).project);
    let windows = format!("\u{feff}{}", written.replace('\n', "\r\n"));
    let loaded = read(&windows);
    assert_eq!(loaded.problems, Vec::new());
    assert_eq!(to_string(&loaded.project), written);
}

#[test]
fn files_on_disk_are_loaded_saved_and_never_overwritten_unseen() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.ron");
    let project = read(SMALL).project;

    let saved = save(&project, &path, None).expect("can be saved");
    let loaded = load(&path).expect("can be loaded");
    assert_eq!(loaded.disk.as_ref(), Some(&saved));
    assert_eq!(save(&project, &path, Some(&saved)).expect("is as we left it").len, saved.len);

    std::fs::write(&path, "(format: 1, id: \"other\")").expect("can be written");
    let error = save(&project, &path, Some(&saved)).expect_err("was changed");
    assert!(matches!(error, SaveError::ChangedOnDisk { .. }), "{error}");
    assert_eq!(std::fs::read_to_string(&path).expect("is there"), "(format: 1, id: \"other\")");

    let forced = save(&project, &path, None).expect("can be forced");
    std::fs::remove_file(&path).expect("can be removed");
    save(&project, &path, Some(&forced)).expect("a file that is gone is written again");
    assert_eq!(std::fs::read_to_string(&path).expect("is there"), to_string(&project));
}

#[test]
fn files_that_cannot_be_loaded_are_named_with_the_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let bad_date = SMALL.replacen("2025-02-18", "2025-02-31", 1).into_bytes();
    let mut not_utf8 = SMALL.as_bytes().to_vec();
    let warsaw = SMALL.find("Warsaw").expect("is there");
    not_utf8[warsaw] = 0xFF;
    for (name, bytes, message) in [
        ("date.ron", &bad_date[..], "date.ron:16:21: “2025-02-31” is not a date"),
        ("latin.ron", &not_utf8[..], "latin.ron:9:81: this is not UTF-8 text. It was damaged"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture.png: this is not a D"),
        ("zeros.ron", &[0; 64], "zeros.ron: this is not a D"),
        ("empty.ron", b"", "empty.ron: the file is empty. If it was"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("can be written");
        let error = load(&path).expect_err(name).to_string();
        assert!(error.contains(message), "{error}");
    }
    let error = load(&folder.path().join("none.ron")).expect_err("is not there").to_string();
    assert!(error.contains("none.ron: cannot be read") && error.contains("Check the name"), "{error}");
    let error = load(folder.path()).expect_err("is a folder").to_string();
    assert!(error.contains("cannot be read (is a directory)"), "{error}");

    let huge = folder.path().join("huge.ron");
    File::create(&huge).and_then(|file| file.set_len(LARGEST + 1)).expect("takes no room");
    let error = load(&huge).expect_err("too large").to_string();
    assert!(error.contains("is 2048 MiB large"), "{error}");
}

/// One thing that an analyst does; numbers choose among what is there.
#[derive(Clone, Debug)]
enum Verb {
    Add { title: String, text: String, published: Option<i16>, notes: String },
    Create { kind: usize, name: String },
    Change { kind: usize, which: usize, word: String },
    Reorder { kind: usize, which: usize, to: usize },
    Code { article: usize, from: usize, len: usize, picks: [usize; 8], word: String },
    Recode { claim: usize, word: String },
    Assess { country: usize, issue: usize, choice: usize, sentence: String },
    Progress { article: usize, choice: usize },
    Describe { title: String, notes: String },
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zéß ]{1,12}",
        r##"[a-z"#\\\r\n\t\x00-\x1f\x7f“”\u{2028}\u{85}🇺🇦中é{}()]{0,24}"##,
        any::<String>(),
    ]
}

fn verb() -> impl Strategy<Value = Verb> {
    let n = 0..1000usize;
    prop_oneof![
        3 => (word(), word(), proptest::option::of(1900..2100i16), word())
            .prop_map(|(title, text, published, notes)| Verb::Add { title, text, published, notes }),
        4 => (0..6usize, word()).prop_map(|(kind, name)| Verb::Create { kind, name }),
        2 => (0..6usize, n.clone(), word()).prop_map(|(kind, which, word)| Verb::Change { kind, which, word }),
        1 => (0..6usize, n.clone(), n.clone()).prop_map(|(kind, which, to)| Verb::Reorder { kind, which, to }),
        6 => (n.clone(), n.clone(), 1..9usize, proptest::array::uniform8(0..1000usize), word())
            .prop_map(|(article, from, len, picks, word)| Verb::Code { article, from, len, picks, word }),
        1 => (n.clone(), word()).prop_map(|(claim, word)| Verb::Recode { claim, word }),
        1 => (n.clone(), n.clone(), n.clone(), word())
            .prop_map(|(country, issue, choice, sentence)| Verb::Assess { country, issue, choice, sentence }),
        1 => (n.clone(), n).prop_map(|(article, choice)| Verb::Progress { article, choice }),
        1 => (word(), word()).prop_map(|(title, notes)| Verb::Describe { title, notes }),
    ]
}

fn pick<T>(list: &[T], number: usize) -> Option<&T> {
    list.get(number.checked_rem(list.len())?)
}

fn ids<Id: Copy + Ord, Row>(table: &Table<Id, Row>) -> Vec<Id> {
    table.keys().copied().collect()
}

/// The step that a verb makes; nothing where there is nothing to do it to, or it is refused.
fn step(project: &Project, verb: Verb, stamp: &mut Stamp) -> Option<Transaction> {
    match verb {
        Verb::Add { title, text, published, notes } => {
            let details = ArticleDetails {
                title,
                published: published.map(|year| date(year, 2, 28)),
                notes,
                language: "en".into(),
                ..ArticleDetails::default()
            };
            Some(articles::add(project, vec![NewArticle { details, text: ArticleText::new(text) }], stamp).0)
        }
        Verb::Create { kind, name } => codebook::create(project, codebook::blank(project, Kind::ALL[kind], &name)).ok(),
        Verb::Change { kind, which, word } => {
            let rows = project.entries(Kind::ALL[kind]);
            codebook::change(project, changed(project, pick(&rows, which)?.clone(), which, word)).ok()
        }
        Verb::Reorder { kind, which, to } => {
            let rows = project.entries(Kind::ALL[kind]);
            codebook::reorder(project, pick(&rows, which)?.id(), to % (rows.len() + 1)).ok()
        }
        Verb::Code { article, from, len, picks, word } => {
            let article = *pick(&ids(project.articles()), article)?;
            let text = project.text(article)?;
            let start = text.floor(from.checked_rem(text.len())?);
            let end = text.as_str()[start..].char_indices().nth(len).map_or(text.len(), |(at, _)| start + at);
            let target = Target::Selection(article, Span::new(start, end));
            claims::code(project, target, draft(project, picks, word), stamp).ok().map(|(step, _)| step)
        }
        Verb::Recode { claim, word } => {
            let row = pick(&ids(project.claims()), claim).and_then(|id| project.claim(*id))?;
            let draft = ClaimDraft { note: word.clone(), condition: word, ..ClaimDraft::from(&**row) };
            claims::recode(project, row.id, draft, stamp).ok()
        }
        Verb::Assess { country, issue, choice, sentence } => {
            let cell = Cell {
                country: *pick(&ids(project.countries()), country)?,
                issue: *pick(&ids(project.issues()), issue)?,
            };
            let judgement = match choice % 3 {
                0 => Judgement::NothingFound,
                1 => Judgement::Declined,
                _ => Judgement::Position(*pick(&ids(project.stances()), choice)?),
            };
            let under = ids(project.claims());
            let confidence = pick(&Confidence::ALL, choice).map(|(degree, _)| *degree);
            Some(assessments::assess(project, cell, judgement, &sentence, confidence, &under, stamp))
        }
        Verb::Progress { article, choice } => {
            let (progress, _) = Progress::ALL[choice % 3];
            articles::set_progress(project, *pick(&ids(project.articles()), article)?, progress).ok()
        }
        Verb::Describe { title, notes } => Some(articles::describe_project(project, &title, &notes)),
    }
}

fn draft(project: &Project, picks: [usize; 8], word: String) -> ClaimDraft {
    let countries: Vec<CountryId> = pick(&ids(project.countries()), picks[0]).into_iter().copied().collect();
    let actors: Vec<ActorId> = ids(project.actors());
    let addressees =
        countries.iter().map(|id| Party::Country(*id)).chain(pick(&actors, picks[5]).map(|id| Party::Actor(*id)));
    ClaimDraft {
        speaker: pick(&actors, picks[1]).copied(),
        voice: pick(&Voice::ALL, picks[2]).copied().filter(|_| picks[2].is_multiple_of(2)),
        addressees: addressees.filter(|_| picks[3].is_multiple_of(3)).collect(),
        countries,
        issue: pick(&ids::<IssueId, _>(project.issues()), picks[3]).copied(),
        stance: pick(&ids::<StanceId, _>(project.stances()), picks[4]).copied(),
        condition: word.clone(),
        basis: Basis::ALL[picks[5] % 4],
        via: word.clone(),
        said_on: (picks[6].is_multiple_of(2)).then(|| date(2000 + (picks[6] % 50) as i16, 12, 31)),
        tags: pick(&ids::<TagId, _>(project.tags()), picks[7]).into_iter().copied().collect(),
        confidence: Some(Confidence::ALL[picks[7] % 3].0).filter(|_| picks[7].is_multiple_of(2)),
        note: word,
    }
}

/// The row with its other fields filled in.
fn changed(project: &Project, entry: Entry, number: usize, word: String) -> Entry {
    match entry {
        Entry::Country(row) => {
            let mut row = crate::model::Country::clone(&row);
            (row.iso, row.aliases, row.note) = ("POL".into(), vec![word.clone(), word.clone()], word);
            Entry::Country(Arc::new(row))
        }
        Entry::Actor(row) => {
            let mut row = crate::model::Actor::clone(&row);
            row.country = pick(&ids(project.countries()), number).copied();
            (row.voice, row.role, row.aliases) = (Voice::ALL[number % 8], word.clone(), vec![word]);
            Entry::Actor(Arc::new(row))
        }
        Entry::Issue(row) => {
            let mut row = crate::model::Issue::clone(&row);
            (row.short, row.rules) = (word.clone(), word);
            Entry::Issue(Arc::new(row))
        }
        Entry::Stance(row) => {
            let mut row = crate::model::Stance::clone(&row);
            (row.short, row.score) = (word, i8::try_from(number % 100).ok());
            (row.colour, row.glyph) = (Colour::ALL[number % 8].0, Glyph::ALL[number % 9].0);
            Entry::Stance(Arc::new(row))
        }
        Entry::Tag(row) => Entry::Tag(row).with_label(&word),
        Entry::Bloc(row) => {
            let mut row = crate::model::Bloc::clone(&row);
            row.members = ids(project.countries());
            Entry::Bloc(Arc::new(row))
        }
    }
}

/// Everything in a project but the ranks, of which only the order counts.
fn content(project: &Project) -> Vec<String> {
    let order = |kind| project.entries(kind).into_iter().map(|entry| format!("{:?}", entry.with_rank(0)));
    let mut all = vec![format!("{:?}", project.info())];
    all.extend(Kind::ALL.into_iter().flat_map(order));
    all.extend(project.articles().values().map(|row| format!("{row:?}")));
    all.extend(project.texts().iter().map(|(id, text)| format!("{id} {:?}", text.as_str())));
    all.extend(project.excerpts().values().map(|row| format!("{row:?}")));
    all.extend(project.claims().values().map(|row| format!("{row:?}")));
    all.extend(project.assessments().values().map(|row| format!("{row:?}")));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_saved_project_loads_as_it_was(verbs in proptest::collection::vec(verb(), 1..40), seed: u64) {
        let mut document = Document::new(Project::new(ProjectId("p1".parse().expect("a token")), "Ünïcode"));
        let mut stamp = Stamp::new(Timestamp::UNIX_EPOCH, "anna \"a\"", seed);
        for verb in verbs {
            stamp.now += jiff::SignedDuration::from_micros(1_234_567);
            if let Some(step) = step(document.project(), verb, &mut stamp) {
                document.commit(step).expect("verbs keep the project whole");
            }
        }
        let project = document.project();
        let written = to_string(project);
        let loaded = read(&written);
        prop_assert_eq!(&loaded.problems, &project.problems());
        prop_assert_eq!(content(&loaded.project), content(project));
        prop_assert_eq!(to_string(&loaded.project), written);
    }

    #[test]
    fn a_damaged_file_never_panics(at in 0..2000usize, with in any::<char>(), cut in 0..40usize) {
        let mut chars: Vec<char> = SMALL.chars().collect();
        let at = at % chars.len();
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, [with]);
        let source: String = chars.into_iter().collect();
        if let Err(error) = from_str(&source) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}
