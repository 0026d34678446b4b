//! Whatever an analyst does, in whatever order: the project holds together, every step can be taken back and
//! brought back, a refused step changes nothing, and the file holds all of it.

mod support;

use std::sync::Arc;

use demarche::edit::ops::articles::{self, ArticleDetails, NewArticle};
use demarche::edit::ops::assessments;
use demarche::edit::ops::claims::{self, ClaimDraft, Recoding, Target};
use demarche::edit::ops::codebook::{self, Instead};
use demarche::edit::{Document, EditError, Stamp, Transaction};
use demarche::model::{
    Actor, Basis, Bloc, Cell, Confidence, Country, Entry, EntryId, Issue, Judgement, Kind, Party, Progress, Project,
    ProjectId, Stance, Table, Tag, Voice,
};
use demarche::store;
use demarche::text::{ArticleText, Span};
use jiff::civil::date;
use proptest::prelude::*;
use support::{difference, lost, sample};

/// One thing that an analyst does. Numbers choose among what is there when its turn comes.
#[derive(Clone, Debug)]
enum Verb {
    AddArticles(Vec<String>),
    DescribeArticle(usize, String),
    SetProgress(usize, usize),
    RemoveArticle(usize),
    DescribeProject(String, String),
    Code { article: usize, from: usize, len: usize, picks: Picks },
    CodeAgain(usize, Picks),
    Recode(usize, Picks),
    RecodeAll { claims: Vec<usize>, what: usize, to: usize },
    DeleteClaims(Vec<usize>),
    MoveExcerpt { excerpt: usize, from: usize, len: usize },
    Create(Kind, String),
    CreateAll(Kind, Vec<String>),
    Change(EntryPick, usize, String),
    Rename(EntryPick, String),
    Reorder(EntryPick, usize),
    Delete(EntryPick, usize, EntryPick),
    Assess { cell: (usize, usize), choice: usize, sentence: String },
    ClearAssessment(usize),
    Undo,
    Redo,
    Seal,
    Save,
}

/// What goes into a claim.
#[derive(Clone, Debug)]
struct Picks {
    numbers: [usize; 8],
    words: String,
}

/// A row of the codebook.
#[derive(Clone, Copy, Debug)]
struct EntryPick {
    kind: Kind,
    which: usize,
}

fn number() -> impl Strategy<Value = usize> {
    0..1000usize
}

/// Names and texts; few different ones, so that names collide, and some that are no names at all.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-C][a-cé]{0,2}",
        1 => "[ \n]{0,2}",
        2 => "“[a-z ]{1,30}” 🇺🇦 é\u{301} [a-z ]{0,30}\\.\n",
        1 => any::<String>(),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

fn entry() -> impl Strategy<Value = EntryPick> {
    (kind(), number()).prop_map(|(kind, which)| EntryPick { kind, which })
}

fn picks() -> impl Strategy<Value = Picks> {
    (proptest::array::uniform8(number()), words()).prop_map(|(numbers, words)| Picks { numbers, words })
}

