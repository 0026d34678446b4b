//! Named views of the matrix, the history of assessments, and lists put into an order: as verbs, as steps of a
//! session, and in the file.

mod support;

use demarche::edit::ops::codebook::{self, Instead};
use demarche::edit::ops::{assessments, repair, views};
use demarche::edit::{Document, EditError, Stamp, Transaction};
use demarche::model::{
    Cell, EntryId, Filter, Judgement, Kind, Look, Order, Problem, Project, RowsOf, Rule, Settings, TagId, ViewId,
    Voice, Zoom,
};
use demarche::session::{Command, Runner, Screen, Session, Then};
use demarche::store;
use jiff::civil::date;
use support::difference;

/// The sample before anybody judged anything.
fn sample() -> Project {
    let text = store::to_string(&support::sample());
    let (before, _) = text.split_once("  assessments: [").expect("stands at the end");
    store::from_str(&format!("{before}  assessments: [],\n)\n")).expect("is well formed").project
}

fn id<Id: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> Id {
    text.parse().expect("an id")
}

fn country(slug: &str) -> EntryId {
    EntryId::Country(id(slug))
}

/// The project after a step, and back again.
#[track_caller]
fn done(project: &Project, step: Result<Transaction, EditError>) -> Project {
    let mut document = Document::new(project.clone());
    document.commit(step.expect("can be done")).expect("holds together");
    let after = document.project().clone();
    document.undo();
    assert_eq!(difference(document.project(), project), None);
    assert_eq!(after.problems(), []);
    let written = store::to_string(&after);
    let read = store::from_str(&written).expect("is well formed");
    assert_eq!((read.problems, store::to_string(&read.project)), (Vec::new(), written));
    after
}

fn saved(project: &Project, name: &str, look: Look) -> Project {
    done(project, views::save(project, name, look).map(|(step, _)| step))
}

fn labels(project: &Project) -> String {
    project.views_in_order().iter().map(|view| view.label.clone()).collect::<Vec<_>>().join(", ")
}

/// A look in which nothing is as it is at first.
fn other_look() -> Look {
    Look {
        settings: Settings {
            rule: Rule::MostFrequent,
            filter: Filter {
                as_of: Some(date(2025, 2, 18)),
                voices: vec![Voice::Government, Voice::OfficialUnnamed],
                bases: vec![demarche::model::Basis::Quoted],
                outlets: vec!["The Continental".into()],
                analysts: vec!["Ada “the first” B.".into()],
                tags: vec![id("minerals")],
            },
            contest_days: 30,
            independent: true,
        },
        rows: RowsOf::Blocs,
        row_order: Order::Agreement,
        issue_order: Order::Spread,
        hidden: [country("poland"), EntryId::Issue(id("us-backstop"))].into(),
        transposed: true,
        zoom: Zoom::Heat,
        since: Some(date(2025, 1, 1)),
    }
}

#[test]
fn a_view_is_saved_over_one_of_the_same_name_and_keeps_its_place() {
    let one = saved(&sample(), " Élysée ", Look::default());
    let two = saved(&one, "Second", other_look());
    let three = saved(&two, "ELYSEE", other_look());
    assert_eq!((labels(&two).as_str(), labels(&three).as_str()), ("Élysée, Second", "ELYSEE, Second"));
    let view = three.view(id("elysee")).expect("the id stays");
    assert_eq!(view.look, other_look());
    assert_eq!(views::save(&one, " \n", Look::default()).map(|_| ()), Err(EditError::NoName("view")));
    let (step, _) = views::save(&three, "ELYSEE", other_look()).expect("can be saved");
    assert_eq!((step.label.as_str(), step.edits), ("Save view “ELYSEE”", Vec::new()));
    // Two names may give one id.
    let dotted = saved(&saved(&sample(), "A", Look::default()), "A.", Look::default());
    assert_eq!(dotted.views().keys().copied().collect::<Vec<ViewId>>(), [id("a"), id("a-2")]);
}

