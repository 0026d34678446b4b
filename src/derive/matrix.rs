//! The matrix: for every country and issue the position in force, its marks and its evidence.

use std::sync::Arc;

use jiff::civil::Date;

use super::facts::{Axis, Fact, Facts, Judged};
use super::rule::{Judge, Standing, is_official};
use super::scale::Scale;
use super::settings::Settings;
use super::sieve::{Sieve, Verdict};
use crate::model::{Basis, Cell, ClaimId, CountryId, IssueId, Judgement, Project, StanceId};

/// A change of position: from which level to which, when, and by which two claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The level before.
    pub from: StanceId,
    /// The level since.
    pub to: StanceId,
    /// The day of the claim that changed it.
    pub on: Date,
    /// The claim that last held the old level.
    pub before: ClaimId,
    /// The claim that brought the new one.
    pub after: ClaimId,
}

/// Why a cell shows no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// Nobody looked, as far as the project knows. Where there are claims all the same, they only mention
    /// the issue and take no position.
    NotLookedFor,
    /// The analyst looked and found nothing.
    NothingFound,
    /// The country declined to say.
    Declined,
}

/// What the matrix shows in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Position {
    /// The level in force: the assessed one, else the derived one.
    pub stance: Option<StanceId>,
    /// The level that follows from the counted claims by the rule.
    pub derived: Option<StanceId>,
    /// The claim that decided the level in force; its condition is the one to show. Where the analyst
    /// judged otherwise, the latest claim of the level judged, if any.
    pub decisive: Option<ClaimId>,
    /// Counted claims, those without a score included.
    pub claims: u32,
    /// Two counted claims of opposite sign within the contest window. Undated claims contest nothing.
    pub contested: bool,
    /// The latest change of the derived level.
    pub moved: Option<Move>,
    /// There are counted claims with a score, and none speaks for the government.
    pub unofficial: bool,
    /// Every counted claim with a score is only expected.
    pub expected_only: bool,
    /// The analyst has judged this cell.
    pub assessed: bool,
    /// Claims added, changed or removed under the cell since it was judged; 0 means not stale.
    pub stale: u32,
    /// Why nothing is shown; `None` where a position is.
    pub empty: Option<Empty>,
}

/// Every country on every issue, in the analyst's order.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The rows.
    pub countries: Vec<CountryId>,
    /// The columns.
    pub issues: Vec<IssueId>,
    /// Undated claims that an as-of date left out.
    pub undated: usize,
    rows: Arc<Axis<CountryId>>,
    columns: Arc<Axis<IssueId>>,
    scale: Arc<Scale>,
    /// Row after row, as are `scores`.
    cells: Vec<Position>,
    /// The points of the level in force.
    scores: Vec<Option<i8>>,
    evidence: Vec<ClaimId>,
    /// Where the evidence of each cell begins; one longer than `cells`.
    starts: Vec<u32>,
}

impl Matrix {
    /// Derives the matrix of `project` under `settings`.
    pub fn new(project: &Project, settings: &Settings) -> Self {
        Self::from_facts(&Facts::new(project), project, settings)
    }

    /// The same from facts that were read from `project` before.
    pub fn from_facts(facts: &Facts, project: &Project, settings: &Settings) -> Self {
        let sieve = Sieve::new(&settings.filter, facts, project);
        let mut judge = Judge::new(settings.rule, &facts.scale);
        let mut judged = facts.judged.iter().peekable();
        let mut undated = 0;
        let mut cells = Vec::with_capacity(facts.cells());
        let mut scores = Vec::with_capacity(facts.cells());
        let mut starts = Vec::with_capacity(facts.cells() + 1);
        let mut evidence = Vec::with_capacity(facts.len());
        let mut scored: Vec<Fact> = Vec::new();
        for cell in 0..facts.cells() {
            starts.push(evidence.len() as u32);
            scored.clear();
            let before = evidence.len();
            for row in facts.at(cell) {
                match sieve.verdict(row) {
                    Verdict::Counts => {
                        evidence.push(row.claim);
                        if row.score.is_some() {
                            scored.push(*row);
                        }
                    }
                    Verdict::Undated => undated += usize::from(row.first),
                    Verdict::Out => {}
                }
            }
            let mut position = derive(facts, &mut judge, &scored, settings.contest_days);
            position.claims = (evidence.len() - before) as u32;
            if let Some(judgement) = judged.next_if(|row| row.cell == cell) {
                assess(&mut position, judgement, facts, &scored);
            } else if position.stance.is_none() {
                position.empty = Some(Empty::NotLookedFor);
            }
            scores.push(position.stance.and_then(|stance| facts.scale.score(facts.scale.level(stance))));
            cells.push(position);
        }
        starts.push(evidence.len() as u32);
        Self {
            countries: facts.countries.ids.clone(),
            issues: facts.issues.ids.clone(),
            undated,
            rows: facts.countries.clone(),
            columns: facts.issues.clone(),
            scale: facts.scale.clone(),
            cells,
            scores,
            evidence,
            starts,
        }
    }

