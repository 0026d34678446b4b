//! Articles: bringing in, describing, removing.

use std::sync::Arc;

use jiff::civil::Date;

use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{Article, ArticleId, Info, Progress, Project};
use crate::text::ArticleText;

/// What an analyst can say about an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleDetails {
    /// Headline.
    pub title: String,
    /// Newspaper, agency, ministry.
    pub outlet: String,
    /// Byline.
    pub author: String,
    /// Date of publication.
    pub published: Option<Date>,
    /// Where it was published.
    pub url: String,
    /// ISO 639-1 code.
    pub language: String,
    /// The analyst's notes.
    pub notes: String,
}

impl From<&Article> for ArticleDetails {
    fn from(row: &Article) -> Self {
        Self {
            title: row.title.clone(),
            outlet: row.outlet.clone(),
            author: row.author.clone(),
            published: row.published,
            url: row.url.clone(),
            language: row.language.clone(),
            notes: row.notes.clone(),
        }
    }
}

impl ArticleDetails {
    fn onto(self, row: &mut Article) {
        let Self { title, outlet, author, published, url, language, notes } = self;
        (row.title, row.outlet, row.author) = (title.trim().into(), outlet.trim().into(), author.trim().into());
        (row.published, row.url, row.language) = (published, url.trim().into(), language.trim().into());
        row.notes = notes;
    }
}

/// What an analyst can say about the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectDetails {
    /// Title as shown.
    pub title: String,
    /// The analyst's notes.
    pub notes: String,
}

impl From<&Info> for ProjectDetails {
    fn from(info: &Info) -> Self {
        Self { title: info.title.clone(), notes: info.notes.clone() }
    }
}

/// An article that is to come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArticle {
    /// What is known about it.
    pub details: ArticleDetails,
    /// Its text, for good.
    pub text: ArticleText,
}

/// Brings articles in as one step. Returns their ids in the same order.
pub fn add(project: &Project, articles: Vec<NewArticle>, stamp: &mut Stamp) -> (Transaction, Vec<ArticleId>) {
    let label = match articles.as_slice() {
        [one] => format!("Add article “{}”", one.details.title),
        many => format!("Add {} articles", many.len()),
    };
    let mut ids: Vec<ArticleId> = Vec::new();
    let mut edits = Vec::new();
    for NewArticle { details, text } in articles {
        let id = ArticleId(stamp.token(|t| project.article(ArticleId(t)).is_some() || ids.contains(&ArticleId(t))));
        let mut row = Article {
            id,
            title: String::new(),
            outlet: String::new(),
            author: String::new(),
            published: None,
            url: String::new(),
            language: String::new(),
            notes: String::new(),
            progress: Progress::Unread,
            added: stamp.now,
        };
        details.onto(&mut row);
        ids.push(id);
        edits.push(Edit::Article(id, Some(Arc::new(row))));
        edits.push(Edit::Text(id, Some(Arc::new(text))));
    }
    (Transaction::new(label, edits), ids)
}

/// Changes what is known about an article. Its text stays.
pub fn describe(project: &Project, id: ArticleId, details: ArticleDetails) -> Result<Transaction, EditError> {
    change(project, id, "Edit article", |row| details.onto(row))
}

/// Changes what is known about an article by details that were begun on `was`; what others have changed since stays
/// changed.
///
/// # Errors
/// As [`describe`]; and when both have changed the same field, each in another way.
pub fn revise(
    project: &Project,
    id: ArticleId,
    was: &ArticleDetails,
    details: ArticleDetails,
) -> Result<Transaction, EditError> {
    let now = project.article(id).ok_or_else(|| EditError::Gone("the article".into()))?;
    describe(project, id, details.since(was, &ArticleDetails::from(&**now)).agreed("the article")?)
}

/// Says how far the analyst is.
pub fn set_progress(project: &Project, id: ArticleId, progress: Progress) -> Result<Transaction, EditError> {
    let label = format!("Mark article {}", progress.label().to_lowercase());
    change(project, id, &label, |row| row.progress = progress)
}

/// Says how far the analyst is with several articles, as one step.
pub fn set_progress_of(project: &Project, ids: &[ArticleId], progress: Progress) -> Result<Transaction, EditError> {
    if let [id] = ids {
        return set_progress(project, *id, progress);
    }
    let mut edits = Vec::new();
    for id in ids {
        edits.extend(set_progress(project, *id, progress)?.edits);
    }
    Ok(Transaction::new(format!("Mark {} articles {}", ids.len(), progress.label().to_lowercase()), edits))
}

/// Writes notes on an article. While one types it is one step.
pub fn set_notes(project: &Project, id: ArticleId, notes: &str) -> Result<Transaction, EditError> {
    let step = change(project, id, "Edit notes", |row| row.notes = notes.into())?;
    Ok(step.merging(format!("notes {id}")))
}

fn change(
    project: &Project,
    id: ArticleId,
    label: &str,
    by: impl FnOnce(&mut Article),
) -> Result<Transaction, EditError> {
    let old = project.article(id).ok_or_else(|| EditError::Gone("the article".into()))?;
    let mut row = Article::clone(old);
    by(&mut row);
    let edits = if row == **old { Vec::new() } else { vec![Edit::Article(id, Some(Arc::new(row)))] };
    Ok(Transaction::new(label, edits))
}

/// Takes an article out, with its text, excerpts and claims.
pub fn remove(project: &Project, id: ArticleId) -> Result<Transaction, EditError> {
    let article = project.article(id).ok_or_else(|| EditError::Gone("the article".into()))?;
    let mut edits = Vec::new();
    for excerpt in project.excerpts_of(id) {
        edits.extend(project.claims_of(excerpt.id).into_iter().map(|claim| Edit::Claim(claim.id, None)));
        edits.push(Edit::Excerpt(excerpt.id, None));
    }
    edits.push(Edit::Text(id, None));
    edits.push(Edit::Article(id, None));
    Ok(Transaction::new(format!("Remove article “{}”", article.title), edits))
}

/// Changes title and notes of the project.
pub fn describe_project(project: &Project, title: &str, notes: &str) -> Transaction {
    let info = Info { title: title.trim().into(), notes: notes.into(), ..Info::clone(project.info()) };
    let edits = if info == **project.info() { Vec::new() } else { vec![Edit::Info(Arc::new(info))] };
    Transaction::new("Edit project details", edits)
}

/// Changes title and notes of the project by details that were begun on `was`, as [`revise`] does for an article.
///
/// # Errors
/// When others have changed the same field, each in another way.
pub fn revise_project(
    project: &Project,
    was: &ProjectDetails,
    details: ProjectDetails,
) -> Result<Transaction, EditError> {
    let details = details.since(was, &ProjectDetails::from(&**project.info())).agreed("the project")?;
    Ok(describe_project(project, &details.title, &details.notes))
}
