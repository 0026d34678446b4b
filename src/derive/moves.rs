//! Who moved: every change of position, when, and by which words.

use jiff::civil::Date;

use super::blocs;
use super::facts::Facts;
use super::matrix::{Historian, Matrix, Move, Since};
use super::sheet::Sheet;
use super::steps::Steps;
use crate::model::look::Settings;
use crate::model::{Basis, ClaimId, EntryId, Look, Project, Spot, StanceId, Voice, Who};

/// A change of position in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The cell.
    pub spot: Spot,
    /// From what to what, when, and by which claims.
    pub change: Move,
}

impl Moved {
    /// "Germany, Peacekeepers: Supports if → Opposes, 17 Feb 2025"
    pub fn in_words(&self, project: &Project) -> String {
        let Move { from, to, on, .. } = self.change;
        format!("{}: {}, {}", cell(project, self.spot), levels(project, Some(from), Some(to)), day(on))
    }
}

/// What is to be known before a change is quoted: that what stood before was not the government's word, or was only
/// expected. Empty where both sides are on a par.
pub fn caveats(project: &Project, spot: Spot, change: &Move) -> Vec<&'static str> {
    let Some((before, after)) = project.claim(change.before).zip(project.claim(change.after)) else {
        return Vec::new();
    };
    let of_government = |claim| project.voice_of(claim) == Voice::Government;
    let mut found = Vec::new();
    // Actors speak for themselves.
    if !matches!(spot.who, Who::Actor(_)) && !of_government(before) && of_government(after) {
        found.push("first word of the government: unofficial before");
    }
    if before.basis == Basis::Expected && after.basis != Basis::Expected {
        found.push("only expected before");
    }
    found
}

/// What the claims of a cell say now other than they did on an earlier day, whatever happened between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Net {
    /// The cell.
    pub spot: Spot,
    /// The derived level then.
    pub from: Option<StanceId>,
    /// The derived level now.
    pub to: Option<StanceId>,
    /// The claim that decided then.
    pub before: Option<ClaimId>,
    /// The claim that decides now.
    pub after: Option<ClaimId>,
}

impl Net {
    /// "Germany, Peacekeepers: Supports if → Opposes"
    pub fn in_words(&self, project: &Project) -> String {
        format!("{}: {}", cell(project, self.spot), levels(project, self.from, self.to))
    }
}

/// Where a change leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Up the scale.
    Towards,
    /// Down the scale.
    Away,
    /// From one side of zero to the other.
    Crossing,
}

