//! Matrix, claims and codebook in the whole window, each from what is seen to what it changes.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use demarche::derive::{Filter, Matrix, Settings};
use demarche::edit::ops::codebook;
use demarche::model::{Cell, Entry, EntryId, Judgement, Kind, Slug};
use demarche::session::{Command, Screen};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

const GERMANY: &str = "Germany on Send peacekeepers";

fn on(key: Key) -> Window {
    let mut window = Window::with_sample();
    window.chord(Modifiers::ALT, key);
    window
}

fn cell(country: &str, issue: &str) -> Cell {
    Cell { country: country.parse().unwrap(), issue: issue.parse().unwrap() }
}

fn entry(kind: Kind, slug: &str) -> EntryId {
    EntryId::new(kind, Slug::new(slug).unwrap())
}

fn undo(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Z);
}

#[test]
fn a_cell_opens_its_evidence_and_the_evidence_opens_the_article_at_the_claim() {
    let mut window = on(Key::Num3);
    assert!(window.harness.query_by_label("Close drawer").is_none());
    window.press_a(Role::Cell, GERMANY);
    let cell = cell("germany", "send-peacekeepers");
    assert_eq!(window.desk().selection().cell, Some(cell.into()));
    assert!(window.harness.query_by_label("Close drawer").is_some());
    let claim = window.desk().matrix().evidence(cell)[0];
    let quotation = {
        let claim = window.project().claim(claim).unwrap();
        window.project().excerpt(claim.excerpt).unwrap().anchor.quotation.to_string()
    };
    let card = |node: &AccessKitNode<'_>| {
        node.role() == Role::Button
            && node.label().is_some_and(|label| label.starts_with("Open") && label.contains(&quotation))
    };
    window.harness.get_by(card).click();
    window.settle();
    let desk = window.desk();
    assert_eq!((desk.screen(), desk.selection().claim), (Screen::Read, Some(claim)));
    let handle = window.harness.get_by_label("Start of excerpt").rect();
    assert!(window.harness.ctx.content_rect().contains(handle.center()), "in view");
}

#[test]
fn arrow_keys_move_from_the_cell_that_was_pressed() {
    let mut window = on(Key::Num3);
    window.press_a(Role::Cell, GERMANY);
    for (key, country, issue) in [
        (Key::ArrowUp, "france", "send-peacekeepers"),
        (Key::ArrowRight, "france", "us-backstop"),
        (Key::ArrowDown, "germany", "us-backstop"),
        (Key::ArrowLeft, "germany", "send-peacekeepers"),
    ] {
        window.keys(&[key]);
        assert_eq!(window.desk().selection().cell, Some(cell(country, issue).into()), "{key:?}");
    }
}

#[test]
fn an_assessment_is_saved_and_undone() {
    let mut window = on(Key::Num3);
    let judged = cell("germany", "send-peacekeepers");
    let before = window.project().assessment(judged).cloned();
    window.press_a(Role::Cell, GERMANY);
    window.keys(&[Key::Space]);
    window.press_a(Role::RadioButton, "Undecided");
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Assessment in a sentence").focus();
    window.settle();
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Berlin waits.");
    window.chord(Modifiers::COMMAND, Key::Enter);
    let row = window.project().assessment(judged).expect("it was saved").clone();
    assert_eq!((row.judgement, &*row.sentence), (Judgement::Position("undecided".parse().unwrap()), "Berlin waits."));
    assert!(window.name_of(Role::Cell, GERMANY).contains("Undecided"), "{}", window.name_of(Role::Cell, GERMANY));
    undo(&mut window);
    assert_eq!(window.project().assessment(judged).cloned(), before);
    assert!(!window.name_of(Role::Cell, GERMANY).contains("Undecided"));
}

