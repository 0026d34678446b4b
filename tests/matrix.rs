//! The grid of the matrix in the whole window: who stands in it, which way round, how near, in which order, and what
//! differs from another day.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use demarche::derive::Position;
use demarche::model::{EntryId, Judgement, Kind, Look, Order, RowsOf, Slug, Spot, Who, Zoom};
use demarche::session::{Action, Command, Screen};
use eframe::egui::accesskit::Role;
use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, Rect, Shape, TouchPhase, pos2, vec2,
};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

const SEND: &str = "send-peacekeepers";

fn matrix() -> Window {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, Key::Num3);
    // What the pointer rests on stays where it is when cells change their size.
    window.harness.event(Event::PointerMoved(pos2(700.0, 10.0)));
    window.settle();
    window
}

fn look(window: &mut Window, change: impl FnOnce(&mut Look)) {
    let mut look = window.desk().look().clone();
    change(&mut look);
    window.send(Command::SetLook(Box::new(look)));
}

fn of(rows: RowsOf) -> Window {
    let mut window = matrix();
    look(&mut window, |look| look.rows = rows);
    window
}

fn entry(kind: Kind, slug: &str) -> EntryId {
    EntryId::new(kind, Slug::new(slug).unwrap())
}

fn spot(kind: Kind, slug: &str, issue: &str) -> Spot {
    Spot { who: Who::from_entry(entry(kind, slug)).unwrap(), issue: issue.parse().unwrap() }
}

fn position(window: &Window, spot: Spot) -> Position {
    *window.desk().matrix().position(spot).unwrap()
}

/// The place on the screen of what has that role and a name that begins so.
fn place(window: &Window, role: Role, begins: &str) -> Rect {
    let node = window.harness.get_by(|node: &AccessKitNode<'_>| {
        node.role() == role && node.label().is_some_and(|label| label.starts_with(begins))
    });
    node.rect()
}

fn there(window: &Window, role: Role, begins: &str) -> bool {
    let is =
        |node: &AccessKitNode<'_>| node.role() == role && node.label().is_some_and(|label| label.starts_with(begins));
    window.harness.query_all_by(is).count() > 0
}

/// Whether words stand somewhere on the screen.
fn says(window: &Window, words: &str) -> bool {
    let says = |node: &AccessKitNode<'_>| node.value().is_some_and(|value| value.contains(words));
    window.harness.query_all_by(says).count() > 0
}

/// The names of all cells that are seen, in the order of the screen.
fn cells(window: &Window) -> Vec<String> {
    let cells = window.harness.query_all_by_role(Role::Cell);
    let mut found: Vec<_> = cells.filter_map(|node| Some((node.rect().min, node.accesskit_node().label()?))).collect();
    found.sort_by(|(a, _), (b, _)| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    found.into_iter().map(|(_, name)| name).collect()
}

/// The words that are painted.
fn painted(window: &Window) -> String {
    let mut found = String::new();
    for shape in &window.harness.output().shapes {
        if let Shape::Text(text) = &shape.shape {
            found += text.galley.text();
            found.push('\n');
        }
    }
    found
}

/// Those who are shown, in order.
fn whos(window: &Window) -> Vec<String> {
    let sheet = window.desk().sheet();
    sheet.whos().map(|(who, _)| who.entry().slug().to_string()).collect()
}

fn issues(window: &Window) -> Vec<String> {
    window.desk().sheet().issues().map(|(issue, _)| issue.to_string()).collect()
}

fn turn(window: &mut Window, at: Pos2, notches: f32) {
    window.harness.event(Event::PointerMoved(at));
    window.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: vec2(0.0, notches),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::COMMAND,
    });
    window.settle();
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.mouse(from, true);
    for part in [0.3, 0.7, 1.0] {
        window.harness.event(Event::PointerMoved(from + (to - from) * part));
        window.harness.step();
    }
}

/// Opens the menu of a head.
fn menu(window: &mut Window, role: Role, begins: &str) {
    window.press_a(role, begins);
}

