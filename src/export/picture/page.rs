//! What every picture has around what it shows: a title above, a legend and the statement below.

use std::sync::Arc;

use maud::{Markup, PreEscaped};

use super::canvas::{Canvas, Style};
use super::marks::{Mark, Nothing};
use super::shapes::{self, At};
use super::text::Face;
use crate::model::Stance;
use crate::palette::{self, INK, LINE, MUTED};

/// Around everything.
pub const MARGIN: f32 = 32.0;
/// No picture is narrower: its title and statement are to be read.
pub const LEAST: f32 = 720.0;

const TITLE: Style = Style::new(Face::Semibold, 20.0);
const SUBTITLE: Style = Style::new(Face::Regular, 13.0).ink(MUTED);
const WORD: Style = Style::new(Face::Medium, 11.5);
const MEANING: Style = Style::new(Face::Regular, 11.5).ink(MUTED);
/// A tile of the legend.
const TILE: (f32, f32) = (24.0, 18.0);
/// From one line of the statement to the next.
const LINE_HEIGHT: f32 = 15.5;
/// The column of the statement's names.
const NAMES: f32 = 116.0;

/// Draws the title, and below it a line that says what is shown; returns where that ends.
pub fn head(canvas: &mut Canvas, title: &str, subtitle: &str, room: f32) -> f32 {
    let title = TITLE.wrap(title, room, 2);
    let y = canvas.lines(MARGIN, MARGIN + 18.0, &title, TITLE, 25.0);
    let subtitle = SUBTITLE.wrap(subtitle, room, 3);
    canvas.lines(MARGIN, y - 2.0, &subtitle, SUBTITLE, 18.0) + 4.0
}

/// An entry of the legend.
pub enum Entry {
    /// A level of the scale.
    Stance(Arc<Stance>),
    /// A mark.
    Mark(Mark),
    /// A kind of empty cell.
    Nothing(Nothing),
    /// Anything else: how it is drawn around a place, and what it means.
    Other(Box<dyn Fn(At) -> Markup>, &'static str, &'static str),
}

impl Entry {
    fn words(&self, contest_days: u16) -> (String, String) {
        match self {
            Entry::Stance(stance) => (stance.label.clone(), String::new()),
            Entry::Mark(mark) => (sentence(mark.word()), mark.meaning(contest_days)),
            Entry::Nothing(kind) => (kind.words().to_owned(), String::new()),
            Entry::Other(_, word, meaning) => ((*word).to_owned(), (*meaning).to_owned()),
        }
    }

    fn draw(&self, canvas: &mut Canvas, corner: At) {
        let middle = (corner.0 + TILE.0 / 2.0, corner.1 + TILE.1 / 2.0);
        match self {
            Entry::Stance(stance) => {
                let pair = palette::light(stance.colour);
                canvas.fill(corner, TILE, pair.tint);
                canvas.add(shapes::glyph(stance.glyph, middle, 5.0, pair.ink));
            }
            Entry::Mark(mark) => canvas.add(mark.sample(middle)),
            Entry::Nothing(kind) => canvas.add(kind.draw(middle)),
            Entry::Other(draw, ..) => canvas.add(draw(middle)),
        }
    }
}

/// Draws the legend; returns where it ends.
pub fn legend(canvas: &mut Canvas, entries: &[Entry], contest_days: u16, top: f32, room: f32) -> f32 {
    let (mut x, mut y) = (MARGIN, top);
    for entry in entries {
        let (word, meaning) = entry.words(contest_days);
        let word = WORD.elide(&word, room - TILE.0 - 8.0).into_owned();
        let beside = WORD.width(&word) + if meaning.is_empty() { 0.0 } else { 7.0 };
        let meaning = MEANING.elide(&meaning, (room - TILE.0 - 8.0 - beside).max(0.0)).into_owned();
        let wide = TILE.0 + 8.0 + beside + MEANING.width(&meaning);
        if x > MARGIN && x + wide > MARGIN + room {
            (x, y) = (MARGIN, y + TILE.1 + 6.0);
        }
        entry.draw(canvas, (x, y));
        let foot = y + TILE.1 / 2.0 + 4.0;
        canvas.text(x + TILE.0 + 8.0, foot, &word, WORD.ink(INK));
        canvas.text(x + TILE.0 + 8.0 + beside, foot, &meaning, MEANING);
        x += wide + 20.0;
    }
    if entries.is_empty() { top } else { y + TILE.1 + 14.0 }
}

/// Draws the statement below a rule; returns where it ends.
pub fn statement(canvas: &mut Canvas, rows: &[(String, String)], top: f32, room: f32) -> f32 {
    canvas.fill((MARGIN, top), (room, 1.0), LINE);
    let mut y = top + 20.0;
    // Lines that are too long cannot be read.
    let column = (room - NAMES).min(900.0);
    for (name, value) in rows {
        canvas.text(MARGIN, y, &WORD.elide(name, NAMES - 10.0), WORD.ink(MUTED));
        let lines = MEANING.wrap(value, column, 12);
        y = canvas.lines(MARGIN + NAMES, y, &lines, MEANING, LINE_HEIGHT).max(y + LINE_HEIGHT);
    }
    y
}

/// Stripes for what is only expected, over any tint; see [`stripes`].
pub fn defs() -> Markup {
    PreEscaped(format!(
        "<pattern id=\"expected\" width=\"10\" height=\"10\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"10\" fill=\"{}\" fill-opacity=\"0.5\"></rect></pattern>",
        palette::PAPER
    ))
}

/// Draws stripes over a rectangle.
pub fn stripes(canvas: &mut Canvas, (x, y): At, (width, height): (f32, f32)) {
    use shapes::N;
    canvas.add(maud::html! {
        rect x=(N(x)) y=(N(y)) width=(N(width)) height=(N(height)) fill="url(#expected)" {}
    });
}

/// With a capital at its beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
