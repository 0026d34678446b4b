//! Finding in the article and in everything, through the window, by keys and accessible names.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/window.rs"]
mod support;

use demarche::edit::ops::{ArticleDetails, NewArticle};
use demarche::model::{ArticleId, CountryId, EntryId};
use demarche::session::{Action, Command, Item, Screen};
use demarche::text::{ArticleText, Span};
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use support::Window;

const TEXT: &str = "Poland weighs troops.\n\nThe Élysée said no. A peace force near Warsaw, far from Poland’s border, \
                    would need troops.\n\nTroops of the EU, not the eu-wide force, wait. Poland waits too.";

impl Window {
    /// A project with one article, open.
    fn with_article(text: &str) -> Self {
        let mut window = Self::open(vec2(1440.0, 900.0), None);
        window.send(Command::Do(Action::NewProject));
        window.add("Troops for peace", text);
        window
    }

    fn add(&mut self, title: &str, text: &str) {
        let details = ArticleDetails { title: title.into(), outlet: "Gazette".into(), ..ArticleDetails::default() };
        let article = NewArticle { details, text: ArticleText::new(text) };
        self.send(Command::AddArticle(Box::new(article)));
    }

    fn selected(&self) -> Option<String> {
        let selection = self.desk().selection();
        let text = self.project().text(selection.article?)?;
        Some(text.get(selection.span?)?.to_owned())
    }

    fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    /// Whether a hit of so many is the current one.
    fn counts(&self, count: usize) -> bool {
        (1..=count).any(|at| self.shows(&format!("{at} of {count}")))
    }

    /// The words that begin so and can only be read.
    fn reads(&self, begins: &str) -> Option<String> {
        let values = self.harness.query_all_by_role(Role::Label).filter_map(|node| node.accesskit_node().value());
        values.into_iter().find(|value| value.starts_with(begins))
    }

    fn find(&mut self, words: &str) {
        self.chord(Modifiers::COMMAND, Key::F);
        self.retype(words);
    }

    /// What was in the field is selected: typing replaces it.
    fn retype(&mut self, words: &str) {
        self.chord(Modifiers::COMMAND, Key::A);
        if words.is_empty() {
            self.keys(&[Key::Delete]);
        } else {
            self.type_text(words);
        }
        self.settle();
    }

    fn search(&mut self, words: &str) {
        self.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
        self.retype(words);
    }

    fn results(&self) -> Vec<String> {
        self.names(Role::ListBoxOption)
    }

    fn lit(&self) -> Option<String> {
        let mut options = self.harness.query_all_by_role(Role::ListBoxOption);
        options.find(|node| node.accesskit_node().toggled() == Some(Toggled::True))?.accesskit_node().label()
    }
}

#[test]
fn words_are_counted_as_they_are_typed_and_one_walks_from_hit_to_hit() {
    let mut window = Window::with_article(TEXT);
    window.find("t");
    assert!(window.counts(TEXT.to_lowercase().matches('t').count()));
    window.type_text("roops");
    assert!(window.shows("1 of 3"));
    window.keys(&[Key::Enter]);
    assert!(window.shows("2 of 3"));
    window.chord(Modifiers::SHIFT, Key::Enter);
    assert!(window.shows("1 of 3"));
    window.chord(Modifiers::SHIFT, Key::Enter);
    assert!(window.shows("3 of 3, on from the end"));
    window.keys(&[Key::F3]);
    assert!(window.shows("1 of 3, on from the top"));
    window.chord(Modifiers::SHIFT, Key::F3);
    window.press("Previous place");
    assert!(window.shows("2 of 3"));
    window.press("Next place");
    assert!(window.shows("3 of 3"));
}

#[test]
fn esc_closes_the_field_and_leaves_the_hit_selected_so_that_it_can_be_tagged() {
    let mut window = Window::with_article(TEXT);
    window.find("elysee");
    window.keys(&[Key::Escape]);
    assert!(window.harness.query_by_role_and_label(Role::TextInput, "Find in article").is_none());
    assert_eq!(window.selected().as_deref(), Some("Élysée"));
    window.keys(&[Key::T]);
    assert!(window.harness.query_by_role_and_label(Role::TextInput, "Issue").is_some(), "the claim form is open");
}