#[test]
fn a_bloc_shows_how_many_members_hold_it_and_leads_to_each_of_them() {
    let mut window = of(RowsOf::Blocs);
    let cell = spot(Kind::Bloc, "weimar-plus", SEND);
    let held = position(&window, cell);
    let name = window.name_of(Role::Cell, "Weimar+ on Send peacekeepers");
    assert!(name.contains(&format!("; {} of 7 members have a position", held.holders)), "{name}");
    assert_eq!(name.contains("; divided: members stand on opposite sides"), held.divided, "{name}");
    assert!(window.desk().matrix().cells().any(|(_, position)| position.divided), "the sample has a divided bloc");
    assert!(there(&window, Role::RowHeader, "Weimar+, 7 members: evidence on "));

    window.press_a(Role::Cell, "Weimar+ on Send peacekeepers");
    assert!(!there(&window, Role::Button, "Assess this position"));
    assert!(says(&window, &format!("{} of 7 members have a position", held.holders)));
    assert!(says(&window, "with a position average") && says(&window, "Each member’s position by the rule"));
    for member in ["United Kingdom", "France", "Germany", "Poland", "Italy", "Spain"] {
        assert!(there(&window, Role::Button, &format!("Show the cell of {member}: ")), "{member}");
    }
    window.press_a(Role::Button, "Show the cell of Poland: ");
    assert_eq!(window.desk().look().rows, RowsOf::Countries);
    assert_eq!(window.desk().selection().cell, Some(spot(Kind::Country, "poland", SEND)));
    assert!(there(&window, Role::Button, "Assess this position") || there(&window, Role::Button, "Edit"));
}

#[test]
fn an_actor_stands_with_role_and_country_and_is_not_assessed() {
    let mut window = of(RowsOf::Actors);
    let (cell, _) = {
        let matrix = window.desk().matrix();
        let found = matrix.cells_with_evidence().find(|(_, position)| position.stance.is_some());
        found.map(|(spot, position)| (spot, *position)).unwrap()
    };
    let Who::Actor(id) = cell.who else { panic!("{cell:?}") };
    let actor = window.project().actor(id).unwrap().clone();
    let country = window.project().country(actor.country.unwrap()).unwrap().name.clone();
    assert!(there(&window, Role::RowHeader, &format!("{}, {} · {country}: evidence on ", actor.name, actor.role)));
    window.send(Command::SelectCell(Some(cell)));
    assert!(says(&window, &format!("{} · {country}", actor.role)));
    assert!(!there(&window, Role::Button, "Assess this position"));
    window.keys(&[Key::Space]);
    assert!(window.said().iter().any(|said| said.starts_with("Only countries are assessed")), "{:?}", window.said());
}

#[test]
fn evidence_leads_to_the_same_claims_in_the_table_whoever_stands_in_the_row() {
    for (rows, kind, slug) in [
        (RowsOf::Countries, Kind::Country, "germany"),
        (RowsOf::Blocs, Kind::Bloc, "e3"),
        (RowsOf::Actors, Kind::Actor, ""),
    ] {
        let mut window = of(rows);
        let cell = if slug.is_empty() {
            window.desk().matrix().cells_with_evidence().next().unwrap().0
        } else {
            spot(kind, slug, SEND)
        };
        window.send(Command::SelectCell(Some(cell)));
        let claims = window.desk().matrix().evidence(cell).len();
        window.press("Show in Claims");
        assert_eq!(window.desk().screen(), Screen::Claims);
        let all = window.project().claims().len();
        assert!(says(&window, &format!("{claims} of {all} claims")), "{rows:?}");
    }
}

