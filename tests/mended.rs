//! What was wrong once, each with the name of what holds now.

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use assert_cmd::cargo::cargo_bin_cmd;
use demarche::derive::{Matrix, Settings};
use demarche::edit::ops::claims::{self, ClaimDraft, Target};
use demarche::edit::ops::codebook::{self, Instead};
use demarche::edit::ops::{articles, assessments};
use demarche::edit::{Document, Stamp};
use demarche::model::{
    Article, Cell, Claim, ClaimId, CountryId, EntryId, Excerpt, IssueId, Judgement, Progress, Project, Slug, StanceId,
};
use demarche::store;
use demarche::text::Span;
use support::{difference, root, sample};

fn slug(text: &str) -> Slug {
    Slug::new(text).expect("a slug")
}

/// A document of the sample, and a stamp later than anything in it.
fn begin() -> (Document, Stamp) {
    let now = "2030-01-01T00:00:00Z".parse().expect("a time");
    (Document::new(sample()), Stamp::new(now, "Ada", 1))
}

fn draft() -> ClaimDraft {
    ClaimDraft {
        countries: vec![CountryId(slug("spain"))],
        issue: Some(IssueId(slug("send-peacekeepers"))),
        stance: Some(StanceId(slug("opposes"))),
        ..ClaimDraft::default()
    }
}

/// Judges every cell with evidence on what lies under it now; nothing is stale then.
fn assess_all(document: &mut Document, stamp: &Stamp) {
    let matrix = Matrix::new(document.project(), &Settings::default());
    for cell in matrix.cells_with_evidence().filter_map(|(spot, _)| spot.cell()) {
        let under = matrix.evidence(cell);
        let step = assessments::assess(document.project(), cell, Judgement::Declined, "", None, under, stamp);
        document.commit(step).expect("is sound");
    }
    assert_eq!(stale(document.project()), []);
}

/// The assessed cells under which something has changed since.
fn stale(project: &Project) -> Vec<Cell> {
    let matrix = Matrix::new(project, &Settings::default());
    let stale = matrix.cells().filter(|(_, position)| position.stale > 0);
    stale.filter_map(|(spot, _)| spot.cell()).collect()
}

fn cells_of(claim: &Claim) -> Vec<Cell> {
    claim.countries.iter().map(|country| Cell { country: *country, issue: claim.issue }).collect()
}

/// The claims that were changed at the time of the stamp.
fn changed(project: &Project, stamp: &Stamp) -> Vec<ClaimId> {
    project.claims().values().filter(|claim| claim.updated == stamp.now).map(|claim| claim.id).collect()
}

#[test]
fn the_first_claim_of_an_unread_article_is_one_step_with_the_mark_on_the_article() {
    let (mut document, mut stamp) = begin();
    let before = document.project().clone();
    let unread = |row: &&Arc<Article>| row.progress == Progress::Unread;
    let article = before.articles().values().find(unread).expect("one is unread").id;

    let target = Target::Selection(article, Span::new(0, 6));
    let (step, id) = claims::code(document.project(), target, draft(), &mut stamp).expect("is complete");
    document.commit(step).expect("is sound");
    let progress = |document: &Document| document.project().article(article).expect("is there").progress;
    assert_eq!(progress(&document), Progress::InProgress);
    assert_eq!(document.undo().as_deref(), Some("Code claim"));
    assert_eq!(difference(document.project(), &before), None);
    document.redo().expect("can be brought back");
    assert!(document.project().claim(id).is_some());

    // The article of the excerpt counts, and one that is done stays done.
    let step = articles::set_progress(document.project(), article, Progress::Done).expect("is there");
    document.commit(step).expect("is sound");
    let target = Target::Excerpt(document.project().claim(id).expect("is there").excerpt);
    let (step, _) = claims::code(document.project(), target, draft(), &mut stamp).expect("is complete");
    document.commit(step).expect("is sound");
    assert_eq!(progress(&document), Progress::Done);
}

#[test]
fn a_selection_takes_up_an_excerpt_of_its_words_but_none_that_is_adrift() {
    let (document, mut stamp) = begin();
    let excerpt = document.project().excerpts().values().next().expect("there is one").clone();
    let target = Target::Selection(excerpt.article, excerpt.anchor.span);
    let mut check = |project: &Project, same: bool| {
        let (step, id) = claims::code(project, target, draft(), &mut stamp).expect("is complete");
        let mut document = Document::new(project.clone());
        document.commit(step).expect("is sound");
        let used = document.project().claim(id).expect("is there").excerpt;
        assert_eq!(used == excerpt.id, same);
        let anchor = |row: &Excerpt| row.anchor.quotation.clone();
        let stands = document.project().text(excerpt.article).expect("is there").get(excerpt.anchor.span);
        assert_eq!(Some(&*anchor(document.project().excerpt(used).expect("is there"))), stands);
    };
    check(document.project(), true);

    // The same file with other words in the quotation: the excerpt no longer holds.
    let file = store::to_string(document.project());
    let at = format!("quotation: \"{}", &excerpt.anchor.quotation);
    assert_eq!(file.matches(&at).count(), 1, "{at}");
    let adrift = store::from_str(&file.replace(&at, &format!("{at} indeed"))).expect("loads");
    assert_eq!(adrift.problems.len(), 1);
    check(&adrift.project, false);

    // Without what stands around it, it is the same excerpt still.
    let before = format!("before: \"{}\",", excerpt.anchor.before);
    let bare = store::from_str(&file.replace(&before, "")).expect("loads");
    assert_eq!(bare.project.excerpt(excerpt.id).map(|row| row.anchor.before.is_empty()), Some(true));
    check(&bare.project, true);
}

