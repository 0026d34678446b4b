//! Format versions 1 and 2: the rows of the file.
//!
//! These types are the file, not the model. A change to any of them that older files do not already
//! satisfy is a new format version. Fields that are empty are not written.
//!
//! The file is one structure with the fields `format` (always first), `id`, `title`, `notes`; then the
//! codebook, each list in the order shown: `scale`, `countries`, `actors`, `issues`, `tags`, `blocs`;
//! then `views` in their order; then `articles` by date of publication and id, undated last; then
//! `assessments` by country and issue.
//!
//! Format 2 has `views`, what was assessed `earlier`, and assessments `taken-back`; a project that holds none
//! of these is written in format 1, so that nobody needs a newer program for it.
//! It is read and written article by article, by several threads at once.

mod articles;
pub(super) mod read;
pub(super) mod rows;
pub(super) mod write;

use serde::{Deserialize, Serialize};

use super::words::Words;
pub(super) use read::read;
pub(super) use write::{write, write_to};

/// A level of the scale.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stance<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Name as shown.
    pub label: Words<'a>,
    /// For narrow places.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub short: Words<'a>,
    /// Points on the scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<i8>,
    /// Its colour, by name.
    pub colour: Words<'a>,
    /// Its shape, by name.
    pub glyph: Words<'a>,
    /// The key that sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
}

/// A country or other unit.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Name as shown.
    pub name: Words<'a>,
    /// ISO 3166-1 alpha-3 code.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub iso: Words<'a>,
    /// Whatever else names it in a text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Words<'a>>,
    /// The analyst's notes.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub note: Words<'a>,
}

/// A person or body that speaks.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor<'a> {
    /// Their id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Name as shown.
    pub name: Words<'a>,
    /// What they are.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub role: Words<'a>,
    /// The country they belong to.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub country: Words<'a>,
    /// For whom they speak.
    pub voice: Words<'a>,
    /// Other names in texts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Words<'a>>,
}

/// A policy question.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Phrased so that a stance reads naturally.
    pub label: Words<'a>,
    /// For narrow places.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub short: Words<'a>,
    /// What counts and what does not.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub rules: Words<'a>,
}

/// A word of the analyst's own.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Name as shown.
    pub label: Words<'a>,
}

/// A named group of countries.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bloc<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Name as shown.
    pub label: Words<'a>,
    /// Its countries, in the analyst's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Words<'a>>,
}

/// A named view of the matrix: what differs from how the matrix is shown at first.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Name as shown.
    pub label: Words<'a>,
    /// By which rule claims become a position.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub rule: Words<'a>,
    /// Only claims dated on or before this day.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub as_of: Words<'a>,
    /// Only these voices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Words<'a>>,
    /// Only these bases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Words<'a>>,
    /// Only articles of these outlets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outlets: Vec<Words<'a>>,
    /// Only claims of these analysts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub analysts: Vec<Words<'a>>,
    /// Only claims with one of these tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Words<'a>>,
    /// Within how many days opposite claims contest a position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contest_days: Option<u16>,
    /// Claims from copies of one text count once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub independent: bool,
    /// `countries`, `blocs` or `actors`.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub rows: Words<'a>,
    /// In which order the rows stand.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub row_order: Words<'a>,
    /// In which order the issues stand.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub issue_order: Words<'a>,
    /// What is not shown, by kind and id: `country/poland`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<Words<'a>>,
    /// Issues stand in the rows.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub transposed: bool,
    /// How much a cell shows.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub zoom: Words<'a>,
    /// The day with which positions are compared.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub since: Words<'a>,
}

/// A document with everything coded in it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Headline.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub title: Words<'a>,
    /// Newspaper, agency, ministry.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub outlet: Words<'a>,
    /// Byline.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub author: Words<'a>,
    /// Date of publication.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub published: Words<'a>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub url: Words<'a>,
    /// ISO 639-1 code.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub language: Words<'a>,
    /// `unread`, `in-progress` or `done`.
    pub progress: Words<'a>,
    /// When it came into the project.
    pub added: Words<'a>,
    /// The analyst's notes.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub notes: Words<'a>,
    /// Its text, for good.
    pub text: Words<'a>,
    /// What is coded, in the order of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excerpts: Vec<Excerpt<'a>>,
}

/// A span of the article's text.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excerpt<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// First byte and one past the last byte of the words in the article's text.
    pub at: (u32, u32),
    /// The exact words.
    pub quotation: Words<'a>,
    /// What stands before them.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub before: Words<'a>,
    /// What stands after them.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub after: Words<'a>,
    /// How they are coded, first coded first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<Claim<'a>>,
}

/// One excerpt coded.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim<'a> {
    /// Its id.
    #[serde(borrow)]
    pub id: Words<'a>,
    /// Whose position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<Words<'a>>,
    /// Who says it.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub speaker: Words<'a>,
    /// For whom they speak here, where it differs from the speaker's usual voice.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub voice: Words<'a>,
    /// To whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressees: Vec<Party<'a>>,
    /// On what.
    pub issue: Words<'a>,
    /// Where they stand.
    pub stance: Words<'a>,
    /// The "if".
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub condition: Words<'a>,
    /// How we know.
    pub basis: Words<'a>,
    /// The source the article leans on.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub via: Words<'a>,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub said_on: Words<'a>,
    /// The analyst's tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Words<'a>>,
    /// How sure.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub confidence: Words<'a>,
    /// The analyst's note.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub note: Words<'a>,
    /// Who coded it.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub analyst: Words<'a>,
    /// When it was coded.
    pub created: Words<'a>,
    /// When it was last changed, if ever.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub updated: Words<'a>,
}

/// To whom something is said.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Party<'a> {
    /// `country("poland")`
    #[serde(borrow)]
    Country(Words<'a>),
    /// `actor("donald-tusk")`
    Actor(Words<'a>),
}

/// The analyst's own judgement.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment<'a> {
    /// The row of the matrix.
    #[serde(borrow)]
    pub country: Words<'a>,
    /// The column of the matrix.
    pub issue: Words<'a>,
    /// A position; then `empty` is not given.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub stance: Words<'a>,
    /// `nothing-found`, `declined` or `taken-back`; then `stance` is not given.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub empty: Words<'a>,
    /// In a sentence.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub sentence: Words<'a>,
    /// How sure.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub confidence: Words<'a>,
    /// Who judged.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub analyst: Words<'a>,
    /// When.
    pub made: Words<'a>,
    /// The claims under the cell then, with the time each was last changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<(Words<'a>, Words<'a>)>,
    /// What was judged before, latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier<'a>>,
}

/// A judgement that stood once.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier<'a> {
    /// A position; then `empty` is not given.
    #[serde(borrow, default, skip_serializing_if = "Words::is_empty")]
    pub stance: Words<'a>,
    /// As in [`Assessment`].
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub empty: Words<'a>,
    /// In a sentence.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub sentence: Words<'a>,
    /// How sure.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub confidence: Words<'a>,
    /// Who judged.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub analyst: Words<'a>,
    /// When.
    pub made: Words<'a>,
}
