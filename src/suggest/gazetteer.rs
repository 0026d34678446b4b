//! Countries, other units and blocs that are known from the start, and their names in English news text.
//!
//! What is found is a proposal. Names are matched whole, with their case, longest first; what stands around tells
//! whether "Georgia" is the country, and where it does not tell, the country is proposed: that costs the analyst a
//! glance, leaving it out would cost a country.

use std::sync::LazyLock;

pub use super::names::{CountryRef, Form, Named, Names, matches_in};
use crate::model::{Country, CountryId, Rank, Slug};
use crate::text::fold::fold;

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
    /// Those of them that say what belongs to it: "Polish", "Poles".
    pub belongings: Vec<String>,
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
                belongings: list(&demonyms),
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
            belongings: list(&adjectives),
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
