//! What analysts do, made up at random: verbs with numbers that choose among what is there, and the step that each
//! of them makes.

use std::sync::Arc;

use demarche::edit::ops::articles::{self, ArticleDetails, NewArticle};
use demarche::edit::ops::assessments;
use demarche::edit::ops::bulk::{self, Bulk};
use demarche::edit::ops::claims::{self, ClaimDraft, Target};
use demarche::edit::ops::codebook::{self, Instead};
use demarche::edit::ops::views;
use demarche::edit::{EditError, Stamp, Transaction};
use demarche::model::{
    Actor, Basis, Bloc, Cell, Confidence, Country, Entry, EntryId, Filter, Issue, Judgement, Kind, Look, Order, Party,
    Progress, Project, RowsOf, Rule, Settings, Stance, Table, Tag, Voice, Zoom,
};
use demarche::text::{ArticleText, Span};
use jiff::civil::date;
use proptest::prelude::*;

/// One thing that an analyst does. Numbers choose among what is there when its turn comes.
#[derive(Clone, Debug)]
pub enum Verb {
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
    Arrange(Kind, Vec<usize>),
    SaveView(String, Picks),
    RenameView(usize, String),
    MoveView(usize, usize),
    DeleteView(usize),
    Assess { cell: (usize, usize), choice: usize, sentence: String, hours: usize },
    ClearAssessment(usize, usize),
    Undo,
    Redo,
    Seal,
    Save,
}

/// What goes into a claim.
#[derive(Clone, Debug)]
pub struct Picks {
    numbers: [usize; 8],
    words: String,
}

/// A row of the codebook.
#[derive(Clone, Copy, Debug)]
pub struct EntryPick {
    kind: Kind,
    which: usize,
}

fn number() -> impl Strategy<Value = usize> {
    0..1000usize
}

/// Names and texts; few different ones, so that names collide, and some that are no names at all.
pub fn words() -> impl Strategy<Value = String> {
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

/// Any verb, the common ones more often.
pub fn verb() -> impl Strategy<Value = Verb> {
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
        2 => (vec(number(), 0..6), 0..5usize, number())
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
        1 => (kind(), vec(number(), 0..6)).prop_map(|(kind, order)| Verb::Arrange(kind, order)),
        3 => (words(), picks()).prop_map(|(name, picks)| Verb::SaveView(name, picks)),
        1 => (number(), words()).prop_map(|(view, name)| Verb::RenameView(view, name)),
        1 => (number(), 0..5usize).prop_map(|(view, to)| Verb::MoveView(view, to)),
        1 => number().prop_map(Verb::DeleteView),
        4 => ((0..3usize, 0..3usize), number(), words(), 0..60usize)
            .prop_map(|(cell, choice, sentence, hours)| Verb::Assess { cell, choice, sentence, hours }),
        2 => (number(), 0..60usize).prop_map(|(cell, hours)| Verb::ClearAssessment(cell, hours)),
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

/// A look that names what is there.
fn look(project: &Project, Picks { numbers: n, words }: Picks) -> Look {
    let some = |on: usize| n[on].is_multiple_of(3);
    let day = |n: usize| date(2000 + (n % 50) as i16, 2, 28);
    let filter = Filter {
        as_of: some(0).then(|| day(n[0])),
        voices: Voice::ALL.into_iter().skip(n[1] % 9).take(2).collect(),
        bases: Basis::ALL.into_iter().skip(n[2] % 5).take(2).collect(),
        outlets: some(3).then(|| words.clone()).into_iter().collect(),
        analysts: some(4).then_some(words).into_iter().collect(),
        tags: (0..n[5] % 3).filter_map(|i| id(project.tags(), n[6] + i)).collect(),
    };
    let contest_days = if some(6) { 14 } else { n[6] as u16 };
    let hidden = (0..n[7] % 6).filter_map(|i| entry_id(project, EntryPick { kind: Kind::ALL[i], which: n[0] + i }));
    Look {
        settings: Settings { rule: Rule::ALL[n[0] % 3].0, filter, contest_days, independent: some(1) },
        rows: RowsOf::ALL[n[1] % 3].0,
        row_order: Order::ALL[n[2] % 5].0,
        issue_order: Order::ALL[n[3] % 5].0,
        hidden: hidden.collect(),
        transposed: some(4),
        zoom: Zoom::ALL[n[5] % 4].0,
        since: some(7).then(|| day(n[7])),
    }
}

/// Some hours later; in every other hour Bo is at work.
fn later(stamp: &Stamp, hours: usize) -> Stamp {
    let analyst = if hours.is_multiple_of(2) { stamp.analyst.clone() } else { "Bo".into() };
    Stamp { now: stamp.now + jiff::SignedDuration::from_hours(hours as i64 / 3), analyst, ..stamp.clone() }
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
pub fn step(project: &Project, verb: Verb, stamp: &mut Stamp) -> Option<Result<Transaction, EditError>> {
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
                0 => Bulk::Issue(id(project.issues(), to)?),
                1 => Bulk::Stance(id(project.stances(), to)?),
                2 => Bulk::AddTags(vec![id(project.tags(), to)?]),
                3 => Bulk::RemoveCountries(vec![id(project.countries(), to)?]),
                _ => Bulk::Countries(vec![id(project.countries(), to)?]),
            };
            bulk::change(project, &ids, &recoding, stamp).map(|(step, _)| step)
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
        Verb::Arrange(kind, order) => {
            let rows = project.entries(kind);
            let order: Vec<EntryId> = order.into_iter().filter_map(|n| Some(pick(&rows, n)?.id())).collect();
            Ok(codebook::arrange(project, &order))
        }
        Verb::SaveView(name, picks) => views::save(project, &name, look(project, picks)).map(|(step, _)| step),
        Verb::RenameView(view, name) => views::rename(project, id(project.views(), view)?, &name),
        Verb::MoveView(view, to) => views::reorder(project, id(project.views(), view)?, to),
        Verb::DeleteView(view) => views::delete(project, id(project.views(), view)?),
        Verb::Assess { cell: (country, issue), choice, sentence, hours } => {
            let cell = Cell { country: id(project.countries(), country)?, issue: id(project.issues(), issue)? };
            let judgement = match choice % 3 {
                0 => Judgement::NothingFound,
                1 => Judgement::Declined,
                _ => Judgement::Position(id(project.stances(), choice)?),
            };
            let under: Vec<_> = project.claims().keys().copied().take(choice % 5).collect();
            let confidence = pick(&Confidence::ALL, choice).map(|(degree, _)| *degree);
            Ok(assessments::assess(project, cell, judgement, &sentence, confidence, &under, &later(stamp, hours)))
        }
        Verb::ClearAssessment(number, hours) => {
            assessments::clear(project, id(project.assessments(), number)?, &later(stamp, hours))
        }
        Verb::Undo | Verb::Redo | Verb::Seal | Verb::Save => return None,
    })
}

/// A moment at which Ada works; ids follow from the seed.
pub fn stamp(seed: u64) -> Stamp {
    Stamp::new("2025-03-01T09:00:00Z".parse().expect("a time"), "Ada", seed)
}