#[test]
fn an_assessment_made_under_a_filter_is_not_stale_at_once() {
    let mut window = on(Key::Num3);
    let judged = cell("germany", "send-peacekeepers");
    window.press("Basis: All");
    window.press_a(Role::MenuItemCheckBox, "Quoted");
    window.keys(&[Key::Escape]);
    let counted = window.desk().matrix().evidence(judged).len();
    assert!(counted < window.desk().facts().cell(judged).len(), "the filter leaves something out");
    window.press_a(Role::Cell, GERMANY);
    window.keys(&[Key::Space]);
    window.press_a(Role::RadioButton, "Declined");
    window.press("Save assessment");
    assert_eq!(window.desk().matrix().position(judged).unwrap().stale, 0);
    assert!(!window.name_of(Role::Cell, GERMANY).contains("stale"));
}

#[test]
fn a_filter_changes_the_cell() {
    let mut window = on(Key::Num3);
    let outlets: Vec<String> = vec!["Spree Report".into()];
    let filter = Filter { outlets: outlets.clone(), ..Filter::default() };
    let filtered = Matrix::new(window.project(), &Settings { filter, ..Settings::default() });
    let germany = cell("germany", "send-peacekeepers");
    let (all, few) = (window.desk().matrix().evidence(germany).len(), filtered.evidence(germany).len());
    assert!(0 < few && few < all, "{few} of {all}");
    assert!(window.name_of(Role::Cell, GERMANY).contains(&format!(", {all} claims")));
    window.press("+ Filter");
    window.press_a(Role::MenuItem, "Outlets");
    window.press_a(Role::MenuItemCheckBox, "Spree Report");
    window.keys(&[Key::Escape]);
    assert_eq!(window.desk().settings().filter.outlets, outlets);
    let noun = if few == 1 { "claim" } else { "claims" };
    assert!(window.name_of(Role::Cell, GERMANY).contains(&format!(", {few} {noun}")));
    window.press("Clear the filter Outlets");
    assert!(window.name_of(Role::Cell, GERMANY).contains(&format!(", {all} claims")));
}

#[test]
fn claims_are_found_by_words_and_two_change_their_stance_in_one_step() {
    let mut window = on(Key::Num2);
    window.focus("Find claims by words");
    window.type_text("MINISTRE");
    assert!(window.names(Role::Row).is_empty());
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("troops");
    let rows = window.names(Role::Row);
    assert!(rows.len() > 2 && rows.iter().all(|row| row.to_lowercase().contains("troops")), "{rows:?}");
    let before = window.project().clone();
    for row in &rows[..2] {
        window.press(&format!("Choose {row}"));
    }
    assert!(window.harness.query_by_label("2 claims selected").is_some());
    window.press("Change stance…");
    window.type_text("undecided");
    window.keys(&[Key::Enter]);
    window.press("Change");
    let undecided = "undecided".parse().unwrap();
    let now = |window: &Window| {
        let changed = window.project().claims().values().filter(|claim| before.claim(claim.id) != Some(claim));
        changed.map(|claim| claim.stance).collect::<Vec<_>>()
    };
    assert_eq!(now(&window), [undecided, undecided]);
    assert_eq!(window.desk().document().undo_label(), Some("Change stance of 2 claims"));
    undo(&mut window);
    assert_eq!(support::difference(window.project(), &before), None);
}

#[test]
fn a_new_tag_for_many_claims_is_one_step_and_their_deletion_is_told_once_it_is_done() {
    let mut window = on(Key::Num2);
    let before = window.project().clone();
    let rows = window.names(Role::Row);
    for row in &rows[..2] {
        window.press(&format!("Choose {row}"));
    }
    window.press("Add tag…");
    window.type_text("Leaked to the press");
    window.keys(&[Key::Enter]);
    window.press("Create and add");
    let tag = window.project().tags().values().find(|tag| tag.label == "Leaked to the press").expect("it is there").id;
    assert_eq!(window.project().claims().values().filter(|claim| claim.tags.contains(&tag)).count(), 2);
    undo(&mut window);
    assert_eq!(support::difference(window.project(), &before), None);

    window.press("Delete…");
    window.press("Delete");
    assert_eq!(window.project().claims().len(), before.claims().len() - 2);
    assert!(window.said().iter().any(|said| said.starts_with("2 claims deleted")), "{:?}", window.said());
    undo(&mut window);
    assert_eq!(support::difference(window.project(), &before), None);
}

