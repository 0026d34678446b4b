//! Correcting the text of an article and re-anchoring excerpts in the whole window.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use std::path::PathBuf;

use demarche::edit::ops::{ArticleDetails, NewArticle};
use demarche::model::{ArticleId, EntryId, ExcerptId, Kind, Slug};
use demarche::session::{Action, Command, Item, Screen};
use demarche::text::ArticleText;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use support::root;
use window::Window;

const LIST: &str = "Excerpts to look at";

/// What Madrid's article says in the sample, and what is made of it.
const ALBARES: &str = "Nobody was considering sending troops to Ukraine at present, the foreign minister said";
const MENDED: &str = "Nobody was considering to send any troops to Ukraine at present, the foreign minister said";
const LENIENT: &str = "applied its fiscal rules with more give";

fn madrid() -> ArticleId {
    "tooearly".parse().unwrap()
}

fn excerpt(id: &str) -> ExcerptId {
    id.parse().unwrap()
}

/// The sample with the text of one article changed in the file by hand.
fn damaged() -> Window {
    let sample = std::fs::read_to_string(root("projects/paris-talks.ron")).unwrap();
    let from = sample.find("MADRID – Nobody").unwrap();
    let to = from + sample[from..].find("excerpts: [").unwrap();
    let text = sample[from..to].replace(ALBARES, MENDED).replace("MADRID – Nobody", "MADRID, Tuesday – Nobody");
    let folder = tempfile::tempdir().unwrap().keep();
    let path: PathBuf = folder.join("damaged.ron");
    std::fs::write(&path, format!("{}{text}{}", &sample[..from], &sample[to..])).unwrap();
    let mut window = Window::open(vec2(1440.0, 900.0), Some(path));
    window.send(Command::Show(Item::Article(madrid())));
    window
}

fn quotation(window: &Window, id: &str) -> String {
    window.project().excerpt(excerpt(id)).unwrap().anchor.quotation.to_string()
}

fn text(window: &Window) -> String {
    window.project().text(madrid()).unwrap().as_str().to_owned()
}

fn is_there(window: &Window, label: &str) -> bool {
    window.harness.query_all_by_label(label).next().is_some()
}

/// Opens the sample's article and the dialog, and puts `new` in place of `old` in its text.
fn correcting(old: &str, new: &str) -> Window {
    let mut window = Window::with_sample();
    window.send(Command::Show(Item::Article(madrid())));
    window.send(Command::Do(Action::CorrectText));
    let changed = text(&window).replace(old, new);
    assert_ne!(changed, text(&window));
    retype(&mut window, &changed);
    window
}

fn retype(window: &mut Window, text: &str) {
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Text of the article").focus();
    window.settle();
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text(text);
}

/// Undoes everything and expects the sample.
fn undo(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(support::difference(window.project(), &support::sample()), None);
}

#[test]
fn a_typo_is_mended_in_one_go_when_no_excerpt_is_touched() {
    let mut window = correcting("MADRID – Nobody", "MADRID, Tuesday – Nobody");
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert!(!is_there(&window, "Text of the article"), "the dialog is gone");
    assert!(text(&window).starts_with("MADRID, Tuesday – Nobody"));
    assert!(window.desk().adrift().is_empty());
    assert_eq!(
        window.desk().document().undo_label(),
        Some("Correct text of “Madrid wants Europe to pay together before it marches together”")
    );
    undo(&mut window);
}

#[test]
fn a_changed_excerpt_is_looked_at_before_the_text_is_corrected() {
    let mut window = correcting(ALBARES, MENDED);
    window.press_a(Role::Button, "Correct text");
    assert!(is_there(&window, "3 excerpts stay with their words, 1 needs a look."));
    let place = window.name_of(Role::RadioButton, "Nearly the same words, same surroundings");
    assert!(place.contains(MENDED), "{place}");
    window.keys(&[Key::Enter]);
    assert!(is_there(&window, "All looked at") && is_there(&window, "Accepted"));
    // The button has the keyboard by now.
    window.keys(&[Key::Enter]);
    assert!(quotation(&window, "4mcl1un").starts_with(MENDED));
    assert!(window.desk().adrift().is_empty());
    undo(&mut window);
}

