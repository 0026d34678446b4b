//! Two people's work on one project: whatever they do, nothing is broken and nothing is lost unseen.

mod support;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use demarche::edit::ops::articles::{self, ArticleDetails, NewArticle};
use demarche::edit::ops::assessments;
use demarche::edit::ops::claims::{self, ClaimDraft, Target};
use demarche::edit::ops::codebook::{self, Instead};
use demarche::edit::ops::correct;
use demarche::edit::ops::views;
use demarche::edit::{Document, Edit, EditError, Stamp, Transaction};
use demarche::merge::{self, Evidence, Side};
use demarche::model::{
    ArticleId, Basis, Cell, Claim, Confidence, Country, Entry, EntryId, Excerpt, Judgement, Kind, Look, Problem,
    Project, ProjectId, Rule, Stance, ViewId, Voice, Zoom,
};
use demarche::store;
use demarche::text::{Anchor, ArticleText, Span};
use jiff::civil::date;
use proptest::prelude::*;
use support::acts::{Verb, stamp, step, verb, words};
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

/// Somebody puts words into a text in place of others; numbers choose which text and where.
type Correction = (usize, usize, usize, String);

fn correction() -> impl Strategy<Value = Correction> {
    (0..3usize, 0..3000usize, 0..60usize, words())
}

