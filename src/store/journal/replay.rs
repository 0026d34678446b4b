//! Carrying out again what a journal holds.

use std::collections::HashSet;

use super::Found;
use super::record::{Record, Step};
use crate::edit::{Document, Edit, Transaction};
use crate::model::Project;
use crate::store::stamp::Print;
use crate::store::{LoadError, from_str};

/// What came of a journal and the file it lies beside.
#[derive(Clone, Debug)]
pub enum Replay {
    /// The file holds everything already, or there was nothing.
    Nothing,
    /// The file lacked these steps; they are carried out, one by one.
    Recovered(Box<Recovered>),
    /// Someone else has changed the file since; the work is to be merged into it.
    Elsewhere {
        /// The file as it is, with the rows of the journal as they were before its steps.
        base: Box<Project>,
        /// The same with the rows of the journal as they are after its steps.
        ours: Box<Project>,
        /// How many steps there are.
        steps: usize,
        /// The last of them by name.
        last: String,
    },
}

/// A project with the steps of its journal.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// The project after the steps; each can be undone.
    pub document: Document,
    /// The project before them, as it stood on the desk.
    pub base: Project,
    /// The number of the last step that the file held already.
    pub upto: u64,
    /// How many steps were carried out.
    pub steps: usize,
    /// The last of them by name.
    pub last: String,
    /// Steps that could not be carried out, with the reason: those before them are damaged.
    pub refused: Vec<String>,
}

/// Carries out what `found` holds on top of `project`, whose file has the fingerprint `print`; without a
/// file on top of the project that the journal holds itself.
///
/// # Errors
/// When there is no file and the journal's own project cannot be read.
pub fn replay(file: Option<(&Project, Print)>, found: &Found) -> Result<Replay, LoadError> {
    let marks =
        || found.records.iter().filter_map(|record| if let Record::Mark(mark) = record { Some(mark) } else { None });
    let steps =
        || found.records.iter().filter_map(|record| if let Record::Step(step) = record { Some(step) } else { None });
    let print = file.map(|(_, print)| print);
    let Some(mark) = marks().rfind(|mark| mark.print == print) else {
        return Ok(match (file, steps().next_back()) {
            (Some((project, _)), Some(last)) => {
                let (base, ours) = around(project, steps());
                Replay::Elsewhere {
                    base: Box::new(base),
                    ours: Box::new(ours),
                    steps: steps().count(),
                    last: last.label.clone(),
                }
            }
            _ => Replay::Nothing,
        });
    };
    let mut project = match (file, &mark.whole) {
        (Some((project, _)), _) => project.clone(),
        (None, Some(whole)) => from_str(whole)?.project,
        (None, None) => return Ok(Replay::Nothing),
    };
    for (id, rank) in &mark.ranks {
        if let Some(row) = project.entry(*id) {
            Edit::put(row.with_rank(*rank)).apply(&mut project);
        }
    }
    let base = project.clone();
    let mut document = Document::new(project);
    document.keep_record();
    let mut recovered =
        Recovered { document, base, upto: mark.upto, steps: 0, last: String::new(), refused: Vec::new() };
    for step in steps().filter(|step| step.number > mark.upto) {
        let transaction = Transaction::new(step.label.clone(), step.edits.clone()).drifting();
        match recovered.document.commit(transaction) {
            Ok(()) => {
                recovered.steps += 1;
                recovered.last.clone_from(&step.label);
            }
            Err(error) => recovered.refused.push(format!("{}: {error}", step.label)),
        }
    }
    let nothing = recovered.steps == 0 && recovered.refused.is_empty() && mark.whole.is_none();
    Ok(if nothing { Replay::Nothing } else { Replay::Recovered(Box::new(recovered)) })
}

/// The project as it would be with the rows that the steps touch as they were before, and as they were
/// after: what the steps changed is then the difference of the two, wherever they are carried out.
fn around<'a>(project: &Project, steps: impl Iterator<Item = &'a Step>) -> (Project, Project) {
    let (mut base, mut ours) = (project.clone(), project.clone());
    let mut seen = HashSet::new();
    for step in steps {
        for edit in &step.edits {
            edit.clone().apply(&mut ours);
        }
        // The inverse runs backwards: of a row that one step changes twice the last one is the oldest.
        let mut new = Vec::new();
        for edit in step.inverse.iter().rev() {
            if seen.insert(edit.row()) {
                new.push(edit);
            }
        }
        for edit in new {
            edit.clone().apply(&mut base);
        }
    }
    (base, ours)
}
