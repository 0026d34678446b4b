//! Who moved, in the whole window: the list, its filters, and the words before and after.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/large.rs"]
mod large;
#[path = "support/window.rs"]
mod window;

use demarche::derive::moves::{self, Direction, Moved};
use demarche::derive::steps::Steps;
use demarche::model::{EntryId, RowsOf};
use demarche::session::{Action, Command, Part, Screen};
use demarche::store;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, OutputCommand, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use window::Window;

/// The sample, with a window high enough for every move.
fn sample() -> Window {
    let mut window = Window::open(vec2(1440.0, 9000.0), None);
    window.press("Explore the sample");
    window.send(Command::Do(Action::ShowMoves));
    assert_eq!((window.desk().screen(), window.desk().part()), (Screen::Matrix, Part::Moves));
    window
}

fn all(window: &Window) -> Vec<Moved> {
    window.desk().moves().to_vec()
}

/// The moves that are listed, as they are told.
fn listed(window: &Window) -> Vec<String> {
    window.names(Role::Row)
}

/// How a move is told, but for its size.
fn told(window: &Window, moved: &Moved) -> String {
    moved.in_words(window.project())
}

fn lit(window: &Window) -> Option<String> {
    let rows = window.harness.query_all_by_role(Role::Row);
    rows.map(|node| node.accesskit_node()).find(|node| node.is_selected() == Some(true)).and_then(|node| node.label())
}

fn copied(window: &mut Window) -> String {
    for _ in 0..6 {
        let commands = &window.harness.output().platform_output.commands;
        let text = commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        if let Some(text) = text {
            return text;
        }
        window.harness.step();
    }
    panic!("nothing was copied")
}

#[test]
fn every_move_is_listed_latest_first_with_both_quotations() {
    let window = sample();
    let (all, listed) = (all(&window), listed(&window));
    assert!(all.len() >= 10, "the sample has moves");
    assert_eq!(listed.len(), all.len());
    for (moved, name) in all.iter().zip(&listed) {
        assert!(name.starts_with(&told(&window, moved)), "{name}");
        for (id, which) in [(moved.change.before, "before"), (moved.change.after, "after")] {
            let claim = window.project().claim(id).unwrap();
            let words = &window.project().excerpt(claim.excerpt).unwrap().anchor.quotation;
            let begins = format!("Open the words {which}: “{words}”");
            let found = window.names(Role::Button).into_iter().find(|name| name.starts_with(&begins)).unwrap();
            assert!(found.ends_with("2025"), "with its source: {found}");
        }
    }
    assert!(window.names(Role::RowHeader)[0].starts_with("February 2025: "));
}

#[test]
fn a_step_from_what_was_unofficial_or_only_expected_says_so() {
    let mut window = sample();
    let (all, listed) = (all(&window), listed(&window));
    let mut said = 0;
    for (at, (moved, name)) in all.iter().zip(&listed).enumerate() {
        let caveats = moves::caveats(window.project(), moved.spot, &moved.change);
        let (_, tail) = name.split_once("; ").unwrap_or((name, ""));
        assert_eq!(tail, caveats.join("; "), "{name}");
        if !caveats.is_empty() && said == 0 {
            for _ in 0..=at {
                window.keys(&[Key::ArrowDown]);
            }
            window.harness.event(Event::Copy);
            assert!(copied(&mut window).starts_with(&format!("{name}\nBefore: ")));
        }
        said += caveats.len();
    }
    assert!(said > 0 && said < all.len(), "some of the sample's moves have one: {said}");
}

#[test]
fn enter_opens_the_words_after_and_shift_enter_those_before() {
    let mut window = sample();
    let first = all(&window)[0];
    window.keys(&[Key::ArrowDown]);
    assert!(lit(&window).unwrap().starts_with(&told(&window, &first)));
    window.keys(&[Key::Enter]);
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(first.change.after)));
    window.chord(Modifiers::ALT, Key::Num3);
    window.send(Command::Do(Action::ShowMoves));
    assert!(lit(&window).unwrap().starts_with(&told(&window, &first)), "coming back one finds the same move");
    window.chord(Modifiers::SHIFT, Key::Enter);
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(first.change.before)));
}