fn verb() -> impl Strategy<Value = Verb> {
    use proptest::collection::vec;
    prop_oneof![
        2 => vec(words(), 1..4).prop_map(Verb::AddArticles),
        1 => (number(), words()).prop_map(|(article, words)| Verb::DescribeArticle(article, words)),
        1 => (number(), 0..3usize).prop_map(|(article, choice)| Verb::SetProgress(article, choice)),
        1 => number().prop_map(Verb::RemoveArticle),
        1 => (words(), words()).prop_map(|(title, notes)| Verb::DescribeProject(title, notes)),
        4 => (number(), number(), 0..40usize, picks())
            .prop_map(|(article, from, len, picks)| Verb::Code { article, from, len, picks }),
        2 => (number(), picks()).prop_map(|(excerpt, picks)| Verb::CodeAgain(excerpt, picks)),
        2 => (number(), picks()).prop_map(|(claim, picks)| Verb::Recode(claim, picks)),
        2 => (vec(number(), 0..6), 0..3usize, number())
            .prop_map(|(claims, what, to)| Verb::RecodeAll { claims, what, to }),
        2 => vec(number(), 0..4).prop_map(Verb::DeleteClaims),
        3 => (number(), number(), 0..40usize)
            .prop_map(|(excerpt, from, len)| Verb::MoveExcerpt { excerpt, from, len }),
        3 => (kind(), words()).prop_map(|(kind, name)| Verb::Create(kind, name)),
        1 => (kind(), vec(words(), 0..4)).prop_map(|(kind, names)| Verb::CreateAll(kind, names)),
        4 => (entry(), number(), words()).prop_map(|(entry, by, words)| Verb::Change(entry, by, words)),
        2 => (entry(), words()).prop_map(|(entry, name)| Verb::Rename(entry, name)),
        2 => (entry(), 0..20usize).prop_map(|(entry, to)| Verb::Reorder(entry, to)),
        4 => (entry(), 0..4usize, entry()).prop_map(|(entry, instead, to)| Verb::Delete(entry, instead, to)),
        3 => ((number(), number()), number(), words())
            .prop_map(|(cell, choice, sentence)| Verb::Assess { cell, choice, sentence }),
        1 => number().prop_map(Verb::ClearAssessment),
        3 => Just(Verb::Undo),
        2 => Just(Verb::Redo),
        1 => Just(Verb::Seal),
        1 => Just(Verb::Save),
    ]
}

fn pick<T>(list: &[T], number: usize) -> Option<&T> {
    list.get(number.checked_rem(list.len())?)
}

fn id<Id: Copy + Ord, Row>(table: &Table<Id, Row>, number: usize) -> Option<Id> {
    table.keys().nth(number.checked_rem(table.len())?).copied()
}

fn entry_id(project: &Project, pick: EntryPick) -> Option<EntryId> {
    Some(self::pick(&project.entries(pick.kind), pick.which)?.id())
}

/// A stretch of an article; now and then one that is empty, cuts a character or leaves the text.
fn span(text: &ArticleText, from: usize, len: usize) -> Span {
    let start = if from.is_multiple_of(7) { from } else { text.floor(from % (text.len() + 1)) };
    let end = if len.is_multiple_of(5) { start + len } else { text.floor(start + len) };
    Span::new(start, end)
}

/// A claim that names what is there; now and then something twice, or nothing at all.
fn draft(project: &Project, Picks { numbers: n, words }: Picks) -> ClaimDraft {
    let mut countries: Vec<_> = (0..n[0] % 4).filter_map(|i| id(project.countries(), n[1] + i)).collect();
    if !n[0].is_multiple_of(11) {
        countries.sort_unstable();
        countries.dedup();
    }
    let speaker = id(project.actors(), n[2]).filter(|_| n[2].is_multiple_of(2));
    let mut addressees: Vec<Party> = id(project.countries(), n[3]).map(Party::Country).into_iter().collect();
    addressees.extend(id(project.actors(), n[4]).map(Party::Actor));
    addressees.retain(|_| n[3].is_multiple_of(2));
    ClaimDraft {
        countries,
        speaker,
        voice: pick(&Voice::ALL, n[5]).copied().filter(|_| n[5].is_multiple_of(2)),
        addressees,
        issue: id(project.issues(), n[5]).filter(|_| !n[5].is_multiple_of(13)),
        stance: id(project.stances(), n[6]),
        condition: words.clone(),
        basis: Basis::ALL[n[7] % 4],
        via: words.clone(),
        said_on: n[6].is_multiple_of(2).then(|| date(2000 + (n[6] % 50) as i16, 2, 28)),
        tags: id(project.tags(), n[7]).into_iter().collect(),
        confidence: Some(Confidence::ALL[n[7] % 3].0).filter(|_| n[7].is_multiple_of(2)),
        note: words,
    }
}

