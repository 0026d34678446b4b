//! Cells worked out by hand for every rule, mark and tie, and what must hold for any claims.

mod laws;
mod ties;

use proptest::prelude::*;

use super::*;
use crate::derive::tests_support::{Sketch, cell, country, date, draft, issue, stance};
use crate::derive::{Filter, Rule};
use crate::edit::ops::{ClaimDraft, codebook};
use crate::model::{EntryId, Voice};

/// The cell of `c0` on `i0` in words; claims by their line, counted from 1.
fn show(matrix: &Matrix, ids: &[ClaimId]) -> String {
    let line = |id: ClaimId| ids.iter().position(|other| *other == id).map_or(0, |index| index + 1);
    let position = matrix.at(0, 0);
    let mut words = vec![position.stance.map_or("-".into(), |stance| stance.to_string())];
    words.extend(position.decisive.map(|id| format!("by {}", line(id))));
    if position.derived != position.stance {
        words.push(format!("derived {}", position.derived.map_or("-".into(), |stance| stance.to_string())));
    }
    words.extend(
        position.moved.map(|m| format!("moved from {} ({}) on {} ({})", m.from, line(m.before), m.on, line(m.after))),
    );
    for (mark, name) in [
        (position.contested, "contested"),
        (position.unofficial, "unofficial"),
        (position.expected_only, "expected"),
        (position.assessed, "assessed"),
    ] {
        words.extend(mark.then(|| name.into()));
    }
    words.extend((position.stale > 0).then(|| format!("stale {}", position.stale)));
    words.extend(position.empty.map(|empty| format!("{empty:?}")));
    words.join(", ")
}

fn check_with(settings: &Settings, lines: &[&str], expected: &str) {
    let mut sketch = Sketch::new(1, 1);
    let ids = sketch.code_lines(lines);
    let matrix = sketch.matrix(settings);
    assert_eq!(show(&matrix, &ids), expected, "{:?} of {lines:#?}", settings.rule);
}

fn check(rule: Rule, lines: &[&str], expected: &str) {
    check_with(&Settings { rule, ..Settings::default() }, lines, expected);
}

#[test]
fn the_latest_claim_of_the_government_wins() {
    let check = |lines: &[&str], expected| check(Rule::LatestOfficial, lines, expected);
    check(&[], "-, NotLookedFor");
    check(&["2025-01-01 supports"], "supports, by 1");
    // Opposition on 3 March is later, but not the government's; 1 January to 1 February is no contest (31 days).
    check(
        &["2025-01-01 supports", "2025-02-01 reluctant", "2025-03-03 supports party"],
        "reluctant, by 2, moved from supports (1) on 2025-02-01 (2)",
    );
    // The voice of an unnamed official is not the government's.
    check(
        &["2025-01-01 supports official-unnamed", "2025-03-01 reluctant party"],
        "reluctant, by 2, moved from supports (1) on 2025-03-01 (2), unofficial",
    );
    // Unofficial until the government speaks, which then stands against later voices of others.
    check(
        &["2025-01-01 supports expert", "2025-02-01 opposes", "2025-04-01 supports media"],
        "opposes, by 2, moved from supports (1) on 2025-02-01 (2)",
    );
    // Mentions count and back nothing.
    check(&["2025-01-01 supports", "2025-02-01 mentions"], "supports, by 1");
    check(&["2025-02-01 mentions"], "-, NotLookedFor");
}

