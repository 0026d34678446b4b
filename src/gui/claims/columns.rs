//! Where the columns stand: fixed ones by what they hold, the quotation takes the rest.

use eframe::egui::{Rangef, Rect};

use super::listing::Column;

/// Height of a row.
pub const ROW: f32 = 33.0;
/// Height of the heads.
pub const HEAD: f32 = 32.0;
/// From the left edge to the first column: the check box.
const CHECK: f32 = 46.0;

/// The columns in a table of some width.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    ranges: [Rangef; Column::ALL.len()],
    /// Whether there is room for full names.
    pub wide: bool,
}

impl Columns {
    /// The columns within `rect`.
    pub fn new(rect: Rect) -> Self {
        let wide = rect.width() >= 1200.0;
        let widths = Column::ALL.map(|(column, _)| width(column, wide));
        let rest = (rect.width() - CHECK - widths.iter().sum::<f32>()).max(120.0);
        let mut left = rect.left() + CHECK;
        let mut ranges = [Rangef::NOTHING; Column::ALL.len()];
        for (range, width) in ranges.iter_mut().zip(widths) {
            let width = if width == 0.0 { rest } else { width };
            *range = Rangef::new(left, left + width - 14.0);
            left += width;
        }
        Self { ranges, wide }
    }

    /// From where to where the words of a column may run.
    pub fn of(&self, column: Column) -> Rangef {
        self.ranges[column as usize]
    }

    /// Where the check box stands.
    pub fn check(row: Rect) -> Rect {
        let mut rect = row;
        rect.set_width(CHECK - 8.0);
        rect
    }
}

fn width(column: Column, wide: bool) -> f32 {
    match (column, wide) {
        (Column::Country, true) => 150.0,
        (Column::Country, false) => 92.0,
        (Column::Quotation, _) => 0.0,
        (Column::Issue, true) => 190.0,
        (Column::Issue, false) => 120.0,
        (Column::Stance, true) => 124.0,
        (Column::Stance, false) => 116.0,
        (Column::Basis, true) => 104.0,
        (Column::Basis, false) => 92.0,
        (Column::Speaker, true) => 136.0,
        (Column::Speaker, false) => 98.0,
        (Column::Source, true) => 136.0,
        (Column::Source, false) => 92.0,
        (Column::Date, _) => 96.0,
    }
}
