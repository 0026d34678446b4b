//! Working beside others: a file that changed on disk is noticed, taken in, and merged with one's own work.

use std::path::PathBuf;

use super::Session;
use super::command::{Effect, Then};
use super::keeper::Ground;
use super::opening::Edge;
use super::saving::name_of;
use super::work::{Broken, Outcome, plural};
use crate::edit::{Done, Edit, Transaction};
use crate::merge::{self, Merge, Side};
use crate::model::{Info, Project};
use crate::store::{self, DiskState, LoadError, Loaded, Print, Trouble};

/// A merge that waits for a person to settle what contradicts each other.
pub struct Settling {
    /// What comes of it so far.
    pub merge: Merge,
    /// Whose versions these are, in words: here, and there.
    pub sides: (&'static str, &'static str),
    purpose: Purpose,
    /// What comes of it in edits and words, where there is nothing to settle.
    sums: Option<Box<Sums>>,
}

/// A merge in edits and in words; worked out in the background, because a large project takes a while.
pub(super) struct Sums {
    /// From what is on the desk to what is merged.
    edits: Vec<Edit>,
    /// The same for people.
    words: Vec<String>,
    /// From the file of others to what is merged, and back.
    beyond: (Vec<Edit>, Vec<Edit>),
}

impl Sums {
    fn of(desk: &Project, merged: &Project, file: &Project) -> Self {
        Self {
            edits: merge::changes(desk, merged),
            words: merge::words(desk, merged, MOST_WORDS),
            beyond: (merge::changes(file, merged), merge::changes(merged, file)),
        }
    }
}

/// So many differences are told after a merge.
const MOST_WORDS: usize = 12;

impl Settling {
    /// Whether it is known what both come from.
    pub fn has_base(&self) -> bool {
        !matches!(self.purpose, Purpose::File { .. })
    }

    /// Whose version it is, in words.
    pub fn side(&self, side: Side) -> &'static str {
        match side {
            Side::Ours => self.sides.0,
            Side::Theirs => self.sides.1,
        }
    }

    /// Why there are two versions.
    pub fn reason(&self) -> &'static str {
        match self.purpose {
            Purpose::TakeIn { .. } => {
                "Others have changed the file while you were at work. Everything else fits together; here both \
                 have changed the same."
            }
            Purpose::Recover { .. } => {
                "Edits that had not been saved were found, and others have changed the file since. Everything else \
                 fits together; here both have changed the same."
            }
            Purpose::Sides => {
                "The file holds two versions that Git could not merge. Everything else fits together; here both \
                 have changed the same."
            }
            Purpose::File { .. } => "Everything else fits together; here the two files contradict each other.",
            Purpose::Rescue { .. } => {
                "Edits that had not been saved were found beside the file. Everything else fits together; here \
                 they contradict what is in it."
            }
        }
    }

    /// What comes of leaving it for later.
    pub fn later(&self) -> &'static str {
        match self.purpose {
            Purpose::TakeIn { .. } => {
                "Your work stays here, safe in the journal; the file stays as others have left it. Saving asks again."
            }
            Purpose::Recover { .. } => {
                "The project is closed; the recovered edits stay in the journal. Opening it again asks again."
            }
            Purpose::Sides => "The project is closed; the file stays as it is, with both versions in it.",
            Purpose::File { .. } => "Nothing is taken in from the other file.",
            Purpose::Rescue { .. } => "The edits stay in the journal beside the file until you save over it.",
        }
    }
}

enum Purpose {
    /// Others have changed the file.
    TakeIn { theirs: Box<Theirs>, state: u64, then: Option<Option<Then>> },
    /// A crash left edits behind, and others have changed the file since.
    Recover { steps: usize, last: String },
    /// The file holds two versions that Git could not merge.
    Sides,
    /// Another file is to be taken in.
    File { path: PathBuf, state: u64 },
    /// A file that was opened otherwise than as usual had edits beside it.
    Rescue { steps: usize, last: String },
}

