//! Positions over time: a lane for everyone on one issue, or for every issue of one of them.
//!
//! Claims are marks, the position in force is a band. The window and the exported picture draw the same value. Days are
//! numbers as in [`Fact::day`]; [`date`] gives the date and [`day`] the number.

mod stack;

use std::collections::HashSet;

use jiff::civil::Date;

use super::blocs;
use super::facts::{Fact, Facts};
use super::matrix::{Historian, Position, Since};
use super::reading::{date_of_day, day_number};
use super::rule::is_official;
use super::sheet::Sheet;
use crate::model::{Basis, ClaimId, CountryId, IssueId, Look, Project, Settings, Spot, StanceId, Who};

pub use stack::{Stack, stacks, within};

/// For so many days a claim keeps a position fresh.
///
/// A quarter: governments that negotiate with each other meet at least that often (the European Council four times a
/// year by its treaty), so whoever has no claim for longer went through a meeting of which nothing was coded.
pub const FRESH_DAYS: i32 = 90;

/// The number of a day.
pub fn day(date: Date) -> i32 {
    day_number(date)
}

/// The date of the day of that number; `None` beyond all dates.
pub fn date(day: i32) -> Option<Date> {
    date_of_day(day)
}

/// What a timeline is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// One issue, with a lane for everyone in the rows of the sheet.
    Issue(IssueId),
    /// One of those in the rows, with a lane for every issue.
    Who(Who),
}

/// Lanes in the order of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// What it is of.
    pub subject: Subject,
    /// A lane for everything that the sheet shows, also for what has no claim.
    pub lanes: Vec<Lane>,
    /// The last day that counts, where there is one: bands end there.
    pub as_of: Option<i32>,
}

/// What one of the rows held on an issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The cell of the matrix.
    pub spot: Spot,
    /// The counted claims with a date, earliest first; of a bloc those of its members, each once.
    pub marks: Vec<Mark>,
    /// The position in force, earliest first, without holes: from the first claim with a score on.
    pub bands: Vec<Band>,
    /// When there were claims of opposite sign within the contest window, earliest first; they do not touch.
    pub contests: Vec<Contest>,
    /// When the position was confirmed by no claim for long, earliest first.
    pub gaps: Vec<Gap>,
    /// The counted claims without a date, strongest basis first.
    pub undated: Vec<ClaimId>,
    /// What the matrix shows.
    pub position: Position,
}

/// A claim on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The day.
    pub day: i32,
    /// The claim.
    pub claim: ClaimId,
    /// What it says; `None` for a stance that is not on the scale.
    pub stance: Option<StanceId>,
    /// How we know.
    pub basis: Basis,
    /// The member of the bloc that it is counted for, the first where there are several; `None` outside blocs.
    pub member: Option<CountryId>,
}

/// A level in force, as the matrix says it as of any day of the stretch: undated claims have no part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The first day.
    pub from: i32,
    /// The day on which the next band begins; `None` for the last.
    pub to: Option<i32>,
    /// The level.
    pub stance: StanceId,
    /// The claim that brought the level.
    pub claim: ClaimId,
    /// Every claim with a score up to these days is only expected.
    pub expected_only: bool,
    /// No claim with a score up to these days speaks for the government.
    pub unofficial: bool,
}

/// A stretch in which claims contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The day of the first of them.
    pub from: i32,
    /// The day of the first that contradicts: from then on the matrix calls the cell contested.
    pub since: i32,
    /// The day of the last.
    pub to: i32,
}

/// A stretch that begins when the last claim is no longer fresh and ends with the next claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The first day.
    pub from: i32,
    /// The day of the next claim; `None` where there is none.
    pub to: Option<i32>,
}

/// Why the matrix shows something else than the last band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    /// The analyst judged so: the cell of a country, or of a member of a bloc.
    Assessed,
    /// By claims without a date, which no band can show.
    Undated,
}

impl Timeline {
    /// The timeline of a project under a look.
    pub fn of(project: &Project, look: &Look, subject: Subject) -> Self {
        let facts = Facts::of(project, look.rows);
        Self::new(project, &facts, &Sheet::of(project, look), &look.settings, subject)
    }

