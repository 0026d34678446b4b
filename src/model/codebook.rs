//! The rows of the codebook: countries, actors, issues, the stance scale, tags and blocs.

use super::id::{ActorId, BlocId, CountryId, IssueId, Slug, StanceId, TagId};

/// The place of a row among its kind; smaller comes first. Gaps leave room to move rows between.
pub type Rank = i64;

/// The distance between neighbouring ranks when they are dealt out afresh.
pub const RANK_STEP: Rank = 1 << 16;

/// A state or any other unit that holds positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    /// Its id.
    pub id: CountryId,
    /// Name as shown.
    pub name: String,
    /// ISO 3166-1 alpha-3 code; empty where there is none.
    pub iso: String,
    /// Demonyms, capital, government seats, leaders: whatever names the country in a text.
    pub aliases: Vec<String>,
    /// The analyst's notes.
    pub note: String,
    /// Its place among the countries.
    pub rank: Rank,
}

/// For whom a speaker can speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The government itself.
    #[default]
    Government,
    /// Parliament.
    Parliament,
    /// A political party.
    Party,
    /// The armed forces.
    Military,
    /// An official who is not named.
    OfficialUnnamed,
    /// An expert, whoever pays them today.
    Expert,
    /// A newspaper or broadcaster in its own name.
    Media,
    /// The public, in polls or in the street.
    Public,
}

impl Voice {
    /// Every voice, in the order of lists.
    pub const ALL: [Voice; 8] = [
        Voice::Government,
        Voice::Parliament,
        Voice::Party,
        Voice::Military,
        Voice::OfficialUnnamed,
        Voice::Expert,
        Voice::Media,
        Voice::Public,
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        match self {
            Voice::Government => "Government",
            Voice::Parliament => "Parliament",
            Voice::Party => "Party",
            Voice::Military => "Military",
            Voice::OfficialUnnamed => "Official, unnamed",
            Voice::Expert => "Expert",
            Voice::Media => "Media",
            Voice::Public => "Public",
        }
    }

    /// Name in files, CSV and on the command line.
    pub fn slug(self) -> &'static str {
        match self {
            Voice::Government => "government",
            Voice::Parliament => "parliament",
            Voice::Party => "party",
            Voice::Military => "military",
            Voice::OfficialUnnamed => "official-unnamed",
            Voice::Expert => "expert",
            Voice::Media => "media",
            Voice::Public => "public",
        }
    }
}

/// A person or body that speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its id.
    pub id: ActorId,
    /// Name as shown.
    pub name: String,
    /// What they are: "Prime minister".
    pub role: String,
    /// The country they belong to, if any.
    pub country: Option<CountryId>,
    /// For whom they speak unless a claim says otherwise.
    pub voice: Voice,
    /// Other names in texts.
    pub aliases: Vec<String>,
    /// Their place among the actors.
    pub rank: Rank,
}

/// A policy question that a country can support or oppose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its id.
    pub id: IssueId,
    /// Phrased so that a stance reads naturally: "Send peacekeepers to Ukraine".
    pub label: String,
    /// For narrow places; empty means the label.
    pub short: String,
    /// What counts and what does not.
    pub rules: String,
    /// Its place among the issues.
    pub rank: Rank,
}

impl Issue {
    /// The short label, or the label where there is none.
    pub fn short_or_label(&self) -> &str {
        if self.short.is_empty() { &self.label } else { &self.short }
    }
}

/// A shape that stands for a stance; drawn, never typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// ▲
    UpFilled,
    /// △
    UpOpen,
    /// —
    Dash,
    /// ▽
    DownOpen,
    /// ▼
    DownFilled,
    /// A small dot.
    Dot,
    /// ◆
    Diamond,
    /// ■
    Square,
    /// ○
    Ring,
}

impl Glyph {
    /// Every glyph with its name in files.
    pub const ALL: [(Glyph, &'static str); 9] = [
        (Glyph::UpFilled, "up-filled"),
        (Glyph::UpOpen, "up-open"),
        (Glyph::Dash, "dash"),
        (Glyph::DownOpen, "down-open"),
        (Glyph::DownFilled, "down-filled"),
        (Glyph::Dot, "dot"),
        (Glyph::Diamond, "diamond"),
        (Glyph::Square, "square"),
        (Glyph::Ring, "ring"),
    ];
}

/// A named colour of the stance palette. The theme holds its tint and ink for light and dark, so that
/// every choice stays legible and safe for colour-blind eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// Deep teal: supports.
    Teal,
    /// Pale sea green: supports if.
    Sea,
    /// Grey: undecided.
    Grey,
    /// Amber: reluctant.
    Amber,
    /// Rust: opposes.
    Rust,
    /// Violet.
    Violet,
    /// Blue.
    Blue,
    /// No colour: mentions.
    Plain,
}

impl Colour {
    /// Every colour with its name in files.
    pub const ALL: [(Colour, &'static str); 8] = [
        (Colour::Teal, "teal"),
        (Colour::Sea, "sea"),
        (Colour::Grey, "grey"),
        (Colour::Amber, "amber"),
        (Colour::Rust, "rust"),
        (Colour::Violet, "violet"),
        (Colour::Blue, "blue"),
        (Colour::Plain, "plain"),
    ];
}

/// A level on the project's scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stance {
    /// Its id.
    pub id: StanceId,
    /// Name as shown: "Supports if".
    pub label: String,
    /// For narrow places; empty means the label.
    pub short: String,
    /// Points on the scale; `None` for levels that say nothing about support, such as "Mentions".
    pub score: Option<i8>,
    /// Its colour.
    pub colour: Colour,
    /// Its shape.
    pub glyph: Glyph,
    /// The key that sets it in the claim form, `1` to `9`.
    pub key: Option<char>,
    /// Its place on the scale.
    pub rank: Rank,
}

impl Stance {
    /// The scale every new project starts with (DESIGN: Supports +2 … Opposes −2, Mentions without score).
    pub fn default_scale() -> Vec<Stance> {
        [
            ("supports", "Supports", Some(2), Colour::Teal, Glyph::UpFilled),
            ("supports-if", "Supports if", Some(1), Colour::Sea, Glyph::UpOpen),
            ("undecided", "Undecided", Some(0), Colour::Grey, Glyph::Dash),
            ("reluctant", "Reluctant", Some(-1), Colour::Amber, Glyph::DownOpen),
            ("opposes", "Opposes", Some(-2), Colour::Rust, Glyph::DownFilled),
            ("mentions", "Mentions", None, Colour::Plain, Glyph::Dot),
        ]
        .into_iter()
        .enumerate()
        .map(|(index, (id, label, score, colour, glyph))| Stance {
            id: StanceId(Slug::from_label(id)),
            label: label.into(),
            short: String::new(),
            score,
            colour,
            glyph,
            key: char::from_digit(index as u32 + 1, 10),
            rank: index as Rank * RANK_STEP,
        })
        .collect()
    }
}

/// A word of the analyst's own that can be put on claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// Name as shown.
    pub label: String,
    /// Its place among the tags.
    pub rank: Rank,
}

/// A named group of countries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bloc {
    /// Its id.
    pub id: BlocId,
    /// Name as shown.
    pub label: String,
    /// Its countries, in the analyst's order, none twice.
    pub members: Vec<CountryId>,
    /// Its place among the blocs.
    pub rank: Rank,
}
