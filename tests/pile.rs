//! Working through a pile of articles: how far each is, the next unread one, notes, several at once.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use demarche::model::{ArticleId, Progress};
use demarche::session::pile::{Order, Pile};
use demarche::session::{Command, Item};
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::{AccessKitNode, Queryable as _};
use window::Window;

/// The sample with every article unread, the first one open.
fn pile() -> Window {
    let mut window = Window::with_sample();
    let all: Vec<ArticleId> = by_date(&window);
    for id in &all {
        window.send(Command::SetNotes(*id, String::new()));
    }
    window.send(Command::SetProgress(all.clone(), Progress::Unread));
    window.send(Command::Show(Item::Article(all[0])));
    window
}

fn by_date(window: &Window) -> Vec<ArticleId> {
    window.project().articles_by_date().iter().map(|article| article.id).collect()
}

fn open(window: &Window) -> ArticleId {
    window.desk().selection().article.unwrap()
}

fn progress(window: &Window, id: ArticleId) -> Progress {
    window.project().article(id).unwrap().progress
}

fn undo(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Z);
}

fn undo_label(window: &Window) -> String {
    window.desk().document().undo_label().unwrap_or("nothing").to_owned()
}

fn title(window: &Window, id: ArticleId) -> String {
    window.project().article(id).unwrap().title.clone()
}

/// Presses the row of an article with keys held.
fn press_row(window: &mut Window, id: ArticleId, button: PointerButton, modifiers: Modifiers) {
    let name = title(window, id);
    let row = |node: &AccessKitNode<'_>| {
        node.role() == Role::ListBoxOption && node.label().is_some_and(|label| label.starts_with(&name))
    };
    let pos = window.harness.get_by(row).rect().center();
    window.harness.event(Event::PointerMoved(pos));
    for pressed in [true, false] {
        window.harness.event_modifiers(Event::PointerButton { pos, button, pressed, modifiers }, modifiers);
        window.harness.step();
    }
    window.settle();
}

#[test]
fn one_key_opens_the_next_unread_article_in_the_order_of_the_list() {
    let mut window = pile();
    let order = by_date(&window);
    window.send(Command::SetProgress(vec![order[1], order[2]], Progress::Done));
    window.keys(&[Key::U]);
    assert_eq!(open(&window), order[3]);
    window.chord(Modifiers::SHIFT, Key::U);
    assert_eq!(open(&window), order[0]);
    window.chord(Modifiers::SHIFT, Key::U);
    assert_eq!(open(&window), order[order.len() - 1], "the list goes on at its other end");
    window.send(Command::SetPile(Pile { order: Order::Title, ..Pile::default() }));
    let rows = window.desk().listed().rows.clone();
    let at = rows.iter().position(|id| *id == open(&window)).unwrap();
    let mut below = rows[at + 1..].iter().chain(&rows[..at]);
    let expected = *below.find(|id| progress(&window, **id) == Progress::Unread).unwrap();
    window.keys(&[Key::U]);
    assert_eq!(open(&window), expected);
    assert_ne!(rows, order);
    // Going there changed nothing.
    assert_eq!(undo_label(&window), "Mark 2 articles done");
}

#[test]
fn there_is_a_reason_why_no_unread_article_can_be_opened() {
    let mut window = pile();
    let order = by_date(&window);
    window.send(Command::SetProgress(order[1..].to_vec(), Progress::Done));
    window.keys(&[Key::U]);
    assert_eq!(window.said().last().map(String::as_str), Some("This is the last article that is not read yet"));
    window.keys(&[Key::X, Key::U]);
    assert_eq!(window.said().last().map(String::as_str), Some("Every article was read"));
    window.send(Command::SetProgress(order[1..3].to_vec(), Progress::Unread));
    window.send(Command::SetPile(Pile { words: "no such words".into(), ..Pile::default() }));
    window.keys(&[Key::U]);
    let said = window.said();
    assert_eq!(said.last().map(String::as_str), Some("No unread article matches the filter: 2 others are left"));
}

