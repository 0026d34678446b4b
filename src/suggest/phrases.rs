//! Turns of phrase that show how we know, under which condition, and from whom.

use super::quotes;

/// Words after which a position is foreseen, not taken.
const FORESEEN: [&str; 25] = [
    "unlikely to",
    "is not expected",
    "are not expected",
    "is thought to",
    "are thought to",
    "is believed to",
    "are believed to",
    "is due to",
    "are due to",
    "is bound to",
    "are bound to",
    "everyone assumes",
    "everyone expects",
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

/// What opens a condition, longer ones before shorter ones that they hold.
const CONDITIONS: [&str; 27] = [
    "on the condition that",
    "on condition that",
    "under the condition that",
    "on the understanding that",
    "in the event of",
    "in the event that",
    "in exchange for",
    "in return for",
    "provided that",
    "providing that",
    "assuming that",
    "conditional on",
    "contingent on",
    "subject to",
    "only after",
    "only when",
    "only once",
    "only with",
    "only if",
    "but not before",
    "as long as",
    "so long as",
    "in case",
    "unless",
    "provided",
    "once",
    "if",
];

/// Words before "if" that make it no condition.
const NO_CONDITION: [&str; 24] = [
    "as",
    "even",
    "what",
    "asked",
    "asks",
    "asking",
    "ask",
    "see",
    "know",
    "knows",
    "knew",
    "unclear",
    "wonder",
    "wonders",
    "wondered",
    "doubt",
    "doubts",
    "question",
    "sure",
    "wondering",
    "say",
    "tell",
    "clear",
    "decide",
];

/// Words behind an opener that make a set phrase of it: "if necessary", "once more".
const SET_PHRASES: [&str; 14] = [
    "if necessary",
    "if needed",
    "if possible",
    "if any",
    "if anything",
    "if not",
    "if so",
    "if only",
    "once more",
    "once again",
    "once a",
    "once in",
    "as long as it takes",
    "as long as necessary",
];

/// A source longer than this is a sentence.
const MOST_SOURCE: usize = 80;

/// Whether `text` says that something is foreseen.
pub fn is_foreseen(text: &str) -> bool {
    FORESEEN.iter().any(|phrase| words_at(text, phrase).next().is_some())
}

/// Whether `text` has these words (in small letters).
pub fn has(text: &str, phrase: &str) -> bool {
    words_at(text, phrase).next().is_some()
}

/// The "if" clause of `text`, in its own words.
pub fn condition(text: &str) -> Option<&str> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for phrase in CONDITIONS {
        found.extend(words_at(text, phrase).filter(|at| opens(text, *at, phrase)).map(|at| (at, phrase.len())));
    }
    // "Should the truce collapse, Spain would leave".
    let inverted = text.starts_with("Should ") && text.contains(',') && !text.contains('?');
    found.extend(inverted.then_some((0, "should".len())));
    found.extend(without(text).map(|at| (at, "without".len())));
    let (start, opening) = found.into_iter().min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))?;
    let end = clause_end(&text[start..]);
    // "if" alone says nothing.
    (end > opening).then(|| text[start..start + end].trim_end())
}

/// Whether a condition opens at `at`.
fn opens(text: &str, at: usize, phrase: &str) -> bool {
    let before = last_word(&text[..at]).unwrap_or_default();
    let behind = &text[at..];
    if SET_PHRASES.iter().any(|set| words_at(behind, set).next() == Some(0)) {
        return false;
    }
    let rest = behind.get(phrase.len()..).unwrap_or_default();
    let mut next = rest.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    match phrase {
        "if" => !NO_CONDITION.contains(&&*before),
        // "for as long as it needed" tells how long.
        "as long as" | "so long as" => before != "for",
        // "provided Parliament agrees", not "the army provided lorries".
        "provided" => {
            let is_clause = next.take(8).any(|word| FINITE.contains(&&*word));
            let comma = text[..at].trim_end().ends_with(',');
            (comma || is_clause)
                && !["be", "is", "are", "was", "were", "been", "has", "have", "had"].contains(&&*before)
        }
        // "once there is a peace", not "at once", "once more".
        "once" => {
            let subject = next.next().unwrap_or_default();
            let named = rest.trim_start().starts_with(char::is_uppercase);
            let is_subject = named || ONE.contains(&&*subject);
            !["at", "than", "for", "only"].contains(&&*before)
                && is_subject
                && next.take(8).any(|w| FINITE.contains(&&*w))
        }
        "only with" => before != "not",
        _ => true,
    }
}

/// Verbs that make a clause of the words behind "provided" and "once".
const FINITE: [&str; 27] = [
    "is", "are", "was", "were", "has", "have", "had", "can", "could", "will", "would", "does", "did", "agrees",
    "agree", "agreed", "exists", "existed", "stops", "stop", "ends", "gets", "comes", "came", "accepts", "signs",
    "supports",
];

/// Words that begin a clause behind "once".
const ONE: [&str; 14] =
    ["the", "there", "it", "a", "an", "they", "he", "she", "we", "that", "this", "all", "both", "its"];

