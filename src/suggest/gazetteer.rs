//! Countries, other units and blocs that are known from the start, and their names in English news text.
//!
//! What is found is a proposal. Names are matched whole, with their case, longest first; so "Georgia" may be
//! the American state, "Jordan" a person and "Turkey" at the head of a sentence a bird. Such a match costs
//! the analyst a glance; leaving the name out would cost a country.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::{Country, CountryId, Project, Rank, Slug};
use crate::text::{Span, fold::fold};

/// Everything known from the start. Parsed once.
#[derive(Debug)]
pub struct Gazetteer {
    /// Countries by name, then units in the order of their file.
    entries: Vec<Known>,
    /// How many of them are countries with an ISO code.
    countries: usize,
    blocs: Vec<KnownBloc>,
}

/// A country or other unit that is known from the start.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    /// The id its row gets in a codebook.
    pub id: CountryId,
    /// Name as a news desk writes it.
    pub name: String,
    /// ISO 3166-1 alpha-3 code; empty for units.
    pub iso: String,
    /// ISO 3166-1 alpha-2 code; empty for units.
    pub iso2: String,
    /// Other names, and adjectives and nouns for what belongs to it.
    pub aliases: Vec<String>,
    /// Its capital and the seats of its government: weaker, since many are ordinary names as well.
    pub places: Vec<String>,
}

/// A bloc that is known from the start.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownBloc {
    /// The id its row gets in a codebook.
    pub id: Slug,
    /// Name as shown.
    pub label: String,
    /// ISO alpha-3 codes, or ids of units.
    members: Vec<String>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    Gazetteer::parse(
        include_str!("../../assets/gazetteer/countries.csv"),
        include_str!("../../assets/gazetteer/units.csv"),
        include_str!("../../assets/gazetteer/blocs.csv"),
    )
});

impl Gazetteer {
    /// The gazetteer that comes with the program.
    pub fn get() -> &'static Gazetteer {
        &GAZETTEER
    }

    /// Countries with an ISO code, by name.
    pub fn countries(&self) -> &[Known] {
        &self.entries[..self.countries]
    }

    /// Other units that hold positions: the EU, NATO, Kosovo.
    pub fn units(&self) -> &[Known] {
        &self.entries[self.countries..]
    }

    /// Countries, then units.
    pub fn entries(&self) -> &[Known] {
        &self.entries
    }

    /// Named groups of countries.
    pub fn blocs(&self) -> &[KnownBloc] {
        &self.blocs
    }

    /// The entry with that ISO code (two or three letters) or that id.
    pub fn by_code(&self, code: &str) -> Option<&Known> {
        let code = code.trim();
        self.entries.iter().find(|entry| {
            !code.is_empty()
                && (entry.iso.eq_ignore_ascii_case(code)
                    || entry.iso2.eq_ignore_ascii_case(code)
                    || entry.id.0.as_str() == code)
        })
    }

    /// The members of a bloc.
    pub fn members(&self, bloc: &KnownBloc) -> Vec<&Known> {
        bloc.members.iter().filter_map(|code| self.by_code(code)).collect()
    }

    /// The entry that a row of a codebook stands for: by ISO code, else by name.
    pub fn of(&self, row: &Country) -> Option<&Known> {
        if !row.iso.is_empty() {
            return self.entries.iter().find(|entry| entry.iso == row.iso);
        }
        let name = fold(&row.name);
        self.entries.iter().find(|entry| fold(&entry.name) == name)
    }

    /// Entries for what an analyst has typed, best first: code or whole name, then beginning of the name, of
    /// another name, of a word, anywhere. Case and diacritics do not matter.
    pub fn find(&self, typed: &str, most: usize) -> Vec<&Known> {
        let typed = fold(typed.trim());
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(usize, &Known)> =
            self.entries.iter().filter_map(|entry| Some((entry.closeness(&typed)?, entry))).collect();
        found.sort_by_key(|(closeness, _)| *closeness);
        found.into_iter().take(most).map(|(_, entry)| entry).collect()
    }

    fn parse(countries: &str, units: &str, blocs: &str) -> Self {
        let list = |field: &str| field.split('|').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let mut entries: Vec<Known> = rows(countries)
            .map(|[iso, iso2, name, aliases, demonyms, capital, seats]| Known {
                id: CountryId(Slug::from_label(&name)),
                aliases: [list(&aliases), list(&demonyms)].concat(),
                places: [list(&capital), list(&seats)].concat(),
                name,
                iso,
                iso2,
            })
            .collect();
        let known = entries.len();
        entries.extend(rows(units).map(|[id, name, aliases, adjectives, seats]| Known {
            id: CountryId(Slug::from_label(&id)),
            aliases: [list(&aliases), list(&adjectives)].concat(),
            places: list(&seats),
            name,
            iso: String::new(),
            iso2: String::new(),
        }));
        let blocs = rows(blocs)
            .map(|[id, label, members]| KnownBloc { id: Slug::from_label(&id), label, members: list(&members) })
            .collect();
        Self { entries, countries: known, blocs }
    }
}

