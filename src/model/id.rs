//! Identities: readable slugs for the codebook, short random tokens for articles, excerpts and claims.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::{LazyLock, RwLock};

use crate::text::fold::fold;

/// Why a string is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not a slug.
    #[error("“{0}” is not an id: use lower-case letters, digits and hyphens, at most 64 characters")]
    Slug(String),
    /// Not a token.
    #[error("“{0}” is not an id: use 1 to 12 of the characters a–z and 0–9")]
    Token(String),
}

/// A readable id, interned: copying and comparing for equality cost nothing, order is that of the text.
///
/// Interned text is never freed; a session sees a few thousand slugs at most.
#[derive(Clone, Copy)]
pub struct Slug {
    index: u32,
    text: &'static str,
}

#[derive(Default)]
struct Interner {
    known: HashMap<&'static str, u32>,
}

static INTERNER: LazyLock<RwLock<Interner>> = LazyLock::new(RwLock::default);

impl Slug {
    /// Longest slug, in characters.
    pub const MAX: usize = 64;

    /// Checks and interns `text`.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let fits = (1..=Self::MAX).contains(&text.chars().count());
        let plain = text.chars().all(|c| c == '-' || (c.is_alphanumeric() && !c.is_uppercase()));
        if fits && plain { Ok(Self::intern(text)) } else { Err(IdError::Slug(text.into())) }
    }

    /// The slug that `label` suggests: "Élysée talks" gives "elysee-talks".
    pub fn from_label(label: &str) -> Self {
        let mut slug = String::new();
        for c in fold(label).chars() {
            if c.is_alphanumeric() && !c.is_uppercase() {
                slug.push(c);
            } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let short: String = slug.chars().take(40).collect();
        let short = short.trim_matches('-');
        Self::intern(if short.is_empty() { "entry" } else { short })
    }

    /// This slug with a number behind it, for when the plain one is taken.
    pub fn numbered(self, number: usize) -> Self {
        Self::intern(&format!("{}-{number}", self.text))
    }

    fn intern(text: &str) -> Self {
        // A poisoned lock still holds a valid table: entries are only ever added whole.
        if let Some((text, index)) =
            INTERNER.read().unwrap_or_else(std::sync::PoisonError::into_inner).known.get_key_value(text)
        {
            return Self { index: *index, text };
        }
        let mut interner = INTERNER.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((text, index)) = interner.known.get_key_value(text) {
            return Self { index: *index, text };
        }
        let index = interner.known.len() as u32;
        let text: &'static str = Box::leak(text.into());
        interner.known.insert(text, index);
        Self { index, text }
    }

    /// The text.
    pub fn as_str(self) -> &'static str {
        self.text
    }

    /// A small number that stands for the slug in this process; not stable between runs.
    pub fn handle(self) -> usize {
        self.index as usize
    }
}

impl PartialEq for Slug {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl Eq for Slug {}
impl Hash for Slug {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl Ord for Slug {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        if self == other { std::cmp::Ordering::Equal } else { self.text.cmp(other.text) }
    }
}
impl PartialOrd for Slug {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// A short id of 1 to 12 characters `a–z0–9`, kept as a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(u64);

impl Token {
    /// Longest token, in characters.
    pub const MAX: usize = 12;

    /// Sorts before every token.
    pub(crate) const MIN: Self = Self(0);

    /// Sorts after every token.
    pub(crate) const MAX_VALUE: Self = Self(u64::MAX);

    /// Seven random characters: among 100,000 tokens two agree with a chance of one in sixteen,
    /// so whoever makes ids looks whether one is taken.
    pub fn random(random: &mut fastrand::Rng) -> Self {
        (0..7).fold(Self(0), |token, _| token.push(random.usize(..36)))
    }

    fn push(self, digit: usize) -> Self {
        Self(self.0 * 37 + digit as u64 + 1)
    }
}

impl FromStr for Token {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Token(text.into());
        if !(1..=Self::MAX).contains(&text.len()) {
            return Err(wrong());
        }
        text.bytes().try_fold(Self(0), |token, byte| {
            let digit = DIGITS.iter().position(|d| *d == byte).ok_or_else(wrong)?;
            Ok(token.push(digit))
        })
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; Self::MAX];
        let (mut rest, mut at) = (self.0, Self::MAX);
        while rest > 0 {
            at -= 1;
            text[at] = DIGITS[((rest - 1) % 37) as usize];
            rest = (rest - 1) / 37;
        }
        f.write_str(std::str::from_utf8(&text[at..]).unwrap_or("?"))
    }
}

macro_rules! ids {
    ($inner:ident: $($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.parse().map(Self)
            }
        }
    )*};
}

impl FromStr for Slug {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::new(text)
    }
}
impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

ids! { Slug:
    /// Names a country.
    CountryId,
    /// Names an actor.
    ActorId,
    /// Names an issue.
    IssueId,
    /// Names a level of the stance scale.
    StanceId,
    /// Names a tag.
    TagId,
    /// Names a bloc.
    BlocId,
    /// Names a view of the matrix.
    ViewId,
}
ids! { Token:
    /// Names an article.
    ArticleId,
    /// Names an excerpt.
    ExcerptId,
    /// Names a claim.
    ClaimId,
    /// Names a project, for good, whatever its file is called.
    ProjectId,
}

impl fmt::Debug for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_made_from_labels() {
        for (label, slug) in [
            ("United Kingdom", "united-kingdom"),
            ("Côte d’Ivoire", "cote-divoire"),
            ("  US backstop!  ", "us-backstop"),
            ("Україна", "украіна"),
            ("…", "entry"),
        ] {
            assert_eq!(Slug::from_label(label).as_str(), slug);
            assert!(Slug::new(slug).is_ok(), "{slug}");
        }
        assert!(Slug::new("Poland").is_err());
        assert!(Slug::new("").is_err());
        assert_eq!(Slug::new("a"), Slug::new("a"));
    }

    #[test]
    fn tokens_print_as_they_were_read() {
        for text in ["a", "0", "00", "zzzzzzzzzzzz", "k3x9q2m"] {
            assert_eq!(text.parse::<Token>().map(|t| t.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "A", "a-b", "zzzzzzzzzzzzz"] {
            assert!(text.parse::<Token>().is_err(), "{text}");
        }
        assert_ne!("0a".parse::<Token>(), "a".parse::<Token>());
    }
}
