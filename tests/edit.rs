//! Whatever an analyst does, in whatever order: the project holds together, every step can be taken back and
//! brought back, a refused step changes nothing, and the file holds all of it.

mod support;

use std::sync::Arc;

use demarche::edit::ops::{articles, codebook};
use demarche::edit::{Document, Edit, EditError, Stamp, Transaction};
use demarche::model::{Entry, EntryId, Kind, Project, ProjectId};
use demarche::store;
use proptest::prelude::*;
use support::acts::{Verb, stamp, step, verb};
use support::{difference, lost, sample};

/// What the document must do, said in the plainest way: whole projects on two piles.
#[derive(Default)]
struct Model {
    /// The project before each step that can be taken back, and how the step may be joined.
    past: Vec<(Project, String, Option<String>)>,
    /// The project after each step that can be brought back.
    future: Vec<(Project, String, Option<String>)>,
    sealed: bool,
}

impl Model {
    fn committed(&mut self, before: Project, label: String, merge: Option<String>) {
        self.future.clear();
        match self.past.last_mut() {
            Some((_, last, key)) if !self.sealed && merge.is_some() && *key == merge => *last = label,
            _ => self.past.push((before, label, merge)),
        }
        self.sealed = false;
    }
}

/// Does `verb` to both and compares them.
fn act(document: &mut Document, model: &mut Model, stamp: &mut Stamp, verb: Verb) -> Result<(), TestCaseError> {
    let before = document.project().clone();
    let revision = document.revision();
    match verb {
        Verb::Undo => {
            let undone = document.undo();
            if let Some((project, label, merge)) = model.past.pop() {
                prop_assert_eq!(undone.as_ref(), Some(&label));
                prop_assert_eq!(difference(document.project(), &project), None);
                prop_assert!(document.revision() > revision);
                model.future.push((before, label, merge));
                model.sealed = true;
            } else {
                prop_assert_eq!(undone, None);
            }
        }
        Verb::Redo => {
            let redone = document.redo();
            if let Some((project, label, merge)) = model.future.pop() {
                prop_assert_eq!(redone.as_ref(), Some(&label));
                prop_assert_eq!(difference(document.project(), &project), None);
                prop_assert!(document.revision() > revision);
                model.past.push((before, label, merge));
                model.sealed = true;
            } else {
                prop_assert_eq!(redone, None);
            }
        }
        Verb::Seal => {
            document.seal();
            model.sealed = true;
        }
        Verb::Save => {
            document.mark_saved(document.state());
            prop_assert!(!document.is_modified());
            model.sealed = true;
        }
        verb => {
            let said = format!("{verb:?}");
            let Some(step) = step(document.project(), verb, stamp) else { return Ok(()) };
            prop_assert_eq!(difference(document.project(), &before), None, "a verb changes nothing itself");
            let step = step.map(|step| (step.label.clone(), step.merge.clone(), step.edits.is_empty(), step));
            match step.and_then(|(label, merge, empty, step)| document.commit(step).map(|()| (label, merge, empty))) {
                Err(error) => {
                    prop_assert!(!error.to_string().is_empty());
                    prop_assert_eq!(difference(document.project(), &before), None, "refused: {}", said);
                    prop_assert_eq!(document.revision(), revision);
                }
                Ok((_, _, true)) => prop_assert_eq!(document.revision(), revision),
                Ok((label, merge, false)) => {
                    prop_assert_eq!(document.project().problems(), [], "{}", said);
                    prop_assert!(document.revision() > revision && document.is_modified());
                    prop_assert!(difference(document.project(), &before).is_some(), "changes nothing: {}", said);
                    model.committed(before, label, merge);
                }
            }
        }
    }
    prop_assert_eq!(lost(document.project()), None);
    prop_assert_eq!(document.undo_label(), model.past.last().map(|(_, label, _)| label.as_str()));
    prop_assert_eq!(document.redo_label(), model.future.last().map(|(_, label, _)| label.as_str()));
    Ok(())
}

fn start(from_sample: bool) -> Project {
    if from_sample { sample() } else { Project::new(ProjectId("p1".parse().expect("a token")), "New") }
}

