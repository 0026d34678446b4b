//! The project: tables of rows by id.

use std::sync::Arc;

use imbl::OrdMap;

use super::article::{Article, Excerpt};
use super::claim::{Assessment, Cell, Claim};
use super::codebook::{Actor, Bloc, Country, Issue, Stance, Tag, Voice};
use super::id::{
    ActorId, ArticleId, BlocId, ClaimId, CountryId, ExcerptId, IssueId, ProjectId, StanceId, TagId, Token, ViewId,
};
use super::look::View;
use crate::text::ArticleText;

/// Rows by id, in the order of their ids. Cloning takes constant time, so a snapshot is free.
pub type Table<Id, Row> = OrdMap<Id, Arc<Row>>;

/// What the project says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// Its id, for good.
    pub id: ProjectId,
    /// Title as shown.
    pub title: String,
    /// The analyst's notes.
    pub notes: String,
}

/// Everything an analyst's project holds.
///
/// Changed only by [`crate::edit`] and built only by [`crate::store`]; everyone else reads.
#[derive(Clone, Debug)]
pub struct Project {
    info: Arc<Info>,
    articles: Table<ArticleId, Article>,
    texts: Table<ArticleId, ArticleText>,
    excerpts: Table<ExcerptId, Excerpt>,
    claims: Table<ClaimId, Claim>,
    countries: Table<CountryId, Country>,
    actors: Table<ActorId, Actor>,
    issues: Table<IssueId, Issue>,
    stances: Table<StanceId, Stance>,
    tags: Table<TagId, Tag>,
    blocs: Table<BlocId, Bloc>,
    views: Table<ViewId, View>,
    assessments: Table<Cell, Assessment>,
    /// Always the rows of `excerpts`, by (`excerpt.article`, `excerpt.id`).
    excerpts_of: Table<(ArticleId, ExcerptId), Excerpt>,
    /// Always the rows of `claims`, by (`claim.excerpt`, `claim.id`).
    claims_of: Table<(ExcerptId, ClaimId), Claim>,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident: $id:ty => $row:ty, $get:ident, $set:ident;)*) => {$(
        $(#[$doc])*
        pub fn $table(&self) -> &Table<$id, $row> {
            &self.$table
        }

        /// The row of that id.
        pub fn $get(&self, id: $id) -> Option<&Arc<$row>> {
            self.$table.get(&id)
        }

        /// Puts a row in or takes it out; returns what was there. For `edit` and `store` only.
        pub(crate) fn $set(&mut self, id: $id, row: Option<Arc<$row>>) -> Option<Arc<$row>> {
            match row {
                Some(row) => self.$table.insert(id, row),
                None => self.$table.remove(&id),
            }
        }
    )*};
}

impl Project {
    /// A project without rows, not even a scale.
    pub fn bare(info: Info) -> Self {
        Self {
            info: Arc::new(info),
            articles: OrdMap::new(),
            texts: OrdMap::new(),
            excerpts: OrdMap::new(),
            claims: OrdMap::new(),
            countries: OrdMap::new(),
            actors: OrdMap::new(),
            issues: OrdMap::new(),
            stances: OrdMap::new(),
            tags: OrdMap::new(),
            blocs: OrdMap::new(),
            views: OrdMap::new(),
            assessments: OrdMap::new(),
            excerpts_of: OrdMap::new(),
            claims_of: OrdMap::new(),
        }
    }

    /// A new project with the default scale.
    pub fn new(id: ProjectId, title: impl Into<String>) -> Self {
        let mut project = Self::bare(Info { id, title: title.into(), notes: String::new() });
        for stance in Stance::default_scale() {
            project.set_stance(stance.id, Some(Arc::new(stance)));
        }
        project
    }

    /// What the project says about itself.
    pub fn info(&self) -> &Arc<Info> {
        &self.info
    }

    /// Replaces what the project says about itself; returns what was there.
    pub(crate) fn set_info(&mut self, info: Arc<Info>) -> Arc<Info> {
        std::mem::replace(&mut self.info, info)
    }

