//! The application without a window: commands in, effects and notices out.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::PathBuf;

use demarche::edit::ops::assessments::Saying;
use demarche::edit::ops::claims::Target;
use demarche::edit::ops::{ClaimDraft, ProjectDetails};
use demarche::model::{CountryId, IssueId, Progress, Slug, StanceId};
use demarche::session::{ACTIONS, Action, Command, Effect, Item, Revised, Runner, Session, Then, Unsaved, Weight};
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
    act(&mut session, Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(draft()), Vec::new()));
    let desk = session.desk().unwrap();
    assert_eq!(claims(&session), before + 1);
    assert!(desk.selection().claim.is_some());
    assert_eq!(desk.project().article(article).unwrap().progress, Progress::InProgress);
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
    act(&mut session, Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(nobody), Vec::new()));
    assert_eq!(session.desk().unwrap().document().revision(), revision);
    assert!(failures(&session)[0].contains("a country or a speaker"));
}

#[test]
fn unsaved_work_is_asked_about_and_a_file_changed_by_someone_else_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("talks.ron");
    let mut session = sample();
    assert_eq!(act(&mut session, Command::Do(Action::Save)), [Effect::AskSaveAs(None)]);
    act(&mut session, Command::SaveAs(file.clone(), None));
    assert!(!session.desk().unwrap().document().is_modified());

    let article = session.desk().unwrap().selection().article.unwrap();
    act(&mut session, Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(draft()), Vec::new()));
    assert_eq!(act(&mut session, Command::Leave(Then::Close)), [Effect::AskUnsaved(Then::Close)]);

    std::fs::write(&file, "somebody else's work").unwrap();
    act(&mut session, Command::Answer(Unsaved::Save, Then::Close));
    assert!(session.desk().is_some(), "the work is still here");
    assert!(failures(&session)[0].contains("talks.ron"), "{:?}", failures(&session));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody else's work");

    let elsewhere = folder.path().join("mine.ron");
    let effects = act(&mut session, Command::SaveAs(elsewhere.clone(), Some(Then::Close)));
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
fn a_project_is_not_left_while_articles_are_being_imported_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("late.txt");
    std::fs::write(&file, "Headline\n\nWords that take their time to arrive here.\n").unwrap();
    let mut session = sample();
    let before = session.desk().unwrap().project().articles().len();
    session.handle(Command::Import(vec![file]));
    session.handle(Command::Leave(Then::New)); // before the result was taken in
    session.poll();
    assert_eq!(session.desk().unwrap().project().articles().len(), before + 1);
}

#[test]
fn edits_made_while_another_project_is_being_opened_are_refused_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.ron");
    let mut session = sample();
    act(&mut session, Command::SaveAs(file.clone(), None));
    let third = folder.path().join("third.ron");
    std::fs::copy(&file, &third).unwrap();
    session.handle(Command::Leave(Then::Open(third)));
    let article = session.desk().unwrap().selection().article.unwrap();
    let before = claims(&session);
    session.handle(Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(draft()), Vec::new()));
    assert_eq!(claims(&session), before);
    assert!(failures(&session)[0].contains("being opened"), "{:?}", failures(&session));
    session.handle(Command::CancelJobs);
    session.handle(Command::Code(Target::Selection(article, Span::new(0, 6)), Box::new(draft()), Vec::new()));
    session.poll();
    assert_eq!(claims(&session), before + 1, "cancelled: the work goes on here");
}

#[test]
fn save_as_does_not_replace_a_file_that_nobody_was_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let there = folder.path().join("mine.ron");
    std::fs::write(&there, "precious").unwrap();
    let mut session = sample();
    act(&mut session, Command::SaveAs(folder.path().join("mine"), None));
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "precious");
    assert!(failures(&session)[0].contains("mine.ron"), "{:?}", failures(&session));
}

