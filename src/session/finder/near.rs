//! What was typed with a slip of the finger, or with letters left out.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use strsim::osa_distance;

use super::{Candidate, Found, Name, letters, unfolded};

/// Slips that are forgiven in so many letters: a letter too many, too few, another, or two that changed places.
fn forgiven(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// Longer names, such as quotations, are not typed but searched.
const LONGEST: usize = 80;

/// Names of which a word, and what follows it, begins with nearly what was typed; fewest slips first.
pub(super) fn misspelt<'a, T>(
    query: &str,
    candidates: &'a [Candidate<T>],
    most: usize,
    rank: &impl Fn(&T) -> i64,
) -> Vec<Found<'a, T>> {
    let Some(typed) = Misspelt::new(query) else { return Vec::new() };
    // Thousands of actors may share a few roles.
    let mut known: HashMap<&str, Option<Slip>> = HashMap::new();
    let mut found: Vec<_> = candidates
        .iter()
        .filter_map(|candidate| {
            let names = candidate.names.iter().enumerate().filter(|(_, name)| !typed.lacks(name));
            let mut least = |name: &'a Name| known.entry(&*name.folded).or_insert_with(|| typed.least(name)).clone();
            let near = names.filter_map(|(number, name)| Some((least(name)?, number)));
            let (slip, number) = near.min_by_key(|(slip, number)| (slip.count, !slip.ends_word, *number))?;
            let key = (slip.count, !slip.ends_word, number > 0, Reverse(rank(&candidate.value)));
            Some((key, number, slip.place, candidate))
        })
        .collect();
    found.sort_by_key(|(key, ..)| *key);
    found.into_iter().take(most).map(|(_, number, range, candidate)| Found::of(candidate, number, range)).collect()
}

/// How what was typed differs from a place of a name.
#[derive(Clone)]
struct Slip {
    count: usize,
    /// Whether a word ends where the place does.
    ends_word: bool,
    /// In the bytes of the folded name.
    place: Range<usize>,
}

struct Misspelt<'q> {
    query: &'q str,
    count: usize,
    letters: u64,
    first: [Option<char>; 2],
    most: usize,
}

impl<'q> Misspelt<'q> {
    fn new(query: &'q str) -> Option<Self> {
        let count = query.chars().count();
        let most = forgiven(count);
        (most > 0).then(|| Self { query, count, letters: letters(query), first: first_two(query), most })
    }

    /// How many of the letters typed are not among these, at least: each is a slip.
    fn misses(&self, letters: u64) -> usize {
        (self.letters & !letters).count_ones() as usize
    }

    /// Whether the name cannot be meant.
    fn lacks(&self, name: &Name) -> bool {
        name.folded.len() > LONGEST || self.misses(name.letters) > self.most
    }

    /// The fewest slips that lead to a place of the name.
    fn least(&self, name: &Name) -> Option<Slip> {
        let starts = name.words.iter().filter(|(_, letters)| self.misses(*letters) <= self.most);
        let starts = starts.map(|(at, _)| *at as usize);
        starts.filter_map(|at| self.at(&name.folded, at)).min_by_key(|slip| (slip.count, !slip.ends_word))
    }

    fn at(&self, folded: &str, at: usize) -> Option<Slip> {
        let rest = &folded[at..];
        // Hardly anybody gets both of the first two letters wrong.
        let first = first_two(rest);
        if !first.iter().any(|c| c.is_some() && self.first.contains(c)) {
            return None;
        }
        let end = |letters: usize| rest.char_indices().nth(letters).map_or(rest.len(), |(at, _)| at);
        let slips = |end: usize| osa_distance(self.query, &rest[..end]);
        let same = end(self.count);
        let by_same = slips(same);
        // Every letter more or less changes the distance by one at most.
        if by_same > 2 * self.most {
            return None;
        }
        let slip = |end: usize, count: usize| {
            let ends_word = !rest[end..].starts_with(char::is_alphanumeric);
            Slip { count, ends_word, place: at..at + end }
        };
        // Nothing is nearer than one slip: what has none was found before.
        if by_same == 1 && slip(same, 1).ends_word {
            return Some(slip(same, 1));
        }
        let others = (self.count - self.most..=self.count + self.most).map(end).filter(|end| *end != same);
        let all = std::iter::once((same, by_same)).chain(others.map(|end| (end, slips(end))));
        let best = all.map(|(end, count)| slip(end, count)).min_by_key(|slip| (slip.count, !slip.ends_word))?;
        (best.count <= self.most).then_some(best)
    }
}

fn first_two(text: &str) -> [Option<char>; 2] {
    let mut chars = text.chars();
    [chars.next(), chars.next()]
}

/// Names that hold the letters in order from the beginning of a word on and close together, closest first.
pub(super) fn strewn<'a, T>(query: &str, candidates: &'a [Candidate<T>]) -> Vec<Found<'a, T>> {
    let count = query.chars().count();
    if count < 3 {
        return Vec::new();
    }
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::new(query, CaseMatching::Respect, Normalization::Never, AtomKind::Fuzzy);
    let (mut buffer, mut indices) = (Vec::new(), Vec::new());
    let wanted = letters(query) & !letters(" ");
    let mut found: Vec<(u32, Found<'a, T>)> = candidates
        .iter()
        .filter_map(|candidate| {
            let name = &candidate.names[0];
            if wanted & !name.letters != 0 {
                return None;
            }
            indices.clear();
            let score = pattern.indices(Utf32Str::new(&name.folded, &mut buffer), &mut matcher, &mut indices)?;
            indices.sort_unstable();
            let (first, last) = (*indices.first()? as usize, *indices.last()? as usize);
            let starts: Vec<usize> = name.folded.char_indices().map(|(at, _)| at).collect();
            let at = *starts.get(first)?;
            if last - first >= 2 * count || !name.words.iter().any(|(word, _)| *word as usize == at) {
                return None;
            }
            let mark = |index: &u32| {
                let at = *starts.get(*index as usize)?;
                let end = starts.get(*index as usize + 1).copied().unwrap_or(name.folded.len());
                Some(unfolded(&candidate.label, at..end))
            };
            let mut marks: Vec<_> = indices.iter().filter_map(mark).collect();
            // Two letters of one character (ß, a syllable of Hangul) mark the same.
            marks.dedup_by(|next, last| next.start < last.end);
            Some((score, candidate.found(0, marks)))
        })
        .collect();
    found.sort_by_key(|(score, _)| Reverse(*score));
    found.into_iter().map(|(_, found)| found).collect()
}
