//! Sentences worked out by hand.

use super::*;
use crate::derive::Settings;
use crate::derive::tests_support::{Sketch, country, date, draft, issue};
use crate::edit::ops::ClaimDraft;

fn portrait(rows: &[&str], row: usize) -> String {
    let sketch = Sketch::of_signs(rows);
    let matrix = sketch.matrix(&Settings::default());
    Portrait::of(sketch.project(), &matrix, row).sentences(sketch.project(), &matrix).join(" ")
}

#[test]
fn a_country_moves_with_whom_it_agrees_most_over_three_issues_or_more() {
    for (rows, row, expected) in [
        // c0 and c1: 1 − (0 + 1 + 0) / 3 / 4 = 11/12 = 0.917; c0 and c2: 1 − 12/12 = 0.
        (&["+++", "+(+", "---"][..], 0, "Stands with c1 (92 % over 3 issues). Furthest from c2 (0 % over 3 issues)."),
        // c0 and c2 agree wholly, but over two issues: that is too few.
        (&["+++", "+(+", "++."], 0, "Stands with c1 (92 % over 3 issues)."),
        // Two tie, over three and four issues; 1 − 0/… = 1. c3: 1 − 4 · 4 / 4 / 4 = 0.
        (
            &["++++", "+++.", "++++", "----"],
            0,
            "Stands with c1 and c2 (100 % each over 3 to 4 issues). Furthest from c3 (0 % over 4 issues).",
        ),
        // All are as near: nobody is furthest.
        (&["+++", "++(", "++("], 0, "Stands with c1 and c2 (92 % each over 3 issues)."),
        (&["++.", "..+"], 0, "Shares 3 issues with nobody: too few to say who stands near."),
        (&["m..", "+++"], 0, "Has a position on no issue."),
        (
            &["+++", "+++", "+++", "+++", "+++", "+++"],
            5,
            "Stands with c0, c1, c2 and 2 more countries (100 % each over 3 issues).",
        ),
    ] {
        assert_eq!(portrait(rows, row), expected, "{rows:?}");
    }
}

#[test]
fn a_country_stands_alone_where_nobody_else_is_on_its_side() {
    let alone = |rows: &[&str], row| {
        let sketch = Sketch::of_signs(rows);
        let matrix = sketch.matrix(&Settings::default());
        let found = Portrait::of(sketch.project(), &matrix, row).alone;
        found.into_iter().map(|(column, stance)| format!("{column} {stance}")).collect::<Vec<_>>().join(", ")
    };
    // Alone against two; not alone beside a reluctant one; alone though the others are undecided; with one other there
    // is no company to lack; undecided is no side.
    assert_eq!(alone(&["----0", "+++++", "+)0.+"], 0), "0 opposes, 2 opposes");
    assert_eq!(alone(&["----0", "+++++", "+)0.+"], 1), "1 supports, 2 supports");
    let text = portrait(&["---", "+++", "+++"], 0);
    assert!(text.ends_with("Stands alone on i0 (Opposes), i1 (Opposes) and i2 (Opposes)."), "{text}");
}

#[test]
fn conditions_named_often_are_told_in_their_usual_spelling() {
    let mut sketch = Sketch::new(2, 2);
    let article = sketch.add_article("Words.", "Gazette", None);
    for (row, column, condition) in [
        (0, 0, "With a US backstop"),
        (0, 0, "with a US backstop"),
        (0, 1, "with a US backstop "),
        (0, 1, "after a ceasefire"),
        (0, 1, "After a cease-fire"),
        (0, 0, "if asked"),
        (0, 0, "if asked"),
        (1, 0, "if paid"),
    ] {
        let (countries, issue) = (vec![country(row)], Some(issue(column)));
        let claim = ClaimDraft { countries, issue, condition: condition.into(), ..draft("2025-01-01 supports-if") };
        sketch.code_in(article, claim);
    }
    let matrix = sketch.matrix(&Settings::default());
    let found = Portrait::of(sketch.project(), &matrix, 0);
    assert_eq!(found.conditions, [("with a US backstop".to_owned(), 3), ("if asked".to_owned(), 2)]);
    let said = found.sentences(sketch.project(), &matrix);
    let last = said.last().expect("says something");
    assert_eq!(last, "Often sets a condition: “with a US backstop” (3 claims), “if asked” (2 claims).");
    assert_eq!(Portrait::of(sketch.project(), &matrix, 1).conditions, []);
}

