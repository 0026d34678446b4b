//! Correcting the text of an article: typos mended, a better copy of the same article.
//!
//! A text never changes, so the article gets a new one. Excerpts whose words were not touched follow their
//! words; for the others places are proposed, and nothing is put anywhere without a yes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::reanchor::put;
use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{ArticleId, Excerpt, ExcerptId, Project};
use crate::text::{Anchor, ArticleText, Candidate, Revision, Span};

/// What becomes of the excerpts of an article when its text is corrected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Excerpts that stand where they stood.
    pub kept: usize,
    /// Excerpts that move along with their words.
    pub moved: usize,
    /// Excerpts that somebody has to look at, in the order of the old text.
    pub doubtful: Vec<Doubt>,
}

/// An excerpt whose words were touched, or that had lost its place before.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The excerpt.
    pub excerpt: ExcerptId,
    /// Its words as they were.
    pub old_quotation: Box<str>,
    /// Where it may stand in the new text, likeliest first.
    pub proposals: Vec<Candidate>,
}

/// What to do with an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It stands there in the new text.
    Place(Span),
    /// It needs re-anchoring later.
    Leave,
}

/// Looks what correcting the text would do to the excerpts. Changes nothing.
///
/// # Errors
/// When the article is gone, or the new text has no words.
pub fn plan(project: &Project, article: ArticleId, new_text: &str) -> Result<Plan, EditError> {
    plan_watched(project, article, new_text, |_, _| true).map(Option::unwrap_or_default)
}

/// As [`plan`], where somebody watches: told how many excerpts of how many are done, they say whether to go on.
/// `None` when they did not.
///
/// # Errors
/// As [`plan`].
pub fn plan_watched(
    project: &Project,
    article: ArticleId,
    new_text: &str,
    mut goes_on: impl FnMut(usize, usize) -> bool,
) -> Result<Option<Plan>, EditError> {
    let change = Change::new(project, article, new_text)?;
    let mut plan = Plan::default();
    let fates = change.fates(project);
    let count = fates.len();
    for (index, (excerpt, place)) in fates.into_iter().enumerate() {
        if !goes_on(index, count) {
            return Ok(None);
        }
        match place {
            Some(place) if place == excerpt.anchor.span => plan.kept += 1,
            Some(_) => plan.moved += 1,
            None => plan.doubtful.push(Doubt {
                excerpt: excerpt.id,
                old_quotation: excerpt.anchor.quotation.clone(),
                proposals: change.proposals(&excerpt.anchor),
            }),
        }
    }
    Ok(Some(plan))
}

/// Corrects the text, as one step. Excerpts whose words were not touched follow them, those with an answer do
/// as it says, and the rest need re-anchoring afterwards. Claims on an excerpt whose words are others now are
/// changed by it. Where the text is the same nothing is done.
///
/// # Errors
/// When the article is gone, the new text has no words, or an answer names a place that is none.
pub fn correct(
    project: &Project,
    article: ArticleId,
    new_text: &str,
    answers: &HashMap<ExcerptId, Answer>,
    stamp: &Stamp,
) -> Result<Transaction, EditError> {
    let change = Change::new(project, article, new_text)?;
    let title = project.article(article).map_or("", |article| &article.title);
    let mut edits = Vec::new();
    if change.new != change.old {
        edits.push(Edit::Text(article, Some(Arc::new(change.new.clone()))));
        for (excerpt, place) in change.fates(project) {
            let place = match answers.get(&excerpt.id) {
                Some(Answer::Place(span)) => Some(*span),
                Some(Answer::Leave) => None,
                None => place,
            };
            if let Some(span) = place {
                let anchor = Anchor::of(&change.new, span).ok_or(EditError::NoWords)?;
                put(project, excerpt, anchor, stamp, &mut edits);
            }
        }
    }
    Ok(Transaction::new(format!("Correct text of “{title}”"), edits).drifting())
}

