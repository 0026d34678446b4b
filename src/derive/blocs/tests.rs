//! Blocs worked out by hand, and what must hold for any of them.

use jiff::civil::Date;
use proptest::prelude::*;

use super::*;
use crate::derive::matrix::history;
use crate::derive::tests_support::{Sketch, cell, country, date, draft, issue, stance};
use crate::derive::{Filter, Rule};
use crate::edit::ops::ClaimDraft;
use crate::model::{Basis, Entry, Judgement, Kind, RowsOf, Voice};

fn bloc(sketch: &mut Sketch, members: &[usize]) -> BlocId {
    let label = format!("b{}", sketch.project().blocs().len());
    let slug = sketch.add(Kind::Bloc, &label, |entry| {
        if let Entry::Bloc(row) = entry {
            Arc::make_mut(row).members = members.iter().map(|member| country(*member)).collect();
        }
    });
    BlocId(slug)
}

/// A bloc of as many countries as there are lists of lines, each a claim of that country.
fn coded(members: &[Vec<String>]) -> (Sketch, Vec<ClaimId>) {
    let mut sketch = Sketch::new(members.len(), 1);
    let article = sketch.add_article("Words.", "Gazette", None);
    let mut ids = Vec::new();
    for (member, lines) in members.iter().enumerate() {
        for line in lines {
            ids.push(sketch.code_in(article, ClaimDraft { countries: vec![country(member)], ..draft(line) }));
        }
    }
    (sketch, ids)
}

fn position(sketch: &Sketch, settings: &Settings, id: BlocId) -> Position {
    let matrix = Matrix::of(sketch.project(), RowsOf::Blocs, settings);
    *matrix.position(Spot { who: Who::Bloc(id), issue: issue(0) }).expect("is there")
}

fn told(sketch: &Sketch, settings: &Settings, id: BlocId) -> Vec<Since> {
    of_bloc(&Facts::new(sketch.project()), sketch.project(), settings, id, issue(0))
}

fn check(members: &[&[&str]], expected: &str) {
    let lines: Vec<Vec<String>> =
        members.iter().map(|lines| lines.iter().map(|line| (*line).to_owned()).collect()).collect();
    let (mut sketch, ids) = coded(&lines);
    let id = bloc(&mut sketch, &(0..members.len()).collect::<Vec<_>>());
    let line = |id: ClaimId| ids.iter().position(|other| *other == id).map_or(0, |index| index + 1);
    let position = position(&sketch, &Settings::default(), id);
    let mut words = vec![position.stance.map_or("-".into(), |stance| stance.to_string())];
    words.extend(position.decisive.map(|id| format!("by {}", line(id))));
    words.push(format!("{} of {}", position.holders, members.len()));
    for (mark, name) in [
        (position.contested, "contested"),
        (position.unofficial, "unofficial"),
        (position.expected_only, "expected"),
        (position.divided, "divided"),
    ] {
        words.extend(mark.then(|| name.into()));
    }
    for since in told(&sketch, &Settings::default(), id) {
        let on = since.on.map_or("before".into(), |on| on.to_string());
        words.push(format!("{on} {} ({}-{})", since.stance, line(since.claim), line(since.held)));
    }
    assert_eq!(words.join(", "), expected, "{members:#?}");
}

#[test]
fn a_bloc_holds_the_mean_of_its_members() {
    check(&[&[], &[]], "-, 0 of 2");
    // (2 + 1) / 2 = 1.5, halfway, towards zero 1: the second says so.
    check(
        &[&["2025-01-01 supports"], &["2025-01-01 supports-if"]],
        "supports-if, by 2, 2 of 2, 2025-01-01 supports-if (2-2)",
    );
    // (2 - 2) / 2 = 0: both are as far from it, the later decides; they stand on opposite sides. Until 1 February only
    // the first spoke.
    check(
        &[&["2025-01-01 supports"], &["2025-02-01 opposes"]],
        "undecided, by 2, 2 of 2, divided, 2025-01-01 supports (1-1), 2025-02-01 undecided (2-2)",
    );
    // Who says nothing or only mentions the issue weighs nothing.
    check(&[&["2025-01-01 opposes"], &[], &["2025-01-02 mentions"]], "opposes, by 1, 1 of 3, 2025-01-01 opposes (1-1)");
    // A country that claims much weighs no more: (2 - 1) / 2 = 0.5, halfway, towards zero 0.
    check(
        &[&["2025-01-01 supports", "2025-01-01 supports", "2025-01-01 supports"], &["2025-01-01 reluctant"]],
        "undecided, by 4, 2 of 2, divided, 2025-01-01 undecided (4-4)",
    );
}

