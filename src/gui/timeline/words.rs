//! The timeline in words: what a mark, a stack, a band and a lane say.

use std::fmt::Write as _;

use crate::derive::timeline::{Band, Differs, FRESH_DAYS, Lane, Mark, date};
use crate::gui::widgets::line::counted;
use crate::model::{Claim, EntryId, Project, StanceId};

use super::stack::Stack;

/// "17 Feb 2025".
pub fn day(number: i32) -> String {
    date(number).map_or_else(|| "?".to_owned(), |date| date.strftime("%-d %b %Y").to_string())
}

/// "17 Feb 2025", or "3 Feb 2025 to 17 Feb 2025".
pub fn days((first, last): (i32, i32)) -> String {
    if first == last { day(first) } else { format!("{} to {}", day(first), day(last)) }
}

/// The label of a stance.
pub fn stance(project: &Project, id: Option<StanceId>) -> String {
    id.map_or_else(|| "No level of the scale".to_owned(), |id| project.label(EntryId::Stance(id)))
}

/// Who says what on which day: "Germany · Opposes · 17 Feb 2025"; for a bloc whose member it is.
pub fn head(project: &Project, lane: &str, mark: &Mark) -> String {
    let who =
        mark.member.map_or_else(|| lane.to_owned(), |id| format!("{} ({lane})", project.label(EntryId::Country(id))));
    format!("{who} · {} · {}", stance(project, mark.stance), day(mark.day))
}

/// A mark in one sentence, for those who listen.
pub fn mark(project: &Project, lane: &str, mark: &Mark) -> String {
    let mut text = head(project, lane, mark).replace(" · ", ", ");
    if let Some(claim) = project.claim(mark.claim) {
        if !claim.condition.is_empty() {
            let _ = write!(text, " ({})", claim.condition);
        }
        if let Some(excerpt) = project.excerpt(claim.excerpt) {
            let _ = write!(text, ": “{}”", excerpt.anchor.quotation);
        }
        let _ = write!(text, ", {}", source(project, claim));
    }
    text
}

/// What the marks of a stack say: "3 Supports if, 2 Opposes".
pub fn says(project: &Project, stack: &Stack) -> String {
    let says = stack.says.iter().map(|(id, count)| format!("{count} {}", stance(project, *id)));
    says.collect::<Vec<_>>().join(", ")
}

/// A stack in one sentence.
pub fn stack(project: &Project, lane: &str, stack: &Stack) -> String {
    format!("{lane}, {} claims, {}: {}", stack.count(), days(stack.days), says(project, stack))
}

/// Where a claim stands and who makes it: "Continental Wire · Olaf Scholz · quoted".
pub fn source(project: &Project, claim: &Claim) -> String {
    let article = project.article_of(claim);
    let outlet = article.map(|row| if row.outlet.is_empty() { row.title.clone() } else { row.outlet.clone() });
    let speaker = claim.speaker.and_then(|id| project.actor(id)).map(|actor| actor.name.clone());
    let parts = [outlet, speaker, Some(claim.basis.label().to_lowercase())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The position in force on a day, in sentences.
pub fn band(project: &Project, name: &str, lane: &Lane, band: &Band, at: i32) -> String {
    let since = band.to.map_or_else(
        || format!("since {}", day(band.from)),
        |to| format!("from {} until {}", day(band.from), day(to - 1)),
    );
    let mut text = format!("{name}: {} {since}", stance(project, Some(band.stance)));
    if let Some(claim) = project.claim(band.claim).filter(|claim| !claim.condition.is_empty()) {
        let _ = write!(text, " ({})", claim.condition);
    }
    text.push('.');
    if lane.contests.iter().any(|contest| contest.from <= at && at <= contest.to) {
        text += " Contested: claims of opposite sign close together.";
    }
    if band.unofficial {
        text += " Unofficial: no claim of the government.";
    }
    if band.expected_only {
        text += " Only expected.";
    }
    if let Some(gap) = lane.gaps.iter().find(|gap| gap.from <= at && gap.to.is_none_or(|to| at < to)) {
        let _ = write!(text, " No claim since {}", day(gap.from.saturating_sub(FRESH_DAYS)));
        text += &gap.to.map_or_else(|| ".".to_owned(), |to| format!(" until {}.", day(to)));
    }
    text
}

/// What the column at the right shows.
pub const COLUMN: &str = "What the matrix shows beside the last band: levels that were judged, and levels by claims \
                          without a date, which no band can show.";

/// What the matrix shows where that is judged, or something else than the last band.
pub fn now(project: &Project, lane: &Lane) -> Option<String> {
    let level = lane.position.stance.map(|id| stance(project, Some(id)));
    let judged = lane.position.assessed.then_some(Differs::Assessed);
    Some(match (lane.differs().or(judged)?, level) {
        (Differs::Assessed, Some(level)) => format!("Assessed: {level}"),
        (Differs::Assessed, None) => match lane.position.empty {
            Some(crate::derive::Empty::Declined) => "Assessed: declined to say".to_owned(),
            _ => "Assessed: nothing found".to_owned(),
        },
        (Differs::Undated, Some(level)) => format!("With undated claims: {level}"),
        (Differs::Undated, None) => "With undated claims: no position".to_owned(),
    })
}

/// A lane in one sentence: "Germany: Opposes since 17 Feb 2025, 3 claims, 1 without a date".
pub fn lane(project: &Project, name: &str, lane: &Lane) -> String {
    let mut text = format!("{name}: ");
    match lane
        .bands
        .iter()
        .rev()
        .take_while(|band| Some(band.stance) == lane.bands.last().map(|last| last.stance))
        .last()
    {
        Some(band) => {
            let _ = write!(text, "{} since {}", stance(project, Some(band.stance)), day(band.from));
        }
        None => text += "no position by dated claims",
    }
    let claims = lane.marks.len() + lane.undated.len();
    let _ = write!(text, ", {}", counted(claims, "claim", "claims"));
    if !lane.undated.is_empty() {
        let _ = write!(text, ", {} without a date", lane.undated.len());
    }
    if let Some(now) = now(project, lane) {
        let _ = write!(text, "; {now}");
    }
    text
}
