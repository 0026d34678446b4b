//! How the matrix is looked at: by which rule, which claims count, who stands in its rows, in which order.
//!
//! Plain data: what follows from it is worked out by [`crate::derive`].

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::claim::{Basis, Cell, Claim};
use super::codebook::{Rank, Voice};
use super::entry::EntryId;
use super::id::{ActorId, BlocId, CountryId, IssueId, TagId, ViewId};
use super::project::Project;
use crate::text::fold::fold;

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

    /// Whether claims of this voice count.
    pub fn lets_voice(&self, voice: Voice) -> bool {
        lets(&self.voices, &voice)
    }

    /// Whether claims on this basis count.
    pub fn lets_basis(&self, basis: Basis) -> bool {
        lets(&self.bases, &basis)
    }

    /// Whether a claim counts as far as analyst, tags and outlet go.
    pub fn lets_names<'o>(&self, claim: &Claim, outlet: impl FnOnce() -> &'o str) -> bool {
        let lets_outlet = |outlet: &str| self.outlets.iter().any(|name| name == outlet);
        lets(&self.analysts, &claim.analyst)
            && (self.tags.is_empty() || claim.tags.iter().any(|tag| self.tags.contains(tag)))
            && (self.outlets.is_empty() || lets_outlet(outlet()))
    }

    /// Whether every claim counts as far as analyst, tags and outlet go.
    pub fn lets_all_names(&self) -> bool {
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
    /// Claims from near-identical copies of one text count once.
    pub independent: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rule: Rule::default(), filter: Filter::default(), contest_days: 14, independent: false }
    }
}

/// Whoever can stand in a row of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A country.
    Country(CountryId),
    /// A bloc: its position is the mean of its members' positions.
    Bloc(BlocId),
    /// An actor: what they say, whatever country they say it for.
    Actor(ActorId),
}

impl Who {
    /// The row of the codebook.
    pub fn entry(self) -> EntryId {
        match self {
            Self::Country(id) => EntryId::Country(id),
            Self::Bloc(id) => EntryId::Bloc(id),
            Self::Actor(id) => EntryId::Actor(id),
        }
    }

    /// Whoever that row of the codebook names, if it can stand in a row of the matrix.
    pub fn from_entry(entry: EntryId) -> Option<Self> {
        match entry {
            EntryId::Country(id) => Some(Self::Country(id)),
            EntryId::Bloc(id) => Some(Self::Bloc(id)),
            EntryId::Actor(id) => Some(Self::Actor(id)),
            EntryId::Issue(_) | EntryId::Stance(_) | EntryId::Tag(_) => None,
        }
    }

    /// Among whom it stands.
    pub fn rows(self) -> RowsOf {
        match self {
            Self::Country(_) => RowsOf::Countries,
            Self::Bloc(_) => RowsOf::Blocs,
            Self::Actor(_) => RowsOf::Actors,
        }
    }
}

/// A cell of the matrix, whoever stands in its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The row.
    pub who: Who,
    /// The column.
    pub issue: IssueId,
}

impl Spot {
    /// The cell that an analyst can judge: one of a country.
    pub fn cell(self) -> Option<Cell> {
        match self.who {
            Who::Country(country) => Some(Cell { country, issue: self.issue }),
            Who::Bloc(_) | Who::Actor(_) => None,
        }
    }
}

impl From<Cell> for Spot {
    fn from(cell: Cell) -> Self {
        Self { who: Who::Country(cell.country), issue: cell.issue }
    }
}

/// Who stands in the rows of the matrix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowsOf {
    /// Countries.
    #[default]
    Countries,
    /// Blocs.
    Blocs,
    /// Actors.
    Actors,
}

