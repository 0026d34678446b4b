//! What the grid shows, made ready once per sheet: who stands where, with their numbers, whichever way round.

use std::sync::Arc;

use jiff::civil::Date;

use crate::derive::{Matrix, Position, Sheet};
use crate::gui::widgets::line::counted;
use crate::model::{CountryId, EntryId, Issue, Look, Project, Spot, Stance, StanceId, Who};
use crate::session::Desk;

/// A country, bloc or actor.
pub struct Row {
    /// Who it is.
    pub who: Who,
    /// Name as shown.
    pub name: String,
    /// ISO code of a country; empty for others and where there is none.
    pub code: String,
    /// What else there is to say: the members of a bloc, the role and country of an actor.
    pub detail: String,
    /// Members of a bloc; 0 for others.
    pub members: usize,
    /// Its row in the matrix.
    pub place: usize,
    /// On how many of the issues shown there is evidence.
    pub coverage: usize,
}

/// An issue.
pub struct Column {
    /// The issue.
    pub issue: Arc<Issue>,
    /// Its column in the matrix.
    pub place: usize,
    /// The levels of the scale, each with the number of those shown who stand there.
    pub levels: Vec<(Arc<Stance>, usize)>,
}

/// One of the two edges of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// The left one: the heads of lines.
    Left,
    /// The upper one: the heads of columns.
    Top,
}

/// What stands at an edge.
#[derive(Clone, Copy)]
pub enum Head<'v> {
    /// A country, bloc or actor.
    Who(&'v Row),
    /// An issue.
    Issue(&'v Column),
}

impl<'v> Head<'v> {
    /// Its name.
    pub fn name(self) -> &'v str {
        match self {
            Self::Who(row) => &row.name,
            Self::Issue(column) => &column.issue.label,
        }
    }

    /// The row of the codebook.
    pub fn entry(self) -> EntryId {
        match self {
            Self::Who(row) => row.who.entry(),
            Self::Issue(column) => EntryId::Issue(column.issue.id),
        }
    }
}

/// A cell with all that it shows.
#[derive(Clone, Copy)]
pub struct Shown<'v> {
    /// Whose it is.
    pub row: &'v Row,
    /// On what.
    pub column: &'v Column,
    /// What stands in it.
    pub position: &'v Position,
    /// What stood in it on the day compared with, where that differs.
    pub former: Option<&'v Position>,
    /// The day compared with.
    pub since: Option<Date>,
    /// Whether sources are told beside claims.
    pub sources: bool,
}

impl Shown<'_> {
    /// Which cell it is.
    pub fn spot(&self) -> Spot {
        Spot { who: self.row.who, issue: self.column.issue.id }
    }

    /// Whether it steps back behind the cells that differ from the day compared with.
    pub fn recedes(&self) -> bool {
        self.since.is_some() && self.former.is_none()
    }
}

/// Sizes that follow from the words of a view; `None` until they are asked for.
#[derive(Default)]
pub struct Measured {
    /// The width the names at the left need.
    pub first: Option<f32>,
    /// The height the header needs at a width of columns.
    pub head: Option<(f32, f32)>,
}

/// Everything the grid shows.
pub struct View {
    /// What it is made from.
    pub matrix: Arc<Matrix>,
    /// Whoever is shown, in order.
    pub rows: Vec<Row>,
    /// The issues that are shown, in order.
    pub columns: Vec<Column>,
    /// Cells with at least one counted claim.
    pub with_evidence: usize,
    /// Cells that differ from the day compared with.
    pub differing: usize,
    /// Who and what is not shown, though it is in the matrix.
    pub hidden: Vec<EntryId>,
    /// Sizes of its words.
    pub measured: Measured,
    /// How it is looked at.
    pub look: Look,
    then: Option<Arc<Matrix>>,
    sheet: Arc<Sheet>,
    scale: Vec<Arc<Stance>>,
}

impl View {
    /// The last view as long as it still holds, else a new one.
    pub fn refresh(last: Option<View>, desk: &Desk) -> View {
        let (sheet, then) = (desk.sheet(), desk.matrix_then());
        let same = |view: &View| {
            let then = (view.then.as_ref().map(Arc::as_ptr), then.as_ref().map(Arc::as_ptr));
            Arc::ptr_eq(&view.sheet, &sheet) && then.0 == then.1
        };
        match last {
            Some(view) if same(&view) => view,
            _ => Self::new(sheet, then, desk),
        }
    }

