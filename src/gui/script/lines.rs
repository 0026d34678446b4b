//! A text set in lines of our own: runs in the order in which they are read, put where they are seen.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use eframe::egui::epaint::text::FontsView;
use eframe::egui::text::{LayoutJob, LayoutSection, TextFormat};
use eframe::egui::{Color32, FontId, Galley, Pos2, Rect, Ui, Vec2, pos2};
use unicode_bidi::{BidiInfo, Level, ParagraphInfo};
use unicode_segmentation::UnicodeSegmentation as _;

use super::order::{self, Kind, Run};
use super::stops;

/// How lines are set.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    pub font: FontId,
    /// The ink; a placeholder for that which is named when they are painted.
    pub colour: Color32,
    /// Height of a line in points; that of the face where it is not given.
    pub line: Option<f32>,
    /// Width of the column.
    pub width: f32,
    /// Both edges straight.
    pub justified: bool,
    /// Text that has letters from right to left begins at the right, even where its first words do not.
    pub right_to_left: bool,
    /// Lines of paragraphs that run from right to left end at the right edge of the column.
    pub aligned: bool,
}

/// Words set in lines, with a caret at every grapheme.
///
/// Cheap to clone.
#[derive(Clone)]
pub struct Lines {
    job: Arc<LayoutJob>,
    galley: Arc<Galley>,
    lines: Arc<[Line]>,
    size: Vec2,
}

/// A line and its pieces in the order in which they are seen.
#[derive(Debug)]
struct Line {
    bytes: Range<usize>,
    top: f32,
    bottom: f32,
    pieces: Vec<Piece>,
}

/// A run, or the part of one that fits a line.
#[derive(Debug)]
struct Piece {
    bytes: Range<usize>,
    left: f32,
    right: f32,
    /// Where graphemes begin, and the end of the last, with their distance from the column's left.
    carets: Vec<(usize, f32)>,
}

impl Lines {
    /// Sets `text`. Takes time for every word: see [`Lines::remembered`].
    pub fn new(fonts: &mut FontsView<'_>, text: &str, style: &Style) -> Self {
        let base = (style.right_to_left && order::is_right_to_left(text)).then(Level::rtl);
        let info = BidiInfo::new(text, base);
        let mut setter = Setter { fonts, text, style, job: LayoutJob::default(), lines: Vec::new() };
        setter.job.wrap.max_width = f32::INFINITY;
        for paragraph in &info.paragraphs {
            setter.paragraph(&info, paragraph);
        }
        let Setter { job, mut lines, .. } = setter;
        let job = Arc::new(job);
        let galley = fonts.layout_job(LayoutJob::clone(&job));
        let mut width = 0.0f32;
        for (line, row) in lines.iter_mut().zip(&galley.rows) {
            (line.top, line.bottom) = (row.min_y(), row.max_y());
            width = line.pieces.iter().map(|piece| piece.right).fold(width, f32::max);
        }
        let size = Vec2::new(width.min(style.width), galley.size().y);
        Self { job, galley, lines: lines.into(), size }
    }

    /// As [`Lines::new`]; what was set in one of the last frames is taken from there.
    pub fn remembered(ui: &Ui, text: &str, style: &Style) -> Self {
        let memory = ui.data_mut(|data| data.get_temp_mut_or_default::<Memory>(eframe::egui::Id::NULL).clone());
        let key = Key::of(ui, text, style);
        let now = ui.ctx().cumulative_pass_nr();
        let known = memory.0.lock().ok().and_then(|mut known| {
            known.iter_mut().find(|(other, ..)| *other == key).map(|(_, lines, seen)| {
                *seen = now;
                lines.clone()
            })
        });
        if let Some(mut lines) = known {
            // Asked for again, so that its place among the drawn letters is the one of this frame.
            lines.galley = ui.fonts_mut(|fonts| fonts.layout_job(LayoutJob::clone(&lines.job)));
            return lines;
        }
        let lines = ui.fonts_mut(|fonts| Self::new(fonts, text, style));
        if let Ok(mut known) = memory.0.lock() {
            known.retain(|(_, _, seen)| *seen + KEPT_PASSES > now);
            known.push((key, lines.clone(), now));
        }
        lines
    }

