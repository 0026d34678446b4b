//! Coding again what was coded before: the last coding, and every place where words stand.

pub mod places;

use std::sync::Arc;

use super::work::plural;
use super::{Effect, Session};
use crate::edit::ops::ClaimDraft;
use crate::edit::ops::claims::{self, Target};
use crate::model::{ArticleId, Basis, Claim, Entry, EntryId, ExcerptId, Project};
use crate::suggest::propose_with;
use crate::text::{Anchor, Span};

/// How a claim is coded on other words: who speaks, to whom, on which issue, with which stance and tags, and via
/// which source where the article is the same. Basis is what the other words propose; condition, date, confidence
/// and note belong to the words they were given for.
pub fn repeated(claim: &Claim, same_article: bool, basis: Option<Basis>) -> ClaimDraft {
    let draft = ClaimDraft::from(claim);
    ClaimDraft {
        via: if same_article { draft.via } else { String::new() },
        basis: basis.unwrap_or(draft.basis),
        condition: String::new(),
        said_on: None,
        confidence: None,
        note: String::new(),
        ..draft
    }
}

/// A coding in a few words: "Poland, Germany – Opposes – Send peacekeepers". Rows that the project does not have
/// yet are among `new`.
pub fn in_words(project: &Project, draft: &ClaimDraft, new: &[Entry]) -> String {
    let label = |id: EntryId| {
        new.iter().find(|entry| entry.id() == id).map_or_else(|| project.label(id), |entry| entry.label().to_owned())
    };
    let mut who: Vec<String> = draft.countries.iter().map(|id| label(EntryId::Country(*id))).collect();
    if who.is_empty() {
        who.extend(draft.speaker.map(|id| label(EntryId::Actor(id))));
    }
    let stance = draft.stance.map(|id| label(EntryId::Stance(id)));
    let issue = draft.issue.map(|id| label(EntryId::Issue(id)));
    let parts = std::iter::once(who.join(", ")).chain(stance).chain(issue).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" – ")
}

/// Whether a claim says the same as a draft does: who, on which issue, with which stance.
pub fn says_the_same(claim: &Claim, draft: &ClaimDraft) -> bool {
    let countries = |list: &[_]| {
        let mut sorted = list.to_vec();
        sorted.sort();
        sorted
    };
    (Some(claim.issue), Some(claim.stance), claim.speaker) == (draft.issue, draft.stance, draft.speaker)
        && countries(&claim.countries) == countries(&draft.countries)
}

impl Session {
    /// The claim that was coded last by whoever codes now.
    pub fn last_coded(&self) -> Option<&Arc<Claim>> {
        let desk = self.desk.as_ref()?;
        desk.project().claim(desk.recency(&self.prefs.analyst).last_coded()?)
    }

    /// Whether the last coding can be repeated; if not, why.
    pub(super) fn can_repeat_coding(&self) -> Result<(), String> {
        self.repeat().map(|_| ())
    }

    /// The words that are selected and how they would be coded, their basis aside, or why they would not be.
    fn repeat(&self) -> Result<(Target, ClaimDraft), String> {
        let desk = self.desk.as_ref().ok_or("Open a project first")?;
        let (project, selection) = (desk.project(), desk.selection());
        let excerpt = desk.selected_excerpt();
        let (Some(article), Some(span)) = (selection.article, selection.span.or(excerpt.map(|row| row.anchor.span)))
        else {
            return Err("Select some words first: drag over them, or press J".into());
        };
        let last =
            self.last_coded().ok_or_else(|| format!("Code a claim first: {} has coded none", self.prefs.analyst))?;
        let same_article = project.article_of(last).is_some_and(|row| row.id == article);
        let draft = repeated(last, same_article, None);
        let target = match (selection.span, excerpt) {
            (None, Some(excerpt)) => Target::Excerpt(excerpt.id),
            _ => Target::Selection(article, span),
        };
        let here = match target {
            Target::Excerpt(id) => Some(id),
            Target::Selection(..) => excerpt_on(project, article, span),
        };
        let twin = here.is_some_and(|id| project.claims_of(id).iter().any(|claim| says_the_same(claim, &draft)));
        if twin {
            Err(format!("These words are coded so already: {}", in_words(project, &draft, &[])))
        } else {
            Ok((target, draft))
        }
    }

    /// Codes the selected words as the last claim was coded.
    pub(super) fn repeat_coding(&mut self) {
        let mut stamp = self.stamp();
        let (Ok((target, mut draft)), Some(desk)) = (self.repeat(), &self.desk) else { return };
        let project = desk.project();
        let (article, span) = match target {
            Target::Selection(article, span) => (article, span),
            Target::Excerpt(id) => match project.excerpt(id) {
                Some(row) => (row.article, row.anchor.span),
                None => return,
            },
        };
        let proposed = project.text(article).and_then(|text| propose_with(&desk.names(), project, text, span).basis);
        let before = draft.basis;
        draft.basis = proposed.unwrap_or(before);
        let basis = match draft.basis.label() {
            label if before == draft.basis => label.to_owned(),
            label => format!("{label} here, {} before", before.label()),
        };
        let words = format!("{} ({basis})", in_words(project, &draft, &[]));
        let coded = claims::code(project, target, draft, &mut stamp);
        let (verb, id) = match coded {
            Ok((mut step, id)) => {
                step.label = "Repeat coding".into();
                (Ok(step), Some(id))
            }
            Err(error) => (Err(error), None),
        };
        if self.commit(verb)
            && let Some(desk) = &mut self.desk
        {
            (desk.selection.claim, desk.selection.span) = (id, None);
            let state = desk.document.state();
            self.notices.step(format!("Coded as before: {words}"), state);
        }
    }

    /// Whether the places of the selected words can be listed; if not, why.
    pub(super) fn can_code_occurrences(&self) -> Result<(), String> {
        self.can_nudge()
    }

    /// Lists every place where the selected words stand.
    pub(super) fn show_occurrences(&mut self) {
        let Some(desk) = &self.desk else { return };
        let span = desk.selection().span.or_else(|| Some(desk.selected_excerpt()?.anchor.span));
        self.effects.extend(span.map(Effect::ShowOccurrences));
    }

    /// Several places were coded alike.
    pub(super) fn coded_all(&mut self, count: usize, words: &str) {
        let Some(desk) = &self.desk else { return };
        let state = desk.document.state();
        self.notices.step(format!("{count} claim{} coded: {words}", plural(count)), state);
        self.effects.push(Effect::Coded);
    }
}

/// The excerpt of these very words.
fn excerpt_on(project: &Project, article: ArticleId, span: Span) -> Option<ExcerptId> {
    let anchor = Anchor::of(project.text(article)?, span)?;
    let same = |old: &Anchor| old.span == span && old.quotation == anchor.quotation;
    project.excerpts_in(article).find(|excerpt| same(&excerpt.anchor)).map(|excerpt| excerpt.id)
}