    tables! {
        /// All articles.
        articles: ArticleId => Article, article, set_article;
        /// The texts of the articles.
        texts: ArticleId => ArticleText, text, set_text;
        /// All countries.
        countries: CountryId => Country, country, set_country;
        /// All actors.
        actors: ActorId => Actor, actor, set_actor;
        /// All issues.
        issues: IssueId => Issue, issue, set_issue;
        /// The stance scale.
        stances: StanceId => Stance, stance, set_stance;
        /// All tags.
        tags: TagId => Tag, tag, set_tag;
        /// All blocs.
        blocs: BlocId => Bloc, bloc, set_bloc;
        /// All named views of the matrix.
        views: ViewId => View, view, set_view;
        /// All assessments, also those that were taken back.
        assessments: Cell => Assessment, assessment, set_assessment;
    }

    /// The assessment of a cell that is assessed: not one that was taken back.
    pub fn judged(&self, cell: Cell) -> Option<&Arc<Assessment>> {
        self.assessment(cell).filter(|row| row.stands())
    }

    /// All excerpts.
    pub fn excerpts(&self) -> &Table<ExcerptId, Excerpt> {
        &self.excerpts
    }

    /// The row of that id.
    pub fn excerpt(&self, id: ExcerptId) -> Option<&Arc<Excerpt>> {
        self.excerpts.get(&id)
    }

    /// Puts an excerpt in or takes it out; returns what was there. For `edit` and `store` only.
    pub(crate) fn set_excerpt(&mut self, id: ExcerptId, row: Option<Arc<Excerpt>>) -> Option<Arc<Excerpt>> {
        let old = match &row {
            Some(row) => self.excerpts.insert(id, row.clone()),
            None => self.excerpts.remove(&id),
        };
        if let Some(old) = &old {
            self.excerpts_of.remove(&(old.article, id));
        }
        if let Some(row) = row {
            self.excerpts_of.insert((row.article, id), row);
        }
        old
    }

    /// All claims.
    pub fn claims(&self) -> &Table<ClaimId, Claim> {
        &self.claims
    }

    /// The row of that id.
    pub fn claim(&self, id: ClaimId) -> Option<&Arc<Claim>> {
        self.claims.get(&id)
    }

    /// Puts a claim in or takes it out; returns what was there. For `edit` and `store` only.
    pub(crate) fn set_claim(&mut self, id: ClaimId, row: Option<Arc<Claim>>) -> Option<Arc<Claim>> {
        let old = match &row {
            Some(row) => self.claims.insert(id, row.clone()),
            None => self.claims.remove(&id),
        };
        if let Some(old) = &old {
            self.claims_of.remove(&(old.excerpt, id));
        }
        if let Some(row) = row {
            self.claims_of.insert((row.excerpt, id), row);
        }
        old
    }

