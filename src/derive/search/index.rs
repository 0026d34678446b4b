//! The texts of a project, folded, in the order in which what is found is listed.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::FoldedText;
use super::hay::Hay;
use super::pattern::{BORDER, Pattern};
use crate::model::{Article, ArticleId, Assessment, Claim, ClaimId, Entry, Excerpt, Info, Kind, Project};
use crate::text::ArticleText;

/// Everything that is looked through: articles latest first and undated last, and all that is written about them.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    pub(super) articles: Vec<Indexed>,
    /// Claims, then notes, assessments and the codebook.
    pub(super) units: Vec<Unit>,
    /// The folded texts of the units in one, each behind a [`BORDER`]: most words are in few of them.
    all: String,
    /// Where each unit begins there.
    starts: Vec<u32>,
}

/// An article with its folded text.
#[derive(Clone, Debug)]
pub struct Indexed {
    /// What is known about it.
    pub row: Arc<Article>,
    /// Its text.
    pub text: Arc<ArticleText>,
    folded: Arc<FoldedText>,
    title: Arc<FoldedText>,
}

/// Something short that words are sought in.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What it is.
    pub what: What,
    /// The article it belongs to, as its place among the articles.
    pub(super) article: Option<u32>,
    /// Its texts, folded, in the order of [`What::texts`].
    folded: Arc<[FoldedText]>,
}

/// What is written beside the texts of articles.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A claim: its quotation, its condition and the source it leans on.
    Claim(Arc<Claim>, Arc<Excerpt>),
    /// The notes on the project.
    ProjectNote(Arc<Info>),
    /// The notes on an article.
    ArticleNote(Arc<Article>),
    /// The note on a claim.
    ClaimNote(Arc<Claim>),
    /// The sentence of an assessment.
    Assessment(Arc<Assessment>),
    /// A row of the codebook: its names, its rules and its note.
    Entry(Entry),
}

impl What {
    /// Its texts, each with what it is; none of them empty.
    pub fn texts(&self) -> Vec<(&'static str, &str)> {
        let mut texts: Vec<(&'static str, &str)> = Vec::new();
        match self {
            Self::Claim(claim, excerpt) => texts.extend([
                ("quotation", &*excerpt.anchor.quotation),
                ("condition", &claim.condition),
                ("source", &claim.via),
            ]),
            Self::ProjectNote(info) => texts.push(("notes on the project", &info.notes)),
            Self::ArticleNote(article) => texts.push(("notes on the article", &article.notes)),
            Self::ClaimNote(claim) => texts.push(("note on the claim", &claim.note)),
            Self::Assessment(assessment) => texts.push(("assessment", &assessment.sentence)),
            Self::Entry(entry) => {
                texts.push(("name", entry.label()));
                texts.extend(entry.other_names().into_iter().map(|name| ("other name", name)));
                match entry {
                    Entry::Issue(issue) => texts.push(("coding rules", &issue.rules)),
                    Entry::Country(country) => texts.push(("note", &country.note)),
                    Entry::Actor(_) | Entry::Stance(_) | Entry::Tag(_) | Entry::Bloc(_) => {}
                }
            }
        }
        texts.retain(|(_, text)| !text.is_empty());
        texts
    }
}

impl Unit {
    fn new(what: What, article: Option<u32>) -> Option<Self> {
        let folded: Arc<[FoldedText]> = what.texts().into_iter().map(|(_, text)| FoldedText::new(text)).collect();
        (!folded.is_empty()).then_some(Self { what, article, folded })
    }

    /// Its texts as they are looked through.
    pub(super) fn hays(&self, exact: bool) -> Vec<Hay<'_>> {
        let texts = self.what.texts().into_iter().zip(&*self.folded);
        texts.map(|((_, text), folded)| Hay { text, folded: (!exact).then_some(folded) }).collect()
    }
}

impl Indexed {
    /// Its title and its text as they are looked through.
    pub(super) fn hays(&self, exact: bool) -> [Hay<'_>; 2] {
        let title = Hay { text: &self.row.title, folded: (!exact).then_some(&*self.title) };
        [title, Hay { text: self.text.as_str(), folded: (!exact).then_some(&*self.folded) }]
    }

    /// Its folded text.
    pub fn folded(&self) -> &Arc<FoldedText> {
        &self.folded
    }
}

impl SearchIndex {
    /// Folds the texts of `project`.
    pub fn new(project: &Project) -> Self {
        Self::default().renewed(project)
    }

