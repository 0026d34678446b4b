//! The rows of each table, header first, with values that still know what they are.

mod agreement;
mod claims;
mod moves;
mod positions;

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

pub(super) use agreement::share;

use super::{Kind, Source, Values};
use crate::derive::Head;
use crate::model::{EntryId, Look, Project, RowsOf, Stance, StanceId, Who};

/// What stands in one cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing is known, or there is nothing to know.
    Nothing,
    /// Words.
    Text(Cow<'a, str>),
    /// A level of the scale.
    Stance(&'a Stance),
    /// A number.
    Number(i64),
    /// A part of a whole, from 0 to 1, to four decimals.
    Share(f64),
    /// Yes or no.
    Truth(bool),
    /// A day.
    Date(Date),
    /// A moment.
    Time(Timestamp),
}

impl Value<'_> {
    /// As plain rows have it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Value::Nothing => "".into(),
            Value::Text(words) => Cow::Borrowed(words),
            Value::Stance(stance) => Cow::Borrowed(&stance.label),
            Value::Number(number) => number.to_string().into(),
            Value::Share(share) => share.to_string().into(),
            Value::Truth(true) => "true".into(),
            Value::Truth(false) => "false".into(),
            Value::Date(date) => date.to_string().into(),
            Value::Time(time) => time.to_string().into(),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(words: &'a str) -> Self {
        Value::Text(words.into())
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(words: &'a String) -> Self {
        Value::Text(words.into())
    }
}

impl From<String> for Value<'_> {
    fn from(words: String) -> Self {
        Value::Text(words.into())
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Number(number.into())
    }
}

impl From<Option<Date>> for Value<'_> {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Value::Nothing, Value::Date)
    }
}

/// Cells in the order of the columns.
pub type Row<'a> = Vec<Value<'a>>;

/// Between the parts of a cell that holds several.
const AND: &str = "; ";

/// Hands every row to `each`, the header first, until it says no. What is no table has no rows.
pub(super) fn rows<E>(
    kind: Kind,
    source: &Source<'_>,
    mut each: impl FnMut(&mut Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    match kind {
        Kind::Matrix => matrix(source, &mut each),
        Kind::Positions => positions::rows(source, &mut each),
        Kind::Claims => claims::rows(source.project, source.look(), &mut each),
        Kind::Moves => moves::rows(source, &mut each),
        Kind::Agreement => agreement::rows(source, &mut each),
        Kind::Briefing | Kind::Timeline | Kind::All => Ok(()),
    }
}

/// How many rows there are, the header not counted.
pub(super) fn count(kind: Kind, source: &Source<'_>) -> usize {
    match kind {
        Kind::Matrix => source.sheet().lines().len(),
        Kind::Positions => source.sheet().cells(),
        Kind::Claims => claims::count(source.project, source.look()),
        Kind::Moves => source.moves().len(),
        Kind::Agreement => {
            let rows = source.sheet().rows.len();
            rows * rows.saturating_sub(1) / 2
        }
        Kind::Briefing | Kind::Timeline | Kind::All => 0,
    }
}

fn matrix<E>(source: &Source<'_>, each: &mut impl FnMut(&mut Row<'_>) -> Result<(), E>) -> Result<(), E> {
    let (project, sheet) = (source.project, source.sheet());
    let heads = sheet.heads();
    let mut row: Row<'_> = Vec::new();
    let columns = if sheet.transposed { &["issue"] } else { who_columns(source.look().rows) };
    row.extend(columns.iter().map(|name| Value::from(*name)));
    row.extend(heads.iter().map(|head| Value::from(project.label(head.entry()))));
    each(&mut row)?;
    for line in sheet.lines() {
        row.clear();
        match line {
            Head::Who(who, _) => put_who(project, who, &mut row),
            Head::Issue(issue, _) => row.push(project.label(EntryId::Issue(issue)).into()),
        }
        for head in &heads {
            let Some((_, position)) = sheet.at(line, *head) else { continue };
            row.push(match source.options.values {
                Values::Label => label(project, position.stance),
                Values::Score => score(project, position.stance),
                Values::Count => position.claims.into(),
            });
        }
        each(&mut row)?;
    }
    Ok(())
}

/// The columns that say who it is.
pub(super) fn who_columns(rows: RowsOf) -> &'static [&'static str] {
    match rows {
        RowsOf::Countries => &["country", "iso"],
        RowsOf::Blocs => &["bloc"],
        RowsOf::Actors => &["actor", "role", "country"],
    }
}

/// Who it is, in these columns.
pub(super) fn put_who<'p>(project: &'p Project, who: Who, row: &mut Row<'p>) {
    match who {
        Who::Country(id) => match project.country(id) {
            Some(country) => row.extend([Value::from(&country.name), Value::from(&country.iso)]),
            None => row.extend([Value::Nothing, Value::Nothing]),
        },
        Who::Bloc(id) => row.push(project.bloc(id).map_or(Value::Nothing, |bloc| Value::from(&bloc.label))),
        Who::Actor(id) => match project.actor(id) {
            Some(actor) => {
                let country = actor.country.and_then(|id| project.country(id));
                let country = country.map_or(Value::Nothing, |country| Value::from(&country.name));
                row.extend([Value::from(&actor.name), Value::from(&actor.role), country]);
            }
            None => row.extend([Value::Nothing, Value::Nothing, Value::Nothing]),
        },
    }
}

/// Whether a row of the codebook is among what is shown.
fn is_shown(look: &Look, entry: EntryId) -> bool {
    !look.hidden.contains(&entry)
}

fn label(project: &Project, stance: Option<StanceId>) -> Value<'_> {
    stance.and_then(|id| project.stance(id)).map_or(Value::Nothing, |stance| Value::Stance(stance))
}

fn score<'p>(project: &Project, stance: Option<StanceId>) -> Value<'p> {
    points(project, stance).map_or(Value::Nothing, |score| Value::Number(score.into()))
}

fn points(project: &Project, stance: Option<StanceId>) -> Option<i8> {
    project.stance(stance?)?.score
}
