//! The matrix: for every country and issue the position in force, its marks and its evidence.

use std::ops::Range;
use std::sync::Arc;
use std::thread;

use jiff::civil::Date;

use super::axis::Axis;
use super::facts::{Fact, Facts, Judged};
use super::rule::{Judge, Standing, is_official};
use super::scale::Scale;
use super::sieve::{Sieve, Verdict};
use super::sources::Thinner;
use crate::model::look::Settings;
use crate::model::{Basis, ClaimId, IssueId, Judgement, Project, RowsOf, Spot, StanceId, Who};

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
    /// Of these, how many stand for sources that do not copy each other; the same number unless
    /// [`Settings::independent`] is asked.
    pub sources: u32,
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
    /// Members of a bloc with a position that has a score; 0 for countries and actors.
    pub holders: u32,
    /// Members of a bloc stand on opposite sides.
    pub divided: bool,
    /// Why nothing is shown; `None` where a position is.
    pub empty: Option<Empty>,
}

impl Position {
    /// The condition to show with the level. None for a bloc: each of its members has its own.
    pub fn condition<'p>(&self, project: &'p Project) -> &'p str {
        let decisive = self.decisive.filter(|_| self.holders == 0);
        decisive.and_then(|id| project.claim(id)).map_or("", |claim| claim.condition.trim())
    }
}

/// Rows from which on cells are shared among threads; fewer are derived faster than a thread starts.
const MANY: usize = 20_000;
/// Threads at most.
const THREADS: usize = 4;

/// Every country (or bloc, or actor) on every issue, in the analyst's order.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The rows.
    pub whos: Vec<Who>,
    /// The columns.
    pub issues: Vec<IssueId>,
    /// Undated claims that an as-of date left out.
    pub undated: usize,
    pub(super) rows: Arc<Axis<Who>>,
    pub(super) columns: Arc<Axis<IssueId>>,
    pub(super) scale: Arc<Scale>,
    /// Row after row, as are `scores`.
    pub(super) cells: Vec<Position>,
    /// The points of the level in force.
    pub(super) scores: Vec<Option<i8>>,
    pub(super) evidence: Vec<ClaimId>,
    /// Where the evidence of each cell begins; one longer than `cells`.
    pub(super) starts: Vec<u32>,
}

impl Matrix {
    /// Derives the matrix of the countries of `project` under `settings`.
    pub fn new(project: &Project, settings: &Settings) -> Self {
        Self::of(project, RowsOf::Countries, settings)
    }

    /// Derives the matrix of `project` with these rows under `settings`.
    pub fn of(project: &Project, rows: RowsOf, settings: &Settings) -> Self {
        let facts = Facts::of(project, rows);
        let matrix = Self::from_facts(&facts, project, settings);
        if rows == RowsOf::Blocs { matrix.of_blocs(&facts, project, settings) } else { matrix }
    }