    /// The index of `project` as it is now; what this index knows is not folded again.
    pub fn renewed(&self, project: &Project) -> Self {
        let articles = self.renewed_articles(project);
        let places: HashMap<ArticleId, u32> =
            articles.iter().zip(0..).map(|(article, place)| (article.row.id, place)).collect();
        let mut units = self.renewed_claims(project, &places);
        let notes = std::iter::once((What::ProjectNote(project.info().clone()), None));
        let of_articles =
            articles.iter().zip(0..).map(|(article, at)| (What::ArticleNote(article.row.clone()), Some(at)));
        let of_claims = units.iter().filter_map(|unit| match &unit.what {
            What::Claim(claim, _) => Some((What::ClaimNote(claim.clone()), unit.article)),
            _ => None,
        });
        let assessments = project.assessments().values().map(|row| (What::Assessment(row.clone()), None));
        let entries = Kind::ALL.into_iter().flat_map(|kind| project.entries(kind));
        let entries = entries.map(|entry| (What::Entry(entry), None));
        let others = notes.chain(of_articles).chain(of_claims).chain(assessments).chain(entries);
        let others: Vec<Unit> = others.filter_map(|(what, article)| Unit::new(what, article)).collect();
        units.extend(others);
        let (mut all, mut starts) = (String::new(), Vec::with_capacity(units.len()));
        for unit in &units {
            starts.push(all.len() as u32);
            for folded in &*unit.folded {
                all.push(BORDER);
                all.push_str(folded.as_str());
            }
        }
        Self { articles, units, all, starts }
    }

    /// The units in which a pattern may be found, in their order: those that hold a word that must be there.
    pub(super) fn candidates(&self, pattern: &Pattern) -> Vec<u32> {
        let Some(words) = pattern.needed() else { return (0..self.units.len() as u32).collect() };
        let mut found = Vec::new();
        for words in &words {
            let mut from = 0;
            while let Some(at) = words.first_in(&self.all[from..]) {
                let unit = self.starts.partition_point(|start| *start as usize <= from + at) - 1;
                found.push(unit as u32);
                // On with the next unit.
                from = self.starts.get(unit + 1).map_or(self.all.len(), |start| *start as usize);
            }
        }
        if words.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    fn renewed_articles(&self, project: &Project) -> Vec<Indexed> {
        let known: HashMap<ArticleId, &Indexed> = self.articles.iter().map(|known| (known.row.id, known)).collect();
        let mut articles: Vec<_> =
            project.articles().values().filter_map(|row| Some((row, project.text(row.id)?))).collect();
        articles.sort_by_key(|(row, _)| (row.published.is_none(), Reverse(row.published), row.id));
        let folded = |(row, text): (&Arc<Article>, &Arc<ArticleText>)| {
            let known = known.get(&row.id);
            let same = known.filter(|known| Arc::ptr_eq(&known.text, text));
            let titled = known.filter(|known| known.row.title == row.title);
            Indexed {
                row: row.clone(),
                text: text.clone(),
                folded: same.map_or_else(|| Arc::new(FoldedText::new(text.as_str())), |same| same.folded.clone()),
                title: titled.map_or_else(|| Arc::new(FoldedText::new(&row.title)), |known| known.title.clone()),
            }
        };
        articles.into_iter().map(folded).collect()
    }

    /// The claims in the order of their articles, then of the text.
    fn renewed_claims(&self, project: &Project, places: &HashMap<ArticleId, u32>) -> Vec<Unit> {
        let known = self.units.iter().filter_map(|unit| match &unit.what {
            What::Claim(claim, excerpt) => Some((claim.id, (claim, excerpt, &unit.folded))),
            _ => None,
        });
        let known: HashMap<ClaimId, _> = known.collect();
        let mut found = Vec::with_capacity(project.claims().len());
        // Both tables are in the order of excerpts: one walk over each.
        let mut claims = project.claims_by_excerpt().iter().peekable();
        for (id, excerpt) in project.excerpts() {
            while let Some(((of, _), claim)) = claims.next_if(|((of, _), _)| of <= id) {
                if of == id
                    && let Some(place) = places.get(&excerpt.article)
                {
                    found.push((*place, excerpt, claim));
                }
            }
        }
        found.sort_unstable_by_key(|(place, excerpt, claim)| (*place, excerpt.anchor.span, claim.created, claim.id));
        let unit = |(place, excerpt, claim): (u32, &Arc<Excerpt>, &Arc<Claim>)| {
            let same = known.get(&claim.id);
            let same = same.filter(|(old, at, _)| Arc::ptr_eq(old, claim) && Arc::ptr_eq(at, excerpt));
            let what = What::Claim(claim.clone(), excerpt.clone());
            match same {
                Some((_, _, folded)) => Some(Unit { what, article: Some(place), folded: (*folded).clone() }),
                None => Unit::new(what, Some(place)),
            }
        };
        found.into_iter().filter_map(unit).collect()
    }

    /// The article at a place.
    pub fn article(&self, place: u32) -> Option<&Indexed> {
        self.articles.get(place as usize)
    }

    /// The folded text of an article, if it is still that of `text`.
    pub fn folded(&self, article: ArticleId, text: &Arc<ArticleText>) -> Option<&Arc<FoldedText>> {
        let found = self.articles.iter().find(|indexed| indexed.row.id == article);
        found.filter(|indexed| Arc::ptr_eq(&indexed.text, text)).map(Indexed::folded)
    }

    /// Bytes that the folded texts take.
    pub fn bytes(&self) -> usize {
        let articles: usize = self.articles.iter().map(|a| a.folded.bytes() + a.title.bytes()).sum();
        let units = self.units.iter().flat_map(|unit| unit.folded.iter()).map(FoldedText::bytes);
        let rows = size_of::<Indexed>() * self.articles.len() + size_of::<Unit>() * self.units.len();
        articles + units.sum::<usize>() + rows + self.all.len() + size_of_val(&*self.starts)
    }
}
