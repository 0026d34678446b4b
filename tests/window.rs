//! The whole window, driven by accessible names; needs no display and no GPU.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/window.rs"]
mod support;

use std::path::PathBuf;
use std::sync::Arc;

use demarche::model::{Cell, CountryId, IssueId, Slug};
use demarche::session::{Action, Command, Item, Screen};
use demarche::store;
use demarche::text::Span;
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Event, Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use support::Window;

impl Window {
    fn claims(&self) -> usize {
        self.project().claims().len()
    }

    fn selected_words(&self) -> Option<String> {
        let selection = self.desk().selection();
        let text = self.project().text(selection.article?)?;
        Some(text.get(selection.span?)?.to_owned())
    }

    fn open_article(&mut self, title: &str) {
        let id = self.project().articles().values().find(|a| a.title.contains(title)).expect("is there").id;
        self.send(Command::Show(Item::Article(id)));
    }
}

fn cell(country: &str, issue: &str) -> Cell {
    Cell { country: CountryId(Slug::new(country).unwrap()), issue: IssueId(Slug::new(issue).unwrap()) }
}

fn stance_of(window: &Window, cell: Cell) -> Option<String> {
    let desk = window.desk();
    let stance = desk.matrix().position(cell)?.stance?;
    Some(desk.project().stance(stance)?.label.clone())
}

/// Selects the first sentence with the keyboard and codes "Spain opposes sending peacekeepers".
fn code_by_keys(window: &mut Window) {
    window.keys(&[Key::J, Key::T]);
    window.type_text("spain");
    window.keys(&[Key::Enter]);
    window.keys(&[Key::Enter]); // on to the speaker, if one is proposed, else to the issue
    while window.harness.query_by_role_and_label(Role::TextInput, "Issue").is_none_or(|n| !n.is_focused()) {
        window.keys(&[Key::Tab]);
    }
    window.type_text("peacekeep");
    window.keys(&[Key::Enter, Key::Num5]);
    window.keys(&[Key::Enter]);
}

#[test]
fn the_main_job_from_the_sample_to_the_csv() {
    let mut window = Window::with_sample();
    let before = window.claims();
    // An article dated after every claim of Spain's, so that the new claim decides.
    window.open_article("London pays");
    let spain = cell("spain", "send-peacekeepers");
    assert_eq!(stance_of(&window, spain).as_deref(), Some("Reluctant"));

    code_by_keys(&mut window);
    assert_eq!(window.claims(), before + 1, "the claim was saved");
    assert_eq!(stance_of(&window, spain).as_deref(), Some("Opposes"));

    window.chord(Modifiers::ALT, Key::Num3);
    assert_eq!(window.desk().screen(), Screen::Matrix);
    let opposes = |node: &egui_kittest::Node<'_>| {
        let label = node.accesskit_node().label().unwrap_or_default();
        label.contains("Spain") && label.contains("Send peacekeepers") && label.contains("Opposes")
    };
    assert!(window.harness.get_all_by(|_| true).any(|node| opposes(&node)), "the cell says so");

    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.claims(), before);
    assert_eq!(stance_of(&window, spain).as_deref(), Some("Reluctant"));
    window.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.claims(), before + 1);

    let csv = window.folder.path().join("matrix.csv");
    *window.picker.file.lock().unwrap() = Some(csv.clone());
    window.chord(Modifiers::COMMAND, Key::E);
    window.press("Write file…");
    let written = std::fs::read_to_string(&csv).unwrap();
    let row = written.lines().find(|line| line.starts_with("Spain,ESP,")).expect("Spain has a row");
    assert!(row.starts_with("Spain,ESP,Opposes,"), "{row}");
}