/// The row with other fields.
fn changed(project: &Project, entry: Entry, by: usize, words: String) -> Entry {
    match entry {
        Entry::Country(row) => Entry::Country(Arc::new(Country {
            iso: words.clone(),
            aliases: vec![words.clone(), words.clone()],
            note: words,
            ..Country::clone(&row)
        })),
        Entry::Actor(row) => Entry::Actor(Arc::new(Actor {
            country: id(project.countries(), by),
            voice: Voice::ALL[by % 8],
            role: words,
            ..Actor::clone(&row)
        })),
        Entry::Issue(row) => Entry::Issue(Arc::new(Issue { rules: words, ..Issue::clone(&row) })),
        Entry::Stance(row) => Entry::Stance(Arc::new(Stance {
            score: i8::try_from(by % 200).ok(),
            // Every other key is another stance's.
            key: char::from_digit(by as u32 % 10, 10).filter(|key| *key != '0'),
            short: words,
            ..Stance::clone(&row)
        })),
        Entry::Tag(row) => Entry::Tag(Arc::new(Tag { label: words, ..Tag::clone(&row) })),
        Entry::Bloc(row) => Entry::Bloc(Arc::new(Bloc {
            members: (0..by % 5).filter_map(|i| id(project.countries(), by + i)).collect(),
            ..Bloc::clone(&row)
        })),
    }
}

/// The step that a verb makes or why it is refused; nothing where there is nothing to do it to.
fn step(project: &Project, verb: Verb, stamp: &mut Stamp) -> Option<Result<Transaction, EditError>> {
    Some(match verb {
        Verb::AddArticles(texts) => {
            let new = |text: String| NewArticle {
                details: ArticleDetails { title: text.clone(), ..ArticleDetails::default() },
                text: ArticleText::new(text),
            };
            Ok(articles::add(project, texts.into_iter().map(new).collect(), stamp).0)
        }
        Verb::DescribeArticle(article, words) => {
            let details = ArticleDetails {
                title: words.clone(),
                published: Some(date(2025, 2, 18)).filter(|_| words.len().is_multiple_of(2)),
                notes: words,
                ..ArticleDetails::default()
            };
            articles::describe(project, id(project.articles(), article)?, details)
        }
        Verb::SetProgress(article, choice) => {
            articles::set_progress(project, id(project.articles(), article)?, Progress::ALL[choice].0)
        }
        Verb::RemoveArticle(article) => articles::remove(project, id(project.articles(), article)?),
        Verb::DescribeProject(title, notes) => Ok(articles::describe_project(project, &title, &notes)),
        Verb::Code { article, from, len, picks } => {
            let article = id(project.articles(), article)?;
            let target = Target::Selection(article, span(project.text(article)?, from, len));
            claims::code(project, target, draft(project, picks), stamp).map(|(step, _)| step)
        }
        Verb::CodeAgain(excerpt, picks) => {
            let target = Target::Excerpt(id(project.excerpts(), excerpt)?);
            claims::code(project, target, draft(project, picks), stamp).map(|(step, _)| step)
        }
        Verb::Recode(claim, picks) => {
            claims::recode(project, id(project.claims(), claim)?, draft(project, picks), stamp)
        }
        Verb::RecodeAll { claims, what, to } => {
            let ids: Vec<_> = claims.into_iter().filter_map(|number| id(project.claims(), number)).collect();
            let recoding = match what {
                0 => Recoding::Issue(id(project.issues(), to)?),
                1 => Recoding::Stance(id(project.stances(), to)?),
                _ => Recoding::AddTag(id(project.tags(), to)?),
            };
            claims::recode_all(project, &ids, recoding, stamp)
        }
        Verb::DeleteClaims(claims) => {
            let ids: Vec<_> = claims.into_iter().filter_map(|number| id(project.claims(), number)).collect();
            claims::delete(project, &ids)
        }
        Verb::MoveExcerpt { excerpt, from, len } => {
            let excerpt = id(project.excerpts(), excerpt)?;
            let text = project.text(project.excerpt(excerpt)?.article)?;
            claims::move_excerpt(project, excerpt, span(text, from, len), stamp)
        }
        Verb::Create(kind, name) => codebook::create(project, codebook::blank(project, kind, &name)),
        Verb::CreateAll(kind, names) => {
            let rows = names.iter().map(|name| codebook::blank(project, kind, name)).collect();
            codebook::create_all(project, rows)
        }
        Verb::Change(entry, by, words) => {
            let row = pick(&project.entries(entry.kind), entry.which)?.clone();
            codebook::change(project, changed(project, row, by, words))
        }
        Verb::Rename(entry, name) => codebook::rename(project, entry_id(project, entry)?, &name),
        Verb::Reorder(entry, to) => codebook::reorder(project, entry_id(project, entry)?, to),
        Verb::Delete(entry, instead, to) => {
            let instead = match instead {
                0 => Instead::Nothing,
                1 => Instead::DeleteClaims,
                // Mostly another of the same kind, sometimes none of it.
                2 => Instead::Entry(entry_id(project, EntryPick { which: to.which, ..entry })?),
                _ => Instead::Entry(entry_id(project, to)?),
            };
            codebook::delete(project, entry_id(project, entry)?, instead, stamp)
        }
        Verb::Assess { cell: (country, issue), choice, sentence } => {
            let cell = Cell { country: id(project.countries(), country)?, issue: id(project.issues(), issue)? };
            let judgement = match choice % 3 {
                0 => Judgement::NothingFound,
                1 => Judgement::Declined,
                _ => Judgement::Position(id(project.stances(), choice)?),
            };
            let under: Vec<_> = project.claims().keys().copied().take(choice % 5).collect();
            let confidence = pick(&Confidence::ALL, choice).map(|(degree, _)| *degree);
            Ok(assessments::assess(project, cell, judgement, &sentence, confidence, &under, stamp))
        }
        Verb::ClearAssessment(number) => assessments::clear(project, id(project.assessments(), number)?),
        Verb::Undo | Verb::Redo | Verb::Seal | Verb::Save => return None,
    })
}