/// As the same rows in a file; ranks are not compared, only the order they give.
fn check_file(project: &Project) -> Result<(), TestCaseError> {
    let written = store::to_string(project);
    let loaded = store::from_str(&written).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(loaded.problems, []);
    prop_assert_eq!(store::to_string(&loaded.project), written);
    for kind in Kind::ALL {
        let rows =
            |project: &Project| project.entries(kind).into_iter().map(|row| row.with_rank(0)).collect::<Vec<_>>();
        prop_assert_eq!(rows(&loaded.project), rows(project));
    }
    let views = |project: &Project| {
        let views = project.views_in_order().into_iter();
        views.map(|view| (view.id, view.label.clone(), view.look.clone())).collect::<Vec<_>>()
    };
    prop_assert_eq!(views(&loaded.project), views(project));
    prop_assert_eq!(difference(&with_ranks_of(project, &loaded.project), project), None);
    Ok(())
}

/// `project` with the ranks that `ranked` gives to the same codebook rows.
fn with_ranks_of(ranked: &Project, project: &Project) -> Project {
    let mut document = Document::new(project.clone());
    let views = ranked.views().values().map(|row| Edit::View(row.id, Some(row.clone())));
    let edits = Kind::ALL.into_iter().flat_map(|kind| ranked.entries(kind)).map(Edit::put).chain(views).collect();
    document.commit(Transaction::new("Rank", edits)).expect("the rows are the same");
    document.project().clone()
}

#[test]
fn a_new_row_never_replaces_another_of_the_same_id() {
    let project = sample();
    let mut entry = codebook::blank(&project, Kind::Issue, "Freeze the line of contact");
    if let Entry::Issue(row) = &mut entry {
        Arc::make_mut(row).id = "us-backstop".parse().expect("a slug");
    }
    let refused = codebook::create(&project, entry).map(|step| step.label);
    assert_eq!(refused, Err(EditError::Taken { kind: "issue", name: "US security backstop".into() }));
}

#[test]
fn rows_created_together_neither_replace_each_other_nor_share_a_name() {
    let project = start(false);
    let rows =
        |kind, names: &[&str]| names.iter().map(|name| codebook::blank(&project, kind, name)).collect::<Vec<_>>();
    // Both names give the id "a".
    let step = codebook::create_all(&project, rows(Kind::Tag, &["A.", "A", "B"])).expect("the second is left out");
    assert_eq!((step.label.as_str(), step.edits.len()), ("Add 2 entries to “Tags”", 2));
    let mut document = Document::new(project.clone());
    document.commit(step).expect("holds");
    let labels = |kind| document.project().entries(kind).iter().map(|row| row.label().to_owned()).collect::<Vec<_>>();
    assert_eq!(labels(Kind::Tag), ["A.", "B"]);

    let mut twins = rows(Kind::Country, &["Poland", "poland"]);
    if let Entry::Country(row) = &mut twins[1] {
        Arc::make_mut(row).id = "polska".parse().expect("a slug");
    }
    let refused = codebook::create_all(&project, twins).map(|step| step.label);
    assert_eq!(refused, Err(EditError::Taken { kind: "country", name: "poland".into() }));
}

#[test]
fn what_may_only_be_read_is_not_changed_by_undo_either() {
    let mut document = Document::new(start(false));
    for title in ["One", "Two"] {
        let step = articles::describe_project(document.project(), title, "");
        document.commit(step).expect("may be changed");
    }
    assert_eq!(document.undo().as_deref(), Some("Edit project details"));
    document.set_read_only(true);
    let step = articles::describe_project(document.project(), "Three", "");
    assert_eq!(document.commit(step), Err(EditError::ReadOnly));
    assert_eq!((document.undo(), document.redo()), (None, None));
    assert_eq!(document.project().info().title, "One");
    document.set_read_only(false);
    assert_eq!(document.redo().as_deref(), Some("Edit project details"));
    assert_eq!(document.project().info().title, "Two");
}

