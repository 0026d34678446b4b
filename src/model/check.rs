//! What must hold in a project, said as a list of problems.

use std::collections::HashSet;

use super::article::{Article, Excerpt};
use super::claim::{Assessment, Claim, Party};
use super::codebook::{Actor, Bloc, Stance};
use super::entry::EntryId;
use super::id::{ArticleId, ClaimId, ExcerptId, ViewId};
use super::project::Project;

/// Something that does not hold. Its words name the row and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The words of an excerpt do not stand where it says.
    #[error("excerpt {excerpt} in article {article} needs re-anchoring: “{quotation}” does not stand at its place")]
    Adrift {
        /// The excerpt.
        excerpt: ExcerptId,
        /// Its article.
        article: ArticleId,
        /// Its words, shortened.
        quotation: String,
    },
    /// An excerpt is of no words.
    #[error("excerpt {excerpt} in article {article} quotes nothing: select its words again, or delete its claims")]
    NoWords {
        /// The excerpt.
        excerpt: ExcerptId,
        /// Its article.
        article: ArticleId,
    },
    /// An article has no text, or a text has no article.
    #[error("article {0} has no text")]
    NoText(ArticleId),
    /// An excerpt names an article that is not there.
    #[error("excerpt {excerpt} is in article {article}, which is not in the project")]
    NoArticle {
        /// The excerpt.
        excerpt: ExcerptId,
        /// The article it names.
        article: ArticleId,
    },
    /// A claim names an excerpt that is not there.
    #[error("claim {claim} codes excerpt {excerpt}, which is not in the project")]
    NoExcerpt {
        /// The claim.
        claim: ClaimId,
        /// The excerpt it names.
        excerpt: ExcerptId,
    },
    /// A row names a codebook row that is not there.
    #[error("{whose} names {} “{}”, which is not in the codebook", .missing.kind().noun(), .missing.slug())]
    Dangling {
        /// Who names it, in words.
        whose: String,
        /// The id that leads nowhere.
        missing: EntryId,
    },
    /// A claim is nobody's.
    #[error("claim {0} has neither a country nor a speaker")]
    Nobody(ClaimId),
    /// The same thing stands twice in a list that is a set.
    #[error("{whose} names {} “{}” twice", .twice.kind().noun(), .twice.slug())]
    Twice {
        /// Whose list it is, in words.
        whose: String,
        /// The id that is there twice.
        twice: EntryId,
    },
    /// Two levels of the scale answer to the same key.
    #[error("the stances “{0}” and “{1}” have the same key")]
    SameKey(String, String),
    /// A name is empty.
    #[error("{} “{}” has no name", .0.kind().noun(), .0.slug())]
    NoName(EntryId),
    /// The name of a view is empty. That it names rows which are gone is no problem: they are passed over.
    #[error("view “{0}” has no name")]
    NoViewName(ViewId),
}