/// What the document must do, said in the plainest way: whole projects on two piles.
#[derive(Default)]
struct Model {
    /// The project before each step that can be taken back, and how the step may be joined.
    past: Vec<(Project, String, Option<String>)>,
    /// The project after each step that can be brought back.
    future: Vec<(Project, String, Option<String>)>,
    sealed: bool,
}

impl Model {
    fn committed(&mut self, before: Project, label: String, merge: Option<String>) {
        self.future.clear();
        match self.past.last_mut() {
            Some((_, last, key)) if !self.sealed && merge.is_some() && *key == merge => *last = label,
            _ => self.past.push((before, label, merge)),
        }
        self.sealed = false;
    }
}

/// Does `verb` to both and compares them.
fn act(document: &mut Document, model: &mut Model, stamp: &mut Stamp, verb: Verb) -> Result<(), TestCaseError> {
    let before = document.project().clone();
    let revision = document.revision();
    match verb {
        Verb::Undo => {
            let undone = document.undo();
            if let Some((project, label, merge)) = model.past.pop() {
                prop_assert_eq!(undone.as_ref(), Some(&label));
                prop_assert_eq!(difference(document.project(), &project), None);
                prop_assert!(document.revision() > revision);
                model.future.push((before, label, merge));
                model.sealed = true;
            } else {
                prop_assert_eq!(undone, None);
            }
        }
        Verb::Redo => {
            let redone = document.redo();
            if let Some((project, label, merge)) = model.future.pop() {
                prop_assert_eq!(redone.as_ref(), Some(&label));
                prop_assert_eq!(difference(document.project(), &project), None);
                prop_assert!(document.revision() > revision);
                model.past.push((before, label, merge));
                model.sealed = true;
            } else {
                prop_assert_eq!(redone, None);
            }
        }
        Verb::Seal => {
            document.seal();
            model.sealed = true;
        }
        Verb::Save => {
            document.mark_saved(document.state());
            prop_assert!(!document.is_modified());
            model.sealed = true;
        }
        verb => {
            let said = format!("{verb:?}");
            let Some(step) = step(document.project(), verb, stamp) else { return Ok(()) };
            prop_assert_eq!(difference(document.project(), &before), None, "a verb changes nothing itself");
            let step = step.map(|step| (step.label.clone(), step.merge.clone(), step.edits.is_empty(), step));
            match step.and_then(|(label, merge, empty, step)| document.commit(step).map(|()| (label, merge, empty))) {
                Err(error) => {
                    prop_assert!(!error.to_string().is_empty());
                    prop_assert_eq!(difference(document.project(), &before), None, "refused: {}", said);
                    prop_assert_eq!(document.revision(), revision);
                }
                Ok((_, _, true)) => prop_assert_eq!(document.revision(), revision),
                Ok((label, merge, false)) => {
                    prop_assert_eq!(document.project().problems(), [], "{}", said);
                    prop_assert!(document.revision() > revision && document.is_modified());
                    prop_assert!(difference(document.project(), &before).is_some(), "changes nothing: {}", said);
                    model.committed(before, label, merge);
                }
            }
        }
    }
    prop_assert_eq!(lost(document.project()), None);
    prop_assert_eq!(document.undo_label(), model.past.last().map(|(_, label, _)| label.as_str()));
    prop_assert_eq!(document.redo_label(), model.future.last().map(|(_, label, _)| label.as_str()));
    Ok(())
}