#[test]
fn transposed_the_issues_stand_at_the_left_and_keys_walk_as_one_sees() {
    let mut window = matrix();
    window.send(Command::Do(Action::Transpose));
    assert!(there(&window, Role::RowHeader, "Send peacekeepers to Ukraine: Supports "));
    assert!(there(&window, Role::ColumnHeader, "Germany: evidence on "));
    let names = cells(&window);
    assert!(names[0].starts_with("United Kingdom on Send peacekeepers"), "{}", names[0]);
    assert!(names[1].starts_with("France on Send peacekeepers"), "{}", names[1]);
    let head = place(&window, Role::ColumnHeader, "Germany: ");
    let cell = place(&window, Role::Cell, "Germany on Send peacekeepers");
    assert!(head.bottom() <= cell.top() + 1.0 && (head.left() - cell.left()).abs() < 1.0);
    window.press_a(Role::Cell, "France on Send peacekeepers");
    window.keys(&[Key::ArrowRight]);
    assert_eq!(window.desk().selection().cell, Some(spot(Kind::Country, "germany", SEND)));
    window.keys(&[Key::ArrowDown]);
    assert_eq!(window.desk().selection().cell, Some(spot(Kind::Country, "germany", "us-backstop")));
}

#[test]
fn every_zoom_names_the_same_cells_and_shows_more_or_less_of_them() {
    let mut window = matrix();
    let name = window.name_of(Role::Cell, "Germany on Send peacekeepers");
    let quotation = {
        let claim = position(&window, spot(Kind::Country, "germany", SEND)).decisive.unwrap();
        let claim = window.project().claim(claim).unwrap();
        window.project().excerpt(claim.excerpt).unwrap().anchor.quotation.chars().take(24).collect::<String>()
    };
    let mut last = 0.0;
    for (zoom, label, words) in [
        (Zoom::Heat, false, false),
        (Zoom::Compact, true, false),
        (Zoom::Cells, true, false),
        (Zoom::Quotations, true, true),
    ] {
        look(&mut window, |look| look.zoom = zoom);
        assert_eq!(window.name_of(Role::Cell, "Germany on Send peacekeepers"), name, "{zoom:?}");
        let height = place(&window, Role::Cell, "Germany on Send peacekeepers").height();
        assert!(height > last, "{zoom:?}: {height} after {last}");
        last = height;
        let said = painted(&window);
        assert_eq!(said.lines().any(|line| line == "Reluctant"), label, "{zoom:?}");
        assert_eq!(said.contains(&quotation), words, "{zoom:?}: {quotation}");
    }
}

#[test]
fn ctrl_and_the_wheel_zoom_and_the_cell_under_the_pointer_stays_there() {
    let mut window = matrix();
    let at = place(&window, Role::Cell, "Hungary on Raise European").center() + vec2(20.0, 6.0);
    for (notches, zoom) in [(1.0, Zoom::Quotations), (1.0, Zoom::Quotations), (-1.0, Zoom::Cells)] {
        turn(&mut window, at, notches);
        assert_eq!(window.desk().look().zoom, zoom);
        let now = place(&window, Role::Cell, "Hungary on Raise European");
        assert!(now.contains(at), "{zoom:?}: {now:?} {at:?}");
    }
    for (notches, zoom) in [(-1.0, Zoom::Compact), (-1.0, Zoom::Heat), (-1.0, Zoom::Heat), (1.0, Zoom::Compact)] {
        turn(&mut window, at, notches);
        assert_eq!(window.desk().look().zoom, zoom);
    }
    window.send(Command::SelectCell(Some(spot(Kind::Country, "hungary", "defence-spending"))));
    window.type_text("-");
    assert_eq!(window.desk().look().zoom, Zoom::Heat, "minus and plus do the same");
    window.type_text("+");
    assert_eq!(window.desk().look().zoom, Zoom::Compact);
}

#[test]
fn a_row_is_dragged_to_another_place_escape_gives_up_and_undo_takes_it_back() {
    let mut window = matrix();
    let before = whos(&window);
    let (from, to) = (place(&window, Role::RowHeader, "Spain: "), place(&window, Role::RowHeader, "France: "));
    drag(&mut window, from.center(), to.left_top() + vec2(40.0, 3.0));
    window.keys(&[Key::Escape]);
    window.mouse(to.center(), false);
    window.settle();
    assert_eq!(whos(&window), before, "given up");

    drag(&mut window, from.center(), to.left_top() + vec2(40.0, 3.0));
    window.mouse(to.left_top() + vec2(40.0, 3.0), false);
    window.settle();
    let mut want = before.clone();
    want.retain(|slug| slug != "spain");
    want.insert(want.iter().position(|slug| slug == "france").unwrap(), "spain".into());
    assert_eq!(whos(&window), want);
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(whos(&window), before);
}

