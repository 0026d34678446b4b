//! Working beside others in the whole window: conflicts are settled, earlier versions restored, broken files met.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use std::fs;
use std::path::{Path, PathBuf};

use demarche::edit::ops::ProjectDetails;
use demarche::edit::ops::bulk::{self, Bulk};
use demarche::edit::ops::claims;
use demarche::edit::{Document, Edit, Transaction};
use demarche::model::{ClaimId, Info, Project, StanceId};
use demarche::session::{Action, Command, Revised};
use demarche::store;
use eframe::egui::accesskit::{Role, Toggled};
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use support::acts::stamp;
use support::difference;
use window::Window;

const OPEN: Role = Role::ListBoxOption;
const CARD: Role = Role::RadioButton;
const QUESTION: &str = "Leave the merge for later?";

/// A window on a copy of the sample.
fn window() -> (Window, PathBuf, tempfile::TempDir) {
    window_on(&fs::read_to_string(support::root("projects/paris-talks.ron")).unwrap())
}

fn window_on(text: &str) -> (Window, PathBuf, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talks.ron");
    fs::write(&path, text).unwrap();
    (Window::open(vec2(1440.0, 900.0), Some(path.clone())), path, folder)
}

fn stance(slug: &str) -> StanceId {
    slug.parse().unwrap()
}

fn stances(project: &Project) -> Vec<String> {
    claims_of_sample().iter().map(|id| project.claim(*id).map_or("gone".into(), |row| row.stance.to_string())).collect()
}

/// Three claims that support something, by id.
fn claims_of_sample() -> Vec<ClaimId> {
    let project = support::sample();
    let supports = project.claims().values().filter(|claim| claim.stance == stance("supports"));
    supports.map(|claim| claim.id).take(3).collect()
}

fn retitled(project: &Project, title: &str) -> Edit {
    Edit::Info(Info { title: title.into(), ..Info::clone(project.info()) }.into())
}

/// Somebody else changes the file: another title, the first claim undecided, the second opposed, the third away.
fn theirs(path: &Path) {
    let project = store::load(path).unwrap().project;
    let ids = claims_of_sample();
    let mut document = Document::new(project.clone());
    for (ids, slug) in [(&ids[..1], "undecided"), (&ids[1..2], "opposes")] {
        let (step, _) = bulk::change(document.project(), ids, &Bulk::Stance(stance(slug)), &stamp(7)).unwrap();
        document.commit(step).unwrap();
    }
    let step = claims::delete(document.project(), &ids[2..]).unwrap();
    document.commit(step).unwrap();
    let title = retitled(document.project(), "Talks in Paris and what followed");
    document.commit(Transaction::new("Retitle", vec![title])).unwrap();
    fs::write(path, store::to_string(document.project())).unwrap();
}

/// We give the project another title.
fn describe(window: &mut Window, title: &str) {
    let was = ProjectDetails::from(&**window.project().info());
    let now = ProjectDetails { title: title.into(), ..was.clone() };
    window.send(Command::DescribeProject(Box::new(Revised { was, now })));
}

/// We change the same: title, first and third claim. The second is theirs alone.
fn ours(window: &mut Window) {
    let ids = claims_of_sample();
    let change = || Box::new(Bulk::Stance(stance("reluctant")));
    let recode = |ids: &[ClaimId]| Command::ChangeClaims(ids.to_vec(), change(), Vec::new());
    window.send(recode(&[ids[0], ids[2]]));
    describe(window, "Talks in Paris and what came of them");
}

/// A window in which both sides have changed the same.
fn torn() -> (Window, PathBuf, tempfile::TempDir) {
    let (mut window, path, folder) = window();
    ours(&mut window);
    theirs(&path);
    window.chord(Modifiers::COMMAND, Key::S);
    assert_eq!(rows(&window).len(), 3, "{:?}", window.said());
    (window, path, folder)
}

