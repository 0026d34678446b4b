//! Marks that would overlap, gathered once for as long as one looks from as near.

use std::collections::HashMap;
use std::rc::Rc;

use crate::derive::timeline::{Lane, stacks};

pub use crate::derive::timeline::{Stack, within};

/// The stacks of the lanes that were asked for, as long as one looks from as near.
#[derive(Default)]
pub struct Stacks {
    per_day: f64,
    lanes: HashMap<usize, Rc<[Stack]>>,
}

impl Stacks {
    /// The stacks of the lane of that number.
    pub fn of(&mut self, number: usize, lane: &Lane, per_day: f64) -> Rc<[Stack]> {
        if self.per_day != per_day {
            self.per_day = per_day;
            self.lanes.clear();
        }
        self.lanes.entry(number).or_insert_with(|| stacks(&lane.marks, per_day).into()).clone()
    }

    /// Other lanes have come.
    pub fn forget(&mut self) {
        self.lanes.clear();
    }
}
