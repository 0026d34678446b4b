//! An open project on the desk: document, file, selection, and what is derived from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::adrift::AdriftMemo;
use super::command::{Part, Screen};
use super::copying::Copying;
use super::gaps::Gaps;
use super::keeper::{Keeper, Safety};
use super::likely::LikelyMemo;
use super::pile::{Listed, Pile};
use super::recency::{Recency, RecencyMemo};
use super::searching::Searching;
use crate::derive::compare::Comparison;
use crate::derive::coverage::Coverage;
use crate::derive::moves::{self, Moved};
use crate::derive::{Copies, Facts, Matrix, Memo, Memos, Settings, Sheet};
use crate::edit::Document;
use crate::model::{ArticleId, ClaimId, EntryId, Excerpt, ExcerptId, IssueId, Look, Project, RowsOf, Spot, Who};
use crate::store::lock::Owner;
use crate::store::{Beside, DiskState, Print};
use crate::text::{Byte, Span};

/// What is selected on each screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The open article.
    pub article: Option<ArticleId>,
    /// The selected words of the open article.
    pub span: Option<Span>,
    /// The selected claim of the open article.
    pub claim: Option<ClaimId>,
    /// The selected cell of the matrix.
    pub cell: Option<Spot>,
    /// The selected row of the codebook.
    pub entry: Option<EntryId>,
}

/// The file that a project without a file came from, as it was then.
#[derive(Clone, Debug)]
pub(super) struct Meant {
    pub path: PathBuf,
    pub disk: DiskState,
    pub print: Print,
}

/// An open project.
pub struct Desk {
    /// The project and its history.
    pub(super) document: Document,
    /// Its file; `None` until it is saved for the first time.
    pub(super) path: Option<PathBuf>,
    /// The place beside that file, whichever way it is named.
    pub(super) home: Option<Beside>,
    /// Without a file of its own: the one that the first save goes to.
    pub(super) meant: Option<Meant>,
    /// The file as we last read or wrote it.
    pub(super) disk: Option<DiskState>,
    /// The fingerprint of that file.
    pub(super) print: Option<Print>,
    /// What that file holds.
    pub(super) base: Project,
    /// The file as others have left it, where that was told already.
    pub(super) foreign: Option<DiskState>,
    /// Who has it open elsewhere; then it may only be read here.
    pub(super) held: Option<Owner>,
    /// Who has taken it over, where that was told.
    pub(super) taken: Option<Owner>,
    /// The state of which no version could be kept when it was to be given up.
    pub(super) unkeepable: Option<u64>,
    /// Whoever writes the journal.
    pub(super) keeper: Option<Keeper>,
    /// What is selected.
    pub(super) selection: Selection,
    /// Where one reads while nothing is selected.
    pub(super) caret: Option<(ArticleId, Byte)>,
    /// The unread article in which somebody works.
    pub(super) worked_in: Option<ArticleId>,
    /// What the list of articles lets through.
    pub(super) pile: Pile,
    /// Which screen is shown.
    pub(super) screen: Screen,
    /// Which part of the matrix screen is shown.
    pub(super) part: Part,
    /// How the matrix is looked at.
    pub(super) look: Look,
    /// Who stands side by side.
    pub(super) compared: Vec<Who>,
    /// The issue of the timeline.
    pub(super) followed: Option<IssueId>,
    /// When it was last saved, in seconds since 1970.
    pub(super) saved_at: Option<i64>,
    facts: Memos<(u64, RowsOf), Facts>,
    matrices: Memos<(u64, RowsOf, Settings), Matrix>,
    sheet: Memo<(u64, Look), Sheet>,
    differing: Memo<(u64, Look), usize>,
    moves: Memo<(u64, Look), Vec<Moved>>,
    comparison: Memo<(u64, Look, Vec<Who>), Comparison>,
    claims_in: Memo<(u64, ArticleId), usize>,
    pub(super) listed: Memo<(u64, Pile), Listed>,
    adrift: AdriftMemo,
    pub(super) likely: LikelyMemo,
    pub(super) searching: Searching,
    pub(super) copying: Copying,
    pub(super) gaps: Gaps,
    pub(super) coverage: Memo<(u64, Look), Coverage>,
    recency: RecencyMemo,
}

