//! Correcting the text of an article, and giving excerpts that lost their place one again.

mod support;

use std::collections::HashMap;

use demarche::edit::ops::articles::{self, ArticleDetails, NewArticle};
use demarche::edit::ops::claims::{self, ClaimDraft, Target};
use demarche::edit::ops::correct::{self, Answer, Plan};
use demarche::edit::ops::reanchor::reanchor;
use demarche::edit::{Document, EditError, Stamp};
use demarche::model::{ArticleId, ExcerptId, Problem, Project};
use demarche::text::{ArticleText, Span};
use proptest::prelude::*;
use support::{difference, sample};

fn stamp(seed: u64) -> Stamp {
    Stamp::new("2025-03-01T12:00:00Z".parse().expect("a time"), "Ada", seed)
}

fn later() -> Stamp {
    Stamp::new("2025-03-02T12:00:00Z".parse().expect("a time"), "Bea", 9)
}

/// A project with one article of this text, and a claim on each span.
fn coded(text: &str, spans: &[Span]) -> (Document, ArticleId, Vec<ExcerptId>) {
    let mut document = Document::new(sample());
    let details = ArticleDetails { title: "Talks".into(), ..ArticleDetails::default() };
    let article = NewArticle { details, text: ArticleText::new(text) };
    let mut stamp = stamp(5);
    let (step, ids) = articles::add(document.project(), vec![article], &mut stamp);
    document.commit(step).expect("is added");
    let project = document.project();
    let draft = ClaimDraft {
        countries: vec![project.countries_in_order()[0].id],
        issue: Some(project.issues_in_order()[0].id),
        stance: Some(project.scale()[0].id),
        ..ClaimDraft::default()
    };
    let mut excerpts = Vec::new();
    for span in spans {
        let target = Target::Selection(ids[0], *span);
        let (step, claim) = claims::code(document.project(), target, draft.clone(), &mut stamp).expect("can be coded");
        document.commit(step).expect("is coded");
        excerpts.push(document.project().claim(claim).expect("is there").excerpt);
    }
    (document, ids[0], excerpts)
}

