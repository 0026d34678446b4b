//! What was typed into a field that finds: words, phrases, nearness, and what must not be there.
//!
//! | typed | finds |
//! |---|---|
//! | `peace troops` | both words, anywhere |
//! | `"peace force"` | the words in this order, whatever space or line end stands between |
//! | `Warsaw OR Polish` | one of them |
//! | `-exercise` | not where this word stands |
//! | `"peace force" near Poland` | both with at most ten words between them |
//! | `troops near/3 Poland` | at most three words |
//! | `troops near/s Poland` | in one sentence |
//! | `/ceasefires?/` | a regular expression |
//! | `troop*`, `*keeper` | with whole words asked for: any ending, any beginning |
//!
//! `OR` binds before `near`, and `near` before what stands side by side.

/// How many words may stand between two that are near each other, unless another number is typed.
pub const NEAR: u32 = 10;

/// What was typed, read: every chain must be found, and none of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What must be there.
    pub chains: Vec<Chain>,
    /// What must not.
    pub without: Vec<Alternatives>,
}

/// Terms near each other, each near the one before; mostly a single one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The first.
    pub first: Alternatives,
    /// The others, and how near to the one before.
    pub then: Vec<(Near, Alternatives)>,
}

/// Terms of which one is enough.
pub type Alternatives = Vec<Term>;

/// How near two terms stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near {
    /// At most so many words between them.
    Words(u32),
    /// In one sentence.
    Sentence,
}

/// The smallest thing that is sought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word or a phrase, as typed.
    Words {
        /// The letters.
        text: String,
        /// Whether any letters may follow, even where whole words are asked for.
        any_end: bool,
        /// Whether any letters may come before.
        any_start: bool,
    },
    /// A regular expression.
    Regex(String),
}

impl Term {
    /// The words of `text` as they stand.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words { text: text.into(), any_end: false, any_start: false }
    }
}

/// Why nothing can be sought yet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Only what is to be left out.
    #[error("Say what to look for, not only what to leave out")]
    OnlyWithout,
    /// Something else than alternatives in parentheses.
    #[error("Parentheses hold words joined by OR, and nothing else")]
    Parentheses,
    /// A regular expression that is none.
    #[error("{what}{}", place.map(|at| format!(", at character {}", at + 1)).unwrap_or_default())]
    Regex {
        /// What is wrong, as a sentence without its full stop.
        what: String,
        /// The character of the expression at which it is.
        place: Option<usize>,
    },
}

impl Query {
    /// Reads what was typed. What is not finished yet, such as a quotation mark without its second or a `near`
    /// without what follows it, is taken as far as it goes.
    ///
    /// # Errors
    /// When it cannot be meant so.
    pub fn parse(typed: &str) -> Result<Self, QueryError> {
        let mut tokens = tokens(typed).into_iter().peekable();
        let mut query = Self::default();
        let mut seen_minus = false;
        while let Some(token) = tokens.next() {
            let minus = token == Token::Minus;
            seen_minus |= minus;
            let first = if minus { tokens.next() } else { Some(token) };
            let Some(first) = first else { break };
            let Some(first) = alternatives(first, &mut tokens)? else { continue };
            if minus {
                query.without.push(first);
                continue;
            }
            let mut chain = Chain { first, then: Vec::new() };
            while let Some(Token::Near(near, typed)) = tokens.next_if(|token| matches!(token, Token::Near(..))) {
                // With nothing behind it, it is a word like others.
                let next = match tokens.next_if(|token| !matches!(token, Token::Near(..) | Token::Minus)) {
                    Some(token) => alternatives(token, &mut tokens)?,
                    None => None,
                };
                match next {
                    Some(next) => chain.then.push((near, next)),
                    None => {
                        query.chains.push(Chain { first: vec![Term::words(typed)], then: Vec::new() });
                        break;
                    }
                }
            }
            query.chains.push(chain);
        }
        if query.chains.is_empty() && (!query.without.is_empty() || seen_minus) {
            return Err(QueryError::OnlyWithout);
        }
        Ok(query)
    }

    /// All that was typed is one regular expression.
    pub fn regex(typed: &str) -> Self {
        Self::one(if typed.is_empty() { None } else { Some(Term::Regex(typed.into())) })
    }

