//! Files broken in every way we know of, and what is read of them.

use std::collections::HashSet;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::rows::Kind;
use super::*;
use crate::model::{ArticleId, ClaimId};
use crate::store::{Trouble, from_str, to_string};

fn sample() -> String {
    articles(3)
}

/// Articles as we write them; every word that identifies something stands in it once.
fn articles(count: usize) -> String {
    let mut articles = String::new();
    for number in 1..=count {
        let text = format!("Minister{number} said “never{number}”.\nA \"deputy{number}\" said maybe{number}.");
        let mut excerpts = String::new();
        for (index, word) in [format!("“never{number}”"), format!("maybe{number}")].iter().enumerate() {
            let at = text.find(word).expect("is there");
            let claim = |which: usize| {
                format!(
                    "(id: \"c{number}{index}{which}\", countries: [\"poland\"], speaker: \"tusk\", issue: \"send\", \
                     stance: \"opposes\", basis: \"quoted\", note: \"note{number}{index}{which}\", \
                     created: \"2025-03-01T11:00:0{which}Z\"),"
                )
            };
            let end = at + word.len();
            let claims = claim(1) + &claim(2);
            let _ = write!(
                excerpts,
                "(id: \"x{number}{index}\", at: ({at}, {end}), quotation: \"{word}\", claims: [{claims}]),"
            );
        }
        let _ = write!(
            articles,
            "(id: \"a{number}\", title: \"Title{number}\", published: \"2025-02-1{number}\", progress: \"done\", \
             added: \"2025-03-01T10:00:0{number}Z\", text: r#\"{text}\"#, excerpts: [{excerpts}]),"
        );
    }
    let source = format!(
        "(format: 1, id: \"p1\", title: \"Peacekeepers\", notes: \"Mine\", \
         scale: [(id: \"opposes\", label: \"Opposes\", score: -2, colour: \"rust\", glyph: \"down-filled\")], \
         countries: [(id: \"poland\", name: \"Poland\", iso: \"POL\", aliases: [\"Warsaw\"]), \
         (id: \"spain\", name: \"Spain\", note: \"Madrid\")], \
         actors: [(id: \"tusk\", name: \"Donald Tusk\", country: \"poland\", voice: \"government\")], \
         issues: [(id: \"send\", label: \"Send them\", rules: \"Soldiers\")], tags: [(id: \"key\", label: \"Keyword\")], \
         blocs: [(id: \"weimar\", label: \"Triangle\", members: [\"poland\"])], articles: [{articles}], \
         assessments: [(country: \"poland\", issue: \"send\", empty: \"declined\", sentence: \"Silence\", \
         made: \"2025-03-02T00:00:00Z\")])"
    );
    to_string(&from_str(&source).expect("is well formed").project)
}

/// Salvages, and checks that every word of the source is in the project or aside.
fn check(source: &str) -> Salvaged {
    let salvaged = salvage(source);
    if let Some(loaded) = from_str(source).ok().filter(|loaded| loaded.problems.is_empty()) {
        assert_eq!(to_string(&salvaged.project), to_string(&loaded.project));
        assert!(salvaged.aside.is_empty() && salvaged.mended.is_empty(), "{}", salvaged.aside_text());
        return salvaged;
    }
    let mut kept = to_string(&salvaged.project);
    for aside in &salvaged.aside {
        kept.push('\n');
        kept.push_str(&aside.text);
        assert!(!aside.what.is_empty() && !aside.why.is_empty());
    }
    let split =
        |text: &str| -> HashSet<String> { text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect() };
    // What a string says is not what stands in the file where there are escapes.
    if !source.contains('\\') {
        let kept = split(&kept);
        // Dates can be written in several ways.
        let date = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        // An empty list is not written, nor is a list without rows.
        let named = |word: &str| Kind::ALL.iter().any(|kind| kind.knows(word) || kind.spec().list == word);
        let lost: Vec<String> =
            split(source).difference(&kept).filter(|word| !named(word) && !date(word)).cloned().collect();
        assert!(lost.is_empty(), "{lost:?} of\n{source}\nis lost:\n{}", salvaged.aside_text());
    }
    for aside in &salvaged.aside {
        let line = source.split('\n').nth(aside.place.line - 1).unwrap_or_default();
        let rest: String = line.chars().skip(aside.place.column - 1).collect();
        let first = aside.text.split('\n').next().unwrap_or_default();
        assert!(source.contains('\r') || rest.starts_with(first), "{aside:?} is not at its place");
    }
    salvaged
}

