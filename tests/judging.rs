//! Judging positions: from the cell, and through the queue of cells that wait, with the keys counted.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use demarche::derive::queue::{Queue, Reason};
use demarche::model::{Cell, Judgement};
use demarche::session::{Command, Item, Part, Screen};
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use window::Window;

const FRANCE: &str = "France on Send peacekeepers";

fn matrix() -> Window {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num3);
    window
}

fn judging() -> Window {
    let mut window = matrix();
    window.press_a(Role::Tab, "To judge");
    assert_eq!(window.desk().part(), Part::Judge);
    window
}

fn cell(country: &str, issue: &str) -> Cell {
    Cell { country: country.parse().unwrap(), issue: issue.parse().unwrap() }
}

fn queue(window: &Window) -> Queue {
    Queue::new(&window.desk().sheet(), window.project())
}

fn judged(window: &Window, cell: Cell) -> Option<(Judgement, String)> {
    window.project().judged(cell).map(|row| (row.judgement, row.sentence.clone()))
}

fn level(id: &str) -> Judgement {
    Judgement::Position(id.parse().unwrap())
}

#[test]
fn a_key_over_a_cell_chooses_the_level_and_what_follows_is_the_sentence() {
    let mut window = matrix();
    let at = cell("france", "send-peacekeepers");
    window.press_a(Role::Cell, FRANCE);
    // 4, the sentence, Ctrl Enter: nothing else.
    window.type_text("4");
    window.type_text("Paris waits for Washington.");
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(judged(&window, at), Some((level("reluctant"), "Paris waits for Washington.".into())));
    // The keyboard is back in the grid.
    window.keys(&[Key::ArrowRight]);
    assert_eq!(window.desk().selection().cell, Some(cell("france", "us-backstop").into()));
}

#[test]
fn letters_over_a_cell_begin_the_sentence() {
    let mut window = matrix();
    let at = cell("france", "send-peacekeepers");
    window.press_a(Role::Cell, FRANCE);
    window.type_text("P");
    window.type_text("aris waits.");
    window.press_a(Role::RadioButton, "Declined");
    window.press("Save assessment");
    assert_eq!(judged(&window, at), Some((Judgement::Declined, "Paris waits.".into())));
}

#[test]
fn escape_leaves_an_untouched_editor_and_keeps_what_was_typed() {
    let mut window = matrix();
    window.press_a(Role::Cell, FRANCE);
    window.keys(&[Key::Space, Key::Escape]);
    assert!(window.harness.query_by_label("Close drawer").is_some(), "one level at a time");
    window.type_text("4");
    window.keys(&[Key::Escape]);
    assert!(judged(&window, cell("france", "send-peacekeepers")).is_none());
    assert!(window.harness.query_by_label("Save assessment").is_some(), "the draft stays");
}

#[test]
fn twenty_cells_are_judged_without_the_mouse() {
    let mut window = judging();
    let before = queue(&window);
    let (waits, done) = (before.waiting.len(), before.judged);
    assert!(waits >= 20, "{waits}");
    for number in 0..20 {
        let next = queue(&window).waiting[0].cell;
        window.type_text("1");
        window.type_text(&format!("Number {number}."));
        window.chord(Modifiers::COMMAND, Key::Enter);
        assert_eq!(judged(&window, next), Some((level("supports"), format!("Number {number}."))), "cell {number}");
    }
    let after = queue(&window);
    assert_eq!((after.waiting.len(), after.judged), (waits - 20, done + 20));
}

