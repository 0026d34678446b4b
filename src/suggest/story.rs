//! Who speaks, sentence by sentence.

use std::collections::VecDeque;
use std::ops::Range;

use super::clauses::{Deed, Place};
use super::names::CountryRef;
use super::reading::{Reading, Who};
use super::window::PARAGRAPHS;
use super::words::{self, Verb};
use crate::model::{ActorId, Project, Voice};

/// Somebody who speaks, as far as the text tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// An actor of the codebook.
    pub actor: Option<ActorId>,
    /// For which countries.
    pub countries: Vec<CountryRef>,
    /// For whom, where that is not a government and no actor tells it.
    pub voice: Option<Voice>,
    /// Whether the text names somebody of whom neither codebook nor gazetteer knows.
    pub is_stranger: bool,
}

/// What a sentence, or a part of it, tells.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Who speaks or acts.
    pub person: Option<Person>,
    /// Whether that person utters something here.
    pub is_said: bool,
    /// Whether the speaker is one of an earlier sentence.
    pub is_carried: bool,
    /// Countries that do something by themselves.
    pub subjects: Vec<CountryRef>,
    /// Countries that do something in what others say.
    pub said_of: Vec<CountryRef>,
    /// The first verb of a subject.
    pub verb: Option<Verb>,
    /// Who and what verb, in bytes of the reading, if a country or an actor speaks or takes a position.
    pub why: Option<(Range<usize>, Range<usize>)>,
}

/// A text read from its beginning up to a sentence.
pub struct Story<'a, 't> {
    project: &'a Project,
    reading: &'a Reading<'t>,
    /// Who spoke last, and where they are named.
    topic: Option<(Person, Range<usize>)>,
    /// Whether that was in this paragraph.
    is_fresh: bool,
    /// How many paragraphs ago that was.
    age: usize,
    /// The country that the paragraph is about.
    country: Option<CountryRef>,
    /// The countries that did something together last.
    group: Vec<CountryRef>,
    /// Actors named so far, the last one first.
    seen: VecDeque<ActorId>,
    /// Countries named so far, the last one first.
    countries: VecDeque<CountryRef>,
}

/// "He confined himself to saying that".
const SAYING: [&str; 6] = ["saying", "adding", "warning", "insisting", "arguing", "noting"];

/// Words by which a sentence shows that it goes on telling what somebody says.
const BACKSHIFT: [&str; 6] = ["would", "could", "should", "must", "might", "ought"];

impl<'a, 't> Story<'a, 't> {
    pub fn new(project: &'a Project, reading: &'a Reading<'t>) -> Self {
        Self {
            project,
            reading,
            topic: None,
            is_fresh: false,
            age: 0,
            country: None,
            group: Vec::new(),
            seen: VecDeque::new(),
            countries: VecDeque::new(),
        }
    }

    /// A new paragraph begins: only "he" and "she" still mean who spoke before.
    pub fn begin_paragraph(&mut self) {
        self.is_fresh = false;
        self.age += 1;
        // So that it makes no difference how much before was read.
        if self.age > PARAGRAPHS {
            self.topic = None;
        }
        self.country = None;
        self.group.clear();
    }

    /// Reads a sentence. What lies in `chosen` counts first; both are bytes of the reading.
    pub fn read(&mut self, sentence: &Range<usize>, chosen: &Range<usize>) -> Line {
        let words = self.reading.words_in(sentence);
        let chosen = self.reading.words_in(chosen);
        let chosen = chosen.start.max(words.start)..chosen.end.min(words.end).max(chosen.start.max(words.start));
        if let Some(here) = self.begins_with(&words) {
            self.country = Some(here);
        }
        let deeds = self.reading.deeds(&words);
        let mut line = self.line(&deeds, &words, &chosen);
        self.remember(&deeds, &words);
        if !line.is_said && line.person.as_ref().is_none_or(|person| person.actor.is_none() && !person.is_stranger) {
            self.carry(&mut line, &words);
        }
        line
    }

