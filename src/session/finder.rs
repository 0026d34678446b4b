//! Type-to-find: which rows match what was typed, best first.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::text::fold::fold;

/// Something that can be found by typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<T> {
    /// What is found.
    pub value: T,
    /// Its name as shown.
    pub label: String,
    /// Other words that lead to it.
    pub others: Vec<String>,
}

/// The candidates that match `query`, best first; at most `most`. An empty query keeps the given order.
///
/// Names are better than other words; a name that begins with the query is best.
pub fn find<'a, T>(query: &str, candidates: &'a [Candidate<T>], most: usize) -> Vec<&'a Candidate<T>> {
    let query = fold(query.trim());
    if query.is_empty() {
        return candidates.iter().take(most).collect();
    }
    let mut found: Vec<(Tier, &Candidate<T>)> = candidates
        .iter()
        .filter_map(|candidate| {
            let other = candidate.others.iter().filter_map(|other| tier(&query, other)).max();
            // Another name is as good as the name only when it is meant from its beginning.
            let other = other.filter(|tier| *tier >= Tier::Word);
            Some((tier(&query, &candidate.label).max(other)?, candidate))
        })
        .collect();
    if found.is_empty() {
        return strewn(&query, candidates, most);
    }
    found.sort_by_key(|(tier, _)| std::cmp::Reverse(*tier));
    found.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// How well a name matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// What was typed stands somewhere in it.
    Inside,
    /// One of its words begins with what was typed.
    Word,
    /// It begins with what was typed.
    Beginning,
    /// It is what was typed.
    Whole,
}

fn tier(query: &str, name: &str) -> Option<Tier> {
    let name = fold(name);
    let at = name.find(query)?;
    let begins = |at: usize| name[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    Some(if name == query {
        Tier::Whole
    } else if at == 0 {
        Tier::Beginning
    } else if name.match_indices(query).any(|(at, _)| begins(at)) {
        Tier::Word
    } else {
        Tier::Inside
    })
}

/// Nothing holds what was typed as it is: names that hold its letters in order, closest together first.
fn strewn<'a, T>(query: &str, candidates: &'a [Candidate<T>], most: usize) -> Vec<&'a Candidate<T>> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, &Candidate<T>)> = candidates
        .iter()
        .filter_map(|candidate| {
            let name = fold(&candidate.label);
            Some((pattern.score(Utf32Str::new(&name, &mut buffer), &mut matcher)?, candidate))
        })
        .collect();
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, first: &str) {
        let row = |label: &str, others: &[&str]| Candidate {
            value: (),
            label: label.into(),
            others: others.iter().map(|o| (*o).to_owned()).collect(),
        };
        let rows = [
            row("Poland", &["POL", "Polish", "Warsaw"]),
            row("Portugal", &["PRT", "Lisbon"]),
            row("United Kingdom", &["GBR", "British", "London"]),
            row("Ukraine", &["UKR", "Kyiv"]),
            row("Türkiye", &["TUR", "Turkey"]),
        ];
        let found = find(query, &rows, 5);
        assert_eq!(found.first().map(|c| c.label.as_str()), Some(first), "{query}");
    }

    #[test]
    fn names_aliases_codes_and_beginnings_are_found() {
        for (query, first) in [
            ("", "Poland"),
            ("pol", "Poland"),
            ("por", "Portugal"),
            ("warsaw", "Poland"),
            ("gbr", "United Kingdom"),
            ("kingdom", "United Kingdom"),
            ("turkiye", "Türkiye"),
            ("ukr", "Ukraine"),
            ("ukrne", "Ukraine"),
        ] {
            check(query, first);
        }
    }
}