    /// The matrix of those of whom facts were read from `project` before.
    pub fn from_facts(facts: &Facts, project: &Project, settings: &Settings) -> Self {
        let sieve = Sieve::new(settings, facts, project);
        let threads = if facts.len() < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
        let share = facts.cells().div_ceil(threads.min(THREADS));
        let mut whole = Part::with_room(facts.cells(), facts.len());
        thread::scope(|scope| {
            let sieve = &sieve;
            let rest = (share..facts.cells()).step_by(share.max(1));
            let others: Vec<_> = rest
                .map(|first| first..facts.cells().min(first + share))
                .map(|cells| scope.spawn(|| Part::of(facts, sieve, settings, cells)))
                .collect();
            whole.fill(facts, sieve, settings, 0..share);
            for other in others {
                whole.append(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
        });
        whole.starts.push(whole.evidence.len() as u32);
        Self {
            whos: facts.whos.ids.clone(),
            issues: facts.issues.ids.clone(),
            undated: whole.undated,
            rows: facts.whos.clone(),
            columns: facts.issues.clone(),
            scale: facts.scale.clone(),
            cells: whole.cells,
            scores: whole.scores,
            evidence: whole.evidence,
            starts: whole.starts,
        }
    }

    /// The position of whoever stands in row `row` on the issue in column `column`.
    ///
    /// # Panics
    /// Where there is no such row or column.
    pub fn at(&self, row: usize, column: usize) -> &Position {
        &self.cells[self.place(row, column)]
    }

    /// The position of a cell, if both its row and its issue are in the matrix.
    pub fn position(&self, cell: impl Into<Spot>) -> Option<&Position> {
        self.cells.get(self.index_of(cell.into())?)
    }

    /// The counted claims under a cell, latest first; undated last.
    pub fn evidence(&self, cell: impl Into<Spot>) -> &[ClaimId] {
        self.index_of(cell.into()).map_or(&[], |index| self.evidence_at(index))
    }

    /// The points of the level in force in a cell, if it has any.
    ///
    /// # Panics
    /// Where there is no such row or column.
    pub fn score(&self, row: usize, column: usize) -> Option<i8> {
        self.scores[self.place(row, column)]
    }

    /// The row of a country, a bloc or an actor.
    pub fn row_of(&self, who: Who) -> Option<usize> {
        self.rows.place_of(who)
    }

    /// The column of an issue.
    pub fn column_of(&self, issue: IssueId) -> Option<usize> {
        self.columns.place(issue.0)
    }

    /// The levels of the scale in order, each with the number of rows that stand there on an issue.
    pub fn distribution(&self, column: usize) -> Vec<(StanceId, usize)> {
        let mut counts = vec![0; self.scale.len()];
        for row in 0..self.whos.len() {
            let level = self.at(row, column).stance.map(|stance| usize::from(self.scale.level(stance)));
            if let Some(count) = level.and_then(|level| counts.get_mut(level)) {
                *count += 1;
            }
        }
        self.scale.stances.iter().copied().zip(counts).collect()
    }

    /// On how many issues there is evidence about whoever stands in row `row`.
    pub fn coverage(&self, row: usize) -> usize {
        (0..self.issues.len()).filter(|column| self.at(row, *column).claims > 0).count()
    }

    /// Every cell with at least one counted claim, row after row.
    pub fn cells_with_evidence(&self) -> impl Iterator<Item = (Spot, &Position)> {
        self.cells().filter(|(_, position)| position.claims > 0)
    }

    /// Every cell, row after row.
    pub fn cells(&self) -> impl Iterator<Item = (Spot, &Position)> {
        let cells = self.whos.iter().flat_map(|who| self.issues.iter().map(move |issue| (*who, *issue)));
        cells.map(|(who, issue)| Spot { who, issue }).zip(&self.cells)
    }

    /// The different conditions of the counted claims under a cell, in the order of the evidence.
    pub fn conditions<'p>(&self, project: &'p Project, cell: impl Into<Spot>) -> Vec<&'p str> {
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

    fn index_of(&self, spot: Spot) -> Option<usize> {
        Some(self.row_of(spot.who)? * self.issues.len() + self.column_of(spot.issue)?)
    }

    fn place(&self, row: usize, column: usize) -> usize {
        assert!(column < self.issues.len(), "the matrix has no column {column}");
        row * self.issues.len() + column
    }
}

/// Some cells in a row, as one thread derived them.
struct Part {
    cells: Vec<Position>,
    scores: Vec<Option<i8>>,
    evidence: Vec<ClaimId>,
    /// Where the evidence of each cell begins.
    starts: Vec<u32>,
    undated: usize,
}

impl Part {
    fn with_room(cells: usize, rows: usize) -> Self {
        Self {
            cells: Vec::with_capacity(cells),
            scores: Vec::with_capacity(cells),
            evidence: Vec::with_capacity(rows),
            starts: Vec::with_capacity(cells + 1),
            undated: 0,
        }
    }

    fn of(facts: &Facts, sieve: &Sieve<'_>, settings: &Settings, cells: Range<usize>) -> Self {
        let mut part = Self::with_room(cells.len(), facts.under(cells.clone()));
        part.fill(facts, sieve, settings, cells);
        part
    }

    /// Derives some cells and puts them behind those that are there.
    fn fill(&mut self, facts: &Facts, sieve: &Sieve<'_>, settings: &Settings, cells: Range<usize>) {
        let mut judge = Judge::new(settings.rule, &facts.scale);
        let from = facts.judged.partition_point(|row| row.cell < cells.start);
        let mut judged = facts.judged[from..].iter().peekable();
        let mut thinner = sieve.sources().map(Thinner::new);
        let mut scored = Vec::new();
        for cell in cells {
            let start = self.evidence.len();
            self.starts.push(start as u32);
            self.count(facts.at(cell), sieve, &mut scored);
            let claims = (self.evidence.len() - start) as u32;
            let sources = match &mut thinner {
                Some(thinner) => {
                    sieve.counted(facts.at(cell), &mut scored);
                    thinner.thin(&mut scored);
                    let sources = scored.len() as u32;
                    scored.retain(|row| row.score.is_some());
                    sources
                }
                None => claims,
            };
            let mut position = derive(facts, &mut judge, &scored, settings.contest_days);
            (position.claims, position.sources) = (claims, sources);
            let judgement = judged.next_if(|row| row.cell == cell);
            if let Some(judgement) = judgement.filter(|row| sieve.lets_judgement(row.last_day)) {
                assess(&mut position, judgement, facts, &scored);
            } else if position.stance.is_none() {
                position.empty = Some(Empty::NotLookedFor);
            }
            self.scores.push(position.stance.and_then(|stance| facts.scale.score(facts.scale.level(stance))));
            self.cells.push(position);
        }
    }

