//! From the counted claims of one cell to a level, and how the level changed by date.
//!
//! Rows are claims with a score, latest first as [`super::Facts`] sorts them. "By date" means: the rule
//! applied to all claims up to and including each day. Such a prefix is a tail of the rows.

use std::cmp::Reverse;

use super::facts::Fact;
use super::scale::{Level, Scale};
use crate::model::look::Rule;
use crate::model::{Basis, Voice};

/// The level of one prefix.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub level: Level,
    /// The rows of the day that brought it begin here …
    pub from: usize,
    /// … and end before here, where the rows of earlier days begin.
    pub to: usize,
}

/// Applies a rule to one cell after another, keeping its working memory.
pub(super) struct Judge<'a> {
    rule: Rule,
    scale: &'a Scale,
    /// How often each level was claimed.
    tally: Vec<u32>,
}

impl<'a> Judge<'a> {
    pub fn new(rule: Rule, scale: &'a Scale) -> Self {
        Self { rule, scale, tally: vec![0; scale.len()] }
    }

    /// Tells `each` the level of every prefix, earliest first: one call per day with claims.
    pub fn by_date(&mut self, rows: &[Fact], mut each: impl FnMut(Standing)) {
        let (mut official, mut level) = (false, 0);
        let (mut sum, mut count) = (0, 0);
        self.tally.fill(0);
        // How often the level in the lead was claimed, then when last and on which basis; what is left of a tie
        // goes towards zero, and then to the first on the scale, so that it never hangs on the ids of claims.
        let mut most = (0, i32::MIN, Reverse((Basis::Expected, i64::MAX, Level::MAX)));
        let mut to = rows.len();
        while let Some(last) = to.checked_sub(1) {
            let mut from = last;
            while from > 0 && rows[from - 1].day == rows[last].day {
                from -= 1;
            }
            let today = &rows[from..to];
            match self.rule {
                Rule::LatestOfficial => {
                    let speaks = today.iter().any(is_official);
                    // Mostly one claim a day: no branch then, for it could not be foretold.
                    let stands = if today.len() == 1 { today[0].level } else { self.tied(today, speaks) };
                    level = if speaks | !official { stands } else { level };
                    official |= speaks;
                }
                Rule::Mean => {
                    sum += today.iter().map(points).sum::<i64>();
                    count += today.len() as i64;
                    level = self.claimed(self.scale.nearest(sum, count), rows[from..].iter());
                }
                Rule::MostFrequent => {
                    // Weaker bases first: a level is known by its latest claim on the strongest basis.
                    for row in today.iter().rev() {
                        let count = &mut self.tally[usize::from(row.level)];
                        *count += 1;
                        // A claim can only raise its own level.
                        most = most.max((*count, row.day, Reverse((row.basis, points(row).abs(), row.level))));
                    }
                    level = most.2.0.2;
                }
            }
            each(Standing { level, from, to });
            to = from;
        }
    }

    /// The row that decides the level of the prefix that begins at `from`.
    pub fn decisive(&self, rows: &[Fact], from: usize, level: Level) -> Option<usize> {
        let prefix = &rows[from..];
        let found = match self.rule {
            Rule::LatestOfficial => {
                let official = prefix.iter().any(is_official);
                self.closest(strongest(prefix, official), level)
            }
            Rule::Mean => self.closest(prefix.iter().enumerate(), level),
            Rule::MostFrequent => prefix.iter().position(|row| row.level == level),
        };
        found.map(|place| from + place)
    }

    /// The row that brought a standing: one of its day.
    pub fn bringer(&self, rows: &[Fact], standing: Standing) -> Option<usize> {
        match self.rule {
            Rule::LatestOfficial | Rule::MostFrequent => self.decisive(rows, standing.from, standing.level),
            Rule::Mean => {
                let today = rows[standing.from..standing.to].iter().enumerate();
                self.closest(today, standing.level).map(|place| standing.from + place)
            }
        }
    }

    /// The level of claims of one day: that of the strongest basis, or their mean rounded towards zero.
    fn tied(&self, today: &[Fact], official: bool) -> Level {
        let (mut sum, mut count) = (0, 0);
        let mut only = None;
        let mut same = true;
        for (_, row) in strongest(today, official) {
            sum += points(row);
            count += 1;
            same &= *only.get_or_insert(row.level) == row.level;
        }
        match only {
            Some(level) if same => level,
            _ => {
                let tied = strongest(today, official).map(|(_, row)| row);
                self.claimed(self.scale.towards_zero(sum, count), tied)
            }
        }
    }

    /// Where two levels have the score of this one: the one claimed last, then on the strongest basis, then the first
    /// on the scale.
    fn claimed<'r>(&self, level: Level, rows: impl Iterator<Item = &'r Fact>) -> Level {
        if !self.scale.twins {
            return level;
        }
        let score = self.scale.score(level);
        let twins = rows.filter(|row| row.score == score);
        twins.min_by_key(|row| (Reverse(row.day), row.basis, row.level)).map_or(level, |row| row.level)
    }

    /// The first of the rows whose score is nearest to the level's.
    fn closest<'r>(&self, rows: impl Iterator<Item = (usize, &'r Fact)>, level: Level) -> Option<usize> {
        let aim = i64::from(self.scale.score(level)?);
        rows.min_by_key(|(_, row)| (points(row) - aim).abs()).map(|(place, _)| place)
    }
}

/// The rows that tie for the latest: same day, same strongest basis, of the government if `official`.
fn strongest(rows: &[Fact], official: bool) -> impl Iterator<Item = (usize, &Fact)> {
    let counts = move |row: &Fact| !official || is_official(row);
    let first = rows.iter().position(counts).unwrap_or(rows.len());
    let key = rows.get(first).map(|row| (row.day, row.basis));
    rows.iter()
        .enumerate()
        .skip(first)
        .take_while(move |(_, row)| Some((row.day, row.basis)) == key)
        .filter(move |(_, row)| counts(row))
}

/// Whether the government speaks.
pub(super) fn is_official(row: &Fact) -> bool {
    row.voice == Voice::Government
}

fn points(row: &Fact) -> i64 {
    row.score.unwrap_or(0).into()
}