#[test]
fn a_left_excerpt_keeps_its_claims_and_is_re_anchored_later() {
    let mut window = correcting(ALBARES, MENDED);
    window.press_a(Role::Button, "Correct text");
    window.keys(&[Key::L]);
    assert!(is_there(&window, "Left for later"));
    window.press_a(Role::Button, "Correct text");
    assert_eq!(window.desk().adrift().iter().copied().collect::<Vec<_>>(), [excerpt("4mcl1un")]);
    assert!(quotation(&window, "4mcl1un").starts_with(ALBARES));
    assert_eq!(window.said().last().unwrap(), "Text corrected; one excerpt needs re-anchoring");
    // The card says so, is pressed, and leads to the place.
    window.press_a(Role::Button, "Re-anchor…");
    window.press("Accept place");
    window.press("Re-anchor 1 excerpt");
    assert!(window.desk().adrift().is_empty());
    assert!(quotation(&window, "4mcl1un").starts_with(MENDED));
    assert!(!is_there(&window, "Re-anchor excerpts"), "nothing is left to look at");
}

#[test]
fn changes_to_a_text_are_not_given_up_by_one_escape() {
    let mut window = correcting("MADRID – Nobody", "MADRID, Tuesday – Nobody");
    window.keys(&[Key::Escape]);
    assert!(is_there(&window, "Your changes are not in the project yet. Press Esc again to give them up."));
    window.keys(&[Key::Escape]);
    assert!(!is_there(&window, "Text of the article"));
    assert!(text(&window).starts_with("MADRID – Nobody"));

    // Where nothing was changed, one is enough, and there is nothing to do.
    window.send(Command::Do(Action::CorrectText));
    assert!(window.harness.get_by_role_and_label(Role::Button, "Correct text").accesskit_node().is_disabled());
    window.keys(&[Key::Escape]);
    assert!(!is_there(&window, "Text of the article"));
}

#[test]
fn a_better_copy_comes_from_the_clipboard_or_from_a_file() {
    let mut window = Window::with_sample();
    window.send(Command::Show(Item::Article(madrid())));
    let old = text(&window);
    window.send(Command::Do(Action::CorrectText));
    window.press("Replace by clipboard");
    let copied = old.replace("MADRID – ", "Madrid: ").replace('\n', "\r\n");
    window.harness.event(Event::Paste(copied));
    window.settle();
    assert!(is_there(&window, "The text is that of the clipboard now."));
    window.press_a(Role::Button, "Correct text");
    assert_eq!(text(&window), old.replace("MADRID – ", "Madrid: "));
    undo(&mut window);

    let path = window.folder.path().join("copy.txt");
    std::fs::write(&path, old.replace("MADRID – ", "IN MADRID: ")).unwrap();
    *window.picker.file.lock().unwrap() = Some(path);
    window.send(Command::Do(Action::CorrectText));
    window.press("Replace by file…");
    assert!(is_there(&window, "The text is that of the file now."));
    window.press_a(Role::Button, "Correct text");
    assert!(text(&window).starts_with("IN MADRID: "));
    undo(&mut window);

    // A file that is no text says why, and nothing is lost.
    *window.picker.file.lock().unwrap() = Some(window.folder.path().join("gone.txt"));
    window.send(Command::Do(Action::CorrectText));
    window.press("Replace by file…");
    let says = |node: &AccessKitNode<'_>| node.value().is_some_and(|words| words.contains("gone.txt"));
    assert!(window.harness.query_all_by(says).next().is_some());
}

#[test]
fn a_very_long_text_is_only_replaced_whole() {
    let mut window = Window::with_sample();
    let long: String = (0..40_000).map(|n| format!("word{n} ")).collect();
    let details = ArticleDetails { title: "Long".into(), ..ArticleDetails::default() };
    let article = NewArticle { details, text: ArticleText::new(long.trim()) };
    window.send(Command::AddArticle(Box::new(article)));
    let id = window.desk().selection().article.unwrap();
    window.send(Command::Do(Action::CorrectText));
    assert!(!is_there(&window, "Text of the article"));
    window.harness.event(Event::Paste(long.replace("word7 ", "word seven ")));
    window.settle();
    window.press_a(Role::Button, "Correct text");
    assert!(
        window
            .project()
            .text(id)
            .unwrap()
            .as_str()
            .starts_with("word0 word1 word2 word3 word4 word5 word6 word seven ")
    );
}

