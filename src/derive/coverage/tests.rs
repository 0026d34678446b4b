use std::collections::BTreeSet;

use super::*;
use crate::derive::search::{Indexed, Options, Pattern};
use crate::derive::tests_support::{Sketch, cell, country, date, draft, issue};
use crate::derive::{Facts, SearchIndex};
use crate::edit::ops::ClaimDraft;
use crate::model::{ArticleId, Basis, CountryId, EntryId, Issue, Judgement, Kind, Look, RowsOf};
use crate::text::Span;

fn coverage(sketch: &Sketch, look: &Look) -> Coverage {
    let project = sketch.project();
    Coverage::new(&Sheet::of(project, look), &Facts::of(project, look.rows), project)
}

/// `c0 i0 Kind claims` for every gap.
fn told(coverage: &Coverage) -> Vec<String> {
    let row =
        |gap: &Gap| format!("{} {} {} {}", gap.spot.who.entry().slug(), gap.spot.issue, gap.kind.label(), gap.claims);
    coverage.gaps.iter().map(row).collect()
}

#[test]
fn every_empty_cell_has_a_kind_and_is_counted_once() {
    let mut sketch = Sketch::new(2, 4);
    let article = sketch.add_article("Words.", "Gazette", Some(date("2025-02-01")));
    let mut code = |row: usize, column: usize, line: &str| {
        let draft = ClaimDraft { countries: vec![country(row)], issue: Some(issue(column)), ..draft(line) };
        sketch.code_in(article, draft);
    };
    code(0, 0, "- supports quoted");
    code(0, 1, "- mentions quoted");
    code(0, 2, "- opposes expected");
    code(0, 2, "- mentions expected");
    code(1, 1, "- mentions quoted");
    sketch.assess(cell(1, 0), Judgement::NothingFound);
    sketch.assess(cell(1, 1), Judgement::Declined);
    code_one_more(&mut sketch, article);
    let mut look = Look::default();
    look.settings.filter.bases = vec![Basis::Quoted];
    let found = coverage(&sketch, &look);
    assert_eq!(
        told(&found),
        [
            "c0 i1 Only mentioned 1",
            "c0 i2 Filtered out 2",
            "c0 i3 Not looked for 0",
            "c1 i0 Nothing found 0",
            "c1 i1 Declined 2",
            "c1 i2 Not looked for 0",
            "c1 i3 Not looked for 0",
        ]
    );
    assert_eq!((found.cells, found.tally), (8, [3, 1, 1, 1, 1]));
    assert_eq!(found.rows.iter().map(|(_, tally)| *tally).collect::<Vec<_>>(), [[1, 1, 1, 0, 0], [2, 0, 0, 1, 1]]);
    assert_eq!(found.issues.iter().map(|(_, tally)| tally.iter().sum()).collect::<Vec<usize>>(), [1, 2, 2, 2]);
    assert_eq!(found.gaps[4].stale, 1, "a claim came after it was judged");
    // What is hidden is not looked at, and what the filters let through is no gap.
    look.settings.filter.bases.clear();
    look.hidden.insert(EntryId::Country(country(1)));
    assert_eq!(told(&coverage(&sketch, &look)), ["c0 i1 Only mentioned 1", "c0 i3 Not looked for 0"]);
}

fn code_one_more(sketch: &mut Sketch, article: ArticleId) {
    let draft = ClaimDraft { countries: vec![country(1)], issue: Some(issue(1)), ..draft("- mentions party") };
    sketch.code_in(article, draft);
}

#[test]
fn a_bloc_has_claims_when_a_member_has() {
    let mut sketch = Sketch::new(2, 2);
    let article = sketch.add_article("Words.", "Gazette", None);
    let both = ClaimDraft { countries: vec![country(0), country(1)], ..draft("- supports party") };
    let both = sketch.code_in(article, both);
    let bloc = sketch.add(Kind::Bloc, "B", |entry| {
        if let crate::model::Entry::Bloc(row) = entry {
            std::sync::Arc::make_mut(row).members = vec![country(1), country(0)];
        }
    });
    let mut look = Look { rows: RowsOf::Blocs, ..Look::default() };
    look.settings.filter.voices = vec![crate::model::Voice::Expert];
    assert_eq!(told(&coverage(&sketch, &look)), ["b i0 Filtered out 1", "b i1 Not looked for 0"]);
    let spot = Spot { who: Who::Bloc(crate::model::BlocId(bloc)), issue: issue(0) };
    let facts = Facts::of(sketch.project(), RowsOf::Blocs);
    assert_eq!(claims_under(spot, &facts, sketch.project()), [both]);
}