impl Desk {
    /// Puts a project on the desk.
    pub fn new(project: Project, path: Option<PathBuf>) -> Self {
        let article = project.articles_by_date().first().map(|article| article.id);
        Self {
            base: project.clone(),
            document: Document::new(project),
            path,
            home: None,
            meant: None,
            disk: None,
            print: None,
            foreign: None,
            held: None,
            taken: None,
            unkeepable: None,
            keeper: None,
            selection: Selection { article, ..Selection::default() },
            caret: None,
            worked_in: None,
            pile: Pile::default(),
            screen: Screen::default(),
            part: Part::default(),
            look: Look::default(),
            compared: Vec::new(),
            followed: None,
            saved_at: None,
            facts: Memos::new(2),
            matrices: Memos::new(8),
            sheet: Memo::default(),
            differing: Memo::default(),
            moves: Memo::default(),
            comparison: Memo::default(),
            claims_in: Memo::default(),
            listed: Memo::default(),
            adrift: AdriftMemo::default(),
            likely: LikelyMemo::default(),
            searching: Searching::default(),
            copying: Copying::default(),
            gaps: Gaps::default(),
            coverage: Memo::default(),
            recency: RecencyMemo::default(),
        }
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        self.document.project()
    }

    /// The project with its history, to read.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its file.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Who has it open elsewhere; then it may only be read here.
    pub fn held(&self) -> Option<&Owner> {
        self.held.as_ref()
    }

    /// The number of the last change that was made.
    pub fn sent(&self) -> u64 {
        self.keeper.as_ref().map_or(0, Keeper::sent)
    }

    /// The number of the last change that is on the disk.
    pub fn durable(&self) -> u64 {
        self.keeper.as_ref().map_or(0, Keeper::durable)
    }

    /// Whether the journal lies on this computer because there was no place for it beside the file.
    pub fn is_away(&self) -> bool {
        self.keeper.as_ref().is_some_and(Keeper::is_away)
    }

    /// How safe the changes are that no save holds yet.
    pub fn safety(&self) -> Safety {
        self.keeper.as_ref().map_or(Safety::Unkept, Keeper::safety)
    }

    /// What is selected.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// Which screen is shown.
    pub fn screen(&self) -> Screen {
        self.screen
    }

    /// Which claims count and by which rule.
    pub fn settings(&self) -> &Settings {
        &self.look.settings
    }

    /// How the matrix is looked at.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Which part of the matrix screen is shown.
    pub fn part(&self) -> Part {
        self.part
    }

    /// Who stands side by side.
    pub fn compared(&self) -> &[Who] {
        &self.compared
    }

    /// The issue of the timeline; the first one until somebody chose.
    pub fn followed(&self) -> Option<IssueId> {
        self.followed.or_else(|| self.project().issues_in_order().first().map(|issue| issue.id))
    }

    /// When it was last saved, in seconds since 1970.
    pub fn saved_at(&self) -> Option<i64> {
        self.saved_at
    }

    /// Who claims what, in columns, whatever the settings.
    pub fn facts(&self) -> Arc<Facts> {
        self.facts_of(RowsOf::Countries)
    }

    /// The same as a matrix with these rows needs it.
    pub fn facts_of(&self, rows: RowsOf) -> Arc<Facts> {
        // Blocs stand on the facts of their countries.
        let rows = if rows == RowsOf::Blocs { RowsOf::Countries } else { rows };
        self.facts.get((self.revision(), rows), || {
            let facts = Facts::of(self.project(), rows);
            if !self.look.settings.independent {
                return facts;
            }
            // What is found later gives another revision.
            facts.knowing(self.project(), self.copying.found().map_or(&Copies::default(), |copies| copies))
        })
    }

    /// The matrix of the project as it is now, as it is looked at.
    pub fn matrix(&self) -> Arc<Matrix> {
        self.matrix_of(self.look.rows, &self.look.settings)
    }

    /// The matrix of the project as it is now with these rows under these settings.
    pub fn matrix_of(&self, rows: RowsOf, settings: &Settings) -> Arc<Matrix> {
        let key = (self.revision(), rows, settings.clone());
        self.matrices.get(key, || {
            let facts = self.facts_of(rows);
            if rows == RowsOf::Blocs {
                self.matrix_of(RowsOf::Countries, settings).of_blocs(&facts, self.project(), settings)
            } else {
                Matrix::from_facts(&facts, self.project(), settings)
            }
        })
    }

