//! One row of the codebook, whatever its kind: what all six kinds have in common.

use std::sync::Arc;

use super::codebook::{Actor, Bloc, Country, Issue, Rank, Stance, Tag};
use super::id::{ActorId, BlocId, CountryId, IssueId, Slug, StanceId, TagId};
use super::project::Project;

/// The kinds of codebook rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Countries and other units.
    Country,
    /// Speakers.
    Actor,
    /// Policy questions.
    Issue,
    /// Levels of the scale.
    Stance,
    /// Tags.
    Tag,
    /// Groups of countries.
    Bloc,
}

impl Kind {
    /// Every kind, in the order of the codebook screen.
    pub const ALL: [Kind; 6] = [Kind::Country, Kind::Actor, Kind::Issue, Kind::Stance, Kind::Tag, Kind::Bloc];

    /// "issue"
    pub fn noun(self) -> &'static str {
        ["country", "actor", "issue", "stance", "tag", "bloc"][self as usize]
    }

    /// "Issues"
    pub fn plural(self) -> &'static str {
        ["Countries", "Actors", "Issues", "Stance scale", "Tags", "Blocs"][self as usize]
    }
}

/// Names a codebook row of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryId {
    /// A country.
    Country(CountryId),
    /// An actor.
    Actor(ActorId),
    /// An issue.
    Issue(IssueId),
    /// A level of the scale.
    Stance(StanceId),
    /// A tag.
    Tag(TagId),
    /// A bloc.
    Bloc(BlocId),
}

impl EntryId {
    /// The id of that kind made of `slug`.
    pub fn new(kind: Kind, slug: Slug) -> Self {
        match kind {
            Kind::Country => Self::Country(CountryId(slug)),
            Kind::Actor => Self::Actor(ActorId(slug)),
            Kind::Issue => Self::Issue(IssueId(slug)),
            Kind::Stance => Self::Stance(StanceId(slug)),
            Kind::Tag => Self::Tag(TagId(slug)),
            Kind::Bloc => Self::Bloc(BlocId(slug)),
        }
    }

    /// Which kind of row it names.
    pub fn kind(self) -> Kind {
        match self {
            Self::Country(_) => Kind::Country,
            Self::Actor(_) => Kind::Actor,
            Self::Issue(_) => Kind::Issue,
            Self::Stance(_) => Kind::Stance,
            Self::Tag(_) => Kind::Tag,
            Self::Bloc(_) => Kind::Bloc,
        }
    }

    /// The readable id itself.
    pub fn slug(self) -> Slug {
        match self {
            Self::Country(CountryId(s))
            | Self::Actor(ActorId(s))
            | Self::Issue(IssueId(s))
            | Self::Stance(StanceId(s))
            | Self::Tag(TagId(s))
            | Self::Bloc(BlocId(s)) => s,
        }
    }
}

/// A codebook row of any kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A country.
    Country(Arc<Country>),
    /// An actor.
    Actor(Arc<Actor>),
    /// An issue.
    Issue(Arc<Issue>),
    /// A level of the scale.
    Stance(Arc<Stance>),
    /// A tag.
    Tag(Arc<Tag>),
    /// A bloc.
    Bloc(Arc<Bloc>),
}

impl Entry {
    /// Its id.
    pub fn id(&self) -> EntryId {
        match self {
            Self::Country(row) => EntryId::Country(row.id),
            Self::Actor(row) => EntryId::Actor(row.id),
            Self::Issue(row) => EntryId::Issue(row.id),
            Self::Stance(row) => EntryId::Stance(row.id),
            Self::Tag(row) => EntryId::Tag(row.id),
            Self::Bloc(row) => EntryId::Bloc(row.id),
        }
    }

    /// Its name as shown.
    pub fn label(&self) -> &str {
        match self {
            Self::Country(row) => &row.name,
            Self::Actor(row) => &row.name,
            Self::Issue(row) => &row.label,
            Self::Stance(row) => &row.label,
            Self::Tag(row) => &row.label,
            Self::Bloc(row) => &row.label,
        }
    }

    /// Its place among its kind.
    pub fn rank(&self) -> Rank {
        match self {
            Self::Country(row) => row.rank,
            Self::Actor(row) => row.rank,
            Self::Issue(row) => row.rank,
            Self::Stance(row) => row.rank,
            Self::Tag(row) => row.rank,
            Self::Bloc(row) => row.rank,
        }
    }

    /// The same row at another place.
    pub fn with_rank(mut self, rank: Rank) -> Self {
        match &mut self {
            Self::Country(row) => Arc::make_mut(row).rank = rank,
            Self::Actor(row) => Arc::make_mut(row).rank = rank,
            Self::Issue(row) => Arc::make_mut(row).rank = rank,
            Self::Stance(row) => Arc::make_mut(row).rank = rank,
            Self::Tag(row) => Arc::make_mut(row).rank = rank,
            Self::Bloc(row) => Arc::make_mut(row).rank = rank,
        }
        self
    }