fn about(label: &str) -> IssueWords {
    let id: IssueId = "i".parse().expect("a slug");
    let rules = "Counts: anything on sending troops.".to_owned();
    IssueWords::of(&Issue { id, label: label.into(), short: String::new(), rules, rank: 0 }, ["Poland"])
}

/// Where "Poland" or "Warsaw" stands.
fn poland(article: &Indexed) -> Vec<Span> {
    let pattern = Pattern::typed("Poland OR Warsaw OR Polish", Options { whole: true, ..Options::default() });
    let hay = crate::derive::search::Hay { text: article.text.as_str(), folded: Some(article.folded()) };
    pattern.expect("can be read").places(&hay).into_iter().map(|place| place.span).collect()
}

/// Numbers of the texts that are found, best first, each with how often the name stands near a word and at all.
fn check(label: &str, texts: &[&str], found: &[(usize, usize, usize)]) -> Leads {
    let mut sketch = Sketch::new(0, 0);
    // The first is the latest.
    let ids: Vec<ArticleId> = (0_i8..)
        .zip(texts)
        .map(|(at, text)| sketch.add_article(text, "Gazette", Some(jiff::civil::date(2025, 2, 28 - at))))
        .collect();
    let index = SearchIndex::new(sketch.project());
    let leads = leads(&index, &about(label), poland, &|| true).expect("nobody stops it");
    let place = |article: ArticleId| ids.iter().position(|id| *id == article).expect("one of them");
    let told: Vec<_> = leads.list.iter().map(|lead| (place(lead.article), lead.near, lead.named)).collect();
    assert_eq!(told, found, "{label}");
    assert_eq!((leads.count, leads.near), (found.len(), found.iter().filter(|(_, near, _)| *near > 0).count()));
    leads
}

#[test]
fn articles_that_name_the_country_and_the_issue_are_found_best_first() {
    let far = format!("Poland voted. {}\nThe talks were about peacekeepers.", "Something else happened. ".repeat(20));
    let leads = check(
        "Send peacekeepers to Ukraine",
        &[
            "Germany spoke of peacekeepers in Ukraine.",
            "Poland sells apples.",
            &far,
            "Warsaw wants peace in Ukraine, and Ukraine wants it.",
            "In Ukraine, Poland's minister said, peacekeeping is for others. Polish troops stay.",
        ],
        &[(4, 2, 2), (3, 1, 1), (2, 0, 1)],
    );
    assert_eq!(leads.words, ["send", "peacekeep", "ukraine", "troop"]);
    let line = &leads.list[0].line;
    let marked: Vec<&str> = line.marks.iter().map(|mark| &line.after[mark.clone()]).collect();
    assert_eq!(marked, ["Ukraine", "Poland", "peacekeeping", "troops"]);
    assert_eq!(leads.list[0].words, 3);
}

#[test]
fn a_rarer_word_tells_more_and_of_equal_articles_the_later_comes_first() {
    let texts =
        ["Poland on Ukraine.", "Poland on Ukraine again.", "Poland on a backstop.", "Poland on Ukraine once more."];
    check("Backstop for Ukraine", &texts, &[(2, 1, 1), (0, 1, 1), (1, 1, 1), (3, 1, 1)]);
}

#[test]
fn what_stands_in_another_paragraph_is_not_near() {
    check("Ukraine", &["Poland spoke.\nUkraine was the matter.", "Ukraine. Poland."], &[(1, 1, 1), (0, 0, 1)]);
}

