//! The export form in the whole window: what, in which format, and what will come of it.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/window.rs"]
mod window;

use std::time::{Duration, Instant};

use demarche::gui::files::Ask;
use demarche::model::{Look, RowsOf};
use demarche::session::Command;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use window::Window;

/// The form on the matrix of the sample.
fn form() -> Window {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num3);
    open(&mut window);
    window
}

fn open(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::E);
    until(window, |window| !says(window, "Working it out"));
}

/// Lets frames pass until it is so: previews are worked out on a thread.
fn until(window: &mut Window, so: impl Fn(&Window) -> bool) {
    let began = Instant::now();
    while !so(window) {
        assert!(began.elapsed() < Duration::from_secs(60), "{:?}", words(window));
        std::thread::sleep(Duration::from_millis(10));
        window.settle();
    }
}

/// The words on the screen.
fn words(window: &Window) -> Vec<String> {
    let labels = window.harness.query_all_by_role(Role::Label);
    labels.filter_map(|node| node.accesskit_node().value()).collect()
}

fn says(window: &Window, part: &str) -> bool {
    words(window).iter().any(|words| words.contains(part))
}

fn choose(window: &mut Window, what: &str) {
    window.harness.get_by_role_and_label(Role::RadioButton, what).click();
    window.settle();
    until(window, |window| !says(window, "Working it out"));
}

fn is_on(window: &Window, what: &str) -> bool {
    let node = window.harness.get_by_role_and_label(Role::RadioButton, what);
    node.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True)
}

#[test]
fn every_kind_shows_what_will_come_of_it() {
    let mut window = form();
    assert!(is_on(&window, "Matrix"));
    assert!(says(&window, "16 rows") && says(&window, "United Kingdom") && says(&window, "RFC 4180"));
    for (what, shown, name) in [
        ("Positions", "96 rows", "paris-talks-positions.csv"),
        ("Claims", "claim_id", "paris-talks-claims.csv"),
        ("Moves", "step", "paris-talks-moves.csv"),
        ("Agreement", "rows", "paris-talks-agreement.csv"),
        ("Briefing", "16 countries on 6 issues", "paris-talks-briefing.html"),
        ("Everything", "Claims: ", "paris-talks-all.xlsx"),
    ] {
        choose(&mut window, what);
        assert!(says(&window, shown), "{what}: {:?}", words(&window));
        assert!(says(&window, name), "{what}: {:?}", words(&window));
    }
    choose(&mut window, "Timeline");
    assert!(window.harness.query_by_label("Preview of the picture").is_some());
    assert!(says(&window, "paris-talks-timeline-send-peacekeepers.svg"), "{:?}", words(&window));
}

#[test]
fn what_is_written_is_what_was_chosen() {
    let mut window = form();
    let file = window.folder.path().join("briefing.html");
    *window.picker.file.lock().unwrap() = Some(file.clone());
    choose(&mut window, "Briefing");
    window.press("Write file…");
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Paris talks"));
    assert!(
        matches!(&window.picker.asked.lock().unwrap()[..], [Ask::Export { name, .. }] if name == "paris-talks-briefing.html")
    );
    // It opens with what was chosen last …
    open(&mut window);
    assert!(is_on(&window, "Briefing"));
    choose(&mut window, "Matrix");
    choose(&mut window, "PNG");
    assert!(window.harness.query_by_label("Preview of the picture").is_some());
    let file = window.folder.path().join("matrix.png");
    *window.picker.file.lock().unwrap() = Some(file.clone());
    window.press("Write file…");
    assert!(std::fs::read(&file).unwrap().starts_with(b"\x89PNG"));
    open(&mut window);
    assert!(is_on(&window, "Matrix") && is_on(&window, "PNG"));
    window.keys(&[Key::Escape]);
    // … unless the screen shows something of its own.
    window.chord(Modifiers::ALT, Key::Num5);
    open(&mut window);
    assert!(is_on(&window, "Timeline"));
}

#[test]
fn only_a_csv_is_made_safe_for_spreadsheets() {
    let mut window = form();
    let safe = "Safe for spreadsheet programs";
    window.press(safe);
    let file = window.folder.path().join("matrix.csv");
    *window.picker.file.lock().unwrap() = Some(file.clone());
    window.press("Write file…");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with('\u{feff}'));
    open(&mut window);
    choose(&mut window, "Excel");
    assert!(window.harness.query_by_label(safe).is_none());
    choose(&mut window, "Briefing");
    assert!(window.harness.query_by_label(safe).is_none());
}

#[test]
fn a_named_view_can_be_handed_over_without_showing_it() {
    let mut window = Window::with_sample();
    window.send(Command::SetLook(Box::new(Look { rows: RowsOf::Blocs, ..Look::default() })));
    window.send(Command::SaveView("By bloc".into()));
    window.send(Command::SetLook(Box::default()));
    window.chord(Modifiers::ALT, Key::Num3);
    open(&mut window);
    assert!(says(&window, "United Kingdom"), "{:?}", words(&window));
    window.harness.get_by_role_and_label(Role::ComboBox, "Looked at").click();
    window.settle();
    window.press("By bloc");
    until(&mut window, |window| !says(window, "Working it out"));
    assert!(says(&window, "bloc") && !says(&window, "United Kingdom"), "{:?}", words(&window));
    assert!(says(&window, "paris-talks-by-bloc-matrix.csv"), "{:?}", words(&window));
    assert_eq!(window.desk().look().rows, RowsOf::Countries, "the screen stays as it was");
}

#[test]
fn a_table_is_copied_from_the_form() {
    let mut window = form();
    window.press("Copy table");
    assert!(window.harness.query_by_label("Write file…").is_none(), "the form is done with");
    let said = window.said().join(" ");
    assert!(said.to_lowercase().contains("copied"), "{said}");
    open(&mut window);
    choose(&mut window, "Claims");
    assert!(window.harness.query_by_label("Copy table").is_none(), "claims are too many for a page");
}