/// The rows of a table without its header; rows of another width do not occur (a test counts them).
fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [String; N]> {
    csv::Reader::from_reader(table.as_bytes())
        .into_records()
        .filter_map(|row| row.ok()?.iter().map(str::to_owned).collect::<Vec<_>>().try_into().ok())
        .collect::<Vec<_>>()
        .into_iter()
}

impl Known {
    /// Its row for a codebook, at `rank`: name, code, and every other name as alias.
    pub fn row(&self, rank: Rank) -> Country {
        let mut aliases: Vec<String> = Vec::new();
        for name in self.aliases.iter().chain(&self.places) {
            if *name != self.name && !aliases.contains(name) {
                aliases.push(name.clone());
            }
        }
        Country { id: self.id, name: self.name.clone(), iso: self.iso.clone(), aliases, note: String::new(), rank }
    }

    /// Every name, the usual one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.aliases).chain(&self.places).map(String::as_str)
    }

    /// How close `typed` (folded) comes; smaller is closer.
    fn closeness(&self, typed: &str) -> Option<usize> {
        if fold(&self.iso) == typed || fold(&self.iso2) == typed || fold(&self.name) == typed {
            return Some(0);
        }
        self.names()
            .enumerate()
            .filter_map(|(index, name)| {
                let name = fold(name);
                let at = name.find(typed)?;
                Some(match (index, at) {
                    (0, 0) => 1,
                    _ if name == typed => 2,
                    (_, 0) => 3,
                    _ if name[..at].ends_with([' ', '-', '\'']) => 4,
                    _ => 5,
                })
            })
            .min()
    }
}

/// A country that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountryRef {
    /// One of the codebook.
    Codebook(CountryId),
    /// One that the codebook does not have yet.
    Known(&'static Known),
}

/// A name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// Where it stands.
    pub span: Span,
    /// Whom it names.
    pub country: CountryRef,
    /// Whether it names a capital or a seat of government, which may be meant as a place.
    pub is_place: bool,
}

/// Phrases that hold a name but do not name the country: regions, seas, newspapers, a verb.
const NOT_NAMES: [&str; 45] = [
    "North America",
    "North American",
    "North Americans",
    "South America",
    "South American",
    "South Americans",
    "Central America",
    "Central American",
    "Central Americans",
    "Latin America",
    "Latin American",
    "Latin Americans",
    "Northern Ireland",
    "Northern Irish",
    "New Jersey",
    "New Mexico",
    "Indian Ocean",
    "Gulf of Guinea",
    "Gulf of Mexico",
    "North Pole",
    "South Pole",
    "Turkish Cypriot",
    "Turkish Cypriots",
    "Polish the",
    "Polish your",
    "Polish up",
    "South China Sea",
    "East China Sea",
    "Sea of Japan",
    "Washington Post",
    "Washington Times",
    "Moscow Times",
    "Kyiv Independent",
    "Kyiv Post",
    "Jerusalem Post",
    "Times of Israel",
    "Times of India",
    "South China Morning Post",
    "China Daily",
    "Japan Times",
    "Irish Times",
    "Indian Express",
    "Bank of England",
    "Washington state",
    "Washington State",
];

