//! One row per claim and country.

use std::sync::Arc;

use super::{AND, Row, Value, is_shown, label, score};
use crate::model::{Article, Claim, CountryId, EntryId, Excerpt, Look, Party, Project, RowsOf};
use crate::text::ArticleText;

/// The columns.
const COLUMNS: [&str; 26] = [
    "claim_id",
    "country",
    "iso",
    "speaker",
    "voice",
    "addressees",
    "issue",
    "stance",
    "score",
    "condition",
    "basis",
    "via",
    "date",
    "quotation",
    "article_id",
    "title",
    "outlet",
    "published",
    "url",
    "start",
    "end",
    "tags",
    "note",
    "analyst",
    "created",
    "updated",
];

/// Hands every row to `each`, the header first.
pub fn rows<E>(project: &Project, look: &Look, each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>) -> Result<(), E> {
    let mut row: Row<'_> = COLUMNS.map(Value::from).to_vec();
    each(&mut row)?;
    for article in project.articles_by_date() {
        for (excerpt, claim) in project.claims_in(article.id) {
            let Some(countries) = countries(project, look, claim) else { continue };
            row.clear();
            claim_row(project, excerpt, claim, &mut row);
            if countries.is_empty() {
                each(&mut row)?;
            }
            for country in countries.into_iter().filter_map(|id| project.country(id)) {
                (row[1], row[2]) = (Value::from(&country.name), Value::from(&country.iso));
                each(&mut row)?;
            }
        }
    }
    Ok(())
}

/// How many rows there are.
pub fn count(project: &Project, look: &Look) -> usize {
    let rows = |claim: &Arc<Claim>| Some(countries(project, look, claim)?.len().max(1));
    project.claims().values().filter_map(rows).sum()
}

/// The countries for which a claim is listed, none for one that names none; `None` where it is not listed at all: it
/// does not count, or all that it is about is hidden.
fn countries(project: &Project, look: &Look, claim: &Claim) -> Option<Vec<CountryId>> {
    let speaker = claim.speaker.filter(|_| look.rows == RowsOf::Actors);
    let listed = look.settings.filter.passes(project, claim)
        && is_shown(look, EntryId::Issue(claim.issue))
        && speaker.is_none_or(|id| is_shown(look, EntryId::Actor(id)));
    if !listed {
        return None;
    }
    let known = || claim.countries.iter().copied().filter(|id| project.country(*id).is_some());
    let in_view = |id: &CountryId| look.rows != RowsOf::Countries || is_shown(look, EntryId::Country(*id));
    let shown: Vec<CountryId> = known().filter(in_view).collect();
    (!shown.is_empty() || known().next().is_none()).then_some(shown)
}

/// A claim without its country.
fn claim_row<'p>(project: &'p Project, excerpt: &'p Excerpt, claim: &'p Claim, row: &mut Row<'p>) {
    let article = project.article(excerpt.article);
    let of_article = |field: fn(&Article) -> &str| article.map_or(Value::Nothing, |row| field(row).into());
    let text = project.text(excerpt.article);
    // Where the words stand is known only as long as they stand there.
    let place = |text: &Arc<ArticleText>| {
        let span = excerpt.anchor.span;
        excerpt.anchor.holds_in(text).then(|| (text.char_of(span.start).0, text.char_of(span.end).0))
    };
    let place = text.and_then(place);
    let tags: Vec<&str> = claim.tags.iter().filter_map(|id| Some(&*project.tag(*id)?.label)).collect();
    let addressees: Vec<&str> = claim.addressees.iter().filter_map(|party| name(project, *party)).collect();
    row.extend([
        claim.id.to_string().into(),
        Value::Nothing,
        Value::Nothing,
        claim.speaker.and_then(|id| project.actor(id)).map_or(Value::Nothing, |actor| Value::from(&actor.name)),
        project.voice_of(claim).slug().into(),
        addressees.join(AND).into(),
        project.issue(claim.issue).map_or(Value::Nothing, |issue| Value::from(&issue.label)),
        label(project, Some(claim.stance)),
        score(project, Some(claim.stance)),
        Value::from(&claim.condition),
        claim.basis.slug().into(),
        Value::from(&claim.via),
        project.date_of(claim).into(),
        Value::from(&*excerpt.anchor.quotation),
        excerpt.article.to_string().into(),
        of_article(|row| &row.title),
        of_article(|row| &row.outlet),
        article.and_then(|row| row.published).into(),
        of_article(|row| &row.url),
        place.map_or(Value::Nothing, |(start, _)| start.into()),
        place.map_or(Value::Nothing, |(_, end)| end.into()),
        tags.join(AND).into(),
        Value::from(&claim.note),
        Value::from(&claim.analyst),
        Value::Time(claim.created),
        Value::Time(claim.updated),
    ]);
}

fn name(project: &Project, party: Party) -> Option<&str> {
    Some(match party {
        Party::Country(id) => &project.country(id)?.name,
        Party::Actor(id) => &project.actor(id)?.name,
    })
}
