//! What agreement and spread say of a country, of a pair and of an issue, in plain sentences.
//!
//! Every word follows from the positions that the matrix shows and from the claims under them.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::Agreement;
use super::matrix::Matrix;
use super::steps::Steps;
use crate::model::{ArticleId, ClaimId, EntryId, Project, Spot, StanceId};
use crate::text::fold::fold;

/// Shared issues below which nobody is called near or far: on two, chance says too much.
pub const ENOUGH: usize = 3;

/// Conditions named by fewer claims are not named often.
const OFTEN: usize = 2;

/// Names, issues and conditions that a sentence tells at most; the rest it counts.
const TOLD: usize = 3;

/// Those with one and the same agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Peers {
    /// How near they are.
    pub agreement: f64,
    /// Their rows in order, each with the number of shared issues.
    pub rows: Vec<(usize, usize)>,
}

/// What can be said of one row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portrait {
    /// The row.
    pub row: usize,
    /// Issues on which it has a position with a score.
    pub held: usize,
    /// With whom it agrees most over at least [`ENOUGH`] issues; all who tie.
    pub with: Option<Peers>,
    /// With whom it agrees least over as many, where that is less.
    pub furthest: Option<Peers>,
    /// The issues on which it is the only one on its side of zero while at least two others have a position.
    pub alone: Vec<(usize, StanceId)>,
    /// Conditions that at least two of its claims name, most often first, each with their number.
    pub conditions: Vec<(String, usize)>,
}

impl Portrait {
    /// Looks at a row of a matrix of `project`.
    ///
    /// # Panics
    /// Where there is no such row.
    pub fn of(project: &Project, matrix: &Matrix, row: usize) -> Self {
        let others = (0..matrix.whos.len()).filter(|other| *other != row);
        let near: Vec<(usize, f64, usize)> = others
            .filter_map(|other| {
                let Agreement { value, shared } = matrix.agreement(row, other);
                Some((other, value.filter(|_| shared >= ENOUGH)?, shared))
            })
            .collect();
        let peers = |agreement: f64| {
            let rows = near.iter().filter(|(_, value, _)| *value == agreement);
            Peers { agreement, rows: rows.map(|(other, _, shared)| (*other, *shared)).collect() }
        };
        let most = near.iter().map(|(_, value, _)| *value).max_by(f64::total_cmp);
        let least = near.iter().map(|(_, value, _)| *value).min_by(f64::total_cmp);
        let columns = 0..matrix.issues.len();
        Self {
            row,
            held: held(matrix, row),
            with: most.map(peers),
            furthest: least.filter(|least| Some(*least) != most).map(peers),
            alone: columns.filter_map(|column| Some((column, stands_alone(matrix, row, column)?))).collect(),
            conditions: conditions(project, matrix, row),
        }
    }

    /// "Stands with Poland (92 % over 5 issues)." and what else there is to say.
    pub fn sentences(&self, project: &Project, matrix: &Matrix) -> Vec<String> {
        if self.held == 0 {
            return vec!["Has a position on no issue.".into()];
        }
        let mut said = Vec::new();
        match &self.with {
            Some(peers) => said.push(format!("Stands with {}.", peers.in_words(project, matrix))),
            None => said.push(format!("Shares {ENOUGH} issues with nobody: too few to say who stands near.")),
        }
        said.extend(self.furthest.as_ref().map(|peers| format!("Furthest from {}.", peers.in_words(project, matrix))));
        let alone = self.alone.iter().map(|(column, stance)| {
            format!("{} ({})", issue(project, matrix, *column), project.label(EntryId::Stance(*stance)))
        });
        let alone: Vec<String> = alone.collect();
        said.extend((!alone.is_empty()).then(|| format!("Stands alone on {}.", list(&alone, "issues"))));
        let named = self.conditions.iter().take(TOLD);
        let named: Vec<String> = named.map(|(words, count)| format!("“{words}” ({count} claims)")).collect();
        said.extend((!named.is_empty()).then(|| format!("Often sets a condition: {}.", named.join(", "))));
        said
    }
}

