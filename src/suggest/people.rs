//! Whom a text may name besides countries: the actors of the codebook, offices, officials without a name.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::gazetteer::Gazetteer;
use crate::model::{Actor, ActorId, CountryId, Project, Voice};

/// The actors of a codebook by all that names them.
#[derive(Debug)]
pub struct People {
    automaton: Option<AhoCorasick>,
    /// For every pattern whom it names.
    bearers: Vec<ActorId>,
    /// Offices with those who hold them.
    offices: Vec<Office>,
}

#[derive(Debug)]
struct Office {
    role: Role,
    actor: ActorId,
    country: Option<CountryId>,
}

/// An office as the set of its words: "Secretary of defence" is "defence secretary".
pub type Role = BTreeSet<String>;

/// Words of an office that say nothing on their own.
const GENERIC: [&str; 8] = ["minister", "official", "officials", "leader", "secretary", "member", "ministers", "aide"];

impl People {
    /// The actors of `project`.
    pub fn of(project: &Project) -> Self {
        let mut names: HashMap<String, Option<ActorId>> = HashMap::new();
        let actors: Vec<&Actor> = project.actors().values().map(|actor| &**actor).collect();
        for actor in &actors {
            for name in std::iter::once(&actor.name).chain(&actor.aliases) {
                whole_names(name).into_iter().for_each(|name| {
                    names.insert(name, Some(actor.id));
                });
            }
        }
        // A surname or "Sir Keir" counts where one actor bears it.
        let mut short: HashMap<String, Option<ActorId>> = HashMap::new();
        for actor in &actors {
            for name in short_names(&actor.name) {
                short
                    .entry(name)
                    .and_modify(|bearer| *bearer = bearer.filter(|id| *id == actor.id))
                    .or_insert(Some(actor.id));
            }
        }
        for (name, bearer) in short {
            names.entry(name).or_insert(bearer);
        }
        let mut found: Vec<(String, ActorId)> =
            names.into_iter().filter_map(|(name, bearer)| Some((name, bearer?))).collect();
        found.sort();
        let automaton = (!found.is_empty())
            .then(|| {
                let patterns = found.iter().map(|(name, _)| name);
                AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok()
            })
            .flatten();
        let offices = actors.iter().filter(|actor| !actor.role.trim().is_empty()).map(|actor| Office {
            role: role(&actor.role),
            actor: actor.id,
            country: actor.country,
        });
        Self { automaton, bearers: found.iter().map(|(_, id)| *id).collect(), offices: offices.collect() }
    }

    /// Where `text` (with plain apostrophes) names an actor.
    pub fn named_in(&self, text: &str) -> Vec<(Range<usize>, ActorId)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        automaton
            .find_iter(text)
            .filter(|hit| {
                !touches(text[..hit.start()].chars().next_back()) && !touches(text[hit.end()..].chars().next())
            })
            .map(|hit| (hit.range(), self.bearers[hit.pattern().as_usize()]))
            .collect()
    }

    /// The office of an actor.
    pub fn role_of(&self, actor: ActorId) -> Option<&Role> {
        self.offices.iter().find(|office| office.actor == actor).map(|office| &office.role)
    }

    /// The actors who may hold an office, of that country where one is given. Those whose office is just that come
    /// alone; else those whose office has these words among others.
    pub fn holding(&self, wanted: &Role, country: Option<CountryId>) -> Vec<ActorId> {
        let of_country = || self.offices.iter().filter(|office| country.is_none() || office.country == country);
        let exact: Vec<ActorId> = of_country().filter(|office| office.role == *wanted).map(|o| o.actor).collect();
        // "the NATO chief": the one whom the codebook has.
        let head = wanted.len() == 1 && wanted.iter().all(|word| matches!(&**word, "chief" | "head" | "leader"));
        if head && country.is_some() && of_country().count() == 1 {
            return of_country().map(|office| office.actor).collect();
        }
        if !exact.is_empty() || wanted.iter().all(|word| GENERIC.contains(&&**word)) {
            return exact;
        }
        of_country().filter(|office| wanted.is_subset(&office.role)).map(|office| office.actor).collect()
    }
}

/// A name as it may stand in a text: with and without diacritics, and what stands before a bracket, also in small
/// letters and for several.
fn whole_names(name: &str) -> Vec<String> {
    let name = name.trim().replace('’', "'");
    let mut found = Vec::new();
    if let Some((before, _)) = name.split_once(" (") {
        let mut letters = before.chars();
        let small: String = letters.next().map(|c| c.to_lowercase().chain(letters).collect()).unwrap_or_default();
        for form in [before, &small] {
            found.extend([form.to_owned(), format!("{form}s")]);
        }
    }
    found.push(bare(&name));
    found.push(name);
    found.retain(|name| name.chars().any(char::is_alphanumeric));
    found
}

