//! The words that decide whether a full stop ends a sentence: the lists in `words/*.txt`, one per language.
//!
//! Each line of a list is the name of a kind and words of that kind, without the stop at their end, upper and
//! lower case as they are written. The lists are one in use: a paragraph need not say which language it is in.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How a word takes the full stop after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A name follows: “Mr.”, “Lt. Gen.”, “św.”. Never an end.
    Title,
    /// Stands inside a sentence: “z. B.”, “vs.”, “т. е.”. Never an end.
    Word,
    /// A number follows: “No. 5”, “Art. 5”, “Jan. 6”. Otherwise an end.
    Number,
    /// Stands inside or at the end: “Inc.”, “U.S.”. An end before a word that begins sentences.
    Soft,
    /// Stands at the end before a capital: “etc.”, “usw.”, “и т. д.”.
    Last,
    /// A time of day: “a.m.” goes on before a day or a time zone only.
    Clock,
    /// After a number as [`Stop::Soft`], otherwise as [`Stop::Title`]: “в 2024 г.”, but “г. Москва”.
    Year,
}

/// All lists.
pub struct Words {
    stops: HashMap<&'static str, Stop>,
    lists: HashMap<&'static str, HashSet<&'static str>>,
}

static LISTS: [&str; 12] = [
    include_str!("words/en.txt"),
    include_str!("words/de.txt"),
    include_str!("words/fr.txt"),
    include_str!("words/es.txt"),
    include_str!("words/it.txt"),
    include_str!("words/pt.txt"),
    include_str!("words/nl.txt"),
    include_str!("words/pl.txt"),
    include_str!("words/tr.txt"),
    include_str!("words/ru.txt"),
    include_str!("words/uk.txt"),
    include_str!("words/more.txt"),
];

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { stops: HashMap::new(), lists: HashMap::new() };
    for (kind, word) in rows() {
        match stop_named(kind) {
            Some(stop) => {
                words.stops.entry(word).or_insert(stop);
            }
            None => {
                words.lists.entry(kind).or_default().insert(word);
            }
        }
    }
    words
});

/// The lists, read once.
pub fn words() -> &'static Words {
    &WORDS
}

impl Words {
    /// How `word` takes the full stop after it; a word at the head of a sentence is found too.
    pub fn stop(&self, word: &str) -> Option<Stop> {
        if let Some(stop) = self.stops.get(word) {
            return Some(*stop);
        }
        let first = word.chars().next().filter(|c| c.is_uppercase())?;
        let rest = &word[first.len_utf8()..];
        let at_head: String = first.to_lowercase().chain(rest.chars()).collect();
        self.stops.get(at_head.as_str()).filter(|_| !rest.is_empty()).copied()
    }

    /// Whether `word` begins sentences and seldom anything else that is written with a capital.
    pub fn starts(&self, word: &str) -> bool {
        self.has("starts", word)
    }

    /// Whether `word` says that somebody speaks: “asked”.
    pub fn says(&self, word: &str) -> bool {
        self.has("says", word)
    }

    /// Whether `word` is a small part of a name: “van der”.
    pub fn joins_names(&self, word: &str) -> bool {
        self.has("joins", word)
    }

    /// Whether `word` is a day or a time zone.
    pub fn is_zone(&self, word: &str) -> bool {
        self.has("zones", word)
    }

    /// Whether an ordinal may follow `word`: “der 3. Oktober”.
    pub fn before_ordinal(&self, word: &str) -> bool {
        self.has("ordinal", word)
    }

    /// Whether `word` is counted by ordinals: “17. Februar”, “2. Weltkrieg”.
    pub fn is_counted(&self, word: &str) -> bool {
        self.has("counted", word)
    }

    /// Whether `word` is a name with a mark at its end: “Yahoo!”.
    pub fn is_name(&self, word: &str) -> bool {
        self.has("names", word)
    }

    fn has(&self, list: &str, word: &str) -> bool {
        self.lists.get(list).is_some_and(|words| words.contains(word))
    }
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = LISTS.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| {
        let mut words = line.split_whitespace();
        let kind = words.next().unwrap_or_default();
        words.map(move |word| (kind, word))
    })
}

fn stop_named(kind: &str) -> Option<Stop> {
    Some(match kind {
        "title" => Stop::Title,
        "word" => Stop::Word,
        "number" => Stop::Number,
        "soft" => Stop::Soft,
        "last" => Stop::Last,
        "clock" => Stop::Clock,
        "year" => Stop::Year,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_kind_and_no_stop_at_its_end() {
        let kinds = ["starts", "says", "joins", "zones", "ordinal", "counted", "names"];
        let mut clashes = Vec::new();
        for (kind, word) in rows() {
            assert!(!word.ends_with('.'), "{word}");
            match stop_named(kind) {
                None => assert!(kinds.contains(&kind), "{kind}"),
                Some(stop) if words().stops[word] != stop => clashes.push(format!("{word}: {stop:?}")),
                Some(_) => {}
            }
        }
        assert!(clashes.is_empty(), "{clashes:?}");
    }

    #[test]
    fn a_word_is_found_at_the_head_of_a_sentence() {
        for (word, stop) in [
            ("vgl", Some(Stop::Word)),
            ("Vgl", Some(Stop::Word)),
            ("GEN", Some(Stop::Title)),
            ("Gen", Some(Stop::Title)),
            ("No", Some(Stop::Number)),
            ("F", None),
            ("no", None),
            ("sen", None),
            ("peace", None),
        ] {
            assert_eq!(words().stop(word), stop, "{word}");
        }
    }
}
