//! One row per country, bloc or actor and issue.

use std::collections::HashSet;

use super::super::Source;
use super::{AND, Row, Value, label, put_who, score, who_columns};
use crate::derive::{Empty, Matrix, Position};
use crate::model::{ArticleId, Claim, EntryId, Look, Project, RowsOf, Spot};
use crate::text::dates::day_of;

/// The columns, after those that say who it is.
const COLUMNS: [&str; 22] = [
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

/// The columns at the end that only some looks have.
fn more(look: &Look) -> impl Iterator<Item = &'static str> {
    let independent = look.settings.independent.then_some("sources");
    let blocs: &[&str] = if look.rows == RowsOf::Blocs { &["holders", "divided"] } else { &[] };
    let compared: &[&str] = if look.since.is_some() { &["compared_with", "stance_then"] } else { &[] };
    independent.into_iter().chain(blocs.iter().copied()).chain(compared.iter().copied())
}

/// Hands every row to `each`, the header first.
pub fn rows<E>(source: &Source<'_>, each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>) -> Result<(), E> {
    let (project, look, sheet) = (source.project, source.look(), source.sheet());
    let mut row: Row<'_> = who_columns(look.rows).iter().map(|name| Value::from(*name)).collect();
    for name in COLUMNS.into_iter().chain(more(look)) {
        row.push(name.into());
    }
    each(&mut row)?;
    let heads = sheet.heads();
    for line in sheet.lines() {
        for head in &heads {
            let Some((spot, position)) = sheet.at(line, *head) else { continue };
            row.clear();
            put_who(project, spot.who, &mut row);
            row.push(project.label(EntryId::Issue(spot.issue)).into());
            row.extend([label(project, position.stance), score(project, position.stance)]);
            row.extend([look.settings.rule.slug().into(), Value::from(look.settings.filter.as_of)]);
            evidence(project, &sheet.matrix, spot, position, &mut row);
            assessment(project, spot, position, &mut row);
            row.push(empty_kind(position));
            if look.settings.independent {
                row.push(position.sources.into());
            }
            if look.rows == RowsOf::Blocs {
                row.extend([position.holders.into(), Value::Truth(position.divided)]);
            }
            if let Some(before) = source.before(line, *head) {
                row.extend([Value::from(look.since), label(project, before)]);
            }
            each(&mut row)?;
        }
    }
    Ok(())
}

/// From `claims` to `basis`.
fn evidence<'p>(project: &'p Project, matrix: &Matrix, spot: Spot, position: &Position, row: &mut Row<'p>) {
    let claims: Vec<&Claim> = matrix.evidence(spot).iter().filter_map(|id| Some(&**project.claim(*id)?)).collect();
    let articles: HashSet<ArticleId> =
        claims.iter().filter_map(|c| Some(project.excerpt(c.excerpt)?.article)).collect();
    let outlets: HashSet<&str> =
        articles.iter().filter_map(|id| Some(&*project.article(*id)?.outlet)).filter(|name| !name.is_empty()).collect();
    let dates = || claims.iter().filter_map(|claim| project.date_of(claim));
    let decisive = position.decisive.and_then(|id| project.claim(id));
    row.extend([
        position.claims.into(),
        articles.len().into(),
        outlets.len().into(),
        // Nobody's position is neither official nor unofficial.
        if position.derived.is_some() { Value::Truth(!position.unofficial) } else { Value::Nothing },
        Value::Truth(position.contested),
        label(project, position.moved.map(|moved| moved.from)),
        position.moved.map(|moved| moved.on).into(),
        matrix.conditions(project, spot).join(AND).into(),
        dates().min().into(),
        dates().max().into(),
        decisive.map_or(Value::Nothing, |claim| claim.basis.slug().into()),
    ]);
}

/// From `assessment` to `stale`.
fn assessment<'p>(project: &'p Project, spot: Spot, position: &Position, row: &mut Row<'p>) {
    // As of an earlier day a judgement may not stand yet.
    let Some(made) = spot.cell().and_then(|cell| project.judged(cell)).filter(|_| position.assessed) else {
        return row.extend([const { Value::Nothing }; 5]);
    };
    row.extend([
        Value::from(&made.sentence),
        Value::from(&made.analyst),
        Value::Date(day_of(made.made)),
        made.confidence.map_or(Value::Nothing, |confidence| confidence.slug().into()),
        position.stale.into(),
    ]);
}

fn empty_kind<'p>(position: &Position) -> Value<'p> {
    match position.empty {
        None => Value::Nothing,
        Some(Empty::NotLookedFor) => "not-looked-for".into(),
        Some(Empty::NothingFound) => "nothing-found".into(),
        Some(Empty::Declined) => "declined".into(),
    }
}
