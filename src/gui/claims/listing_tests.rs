//! A few claims, one per line, and what the table makes of them.

use std::sync::Arc;

use super::*;
use crate::edit::ops::articles::{ArticleDetails, NewArticle};
use crate::edit::ops::claims::{ClaimDraft, Target};
use crate::edit::ops::{articles, claims, codebook};
use crate::edit::{Document, Stamp};
use crate::model::{Entry, ProjectId, Slug, Token};
use crate::text::Span;

/// Claims as "country issue stance basis outlet date words"; a dash stands for nothing.
const CLAIMS: &str = "
    Poland  Troops  opposes   reported Wire    2025-02-18 we-need-our-troops-at-home
    Germany Troops  reluctant quoted   Spree   2025-02-17 the-débate-on-troops-is-premature
    France  Backing supports  expected Ledger  2025-02-16 Paris-will-lead
    Denmark Backing supports  reported -       -          once-the-mandate-is-clear";

fn entry(kind: Kind, name: &str) -> EntryId {
    EntryId::new(kind, Slug::from_label(name))
}

fn project() -> Project {
    let id = ProjectId("p".parse::<Token>().expect("a token"));
    let mut document = Document::new(Project::new(id, "Test"));
    let mut stamp = Stamp::new(jiff::Timestamp::UNIX_EPOCH, "Ada", 7);
    let names = [(Kind::Country, "Germany Poland France Denmark"), (Kind::Issue, "Troops Backing")];
    for (kind, names) in names {
        for name in names.split(' ') {
            let verb = codebook::create(document.project(), codebook::blank(document.project(), kind, name));
            document.commit(verb.expect("a new row")).expect("a project that holds");
        }
    }
    for line in CLAIMS.trim().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [country, issue, stance, basis, outlet, date, said] = words.as_slice() else { panic!("{line}") };
        let text = said.replace('-', " ");
        let details = ArticleDetails {
            title: "Title".into(),
            outlet: outlet.trim_matches('-').into(),
            published: date.parse().ok(),
            ..ArticleDetails::default()
        };
        let length = text.len();
        let article = NewArticle { details, text: crate::text::ArticleText::new(text) };
        let (transaction, ids) = articles::add(document.project(), vec![article], &mut stamp);
        document.commit(transaction).expect("an article");
        let draft = ClaimDraft {
            countries: vec![country.to_lowercase().parse().expect("a slug")],
            issue: issue.to_lowercase().parse().ok(),
            stance: stance.parse().ok(),
            basis: Basis::ALL.into_iter().find(|other| other.slug() == *basis).expect("a basis"),
            ..ClaimDraft::default()
        };
        let target = Target::Selection(ids[0], Span::new(0, length));
        let (transaction, _) = claims::code(document.project(), target, draft, &mut stamp).expect("a claim");
        document.commit(transaction).expect("a project that holds");
    }
    document.project().clone()
}

/// The first letters of the countries of the rows that are listed.
fn check(query: &Query, order: Order, expected: &str) {
    let project = project();
    let base = Base::new(&project);
    let listing = Listing::new(&project, &base, query, order);
    let first = |index: &u32| project.label(EntryId::Country(base.rows[*index as usize].claim.countries[0])).remove(0);
    assert_eq!(listing.rows.iter().map(first).collect::<String>(), expected, "{query:?} {order:?}");
    for (place, id) in listing.ids.iter().enumerate() {
        assert_eq!(listing.place(*id), Some(place));
    }
}

fn ask(words: &str, entries: &[EntryId], bases: &[Basis], expected: &str) {
    let query = Query {
        words: words.into(),
        entries: entries.iter().copied().collect(),
        bases: bases.iter().copied().collect(),
    };
    check(&query, Order::default(), expected);
}

#[test]
fn the_latest_claims_stand_first_and_those_without_date_last() {
    ask("", &[], &[], "PGFD");
}

#[test]
fn filters_of_one_kind_add_up_and_of_several_kinds_narrow() {
    let (poland, france) = (entry(Kind::Country, "Poland"), entry(Kind::Country, "France"));
    let troops = entry(Kind::Issue, "Troops");
    ask("troops", &[], &[], "PG");
    ask("DEBATE", &[], &[], "G");
    ask("", &[poland, france], &[], "PF");
    ask("", &[poland, france, troops], &[], "P");
    ask("", &[entry(Kind::Stance, "supports")], &[Basis::Reported], "D");
    ask("", &[], &[Basis::Reported, Basis::Quoted], "PGD");
    ask("mandate", &[poland], &[], "");
}

#[test]
fn every_column_sorts_both_ways_with_empty_cells_last() {
    let rows = [
        (Column::Country, "DFGP", "PGFD"),
        (Column::Issue, "PGFD", "FDPG"),
        (Column::Stance, "FDGP", "PGFD"),
        (Column::Basis, "GPDF", "FPDG"),
        (Column::Quotation, "DFGP", "PGFD"),
        (Column::Source, "FGPD", "PGFD"),
        (Column::Speaker, "PGFD", "PGFD"),
        (Column::Date, "FGPD", "PGFD"),
    ];
    for (column, ascending, descending) in rows {
        check(&Query::default(), Order { column, descending: false }, ascending);
        check(&Query::default(), Order { column, descending: true }, descending);
    }
}

