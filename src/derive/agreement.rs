//! How much two countries agree, who stands together, and how much an issue divides.

use super::cluster::{Clusters, cluster};
use super::matrix::Matrix;

/// How near two countries stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// From 0 (opposite ends of the scale on every shared issue) to 1 (the same level on every one);
    /// `None` below two shared issues.
    pub value: Option<f64>,
    /// Issues on which both have a position with a score.
    pub shared: usize,
}

impl Matrix {
    /// The agreement of the countries in rows `a` and `b`: 1 − mean(|difference of scores|) / range of the
    /// scale, over the issues on which both have a position with a score.
    ///
    /// # Panics
    /// Where there is no such row.
    pub fn agreement(&self, a: usize, b: usize) -> Agreement {
        let pairs = self.scores_of_row(a).iter().zip(self.scores_of_row(b));
        let (mut apart, mut shared) = (0, 0);
        for (a, b) in pairs.filter_map(|(a, b)| Some(((*a)?, (*b)?))) {
            apart += i64::from(a.abs_diff(b));
            shared += 1;
        }
        Agreement { value: agreement(apart, shared, self.range()), shared }
    }

    /// The spread of the issue in column `column`: the mean |difference of scores| over all pairs of
    /// countries with a position; `None` below two.
    ///
    /// # Panics
    /// Where there is no such column.
    pub fn spread(&self, column: usize) -> Option<f64> {
        let mut scores: Vec<i64> =
            (0..self.whos.len()).filter_map(|row| self.score(row, column)).map(i64::from).collect();
        scores.sort_unstable();
        let count = scores.len() as i64;
        // In order, each score is the greater one of as many pairs as stand before it, the smaller of the rest.
        let apart: i64 = scores.iter().zip(0..).map(|(score, before)| score * (2 * before + 1 - count)).sum();
        (count >= 2).then(|| apart as f64 / (count * (count - 1) / 2) as f64)
    }

    /// The rows in an order that puts next to each other who agree.
    pub fn rows_by_agreement(&self) -> Vec<usize> {
        self.rows_together().order
    }

    /// The columns in an order that puts issues next to each other on which the same countries stand alike.
    pub fn issues_by_agreement(&self) -> Vec<usize> {
        self.issues_together().order
    }

    /// The rows clustered by one minus their agreement.
    ///
    /// Two rows without an agreement count as far apart as rows are on the whole. Rows without any agreement go
    /// last. Of very many rows the two thousand with the most positions are clustered, and the others go last.
    pub fn rows_together(&self) -> Clusters {
        Table::of(self.whos.len(), self.issues.len(), |row, column| self.score(row, column)).clusters(self.range())
    }

    /// The issues clustered by one minus how alike rows stand on them, which is counted as [`Matrix::agreement`] is,
    /// over the rows with a position on both.
    pub fn issues_together(&self) -> Clusters {
        Table::of(self.issues.len(), self.whos.len(), |column, row| self.score(row, column)).clusters(self.range())
    }
}

/// Scores side by side, so that two lines are compared without a branch.
struct Table {
    width: usize,
    /// Line after line; 0 where there is none.
    scores: Vec<i16>,
    /// 1 where there is a score, else 0.
    there: Vec<i16>,
}

/// Lines that are clustered at most: the time grows with their square.
const MOST: usize = 2_000;

impl Table {
    fn of(lines: usize, width: usize, score: impl Fn(usize, usize) -> Option<i8>) -> Self {
        let cells = || (0..lines).flat_map(|line| (0..width).map(move |at| (line, at)));
        Self {
            width,
            scores: cells().map(|(line, at)| score(line, at).unwrap_or(0).into()).collect(),
            there: cells().map(|(line, at)| score(line, at).is_some().into()).collect(),
        }
    }

    fn clusters(&self, range: i32) -> Clusters {
        let lines = self.scores.len().checked_div(self.width).unwrap_or(0);
        let there = |line: usize| self.there[line * self.width..][..self.width].iter().filter(|it| **it > 0).count();
        let mut candidates: Vec<(usize, usize)> =
            (0..lines).map(|line| (there(line), line)).filter(|(there, _)| *there >= SHARED).collect();
        if candidates.len() > MOST {
            candidates.sort_by_key(|(there, line)| (std::cmp::Reverse(*there), *line));
            candidates.truncate(MOST);
        }
        let mut candidates: Vec<usize> = candidates.into_iter().map(|(_, line)| line).collect();
        candidates.sort_unstable();
        cluster(lines, &candidates, |a, b| {
            let (apart, shared) = self.compare(a, b);
            agreement(apart, shared, range).map(|value| (1.0 - value) as f32)
        })
    }

    /// The sum of the differences of two lines, and how many scores both have.
    fn compare(&self, a: usize, b: usize) -> (i64, usize) {
        let line = |line: usize| {
            let cells = line * self.width..(line + 1) * self.width;
            self.scores[cells.clone()].iter().zip(&self.there[cells])
        };
        let (mut apart, mut shared) = (0_i32, 0_i32);
        for ((a, there_a), (b, there_b)) in line(a).zip(line(b)) {
            let both = there_a & there_b;
            apart += i32::from((a - b).abs() * both);
            shared += i32::from(both);
        }
        (apart.into(), shared as usize)
    }
}

