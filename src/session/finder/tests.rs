use super::*;

fn row(label: &str, others: &[&str]) -> Candidate<&'static str> {
    Candidate::new("", label, others.iter().map(|other| (*other).to_owned()).collect())
}

fn countries() -> Vec<Candidate<&'static str>> {
    vec![
        row("Poland", &["POL", "Polish", "Poles", "Warsaw"]),
        row("Portugal", &["PRT", "Portuguese", "Lisbon"]),
        row("United Kingdom", &["GBR", "British", "UK", "London", "Downing Street"]),
        row("United States", &["USA", "American", "US", "Washington", "White House"]),
        row("Ukraine", &["UKR", "Ukrainian", "Kyiv"]),
        row("Türkiye", &["TUR", "Turkey", "Turkish", "Ankara"]),
        row("Germany", &["DEU", "German", "Berlin"]),
        row("France", &["FRA", "French", "Paris", "Élysée"]),
        row("Côte d’Ivoire", &["CIV", "Ivory Coast", "Abidjan"]),
    ]
}

/// The first row found, as it is shown, what was meant between brackets.
fn shown(query: &str, rows: &[Candidate<&'static str>]) -> String {
    let Some(found) = find(query, rows, 5).into_iter().next() else { return String::new() };
    let marked = |name: &str| {
        let mut text = String::new();
        let mut from = 0;
        for mark in &found.marks {
            text += &format!("{}[{}]", &name[from..mark.start], &name[mark.clone()]);
            from = mark.end;
        }
        text + &name[from..]
    };
    match found.by {
        Some(by) => format!("{} — {}", found.candidate.label, marked(by)),
        None => marked(&found.candidate.label),
    }
}

fn check(query: &str, first: &str) {
    assert_eq!(shown(query, &countries()), first, "{query}");
}

#[test]
fn names_are_found_by_their_beginning_their_words_and_their_middle() {
    for (query, first) in [
        ("", "Poland"),
        ("pol", "[Pol]and"),
        ("Pola", "[Pola]nd"),
        ("por", "[Por]tugal"),
        ("kingdom", "United [Kingdom]"),
        ("turkiye", "[Türkiye]"),
        ("ivoire", "Côte d’[Ivoire]"),
        ("kr", "U[kr]aine"),
        ("king un", "[Un]ited [King]dom"),
        ("  france ", "[France]"),
        ("zz", ""),
    ] {
        check(query, first);
    }
}

#[test]
fn other_names_lead_to_a_row_and_are_shown_as_the_reason() {
    for (query, first) in [
        ("Warsaw", "Poland — [Warsaw]"),
        ("gbr", "United Kingdom — [GBR]"),
        ("uk", "United Kingdom — [UK]"),
        ("elys", "France — [Élys]ée"),
        ("white h", "United States — [White H]ouse"),
        ("street down", "United Kingdom — [Down]ing [Street]"),
        ("arsaw", "Poland — W[arsaw]"),
    ] {
        // From its middle another name leads nowhere, unless it was typed with a slip.
        let first = if query == "arsaw" { "Poland — [Warsaw]" } else { first };
        check(query, first);
    }
}

#[test]
fn slips_of_the_finger_are_forgiven() {
    for (query, first) in [
        ("Polnad", "[Poland]"),
        ("Gremany", "[Germany]"),
        ("Untied Kingdom", "[United Kingdom]"),
        ("untied k", "[United K]ingdom"),
        ("warsw", "Poland — [Warsaw]"),
        ("frnace", "[France]"),
        ("fracne", "[France]"),
        ("opland", "[Poland]"),
        ("gernany", "[Germany]"),
        ("washigton", "United States — [Washington]"),
        ("turkyie", "[Türkiye]"),
        ("ukar", "Ukraine — [UKR]"),
        // Two letters are too few to guess from.
        ("pq", ""),
        ("xxxxxx", ""),
    ] {
        check(query, first);
    }
}

#[test]
fn letters_left_out_are_forgiven_where_they_stand_close() {
    check("ukrne", "[U][k][r]ai[n][e]");
    check("pnd", "[P]ola[n][d]");
    check("uiom", "");
}

#[test]
fn what_was_typed_as_it_is_comes_before_a_slip() {
    let rows = [row("Peace talks", &[]), row("Peach tariffs", &[]), row("Pearl", &[])];
    assert_eq!(shown("peach", &rows), "[Peach] tariffs");
    assert_eq!(find("peac", &rows, 5).len(), 2, "a slip is looked for only where nothing begins so");
    let labels = |query: &str| find(query, &rows, 5).iter().map(|f| f.candidate.label.clone()).collect::<Vec<_>>();
    assert_eq!(labels("peahc"), ["Peach tariffs", "Peace talks"], "whole words before parts of them");
}

#[test]
fn names_come_before_other_names_and_the_recent_before_the_rest() {
    let rows = [("a", "Albania"), ("b", "Algeria"), ("c", "Armenia"), ("d", "Zambia")]
        .map(|(value, label)| Candidate::new(value, label, if value == "d" { vec!["Al-Zam".into()] } else { vec![] }));
    let found = |query: &str| {
        let rank = |value: &&str| i64::from(*value == "b") + 2 * i64::from(*value == "d");
        find_ranked(query, &rows, 5, rank).iter().map(|found| found.candidate.value).collect::<String>()
    };
    assert_eq!(found(""), "dbac");
    assert_eq!(found("al"), "bad");
    assert_eq!(found("a"), "bacd");
}

#[test]
fn what_is_meant_is_marked_whatever_it_folds_to() {
    let rows = [row("Straße İstanbul E\u{301}lysée", &[])];
    assert_eq!(shown("istanbul", &rows), "Straße [İstanbul] E\u{301}lysée");
    assert_eq!(shown("e", &rows), "Straße İstanbul [E\u{301}]lysée");
    assert_eq!(shown("한", &[row("한국", &[])]), "[한]국");
}

proptest::proptest! {
    #[test]
    fn no_query_panics_and_every_mark_is_a_piece_of_its_name(
        query in "[a-eÉ\u{301}ß한 '’]{0,8}",
        names in proptest::collection::vec("[a-eÉ\u{301}ßİ한 '’]{0,10}", 0..6),
    ) {
        let rows: Vec<_> = names.iter().map(|name| row(name, &[&name.to_uppercase()])).collect();
        for found in find(&query, &rows, 3) {
            let name = found.by.unwrap_or(&found.candidate.label);
            for mark in found.marks {
                proptest::prop_assert!(name.get(mark).is_some());
            }
        }
    }
}

#[test]
fn letters_of_one_character_are_marked_once() {
    for (query, label) in [("wss", "Weiß"), ("prss", "Preuß"), ("대민국", "대한민국"), ("aeo", "Ænima offen")]
    {
        let rows = [row(label, &[])];
        // Marks that went back could not be shown.
        let found = shown(query, &rows);
        assert_eq!(found.replace(['[', ']'], ""), if found.is_empty() { "" } else { label }, "{query}");
    }
    assert_eq!(shown("wss", &[row("Weiß", &[])]), "[W]ei[ß]");
}
