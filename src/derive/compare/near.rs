//! What to look for in the articles where a cell is empty: whoever stands in its row near words of its issue.

use std::collections::BTreeSet;

use super::super::search::{Options, Wish};
use crate::model::{Issue, Project, Spot, Who};
use crate::text::fold::fold;

/// Words between a name and a word of the issue, at most.
const NEAR: u32 = 20;
/// Names of one who is looked for, at most: a query must stay readable.
const NAMES: usize = 12;
/// Words of an issue, at most.
const WORDS: usize = 4;
/// Shorter words stand everywhere.
const SHORTEST: usize = 4;

/// Words that say nothing about an issue by themselves.
const EMPTY: &[&str] = &[
    "about", "after", "against", "before", "between", "could", "current", "during", "from", "have", "into", "keep",
    "make", "more", "most", "must", "only", "other", "over", "raise", "send", "should", "some", "such", "than", "that",
    "their", "them", "then", "there", "these", "they", "this", "those", "through", "under", "upon", "with", "without",
    "would",
];

/// A search that may fill an empty cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The search.
    pub wish: Wish,
    /// Whoever is looked for, by the name that is shown.
    pub who: String,
    /// The words of the issue that are looked for near it.
    pub words: Vec<String>,
}

impl Sought {
    /// "Search the corpus for “Poland” near “front” or “line”"
    pub fn in_words(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| format!("“{word}”")).collect();
        let words = match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => String::new(),
        };
        match words.is_empty() {
            true => format!("Search the corpus for “{}”", self.who),
            false => format!("Search the corpus for “{}” near {words}", self.who),
        }
    }
}

/// What to look for where there is nothing about `spot.who` on `spot.issue`: any name the project knows them by, near any
/// telling word of the issue.
pub fn near(project: &Project, spot: Spot) -> Sought {
    let who = project.label(spot.who.entry());
    let names: Vec<String> = names(project, spot.who).iter().filter_map(|name| term(name)).take(NAMES).collect();
    let words = project.issue(spot.issue).map_or_else(Vec::new, |issue| words(project, issue));
    let sought: Vec<String> = words.iter().filter_map(|word| stem(word)).collect();
    let typed = match (names.is_empty(), sought.is_empty()) {
        (false, false) => format!("{} near/{NEAR} {}", any(&names), any(&sought)),
        (false, true) => any(&names),
        (true, _) => any(&sought),
    };
    let wish = Wish { typed, options: Options { whole: true, ..Options::default() }, ..Wish::default() };
    Sought { wish, who, words }
}

/// Every name that leads to one in a text, the shown one first.
fn names(project: &Project, who: Who) -> Vec<String> {
    let mut names = vec![project.label(who.entry())];
    match who {
        Who::Country(id) => names.extend(project.country(id).into_iter().flat_map(|row| row.aliases.iter().cloned())),
        Who::Actor(id) => {
            // In the second sentence people go by their last name.
            let last = names[0].split_whitespace().next_back().map(str::to_owned);
            names.extend(last.filter(|last| last.chars().count() >= SHORTEST));
            names.extend(project.actor(id).into_iter().flat_map(|row| row.aliases.iter().cloned()));
        }
        Who::Bloc(id) => {
            let members = project.bloc(id).into_iter().flat_map(|row| &row.members);
            names.extend(members.filter_map(|id| Some(project.country(*id)?.name.clone())));
        }
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(fold(name.trim())));
    names
}

/// The words of an issue that tell it from others: those of its names, the short one first, without names of countries,
/// which stand everywhere.
fn words(project: &Project, issue: &Issue) -> Vec<String> {
    let countries: BTreeSet<String> = project
        .countries()
        .values()
        .flat_map(|row| row.aliases.iter().chain([&row.name]).map(|name| fold(name)))
        .collect();
    let telling = |texts: &[&str], names_too: bool| -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for word in texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())) {
            let folded = fold(word);
            // In other scripts a word may be a single sign.
            let long = folded.chars().count() >= SHORTEST || (!folded.is_empty() && !folded.is_ascii());
            let tells = long && !EMPTY.contains(&&*folded);
            if tells && (names_too || !countries.contains(&folded)) && !found.contains(&folded) {
                found.push(folded);
            }
        }
        found.truncate(WORDS);
        found
    };
    let texts = [issue.short.as_str(), issue.label.as_str()];
    let found = telling(&texts, false);
    if found.is_empty() { telling(&texts, true) } else { found }
}

