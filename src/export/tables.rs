//! The rows of each table, header first.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Kind, Options, Row, Values};
use crate::derive::{Matrix, Position, matrix::Empty};
use crate::model::{ArticleId, Cell, Claim, Excerpt, Party, Project, StanceId};
use crate::text::ArticleText;

/// The columns of the positions.
pub(super) const POSITIONS: [&str; 24] = [
    "country",
    "iso",
    "issue",
    "stance",
    "score",
    "rule",
    "as_of",
    "claims",
    "articles",
    "outlets",
    "official",
    "contested",
    "moved_from",
    "moved_on",
    "conditions",
    "first_date",
    "last_date",
    "basis",
    "assessment",
    "assessed_by",
    "assessed_on",
    "confidence",
    "stale",
    "empty_kind",
];

/// The columns of the claims.
pub(super) const CLAIMS: [&str; 26] = [
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

/// Between the parts of a cell that holds several.
const AND: &str = "; ";

/// Hands every row to `each`, the header first, until it says no.
pub(super) fn rows<E>(
    kind: Kind,
    project: &Project,
    options: &Options,
    mut each: impl FnMut(&mut Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    match kind {
        Kind::Matrix => matrix(project, options, &mut each),
        Kind::Positions => positions(project, options, &mut each),
        Kind::Claims => claims(project, options, &mut each),
    }
}

fn matrix<E>(
    project: &Project,
    options: &Options,
    each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let issues = project.issues_in_order();
    let mut row: Row<'_> = vec!["country".into(), "iso".into()];
    row.extend(issues.iter().map(|issue| Cow::from(&issue.label)));
    each(&mut row)?;
    let matrix = Matrix::new(project, &options.look.settings);
    for country in project.countries_in_order() {
        row.clear();
        row.extend([Cow::from(&country.name), Cow::from(&country.iso)]);
        for issue in &issues {
            let position = matrix.position(Cell { country: country.id, issue: issue.id });
            let stance = position.and_then(|position| position.stance);
            row.push(match options.values {
                Values::Label => label(project, stance),
                Values::Score => score(project, stance),
                Values::Count => number(position.map_or(0, |position| position.claims as usize)),
            });
        }
        each(&mut row)?;
    }
    Ok(())
}

fn positions<E>(
    project: &Project,
    options: &Options,
    each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut row: Row<'_> = POSITIONS.map(Cow::from).to_vec();
    each(&mut row)?;
    let matrix = Matrix::new(project, &options.look.settings);
    let issues = project.issues_in_order();
    let as_of = options.look.settings.filter.as_of.map(|date| date.to_string()).unwrap_or_default();
    let nothing = Position { empty: Some(Empty::NotLookedFor), ..Position::default() };
    for country in project.countries_in_order() {
        for issue in &issues {
            let cell = Cell { country: country.id, issue: issue.id };
            let position = matrix.position(cell).unwrap_or(&nothing);
            row.clear();
            row.extend([
                Cow::from(&country.name),
                Cow::from(&country.iso),
                Cow::from(&issue.label),
                label(project, position.stance),
                score(project, position.stance),
                Cow::from(options.look.settings.rule.slug()),
                as_of.clone().into(),
            ]);
            evidence(project, &matrix, cell, position, &mut row);
            assessment(project, cell, position, &mut row);
            row.push(empty_kind(position).into());
            each(&mut row)?;
        }
    }
    Ok(())
}

/// From `claims` to `basis`.
fn evidence<'p>(project: &'p Project, matrix: &Matrix, cell: Cell, position: &Position, row: &mut Row<'p>) {
    let claims: Vec<&Claim> = matrix.evidence(cell).iter().filter_map(|id| Some(&**project.claim(*id)?)).collect();
    let articles: HashSet<ArticleId> =
        claims.iter().filter_map(|c| Some(project.excerpt(c.excerpt)?.article)).collect();
    let outlets: HashSet<&str> =
        articles.iter().filter_map(|id| Some(&*project.article(*id)?.outlet)).filter(|name| !name.is_empty()).collect();
    let dates = || claims.iter().filter_map(|claim| project.date_of(claim));
    let decisive = position.decisive.and_then(|id| project.claim(id));
    row.extend([
        number(position.claims as usize),
        number(articles.len()),
        number(outlets.len()),
        // Nobody's position is neither official nor unofficial.
        if position.derived.is_some() { truth(!position.unofficial) } else { "".into() },
        truth(position.contested),
        label(project, position.moved.map(|moved| moved.from)),
        day(position.moved.map(|moved| moved.on)),
        matrix.conditions(project, cell).join(AND).into(),
        day(dates().min()),
        day(dates().max()),
        decisive.map_or("", |claim| claim.basis.slug()).into(),
    ]);
}

/// From `assessment` to `stale`.
fn assessment<'p>(project: &'p Project, cell: Cell, position: &Position, row: &mut Row<'p>) {
    let Some(made) = project.judged(cell) else { return row.extend([const { Cow::Borrowed("") }; 5]) };
    row.extend([
        Cow::from(&made.sentence),
        Cow::from(&made.analyst),
        day(Some(made.made.to_zoned(TimeZone::UTC).date())),
        made.confidence.map_or("", |confidence| confidence.slug()).into(),
        number(position.stale as usize),
    ]);
}