#[test]
fn views_are_renamed_moved_and_deleted() {
    let mut project = sample();
    for name in ["One", "Two", "Three"] {
        project = saved(&project, name, Look::default());
    }
    let taken = views::rename(&project, id("one"), "TWO").map(|_| ());
    assert_eq!(taken, Err(EditError::Taken { kind: "view", name: "TWO".into() }));
    assert_eq!(views::rename(&project, id("one"), " ").map(|_| ()), Err(EditError::NoName("view")));
    let gone = Err(EditError::Gone("view “none”".into()));
    assert_eq!(views::rename(&project, id("none"), "x").map(|_| ()), gone);
    assert_eq!(views::delete(&project, id("none")).map(|_| ()), gone);
    assert_eq!(views::reorder(&project, id("none"), 0).map(|_| ()), gone);
    assert_eq!(labels(&done(&project, views::rename(&project, id("one"), "ONE"))), "ONE, Two, Three");
    for (name, to, order) in [
        ("three", 0, "Three, One, Two"),
        ("three", 1, "One, Three, Two"),
        ("one", 1, "Two, One, Three"),
        ("one", 9, "Two, Three, One"),
        ("one", 0, "One, Two, Three"),
    ] {
        assert_eq!(labels(&done(&project, views::reorder(&project, id(name), to))), order, "{name} to {to}");
    }
    // Until there is no room between two neighbours.
    let mut crowded = project.clone();
    for turn in 0..40 {
        let last = crowded.views_in_order().last().expect("there are three").id;
        crowded = done(&crowded, views::reorder(&crowded, last, 1));
        let order = if turn % 2 == 0 { "One, Three, Two" } else { "One, Two, Three" };
        assert_eq!(labels(&crowded), order);
    }
    assert_eq!(labels(&done(&project, views::delete(&project, id("two")))), "One, Three");
}

#[test]
fn a_view_stands_in_the_file_with_what_differs() {
    let plain = saved(&sample(), "As it is", Look::default());
    let project = saved(&plain, "All of it", other_look());
    let written = store::to_string(&project);
    let (start, end) =
        (written.find("  views: [").expect("stands there"), written.find("  articles: [").expect("behind"));
    assert_eq!(&written[start..end], VIEWS);
    let at = |list: &str| written.find(&format!("\n  {list}: [")).expect("is listed");
    assert!(at("blocs") < at("views") && at("views") < at("articles"));
    let read = store::from_str(&written).expect("is well formed").project;
    assert_eq!(read.view(id("all-of-it")).expect("is there").look, other_look());
    assert_eq!(read.view(id("as-it-is")).expect("is there").look, Look::default());
}

const VIEWS: &str = r#"  views: [
    (
      id: "as-it-is",
      label: "As it is",
    ),
    (
      id: "all-of-it",
      label: "All of it",
      rule: "most-frequent",
      as_of: "2025-02-18",
      voices: [
        "government",
        "official-unnamed",
      ],
      bases: [
        "quoted",
      ],
      outlets: [
        "The Continental",
      ],
      analysts: [
        "Ada “the first” B.",
      ],
      tags: [
        "minerals",
      ],
      contest_days: 30,
      independent: true,
      rows: "blocs",
      row_order: "agreement",
      issue_order: "spread",
      hidden: [
        "country/poland",
        "issue/us-backstop",
      ],
      transposed: true,
      zoom: "heat",
      since: "2025-01-01",
    ),
  ],
"#;

#[test]
fn what_a_view_says_wrongly_is_refused_with_its_place() {
    let written = store::to_string(&saved(&sample(), "All of it", other_look()));
    for (right, wrong, message) in [
        ("country/poland", "poland", "“poland” does not name a row of the codebook, such as country/poland"),
        ("country/poland", "country/Poland", "does not name a row of the codebook"),
        ("country/poland", "planet/poland", "does not name a row of the codebook"),
        ("rule: \"most-frequent\"", "rule: \"loudest\"", "“loudest” is not a rule; there are latest-official, mean"),
        ("zoom: \"heat\"", "zoom: \"far\"", "“far” is not a zoom"),
        ("rows: \"blocs\"", "rows: \"moons\"", "“moons” is not a kind of rows"),
        ("independent: true", "dependent: true", "`dependent`"),
        ("as_of: \"2025-02-18\"", "as_of: \"spring\"", "“spring” is not a date"),
    ] {
        let line = written[..written.find(right).expect("stands there")].matches('\n').count() + 1;
        let error = store::from_str(&written.replacen(right, wrong, 1)).expect_err(wrong).to_string();
        assert!(error.contains(message) && error.starts_with(&format!("{line}:")), "{line}: {error}");
    }
}

