//! Where the columns stand: fixed ones by what they hold, the quotation takes the rest.

use std::collections::BTreeSet;

use eframe::egui::{Rangef, Rect};

use crate::derive::claims::Column;

/// Height of a row.
pub const ROW: f32 = 33.0;
/// Height of the heads.
pub const HEAD: f32 = 32.0;
/// From the left edge to the first column: the check box.
pub const CHECK: f32 = 46.0;
/// Between two columns.
const GAP: f32 = 14.0;
/// What the quotation has at least; the others make room.
const LEAST: f32 = 210.0;

/// With more than this for the quotation the others get some, too.
const PLENTY: f32 = 680.0;

/// The columns in a table of some width.
#[derive(Clone, Debug)]
pub struct Columns {
    ranges: Vec<(Column, Rangef)>,
    /// Whether there is room for full names.
    pub wide: bool,
}

impl Columns {
    /// These columns within `rect`.
    pub fn new(rect: Rect, shown: &BTreeSet<Column>) -> Self {
        let wide = rect.width() >= 1200.0;
        let room = rect.width() - CHECK;
        let fixed: f32 = shown.iter().map(|column| width(*column, wide)).sum();
        let quoted = shown.contains(&Column::Quotation);
        let rest = room - fixed;
        // Where little is left for the words the others are narrower; where much is, or without the words, wider.
        let scale = match quoted {
            true if rest < LEAST && fixed > 0.0 => ((room - LEAST) / fixed).clamp(0.3, 1.0),
            true if rest > PLENTY && fixed > 0.0 => ((room - PLENTY) / fixed).min(1.35),
            false if fixed > 0.0 => room / fixed,
            _ => 1.0,
        };
        let mut left = rect.left() + CHECK;
        let ranges = shown.iter().map(|column| {
            let width = match column {
                Column::Quotation => room - fixed * scale,
                column => width(*column, wide) * scale,
            };
            let range = Rangef::new(left, (left + width - GAP).max(left + 8.0));
            left += width;
            (*column, range)
        });
        Self { ranges: ranges.collect(), wide }
    }

    /// The columns from left to right, and from where to where their words may run.
    pub fn iter(&self) -> impl Iterator<Item = (Column, Rangef)> + '_ {
        self.ranges.iter().copied()
    }

    /// The column at a place.
    pub fn at(&self, x: f32) -> Option<Column> {
        self.iter().find(|(_, range)| range.contains(x)).map(|(column, _)| column)
    }

    /// Where the check box stands.
    pub fn check(row: Rect) -> Rect {
        let mut rect = row;
        rect.set_width(CHECK - 8.0);
        rect
    }
}

fn width(column: Column, wide: bool) -> f32 {
    let (roomy, narrow) = match column {
        Column::Quotation => (0.0, 0.0),
        Column::Country => (150.0, 92.0),
        Column::Issue => (190.0, 120.0),
        Column::Stance => (124.0, 116.0),
        Column::Condition => (160.0, 110.0),
        Column::Basis => (104.0, 92.0),
        Column::Speaker => (136.0, 98.0),
        Column::Voice => (116.0, 96.0),
        Column::Tags => (140.0, 96.0),
        Column::Confidence => (96.0, 88.0),
        Column::Analyst => (110.0, 84.0),
        Column::Article => (190.0, 120.0),
        Column::Source => (136.0, 92.0),
        Column::Date => (96.0, 92.0),
    };
    if wide { roomy } else { narrow }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{pos2, vec2};

    use super::*;

    #[test]
    fn columns_fill_the_table_and_never_reach_over_its_edge() {
        let all: BTreeSet<Column> = Column::ALL.into_iter().map(|(column, _)| column).collect();
        let usual = all.iter().copied().filter(|column| column.is_usual()).collect();
        let without = all.iter().copied().filter(|column| *column != Column::Quotation).collect();
        for shown in [all.clone(), usual, without, [Column::Date].into(), [Column::Quotation].into()] {
            for width in [700.0, 1024.0, 1440.0, 1920.0] {
                let rect = Rect::from_min_size(pos2(10.0, 0.0), vec2(width, 100.0));
                let columns = Columns::new(rect, &shown);
                let mut left = rect.left() + CHECK;
                for (column, range) in columns.iter() {
                    assert!(range.min >= left - 0.01 && range.max > range.min, "{column:?} at {width}: {range:?}");
                    assert_eq!(columns.at(range.center()), Some(column));
                    left = range.max;
                }
                assert!(left <= rect.right() && left > rect.right() - 2.0 * GAP, "{shown:?} at {width}: {left}");
            }
        }
    }
}