impl Peers {
    /// "Estonia and Poland (92 % each over 5 and 4 issues)"
    fn in_words(&self, project: &Project, matrix: &Matrix) -> String {
        let names = names(project, matrix, self.rows.iter().map(|(row, _)| *row));
        let (fewest, most) = self
            .rows
            .iter()
            .fold((usize::MAX, 0), |(fewest, most), (_, shared)| (fewest.min(*shared), most.max(*shared)));
        let each = if self.rows.len() > 1 { " each" } else { "" };
        let over = if fewest == most { format!("{most}") } else { format!("{fewest} to {most}") };
        format!("{names} ({}{each} over {over} issues)", percent(self.agreement))
    }
}

/// What can be said of one issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Divide {
    /// Its column.
    pub column: usize,
    /// The mean difference over all pairs; `None` where fewer than two have a position.
    pub spread: Option<f64>,
    /// Those who stand highest and those who stand lowest, where that differs.
    pub gap: Option<Gap>,
    /// The rows in favour.
    pub in_favour: Vec<usize>,
    /// The rows on neither side.
    pub undecided: Vec<usize>,
    /// The rows against.
    pub against: Vec<usize>,
    /// The rows without a position that has a score.
    pub without: usize,
    /// The rows whose cell is contested.
    pub contested: Vec<usize>,
}

/// What the positions on an issue rest on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// Counted claims, each once however many countries it names.
    pub claims: usize,
    /// The articles they come from.
    pub articles: usize,
}

impl Base {
    /// Looks under a column of a matrix of `project`.
    ///
    /// # Panics
    /// Where there is no such column.
    pub fn of(project: &Project, matrix: &Matrix, column: usize) -> Self {
        let cells = (0..matrix.whos.len()).map(|row| evidence(matrix, row, column));
        let claims: BTreeSet<ClaimId> = cells.flatten().copied().collect();
        let article = |id: &ClaimId| Some(project.article_of(project.claim(*id)?)?.id);
        let articles: BTreeSet<ArticleId> = claims.iter().filter_map(article).collect();
        Self { claims: claims.len(), articles: articles.len() }
    }
}

/// Between whom an issue is widest.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The difference of their scores.
    pub apart: u8,
    /// Those with the highest score.
    pub high: Vec<usize>,
    /// Those with the lowest.
    pub low: Vec<usize>,
}

impl Divide {
    /// Looks at a column of a matrix.
    ///
    /// # Panics
    /// Where there is no such column.
    pub fn of(matrix: &Matrix, column: usize) -> Self {
        let rows = 0..matrix.whos.len();
        let scores: Vec<(usize, i8)> = rows.clone().filter_map(|row| Some((row, matrix.score(row, column)?))).collect();
        let side = |sign: i8| scores.iter().filter(|(_, score)| score.signum() == sign).map(|(row, _)| *row).collect();
        let of_score = |wanted: i8| scores.iter().filter(|(_, score)| *score == wanted).map(|(row, _)| *row).collect();
        let ends = scores.iter().map(|(_, score)| *score).max().zip(scores.iter().map(|(_, score)| *score).min());
        let gap = ends.filter(|(high, low)| high > low).map(|(high, low)| Gap {
            apart: high.abs_diff(low),
            high: of_score(high),
            low: of_score(low),
        });
        Self {
            column,
            spread: matrix.spread(column),
            gap,
            in_favour: side(1),
            undecided: side(0),
            against: side(-1),
            without: rows.len() - scores.len(),
            contested: rows.filter(|row| matrix.at(*row, column).contested).collect(),
        }
    }

    /// "Widest gap: Estonia (Supports) against Hungary (Opposes), 4 of 4 steps." and what else there is to say.
    pub fn sentences(&self, project: &Project, matrix: &Matrix) -> Vec<String> {
        let names = |rows: &[usize]| names(project, matrix, rows.iter().copied());
        let mut said = vec![self.headline(project, matrix)];
        if self.spread.is_some() {
            let mut sides = vec![format!("{} in favour", self.in_favour.len())];
            sides.extend((!self.undecided.is_empty()).then(|| format!("{} undecided", self.undecided.len())));
            sides.push(format!("{} against", self.against.len()));
            let without =
                if self.without == 0 { String::new() } else { format!("; {} without a position", self.without) };
            said.push(format!("{}{without}.", sides.join(", ")));
        }
        said.extend((!self.undecided.is_empty()).then(|| format!("Undecided: {}.", names(&self.undecided))));
        said.extend((!self.contested.is_empty()).then(|| format!("Contested: {}.", names(&self.contested))));
        let base = Base::of(project, matrix, self.column);
        if base.claims > 0 {
            said.push(format!("Rests on {} from {}.", count(base.claims, "claim"), count(base.articles, "article")));
        }
        said
    }

