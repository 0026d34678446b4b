//! A paragraph set in lines: where its words are, and which words are where.
//!
//! Nothing else in the reader knows how lines are made. Places go in and out as bytes of the article's text.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Galley, Pos2, Rect, Ui, Vec2, pos2};
use unicode_segmentation::GraphemeCursor;

use crate::gui::theme::{self, face};
use crate::session::{Reading, ReadingFace};
use crate::text::{ArticleText, Span};

/// Longest stretch that is laid out at once, in bytes; a longer paragraph is cut at a space.
const CHUNK: usize = 8 * 1024;

/// How lines are set, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// Width of the column.
    pub width: f32,
    /// Height of the letters.
    pub size: f32,
    /// Height of a line.
    pub line: f32,
    /// Without serifs.
    pub sans: bool,
    /// Both edges straight.
    pub justified: bool,
}

impl Look {
    /// As the person wishes, in a column of `width` points.
    pub fn of(reading: &Reading, width: f32) -> Self {
        Self {
            width,
            size: reading.size,
            line: (reading.size * reading.spacing).round(),
            sans: reading.face == ReadingFace::Sans,
            justified: reading.justified,
        }
    }

    /// The width of a column of as many characters as the person wishes.
    pub fn measure(ui: &Ui, reading: &Reading) -> f32 {
        f32::from(reading.measure) * Self::of(reading, 0.0).character(ui)
    }

    /// The face.
    pub fn font(&self) -> FontId {
        if self.sans { face::regular(self.size) } else { face::serif(self.size) }
    }

    /// The width of a usual character.
    pub fn character(&self, ui: &Ui) -> f32 {
        const SAMPLE: &str = "the position of the government on the matter";
        let ink = theme::of(ui.ctx()).ink;
        let wide = ui.fonts_mut(|f| f.layout_no_wrap(SAMPLE.into(), self.font(), ink).size().x);
        (wide / SAMPLE.len() as f32).max(1.0)
    }
}

/// A paragraph in view.
pub struct Laid {
    /// Its place in the text.
    pub span: Span,
    /// Its upper left corner on the screen.
    pub at: Pos2,
    /// Its lines.
    pub set: SetText,
}

impl Laid {
    /// The rows of a span within the paragraph, on the screen.
    pub fn pieces(&self, text: &ArticleText, span: Span) -> Vec<Rect> {
        let moved = self.at.to_vec2();
        self.set.rows(text, self.span, span).into_iter().map(|rect| rect.translate(moved)).collect()
    }

    /// The byte of the article nearest to a point on the screen, on a grapheme boundary.
    pub fn hit(&self, text: &ArticleText, at: Pos2) -> Option<usize> {
        let words = text.get(self.span)?;
        let byte = self.set.byte_at(words, at - self.at);
        Some(self.span.start.index() + to_grapheme(words, byte))
    }
}

/// Words set in lines.
pub struct SetText {
    galley: Arc<Galley>,
}

impl SetText {
    /// Sets a paragraph of `text`.
    pub fn new(ui: &Ui, text: &ArticleText, paragraph: Span, look: Look) -> Self {
        let words = text.get(paragraph).unwrap_or_default().to_owned();
        let format = TextFormat {
            font_id: look.font(),
            color: theme::of(ui.ctx()).ink,
            line_height: Some(look.line),
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(words, format);
        job.wrap.max_width = look.width;
        job.break_on_newline = false;
        job.justify = look.justified;
        Self { galley: ui.fonts_mut(|f| f.layout_job(job)) }
    }

    /// Its extent in points.
    pub fn size(&self) -> Vec2 {
        self.galley.size()
    }

    /// Its height in points.
    pub fn height(&self) -> f32 {
        self.galley.size().y
    }

    /// Paints it with its upper left corner at `at`.
    pub fn paint(&self, ui: &Ui, at: Pos2, ink: Color32) {
        ui.painter().galley(at, self.galley.clone(), ink);
    }

    /// The rows of `span`, a part of `paragraph`, from the paragraph's corner.
    pub fn rows(&self, text: &ArticleText, paragraph: Span, span: Span) -> Vec<Rect> {
        let start = span.start.index().clamp(paragraph.start.index(), paragraph.end.index());
        let end = span.end.index().clamp(start, paragraph.end.index());
        if start == end {
            return Vec::new();
        }
        let words = text.get(paragraph).unwrap_or_default();
        let (from, to) = (start - paragraph.start.index(), end - paragraph.start.index());
        let (from, to) = (chars_before(words, from), chars_before(words, to));
        let (mut found, mut first) = (Vec::new(), 0);
        for row in &self.galley.rows {
            let count = row.char_count_excluding_newline().0;
            let (a, b) = (from.max(first), to.min(first + count));
            if a < b {
                let (left, right) = (row.x_offset((a - first).into()), row.x_offset((b - first).into()));
                let (left, right) = (row.pos.x + left.min(right), row.pos.x + left.max(right));
                found.push(Rect::from_min_max(pos2(left, row.min_y()), pos2(right, row.max_y())));
            }
            first += row.char_count_including_newline().0;
        }
        found
    }

    /// The byte of `words`, which are the words set here, nearest to a point from the corner.
    fn byte_at(&self, words: &str, at: Vec2) -> usize {
        let cursor = self.galley.cursor_from_pos(at);
        words.char_indices().nth(cursor.index.0).map_or(words.len(), |(byte, _)| byte)
    }
}

/// Cuts a paragraph that is too long to be laid out at once; at a space where there is one.
pub fn chunks(text: &ArticleText, span: Span) -> Vec<Span> {
    let mut cut = Vec::new();
    let mut from = span.start.index();
    while span.end.index() - from > CHUNK {
        let to = text.floor(from + CHUNK);
        let words = &text.as_str()[from..to];
        let at = words.rfind(' ').filter(|at| *at > CHUNK / 2).map_or(to, |at| from + at + 1);
        cut.push(Span::new(from, at));
        from = at;
    }
    cut.push(Span::new(from, span.end.index()));
    cut
}

/// The rectangle behind the words of a row: a little less high than the row.
pub fn band(row: Rect) -> Rect {
    Rect::from_min_max(pos2(row.left(), row.top() + 2.0), pos2(row.right(), row.bottom() - 1.0))
}

/// The nearest grapheme boundary at or before `byte`.
fn to_grapheme(words: &str, byte: usize) -> usize {
    let mut cursor = GraphemeCursor::new(byte, words.len(), true);
    match cursor.is_boundary(words, 0) {
        Ok(true) => byte,
        _ => cursor.prev_boundary(words, 0).ok().flatten().unwrap_or(0),
    }
}

/// Characters before byte `at` of one paragraph.
fn chars_before(words: &str, at: usize) -> usize {
    if words.is_ascii() { at } else { words.char_indices().take_while(|(byte, _)| *byte < at).count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphemes_are_never_cut() {
        let text = "Élysée said “no”. Łódź e\u{301}t 🇺🇦!";
        let flag = text.find('🇺').expect("is there");
        assert_eq!(to_grapheme(text, flag + 4), flag);
        let accent = text.find("e\u{301}").expect("is there");
        assert_eq!(to_grapheme(text, accent + 1), accent);
    }
}