#[test]
fn a_drag_selects_words_and_a_double_click_a_word_and_a_triple_click_a_sentence() {
    let mut window = Window::with_sample();
    let paragraph = window.harness.get_all_by_role(Role::Paragraph).next().expect("text is in view").rect();
    let (from, to) = (paragraph.left_top() + vec2(60.0, 14.0), paragraph.left_top() + vec2(300.0, 42.0));
    window.mouse(from, true);
    window.harness.event(Event::PointerMoved(to));
    window.harness.step();
    window.mouse(to, false);
    window.settle();
    let dragged = window.selected_words().expect("something is selected");
    assert!(dragged.chars().count() > 40, "{dragged}");

    window.harness.run_steps(60);
    let at = paragraph.left_top() + vec2(200.0, 14.0);
    let mut seen = Vec::new();
    for _ in 0..3 {
        window.mouse(at, true);
        window.mouse(at, false);
        seen.push(window.selected_words());
    }
    let word = seen[1].clone().expect("a word");
    assert!(!word.contains(' ') && !word.is_empty(), "{word}");
    let sentence = seen[2].clone().expect("a sentence");
    assert!(sentence.contains(&word) && sentence.ends_with(['.', '”']), "{sentence}");
}

#[test]
fn a_click_on_an_excerpt_selects_its_claim_and_its_edges_can_be_dragged() {
    let mut window = Window::with_sample();
    let article = window.desk().selection().article.unwrap();
    let (excerpt, claim) = {
        let claims = window.desk().project().claims_in(article);
        (claims[0].0.clone(), claims[0].1.id)
    };
    window.send(Command::Show(Item::Claim(claim)));
    assert_eq!(window.desk().selection().claim, Some(claim));
    let handle = window.harness.get_by_label("End of excerpt").rect().center();
    window.mouse(handle, true);
    for step in 1..6 {
        window.harness.event(Event::PointerMoved(handle - vec2(12.0 * step as f32, 0.0)));
        window.harness.step();
    }
    window.mouse(handle - vec2(60.0, 0.0), false);
    window.settle();
    let moved = window.desk().project().excerpt(excerpt.id).unwrap().anchor.span;
    assert_eq!(moved.start, excerpt.anchor.span.start);
    assert!(moved.end < excerpt.anchor.span.end, "{moved}");
    assert_eq!(window.desk().document().undo_label(), Some("Move excerpt"));
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.desk().project().excerpt(excerpt.id).unwrap().anchor.span, excerpt.anchor.span);
}

#[test]
fn countries_speakers_issues_and_tags_are_created_in_the_form() {
    let mut window = Window::open(vec2(1440.0, 900.0), None);
    let file = window.folder.path().join("note.txt");
    std::fs::write(&file, "A short note\n\nThe minister of Utopia said it would wait. Nobody else spoke.\n").unwrap();
    window.send(Command::Import(vec![file]));
    assert_eq!(window.desk().project().articles().len(), 1);
    window.keys(&[Key::J, Key::J, Key::T]);
    window.type_text("Utopia");
    window.keys(&[Key::Enter]);
    window.harness.get_by_role_and_label(Role::TextInput, "Speaker").focus();
    window.settle();
    window.type_text("Minister More");
    window.keys(&[Key::Enter]);
    window.type_text("Foreign minister");
    window.keys(&[Key::Enter]);
    window.type_text("Wait for the tide");
    window.keys(&[Key::Enter, Key::Num1]);
    window.harness.get_by_role_and_label(Role::TextInput, "Tags").focus();
    window.settle();
    window.type_text("patience");
    window.keys(&[Key::Enter]);
    window.chord(Modifiers::COMMAND, Key::Enter);
    let project = window.desk().project();
    let claim = project.claims().values().next().expect("the claim was saved");
    assert_eq!(project.country(claim.countries[0]).unwrap().name, "Utopia");
    let speaker = project.actor(claim.speaker.unwrap()).unwrap();
    assert_eq!((speaker.name.as_str(), speaker.role.as_str()), ("Minister More", "Foreign minister"));
    assert_eq!(speaker.country, Some(claim.countries[0]));
    assert_eq!(project.issue(claim.issue).unwrap().label, "Wait for the tide");
    assert_eq!(project.tag(claim.tags[0]).unwrap().label, "patience");
    assert!(project.problems().is_empty());
}