    /// Their extent in points.
    pub fn size(&self) -> Vec2 {
        self.size
    }

    /// The bytes of each line, from the top.
    pub fn bytes(&self) -> impl Iterator<Item = Range<usize>> {
        self.lines.iter().map(|line| line.bytes.clone())
    }

    /// The lines of `text`, which is the text set here: their bytes, and for every character its caret, with the
    /// caret behind the last.
    pub fn carets(&self, text: &str) -> impl Iterator<Item = (Range<usize>, Vec<f32>)> {
        self.lines.iter().map(|line| {
            let mut carets: Vec<(usize, f32)> = Vec::new();
            for pair in line.pieces.iter().flat_map(|piece| piece.carets.windows(2)) {
                let inside = text.get(pair[0].0..pair[1].0).unwrap_or_default();
                carets.extend(inside.char_indices().map(|(at, _)| (pair[0].0 + at, pair[0].1)));
            }
            carets.sort_by_key(|(at, _)| *at);
            let last = line.pieces.iter().max_by_key(|piece| piece.bytes.end);
            let end = last.map_or(0.0, |piece| piece.caret(piece.bytes.end));
            (line.bytes.clone(), carets.into_iter().map(|(_, x)| x).chain([end]).collect())
        })
    }

    /// Paints them with their upper left corner at `at`.
    pub fn paint(&self, ui: &Ui, at: Pos2, ink: Color32) {
        ui.painter().galley(at, self.galley.clone(), ink);
    }

    /// What is painted; the words in it stand in the order in which they are seen.
    pub fn galley(&self) -> &Arc<Galley> {
        &self.galley
    }

    /// The rectangles of a stretch of the text from the upper left corner, from top to bottom and from left to right:
    /// one for every stretch that is seen as one.
    pub fn rows(&self, bytes: &Range<usize>) -> Vec<Rect> {
        let mut found: Vec<Rect> = Vec::new();
        for line in self.lines.iter() {
            let first = found.len();
            for piece in &line.pieces {
                let (from, to) = (bytes.start.max(piece.bytes.start), bytes.end.min(piece.bytes.end));
                if from >= to {
                    continue;
                }
                let (a, b) = (piece.caret(from), piece.caret(to));
                match found[first..].last_mut().filter(|last| (last.right() - a.min(b)).abs() < 0.6) {
                    Some(last) => last.set_right(a.max(b)),
                    None => {
                        found.push(Rect::from_min_max(pos2(a.min(b), line.top), pos2(a.max(b), line.bottom)));
                    }
                }
            }
        }
        found
    }

    /// The caret at `byte`: as an upright line, before the grapheme that begins there or behind the one that ends.
    pub fn caret(&self, byte: usize, behind: bool) -> Option<Rect> {
        let holds = |bytes: &Range<usize>| match behind {
            true => bytes.start < byte && byte <= bytes.end,
            false => bytes.start <= byte && byte < bytes.end,
        };
        let line = self.lines.iter().find(|line| holds(&line.bytes))?;
        let x = line.pieces.iter().find(|piece| holds(&piece.bytes))?.caret(byte);
        Some(Rect::from_min_max(pos2(x, line.top), pos2(x, line.bottom)))
    }

    /// The byte nearest to a point from the upper left corner; always between graphemes.
    pub fn byte_at(&self, at: Vec2) -> usize {
        let below = self.lines.iter().find(|line| at.y < line.bottom);
        let Some(line) = below.or(self.lines.last()) else { return 0 };
        let away = |piece: &&Piece| (piece.left - at.x).max(at.x - piece.right).max(0.0);
        let near = line.pieces.iter().min_by(|a, b| away(a).total_cmp(&away(b)));
        let carets = near.iter().flat_map(|piece| &piece.carets);
        let nearest = carets.min_by(|a, b| (a.1 - at.x).abs().total_cmp(&(b.1 - at.x).abs()));
        nearest.map_or(line.bytes.start, |(byte, _)| *byte)
    }
}