fn start(from_sample: bool) -> Project {
    if from_sample { sample() } else { Project::new(ProjectId("p1".parse().expect("a token")), "New") }
}

fn stamp(seed: u64) -> Stamp {
    Stamp::new("2025-03-01T09:00:00Z".parse().expect("a time"), "Ada", seed)
}

/// As the same rows in a file; ranks are not compared, only the order they give.
fn check_file(project: &Project) -> Result<(), TestCaseError> {
    let written = store::to_string(project);
    let loaded = store::from_str(&written).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(loaded.problems, []);
    prop_assert_eq!(store::to_string(&loaded.project), written);
    for kind in Kind::ALL {
        let rows =
            |project: &Project| project.entries(kind).into_iter().map(|row| row.with_rank(0)).collect::<Vec<_>>();
        prop_assert_eq!(rows(&loaded.project), rows(project));
    }
    prop_assert_eq!(difference(&with_ranks_of(project, &loaded.project), project), None);
    Ok(())
}

/// `project` with the ranks that `ranked` gives to the same codebook rows.
fn with_ranks_of(ranked: &Project, project: &Project) -> Project {
    let mut document = Document::new(project.clone());
    let edits = Kind::ALL.into_iter().flat_map(|kind| ranked.entries(kind)).map(demarche::edit::Edit::put).collect();
    document.commit(Transaction::new("Rank", edits)).expect("the rows are the same");
    document.project().clone()
}

#[test]
fn a_new_row_never_replaces_another_of_the_same_id() {
    let project = sample();
    let mut entry = codebook::blank(&project, Kind::Issue, "Freeze the line of contact");
    if let Entry::Issue(row) = &mut entry {
        Arc::make_mut(row).id = "us-backstop".parse().expect("a slug");
    }
    let refused = codebook::create(&project, entry).map(|step| step.label);
    assert_eq!(refused, Err(EditError::Taken { kind: "issue", name: "US security backstop".into() }));
}

