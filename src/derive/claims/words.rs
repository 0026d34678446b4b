//! Finding claims by words, in the language of [`Query`].

use super::super::search::{Options, Pattern, Query, Term};
use crate::text::fold::fold;

/// What was typed, made ready.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pattern: Pattern,
    needles: Vec<String>,
}

impl Words {
    /// Reads what was typed. Case and accents do not count. What cannot be meant so is taken as it stands.
    pub fn parse(typed: &str) -> Self {
        let query = Query::parse(typed).unwrap_or_else(|_| Query::literal(typed));
        let terms = query.chains.iter().flat_map(|chain| {
            let next = chain.then.iter().map(|(_, terms)| terms);
            std::iter::once(&chain.first).chain(next).flatten()
        });
        let needles = terms.filter_map(|term| match term {
            Term::Words { text, .. } => Some(fold(text)).filter(|folded| !folded.is_empty()),
            Term::Regex(_) => None,
        });
        let needles = needles.collect();
        let pattern = Pattern::new(&query, Options::default());
        let pattern = pattern.or_else(|_| Pattern::literal(typed, Options::default())).unwrap_or_default();
        Self { pattern, needles }
    }

    /// Whether a regular expression is among what was typed: that may take long.
    pub fn holds_expression(typed: &str) -> bool {
        let Ok(query) = Query::parse(typed) else { return false };
        let chains = query.chains.iter().flat_map(|chain| {
            let next = chain.then.iter().map(|(_, terms)| terms);
            std::iter::once(&chain.first).chain(next)
        });
        chains.chain(&query.without).flatten().any(|term| matches!(term, Term::Regex(_)))
    }

    /// Whether nothing is sought.
    pub fn is_empty(&self) -> bool {
        self.pattern.is_empty()
    }

    /// Whether a folded text has what is sought. Several texts are one with a [`super::super::search::BORDER`] between
    /// them: neither phrases nor nearness reach over it.
    pub fn are_in(&self, folded: &str) -> bool {
        self.pattern.is_in_folded(folded)
    }

    /// Every word and phrase, for marking them in a text.
    pub fn needles(&self) -> impl Iterator<Item = &str> {
        self.needles.iter().map(String::as_str)
    }
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
        check("tanks OR troops", true);
        check("troops -premature", false);
        check("-troops", false);
        check("troops near/1 premature", true);
        check("/prem[a-z]+;/", true);
        check("/prem(/", false);
    }

    #[test]
    fn an_expression_is_known_wherever_it_stands() {
        for (typed, holds) in [
            ("", false),
            ("troops near/3 peace", false),
            ("/tr.ops/", true),
            ("peace -/tr.ops/", true),
            ("peace near (war OR /tr.ops/)", true),
        ] {
            assert_eq!(Words::holds_expression(typed), holds, "{typed}");
        }
    }

    #[test]
    fn every_word_is_a_needle_but_not_the_word_near() {
        let words = Words::parse("Troops near \"the Defence\"");
        assert_eq!(words.needles().collect::<Vec<_>>(), ["troops", "the defence"]);
    }
}
