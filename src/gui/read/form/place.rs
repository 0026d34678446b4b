//! Where the form stands in the margin: beside its words, and whole.

use std::ops::RangeInclusive;

use eframe::egui::Rangef;

use super::ClaimForm;

/// Space between the form and the edges of the view.
const GAP: f32 = 8.0;
/// Height before it was ever shown.
const GUESS: f32 = 300.0;
/// Height kept free for the form where that leaves it beside its words, so that a list that unfolds in it does not
/// move it.
const UNFOLDED: f32 = 500.0;
/// So much of the form reaches below the top of its first line at least.
const BESIDE: f32 = 40.0;

impl ClaimForm {
    /// How high it was last.
    pub fn height(&self) -> f32 {
        if self.height > 0.0 { self.height } else { GUESS }
    }

    /// Takes in how high it is now. Whether that has changed.
    pub fn grow(&mut self, height: f32) -> bool {
        let changed = (self.height - height).abs() > 0.5;
        self.height = height;
        self.reserve = self.reserve.max(height);
        changed
    }

    /// Where it begins when its words stand on `lines` and `view` is seen.
    pub fn top(&self, lines: RangeInclusive<f32>, view: Rangef) -> f32 {
        top(lines, view, self.reserve)
    }
}

/// Where a form begins that is or was so high: at the first of its lines, but higher where it would not be seen whole,
/// as long as any of them is in view. It grows, but does not go down again when it shrinks.
fn top(lines: RangeInclusive<f32>, view: Rangef, height: f32) -> f32 {
    let (first, last) = lines.into_inner();
    if first >= view.max || last < view.min - 2.0 * GAP {
        return first;
    }
    let height = height.max(GUESS);
    let lowest = |height: f32| view.max - GAP - height.min(view.span() - 2.0 * GAP);
    let top = first.min(lowest(height.max(UNFOLDED)).max(first + BESIDE - height));
    top.min(lowest(height)).max(view.min + GAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form of that height beside words on these lines, in a view from 1,000 on.
    fn check(lines: RangeInclusive<f32>, view: f32, height: f32, expected: f32) {
        let view = Rangef::new(1000.0, 1000.0 + view);
        let found = top(lines.clone(), view, height);
        assert_eq!(found, expected, "{lines:?} in {view:?}, {height} high");
        let room = view.span() - 2.0 * GAP;
        assert!(found >= view.min + GAP && found + height.min(room) <= view.max - GAP + 0.1, "seen whole");
        let first = lines.start().max(view.min + GAP);
        assert!(found <= first && found + height.min(room) >= *lines.start(), "beside its words");
    }

    #[test]
    fn the_form_is_seen_whole_beside_its_words() {
        // At its line where there is room, also for what will unfold.
        check(1100.0..=1160.0, 800.0, 400.0, 1100.0);
        check(1100.0..=1160.0, 800.0, 0.0, 1100.0);
        // Higher further down, but never above its words.
        check(1500.0..=1560.0, 800.0, 400.0, 1292.0);
        check(1750.0..=1780.0, 800.0, 400.0, 1390.0);
        check(1750.0..=1780.0, 800.0, 600.0, 1192.0);
        // At the end of a small view, and higher than it: then it scrolls inside.
        check(1480.0..=1520.0, 530.0, 400.0, 1120.0);
        check(1480.0..=1520.0, 530.0, 900.0, 1008.0);
        // Words that begin above the view, or are longer than it.
        check(200.0..=1040.0, 530.0, 400.0, 1008.0);
        check(200.0..=5000.0, 530.0, 400.0, 1008.0);
    }

    #[test]
    fn a_form_whose_words_are_out_of_view_goes_with_them() {
        let view = Rangef::new(1000.0, 1500.0);
        assert_eq!(top(200.0..=260.0, view, 400.0), 200.0);
        assert_eq!(top(1700.0..=1760.0, view, 400.0), 1700.0);
    }
}
