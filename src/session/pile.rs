//! Working through a pile of articles: which are listed and in what order, how far each is, and where to go next.

use std::sync::Arc;

use super::{Desk, Item, Session};
use crate::edit::ops::articles;
use crate::model::{Article, ArticleId, Progress, Project};
use crate::text::fold::fold;

/// What steps have in common that come from going on to another article.
const READ_ON: &str = "read on";

/// By what the list of articles is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The day of publication, undated last.
    #[default]
    Date,
    /// The headline.
    Title,
    /// Newspaper, agency, ministry.
    Outlet,
    /// How many claims are coded, most first.
    Claims,
}

impl Order {
    /// Every order with its name as shown.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Date, "Date"), (Self::Title, "Title"), (Self::Outlet, "Outlet"), (Self::Claims, "Claims")];
}

/// What the list of articles lets through, and its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pile {
    /// Words that stand in title, outlet, author, date or notes, or in the name of a country that is coded there.
    pub words: String,
    /// The order.
    pub order: Order,
    /// Only articles that are so far.
    pub only: Option<Progress>,
}

/// The list of articles as a [`Pile`] has it.
#[derive(Debug)]
pub struct Listed {
    /// What is shown, in its order.
    pub rows: Vec<ArticleId>,
    /// How many articles the project holds, by how far they are; in the order of [`Progress::ALL`].
    pub counts: [usize; 3],
    /// Every article in the order of the list, and whether it has the words that are looked for.
    all: Vec<(ArticleId, Progress, bool)>,
}

impl Listed {
    /// What `pile` makes of a project.
    pub fn new(project: &Project, pile: &Pile) -> Self {
        let words: Vec<String> = fold(&pile.words).split_whitespace().map(str::to_owned).collect();
        let mut articles = project.articles_by_date();
        match pile.order {
            Order::Date => {}
            Order::Title => articles.sort_by_cached_key(|article| fold(&article.title)),
            Order::Outlet => articles.sort_by_cached_key(|article| fold(&article.outlet)),
            Order::Claims => {
                articles.sort_by_cached_key(|article| std::cmp::Reverse(project.count_claims_in(article.id)));
            }
        }
        let mut counts = [0; 3];
        let mut all = Vec::with_capacity(articles.len());
        for article in articles {
            counts[article.progress as usize] += 1;
            all.push((article.id, article.progress, words.is_empty() || matches(project, article, &words)));
        }
        let shown =
            |(_, progress, fits): &&(_, Progress, bool)| *fits && pile.only.is_none_or(|only| only == *progress);
        let rows = all.iter().filter(shown).map(|(id, ..)| *id).collect();
        Self { rows, counts, all }
    }

    /// How many articles the project holds.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// The next article after `open` that is not read yet and has the words that are looked for, or the last one
    /// before it; at the end of the list it goes on at the other end.
    pub fn unread(&self, open: Option<ArticleId>, forward: bool) -> Option<ArticleId> {
        let count = self.all.len();
        let at = self.all.iter().position(|(id, ..)| Some(*id) == open);
        let first = at.unwrap_or(if forward { count.checked_sub(1)? } else { 0 });
        let steps = if at.is_some() { 1..count } else { 1..count + 1 };
        let mut others = steps.map(|step| &self.all[(first + if forward { step } else { count - step }) % count]);
        others.find(|(_, progress, fits)| *progress == Progress::Unread && *fits).map(|(id, ..)| *id)
    }

    /// The article before or after `open` in what is shown; where `open` itself is not, what would stand beside it.
    pub fn beside(&self, open: ArticleId, forward: bool) -> Option<ArticleId> {
        let at = self.all.iter().position(|(id, ..)| *id == open)?;
        let shown = |id: &ArticleId| self.rows.contains(id);
        if forward {
            self.all[at + 1..].iter().map(|(id, ..)| *id).find(shown)
        } else {
            self.all[..at].iter().rev().map(|(id, ..)| *id).find(shown)
        }
    }
}

/// Whether every word stands in what is known about the article or in the names of countries coded there.
fn matches(project: &Project, article: &Article, words: &[String]) -> bool {
    let mut hay = fold(&format!("{} {} {} {}", article.title, article.outlet, article.author, article.notes));
    hay.extend(article.published.iter().map(|date| format!(" {date}")));
    if words.iter().all(|word| hay.contains(word.as_str())) {
        return true;
    }
    for (_, claim) in project.claims_in(article.id) {
        for country in claim.countries.iter().filter_map(|id| project.country(*id)) {
            hay.push(' ');
            hay.push_str(&fold(&country.name));
        }
    }
    words.iter().all(|word| hay.contains(word.as_str()))
}

