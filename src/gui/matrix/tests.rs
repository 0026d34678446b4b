//! The screen as its analyst meets it: found by its words, driven by mouse and keys.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Ui, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};

use super::MatrixScreen;
use crate::derive::Rule;
use crate::gui::theme;
use crate::model::{Basis, Cell, Judgement, Spot, Voice};
use crate::session::{Action, Command, Item, Runner, Session};

struct Stage {
    session: Session,
    screen: MatrixScreen,
    sent: Vec<Command>,
}

fn paint(ui: &mut Ui, stage: &mut Stage) {
    let mut out = Vec::new();
    if let Some(desk) = stage.session.desk() {
        stage.screen.show(ui, desk, &mut out);
    }
    for command in out {
        stage.sent.push(command.clone());
        let _ = stage.session.handle(command);
    }
}

fn stage(open: Action) -> Harness<'static, Stage> {
    let mut session = Session::new(Runner::Inline, None);
    for action in [open, Action::ShowMatrix] {
        let _ = session.handle(Command::Do(action));
    }
    let stage = Stage { session, screen: MatrixScreen::default(), sent: Vec::new() };
    let mut harness = Harness::builder()
        .with_size(vec2(1440.0, 800.0))
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(60)
        .with_context_setup(theme::install)
        .build_ui_state(paint, stage);
    harness.run();
    harness
}

fn sample() -> Harness<'static, Stage> {
    stage(Action::OpenSample)
}

fn cell(country: &str, issue: &str) -> Cell {
    Cell { country: country.parse().expect("a slug"), issue: issue.parse().expect("a slug") }
}

fn selected(harness: &Harness<'_, Stage>) -> Option<Cell> {
    harness.state().session.desk().and_then(|desk| desk.selection().cell).and_then(Spot::cell)
}

/// The name of the visible cell that begins so.
fn named(harness: &Harness<'_, Stage>, begins: &str) -> String {
    let node = harness.get_by(|node| node.role() == Role::Cell && node.label().is_some_and(|l| l.starts_with(begins)));
    node.accesskit_node().label().unwrap_or_default()
}

fn click_cell(harness: &mut Harness<'_, Stage>, begins: &str) {
    let name = named(harness, begins);
    harness.get_by_role_and_label(Role::Cell, &name).click();
    harness.run();
}

fn press(harness: &mut Harness<'_, Stage>, keys: &[Key]) {
    for key in keys {
        harness.key_press(*key);
        harness.run();
    }
}

#[test]
fn a_click_on_a_cell_opens_its_evidence_and_a_card_opens_its_claim() {
    let mut harness = sample();
    click_cell(&mut harness, "Germany on Send peacekeepers");
    assert_eq!(selected(&harness), Some(cell("germany", "send-peacekeepers")));
    let desk = harness.state().session.desk().expect("a project");
    let first = desk.matrix().evidence(cell("germany", "send-peacekeepers"))[0];
    let quotation = {
        let project = desk.project();
        let claim = project.claim(first).expect("a claim");
        project.excerpt(claim.excerpt).expect("an excerpt").anchor.quotation.to_string()
    };
    let card = |node: &AccessKitNode<'_>| {
        node.role() == Role::Button && node.label().is_some_and(|label| label.contains(&quotation))
    };
    harness.get_by(card).click();
    harness.run();
    assert_eq!(harness.state().sent.last(), Some(&Command::Show(Item::Claim(first))));
}

#[test]
fn the_name_of_a_cell_says_all_that_it_shows() {
    let harness = sample();
    let desk = harness.state().session.desk().expect("a project");
    let matrix = desk.matrix();
    let view = super::view::View::refresh(None, desk);
    let mut checked = 0;
    for (cell, position) in matrix.cells() {
        let words = super::words::cell(desk.project(), &view.cell(cell).expect("it is shown"));
        let has = |holds: bool, part: &str| assert_eq!(holds, words.contains(part), "{part:?} in {words}");
        has(position.contested, "; contested");
        has(position.moved.is_some(), " until ");
        has(position.expected_only, "; only expected");
        has(position.unofficial, "; unofficial");
        has(position.stale > 0, "; the assessment is stale");
        has(position.stance.is_none() && position.claims == 0 && !position.assessed, ": not looked for, 0 claims");
        checked += 1;
    }
    assert!(checked > 50);
    assert!(matrix.cells().any(|(_, position)| position.contested));
    assert!(matrix.cells().any(|(_, position)| position.moved.is_some()));
}

