//! What everything is written from: worked out when it is first asked for, and then once for all.

use std::cell::OnceCell;
use std::sync::Arc;

use super::Options;
use crate::derive::moves::{self, Moved};
use crate::derive::{Facts, Head, Matrix, Sheet};
use crate::model::{Look, Project, RowsOf, Settings, Spot, StanceId};

/// A project as it is looked at.
pub struct Source<'p> {
    /// The project.
    pub project: &'p Project,
    /// How it is looked at, and how it is written.
    pub options: &'p Options,
    facts: OnceCell<Arc<Facts>>,
    sheet: OnceCell<Arc<Sheet>>,
    then: OnceCell<Option<Arc<Matrix>>>,
}

impl<'p> Source<'p> {
    /// Nothing is worked out yet.
    pub fn new(project: &'p Project, options: &'p Options) -> Self {
        Self { project, options, facts: OnceCell::new(), sheet: OnceCell::new(), then: OnceCell::new() }
    }

    /// The same with what somebody worked out before for this look: facts, sheet, and the matrix on the day that is
    /// compared with.
    pub fn knowing(self, facts: Arc<Facts>, sheet: Arc<Sheet>, then: Option<Arc<Matrix>>) -> Self {
        Self { facts: facts.into(), sheet: sheet.into(), then: then.into(), ..self }
    }

    /// How it is looked at.
    pub fn look(&self) -> &'p Look {
        &self.options.look
    }

    /// Who claims what.
    pub fn facts(&self) -> &Arc<Facts> {
        self.facts.get_or_init(|| Arc::new(Facts::of(self.project, self.look().rows)))
    }

    /// Rows and columns of the matrix as they are shown.
    pub fn sheet(&self) -> &Arc<Sheet> {
        self.sheet.get_or_init(|| {
            let matrix = self.matrix(&self.look().settings);
            Arc::new(Sheet::new(Arc::new(matrix), self.project, self.look()))
        })
    }

    /// The matrix on the day that it is compared with; `None` where it is compared with none.
    pub fn then(&self) -> Option<&Arc<Matrix>> {
        let then = || {
            let mut settings = self.look().settings.clone();
            settings.filter.as_of = Some(self.look().since?);
            Some(Arc::new(self.matrix(&settings)))
        };
        self.then.get_or_init(then).as_ref()
    }

    /// The level in a cell on the day that it is compared with, if it is compared with any.
    pub fn before(&self, line: Head, head: Head) -> Option<Option<StanceId>> {
        let ((Head::Who(who, _), Head::Issue(issue, _)) | (Head::Issue(issue, _), Head::Who(who, _))) = (line, head)
        else {
            return None;
        };
        let position = self.then()?.position(Spot { who, issue });
        Some(position.and_then(|position| position.stance))
    }

    /// Every change of what is shown, latest first; where the look compares with a day, those after it.
    pub fn moves(&self) -> Vec<Moved> {
        moves::shown(self.facts(), self.project, self.sheet(), self.look())
    }

    fn matrix(&self, settings: &Settings) -> Matrix {
        let matrix = Matrix::from_facts(self.facts(), self.project, settings);
        match self.look().rows {
            RowsOf::Blocs => matrix.of_blocs(self.facts(), self.project, settings),
            RowsOf::Countries | RowsOf::Actors => matrix,
        }
    }
}
