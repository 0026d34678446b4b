//! Blocs: what a group of countries holds, from what its members hold.
//!
//! Nothing here depends on the order in which a bloc names its members.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::axis::Axis;
use super::facts::{Fact, Facts};
use super::matrix::{Empty, Matrix, Position, Since};
use super::rule::{Judge, Standing};
use super::scale::{Level, Scale};
use super::sieve::{Sieve, Verdict};
use super::sources::Thinner;
use crate::model::{Bloc, BlocId, ClaimId, CountryId, IssueId, Project, Settings, Spot, StanceId, Who};

impl Matrix {
    /// The matrix of the blocs of `project`, where this is that of its countries under the same settings.
    ///
    /// A bloc holds the mean of the scores of its members with a position, to the nearest level, halfway
    /// towards zero; every member weighs the same. Its evidence are the claims of its members, each once. It is
    /// contested and assessed as soon as one member is, unofficial and only expected when all members with a
    /// derived position are, and divided when members stand on opposite sides. What has become stale under its
    /// members adds up.
    pub fn of_blocs(&self, facts: &Facts, project: &Project, settings: &Settings) -> Self {
        let blocs = project.blocs_in_order();
        let rows = Axis::new(blocs.iter().map(|bloc| Who::Bloc(bloc.id)), |who| who.entry().slug());
        let mut teller = Teller::new(facts, project, settings);
        let (mut cells, mut scores) = (Vec::new(), Vec::new());
        let (mut evidence, mut starts) = (Vec::new(), vec![0]);
        let mut undated = BTreeSet::new();
        for bloc in &blocs {
            for issue in &self.issues {
                let mut rows = teller.under(bloc, *issue, &mut undated);
                let mut position = whole(&self.members(bloc, *issue), &self.scale, &rows);
                evidence.extend(rows.iter().map(|row| row.claim));
                position.claims = rows.len() as u32;
                teller.thin(&mut rows);
                position.sources = rows.len() as u32;
                if position.derived.is_some() {
                    let told = teller.history(bloc, *issue);
                    position.moved = told.windows(2).rev().find_map(|two| two[0].to(&two[1]));
                }
                scores.push(score_of(&self.scale, position.stance));
                cells.push(position);
                starts.push(evidence.len() as u32);
            }
        }
        Self {
            whos: rows.ids.clone(),
            issues: self.issues.clone(),
            undated: undated.len(),
            rows: Arc::new(rows),
            columns: self.columns.clone(),
            scale: self.scale.clone(),
            cells,
            scores,
            evidence,
            starts,
        }
    }

    /// The positions of the members of a bloc that are in the matrix of countries.
    fn members(&self, bloc: &Bloc, issue: IssueId) -> Vec<&Position> {
        let Some(column) = self.column_of(issue) else { return Vec::new() };
        let rows = members(bloc).filter_map(|id| self.row_of(Who::Country(id)));
        rows.map(|row| self.at(row, column)).collect()
    }
}

/// How the derived level of a bloc changed by date, earliest first: whenever a member's did, the mean anew.
///
/// A change was brought by one of the members who moved on that day, the one whose new level is nearest to the bloc's.
/// Until then the old level was held by the member whose level was nearest to it; among several by the latest claim.
pub fn of_bloc(facts: &Facts, project: &Project, settings: &Settings, bloc: BlocId, issue: IssueId) -> Vec<Since> {
    project.bloc(bloc).map_or_else(Vec::new, |bloc| Teller::new(facts, project, settings).history(bloc, issue))
}

/// The members of a bloc, each once.
fn members(bloc: &Bloc) -> impl Iterator<Item = CountryId> {
    let members: BTreeSet<CountryId> = bloc.members.iter().copied().collect();
    members.into_iter()
}

/// The position of a bloc, but for its numbers of claims and its history; `rows` are the counted claims.
fn whole(members: &[&Position], scale: &Scale, rows: &[Fact]) -> Position {
    let all = || members.iter().copied();
    let score = |stance: Option<StanceId>| score_of(scale, stance);
    let derived = || all().filter(|position| position.derived.is_some());
    let mean = |levels: &mut dyn Iterator<Item = StanceId>| {
        let mut tally = Tally::new(scale);
        levels.for_each(|stance| tally.put(scale.level(stance)));
        tally.level().and_then(|level| scale.stance(level))
    };
    let position = Position {
        stance: mean(&mut all().filter_map(|position| position.stance)).or_else(|| unscored(all(), scale)),
        derived: mean(&mut all().filter_map(|position| position.derived)),
        ..Position::default()
    };
    let signs = |sign: i8| all().any(|position| score(position.stance).is_some_and(|score| score.signum() == sign));
    Position {
        decisive: decisive(&position, all(), scale, rows),
        contested: all().any(|position| position.contested),
        unofficial: position.derived.is_some() && derived().all(|position| position.unofficial),
        expected_only: position.derived.is_some() && derived().all(|position| position.expected_only),
        assessed: all().any(|position| position.assessed),
        stale: all().map(|position| position.stale).sum(),
        holders: all().filter(|position| score(position.stance).is_some()).count() as u32,
        divided: signs(1) && signs(-1),
        empty: if position.stance.is_some() { None } else { Some(nothing(all())) },
        ..position
    }
}

