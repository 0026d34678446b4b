//! Sentences that are likely to hold a claim: those in view, and the way from one to the next.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Desk, Effect, Session};
use crate::model::{Actor, ActorId, ArticleId, Country, CountryId, Project, Table};
use crate::suggest::likely::Walk;
use crate::suggest::{Likely, LikelyClaims, Names};
use crate::text::{ArticleText, Byte, Span};

/// How much of an article one key press reads, in bytes: well under a second.
const MOST: usize = 1024 * 1024;

/// Most parts of an article whose likely claims are remembered.
const PARTS: usize = 512;

/// The names of the codebook, and the likely claims of what was in view.
#[derive(Debug, Default)]
pub struct LikelyMemo(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    countries: Table<CountryId, Country>,
    actors: Table<ActorId, Actor>,
    names: Option<Arc<Names>>,
    text: Option<Arc<ArticleText>>,
    found: HashMap<Span, Arc<[Likely]>>,
}

impl LikelyMemo {
    fn names(&self, project: &Project) -> Arc<Names> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = state.countries.ptr_eq(project.countries()) && state.actors.ptr_eq(project.actors());
        match &state.names {
            Some(names) if same => names.clone(),
            _ => {
                let names = Arc::new(Names::of(project));
                *state = State {
                    countries: project.countries().clone(),
                    actors: project.actors().clone(),
                    names: Some(names.clone()),
                    ..State::default()
                };
                names
            }
        }
    }

    fn within(&self, project: &Project, text: &Arc<ArticleText>, part: Span) -> Arc<[Likely]> {
        let names = self.names(project);
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.text.as_ref().is_none_or(|known| !Arc::ptr_eq(known, text)) || state.found.len() > PARTS {
            state.found.clear();
            state.text = Some(text.clone());
        }
        let make = || LikelyClaims::with(names, project).in_part(text.as_str(), part).into();
        state.found.entry(part).or_insert_with(make).clone()
    }
}

impl Desk {
    /// The names of the codebook, made once as long as no country and no actor changes.
    pub fn names(&self) -> Arc<Names> {
        self.likely.names(self.project())
    }

    /// The likely claims that begin within a part of an article, coded or not. A part is a paragraph or less; what
    /// was asked for lately is remembered.
    pub fn likely_in(&self, article: ArticleId, part: Span) -> Arc<[Likely]> {
        match self.project().text(article) {
            Some(text) if text.get(part).is_some() => self.likely.within(self.project(), text, part),
            _ => Arc::new([]),
        }
    }
}

/// The excerpts of an article, to ask whether a sentence has one.
struct Coded {
    starts: Vec<Byte>,
    /// For each the furthest end so far.
    ends: Vec<Byte>,
}

impl Coded {
    fn of(project: &Project, article: ArticleId) -> Self {
        let spans = project.excerpts_of(article).into_iter().map(|excerpt| excerpt.anchor.span);
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        let mut furthest = Byte::default();
        for span in spans {
            furthest = furthest.max(span.end);
            starts.push(span.start);
            ends.push(furthest);
        }
        Self { starts, ends }
    }

    fn touches(&self, span: Span) -> bool {
        let before = self.starts.partition_point(|start| *start < span.end);
        before > 0 && self.ends[before - 1] > span.start
    }
}

impl Session {
    /// Whether there is a likely claim to go to; if not, why.
    pub(super) fn can_step_likely(&self) -> Result<(), String> {
        if self.prefs.likely { Ok(()) } else { Err("Switch likely claims on first: press L".into()) }
    }

    /// Selects the next likely sentence without a claim, or the one before; behind the last comes the first.
    pub(super) fn step_likely(&mut self, forward: bool) {
        let Some(desk) = &mut self.desk else { return };
        let Some(article) = desk.selection.article else { return };
        let Some(text) = desk.document.project().text(article).cloned() else { return };
        let claims = LikelyClaims::with(desk.names(), desk.document.project());
        let coded = Coded::of(desk.document.project(), article);
        let uncoded = |likely: &Likely| !coded.touches(likely.span);
        let here = desk.selection.span.or_else(|| Some(desk.selected_excerpt()?.anchor.span));
        let caret = desk.caret.filter(|(open, _)| *open == article).map(|(_, at)| Span { start: at, end: at });
        let here = here.or(caret);
        let walk = |from: usize| {
            if forward {
                claims.after(text.as_str(), from, MOST, uncoded)
            } else {
                claims.before(text.as_str(), from, MOST, uncoded)
            }
        };
        let edge = if forward { 0 } else { text.len() };
        let from = here.map_or(edge, |span| if forward { span.end.index() } else { span.start.index() });
        let mut went = walk(from);
        let around = went == Walk::End && from != edge;
        if around {
            went = walk(edge);
        }
        match went {
            Walk::Found(likely) => {
                desk.selection.span = Some(likely.span);
                desk.selection.claim = None;
                desk.caret = Some((article, likely.span.start));
                self.effects.push(Effect::Reveal(likely.span));
                if around {
                    let edge = if forward { "top" } else { "end" };
                    self.notices.quiet(format!("Likely claims: on from the {edge} of the article"));
                }
            }
            Walk::Reached(at) => {
                let at = Byte::at(text.floor(at));
                (desk.selection.span, desk.selection.claim) = (None, None);
                desk.caret = Some((article, at));
                self.effects.push(Effect::Reveal(Span { start: at, end: at }));
                let share = at.index() * 100 / text.len().max(1);
                self.notices.quiet(format!("No likely claim up to here ({share} %). The same key goes on"));
            }
            Walk::End => {
                self.notices.quiet("No sentence without a claim in which somebody seems to take a position");
            }
        }
    }
}
