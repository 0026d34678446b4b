//! How the matrix is looked at: parts, rows, orders, what is hidden, the as-of date, and views under a name.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use demarche::model::{Look, Order, RowsOf, Who, Zoom};
use demarche::session::{Part, Screen};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

fn matrix() -> Window {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num3);
    window
}

/// Opens the menu of the chip with that name.
fn open(window: &mut Window, chip: &str) {
    let name = window.names(Role::Button).into_iter().find(|name| name.starts_with(&format!("{chip}: "))).unwrap();
    window.press(&name);
}

fn close(window: &mut Window) {
    window.keys(&[Key::Escape]);
}

/// The name of what has the keyboard.
fn focused(window: &Window) -> Option<String> {
    let id = window.harness.ctx.memory(eframe::egui::Memory::focused)?;
    let all = window.harness.query_all_by(|node: &AccessKitNode<'_>| node.is_focused());
    let names: Vec<String> = all.filter_map(|node| node.accesskit_node().label()).collect();
    assert!(names.len() < 2, "{id:?}: {names:?}");
    names.into_iter().next()
}

#[test]
fn a_menu_is_walked_by_keys_and_nothing_behind_it_hears_them() {
    let mut window = matrix();
    let cell = window.desk().selection().cell;
    window.harness.get_by_label("Rows: Countries").focus();
    window.settle();
    window.keys(&[Key::Enter]);
    assert_eq!(focused(&window).as_deref(), Some("Countries"), "the first row");
    window.keys(&[Key::ArrowDown, Key::Enter]);
    assert_eq!(window.desk().look().rows, RowsOf::Blocs);
    window.keys(&[Key::ArrowUp, Key::Space]);
    assert_eq!(window.desk().look().rows, RowsOf::Countries);
    for _ in 0..60 {
        window.keys(&[Key::Tab]);
        assert!(window.harness.query_by_role_and_label(Role::MenuItemRadio, "Countries").is_some());
    }
    window.keys(&[Key::Escape]);
    assert!(window.harness.query_by_role_and_label(Role::MenuItemRadio, "Countries").is_none());
    assert_eq!(focused(&window).as_deref(), Some("Rows: Countries"), "the chip has the keyboard again");
    assert_eq!((window.desk().screen(), window.desk().part()), (Screen::Matrix, Part::Positions));
    assert_eq!(window.desk().selection().cell, cell);
    // Opened by a press, it takes the keys from the grid, and gives them back.
    window.press("Zoom: Cells");
    window.keys(&[Key::ArrowDown, Key::Enter]);
    assert_ne!(window.desk().look().zoom, Zoom::default());
    assert_eq!(window.desk().selection().cell, cell);
}

#[test]
fn every_part_of_the_matrix_has_a_tab_and_keeps_the_chips() {
    let mut window = matrix();
    let tabs = [
        ("Moves", Part::Moves),
        ("Agreement", Part::Agreement),
        ("Gaps", Part::Gaps),
        ("To judge", Part::Judge),
        ("Positions", Part::Positions),
    ];
    for (name, part) in tabs {
        window.press_a(Role::Tab, name);
        assert_eq!((window.desk().screen(), window.desk().part()), (Screen::Matrix, part), "{name}");
        assert!(window.harness.query_by_label("Position: Latest official").is_some(), "{name}");
    }
}

#[test]
fn rows_become_blocs_or_actors_and_countries_again() {
    let mut window = matrix();
    for (label, rows) in [("Blocs", RowsOf::Blocs), ("Actors", RowsOf::Actors)] {
        open(&mut window, "Rows");
        window.press_a(Role::MenuItemRadio, label);
        close(&mut window);
        assert_eq!(window.desk().look().rows, rows);
        let shown = window.desk().sheet().whos().map(|(who, _)| who.rows()).collect::<Vec<_>>();
        assert!(!shown.is_empty() && shown.iter().all(|of| *of == rows), "{label}: {shown:?}");
    }
    window.press("Clear the filter Rows");
    assert_eq!(window.desk().look().rows, RowsOf::Countries);
}

#[test]
fn issues_stand_by_spread_and_one_of_them_is_hidden() {
    let mut window = matrix();
    open(&mut window, "Issues");
    window.press_a(Role::MenuItemRadio, "By spread");
    let sheet = window.desk().sheet();
    let spread: Vec<f64> = sheet.columns.iter().map(|column| sheet.matrix.spread(*column).unwrap_or(-1.0)).collect();
    assert!(spread.windows(2).all(|two| two[0] >= two[1]), "{spread:?}");
    let before = sheet.columns.len();
    window.press_a(Role::MenuItemCheckBox, "Send peacekeepers");
    close(&mut window);
    assert_eq!(window.desk().sheet().columns.len(), before - 1);
    assert!(window.names(Role::Button).contains(&"Issues: 1 hidden, by spread".to_owned()));
    window.press("Clear the filter Issues");
    assert_eq!(window.desk().look(), &Look::default());
}

#[test]
fn the_slider_goes_to_a_day_and_back_to_any_date() {
    let mut window = matrix();
    let all = window.desk().sheet().cells_with_evidence();
    window.harness.get_by_role_and_label(Role::Slider, "As of").focus();
    window.settle();
    window.keys(&[Key::Home]);
    let first = window.desk().settings().filter.as_of.expect("a day");
    assert_eq!(first, window.desk().facts().days()[0].0);
    assert!(window.desk().sheet().cells_with_evidence() < all);
    window.keys(&[Key::ArrowRight, Key::PageUp]);
    let then = window.desk().settings().filter.as_of.expect("a day");
    assert!(then > first.tomorrow().unwrap(), "{then}");
    let said = window.harness.get_by_role_and_label(Role::Slider, "As of").accesskit_node().value();
    assert!(said.is_some_and(|said| said.contains(&then.year().to_string())));
    window.keys(&[Key::End]);
    assert_eq!(window.desk().settings().filter.as_of, None);
    assert_eq!(window.desk().sheet().cells_with_evidence(), all);
}

#[test]
fn a_press_on_the_histogram_chooses_the_day_under_it() {
    let mut window = matrix();
    let place = window.harness.get_by_role_and_label(Role::Slider, "As of").rect();
    window.mouse(place.center(), true);
    window.mouse(place.center(), false);
    window.settle();
    let days = window.desk().facts().days();
    let day = window.desk().settings().filter.as_of.expect("a day");
    assert!(days[0].0 < day && day < days[days.len() - 1].0, "{day}");
}

#[test]
fn an_earlier_day_is_compared_with() {
    let mut window = matrix();
    open(&mut window, "Compare with");
    window.press_a(Role::MenuItemRadio, "The day before the last move");
    let since = window.desk().look().since.expect("a day");
    let (now, then) = (window.desk().matrix(), window.desk().matrix_then().unwrap());
    let changed = now.cells().filter(|(spot, position)| then.position(*spot).unwrap().stance != position.stance);
    assert!(changed.count() > 0, "something moved after {since}");
}

#[test]
fn a_look_is_kept_under_a_name_shown_again_changed_renamed_and_deleted() {
    let mut window = matrix();
    open(&mut window, "Zoom");
    window.press_a(Role::MenuItemRadio, "Heat map");
    open(&mut window, "Rows");
    window.press_a(Role::MenuItemRadio, "By agreement");
    close(&mut window);
    let look = window.desk().look().clone();
    assert_eq!((look.zoom, look.row_order), (Zoom::Heat, Order::Agreement));

    open(&mut window, "View");
    window.press_a(Role::MenuItem, "Save as a view");
    window.type_text("For the minister");
    window.keys(&[Key::Enter]);
    let view = window.project().views_in_order()[0].clone();
    assert_eq!((view.label.as_str(), &view.look), ("For the minister", &look));

    open(&mut window, "View");
    window.press_a(Role::MenuItemRadio, "Standard");
    assert_eq!(window.desk().look(), &Look::default());
    open(&mut window, "View");
    window.press_a(Role::MenuItemRadio, "For the minister");
    assert_eq!(window.desk().look(), &look);

    window.press("Clear the filter Zoom");
    assert!(window.names(Role::Button).contains(&"View: For the minister, changed".to_owned()));
    open(&mut window, "View");
    window.press_a(Role::MenuItem, "Save changes");
    assert_eq!(window.project().views_in_order()[0].look.zoom, Zoom::Cells);

    open(&mut window, "View");
    window.press_a(Role::MenuItem, "Rename");
    window.type_text("Weekly");
    window.keys(&[Key::Enter]);
    assert_eq!(window.project().views_in_order()[0].label, "Weekly");

    open(&mut window, "View");
    window.press_a(Role::MenuItem, "Delete");
    assert_eq!(window.project().views_in_order().len(), 0);
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().views_in_order()[0].label, "Weekly");
}

