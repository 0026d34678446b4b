//! Groups of near-identical texts: each is the longest text of it with those that are near it.

use std::cmp::Reverse;

use super::prints::{Print, Shingles, common};

/// When two texts are near-identical.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure {
    /// Words in a shingle.
    pub width: usize,
    /// With fewer words than this a text must have the same words as another.
    pub fewest: usize,
    /// With fewer words than this even that says nothing.
    pub least: usize,
}

/// This share of all their shingles must be in both …
const ALIKE: f64 = 0.5;
/// … or this share of those of the shorter text must be in the longer one.
const WITHIN: f64 = 0.8;
/// Signatures tell how alike two texts are to about this much.
const SLACK: f64 = 0.15;
/// Of the texts that have a band in common so many are compared with those that follow, the longest. More have one only
/// where many texts share some part, such as the same closing words.
const LEADERS: usize = 16;

impl Measure {
    /// How alike two texts are, from 0 to 1, if they are near-identical.
    fn near(self, left: &[u32], right: &[u32]) -> Option<f64> {
        let both = common(left, right) as f64;
        let (alike, within) =
            (both / ((left.len() + right.len()) as f64 - both), both / left.len().min(right.len()) as f64);
        (alike >= ALIKE || within >= WITHIN).then(|| alike.max(within))
    }

    /// Whether signatures leave it open that two texts are near-identical.
    fn may_be_near(left: &Print, right: &Print) -> bool {
        let (short, long) = (left.words.min(right.words) as f64, left.words.max(right.words) as f64);
        // What they have in common at least where the shorter one is within the longer.
        let both = WITHIN * short;
        left.likeness(right) + SLACK >= ALIKE.min(both / (short + long - both))
    }

    /// For every print, the text that leads its group: itself where it is near none. `text` gives the texts of the
    /// prints. The order of the prints makes no difference, nor which of several equal texts comes first.
    pub fn leaders<'t>(self, prints: &[&Print], text: impl Fn(usize) -> &'t str) -> Vec<usize> {
        let mut leaders: Vec<usize> = (0..prints.len()).collect();
        let mut order = leaders.clone();
        // The longest first; what has the same words is one text.
        order.sort_by_key(|at| (Reverse(prints[*at].words), prints[*at].exact));
        let mut different: Vec<usize> = Vec::with_capacity(order.len());
        for at in order {
            match different.last().filter(|last| prints[**last].exact == prints[at].exact) {
                Some(last) if prints[at].words >= self.least => leaders[at] = *last,
                _ => different.push(at),
            }
        }
        let shingles: Vec<Shingles> = (0..different.len()).map(|_| Shingles::default()).collect();
        let shingles_of = |place: usize| shingles[place].of(text(different[place]), self.width);
        let meetings = Meetings::new(&different, prints);
        // The texts that lead so far, in each place where several meet.
        let mut leading: Vec<Vec<u32>> = vec![Vec::new(); meetings.count];
        let mut candidates: Vec<u32> = Vec::new();
        for (place, at) in different.iter().enumerate() {
            let here = meetings.of(place);
            candidates.clear();
            candidates.extend(here.iter().flat_map(|meeting| &leading[*meeting as usize]));
            candidates.sort_unstable();
            candidates.dedup();
            candidates.retain(|other| Self::may_be_near(prints[different[*other as usize]], prints[*at]));
            let mut best: Option<(f64, usize)> = None;
            for other in candidates.iter().map(|other| *other as usize) {
                let near = self.near(shingles_of(other), shingles_of(place));
                if let Some(near) = near.filter(|near| best.is_none_or(|(most, _)| *near > most)) {
                    best = Some((near, other));
                }
            }
            match best {
                Some((_, leader)) => leaders[*at] = different[leader],
                None => {
                    for meeting in here {
                        let leading = &mut leading[*meeting as usize];
                        if leading.len() < LEADERS {
                            leading.push(place as u32);
                        }
                    }
                }
            }
        }
        // Those with the same words as a text go where it went.
        (0..leaders.len()).map(|at| leaders[leaders[at]]).collect()
    }
}

/// Where texts have a band in common.
struct Meetings {
    count: usize,
    /// The places where each text meets others, text after text.
    places: Vec<u32>,
    /// Where those of each text begin; one longer than there are texts.
    starts: Vec<u32>,
}

impl Meetings {
    fn new(texts: &[usize], prints: &[&Print]) -> Self {
        // Half of a band's hash takes half the room; whoever meets by chance is compared and found different.
        let half = |band: u64| (band >> 32) as u32;
        let bands =
            texts.iter().zip(0..).flat_map(|(at, text)| prints[*at].bands().map(move |band| (half(band), text)));
        let mut bands: Vec<(u32, u32)> = bands.collect();
        bands.sort_unstable();
        bands.dedup();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut count = 0;
        for met in bands.chunk_by(|left, right| left.0 == right.0).filter(|met| met.len() > 1) {
            pairs.extend(met.iter().map(|(_, text)| (*text, count)));
            count += 1;
        }
        pairs.sort_unstable();
        let mut starts = vec![0; texts.len() + 1];
        for (text, _) in &pairs {
            starts[*text as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { count: count as usize, places: pairs.into_iter().map(|(_, place)| place).collect(), starts }
    }

    fn of(&self, text: usize) -> &[u32] {
        &self.places[self.starts[text] as usize..self.starts[text + 1] as usize]
    }
}
