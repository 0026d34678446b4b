//! Who is named in a paragraph, and as what.

use std::ops::Range;

use super::names::{CountryRef, Form, Named, Names, Plain};
use super::people::{self, Noun, PARLIAMENTS, Role};
use super::quotes;
use super::words::{self, Word};
use crate::model::{ActorId, Voice};

/// Somebody or something that a text names and that may speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// An actor of the codebook.
    Actor(ActorId),
    /// An office, with the country where it is told, and the actors who may hold it.
    Office(Option<CountryRef>, Vec<ActorId>),
    /// A country, by name or by the seat of its government.
    Country(CountryRef),
    /// A ministry, officials, experts: a voice, with the country where it is told.
    Body(Voice, Option<CountryRef>),
    /// He or she.
    Pronoun,
    /// Both, neither: those who did something together before.
    Group,
    /// A newspaper, an agency, a broadcaster.
    Outlet,
    /// A person who is not in the codebook.
    Stranger,
    /// A capital that only tells where.
    Where(CountryRef),
}

/// Where somebody is named.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Their words.
    pub words: Range<usize>,
    /// Who it is.
    pub who: Who,
    /// Whether it is an adjective or a people: "Polish", "the Poles".
    pub belongs: bool,
}

/// A paragraph, or a few, read word by word.
pub struct Reading<'t> {
    pub text: &'t str,
    pub words: Vec<Word>,
    /// In the order of the text; none overlap.
    pub mentions: Vec<Mention>,
    /// Every name of a country that means the country or tells where.
    pub named: Vec<Named>,
    pub quotes: Vec<Range<usize>>,
}

/// A name of a country among the words.
#[derive(Clone, Copy)]
struct Hit {
    to: usize,
    country: CountryRef,
    form: Form,
    is_where: bool,
}

impl<'t> Reading<'t> {
    /// Reads `text`.
    pub fn new(names: &Names, text: &'t str) -> Self {
        let plain = Plain::new(text);
        let named = names.find_in_plain(&plain);
        let words = words::words(text);
        let mut reading = Self { text, words, mentions: Vec::new(), quotes: quotes_of(text), named };
        let actors = names.people.named_in(&plain.text).into_iter();
        let actors: Vec<_> = actors.map(|(range, id)| (plain.back(range.start)..plain.back(range.end), id)).collect();
        reading.name_all(names, actors);
        reading
    }