#[test]
fn an_assessment_made_under_a_filter_is_not_stale_at_once() {
    let mut session = sample();
    let cell = demarche::model::Cell { country: CountryId(slug("germany")), issue: IssueId(slug("send-peacekeepers")) };
    let mut look = session.desk().unwrap().look().clone();
    look.settings.filter.bases = vec![demarche::model::Basis::Quoted];
    act(&mut session, Command::SetLook(Box::new(look)));
    let judgement = demarche::model::Judgement::Position(StanceId(slug("reluctant")));
    let sentence = "Not before a cease-fire.".into();
    let was = session.desk().unwrap().project().assessment(cell).cloned();
    act(&mut session, Command::Assess { cell, was, saying: Saying { judgement, sentence, confidence: None } });
    let matrix = session.desk().unwrap().matrix();
    let position = matrix.position(cell).unwrap();
    assert!(position.assessed);
    assert_eq!(position.stale, 0);
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

#[test]
fn a_copy_that_a_colleague_worked_on_is_merged_as_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let (mine, theirs) = (folder.path().join("mine.ron"), folder.path().join("theirs.ron"));
    let mut session = sample();
    act(&mut session, Command::SaveAs(mine, None));
    // The colleague takes a copy; afterwards both go on, and we save more than once.
    let mut colleague = sample();
    act(&mut colleague, Command::SaveAs(theirs.clone(), None));
    let first = |session: &Session| *session.desk().unwrap().project().claims().keys().next().unwrap();
    let article = session.desk().unwrap().selection().article.unwrap();
    for end in [6, 3] {
        let target = Target::Selection(article, Span::new(0, end));
        act(&mut session, Command::Code(target, Box::new(draft()), Vec::new()));
        act(&mut session, Command::Do(Action::Save));
    }
    let gone = first(&colleague);
    act(&mut colleague, Command::DeleteClaims(vec![gone]));
    act(&mut colleague, Command::Code(Target::Selection(article, Span::new(0, 5)), Box::new(draft()), Vec::new()));
    act(&mut colleague, Command::Do(Action::Save));

    let before = claims(&session);
    act(&mut session, Command::MergeFile(theirs.clone()));
    assert!(session.settling().is_none(), "nothing contradicts");
    assert_eq!(claims(&session), before + 1, "what only one of the two has is in");
    assert!(session.desk().unwrap().project().claim(gone).is_some(), "what they deleted stays: it may be new here");
    let said: Vec<_> = session.notices().shown().iter().map(|notice| notice.text.clone()).collect();
    assert!(said.iter().any(|text| text.contains("Merged with theirs.ron")), "{said:?}");
    act(&mut session, Command::Do(Action::Undo));
    assert_eq!(claims(&session), before);
    act(&mut session, Command::MergeFile(folder.path().join("nowhere.ron")));
    assert!(failures(&session)[0].contains("nowhere.ron"), "{:?}", failures(&session));
}

#[test]
fn merging_with_another_file_never_takes_its_side_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let (mine, theirs) = (folder.path().join("mine.ron"), folder.path().join("theirs.ron"));
    let mut session = sample();
    act(&mut session, Command::SaveAs(mine, None));
    let claim = session.desk().unwrap().project().claims().values().next().unwrap().clone();
    let coded = |stance: &str| {
        let now = ClaimDraft { stance: Some(StanceId(slug(stance))), ..(&*claim).into() };
        Box::new(Revised { was: (&*claim).into(), now })
    };
    let stance = |session: &Session| session.desk().unwrap().project().claim(claim.id).unwrap().stance.0;
    let mut colleague = sample();
    act(&mut colleague, Command::Recode(claim.id, coded("undecided"), Vec::new()));
    let was = ProjectDetails::from(&**colleague.desk().unwrap().project().info());
    let now = ProjectDetails { title: "Theirs".into(), ..was.clone() };
    act(&mut colleague, Command::DescribeProject(Box::new(Revised { was, now })));
    act(&mut colleague, Command::SaveAs(theirs.clone(), None));
    act(&mut session, Command::Recode(claim.id, coded("opposes"), Vec::new()));
    act(&mut session, Command::Do(Action::Save));

    act(&mut session, Command::MergeFile(theirs));
    let open = session.settling().expect("it is asked").merge.open();
    assert!(open >= 2, "stance and title: {open}");
    assert_eq!(stance(&session), slug("opposes"), "nothing is changed before it is settled");
    act(&mut session, Command::SettleAll(demarche::merge::Side::Ours));
    act(&mut session, Command::FinishMerge);
    assert_eq!(stance(&session), slug("opposes"));
    assert_eq!(session.desk().unwrap().project().info().title, "Paris talks");
}