#[test]
fn on_the_same_day_the_stronger_basis_wins_and_then_the_mean() {
    let check = |lines: &[&str], expected| check(Rule::LatestOfficial, lines, expected);
    check(&["2025-01-01 supports paraphrased", "2025-01-01 supports-if quoted"], "supports-if, by 2");
    check(&["2025-01-01 supports-if expected", "2025-01-01 supports reported"], "supports, by 2");
    // A stronger basis of somebody else does not count beside the government.
    check(&["2025-01-01 supports-if quoted expert", "2025-01-01 supports expected"], "supports, by 2");
    // (2 + 1) / 2 = 1.5, towards zero 1: supports if, which the second claim says.
    check(&["2025-01-01 supports", "2025-01-01 supports-if"], "supports-if, by 2");
    // (-2 - 1) / 2 = -1.5, towards zero -1.
    check(&["2025-01-01 opposes", "2025-01-01 reluctant"], "reluctant, by 2");
    // (2 - 1) / 2 = 0.5, towards zero 0: undecided. Opposite signs on one day are a contest.
    // Nearest to 0 is the reluctant claim (distance 1 against 2).
    check(&["2025-01-01 supports", "2025-01-01 reluctant"], "undecided, by 2, contested");
    // (2 - 2 - 1) / 3 = -0.33, towards zero 0.
    check(&["2025-01-01 supports", "2025-01-01 opposes", "2025-01-01 reluctant"], "undecided, by 3, contested");
}

#[test]
fn the_mean_goes_to_the_nearest_level_and_halfway_towards_zero() {
    let check = |lines: &[&str], expected| check(Rule::Mean, lines, expected);
    check(&["2025-01-01 mentions"], "-, NotLookedFor");
    // 2; then (2 + 1) / 2 = 1.5, halfway, towards zero 1.
    check(
        &["2025-01-01 supports", "2025-02-01 supports-if"],
        "supports-if, by 2, moved from supports (1) on 2025-02-01 (2)",
    );
    // 2; 2; (2 + 2 + 1) / 3 = 1.67, nearest 2. Of the two nearest to 2 the later decides.
    check(&["2025-01-01 supports", "2025-01-15 supports", "2025-02-01 supports-if"], "supports, by 2");
    // 0; then (0 - 1) / 2 = -0.5, towards zero 0; then (0 - 1 - 1) / 3 = -0.67, nearest -1.
    check(
        &["2025-01-01 undecided", "2025-02-01 reluctant", "2025-03-01 reluctant"],
        "reluctant, by 3, moved from undecided (1) on 2025-03-01 (3)",
    );
    // 2; then (2 - 2) / 2 = 0: moved, brought by the second, though both are as near to 0; the later decides.
    check(&["2025-01-01 supports", "2025-03-01 opposes"], "undecided, by 2, moved from supports (1) on 2025-03-01 (2)");
    // 1; then (1 - 2) / 2 = -0.5, towards zero 0. The first is nearer to 0 and decides; the second brought it.
    check(
        &["2025-01-01 supports-if", "2025-03-01 opposes"],
        "undecided, by 1, moved from supports-if (1) on 2025-03-01 (2)",
    );
}

#[test]
fn the_most_frequent_level_wins_and_a_tie_goes_to_the_most_recent() {
    let check = |lines: &[&str], expected| check(Rule::MostFrequent, lines, expected);
    // Two against one, though the one is later.
    check(&["2025-01-01 supports", "2025-02-01 supports", "2025-03-03 opposes"], "supports, by 2");
    // One each: the later. Before that the first stood alone.
    check(&["2025-01-01 supports", "2025-03-03 opposes"], "opposes, by 2, moved from supports (1) on 2025-03-03 (2)");
    // One each on one day: the stronger basis.
    check(&["2025-01-01 supports-if reported", "2025-01-01 supports paraphrased"], "supports, by 2");
    // One each on one day with one basis: towards zero.
    check(&["2025-01-01 supports", "2025-01-01 supports-if"], "supports-if, by 2");
    // 1 January: supports 1. 1 February: 1 to 1, the later. 1 March: supports 2 to 1 again.
    check(
        &["2025-01-01 supports", "2025-02-01 undecided", "2025-03-01 supports"],
        "supports, by 3, moved from undecided (2) on 2025-03-01 (3)",
    );
}

