//! The matrix in words: what a cell says, and by which method.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::derive::{Empty, Fact, Facts, Matrix, Move, Position, Rule, Settings};
use crate::gui::widgets::line::counted;
use crate::model::{Assessment, Claim, EntryId, Project, Spot, StanceId};

/// All that the cell of `country` on `issue` shows, in one sentence.
pub fn cell(project: &Project, country: &str, issue: &str, position: &Position) -> String {
    let mut text = String::with_capacity(128);
    let _ = write!(text, "{country} on {issue}: ");
    match position.stance {
        Some(id) => {
            text += project.stance(id).map_or(id.0.as_str(), |stance| stance.label.as_str());
            if let Some(claim) = position.decisive.and_then(|id| project.claim(id)).filter(|c| !c.condition.is_empty())
            {
                let _ = write!(text, " ({})", claim.condition);
            }
        }
        None => text += nothing(position),
    }
    let _ = write!(text, ", {} {}", position.claims, if position.claims == 1 { "claim" } else { "claims" });
    for mark in marks(project, position) {
        let _ = write!(text, "; {mark}");
    }
    text
}

/// The marks of a cell, each in words.
pub fn marks(project: &Project, position: &Position) -> Vec<String> {
    let mut found = Vec::new();
    if position.contested {
        found.push("contested".to_owned());
    }
    if let Some(change) = &position.moved {
        found.push(moved(project, change));
    }
    if position.unofficial {
        found.push("unofficial: no claim of the government".to_owned());
    }
    if position.expected_only {
        found.push("only expected".to_owned());
    }
    if position.assessed {
        found.push("assessed by the analyst".to_owned());
    }
    if position.stale > 0 {
        found.push(format!("the assessment is stale: {} since", changes(position.stale)));
    }
    found
}

/// Why a cell shows no position.
pub fn nothing(position: &Position) -> &'static str {
    match position.empty {
        Some(Empty::NothingFound) => "looked for, nothing found",
        Some(Empty::Declined) => "declined to say",
        _ if position.claims > 0 => "mentioned without a position",
        _ => "not looked for",
    }
}

/// "Supports if until 16 Feb 2025, then Reluctant".
pub fn moved(project: &Project, change: &Move) -> String {
    format!("{} until {}, then {}", stance(project, change.from), day(change.on), stance(project, change.to))
}

/// Why the cell shows this level: the rule, and what decided by it.
pub fn method(project: &Project, matrix: &Matrix, settings: &Settings, cell: Spot, position: &Position) -> String {
    let claims: Vec<&Claim> =
        matrix.evidence(cell).iter().filter_map(|id| project.claim(*id)).map(AsRef::as_ref).collect();
    let mut text = String::new();
    if position.assessed && position.stance != position.derived {
        let derived = position.derived.map_or_else(|| "no position".to_owned(), |id| stance(project, id));
        let _ = write!(text, "The analyst’s assessment stands over what the claims give: {derived}. ");
    }
    text += &match position.derived {
        None if claims.is_empty() => "No claim counts here.".to_owned(),
        None => "The claims mention the issue and take no position.".to_owned(),
        Some(level) => derived(project, settings.rule, position, level, &claims),
    };
    if let Some(date) = settings.filter.as_of {
        let _ = write!(text, " Claims after {} are left out.", day(date));
    }
    text
}

fn derived(project: &Project, rule: Rule, position: &Position, level: StanceId, claims: &[&Claim]) -> String {
    let scores: Vec<i64> =
        claims.iter().filter_map(|claim| project.stance(claim.stance)?.score).map(i64::from).collect();
    let label = stance(project, level);
    match rule {
        Rule::LatestOfficial => latest(project, position, level, claims),
        Rule::Mean => {
            let mean = scores.iter().sum::<i64>() as f64 / scores.len().max(1) as f64;
            // A minus sign, not a hyphen.
            let mean = format!("{mean:+.2}").replace('-', "−");
            format!("Mean: {} average {mean}; the nearest level is {label}.", counted(scores.len(), "score", "scores"))
        }
        Rule::MostFrequent => {
            let same = claims.iter().filter(|claim| claim.stance == level).count();
            format!("Most frequent: {same} of {} with a score say {label}; a tie goes to the latest.", scores.len())
        }
    }
}

fn latest(project: &Project, position: &Position, level: StanceId, claims: &[&Claim]) -> String {
    // Where the analyst judged otherwise, the decisive claim is not the one that the rule chose.
    let by_rule = position.decisive.filter(|_| position.stance == position.derived);
    let Some(claim) = by_rule.and_then(|id| claims.iter().find(|claim| claim.id == id)) else {
        return format!("Latest official: {}.", stance(project, level));
    };
    let when = project.date_of(claim).map_or_else(|| "undated".to_owned(), day);
    let how = claim.basis.label().to_lowercase();
    if claim.stance != level {
        return format!(
            "Latest official: claims of the same day ({when}) tie; their mean is {}.",
            stance(project, level)
        );
    }
    if position.unofficial {
        let voice = project.voice_of(claim).label().to_lowercase();
        return format!(
            "No claim of the government counts, so the latest of all voices decides: {voice}, {when}, {how}."
        );
    }
    format!("Latest official: the government’s claim of {when} decides ({how}).")
}

/// What happened to the evidence since the assessment; `None` while it is fresh.
pub fn stale(assessment: &Assessment, facts: &Facts, position: &Position) -> Option<String> {
    // Whatever the filter lets through: an assessment is made on all claims of its cell.
    let unseen = |fact: &&Fact| !assessment.seen.iter().any(|(seen, _)| *seen == fact.claim);
    let newer = facts.cell(assessment.cell).iter().filter(unseen).count();
    match position.stale {
        0 => None,
        stale if stale as usize == newer => Some(format!("{} since", counted(newer, "newer claim", "newer claims"))),
        stale => Some(format!("{} since", changes(stale))),
    }
}

fn changes(number: u32) -> String {
    counted(number as usize, "claim added, changed or removed", "claims added, changed or removed")
}

/// The levels of an issue with the number of countries at each.
pub fn levels(levels: &[(std::sync::Arc<crate::model::Stance>, usize)], rows: usize) -> String {
    let taken: usize = levels.iter().map(|(_, n)| n).sum();
    let mut words: Vec<String> =
        levels.iter().filter(|(_, n)| *n > 0).map(|(stance, n)| format!("{} {n}", stance.label)).collect();
    words.push(format!("no position {}", rows.saturating_sub(taken)));
    words.join(", ")
}

/// "18 Feb 2025".
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// The day of a moment where the analyst is.
pub fn day_of(moment: Timestamp) -> String {
    day(moment.to_zoned(jiff::tz::TimeZone::system()).date())
}

/// The name of whoever stands in the cell's row.
pub fn who(project: &Project, cell: Spot) -> String {
    project.label(cell.who.entry())
}

/// The label of the cell's issue.
pub fn issue(project: &Project, cell: Spot) -> String {
    project.label(EntryId::Issue(cell.issue))
}

/// The label of a stance.
pub fn stance(project: &Project, id: StanceId) -> String {
    project.label(EntryId::Stance(id))
}
