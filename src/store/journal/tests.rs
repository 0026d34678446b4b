use super::*;
use crate::edit::ops::{assessments, claims, codebook, views};
use crate::edit::{Document, Stamp, Transaction};
use crate::model::{Cell, Entry, EntryId, Judgement, Kind, Look, Project};
use crate::store::disk::System;
use crate::store::{self, Print};

const SAMPLE: &str = include_str!("../../../projects/paris-talks.ron");

/// A project, what was done to it step by step, and how it looked after each step.
struct Story {
    start: Project,
    steps: Vec<Step>,
    states: Vec<Project>,
}

fn story() -> Story {
    let start = store::from_str(SAMPLE).expect("the sample").project;
    let mut document = Document::new(start.clone());
    document.keep_record();
    let mut stamp = Stamp::new("2026-11-22T10:00:00Z".parse().expect("a time"), "MK", 7);
    let (mut steps, mut states) = (Vec::new(), vec![start.clone()]);
    let mut keep = |document: &mut Document| {
        for done in document.take_record() {
            steps.push(Step::new(steps.len() as u64 + 1, done));
            states.push(document.project().clone());
        }
    };
    let commit = |document: &mut Document, step: Transaction| document.commit(step).expect("holds");

    let claim = start.claims().values().next().expect("has claims").clone();
    let draft = claims::ClaimDraft { note: "line\none \"two\" \r\u{7f}".into(), ..(&*claim).into() };
    let (step, _) = claims::code(document.project(), claims::Target::Excerpt(claim.excerpt), draft, &mut stamp)
        .expect("is complete");
    commit(&mut document, step);
    keep(&mut document);
    let issues: Vec<EntryId> = start.entries(Kind::Issue).iter().map(Entry::id).collect();
    let step = codebook::reorder(document.project(), issues[2], 0).expect("is there");
    commit(&mut document, step);
    keep(&mut document);
    document.undo();
    keep(&mut document);
    document.redo();
    keep(&mut document);
    let country = codebook::blank(document.project(), Kind::Country, "Åland");
    let step = codebook::create(document.project(), country.with_rank(1)).expect("is new");
    commit(&mut document, step);
    keep(&mut document);
    for name in ["One", "“Two”\n"] {
        let look = Look { transposed: true, hidden: issues.iter().copied().collect(), ..Look::default() };
        let (step, _) = views::save(document.project(), name, look).expect("has a name");
        commit(&mut document, step);
        keep(&mut document);
    }
    let last = document.project().views_in_order().last().expect("there are two").id;
    let step = views::reorder(document.project(), last, 0).expect("is there");
    commit(&mut document, step);
    keep(&mut document);
    let cell = Cell { country: claim.countries[0], issue: claim.issue };
    for hours in [1, 2] {
        stamp.now += jiff::SignedDuration::from_hours(hours);
        let declined = Judgement::Declined;
        let step = assessments::assess(document.project(), cell, declined, "They say\nno.", None, &[claim.id], &stamp);
        commit(&mut document, step);
        keep(&mut document);
    }
    stamp.now += jiff::SignedDuration::from_hours(1);
    let step = assessments::clear(document.project(), cell, &stamp).expect("is assessed");
    commit(&mut document, step);
    keep(&mut document);
    let article = claims_article(document.project());
    let step = crate::edit::ops::articles::remove(document.project(), article).expect("is there");
    commit(&mut document, step);
    keep(&mut document);
    document.undo();
    keep(&mut document);
    Story { start, steps, states }
}

fn claims_article(project: &Project) -> crate::model::ArticleId {
    *project.articles().keys().next().expect("has articles")
}

fn bytes(mark: &Mark, steps: &[Step]) -> Vec<u8> {
    let mut bytes = Vec::new();
    record::write_mark(mark, &mut bytes).expect("is short");
    steps.iter().try_for_each(|step| record::write_step(step, &mut bytes)).expect("are short");
    bytes
}

fn print(project: &Project) -> Print {
    Print::of(store::to_string(project).as_bytes())
}