fn shows(window: &Window, label: &str) -> bool {
    window.harness.query_all_by(|node: &AccessKitNode<'_>| node.label().as_deref() == Some(label)).next().is_some()
        || window
            .harness
            .query_all_by(|node: &AccessKitNode<'_>| node.value().as_deref() == Some(label))
            .next()
            .is_some()
}

/// The rows of the dialog that is open, from top to bottom.
fn rows(window: &Window) -> Vec<String> {
    let mut names = window.names(OPEN);
    names.retain(|name| name.ends_with(": to settle") || name.ends_with(" version") || name.contains("KiB, "));
    names
}

fn is_disabled(window: &Window, button: &str) -> bool {
    window.harness.get_by_role_and_label(Role::Button, button).accesskit_node().is_disabled()
}

/// The row of the dialog that is lit.
fn lit(window: &Window) -> String {
    let known = rows(window);
    let is_lit = |node: &AccessKitNode<'_>| {
        node.role() == OPEN
            && node.toggled() == Some(Toggled::True)
            && node.label().is_some_and(|name| known.contains(&name))
    };
    window.harness.get_by(is_lit).accesskit_node().label().unwrap()
}

#[test]
fn conflicts_are_settled_by_keys_and_the_merge_is_saved_and_undone_as_one_step() {
    let (mut window, path, _folder) = torn();
    let before = window.project().clone();
    assert!(shows(&window, "3 of 3 to settle") && is_disabled(&window, "Merge"));
    assert!(lit(&window).starts_with("Claim: ") && lit(&window).ends_with("Stance: to settle"), "{}", lit(&window));
    assert!(shows(&window, "Your version: Reluctant") && shows(&window, "Their version: Undecided"));

    window.keys(&[Key::Num2, Key::Enter]);
    assert!(shows(&window, "2 of 3 to settle"));
    let kept = ["Your version: Stance: Reluctant", "Their version: deleted"];
    assert!(lit(&window).contains("Kept or deleted") && kept.iter().all(|name| shows(&window, name)));
    window.keys(&[Key::ArrowLeft, Key::J]);
    assert!(lit(&window).starts_with("The project, Title"));
    window.keys(&[Key::ArrowRight]);
    assert!(shows(&window, "All settled") && !is_disabled(&window, "Merge"));
    // What is answered may be answered anew.
    window.keys(&[Key::Num1]);

    window.keys(&[Key::Enter]);
    assert!(shows(&window, "All settled"), "Enter goes to the button, it does not press it");
    window.keys(&[Key::Enter]);
    assert!(!shows(&window, "All settled"));
    assert_eq!(stances(window.project()), ["undecided", "opposes", "reluctant"]);
    assert_eq!(window.project().info().title, "Talks in Paris and what came of them");
    assert!(!window.desk().document().is_modified(), "{:?}", window.said());
    assert_eq!(difference(&store::load(&path).unwrap().project, window.project()), None);

    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(difference(window.project(), &before), None);
}

#[test]
fn one_side_is_taken_for_all_at_once() {
    for (side, stands) in
        [("Your version", ["reluctant", "opposes", "reluctant"]), ("Their version", ["undecided", "opposes", "gone"])]
    {
        let (mut window, _, _folder) = torn();
        window.keys(&[Key::Num2]);
        window.press(&format!("Take “{side}” for all 3"));
        assert!(rows(&window).iter().all(|name| name.ends_with(side)), "{:?}", rows(&window));
        window.press("Merge");
        assert_eq!(stances(window.project()), stands, "{side}");
    }
}

#[test]
fn cards_and_rows_are_pressed_as_well() {
    let (mut window, _path, _folder) = torn();
    window.press_a(OPEN, "The project, Title");
    window.press_a(CARD, "Their version: Talks in Paris");
    assert_eq!(lit(&window), "The project, Title: Their version");
    window.press("Next to settle");
    assert!(lit(&window).ends_with("Stance: to settle"), "{}", lit(&window));
}

#[test]
fn escape_asks_in_place_and_gives_nothing_up() {
    let (mut window, path, _folder) = torn();
    let (file, before) = (fs::read(&path).unwrap(), window.project().clone());
    window.keys(&[Key::Num1]);
    for press in [Key::Escape, Key::Escape, Key::Escape] {
        let asked = shows(&window, QUESTION);
        window.keys(&[press]);
        assert_eq!(shows(&window, QUESTION), !asked);
        assert!(shows(&window, "2 of 3 to settle"));
    }
    window.press("Go on settling");
    window.press("Not now");
    window.press("Leave it for later");
    assert_eq!(rows(&window).len(), 0);
    assert_eq!(difference(window.project(), &before), None);
    assert!(window.desk().document().is_modified());
    assert_eq!(fs::read(&path).unwrap(), file);
    assert!(window.said().contains(&"The changes of others were not taken in".to_owned()), "{:?}", window.said());
    // Looking once more asks no more; saving does.
    window.send(Command::LookAtDisk);
    assert_eq!(rows(&window).len(), 0);
    window.chord(Modifiers::COMMAND, Key::S);
    assert_eq!(rows(&window).len(), 3);
}

#[test]
fn conflicts_wait_until_nobody_types_in_another_dialog() {
    let (mut window, path, _folder) = window();
    ours(&mut window);
    window.send(Command::Do(Action::PasteArticle));
    let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, "Text of the article");
    field.focus();
    window.settle();
    window.type_text("Words that nobody has saved yet.");
    theirs(&path);
    window.send(Command::LookAtDisk);
    assert!(window.harness.state().session().settling().is_some());
    let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, "Text of the article");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("Words that nobody has saved yet."));
    window.press("Cancel");
    assert_eq!(rows(&window).len(), 3);
}