impl Piece {
    fn caret(&self, byte: usize) -> f32 {
        let next = self.carets.partition_point(|(at, _)| *at <= byte);
        self.carets.get(next.saturating_sub(1)).map_or(self.left, |(_, x)| *x)
    }
}

/// Passes for which lines that are not seen are remembered.
const KEPT_PASSES: u64 = 120;

/// What was set lately, and the pass in which it was seen last.
#[derive(Clone, Default)]
struct Memory(Arc<std::sync::Mutex<Vec<(Key, Lines, u64)>>>);

/// What decides how lines are set.
#[derive(Clone, PartialEq)]
struct Key {
    text: u64,
    length: usize,
    style: Style,
    scale: f32,
}

impl Key {
    fn of(ui: &Ui, text: &str, style: &Style) -> Self {
        let mut hasher = std::hash::DefaultHasher::new();
        text.hash(&mut hasher);
        Self { text: hasher.finish(), length: text.len(), style: style.clone(), scale: ui.ctx().pixels_per_point() }
    }
}

/// Lines in the making.
struct Setter<'a, 'f> {
    fonts: &'a mut FontsView<'f>,
    text: &'a str,
    style: &'a Style,
    job: LayoutJob,
    lines: Vec<Line>,
}

/// A run as it is drawn.
struct Drawn {
    words: String,
    width: f32,
    /// Distances of the graphemes' edges from the run's left, in reading order.
    edges: Vec<f32>,
}

impl Setter<'_, '_> {
    fn paragraph(&mut self, info: &BidiInfo<'_>, paragraph: &ParagraphInfo) {
        let runs = order::runs(self.text, paragraph.range.clone(), &info.levels);
        let breaks = self.breaks(&runs);
        let last = breaks.len().saturating_sub(2);
        for (index, pair) in breaks.windows(2).enumerate() {
            self.line(info, paragraph, pair[0]..pair[1], index == last);
        }
    }

    /// Where lines begin, and the end of the paragraph.
    fn breaks(&mut self, runs: &[Run]) -> Vec<usize> {
        let Some((first, end)) = runs.first().map(|run| run.bytes.start).zip(runs.last().map(|run| run.bytes.end))
        else {
            return Vec::new();
        };
        // For every grapheme its first byte, and how far the line has come when it is read.
        let mut marks: Vec<(usize, f32)> = Vec::new();
        let mut so_far = 0.0;
        for run in runs {
            let drawn = self.draw(run);
            let start = drawn.edges.first().copied().unwrap_or(0.0);
            let graphemes = self.text[run.bytes.clone()].grapheme_indices(true);
            for ((at, _), edge) in graphemes.zip(&drawn.edges) {
                marks.push((run.bytes.start + at, so_far + (edge - start).abs()));
            }
            so_far += drawn.width;
        }
        marks.push((end, so_far));
        let mut breaks = vec![first];
        let (mut begin, mut good) = (0, None);
        let mut at = 1;
        while at < marks.len() {
            let grapheme = &self.text[marks[at - 1].0..marks[at].0];
            let space = grapheme.chars().all(char::is_whitespace);
            // Spaces may hang over the edge; half a point is what rounding takes.
            if !space && marks[at].1 - marks[begin].1 > self.style.width + 0.5 && at - 1 > begin {
                let next: usize = good.filter(|good| *good > begin).unwrap_or(at - 1);
                breaks.push(marks[next].0);
                (begin, good) = (next, None);
                // What follows the break is looked at again for places where the next line may end.
                at = next + 1;
                continue;
            }
            if let Some((after, _)) = marks.get(at + 1)
                && order::may_break(grapheme, &self.text[marks[at].0..*after])
            {
                good = Some(at);
            }
            at += 1;
        }
        breaks.push(end);
        breaks
    }

