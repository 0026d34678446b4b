use super::*;

/// The text without its marks, and the span between `[` and `]`.
fn marked(row: &str) -> (ArticleText, Span) {
    let start = row.find('[').expect("an excerpt begins");
    let end = row.find(']').expect("an excerpt ends") - 1;
    (ArticleText::new(row.replace(['[', ']'], "")), Span::new(start, end))
}

/// The excerpt of `old` is proposed first at the marks of `new`, and said to be there in these words; without
/// marks nothing is proposed.
fn check(old: &str, new: &str, words: &str) {
    let (old, span) = marked(old);
    let anchor = Anchor::of(&old, span).expect("inside");
    if !new.contains('[') {
        let found = anchor.proposals(&ArticleText::new(new));
        assert_eq!(found, [], "{new}");
        return;
    }
    let (text, expected) = marked(new);
    let found = anchor.proposals(&text);
    let first = found.first().unwrap_or_else(|| panic!("nothing in {new}"));
    assert_eq!(text.get(first.span), text.get(expected), "{new}: {found:?}");
    assert_eq!(first.span, expected, "{new}");
    assert_eq!(first.in_words(), words, "{new}: {first:?}");
}

#[test]
fn a_place_is_proposed_whatever_small_thing_changed() {
    const OLD: &str = "Talks went on in Paris on Monday. [“Germany will not send any peacekeepers”, Mr. Scholz \
                       said], while Poland kept out of it. Spain said no as well.";
    let at = |quotation: &str| {
        format!(
            "Updated. Talks went on in Paris on Monday. [{quotation}], while Poland kept out of it. \
                 Spain said no as well."
        )
    };
    for (quotation, words) in [
        ("“Germany will not send any peacekeepers”, Mr. Scholz said", "the same words"),
        ("“Germany will not send any peacekeeprs”, Mr. Scholz said", "nearly the same words"),
        ("“Germany will not send any of its peacekeepers”, Mr. Scholz said", "nearly the same words"),
        ("“Germany will not send peacekeepers”, Mr. Scholz said", "nearly the same words"),
        ("\"Germany will not send any peacekeepers\", Mr. Scholz said", "nearly the same words"),
        ("“Germany  will not send any\npeacekeepers”, Mr. Scholz said", "nearly the same words"),
        ("“germany WILL not send any Peacekeepers”, Mr. Scholz said", "nearly the same words"),
        ("“Germany will not send any peace-keepers” – Mr Scholz said", "nearly the same words"),
        ("“Germany will not send any soldiers”, Mr. Scholz said", "similar words"),
        ("“Germany will send peacekeepers”, Mr. Merz said", "similar words"),
        ("“Germany may send some peacekeepers”, Mr. Merz said", "somewhat similar words"),
    ] {
        check(OLD, &at(quotation), &format!("{words}, same surroundings"));
    }
    check(OLD, "Talks went on in Paris on Monday. Nothing was said, while Poland kept out of it.", "");
    check(OLD, "", "");
    check(OLD, "“Germany”", "");
}

#[test]
fn surroundings_tell_places_apart() {
    const OLD: &str = "Poland said no to it. Germany [said no] to it. Spain said no to it.";
    for (new, words) in [
        ("Poland said no to it. Germany [said no] to it. Spain said no to it.", "the same words, same surroundings"),
        ("Poland said no to it. Spain said no to it. Germany [said no] to it.", "the same words, similar surroundings"),
        // The right sentence with a changed word comes before look-alikes elsewhere.
        ("Poland said no to it. Germany [said nope] to it. Spain said no to it.", "similar words, same surroundings"),
        // Only a look-alike is left, and that is said.
        ("France will decide. Nobody [said no] when asked.", "the same words, other surroundings"),
    ] {
        check(OLD, new, words);
    }
}

#[test]
fn any_script_is_found() {
    check(
        "他说：[德国不会派遣任何维和部队]，会谈继续。",
        "最新：他说：[德国不会派出任何维和部队]，会谈继续。",
        "nearly the same words, same surroundings",
    );
    check(
        "Он сказал: [Германия не отправит миротворцев]. Всё.",
        "Он сказал: [Германия не отправит миротворцы]. Всё.",
        "nearly the same words, same surroundings",
    );
    check(
        "À l’[Élysée, rien n’est décidé]. 🇺🇦 Fin.",
        "À l'[Elysee, rien n'est décidé]. 🇺🇦 Fin.",
        "nearly the same words, same surroundings",
    );
    check("a [–] b", "a — b", "");
    check("a [🇺🇦] b", "so a [🇺🇦] b", "the same words, same surroundings");
}

#[test]
fn long_excerpts_are_found() {
    let sentence = |n: usize| format!("Sentence {n} speaks of matter{n} and of thing{}. ", n * 7);
    let long: String = (0..300).map(sentence).collect();
    let changed = long.replace("matter100 ", "matters ").replace("Sentence 200 speaks", "Sentence 200 has spoken");
    check(
        &format!("It began. [{}] It ended.", long.trim_end()),
        &format!("New. It began. [{}] It ended.", changed.trim_end()),
        "nearly the same words, same surroundings",
    );
}

