//! How many sources say the same: of claims that copy each other one stands for all.

use super::copies::Copies;
use super::facts::{Fact, Facts};
use super::reading::day_number;
use super::scale::Level;
use crate::model::Project;

/// From which text and with which words each claim comes, by ordinal.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    /// Equal for claims from one article, and from near-identical ones.
    texts: Vec<u32>,
    /// Equal for claims with nearly the same words, or [`NONE`].
    words: Vec<u32>,
    /// The day on which the article was published; undated last.
    published: Vec<i32>,
    /// The day that was set on the claim itself, if any.
    said: Vec<i32>,
}

/// The words of no other claim.
const NONE: u32 = u32::MAX;

impl Sources {
    /// `facts` must have been read from `project`. Of articles that `copies` does not know each is a source.
    pub fn new(facts: &Facts, project: &Project, copies: &Copies) -> Self {
        let groups = copies.groups().len() as u32;
        let articles = project.articles().values().zip(groups..);
        let articles: Vec<(u32, i32)> = articles
            .map(|(row, own)| (copies.group_of(row.id).unwrap_or(own), row.published.map_or(i32::MAX, day_number)))
            .collect();
        let mut sources = Self::default();
        for (claim, ordinal) in project.claims().values().zip(0..) {
            // Whatever is in no article comes from nowhere else.
            let nowhere = (NONE - ordinal, i32::MAX);
            let (text, published) = facts.article(ordinal as usize).map_or(nowhere, |article| articles[article]);
            sources.texts.push(text);
            sources.published.push(published);
            sources.said.push(claim.said_on.map_or(Fact::UNDATED, day_number));
            sources.words.push(copies.quotation_of(claim.excerpt).unwrap_or(NONE));
        }
        sources
    }
}

/// The same words in two texts are copies of each other within so many days.
const WHILE: u32 = 14;

/// What makes rows one: level, voice and the day that was set, and text or words.
type Link = (Level, u8, i32, bool, u32);

/// Takes the copies out of one cell after another, keeping its working memory.
pub(super) struct Thinner<'s> {
    sources: &'s Sources,
    /// What makes rows one; then the day of publication and the row.
    links: Vec<(Link, i32, u32)>,
    /// For each row one that it goes with, or itself.
    parents: Vec<u32>,
    /// For each row that leads those that go with it: the row that stands for them.
    stands: Vec<u32>,
}

impl<'s> Thinner<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, links: Vec::new(), parents: Vec::new(), stands: Vec::new() }
    }

    /// Keeps of the rows of a cell one for each source; their order stays.
    ///
    /// Rows go together when they have one level and one voice, the same day set on them or none, and come from one
    /// text, from near-identical texts, or have nearly the same words, printed at most [`WHILE`] days apart; also where
    /// only a third row links them. The one
    /// that was published first stands for them, undated last, then the latest, then that on the strongest basis.
    pub fn thin(&mut self, rows: &mut Vec<Fact>) {
        if rows.len() < 2 {
            return;
        }
        self.links.clear();
        for (row, at) in rows.iter().zip(0..) {
            let ordinal = row.ordinal as usize;
            let link = |is_words, of| (row.level, row.voice as u8, self.sources.said[ordinal], is_words, of);
            let published = self.sources.published[ordinal];
            self.links.push((link(false, self.sources.texts[ordinal]), published, at));
            let words = self.sources.words[ordinal];
            if words != NONE {
                self.links.push((link(true, words), published, at));
            }
        }
        self.links.sort_unstable();
        self.parents.clear();
        self.parents.extend(0..rows.len() as u32);
        for at in 1..self.links.len() {
            let (last, next) = (self.links[at - 1], self.links[at]);
            // Who repeats the same words much later says them anew; a whole text printed again says nothing new.
            if last.0 == next.0 && (!next.0.3 || next.1.abs_diff(last.1) <= WHILE) {
                let (last, next) = (self.root(last.2), self.root(next.2));
                self.parents[last.max(next) as usize] = last.min(next);
            }
        }
        self.stands.clear();
        self.stands.extend(0..rows.len() as u32);
        let first = |at: u32| {
            let row = &rows[at as usize];
            (self.sources.published[row.ordinal as usize], row.key())
        };
        for at in 0..rows.len() as u32 {
            // A root comes before all that go with it.
            let root = root(&self.parents, at) as usize;
            if first(at) < first(self.stands[root]) {
                self.stands[root] = at;
            }
        }
        let mut at = 0;
        rows.retain(|_| {
            let stands = self.stands[root(&self.parents, at) as usize] == at;
            at += 1;
            stands
        });
    }

    /// As [`root`], with a shorter way for those who come later.
    fn root(&mut self, at: u32) -> u32 {
        let root = root(&self.parents, at);
        let mut at = at;
        while self.parents[at as usize] != root {
            at = std::mem::replace(&mut self.parents[at as usize], root);
        }
        root
    }
}

/// The row that leads those with which a row goes.
fn root(parents: &[u32], mut at: u32) -> u32 {
    while parents[at as usize] != at {
        at = parents[at as usize];
    }
    at
}

#[cfg(test)]
mod tests;
