//! Where the form stands in the margin: beside its words, and whole.

use std::ops::RangeInclusive;

use eframe::egui::{Context, Id, Rangef, Rect};

use super::ClaimForm;

/// Space between the form and the edges of the view.
const GAP: f32 = 8.0;
/// Height kept free for the form from the beginning, so that a list that unfolds in it does not move it.
const USUAL: f32 = 500.0;

impl ClaimForm {
    /// How high it was last.
    pub fn height(&self) -> f32 {
        if self.height > 0.0 { self.height } else { USUAL }
    }

    /// Takes in how high it is now. Whether that has changed.
    pub fn grow(&mut self, height: f32) -> bool {
        let changed = (self.height - height).abs() > 0.5;
        self.height = height;
        self.reserve = self.reserve.max(height);
        changed
    }

    /// Where it begins when its words stand on `lines` and `view` is seen: at the first line, but as far as any of the
    /// words is in view so that it is seen whole.
    pub fn top(&self, lines: RangeInclusive<f32>, view: Rangef) -> f32 {
        let (first, last) = lines.into_inner();
        if first >= view.max || last < view.min - 2.0 * GAP {
            return first;
        }
        let lowest = view.max - GAP - self.reserve.max(USUAL).min(view.span() - 2.0 * GAP);
        first.min(lowest).max(view.min + GAP)
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
