use proptest::prelude::*;

use super::*;
use crate::derive::matrix::history;
use crate::derive::tests_support::{Sketch, cell, country, date, draft, issue, stance};
use crate::derive::{Filter, Matrix, Position, Rule, Settings};
use crate::edit::ops::ClaimDraft;
use crate::edit::ops::claims::{self, Target};
use crate::model::{ArticleId, ClaimId, RowsOf, Spot, Who};
use crate::text::Span;

/// The words of an agency, forty of them; `number` makes them those of another report.
fn wire(number: usize) -> String {
    (0..40).map(|word| format!("word{} ", number * 100 + word)).collect()
}

fn settings(rule: Rule, independent: bool) -> Settings {
    Settings { rule, independent, ..Settings::default() }
}

/// Claims of `c0` on `i0`, each in an article of its own: `wire published stance voice basis`, as in
/// `1 2025-03-01 supports party quoted`. Articles with one number of a wire are copies of each other; claims have the
/// date of their article.
fn coded(lines: &[&str]) -> (Sketch, Vec<ClaimId>) {
    let mut sketch = Sketch::new(2, 1);
    let ids = lines.iter().map(|line| code(&mut sketch, line)).collect();
    (sketch, ids)
}

fn code(sketch: &mut Sketch, line: &str) -> ClaimId {
    let (number, rest) = line.split_once(' ').expect("a number of a wire");
    let (published, rest) = rest.split_once(' ').expect("a date");
    let published = (published != "-").then(|| date(published));
    let article = sketch.add_article(&wire(number.parse().expect("a number")), "Gazette", published);
    sketch.code_in(article, draft(&format!("- {rest}")))
}

/// The level of the only cell with the numbers of its claims and sources, copies counted and not.
fn check(lines: &[&str], rule: Rule, all: (&str, u32), independent: (&str, u32)) {
    let (sketch, _) = coded(lines);
    for (is_on, (level, sources)) in [(false, all), (true, independent)] {
        let matrix = sketch.matrix(&settings(rule, is_on));
        let position = matrix.at(0, 0);
        let found = position.stance.map(|stance| stance.to_string()).unwrap_or_default();
        assert_eq!((&*found, position.sources), (level, sources), "{rule:?} of {lines:?}, independent: {is_on}");
        assert_eq!(position.claims as usize, lines.len());
        assert_eq!(matrix.evidence(cell(0, 0)).len(), lines.len(), "copies stay evidence");
    }
}

#[test]
fn a_wire_counts_once_under_every_rule() {
    let lines = ["1 2025-02-01 supports", "1 2025-02-02 supports", "1 2025-02-03 supports", "2 2025-02-01 opposes"];
    // (2 + 2 + 2 − 2) / 4 = 1; once each: (2 − 2) / 2 = 0.
    check(&lines, Rule::Mean, ("supports-if", 4), ("undecided", 2));
    // Three against one; one against one, and then the most recent, which by the day of the wire is neither: both
    // were said on the first, with one basis, and the tie goes towards zero and then to the first on the scale.
    check(&lines, Rule::MostFrequent, ("supports", 4), ("supports", 2));
    let lines = [
        "1 2025-02-01 opposes",
        "1 2025-02-02 opposes",
        "1 2025-02-03 opposes",
        "2 2025-02-01 supports",
        "3 - supports",
    ];
    // Three against two; one against two.
    check(&lines, Rule::MostFrequent, ("opposes", 5), ("supports", 3));
    // A wire of February that is printed once more in March says nothing new.
    let lines = ["1 2025-02-01 supports", "2 2025-03-01 opposes", "1 2025-03-05 supports"];
    check(&lines, Rule::LatestOfficial, ("supports", 3), ("opposes", 2));
}

#[test]
fn marks_are_those_of_the_sources() {
    let (sketch, ids) = coded(&["1 2025-02-01 supports", "2 2025-03-01 opposes", "1 2025-03-05 supports"]);
    let all = sketch.matrix(&settings(Rule::LatestOfficial, false));
    // The first and the fifth of March are four days apart.
    assert!(all.at(0, 0).contested);
    assert_eq!(all.at(0, 0).moved.map(|moved| moved.on), Some(date("2025-03-05")));
    let independent = settings(Rule::LatestOfficial, true);
    let sources = sketch.matrix(&independent);
    // The first of February and the first of March are 28 days apart.
    assert!(!sources.at(0, 0).contested);
    let moved = sources.at(0, 0).moved.expect("it moved");
    assert_eq!((moved.on, moved.before, moved.after), (date("2025-03-01"), ids[0], ids[1]));
    let told = history(&Facts::new(sketch.project()), sketch.project(), &independent, cell(0, 0));
    assert_eq!(
        told.iter().map(|since| since.on).collect::<Vec<_>>(),
        [Some(date("2025-02-01")), Some(date("2025-03-01"))]
    );
}