impl Project {
    /// Everything that does not hold, in the order of articles and codebook.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let mut of_claims = Vec::new();
        // Excerpts and claims are many, and neither check waits for the other.
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let known = self.known();
                let has = |id: EntryId| known[id.kind() as usize].get(id.slug().handle()) == Some(&true);
                let claims = self.claims_by_excerpt().values();
                claims.for_each(|claim| self.check_claim_with(&has, claim, &mut of_claims));
            });
            self.articles().values().for_each(|article| self.check_article(article, &mut found));
            self.excerpts_by_article().values().for_each(|excerpt| self.check_excerpt(excerpt, &mut found));
        });
        found.append(&mut of_claims);
        for actor in self.actors().values() {
            self.check_actor(actor, &mut found);
        }
        for bloc in self.blocs().values() {
            self.check_bloc(bloc, &mut found);
        }
        for assessment in self.assessments().values() {
            self.check_assessment(assessment, &mut found);
        }
        self.check_scale(&mut found);
        self.check_names(&mut found);
        found
    }

    pub(crate) fn check_article(&self, article: &Article, found: &mut Vec<Problem>) {
        if self.text(article.id).is_none() {
            found.push(Problem::NoText(article.id));
        }
    }

    /// Whether the words of an excerpt stand at their place; if not, it needs re-anchoring.
    pub fn stands(&self, excerpt: &Excerpt) -> bool {
        self.text(excerpt.article).is_some_and(|text| excerpt.anchor.holds_in(text))
    }

    pub(crate) fn check_excerpt(&self, excerpt: &Excerpt, found: &mut Vec<Problem>) {
        let Some(text) = self.text(excerpt.article) else {
            found.push(Problem::NoArticle { excerpt: excerpt.id, article: excerpt.article });
            return;
        };
        if excerpt.anchor.quotation.is_empty() {
            found.push(Problem::NoWords { excerpt: excerpt.id, article: excerpt.article });
        } else if !excerpt.anchor.holds_in(text) {
            let quotation = shorten(&excerpt.anchor.quotation);
            found.push(Problem::Adrift { excerpt: excerpt.id, article: excerpt.article, quotation });
        }
    }

    pub(crate) fn check_claim(&self, claim: &Claim, found: &mut Vec<Problem>) {
        self.check_claim_with(&|id| self.contains(id), claim, found);
    }

    /// The same where `has` knows the codebook.
    fn check_claim_with(&self, has: &impl Fn(EntryId) -> bool, claim: &Claim, found: &mut Vec<Problem>) {
        if self.excerpt(claim.excerpt).is_none() {
            found.push(Problem::NoExcerpt { claim: claim.id, excerpt: claim.excerpt });
        }
        if claim.countries.is_empty() && claim.speaker.is_none() {
            found.push(Problem::Nobody(claim.id));
        }
        let whose = || format!("claim {}", claim.id);
        check_set(has, claim.countries.iter().map(|id| EntryId::Country(*id)), whose, found);
        check_set(has, claim.tags.iter().map(|id| EntryId::Tag(*id)), whose, found);
        check_set(has, claim.addressees.iter().map(|party| EntryId::from(*party)), whose, found);
        check_set(has, claim.speaker.iter().map(|id| EntryId::Actor(*id)), whose, found);
        check_set(has, [EntryId::Issue(claim.issue), EntryId::Stance(claim.stance)], whose, found);
    }

    pub(crate) fn check_actor(&self, actor: &Actor, found: &mut Vec<Problem>) {
        let whose = || format!("actor “{}”", actor.id);
        self.check_set(actor.country.map(EntryId::Country), whose, found);
    }

    pub(crate) fn check_bloc(&self, bloc: &Bloc, found: &mut Vec<Problem>) {
        let whose = || format!("bloc “{}”", bloc.id);
        self.check_set(bloc.members.iter().map(|id| EntryId::Country(*id)), whose, found);
    }

    pub(crate) fn check_assessment(&self, assessment: &Assessment, found: &mut Vec<Problem>) {
        let cell = assessment.cell;
        let whose = || format!("the assessment of {} on {}", cell.country, cell.issue);
        self.check_set([EntryId::Country(cell.country), EntryId::Issue(cell.issue)], whose, found);
        if let super::Judgement::Position(stance) = assessment.judgement {
            self.check_set([EntryId::Stance(stance)], whose, found);
        }
    }

    pub(crate) fn check_scale(&self, found: &mut Vec<Problem>) {
        let scale = self.scale();
        for (index, stance) in scale.iter().enumerate() {
            if let Some(twin) = scale[..index].iter().find(|s| s.key.is_some() && s.key == stance.key) {
                found.push(Problem::SameKey(label(twin), label(stance)));
            }
        }
    }

    fn check_names(&self, found: &mut Vec<Problem>) {
        let unnamed = super::Kind::ALL.into_iter().flat_map(|kind| self.entries(kind));
        found.extend(unnamed.filter(|e| e.label().trim().is_empty()).map(|e| Problem::NoName(e.id())));
        let views = self.views_in_order().into_iter();
        found.extend(views.filter(|view| view.label.trim().is_empty()).map(|view| Problem::NoViewName(view.id)));
    }

    /// Which slugs are in the codebook, by kind and handle: to ask once for every claim.
    fn known(&self) -> [Vec<bool>; 6] {
        super::Kind::ALL.map(|kind| {
            let handles = || self.entries(kind).into_iter().map(|entry| entry.id().slug().handle());
            let mut known = vec![false; handles().max().map_or(0, |last| last + 1)];
            handles().for_each(|handle| known[handle] = true);
            known
        })
    }

    fn check_set(&self, ids: impl IntoIterator<Item = EntryId>, whose: impl Fn() -> String, found: &mut Vec<Problem>) {
        check_set(&|id| self.contains(id), ids, whose, found);
    }

    /// Whether the codebook has that row.
    pub fn contains(&self, id: EntryId) -> bool {
        match id {
            EntryId::Country(id) => self.country(id).is_some(),
            EntryId::Actor(id) => self.actor(id).is_some(),
            EntryId::Issue(id) => self.issue(id).is_some(),
            EntryId::Stance(id) => self.stance(id).is_some(),
            EntryId::Tag(id) => self.tag(id).is_some(),
            EntryId::Bloc(id) => self.bloc(id).is_some(),
        }
    }
}

impl From<Party> for EntryId {
    fn from(party: Party) -> Self {
        match party {
            Party::Country(id) => EntryId::Country(id),
            Party::Actor(id) => EntryId::Actor(id),
        }
    }
}

/// Checks that every id of a list is one that the codebook has and stands there once.
fn check_set(
    has: &impl Fn(EntryId) -> bool,
    ids: impl IntoIterator<Item = EntryId>,
    whose: impl Fn() -> String,
    found: &mut Vec<Problem>,
) {
    // Nearly every list is short, and comparing a few costs less than hashing one.
    let mut first = [None; 4];
    let mut rest = HashSet::new();
    for (index, id) in ids.into_iter().enumerate() {
        if !has(id) {
            found.push(Problem::Dangling { whose: whose(), missing: id });
        }
        let twice = first.contains(&Some(id)) || rest.contains(&id);
        if twice {
            found.push(Problem::Twice { whose: whose(), twice: id });
        } else if let Some(free) = first.get_mut(index) {
            *free = Some(id);
        } else {
            rest.insert(id);
        }
    }
}

fn label(stance: &Stance) -> String {
    stance.label.clone()
}

fn shorten(quotation: &str) -> String {
    let mut short: String = quotation.chars().take(60).collect();
    if short.len() < quotation.len() {
        short.push('…');
    }
    short
}
