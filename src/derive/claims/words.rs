//! Finding claims by words: every word must occur, a phrase in quotation marks stands together, and
//! `troops near defence` wants both within ten words of each other.

use memchr::memmem;

use crate::text::fold::fold;

/// How many words may stand between two that are near each other.
const NEAR: usize = 10;

/// What was typed, made ready.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    terms: Vec<Term>,
}

/// Folded words, each near the one before; most terms are a single word.
type Term = Vec<String>;

impl Words {
    /// Reads what was typed. Case and accents do not count.
    pub fn parse(typed: &str) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        let mut joins = false;
        let mut pieces = pieces(&fold(typed)).into_iter().peekable();
        while let Some((piece, quoted)) = pieces.next() {
            let between = !terms.is_empty() && pieces.peek().is_some();
            if piece == "near" && !quoted && between && !joins {
                joins = true;
            } else if joins && let Some(last) = terms.last_mut() {
                last.push(piece);
                joins = false;
            } else {
                terms.push(vec![piece]);
            }
        }
        Self { terms }
    }

    /// Whether nothing is sought.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a folded text has them all.
    pub fn are_in(&self, folded: &str) -> bool {
        self.terms.iter().all(|term| match term.as_slice() {
            [word] => memmem::find(folded.as_bytes(), word.as_bytes()).is_some(),
            chain => chain_is_in(chain, folded),
        })
    }

    /// Every word and phrase, for marking them in a text.
    pub fn needles(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().flatten().map(String::as_str)
    }
}

/// Words and phrases in the order in which they were typed, and whether each is a phrase.
fn pieces(folded: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (index, part) in folded.split('"').enumerate() {
        if index % 2 == 1 {
            found.push((part.split_whitespace().collect::<Vec<_>>().join(" "), true));
        } else {
            found.extend(part.split_whitespace().map(|word| (word.to_owned(), false)));
        }
    }
    found.retain(|(piece, _)| !piece.is_empty());
    found
}

/// Whether each word of the chain stands near one of the places where the word before it does.
fn chain_is_in(chain: &[String], folded: &str) -> bool {
    let places = |word: &str| memmem::find_iter(folded.as_bytes(), word.as_bytes()).collect::<Vec<_>>();
    let Some((first, rest)) = chain.split_first() else { return true };
    let mut reached = places(first);
    let mut length = first.len();
    for word in rest {
        let near = |at: &usize| reached.iter().any(|from| is_near(folded, (*from, length), (*at, word.len())));
        reached = places(word).into_iter().filter(near).collect();
        length = word.len();
    }
    !reached.is_empty()
}

/// Whether at most [`NEAR`] words stand between two places, each a start and a length.
fn is_near(folded: &str, a: (usize, usize), b: (usize, usize)) -> bool {
    let (first, second) = if a.0 <= b.0 { (a, b) } else { (b, a) };
    let gap = folded.get(first.0 + first.1..second.0).unwrap_or_default();
    gap.split_whitespace().take(NEAR + 3).filter(|word| word.chars().any(char::is_alphanumeric)).count() <= NEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The chancellor called the debate about troops premature; the défence minister was more open.";

    fn check(typed: &str, found: bool) {
        assert_eq!(Words::parse(typed).are_in(&fold(TEXT)), found, "{typed}");
    }

    #[test]
    fn words_phrases_and_nearness_are_found() {
        check("", true);
        check("troops", true);
        check("TROOP debâte", true);
        check("troops tanks", false);
        check("\"about troops\"", true);
        check("\"troops about\"", false);
        check("troops near defence", true);
        check("defence near troops", true);
        check("chancellor near open", false);
        check("chancellor near troops near open", true);
        check("near", false);
        check("near troops", false);
        check("troops near", false);
        check("\"", true);
    }

    #[test]
    fn every_word_is_a_needle_but_not_the_word_near() {
        let words = Words::parse("Troops near \"the Defence\"");
        assert_eq!(words.needles().collect::<Vec<_>>(), ["troops", "the defence"]);
    }
}
