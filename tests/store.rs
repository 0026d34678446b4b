//! Whole project files, large enough to be read and written by several threads.

use demarche::store;

#[allow(dead_code)] // The benches use more of it.
#[path = "../benches/support/large.rs"]
mod large;

use large::Size;

#[test]
fn a_project_of_some_size_survives_the_disk() {
    let size = Size { articles: 700, article_bytes: 4_000, claims: 3_000, countries: 40, issues: 10 };
    let project = large::project(size, 7);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("made-up.ron");
    let disk = store::save(&project, &path, None).expect("can be saved");
    let loaded = store::load(&path).expect("can be loaded");
    assert_eq!(loaded.disk, Some(disk));
    assert_eq!(loaded.problems, []);
    let found = (loaded.project.articles().len(), loaded.project.excerpts().len(), loaded.project.claims().len());
    assert_eq!(found, (700, 3_000, 3_000));
    assert!(project.claims() == loaded.project.claims() && project.excerpts() == loaded.project.excerpts());
    assert!(project.articles() == loaded.project.articles() && project.texts() == loaded.project.texts());
    let written = store::to_string(&project);
    assert_eq!(std::fs::read_to_string(&path).expect("is there"), written);
    assert_eq!(store::to_string(&loaded.project), written);
}

#[test]
fn a_text_that_looks_like_a_project_file_is_only_a_text() {
    let lure = "    (\n      id: \"zzz\",\n".repeat(100_000);
    let article = |id: &str, text: &str| {
        format!(
            "    (\n      id: \"{id}\",\n progress: \"done\", added: \"2025-01-01T00:00:00Z\", text: r#\"{text}\"#),\n"
        )
    };
    let few: String = (0..20).map(|number| article(&format!("a{number}"), "Short.")).collect();
    let source = format!("(format: 1, id: \"p\", articles: [\n{few}{}{}])", article("b", &lure), article("c", &lure));
    let project = store::from_str(&source).expect("is well formed").project;
    assert_eq!(project.articles().len(), 22);
    let longest = project.texts().values().map(|text| text.len()).max();
    assert_eq!(longest, Some(lure.len()));
    assert_eq!(
        store::to_string(&store::from_str(&store::to_string(&project)).expect("again").project),
        store::to_string(&project)
    );
}

#[test]
fn an_error_far_into_a_large_file_is_placed_exactly() {
    let size = Size { articles: 600, article_bytes: 4_000, claims: 600, countries: 5, issues: 3 };
    let written = store::to_string(&large::project(size, 3));
    let at = written.rfind("basis: \"").expect("has claims");
    let line = written[..at].lines().count();
    for (right, wrong, message) in [
        ("basis: \"", "basis: \"un", "is not a basis"),
        ("basis: ", "bases: ", "unexpected field named `bases`"),
        ("basis: ", "basis; ", "xpected"),
    ] {
        let broken = format!("{}{}", &written[..at], written[at..].replacen(right, wrong, 1));
        let error = store::from_str(&broken).expect_err(message).to_string();
        assert!(error.starts_with(&format!("{line}:")) && error.contains(message), "{line}: {error}");
    }
    let id = written[..at].rfind("(id: \"").expect("the claim has an id") + 6;
    let first = written.find("        (id: \"").map(|line| line + 14).expect("there are claims");
    let twice = format!("{}{}{}", &written[..id], &written[first..first + 8], &written[id + 8..]);
    let error = store::from_str(&twice).expect_err("two claims with one id").to_string();
    assert!(error.starts_with(&format!("{line}:")) && error.contains("already a claim"), "{line}: {error}");
}
