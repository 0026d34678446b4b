//! What a crash has left in journals comes together with the file.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::keeper::Place;
use super::opening::Edge;
use super::work::plural;
use crate::edit::{Document, Edit, RowId, Transaction};
use crate::merge::{self, Merge};
use crate::model::{ClaimId, Project};
use crate::store::journal::{self, Found, Replay};
use crate::store::versions::{self, Version};
use crate::store::{Beside, LoadError, Print};

impl Edge {
    /// Carries out what the journals at a place hold. Of several, one holds what the others do, unless a disk
    /// failed in a strange way; then these are set aside.
    pub(super) fn replay(
        &self,
        file: Option<(&Project, Print)>,
        place: &mut Place,
        told: &mut Vec<String>,
    ) -> Result<Replay, LoadError> {
        let (mut journals, mut unread) = (Vec::new(), Vec::new());
        let mut earlier = Earlier::among(&place.besides);
        for beside in &place.besides {
            match journal::read(&beside.journal()) {
                Ok(None) => {}
                Ok(Some(found)) => {
                    let replay = journal::replay_from(file, &found, &mut |print| earlier.find(print))?;
                    journals.push((beside, replay, found));
                }
                Err(error) => {
                    told.push(format!("The journal {} cannot be read: {error}", beside.journal().display()));
                    unread.push(beside.clone());
                }
            }
        }
        for (beside, replay, found) in &journals {
            self.tell_damage(beside, found, replay, told);
        }
        journals.retain(|(_, replay, _)| !matches!(replay, Replay::Nothing));
        // What goes on from this very file first; then the longest, and of those the latest.
        let written = |beside: &Beside| std::fs::metadata(beside.journal()).and_then(|meta| meta.modified()).ok();
        journals.sort_by_key(|(beside, replay, found)| {
            Reverse((matches!(replay, Replay::Recovered(_)), found.steps().count(), written(beside)))
        });
        let mut journals = journals.into_iter();
        let Some((_, replay, best)) = journals.next() else {
            place.besides.retain(|beside| !unread.contains(beside));
            return Ok(Replay::Nothing);
        };
        for (beside, _, other) in journals.filter(|(_, _, other)| !other.is_within(&best)) {
            told.push(format!("Another journal of this project holds {} other edits", other.steps().count()));
            match journal::set_aside(&*self.disk, beside) {
                Ok(path) => {
                    told.push(kept_in(&path));
                    // It is told once.
                    let _ = journal::remove(&*self.disk, beside);
                }
                Err(error) => {
                    told.push(format!("It stays where it is, no copy of it could be kept: {error}"));
                    unread.push(beside.clone());
                }
            }
        }
        // Nothing is written over what could not be read or kept; perhaps it can be next time.
        place.besides.retain(|beside| !unread.contains(beside));
        Ok(replay)
    }

    fn put_aside(&self, beside: &Beside) -> String {
        match journal::set_aside(&*self.disk, beside) {
            Ok(path) => kept_in(&path),
            Err(error) => format!("A copy of the journal could not be kept: {error}"),
        }
    }

    /// Keeps a journal of which something is lost, and says what.
    fn tell_damage(&self, beside: &Beside, found: &Found, replay: &Replay, told: &mut Vec<String>) {
        let refused: &[String] = if let Replay::Recovered(recovered) = replay { &recovered.refused } else { &[] };
        if found.damaged == 0 && refused.is_empty() {
            return;
        }
        if found.damaged > 0 {
            let count = found.damaged;
            told.push(format!(
                "{count} line{} of the journal cannot be read: the disk has changed them",
                plural(count)
            ));
        }
        told.extend(refused.iter().map(|refused| format!("Not possible without what is missing: {refused}")));
        told.push(self.put_aside(beside));
    }