/// The names to look for: those of a codebook and those of the gazetteer.
///
/// Built once for a codebook and used for many texts.
#[derive(Debug)]
pub struct Names {
    automaton: Option<AhoCorasick>,
    /// For every pattern whom it names; nobody for phrases that only hold a name.
    meanings: Vec<Vec<(CountryRef, bool)>>,
}

impl Names {
    /// The names of `project`'s countries and, for countries it does not have, those of the gazetteer.
    ///
    /// A name of the codebook that the gazetteer gives to another country as well stands for both.
    pub fn of(project: &Project) -> Self {
        let gazetteer = Gazetteer::get();
        let mut table = NameTable::default();
        let mut rows: HashMap<CountryId, CountryId> = HashMap::new();
        for row in project.countries_in_order() {
            let known = gazetteer.of(row);
            let places: &[String] = known.map_or(&[], |known| &known.places);
            for name in std::iter::once(&row.name).chain(&row.aliases) {
                table.add(name, CountryRef::Codebook(row.id), places.contains(name));
            }
            rows.extend(known.map(|known| (known.id, row.id)));
        }
        for known in gazetteer.entries() {
            let country = rows.get(&known.id).map_or(CountryRef::Known(known), |id| CountryRef::Codebook(*id));
            std::iter::once(&known.name).chain(&known.aliases).for_each(|name| table.add(name, country, false));
            known.places.iter().for_each(|name| table.add(name, country, true));
        }
        NOT_NAMES.iter().for_each(|phrase| table.hide(phrase));
        table.build()
    }

    /// Every name in `text`, in order; several at one place where the name is ambiguous.
    pub fn find_in(&self, text: &str) -> Vec<Named> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let plain = Plain::new(text);
        let mut hits: Vec<(usize, usize, usize)> = automaton
            .find_overlapping_iter(&*plain.text)
            .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
            .filter(|(start, end, _)| is_whole(&plain.text, *start, *end))
            .collect();
        hits.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let (mut found, mut free) = (Vec::new(), 0);
        for (start, end, pattern) in hits {
            if start < free || is_shouted(&plain.text, start, end) {
                continue;
            }
            free = end;
            let span = Span::new(plain.back(start), plain.back(end));
            let named =
                |(country, is_place): &(CountryRef, bool)| Named { span, country: *country, is_place: *is_place };
            found.extend(self.meanings[pattern].iter().map(named));
        }
        found
    }
}

/// Names in `text`, by the countries of `project` and the gazetteer. For many texts, keep a [`Names`].
pub fn matches_in(text: &str, project: &Project) -> Vec<(Span, CountryRef)> {
    Names::of(project).find_in(text).into_iter().map(|named| (named.span, named.country)).collect()
}

#[derive(Default)]
struct NameTable {
    patterns: Vec<String>,
    meanings: Vec<Vec<(CountryRef, bool)>>,
    places: HashMap<String, usize>,
}

impl NameTable {
    fn add(&mut self, name: &str, country: CountryRef, is_place: bool) {
        let at = self.pattern(name);
        if let Some(at) = at
            && self.meanings[at].iter().all(|(known, _)| *known != country)
        {
            self.meanings[at].push((country, is_place));
        }
    }

    /// Makes a phrase stand for nobody, unless somebody's name is just that.
    fn hide(&mut self, phrase: &str) {
        self.pattern(phrase);
    }

    fn pattern(&mut self, name: &str) -> Option<usize> {
        let pattern = Plain::new(name.trim()).text.into_owned();
        if pattern.is_empty() {
            return None;
        }
        let next = self.patterns.len();
        let at = *self.places.entry(pattern.clone()).or_insert(next);
        if at == next {
            self.patterns.push(pattern);
            self.meanings.push(Vec::new());
        }
        Some(at)
    }

    fn build(self) -> Names {
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&self.patterns).ok();
        Names { automaton, meanings: self.meanings }
    }
}

/// A text with one kind of apostrophe and one kind of space, and the way back to its own offsets.
struct Plain<'a> {
    text: std::borrow::Cow<'a, str>,
    /// Where bytes were saved: offset in the plain text, and bytes saved up to there.
    saved: Vec<(usize, usize)>,
}

