use super::*;

fn marked(row: &str) -> (ArticleText, Span) {
    let start = row.find('[').expect("begins");
    let end = row.find(']').expect("ends") - 1;
    (ArticleText::new(row.replace(['[', ']'], "")), Span::new(start, end))
}

/// The words between the marks of `old` are found between the marks of `new`; without marks there, nowhere.
fn check(old: &str, new: &str) {
    let (old_text, span) = marked(old);
    let (text, expected) = if new.contains('[') {
        let (text, span) = marked(new);
        (text, Some(span))
    } else {
        (ArticleText::new(new), None)
    };
    assert_eq!(Revision::between(&old_text, &text).place(span), expected, "{old} → {new}");
}

#[test]
fn untouched_words_are_followed_to_their_place() {
    check("a [b] c", "a [b] c");
    check("a [b] c", "new a [b] c");
    check("Poland said no. Germany [said no]. Spain said no.", "Poland said no. And Germany [said no]. Spain did.");
    check("Poland said no. Germany [said no]. Spain said no.", "Germany [said no]. Spain said no.");
    check("no no [no] no", "yes no no [no] no yes");
    check("One. [Two.] Three.", "One, Two. [Two.] Three.");
    check("The minister said [yes].", "The minister said no. The minister said [yes].");
    check("[The minister said yes].", "The minister said no. [The minister said yes].");
    check("the [peace]keepers", "the [peace]keeping");
    check("é[è]ê", "éa[è]ê");
    check("[和平]还很远", "说：[和平]很远");
}

#[test]
fn touched_words_are_nowhere() {
    check("Germany [said no].", "Germany said nope.");
    check("Germany [said no].", "Germany says no.");
    check("a [b c] d", "a b x c d");
    check("a [b] c", "a c");
    check("a [b] c", "");
    check("keepers of [peace]", "keepers of peaces");
}

#[test]
fn a_hole_is_what_took_the_place_of_words() {
    for (old, new, hole) in [
        ("a [b] c", "a x y c", "x y"),
        ("a [b] c", "a c", ""),
        ("a [b c d] e", "a b x d e", "b x d"),
        ("[a] b", "x b", "x"),
        ("a [b]", "a x", "x"),
        ("a b[ c ]d", "a b, c d", ", c "),
    ] {
        let (old, span) = marked(old);
        let new = ArticleText::new(new);
        let found = Revision::between(&old, &new).hole(span);
        assert_eq!(new.get(found).map(str::trim), Some(hole.trim()), "{}", new.as_str());
    }
}

#[test]
fn changed_words_are_told_on_both_sides() {
    for (old, new) in [
        ("Germany will [not] send troops", "Germany will [never] send troops"),
        ("said [no]", "said [nope]"),
        ("“yes”, he said", "“yes”, he [also ]said"),
        ("same", "same"),
        ("", "[new]"),
        ("[peacekeeprs], they", "[peacekeepers], they"),
    ] {
        let plain = |row: &str| row.replace(['[', ']'], "");
        let revision = Revision::between(&ArticleText::new(plain(old)), &ArticleText::new(plain(new)));
        for (row, marks) in [old, new].into_iter().zip(revision.changed()) {
            let mut shown = plain(row);
            for mark in marks.into_iter().rev() {
                shown.insert(mark.end, ']');
                shown.insert(mark.start, '[');
            }
            assert_eq!(shown, row);
        }
    }
}

#[test]
fn a_word_by_chance_in_another_article_is_not_sure() {
    let old = "The ministers met in Paris on Monday to discuss sanctions. Chancellor Scholz said that [Germany] \
               would never send peacekeepers without American guarantees, diplomats told reporters.";
    let other = "Football: after ninety minutes of boredom, Germany lost against Denmark; nobody scored before \
                 the interval, nobody cared afterwards, spectators left early, rain fell.";
    let (text, span) = marked(old);
    let revision = Revision::between(&text, &ArticleText::new(other));
    assert!(!revision.is_sure(span));
    let near = ArticleText::new(text.as_str().replace("Scholz", "Merz").replace("never ", ""));
    assert!(Revision::between(&text, &near).is_sure(span));
}