#[test]
fn done_and_on_to_the_next_unread_one_is_one_key() {
    let mut window = pile();
    let order = by_date(&window);
    window.chord(Modifiers::SHIFT, Key::X);
    assert_eq!((progress(&window, order[0]), open(&window)), (Progress::Done, order[1]));
    undo(&mut window);
    assert_eq!(
        (progress(&window, order[0]), undo_label(&window).as_str()),
        (Progress::Unread, "Mark 14 articles unread")
    );
    window.send(Command::SetProgress(order[..1].to_vec(), Progress::Done));
    window.send(Command::SetProgress(order[2..].to_vec(), Progress::Done));
    window.chord(Modifiers::SHIFT, Key::X);
    assert_eq!((progress(&window, order[1]), open(&window)), (Progress::Done, order[1]));
    assert_eq!(window.said().last().map(String::as_str), Some("Marked done. Every article was read"));
}

#[test]
fn an_article_in_which_somebody_worked_is_in_progress_once_it_is_left() {
    let mut window = pile();
    let order = by_date(&window);
    // Looked at only: it stays unread, and nothing has changed.
    window.keys(&[Key::U]);
    assert_eq!(progress(&window, order[0]), Progress::Unread);
    assert_eq!(undo_label(&window), "Mark 14 articles unread");
    // Sentences were walked through.
    window.keys(&[Key::J, Key::J, Key::U]);
    assert_eq!((open(&window), progress(&window, order[1])), (order[2], Progress::InProgress));
    window.keys(&[Key::J]);
    window.chord(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(progress(&window, order[2]), Progress::InProgress);
    // Several in a row are one step, whatever was selected in them.
    assert_eq!(undo_label(&window), "Mark article in progress");
    undo(&mut window);
    assert_eq!([order[1], order[2]].map(|id| progress(&window, id)), [Progress::Unread; 2]);
    assert_eq!(undo_label(&window), "Mark 14 articles unread");
    // Whoever is shown a place has not worked there.
    let text = window.project().text(order[5]).unwrap().len();
    window.send(Command::Show(Item::Place(order[5], (text - 40..text - 20).into())));
    window.keys(&[Key::U]);
    assert_eq!(progress(&window, order[5]), Progress::Unread);
    // What is done stays done.
    window.keys(&[Key::X, Key::J]);
    let done = open(&window);
    window.keys(&[Key::U]);
    assert_eq!(progress(&window, done), Progress::Done);
}

#[test]
fn the_progress_of_the_pile_is_shown_and_filters_the_list() {
    let mut window = pile();
    let order = by_date(&window);
    window.send(Command::SetProgress(order[..3].to_vec(), Progress::Done));
    window.send(Command::SetProgress(order[3..4].to_vec(), Progress::InProgress));
    assert!(window.harness.query_by_label("3 of 14 done, 1 in progress, 10 unread").is_some());
    window.press("3 of 14 done");
    assert_eq!(window.desk().listed().rows, order[..3]);
    assert_eq!(window.names(Role::ListBoxOption).len(), 3);
    window.press("1 in progress");
    assert_eq!(window.desk().listed().rows, order[3..4]);
    // The open article left the list; the next one is found from where it stands.
    window.send(Command::Show(Item::Article(order[1])));
    window.chord(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(open(&window), order[3]);
    window.press("1 in progress");
    assert_eq!(window.desk().listed().rows, order);
}

#[test]
fn notes_are_written_below_the_list_and_found_by_its_filter() {
    let mut window = pile();
    let order = by_date(&window);
    window.chord(Modifiers::SHIFT, Key::D);
    window.type_text("Ask ");
    window.type_text("Zürich");
    assert_eq!(window.project().article(order[0]).unwrap().notes, "Ask Zürich");
    window.keys(&[Key::Escape]);
    assert!(window.name_of(Role::ListBoxOption, &title(&window, order[0])).ends_with(", has notes"));
    // A stretch of typing is one step; the next one is another.
    window.chord(Modifiers::SHIFT, Key::D);
    window.type_text("! ");
    window.keys(&[Key::Escape]);
    undo(&mut window);
    assert_eq!(window.project().article(order[0]).unwrap().notes, "Ask Zürich");
    window.focus("Filter articles");
    window.type_text("zurich");
    window.keys(&[Key::Escape]);
    assert_eq!(window.desk().listed().rows, order[..1]);
    window.send(Command::SetPile(Pile::default()));
    // Each article has notes of its own.
    window.send(Command::Show(Item::Article(order[1])));
    window.chord(Modifiers::SHIFT, Key::D);
    window.type_text("Other");
    assert_eq!(
        [order[0], order[1]].map(|id| window.project().article(id).unwrap().notes.clone()),
        ["Ask Zürich", "Other"]
    );
    window.keys(&[Key::Escape]);
    undo(&mut window);
    undo(&mut window);
    assert_eq!([order[0], order[1]].map(|id| window.project().article(id).unwrap().notes.clone()), ["", ""]);
    assert_eq!(
        window.harness.get_by_role_and_label(Role::MultilineTextInput, "Notes on the article").value(),
        Some(String::new())
    );
}

#[test]
fn several_articles_are_marked_in_one_step() {
    let mut window = pile();
    let order = by_date(&window);
    press_row(&mut window, order[1], PointerButton::Primary, Modifiers::COMMAND);
    press_row(&mut window, order[3], PointerButton::Primary, Modifiers::COMMAND);
    assert_eq!(open(&window), order[0], "choosing opens nothing");
    window.press("Mark 3 articles done");
    assert_eq!([0, 1, 2, 3].map(|at| progress(&window, order[at]) == Progress::Done), [true, true, false, true]);
    undo(&mut window);
    assert!(order.iter().all(|id| progress(&window, *id) == Progress::Unread));
    press_row(&mut window, order[0], PointerButton::Primary, Modifiers::NONE);
    press_row(&mut window, order[2], PointerButton::Primary, Modifiers::SHIFT);
    window.press("Mark 3 articles in progress");
    assert_eq!([0, 1, 2, 3].map(|at| progress(&window, order[at]) == Progress::InProgress), [true, true, true, false]);
    window.keys(&[Key::Escape]);
    assert!(window.harness.query_by_label("Mark 3 articles done").is_none());
}

#[test]
fn the_menu_of_a_row_marks_and_describes_its_article() {
    let mut window = pile();
    let order = by_date(&window);
    press_row(&mut window, order[2], PointerButton::Secondary, Modifiers::NONE);
    window.press_a(Role::MenuItemRadio, "Mark done");
    assert_eq!((progress(&window, order[2]), open(&window)), (Progress::Done, order[0]));
    press_row(&mut window, order[2], PointerButton::Secondary, Modifiers::NONE);
    window.press_a(Role::MenuItem, "Notes on the article");
    window.type_text("Here.");
    assert_eq!((window.project().article(order[2]).unwrap().notes.as_str(), open(&window)), ("Here.", order[2]));
    press_row(&mut window, order[3], PointerButton::Secondary, Modifiers::NONE);
    window.press_a(Role::MenuItem, "Article details");
    assert!(window.harness.query_by_label("Save details").is_some());
}

#[test]
fn an_article_that_was_marked_unread_by_hand_stays_unread_when_one_leaves_it() {
    let mut window = pile();
    let all = by_date(&window);
    window.keys(&[Key::J]);
    window.send(Command::SetProgress(vec![all[0]], Progress::InProgress));
    window.send(Command::SetProgress(vec![all[0]], Progress::Unread));
    window.send(Command::Show(Item::Article(all[1])));
    assert_eq!(progress(&window, all[0]), Progress::Unread);
}

#[test]
fn leaving_an_article_never_takes_away_what_can_be_redone() {
    let mut window = pile();
    let all = by_date(&window);
    window.keys(&[Key::J]);
    undo(&mut window);
    let redo = window.desk().document().redo_label().map(str::to_owned);
    assert!(redo.is_some());
    window.keys(&[Key::J]);
    window.send(Command::Show(Item::Article(all[1])));
    assert_eq!(window.desk().document().redo_label().map(str::to_owned), redo);
}
