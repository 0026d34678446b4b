//! The briefing: a page that holds together, footnotes that are there and true, nothing that runs or is fetched.
//!
//! What is written lies in the folder that Cargo gives to tests, to be looked at: `target/tmp/briefing-*.html`.

#[allow(dead_code, reason = "each test uses a part of it")]
#[path = "../benches/support/large.rs"]
mod large;
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use demarche::derive::{Filter, Settings, Sheet};
use demarche::edit::Document;
use demarche::edit::ops::{articles, codebook};
use demarche::export::{self, ExportError, Format, Kind, Options};
use demarche::model::{EntryId, Look, Order, Project, RowsOf, Spot};
use demarche::store;
use dom_query::{Document as Page, Selection};
use jiff::civil::date;
use pulldown_cmark::{Event, Options as Marks, Parser, Tag, TagEnd};

fn now() -> jiff::Timestamp {
    "2025-03-01T09:00:00Z".parse().expect("a time")
}

fn options(look: Look) -> Options {
    Options { look, ..Options::default() }
}

fn written(project: &Project, look: &Look, format: Format) -> String {
    let bytes = export::write(Kind::Briefing, format, project, &options(look.clone()), now(), &|| true);
    String::from_utf8(bytes.expect("is written").bytes).expect("is UTF-8")
}

/// The page, kept for those who want to look at it.
fn html(name: &str, project: &Project, look: &Look) -> String {
    let text = written(project, look, Format::Html);
    let path = format!("{}/briefing-{name}.html", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(path, &text).expect("the folder for tests takes files");
    text
}

fn large(countries: usize, issues: usize, claims: usize) -> Project {
    let size = large::Size { articles: 400, article_bytes: 3_000, claims, countries, issues };
    large::project(size, 7)
}

/// Looks of every kind.
fn looks() -> Vec<(&'static str, Look)> {
    let filter = Filter { as_of: Some(date(2025, 2, 17)), ..Filter::default() };
    vec![
        ("usual", Look::default()),
        ("blocs", Look { rows: RowsOf::Blocs, ..Look::default() }),
        ("actors", Look { rows: RowsOf::Actors, row_order: Order::Evidence, ..Look::default() }),
        ("turned", Look { transposed: true, issue_order: Order::Spread, ..Look::default() }),
        (
            "then",
            Look {
                settings: Settings { filter, ..Settings::default() },
                since: Some(date(2025, 2, 14)),
                ..Look::default()
            },
        ),
    ]
}

fn attribute(node: &Selection<'_>, name: &str) -> String {
    node.attr(name).map(|value| value.to_string()).unwrap_or_default()
}

/// Tags open and close in order, ids are given once, links lead somewhere, nothing runs and nothing is fetched.
fn sound(name: &str, text: &str) {
    let page = Page::from(text);
    assert_eq!(*page.errors.borrow(), Vec::<std::borrow::Cow<'static, str>>::new(), "{name}");
    assert!(text.starts_with("<!DOCTYPE html>"), "{name}");
    for active in
        ["script", "link", "img", "iframe", "object", "embed", "form", "input", "base", "foreignObject", "use", "image"]
    {
        assert_eq!(page.select(active).length(), 0, "{name} holds {active}");
    }
    let mut ids = BTreeSet::new();
    for node in &page.select("[id]") {
        assert!(ids.insert(attribute(&node, "id")), "{name}: {} twice", attribute(&node, "id"));
    }
    for node in &page.select("*") {
        let attributes = node.attrs();
        for attribute in &attributes {
            let key = attribute.name.local.to_string();
            assert!(!key.starts_with("on") && key != "src" && key != "srcset", "{name}: {key}");
        }
    }
    for link in &page.select("a") {
        let to = attribute(&link, "href");
        match to.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "{name}: nothing is at {to}"),
            None => assert!(to.starts_with("https://") || to.starts_with("http://"), "{name}: {to}"),
        }
    }
    for style in &page.select("style") {
        let css = style.text();
        for fetched in ["url(", "@import", "@font-face", "expression("] {
            assert!(!css.contains(fetched), "{name}: {fetched}");
        }
    }
}