#[test]
fn an_excerpt_that_lost_its_place_is_shown_as_such_everywhere() {
    let mut window = damaged();
    assert_eq!(window.desk().adrift().len(), 4);
    window.name_of(
        Role::ListBoxOption,
        "Madrid wants Europe to pay together before it marches together, 4 excerpts need",
    );
    assert!(is_there(&window, "4 excerpts need re-anchoring"));
    // The notice says the same; without it the article's head is meant.
    (1..9).for_each(|number| window.send(Command::Dismiss(number)));
    let card = window.name_of(Role::Button, "Claim: Spain – Reluctant");
    assert!(card.ends_with("Needs re-anchoring"), "{card}");
    // No words are marked as if it stood there.
    assert_eq!(window.names(Role::Mark), Vec::<String>::new());
    // Going to such a claim shows its card, wherever it may have stood.
    let claim = window.project().claims_of(excerpt("4lg62eg"))[0].id;
    window.send(Command::Show(Item::Claim(claim)));
    let card = window.harness.get_by_label("4 excerpts need re-anchoring").rect();
    assert!(window.harness.ctx.content_rect().contains(card.center()), "the head of the article is in view");

    window.send(Command::ShowClaimsOf(EntryId::new(Kind::Country, Slug::new("spain").unwrap())));
    let rows = window.names(Role::Row);
    assert!(rows.iter().any(|row| row.ends_with("needs re-anchoring")), "{rows:?}");
    window.chord(Modifiers::ALT, Key::Num3);
    window.press_a(Role::Cell, "Spain on Send peacekeepers");
    let cards = window.names(Role::Button);
    assert!(cards.iter().any(|card| card.starts_with("Open") && card.ends_with("needs re-anchoring")), "{cards:?}");
}

#[test]
fn excerpts_are_re_anchored_one_by_one_and_all_that_are_certain_at_once() {
    let mut window = damaged();
    assert_eq!(window.desk().screen(), Screen::Read);
    window.send(Command::Do(Action::CheckAnchors));
    assert!(is_there(&window, "4 of 4 to look at"));
    assert!(window.harness.get_by_role_and_label(Role::Button, "Re-anchor").accesskit_node().is_disabled());
    window.press("Accept 3 that are certain");
    assert!(is_there(&window, "1 of 4 to look at"));
    window.press("Re-anchor 3 excerpts");
    assert_eq!(window.desk().document().undo_label(), Some("Re-anchor 3 excerpts"));
    assert_eq!(window.desk().adrift().len(), 1);
    assert!(quotation(&window, "kzu3vou").ends_with(LENIENT));
    // Nothing about claims whose words are the same has changed.
    let sample = support::sample();
    assert_eq!(window.project().claims_of(excerpt("kzu3vou")), sample.claims_of(excerpt("kzu3vou")));

    window.keys(&[Key::Enter]);
    window.keys(&[Key::Escape]);
    assert!(is_there(&window, "What you accepted is not re-anchored yet. Press Esc again to give it up."));
    window.press("Re-anchor 1 excerpt");
    assert!(window.desk().adrift().is_empty());
    assert!(quotation(&window, "4mcl1un").starts_with(MENDED));
    let why = window.harness.state().session().available(Action::CheckAnchors);
    assert_eq!(why, Err("Every excerpt stands where it should".into()));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.desk().adrift().len(), 4);
}

#[test]
fn claims_of_an_excerpt_can_be_deleted_and_its_article_opened_from_there() {
    let mut window = damaged();
    let claims = window.project().claims().len();
    window.send(Command::ShowAnchors(Some(excerpt("4lg62eg"))));
    let lit = window.names(Role::ListBoxOption).into_iter().find(|row| row.contains("Italy’s prime minister")).unwrap();
    assert!(lit.starts_with("“applied its fiscal rules"), "{lit}");
    window.press("Delete claims");
    assert_eq!(window.project().claims().len(), claims - 1);
    assert!(window.project().excerpt(excerpt("4lg62eg")).is_none());
    assert!(is_there(&window, "3 of 3 to look at"));
    window.press("Open article");
    assert!(!is_there(&window, LIST));
    assert_eq!(window.desk().selection().article, Some(madrid()));
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().claims().len(), claims);
}

#[test]
fn keys_walk_choose_and_leave() {
    let mut window = damaged();
    let row = |window: &Window, begins: &str| {
        window.names(Role::ListBoxOption).into_iter().find(|row| row.starts_with(begins)).unwrap()
    };
    window.send(Command::Do(Action::CheckAnchors));
    window.keys(&[Key::J, Key::L]);
    assert!(row(&window, "“It will honour").contains("”, left · Madrid"), "{}", row(&window, "“It will honour"));
    window.keys(&[Key::K, Key::K, Key::K, Key::Num1, Key::Enter]);
    assert!(row(&window, "“Nobody was").contains("”, accepted · Madrid"), "{}", row(&window, "“Nobody was"));
    assert!(is_there(&window, "2 of 4 to look at"));
}

#[test]
fn what_is_small_still_works() {
    let mut window = damaged();
    window.harness.set_size(vec2(1024.0, 700.0));
    window.send(Command::Do(Action::CheckAnchors));
    for label in ["Accept place", "Leave", "Close", "Re-anchor", "Open article", "Delete claims"] {
        let rect = window.harness.get_by_label(label).rect();
        assert!(window.harness.ctx.content_rect().contains_rect(rect), "{label}: {rect}");
    }
}
