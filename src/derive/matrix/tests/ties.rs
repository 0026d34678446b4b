//! The three rules side by side on the same claims, with ties, and dates around midnight.

use super::*;

/// A cell without the numbers of claims: of claims that tie, which one is named hangs on their ids.
fn level(position: &Position) -> String {
    let mut words = vec![position.stance.map_or("-".into(), |stance| stance.to_string())];
    words.extend(position.moved.map(|moved| format!("from {} on {}", moved.from, moved.on)));
    words.join(" ")
}

/// The level under "latest official", "mean" and "most frequent", and the marks, which hold for all three.
fn check_all(lines: &[&str], expected: [&str; 3], marks: &str) {
    let mut sketch = Sketch::new(1, 1);
    sketch.code_lines(lines);
    for ((rule, name), expected) in Rule::ALL.into_iter().zip(expected) {
        let position = *sketch.matrix(&Settings { rule, ..Settings::default() }).at(0, 0);
        assert_eq!(level(&position), expected, "{name} of {lines:#?}");
        let found = [
            (position.contested, "contested"),
            (position.unofficial, "unofficial"),
            (position.expected_only, "expected"),
            (position.assessed, "assessed"),
        ];
        let found: Vec<&str> = found.into_iter().filter(|(mark, _)| *mark).map(|(_, name)| name).collect();
        assert_eq!(found.join(" "), marks, "{name} of {lines:#?}");
    }
}

#[test]
fn the_rules_differ_where_claims_tie() {
    // (2 − 1 − 1) / 3 = 0 by latest and mean; reluctant is claimed twice.
    check_all(
        &["2025-03-01 supports", "2025-03-01 reluctant", "2025-03-01 reluctant"],
        ["undecided", "undecided", "reluctant"],
        "contested",
    );
    // The quoted claim alone; (2 − 2 − 2) / 3 = −0.67, nearest −1; opposes is claimed twice.
    check_all(
        &["2025-03-01 supports quoted", "2025-03-01 opposes", "2025-03-01 opposes"],
        ["supports", "reluctant", "opposes"],
        "contested",
    );
    // Undated claims tie with each other: (2 − 2) / 2 = 0 by latest and mean. Once each, on no day, on one basis, as
    // far from zero: the first on the scale. What only mentions the issue changes nothing; undated claims contest
    // nothing.
    check_all(&["- opposes", "- supports", "2025-03-01 mentions"], ["undecided", "undecided", "supports"], "");
    // January: (2 − 2) / 2 = 0, or the first on the scale of two. March: undecided is the latest; (2 − 2 + 0) / 3 = 0;
    // of three claimed once each it is the most recent.
    check_all(
        &["2025-01-01 supports party", "2025-01-01 opposes media", "2025-03-01 undecided expert"],
        ["undecided", "undecided", "undecided from supports on 2025-03-01"],
        "contested unofficial",
    );
    // The party is later, but not the government; (2 + 1) / 2 = 1.5, halfway, towards zero 1; once each, the later.
    check_all(
        &["2025-01-01 supports expected", "2025-02-01 supports-if expected party"],
        ["supports", "supports-if from supports on 2025-02-01", "supports-if from supports on 2025-02-01"],
        "expected",
    );
    // Nobody of the government: of the last day the quoted one. (1 − 2 − 1) / 3 = −0.67, nearest −1; before that 1.
    // Once each, the last day, the quoted one.
    check_all(
        &["2025-01-01 supports-if media", "2025-02-01 opposes party", "2025-02-01 reluctant expert quoted"],
        [
            "reluctant from supports-if on 2025-02-01",
            "reluctant from supports-if on 2025-02-01",
            "reluctant from supports-if on 2025-02-01",
        ],
        "unofficial",
    );
    // The last day: (−2 − 1) / 2 = −1.5, towards zero −1; before it the mean of 2 and 2. All: (2 + 2 − 2 − 1) / 4 =
    // 0.25, nearest 0, before it 2. Twice supports.
    check_all(
        &["2025-01-01 supports", "2025-01-02 supports", "2025-01-17 opposes", "2025-01-17 reluctant"],
        ["reluctant from supports on 2025-01-17", "undecided from supports on 2025-01-17", "supports"],
        "",
    );
}

