//! How often each row of the codebook is used, counted in one pass over the claims.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::model::{Claim, ClaimId, CountryId, EntryId, Kind, Project, StanceId, Table};

/// Claims by row of the codebook: a country's own, an actor's as speaker.
#[derive(Debug, Default)]
pub struct Tally {
    claims: HashMap<EntryId, usize>,
}

impl Tally {
    /// Counts the claims of a project.
    pub fn new(claims: &Table<ClaimId, Claim>) -> Self {
        let mut tally = Self::default();
        for claim in claims.values() {
            named(claim).for_each(|id| *tally.claims.entry(id).or_default() += 1);
        }
        tally
    }

    /// The claims that name a row.
    pub fn of(&self, id: EntryId) -> usize {
        self.claims.get(&id).copied().unwrap_or(0)
    }
}

fn named(claim: &Claim) -> impl Iterator<Item = EntryId> {
    let countries = claim.countries.iter().map(|id| EntryId::Country(*id));
    let tags = claim.tags.iter().map(|id| EntryId::Tag(*id));
    let speaker = claim.speaker.map(EntryId::Actor);
    countries.chain(tags).chain(speaker).chain([EntryId::Issue(claim.issue), EntryId::Stance(claim.stance)])
}

/// Where one row is used.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Its claims; those of its members for a bloc.
    pub claims: usize,
    /// Articles of those claims.
    pub articles: usize,
    /// Countries of those claims.
    pub countries: usize,
    /// Issues of those claims.
    pub issues: usize,
    /// How many of the claims take each stance, in the order of the scale.
    pub stances: Vec<(StanceId, usize)>,
}

impl Usage {
    /// Counts where `id` is used.
    pub fn new(project: &Project, id: EntryId) -> Self {
        let ids: HashSet<EntryId> = match id {
            EntryId::Bloc(id) => {
                let members = project.bloc(id).map(|bloc| bloc.members.clone()).unwrap_or_default();
                members.into_iter().map(EntryId::Country).collect()
            }
            id => [id].into(),
        };
        let (mut articles, mut issues) = (HashSet::new(), HashSet::new());
        let mut countries: HashSet<CountryId> = HashSet::new();
        let mut stances: HashMap<StanceId, usize> = HashMap::new();
        let mut usage = Self::default();
        for claim in project.claims().values().filter(|claim| named(claim).any(|id| ids.contains(&id))) {
            usage.claims += 1;
            articles.extend(project.excerpt(claim.excerpt).map(|excerpt| excerpt.article));
            countries.extend(&claim.countries);
            issues.insert(claim.issue);
            *stances.entry(claim.stance).or_default() += 1;
        }
        (usage.articles, usage.countries, usage.issues) = (articles.len(), countries.len(), issues.len());
        let scale = project.scale().into_iter().map(|stance| stance.id);
        usage.stances = scale.filter_map(|id| Some((id, *stances.get(&id)?))).collect();
        usage
    }

    /// "28 claims by 11 countries", and " in 12 articles".
    pub fn in_words(&self, kind: Kind) -> (String, String) {
        let claims = counted(self.claims, "claim", "claims");
        let across = match kind {
            Kind::Issue | Kind::Stance | Kind::Tag => format!("by {}", counted(self.countries, "country", "countries")),
            Kind::Country | Kind::Actor | Kind::Bloc => format!("on {}", counted(self.issues, "issue", "issues")),
        };
        (format!("{claims} {across}"), format!("in {}", counted(self.articles, "article", "articles")))
    }
}

/// "1 claim", "28 claims"
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Remembers the counts while the claims stay the same: typing in the codebook changes none.
#[derive(Default)]
pub struct Counts {
    last: RefCell<Option<(Table<ClaimId, Claim>, Rc<Tally>)>>,
}

impl Counts {
    /// The counts of the project as it is now.
    pub fn of(&self, project: &Project) -> Rc<Tally> {
        let mut last = self.last.borrow_mut();
        if let Some((claims, tally)) = &*last
            && claims.ptr_eq(project.claims())
        {
            return tally.clone();
        }
        let tally = Rc::new(Tally::new(project.claims()));
        *last = Some((project.claims().clone(), tally.clone()));
        tally
    }
}