/// The level without a score that most members were judged to hold; of several the first on the scale.
fn unscored<'p>(members: impl Iterator<Item = &'p Position>, scale: &Scale) -> Option<StanceId> {
    let mut held: Vec<(Level, StanceId)> =
        members.filter_map(|position| Some((scale.level(position.stance?), position.stance?))).collect();
    held.sort_unstable();
    let most = held.chunk_by(|a, b| a == b).rev().max_by_key(|same| same.len())?;
    Some(most[0].1)
}

/// Why no member has a position: that nobody looked, as soon as that is so for one; that one declined where all did.
fn nothing<'p>(members: impl Iterator<Item = &'p Position>) -> Empty {
    let kinds: Vec<Empty> = members.map(|position| position.empty.unwrap_or(Empty::NotLookedFor)).collect();
    match kinds.first() {
        None => Empty::NotLookedFor,
        Some(_) if kinds.contains(&Empty::NotLookedFor) => Empty::NotLookedFor,
        Some(_) if kinds.contains(&Empty::NothingFound) => Empty::NothingFound,
        Some(first) => *first,
    }
}

/// The claim that decided for the member whose level is nearest to the bloc's; among several the latest, then the one
/// on the strongest basis. Where none is in force, the levels that would be.
fn decisive<'p>(
    whole: &Position,
    members: impl Iterator<Item = &'p Position>,
    scale: &Scale,
    rows: &[Fact],
) -> Option<ClaimId> {
    let level = |position: &Position| if whole.stance.is_some() { position.stance } else { position.derived };
    let aim = level(whole)?;
    let far = |position: &Position| match (score_of(scale, level(position)), score_of(scale, Some(aim))) {
        (Some(score), Some(aim)) => Some(score.abs_diff(aim)),
        _ => (level(position) == Some(aim)).then_some(0),
    };
    let place = |claim: ClaimId| rows.iter().position(|row| row.claim == claim);
    let deciding = members.filter_map(|position| Some((far(position)?, place(position.decisive?), position.decisive)));
    deciding.min_by_key(|(far, place, _)| (*far, *place)).and_then(|(.., claim)| claim)
}

/// How many hold each level.
struct Tally<'s> {
    scale: &'s Scale,
    held: Vec<u32>,
    sum: i64,
    count: i64,
}

impl<'s> Tally<'s> {
    fn new(scale: &'s Scale) -> Self {
        Self { scale, held: vec![0; scale.len()], sum: 0, count: 0 }
    }

    /// One more holds that level; one without a score is held by nobody.
    fn put(&mut self, level: Level) {
        let Some(score) = self.scale.score(level) else { return };
        self.held[usize::from(level)] += 1;
        (self.sum, self.count) = (self.sum + i64::from(score), self.count + 1);
    }

    /// One who held that level does so no longer.
    fn take(&mut self, level: Level) {
        let Some(score) = self.scale.score(level) else { return };
        self.held[usize::from(level)] -= 1;
        (self.sum, self.count) = (self.sum - i64::from(score), self.count - 1);
    }

    /// The level nearest to the mean of the scores; of levels with one score the one that most hold, then the first
    /// on the scale.
    fn level(&self) -> Option<Level> {
        let nearest = (self.count > 0).then(|| self.scale.nearest(self.sum, self.count))?;
        let twins = (0..).zip(&self.held).filter(|(level, _)| self.scale.score(*level) == self.scale.score(nearest));
        let most = twins.filter(|(_, held)| **held > 0).max_by_key(|(level, held)| (**held, Reverse(*level)));
        Some(most.map_or(nearest, |(level, _)| level))
    }
}

/// Tells of one bloc after another what lies under it and how it changed.
struct Teller<'f> {
    facts: &'f Facts,
    sieve: Sieve<'f>,
    thinner: Option<Thinner<'f>>,
    judge: Judge<'f>,
}

/// What a member held by date.
struct Past {
    /// Its counted claims with a score, latest first.
    rows: Vec<Fact>,
    /// Earliest first.
    standings: Vec<Standing>,
}

impl Past {
    fn day(&self, step: usize) -> i32 {
        self.rows[self.standings[step].from].day
    }

    fn moved_at(&self, step: usize) -> bool {
        step.checked_sub(1).is_none_or(|before| self.standings[before].level != self.standings[step].level)
    }
}

impl<'f> Teller<'f> {
    fn new(facts: &'f Facts, project: &Project, settings: &Settings) -> Self {
        let sieve = Sieve::new(settings, facts, project);
        let thinner = sieve.sources().map(Thinner::new);
        Self { facts, sieve, thinner, judge: Judge::new(settings.rule, &facts.scale) }
    }