impl Desk {
    /// What the list of articles lets through, and its order.
    pub fn pile(&self) -> &Pile {
        &self.pile
    }

    /// The list of articles.
    pub fn listed(&self) -> Arc<Listed> {
        let key = (self.document.revision(), self.pile.clone());
        self.listed.get(key, || Listed::new(self.project(), &self.pile))
    }

    /// Takes note that somebody works in the open article.
    pub(super) fn note_work(&mut self) {
        self.worked_in = self.selection.article;
    }

    /// Takes note of how far somebody reads: in the second half of the open article it is work.
    pub(super) fn note_reading(&mut self, at: crate::text::Byte) {
        let text = self.selection.article.and_then(|id| self.project().text(id));
        if text.is_some_and(|text| at.index() > text.len() / 2) {
            self.note_work();
        }
    }
}

impl Session {
    /// Whether an unread article is left; if not, why.
    pub(super) fn can_go_unread(&self) -> Result<(), String> {
        let Some(desk) = &self.desk else { return Err("Open a project first".into()) };
        let listed = desk.listed();
        if listed.unread(desk.selection().article, true).is_some() {
            return Ok(());
        }
        let open = desk.selection().article.and_then(|id| desk.project().article(id));
        let open = open.is_some_and(|article| article.progress == Progress::Unread);
        let left = listed.counts[Progress::Unread as usize] - usize::from(open);
        Err(match (left, open) {
            (0, true) => "This is the last article that is not read yet".into(),
            (0, false) => "Every article was read".into(),
            (1, _) => "No unread article matches the filter: 1 other is left".into(),
            (left, _) => format!("No unread article matches the filter: {left} others are left"),
        })
    }

    /// Opens the next article that is not read yet, or the last one before.
    pub(super) fn go_unread(&mut self, forward: bool) {
        let Some(desk) = &self.desk else { return };
        if let Some(id) = desk.listed().unread(desk.selection().article, forward) {
            self.show(Item::Article(id));
        }
    }

    /// Opens the article below or above in the list.
    pub(super) fn go_beside(&mut self, open: ArticleId, forward: bool) {
        let Some(desk) = &self.desk else { return };
        if let Some(id) = desk.listed().beside(open, forward) {
            self.show(Item::Article(id));
        }
    }

    /// Marks the open article done, or in progress if it is.
    pub(super) fn toggle_done(&mut self, article: ArticleId) {
        let Some(desk) = &self.desk else { return };
        let done = desk.project().article(article).is_some_and(|row| row.progress == Progress::Done);
        let progress = if done { Progress::InProgress } else { Progress::Done };
        let verb = articles::set_progress(desk.project(), article, progress);
        self.commit(verb);
    }

    /// Marks the open article done and opens the next one that is not read yet.
    pub(super) fn done_and_next(&mut self, article: ArticleId) {
        let Some(desk) = &self.desk else { return };
        // Found before the list changes, so that it goes on from here.
        let next = desk.listed().unread(Some(article), true);
        let verb = articles::set_progress(desk.project(), article, Progress::Done);
        if !self.commit(verb) {
            return;
        }
        match next {
            Some(id) => self.show(Item::Article(id)),
            None => {
                if let Err(why) = self.can_go_unread() {
                    self.notices.quiet(format!("Marked done. {why}"));
                }
            }
        }
    }