    /// The first of [`Divide::sentences`]: between whom the gap is widest, or why there is none.
    pub fn headline(&self, project: &Project, matrix: &Matrix) -> String {
        let names = |rows: &[usize]| names(project, matrix, rows.iter().copied());
        let held = [&self.in_favour[..], &self.undecided, &self.against].concat();
        let level = |row: usize| {
            let stance = matrix.at(row, self.column).stance;
            stance.map_or_else(String::new, |stance| project.label(EntryId::Stance(stance)))
        };
        match (&self.gap, &*held) {
            (Some(gap), _) => {
                let side = |rows: &[usize]| format!("{} ({})", names(rows), level(rows[0]));
                let steps = steps(project, matrix, self.column, gap);
                format!("Widest gap: {} against {}, {steps}.", side(&gap.high), side(&gap.low))
            }
            (None, []) => "Nobody has a position.".into(),
            (None, [only]) => format!("Only {} has a position: {}.", names(&[*only]), level(*only)),
            (None, [first, ..]) => format!("All {} with a position stand together: {}.", held.len(), level(*first)),
        }
    }
}

/// "3 of 4 steps"
fn steps(project: &Project, matrix: &Matrix, column: usize, gap: &Gap) -> String {
    let steps = Steps::new(project);
    let stance = |rows: &[usize]| matrix.at(rows[0], column).stance;
    let between = stance(&gap.low).zip(stance(&gap.high)).and_then(|(low, high)| steps.from_to(low, high));
    between.map_or_else(String::new, |between| format!("{between} of {}", count(steps.all(), "step")))
}

/// "Germany and Poland: 70 % over 5 issues; furthest apart on Taurus (Opposes, Supports)."
///
/// # Panics
/// Where there is no such row.
pub fn pair(project: &Project, matrix: &Matrix, a: usize, b: usize) -> String {
    let names = format!("{} and {}", who(project, matrix, a), who(project, matrix, b));
    let Agreement { value, shared } = matrix.agreement(a, b);
    let Some(value) = value else {
        return match shared {
            0 => format!("{names} share no issue on which both have a position."),
            _ => format!("{names} share {}: too few to say how far they agree.", count(shared, "issue")),
        };
    };
    let apart = |column: usize| Some(matrix.score(a, column)?.abs_diff(matrix.score(b, column)?));
    let most = (0..matrix.issues.len()).filter_map(apart).max().unwrap_or(0);
    let said = format!("{names}: {} over {}", percent(value), count(shared, "issue"));
    if most == 0 {
        return format!("{said}; together on all of them.");
    }
    let level = |row: usize, column: usize| {
        matrix.at(row, column).stance.map_or_else(String::new, |stance| project.label(EntryId::Stance(stance)))
    };
    let furthest = (0..matrix.issues.len()).filter(|column| apart(*column) == Some(most));
    let furthest: Vec<String> = furthest
        .map(|column| format!("{} ({}, {})", issue(project, matrix, column), level(a, column), level(b, column)))
        .collect();
    format!("{said}; furthest apart on {}.", list(&furthest, "issues"))
}

