//! Reading the articles, from several places of the file at once.

use std::fmt::Display;
use std::sync::Arc;
use std::thread;

use super::Article;
use super::read::{Read, Reader, twice};
use crate::model::{self, ArticleId, ClaimId, ExcerptId, Project};
use crate::store::syntax::Cursor;
use crate::store::threads;
use crate::text::ArticleText;

/// Files shorter than this are read by one thread.
const WORTH_SHARING: usize = 1 << 20;

/// How an article begins in a file that we have written.
const BEGINNING: &str = "\n    (\n      id: \"";

/// Goes past the list of articles and returns their rows.
///
/// Other threads begin at places where an article seems to begin. That it does is known only when the
/// thread before arrives at this very place; when it never does (the place is inside a text), what was
/// read from there is thrown away and the thread before reads on.
pub(super) fn articles(cursor: &mut Cursor) -> Read<Rows> {
    cursor.expect('[')?;
    let starts = likely_starts(cursor);
    thread::scope(|scope| {
        let others: Vec<_> = starts
            .iter()
            .enumerate()
            .map(|(index, start)| {
                let (cursor, stop) = (Cursor::new(cursor.source(), *start), starts.get(index + 1));
                scope.spawn(move || Part::read(cursor, stop.copied()))
            })
            .collect();
        let Part { mut rows, mut end, mut more } = Part::read(cursor.clone(), starts.first().copied())?;
        for other in others {
            let part = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            if more {
                let part = part?;
                rows.append(part.rows);
                (end, more) = (part.end, part.more);
            }
        }
        *cursor = end;
        Ok(rows)
    })
}

fn likely_starts(cursor: &Cursor) -> Vec<usize> {
    let (source, from) = (cursor.source(), cursor.at());
    let rest = source.len() - from;
    if rest < WORTH_SHARING {
        return Vec::new();
    }
    let shares = threads::available();
    let finder = memchr::memmem::Finder::new(BEGINNING);
    let mut starts: Vec<usize> = (1..shares)
        .filter_map(|share| {
            let near = from + rest / shares * share;
            let found = finder.find(&source.as_bytes()[near..])?;
            source[near + found..].find('(').map(|bracket| near + found + bracket)
        })
        .collect();
    starts.dedup();
    starts
}

/// What one thread has read.
struct Part<'s> {
    rows: Rows,
    /// Behind the list, or where the next thread has begun.
    end: Cursor<'s>,
    /// Whether the list goes on where the next thread has begun.
    more: bool,
}

impl<'s> Part<'s> {
    /// Reads articles until the list ends or the next one begins at `stop`.
    fn read(mut cursor: Cursor<'s>, stop: Option<usize>) -> Read<Self> {
        let mut reader = Reader::new(cursor.source());
        let mut rows = Rows::default();
        let mut first = true;
        let more = loop {
            if cursor.closes(']', first)? {
                break false;
            }
            first = false;
            if Some(cursor.next_at()?) == stop {
                break true;
            }
            rows.push(&cursor.value()?, &mut reader)?;
        };
        rows.sort();
        Ok(Self { rows, end: cursor, more })
    }
}

/// A row, its id, and where the id stands in the file.
type Placed<Id, Row> = (Id, Option<usize>, Arc<Row>);

/// Articles with all that is in them.
#[derive(Default)]
pub(super) struct Rows {
    articles: Vec<Placed<ArticleId, model::Article>>,
    texts: Vec<(ArticleId, Arc<ArticleText>)>,
    excerpts: Vec<Placed<ExcerptId, model::Excerpt>>,
    claims: Vec<Placed<ClaimId, model::Claim>>,
}

impl Rows {
    fn push(&mut self, row: &Article, reader: &mut Reader) -> Read<()> {
        let article = reader.article(row)?;
        let id = article.id;
        self.articles.push((id, reader.offset(&row.id), Arc::new(article)));
        self.texts.push((id, Arc::new(ArticleText::new(row.text.as_str()))));
        for row in &row.excerpts {
            let excerpt = reader.excerpt(row, id)?;
            let id = excerpt.id;
            self.excerpts.push((id, reader.offset(&row.id), Arc::new(excerpt)));
            for row in &row.claims {
                let claim = reader.claim(row, id)?;
                self.claims.push((claim.id, reader.offset(&row.id), Arc::new(claim)));
            }
        }
        Ok(())
    }

    fn append(&mut self, mut other: Rows) {
        self.articles.append(&mut other.articles);
        self.texts.append(&mut other.texts);
        self.excerpts.append(&mut other.excerpts);
        self.claims.append(&mut other.claims);
    }

    /// By id, which is how tables fill fastest; what is sorted already costs little.
    fn sort(&mut self) {
        self.articles.sort_by_key(|(id, at, _)| (*id, *at));
        self.texts.sort_by_key(|(id, _)| *id);
        self.excerpts.sort_by_key(|(id, at, _)| (*id, *at));
        self.claims.sort_by_key(|(id, at, _)| (*id, *at));
    }

    /// Puts the rows into a project that has none.
    pub fn fill(mut self, project: &mut Project) -> Read<()> {
        self.sort();
        once("article", &self.articles)?;
        once("excerpt", &self.excerpts)?;
        once("claim", &self.claims)?;
        project.fill(rows(self.articles), self.texts, rows(self.excerpts), rows(self.claims));
        Ok(())
    }
}

fn rows<Id, Row>(placed: Vec<Placed<Id, Row>>) -> Vec<Arc<Row>> {
    placed.into_iter().map(|(_, _, row)| row).collect()
}

/// Refuses sorted rows among which an id stands twice.
fn once<Id: Copy + PartialEq + Display, Row>(noun: &str, sorted: &[Placed<Id, Row>]) -> Read<()> {
    match sorted.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(twice(noun, pair[1].0, pair[1].1)),
        None => Ok(()),
    }
}
