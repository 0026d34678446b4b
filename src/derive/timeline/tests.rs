//! Lanes worked out by hand, and what a band says against what the matrix says.

use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::derive::tests_support::{Sketch, cell, country, date as at, draft, issue, stance};
use crate::derive::{Filter, Matrix, Rule};
use crate::edit::ops::ClaimDraft;
use crate::model::{BlocId, Entry, Judgement, Kind, RowsOf, Voice};

/// Day numbers as dates.
fn on(number: i32) -> String {
    date(number).map_or_else(|| "?".into(), |date| date.to_string())
}

/// A lane in words; claims by their line, counted from 1.
fn show(lane: &Lane, ids: &[ClaimId]) -> String {
    let line = |id: ClaimId| ids.iter().position(|other| *other == id).map_or(0, |index| index + 1);
    let mut text = String::new();
    let marks: Vec<String> = lane.marks.iter().map(|mark| format!("{} {}", on(mark.day), line(mark.claim))).collect();
    let _ = write!(text, "{}", marks.join(", "));
    for band in &lane.bands {
        let _ = write!(text, "\n{} {} by {}", on(band.from), band.stance, line(band.claim));
        text += if band.expected_only { ", expected" } else { "" };
        text += if band.unofficial { ", unofficial" } else { "" };
    }
    for contest in &lane.contests {
        let _ = write!(text, "\ncontested {} to {} since {}", on(contest.from), on(contest.to), on(contest.since));
    }
    for gap in &lane.gaps {
        let _ = write!(text, "\ngap {} to {}", on(gap.from), gap.to.map_or("-".into(), on));
    }
    if !lane.undated.is_empty() {
        let _ = write!(text, "\nundated {:?}", lane.undated.iter().map(|id| line(*id)).collect::<Vec<_>>());
    }
    if let Some(differs) = lane.differs() {
        let now = lane.position.stance.map_or("nothing".into(), |stance| stance.to_string());
        let _ = write!(text, "\nbut {now}: {differs:?}");
    }
    text
}

fn timeline(sketch: &Sketch, rows: RowsOf, settings: Settings, subject: Subject) -> Timeline {
    Timeline::of(sketch.project(), &Look { rows, settings, ..Look::default() }, subject)
}

fn check_with(settings: Settings, lines: &[&str], judged: Option<Judgement>, expected: &[&str]) {
    let mut sketch = Sketch::new(1, 1);
    let ids = sketch.code_lines(lines);
    if let Some(judgement) = judged {
        sketch.assess(cell(0, 0), judgement);
    }
    let timeline = timeline(&sketch, RowsOf::Countries, settings, Subject::Issue(issue(0)));
    assert_eq!(show(&timeline.lanes[0], &ids), expected.join("\n"), "{lines:#?}");
}

fn check(lines: &[&str], expected: &[&str]) {
    check_with(Settings::default(), lines, None, expected);
}

#[test]
fn the_band_changes_with_the_level_and_not_with_every_claim() {
    check(&[], &[""]);
    check(
        &["2025-02-17 opposes", "2025-02-03 supports-if", "2025-02-05 supports-if", "2025-02-20 opposes"],
        // 3 to 17 February is 14 days, 5 to 17 February 12: both within the window; 20 February contradicts the 5th
        // no longer (15 days).
        &[
            "2025-02-03 2, 2025-02-05 3, 2025-02-17 1, 2025-02-20 4",
            "2025-02-03 supports-if by 2",
            "2025-02-17 opposes by 1",
            "contested 2025-02-05 to 2025-02-17 since 2025-02-17",
            "gap 2025-05-21 to -",
        ],
    );
    // A mention is a mark and brings no band; it keeps a position fresh all the same.
    check(
        &["2025-01-01 mentions", "2025-02-01 supports", "2025-04-01 mentions"],
        &[
            "2025-01-01 1, 2025-02-01 2, 2025-04-01 3",
            "2025-02-01 supports by 2",
            // 1 April and 90 days.
            "gap 2025-06-30 to -",
        ],
    );
}