/// Whether an article still has the text that a correction was begun on.
///
/// # Errors
/// When it has another, or the article is gone.
pub fn is_still(project: &Project, article: ArticleId, was: &str) -> Result<(), EditError> {
    let now = project.text(article).ok_or_else(|| EditError::Gone("the article".into()))?;
    let fields = "its words; look at them before you correct them".to_owned();
    if now.as_str() == was { Ok(()) } else { Err(EditError::Changed { what: "the text", fields }) }
}

/// The text as an article would keep it: line ends made one, blank lines at either end left out.
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let Some(first) = text.find(|c: char| !c.is_whitespace()) else { return Cow::Borrowed("") };
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let words = text.trim_end().len();
    let end = text[words..].find('\n').map_or(text.len(), |at| words + at);
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
        Cow::Owned(text) => Cow::Owned(text[start..end].to_owned()),
    }
}

/// An article's text and what is to take its place.
struct Change {
    article: ArticleId,
    old: ArticleText,
    new: ArticleText,
    revision: Revision,
}

impl Change {
    fn new(project: &Project, article: ArticleId, new_text: &str) -> Result<Self, EditError> {
        let old = project.text(article).ok_or_else(|| EditError::Gone("the article".into()))?;
        let old = ArticleText::clone(old);
        // A text that came in otherwise may have blank ends; then saying it again changes nothing.
        let new = if old.as_str() == new_text { old.clone() } else { ArticleText::new(&*plain(new_text)) };
        if new.is_empty() && !old.is_empty() {
            return Err(EditError::NoText);
        }
        let revision = Revision::between(&old, &new);
        Ok(Self { article, old, new, revision })
    }

    /// Where every excerpt of the article stands afterwards, in the order of the old text; those that somebody
    /// has to look at stand nowhere.
    fn fates<'a>(&self, project: &'a Project) -> Vec<(&'a Arc<Excerpt>, Option<Span>)> {
        let of = |excerpt: &'a Arc<Excerpt>| {
            let anchor = &excerpt.anchor;
            let place = if anchor.holds_in(&self.old) {
                self.revision.place(anchor.span).filter(|_| self.revision.is_sure(anchor.span))
            } else {
                // It had lost its place before; the new text may be the one that it was taken from.
                Some(anchor.span).filter(|_| anchor.holds_in(&self.new))
            };
            (excerpt, place)
        };
        project.excerpts_of(self.article).into_iter().map(of).collect()
    }

    /// Where an excerpt may stand in the new text: first what took the place of its words, if that is like them.
    fn proposals(&self, anchor: &Anchor) -> Vec<Candidate> {
        let here = anchor.holds_in(&self.old).then(|| self.in_its_place(anchor)).flatten();
        if let Some(here) = here
            && here.is_surrounded_alike()
        {
            return vec![here];
        }
        let mut found = anchor.proposals(&self.new);
        if let Some(here) = here {
            found.retain(|other| !other.span.overlaps(here.span));
            found.insert(0, here);
        }
        found
    }

    fn in_its_place(&self, anchor: &Anchor) -> Option<Candidate> {
        let hole = self.revision.hole(anchor.span);
        if hole.is_empty() || hole.len() > 4 * anchor.quotation.len() + 2_000 {
            return None;
        }
        let room = 128;
        let start = self.new.floor(hole.start.index().saturating_sub(room));
        let end = self.new.floor(hole.end.index() + room);
        anchor.near(&self.new, Span::new(start, end)).filter(|near| near.span.overlaps(hole))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_as_on_import() {
        for (text, kept) in [
            ("a\r\nb\rc\n", "a\nb\nc"),
            ("\n \n  a \n\n b\u{a0} \n\n\t\n", "  a \n\n b\u{a0} "),
            ("“a” – b", "“a” – b"),
            (" \r\n", ""),
            ("", ""),
        ] {
            assert_eq!(plain(text), kept, "{text:?}");
        }
    }
}
