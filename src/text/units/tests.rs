use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;

/// A row with a caret `|`: the text, and where the caret stands.
fn caret(row: &str) -> (ArticleText, usize) {
    let at = row.find('|').expect("a caret");
    (ArticleText::new(row.replacen('|', "", 1)), at)
}

/// A row with `[` and `]` around a span: the text, and the span.
fn marked(row: &str) -> (ArticleText, Span) {
    let (start, end) = (row.find('[').expect("["), row.find(']').expect("]"));
    (ArticleText::new(row.replace(['[', ']'], "")), Span::new(start, end - 1))
}

fn show(text: &ArticleText, span: Span) -> String {
    let mut row = text.as_str().to_owned();
    row.insert(span.end.index(), ']');
    row.insert(span.start.index(), '[');
    row
}

#[test]
fn the_unit_at_a_place() {
    use Unit::*;
    let check = |row: &str, unit: Unit, expected: &str| {
        let (text, at) = caret(row);
        assert_eq!(text.get(unit_at(&text, Byte::at(at), unit)), Some(expected), "{row} by {unit:?}");
    };
    for (row, unit, expected) in [
        ("|Élysée said", Word, "Élysée"),
        ("É|lysée said", Word, "Élysée"),
        ("Élysée| said", Word, "Élysée"),
        ("Élysée |said", Word, "said"),
        ("said|", Word, "said"),
        ("  | said", Word, "said"),
        ("said “|no”.", Word, "no"),
        ("said |“no”.", Word, "“"),
        ("said “no|”.", Word, "”."),
        ("one\n|\ntwo", Word, ""),
        ("one|\ntwo", Word, "one"),
        ("don|’t", Word, "don’t"),
        ("3|.5 %", Word, "3.5"),
        ("the 🇺🇦🇵|🇱 flags", Word, "🇵🇱"),
        ("和|平还很远", Word, "平"),
        ("평화|는 멀다", Word, "평화는"),
        ("كي|يف اليوم", Word, "كييف"),
        ("शां|ति दूर", Word, "शांति"),
        ("e|\u{301}t", Character, "e\u{301}"),
        ("👩\u{200d}|👧 x", Character, "👩\u{200d}👧"),
        ("🇺🇦|🇵🇱", Character, "🇵🇱"),
        ("end|", Character, "d"),
        ("One two. Th|ree.", Sentence, "Three."),
        ("One.\n\n  Two here. Th|ree. \n\nFour.", Paragraph, "Two here. Three."),
        ("One.\n|\nTwo.", Paragraph, "One."),
        ("|\n\nTwo.", Paragraph, "Two."),
        ("\r\n|\r\n", Paragraph, ""),
        ("One.\r\nTw|o.\r\n", Paragraph, "Two."),
        ("|", Word, ""),
        ("|", Character, ""),
        ("|", Sentence, ""),
    ] {
        check(row, unit, expected);
    }
}

#[test]
fn walking_goes_from_unit_to_unit() {
    use Unit::*;
    let check = |text: &str, unit: Unit, expected: &[&str]| {
        let text = ArticleText::new(text);
        let mut seen = Vec::new();
        let mut at = Byte(0);
        while let Some(span) = next(&text, at, unit) {
            seen.push(span);
            at = span.end;
        }
        let words: Vec<_> = seen.iter().filter_map(|span| text.get(*span)).collect();
        assert_eq!(words, expected, "forward by {unit:?}");
        let mut back = Vec::new();
        let mut at = Byte::at(text.len());
        while let Some(span) = previous(&text, at, unit) {
            back.push(span);
            at = span.start;
        }
        back.reverse();
        assert_eq!(back, seen, "back by {unit:?}");
    };
    check("“No,” he said – twice.\n\n5 %!", Word, &["No", "he", "said", "twice", "5"]);
    check("和平 🇺🇦 e\u{301}t", Word, &["和", "平", "🇺🇦", "e\u{301}t"]);
    check("a 🇺🇦\r\n\r\ne\u{301}", Character, &["a", " ", "🇺🇦", "e\u{301}"]);
    check("One. Two!\n\n \nThree", Sentence, &["One.", "Two!", "Three"]);
    check("\n\nOne. Two!\n\n  Three \n", Paragraph, &["One. Two!", "Three"]);
    for unit in [Character, Word, Sentence, Paragraph] {
        check("", unit, &[]);
        check("\n\r\n", unit, &[]);
    }
}