/// "Without a mandate …, Japan would not": a condition where something is refused.
fn without(text: &str) -> Option<usize> {
    let refused = ["will not", "would not", "won’t", "won't", "wouldn’t", "wouldn't", "cannot"];
    let names_nothing = ["that", "it", "them", "this", "him", "her", "a doubt", "doubt", "saying", "naming"];
    words_at(text, "without").find(|at| {
        let leads = text[..*at].trim_end().is_empty() || text[..*at].trim_end().ends_with([',', '“', '.', ';']);
        let others = if leads { &text[*at..] } else { &text[..*at] };
        let rest = text[at + "without".len()..].trim_start();
        let refused = refused.iter().take(if leads { 7 } else { 6 });
        let refuses = refused.chain((!leads).then_some(&"no")).any(|word| words_at(others, word).next().is_some());
        refuses && !names_nothing.iter().any(|word| words_at(rest, word).next() == Some(0))
    })
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
    let mut source = source.strip_prefix("the ").unwrap_or(source);
    for kind in ["broadcaster ", "newspaper ", "daily ", "weekly ", "magazine ", "news agency ", "agency "] {
        source = source.strip_prefix(kind).unwrap_or(source);
    }
    let first = source.split(' ').next().unwrap_or_default();
    let empty = ["", "which", "whom", "him", "her", "them", "this", "that"].contains(&first);
    (!empty && source.chars().count() <= MOST_SOURCE).then_some(source)
}

/// The source that `text` leans on: X of "according to X", a newspaper that reports, one that somebody told.
pub fn via(text: &str) -> Option<&str> {
    // "Citing two officials, Reuters said" leans on Reuters.
    let reports = outlet(text).filter(|_| has(text, "citing"));
    reports.or_else(|| source(text)).or_else(|| outlet(text))
}

/// Words before the name of an outlet to which somebody speaks.
const TOLD: [&str; 16] = [
    "told",
    "tells",
    "interview with",
    "interview to",
    "interview in",
    "interview for",
    "interviewed by",
    "writing in",
    "wrote in",
    "article in",
    "essay in",
    "comments to",
    "remarks to",
    "quoted by",
    "reported by",
    "statement to",
];

/// Words behind the name of an outlet that reports.
const REPORTS: [&str; 11] = [
    "reported",
    "reports",
    "wrote",
    "writes",
    "said",
    "says",
    "has reported",
    "revealed",
    "has learned",
    "has seen",
    "understands",
];

/// A newspaper, an agency or a broadcaster that reports or is spoken to.
fn outlet(text: &str) -> Option<&str> {
    let words = super::words::words(text);
    let name = |at: usize| &text[words[at].range.clone()];
    let follows = |at: usize| text[words[at - 1].range.end..words[at].range.start] == *" ";
    for last in 0..words.len() {
        let end = words[last].range.end;
        let mut first = last;
        while first > 0
            && follows(first)
            && words[first - 1].capital
            && words[first - 1].lower != "the"
            && last - first < 4
        {
            first -= 1;
        }
        // "Le Monde", "Der Spiegel", "the Financial Times".
        let known = words[last].capital
            && (first..=last)
                .any(|from| quotes::is_outlet(name(last)) || quotes::is_outlet(&text[words[from].range.start..end]));
        if !known || words.get(last + 1).is_some_and(|next| next.capital && follows(last + 1)) {
            continue;
        }
        let whole = &text[words[first].range.start..end];
        let whole =
            ["In ", "Writing ", "Citing "].iter().find_map(|opener| whole.strip_prefix(opener)).unwrap_or(whole);
        let before = text[..words[first].range.start].trim_end();
        let before = before.strip_suffix(" the").or(before.strip_suffix(" The")).unwrap_or(before).to_lowercase();
        let told = TOLD.iter().any(|phrase| before.ends_with(phrase));
        let behind = text[end..].trim_start();
        let reports = REPORTS.iter().any(|phrase| words_at(behind, phrase).next() == Some(0));
        if told || reports {
            return Some(whole);
        }
    }
    None
}

/// Where the clause ends with which `text` begins: at a comma, a stop, a dash, a quotation mark or a line end.
fn clause_end(text: &str) -> usize {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let ends = match c {
            // "1,000"
            ',' => !next.is_some_and(|c| c.is_ascii_digit()),
            // "U.S. troops", "1.5"
            '.' => !next.is_some_and(char::is_alphanumeric) && !ends_in_initial(&text[..at]),
            // A term in quotation marks inside the clause.
            '“' => {
                quoted = text[at..].contains('”');
                !quoted
            }
            '”' if quoted => {
                quoted = false;
                next.is_none()
            }
            '–' | '—' | ';' | ':' | '!' | '?' | '"' | '”' | '»' | '„' | ')' | '(' | '\n' | '…' => true,
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
            ("as long as the truce holds", Some("as long as the truce holds")),
            ("as long as it takes", None),
            ("will help for as long as it needs", None),
            ("if necessary, once more, at once", None),
            ("would go once there is a peace, he said", Some("once there is a peace")),
            ("Britain was once the largest donor", None),
            ("the army provided the lorries", None),
            ("would agree provided Parliament is asked", Some("provided Parliament is asked")),
            ("Without a mandate, Japan will not go", Some("Without a mandate")),
            ("would not go without cover", Some("without cover")),
            ("arrived without a word", None),
            ("only after a vote; not before", Some("only after a vote")),
            ("if the US gave a “backstop” to all, fine", Some("if the US gave a “backstop” to all")),
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
    fn what_is_foreseen() {
        for (text, foreseen) in [
            ("France is expected to support the idea", true),
            ("Spain looks likely to refuse", true),
            ("China is unlikely to agree", true),
            ("an unlikely tone", false),
            ("He said that Poland would not go", false),
        ] {
            assert_eq!(is_foreseen(text), foreseen, "{text}");
        }
    }
}
