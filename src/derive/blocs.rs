//! Blocs: what a group of countries holds, from what its members hold.

use std::collections::HashSet;
use std::sync::Arc;

use super::axis::Axis;
use super::facts::{Fact, Facts};
use super::matrix::{Empty, Historian, Matrix, Position, Since};
use super::scale::Scale;
use super::sieve::{Sieve, Verdict};
use super::sources::Thinner;
use crate::model::{Bloc, BlocId, ClaimId, IssueId, Project, Settings, Spot, StanceId, Who};

impl Matrix {
    /// The matrix of the blocs of `project`, where this is that of its countries under the same settings.
    ///
    /// A bloc holds the mean of the scores of its members with a position, to the nearest level, halfway
    /// towards zero; every member weighs the same. Its evidence are the claims of its members, each once. It is
    /// contested and assessed as soon as one member is, unofficial and only expected when all members with a
    /// derived position are, and divided when members stand on opposite sides.
    pub fn of_blocs(&self, facts: &Facts, project: &Project, settings: &Settings) -> Self {
        let blocs = project.blocs_in_order();
        let rows = Axis::new(blocs.iter().map(|bloc| Who::Bloc(bloc.id)), |who| who.entry().slug());
        let sieve = Sieve::new(settings, facts, project);
        let mut thinner = sieve.sources().map(Thinner::new);
        let mut historian = Historian::new(facts, project, settings);
        let (mut cells, mut scores) = (Vec::new(), Vec::new());
        let (mut evidence, mut starts) = (Vec::new(), vec![0]);
        for bloc in &blocs {
            for issue in &self.issues {
                let members = self.members(bloc, *issue);
                let mut position = whole(&members, &self.scale);
                let mut rows = under(facts, &sieve, bloc, *issue);
                let counted: Vec<ClaimId> = rows.iter().map(|row| row.claim).collect();
                position.claims = rows.len() as u32;
                if let Some(thinner) = &mut thinner {
                    thinner.thin(&mut rows);
                }
                position.sources = rows.len() as u32;
                if members.iter().any(|(_, member)| member.derived.is_some()) {
                    let told = history(&mut historian, &self.scale, bloc, *issue);
                    position.moved = told.windows(2).rev().find_map(|two| two[0].to(&two[1]));
                }
                scores.push(score_of(&self.scale, position.stance));
                cells.push(position);
                evidence.extend(counted);
                starts.push(evidence.len() as u32);
            }
        }
        Self {
            whos: rows.ids.clone(),
            issues: self.issues.clone(),
            undated: self.undated,
            rows: Arc::new(rows),
            columns: self.columns.clone(),
            scale: self.scale.clone(),
            cells,
            scores,
            evidence,
            starts,
        }
    }

    /// The positions of the members of a bloc that are in the matrix of countries, each with its row.
    fn members(&self, bloc: &Bloc, issue: IssueId) -> Vec<(usize, Position)> {
        let Some(column) = self.column_of(issue) else { return Vec::new() };
        let mut seen = HashSet::new();
        let rows = bloc.members.iter().filter_map(|id| self.row_of(Who::Country(*id)));
        rows.filter(|row| seen.insert(*row)).map(|row| (row, *self.at(row, column))).collect()
    }
}

/// How the derived level of a bloc changed by date, earliest first: whenever a member's did, the mean anew.
pub fn of_bloc(facts: &Facts, project: &Project, settings: &Settings, bloc: BlocId, issue: IssueId) -> Vec<Since> {
    let Some(bloc) = project.bloc(bloc) else { return Vec::new() };
    history(&mut Historian::new(facts, project, settings), &facts.scale, bloc, issue)
}

/// The position of a bloc, but for evidence and history.
fn whole(members: &[(usize, Position)], scale: &Scale) -> Position {
    let all = || members.iter().map(|(_, position)| position);
    let held: Vec<&Position> = all().filter(|position| score_of(scale, position.stance).is_some()).collect();
    let derived: Vec<&Position> = all().filter(|position| position.derived.is_some()).collect();
    let stance = mean(scale, held.iter().filter_map(|position| position.stance));
    let signs = |sign: i8| held.iter().any(|p| score_of(scale, p.stance).is_some_and(|s| s.signum() == sign));
    Position {
        stance,
        derived: mean(scale, derived.iter().filter_map(|position| position.derived)),
        decisive: decisive(&held, scale, stance),
        contested: all().any(|position| position.contested),
        unofficial: !derived.is_empty() && derived.iter().all(|position| position.unofficial),
        expected_only: !derived.is_empty() && derived.iter().all(|position| position.expected_only),
        assessed: all().any(|position| position.assessed),
        stale: all().map(|position| position.stale).sum(),
        holders: held.len() as u32,
        divided: signs(1) && signs(-1),
        empty: if stance.is_some() { None } else { Some(nothing(all())) },
        ..Position::default()
    }
}

