//! What the words of a selection propose for the claim form.
//!
//! A proposal costs the analyst a glance and a key; nothing is coded. The rules read English.

use std::ops::Range;

use super::gazetteer::{CountryRef, Named, Names};
use super::{phrases, quotes};
use crate::model::{Actor, ActorId, Basis, Project};
use crate::text::{ArticleText, Span, fold::fold, sentences};

/// What a selection proposes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    /// Countries named, most likely the claim's first: the speaker's, then subjects, then the others.
    pub countries: Vec<CountryRef>,
    /// An actor of the codebook.
    pub speaker: Option<ActorId>,
    /// How we know; `None` where there are no words.
    pub basis: Option<Basis>,
    /// The "if" clause.
    pub condition: Option<String>,
    /// The source the article leans on.
    pub via: Option<String>,
}

/// Words after which a country is rather the object than the one who holds the position.
const BEFORE_OBJECTS: [&str; 20] = [
    "to",
    "in",
    "into",
    "for",
    "against",
    "from",
    "on",
    "with",
    "of",
    "towards",
    "toward",
    "about",
    "at",
    "invade",
    "invaded",
    "attack",
    "attacking",
    "deter",
    "defend",
    "defending",
];

/// Proposes for `span` of `text`. For many selections, keep a [`Names`] and call [`propose_with`].
pub fn propose(project: &Project, text: &ArticleText, span: Span) -> Proposals {
    propose_with(&Names::of(project), project, text, span)
}

/// As [`propose`], with names made ready before.
pub fn propose_with(names: &Names, project: &Project, text: &ArticleText, span: Span) -> Proposals {
    let Some(words) = text.get(span).filter(|words| words.chars().any(char::is_alphanumeric)) else {
        return Proposals::default();
    };
    let place = Place::of(text, span);
    let speaker = speaker(project, names, &place);
    let own = speaker.and_then(|id| project.actor(id)?.country);
    let basis = basis(words, &place);
    let own_ref = own.map(CountryRef::Codebook);
    let named = Some(countries_in(names, words)).filter(|found| !found.is_empty());
    // Who speaks outside the selection, of others, is one voice among them; in a quotation it is theirs.
    let leads = named.is_none()
        || basis == Basis::Quoted
        || speaker.is_some_and(|id| Actors::of(project).named_in(words, names).iter().any(|(_, named)| *named == id));
    // A quotation seldom names its own country; what stands around it may.
    let named = named.or_else(|| own.is_none().then(|| countries_in(names, place.sentence))).unwrap_or_default();
    let mut countries: Vec<CountryRef> = Vec::new();
    let (first, last) = if leads { (own_ref, None) } else { (None, own_ref) };
    for country in first.into_iter().chain(named).chain(last) {
        if !countries.contains(&country) {
            countries.push(country);
        }
    }
    Proposals {
        countries,
        speaker,
        basis: Some(basis),
        condition: phrases::condition(words).or_else(|| phrases::condition(place.sentence_on())).map(str::to_owned),
        via: phrases::source(place.sentence).map(str::to_owned),
    }
}

/// A selection among its sentences.
struct Place<'a> {
    /// The paragraphs that the selection touches.
    paragraph: &'a str,
    /// The selection in `paragraph`.
    in_paragraph: Range<usize>,
    /// The sentences that the selection touches.
    sentence: &'a str,
    /// The selection in `sentence`.
    in_sentence: Range<usize>,
    /// The sentence before, in the same paragraph or the one before.
    before: &'a str,
}

