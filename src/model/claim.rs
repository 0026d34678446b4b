//! Claims, and the analyst's own assessments of positions.

use jiff::{Timestamp, civil::Date};

use super::codebook::Voice;
use super::id::{ActorId, ClaimId, CountryId, ExcerptId, IssueId, StanceId, TagId};

/// How we know; stronger first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// In the speaker's own words.
    Quoted,
    /// Said, in the article's words.
    Paraphrased,
    /// Stated by the article as known.
    #[default]
    Reported,
    /// Foreseen, not yet taken.
    Expected,
}

impl Basis {
    /// Every basis, strongest first.
    pub const ALL: [Basis; 4] = [Basis::Quoted, Basis::Paraphrased, Basis::Reported, Basis::Expected];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        match self {
            Basis::Quoted => "Quoted",
            Basis::Paraphrased => "Paraphrased",
            Basis::Reported => "Reported",
            Basis::Expected => "Expected",
        }
    }

    /// Name in files, CSV and on the command line.
    pub fn slug(self) -> &'static str {
        match self {
            Basis::Quoted => "quoted",
            Basis::Paraphrased => "paraphrased",
            Basis::Reported => "reported",
            Basis::Expected => "expected",
        }
    }
}

/// How sure the analyst is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Certain.
    High,
    /// Probable.
    Medium,
    /// A guess.
    Low,
}

impl Confidence {
    /// Every degree with its name as shown.
    pub const ALL: [(Confidence, &'static str); 3] =
        [(Confidence::High, "High"), (Confidence::Medium, "Medium"), (Confidence::Low, "Low")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name in files and CSV.
    pub fn slug(self) -> &'static str {
        ["high", "medium", "low"][self as usize]
    }
}

/// To whom something is said: a country or an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// A country.
    Country(CountryId),
    /// An actor.
    Actor(ActorId),
}

/// One excerpt coded.
///
/// Names its countries, or a speaker who belongs to none, and exactly one issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: ClaimId,
    /// The words it codes.
    pub excerpt: ExcerptId,
    /// Whose position it is; none twice. May be empty when there is a speaker.
    pub countries: Vec<CountryId>,
    /// Who says it.
    pub speaker: Option<ActorId>,
    /// For whom the speaker speaks here, where it differs from the speaker's usual voice.
    pub voice: Option<Voice>,
    /// To whom it is said.
    pub addressees: Vec<Party>,
    /// On what.
    pub issue: IssueId,
    /// Where they stand.
    pub stance: StanceId,
    /// The "if" of the stance, in words; empty when unconditional.
    pub condition: String,
    /// How we know.
    pub basis: Basis,
    /// The source the article itself leans on; empty when it leans on none.
    pub via: String,
    /// When it was said, if the article tells; else the article's date counts.
    pub said_on: Option<Date>,
    /// The analyst's tags; none twice.
    pub tags: Vec<TagId>,
    /// How sure the analyst is, if they said.
    pub confidence: Option<Confidence>,
    /// The analyst's note.
    pub note: String,
    /// Who coded it.
    pub analyst: String,
    /// When it was coded.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

/// The cell of the matrix: one country on one issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The row.
    pub country: CountryId,
    /// The column.
    pub issue: IssueId,
}

/// What an analyst judged about a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// A position; stands over the derived one.
    Position(StanceId),
    /// Looked for a position and found nothing.
    NothingFound,
    /// The country declined to say.
    Declined,
}

/// The analyst's own judgement of a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// What it judges.
    pub cell: Cell,
    /// The judgement.
    pub judgement: Judgement,
    /// In a sentence.
    pub sentence: String,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// Who judged.
    pub analyst: String,
    /// When.
    pub made: Timestamp,
    /// The claims that lay under the cell then, with the time each was last changed. It is stale as soon
    /// as this is no longer what lies under the cell.
    pub seen: Vec<(ClaimId, Timestamp)>,
}