#[test]
fn the_queue_is_walked_skipped_and_filtered_by_keys_and_names() {
    let mut window = judging();
    let all = queue(&window).waiting;
    // The title of the cell at hand stands above its judgement.
    let at_hand = |window: &Window, index: usize| {
        let issue = window.project().issue(all[index].cell.issue).unwrap().label.clone();
        let country = window.project().country(all[index].cell.country).unwrap().name.clone();
        let rows = window.harness.query_all_by_role(Role::ListBoxOption);
        let lit = rows.filter(|row| row.accesskit_node().toggled() == Some(Toggled::True));
        let lit: Vec<String> = lit.filter_map(|row| row.accesskit_node().label()).collect();
        assert_eq!(lit.len(), 1);
        lit[0].starts_with(&format!("{country} on {issue}"))
    };
    assert!(at_hand(&window, 0));
    window.keys(&[Key::ArrowDown, Key::ArrowDown, Key::ArrowUp]);
    assert!(at_hand(&window, 1));
    window.chord(Modifiers::ALT, Key::ArrowDown);
    assert!(at_hand(&window, 2));
    window.press("Bring back 1 put off");
    let contested = all.iter().filter(|row| row.reason == Reason::Contested).count();
    window.press_a(Role::RadioButton, &format!("Contested {contested}"));
    assert!(window.names(Role::ListBoxOption).iter().all(|name| name.ends_with(&format!("of {contested}"))));
}

#[test]
fn a_stale_assessment_says_what_is_new_and_holds_again_with_one_press() {
    let mut window = matrix();
    let at = cell("germany", "send-peacekeepers");
    assert_eq!(window.desk().matrix().position(at).unwrap().stale, 1, "the sample has a stale assessment");
    window.send(Command::Show(Item::Cell(at.into())));
    window.settle();
    let said = window.project().judged(at).unwrap().clone();
    window.press("Still holds");
    let now = window.project().judged(at).unwrap().clone();
    assert_eq!((now.judgement, &now.sentence), (said.judgement, &said.sentence));
    assert_eq!(window.desk().matrix().position(at).unwrap().stale, 0);
}

#[test]
fn what_was_judged_before_is_told_and_can_be_judged_again() {
    let mut window = matrix();
    let at = cell("germany", "send-peacekeepers");
    let old = window.project().judged(at).expect("the sample judges it").clone();
    window.press_a(Role::Cell, "Germany on Send peacekeepers");
    window.keys(&[Key::Space]);
    window.press_a(Role::RadioButton, "Undecided");
    window.press("Save assessment");
    assert_eq!(window.project().judged(at).unwrap().earlier.len(), old.earlier.len() + 1);
    let count = old.earlier.len() + 1;
    window.press(&format!("Show {count} earlier {}", if count == 1 { "judgement" } else { "judgements" }));
    window.press("Judge so again");
    assert_eq!(judged(&window, at).map(|(judgement, _)| judgement), Some(old.judgement));
}

#[test]
fn coming_back_from_an_article_finds_the_same_cell() {
    let mut window = judging();
    window.keys(&[Key::ArrowDown, Key::ArrowDown]);
    let at = queue(&window).waiting[2].cell;
    let card = window.names(Role::Button).into_iter().find(|name| name.starts_with("Open") && name.contains('“'));
    window.press(&card.expect("there is evidence"));
    assert_eq!(window.desk().screen(), Screen::Read);
    window.chord(Modifiers::ALT, Key::Num3);
    window.press_a(Role::Tab, "To judge");
    window.type_text("5");
    window.type_text("So it is.");
    window.chord(Modifiers::COMMAND, Key::Enter);
    let now: Vec<_> = window.project().assessments().keys().copied().collect();
    assert_eq!(judged(&window, at), Some((level("opposes"), "So it is.".into())), "{now:?}");
}

#[test]
fn control_enter_saves_from_the_confidence_too() {
    let mut window = matrix();
    let at = cell("france", "send-peacekeepers");
    window.press_a(Role::Cell, FRANCE);
    window.type_text("2");
    window.press_a(Role::RadioButton, "High");
    window.chord(Modifiers::COMMAND, Key::Enter);
    let row = window.project().judged(at).expect("it was saved");
    assert_eq!((row.judgement, row.confidence), (level("supports-if"), Some(demarche::model::Confidence::High)));
}

#[test]
fn a_new_judgement_does_not_take_over_how_sure_another_was() {
    let mut window = matrix();
    let at = cell("germany", "send-peacekeepers");
    assert!(window.project().judged(at).unwrap().confidence.is_some());
    window.press_a(Role::Cell, "Germany on Send peacekeepers");
    window.type_text("5");
    window.chord(Modifiers::COMMAND, Key::Enter);
    let row = window.project().judged(at).unwrap();
    assert_eq!((row.judgement, row.confidence), (level("opposes"), None));
}
