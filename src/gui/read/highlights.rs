//! Which excerpts lie in which paragraph, and in which colours they are drawn.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use imbl::ordmap::DiffItem;

use crate::model::{
    ArticleId, Claim, ClaimId, Colour, Country, CountryId, Excerpt, ExcerptId, Issue, IssueId, Project, Stance,
    StanceId, Table, Token,
};
use crate::session::Desk;
use crate::text::{ArticleText, Byte, Span};

/// By what excerpts are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColourBy {
    /// The stance of the claim.
    #[default]
    Stance,
    /// The issue.
    Issue,
    /// The first country.
    Country,
    /// Who coded it.
    Analyst,
}

impl ColourBy {
    /// Every choice with its name as shown.
    pub const ALL: [(ColourBy, &'static str); 4] = [
        (ColourBy::Stance, "Stance"),
        (ColourBy::Issue, "Issue"),
        (ColourBy::Country, "Country"),
        (ColourBy::Analyst, "Analyst"),
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// An excerpt as it is drawn.
#[derive(Clone, Debug)]
pub struct Highlight {
    /// The excerpt.
    pub excerpt: ExcerptId,
    /// Where it stands.
    pub span: Span,
    /// Its claims with their colours, first coded first. Empty until somebody came near: [`Highlights::fill`].
    pub claims: Vec<(ClaimId, Colour)>,
}

/// An excerpt that needs re-anchoring.
#[derive(Clone, Debug)]
pub struct Adrift {
    /// The excerpt.
    pub excerpt: ExcerptId,
    /// Its claims.
    pub claims: Vec<ClaimId>,
}

/// The highlights of one article, found by place.
#[derive(Default)]
pub struct Highlights {
    article: Option<(ArticleId, Arc<ArticleText>)>,
    seen: Option<Seen>,
    /// In the order of the text.
    pub all: Vec<Highlight>,
    /// Excerpts whose words do not stand where they should.
    pub adrift: Vec<Adrift>,
    /// Those before it have their claims.
    filled: usize,
    /// The furthest end within every [`BLOCK`] of them.
    ends: Vec<Byte>,
    /// Goes up whenever anything here changes.
    pub version: u64,
}

/// Excerpts that are given their claims at once; with more of them in an article the rest follows later.
const AT_ONCE: usize = 2_000;

/// Highlights among which the furthest end is known.
const BLOCK: usize = 64;

/// More changes at once than this are not looked at one by one.
const MANY: usize = 256;

/// The tables as they were when the highlights were brought up to date.
struct Seen {
    excerpts: Table<ExcerptId, Excerpt>,
    claims: Table<ClaimId, Claim>,
    colours: Colours,
}

impl Highlights {
    /// Brings the highlights up to date: takes time for what has changed since, and for every excerpt of the
    /// article only when that is another one or is coloured otherwise. Returns whether there is more to come: in an
    /// article with very many excerpts they are there at the second frame.
    pub fn update(&mut self, desk: &Desk, article: ArticleId, text: &Arc<ArticleText>, by: ColourBy) -> bool {
        let same = self.article.as_ref().is_some_and(|(id, known)| *id == article && Arc::ptr_eq(known, text));
        if !same {
            *self = Self { version: self.version + 1, ..Self::default() };
            self.article = Some((article, text.clone()));
            let first = (article, ExcerptId(Token::MIN))..;
            let here = desk.project().excerpts_by_article().range(first).take(AT_ONCE + 1);
            if here.filter(|((of, _), _)| *of == article).count() > AT_ONCE {
                return true;
            }
        }
        self.follow(desk.project(), &desk.adrift(), article, text, by);
        self.filled < self.all.len()
    }

    fn follow(
        &mut self,
        project: &Project,
        adrift: &BTreeSet<ExcerptId>,
        article: ArticleId,
        text: &ArticleText,
        by: ColourBy,
    ) {
        let Some(seen) = self.seen.take() else { return self.begin(project, adrift, article, by) };
        if !seen.colours.hold(project, by) {
            return self.begin(project, adrift, article, by);
        }
        if seen.excerpts.ptr_eq(project.excerpts()) && seen.claims.ptr_eq(project.claims()) {
            self.seen = Some(seen);
            return;
        }
        let Some(changed) = changed(&seen, project, article) else { return self.begin(project, adrift, article, by) };
        let was_adrift = |id: &ExcerptId| self.adrift.iter().any(|adrift| adrift.excerpt == *id);
        let drifts = |id: &ExcerptId| project.excerpt(*id).is_some_and(|row| !row.anchor.holds_in(text));
        let strange = |id: &ExcerptId| !project.claims_of(*id).iter().all(|claim| seen.colours.know(claim));
        if changed.keys().any(|id| was_adrift(id) || drifts(id) || strange(id)) {
            return self.begin(project, adrift, article, by);
        }
        for (id, old) in &changed {
            if let Some(at) = old.and_then(|span| self.place_of(span, *id).ok()) {
                self.all.remove(at);
                self.filled -= usize::from(at < self.filled);
            }
            let row = project.excerpt(*id).filter(|row| row.article == article);
            if let Some(row) = row
                && let Err(at) = self.place_of(row.anchor.span, *id)
            {
                let claims = claims(project, *id, &seen.colours);
                self.all.insert(at, Highlight { excerpt: *id, span: row.anchor.span, claims });
                self.filled += usize::from(at <= self.filled);
            }
        }
        if !changed.is_empty() {
            self.index();
        }
        let (excerpts, claims) = (project.excerpts().clone(), project.claims().clone());
        self.seen = Some(Seen { excerpts, claims, colours: seen.colours });
    }

    fn begin(&mut self, project: &Project, adrift: &BTreeSet<ExcerptId>, article: ArticleId, by: ColourBy) {
        (self.all, self.adrift, self.filled) = (Vec::new(), Vec::new(), 0);
        for row in project.excerpts_of(article) {
            if adrift.contains(&row.id) {
                let claims = project.claims_of(row.id).iter().map(|claim| claim.id).collect();
                self.adrift.push(Adrift { excerpt: row.id, claims });
            } else {
                self.all.push(Highlight { excerpt: row.id, span: row.anchor.span, claims: Vec::new() });
            }
        }
        let colours = Colours::new(project, by);
        let (excerpts, claims) = (project.excerpts().clone(), project.claims().clone());
        self.seen = Some(Seen { excerpts, claims, colours });
        self.index();
    }

    /// Gives highlights their claims: those that share a byte with `near`, and some of the others.
    pub fn fill(&mut self, project: &Project, near: Span) {
        let Some(seen) = self.seen.as_ref().filter(|_| self.filled < self.all.len()) else { return };
        let to = self.all.partition_point(|h| h.span.start < near.end);
        for (block, end) in self.all[..to].chunks_mut(BLOCK).zip(&self.ends) {
            if *end > near.start {
                for highlight in block.iter_mut().filter(|h| h.span.end > near.start && h.claims.is_empty()) {
                    highlight.claims = claims(project, highlight.excerpt, &seen.colours);
                }
            }
        }
        let next = (self.filled + AT_ONCE).min(self.all.len());
        for highlight in self.all[self.filled..next].iter_mut().filter(|h| h.claims.is_empty()) {
            highlight.claims = claims(project, highlight.excerpt, &seen.colours);
        }
        self.filled = next;
        self.version += 1;
    }

    /// These highlights, in the order of the text, of no article.
    #[cfg(test)]
    pub fn of(all: Vec<Highlight>) -> Self {
        let mut highlights = Self { filled: all.len(), all, ..Self::default() };
        highlights.index();
        highlights
    }

    fn place_of(&self, span: Span, id: ExcerptId) -> Result<usize, usize> {
        self.all.binary_search_by_key(&(span, id), |highlight| (highlight.span, highlight.excerpt))
    }

    fn index(&mut self) {
        let furthest = |block: &[Highlight]| block.iter().map(|h| h.span.end).max().unwrap_or_default();
        self.ends = self.all.chunks(BLOCK).map(furthest).collect();
        self.version += 1;
    }

    /// The highlights that share a byte with a span, in the order of the text.
    pub fn within(&self, span: Span) -> impl Iterator<Item = &Highlight> {
        let to = self.all.partition_point(|h| h.span.start < span.end);
        let blocks = self.all[..to].chunks(BLOCK).zip(&self.ends);
        let reaching = blocks.filter(move |(_, end)| **end > span.start).flat_map(|(block, _)| block);
        reaching.filter(move |h| h.span.end > span.start)
    }
}

fn claims(project: &Project, excerpt: ExcerptId, colours: &Colours) -> Vec<(ClaimId, Colour)> {
    project.claims_of(excerpt).iter().map(|claim| (claim.id, colours.of(project, claim))).collect()
}

/// The excerpts of an article that have changed, or whose claims have, each with the place it had; `None` when
/// there are many.
fn changed(seen: &Seen, project: &Project, article: ArticleId) -> Option<BTreeMap<ExcerptId, Option<Span>>> {
    let mut found = BTreeMap::new();
    let was = |id: ExcerptId| seen.excerpts.get(&id).filter(|row| row.article == article).map(|row| row.anchor.span);
    for change in seen.excerpts.diff(project.excerpts()).take(MANY + 1) {
        let (DiffItem::Add(id, _) | DiffItem::Update { new: (id, _), .. } | DiffItem::Remove(id, _)) = change;
        found.insert(*id, was(*id));
    }
    for change in seen.claims.diff(project.claims()).take(MANY + 1) {
        let rows = match change {
            DiffItem::Add(_, row) | DiffItem::Remove(_, row) => [row, row],
            DiffItem::Update { old: (_, old), new: (_, new) } => [old, new],
        };
        for row in rows {
            found.entry(row.excerpt).or_insert_with(|| was(row.excerpt));
        }
    }
    let here = |id: &ExcerptId| project.excerpt(*id).is_some_and(|row| row.article == article);
    if found.len() > MANY {
        return None;
    }
    found.retain(|id, old| old.is_some() || here(id));
    Some(found)
}

/// Colours by stance are the scale's; the others are dealt out in the order of the codebook.
struct Colours {
    by: ColourBy,
    stances: Table<StanceId, Stance>,
    issues: (Table<IssueId, Issue>, HashMap<IssueId, usize>),
    countries: (Table<CountryId, Country>, HashMap<CountryId, usize>),
    analysts: Vec<String>,
}

impl Colours {
    fn new(project: &Project, by: ColourBy) -> Self {
        let mut analysts = BTreeSet::new();
        if by == ColourBy::Analyst {
            analysts = project.claims().values().map(|claim| claim.analyst.as_str()).collect();
        }
        let issues = project.issues_in_order().iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let countries = project.countries_in_order().iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        Self {
            by,
            stances: project.stances().clone(),
            issues: (project.issues().clone(), issues),
            countries: (project.countries().clone(), countries),
            analysts: analysts.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Whether they are what new ones would be, but for the names of analysts.
    fn hold(&self, project: &Project, by: ColourBy) -> bool {
        self.by == by
            && self.stances.ptr_eq(project.stances())
            && self.issues.0.ptr_eq(project.issues())
            && self.countries.0.ptr_eq(project.countries())
    }

    /// Whether nobody coded the claim who has no colour yet.
    fn know(&self, claim: &Claim) -> bool {
        self.by != ColourBy::Analyst || self.analysts.binary_search(&claim.analyst).is_ok()
    }

    fn of(&self, project: &Project, claim: &Claim) -> Colour {
        let place = match self.by {
            ColourBy::Stance => {
                return project.stance(claim.stance).map_or(Colour::Plain, |stance| stance.colour);
            }
            ColourBy::Issue => self.issues.1.get(&claim.issue).copied(),
            ColourBy::Country => claim.countries.first().and_then(|id| self.countries.1.get(id)).copied(),
            ColourBy::Analyst => self.analysts.binary_search(&claim.analyst).ok(),
        };
        const DEALT: [Colour; 6] =
            [Colour::Blue, Colour::Amber, Colour::Teal, Colour::Violet, Colour::Rust, Colour::Sea];
        place.map_or(Colour::Plain, |place| DEALT[place % DEALT.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::ops::claims::{self, ClaimDraft, Target};
    use crate::edit::ops::{articles, codebook};
    use crate::edit::{Document, Stamp};
    use crate::model::EntryId;

    fn id(seed: u64) -> ExcerptId {
        ExcerptId(Token::random(&mut fastrand::Rng::with_seed(seed)))
    }

    #[test]
    fn what_stands_within_is_what_shares_a_byte_however_long_and_many() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut all: Vec<Highlight> = (0..1000)
            .map(|at| {
                let start = random.usize(..50_000);
                let long = if at % 100 == 0 { 40_000 } else { random.usize(1..300) };
                Highlight { excerpt: id(at), span: Span::new(start, start + long), claims: Vec::new() }
            })
            .collect();
        all.sort_by_key(|h| (h.span, h.excerpt));
        let highlights = Highlights::of(all);
        for _ in 0..200 {
            let start = random.usize(..90_000);
            let span = Span::new(start, start + random.usize(..2_000));
            let found: Vec<_> = highlights.within(span).map(|h| h.excerpt).collect();
            let told: Vec<_> = highlights.all.iter().filter(|h| h.span.overlaps(span)).map(|h| h.excerpt).collect();
            assert_eq!(found, told, "{span}");
        }
        assert_eq!(Highlights::default().within(Span::new(0, 9)).count(), 0);
    }

    #[test]
    fn what_is_kept_up_is_what_is_made_anew() {
        let sample = include_str!("../../../projects/paris-talks.ron");
        let mut document = Document::new(crate::store::from_str(sample).expect("the sample loads").project);
        let mut stamp = Stamp::new("2025-03-01T00:00:00Z".parse().expect("a time"), "Zoë", 1);
        let article = document.project().articles_by_date()[0].id;
        let mut kept: Vec<Highlights> = ColourBy::ALL.iter().map(|_| Highlights::default()).collect();
        let mut check = |document: &Document| {
            let project = document.project();
            let text = project.text(article).expect("is there");
            for ((by, name), kept) in ColourBy::ALL.into_iter().zip(&mut kept) {
                let everything = Span::new(0, text.len());
                kept.follow(project, &BTreeSet::new(), article, text, by);
                kept.fill(project, everything);
                let mut anew = Highlights::default();
                anew.follow(project, &BTreeSet::new(), article, text, by);
                anew.fill(project, everything);
                assert_eq!((kept.filled, anew.filled), (kept.all.len(), anew.all.len()));
                assert_eq!(
                    format!("{:?}{:?}", kept.all, kept.ends),
                    format!("{:?}{:?}", anew.all, anew.ends),
                    "{name}"
                );
            }
        };
        check(&document);
        let claim = document.project().claims_in(article)[0].1.clone();
        let draft: ClaimDraft = (&*claim).into();
        for span in [Span::new(0, 9), Span::new(20, 40), Span::new(0, 30)] {
            let target = Target::Selection(article, span);
            let made = claims::code(document.project(), target, draft.clone(), &mut stamp);
            document.commit(made.expect("can be coded").0).expect("fits");
            check(&document);
        }
        let excerpt = document.project().claims_in(article)[1].0.id;
        let step = claims::move_excerpt(document.project(), excerpt, Span::new(3, 12), &stamp);
        document.commit(step.expect("can be moved")).expect("fits");
        check(&document);
        let country = document.project().countries_in_order().last().expect("has one").id;
        let step = codebook::reorder(document.project(), EntryId::Country(country), 0).expect("can be moved");
        document.commit(step).expect("fits");
        check(&document);
        let step = claims::delete(document.project(), &[claim.id]).expect("can be deleted");
        document.commit(step).expect("fits");
        check(&document);
        while document.undo().is_some() {
            check(&document);
        }
        let step = articles::remove(document.project(), article).expect("is there");
        assert!(document.commit(step).is_ok());
    }
}