    fn new(sheet: Arc<Sheet>, then: Option<Arc<Matrix>>, desk: &Desk) -> Self {
        let project = desk.project();
        let matrix = sheet.matrix.clone();
        let scale: Vec<Arc<Stance>> = project.scale().into_iter().cloned().collect();
        let rows = sheet.whos().map(|(who, place)| row(project, &sheet, who, place)).collect();
        let columns = sheet
            .issues()
            .filter_map(|(id, place)| {
                let mut levels: Vec<_> = scale.iter().map(|stance| (stance.clone(), 0)).collect();
                for held in sheet.rows.iter().filter_map(|row| matrix.at(*row, place).stance) {
                    if let Some((_, count)) = levels.iter_mut().find(|(stance, _)| stance.id == held) {
                        *count += 1;
                    }
                }
                Some(Column { issue: project.issue(id)?.clone(), place, levels })
            })
            .collect();
        let entries = matrix.whos.iter().map(|who| who.entry());
        let entries = entries.chain(matrix.issues.iter().copied().map(EntryId::Issue));
        let look = desk.look().clone();
        Self {
            hidden: entries.filter(|entry| look.hidden.contains(entry)).collect(),
            with_evidence: sheet.cells_with_evidence(),
            differing: desk.cells_that_differ().unwrap_or(0),
            measured: Measured::default(),
            matrix,
            rows,
            columns,
            look,
            then,
            sheet,
            scale,
        }
    }

    /// The stance of that id.
    pub fn stance(&self, id: StanceId) -> Option<&Arc<Stance>> {
        self.scale.iter().find(|stance| stance.id == id)
    }

    /// How many stand at an edge.
    pub fn count(&self, edge: Edge) -> usize {
        if self.has_whos(edge) { self.rows.len() } else { self.columns.len() }
    }

    /// Who or what stands at a place of an edge.
    pub fn head(&self, edge: Edge, place: usize) -> Option<Head<'_>> {
        if self.has_whos(edge) { self.rows.get(place).map(Head::Who) } else { self.columns.get(place).map(Head::Issue) }
    }

    /// Whoever or whatever stands at an edge, in order.
    pub fn heads(&self, edge: Edge) -> impl Iterator<Item = Head<'_>> {
        (0..self.count(edge)).filter_map(move |place| self.head(edge, place))
    }

    /// Whether countries, blocs or actors stand at an edge.
    pub fn has_whos(&self, edge: Edge) -> bool {
        (edge == Edge::Left) != self.look.transposed
    }

    /// The cell on a line of the grid, in a column of it.
    pub fn at(&self, line: usize, column: usize) -> Option<Shown<'_>> {
        let (row, column) = if self.look.transposed { (column, line) } else { (line, column) };
        Some(self.shown(self.rows.get(row)?, self.columns.get(column)?))
    }

    /// Which cell stands on a line of the grid, in a column of it.
    pub fn spot(&self, line: usize, column: usize) -> Option<Spot> {
        self.at(line, column).map(|shown| shown.spot())
    }

    /// A cell, if it is shown.
    pub fn cell(&self, spot: Spot) -> Option<Shown<'_>> {
        let (line, column) = self.find(spot)?;
        self.at(line, column)
    }

    /// Line and column of a cell in the grid.
    pub fn find(&self, spot: Spot) -> Option<(usize, usize)> {
        let row = self.rows.iter().position(|row| row.who == spot.who)?;
        let column = self.columns.iter().position(|column| column.issue.id == spot.issue)?;
        Some(if self.look.transposed { (column, row) } else { (row, column) })
    }

    /// What stood in a cell on the day compared with, where that differs from what stands there now.
    pub fn former(&self, spot: Spot) -> Option<&Position> {
        let now = self.matrix.position(spot)?;
        self.then.as_ref()?.position(spot).filter(|then| then.stance != now.stance)
    }

    fn shown<'v>(&'v self, row: &'v Row, column: &'v Column) -> Shown<'v> {
        let position = self.matrix.at(row.place, column.place);
        // Both matrices are of one project and one kind of rows: their places are the same.
        let then = self.then.as_ref().map(|then| then.at(row.place, column.place));
        Shown {
            row,
            column,
            position,
            former: then.filter(|then| then.stance != position.stance),
            since: self.then.as_ref().and(self.look.since),
            sources: self.look.settings.independent,
        }
    }
}

fn row(project: &Project, sheet: &Sheet, who: Who, place: usize) -> Row {
    let code = match who {
        Who::Country(id) => project.country(id).map_or_else(String::new, |country| country.iso.clone()),
        Who::Bloc(_) | Who::Actor(_) => String::new(),
    };
    let coverage = sheet.columns.iter().filter(|column| sheet.matrix.at(place, **column).claims > 0).count();
    let (name, detail) = (project.label(who.entry()), detail(project, who));
    Row { who, name, code, detail, members: members(project, who).len(), place, coverage }
}

/// The members of a bloc; nobody for others.
pub fn members(project: &Project, who: Who) -> &[CountryId] {
    let Who::Bloc(id) = who else { return &[] };
    project.bloc(id).map_or(&[], |bloc| &bloc.members)
}

/// What there is to say of somebody beside the name: nothing of a country, the number of members of a bloc, the role
/// and the country of an actor.
pub fn detail(project: &Project, who: Who) -> String {
    match who {
        Who::Country(_) => String::new(),
        Who::Bloc(_) => counted(members(project, who).len(), "member", "members"),
        Who::Actor(id) => {
            let Some(actor) = project.actor(id) else { return String::new() };
            let country = actor.country.and_then(|id| project.country(id)).map_or("", |country| &country.name);
            let parts = [actor.role.as_str(), country];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
    }
}