fn prose(random: &mut fastrand::Rng, from: usize, count: usize, vocabulary: usize) -> Vec<String> {
    let word = |index: usize| match vocabulary {
        0 => format!("w{}", from + index),
        few => format!("w{}", random.usize(..few)),
    };
    (0..count).map(word).collect()
}

proptest::proptest! {
    /// Of words that each stand once the place is known whatever is done around them.
    #[test]
    fn words_that_stand_once_are_followed_through_any_edits(seed: u64, edits in 0..30usize) {
        let mut random = fastrand::Rng::with_seed(seed);
        let words = prose(&mut random, 0, 120, 0);
        let mut changed: Vec<Option<String>> = words.iter().cloned().map(Some).collect();
        for edit in 0..edits {
            let at = random.usize(..changed.len());
            match random.u8(..3) {
                0 => changed[at] = None,
                1 => changed[at] = Some(format!("x{edit}")),
                _ => changed[at] = changed[at].take().map(|word| format!("{word} y{edit}")),
            }
        }
        let old = ArticleText::new(words.join(" "));
        let new = ArticleText::new(changed.iter().flatten().cloned().collect::<Vec<_>>().join(" "));
        let revision = Revision::between(&old, &new);
        for _ in 0..20 {
            let from = random.usize(..words.len());
            let to = random.usize(from..(from + 9).min(words.len()));
            let quotation = words[from..=to].join(" ");
            let start = old.as_str().find(&quotation).expect("stands there");
            // w1 begins w11 too.
            let stands = |at: &usize| !cuts_word(new.as_str(), *at) && !cuts_word(new.as_str(), at + quotation.len());
            let expected = new.as_str().match_indices(&quotation).map(|(at, _)| at).find(stands);
            let found = revision.place(Span::new(start, start + quotation.len()));
            proptest::prop_assert_eq!(found, expected.map(|at| Span::new(at, at + quotation.len())));
        }
    }

    /// What is only put in moves every excerpt by a known number of bytes, however often its words stand there.
    #[test]
    fn words_put_in_anywhere_move_every_other(seed: u64, edits in 0..12usize) {
        let mut random = fastrand::Rng::with_seed(seed);
        let words = prose(&mut random, 0, 150, 6);
        let mut put: Vec<usize> = (0..edits).map(|_| random.usize(..words.len())).collect();
        put.sort_unstable();
        put.dedup();
        let mut new = String::new();
        let mut places = Vec::new();
        for (index, word) in words.iter().enumerate() {
            if put.contains(&index) {
                new.push_str(&format!("new{index} "));
            }
            places.push(new.len()..new.len() + word.len());
            new.push_str(word);
            new.push(' ');
        }
        let old = ArticleText::new(words.join(" ") + " ");
        let revision = Revision::between(&old, &ArticleText::new(new));
        let mut at = 0;
        for (index, word) in words.iter().enumerate() {
            let to = random.usize(index..(index + 6).min(words.len()));
            let end = at + words[index..=to].join(" ").len();
            let whole = places[index].start..places[to].end;
            let touched = put.iter().any(|put| (index + 1..=to).contains(put));
            let found = revision.place(Span::new(at, end));
            proptest::prop_assert_eq!(found, (!touched).then(|| Span::from(whole)));
            at += word.len() + 1;
        }
    }

    #[test]
    fn no_texts_panic(old in "\\PC{0,60}|[ab .\n]{0,40}", new in "\\PC{0,60}|[ab .\n]{0,40}", a: usize, b: usize) {
        let (old, new) = (ArticleText::new(old), ArticleText::new(new));
        let (a, b) = (old.floor(a % (old.len() + 1)), old.floor(b % (old.len() + 1)));
        let span = Span::new(a.min(b), a.max(b));
        let revision = Revision::between(&old, &new);
        proptest::prop_assert!(new.get(revision.hole(span)).is_some());
        revision.is_sure(span);
        if let Some(place) = revision.place(span) {
            proptest::prop_assert_eq!(new.get(place), old.get(span));
        }
        let same = Revision::between(&old, &old);
        proptest::prop_assert_eq!(same.place(span), (!span.is_empty()).then_some(span));
    }
}