#[test]
fn words_timeline_and_cell_are_one_press_away() {
    let mut window = sample();
    let moved = all(&window)[1];
    let name = listed(&window)[1].clone();
    window.press(&format!("Timeline of {name}"));
    assert_eq!((window.desk().screen(), window.desk().followed()), (Screen::Timeline, Some(moved.spot.issue)));
    window.send(Command::Do(Action::ShowMoves));
    window.press(&format!("Cell of {name}"));
    assert_eq!((window.desk().screen(), window.desk().part()), (Screen::Matrix, Part::Positions));
    assert_eq!(window.desk().selection().cell, Some(moved.spot));
    window.send(Command::Do(Action::ShowMoves));
    let claim = window.project().claim(moved.change.before).unwrap();
    let words = window.project().excerpt(claim.excerpt).unwrap().anchor.quotation.to_string();
    let names = window.names(Role::Button);
    let open = names.iter().find(|name| name.starts_with(&format!("Open the words before: “{words}”"))).unwrap();
    let open = window.harness.query_all_by_label(open).next().unwrap();
    open.click();
    window.settle();
    assert_eq!((window.desk().screen(), window.desk().selection().claim), (Screen::Read, Some(moved.change.before)));
}

#[test]
fn filters_leave_out_what_does_not_fit_and_are_cleared() {
    let mut window = sample();
    let (all, steps) = (all(&window), Steps::new(window.project()));
    for (direction, name) in Direction::ALL {
        window.press_a(Role::Button, "Direction: ");
        window.press(name);
        let fits = all.iter().filter(|moved| direction.fits(&steps, moved.change.from, moved.change.to));
        let expected: Vec<String> = fits.map(|moved| told(&window, moved)).collect();
        assert!(!expected.is_empty() && expected.len() < all.len(), "{name}");
        let listed = listed(&window);
        assert_eq!(listed.len(), expected.len(), "{name}");
        assert!(listed.iter().zip(&expected).all(|(listed, told)| listed.starts_with(told)), "{name}: {listed:?}");
    }
    window.press("Clear the filter Direction");
    let who = all[0].spot.who;
    let name = window.project().label(who.entry());
    window.press_a(Role::Button, "Who moved: ");
    window.press_a(Role::MenuItemCheckBox, &format!("{name} ("));
    window.keys(&[Key::Escape]);
    let expected = all.iter().filter(|moved| moved.spot.who == who).count();
    assert_eq!(listed(&window).len(), expected);
    window.press("Clear the filter Who moved");
    window.press_a(Role::Button, "Period: ");
    window.focus("First day");
    window.type_text(&all[0].change.on.tomorrow().unwrap().to_string());
    window.keys(&[Key::Escape]);
    assert!(listed(&window).is_empty());
    assert!(window.harness.query_by_label("No move fits").is_some());
    window.press("Clear filters");
    assert_eq!(listed(&window).len(), all.len());
}