#[test]
fn a_band_is_parted_where_the_government_speaks_and_where_it_is_more_than_expected() {
    check(
        &["2025-01-01 supports media expected", "2025-01-11 supports party", "2025-02-01 supports"],
        &[
            "2025-01-01 1, 2025-01-11 2, 2025-02-01 3",
            "2025-01-01 supports by 1, expected, unofficial",
            "2025-01-11 supports by 1, unofficial",
            "2025-02-01 supports by 1",
            "gap 2025-05-02 to -",
        ],
    );
    // Both on one day: no band of no length.
    check(
        &["2025-01-01 supports expert expected", "2025-01-11 opposes"],
        &[
            "2025-01-01 1, 2025-01-11 2",
            "2025-01-01 supports by 1, expected, unofficial",
            "2025-01-11 opposes by 2",
            "contested 2025-01-01 to 2025-01-11 since 2025-01-11",
            "gap 2025-04-11 to -",
        ],
    );
}

#[test]
fn stretches_of_contradiction_that_touch_are_one() {
    // 1 to 10 January, 10 to 20 January: one stretch; 1 to 11 March another.
    check(
        &[
            "2025-01-01 supports",
            "2025-01-10 opposes",
            "2025-01-20 supports",
            "2025-03-01 reluctant",
            "2025-03-11 supports-if",
        ],
        &[
            "2025-01-01 1, 2025-01-10 2, 2025-01-20 3, 2025-03-01 4, 2025-03-11 5",
            "2025-01-01 supports by 1",
            "2025-01-10 opposes by 2",
            "2025-01-20 supports by 3",
            "2025-03-01 reluctant by 4",
            "2025-03-11 supports-if by 5",
            "contested 2025-01-01 to 2025-01-20 since 2025-01-10",
            "contested 2025-03-01 to 2025-03-11 since 2025-03-11",
            "gap 2025-06-09 to -",
        ],
    );
}

#[test]
fn a_position_that_no_claim_confirms_for_a_quarter_has_a_gap() {
    // 1 January and 90 days is 1 April: a claim on that day leaves no gap.
    check(
        &["2025-01-01 supports", "2025-04-01 supports", "2025-09-01 supports"],
        &[
            "2025-01-01 1, 2025-04-01 2, 2025-09-01 3",
            "2025-01-01 supports by 1",
            "gap 2025-06-30 to 2025-09-01",
            "gap 2025-11-30 to -",
        ],
    );
}

#[test]
fn undated_claims_are_counted_apart_and_said_where_they_decide() {
    // The party's claim is all that has a date; the undated one of the government decides.
    check(
        &["2025-01-01 supports party", "- reluctant", "- reluctant quoted"],
        &[
            "2025-01-01 1",
            "2025-01-01 supports by 1, unofficial",
            "gap 2025-04-01 to -",
            "undated [3, 2]",
            "but reluctant: Undated",
        ],
    );
    // With an as-of date they are left out, as in the matrix.
    let filter = Filter { as_of: Some(at("2025-01-05")), ..Filter::default() };
    check_with(
        Settings { filter, ..Settings::default() },
        &["2025-01-01 supports party", "- reluctant", "2025-01-06 opposes"],
        None,
        &["2025-01-01 1", "2025-01-01 supports by 1, unofficial", "gap 2025-04-01 to -"],
    );
}

#[test]
fn a_judgement_is_said_where_it_differs() {
    let judged = |judgement, last: &[&str]| {
        let expected = ["2025-01-01 1", "2025-01-01 supports by 1", "gap 2025-04-01 to -"];
        let expected: Vec<&str> = expected.iter().chain(last).copied().collect();
        check_with(Settings::default(), &["2025-01-01 supports"], Some(judgement), &expected);
    };
    judged(Judgement::Position(stance("supports")), &[]);
    judged(Judgement::Position(stance("opposes")), &["but opposes: Assessed"]);
    judged(Judgement::Declined, &["but nothing: Assessed"]);
    check_with(Settings::default(), &[], Some(Judgement::NothingFound), &["", "but nothing: Assessed"]);
}

