//! Which articles and claims are looked through.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{Article, Assessment, Claim, CountryId, EntryId, IssueId, Judgement, Kind, Project, Slug, StanceId};
use crate::text::dates::day_of;

/// What is asked of articles and claims. Empty means anything.
///
/// A claim must fit in everything; its date is when it was said, else that of its article. An article must be of one of
/// the outlets and of these days itself, and hold a claim that fits in what else is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A claim must name one of these of every kind that is here: country, speaker, issue, stance, tag; for a bloc, one
    /// of its members.
    pub entries: BTreeSet<EntryId>,
    /// Outlets; the empty one stands for none.
    pub outlets: BTreeSet<String>,
    /// Who coded the claim.
    pub analysts: BTreeSet<String>,
    /// The first day that counts; what has no date is left out then.
    pub from: Option<Date>,
    /// The last day that counts; likewise.
    pub until: Option<Date>,
}

impl Filter {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The rows of one kind that are asked for.
    pub fn of(&self, kind: Kind) -> Vec<EntryId> {
        self.entries.iter().copied().filter(|id| id.kind() == kind).collect()
    }
}

/// A filter made ready.
#[derive(Debug)]
pub(super) struct Sieve<'a> {
    filter: &'a Filter,
    countries: Option<BTreeSet<CountryId>>,
    members: Option<BTreeSet<CountryId>>,
    speakers: Option<BTreeSet<Slug>>,
    issues: Option<BTreeSet<Slug>>,
    stances: Option<BTreeSet<Slug>>,
    tags: Option<BTreeSet<Slug>>,
}

impl<'a> Sieve<'a> {
    pub fn new(filter: &'a Filter, project: &Project) -> Self {
        let slugs = |kind| {
            let of: BTreeSet<Slug> = filter.of(kind).into_iter().map(EntryId::slug).collect();
            (!of.is_empty()).then_some(of)
        };
        let blocs: Vec<_> = filter.of(Kind::Bloc);
        let members = blocs.iter().filter_map(|id| match id {
            EntryId::Bloc(id) => project.bloc(*id),
            _ => None,
        });
        let members = members.flat_map(|bloc| bloc.members.iter().copied()).collect();
        Self {
            filter,
            countries: slugs(Kind::Country).map(|slugs| slugs.into_iter().map(CountryId).collect()),
            members: (!blocs.is_empty()).then_some(members),
            speakers: slugs(Kind::Actor),
            issues: slugs(Kind::Issue),
            stances: slugs(Kind::Stance),
            tags: slugs(Kind::Tag),
        }
    }

    /// Whether claims decide, and not only outlet and date.
    pub fn asks_claims(&self) -> bool {
        !self.filter.entries.is_empty() || !self.filter.analysts.is_empty()
    }

    /// Whether the article itself fits in.
    pub fn lets_article(&self, article: &Article) -> bool {
        self.lets_outlet(article) && self.lets_date(article.published)
    }

    /// Whether a claim fits in, its outlet and its date left out.
    pub fn lets_coding(&self, claim: &Claim) -> bool {
        let any = |wanted: &Option<BTreeSet<CountryId>>| {
            wanted.as_ref().is_none_or(|wanted| claim.countries.iter().any(|id| wanted.contains(id)))
        };
        any(&self.countries)
            && any(&self.members)
            && has(&self.issues, claim.issue.0)
            && has(&self.stances, claim.stance.0)
            && self.speakers.as_ref().is_none_or(|wanted| claim.speaker.is_some_and(|id| wanted.contains(&id.0)))
            && self.tags.as_ref().is_none_or(|wanted| claim.tags.iter().any(|id| wanted.contains(&id.0)))
            && (self.filter.analysts.is_empty() || self.filter.analysts.contains(&claim.analyst))
    }

    /// Whether a claim fits in.
    pub fn lets_claim(&self, claim: &Claim, article: &Article) -> bool {
        self.lets_coding(claim) && self.lets_outlet(article) && self.lets_date(claim.said_on.or(article.published))
    }

    /// Whether an assessment fits in: it has a country, an issue, perhaps a stance, and an analyst, and the day on which
    /// it was made.
    pub fn lets_assessment(&self, assessment: &Assessment) -> bool {
        let country = |wanted: &Option<BTreeSet<CountryId>>| {
            wanted.as_ref().is_none_or(|wanted| wanted.contains(&assessment.cell.country))
        };
        let IssueId(issue) = assessment.cell.issue;
        let stance = |wanted: &BTreeSet<Slug>| match assessment.judgement {
            Judgement::Position(StanceId(stance)) => wanted.contains(&stance),
            _ => false,
        };
        country(&self.countries)
            && country(&self.members)
            && has(&self.issues, issue)
            && self.stances.as_ref().is_none_or(stance)
            && self.speakers.is_none()
            && self.tags.is_none()
            && self.filter.outlets.is_empty()
            && (self.filter.analysts.is_empty() || self.filter.analysts.contains(&assessment.analyst))
            && self.lets_date(Some(day_of(assessment.made)))
    }

    fn lets_outlet(&self, article: &Article) -> bool {
        self.filter.outlets.is_empty() || self.filter.outlets.contains(&article.outlet)
    }

    fn lets_date(&self, date: Option<Date>) -> bool {
        let Filter { from, until, .. } = self.filter;
        if from.is_none() && until.is_none() {
            return true;
        }
        date.is_some_and(|date| from.is_none_or(|from| from <= date) && until.is_none_or(|until| date <= until))
    }
}

fn has(wanted: &Option<BTreeSet<Slug>>, slug: Slug) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted.contains(&slug))
}