#[test]
fn moves_stand_under_whoever_moved() {
    let mut window = sample();
    window.press("Group: Month");
    window.press("Who");
    let heads = window.names(Role::RowHeader);
    let first = window.project().label(all(&window)[0].spot.who.entry());
    assert!(heads[0].starts_with(&format!("{first}: ")), "{heads:?}");
    let moved: usize = heads
        .iter()
        .map(|head| head.split(": ").nth(1).unwrap().split(' ').next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!(moved, all(&window).len());
}

#[test]
fn what_has_changed_since_a_day_is_told_apart_from_every_move() {
    let mut window = sample();
    let mut look = window.desk().look().clone();
    look.since = Some("2025-02-20".parse().unwrap());
    window.send(Command::SetLook(Box::new(look)));
    let net = moves::net(&window.desk().matrix_then().unwrap(), &window.desk().sheet());
    assert!(!net.is_empty());
    window.press("Show: every move");
    window.press("Changed since 20 Feb 2025");
    let names = listed(&window);
    assert_eq!(names.len(), net.len());
    for net in &net {
        let told = net.in_words(window.project());
        assert!(names.iter().any(|name| name.starts_with(&told)), "{told}: {names:#?}");
    }
    // Without a day to compare with there are only moves.
    let mut look = window.desk().look().clone();
    look.since = None;
    window.send(Command::SetLook(Box::new(look)));
    assert_eq!(listed(&window).len(), all(&window).len());
}

#[test]
fn moves_of_blocs_and_of_an_earlier_day_are_those_of_the_look() {
    let mut window = sample();
    let mut look = window.desk().look().clone();
    look.rows = RowsOf::Blocs;
    window.send(Command::SetLook(Box::new(look.clone())));
    let moved = all(&window);
    assert!(!moved.is_empty() && moved.iter().all(|moved| moved.spot.who.rows() == RowsOf::Blocs));
    assert_eq!(listed(&window).len(), moved.len());
    look.settings.filter.as_of = Some("2025-02-01".parse().unwrap());
    window.send(Command::SetLook(Box::new(look)));
    assert!(listed(&window).is_empty());
    assert!(window.harness.query_by_label("Nobody has moved").is_some());
}

#[test]
fn moves_are_copied_with_their_sources_and_exported() {
    let mut window = sample();
    window.keys(&[Key::ArrowDown]);
    window.harness.event(Event::Copy);
    window.harness.step();
    let text = copied(&mut window);
    let first = all(&window)[0];
    assert!(text.starts_with(&told(&window, &first)), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() == 3 && lines[1].starts_with("Before: “") && lines[2].starts_with("After: “"), "{text}");
    window.settle();
    window.harness.get_by_label("Copy all").click();
    window.harness.step();
    let text = copied(&mut window);
    assert_eq!(text.split("\n\n").count(), all(&window).len());
    window.settle();
    // Another button of that name stands at the top.
    let exports: Vec<_> = window.harness.query_all_by_role_and_label(Role::Button, "Export…").collect();
    exports.last().unwrap().click();
    window.settle();
    assert!(window.harness.ctx.memory(|m| m.top_modal_layer().is_some()), "the export is asked for");
}

#[test]
fn a_project_without_moves_says_why() {
    let mut window = sample();
    let issues: Vec<EntryId> = window.project().issues_in_order().iter().map(|row| EntryId::Issue(row.id)).collect();
    let mut look = window.desk().look().clone();
    look.hidden = issues.into_iter().collect();
    window.send(Command::SetLook(Box::new(look)));
    assert!(listed(&window).is_empty());
    assert!(window.harness.query_by_label("Nobody has moved").is_some());
}

#[test]
fn only_what_is_in_view_is_laid_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.ron");
    let size = large::Size { articles: 200, article_bytes: 4_000, claims: 8_000, countries: 60, issues: 20 };
    store::save(&large::project(size, 1), &file, None).unwrap();
    let mut window = Window::open(vec2(1440.0, 900.0), Some(file));
    window.send(Command::Do(Action::ShowMoves));
    assert!(all(&window).len() > 500, "{} moves", all(&window).len());
    for keys in [&[Key::ArrowDown][..], &[Key::PageDown; 5], &[Key::End], &[Key::PageUp; 3]] {
        window.keys(keys);
        window.settle();
        let rows = listed(&window).len();
        assert!((1..30).contains(&rows), "{rows} rows after {keys:?}");
        let name = lit(&window).unwrap();
        let row = window.harness.query_all_by_label(&name).next().unwrap().rect();
        assert!(row.top() > 100.0 && row.bottom() < 900.0, "{row:?} is in view after {keys:?}");
    }
}