/// "Closest: Estonia – Latvia (100 % over 5 issues)." and "Furthest apart: …", of all pairs that share at least
/// [`ENOUGH`] issues; nothing where there is none, and only the first where all are as near.
pub fn extremes(project: &Project, matrix: &Matrix) -> Vec<String> {
    let mut pairs: Vec<(f64, usize, usize, usize)> = Vec::new();
    let rows: Vec<usize> = (0..matrix.whos.len()).filter(|row| held(matrix, *row) >= ENOUGH).collect();
    for (at, a) in rows.iter().copied().enumerate() {
        for b in rows[at + 1..].iter().copied() {
            let Agreement { value, shared } = matrix.agreement(a, b);
            pairs.extend(value.filter(|_| shared >= ENOUGH).map(|value| (value, a, b, shared)));
        }
    }
    let tell = |name: &str, value: f64| {
        let tied: Vec<_> = pairs.iter().filter(|pair| pair.0 == value).collect();
        let names =
            tied.iter().map(|(_, a, b, _)| format!("{} – {}", who(project, matrix, *a), who(project, matrix, *b)));
        let names: Vec<String> = names.collect();
        let over = match &*tied {
            [(.., shared)] => format!(" over {}", count(*shared, "issue")),
            _ => " each".into(),
        };
        format!("{name}: {} ({}{over}).", list(&names, "pairs"), percent(value))
    };
    let values = || pairs.iter().map(|pair| pair.0);
    let ends = values().max_by(f64::total_cmp).zip(values().min_by(f64::total_cmp));
    let Some((most, least)) = ends else { return Vec::new() };
    let mut said = vec![tell("Closest", most)];
    said.extend((least < most).then(|| tell("Furthest apart", least)));
    said
}

/// Issues on which a row has a position with a score.
pub fn held(matrix: &Matrix, row: usize) -> usize {
    (0..matrix.issues.len()).filter(|column| matrix.score(row, *column).is_some()).count()
}

/// The level on which a row is the only one of its side of zero, at least two others having a position.
fn stands_alone(matrix: &Matrix, row: usize, column: usize) -> Option<StanceId> {
    let side = matrix.score(row, column)?.signum();
    let others = || (0..matrix.whos.len()).filter(|other| *other != row).filter_map(|row| matrix.score(row, column));
    let alone = side != 0 && others().nth(1).is_some() && others().all(|score| score.signum() != side);
    matrix.at(row, column).stance.filter(|_| alone)
}

/// The conditions that the counted claims of a row name at least twice, case and accents ignored, each in the spelling
/// used most.
fn conditions(project: &Project, matrix: &Matrix, row: usize) -> Vec<(String, usize)> {
    let mut spelt: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for column in 0..matrix.issues.len() {
        for claim in evidence(matrix, row, column).iter().filter_map(|id| project.claim(*id)) {
            let words = claim.condition.trim();
            if !words.is_empty() {
                *spelt.entry(fold(words)).or_default().entry(words).or_default() += 1;
            }
        }
    }
    let named = spelt.values().filter_map(|spellings| {
        // Of spellings used as often the first by the alphabet.
        let (words, _) = spellings.iter().rev().max_by_key(|(_, count)| **count)?;
        Some(((*words).to_owned(), spellings.values().sum::<usize>()))
    });
    let mut named: Vec<(String, usize)> = named.filter(|(_, count)| *count >= OFTEN).collect();
    named.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    named
}

/// "70 %", halves rounded up. A half that is one but for the last digits of the number is a half.
pub fn percent(value: f64) -> String {
    format!("{} %", (value * 100.0 + 1e-9).round())
}

/// "1 issue", "5 issues"
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// "Estonia", "Estonia and Poland", "Estonia, France, Poland and 4 more countries"
fn list(items: &[String], plural: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] if items.len() <= TOLD + 1 => format!("{} and {last}", most.join(", ")),
        _ => format!("{} and {} more {plural}", items[..TOLD].join(", "), items.len() - TOLD),
    }
}

fn names(project: &Project, matrix: &Matrix, rows: impl Iterator<Item = usize>) -> String {
    let names: Vec<String> = rows.map(|row| who(project, matrix, row)).collect();
    list(&names, matrix.whos.first().map_or("rows", |who| who.rows().nouns().1))
}

fn evidence(matrix: &Matrix, row: usize, column: usize) -> &[ClaimId] {
    matrix.evidence(Spot { who: matrix.whos[row], issue: matrix.issues[column] })
}

fn who(project: &Project, matrix: &Matrix, row: usize) -> String {
    project.label(matrix.whos[row].entry())
}

fn issue(project: &Project, matrix: &Matrix, column: usize) -> String {
    project.label(EntryId::Issue(matrix.issues[column]))
}

#[cfg(test)]
mod tests;