    /// The position of the country in row `row` on the issue in column `column`.
    ///
    /// # Panics
    /// Where there is no such row or column.
    pub fn at(&self, row: usize, column: usize) -> &Position {
        &self.cells[self.place(row, column)]
    }

    /// The position of a cell, if both its country and its issue are in the matrix.
    pub fn position(&self, cell: Cell) -> Option<&Position> {
        self.cells.get(self.index_of(cell)?)
    }

    /// The counted claims under a cell, latest first; undated last.
    pub fn evidence(&self, cell: Cell) -> &[ClaimId] {
        self.index_of(cell).map_or(&[], |index| self.evidence_at(index))
    }

    /// The points of the level in force in a cell, if it has any.
    ///
    /// # Panics
    /// Where there is no such row or column.
    pub fn score(&self, row: usize, column: usize) -> Option<i8> {
        self.scores[self.place(row, column)]
    }

    /// The row of a country.
    pub fn row_of(&self, country: CountryId) -> Option<usize> {
        self.rows.place(country.0)
    }

    /// The column of an issue.
    pub fn column_of(&self, issue: IssueId) -> Option<usize> {
        self.columns.place(issue.0)
    }

    /// The levels of the scale in order, each with the number of countries that stand there on an issue.
    pub fn distribution(&self, column: usize) -> Vec<(StanceId, usize)> {
        let mut counts = vec![0; self.scale.len()];
        for row in 0..self.countries.len() {
            let level = self.at(row, column).stance.map(|stance| usize::from(self.scale.level(stance)));
            if let Some(count) = level.and_then(|level| counts.get_mut(level)) {
                *count += 1;
            }
        }
        self.scale.stances.iter().copied().zip(counts).collect()
    }

    /// On how many issues there is evidence about the country in row `row`.
    pub fn coverage(&self, row: usize) -> usize {
        (0..self.issues.len()).filter(|column| self.at(row, *column).claims > 0).count()
    }

    /// Every cell with at least one counted claim, row after row.
    pub fn cells_with_evidence(&self) -> impl Iterator<Item = (Cell, &Position)> {
        self.cells().filter(|(_, position)| position.claims > 0)
    }

    /// Every cell, row after row.
    pub fn cells(&self) -> impl Iterator<Item = (Cell, &Position)> {
        let cells = self.countries.iter().flat_map(|country| self.issues.iter().map(move |issue| (*country, *issue)));
        cells.map(|(country, issue)| Cell { country, issue }).zip(&self.cells)
    }