/// Makes `from` in the sample `to` and salvages.
fn check_with(from: &str, to: &str) -> Salvaged {
    let sample = sample();
    assert!(sample.contains(from), "{from}\n{sample}");
    check(&sample.replacen(from, to, 1))
}

fn counts(salvaged: &Salvaged) -> (usize, usize, usize) {
    let project = &salvaged.project;
    (project.articles().len(), project.excerpts().len(), project.claims().len())
}

fn told(salvaged: &Salvaged) -> Vec<String> {
    salvaged.aside.iter().map(|aside| format!("{}: {} [{}]", aside.what, aside.why, aside.text)).collect()
}

#[test]
fn a_sound_file_is_read_whole() {
    let salvaged = check(&sample());
    assert_eq!(counts(&salvaged), (3, 6, 12));
    assert_eq!((salvaged.problems.len(), salvaged.aside_text()), (0, String::new()));
}

#[test]
fn one_broken_field_takes_only_itself_or_its_row_away() {
    for (from, to, left, words) in [
        (
            "published: \"2025-02-12\"",
            "published: \"2025-02-32\"",
            (3, 6, 12),
            "`published` of article a2: “2025-02-32” is not a date",
        ),
        ("title: \"Title2\"", "titel: \"Title2\"", (3, 6, 12), "`titel` of article a2: an article has no such field"),
        ("progress: \"done\"", "progress: \"doen\"", (3, 6, 12), "`progress` of article a1"),
        ("note: \"note201\"", "note: note201", (3, 6, 12), "`note` of claim c201 in article a2"),
        (
            "id: \"c201\", countries",
            "id: \"c201\", color: \"red\", countries",
            (3, 6, 11),
            "claim c201 in article a2: `color`: a claim has no such field",
        ),
        (
            "stance: \"opposes\", basis: \"quoted\", note: \"note201\"",
            "stance: \"opposes\", basis: \"qouted\", note: \"note201\"",
            (3, 6, 11),
            "claim c201 in article a2: `basis`: “qouted” is not a basis",
        ),
        ("issue: \"send\", stance", "stance", (3, 6, 11), "claim c101 in article a1: `issue` is missing"),
        ("quotation: \"maybe3\"", "quotation: 7", (3, 5, 10), "excerpt x31 in article a3: `quotation` is missing"),
        ("iso: \"POL\"", "iso: POL", (3, 6, 12), "`iso` of country poland"),
        ("name: \"Spain\"", "name: Spain", (3, 6, 12), "`name` of country spain"),
        ("id: \"spain\"", "id: \"Spain\"", (3, 6, 12), "country Spain: `id` is missing"),
        ("score: -2", "score: -222", (3, 6, 12), "stance opposes: `score`: "),
        ("empty: \"declined\"", "empty: \"delcined\"", (3, 6, 12), "an assessment without id: `empty`: “delcined”"),
        ("title: \"Peacekeepers\"", "title: Peacekeepers", (3, 6, 12), "`title`: it cannot be understood"),
    ] {
        let salvaged = check_with(from, to);
        let told = told(&salvaged);
        assert_eq!(counts(&salvaged), left, "{to}: {told:?}");
        assert!(told.iter().any(|said| said.contains(words)), "{to}: {told:?}");
        assert_eq!(told.len(), 1, "{told:?}");
    }
}

