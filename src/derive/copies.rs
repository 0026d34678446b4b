//! Wire copy: which articles are near-identical, and which quotations are nearly the same words.
//!
//! **Articles.** Words are compared without case, accents, signs and line ends, as shingles of five words in a row. Two
//! articles are near-identical when at least half of all their different shingles are in both, which is the measure and
//! the threshold of Broder, Glassman, Manasse and Zweig, *Syntactic clustering of the Web* (1997); or when four fifths
//! of the shingles of the shorter one are in the longer one, which their "containment" measures: that is a report cut
//! at the end. Articles below 30 words must have the same words. A group is the longest article with all those that are
//! near-identical to *it*: likeness is not handed on from one to the next, so two reports that only share a short
//! message do not become copies of each other through it.
//!
//! **Quotations.** Papers put a paragraph of an agency into longer articles of their own. Quotations of at least twelve
//! words that are near-identical by the same measure, in shingles of three words, are copies of each other wherever
//! they stand. Shorter ones say too little: "said on Monday that it would not send troops" comes from anywhere.
//!
//! Candidates come from MinHash signatures of 120 functions in 40 bands, with fixed seeds; whatever they propose is
//! compared shingle by shingle. Nothing hangs on the order of ids. What is missed: of pairs that share just half of their
//! shingles five in a thousand.

mod prints;
mod stars;

use std::collections::HashMap;
use std::sync::Arc;

use super::each::each;
use crate::model::{ArticleId, Excerpt, ExcerptId, Project, Table};
use crate::text::ArticleText;
use prints::Print;
use stars::Measure;

/// How articles are compared.
const ARTICLES: Measure = Measure { width: 5, fewest: 30, least: 1 };
/// How quotations are compared.
const QUOTATIONS: Measure = Measure { width: 3, fewest: 12, least: 12 };

/// Which articles and which quotations of a project are copies of each other.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    /// What was compared.
    texts: Table<ArticleId, ArticleText>,
    excerpts: Table<ExcerptId, Excerpt>,
    /// What is known of each text, so that it is not read again.
    prints: HashMap<ArticleId, Arc<Print>>,
    groups: Vec<Vec<ArticleId>>,
    articles: HashMap<ArticleId, u32>,
    quotations: HashMap<ExcerptId, u32>,
}

impl Copies {
    /// Compares the articles of a project, and its quotations.
    pub fn new(project: &Project) -> Self {
        Self::default().renewed(project, &|| true).unwrap_or_default()
    }

    /// The copies of `project` as it is now; what was read before is not read again. `go_on` is asked before each text,
    /// from several threads; where it says no there is no answer.
    pub fn renewed(&self, project: &Project, go_on: &(impl Fn() -> bool + Sync)) -> Option<Self> {
        let mut copies = Self {
            texts: project.texts().clone(),
            excerpts: project.excerpts().clone(),
            prints: self.prints.clone(),
            ..Self::default()
        };
        if self.texts.ptr_eq(&copies.texts) {
            (copies.groups, copies.articles) = (self.groups.clone(), self.articles.clone());
        } else {
            copies.compare_articles(&self.texts, go_on)?;
        }
        copies.compare_quotations(go_on)?;
        Some(copies)
    }

    /// How many articles [`Copies::renewed`] would read.
    pub fn unread_articles(&self, project: &Project) -> usize {
        let known =
            |id: &ArticleId, text: &Arc<ArticleText>| self.texts.get(id).is_some_and(|old| Arc::ptr_eq(old, text));
        project.texts().iter().filter(|(id, text)| !known(id, text)).count()
    }

    /// How many texts it would read, quotations among them.
    pub fn unread(&self, project: &Project) -> usize {
        self.unread_articles(project)
            + if self.excerpts.ptr_eq(project.excerpts()) { 0 } else { project.excerpts().len() }
    }

    /// Whether these are the copies of the project as it is now.
    pub fn is_of(&self, project: &Project) -> bool {
        self.texts.ptr_eq(project.texts()) && self.excerpts.ptr_eq(project.excerpts())
    }

    /// Near-identical articles: at least two in each group, in the order of their ids.
    pub fn groups(&self) -> &[Vec<ArticleId>] {
        &self.groups
    }

    /// The articles that are near-identical to this one, itself among them; nothing where there is no other.
    pub fn of(&self, article: ArticleId) -> &[ArticleId] {
        self.group_of(article).map_or(&[], |group| &self.groups[group as usize])
    }

    /// The group of an article, as its place in [`Copies::groups`].
    pub fn group_of(&self, article: ArticleId) -> Option<u32> {
        self.articles.get(&article).copied()
    }

    /// A number that an excerpt shares with those whose quotations are nearly the same words.
    pub fn quotation_of(&self, excerpt: ExcerptId) -> Option<u32> {
        self.quotations.get(&excerpt).copied()
    }

    fn compare_articles(
        &mut self,
        before: &Table<ArticleId, ArticleText>,
        go_on: &(impl Fn() -> bool + Sync),
    ) -> Option<()> {
        let is_known =
            |id: &ArticleId, text: &Arc<ArticleText>| before.get(id).is_some_and(|old| Arc::ptr_eq(old, text));
        self.prints.retain(|id, _| self.texts.get(id).is_some_and(|text| is_known(id, text)));
        let unread: Vec<(ArticleId, &str)> = self
            .texts
            .iter()
            .filter(|(id, _)| !self.prints.contains_key(id))
            .map(|(id, text)| (*id, text.as_str()))
            .collect();
        let read = each(&unread, go_on, |(_, text)| Arc::new(Print::new(text, ARTICLES.width, ARTICLES.fewest)))?;
        self.prints.extend(unread.iter().map(|(id, _)| *id).zip(read));
        let texts: Vec<(ArticleId, &str)> = self.texts.iter().map(|(id, text)| (*id, text.as_str())).collect();
        let prints: Vec<&Print> =
            texts.iter().filter_map(|(id, _)| self.prints.get(id)).map(|print| &**print).collect();
        let leaders = ARTICLES.leaders(&prints, |at| texts[at].1);
        self.groups = groups(texts.iter().map(|(id, _)| *id), &leaders);
        self.articles = numbers(&self.groups);
        Some(())
    }

    fn compare_quotations(&mut self, go_on: &(impl Fn() -> bool + Sync)) -> Option<()> {
        let quotations: Vec<(ExcerptId, &str)> =
            self.excerpts.iter().map(|(id, excerpt)| (*id, &*excerpt.anchor.quotation)).collect();
        let read = each(&quotations, go_on, |(_, text)| Print::new(text, QUOTATIONS.width, QUOTATIONS.fewest))?;
        let prints: Vec<&Print> = read.iter().collect();
        let leaders = QUOTATIONS.leaders(&prints, |at| quotations[at].1);
        self.quotations = numbers(&groups(quotations.iter().map(|(id, _)| *id), &leaders));
        Some(())
    }
}

/// Those that have the same leader, in their order; groups in the order of their first members.
fn groups<Id>(ids: impl Iterator<Item = Id>, leaders: &[usize]) -> Vec<Vec<Id>> {
    let mut places: HashMap<usize, usize> = HashMap::new();
    let mut groups: Vec<Vec<Id>> = Vec::new();
    for (id, leader) in ids.zip(leaders) {
        let place = *places.entry(*leader).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(id);
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// The group of each.
fn numbers<Id: Copy + Eq + std::hash::Hash>(groups: &[Vec<Id>]) -> HashMap<Id, u32> {
    groups.iter().zip(0..).flat_map(|(group, number)| group.iter().map(move |id| (*id, number))).collect()
}

#[cfg(test)]
mod tests;
