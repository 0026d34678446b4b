//! Claims as the matrix reads them: one small row per claim and country, sorted into cells.
//!
//! Everything that depends on the project alone is settled here once per revision, so that a change of
//! rule, filter or date only walks over rows that are already in order.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::scale::{Level, Scale};
use crate::model::{
    Assessment, Basis, Cell, Claim, ClaimId, CountryId, ExcerptId, IssueId, Judgement, Project, Slug, Voice,
};

/// A claim as it counts for one of its countries.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// The claim.
    pub claim: ClaimId,
    /// Its date in days, or [`Fact::UNDATED`].
    pub day: i32,
    /// The place of the claim among all claims in the order of their ids.
    pub(super) ordinal: u32,
    /// Its stance as a place on the scale.
    pub(super) level: Level,
    /// Its points, if its stance has any.
    pub score: Option<i8>,
    /// For whom it speaks.
    pub voice: Voice,
    /// How we know.
    pub basis: Basis,
    /// Whether this is the first row of its claim; every claim in the matrix has exactly one.
    pub(super) first: bool,
}

impl Fact {
    /// The day of a claim without a date: before all others.
    pub const UNDATED: i32 = i32::MIN;

    /// Latest first, undated last; then the stronger basis; then by id, so that the order is total.
    fn key(&self) -> (std::cmp::Reverse<i32>, Basis, u32) {
        (std::cmp::Reverse(self.day), self.basis, self.ordinal)
    }
}

/// A cell that was judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    pub cell: usize,
    pub judgement: Judgement,
    pub stale: u32,
}

/// All claims of a project, sorted into the cells of its matrix, latest first in each.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) countries: Arc<Axis<CountryId>>,
    pub(super) issues: Arc<Axis<IssueId>>,
    pub(super) scale: Arc<Scale>,
    /// Sorted by cell, then by [`Fact::key`].
    rows: Vec<Fact>,
    /// Where the rows of each cell begin; one longer than there are cells.
    starts: Vec<u32>,
    /// The date of each claim, by ordinal.
    dates: Vec<Option<Date>>,
    /// The article of each claim, by ordinal, as a place in `outlets`; or [`NONE`].
    articles: Vec<u32>,
    /// The outlet of each article in the order of their ids.
    outlets: Vec<Arc<str>>,
    /// In the order of cells.
    pub(super) judged: Vec<Judged>,
}

impl Facts {
    /// Reads a project.
    pub fn new(project: &Project) -> Self {
        let countries = Axis::new(project.countries_in_order().iter().map(|row| row.id), |id| id.0);
        let issues = Axis::new(project.issues_in_order().iter().map(|row| row.id), |id| id.0);
        let mut facts = Self {
            countries: Arc::new(countries),
            issues: Arc::new(issues),
            scale: Arc::new(Scale::new(&project.scale())),
            ..Self::default()
        };
        facts.read_claims(project);
        facts.judge(project);
        facts
    }

    /// The rows of a cell, whatever any filter says: latest first, undated last.
    pub fn cell(&self, cell: Cell) -> &[Fact] {
        self.index_of(cell).map_or(&[], |index| self.at(index))
    }

    /// Number of rows: claims, each counted once for every country of the matrix that it names.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no claim is under any cell.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Claims per day over the whole matrix, earliest day first, undated left out: what a slider over dates shows.
    pub fn days(&self) -> Vec<(Date, usize)> {
        let mut days: Vec<Date> = self.rows.iter().filter(|row| row.first).filter_map(|row| self.date(row)).collect();
        days.sort_unstable();
        days.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
    }

    pub(super) fn cells(&self) -> usize {
        self.countries.ids.len() * self.issues.ids.len()
    }

    pub(super) fn index_of(&self, cell: Cell) -> Option<usize> {
        let row = self.countries.place(cell.country.0)?;
        Some(row * self.issues.ids.len() + self.issues.place(cell.issue.0)?)
    }

