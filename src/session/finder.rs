//! Type-to-find: which rows match what was typed, best first, and by which of their letters.
//!
//! What was typed as it is comes before what was typed with a slip, a name before another name, and among
//! equals whatever is ranked higher, as by recent use.

mod near;

use std::cmp::Reverse;
use std::ops::Range;

use memchr::memmem::Finder;

use crate::text::fold::{fold, fold_char};

/// Something that can be found by typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<T> {
    /// What is found.
    pub value: T,
    /// Its name as shown.
    pub label: String,
    /// Other words that lead to it.
    pub others: Vec<String>,
    /// `label` and then `others`, ready to be searched.
    names: Vec<Name>,
}

/// A row that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a, T> {
    /// The row.
    pub candidate: &'a Candidate<T>,
    /// The other name that led to it, where its own did not.
    pub by: Option<&'a str>,
    /// The bytes of that name, or of the label, that were meant by what was typed.
    pub marks: Vec<Range<usize>>,
}

impl<T> Candidate<T> {
    /// A row of that name, to be found by other names as well.
    pub fn new(value: T, label: impl Into<String>, others: Vec<String>) -> Self {
        let label = label.into();
        let names = std::iter::once(&label).chain(&others).map(|name| Name::of(name)).collect();
        Self { value, label, others, names }
    }

    /// The same names for something else.
    pub fn map<U>(self, value: U) -> Candidate<U> {
        Candidate { value, label: self.label, others: self.others, names: self.names }
    }

    /// The name of that number, 0 for the label.
    fn name(&self, number: usize) -> &str {
        number.checked_sub(1).map_or(&self.label, |other| &self.others[other])
    }

    fn found(&self, number: usize, marks: Vec<Range<usize>>) -> Found<'_, T> {
        Found { candidate: self, by: (number > 0).then(|| self.name(number)), marks }
    }
}

impl<'a, T> Found<'a, T> {
    fn of(candidate: &'a Candidate<T>, number: usize, folded: Range<usize>) -> Self {
        candidate.found(number, vec![unfolded(candidate.name(number), folded)])
    }
}

/// The candidates that match `query`, best first; at most `most`. An empty query keeps the given order.
pub fn find<'a, T>(query: &str, candidates: &'a [Candidate<T>], most: usize) -> Vec<Found<'a, T>> {
    find_ranked(query, candidates, most, |_| 0)
}

/// As [`find`]; among equals those come first whose `rank` is higher, and for an empty query all are equals.
pub fn find_ranked<'a, T>(
    query: &str,
    candidates: &'a [Candidate<T>],
    most: usize,
    rank: impl Fn(&T) -> i64,
) -> Vec<Found<'a, T>> {
    let query = fold(query.trim());
    if query.is_empty() {
        let mut all: Vec<(Reverse<i64>, &Candidate<T>)> =
            candidates.iter().map(|candidate| (Reverse(rank(&candidate.value)), candidate)).collect();
        all.sort_by_key(|(rank, _)| *rank);
        return all.into_iter().take(most).map(|(_, candidate)| candidate.found(0, Vec::new())).collect();
    }
    let typed = Typed::new(&query);
    let mut exact: Vec<_> = candidates
        .iter()
        .filter_map(|candidate| {
            let own = typed.tier(&candidate.names[0]);
            // Another name leads here only when it is meant from the beginning of a word.
            let others = candidate.names.iter().enumerate().skip(1);
            let others = others.filter_map(|(number, name)| {
                typed.tier(name).filter(|(tier, _)| *tier >= Tier::Words).map(|(tier, at)| (tier, Reverse(number), at))
            });
            let other = others.max_by_key(|(tier, number, _)| (*tier, *number));
            let best = own.map(|(tier, _)| tier).max(other.map(|(tier, ..)| tier))?;
            // Its own name is reason enough, wherever one of its words is meant.
            let own = own.filter(|(tier, _)| *tier >= Tier::Words || other.is_none());
            let is_own = own.is_some_and(|(tier, _)| tier == best);
            let (number, at) = own.map(|(_, at)| (0, at)).or(other.map(|(_, number, at)| (number.0, at)))?;
            let is_words = own.map_or(best, |(tier, _)| tier) == Tier::Words;
            Some(((Reverse(best), !is_own, Reverse(rank(&candidate.value))), number, (at, is_words), candidate))
        })
        .collect();
    exact.sort_by_key(|(key, ..)| *key);
    let sure = exact.first().is_some_and(|((tier, ..), ..)| tier.0 >= Tier::Words);
    let mut found: Vec<Found<'a, T>> = exact
        .into_iter()
        .take(most)
        .map(|(_, number, (at, is_words), candidate)| {
            if is_words {
                candidate.found(number, words_in(candidate.name(number), &query))
            } else {
                Found::of(candidate, number, at..at + query.len())
            }
        })
        .collect();
    if !sure {
        let known: Vec<*const Candidate<T>> = found.iter().map(|found| std::ptr::from_ref(found.candidate)).collect();
        let mut near = near::misspelt(&query, candidates, most, &rank);
        if found.is_empty() && near.is_empty() {
            near = near::strewn(&query, candidates);
        }
        near.retain(|near| !known.contains(&std::ptr::from_ref(near.candidate)));
        near.truncate(most - found.len());
        found.append(&mut near);
    }
    found
}

