use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::derive::tests_support::{Sketch, cell, country, draft, issue, stance};
use crate::edit::ops::ClaimDraft;
use crate::model::{BlocId, Entry, EntryId, Judgement, Kind};

/// A project from one line per country, one sign per issue: `+ ( 0 ) -` are +2 to −2, `m` mentions, `.` nothing, `?` is
/// judged to be declined, `x` to have nothing; what follows `:` makes the level of the sign before conditional.
fn sketch(rows: &[&str]) -> Sketch {
    let width = rows.iter().map(|row| row.replace(':', "").len()).max().unwrap_or(0);
    let mut sketch = Sketch::new(rows.len(), width);
    let article = sketch.add_article("Words.", "Gazette", None);
    for (row, signs) in rows.iter().enumerate() {
        let mut column = 0;
        let mut signs = signs.chars().peekable();
        while let Some(sign) = signs.next() {
            let conditional = signs.next_if_eq(&':').is_some();
            let level = match sign {
                '+' => "supports",
                '(' => "supports-if",
                '0' => "undecided",
                ')' => "reluctant",
                '-' => "opposes",
                'm' => "mentions",
                '?' | 'x' => {
                    let judgement = if sign == '?' { Judgement::Declined } else { Judgement::NothingFound };
                    sketch.assess(cell(row, column), judgement);
                    ""
                }
                _ => "",
            };
            if !level.is_empty() {
                let condition = if conditional { "if asked".to_owned() } else { String::new() };
                let line = format!("2025-01-01 {level}");
                let claim =
                    ClaimDraft { countries: vec![country(row)], issue: Some(issue(column)), condition, ..draft(&line) };
                sketch.code_in(article, claim);
            }
            column += 1;
        }
    }
    sketch
}

fn whos(count: usize) -> Vec<Who> {
    (0..count).map(|index| Who::Country(country(index))).collect()
}

/// What is said of one issue on which countries stand like this, whether they differ, and whether all have a position.
fn check(signs: &[&str], said: &str, differ: bool, all: bool) {
    let sketch = sketch(signs);
    let project = sketch.project();
    let found = Comparison::of(project, &Look::default(), &whos(signs.len()));
    let line = &found.lines[0];
    assert_eq!(line.said, said, "{signs:?}");
    assert_eq!((line.differ, line.all_hold(&Steps::new(project))), (differ, all), "{signs:?}");
}

#[test]
fn an_issue_says_in_a_few_words_what_is_between_those_compared() {
    check(&["(", ")", "-"], "widest gap: 3 of 4 steps", true, true);
    check(&["+", "-"], "widest gap: 4 of 4 steps", true, true);
    check(&["0", "+"], "widest gap: 2 of 4 steps", true, true);
    check(&["+", "(:", "+"], "all in favour, one with conditions", true, true);
    check(&["(:", "+:", "+"], "all in favour, two with conditions", true, true);
    check(&["(", "+"], "both in favour, to different degrees", true, true);
    check(&["-", ")", "-"], "all against, to different degrees", true, true);
    check(&["-", ")", "."], "2 of 3 against, to different degrees · c2: no evidence yet", true, false);
    check(&["+", "+", "+"], "all agree: Supports", false, true);
    check(&["(:", "(:"], "both agree: Supports if, each with conditions", false, true);
    check(&["+", "0", "."], "widest gap: 2 of 4 steps · c2: no evidence yet", true, false);
    check(&["+", ".", "."], "only c0 has a position · c1, c2: no evidence yet", false, false);
    check(
        &["+", "?", "x", "m"],
        "only c0 has a position · c1: declined to say · c2: nothing found · c3: only mentioned",
        false,
        false,
    );
    check(&[".", "."], "no evidence yet", false, false);
    check(&["?", "."], "c0: declined to say · c1: no evidence yet", false, false);
    check(&["+"], "", false, true);
    check(&["."], "no evidence yet", false, false);
}

#[test]
fn an_unscored_level_that_was_judged_is_no_position_to_differ_from() {
    let mut sketch = sketch(&["+", "."]);
    sketch.assess(cell(1, 0), Judgement::Position(stance("mentions")));
    let found = Comparison::of(sketch.project(), &Look::default(), &whos(2));
    assert_eq!(found.lines[0].said, "only c0 has a position · c1: Mentions");
    assert!(!found.lines[0].differ && found.lines[0].gap.is_none());
}

#[test]
fn the_gap_names_the_first_of_those_farthest_apart() {
    let sketch = sketch(&["0", "-", "+", "+", "-"]);
    let found = Comparison::of(sketch.project(), &Look::default(), &whos(5));
    assert_eq!(found.lines[0].gap, Some(Gap { steps: 4, of: 4, high: 2, low: 1 }));
}

#[test]
fn those_compared_are_there_once_and_at_most_six() {
    let sketch = sketch(&["+"; 8]);
    let compared = |whos: &[Who]| Comparison::of(sketch.project(), &Look::default(), whos).whos;
    let gone = Who::Country("gone".parse().expect("a slug"));
    let twice = [Who::Country(country(1)), gone, Who::Country(country(0)), Who::Country(country(1))];
    assert_eq!(compared(&twice), [Who::Country(country(1)), Who::Country(country(0))]);
    assert_eq!(compared(&whos(8)), whos(6));
    assert!(compared(&[]).is_empty());
    assert_eq!(Comparison::of(sketch.project(), &Look::default(), &[]).lines[0].said, "");
}