    pub(super) fn at(&self, cell: usize) -> &[Fact] {
        &self.rows[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    pub(super) fn date(&self, fact: &Fact) -> Option<Date> {
        self.dates[fact.ordinal as usize]
    }

    pub(super) fn outlet(&self, ordinal: usize) -> &str {
        self.articles.get(ordinal).and_then(|article| self.outlets.get(*article as usize)).map_or("", |name| name)
    }

    fn read_claims(&mut self, project: &Project) {
        let sources = self.read_articles(project);
        let voices = Lookup::new(project.actors().values().map(|row| (row.id.0, row.voice as u8)));
        let claims = project.claims();
        self.dates.reserve_exact(claims.len());
        self.articles.reserve_exact(claims.len());
        let mut unsorted: Vec<(u32, Fact)> = Vec::with_capacity(claims.len() + claims.len() / 4);
        let mut counts = vec![0u32; self.cells() + 1];
        // The ordinal of the last claim that named each country, so that a country named twice counts once.
        let mut named = vec![NONE; self.countries.ids.len()];
        for (ordinal, claim) in claims.values().enumerate() {
            let ordinal = ordinal as u32;
            let (article, published) = sources.get(&claim.excerpt).copied().unwrap_or((NONE, None));
            let date = claim.said_on.or(published);
            self.dates.push(date);
            self.articles.push(article);
            let Some(column) = self.issues.place(claim.issue.0) else { continue };
            let level = self.scale.level(claim.stance);
            let mut fact = Fact {
                claim: claim.id,
                day: date.map_or(Fact::UNDATED, day_number),
                ordinal,
                level,
                score: self.scale.score(level),
                voice: voice(claim, &voices),
                basis: claim.basis,
                first: true,
            };
            for country in &claim.countries {
                let Some(row) = self.countries.place(country.0) else { continue };
                if std::mem::replace(&mut named[row], ordinal) != ordinal {
                    let cell = row * self.issues.ids.len() + column;
                    counts[cell] += 1;
                    unsorted.push((cell as u32, fact));
                    fact.first = false;
                }
            }
        }
        self.sort(&unsorted, counts);
    }

    /// Sorts rows into cells by counting, then each cell by date.
    fn sort(&mut self, unsorted: &[(u32, Fact)], mut counts: Vec<u32>) {
        let mut start = 0;
        for count in &mut counts {
            start += std::mem::replace(count, start);
        }
        self.starts = counts;
        let mut next = self.starts.clone();
        if let Some((_, any)) = unsorted.first() {
            self.rows = vec![*any; unsorted.len()];
        }
        for (cell, fact) in unsorted {
            let place = &mut next[*cell as usize];
            self.rows[*place as usize] = *fact;
            *place += 1;
        }
        for cell in 0..self.cells() {
            let range = self.starts[cell] as usize..self.starts[cell + 1] as usize;
            self.rows[range].sort_unstable_by_key(Fact::key);
        }
    }

    /// The article of each excerpt, with its date: every article and excerpt is looked at once.
    fn read_articles(&mut self, project: &Project) -> HashMap<ExcerptId, (u32, Option<Date>), Mixing> {
        let articles: Vec<_> = project.articles().values().collect();
        let mut names: HashMap<&str, Arc<str>> = HashMap::new();
        self.outlets = articles
            .iter()
            .map(|row| names.entry(row.outlet.as_str()).or_insert_with(|| row.outlet.as_str().into()).clone())
            .collect();
        let mut sources = HashMap::with_capacity_and_hasher(project.excerpts().len(), Mixing::default());
        let mut place = 0;
        for (article, excerpt) in project.excerpts_by_article() {
            // Both run in the order of article ids.
            while articles.get(place).is_some_and(|row| row.id < article) {
                place += 1;
            }
            if let Some(row) = articles.get(place).filter(|row| row.id == article) {
                sources.insert(excerpt, (place as u32, row.published));
            }
        }
        sources
    }

    /// Reads the assessments and counts what has changed under each since it was made.
    fn judge(&mut self, project: &Project) {
        let mut judged: Vec<Judged> = Vec::with_capacity(project.assessments().len());
        let mut now = Vec::new();
        for assessment in project.assessments().values() {
            let Some(cell) = self.index_of(assessment.cell) else { continue };
            now.clear();
            now.extend(self.at(cell).iter().filter_map(|row| Some((row.claim, project.claim(row.claim)?.updated))));
            now.sort_unstable();
            judged.push(Judged { cell, judgement: assessment.judgement, stale: changes(assessment, &now) });
        }
        judged.sort_unstable_by_key(|row| row.cell);
        self.judged = judged;
    }
}

/// Claims added, removed or changed between what an assessment saw and what lies there now (by id).
fn changes(assessment: &Assessment, now: &[(ClaimId, Timestamp)]) -> u32 {
    let mut seen = assessment.seen.clone();
    seen.sort_unstable();
    seen.dedup_by_key(|(id, _)| *id);
    let seen_then = |id| seen.binary_search_by_key(&id, |(id, _)| *id).ok().map(|at| seen[at].1);
    let there = now.iter().filter(|(id, _)| seen_then(*id).is_some()).count();
    let new_or_changed = now.iter().filter(|(id, updated)| seen_then(*id) != Some(*updated)).count();
    (new_or_changed + seen.len() - there) as u32
}

/// The same as [`Project::voice_of`], without walking the table of actors.
fn voice(claim: &Claim, voices: &Lookup<u8>) -> Voice {
    let usual = || Some(Voice::ALL[usize::from(voices.get(claim.speaker?.0)?)]);
    claim.voice.or_else(usual).unwrap_or_default()
}

/// Days since the first of January 1970.
pub(super) fn day_number(date: Date) -> i32 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    (date.duration_since(EPOCH).as_secs() / 86_400) as i32
}

const NONE: u32 = u32::MAX;

/// Values by slug without hashing: slugs are numbered from zero in each process.
#[derive(Clone, Debug)]
pub(super) struct Lookup<V>(Vec<Option<V>>);

impl<V> Default for Lookup<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V: Copy> Lookup<V> {
    pub fn new(pairs: impl Iterator<Item = (Slug, V)>) -> Self {
        let mut values = Vec::new();
        for (slug, value) in pairs {
            if values.len() <= slug.handle() {
                values.resize(slug.handle() + 1, None);
            }
            values[slug.handle()] = Some(value);
        }
        Self(values)
    }

    pub fn get(&self, slug: Slug) -> Option<V> {
        self.0.get(slug.handle()).copied().flatten()
    }
}

/// The rows or the columns of the matrix: ids in order, and the place of each.
#[derive(Clone, Debug)]
pub(super) struct Axis<Id> {
    pub ids: Vec<Id>,
    places: Lookup<u32>,
}

impl<Id> Default for Axis<Id> {
    fn default() -> Self {
        Self { ids: Vec::new(), places: Lookup::default() }
    }
}

impl<Id: Copy> Axis<Id> {
    fn new(ids: impl Iterator<Item = Id>, slug: impl Fn(Id) -> Slug) -> Self {
        let ids: Vec<Id> = ids.collect();
        let places = Lookup::new(ids.iter().zip(0..).map(|(id, place)| (slug(*id), place)));
        Self { ids, places }
    }

    pub fn place(&self, slug: Slug) -> Option<usize> {
        self.places.get(slug).map(|place| place as usize)
    }
}

/// Hashes an id that is random already: one multiplication spreads it.
#[derive(Default)]
struct Mix(u64);

type Mixing = BuildHasherDefault<Mix>;

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