#[test]
fn arrows_walk_enter_goes_to_the_evidence_and_escape_comes_back() {
    let mut harness = sample();
    press(&mut harness, &[Key::ArrowDown]);
    assert_eq!(selected(&harness), Some(cell("united-kingdom", "send-peacekeepers")), "the grid has the keyboard");
    press(&mut harness, &[Key::ArrowDown, Key::ArrowRight, Key::ArrowRight]);
    assert_eq!(selected(&harness), Some(cell("france", "defence-spending")));
    press(&mut harness, &[Key::End, Key::ArrowUp, Key::Home]);
    assert_eq!(selected(&harness), Some(cell("united-kingdom", "send-peacekeepers")));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
    harness.run();
    assert_eq!(selected(&harness), Some(cell("nato", "freeze-front-line")));
    assert!(named(&harness, "NATO on Freeze").contains("NATO"), "it was scrolled into view");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Home);
    harness.run();

    let desk = harness.state().session.desk().expect("a project");
    let first = desk.matrix().evidence(cell("united-kingdom", "send-peacekeepers"))[0];
    press(&mut harness, &[Key::Enter]);
    press(&mut harness, &[Key::Escape]);
    assert!(selected(&harness).is_some(), "back to the grid, the drawer stays");
    press(&mut harness, &[Key::Enter, Key::Enter]);
    assert_eq!(harness.state().sent.last(), Some(&Command::Show(Item::Claim(first))));
    press(&mut harness, &[Key::Escape, Key::Escape]);
    assert_eq!(selected(&harness), None);
}

#[test]
fn the_toolbar_sets_rule_voices_and_basis() {
    let mut harness = sample();
    for (chip, item) in [
        ("Position: Latest official", "Mean"),
        ("Voices: All", "Government"),
        ("Voices: Government", "Expert"),
        ("Basis: All", "Quoted"),
    ] {
        harness.get_by_role_and_label(Role::Button, chip).click();
        harness.run();
        let row = |node: &AccessKitNode<'_>| {
            matches!(node.role(), Role::MenuItemRadio | Role::MenuItemCheckBox) && node.label().as_deref() == Some(item)
        };
        harness.get_by(row).click();
        harness.run();
        press(&mut harness, &[Key::Escape]);
    }
    let settings = harness.state().session.desk().expect("a project").settings().clone();
    assert_eq!(settings.rule, Rule::Mean);
    assert_eq!(settings.filter.voices, [Voice::Government, Voice::Expert]);
    assert_eq!(settings.filter.bases, [Basis::Quoted]);
}

/// Presses a row of the open menu.
fn choose(harness: &mut Harness<'_, Stage>, item: &str) {
    let row = |node: &AccessKitNode<'_>| {
        matches!(node.role(), Role::MenuItem | Role::MenuItemRadio | Role::MenuItemCheckBox)
            && node.label().as_deref() == Some(item)
    };
    harness.get_by(row).click();
    harness.run();
}

fn settings(harness: &Harness<'_, Stage>) -> crate::derive::Settings {
    harness.state().session.desk().expect("a project").settings().clone()
}

#[test]
fn outlets_analysts_and_tags_are_filters_on_demand() {
    let mut harness = sample();
    let (analyst, tag) = {
        let project = harness.state().session.desk().expect("a project").project();
        let claim = project.claims().values().find(|claim| !claim.tags.is_empty()).expect("a claim with a tag");
        (claim.analyst.clone(), project.tag(claim.tags[0]).expect("a tag").clone())
    };
    for (name, item) in [("Outlets", "Spree Report"), ("Analysts", &*analyst), ("Tags", &*tag.label)] {
        harness.get_by_role_and_label(Role::Button, "+ Filter").click();
        harness.run();
        choose(&mut harness, name);
        // The menu of the new chip is open already.
        choose(&mut harness, item);
        press(&mut harness, &[Key::Escape]);
        assert!(harness.query_by_role_and_label(Role::Button, &format!("{name}: {item}")).is_some(), "{name}");
    }
    let filter = settings(&harness).filter;
    assert_eq!(
        (filter.outlets, filter.analysts, filter.tags),
        (vec!["Spree Report".into()], vec![analyst], vec![tag.id])
    );
    assert!(harness.query_by_role_and_label(Role::Button, "+ Filter").is_none(), "nothing is left to add");
    harness.get_by_label("Clear the filter Outlets").click();
    harness.run();
    assert_eq!(settings(&harness).filter.outlets, Vec::<String>::new());
    assert!(harness.query_by_role_and_label(Role::Button, "+ Filter").is_some());
}

#[test]
fn a_menu_with_many_values_finds_one_by_typing() {
    let mut harness = sample();
    harness.get_by_role_and_label(Role::Button, "+ Filter").click();
    harness.run();
    choose(&mut harness, "Outlets");
    assert!(harness.get_by_role_and_label(Role::TextInput, "Find in outlets").is_focused());
    harness.get_by_role_and_label(Role::TextInput, "Find in outlets").type_text("spree");
    harness.run();
    let rows = harness.get_all_by(|node| node.role() == Role::MenuItemCheckBox).count();
    assert_eq!(rows, 2, "all outlets, and the one that was sought");
}