#[test]
fn days_are_counted_by_the_calendar() {
    for (lines, contested) in [
        // 29 February lies between: 1 + 14 = 15 days; a year before it does not: 14 days.
        (["2024-02-28 supports", "2024-03-14 opposes"], false),
        (["2023-02-28 supports", "2023-03-14 opposes"], true),
        // Over New Year; and over the night in which clocks go forward and that day has 23 hours.
        (["2024-12-25 supports", "2025-01-08 opposes"], true),
        (["2024-12-25 supports", "2025-01-09 opposes"], false),
        (["2025-03-23 supports", "2025-04-06 opposes"], true),
        (["2025-03-23 supports", "2025-04-07 opposes"], false),
        // The ends of the calendar.
        (["-009999-01-01 supports", "9999-12-31 opposes"], false),
        (["9999-12-20 supports", "9999-12-31 opposes"], true),
    ] {
        let mut sketch = Sketch::new(1, 1);
        sketch.code_lines(&lines);
        assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).contested, contested, "{lines:?}");
    }
}

#[test]
fn what_was_said_on_the_eve_counts_for_the_eve_wherever_it_was_printed_and_coded() {
    // Just before and just after midnight, in Greenwich, in Kiritimati (+14) and on Baker Island (−12): when somebody
    // coded has no part in when something was said.
    for now in
        ["2025-03-01T23:59:59Z", "2025-03-02T00:00:00Z", "2025-03-02T00:00:01+14:00", "2025-03-01T23:59:59-12:00"]
    {
        let mut sketch = Sketch::new(1, 1);
        sketch.set_now(now.parse().expect("a time"));
        let printed = sketch.add_article("Words.", "Gazette", Some(date("2025-03-02")));
        let eve = sketch.code_in(printed, draft("2025-03-01 supports"));
        let day = sketch.code_in(printed, draft("- opposes"));
        let as_of = |day| {
            let filter = Filter { as_of: Some(date(day)), ..Filter::default() };
            let matrix = sketch.matrix(&Settings { filter, ..Settings::default() });
            (matrix.evidence(cell(0, 0)).to_vec(), level(matrix.at(0, 0)))
        };
        assert_eq!(as_of("2025-02-28"), (vec![], "-".into()), "{now}");
        assert_eq!(as_of("2025-03-01"), (vec![eve], "supports".into()), "{now}");
        assert_eq!(as_of("2025-03-02"), (vec![day, eve], "opposes from supports on 2025-03-02".into()), "{now}");
    }
}

#[test]
fn an_assessment_goes_stale_by_the_instant_and_not_by_the_day() {
    let mut sketch = Sketch::new(1, 1);
    sketch.set_now("2025-03-01T23:59:59Z".parse().expect("a time"));
    let id = sketch.code_lines(&["2025-01-01 supports"])[0];
    sketch.assess(cell(0, 0), Judgement::Position(stance("supports")));
    assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stale, 0);
    // A second later is another day in Greenwich; the same instant told in Tokyo is no change at all.
    sketch.set_now("2025-03-02T08:59:59+09:00".parse().expect("a time"));
    sketch.recode(id, |draft| draft.note = "Looked at again".into());
    assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stale, 0);
    sketch.set_now("2025-03-02T00:00:00Z".parse().expect("a time"));
    sketch.recode(id, |draft| draft.note = "And again".into());
    assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stale, 1);
}

#[test]
fn an_assessment_stands_under_every_filter_and_since_the_day_of_the_claims_it_rests_on() {
    let mut sketch = Sketch::new(1, 1);
    sketch.code_lines(&["2025-01-01 supports", "2025-03-01 reluctant party"]);
    sketch.assess(cell(0, 0), Judgement::Position(stance("opposes")));
    let day = |day| Filter { as_of: Some(date(day)), ..Filter::default() };
    let media = Filter { voices: vec![Voice::Media], ..Filter::default() };
    for (filter, derived, stands) in [
        // It rests on the claim of 1 March.
        (day("2024-12-31"), None, false),
        (day("2025-01-01"), Some("supports"), false),
        (day("2025-03-01"), Some("supports"), true),
        (media, None, true),
        (Filter::default(), Some("supports"), true),
    ] {
        let position = *sketch.matrix(&Settings { filter, ..Settings::default() }).at(0, 0);
        assert_eq!((position.assessed, position.derived), (stands, derived.map(stance)));
        assert_eq!(position.stance, if stands { Some(stance("opposes")) } else { derived.map(stance) });
    }
}
