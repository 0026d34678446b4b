//! The comparison in words: what a cell says, whence its words are, and by which settings.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::derive::compare::Comparison;
use crate::derive::steps::Steps;
use crate::derive::{Empty, Position};
use crate::export::citation::cite;
use crate::gui::widgets::line::counted;
use crate::model::{Assessment, Claim, EntryId, Look, Project, Spot};

/// How a mark is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It says something about the position.
    Plain,
    /// It warns.
    Doubt,
    /// It contradicts.
    Alarm,
}

/// The marks of a position, each in a few words.
pub fn marks(project: &Project, position: &Position) -> Vec<(String, Tone)> {
    let mut found = Vec::new();
    let mut put = |holds: bool, words: String, tone| {
        if holds {
            found.push((words, tone));
        }
    };
    put(position.contested, "contested".into(), Tone::Alarm);
    put(position.divided, "divided".into(), Tone::Alarm);
    if let Some(change) = position.moved {
        let from = project.label(EntryId::Stance(change.from));
        put(true, format!("moved from {from}, {}", day(change.on)), Tone::Plain);
    }
    put(position.expected_only, "only expected".into(), Tone::Plain);
    put(position.unofficial, "unofficial".into(), Tone::Plain);
    let stale = counted(position.stale as usize, "change since", "changes since");
    put(position.stale > 0, format!("assessment stale: {stale}"), Tone::Doubt);
    put(position.assessed && position.stale == 0, "assessed".into(), Tone::Plain);
    found
}

/// Why a cell shows no position; `left_out` claims there are that the filters do not let through.
pub fn nothing(position: &Position, articles: usize, left_out: usize) -> String {
    match position.empty {
        Some(Empty::NothingFound) => "Looked for, nothing found".into(),
        Some(Empty::Declined) => "Declined to say".into(),
        _ if position.claims > 0 => "Mentioned without a position".into(),
        _ if left_out > 0 => format!("{}, left out by the filters", counted(left_out, "claim", "claims")),
        _ => format!("No claim in {}", counted(articles, "article", "articles")),
    }
}

/// The "if" of a position.
pub fn condition<'p>(project: &'p Project, position: &Position) -> Option<&'p str> {
    let claim = position.decisive.and_then(|id| project.claim(id))?;
    Some(claim.condition.trim()).filter(|condition| !condition.is_empty())
}

/// What the analyst judged of a cell, where it is one of a country and the judgement stands.
pub fn assessment<'p>(project: &'p Project, spot: Spot, position: &Position) -> Option<&'p Assessment> {
    project.judged(spot.cell()?).filter(|_| position.assessed).map(AsRef::as_ref)
}

/// "Olaf Scholz, quoted · Spree Report · 17 Feb 2025"
pub fn source(project: &Project, claim: &Claim) -> String {
    let basis = claim.basis.label().to_lowercase();
    let speaker = claim.speaker.and_then(|id| project.actor(id)).map(|actor| actor.name.clone());
    let who = speaker.map_or(basis.clone(), |name| format!("{name}, {basis}"));
    let article = project.article_of(claim);
    let outlet = article.map(|row| if row.outlet.is_empty() { row.title.clone() } else { row.outlet.clone() });
    let date = project.date_of(claim).map_or_else(|| "undated".to_owned(), day);
    [Some(who), outlet, Some(date)].into_iter().flatten().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The same for the screen: the date is not torn apart where the line breaks.
pub fn unbroken(source: &str) -> String {
    match source.rsplit_once(" · ") {
        Some((head, date)) => format!("{head} · {}", date.replace(' ', "\u{a0}")),
        None => source.to_owned(),
    }
}

/// The words of a claim.
pub fn quotation<'p>(project: &'p Project, claim: &Claim) -> &'p str {
    project.excerpt(claim.excerpt).map_or("", |excerpt| &excerpt.anchor.quotation)
}

/// Whether the words of a claim no longer stand at their place.
pub fn is_adrift(project: &Project, claim: &Claim) -> bool {
    project.excerpt(claim.excerpt).is_some_and(|excerpt| !project.stands(excerpt))
}

/// A cell in one sentence, for those who listen.
pub fn cell(project: &Project, name: &str, issue: &str, position: &Position, nothing: &str) -> String {
    let mut text = format!("{name} on {issue}: ");
    match position.stance {
        Some(id) => text += &project.label(EntryId::Stance(id)),
        None => text += nothing,
    }
    if let Some(condition) = condition(project, position).filter(|_| position.stance.is_some()) {
        let _ = write!(text, " ({condition})");
    }
    for (mark, _) in marks(project, position) {
        let _ = write!(text, "; {mark}");
    }
    if position.claims > 0 {
        let _ = write!(text, "; {}", counted(position.claims as usize, "claim", "claims"));
    }
    text
}

/// A cell as text to be put elsewhere: what it says, and the words for it with their source.
pub fn copied(project: &Project, comparison: &Comparison, steps: &Steps, (line, at): (usize, usize)) -> String {
    let (Some(spot), Some(row)) = (comparison.spot(line, at), comparison.lines.get(line)) else {
        return String::new();
    };
    let (name, issue) = (project.label(spot.who.entry()), project.label(EntryId::Issue(spot.issue)));
    let position = &row.positions[at];
    let mut text = cell(project, &name, &issue, position, "no position");
    if let Some(assessment) = assessment(project, spot, position).filter(|row| !row.sentence.trim().is_empty()) {
        let _ = write!(text, "\n{} ({})", assessment.sentence.trim(), assessment.analyst);
    }
    for claim in comparison.telling(project, steps, line, at).into_iter().filter_map(|id| project.claim(id)) {
        if let Some(article) = project.article_of(claim) {
            let _ = write!(text, "\n{}", cite(article, quotation(project, claim)));
        }
    }
    text
}

/// By which rule and filters the positions are: "Latest official · as of 18 Feb 2025 · Government only".
pub fn settings(project: &Project, look: &Look) -> String {
    let (settings, filter) = (&look.settings, &look.settings.filter);
    let mut parts = vec![settings.rule.label().to_owned()];
    let list = |names: Vec<String>, many: &str| match names.len() {
        0 => None,
        1..=2 => Some(format!("only {}", names.join(" and "))),
        more => Some(format!("only {more} {many}")),
    };
    parts.extend(list(filter.voices.iter().map(|voice| voice.label().to_owned()).collect(), "voices"));
    parts.extend(list(filter.bases.iter().map(|basis| basis.label().to_lowercase()).collect(), "bases"));
    parts.extend(list(filter.outlets.clone(), "outlets"));
    parts.extend(list(filter.analysts.clone(), "analysts"));
    parts.extend(list(filter.tags.iter().map(|tag| project.label(EntryId::Tag(*tag))).collect(), "tags"));
    if parts.len() == 1 {
        parts.push("every claim counts".into());
    }
    parts.push(filter.as_of.map_or_else(|| "as of any date".to_owned(), |date| format!("as of {}", day(date))));
    if settings.independent {
        parts.push("copies count once".into());
    }
    let hidden = look.hidden.iter().filter(|id| matches!(id, EntryId::Issue(_)) && project.contains(**id)).count();
    if hidden > 0 {
        parts.push(format!("{} hidden", counted(hidden, "issue", "issues")));
    }
    parts.join(" · ")
}

/// "18 Feb 2025"
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}