#[test]
fn dragging_to_the_edge_brings_more_into_view() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press("Explore the sample");
    window.chord(Modifiers::ALT, Key::Num3);
    let first = whos(&window)[0].clone();
    assert!(!there(&window, Role::RowHeader, "NATO: "), "not everything is in view");
    let from = place(&window, Role::RowHeader, "United Kingdom: ").center();
    drag(&mut window, from, pos2(from.x, 640.0));
    window.harness.run_steps(120);
    assert!(there(&window, Role::RowHeader, "NATO: "));
    window.mouse(pos2(from.x, 640.0), false);
    window.settle();
    assert_eq!(whos(&window).last(), Some(&first));
}

#[test]
fn a_column_dragged_out_of_another_order_keeps_that_order_by_hand_and_who_is_hidden_stays_between() {
    let mut window = matrix();
    let hidden = entry(Kind::Issue, "us-backstop");
    look(&mut window, |look| {
        look.issue_order = Order::Name;
        look.hidden.insert(hidden);
    });
    let shown = issues(&window);
    let first = window.project().label(entry(Kind::Issue, &shown[0]));
    let from = place(&window, Role::ColumnHeader, &first);
    let width = from.width();
    drag(&mut window, from.center(), from.center() + vec2(2.0 * width, 0.0));
    window.mouse(from.center() + vec2(2.0 * width, 0.0), false);
    window.settle();
    let mut want = shown.clone();
    let moved = want.remove(0);
    want.insert(2, moved);
    assert_eq!((issues(&window), window.desk().look().issue_order), (want, Order::Hand));
    let project = window.project();
    let all: Vec<String> = project.issues_in_order().iter().map(|issue| issue.label.clone()).collect();
    let mut rest = all.clone();
    rest.retain(|label| *label != first);
    let mut sorted = rest.clone();
    sorted.sort_by_key(|label| label.to_lowercase());
    assert_eq!(rest, sorted, "with the hidden one in its place by name");
    assert_eq!(all.len(), shown.len() + 1);
}