#[test]
fn a_bloc_shows_the_claims_of_its_members_each_once() {
    let mut sketch = Sketch::new(3, 1);
    let article = sketch.add_article("Words.", "Gazette", None);
    let claim =
        |line: &str, of: &[usize]| ClaimDraft { countries: of.iter().map(|n| country(*n)).collect(), ..draft(line) };
    let ids = [
        sketch.code_in(article, claim("2025-01-01 supports", &[0, 1])),
        sketch.code_in(article, claim("2025-01-05 opposes", &[1])),
        sketch.code_in(article, claim("2025-01-03 opposes", &[2])),
    ];
    let bloc = BlocId(sketch.add(Kind::Bloc, "pair", |entry| {
        if let Entry::Bloc(row) = entry {
            Arc::make_mut(row).members = vec![country(1), country(0)];
        }
    }));
    let timeline = timeline(&sketch, RowsOf::Blocs, Settings::default(), Subject::Issue(issue(0)));
    let lane = &timeline.lanes[0];
    assert_eq!(lane.spot, Spot { who: Who::Bloc(bloc), issue: issue(0) });
    assert_eq!(
        show(lane, &ids),
        // 2 of both; then (2 - 2) / 2 = 0. Only the second member contradicts itself.
        "2025-01-01 1, 2025-01-05 2\n\
         2025-01-01 supports by 1\n\
         2025-01-05 undecided by 2\n\
         contested 2025-01-01 to 2025-01-05 since 2025-01-05\n\
         gap 2025-04-05 to -"
    );
    let members: Vec<_> = lane.marks.iter().map(|mark| mark.member).collect();
    assert_eq!(members, [Some(country(1)), Some(country(1))]);
}

#[test]
fn lanes_stand_as_in_the_sheet_and_one_of_them_can_be_seen_on_every_issue() {
    let mut sketch = Sketch::new(3, 2);
    sketch.code_lines(&["2025-01-01 supports"]);
    let lanes = |look: &Look, subject| Timeline::of(sketch.project(), look, subject).lanes;
    let hidden = [Who::Country(country(1)).entry()].into();
    let look = Look { hidden, ..Look::default() };
    let spots: Vec<Spot> = lanes(&look, Subject::Issue(issue(0))).iter().map(|lane| lane.spot).collect();
    assert_eq!(spots, [cell(0, 0).into(), cell(2, 0).into()]);
    let empty = |lanes: Vec<Lane>| lanes.iter().map(Lane::is_empty).collect::<Vec<_>>();
    assert_eq!(empty(lanes(&look, Subject::Issue(issue(0)))), [false, true]);
    // Whoever is hidden can still be followed.
    for (row, expected) in [(0, [false, true]), (1, [true, true])] {
        let lanes = lanes(&look, Subject::Who(Who::Country(country(row))));
        assert_eq!(lanes.iter().map(|lane| lane.spot.issue).collect::<Vec<_>>(), [issue(0), issue(1)]);
        assert_eq!(empty(lanes), expected);
    }
    // Of another kind than the rows, or not in the project.
    for who in [Who::Country(country(9)), Who::Actor("c0".parse().expect("a slug"))] {
        assert_eq!(lanes(&look, Subject::Who(who)), []);
    }
}

#[test]
fn marks_are_found_by_day() {
    let mut sketch = Sketch::new(1, 1);
    sketch.code_lines(&["2025-01-01 supports", "2025-01-02 supports", "2025-01-02 opposes", "2025-01-09 supports"]);
    let timeline = timeline(&sketch, RowsOf::Countries, Settings::default(), Subject::Issue(issue(0)));
    let first = day(at("2025-01-01"));
    assert_eq!((timeline.days(), timeline.marks()), (Some((first, first + 8)), 4));
    for (days, count) in [(0..1, 1), (1..2, 2), (0..9, 4), (2..8, 0), (8..8, 0), (-9..0, 0), (9..99, 0)] {
        let found = timeline.lanes[0].marks_within(first + days.start..first + days.end);
        assert_eq!(found.len(), count, "{days:?}");
    }
}

