//! Where in a long text an excerpt may stand: one pass for a few of its words.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::text::Anchor;
use crate::text::tokens::words;

/// Words of the excerpt that are looked for.
const SEEDS: usize = 20;
/// Words of the context on either side that are looked for.
const AROUND: usize = 3;
/// The shortest word that tells something.
const SHORT: usize = 4;
/// The longest stretch without a space that is looked for as one; of longer ones a part is.
const RUN: usize = 24;

/// A word with its distance from the start of the excerpt, in bytes.
struct Seed {
    word: Box<str>,
    at: isize,
}

/// At most `most` stretches of `text` in which the excerpt may stand, likeliest first; each has room on both sides.
pub fn regions(anchor: &Anchor, text: &str, most: usize) -> Vec<Range<usize>> {
    let seeds = seeds(anchor);
    let length = anchor.quotation.len();
    let Some(found) = (!seeds.is_empty()).then(|| votes(&seeds, length, text)).flatten() else { return Vec::new() };
    let Votes { width, pad, mut places } = found;
    let old = anchor.span.start.index();
    let far = |place: usize| (place * width).abs_diff(old + pad);
    places.sort_by(|a, b| b.1.total_cmp(&a.1).then(far(a.0).cmp(&far(b.0))));
    let mut chosen: Vec<usize> = Vec::new();
    for (place, _) in places {
        if chosen.iter().all(|other| other.abs_diff(place) > 1) {
            chosen.push(place);
        }
        if chosen.len() == most {
            break;
        }
    }
    let room = 2 * width + (length / 2).min(2_000) + 96;
    let region = |place: usize| {
        let start = (place * width).saturating_sub(pad);
        floor(text, start.saturating_sub(room))..floor(text, start + width + length + room)
    };
    chosen.into_iter().map(region).filter(|region| !region.is_empty()).collect()
}

/// Places with their votes; place `p` stands for excerpts that start at bytes `p * width - pad` and on.
struct Votes {
    width: usize,
    pad: usize,
    places: Vec<(usize, f32)>,
}

/// Every seed found votes for the place where the excerpt would start; the rarer it is, the more it says.
fn votes(seeds: &[Seed], length: usize, text: &str) -> Option<Votes> {
    let search = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(seeds.iter().map(|seed| &*seed.word))
        .ok()?;
    let width = (length / 4).clamp(64, 4096);
    let pad = length + 256;
    let mut masks = vec![0u32; (text.len() + 2 * pad) / width + 2];
    let mut hits = vec![0u32; seeds.len()];
    for found in search.find_iter(text) {
        let seed = found.pattern().as_usize();
        let start = (found.start() + pad).saturating_add_signed(-seeds[seed].at);
        if let Some(mask) = masks.get_mut(start / width) {
            *mask |= 1 << seed;
            hits[seed] += 1;
        }
    }
    let all = masks.len() as f32;
    let weights: Vec<f32> = hits.iter().map(|hits| (1.0 + all / (1.0 + *hits as f32)).ln()).collect();
    let mut places = Vec::new();
    for place in 1..masks.len() - 1 {
        // A word put in or taken out moves the rest into the next place.
        let mut mask = masks[place - 1] | masks[place] | masks[place + 1];
        if mask == 0 {
            continue;
        }
        let mut worth = 0.0;
        while mask != 0 {
            worth += weights[mask.trailing_zeros() as usize];
            mask &= mask - 1;
        }
        places.push((place, worth + if masks[place] != 0 { 0.001 * masks[place].count_ones() as f32 } else { 0.0 }));
    }
    const SOME: usize = 128;
    if places.len() > SOME {
        places.select_nth_unstable_by(SOME, |a, b| b.1.total_cmp(&a.1));
        places.truncate(SOME);
    }
    Some(Votes { width, pad, places })
}

/// The words to look for: the longest one of each part of the excerpt, and those that stood next to it.
fn seeds(anchor: &Anchor) -> Vec<Seed> {
    let quotation = &*anchor.quotation;
    let mut seeds = longest(quotation, SEEDS, 0);
    if seeds.len() < 2 {
        // Of a single word that may hold a typo, its halves.
        for word in words(quotation).filter(|word| word.len() >= 2 * SHORT).take(2) {
            let middle = floor(quotation, word.start + word.len() / 2);
            seeds.extend([word.start..middle, middle..word.end].map(|half| seed(quotation, half, 0)));
        }
    }
    seeds.extend(longest(&anchor.before, AROUND, -(anchor.before.len() as isize)));
    seeds.extend(longest(&anchor.after, AROUND, quotation.len() as isize));
    seeds.retain(|seed| !seed.word.is_empty());
    seeds.sort_by(|a, b| (a.word.len(), &a.word, a.at).cmp(&(b.word.len(), &b.word, b.at)));
    // The search reports one of equal words, so each is looked for once.
    seeds.dedup_by(|a, b| a.word.eq_ignore_ascii_case(&b.word));
    seeds
}

/// The longest word of each of `most` parts of `text`; short ones only where there are no others.
fn longest(text: &str, most: usize, offset: isize) -> Vec<Seed> {
    let mut best: Vec<Option<Range<usize>>> = vec![None; most];
    for (index, word) in runs(text).enumerate() {
        // Few words have a part each; of many, those in one part compete.
        let part = if text.len() <= most * 8 { index % most } else { word.start * most / text.len() };
        if best[part].as_ref().is_none_or(|other| other.len() < word.len()) {
            best[part] = Some(word);
        }
    }
    let found: Vec<Range<usize>> = best.into_iter().flatten().collect();
    let long = found.iter().filter(|word| word.len() >= SHORT).count();
    let least = if long >= 2 { SHORT } else { 1 };
    found.into_iter().filter(|word| word.len() >= least).map(|word| seed(text, word, offset)).collect()
}

/// Words, and of scripts without spaces pieces of a few characters.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut words = words(text).peekable();
    std::iter::from_fn(move || {
        let mut run = words.next()?;
        if text[run.clone()].is_ascii() {
            run.end = run.end.min(run.start + RUN);
            return Some(run);
        }
        while run.len() < 3 * SHORT
            && let Some(next) = words.next_if(|next| next.start == run.end && !text[next.clone()].is_ascii())
        {
            run.end = next.end;
        }
        run.end = floor(text, run.end.min(run.start + RUN));
        Some(run)
    })
}

fn seed(text: &str, range: Range<usize>, offset: isize) -> Seed {
    Seed { word: text[range.clone()].into(), at: range.start as isize + offset }
}

fn floor(text: &str, mut index: usize) -> usize {
    index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}