#[test]
fn undated_claims_are_older_than_all_others_and_left_out_of_a_past() {
    let lines = ["- supports", "2025-02-01 reluctant", "2025-05-01 opposes"];
    check(Rule::LatestOfficial, &lines, "opposes, by 3, moved from reluctant (2) on 2025-05-01 (3)");
    check(Rule::LatestOfficial, &lines[..2], "reluctant, by 2, moved from supports (1) on 2025-02-01 (2)");
    check(Rule::LatestOfficial, &lines[..1], "supports, by 1");
    let as_of =
        |day| Settings { filter: Filter { as_of: Some(date(day)), ..Filter::default() }, ..Settings::default() };
    check_with(&as_of("2025-04-30"), &lines, "reluctant, by 2");
    check_with(&as_of("2025-05-01"), &lines, "opposes, by 3, moved from reluctant (2) on 2025-05-01 (3)");
    check_with(&as_of("2025-01-31"), &lines, "-, NotLookedFor");

    let mut sketch = Sketch::new(3, 1);
    let article = sketch.add_article("Words.", "Gazette", None);
    // Undated; for two countries, but one claim.
    let two = ClaimDraft { countries: vec![country(2), country(1)], ..draft("- supports") };
    sketch.code_in(article, two);
    sketch.code_in(article, draft("- supports party"));
    assert_eq!(sketch.matrix(&Settings::default()).undated, 0);
    assert_eq!(sketch.matrix(&as_of("2025-01-01")).undated, 2);
    let mut settings = as_of("2025-01-01");
    settings.filter.voices = vec![Voice::Government];
    assert_eq!(sketch.matrix(&settings).undated, 1);
}

#[test]
fn opposite_signs_within_the_window_are_a_contest() {
    for rule in Rule::ALL.map(|(rule, _)| rule) {
        for (lines, window, contested) in [
            (&["2025-03-01 supports-if party", "2025-03-15 opposes"][..], 14, true), // 14 days
            (&["2025-03-01 supports party", "2025-03-16 opposes"], 14, false),       // 15 days
            (&["2025-03-01 supports", "2025-03-01 opposes"], 0, true),
            (&["2025-03-01 supports", "2025-03-02 opposes"], 0, false),
            (&["2025-03-01 supports", "2025-03-01 undecided"], 14, false), // 0 is no sign
            (&["2025-03-01 supports", "2025-03-01 mentions"], 14, false),
            (&["- supports", "- opposes"], 14, false),
            (&["- supports", "0001-01-01 opposes"], u16::MAX, false),
            // 1 March to 10 June is 101 days, but 1 June stands between.
            (&["2025-03-01 supports", "2025-06-01 supports", "2025-06-10 opposes"], 14, true),
            (&["2025-03-01 supports", "2025-03-10 reluctant", "2025-06-10 reluctant"], 14, true),
        ] {
            let mut sketch = Sketch::new(1, 1);
            sketch.code_lines(lines);
            let settings = Settings { rule, contest_days: window, ..Settings::default() };
            assert_eq!(sketch.matrix(&settings).at(0, 0).contested, contested, "{lines:?} within {window}");
        }
    }
}

#[test]
fn only_the_last_change_of_level_is_told() {
    for rule in [Rule::LatestOfficial, Rule::MostFrequent] {
        check(
            rule,
            &["2025-01-01 opposes", "2025-03-01 undecided", "2025-05-01 supports", "2025-06-01 supports"],
            "supports, by 4, moved from undecided (2) on 2025-05-01 (3)",
        );
    }
    // Two claims of one day are weighed together, (2 - 2) / 2 = 0, so that the level stays what it was.
    check(
        Rule::LatestOfficial,
        &["2025-01-01 undecided", "2025-03-01 supports", "2025-03-01 opposes", "2025-03-02 undecided"],
        "undecided, by 4, contested",
    );
}

