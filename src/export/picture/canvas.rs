//! A picture as it is drawn: shapes and lines of text, one after another, and the SVG that holds them.

use std::borrow::Cow;
use std::fmt::Write as _;

use maud::{Markup, PreEscaped, Render, html};

use super::shapes::{Ink, N};
use super::text::{self, Face};
use crate::palette::{INK, PAPER, Rgb};

/// How words look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// The size.
    pub size: f32,
    /// The colour.
    pub ink: Rgb,
}

impl Style {
    /// Words in ink.
    pub const fn new(face: Face, size: f32) -> Self {
        Self { face, size, ink: INK }
    }

    /// The same in another colour.
    pub const fn ink(self, ink: Rgb) -> Self {
        Self { ink, ..self }
    }

    /// How wide words are.
    pub fn width(self, words: &str) -> f32 {
        text::width(self.face, self.size, words)
    }

    /// See [`text::elide`].
    pub fn elide(self, words: &str, room: f32) -> Cow<'_, str> {
        text::elide(self.face, self.size, words, room)
    }

    /// See [`text::wrap`].
    pub fn wrap(self, words: &str, room: f32, most: usize) -> Vec<String> {
        text::wrap(self.face, self.size, words, room, most)
    }
}

/// Where a line of text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// At its beginning.
    Start,
    /// At its middle.
    Middle,
    /// At its end.
    End,
}

/// What has been drawn so far.
#[derive(Default)]
pub struct Canvas {
    body: String,
}

impl Canvas {
    /// Draws a shape.
    pub fn add(&mut self, shape: impl Render) {
        shape.render_to(&mut self.body);
    }

    /// Fills a rectangle.
    pub fn fill(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), colour: Rgb) {
        self.add(html! { rect x=(N(x)) y=(N(y)) width=(N(width)) height=(N(height)) fill=(Ink(colour)) {} });
    }

    /// Draws a rectangle.
    pub fn frame(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), colour: Rgb, stroke: f32) {
        self.add(html! {
            rect x=(N(x)) y=(N(y)) width=(N(width)) height=(N(height)) fill="none"
                stroke=(Ink(colour)) stroke-width=(N(stroke)) {}
        });
    }

    /// Draws a line of text that begins at `x`, its foot at `y`.
    pub fn text(&mut self, x: f32, y: f32, words: &str, style: Style) {
        self.held(x, y, words, style, Hold::Start);
    }

    /// Draws a line of text, held at `x`.
    pub fn held(&mut self, x: f32, y: f32, words: &str, style: Style, hold: Hold) {
        self.put(x, y, words, style, hold, runs_left(words));
    }

    fn put(&mut self, x: f32, y: f32, words: &str, style: Style, hold: Hold, left: bool) {
        if words.is_empty() {
            return;
        }
        let anchor = match hold {
            Hold::Start => None,
            Hold::Middle => Some("middle"),
            Hold::End => Some("end"),
        };
        let family = style.face.is_serif().then_some(SERIF);
        let weight = (style.face.weight() != 400).then(|| style.face.weight().to_string());
        self.add(html! {
            text x=(N(x)) y=(N(y)) font-size=(N(style.size)) fill=(Ink(style.ink)) font-family=[family]
                font-weight=[weight] text-anchor=[anchor] { (isolated(words, left)) }
        });
    }

    /// Draws words on lines of `height`; returns where the next line would stand.
    pub fn lines(&mut self, x: f32, y: f32, words: &[String], style: Style, height: f32) -> f32 {
        let left = runs_left(&words.concat());
        for (index, line) in words.iter().enumerate() {
            self.put(x, y + index as f32 * height, line, style, Hold::Start, left);
        }
        y + words.len() as f32 * height
    }

    /// The picture: `title` in a few words, `about` in more, for those who listen.
    pub fn svg(&self, (width, height): (f32, f32), title: &str, about: &str, defs: &Markup) -> String {
        let (width, height) = (width.ceil(), height.ceil());
        let mut out = String::with_capacity(self.body.len() + 2_000);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let view = format!("0 0 {width} {height}");
        let page = html! {
            svg xmlns="http://www.w3.org/2000/svg" width=(N(width)) height=(N(height)) viewBox=(view) role="img"
                aria-labelledby="title about" font-family=(SANS) {
                title id="title" { (clean(title)) }
                desc id="about" { (clean(about)) }
                defs { (defs) }
                (Paper(width, height))
                (PreEscaped(self.body.as_str()))
            }
        };
        page.render_to(&mut out);
        out.push('\n');
        out
    }
}

/// Within another picture.
impl Render for Canvas {
    fn render_to(&self, out: &mut String) {
        out.push_str(&self.body);
    }
}

/// Our faces first; whoever looks at the picture without them sees the like.
pub const SANS: &str = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";
/// The same for quotations.
pub const SERIF: &str = "'Source Serif 4', Georgia, 'Liberation Serif', serif";

struct Paper(f32, f32);

impl Render for Paper {
    fn render_to(&self, out: &mut String) {
        let _ = write!(out, "<rect width=\"{}\" height=\"{}\" fill=\"{PAPER}\"></rect>", self.0, self.1);
    }
}

/// The words with what XML cannot hold replaced by what stands for the unreadable.
pub fn clean(words: &str) -> Cow<'_, str> {
    let bad = |c: char| (c.is_control() && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if words.contains(bad) { words.replace(bad, "\u{fffd}").into() } else { words.into() }
}

/// Whether a letter stands in words that run from right to left.
fn turns(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfefc | 0x10800..=0x10fff | 0x1e800..=0x1efff)
}

/// Whether words run from right to left: as their first letter does.
fn runs_left(words: &str) -> bool {
    words.chars().find(|c| c.is_alphabetic()).is_some_and(turns)
}

/// A line of words in which some run from right to left, closed off from what stands around it; `left` says where the
/// whole runs that it is a line of.
fn isolated(line: &str, left: bool) -> Cow<'_, str> {
    let line = clean(line);
    if left || line.contains(turns) {
        let direction = if left { '\u{2067}' } else { '\u{2066}' };
        format!("{direction}{line}\u{2069}").into()
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_runs_as_the_whole_does() {
        for (whole, line, expected) in [
            ("Send troops", "Send troops", "Send troops"),
            ("شرط NATO", "NATO", "\u{2067}NATO\u{2069}"),
            ("NATO شرط", "شرط", "\u{2066}شرط\u{2069}"),
            ("1. שלום", "1. שלום", "\u{2067}1. שלום\u{2069}"),
        ] {
            assert_eq!(isolated(line, runs_left(whole)), expected, "{whole}");
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(clean("a\u{0}b\u{1b}c\u{fffe}\n"), "a\u{fffd}b\u{fffd}c\u{fffd}\n");
    }
}