#[test]
fn what_stands_for_a_lost_field_is_told() {
    for (from, to, words) in [
        (
            "      added: \"2025-03-01T10:00:02Z\",\n",
            "",
            "article a2 has lost its `added`: \"1970-01-01T00:00:00Z\" stands there now",
        ),
        ("at: (15, 27)", "at: (15 27)", "excerpt x10 has lost its `at`: (0, 0) stands there now in article a1"),
        ("id: \"a2\"", "id: \"A2\"", "article A2 has the new id \""),
        ("  id: \"p1\",\n", "", "the project has the new id "),
        ("name: \"Spain\",\n", "", "country spain has lost its `name`: \"\" stands there now"),
    ] {
        let salvaged = check_with(from, to);
        assert_eq!(counts(&salvaged), (3, 6, 12), "{to}: {:?}", told(&salvaged));
        assert!(salvaged.mended.iter().any(|said| said.starts_with(words)), "{:?}", salvaged.mended);
    }
}

#[test]
fn lost_and_surplus_lines_of_brackets_cost_nothing() {
    let sample = sample();
    let lines: Vec<&str> = sample.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let bracket = line.trim().trim_end_matches(',');
        let opens = ["articles: [", "excerpts: [", "claims: [", "countries: ["].contains(&bracket);
        if !opens && !["(", ")", "[", "]"].contains(&bracket) {
            continue;
        }
        let without = [&lines[..index], &lines[index + 1..]].concat().join("\n");
        let twice = [&lines[..index], &[*line], &lines[index..]].concat().join("\n");
        for (how, source) in [("without", without), ("twice", twice)] {
            let salvaged = check(&source);
            let around = lines[index.saturating_sub(2)..(index + 3).min(lines.len())].join("\n");
            assert_eq!(counts(&salvaged), (3, 6, 12), "{how} line {}:\n{around}\n{:?}", index + 1, told(&salvaged));
            assert_eq!(salvaged.problems, [], "{how} line {}:\n{around}", index + 1);
        }
    }
}

#[test]
fn a_lost_quotation_mark_spares_the_other_articles() {
    for (from, to, claims) in [
        ("text: r#\"Minister2", "text: r#Minister2", 8),
        ("maybe2.\"#", "maybe2.", 12),
        ("title: \"Title2\"", "title: \"Title2", 12),
        ("title: \"Title2\"", "title: Title2\"", 12),
        ("quotation: \"maybe2\"", "quotation: \"maybe2", 10),
        ("note: \"note201\"", "note: \"note201", 10),
    ] {
        let salvaged = check_with(from, to);
        let claims_left = salvaged.project.claims().len();
        assert!(claims_left >= claims, "{to}: {claims_left} {:?}", told(&salvaged));
        for (id, row) in salvaged.project.claims() {
            let article = salvaged.project.article_of(row).map(|article| article.id.to_string());
            assert_eq!(article, Some(format!("a{}", &id.to_string()[1..2])), "stays in its article");
        }
    }
    let torn = check_with("maybe2.\"#", "maybe2.");
    assert_eq!(torn.problems, [], "what is left of a text still holds its excerpts");
}

#[test]
fn everything_complete_before_a_cut_is_read() {
    for (sample, step) in [(articles(1), 1), (sample(), 31)] {
        let mut ids: Vec<(usize, ClaimId)> = Vec::new();
        for id in from_str(&sample).expect("is whole").project.claims().keys() {
            let start = sample.find(&format!("(id: \"{id}\"")).expect("is there");
            ids.push((start + sample[start..].find(')').expect("ends"), *id));
        }
        for cut in (0..sample.len()).step_by(step).filter(|cut| sample.is_char_boundary(*cut)) {
            let salvaged = check(&sample[..cut]);
            for (end, id) in &ids {
                assert_eq!(salvaged.project.claim(*id).is_some(), *end < cut, "{id} ends at {end}, the file at {cut}");
            }
        }
    }
}