    /// The country that a sentence begins with: "In Bratislava, the ministry", "Denmark spends".
    fn begins_with(&self, words: &Range<usize>) -> Option<CountryRef> {
        let first = self.reading.mentions.partition_point(|mention| mention.words.start < words.start);
        let mention = self.reading.mentions.get(first).filter(|mention| mention.words.start <= words.start + 2)?;
        let opens = self.reading.before_article(mention.words.start) == words.start;
        match mention.who {
            Who::Where(country) => Some(country),
            Who::Country(country) if opens => Some(country),
            _ => None,
        }
    }

    fn line(&self, deeds: &[Deed], words: &Range<usize>, chosen: &Range<usize>) -> Line {
        let mut line = Line::default();
        let inside = |deed: &&Deed| {
            let mention = &self.reading.mentions[deed.whose[0]].words;
            deed.words.start < chosen.end
                && deed.words.end > chosen.start
                && mention.start < chosen.end
                && mention.end > chosen.start
        };
        let outlet = |deed: &Deed| deed.whose.iter().all(|at| self.reading.mentions[*at].who == Who::Outlet);
        let main = || deeds.iter().filter(|deed| deed.place == Place::Main && !outlet(deed));
        // "according to two diplomats" names a source, not a speaker.
        let source = |deed: &Deed| {
            let is_named = |at: &usize| !matches!(self.reading.mentions[*at].who, Who::Body(_, None));
            self.reading.lower(deed.words.start) == "according" && !deed.whose.iter().all(is_named)
        };
        // Whatever verb stands beside a quotation.
        let quotes = words.clone().any(|at| self.reading.is_quoted(at)) && !self.reading.is_all_quoted(words);
        let says = |deed: &Deed| {
            deed.verb.is_speech() || deed.interposed || (quotes && deed.verb == Verb::Open && self.is_personal(deed))
        };
        let speech = || main().filter(|deed| says(deed) && !source(deed));
        let country_of =
            |deed: &Deed| -> Vec<CountryRef> { deed.whose.iter().flat_map(|at| self.person(*at).countries).collect() };
        // Who speaks: in the selection, else around it.
        let by_nearness = |deed: &&Deed| {
            let start = deed.words.start;
            if start < chosen.start { chosen.start - start } else { (start + 1).saturating_sub(chosen.end) }
        };
        let speaks = speech().find(inside).or_else(|| speech().min_by_key(by_nearness));
        let acts = || main().filter(inside).find(|deed| !country_of(deed).is_empty() || self.is_person(deed));
        let colon = || self.before_colon(words, chosen);
        if let Some(deed) = speaks {
            line.person = Some(self.persons(deed));
            line.is_said = true;
        } else if let Some(at) = colon() {
            line.person = Some(self.person(at));
            line.is_said = true;
        } else if let Some(deed) = acts() {
            line.person = Some(self.persons(deed));
        } else if let Some(at) = self.leader(words).filter(|at| self.reading.mentions[*at].words.start < chosen.end) {
            line.person = Some(self.person(at));
            line.is_said = words.clone().any(|word| SAYING.contains(&self.reading.lower(word)));
        }
        for deed in deeds.iter().filter(inside) {
            let countries = country_of(deed);
            let list = match deed.place {
                Place::Main => &mut line.subjects,
                Place::Said => &mut line.said_of,
                Place::Aside | Place::Quoted => continue,
            };
            countries.into_iter().for_each(|country| {
                if !list.contains(&country) {
                    list.push(country);
                }
            });
            if deed.place == Place::Main || line.verb.is_none() {
                line.verb.get_or_insert(deed.verb);
            }
        }
        line.why = deeds
            .iter()
            .filter(|deed| matches!(deed.place, Place::Main | Place::Said) && self.is_somebody(deed))
            .filter(|deed| {
                deed.verb != Verb::Open || words.clone().any(|at| words::is_political(self.reading.lower(at)))
            })
            .map(|deed| {
                let who = &self.reading.mentions[deed.whose[0]].words;
                (self.bytes(who), self.bytes(&deed.words))
            })
            .next();
        line
    }

    fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        self.reading.words[words.start].range.start..self.reading.words[words.end - 1].range.end
    }

    /// Whether somebody acts whose deeds may be a position.
    fn is_somebody(&self, deed: &Deed) -> bool {
        match &self.reading.mentions[deed.whose[0]].who {
            Who::Actor(_) | Who::Office(..) | Who::Country(_) => true,
            Who::Body(voice, country) => *voice != Voice::Public && (deed.verb != Verb::Will || country.is_some()),
            Who::Pronoun => self.topic.as_ref().is_some_and(|(person, _)| !person.is_stranger),
            Who::Group => !self.group.is_empty(),
            Who::Outlet | Who::Stranger | Who::Where(_) => false,
        }
    }

    fn is_personal(&self, deed: &Deed) -> bool {
        matches!(self.reading.mentions[deed.whose[0]].who, Who::Actor(_) | Who::Office(..) | Who::Pronoun)
    }

    fn is_person(&self, deed: &Deed) -> bool {
        self.persons(deed).actor.is_some() || self.persons(deed).is_stranger
    }

    fn persons(&self, deed: &Deed) -> Person {
        let mut person = self.person(deed.whose[0]);
        // A claim has one speaker; two who act together leave it open.
        let actors = deed.whose.iter().filter(|at| self.person(**at).actor.is_some()).count();
        if actors > 1 {
            person.actor = None;
        }
        for other in &deed.whose[1..] {
            for country in self.person(*other).countries {
                if !person.countries.contains(&country) {
                    person.countries.push(country);
                }
            }
        }
        person
    }

    /// Whom a mention means.
    fn person(&self, at: usize) -> Person {
        match &self.reading.mentions[at].who {
            Who::Actor(id) => self.actor(*id),
            Who::Office(country, holders) => match self.holder(holders, at) {
                Some(id) => self.actor(id),
                None => Person { countries: country.iter().copied().collect(), ..Person::default() },
            },
            Who::Country(country) => Person { countries: vec![*country], ..Person::default() },
            Who::Body(Voice::OfficialUnnamed, None) if self.is_official_topic() => self.topic_person(),
            Who::Body(voice, country) => {
                let inherits = !matches!(voice, Voice::Expert | Voice::OfficialUnnamed | Voice::Public);
                let country = country.or(self.country.filter(|_| inherits));
                let told = Some(*voice).filter(|voice| *voice != Voice::Government);
                Person { countries: country.into_iter().collect(), voice: told, ..Person::default() }
            }
            Who::Pronoun => self.topic_person(),
            Who::Group => Person { countries: self.group.clone(), ..Person::default() },
            Who::Stranger => Person { is_stranger: true, ..Person::default() },
            Who::Outlet | Who::Where(_) => Person::default(),
        }
    }

    fn actor(&self, id: ActorId) -> Person {
        let country = self.project.actor(id).and_then(|actor| actor.country).map(CountryRef::Codebook);
        Person { actor: Some(id), countries: country.into_iter().collect(), ..Person::default() }
    }

    /// Of those who may hold an office: the only one, the one named last, the one whose country was named last.
    fn holder(&self, holders: &[ActorId], at: usize) -> Option<ActorId> {
        if holders.len() <= 1 {
            return holders.first().copied();
        }
        // Also those named before in the same sentence.
        let here = self.reading.mentions[..at].iter().rev().take(6).filter_map(|mention| match mention.who {
            Who::Actor(id) => Some(id),
            _ => None,
        });
        let named = here.chain(self.seen.iter().copied()).find(|id| holders.contains(id));
        let country_of = |id: &ActorId| self.project.actor(*id).and_then(|actor| actor.country);
        let of_country = |country: &CountryRef| match country {
            CountryRef::Codebook(wanted) => holders.iter().copied().find(|id| country_of(id) == Some(*wanted)),
            CountryRef::Known(_) => None,
        };
        named
            .or_else(|| self.country.as_ref().and_then(of_country))
            .or_else(|| self.countries.iter().find_map(of_country))
    }

    fn is_official_topic(&self) -> bool {
        self.topic.as_ref().is_some_and(|(person, _)| {
            person.voice == Some(Voice::OfficialUnnamed)
                || person
                    .actor
                    .and_then(|id| self.project.actor(id))
                    .is_some_and(|actor| actor.voice == Voice::OfficialUnnamed)
        })
    }

    fn topic_person(&self) -> Person {
        self.topic.as_ref().map(|(person, _)| person.clone()).unwrap_or_default()
    }

    /// The first person of a sentence who is its subject, whatever they do.
    fn leader(&self, words: &Range<usize>) -> Option<usize> {
        let first = self.reading.mentions.partition_point(|mention| mention.words.start < words.start);
        (first..self.reading.mentions.len())
            .take_while(|at| self.reading.mentions[*at].words.end <= words.end)
            .filter(|at| {
                let mention = &self.reading.mentions[*at];
                let from = self.reading.before_article(mention.words.start);
                let opens = from == words.start || self.reading.gap(from).contains(',') || from <= words.start + 2;
                let blocked = self.reading.follows(from)
                    && from > words.start
                    && (words::is_preposition(self.reading.lower(from - 1))
                        || words::is_subordinate(self.reading.lower(from - 1)));
                let owns = self.reading.gap(mention.words.end).contains(['’', '\'']);
                opens && !blocked && !owns && !self.reading.is_quoted(from)
            })
            .find(|at| match &self.reading.mentions[*at].who {
                Who::Actor(_) | Who::Pronoun | Who::Stranger => true,
                Who::Office(_, holders) => self.holder(holders, *at).is_some(),
                _ => false,
            })
    }

    /// A person who leads a sentence up to a colon, before the selection: "Tusk was blunter: no soldiers".
    fn before_colon(&self, words: &Range<usize>, chosen: &Range<usize>) -> Option<usize> {
        let colon = (words.start + 1..words.end).find(|at| self.reading.gap(*at).contains(':'))?;
        (chosen.start >= colon).then(|| self.leader(&(words.start..colon))).flatten()
    }

    /// Takes notice of who is named, for the sentences that follow.
    fn remember(&mut self, deeds: &[Deed], words: &Range<usize>) {
        let is_person = |at: usize| {
            matches!(
                self.reading.mentions[at].who,
                Who::Actor(_)
                    | Who::Office(..)
                    | Who::Pronoun
                    | Who::Stranger
                    | Who::Body(Voice::OfficialUnnamed | Voice::Expert, _)
            )
        };
        let main = || deeds.iter().filter(|deed| deed.place == Place::Main && is_person(deed.whose[0]));
        let spoke = main().find(|deed| deed.verb.is_speech()).or_else(|| main().next()).map(|deed| deed.whose[0]);
        let leader = self.leader(words);
        if let Some(at) = spoke.or(leader) {
            let person = self.person(at);
            let place = self.bytes(&self.reading.mentions[at].words);
            if self.reading.mentions[at].who == Who::Pronoun {
                self.is_fresh |= self.topic.is_some();
                self.age = 0;
            } else {
                self.topic = Some((person, place));
                self.is_fresh = true;
                self.age = 0;
            }
        }
        let first = self.reading.mentions.partition_point(|mention| mention.words.start < words.start);
        for mention in self.reading.mentions[first..].iter().take_while(|mention| mention.words.end <= words.end) {
            match &mention.who {
                Who::Actor(id) => self.seen.push_front(*id),
                Who::Country(country)
                | Who::Where(country)
                | Who::Office(Some(country), _)
                | Who::Body(_, Some(country)) => {
                    self.countries.push_front(*country);
                }
                _ => {}
            }
        }
        self.seen.truncate(24);
        self.countries.truncate(24);
        let acting =
            deeds.iter().filter(|deed| deed.place == Place::Main).flat_map(|deed| self.persons(deed).countries);
        if let Some(country) =
            acting.last().or_else(|| leader.and_then(|at| self.person(at).countries.first().copied()))
        {
            self.country = Some(country);
        }
    }

    /// Speech that goes on from the sentence before.
    fn carry(&self, line: &mut Line, words: &Range<usize>) {
        let Some((person, place)) = self.topic.as_ref().filter(|(person, _)| self.is_fresh && !person.is_stranger)
        else {
            return;
        };
        let quoted = self.reading.is_all_quoted(words);
        let others = line.subjects.iter().any(|country| !person.countries.contains(country));
        let backshift = words.clone().any(|at| BACKSHIFT.contains(&self.reading.lower(at)));
        if quoted || (backshift && !others) {
            line.person = Some(person.clone());
            (line.is_said, line.is_carried) = (true, true);
            line.why.get_or_insert_with(|| (place.clone(), place.clone()));
        }
    }
}
