//! By which rule claims become positions, and which claims count.

use jiff::civil::Date;

use crate::model::{Basis, Claim, Project, TagId, Voice};

/// How the counted claims of a cell become one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The latest claim of the government wins; without one, the latest of anybody, marked unofficial.
    #[default]
    LatestOfficial,
    /// The mean of the scores, nearest level.
    Mean,
    /// The level claimed most often; ties go to the most recent.
    MostFrequent,
}

impl Rule {
    /// Every rule with its name as shown.
    pub const ALL: [(Rule, &'static str); 3] =
        [(Rule::LatestOfficial, "Latest official"), (Rule::Mean, "Mean"), (Rule::MostFrequent, "Most frequent")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name in CSV and on the command line.
    pub fn slug(self) -> &'static str {
        ["latest-official", "mean", "most-frequent"][self as usize]
    }

    /// The rule in a sentence, as the window, the export and the documentation state it.
    pub fn in_words(self) -> &'static str {
        match self {
            Rule::LatestOfficial => {
                "The latest claim of the government wins; on the same day the stronger basis; \
                 still tied, the mean of the tied scores, rounded towards zero. \
                 Without a government claim the same over all voices, marked unofficial."
            }
            Rule::Mean => "The mean of the scores, to the nearest level; halfway goes towards zero.",
            Rule::MostFrequent => "The level claimed most often; a tie goes to the most recent.",
        }
    }
}

/// Which claims count. An empty list lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Only claims dated on or before this day; undated claims are then left out.
    pub as_of: Option<Date>,
    /// Only these voices.
    pub voices: Vec<Voice>,
    /// Only these bases.
    pub bases: Vec<Basis>,
    /// Only articles of these outlets, by exact name.
    pub outlets: Vec<String>,
    /// Only claims of these analysts, by exact name.
    pub analysts: Vec<String>,
    /// Only claims that carry at least one of these tags.
    pub tags: Vec<TagId>,
}

impl Filter {
    /// Whether a claim counts.
    pub fn passes(&self, project: &Project, claim: &Claim) -> bool {
        let in_time = |last: Date| project.date_of(claim).is_some_and(|date| date <= last);
        self.as_of.is_none_or(in_time)
            && self.lets_voice(project.voice_of(claim))
            && self.lets_basis(claim.basis)
            && self.lets_names(claim, || project.article_of(claim).map_or("", |article| &article.outlet))
    }

    pub(super) fn lets_voice(&self, voice: Voice) -> bool {
        lets(&self.voices, &voice)
    }

    pub(super) fn lets_basis(&self, basis: Basis) -> bool {
        lets(&self.bases, &basis)
    }

    /// Whether a claim counts as far as analyst, tags and outlet go.
    pub(super) fn lets_names<'o>(&self, claim: &Claim, outlet: impl FnOnce() -> &'o str) -> bool {
        let lets_outlet = |outlet: &str| self.outlets.iter().any(|name| name == outlet);
        lets(&self.analysts, &claim.analyst)
            && (self.tags.is_empty() || claim.tags.iter().any(|tag| self.tags.contains(tag)))
            && (self.outlets.is_empty() || lets_outlet(outlet()))
    }

    /// Whether every claim counts as far as analyst, tags and outlet go.
    pub(super) fn lets_all_names(&self) -> bool {
        self.analysts.is_empty() && self.tags.is_empty() && self.outlets.is_empty()
    }
}

/// An empty list lets everything through.
fn lets<T: PartialEq>(list: &[T], item: &T) -> bool {
    list.is_empty() || list.contains(item)
}

/// Everything a position depends on besides the project.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Settings {
    /// How claims become a level.
    pub rule: Rule,
    /// Which claims count.
    pub filter: Filter,
    /// Two claims of opposite sign at most this many days apart make a cell contested.
    pub contest_days: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rule: Rule::default(), filter: Filter::default(), contest_days: 14 }
    }
}
