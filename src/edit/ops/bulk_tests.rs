//! Two claims, and what becomes of them.

use proptest::prelude::*;

use super::*;
use crate::edit::Document;
use crate::edit::ops::articles::{self, ArticleDetails, NewArticle};
use crate::edit::ops::claims::{self, ClaimDraft, Target};
use crate::edit::ops::codebook;
use crate::model::{Entry, Kind, ProjectId, Slug, Token};
use crate::text::{ArticleText, Span};

fn stamp() -> Stamp {
    Stamp::new(jiff::Timestamp::UNIX_EPOCH, "Ada", 7)
}

fn slug<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no slug"))
}

/// Poland and Germany with Tusk on troops, tagged hot; Poland alone on aid.
fn document() -> (Document, Vec<ClaimId>) {
    let id = ProjectId("p".parse::<Token>().expect("a token"));
    let mut document = Document::new(Project::new(id, "Test"));
    for (kind, names) in [
        (Kind::Country, "Poland Germany France"),
        (Kind::Issue, "Troops Aid"),
        (Kind::Actor, "Tusk Merz"),
        (Kind::Tag, "Hot New"),
    ] {
        let rows = names.split(' ').map(|name| codebook::blank(document.project(), kind, name)).collect();
        document.commit(codebook::create_all(document.project(), rows).expect("new rows")).expect("it holds");
    }
    let mut stamp = stamp();
    let text = ArticleText::new("They said so.");
    let article = NewArticle { details: ArticleDetails::default(), text };
    let (step, articles) = articles::add(document.project(), vec![article], &mut stamp);
    document.commit(step).expect("an article");
    let mut ids = Vec::new();
    for (countries, speaker, issue, tags) in
        [("poland germany", Some("tusk"), "troops", "hot"), ("poland", None, "aid", "")]
    {
        let draft = ClaimDraft {
            countries: countries.split_whitespace().map(slug).collect(),
            speaker: speaker.map(slug),
            issue: Some(slug(issue)),
            stance: Some(slug("opposes")),
            tags: tags.split_whitespace().map(slug).collect(),
            ..ClaimDraft::default()
        };
        let target = Target::Selection(articles[0], Span::new(0, 4));
        let (step, id) = claims::code(document.project(), target, draft, &mut stamp).expect("a claim");
        document.commit(step).expect("it holds");
        ids.push(id);
    }
    (document, ids)
}

/// What both claims name: countries; speaker; issue; tags. And (changed, same, left).
fn check(bulk: &Bulk, expected: [&str; 2], counts: (usize, usize, usize)) {
    let (mut document, ids) = document();
    let before = document.project().clone();
    let later = Stamp { now: jiff::Timestamp::MAX, ..stamp() };
    let planned = plan(document.project(), &ids, bulk).expect("a plan");
    let (step, outcome) = change(document.project(), &ids, bulk, &later).expect("a step");
    assert_eq!(planned, outcome, "{bulk:?}");
    assert_eq!((outcome.changed, outcome.same, outcome.left), counts, "{bulk:?}");
    assert_eq!(step.edits.len(), outcome.changed);
    let label = step.label.clone();
    document.commit(step).expect("a project that holds");
    for (id, expected) in ids.iter().zip(expected) {
        let (row, old) =
            (document.project().claim(*id).expect("it is there"), before.claim(*id).expect("it was there"));
        let list = |ids: Vec<Slug>| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" ");
        let said = format!(
            "{}; {}; {}; {}",
            list(row.countries.iter().map(|id| id.0).collect()),
            row.speaker.map_or("–", |id| id.0.as_str()),
            row.issue,
            list(row.tags.iter().map(|id| id.0).collect()),
        );
        assert_eq!(said, expected, "{bulk:?}");
        assert_eq!(row == old, row.updated == old.updated, "who is left alone is not touched");
    }
    if outcome.changed > 0 {
        assert_eq!(document.undo(), Some(label), "one step");
    }
    assert_eq!(document.project().claims(), before.claims(), "{bulk:?}");
}

const FIRST: &str = "poland germany; tusk; troops; hot";
const SECOND: &str = "poland; –; aid; ";

#[test]
fn countries_are_added_removed_and_replaced() {
    let (poland, germany, france) = (slug("poland"), slug("germany"), slug("france"));
    check(
        &Bulk::AddCountries(vec![germany, france, france]),
        ["poland germany france; tusk; troops; hot", "poland germany france; –; aid; "],
        (2, 0, 0),
    );
    check(&Bulk::AddCountries(vec![poland]), [FIRST, SECOND], (0, 2, 0));
    check(&Bulk::RemoveCountries(vec![germany]), ["poland; tusk; troops; hot", SECOND], (1, 1, 0));
    check(&Bulk::RemoveCountries(vec![poland]), ["germany; tusk; troops; hot", SECOND], (1, 0, 1));
    check(&Bulk::RemoveCountries(vec![poland, germany]), ["; tusk; troops; hot", SECOND], (1, 0, 1));
    check(&Bulk::Countries(vec![france, france]), ["france; tusk; troops; hot", "france; –; aid; "], (2, 0, 0));
    check(&Bulk::Countries(Vec::new()), ["; tusk; troops; hot", SECOND], (1, 0, 1));
}