#[test]
fn a_second_row_of_the_same_id_is_aside_unless_it_is_the_same() {
    let sample = sample();
    let row = |id: &str, open: &str, close: &str| {
        let start = sample.find(&format!("{open}id: \"{id}\"")).expect("is there");
        sample[start..start + sample[start..].find(close).expect("ends") + close.len()].to_owned()
    };
    let claim = row("c101", "            (", "),\n");
    let article = row("a1", "    (\n      ", "\n    ),\n");
    let country = row("spain", "    (\n      ", "\n    ),\n");
    for (what, again, aside) in [
        (&claim, claim.clone(), None),
        (&claim, claim.replace("note101", "other"), Some("claim c101 in article a1: it stands there a second time")),
        (&article, article.clone(), None),
        (
            &article,
            article.replace("Title1", "Other"),
            Some("a field of article a1: the same article stands there twice"),
        ),
        (
            &article,
            article.replace("Minister1", "Chairman1"),
            Some("article a1: another article has the same id and another text"),
        ),
        (
            &article,
            article.replace("note101", "other"),
            Some("claim c101 in article a1: it stands there a second time"),
        ),
        (&country, country.clone(), None),
        (&country, country.replace("Madrid", "Sevilla"), Some("country spain: it stands there a second time")),
    ] {
        let salvaged = check(&sample.replacen(what, &format!("{what}{again}"), 1));
        assert_eq!(counts(&salvaged), (3, 6, 12));
        let told = told(&salvaged);
        assert_eq!(told.is_empty(), aside.is_none(), "{told:?}");
        assert!(aside.is_none_or(|aside| told.iter().any(|said| said.starts_with(aside))), "{told:?}");
    }
}

#[test]
fn zeros_in_the_middle_do_not_move_excerpts_to_other_articles() {
    let sample = sample();
    for start in (0..sample.len()).step_by(13) {
        for len in [1, 40, 400, 1500] {
            let mut bytes = sample.clone().into_bytes();
            let end = (start + len).min(bytes.len());
            bytes[start..end].fill(0);
            // Zeros within one string, or from one to another, are what the file says.
            if from_str(&String::from_utf8_lossy(&bytes)).is_ok_and(|loaded| loaded.problems.is_empty()) {
                continue;
            }
            let salvaged = salvage_bytes(&bytes);
            for (id, row) in salvaged.project.claims() {
                let (Some(article), id) = (salvaged.project.article_of(row), id.to_string()) else { panic!("{id}") };
                if id.len() == 4 && article.id.to_string().len() == 2 {
                    assert_eq!(
                        article.id.to_string()[1..],
                        id[1..2],
                        "zeros at {start}..{end}\n{}",
                        String::from_utf8_lossy(&bytes)
                    );
                    assert_eq!(row.excerpt.to_string()[1..], id[1..3], "zeros at {start}..{end}");
                }
            }
        }
    }
}

#[test]
fn another_layout_is_read_as_well() {
    let source = r#"(format:1,id:"p",countries:[(id:"a",name:"A"),(id:"b",nam:"B"),(id:"c",name:"C")],articles:[
(id:"a1",progress:"done",added:"2025-03-01T10:00:00Z",text:"Yes",excerpts:[(id:"x1",at:(0,3),quotation:"Yes",claims:[
(id:"c1",countries:["a"],issue:"i",stance:"s",basis:"wrong",created:"2025-03-01T10:00:00Z"),
(id:"c2",countries:["a"],issue:"i",stance:"s",basis:"quoted",created:"2025-03-01T10:00:00Z")])]),
(id:"a2",progress:"done",added:"2025-03-01T10:00:00Z",text:"No")])"#;
    let salvaged = check(source);
    assert_eq!(counts(&salvaged), (2, 1, 1));
    assert_eq!(salvaged.project.countries().len(), 3);
    let windows = format!("\u{feff}{}", sample().replace("Title2\"", "Title2").replace('\n', "\r\n"));
    assert_eq!(counts(&check(&windows)), (3, 6, 12));
}