#[test]
fn marks_of_a_bloc_are_those_of_one_or_of_all_members() {
    check(
        &[&["2025-01-01 supports", "2025-01-02 opposes"], &["2025-01-01 opposes quoted"]],
        "opposes, by 2, 2 of 2, contested, 2025-01-01 undecided (3-3), 2025-01-02 opposes (2-2)",
    );
    check(
        &[&["2025-01-01 supports party expected"], &["2025-01-02 supports expected"], &[]],
        "supports, by 2, 2 of 3, expected, 2025-01-01 supports (1-2)",
    );
    check(&[&["2025-01-01 supports party"], &[]], "supports, by 1, 1 of 2, unofficial, 2025-01-01 supports (1-1)");
}

#[test]
fn a_change_is_told_by_who_moved_and_by_what_held_until_then() {
    // 1 January: 2. 1 February: (2 - 2) / 2 = 0. On 1 March the first says the same again: nothing moves. On 1 April
    // the second comes round: (2 + 2) / 2 = 2. What held 2 until 1 February is claim 1, not claim 2 of 1 March. What
    // held 0 until 1 April: both are 2 away, and of claims 2 and 3 the later is 2.
    check(
        &[&["2025-01-01 supports", "2025-03-01 supports"], &["2025-02-01 opposes", "2025-04-01 supports"]],
        "supports, by 4, 2 of 2, 2025-01-01 supports (1-1), 2025-02-01 undecided (3-2), 2025-04-01 supports (4-4)",
    );
    // Both move on one day, each where the other was: the mean stays.
    check(
        &[&["2025-01-01 supports", "2025-02-01 supports-if"], &["2025-01-01 supports-if", "2025-02-01 supports"]],
        "supports-if, by 2, 2 of 2, 2025-01-01 supports-if (3-2)",
    );
    // Both move on one day: (1 + 2) / 2 = 1.5, towards zero 1; (-1 - 2) / 2 = -1.5, towards zero -1. The one who
    // goes to -1 is nearest to it and brings it; until then the one at 1 held it.
    check(
        &[&["2025-01-01 supports", "2025-02-01 reluctant"], &["2025-01-01 supports-if", "2025-02-01 opposes"]],
        "reluctant, by 2, 2 of 2, 2025-01-01 supports-if (3-3), 2025-02-01 reluctant (2-2)",
    );
    // Undated claims come before all dates.
    check(
        &[&["- opposes quoted"], &["- opposes", "2025-02-01 undecided"]],
        "reluctant, by 3, 2 of 2, before opposes (1-1), 2025-02-01 reluctant (3-3)",
    );
}

#[test]
fn what_lies_under_a_bloc_is_counted_once() {
    let mut sketch = Sketch::new(3, 1);
    let article = sketch.add_article("Words.", "Gazette", None);
    // One sentence about two members, and one about a country outside.
    let both = sketch.code_in(article, ClaimDraft { countries: vec![country(0), country(1)], ..draft("- supports") });
    let own = sketch.code_in(article, draft("2025-01-01 supports"));
    sketch.code_in(article, ClaimDraft { countries: vec![country(2)], ..draft("- opposes") });
    let id = bloc(&mut sketch, &[1, 0]);
    let matrix = Matrix::of(sketch.project(), RowsOf::Blocs, &Settings::default());
    let spot = Spot { who: Who::Bloc(id), issue: issue(0) };
    assert_eq!(matrix.evidence(spot), [own, both]);
    assert_eq!((matrix.at(0, 0).claims, matrix.at(0, 0).sources), (2, 2));
    // Of two undated claims one is about members.
    let filter = Filter { as_of: Some(date("2025-06-01")), ..Filter::default() };
    let then = Settings { filter, ..Settings::default() };
    assert_eq!(Matrix::of(sketch.project(), RowsOf::Blocs, &then).undated, 1);
    assert_eq!(Matrix::of(sketch.project(), RowsOf::Countries, &then).undated, 2);
}

