//! Two people's work on one project: whatever they do, nothing is broken and nothing is lost unseen.

mod support;

use std::collections::BTreeSet;

use demarche::edit::{Document, Edit, Transaction};
use demarche::merge::{self, Side};
use demarche::model::{Entry, Kind, Problem, Project, ProjectId};
use demarche::store;
use proptest::prelude::*;
use support::acts::{Verb, stamp, step, verb};
use support::{difference, lost, sample};

/// The project after what somebody does, as far as it is done and `may` be.
fn after(project: &Project, verbs: &[Verb], seed: u64, may: impl Fn(&Project, &[Edit]) -> bool) -> Project {
    let mut stamp = stamp(seed);
    stamp.now += jiff::SignedDuration::from_secs(seed as i64 % 1_000);
    let mut document = Document::new(project.clone());
    for verb in verbs {
        stamp.now += jiff::SignedDuration::from_millis(1_500);
        if let Some(Ok(step)) = step(document.project(), verb.clone(), &mut stamp)
            && may(document.project(), &step.edits)
        {
            let _refused = document.commit(step);
        }
    }
    document.project().clone()
}

fn worked(project: &Project, verbs: &[Verb], seed: u64) -> Project {
    after(project, verbs, seed, |_, _| true)
}

/// `project` after these edits.
fn with(project: &Project, edits: Vec<Edit>) -> Project {
    let mut document = Document::new(project.clone());
    document.commit(Transaction::new("Edit", edits).drifting()).expect("holds together");
    document.project().clone()
}

fn new_project() -> Project {
    Project::new(ProjectId("p1".parse().expect("a token")), "New")
}

fn verbs(most: usize) -> impl Strategy<Value = Vec<Verb>> {
    proptest::collection::vec(verb(), 0..most)
}

/// The first line in which the files of two projects differ.
fn other_line(a: &Project, b: &Project) -> Option<(String, String)> {
    let (a, b) = (store::to_string(a), store::to_string(b));
    let differs = a.lines().zip(b.lines()).find(|(a, b)| a != b).map(|(a, b)| (a.to_owned(), b.to_owned()));
    differs.or_else(|| (a.len() != b.len()).then(|| ("one of them".into(), "ends".into())))
}

/// What a project holds, whatever its lists are ordered by.
fn content(project: &Project) -> BTreeSet<String> {
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    let mut all = BTreeSet::from([format!("{:?}", project.info())]);
    for entry in Kind::ALL.into_iter().flat_map(|kind| project.entries(kind)) {
        let lists = match &entry {
            Entry::Country(row) => sorted(row.aliases.clone()),
            Entry::Actor(row) => sorted(row.aliases.clone()),
            Entry::Bloc(row) => sorted(row.members.iter().map(ToString::to_string).collect()),
            Entry::Issue(_) | Entry::Stance(_) | Entry::Tag(_) => Vec::new(),
        };
        let plain = match entry.with_rank(0) {
            Entry::Country(row) => format!("{:?}", (row.id, &row.name, &row.iso, &row.note)),
            Entry::Actor(row) => format!("{:?}", (row.id, &row.name, &row.role, row.country, row.voice)),
            Entry::Bloc(row) => format!("{:?}", (row.id, &row.label)),
            other => format!("{other:?}"),
        };
        all.insert(format!("{plain} {lists:?}"));
    }
    all.extend(project.articles().values().map(|row| format!("{row:?}")));
    all.extend(project.texts().iter().map(|(id, text)| format!("{id} {:?}", text.as_str())));
    all.extend(project.excerpts().values().map(|row| format!("{row:?}")));
    all.extend(project.assessments().values().map(|row| format!("{row:?}")));
    for claim in project.claims().values() {
        let mut row = demarche::model::Claim::clone(claim);
        row.countries.sort_unstable();
        row.addressees.sort_unstable();
        row.tags.sort_unstable();
        all.insert(format!("{row:?}"));
    }
    all
}

/// What a merge must be, whatever came of it.
fn check_whole(ours: &Project, merge: &merge::Merge) -> Result<(), TestCaseError> {
    let problems: Vec<Problem> =
        merge.project().problems().into_iter().filter(|p| !matches!(p, Problem::Adrift { .. })).collect();
    prop_assert_eq!(problems, []);
    prop_assert_eq!(lost(merge.project()), None);
    let edits = merge.edits();
    let mut document = Document::new(ours.clone());
    let committed = document.commit(Transaction::new("Merge", edits).drifting());
    prop_assert!(committed.is_ok(), "{committed:?}");
    prop_assert_eq!(difference(document.project(), merge.project()), None);
    Ok(())
}