impl RowsOf {
    /// Every choice with its name as shown.
    pub const ALL: [(RowsOf, &'static str); 3] =
        [(RowsOf::Countries, "Countries"), (RowsOf::Blocs, "Blocs"), (RowsOf::Actors, "Actors")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name in files and on the command line.
    pub fn slug(self) -> &'static str {
        ["countries", "blocs", "actors"][self as usize]
    }

    /// "country", "countries"
    pub fn nouns(self) -> (&'static str, &'static str) {
        [("country", "countries"), ("bloc", "blocs"), ("actor", "actors")][self as usize]
    }
}

/// In which order rows or columns stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// As the analyst put them, in the codebook or by dragging.
    #[default]
    Hand,
    /// By name.
    Name,
    /// Those that agree next to each other.
    Agreement,
    /// What divides most first; for issues.
    Spread,
    /// What has most evidence first.
    Evidence,
}

impl Order {
    /// Every order with its name as shown.
    pub const ALL: [(Order, &'static str); 5] = [
        (Order::Hand, "By hand"),
        (Order::Name, "By name"),
        (Order::Agreement, "By agreement"),
        (Order::Spread, "By spread"),
        (Order::Evidence, "By evidence"),
    ];

    /// The orders of countries, blocs and actors.
    pub const OF_ROWS: [Order; 4] = [Order::Hand, Order::Name, Order::Agreement, Order::Evidence];

    /// The orders of issues.
    pub const OF_ISSUES: [Order; 5] = [Order::Hand, Order::Name, Order::Agreement, Order::Spread, Order::Evidence];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name in files and on the command line.
    pub fn slug(self) -> &'static str {
        ["hand", "name", "agreement", "spread", "evidence"][self as usize]
    }
}

/// How much a cell of the matrix shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zoom {
    /// A tint and a glyph: everything at a glance.
    Heat,
    /// Glyph, label, marks and count on one line.
    Compact,
    /// The same with the condition below.
    #[default]
    Cells,
    /// The same with the words of the claim that decides.
    Quotations,
}

impl Zoom {
    /// Every step with its name as shown, from afar to near.
    pub const ALL: [(Zoom, &'static str); 4] = [
        (Zoom::Heat, "Heat map"),
        (Zoom::Compact, "Compact"),
        (Zoom::Cells, "Cells"),
        (Zoom::Quotations, "Quotations"),
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name in files and on the command line.
    pub fn slug(self) -> &'static str {
        ["heat", "compact", "cells", "quotations"][self as usize]
    }
}

/// How the matrix is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// By which rule claims become positions, and which claims count.
    pub settings: Settings,
    /// Who stands in the rows.
    pub rows: RowsOf,
    /// In which order they stand.
    pub row_order: Order,
    /// In which order the issues stand.
    pub issue_order: Order,
    /// Rows and issues that are not shown. Whatever is hidden still counts.
    pub hidden: BTreeSet<EntryId>,
    /// Issues stand in the rows, and countries, blocs or actors in the columns.
    pub transposed: bool,
    /// How much a cell shows.
    pub zoom: Zoom,
    /// Cells are marked whose position differs from that on this day.
    pub since: Option<Date>,
}

/// A look under a name, kept in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its id.
    pub id: ViewId,
    /// Name as shown.
    pub label: String,
    /// What it looks like.
    pub look: Look,
    /// Its place among the views.
    pub rank: Rank,
}

impl Look {
    /// The same without rows and tags that are no longer in the project: a tag that is gone holds nothing back.
    pub fn known(mut self, project: &Project) -> Self {
        self.hidden.retain(|id| project.contains(*id));
        self.settings.filter.tags.retain(|id| project.tag(*id).is_some());
        self
    }

    /// The same with `new` wherever `old` is named; without either where `new` is nothing. Whether a row is hidden is
    /// a matter of that row: nothing becomes hidden by it.
    pub fn without(mut self, old: EntryId, new: Option<EntryId>) -> Self {
        self.hidden.remove(&old);
        if let EntryId::Tag(old) = old {
            let new = new.and_then(|id| if let EntryId::Tag(id) = id { Some(id) } else { None });
            let tags = &mut self.settings.filter.tags;
            if let Some(at) = tags.iter().position(|id| *id == old) {
                match new.filter(|new| !tags.contains(new)) {
                    Some(new) => tags[at] = new,
                    None => drop(tags.remove(at)),
                }
            }
        }
        self
    }
}

impl Project {
    /// The views in the analyst's order.
    pub fn views_in_order(&self) -> Vec<&Arc<View>> {
        let mut views: Vec<_> = self.views().values().collect();
        views.sort_by_key(|view| (view.rank, view.id));
        views
    }

    /// The view of that label, case and accents ignored.
    pub fn view_called(&self, label: &str) -> Option<&Arc<View>> {
        let wanted = fold(label.trim());
        self.views_in_order().into_iter().find(|view| fold(view.label.trim()) == wanted)
    }
}