#[test]
fn switches_have_names_and_keys_and_change_what_is_found() {
    let mut window = Window::with_article(TEXT);
    window.find("eu");
    assert!(window.counts(2));
    for name in ["Whole words", "Regular expression", "Match case and accents"] {
        assert!(window.harness.query_by_role_and_label(Role::Switch, name).is_some(), "{name}");
    }
    window.retype("force");
    assert!(window.counts(2));
    window.retype("EU");
    window.chord(Modifiers::ALT, Key::C);
    assert!(window.counts(1));
    window.chord(Modifiers::ALT, Key::C);
    window.retype("wait");
    assert!(window.counts(2));
    window.chord(Modifiers::ALT, Key::W);
    assert!(window.counts(1));
    window.press("Whole words");
    assert!(window.counts(2));
    window.chord(Modifiers::ALT, Key::R);
    window.retype("waits?\\b");
    assert!(window.counts(2));
    // The letters of the keys were not typed.
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Find in article");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("waits?\\b"));
}

#[test]
fn what_is_wrong_with_a_regular_expression_is_said_and_nothing_breaks() {
    let mut window = Window::with_article(TEXT);
    window.find("");
    window.chord(Modifiers::ALT, Key::R);
    window.type_text("troop(");
    assert!(window.shows("Unclosed group, at character 6"));
    window.keys(&[Key::F3, Key::Enter]);
    window.type_text("s)");
    assert!(window.shows("1 of 3"));
    window.retype("zyzzyva");
    assert!(window.shows("not found"));
    window.keys(&[Key::F3]);
    assert!(window.shows("not found"));
}

#[test]
fn finding_begins_at_the_selected_words_and_takes_them_over() {
    let mut window = Window::with_article(TEXT);
    let at = TEXT.rfind("Poland").unwrap();
    window.send(Command::Select(Some(Span::new(at, at + 6))));
    window.chord(Modifiers::COMMAND, Key::F);
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Find in article");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("Poland"));
    assert!(window.shows("3 of 3"));
    // Typing replaces them.
    window.type_text("t");
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Find in article");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("t"));
}

#[test]
fn what_was_sought_is_known_to_f3_after_the_field_is_closed() {
    let mut window = Window::with_article(TEXT);
    window.find("troops");
    window.keys(&[Key::Escape, Key::F3]);
    assert!(window.shows("2 of 3"), "from the hit that is selected to the next");
}

#[test]
fn everything_is_found_in_groups_and_the_field_walks_through_it() {
    let mut window = Window::with_sample();
    window.search("troops");
    let results = window.results();
    assert!(results[0].starts_with("Articles: "), "{results:?}");
    assert!(results.iter().any(|name| name.contains(", in ")), "{results:?}");
    let first = window.lit().unwrap();
    assert!(first.contains("troops"), "the first place is lit: {first}");
    window.keys(&[Key::ArrowDown]);
    let second = window.lit().unwrap();
    assert_ne!(first, second);
    window.keys(&[Key::ArrowUp]);
    assert_eq!(window.lit().unwrap(), first);
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Search everything");
    assert!(field.is_focused(), "the keyboard stayed with the field");
    window.keys(&[Key::ArrowDown, Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Read);
    assert_eq!(window.selected().map(|words| words.to_lowercase()).as_deref(), Some("troops"));
    // Back again: everything is as it was.
    window.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert_eq!(window.lit().unwrap(), second);
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Search everything");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("troops"));
}

#[test]
fn esc_goes_back_to_where_one_was() {
    let mut window = Window::with_sample();
    for screen in [Action::ShowMatrix, Action::ShowCodebook, Action::ShowRead] {
        window.send(Command::Do(screen));
        let before = window.desk().screen();
        window.search("peace");
        assert_eq!(window.desk().screen(), Screen::Search);
        window.keys(&[Key::Escape]);
        assert_eq!(window.desk().screen(), before);
    }
}

#[test]
fn nearness_is_found_and_shown_with_both_words_selected() {
    let mut window = Window::with_article(TEXT);
    window.search("\"peace force\" near/1 warsaw");
    assert!(window.results()[0].starts_with("Articles: 1 place in 1 article"), "{:?}", window.results());
    window.keys(&[Key::Enter]);
    assert_eq!(window.selected().as_deref(), Some("peace force near Warsaw"));
    window.search("\"peace force\" near/0 warsaw");
    assert_eq!(window.results(), [] as [&str; 0]);
    assert!(window.shows("Nothing found for \"peace force\" near/0 warsaw"));
}

#[test]
fn a_claim_a_note_and_a_row_of_the_codebook_lead_to_their_screens() {
    let mut window = Window::with_sample();
    let claim = window.project().claims().values().find(|claim| !claim.condition.is_empty()).unwrap().clone();
    window.search(&format!("\"{}\"", claim.condition));
    let condition = window.results().into_iter().find(|name| name.contains("(condition)")).unwrap();
    window.press_a(Role::ListBoxOption, &condition);
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(claim.id)));
    let noted = window.project().articles().values().find(|article| !article.notes.is_empty()).unwrap().clone();
    window.search(&format!("\"{}\"", noted.notes));
    let note = window.results().into_iter().find(|name| name.starts_with(&format!("On {}", noted.title))).unwrap();
    window.press_a(Role::ListBoxOption, &note);
    assert_eq!((window.desk().screen(), window.desk().selection().article), (Screen::Read, Some(noted.id)));
    let issue = window.project().issues().values().next().unwrap().clone();
    window.search(&format!("\"{}\"", issue.label));
    window.press_a(Role::ListBoxOption, &format!("Issue: {}", issue.label));
    assert_eq!(
        (window.desk().screen(), window.desk().selection().entry),
        (Screen::Codebook, Some(EntryId::Issue(issue.id)))
    );
}