/// A file that others have written.
pub(super) struct Theirs {
    pub project: Project,
    pub disk: DiskState,
    pub print: Print,
}

/// What became of the file.
pub(super) enum Looked {
    /// It is as it was, or was merely touched: then this is how it is now.
    Same(Option<DiskState>),
    /// It is there no more.
    Gone,
    /// It can be changed here now, or read anew.
    Reopen,
    /// Others have changed it, whatever it was like before.
    Changed { theirs: Box<Theirs>, merge: Box<Merge>, sums: Option<Box<Sums>>, state: u64, before: DiskState },
    /// Others have changed it, and it cannot be read.
    Unreadable(DiskState, LoadError),
}

/// What is known about the file before one looks.
struct Known {
    path: PathBuf,
    disk: DiskState,
    print: Option<Print>,
    base: Project,
    ours: Project,
    state: u64,
    is_held: bool,
}

/// Whether whatever is whole in a file can be opened all the same.
pub(super) fn is_broken(error: &LoadError) -> bool {
    matches!(error.trouble, Trouble::Broken { .. } | Trouble::NotUtf8 | Trouble::Empty)
}

impl Edge {
    fn look(&self, known: Known) -> Looked {
        let Ok(found) = DiskState::of(&known.path) else { return Looked::Gone };
        if known.is_held && self.lock(&self.besides(&known.path)).is_ok() {
            return Looked::Reopen;
        }
        if found == known.disk {
            return Looked::Same(None);
        }
        match store::load(&known.path) {
            Ok(Loaded { disk: Some(disk), print, .. }) if Some(print) == known.print => Looked::Same(Some(disk)),
            Ok(_) if known.is_held => Looked::Reopen,
            Ok(Loaded { project, disk, print, .. }) => {
                let merge = Box::new(merge::merge(&known.base, &known.ours, &project));
                let sums = (merge.open() == 0).then(|| Box::new(Sums::of(&known.ours, merge.project(), &project)));
                let theirs = Box::new(Theirs { project, disk: disk.unwrap_or(found), print });
                Looked::Changed { theirs, merge, sums, state: known.state, before: known.disk }
            }
            Err(error) => Looked::Unreadable(found, error),
        }
    }
}

impl Session {
    /// Looks, in the background, whether others have changed the file; afterwards saves and goes on as said,
    /// where something is.
    pub(super) fn look_at_disk(&mut self, then: Option<Option<Then>>) {
        let Some(desk) = &self.desk else { return };
        if let Some(keeper) = &desk.keeper {
            keeper.look();
        }
        if self.saving || self.loading.is_some() {
            return;
        }
        if self.looking {
            // Whoever looks already does the rest as well.
            self.then = then.or(self.then.take());
            return;
        }
        if let Some(settling) = &mut self.settling {
            if let (Purpose::TakeIn { then: after, .. }, Some(_)) = (&mut settling.purpose, &then) {
                *after = then;
                self.effects.push(Effect::ShowConflicts);
            }
            return;
        }
        let (Some(path), Some(disk)) = (desk.path.clone(), desk.disk.clone()) else { return };
        self.looking = true;
        let known = Known {
            path,
            disk,
            print: desk.print,
            base: desk.base.clone(),
            ours: desk.project().clone(),
            state: desk.document.state(),
            is_held: desk.held.is_some(),
        };
        let (edge, turn) = (self.edge(), self.turn);
        let work = move |_: &super::Progress| Outcome::Looked { turn, then, looked: Box::new(edge.look(known)) };
        self.jobs.start_quietly(Broken::Looking.guard(work));
    }

