//! How far apart levels of the scale stand, in steps from one to the next.

use crate::model::{Project, StanceId};

/// The levels of a scale that have a score, each with its place; levels of one score share a place.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// The highest score comes first.
    levels: Vec<(StanceId, i8, usize)>,
    all: usize,
}

impl Steps {
    /// The steps of the project's scale.
    pub fn new(project: &Project) -> Self {
        let mut levels: Vec<(StanceId, i8, usize)> =
            project.scale().into_iter().filter_map(|stance| Some((stance.id, stance.score?, 0))).collect();
        levels.sort_by_key(|(_, score, _)| std::cmp::Reverse(*score));
        let mut all = 0;
        for at in 1..levels.len() {
            all += usize::from(levels[at].1 != levels[at - 1].1);
            levels[at].2 = all;
        }
        Self { levels, all }
    }

    /// Steps from one end of the scale to the other.
    pub fn all(&self) -> usize {
        self.all
    }

    /// The score of a level, if it is on the scale and has one.
    pub fn score(&self, stance: StanceId) -> Option<i8> {
        self.level(stance).map(|(score, _)| score)
    }

    /// Steps from one level to another: above zero towards support, below zero away from it.
    pub fn from_to(&self, from: StanceId, to: StanceId) -> Option<i32> {
        let ((_, from), (_, to)) = (self.level(from)?, self.level(to)?);
        Some(from as i32 - to as i32)
    }

    fn level(&self, stance: StanceId) -> Option<(i8, usize)> {
        self.levels.iter().find(|(id, ..)| *id == stance).map(|(_, score, place)| (*score, *place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::tests_support::{Sketch, stance};

    #[test]
    fn steps_go_from_level_to_level_whatever_their_scores() {
        let mut sketch = Sketch::new(1, 1);
        let steps = Steps::new(sketch.project());
        assert_eq!(steps.all(), 4);
        for (from, to, expected) in [
            ("supports", "opposes", Some(-4)),
            ("opposes", "supports-if", Some(3)),
            ("reluctant", "reluctant", Some(0)),
            ("mentions", "supports", None),
            ("supports", "gone", None),
        ] {
            assert_eq!(steps.from_to(stance(from), stance(to)), expected, "{from} → {to}");
        }
        assert_eq!((steps.score(stance("opposes")), steps.score(stance("mentions"))), (Some(-2), None));
        // A level far above the others is one step away from the next, and one of a known score none.
        let cheers = sketch.add_level("Cheers", 90);
        let welcomes = sketch.add_level("Welcomes", 2);
        let steps = Steps::new(sketch.project());
        assert_eq!(steps.all(), 5);
        assert_eq!(steps.from_to(stance("supports"), cheers), Some(1));
        assert_eq!(steps.from_to(welcomes, stance("supports")), Some(0));
        assert_eq!(steps.from_to(stance("opposes"), cheers), Some(5));
    }
}
