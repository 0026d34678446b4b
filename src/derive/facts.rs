//! Claims as the matrix reads them: one small row per claim and country (or actor), sorted into cells.
//!
//! Everything that depends on the project alone is settled here once per revision, so that a change of
//! rule, filter or date only walks over rows that are already in order.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use super::axis::Axis;
use super::copies::Copies;
use super::reading::{Reader, Reading, date_of_day};
use super::scale::{Level, Scale};
use super::sources::Sources;
use crate::model::{Basis, ClaimId, IssueId, Judgement, Project, RowsOf, Spot, Voice, Who};

/// A claim as it counts for one of its countries, or for its speaker.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// The claim.
    pub claim: ClaimId,
    /// Its date in days, or [`Fact::UNDATED`].
    pub day: i32,
    /// The place of the claim among all claims in the order of their ids.
    pub(super) ordinal: u32,
    /// Its stance as a place on the scale.
    pub(super) level: Level,
    /// Its points, if its stance has any.
    pub score: Option<i8>,
    /// For whom it speaks.
    pub voice: Voice,
    /// How we know.
    pub basis: Basis,
    /// Whether this is the first row of its claim; every claim in the matrix has exactly one.
    pub(super) first: bool,
}

impl Fact {
    /// The day of a claim without a date: before all others.
    pub const UNDATED: i32 = i32::MIN;

    /// Its date.
    pub fn date(&self) -> Option<Date> {
        if self.day == Self::UNDATED { None } else { date_of_day(self.day) }
    }

    /// Latest first, undated last; then the stronger basis; then by id, so that the order is total.
    pub(super) fn key(&self) -> (std::cmp::Reverse<i32>, Basis, u32) {
        (std::cmp::Reverse(self.day), self.basis, self.ordinal)
    }
}

/// A cell that was judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    pub cell: usize,
    pub judgement: Judgement,
    pub stale: u32,
    /// The day of the latest claim that the analyst saw; as of an earlier day nobody could have judged so.
    pub last_day: i32,
}

/// All claims of a project, sorted into the cells of its matrix, latest first in each.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) whos: Arc<Axis<Who>>,
    pub(super) issues: Arc<Axis<IssueId>>,
    pub(super) scale: Arc<Scale>,
    /// Sorted by cell, then by [`Fact::key`].
    rows: Vec<Fact>,
    /// Where the rows of each cell begin; one longer than there are cells.
    starts: Vec<u32>,
    /// The article of each claim, by ordinal, as a place in `outlets`; or nowhere.
    articles: Vec<u32>,
    /// The outlet of each article in the order of their ids.
    outlets: Vec<Arc<str>>,
    /// In the order of cells.
    pub(super) judged: Vec<Judged>,
    /// From where each claim comes, once that is asked.
    sources: OnceLock<Arc<Sources>>,
}

impl Facts {
    /// Reads a project for a matrix of countries, or of their blocs.
    pub fn new(project: &Project) -> Self {
        Self::of(project, RowsOf::Countries)
    }

    /// Reads a project for a matrix with these rows. Blocs stand on the facts of their countries.
    pub fn of(project: &Project, rows: RowsOf) -> Self {
        let whos: Vec<Who> = match rows {
            RowsOf::Countries | RowsOf::Blocs => {
                project.countries_in_order().iter().map(|row| Who::Country(row.id)).collect()
            }
            RowsOf::Actors => project.actors_in_order().iter().map(|row| Who::Actor(row.id)).collect(),
        };
        let issues = Axis::new(project.issues_in_order().iter().map(|row| row.id), |id| id.0);
        let mut facts = Self {
            whos: Arc::new(Axis::new(whos.into_iter(), |who| who.entry().slug())),
            issues: Arc::new(issues),
            scale: Arc::new(Scale::new(&project.scale())),
            ..Self::default()
        };
        facts.read(project, rows);
        facts.judge(project);
        facts
    }

    /// The same facts of `project`, with what is known of its copies: then they need not be looked for when
    /// [`Settings::independent`](super::Settings::independent) is asked. Copies of an earlier state will do; articles that
    /// they do not know are copies of none.
    pub fn knowing(self, project: &Project, copies: &Copies) -> Self {
        let sources = Arc::new(Sources::new(&self, project, copies));
        Self { sources: OnceLock::from(sources), ..self }
    }

    /// The rows of a cell, whatever any filter says: latest first, undated last.
    pub fn cell(&self, cell: impl Into<Spot>) -> &[Fact] {
        self.index_of(cell.into()).map_or(&[], |index| self.at(index))
    }