    /// What stands between word `at` and the one before.
    pub fn gap(&self, at: usize) -> &'t str {
        let from = at.checked_sub(1).map_or(0, |before| self.words[before].range.end);
        let to = self.words.get(at).map_or(self.text.len(), |word| word.range.start);
        &self.text[from..to]
    }

    /// The words that lie within `bytes`.
    pub fn words_in(&self, bytes: &Range<usize>) -> Range<usize> {
        let from = self.words.partition_point(|word| word.range.end <= bytes.start);
        let to = self.words.partition_point(|word| word.range.start < bytes.end);
        from..to.max(from)
    }

    /// Whether a word stands in quotation marks.
    pub fn is_quoted(&self, word: usize) -> bool {
        self.words.get(word).is_some_and(|word| self.quotes.iter().any(|quote| quote.contains(&word.range.start)))
    }

    /// The word at `at` in small letters; nothing outside.
    pub fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| &word.lower)
    }

    /// Whether word `at` stands a space behind the one before.
    pub fn follows(&self, at: usize) -> bool {
        at > 0 && at < self.words.len() && self.gap(at).chars().all(|c| c == ' ' || c == '\u{a0}')
    }

    fn name_all(&mut self, names: &Names, actors: Vec<(Range<usize>, ActorId)>) {
        let count = self.words.len();
        let mut taken = vec![false; count];
        let mut mentions: Vec<Mention> = Vec::new();
        for (bytes, id) in actors {
            let words = self.words_in(&bytes);
            if !words.is_empty() && !taken[words.clone()].contains(&true) {
                taken[words.clone()].fill(true);
                mentions.push(Mention { words, who: Who::Actor(id), belongs: false });
            }
        }
        let mut hits: Vec<Option<Hit>> = vec![None; count];
        let mut last: Option<Range<usize>> = None;
        for named in &self.named {
            let words = self.words_in(&named.span.range());
            let again = last.as_ref() == Some(&words);
            last = Some(words.clone());
            if words.is_empty() || again || taken[words.clone()].contains(&true) {
                continue;
            }
            hits[words.start] =
                Some(Hit { to: words.end, country: named.country, form: named.form, is_where: named.is_where });
        }
        for at in 0..count {
            if !taken[at] && !hits_cover(&hits, at) {
                self.name_noun(names, at, &hits, &mut taken, &mut mentions);
            }
        }
        for (at, hit) in hits.iter().enumerate() {
            let Some(hit) = hit.filter(|hit| !taken[at..hit.to].contains(&true)) else { continue };
            taken[at..hit.to].fill(true);
            let bytes = self.words[at].range.start..self.words[hit.to - 1].range.end;
            let who = match hit {
                Hit { is_where: true, country, .. } => Who::Where(country),
                Hit { form: Form::Seat, country, .. } if PARLIAMENTS.contains(&&self.text[bytes]) => {
                    Who::Body(Voice::Parliament, Some(country))
                }
                Hit { country, .. } => Who::Country(country),
            };
            mentions.push(Mention { words: at..hit.to, who, belongs: hit.form == Form::Belonging });
        }
        let pronouns = (0..count).filter(|at| matches!(self.lower(*at), "he" | "she"));
        mentions.extend(pronouns.map(|at| Mention { words: at..at + 1, who: Who::Pronoun, belongs: false }));
        let groups = (0..count).filter(|at| {
            matches!(self.lower(*at), "both" | "neither") && self.follows(at + 1) && !taken.get(at + 1).unwrap_or(&true)
        });
        mentions.extend(groups.map(|at| Mention { words: at..at + 1, who: Who::Group, belongs: false }));
        self.name_strangers(&taken, &mut mentions);
        mentions.sort_by_key(|mention| mention.words.start);
        self.mentions = mentions;
    }

    /// Names the office or body whose noun stands at `at`: "the Polish foreign minister", "officials of the EU".
    fn name_noun(
        &self,
        names: &Names,
        at: usize,
        hits: &[Option<Hit>],
        taken: &mut [bool],
        mentions: &mut Vec<Mention>,
    ) {
        let Some(noun) = people::noun(self.lower(at)) else { return };
        // "opposition deputies", "government officials": the last noun tells.
        if people::is_modifier(self.lower(at))
            && self.lower(at) != "secretary"
            && self.follows(at + 1)
            && people::noun(self.lower(at + 1)).is_some()
        {
            return;
        }
        let (mut from, mut to) = (self.before_modifiers(at, taken, hits), at + 1);
        // "secretary of state", "secretary general".
        let of = |to: usize, words: &[&str]| words.contains(&self.lower(to)) && self.follows(to);
        if of(to, &["general"]) {
            to += 1;
        } else if of(to, &["of"]) && of(to + 1, &["state", "defence", "defense", "staff"]) {
            to += 2;
        }
        let role_words = (from, to);
        let mut country = None;
        // "Marsh’s aides" speak for her.
        if self.lower(from.wrapping_sub(1)) == "s" && self.gap(from - 1).contains(['’', '\'']) {
            let owner = mentions.iter_mut().find(|mention| mention.words.end == from - 1);
            if let Some(owner) =
                owner.filter(|owner| matches!(owner.who, Who::Actor(_)) && self.lower(at) != "counterpart")
            {
                owner.words.end = to;
                taken[from - 1..to].fill(true);
                return;
            }
        }
        let whose = (0..from).rev().take(6).find_map(|start| {
            let hit = hits[start]?;
            (hit.to == from && (self.follows(from) || self.gap(from).contains(['’', '\''])) || self.owns(hit.to, from))
                .then_some((start, hit))
        });
        if let Some((start, hit)) = whose {
            country = Some(hit.country);
            from = self.before_modifiers(start, taken, hits);
        } else if matches!(self.lower(to), "of" | "for" | "at" | "in" | "from") && self.follows(to) {
            // "a spokeswoman for the Ukrainian foreign ministry".
            let near = (to + 1..(to + 6).min(self.words.len())).take_while(|word| self.follows(*word));
            let near = near.take_while(|word| {
                let word = self.lower(word.saturating_sub(1));
                matches!(word, "the" | "of" | "for" | "at" | "in" | "from" | "a") || people::is_modifier(word)
            });
            if let Some((start, hit)) = near.filter_map(|word| Some((word, hits[word]?))).next() {
                country = Some(hit.country);
                to = hit.to;
                while to < self.words.len()
                    && self.follows(to)
                    && (people::is_modifier(self.lower(to)) || people::noun(self.lower(to)).is_some())
                {
                    to += 1;
                }
                if taken[start..to].contains(&true) {
                    return;
                }
            }
        }
        // A title before a name belongs to the name.
        if let Some(actor) = mentions.iter_mut().find(|mention| mention.words.start == to && self.follows(to)) {
            actor.words.start = from;
            taken[from..to].fill(true);
            return;
        }
        let words: Vec<&str> = (role_words.0..role_words.1).map(|word| self.lower(word)).collect();
        let mut role: Role = people::role(&words.join(" "));
        if self.lower(at) == "counterpart" {
            // "his Spanish counterpart": whoever holds the same office there.
            let actors =
                mentions.iter().filter(|mention| mention.words.end <= from).filter_map(|mention| match mention.who {
                    Who::Actor(id) => Some((mention.words.end, id)),
                    _ => None,
                });
            role = actors.max().and_then(|(_, id)| names.people.role_of(id)).cloned().unwrap_or_default();
        }
        let who = match noun {
            Noun::Body(_) if words.contains(&"opposition") => Who::Body(Voice::Party, country),
            Noun::Body(_) if words.contains(&"military") => Who::Body(Voice::Military, country),
            Noun::Body(voice) => Who::Body(voice, country),
            Noun::Office => {
                let codebook = match country {
                    Some(CountryRef::Codebook(id)) => Some(id),
                    _ => None,
                };
                let holders = if country.is_some() && codebook.is_none() {
                    Vec::new()
                } else {
                    names.people.holding(&role, codebook)
                };
                let generic = role.len() == 1 && holders.is_empty();
                match self.lower(at) {
                    "spokesman" | "spokeswoman" | "spokesperson" if holders.is_empty() => {
                        Who::Body(Voice::Government, country)
                    }
                    "minister" | "secretary" | "leader" | "chief" if generic && country.is_none() => {
                        Who::Body(Voice::Government, None)
                    }
                    _ => Who::Office(country, holders),
                }
            }
        };
        taken[from..to].fill(true);
        mentions.push(Mention { words: from..to, who, belongs: false });
    }

    /// Whether `from` is what belongs to the name that ends before `end`: "Poland’s".
    fn owns(&self, end: usize, from: usize) -> bool {
        end + 1 == from && self.lower(end) == "s" && self.gap(end).contains(['’', '\'']) && self.follows(from)
    }

    fn before_modifiers(&self, at: usize, taken: &[bool], hits: &[Option<Hit>]) -> usize {
        let mut from = at;
        while from > 0
            && !taken[from - 1]
            && (self.follows(from) || self.gap(from) == "-")
            && people::is_modifier(self.lower(from - 1))
            && hits[from - 1].is_none()
        {
            from -= 1;
        }
        from
    }

    /// Newspapers and people that the codebook does not have: several words with capitals.
    fn name_strangers(&self, taken: &[bool], mentions: &mut Vec<Mention>) {
        let mut at = 0;
        while at < self.words.len() {
            let (start, mut end) = (at, at);
            while end < self.words.len()
                && !taken[end]
                && self.words[end].capital
                && (end == start || self.follows(end) || self.gap(end) == ". ")
                && !is_common(self.lower(end), end == start)
            {
                end += 1;
            }
            at = end.max(start + 1);
            // "Financial Times" may be cut by a name: "Washington Post".
            let name: Vec<&str> = (start..end).map(|word| &self.text[self.words[word].range.clone()]).collect();
            let Some(last) = name.last() else { continue };
            if quotes::is_outlet(last) || name.len() > 1 && quotes::is_outlet(&name.join(" ")) {
                mentions.push(Mention { words: start..end, who: Who::Outlet, belongs: false });
            } else if name.len() > 1 && name.len() < 5 {
                mentions.push(Mention { words: start..end, who: Who::Stranger, belongs: false });
            }
        }
    }
}

fn quotes_of(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        found.extend(quotes::quoted(line).into_iter().map(|range| range.start + at..range.end + at));
        at += line.len();
    }
    found
}

fn hits_cover(hits: &[Option<Hit>], at: usize) -> bool {
    (at.saturating_sub(6)..=at).any(|start| hits[start].is_some_and(|hit| hit.to > at))
}

/// Words with a capital that are no part of a person's name: days, months, the first word of a sentence.
fn is_common(word: &str, first: bool) -> bool {
    const DAYS: [&str; 22] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "i",
        "europe",
        "europeans",
    ];
    const OPENERS: [&str; 40] = [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "to",
        "of",
        "with",
        "but",
        "and",
        "or",
        "if",
        "when",
        "while",
        "after",
        "before",
        "since",
        "as",
        "asked",
        "both",
        "under",
        "writing",
        "citing",
        "according",
        "most",
        "one",
        "two",
        "it",
        "they",
        "we",
        "his",
        "her",
        "that",
        "this",
        "what",
        "there",
    ];
    DAYS.contains(&word) || (first && OPENERS.contains(&word))
}