#[test]
fn a_project_without_anything_new_stays_in_the_first_format() {
    let format = |project: &Project| {
        let written = store::to_string(project);
        let line = written.lines().find(|line| line.trim_start().starts_with("format:")).expect("has one").trim();
        (line.to_owned(), store::from_str(&written).expect("is well formed").older_format())
    };
    let base = sample();
    let view = saved(&base, "View", Look::default());
    let ada = |day| stamp(day, "Ada");
    let judged = judge(&base, "Yes.", &ada(1));
    let again = judge(&judged, "No.", &ada(2));
    let back = done(&judged, assessments::clear(&judged, cell(), &ada(2)));
    for (project, line) in [(&base, "1"), (&view, "2"), (&judged, "1"), (&again, "2"), (&back, "2")] {
        assert_eq!(format(project), (format!("format: {line},"), None));
    }
    assert_eq!(format(&done(&view, views::delete(&view, id("view")))).0, "format: 1,");
    // Somebody wrote a view into a file of the first format.
    let written = store::to_string(&view).replacen("format: 2", "format: 1", 1);
    let loaded = store::from_str(&written).expect("is read");
    assert!(loaded.older_format().expect("is told").contains("saving writes format 2"));
    assert_eq!(difference(&loaded.project, &store::from_str(&store::to_string(&view)).expect("is read").project), None);
}

fn cell() -> Cell {
    Cell { country: id("germany"), issue: id("send-peacekeepers") }
}

fn stamp(day: u8, analyst: &str) -> Stamp {
    Stamp::new(format!("2025-03-{day:02}T09:00:00Z").parse().expect("a time"), analyst, 1)
}

/// After so many minutes.
fn after(stamp: &Stamp, minutes: i64) -> Stamp {
    Stamp { now: stamp.now + jiff::SignedDuration::from_mins(minutes), ..stamp.clone() }
}

fn judge(project: &Project, sentence: &str, stamp: &Stamp) -> Project {
    let position = Judgement::Position(id("reluctant"));
    done(project, Ok(assessments::assess(project, cell(), position, sentence, None, &[], stamp)))
}

fn take_back(project: &Project, stamp: &Stamp) -> Project {
    done(project, assessments::clear(project, cell(), stamp))
}

/// What was said of the cell, in the order of time, what stands last; a dash where it was taken back.
fn history(project: &Project) -> Vec<&str> {
    let Some(row) = project.assessment(cell()) else { return Vec::new() };
    let earlier = row.earlier.iter().map(|row| (row.judgement, row.sentence.as_str()));
    let all = earlier.chain([(row.judgement, row.sentence.as_str())]);
    all.map(|(judgement, said)| if judgement == Judgement::TakenBack { "-" } else { said }).collect()
}

#[test]
fn what_was_judged_before_is_remembered_unless_it_was_a_slip() {
    let (ada, bo) = (stamp(1, "Ada"), stamp(2, "Bo"));
    let first = judge(&sample(), "One.", &ada);
    assert_eq!(history(&judge(&first, "Two.", &after(&ada, 10))), ["Two."], "the same sitting");
    assert_eq!(history(&judge(&first, "Two.", &after(&ada, 11))), ["One.", "Two."]);
    assert_eq!(history(&judge(&first, "One.", &after(&ada, 60))), ["One.", "One."], "confirmed");
    assert_eq!(history(&judge(&first, "Two.", &Stamp { analyst: "Bo".into(), ..ada.clone() })), ["One.", "Two."]);

    let second = judge(&first, "Two.", &bo);
    assert_eq!(history(&take_back(&first, &after(&ada, 5))), [""; 0], "a slip leaves no trace");
    assert_eq!(history(&take_back(&second, &after(&bo, 5))), ["One.", "-"]);
    let back = take_back(&second, &stamp(3, "Ada"));
    assert_eq!(history(&back), ["One.", "Two.", "-"]);
    assert_eq!((back.judged(cell()), back.assessments().len()), (None, 1));
    assert_eq!(assessments::clear(&back, cell(), &ada).map(|_| ()), Err(EditError::Gone("the assessment".into())));
    let slip = judge(&back, "Three.", &stamp(4, "Bo"));
    assert_eq!(history(&slip), ["One.", "Two.", "-", "Three."]);
    let again = take_back(&slip, &after(&stamp(4, "Bo"), 1));
    assert_eq!(again.assessment(cell()), back.assessment(cell()), "as it was");
    assert_eq!(history(&judge(&back, "Four.", &after(&stamp(3, "Ada"), 1))), ["One.", "Two.", "Four."]);
}

