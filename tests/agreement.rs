//! Who stands together and what divides, in the whole window: by mouse, by keys alone, and with many countries.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/large.rs"]
mod large;
#[path = "support/window.rs"]
mod window;

use demarche::derive::Matrix;
use demarche::model::{Look, RowsOf, Who};
use demarche::session::{Action, Command, Screen};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

const TOGETHER: &str = "Who stands together";
const DIVIDES: &str = "What divides";

fn agreement() -> Window {
    let mut window = Window::with_sample();
    window.send(Command::Do(Action::ShowAgreement));
    window
}

fn matrix(window: &Window) -> Matrix {
    Matrix::of(window.project(), window.desk().look().rows, &window.desk().look().settings)
}

fn name(window: &Window, who: Who) -> String {
    window.project().label(who.entry())
}

/// What is written on the screen and begins so.
fn says(window: &Window, begins: &str) -> bool {
    let labels = window.harness.query_all_by_role(Role::Label);
    labels.filter_map(|node| node.accesskit_node().value()).any(|words| words.starts_with(begins))
}

/// The first cell of the table, row after row, of two who agree; with its line and column.
fn pair(window: &Window) -> (Who, Who, String) {
    let matrix = matrix(window);
    let order = matrix.rows_by_agreement();
    for (a, b) in order.iter().flat_map(|a| order.iter().map(move |b| (*a, *b))) {
        if a != b && matrix.agreement(a, b).value.is_some() {
            let (a, b) = (matrix.whos[a], matrix.whos[b]);
            return (a, b, format!("{} and {}:", name(window, a), name(window, b)));
        }
    }
    panic!("nobody agrees with anybody");
}

fn agreed(window: &Window, a: Who, b: Who) -> f64 {
    let matrix = matrix(window);
    let row = |who| matrix.row_of(who).unwrap();
    matrix.agreement(row(a), row(b)).value.unwrap()
}

#[test]
fn a_pair_is_chosen_explained_and_put_side_by_side_by_mouse() {
    let mut window = agreement();
    let (a, b, begins) = pair(&window);
    window.press_a(Role::Cell, &begins);
    assert!(says(&window, begins.trim_end_matches(':')), "the pair is named beside the table");
    assert!(says(&window, &format!("{:.0} % over ", agreed(&window, a, b) * 100.0)), "and explained");
    assert_eq!(window.desk().screen(), Screen::Matrix, "one press only explains");
    window.press("Put side by side");
    assert_eq!(window.desk().screen(), Screen::Compare);
    assert_eq!(window.desk().compared(), [a, b]);
}

#[test]
fn a_cell_says_the_agreement_and_the_shared_issues() {
    let window = agreement();
    let matrix = matrix(&window);
    let cells = window.names(Role::Cell);
    let seen = |role| {
        let heads = window.names(role);
        let whos = matrix.whos.iter().enumerate();
        whos.filter(|(_, who)| heads.contains(&name(&window, **who))).map(|(row, _)| row).collect::<Vec<_>>()
    };
    let (rows, columns) = (seen(Role::RowHeader), seen(Role::ColumnHeader));
    assert!(rows.len() > 5 && columns.len() > 5, "{rows:?} {columns:?}");
    for a in rows {
        for b in columns.iter().copied() {
            if a == b {
                continue;
            }
            let found = matrix.agreement(a, b);
            let said = match found.value {
                Some(value) => format!("{} % over {} issue", (value * 100.0).round(), found.shared),
                None => format!("no agreement, {} shared issue", found.shared),
            };
            let begins = format!("{} and {}: {said}", name(&window, matrix.whos[a]), name(&window, matrix.whos[b]));
            let there = cells.iter().any(|cell| cell.starts_with(&begins));
            assert!(there, "{begins} is in {cells:#?}");
        }
    }
}