impl<'a> Plain<'a> {
    fn new(text: &'a str) -> Self {
        let differs = |c: char| matches!(c, '’' | 'ʼ' | 'ʻ' | '‘' | '\u{a0}' | '\u{202f}' | '\n');
        if !text.contains(differs) {
            return Self { text: text.into(), saved: Vec::new() };
        }
        let mut plain = String::with_capacity(text.len());
        let mut saved = Vec::new();
        let mut total = 0;
        for c in text.chars() {
            if differs(c) {
                plain.push(if c.is_whitespace() { ' ' } else { '\'' });
                if c.len_utf8() > 1 {
                    total += c.len_utf8() - 1;
                    saved.push((plain.len(), total));
                }
            } else {
                plain.push(c);
            }
        }
        Self { text: plain.into(), saved }
    }

    /// The offset in the text itself.
    fn back(&self, at: usize) -> usize {
        let passed = self.saved.partition_point(|(start, _)| *start <= at);
        at + passed.checked_sub(1).map_or(0, |last| self.saved[last].1)
    }
}

/// Whether no letter or digit touches the stretch.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !touches(text[..start].chars().next_back()) && !touches(text[end..].chars().next())
}

/// Whether a short name in capitals stands among words in capitals: "WHO WILL HELP US".
fn is_shouted(text: &str, start: usize, end: usize) -> bool {
    let name = &text[start..end];
    if name.len() > 4 || name.chars().any(char::is_lowercase) {
        return false;
    }
    let from = text.floor_char_boundary(start.saturating_sub(40));
    let to = text.ceil_char_boundary(end + 40);
    let around = [&text[from..start], &text[end..to]];
    let letters = |small: bool| {
        around
            .iter()
            .flat_map(|part| part.chars())
            .filter(|c| if small { c.is_lowercase() } else { c.is_uppercase() })
            .count()
    };
    letters(false) >= 8 && letters(true) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn every_row_of_the_tables_is_there() {
        let gazetteer = Gazetteer::get();
        assert_eq!((gazetteer.countries().len(), gazetteer.units().len(), gazetteer.blocs().len()), (249, 26, 22));
        let mut ids: Vec<_> = gazetteer.entries().iter().map(|entry| entry.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), gazetteer.entries().len(), "an id stands twice");
        for bloc in gazetteer.blocs() {
            assert_eq!(gazetteer.members(bloc).len(), bloc.members.len(), "{}", bloc.label);
        }
    }

    #[test]
    fn an_entry_becomes_a_row() {
        let row = Gazetteer::get().by_code("deu").expect("Germany").row(7);
        assert_eq!((row.id.0.as_str(), &*row.name, &*row.iso, row.rank), ("germany", "Germany", "DEU", 7));
        for alias in ["German", "Germans", "Berlin"] {
            assert!(row.aliases.iter().any(|a| a == alias), "{alias}");
        }
        assert!(!row.aliases.contains(&row.name));
    }

    #[test]
    fn entries_are_found_by_what_is_typed() {
        for (typed, name) in [
            ("fr", "France"),
            ("DEU", "Germany"),
            ("pola", "Poland"),
            ("polish", "Poland"),
            ("cote", "Côte d'Ivoire"),
            ("uk", "United Kingdom"),
            ("kiev", "Ukraine"),
            ("eu", "European Union"),
            ("niger", "Niger"),
            ("  Élysée", "France"),
        ] {
            let found = Gazetteer::get().find(typed, 5);
            assert!(
                found.iter().any(|entry| entry.name == name),
                "{typed}: {:?}",
                found.iter().map(|e| &e.name).collect::<Vec<_>>()
            );
        }
        assert_eq!(Gazetteer::get().find("deu", 3)[0].name, "Germany");
        assert!(Gazetteer::get().find(" ", 3).is_empty());
    }

    fn project(names: &[&str]) -> Project {
        let mut project = Project::new(crate::model::ProjectId("p".parse().expect("a token")), "Test");
        for (rank, name) in names.iter().enumerate() {
            let known = Gazetteer::get().find(name, 1)[0];
            project.set_country(known.id, Some(Arc::new(known.row(rank as Rank))));
        }
        project
    }

    /// Names are written `[in brackets]` in the row, with whom they name behind it; `+` marks the codebook's own.
    fn check(row: &str, expected: &[&str]) {
        let text = row.replace(['[', ']'], "");
        let mut brackets: Vec<&str> = row.split('[').skip(1).filter_map(|part| part.split(']').next()).collect();
        let names = Names::of(&project(&["Germany", "Poland", "European Union"]));
        let found = names.find_in(&text);
        let named: Vec<String> = found
            .iter()
            .map(|named| match named.country {
                CountryRef::Codebook(id) => format!("+{id}"),
                CountryRef::Known(known) => known.id.to_string(),
            })
            .collect();
        assert_eq!(named, expected, "{row}");
        let mut spans: Vec<&str> = found.iter().map(|named| &text[named.span.range()]).collect();
        spans.dedup();
        brackets.dedup();
        assert_eq!(spans, brackets, "{row}");
    }

    #[test]
    fn names_in_news_prose() {
        check("[Germany] and [Poland]’s prime minister", &["+germany", "+poland"]);
        check("The [Polish] and [Spanish] leaders met in [Paris].", &["+poland", "spain", "france"]);
        check("Troops for [Guinea-Bissau], not [Guinea].", &["guinea-bissau", "guinea"]);
        check("Germanyland, Polandish, NotPoland1", &[]);
        check(
            "[Côte d’Ivoire] and [Cote d'Ivoire]; [Saudi\u{a0}Arabia]",
            &["cote-divoire", "cote-divoire", "saudi-arabia"],
        );
        check("the [United\nKingdom], the [U.K.] and the [US]", &["united-kingdom", "united-kingdom", "united-states"]);
        check("‘[German]’ “[NATO]” [EU]-wide", &["+germany", "nato", "+eu"]);
        check("🙂 é [Ukraine] 中文 [Russia]", &["ukraine", "russia"]);
    }

    #[test]
    fn an_ambiguous_name_offers_both() {
        check("[Brussels] said no.", &["+eu", "belgium"]);
    }

    #[test]
    fn phrases_that_only_hold_a_name_are_skipped() {
        check(
            "Latin America, South Americans, Northern Ireland, New Mexico, Turkish Cypriots, the Gulf of Guinea",
            &[],
        );
        check("Polish the table. The Washington Post wrote.", &[]);
        check("turkey at lunch; china on the shelf; let us go", &[]);
        check("WHO WILL HELP US IN THIS WAR AND WHY?", &[]);
    }

    #[test]
    fn what_cannot_be_told_is_proposed() {
        check("[Georgia] voted for the governor.", &["georgia"]);
        check("[Jordan] said he would play.", &["jordan"]);
        check("[Turkey] at lunch.", &["turkiye"]);
    }

    #[test]
    fn places_are_marked_as_weaker() {
        let names = Names::of(&project(&["Germany"]));
        let places: Vec<bool> = names.find_in("Berlin, Germany; Paris, France").iter().map(|n| n.is_place).collect();
        assert_eq!(places, [true, false, true, false]);
    }

    #[test]
    fn an_alias_of_the_analyst_is_found() {
        let mut project = project(&["Germany"]);
        let mut row = Country::clone(project.countries().values().next().expect("Germany"));
        row.aliases.push("Chancellor’s office".into());
        project.set_country(row.id, Some(Arc::new(row)));
        let text = "The Chancellor's office refused.";
        let found = matches_in(text, &project);
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].0.range()], "Chancellor's office");
    }

    proptest::proptest! {
        #[test]
        fn spans_stand_on_characters(text in "([ ’'a-z\u{a0}é🙂]|Germany|Côte d’Ivoire|US|Brussels){0,20}") {
            static NAMES: LazyLock<Names> = LazyLock::new(|| Names::of(&project(&["Germany"])));
            for named in NAMES.find_in(&text) {
                proptest::prop_assert!(text.get(named.span.range()).is_some_and(|name| !name.is_empty()));
            }
        }
    }
}