#[test]
fn pressing_a_head_twice_turns_the_order() {
    let order = Order::default().pressed(Column::Issue);
    assert_eq!(order, Order { column: Column::Issue, descending: false });
    assert_eq!(order.pressed(Column::Issue).pressed(Column::Date), Order::default());
}

#[test]
fn many_claims_are_recoded_in_one_step() {
    use crate::edit::ops::claims::{Recoding, recode_all};
    let mut document = Document::new(project());
    let stamp = Stamp::new(jiff::Timestamp::MAX, "Ada", 1);
    let ids: Vec<ClaimId> = document.project().claims().keys().copied().collect();
    let issue: IssueId = "backing".parse().expect("a slug");
    let step = recode_all(document.project(), &ids, Recoding::Issue(issue), &stamp).expect("a step");
    assert_eq!((step.edits.len(), step.label.as_str()), (2, "Change issue of 2 claims"));
    document.commit(step).expect("a project that holds");
    assert!(document.project().claims().values().all(|claim: &Arc<Claim>| claim.issue == issue));
    assert_eq!(document.undo().as_deref(), Some("Change issue of 2 claims"));
    assert_eq!(document.project().claims().values().filter(|claim| claim.issue == issue).count(), 2);
    let missing: IssueId = "nothing".parse().expect("a slug");
    let broken = recode_all(document.project(), &ids, Recoding::Issue(missing), &stamp).expect("a step");
    assert!(document.commit(broken).is_err());
}

#[test]
fn a_new_tag_and_the_claims_that_get_it_are_one_step() {
    use crate::edit::ops::claims::{Recoding, recode_all};
    let mut document = Document::new(project());
    let stamp = Stamp::new(jiff::Timestamp::MAX, "Ada", 1);
    let ids: Vec<ClaimId> = document.project().claims().keys().copied().collect();
    let Entry::Tag(tag) = codebook::blank(document.project(), Kind::Tag, "Leaked") else { panic!("a tag") };
    let add = |document: &Document| recode_all(document.project(), &ids, Recoding::AddNewTag(tag.clone()), &stamp);
    let step = add(&document).expect("a step");
    assert_eq!(step.label, "Add tag of 4 claims");
    document.commit(step).expect("a project that holds");
    assert!(document.project().claims().values().all(|claim| claim.tags == [tag.id]));
    assert!(add(&document).is_err(), "a new tag never replaces another");
    document.undo();
    assert_eq!(document.project().count(Kind::Tag), 0);
    assert!(document.project().claims().values().all(|claim| claim.tags.is_empty()));
}

#[test]
fn a_bloc_stands_for_its_members_and_one_without_members_for_nobody() {
    let mut document = Document::new(project());
    let members = ["poland", "france"].map(|name| name.parse().expect("a slug"));
    for (name, members) in [("Weimar", members.to_vec()), ("Nobody", Vec::new())] {
        let Entry::Bloc(bloc) = codebook::blank(document.project(), Kind::Bloc, name) else { panic!("a bloc") };
        let bloc = crate::model::Bloc { members, ..crate::model::Bloc::clone(&bloc) };
        let verb = codebook::create(document.project(), Entry::Bloc(bloc.into()));
        document.commit(verb.expect("a new row")).expect("a project that holds");
    }
    let project = document.project();
    let base = Base::new(project);
    let check = |names: &[(Kind, &str)], expected: usize| {
        let entries = names.iter().map(|(kind, name)| entry(*kind, name)).collect();
        let listing = Listing::new(project, &base, &Query { entries, ..Query::default() }, Order::default());
        assert_eq!(listing.ids.len(), expected, "{names:?}");
    };
    check(&[(Kind::Bloc, "Weimar")], 2);
    check(&[(Kind::Bloc, "Nobody")], 0);
    check(&[(Kind::Bloc, "Weimar"), (Kind::Bloc, "Nobody")], 2);
    check(&[(Kind::Bloc, "Weimar"), (Kind::Country, "Poland")], 1);
    check(&[(Kind::Bloc, "Weimar"), (Kind::Country, "Germany")], 0);
}

#[test]
fn several_rows_are_added_in_one_step() {
    let mut document = Document::new(project());
    let rows: Vec<Entry> =
        ["Spain", "Italy"].map(|name| codebook::blank(document.project(), Kind::Country, name)).into();
    document.commit(codebook::create_all(document.project(), rows).expect("a step")).expect("a project that holds");
    let names: Vec<String> =
        document.project().entries(Kind::Country).iter().map(|row| row.label().to_owned()).collect();
    assert_eq!(names, ["Germany", "Poland", "France", "Denmark", "Spain", "Italy"]);
    document.undo();
    assert_eq!(document.project().count(Kind::Country), 4);
}