#[test]
fn rows_created_together_neither_replace_each_other_nor_share_a_name() {
    let project = start(false);
    let rows =
        |kind, names: &[&str]| names.iter().map(|name| codebook::blank(&project, kind, name)).collect::<Vec<_>>();
    // Both names give the id "a".
    let step = codebook::create_all(&project, rows(Kind::Tag, &["A.", "A", "B"])).expect("the second is left out");
    assert_eq!((step.label.as_str(), step.edits.len()), ("Add 2 entries to “Tags”", 2));
    let mut document = Document::new(project.clone());
    document.commit(step).expect("holds");
    let labels = |kind| document.project().entries(kind).iter().map(|row| row.label().to_owned()).collect::<Vec<_>>();
    assert_eq!(labels(Kind::Tag), ["A.", "B"]);

    let mut twins = rows(Kind::Country, &["Poland", "poland"]);
    if let Entry::Country(row) = &mut twins[1] {
        Arc::make_mut(row).id = "polska".parse().expect("a slug");
    }
    let refused = codebook::create_all(&project, twins).map(|step| step.label);
    assert_eq!(refused, Err(EditError::Taken { kind: "country", name: "poland".into() }));
}

#[test]
fn what_may_only_be_read_is_not_changed_by_undo_either() {
    let mut document = Document::new(start(false));
    for title in ["One", "Two"] {
        let step = articles::describe_project(document.project(), title, "");
        document.commit(step).expect("may be changed");
    }
    assert_eq!(document.undo().as_deref(), Some("Edit project details"));
    document.set_read_only(true);
    let step = articles::describe_project(document.project(), "Three", "");
    assert_eq!(document.commit(step), Err(EditError::ReadOnly));
    assert_eq!((document.undo(), document.redo()), (None, None));
    assert_eq!(document.project().info().title, "One");
    document.set_read_only(false);
    assert_eq!(document.redo().as_deref(), Some("Edit project details"));
    assert_eq!(document.project().info().title, "Two");
}

#[test]
fn steps_of_one_kind_in_a_row_are_taken_back_together_until_the_work_is_saved() {
    let mut document = Document::new(sample());
    let rename = |document: &mut Document, name: &str| {
        let id = EntryId::Country("poland".parse().expect("a slug"));
        let step = codebook::rename(document.project(), id, name).expect("a free name");
        document.commit(step).expect("holds");
    };
    for name in ["P", "Po", "Pol"] {
        rename(&mut document, name);
    }
    document.mark_saved(document.state());
    rename(&mut document, "Pols");
    rename(&mut document, "Polska");
    let name = |document: &Document| document.project().label(EntryId::Country("poland".parse().expect("a slug")));
    assert!(document.is_modified());
    document.undo();
    assert_eq!((name(&document).as_str(), document.is_modified()), ("Pol", false));
    document.undo();
    assert_eq!((name(&document).as_str(), document.is_modified()), ("Poland", true));
    assert_eq!(document.undo(), None);
    document.redo();
    document.redo();
    assert_eq!((name(&document).as_str(), document.is_modified()), ("Polska", true));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_step_holds_and_can_be_taken_back_and_brought_back(
        from_sample in proptest::bool::weighted(0.7),
        verbs in proptest::collection::vec(verb(), 1..70),
        seed: u64,
    ) {
        let mut stamp = stamp(seed);
        let start = start(from_sample);
        let mut document = Document::new(start.clone());
        let mut model = Model::default();
        for verb in verbs {
            stamp.now += jiff::SignedDuration::from_millis(1_500);
            act(&mut document, &mut model, &mut stamp, verb)?;
        }
        while document.redo().is_some() {}
        let end = document.project().clone();
        let (at_start, at_end) = (store::to_string(&start), store::to_string(&end));
        check_file(&end)?;

        document.mark_saved(u64::MAX);
        while document.undo().is_some() {}
        prop_assert_eq!(difference(document.project(), &start), None);
        prop_assert_eq!(store::to_string(document.project()), at_start);
        prop_assert_eq!(lost(document.project()), None);
        while document.redo().is_some() {}
        prop_assert_eq!(difference(document.project(), &end), None);
        prop_assert_eq!(store::to_string(document.project()), at_end);
        prop_assert_eq!(lost(document.project()), None);
    }
}