    /// An unread article in which somebody worked is in progress once another is opened. Several in a row are one
    /// step.
    pub(super) fn leave_for(&mut self, item: &Item) {
        let Some(desk) = &mut self.desk else { return };
        let project = desk.document.project();
        let to = match item {
            Item::Article(id) | Item::Place(id, _) => Some(*id),
            Item::Claim(id) => {
                project.claim(*id).and_then(|claim| project.excerpt(claim.excerpt)).map(|row| row.article)
            }
            Item::Cell(_) | Item::Entry(_) => None,
        };
        let Some(left) = desk.selection.article.filter(|left| to.is_some_and(|to| to != *left)) else { return };
        let worked = desk.worked_in.take() == Some(left);
        let unread = desk.project().article(left).is_some_and(|row| row.progress == Progress::Unread);
        // What was undone can still be brought back: to say how far one is, is not worth losing that.
        let redo = desk.document.redo_label().is_some();
        if worked && unread && !redo && desk.held.is_none() && !desk.document.is_read_only() {
            // What was selected meanwhile is no reason for a step of its own.
            desk.document.unseal(READ_ON);
            let verb = articles::set_progress(desk.project(), left, Progress::InProgress);
            self.commit(verb.map(|step| step.merging(READ_ON)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Document, Stamp};
    use crate::model::ProjectId;
    use crate::text::ArticleText;

    /// A project with an article for each word: a title and a sign for how far it is.
    fn project(articles: &str) -> Project {
        let mut stamp = Stamp::new(jiff::Timestamp::UNIX_EPOCH, "ana", 7);
        let id = ProjectId(stamp.token(|_| false));
        let mut document = Document::new(Project::new(id, "Pile"));
        for (day, word) in (1..).zip(articles.split_whitespace()) {
            let (title, sign) = word.split_at(word.len() - 1);
            let details = articles::ArticleDetails {
                title: title.into(),
                notes: if title == "delta" { "Rüstung fragen".into() } else { String::new() },
                published: Some(jiff::civil::date(2025, 2, day)),
                ..Default::default()
            };
            let new = articles::NewArticle { details, text: ArticleText::new("Text.") };
            let (step, ids) = articles::add(document.project(), vec![new], &mut stamp);
            document.commit(step).expect("fits");
            let progress = match sign {
                "?" => Progress::Unread,
                "+" => Progress::InProgress,
                _ => Progress::Done,
            };
            let step = articles::set_progress(document.project(), ids[0], progress).expect("is there");
            document.commit(step).expect("fits");
        }
        document.project().clone()
    }

    fn titles(project: &Project, ids: &[ArticleId]) -> String {
        let titles = ids.iter().filter_map(|id| project.article(*id)).map(|article| article.title.as_str());
        titles.collect::<Vec<_>>().join(" ")
    }

    const ARTICLES: &str = "delta? alpha! charlie? bravo+ echo?";

    #[test]
    fn the_list_is_filtered_and_sorted() {
        let project = project(ARTICLES);
        let pile = Pile::default;
        for (pile, expected) in [
            (pile(), "delta alpha charlie bravo echo"),
            (Pile { order: Order::Title, ..pile() }, "alpha bravo charlie delta echo"),
            (Pile { only: Some(Progress::Unread), ..pile() }, "delta charlie echo"),
            (Pile { words: "RUSTUNG".into(), ..pile() }, "delta"),
            (Pile { words: "2025-02-04".into(), ..pile() }, "bravo"),
            (Pile { words: "bravo delta".into(), ..pile() }, ""),
        ] {
            let listed = Listed::new(&project, &pile);
            assert_eq!(titles(&project, &listed.rows), expected, "{pile:?}");
            assert_eq!((listed.counts, listed.total()), ([3, 1, 1], 5));
        }
    }

    #[test]
    fn the_next_unread_article_is_the_next_in_the_order_of_the_list() {
        let project = project(ARTICLES);
        let pile = Pile::default;
        let sorted = || Pile { order: Order::Title, ..pile() };
        for (pile, open, next, before) in [
            (pile(), "delta", "charlie", "echo"),
            (pile(), "alpha", "charlie", "delta"),
            (pile(), "echo", "delta", "charlie"),
            (pile(), "", "delta", "echo"),
            (sorted(), "alpha", "charlie", "echo"),
            (sorted(), "charlie", "delta", "echo"),
            // A filter by words holds; one by how far articles are is no reason to find none.
            (Pile { words: "a".into(), ..sorted() }, "charlie", "delta", "delta"),
            (Pile { only: Some(Progress::Done), ..sorted() }, "alpha", "charlie", "echo"),
            (Pile { words: "delta".into(), ..pile() }, "delta", "", ""),
            (Pile { words: "alpha".into(), ..pile() }, "delta", "", ""),
        ] {
            let listed = Listed::new(&project, &pile);
            let id = project.articles_by_date().iter().find(|article| article.title == open).map(|article| article.id);
            let found = [true, false].map(|forward| listed.unread(id, forward));
            let found = found.map(|id| titles(&project, id.as_slice()));
            assert_eq!(found, [next, before], "{open} {pile:?}");
        }
        assert_eq!(Listed::new(&self::project(""), &pile()).unread(None, true), None);
    }

    #[test]
    fn one_goes_on_from_an_article_that_is_no_longer_shown() {
        let project = project(ARTICLES);
        let listed = Listed::new(&project, &Pile { only: Some(Progress::Unread), ..Pile::default() });
        for (open, below, above) in
            [("alpha", "charlie", "delta"), ("bravo", "echo", "charlie"), ("delta", "charlie", "")]
        {
            let id = project.articles_by_date().iter().find(|article| article.title == open).map(|article| article.id);
            let found = [true, false].map(|forward| listed.beside(id.expect("is there"), forward));
            assert_eq!(found.map(|id| titles(&project, id.as_slice())), [below, above], "{open}");
        }
    }
}
