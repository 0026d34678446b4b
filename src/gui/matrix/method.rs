//! Why a cell shows what it shows: the rule, and what decided by it.

use std::fmt::Write as _;

use super::view::members;
use super::words::{day, stance};
use crate::derive::{Matrix, Position, Rule, Settings};
use crate::gui::widgets::line::counted;
use crate::model::{Claim, Project, RowsOf, Spot, StanceId, Who};
use crate::session::Desk;

/// Why the cell shows this level.
pub fn words(desk: &Desk, matrix: &Matrix, cell: Spot, position: &Position) -> String {
    let (project, settings) = (desk.project(), desk.settings());
    let mut text = match cell.who {
        Who::Bloc(_) => of_bloc(project, &desk.matrix_of(RowsOf::Countries, settings), settings, cell, position),
        Who::Country(_) | Who::Actor(_) => of_one(project, matrix, settings, cell, position),
    };
    if let Some(date) = settings.filter.as_of {
        let _ = write!(text, " Claims after {} are left out.", day(date));
    }
    text
}

fn of_one(project: &Project, matrix: &Matrix, settings: &Settings, cell: Spot, position: &Position) -> String {
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
        Some(level) => derived(project, settings.rule, cell.who, position, level, &claims),
    };
    text
}

/// "The mean of 3 members with a position is −0.67; …".
fn of_bloc(project: &Project, countries: &Matrix, settings: &Settings, cell: Spot, position: &Position) -> String {
    let held = |country| countries.position(Spot { who: Who::Country(country), issue: cell.issue })?.stance;
    let scores: Vec<i64> = members(project, cell.who)
        .iter()
        .filter_map(|country| project.stance(held(*country)?)?.score)
        .map(i64::from)
        .collect();
    let Some(level) = position.stance.filter(|_| !scores.is_empty()) else {
        return "No member has a position with a score.".to_owned();
    };
    let rule = format!("Each member’s position by the rule “{}”.", settings.rule.label());
    let label = stance(project, level);
    if scores.len() == 1 {
        return format!("One member has a position, so the bloc has the same: {label}. {rule}");
    }
    let members = counted(scores.len(), "member", "members");
    format!("The {members} with a position average {}; the nearest level is {label}. {rule}", mean(&scores))
}

fn derived(project: &Project, rule: Rule, who: Who, position: &Position, level: StanceId, claims: &[&Claim]) -> String {
    let scores: Vec<i64> =
        claims.iter().filter_map(|claim| project.stance(claim.stance)?.score).map(i64::from).collect();
    let label = stance(project, level);
    match rule {
        Rule::LatestOfficial => latest(project, who, position, level, claims),
        Rule::Mean => {
            let number = counted(scores.len(), "score", "scores");
            format!("Mean: {number} average {}; the nearest level is {label}.", mean(&scores))
        }
        Rule::MostFrequent => {
            let same = claims.iter().filter(|claim| claim.stance == level).count();
            format!("Most frequent: {same} of {} with a score say {label}; a tie goes to the latest.", scores.len())
        }
    }
}

fn mean(scores: &[i64]) -> String {
    let mean = scores.iter().sum::<i64>() as f64 / scores.len().max(1) as f64;
    // A minus sign, not a hyphen.
    format!("{mean:+.2}").replace('-', "−")
}

fn latest(project: &Project, who: Who, position: &Position, level: StanceId, claims: &[&Claim]) -> String {
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
    let is_actor = matches!(who, Who::Actor(_));
    if position.unofficial {
        let voice = project.voice_of(claim).label().to_lowercase();
        let none = if is_actor { "Nothing is said for the government" } else { "No claim of the government counts" };
        return format!("{none}, so the latest of all voices decides: {voice}, {when}, {how}.");
    }
    let whose = if is_actor { "what was said for the government on" } else { "the government’s claim of" };
    format!("Latest official: {whose} {when} decides ({how}).")
}