#[test]
fn speakers_issues_and_tags_are_given_and_taken() {
    check(&Bulk::Speaker(Some(slug("merz"))), ["poland germany; merz; troops; hot", "poland; merz; aid; "], (2, 0, 0));
    check(&Bulk::Speaker(None), ["poland germany; –; troops; hot", SECOND], (1, 1, 0));
    check(&Bulk::Issue(slug("aid")), ["poland germany; tusk; aid; hot", SECOND], (1, 1, 0));
    check(
        &Bulk::AddTags(vec![slug("hot"), slug("new")]),
        ["poland germany; tusk; troops; hot new", "poland; –; aid; hot new"],
        (2, 0, 0),
    );
    check(&Bulk::RemoveTags(vec![slug("hot")]), ["poland germany; tusk; troops; ", SECOND], (1, 1, 0));
}

#[test]
fn one_entry_takes_the_place_of_another() {
    let instead = |kind, from: &str, to: &str| Bulk::Instead {
        from: EntryId::new(kind, slug(from)),
        to: EntryId::new(kind, slug(to)),
    };
    check(&instead(Kind::Country, "germany", "france"), ["poland france; tusk; troops; hot", SECOND], (1, 1, 0));
    check(&instead(Kind::Country, "poland", "germany"), ["germany; tusk; troops; hot", "germany; –; aid; "], (2, 0, 0));
    check(&instead(Kind::Country, "poland", "poland"), [FIRST, SECOND], (0, 2, 0));
    check(&instead(Kind::Actor, "tusk", "merz"), ["poland germany; merz; troops; hot", SECOND], (1, 1, 0));
    check(&instead(Kind::Issue, "troops", "aid"), ["poland germany; tusk; aid; hot", SECOND], (1, 1, 0));
    check(&instead(Kind::Tag, "hot", "new"), ["poland germany; tusk; troops; new", SECOND], (1, 1, 0));
    let mixed = Bulk::Instead { from: EntryId::Country(slug("poland")), to: EntryId::Issue(slug("aid")) };
    check(&mixed, [FIRST, SECOND], (0, 2, 0));
}

#[test]
fn a_step_that_cannot_be_is_refused_whole() {
    let (mut document, ids) = document();
    let refused = |document: &Document, ids: &[ClaimId], bulk: Bulk| change(document.project(), ids, &bulk, &stamp());
    assert_eq!(refused(&document, &ids, Bulk::Analyst("  ".into())).map(|_| ()), Err(EditError::NoName("analyst")));
    let gone = [ids[0], ClaimId(slug("gone"))];
    assert!(refused(&document, &gone, Bulk::Basis(Basis::Quoted)).is_err());
    let (step, _) = refused(&document, &ids, Bulk::Issue(slug("nothing"))).expect("a step");
    let before = document.project().clone();
    assert!(document.commit(step).is_err());
    assert_eq!(document.project().claims(), before.claims());
}

fn any_bulk() -> impl Strategy<Value = Bulk> {
    let countries = || prop::sample::subsequence(vec!["poland", "germany", "france"], 0..=3);
    let countries = move || countries().prop_map(|list| list.into_iter().map(slug).collect::<Vec<CountryId>>());
    let tags = || prop::sample::subsequence(vec!["hot", "new"], 0..=2);
    let tags = move || tags().prop_map(|list| list.into_iter().map(slug).collect::<Vec<TagId>>());
    let actor = prop::option::of(prop::sample::select(vec!["tusk", "merz"]).prop_map(slug));
    prop_oneof![
        countries().prop_map(Bulk::AddCountries),
        countries().prop_map(Bulk::RemoveCountries),
        countries().prop_map(Bulk::Countries),
        actor.prop_map(Bulk::Speaker),
        tags().prop_map(Bulk::AddTags),
        tags().prop_map(Bulk::RemoveTags),
        prop::sample::select(Basis::ALL.to_vec()).prop_map(Bulk::Basis),
        prop::option::of(prop::sample::select(Voice::ALL.to_vec())).prop_map(Bulk::Voice),
        "[ a-c]{0,4}".prop_map(Bulk::Condition),
        "[a-c]{1,3}".prop_map(Bulk::Analyst),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_changed_holds_together_and_undo_gives_the_same_project(
        steps in prop::collection::vec((any_bulk(), any::<bool>()), 1..8),
    ) {
        let (mut document, ids) = document();
        let first = document.project().clone();
        let mut done = 0;
        for (bulk, both) in steps {
            let ids = if both { &ids[..] } else { &ids[..1] };
            let (step, outcome) = change(document.project(), ids, &bulk, &stamp()).expect("a step");
            prop_assert_eq!(outcome.changed + outcome.same + outcome.left, ids.len());
            done += usize::from(!step.edits.is_empty());
            document.commit(step).expect("a project that holds");
            prop_assert_eq!(document.project().problems(), Vec::new());
        }
        for _ in 0..done {
            prop_assert!(document.undo().is_some());
        }
        prop_assert_eq!(document.project().claims(), first.claims());
    }
}

#[test]
fn new_rows_come_with_the_step_that_names_them() {
    let (mut document, ids) = document();
    let Entry::Tag(tag) = codebook::blank(document.project(), Kind::Tag, "Leaked") else { panic!("a tag") };
    let (mut step, _) = change(document.project(), &ids, &Bulk::AddTags(vec![tag.id]), &stamp()).expect("a step");
    let mut edits = codebook::create_all(document.project(), vec![Entry::Tag(tag)]).expect("a row").edits;
    edits.append(&mut step.edits);
    document.commit(Transaction::new("Add tag", edits)).expect("it holds");
    document.undo();
    assert_eq!(document.project().count(Kind::Tag), 2);
}