/// A claim of one or two of three countries, on a day or on none.
fn claims() -> impl Strategy<Value = Vec<(i32, usize, usize, usize, usize, usize)>> {
    prop::collection::vec((-3..40i32, 0..6usize, 0..8usize, 0..4usize, 0..3usize, 0..3usize), 0..14)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// On every day the band says what the matrix says as of that day, and so does the mark "contested".
    #[test]
    fn the_band_is_what_the_matrix_says_as_of_the_day(
        claims in claims(),
        rule in 0..3usize,
        window in 0..20u16,
        voices in prop::collection::vec(0..8usize, 0..3),
        judged in prop::option::of(0..5usize),
    ) {
        let mut sketch = Sketch::new(3, 1);
        let article = sketch.add_article("Words.", "Gazette", None);
        let levels = ["supports", "supports-if", "undecided", "reluctant", "opposes", "mentions"];
        let first = at("2025-01-01");
        for (on, level, voice, basis, one, other) in claims {
            let said_on = (on >= 0).then(|| date(day(first) + on).expect("a date"));
            let mut countries = vec![country(one), country(other)];
            countries.dedup();
            let voice = Some(Voice::ALL[voice]);
            let basis = Basis::ALL[basis];
            sketch.code_in(article, ClaimDraft { countries, said_on, voice, basis, ..draft(&format!("- {}", levels[level])) });
        }
        sketch.add(Kind::Bloc, "pair", |entry| {
            if let Entry::Bloc(row) = entry {
                Arc::make_mut(row).members = vec![country(2), country(0)];
            }
        });
        if let Some(level) = judged {
            sketch.assess(cell(0, 0), Judgement::Position(stance(levels[level])));
        }
        let filter = Filter { voices: voices.into_iter().map(|at| Voice::ALL[at]).collect(), ..Filter::default() };
        let settings = Settings { rule: Rule::ALL[rule].0, filter, contest_days: window, ..Settings::default() };
        for rows in [RowsOf::Countries, RowsOf::Blocs] {
            let told = timeline(&sketch, rows, settings.clone(), Subject::Issue(issue(0)));
            let whole = Matrix::of(sketch.project(), rows, &settings);
            for number in day(first) - 1..day(first) + 42 {
                let mut then = settings.clone();
                then.filter.as_of = date(number);
                let matrix = Matrix::of(sketch.project(), rows, &then);
                for lane in &told.lanes {
                    let position = matrix.position(lane.spot).expect("is there");
                    let band = lane.band_on(number);
                    prop_assert_eq!(band.map(|band| band.stance), position.derived, "{:?} on {}", lane.spot, on(number));
                    let marks = band.map_or((false, false), |band| (band.expected_only, band.unofficial));
                    prop_assert_eq!(marks, (position.expected_only, position.unofficial), "{:?} on {}", lane.spot, on(number));
                    prop_assert_eq!(lane.is_contested_by(number), position.contested, "{:?} on {}", lane.spot, on(number));
                    let marked = lane.marks.iter().filter(|mark| mark.day <= number).count();
                    prop_assert_eq!(marked, position.claims as usize);
                }
            }
            for lane in &told.lanes {
                prop_assert_eq!(lane.marks.len() + lane.undated.len(), whole.evidence(lane.spot).len());
                prop_assert!(lane.bands.windows(2).all(|two| two[0].to == Some(two[1].from) && two[0].from < two[1].from));
                prop_assert!(lane.contests.windows(2).all(|two| two[0].to < two[1].from));
                prop_assert!(lane.marks.is_sorted_by_key(|mark| mark.day));
            }
        }
    }
}