#[test]
fn an_empty_bloc_is_as_empty_as_its_members() {
    for (judgements, empty) in [
        ([None, None], Empty::NotLookedFor),
        ([Some(Judgement::NothingFound), None], Empty::NotLookedFor),
        ([Some(Judgement::NothingFound), Some(Judgement::NothingFound)], Empty::NothingFound),
        ([Some(Judgement::Declined), Some(Judgement::NothingFound)], Empty::NothingFound),
        ([Some(Judgement::Declined), Some(Judgement::Declined)], Empty::Declined),
    ] {
        let mut sketch = Sketch::new(2, 1);
        for (member, judgement) in judgements.into_iter().enumerate() {
            judgement.into_iter().for_each(|judgement| sketch.assess(cell(member, 0), judgement));
        }
        let id = bloc(&mut sketch, &[0, 1]);
        assert_eq!(position(&sketch, &Settings::default(), id).empty, Some(empty), "{judgements:?}");
    }
    let mut sketch = Sketch::new(1, 1);
    let nobody = bloc(&mut sketch, &[]);
    assert_eq!(position(&sketch, &Settings::default(), nobody).empty, Some(Empty::NotLookedFor));
}

#[test]
fn of_levels_with_one_score_a_bloc_holds_the_one_most_members_hold() {
    let mut sketch = Sketch::new(3, 1);
    sketch.add_level("Neutral", 0);
    let article = sketch.add_article("Words.", "Gazette", None);
    for (member, line) in ["- undecided", "- neutral", "- neutral"].into_iter().enumerate() {
        sketch.code_in(article, ClaimDraft { countries: vec![country(member)], ..draft(line) });
    }
    for (members, level) in [(&[0, 1][..], "undecided"), (&[1, 0], "undecided"), (&[0, 1, 2], "neutral")] {
        let id = bloc(&mut sketch, members);
        assert_eq!(position(&sketch, &Settings::default(), id).stance, Some(stance(level)), "{members:?}");
    }
}

/// A claim as a line, from few enough dates that ties are common.
fn line() -> impl Strategy<Value = String> {
    let day = prop_oneof![Just("-".to_owned()), (1..4_u8).prop_map(|day| format!("2025-01-{:02}", day * 9))];
    let stance = prop::sample::select(vec!["supports", "supports-if", "undecided", "reluctant", "opposes", "mentions"]);
    let voice = prop::sample::select(vec!["government", "party"]);
    let basis = prop::sample::select(vec!["quoted", "expected"]);
    (day, stance, voice, basis).prop_map(|(day, stance, voice, basis)| format!("{day} {stance} {voice} {basis}"))
}

fn judgement() -> impl Strategy<Value = Option<Judgement>> {
    let level = |level| Just(Some(Judgement::Position(stance(level))));
    prop_oneof![
        4 => Just(None),
        1 => level("supports"),
        1 => level("opposes"),
        1 => level("mentions"),
        1 => Just(Some(Judgement::NothingFound)),
        1 => Just(Some(Judgement::Declined)),
    ]
}

fn filters() -> Vec<Filter> {
    let as_of = [None, Some(Date::constant(2025, 1, 9)), Some(Date::constant(2025, 1, 20))];
    let voices = [vec![], vec![Voice::Government]];
    let bases = [vec![], vec![Basis::Quoted]];
    let mut filters = Vec::new();
    for as_of in as_of {
        for voices in &voices {
            for bases in &bases {
                let (voices, bases) = (voices.clone(), bases.clone());
                filters.push(Filter { as_of, voices, bases, ..Filter::default() });
            }
        }
    }
    filters
}