/// Shared issues below which agreement is undefined.
const SHARED: usize = 2;

/// One minus the mean difference over the range.
fn agreement(apart: i64, shared: usize, range: i32) -> Option<f64> {
    // On a scale of one score nobody can differ.
    let whole = (i64::from(range) * shared as i64).max(1);
    (shared >= SHARED).then(|| 1.0 - apart as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::derive::Settings;
    use crate::derive::tests_support::Sketch;

    fn matrix(rows: &[&str]) -> Matrix {
        Sketch::of_signs(rows).matrix(&Settings::default())
    }

    #[test]
    fn agreement_is_one_minus_the_mean_difference_over_the_range() {
        for (a, b, value, shared) in [
            ("++", "++", Some(1.0), 2),
            ("++", "--", Some(0.0), 2),         // 1 - (4 + 4) / 2 / 4
            ("+(0", "()-", Some(0.583_333), 3), // 1 - (1 + 2 + 2) / 3 / 4 = 7 / 12
            ("+.0m", "(+0+", Some(0.875), 2),   // 1 - (1 + 0) / 2 / 4; mentions and blanks are not shared
            ("+...", "++++", None, 1),
            ("mm", "++", None, 0),
        ] {
            let matrix = matrix(&[a, b]);
            let found = matrix.agreement(0, 1);
            assert_eq!(found.shared, shared, "{a} {b}");
            assert_eq!(found.value.is_some(), value.is_some(), "{a} {b}");
            let apart = found.value.unwrap_or(0.0) - value.unwrap_or(0.0);
            assert!(apart.abs() < 1e-6, "{a} and {b} agree {:?}", found.value);
        }
    }

    #[test]
    fn spread_is_the_mean_difference_over_all_pairs() {
        // Columns: (2, 2, 2) = 0; (2, -2, .) = 4; (2, 0, -2) = (2 + 4 + 2) / 3; (., ., 1) = none; none.
        let matrix = matrix(&["+++.m", "+-0..", "+m-(."]);
        let found: Vec<Option<f64>> = (0..5).map(|column| matrix.spread(column)).collect();
        assert_eq!(found, [Some(0.0), Some(4.0), Some(8.0 / 3.0), None, None]);
    }

    #[test]
    fn countries_that_agree_are_put_next_to_each_other() {
        // 0 and 2 differ by 1 on the fourth issue: 1 − 1/16; 1 and 4 by 1: 1 − 1/16; 3 shares one issue with anybody,
        // so that it agrees with nobody and goes last.
        let matrix = matrix(&["++++", "----", "+++(", "...-", "---)"]);
        let together = matrix.rows_together();
        // Of 0 2 4 1, 2 0 1 4 and others the one whose neighbours are nearest: 1/16 + 14/16 (2 and 4) + 1/16.
        assert_eq!(together.order, [0, 2, 4, 1, 3]);
        assert_eq!(together.gaps.iter().map(Option::is_some).collect::<Vec<_>>(), [true, true, true, false]);
        // The groups 0 2 and 4 1 are 1, 15/16, 15/16 and 14/16 apart: 15/16 on average.
        assert_eq!(together.gaps[..3], [Some(0.0625), Some(0.9375), Some(0.0625)]);
        assert_eq!(matrix.rows_by_agreement(), together.order);
        assert!(Matrix::default().rows_by_agreement().is_empty());
    }

    #[test]
    fn issues_on_which_countries_stand_alike_are_put_next_to_each_other() {
        // The columns are ++-, --+, (+-, ..+: 0 and 2 differ by 1 of 12, 1 is far from both, 3 has one row.
        let matrix = matrix(&["+-(.", "+-+.", "-+-+"]);
        assert_eq!(matrix.issues_by_agreement(), [0, 2, 1, 3]);
        assert_eq!(matrix.issues_together().gaps.last(), Some(&None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn agreement_is_symmetric_bounded_and_whole_with_oneself(a in "[-+0().m]{4}", b in "[-+0().m]{4}") {
            let matrix = matrix(&[&a, &b]);
            prop_assert_eq!(matrix.agreement(0, 1), matrix.agreement(1, 0));
            prop_assert!(matrix.agreement(0, 1).value.is_none_or(|value| (0.0..=1.0).contains(&value)));
            prop_assert!(matrix.agreement(0, 0).value.is_none_or(|value| value == 1.0));
        }

        #[test]
        fn lines_side_by_side_are_compared_as_rows_of_the_matrix(a in "[-+0().m]{5}", b in "[-+0().m]{5}") {
            let matrix = matrix(&[&a, &b]);
            let table = Table::of(2, 5, |row, column| matrix.score(row, column));
            let (apart, shared) = table.compare(0, 1);
            let value = agreement(apart, shared, matrix.range());
            prop_assert_eq!(Agreement { value, shared }, matrix.agreement(0, 1));
        }

        #[test]
        fn every_row_is_in_the_order_once(rows in prop::collection::vec("[-+0().m]{3}", 0..12)) {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let matrix = matrix(&rows);
            let mut order = matrix.rows_by_agreement();
            order.sort_unstable();
            prop_assert_eq!(order, (0..rows.len()).collect::<Vec<_>>());
        }
    }
}