/// Saves the project under another title.
fn save_as_titled(window: &mut Window, title: &str) {
    describe(window, title);
    window.chord(Modifiers::COMMAND, Key::S);
    assert!(!window.desk().document().is_modified(), "{:?}", window.said());
}

fn title(window: &Window) -> &str {
    &window.project().info().title
}

#[test]
fn an_earlier_version_is_restored_by_keys_as_one_step() {
    let (mut window, path, _folder) = window();
    ["Second", "Third"].into_iter().for_each(|title| save_as_titled(&mut window, title));
    window.send(Command::Do(Action::Versions));
    let listed = rows(&window);
    assert_eq!(listed.len(), 2);
    for row in &listed {
        assert!(row.contains("KiB, Saved, project details changed"), "{row}");
    }
    assert!(shows(&window, "Title of the project changed to “Second”"));
    window.keys(&[Key::ArrowDown]);
    assert_eq!(lit(&window), listed[1]);
    assert!(shows(&window, "Title of the project changed to “Paris talks”"));
    let file = fs::read(&path).unwrap();
    window.keys(&[Key::Enter]);
    assert_eq!((title(&window), rows(&window).len()), ("Paris talks", 0));
    assert!(window.desk().document().is_modified());
    assert_eq!(fs::read(&path).unwrap(), file, "the file waits for a save");
    window.chord(Modifiers::COMMAND, Key::Z);
    assert_eq!(title(&window), "Third");
}

#[test]
fn a_version_like_the_project_now_is_not_restored_and_says_so() {
    let (mut window, _path, _folder) = window();
    ["Second", "Paris talks"].into_iter().for_each(|title| save_as_titled(&mut window, title));
    window.send(Command::Do(Action::Versions));
    assert!(!is_disabled(&window, "Restore"));
    window.keys(&[Key::End]);
    assert!(is_disabled(&window, "Restore") && shows(&window, "It is the same as the project now."));
    window.keys(&[Key::Enter]);
    assert_eq!(rows(&window).len(), 2, "nothing to do");
    window.keys(&[Key::Escape]);
    assert_eq!(rows(&window).len(), 0);
    assert!(window.harness.state().session().versions().is_none());
}

