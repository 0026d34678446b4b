//! A project with its history: the only place where a project changes.

use std::collections::{BTreeMap, HashMap};
use std::mem::discriminant;

use super::history::{History, Step};
use super::{Done, Edit, EditError, Transaction};
use crate::model::{EntryId, Party, Problem, Project};

/// A project, its revision, and the way back.
#[derive(Clone, Debug)]
pub struct Document {
    project: Project,
    /// Grows with every change, undo and redo included; whatever is derived is keyed by it.
    revision: u64,
    history: History,
    read_only: bool,
    /// What was done since somebody last asked; `None` while nobody keeps a record.
    record: Option<Vec<Done>>,
}

impl Document {
    /// Opens `project` as it is, unmodified, with nothing to undo.
    pub fn new(project: Project) -> Self {
        Self { project, revision: 1, history: History::default(), read_only: false, record: None }
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Changes whenever the project does.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Keeps a record of every change from now on, for [`Document::take_record`].
    pub fn keep_record(&mut self) {
        self.record.get_or_insert_default();
    }

    /// What was done, undone and done again since the last time, oldest first.
    pub fn take_record(&mut self) -> Vec<Done> {
        self.record.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Refuses every change from now on.
    pub fn set_read_only(&mut self, read_only: bool) {
        self.read_only = read_only;
    }

    /// Whether changes are refused.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Whether the project differs from what was last saved.
    pub fn is_modified(&self) -> bool {
        self.history.state != self.history.saved
    }

    /// Names the present state, for [`Document::mark_saved`].
    pub fn state(&self) -> u64 {
        self.history.state
    }

    /// Says that `state` is what is on disk.
    pub fn mark_saved(&mut self, state: u64) {
        self.history.saved = state;
        self.history.seal();
    }

    /// Says that nothing on disk is what the project ever was here.
    pub fn mark_unsaved(&mut self) {
        self.history.saved = u64::MAX;
    }

    /// The next step stands alone even if it carries the merge key of the last.
    pub fn seal(&mut self) {
        self.history.seal();
    }

    /// The next step joins the last one after all if both carry the merge key `key`, and the last is not saved yet.
    pub fn unseal(&mut self, key: &str) {
        self.history.unseal(key);
    }

    /// The name of the step that undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.history.done.last().map(|step| step.label.as_str())
    }

    /// The name of the step that redo would bring back.
    pub fn redo_label(&self) -> Option<&str> {
        self.history.undone.last().map(|step| step.label.as_str())
    }

    /// Carries a transaction out, whole or not at all.
    ///
    /// # Errors
    /// When the project would no longer hold together, or may only be read; nothing has changed then.
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), EditError> {
        if self.read_only {
            return Err(EditError::ReadOnly);
        }
        if transaction.edits.is_empty() {
            return Ok(());
        }
        let touched = transaction.edits.clone();
        let here = transaction.found.is_some().then(|| self.project.clone());
        let inverse = self.apply_all(transaction.edits);
        let mut problem = self.first_problem(&touched, transaction.may_drift);
        if let (Some(_), Some(here), Some(there)) = (&problem, &here, &transaction.found) {
            problem = self.first_unfound(transaction.may_drift, [here, there]);
        }
        if let Some(problem) = problem {
            self.apply_all(inverse);
            return Err(EditError::Broken(problem));
        }
        self.add_step(transaction.label, touched, inverse, transaction.merge);
        Ok(())
    }

    /// Carries a step out that was carried out before, on the same rows: what it left open then it leaves open
    /// now.
    pub fn repeat(&mut self, label: String, edits: Vec<Edit>) {
        let touched = edits.clone();
        let inverse = self.apply_all(edits);
        self.add_step(label, touched, inverse, None);
    }

    fn add_step(&mut self, label: String, edits: Vec<Edit>, inverse: Vec<Edit>, merge: Option<String>) {
        let before = self.history.state;
        let after = self.history.fresh_state();
        self.note(&label, edits, &inverse, after);
        self.history.record(Step { label, inverse, merge, before, after });
        self.revision += 1;
    }

    /// Takes the last step back; returns its name. Nothing where the project may only be read.
    pub fn undo(&mut self) -> Option<String> {
        if self.read_only {
            return None;
        }
        let step = self.history.done.pop()?;
        let after = step.before;
        let redone = self.turn(step, "Undo", after);
        let label = redone.label.clone();
        self.history.undone.push(redone);
        Some(label)
    }

    /// Brings the last undone step back; returns its name. Nothing where the project may only be read.
    pub fn redo(&mut self) -> Option<String> {
        if self.read_only {
            return None;
        }
        let step = self.history.undone.pop()?;
        let after = step.after;
        let undone = self.turn(step, "Redo", after);
        let label = undone.label.clone();
        self.history.done.push(undone);
        Some(label)
    }

    /// Applies a step's way back, which becomes the way forth.
    fn turn(&mut self, step: Step, how: &str, after: u64) -> Step {
        let edits = if self.record.is_some() { step.inverse.clone() } else { Vec::new() };
        let inverse = self.apply_all(step.inverse);
        self.note(&format!("{how}: {}", step.label), edits, &inverse, after);
        self.revision += 1;
        self.history.state = after;
        self.history.seal();
        Step { inverse, ..step }
    }

    fn note(&mut self, label: &str, edits: Vec<Edit>, inverse: &[Edit], state: u64) {
        if let Some(record) = &mut self.record {
            record.push(Done { label: label.to_owned(), edits, inverse: inverse.to_vec(), state });
        }
    }