#[test]
fn the_contest_window_is_set_in_the_menu_of_the_rule() {
    let mut harness = sample();
    let contested = |harness: &Harness<'_, Stage>| {
        let matrix = harness.state().session.desk().expect("a project").matrix();
        matrix.cells().filter(|(_, position)| position.contested).count()
    };
    let usual = contested(&harness);
    harness.get_by_role_and_label(Role::Button, "Position: Latest official").click();
    harness.run();
    harness.get_by_label("Narrow the contest window").click();
    harness.run();
    assert_eq!(settings(&harness).contest_days, 13);
    harness.get_by_role_and_label(Role::TextInput, "Contest window in days").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Contest window in days").type_text("0");
    harness.run();
    assert_eq!(settings(&harness).contest_days, 0);
    assert!(contested(&harness) < usual, "{usual} cells were contested");
}

#[test]
fn an_assessment_counts_newer_claims_whatever_the_filter_lets_through() {
    let harness = sample();
    let spain = cell("spain", "send-peacekeepers");
    let project = harness.state().session.desk().expect("a project").project().clone();
    let facts = crate::derive::Facts::new(&project);
    let under: Vec<_> = facts.cell(spain).iter().map(|fact| fact.claim).collect();
    assert!(under.len() > 1);
    let stamp = crate::edit::Stamp::new(jiff::Timestamp::UNIX_EPOCH, "Ada", 1);
    let step =
        crate::edit::ops::assessments::assess(&project, spain, Judgement::Declined, "", None, &under[1..], &stamp);
    let mut document = crate::edit::Document::new(project);
    document.commit(step).expect("a project that holds");
    let project = document.project();
    let row = project.assessment(spain).expect("it was made");
    let filter = crate::derive::Filter { analysts: vec!["nobody".into()], ..Default::default() };
    for filter in [crate::derive::Filter::default(), filter] {
        let matrix = crate::derive::Matrix::new(project, &crate::derive::Settings { filter, ..Default::default() });
        let position = matrix.position(spain).expect("a cell");
        let said = super::words::stale(row, &facts, position);
        assert_eq!(said.as_deref(), Some("1 newer claim since"));
    }
}

#[test]
fn an_assessment_is_made_and_taken_back() {
    let mut harness = sample();
    let spain = cell("spain", "freeze-front-line");
    let _ = harness.state_mut().session.handle(Command::SelectCell(Some(spain.into())));
    harness.run();
    assert!(harness.state().session.desk().is_some_and(|desk| desk.project().assessment(spain).is_none()));
    press(&mut harness, &[Key::Space]);
    assert!(harness.get_by_label("Save assessment").accesskit_node().is_disabled());
    press(&mut harness, &[Key::Tab, Key::Tab]);
    assert!(harness.get_by_role_and_label(Role::RadioButton, "Undecided").is_focused());
    harness.get_by_role_and_label(Role::RadioButton, "Declined").click();
    harness.run();
    harness.get_by_role_and_label(Role::MultilineTextInput, "Assessment in a sentence").focus();
    harness.run();
    harness
        .get_by_role_and_label(Role::MultilineTextInput, "Assessment in a sentence")
        .type_text("Madrid says nothing.");
    harness.run();
    harness.get_by_label("Save assessment").click();
    harness.run();
    let row = |harness: &Harness<'_, Stage>| {
        harness.state().session.desk().and_then(|desk| desk.project().assessment(spain).cloned())
    };
    let made = row(&harness).expect("it was saved");
    assert_eq!((made.judgement, made.sentence.as_str()), (Judgement::Declined, "Madrid says nothing."));
    assert!(named(&harness, "Spain on Freeze").contains("declined to say"));
    harness.get_by_label("Remove").click();
    harness.run();
    assert!(row(&harness).is_none());
}

#[test]
fn an_empty_project_says_what_to_do_first() {
    let mut harness = stage(Action::NewProject);
    harness.get_by_label("Import articles…").click();
    harness.run();
    assert_eq!(harness.state().sent.last(), Some(&Command::Do(Action::ImportArticles)));
}

#[test]
fn rows_can_stand_by_name() {
    let mut harness = sample();
    harness.get_by_role_and_label(Role::Button, "Rows: Countries").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItemRadio, "By name").click();
    harness.run();
    press(&mut harness, &[Key::Escape]);
    let top = |harness: &Harness<'_, Stage>, begins: &str| {
        let name = named(harness, begins);
        harness.get_by_role_and_label(Role::Cell, &name).rect().top()
    };
    assert!(top(&harness, "Denmark on Send") < top(&harness, "Germany on Send"));
    assert!(top(&harness, "Germany on Send") < top(&harness, "Italy on Send"));
}
