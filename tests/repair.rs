//! Repairing in one step what needs nobody's decision; the rest stays for a person.

use demarche::edit::Document;
use demarche::edit::ops::repair::repair;
use demarche::model::{Problem, Project};
use demarche::store;
use proptest::prelude::*;

mod support;

/// One of everything that can name something else.
const WHOLE: &str = r#"(format: 1, id: "p1",
  scale: [
    (id: "supports", label: "Supports", score: 2, colour: "teal", glyph: "up-filled", key: '1'),
    (id: "opposes", label: "Opposes", score: -2, colour: "rust", glyph: "down-filled", key: '2'),
  ],
  countries: [(id: "poland", name: "Poland"), (id: "spain", name: "Spain")],
  actors: [(id: "tusk", name: "Donald Tusk", country: "poland", voice: "government")],
  issues: [(id: "send", label: "Send peacekeepers")],
  tags: [(id: "key", label: "Key")],
  blocs: [(id: "weimar", label: "Weimar", members: ["poland"])],
  articles: [(id: "a1", progress: "done", added: "2025-03-01T10:00:00Z", text: "“No,” said Tusk.", excerpts: [
    (id: "x1", at: (0, 9), quotation: "“No,”", claims: [
      (id: "c1", countries: ["poland"], speaker: "tusk", issue: "send", stance: "opposes", basis: "quoted",
       addressees: [country("spain")], tags: ["key"], created: "2025-03-01T11:00:00Z"),
    ]),
  ])],
  assessments: [(country: "poland", issue: "send", stance: "opposes", made: "2025-03-02T00:00:00Z")],
)"#;

fn load(source: &str) -> Project {
    store::from_str(source).unwrap_or_else(|error| panic!("{error}\n{source}")).project
}

/// Whether somebody must decide about it.
fn needs_a_person(problem: &Problem, project: &Project) -> bool {
    match problem {
        Problem::Adrift { .. }
        | Problem::Nobody(_)
        | Problem::NoText(_)
        | Problem::NoArticle { .. }
        | Problem::NoExcerpt { .. } => true,
        Problem::NoWords { excerpt, .. } => !project.claims_of(*excerpt).is_empty(),
        // Left for whoever decides whose claim it is.
        Problem::Twice { whose, .. } => project
            .problems()
            .iter()
            .any(|other| matches!(other, Problem::Nobody(id) if *whose == format!("claim {id}"))),
        Problem::Dangling { .. } | Problem::SameKey(..) | Problem::NoName(_) | Problem::NoViewName(_) => false,
    }
}

/// Repairs, checks what holds of every repair, and returns the label with what was told.
fn check(source: &str) -> (String, Vec<String>) {
    let before = load(source);
    let (step, told) = repair(&before);
    let (label, nothing) = (step.label.clone(), step.edits.is_empty());
    assert_eq!(nothing, told.is_empty());
    let mut document = Document::new(before.clone());
    document.commit(step).unwrap_or_else(|error| panic!("{error}\n{source}"));
    let after = document.project().clone();
    for problem in after.problems() {
        assert!(needs_a_person(&problem, &after), "{problem}\n{source}");
    }
    let fixed = before.problems().len() - after.problems().len();
    assert_eq!(label, format!("Repair {fixed} problem{}", if fixed == 1 { "" } else { "s" }));
    assert_eq!((after.claims().len(), after.texts()), (before.claims().len(), before.texts()));
    assert_eq!(repair(&after).1, Vec::<String>::new(), "one step is enough");
    assert_eq!(load(&store::to_string(&after)).problems(), after.problems());
    if !nothing {
        assert!(document.undo().is_some());
    }
    assert_eq!(support::difference(document.project(), &before), None, "undo takes it back");
    (label, told)
}

#[test]
fn a_project_without_problems_is_left_alone() {
    assert_eq!(check(WHOLE), ("Repair 0 problems".into(), Vec::new()));
}

