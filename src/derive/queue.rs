//! The cells that wait for a judgement, in the order in which to judge them.

use std::cmp::Reverse;

use jiff::civil::Date;

use super::matrix::Position;
use super::sheet::Sheet;
use crate::model::{Cell, Project, Spot};

/// Why a cell waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It was judged, and claims were added, changed or removed under it since.
    Stale,
    /// Nobody judged it, and its claims contradict each other.
    Contested,
    /// Nobody judged it, and there are claims.
    Unjudged,
}

impl Reason {
    /// Every reason with its name as shown, most urgent first.
    pub const ALL: [(Reason, &'static str); 3] =
        [(Reason::Stale, "Stale"), (Reason::Contested, "Contested"), (Reason::Unjudged, "Not judged")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Why a cell with this position waits; `None` where it does not.
    pub fn of(position: &Position) -> Option<Self> {
        match position {
            _ if position.stale > 0 => Some(Self::Stale),
            _ if position.assessed || position.claims == 0 => None,
            _ if position.contested => Some(Self::Contested),
            _ => Some(Self::Unjudged),
        }
    }
}

/// A cell that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The cell.
    pub cell: Cell,
    /// Why.
    pub reason: Reason,
    /// Claims added, changed or removed since it was judged.
    pub changes: u32,
    /// Counted claims.
    pub claims: u32,
    /// The date of the latest of them that has one.
    pub latest: Option<Date>,
}

/// The cells of a sheet of countries that wait for a judgement, and how far the judging is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// Stale ones first, then the contested, then the rest; among the stale those with most changes first, among
    /// the others those with most claims, then the latest, then in the order of the sheet.
    pub waiting: Vec<Waiting>,
    /// Cells that are judged and not stale.
    pub judged: usize,
}

impl Queue {
    /// What waits among the cells that a sheet shows. Blocs and actors are not judged.
    pub fn new(sheet: &Sheet, project: &Project) -> Self {
        let mut queue = Self::default();
        for (who, row) in sheet.whos() {
            for (issue, column) in sheet.issues() {
                let position = sheet.matrix.at(row, column);
                let Some(cell) = (Spot { who, issue }).cell() else { continue };
                match Reason::of(position) {
                    Some(reason) => queue.waiting.push(waiting(sheet, project, cell, reason, position)),
                    None => queue.judged += usize::from(position.assessed),
                }
            }
        }
        queue.waiting.sort_by_key(|row| (row.reason, Reverse((row.changes, row.claims, row.latest))));
        queue
    }

    /// Cells that are judged, stale or not, and those that wait for their first judgement.
    pub fn all(&self) -> usize {
        self.judged + self.waiting.len()
    }

    /// How many wait for this reason.
    pub fn count(&self, reason: Reason) -> usize {
        self.waiting.iter().filter(|row| row.reason == reason).count()
    }
}

fn waiting(sheet: &Sheet, project: &Project, cell: Cell, reason: Reason, position: &Position) -> Waiting {
    let claims = sheet.matrix.evidence(cell).iter().filter_map(|id| project.claim(*id));
    let latest = claims.filter_map(|claim| project.date_of(claim)).next();
    Waiting { cell, reason, changes: position.stale, claims: position.claims, latest }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::derive::tests_support::{Sketch, cell, country, draft, issue};
    use crate::edit::ops::ClaimDraft;
    use crate::model::{Judgement, Look};

    /// Cells as "country issue reason changes claims", in order; and how many are judged.
    fn queue(sketch: &Sketch, look: &Look) -> (Vec<String>, usize) {
        let queue = Queue::new(&Sheet::of(sketch.project(), look), sketch.project());
        let said = |row: &Waiting| {
            let at = (0..4).flat_map(|row| (0..4).map(move |column| (row, column)));
            let at = at.into_iter().find(|(r, c)| cell(*r, *c) == row.cell).expect("a cell of the sketch");
            format!("{}{} {} {} {}", at.0, at.1, row.reason.label(), row.changes, row.claims)
        };
        (queue.waiting.iter().map(said).collect(), queue.judged)
    }

    #[test]
    fn stale_cells_come_first_then_contested_then_those_with_most_claims() {
        let mut sketch = Sketch::new(3, 2);
        let article = sketch.add_article("Words.", "Gazette", None);
        let code = |sketch: &mut Sketch, row, column, line: &str| {
            let claim = ClaimDraft { countries: vec![country(row)], issue: Some(issue(column)), ..draft(line) };
            sketch.code_in(article, claim)
        };
        code(&mut sketch, 0, 0, "2025-01-01 supports");
        code(&mut sketch, 0, 1, "2025-01-01 supports");
        code(&mut sketch, 0, 1, "2025-01-03 opposes");
        code(&mut sketch, 1, 0, "2025-02-01 supports");
        code(&mut sketch, 1, 1, "2025-01-01 supports");
        code(&mut sketch, 1, 1, "2025-01-02 supports");
        let all = ["01 Contested 0 2", "11 Not judged 0 2", "10 Not judged 0 1", "00 Not judged 0 1"];
        assert_eq!(queue(&sketch, &Look::default()), (all.map(String::from).into(), 0));

        sketch.assess(cell(1, 1), Judgement::NothingFound);
        assert_eq!(queue(&sketch, &Look::default()).1, 1);
        sketch.assess(cell(0, 0), Judgement::Declined);
        code(&mut sketch, 0, 0, "2025-03-01 opposes");
        let stale = ["00 Stale 1 2", "01 Contested 0 2", "10 Not judged 0 1"];
        assert_eq!(queue(&sketch, &Look::default()), (stale.map(String::from).into(), 1));

        let hidden = [crate::model::EntryId::Country(country(0))].into();
        let look = Look { hidden, ..Look::default() };
        assert_eq!(queue(&sketch, &look), (vec!["10 Not judged 0 1".into()], 1));
    }
}
