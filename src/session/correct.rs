//! Correcting texts and re-anchoring excerpts: what takes time is done in the background.

use std::collections::HashMap;
use std::path::PathBuf;

use super::Session;
use super::command::{Effect, Revised};
use super::work::Outcome;
use crate::edit::ops::correct::{self, Answer};
use crate::edit::ops::reanchor;
use crate::import;
use crate::model::{ArticleId, ExcerptId};
use crate::text::Span;

impl Session {
    /// Looks what a new text would do to the excerpts of an article.
    pub(super) fn plan_correction(&mut self, article: ArticleId, text: String) {
        let Some(desk) = &self.desk else { return };
        let (turn, project) = (self.turn, desk.project().clone());
        self.jobs.start("Looking where the excerpts go", true, move |progress| {
            let goes_on = |done: usize, all: usize| {
                if done == 0 {
                    progress.expect(all);
                }
                progress.step();
                !progress.is_cancelled()
            };
            let plan = correct::plan_watched(&project, article, &text, goes_on);
            let plan = plan.map_err(|error| error.to_string());
            let plan = plan.and_then(|plan| plan.ok_or_else(|| "it was cancelled".to_owned()));
            Outcome::Answer { turn, effect: Effect::Planned(text, Box::new(plan)) }
        });
    }

    /// Reads the text of an article from a file, for the dialog that asked for it.
    pub(super) fn read_text(&mut self, path: PathBuf) {
        let turn = self.turn;
        self.jobs.start("Reading the text", false, move |_| {
            let read = import::read(&path).map_err(|error| error.to_string());
            let read = read.map(|imported| imported.article.text.as_str().to_owned());
            Outcome::Answer { turn, effect: Effect::TextRead(read) }
        });
    }

    /// Gives an article a corrected text, with what was answered about its excerpts.
    pub(super) fn correct_text(
        &mut self,
        article: ArticleId,
        Revised { was, now: text }: &Revised<String>,
        answers: Vec<(ExcerptId, Option<Span>)>,
    ) {
        let Some(desk) = &self.desk else { return };
        let answer = |place: Option<Span>| place.map_or(Answer::Leave, Answer::Place);
        let answers: HashMap<_, _> = answers.into_iter().map(|(id, place)| (id, answer(place))).collect();
        let verb = correct::is_still(desk.project(), article, was)
            .and_then(|()| correct::correct(desk.project(), article, text, &answers, &self.stamp()));
        let same = verb.as_ref().is_ok_and(|step| step.edits.is_empty());
        if same {
            self.notices.quiet("The text is the same as before");
        } else if self.commit(verb) {
            self.tell_adrift("Text corrected");
        }
    }

    /// Puts excerpts on the places that were accepted.
    pub(super) fn reanchor(&mut self, places: &[(ExcerptId, Span)]) {
        let Some(desk) = &self.desk else { return };
        let verb = reanchor::reanchor(desk.project(), places, &self.stamp());
        if self.commit(verb) {
            let count = places.len();
            let what = if count == 1 { "Excerpt re-anchored".into() } else { format!("{count} excerpts re-anchored") };
            self.tell_adrift(&what);
        }
    }

    /// Says what was done, and how many excerpts still need re-anchoring.
    fn tell_adrift(&mut self, what: &str) {
        let left = self.desk.as_ref().map_or(0, |desk| desk.adrift().len());
        match left {
            0 => self.notices.quiet(what),
            1 => self.notices.quiet(format!("{what}; one excerpt needs re-anchoring")),
            _ => self.notices.quiet(format!("{what}; {left} excerpts need re-anchoring")),
        }
    }
}
