//! What the words of a selection propose for the claim form.
//!
//! A proposal costs the analyst a glance and a key; nothing is coded. The rules read English.

use std::ops::Range;

use super::gazetteer::{CountryRef, Names};
use super::reading::{Reading, Who};
use super::story::{Line, Person, Story};
use super::window::Window;
use super::words::Verb;
use super::{phrases, quotes};
use crate::model::{ActorId, Basis, Project, Voice};
use crate::text::{ArticleText, Span};

/// What a selection proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    /// Countries, most likely the claim's first: those that hold the position, then others that are named.
    pub countries: Vec<CountryRef>,
    /// How many of them, from the first, hold the position.
    pub holding: usize,
    /// An actor of the codebook.
    pub speaker: Option<ActorId>,
    /// For whom somebody speaks who is not in the codebook: officials without a name, experts, a parliament; the
    /// media where a position is only foreseen.
    pub voice: Option<Voice>,
    /// How we know; `None` where there are no words.
    pub basis: Option<Basis>,
    /// The "if" clause.
    pub condition: Option<String>,
    /// The source the article leans on.
    pub via: Option<String>,
}

impl Proposals {
    /// The countries that hold the position; the others are addressed or only named.
    pub fn holders(&self) -> &[CountryRef] {
        &self.countries[..self.holding.min(self.countries.len())]
    }
}

/// Proposes for `span` of `text`. For many selections, keep a [`Names`] and call [`propose_with`].
pub fn propose(project: &Project, text: &ArticleText, span: Span) -> Proposals {
    propose_with(&Names::of(project), project, text, span)
}

/// As [`propose`], with names made ready before.
///
/// Reads the paragraph of the selection and what stands before it, never the whole article.
pub fn propose_with(names: &Names, project: &Project, text: &ArticleText, span: Span) -> Proposals {
    let has_words = |words: &&str| words.len() <= MOST && words.chars().any(char::is_alphanumeric);
    if text.get(span).filter(has_words).is_none() {
        return Proposals::default();
    }
    let window = Window::around(text.as_str(), span.range());
    let reading = Reading::new(names, window.text);
    let chosen = window.inside(span.range());
    if window.is_foreign(&chosen) {
        return only_names(&reading, &window, &chosen);
    }
    let heard = Heard::of(project, &reading, &window, &chosen);
    let words = &window.text[chosen.clone()];
    let sentence = &window.text[heard.sentence.clone()];
    let basis = basis(&window, &chosen, words, &heard);
    let via = phrases::via(sentence).map(str::to_owned);
    let holders = holders(&heard);
    let mut countries = holders.clone();
    let mut add = |country: CountryRef| {
        if !countries.contains(&country) {
            countries.push(country);
        }
    };
    let of_speaker = heard.person.iter().flat_map(|person| &person.countries);
    heard.subjects.iter().chain(&heard.said_of).copied().for_each(&mut add);
    named(&reading, &chosen).for_each(&mut add);
    of_speaker.copied().for_each(&mut add);
    if countries.is_empty() {
        countries.extend(named(&reading, &heard.sentence).take(4));
        countries.dedup();
    }
    let speaker = heard.person.as_ref().and_then(|person| person.actor);
    let told = heard.person.as_ref().and_then(|person| person.voice).filter(|_| speaker.is_none());
    let is_forecast = basis == Basis::Expected && heard.verb != Some(Verb::Plan) && !heard.is_said;
    let foreseen = (is_forecast && speaker.is_none() && !holders.is_empty()).then_some(Voice::Media);
    // Whoever selects from a small "if" on codes the demand itself.
    let is_demand = phrases::condition(words).is_some_and(|clause| words.trim_start().starts_with(clause))
        && words.trim_start().starts_with(char::is_lowercase);
    let rest = &window.text[chosen.start..heard.sentence.end.max(chosen.start)];
    let condition = phrases::condition(words).or_else(|| phrases::condition(rest)).filter(|_| !is_demand);
    Proposals {
        holding: holders.len(),
        countries,
        speaker,
        voice: told.or(foreseen),
        basis: Some(basis),
        condition: condition.map(str::to_owned),
        via,
    }
}

