//! A query made ready to find places in texts.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::hay::Hay;
use super::near::{self, Part, Reach};
use super::needle::{Look, NEVER, Needle, Words};
use super::query::{Alternatives, Near, Query, QueryError};
use crate::text::Span;

/// So many places at most are looked at in one text.
const MOST: usize = 1 << 20;
/// Between the texts of several fields that are looked through as one: no phrase and no nearness reaches over it.
pub const BORDER: char = '\u{1f}';

/// How words are to be found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Only whole words.
    pub whole: bool,
    /// What is typed is a regular expression.
    pub regex: bool,
    /// Case and accents count.
    pub case: bool,
}

/// A query made ready.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    chains: Vec<Links>,
    without: Vec<Vec<Needle>>,
    options: Options,
}

/// A chain: needles of which one is enough, each near the one before.
type Links = Vec<(Near, Vec<Needle>)>;

/// Where what was sought stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The place in the text, from the first of its words to the last.
    pub span: Span,
    /// The words that stand near each other there, in the order of the text; empty where all of it is one.
    pub parts: Box<[Span]>,
}

impl Place {
    /// The words that were found.
    pub fn words(&self) -> &[Span] {
        if self.parts.is_empty() { std::slice::from_ref(&self.span) } else { &self.parts }
    }
}

/// A place in what is looked through, that is in folded text where letters need not match exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Raw {
    pub start: u32,
    pub end: u32,
    /// The words near each other; `None` where there is but one.
    pub parts: Option<Box<[Part]>>,
}

impl Raw {
    fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn place(&self, hay: &Hay<'_>) -> Place {
        let parts = self.parts.iter().flatten();
        let mut parts: Vec<Span> = parts.map(|part| hay.span(&(part.start as usize..part.end as usize))).collect();
        parts.sort_unstable();
        Place { span: hay.span(&self.range()), parts: parts.into() }
    }
}

impl Pattern {
    /// What was typed, in the language of [`Query`], or as a regular expression where the options say so.
    ///
    /// # Errors
    /// When it cannot be meant so; says why.
    pub fn typed(typed: &str, options: Options) -> Result<Self, QueryError> {
        Self::new(&if options.regex { Query::regex(typed) } else { Query::parse(typed)? }, options)
    }

    /// What was typed, as it stands, or as a regular expression where the options say so.
    ///
    /// # Errors
    /// When it is a regular expression that is none.
    pub fn literal(typed: &str, options: Options) -> Result<Self, QueryError> {
        Self::new(&if options.regex { Query::regex(typed) } else { Query::literal(typed) }, options)
    }

    /// A query made ready.
    ///
    /// # Errors
    /// When one of its regular expressions is none.
    pub fn new(query: &Query, options: Options) -> Result<Self, QueryError> {
        let ready = |terms: &Alternatives| -> Result<Vec<Needle>, QueryError> {
            terms.iter().filter_map(|term| Needle::new(term, options).transpose()).collect()
        };
        let mut pattern = Self { options, ..Self::default() };
        for chain in &query.chains {
            let mut links = vec![(Near::Words(0), ready(&chain.first)?)];
            for (near, next) in &chain.then {
                links.push((*near, ready(next)?));
            }
            // What folds to nothing is not sought.
            links.retain(|(_, needles)| !needles.is_empty());
            if !links.is_empty() {
                pattern.chains.push(links);
            }
        }
        for terms in &query.without {
            pattern.without.push(ready(terms)?);
        }
        Ok(pattern)
    }

