//! One thing that is sought, made ready: letters, or a regular expression.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use unicode_normalization::UnicodeNormalization as _;

use super::hay::Hay;
use super::pattern::Options;
use super::query::{QueryError, Term};
use crate::text::fold::fold;
use crate::text::tokens::cuts_word;

/// A match of a regular expression ends at the end of its line, and in lines without end after so many bytes: so the
/// time it takes is bounded by the length of the text times the size of the expression.
const LINE: usize = 16 << 10;
/// So many bytes of matches that do not count are looked through again for shorter ones, from one place to the next.
const AGAIN: usize = 4 << 10;
/// Nobody gives the search up.
pub(super) static NEVER: AtomicBool = AtomicBool::new(false);
/// Most memory that a regular expression may take.
const LARGEST: usize = 4 << 20;

/// Finds places one after the other.
#[derive(Clone, Debug)]
pub(super) enum Needle {
    Words { words: Box<Words>, edges: Edges },
    Regex { regex: Regex, edges: Edges },
}

/// What a look for the next place came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// The place.
    Found(Range<usize>),
    /// There is none before this byte, from which one may go on.
    NotYet(usize),
    /// There is none, or the search was given up.
    Nothing,
}

impl Look {
    /// Whichever of two comes first in the text.
    pub fn sooner(self, other: Self) -> Self {
        let at = |look: &Self| match look {
            Self::Found(range) => (range.start, 1, range.end),
            Self::NotYet(at) => (*at, 0, 0),
            Self::Nothing => (usize::MAX, 2, 0),
        };
        if at(&other) < at(&self) { other } else { self }
    }
}

/// Where a place may begin and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edges {
    /// Only where a word begins.
    start: bool,
    /// Only where a word ends.
    end: bool,
    /// Not before a mark that belongs to the last letter.
    exact: bool,
}

impl Needle {
    /// Makes a term ready; `None` for one that is nothing once it is folded.
    pub fn new(term: &Term, options: Options) -> Result<Option<Self>, QueryError> {
        let exact = options.case;
        Ok(match term {
            Term::Words { text, any_end, any_start } => {
                let edges = Edges { start: options.whole && !any_start, end: options.whole && !any_end, exact };
                if exact {
                    let Some(source) = exactly(text) else { return Ok(None) };
                    Some(Self::Regex { regex: compile(&source, false)?, edges })
                } else {
                    Words::new(&fold(text)).map(|words| Self::Words { words: Box::new(words), edges })
                }
            }
            Term::Regex(source) => {
                let edges = Edges { start: options.whole, end: options.whole, exact: false };
                // What is wrong is said of what was typed, not of what was made of it.
                let mut regex = compile(source, false)?;
                let mut source = source.clone();
                if !exact {
                    // Where folding makes nonsense of it, it is taken as typed.
                    let plain = Some(folded(&source)).filter(|folded| compile(folded, true).is_ok());
                    source = plain.unwrap_or(source);
                    regex = compile(&source, true)?;
                }
                if options.whole {
                    // Of alternatives the one that ends with its word goes before those that are tried earlier.
                    let ends = format!(r"(?:{source})\b{{end-half}}|(?:{source})");
                    regex = compile(&ends, !exact).unwrap_or(regex);
                }
                Some(Self::Regex { regex, edges })
            }
        })
    }

    /// The first place at or after `from`, in bytes of what is looked through. Places that cut a character of the text
    /// do not count.
    pub fn next(&self, hay: &Hay<'_>, from: usize, stop: &AtomicBool) -> Option<Range<usize>> {
        match self.look(hay, from, usize::MAX, stop) {
            Look::Found(range) => Some(range),
            Look::NotYet(_) | Look::Nothing => None,
        }
    }