#[test]
fn what_differs_in_stance_or_voice_is_no_copy() {
    for (lines, sources) in [
        (&["1 2025-02-01 supports", "1 2025-02-01 supports-if"][..], 2),
        (&["1 2025-02-01 supports", "1 2025-02-01 supports party"], 2),
        (&["1 2025-02-01 supports quoted", "1 2025-02-01 supports expected"], 1),
        (&["1 2025-02-01 mentions", "1 2025-02-02 mentions", "2 2025-02-02 mentions"], 2),
        (&["1 2025-02-01 supports", "2 2025-02-01 supports"], 2),
        (&["1 2025-02-01 supports"], 1),
    ] {
        let (sketch, _) = coded(lines);
        let position = *sketch.matrix(&settings(Rule::Mean, true)).at(0, 0);
        assert_eq!((position.sources, position.claims as usize), (sources, lines.len()), "{lines:?}");
    }
}

#[test]
fn the_first_that_was_published_stands_for_its_copies() {
    // Bases tell which one it was: only expected when that one stands.
    for (lines, is_expected) in [
        (["1 2025-02-02 supports", "1 2025-02-01 supports expected"], true),
        (["1 2025-02-01 supports", "1 2025-02-02 supports expected"], false),
        (["1 - supports", "1 2025-02-02 supports expected"], true),
    ] {
        let (sketch, _) = coded(&lines);
        assert_eq!(sketch.matrix(&settings(Rule::Mean, true)).at(0, 0).expected_only, is_expected, "{lines:?}");
    }
    let (sketch, ids) = coded(&["1 2025-02-01 supports", "1 2025-02-01 supports", "1 2025-02-01 supports"]);
    let decisive = sketch.matrix(&settings(Rule::Mean, true)).at(0, 0).decisive;
    assert_eq!(decisive, ids.into_iter().min(), "the first by id");
}

#[test]
fn what_one_article_says_twice_of_one_day_is_one_source() {
    let mut sketch = Sketch::new(1, 1);
    let article = sketch.add_article(&wire(1), "Gazette", None);
    for line in ["2025-02-01 supports", "2025-02-01 supports", "2025-02-01 opposes"] {
        sketch.code_in(article, draft(line));
    }
    let matrix = sketch.matrix(&settings(Rule::Mean, true));
    assert_eq!((matrix.at(0, 0).claims, matrix.at(0, 0).sources), (3, 2));
}

#[test]
fn a_position_that_an_article_tells_of_two_days_is_not_a_copy_and_the_latest_still_wins() {
    let mut sketch = Sketch::new(1, 1);
    let article = sketch.add_article(&wire(1), "Gazette", None);
    let other = sketch.add_article("Another paper has other words for what was said in between.", "Post", None);
    sketch.code_in(article, draft("2025-02-01 supports"));
    sketch.code_in(other, draft("2025-02-10 opposes"));
    sketch.code_in(article, draft("2025-02-18 supports"));
    let matrix = sketch.matrix(&settings(Rule::LatestOfficial, true));
    assert_eq!((matrix.at(0, 0).stance, matrix.at(0, 0).sources), (Some(stance("supports")), 3));
}

#[test]
fn filters_come_first() {
    let (sketch, _) =
        coded(&["1 2025-02-01 supports expected", "1 2025-02-02 supports quoted", "1 2025-02-03 supports quoted"]);
    let filter = Filter { bases: vec![crate::model::Basis::Quoted], ..Filter::default() };
    let settings = Settings { filter, independent: true, ..Settings::default() };
    let position = *sketch.matrix(&settings).at(0, 0);
    assert_eq!(
        (position.claims, position.sources, position.expected_only),
        (2, 1, false),
        "the second stands, the first is out"
    );
}

fn code_words(sketch: &mut Sketch, article: ArticleId, words: &str, draft: ClaimDraft) {
    let text = sketch.project().text(article).expect("is there").clone();
    let start = text.as_str().find(words).expect("stands there");
    let target = Target::Selection(article, Span::new(start, start + words.len()));
    let mut stamp = crate::edit::Stamp::new(jiff::Timestamp::UNIX_EPOCH, "Ana", start as u64 + 99);
    let (step, _) = claims::code(sketch.project(), target, draft, &mut stamp).expect("is complete");
    sketch.commit(step);
}

#[test]
fn one_quotation_in_two_reports_is_one_source() {
    let said = "we will support countries which may be willing to give such guarantees";
    let mut sketch = Sketch::new(1, 1);
    for number in [1, 2] {
        let text = format!("{} {said} {}", wire(number), wire(number + 10));
        let article = sketch.add_article(&text, "Gazette", None);
        code_words(&mut sketch, article, said, draft("- supports"));
        code_words(&mut sketch, article, &wire(number)[..20], draft("- opposes"));
    }
    let position = *sketch.matrix(&settings(Rule::Mean, true)).at(0, 0);
    // Both support in one quotation, and oppose each in words of its own.
    assert_eq!((position.claims, position.sources), (4, 3));
}