#[test]
fn the_history_of_a_cell_tells_every_change() {
    let mut sketch = Sketch::new(1, 1);
    let lines = ["- mentions", "- opposes", "2025-03-01 undecided", "2025-04-01 undecided", "2025-05-01 supports"];
    let ids = sketch.code_lines(&lines);
    let told = history(&Facts::new(sketch.project()), sketch.project(), &Settings::default(), cell(0, 0));
    let since = |on, level, claim, held| Since { on, stance: stance(level), claim, held, joined: false };
    let expected = [
        since(None, "opposes", ids[1], ids[1]),
        since(Some(date("2025-03-01")), "undecided", ids[2], ids[3]),
        since(Some(date("2025-05-01")), "supports", ids[4], ids[4]),
    ];
    assert_eq!(told, expected);
}

#[test]
fn marks_for_voice_and_basis_hold_for_every_rule() {
    for rule in Rule::ALL.map(|(rule, _)| rule) {
        check(rule, &["2025-01-01 supports party expected"], "supports, by 1, unofficial, expected");
        check(rule, &["2025-01-01 supports expected", "2025-02-01 supports expected"], "supports, by 2, expected");
        check(rule, &["2025-01-01 supports expected", "2025-02-01 supports"], "supports, by 2");
        // A government that only mentions the issue makes nothing official.
        check(rule, &["2025-01-01 supports media", "2025-02-01 mentions"], "supports, by 1, unofficial");
    }
}

#[test]
fn an_assessment_stands_over_the_derived_level_and_goes_stale() {
    let mut sketch = Sketch::new(1, 1);
    let mut ids = sketch.code_lines(&["2025-01-01 supports", "2025-03-01 reluctant"]);
    let now = |sketch: &Sketch, ids: &[ClaimId]| show(&sketch.matrix(&Settings::default()), ids);
    let moved = "moved from supports (1) on 2025-03-01 (2)";

    sketch.assess(cell(0, 0), Judgement::Position(stance("supports")));
    assert_eq!(now(&sketch, &ids), format!("supports, by 1, derived reluctant, {moved}, assessed"));
    sketch.assess(cell(0, 0), Judgement::Position(stance("undecided")));
    assert_eq!(now(&sketch, &ids), format!("undecided, derived reluctant, {moved}, assessed"));
    sketch.assess(cell(0, 0), Judgement::Position(stance("reluctant")));
    assert_eq!(now(&sketch, &ids), format!("reluctant, by 2, {moved}, assessed"));
    sketch.assess(cell(0, 0), Judgement::Declined);
    assert_eq!(now(&sketch, &ids), format!("-, by 2, derived reluctant, {moved}, assessed, Declined"));

    sketch.tick();
    sketch.recode(ids[0], |draft| draft.note = "Looked at again".into());
    assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stale, 1);
    ids.extend(sketch.code_lines(&["2025-04-01 mentions party"]));
    assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stale, 2);
    sketch.delete(ids[1]);
    // One changed, one added, one removed, whatever the filter lets through.
    let mut settings = Settings::default();
    settings.filter.voices = vec![Voice::Media];
    assert_eq!(show(&sketch.matrix(&settings), &ids), "-, assessed, stale 3, Declined");
    sketch.document.undo();
    assert_eq!(sketch.matrix(&settings).at(0, 0).stale, 2);
    sketch.assess(cell(0, 0), Judgement::NothingFound);
    assert_eq!(show(&sketch.matrix(&settings), &ids), "-, assessed, NothingFound");
}

#[test]
fn as_of_a_day_a_judgement_on_later_claims_does_not_stand_yet() {
    let mut sketch = Sketch::new(1, 2);
    let ids = sketch.code_lines(&["2025-01-01 supports", "2025-03-01 reluctant", "- opposes"]);
    sketch.assess(cell(0, 0), Judgement::Position(stance("undecided")));
    // Judged without any claim: that holds on every day.
    sketch.assess(cell(0, 1), Judgement::NothingFound);
    let on = |day: Option<&str>, column| {
        let filter = Filter { as_of: day.map(date), ..Filter::default() };
        *sketch.matrix(&Settings { filter, ..Settings::default() }).at(0, column)
    };
    for (day, stands, level) in [
        (Some("2025-02-28"), false, "supports"), // the judgement saw the claim of 1 March
        (Some("2025-03-01"), true, "undecided"),
        (None, true, "undecided"),
    ] {
        let position = on(day, 0);
        assert_eq!((position.assessed, position.stance), (stands, Some(stance(level))), "as of {day:?}");
        assert_eq!(on(day, 1).empty, Some(Empty::NothingFound), "as of {day:?}");
    }
    assert_eq!(ids.len(), 3);
}