#[test]
fn each_problem_that_needs_nobody_is_repaired() {
    for (from, to, count, told) in [
        (
            "speaker: \"tusk\"",
            "speaker: \"emmanuel-macron\"",
            1,
            "actor “emmanuel-macron” was named once but is not in the codebook: added as “Emmanuel Macron”",
        ),
        ("members: [\"poland\"]", "members: [\"poland\", \"united-kingdom\"]", 1, "added as “United Kingdom”"),
        ("issue: \"send\", stance", "issue: \"us-backstop\", stance", 1, "added as “Us backstop”"),
        ("stance: \"opposes\", made", "stance: \"reluctant\", made", 1, "stance “reluctant” was named once"),
        ("tags: [\"key\"], created", "tags: [\"kee\", \"kee\"], created", 3, "claim c1 named tag “kee” twice"),
        ("(id: \"spain\", name: \"Spain\")", "", 1, "country “spain” was named once"),
        (
            "countries: [\"poland\"]",
            "countries: [\"poland\", \"poland\", \"poland\"]",
            2,
            "claim c1 named country “poland” twice: now once",
        ),
        ("members: [\"poland\"]", "members: [\"poland\", \"poland\"]", 1, "bloc “weimar” named country “poland” twice"),
        ("key: '2'", "key: '1'", 1, "stances “Supports” and “Opposes” had the key 1: “Opposes” has none now"),
        ("name: \"Poland\"", "name: \" \"", 1, "country “poland” had no name: it is called by its id"),
        ("label: \"Opposes\"", "label: \"\"", 1, "stance “opposes” had no name"),
        (
            "excerpts: [",
            "excerpts: [(id: \"x2\", at: (3, 3), quotation: \"\"),",
            1,
            "excerpt x2 in article a1 quoted nothing",
        ),
    ] {
        assert!(WHOLE.contains(from), "{from}");
        let (label, said) = check(&WHOLE.replacen(from, to, 1));
        assert!(label.starts_with(&format!("Repair {count} problem")), "{to}: {label}");
        assert!(said.iter().any(|sentence| sentence.contains(told)), "{to}: {said:?}");
    }
}

#[test]
fn what_needs_a_decision_stays_listed() {
    for (from, to, left) in [
        ("at: (0, 9)", "at: (1, 10)", "needs re-anchoring"),
        ("at: (0, 9), quotation: \"“No,”\"", "at: (0, 0), quotation: \"\"", "quotes nothing"),
        ("countries: [\"poland\"], speaker: \"tusk\", ", "", "neither a country nor a speaker"),
    ] {
        // Beside something that is repaired all the same.
        let source = WHOLE.replacen(from, to, 1).replacen("key: '2'", "key: '1'", 1);
        let (label, said) = check(&source);
        assert_eq!((&*label, said.len()), ("Repair 1 problem", 1), "{said:?}");
        let problems = load(&source).problems();
        assert!(problems.iter().any(|problem| problem.to_string().contains(left)), "{problems:?}");
    }
}

#[test]
fn what_comes_back_is_as_it_would_be_in_a_new_project() {
    let source = WHOLE.replacen(
        "(id: \"supports\", label: \"Supports\", score: 2, colour: \"teal\", glyph: \"up-filled\", key: '1'),",
        "",
        1,
    );
    let source = source.replacen("stance: \"opposes\", made", "stance: \"supports\", made", 1);
    let mut document = Document::new(load(&source));
    document.commit(repair(document.project()).0).expect("holds");
    let scale = document.project().scale();
    let back = scale.iter().find(|stance| stance.label == "Supports").expect("is back");
    assert_eq!((back.score, back.key), (Some(2), Some('1')));
    assert_eq!(scale.last().map(|stance| stance.id), Some(back.id), "what was there keeps its place");
}

#[test]
fn a_name_that_is_taken_is_not_given_again() {
    let source = WHOLE.replacen("country: \"poland\", voice", "country: \"nowhere\", voice", 1);
    let source = source.replacen("name: \"Poland\"", "name: \"Nowhere\"", 1);
    let (_, said) = check(&source);
    assert!(said[0].ends_with("added as “Nowhere (restored)”"), "{said:?}");
}

proptest! {
    #[test]
    fn whatever_names_whatever_one_step_repairs_what_it_may(changes in proptest::collection::vec((0..60usize, 0..8usize), 1..12)) {
        let mut source = WHOLE.to_owned();
        for (place, with) in changes {
            let with = ["poland", "spain", "nowhere", "tusk", "send", "opposes", "key", ""][with];
            let strings: Vec<(usize, usize)> = quoted(&source);
            let (start, end) = strings[place % strings.len()];
            let mut changed = source.clone();
            changed.replace_range(start..end, with);
            if store::from_str(&changed).is_ok() {
                source = changed;
            }
        }
        check(&source);
    }
}

/// What stands between quotation marks.
fn quoted(source: &str) -> Vec<(usize, usize)> {
    let marks: Vec<usize> = source.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| (pair[0] + 1, pair[1])).collect()
}

#[test]
fn an_id_that_looks_misspelt_is_not_made_a_row_of_the_codebook() {
    let source = std::fs::read_to_string(support::root("projects/paris-talks.ron")).expect("the sample");
    for (right, wrong, restored) in [("opposes", "oposes", false), ("opposes", "stands-apart", true)] {
        let broken = source.replacen(&format!("stance: \"{right}\", "), &format!("stance: \"{wrong}\", "), 1);
        let project = store::from_str(&broken).expect("is well formed").project;
        let (step, told) = repair(&project);
        assert_eq!(told.len(), usize::from(restored), "{told:?}");
        let mut document = Document::new(project);
        document.commit(step).expect("holds");
        assert_eq!(document.project().problems().len(), usize::from(!restored));
    }
}
