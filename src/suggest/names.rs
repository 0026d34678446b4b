//! Names of countries in a text, and which of them mean the country.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::context::{self, Context};
use super::gazetteer::{Gazetteer, Known};
use super::people::People;
use crate::model::{CountryId, Project};
use crate::text::Span;

/// A country that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountryRef {
    /// One of the codebook.
    Codebook(CountryId),
    /// One that the codebook does not have yet.
    Known(&'static Known),
}

/// What kind of name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// "Poland", "Nato".
    Name,
    /// "Polish", "Poles".
    Belonging,
    /// "Warsaw", "the Kremlin": the government, or only a place.
    Seat,
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
    /// What kind of name it is.
    pub form: Form,
    /// Whether it tells where something happens: "in Paris", "the Paris talks". Then it stands for nobody.
    pub is_where: bool,
}

/// The names to look for: those of a codebook and those of the gazetteer.
///
/// Built once for a codebook and used for many texts.
#[derive(Debug)]
pub struct Names {
    own: Lexicon<CountryId>,
    /// Rows of the codebook for entries of the gazetteer.
    rows: HashMap<CountryId, CountryId>,
    pub(super) people: People,
}

impl Names {
    /// The names of `project`'s countries and, for countries it does not have, those of the gazetteer; and those of
    /// its actors.
    ///
    /// A name of the codebook that the gazetteer gives to another country as well stands for both.
    pub fn of(project: &Project) -> Self {
        let gazetteer = Gazetteer::get();
        let (mut table, mut rows) = (Table::default(), HashMap::new());
        for row in project.countries_in_order() {
            let known = gazetteer.of(row);
            for name in std::iter::once(&row.name).chain(&row.aliases) {
                table.add(name, row.id, known.map_or(Form::Name, |known| form(known, name)));
            }
            rows.extend(known.map(|known| (known.id, row.id)));
        }
        Self { own: table.build(), rows, people: People::of(project) }
    }

    /// Every name in `text`, in order; several at one place where the name is ambiguous, the likelier first.
    ///
    /// `text` should hold the words around as well: they tell whether "Georgia" is the country.
    pub fn find_in(&self, text: &str) -> Vec<Named> {
        self.find_in_plain(&Plain::new(text))
    }

    pub(super) fn find_in_plain(&self, plain: &Plain<'_>) -> Vec<Named> {
        let mut hits: Vec<Hit> = Vec::new();
        KNOWN.find(&plain.text, |start, end, meanings| {
            let mean = |(index, form): &(usize, Form)| {
                let known = &Gazetteer::get().entries()[*index];
                let country = self.rows.get(&known.id).map_or(CountryRef::Known(known), |id| CountryRef::Codebook(*id));
                (country, *form)
            };
            hits.push(Hit { start, end, own: false, meanings: meanings.iter().map(mean).collect() });
        });
        self.own.find(&plain.text, |start, end, meanings| {
            let meanings = meanings.iter().map(|(id, form)| (CountryRef::Codebook(*id), *form)).collect();
            hits.push(Hit { start, end, own: true, meanings });
        });
        hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), !hit.own));
        let mut chosen: Vec<Hit> = Vec::new();
        for hit in hits {
            match chosen.last_mut() {
                Some(last) if last.start == hit.start && last.end == hit.end => {
                    for meaning in hit.meanings {
                        if last.meanings.iter().all(|(country, _)| *country != meaning.0) {
                            last.meanings.push(meaning);
                        }
                    }
                }
                Some(last) if hit.start < last.end => {}
                _ => chosen.push(hit),
            }
        }
        let mut found = Vec::new();
        let context = Context::new(&plain.text, &chosen);
        for hit in &chosen {
            let Some(meant) = context.judge(hit) else { continue };
            let span = Span::new(plain.back(hit.start), plain.back(hit.end));
            found.extend(meant.meanings.into_iter().map(|(country, form)| Named {
                span,
                country,
                is_place: form == Form::Seat,
                form,
                is_where: meant.is_where,
            }));
        }
        found
    }
}

/// Names in `text`, by the countries of `project` and the gazetteer. For many texts, keep a [`Names`].
pub fn matches_in(text: &str, project: &Project) -> Vec<(Span, CountryRef)> {
    Names::of(project).find_in(text).into_iter().map(|named| (named.span, named.country)).collect()
}

fn form(known: &Known, name: &str) -> Form {
    if known.places.iter().any(|place| place == name) {
        Form::Seat
    } else if known.belongings.iter().any(|belonging| belonging == name) {
        Form::Belonging
    } else {
        Form::Name
    }
}