/// Which of two people a row is the matter of.
fn whose(project: &Project, edit: &Edit) -> Option<bool> {
    let of = |words: String| words.bytes().map(u32::from).sum::<u32>().is_multiple_of(2);
    Some(match edit {
        Edit::Info(_) | Edit::Issue(..) | Edit::Tag(..) | Edit::Country(..) => true,
        Edit::Actor(..) | Edit::Bloc(..) | Edit::Stance(..) => false,
        // The same text may be brought in on both sides, and is one article then.
        Edit::Article(id, _) | Edit::Text(id, _) if project.article(*id).is_none() => true,
        Edit::Article(id, _) | Edit::Text(id, _) => of(id.to_string()),
        Edit::Excerpt(id, row) => of(row.as_ref().or(project.excerpt(*id))?.article.to_string()),
        Edit::Claim(id, row) => {
            let excerpt = row.as_ref().or(project.claim(*id))?.excerpt;
            match project.excerpt(excerpt) {
                Some(row) => of(row.article.to_string()),
                // Together with its excerpt, which is looked at.
                None => return None,
            }
        }
        Edit::Assessment(cell, _) => of(format!("{}{}", cell.country, cell.issue)),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_difference_applied_gives_the_target(
        base in verbs(20), to in verbs(30), from_sample: bool, seed: u64,
    ) {
        let start = if from_sample { sample() } else { new_project() };
        let from = worked(&start, &base, seed);
        let to = worked(&start, &to, seed ^ 1);
        prop_assert_eq!(difference(&with(&from, merge::changes(&from, &to)), &to), None);
        prop_assert_eq!(difference(&with(&to, merge::changes(&to, &from)), &from), None);
        prop_assert!(merge::changes(&to, &to).is_empty());
        // The same rows from a file, which share nothing.
        let read = store::from_str(&store::to_string(&to)).expect("is well formed").project;
        prop_assert_eq!(merge::summary(&to, &read), "nothing differs");
        prop_assert_eq!(merge::words(&to, &read, 9), Vec::<String>::new());
        let differ = store::to_string(&from) != store::to_string(&to);
        let told = merge::words(&from, &to, 1000);
        prop_assert!(differ || told.is_empty(), "{told:?}");
        prop_assert!(merge::words(&from, &to, 3).len() <= 3);
    }

    #[test]
    fn what_only_one_side_has_done_is_taken(verbs in verbs(40), from_sample: bool, seed: u64) {
        let base = if from_sample { sample() } else { new_project() };
        let a = worked(&base, &verbs, seed);
        let read = |project: &Project| store::from_str(&store::to_string(project)).expect("is well formed").project;
        for (base, a) in [(base.clone(), a.clone()), (read(&base), read(&a))] {
            for (ours, theirs) in [(&a, &a), (&a, &base), (&base, &a)] {
                let merge = merge::merge(&base, ours, theirs);
                prop_assert_eq!(&merge.conflicts, &[]);
                prop_assert_eq!(other_line(merge.project(), &a), None);
                if std::ptr::eq(ours, &a) {
                    prop_assert_eq!(merge.edits(), []);
                }
                check_whole(ours, &merge)?;
            }
        }
    }

    #[test]
    fn work_on_different_things_merges_to_the_same_in_either_order(
        ours in verbs(40), theirs in verbs(40), seed: u64,
    ) {
        let base = sample();
        let may = |side: bool| move |project: &Project, edits: &[Edit]| {
            edits.iter().filter_map(|edit| whose(project, edit)).all(|owner| owner == side)
        };
        let a = after(&base, &ours, seed, may(true));
        let b = after(&base, &theirs, seed ^ 1, may(false));
        let (here, there) = (merge::merge(&base, &a, &b), merge::merge(&base, &b, &a));
        prop_assert_eq!(&here.conflicts, &[]);
        prop_assert_eq!(&there.conflicts, &[]);
        prop_assert_eq!(other_line(here.project(), there.project()), None);
        check_whole(&a, &here)?;
        check_whole(&b, &there)?;
    }

    #[test]
    fn whatever_two_people_do_the_merge_holds_together(
        before in verbs(15), ours in verbs(30), theirs in verbs(30), answers in proptest::collection::vec(any::<bool>(), 20),
        from_sample in proptest::bool::weighted(0.7), with_base in proptest::bool::weighted(0.9), seed: u64,
    ) {
        let start = if from_sample { sample() } else { new_project() };
        let base = worked(&start, &before, seed);
        let a = worked(&base, &ours, seed ^ 1);
        let b = worked(&base, &theirs, seed ^ 2);
        let base = if with_base { base } else { Project::bare(demarche::model::Info::clone(base.info())) };
        let mut merge = merge::merge(&base, &a, &b);
        check_whole(&a, &merge)?;
        prop_assert_eq!(merge.open(), merge.conflicts.len());
        if merge.conflicts.is_empty() {
            let other_way = merge::merge(&base, &b, &a);
            prop_assert_eq!(&other_way.conflicts, &[]);
            if !merge.notes.iter().any(|note| note.contains("it is one now") || note.contains("kept once") || note.contains("key")) {
                let (here, there) = (content(merge.project()), content(other_way.project()));
                let differing: Vec<_> = here.symmetric_difference(&there).collect();
                prop_assert!(differing.is_empty(), "{differing:#?}");
            }
        }
        for (index, theirs) in answers.into_iter().enumerate().take(merge.conflicts.len()) {
            merge.settle(index, if theirs { Side::Theirs } else { Side::Ours });
            check_whole(&a, &merge)?;
        }
        merge.settle_all(Side::Theirs);
        prop_assert_eq!(merge.open(), 0);
        check_whole(&a, &merge)?;
        let settled = merge.project().clone();
        merge.settle_all(Side::Ours);
        merge.settle_all(Side::Theirs);
        prop_assert_eq!(other_line(merge.project(), &settled), None);
    }
}
