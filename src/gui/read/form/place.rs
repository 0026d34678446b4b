//! Where the form stands in the margin: beside its words, and whole.

use std::ops::RangeInclusive;

use eframe::egui::{Context, Id, Rangef, Rect};

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

    /// Where it begins when its words stand on `lines` and `view` is seen: at the first line, but higher where it would
    /// not be seen whole, as long as any of the words is in view.
    pub fn top(&self, lines: RangeInclusive<f32>, view: Rangef) -> f32 {
        let (first, last) = lines.into_inner();
        if first >= view.max || last < view.min - 2.0 * GAP {
            return first;
        }
        // It grows, but does not go down again when it shrinks.
        let height = self.reserve.max(GUESS);
        let lowest = |height: f32| view.max - GAP - height.min(view.span() - 2.0 * GAP);
        let top = first.min(lowest(height.max(UNFOLDED)).max(first + BESIDE - height));
        top.min(lowest(height)).max(view.min + GAP)
    }
}

/// Where the form stands in the window, for what floats above it.
pub struct Place;

impl Place {
    fn id() -> Id {
        Id::unique("place of the claim form")
    }

    /// Says where it stands in this frame.
    pub fn tell(ctx: &Context, rect: Rect) {
        let frame = ctx.cumulative_frame_nr();
        ctx.data_mut(|d| d.insert_temp(Self::id(), (frame, rect)));
    }

    /// Where it stands, if it is shown.
    pub fn of(ctx: &Context) -> Option<Rect> {
        let frame = ctx.cumulative_frame_nr();
        let told: Option<(u64, Rect)> = ctx.data(|d| d.get_temp(Self::id()));
        told.filter(|(then, _)| then + 1 >= frame).map(|(_, rect)| rect)
    }
}