impl Direction {
    /// Every direction with its name as shown.
    pub const ALL: [(Direction, &'static str); 3] = [
        (Direction::Towards, "Towards support"),
        (Direction::Away, "Away from support"),
        (Direction::Crossing, "Across zero"),
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Whether a change from one level to another leads there.
    pub fn fits(self, steps: &Steps, from: StanceId, to: StanceId) -> bool {
        let by = steps.from_to(from, to).unwrap_or(0);
        let sign = |stance| steps.score(stance).map_or(0, i8::signum);
        match self {
            Self::Towards => by > 0,
            Self::Away => by < 0,
            Self::Crossing => sign(from) * sign(to) < 0,
        }
    }
}

/// Every move of the cells that a look at a project shows, latest first.
pub fn of(project: &Project, look: &Look) -> Vec<Moved> {
    let sheet = Sheet::of(project, look);
    new(&Facts::of(project, look.rows), project, &sheet, &look.settings)
}

/// Every move of the cells of a sheet that a look shows, latest first: where it compares with a day, those after it.
///
/// As for [`new`], with the sheet under the look.
pub fn shown(facts: &Facts, project: &Project, sheet: &Sheet, look: &Look) -> Vec<Moved> {
    let mut moves = new(facts, project, sheet, &look.settings);
    moves.retain(|moved| look.since.is_none_or(|since| moved.change.on > since));
    moves
}

/// Every move of the cells of a sheet, latest first; those of one day in the order of its rows and issues.
///
/// `facts` and the sheet are of `project`, the sheet under `settings`.
pub fn new(facts: &Facts, project: &Project, sheet: &Sheet, settings: &Settings) -> Vec<Moved> {
    let mut historian = Historian::new(facts, project, settings);
    let mut found = Vec::new();
    for (who, row) in sheet.whos() {
        for (issue, column) in sheet.issues() {
            // A cell without a latest move has none.
            if sheet.matrix.at(row, column).moved.is_none() {
                continue;
            }
            let spot = Spot { who, issue };
            let told = match who {
                Who::Bloc(bloc) => blocs::of_bloc(facts, project, settings, bloc, issue),
                Who::Country(_) | Who::Actor(_) => historian.of(spot),
            };
            found.extend(told.windows(2).filter_map(|two| Some(Moved { spot, change: Since::to(&two[0], &two[1])? })));
        }
    }
    found.sort_by_key(|moved: &Moved| std::cmp::Reverse(moved.change.on));
    found
}

/// The cells of a sheet that `then`, an earlier state of the same rows, had at another level, in its order.
///
/// Both sides are what the claims say: an assessment has no part in it, since it is of today.
pub fn net(then: &Matrix, sheet: &Sheet) -> Vec<Net> {
    let now = &sheet.matrix;
    let mut found = Vec::new();
    for (who, row) in sheet.whos() {
        for (issue, column) in sheet.issues() {
            let spot = Spot { who, issue };
            let Some(before) = then.position(spot) else { continue };
            let after = now.at(row, column);
            if before.derived != after.derived {
                // What decides is known of the level in force; where the analyst put another there, of none.
                let decides =
                    |position: &super::Position| position.decisive.filter(|_| position.stance == position.derived);
                found.push(Net {
                    spot,
                    from: before.derived,
                    to: after.derived,
                    before: decides(before),
                    after: decides(after),
                });
            }
        }
    }
    found
}

/// "Germany, Peacekeepers"
pub fn cell(project: &Project, spot: Spot) -> String {
    let issue = project.issue(spot.issue).map_or(spot.issue.0.as_str(), |issue| issue.short_or_label());
    format!("{}, {issue}", project.label(spot.who.entry()))
}

/// "Supports if → Opposes"
pub fn levels(project: &Project, from: Option<StanceId>, to: Option<StanceId>) -> String {
    let level =
        |id: Option<StanceId>| id.map_or_else(|| "no position".to_owned(), |id| project.label(EntryId::Stance(id)));
    format!("{} → {}", level(from), level(to))
}

/// "17 Feb 2025"
fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::derive::Rule;
    use crate::derive::matrix::history;
    use crate::derive::tests_support::{Sketch, cell, country, date, draft, issue, stance};
    use crate::edit::ops::ClaimDraft;
    use crate::model::{Entry, Judgement, Kind, RowsOf};
    use std::sync::Arc;

    fn check(lines: &[&str], settings: &Settings, expected: &[&str]) {
        let mut sketch = Sketch::new(1, 1);
        sketch.code_lines(lines);
        let look = Look { settings: settings.clone(), ..Look::default() };
        let found: Vec<String> =
            of(sketch.project(), &look).iter().map(|moved| moved.in_words(sketch.project())).collect();
        assert_eq!(found, expected, "{lines:?}");
    }

    #[test]
    fn what_stood_before_without_the_governments_word_or_only_expected_is_said() {
        for (lines, said) in [
            (["2025-02-01 reluctant", "2025-02-16 supports"], &[][..]),
            (
                ["2025-02-01 reluctant expert", "2025-02-16 supports"],
                &["first word of the government: unofficial before"],
            ),
            (["2025-02-01 supports expected", "2025-02-16 opposes quoted"], &["only expected before"]),
            (["2025-02-01 reluctant expert", "2025-02-16 supports expert"], &[]),
        ] {
            let mut sketch = Sketch::new(1, 1);
            sketch.code_lines(&lines);
            let found = of(sketch.project(), &Look::default());
            assert_eq!(caveats(sketch.project(), found[0].spot, &found[0].change), said, "{lines:?}");
        }
    }

    #[test]
    fn a_bloc_has_not_moved_when_a_member_only_joins_the_others() {
        let mut sketch = Sketch::new(3, 1);
        sketch.add(Kind::Bloc, "Three", |entry| {
            let Entry::Bloc(bloc) = entry else { return };
            Arc::make_mut(bloc).members = (0..3).map(country).collect();
        });
        let article = sketch.add_article("Words.", "Gazette", None);
        let mut code = |row, line: &str| {
            let claim = ClaimDraft { countries: vec![country(row)], issue: Some(issue(0)), ..draft(line) };
            sketch.code_in(article, claim);
        };
        code(0, "2025-02-01 opposes");
        code(1, "2025-02-01 opposes");
        // −2, −2 and now +2: the mean is −0.67, nearest −1; nobody moved.
        code(2, "2025-02-17 supports");
        // +2, −2, +2: the mean is 0.67, nearest 1; the first has moved.
        code(0, "2025-02-20 supports");
        let look = Look { rows: RowsOf::Blocs, ..Look::default() };
        let said: Vec<String> =
            of(sketch.project(), &look).iter().map(|moved| moved.in_words(sketch.project())).collect();
        assert_eq!(said, ["Three, i0: Reluctant → Supports if, 20 Feb 2025"]);
    }

    #[test]
    fn every_move_is_told_latest_first() {
        let usual = Settings::default();
        check(&[], &usual, &[]);
        check(&["2025-02-01 supports"], &usual, &[]);
        check(&["2025-02-01 supports", "2025-02-17 supports"], &usual, &[]);
        check(
            &["2025-02-01 supports-if", "2025-02-17 opposes"],
            &usual,
            &["c0, i0: Supports if → Opposes, 17 Feb 2025"],
        );
        // There and back again; the undated claim comes before all others.
        check(
            &["2025-02-01 supports", "2025-02-03 opposes", "2025-02-05 supports", "- reluctant"],
            &usual,
            &[
                "c0, i0: Opposes → Supports, 5 Feb 2025",
                "c0, i0: Supports → Opposes, 3 Feb 2025",
                "c0, i0: Reluctant → Supports, 1 Feb 2025",
            ],
        );
        // Two claims of one day are one standing: the mean of opposite ones is undecided.
        check(
            &["2025-02-01 supports", "2025-02-03 supports", "2025-02-03 opposes"],
            &usual,
            &["c0, i0: Supports → Undecided, 3 Feb 2025"],
        );
        // As of a day: later moves and undated claims are left out.
        let mut then = Settings::default();
        then.filter.as_of = Some(date("2025-02-03"));
        check(
            &["2025-02-01 supports", "2025-02-03 opposes", "2025-02-05 supports", "- reluctant"],
            &then,
            &["c0, i0: Supports → Opposes, 3 Feb 2025"],
        );
        // The mean moves by half steps: 2, then (2 − 2) / 2 = 0, then (2 − 2 − 2) / 3 = −0.67, nearest −1.
        let mean = Settings { rule: Rule::Mean, ..Settings::default() };
        check(
            &["2025-02-01 supports", "2025-02-03 opposes", "2025-02-05 opposes"],
            &mean,
            &["c0, i0: Undecided → Reluctant, 5 Feb 2025", "c0, i0: Supports → Undecided, 3 Feb 2025"],
        );
    }

    #[test]
    fn hidden_cells_tell_nothing_and_moves_of_one_day_stand_in_the_order_of_the_rows() {
        let mut sketch = Sketch::new(3, 2);
        let article = sketch.add_article("Words.", "Gazette", None);
        for (row, column) in [(2, 1), (0, 1), (1, 0), (0, 0)] {
            for line in ["2025-01-01 supports", "2025-01-09 opposes"] {
                let claim = ClaimDraft { countries: vec![country(row)], issue: Some(issue(column)), ..draft(line) };
                sketch.code_in(article, claim);
            }
        }
        let spots = |look: &Look| of(sketch.project(), look).iter().map(|m| m.spot).collect::<Vec<Spot>>();
        let all = [cell(0, 0), cell(0, 1), cell(1, 0), cell(2, 1)].map(Spot::from);
        assert_eq!(spots(&Look::default()), all);
        let hidden = [EntryId::Country(country(0)), EntryId::Issue(issue(1))].into();
        assert_eq!(spots(&Look { hidden, ..Look::default() }), [Spot::from(cell(1, 0))]);
    }

    #[test]
    fn directions_are_told_apart() {
        let sketch = Sketch::new(1, 1);
        let steps = Steps::new(sketch.project());
        for (from, to, towards, away, crossing) in [
            ("opposes", "supports-if", true, false, true),
            ("supports", "reluctant", false, true, true),
            ("supports", "supports-if", false, true, false),
            ("undecided", "supports", true, false, false),
            ("supports", "undecided", false, true, false),
            ("supports", "supports", false, false, false),
        ] {
            let fits = Direction::ALL.map(|(way, _)| way.fits(&steps, stance(from), stance(to)));
            assert_eq!(fits, [towards, away, crossing], "{from} → {to}");
        }
    }

    #[test]
    fn a_net_change_leaves_out_what_was_taken_back_in_between() {
        let mut sketch = Sketch::new(4, 1);
        let article = sketch.add_article("Words.", "Gazette", None);
        let mut code = |row: usize, line: &str| {
            sketch.code_in(article, ClaimDraft { countries: vec![country(row)], ..draft(line) })
        };
        code(0, "2025-01-01 supports");
        code(0, "2025-01-05 opposes");
        code(0, "2025-01-09 supports");
        let before = code(1, "2025-01-01 supports");
        let after = code(1, "2025-01-05 opposes");
        let first = code(2, "2025-01-07 reluctant");
        code(3, "2025-01-01 supports");
        code(3, "2025-01-08 opposes");
        // An assessment stands over the derived level and hides no move of the claims.
        sketch.assess(cell(3, 0), Judgement::Position(stance("supports")));
        let look = Look::default();
        let mut then = look.settings.clone();
        then.filter.as_of = Some(date("2025-01-03"));
        let (then, sheet) = (sketch.matrix(&then), Sheet::of(sketch.project(), &look));
        let found = net(&then, &sheet);
        let words: Vec<String> = found.iter().map(|net| net.in_words(sketch.project())).collect();
        assert_eq!(
            words,
            ["c1, i0: Supports → Opposes", "c2, i0: no position → Reluctant", "c3, i0: Supports → Opposes"]
        );
        assert_eq!((found[0].before, found[0].after), (Some(before), Some(after)));
        assert_eq!((found[1].before, found[1].after), (None, Some(first)));
    }

    /// A project with three countries, three actors, two issues, two blocs and random claims.
    fn random(claims: &[(u8, u8, u8, u8, u8)]) -> Sketch {
        let mut sketch = Sketch::new(3, 2);
        for index in 0..3 {
            sketch.add(Kind::Actor, &format!("a{index}"), |_| {});
        }
        for (label, members) in [("b0", vec![country(0), country(1)]), ("b1", vec![country(2), country(1), country(0)])]
        {
            sketch.add(Kind::Bloc, label, |entry| {
                if let Entry::Bloc(bloc) = entry {
                    Arc::make_mut(bloc).members = members.clone();
                }
            });
        }
        let article = sketch.add_article("Words.", "Gazette", None);
        let levels = ["supports", "supports-if", "undecided", "reluctant", "opposes", "mentions"];
        for (row, column, day, level, voice) in claims {
            let day = if *day == 0 { "-".to_owned() } else { format!("2025-01-{day:02}") };
            let voice = ["government", "party", "expert"][usize::from(*voice)];
            let line = format!("{day} {} {voice}", levels[usize::from(*level)]);
            let claim = ClaimDraft {
                countries: vec![country(usize::from(*row))],
                speaker: Some(format!("a{row}").parse().expect("a slug")),
                issue: Some(issue(usize::from(*column))),
                ..draft(&line)
            };
            sketch.code_in(article, claim);
        }
        sketch
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn the_last_move_of_a_cell_is_what_its_position_says(
            claims in prop::collection::vec((0_u8..3, 0_u8..2, 0_u8..20, 0_u8..6, 0_u8..3), 0..24),
            rule in 0_usize..3,
            as_of in prop::option::of(1_u8..20),
        ) {
            let sketch = random(&claims);
            let mut settings = Settings { rule: Rule::ALL[rule].0, ..Settings::default() };
            settings.filter.as_of = as_of.map(|day| date(&format!("2025-01-{day:02}")));
            for (rows, _) in RowsOf::ALL {
                let look = Look { settings: settings.clone(), rows, ..Look::default() };
                let (sheet, facts) = (Sheet::of(sketch.project(), &look), Facts::of(sketch.project(), rows));
                let moves = new(&facts, sketch.project(), &sheet, &settings);
                prop_assert!(moves.windows(2).all(|two| two[0].change.on >= two[1].change.on));
                for (spot, position) in sheet.matrix.cells() {
                    let mut own = moves.iter().filter(|moved| moved.spot == spot);
                    prop_assert_eq!(own.next().map(|moved| moved.change), position.moved, "{:?}", spot);
                    // Without the short cut: every step of the history that has a date is a move.
                    let told = match spot.who {
                        Who::Bloc(bloc) => {
                            blocs::of_bloc(&facts, sketch.project(), &settings, bloc, spot.issue)
                        }
                        _ => history(&facts, sketch.project(), &settings, spot),
                    };
                    let steps = told.windows(2).filter(|two| two[0].to(&two[1]).is_some()).count();
                    prop_assert_eq!(moves.iter().filter(|moved| moved.spot == spot).count(), steps);
                }
            }
        }
    }
}
