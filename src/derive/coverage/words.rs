//! The words by which an issue is known in a text.

use std::collections::HashSet;

use crate::derive::search::{Chain, Options, Pattern, Query, Term};
use crate::model::Issue;
use crate::text::fold::fold;
use crate::text::tokens;

/// So many words of an issue at most are looked for.
const MOST: usize = 24;
/// What a word of the coding rules weighs beside one of the label.
const OF_RULES: f64 = 0.4;

/// The words by which an issue is known: those of its label, its short label and its coding rules.
#[derive(Clone, Debug, Default)]
pub struct IssueWords {
    pub(super) words: Vec<IssueWord>,
}

/// One of them.
#[derive(Clone, Debug)]
pub(super) struct IssueWord {
    /// How it begins, whatever its ending.
    pub stem: String,
    pub weight: f64,
    pub pattern: Pattern,
}

impl IssueWords {
    /// The words of an issue but for numbers, words that stand in every sentence, and those of `names`, which are
    /// looked for beside them.
    pub fn of<'n>(issue: &Issue, names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut seen: HashSet<String> = names.into_iter().flat_map(stems).collect();
        let texts = [(&issue.label, 1.0), (&issue.short, 1.0), (&issue.rules, OF_RULES)];
        let stems =
            texts.into_iter().flat_map(|(text, weight)| stems(text).into_iter().map(move |stem| (stem, weight)));
        let words = stems.filter(|(stem, _)| seen.insert(stem.clone()));
        Self { words: words.filter_map(|(stem, weight)| IssueWord::new(stem, weight)).take(MOST).collect() }
    }

    /// How the words begin, as they are looked for.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.stem.as_str())
    }
}

/// With fewer letters a beginning is that of other words, too.
const TELLING: usize = 6;

impl IssueWord {
    /// Whether a word that begins so is this one: "handful" is none of "handing", "peacekeeping" is one of "peacekeepers".
    pub fn is(&self, word: &str) -> bool {
        self.stem.chars().count() >= TELLING || stem(&fold(word)) == self.stem
    }

    fn new(stem: String, weight: f64) -> Option<Self> {
        let term = Term::Words { text: stem.clone(), any_end: true, any_start: false };
        let query = Query { chains: vec![Chain { first: vec![term], then: Vec::new() }], without: Vec::new() };
        let pattern = Pattern::new(&query, Options { whole: true, ..Options::default() }).ok()?;
        Some(Self { stem, weight, pattern })
    }
}

/// How the telling words of a text begin, in their order.
fn stems(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = tokens::words(&folded).map(|range| &folded[range]);
    words.filter(|word| tells(word)).map(|word| stem(word).to_owned()).collect()
}

/// Whether a folded word tells what a text is about.
fn tells(word: &str) -> bool {
    let is_short = word.is_ascii() && word.len() < 3;
    !is_short && !word.bytes().all(|byte| byte.is_ascii_digit()) && STOP.binary_search(&word).is_err()
}

/// An English word without its ending: "peacekeepers" and "peacekeeping" are one, as are "troop" and "troops".
fn stem(word: &str) -> &str {
    const ENDINGS: [&str; 8] = ["ings", "ing", "ers", "ies", "er", "ed", "s", "y"];
    let cut = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).find(|stem| stem.len() >= 4);
    cut.filter(|_| word.is_ascii()).unwrap_or(word)
}

/// Words that stand in every sentence, and those that stand in coding rules whatever the issue; in order.
#[rustfmt::skip]
const STOP: [&str; 231] = [
    "about", "above", "after", "again", "against", "all", "also", "among", "and", "another", "any",
    "anything", "are", "article", "articles", "been", "before", "being", "below", "between", "both", "but",
    "call", "called", "calling", "calls", "can", "claim", "claims", "code", "coded", "codes", "coding",
    "continue", "continued", "continues", "continuing", "could", "count", "counted", "counting", "countries", "country", "counts",
    "current", "currently", "day", "days", "did", "does", "doing", "done", "down", "during", "each",
    "either", "etc", "even", "every", "example", "examples", "exclude", "excluded", "excludes", "few", "for",
    "from", "further", "get", "gets", "give", "given", "gives", "government", "governments", "had", "has",
    "have", "her", "here", "him", "his", "how", "include", "included", "includes", "including", "into",
    "issue", "issues", "its", "just", "keep", "keeping", "keeps", "kept", "least", "less", "let",
    "like", "made", "make", "makes", "many", "may", "mention", "mentioned", "mentions", "might", "more",
    "most", "much", "must", "need", "needed", "needs", "neither", "new", "nor", "not", "note",
    "notes", "nothing", "now", "off", "once", "one", "only", "onto", "oppose", "opposed", "opposes",
    "opposing", "other", "others", "our", "out", "over", "own", "part", "per", "person", "position",
    "positions", "reluctant", "rule", "rules", "said", "same", "say", "saying", "says", "see", "shall",
    "she", "should", "some", "something", "stance", "stances", "stated", "still", "such", "support", "supported",
    "supporting", "supports", "take", "taken", "takes", "tells", "text", "texts", "than", "that", "the",
    "their", "them", "then", "there", "these", "they", "this", "those", "though", "three", "time",
    "times", "today", "told", "too", "two", "undecided", "under", "unless", "until", "upon", "use",
    "used", "uses", "very", "via", "want", "wanted", "wants", "was", "way", "ways", "were",
    "what", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will",
    "with", "within", "without", "word", "words", "would", "year", "years", "yet", "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IssueId;

    fn check(label: &str, short: &str, rules: &str, names: &[&str], words: &str) {
        let id: IssueId = "i".parse().expect("a slug");
        let issue = Issue { id, label: label.into(), short: short.into(), rules: rules.into(), rank: 0 };
        let found = IssueWords::of(&issue, names.iter().copied());
        assert_eq!(found.stems().collect::<Vec<_>>().join(" "), words, "{label}");
    }

    #[test]
    fn an_issue_is_known_by_the_words_that_tell() {
        check("Send peacekeepers to Ukraine", "Peacekeeping", "", &[], "send peacekeep ukraine");
        check("Send peacekeepers to Ukraine", "", "", &["Ukraine", "Kyiv"], "send peacekeep");
        check(
            "US backstop",
            "",
            "Counts: any demand that the United States guarantee the force. Does not count: NATO's Article 5.",
            &[],
            "backstop demand unit state guarantee force nato",
        );
        check("Élysée 2030 – the a of", "", "", &[], "elysee");
        check("", "", "", &[], "");
        check("停火", "", "", &[], "停 火");
    }

    #[test]
    fn a_word_is_known_in_its_forms_and_not_in_others() {
        for (of, word, is) in [
            ("handing", "handed", true),
            ("handing", "Hands", true),
            ("handing", "handful", false),
            ("peacekeepers", "peacekeeping", true),
            ("troops", "Troop", true),
            ("élysée", "Elysees", true),
        ] {
            let word_of = IssueWord::new(stem(&fold(of)).to_owned(), 1.0).expect("can be sought");
            assert_eq!(word_of.is(word), is, "{word} of {of}");
        }
    }

    #[test]
    fn stop_words_stand_in_order() {
        assert!(STOP.is_sorted());
    }
}