/// The surname, also with its "von der", and "Sir Keir".
fn short_names(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split_whitespace().collect();
    let mut found = Vec::new();
    if name.contains('(') || parts.len() < 2 {
        return found;
    }
    let last = parts[parts.len() - 1];
    let is_country = || Gazetteer::get().entries().iter().any(|entry| entry.names().any(|name| name == last));
    if last.chars().count() >= 3 && last.starts_with(char::is_uppercase) && !is_country() {
        found.extend([last.to_owned(), bare(last)]);
    }
    let particle = parts.iter().position(|part| part.starts_with(char::is_lowercase)).filter(|at| *at > 0);
    found.extend(particle.map(|at| parts[at..].join(" ")));
    found.extend(["Sir", "Dame"].map(|title| format!("{title} {}", parts[0])));
    found
}

/// Without diacritics.
fn bare(name: &str) -> String {
    name.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'ł' => 'l',
            'Ł' => 'L',
            'ø' => 'o',
            'Ø' => 'O',
            'ı' => 'i',
            c => c,
        })
        .collect()
}

/// The words of an office that tell it from others.
pub fn role(text: &str) -> Role {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !["", "of", "the", "for", "and", "a", "an", "s", "to", "senior", "fictional"].contains(word))
        .map(|word| if word == "defense" { "defence".to_owned() } else { word.to_owned() })
        .collect()
}

/// What a noun stands for that speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// An office that one person holds: minister, chancellor.
    Office,
    /// Speaks for whoever employs them, by a voice.
    Body(Voice),
}

/// The noun `word` (in small letters), if it is one that speaks.
pub fn noun(word: &str) -> Option<Noun> {
    Some(match word {
        "minister" | "premier" | "chancellor" | "president" | "secretary" | "envoy" | "representative" | "chief"
        | "king" | "leader" | "commissioner" | "secretary-general" | "ambassador" | "spokesman" | "spokeswoman"
        | "spokesperson" | "queen" | "emir" | "sultan" | "emperor" | "prince" | "pope" | "counterpart"
        | "taoiseach" | "head" => Noun::Office,
        "government" | "governments" | "cabinet" | "ministry" | "ministries" | "ministers" | "administration"
        | "presidency" | "authorities" | "delegation" | "leaders" | "leadership" | "office" | "presidents" => {
            Noun::Body(Voice::Government)
        }
        "official" | "officials" | "diplomat" | "diplomats" | "aide" | "aides" | "adviser" | "advisers" | "advisor"
        | "source" | "sources" | "negotiator" | "negotiators" => Noun::Body(Voice::OfficialUnnamed),
        "analyst" | "analysts" | "expert" | "experts" | "economist" | "economists" | "historian" | "historians"
        | "scholar" | "scholars" | "professor" | "researcher" | "researchers" | "specialists" | "planner"
        | "strategists" => Noun::Body(Voice::Expert),
        "parliament" | "lawmaker" | "lawmakers" | "mps" | "deputies" | "legislators" | "house" | "senate" => {
            Noun::Body(Voice::Parliament)
        }
        "opposition" | "party" | "parties" => Noun::Body(Voice::Party),
        "army" | "military" | "general" | "generals" | "commander" | "commanders" | "staff" | "planners" => {
            Noun::Body(Voice::Military)
        }
        "voters" | "protesters" | "demonstrators" => Noun::Body(Voice::Public),
        _ => return None,
    })
}

/// Whether `word` (in small letters) may stand before a noun that speaks and belongs to it.
pub fn is_modifier(word: &str) -> bool {
    const MODIFIERS: [&str; 49] = [
        "opposition",
        "prime",
        "foreign",
        "defence",
        "defense",
        "finance",
        "interior",
        "economy",
        "justice",
        "energy",
        "trade",
        "deputy",
        "vice",
        "senior",
        "top",
        "special",
        "high",
        "state",
        "former",
        "current",
        "new",
        "then",
        "acting",
        "unnamed",
        "military",
        "chief",
        "government",
        "secretary",
        "lower",
        "upper",
        "policy",
        "security",
        "national",
        "western",
        "european",
        "independent",
        "ruling",
        "general",
        "army",
        "development",
        "press",
        "cabinet",
        "other",
        "retired",
        "private",
        "political",
        "senior-most",
        "anonymous",
        "leading",
    ];
    MODIFIERS.contains(&word)
}

/// Parliaments by name, which the gazetteer knows as seats.
pub const PARLIAMENTS: [&str; 21] = [
    "Bundestag",
    "Sejm",
    "Knesset",
    "State Duma",
    "Duma",
    "Federation Council",
    "Verkhovna Rada",
    "Rada",
    "Riksdag",
    "Folketing",
    "Folketinget",
    "Storting",
    "Stortinget",
    "Eduskunta",
    "Riigikogu",
    "Saeima",
    "Seimas",
    "Cortes Generales",
    "Capitol Hill",
    "Lok Sabha",
    "European Parliament",
];
