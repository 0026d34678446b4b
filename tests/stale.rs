//! Forms that are open while others change the same: nothing of theirs is overwritten, nothing typed is lost.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use demarche::edit::ops::{ArticleDetails, ClaimDraft, articles, assessments, claims, correct};
use demarche::edit::{Document, EditError, Transaction};
use demarche::model::{ArticleId, Cell, ClaimId, Judgement, Project, StanceId};
use demarche::session::{Action, Command, Item, Then};
use demarche::store;
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, ViewportCommand, ViewportEvent, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use support::acts::stamp;
use window::Window;

const TAKE: &str = "Take what is there now";
const KEEP: &str = "Keep yours";
const MULTILINE: Role = Role::MultilineTextInput;

struct Scene {
    window: Window,
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Scene {
    /// A window on a copy of the sample.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("talks.ron");
        fs::copy(support::root("projects/paris-talks.ron"), &path).unwrap();
        Self { window: Window::open(vec2(1440.0, 900.0), Some(path.clone())), path, _folder: folder }
    }

    fn project(&self) -> &Project {
        self.window.project()
    }

    /// The claim form is open on a claim, with every field.
    fn editing(claim: ClaimId) -> Self {
        let mut scene = Self::new();
        scene.window.send(Command::Show(Item::Claim(claim)));
        scene.window.send(Command::Do(Action::EditClaim));
        scene.press("More fields");
        scene
    }

    /// Somebody else changes the file, and it is taken in as when one comes back to the window.
    fn theirs(&mut self, step: impl FnOnce(&Project) -> Result<Transaction, EditError>) {
        change(&self.path, step);
        self.window.send(Command::LookAtDisk);
        assert!(self.window.said().iter().any(|said| said.contains("their changes are")), "{:?}", self.window.said());
    }

    /// Puts the text in place of what stands in a field.
    fn fill(&mut self, role: Role, field: &str, text: &str) {
        self.window.harness.get_by_role_and_label(role, field).focus();
        self.window.settle();
        self.window.chord(Modifiers::COMMAND, Key::A);
        self.window.type_text(text);
    }

    /// Presses a button of the claim form, which may be out of view.
    fn press(&mut self, name: &str) {
        self.window.harness.get_by_role_and_label(Role::Button, name).click_accesskit();
        self.window.settle();
    }

    fn value(&self, role: Role, field: &str) -> String {
        self.window.harness.get_by_role_and_label(role, field).accesskit_node().value().unwrap_or_default()
    }

    fn shows(&self, begins: &str) -> bool {
        let begins = |words: Option<String>| words.is_some_and(|words| words.starts_with(begins));
        let found = |node: &AccessKitNode<'_>| begins(node.label()) || begins(node.value());
        self.window.harness.query_all_by(found).next().is_some()
    }

    /// Asks to close the window, as by its cross. Whether it goes.
    fn close(&mut self) -> bool {
        let input = self.window.harness.input_mut();
        input.viewports.entry(input.viewport_id).or_default().events.push(ViewportEvent::Close);
        self.window.harness.step();
        let commands = |window: &Window| -> Vec<ViewportCommand> {
            window.harness.output().viewport_output.values().flat_map(|output| output.commands.clone()).collect()
        };
        let stays = commands(&self.window).contains(&ViewportCommand::CancelClose);
        self.window.settle();
        !stays
    }
}

fn change(path: &Path, step: impl FnOnce(&Project) -> Result<Transaction, EditError>) {
    let mut document = Document::new(store::load(path).unwrap().project);
    let step = step(document.project()).unwrap();
    document.commit(step).unwrap();
    fs::write(path, store::to_string(document.project())).unwrap();
}

fn stance(slug: &str) -> StanceId {
    slug.parse().unwrap()
}

/// A claim that supports something.
fn claim() -> ClaimId {
    support::sample().claims().values().find(|claim| claim.stance == stance("supports")).unwrap().id
}

fn recoded(project: &Project, by: impl FnOnce(&mut ClaimDraft)) -> Result<Transaction, EditError> {
    let mut draft = ClaimDraft::from(&**project.claim(claim()).unwrap());
    by(&mut draft);
    claims::recode(project, claim(), draft, &stamp(3))
}

