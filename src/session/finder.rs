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
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(&query, CaseMatching::Ignore, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut score = |text: &str| {
        let folded = fold(text);
        let base = pattern.score(Utf32Str::new(&folded, &mut buffer), &mut matcher)?;
        let lead = if folded == query {
            400
        } else if folded.starts_with(&query) {
            200
        } else if folded.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(&query)) {
            100
        } else {
            0
        };
        Some(base + lead)
    };
    let mut found: Vec<(u32, &Candidate<T>)> = candidates
        .iter()
        .filter_map(|candidate| {
            let name = score(&candidate.label).map(|score| score + 50);
            let other = candidate.others.iter().filter(|other| !other.is_empty()).filter_map(|other| score(other)).max();
            Some((name.max(other)?, candidate))
        })
        .collect();
    // Letters strewn over a long label are no match to speak of.
    let best = found.iter().map(|(score, _)| *score).max().unwrap_or(0);
    found.retain(|(score, _)| *score * 2 >= best);
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
        ] {
            check(query, first);
        }
    }
}