#[test]
fn a_view_is_found_by_typing_and_shows_the_matrix() {
    let mut window = matrix();
    open(&mut window, "Zoom");
    window.press_a(Role::MenuItemRadio, "Compact");
    open(&mut window, "View");
    window.press_a(Role::MenuItem, "Save as a view");
    window.type_text("Kitchen cabinet");
    window.keys(&[Key::Enter]);
    window.press("Clear the filter Zoom");
    window.chord(Modifiers::ALT, Key::Num1);
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("kitchen cab");
    window.keys(&[Key::Enter]);
    assert_eq!((window.desk().screen(), window.desk().look().zoom), (Screen::Matrix, Zoom::Compact));
}

#[test]
fn a_selected_cell_of_a_country_is_let_go_when_the_rows_are_blocs() {
    let mut window = matrix();
    window.press_a(Role::Cell, "Germany on Send peacekeepers");
    assert!(window.desk().selection().cell.is_some_and(|cell| matches!(cell.who, Who::Country(_))));
    open(&mut window, "Rows");
    window.press_a(Role::MenuItemRadio, "Blocs");
    assert_eq!(window.desk().selection().cell, None);
}

#[test]
fn chips_tabs_and_slider_have_room_in_a_small_window() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press("Explore the sample");
    window.chord(Modifiers::ALT, Key::Num3);
    let whole = window.harness.ctx.content_rect();
    for name in window.names(Role::Button).into_iter().filter(|name| name.contains(": ")) {
        let place = window.harness.get_all_by_label(&name).next().unwrap().rect();
        assert!(whole.contains_rect(place), "{name} stands at {place:?}");
    }
    let chip = |name: &str| window.harness.get_all_by_label(name).next().unwrap().rect().top();
    assert!(chip("Marks") - chip("Position: Latest official") < 45.0, "the chips take two lines at most");
    assert!(window.harness.get_by_role_and_label(Role::Slider, "As of").rect().width() > 400.0);
}