    /// All that was typed is one phrase.
    pub fn literal(typed: &str) -> Self {
        Self::one(if typed.trim().is_empty() { None } else { Some(Term::words(typed)) })
    }

    fn one(term: Option<Term>) -> Self {
        let chains = term.map(|term| Chain { first: vec![term], then: Vec::new() });
        Self { chains: chains.into_iter().collect(), without: Vec::new() }
    }

    /// Whether nothing is sought.
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Term(Term),
    /// With how it was typed.
    Near(Near, String),
    Or,
    Minus,
    Open,
    Close,
}

/// A term and those joined to it by OR. `None` where there is none, as with an OR that joins nothing.
fn alternatives(
    first: Token,
    rest: &mut std::iter::Peekable<std::vec::IntoIter<Token>>,
) -> Result<Option<Alternatives>, QueryError> {
    let mut found = match first {
        Token::Term(term) => vec![term],
        Token::Near(_, typed) => vec![Term::words(typed)],
        Token::Open => group(rest)?,
        Token::Or | Token::Close => return Ok(None),
        Token::Minus => return Ok(None),
    };
    while rest.next_if_eq(&Token::Or).is_some() {
        match rest.next_if(|token| matches!(token, Token::Term(_) | Token::Open)) {
            Some(Token::Term(term)) => found.push(term),
            Some(_) => found.extend(group(rest)?),
            None => {}
        }
    }
    Ok(Some(found).filter(|found| !found.is_empty()))
}

/// What stands in parentheses, up to the closing one or the end.
fn group(rest: &mut std::iter::Peekable<std::vec::IntoIter<Token>>) -> Result<Alternatives, QueryError> {
    let mut found = Vec::new();
    let mut joined = true;
    for token in rest.by_ref() {
        match token {
            Token::Close => break,
            Token::Or => joined = true,
            Token::Term(term) if joined => {
                found.push(term);
                joined = false;
            }
            _ => return Err(QueryError::Parentheses),
        }
    }
    Ok(found)
}

fn tokens(typed: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = typed.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        rest = match first {
            '"' | '“' | '”' | '„' => {
                let end = after.find(['"', '“', '”', '„']).unwrap_or(after.len());
                let phrase = after[..end].split_whitespace().collect::<Vec<_>>().join(" ");
                if !phrase.is_empty() {
                    found.push(Token::Term(Term::words(phrase)));
                }
                after[end..].strip_prefix(['"', '“', '”', '„']).unwrap_or("")
            }
            '-' if after.starts_with(|c: char| !c.is_whitespace() && c != '-') => {
                found.push(Token::Minus);
                after
            }
            '(' => {
                found.push(Token::Open);
                after
            }
            ')' => {
                found.push(Token::Close);
                after
            }
            '/' if closing_slash(after).is_some_and(|end| end > 0) => {
                let end = closing_slash(after).unwrap_or(after.len());
                found.push(Token::Term(Term::Regex(after[..end].into())));
                &after[end + 1..]
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '„' | ')'));
                let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
                found.extend(word_or_sign(word));
                after
            }
        }
        .trim_start();
    }
    found
}

fn word_or_sign(word: &str) -> Option<Token> {
    let lower = word.to_ascii_lowercase();
    let near = match lower.strip_prefix("near") {
        Some("") => Some(Near::Words(NEAR)),
        Some("/s" | "/sentence") => Some(Near::Sentence),
        Some(number) => number.strip_prefix('/').and_then(|number| number.parse().ok()).map(Near::Words),
        None => None,
    };
    if let Some(near) = near {
        return Some(Token::Near(near, word.into()));
    }
    Some(match word {
        "OR" | "|" => Token::Or,
        "NOT" => Token::Minus,
        // Side by side means the same.
        "AND" | "&" => return None,
        _ => {
            let text = word.trim_matches('*');
            if text.is_empty() {
                return None;
            }
            Token::Term(Term::Words {
                text: text.into(),
                any_end: word.ends_with('*'),
                any_start: word.starts_with('*'),
            })
        }
    })
}