    /// Number of rows: claims, each counted once for every country of the matrix that it names.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no claim is under any cell.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Claims per day over the whole matrix, earliest day first, undated left out: what a slider over dates shows.
    pub fn days(&self) -> Vec<(Date, usize)> {
        let dated = self.rows.iter().filter(|row| row.first && row.day != Fact::UNDATED);
        let mut days: Vec<i32> = dated.map(|row| row.day).collect();
        days.sort_unstable();
        days.chunk_by(|a, b| a == b).filter_map(|same| Some((date_of_day(same[0])?, same.len()))).collect()
    }

    pub(super) fn cells(&self) -> usize {
        self.whos.ids.len() * self.issues.ids.len()
    }

    pub(super) fn index_of(&self, spot: Spot) -> Option<usize> {
        let row = self.whos.place_of(spot.who)?;
        Some(row * self.issues.ids.len() + self.issues.place(spot.issue.0)?)
    }

    pub(super) fn at(&self, cell: usize) -> &[Fact] {
        &self.rows[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    /// Number of rows under a range of cells.
    pub(super) fn under(&self, cells: Range<usize>) -> usize {
        if cells.is_empty() { 0 } else { (self.starts[cells.end] - self.starts[cells.start]) as usize }
    }

    pub(super) fn outlet(&self, ordinal: usize) -> &str {
        self.article(ordinal).map_or("", |article| &self.outlets[article])
    }

    /// The article of a claim, as its place in the order of their ids.
    pub(super) fn article(&self, ordinal: usize) -> Option<usize> {
        self.articles.get(ordinal).map(|article| *article as usize).filter(|article| *article < self.outlets.len())
    }

    /// From where each claim comes. Where nobody said what is known of copies, they are looked for now.
    pub(super) fn sources(&self, project: &Project) -> &Sources {
        self.sources.get_or_init(|| Arc::new(Sources::new(self, project, &Copies::new(project))))
    }

    fn read(&mut self, project: &Project, of: RowsOf) {
        let mut names: HashMap<&str, Arc<str>> = HashMap::new();
        let outlets = project.articles().values().map(|row| row.outlet.as_str());
        self.outlets = outlets.map(|name| names.entry(name).or_insert_with(|| name.into()).clone()).collect();
        let readings = Reader::new(project, of, &self.whos, &self.issues, &self.scale).read();
        self.sort(&readings);
        for reading in readings {
            self.articles.extend(reading.articles);
        }
    }

    /// Sorts rows into cells by counting, then each cell by date.
    fn sort(&mut self, readings: &[Reading]) {
        let unsorted = || readings.iter().flat_map(|reading| &reading.rows);
        self.starts = vec![0; self.cells() + 1];
        for (cell, _) in unsorted() {
            self.starts[*cell as usize + 1] += 1;
        }
        let mut end = 0;
        for start in &mut self.starts {
            end += *start;
            *start = end;
        }
        let Some((_, any)) = unsorted().next() else { return };
        self.rows = vec![*any; end as usize];
        let mut next = self.starts.clone();
        for (cell, fact) in unsorted() {
            let place = &mut next[*cell as usize];
            self.rows[*place as usize] = *fact;
            *place += 1;
        }
        for cell in self.starts.windows(2) {
            self.rows[cell[0] as usize..cell[1] as usize].sort_unstable_by_key(Fact::key);
        }
    }

    /// Reads the assessments and counts what has changed under each since it was made.
    fn judge(&mut self, project: &Project) {
        let mut judged: Vec<Judged> = Vec::with_capacity(project.assessments().len());
        let mut now = Vec::new();
        for assessment in project.assessments().values().filter(|row| row.stands()) {
            let Some(cell) = self.index_of(assessment.cell.into()) else { continue };
            now.clear();
            now.extend(self.at(cell).iter().filter_map(|row| Some((row.claim, project.claim(row.claim)?.updated))));
            now.sort_unstable();
            let stale = assessment.changes(&now).count() as u32;
            let mut seen: Vec<ClaimId> = assessment.seen.iter().map(|(id, _)| *id).collect();
            seen.sort_unstable();
            // Latest first: the first one that was seen is the latest.
            let last = self.at(cell).iter().find(|row| seen.binary_search(&row.claim).is_ok());
            let last_day = last.map_or(Fact::UNDATED, |row| row.day);
            judged.push(Judged { cell, judgement: assessment.judgement, stale, last_day });
        }
        judged.sort_unstable_by_key(|row| row.cell);
        self.judged = judged;
    }
}
