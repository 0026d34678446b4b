//! How much two countries agree, and how much an issue divides.

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
        // On a scale of one score nobody can differ.
        let whole = (i64::from(self.range()) * shared as i64).max(1);
        let value = (shared >= 2).then(|| 1.0 - apart as f64 / whole as f64);
        Agreement { value, shared }
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

    /// The rows in an order that puts countries that agree next to each other.
    ///
    /// Groups of rows are joined two by two, those with the highest mean agreement first, ends that agree
    /// best together. Pairs without an agreement count as none at all, so that rows with few positions go last.
    pub fn rows_by_agreement(&self) -> Vec<usize> {
        by_agreement(self.whos.len(), |a, b| self.agreement(a, b).value)
    }

    /// The columns in an order that puts issues next to each other on which the same countries stand alike.
    pub fn issues_by_agreement(&self) -> Vec<usize> {
        by_agreement(self.issues.len(), |a, b| self.likeness(a, b))
    }

    /// How alike countries stand on two issues: as [`Matrix::agreement`], over the rows with both scores.
    fn likeness(&self, a: usize, b: usize) -> Option<f64> {
        let pairs = (0..self.whos.len()).filter_map(|row| Some((self.score(row, a)?, self.score(row, b)?)));
        let (mut apart, mut shared) = (0, 0);
        for (a, b) in pairs {
            apart += i64::from(a.abs_diff(b));
            shared += 1;
        }
        let whole = (i64::from(self.range()) * shared).max(1);
        (shared >= 2).then(|| 1.0 - apart as f64 / whole as f64)
    }
}

/// The first `count` numbers in an order that puts next to each other what agrees.
fn by_agreement(count: usize, agreement: impl Fn(usize, usize) -> Option<f64>) -> Vec<usize> {
    let near = |a, b| agreement(a, b).unwrap_or(-1.0);
    let table: Vec<Vec<f64>> = (0..count).map(|a| (0..count).map(|b| near(a, b)).collect()).collect();
    let mut mean = table.clone();
    let mut groups: Vec<Vec<usize>> = (0..count).map(|row| vec![row]).collect();
    let mut alive: Vec<usize> = (0..count).collect();
    while alive.len() > 1 {
        let (mut a, mut b, mut best) = (alive[0], alive[1], f64::NEG_INFINITY);
        for (index, x) in alive.iter().enumerate() {
            for y in &alive[index + 1..] {
                if mean[*x][*y] > best {
                    (a, b, best) = (*x, *y, mean[*x][*y]);
                }
            }
        }
        let (size_a, size_b) = (groups[a].len() as f64, groups[b].len() as f64);
        for other in alive.iter().copied().filter(|other| *other != a && *other != b) {
            let joined = (mean[a][other] * size_a + mean[b][other] * size_b) / (size_a + size_b);
            (mean[a][other], mean[other][a]) = (joined, joined);
        }
        let right = std::mem::take(&mut groups[b]);
        join(&mut groups[a], right, &table);
        alive.retain(|group| *group != b);
    }
    alive.first().map_or_else(Vec::new, |last| std::mem::take(&mut groups[*last]))
}

/// Puts `right` behind `left`, either turned round where that brings ends together that agree better.
fn join(left: &mut Vec<usize>, mut right: Vec<usize>, near: &[Vec<f64>]) {
    let (Some((l0, l1)), Some((r0, r1))) = (ends(left), ends(&right)) else { return };
    let ways = [
        (false, false, near[l1][r0]),
        (false, true, near[l1][r1]),
        (true, false, near[l0][r0]),
        (true, true, near[l0][r1]),
    ];
    let mut best = ways[0];
    for way in ways {
        if way.2 > best.2 {
            best = way;
        }
    }
    if best.0 {
        left.reverse();
    }
    if best.1 {
        right.reverse();
    }
    left.append(&mut right);
}

fn ends(rows: &[usize]) -> Option<(usize, usize)> {
    Some((*rows.first()?, *rows.last()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::derive::Settings;
    use crate::derive::tests_support::{Sketch, country, draft, issue};
    use crate::edit::ops::ClaimDraft;

    /// A matrix from one line per country, one sign per issue: `+ ( 0 ) -` are +2 to −2, `m` mentions, `.` nothing.
    fn matrix(rows: &[&str]) -> Matrix {
        let mut sketch = Sketch::new(rows.len(), rows.first().map_or(0, |row| row.len()));
        let article = sketch.add_article("Words.", "Gazette", None);
        for (row, signs) in rows.iter().enumerate() {
            for (column, sign) in signs.chars().enumerate() {
                let stance = match sign {
                    '+' => "supports",
                    '(' => "supports-if",
                    '0' => "undecided",
                    ')' => "reluctant",
                    '-' => "opposes",
                    'm' => "mentions",
                    _ => continue,
                };
                let line = format!("2025-01-01 {stance}");
                let claim = ClaimDraft { countries: vec![country(row)], issue: Some(issue(column)), ..draft(&line) };
                sketch.code_in(article, claim);
            }
        }
        sketch.matrix(&Settings::default())
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
        let matrix = matrix(&["++++", "----", "+++(", "...-", "---)"]);
        let order = matrix.rows_by_agreement();
        let place = |row| order.iter().position(|other| *other == row).unwrap_or(99);
        assert_eq!(place(0_usize).abs_diff(place(2)), 1, "{order:?}");
        assert_eq!(place(1).abs_diff(place(4)), 1, "{order:?}");
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4]);
        assert!(Matrix::default().rows_by_agreement().is_empty());
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
    }
}