#[test]
fn steps_of_one_kind_in_a_row_are_taken_back_together_until_the_work_is_saved() {
    let mut document = Document::new(sample());
    let rename = |document: &mut Document, name: &str| {
        let id = EntryId::Country("poland".parse().expect("a slug"));
        let step = codebook::rename(document.project(), id, name).expect("a free name");
        document.commit(step).expect("holds");
    };
    for name in ["P", "Po", "Pol"] {
        rename(&mut document, name);
    }
    document.mark_saved(document.state());
    rename(&mut document, "Pols");
    rename(&mut document, "Polska");
    let name = |document: &Document| document.project().label(EntryId::Country("poland".parse().expect("a slug")));
    assert!(document.is_modified());
    document.undo();
    assert_eq!((name(&document).as_str(), document.is_modified()), ("Pol", false));
    document.undo();
    assert_eq!((name(&document).as_str(), document.is_modified()), ("Poland", true));
    assert_eq!(document.undo(), None);
    document.redo();
    document.redo();
    assert_eq!((name(&document).as_str(), document.is_modified()), ("Polska", true));
}

/// The sample where that many claims, from the last, name an issue that nobody knows.
fn with_unknown_issues(count: usize) -> Project {
    let mut text = store::to_string(&sample());
    for _ in 0..count {
        let found = text.rfind("issue: \"").filter(|at| !text[*at..].starts_with("issue: \"nowhere"));
        let at = found.or_else(|| text[..text.find("issue: \"nowhere")?].rfind("issue: \"")).expect("has an issue") + 8;
        let end = at + text[at..].find('"').expect("ends");
        text.replace_range(at..end, "nowhere");
    }
    let loaded = store::from_str(&text).expect("can be read");
    assert_eq!(loaded.problems.len(), count);
    loaded.project
}

/// Makes `here` what `to` is, taken as it is found in `there`; says whether that was done, and undoes it.
#[track_caller]
fn check_found(here: &Project, to: &Project, there: &Project, holds: bool) {
    let mut document = Document::new(here.clone());
    let step = |to| Transaction::new("Take in", demarche::merge::changes(here, to));
    let has_new = document.commit(step(to)).is_err();
    assert!(has_new, "it would hold anyway");
    let done = document.commit(step(to).as_found(there.clone()));
    assert_eq!(done.is_ok(), holds, "{done:?}");
    assert_eq!(difference(document.project(), if holds { to } else { here }), None);
    document.undo();
    assert_eq!(difference(document.project(), here), None);
}

#[test]
fn what_is_broken_where_it_comes_from_is_taken_in_as_it_is_found() {
    let (whole, one, two) = (sample(), with_unknown_issues(1), with_unknown_issues(2));
    check_found(&whole, &one, &one, true);
    check_found(&whole, &two, &two, true);
    check_found(&one, &two, &two, true);
    check_found(&whole, &one, &two, true);
    check_found(&whole, &one, &whole, false);
    check_found(&whole, &two, &one, false);
    check_found(&one, &two, &whole, false);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_step_holds_and_can_be_taken_back_and_brought_back(
        from_sample in proptest::bool::weighted(0.7),
        verbs in proptest::collection::vec(verb(), 1..70),
        seed: u64,
    ) {
        let mut stamp = stamp(seed);
        let start = start(from_sample);
        let mut document = Document::new(start.clone());
        let mut model = Model::default();
        for verb in verbs {
            stamp.now += jiff::SignedDuration::from_millis(1_500);
            act(&mut document, &mut model, &mut stamp, verb)?;
        }
        while document.redo().is_some() {}
        let end = document.project().clone();
        let (at_start, at_end) = (store::to_string(&start), store::to_string(&end));
        check_file(&end)?;

        document.mark_saved(u64::MAX);
        while document.undo().is_some() {}
        prop_assert_eq!(difference(document.project(), &start), None);
        prop_assert_eq!(store::to_string(document.project()), at_start);
        prop_assert_eq!(lost(document.project()), None);
        while document.redo().is_some() {}
        prop_assert_eq!(difference(document.project(), &end), None);
        prop_assert_eq!(store::to_string(document.project()), at_end);
        prop_assert_eq!(lost(document.project()), None);
    }
}