#[test]
fn a_bloc_counts_a_source_once_whoever_of_its_members_it_is_about() {
    let (mut sketch, _) = coded(&["1 2025-02-01 supports", "1 2025-02-02 supports"]);
    let other = ClaimDraft { countries: vec![country(1)], issue: Some(issue(0)), ..draft("- supports") };
    let article = sketch.add_article(&wire(1), "Gazette", None);
    sketch.code_in(article, other);
    let bloc = sketch.add(crate::model::Kind::Bloc, "B", |entry| {
        if let crate::model::Entry::Bloc(row) = entry {
            std::sync::Arc::make_mut(row).members = vec![country(0), country(1)];
        }
    });
    let bloc = Spot { who: Who::Bloc(crate::model::BlocId(bloc)), issue: issue(0) };
    for (is_on, sources) in [(false, 3), (true, 1)] {
        let matrix = Matrix::of(sketch.project(), RowsOf::Blocs, &settings(Rule::Mean, is_on));
        let position = matrix.position(bloc).expect("is there");
        assert_eq!((position.claims, position.sources), (3, sources));
        assert_eq!(position.stance, Some(stance("supports")));
    }
}

#[test]
fn facts_that_know_their_copies_give_the_same_matrix() {
    let (sketch, _) = coded(&["1 2025-02-01 supports", "1 2025-02-02 supports", "2 2025-02-02 opposes"]);
    let (project, settings) = (sketch.project(), settings(Rule::Mean, true));
    let knowing = Facts::new(project).knowing(project, &Copies::new(project));
    assert_eq!(Matrix::from_facts(&knowing, project, &settings).at(0, 0), sketch.matrix(&settings).at(0, 0));
    // Copies of an earlier state: each article is a source.
    let before = Facts::new(project).knowing(project, &Copies::default());
    assert_eq!(Matrix::from_facts(&before, project, &settings).at(0, 0).sources, 3);
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let stances = ["supports", "supports-if", "undecided", "reluctant", "opposes", "mentions"];
    let voices = ["government", "party", ""];
    let line = (0_usize..4, 0_usize..5, 0..stances.len(), 0..voices.len());
    let line = line.prop_map(move |(wire, day, stance, voice)| {
        let day = if day == 0 { "-".to_owned() } else { format!("2025-02-0{day}") };
        format!("{wire} {day} {} {}", stances[stance], voices[voice])
    });
    prop::collection::vec(line, 1..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_coding_changes_nothing(lines in lines(), turn in 0_usize..14) {
        let shown = |lines: &[String], rule: Rule| {
            let (sketch, _) = coded(&lines.iter().map(String::as_str).collect::<Vec<_>>());
            let position = *sketch.matrix(&settings(rule, true)).at(0, 0);
            // Ids follow the order of coding.
            let moved = position.moved.map(|moved| (moved.from, moved.to, moved.on));
            (moved, Position { decisive: None, moved: None, ..position })
        };
        let mut turned = lines.clone();
        turned.rotate_left(turn % lines.len());
        for (rule, _) in Rule::ALL {
            prop_assert_eq!(shown(&lines, rule), shown(&turned, rule));
        }
    }

    #[test]
    fn copying_once_more_changes_nothing(lines in lines(), which in 0_usize..14) {
        // Printed again later, by whomever: nobody stands elsewhere than before.
        let again = lines[which % lines.len()].clone();
        let parts: Vec<&str> = again.split(' ').collect();
        let more: Vec<String> = lines.iter().cloned().chain([format!("{} 2025-06-01 {} {}", parts[0], parts[2], parts[3])]).collect();
        let dated = !parts[1].starts_with('-');
        let position = |lines: &[String], rule: Rule| {
            let (sketch, _) = coded(&lines.iter().map(String::as_str).collect::<Vec<_>>());
            *sketch.matrix(&settings(rule, true)).at(0, 0)
        };
        for (rule, _) in Rule::ALL {
            let (before, after) = (position(&lines, rule), position(&more, rule));
            prop_assert_eq!(before.sources, after.sources);
            prop_assert_eq!(before.claims + 1, after.claims);
            if dated {
                prop_assert_eq!(before.stance, after.stance);
            }
        }
    }

    #[test]
    fn without_copies_nothing_changes(lines in lines()) {
        let lines: Vec<String> = lines.iter().enumerate().map(|(at, line)| format!("{at} {}", line.split_once(' ').expect("two").1)).collect();
        let (sketch, _) = coded(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        for (rule, _) in Rule::ALL {
            let position = |independent: bool| *sketch.matrix(&settings(rule, independent)).at(0, 0);
            prop_assert_eq!(position(true), position(false));
        }
    }
}
