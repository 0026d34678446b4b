//! Likely claims in the whole window: marked, walked through, never coded.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
#[path = "support/window.rs"]
mod window;

use demarche::suggest::LikelyClaims;
use demarche::text::Span;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

fn is_sign(node: &AccessKitNode<'_>) -> bool {
    node.label().is_some_and(|label| label.starts_with("Likely claim: "))
}

/// The likely claims of the open article that have no excerpt, as the rules find them.
fn uncoded(window: &Window) -> Vec<Span> {
    let article = window.desk().selection().article.unwrap();
    let project = window.project();
    let excerpts: Vec<Span> = project.excerpts_of(article).into_iter().map(|excerpt| excerpt.anchor.span).collect();
    let likely = LikelyClaims::of(project).in_text(project.text(article).unwrap());
    let spans = likely.into_iter().map(|likely| likely.span);
    spans.filter(|span| !excerpts.iter().any(|excerpt| excerpt.overlaps(*span))).collect()
}

/// The sample with marks switched on and nothing selected.
fn marked() -> Window {
    let mut window = Window::with_sample();
    window.keys(&[Key::Escape, Key::Escape, Key::L]);
    window
}

#[test]
fn one_key_marks_what_is_likely_and_not_coded_and_takes_the_marks_away() {
    let mut window = marked();
    let expected = uncoded(&window);
    assert!(!expected.is_empty());
    let text = {
        let article = window.desk().selection().article.unwrap();
        window.project().text(article).unwrap().as_str().to_owned()
    };
    let names: Vec<String> =
        window.harness.query_all_by(is_sign).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(!names.is_empty());
    for name in &names {
        let sentence = name.trim_start_matches("Likely claim: ");
        assert!(expected.iter().any(|span| &text[span.range()] == sentence), "{sentence}");
    }
    window.keys(&[Key::L]);
    assert_eq!(window.harness.query_all_by(is_sign).count(), 0);
}

#[test]
fn n_walks_to_every_one_of_them_and_around_and_codes_nothing() {
    let mut window = marked();
    let (expected, claims) = (uncoded(&window), window.project().claims().len());
    for span in expected.iter().chain(&expected[..1]) {
        window.keys(&[Key::N]);
        assert_eq!(window.desk().selection().span, Some(*span));
    }
    for span in expected.iter().rev() {
        window.chord(Modifiers::SHIFT, Key::N);
        assert_eq!(window.desk().selection().span, Some(*span));
    }
    assert_eq!(window.project().claims().len(), claims);
}

#[test]
fn the_sign_selects_its_sentence() {
    let mut window = marked();
    let name = window.harness.query_all_by(is_sign).next().unwrap().accesskit_node().label().unwrap();
    window.press(&name);
    let span = window.desk().selection().span.unwrap();
    let article = window.desk().selection().article.unwrap();
    let words = window.project().text(article).unwrap().get(span).unwrap().to_owned();
    assert_eq!(name, format!("Likely claim: {words}"));
}

#[test]
fn without_the_marks_n_says_how_to_switch_them_on() {
    let mut window = Window::with_sample();
    let before = window.desk().selection().span;
    window.keys(&[Key::N]);
    assert_eq!(window.desk().selection().span, before);
}