#[test]
fn edges_stand_at_words_and_around_what_quotes_them() {
    // `|` wherever an edge can stand.
    let check = |row: &str, edge: Edge| {
        let text = ArticleText::new(row.replace('|', ""));
        let mut expected = row.split('|').scan(0, |at, piece| {
            *at += piece.len();
            Some(*at)
        });
        let mut expected: Vec<usize> = expected.by_ref().collect();
        expected.pop();
        expected.retain(|at| *at > 0);
        let (mut found, mut at) = (Vec::new(), Byte(0));
        while let Some(place) = edge_after(&text, at, edge, Unit::Word) {
            found.push(place.index());
            at = place;
        }
        assert_eq!(found, expected, "{row} {edge:?}");
        let (mut back, mut at) = (Vec::new(), Byte::at(text.len() + 1));
        while let Some(place) = edge_before(&text, at, edge, Unit::Word).filter(|place| place.0 > 0) {
            back.push(place.index());
            at = place;
        }
        back.reverse();
        assert_eq!(back, expected, "{row} {edge:?}, back");
    };
    for (row, edge) in [
        ("He| said|:| “No| one| will|.|”| Then|", Edge::End),
        ("He |said: |“|No |one |will.” |Then", Edge::Start),
        ("a| (“no|,|”|)|...| b|", Edge::End),
        ("a |(|“|no,”)... |b", Edge::Start),
        ("EU|-wide| twenty|-five| U.S|.| 3.5| %|", Edge::End),
        ("不|。|他|说|：|“我|”|", Edge::End),
        ("不。|他|说：|“|我”", Edge::Start),
        ("One|.|\n\nTwo|", Edge::End),
        (" |One\n\n|Two", Edge::Start),
        ("a| 🇺🇦|🇵🇱| b|", Edge::End),
        ("قال| لا|.|", Edge::End),
    ] {
        check(row, edge);
    }
}

#[test]
fn edges_by_characters_skip_line_breaks_and_never_cut() {
    let text = ArticleText::new("e\u{301}🇺🇦\n\nb");
    let (flag, gap, last) = (Byte(3), Byte(11), Byte(13));
    for (at, edge, expected) in [
        (Byte(0), Edge::End, Some(flag)),
        (flag, Edge::End, Some(gap)),
        (gap, Edge::End, Some(Byte(14))),
        (Byte(14), Edge::End, None),
        (flag, Edge::Start, Some(last)),
        (last, Edge::Start, Some(Byte(14))),
    ] {
        assert_eq!(edge_after(&text, at, edge, Unit::Character), expected, "after {at:?} {edge:?}");
    }
    for (at, edge, expected) in [
        (Byte(14), Edge::End, Some(gap)),
        (gap, Edge::End, Some(flag)),
        (last, Edge::Start, Some(flag)),
        (flag, Edge::Start, Some(Byte(0))),
        (Byte(0), Edge::Start, None),
    ] {
        assert_eq!(edge_before(&text, at, edge, Unit::Character), expected, "before {at:?} {edge:?}");
    }
}

#[test]
fn extending_by_sentence_first_completes_the_one_begun() {
    let text = ArticleText::new("One two. Three four.\n\nFive.");
    let to = |at: u32, edge, unit| edge_after(&text, Byte(at), edge, unit).map(|at| at.0);
    let from = |at: u32, edge, unit| edge_before(&text, Byte(at), edge, unit).map(|at| at.0);
    assert_eq!(to(3, Edge::End, Unit::Sentence), Some(8));
    assert_eq!(to(8, Edge::End, Unit::Sentence), Some(20));
    assert_eq!(to(20, Edge::End, Unit::Sentence), Some(27));
    assert_eq!(to(27, Edge::End, Unit::Sentence), None);
    assert_eq!(from(15, Edge::Start, Unit::Sentence), Some(9));
    assert_eq!(from(9, Edge::Start, Unit::Sentence), Some(0));
    assert_eq!(from(0, Edge::Start, Unit::Sentence), None);
    assert_eq!(to(3, Edge::End, Unit::Paragraph), Some(20));
    assert_eq!(from(25, Edge::Start, Unit::Paragraph), Some(22));
    assert_eq!(from(22, Edge::Start, Unit::Paragraph), Some(0));
}

#[test]
fn a_selection_grows_to_whole_words_without_the_spaces_around() {
    for (row, expected) in [
        ("Ger[many sa]id no.", "[Germany said] no."),
        ("Germany[ said ]no.", "Germany [said] no."),
        ("Germany [said no.]", "Germany [said no.]"),
        ("Germany [said no].", "Germany [said no]."),
        ("said[ “N]o”.", "said [“No]”."),
        ("o[]ne", "o[]ne"),
        ("one[ ]two", "one []two"),
        ("o[n]e", "[one]"),
        ("a 🇺[🇦 b", "a 🇺[🇦 b"),
        ("end.[\n\nBeg]in", "end.\n\n[Begin]"),
        ("the e[\u{301}t]é here", "the [e\u{301}té] here"),
        ("和[平]还", "和[平]还"),
        ("قال ال[رئيس لا] أحد", "قال [الرئيس لا] أحد"),
        ("twenty[-fi]ve", "twenty[-five]"),
    ] {
        if !row.contains(']') {
            let (text, at) = caret(&row.replace('[', "|"));
            let flag = snap(&text, Span::new(at, at + 4));
            assert_eq!(text.get(flag), Some("🇺🇦"), "half a flag is the flag");
            continue;
        }
        let (text, span) = marked(row);
        assert_eq!(show(&text, snap(&text, span)), expected, "{row}");
    }
}