#[test]
fn groups_and_articles_fold_by_mouse_and_by_keys_of_the_list() {
    let mut window = Window::with_article(TEXT);
    window.search("troops");
    let all = window.results();
    assert_eq!(all.len(), 5, "a group, an article, three places: {all:?}");
    window.press_a(Role::ListBoxOption, "Articles: ");
    assert_eq!(window.results().len(), 1);
    // The list has the keyboard now.
    window.keys(&[Key::ArrowRight]);
    assert_eq!(window.results(), all);
    window.keys(&[Key::ArrowDown, Key::ArrowLeft]);
    assert_eq!(window.results().len(), 2);
    window.keys(&[Key::ArrowRight, Key::ArrowDown, Key::ArrowDown, Key::ArrowLeft]);
    assert_eq!(window.lit(), Some(all[1].clone()), "from a place to its article");
}

#[test]
fn results_follow_edits() {
    let mut window = Window::with_article("One word.");
    window.search("word");
    assert_eq!(window.results().len(), 3);
    window.add("Another", "A second word.");
    window.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert_eq!(window.results().len(), 5);
    window.send(Command::Do(Action::Undo));
    assert_eq!(window.results().len(), 3);
}

#[test]
fn filters_let_articles_through_that_hold_a_claim_that_fits() {
    let mut window = Window::with_sample();
    // So few places that all of them are shown.
    window.search("of");
    let articles = |window: &Window| {
        let found = window.desk().searching().found().unwrap().clone();
        let titles: Vec<_> = found.articles.iter().filter_map(|hit| found.index.article(hit.article)).collect();
        titles.into_iter().map(|article| article.row.id).collect::<Vec<_>>()
    };
    let all = articles(&window);
    let fits = |window: &Window, country, article: &ArticleId| {
        window.project().claims_in(*article).iter().any(|(_, claim)| claim.countries.contains(&country))
    };
    let some =
        |id: CountryId| (1..all.len()).contains(&all.iter().filter(|article| fits(&window, id, article)).count());
    let rows = window.project().countries_in_order().into_iter().take(8);
    let country = rows.filter(|row| some(row.id)).map(|row| (row.id, row.name.clone())).next().unwrap();
    window.press("Country: All");
    window.harness.get_by_role_and_label(Role::MenuItemCheckBox, &country.1).click();
    window.settle();
    let fitting = articles(&window);
    assert!(fitting.len() < all.len());
    assert_eq!(fitting, all.iter().copied().filter(|article| fits(&window, country.0, article)).collect::<Vec<_>>());
    assert!(window.results().iter().all(|name| !name.starts_with("Codebook")));
}

#[test]
fn nothing_found_says_where_it_looked_and_what_may_help() {
    let mut window = Window::with_article(TEXT);
    window.search("roops");
    window.chord(Modifiers::ALT, Key::W);
    assert!(window.shows("Nothing found for roops"));
    let said = window.reads("Looked through ").unwrap();
    assert!(said.starts_with("Looked through 1 article, 0 claims, 0 notes"), "{said}");
    window.press("Find parts of words");
    assert_eq!(window.results().len(), 5);
}

