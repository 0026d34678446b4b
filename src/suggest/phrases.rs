//! Turns of phrase that show how we know, under which condition, and from whom.

use std::ops::Range;

/// Words after which a position is foreseen, not taken.
const FORESEEN: [&str; 12] = [
    "is expected to",
    "are expected to",
    "was expected to",
    "were expected to",
    "be expected to",
    "widely expected to",
    "likely to",
    "is set to",
    "are set to",
    "poised to",
    "will likely",
    "will probably",
];

/// Words of saying that may stand before or after the speaker: "said Tusk", "Tusk said".
const SAYING: [&str; 34] = [
    "said",
    "says",
    "stated",
    "states",
    "argued",
    "argues",
    "added",
    "adds",
    "declared",
    "declares",
    "commented",
    "comments",
    "insisted",
    "insists",
    "stressed",
    "stresses",
    "warned",
    "warns",
    "announced",
    "announces",
    "explained",
    "explains",
    "claimed",
    "claims",
    "noted",
    "notes",
    "suggested",
    "suggests",
    "replied",
    "replies",
    "wrote",
    "writes",
    "reiterated",
    "emphasised",
];

/// Words of saying that take the listener or a deed, so that only what stands before them speaks.
const URGING: [&str; 22] = [
    "told",
    "tells",
    "urged",
    "urges",
    "asked",
    "asks",
    "called for",
    "calls for",
    "pledged",
    "pledges",
    "vowed",
    "vows",
    "promised",
    "promises",
    "demanded",
    "demands",
    "rejected",
    "rejects",
    "proposed",
    "proposes",
    "emphasized",
    "hinted",
];

/// What opens a condition, longest first.
const CONDITIONS: [&str; 11] = [
    "on the condition that",
    "on condition that",
    "under the condition that",
    "provided that",
    "providing that",
    "only if",
    "as long as",
    "so long as",
    "in case",
    "unless",
    "if",
];

/// Words before "if" that make it no condition.
const NO_CONDITION: [&str; 18] = [
    "as", "even", "what", "asked", "asks", "asking", "see", "know", "knows", "knew", "unclear", "wonder", "wonders",
    "wondered", "doubt", "doubts", "question", "sure",
];

/// A source longer than this is a sentence.
const MOST_SOURCE: usize = 80;

/// Whether `text` says that something is foreseen.
pub fn is_foreseen(text: &str) -> bool {
    FORESEEN.iter().any(|phrase| words_at(text, phrase).next().is_some())
}

/// Whether `text` says that somebody says something.
pub fn is_said(text: &str) -> bool {
    SAYING.iter().chain(&URGING).any(|phrase| words_at(text, phrase).next().is_some())
}

/// Whether whoever stands at `name` in `sentence` is the one who speaks there.
pub fn speaks(sentence: &str, name: &Range<usize>) -> bool {
    let after = first_words(&sentence[name.end..], 4);
    let before = sentence[..name.start].trim_end();
    let said = |word: &&str| SAYING.contains(word);
    let speaks_after = SAYING.iter().chain(&URGING).any(|phrase| words_at(after, phrase).next().is_some());
    speaks_after || before.rsplit(|c: char| !c.is_alphabetic()).next().as_ref().is_some_and(said)
}

/// The "if" clause of `text`, in its own words.
pub fn condition(text: &str) -> Option<&str> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for phrase in CONDITIONS {
        let fits =
            |at: &usize| phrase != "if" || !last_word(&text[..*at]).is_some_and(|word| NO_CONDITION.contains(&&*word));
        found.extend(words_at(text, phrase).filter(fits).map(|at| (at, phrase.len())));
    }
    let (start, opening) = found.into_iter().min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
    let end = clause_end(&text[start..]);
    // "if" alone says nothing.
    (end > opening).then(|| text[start..start + end].trim_end())
}

/// X of "according to X".
pub fn source(text: &str) -> Option<&str> {
    let phrase = ["according to", "citing"].into_iter().find_map(|p| words_at(text, p).next().map(|at| at + p.len()));
    let rest = text[phrase?..].trim_start();
    let mut end = clause_end(rest);
    for stop in [" who ", " which ", " that ", " said ", " told ", " has ", " have ", " and is ", " was ", " is "] {
        end = rest[..end].find(stop).unwrap_or(end);
    }
    let source = rest[..end].trim_end();
    let source = source.strip_prefix("the ").unwrap_or(source);
    let first = source.split(' ').next().unwrap_or_default();
    let empty = ["", "which", "whom", "him", "her", "them", "this", "that"].contains(&first);
    (!empty && source.chars().count() <= MOST_SOURCE).then_some(source)
}