#[test]
fn comments_of_others_are_kept_where_a_row_is_broken() {
    let salvaged = check_with("published: \"2025-02-12\"", "published: 12, // ask Anna about this\n");
    assert!(told(&salvaged).iter().any(|said| said.contains("// ask Anna about this")), "{:?}", told(&salvaged));
}

#[test]
fn a_file_of_a_newer_format_is_aside_as_it_is() {
    let salvaged = salvage(&sample().replacen("format: 1", "format: 9", 1));
    assert!(salvaged.is_empty());
    assert_eq!(salvaged.aside.len(), 1);
    assert!(salvaged.aside[0].why.contains("format 9"), "{:?}", salvaged.aside[0]);
}

#[test]
fn bytes_that_are_no_text_leave_excerpts_at_their_places() {
    let sample = sample();
    let mut bytes = sample.clone().into_bytes();
    let at = sample.find("deputy2").expect("is there");
    bytes[at] = 0xFF;
    let salvaged = salvage_bytes(&bytes);
    assert_eq!((counts(&salvaged), salvaged.problems.len()), ((3, 6, 12), 0));
    let text = salvaged.project.texts().values().nth(1).expect("is there");
    assert!(text.as_str().contains("?eputy2"), "{}", text.as_str());
    assert_eq!(
        told(&salvaged),
        ["bytes that are not UTF-8: no letters are written so: “?” or “�” stands in their place [\\xff]"]
    );
    assert_eq!(salvaged.aside[0].place, Place::of(&sample, at));
}

#[test]
fn a_file_saved_in_a_western_encoding_is_read_in_it() {
    let sample = sample().replace("“", "«").replace("”", "»");
    let sample = to_string(&salvage(&sample).project).replace("Démarche", "D").replace("Donald Tusk", "Élodie Müller");
    let bytes: Vec<u8> = sample.chars().map(|c| u8::try_from(c as u32).expect("is Latin-1")).collect();
    assert!(std::str::from_utf8(&bytes).is_err());
    let salvaged = salvage_bytes(&bytes);
    let name = salvaged.project.actors().values().next().map(|row| row.name.clone());
    assert_eq!(name.as_deref(), Some("Élodie Müller"));
    assert!(salvaged.mended[0].contains("Windows-1252"));
}

#[test]
fn a_conflict_is_taken_apart_into_the_files_it_was_made_of() {
    let (a, b) = ("one\ntwo\nthree\n", "one\n2\nthree\n");
    let sides_of = |source: &str| conflict_sides(source).map(|sides| (sides.ours, sides.base, sides.theirs));
    let (ours, theirs) = (a.to_owned(), b.to_owned());
    let two = "one\n<<<<<<< HEAD\ntwo\n=======\n2\n>>>>>>> branch\nthree\n";
    assert_eq!(sides_of(two), Some((ours.clone(), None, theirs.clone())));
    let three = "one\n<<<<<<< HEAD\ntwo\n||||||| 1234567\nTWO\n=======\n2\n>>>>>>> branch\nthree\n";
    assert_eq!(sides_of(three), Some((ours, Some("one\nTWO\nthree\n".into()), theirs)));
    for none in [a, "<<<<<<< a\nb\n", "<<<<<<< a\n=======\n", "=======\n", "<<<<<<< a\n>>>>>>> b\n", ">>>>>>> b\n"] {
        assert_eq!(sides_of(none), None, "{none}");
    }
    let sample = sample();
    let conflict = sample.replacen(
        "title: \"Title2\",\n",
        "title: \"Title2\",\n<<<<<<< ours\n      notes: \"Anna's\",\n=======\n      notes: \"Ben's\",\n>>>>>>> theirs\n",
        1,
    );
    let sides = conflict_sides(&conflict).expect("is one");
    let notes = |source: &str| {
        let project = from_str(source).expect("is whole").project;
        project.article("a2".parse::<ArticleId>().expect("a token")).map(|row| row.notes.clone())
    };
    assert_eq!((notes(&sides.ours).as_deref(), notes(&sides.theirs).as_deref()), (Some("Anna's"), Some("Ben's")));
    assert!(matches!(from_str(&conflict).map_err(|error| error.trouble), Err(Trouble::Broken { .. })));
    // Without settling it, the one that stands first is read and the other is aside.
    let salvaged = check(&conflict);
    assert_eq!(counts(&salvaged), (3, 6, 12));
    assert!(told(&salvaged).iter().any(|said| said.contains("Ben's")), "{:?}", told(&salvaged));
}

