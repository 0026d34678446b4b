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
    pub words: Format,
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
            words: base(),
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

    /// Width and look of a column of a table by its head.
    pub fn column(&self, name: &str) -> (f64, &Format) {
        let bare = name.strip_prefix("before_").or(name.strip_prefix("after_")).unwrap_or(name);
        match bare {
            "quotation" => (60.0, &self.wrapped),
            "assessment" | "conditions" | "rules" => (44.0, &self.wrapped),
            "condition" | "issue" | "furthest_issue" | "title" | "note" | "members" | "aliases" => {
                (32.0, &self.wrapped)
            }
            "country" | "bloc" | "actor" | "speaker" | "a" | "b" | "outlet" | "via" | "name" | "tags" => {
                (22.0, &self.wrapped)
            }
            "url" | "addressees" => (28.0, &self.words),
            "created" | "updated" => (19.0, &self.words),
            "iso" | "score" | "step" | "stale" | "start" | "end" | "claims" | "articles" | "outlets" => {
                (9.0, &self.words)
            }
            _ => (14.0, &self.words),
        }
    }
}

/// As the workbook has it.
pub fn color(rgb: Rgb) -> Color {
    Color::RGB(rgb.0)
}
