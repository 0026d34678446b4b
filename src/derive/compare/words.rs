//! What an issue shows of those compared, in a few words.

use super::{Line, held};
use crate::derive::matrix::{Empty, Position};
use crate::derive::steps::Steps;
use crate::model::{EntryId, Project, StanceId};

/// "widest gap: 3 of 4 steps", "all in favour, one with conditions", "Poland: no evidence yet".
pub(super) fn said(project: &Project, steps: &Steps, names: &[String], line: &Line) -> String {
    let lacking = lacking(project, steps, names, line);
    let common = common(project, steps, names, line);
    match (common, lacking) {
        (Some(common), Some(lacking)) => format!("{common} · {lacking}"),
        (common, lacking) => common.or(lacking).unwrap_or_default(),
    }
}

/// What those have in common who have a level with a score, or what is between them.
fn common(project: &Project, steps: &Steps, names: &[String], line: &Line) -> Option<String> {
    let levels: Vec<(usize, StanceId, i8)> = line
        .positions
        .iter()
        .enumerate()
        .filter_map(|(at, position)| {
            let (stance, score) = held(position, steps)?;
            Some((at, stance, score))
        })
        .collect();
    let (first, stance, score) = *levels.first()?;
    let (count, all) = (levels.len(), line.positions.len());
    if count == 1 {
        return (all > 1).then(|| format!("only {} has a position", names[first]));
    }
    let whole = match count {
        2 if all == 2 => "both".to_owned(),
        _ if count == all => "all".to_owned(),
        _ => format!("{count} of {all}"),
    };
    let conditions = levels.iter().filter(|(at, ..)| has_condition(project, &line.positions[*at])).count();
    let conditions = match conditions {
        0 => None,
        some if some == count => Some("each with conditions".to_owned()),
        some => Some(format!("{} with conditions", number(some))),
    };
    if !line.differ {
        let level = project.label(EntryId::Stance(stance));
        let agree = format!("{whole} agree: {level}");
        return Some(conditions.map_or(agree.clone(), |conditions| format!("{agree}, {conditions}")));
    }
    let side = score.signum();
    if side != 0 && levels.iter().all(|(.., score)| score.signum() == side) {
        let side = if side > 0 { "in favour" } else { "against" };
        return Some(format!("{whole} {side}, {}", conditions.unwrap_or_else(|| "to different degrees".into())));
    }
    let gap = line.gap?;
    let noun = if gap.of == 1 { "step" } else { "steps" };
    Some(format!("widest gap: {} of {} {noun}", gap.steps, gap.of))
}

/// Who has no level with a score, and why: those with the same reason together.
fn lacking(project: &Project, steps: &Steps, names: &[String], line: &Line) -> Option<String> {
    let mut reasons: Vec<(String, Vec<&str>)> = Vec::new();
    for (position, name) in line.positions.iter().zip(names) {
        if held(position, steps).is_some() {
            continue;
        }
        let why = why(project, position);
        match reasons.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, names)) => names.push(name),
            None => reasons.push((why, vec![name])),
        }
    }
    if let [(reason, names)] = &*reasons
        && names.len() == line.positions.len()
    {
        return Some(reason.clone());
    }
    let said: Vec<String> = reasons.iter().map(|(reason, names)| format!("{}: {reason}", names.join(", "))).collect();
    (!said.is_empty()).then(|| said.join(" · "))
}

fn why(project: &Project, position: &Position) -> String {
    match (position.stance, position.empty) {
        // The analyst chose a level that says nothing for or against.
        (Some(stance), _) => project.label(EntryId::Stance(stance)),
        (None, Some(Empty::NothingFound)) => "nothing found".into(),
        (None, Some(Empty::Declined)) => "declined to say".into(),
        (None, _) if position.claims > 0 => "only mentioned".into(),
        (None, _) => "no evidence yet".into(),
    }
}

/// Whether the claim that decides a position names an "if".
fn has_condition(project: &Project, position: &Position) -> bool {
    let claim = position.decisive.and_then(|id| project.claim(id));
    claim.is_some_and(|claim| !claim.condition.trim().is_empty())
}

fn number(number: usize) -> String {
    let words = ["none", "one", "two", "three", "four", "five", "six"];
    words.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