/// The words of each footnote, by number.
fn words_of_notes(page: &Page) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    for note in &page.select("ol.notes > li") {
        let number = attribute(&note, "id").strip_prefix("note-").and_then(|n| n.parse().ok()).expect("has a number");
        let words = note.select("span.words");
        assert_eq!(words.length(), 1);
        assert!(found.insert(number, words.text().to_string()).is_none(), "{number} twice");
    }
    found
}

#[test]
fn the_page_holds_together_however_it_is_looked_at() {
    let project = support::sample();
    for (name, look) in looks() {
        let text = html(name, &project, &look);
        sound(name, &text);
        assert!(text.len() < 300_000, "{name}: {} bytes", text.len());
        let page = Page::from(text.as_str());
        let said = page.select("section.statement dl").text().to_string();
        for (line, words) in export::statement(&project, &look) {
            assert!(said.contains(&line) && said.contains(&words), "{name}: {line}: {words}\n{said}");
        }
        assert!(said.contains("1 March 2025, 09:00 UTC"), "{name}: {said}");
        assert_eq!(page.select("h1").text().as_ref(), "Paris talks");
    }
}

#[test]
fn every_cell_with_evidence_has_a_footnote_that_is_there_once() {
    let project = support::sample();
    for (name, look) in looks() {
        let sheet = Sheet::of(&project, &look);
        let page = Page::from(written(&project, &look, Format::Html));
        let notes = words_of_notes(&page);
        assert_eq!(notes.keys().copied().collect::<Vec<_>>(), (1..=notes.len()).collect::<Vec<_>>(), "{name}");
        let numbers = |node: &Selection<'_>| -> Vec<usize> {
            let links = node.select("a.ref").iter().map(|link| attribute(&link, "href")).collect::<Vec<_>>();
            links.iter().filter_map(|href| href.strip_prefix("#note-")?.parse().ok()).collect()
        };
        // In the matrix, cell by cell …
        let heads = sheet.heads();
        let parts = heads.len().div_ceil(7);
        let columns = heads.len().div_ceil(parts);
        let tables = page.select("table.matrix");
        for (part, table) in tables.iter().enumerate() {
            let lines: Vec<Selection<'_>> = table.select("tbody > tr").iter().collect();
            assert_eq!(lines.len(), sheet.lines().len(), "{name}");
            for (line, row) in sheet.lines().iter().zip(&lines) {
                let cells: Vec<Selection<'_>> = row.select("td").iter().collect();
                for (head, cell) in heads.chunks(columns).nth(part).expect("as many parts").iter().zip(&cells) {
                    let (spot, position) = sheet.at(*line, *head).expect("a cell");
                    let cited = numbers(cell);
                    assert_eq!(cited.is_empty(), position.claims == 0, "{name}: {spot:?}");
                    let evidence: BTreeSet<String> = sheet
                        .matrix
                        .evidence(spot)
                        .iter()
                        .map(|id| project.excerpt(project.claim(*id).expect("is there").excerpt).expect("is there"))
                        .map(|excerpt| excerpt.anchor.quotation.to_string())
                        .collect();
                    assert!(cited.iter().all(|number| evidence.contains(&notes[number])), "{name}: {spot:?}");
                }
            }
        }
        // … and in the paragraphs, each footnote that is told of.
        let told: BTreeSet<usize> =
            page.select("p.stand, table.moves").iter().flat_map(|node| numbers(&node)).collect();
        assert_eq!(told, notes.keys().copied().collect(), "{name}: every footnote is referred to");
    }
}

#[test]
fn footnotes_have_the_words_of_the_article() {
    let project = support::sample();
    let page = Page::from(written(&project, &Look::default(), Format::Html));
    let texts: Vec<&str> = project.texts().values().map(|text| text.as_str()).collect();
    let notes = words_of_notes(&page);
    assert!(notes.len() > 50, "{}", notes.len());
    for (number, words) in &notes {
        assert!(texts.iter().any(|text| text.contains(words.as_str())), "{number}: {words}");
    }
    let first = page.select("#note-1").text().to_string();
    let claim = Sheet::of(&project, &Look::default())
        .matrix
        .cells_with_evidence()
        .next()
        .map(|(_, position)| position.decisive);
    let claim = project.claim(claim.flatten().expect("decided")).expect("is there");
    let article = project.article_of(claim).expect("has an article");
    for part in [&article.outlet, &article.title, &article.url] {
        assert!(first.contains(part.as_str()), "{part}: {first}");
    }
}