/// Why no member has a position: what they have in common, else that nobody looked.
fn nothing<'p>(members: impl Iterator<Item = &'p Position>) -> Empty {
    let mut kinds = members.map(|position| position.empty.unwrap_or(Empty::NotLookedFor));
    let first = kinds.next().unwrap_or(Empty::NotLookedFor);
    if kinds.all(|kind| kind == first) { first } else { Empty::NotLookedFor }
}

/// The level nearest to the mean of the scores; of levels with one score, the one that is held.
fn mean(scale: &Scale, stances: impl Iterator<Item = StanceId>) -> Option<StanceId> {
    let held: Vec<(StanceId, i8)> =
        stances.filter_map(|stance| Some((stance, score_of(scale, Some(stance))?))).collect();
    let sum = held.iter().map(|(_, score)| i64::from(*score)).sum();
    let level = (!held.is_empty()).then(|| scale.nearest(sum, held.len() as i64))?;
    let twin = held.iter().find(|(_, score)| Some(*score) == scale.score(level));
    twin.map(|(stance, _)| *stance).or_else(|| scale.stance(level))
}

/// The claim that decided for a member whose level is nearest to the bloc's; the first member in its order.
fn decisive(held: &[&Position], scale: &Scale, stance: Option<StanceId>) -> Option<ClaimId> {
    let aim = i16::from(score_of(scale, stance)?);
    let far = |position: &&&Position| score_of(scale, position.stance).map(|score| (i16::from(score) - aim).abs());
    held.iter().filter(|position| position.decisive.is_some()).min_by_key(far).and_then(|position| position.decisive)
}

/// The counted claims of all members on an issue, each once, latest first.
fn under(facts: &Facts, sieve: &Sieve<'_>, bloc: &Bloc, issue: IssueId) -> Vec<Fact> {
    let mut rows: Vec<Fact> = Vec::new();
    for country in &bloc.members {
        let member = facts.cell(Spot { who: Who::Country(*country), issue });
        rows.extend(member.iter().filter(|row| sieve.verdict(row) == Verdict::Counts));
    }
    rows.sort_unstable_by_key(Fact::key);
    rows.dedup_by_key(|row| row.ordinal);
    rows
}

fn history(historian: &mut Historian<'_>, scale: &Scale, bloc: &Bloc, issue: IssueId) -> Vec<Since> {
    let mut seen = HashSet::new();
    let members = bloc.members.iter().filter(|id| seen.insert(**id));
    let told: Vec<Vec<Since>> = members.map(|id| historian.of(Spot { who: Who::Country(*id), issue })).collect();
    let mut steps: Vec<(usize, usize)> =
        told.iter().enumerate().flat_map(|(member, told)| (0..told.len()).map(move |step| (member, step))).collect();
    steps.sort_by_key(|(member, step)| (told[*member][*step].on, *member, *step));
    let mut now: Vec<Option<usize>> = vec![None; told.len()];
    let mut whole: Vec<Since> = Vec::new();
    // The members' levels change day by day; those of one day at once.
    for day in steps.chunk_by(|a, b| told[a.0][a.1].on == told[b.0][b.1].on) {
        let before = now.clone();
        for (member, step) in day {
            now[*member] = Some(*step);
        }
        let levels = now.iter().enumerate().filter_map(|(member, step)| Some(told[member][(*step)?].stance));
        let Some(stance) = mean(scale, levels) else { continue };
        let (member, step) = day[0];
        let brought = told[member][step];
        if whole.last().is_some_and(|last| last.stance == stance) {
            continue;
        }
        if let Some(last) = whole.last_mut() {
            // What the member who moved held before; a member without a word before leaves what stood.
            last.held = before[member].map_or(last.held, |step| told[member][step].held);
        }
        whole.push(Since { on: brought.on, stance, claim: brought.claim, held: brought.held });
    }
    whole
}

fn score_of(scale: &Scale, stance: Option<StanceId>) -> Option<i8> {
    scale.score(scale.level(stance?))
}