    /// The same from what was derived before: `facts` for the rows of the matrix of `sheet`, and that under `settings`.
    ///
    /// Whoever does not stand in the rows of the sheet has no lanes.
    pub fn new(project: &Project, facts: &Facts, sheet: &Sheet, settings: &Settings, subject: Subject) -> Self {
        // As of the last of all days, so that undated claims are left out.
        let mut dated = settings.clone();
        dated.filter.as_of.get_or_insert(Date::MAX);
        let mut teller =
            Teller { project, facts, sheet, historian: Historian::new(facts, project, &dated), dated: &dated };
        let spots: Vec<Spot> = match subject {
            Subject::Issue(issue) => sheet.whos().map(|(who, _)| Spot { who, issue }).collect(),
            Subject::Who(who) => sheet.issues().map(|(issue, _)| Spot { who, issue }).collect(),
        };
        let lanes = spots.into_iter().filter_map(|spot| teller.lane(spot)).collect();
        Self { subject, lanes, as_of: settings.filter.as_of.map(day_number) }
    }

    /// The days of the first and the last mark.
    pub fn days(&self) -> Option<(i32, i32)> {
        let first = self.lanes.iter().filter_map(|lane| lane.marks.first()).map(|mark| mark.day).min()?;
        let last = self.lanes.iter().filter_map(|lane| lane.marks.last()).map(|mark| mark.day).max()?;
        Some((first, last))
    }

    /// Number of marks.
    pub fn marks(&self) -> usize {
        self.lanes.iter().map(|lane| lane.marks.len()).sum()
    }
}

impl Lane {
    /// Whether there is nothing to show: no claim and no judgement.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.undated.is_empty() && !self.position.assessed
    }

    /// The band of a day.
    pub fn band_on(&self, day: i32) -> Option<&Band> {
        let after = self.bands.partition_point(|band| band.from <= day);
        self.bands.get(after.checked_sub(1)?)
    }

    /// Whether the matrix calls the cell contested as of a day.
    pub fn is_contested_by(&self, day: i32) -> bool {
        self.contests.iter().any(|contest| contest.since <= day)
    }

    /// Why the matrix shows something else than the last band, if it does: [`Position::stance`] says what.
    pub fn differs(&self) -> Option<Differs> {
        let last = self.bands.last().map(|band| band.stance);
        match self.position.assessed {
            _ if self.position.stance == last && (last.is_some() || !self.position.assessed) => None,
            true => Some(Differs::Assessed),
            false => Some(Differs::Undated),
        }
    }

    /// The marks from one day to before another.
    pub fn marks_within(&self, days: std::ops::Range<i32>) -> &[Mark] {
        let first = self.marks.partition_point(|mark| mark.day < days.start);
        let end = self.marks.partition_point(|mark| mark.day < days.end);
        &self.marks[first..end.max(first)]
    }
}

/// Tells one lane after another.
struct Teller<'a> {
    project: &'a Project,
    facts: &'a Facts,
    sheet: &'a Sheet,
    historian: Historian<'a>,
    /// The settings without undated claims.
    dated: &'a Settings,
}

/// A row under a lane, and for whom of a bloc it counts.
type Row = (Fact, Option<CountryId>);

impl Teller<'_> {
    fn lane(&mut self, spot: Spot) -> Option<Lane> {
        let position = *self.sheet.matrix.position(spot)?;
        let parts = self.parts(spot);
        let rows = self.rows(spot, &parts);
        let (told, marked) = self.history(spot, &parts);
        let undated_from = rows.partition_point(|(row, _)| row.day != Fact::UNDATED);
        let stance = |row: &Fact| self.facts.scale.stance(row.level);
        let mark = |(row, member): &Row| Mark {
            day: row.day,
            claim: row.claim,
            stance: stance(row),
            basis: row.basis,
            member: *member,
        };
        let marks: Vec<Mark> = rows[..undated_from].iter().rev().map(mark).collect();
        Some(Lane {
            spot,
            bands: bands(&told, &marked),
            contests: marked.contests,
            gaps: gaps(&marks),
            marks,
            undated: rows[undated_from..].iter().map(|(row, _)| row.claim).collect(),
            position,
        })
    }

    /// The cells that a lane is made of: one, or those of the members of a bloc, each once.
    fn parts(&self, spot: Spot) -> Vec<(Spot, Option<CountryId>)> {
        let Who::Bloc(id) = spot.who else { return vec![(spot, None)] };
        let members = self.project.bloc(id).map_or(&[][..], |bloc| &bloc.members);
        let mut seen = HashSet::new();
        let members = members.iter().filter(|id| seen.insert(**id));
        members.map(|id| (Spot { who: Who::Country(*id), issue: spot.issue }, Some(*id))).collect()
    }

    /// The counted rows, latest first, undated last.
    fn rows(&self, spot: Spot, parts: &[(Spot, Option<CountryId>)]) -> Vec<Row> {
        let mut counted = self.sheet.matrix.evidence(spot).to_vec();
        counted.sort_unstable();
        let mut rows: Vec<Row> = Vec::with_capacity(counted.len());
        for (part, member) in parts {
            let part = self.facts.cell(*part).iter().filter(|row| counted.binary_search(&row.claim).is_ok());
            rows.extend(part.map(|row| (*row, *member)));
        }
        if parts.len() > 1 {
            rows.sort_by_key(|(row, _)| row.key());
            rows.dedup_by_key(|(row, _)| row.ordinal);
        }
        rows
    }

    /// How the level changed by date, and what else the dated claims with a score say.
    fn history(&mut self, spot: Spot, parts: &[(Spot, Option<CountryId>)]) -> (Vec<Since>, Marked) {
        let mut marked = Marked::default();
        let mut told = Vec::new();
        for (part, _) in parts {
            told = self.historian.of(*part);
            marked.read(self.historian.rows(), self.dated.contest_days);
        }
        if let Who::Bloc(id) = spot.who {
            told = blocs::of_bloc(self.facts, self.project, self.dated, id, spot.issue);
        }
        marked.join();
        (told, marked)
    }
}