    /// The matrix as it was on the day that it is compared with; `None` while it is compared with none.
    pub fn matrix_then(&self) -> Option<Arc<Matrix>> {
        let mut settings = self.look.settings.clone();
        settings.filter.as_of = Some(self.look.since?);
        Some(self.matrix_of(self.look.rows, &settings))
    }

    /// Rows and columns of the matrix as they are shown.
    pub fn sheet(&self) -> Arc<Sheet> {
        let key = (self.revision(), self.look.clone());
        self.sheet.get(key, || Sheet::new(self.matrix(), self.project(), &self.look))
    }

    /// Every move of the cells that are shown, latest first; where they are compared with a day, those after it.
    pub fn moves(&self) -> Arc<Vec<Moved>> {
        let key = (self.revision(), self.look.clone());
        self.moves.get(key, || {
            let facts = self.facts_of(self.look.rows);
            moves::shown(&facts, self.project(), &self.sheet(), &self.look)
        })
    }

    /// Those who stand side by side, on the issues that are shown.
    pub fn comparison(&self) -> Arc<Comparison> {
        let key = (self.revision(), self.look.clone(), self.compared.clone());
        self.comparison.get(key, || {
            let matrix = |rows| self.matrix_of(rows, &self.look.settings);
            Comparison::new(self.project(), &self.sheet(), &self.compared, matrix)
        })
    }

    /// Number of cells shown that differ from the day compared with; `None` while it is compared with none.
    pub fn cells_that_differ(&self) -> Option<usize> {
        let then = self.matrix_then()?;
        let key = (self.document.revision(), self.look.clone());
        Some(*self.differing.get(key, || self.sheet().cells_that_differ(&then)))
    }

    /// Number of claims in the open article.
    pub fn claims_in_article(&self) -> usize {
        let Some(article) = self.selection.article else { return 0 };
        let key = (self.document.revision(), article);
        *self.claims_in.get(key, || self.project().count_claims_in(article))
    }

    /// The excerpts whose words do not stand at their place.
    pub fn adrift(&self) -> Arc<BTreeSet<ExcerptId>> {
        self.adrift.of(self.project())
    }

    /// What an analyst used lately.
    pub fn recency(&self, analyst: &str) -> Arc<Recency> {
        self.recency.of(self.project(), analyst)
    }

    /// The excerpt of the selected claim.
    pub fn selected_excerpt(&self) -> Option<&Arc<Excerpt>> {
        let claim = self.project().claim(self.selection.claim?)?;
        self.project().excerpt(claim.excerpt)
    }

    /// Looks at the matrix so; what is selected among other rows is let go.
    pub(super) fn set_look(&mut self, look: Look) {
        self.selection.cell = self.selection.cell.filter(|cell| cell.who.rows() == look.rows);
        self.look = look;
    }

    /// Drops from the selection whatever is no longer in the project.
    pub(super) fn mend_selection(&mut self) {
        let project = self.document.project();
        let selection = &mut self.selection;
        if selection.article.is_none_or(|id| project.article(id).is_none()) {
            selection.article = project.articles_by_date().first().map(|article| article.id);
            selection.span = None;
        }
        let text = selection.article.and_then(|id| project.text(id));
        selection.span = selection.span.filter(|span| text.is_some_and(|text| text.get(*span).is_some()));
        selection.claim = selection.claim.filter(|id| project.claim(*id).is_some());
        selection.entry = selection.entry.filter(|id| project.contains(*id));
        selection.cell =
            selection.cell.filter(|cell| project.contains(cell.who.entry()) && project.issue(cell.issue).is_some());
        self.look = std::mem::take(&mut self.look).known(project);
        self.compared.retain(|who| project.contains(who.entry()));
        self.followed = self.followed.filter(|id| project.issue(*id).is_some());
    }

    /// The claim `by` places after the selected one in the open article, or the first after the selection.
    pub(super) fn step_claim(&self, forward: bool) -> Option<ClaimId> {
        let claims = self.project().claims_in(self.selection.article?);
        let at = claims.iter().position(|(_, claim)| Some(claim.id) == self.selection.claim);
        let index = match (at, forward) {
            (Some(at), true) => (at + 1) % claims.len(),
            (Some(at), false) => (at + claims.len() - 1) % claims.len(),
            (None, _) => {
                let from = self.selection.span.unwrap_or_default().start;
                let after = claims.iter().position(|(excerpt, _)| excerpt.anchor.span.start >= from);
                after.unwrap_or(0)
            }
        };
        claims.get(index).map(|(_, claim)| claim.id)
    }
}
