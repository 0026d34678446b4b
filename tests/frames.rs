//! How much work a frame does, however large the project: what is out of view costs nothing.
#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/large.rs"]
mod large;

use demarche::gui::files::{Ask, Done, FilePicker};
use demarche::gui::{App, Options};
use demarche::model::Zoom;
use demarche::session::{Action, Command, Item, Runner};
use demarche::store;
use demarche::text::Span;
use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Modifiers, MouseWheelUnit, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

struct Nobody;

impl FilePicker for Nobody {
    fn ask(&mut self, _: &Ask, _: Done) {}
}

fn open(size: large::Size) -> Harness<'static, App> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.ron");
    store::save(&large::project(size, 1), &file, None).unwrap();
    let options = Options { project: Some(file), prefs_folder: None, runner: Runner::Inline, picker: Box::new(Nobody) };
    let mut options = Some(options);
    let mut harness = Harness::builder()
        .with_size(vec2(1440.0, 900.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, options.take().unwrap()));
    harness.run_steps(8);
    assert!(harness.state().session().desk().is_some(), "the project is open");
    harness
}

/// Shapes of the frame after scrolling by `by` points.
fn shapes_after_scrolling(harness: &mut Harness<'static, App>, by: f32) -> usize {
    harness.event(Event::PointerMoved(pos2(640.0, 450.0)));
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -by),
        phase: TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(3);
    harness.output().shapes.len()
}

#[test]
fn a_long_article_costs_a_frame_no_more_than_a_short_one() {
    let with = |article_bytes, claims| large::Size { articles: 1, article_bytes, claims, countries: 12, issues: 6 };
    let mut short = open(with(20_000, 40));
    let mut long = open(with(2_000_000, 4_000));
    let base = shapes_after_scrolling(&mut short, 400.0);
    for _ in 0..10 {
        let shapes = shapes_after_scrolling(&mut long, 3_000.0);
        assert!(shapes < base * 3, "{shapes} shapes, {base} in a short article");
    }
}

#[test]
fn only_what_is_in_view_is_laid_out_wherever_one_goes() {
    let size = large::Size { articles: 1, article_bytes: 3_000_000, claims: 6_000, countries: 12, issues: 6 };
    let mut harness = open(size);
    let article = harness.state().session().desk().unwrap().selection().article.unwrap();
    for part in [0.5, 0.99, 0.01, 0.7] {
        let ctx = harness.ctx.clone();
        let start = (size.article_bytes as f64 * part) as usize;
        let place = Item::Place(article, Span::new(start, start + 10));
        harness.state_mut().send(&ctx, Command::Show(place));
        harness.run_steps(2);
        let laid = harness.query_all_by_role(Role::Paragraph).count();
        assert!((1..30).contains(&laid), "{laid} paragraphs at {part}");
        let marks = harness.query_all_by_role(Role::Mark).count();
        assert!((1..200).contains(&marks), "{marks} excerpts at {part}");
    }
}

#[test]
fn an_article_that_was_opened_comes_to_rest() {
    let size = large::Size { articles: 1, article_bytes: 3_000_000, claims: 6_000, countries: 12, issues: 6 };
    let mut harness = open(size);
    harness.run_steps(300);
    assert!(delay(&harness) > std::time::Duration::from_secs(1), "{:?}", delay(&harness));
    for by in [400.0, -200.0, 5_000.0] {
        shapes_after_scrolling(&mut harness, by);
        harness.run_steps(60);
        assert!(delay(&harness) > std::time::Duration::from_secs(1), "after {by}: {:?}", delay(&harness));
    }
}

/// When the window wants to be painted next.
fn delay(harness: &Harness<'static, App>) -> std::time::Duration {
    harness.output().viewport_output.values().map(|v| v.repaint_delay).min().unwrap()
}

#[test]
fn a_large_matrix_costs_a_frame_no_more_than_what_is_in_view_at_every_zoom_and_either_way_round() {
    let with =
        |countries, issues, claims| large::Size { articles: 40, article_bytes: 4_000, claims, countries, issues };
    let mut small = open(with(60, 60, 2_000));
    let mut large = open(with(200, 60, 6_000));
    for zoom in Zoom::ALL.map(|(zoom, _)| zoom) {
        for transposed in [false, true] {
            let mut counts = Vec::new();
            for harness in [&mut small, &mut large] {
                let ctx = harness.ctx.clone();
                let mut look = harness.state().session().desk().unwrap().look().clone();
                (look.zoom, look.transposed) = (zoom, transposed);
                harness.state_mut().send(&ctx, Command::SetLook(Box::new(look)));
                harness.state_mut().send(&ctx, Command::Do(Action::ShowMatrix));
                harness.run_steps(4);
                counts.push(shapes_after_scrolling(harness, 200.0));
                let cells = harness.query_all_by_role(Role::Cell).count();
                assert!((20..2_400).contains(&cells), "{cells} cells at {zoom:?}");
            }
            assert!(counts[1] < counts[0] * 3 / 2, "{zoom:?}, transposed: {transposed}: {counts:?}");
        }
    }
}

#[test]
fn thousands_of_cells_of_the_heat_map_are_one_shape() {
    let mut harness =
        open(large::Size { articles: 40, article_bytes: 4_000, claims: 6_000, countries: 200, issues: 60 });
    let ctx = harness.ctx.clone();
    let mut look = harness.state().session().desk().unwrap().look().clone();
    look.zoom = Zoom::Heat;
    harness.state_mut().send(&ctx, Command::SetLook(Box::new(look)));
    harness.state_mut().send(&ctx, Command::Do(Action::ShowMatrix));
    harness.run_steps(4);
    let cells = harness.query_all_by_role(Role::Cell).count();
    assert!(cells > 1_000, "{cells} cells are seen");
    let shapes = harness.output().shapes.len();
    assert!(shapes < cells, "{shapes} shapes for {cells} cells: each has a tint and a glyph");
}

#[test]
fn an_idle_window_asks_for_no_repaint() {
    let mut harness = open(large::Size::SMALL);
    harness.run_steps(300); // quiet notices are gone by then
    assert!(delay(&harness) > std::time::Duration::from_secs(1), "{:?}", delay(&harness));
}
