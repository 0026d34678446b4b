//! One row per change of position, latest first.

use super::{Row, Value, label, points, put_who, who_columns};
use crate::derive::Move;
use crate::derive::moves::{self, Moved};
use crate::export::Source;
use crate::model::{ClaimId, EntryId, Project};

/// The columns between day and words.
const COLUMNS: [&str; 4] = ["issue", "from", "to", "step"];

/// What is said of each of the two claims, behind `before_` and `after_`.
const WORDS: [&str; 9] = ["claim", "date", "speaker", "voice", "basis", "condition", "quotation", "outlet", "url"];

/// Hands every row to `each`, the header first.
pub fn rows<E>(source: &Source<'_>, each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>) -> Result<(), E> {
    let (project, look) = (source.project, source.look());
    let mut row: Row<'_> = vec!["date".into()];
    row.extend(who_columns(look.rows).iter().map(|name| Value::from(*name)));
    row.extend(COLUMNS.map(Value::from));
    for when in ["before", "after"] {
        row.extend(WORDS.map(|what| Value::from(format!("{when}_{what}"))));
    }
    row.push("caveat".into());
    each(&mut row)?;
    for Moved { spot, change } in source.moves() {
        row.clear();
        row.push(Value::Date(change.on));
        put_who(project, spot.who, &mut row);
        row.push(project.label(EntryId::Issue(spot.issue)).into());
        row.extend([label(project, Some(change.from)), label(project, Some(change.to)), step(project, change)]);
        words(project, change.before, &mut row);
        words(project, change.after, &mut row);
        row.push(moves::caveats(project, spot, &change).join("; ").into());
        each(&mut row)?;
    }
    Ok(())
}

/// By how many points, towards support above 0.
fn step<'p>(project: &Project, change: Move) -> Value<'p> {
    let points = |stance| points(project, Some(stance)).map(i64::from);
    match (points(change.from), points(change.to)) {
        (Some(from), Some(to)) => Value::Number(to - from),
        _ => Value::Nothing,
    }
}

fn words<'p>(project: &'p Project, id: ClaimId, row: &mut Row<'p>) {
    let Some(claim) = project.claim(id) else { return row.extend([const { Value::Nothing }; WORDS.len()]) };
    let excerpt = project.excerpt(claim.excerpt);
    let article = project.article_of(claim);
    row.extend([
        id.to_string().into(),
        project.date_of(claim).into(),
        claim.speaker.and_then(|id| project.actor(id)).map_or(Value::Nothing, |actor| Value::from(&actor.name)),
        project.voice_of(claim).slug().into(),
        claim.basis.slug().into(),
        Value::from(&claim.condition),
        excerpt.map_or(Value::Nothing, |excerpt| Value::from(&*excerpt.anchor.quotation)),
        article.map_or(Value::Nothing, |article| Value::from(&article.outlet)),
        article.map_or(Value::Nothing, |article| Value::from(&article.url)),
    ]);
}
