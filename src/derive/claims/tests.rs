//! A few claims, one per line, and what the table makes of them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::*;
use crate::edit::ops::articles::{ArticleDetails, NewArticle};
use crate::edit::ops::claims::{ClaimDraft, Target};
use crate::edit::ops::{articles, claims, codebook};
use crate::edit::{Document, Stamp};
use crate::model::{Basis, Bloc, Confidence, Entry, EntryId, Kind, Project, ProjectId, Slug, Token, Voice};
use crate::text::{ArticleText, Span};

/// A dash stands for nothing, a comma for another one; a claim is named by its first letter.
const CLAIMS: &str = "
# countries      issue   stance    basis    outlet date       analyst speaker voice tags     sure condition words
Poland           Troops  opposes   reported Wire   2025-02-18 Ada     Tusk    -     -        high -         Poland-needs-our-troops-at-home
Germany          Troops  reluctant quoted   Spree  2025-02-17 Ben     -       party hot      low  -         Germany-finds-the-débate-on-troops-early
France           Backing supports  expected Ledger 2025-01-16 Ada     -       -     hot,new  -    peace     France-will-lead
Denmark          Backing supports  reported -      -          Ben     -       -     -        -    -         Denmark-waits-for-the-mandate
Poland,Germany   Backing opposes   quoted   Wire   2025-02-18 Ada     Tusk    media new      high a-vote    Both-of-us-say-no";

fn entry(kind: Kind, name: &str) -> EntryId {
    EntryId::new(kind, Slug::from_label(name))
}

fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|name| *name != "-")
}

fn project() -> Project {
    let id = ProjectId("p".parse::<Token>().expect("a token"));
    let mut document = Document::new(Project::new(id, "Test"));
    let mut stamp = Stamp::new(jiff::Timestamp::UNIX_EPOCH, "Ada", 7);
    let rows = [
        (Kind::Country, "Germany Poland France Denmark"),
        (Kind::Issue, "Troops Backing"),
        (Kind::Actor, "Tusk"),
        (Kind::Tag, "hot new"),
    ];
    for (kind, rows) in rows {
        for name in rows.split(' ') {
            let verb = codebook::create(document.project(), codebook::blank(document.project(), kind, name));
            document.commit(verb.expect("a new row")).expect("a project that holds");
        }
    }
    for line in CLAIMS.trim().lines().skip(1) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [countries, issue, stance, basis, outlet, date, analyst, speaker, voice, tags, sure, condition, said] =
            words.as_slice()
        else {
            panic!("{line}")
        };
        let plain = |word: &str| if word == "-" { String::new() } else { word.replace('-', " ") };
        let text = plain(said);
        let details = ArticleDetails {
            title: format!("{countries} speaks"),
            outlet: plain(outlet),
            published: date.parse().ok(),
            ..ArticleDetails::default()
        };
        let length = text.len();
        let article = NewArticle { details, text: ArticleText::new(text) };
        let (transaction, ids) = articles::add(document.project(), vec![article], &mut stamp);
        document.commit(transaction).expect("an article");
        let draft = ClaimDraft {
            countries: names(countries).map(|name| name.to_lowercase().parse().expect("a slug")).collect(),
            issue: issue.to_lowercase().parse().ok(),
            stance: stance.parse().ok(),
            basis: Basis::ALL.into_iter().find(|other| other.slug() == *basis).expect("a basis"),
            speaker: names(speaker).next().and_then(|name| name.to_lowercase().parse().ok()),
            voice: Voice::ALL.into_iter().find(|other| other.slug() == *voice),
            tags: names(tags).map(|name| name.parse().expect("a slug")).collect(),
            confidence: Confidence::ALL.into_iter().map(|(degree, _)| degree).find(|degree| degree.slug() == *sure),
            condition: plain(condition),
            ..ClaimDraft::default()
        };
        stamp.analyst = (*analyst).into();
        let target = Target::Selection(ids[0], Span::new(0, length));
        let (transaction, _) = claims::code(document.project(), target, draft, &mut stamp).expect("a claim");
        document.commit(transaction).expect("a project that holds");
    }
    for (name, members) in [("Weimar", vec!["poland", "france"]), ("Nobody", Vec::new())] {
        let Entry::Bloc(bloc) = codebook::blank(document.project(), Kind::Bloc, name) else { panic!("a bloc") };
        let members = members.into_iter().map(|slug| slug.parse().expect("a slug")).collect();
        let verb = codebook::create(document.project(), Entry::Bloc(Bloc { members, ..Bloc::clone(&bloc) }.into()));
        document.commit(verb.expect("a new row")).expect("a project that holds");
    }
    document.project().clone()
}