#[test]
fn hidden_issues_are_left_out_and_all_others_stand_in_the_order_of_the_sheet() {
    let sketch = sketch(&["+++", "+-0"]);
    let look = Look { issue_order: crate::model::Order::Spread, ..Look::default() };
    let issues = |look: &Look| -> Vec<IssueId> {
        Comparison::of(sketch.project(), look, &whos(2)).lines.iter().map(|line| line.issue).collect()
    };
    assert_eq!(issues(&look), [issue(1), issue(2), issue(0)]);
    let hidden = [EntryId::Issue(issue(2))].into();
    assert_eq!(issues(&Look { hidden, ..look }), [issue(1), issue(0)]);
}

fn with_blocs(rows: &[&str], blocs: &[(&str, &[usize])]) -> Sketch {
    let mut sketch = sketch(rows);
    for (label, members) in blocs {
        sketch.add(Kind::Bloc, label, |entry| {
            if let Entry::Bloc(bloc) = entry {
                Arc::make_mut(bloc).members = members.iter().map(|index| country(*index)).collect();
            }
        });
    }
    sketch
}

fn bloc(label: &str) -> Who {
    Who::Bloc(label.parse::<BlocId>().expect("a slug"))
}

#[test]
fn a_country_and_a_bloc_agree_by_the_same_formula() {
    // The bloc of c0 and c1 stands at ( +, 0, - ): means of (2, 2), (1, -1), (-2, -2).
    let sketch = with_blocs(&["+(-", "+)-", "-0+"], &[("b", &[0, 1])]);
    let found = Comparison::of(sketch.project(), &Look::default(), &[Who::Country(country(2)), bloc("b")]);
    // 1 − (4 + 0 + 4) / 3 / 4
    let Agreement { value, shared } = found.agreement(0, 1);
    assert_eq!(shared, 3);
    assert!((value.unwrap_or(9.0) - 1.0 / 3.0).abs() < 1e-9, "{value:?}");
    assert_eq!(found.agreement(1, 0), found.agreement(0, 1));
    assert_eq!(found.lines[0].said, "widest gap: 4 of 4 steps");
}

#[test]
fn the_two_farthest_apart_the_two_closest_and_small_blocs_are_proposed() {
    let proposals = |rows: &[&str], blocs: &[(&str, &[usize])]| -> Vec<(Vec<Who>, String)> {
        let sketch = with_blocs(rows, blocs);
        let sheet = Sheet::of(sketch.project(), &Look::default());
        propose(sketch.project(), &sheet).into_iter().map(|found| (found.whos, found.why)).collect()
    };
    let pair = |a, b| vec![Who::Country(country(a)), Who::Country(country(b))];
    assert_eq!(
        proposals(&["++.", "+0+", "--)"], &[("E3", &[2, 0, 1]), ("one", &[1])]),
        [
            (pair(0, 2), "Furthest apart: agree 0 % over 2 issues".to_owned()),
            (pair(0, 1), "Closest: agree 75 % over 2 issues".to_owned()),
            (
                vec![Who::Country(country(2)), Who::Country(country(0)), Who::Country(country(1))],
                "The members of E3".to_owned()
            ),
        ]
    );
    // Of equals those who share most.
    assert_eq!(proposals(&["++.", "++-", "++-"], &[])[0].0, pair(1, 2));
    // Two alone are farthest and closest at once.
    assert_eq!(proposals(&["++", "+0"], &[]), [(pair(0, 1), "Furthest apart: agree 75 % over 2 issues".to_owned())]);
    assert!(proposals(&["+.", "+."], &[]).is_empty(), "one shared issue is too few");
    assert!(proposals(&[], &[]).is_empty());
}

#[test]
fn the_deciding_claim_is_quoted_first_and_then_the_latest_that_contests_it() {
    for (lines, expected) in [
        (&["2025-01-01 supports", "2025-01-02 supports-if"][..], &[1][..]),
        (&["2025-01-01 opposes", "2025-01-02 reluctant", "2025-01-03 supports", "2025-01-04 supports party"], &[2, 1]),
        // The day after tomorrow is not within the window of contest of a year ago.
        (&["2024-01-01 opposes", "2025-01-03 supports"], &[1]),
        (&["2025-01-03 mentions", "2025-01-02 mentions"], &[0]),
        (&[], &[]),
    ] {
        let mut sketch = Sketch::new(1, 1);
        let ids = sketch.code_lines(lines);
        let project = sketch.project();
        let found = Comparison::of(project, &Look::default(), &whos(1));
        let expected: Vec<ClaimId> = expected.iter().map(|index| ids[*index]).collect();
        assert_eq!(found.telling(project, &Steps::new(project), 0, 0), expected, "{lines:?}");
        assert!(found.telling(project, &Steps::new(project), 7, 0).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn agreement_is_that_of_the_matrix_and_the_gap_is_as_wide_as_the_scores_are_apart(
        a in "[-+0().m]{4}", b in "[-+0().m]{4}", c in "[-+0().m]{4}",
    ) {
        let sketch = sketch(&[&a, &b, &c]);
        let matrix = sketch.matrix(&Default::default());
        let found = Comparison::of(sketch.project(), &Look::default(), &whos(3));
        for (a, b) in [(0, 1), (1, 2), (2, 0), (1, 1)] {
            prop_assert_eq!(found.agreement(a, b), matrix.agreement(a, b));
        }
        for (column, line) in found.lines.iter().enumerate() {
            let scores: Vec<i8> = (0..3).filter_map(|row| matrix.score(row, column)).collect();
            let apart = scores.iter().max().zip(scores.iter().min()).map(|(high, low)| high.abs_diff(*low));
            let expected = apart.filter(|_| scores.len() >= 2).map(usize::from);
            // On the usual scale a step is a point.
            prop_assert_eq!(line.gap.map(|gap| gap.steps), expected);
            prop_assert_eq!(line.differ, expected.is_some_and(|apart| apart > 0));
        }
    }
}