    /// Applies edits in order; returns their inverses in the order that takes them back.
    fn apply_all(&mut self, edits: Vec<Edit>) -> Vec<Edit> {
        let mut inverse: Vec<Edit> = edits.into_iter().map(|edit| edit.apply(&mut self.project)).collect();
        inverse.reverse();
        inverse
    }

    /// The first thing that these edits broke.
    ///
    /// Rows put in are checked themselves; for rows taken out, everything that may name them is.
    /// An excerpt that was adrift before (its article's file was changed elsewhere) may stay so, and where
    /// `may_drift` holds one may become so.
    fn first_problem(&self, edits: &[Edit], may_drift: bool) -> Option<Problem> {
        let project = &self.project;
        let mut found = Vec::new();
        for edit in edits {
            match edit {
                Edit::Article(id, _) | Edit::Text(id, _) => match (project.article(*id), project.text(*id)) {
                    (Some(_), Some(_)) => {
                        for excerpt in project.excerpts_of(*id) {
                            // One of no words is so whatever the text.
                            if matches!(edit, Edit::Text(..)) && !excerpt.anchor.quotation.is_empty() {
                                project.check_excerpt(excerpt, &mut found);
                            }
                        }
                    }
                    (None, None) => {
                        for excerpt in project.excerpts_of(*id) {
                            found.push(Problem::NoArticle { excerpt: excerpt.id, article: *id });
                        }
                    }
                    _ => found.push(Problem::NoText(*id)),
                },
                Edit::Excerpt(id, _) => match project.excerpt(*id) {
                    Some(excerpt) => project.check_excerpt(excerpt, &mut found),
                    None => {
                        for claim in project.claims_of(*id) {
                            project.check_claim(claim, &mut found);
                        }
                    }
                },
                Edit::Claim(id, _) => {
                    if let Some(claim) = project.claim(*id) {
                        project.check_claim(claim, &mut found);
                    }
                }
                Edit::Actor(id, row) => match row {
                    Some(actor) if project.actor(*id).is_some() => project.check_actor(actor, &mut found),
                    _ => self.check_users(EntryId::Actor(*id), &mut found),
                },
                Edit::Bloc(id, _) => {
                    if let Some(bloc) = project.bloc(*id) {
                        project.check_bloc(bloc, &mut found);
                    }
                }
                Edit::Assessment(cell, _) => {
                    if let Some(assessment) = project.assessment(*cell) {
                        project.check_assessment(assessment, &mut found);
                    }
                }
                Edit::Country(id, None) => self.check_users(EntryId::Country(*id), &mut found),
                Edit::Issue(id, None) => self.check_users(EntryId::Issue(*id), &mut found),
                Edit::Stance(id, row) => {
                    project.check_scale(&mut found);
                    if row.is_none() {
                        self.check_users(EntryId::Stance(*id), &mut found);
                    }
                }
                Edit::Tag(id, None) => self.check_users(EntryId::Tag(*id), &mut found),
                Edit::Info(_) | Edit::Country(..) | Edit::Issue(..) | Edit::Tag(..) | Edit::View(..) => {}
            }
            found.retain(|problem| !(may_drift && matches!(problem, Problem::Adrift { .. })));
            if !found.is_empty() {
                break;
            }
        }
        found.into_iter().next()
    }

    /// The first problem that none of `found` has. Merging may have given a row another id: one of theirs that is
    /// gone stands for one of the same sort.
    fn first_unfound(&self, may_drift: bool, found: [&Project; 2]) -> Option<Problem> {
        let by_words = |project: &Project| project.problems().into_iter().map(|problem| (problem.to_string(), problem));
        let known: BTreeMap<String, Problem> = found.into_iter().flat_map(by_words).collect();
        let now: BTreeMap<String, Problem> = by_words(&self.project).collect();
        let mut gone: HashMap<_, usize> = HashMap::new();
        for (_, problem) in known.iter().filter(|(words, _)| !now.contains_key(*words)) {
            *gone.entry(discriminant(problem)).or_default() += 1;
        }
        let mut new = now.into_iter().filter(|(words, _)| !known.contains_key(words)).map(|(_, problem)| problem);
        new.find(|problem| {
            if may_drift && matches!(problem, Problem::Adrift { .. }) {
                return false;
            }
            let left = gone.entry(discriminant(problem)).or_default();
            let stands_for_one = *left > 0;
            *left = left.saturating_sub(1);
            !stands_for_one
        })
    }

    /// Checks whatever names a codebook row that was taken out.
    fn check_users(&self, id: EntryId, found: &mut Vec<Problem>) {
        let project = &self.project;
        if project.contains(id) {
            return;
        }
        project.claims().values().filter(|claim| names(claim, id)).for_each(|c| project.check_claim(c, found));
        project.actors().values().for_each(|actor| project.check_actor(actor, found));
        project.blocs().values().for_each(|bloc| project.check_bloc(bloc, found));
        project.assessments().values().for_each(|row| project.check_assessment(row, found));
    }
}

/// Whether a claim names a codebook row.
pub(crate) fn names(claim: &crate::model::Claim, id: EntryId) -> bool {
    match id {
        EntryId::Country(id) => claim.countries.contains(&id) || claim.addressees.contains(&Party::Country(id)),
        EntryId::Actor(id) => claim.speaker == Some(id) || claim.addressees.contains(&Party::Actor(id)),
        EntryId::Issue(id) => claim.issue == id,
        EntryId::Stance(id) => claim.stance == id,
        EntryId::Tag(id) => claim.tags.contains(&id),
        EntryId::Bloc(_) => false,
    }
}