/// The first letters of the rows that are listed; "Head letters" for groups.
fn listed(project: &Project, view: &View) -> String {
    let base = Base::new(project);
    let listing = Listing::new(project, &base, view);
    let letter = |row: &u32| base.rows[*row as usize].excerpt.anchor.quotation.chars().next().expect("words");
    let ids: Vec<_> = listing.rows.iter().map(|row| base.rows[*row as usize].claim.id).collect();
    assert_eq!(listing.ids, ids);
    assert_eq!(listing.claims, ids.iter().collect::<BTreeSet<_>>().len());
    if view.group.is_none() {
        assert_eq!(listing.groups, []);
        return listing.rows.iter().map(letter).collect();
    }
    let mut said = Vec::new();
    let mut at = 0;
    for group in &listing.groups {
        assert_eq!(group.start, at, "one group after the other");
        at = group.end;
        let key = match &group.key {
            GroupKey::Entry(id) => project.label(*id),
            GroupKey::Text(text) => text.to_string(),
            GroupKey::Article(id) => project.article(*id).expect("it is there").title.clone(),
            GroupKey::Month(month) => month.strftime("%b").to_string(),
            GroupKey::Nothing => "–".into(),
        };
        let rows: String = listing.rows[group.start..group.end].iter().map(letter).collect();
        assert_eq!(group.stances.iter().sum::<u32>() as usize, rows.len(), "every row takes a stance");
        said.push(format!("{key} {rows}"));
    }
    assert_eq!(at, listing.rows.len());
    said.join(", ")
}

fn check(query: Query, expected: &str) {
    let view = View { query, ..View::default() };
    assert_eq!(listed(&project(), &view), expected, "{:?}", view.query);
}

fn ask(words: &str, entries: &[EntryId], bases: &[Basis], expected: &str) {
    let (entries, bases) = (entries.iter().copied().collect(), bases.iter().copied().collect());
    check(Query { words: words.into(), entries, bases, ..Query::default() }, expected);
}

#[test]
fn filters_of_one_kind_add_up_and_of_several_kinds_narrow() {
    let (poland, france) = (entry(Kind::Country, "Poland"), entry(Kind::Country, "France"));
    let troops = entry(Kind::Issue, "Troops");
    let all = listed(&project(), &View::default());
    assert!(["PBGFD", "BPGFD"].contains(&&*all), "the latest first, and without date last: {all}");
    ask("troops", &[], &[], "PG");
    ask("DEBATE", &[], &[], "G");
    ask("", &[france], &[], "F");
    ask("", &[poland, france, troops], &[], "P");
    ask("", &[entry(Kind::Stance, "supports")], &[Basis::Reported], "D");
    ask("", &[entry(Kind::Actor, "Tusk"), troops], &[], "P");
    ask("", &[entry(Kind::Tag, "hot")], &[], "GF");
    ask("", &[troops], &[Basis::Reported, Basis::Quoted], "PG");
    ask("mandate", &[poland], &[], "");
    ask("peace", &[], &[], "F");
}

#[test]
fn every_other_filter_says_what_passes() {
    let q = Query::default;
    let day = |text: &str| text.parse::<Date>().ok();
    check(Query { voices: [Voice::Party, Voice::Media].into(), ..q() }, "BG");
    check(Query { outlets: ["Spree".into(), "Gone".into()].into(), ..q() }, "G");
    check(Query { outlets: ["Gone".into()].into(), ..q() }, "");
    check(Query { outlets: [String::new(), "Ledger".into()].into(), ..q() }, "FD");
    check(Query { analysts: ["Ben".into()].into(), ..q() }, "GD");
    check(Query { confidences: [Some(Confidence::Low)].into(), ..q() }, "G");
    check(Query { confidences: [Some(Confidence::Low), None].into(), ..q() }, "GFD");
    check(Query { condition: Some(true), ..q() }, "BF");
    check(Query { condition: Some(false), bases: [Basis::Reported].into(), ..q() }, "PD");
    check(Query { note: Some(true), ..q() }, "");
    check(Query { from: day("2025-01-17"), until: day("2025-02-17"), ..q() }, "G");
    check(Query { from: day("2025-02-18"), condition: Some(false), ..q() }, "P");
    check(Query { until: day("2025-02-17"), ..q() }, "GF");
}

#[test]
fn what_is_not_in_the_project_is_named_by_no_claim() {
    let narnia = entry(Kind::Country, "Narnia");
    ask("", &[narnia], &[], "");
    ask("", &[narnia, entry(Kind::Country, "France")], &[], "F");
    ask("", &[entry(Kind::Bloc, "Gone")], &[], "");
}

