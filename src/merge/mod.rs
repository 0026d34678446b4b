//! Two people's work on one project becomes one.
//!
//! [`merge()`] puts together what ours and theirs have made of a common base, row by row and, where both have
//! changed a row, field by field. Rows are the same when their ids are; what was created apart but is the same
//! (a country of the same ISO code, an article of the same text) becomes one. What contradicts each other is a
//! [`Conflict`] for a person to settle; until then ours holds, and theirs is kept in the [`Merge`].
//! [`changes()`] is the difference of two projects as edits, [`words()`] the same for people.
//!
//! Everything here is pure: it changes no project, and knows no file.

mod adopt;
mod apart;
mod changes;
mod conflict;
mod describe;
mod order;
mod removals;
mod rename;
mod repair;
mod row;
mod texts;
mod three;
mod unify;
mod value;
mod words;

pub use changes::changes;
pub use conflict::{Conflict, Evidence, RowId, Side};
pub use words::{summary, words};

use std::sync::OnceLock;

use crate::edit::Edit;
use crate::model::Project;
use repair::Mended;
use three::Draft;

/// Three states of one project. Ours and theirs come from base.
#[derive(Clone, Debug)]
struct Sides {
    base: Project,
    ours: Project,
    theirs: Project,
}

/// What comes of merging: a project, what was decided on the way, and what a person has to decide.
#[derive(Clone, Debug)]
pub struct Merge {
    /// What contradicts each other, most important first.
    pub conflicts: Vec<Conflict>,
    /// What was decided without asking and is worth knowing, a sentence each: as it was when the last question was
    /// answered. What is added at the end stays.
    pub notes: Vec<String>,
    /// Ours as it was handed in; the edits start from it.
    from: Project,
    /// The three sides with what is the same under the same id.
    sides: Sides,
    draft: Draft,
    /// What comes of the answers so far; made when it is first asked for.
    result: OnceLock<Mended>,
    /// How many of the notes are ours.
    told: usize,
}

/// Merges what `ours` and `theirs` have made of `base`.
///
/// The result breaks nothing that neither side has broken, but excerpts may need re-anchoring where an article
/// was given another text.
pub fn merge(base: &Project, ours: &Project, theirs: &Project) -> Merge {
    let (from, theirs) = std::thread::scope(|scope| {
        let theirs = scope.spawn(|| sharing(base, theirs));
        (sharing(base, ours), theirs.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut sides = Sides { base: base.clone(), ours: from.clone(), theirs };
    let mut notes = Vec::new();
    unify::unify(&mut sides, &mut notes);
    let removed = removals::take_back(&mut sides, &mut notes);
    let (texts, doubtful) = texts::carry(&mut sides);
    let mut draft = three::merge(&sides);
    texts.into_iter().for_each(|edit| drop(edit.apply(&mut draft.project)));
    draft.conflicts.extend(removed);
    draft.conflicts.extend(doubtful);
    notes.append(&mut draft.notes);
    draft.notes = notes;
    let conflicts = describe::conflicts(&sides, &draft);
    let mut merge = Merge { conflicts, notes: Vec::new(), from, sides, draft, result: OnceLock::new(), told: 0 };
    merge.rebuild();
    merge
}

/// The same project built on base, so that what is the same is compared once and not again and again. Nothing is
/// won where most is different.
fn sharing(base: &Project, project: &Project) -> Project {
    let edits = changes(base, project);
    if edits.len() > project.claims().len() / 4 + 100 {
        return project.clone();
    }
    let mut shared = base.clone();
    edits.into_iter().for_each(|edit| drop(edit.apply(&mut shared)));
    shared
}

impl Merge {
    /// The merged project, as far as it is settled.
    pub fn project(&self) -> &Project {
        &self.mended().project
    }

    /// The edits that turn ours into it, for a transaction that [may leave excerpts
    /// adrift](crate::edit::Transaction::drifting).
    pub fn edits(&self) -> Vec<Edit> {
        changes(&self.from, self.project())
    }

    /// How many conflicts nobody has settled yet.
    pub fn open(&self) -> usize {
        self.conflicts.iter().filter(|conflict| conflict.chosen.is_none()).count()
    }

    /// Answers one conflict, or answers it anew. An index that leads nowhere changes nothing.
    ///
    /// Takes no time while others are open: what comes of the answers is made when it is asked for.
    pub fn settle(&mut self, index: usize, side: Side) {
        if let Some(conflict) = self.conflicts.get_mut(index) {
            conflict.chosen = Some(side);
            self.answered();
        }
    }

    /// Answers every conflict in favour of one side, also those that were answered.
    pub fn settle_all(&mut self, side: Side) {
        self.conflicts.iter_mut().for_each(|conflict| conflict.chosen = Some(side));
        self.answered();
    }

    fn answered(&mut self) {
        self.result = OnceLock::new();
        if self.open() == 0 {
            self.rebuild();
        }
    }

    /// The answers as they are carried out, with what was mended that they left dangling.
    fn mended(&self) -> &Mended {
        self.result.get_or_init(|| repair::mend(&self.from, &self.sides, &self.draft, &self.conflicts))
    }

    /// Carries out the answers, and tells what was decided by that.
    fn rebuild(&mut self) {
        self.result = OnceLock::new();
        let notes: Vec<String> = self.draft.notes.iter().chain(&self.mended().notes).cloned().collect();
        let count = notes.len();
        self.notes.splice(..self.told.min(self.notes.len()), notes);
        self.told = count;
    }
}
