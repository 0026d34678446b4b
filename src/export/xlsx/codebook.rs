//! The codebook on one sheet: what each name means.

use crate::export::tables::Row;
use crate::export::{ExportError, Kind, Value};
use crate::model::{CountryId, Project};

use super::{Book, Table};

const COLUMNS: [&str; 11] =
    ["kind", "id", "name", "short", "score", "iso", "role", "country", "voice", "members", "aliases"];

/// Issues with their rules, the scale, countries, actors, blocs and tags.
pub fn sheet(book: &mut Book<'_>, project: &Project) -> Result<(), ExportError> {
    let mut table = Table::new("Codebook", Kind::All);
    let mut head: Row<'_> = COLUMNS.into_iter().chain(["rules"]).map(Value::from).collect();
    table.put(book, &mut head)?;
    let mut put = |cells: &[(&str, Value<'_>)]| {
        let mut row: Row<'_> = COLUMNS.into_iter().chain(["rules"]).map(|_| Value::Nothing).collect();
        for (name, value) in cells {
            let at = COLUMNS.iter().position(|column| column == name).unwrap_or(COLUMNS.len());
            row[at] = value.clone();
        }
        table.put(book, &mut row)
    };
    let country = |id: CountryId| project.country(id).map_or("", |country| &*country.name);
    for row in project.issues_in_order() {
        put(&[
            ("kind", "issue".into()),
            ("id", row.id.to_string().into()),
            ("name", Value::from(&row.label)),
            ("short", Value::from(&row.short)),
            ("rules", Value::from(&row.rules)),
        ])?;
    }
    for row in project.scale() {
        put(&[
            ("kind", "stance".into()),
            ("id", row.id.to_string().into()),
            ("name", Value::Stance(row)),
            ("short", Value::from(&row.short)),
            ("score", row.score.map_or(Value::Nothing, |score| Value::Number(score.into()))),
        ])?;
    }
    for row in project.countries_in_order() {
        put(&[
            ("kind", "country".into()),
            ("id", row.id.to_string().into()),
            ("name", Value::from(&row.name)),
            ("iso", Value::from(&row.iso)),
            ("aliases", row.aliases.join("; ").into()),
            ("rules", Value::from(&row.note)),
        ])?;
    }
    for row in project.actors_in_order() {
        put(&[
            ("kind", "actor".into()),
            ("id", row.id.to_string().into()),
            ("name", Value::from(&row.name)),
            ("role", Value::from(&row.role)),
            ("country", row.country.map_or(Value::Nothing, |id| country(id).into())),
            ("voice", row.voice.slug().into()),
            ("aliases", row.aliases.join("; ").into()),
        ])?;
    }
    for row in project.blocs_in_order() {
        let members: Vec<&str> = row.members.iter().map(|id| country(*id)).filter(|name| !name.is_empty()).collect();
        put(&[
            ("kind", "bloc".into()),
            ("id", row.id.to_string().into()),
            ("name", Value::from(&row.label)),
            ("members", members.join("; ").into()),
        ])?;
    }
    let mut tags: Vec<_> = project.tags().values().collect();
    tags.sort_by_key(|row| (row.rank, row.id));
    for row in tags {
        put(&[("kind", "tag".into()), ("id", row.id.to_string().into()), ("name", Value::from(&row.label))])?;
    }
    table.close(book)
}