#[test]
fn merging_and_deleting_codebook_rows_changes_the_claims_and_makes_assessments_stale() {
    let stance = |text| EntryId::Stance(StanceId(slug(text)));
    let country = |text| EntryId::Country(CountryId(slug(text)));
    for (id, instead) in [
        (stance("opposes"), Instead::Entry(stance("supports"))),
        (country("spain"), Instead::Entry(country("italy"))),
        (country("spain"), Instead::DeleteClaims),
    ] {
        let (mut document, mut stamp) = begin();
        assess_all(&mut document, &stamp);
        let before = document.project().clone();
        stamp.now += jiff::SignedDuration::from_secs(60);
        document.commit(codebook::delete(&before, id, instead, &stamp).expect("can be")).expect("is sound");
        let project = document.project();
        let differs = |claim: &&Arc<Claim>| before.claim(claim.id) != Some(*claim);
        let rewritten: Vec<ClaimId> = project.claims().values().filter(differs).map(|claim| claim.id).collect();
        assert_eq!(changed(project, &stamp), rewritten, "{id:?}");
        assert!(!rewritten.is_empty(), "{id:?}");
        let mut cells: Vec<Cell> =
            rewritten.iter().flat_map(|id| cells_of(project.claim(*id).expect("is there"))).collect();
        cells.retain(|cell| project.assessment(*cell).is_some());
        let stale = stale(project);
        assert!(!cells.is_empty() && cells.iter().all(|cell| stale.contains(cell)), "{id:?}: {stale:?}");
    }
}

#[test]
fn moving_an_excerpt_changes_its_claims_and_nothing_else() {
    let (mut document, mut stamp) = begin();
    assess_all(&mut document, &stamp);
    stamp.now += jiff::SignedDuration::from_secs(60);
    let before = document.project().clone();
    let excerpt = before.excerpts().values().next().expect("there is one");
    let claims: Vec<ClaimId> = before.claims_of(excerpt.id).iter().map(|claim| claim.id).collect();

    let step = claims::move_excerpt(&before, excerpt.id, excerpt.anchor.span, &stamp).expect("is there");
    document.commit(step).expect("is sound");
    assert_eq!(difference(document.project(), &before), None, "not moved at all");

    let span = Span { start: excerpt.anchor.span.end, end: excerpt.anchor.span.end };
    let refused = claims::move_excerpt(&before, excerpt.id, span, &stamp);
    assert!(refused.is_err(), "no words");

    let text = before.text(excerpt.article).expect("is there");
    let last = text.get(excerpt.anchor.span).and_then(|words| words.char_indices().next_back()).expect("has words");
    let span = Span::new(excerpt.anchor.span.start.index(), excerpt.anchor.span.start.index() + last.0);
    document.commit(claims::move_excerpt(&before, excerpt.id, span, &stamp).expect("is there")).expect("is sound");
    assert_eq!(changed(document.project(), &stamp), claims);
    let mut cells: Vec<Cell> = claims.iter().flat_map(|id| cells_of(before.claim(*id).expect("is there"))).collect();
    cells.sort_unstable();
    let mut stale = stale(document.project());
    stale.sort_unstable();
    assert_eq!(stale, cells);
    document.undo().expect("can be taken back");
    assert_eq!(difference(document.project(), &before), None);
}

/// Runs the binary in `folder`; how it ended, and what it said where.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = cargo_bin_cmd!("demarche").current_dir(folder).args(args).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn one_article_is_not_one_articles() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run(folder.path(), &["new", "p.ron"]).0, Some(0));
    fs::write(folder.path().join("a.txt"), "Title\n\nWords.").expect("can be written");
    let (code, out, _) = run(folder.path(), &["import", "p.ron", "a.txt"]);
    assert_eq!(code, Some(0), "{out}");
    let (code, out, err) = run(folder.path(), &["check", "p.ron"]);
    assert_eq!((code, out.as_str()), (Some(0), "p.ron: 1 article, 0 excerpts, 0 claims: no problems\n"), "{err}");
    let (_, _, err) = run(folder.path(), &["export", "p.ron", "--to", "out.csv"]);
    assert!(err.contains("out.csv: 0 rows written"), "{err}");
}

#[cfg(unix)]
#[test]
fn an_import_that_cannot_be_saved_does_not_say_that_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("p.ron");
    fs::copy(root("projects/paris-talks.ron"), &path).expect("copied");
    fs::write(folder.path().join("a.txt"), "Title\n\nWords.").expect("can be written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("can be set");
    let (code, out, err) = run(folder.path(), &["import", "p.ron", "a.txt"]);
    assert_eq!((code, out.as_str()), (Some(2), ""), "{err}");
    assert!(err.contains("p.ron cannot be written"), "{err}");
}

#[cfg(unix)]
#[test]
fn an_export_flows_into_a_pipe_and_leaves_it_there() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    fs::copy(root("projects/paris-talks.ron"), folder.path().join("p.ron")).expect("copied");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe)
    });
    let export = |to: &str| run(folder.path(), &["export", "p.ron", "--to", to]);
    assert_eq!(export("pipe").0, Some(0));
    let piped = reader.join().expect("ends").expect("can be read");
    assert!(fs::metadata(&pipe).expect("is there").file_type().is_fifo());
    let (code, out, err) = export("/dev/stdout");
    assert_eq!((code, out.as_bytes()), (Some(0), piped.as_slice()), "{err}");
    assert_eq!(export("file.csv").0, Some(0));
    assert_eq!(fs::read(folder.path().join("file.csv")).expect("is there"), piped);
}