    /// The same row under another id.
    pub fn with_id(mut self, slug: Slug) -> Self {
        match &mut self {
            Self::Country(row) => Arc::make_mut(row).id = CountryId(slug),
            Self::Actor(row) => Arc::make_mut(row).id = ActorId(slug),
            Self::Issue(row) => Arc::make_mut(row).id = IssueId(slug),
            Self::Stance(row) => Arc::make_mut(row).id = StanceId(slug),
            Self::Tag(row) => Arc::make_mut(row).id = TagId(slug),
            Self::Bloc(row) => Arc::make_mut(row).id = BlocId(slug),
        }
        self
    }

    /// The same row under another name.
    pub fn with_label(mut self, label: &str) -> Self {
        match &mut self {
            Self::Country(row) => Arc::make_mut(row).name = label.into(),
            Self::Actor(row) => Arc::make_mut(row).name = label.into(),
            Self::Issue(row) => Arc::make_mut(row).label = label.into(),
            Self::Stance(row) => Arc::make_mut(row).label = label.into(),
            Self::Tag(row) => Arc::make_mut(row).label = label.into(),
            Self::Bloc(row) => Arc::make_mut(row).label = label.into(),
        }
        self
    }

    /// Other words that find it when an analyst types: code, aliases, role, short label.
    pub fn other_names(&self) -> Vec<&str> {
        match self {
            Self::Country(row) => std::iter::once(&row.iso).chain(&row.aliases).map(String::as_str).collect(),
            Self::Actor(row) => std::iter::once(&row.role).chain(&row.aliases).map(String::as_str).collect(),
            Self::Issue(row) => vec![&row.short],
            Self::Stance(row) => vec![&row.short],
            Self::Tag(_) | Self::Bloc(_) => Vec::new(),
        }
    }
}

impl Project {
    /// The codebook row of that id.
    pub fn entry(&self, id: EntryId) -> Option<Entry> {
        Some(match id {
            EntryId::Country(id) => Entry::Country(self.country(id)?.clone()),
            EntryId::Actor(id) => Entry::Actor(self.actor(id)?.clone()),
            EntryId::Issue(id) => Entry::Issue(self.issue(id)?.clone()),
            EntryId::Stance(id) => Entry::Stance(self.stance(id)?.clone()),
            EntryId::Tag(id) => Entry::Tag(self.tag(id)?.clone()),
            EntryId::Bloc(id) => Entry::Bloc(self.bloc(id)?.clone()),
        })
    }

    /// The rows of a kind in the analyst's order.
    pub fn entries(&self, kind: Kind) -> Vec<Entry> {
        let mut rows: Vec<Entry> = match kind {
            Kind::Country => self.countries().values().cloned().map(Entry::Country).collect(),
            Kind::Actor => self.actors().values().cloned().map(Entry::Actor).collect(),
            Kind::Issue => self.issues().values().cloned().map(Entry::Issue).collect(),
            Kind::Stance => self.stances().values().cloned().map(Entry::Stance).collect(),
            Kind::Tag => self.tags().values().cloned().map(Entry::Tag).collect(),
            Kind::Bloc => self.blocs().values().cloned().map(Entry::Bloc).collect(),
        };
        rows.sort_by_key(|row| (row.rank(), row.id()));
        rows
    }

    /// Number of rows of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        match kind {
            Kind::Country => self.countries().len(),
            Kind::Actor => self.actors().len(),
            Kind::Issue => self.issues().len(),
            Kind::Stance => self.stances().len(),
            Kind::Tag => self.tags().len(),
            Kind::Bloc => self.blocs().len(),
        }
    }

    /// Name as shown of a codebook row; its id where the row is missing.
    pub fn label(&self, id: EntryId) -> String {
        self.entry(id).map_or_else(|| id.slug().to_string(), |entry| entry.label().to_owned())
    }

    /// The countries in the analyst's order.
    pub fn countries_in_order(&self) -> Vec<&Arc<Country>> {
        in_order(self.countries().values(), |row| (row.rank, row.id.0))
    }

    /// The actors in the analyst's order.
    pub fn actors_in_order(&self) -> Vec<&Arc<Actor>> {
        in_order(self.actors().values(), |row| (row.rank, row.id.0))
    }

    /// The blocs in the analyst's order.
    pub fn blocs_in_order(&self) -> Vec<&Arc<Bloc>> {
        in_order(self.blocs().values(), |row| (row.rank, row.id.0))
    }

    /// The issues in the analyst's order, which is that of the matrix.
    pub fn issues_in_order(&self) -> Vec<&Arc<Issue>> {
        in_order(self.issues().values(), |row| (row.rank, row.id.0))
    }

    /// The scale from its first level to its last.
    pub fn scale(&self) -> Vec<&Arc<Stance>> {
        in_order(self.stances().values(), |row| (row.rank, row.id.0))
    }
}

fn in_order<'a, Row>(
    rows: impl Iterator<Item = &'a Arc<Row>>,
    key: impl Fn(&Row) -> (Rank, Slug),
) -> Vec<&'a Arc<Row>> {
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by_key(|row| key(row));
    rows
}
