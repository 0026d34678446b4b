//! Claims and their excerpts: coding, recoding, deleting, moving the edges of an excerpt.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{
    ActorId, Article, ArticleId, Basis, Claim, ClaimId, Confidence, CountryId, Excerpt, ExcerptId, IssueId, Party,
    Progress, Project, StanceId, TagId, Token, Voice,
};
use crate::text::{Anchor, Span};

/// A claim as the form holds it, complete or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimDraft {
    /// Whose position.
    pub countries: Vec<CountryId>,
    /// Who says it.
    pub speaker: Option<ActorId>,
    /// For whom they speak here, where it differs.
    pub voice: Option<Voice>,
    /// To whom.
    pub addressees: Vec<Party>,
    /// On what.
    pub issue: Option<IssueId>,
    /// Where they stand.
    pub stance: Option<StanceId>,
    /// The "if".
    pub condition: String,
    /// How we know.
    pub basis: Basis,
    /// The source the article leans on.
    pub via: String,
    /// When it was said.
    pub said_on: Option<Date>,
    /// The analyst's tags.
    pub tags: Vec<TagId>,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// The analyst's note.
    pub note: String,
}

impl From<&Claim> for ClaimDraft {
    fn from(row: &Claim) -> Self {
        Self {
            countries: row.countries.clone(),
            speaker: row.speaker,
            voice: row.voice,
            addressees: row.addressees.clone(),
            issue: Some(row.issue),
            stance: Some(row.stance),
            condition: row.condition.clone(),
            basis: row.basis,
            via: row.via.clone(),
            said_on: row.said_on,
            tags: row.tags.clone(),
            confidence: row.confidence,
            note: row.note.clone(),
        }
    }
}

impl ClaimDraft {
    /// What the claim still needs before it can be saved.
    pub fn missing(&self) -> Option<&'static str> {
        if self.countries.is_empty() && self.speaker.is_none() {
            Some("a country or a speaker")
        } else if self.issue.is_none() {
            Some("an issue")
        } else if self.stance.is_none() {
            Some("a stance")
        } else {
            None
        }
    }

    fn complete(&self) -> Result<(IssueId, StanceId), EditError> {
        match (self.missing(), self.issue, self.stance) {
            (None, Some(issue), Some(stance)) => Ok((issue, stance)),
            (missing, ..) => Err(EditError::Incomplete(missing.unwrap_or("an issue and a stance"))),
        }
    }

    fn onto(self, row: &mut Claim) {
        let Self {
            countries, speaker, voice, addressees, condition, basis, via, said_on, tags, confidence, note, ..
        } = self;
        (row.countries, row.speaker, row.voice, row.addressees) = (countries, speaker, voice, addressees);
        (row.condition, row.basis, row.via) = (condition.trim().into(), basis, via.trim().into());
        (row.said_on, row.tags, row.confidence, row.note) = (said_on, tags, confidence, note.trim().into());
    }
}

/// The words a claim is put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A selection. An excerpt of the very same words is used again; one that is adrift there is not.
    Selection(ArticleId, Span),
    /// An excerpt that is there already.
    Excerpt(ExcerptId),
}

/// Codes a claim. Returns its id. An article that was unread is in progress then.
pub fn code(
    project: &Project,
    target: Target,
    draft: ClaimDraft,
    stamp: &mut Stamp,
) -> Result<(Transaction, ClaimId), EditError> {
    let mut coder = Coder { once: true, ..Coder::new(project) };
    let id = coder.code(target, draft, stamp)?;
    Ok((Transaction::new("Code claim", coder.edits), id))
}

/// Codes several places alike, as one step.
pub fn code_all(
    project: &Project,
    places: &[(ArticleId, Span)],
    draft: &ClaimDraft,
    stamp: &mut Stamp,
) -> Result<Transaction, EditError> {
    let mut coder = Coder::new(project);
    for (article, span) in places {
        coder.code(Target::Selection(*article, *span), draft.clone(), stamp)?;
    }
    let label = if places.len() == 1 { "Code claim".to_owned() } else { format!("Code {} claims", places.len()) };
    Ok(Transaction::new(label, coder.edits))
}