/// What can be proposed from a language that the rules do not read: names, and that words stand in quotation marks.
fn only_names(reading: &Reading<'_>, window: &Window<'_>, chosen: &Range<usize>) -> Proposals {
    let mut countries: Vec<CountryRef> = Vec::new();
    for country in named(reading, chosen) {
        if !countries.contains(&country) {
            countries.push(country);
        }
    }
    let words = reading.words_in(chosen);
    let mut actors: Vec<ActorId> = reading
        .mentions
        .iter()
        .filter_map(|mention| match mention.who {
            Who::Actor(id) if words.start <= mention.words.start && mention.words.end <= words.end => Some(id),
            _ => None,
        })
        .collect();
    actors.dedup();
    let paragraph = window.paragraph_of(chosen);
    let inside = chosen.start - paragraph.start..chosen.end - paragraph.start;
    let quoted = quotes::is_mostly_quoted(&window.text[paragraph], inside);
    Proposals {
        countries,
        speaker: actors.first().copied().filter(|_| actors.len() == 1),
        basis: quoted.then_some(Basis::Quoted),
        ..Proposals::default()
    }
}

/// A selection longer than this is no claim.
const MOST: usize = 64 * 1024;

/// What the sentences of a selection tell.
struct Heard {
    /// From the first sentence to the last, in bytes of the window.
    sentence: Range<usize>,
    person: Option<Person>,
    is_said: bool,
    subjects: Vec<CountryRef>,
    said_of: Vec<CountryRef>,
    verb: Option<Verb>,
}

impl Heard {
    fn of(project: &Project, reading: &Reading<'_>, window: &Window<'_>, chosen: &Range<usize>) -> Self {
        let mut story = Story::new(project, reading);
        let mut heard = Self {
            sentence: chosen.clone(),
            person: None,
            is_said: false,
            subjects: Vec::new(),
            said_of: Vec::new(),
            verb: None,
        };
        let mut after_quote = false;
        for paragraph in &window.paragraphs {
            story.begin_paragraph();
            for sentence in &paragraph.sentences {
                if sentence.start >= chosen.end {
                    // Speech whose speaker is named behind it.
                    if after_quote && heard.person.is_none() && paragraph.range.start < chosen.end {
                        let line = story.read(sentence, sentence);
                        if line.is_said && !line.is_carried {
                            heard.person = line.person;
                            heard.is_said = true;
                        }
                    }
                    return heard;
                }
                let line = story.read(sentence, chosen);
                if sentence.end > chosen.start {
                    heard.sentence = heard.sentence.start.min(sentence.start)..heard.sentence.end.max(sentence.end);
                    after_quote = reading.is_all_quoted(&reading.words_in(sentence));
                    heard.add(line);
                }
            }
        }
        heard
    }

    fn add(&mut self, line: Line) {
        let better = |old: &Person| old.actor.is_none() && old.voice.is_none() && !self.is_said;
        if line.person.is_some() && self.person.as_ref().is_none_or(better) {
            self.person = line.person;
            self.is_said = line.is_said;
        }
        self.subjects.extend(line.subjects);
        self.said_of.extend(line.said_of);
        self.verb = self.verb.or(line.verb);
    }
}

/// Whose position it is: that of whoever speaks or acts; of countries in the report of a newspaper or of unnamed
/// sources; nobody's where experts or strangers speak.
fn holders(heard: &Heard) -> Vec<CountryRef> {
    let mut found: Vec<CountryRef> = Vec::new();
    let of_person = heard.person.as_ref().map_or(&[][..], |person| &person.countries);
    let nobody = heard.person.as_ref().is_some_and(|person| {
        person.is_stranger
            || person.voice == Some(Voice::Expert)
            || (person.actor.is_some() && !person.countries.is_empty())
            || person.voice == Some(Voice::Public)
    });
    if heard.is_said || heard.person.as_ref().is_some_and(|person| person.actor.is_some()) {
        found.extend(of_person);
    }
    // "Israel says no; Egypt is pleading for restraint".
    if !nobody {
        found.extend(&heard.subjects);
        if found.is_empty() {
            found.extend(&heard.said_of);
        }
    }
    if found.is_empty() && !nobody {
        found.extend(of_person);
    }
    let mut seen = Vec::new();
    found.retain(|country| {
        !seen.contains(country) && {
            seen.push(*country);
            true
        }
    });
    found
}

/// The countries that a stretch names, names before seats.
fn named<'a>(reading: &'a Reading<'_>, within: &'a Range<usize>) -> impl Iterator<Item = CountryRef> + 'a {
    let inside = move |span: Range<usize>| span.start >= within.start && span.end <= within.end;
    let here = move || reading.named.iter().filter(move |named| !named.is_where && inside(named.span.range()));
    here().filter(|named| !named.is_place).chain(here().filter(|named| named.is_place)).map(|named| named.country)
}