#[test]
fn what_was_taken_back_counts_as_not_assessed() {
    let project = judge(&sample(), "One.", &stamp(1, "Ada"));
    let back = take_back(&project, &stamp(2, "Ada"));
    let position = |project: &Project| {
        let matrix = demarche::derive::Matrix::new(project, &Settings::default());
        *matrix.position(cell()).expect("is in the matrix")
    };
    assert!(position(&project).assessed && !position(&back).assessed);
    assert_eq!(position(&back), position(&sample()));
}

#[test]
fn histories_follow_what_they_name() {
    let ada = |day| stamp(day, "Ada");
    let project = judge(&judge(&sample(), "One.", &ada(1)), "Two.", &ada(2));
    let reluctant = EntryId::Stance(id("reluctant"));
    let merged =
        done(&project, codebook::delete(&project, reluctant, Instead::Entry(EntryId::Stance(id("opposes"))), &ada(3)));
    let row = merged.judged(cell()).expect("is judged");
    let opposes = Judgement::Position(id("opposes"));
    assert_eq!((row.judgement, row.earlier[0].judgement), (opposes, opposes));

    // A level that is no more: what was judged for it is history, under the name it had.
    let gone = codebook::delete(&project, reluctant, Instead::DeleteClaims, &ada(3));
    let gone = done(&project, gone);
    assert_eq!(history(&gone), ["One.", "Two.", "-"]);
    assert_eq!(gone.assessment(cell()).expect("is there").earlier[1].judgement, Judgement::Position(id("reluctant")));

    // Two countries become one: what stands there stands, and the rest is history.
    let france = Cell { country: id("france"), ..cell() };
    let bo = stamp(3, "Bo");
    let step = assessments::assess(&project, france, Judgement::Declined, "Theirs.", None, &[], &bo);
    let both = done(&project, Ok(step));
    let into = |to: &str| Instead::Entry(country(to));
    let one = done(&both, codebook::delete(&both, country("france"), into("germany"), &ada(4)));
    assert_eq!(history(&one), ["One.", "Theirs.", "Two."]);
    let back = take_back(&both, &ada(4));
    let one = done(&back, codebook::delete(&back, country("france"), into("germany"), &ada(5)));
    assert_eq!(history(&one), ["One.", "Two.", "-", "Theirs."], "what stands for something stands");
    let alone = done(&project, codebook::delete(&project, country("germany"), into("france"), &ada(4)));
    assert_eq!(alone.judged(france).expect("moved").earlier.len(), 1);
}