impl<'a> Place<'a> {
    fn of(text: &'a ArticleText, span: Span) -> Self {
        let all = text.as_str();
        let touched = |candidates: &[Span]| {
            candidates.iter().filter(|s| s.overlaps(span)).copied().reduce(Span::cover).unwrap_or(span).cover(span)
        };
        let paragraphs = text.paragraphs();
        let paragraph = touched(&paragraphs);
        let first = paragraphs.partition_point(|p| p.end <= paragraph.start);
        let near = paragraphs.get(first.saturating_sub(1)..).unwrap_or_default();
        let near: Vec<Span> = near
            .iter()
            .take_while(|p| p.start < paragraph.end)
            .flat_map(|p| sentences::in_paragraph(all, *p))
            .collect();
        let sentence = touched(&near);
        let before = near.iter().rev().find(|s| s.end <= sentence.start).map_or("", |s| &all[s.range()]);
        let within = |outer: Span| {
            let start = span.start.index() - outer.start.index();
            start..start + span.len()
        };
        Self {
            paragraph: &all[paragraph.range()],
            in_paragraph: within(paragraph),
            sentence: &all[sentence.range()],
            in_sentence: within(sentence),
            before,
        }
    }

    /// The sentence from the beginning of the selection on.
    fn sentence_on(&self) -> &'a str {
        &self.sentence[self.in_sentence.start..]
    }
}

fn basis(words: &str, place: &Place<'_>) -> Basis {
    if quotes::is_mostly_quoted(place.paragraph, place.in_paragraph.clone()) {
        Basis::Quoted
    } else if phrases::is_foreseen(words) {
        Basis::Expected
    } else if phrases::is_said(place.sentence) {
        Basis::Paraphrased
    } else {
        Basis::Reported
    }
}

/// The countries named in `text`: subjects before objects, names before places, each once.
fn countries_in(names: &Names, text: &str) -> Vec<CountryRef> {
    let mut found = names.find_in(text);
    found.sort_by_key(|named| (is_object(text, named), named.is_place, matches!(named.country, CountryRef::Known(_))));
    let mut countries = Vec::new();
    for named in found {
        if !countries.contains(&named.country) {
            countries.push(named.country);
        }
    }
    countries
}

fn is_object(text: &str, named: &Named) -> bool {
    let before = text[..named.span.start.index()].trim_end();
    let before = before.strip_suffix(" the").unwrap_or(before);
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    BEFORE_OBJECTS.contains(&&*word)
}

/// The actor that the selection, its sentence or the one before names; one who speaks there comes first.
fn speaker(project: &Project, names: &Names, place: &Place<'_>) -> Option<ActorId> {
    let actors = Actors::of(project);
    let mut here = actors.named_in(place.sentence, names);
    // Within one sentence, those nearer the selection count more.
    here.sort_by_key(|(range, _)| !(place.in_sentence.start <= range.start && range.end <= place.in_sentence.end));
    let before = actors.named_in(place.before, names);
    let speaking = |text: &str, found: &[(Range<usize>, ActorId)]| {
        found.iter().find(|(range, _)| phrases::speaks(text, range)).map(|(_, id)| *id)
    };
    speaking(place.sentence, &here)
        .or_else(|| here.first().map(|(_, id)| *id))
        .or_else(|| speaking(place.before, &before))
}

/// The actors of a codebook by all that names them.
struct Actors<'p> {
    actors: Vec<&'p Actor>,
    /// Names and aliases, then surnames that only one actor bears.
    names: Vec<(String, ActorId)>,
}