fn basis(window: &Window<'_>, chosen: &Range<usize>, words: &str, heard: &Heard) -> Basis {
    let paragraph = window.paragraph_of(chosen);
    let inside = chosen.start - paragraph.start..chosen.end.min(paragraph.end) - paragraph.start;
    let is_actor = heard.person.as_ref().is_some_and(|person| person.actor.is_some());
    let said = ["said", "says", "told", "asked", "argued", "insisted", "warned"];
    let told = phrases::via(words).is_none() && said.iter().any(|word| phrases::has(words, word));
    if quotes::is_quoted(&window.text[paragraph], inside) {
        Basis::Quoted
    } else if (phrases::is_foreseen(words) || heard.verb == Some(Verb::Plan)) && !heard.is_said {
        Basis::Expected
    } else if heard.is_said || (heard.verb != Some(Verb::Open) && is_actor) || (heard.person.is_none() && told) {
        Basis::Paraphrased
    } else {
        Basis::Reported
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, CountryId, ProjectId, Slug};
    use crate::suggest::Gazetteer;
    use crate::text::sentences;
    use std::sync::{Arc, LazyLock};

    fn project() -> Project {
        let mut project = Project::new(ProjectId("p".parse().expect("a token")), "Test");
        for (rank, name) in ["United Kingdom", "Poland", "Germany", "Spain"].iter().enumerate() {
            let row = Gazetteer::get().find(name, 1)[0].row(rank as i64);
            project.set_country(row.id, Some(Arc::new(row)));
        }
        for (name, role, country, alias) in [
            ("Keir Starmer", "Prime minister", "united-kingdom", "Sir Keir"),
            ("Donald Tusk", "Prime minister", "poland", ""),
            ("José Manuel Albares", "Foreign minister", "spain", ""),
            ("Richard Dannatt", "", "", "Lord Dannatt"),
        ] {
            let actor = Actor {
                id: ActorId(Slug::from_label(name)),
                name: name.into(),
                role: role.into(),
                country: country.parse::<CountryId>().ok(),
                voice: Voice::default(),
                aliases: vec![alias.to_owned()],
                rank: 0,
            };
            project.set_actor(actor.id, Some(Arc::new(actor)));
        }
        project
    }

    /// The selection is written between brackets.
    fn read(row: &str) -> Proposals {
        let start = row.find('[').expect("a selection");
        let end = row.find(']').expect("a selection") - 1;
        propose(&project(), &ArticleText::new(row.replace(['[', ']'], "")), Span::new(start, end))
    }

    fn check(row: &str, countries: &[&str], speaker: &str, basis: Basis, condition: &str, via: &str) {
        let found = read(row);
        let named: Vec<String> = found
            .countries
            .iter()
            .map(|country| match country {
                CountryRef::Codebook(id) => id.to_string(),
                CountryRef::Known(known) => format!("+{}", known.id),
            })
            .collect();
        assert_eq!(named, countries, "{row}");
        assert_eq!(found.speaker.map(|id| id.to_string()).unwrap_or_default(), speaker, "{row}");
        assert_eq!(found.basis, Some(basis), "{row}");
        assert_eq!(found.condition.as_deref().unwrap_or_default(), condition, "{row}");
        assert_eq!(found.via.as_deref().unwrap_or_default(), via, "{row}");
    }

    #[test]
    fn a_typical_claim_of_news_prose() {
        check(
            "Sir Keir stated, [“I’m prepared to consider committing British forces if there is a lasting peace.”]",
            &["united-kingdom"],
            "keir-starmer",
            Basis::Quoted,
            "if there is a lasting peace",
            "",
        );
        check(
            "While [France is expected to support the idea], Germany and Poland appear reluctant.",
            &["+france"],
            "",
            Basis::Expected,
            "",
            "",
        );
        check(
            "While France is expected to support it, [Germany and Poland appear reluctant to commit troops], according to BBC.",
            &["germany", "poland"],
            "",
            Basis::Reported,
            "",
            "BBC",
        );
        check(
            "[Starmer urged the United States to provide a “backstop”], according to the Express.",
            &["united-kingdom", "+united-states"],
            "keir-starmer",
            Basis::Paraphrased,
            "",
            "Express",
        );
        check(
            "Critics, including Lord Dannatt, have warned that [deploying boots on the ground in Ukraine would cost].",
            &["+ukraine"],
            "richard-dannatt",
            Basis::Paraphrased,
            "",
            "",
        );
    }

    #[test]
    fn the_speaker_may_stand_in_the_sentence_before() {
        check(
            "Spanish Foreign Minister José Manuel Albares commented on it. [“Nobody is considering sending troops.”]",
            &["spain"],
            "jose-manuel-albares",
            Basis::Quoted,
            "",
            "",
        );
        check("Tusk was there. [Nobody will go.]", &[], "", Basis::Reported, "", "");
    }

    #[test]
    fn the_speaker_may_be_named_by_surname_or_office() {
        check("[Poland’s prime minister refused.]", &["poland"], "donald-tusk", Basis::Paraphrased, "", "");
        check("[The Polish Prime Minister said no.]", &["poland"], "donald-tusk", Basis::Paraphrased, "", "");
        check("[“No”], said Tusk after meeting Starmer.", &["poland"], "donald-tusk", Basis::Quoted, "", "");
        check("[Starmer told Tusk no.]", &["united-kingdom"], "keir-starmer", Basis::Paraphrased, "", "");
        check(
            "[Sir Keir said that Poland would come.]",
            &["united-kingdom", "poland"],
            "keir-starmer",
            Basis::Paraphrased,
            "",
            "",
        );
        check("[The Tuskegee prime minister refused.]", &[], "", Basis::Reported, "", "");
    }

    #[test]
    fn who_spoke_before_is_not_taken_for_what_others_do() {
        check(
            "Starmer said so. [Germany and Poland appear reluctant.]",
            &["germany", "poland"],
            "",
            Basis::Reported,
            "",
            "",
        );
    }

    #[test]
    fn speech_goes_on_where_the_tense_shows_it() {
        check(
            "Starmer was blunt. [Britain would not go alone, and nobody else should.]",
            &["united-kingdom"],
            "keir-starmer",
            Basis::Paraphrased,
            "",
            "",
        );
        check("Starmer was blunt. [The hall was cold.]", &[], "", Basis::Reported, "", "");
    }

    #[test]
    fn who_holds_a_position_comes_before_whom_it_is_about() {
        check("[In Ukraine, Germany will not fight.]", &["germany", "+ukraine"], "", Basis::Reported, "", "");
        check("[Warsaw and Germany refuse.]", &["poland", "germany"], "", Basis::Reported, "", "");
    }

    #[test]
    fn a_quotation_over_several_sentences_stays_quoted() {
        let row = "He said: “Europe must act. [“But there must be a US backstop.”] Then he left.";
        assert_eq!(read(row).basis, Some(Basis::Quoted));
        assert_eq!(
            read("He called it a [“backstop” for any future deployment of forces].").basis,
            Some(Basis::Paraphrased)
        );
    }

    #[test]
    fn every_sentence_of_a_page_gets_a_proposal() {
        let text = ArticleText::new(
            "Sir Keir Starmer urged the United States to provide a “backstop”, according to BBC.\n\
             Poland, for example, has ruled out involvement.\n\n“Nobody is going,” Albares commented. “Not if it lasts.”",
        );
        let bases: Vec<_> =
            sentences::sentences(&text).into_iter().map(|s| propose(&project(), &text, s).basis).collect();
        use Basis::{Paraphrased, Quoted};
        assert_eq!(bases, [Some(Paraphrased), Some(Paraphrased), Some(Quoted), Some(Quoted)]);
    }

    #[test]
    fn a_language_that_the_rules_do_not_read_proposes_names_and_quotation_marks() {
        let german = "Der polnische Regierungschef Donald Tusk erklärte am Montag in Warschau, sein Land werde keine \
                      Soldaten in die Ukraine entsenden, falls die Vereinigten Staaten sich nicht beteiligen.";
        let text = ArticleText::new(german);
        let found = propose(&project(), &text, Span::new(0, german.len()));
        assert_eq!(found.countries.len(), 1, "the Ukraine is spelt as in English: {:?}", found.countries);
        assert_eq!((found.holding, found.basis, found.condition), (0, None, None));
        assert_eq!(found.speaker.map(|id| id.to_string()), Some("donald-tusk".into()));
        let french = "« Nous n’avons jamais dit que nous enverrions des soldats sur le terrain », a déclaré le ministre \
                      des affaires étrangères devant les journalistes réunis mardi à Bruxelles.";
        let text = ArticleText::new(french);
        let end = french.find(',').expect("a comma");
        assert_eq!(propose(&project(), &text, Span::new(0, end)).basis, Some(Basis::Quoted));
    }

    #[test]
    fn a_selection_without_words_proposes_nothing() {
        let text = ArticleText::new("No – troops.");
        for (start, end) in [(2, 6), (3, 3), (0, 99), (4, 5)] {
            assert_eq!(propose(&project(), &text, Span::new(start, end)), Proposals::default(), "{start}–{end}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_selection_panics(text in "([ .,;“”‘’\"\n'a-z🙂é中]|Poland|said|if |Tusk|according to ){0,30}", a in 0usize..200, b in 0usize..200) {
            static PROJECT: LazyLock<(Project, Names)> = LazyLock::new(|| {
                let project = project();
                let names = Names::of(&project);
                (project, names)
            });
            let text = ArticleText::new(text);
            let span = Span::new(text.floor(a.min(b)), text.floor(a.max(b)));
            propose_with(&PROJECT.1, &PROJECT.0, &text, span);
        }
    }
}
