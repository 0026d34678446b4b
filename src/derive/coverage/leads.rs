//! Articles that may fill an empty cell: those that name the country and speak of the issue.

use std::cmp::Reverse;
use std::sync::Arc;

use super::mentions::{Mention, Mentions};
use super::words::{IssueWord, IssueWords};
use crate::derive::each::each;
use crate::derive::search::{Hay, Indexed, Place, SearchIndex, Snippet};
use crate::model::{Article, ArticleId, CountryId, Project};
use crate::text::{Span, tokens};

/// Bytes at most between a name and a word that are near each other, within one paragraph.
const NEAR: usize = 240;
/// So many articles are shown; the others are counted.
const SHOWN: usize = 200;
/// So many names in one article are looked around.
const NAMES: usize = 2000;
/// Characters before and from the place on in the line that is shown.
const LINE: (usize, usize) = (70, 220);
/// Letters of an ending at most.
const ENDING: usize = 40;
/// What words weigh that only stand somewhere in the article.
const SOMEWHERE: f64 = 0.25;

/// An article that may fill a gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The article.
    pub article: ArticleId,
    /// How often the country is named with a word of the issue near it.
    pub near: usize,
    /// How often it is named at all.
    pub named: usize,
    /// How often words of the issue stand anywhere in the text.
    pub words: usize,
    /// The place to open: where most telling words stand near a name, else the first name.
    pub place: Place,
    /// The line around it.
    pub line: Snippet,
}

/// The articles that may fill a gap, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leads {
    /// Those that are shown.
    pub list: Vec<Lead>,
    /// How many there are with a name and a word near each other.
    pub near: usize,
    /// How many there are in all.
    pub count: usize,
    /// How the words of the issue begin.
    pub words: Vec<String>,
}

/// An article as it was looked through.
struct Seen {
    article: u32,
    names: Vec<Span>,
    /// Places of words with the word, in the order of the text.
    hits: Vec<(Span, u8)>,
}

/// The best place of an article.
#[derive(Clone, Copy, Default)]
struct Best {
    weight: f64,
    name: usize,
    near: usize,
}