impl<'p> Actors<'p> {
    fn of(project: &'p Project) -> Self {
        let actors: Vec<&Actor> = project.actors().values().map(|actor| &**actor).collect();
        let mut names: Vec<(String, ActorId)> = Vec::new();
        for actor in &actors {
            let all = std::iter::once(&actor.name).chain(&actor.aliases);
            names.extend(all.map(|name| (name.trim().to_owned(), actor.id)).filter(|(name, _)| !name.is_empty()));
        }
        let surname = |actor: &Actor| {
            let last = actor.name.split_whitespace().skip(1).last()?;
            (last.chars().count() >= 3 && last.starts_with(char::is_uppercase)).then(|| last.to_owned())
        };
        let surnames: Vec<(String, ActorId)> =
            actors.iter().filter_map(|actor| Some((surname(actor)?, actor.id))).collect();
        // "Sir Keir": the one title that goes with the first name.
        let titled: Vec<(String, ActorId)> = actors
            .iter()
            .filter_map(|actor| Some((actor.name.split_once(' ')?.0.to_owned(), actor.id)))
            .flat_map(|(first, id)| ["Sir", "Dame"].map(|title| (format!("{title} {first}"), id)))
            .collect();
        for (name, id) in &titled {
            if titled.iter().filter(|(other, _)| other == name).count() == 1 {
                names.push((name.clone(), *id));
            }
        }
        for (name, id) in &surnames {
            if surnames.iter().filter(|(other, _)| other == name).count() == 1 {
                names.push((name.clone(), *id));
            }
        }
        Self { actors, names }
    }

    /// Actors named in `text` by name, alias, surname or as "Poland's prime minister", in the order of the text.
    fn named_in(&self, text: &str, names: &Names) -> Vec<(Range<usize>, ActorId)> {
        let mut found: Vec<(Range<usize>, ActorId)> = Vec::new();
        for (name, id) in &self.names {
            let hits = text.match_indices(name.as_str()).map(|(at, hit)| at..at + hit.len());
            found.extend(hits.filter(|range| is_whole(text, range)).map(|range| (range, *id)));
        }
        for named in names.find_in(text) {
            let CountryRef::Codebook(country) = named.country else { continue };
            let rest = &text[named.span.end.index()..];
            let role = rest.trim_start_matches(['’', '\'']).trim_start_matches("s ").trim_start();
            let start = text.len() - role.len();
            for actor in self.actors.iter().filter(|a| a.country == Some(country) && !a.role.trim().is_empty()) {
                let length = folded_prefix(role, actor.role.trim());
                found.extend(length.map(|length| (named.span.start.index()..start + length, actor.id)));
            }
        }
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        found
    }
}

/// How much of `text` is `prefix`, case and diacritics aside, if it begins so and a word ends there.
fn folded_prefix(text: &str, prefix: &str) -> Option<usize> {
    let end = text.char_indices().nth(prefix.chars().count()).map_or(text.len(), |(at, _)| at);
    (fold(&text[..end]) == fold(prefix) && is_whole(text, &(0..end))).then_some(end)
}

fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !touches(text[..range.start].chars().next_back()) && !touches(text[range.end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CountryId, ProjectId, Slug};
    use crate::suggest::Gazetteer;
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
                voice: crate::model::Voice::default(),
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
        check("[Poland’s prime minister refused.]", &["poland"], "donald-tusk", Basis::Reported, "", "");
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
    fn countries_of_the_selection_come_before_that_of_a_speaker_outside_it() {
        check(
            "Starmer said so. [Germany and Poland appear reluctant.]",
            &["germany", "poland", "united-kingdom"],
            "keir-starmer",
            Basis::Reported,
            "",
            "",
        );
    }

    #[test]
    fn who_holds_a_position_comes_before_whom_it_is_about() {
        check("[In Ukraine, Germany will not fight.]", &["germany", "+ukraine"], "", Basis::Reported, "", "");
        check("[Warsaw and Germany refuse.]", &["germany", "poland"], "", Basis::Reported, "", "");
    }

    #[test]
    fn a_quotation_over_several_sentences_stays_quoted() {
        let row = "He said: “Europe must act. [“But there must be a US backstop.”] Then he left.";
        assert_eq!(read(row).basis, Some(Basis::Quoted));
        assert_eq!(
            read("He called it a [“backstop” for any future deployment of forces].").basis,
            Some(Basis::Reported)
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
        use Basis::{Paraphrased, Quoted, Reported};
        assert_eq!(bases, [Some(Paraphrased), Some(Reported), Some(Quoted), Some(Quoted)]);
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