#[test]
fn views_follow_what_they_name() {
    let mut look = other_look();
    look.settings.filter.tags.push(id("spare"));
    let spare = codebook::blank(&sample(), Kind::Tag, "Spare");
    let start = done(&sample(), codebook::create(&sample(), spare));
    let project = saved(&start, "View", look);
    let after = |id: EntryId, instead| {
        let step = codebook::delete(&project, id, instead, &stamp(1, "Ada"));
        let project = done(&project, step);
        project.view("view".parse().expect("an id")).expect("is there").look.clone()
    };
    let tag = |name: &str| EntryId::Tag(id(name));
    let issue = |name: &str| EntryId::Issue(id(name));
    let tags = |look: &Look| look.settings.filter.tags.clone();
    assert_eq!(tags(&after(tag("minerals"), Instead::Nothing)), [id::<TagId>("spare")]);
    assert_eq!(tags(&after(tag("minerals"), Instead::Entry(tag("spare")))), [id::<TagId>("spare")]);
    let look = after(issue("us-backstop"), Instead::Entry(issue("send-peacekeepers")));
    assert_eq!(look.hidden, [country("poland")].into(), "what is seen stays in sight");
    let look = after(issue("send-peacekeepers"), Instead::Entry(issue("us-backstop")));
    assert_eq!(look.hidden, [country("poland"), issue("us-backstop")].into());
    assert_eq!(after(country("poland"), Instead::DeleteClaims).hidden, [issue("us-backstop")].into());
}

#[test]
fn a_view_may_name_what_is_gone_but_not_be_without_a_name() {
    let mut look = Look::default();
    look.hidden.insert(country("atlantis"));
    look.settings.filter.tags.push(id("nowhere"));
    let project = saved(&sample(), "View", look);
    assert_eq!(project.view(id("view")).expect("is there").look.clone().known(&project), Look::default());

    let written = store::to_string(&project).replacen("label: \"View\"", "label: \" \"", 1);
    let loaded = store::from_str(&written).expect("is read");
    assert_eq!(loaded.problems, [Problem::NoViewName(id("view"))]);
    let line = written[..written.find("id: \"view\"").expect("is there")].matches('\n').count() + 1;
    assert_eq!(store::places(&written, &loaded.problems)[0].map(|place| place.line), Some(line));
    let mut document = Document::new(loaded.project);
    let (step, told) = repair::repair(document.project());
    assert_eq!(told, ["view “view” had no name: it is called by its id"]);
    document.commit(step.drifting()).expect("a repair breaks nothing");
    assert_eq!((document.project().problems(), labels(document.project())), (Vec::new(), "view".into()));
}

#[test]
fn what_is_left_of_a_broken_view_or_history_is_kept() {
    let project = saved(&saved(&sample(), "Plain", Look::default()), "All of it", other_look());
    let project = judge(&judge(&project, "One.", &stamp(1, "Ada")), "Two.", &stamp(2, "Ada"));
    let written = store::to_string(&project);
    for (right, wrong, views, judged, aside) in [
        ("zoom: \"heat\"", "zoom: \"far\"", 2, 2, "`zoom`"),
        ("rule: \"most-frequent\"", "rule: \"loudest\"", 1, 2, "view"),
        ("sentence: \"One.\"", "sentense: \"One.\"", 2, 1, "`earlier`"),
        ("sentence: \"Two.\"", "sentense: \"Two.\"", 2, 0, "assessment"),
        (
            "  views: [\n",
            "  views: [\n    (\n      id: \"plain\",\n      label: \"Other\",\n    ),\n",
            2,
            2,
            "view plain",
        ),
    ] {
        let broken = written.replacen(right, wrong, 1);
        assert_ne!(broken, written, "{right}");
        let salvaged = store::salvage(&broken);
        assert_eq!(salvaged.project.views().len(), views, "{wrong}");
        assert_eq!(history(&salvaged.project).len(), judged, "{wrong}: {:?}", salvaged.aside);
        assert!(salvaged.aside.iter().any(|part| part.what.contains(aside)), "{wrong}: {:?}", salvaged.aside);
        assert_eq!(salvaged.project.claims().len(), project.claims().len());
    }
    // Nothing else is lost with them, nor with a bracket.
    for broken in [
        written.replacen("      id: \"all-of-it\"", "      ) id: \"all-of-it\"", 1),
        written.replacen("views: [", "views: ", 1),
    ] {
        let salvaged = store::salvage(&broken);
        assert_eq!(
            (salvaged.project.claims().len(), salvaged.project.blocs().len()),
            (project.claims().len(), project.blocs().len())
        );
        assert!(salvaged.project.views().len() == 2 || !salvaged.aside.is_empty());
    }
    assert!(store::salvage(&written).aside.is_empty());
}