    /// The same, but an expression is given up for now after about `most` bytes, and for good once `stop` is set.
    pub fn look(&self, hay: &Hay<'_>, mut from: usize, most: usize, stop: &AtomicBool) -> Look {
        let text = hay.sought();
        let (until, mut again) = (from.saturating_add(most), 0);
        loop {
            let (look, edges) = match self {
                Self::Words { words, edges } => (words.next(text, from).map_or(Look::Nothing, Look::Found), edges),
                // Letters may go over the end of a line.
                Self::Regex { regex, edges } if edges.exact => {
                    (regex.find_at(text, from).map_or(Look::Nothing, |found| Look::Found(found.range())), edges)
                }
                Self::Regex { regex, edges } => (next_match(regex, text, from, until, stop), edges),
            };
            let Look::Found(found) = look else { return look };
            if edges.fit(text, &found) && !hay.cuts(found.start) && !hay.cuts(found.end) {
                return Look::Found(found);
            }
            // An expression may match much at every place: not all of what it matched is looked through again.
            again += if matches!(self, Self::Regex { .. }) && !edges.exact { found.len() } else { 0 };
            from = if again > AGAIN { found.end } else { text.ceil_char_boundary(found.start + 1) };
        }
    }

    /// The letters that are sought, if they are known; for telling quickly that a text has none.
    pub fn words(&self) -> Option<&Words> {
        match self {
            Self::Words { words, .. } => Some(words),
            Self::Regex { .. } => None,
        }
    }
}

impl Edges {
    fn fit(self, text: &str, found: &Range<usize>) -> bool {
        !(self.start && cuts_word(text, found.start)
            || self.end && cuts_word(text, found.end)
            || self.exact && text[found.end..].chars().next().is_some_and(folds_to_nothing))
    }
}

fn folds_to_nothing(c: char) -> bool {
    !c.is_ascii() && fold(c.encode_utf8(&mut [0; 4])).is_empty()
}

/// Folded letters; any space in them stands for any stretch of space.
#[derive(Clone, Debug)]
pub(super) struct Words {
    parts: Box<[Box<str>]>,
    /// The longest part, by which the others are found.
    anchor: usize,
    finder: Finder<'static>,
}

impl Words {
    fn new(folded: &str) -> Option<Self> {
        let parts: Box<[Box<str>]> = folded.split_whitespace().map(Box::from).collect();
        let anchor = (0..parts.len()).max_by_key(|at| parts[*at].len())?;
        let finder = Finder::new(parts[anchor].as_bytes()).into_owned();
        Some(Self { parts, anchor, finder })
    }

    fn next(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let mut at = from;
        loop {
            let start = at + self.finder.find(text.as_bytes().get(at..)?)?;
            let end = start + self.parts[self.anchor].len();
            if let Some(found) = self.around(text, start, end).filter(|found| found.start >= from) {
                return Some(found);
            }
            at = start + 1;
        }
    }

    /// The whole phrase, given where its anchor stands.
    fn around(&self, text: &str, mut start: usize, mut end: usize) -> Option<Range<usize>> {
        for part in self.parts[..self.anchor].iter().rev() {
            let before = text[..start].trim_end();
            if before.len() == start || !before.ends_with(&**part) {
                return None;
            }
            start = before.len() - part.len();
        }
        for part in &self.parts[self.anchor + 1..] {
            let after = text[end..].trim_start();
            if after.len() == text.len() - end || !after.starts_with(&**part) {
                return None;
            }
            end = text.len() - after.len() + part.len();
        }
        Some(start..end)
    }

    /// Whether the text can hold them at all.
    pub fn may_be_in(&self, text: &str) -> bool {
        self.first_in(text).is_some()
    }

    /// Where the longest of them stands first.
    pub fn first_in(&self, text: &str) -> Option<usize> {
        self.finder.find(text.as_bytes())
    }

    /// How long that is: the longer, the rarer.
    pub fn length(&self) -> usize {
        self.finder.needle().len()
    }
}

