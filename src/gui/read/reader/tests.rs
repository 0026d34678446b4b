//! The words in view stay where they are, whatever becomes known about the rest and however the look changes.

use eframe::egui::{
    CentralPanel, Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Theme, TouchPhase, Vec2,
};

use super::*;
use crate::edit::ops::articles::{self, ArticleDetails, NewArticle};
use crate::edit::{Document, Stamp};
use crate::gui::theme;
use crate::model::{Info, Project};
use crate::session::{Reading, ReadingFace};

/// A reader in a window of its own.
struct Page {
    ctx: Context,
    desk: Desk,
    reader: Reader,
    prefs: Prefs,
    size: Vec2,
    time: f64,
}

/// Paragraphs of very different length, so that no estimate is right.
fn words(paragraphs: usize) -> String {
    let mut random = fastrand::Rng::with_seed(11);
    let pool = ["peacekeepers", "a", "i", "the", "WWW", "backstop", "illicit", "“minimum”", "Łódź", "ill", "summit"];
    let mut text = String::new();
    for number in 0..paragraphs {
        text.push_str(&number.to_string());
        for _ in 0..random.usize(3..200) {
            text.push(' ');
            text.push_str(pool[random.usize(..pool.len())]);
        }
        text.push_str(if number % 7 == 0 { "\n\n" } else { "\n" });
    }
    text
}

impl Page {
    fn new(text: &str) -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        let info = Info { id: "p".parse().expect("an id"), title: "T".into(), notes: String::new() };
        let mut stamp = Stamp::new("2025-03-01T00:00:00Z".parse().expect("a time"), "Zoë", 1);
        let mut document = Document::new(Project::bare(info));
        let article = NewArticle { details: ArticleDetails::default(), text: ArticleText::new(text) };
        let (step, _) = articles::add(document.project(), vec![article], &mut stamp);
        document.commit(step).expect("can be added");
        let desk = Desk::new(document.project().clone(), None);
        let prefs = Prefs::default();
        let size = vec2(1100.0, 800.0);
        let mut page = Self { ctx, desk, reader: Reader::default(), prefs, size, time: 0.0 };
        page.settle();
        page
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 1.0 / 60.0;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), self.size));
        let input = RawInput { screen_rect, time: Some(self.time), events, focused: true, ..RawInput::default() };
        let (reader, desk, prefs) = (&mut self.reader, &self.desk, &self.prefs);
        let article = desk.project().articles_by_date()[0].clone();
        let output = self.ctx.run_ui(input, |ui| {
            CentralPanel::default().show(ui, |ui| {
                reader.show(ui, desk, prefs, &article, &mut None, &mut Vec::new());
            });
        });
        output.drop_without_applying_deltas();
    }

    fn settle(&mut self) {
        for _ in 0..4 {
            self.frame(vec![Event::PointerMoved(pos2(400.0, 400.0))]);
        }
    }

    fn wheel(&mut self, by: f32) {
        let modifiers = Modifiers::NONE;
        let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, MouseWheelSource::Wheel);
        self.frame(vec![Event::MouseWheel { unit, delta: vec2(0.0, -by), phase, source, modifiers }]);
        // It comes in over several frames.
        for _ in 0..40 {
            self.frame(Vec::new());
        }
    }

    fn go_to(&mut self, part: f64) {
        let text = self.reader.opened.as_ref().expect("is open").text.clone();
        let byte = text.floor((text.len() as f64 * part) as usize);
        self.reader.reveal(Span::new(byte, text.floor(byte + 9)));
        self.settle();
    }

    /// How far below the top of the view the line with a byte stands.
    fn y(&mut self, byte: usize) -> f64 {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), self.size)),
            time: Some(self.time),
            ..RawInput::default()
        };
        let opened = self.reader.opened.as_ref().expect("is open");
        let paragraph = opened.paragraph_of(byte);
        let whole = opened.paragraphs[paragraph];
        let mut y = 0.0;
        let output = self.ctx.run_ui(input, |ui| {
            let set = SetText::new(ui, &opened.text, whole, self.reader.look);
            let rows = set.rows(&opened.text, whole, Span::new(byte, whole.end.index()));
            y = f64::from(rows.first().expect("has a line").top());
        });
        output.drop_without_applying_deltas();
        self.reader.heights.top(paragraph) + y - self.reader.place.y(&self.reader.heights)
    }

    /// A line stays within a point of where it was while something happens.
    fn stays(&mut self, (byte, before): (usize, f64), what: &str, change: impl FnOnce(&mut Self)) {
        change(self);
        self.frame(Vec::new());
        let after = self.y(byte);
        assert!((after - before).abs() <= 1.0, "{what}: at once from {before} to {after}");
        self.settle();
        let after = self.y(byte);
        assert!((after - before).abs() <= 1.0, "{what}: from {before} to {after}");
    }
}