    pub(super) fn looked(&mut self, turn: u64, then: Option<Option<Then>>, looked: Looked) {
        self.looking = false;
        let later = self.then.take();
        if turn != self.turn && later.is_some() {
            return self.look_at_disk(later);
        }
        let then = later.or(then);
        let Some(desk) = self.desk.as_mut().filter(|_| turn == self.turn) else { return };
        let name = desk.path.as_deref().map_or_else(String::new, name_of);
        match looked {
            Looked::Same(disk) => {
                desk.disk = disk.or(desk.disk.take());
                if let Some(then) = then {
                    self.save(then);
                }
            }
            Looked::Gone if then.is_some() => self.save(then.flatten()),
            Looked::Gone if desk.foreign.is_some() => {}
            Looked::Gone => {
                let text = format!("{name} is no longer there");
                let advice = "Your work is still here. Saving writes the file again; “Save as…” writes it elsewhere.";
                desk.document.mark_unsaved();
                desk.foreign = desk.disk.clone();
                self.notices.failure(text, vec![advice.into()]);
            }
            // Not while somebody types; the next look is soon enough.
            Looked::Reopen if self.half_coded => {}
            Looked::Reopen => {
                if let Some(path) = desk.path.clone() {
                    self.open(path);
                }
            }
            // What was found may be what we have saved meanwhile.
            Looked::Changed { before, .. } if self.saving || desk.disk.as_ref() != Some(&before) => {
                if !self.saving {
                    self.look_at_disk(then);
                }
            }
            Looked::Changed { theirs, merge, sums, state, .. } => {
                if desk.document.state() != state {
                    // More was done meanwhile: once more, with that.
                    return self.look_at_disk(then);
                }
                if desk.foreign.as_ref() == Some(&theirs.disk) && then.is_none() && merge.open() > 0 {
                    return; // that was put off until the next save
                }
                let sides = ("Your version", "Their version");
                self.settle(Settling { merge: *merge, sides, purpose: Purpose::TakeIn { theirs, state, then }, sums });
            }
            Looked::Unreadable(disk, _) if desk.foreign.as_ref() == Some(&disk) && then.is_none() => {}
            Looked::Unreadable(disk, error) if !desk.document.is_modified() && is_broken(&error) => {
                desk.foreign = Some(disk);
                self.effects.extend(desk.path.clone().map(|path| Effect::AskBroken(path, error.to_string())));
            }
            Looked::Unreadable(disk, error) => {
                desk.foreign = Some(disk);
                let advice = "Your work is still here, and safe in the journal. Repair that file in a text editor, \
                              or write your work elsewhere with “Save as…”.";
                let text = format!("{name} was changed by someone else and cannot be read");
                self.notices.failure(text, vec![error.to_string(), advice.into()]);
            }
        }
    }

    /// Work that a crash left behind comes together with a file that others have changed.
    pub(super) fn merge_recovery(&mut self, merge: Merge, steps: usize, last: String) {
        if let Some(desk) = &mut self.desk {
            desk.document.keep_record();
        }
        let sides = ("Recovered", "In the file");
        self.settle(Settling { merge, sides, purpose: Purpose::Recover { steps, last }, sums: None });
    }

    /// The two versions that a merge of Git left in a file come together.
    pub(super) fn merge_sides(&mut self, merge: Merge) {
        self.settle(Settling {
            merge,
            sides: ("First version", "Second version"),
            purpose: Purpose::Sides,
            sums: None,
        });
    }

    /// Takes in what another file holds, in the background.
    pub(super) fn merge_file(&mut self, path: PathBuf) {
        let Some(desk) = &self.desk else { return };
        let (ours, state, turn) = (desk.project().clone(), desk.document.state(), self.turn);
        self.jobs.start(format!("Comparing with {}", name_of(&path)), true, move |_| {
            let result = store::load(&path).map_err(|error| error.to_string()).map(|theirs| {
                // What the two come from is not known, and a guess could take back what is newer here: whatever
                // differs is asked, and what only one of them has stays.
                merge::merge(&nothing(&ours), &ours, &theirs.project)
            });
            Outcome::Compared { turn, state, path, result: Box::new(result) }
        });
    }