/// The next match that is not empty, within its line; not yet, when none began up to the end of the line of `until`.
fn next_match(regex: &Regex, text: &str, mut from: usize, until: usize, stop: &AtomicBool) -> Look {
    while from < text.len() && !stop.load(Ordering::Relaxed) {
        if from >= until {
            return Look::NotYet(from);
        }
        let end = line_end(text, from);
        let line = &text[..end];
        while from < end {
            match regex.find_at(line, from) {
                None => break,
                Some(found) if found.is_empty() => from = text.ceil_char_boundary(found.end() + 1),
                Some(found) => return Look::Found(found.range()),
            }
        }
        from = if text.as_bytes().get(end) == Some(&b'\n') { end + 1 } else { end };
    }
    Look::Nothing
}

/// The end of the line in which `at` lies, or of the piece of it. Pieces begin at multiples of [`LINE`].
fn line_end(text: &str, at: usize) -> usize {
    let most = text.ceil_char_boundary((at / LINE + 1) * LINE);
    memchr::memchr(b'\n', &text.as_bytes()[at..most]).map_or(most, |length| at + length)
}

/// Letters as typed, case and accents included, however accents, apostrophes and spaces are written.
fn exactly(text: &str) -> Option<String> {
    let mut source = String::new();
    let mut space = false;
    for c in text.trim().nfc() {
        if c.is_whitespace() {
            if !std::mem::replace(&mut space, true) {
                source.push_str(r"\s+");
            }
            continue;
        }
        space = false;
        match c {
            '\'' | '’' | '‘' => source.push_str("['’‘]"),
            '"' | '“' | '”' => source.push_str("[\"“”]"),
            '-' | '\u{2010}' | '\u{2011}' => source.push_str("[-\u{2010}\u{2011}]"),
            _ => {
                let letter = regex::escape(c.encode_utf8(&mut [0; 4]));
                let apart: String = std::iter::once(c).nfd().collect();
                if apart.chars().nth(1).is_some() {
                    source.push_str(&format!("(?:{letter}|{})", regex::escape(&apart)));
                } else {
                    source.push_str(&letter);
                }
            }
        }
    }
    (!source.is_empty()).then_some(source)
}

/// A regular expression for folded text: letters folded, what stands behind a backslash left as it is.
fn folded(source: &str) -> String {
    let source = unescaped(source);
    let mut made = String::with_capacity(source.len());
    let mut rest = source.chars();
    let mut classes = 0_usize;
    while let Some(c) = rest.next() {
        match c {
            _ if classes > 0
                && let Some(last) = ends_range(c, rest.as_str()) =>
            {
                rest.nth(1);
                made.push_str(&range(c, last));
            }
            '\\' => {
                made.push(c);
                made.extend(rest.next());
                // The name of a class, as in \p{Greek}.
                if rest.as_str().starts_with('{') {
                    made.extend(rest.by_ref().take_while(|c| *c != '}'));
                    made.push('}');
                }
            }
            c if c.is_ascii() => {
                classes = if c == '[' { classes + 1 } else { classes.saturating_sub(usize::from(c == ']')) };
                made.push(c);
            }
            c => {
                let letters = fold(c.encode_utf8(&mut [0; 4]));
                // One letter stays one, so that what follows repeats all of it.
                if classes == 0 && letters.chars().count() > 1 {
                    made.push_str(&format!("(?:{})", regex::escape(&letters)));
                } else {
                    made.push_str(&regex::escape(&letters));
                }
            }
        }
    }
    made
}

/// The last letter of a range of a class that is more than ASCII, given its first and what follows that.
fn ends_range(first: char, rest: &str) -> Option<char> {
    let last = rest.strip_prefix('-')?.chars().next()?;
    let plain = first.is_ascii() && last.is_ascii();
    (!plain && !['[', ']', '\\', '-'].contains(&first) && !['[', ']', '\\', '-'].contains(&last)).then_some(last)
}

/// A range of a class as typed, and what it is folded.
fn range(first: char, last: char) -> String {
    let [a, b] = [first, last].map(|c| fold(c.encode_utf8(&mut [0; 4])));
    let (from, to) = (regex::escape(&a), regex::escape(&b));
    let joins = a.chars().count() == 1 && b.chars().count() == 1 && a <= b;
    format!("{first}-{last}{from}{}{to}", if joins { "-" } else { "" })
}

