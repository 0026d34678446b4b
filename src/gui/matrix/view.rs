//! What the grid shows, made ready once per matrix: rows in order, columns with their levels.

use std::sync::Arc;

use crate::derive::{Matrix, Sheet};
use crate::model::{Issue, Look, Spot, Stance, StanceId, Who};
use crate::session::Desk;

/// A row of the grid.
pub struct Row {
    /// Who stands in it.
    pub who: Who,
    /// Name as shown.
    pub name: String,
    /// ISO code of a country; empty for others and where there is none.
    pub code: String,
    /// Its row in the matrix.
    pub place: usize,
    /// On how many issues there is evidence.
    pub coverage: usize,
}

/// A column of the grid.
pub struct Column {
    /// The issue.
    pub issue: Arc<Issue>,
    /// Its column in the matrix.
    pub place: usize,
    /// The levels of the scale, each with the number of rows that stand there.
    pub levels: Vec<(Arc<Stance>, usize)>,
}

/// Sizes that follow from the words of a view; `None` until they are asked for.
#[derive(Default)]
pub struct Measured {
    /// The width the names need.
    pub first: Option<f32>,
    /// The height the header needs at a width of columns.
    pub head: Option<(f32, f32)>,
}

/// Rows and columns as the grid shows them.
pub struct View {
    /// What they are made from.
    pub matrix: Arc<Matrix>,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// Cells with at least one counted claim.
    pub with_evidence: usize,
    /// Sizes of its words.
    pub measured: Measured,
    /// How it is looked at.
    pub look: Look,
    sheet: Arc<Sheet>,
    scale: Vec<Arc<Stance>>,
}

impl View {
    /// The last view as long as it still holds, else a new one.
    pub fn refresh(last: Option<View>, desk: &Desk) -> View {
        let sheet = desk.sheet();
        match last {
            Some(view) if Arc::ptr_eq(&view.sheet, &sheet) => view,
            _ => Self::new(sheet, desk),
        }
    }

    fn new(sheet: Arc<Sheet>, desk: &Desk) -> Self {
        let project = desk.project();
        let matrix = sheet.matrix.clone();
        let scale: Vec<Arc<Stance>> = project.scale().into_iter().cloned().collect();
        let row = |(who, place): (Who, usize)| {
            let code = match who {
                Who::Country(id) => project.country(id).map_or_else(String::new, |country| country.iso.clone()),
                Who::Bloc(_) | Who::Actor(_) => String::new(),
            };
            Row { who, name: project.label(who.entry()), code, place, coverage: matrix.coverage(place) }
        };
        let rows = sheet.whos().map(row).collect();
        let columns = sheet
            .issues()
            .filter_map(|(id, place)| {
                let levels = matrix.distribution(place).into_iter();
                let levels = levels.filter_map(|(id, n)| Some((scale.iter().find(|s| s.id == id)?.clone(), n)));
                Some(Column { issue: project.issue(id)?.clone(), place, levels: levels.collect() })
            })
            .collect();
        let with_evidence = sheet.cells_with_evidence();
        let look = desk.look().clone();
        Self { matrix, rows, columns, with_evidence, measured: Measured::default(), look, sheet, scale }
    }

    /// The stance of that id.
    pub fn stance(&self, id: StanceId) -> Option<&Arc<Stance>> {
        self.scale.iter().find(|stance| stance.id == id)
    }

    /// The levels of the scale, in the analyst's order.
    pub fn scale(&self) -> impl Iterator<Item = &Arc<Stance>> {
        self.scale.iter()
    }

    /// The cell at a row and a column of the grid.
    pub fn cell(&self, row: usize, column: usize) -> Option<Spot> {
        Some(Spot { who: self.rows.get(row)?.who, issue: self.columns.get(column)?.issue.id })
    }

    /// Row and column of a cell in the grid.
    pub fn find(&self, cell: Spot) -> Option<(usize, usize)> {
        let row = self.rows.iter().position(|row| row.who == cell.who)?;
        let column = self.columns.iter().position(|column| column.issue.id == cell.issue)?;
        Some((row, column))
    }
}