/// The text of a row and its marked spans.
fn marked(row: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut open) = (String::new(), Vec::new(), 0);
    for c in row.chars() {
        match c {
            '[' => open = text.len(),
            ']' => spans.push(Span::new(open, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

fn quotation(project: &Project, excerpt: ExcerptId) -> (Span, String) {
    let anchor = &project.excerpt(excerpt).expect("is there").anchor;
    (anchor.span, anchor.quotation.to_string())
}

fn is_adrift(project: &Project, excerpt: ExcerptId) -> bool {
    project.problems().iter().any(|p| matches!(p, Problem::Adrift { excerpt: id, .. } if *id == excerpt))
}

/// Corrects `old` to `new` with every first proposal accepted: excerpts stand at the marks then, those of whose
/// claims `changed` says so have changed, and undo brings everything back.
fn check(old: &str, new: &str, changed: &[bool]) {
    let (old, spans) = marked(old);
    let (new, expected) = marked(new);
    let (mut document, article, excerpts) = coded(&old, &spans);
    let before = document.project().clone();
    let plan = correct::plan(&before, article, &new).expect("can be planned");
    assert_eq!(plan.kept + plan.moved + plan.doubtful.len(), excerpts.len());
    let answer = |doubt: &correct::Doubt| {
        let first = doubt.proposals.first().map_or(Answer::Leave, |c| Answer::Place(c.span));
        (doubt.excerpt, first)
    };
    let answers: HashMap<_, _> = plan.doubtful.iter().map(answer).collect();
    let step = correct::correct(&before, article, &new, &answers, &later()).expect("can be corrected");
    assert_eq!(step.label, "Correct text of “Talks”");
    document.commit(step).expect("is corrected");
    let project = document.project();
    for (index, excerpt) in excerpts.iter().enumerate() {
        let span = expected[index];
        assert_eq!(quotation(project, *excerpt), (span, new[span.range()].to_owned()), "{new}");
        let claim = project.claims_of(*excerpt)[0];
        assert_eq!(claim.updated == later().now, changed[index], "{new}");
    }
    assert_eq!(project.problems(), []);
    document.undo();
    assert_eq!(difference(document.project(), &before), None);
    document.redo();
    assert_eq!(document.project().text(article).map(|t| t.as_str().to_owned()), Some(new));
}

#[test]
fn excerpts_follow_their_words_into_a_corrected_text() {
    check("One. [Two three]. Four.", "One. [Two three]. Four!", &[false]);
    check("One. [Two three]. Four.", "One and a half. [Two three]. Four.", &[false]);
    check(
        "Poland [said no]. Germany [said no]. Spain [said no].",
        "Poland [said no]. Then Germany [said no]. And Spain [said no].",
        &[false; 3],
    );
    check(
        "Talks began. [Germany will not send peacekeepers], he said. [Poland agreed].",
        "The talks began. [Germany will not send any peacekeepers], he said. [Poland agreed].",
        &[true, false],
    );
    check(
        "Talks began. “[Germany will not sned peacekeepers]”, he said. Nobody objected.",
        "Talks began.\n\n„[Germany will not send peacekeepers]“, he said. Nobody objected.",
        &[true],
    );
    // A paragraph that was moved is found again, but somebody says yes to it.
    check(
        "[Alpha beta gamma delta]. Other words stood here. Last ones stood there.",
        "Other words stood here. Last ones stood there. [Alpha beta gamma delta].",
        &[false],
    );
}

#[test]
fn what_is_not_answered_needs_re_anchoring_and_nothing_is_dropped() {
    let (old, spans) = marked("Talks. [Germany refused]. [Poland agreed]. End.");
    let (mut document, article, excerpts) = coded(&old, &spans);
    let before = document.project().clone();
    let new = "Talks. Nobody came. Poland agreed. End.";
    let plan = correct::plan(&before, article, new).expect("can be planned");
    assert_eq!((plan.kept, plan.moved, plan.doubtful.len()), (0, 1, 1));
    assert_eq!((plan.doubtful[0].excerpt, &*plan.doubtful[0].old_quotation), (excerpts[0], "Germany refused"));
    assert_eq!(plan.doubtful[0].proposals, []);
    for answers in [HashMap::new(), HashMap::from([(excerpts[0], Answer::Leave)])] {
        let step = correct::correct(&before, article, new, &answers, &later()).expect("can be corrected");
        document.commit(step).expect("is corrected");
        assert!(is_adrift(document.project(), excerpts[0]) && !is_adrift(document.project(), excerpts[1]));
        assert_eq!(document.project().excerpt(excerpts[0]), before.excerpt(excerpts[0]));
        assert_eq!(document.project().claims().len(), before.claims().len());
        document.undo();
    }
    // Correcting back mends it without a word.
    document.redo();
    let again = correct::plan(document.project(), article, &old).expect("can be planned");
    assert_eq!(again, Plan { kept: 1, moved: 1, doubtful: Vec::new() });
}

#[test]
fn a_correction_that_makes_no_sense_is_refused() {
    let (document, article, excerpts) = coded("Germany refused.", &[Span::new(0, 7)]);
    let project = document.project();
    let correct = |text: &str, answers: &[(ExcerptId, Answer)]| {
        let answers = answers.iter().copied().collect();
        correct::correct(project, article, text, &answers, &later()).map(|step| step.edits.len())
    };
    assert_eq!(correct(" \n", &[]), Err(EditError::NoText));
    assert_eq!(correct("Germany refused.", &[]), Ok(0));
    assert_eq!(correct("Germany refused.\r\n", &[]), Ok(0));
    let past = (excerpts[0], Answer::Place(Span::new(3, 99)));
    assert_eq!(correct("Germany agreed.", &[past]), Err(EditError::NoWords));
    let gone = "zzz".parse().expect("a token");
    assert!(matches!(correct::plan(project, gone, "text"), Err(EditError::Gone(_))));
}

#[test]
fn many_excerpts_are_re_anchored_in_one_step() {
    let (old, spans) = marked("Talks. [Germany refused]. [Poland agreed]. End.");
    let (mut document, article, excerpts) = coded(&old, &spans);
    let new = "Talks. Germany declined. End. Poland agreed.";
    let leave = excerpts.iter().map(|id| (*id, Answer::Leave)).collect();
    let step = correct::correct(document.project(), article, new, &leave, &later()).expect("can be corrected");
    document.commit(step).expect("is corrected");
    let adrift = document.project().clone();
    assert!(excerpts.iter().all(|id| is_adrift(&adrift, *id)));

    let places = [(excerpts[0], Span::new(7, 23)), (excerpts[1], Span::new(30, 43))];
    let step = reanchor(&adrift, &places, &later()).expect("can be re-anchored");
    assert_eq!(step.label, "Re-anchor 2 excerpts");
    document.commit(step).expect("is re-anchored");
    let project = document.project();
    assert_eq!(quotation(project, excerpts[0]), (Span::new(7, 23), "Germany declined".into()));
    assert_eq!(quotation(project, excerpts[1]), (Span::new(30, 43), "Poland agreed".into()));
    // Only the one whose words are others counts as changed.
    let changed = |id: &ExcerptId| project.claims_of(*id)[0].updated == later().now;
    assert_eq!(excerpts.iter().map(changed).collect::<Vec<_>>(), [true, false]);
    document.undo();
    assert_eq!(difference(document.project(), &adrift), None);

    // One alone may go while the other stays adrift.
    let step = reanchor(document.project(), &places[1..], &later()).expect("can be re-anchored");
    assert_eq!(step.label, "Re-anchor excerpt");
    document.commit(step).expect("is re-anchored");
    assert!(is_adrift(document.project(), excerpts[0]));
    let nowhere = [(excerpts[0], Span::new(40, 400))];
    assert_eq!(reanchor(document.project(), &nowhere, &later()).err(), Some(EditError::NoWords));
}

const VOCABULARY: [&str; 12] =
    ["the", "Germany", "said", "no", "never", "troops", "peace", "Paris", "“yes”", "and", "é\u{301}lan", "和平"];

/// Words with their excerpts, and what was put in before which word, taken out or exchanged.
#[derive(Debug, Clone)]
struct Case {
    words: Vec<String>,
    /// First and last word of each excerpt.
    excerpts: Vec<(usize, usize)>,
    edits: Vec<(usize, u8)>,
}

/// `once`: every word stands once; else the same few over and over, and words are only put in.
fn case(once: bool) -> impl Strategy<Value = Case> {
    let word = (0..VOCABULARY.len()).prop_map(|index| VOCABULARY[index].to_owned());
    let words = proptest::collection::vec(word, 20..90);
    let kinds = if once { 0..3u8 } else { 0..1u8 };
    let excerpts = proptest::collection::vec((any::<usize>(), 0..6usize), 1..8);
    let edits = proptest::collection::vec((any::<usize>(), kinds), 0..6);
    (words, excerpts, edits).prop_map(move |(mut words, excerpts, edits)| {
        if once {
            words.iter_mut().enumerate().for_each(|(index, word)| word.push_str(&format!("x{index}")));
        }
        let count = words.len();
        let excerpts =
            excerpts.into_iter().map(|(from, length)| (from % count, (from % count + length).min(count - 1))).collect();
        let edits = edits.into_iter().map(|(at, kind)| (at % count, kind)).collect();
        Case { words, excerpts, edits }
    })
}

fn follow(case: &Case) -> Result<(), TestCaseError> {
    let old = case.words.join(" ");
    let mut places = Vec::new();
    for word in &case.words {
        let start = places.last().map_or(0, |place: &std::ops::Range<usize>| place.end + 1);
        places.push(start..start + word.len());
    }
    let mut new = String::new();
    let mut moved = vec![None; case.words.len()];
    let mut cut = vec![false; case.words.len()];
    for (index, word) in case.words.iter().enumerate() {
        let mut word = Some(word.clone());
        for (number, (_, kind)) in case.edits.iter().enumerate().filter(|(_, (at, _))| *at == index) {
            cut[index] = true;
            match kind {
                0 => new.push_str(&format!("new{number} ")),
                1 => word = None,
                _ => word = word.map(|_| format!("other{number}")),
            }
        }
        if let Some(word) = word {
            if word == case.words[index] {
                moved[index] = Some(new.len()..new.len() + word.len());
            }
            new.push_str(&word);
            new.push(' ');
        }
    }
    let new = new.trim_end().to_owned();
    prop_assume!(!new.is_empty());
    let span = |(from, to): (usize, usize)| Span::new(places[from].start, places[to].end);
    let spans: Vec<Span> = case.excerpts.iter().copied().map(span).collect();
    let (mut document, article, excerpts) = coded(&old, &spans);
    let before = document.project().clone();
    let step = correct::correct(&before, article, &new, &HashMap::new(), &later()).expect("can be corrected");
    prop_assert_eq!(step.edits.is_empty(), new == old);
    document.commit(step).expect("is corrected");
    for (excerpt, (from, to)) in excerpts.iter().zip(case.excerpts.iter().copied()) {
        let touched = (from..=to).any(|at| moved[at].is_none() || (cut[at] && at > from));
        let (place, words) = quotation(document.project(), *excerpt);
        if touched {
            prop_assert!(document.project().excerpt(*excerpt) == before.excerpt(*excerpt));
        } else {
            let at = |index: usize| moved[index].clone().expect("was not touched");
            prop_assert_eq!(place, Span::new(at(from).start, at(to).end));
            prop_assert_eq!(&new[place.range()], &*words);
            prop_assert_eq!(document.project().claims_of(*excerpt), before.claims_of(*excerpt));
        }
    }
    document.undo();
    if new != old {
        prop_assert_eq!(difference(document.project(), &before), None);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn untouched_excerpts_follow_their_words_through_any_edits(case in case(true)) {
        follow(&case)?;
    }

    #[test]
    fn words_put_in_take_no_excerpt_to_another_occurrence(case in case(false)) {
        follow(&case)?;
    }
}
