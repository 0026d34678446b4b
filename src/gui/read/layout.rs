//! A paragraph set in lines: where its words are, and which words are where.
//!
//! Nothing else in the reader knows how lines are made. Places go in and out as bytes of the article's text.

use std::sync::Arc;

use eframe::egui::epaint::text::PlacedRow;
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Color32, FontId, Galley, Pos2, Rect, Ui, Vec2, pos2};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use crate::gui::script::{self, Lines, Style, Tongue};
use crate::gui::theme::{self, face};
use crate::session::{Reading, ReadingFace};
use crate::text::{ArticleText, Span, units};

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
    /// What the language says about letters and lines.
    pub tongue: Tongue,
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
            tongue: Tongue::Other,
        }
    }

    /// The same for text in a language, by its tag; nothing is said by an empty one.
    pub fn in_language(self, language: &str) -> Self {
        Self { tongue: Tongue::of(language), ..self }
    }

    /// The width of a column of as many characters as the person wishes.
    pub fn measure(ui: &Ui, reading: &Reading) -> f32 {
        f32::from(reading.measure) * Self::of(reading, 0.0).character(ui)
    }

    /// The face.
    pub fn font(&self) -> FontId {
        let font = if self.sans { face::regular(self.size) } else { face::serif(self.size) };
        face::spoken(font, self.tongue)
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

    /// The caret at a byte on the screen, where that is in the paragraph; see [`SetText::caret`].
    pub fn caret(&self, text: &ArticleText, byte: usize, behind: bool) -> Option<Rect> {
        Some(self.set.caret(text, self.span, byte, behind)?.translate(self.at.to_vec2()))
    }

    /// The byte of the article nearest to a point on the screen, on a grapheme boundary.
    pub fn hit(&self, text: &ArticleText, at: Pos2) -> Option<usize> {
        let words = text.get(self.span)?;
        let byte = self.set.byte_at(words, at - self.at);
        Some(self.span.start.index() + to_grapheme(words, byte))
    }
}

/// Words set in lines: by egui where its lines hold, else by ours.
pub enum SetText {
    Plain(Arc<Galley>),
    Own(Lines),
}

impl SetText {
    /// Sets a paragraph of `text`.
    pub fn new(ui: &Ui, text: &ArticleText, paragraph: Span, look: Look) -> Self {
        let words = text.get(paragraph).unwrap_or_default();
        let plain = (!script::is_special(words)).then(|| Self::plain(ui, words, look));
        match plain.filter(|galley| holds(galley, words)) {
            Some(galley) => Self::Plain(galley),
            None => Self::Own(Lines::remembered(ui, words, &look.style())),
        }
    }