#[test]
fn saving_asks_where_once_and_leaving_with_unsaved_work_asks_first() {
    let mut window = Window::with_sample();
    let file = window.folder.path().join("talks");
    *window.picker.file.lock().unwrap() = Some(file.clone());
    window.chord(Modifiers::COMMAND, Key::S);
    let file = file.with_extension("ron");
    assert_eq!(store::load(&file).unwrap().project.claims().len(), window.claims());
    assert_eq!(window.picker.asked.lock().unwrap().len(), 1);

    window.open_article("London pays");
    code_by_keys(&mut window);
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.harness.query_by_label("Don’t save").is_some(), "asks");
    window.keys(&[Key::Escape]);
    assert!(window.harness.state().session().desk().is_some(), "Esc stays");

    window.chord(Modifiers::COMMAND, Key::S);
    assert_eq!(window.picker.asked.lock().unwrap().len(), 1, "the file is known now");
    assert_eq!(store::load(&file).unwrap().project.claims().len(), window.claims());
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.harness.state().session().desk().is_none());
    assert!(window.harness.query_by_label("Open recent Paris talks").is_some());
}

#[test]
fn a_file_that_is_no_project_is_refused_with_its_place_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.ron");
    std::fs::write(&file, "(\n    format: 1,\n    id: \"x\",\n    titel: \"oops\",\n)\n").unwrap();
    let window = Window::open(vec2(1024.0, 700.0), Some(file.clone()));
    let values = window.harness.query_all_by_role(Role::Label).filter_map(|node| node.accesskit_node().value());
    let said: Vec<String> = values.collect();
    assert!(said.iter().any(|text| text == "broken.ron"), "{said:?}");
    assert!(said.iter().any(|text| text.starts_with("Line 4, character ") && text.contains("titel")), "{said:?}");
    assert!(std::fs::read_to_string(&file).unwrap().contains("titel"));
}

#[test]
fn dropped_files_are_imported_and_bad_ones_named() {
    let mut window = Window::with_sample();
    let before = window.desk().project().articles().len();
    let good = window.folder.path().join("good.txt");
    let bad = window.folder.path().join("bad.txt");
    std::fs::write(&good, "Headline\n\nSome words of an article that is long enough to be one.\n").unwrap();
    std::fs::write(&bad, [0u8, 1, 2, 255, 0, 0]).unwrap();
    #[derive(Debug)]
    struct Dropped(PathBuf);
    impl egui::DroppedFile for Dropped {
        fn path(&self) -> &std::path::Path {
            &self.0
        }
        fn bytes(&self) -> Result<Vec<u8>, String> {
            std::fs::read(&self.0).map_err(|error| error.to_string())
        }
    }
    for file in [good, bad] {
        window.harness.input_mut().dropped_files.push(Arc::new(Dropped(file)));
    }
    window.settle();
    assert_eq!(window.desk().project().articles().len(), before + 1);
    let notices = window.harness.state().session().notices().shown().to_vec();
    assert!(notices.iter().any(|n| n.details.iter().any(|d| d.contains("bad.txt"))), "{notices:?}");
}

#[test]
fn a_quotation_in_the_matrix_opens_its_article_with_the_excerpt_selected() {
    let mut window = Window::with_sample();
    window.send(Command::Show(Item::Cell(cell("germany", "send-peacekeepers").into())));
    let claim = window.desk().matrix().evidence(cell("germany", "send-peacekeepers"))[0];
    window.send(Command::Show(Item::Claim(claim)));
    let desk = window.desk();
    assert_eq!(desk.screen(), Screen::Read);
    assert_eq!(desk.selection().claim, Some(claim));
    let span: Span = desk.selected_excerpt().expect("its excerpt").anchor.span;
    // In view: a handle is drawn at the excerpt's start.
    let handle = window.harness.get_by_label("Start of excerpt").rect();
    assert!(window.harness.ctx.content_rect().contains(handle.center()), "{span} at {handle:?}");
}