    pub(super) fn compared(&mut self, turn: u64, state: u64, path: PathBuf, result: Result<Merge, String>) {
        let Some(desk) = self.desk.as_ref().filter(|_| turn == self.turn) else { return };
        match result {
            Err(error) => self.notices.failure("Nothing was taken in", vec![error]),
            // More was done meanwhile: once more, with that.
            Ok(_) if desk.document.state() != state => self.merge_file(path),
            Ok(_) if self.settling.is_some() => self.notices.quiet("Settle the other merge first"),
            Ok(merge) => {
                let sides = ("Your version", "Their version");
                self.settle(Settling { merge, sides, purpose: Purpose::File { path, state }, sums: None });
            }
        }
    }

    /// Edits that were safe beside a file come together with what that file became.
    pub(super) fn merge_beside(&mut self, merge: Merge, steps: usize, last: String) {
        let sides = ("Recovered", "In the file");
        self.settle(Settling { merge, sides, purpose: Purpose::Rescue { steps, last }, sums: None });
    }

    fn settle(&mut self, mut settling: Settling) {
        if let Some(earlier) = self.earlier.take() {
            settling.merge.adopt(&earlier);
        }
        let is_open = settling.merge.open() > 0;
        let may_go_on = matches!(settling.purpose, Purpose::TakeIn { .. } | Purpose::File { .. });
        self.settling = Some(settling);
        if is_open {
            if let Some(desk) = &mut self.desk {
                // What is merged is what is on the desk now.
                desk.document.set_read_only(!may_go_on);
            }
            self.effects.push(Effect::ShowConflicts);
        } else {
            self.finish_merge();
        }
    }

    /// The merge that waits to be settled.
    pub fn settling(&self) -> Option<&Settling> {
        self.settling.as_ref()
    }

    pub(super) fn settle_one(&mut self, index: usize, side: Side) {
        if let Some(settling) = &mut self.settling {
            settling.merge.settle(index, side);
        }
    }

    pub(super) fn settle_all(&mut self, side: Side) {
        if let Some(settling) = &mut self.settling {
            settling.merge.settle_all(side);
        }
    }

    /// Leaves both versions as they are. What a crash left behind stays in its journal.
    pub(super) fn put_off_merge(&mut self) {
        match self.settling.take().map(|settling| settling.purpose) {
            Some(Purpose::TakeIn { theirs, .. }) => {
                if let Some(desk) = &mut self.desk {
                    desk.foreign = Some(theirs.disk);
                }
                let advice = "Your work is safe in the journal. Saving asks again.";
                self.notices.lasting("The changes of others were not taken in", vec![advice.into()]);
            }
            Some(Purpose::Sides) => {
                if let Some(keeper) = self.desk.as_ref().and_then(|desk| desk.keeper.as_ref()) {
                    keeper.discard();
                }
                self.clear_desk();
                self.notices.quiet("The file was left as it is");
            }
            Some(Purpose::Recover { .. }) => {
                self.clear_desk();
                let advice = "They stay in the journal; open the project again to settle them.";
                self.notices.lasting("The recovered edits were left where they are", vec![advice.into()]);
            }
            Some(Purpose::File { path, .. }) => {
                self.notices.quiet(format!("Nothing was taken in from {}", name_of(&path)));
            }
            Some(Purpose::Rescue { .. }) => {
                if let Some(desk) = &mut self.desk {
                    desk.document.set_read_only(false);
                }
                self.notices.lasting("The edits beside the file were not brought in", Vec::new());
            }
            None => {}
        }
    }

