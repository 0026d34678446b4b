//! Lining words up with words.

use std::collections::HashMap;
use std::ops::Range;

use crate::text::fold::fold;
use crate::text::tokens::words;

/// Words without case and diacritics, with their places.
pub struct Words {
    folded: Vec<Vec<char>>,
    places: Vec<Range<usize>>,
}

impl Words {
    /// The words of `text`.
    pub fn of(text: &str) -> Self {
        let places: Vec<Range<usize>> = words(text).collect();
        let folded = places.iter().map(|place| fold(&text[place.clone()]).chars().collect()).collect();
        Self { folded, places }
    }

    /// The words of what stood before an excerpt; the first may be cut and does not count.
    pub fn end_of(before: &str) -> Self {
        let mut words = Self::of(before);
        if words.count() > 1 && words.places[0].start == 0 {
            words.folded.remove(0);
            words.places.remove(0);
        }
        words
    }

    /// The words of what stood after an excerpt; the last may be cut and does not count.
    pub fn start_of(after: &str) -> Self {
        let mut words = Self::of(after);
        if words.count() > 1 && words.places.last().is_some_and(|last| last.end == after.len()) {
            words.folded.pop();
            words.places.pop();
        }
        words
    }

    /// Number of words.
    pub fn count(&self) -> usize {
        self.folded.len()
    }

    /// Number of letters in all words.
    pub fn letters(&self) -> f32 {
        letters(&self.folded)
    }
}

fn letters(words: &[Vec<char>]) -> f32 {
    words.iter().map(Vec::len).sum::<usize>() as f32
}

/// How two words are paired along the cheapest way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Both,
    /// The old word has no partner.
    Old,
    /// The new word has no partner.
    New,
}

/// Where `quotation` stands inside, by the cheapest way to turn it with its surroundings into a part of
/// `inside`: the bytes, and how much is alike.
pub fn closely(before: &Words, quotation: &Words, after: &Words, inside: &Words) -> Option<(Range<usize>, f32)> {
    let old: Vec<&Vec<char>> = before.folded.iter().chain(&quotation.folded).chain(&after.folded).collect();
    let new = &inside.folded;
    let width = new.len() + 1;
    let mut steps = vec![Step::Start; (old.len() + 1) * width];
    let mut above = vec![0u32; width];
    for (i, word) in old.iter().enumerate() {
        let mut row = vec![0u32; width];
        row[0] = above[0] + word.len() as u32;
        steps[(i + 1) * width] = Step::Old;
        for (j, other) in new.iter().enumerate() {
            let both = above[j] + distance(word, other);
            let drop = above[j + 1] + word.len() as u32;
            let skip = row[j] + other.len() as u32;
            let least = both.min(drop).min(skip);
            row[j + 1] = least;
            steps[(i + 1) * width + j + 1] = match least {
                cost if cost == both => Step::Both,
                cost if cost == drop => Step::Old,
                _ => Step::New,
            };
        }
        above = row;
    }
    let mut j = (0..width).min_by_key(|j| above[*j])?;
    let mut i = old.len();
    let inner = before.count()..before.count() + quotation.count();
    // The first and the last new word that a word of the quotation is paired with.
    let mut paired: Option<(usize, usize)> = None;
    while i > 0 {
        match steps[i * width + j] {
            Step::Both => {
                (i, j) = (i - 1, j - 1);
                if inner.contains(&i) {
                    paired = Some((j, paired.map_or(j, |(_, last)| last)));
                }
            }
            Step::Old => i -= 1,
            Step::New => j -= 1,
            Step::Start => break,
        }
    }
    let (first, last) = paired?;
    let window = &new[first..=last];
    let cost = cost(&quotation.folded, window);
    let most = quotation.letters().max(letters(window));
    Some((inside.places[first].start..inside.places[last].end, 1.0 - cost as f32 / most.max(1.0)))
}

