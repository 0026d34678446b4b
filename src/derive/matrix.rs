//! The matrix: for every country and issue the position in force, its marks and its evidence.

use jiff::civil::Date;

use super::settings::Settings;
use crate::model::{Cell, ClaimId, CountryId, IssueId, Project, StanceId};

/// A change of position: from which level to which, when, and by which two claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The level before.
    pub from: StanceId,
    /// The level since.
    pub to: StanceId,
    /// The day of the claim that changed it.
    pub on: Date,
    /// The claim that last held the old level.
    pub before: ClaimId,
    /// The claim that brought the new one.
    pub after: ClaimId,
}

/// Why a cell shows no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// Nobody looked, as far as the project knows.
    NotLookedFor,
    /// The analyst looked and found nothing.
    NothingFound,
    /// The country declined to say.
    Declined,
}

/// What the matrix shows in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Position {
    /// The level in force: the assessed one, else the derived one.
    pub stance: Option<StanceId>,
    /// The level that follows from the counted claims by the rule.
    pub derived: Option<StanceId>,
    /// The claim that decided; its condition is the one to show.
    pub decisive: Option<ClaimId>,
    /// Counted claims, those without a score included.
    pub claims: u32,
    /// Two counted claims of opposite sign within the contest window.
    pub contested: bool,
    /// The latest change of level.
    pub moved: Option<Move>,
    /// No counted claim speaks for the government.
    pub unofficial: bool,
    /// Every counted claim with a score is only expected.
    pub expected_only: bool,
    /// The analyst has judged this cell.
    pub assessed: bool,
    /// Claims added, changed or removed under the cell since it was judged; 0 means not stale.
    pub stale: u32,
    /// Why nothing is shown; `None` where a position is.
    pub empty: Option<Empty>,
}

/// Every country on every issue, in the analyst's order.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// The rows.
    pub countries: Vec<CountryId>,
    /// The columns.
    pub issues: Vec<IssueId>,
    /// Undated claims that an as-of date left out.
    pub undated: usize,
}

impl Matrix {
    /// Derives the matrix of `project` under `settings`.
    pub fn new(_project: &Project, _settings: &Settings) -> Self {
        Self::default()
    }

    /// The position of the country in row `row` on the issue in column `column`.
    pub fn at(&self, _row: usize, _column: usize) -> &Position {
        unreachable!("no cells yet")
    }

    /// The position of a cell, if both its country and its issue are in the matrix.
    pub fn position(&self, _cell: Cell) -> Option<&Position> {
        None
    }

    /// The counted claims under a cell, latest first; undated last.
    pub fn evidence(&self, _cell: Cell) -> &[ClaimId] {
        &[]
    }
}