/// What is looked at does not grow with the text.
#[test]
fn ten_megabytes_are_walked_as_fast_as_one_page() {
    for filler in ["word ", "和平还很远。", "x", "e\u{301}"] {
        let text = ArticleText::new(filler.repeat(10_000_000 / filler.len()));
        let begun = std::time::Instant::now();
        let mut at = Byte::at(text.len() / 2);
        for _ in 0..50 {
            at = edge_after(&text, at, Edge::End, Unit::Word).expect("there is more");
            assert!(!unit_at(&text, at, Unit::Word).is_empty());
        }
        for _ in 0..50 {
            at = next(&text, at, Unit::Word).or(Some(Span::new(at.index(), at.index()))).expect("is some").end;
        }
        let took = begun.elapsed();
        assert!(took.as_secs() < 3, "{filler}: {took:?}");
    }
}

fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "B",
        " ",
        "  ",
        "\n",
        "\r\n",
        ".",
        "“",
        "”",
        "é",
        "e\u{301}",
        "🇺🇦",
        "🇺",
        "👩\u{200d}👧",
        "和",
        "。",
        "ก็",
        "شا",
        "\u{200f}",
        "\u{301}",
        "\u{200b}",
        "-",
        "’",
        "3.5",
        "한",
        "か",
        "カ",
        "\u{600}",
        "no one ",
        "x\t",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_edge_is_a_grapheme_boundary_and_every_walk_ends(words in nasty(), from in 0usize..200) {
        let boundaries: Vec<usize> =
            words.grapheme_indices(true).map(|(at, _)| at).chain([words.len()]).collect();
        let text = ArticleText::new(words.as_str());
        let is_edge = |at: Byte| boundaries.contains(&at.index());
        let from = Byte::at(from);
        for unit in [Unit::Character, Unit::Word, Unit::Sentence, Unit::Paragraph] {
            let here = unit_at(&text, from, unit);
            // Sentences are cut by their own rules.
            if unit != Unit::Sentence {
                prop_assert!(is_edge(here.start) && is_edge(here.end), "{unit:?} at {from:?}: {here}");
            }
            let (mut at, mut steps) = (Byte(0), 0);
            while let Some(span) = next(&text, at, unit) {
                prop_assert!(span.start >= at && !span.is_empty(), "{unit:?} after {at:?}: {span}");
                at = span.end;
                steps += 1;
                prop_assert!(steps <= words.len());
            }
            // Whatever is left holds nothing of the kind.
            if unit != Unit::Word {
                prop_assert!(words[at.index()..].trim().is_empty());
            }
            let mut at = Byte::at(words.len());
            while let Some(span) = previous(&text, at, unit) {
                prop_assert!(span.start < at && !span.is_empty());
                at = span.start;
            }
            for edge in [Edge::Start, Edge::End] {
                let mut at = from;
                while let Some(place) = edge_after(&text, at, edge, unit) {
                    prop_assert!(place > at && (unit == Unit::Sentence || is_edge(place)), "{unit:?} {edge:?}");
                    at = place;
                }
                let mut at = from;
                while let Some(place) = edge_before(&text, at, edge, unit) {
                    prop_assert!(place < at && (unit == Unit::Sentence || is_edge(place)), "{unit:?} {edge:?}");
                    at = place;
                }
            }
        }
    }

    #[test]
    fn snapping_twice_is_snapping_once_and_covers_every_sign(words in nasty(), a in 0usize..200, b in 0usize..200) {
        let text = ArticleText::new(words.as_str());
        let (a, b) = (text.floor(a), text.floor(b));
        let span = Span::new(a.min(b), a.max(b));
        let snapped = snap(&text, span);
        prop_assert_eq!(snap(&text, snapped), snapped);
        let bare = text.get(span).map(str::trim).unwrap_or_default();
        if !bare.is_empty() {
            let start = span.start.index() + words[span.range()].find(bare).unwrap_or(0);
            let covered = Span::new(start, start + bare.len());
            prop_assert_eq!(snapped.cover(covered), snapped, "{} of {:?}", span, words);
        }
    }
}