/// A word with any ending: "arming" finds "arms" and "armed".
fn stem(word: &str) -> Option<String> {
    let cut = |(ending, least): (&str, usize)| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= least);
    let stem = [("ing", 3), ("ed", 4), ("s", 4), ("e", 4)].into_iter().find_map(cut).unwrap_or(word);
    term(stem).map(|stem| format!("{stem}*"))
}

/// A name as the query takes it: several words are a phrase.
fn term(name: &str) -> Option<String> {
    let bare: Vec<&str> = name.split(|c: char| c.is_whitespace() || "\"“”„()/*".contains(c)).collect();
    let bare = bare.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let plain = bare.chars().all(char::is_alphanumeric) && !["or", "near", "and", "not"].contains(&&*fold(&bare));
    (!bare.is_empty()).then(|| if plain { bare } else { format!("\"{bare}\"") })
}

/// One of several.
fn any(terms: &[String]) -> String {
    match terms {
        [only] => only.clone(),
        _ => format!("({})", terms.join(" OR ")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::derive::search::Pattern;
    use crate::derive::tests_support::Sketch;
    use crate::model::{CountryId, Entry, IssueId, Kind};

    /// Whether a cell of that country and issue is looked for in `text`.
    fn check((name, aliases): (&str, &[&str]), (label, short): (&str, &str), text: &str, said: &str, found: bool) {
        let mut sketch = Sketch::new(0, 0);
        let country = sketch.add(Kind::Country, name, |entry| {
            if let Entry::Country(row) = entry {
                Arc::make_mut(row).aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
            }
        });
        sketch.add(Kind::Country, "Ukraine", |_| {});
        let issue = sketch.add(Kind::Issue, label, |entry| {
            if let Entry::Issue(row) = entry {
                Arc::make_mut(row).short = short.into();
            }
        });
        let spot = Spot { who: Who::Country(CountryId(country)), issue: IssueId(issue) };
        let sought = near(sketch.project(), spot);
        assert_eq!(sought.in_words(), said);
        let pattern = Pattern::typed(&sought.wish.typed, sought.wish.options).expect("can be read");
        let folded = crate::derive::FoldedText::new(text);
        let places = pattern.places(&crate::derive::search::Hay { text, folded: Some(&folded) });
        assert_eq!(!places.is_empty(), found, "{} in “{text}”", sought.wish.typed);
    }

    #[test]
    fn an_empty_cell_is_sought_by_any_name_near_any_telling_word() {
        let poland = ("Poland", &["Warsaw", "Polish Republic", "No. 10"][..]);
        let freeze = ("Freeze the current front line", "Front line");
        let said = "Search the corpus for “Poland” near “front”, “line” or “freeze”";
        check(poland, freeze, "Warsaw would not hear of a truce along the lines held today.", said, true);
        check(poland, freeze, "The Polish Republic wants no line drawn.", said, true);
        check(poland, freeze, "Warsaw is against freezing it.", said, true);
        check(poland, freeze, "At No. 10 they spoke of the Front.", said, true);
        check(poland, freeze, "Berlin spoke of the front line.", said, false);
        check(poland, freeze, &format!("Warsaw {} front", "and so on ".repeat(12)), said, false);
        // Countries stand near everything; words such as “send” say nothing.
        let send = ("Send peacekeepers to Ukraine", "");
        check(poland, send, "Poland: no peacekeeper", "Search the corpus for “Poland” near “peacekeepers”", true);
        check(poland, send, "Poland, Ukraine, send", "Search the corpus for “Poland” near “peacekeepers”", false);
        let with = ("With Ukraine", "");
        check(poland, with, "Poland on Ukraine", "Search the corpus for “Poland” near “ukraine”", true);
        // Nothing tells the issue from others.
        check(poland, ("UN", ""), "Poland", "Search the corpus for “Poland”", true);
    }

    #[test]
    fn names_that_look_like_queries_are_words() {
        let odd = ("Near (\"OR\") /x/ *", &["or", "\"", "-"][..]);
        check(
            odd,
            ("Front line", ""),
            "near or x: the front",
            "Search the corpus for “Near (\"OR\") /x/ *” near “front” or “line”",
            true,
        );
    }
}
