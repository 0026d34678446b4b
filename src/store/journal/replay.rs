//! Carrying out again what a journal holds.

use std::collections::HashSet;
use std::sync::Arc;

use super::Found;
use super::record::{Mark, Ranked, Step};
use crate::edit::{Document, Edit, Transaction};
use crate::model::{Info, Project, ProjectId, View};
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
    replay_from(file, found, &mut |_| None)
}

/// The same where `earlier` may know the project of a file that was there before: then it is known what others
/// have changed since, and what of the journal contradicts that.
///
/// # Errors
/// As [`replay`].
pub fn replay_from(
    file: Option<(&Project, Print)>,
    found: &Found,
    earlier: &mut dyn FnMut(Print) -> Option<Project>,
) -> Result<Replay, LoadError> {
    let Some((file, print)) = file else {
        let of_whole = found.marks().rfind(|mark| mark.print.is_none());
        let recovered = match of_whole.map(|mark| (mark, &mark.whole)) {
            Some((mark, Some(whole))) => {
                carry_out(with_ranks(with_parts(from_str(whole)?.project, found), mark), mark.upto, found)
            }
            Some((_, None)) => return Ok(Replay::Nothing),
            None => match without_mark(found) {
                Some((project, upto)) => carry_out(project, upto, found),
                None => return Ok(Replay::Nothing),
            },
        };
        return Ok(Replay::Recovered(Box::new(recovered)));
    };
    if let Some(mark) = found.marks().rfind(|mark| mark.print == Some(print)) {
        let recovered = carry_out(with_ranks(file.clone(), mark), mark.upto, found);
        let nothing = recovered.refused.is_empty() && is_same(&recovered.base, recovered.document.project(), found);
        return Ok(if nothing { Replay::Nothing } else { Replay::Recovered(Box::new(recovered)) });
    }
    let Some(last) = found.steps().next_back() else { return Ok(Replay::Nothing) };
    let known = found.marks().rev().find_map(|mark| {
        let project = earlier(mark.print?)?;
        Some(carry_out(with_ranks(project, mark), mark.upto, found)).filter(|recovered| recovered.steps > 0)
    });
    let (base, ours, steps) = match known {
        Some(recovered) => (recovered.base, recovered.document.project().clone(), recovered.steps),
        None => {
            let (base, ours) = around(file, found.steps());
            (base, ours, found.steps().count())
        }
    };
    if is_same(&base, &ours, found) {
        return Ok(Replay::Nothing);
    }
    Ok(Replay::Elsewhere { base: Box::new(base), ours: Box::new(ours), steps, last: last.label.clone() })
}

/// Carries out the steps after `upto`, one by one.
///
/// Where nothing is missing the project is what it was once, whatever it left open then. Otherwise each step has
/// to hold, apart from what did not hold before.
fn carry_out(base: Project, upto: u64, found: &Found) -> Recovered {
    let mut document = Document::new(base.clone());
    document.keep_record();
    let (mut steps, mut last, mut refused) = (0, String::new(), Vec::new());
    let (mut is_whole, mut next) = (found.damaged == 0, upto + 1);
    for step in found.steps().filter(|step| step.number > upto) {
        is_whole &= step.number == next;
        next = step.number.saturating_add(1);
        if is_whole {
            document.repeat(step.label.clone(), step.edits.clone());
        } else {
            let transaction = Transaction::new(step.label.clone(), step.edits.clone());
            if let Err(error) = document.commit(transaction.drifting().as_found(base.clone())) {
                refused.push(format!("{}: {error}", step.label));
                continue;
            }
        }
        steps += 1;
        last.clone_from(&step.label);
    }
    Recovered { document, base, upto, steps, last, refused }
}

/// The project with the places in the codebook that the mark says.
fn with_ranks(mut project: Project, mark: &Mark) -> Project {
    for (id, rank) in &mark.ranks {
        let edit = match id {
            Ranked::Entry(id) => project.entry(*id).map(|row| Edit::put(row.with_rank(*rank))),
            Ranked::View(id) => {
                let ranked = |row: &Arc<View>| View { rank: *rank, ..View::clone(row) };
                project.view(*id).map(|row| Edit::View(*id, Some(Arc::new(ranked(row)))))
            }
        };
        if let Some(edit) = edit {
            edit.apply(&mut project);
        }
    }
    project
}

/// The project with the rows that the journal holds itself. A row whose article or excerpt is lost has no place.
fn with_parts(mut project: Project, found: &Found) -> Project {
    found.parts().for_each(|edit| drop(edit.clone().apply(&mut project)));
    let articles = project.articles().clone();
    let has_article = |id| articles.contains_key(&id) && project.text(id).is_some();
    let excerpts = project.excerpts().values().filter(|row| !has_article(row.article));
    let mut lost: Vec<Edit> = excerpts.map(|row| Edit::Excerpt(row.id, None)).collect();
    lost.drain(..).for_each(|edit| drop(edit.apply(&mut project)));
    let claims = project.claims().values().filter(|row| project.excerpt(row.excerpt).is_none());
    lost.extend(claims.map(|row| Edit::Claim(row.id, None)));
    lost.into_iter().for_each(|edit| drop(edit.apply(&mut project)));
    project
}

/// What is there of a project without a file whose mark is lost, and the number of the step before the first.
fn without_mark(found: &Found) -> Option<(Project, u64)> {
    if found.marks().next().is_some() || found.records.is_empty() {
        return None;
    }
    let info = found.parts().find_map(|edit| if let Edit::Info(info) = edit { Some(Info::clone(info)) } else { None });
    let lost = || {
        Some(Info { id: ProjectId("recovered".parse().ok()?), title: "Recovered project".into(), notes: String::new() })
    };
    let project = with_parts(Project::bare(info.or_else(lost)?), found);
    Some((project, found.steps().next().map_or(0, |step| step.number.saturating_sub(1))))
}

/// Whether the rows that the steps touch are the same in both.
fn is_same(a: &Project, b: &Project, found: &Found) -> bool {
    let (mut a, mut b, mut seen) = (a.clone(), b.clone(), HashSet::new());
    let mut edits = found.steps().flat_map(|step| &step.edits).filter(|edit| seen.insert(edit.row()));
    edits.all(|edit| edit.clone().apply(&mut a) == edit.clone().apply(&mut b))
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