fn corrected(project: &Project, correction: Option<&Correction>) -> Project {
    let Some((article, from, len, words)) = correction else { return project.clone() };
    let Some(id) = project.articles().keys().nth(*article).copied() else { return project.clone() };
    let text = project.text(id).expect("every article has a text");
    let (from, to) = (text.floor(*from), text.floor(from + len));
    let new = format!("{}{words}{}", &text.as_str()[..from], &text.as_str()[to.max(from)..]);
    let step = correct::correct(project, id, &new, &HashMap::new(), &stamp(7));
    step.map_or_else(|_| project.clone(), |step| done(project, Ok(step)))
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
    all.extend(project.views().values().map(|row| format!("{:?}", (row.id, &row.label, &row.look))));
    for claim in project.claims().values() {
        let mut row = Claim::clone(claim);
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

/// A claim of the sample: the United Kingdom supports sending peacekeepers if the United States stands behind it.
const CLAIM: &str = "3dotetu";
/// The article it is in.
const ARTICLE: &str = "twopointfive";

fn slug<Id: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> Id {
    text.parse().expect("an id")
}

/// The sample with that claim changed, so many hours after it was coded.
fn recoded(project: &Project, hours: i64, by: impl FnOnce(&mut Claim)) -> Project {
    let mut row = Claim::clone(project.claim(slug(CLAIM)).expect("is there"));
    row.updated += jiff::SignedDuration::from_hours(hours);
    by(&mut row);
    with(project, vec![Edit::Claim(row.id, Some(Arc::new(row)))])
}

/// The project after a verb.
fn done(project: &Project, step: Result<Transaction, EditError>) -> Project {
    let mut document = Document::new(project.clone());
    document.commit(step.expect("can be done")).expect("holds together");
    document.project().clone()
}

/// Conflicts as "what – field: base / ours / theirs"; ∅ where there is no row.
fn told(merge: &merge::Merge) -> Vec<String> {
    let version = |words: &Option<String>| words.clone().unwrap_or_else(|| "∅".into());
    let line = |c: &merge::Conflict| {
        format!("{} – {}: {} / {} / {}", c.what, c.field, version(&c.base), version(&c.ours), version(&c.theirs))
    };
    merge.conflicts.iter().map(line).collect()
}

/// Merges; what is asked and noted is this and nothing else. Whole whatever is answered.
fn merged(base: &Project, ours: &Project, theirs: &Project, conflicts: &[&str], notes: &[&str]) -> merge::Merge {
    let mut merge = merge::merge(base, ours, theirs);
    assert_eq!(told(&merge), conflicts);
    assert_eq!(merge.notes, notes);
    check_whole(ours, &merge).expect("holds together");
    for side in [Side::Theirs, Side::Ours] {
        merge.settle_all(side);
        check_whole(ours, &merge).expect("holds together");
    }
    merge::merge(base, ours, theirs)
}

#[test]
fn a_claim_changed_on_both_sides_merges_field_by_field() {
    let base = sample();
    let name = "Claim: United Kingdom on Send peacekeepers to Ukraine";
    let both = "Claim: United Kingdom and France on Send peacekeepers to Ukraine";
    let ours = recoded(&base, 1, |row| {
        row.stance = slug("opposes");
        row.countries.push(slug("france"));
        row.note = "Ours".into();
    });
    let theirs = recoded(&base, 2, |row| {
        row.basis = Basis::Quoted;
        row.countries.insert(0, slug("poland"));
        row.note = "Theirs".into();
    });
    let question = format!("{both} – Note:  / Ours / Theirs");
    let mut merge = merged(&base, &ours, &theirs, &[&question], &[]);
    let claim = |merge: &merge::Merge| Claim::clone(merge.project().claim(slug(CLAIM)).expect("is there"));
    let row = claim(&merge);
    assert_eq!(row.stance, slug("opposes"));
    assert_eq!(row.basis, Basis::Quoted);
    assert_eq!(row.countries, [slug("united-kingdom"), slug("france"), slug("poland")]);
    assert_eq!(row.note, "Ours");
    let seen = [&ours, &theirs].map(|side| side.claim(slug(CLAIM)).expect("is there").updated);
    assert!(row.updated > seen[0] && row.updated > seen[1], "an assessment made on either is stale");
    let Evidence::Quotation { quotation, title, .. } = &merge.conflicts[0].evidence[0] else {
        panic!("a claim has its words behind it");
    };
    assert!(quotation.starts_with("Britain was ready to put boots"), "{quotation}");
    assert_eq!(title, "London pays first and asks afterwards");

    merge.settle(0, Side::Theirs);
    assert_eq!((merge.open(), claim(&merge).note.as_str()), (0, "Theirs"));
    merge.settle(0, Side::Ours);
    assert_eq!(claim(&merge).note, "Ours");
    merge.settle(7, Side::Theirs);

    // The same change on both sides is no question.
    let same = recoded(&base, 3, |row| row.stance = slug("opposes"));
    let merge = merged(&base, &same, &recoded(&base, 4, |row| row.stance = slug("opposes")), &[], &[]);
    assert_eq!(claim(&merge).updated, recoded(&base, 4, |_| {}).claim(slug(CLAIM)).expect("is there").updated);

    // Whatever ours says stays ours until it is settled, to the second.
    let other = recoded(&base, 4, |row| row.stance = slug("reluctant"));
    let question = format!("{name} – Stance: Supports if / Opposes / Reluctant");
    assert_eq!(merged(&base, &same, &other, &[&question], &[]).edits(), []);
}

#[test]
fn a_claim_never_ends_as_nobodys() {
    let base = recoded(&sample(), 0, |row| row.addressees.clear());
    let ours = recoded(&base, 1, |row| row.countries.clear());
    let theirs = recoded(&base, 1, |row| row.speaker = None);
    let note = "Claim: United Kingdom on Send peacekeepers to Ukraine: one side took out the countries, \
                the other the speaker: it keeps them";
    let merge = merged(&base, &ours, &theirs, &[], &[note]);
    let row = merge.project().claim(slug(CLAIM)).expect("is there");
    assert_eq!((row.countries.as_slice(), row.speaker), (&[slug("united-kingdom")][..], None));
}

#[test]
fn a_claim_deleted_here_and_changed_there_is_a_question() {
    let base = sample();
    let gone = done(&base, claims::delete(&base, &[slug(CLAIM)]));
    let changed = recoded(&base, 1, |row| row.stance = slug("opposes"));
    let name = "Claim: United Kingdom on Send peacekeepers to Ukraine – Kept or deleted";
    let mut merge =
        merged(&base, &gone, &changed, &[&format!("{name}: Stance: Supports if / ∅ / Stance: Opposes")], &[]);
    assert_eq!(merge.edits(), []);
    merge.settle_all(Side::Theirs);
    assert_eq!(other_line(merge.project(), &changed), None, "it comes back with its excerpt");

    let mut merge =
        merged(&base, &changed, &gone, &[&format!("{name}: Stance: Supports if / Stance: Opposes / ∅")], &[]);
    assert_eq!(merge.edits(), []);
    merge.settle_all(Side::Theirs);
    assert_eq!(other_line(merge.project(), &gone), None, "it goes with its excerpt");
}

#[test]
fn assessments_are_settled_whole_with_the_claims_under_them() {
    let base = sample();
    let cell = Cell { country: slug("united-kingdom"), issue: slug("send-peacekeepers") };
    let judged = |by: &str, judgement, sentence: &str| {
        let stamp = Stamp::new("2025-03-05T09:00:00Z".parse().expect("a time"), by, 1);
        let step =
            assessments::assess(&base, cell, judgement, sentence, Some(Confidence::High), &[slug(CLAIM)], &stamp);
        done(&base, Ok(step))
    };
    let ours = judged("Ada", Judgement::Position(slug("supports-if")), "Only with a backstop.");
    let theirs = judged("Bo", Judgement::Declined, "");
    let question = "Assessment: United Kingdom on Send peacekeepers to Ukraine – Judgement: \
                    ∅ / Supports if: “Only with a backstop.” · High · Ada, 2025-03-05 / \
                    Declined to say · High · Bo, 2025-03-05";
    let mut merge = merged(&base, &ours, &theirs, &[question], &[]);
    assert!(merge.conflicts[0].evidence.len() >= 7, "every claim under the cell");
    let history = |merge: &merge::Merge| {
        let row = merge.project().assessment(cell).expect("is judged");
        let earlier = row.earlier.iter().map(|row| row.analyst.clone()).collect::<Vec<_>>();
        (row.analyst.clone(), earlier.join(" "))
    };
    assert_eq!(history(&merge), ("Ada".into(), "Bo".into()), "whoever gives way is remembered");
    merge.settle_all(Side::Theirs);
    assert_eq!(history(&merge), ("Bo".into(), "Ada".into()));
    // Two who judge alike agree.
    let alike = judged("Bo", Judgement::Position(slug("supports-if")), "Only with a backstop.");
    let merge = merged(&base, &ours, &alike, &[], &[]);
    assert_eq!(history(&merge), ("Bo".into(), "Ada".into()));
}

/// The sample with one cell judged by one after another: "Ada Bo -Bo", a day each; a dash takes it back.
fn judged_by(project: &Project, day: usize, names: &str) -> Project {
    let cell = Cell { country: slug("united-kingdom"), issue: slug("send-peacekeepers") };
    let mut project = project.clone();
    for (index, name) in names.split_whitespace().enumerate() {
        let now = format!("2025-03-{:02}T09:00:00Z", day + index).parse().expect("a time");
        let (back, name) = name.strip_prefix('-').map_or((false, name), |name| (true, name));
        let stamp = Stamp::new(now, name, 1);
        let declined = Judgement::Declined;
        let step = match back {
            true => assessments::clear(&project, cell, &stamp),
            false => Ok(assessments::assess(&project, cell, declined, name, None, &[slug(CLAIM)], &stamp)),
        };
        project = done(&project, step);
    }
    project
}

/// What was judged, in the order of time; what stands is last, and a dash is before it where it was taken back.
fn judged_in(project: &Project) -> String {
    let cell = Cell { country: slug("united-kingdom"), issue: slug("send-peacekeepers") };
    let Some(row) = project.assessment(cell) else { return String::new() };
    let said = |judgement: Judgement, analyst: &str| match judgement {
        Judgement::TakenBack => format!("-{analyst}"),
        _ => analyst.to_owned(),
    };
    let earlier = row.earlier.iter().map(|row| said(row.judgement, &row.analyst));
    earlier.chain([said(row.judgement, &row.analyst)]).collect::<Vec<_>>().join(" ")
}

#[test]
fn histories_of_assessments_are_united() {
    let start = sample();
    for (base, ours, theirs, asked, here, there) in [
        ("", "Ada", "Bo", 1, "Bo Ada", "Ada Bo"),
        ("Cy", "Ada", "", 0, "Cy Ada", "Cy Ada"),
        ("Cy", "", "Bo", 0, "Cy Bo", "Cy Bo"),
        ("Cy", "Ada", "Bo", 1, "Cy Bo Ada", "Cy Ada Bo"),
        ("Cy Di", "Ada", "Bo Ed", 1, "Cy Di Bo Ed Ada", "Cy Di Ada Bo Ed"),
        ("Cy Di", "-Ada", "Bo", 1, "Cy Di Bo -Ada", "Cy Di -Ada Bo"),
        ("Cy", "-Ada", "", 0, "Cy -Ada", "Cy -Ada"),
        ("Cy", "Ada -Ada", "Bo -Bo", 0, "Cy Ada Bo -Ada -Bo", "Cy Ada Bo -Ada -Bo"),
    ] {
        let base = judged_by(&start, 1, base);
        let (ours, theirs) = (judged_by(&base, 10, ours), judged_by(&base, 10, theirs));
        let mut merge = merge::merge(&base, &ours, &theirs);
        assert_eq!(merge.open(), asked, "{:?}", told(&merge));
        for (side, says) in [(Side::Ours, here), (Side::Theirs, there)] {
            merge.settle_all(side);
            assert_eq!(judged_in(merge.project()), says);
            check_whole(&ours, &merge).expect("holds together");
        }
        let (read, written) = (store::from_str(&store::to_string(merge.project())), merge.project());
        assert_eq!(other_line(&read.expect("is well formed").project, written), None);
    }
}

/// `project` with a view of that name and look.
fn viewed(project: &Project, name: &str, change: impl FnOnce(&mut Look)) -> Project {
    let mut look = project.view_called(name).map_or_else(Look::default, |view| view.look.clone());
    change(&mut look);
    done(project, views::save(project, name, look).map(|(step, _)| step))
}

#[test]
fn views_are_merged_field_by_field_and_rule_and_filters_are_one() {
    let poland = EntryId::Country(slug("poland"));
    let base = viewed(&sample(), "Governments", |look| look.settings.filter.voices = vec![Voice::Government]);
    let id = ViewId(slug("governments"));
    let ours = viewed(&base, "governments", |look| {
        look.hidden.insert(poland);
        look.zoom = Zoom::Heat;
    });
    let theirs = viewed(&base, "Governments", |look| {
        look.hidden.insert(EntryId::Issue(slug("us-backstop")));
        look.settings.rule = Rule::Mean;
    });
    let both = merged(&base, &ours, &theirs, &[], &[]);
    let view = both.project().view(id).expect("is there");
    assert_eq!((view.label.as_str(), view.look.zoom, view.look.settings.rule), ("governments", Zoom::Heat, Rule::Mean));
    assert_eq!(view.look.hidden, [poland, EntryId::Issue(slug("us-backstop"))].into());

    let other = viewed(&base, "Governments", |look| look.settings.filter.as_of = Some(date(2025, 2, 18)));
    let question = "View “Governments” – Rule and filters: Latest official, Government / \
                    Latest official, as of 2025-02-18, Government / Mean, Government";
    merged(&base, &other, &theirs, &[question], &[]);

    let gone = done(&base, views::delete(&base, id));
    let mean = viewed(&base, "Governments", |look| look.settings.rule = Rule::Mean);
    let question = "View “Governments” – Kept or deleted: Rule and filters: Latest official, Government / ∅ / \
                    Rule and filters: Mean, Government";
    merged(&base, &gone, &mean, &[question], &[]);
    assert_eq!(merged(&base, &gone, &base, &[], &[]).project().views().len(), 0);
    // A row that the one has deleted while the other has hidden it is passed over.
    let deleted = done(&base, codebook::delete(&base, EntryId::Tag(slug("minerals")), Instead::Nothing, &stamp(1)));
    let tagged = viewed(&base, "Minerals", |look| look.settings.filter.tags.push(slug("minerals")));
    let merge = merged(&base, &deleted, &tagged, &[], &[]);
    let view = merge.project().view_called("Minerals").expect("is there");
    assert_eq!(view.look.clone().known(merge.project()), Look::default());
}

#[test]
fn a_view_created_apart_under_one_name_is_one_and_orders_are_kept() {
    let base = viewed(&viewed(&sample(), "One", |_| {}), "Two", |look| look.transposed = true);
    let ours = viewed(&base, "Écart", |look| look.zoom = Zoom::Heat);
    let renamed = viewed(&base, "Spread", |look| look.zoom = Zoom::Heat);
    let id = renamed.view_called("Spread").expect("is there").id;
    let theirs = done(&renamed, views::rename(&renamed, id, "ecart"));
    let mut merge = merge::merge(&base, &ours, &theirs);
    assert_eq!(merge.notes, ["View “Écart” was created on both sides: it is one now"]);
    assert_eq!(told(&merge), ["View “Écart” – Name: ∅ / Écart / ecart"]);
    merge.settle_all(Side::Ours);
    assert_eq!(merge.project().views().len(), 3);

    let moved = done(&base, views::reorder(&base, base.view_called("Two").expect("is there").id, 0));
    let order = |project: &Project| {
        project.views_in_order().iter().map(|view| view.label.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order(merged(&base, &ours, &moved, &[], &[]).project()), "Two One Écart");
    assert_eq!(order(merged(&base, &moved, &ours, &[], &[]).project()), "Two One Écart");
    assert_eq!(merge::words(&base, &moved, 9), ["Order of the views changed"]);
    assert_eq!(merge::summary(&base, &moved), "order of the views changed");
    assert_eq!(merge::words(&base, &ours, 9), ["View “Écart” added"]);
    let other = viewed(&base, "two", |look| look.since = Some(date(2025, 2, 1)));
    assert_eq!(merge::words(&base, &other, 9), ["View “two” renamed from “Two”, compared with changed"]);
    assert_eq!(merge::summary(&base, &other), "1 view changed");
}

#[test]
fn answers_are_carried_over_where_row_field_and_both_versions_are_the_same() {
    let base = sample();
    let titled = |title: &str| {
        let info = demarche::model::Info { title: title.into(), ..demarche::model::Info::clone(base.info()) };
        Edit::Info(Arc::new(info))
    };
    let side = |hours, stance: &str, note: &str, title: &str| {
        let row = |row: &mut Claim| (row.stance, row.note) = (slug(stance), note.into());
        with(&recoded(&base, hours, row), vec![titled(title)])
    };
    let ours = side(1, "opposes", "Ours", "Our talks");
    let theirs = side(2, "reluctant", "Theirs", "Their talks");
    let gone = done(&base, claims::delete(&base, &[slug(CLAIM)]));
    let removed = done(&base, articles::remove(&base, slug(ARTICLE)));
    let text = |words: &str| {
        let text = format!("{words}{}", base.text(slug(ARTICLE)).expect("is there").as_str());
        let step = correct::correct(&base, slug(ARTICLE), &text, &HashMap::new(), &stamp(7));
        done(&base, step)
    };
    let (long, longer) = (format!("A{}\n", "a".repeat(500)), format!("A{}\n", "a".repeat(600)));
    for (earlier, later, open) in [
        // The note was written anew, and another field that nobody asks about.
        (
            (ours.clone(), theirs.clone()),
            (recoded(&ours, 3, |row| (row.note, row.basis) = ("Anew".into(), Basis::Quoted)), theirs.clone()),
            vec!["Note"],
        ),
        (
            (ours.clone(), theirs.clone()),
            (ours.clone(), side(4, "supports", "Theirs", "Theirs")),
            vec!["Stance", "Title"],
        ),
        ((gone.clone(), theirs.clone()), (gone.clone(), theirs.clone()), vec![]),
        ((gone.clone(), theirs.clone()), (gone.clone(), recoded(&theirs, 1, |_| {})), vec!["Kept or deleted"]),
        ((removed.clone(), theirs.clone()), (removed.clone(), theirs.clone()), vec![]),
        ((removed.clone(), theirs.clone()), (removed.clone(), recoded(&theirs, 1, |_| {})), vec!["Kept or deleted"]),
        ((text(&long), text("B\n")), (text(&long), text("B\n")), vec![]),
        ((text(&long), text("B\n")), (text(&longer), text("B\n")), vec!["Text"]),
    ] {
        let mut first = merge::merge(&base, &earlier.0, &earlier.1);
        assert!(first.open() > 0);
        first.settle_all(Side::Theirs);
        let mut merge = merge::merge(&base, &later.0, &later.1);
        let before = merge.clone();
        merge.adopt(&first);
        let asked: Vec<&str> = merge.conflicts.iter().filter(|it| it.chosen.is_none()).map(|it| it.field).collect();
        assert_eq!(asked, open);
        check_whole(&later.0, &merge).expect("holds together");
        let mut settled = before;
        for index in 0..settled.conflicts.len() {
            if merge.conflicts[index].chosen.is_some() {
                settled.settle(index, Side::Theirs);
            }
        }
        assert_eq!(other_line(merge.project(), settled.project()), None, "answers are carried out");
        // What was answered here already stays.
        settled.settle_all(Side::Ours);
        settled.adopt(&first);
        assert!(settled.conflicts.iter().all(|conflict| conflict.chosen == Some(Side::Ours)));
    }
}

/// A country of no note.
fn country(id: &str, name: &str, iso: &str, aliases: &[&str]) -> Country {
    Country {
        id: slug(id),
        name: name.into(),
        iso: iso.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        note: String::new(),
        rank: 1 << 30,
    }
}

/// The two countries created apart: one or two in the end, and what is asked.
fn check_twins(ours: Country, theirs: Country, one: bool, conflicts: &[&str]) {
    let base = sample();
    let (here, there) = (ours.id, theirs.id);
    let claim = |row: &mut Claim| row.countries = vec![there];
    let ours = with(&base, vec![Edit::Country(here, Some(Arc::new(ours)))]);
    let theirs = recoded(&with(&base, vec![Edit::Country(there, Some(Arc::new(theirs)))]), 1, claim);
    let merge = merge::merge(&base, &ours, &theirs);
    check_whole(&ours, &merge).expect("holds together");
    assert_eq!(told(&merge), conflicts, "{here} {there}");
    let project = merge.project();
    assert_eq!(project.countries().len(), base.countries().len() + if one { 1 } else { 2 }, "{here} {there}");
    let named = &project.claim(slug(CLAIM)).expect("is there").countries;
    assert_eq!(named.as_slice(), [if one { here } else { there }], "references follow");
    assert_eq!(merge.notes.len(), usize::from(one && here != there), "{:?}", merge.notes);
}

#[test]
fn a_country_created_apart_is_one() {
    let c = country;
    check_twins(c("norway", "Norway", "NOR", &[]), c("norge", "Norway", "NOR", &["Oslo"]), true, &[]);
    check_twins(
        c("norway", "Norway", "", &["Oslo"]),
        c("norge", " norway", "NOR", &[]),
        true,
        &["Country “Norway” – Name: ∅ / Norway /  norway"],
    );
    let names = ["Country “Norway” – Name: ∅ / Norway / Norge"];
    check_twins(c("norway", "Norway", "NOR", &[]), c("norge", "Norge", "NOR", &[]), true, &names);
    check_twins(c("norway", "Norway", "", &["Norge"]), c("norge", "Norge", "", &[]), true, &names);
    check_twins(c("norway", "Norway", "NOR", &["Norge"]), c("norge", "Norge", "", &["Norway"]), true, &names);
    check_twins(c("norway", "Norway", "NOR", &["Norge"]), c("norge", "Norge", "", &[]), false, &[]);
    check_twins(c("georgia", "Georgia", "GEO", &[]), c("georgia-2", "Sakartvelo", "", &[]), false, &[]);
    check_twins(c("norway", "Norway", "NOR", &["Oslo"]), c("norway", "Norway", "", &["Norge"]), true, &[]);
    check_twins(
        c("norway", "Norway", "NOR", &[]),
        c("norway", "Norway", "NRW", &[]),
        true,
        &["Country “Norway” – ISO code: ∅ / NOR / NRW"],
    );
}

#[test]
fn two_countries_of_one_name_and_two_codes_stay_two() {
    let base = sample();
    let put = |row: Country| with(&base, vec![Edit::Country(row.id, Some(Arc::new(row)))]);
    let (ours, theirs) = (put(country("congo", "Congo", "COG", &[])), put(country("congo-2", "Congo", "COD", &[])));
    let note = "“Congo” stands twice among the countries now: merge the two in the codebook if they are the same";
    let merge = merged(&base, &ours, &theirs, &[], &[note]);
    assert_eq!(merge.project().countries().len(), base.countries().len() + 2);
}

#[test]
fn rows_of_every_kind_created_apart_are_one_by_name() {
    let base = sample();
    let created = |id: &str| {
        Kind::ALL.into_iter().fold(base.clone(), |project, kind| {
            let entry = codebook::blank(&project, kind, "Buffer zone").with_id(slug(&format!("{id}-zone")));
            done(&project, codebook::create(&project, entry))
        })
    };
    let (ours, theirs) = (created("a"), created("b"));
    let merge = merge::merge(&base, &ours, &theirs);
    assert_eq!(told(&merge), Vec::<String>::new());
    assert_eq!(merge.edits(), []);
    assert_eq!(merge.notes.len(), 6, "{:?}", merge.notes);
    // Theirs has deleted the row and created it anew, ours has kept it: it is still the same.
    let issue = EntryId::Issue(slug("a-zone"));
    let anew = codebook::blank(&base, Kind::Issue, "Buffer zone").with_id(slug("c-zone"));
    let theirs = with(&ours, vec![Edit::take(issue), Edit::put(anew)]);
    let merge = merge::merge(&ours, &ours, &theirs);
    assert_eq!(merge.project().issues().len(), ours.issues().len());
    assert!(merge.project().contains(issue));
    let merge = merge::merge(&ours, &theirs, &ours);
    assert!(merge.edits().is_empty(), "{:?}", merge.edits());
}

#[test]
fn an_article_brought_in_on_both_sides_is_one_with_the_excerpts_of_both() {
    let base = sample();
    let text = "Oslo will send troops. Oslo said so on Monday.";
    let brought = |seed: u64, outlet: &str, len: usize| {
        let mut stamp = stamp(seed);
        let details = ArticleDetails { title: "Oslo decides".into(), outlet: outlet.into(), ..Default::default() };
        let new = NewArticle { details, text: ArticleText::new(text) };
        let (step, ids) = articles::add(&base, vec![new], &mut stamp);
        let mut project = done(&base, Ok(step));
        for end in [22, len] {
            let draft = ClaimDraft::from(&**base.claim(slug(CLAIM)).expect("is there"));
            let target = Target::Selection(ids[0], Span::new(0, end));
            let step = claims::code(&project, target, draft, &mut stamp).map(|(step, _)| step);
            project = done(&project, step);
        }
        project
    };
    let (ours, theirs) = (brought(1, "", 9), brought(2, "Aften", 46));
    let note = "An article was brought in on both sides with the very same text: kept once";
    let merge = merged(&base, &ours, &theirs, &[], &[note]);
    let project = merge.project();
    let count = |table: usize, base: usize| table - base;
    assert_eq!(count(project.articles().len(), base.articles().len()), 1);
    assert_eq!(count(project.excerpts().len(), base.excerpts().len()), 3, "the shared excerpt is one");
    assert_eq!(count(project.claims().len(), base.claims().len()), 4, "claims stay apart");
    let article = project.articles().values().find(|row| row.title == "Oslo decides").expect("is there");
    assert_eq!((ours.article(article.id).is_some(), article.outlet.as_str()), (true, "Aften"));
}

#[test]
fn what_one_side_has_deleted_and_the_other_uses_stays() {
    let base = sample();
    let tag = EntryId::Tag(slug("minerals"));
    let deleted = done(&base, codebook::delete(&base, tag, Instead::Nothing, &stamp(1)));
    let used = recoded(&base, 1, |row| row.tags.push(slug("minerals")));
    let project = |merge: merge::Merge| merge.project().clone();
    let here = project(merged(
        &base,
        &deleted,
        &used,
        &[],
        &["Tag “minerals deal” was deleted here and is still used: it stays"],
    ));
    let there = project(merged(
        &base,
        &used,
        &deleted,
        &[],
        &["Tag “minerals deal” was deleted there and is used here: it stays"],
    ));
    assert_eq!(other_line(&here, &there), None);
    let tagged = here.claims().values().filter(|row| row.tags.contains(&slug("minerals"))).count();
    assert_eq!(tagged, 1, "it is used where it was put and nowhere else");

    let renamed = done(&base, codebook::rename(&base, tag, "Rare earths"));
    merged(&base, &deleted, &renamed, &[], &["Tag “Rare earths” was deleted here and changed there: it stays"]);
    merged(&base, &renamed, &deleted, &[], &["Tag “Rare earths” was changed here and deleted there: it stays"]);
    assert_eq!(merged(&base, &base, &deleted, &[], &[]).project().tags().len(), base.tags().len() - 1);
}

#[test]
fn an_article_removed_and_worked_on_is_never_half_there() {
    let base = sample();
    let id: ArticleId = slug(ARTICLE);
    let removed = done(&base, articles::remove(&base, id));
    let excerpt = base.claim(slug(CLAIM)).expect("is there").excerpt;
    let draft = ClaimDraft::from(&**base.claim(slug(CLAIM)).expect("is there"));
    let coded = done(&base, claims::code(&base, Target::Excerpt(excerpt), draft, &mut stamp(1)).map(|(step, _)| step));
    for (ours, theirs, note) in [
        (&removed, &coded, "was removed here and coded there (1 claim more): it stays"),
        (&coded, &removed, "was removed there and coded here (1 claim more): it stays"),
    ] {
        let note = format!("Article “London pays first and asks afterwards” {note}");
        let merge = merged(&base, ours, theirs, &[], &[&note]);
        assert_eq!(other_line(merge.project(), &coded), None, "with all that was in it");
    }
    let changed = recoded(&base, 1, |row| row.stance = slug("opposes"));
    let count = base.count_claims_in(id);
    for (ours, theirs, versions) in [
        (&removed, &changed, format!("∅ / {count} claims, 1 of them changed")),
        (&changed, &removed, format!("{count} claims, 1 of them changed / ∅")),
    ] {
        let question =
            format!("Article “London pays first and asks afterwards” – Kept or deleted: {count} claims / {versions}");
        let mut merge = merged(&base, ours, theirs, &[&question], &[]);
        assert_eq!(merge.edits(), []);
        merge.settle_all(Side::Theirs);
        assert_eq!(other_line(merge.project(), theirs), None);
    }
    merged(&base, &removed, &base, &[], &[]);
    assert_eq!(other_line(merged(&base, &base, &removed, &[], &[]).project(), &removed), None);
}

#[test]
fn excerpts_follow_a_corrected_text() {
    let base = sample();
    let id: ArticleId = slug(ARTICLE);
    let old = base.text(id).expect("has a text").clone();
    // A word in front, so that every offset is another.
    let new = ArticleText::new(format!("Corrected. {}", old.as_str()));
    let edits = base.excerpts_of(id).into_iter().map(|row| {
        let span = Span::new(row.anchor.span.start.index() + 11, row.anchor.span.end.index() + 11);
        let anchor = Anchor::of(&new, span).expect("inside");
        Edit::Excerpt(row.id, Some(Arc::new(Excerpt { anchor, ..Excerpt::clone(row) })))
    });
    let text = Edit::Text(id, Some(Arc::new(new.clone())));
    let corrected = with(&base, edits.chain([text]).collect());
    let coded = |words: &str| {
        let start = old.as_str().find(words).expect("is there");
        let target = Target::Selection(id, Span::new(start, start + words.len()));
        let draft = ClaimDraft::from(&**base.claim(slug(CLAIM)).expect("is there"));
        done(&base, claims::code(&base, target, draft, &mut stamp(1)).map(|(step, _)| step))
    };
    let words = "Hungary is not invited";
    for (ours, theirs) in [(&corrected, &coded(words)), (&coded(words), &corrected)] {
        let merge = merged(&base, ours, theirs, &[], &[]);
        assert_eq!(merge.project().problems(), []);
        assert_eq!(merge.project().text(id), corrected.text(id));
        assert!(merge.project().excerpts_of(id).iter().any(|row| &*row.anchor.quotation == words));
    }
    // Both have moved the same excerpt: one with the text, the other to more words. Only one has moved it by hand.
    let excerpt = base.claim(slug(CLAIM)).expect("is there").excerpt;
    let span = base.excerpt(excerpt).expect("is there").anchor.span;
    let wider = Span::new(span.start.index(), span.end.index() + 1);
    let moved = done(&base, claims::move_excerpt(&base, excerpt, wider, &stamp(1)));
    let merge = merged(&base, &moved, &corrected, &[], &[]);
    assert_eq!(merge.project().problems(), []);
    let quotation = |project: &Project| project.excerpt(excerpt).expect("is there").anchor.quotation.clone();
    assert_eq!(quotation(merge.project()), quotation(&moved));

    // Words that are gone are told of, and stay.
    let shorter = ArticleText::new(old.as_str().replace("Hungary is not invited", "Budapest stays away"));
    let edits = base.excerpts_of(id).into_iter().filter_map(|row| {
        let place = row.anchor.candidates(&shorter).first().copied()?;
        let anchor = Anchor::of(&shorter, place.span).expect("inside");
        Some(Edit::Excerpt(row.id, Some(Arc::new(Excerpt { anchor, ..Excerpt::clone(row) }))))
    });
    let text = Edit::Text(id, Some(Arc::new(shorter.clone())));
    let shortened = with(&base, edits.chain([text]).collect());
    let note = "1 excerpt in Article “London pays first and asks afterwards” needs re-anchoring";
    let merge = merged(&base, &shortened, &coded(words), &[], &[note]);
    assert!(matches!(merge.project().problems().as_slice(), [Problem::Adrift { .. }]));

    // Two corrections: a person decides, and the excerpts go with the text.
    let mut merge = merge::merge(&base, &corrected, &shortened);
    assert_eq!((merge.conflicts.len(), merge.conflicts[0].field), (1, "Text"));
    for (side, text) in [(Side::Theirs, &shorter), (Side::Ours, &new)] {
        merge.settle_all(side);
        assert_eq!(&**merge.project().text(id).expect("has a text"), text);
        assert_eq!(merge.project().problems(), []);
    }
}

#[test]
fn two_stances_never_answer_to_one_key() {
    let base = sample();
    let keyed = |id: &str, label: &str| {
        let Entry::Stance(row) = codebook::blank(&base, Kind::Stance, label).with_id(slug(id)) else {
            panic!("a stance");
        };
        with(&base, vec![Edit::Stance(row.id, Some(Arc::new(Stance { key: Some('9'), ..Stance::clone(&row) })))])
    };
    let (ours, theirs) = (keyed("hedges", "Hedges"), keyed("waits", "Waits"));
    let note = "Stance “Waits” has lost its key 9 to “Hedges”";
    let merge = merged(&base, &ours, &theirs, &[], &[note]);
    let key = |id: &str| merge.project().stance(slug(id)).expect("is there").key;
    assert_eq!((key("hedges"), key("waits")), (Some('9'), None));
}

#[test]
fn the_order_of_one_side_is_taken_and_of_two_ours() {
    let base = sample();
    let first = |project: &Project, id: &str| done(project, codebook::reorder(project, EntryId::Country(slug(id)), 0));
    let order = |project: &Project| project.countries_in_order().iter().map(|row| row.id).collect::<Vec<_>>();
    let (ours, theirs) = (first(&base, "russia"), first(&base, "nato"));
    assert_eq!(order(merged(&base, &base, &theirs, &[], &[]).project()), order(&theirs));
    let grown = with(&base, vec![Edit::Country(slug("norway"), Some(Arc::new(country("norway", "Norway", "", &[]))))]);
    let merge = merged(&base, &grown, &theirs, &[], &[]);
    assert_eq!(order(merge.project())[..2], [slug("nato"), slug("united-kingdom")]);
    assert_eq!(order(merge.project()).last(), Some(&slug("norway")));
    let note = "The order of the countries was changed on both sides: ours stays";
    assert_eq!(order(merged(&base, &ours, &theirs, &[], &[note]).project()), order(&ours));
    // Ranks alone are no order: a file deals them out anew.
    let read = store::from_str(&store::to_string(&ours)).expect("is well formed").project;
    assert_eq!(merged(&base, &ours, &read, &[], &[]).edits(), []);
}

#[test]
fn differences_are_told_most_important_first() {
    let base = sample();
    let id: ArticleId = slug(ARTICLE);
    let mut project = recoded(&base, 1, |row| row.issue = slug("us-backstop"));
    let cell = Cell { country: slug("united-kingdom"), issue: slug("us-backstop") };
    let step = assessments::assess(&project, cell, Judgement::NothingFound, "", None, &[], &stamp(1));
    project = done(&project, Ok(step));
    project = done(&project, articles::remove(&project, slug("lowlands")));
    let details =
        ArticleDetails { notes: "Read twice".into(), ..ArticleDetails::from(&**base.article(id).expect("is there")) };
    project = done(&project, articles::describe(&project, id, details));
    project = done(&project, codebook::rename(&project, EntryId::Issue(slug("us-backstop")), "American backstop"));
    project = done(&project, codebook::reorder(&project, EntryId::Country(slug("nato")), 0));
    let words = merge::words(&base, &project, 100);
    let at =
        |part: &str| words.iter().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}: {words:#?}"));
    let lines = [
        at("United Kingdom on US backstop: +1 claim, assessed"),
        at("United Kingdom on Peacekeepers: −1 claim"),
        at("removed with"),
        at("Article “London pays first and asks afterwards”: notes changed"),
        at("Issue “American backstop” renamed from “US security backstop”"),
        at("Order of the countries changed"),
    ];
    assert!(lines.is_sorted(), "{words:#?}");
    let summary = merge::summary(&base, &project);
    for part in [
        "claims removed",
        "1 claim changed",
        "1 article removed",
        "1 article changed",
        "+1 assessment",
        "order of the countries changed",
    ] {
        assert!(summary.contains(part), "{summary}");
    }
    assert_eq!(
        merge::words(&base, &project, 2).last().map(String::as_str),
        Some(&*format!("and {} differences more", words.len() - 1))
    );
}

#[test]
fn what_was_broken_before_is_no_more_broken_afterwards() {
    let whole = store::to_string(&sample());
    let broken = |from: &str, to: &str, nth: usize| {
        let at = whole.match_indices(from).nth(nth).map(|(at, _)| at)?;
        let text = format!("{}{to}{}", &whole[..at], &whole[at + from.len()..]);
        Some(store::from_str(&text).ok()?.project)
    };
    let base = sample();
    let ours = recoded(&base, 1, |row| row.countries.push(slug("poland")));
    let mut tried = 0;
    for (from, to) in [
        ("\"united-kingdom\"", "\"atlantis\""),
        ("\"poland\"", "\"poland\", \"poland\""),
        ("\"send-peacekeepers\"", "\"sned\""),
        ("key: '2'", "key: '1'"),
        ("at: (", "at: (1"),
        ("name: \"Keir Starmer\"", "name: \"\""),
        ("countries: [\"france\"], speaker: \"emmanuel-macron\", ", ""),
    ] {
        for broken in (0..30).filter_map(|nth| broken(from, to, nth)) {
            tried += 1;
            for (base, ours, theirs) in
                [(&base, &ours, &broken), (&base, &broken, &ours), (&broken, &ours, &broken), (&broken, &broken, &ours)]
            {
                let mut merge = merge::merge(base, ours, theirs);
                for side in [Side::Ours, Side::Theirs] {
                    let before = [ours.problems(), theirs.problems()].concat();
                    let new: Vec<_> = merge.project().problems().into_iter().filter(|p| !before.contains(p)).collect();
                    assert_eq!(new, [], "{from} → {to}");
                    merge.settle_all(side);
                }
            }
        }
    }
    assert!(tried > 60, "{tried}");
}

/// The merge written to a file as the merge driver writes it, and read from there as the window reads it.
fn round(merge: &merge::Merge) -> merge::Merge {
    let [base, ours, theirs] = merge.unsettled().map(|project| store::to_string(&project));
    let sides = store::conflict_sides(&store::with_markers(&base, &ours, &theirs)).expect("has both versions");
    assert_eq!((sides.base.as_deref(), &sides.ours, &sides.theirs), (Some(&*base), &ours, &theirs));
    let read = |text: &str| store::from_str(text).expect("is well formed").project;
    let base = sides.base.filter(|base| !base.is_empty()).map_or_else(new_project, |base| read(&base));
    merge::merge(&base, &read(&sides.ours), &read(&sides.theirs))
}

#[test]
fn what_the_driver_counts_is_what_the_window_asks() {
    let base = sample();
    let recode = |hours, stance: &str, note: &str| {
        recoded(&base, hours, |row| (row.stance, row.note) = (slug(stance), note.into()))
    };
    let (ours, theirs) = (recode(1, "opposes", "Ours"), recode(2, "reluctant", "Theirs"));
    let gone = done(&base, claims::delete(&base, &[slug(CLAIM)]));
    let removed = done(&base, articles::remove(&base, slug(ARTICLE)));
    let text = |words: &str| {
        let old = base.text(slug(ARTICLE)).expect("is there").as_str();
        let new = old.replacen("Britain was ready", words, 1);
        done(&base, correct::correct(&base, slug(ARTICLE), &new, &HashMap::new(), &stamp(7)))
    };
    let cell = Cell { country: slug("united-kingdom"), issue: slug("send-peacekeepers") };
    let judged = |project: &Project, sentence: &str| {
        let stamp = Stamp::new("2025-03-05T09:00:00Z".parse().expect("a time"), "Ada", 1);
        let position = Judgement::Position(slug("supports-if"));
        done(project, Ok(assessments::assess(project, cell, position, sentence, None, &[slug(CLAIM)], &stamp)))
    };
    let old = judged(&base, "Perhaps.");
    let judgement = |edit: Option<&str>| match edit {
        Some(sentence) => judged(&old, sentence),
        None => with(&old, vec![Edit::Assessment(cell, None)]),
    };
    let tag = EntryId::Tag(slug("minerals"));
    let untagged = done(&gone, codebook::delete(&gone, tag, Instead::Nothing, &stamp(1)));
    let tagged = recoded(&base, 1, |row| row.tags.push(slug("minerals")));
    let renamed = |name: &str| done(&base, codebook::rename(&base, EntryId::Issue(slug("us-backstop")), name));
    let norway = |iso: &str| {
        let row = country("norway", "Norway", iso, &[]);
        let project = with(&base, vec![Edit::Country(row.id, Some(Arc::new(row)))]);
        recoded(&project, 1, |row| row.countries.push(slug("norway")))
    };
    for (base, ours, theirs, asked) in [
        (&base, &ours, &theirs, 2),
        (&base, &gone, &theirs, 1),
        (&base, &theirs, &gone, 1),
        (&base, &removed, &theirs, 1),
        (&base, &theirs, &removed, 1),
        (&base, &text("Bonn was ready"), &text("Britain was more than ready"), 1),
        (&old, &judgement(Some("Yes.")), &judgement(Some("No.")), 1),
        (&old, &judgement(None), &judgement(Some("No.")), 1),
        (&old, &judgement(Some("Yes.")), &judgement(None), 1),
        (&base, &judged(&base, "Yes."), &judged(&base, "No."), 1),
        (&base, &untagged, &tagged, 1),
        (&base, &tagged, &untagged, 1),
        (&base, &renamed("Backing"), &renamed("Backstop"), 1),
        (&base, &norway("NOR"), &norway("NRW"), 1),
        (&new_project(), &base, &renamed("Backing"), 1),
    ] {
        let mut merge = merge::merge(base, ours, theirs);
        assert_eq!(merge.open(), asked, "{:?}", told(&merge));
        let mut again = round(&merge);
        assert_eq!(told(&again), told(&merge));
        for side in [Side::Theirs, Side::Ours] {
            merge.settle_all(side);
            again.settle_all(side);
            assert_eq!(other_line(again.project(), merge.project()), None, "{:?}", told(&merge));
        }
    }
}

#[test]
fn without_a_base_what_only_one_version_has_is_told() {
    let base = sample();
    let gone = done(&base, claims::delete(&base, &[slug(CLAIM)]));
    let removed = done(&base, articles::remove(&base, slug(ARTICLE)));
    let tag = |project: &Project| {
        done(project, codebook::create(project, codebook::blank(project, Kind::Tag, "Buffer zone")))
    };
    let cell = Cell { country: slug("united-kingdom"), issue: slug("send-peacekeepers") };
    let judged = done(&base, Ok(assessments::assess(&base, cell, Judgement::Declined, "", None, &[], &stamp(1))));
    let claim = "Claim: United Kingdom on Send peacekeepers to Ukraine";
    let count = base.count_claims_in(slug(ARTICLE));
    let article = format!("Article “London pays first and asks afterwards” with {count} claims");
    let assessment = "Assessment: United Kingdom on Send peacekeepers to Ukraine";
    for (ours, theirs, notes) in [
        (&base, &base, vec![]),
        (&base, &gone, vec![format!("Only in the first version: {claim}")]),
        (&gone, &base, vec![format!("Only in the second version: {claim}")]),
        (&removed, &base, vec![format!("Only in the second version: {article}")]),
        (
            &judged,
            &tag(&gone),
            vec![
                format!("Only in the first version: {claim}"),
                format!("Only in the first version: {assessment}"),
                "Only in the second version: Tag “Buffer zone”".to_owned(),
            ],
        ),
    ] {
        let mut merge = merge::merge(&new_project(), ours, theirs);
        merge.tell_one_sided(["first version", "second version"]);
        assert_eq!(merge.notes, notes);
        merge.settle_all(Side::Theirs);
        assert_eq!(merge.notes, notes, "answers leave what was told");
    }
}

/// Which of two people a row is the matter of.
fn whose(project: &Project, edit: &Edit) -> Option<bool> {
    let of = |words: String| words.bytes().map(u32::from).sum::<u32>().is_multiple_of(2);
    Some(match edit {
        Edit::Info(_) | Edit::Issue(..) | Edit::Tag(..) | Edit::Country(..) | Edit::View(..) => true,
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
    fn what_is_not_settled_is_asked_again_from_a_file(
        verbs_a in verbs(40), verbs_b in verbs(40),
        text_a in proptest::option::of(correction()), text_b in proptest::option::of(correction()), seed: u64,
    ) {
        let base = sample();
        let ours = corrected(&worked(&base, &verbs_a, seed), text_a.as_ref());
        let theirs = corrected(&worked(&base, &verbs_b, seed ^ 1), text_b.as_ref());
        let mut merge = merge::merge(&base, &ours, &theirs);
        prop_assume!(merge.open() > 0);
        let mut again = round(&merge);
        // A key that two levels of the scale would share is taken from one of them on the way; whether it is asked
        // about as well depends on which.
        let asked = |merge: &merge::Merge| {
            let rows = merge.conflicts.iter().map(|it| (it.row, it.field));
            rows.filter(|(_, field)| *field != "Key").collect::<Vec<_>>()
        };
        prop_assert_eq!(asked(&again), asked(&merge));
        for side in [Side::Theirs, Side::Ours] {
            merge.settle_all(side);
            again.settle_all(side);
            // A level of the scale that comes back may have lost its key on the way.
            let rows = |merge: &merge::Merge| {
                let project = merge.project();
                let names = Kind::ALL.map(|kind| project.entries(kind).iter().map(Entry::id).collect::<BTreeSet<_>>());
                (project.claims().clone(), project.assessments().clone(), project.articles().clone(), names)
            };
            prop_assert!(rows(&again) == rows(&merge), "{:?}", other_line(again.project(), merge.project()));
        }
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
        corrections in proptest::collection::vec(proptest::option::of(correction()), 3),
        from_sample in proptest::bool::weighted(0.7), with_base in proptest::bool::weighted(0.9), seed: u64,
    ) {
        let start = if from_sample { sample() } else { new_project() };
        let base = corrected(&worked(&start, &before, seed), corrections[0].as_ref());
        let a = corrected(&worked(&base, &ours, seed ^ 1), corrections[1].as_ref());
        let b = corrected(&worked(&base, &theirs, seed ^ 2), corrections[2].as_ref());
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
