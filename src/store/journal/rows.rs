//! Edits as rows of the journal: the rows of the project file, each with what the file says by its place.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::edit::Edit;
use crate::model::{
    ActorId, ArticleId, BlocId, Cell, ClaimId, CountryId, ExcerptId, Info, IssueId, ProjectId, Rank, StanceId, TagId,
    ViewId,
};
use crate::store::error::Fault;
use crate::store::syntax::CORRECT;
use crate::store::v1::read::{Read, Reader};
use crate::store::v1::{self, write};
use crate::store::words::Words;
use crate::text::ArticleText;

/// One row that becomes something else, or nothing.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Row<'a> {
    /// Id, title and notes of the project.
    Info(#[serde(borrow)] Words<'a>, Words<'a>, Words<'a>),
    /// An article without its text.
    Article(Words<'a>, Option<v1::Article<'a>>),
    /// The text of an article.
    Text(Words<'a>, Option<Words<'a>>),
    /// An excerpt with the article it is in.
    Excerpt(Words<'a>, Option<(Words<'a>, v1::Excerpt<'a>)>),
    /// A claim with the excerpt it codes.
    Claim(Words<'a>, Option<(Words<'a>, v1::Claim<'a>)>),
    /// Rows of the codebook with their place.
    Country(Words<'a>, Option<(Rank, v1::Country<'a>)>),
    /// An actor.
    Actor(Words<'a>, Option<(Rank, v1::Actor<'a>)>),
    /// An issue.
    Issue(Words<'a>, Option<(Rank, v1::Issue<'a>)>),
    /// A level of the scale.
    Stance(Words<'a>, Option<(Rank, v1::Stance<'a>)>),
    /// A tag.
    Tag(Words<'a>, Option<(Rank, v1::Tag<'a>)>),
    /// A bloc.
    Bloc(Words<'a>, Option<(Rank, v1::Bloc<'a>)>),
    /// A named view with its place.
    View(Words<'a>, Option<(Rank, v1::View<'a>)>),
    /// The assessment of a country on an issue.
    Assessment(Words<'a>, Words<'a>, Option<v1::Assessment<'a>>),
}

impl<'a> Row<'a> {
    /// The row of an edit.
    pub fn of(edit: &'a Edit) -> Self {
        match edit {
            Edit::Info(row) => Row::Info(token(row.id), row.title.as_str().into(), row.notes.as_str().into()),
            Edit::Article(id, row) => Row::Article(token(id), row.as_ref().map(|row| write::article_alone(row))),
            Edit::Text(id, row) => Row::Text(token(id), row.as_ref().map(|row| row.as_str().into())),
            Edit::Excerpt(id, row) => {
                Row::Excerpt(token(id), row.as_ref().map(|row| (token(row.article), write::excerpt_alone(row))))
            }
            Edit::Claim(id, row) => {
                Row::Claim(token(id), row.as_ref().map(|row| (token(row.excerpt), write::claim(row))))
            }
            Edit::Country(id, row) => {
                Row::Country(id.0.as_str().into(), row.as_ref().map(|row| (row.rank, write::country(row))))
            }
            Edit::Actor(id, row) => {
                Row::Actor(id.0.as_str().into(), row.as_ref().map(|row| (row.rank, write::actor(row))))
            }
            Edit::Issue(id, row) => {
                Row::Issue(id.0.as_str().into(), row.as_ref().map(|row| (row.rank, write::issue(row))))
            }
            Edit::Stance(id, row) => {
                Row::Stance(id.0.as_str().into(), row.as_ref().map(|row| (row.rank, write::stance(row))))
            }
            Edit::Tag(id, row) => Row::Tag(id.0.as_str().into(), row.as_ref().map(|row| (row.rank, write::tag(row)))),
            Edit::Bloc(id, row) => {
                Row::Bloc(id.0.as_str().into(), row.as_ref().map(|row| (row.rank, write::bloc(row))))
            }
            Edit::View(id, row) => {
                Row::View(id.0.as_str().into(), row.as_ref().map(|row| (row.rank, write::view(row))))
            }
            Edit::Assessment(cell, row) => Row::Assessment(
                cell.country.0.as_str().into(),
                cell.issue.0.as_str().into(),
                row.as_ref().map(|row| write::assessment(row)),
            ),
        }
    }

