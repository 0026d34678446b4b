//! Every claim of a project with what its row shows, and small numbers by which it is sorted, filtered and grouped.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::super::reading::day_number;
use super::super::search::BORDER;
use super::view::Column;
use crate::model::{Article, ArticleId, Claim, ClaimId, Confidence, EntryId, Excerpt, Kind, Project, Slug};
use crate::text::fold::fold;

/// Stands for no value, after every value.
pub const NONE: u32 = u32::MAX;
/// Before every day.
pub const UNDATED: i32 = i32::MIN;

/// A claim with what its row shows.
#[derive(Clone, Debug)]
pub struct Row {
    /// The claim.
    pub claim: Arc<Claim>,
    /// Its words.
    pub excerpt: Arc<Excerpt>,
    /// Where they stand.
    pub article: Arc<Article>,
    /// When it was said.
    pub date: Option<Date>,
}

/// Every claim of a project, made once per revision.
#[derive(Debug, Default)]
pub struct Base {
    /// The rows by date, latest first and undated last, then in the order of their article: so ties stand.
    pub rows: Vec<Row>,
    pub(super) facets: Facets,
    folded: OnceLock<Vec<Box<str>>>,
    quotations: OnceLock<Vec<u32>>,
    conditions: OnceLock<Vec<u32>>,
}

impl Base {
    /// Collects the claims.
    pub fn new(project: &Project) -> Self {
        let rows = rows(project);
        let facets = Facets::new(project, &rows);
        Self { rows, facets, ..Self::default() }
    }

    /// The claim of a row.
    pub fn id(&self, row: u32) -> ClaimId {
        self.rows[row as usize].claim.id
    }

    /// The outlets of the claims by name.
    pub fn outlets(&self) -> &[Arc<str>] {
        &self.facets.outlet.names
    }

    /// Who coded them, by name.
    pub fn analysts(&self) -> &[Arc<str>] {
        &self.facets.analyst.names
    }

    /// What words are sought in, row by row: quotation, speaker, condition, note and tags.
    pub(super) fn folded(&self, project: &Project) -> &[Box<str>] {
        self.folded.get_or_init(|| {
            let text = |row: &Row| {
                let speaker = row.claim.speaker.and_then(|id| project.actor(id)).map_or("", |actor| &actor.name);
                let mut text = row.excerpt.anchor.quotation.replace('\n', " ");
                for more in [speaker, &row.claim.condition, &row.claim.note] {
                    text.push(BORDER);
                    text.push_str(more);
                }
                for tag in row.claim.tags.iter().filter_map(|id| project.tag(*id)) {
                    text.push(BORDER);
                    text.push_str(&tag.label);
                }
                fold(&text).into_boxed_str()
            };
            self.rows.iter().map(text).collect()
        })
    }

    /// A number for each row by which the column is sorted; [`NONE`] where it is empty.
    pub(super) fn key(&self, column: Column) -> Box<dyn Fn(u32) -> u32 + '_> {
        let f = &self.facets;
        match column {
            Column::Country => Box::new(|row| f.country.of(row).first().copied().unwrap_or(NONE)),
            Column::Tags => Box::new(|row| f.tag.of(row).first().copied().unwrap_or(NONE)),
            Column::Issue => by(&f.issue),
            Column::Stance => by(&f.stance),
            Column::Speaker => by(&f.speaker),
            Column::Source => by(&f.outlet.of),
            Column::Analyst => by(&f.analyst.of),
            Column::Article => Box::new(|row| f.titles[f.article[row as usize] as usize]),
            Column::Basis => Box::new(|row| u32::from(f.basis[row as usize])),
            Column::Voice => Box::new(|row| u32::from(f.voice[row as usize])),
            Column::Confidence => Box::new(|row| match f.confidence[row as usize] {
                UNSAID => NONE,
                degree => u32::from(degree),
            }),
            Column::Date => Box::new(|row| match f.day[row as usize] {
                UNDATED => NONE,
                day => day.wrapping_sub(i32::MIN) as u32,
            }),
            Column::Quotation => {
                by(self.quotations.get_or_init(|| places(&self.rows, |row| &row.excerpt.anchor.quotation)))
            }
            Column::Condition => by(self.conditions.get_or_init(|| places(&self.rows, |row| &row.claim.condition))),
        }
    }
}

