//! How often each row of the codebook is used, counted in one pass over the claims.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::gui::widgets::line::counted;
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
    /// How many of the claims take each stance.
    pub stances: HashMap<StanceId, usize>,
}

impl Usage {
    /// Counts the claims that name one of `ids`.
    fn new(project: &Project, ids: &[EntryId]) -> Self {
        let (mut articles, mut issues) = (HashSet::new(), HashSet::new());
        let mut countries: HashSet<CountryId> = HashSet::new();
        let mut usage = Self::default();
        for claim in project.claims().values().filter(|claim| named(claim).any(|id| ids.contains(&id))) {
            usage.claims += 1;
            articles.extend(project.excerpt(claim.excerpt).map(|excerpt| excerpt.article));
            countries.extend(&claim.countries);
            issues.insert(claim.issue);
            *usage.stances.entry(claim.stance).or_default() += 1;
        }
        (usage.articles, usage.countries, usage.issues) = (articles.len(), countries.len(), issues.len());
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

/// Remembers the counts while the claims stay the same: typing in the codebook changes none.
#[derive(Default)]
pub struct Counts {
    tally: RefCell<Option<(Claims, Rc<Tally>)>>,
    usage: RefCell<Option<LastUsage>>,
}

type Claims = Table<ClaimId, Claim>;
type LastUsage = (Claims, Vec<EntryId>, Rc<Usage>);

impl Counts {
    /// How often every row is used.
    pub fn tally(&self, project: &Project) -> Rc<Tally> {
        let mut last = self.tally.borrow_mut();
        if let Some((claims, tally)) = &*last
            && claims.ptr_eq(project.claims())
        {
            return tally.clone();
        }
        let tally = Rc::new(Tally::new(project.claims()));
        *last = Some((project.claims().clone(), tally.clone()));
        tally
    }

    /// Where one row is used.
    pub fn usage(&self, project: &Project, id: EntryId) -> Rc<Usage> {
        let ids: Vec<EntryId> = match id {
            EntryId::Bloc(id) => {
                let members = project.bloc(id).map(|bloc| bloc.members.clone()).unwrap_or_default();
                members.into_iter().map(EntryId::Country).collect()
            }
            id => vec![id],
        };
        let mut last = self.usage.borrow_mut();
        if let Some((claims, of, usage)) = &*last
            && claims.ptr_eq(project.claims())
            && *of == ids
        {
            return usage.clone();
        }
        let usage = Rc::new(Usage::new(project, &ids));
        *last = Some((project.claims().clone(), ids, usage.clone()));
        usage
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slug;

    fn sample() -> Project {
        crate::store::from_str(include_str!("../../../projects/paris-talks.ron")).expect("the sample").project
    }

    #[test]
    fn the_one_pass_counts_what_a_pass_for_each_row_counts() {
        let project = sample();
        let tally = Tally::new(project.claims());
        for entry in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Bloc).flat_map(|kind| project.entries(kind)) {
            let id = entry.id();
            let claims = project.claims().values().filter(|claim| named(claim).any(|other| other == id)).count();
            assert_eq!(tally.of(id), claims, "{id:?}");
            let usage = Usage::new(&project, &[id]);
            assert_eq!(usage.claims, claims);
            assert_eq!(usage.stances.values().sum::<usize>(), claims);
        }
    }

    #[test]
    fn counts_are_made_again_only_when_claims_change() {
        let project = sample();
        let counts = Counts::default();
        let id = EntryId::new(Kind::Country, Slug::from_label("poland"));
        let (tally, usage) = (counts.tally(&project), counts.usage(&project, id));
        let mut other = project.clone();
        assert!(Rc::ptr_eq(&tally, &counts.tally(&other)) && Rc::ptr_eq(&usage, &counts.usage(&other, id)));
        let claim = other.claims().keys().next().copied().expect("a claim");
        other.set_claim(claim, None);
        assert!(!Rc::ptr_eq(&tally, &counts.tally(&other)) && !Rc::ptr_eq(&usage, &counts.usage(&other, id)));
    }

    #[test]
    fn usage_is_said_in_words() {
        let usage = Usage { claims: 28, articles: 1, countries: 11, issues: 3, ..Usage::default() };
        let check = |kind, words: &str| {
            let (claims, articles) = usage.in_words(kind);
            assert_eq!(format!("{claims} {articles}"), words);
        };
        check(Kind::Issue, "28 claims by 11 countries in 1 article");
        check(Kind::Country, "28 claims on 3 issues in 1 article");
    }
}