#[test]
fn a_bloc_stands_for_its_members_and_one_without_members_for_nobody() {
    let (weimar, nobody) = (entry(Kind::Bloc, "Weimar"), entry(Kind::Bloc, "Nobody"));
    let troops = entry(Kind::Issue, "Troops");
    ask("", &[weimar, troops], &[], "P");
    ask("", &[nobody], &[], "");
    ask("", &[weimar, nobody, troops], &[], "P");
    ask("", &[weimar, entry(Kind::Country, "Germany")], &[], "B");
}

#[test]
fn every_column_sorts_both_ways_with_empty_cells_last() {
    let project = project();
    // Where two share a value they stay in the order of the table as it is without a column.
    let both = listed(&project, &View::default())[..2].to_owned();
    let rows = [
        (Column::Country, "DFGPB", "PBGFD"),
        (Column::Quotation, "BDFGP", "PGFDB"),
        (Column::Issue, "PGBFD", "BFDPG"),
        (Column::Stance, "FDGPB", "PBGFD"),
        (Column::Condition, "BFPGD", "FBPGD"),
        (Column::Basis, "BGPDF", "FPDBG"),
        (Column::Speaker, "PBGFD", "PBGFD"),
        (Column::Voice, "PFDGB", "BGPFD"),
        (Column::Tags, "GFBPD", "BGFPD"),
        (Column::Confidence, "PBGFD", "GPBFD"),
        (Column::Analyst, "PBFGD", "GDPBF"),
        (Column::Article, "DFGPB", "BPGFD"),
        (Column::Source, "FGPBD", "PBGFD"),
        (Column::Date, "FGPBD", "PBGFD"),
    ];
    assert_eq!(rows.map(|(column, ..)| column), Column::ALL.map(|(column, _)| column));
    for (column, ascending, descending) in rows {
        let tied = !matches!(column, Column::Quotation | Column::Article | Column::Voice);
        for (descending, expected) in [(false, ascending), (true, descending)] {
            let expected = if tied { expected.replace("PB", &both) } else { expected.to_owned() };
            let view = View { order: Order { column, descending }, ..View::default() };
            assert_eq!(listed(&project, &view), expected, "{:?}", view.order);
        }
    }
}

#[test]
fn claims_stand_under_heads_and_those_with_two_under_both() {
    let project = project();
    let check = |by, column, descending, expected: &str| {
        let order = Order { column, descending };
        let view = View { group: Some(by), order, ..View::default() };
        assert_eq!(listed(&project, &view), expected, "{by:?} {order:?}");
    };
    let words = Column::Quotation;
    check(GroupBy::Country, words, false, "Denmark D, France F, Germany BG, Poland BP");
    check(GroupBy::Country, words, true, "Denmark D, France F, Germany GB, Poland PB");
    check(GroupBy::Issue, words, false, "Troops GP, Backing BDF");
    check(GroupBy::Stance, words, false, "Supports DF, Reluctant G, Opposes BP");
    check(GroupBy::Speaker, words, false, "Tusk BP, – DFG");
    check(GroupBy::Tag, words, false, "hot FG, new BF, – DP");
    check(GroupBy::Outlet, words, false, "Ledger F, Spree G, Wire BP, – D");
    check(GroupBy::Analyst, words, false, "Ada BFP, Ben DG");
    check(GroupBy::Month, words, false, "Feb BGP, Jan F, – D");
    check(GroupBy::Month, Column::Date, false, "Jan F, Feb GPB, – D".replace("PB", &both(&project)).as_str());
    check(
        GroupBy::Outlet,
        Column::Source,
        true,
        "Wire PB, Spree G, Ledger F, – D".replace("PB", &both(&project)).as_str(),
    );
    let articles = View { group: Some(GroupBy::Article), ..View::default() };
    assert!(listed(&project, &articles).ends_with("Germany speaks G, France speaks F, Denmark speaks D"));
}

fn both(project: &Project) -> String {
    listed(project, &View::default())[..2].to_owned()
}

#[test]
fn groups_hold_only_what_passes() {
    let view =
        View { query: Query::only(entry(Kind::Issue, "Troops")), group: Some(GroupBy::Country), ..View::default() };
    assert_eq!(listed(&project(), &view), "Germany G, Poland P");
}

#[test]
fn pressing_a_head_twice_turns_the_order() {
    let order = Order::default().pressed(Column::Issue);
    assert_eq!(order, Order { column: Column::Issue, descending: false });
    assert_eq!(order.pressed(Column::Issue).pressed(Column::Date), Order::default());
}

#[test]
fn a_query_is_empty_until_anything_is_asked() {
    assert!(Query { words: "  ".into(), ..Query::default() }.is_empty());
    for query in [
        Query { words: "x".into(), ..Query::default() },
        Query { note: Some(false), ..Query::default() },
        Query { outlets: [String::new()].into(), ..Query::default() },
        Query::only(entry(Kind::Tag, "hot")),
    ] {
        assert!(!query.is_empty(), "{query:?}");
    }
}