#[test]
fn nothing_falls_apart_in_a_small_window() {
    for size in [vec2(1024.0, 700.0), vec2(800.0, 560.0), vec2(2560.0, 1440.0)] {
        let mut window = Window::open(size, None);
        window.press("Explore the sample");
        for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6] {
            window.chord(Modifiers::ALT, key);
        }
        window.chord(Modifiers::ALT, Key::Num1);
        window.keys(&[Key::J, Key::T]);
        assert!(window.harness.query_by_label("Save claim").is_some());
        window.keys(&[Key::Escape, Key::F1]);
        assert!(window.harness.query_all_by_label("All shortcuts").count() > 1, "the sheet is shown");
        window.keys(&[Key::Escape]);
    }
}

/// New entries of a claim come and go with it.
#[test]
fn one_undo_takes_back_a_claim_with_the_country_and_the_issue_made_for_it() {
    let mut window = Window::with_sample();
    let before = store::to_string(window.project());
    window.keys(&[Key::J, Key::T]);
    window.type_text("Utopia");
    window.keys(&[Key::Enter, Key::Enter]);
    while window.harness.query_by_role_and_label(Role::TextInput, "Issue").is_none_or(|n| !n.is_focused()) {
        window.keys(&[Key::Tab]);
    }
    window.type_text("Wait for the tide");
    window.keys(&[Key::Enter, Key::Num1]);
    window.chord(Modifiers::COMMAND, Key::Enter);
    assert!(store::to_string(window.project()).contains("utopia"));
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(store::to_string(window.project()), before);
}

/// Where the system has no dialog a path is typed in the window, also for an export.
#[test]
fn a_csv_is_written_to_a_path_that_was_typed() {
    let mut window = Window::with_sample();
    *window.picker.no_dialog.lock().unwrap() = true;
    let csv = window.folder.path().join("typed.csv");
    window.chord(Modifiers::COMMAND, Key::E);
    window.press("Write file…");
    window.type_text(&csv.display().to_string()); // replaces the proposed path, which is selected
    window.press("Write");
    assert!(std::fs::read_to_string(&csv).unwrap().starts_with("country,iso,"));
}

#[test]
fn a_half_coded_claim_keeps_the_project_open() {
    let mut window = Window::with_sample();
    window.keys(&[Key::J, Key::T]);
    window.type_text("spain");
    window.keys(&[Key::Enter]);
    window.send(Command::Do(Action::CloseProject));
    window.press("Go on typing");
    // Nor does a project that is dropped on the window take its place.
    let other = window.folder.path().join("other.ron");
    std::fs::write(&other, store::to_string(window.project())).unwrap();
    window.send(Command::Import(vec![other]));
    window.press("Go on typing");
    assert!(window.desk().path().is_none(), "still the sample");
    assert!(window.harness.query_by_label("Save claim").is_some(), "the form is still there");
    window.keys(&[Key::Escape]);
    window.send(Command::Do(Action::CloseProject));
    assert!(window.harness.state().session().desk().is_none());
}

#[test]
fn the_palette_goes_to_an_article() {
    let mut window = Window::with_sample();
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("london pays");
    window.keys(&[Key::Enter]);
    let desk = window.desk();
    let title = &desk.project().article(desk.selection().article.unwrap()).unwrap().title;
    assert!(title.contains("London pays"), "{title}");
}

#[test]
fn switching_light_and_dark_is_seen_at_once_whatever_the_system_says() {
    for system in [egui::Theme::Light, egui::Theme::Dark] {
        let mut window = Window::with_sample();
        window.harness.input_mut().system_theme = Some(system);
        window.settle();
        let before = window.harness.ctx.theme();
        window.send(Command::Do(Action::NextTheme));
        window.settle();
        assert_ne!(window.harness.ctx.theme(), before);
    }
}