    /// Carries the merge out as one step.
    pub(super) fn finish_merge(&mut self) {
        let Some(Settling { merge, purpose, sums, .. }) = self.settling.take() else { return };
        let Some(desk) = &mut self.desk else { return };
        desk.document.set_read_only(false);
        let (was_modified, before) = (desk.document.is_modified(), desk.project().clone());
        let label = match &purpose {
            Purpose::TakeIn { .. } => "Take in changes of others",
            Purpose::Recover { .. } | Purpose::Rescue { .. } => "Recover edits",
            Purpose::Sides => "Merge both versions",
            Purpose::File { .. } => "Merge with another file",
        };
        // More was done meanwhile: once more, with that, and with the answers that are given.
        match purpose {
            Purpose::TakeIn { state, then, .. } if state != desk.document.state() => {
                self.earlier = Some(Box::new(merge));
                return self.look_at_disk(then);
            }
            Purpose::File { path, state } if state != desk.document.state() => {
                self.earlier = Some(Box::new(merge));
                return self.merge_file(path);
            }
            _ => {}
        }
        let file = if let Purpose::TakeIn { theirs, .. } = &purpose { &theirs.project } else { &before };
        let sums = sums.map_or_else(|| Sums::of(&before, merge.project(), file), |sums| *sums);
        let Sums { edits, words: mut details, beyond } = sums;
        let step = Transaction::new(label, edits).drifting().as_found(merge.project().clone());
        if let Err(error) = desk.document.commit(step) {
            let advice = "Your work is still here. “Save as…” writes it elsewhere.".to_owned();
            return self.notices.failure("The versions could not be merged", vec![error.to_string(), advice]);
        }
        desk.mend_selection();
        details.extend(merge.notes);
        match purpose {
            Purpose::TakeIn { theirs, then, .. } => {
                self.take_in(*theirs, beyond);
                let text = if was_modified {
                    "Others have changed the file: their changes are merged with yours"
                } else {
                    "Others have changed the file: their changes are here"
                };
                self.notices.lasting(text, details);
                if let Some(then) = then {
                    self.save(then);
                }
            }
            Purpose::Recover { steps, last } => {
                if let Some((place, ground)) = self.waiting.take() {
                    self.keep_from(place, ground);
                }
                let text =
                    format!("{steps} edit{} recovered that had not been saved, the last: “{last}”", plural(steps));
                details.insert(0, "Others had changed the file since: both are merged.".into());
                self.notices.lasting(text, details);
            }
            Purpose::Rescue { steps, last } => {
                let text =
                    format!("{steps} edit{} recovered that had not been saved, the last: “{last}”", plural(steps));
                self.notices.lasting(text, details);
            }
            Purpose::Sides => {
                self.notices.lasting("The two versions are merged: save to put that in the file", details);
                self.merge_leftover();
            }
            Purpose::File { path, .. } if details.is_empty() => {
                self.notices.quiet(format!("{} holds nothing that is not here already", name_of(&path)));
            }
            Purpose::File { path, .. } => {
                self.notices.lasting(format!("Merged with {}. Undo takes that back", name_of(&path)), details);
            }
        }
    }

    /// The file that others have written is the one that the next save replaces.
    fn take_in(&mut self, theirs: Theirs, (edits, inverse): (Vec<Edit>, Vec<Edit>)) {
        self.keep();
        let Some(desk) = &mut self.desk else { return };
        let own = !edits.is_empty();
        let state = desk.document.state();
        if own {
            // What was saved before is no longer in the file: to undo everything is a change, too.
            desk.document.mark_unsaved();
        } else {
            desk.document.mark_saved(state);
        }
        let done = own.then(|| Done { label: "Edits beside those of others".into(), edits, inverse, state });
        let ground = Ground { project: theirs.project.clone(), print: Some(theirs.print), upto: 0 };
        (desk.base, desk.disk, desk.print) = (theirs.project, Some(theirs.disk), Some(theirs.print));
        desk.foreign = None;
        if let Some(keeper) = &mut desk.keeper {
            keeper.rebase(ground, done);
        }
    }
}

/// The project of which nobody has said anything.
pub(super) fn nothing(of: &Project) -> Project {
    Project::bare(Info { id: of.info().id, title: String::new(), notes: String::new() })
}