#[test]
fn two_formats_in_one_unfinished_merge_are_told_as_such() {
    let base = sample();
    let (ours, theirs) = (judge(&base, "One.", &stamp(1, "Ada")), saved(&base, "View", Look::default()));
    let [base, ours, theirs] = [&base, &ours, &theirs].map(store::to_string);
    let marked = store::with_markers(&base, &ours, &theirs);
    assert!(marked.contains("\n  format: 2,\n>>>>>>> theirs\n"), "the first conflict is about the format");
    let error = store::from_str(&marked).expect_err("is not settled").to_string();
    assert!(error.contains(store::UNMERGED), "{error}");
    let sides = store::conflict_sides(&marked).expect("has both");
    assert_eq!((sides.ours, sides.theirs), (ours, theirs));
    let salvaged = store::salvage(&marked);
    assert_eq!((salvaged.project.views().len(), salvaged.project.assessments().len()), (1, 1));
}

#[test]
fn rows_of_a_kind_are_put_into_an_order_in_one_step() {
    let project = sample();
    let ids =
        |project: &Project| project.entries(Kind::Issue).iter().map(demarche::model::Entry::id).collect::<Vec<_>>();
    let mut order = ids(&project);
    order.reverse();
    let step = codebook::arrange(&project, &order);
    assert_eq!(step.label, "Order issues");
    assert_eq!(ids(&done(&project, Ok(step))), order);
    // Some only, with one twice, one of another kind and one that is gone: the rest comes behind.
    let some = [order[0], country("poland"), EntryId::Issue(id("gone")), order[0], order[1]];
    let expected: Vec<_> = [order[0], order[1]]
        .into_iter()
        .chain(ids(&project).into_iter().filter(|id| !order[..2].contains(id)))
        .collect();
    assert_eq!(ids(&done(&project, Ok(codebook::arrange(&project, &some)))), expected);
    assert!(codebook::arrange(&project, &ids(&project)).edits.is_empty());
    assert!(codebook::arrange(&project, &[]).edits.is_empty());
    assert!(codebook::arrange(&project, &[EntryId::Issue(id("gone"))]).edits.is_empty());
}

#[test]
fn views_are_undone_like_everything_else() {
    let mut session = Session::new(Runner::Inline, None);
    session.handle(Command::Leave(Then::Sample));
    session.poll();
    let views = |session: &Session| labels(session.desk().expect("is open").project());
    let said =
        |session: &Session| session.notices().shown().iter().map(|notice| notice.text.clone()).collect::<Vec<_>>();
    let look = |session: &Session| session.desk().expect("is open").look().clone();
    session.handle(Command::SetLook(Box::new(other_look())));
    session.handle(Command::SaveView("Ministers".into()));
    assert!(said(&session).contains(&"View “Ministers” saved".to_owned()), "{:?}", said(&session));
    session.handle(Command::SetLook(Box::default()));
    session.handle(Command::SaveView("Plain".into()));
    session.handle(Command::MoveView(id("plain"), 0));
    session.handle(Command::RenameView(id("plain"), "Plainly".into()));
    assert_eq!(views(&session), "Plainly, Ministers");
    session.handle(Command::ShowView(id("ministers")));
    assert_eq!((look(&session), session.desk().expect("is open").screen()), (other_look(), Screen::Matrix));
    session.handle(Command::DeleteView(id("ministers")));
    assert_eq!(views(&session), "Plainly");
    assert_eq!(look(&session), other_look(), "what is seen stays");
    session.handle(Command::ShowView(id("ministers")));
    let first = |session: &Session| session.desk().expect("is open").project().countries_in_order()[0].id;
    let before = first(&session);
    session.handle(Command::Arrange(vec![country("poland")]));
    assert_eq!(first(&session), id("poland"));
    for expected in ["Plainly", "Plainly, Ministers", "Plain, Ministers", "Ministers, Plain", "Ministers", ""] {
        session.handle(Command::Do(demarche::session::Action::Undo));
        assert_eq!(views(&session), expected);
    }
    assert_eq!(first(&session), before);
    assert!(!session.desk().expect("is open").document().is_modified());
}
