//! What was found in everything a project holds, in groups.

use std::ops::AddAssign;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::filter::{Filter, Sieve};
use super::hay::Hay;
use super::index::{Indexed, SearchIndex, Unit, What};
use super::pattern::{Options, Pattern, Place, Raw};
use crate::model::Project;

/// So many places of a group are kept to be shown; the others are counted.
pub const SHOWN: usize = 1000;
/// With less text than this in all, one thread is enough.
const LITTLE: usize = 1 << 20;

/// What is sought in everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// As typed.
    pub typed: String,
    /// How words are to be found.
    pub options: Options,
    /// Where.
    pub filter: Filter,
}

/// What was found, in the order in which it is listed.
#[derive(Clone, Debug)]
pub struct Found {
    /// What was sought.
    pub wish: Wish,
    /// Where it was sought.
    pub index: Arc<SearchIndex>,
    /// Articles by title and text, latest first.
    pub articles: Vec<ArticleHits>,
    /// The rest, group by group.
    pub units: [Vec<UnitHit>; 4],
    tallies: [Tally; 5],
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Titles and texts of articles.
    Articles,
    /// Quotations and conditions of claims.
    Claims,
    /// Notes on the project, on articles and on claims.
    Notes,
    /// Sentences of assessments.
    Assessments,
    /// Names, rules and notes of the codebook.
    Codebook,
}

impl Group {
    /// Every group in the order of the list, with its name.
    pub const ALL: [(Group, &'static str); 5] = [
        (Group::Articles, "Articles"),
        (Group::Claims, "Claims"),
        (Group::Notes, "Notes"),
        (Group::Assessments, "Assessments"),
        (Group::Codebook, "Codebook"),
    ];

    /// Its name.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    fn of(what: &What) -> Self {
        match what {
            What::Claim(..) => Self::Claims,
            What::ProjectNote(_) | What::ArticleNote(_) | What::ClaimNote(_) => Self::Notes,
            What::Assessment(_) => Self::Assessments,
            What::Entry(_) => Self::Codebook,
        }
    }
}

/// How much was found, shown or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles, claims, notes …
    pub things: usize,
    /// Places in them.
    pub places: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.things += other.things;
        self.places += other.places;
    }
}

/// What was found in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHits {
    /// The article, as its place in the index.
    pub article: u32,
    /// Places in its title.
    pub title: Vec<Place>,
    /// Places in its text that are shown.
    pub places: Vec<Place>,
    /// How many there are in all.
    pub count: usize,
}

/// What was found in something short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitHit {
    /// The unit, as its place in the index.
    unit: u32,
    /// The text of [`What::texts`] in which it was found first.
    pub text: usize,
    /// Places in that text.
    pub places: Vec<Place>,
}

impl Found {
    /// How much was found in a group.
    pub fn tally(&self, group: Group) -> Tally {
        self.tallies[group as usize]
    }

    /// What was found in a group other than that of the articles.
    pub fn in_group(&self, group: Group) -> &[UnitHit] {
        (group as usize).checked_sub(1).map_or(&[], |at| &self.units[at])
    }

    /// What that is.
    pub fn what(&self, hit: &UnitHit) -> &What {
        &self.index.units[hit.unit as usize].what
    }

    /// Places that are kept in a group.
    pub fn shown(&self, group: Group) -> usize {
        match group {
            Group::Articles => self.articles.iter().map(|a| a.title.len() + a.places.len()).sum(),
            group => self.in_group(group).iter().map(|hit| hit.places.len()).sum(),
        }
    }

    /// Whether nothing was found anywhere.
    pub fn is_empty(&self) -> bool {
        self.tallies.iter().all(|tally| tally.things == 0)
    }
}

impl SearchIndex {
    /// How much there is to look through in a group.
    pub fn count(&self, group: Group) -> usize {
        match group {
            Group::Articles => self.articles.len(),
            group => self.units.iter().filter(|unit| Group::of(&unit.what) == group).count(),
        }
    }

    /// Looks for `pattern`, which was made of what `wish` says, until `stop` is set; then there is no answer. The index
    /// must have been made from `project`.
    pub fn search(
        self: &Arc<Self>,
        project: &Project,
        wish: &Wish,
        pattern: &Pattern,
        stop: &AtomicBool,
    ) -> Option<Found> {
        let mut found = Found {
            wish: wish.clone(),
            index: self.clone(),
            articles: Vec::new(),
            units: Default::default(),
            tallies: Default::default(),
        };
        if pattern.is_empty() {
            return Some(found);
        }
        let sieve = (!wish.filter.is_empty()).then(|| Sieve::new(&wish.filter, project));
        let open = sieve.as_ref().map(|sieve| self.open(sieve));
        (found.articles, found.tallies[0]) = self.in_articles(pattern, open.as_deref(), stop);
        self.in_units(pattern, sieve.as_ref(), open.as_deref(), stop, &mut found);
        (!stop.load(Ordering::Relaxed)).then_some(found)
    }

    /// Which articles fit in a filter.
    fn open(&self, sieve: &Sieve<'_>) -> Vec<bool> {
        let mut open: Vec<bool> = self.articles.iter().map(|article| sieve.lets_article(&article.row)).collect();
        if sieve.asks_claims() {
            let mut coded = vec![false; open.len()];
            for unit in &self.units {
                if let (What::Claim(claim, _), Some(article)) = (&unit.what, unit.article) {
                    let coded = &mut coded[article as usize];
                    *coded = *coded || sieve.lets_coding(claim);
                }
            }
            open.iter_mut().zip(coded).for_each(|(open, coded)| *open &= coded);
        }
        open
    }