/// Puts claims on words, one after the other, within one step.
struct Coder<'p> {
    project: &'p Project,
    edits: Vec<Edit>,
    /// Where the excerpts of the articles coded so far stand, those of this step too.
    excerpts: HashMap<ArticleId, HashMap<(Span, Box<str>), ExcerptId>>,
    tokens: HashSet<Token>,
    /// One claim and no more: then excerpts are looked through, and none is listed.
    once: bool,
}

impl<'p> Coder<'p> {
    fn new(project: &'p Project) -> Self {
        Self { project, edits: Vec::new(), excerpts: HashMap::new(), tokens: HashSet::new(), once: false }
    }

    fn code(&mut self, target: Target, draft: ClaimDraft, stamp: &mut Stamp) -> Result<ClaimId, EditError> {
        let (issue, stance) = draft.complete()?;
        let (excerpt, article) = match target {
            Target::Excerpt(id) => {
                let row = self.project.excerpt(id).ok_or_else(|| EditError::Gone("the excerpt".into()))?;
                (row.id, row.article)
            }
            Target::Selection(article, span) => (self.excerpt(article, span, stamp)?, article),
        };
        let project = self.project;
        let id = ClaimId(self.token(stamp, |t| project.claim(ClaimId(t)).is_some()));
        let mut row = Claim {
            id,
            excerpt,
            countries: Vec::new(),
            speaker: None,
            voice: None,
            addressees: Vec::new(),
            issue,
            stance,
            condition: String::new(),
            basis: Basis::default(),
            via: String::new(),
            said_on: None,
            tags: Vec::new(),
            confidence: None,
            note: String::new(),
            analyst: stamp.analyst.clone(),
            created: stamp.now,
            updated: stamp.now,
        };
        draft.onto(&mut row);
        self.edits.push(Edit::Claim(id, Some(Arc::new(row))));
        self.begin(article);
        Ok(id)
    }

    /// The excerpt of these very words: one that is there, or a new one.
    fn excerpt(&mut self, article: ArticleId, span: Span, stamp: &mut Stamp) -> Result<ExcerptId, EditError> {
        let text = self.project.text(article).ok_or_else(|| EditError::Gone("the article".into()))?;
        let anchor = Anchor::of(text, span).ok_or(EditError::NoWords)?;
        if self.once {
            let same = |old: &Anchor| old.span == span && old.quotation == anchor.quotation;
            return Ok(match self.project.excerpts_in(article).find(|row| same(&row.anchor)) {
                Some(same) => same.id,
                None => self.new_excerpt(article, anchor, stamp),
            });
        }
        let known = self.excerpts.entry(article).or_insert_with(|| {
            let rows = self.project.excerpts_of(article).into_iter().rev();
            rows.map(|row| ((row.anchor.span, row.anchor.quotation.clone()), row.id)).collect()
        });
        let words = (span, anchor.quotation.clone());
        if let Some(same) = known.get(&words) {
            return Ok(*same);
        }
        let id = self.new_excerpt(article, anchor, stamp);
        self.excerpts.entry(article).or_default().insert(words, id);
        Ok(id)
    }

    fn new_excerpt(&mut self, article: ArticleId, anchor: Anchor, stamp: &mut Stamp) -> ExcerptId {
        let project = self.project;
        let id = ExcerptId(self.token(stamp, |t| project.excerpt(ExcerptId(t)).is_some()));
        self.edits.push(Edit::Excerpt(id, Some(Arc::new(Excerpt { id, article, anchor }))));
        id
    }

    fn token(&mut self, stamp: &mut Stamp, taken: impl Fn(Token) -> bool) -> Token {
        let token = stamp.token(|token| taken(token) || self.tokens.contains(&token));
        self.tokens.insert(token);
        token
    }