/// Letters that are not ASCII as themselves, where their numbers were typed: `\u00c9`, `\x{c9}`.
fn unescaped(source: &str) -> String {
    let (mut made, mut rest) = (String::with_capacity(source.len()), source);
    while let Some(at) = rest.find('\\') {
        made.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let kind = escape.chars().next();
        let after = &escape[kind.map_or(0, char::len_utf8)..];
        let braces = after.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let length = match kind {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        let number = braces.or_else(|| after.split_at_checked(length)).filter(|_| length > 0);
        let letter = number.and_then(|(digits, behind)| {
            let letter = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
            (!letter.is_ascii()).then_some((letter, behind))
        });
        match letter {
            Some((letter, behind)) => {
                made.push(letter);
                rest = behind;
            }
            None => {
                made.push('\\');
                made.extend(kind);
                rest = after;
            }
        }
    }
    made + rest
}

fn compile(source: &str, ignores_case: bool) -> Result<Regex, QueryError> {
    let mut builder = RegexBuilder::new(source);
    builder.case_insensitive(ignores_case).multi_line(true).size_limit(LARGEST).dfa_size_limit(LARGEST).nest_limit(100);
    builder.build().map_err(|error| match error {
        regex::Error::Syntax(report) => explained(&report, source),
        _ => QueryError::Regex { what: "The regular expression is too large".into(), place: None },
    })
}

/// What the report on a regular expression says, and of which character.
fn explained(report: &str, source: &str) -> QueryError {
    let said = report.lines().rev().find_map(|line| line.strip_prefix("error: ")).unwrap_or("cannot be read");
    let mut letters = said.chars();
    let what = letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>());
    // A line of carets shows the place, four columns in.
    let carets = report.lines().find_map(|line| {
        let at = line.find('^')?;
        line.trim_matches(['^', ' ']).is_empty().then_some(at)
    });
    let place = carets.and_then(|at| at.checked_sub(4)).filter(|at| *at <= source.chars().count());
    QueryError::Regex { what: what.unwrap_or_default(), place }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, needle: &Needle, exact: bool) -> Vec<String> {
        let folded = super::super::FoldedText::new(text);
        let hay = Hay { text, folded: (!exact).then_some(&folded) };
        let mut from = 0;
        let mut found = Vec::new();
        while let Some(range) = needle.next(&hay, from, &NEVER) {
            from = range.end;
            found.push(text[hay.span(&range).range()].to_owned());
        }
        found
    }

    #[test]
    fn terms_are_found_by_their_options() {
        let plain = Options::default();
        let (whole, case) = (Options { whole: true, ..plain }, Options { case: true, ..plain });
        let both = Options { whole: true, ..case };
        let words = |text: &str| match text.strip_prefix('/') {
            Some(source) => Term::Regex(source.into()),
            None => Term::Words {
                text: text.trim_matches('*').into(),
                any_end: text.ends_with('*'),
                any_start: text.starts_with('*'),
            },
        };
        for (options, term, text, expected) in [
            (plain, "all", "All allies fall", &["All", "all", "all"][..]),
            (whole, "all", "All allies fall", &["All"]),
            (whole, "all*", "All allies fall", &["All", "all"]),
            (whole, "*all", "All allies fall", &["All", "all"]),
            (whole, "eu", "EU-wide, EU’s, eurozone", &["EU", "EU"]),
            (whole, "elysee", "l'Élysée, Élysées", &["Élysée"]),
            (whole, "中国", "在中国的", &["中国"]),
            (whole, "e", "e e\u{301} ee", &["e", "e\u{301}"]),
            (case, "EU", "EU eu Eu", &["EU"]),
            (case, "Elysee", "Élysée Elysee", &["Elysee"]),
            (case, "Élysée", "Élysée E\u{301}lyse\u{301}e ÉLYSÉE", &["Élysée", "E\u{301}lyse\u{301}e"]),
            (case, "e", "e\u{301} e", &["e"]),
            (case, "Poland's", "Poland’s poland's", &["Poland’s"]),
            (case, "peace force", "peace\n force, Peace force", &["peace\n force"]),
            (both, "EU", "EU EUR", &["EU"]),
            (case, "a.c", "abc a.c", &["a.c"]),
            (
                plain,
                "peace force",
                "Peace\u{a0}force, peace\r\nforce peaceforce",
                &["Peace\u{a0}force", "peace\r\nforce"],
            ),
            (plain, "a b", "a a b", &["a b"]),
            (plain, "strasse", "Straße STRASSE", &["Straße", "STRASSE"]),
            (plain, "s", "ß s", &["s"]),
            (plain, "nato", "ＮＡＴＯ", &["ＮＡＴＯ"]),
            (plain, "भारत", "भारतीय", &["भारती"]),
            (plain, "/cease ?fires?", "Cease fire, CEASEFIRES", &["Cease fire", "CEASEFIRES"]),
            (plain, "/é+", "Été", &["É", "é"]),
            (plain, r"/\D\p{L}{3}", "1ÉTÉ", &[]),
            (plain, r"/\d\p{L}{3}", "1ÉTÉ", &["1ÉTÉ"]),
            (plain, "/^b.*$", "a\nb c\nd b", &["b c"]),
            (plain, "/a*", "baab", &["aa"]),
            (plain, "/stra(ss|ß)e", "Straße", &["Straße"]),
            (case, "/[A-Z]{2,}", "EU and Nato NATO", &["EU", "NATO"]),
            (whole, "/pol\\w", "Polish pole", &["pole"]),
            (whole, "/EU|EUR", "EUR EU, EURO", &["EUR", "EU"]),
            (whole, "/mer.|er", "Amer er", &["er"]),
            (plain, "/[z-é]t", "zt ét at", &["zt", "ét"]),
            (plain, r"/\u00c9t\x{e9}", "Été ete", &["Été", "ete"]),
            (plain, "/[À-ÿ]t", "ét at 5t", &["ét", "at"]),
            (plain, "/[–x]1", "–1 x1", &["–1", "x1"]),
            (plain, "/한", "한국", &["한"]),
        ] {
            let needle = Needle::new(&words(term), options);
            let needle = needle.expect("can be read").expect("is something");
            assert_eq!(found(text, &needle, options.case), expected, "{term} in {text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_regular_expression_is_said_in_words_with_its_place() {
        for (source, said) in [
            ("a(b", "Unclosed group, at character 2"),
            ("é[a", "Unclosed character class, at character 2"),
            ("a{5,2}", "Invalid repetition count range, the start must be <= the end, at character 2"),
            ("*", "Repetition operator missing expression, at character 1"),
            ("\\p{Elvish}", "Unicode property not found, at character 1"),
            ("(\\w{500}){500}", "The regular expression is too large"),
        ] {
            let error = Needle::new(&Term::Regex(source.into()), Options::default()).err();
            assert_eq!(error.map(|error| error.to_string()).as_deref(), Some(said), "{source}");
        }
        let deep = "(".repeat(5000);
        assert!(Needle::new(&Term::Regex(deep), Options::default()).is_err());
    }

    /// Each piece ends where the next begins, whatever stands at the edge.
    #[test]
    fn a_line_without_end_is_looked_through_to_its_end() {
        for filler in ["x", "é", "中", "🙂"] {
            let text = format!("{}needle{}needle", filler.repeat(20_000), filler.repeat(LINE * 2));
            let needle = Needle::new(&Term::Regex("needle$|needl[e]".into()), Options::default());
            let needle = needle.expect("can be read").expect("is something");
            assert!(!found(&text, &needle, false).is_empty(), "{filler}");
            assert!(!found(&text, &needle, true).is_empty(), "{filler}");
        }
    }
}