    /// Keeps the counted rows of a cell as evidence, and those with a score in `scored`.
    ///
    /// By moving two ends, not by branches: which rows count or have a score cannot be foretold.
    fn count(&mut self, rows: &[Fact], sieve: &Sieve<'_>, scored: &mut Vec<Fact>) {
        scored.clear();
        scored.extend_from_slice(rows);
        let (mut counted, mut with_score) = (self.evidence.len(), 0);
        self.evidence.extend(rows.iter().map(|row| row.claim));
        for row in rows {
            let verdict = sieve.verdict(row);
            let counts = verdict == Verdict::Counts;
            self.evidence[counted] = row.claim;
            scored[with_score] = *row;
            counted += usize::from(counts);
            with_score += usize::from(counts & row.score.is_some());
            self.undated += usize::from((verdict == Verdict::Undated) & row.first);
        }
        self.evidence.truncate(counted);
        scored.truncate(with_score);
    }

    /// Puts the cells that follow behind these.
    fn append(&mut self, mut next: Part) {
        let before = self.evidence.len() as u32;
        self.starts.extend(next.starts.iter().map(|start| before + start));
        self.cells.append(&mut next.cells);
        self.scores.append(&mut next.scores);
        self.evidence.append(&mut next.evidence);
        self.undated += next.undated;
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
    /// The claim that decided it last, before the next level came or today.
    pub held: ClaimId,
    /// The level of a bloc is another one only because a member spoke for the first time; nobody moved.
    pub joined: bool,
}

impl Since {
    /// The change from this level to the next; none where the next is undated, and where nobody moved.
    pub fn to(&self, next: &Since) -> Option<Move> {
        if next.joined {
            return None;
        }
        Some(Move { from: self.stance, to: next.stance, on: next.on?, before: self.held, after: next.claim })
    }
}

/// How the derived level of a cell changed by date, earliest first.
///
/// For a country or an actor; for a bloc see [`super::blocs::of_bloc`].
pub fn history(facts: &Facts, project: &Project, settings: &Settings, cell: impl Into<Spot>) -> Vec<Since> {
    Historian::new(facts, project, settings).of(cell.into())
}

/// Tells the history of one cell after another.
pub(super) struct Historian<'f> {
    facts: &'f Facts,
    sieve: Sieve<'f>,
    thinner: Option<Thinner<'f>>,
    judge: Judge<'f>,
    rows: Vec<Fact>,
}

impl<'f> Historian<'f> {
    pub fn new(facts: &'f Facts, project: &Project, settings: &Settings) -> Self {
        let sieve = Sieve::new(settings, facts, project);
        let thinner = sieve.sources().map(Thinner::new);
        Self { facts, sieve, thinner, judge: Judge::new(settings.rule, &facts.scale), rows: Vec::new() }
    }

    /// As [`history`].
    pub fn of(&mut self, spot: Spot) -> Vec<Since> {
        self.sieve.counted(self.facts.cell(spot), &mut self.rows);
        self.rows.retain(|row| row.score.is_some());
        if let Some(thinner) = &mut self.thinner {
            thinner.thin(&mut self.rows);
        }
        // Each level with the first and the last standing in which it held.
        let mut standings: Vec<(Standing, Standing)> = Vec::new();
        self.judge.by_date(&self.rows, |standing| match standings.last_mut() {
            Some((_, last)) if last.level == standing.level => *last = standing,
            _ => standings.push((standing, standing)),
        });
        let (rows, judge, scale) = (&self.rows, &self.judge, &self.facts.scale);
        let since = |(first, last): (Standing, Standing)| {
            let brought = &rows[judge.bringer(rows, first)?];
            let held = rows[judge.decisive(rows, last.from, last.level)?].claim;
            Some(Since {
                on: brought.date(),
                stance: scale.stance(first.level)?,
                claim: brought.claim,
                held,
                joined: false,
            })
        };
        standings.into_iter().filter_map(since).collect()
    }

    /// The counted rows with a score that the last history was told from, latest first.
    pub fn rows(&self) -> &[Fact] {
        &self.rows
    }
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
            on: brought.date()?,
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
    position.assessed = judged.judgement != Judgement::TakenBack;
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
        Judgement::TakenBack => {}
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
mod tests;
