//! What the grid shows, made ready once per matrix: rows in order, columns with their levels.

use std::sync::Arc;

use crate::derive::Matrix;
use crate::model::{Cell, Country, Issue, Stance, StanceId};
use crate::session::Desk;

/// In which order the rows stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowOrder {
    /// As the analyst put them in the codebook.
    #[default]
    Codebook,
    /// By name.
    Name,
}

impl RowOrder {
    /// Every order with its name as shown.
    pub const ALL: [(RowOrder, &'static str); 2] = [(RowOrder::Codebook, "Codebook"), (RowOrder::Name, "Name")];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// A row of the grid.
pub struct Row {
    /// The country.
    pub country: Arc<Country>,
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
    /// The levels of the scale, each with the number of countries that stand there.
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
    order: RowOrder,
    scale: Vec<Arc<Stance>>,
}

impl View {
    /// The last view as long as it still holds, else a new one.
    pub fn refresh(last: Option<View>, desk: &Desk, order: RowOrder) -> View {
        let matrix = desk.matrix();
        match last {
            Some(view) if view.order == order && Arc::ptr_eq(&view.matrix, &matrix) => view,
            _ => Self::new(matrix, desk, order),
        }
    }

    fn new(matrix: Arc<Matrix>, desk: &Desk, order: RowOrder) -> Self {
        let project = desk.project();
        let scale: Vec<Arc<Stance>> = project.scale().into_iter().cloned().collect();
        let countries = matrix.countries.iter().enumerate();
        let mut rows: Vec<Row> = countries
            .filter_map(|(place, id)| {
                Some(Row { country: project.country(*id)?.clone(), place, coverage: matrix.coverage(place) })
            })
            .collect();
        if order == RowOrder::Name {
            rows.sort_by_cached_key(|row| (crate::text::fold::fold(&row.country.name), row.place));
        }
        let issues = matrix.issues.iter().enumerate();
        let columns = issues
            .filter_map(|(place, id)| {
                let levels = matrix.distribution(place).into_iter();
                let levels = levels.filter_map(|(id, n)| Some((scale.iter().find(|s| s.id == id)?.clone(), n)));
                Some(Column { issue: project.issue(*id)?.clone(), place, levels: levels.collect() })
            })
            .collect();
        let with_evidence = matrix.cells_with_evidence().count();
        Self { matrix, rows, columns, with_evidence, measured: Measured::default(), order, scale }
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
    pub fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        Some(Cell { country: self.rows.get(row)?.country.id, issue: self.columns.get(column)?.issue.id })
    }

    /// Row and column of a cell in the grid.
    pub fn find(&self, cell: Cell) -> Option<(usize, usize)> {
        let row = self.rows.iter().position(|row| row.country.id == cell.country)?;
        let column = self.columns.iter().position(|column| column.issue.id == cell.issue)?;
        Some((row, column))
    }
}