fn all_settings() -> impl Iterator<Item = Settings> {
    let rules = Rule::ALL.into_iter().map(|(rule, _)| rule);
    rules.flat_map(|rule| filters().into_iter().map(move |filter| Settings { rule, filter, ..Settings::default() }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_bloc_of_one_equals_its_member(lines in prop::collection::vec(line(), 0..7), judgement in judgement()) {
        let (mut sketch, _) = coded(&[lines, vec!["2025-01-01 opposes".into()]]);
        if let Some(judgement) = judgement {
            sketch.assess(cell(0, 0), judgement);
            sketch.code_lines(&["2025-01-05 reluctant"]);
        }
        let id = bloc(&mut sketch, &[0]);
        let facts = Facts::new(sketch.project());
        for settings in all_settings() {
            let member = *sketch.matrix(&settings).at(0, 0);
            let whole = position(&sketch, &settings, id);
            prop_assert_eq!(Position { holders: 0, divided: false, ..whole }, member, "{:?}", settings);
            prop_assert_eq!(whole.divided, false);
            prop_assert!(whole.holders <= 1);
            let past = history(&facts, sketch.project(), &settings, cell(0, 0));
            prop_assert_eq!(told(&sketch, &settings, id), past, "{:?}", settings);
        }
    }

    #[test]
    fn the_order_of_members_changes_nothing(
        members in prop::collection::vec(prop::collection::vec(line(), 0..4), 3),
        order in Just(vec![0, 1, 2]).prop_shuffle(),
        judgement in judgement(),
    ) {
        let (mut sketch, _) = coded(&members);
        judgement.into_iter().for_each(|judgement| sketch.assess(cell(1, 0), judgement));
        let (one, other) = (bloc(&mut sketch, &[0, 1, 2]), bloc(&mut sketch, &order));
        for settings in all_settings() {
            prop_assert_eq!(position(&sketch, &settings, one), position(&sketch, &settings, other));
            prop_assert_eq!(told(&sketch, &settings, one), told(&sketch, &settings, other));
        }
    }

    #[test]
    fn the_history_of_a_bloc_is_what_it_held_day_by_day(
        members in prop::collection::vec(prop::collection::vec(line(), 0..5), 1..4),
    ) {
        // Undated claims are no part of a past.
        let dated = |lines: Vec<String>| lines.into_iter().filter(|line| !line.starts_with('-')).collect();
        let members: Vec<Vec<String>> = members.into_iter().map(dated).collect();
        let (mut sketch, _) = coded(&members);
        let id = bloc(&mut sketch, &(0..members.len()).collect::<Vec<_>>());
        for rule in Rule::ALL.map(|(rule, _)| rule) {
            let on = |day: Date| {
                let filter = Filter { as_of: Some(day), ..Filter::default() };
                position(&sketch, &Settings { rule, filter, ..Settings::default() }, id)
            };
            let settings = Settings { rule, ..Settings::default() };
            let told = told(&sketch, &settings, id);
            for day in (1..=31).map(|day| Date::constant(2025, 1, day)) {
                let expected = told.iter().rfind(|since| since.on.is_some_and(|on| on <= day)).map(|s| s.stance);
                prop_assert_eq!(on(day).derived, expected);
            }
            // The claim that held a level is the one that decided for it on the last day that it held.
            for two in told.windows(2) {
                let last = two[1].on.and_then(|day| day.yesterday().ok()).map(on);
                prop_assert_eq!(last.and_then(|last| last.decisive), Some(two[0].held));
            }
            let now = position(&sketch, &settings, id);
            prop_assert_eq!(now.decisive, told.last().map(|last| last.held));
            let expected = told.windows(2).rev().find_map(|two| two[0].to(&two[1]));
            prop_assert_eq!(now.moved, expected);
        }
    }
}