    fn in_articles(&self, pattern: &Pattern, open: Option<&[bool]>, stop: &AtomicBool) -> (Vec<ArticleHits>, Tally) {
        let all: Vec<u32> = (0..self.articles.len() as u32).collect();
        let parts = spread(
            &all,
            |at| self.articles[at as usize].text.len(),
            |stretch| {
                let (mut hits, mut tally, mut kept) = (Vec::new(), Tally::default(), 0);
                for at in stretch.iter().map(|at| *at as usize) {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    if open.is_some_and(|open| !open[at]) {
                        continue;
                    }
                    if let Some(found) = in_article(&self.articles[at], at, pattern, SHOWN - kept, stop) {
                        tally += Tally { things: 1, places: found.title.len() + found.count };
                        if kept < SHOWN {
                            kept = (kept + found.title.len() + found.places.len()).min(SHOWN);
                            hits.push(found);
                        }
                    }
                }
                (hits, tally)
            },
        );
        let (mut hits, mut tally) = (Vec::new(), Tally::default());
        for (more, counted) in parts {
            hits.extend(more);
            tally += counted;
        }
        let mut room = SHOWN;
        hits.retain_mut(|hit: &mut ArticleHits| {
            let there = room > 0;
            hit.places.truncate(room.saturating_sub(hit.title.len()));
            room = room.saturating_sub(hit.title.len() + hit.places.len());
            there
        });
        (hits, tally)
    }

    fn in_units(
        &self,
        pattern: &Pattern,
        sieve: Option<&Sieve<'_>>,
        open: Option<&[bool]>,
        stop: &AtomicBool,
        found: &mut Found,
    ) {
        let candidates = self.candidates(pattern);
        // About as much work each.
        let parts = spread(
            &candidates,
            |_| 256,
            |stretch| {
                let (mut hits, mut tallies) = <([Vec<UnitHit>; 4], [Tally; 5])>::default();
                for at in stretch {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let unit = &self.units[*at as usize];
                    let hays = unit.hays(pattern.is_exact());
                    let Some(raws) = pattern.find(&hays, stop) else { continue };
                    if sieve.is_some_and(|sieve| !self.lets(unit, sieve, open)) {
                        continue;
                    }
                    let group = Group::of(&unit.what) as usize;
                    tallies[group] += Tally { things: 1, places: raws.iter().map(Vec::len).sum() };
                    let text = raws.iter().position(|raws| !raws.is_empty());
                    if let Some(text) = text.filter(|_| hits[group - 1].len() < SHOWN) {
                        let places = places(&raws[text], &hays[text], SHOWN);
                        hits[group - 1].push(UnitHit { unit: *at, text, places });
                    }
                }
                (hits, tallies)
            },
        );
        for (hits, tallies) in parts {
            for (all, more) in found.units.iter_mut().zip(hits) {
                all.extend(more);
                all.truncate(SHOWN);
            }
            for (all, more) in found.tallies.iter_mut().zip(tallies) {
                *all += more;
            }
        }
    }

    fn lets(&self, unit: &Unit, sieve: &Sieve<'_>, open: Option<&[bool]>) -> bool {
        let article = unit.article.and_then(|at| self.article(at));
        match &unit.what {
            What::Claim(claim, _) | What::ClaimNote(claim) => {
                article.is_some_and(|article| sieve.lets_claim(claim, &article.row))
            }
            What::ArticleNote(_) => unit.article.is_some_and(|at| open.is_none_or(|open| open[at as usize])),
            What::Assessment(assessment) => sieve.lets_assessment(assessment),
            // These have no country, no outlet and no date.
            What::ProjectNote(_) | What::Entry(_) => false,
        }
    }
}

/// Does some work on every stretch of `items`, each on a thread of its own; the answers in the order of the items.
/// Stretches weigh about the same; little is not spread.
fn spread<R: Send>(items: &[u32], weight: impl Fn(u32) -> usize, work: impl Fn(&[u32]) -> R + Sync) -> Vec<R> {
    let whole: usize = items.iter().map(|item| weight(*item)).sum();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let share = if whole < LITTLE { whole } else { whole / threads + 1 };
    let (mut stretches, mut start, mut held) = (Vec::new(), 0, 0);
    for (at, item) in items.iter().enumerate() {
        held += weight(*item);
        if held >= share || at + 1 == items.len() {
            stretches.push(&items[start..=at]);
            (start, held) = (at + 1, 0);
        }
    }
    let Some((first, rest)) = stretches.split_first() else { return Vec::new() };
    let work = &work;
    std::thread::scope(|scope| {
        let others: Vec<_> = rest.iter().map(|stretch| scope.spawn(move || work(stretch))).collect();
        let mut answers = vec![work(first)];
        answers.extend(others.into_iter().filter_map(|thread| thread.join().ok()));
        answers
    })
}

fn in_article(article: &Indexed, at: usize, pattern: &Pattern, room: usize, stop: &AtomicBool) -> Option<ArticleHits> {
    let hays = article.hays(pattern.is_exact());
    let mut found = pattern.find(&hays, stop)?;
    let (body, title) = (found.pop()?, found.pop()?);
    let title = places(&title, &hays[0], SHOWN);
    let places = places(&body, &hays[1], room.saturating_sub(title.len()));
    Some(ArticleHits { article: at as u32, title, places, count: body.len() })
}

fn places(raws: &[Raw], hay: &Hay<'_>, most: usize) -> Vec<Place> {
    raws.iter().take(most).map(|raw| raw.place(hay)).collect()
}