fn described(project: &Project, id: ArticleId, by: impl FnOnce(&mut ArticleDetails)) -> Result<Transaction, EditError> {
    let mut details = ArticleDetails::from(&**project.article(id).unwrap());
    by(&mut details);
    articles::describe(project, id, details)
}

#[test]
fn a_claim_form_that_was_open_when_others_changed_other_fields_overwrites_none() {
    let mut scene = Scene::editing(claim());
    scene.fill(MULTILINE, "Note", "Ours");
    scene.theirs(|project| {
        recoded(project, |draft| (draft.stance, draft.via) = (Some(stance("opposes")), "Agency".into()))
    });
    scene.press("Save claim");
    let row = scene.project().claim(claim()).unwrap();
    assert_eq!((row.note.as_str(), row.stance, row.via.as_str()), ("Ours", stance("opposes"), "Agency"));
    assert!(scene.window.harness.query_by_label("Save claim").is_none());
}

#[test]
fn a_field_of_a_claim_that_both_have_changed_is_shown_in_both_versions_before_either_holds() {
    for (take, note) in [(false, "Ours"), (true, "Theirs")] {
        let mut scene = Scene::editing(claim());
        scene.fill(MULTILINE, "Note", "Ours");
        scene.theirs(|project| recoded(project, |draft| draft.note = "Theirs".into()));
        scene.press("Save claim");
        assert_eq!(scene.project().claim(claim()).unwrap().note, "Theirs", "not overwritten");
        assert!(scene.shows("Not saved: Note was changed elsewhere since you began."));
        assert!(scene.shows("Note is now “Theirs”; yours is “Ours”."));
        assert_eq!(scene.value(MULTILINE, "Note"), "Ours");
        // To press it once more is no answer.
        scene.window.chord(Modifiers::COMMAND, Key::Enter);
        assert_eq!(scene.project().claim(claim()).unwrap().note, "Theirs");
        scene.press(if take { TAKE } else { KEEP });
        assert_eq!(scene.value(MULTILINE, "Note"), note);
        scene.press("Save claim");
        assert_eq!(scene.project().claim(claim()).unwrap().note, note);
    }
}

/// A form that was left half filled comes back hours later.
#[test]
fn an_abandoned_form_that_comes_back_overwrites_nothing() {
    let mut scene = Scene::editing(claim());
    let article = scene.window.desk().selection().article.unwrap();
    scene.fill(MULTILINE, "Note", "Ours");
    let other = scene.project().articles().keys().copied().find(|id| *id != article).unwrap();
    scene.window.send(Command::Show(Item::Article(other)));
    scene.theirs(|project| recoded(project, |draft| draft.stance = Some(stance("opposes"))));
    scene.window.send(Command::Show(Item::Claim(claim())));
    scene.window.send(Command::Do(Action::EditClaim));
    assert_eq!(scene.value(MULTILINE, "Note"), "Ours");
    scene.press("Save claim");
    let row = scene.project().claim(claim()).unwrap();
    assert_eq!((row.note.as_str(), row.stance), ("Ours", stance("opposes")));
}

#[test]
fn a_form_on_a_claim_that_others_have_deleted_stays_and_says_so() {
    let mut scene = Scene::editing(claim());
    scene.fill(MULTILINE, "Note", "Ours");
    scene.theirs(|project| claims::delete(project, &[claim()]));
    scene.press("Save claim");
    assert!(scene.shows("This claim was deleted elsewhere"));
    assert_eq!(scene.value(MULTILINE, "Note"), "Ours");
}

#[test]
fn a_new_claim_is_not_put_on_words_that_others_have_changed() {
    let mut scene = Scene::new();
    let article = scene.window.desk().selection().article.unwrap();
    scene.window.keys(&[Key::J, Key::T]);
    let claims = scene.project().claims().len();
    for typed in ["spain", "", "send"] {
        if !typed.is_empty() {
            scene.window.type_text(typed);
        }
        scene.window.keys(&[Key::Enter]);
    }
    scene.window.keys(&[Key::Num1]);
    scene.theirs(|project| {
        let text = format!("More words at the head. {}", project.text(article).unwrap().as_str());
        correct::correct(project, article, &text, &HashMap::new(), &stamp(4))
    });
    scene.window.chord(Modifiers::COMMAND, Key::Enter);
    assert_eq!(scene.project().claims().len(), claims);
    assert!(scene.shows("The words of this claim were changed elsewhere"));
}