    /// An article that was unread is in progress from its first claim on.
    fn begin(&mut self, article: ArticleId) {
        let begun = |edit: &Edit| matches!(edit, Edit::Article(id, _) if *id == article);
        if let Some(unread) = self.project.article(article).filter(|row| row.progress == Progress::Unread)
            && !self.edits.iter().any(begun)
        {
            let begun = Article { progress: Progress::InProgress, ..Article::clone(unread) };
            self.edits.push(Edit::Article(article, Some(Arc::new(begun))));
        }
    }
}

/// Changes how a claim is coded. Who coded it first stays.
pub fn recode(project: &Project, id: ClaimId, draft: ClaimDraft, stamp: &Stamp) -> Result<Transaction, EditError> {
    let old = project.claim(id).ok_or_else(|| EditError::Gone("the claim".into()))?;
    let (issue, stance) = draft.complete()?;
    let mut row = Claim { issue, stance, ..Claim::clone(old) };
    draft.onto(&mut row);
    let edits = if row == **old {
        Vec::new()
    } else {
        row.updated = stamp.now;
        vec![Edit::Claim(id, Some(Arc::new(row)))]
    };
    Ok(Transaction::new("Edit claim", edits))
}

/// Changes how a claim is coded by a draft that was begun on `was`; what others have changed since stays changed.
///
/// # Errors
/// As [`recode`]; and when both have changed the same field, each in another way.
pub fn revise(
    project: &Project,
    id: ClaimId,
    was: &ClaimDraft,
    draft: ClaimDraft,
    stamp: &Stamp,
) -> Result<Transaction, EditError> {
    let now = project.claim(id).ok_or_else(|| EditError::Gone("the claim".into()))?;
    let draft = draft.since(was, &ClaimDraft::from(&**now), project).agreed("the claim")?;
    recode(project, id, draft, stamp)
}

/// Deletes claims; an excerpt whose last claim goes, goes too.
pub fn delete(project: &Project, ids: &[ClaimId]) -> Result<Transaction, EditError> {
    let doomed: HashSet<ClaimId> = ids.iter().copied().collect();
    let mut edits = Vec::new();
    let mut excerpts = BTreeSet::new();
    for id in ids {
        let claim = project.claim(*id).ok_or_else(|| EditError::Gone("the claim".into()))?;
        edits.push(Edit::Claim(*id, None));
        excerpts.insert(claim.excerpt);
    }
    for excerpt in excerpts {
        if project.claims_of(excerpt).iter().all(|claim| doomed.contains(&claim.id)) {
            edits.push(Edit::Excerpt(excerpt, None));
        }
    }
    let label = if ids.len() == 1 { "Delete claim".into() } else { format!("Delete {} claims", ids.len()) };
    Ok(Transaction::new(label, edits))
}

/// Moves the edges of an excerpt; every claim on it moves along, and is changed by it.
pub fn move_excerpt(project: &Project, id: ExcerptId, span: Span, stamp: &Stamp) -> Result<Transaction, EditError> {
    let old = project.excerpt(id).ok_or_else(|| EditError::Gone("the excerpt".into()))?;
    let text = project.text(old.article).ok_or_else(|| EditError::Gone("the article".into()))?;
    let anchor = Anchor::of(text, span).ok_or(EditError::NoWords)?;
    let mut edits = Vec::new();
    if anchor != old.anchor {
        edits.push(Edit::Excerpt(id, Some(Arc::new(Excerpt { anchor, ..Excerpt::clone(old) }))));
        for claim in project.claims_of(id) {
            let changed = Claim { updated: stamp.now, ..Claim::clone(claim) };
            edits.push(Edit::Claim(claim.id, Some(Arc::new(changed))));
        }
    }
    Ok(Transaction::new("Move excerpt", edits).merging(format!("move {id}")))
}