/// How well a name matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// What was typed stands somewhere in it.
    Inside,
    /// Every word that was typed begins one of its words.
    Words,
    /// One of its words begins with what was typed.
    Word,
    /// It begins with what was typed.
    Beginning,
    /// It is what was typed.
    Whole,
}

/// A name without case and diacritics.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    folded: Box<str>,
    /// Which letters are in it, a bit each: cheaper to ask than the name itself.
    letters: u64,
    /// Where its words begin, with the letters from there on.
    words: Box<[(u32, u64)]>,
}

impl Name {
    fn of(name: &str) -> Self {
        let folded = fold(name);
        let starts = word_starts(&folded).map(|at| (at as u32, letters(&folded[at..]))).collect();
        Self { letters: letters(&folded), words: starts, folded: folded.into() }
    }
}

/// Where the words of a folded text begin.
fn word_starts(folded: &str) -> impl Iterator<Item = usize> {
    let mut inside = false;
    folded.char_indices().filter_map(move |(at, c)| {
        let begins = c.is_alphanumeric() && !inside;
        inside = c.is_alphanumeric();
        begins.then_some(at)
    })
}

/// The letters of a folded text as bits. Different letters may share a bit.
fn letters(folded: &str) -> u64 {
    folded.chars().fold(0, |bits, c| bits | (1 << (u32::from(c) % 64)))
}

/// What was typed, ready to be looked for.
struct Typed<'q> {
    query: &'q str,
    letters: u64,
    finder: Finder<'q>,
}

impl<'q> Typed<'q> {
    fn new(query: &'q str) -> Self {
        Self { query, letters: letters(query), finder: Finder::new(query) }
    }

    /// How well a name matches, and where.
    fn tier(&self, name: &Name) -> Option<(Tier, usize)> {
        if self.letters & !name.letters & !(1 << (u32::from(' ') % 64)) != 0 {
            return None;
        }
        let folded = &*name.folded;
        let Some(at) = self.finder.find(folded.as_bytes()) else {
            let all = self.query.contains(' ') && self.query.split_whitespace().all(|word| begins_word(name, word));
            return all.then_some((Tier::Words, 0));
        };
        if folded.len() == self.query.len() {
            Some((Tier::Whole, at))
        } else if at == 0 {
            Some((Tier::Beginning, at))
        } else {
            let word = name.words.iter().find(|(at, _)| folded[*at as usize..].starts_with(self.query));
            Some(word.map_or((Tier::Inside, at), |(at, _)| (Tier::Word, *at as usize)))
        }
    }
}

fn begins_word(name: &Name, word: &str) -> bool {
    name.words.iter().any(|(at, _)| name.folded[*at as usize..].starts_with(word))
}

/// The places of a name at which the typed words begin its words.
fn words_in(name: &str, query: &str) -> Vec<Range<usize>> {
    let folded = fold(name);
    let place = |word: &str| {
        let at = word_starts(&folded).find(|at| folded[*at..].starts_with(word))?;
        Some(unfolded(name, at..at + word.len()))
    };
    let mut marks: Vec<Range<usize>> = query.split_whitespace().filter_map(place).collect();
    marks.sort_by_key(|mark| (mark.start, Reverse(mark.end)));
    marks.dedup_by(|next, mark| next.start < mark.end);
    marks
}

/// The bytes of `name` that fold to these bytes of the folded name.
fn unfolded(name: &str, folded: Range<usize>) -> Range<usize> {
    let (mut at, mut start, mut end) = (0, name.len(), name.len());
    for (byte, c) in name.char_indices() {
        let before = at;
        fold_char(c, &mut |c| at += c.len_utf8());
        if start == name.len() && at > folded.start {
            start = byte;
        }
        // Marks that fold to nothing belong to the character before them.
        if before >= folded.end && at > before {
            end = byte;
            break;
        }
    }
    start..end.max(start)
}

#[cfg(test)]
mod tests;