#[test]
fn alt_and_arrows_move_the_row_and_the_column_of_the_selected_cell() {
    let mut window = matrix();
    window.press_a(Role::Cell, "France on US security backstop");
    let (rows, columns) = (whos(&window), issues(&window));
    let at = |list: &[String], slug: &str| list.iter().position(|other| other == slug).unwrap();
    let (row, column) = (at(&rows, "france"), at(&columns, "us-backstop"));
    window.chord(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(at(&whos(&window), "france"), row + 1);
    window.chord(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(whos(&window), rows);
    window.chord(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(at(&issues(&window), "us-backstop"), column - 1);
    window.chord(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(at(&issues(&window), "us-backstop"), column - 1, "it is the first already");
    assert_eq!(window.desk().selection().cell, Some(spot(Kind::Country, "france", "us-backstop")));
}

#[test]
fn the_menu_of_a_row_moves_hides_compares_and_leads_to_the_codebook() {
    let mut window = matrix();
    let before = whos(&window);
    menu(&mut window, Role::RowHeader, "France: ");
    window.press_a(Role::Button, "Move down");
    let at = |window: &Window| whos(window).iter().position(|slug| slug == "france").unwrap();
    assert_eq!(at(&window), before.iter().position(|slug| slug == "france").unwrap() + 1);
    menu(&mut window, Role::RowHeader, "France: ");
    window.press("Hide");
    assert!(!whos(&window).contains(&"france".to_owned()) && !there(&window, Role::Cell, "France on "));
    window.press("1 hidden");
    assert!(whos(&window).contains(&"france".to_owned()));

    window.press_a(Role::Cell, "Germany on Send peacekeepers");
    menu(&mut window, Role::RowHeader, "Poland: ");
    window.press("Compare with Germany");
    let who = |slug| Who::from_entry(entry(Kind::Country, slug)).unwrap();
    assert_eq!(
        (window.desk().screen(), window.desk().compared()),
        (Screen::Compare, &[who("germany"), who("poland")][..])
    );
    window.chord(Modifiers::ALT, Key::Num3);
    menu(&mut window, Role::RowHeader, "Poland: ");
    window.press("Show in Codebook");
    assert_eq!(window.desk().selection().entry, Some(entry(Kind::Country, "poland")));
}

#[test]
fn the_menu_of_an_issue_orders_rows_by_stance_and_leads_to_the_timeline() {
    let mut window = matrix();
    look(&mut window, |look| look.row_order = Order::Name);
    menu(&mut window, Role::ColumnHeader, "Send peacekeepers");
    window.press("Order countries by their stance");
    let desk = window.desk();
    assert_eq!(desk.look().row_order, Order::Hand);
    let (sheet, matrix) = (desk.sheet(), desk.matrix());
    let column = matrix.column_of(SEND.parse().unwrap()).unwrap();
    let scores: Vec<_> = sheet.rows.iter().map(|row| matrix.score(*row, column)).collect();
    assert!(scores.is_sorted_by_key(|score| std::cmp::Reverse(*score)), "{scores:?}");
    assert!(scores[0] == Some(2) && scores.last() == Some(&None), "{scores:?}");
    menu(&mut window, Role::ColumnHeader, "Keep arming");
    window.press("Show on the timeline");
    assert_eq!(window.desk().screen(), Screen::Timeline);
    let label = window.project().issue(window.desk().followed().unwrap()).unwrap().label.clone();
    assert!(label.starts_with("Keep arming"), "{label}");
}

#[test]
fn the_menu_of_a_cell_opens_by_key_judges_and_gives_the_keyboard_back() {
    let mut window = matrix();
    window.press_a(Role::Cell, "Spain on Freeze");
    let cell = spot(Kind::Country, "spain", "freeze-front-line").cell().unwrap();
    window.chord(Modifiers::SHIFT, Key::F10);
    let line = |begins: &'static str| {
        move |node: &AccessKitNode<'_>| {
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(begins))
        }
    };
    assert!(window.harness.get_by(line("Evidence")).accesskit_node().is_disabled(), "no claim counts there");
    assert!(window.harness.get_by(line("Assess…")).is_focused());
    window.keys(&[Key::ArrowDown, Key::Enter]);
    assert_eq!(window.project().judged(cell).unwrap().judgement, Judgement::NothingFound);
    assert!(window.name_of(Role::Cell, "Spain on Freeze").contains("looked for, nothing found"));
    window.keys(&[Key::ArrowUp]);
    let above = window.desk().selection().cell.unwrap();
    assert!(above != cell.into() && above.issue == cell.issue, "the grid has the keyboard again: {above:?}");
    window.chord(Modifiers::SHIFT, Key::F10);
    window.press("Declined to say");
    assert_eq!(window.project().judged(above.cell().unwrap()).unwrap().judgement, Judgement::Declined);
}

#[test]
fn what_is_typed_on_a_cell_begins_its_assessment() {
    let mut window = matrix();
    for typed in ["5", "w"] {
        window.press_a(Role::Cell, "Spain on Freeze");
        assert!(!there(&window, Role::Button, "Save assessment"));
        window.type_text(typed);
        assert!(there(&window, Role::Button, "Save assessment"), "{typed}");
        window.press("Cancel");
    }
}

#[test]
fn cells_that_differ_from_another_day_tell_from_what_and_the_status_counts_them() {
    let mut window = matrix();
    let (cell, change) = {
        let matrix = window.desk().matrix();
        let (cell, position) = matrix.cells().find(|(_, position)| position.moved.is_some()).unwrap();
        (cell, position.moved.unwrap())
    };
    let day = change.on.yesterday().unwrap();
    look(&mut window, |look| (look.since, look.zoom) = (Some(day), Zoom::Heat));
    let (now, then) = (window.desk().matrix(), window.desk().matrix_then().unwrap());
    let differs = |(spot, position): &(Spot, &Position)| then.position(*spot).unwrap().stance != position.stance;
    let differing = now.cells().filter(differs).count();
    assert!(differing > 0);
    let told = cells(&window).iter().filter(|name| name.contains("; differs from ")).count();
    assert_eq!(told, differing, "all of them are in view");
    let day = day.strftime("%-d %b %Y").to_string();
    assert!(says(&window, &format!("differ from {day}")), "in the corner");
    let project = window.project();
    let former = project.label(EntryId::Stance(change.from));
    let begins = format!("{} on {}", project.label(cell.who.entry()), project.label(EntryId::Issue(cell.issue)));
    let name = window.name_of(Role::Cell, &begins);
    assert!(name.contains(&format!("; differs from {day}: {former} then")), "{name}");
    window.send(Command::SelectCell(Some(cell)));
    assert!(says(&window, &format!("SINCE {}", day.to_uppercase())) || says(&window, &format!("Since {day}")));
}

#[test]
fn where_copies_count_once_a_cell_tells_claims_and_sources() {
    let mut window = matrix();
    let begins = "Germany on Send peacekeepers";
    assert!(!window.name_of(Role::Cell, begins).contains("independent"));
    look(&mut window, |look| look.settings.independent = true);
    let held = position(&window, spot(Kind::Country, "germany", SEND));
    let name = window.name_of(Role::Cell, begins);
    assert!(name.contains(&format!("{} claims from {} independent source", held.claims, held.sources)), "{name}");
    assert!(painted(&window).contains(&format!("{} · {}", held.claims, held.sources)));
    window.press_a(Role::Cell, begins);
    assert!(says(&window, &format!("{} independent source", held.sources)));
}

#[test]
fn where_all_is_hidden_or_nobody_is_there_the_screen_says_so_and_leads_on() {
    let mut window = of(RowsOf::Blocs);
    let blocs: Vec<EntryId> = window.desk().matrix().whos.iter().map(|who| who.entry()).collect();
    look(&mut window, |look| look.hidden.extend(blocs.iter().copied()));
    assert!(says(&window, "All blocs are hidden"));
    window.press("Show them");
    assert_eq!(window.desk().sheet().rows.len(), blocs.len());

    let mut window = Window::open(vec2(1440.0, 900.0), None);
    window.press_a(Role::Button, "New project");
    window.chord(Modifiers::ALT, Key::Num3);
    assert!(says(&window, "No articles yet"));
}

#[test]
fn in_a_small_window_every_zoom_keeps_its_heads_and_cells_apart() {
    for zoom in Zoom::ALL.map(|(zoom, _)| zoom) {
        for transposed in [false, true] {
            let mut window = Window::open(vec2(1024.0, 700.0), None);
            window.press("Explore the sample");
            window.chord(Modifiers::ALT, Key::Num3);
            look(&mut window, |look| (look.zoom, look.transposed) = (zoom, transposed));
            let first = window.harness.query_all_by_role(Role::Cell).next().unwrap().rect();
            let rows = window.harness.query_all_by_role(Role::RowHeader).map(|node| node.rect());
            let columns = window.harness.query_all_by_role(Role::ColumnHeader).map(|node| node.rect());
            let (right, bottom) = (
                rows.map(|rect| rect.right()).fold(0.0, f32::max),
                columns.map(|rect| rect.bottom()).fold(0.0, f32::max),
            );
            assert!(right <= first.left() + 1.0 && bottom <= first.top() + 1.0, "{zoom:?} {transposed}");
            assert!(first.min.x < 1024.0 * 0.4 + 1.0 && pos2(first.max.x, first.max.y).y < 700.0, "{zoom:?}");
        }
    }
}