    /// The different conditions of the counted claims under a cell, in the order of the evidence.
    pub fn conditions<'p>(&self, project: &'p Project, cell: Cell) -> Vec<&'p str> {
        let mut found = Vec::new();
        for claim in self.evidence(cell).iter().filter_map(|id| project.claim(*id)) {
            let condition = claim.condition.as_str();
            if !condition.is_empty() && !found.contains(&condition) {
                found.push(condition);
            }
        }
        found
    }

    /// The distance between the highest and the lowest score of the scale.
    pub(super) fn range(&self) -> i32 {
        self.scale.range()
    }

    pub(super) fn scores_of_row(&self, row: usize) -> &[Option<i8>] {
        &self.scores[row * self.issues.len()..(row + 1) * self.issues.len()]
    }

    fn evidence_at(&self, index: usize) -> &[ClaimId] {
        &self.evidence[self.starts[index] as usize..self.starts[index + 1] as usize]
    }

    fn index_of(&self, cell: Cell) -> Option<usize> {
        Some(self.row_of(cell.country)? * self.issues.len() + self.column_of(cell.issue)?)
    }

    fn place(&self, row: usize, column: usize) -> usize {
        assert!(column < self.issues.len(), "the matrix has no column {column}");
        row * self.issues.len() + column
    }
}

/// The level in force on a cell since a day, until the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// From this day; `None` for what undated claims say before all dates.
    pub on: Option<Date>,
    /// The level.
    pub stance: StanceId,
    /// The claim that brought it.
    pub claim: ClaimId,
}

/// How the derived level of a cell changed by date, earliest first.
pub fn history(facts: &Facts, project: &Project, settings: &Settings, cell: Cell) -> Vec<Since> {
    let sieve = Sieve::new(&settings.filter, facts, project);
    let counts = |row: &&Fact| row.score.is_some() && sieve.verdict(row) == Verdict::Counts;
    let rows: Vec<Fact> = facts.cell(cell).iter().filter(counts).copied().collect();
    let mut judge = Judge::new(settings.rule, &facts.scale);
    let mut standings: Vec<Standing> = Vec::new();
    judge.by_date(&rows, |standing| {
        if standings.last().is_none_or(|last| last.level != standing.level) {
            standings.push(standing);
        }
    });
    let since = |standing: Standing| {
        let claim = &rows[judge.bringer(&rows, standing)?];
        Some(Since { on: facts.date(claim), stance: facts.scale.stance(standing.level)?, claim: claim.claim })
    };
    standings.into_iter().filter_map(since).collect()
}

/// The position that follows from the counted claims with a score, latest first.
fn derive(facts: &Facts, judge: &mut Judge, scored: &[Fact], window: u16) -> Position {
    if scored.is_empty() {
        return Position::default();
    }
    let mut now: Option<Standing> = None;
    let mut change = None;
    judge.by_date(scored, |standing| {
        if let Some(before) = now.filter(|before| before.level != standing.level) {
            change = Some((before, standing));
        }
        now = Some(standing);
    });
    let Some(now) = now else { return Position::default() };
    let stance = facts.scale.stance(now.level);
    let moved = change.and_then(|(before, after)| {
        let brought = &scored[judge.bringer(scored, after)?];
        Some(Move {
            from: facts.scale.stance(before.level)?,
            to: facts.scale.stance(after.level)?,
            on: facts.date(brought)?,
            before: scored[judge.decisive(scored, before.from, before.level)?].claim,
            after: brought.claim,
        })
    });
    Position {
        stance,
        derived: stance,
        decisive: judge.decisive(scored, 0, now.level).map(|place| scored[place].claim),
        contested: contested(scored, window),
        moved,
        unofficial: !scored.iter().any(is_official),
        expected_only: scored.iter().all(|row| row.basis == Basis::Expected),
        ..Position::default()
    }
}

/// Puts the analyst's judgement over the derived position.
fn assess(position: &mut Position, judged: &Judged, facts: &Facts, scored: &[Fact]) {
    position.assessed = true;
    position.stale = judged.stale;
    match judged.judgement {
        Judgement::Position(stance) => {
            if position.derived != Some(stance) {
                let level = facts.scale.level(stance);
                position.decisive = scored.iter().find(|row| row.level == level).map(|row| row.claim);
            }
            position.stance = Some(stance);
        }
        Judgement::NothingFound => (position.stance, position.empty) = (None, Some(Empty::NothingFound)),
        Judgement::Declined => (position.stance, position.empty) = (None, Some(Empty::Declined)),
    }
}