/// A name in plain text with all whom it may mean.
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    own: bool,
    pub meanings: Vec<(CountryRef, Form)>,
}

/// The gazetteer's names, by the index of their entry. Built once.
static KNOWN: LazyLock<Lexicon<usize>> = LazyLock::new(|| {
    let mut table = Table::default();
    for (index, known) in Gazetteer::get().entries().iter().enumerate() {
        known.names().for_each(|name| table.add(name, index, form(known, name)));
    }
    for (name, code, form) in context::ALSO {
        let entry = Gazetteer::get().entries().iter().position(|known| known.id.0.as_str() == code);
        entry.into_iter().for_each(|index| table.add(name, index, form));
    }
    context::NOT_NAMES.iter().for_each(|phrase| table.hide(phrase));
    table.build()
});

/// Names with what they mean; nobody for phrases that only hold a name.
#[derive(Debug)]
struct Lexicon<T> {
    automaton: Option<AhoCorasick>,
    meanings: Vec<Vec<(T, Form)>>,
}

impl<T> Lexicon<T> {
    /// Calls `each` with every whole name in `text`, in no order.
    fn find(&self, text: &str, mut each: impl FnMut(usize, usize, &[(T, Form)])) {
        let Some(automaton) = &self.automaton else { return };
        for hit in automaton.find_overlapping_iter(text) {
            if is_whole(text, hit.start(), hit.end()) && !is_shouted(text, hit.start(), hit.end()) {
                each(hit.start(), hit.end(), &self.meanings[hit.pattern().as_usize()]);
            }
        }
    }
}

struct Table<T> {
    patterns: Vec<String>,
    meanings: Vec<Vec<(T, Form)>>,
    places: HashMap<String, usize>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { patterns: Vec::new(), meanings: Vec::new(), places: HashMap::new() }
    }
}

impl<T: PartialEq> Table<T> {
    fn add(&mut self, name: &str, whom: T, form: Form) {
        let at = self.pattern(name);
        if let Some(at) = at
            && self.meanings[at].iter().all(|(known, _)| *known != whom)
        {
            self.meanings[at].push((whom, form));
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

    fn build(self) -> Lexicon<T> {
        let automaton = (!self.patterns.is_empty())
            .then(|| AhoCorasick::builder().match_kind(MatchKind::Standard).build(&self.patterns).ok())
            .flatten();
        Lexicon { automaton, meanings: self.meanings }
    }
}

/// A text with one kind of apostrophe and one kind of space, and the way back to its own offsets.
pub(super) struct Plain<'a> {
    pub text: Cow<'a, str>,
    /// Where bytes were saved: offset in the plain text, and bytes saved up to there.
    saved: Vec<(usize, usize)>,
}

impl<'a> Plain<'a> {
    pub fn new(text: &'a str) -> Self {
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
    pub fn back(&self, at: usize) -> usize {
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
    use crate::model::{Country, Rank};
    use std::sync::Arc;

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
    fn what_stands_around_tells_whether_a_country_is_meant() {
        check("Georgia voted for the governor in Atlanta.", &[]);
        check("[Georgia] kept its sanctions, [Tbilisi] said.", &["georgia", "georgia"]);
        check("Michael Jordan, Jordan Peters and Chad Mercer met Paris Hilton.", &[]);
        check("[Jordan] and [Chad] abstained.", &["jordan", "chad"]);
        check("A Turkey sandwich; Turkey at Thanksgiving.", &[]);
        check("[Turkey] hosted a dinner for the government of [Syria].", &["turkiye", "syria"]);
        check("a Chinese restaurant, Swiss cheese, Guinea pigs and Brussels sprouts", &[]);
        check("The Moscow Times, Radio Vienna, Berlin Hotel, Hamilton scored.", &[]);
        check("the two Koreas; [North Korea] and [Korea]", &["north-korea", "south-korea"]);
    }

    #[test]
    fn what_cannot_be_told_is_proposed() {
        check("[Jordan] said he would play.", &["jordan"]);
        check("[Georgia] said no.", &["georgia"]);
    }

    #[test]
    fn a_capital_may_only_tell_where() {
        let names = Names::of(&project(&["Germany"]));
        for (text, is_where) in [
            ("in Paris", true),
            ("the Paris talks", true),
            ("the Minsk accords", true),
            ("at the Kremlin", true),
            ("Paris refused.", false),
            ("a message to Moscow", false),
        ] {
            let found = names.find_in(text);
            assert_eq!(found.iter().map(|named| named.is_where).collect::<Vec<_>>(), [is_where], "{text}");
        }
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
