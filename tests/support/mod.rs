//! What several integration tests share.

#![allow(dead_code, reason = "each test uses a part of it")]

pub mod acts;

use std::path::{Path, PathBuf};

use demarche::model::Project;
use demarche::store;

/// A path inside the repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The sample dossier, from its file.
pub fn sample() -> Project {
    let loaded = store::load(&root("projects/paris-talks.ron")).expect("the sample loads");
    assert_eq!(loaded.problems, []);
    loaded.project
}

/// The first table in which two projects differ, row by row; also where excerpts and claims are found by
/// what they belong to.
pub fn difference(a: &Project, b: &Project) -> Option<&'static str> {
    let tables = [
        ("info", a.info() == b.info()),
        ("articles", a.articles() == b.articles()),
        ("texts", a.texts() == b.texts()),
        ("excerpts", a.excerpts() == b.excerpts()),
        ("claims", a.claims() == b.claims()),
        ("countries", a.countries() == b.countries()),
        ("actors", a.actors() == b.actors()),
        ("issues", a.issues() == b.issues()),
        ("stances", a.stances() == b.stances()),
        ("tags", a.tags() == b.tags()),
        ("blocs", a.blocs() == b.blocs()),
        ("views", a.views() == b.views()),
        ("assessments", a.assessments() == b.assessments()),
        ("excerpts by article", a.excerpts_by_article().eq(b.excerpts_by_article())),
        ("claims by excerpt", a.excerpts().keys().all(|id| a.claims_of(*id) == b.claims_of(*id))),
    ];
    tables.into_iter().find(|(_, same)| !same).map(|(name, _)| name)
}

/// What the ways from article to excerpt and from excerpt to claim leave out or invent.
pub fn lost(project: &Project) -> Option<&'static str> {
    let excerpts = project.articles().keys().map(|id| project.excerpts_of(*id).len()).sum::<usize>();
    let claims = project.excerpts().keys().map(|id| project.claims_of(*id).len()).sum::<usize>();
    let counted = project.articles().keys().map(|id| project.count_claims_in(*id)).sum::<usize>();
    if excerpts != project.excerpts().len() {
        Some("an excerpt is not found through its article")
    } else if claims != project.claims().len() || counted != claims {
        Some("a claim is not found through its excerpt")
    } else if project.excerpts().keys().any(|id| project.claims_of(*id).is_empty()) {
        Some("an excerpt is left without a claim")
    } else {
        None
    }
}
