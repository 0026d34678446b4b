//! Where the keys lead from a mark.

use eframe::egui::{Key, Modifiers, Ui};

use crate::derive::timeline::Mark;

/// A step over the marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To the next mark or the one before; beyond the end of a lane, to the next lane or the one before.
    Along(isize),
    /// To the nearest mark in time so many lanes below.
    Across(isize),
    /// To the first or the last mark of the lane.
    End(bool),
    /// To the first or the last mark of all lanes.
    Corner(bool),
}

/// A mark: the lane's place, and the mark's on it.
pub type At = (usize, usize);

impl Step {
    /// Where it leads from `from`; from nowhere, to the first mark. Lanes without marks are passed over.
    pub fn take(self, from: Option<At>, lanes: &[&[Mark]]) -> Option<At> {
        let mut there = lanes.iter().enumerate().filter(|(_, marks)| !marks.is_empty());
        let first = there.next().map(|(lane, _)| (lane, 0))?;
        let last = there.next_back().map_or(first.0, |(lane, _)| lane);
        let last = (last, lanes[last].len() - 1);
        let Some((lane, mark)) = from.filter(|(lane, mark)| lanes.get(*lane).is_some_and(|marks| *mark < marks.len()))
        else {
            return Some(if self == Self::Corner(true) { last } else { first });
        };
        Some(match self {
            Self::Along(by) => match mark.checked_add_signed(by).filter(|to| *to < lanes[lane].len()) {
                Some(to) => (lane, to),
                None if by > 0 => other(lanes, lane, 1).map_or((lane, mark), |to| (to, 0)),
                None => other(lanes, lane, -1).map_or((lane, mark), |to| (to, lanes[to].len() - 1)),
            },
            Self::Across(by) => {
                let to = (0..by.unsigned_abs()).fold(lane, |at, _| other(lanes, at, by.signum()).unwrap_or(at));
                if to == lane { (lane, mark) } else { (to, nearest(lanes[to], lanes[lane][mark].day)) }
            }
            Self::End(end) => (lane, if end { lanes[lane].len() - 1 } else { 0 }),
            Self::Corner(end) => {
                if end {
                    last
                } else {
                    first
                }
            }
        })
    }
}

/// The next lane with marks.
fn other(lanes: &[&[Mark]], from: usize, by: isize) -> Option<usize> {
    let mut at = from;
    loop {
        at = at.checked_add_signed(by)?;
        if !lanes.get(at)?.is_empty() {
            return Some(at);
        }
    }
}

/// The mark nearest to a day; of two, the earlier.
fn nearest(marks: &[Mark], day: i32) -> usize {
    let after = marks.partition_point(|mark| mark.day < day);
    let far = |at: usize| marks.get(at).map_or(i64::MAX, |mark| (i64::from(mark.day) - i64::from(day)).abs());
    match after.checked_sub(1) {
        Some(before) if far(before) <= far(after) => before,
        _ => after,
    }
}

/// The steps whose keys were pressed; takes the keys away.
pub fn steps(ui: &Ui) -> Vec<Step> {
    let table = [
        (Modifiers::COMMAND, Key::Home, Step::Corner(false)),
        (Modifiers::COMMAND, Key::End, Step::Corner(true)),
        (Modifiers::NONE, Key::ArrowRight, Step::Along(1)),
        (Modifiers::NONE, Key::ArrowLeft, Step::Along(-1)),
        (Modifiers::NONE, Key::ArrowDown, Step::Across(1)),
        (Modifiers::NONE, Key::ArrowUp, Step::Across(-1)),
        (Modifiers::NONE, Key::Home, Step::End(false)),
        (Modifiers::NONE, Key::End, Step::End(true)),
    ];
    ui.input_mut(|i| {
        table
            .into_iter()
            .flat_map(|(modifiers, key, step)| std::iter::repeat_n(step, i.count_and_consume_key(modifiers, key)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Basis;

    #[test]
    fn arrows_walk_every_mark_and_the_nearest_in_the_next_lane() {
        let claim = "a".parse().expect("a token");
        let lane = |days: &[i32]| -> Vec<Mark> {
            let mark = |day: &i32| Mark { day: *day, claim, stance: None, basis: Basis::Quoted, member: None };
            days.iter().map(mark).collect()
        };
        let lanes = [lane(&[1, 5, 9]), lane(&[]), lane(&[2, 6, 6]), lane(&[20])];
        let lanes: Vec<&[Mark]> = lanes.iter().map(Vec::as_slice).collect();
        for (step, from, to) in [
            (Step::Along(1), None, (0, 0)),
            (Step::Corner(true), None, (3, 0)),
            (Step::Along(1), Some((0, 0)), (0, 1)),
            (Step::Along(1), Some((0, 2)), (2, 0)),
            (Step::Along(-1), Some((2, 0)), (0, 2)),
            (Step::Along(-1), Some((0, 0)), (0, 0)),
            (Step::Along(1), Some((3, 0)), (3, 0)),
            (Step::Across(1), Some((0, 1)), (2, 1)),
            (Step::Across(1), Some((0, 0)), (2, 0)),
            (Step::Across(2), Some((0, 0)), (3, 0)),
            (Step::Across(-1), Some((3, 0)), (2, 2)),
            (Step::Across(-1), Some((0, 1)), (0, 1)),
            (Step::End(true), Some((2, 0)), (2, 2)),
            (Step::End(false), Some((2, 2)), (2, 0)),
            (Step::Corner(false), Some((2, 2)), (0, 0)),
            (Step::Along(1), Some((9, 9)), (0, 0)),
        ] {
            assert_eq!(step.take(from, &lanes), Some(to), "{step:?} from {from:?}");
        }
        assert_eq!(Step::Along(1).take(None, &lanes[1..2]), None);
        assert_eq!(Step::Along(1).take(Some((0, 0)), &[]), None);
    }
}