#[test]
fn filters_let_through_what_they_name() {
    let mut sketch = Sketch::new(1, 1);
    let tag = sketch.add_tag("key");
    let gazette = sketch.add_article("Words.", "Gazette", Some(date("2025-01-01")));
    let herald = sketch.add_article("Words.", "Herald", Some(date("2025-02-01")));
    let quoted = sketch.code_in(gazette, draft("- supports quoted"));
    let party = sketch.code_in(herald, draft("- opposes party"));
    sketch.analyst("Bob");
    let tagged = sketch.code_in(herald, ClaimDraft { tags: vec![tag], ..draft("2025-03-01 mentions") });
    let check = |filter: Filter, expected: &[ClaimId]| {
        let matrix = sketch.matrix(&Settings { filter: filter.clone(), ..Settings::default() });
        assert_eq!(matrix.evidence(cell(0, 0)), expected, "{filter:?}");
        assert_eq!(matrix.at(0, 0).claims as usize, expected.len());
        // The rows of the matrix are sieved, single claims are asked about: both say the same.
        for claim in sketch.project().claims().values() {
            assert_eq!(filter.passes(sketch.project(), claim), expected.contains(&claim.id), "{filter:?}");
        }
    };
    let all = Filter::default;
    check(all(), &[tagged, party, quoted]);
    check(Filter { voices: vec![Voice::Party, Voice::Media], ..all() }, &[party]);
    check(Filter { voices: vec![Voice::Government], ..all() }, &[tagged, quoted]);
    check(Filter { bases: vec![Basis::Quoted], ..all() }, &[quoted]);
    check(Filter { outlets: vec!["Herald".into()], ..all() }, &[tagged, party]);
    check(Filter { outlets: vec!["herald".into()], ..all() }, &[]);
    check(Filter { analysts: vec!["Bob".into()], ..all() }, &[tagged]);
    check(Filter { analysts: vec!["Ada".into()], outlets: vec!["Herald".into()], ..all() }, &[party]);
    check(Filter { tags: vec![tag], ..all() }, &[tagged]);
    check(Filter { as_of: Some(date("2025-02-28")), ..all() }, &[party, quoted]);
}

#[test]
fn a_level_that_is_missing_gives_way_to_the_nearest_and_twins_stay_apart() {
    let mut sketch = Sketch::new(1, 1);
    sketch.add_level("Neutral", 0);
    sketch.add_level("Champions", 5);
    // Two levels have 0 points: the one that was claimed is shown, under every rule.
    sketch.code_lines(&["2025-01-01 neutral"]);
    for rule in Rule::ALL.map(|(rule, _)| rule) {
        assert_eq!(sketch.matrix(&Settings { rule, ..Settings::default() }).at(0, 0).stance, Some(stance("neutral")));
    }
    // (5 + 2) / 2 = 3.5, towards zero 3; no level has 3 points; 2 is nearer than 5.
    sketch.code_lines(&["2025-02-01 champions", "2025-02-01 supports"]);
    assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stance, Some(stance("supports")));
}

#[test]
fn a_tie_on_a_scale_with_gaps_goes_towards_zero_and_not_to_the_nearest_level() {
    let mut sketch = Sketch::new(1, 1);
    sketch.add_level("Welcomes", 4);
    sketch.add_level("Champions", 10);
    // (4 + 10 + 10) / 3 = 8: nearer to 10, towards zero 4. Under "mean" the nearest counts.
    sketch.code_lines(&["2025-01-01 welcomes", "2025-01-01 champions", "2025-01-01 champions"]);
    for (rule, level) in [(Rule::LatestOfficial, "welcomes"), (Rule::Mean, "champions")] {
        assert_eq!(sketch.matrix(&Settings { rule, ..Settings::default() }).at(0, 0).stance, Some(stance(level)));
    }
}