fn divide(signs: &str) -> String {
    let rows: Vec<String> = signs.chars().map(String::from).collect();
    let sketch = Sketch::of_signs(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let matrix = sketch.matrix(&Settings::default());
    Divide::of(&matrix, 0).sentences(sketch.project(), &matrix).join(" ")
}

#[test]
fn an_issue_tells_between_whom_it_is_widest_and_who_stands_where() {
    for (signs, expected) in [
        (".", "Nobody has a position."),
        ("m.", "Nobody has a position. Rests on 1 claim from 1 article."),
        (".+", "Only c1 has a position: Supports. Rests on 1 claim from 1 article."),
        (
            "++.",
            "All 2 with a position stand together: Supports. 2 in favour, 0 against; 1 without a position. \
             Rests on 2 claims from 1 article.",
        ),
        (
            "+(0-.",
            "Widest gap: c0 (Supports) against c3 (Opposes), 4 of 4 steps. 2 in favour, 1 undecided, 1 against; \
             1 without a position. Undecided: c2. Rests on 4 claims from 1 article.",
        ),
        (
            "((00",
            "Widest gap: c0 and c1 (Supports if) against c2 and c3 (Undecided), 1 of 4 steps. \
             2 in favour, 2 undecided, 0 against. Undecided: c2 and c3. Rests on 4 claims from 1 article.",
        ),
        (
            "++++++)",
            "Widest gap: c0, c1, c2 and 3 more countries (Supports) against c6 (Reluctant), 3 of 4 steps. \
             6 in favour, 1 against. Rests on 7 claims from 1 article.",
        ),
    ] {
        assert_eq!(divide(signs), expected, "{signs}");
    }
}

#[test]
fn a_claim_for_two_countries_is_one_claim_and_contested_cells_are_named() {
    let mut sketch = Sketch::new(2, 1);
    let one = sketch.add_article("Words.", "Gazette", Some(date("2025-01-01")));
    let other = sketch.add_article("Words.", "Herald", Some(date("2025-01-02")));
    sketch.code_in(one, ClaimDraft { countries: vec![country(0), country(1)], ..draft("- supports") });
    sketch.code_in(other, draft("- opposes"));
    let matrix = sketch.matrix(&Settings::default());
    let found = Divide::of(&matrix, 0);
    assert_eq!(Base::of(sketch.project(), &matrix, 0), Base { claims: 2, articles: 2 });
    assert_eq!(found.spread, Some(4.0));
    let said = found.sentences(sketch.project(), &matrix).join(" ");
    assert!(said.ends_with("Contested: c0. Rests on 2 claims from 2 articles."), "{said}");
}

#[test]
fn two_countries_are_explained_by_what_sets_them_apart() {
    for (rows, expected) in [
        // 1 − (0 + 4 + 1) / 3 / 4 = 7/12 = 0.583.
        (["++(", "+-+"], "c0 and c1: 58 % over 3 issues; furthest apart on i1 (Supports, Opposes)."),
        // 1 − (1 + 1) / 2 / 4 = 0.75.
        (
            ["+(.", "(+."],
            "c0 and c1: 75 % over 2 issues; furthest apart on i0 (Supports, Supports if) and i1 (Supports if, Supports).",
        ),
        (["+-.", "+-+"], "c0 and c1: 100 % over 2 issues; together on all of them."),
        (["+..", "+++"], "c0 and c1 share 1 issue: too few to say how far they agree."),
        (["+..", "m++"], "c0 and c1 share no issue on which both have a position."),
    ] {
        let sketch = Sketch::of_signs(&rows);
        let matrix = sketch.matrix(&Settings::default());
        assert_eq!(pair(sketch.project(), &matrix, 0, 1), expected, "{rows:?}");
    }
}

#[test]
fn the_nearest_and_the_furthest_pairs_are_told() {
    for (rows, expected) in [
        // c0 and c1 differ by 1 of 12: 11/12; c0 and c2 by 12; c1 and c2 by 11: 1/12.
        (
            &["+++", "+(+", "---"][..],
            "Closest: c0 – c1 (92 % over 3 issues). Furthest apart: c0 – c2 (0 % over 3 issues).",
        ),
        (&["+++", "+++", "+++"], "Closest: c0 – c1, c0 – c2 and c1 – c2 (100 % each)."),
        (&["++.", "++."], ""),
        (&[], ""),
    ] {
        let sketch = Sketch::of_signs(rows);
        assert_eq!(extremes(sketch.project(), &sketch.matrix(&Settings::default())).join(" "), expected, "{rows:?}");
    }
}

#[test]
fn halves_of_a_per_cent_are_rounded_up() {
    for (value, said) in [
        (0.125, "13 %"),
        (0.375, "38 %"),
        (0.575, "58 %"),
        (0.625, "63 %"),
        (1.0 - 0.425, "58 %"),
        (0.624, "62 %"),
        (0.0, "0 %"),
        (1.0, "100 %"),
    ] {
        assert_eq!(percent(value), said, "{value}");
    }
}