    fn plain(ui: &Ui, words: &str, look: Look) -> Arc<Galley> {
        let format = TextFormat {
            font_id: look.font(),
            color: theme::of(ui.ctx()).ink,
            line_height: Some(look.line),
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(words.to_owned(), format);
        job.wrap.max_width = look.width;
        job.break_on_newline = false;
        job.justify = look.justified;
        ui.fonts_mut(|f| f.layout_job(job))
    }

    /// Its extent in points.
    pub fn size(&self) -> Vec2 {
        match self {
            Self::Plain(galley) => galley.size(),
            Self::Own(lines) => lines.size(),
        }
    }

    /// Its height in points.
    pub fn height(&self) -> f32 {
        self.size().y
    }

    /// Paints it with its upper left corner at `at`.
    pub fn paint(&self, ui: &Ui, at: Pos2, ink: Color32) {
        match self {
            Self::Plain(galley) => {
                ui.painter().galley(at, galley.clone(), ink);
            }
            Self::Own(lines) => lines.paint(ui, at, ink),
        }
    }

    /// The rows of `span`, a part of `paragraph`, from the paragraph's corner: one rectangle for every stretch that
    /// is seen as one, from top to bottom and from left to right.
    pub fn rows(&self, text: &ArticleText, paragraph: Span, span: Span) -> Vec<Rect> {
        let start = span.start.index().clamp(paragraph.start.index(), paragraph.end.index());
        let end = span.end.index().clamp(start, paragraph.end.index());
        if start == end {
            return Vec::new();
        }
        let (from, to) = (start - paragraph.start.index(), end - paragraph.start.index());
        let galley = match self {
            Self::Plain(galley) => galley,
            Self::Own(lines) => return lines.rows(&(from..to)),
        };
        let words = text.get(paragraph).unwrap_or_default();
        let (from, to) = (chars_before(words, from), chars_before(words, to));
        let (mut found, mut first) = (Vec::new(), 0);
        for row in &galley.rows {
            let count = row.char_count_excluding_newline().0;
            let (a, b) = (from.max(first), to.min(first + count));
            if a < b {
                let (left, right) = (script::edge(row, a - first), script::edge(row, b - first));
                let (left, right) = (row.pos.x + left.min(right), row.pos.x + left.max(right));
                found.push(Rect::from_min_max(pos2(left, row.min_y()), pos2(right, row.max_y())));
            }
            first += row.char_count_including_newline().0;
        }
        found
    }

    /// The caret at a byte of the article, an upright line from the paragraph's corner: before the character that
    /// begins there, or `behind` the one that ends there. In text from right to left the start of an excerpt is at
    /// its right.
    fn caret(&self, text: &ArticleText, paragraph: Span, byte: usize, behind: bool) -> Option<Rect> {
        let words = text.get(paragraph)?;
        let at = byte.checked_sub(paragraph.start.index()).filter(|at| words.is_char_boundary(*at))?;
        if let Self::Own(lines) = self {
            return lines.caret(at, behind);
        }
        let beside = match behind {
            true => words[..at].graphemes(true).next_back().map(|last| Span::new(byte - last.len(), byte)),
            false => words[at..].graphemes(true).next().map(|next| Span::new(byte, byte + next.len())),
        };
        let row = *self.rows(text, paragraph, beside?).first()?;
        let x = if behind { row.right() } else { row.left() };
        Some(Rect::from_min_max(pos2(x, row.top()), pos2(x, row.bottom())))
    }

    /// The byte of `words`, which are the words set here, nearest to a point from the corner; between graphemes.
    fn byte_at(&self, words: &str, at: Vec2) -> usize {
        match self {
            Self::Plain(galley) => byte_in(galley, words, at),
            Self::Own(lines) => lines.byte_at(at),
        }
    }
}

impl Look {
    fn style(&self) -> Style {
        Style {
            font: self.font(),
            colour: Color32::PLACEHOLDER,
            line: Some(self.line),
            width: self.width,
            justified: self.justified,
            right_to_left: self.tongue == Tongue::RightToLeft,
            aligned: true,
        }
    }
}

/// Whether the glyphs of a galley are the characters of `words`, and no row begins inside a grapheme.
fn holds(galley: &Galley, words: &str) -> bool {
    let glyphs: usize = galley.rows.iter().map(|row| row.char_count_including_newline().0).sum();
    if words.is_ascii() {
        return glyphs == words.len();
    }
    let spaced = |row: &&PlacedRow| row.glyphs.last().is_none_or(|glyph| glyph.chr.is_whitespace());
    let rows = galley.rows.split_last().map_or(&[][..], |(_, rows)| rows);
    glyphs == chars_before(words, words.len()) && (rows.iter().all(|row| spaced(&row)) || ends_whole(galley, words))
}

/// Whether every row begins with a whole grapheme.
fn ends_whole(galley: &Galley, words: &str) -> bool {
    let mut begins = galley.rows.iter().scan(0, |so_far, row| {
        let begin = *so_far;
        *so_far += row.char_count_including_newline().0;
        Some(begin)
    });
    let mut next = begins.next();
    for (index, (byte, _)) in words.char_indices().enumerate() {
        while next == Some(index) {
            if to_grapheme(words, byte) != byte {
                return false;
            }
            next = begins.next();
        }
    }
    true
}

/// The byte of `words` nearest to a point of the galley in which they are set; between graphemes.
fn byte_in(galley: &Galley, words: &str, at: Vec2) -> usize {
    let mut first = 0;
    for (index, row) in galley.rows.iter().enumerate() {
        let count = row.char_count_excluding_newline().0;
        if at.y >= row.max_y() && index + 1 < galley.rows.len() {
            first += row.char_count_including_newline().0;
            continue;
        }
        let mut chars = words.char_indices().skip(first).map(|(byte, _)| byte);
        let start = chars.next().unwrap_or(words.len());
        let end = chars.nth(count.saturating_sub(1)).filter(|_| count > 0).unwrap_or(words.len());
        let end = if count == 0 { start } else { end };
        let mut column = 0;
        let graphemes = words[start..end].grapheme_indices(true).map(|(byte, grapheme)| {
            let here = (start + byte, script::edge(row, column));
            column += grapheme.chars().count();
            here
        });
        let carets = graphemes.chain([(end, script::edge(row, count))]);
        let away = |x: f32| (row.pos.x + x - at.x).abs();
        return carets.min_by(|a, b| away(a.1).total_cmp(&away(b.1))).map_or(start, |(byte, _)| byte);
    }
    0
}

/// Cuts a paragraph that is too long to be laid out at once; at a space where there is one.
pub fn chunks(text: &ArticleText, span: Span) -> Vec<Span> {
    let mut cut = Vec::new();
    let mut from = span.start.index();
    while span.end.index() - from > CHUNK {
        let to = cut_before(text, from);
        let words = &text.as_str()[from..to];
        let at = words.rfind(' ').filter(|at| *at > CHUNK / 2).map_or(to, |at| from + at + 1);
        cut.push(Span::new(from, at));
        from = at;
    }
    cut.push(Span::new(from, span.end.index()));
    cut
}

/// Where a chunk from `from` on ends at the latest: between graphemes, unless one is longer than half of it.
fn cut_before(text: &ArticleText, from: usize) -> usize {
    let most = text.floor(from + CHUNK);
    let whole = units::floor(text, most);
    if whole > from + CHUNK / 2 { whole } else { most }
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
    words.as_bytes()[..at.min(words.len())].iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