/// Where the clause ends with which `text` begins: at a comma, a stop, a dash, a quotation mark or a line end.
fn clause_end(text: &str) -> usize {
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let ends = match c {
            // "1,000"
            ',' => !next.is_some_and(|c| c.is_ascii_digit()),
            // "U.S. troops", "1.5"
            '.' => !next.is_some_and(char::is_alphanumeric) && !ends_in_initial(&text[..at]),
            '–' | '—' | ';' | ':' | '!' | '?' | '"' | '“' | '”' | '»' | '„' | ')' | '(' | '\n' | '…' => {
                true
            }
            _ => false,
        };
        if ends {
            return at;
        }
    }
    text.len()
}

/// Whether a stop after `text` belongs to an initial: "U.S" but not "the US".
fn ends_in_initial(text: &str) -> bool {
    let mut back = text.chars().rev();
    back.next().is_some_and(char::is_uppercase) && back.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Where `phrase` (lower case) stands in `text` as whole words, whatever its case.
fn words_at<'a>(text: &'a str, phrase: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = text.as_bytes();
    let last = bytes.len().saturating_sub(phrase.len());
    (0..=last).filter(move |at| {
        bytes.get(*at..at + phrase.len()).is_some_and(|piece| piece.eq_ignore_ascii_case(phrase.as_bytes()))
            && !text[..*at].chars().next_back().is_some_and(char::is_alphanumeric)
            && !text[at + phrase.len()..].chars().next().is_some_and(char::is_alphanumeric)
    })
}

fn last_word(text: &str) -> Option<String> {
    let word = text.trim_end().rsplit(|c: char| !c.is_alphabetic()).next()?;
    (!word.is_empty()).then(|| word.to_lowercase())
}

/// The first `count` words, within the sentence.
fn first_words(text: &str, count: usize) -> &str {
    let mut words = 0;
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if c == '.' || c == ';' || c == ',' && words > 0 {
            return &text[..at];
        }
        if inside && c.is_whitespace() {
            words += 1;
            if words == count {
                return &text[..at];
            }
        }
        inside = c.is_alphanumeric() || (inside && !c.is_whitespace());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_end_with_their_clause() {
        for (text, expected) in [
            (
                "I’d commit forces if there is a lasting peace agreement. But",
                Some("if there is a lasting peace agreement"),
            ),
            ("If there is peace, Poland will help", Some("If there is peace")),
            ("would go only if the U.S. backs it, he said", Some("only if the U.S. backs it")),
            ("unless 1,000 troops come; then no", Some("unless 1,000 troops come")),
            ("supports it provided that others pay”, she said", Some("provided that others pay")),
            ("on condition that it lasts", Some("on condition that it lasts")),
            ("as long as it takes", Some("as long as it takes")),
            ("He was asked if Poland would go", None),
            ("even if it rains, as if it mattered", None),
            ("asked if it would, he said only if others do", Some("only if others do")),
            ("the sheriff of Cardiff", None),
            ("if", None),
            ("", None),
            ("中文 if 和平。", Some("if 和平。")),
        ] {
            assert_eq!(condition(text), expected, "{text}");
        }
    }

    #[test]
    fn sources_are_named() {
        for (text, expected) in [
            ("peacekeeping initiative, according to BBC.", Some("BBC")),
            ("over the continent, according to the Express.", Some("Express")),
            ("According to a diplomatic source, nobody will go", Some("a diplomatic source")),
            ("citing the U.S. embassy, Reuters said", Some("U.S. embassy")),
            ("according to officials who spoke to us", Some("officials")),
            ("the plan, according to which troops go", None),
            ("acted according to plan", Some("plan")),
            ("exciting news", None),
        ] {
            assert_eq!(source(text), expected, "{text}");
        }
    }

    #[test]
    fn who_speaks_in_a_sentence() {
        for (sentence, name, speaking) in [
            ("Tusk said no.", "Tusk", true),
            ("“No”, said Tusk.", "Tusk", true),
            ("Starmer told Zelensky that he would.", "Starmer", true),
            ("Starmer told Zelensky that he would.", "Zelensky", false),
            ("Starmer, who met Tusk, agreed.", "Tusk", false),
            ("Prime Minister Donald Tusk on Monday said no.", "Donald Tusk", true),
        ] {
            let at = sentence.find(name).expect("is there");
            assert_eq!(speaks(sentence, &(at..at + name.len())), speaking, "{sentence} {name}");
        }
    }

    #[test]
    fn what_is_foreseen_and_what_is_said() {
        for (text, foreseen, said) in [
            ("France is expected to support the idea", true, false),
            ("Spain looks likely to refuse", true, false),
            ("an unlikely tone", false, false),
            ("He said that Poland would not go", false, true),
            ("aforesaid", false, false),
            ("Poland has ruled out involvement", false, false),
            ("Sir Keir Starmer urged the United States", false, true),
        ] {
            assert_eq!((is_foreseen(text), is_said(text)), (foreseen, said), "{text}");
        }
    }
}