fn by(numbers: &[u32]) -> Box<dyn Fn(u32) -> u32 + '_> {
    Box::new(|row| numbers[row as usize])
}

fn rows(project: &Project) -> Vec<Row> {
    // Both tables are in the order of excerpts: one walk over each.
    let mut claims = project.claims_by_excerpt().iter().peekable();
    let mut found = Vec::with_capacity(project.claims().len());
    for (id, excerpt) in project.excerpts() {
        while let Some(((of, _), claim)) = claims.peek() {
            if of > id {
                break;
            }
            if of == id
                && let Some(article) = project.article(excerpt.article)
            {
                let date = claim.said_on.or(article.published);
                let key = (Reverse(date), article.id, excerpt.anchor.span, claim.id);
                let row = Row { claim: (*claim).clone(), excerpt: excerpt.clone(), article: article.clone(), date };
                found.push((key, row));
            }
            claims.next();
        }
    }
    found.sort_unstable_by_key(|(key, _)| *key);
    found.into_iter().map(|(_, row)| row).collect()
}

/// The place of each row when rows are sorted by a text; equal texts share a place, and empty ones have none.
fn places<'a>(rows: &'a [Row], text: impl Fn(&'a Row) -> &'a str) -> Vec<u32> {
    // The beginnings tell nearly all apart; the rest is folded only where they do not.
    const BEGINNING: usize = 48;
    let beginning = |text: &str| fold(&text[..text.floor_char_boundary(BEGINNING)]);
    let mut keyed: Vec<(String, &str, u32)> =
        rows.iter().zip(0..).map(|(row, at)| (beginning(text(row)), text(row), at)).collect();
    keyed.retain(|(_, text, _)| !text.is_empty());
    let order = |a: &(String, &str, u32), b: &(String, &str, u32)| {
        let rest = || if a.1 == b.1 { std::cmp::Ordering::Equal } else { fold(a.1).cmp(&fold(b.1)) };
        a.0.cmp(&b.0).then_with(rest)
    };
    keyed.sort_unstable_by(order);
    let mut places = vec![NONE; rows.len()];
    let mut place = 0;
    for (index, item) in keyed.iter().enumerate() {
        if index > 0 && order(&keyed[index - 1], item).is_ne() {
            place += 1;
        }
        places[item.2 as usize] = place;
    }
    places
}

/// No degree of confidence.
pub const UNSAID: u8 = Confidence::ALL.len() as u8;

/// Small numbers for every row; where they stand for names they follow the order of these.
#[derive(Debug, Default)]
pub struct Facets {
    pub countries: Names,
    pub actors: Names,
    pub issues: Names,
    pub stances: Names,
    pub tags: Names,
    /// The countries of each row.
    pub country: Lists,
    pub tag: Lists,
    pub issue: Vec<u32>,
    pub stance: Vec<u32>,
    pub speaker: Vec<u32>,
    pub voice: Vec<u8>,
    pub basis: Vec<u8>,
    pub confidence: Vec<u8>,
    pub outlet: Texts,
    pub analyst: Texts,
    /// Articles with claims, latest first and undated last.
    pub articles: Vec<Arc<Article>>,
    /// The article of each row.
    pub article: Vec<u32>,
    /// The place of each article by its title.
    pub titles: Vec<u32>,
    pub day: Vec<i32>,
    pub noted: Vec<bool>,
    pub conditional: Vec<bool>,
}

impl Facets {
    fn new(project: &Project, rows: &[Row]) -> Self {
        let mut f = Self {
            countries: Names::by_name(project, Kind::Country),
            actors: Names::by_name(project, Kind::Actor),
            issues: Names::by_rank(project, Kind::Issue),
            stances: Names::by_rank(project, Kind::Stance),
            tags: Names::by_name(project, Kind::Tag),
            ..Self::default()
        };
        f.outlet = Texts::new(rows.iter().map(|row| row.article.outlet.as_str()));
        f.analyst = Texts::new(rows.iter().map(|row| row.claim.analyst.as_str()));
        f.number_articles(rows);
        for row in rows {
            let claim = &row.claim;
            f.country.push(claim.countries.iter().map(|id| f.countries.number(id.0)));
            f.tag.push(claim.tags.iter().map(|id| f.tags.number(id.0)));
            f.issue.push(f.issues.number(claim.issue.0));
            f.stance.push(f.stances.number(claim.stance.0));
            f.speaker.push(claim.speaker.map_or(NONE, |id| f.actors.number(id.0)));
            f.voice.push(project.voice_of(claim) as u8);
            f.basis.push(claim.basis as u8);
            f.confidence.push(claim.confidence.map_or(UNSAID, |degree| degree as u8));
            f.day.push(row.date.map_or(UNDATED, day_number));
            f.noted.push(!claim.note.is_empty());
            f.conditional.push(!claim.condition.is_empty());
        }
        f
    }