#[test]
fn rows_of_the_codebook_are_renamed_moved_and_deleted_and_undo_brings_all_back() {
    let mut window = on(Key::Num6);
    let before = window.project().clone();
    let issue = entry(Kind::Issue, "send-peacekeepers");
    window.press_a(Role::ListBoxOption, "Send peacekeepers");
    window.focus("Label");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Station");
    window.type_text(" troops");
    assert_eq!(window.project().label(issue), "Station troops");
    window.press_a(Role::ListBoxOption, "Station troops");

    let place = |window: &Window| window.project().entries(Kind::Issue).iter().position(|row| row.id() == issue);
    assert_eq!(place(&window), Some(0));
    window.chord(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(place(&window), Some(1));
    assert!(window.names(Role::ListBoxOption)[1].starts_with("Station troops"));

    let used = codebook::uses(window.project(), issue).claims;
    let (backstop, other) =
        (entry(Kind::Issue, "us-backstop"), window.project().label(entry(Kind::Issue, "us-backstop")));
    let had = codebook::uses(window.project(), backstop).claims;
    window.keys(&[Key::Delete]);
    assert!(window.harness.query_by_label("Delete the issue “Station troops”?").is_some());
    assert!(window.harness.get_by_label("Delete").accesskit_node().is_disabled(), "nothing takes its place yet");
    window.type_text(&other);
    window.keys(&[Key::Enter]);
    window.press("Delete");
    assert!(!window.project().contains(issue));
    assert_eq!(codebook::uses(window.project(), backstop).claims, had + used);

    for label in ["Merge issue", "Move issue", "Edit issue"] {
        assert!(window.desk().document().undo_label().is_some_and(|said| said.starts_with(label)), "{label}");
        undo(&mut window);
    }
    assert_eq!(support::difference(window.project(), &before), None);
}

#[test]
fn what_a_deletion_takes_is_said_of_the_project_as_it_is_now() {
    let mut window = on(Key::Num6);
    let issue = entry(Kind::Issue, "us-backstop");
    window.press_a(Role::ListBoxOption, "US security backstop");
    window.keys(&[Key::Delete]);
    let says = |window: &Window| {
        let said = format!("It is used by {}.", codebook::uses(window.project(), issue).in_words());
        assert!(window.harness.query_by_label(&said).is_some(), "{said}");
        said
    };
    let before = says(&window);
    let named = |claim: &&std::sync::Arc<demarche::model::Claim>| EntryId::Issue(claim.issue) == issue;
    let claim = window.project().claims().values().find(named).unwrap().id;
    window.send(Command::DeleteClaims(vec![claim]));
    assert_ne!(says(&window), before);
}

#[test]
fn a_row_that_nothing_uses_goes_at_once_and_only_then_it_is_said() {
    let mut window = on(Key::Num6);
    window.press_a(Role::Tab, "Tags");
    window.keys(&[Key::N]);
    window.type_text("Spare");
    window.keys(&[Key::Enter]);
    window.press("Cancel");
    window.press_a(Role::ListBoxOption, "Spare");
    window.keys(&[Key::Delete]);
    assert!(!window.project().contains(entry(Kind::Tag, "spare")));
    assert!(window.said().iter().any(|said| said.starts_with("“Spare” deleted")), "{:?}", window.said());
}

#[test]
fn a_country_comes_from_the_gazetteer() {
    let mut window = on(Key::Num6);
    window.press_a(Role::Tab, "Countries");
    window.keys(&[Key::N]);
    window.type_text("helsinki");
    window.keys(&[Key::Enter]);
    let finland =
        window.project().countries().values().find(|row| row.name == "Finland").expect("it was added").clone();
    assert_eq!(finland.iso, "FIN");
    assert!(finland.aliases.iter().any(|name| name == "Finnish"), "{:?}", finland.aliases);
    window.press("Done");
    undo(&mut window);
    assert!(window.project().country(finland.id).is_none());
}

#[test]
fn a_bloc_is_made_and_its_claims_are_those_of_its_members() {
    let mut window = on(Key::Num6);
    window.press_a(Role::Tab, "Blocs");
    window.keys(&[Key::N]);
    window.type_text("Baltic rim");
    window.keys(&[Key::Enter]);
    let bloc = window.desk().selection().entry.expect("it is selected");
    for country in ["Denmark", "Poland"] {
        window.focus("Members");
        window.type_text(country);
        window.keys(&[Key::Enter]);
    }
    let Some(Entry::Bloc(row)) = window.project().entry(bloc) else { panic!("it is there") };
    assert_eq!(row.members, ["denmark", "poland"].map(|slug| slug.parse().unwrap()));
    window.send(Command::ShowClaimsOf(bloc));
    assert!(window.harness.query_by_label("Bloc: Baltic rim").is_some());
    let named = window.project().claims().values();
    let named = named.filter(|claim| claim.countries.iter().any(|id| row_has(&window, bloc, *id))).count();
    let all = window.project().claims().len();
    let said = format!("{named} of {all} claims · sorted by date");
    assert!(window.harness.query_by_label(&said).is_some(), "{said}");
}

fn row_has(window: &Window, bloc: EntryId, country: demarche::model::CountryId) -> bool {
    matches!(window.project().entry(bloc), Some(Entry::Bloc(row)) if row.members.contains(&country))
}

#[test]
fn hundreds_of_rows_cost_only_what_is_in_view() {
    let mut window = on(Key::Num6);
    let project = window.project();
    let rows = (0..400).map(|number| codebook::blank(project, Kind::Country, &format!("Land {number}"))).collect();
    window.send(Command::CreateAll(rows));
    window.press_a(Role::Tab, "Countries");
    let listed = window.names(Role::ListBoxOption).len();
    assert!((5..40).contains(&listed), "{listed} rows of the codebook");
    window.chord(Modifiers::ALT, Key::Num2);
    window.press("Country: All");
    let offered = window.names(Role::MenuItemCheckBox).len();
    assert!((5..40).contains(&offered), "{offered} rows of the menu");
    window.type_text("land 399");
    assert_eq!(window.names(Role::MenuItemCheckBox), ["Any country", "Land 399"]);
}

#[test]
fn every_chip_of_the_toolbar_is_in_view_in_a_small_window() {
    let mut window = Window::open(vec2(1024.0, 700.0), None);
    window.press("Explore the sample");
    window.chord(Modifiers::ALT, Key::Num3);
    for name in ["Outlets", "Analysts", "Tags"] {
        window.press("+ Filter");
        window.press_a(Role::MenuItem, name);
        window.keys(&[Key::Escape]);
    }
    window.press_a(Role::Cell, GERMANY);
    let drawer = window.harness.get_by_label("Close drawer").rect();
    for begins in [
        "View:",
        "Position:",
        "Voices:",
        "Basis:",
        "Rows:",
        "Issues:",
        "Zoom:",
        "Marks",
        "Outlets:",
        "Analysts:",
        "Tags:",
    ] {
        let name = window.name_of(Role::Button, begins);
        let chip = window.harness.get_by_role_and_label(Role::Button, &name).rect();
        assert!(chip.left() >= 0.0 && chip.right() <= 1024.0, "{name} at {chip:?}");
        assert!(chip.bottom() <= drawer.top(), "{name} at {chip:?} covers the drawer at {drawer:?}");
    }
    let cell = window.name_of(Role::Cell, GERMANY);
    let cell = window.harness.get_by_role_and_label(Role::Cell, &cell).rect();
    assert!(cell.bottom() < 400.0, "the grid has room: {cell:?}");
}
