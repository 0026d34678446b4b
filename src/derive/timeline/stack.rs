//! Marks that would overlap, drawn as one with a number: in the window and in the picture the same.

use std::ops::Range;

use super::Mark;
use crate::model::StanceId;

/// Marks nearer than this overlap.
const SINGLE: f64 = 18.0;
/// A mark nearer than this to the middle of a stack belongs to it.
const STACK: f64 = 28.0;

/// One mark, or several that would overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Its marks, by their place on the lane.
    pub marks: Range<usize>,
    /// The first and the last day.
    pub days: (i32, i32),
    /// How many say what, in the order in which it is said first.
    pub says: Vec<(Option<StanceId>, usize)>,
}

impl Stack {
    /// The day where it stands.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.days.0.into(), self.days.1.into())
    }

    /// Number of marks.
    pub fn count(&self) -> usize {
        self.marks.len()
    }

    fn of(at: usize, mark: &Mark) -> Self {
        Self { marks: at..at + 1, days: (mark.day, mark.day), says: vec![(mark.stance, 1)] }
    }

    fn takes(&self, mark: &Mark, per_day: f64) -> bool {
        let (from, reach) = if self.count() == 1 { (self.days.0.into(), SINGLE) } else { (self.middle(), STACK) };
        (f64::from(mark.day) - from) * per_day < reach
    }

    fn take(&mut self, mark: &Mark) {
        self.marks.end += 1;
        self.days.1 = mark.day;
        match self.says.iter_mut().find(|(stance, _)| *stance == mark.stance) {
            Some((_, count)) => *count += 1,
            None => self.says.push((mark.stance, 1)),
        }
    }
}

/// The marks of a lane where a day takes `per_day` points.
///
/// They are gathered from the first mark of the lane on, whatever is in view: panning gathers nothing anew.
pub fn stacks(marks: &[Mark], per_day: f64) -> Vec<Stack> {
    let mut stacks: Vec<Stack> = Vec::new();
    for (at, mark) in marks.iter().enumerate() {
        match stacks.last_mut() {
            Some(last) if last.takes(mark, per_day) => last.take(mark),
            _ => stacks.push(Stack::of(at, mark)),
        }
    }
    stacks
}

/// Those that reach into a stretch of days.
pub fn within(stacks: &[Stack], days: Range<f64>) -> Range<usize> {
    let first = stacks.partition_point(|stack| stack.middle() < days.start);
    let end = stacks.partition_point(|stack| stack.middle() <= days.end);
    first..end.max(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Basis;

    fn marks(days: &[i32]) -> Vec<Mark> {
        let claim = "a".parse().expect("a token");
        days.iter().map(|day| Mark { day: *day, claim, stance: None, basis: Basis::Quoted, member: None }).collect()
    }

    fn check(days: &[i32], per_day: f64, counts: &[usize]) {
        let found: Vec<usize> = stacks(&marks(days), per_day).iter().map(Stack::count).collect();
        assert_eq!(found, counts, "{days:?} at {per_day}");
    }

    #[test]
    fn marks_that_would_overlap_are_one() {
        check(&[], 10.0, &[]);
        check(&[1, 3, 5], 10.0, &[1, 1, 1]);
        check(&[1, 2, 5], 10.0, &[2, 1]);
        check(&[1, 1, 1], 240.0, &[3]);
        // The stack stands at 15, so that 40 is 25 points off and 50 would overlap no more.
        check(&[1, 2, 4, 7], 10.0, &[3, 1]);
    }

    #[test]
    fn nothing_overlaps_however_near_one_looks() {
        let random = fastrand::Rng::with_seed(5);
        let mut random = random.clone();
        let mut days: Vec<i32> = (0..500).map(|_| random.i32(0..3000)).collect();
        days.sort_unstable();
        for per_day in [0.01, 0.3, 1.0, 4.0, 30.0, 240.0] {
            let marks = marks(&days);
            let stacks = stacks(&marks, per_day);
            assert_eq!(stacks.iter().map(Stack::count).sum::<usize>(), marks.len());
            for two in stacks.windows(2) {
                let gap = (two[1].middle() - two[0].middle()) * per_day;
                assert!(gap >= SINGLE, "{gap} at {per_day}");
                assert_eq!(two[0].marks.end, two[1].marks.start);
            }
            for days in [0.0..3000.0, 100.0..200.0, 900.0..901.0] {
                let seen = within(&stacks, days.clone());
                let expected = stacks.iter().filter(|stack| days.contains(&stack.middle())).count();
                assert_eq!(seen.len(), expected);
            }
        }
    }

    #[test]
    fn a_stack_knows_what_its_marks_say() {
        let mut marks = marks(&[1, 1, 1]);
        marks[1].stance = "opposes".parse().ok();
        let stacks = stacks(&marks, 1.0);
        assert_eq!(stacks[0].says, [(None, 2), (marks[1].stance, 1)]);
    }
}
