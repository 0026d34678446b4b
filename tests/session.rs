//! The application without a window: commands in, effects and notices out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::PathBuf;

use demarche::edit::ops::ClaimDraft;
use demarche::edit::ops::claims::Target;
use demarche::model::{CountryId, IssueId, Progress, Slug, StanceId};
use demarche::session::{ACTIONS, Action, Command, Effect, Item, Runner, Session, Then, Unsaved, Weight};
use demarche::store;
use demarche::text::Span;

fn session() -> Session {
    Session::new(Runner::Inline, None)
}

fn sample() -> Session {
    let mut session = session();
    assert_eq!(session.handle(Command::Do(Action::OpenSample)), [Effect::Fresh]);
    session
}

fn act(session: &mut Session, command: Command) -> Vec<Effect> {
    let mut effects = session.handle(command);
    effects.extend(session.poll());
    effects
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn draft() -> ClaimDraft {
    ClaimDraft {
        countries: vec![CountryId(slug("spain"))],
        issue: Some(IssueId(slug("send-peacekeepers"))),
        stance: Some(StanceId(slug("opposes"))),
        ..ClaimDraft::default()
    }
}

fn claims(session: &Session) -> usize {
    session.desk().unwrap().project().claims().len()
}

fn failures(session: &Session) -> Vec<String> {
    let shown = session.notices().shown().iter().filter(|notice| notice.weight == Weight::Failure);
    shown.map(|notice| format!("{} {}", notice.text, notice.details.join(" "))).collect()
}

#[test]
fn coding_selects_the_claim_and_marks_an_unread_article_as_begun() {
    let mut session = sample();
    let unread = session.desk().unwrap().project().articles().values().find(|a| a.progress == Progress::Unread);
    let article = unread.expect("one is unread").id;
    act(&mut session, Command::Show(Item::Article(article)));
    let before = claims(&session);
    act(&mut session, Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(draft())));
    let desk = session.desk().unwrap();
    assert_eq!(claims(&session), before + 1);
    assert!(desk.selection().claim.is_some());
    assert_eq!(desk.project().article(article).unwrap().progress, Progress::InProgress);
    act(&mut session, Command::Do(Action::Undo));
    act(&mut session, Command::Do(Action::Undo));
    assert_eq!(claims(&session), before);
    assert_eq!(session.desk().unwrap().selection().claim, None, "nothing dangles");
}

#[test]
fn an_incomplete_claim_is_refused_and_nothing_changes() {
    let mut session = sample();
    let article = session.desk().unwrap().selection().article.unwrap();
    let revision = session.desk().unwrap().document().revision();
    let nobody = ClaimDraft { countries: Vec::new(), ..draft() };
    act(&mut session, Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(nobody)));
    assert_eq!(session.desk().unwrap().document().revision(), revision);
    assert!(failures(&session)[0].contains("a country or a speaker"));
}

#[test]
fn unsaved_work_is_asked_about_and_a_file_changed_by_someone_else_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("talks.ron");
    let mut session = sample();
    assert_eq!(act(&mut session, Command::Do(Action::Save)), [Effect::AskSaveAs(None)]);
    session.save_to(file.clone(), None);
    session.poll();
    assert!(!session.desk().unwrap().document().is_modified());

    let article = session.desk().unwrap().selection().article.unwrap();
    act(&mut session, Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(draft())));
    assert_eq!(act(&mut session, Command::Leave(Then::Close)), [Effect::AskUnsaved(Then::Close)]);

    std::fs::write(&file, "somebody else's work").unwrap();
    act(&mut session, Command::Answer(Unsaved::Save, Then::Close));
    assert!(session.desk().is_some(), "the work is still here");
    assert!(failures(&session)[0].contains("talks.ron"), "{:?}", failures(&session));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody else's work");

    let elsewhere = folder.path().join("mine.ron");
    session.save_to(elsewhere.clone(), Some(Then::Close));
    let effects = session.poll();
    assert!(effects.contains(&Effect::Fresh) && session.desk().is_none(), "saved, then closed: {effects:?}");
    assert!(store::load(&elsewhere).is_ok());
}

#[test]
fn a_file_that_cannot_be_opened_leaves_the_open_project_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.ron");
    std::fs::write(&file, "(format: 999)").unwrap();
    let mut session = sample();
    let before = claims(&session);
    act(&mut session, Command::Leave(Then::Open(file)));
    assert_eq!(claims(&session), before);
    assert!(failures(&session)[0].contains("999"), "{:?}", failures(&session));
}

#[test]
fn nine_of_ten_files_come_in_and_the_tenth_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<PathBuf> = (0..10).map(|n| folder.path().join(format!("{n}.txt"))).collect();
    for (n, file) in files.iter().enumerate() {
        let text =
            if n == 7 { String::new() } else { format!("Headline {n}\n\nSome words about it, and a few more.\n") };
        std::fs::write(file, text).unwrap();
    }
    let mut session = session();
    act(&mut session, Command::Import(files));
    assert_eq!(session.desk().unwrap().project().articles().len(), 9);
    assert!(failures(&session)[0].contains("7.txt"), "{:?}", failures(&session));
    assert_eq!(session.desk().unwrap().document().undo_label(), Some("Add 9 articles"));
}

#[test]
fn every_action_is_possible_or_says_why_not() {
    for session in [session(), sample()] {
        for info in ACTIONS {
            if let Err(why) = session.available(info.action) {
                assert!(why.len() > 8, "{}: {why}", info.name);
            }
        }
    }
}
