//! What is left of a text to compare it by: its length, its fingerprint, and MinHash signatures of its shingles.

use std::ops::Range;
use std::sync::OnceLock;

use minhash_rs::prelude::{MinHash, MinHasher as _, SipHashes13};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::derive::FoldedText;
use crate::text::tokens;

/// Hash functions of a signature.
const FUNCTIONS: usize = 120;
/// Bands of a signature, three functions each: of two texts that share half of their shingles, 995 pairs in 1000
/// have a band in common; of two that share a hundredth, one in 25,000.
const BANDS: usize = 40;
/// The beginning of a text in words. It has a signature of its own, so that a text that was cut short meets the
/// whole one though the two have little in common.
const LEAD: usize = 120;

type Signature = MinHash<u32, FUNCTIONS, SipHashes13, u32>;

/// What a text is compared by.
#[derive(Clone, Debug)]
pub(super) struct Print {
    /// Its words.
    pub words: usize,
    /// Equal for texts that have the same words, whatever their case, accents, signs and line ends.
    pub exact: u128,
    /// That of the whole, then that of the beginning; none where there are too few words.
    signatures: Box<[Signature]>,
}

impl Print {
    /// The print of a text by shingles of `width` words; without signatures where it has fewer than `fewest` words.
    pub fn new(text: &str, width: usize, fewest: usize) -> Self {
        let (words, exact) = words(text);
        let mut signatures = Vec::new();
        if words.len() >= fewest.max(width) {
            signatures.push(shingles(&words, width).collect());
            if words.len() > LEAD {
                signatures.push(shingles(&words[..LEAD], width).collect());
            }
        }
        Self { words: words.len(), exact, signatures: signatures.into() }
    }

    /// Equal for two texts in at least one place where they may be near-identical.
    pub fn bands(&self) -> impl Iterator<Item = u64> {
        // The same three minima in another band mean nothing.
        let apart = |(band, hash): (usize, u64)| (hash ^ band as u64).wrapping_mul(ODD);
        self.signatures
            .iter()
            .flat_map(move |signature| signature.band_hashes::<BANDS>().into_iter().enumerate().map(apart))
    }

    /// What share of all their shingles two texts have in common, about: within 0.15 in nearly all cases.
    pub fn likeness(&self, other: &Self) -> f64 {
        match (self.signatures.first(), other.signatures.first()) {
            (Some(left), Some(right)) => left.estimate_jaccard_index(right),
            _ => 0.0,
        }
    }
}

/// The different shingles of a text, in order, made when they are first asked for.
#[derive(Debug, Default)]
pub(super) struct Shingles(OnceLock<Box<[u32]>>);

impl Shingles {
    pub fn of(&self, text: &str, width: usize) -> &[u32] {
        self.0.get_or_init(|| {
            // Half of the hash is enough to compare two texts, and takes half the room.
            let mut found: Vec<u32> = shingles(&words(text).0, width).map(|hash| (hash >> 32) as u32).collect();
            found.sort_unstable();
            found.dedup();
            found.into()
        })
    }
}

/// How many of two ordered lists of shingles are in both.
pub(super) fn common(left: &[u32], right: &[u32]) -> usize {
    let (mut at, mut found) = (0, 0);
    for shingle in left {
        while right.get(at).is_some_and(|other| other < shingle) {
            at += 1;
        }
        found += usize::from(right.get(at) == Some(shingle));
    }
    found
}

const ODD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of every word without case and accents, and that of all words in a row.
fn words(text: &str) -> (Vec<u64>, u128) {
    let folded = FoldedText::new(text);
    let folded = folded.as_str();
    let mut whole = Xxh3::new();
    let word = |range: Range<usize>| {
        whole.update(folded[range.clone()].as_bytes());
        whole.update(b" ");
        xxh3_64(folded[range].as_bytes())
    };
    let words = tokens::words(folded).map(word).collect();
    (words, whole.digest128())
}

/// A hash for every `width` words in a row.
fn shingles(words: &[u64], width: usize) -> impl Iterator<Item = u64> {
    words
        .windows(width)
        .map(|words| words.iter().fold(0, |hash: u64, word| (hash.rotate_left(23) ^ word).wrapping_mul(ODD)))
}