/// The articles of `index` that name somebody and have words of an issue: first those in which both stand in one
/// paragraph and no more than 240 bytes apart, and among them those with the more telling words; a word tells the more
/// the fewer of these articles it is in. Where both are equal the later article comes first. `named` gives the places in
/// an article where somebody is named, in its order; without any words all articles with a name are given.
///
/// `go_on` is asked before each article, from several threads; where it says no there is no answer.
pub fn leads(
    index: &SearchIndex,
    words: &IssueWords,
    named: impl Fn(&Indexed) -> Vec<Span> + Sync,
    go_on: &(impl Fn() -> bool + Sync),
) -> Option<Leads> {
    let places: Vec<u32> = (0..).take_while(|place| index.article(*place).is_some()).collect();
    let look = |place: &u32| {
        let article = index.article(*place)?;
        let mut names = named(article);
        names.truncate(NAMES);
        if names.is_empty() {
            return None;
        }
        let hits = hits(article, words);
        (!hits.is_empty() || words.words.is_empty()).then_some(Seen { article: *place, names, hits })
    };
    let seen: Vec<Seen> = each(&places, go_on, look)?.into_iter().flatten().collect();
    let weights = weights(&seen, words);
    let mut ranked: Vec<(Best, f64, &Seen)> = Vec::with_capacity(seen.len());
    for seen in &seen {
        let Some(article) = index.article(seen.article) else { continue };
        let somewhere = SOMEWHERE * weight(seen.hits.iter().map(|(_, word)| *word), &weights);
        ranked.push((best(article.text.as_str(), seen, &weights), somewhere, seen));
    }
    let value = |(best, somewhere, _): &(Best, f64, &Seen)| (best.near > 0, best.weight + somewhere);
    // Later articles stand first in the index, and stay first.
    ranked.sort_by(|a, b| {
        let (a, b) = (value(a), value(b));
        b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    let near = ranked.iter().filter(|(best, ..)| best.near > 0).count();
    let shown = ranked.iter().take(SHOWN).filter_map(|(best, _, seen)| lead(index.article(seen.article)?, seen, *best));
    Some(Leads { list: shown.collect(), near, count: ranked.len(), words: words.stems().map(str::to_owned).collect() })
}

/// The articles that name a country, those with most mentions first, of equals the later. Nothing is sought near it.
pub fn naming(project: &Project, mentions: &Mentions, country: CountryId, in_codebook: bool) -> Leads {
    let is_meant = |mention: &&Mention| mention.country == country && mention.in_codebook == in_codebook;
    let named = |row: &&Arc<Article>| mentions.of(row.id).iter().filter(is_meant).count();
    let mut found: Vec<(usize, &Arc<Article>)> = project
        .articles_by_date()
        .into_iter()
        .rev()
        .map(|row| (named(&row), row))
        .filter(|(named, _)| *named > 0)
        .collect();
    found.sort_by_key(|(named, row)| (Reverse(*named), row.published.is_none()));
    let lead = |(named, row): &(usize, &Arc<Article>)| {
        let span = mentions.of(row.id).iter().find(is_meant)?.span;
        let text = project.text(row.id).filter(|text| text.get(span).is_some())?;
        let place = Place { span, parts: Box::default() };
        let line = Snippet::new(text.as_str(), std::slice::from_ref(&place), LINE.0, LINE.1);
        Some(Lead { article: row.id, near: 0, named: *named, words: 0, place, line })
    };
    let list = found.iter().take(SHOWN).filter_map(lead).collect();
    Leads { list, count: found.len(), ..Leads::default() }
}

fn hits(article: &Indexed, words: &IssueWords) -> Vec<(Span, u8)> {
    let hay = Hay { text: article.text.as_str(), folded: Some(article.folded()) };
    let of = |(word, number): (&IssueWord, u8)| {
        let places = word.pattern.places(&hay).into_iter().map(|place| whole_word(hay.text, place.span));
        places.filter(|span| word.is(&hay.text[span.range()])).map(move |span| (span, number)).collect::<Vec<_>>()
    };
    let mut hits: Vec<(Span, u8)> = words.words.iter().zip(0..).flat_map(of).collect();
    hits.sort_unstable();
    hits
}

/// The place of a word with its ending.
fn whole_word(text: &str, beginning: Span) -> Span {
    let start = beginning.start.index();
    let mut end = beginning.end.index();
    let mut last = text[..end].chars().next_back();
    for next in text[end..].chars().take(ENDING) {
        if !last.is_some_and(|last| tokens::are_one_word(last, next)) {
            break;
        }
        end += next.len_utf8();
        last = Some(next);
    }
    Span::new(start, end)
}

/// What each word tells: more the fewer of the articles it is in.
fn weights(seen: &[Seen], words: &IssueWords) -> Vec<f64> {
    let mut articles = vec![0_usize; words.words.len()];
    for seen in seen {
        let mut here = vec![false; articles.len()];
        seen.hits.iter().for_each(|(_, word)| here[usize::from(*word)] = true);
        articles.iter_mut().zip(here).for_each(|(count, here)| *count += usize::from(here));
    }
    let all = seen.len() as f64;
    let weight = |(word, count): (&IssueWord, usize)| word.weight * (1.0 + all / count.max(1) as f64).ln();
    words.words.iter().zip(articles).map(weight).collect()
}

/// What words tell together, each once.
fn weight(words: impl Iterator<Item = u8>, weights: &[f64]) -> f64 {
    let mut seen = 0_u32;
    let mut sum = 0.0;
    for word in words {
        if seen & (1 << word) == 0 {
            seen |= 1 << word;
            sum += weights[usize::from(word)];
        }
    }
    sum
}

/// The name around which the most telling words stand, and around how many there are any.
fn best(text: &str, seen: &Seen, weights: &[f64]) -> Best {
    let mut best = Best::default();
    for (at, name) in seen.names.iter().enumerate() {
        let here = weight(around(text, *name, &seen.hits).map(|(_, word)| *word), weights);
        best.near += usize::from(here > 0.0);
        if here > best.weight {
            (best.weight, best.name) = (here, at);
        }
    }
    best
}

/// The words in the paragraph of a name that are not far from it, and not part of it.
fn around<'h>(text: &str, name: Span, hits: &'h [(Span, u8)]) -> impl Iterator<Item = &'h (Span, u8)> {
    let bytes = text.as_bytes();
    let (start, end) = (name.start.index(), name.end.index());
    let from = start.saturating_sub(NEAR);
    let from = memchr::memrchr(b'\n', &bytes[from..start]).map_or(from, |at| from + at);
    let to = bytes.len().min(end + NEAR);
    let to = memchr::memchr(b'\n', &bytes[end..to]).map_or(to, |at| end + at);
    let first = hits.partition_point(|(hit, _)| hit.start.index() < from);
    hits[first..].iter().take_while(move |(hit, _)| hit.start.index() < to).filter(move |(hit, _)| !hit.overlaps(name))
}

fn lead(article: &Indexed, seen: &Seen, best: Best) -> Option<Lead> {
    let text = article.text.as_str();
    let name = *seen.names.get(best.name)?;
    let mut parts: Vec<Span> = around(text, name, &seen.hits).map(|(hit, _)| *hit).chain([name]).collect();
    parts.sort_unstable();
    parts.dedup_by(|next, last| next.overlaps(*last));
    let span = parts.iter().copied().reduce(Span::cover)?;
    let place = Place { span, parts: parts.into() };
    let line = Snippet::new(text, std::slice::from_ref(&place), LINE.0, LINE.1);
    Some(Lead {
        article: article.row.id,
        near: best.near,
        named: seen.names.len(),
        words: seen.hits.len(),
        place,
        line,
    })
}