/// Whether two dated claims of opposite sign stand at most `window` days apart.
fn contested(scored: &[Fact], window: u16) -> bool {
    let (mut positive, mut negative): (Option<i32>, Option<i32>) = (None, None);
    for row in scored.iter().take_while(|row| row.day != Fact::UNDATED) {
        let opposite = match row.score.map_or(0, i8::signum) {
            1 => {
                positive = Some(row.day);
                negative
            }
            -1 => {
                negative = Some(row.day);
                positive
            }
            _ => continue,
        };
        // Latest first: the nearest of the other sign seen so far is the last one seen.
        if opposite.is_some_and(|later| later - row.day <= i32::from(window)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::derive::tests_support::{Sketch, cell, country, date, draft, issue, stance};
    use crate::derive::{Filter, Rule};
    use crate::model::Voice;

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
            position
                .moved
                .map(|m| format!("moved from {} ({}) on {} ({})", m.from, line(m.before), m.on, line(m.after))),
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
        // (2 + 2 + 0) / 3 = 1.33, towards zero 1, which nobody says: the nearest are the two at 2 and that at 0.
        check(
            &["2025-01-01 undecided", "2025-01-01 mentions", "2025-01-01 undecided"],
            // Same level on every scored claim; which of the two decides is told by their ids.
            if first_by_id() { "undecided, by 1" } else { "undecided, by 3" },
        );
        // (2 - 1) / 2 = 0.5, towards zero 0: undecided. Opposite signs on one day are a contest.
        // Nearest to 0 is the reluctant claim (distance 1 against 2).
        check(&["2025-01-01 supports", "2025-01-01 reluctant"], "undecided, by 2, contested");
        // (2 - 2 - 1) / 3 = -0.33, towards zero 0.
        check(&["2025-01-01 supports", "2025-01-01 opposes", "2025-01-01 reluctant"], "undecided, by 3, contested");
    }

    /// Whether the first of three claims of a fresh sketch has a smaller id than the third.
    fn first_by_id() -> bool {
        let ids = Sketch::new(1, 1).code_lines(&["- undecided", "- mentions", "- undecided"]);
        ids[0] < ids[2]
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
        check(
            &["2025-01-01 supports", "2025-03-01 opposes"],
            "undecided, by 2, moved from supports (1) on 2025-03-01 (2)",
        );
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
        check(
            &["2025-01-01 supports", "2025-03-03 opposes"],
            "opposes, by 2, moved from supports (1) on 2025-03-03 (2)",
        );
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
        let two = crate::edit::ops::ClaimDraft { countries: vec![country(2), country(1)], ..draft("- supports") };
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
        // There and back on one day is no change: both are weighed together. (2 - 2) / 2 = 0.
        check(Rule::LatestOfficial, &["2025-01-01 undecided", "2025-03-01 undecided"], "undecided, by 2");
    }

    #[test]
    fn the_history_of_a_cell_tells_every_change() {
        let mut sketch = Sketch::new(1, 1);
        let lines = ["- mentions", "- opposes", "2025-03-01 undecided", "2025-04-01 undecided", "2025-05-01 supports"];
        let ids = sketch.code_lines(&lines);
        let told = history(&Facts::new(sketch.project()), sketch.project(), &Settings::default(), cell(0, 0));
        let since = |on, level, claim| Since { on, stance: stance(level), claim };
        let expected = [
            since(None, "opposes", ids[1]),
            since(Some(date("2025-03-01")), "undecided", ids[2]),
            since(Some(date("2025-05-01")), "supports", ids[4]),
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
    fn filters_let_through_what_they_name() {
        let mut sketch = Sketch::new(1, 1);
        let tag = sketch.add_tag("key");
        let gazette = sketch.add_article("Words.", "Gazette", Some(date("2025-01-01")));
        let herald = sketch.add_article("Words.", "Herald", Some(date("2025-02-01")));
        let quoted = sketch.code_in(gazette, draft("- supports quoted"));
        let party = sketch.code_in(herald, draft("- opposes party"));
        sketch.analyst("Bob");
        let tagged =
            sketch.code_in(herald, crate::edit::ops::ClaimDraft { tags: vec![tag], ..draft("2025-03-01 mentions") });
        let check = |filter: Filter, expected: &[ClaimId]| {
            let matrix = sketch.matrix(&Settings { filter: filter.clone(), ..Settings::default() });
            assert_eq!(matrix.evidence(cell(0, 0)), expected, "{filter:?}");
            assert_eq!(matrix.at(0, 0).claims as usize, expected.len());
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
            assert_eq!(
                sketch.matrix(&Settings { rule, ..Settings::default() }).at(0, 0).stance,
                Some(stance("neutral"))
            );
        }
        // (5 + 2) / 2 = 3.5, towards zero 3; no level has 3 points; 2 is nearer than 5.
        sketch.code_lines(&["2025-02-01 champions", "2025-02-01 supports"]);
        assert_eq!(sketch.matrix(&Settings::default()).at(0, 0).stance, Some(stance("supports")));
    }

    #[test]
    fn rows_and_columns_are_those_of_the_codebook_and_cells_are_found_by_name() {
        let mut sketch = Sketch::new(3, 2);
        let article = sketch.add_article("Words.", "Gazette", None);
        let mut both = draft("2025-01-01 supports-if");
        (both.countries, both.issue, both.condition) =
            (vec![country(2), country(0)], Some(issue(1)), "if asked".into());
        let id = sketch.code_in(article, both.clone());
        let first =
            crate::edit::ops::codebook::reorder(sketch.project(), crate::model::EntryId::Country(country(2)), 0);
        sketch.commit(first.expect("is there"));
        sketch.code_in(article, crate::edit::ops::ClaimDraft { said_on: Some(date("2025-02-01")), ..both.clone() });
        sketch.code_in(article, crate::edit::ops::ClaimDraft { condition: "if paid".into(), ..both });

        let matrix = sketch.matrix(&Settings::default());
        assert_eq!(matrix.countries, [country(2), country(0), country(1)]);
        assert_eq!(matrix.issues, [issue(0), issue(1)]);
        assert_eq!((matrix.row_of(country(2)), matrix.column_of(issue(1))), (Some(0), Some(1)));
        assert_eq!(matrix.position(cell(2, 1)), Some(matrix.at(0, 1)));
        assert_eq!(matrix.score(0, 1), Some(1));
        assert_eq!(matrix.conditions(sketch.project(), cell(2, 1)), ["if asked", "if paid"]);
        assert_eq!([0, 1, 2].map(|row| matrix.coverage(row)), [1, 1, 0]);
        let with: Vec<Cell> = matrix.cells_with_evidence().map(|(cell, _)| cell).collect();
        assert_eq!(with, [cell(2, 1), cell(0, 1)]);
        let counts: Vec<usize> = matrix.distribution(1).into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [0, 2, 0, 0, 0, 0]);
        assert_eq!(matrix.evidence(cell(1, 1)), []);
        assert!(matrix.evidence(cell(0, 1)).contains(&id));

        let nowhere = cell(9, 0);
        assert_eq!((matrix.position(nowhere), matrix.evidence(nowhere)), (None, &[][..]));
        assert_eq!(Matrix::default().position(cell(0, 0)), None);
        assert_eq!(Facts::default().cell(cell(0, 0)).len(), 0);
    }

    /// One claim as a line, from few enough dates that ties are common.
    fn lines() -> impl Strategy<Value = Vec<String>> {
        let day = prop_oneof![Just("-".to_owned()), (1..4u8).prop_map(|day| format!("2025-01-{:02}", day * 9))];
        let stance =
            prop::sample::select(vec!["supports", "supports-if", "undecided", "reluctant", "opposes", "mentions"]);
        let voice = prop::sample::select(vec!["government", "party", "media"]);
        let basis = prop::sample::select(vec!["quoted", "reported", "expected"]);
        let line = (day, stance, voice, basis)
            .prop_map(|(day, stance, voice, basis)| format!("{day} {stance} {voice} {basis}"));
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
                let (moved, last) = (now.moved, told.last());
                prop_assert_eq!(moved.map(|m| (m.to, Some(m.on), m.after)), last.filter(|_| told.len() > 1).map(|s| (s.stance, s.on, s.claim)));
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
}