#[test]
fn before_anything_is_typed_the_syntax_is_explained_and_earlier_searches_are_offered() {
    let mut window = Window::with_article(TEXT);
    window.search("");
    assert!(window.shows("Example: \"peace force\""));
    window.press("Example: \"peace force\"");
    assert_eq!(window.results().len(), 3, "{:?}", window.results());
    window.keys(&[Key::Enter]);
    window.search("");
    window.press("Search again: \"peace force\"");
    assert_eq!(window.results().len(), 3);
}

#[test]
fn a_query_that_cannot_be_meant_is_explained_and_the_results_stay() {
    let mut window = Window::with_article(TEXT);
    window.search("troops");
    window.retype("-troops");
    assert!(window.shows("Say what to look for, not only what to leave out"));
    window.retype("/tro(/");
    assert!(window.shows("Unclosed group, at character 4"));
    window.retype("/tro+ps/");
    assert_eq!(window.results().len(), 5);
}

#[test]
fn a_narrow_window_holds_both_fields() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.send(Command::Do(Action::OpenSample));
    window.find("peace");
    let next = window.harness.get_by_label("Next place").rect();
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Find in article").rect();
    assert!(field.width() > 120.0 && next.right() < 1024.0 && next.left() > field.right());
    window.search("peace");
    let switch = window.harness.get_by_role_and_label(Role::Switch, "Match case and accents").rect();
    assert!(switch.right() < 1024.0);
}

/// Cutting it to the room there is once went on for ever.
#[test]
fn a_long_line_before_a_hit_is_cut_to_the_room_there_is() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.send(Command::Do(Action::NewProject));
    for filler in ["W", "WWWW WW ", "l", " "] {
        window.add("A long line", &format!("{}needle{}", filler.repeat(3000), filler.repeat(3000)));
    }
    window.search("needle");
    assert_eq!(window.results().len(), 9);
}

/// Ten megabytes are looked through a bit in each frame; hostile expressions end as well.
#[test]
fn a_very_long_article_is_looked_through_without_a_freeze() {
    let mut text = "Nobody said a word about it, and everybody knew why.\n".repeat(40_000);
    text.push_str("Here is the needle.\n");
    let mut window = Window::with_article(&text);
    window.find("needle");
    for _ in 0..200 {
        if window.shows("1 of 1") {
            break;
        }
        window.settle();
    }
    assert!(window.shows("1 of 1"));
    window.chord(Modifiers::ALT, Key::R);
    window.retype("(\\w+\\s*)+!");
    for _ in 0..400 {
        if window.shows("not found") {
            break;
        }
        window.settle();
    }
    assert!(window.shows("not found"));
    let first = window.project().articles().values().next().unwrap().id;
    window.send(Command::Show(Item::Article(first)));
}

#[test]
fn what_is_found_after_the_field_was_empty_is_never_shown_as_what_was_found_before() {
    let mut window = Window::with_sample();
    window.search("troops");
    let first = window.results();
    for _ in 0..6 {
        window.retype("");
        window.retype("backstop");
        assert!(window.results().iter().any(|row| row.to_lowercase().contains("backstop")), "{:?}", window.results());
        window.retype("");
        window.retype("troops");
        assert_eq!(window.results(), first);
    }
}

#[test]
fn esc_out_of_the_menu_of_a_filter_goes_back_to_the_words() {
    let mut window = Window::with_sample();
    window.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    window.type_text("troo");
    window.press("Stance: All");
    window.keys(&[Key::Escape]);
    window.settle();
    window.type_text("ps");
    window.settle();
    let field = window.harness.get_by_label("Search everything");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("troops"));
}

#[test]
fn the_keys_of_the_switches_are_for_the_field_that_has_the_keyboard() {
    let mut window = Window::with_article(TEXT);
    window.find("poland");
    let on = |window: &Window| {
        let switch = window.harness.get_by_role_and_label(Role::Switch, "Regular expression");
        switch.accesskit_node().toggled() == Some(Toggled::True)
    };
    window.harness.get_by_label("All occurrences…").focus();
    window.settle();
    window.chord(Modifiers::ALT, Key::R);
    assert!(!on(&window), "a button has the keyboard");
    window.focus("Find in article");
    window.chord(Modifiers::ALT, Key::R);
    assert!(on(&window));
}