#[test]
fn hidden_rows_and_issues_are_not_told_of() {
    let project = support::sample();
    let (country, issue) = (project.countries_in_order()[0].id, project.issues_in_order()[0].id);
    let look = Look { hidden: [EntryId::Country(country), EntryId::Issue(issue)].into(), ..Look::default() };
    let page = Page::from(written(&project, &look, Format::Html));
    let name = project.label(EntryId::Country(country));
    let titles: Vec<String> = page.select("article.who h3").iter().map(|title| title.text().to_string()).collect();
    assert!(!titles.is_empty() && titles.iter().all(|title| !title.contains(&name)), "{titles:?}");
    let label = project.label(EntryId::Issue(issue));
    assert!(!page.select("main strong, main th").iter().any(|node| node.text().starts_with(&label)));
    assert!(page.select("section.statement").text().contains(&name), "that it is hidden is stated");
}

/// A project in which everything that can be typed tries to be more than words.
fn hostile() -> Project {
    let mut document = Document::new(support::sample());
    let stamp = support::acts::stamp(3);
    let words = "</td><script>alert(1)</script> & \"x\" 'y' <b>|*_`[z](javascript:alert(2)) \u{202e}\u{0}\u{7} ]]>";
    let countries: Vec<_> = document.project().countries_in_order().iter().map(|row| row.id).collect();
    let commit = |document: &mut Document, step| {
        document.commit(step).expect("is sound");
    };
    let rename = |document: &mut Document, id, name: &str| {
        let step = codebook::rename(document.project(), id, name).expect("a name");
        commit(document, step);
    };
    rename(&mut document, EntryId::Country(countries[0]), words);
    let issue = document.project().issues_in_order()[0].id;
    rename(&mut document, EntryId::Issue(issue), words);
    let stances: Vec<_> = document.project().scale().iter().map(|row| row.id).collect();
    rename(&mut document, EntryId::Stance(stances[0]), words);
    let step = articles::describe_project(document.project(), words, "");
    commit(&mut document, step);
    let article = document.project().articles_by_date()[0].id;
    let details = demarche::edit::ops::ArticleDetails {
        title: words.into(),
        outlet: words.into(),
        author: words.into(),
        url: "javascript:alert(3)".into(),
        language: "\" onclick=\"alert(4)".into(),
        ..Default::default()
    };
    let step = articles::describe(document.project(), article, details).expect("is there");
    commit(&mut document, step);
    let claim = document.project().claims().values().next().expect("a claim").clone();
    let draft = demarche::edit::ops::ClaimDraft {
        condition: words.into(),
        via: words.into(),
        ..demarche::edit::ops::ClaimDraft::from(&*claim)
    };
    let step = demarche::edit::ops::claims::recode(document.project(), claim.id, draft, &stamp).expect("complete");
    commit(&mut document, step);
    document.project().clone()
}

#[test]
fn whatever_was_typed_stays_words() {
    let project = hostile();
    let text = html("hostile", &project, &Look::default());
    sound("hostile", &text);
    assert!(!text.contains('\u{0}') && !text.contains('\u{7}'));
    let page = Page::from(text.as_str());
    assert!(page.select("h1").text().contains("<script>alert(1)</script>"));
    assert!(!text.contains("href=\"javascript:"));
    let marked = written(&project, &Look::default(), Format::Markdown);
    for event in Parser::new_ext(&marked, marks()) {
        match event {
            Event::Html(_) => panic!("a block of HTML: {event:?}"),
            Event::InlineHtml(tag) => assert_eq!(&*tag, "<br>"),
            Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("http"), "{dest_url}"),
            _ => {}
        }
    }
}

fn marks() -> Marks {
    Marks::ENABLE_TABLES | Marks::ENABLE_FOOTNOTES | Marks::ENABLE_STRIKETHROUGH
}