    fn line(&mut self, info: &BidiInfo<'_>, paragraph: &ParagraphInfo, bytes: Range<usize>, is_last: bool) {
        let (levels, seen) = info.visual_runs(paragraph, bytes.clone());
        let mut runs: Vec<Run> = Vec::new();
        for range in seen {
            let mut inside = order::runs(self.text, range.clone(), &levels);
            if levels[range.start].is_rtl() {
                inside.reverse();
            }
            runs.extend(inside);
        }
        runs.retain(|run| run.kind != Kind::End);
        let drawn: Vec<Drawn> = runs.iter().map(|run| self.draw(run)).collect();
        let hanging = self.text[bytes.clone()].trim_end().len() + bytes.start;
        let total: f32 = drawn.iter().map(|drawn| drawn.width).sum();
        let inked: f32 =
            drawn.iter().zip(&runs).filter(|(_, run)| run.bytes.start < hanging).map(|(d, _)| d.width).sum();
        let room = self.style.width - inked;
        let gaps = runs.iter().filter(|run| run.kind == Kind::Space && run.bytes.start < hanging).count();
        let justified = self.style.justified && !is_last && gaps > 0 && room > 0.0;
        let wider = if justified { room / gaps as f32 } else { 0.0 };
        let begins_right = paragraph.level.is_rtl();
        // Spaces at the end of a line from right to left hang over its left edge.
        let hang = if begins_right { total - inked } else { 0.0 };
        let free = if begins_right && self.style.aligned && !justified { room.max(0.0) } else { 0.0 };
        if !self.lines.is_empty() {
            self.append("\n", 0.0);
        }
        let (mut x, mut pen) = (free - hang, 0.0);
        let mut pieces = Vec::new();
        for (run, drawn) in runs.iter().zip(&drawn) {
            let is_gap = run.kind == Kind::Space && run.bytes.start < hanging;
            let stretch = if is_gap { (drawn.width + wider) / drawn.width.max(0.01) } else { 1.0 };
            let width = drawn.width * stretch;
            let graphemes = self.text[run.bytes.clone()].grapheme_indices(true).map(|(at, _)| run.bytes.start + at);
            let ends = graphemes.chain([run.bytes.end]);
            let carets: Vec<(usize, f32)> = ends.zip(&drawn.edges).map(|(at, edge)| (at, x + edge * stretch)).collect();
            pieces.push(Piece { bytes: run.bytes.clone(), left: x, right: x + width, carets });
            if run.kind != Kind::Space {
                self.append(&drawn.words, x - pen);
                pen = x + drawn.width;
            }
            x += width;
        }
        self.lines.push(Line { bytes, top: 0.0, bottom: 0.0, pieces });
    }

    /// Adds words to what will be painted, `space` points behind those before.
    fn append(&mut self, words: &str, space: f32) {
        let start = self.job.text.len();
        self.job.text.push_str(words);
        let byte_range = start.into()..self.job.text.len().into();
        let format = self.format();
        self.job.sections.push(LayoutSection { leading_space: space, byte_range, format });
    }

    fn format(&self) -> TextFormat {
        TextFormat {
            font_id: self.style.font.clone(),
            color: self.style.colour,
            line_height: self.style.line,
            ..TextFormat::default()
        }
    }

    fn draw(&mut self, run: &Run) -> Drawn {
        let words = &self.text[run.bytes.clone()];
        let words = match run.kind {
            Kind::End => String::new(),
            Kind::Single if run.level.is_rtl() => words.chars().map(order::mirrored).collect(),
            _ => words.to_owned(),
        };
        let mut job = LayoutJob::single_section(words.clone(), self.format());
        job.wrap.max_width = f32::INFINITY;
        job.break_on_newline = false;
        job.round_output_to_gui = false;
        let galley = self.fonts.layout_job(job);
        let right_to_left = run.level.is_rtl();
        let Some(row) = galley.rows.first() else { return Drawn { words, width: 0.0, edges: vec![0.0; 2] } };
        let width = row.size.x;
        let edges = match (run.kind, right_to_left) {
            (Kind::Letters, _) => stops::edges(row, &words, width, right_to_left),
            (_, false) => stops::edges(row, &words, width, false),
            // One grapheme, or spaces, which are as wide from either side.
            (_, true) => stops::edges(row, &words, width, false).into_iter().map(|edge| width - edge).collect(),
        };
        Drawn { words, width, edges }
    }
}