#[test]
fn details_of_an_article_that_others_have_changed_as_well_are_not_overwritten() {
    for (theirs, refused) in [("Le Monde", true), ("", false)] {
        let mut scene = Scene::new();
        let article = scene.window.desk().selection().article.unwrap();
        scene.window.send(Command::Do(Action::ArticleDetails));
        scene.fill(Role::TextInput, "Outlet", "Ours");
        scene.theirs(|project| {
            described(project, article, |details| {
                details.notes = "Theirs".into();
                if !theirs.is_empty() {
                    details.outlet = theirs.into();
                }
            })
        });
        scene.window.press("Save details");
        assert_eq!(scene.shows("Not saved: Outlet was changed elsewhere"), refused);
        if refused {
            let row = scene.project().article(article).unwrap();
            assert_eq!((row.outlet.as_str(), row.notes.as_str()), (theirs, "Theirs"));
            assert_eq!(
                (scene.value(Role::TextInput, "Outlet"), scene.value(MULTILINE, "Notes")),
                ("Ours".into(), "Theirs".into())
            );
            scene.window.press(KEEP);
            scene.window.press("Save details");
        }
        let row = scene.project().article(article).unwrap();
        assert_eq!((row.outlet.as_str(), row.notes.as_str()), ("Ours", "Theirs"));
        assert!(scene.window.harness.query_by_label("Save details").is_none());
    }
}

#[test]
fn details_of_the_project_that_others_have_changed_as_well_are_not_overwritten() {
    let mut scene = Scene::new();
    scene.window.send(Command::Do(Action::ProjectDetails));
    scene.fill(MULTILINE, "Notes", "Ours");
    scene.theirs(|project| Ok(articles::describe_project(project, "Theirs", &project.info().notes)));
    scene.window.press("Save details");
    let info = scene.project().info();
    assert_eq!((info.title.as_str(), info.notes.as_str()), ("Theirs", "Ours"));

    scene.window.send(Command::Do(Action::ProjectDetails));
    scene.fill(MULTILINE, "Notes", "Ours again");
    scene.window.send(Command::Do(Action::Save));
    scene.theirs(|project| Ok(articles::describe_project(project, "Theirs", "Theirs")));
    scene.window.press("Save details");
    assert_eq!(scene.project().info().notes, "Theirs");
    assert!(scene.shows("Notes is now “Theirs”; yours is “Ours again”."));
    scene.window.press(TAKE);
    scene.window.press("Save details");
    assert_eq!(scene.project().info().notes, "Theirs");
}

/// A cell that nobody has assessed.
fn cell() -> Cell {
    Cell { country: "spain".parse().unwrap(), issue: "send-peacekeepers".parse().unwrap() }
}

/// A window in which an assessment was begun.
fn assessing() -> Scene {
    let mut scene = Scene::new();
    scene.window.send(Command::Show(Item::Cell(cell().into())));
    scene.window.press_a(Role::Button, "Assess this position");
    scene.fill(MULTILINE, "Assessment in a sentence", "Ours");
    scene.window.press_a(Role::RadioButton, "Declined");
    scene
}

#[test]
fn an_assessment_that_others_have_made_meanwhile_is_not_overwritten() {
    let mut scene = assessing();
    scene.theirs(|project| {
        Ok(assessments::assess(project, cell(), Judgement::NothingFound, "Theirs", None, &[], &stamp(5)))
    });
    let sentence = |scene: &Scene| scene.project().assessment(cell()).unwrap().sentence.clone();
    scene.window.press("Save assessment");
    assert_eq!(sentence(&scene), "Theirs");
    assert!(scene.shows("Judgement is now “Nothing found: “Theirs””; yours is “Declined: “Ours””."));
    scene.window.press(KEEP);
    scene.window.press("Save assessment");
    assert_eq!(sentence(&scene), "Ours");
}

/// A window in which the text of an article was changed, and not saved.
fn correcting() -> (Scene, ArticleId) {
    let mut scene = Scene::new();
    let article = scene.window.desk().selection().article.unwrap();
    scene.window.send(Command::Do(Action::CorrectText));
    scene.window.type_text("Ours. ");
    (scene, article)
}

fn begins(scene: &Scene, article: ArticleId, words: &str) -> bool {
    scene.project().text(article).unwrap().as_str().starts_with(words)
}

