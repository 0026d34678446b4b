//! The marks of cells: which a cell has, what they are called and what they mean.

use maud::{Markup, html};

use super::shapes::{self, At};
use crate::derive::{Empty, Position};
use crate::model::Project;
use crate::palette::{ACCENT, DANGER, FAINT, MUTED, WARNING};

/// What a cell says besides its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Claims of opposite sign, near in time.
    Contested,
    /// The level changed by date.
    Moved {
        /// Towards support.
        rises: bool,
    },
    /// Members of a bloc stand on opposite sides.
    Divided,
    /// Nobody speaks for the government.
    Unofficial,
    /// Nothing but forecasts.
    Expected,
    /// Judged by the analyst.
    Assessed,
    /// Judged, and so many claims have changed since.
    Stale(u32),
}

impl Mark {
    /// One of each kind, in the order of legends.
    pub const ALL: [Mark; 7] = [
        Mark::Contested,
        Mark::Moved { rises: true },
        Mark::Divided,
        Mark::Unofficial,
        Mark::Expected,
        Mark::Assessed,
        Mark::Stale(1),
    ];

    /// The marks of a cell.
    pub fn of(project: &Project, position: &Position) -> Vec<Mark> {
        let score = |id| project.stance(id).and_then(|stance| stance.score);
        let moved = position.moved.map(|change| Mark::Moved { rises: score(change.to) > score(change.from) });
        [
            position.contested.then_some(Mark::Contested),
            moved,
            position.divided.then_some(Mark::Divided),
            position.unofficial.then_some(Mark::Unofficial),
            position.expected_only.then_some(Mark::Expected),
            (position.assessed && position.stale == 0).then_some(Mark::Assessed),
            (position.stale > 0).then_some(Mark::Stale(position.stale)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// In a word or two.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Contested => "contested",
            Mark::Moved { .. } => "moved",
            Mark::Divided => "divided",
            Mark::Unofficial => "unofficial",
            Mark::Expected => "only expected",
            Mark::Assessed => "assessed",
            Mark::Stale(_) => "assessment stale",
        }
    }

    /// What it means, in a sentence.
    pub fn meaning(self, contest_days: u16) -> String {
        match self {
            Mark::Contested => format!("Claims of opposite sign, no more than {} apart.", days(contest_days)),
            Mark::Moved { .. } => "The level changed by date; an arrow up means towards support.".into(),
            Mark::Divided => "Members of the bloc stand on opposite sides.".into(),
            Mark::Unofficial => "No counted claim speaks for the government.".into(),
            Mark::Expected => "Every counted claim is foreseen, none is taken yet.".into(),
            Mark::Assessed => "The analyst judged the cell; that stands over the claims.".into(),
            Mark::Stale(_) => "The claims under the assessment have changed since it was made.".into(),
        }
    }

    /// Drawn around a place; what is drawn elsewhere (below the word, over the cell) as a sample.
    pub fn sample(self, (x, y): At) -> Markup {
        match self {
            Mark::Contested => shapes::contested((x, y), DANGER),
            Mark::Moved { rises } => shapes::moved((x, y), rises, DANGER),
            Mark::Divided => shapes::divided((x, y), DANGER),
            Mark::Unofficial => shapes::unofficial((x - 5.0, y + 3.0), 10.0, MUTED),
            Mark::Expected => {
                let stripe = |by: f32| shapes::line(&[(x - 5.0 + by, y + 4.0), (x - 1.0 + by, y - 4.0)], MUTED, 1.6);
                html! { (stripe(0.0)) (stripe(3.5)) (stripe(7.0)) }
            }
            Mark::Assessed => shapes::assessed((x + 5.0, y + 5.0), ACCENT),
            Mark::Stale(_) => shapes::stale((x + 5.0, y + 5.0), WARNING),
        }
    }
}

/// The kinds of empty cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nothing {
    /// Nobody looked yet.
    NotLookedFor,
    /// There are claims, and none takes a position.
    OnlyMentioned,
    /// The analyst looked and found nothing.
    NothingFound,
    /// The country declined to say.
    Declined,
}

impl Nothing {
    /// Every kind.
    pub const ALL: [Nothing; 4] =
        [Nothing::NotLookedFor, Nothing::OnlyMentioned, Nothing::NothingFound, Nothing::Declined];

    /// Why a cell shows no position; `None` where it shows one.
    pub fn of(position: &Position) -> Option<Nothing> {
        match (position.stance, position.empty) {
            (Some(_), _) => None,
            (None, Some(Empty::NothingFound)) => Some(Nothing::NothingFound),
            (None, Some(Empty::Declined)) => Some(Nothing::Declined),
            _ if position.claims > 0 => Some(Nothing::OnlyMentioned),
            _ => Some(Nothing::NotLookedFor),
        }
    }

    /// As it stands in a cell and in a legend.
    pub fn words(self) -> &'static str {
        ["Not looked for", "Only mentioned", "Nothing found", "Declined to say"][self as usize]
    }

    /// Drawn around a place.
    pub fn draw(self, at: At) -> Markup {
        match self {
            Nothing::NotLookedFor => shapes::not_looked_for(at, FAINT),
            Nothing::OnlyMentioned => shapes::disc(at, 2.4, FAINT),
            Nothing::NothingFound => shapes::nothing_found(at, MUTED),
            Nothing::Declined => shapes::declined(at, MUTED),
        }
    }
}

/// "1 day", "14 days"
fn days(number: u16) -> String {
    format!("{number} day{}", if number == 1 { "" } else { "s" })
}
