//! Whoever types faster than the window draws: what follows a key that opens a field is meant for the field.

#![cfg(feature = "gui")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/window.rs"]
mod window;

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use window::Window;

/// The key with its letter, as the system sends them.
fn struck(key: Key, modifiers: Modifiers, letter: Option<char>) -> Vec<Event> {
    let press = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let mut events = vec![press(true)];
    events.extend(letter.map(|letter| Event::Text(letter.to_string())));
    events.push(press(false));
    events
}

fn letters(word: &str) -> Vec<Event> {
    let key = |c: char| Key::from_name(&c.to_ascii_uppercase().to_string()).expect("a letter");
    word.chars().flat_map(|c| struck(key(c), Modifiers::NONE, Some(c))).collect()
}

/// Everything within one frame.
fn at_once(window: &mut Window, events: Vec<Event>) {
    window.harness.input_mut().events.extend(events);
    window.settle();
}

fn typed(window: &Window, field: &str) -> String {
    window.harness.get_by_role_and_label(Role::TextInput, field).value().unwrap_or_default()
}

#[test]
fn words_typed_right_behind_the_key_that_opens_the_field_for_finding_are_no_commands() {
    let mut window = Window::with_sample();
    window.keys(&[Key::J, Key::J]);
    let before = window.project().claims().len();
    // R would repeat a coding, O ask for occurrences, X mark the article.
    let mut events = struck(Key::F, Modifiers::COMMAND, None);
    events.extend(letters("rox"));
    at_once(&mut window, events);
    assert_eq!(window.project().claims().len(), before);
    assert_eq!(typed(&window, "Find in article"), "rox");
}

#[test]
fn letters_behind_t_go_to_the_first_field_of_the_form() {
    let mut window = Window::with_sample();
    window.keys(&[Key::J]);
    let mut events = struck(Key::T, Modifiers::NONE, Some('t'));
    events.extend(letters("pol"));
    at_once(&mut window, events);
    assert_eq!(typed(&window, "Country"), "pol");
}

#[test]
fn enter_struck_within_the_frame_of_the_last_letter_takes_the_whole_word() {
    let mut window = Window::with_sample();
    window.keys(&[Key::J, Key::T]);
    window.focus("Issue");
    window.type_text("sanctionsrelie");
    let mut events = letters("f");
    events.extend(struck(Key::Enter, Modifiers::NONE, None));
    at_once(&mut window, events);
    assert!(
        window.harness.query_all_by_label_contains("sanctionsrelief").count() > 0,
        "the new issue has its whole name"
    );
}