/// The least number of letters to change to turn one list of words into another. A word cut in two, or two
/// made one, is a change of one letter.
fn cost(old: &[Vec<char>], new: &[Vec<char>]) -> u32 {
    let mut rows: Vec<Vec<u32>> = Vec::with_capacity(old.len() + 1);
    let all = new.iter().scan(0, |sum, word| {
        *sum += word.len() as u32;
        Some(*sum)
    });
    rows.push(std::iter::once(0).chain(all).collect());
    for (i, word) in old.iter().enumerate() {
        let above = &rows[i];
        let mut row = vec![above[0] + word.len() as u32];
        for (j, other) in new.iter().enumerate() {
            let both = above[j] + distance(word, other);
            let mut least = both.min(above[j + 1] + word.len() as u32).min(row[j] + other.len() as u32);
            if j > 0 && is_joined(word, &new[j - 1], other) {
                least = least.min(above[j - 1] + 1);
            }
            if i > 0 && is_joined(other, &old[i - 1], word) {
                least = least.min(rows[i - 1][j] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

fn is_joined(whole: &[char], first: &[char], second: &[char]) -> bool {
    whole.len() == first.len() + second.len() && whole.starts_with(first) && whole.ends_with(second)
}

/// Letters to change between two words; words that share neither begin nor end are wholly different.
fn distance(a: &[char], b: &[char]) -> u32 {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    let most = a.len().max(b.len());
    if a.is_empty() || b.is_empty() || most == 1 || start + end == 0 && most > 3 || most > 24 {
        return most as u32;
    }
    let mut above = [0u32; 25];
    above.iter_mut().zip(0..).for_each(|(cell, cost)| *cell = cost);
    for (i, old) in a.iter().enumerate() {
        let mut corner = above[0];
        above[0] = i as u32 + 1;
        for (j, new) in b.iter().enumerate() {
            let cost = (corner + u32::from(old != new)).min(above[j] + 1).min(above[j + 1] + 1);
            corner = std::mem::replace(&mut above[j + 1], cost);
        }
    }
    above[b.len()]
}

/// How many letters two texts share in words, wherever these stand, as a part of the longer text.
pub fn in_common(a: &str, b: &str) -> f32 {
    let mut known: HashMap<String, i64> = HashMap::new();
    let (mut all_a, mut all_b, mut shared) = (0, 0, 0);
    for word in words(a) {
        all_a += word.len();
        *known.entry(a[word].to_lowercase()).or_insert(0) += 1;
    }
    for word in words(b) {
        all_b += word.len();
        if let Some(left) = known.get_mut(&b[word.clone()].to_lowercase()).filter(|left| **left > 0) {
            *left -= 1;
            shared += word.len();
        }
    }
    shared as f32 / all_a.max(all_b).max(1) as f32
}

/// How much of `old` stands at the end of `new`, in order: letters shared, and letters in all.
pub fn shared_at_end(old: &Words, new: &Words) -> (f32, f32) {
    let reversed = |words: &Words| words.folded.iter().rev().cloned().collect::<Vec<_>>();
    shared(&reversed(old), &reversed(new))
}

/// How much of `old` stands at the start of `new`, in order: letters shared, and letters in all.
pub fn shared_at_start(old: &Words, new: &Words) -> (f32, f32) {
    shared(&old.folded, &new.folded)
}

/// Letters of `old` that stand in `new` in order, in words that are the same or nearly so; the first words
/// count most. At most two words more or fewer may stand between.
fn shared(old: &[Vec<char>], new: &[Vec<char>]) -> (f32, f32) {
    let new = &new[..new.len().min(old.len() + 2)];
    let mut above = vec![0.0f32; new.len() + 1];
    let (mut all, mut part) = (0.0, 1.0);
    for (i, word) in old.iter().enumerate() {
        let weight = word.len() as f32 * part;
        all += weight;
        part *= 0.75;
        let mut row = vec![0.0f32];
        for (j, other) in new.iter().enumerate() {
            let same = i.abs_diff(j) <= 2 && distance(word, other) * 3 <= word.len() as u32;
            let both = if same { above[j] + weight } else { 0.0 };
            row.push(both.max(above[j + 1]).max(row[j]));
        }
        above = row;
    }
    (above.last().copied().unwrap_or(0.0), all)
}
