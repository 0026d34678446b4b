//! Reading in the whole window: the map beside the text, the keys that scroll, the look of the text.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/large.rs"]
mod large;
#[path = "support/window.rs"]
mod window;

use demarche::session::{Command, Item, Reading, ReadingFace};
use demarche::store;
use demarche::text::Span;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use window::Window;

/// A window on one article of so many bytes and excerpts.
fn long(article_bytes: usize, claims: usize) -> Window {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("long.ron");
    let size = large::Size { articles: 1, article_bytes, claims, countries: 12, issues: 6 };
    store::save(&large::project(size, 1), &file, None).unwrap();
    let mut window = Window::open(vec2(1280.0, 800.0), Some(file));
    window.harness.run_steps(30);
    window
}

/// The text of the open article.
fn text(window: &Window) -> String {
    let article = window.desk().selection().article.unwrap();
    window.project().text(article).unwrap().as_str().to_owned()
}

/// Where in the article the first paragraph stands that is in view, as a share of the text.
fn part(window: &Window) -> f64 {
    let whole = text(window);
    let first = window.names(Role::Paragraph).into_iter().next().unwrap();
    whole.find(&first).unwrap() as f64 / whole.len() as f64
}

fn is_map(node: &AccessKitNode<'_>) -> bool {
    node.role() == Role::ScrollBar && node.label().is_some_and(|label| label.starts_with("Map of the article"))
}

fn map(window: &Window) -> Rect {
    window.harness.get_by(is_map).rect()
}

fn press_at(window: &mut Window, at: Pos2, pressed: bool) {
    let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
    window.harness.event(Event::PointerMoved(at));
    window.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
    window.harness.run_steps(3);
}

#[test]
fn a_press_on_the_map_goes_there_and_a_drag_goes_on() {
    let mut window = long(400_000, 200);
    let strip = map(&window);
    assert!(strip.height() > 600.0 && strip.right() >= 1279.0, "{strip:?}");
    for share in [0.5, 0.9, 0.1] {
        let at = pos2(strip.center().x, strip.top() + strip.height() * share);
        press_at(&mut window, at, true);
        press_at(&mut window, at, false);
        let found = part(&window);
        assert!((found - f64::from(share)).abs() < 0.03, "pressed at {share}, came to {found}");
    }
    let at = pos2(strip.center().x, strip.top() + strip.height() * 0.1);
    press_at(&mut window, at, true);
    for down in [100.0, 300.0, 500.0] {
        window.harness.event(Event::PointerMoved(at + vec2(0.0, down)));
        window.harness.run_steps(3);
        let (found, meant) = (part(&window), 0.1 + f64::from(down / strip.height()));
        assert!((found - meant).abs() < 0.04, "dragged to {meant}, came to {found}");
    }
    press_at(&mut window, at + vec2(0.0, 2000.0), false);
}

#[test]
fn the_map_says_how_many_excerpts_there_are_and_which_stand_under_the_pointer() {
    let mut window = long(100_000, 400);
    assert_eq!(window.name_of(Role::ScrollBar, "Map"), "Map of the article: 400 excerpts");
    let strip = map(&window);
    window.harness.event(Event::PointerMoved(strip.center()));
    window.harness.run_steps(60);
    let told = |node: &AccessKitNode<'_>| {
        node.label().or(node.value()).is_some_and(|said| said.contains("claims here, the first:"))
    };
    assert!(window.harness.query_all_by(told).next().is_some(), "a tooltip tells");
}

#[test]
fn keys_scroll_by_lines_and_pages_and_to_both_ends() {
    let mut window = long(200_000, 50);
    let top = |window: &Window| -> (String, f32) {
        let shown = window.harness.query_all_by_role(Role::Paragraph).map(|node| (node.rect().top(), node));
        let (top, node) = shown.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
        (node.accesskit_node().label().unwrap(), top)
    };
    let press = |window: &mut Window, modifiers: Modifiers, key: Key| {
        window.harness.key_press_modifiers(modifiers, key);
        window.harness.run_steps(60);
    };
    let first = top(&window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let lines = top(&window);
    assert!((first.1 - lines.1 - 56.0).abs() <= 1.0, "two lines: {first:?} {lines:?}");
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(top(&window), first);
    for (there, back) in [(Key::PageDown, Key::PageUp), (Key::End, Key::Home)] {
        press(&mut window, Modifiers::NONE, there);
        assert!(part(&window) > 0.001, "{there:?} comes to {}", part(&window));
        press(&mut window, Modifiers::NONE, back);
        assert_eq!(top(&window), first, "{back:?}");
    }
    press(&mut window, Modifiers::NONE, Key::Space);
    assert_ne!(top(&window), first);
    press(&mut window, Modifiers::SHIFT, Key::Space);
    assert_eq!(top(&window), first);
    press(&mut window, Modifiers::NONE, Key::End);
    let last = window.names(Role::Paragraph).into_iter().last().unwrap();
    assert!(text(&window).trim_end().ends_with(last.trim_end()), "{last}");
}

#[test]
fn the_look_is_chosen_by_keys_shown_at_once_and_remembered() {
    let mut window = Window::with_sample();
    let reading = |window: &Window| window.harness.state().session().prefs().reading;
    let height = |window: &Window| {
        let shown = window.harness.query_all_by_role(Role::Paragraph).map(|node| node.rect().height());
        shown.sum::<f32>()
    };
    let usual = height(&window);
    window.press("Look of the text");
    window.press("Larger text");
    window.press("Larger text");
    assert_eq!(reading(&window).size, 20.0);
    assert!(height(&window) != usual, "it is shown at once");
    window.press("Narrower column");
    window.press("Lines farther apart");
    window.press("Sans");
    window.press("Both edges straight");
    let chosen = Reading { size: 20.0, measure: 65, spacing: 1.6, face: ReadingFace::Sans, justified: true };
    assert_eq!(reading(&window), chosen);
    let settings = std::fs::read_to_string(window.folder.path().join("config/settings.ron")).unwrap();
    assert!(settings.contains("justified: true") && settings.contains("Sans"), "{settings}");
    window.press("Reset");
    assert_eq!(reading(&window), Reading::default());
    window.keys(&[Key::Escape]);
    assert!(window.harness.query_by_label("Larger text").is_none(), "Esc closes it");
    window.chord(Modifiers::ALT, Key::Plus);
    assert_eq!(reading(&window).size, 19.0);
}

#[test]
fn an_article_opens_where_it_was_left_though_the_look_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("two.ron");
    let size = large::Size { articles: 2, article_bytes: 60_000, claims: 40, countries: 12, issues: 6 };
    store::save(&large::project(size, 1), &file, None).unwrap();
    let mut window = Window::open(vec2(1280.0, 800.0), Some(file));
    let articles: Vec<_> = window.project().articles().keys().copied().collect();
    let show = |window: &mut Window, item: Item| {
        let ctx = window.harness.ctx.clone();
        window.harness.state_mut().send(&ctx, Command::Show(item));
        window.harness.run_steps(8);
    };
    show(&mut window, Item::Article(articles[0]));
    show(&mut window, Item::Place(articles[0], Span::new(30_000, 30_010)));
    let left = window.names(Role::Paragraph);
    show(&mut window, Item::Article(articles[1]));
    assert_ne!(window.names(Role::Paragraph), left);
    window.chord(Modifiers::ALT, Key::Plus);
    show(&mut window, Item::Article(articles[0]));
    let now = window.names(Role::Paragraph);
    assert!(now[0] == left[0] || now[0] == left[1] || now[1] == left[0], "{:?} {:?}", &now[..2], &left[..2]);
}