#[test]
fn a_text_that_others_have_corrected_meanwhile_is_not_overwritten() {
    let theirs = |project: &Project, article: ArticleId| {
        let text = format!("Theirs. {}", project.text(article).unwrap().as_str());
        correct::correct(project, article, &text, &HashMap::new(), &stamp(4))
    };
    for (choice, ends) in [("Plan again with yours", "Ours. "), ("Begin with the text as it is now", "Theirs. ")] {
        let (mut scene, article) = correcting();
        scene.theirs(|project| theirs(project, article));
        assert!(scene.shows("The text of this article was changed elsewhere since you began."));
        scene.window.chord(Modifiers::COMMAND, Key::Enter);
        assert!(begins(&scene, article, "Theirs. "), "not overwritten");
        assert!(scene.value(MULTILINE, "Text of the article").starts_with("Ours. "));
        scene.window.press(choice);
        assert!(begins(&scene, article, ends), "{choice}");
    }
}

#[test]
fn a_window_does_not_close_on_anything_that_is_typed() {
    let paste = || {
        let mut scene = Scene::new();
        scene.window.send(Command::Do(Action::PasteArticle));
        scene.fill(MULTILINE, "Text of the article", "Words that nobody has saved.");
        scene
    };
    let details = || {
        let mut scene = Scene::new();
        scene.window.send(Command::Do(Action::ArticleDetails));
        scene.fill(MULTILINE, "Notes", "Ours");
        scene
    };
    let project = || {
        let mut scene = Scene::new();
        scene.window.send(Command::Do(Action::ProjectDetails));
        scene.fill(MULTILINE, "Notes", "Ours");
        scene
    };
    let scenes: [(&str, Scene); 6] = [
        ("The article that you pasted is", paste()),
        ("What you changed about the article is", details()),
        ("What you changed about the project is", project()),
        ("The text that you corrected is", correcting().0),
        ("The assessment that you began is", assessing()),
        ("The claim that you are coding is", {
            let mut scene = Scene::editing(claim());
            scene.fill(MULTILINE, "Note", "Ours");
            scene
        }),
    ];
    for (what, mut scene) in scenes {
        assert!(!scene.close(), "{what}");
        assert!(scene.shows(&format!("{what} not saved yet.")), "{what}");
        scene.window.press("Go on typing");
        assert!(!scene.shows(what));
        assert!(!scene.close(), "still typed: {what}");
        scene.window.press("Give it up");
        assert!(scene.window.harness.state().session().desk().is_none(), "{what}");
    }
    assert!(Scene::new().close(), "where nothing is typed it closes at once");
}

#[test]
fn unsaved_work_is_asked_about_after_what_is_typed_and_cancelling_brings_that_back() {
    let mut scene = Scene::new();
    scene.window.send(Command::Do(Action::ToggleDone));
    scene.window.send(Command::Do(Action::PasteArticle));
    scene.fill(MULTILINE, "Text of the article", "Words that nobody has saved.");
    let other = scene.window.folder.path().join("other.ron");
    fs::write(&other, store::to_string(scene.project())).unwrap();
    scene.window.send(Command::Import(vec![other.clone()]));
    scene.window.press("Give it up");
    assert!(scene.shows("Save your work first?"));
    scene.window.press("Cancel");
    assert_eq!(scene.value(MULTILINE, "Text of the article"), "Words that nobody has saved.");

    scene.window.send(Command::Leave(Then::Open(other.clone())));
    scene.window.press("Give it up");
    scene.window.press("Save");
    assert_eq!(scene.window.desk().path(), Some(other.as_path()));
    assert!(!scene.shows("Words that nobody has saved."));
}

#[test]
fn nothing_that_comes_in_takes_the_place_of_a_dialog_in_which_something_is_typed() {
    let mut scene = Scene::new();
    scene.window.send(Command::Do(Action::Save));
    scene.window.send(Command::Do(Action::PasteArticle));
    scene.fill(MULTILINE, "Text of the article", "Words that nobody has saved.");
    scene.window.send(Command::Do(Action::Versions));
    assert_eq!(scene.value(MULTILINE, "Text of the article"), "Words that nobody has saved.");
    assert!(!scene.shows("Earlier versions"));
    scene.window.press("Cancel");
    assert!(scene.shows("Earlier versions"), "it comes afterwards");
}
