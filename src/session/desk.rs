//! An open project on the desk: document, file, selection, and what is derived from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::adrift::AdriftMemo;
use super::command::Screen;
use super::keeper::{Keeper, Safety};
use super::likely::LikelyMemo;
use super::pile::{Listed, Pile};
use super::recency::{Recency, RecencyMemo};
use super::searching::Searching;
use crate::derive::{Facts, Matrix, Memo, Settings};
use crate::edit::Document;
use crate::model::{ArticleId, Cell, ClaimId, EntryId, Excerpt, ExcerptId, Project};
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
    pub cell: Option<Cell>,
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
    /// Which claims count and by which rule.
    pub(super) settings: Settings,
    /// When it was last saved, in seconds since 1970.
    pub(super) saved_at: Option<i64>,
    facts: Memo<u64, Facts>,
    matrix: Memo<(u64, Settings), Matrix>,
    claims_in: Memo<(u64, ArticleId), usize>,
    pub(super) listed: Memo<(u64, Pile), Listed>,
    adrift: AdriftMemo,
    pub(super) likely: LikelyMemo,
    pub(super) searching: Searching,
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
            settings: Settings::default(),
            saved_at: None,
            facts: Memo::default(),
            matrix: Memo::default(),
            claims_in: Memo::default(),
            listed: Memo::default(),
            adrift: AdriftMemo::default(),
            likely: LikelyMemo::default(),
            searching: Searching::default(),
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
        &self.settings
    }

    /// When it was last saved, in seconds since 1970.
    pub fn saved_at(&self) -> Option<i64> {
        self.saved_at
    }

    /// Who claims what, in columns, whatever the settings.
    pub fn facts(&self) -> Arc<Facts> {
        self.facts.get(self.document.revision(), || Facts::new(self.project()))
    }

    /// The matrix of the project as it is now.
    pub fn matrix(&self) -> Arc<Matrix> {
        let key = (self.document.revision(), self.settings.clone());
        self.matrix.get(key, || Matrix::from_facts(&self.facts(), self.project(), &self.settings))
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
        selection.cell = selection
            .cell
            .filter(|cell| project.country(cell.country).is_some() && project.issue(cell.issue).is_some());
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