#[test]
fn words_move_by_as_much_as_one_scrolls_up_through_what_was_never_laid_out() {
    let mut page = Page::new(&words(3000));
    page.go_to(0.7);
    for step in 0..200 {
        let by = if step % 3 == 0 { -333.0 } else { -60.0 };
        let (byte, before) = page.reader.top.expect("a line is in view");
        page.wheel(by);
        let after = page.y(byte);
        assert!((after - before + f64::from(by)).abs() <= 1.0, "{step}: from {before} to {after} by {by}");
    }
}

#[test]
fn the_first_line_in_view_stays_when_the_window_or_the_look_changes() {
    let mut page = Page::new(&words(800));
    page.go_to(0.5);
    page.wheel(11.0);
    let top = page.reader.top.expect("a line is in view");
    page.stays(top, "a narrow window", |page| page.size.x = 820.0);
    page.stays(top, "a wide window", |page| page.size.x = 1500.0);
    page.stays(top, "a low window", |page| page.size.y = 500.0);
    page.stays(top, "a zoom", |page| page.ctx.set_zoom_factor(1.25));
    page.stays(top, "no zoom", |page| page.ctx.set_zoom_factor(1.0));
    page.stays(top, "the dark", |page| page.ctx.set_theme(Theme::Dark));
    for (what, reading) in [
        ("large letters", Reading { size: 27.0, ..Reading::default() }),
        ("a narrow column", Reading { measure: 45, ..Reading::default() }),
        ("loose lines", Reading { spacing: 2.0, ..Reading::default() }),
        ("no serifs", Reading { face: ReadingFace::Sans, ..Reading::default() }),
        ("straight edges", Reading { justified: true, ..Reading::default() }),
        ("as at first", Reading::default()),
    ] {
        page.stays(top, what, |page| page.prefs.reading = reading);
    }
}

#[test]
fn a_window_dragged_narrow_and_wide_again_ends_where_it_began() {
    let mut page = Page::new(&words(300));
    page.go_to(0.6);
    page.wheel(17.0);
    let (byte, before) = page.reader.top.expect("a line is in view");
    for width in [1060.0, 990.0, 860.0, 821.0, 900.0, 970.0, 1100.0] {
        page.size.x = width;
        page.frame(Vec::new());
    }
    page.settle();
    assert_eq!(page.reader.top.map(|(byte, _)| byte), Some(byte));
    assert!((page.y(byte) - before).abs() <= 1.0);
}

#[test]
fn the_top_stays_the_top_and_the_end_is_the_end() {
    let mut page = Page::new(&words(400));
    let top = |page: &Page| page.reader.head + page.reader.place.y(&page.reader.heights);
    assert!(top(&page).abs() < 0.5, "{}", top(&page));
    page.prefs.reading.size = 25.0;
    page.settle();
    assert!(top(&page).abs() < 0.5, "{}", top(&page));
    page.reader.onward = 1e12;
    page.settle();
    let end = page.reader.heights.total() + FOOT - page.reader.place.y(&page.reader.heights);
    page.wheel(500.0);
    let same = page.reader.heights.total() + FOOT - page.reader.place.y(&page.reader.heights);
    assert!((end - same).abs() < 0.5, "{end} {same}");
    page.reader.onward = -1e12;
    page.settle();
    assert!(top(&page).abs() < 0.5, "{}", top(&page));
}

#[test]
fn a_text_too_long_for_exact_numbers_is_read_all_the_same() {
    let line = "A line of words that is said again and again, so that the text becomes very long indeed.\n";
    let mut page = Page::new(&line.repeat(500_000));
    page.go_to(0.9);
    assert!(page.reader.base > 0.0, "distances are counted from nearer by");
    for _ in 0..20 {
        let (byte, before) = page.reader.top.expect("a line is in view");
        page.wheel(-7.0);
        let after = page.y(byte);
        assert!((after - before - 7.0).abs() < 0.01, "from {before} to {after}");
    }
}
