//! Reading claims out of the tables of a project, every article, excerpt and claim once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;
use std::thread;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::axis::{Axis, Lookup};
use super::facts::Fact;
use super::scale::Scale;
use crate::model::{Claim, ExcerptId, IssueId, Project, RowsOf, Slug, Voice, Who};

/// Claims from which on reading is shared among threads; fewer are read faster than a thread starts.
const MANY: usize = 8192;
/// Threads at most: what they wait for is memory.
const THREADS: usize = 4;
/// Claims whose memory is asked for at once.
const BATCH: usize = 32;

/// Claims in the order of their ids, as far as one thread read them.
#[derive(Default)]
pub(super) struct Reading {
    /// The article of each claim, or [`NOWHERE`].
    pub articles: Vec<Place>,
    /// A row for every cell that a claim is under, with the number of the cell.
    pub rows: Vec<(u32, Fact)>,
}

/// The place of an article in the order of article ids.
type Place = u32;

/// The place of the article of an excerpt that is in none.
pub(super) const NOWHERE: Place = Place::MAX;

/// What claims are read against.
pub(super) struct Reader<'p> {
    project: &'p Project,
    of: RowsOf,
    whos: &'p Axis<Who>,
    issues: &'p Axis<IssueId>,
    scale: &'p Scale,
    voices: Lookup<Voice>,
    /// The date of each article.
    published: Vec<Option<Date>>,
    sources: Sources,
}

impl<'p> Reader<'p> {
    pub fn new(
        project: &'p Project,
        of: RowsOf,
        whos: &'p Axis<Who>,
        issues: &'p Axis<IssueId>,
        scale: &'p Scale,
    ) -> Self {
        let voices = Lookup::new(project.actors().values().map(|row| (row.id.0, row.voice)));
        let published = project.articles().values().map(|row| row.published).collect();
        Self { project, of, whos, issues, scale, voices, published, sources: sources(project) }
    }