#[test]
fn hostile_files_take_no_more_time_than_their_length() {
    let row = "    (\n      id: \"a\",\n      text: r##\"x\n";
    for source in [
        format!("(format: 1, id: \"p\", articles: [\n{}", row.repeat(30_000)),
        format!("(format: 1, id: \"p\", articles: [\n{}", "(id:r#\"".repeat(100_000)),
        format!("(format: 1, id: \"p\", articles: {}", "[(".repeat(100_000)),
        format!("(format: 1, {}", "articles: [(excerpts: [(claims: [".repeat(20_000)),
        format!("(format: 1, {}", "articles: [".repeat(50_000)),
        format!("(format: 1, articles: [(id: \"a\", {}", "x: 1, ".repeat(50_000)),
        format!("(format: 1, articles: [(id: \"a\", {}", "text: \"".repeat(50_000)),
        format!("(format: 1, articles: [(id: \"a\", {}", "\ntext: r##\"".repeat(50_000)),
        "'\\u{".repeat(100_000),
        "/*".repeat(200_000),
        "<<<<<<< \n".repeat(50_000),
        "\u{0}".repeat(500_000),
    ] {
        let start = std::time::Instant::now();
        drop(salvage(&source));
        let taken = start.elapsed();
        assert!(taken.as_secs() < 20, "{taken:?} for {} bytes like {}", source.len(), &source[..60]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn nothing_is_dropped_whatever_happens_to_the_lines(
        harm in proptest::collection::vec((0..4usize, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let sample = sample();
        let mut lines: Vec<&str> = sample.lines().collect();
        for (how, at, to) in harm {
            let (at, to) = (at.index(lines.len()), to.index(lines.len()));
            match how {
                0 => drop(lines.remove(at)),
                1 => lines.insert(to, lines[at]),
                2 => lines.swap(at, to),
                _ => drop(lines.drain(at.min(to)..(at.min(to) + 9).min(lines.len()))),
            }
            if lines.is_empty() {
                return Ok(());
            }
        }
        check(&lines.join("\n"));
    }

    #[test]
    fn nothing_is_dropped_whatever_happens_to_characters(
        harm in proptest::collection::vec((any::<prop::sample::Index>(), "[\"#()\\[\\],:r'x0 \n\u{0}é/*<]{0,3}", 0..4usize), 1..6),
    ) {
        let mut chars: Vec<char> = sample().chars().collect();
        for (at, with, len) in harm {
            let at = at.index(chars.len());
            let end = (at + len).min(chars.len());
            chars.splice(at..end, with.chars());
        }
        check(&chars.into_iter().collect::<String>());
    }

    #[test]
    fn flipped_bits_never_panic(flips in proptest::collection::vec((any::<prop::sample::Index>(), 0..8u32), 1..20)) {
        let mut bytes = sample().into_bytes();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let salvaged = salvage_bytes(&bytes);
        prop_assert!(from_str(&to_string(&salvaged.project)).is_ok());
    }
}