/// Where the slash is that ends a regular expression: one that nothing but a space or a parenthesis follows.
fn closing_slash(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' if text[at + 1..].chars().next().is_none_or(|c| c.is_whitespace() || c == ')') => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(terms: &Alternatives) -> String {
        let show = |term: &Term| match term {
            Term::Regex(text) => format!("/{text}/"),
            Term::Words { text, any_end, any_start } => {
                format!("{}{text}{}", if *any_start { "*" } else { "" }, if *any_end { "*" } else { "" })
            }
        };
        terms.iter().map(show).collect::<Vec<_>>().join("|")
    }

    /// Chains in brackets, what must not be there behind a minus.
    fn check(typed: &str, read: &str) {
        let said = match Query::parse(typed) {
            Err(error) => format!("! {error}"),
            Ok(query) => {
                let mut said: Vec<String> = Vec::new();
                for chain in &query.chains {
                    let mut text = show(&chain.first);
                    for (near, next) in &chain.then {
                        text += &match near {
                            Near::Words(count) => format!(" ~{count} "),
                            Near::Sentence => " ~s ".into(),
                        };
                        text += &show(next);
                    }
                    said.push(format!("[{text}]"));
                }
                said.extend(query.without.iter().map(|terms| format!("-[{}]", show(terms))));
                said.join(" ")
            }
        };
        assert_eq!(said, read, "{typed}");
    }

    #[test]
    fn what_was_typed_is_read() {
        for (typed, read) in [
            ("", ""),
            ("  ", ""),
            ("Poland", "[Poland]"),
            ("peace  troops", "[peace] [troops]"),
            ("peace AND troops & more", "[peace] [troops] [more]"),
            ("\"peace   force\" x", "[peace force] [x]"),
            ("“peace force” „so“", "[peace force] [so]"),
            ("said\"so\"", "[said] [so]"),
            ("a near b", "[a ~10 b]"),
            ("a NEAR b near/3 c", "[a ~10 b ~3 c]"),
            ("a near/s b", "[a ~s b]"),
            ("a near/sentence \"b c\"", "[a ~s b c]"),
            ("a near/x b", "[a] [near/x] [b]"),
            ("near/99999999999 b", "[near/99999999999] [b]"),
            ("a \"near\" b", "[a] [near] [b]"),
            ("a OR b", "[a|b]"),
            ("a or b", "[a] [or] [b]"),
            ("a | b | \"c d\" e", "[a|b|c d] [e]"),
            ("(a OR b) near (c | d) e", "[a|b ~10 c|d] [e]"),
            ("a OR b near c", "[a|b ~10 c]"),
            ("(a OR (b))", "! Parentheses hold words joined by OR, and nothing else"),
            ("(a near b) OR c", "! Parentheses hold words joined by OR, and nothing else"),
            ("(a b)", "! Parentheses hold words joined by OR, and nothing else"),
            ("a -b", "[a] -[b]"),
            ("a NOT b", "[a] -[b]"),
            ("a -\"b c\" -(d OR e)", "[a] -[b c] -[d|e]"),
            ("-b", "! Say what to look for, not only what to leave out"),
            ("EU-wide - x --y", "[EU-wide] [-] [x] [--y]"),
            ("/cease ?fires?/ near a", "[/cease ?fires?/ ~10 a]"),
            ("/a\\/b/", "[/a\\/b/]"),
            ("24/7 and/or", "[24/7] [and/or]"),
            ("troop* *keeper *", "[troop*] [*keeper]"),
        ] {
            check(typed, read);
        }
    }

    /// Somebody is still typing: nothing breaks, and what is there counts.
    #[test]
    fn what_is_not_finished_counts_as_far_as_it_goes() {
        for (typed, read) in [
            ("\"", ""),
            ("\"peace for", "[peace for]"),
            ("a near", "[near] [a]"),
            ("near", "[near]"),
            ("near a", "[near] [a]"),
            ("a near near b", "[near] [a] [near] [b]"),
            ("a near -b", "[near] [a] -[b]"),
            ("a OR", "[a]"),
            ("OR a", "[a]"),
            ("a OR OR b", "[a|b]"),
            ("(a OR b", "[a|b]"),
            ("a)", "[a]"),
            ("()", ""),
            ("a -", "[a] [-]"),
            ("/abc", "[/abc]"),
            ("//", "[//]"),
            ("NOT", "! Say what to look for, not only what to leave out"),
        ] {
            check(typed, read);
        }
    }
}