#[test]
fn arrows_walk_the_pairs_and_enter_puts_one_side_by_side() {
    let mut window = agreement();
    let order = matrix(&window).rows_by_agreement();
    let whos: Vec<Who> = order.iter().map(|row| matrix(&window).whos[*row]).collect();
    // From nowhere to the first cell, which is somebody beside themselves: Enter has nothing to compare there.
    window.keys(&[Key::ArrowRight, Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Matrix);
    assert!(says(&window, &name(&window, whos[0])));
    window.keys(&[Key::ArrowRight, Key::ArrowRight, Key::ArrowDown, Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Compare);
    assert_eq!(window.desk().compared(), [whos[1], whos[2]]);
    // Coming back the pair is still chosen, and the table has the keys.
    window.send(Command::Do(Action::ShowAgreement));
    window.keys(&[Key::ArrowRight, Key::Enter]);
    assert_eq!(window.desk().compared(), [whos[1], whos[3]]);
}

#[test]
fn somebody_alone_is_told_by_their_name() {
    let mut window = agreement();
    let (a, _, _) = pair(&window);
    let label = name(&window, a);
    window.harness.get_by_role_and_label(Role::RowHeader, &label).click();
    window.settle();
    assert!(says(&window, "Stands with ") || says(&window, "Shares 3 issues with nobody"));
    assert!(window.harness.query_by_label("Put side by side").is_none());
}

#[test]
fn issues_are_listed_by_spread_and_followed_by_enter() {
    let mut window = agreement();
    window.press(DIVIDES);
    let matrix = matrix(&window);
    let mut columns: Vec<usize> = (0..matrix.issues.len()).collect();
    let spread = |column: &usize| matrix.spread(*column).unwrap_or(-1.0);
    columns.sort_by(|a, b| spread(b).total_cmp(&spread(a)));
    let labels: Vec<String> = columns
        .iter()
        .map(|column| window.project().label(demarche::model::EntryId::Issue(matrix.issues[*column])))
        .collect();
    let listed = window.names(Role::ListBoxOption);
    assert_eq!(listed.len(), labels.len());
    for (listed, label) in listed.iter().zip(&labels) {
        assert!(listed.starts_with(label.as_str()), "{listed} is where {label} should be");
    }
    assert!(listed[0].contains("Widest gap: "), "{}", listed[0]);
    window.keys(&[Key::ArrowDown, Key::Enter]);
    assert_eq!(window.desk().screen(), Screen::Timeline);
    assert_eq!(window.desk().followed(), Some(matrix.issues[columns[1]]));
    window.send(Command::Do(Action::ShowAgreement));
    window.press("Follow over time");
    assert_eq!(window.desk().screen(), Screen::Timeline);
}

#[test]
fn tab_leads_from_the_table_to_the_choice_of_halves_and_back() {
    let mut window = agreement();
    let mut seen = false;
    for _ in 0..40 {
        window.keys(&[Key::Tab]);
        let focused = window.harness.query_all_by(|node: &AccessKitNode<'_>| node.is_focused());
        let names: Vec<String> = focused.filter_map(|node| node.accesskit_node().label()).collect();
        if names.iter().any(|name| name == DIVIDES) {
            seen = true;
            break;
        }
    }
    assert!(seen, "Tab never came to the other half");
    window.keys(&[Key::Space]);
    assert_eq!(window.names(Role::ListBoxOption).len(), window.project().issues().len());
    window.press(TOGETHER);
    assert!(!window.names(Role::Cell).is_empty());
}

#[test]
fn blocs_and_actors_stand_together_too() {
    for rows in [RowsOf::Blocs, RowsOf::Actors] {
        let mut window = agreement();
        let look = Look { rows, ..window.desk().look().clone() };
        window.send(Command::SetLook(Box::new(look)));
        let heads = window.names(Role::RowHeader);
        let matrix = matrix(&window);
        let first = name(&window, matrix.whos[matrix.rows_by_agreement()[0]]);
        assert!(heads.contains(&first), "{first} is in {heads:?}");
    }
}

#[test]
fn who_is_hidden_is_not_shown_and_alone_there_is_nothing_to_tell() {
    let mut window = agreement();
    let mut look = window.desk().look().clone();
    let whos = matrix(&window).whos;
    look.hidden = whos[1..].iter().map(|who| who.entry()).collect();
    window.send(Command::SetLook(Box::new(look)));
    assert!(window.names(Role::Cell).is_empty());
    assert!(says(&window, "Who stands together takes two countries that are shown"));
}

#[test]
fn filters_and_the_day_change_who_agrees() {
    let mut window = agreement();
    let before = window.names(Role::Cell);
    let mut look = window.desk().look().clone();
    look.settings.filter.as_of = Some("1990-01-01".parse().unwrap());
    window.send(Command::SetLook(Box::new(look)));
    let after = window.names(Role::Cell);
    assert_eq!(before.len(), after.len());
    // What an analyst has judged stands in every past, but it is too little to agree on.
    assert_eq!(after.iter().find(|cell| cell.contains(" %")), None, "nothing was said in 1990");
}

#[test]
fn of_two_hundred_countries_only_what_is_seen_is_painted() {
    let size = large::Size { articles: 100, article_bytes: 1_000, claims: 4_000, countries: 200, issues: 12 };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.ron");
    std::fs::write(&path, large::file(size, 3)).unwrap();
    let mut window = Window::open(vec2(1440.0, 900.0), Some(path));
    window.send(Command::Do(Action::ShowAgreement));
    let cells = window.names(Role::Cell).len();
    assert!((100..1_500).contains(&cells), "{cells} of 40,000 cells");
    // The last cell of all is reached, and seen.
    window.keys(&[Key::ArrowDown]);
    window.chord(eframe::egui::Modifiers::COMMAND, Key::End);
    let order = matrix(&window).rows_by_agreement();
    let last = name(&window, matrix(&window).whos[order[199]]);
    assert!(window.names(Role::RowHeader).contains(&last), "{last} is in view");
}
