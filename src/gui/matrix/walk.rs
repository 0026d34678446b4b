//! Where the keys lead from a cell.

use eframe::egui::{Key, Modifiers, Ui};

/// A step over the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// By so many rows and columns.
    By(isize, isize),
    /// To the first or last column of the row.
    RowEnd(bool),
    /// To the first or last cell of the grid.
    GridEnd(bool),
}

impl Step {
    /// Where it leads from `from` in a grid of `rows` and `columns`; from nowhere, to the first cell.
    pub fn take(self, from: Option<(usize, usize)>, rows: usize, columns: usize) -> Option<(usize, usize)> {
        let (bottom, right) = (rows.checked_sub(1)?, columns.checked_sub(1)?);
        let Some((row, column)) = from else {
            return Some(if self == Step::GridEnd(true) { (bottom, right) } else { (0, 0) });
        };
        Some(match self {
            Step::By(down, across) => {
                (row.saturating_add_signed(down).min(bottom), column.saturating_add_signed(across).min(right))
            }
            Step::RowEnd(last) => (row, if last { right } else { 0 }),
            Step::GridEnd(last) => {
                if last {
                    (bottom, right)
                } else {
                    (0, 0)
                }
            }
        })
    }
}

/// The steps whose keys were pressed; takes the keys away. A page is `page` rows.
pub fn steps(ui: &Ui, page: usize) -> Vec<Step> {
    let page = isize::try_from(page.max(1)).unwrap_or(1);
    let table = [
        (Modifiers::COMMAND, Key::Home, Step::GridEnd(false)),
        (Modifiers::COMMAND, Key::End, Step::GridEnd(true)),
        (Modifiers::NONE, Key::ArrowDown, Step::By(1, 0)),
        (Modifiers::NONE, Key::ArrowUp, Step::By(-1, 0)),
        (Modifiers::NONE, Key::ArrowRight, Step::By(0, 1)),
        (Modifiers::NONE, Key::ArrowLeft, Step::By(0, -1)),
        (Modifiers::NONE, Key::PageDown, Step::By(page, 0)),
        (Modifiers::NONE, Key::PageUp, Step::By(-page, 0)),
        (Modifiers::NONE, Key::Home, Step::RowEnd(false)),
        (Modifiers::NONE, Key::End, Step::RowEnd(true)),
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

    #[test]
    fn steps_stay_in_the_grid_and_begin_at_its_first_cell() {
        for (step, from, to) in [
            (Step::By(1, 0), None, (0, 0)),
            (Step::GridEnd(true), None, (3, 5)),
            (Step::By(1, 0), Some((0, 0)), (1, 0)),
            (Step::By(1, 0), Some((3, 2)), (3, 2)),
            (Step::By(-20, 0), Some((2, 2)), (0, 2)),
            (Step::By(0, -1), Some((2, 0)), (2, 0)),
            (Step::By(0, 1), Some((2, 5)), (2, 5)),
            (Step::RowEnd(true), Some((2, 1)), (2, 5)),
            (Step::RowEnd(false), Some((2, 1)), (2, 0)),
            (Step::GridEnd(false), Some((2, 1)), (0, 0)),
        ] {
            assert_eq!(step.take(from, 4, 6), Some(to), "{step:?} from {from:?}");
        }
        assert_eq!(Step::By(1, 0).take(None, 0, 6), None);
        assert_eq!(Step::RowEnd(true).take(Some((0, 0)), 4, 0), None);
    }
}