fn same(a: &Project, b: &Project) -> bool {
    let ranks = |project: &Project| -> Vec<_> {
        let rows = Kind::ALL.into_iter().flat_map(|kind| project.entries(kind));
        let rows = rows.map(|row| (Ranked::Entry(row.id()), row.rank()));
        rows.chain(project.views().values().map(|row| (Ranked::View(row.id), row.rank))).collect()
    };
    store::to_string(a) == store::to_string(b) && ranks(a) == ranks(b)
}

fn recovered(project: &Project, found: &Found) -> Recovered {
    match replay(Some((project, print(project))), found).expect("is replayed") {
        Replay::Recovered(recovered) => *recovered,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_step_comes_back_with_its_name_and_can_be_undone() {
    let Story { start, steps, states } = story();
    let found = parse(&bytes(&Mark::of_file(&start, 0, print(&start)), &steps));
    assert_eq!((found.damaged, found.torn), (0, false));
    let mut recovered = recovered(&start, &found);
    assert_eq!((recovered.steps, recovered.refused.len()), (steps.len(), 0));
    assert!(recovered.last.starts_with("Undo: Remove article"), "{}", recovered.last);
    for state in states.iter().rev() {
        assert!(same(recovered.document.project(), state));
        recovered.document.undo();
    }
}

#[test]
fn a_journal_torn_at_any_byte_gives_back_every_step_before() {
    let Story { start, steps, states } = story();
    let whole = bytes(&Mark::of_file(&start, 0, print(&start)), &steps);
    let base = print(&start);
    let mut lines = 0;
    for end in 0..=whole.len() {
        if end > 0 && whole[end - 1] == b'\n' {
            lines += 1;
        }
        let at_seam = end == 0 || whole[end - 1] == b'\n';
        // Between the seams every cut gives the same: a few of them are carried out again.
        if !at_seam && end % 997 != 0 && whole.get(end) != Some(&b'\n') {
            let tail = whole[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            assert_eq!(parse(&whole[tail..end]), Found { torn: true, ..Found::default() });
            continue;
        }
        let found = parse(&whole[..end]);
        assert_eq!((found.records.len(), found.damaged, found.torn), (lines, 0, !at_seam), "{end}");
        match replay(Some((&start, base)), &found).expect("is replayed") {
            Replay::Recovered(recovered) => {
                assert_eq!(recovered.steps, lines - 1);
                assert!(same(recovered.document.project(), &states[lines - 1]), "{end}");
            }
            Replay::Nothing => assert!(lines <= 1, "{end}"),
            Replay::Elsewhere { .. } => panic!("{end}"),
        }
    }
    assert_eq!(lines, steps.len() + 1);
}

#[test]
fn a_flipped_bit_costs_one_step_at_most_and_is_told() {
    let Story { start, steps, .. } = story();
    let mark = Mark::of_file(&start, 0, print(&start));
    let first = bytes(&mark, &[]).len();
    // Only the small steps: with texts there would be a hundred thousand places.
    let small: Vec<Step> = steps.into_iter().take(5).collect();
    let whole = bytes(&mark, &small);
    for at in 0..whole.len() {
        let mut broken = whole.clone();
        broken[at] ^= 1 << (at % 8);
        let found = parse(&broken);
        assert!(found.damaged > 0 || found.torn, "the flip at byte {at} went unnoticed");
        let kept = found.records.len();
        // A line break that is gone takes the next line along.
        assert!(kept + 2 > small.len(), "byte {at} cost {} lines", small.len() + 1 - kept);
        if (at < first || at % 37 == 0)
            && let Replay::Recovered(recovered) = replay(Some((&start, print(&start))), &found).expect("is replayed")
        {
            assert!(recovered.document.project().problems().is_empty(), "byte {at}");
            assert!(recovered.steps + recovered.refused.len() + 2 >= small.len());
        }
    }
}

#[test]
fn whichever_file_a_crash_leaves_the_steps_it_lacks_are_known() {
    let Story { start, steps, states } = story();
    // A save of the third state was under way when more was done; it may or may not have got through.
    let mut records = bytes(&Mark::of_file(&start, 0, print(&start)), &steps[..5]);
    let saved = store::from_str(&store::to_string(&states[3])).expect("was written").project;
    record::write_mark(&Mark::of_file(&states[3], 3, print(&states[3])), &mut records).expect("is short");
    steps[5..].iter().try_for_each(|step| record::write_step(step, &mut records)).expect("are short");
    let found = parse(&records);
    for (file, lacks) in [(&start, steps.len()), (&saved, steps.len() - 3)] {
        let recovered = recovered(file, &found);
        assert_eq!((recovered.steps, recovered.refused.len()), (lacks, 0));
        assert!(same(recovered.document.project(), &states[steps.len()]));
    }
    let last = &states[steps.len()];
    record::write_mark(&Mark::of_file(last, steps.len() as u64, print(last)), &mut records).expect("is short");
    let nothing = replay(Some((last, print(last))), &parse(&records)).expect("is replayed");
    assert!(matches!(nothing, Replay::Nothing));
}

#[test]
fn steps_beside_a_file_that_others_changed_become_a_difference_of_rows() {
    let Story { start, steps, states } = story();
    let found = parse(&bytes(&Mark::of_file(&start, 0, print(&start)), &steps[..1]));
    let mut theirs = Document::new(start.clone());
    let (_, second) = start.claims().iter().nth(1).expect("has claims");
    theirs.commit(claims::delete(&start, &[second.id]).expect("is there")).expect("holds");
    let file = theirs.project();
    match replay(Some((file, print(file))), &found).expect("is replayed") {
        Replay::Elsewhere { base, ours, steps, last } => {
            assert_eq!((steps, last.as_str()), (1, "Code claim"));
            assert_eq!(store::to_string(&base), store::to_string(file));
            assert_eq!(ours.claims().len(), file.claims().len() + 1);
            assert_eq!(states[1].claims().len(), ours.claims().len() + 1);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_project_without_a_file_is_in_its_journal_whole() {
    let Story { start, steps, states } = story();
    let found = parse(&bytes(&Mark::of_whole(&start, 0), &steps));
    match replay(None, &found).expect("is replayed") {
        Replay::Recovered(recovered) => assert!(same(recovered.document.project(), &states[steps.len()])),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_journal_is_written_line_by_line_and_a_failed_line_leaves_it_whole() {
    let Story { start, steps, .. } = story();
    let folder = tempfile::tempdir().expect("a folder");
    let beside = Beside::of(&folder.path().join("a.ron")).expect("has a place");
    let mark = Mark::of_file(&start, 0, print(&start));
    let mut writer = Writer::start(&System, &beside, &mark, &steps[..1]).expect("is written");
    writer.add(&System, &steps[1..4]).expect("is written");
    writer.mark(&System, &mark).expect("is written");
    writer.add(&System, &steps[4..]).expect("is written");
    let found = read(&beside.journal()).expect("is read").expect("is there");
    assert_eq!((found.records.len(), found.damaged, found.torn), (steps.len() + 2, 0, false));
    assert_eq!(std::fs::read_to_string(folder.path().join(".demarche/.gitignore")).expect("is there"), "*\n");
    let aside = set_aside(&System, &beside).expect("is copied");
    assert_eq!(std::fs::read(aside).expect("is there"), std::fs::read(beside.journal()).expect("is there"));
    remove(&System, &beside).expect("is removed");
    remove(&System, &beside).expect("is gone already");
    assert_eq!(read(&beside.journal()).expect("can be looked for"), None);
}

#[test]
fn another_journal_in_the_place_of_ours_is_told_without_numbers_of_files() {
    let Story { start, steps, .. } = story();
    let folder = tempfile::tempdir().expect("a folder");
    let beside = Beside::of(&folder.path().join("a.ron")).expect("has a place");
    let mark = Mark::of_file(&start, 0, print(&start));
    let mut writer = Writer::start(&System, &beside, &mark, &steps[..1]).expect("is written");
    let is_ours = |writer: &Writer| (writer.end.is_of(&beside.journal()).ok(), writer.is_there());
    assert_eq!(is_ours(&writer), (Some(true), true));
    writer.add(&System, &steps[1..3]).expect("is written");
    assert_eq!(is_ours(&writer), (Some(true), true));
    assert!(!writer.is_replaced_at(&beside));
    let mut bytes = std::fs::read(beside.journal()).expect("is there");
    let at = bytes.len() - 9;
    bytes[at] ^= 1;
    for other in [bytes, Vec::new()] {
        let new = beside.folder().join("theirs");
        std::fs::write(&new, &other).expect("can be written");
        std::fs::rename(&new, beside.journal()).expect("can be put there");
        assert_eq!(is_ours(&writer), (Some(false), false));
        assert!(writer.is_replaced_at(&beside));
        writer.add(&System, &steps[3..4]).expect_err("it would be added to what nobody finds");
        assert_eq!(std::fs::read(beside.journal()).expect("is there"), other);
    }
    std::fs::remove_file(beside.journal()).expect("can be removed");
    assert_eq!(is_ours(&writer), (None, false));
    assert!(!writer.is_replaced_at(&beside), "it is gone");
}

/// What was done to a document since somebody last asked, as steps.
fn done(document: &mut Document) -> Vec<Step> {
    document.take_record().into_iter().zip(1..).map(|(done, number)| Step::new(number, done)).collect()
}

/// The sample, with a claim that names an issue which nobody knows.
fn broken() -> (Project, claims::Target, crate::model::ClaimId) {
    let start = store::from_str(SAMPLE).expect("the sample").project;
    let claim = start.claims().values().next().expect("has claims").clone();
    let mut file = start;
    let issue = crate::model::IssueId(crate::model::Slug::new("nowhere").expect("a slug"));
    let bad = crate::model::Claim { issue, ..(*claim).clone() };
    Edit::Claim(claim.id, Some(bad.into())).apply(&mut file);
    assert_eq!(file.problems().len(), 1);
    (file, claims::Target::Excerpt(claim.excerpt), claim.id)
}

#[test]
fn what_undo_put_back_is_put_back_again_even_where_it_does_not_hold() {
    let (file, _, claim) = broken();
    let mut document = Document::new(file.clone());
    document.keep_record();
    document.commit(claims::delete(&file, &[claim]).expect("is there")).expect("holds");
    document.undo();
    let title = crate::edit::ops::articles::describe_project(document.project(), "Mine", "");
    document.commit(title).expect("holds");
    let steps = done(&mut document);
    let whole = bytes(&Mark::of_file(&file, 0, print(&file)), &steps);
    let recovered = recovered(&file, &parse(&whole));
    assert_eq!((recovered.steps, recovered.refused), (3, Vec::new()));
    assert!(same(recovered.document.project(), document.project()));

    // Where a line is missing each step has to hold, but for what did not hold in the file.
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    for missing in 1..lines.len() - 1 {
        let mut left = lines.clone();
        left.remove(missing);
        let Replay::Recovered(recovered) =
            replay(Some((&file, print(&file))), &parse(&left.concat())).expect("is replayed")
        else {
            panic!("{missing}")
        };
        assert_eq!((recovered.steps, recovered.refused), (2, Vec::new()), "{missing}");
    }
}

#[test]
fn edits_that_were_all_taken_back_leave_nothing_to_recover() {
    let Story { start, .. } = story();
    let mut document = Document::new(start.clone());
    document.keep_record();
    document.commit(crate::edit::ops::articles::describe_project(&start, "Mine", "")).expect("holds");
    let claim = *start.claims().keys().next().expect("has claims");
    document.commit(claims::delete(document.project(), &[claim]).expect("is there")).expect("holds");
    document.undo();
    document.undo();
    let steps = done(&mut document);
    assert_eq!(steps.len(), 4);
    for (count, file, nothing) in [(4, &start, true), (3, &start, false), (4, &story().states[1], true)] {
        let found = parse(&bytes(&Mark::of_file(&start, 0, print(&start)), &steps[..count]));
        let replay = replay(Some((file, print(file))), &found).expect("is replayed");
        assert_eq!(matches!(replay, Replay::Nothing), nothing, "{count} steps: {replay:?}");
    }
}

#[test]
fn steps_are_compared_with_the_file_they_were_made_on_where_that_is_known() {
    let Story { start, steps, states } = story();
    let found = parse(&bytes(&Mark::of_file(&start, 0, print(&start)), &steps[..1]));
    let mut theirs = Document::new(start.clone());
    let coded = states[1].claims().values().find(|claim| start.claim(claim.id).is_none()).expect("was coded");
    let ids: Vec<_> = start.claims_of(coded.excerpt).iter().map(|claim| claim.id).collect();
    theirs.commit(claims::delete(&start, &ids).expect("is there")).expect("holds");
    let file = theirs.project();
    assert!(file.excerpt(coded.excerpt).is_none(), "the excerpt goes with its last claim");
    let mut asked = Vec::new();
    let mut earlier = |wanted: Print| {
        asked.push(wanted);
        (wanted == print(&start)).then(|| start.clone())
    };
    match replay_from(Some((file, print(file))), &found, &mut earlier).expect("is replayed") {
        Replay::Elsewhere { base, ours, steps: 1, .. } => assert!(same(&base, &start) && same(&ours, &states[1])),
        other => panic!("{other:?}"),
    }
    assert_eq!(asked, [print(&start)]);
}

#[test]
fn a_damaged_line_of_a_project_without_a_file_costs_what_is_on_it() {
    let Story { start, steps, states } = story();
    let whole = bytes(&Mark::of_whole(&start, 0), &steps[..1]);
    let mut ends = memchr::memchr_iter(b'\n', &whole).collect::<Vec<_>>();
    let rows = |project: &Project| project.articles().len() + project.claims().len() + project.assessments().len();
    let largest = start.articles().keys().map(|id| 1 + project_claims(&start, *id)).max().expect("has articles");
    let step = ends.len().div_euclid(60).max(1);
    ends.insert(0, 0);
    for line in (0..ends.len() - 1).step_by(step).chain([0, 1, ends.len() - 2]) {
        let mut broken = whole.clone();
        broken[(ends[line] + ends[line + 1]) / 2] ^= 1;
        let found = parse(&broken);
        assert_eq!((found.damaged, found.torn), (1, false), "line {line}");
        let Replay::Recovered(recovered) = replay(None, &found).expect("is replayed") else { panic!("line {line}") };
        let project = recovered.document.project();
        assert!(
            rows(project) + largest + 1 >= rows(&states[1]),
            "line {line} cost {}",
            rows(&states[1]) - rows(project)
        );
        assert_eq!(project.info(), start.info(), "line {line}");
        let again = store::from_str(&store::to_string(project)).expect("was written").project;
        assert_eq!(rows(&again), rows(project), "line {line}: nothing is there that a file has no place for");
    }
    // Not even its name is left.
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let Replay::Recovered(recovered) = replay(None, &parse(&lines[2..].concat())).expect("is replayed") else {
        panic!("nothing")
    };
    assert_eq!(rows(recovered.document.project()), rows(&states[1]));
}

fn project_claims(project: &Project, id: crate::model::ArticleId) -> usize {
    project.count_claims_in(id)
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("journal");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let beside = Beside::within(folder.path().into());
    assert_eq!(read(&pipe).expect_err("no file").kind(), io::ErrorKind::InvalidInput);
    assert_eq!(set_aside(&System, &beside).expect_err("no file").kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn a_line_that_is_too_long_is_passed_over_and_the_next_one_read() {
    let Story { start, steps, .. } = story();
    let whole = bytes(&Mark::of_file(&start, 0, print(&start)), &steps);
    let longest = whole.split(|byte| *byte == b'\n').map(<[u8]>::len).max().expect("has lines") as u64;
    let check = |bytes: &[u8], longest, records, damaged, torn| {
        let found = parse_from(bytes, longest).expect("can be read");
        assert_eq!((found.records.len(), found.damaged, found.torn), (records, damaged, torn));
    };
    check(&whole, longest, steps.len() + 1, 0, false);
    // The article goes and comes with its text on lines of their own.
    check(&whole, longest - 1, steps.len(), 1, false);
    check(&[&b"x".repeat(longest as usize + 1)[..], b"\n", &whole].concat(), longest, steps.len() + 1, 1, false);
    check(&[&whole[..], &b"x".repeat(longest as usize)].concat(), longest, steps.len() + 1, 0, true);
    check(&[&whole[..], &b"x".repeat(longest as usize + 1)].concat(), longest, steps.len() + 1, 0, true);
    check(b"", longest, 0, 0, false);
}
