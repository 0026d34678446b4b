//! The rows of a file one after the other, for whoever wants to know where they stand.

use serde::Deserialize;

use super::read::Read;
use super::{Actor, Article, Assessment, Bloc, Country, Issue, Stance, Tag, View};
use crate::store::error::Fault;
use crate::store::syntax::{CORRECT, Cursor};

/// A row of the file itself; excerpts and claims are in their article.
pub(in crate::store) enum Row<'s> {
    Stance(Stance<'s>),
    Country(Country<'s>),
    Actor(Actor<'s>),
    Issue(Issue<'s>),
    Tag(Tag<'s>),
    Bloc(Bloc<'s>),
    View(Box<View<'s>>),
    Article(Box<Article<'s>>),
    Assessment(Assessment<'s>),
}

/// Shows every row of a file to `visit`, with the byte at which it begins.
///
/// # Errors
/// At the first row that cannot be read; those before it have been shown.
pub(in crate::store) fn each<'s>(source: &'s str, mut visit: impl FnMut(Row<'s>, usize)) -> Read<()> {
    let mut cursor = Cursor::new(source, 0);
    cursor.attributes()?;
    cursor.expect('(')?;
    let mut first = true;
    while !cursor.closes(')', first)? {
        first = false;
        let (name, at) = cursor.name()?;
        cursor.expect(':')?;
        match name {
            "scale" => list(&mut cursor, |row, at| visit(Row::Stance(row), at))?,
            "countries" => list(&mut cursor, |row, at| visit(Row::Country(row), at))?,
            "actors" => list(&mut cursor, |row, at| visit(Row::Actor(row), at))?,
            "issues" => list(&mut cursor, |row, at| visit(Row::Issue(row), at))?,
            "tags" => list(&mut cursor, |row, at| visit(Row::Tag(row), at))?,
            "blocs" => list(&mut cursor, |row, at| visit(Row::Bloc(row), at))?,
            "views" => list(&mut cursor, |row, at| visit(Row::View(Box::new(row)), at))?,
            "articles" => list(&mut cursor, |row, at| visit(Row::Article(Box::new(row)), at))?,
            "assessments" => list(&mut cursor, |row, at| visit(Row::Assessment(row), at))?,
            "format" => drop(cursor.value::<u32>()?),
            "id" | "title" | "notes" => drop(cursor.value::<super::Words>()?),
            _ => return Err(Fault::broken(Some(at), format!("there is no field `{name}`"), CORRECT)),
        }
    }
    Ok(())
}

fn list<'s, T: Deserialize<'s>>(cursor: &mut Cursor<'s>, mut visit: impl FnMut(T, usize)) -> Read<()> {
    cursor.expect('[')?;
    let mut first = true;
    while !cursor.closes(']', first)? {
        first = false;
        let at = cursor.next_at()?;
        visit(cursor.value()?, at);
    }
    Ok(())
}