    /// The edit of a row. A row that stands under the id of another is none.
    pub fn edit(&self, reader: &mut Reader<'_>) -> Read<Edit> {
        let edit = self.edit_as_said(reader)?;
        if is_of_its_row(&edit) { Ok(edit) } else { Err(Fault::broken(None, "a row stands under another id", CORRECT)) }
    }

    fn edit_as_said(&self, reader: &mut Reader<'_>) -> Read<Edit> {
        Ok(match self {
            Row::Info(id, title, notes) => Edit::Info(Arc::new(Info {
                id: ProjectId(reader.token(id)?),
                title: title.as_str().into(),
                notes: notes.as_str().into(),
            })),
            Row::Article(id, row) => {
                Edit::Article(ArticleId(reader.token(id)?), maybe(row, |row| reader.article(row))?)
            }
            Row::Text(id, row) => {
                let text = row.as_ref().map(|text| Arc::new(ArticleText::new(text.as_str())));
                Edit::Text(ArticleId(reader.token(id)?), text)
            }
            Row::Excerpt(id, row) => Edit::Excerpt(
                ExcerptId(reader.token(id)?),
                maybe(row, |(article, row)| {
                    let article = ArticleId(reader.token(article)?);
                    reader.excerpt(row, article)
                })?,
            ),
            Row::Claim(id, row) => Edit::Claim(
                ClaimId(reader.token(id)?),
                maybe(row, |(excerpt, row)| {
                    let excerpt = ExcerptId(reader.token(excerpt)?);
                    reader.claim(row, excerpt)
                })?,
            ),
            Row::Country(id, row) => {
                Edit::Country(CountryId(reader.slug(id)?), maybe(row, |(rank, row)| reader.country(row, *rank))?)
            }
            Row::Actor(id, row) => {
                Edit::Actor(ActorId(reader.slug(id)?), maybe(row, |(rank, row)| reader.actor(row, *rank))?)
            }
            Row::Issue(id, row) => {
                Edit::Issue(IssueId(reader.slug(id)?), maybe(row, |(rank, row)| reader.issue(row, *rank))?)
            }
            Row::Stance(id, row) => {
                Edit::Stance(StanceId(reader.slug(id)?), maybe(row, |(rank, row)| reader.stance(row, *rank))?)
            }
            Row::Tag(id, row) => Edit::Tag(TagId(reader.slug(id)?), maybe(row, |(rank, row)| reader.tag(row, *rank))?),
            Row::Bloc(id, row) => {
                Edit::Bloc(BlocId(reader.slug(id)?), maybe(row, |(rank, row)| reader.bloc(row, *rank))?)
            }
            Row::View(id, row) => {
                Edit::View(ViewId(reader.slug(id)?), maybe(row, |(rank, row)| reader.view(row, *rank))?)
            }
            Row::Assessment(country, issue, row) => Edit::Assessment(
                Cell { country: CountryId(reader.slug(country)?), issue: IssueId(reader.slug(issue)?) },
                maybe(row, |row| reader.assessment(row))?,
            ),
        })
    }
}

/// Whether the row of an edit has the id that the edit says.
fn is_of_its_row(edit: &Edit) -> bool {
    match edit {
        Edit::Article(id, Some(row)) => row.id == *id,
        Edit::Excerpt(id, Some(row)) => row.id == *id,
        Edit::Claim(id, Some(row)) => row.id == *id,
        Edit::Country(id, Some(row)) => row.id == *id,
        Edit::Actor(id, Some(row)) => row.id == *id,
        Edit::Issue(id, Some(row)) => row.id == *id,
        Edit::Stance(id, Some(row)) => row.id == *id,
        Edit::Tag(id, Some(row)) => row.id == *id,
        Edit::Bloc(id, Some(row)) => row.id == *id,
        Edit::View(id, Some(row)) => row.id == *id,
        Edit::Assessment(cell, Some(row)) => row.cell == *cell,
        _ => true,
    }
}

fn maybe<R, T>(row: &Option<R>, read: impl FnOnce(&R) -> Read<T>) -> Read<Option<Arc<T>>> {
    row.as_ref().map(read).transpose().map(|row| row.map(Arc::new))
}

fn token(id: impl std::fmt::Display) -> Words<'static> {
    id.to_string().into()
}
