//! Where countries are named.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::derive::each::each;
use crate::model::{ArticleId, CountryId, Project, Table};
use crate::text::{ArticleText, Span};

/// A country that is named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its id, in the codebook or among the countries that are known from the start.
    pub country: CountryId,
    /// Whether it is in the codebook.
    pub in_codebook: bool,
    /// Where.
    pub span: Span,
}

/// Where the texts of a project name countries.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    texts: Table<ArticleId, ArticleText>,
    articles: HashMap<ArticleId, Arc<[Mention]>>,
}

/// A country that is named in texts and has no claim at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uncoded {
    /// Its id, in the codebook or among the countries that are known from the start.
    pub country: CountryId,
    /// Whether it is in the codebook.
    pub in_codebook: bool,
    /// Articles that name it.
    pub articles: usize,
    /// How often they do.
    pub mentions: usize,
    /// The first of these articles by date, with the place.
    pub first: (ArticleId, Span),
}

impl Mentions {
    /// Reads the texts of `project`; `find` gives the mentions in one, in its order. What `before` has read with the
    /// same `find` is not read again. `go_on` is asked before each text; where it says no there is no answer.
    pub fn read(
        project: &Project,
        before: &Self,
        find: impl Fn(&str) -> Vec<Mention> + Sync,
        go_on: &(impl Fn() -> bool + Sync),
    ) -> Option<Self> {
        let known = |id: &ArticleId, text: &Arc<ArticleText>| {
            before.texts.get(id).filter(|old| Arc::ptr_eq(old, text)).and_then(|_| before.articles.get(id))
        };
        let mut articles = HashMap::with_capacity(project.texts().len());
        let mut unread: Vec<(ArticleId, &ArticleText)> = Vec::new();
        for (id, text) in project.texts() {
            match known(id, text) {
                Some(mentions) => drop(articles.insert(*id, mentions.clone())),
                None => unread.push((*id, text)),
            }
        }
        let read = each(&unread, go_on, |(_, text)| Arc::from(find(text.as_str())))?;
        articles.extend(unread.iter().map(|(id, _)| *id).zip(read));
        Some(Self { texts: project.texts().clone(), articles })
    }

    /// Whether these are the mentions of the texts as they are now.
    pub fn is_of(&self, project: &Project) -> bool {
        self.texts.ptr_eq(project.texts())
    }

    /// The mentions in an article, in the order of its text.
    pub fn of(&self, article: ArticleId) -> &[Mention] {
        self.articles.get(&article).map_or(&[], |mentions| mentions)
    }

    /// The countries that are named and have no claim at all, those in most articles first.
    pub fn uncoded(&self, project: &Project) -> Vec<Uncoded> {
        let coded: HashSet<CountryId> =
            project.claims().values().flat_map(|claim| claim.countries.iter().copied()).collect();
        let mut found: HashMap<(CountryId, bool), Uncoded> = HashMap::new();
        let mut here: HashSet<(CountryId, bool)> = HashSet::new();
        for article in project.articles_by_date() {
            here.clear();
            for Mention { country, in_codebook, span } in self.of(article.id).iter().copied() {
                if in_codebook && coded.contains(&country) {
                    continue;
                }
                let first = (article.id, span);
                let new = Uncoded { country, in_codebook, articles: 0, mentions: 0, first };
                let uncoded = found.entry((country, in_codebook)).or_insert(new);
                uncoded.mentions += 1;
                uncoded.articles += usize::from(here.insert((country, in_codebook)));
            }
        }
        let mut found: Vec<Uncoded> = found.into_values().collect();
        let rank = |uncoded: &Uncoded| (uncoded.articles, uncoded.mentions);
        found.sort_by(|a, b| {
            rank(b).cmp(&rank(a)).then_with(|| (a.country, b.in_codebook).cmp(&(b.country, a.in_codebook)))
        });
        found
    }
}