fn empty_kind(position: &Position) -> &'static str {
    match position.empty {
        None => "",
        Some(Empty::NotLookedFor) => "not-looked-for",
        Some(Empty::NothingFound) => "nothing-found",
        Some(Empty::Declined) => "declined",
    }
}

fn claims<E>(
    project: &Project,
    options: &Options,
    each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut row: Row<'_> = CLAIMS.map(Cow::from).to_vec();
    each(&mut row)?;
    for article in project.articles_by_date() {
        for (excerpt, claim) in project.claims_in(article.id) {
            if !options.look.settings.filter.passes(project, claim) {
                continue;
            }
            row.clear();
            claim_row(project, excerpt, claim, &mut row);
            let countries: Vec<_> = claim.countries.iter().filter_map(|id| project.country(*id)).collect();
            if countries.is_empty() {
                each(&mut row)?;
            }
            for country in countries {
                (row[1], row[2]) = (Cow::from(&country.name), Cow::from(&country.iso));
                each(&mut row)?;
            }
        }
    }
    Ok(())
}

/// A claim without its country.
fn claim_row<'p>(project: &'p Project, excerpt: &'p Excerpt, claim: &'p Claim, row: &mut Row<'p>) {
    let article = project.article(excerpt.article);
    let of_article = |field: fn(&crate::model::Article) -> &str| Cow::from(article.map_or("", |row| field(row)));
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
        "".into(),
        "".into(),
        claim.speaker.and_then(|id| project.actor(id)).map_or("", |actor| &actor.name).into(),
        project.voice_of(claim).slug().into(),
        addressees.join(AND).into(),
        project.issue(claim.issue).map_or("", |issue| &issue.label).into(),
        label(project, Some(claim.stance)),
        score(project, Some(claim.stance)),
        Cow::from(&claim.condition),
        claim.basis.slug().into(),
        Cow::from(&claim.via),
        day(project.date_of(claim)),
        Cow::from(&*excerpt.anchor.quotation),
        excerpt.article.to_string().into(),
        of_article(|row| &row.title),
        of_article(|row| &row.outlet),
        day(article.and_then(|row| row.published)),
        of_article(|row| &row.url),
        place.map_or("".into(), |(start, _)| number(start as usize)),
        place.map_or("".into(), |(_, end)| number(end as usize)),
        tags.join(AND).into(),
        Cow::from(&claim.note),
        Cow::from(&claim.analyst),
        claim.created.to_string().into(),
        claim.updated.to_string().into(),
    ]);
}

fn name(project: &Project, party: Party) -> Option<&str> {
    Some(match party {
        Party::Country(id) => &project.country(id)?.name,
        Party::Actor(id) => &project.actor(id)?.name,
    })
}

fn label(project: &Project, stance: Option<StanceId>) -> Cow<'_, str> {
    stance.and_then(|id| project.stance(id)).map_or("", |stance| &stance.label).into()
}

fn score(project: &Project, stance: Option<StanceId>) -> Cow<'_, str> {
    match stance.and_then(|id| project.stance(id)?.score) {
        Some(score) => score.to_string().into(),
        None => "".into(),
    }
}

fn number<'p>(number: usize) -> Cow<'p, str> {
    number.to_string().into()
}

fn truth<'p>(truth: bool) -> Cow<'p, str> {
    if truth { "true".into() } else { "false".into() }
}

fn day<'p>(date: Option<Date>) -> Cow<'p, str> {
    date.map_or("".into(), |date| date.to_string().into())
}
