//! Which claims are listed and in which order: a pure function of project, query and order.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::words::Words;
use crate::model::{
    ActorId, Article, Basis, Claim, ClaimId, CountryId, EntryId, Excerpt, IssueId, Kind, Project, StanceId, TagId,
};
use crate::text::fold::fold;

/// What is wanted. Empty means anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// As typed.
    pub words: String,
    /// A claim must name one of these of every kind that is here; for a bloc, one of its members.
    pub entries: BTreeSet<EntryId>,
    /// A claim must rest on one of these.
    pub bases: BTreeSet<Basis>,
}

impl Query {
    /// Whether anything is asked for.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.entries.is_empty() && self.bases.is_empty()
    }

    /// The rows of one kind that are asked for.
    pub fn of(&self, kind: Kind) -> Vec<EntryId> {
        self.entries.iter().copied().filter(|id| id.kind() == kind).collect()
    }
}

/// The columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Whose position.
    Country,
    /// The words.
    Quotation,
    /// On what.
    Issue,
    /// Where they stand.
    Stance,
    /// How we know.
    Basis,
    /// Who says it.
    Speaker,
    /// The outlet.
    Source,
    /// When it was said.
    Date,
}

impl Column {
    /// Every column from left to right, with its head.
    pub const ALL: [(Column, &'static str); 8] = [
        (Column::Country, "Country"),
        (Column::Quotation, "Quotation"),
        (Column::Issue, "Issue"),
        (Column::Stance, "Stance"),
        (Column::Basis, "Basis"),
        (Column::Speaker, "Speaker"),
        (Column::Source, "Source"),
        (Column::Date, "Date"),
    ];
}

/// The order of the table. What has no value in the column stands last either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub column: Column,
    /// Largest first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { column: Column::Date, descending: true }
    }
}

impl Order {
    /// The order after the head of `column` was pressed.
    pub fn pressed(self, column: Column) -> Self {
        let descending = if self.column == column { !self.descending } else { column == Column::Date };
        Self { column, descending }
    }
}

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
    folded: OnceLock<Vec<String>>,
}

impl Base {
    /// Collects the claims.
    pub fn new(project: &Project) -> Self {
        let row = |claim: &Arc<Claim>| {
            let excerpt = project.excerpt(claim.excerpt)?.clone();
            let article = project.article(excerpt.article)?.clone();
            let date = claim.said_on.or(article.published);
            Some(Row { claim: claim.clone(), excerpt, article, date })
        };
        let mut rows: Vec<Row> = project.claims().values().filter_map(row).collect();
        rows.sort_by_key(|row| (Reverse(row.date), row.article.id, row.excerpt.anchor.span, row.claim.id));
        Self { rows, folded: OnceLock::new() }
    }

    /// What words are sought in, row by row: quotation, speaker, condition, note and tags.
    fn folded(&self, project: &Project) -> &[String] {
        self.folded.get_or_init(|| {
            let text = |row: &Row| {
                let speaker = row.claim.speaker.and_then(|id| project.actor(id)).map_or("", |actor| &actor.name);
                let mut text = row.excerpt.anchor.quotation.replace('\n', " ");
                for more in [speaker, &row.claim.condition, &row.claim.note] {
                    text.push('\n');
                    text.push_str(more);
                }
                for tag in row.claim.tags.iter().filter_map(|id| project.tag(*id)) {
                    text.push('\n');
                    text.push_str(&tag.label);
                }
                fold(&text)
            };
            self.rows.iter().map(text).collect()
        })
    }
}

/// The rows that are listed, in order.
#[derive(Debug, Default)]
pub struct Listing {
    /// Indices into [`Base::rows`].
    pub rows: Vec<u32>,
    /// The claims in the same order.
    pub ids: Vec<ClaimId>,
    /// The place of each claim, once it is asked for.
    places: OnceLock<HashMap<ClaimId, usize>>,
}

impl Listing {
    /// The rows of `base` that `query` wants, in `order`. `base` must have been made from `project`.
    pub fn new(project: &Project, base: &Base, query: &Query, order: Order) -> Self {
        let words = Words::parse(&query.words);
        let wanted = Wanted::new(project, query);
        let folded = if words.is_empty() { &[] } else { base.folded(project) };
        let passes = |index: &u32| {
            let at = *index as usize;
            wanted.has(&base.rows[at].claim) && folded.get(at).is_none_or(|text| words.are_in(text))
        };
        let rows: Vec<u32> = (0..base.rows.len() as u32).filter(passes).collect();
        let rows = in_order(project, base, rows, order);
        let ids: Vec<ClaimId> = rows.iter().map(|index| base.rows[*index as usize].claim.id).collect();
        Self { rows, ids, places: OnceLock::new() }
    }

    /// Where a claim stands, if it is listed.
    pub fn place(&self, id: ClaimId) -> Option<usize> {
        let places = self.places.get_or_init(|| self.ids.iter().enumerate().map(|(place, id)| (*id, place)).collect());
        places.get(&id).copied()
    }

    /// A listing of these claims, for tests of what needs no more.
    #[cfg(test)]
    pub fn of(ids: Vec<ClaimId>) -> Self {
        Self { rows: (0..ids.len() as u32).collect(), ids, places: OnceLock::new() }
    }
}