#[test]
fn work_that_was_given_up_is_among_the_versions_and_a_project_without_any_says_how_many_are_kept() {
    let (mut window, path, _folder) = window();
    window.send(Command::Do(Action::Versions));
    let said = window.harness.get_by(|node: &AccessKitNode<'_>| {
        node.role() == Role::Label && node.value().is_some_and(|text| text.starts_with("Kept are the last 10"))
    });
    assert!(said.accesskit_node().value().unwrap().contains("30 days, with at most 512 MiB"));
    window.press("Close");
    describe(&mut window, "Given up");
    window.chord(Modifiers::COMMAND, Key::W);
    window.press("Don’t save");
    assert!(window.harness.state().session().desk().is_none());
    window.send(Command::ListVersions(path));
    let listed = rows(&window);
    assert!(listed.len() == 1 && listed[0].contains("Never saved, 14 articles"), "{listed:?}");
    window.press("Open");
    assert_eq!(title(&window), "Given up");
    assert_eq!(window.desk().path(), None);
}

fn sample_text() -> String {
    fs::read_to_string(support::root("projects/paris-talks.ron")).unwrap()
}

#[test]
fn a_broken_file_is_opened_as_far_as_it_can_be_read_and_stays_as_it_is() {
    let text = sample_text();
    let at = text.len() / 2 + text[text.len() / 2..].find("stance: \"").unwrap();
    let broken = format!("{}stance \"{}", &text[..at], &text[at + "stance: \"".len()..]);
    let line = text[..at].lines().count();
    let (mut window, path, _folder) = window_on(&broken);
    assert!(window.harness.state().session().desk().is_none());
    let why = window.harness.get_by(|node: &AccessKitNode<'_>| {
        node.role() == Role::Label
            && node.value().is_some_and(|text| text.starts_with(&format!("Line {line}, character ")))
    });
    assert!(why.rect().width() > 100.0);
    assert!(shows(
        &window,
        "The file stays as it is until you save; what is in it now then stays among the earlier versions."
    ));

    window.press("Earlier versions…");
    assert!(shows(&window, "talks.ron") && shows(&window, "Earlier versions"));
    window.keys(&[Key::Escape]);
    window.send(Command::Rescue(path.clone()));
    let lost = support::sample().claims().len() - window.project().claims().len();
    assert!((1..=3).contains(&lost), "{lost} claims are not there");
    assert!(window.said()[0].starts_with("What can be read of talks.ron is open"), "{:?}", window.said());
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
}

#[test]
fn enter_opens_what_can_be_read_and_escape_nothing() {
    let text = sample_text();
    for (key, opens) in [(Key::Enter, true), (Key::Escape, false)] {
        let (mut window, _path, _folder) = window_on(&text[..text.len() - 400]);
        assert!(shows(&window, "Open what can be read"));
        window.keys(&[key]);
        assert_eq!(window.harness.state().session().desk().is_some(), opens);
        assert!(!shows(&window, "Open what can be read"));
    }
}

#[test]
fn two_versions_that_git_has_left_in_a_file_are_merged_here() {
    let line = "  title: \"Paris talks\",\n";
    let both = "<<<<<<< HEAD\n  title: \"Ours\",\n||||||| base\n  title: \"Paris talks\",\n=======\n  title: \"Theirs\",\n>>>>>>> x\n";
    let text = sample_text();
    assert_eq!(text.matches(line).count(), 1);
    let torn = text.replace(line, both);
    let (mut window, path, _folder) = window_on(&torn);
    window.press("Merge both versions");
    assert_eq!(window.names(CARD).len(), 2);
    assert!(shows(&window, "First version: Ours") && shows(&window, "Second version: Theirs"));
    window.keys(&[Key::Num2, Key::Enter, Key::Enter]);
    assert_eq!(title(&window), "Theirs");
    assert_eq!(fs::read_to_string(&path).unwrap(), torn);
}