    /// The counted claims of all members on an issue, each once, latest first. Claims that only lack a date go into
    /// `undated`.
    fn under(&self, bloc: &Bloc, issue: IssueId, undated: &mut BTreeSet<u32>) -> Vec<Fact> {
        let mut rows: Vec<Fact> = Vec::new();
        for country in members(bloc) {
            for row in self.facts.cell(Spot { who: Who::Country(country), issue }) {
                match self.sieve.verdict(row) {
                    Verdict::Counts => rows.push(*row),
                    Verdict::Undated => {
                        undated.insert(row.ordinal);
                    }
                    Verdict::Out => {}
                }
            }
        }
        rows.sort_unstable_by_key(Fact::key);
        rows.dedup_by_key(|row| row.ordinal);
        rows
    }

    /// Leaves of copies one, where they are to count once.
    fn thin(&mut self, rows: &mut Vec<Fact>) {
        if let Some(thinner) = &mut self.thinner {
            thinner.thin(rows);
        }
    }

    fn past(&mut self, spot: Spot) -> Past {
        let mut rows = Vec::new();
        self.sieve.counted(self.facts.cell(spot), &mut rows);
        rows.retain(|row| row.score.is_some());
        self.thin(&mut rows);
        let mut standings = Vec::new();
        self.judge.by_date(&rows, |standing| standings.push(standing));
        Past { rows, standings }
    }

    /// As [`of_bloc`].
    fn history(&mut self, bloc: &Bloc, issue: IssueId) -> Vec<Since> {
        let pasts: Vec<Past> =
            members(bloc).map(|country| self.past(Spot { who: Who::Country(country), issue })).collect();
        let steps = pasts
            .iter()
            .enumerate()
            .flat_map(|(member, past)| (0..past.standings.len()).map(move |step| (past.day(step), member, step)));
        let mut steps: Vec<(i32, usize, usize)> = steps.collect();
        steps.sort_unstable();
        let mut now: Vec<Option<usize>> = vec![None; pasts.len()];
        let mut tally = Tally::new(&self.facts.scale);
        let mut told: Vec<(Level, Since)> = Vec::new();
        // What the members hold changes day by day; all that changes on one day does so at once.
        for day in steps.chunk_by(|a, b| a.0 == b.0) {
            let before = now.clone();
            for (_, member, step) in day {
                let past = &pasts[*member];
                if let Some(before) = now[*member].replace(*step) {
                    tally.take(past.standings[before].level);
                }
                tally.put(past.standings[*step].level);
            }
            let Some(level) = tally.level() else { continue };
            if told.last().is_some_and(|(last, _)| *last == level) {
                continue;
            }
            if let Some((last, since)) = told.last_mut() {
                since.held = self.held(&pasts, &before, *last).unwrap_or(since.held);
            }
            // Who only joins the others has not moved.
            let changes = |(_, member, _): &&(i32, usize, usize)| before[*member].is_some();
            let joined = !told.is_empty() && !day.iter().filter(changes).any(|(_, m, step)| pasts[*m].moved_at(*step));
            let moved = day.iter().filter(|(_, member, step)| pasts[*member].moved_at(*step));
            let moved = moved.filter(|row| joined || told.is_empty() || changes(row));
            let brought = moved.filter_map(|(_, member, step)| {
                let (past, standing) = (&pasts[*member], pasts[*member].standings[*step]);
                let row = past.rows.get(self.judge.bringer(&past.rows, standing)?)?;
                Some((self.far(standing.level, level)?, row))
            });
            let nearest = brought.min_by_key(|(far, row)| (*far, row.key()));
            if let (Some((_, row)), Some(stance)) = (nearest, self.facts.scale.stance(level)) {
                told.push((level, Since { on: row.date(), stance, claim: row.claim, held: row.claim, joined }));
            }
        }
        if let Some((last, since)) = told.last_mut() {
            since.held = self.held(&pasts, &now, *last).unwrap_or(since.held);
        }
        told.into_iter().map(|(_, since)| since).collect()
    }

    /// The claim that decides for the member whose level is nearest to this one, each member being at a step.
    fn held(&self, pasts: &[Past], now: &[Option<usize>], level: Level) -> Option<ClaimId> {
        let rows = pasts.iter().zip(now).filter_map(|(past, step)| {
            let standing = past.standings[(*step)?];
            let row = past.rows.get(self.judge.decisive(&past.rows, standing.from, standing.level)?)?;
            Some((self.far(standing.level, level)?, row))
        });
        rows.min_by_key(|(far, row)| (*far, row.key())).map(|(_, row)| row.claim)
    }

    /// How far the scores of two levels are apart.
    fn far(&self, a: Level, b: Level) -> Option<u8> {
        Some(self.facts.scale.score(a)?.abs_diff(self.facts.scale.score(b)?))
    }
}

fn score_of(scale: &Scale, stance: Option<StanceId>) -> Option<i8> {
    scale.score(scale.level(stance?))
}

#[cfg(test)]
mod tests;
