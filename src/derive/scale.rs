//! The stance scale as arithmetic needs it: levels by place, and the level nearest to a score.

use std::sync::Arc;

use super::axis::Lookup;
use crate::model::{Stance, StanceId};

/// A place on the scale.
pub(super) type Level = u16;

/// The levels of a scale, in the analyst's order.
#[derive(Clone, Debug, Default)]
pub(super) struct Scale {
    pub stances: Vec<StanceId>,
    scores: Vec<Option<i8>>,
    places: Lookup<Level>,
    /// Every score once, the one nearest to zero first, then the first on the scale, with its first level.
    ladder: Vec<(i8, Level)>,
    /// Whether two levels have the same score.
    pub twins: bool,
}

impl Scale {
    /// No place: the stance is not on the scale.
    const NOWHERE: Level = Level::MAX;

    pub fn new(stances: &[&Arc<Stance>]) -> Self {
        let stances = &stances[..stances.len().min(Self::NOWHERE.into())];
        let mut ladder: Vec<(i8, Level)> =
            stances.iter().zip(0..).filter_map(|(row, level)| Some((row.score?, level))).collect();
        let scored = ladder.len();
        ladder.sort_by_key(|(score, level)| (score.unsigned_abs(), *level));
        let mut seen = [false; 256];
        ladder.retain(|(score, _)| !std::mem::replace(&mut seen[usize::from(score.cast_unsigned())], true));
        Self {
            stances: stances.iter().map(|row| row.id).collect(),
            scores: stances.iter().map(|row| row.score).collect(),
            places: Lookup::new(stances.iter().zip(0..).map(|(row, level)| (row.id.0, level))),
            twins: ladder.len() < scored,
            ladder,
        }
    }

    pub fn len(&self) -> usize {
        self.stances.len()
    }

    pub fn level(&self, stance: StanceId) -> Level {
        self.places.get(stance.0).unwrap_or(Self::NOWHERE)
    }

    pub fn score(&self, level: Level) -> Option<i8> {
        self.scores.get(usize::from(level)).copied().flatten()
    }

    pub fn stance(&self, level: Level) -> Option<StanceId> {
        self.stances.get(usize::from(level)).copied()
    }

    /// The distance between the highest and the lowest score.
    pub fn range(&self) -> i32 {
        let scores = || self.ladder.iter().map(|(score, _)| i32::from(*score));
        scores().max().unwrap_or(0) - scores().min().unwrap_or(0)
    }

    /// The level nearest to `sum / count` among those between it and zero; where there is none, the nearest.
    pub fn towards_zero(&self, sum: i64, count: i64) -> Level {
        let between = |score: i64| score * sum >= 0 && (score * count).abs() <= sum.abs();
        let found = self.ladder.iter().rev().find(|(score, _)| between((*score).into()));
        found.map_or_else(|| self.nearest(sum, count), |(_, level)| *level)
    }

    /// The level whose score is nearest to `sum / count`; halfway the one nearer to zero, and where both
    /// are as near (−1 and +1 around 0) the first on the scale.
    pub fn nearest(&self, sum: i64, count: i64) -> Level {
        let mut best = (i64::MAX, Self::NOWHERE);
        for (score, level) in &self.ladder {
            let distance = (i64::from(*score) * count - sum).abs();
            if distance < best.0 {
                best = (distance, *level);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(scores: &[Option<i8>]) -> Scale {
        let stances: Vec<Arc<Stance>> = scores
            .iter()
            .enumerate()
            .map(|(index, score)| {
                let id: StanceId = format!("level-{index}").parse().expect("a slug");
                Arc::new(Stance { id, score: *score, ..Stance::default_scale().remove(0) })
            })
            .collect();
        Scale::new(&stances.iter().collect::<Vec<_>>())
    }

    #[test]
    fn levels_are_found_nearest_with_halfway_towards_zero_and_rounded_towards_zero() {
        let usual = [Some(2), Some(1), Some(0), Some(-1), Some(-2), None];
        let gaps = [Some(4), None, Some(-4), Some(10)];
        let no_zero = [Some(-1), Some(1)];
        for (scores, sum, count, level) in [
            (&usual[..], 3, 2, 1), // 1.5: halfway between 2 and 1
            (&usual, -3, 2, 3),    // -1.5: halfway between -2 and -1
            (&usual, -1, 2, 2),    // -0.5: halfway between -1 and 0
            (&usual, 5, 3, 0),     // 1.67: nearer to 2
            (&usual, 0, 7, 2),     // exactly 0
            (&gaps, 7, 1, 0),      // halfway between 4 and 10: 4 is nearer to zero
            (&gaps, 29, 4, 3),     // 7.25: nearer to 10
            (&gaps, 0, 1, 0),      // as near to 4 as to -4: the first on the scale
            (&no_zero, 0, 1, 0),   // the first on the scale, here -1
            (&no_zero, 127, 1, 1),
        ] {
            assert_eq!(scale(scores).nearest(sum, count), level, "{sum}/{count} on {scores:?}");
        }
        for (scores, sum, count, level) in [
            (&usual[..], 5, 3, 1), // 1.67: 1, not 2
            (&usual, -5, 3, 3),
            (&usual, -1, 3, 2),
            (&usual, 6, 3, 0),   // exactly 2
            (&gaps, 24, 3, 0),   // 8: nearer to 10, but 4 is towards zero
            (&gaps, 30, 3, 3),   // exactly 10
            (&gaps, -7, 1, 2),   // -7: -4
            (&gaps, 2, 1, 0),    // nothing between 2 and zero: the nearest
            (&gaps, 0, 2, 0),    // as near to 4 as to -4: the first on the scale
            (&no_zero, 3, 2, 1), // 1.5
        ] {
            assert_eq!(scale(scores).towards_zero(sum, count), level, "{sum}/{count} on {scores:?}");
        }
        assert_eq!(scale(&usual).range(), 4);
        assert_eq!(scale(&gaps).range(), 14);
        assert_eq!(scale(&[None]).range(), 0);
        assert_eq!(scale(&[None]).stance(scale(&[None]).nearest(1, 1)), None);
    }

    #[test]
    fn scores_may_repeat_and_reach_both_ends() {
        let scale = scale(&[Some(i8::MIN), Some(0), Some(0), Some(i8::MAX)]);
        assert!(scale.twins);
        assert_eq!((scale.range(), scale.nearest(-128, 1), scale.nearest(0, 1)), (255, 0, 1));
    }
}