    /// Fills the tables of articles at once, which is faster than row by row; fastest in the order of their ids.
    pub(crate) fn fill(
        &mut self,
        articles: Vec<Arc<Article>>,
        texts: Vec<(ArticleId, Arc<ArticleText>)>,
        excerpts: Vec<Arc<Excerpt>>,
        claims: Vec<Arc<Claim>>,
    ) {
        let mut excerpts_of: Vec<_> = excerpts.iter().map(|row| ((row.article, row.id), row.clone())).collect();
        let mut claims_of: Vec<_> = claims.iter().map(|row| ((row.excerpt, row.id), row.clone())).collect();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                excerpts_of.sort_unstable_by_key(|(place, _)| *place);
                self.excerpts_of = excerpts_of.into_iter().collect();
                self.excerpts = excerpts.into_iter().map(|row| (row.id, row)).collect();
                self.articles = articles.into_iter().map(|row| (row.id, row)).collect();
                self.texts = texts.into_iter().collect();
            });
            claims_of.sort_unstable_by_key(|(place, _)| *place);
            self.claims_of = claims_of.into_iter().collect();
            self.claims = claims.into_iter().map(|row| (row.id, row)).collect();
        });
    }

    /// The excerpts of an article in the order of its text.
    pub fn excerpts_of(&self, article: ArticleId) -> Vec<&Arc<Excerpt>> {
        let mut found: Vec<_> = self.excerpts_in(article).collect();
        // Every row is looked at once: they lie scattered in memory.
        found.sort_by_cached_key(|e| (e.anchor.span, e.id));
        found
    }

    /// The excerpts of an article in the order of their ids, which takes less time.
    pub fn excerpts_in(&self, article: ArticleId) -> impl Iterator<Item = &Arc<Excerpt>> {
        let range = (article, ExcerptId(FIRST))..=(article, ExcerptId(LAST));
        self.excerpts_of.range(range).map(|(_, row)| row)
    }

    /// Every excerpt by its article, in the order of article ids.
    pub fn excerpts_by_article(&self) -> &Table<(ArticleId, ExcerptId), Excerpt> {
        &self.excerpts_of
    }

    /// Every claim by its excerpt, in the order of excerpt ids.
    pub fn claims_by_excerpt(&self) -> &Table<(ExcerptId, ClaimId), Claim> {
        &self.claims_of
    }

    /// The claims on an excerpt, first coded first.
    pub fn claims_of(&self, excerpt: ExcerptId) -> Vec<&Arc<Claim>> {
        let range = (excerpt, ClaimId(FIRST))..=(excerpt, ClaimId(LAST));
        let mut found: Vec<_> = self.claims_of.range(range).map(|(_, row)| row).collect();
        found.sort_by_key(|c| (c.created, c.id));
        found
    }

    /// The claims of an article with their excerpts, in the order of its text.
    pub fn claims_in(&self, article: ArticleId) -> Vec<(&Arc<Excerpt>, &Arc<Claim>)> {
        self.excerpts_of(article)
            .into_iter()
            .flat_map(|excerpt| self.claims_of(excerpt.id).into_iter().map(move |claim| (excerpt, claim)))
            .collect()
    }

    /// Number of claims in an article.
    pub fn count_claims_in(&self, article: ArticleId) -> usize {
        let range = (article, ExcerptId(FIRST))..=(article, ExcerptId(LAST));
        let excerpts = self.excerpts_of.range(range).map(|((_, id), _)| *id);
        let count = |id: ExcerptId| self.claims_of.range((id, ClaimId(FIRST))..=(id, ClaimId(LAST))).count();
        let many = excerpts.clone().take(MANY_OF + 1).count() > MANY_OF;
        if !many {
            return excerpts.map(count).sum();
        }
        // Both are in the order of excerpts: going through both at once is faster than looking each up, unless
        // most of the project is elsewhere.
        let excerpts: Vec<ExcerptId> = excerpts.collect();
        if excerpts.len() * 16 < self.claims_of.len() {
            return excerpts.into_iter().map(count).sum();
        }
        let (mut next, mut found) = (0, 0);
        for (excerpt, _) in self.claims_of.keys() {
            while excerpts.get(next).is_some_and(|id| id < excerpt) {
                next += 1;
            }
            found += usize::from(excerpts.get(next) == Some(excerpt));
        }
        found
    }

    /// The article a claim is in.
    pub fn article_of(&self, claim: &Claim) -> Option<&Arc<Article>> {
        self.article(self.excerpt(claim.excerpt)?.article)
    }

    /// The claim's date: when it was said, else when the article was published.
    pub fn date_of(&self, claim: &Claim) -> Option<jiff::civil::Date> {
        claim.said_on.or_else(|| self.article_of(claim)?.published)
    }

    /// For whom the claim speaks: its own voice, else its speaker's, else the government.
    pub fn voice_of(&self, claim: &Claim) -> Voice {
        claim.voice.or_else(|| Some(self.actor(claim.speaker?)?.voice)).unwrap_or_default()
    }

    /// The articles by date of publication, undated last.
    pub fn articles_by_date(&self) -> Vec<&Arc<Article>> {
        let mut found: Vec<_> = self.articles.values().collect();
        found.sort_by_key(|a| (a.published.is_none(), a.published, a.id));
        found
    }
}

/// Excerpts of an article that are looked up one by one.
const MANY_OF: usize = 256;

const FIRST: Token = Token::MIN;
const LAST: Token = Token::MAX_VALUE;