#[test]
fn rows_and_columns_are_those_of_the_codebook_and_cells_are_found_by_name() {
    let mut sketch = Sketch::new(3, 2);
    let article = sketch.add_article("Words.", "Gazette", None);
    let mut both = draft("2025-01-01 supports-if");
    (both.countries, both.issue, both.condition) = (vec![country(2), country(0)], Some(issue(1)), "if asked".into());
    let id = sketch.code_in(article, both.clone());
    let first = codebook::reorder(sketch.project(), EntryId::Country(country(2)), 0);
    sketch.commit(first.expect("is there"));
    sketch.code_in(article, ClaimDraft { said_on: Some(date("2025-02-01")), ..both.clone() });
    sketch.code_in(article, ClaimDraft { condition: "if paid".into(), ..both });

    let matrix = sketch.matrix(&Settings::default());
    assert_eq!(matrix.whos, [country(2), country(0), country(1)].map(Who::Country));
    assert_eq!(matrix.issues, [issue(0), issue(1)]);
    assert_eq!((matrix.row_of(Who::Country(country(2))), matrix.column_of(issue(1))), (Some(0), Some(1)));
    assert_eq!(matrix.position(cell(2, 1)), Some(matrix.at(0, 1)));
    assert_eq!(matrix.score(0, 1), Some(1));
    assert_eq!(matrix.conditions(sketch.project(), cell(2, 1)), ["if asked", "if paid"]);
    assert_eq!([0, 1, 2].map(|row| matrix.coverage(row)), [1, 1, 0]);
    let with: Vec<Spot> = matrix.cells_with_evidence().map(|(cell, _)| cell).collect();
    assert_eq!(with, [cell(2, 1), cell(0, 1)].map(Spot::from));
    let counts: Vec<usize> = matrix.distribution(1).into_iter().map(|(_, count)| count).collect();
    assert_eq!(counts, [0, 2, 0, 0, 0, 0]);
    assert_eq!(matrix.evidence(cell(1, 1)), []);
    assert!(matrix.evidence(cell(0, 1)).contains(&id));

    let nowhere = cell(9, 0);
    assert_eq!((matrix.position(nowhere), matrix.evidence(nowhere)), (None, &[][..]));
    assert_eq!(Matrix::default().position(cell(0, 0)), None);
    assert_eq!(Facts::default().cell(cell(0, 0)).len(), 0);
}

#[test]
fn cells_derived_in_parts_are_the_cells_of_the_whole() {
    let mut sketch = Sketch::new(4, 3);
    let article = sketch.add_article("Words.", "Gazette", None);
    for index in 0..30 {
        let line = ["2025-01-01 supports", "2025-02-02 opposes party", "- reluctant", "2025-01-03 mentions"][index % 4];
        let (countries, issue) = (vec![country(index % 3), country(3)], Some(issue(index * 7 % 3)));
        sketch.code_in(article, ClaimDraft { countries, issue, ..draft(line) });
    }
    sketch.assess(cell(1, 1), Judgement::Declined);
    sketch.assess(cell(3, 2), Judgement::Position(stance("supports")));
    let facts = Facts::new(sketch.project());
    let mut settings = Settings::default();
    settings.filter.as_of = Some(date("2025-02-01"));
    let sieve = Sieve::new(&settings, &facts, sketch.project());
    let whole = sketch.matrix(&settings);
    for share in 1..=12 {
        let mut parts = Part::of(&facts, &sieve, &settings, 0..share);
        for first in (share..12).step_by(share) {
            parts.append(Part::of(&facts, &sieve, &settings, first..12.min(first + share)));
        }
        assert_eq!(parts.cells, whole.cells);
        assert_eq!(parts.scores, whole.scores);
        assert_eq!(parts.evidence, whole.evidence);
        assert_eq!(parts.starts, whole.starts[..12]);
        assert_eq!(parts.undated, whole.undated);
    }
    assert!(whole.undated > 0);
}

