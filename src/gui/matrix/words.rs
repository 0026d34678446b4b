//! The matrix in words: what a cell and a head say.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;

use super::view::{Head, Shown};
use crate::derive::{Empty, Fact, Facts, Move, Position};
use crate::gui::widgets::line::counted;
use crate::model::{Assessment, Claim, EntryId, Project, Spot, StanceId, Who};

/// All that a cell shows, in one sentence.
pub fn cell(project: &Project, cell: &Shown<'_>) -> String {
    let Shown { row, column, position, .. } = cell;
    let mut text = String::with_capacity(128);
    let _ = write!(text, "{} on {}: {}", row.name, column.issue.label, level(project, position));
    // The condition of one member is not that of its bloc.
    let claim = position.decisive.filter(|_| position.stance.is_some()).and_then(|id| project.claim(id));
    if let Some(claim) = claim.filter(|claim| !claim.condition.is_empty() && row.members == 0) {
        let _ = write!(text, " ({})", claim.condition);
    }
    let _ = write!(text, ", {}", counted(position.claims as usize, "claim", "claims"));
    if cell.sources && position.claims > 0 {
        let _ = write!(text, " from {}", sources(position));
    }
    if matches!(row.who, Who::Bloc(_)) {
        let _ = write!(text, "; {}", holders(position.holders, row.members));
    }
    if let (Some(former), Some(day)) = (cell.former, cell.since) {
        let _ = write!(text, "; {}", became(project, former, day));
    }
    for mark in marks(project, row.who, position) {
        let _ = write!(text, "; {mark}");
    }
    text
}

/// "Reluctant", or why there is no position.
pub fn level(project: &Project, position: &Position) -> String {
    position.stance.map_or_else(|| nothing(position).to_owned(), |id| stance(project, id))
}

/// The same of what stood in a cell on a day: nobody can tell who had looked by then.
fn former_level(project: &Project, former: &Position) -> String {
    if is_before_claims(former) { "no claim".to_owned() } else { level(project, former) }
}

/// Whether a cell stood empty on a day because its claims are all later.
pub fn is_before_claims(former: &Position) -> bool {
    former.stance.is_none() && former.claims == 0 && former.empty == Some(Empty::NotLookedFor)
}

/// "2 independent sources".
pub fn sources(position: &Position) -> String {
    counted(position.sources as usize, "independent source", "independent sources")
}

/// "differs from 11 Feb 2025: Supports then".
fn became(project: &Project, former: &Position, on: Date) -> String {
    format!("differs from {}: {} then", day(on), former_level(project, former))
}

/// "3 of 5 members have a position".
pub fn holders(holders: u32, members: usize) -> String {
    let have = if holders == 1 { "has" } else { "have" };
    format!("{holders} of {} {have} a position", counted(members, "member", "members"))
}

/// The marks of a cell, each in words.
pub fn marks(project: &Project, who: Who, position: &Position) -> Vec<String> {
    let is_bloc = matches!(who, Who::Bloc(_));
    let mut found = Vec::new();
    if position.contested {
        found.push(if is_bloc { "a member is contested" } else { "contested" }.to_owned());
    }
    if let Some(change) = &position.moved {
        found.push(moved(project, change));
    }
    if position.divided {
        found.push("divided: members stand on opposite sides".to_owned());
    }
    if position.unofficial {
        found.push(
            match who {
                Who::Country(_) => "unofficial: no claim of the government",
                Who::Bloc(_) => "unofficial: no claim of a government",
                Who::Actor(_) => "unofficial: no claim for the government",
            }
            .to_owned(),
        );
    }
    if position.expected_only {
        found.push("only expected".to_owned());
    }
    if position.assessed {
        found.push(if is_bloc { "a member was assessed by the analyst" } else { "assessed by the analyst" }.to_owned());
    }
    if position.stale > 0 {
        let which = if is_bloc { "an assessment of a member" } else { "the assessment" };
        found.push(format!("{which} is stale: {} since", changes(position.stale)));
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

/// What a head says, where `across` stand at the other edge: "Germany: evidence on 5 of 6 issues", or the levels of
/// an issue.
pub fn head(head: Head<'_>, across: usize) -> String {
    match head {
        Head::Who(row) => {
            let issues = counted(across, "issue", "issues");
            let detail = if row.detail.is_empty() { String::new() } else { format!(", {}", row.detail) };
            format!("{}{detail}: evidence on {} of {issues}", row.name, row.coverage)
        }
        Head::Issue(column) => format!("{}: {}", column.issue.label, levels(&column.levels, across)),
    }
}

/// The levels of an issue with the number of those who stand at each.
fn levels(levels: &[(std::sync::Arc<crate::model::Stance>, usize)], rows: usize) -> String {
    let taken: usize = levels.iter().map(|(_, n)| n).sum();
    let mut words: Vec<String> =
        levels.iter().filter(|(_, n)| *n > 0).map(|(stance, n)| format!("{} {n}", stance.label)).collect();
    words.push(format!("no position {}", rows.saturating_sub(taken)));
    words.join(", ")
}

/// The words that decide in a cell, and where they stand: the quotation of the claim, or the sentence of the analyst
/// who judged otherwise.
pub fn deciding(project: &Project, cell: &Shown<'_>) -> Option<(String, String)> {
    let position = cell.position;
    if position.assessed
        && position.stance != position.derived
        && let Some(row) = cell.spot().cell().and_then(|cell| project.judged(cell))
        && !row.sentence.is_empty()
    {
        let source = ["Assessment", row.analyst.as_str()];
        let source: Vec<&str> = source.into_iter().filter(|part| !part.is_empty()).collect();
        return Some((row.sentence.clone(), source.join(" · ")));
    }
    let claim = project.claim(position.decisive?)?;
    let words = project.excerpt(claim.excerpt)?.anchor.quotation.to_string();
    // In the cell of a bloc it matters who said it.
    let country =
        claim.countries.first().filter(|_| cell.row.members > 0).map(|id| project.label(EntryId::Country(*id)));
    let speaker = claim.speaker.and_then(|id| project.actor(id)).map(|actor| actor.name.clone());
    let basis = claim.basis.label().to_lowercase();
    let parts = [country, outlet(project, claim), project.date_of(claim).map(day), speaker, Some(basis)];
    Some((words, joined(parts)))
}

/// Where a claim stands and who makes it: "Continental Wire · Olaf Scholz · quoted".
pub fn source(project: &Project, claim: &Claim) -> String {
    let speaker = claim.speaker.and_then(|id| project.actor(id)).map(|actor| actor.name.clone());
    joined([outlet(project, claim), speaker, Some(claim.basis.label().to_lowercase())])
}

/// The outlet of a claim's article, or its title where there is none.
fn outlet(project: &Project, claim: &Claim) -> Option<String> {
    let article = project.article_of(claim)?;
    Some(if article.outlet.is_empty() { &article.title } else { &article.outlet }.clone())
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// "18 Feb 2025".
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// The day of a moment, as the method tells it: in UTC.
pub fn day_of(moment: Timestamp) -> String {
    day(crate::text::dates::day_of(moment))
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