#[test]
fn markdown_has_the_same_footnotes_and_its_tables_are_tables() {
    let project = support::sample();
    for (name, look) in looks() {
        let text = written(&project, &look, Format::Markdown);
        let path = format!("{}/briefing-{name}.md", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(path, &text).expect("the folder for tests takes files");
        let page = Page::from(written(&project, &look, Format::Html));
        let (mut referred, mut defined) = (BTreeSet::new(), BTreeMap::new());
        let (mut open, mut cells, mut width) = (None::<String>, 0, 0);
        for event in Parser::new_ext(&text, marks()) {
            match event {
                Event::FootnoteReference(label) => drop(referred.insert(label.to_string())),
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    assert!(!defined.contains_key(&*label), "{name}: {label} twice");
                    open = Some(label.to_string());
                    defined.insert(label.to_string(), String::new());
                }
                Event::End(TagEnd::FootnoteDefinition) => open = None,
                Event::Text(words) | Event::Code(words) => {
                    if let Some(note) = open.as_ref().and_then(|label| defined.get_mut(label)) {
                        note.push_str(&words);
                    }
                }
                Event::InlineHtml(_) | Event::SoftBreak => {
                    if let Some(note) = open.as_ref().and_then(|label| defined.get_mut(label)) {
                        note.push('\n');
                    }
                }
                Event::Start(Tag::Table(columns)) => width = columns.len(),
                Event::Start(Tag::TableRow | Tag::TableHead) => cells = 0,
                Event::Start(Tag::TableCell) => cells += 1,
                Event::End(TagEnd::TableRow | TagEnd::TableHead) => assert_eq!(cells, width, "{name}"),
                _ => {}
            }
        }
        let notes = words_of_notes(&page);
        assert_eq!(defined.len(), notes.len(), "{name}");
        assert_eq!(referred, defined.keys().cloned().collect(), "{name}");
        for (number, words) in &notes {
            let note = &defined[&number.to_string()];
            assert!(
                note.trim_start_matches('“').starts_with(words.trim().trim_start_matches('“')),
                "{name} {number}: {note}"
            );
        }
    }
}

#[test]
fn eighty_countries_make_a_briefing_that_can_be_printed() {
    let project = large(80, 20, 6_000);
    let began = Instant::now();
    let text = html("eighty", &project, &Look::default());
    let took = began.elapsed();
    sound("eighty", &text);
    let page = Page::from(text.as_str());
    // Twenty issues stand in three tables, each with all countries.
    assert_eq!(page.select("table.matrix").length(), 3);
    assert_eq!(page.select("table.matrix tbody tr").length(), 3 * 80);
    assert!(text.len() < 8_000_000, "{} bytes", text.len());
    assert!(took < Duration::from_secs(20), "{took:?}");
    let sheet = Sheet::of(&project, &Look::default());
    let cited = page.select("table.matrix td a.ref").length();
    assert_eq!(cited, sheet.cells_with_evidence());
}

#[test]
fn an_empty_project_says_so() {
    let project = Project::new("p".parse().map(demarche::model::ProjectId).expect("a token"), "");
    let text = html("empty", &project, &Look::default());
    sound("empty", &text);
    assert!(text.contains("There is nobody and nothing to show."));
    assert!(written(&project, &Look::default(), Format::Markdown).contains("# Briefing"));
    let wrong = export::write(Kind::Briefing, Format::Csv, &project, &Options::default(), now(), &|| true);
    assert!(matches!(wrong, Err(ExportError::Mismatch(Kind::Briefing, Format::Csv))));
}

#[test]
fn words_of_every_script_come_through() {
    let loaded = store::load(&support::root("projects/many-scripts.ron")).expect("loads");
    let text = html("scripts", &loaded.project, &Look::default());
    sound("scripts", &text);
    let page = Page::from(text.as_str());
    let words = words_of_notes(&page);
    let quotations: BTreeSet<Arc<str>> =
        loaded.project.excerpts().values().map(|row| Arc::from(&*row.anchor.quotation)).collect();
    assert!(!words.is_empty() && words.values().all(|words| quotations.contains(words.as_str())));
    let spoken = page.select("span.words[lang][dir=auto]").length();
    assert_eq!(spoken, words.len(), "every quotation says its language and finds its direction");
    let spots: Vec<Spot> = Sheet::of(&loaded.project, &Look::default()).matrix.cells().map(|(spot, _)| spot).collect();
    assert!(!spots.is_empty());
}