    /// Reads all claims; the readings follow each other in the order of claim ids.
    pub fn read(&self) -> Vec<Reading> {
        let claims = self.project.claims().len();
        let threads =
            if claims < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from).min(THREADS) };
        let share = claims.div_ceil(threads);
        thread::scope(|scope| {
            let others: Vec<_> =
                (1..threads).map(|index| scope.spawn(move || self.read_some(index * share, share))).collect();
            let mut readings = vec![self.read_some(0, share)];
            for other in others {
                // A thread that failed has failed for a reason that holds here too.
                readings.push(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            readings
        })
    }

    /// Reads `count` claims from the one with that ordinal on.
    fn read_some(&self, first: usize, count: usize) -> Reading {
        let mut claims = self.project.claims().values().skip(first).take(count);
        let mut reading = Reading { articles: Vec::with_capacity(count), rows: Vec::with_capacity(count + count / 4) };
        // The ordinal of the last claim that named each country, so that a country named twice counts once.
        let mut named = vec![u32::MAX; self.whos.ids.len()];
        let mut batch = Vec::with_capacity(BATCH);
        let mut ordinal = first as u32;
        while self.take_batch(&mut claims, &mut batch) {
            for (claim, article) in batch.drain(..) {
                self.read_claim(claim, article, ordinal, &mut named, &mut reading);
                ordinal += 1;
            }
        }
        reading
    }

    /// Takes the next claims, each with its article.
    ///
    /// Claims lie scattered in memory: touching a batch of them before any is read lets the waits for memory
    /// overlap, which nearly halves the time.
    fn take_batch(
        &self,
        claims: &mut impl Iterator<Item = &'p Arc<Claim>>,
        batch: &mut Vec<(&'p Claim, Place)>,
    ) -> bool {
        let mut touched = 0;
        batch.extend(claims.take(BATCH).map(|claim| {
            touched += claim.issue.0.handle() + claim.countries.len() + claim.basis as usize;
            (&**claim, NOWHERE)
        }));
        for (claim, article) in &mut *batch {
            *article = self.sources.get(&claim.excerpt).copied().unwrap_or(NOWHERE);
            touched += claim.countries.first().map_or(0, |country| country.0.handle());
        }
        std::hint::black_box(touched);
        !batch.is_empty()
    }

    fn read_claim(&self, claim: &Claim, article: Place, ordinal: u32, named: &mut [u32], reading: &mut Reading) {
        let date = claim.said_on.or_else(|| self.published.get(article as usize).copied().flatten());
        reading.articles.push(article);
        let Some(column) = self.issues.place(claim.issue.0) else { return };
        let level = self.scale.level(claim.stance);
        let mut fact = Fact {
            claim: claim.id,
            day: date.map_or(Fact::UNDATED, day_number),
            ordinal,
            level,
            score: self.scale.score(level),
            voice: self.voice(claim),
            basis: claim.basis,
            first: true,
        };
        let mut put = |slug: Slug| {
            let Some(row) = self.whos.place(slug) else { return };
            if std::mem::replace(&mut named[row], ordinal) != ordinal {
                reading.rows.push(((row * self.issues.ids.len() + column) as u32, fact));
                fact.first = false;
            }
        };
        if self.of == RowsOf::Actors {
            claim.speaker.iter().for_each(|speaker| put(speaker.0));
        } else {
            claim.countries.iter().for_each(|country| put(country.0));
        }
    }

    /// The same as [`Project::voice_of`], without walking the table of actors.
    fn voice(&self, claim: &Claim) -> Voice {
        claim.voice.or_else(|| self.voices.get(claim.speaker?.0)).unwrap_or_default()
    }
}

type Sources = HashMap<ExcerptId, Place, BuildHasherDefault<Mix>>;

/// The article of each excerpt.
fn sources(project: &Project) -> Sources {
    let mut articles = project.articles().keys().zip(0..).peekable();
    let mut sources = HashMap::with_capacity_and_hasher(project.excerpts().len(), BuildHasherDefault::default());
    for (id, excerpt) in project.excerpts_by_article().keys().copied() {
        // Both run in the order of article ids.
        while articles.next_if(|(article, _)| **article < id).is_some() {}
        if let Some((_, place)) = articles.peek().filter(|(article, _)| **article == id) {
            sources.insert(excerpt, *place);
        }
    }
    sources
}

const EPOCH: Date = Date::constant(1970, 1, 1);
const SECONDS: i64 = 86_400;

/// Days since the first of January 1970.
pub(super) fn day_number(date: Date) -> i32 {
    (date.duration_since(EPOCH).as_secs() / SECONDS) as i32
}

/// The date of a day number.
pub(super) fn date_of_day(day: i32) -> Option<Date> {
    EPOCH.checked_add(SignedDuration::from_secs(i64::from(day) * SECONDS)).ok()
}

/// Hashes an id that is random already: one multiplication spreads it.
#[derive(Default)]
struct Mix(u64);

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::Facts;
    use crate::derive::tests_support::{Sketch, cell, country, date, draft};
    use crate::edit::ops::ClaimDraft;
    use crate::model::ClaimId;

    #[test]
    fn claims_read_in_shares_are_all_claims_in_order() {
        let mut sketch = Sketch::new(2, 1);
        let article = sketch.add_article("Words.", "Gazette", Some(date("2025-01-01")));
        for index in 0..100 {
            let countries = vec![country(index % 2), country(1)];
            let countries = if index % 2 == 1 { vec![country(1)] } else { countries };
            sketch.code_in(article, ClaimDraft { countries, ..draft("- supports") });
        }
        let facts = Facts::new(sketch.project());
        let reader = Reader::new(sketch.project(), RowsOf::Countries, &facts.whos, &facts.issues, &facts.scale);
        let in_order = |readings: &[Reading]| -> Vec<(u32, u32, ClaimId, i32, bool)> {
            let rows = readings.iter().flat_map(|reading| &reading.rows);
            rows.map(|(cell, row)| (*cell, row.ordinal, row.claim, row.day, row.first)).collect()
        };
        let whole = in_order(&reader.read());
        assert_eq!(whole.len(), 150);
        for share in [1, 7, BATCH, BATCH + 1, 99] {
            let shares: Vec<Reading> = (0..100).step_by(share).map(|first| reader.read_some(first, share)).collect();
            assert_eq!(in_order(&shares), whole, "in shares of {share}");
        }
    }

    #[test]
    fn a_country_named_twice_counts_once_and_what_is_missing_counts_nowhere() {
        let mut sketch = Sketch::new(1, 1);
        let id = sketch.code_lines(&["2025-01-01 supports"])[0];
        // Such a project is refused by every edit, but a file changed by hand may hold it.
        let mut project = sketch.project().clone();
        let old = Claim::clone(project.claim(id).expect("is there"));
        let mut read = |change: fn(&mut Claim)| {
            let mut claim = old.clone();
            change(&mut claim);
            project.set_claim(id, Some(Arc::new(claim)));
            let facts = Facts::new(&project);
            let rows = facts.cell(cell(0, 0));
            (rows.len(), rows.first().and_then(|row| row.score), rows.first().and_then(Fact::date))
        };
        let day = Some(date("2025-01-01"));
        assert_eq!(read(|claim| claim.countries = vec![country(0), country(7), country(0)]), (1, Some(2), day));
        assert_eq!(read(|claim| claim.issue = "gone".parse().expect("a slug")), (0, None, None));
        assert_eq!(read(|claim| claim.stance = "gone".parse().expect("a slug")), (1, None, day));
        assert_eq!(read(|claim| claim.excerpt = "gone".parse().expect("a token")), (1, Some(2), day));
        assert_eq!(
            read(|claim| (claim.excerpt, claim.said_on) = ("gone".parse().expect("a token"), None)),
            (1, Some(2), None)
        );
        assert_eq!(read(|claim| claim.countries.clear()), (0, None, None));
    }

    #[test]
    fn every_date_comes_back_from_its_day_number() {
        for date in [Date::MIN, Date::ZERO, EPOCH, Date::constant(2024, 2, 29), Date::MAX] {
            assert_eq!(date_of_day(day_number(date)), Some(date));
        }
        assert_eq!(day_number(Date::constant(1970, 3, 1)), 59);
        assert_eq!(date_of_day(i32::MIN), None);
    }
}
