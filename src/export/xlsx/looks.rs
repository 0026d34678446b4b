//! How cells of a workbook look.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::model::{Colour, Project, Stance};
use crate::palette::{self, Rgb};

/// The looks of cells.
pub struct Looks {
    /// Heads of columns and lines.
    pub head: Format,
    /// Heads that are names of sheets, chapters and the like.
    pub title: Format,
    /// Words.
    pub plain: Format,
    /// Words on several lines.
    pub wrapped: Format,
    /// Numbers.
    pub number: Format,
    /// Parts of a whole.
    pub share: Format,
    /// Days.
    pub date: Format,
    /// Moments.
    pub time: Format,
    /// Cells of the matrix without a level.
    pub empty: Format,
    /// The levels of the scale.
    stances: HashMap<Colour, Format>,
    /// The same for numbers.
    scores: HashMap<Colour, Format>,
}

impl Looks {
    pub fn new(project: &Project) -> Self {
        let base = || Format::new().set_align(FormatAlign::Top).set_font_color(color(palette::INK));
        let edged = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(color(palette::LINE));
        let level = |stance: &Stance| {
            edged(base().set_text_wrap()).set_background_color(color(palette::light(stance.colour).tint))
        };
        let levels = || project.stances().values();
        Self {
            head: edged(base().set_bold().set_text_wrap()).set_background_color(color(palette::GROUND)),
            title: base().set_bold(),
            plain: base(),
            wrapped: base().set_text_wrap(),
            number: base().set_num_format("0"),
            share: base().set_num_format("0 %"),
            date: base().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            time: base().set_num_format("yyyy-mm-dd hh:mm:ss").set_align(FormatAlign::Left),
            empty: edged(base()),
            stances: levels().map(|stance| (stance.colour, level(stance))).collect(),
            scores: levels().map(|stance| (stance.colour, level(stance).set_num_format("0"))).collect(),
        }
    }

    /// A level by name.
    pub fn stance(&self, stance: &Stance) -> &Format {
        self.stances.get(&stance.colour).unwrap_or(&self.empty)
    }

    /// A number on a level's colour.
    pub fn score(&self, stance: &Stance) -> &Format {
        self.scores.get(&stance.colour).unwrap_or(&self.empty)
    }

    /// A column of a table by its head.
    pub fn column(&self, name: &str) -> Column {
        let bare = name.strip_prefix("before_").or(name.strip_prefix("after_")).unwrap_or(name);
        let (width, wraps) = match bare {
            "quotation" => (60.0, true),
            "assessment" | "conditions" | "rules" => (44.0, true),
            "condition" | "issue" | "furthest_issue" | "title" | "note" | "members" | "aliases" => (32.0, true),
            "country" | "bloc" | "actor" | "speaker" | "a" | "b" | "outlet" | "via" | "name" | "tags" => (22.0, true),
            "url" | "addressees" => (28.0, false),
            "created" | "updated" => (19.0, false),
            "iso" | "score" | "step" | "stale" | "start" | "end" | "claims" | "articles" | "outlets" => (9.0, false),
            _ => (14.0, false),
        };
        Column { width, wraps }
    }

    /// The look of words in a column.
    pub fn words(&self, column: Column) -> &Format {
        if column.wraps { &self.wrapped } else { &self.plain }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// In letters of about usual width.
    pub width: f64,
    /// Words go on in a further line.
    pub wraps: bool,
}

impl Column {
    /// Lines that words take in it, wide letters counted twice; Excel does not say how high a row will be, and
    /// LibreOffice does not make it higher by itself.
    pub fn lines(self, words: &str) -> usize {
        if !self.wraps {
            return 1;
        }
        let letters = |line: &str| line.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum::<usize>();
        let width = (self.width as usize).max(1);
        words.lines().map(|line| letters(line).div_ceil(width).max(1)).sum::<usize>().max(1)
    }
}

/// The height of a row with so many lines, in points.
pub fn height(lines: usize) -> f64 {
    const MOST: usize = 20;
    15.0 * lines.clamp(1, MOST) as f64
}

/// As the workbook has it.
pub fn color(rgb: Rgb) -> Color {
    Color::RGB(rgb.0)
}