/// The query by kind.
#[derive(Default)]
struct Wanted {
    countries: BTreeSet<CountryId>,
    /// The members of the blocs that are asked for: nobody, where these have none.
    members: Option<BTreeSet<CountryId>>,
    speakers: BTreeSet<ActorId>,
    issues: BTreeSet<IssueId>,
    stances: BTreeSet<StanceId>,
    tags: BTreeSet<TagId>,
    bases: BTreeSet<Basis>,
}

impl Wanted {
    fn new(project: &Project, query: &Query) -> Self {
        let mut wanted = Self { bases: query.bases.clone(), ..Self::default() };
        for id in &query.entries {
            match *id {
                EntryId::Country(id) => {
                    wanted.countries.insert(id);
                }
                EntryId::Actor(id) => {
                    wanted.speakers.insert(id);
                }
                EntryId::Issue(id) => {
                    wanted.issues.insert(id);
                }
                EntryId::Stance(id) => {
                    wanted.stances.insert(id);
                }
                EntryId::Tag(id) => {
                    wanted.tags.insert(id);
                }
                EntryId::Bloc(id) => {
                    let members = project.bloc(id).map_or(&[][..], |bloc| &bloc.members);
                    wanted.members.get_or_insert_default().extend(members);
                }
            }
        }
        wanted
    }

    fn has(&self, claim: &Claim) -> bool {
        let any = |empty: bool, has: bool| empty || has;
        let member = |members: &BTreeSet<CountryId>| claim.countries.iter().any(|id| members.contains(id));
        any(self.countries.is_empty(), claim.countries.iter().any(|id| self.countries.contains(id)))
            && self.members.as_ref().is_none_or(member)
            && any(self.speakers.is_empty(), claim.speaker.is_some_and(|id| self.speakers.contains(&id)))
            && any(self.issues.is_empty(), self.issues.contains(&claim.issue))
            && any(self.stances.is_empty(), self.stances.contains(&claim.stance))
            && any(self.tags.is_empty(), claim.tags.iter().any(|id| self.tags.contains(id)))
            && any(self.bases.is_empty(), self.bases.contains(&claim.basis))
    }
}

/// Sorts rows; those that are equal in the column stay in the order of the base.
fn in_order(project: &Project, base: &Base, rows: Vec<u32>, order: Order) -> Vec<u32> {
    if order == Order::default() {
        return rows;
    }
    let key = keys(project, base, &rows, order.column);
    let mut keyed: Vec<(Option<i64>, u32)> = rows.into_iter().map(|index| (key(index), index)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if order.descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
    });
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// A number for each row by which the column is sorted; `None` where it is empty.
fn keys<'a>(project: &Project, base: &'a Base, rows: &[u32], column: Column) -> Box<dyn Fn(u32) -> Option<i64> + 'a> {
    let row = |index: u32| &base.rows[index as usize];
    let by_name = |kind: Kind| {
        let names = project.entries(kind).into_iter().map(|entry| (entry.id(), fold(entry.label())));
        let mut names: Vec<(EntryId, String)> = names.collect();
        names.sort_by(|a, b| a.1.cmp(&b.1));
        names.into_iter().zip(0..).map(|((id, _), place)| (id, place)).collect::<HashMap<EntryId, i64>>()
    };
    let by_rank = |kind: Kind| {
        let ids = project.entries(kind).into_iter().map(|entry| entry.id());
        ids.zip(0..).collect::<HashMap<EntryId, i64>>()
    };
    match column {
        Column::Country => {
            let names = by_name(Kind::Country);
            Box::new(move |index| names.get(&EntryId::Country(*row(index).claim.countries.first()?)).copied())
        }
        Column::Quotation => {
            let places = by_text(rows, |index| &row(index).excerpt.anchor.quotation);
            Box::new(move |index| places.get(&index).copied())
        }
        Column::Issue => {
            let ranks = by_rank(Kind::Issue);
            Box::new(move |index| ranks.get(&EntryId::Issue(row(index).claim.issue)).copied())
        }
        Column::Stance => {
            let ranks = by_rank(Kind::Stance);
            Box::new(move |index| ranks.get(&EntryId::Stance(row(index).claim.stance)).copied())
        }
        Column::Basis => Box::new(move |index| Some(row(index).claim.basis as i64)),
        Column::Speaker => {
            let names = by_name(Kind::Actor);
            Box::new(move |index| names.get(&EntryId::Actor(row(index).claim.speaker?)).copied())
        }
        Column::Source => {
            let places = by_text(rows, |index| &row(index).article.outlet);
            Box::new(move |index| places.get(&index).copied().filter(|_| !row(index).article.outlet.is_empty()))
        }
        Column::Date => Box::new(move |index| {
            let date = row(index).date?;
            Some(i64::from(date.year()) * 512 + i64::from(date.month()) * 32 + i64::from(date.day()))
        }),
    }
}

/// The place of each row when rows are sorted by a text; equal texts share a place.
fn by_text<'a>(rows: &[u32], text: impl Fn(u32) -> &'a str) -> HashMap<u32, i64> {
    let mut folded: Vec<(String, u32)> = rows.iter().map(|index| (fold(text(*index)), *index)).collect();
    folded.sort_unstable();
    let mut places = HashMap::with_capacity(folded.len());
    let mut place = 0;
    for (at, (text, index)) in folded.iter().enumerate() {
        if at > 0 && folded[at - 1].0 != *text {
            place += 1;
        }
        places.insert(*index, place);
    }
    places
}

#[cfg(test)]
#[path = "listing_tests.rs"]
mod tests;