    /// Merges what a journal has changed, from `base` to `ours`, into the file that others have changed since.
    /// What has no place there is kept aside and told: the file may be quite another now.
    pub(super) fn bring_together(&self, file: &Project, base: &Project, ours: &Project, place: &Place) -> Merge {
        let held_base = holding(file, base);
        let held_ours = holding(&held_base, ours);
        let mut merge = merge::merge(&held_base, &held_ours, file);
        let changed = rows(&merge::changes(base, ours));
        let mut lost: HashSet<RowId> = rows(&merge::changes(&held_ours, ours));
        let is_lost = |id: &&ClaimId| merge.project().claim(**id).is_none();
        lost.extend(held_ours.claims().keys().filter(is_lost).map(|id| RowId::Claim(*id)));
        lost.retain(|row| changed.contains(row));
        if !lost.is_empty() {
            let labels = labels(place, &lost);
            merge.notes.push(format!("Some of the edits have no place in the file as it is now: {labels}."));
            let journals = place.besides.iter().filter(|beside| beside.journal().exists());
            merge.notes.extend(journals.map(|beside| self.put_aside(beside)));
        }
        merge
    }
}

fn kept_in(path: &Path) -> String {
    format!("The journal as it was found is kept in {}", path.display())
}

fn rows(edits: &[Edit]) -> HashSet<RowId> {
    edits.iter().map(Edit::row).collect()
}

/// The names of the steps in the journals at a place that touch some of these rows.
fn labels(place: &Place, rows: &HashSet<RowId>) -> String {
    let journals = place.besides.iter().filter_map(|beside| journal::read(&beside.journal()).ok()?);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for found in journals {
        for step in found.steps().filter(|step| step.edits.iter().any(|edit| rows.contains(&edit.row()))) {
            *counts.entry(step.label.clone()).or_default() += 1;
        }
    }
    let more = counts.len().saturating_sub(MOST_LABELS);
    let shown = counts.into_iter().take(MOST_LABELS);
    let mut shown: Vec<String> = shown
        .map(|(label, count)| if count > 1 { format!("“{label}” ({count} times)") } else { format!("“{label}”") })
        .collect();
    if more > 0 {
        shown.push(format!("and {more} more"));
    }
    shown.join(", ")
}

/// So many edits are named.
const MOST_LABELS: usize = 20;

/// The earlier versions of a project, by the fingerprints of their files.
struct Earlier<'a> {
    besides: &'a [Beside],
    /// Once somebody has asked.
    known: Option<Vec<(Print, Version)>>,
}

impl<'a> Earlier<'a> {
    fn among(besides: &'a [Beside]) -> Self {
        Self { besides, known: None }
    }

    fn find(&mut self, print: Print) -> Option<Project> {
        let known = self.known.get_or_insert_with(|| {
            let versions = self.besides.iter().flat_map(|beside| versions::list(beside).unwrap_or_default());
            versions.filter_map(|version| Some((versions::load(&version).ok()?.print, version))).collect()
        });
        let (_, version) = known.iter().find(|(other, _)| *other == print)?;
        versions::load(version).ok().map(|loaded| loaded.project)
    }
}

/// The project with whatever of `wanted` holds in it.
pub(super) fn holding(project: &Project, wanted: &Project) -> Project {
    let edits = merge::changes(project, wanted);
    let mut document = Document::new(project.clone());
    // What does not hold in the project anyway is no reason to leave something out.
    let is_whole = project.problems().is_empty();
    let mut carry_out = |edits: Vec<Edit>| {
        let step = Transaction::new("", edits).drifting();
        document.commit(if is_whole { step } else { step.as_found(project.clone()) }).is_ok()
    };
    if carry_out(edits.clone()) {
        return document.project().clone();
    }
    // One by one, and again as long as one makes room for another.
    let mut left = units(edits);
    loop {
        let before = left.len();
        left.retain(|unit| !carry_out(unit.clone()));
        if left.is_empty() || left.len() == before {
            return document.project().clone();
        }
    }
}

/// The edits in pieces of which each can hold alone: an article comes and goes with its text.
fn units(edits: Vec<Edit>) -> Vec<Vec<Edit>> {
    let mut units: Vec<Vec<Edit>> = Vec::new();
    for edit in edits {
        let twin = match &edit {
            Edit::Text(id, _) => {
                units.iter_mut().find(|unit| matches!(&unit[0], Edit::Article(other, _) if other == id))
            }
            _ => None,
        };
        match twin {
            Some(unit) => unit.push(edit),
            None => units.push(vec![edit]),
        }
    }
    units
}