    fn number_articles(&mut self, rows: &[Row]) {
        let mut articles: HashMap<ArticleId, &Arc<Article>> = HashMap::new();
        for row in rows {
            articles.entry(row.article.id).or_insert(&row.article);
        }
        let mut articles: Vec<&Arc<Article>> = articles.into_values().collect();
        articles.sort_unstable_by_key(|article| (Reverse(article.published), article.id));
        let numbers: HashMap<ArticleId, u32> = articles.iter().zip(0..).map(|(a, number)| (a.id, number)).collect();
        self.article = rows.iter().map(|row| numbers[&row.article.id]).collect();
        let titles = Texts::new(articles.iter().map(|article| article.title.as_str()));
        self.titles = titles.of;
        self.articles = articles.into_iter().cloned().collect();
    }
}

/// The rows of one kind of the codebook, numbered.
#[derive(Debug, Default)]
pub struct Names {
    /// In their order.
    pub ids: Vec<EntryId>,
    /// The number of each, by the handle of its slug.
    numbers: Vec<u32>,
}

impl Names {
    fn by_rank(project: &Project, kind: Kind) -> Self {
        Self::new(project.entries(kind).into_iter().map(|entry| entry.id()).collect())
    }

    fn by_name(project: &Project, kind: Kind) -> Self {
        let mut names: Vec<(String, EntryId)> =
            project.entries(kind).into_iter().map(|entry| (fold(entry.label()), entry.id())).collect();
        // Of one name: in the analyst's order.
        names.sort_by(|a, b| a.0.cmp(&b.0));
        Self::new(names.into_iter().map(|(_, id)| id).collect())
    }

    fn new(ids: Vec<EntryId>) -> Self {
        let handles = || ids.iter().map(|id| id.slug().handle());
        let mut numbers = vec![NONE; handles().max().map_or(0, |last| last + 1)];
        handles().zip(0..).for_each(|(handle, number)| numbers[handle] = number);
        Self { ids, numbers }
    }

    /// The number of a row; [`NONE`] where the codebook has no such row.
    pub fn number(&self, slug: Slug) -> u32 {
        self.numbers.get(slug.handle()).copied().unwrap_or(NONE)
    }
}

/// Texts of the rows, numbered by name; the empty one has no number.
#[derive(Debug, Default)]
pub struct Texts {
    /// In their order.
    pub names: Vec<Arc<str>>,
    /// The number of each row.
    pub of: Vec<u32>,
}

impl Texts {
    fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut of: Vec<u32> = Vec::new();
        for text in texts {
            let next = numbers.len() as u32;
            of.push(*numbers.entry(text).or_insert(next));
        }
        let mut names: Vec<(&str, u32)> = numbers.into_iter().collect();
        names.sort_by_cached_key(|(name, _)| (name.is_empty(), fold(name), *name));
        let mut places = vec![NONE; names.len()];
        for ((_, number), place) in names.iter().filter(|(name, _)| !name.is_empty()).zip(0..) {
            places[*number as usize] = place;
        }
        of.iter_mut().for_each(|number| *number = places[*number as usize]);
        Self { names: names.iter().filter(|(n, _)| !n.is_empty()).map(|(n, _)| Arc::from(*n)).collect(), of }
    }
}

/// A few numbers for each row.
#[derive(Debug, Default)]
pub struct Lists {
    numbers: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    fn push(&mut self, numbers: impl Iterator<Item = u32>) {
        self.numbers.extend(numbers.filter(|number| *number != NONE));
        self.ends.push(self.numbers.len() as u32);
    }

    /// Those of a row.
    pub fn of(&self, row: u32) -> &[u32] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[row] as usize]
    }
}