#[test]
fn an_issue_without_telling_words_gives_whatever_names_the_country() {
    let mut sketch = Sketch::new(0, 0);
    for text in ["Nothing.", "Poland.", ""] {
        sketch.add_article(text, "Gazette", None);
    }
    let index = SearchIndex::new(sketch.project());
    let found = leads(&index, &IssueWords::default(), poland, &|| true).expect("nobody stops it");
    assert_eq!((found.count, found.near, found.list[0].named), (1, 0, 1));
    assert_eq!(leads(&index, &IssueWords::default(), poland, &|| false), None);
}

#[test]
fn hostile_texts_are_looked_through_in_time() {
    let mut sketch = Sketch::new(0, 0);
    sketch.add_article(&"Poland peacekeepers ".repeat(50_000), "Gazette", None);
    sketch.add_article(&format!("{}Poland", "peacekeepers".repeat(50_000)), "Gazette", None);
    sketch.add_article(&format!("Poland{}", "\u{301}".repeat(100_000)), "Gazette", None);
    let found = leads(&SearchIndex::new(sketch.project()), &about("Peacekeepers"), poland, &|| true);
    assert_eq!(found.map(|found| found.count), Some(1));
}

fn mention(country: &str, in_codebook: bool, at: usize) -> Mention {
    Mention { country: country.parse().expect("a slug"), in_codebook, span: Span::new(at, at + 1) }
}

/// Every capital letter names a country; those up to `M` are in the codebook.
fn letters(text: &str) -> Vec<Mention> {
    let capitals = text.char_indices().filter(|(_, c)| c.is_ascii_uppercase());
    capitals.map(|(at, c)| mention(&format!("c{}", c.to_ascii_lowercase()), c <= 'M', at)).collect()
}

#[test]
fn countries_without_a_claim_are_those_in_most_articles_first() {
    let mut sketch = Sketch::new(0, 1);
    for label in ["ca", "cb"] {
        sketch.add(Kind::Country, label, |_| {});
    }
    let later = sketch.add_article("A B Z Z", "Gazette", Some(date("2025-02-02")));
    let first = sketch.add_article("x Z B B B", "Gazette", Some(date("2025-02-01")));
    let third = sketch.add_article("X A", "Gazette", None);
    let a: CountryId = "ca".parse().expect("a slug");
    sketch.code_in(later, ClaimDraft { countries: vec![a], ..draft("- supports") });
    let mentions = Mentions::read(sketch.project(), &Mentions::default(), letters, &|| true).expect("nobody stops it");
    let found: Vec<_> = mentions.uncoded(sketch.project());
    let told: Vec<_> =
        found.iter().map(|row| (row.country.to_string(), row.in_codebook, row.articles, row.mentions)).collect();
    let row = |id: &str, known: bool, articles: usize, mentions: usize| (id.to_owned(), known, articles, mentions);
    assert_eq!(told, [row("cb", true, 2, 4), row("cz", false, 2, 3), row("cx", false, 1, 1)]);
    assert_eq!(found[0].first, (first, Span::new(4, 5)));
    assert_eq!(mentions.of(third).len(), 2);
    assert!(mentions.is_of(sketch.project()));
    // The articles of one of them, most mentions first, the later of equals.
    let z = naming(sketch.project(), &mentions, found[1].country, false);
    let told: Vec<_> = z.list.iter().map(|lead| (lead.article, lead.named, lead.place.span)).collect();
    assert_eq!(told, [(later, 2, Span::new(4, 5)), (first, 1, Span::new(2, 3))]);
    assert_eq!((z.count, z.near, z.list[0].line.whole()), (2, 0, "A B Z Z".to_owned()));
    assert_eq!(naming(sketch.project(), &mentions, found[1].country, true), Leads::default());
    // Only what is new is read.
    sketch.add_article("B", "Gazette", None);
    assert!(!mentions.is_of(sketch.project()));
    let read = std::sync::Mutex::new(BTreeSet::new());
    let find = |text: &str| {
        read.lock().expect("nobody panicked").insert(text.to_owned());
        letters(text)
    };
    let again = Mentions::read(sketch.project(), &mentions, find, &|| true).expect("nobody stops it");
    assert_eq!(read.into_inner().expect("nobody panicked").len(), 1);
    assert_eq!(again.uncoded(sketch.project())[0].articles, 3);
}