/// What the dated claims with a score say besides the level.
#[derive(Default)]
struct Marked {
    contests: Vec<Contest>,
    /// The day of the first that is more than expected.
    firm: Option<i32>,
    /// The day of the first of the government.
    official: Option<i32>,
}

impl Marked {
    /// Reads the rows of one cell, latest first.
    fn read(&mut self, rows: &[Fact], window: u16) {
        let (mut positive, mut negative): (Option<i32>, Option<i32>) = (None, None);
        for row in rows.iter().rev().filter(|row| row.day != Fact::UNDATED) {
            if row.basis != Basis::Expected {
                self.firm = Some(self.firm.map_or(row.day, |day| day.min(row.day)));
            }
            if is_official(row) {
                self.official = Some(self.official.map_or(row.day, |day| day.min(row.day)));
            }
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
            // Earliest first: the nearest of the other sign is the last one seen.
            if let Some(from) = opposite.filter(|from| row.day - from <= i32::from(window)) {
                self.contests.push(Contest { from, since: row.day, to: row.day });
            }
        }
    }

    /// Makes one stretch of those that touch.
    fn join(&mut self) {
        self.contests.sort_by_key(|contest| (contest.from, contest.to));
        self.contests.dedup_by(|next, last| {
            let touches = next.from <= last.to;
            if touches {
                (last.since, last.to) = (last.since.min(next.since), last.to.max(next.to));
            }
            touches
        });
    }
}

/// The levels as bands, parted where they come to be official or more than expected.
fn bands(told: &[Since], marked: &Marked) -> Vec<Band> {
    let starts: Vec<i32> = told.iter().map(|since| since.on.map_or(Fact::UNDATED, day_number)).collect();
    let mut bands = Vec::with_capacity(told.len());
    for (at, since) in told.iter().enumerate() {
        let (start, end) = (starts[at], starts.get(at + 1).copied());
        let within = |day: &i32| start < *day && end.is_none_or(|end| *day < end);
        let mut cuts: Vec<i32> = [marked.firm, marked.official].into_iter().flatten().filter(within).collect();
        cuts.push(start);
        cuts.sort_unstable();
        cuts.dedup();
        for (at, from) in cuts.iter().copied().enumerate() {
            bands.push(Band {
                from,
                to: cuts.get(at + 1).copied().or(end),
                stance: since.stance,
                claim: since.claim,
                expected_only: marked.firm.is_none_or(|day| from < day),
                unofficial: marked.official.is_none_or(|day| from < day),
            });
        }
    }
    bands
}

/// The stretches that no claim keeps fresh.
fn gaps(marks: &[Mark]) -> Vec<Gap> {
    let nexts = marks.iter().skip(1).map(|mark| Some(mark.day)).chain([None]);
    let gap = |(mark, to): (&Mark, Option<i32>)| Gap { from: mark.day.saturating_add(FRESH_DAYS), to };
    let long = |gap: &Gap| gap.to.is_none_or(|to| gap.from < to);
    marks.iter().zip(nexts).map(gap).filter(long).collect()
}

#[cfg(test)]
mod tests;