/// One claim as a line, from few enough dates that ties are common.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let day = prop_oneof![Just("-".to_owned()), (1..4u8).prop_map(|day| format!("2025-01-{:02}", day * 9))];
    let stance = prop::sample::select(vec!["supports", "supports-if", "undecided", "reluctant", "opposes", "mentions"]);
    let voice = prop::sample::select(vec!["government", "party", "media"]);
    let basis = prop::sample::select(vec!["quoted", "reported", "expected"]);
    let line =
        (day, stance, voice, basis).prop_map(|(day, stance, voice, basis)| format!("{day} {stance} {voice} {basis}"));
    prop::collection::vec(line, 0..9)
}

/// All of a position that does not name claims: ids are random.
fn nameless(position: &Position) -> (Position, Option<(StanceId, StanceId, Date)>) {
    let moved = position.moved.map(|m| (m.from, m.to, m.on));
    (Position { decisive: None, moved: None, ..*position }, moved)
}

fn coded(lines: &[String]) -> Sketch {
    let mut sketch = Sketch::new(1, 1);
    sketch.code_lines(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    sketch
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_coding_changes_nothing(
        (lines, shuffled) in lines().prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle())),
    ) {
        let (one, other) = (coded(&lines), coded(&shuffled));
        for rule in Rule::ALL.map(|(rule, _)| rule) {
            let settings = Settings { rule, ..Settings::default() };
            prop_assert_eq!(nameless(one.matrix(&settings).at(0, 0)), nameless(other.matrix(&settings).at(0, 0)));
        }
    }

    #[test]
    fn a_later_date_only_adds_evidence_and_all_of_time_is_the_whole(lines in lines()) {
        let sketch = coded(&lines);
        let evidence = |as_of| {
            let filter = Filter { as_of, ..Filter::default() };
            sketch.matrix(&Settings { filter, ..Settings::default() }).evidence(cell(0, 0)).to_vec()
        };
        let mut before = Vec::new();
        for day in (1..=31).map(|day| Date::constant(2025, 1, day)) {
            let now = evidence(Some(day));
            prop_assert!(now.ends_with(&before), "{:?} became {:?}", before, now);
            before = now;
        }
        prop_assert!(evidence(None).starts_with(&before));
        let undated = lines.iter().filter(|line| line.starts_with('-')).count();
        prop_assert_eq!(evidence(None).len(), before.len() + undated);
    }

    #[test]
    fn the_position_on_a_day_is_what_the_history_says(lines in lines()) {
        let sketch = coded(&lines);
        let facts = Facts::new(sketch.project());
        for rule in Rule::ALL.map(|(rule, _)| rule) {
            let whole = Settings { rule, ..Settings::default() };
            let told = history(&facts, sketch.project(), &whole, cell(0, 0));
            let now = *sketch.matrix(&whole).at(0, 0);
            prop_assert_eq!(told.last().map(|last| last.stance), now.derived);
            let last_two = told.len().checked_sub(2).map(|from| &told[from..]);
            prop_assert_eq!(now.moved, last_two.and_then(|two| two[0].to(&two[1])));
            // Undated claims are no part of a past, so only histories without them can be compared with one.
            if lines.iter().all(|line| !line.starts_with('-')) {
                for day in (1..=31).map(|day| Date::constant(2025, 1, day)) {
                    let filter = Filter { as_of: Some(day), ..Filter::default() };
                    let then = *sketch.matrix(&Settings { filter, ..whole.clone() }).at(0, 0);
                    let expected = told.iter().rfind(|since| since.on.is_some_and(|on| on <= day)).map(|s| s.stance);
                    prop_assert_eq!(then.derived, expected);
                }
            }
        }
    }
}