    /// Whether nothing is sought.
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }

    /// Whether letters are to match as they stand: then texts are looked through unfolded.
    pub fn is_exact(&self) -> bool {
        self.options.case
    }

    /// The first place at or after `from`, both in what is looked through, for whoever looks step by step. For patterns
    /// of one word, phrase or expression; finds the first word of others.
    pub(super) fn next(&self, hay: &Hay<'_>, from: usize) -> Option<Range<usize>> {
        match self.look(hay, from, usize::MAX) {
            Look::Found(range) => Some(range),
            Look::NotYet(_) | Look::Nothing => None,
        }
    }

    /// The same, but expressions are given up for now after about `most` bytes.
    pub(super) fn look(&self, hay: &Hay<'_>, from: usize, most: usize) -> Look {
        let needles = self.chains.first().and_then(|links| links.first()).map_or(&[][..], |(_, needles)| needles);
        let looks = needles.iter().map(|needle| needle.look(hay, from, most, &NEVER));
        looks.fold(Look::Nothing, Look::sooner)
    }

    /// Whether a folded text has what is sought, and nothing of what it must not have. Where its sentences end is told
    /// by what is left of them, which may be too little.
    pub fn is_in_folded(&self, folded: &str) -> bool {
        self.is_in(&Hay { text: folded, folded: None })
    }

    fn is_in(&self, hay: &Hay<'_>) -> bool {
        let any = |needles: &[Needle]| needles.iter().any(|needle| needle.next(hay, 0, &NEVER).is_some());
        let has = |links: &Links| match links.as_slice() {
            [(_, needles)] => any(needles),
            links => !chain(links, hay, &NEVER).is_empty(),
        };
        self.chains.iter().all(has) && !self.without.iter().any(|needles| any(needles))
    }

    /// Every place in one text, in its order; none where one of the chains is missing or something is in it that must
    /// not be.
    pub fn places(&self, hay: &Hay<'_>) -> Vec<Place> {
        let found = self.find(&[*hay], &NEVER).into_iter().flatten().next().unwrap_or_default();
        let mut places: Vec<Place> = found.iter().map(|raw| raw.place(hay)).collect();
        // Two places within one character, as people see it, are one.
        places.dedup_by(|next, last| next.span.start < last.span.end && last.span.cover(next.span) == last.span);
        places
    }

    /// The places in each of several texts that are looked through as one: a chain may stand in any of them. `None`
    /// where the whole does not have what is sought, or `stop` is set meanwhile.
    pub(super) fn find(&self, texts: &[Hay<'_>], stop: &AtomicBool) -> Option<Vec<Vec<Raw>>> {
        if self.is_empty() || self.chains.iter().any(|links| !self.may_be_in(links, texts)) {
            return None;
        }
        // First what is quickly told.
        let unwanted =
            |needles: &Vec<Needle>| texts.iter().any(|text| needles.iter().any(|n| n.next(text, 0, stop).is_some()));
        if self.without.iter().any(unwanted) {
            return None;
        }
        let mut found: Vec<Vec<Raw>> = vec![Vec::new(); texts.len()];
        for links in &self.chains {
            let mut any = false;
            for (text, found) in texts.iter().zip(&mut found) {
                let places = chain(links, text, stop);
                any |= !places.is_empty();
                if found.is_empty() { *found = places } else { found.extend(places) }
            }
            if !any {
                return None;
            }
        }
        if self.chains.len() > 1 {
            found.iter_mut().for_each(in_order);
        }
        (!stop.load(Ordering::Relaxed)).then_some(found)
    }

    /// Words of which one must be in every folded text that has what is sought, the longest there are; `None` where only
    /// expressions are sought.
    pub(super) fn needed(&self) -> Option<Vec<&Words>> {
        let shortest = |words: &Vec<&Words>| words.iter().map(|words| words.length()).min();
        let links = self.chains.iter().flatten();
        links.filter_map(|(_, needles)| needles.iter().map(Needle::words).collect()).max_by_key(shortest)
    }

    /// Whether every link of a chain can stand in one of the texts: a quick no for most.
    fn may_be_in(&self, links: &Links, texts: &[Hay<'_>]) -> bool {
        if self.chains.len() == 1 && links.len() == 1 {
            return true;
        }
        let may = |needle: &Needle, text: &Hay<'_>| needle.words().is_none_or(|words| words.may_be_in(text.sought()));
        let any = |needles: &[Needle]| texts.iter().any(|text| needles.iter().any(|needle| may(needle, text)));
        links.iter().all(|(_, needles)| any(needles))
    }
}

/// Every place of a chain in one text.
fn chain(links: &[(Near, Vec<Needle>)], hay: &Hay<'_>, stop: &AtomicBool) -> Vec<Raw> {
    let Some(((_, first), rest)) = links.split_first() else { return Vec::new() };
    let mut reach = Reach::new(any_of(first, hay, stop));
    for (near, needles) in rest {
        if reach.is_empty() {
            return Vec::new();
        }
        reach = near::step(&reach, *near, any_of(needles, hay, stop), hay);
    }
    reach.places()
}

/// The places of one or another, in the order of the text, none over another.
fn any_of(needles: &[Needle], hay: &Hay<'_>, stop: &AtomicBool) -> Vec<Part> {
    let mut found = Vec::new();
    for needle in needles {
        let mut from = 0;
        while let Some(range) = needle.next(hay, from, stop).filter(|_| found.len() < MOST) {
            from = range.end;
            found.push(Part { start: range.start as u32, end: range.end as u32 });
        }
    }
    if needles.len() > 1 {
        // Of two that begin together the longer one.
        found.sort_unstable_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
        let mut end = 0;
        found.retain(|part: &Part| {
            let apart = part.start >= end;
            end = if apart { part.end } else { end };
            apart
        });
    }
    found
}

/// Sorts places and drops those that lie in others.
fn in_order(found: &mut Vec<Raw>) {
    found.sort_by_key(|raw| (raw.start, std::cmp::Reverse(raw.end)));
    found.dedup_by(|next, last| next.end <= last.end);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::*;
    use crate::derive::FoldedText;
    use crate::text::fold::fold;

    const TEXT: &str = "The chancellor called the debate about troops premature; the défence minister was more open. \
                        Poland’s troops – not the U.S. ones – wait.";

    /// The places, with the words of each between brackets.
    fn check(typed: &str, options: Options, found: &[&str]) {
        let pattern = Pattern::typed(typed, options).expect("can be read");
        let folded = FoldedText::new(TEXT);
        let hay = Hay { text: TEXT, folded: (!pattern.is_exact()).then_some(&folded) };
        let show = |place: Place| {
            let mut text = TEXT[place.span.range()].to_owned();
            for part in place.parts.iter().rev() {
                text.insert(part.end.index() - place.span.start.index(), ']');
                text.insert(part.start.index() - place.span.start.index(), '[');
            }
            text
        };
        let places: Vec<String> = pattern.places(&hay).into_iter().map(show).collect();
        assert_eq!(places, found, "{typed}");
        if !pattern.is_exact() && !pattern.is_empty() && !typed.contains("near/s") {
            assert_eq!(pattern.is_in_folded(folded.as_str()), !found.is_empty(), "{typed}");
        }
    }

    #[test]
    fn words_phrases_and_what_must_not_be_there() {
        let plain = Options::default();
        for (typed, found) in [
            ("", &[][..]),
            ("TROOPS", &["troops", "troops"]),
            ("troop debâte", &["debate", "troop", "troop"]),
            ("troops tanks", &[]),
            ("troops -tanks", &["troops", "troops"]),
            ("troops -open", &[]),
            ("\"about troops\"", &["about troops"]),
            ("\"troops about\"", &[]),
            ("open OR premature", &["premature", "open"]),
            ("tanks OR open", &["open"]),
            ("the OR \"the debate\"", &["The", "the debate", "the", "the"]),
            ("/prem\\w+/ open", &["premature", "open"]),
            ("\u{301}", &[]),
        ] {
            check(typed, plain, found);
        }
        check("the", Options { whole: true, case: true, ..plain }, &["the", "the", "the"]);
        check("de.....", Options { regex: true, ..plain }, &["debate ", "défence"]);
    }

    #[test]
    fn what_stands_near_each_other_is_counted_in_words() {
        let plain = Options::default();
        for (typed, found) in [
            ("troops near defence", &["[troops] premature; the [défence]"][..]),
            ("defence near troops", &["[troops] premature; the [défence]"]),
            ("troops near/2 defence", &["[troops] premature; the [défence]"]),
            ("troops near/1 defence", &[]),
            ("chancellor near/4 troops", &["[chancellor] called the debate about [troops]"]),
            ("chancellor near/3 troops", &[]),
            ("chancellor near open", &[]),
            (
                "chancellor near/11 open",
                &["[chancellor] called the debate about troops premature; the défence minister was more [open]"],
            ),
            ("chancellor near/10 open", &[]),
            // What is left of a word that was found in part is no word between.
            ("chance near/0 called", &["[chance]llor [called]"]),
            ("open near/0 poland", &["[open]. [Poland]"]),
            ("open near/s poland", &[]),
            ("troops near/s open", &["[troops] premature; the défence minister was more [open]"]),
            // An apostrophe or a full stop inside makes no second word, a dash makes none.
            ("open near/1 troops", &["[open]. Poland’s [troops]"]),
            ("troops near/4 wait", &["[troops] – not the U.S. ones – [wait]"]),
            ("troops near/3 wait", &[]),
            (
                "chancellor near troops near open",
                &["[chancellor] called the debate about [troops] premature; the défence minister was more [open]"],
            ),
            ("chancellor near/4 troops near/5 open", &[]),
            ("(tanks OR troops) near (open OR shut)", &["[open]. Poland’s [troops]"]),
            // No word is near itself.
            ("chancellor near chance", &[]),
            ("near", &[]),
            ("troops near", &[]),
            ("near troops", &[]),
        ] {
            check(typed, plain, found);
        }
    }

    #[test]
    fn nearness_and_phrases_do_not_reach_over_a_border() {
        let pattern = |typed| Pattern::typed(typed, Options::default()).expect("can be read");
        let text = format!("peace force{BORDER}poland");
        assert!(pattern("peace near force").is_in_folded(&text));
        assert!(pattern("force Poland").is_in_folded(&text));
        assert!(!pattern("force near Poland").is_in_folded(&text));
        assert!(!pattern("\"force Poland\"").is_in_folded(&text));
    }

    #[test]
    fn a_chain_may_stand_in_any_of_several_texts_but_not_across() {
        let pattern = |typed| Pattern::typed(typed, Options::default()).expect("can be read");
        let texts = ["Troops weighed", "the troops of Poland wait"].map(|text| Hay { text, folded: None });
        let count =
            |typed| pattern(typed).find(&texts, &NEVER).map(|found| found.iter().map(Vec::len).collect::<Vec<_>>());
        assert_eq!(count("weighed poland"), None, "folded words in a text that is not");
        assert_eq!(count("weighed troops"), Some(vec![1, 1]));
        assert_eq!(count("weighed near troops"), None);
        assert_eq!(count("troops -weighed"), None);
    }

    #[test]
    fn what_was_given_up_within_a_text_finds_nothing() {
        let texts = ["Troops weighed", "the troops of Poland wait"].map(|text| Hay { text, folded: None });
        for typed in ["troops", "/troops/", "/tr\\w+/ near wait"] {
            let pattern = Pattern::typed(typed, Options::default()).expect("can be read");
            assert!(pattern.find(&texts, &AtomicBool::new(false)).is_some(), "{typed}");
            assert!(pattern.find(&texts, &AtomicBool::new(true)).is_none(), "{typed}");
        }
    }

    proptest! {
        /// Any piece of any text is found in it where it stands, whole characters only.
        #[test]
        fn a_piece_of_a_text_is_found_in_it(
            text in "\\PC{0,40}", from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()
        ) {
            check_piece(&text, from, to);
        }

        #[test]
        fn a_piece_of_a_text_of_many_scripts_is_found_in_it(
            text in "[aßłıİéÉe\u{301}\u{ad}ﬁＮ’한하भाितที่👩\u{200d}🇺🇦❤\u{fe0f}\r\n ςæ]{0,24}",
            from in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>()
        ) {
            check_piece(&text, from, to);
        }

        /// Nearness agrees with counting words one by one.
        #[test]
        fn nearness_agrees_with_counting(text in "(a|b|c|c'c|, |\\. |-| ){0,14}", count in 0_u32..4) {
            let pattern = Pattern::typed(&format!("a near/{count} b"), Options { whole: true, ..Options::default() });
            let folded = FoldedText::new(&text);
            let found = pattern.expect("can be read").places(&Hay { text: &text, folded: Some(&folded) });
            let words: Vec<&str> = text.unicode_words().collect();
            let near = |i: usize, j: usize| i != j && i.abs_diff(j) <= count as usize + 1;
            let all = || words.iter().enumerate();
            let is_near = all().any(|(i, a)| *a == "a" && all().any(|(j, b)| *b == "b" && near(i, j)));
            prop_assert_eq!(!found.is_empty(), is_near, "{:?} in {:?}", found, text);
        }
    }

    fn check_piece(text: &str, from: prop::sample::Index, to: prop::sample::Index) {
        let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let (from, to) = (edges[from.index(edges.len())], edges[to.index(edges.len())]);
        let piece = &text[from.min(to)..from.max(to)];
        let folded = FoldedText::new(text);
        let found = folded.find_in(text, piece, usize::MAX);
        let sought = fold(piece);
        let spaceless = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(found.is_empty(), sought.trim().is_empty(), "{piece:?} in {text:?}");
        let mut last = 0;
        for span in found {
            assert!(edges.contains(&span.start.index()) && edges.contains(&span.end.index()), "{span} cuts {text:?}");
            assert!(span.start.index() >= last, "{span} overlaps in {text:?}");
            last = span.end.index();
            let words = spaceless(&fold(&text[span.range()]));
            assert!(words.contains(&spaceless(&sought)), "{words:?} for {piece:?} in {text:?}");
        }
    }
}
