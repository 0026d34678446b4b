//! What belongs to the person and the machine, never to a project: name, recent projects, looks.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::filters::SavedFilter;
use crate::derive::Matrix;
use crate::model::{Colour, Project, Spot};
use crate::store::atomic;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The face in which articles are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadingFace {
    /// With serifs, made for long reading.
    #[default]
    Serif,
    /// Without: the face of the interface.
    Sans,
}

/// How the text of articles looks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Height of the letters in points, within [`Reading::SIZES`].
    pub size: f32,
    /// Width of the column in characters, within [`Reading::MEASURES`].
    pub measure: u8,
    /// Height of a line in heights of letters, within [`Reading::SPACINGS`].
    pub spacing: f32,
    /// The face.
    pub face: ReadingFace,
    /// Whether both edges of the column are straight.
    pub justified: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { size: 18.0, measure: 70, spacing: 1.55, face: ReadingFace::default(), justified: false }
    }
}

impl Reading {
    /// Sizes that can be chosen, in points.
    pub const SIZES: std::ops::RangeInclusive<f32> = 12.0..=32.0;
    /// Measures that can be chosen, in characters.
    pub const MEASURES: std::ops::RangeInclusive<u8> = 40..=120;
    /// Heights of a line that can be chosen, in heights of letters.
    pub const SPACINGS: std::ops::RangeInclusive<f32> = 1.2..=2.2;

    /// With every value within its range.
    pub fn bounded(self) -> Self {
        let within = |value: f32, range: std::ops::RangeInclusive<f32>, usual: f32| {
            if value.is_finite() { value.clamp(*range.start(), *range.end()) } else { usual }
        };
        let usual = Self::default();
        Self {
            size: within(self.size, Self::SIZES, usual.size),
            measure: self.measure.clamp(*Self::MEASURES.start(), *Self::MEASURES.end()),
            spacing: within(self.spacing, Self::SPACINGS, usual.spacing),
            ..self
        }
    }
}

/// A project that was open lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Its file.
    pub path: PathBuf,
    /// Its title.
    pub title: String,
    /// How many claims it had.
    pub claims: usize,
    /// When it was last open, in seconds since 1970.
    pub opened: i64,
    /// The upper left corner of its matrix, [`Recent::ROWS`] rows of [`Recent::COLUMNS`] colours by name;
    /// empty where a cell is empty.
    #[serde(default)]
    pub thumbnail: Vec<String>,
}

impl Recent {
    /// Rows of the thumbnail.
    pub const ROWS: usize = 3;
    /// Columns of the thumbnail.
    pub const COLUMNS: usize = 6;

    /// A project that is open now, with its matrix.
    pub fn of(path: &Path, project: &Project, matrix: &Matrix) -> Self {
        let mut thumbnail = Vec::new();
        for row in 0..Self::ROWS {
            for column in 0..Self::COLUMNS {
                let cell = matrix.whos.get(row).zip(matrix.issues.get(column));
                let position = cell.and_then(|(who, issue)| matrix.position(Spot { who: *who, issue: *issue }));
                let stance = position.and_then(|position| project.stance(position.stance?));
                let colour =
                    stance.and_then(|stance| Colour::ALL.into_iter().find(|(colour, _)| *colour == stance.colour));
                thumbnail.push(colour.map_or_else(String::new, |(_, name)| name.to_owned()));
            }
        }
        Self {
            path: std::path::absolute(path).unwrap_or_else(|_| path.into()),
            title: project.info().title.clone(),
            claims: project.claims().len(),
            opened: jiff::Timestamp::now().as_second(),
            thumbnail,
        }
    }

    /// The colour of a cell of the thumbnail.
    pub fn colour(&self, row: usize, column: usize) -> Option<Colour> {
        let name = self.thumbnail.get(row * Self::COLUMNS + column)?;
        Colour::ALL.into_iter().find(|(_, known)| known == name).map(|(colour, _)| colour)
    }
}

/// The settings of a person on a machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// Who codes.
    pub analyst: String,
    /// Light or dark.
    pub theme: Theme,
    /// Scale of the interface; 1 is as designed.
    pub zoom: f32,
    /// How the text of articles looks.
    pub reading: Reading,
    /// Whether sentences that are likely to hold a claim are marked.
    pub likely: bool,
    /// Views of the table of claims, in the order in which they were saved.
    pub filters: Vec<SavedFilter>,
    /// Latest first.
    pub recent: Vec<Recent>,
}

impl Default for Prefs {
    fn default() -> Self {
        let user = std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_else(|_| "analyst".into());
        Self {
            analyst: user,
            theme: Theme::default(),
            zoom: 1.0,
            reading: Reading::default(),
            likely: false,
            filters: Vec::new(),
            recent: Vec::new(),
        }
    }
}

impl Prefs {
    const MOST_RECENT: usize = 12;

    /// The folder of the settings: `DEMARCHE_CONFIG` where it is set, else the platform's place.
    pub fn folder() -> Option<PathBuf> {
        if let Some(folder) = std::env::var_os("DEMARCHE_CONFIG") {
            return Some(folder.into());
        }
        directories::ProjectDirs::from("org", "demarche", "demarche").map(|dirs| dirs.config_dir().to_path_buf())
    }

    /// Reads the settings. A file that cannot be understood is kept as `settings.ron.bad`.
    pub fn load(folder: &Path) -> Self {
        let file = folder.join("settings.ron");
        let mut prefs = Prefs::default();
        if let Ok(text) = std::fs::read_to_string(&file) {
            match ron::from_str(&text) {
                Ok(read) => prefs = read,
                // Where even that fails the next change of a setting overwrites the file.
                Err(_) => drop(std::fs::rename(&file, folder.join("settings.ron.bad"))),
            }
        }
        if !prefs.zoom.is_finite() {
            prefs.zoom = 1.0;
        }
        prefs.zoom = prefs.zoom.clamp(0.5, 3.0);
        prefs.reading = prefs.reading.bounded();
        prefs
    }

    /// Writes the settings.
    pub fn save(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default())
            .map_err(|error| std::io::Error::other(error.to_string()))?;
        atomic::write(&folder.join("settings.ron"), text.as_bytes()).map_err(|error| error.source)
    }

    /// Puts a project at the head of the recent ones.
    pub fn remember(&mut self, recent: Recent) {
        self.recent.retain(|other| other.path != recent.path);
        self.recent.insert(0, recent);
        self.recent.truncate(Self::MOST_RECENT);
    }
}