#[test]
fn only_the_one_place_with_the_words_and_the_surroundings_is_certain() {
    let (old, span) = marked("Germany [said no] to it.");
    let anchor = Anchor::of(&old, span).expect("inside");
    for (text, sure) in [
        ("Well, Germany said no to it.", true),
        ("Germany said no to it. Germany said no to it.", false),
        ("Spain said no when asked.", false),
        ("Germany says no to it.", false),
    ] {
        assert_eq!(anchor.certain(&ArticleText::new(text)).is_some(), sure, "{text}");
    }
}

const VOCABULARY: [&str; 40] = [
    "the",
    "a",
    "of",
    "to",
    "in",
    "and",
    "that",
    "Germany",
    "Poland",
    "France",
    "Spain",
    "minister",
    "chancellor",
    "said",
    "says",
    "would",
    "not",
    "never",
    "send",
    "sending",
    "troops",
    "peacekeepers",
    "to",
    "Ukraine",
    "talks",
    "ceasefire",
    "guarantee",
    "guarantees",
    "backstop",
    "American",
    "sanctions",
    "support",
    "supports",
    "opposes",
    "Monday",
    "Paris",
    "London",
    "before",
    "after",
    "unless",
];

/// A text of sentences; the same few words over and over, as in the news on one matter.
fn text(random: &mut fastrand::Rng, length: usize) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for _ in 0..length {
        let word = VOCABULARY[random.usize(..VOCABULARY.len())];
        words.push(if random.u8(..12) == 0 { format!("{word}.") } else { word.into() });
    }
    words
}

fn edit(random: &mut fastrand::Rng, word: &str) -> String {
    match random.u8(..6) {
        0 => word.chars().skip(1).collect(),
        1 => format!("{word}s"),
        2 => format!("{word} also"),
        3 => String::new(),
        4 => word.to_uppercase(),
        _ => format!("“{word}” "),
    }
}

#[test]
fn the_right_place_is_the_first_proposal_nearly_always() {
    let mut random = fastrand::Rng::with_seed(7);
    let (mut right, mut all) = (0, 0);
    for _ in 0..200 {
        let words = text(&mut random, 300);
        let old = ArticleText::new(words.join(" "));
        let (from, count) = (random.usize(..280), random.usize(4..20));
        let mut starts = Vec::new();
        let mut at = 0;
        for word in &words {
            starts.push(at..at + word.len());
            at += word.len() + 1;
        }
        let span = Span::new(starts[from].start, starts[from + count - 1].end);
        let anchor = Anchor::of(&old, span).expect("inside");
        // Two edits inside the excerpt, ten anywhere.
        let mut changed = words.clone();
        let mut places: Vec<usize> = (0..2).map(|_| random.usize(from..from + count)).collect();
        places.extend((0..10).map(|_| random.usize(..words.len())));
        for place in places {
            changed[place] = edit(&mut random, &words[place]);
        }
        let inside = |range: Range<usize>| changed[range].join(" ").len();
        let start = if from == 0 { 0 } else { inside(0..from) + 1 };
        let expected = Span::new(start, start + inside(from..from + count));
        let new = ArticleText::new(changed.join(" "));
        let first = anchor.proposals(&new).first().map(|c| c.span);
        all += 1;
        // Within a word of it: whether an edit at the very edge belongs to the excerpt nobody can tell.
        let close = |a: crate::text::Byte, b: crate::text::Byte| a.0.abs_diff(b.0) <= 16;
        right += usize::from(first.is_some_and(|f| close(f.start, expected.start) && close(f.end, expected.end)));
    }
    assert!(right * 100 >= all * 98, "{right} of {all}");
}

proptest::proptest! {
    #[test]
    fn an_excerpt_no_edit_touched_is_found_exactly(seed: u64, put in ".{0,40}") {
        let mut random = fastrand::Rng::with_seed(seed);
        let old = ArticleText::new(text(&mut random, 120).join(" "));
        let (a, b) = (old.floor(random.usize(..old.len())), old.floor(random.usize(..=old.len())));
        let span = Span::new(a.min(b), a.max(b));
        if let Some(anchor) = Anchor::of(&old, span) {
            let new = ArticleText::new(format!("{put} {}", old.as_str()));
            let found = anchor.proposals(&new);
            let expected = Span::new(span.start.index() + put.len() + 1, span.end.index() + put.len() + 1);
            proptest::prop_assert_eq!(found[0].span, expected);
            proptest::prop_assert!(found[0].is_exact());
        }
    }

    #[test]
    fn no_text_panics(old in "\\PC{1,60}|[a-z. ]{1,60}", new in "\\PC{0,80}|[a-z. ]{0,80}", from: usize, len: usize) {
        let old = ArticleText::new(old);
        let from = old.floor(from % old.len());
        let span = Span::new(from, old.floor(from + 1 + len % 60));
        if let Some(anchor) = Anchor::of(&old, span) {
            let new = ArticleText::new(new);
            for candidate in anchor.proposals(&new) {
                proptest::prop_assert!(new.get(candidate.span).is_some_and(|words| !words.is_empty()));
                proptest::prop_assert!((LEAST..=1.0).contains(&candidate.likeness));
                proptest::prop_assert!((0.0..=1.0).contains(&candidate.surroundings));
            }
        }
    }
}
