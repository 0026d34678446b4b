//! The application without a window.
//!
//! Panels and the command line send [`Command`]s; [`Session::handle`] carries them out through
//! [`crate::edit`] and answers with [`Effect`]s for what only a window can do. Nothing here knows egui.

mod acting;
pub mod action;
mod adrift;
mod bulk;
pub mod coding;
pub mod command;
pub mod copying;
mod correct;
pub mod desk;
pub mod filters;
pub mod finder;
pub mod gaps;
pub mod jobs;
mod keeper;
mod likely;
mod moved;
pub mod notice;
mod opening;
pub mod pile;
pub mod prefs;
mod recency;
mod recovery;
mod saving;
mod searching;
mod selecting;
mod together;
mod versions;
mod views;
mod work;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

pub use action::{ACTIONS, Action, Key, Menu, Shortcut};
pub use command::{Command, Effect, Item, Part, Revised, Screen, Then, Unsaved};
pub use desk::{Desk, Selection};
pub use filters::SavedFilter;
pub use jobs::{Progress, Runner, Running};
pub use keeper::{Keeper, Safety};
pub use notice::{Notice, Notices, Weight};
use opening::Retired;
pub use opening::UnsavedWork;
pub use prefs::{Prefs, Reading, ReadingFace, Recent, Theme};
pub use recency::Recency;
pub use searching::Searching;
pub use together::Settling;
pub use versions::{Differs, VersionRow, Versions};

use crate::edit::ops::assessments::Saying;
use crate::edit::ops::{articles, assessments, claims, codebook};
use crate::edit::{EditError, Stamp, Transaction};
use crate::model::{ClaimId, Entry, EntryId, Project};
use crate::store::disk::{Disk, System};
use crate::text::Span;
use jobs::Jobs;
use keeper::{Ground, Place};
use work::Outcome;

/// The sample dossier, as it lies in `projects/`.
const SAMPLE: &str = include_str!("../../projects/paris-talks.ron");

/// The application: at most one project on the desk, the jobs under way, and what is to be said.
pub struct Session {
    desk: Option<Desk>,
    prefs: Prefs,
    prefs_folder: Option<PathBuf>,
    notices: Notices,
    runner: Runner,
    jobs: Jobs<Outcome>,
    disk: Arc<dyn Disk>,
    /// Whoever still writes for projects that were closed.
    retired: Vec<Retired>,
    /// Where the project on the desk will be kept once it may be changed.
    waiting: Option<(Place, Ground)>,
    /// The merge that waits for a person.
    settling: Option<Settling>,
    /// A merge that was settled in part before more was done.
    earlier: Option<Box<crate::merge::Merge>>,
    /// Counts the changes of the settings, so that earlier ones are never written over later ones.
    prefs_turn: u64,
    prefs_latest: Arc<Mutex<u64>>,
    /// Unsaved work was told of while a project was open.
    told_unsaved: bool,
    /// Edits of a journal that are to be brought in next.
    leftover: Option<versions::Leftover>,
    /// The earlier versions that are being looked at.
    versions: Option<Versions>,
    /// Work that was never saved and can be opened again.
    unsaved: Vec<UnsavedWork>,
    /// Set while somebody looks whether others have changed the file.
    looking: bool,
    /// What to do once somebody has looked: save, then go on as said.
    then: Option<Option<Then>>,
    /// Set while a save is under way: one at a time.
    saving: bool,
    /// A form or a dialog holds something that is not saved.
    half_coded: bool,
    /// The window is dark.
    dark: bool,
    /// Imports under way.
    importing: usize,
    loading: Option<PathBuf>,
    effects: Vec<Effect>,
    /// Counts the projects that were put on the desk, so that a job's result finds only its own.
    turn: u64,
}

impl Session {
    /// Nothing on the desk. Settings are kept in `prefs_folder`, if there is one.
    pub fn new(runner: Runner, prefs_folder: Option<PathBuf>) -> Self {
        let prefs = prefs_folder.as_deref().map_or_else(Prefs::default, Prefs::load);
        Self {
            desk: None,
            prefs,
            prefs_folder,
            notices: Notices::default(),
            jobs: Jobs::new(runner.clone()),
            runner,
            disk: Arc::new(System),
            retired: Vec::new(),
            waiting: None,
            settling: None,
            earlier: None,
            leftover: None,
            prefs_turn: 0,
            prefs_latest: Arc::default(),
            told_unsaved: false,
            versions: None,
            unsaved: Vec::new(),
            looking: false,
            then: None,
            saving: false,
            half_coded: false,
            dark: false,
            importing: 0,
            loading: None,
            effects: Vec::new(),
            turn: 0,
        }
    }

    /// Works on another file system from now on; for tests of what happens when a disk fails.
    pub fn set_disk(&mut self, disk: Arc<dyn Disk>) {
        self.disk = disk;
    }

    /// Work that was never saved and can be opened again, latest first.
    pub fn unsaved_work(&self) -> &[UnsavedWork] {
        &self.unsaved
    }

    /// The open project.
    pub fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    /// Settings of the person.
    pub fn prefs(&self) -> &Prefs {
        &self.prefs
    }

    /// Changes settings of the person and writes them down.
    pub fn change_prefs(&mut self, change: impl FnOnce(&mut Prefs)) {
        let before = self.prefs.clone();
        change(&mut self.prefs);
        if self.prefs == before {
            return;
        }
        let Some(writing) = self.writing_prefs() else { return };
        self.jobs.start_quietly(move |_| match writing.write() {
            Ok(()) => Outcome::PrefsWritten,
            Err(error) => Outcome::PrefsFailed(error),
        });
    }

    fn writing_prefs(&mut self) -> Option<WritingPrefs> {
        self.prefs_turn += 1;
        let folder = self.prefs_folder.clone()?;
        let (prefs, latest) = (self.prefs.clone(), self.prefs_latest.clone());
        Some(WritingPrefs { prefs, folder, turn: self.prefs_turn, latest })
    }

    /// Tells once of work that was never saved to whoever did not come by the start screen.
    fn tell_unsaved(&mut self) {
        // Who sees the start screen sees it there.
        self.told_unsaved |= self.desk.is_none() && self.loading.is_none();
        if self.desk.is_none() || self.unsaved.is_empty() || std::mem::replace(&mut self.told_unsaved, true) {
            return;
        }
        let said = self.unsaved.iter().map(|work| format!("“{}”, the last edit: {}", work.title, work.last)).collect();
        self.notices.lasting("There is work that was never saved: the start screen offers it", said);
    }

    /// What is to be said.
    pub fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Says that something went wrong at the edge, with its cause.
    pub fn fail(&mut self, text: &str, cause: String) {
        self.notices.failure(text, vec![cause]);
    }

    /// What is under way.
    pub fn jobs(&self) -> impl Iterator<Item = &Running> {
        self.jobs.running()
    }

    /// The file that is being opened.
    pub fn loading(&self) -> Option<&PathBuf> {
        self.loading.as_ref()
    }

    /// Whether a save is under way.
    pub fn is_saving(&self) -> bool {
        self.saving
    }

    /// A stamp with this moment and the analyst's name.
    pub fn stamp(&self) -> Stamp {
        Stamp::new(jiff::Timestamp::now(), self.prefs.analyst.clone(), fastrand::u64(..))
    }

    /// Says whether the window is dark, as the system or the person wishes.
    pub fn set_dark(&mut self, dark: bool) {
        self.dark = dark;
    }

    /// Says whether a form or a dialog holds something that is not saved; then the project is not left unasked.
    pub fn set_half_coded(&mut self, half_coded: bool) {
        self.half_coded = half_coded;
    }

    /// Counts the projects that were on the desk: an answer to a question about one is not for another.
    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// Carries a command out. What only a window can do comes back.
    pub fn handle(&mut self, command: Command) -> Vec<Effect> {
        let mut stamp = self.stamp();
        match command {
            Command::Do(action) => match self.available(action) {
                Ok(()) => self.act(action),
                Err(why) => self.notices.quiet(why),
            },
            Command::Leave(then) => self.leave(then),
            Command::GiveUp(then) => {
                self.half_coded = false;
                self.leave(then);
            }
            Command::Answer(Unsaved::Discard, then) => self.discard(then),
            Command::Answer(Unsaved::Save, then) => self.save(Some(then)),
            Command::SaveAs(path, then) => self.save_to(path, then),
            Command::Export(path, kind, format, options) => self.export(path, kind, format, *options),
            Command::CopyTable(kind, options) => self.copy_table(kind, *options),
            Command::RemoveArticle(article) => self.remove_article(article),
            Command::Import(paths) => self.import(paths),
            Command::AddArticle(article) => {
                if let Some(project) = self.project() {
                    let (transaction, ids) = articles::add(project, vec![*article], &mut stamp);
                    self.commit(Ok(transaction));
                    if let Some(id) = ids.first() {
                        self.show(Item::Article(*id));
                    }
                }
            }
            Command::ForgetRecent(path) => self.change_prefs(|prefs| prefs.recent.retain(|r| r.path != path)),
            Command::CancelJobs => self.cancel(),
            Command::ForgetUnsaved(folder) => self.forget_unsaved(&folder),
            Command::LookAtDisk => self.look_at_disk(None),
            Command::MergeFile(path) => self.merge_file(path),
            Command::Settle(index, side) => self.settle_one(index, side),
            Command::SettleAll(side) => self.settle_all(side),
            Command::FinishMerge => self.finish_merge(),
            Command::PutOffMerge => self.put_off_merge(),
            Command::ListVersions(path) => self.list_versions(Some(path)),
            Command::Restore(path) => self.restore(path),
            Command::ForgetVersions => self.forget_versions(),
            Command::Rescue(path) => self.rescue(path),
            Command::Repair => self.repair(),
            Command::PlanCorrection(article, text) => self.plan_correction(article, text),
            Command::ReadText(path) => self.read_text(path),
            Command::CorrectText(article, text, answers) => self.correct_text(article, &text, answers),
            Command::Reanchor(places) => self.reanchor(&places),
            Command::ShowAnchors(excerpt) => self.effects.push(Effect::ShowAnchors(excerpt)),
            Command::Show(item) => self.show(item),
            Command::Search(wish) => self.search(*wish),
            Command::LookInto(spot) => self.look_into(spot),
            Command::ChangeClaims(ids, change, new) => self.change_claims(&ids, &change, new, &stamp),
            Command::DeleteClaims(ids) => self.delete_claims(&ids),
            Command::SaveFilter(filter) => self.save_filter(*filter),
            Command::RenameFilter(old, new) => self.rename_filter(&old, &new),
            Command::ForgetFilter(name) => self.forget_filter(&name),
            Command::ShowFilter(name) => self.show_filter(&name),
            Command::SaveView(label) => self.save_view(&label),
            Command::RenameView(id, label) => self.rename_view(id, &label),
            Command::DeleteView(id) => self.delete_view(id),
            Command::MoveView(id, index) => self.move_view(id, index),
            Command::ShowView(id) => self.show_view(id),
            Command::Arrange(order) => self.arrange(&order),
            Command::Compare(whos) => {
                if let Some(desk) = &mut self.desk {
                    desk.compared = whos;
                }
                self.show_screen(Screen::Compare);
            }
            Command::Follow(issue) => {
                if let Some(desk) = &mut self.desk {
                    desk.followed = Some(issue);
                }
                self.effects.push(Effect::FollowIssue);
                self.show_screen(Screen::Timeline);
            }
            Command::ViewClaims(view) => {
                self.show_screen(Screen::Claims);
                self.effects.push(Effect::ViewClaims(view));
            }
            Command::ShowClaimsOf(entry) => {
                self.show_screen(Screen::Claims);
                self.effects.push(Effect::FilterClaims(entry));
            }
            Command::SetReading(reading) => self.change_prefs(|prefs| prefs.reading = reading.bounded()),
            Command::Copy(words) => self.effects.push(Effect::Copy(words)),
            Command::SetAnalyst(name) => self.change_prefs(|prefs| prefs.analyst = name.trim().into()),
            Command::Dismiss(number) => self.notices.dismiss(number),
            Command::Tell(text) => self.notices.quiet(text),
            Command::Select(_)
            | Command::SelectClaim(_)
            | Command::SelectCell(_)
            | Command::SelectEntry(_)
            | Command::SetLook(_)
            | Command::SetCompared(_)
            | Command::LookAt(_)
            | Command::SetPile(_)
            | Command::Seal => self.select(command),
            change => self.change(change, &mut stamp),
        }
        self.keep();
        self.look_for_copies();
        std::mem::take(&mut self.effects)
    }

    fn project(&self) -> Option<&Project> {
        Some(self.desk.as_ref()?.project())
    }

    /// What changes the selection or the settings of the matrix, and nothing in the project.
    fn select(&mut self, command: Command) {
        let Some(desk) = &mut self.desk else { return };
        match command {
            Command::Select(span) => {
                // Whoever selects nothing goes on from where the selection was.
                let was = desk.selection.span.or_else(|| Some(desk.selected_excerpt()?.anchor.span));
                if let Some(was) = was.filter(|_| span.is_none()) {
                    desk.look_at(was.start);
                }
                desk.selection.span = span;
                desk.selection.claim = None;
                if span.is_some() {
                    desk.note_work();
                }
                // Edges of an excerpt that are moved later are moved in a step of its own.
                desk.document.seal();
            }
            Command::SelectClaim(claim) => {
                desk.selection.claim = claim;
                if claim.is_some() {
                    desk.selection.span = None;
                }
                desk.document.seal();
            }
            Command::LookAt(at) => {
                desk.look_at(at);
                desk.note_reading(at);
            }
            Command::SetPile(pile) => desk.pile = pile,
            Command::SelectCell(cell) => desk.selection.cell = cell,
            Command::SelectEntry(entry) => desk.selection.entry = entry,
            Command::SetLook(look) => desk.set_look(*look),
            Command::SetCompared(whos) => desk.compared = whos,
            Command::Seal => desk.document.seal(),
            _ => {}
        }
        desk.mend_selection();
    }

    /// What changes the project: each command is one verb.
    fn change(&mut self, command: Command, stamp: &mut Stamp) {
        let Some(desk) = &self.desk else { return };
        let project = desk.project();
        let mut coded: Option<ClaimId> = None;
        let mut made: Option<EntryId> = None;
        let mut coded_all: Option<(usize, String)> = None;
        let marked = matches!(command, Command::SetProgress(..));
        let verb = match command {
            Command::Code(target, draft, new) => claims::code(project, target, *draft, stamp).and_then(|(step, id)| {
                coded = Some(id);
                with_new_rows(project, new, step)
            }),
            Command::Recode(id, draft, new) => {
                coded = Some(id);
                let step = claims::revise(project, id, &draft.was, draft.now, stamp);
                step.and_then(|step| with_new_rows(project, new, step))
            }
            Command::CodeAll(places, draft, new) => {
                coded_all = Some((places.len(), coding::in_words(project, &draft, &new)));
                let step = claims::code_all(project, &places, &draft, stamp);
                step.and_then(|step| with_new_rows(project, new, step))
            }
            Command::SetProgress(articles, progress) => articles::set_progress_of(project, &articles, progress),
            Command::SetNotes(article, notes) => articles::set_notes(project, article, &notes),
            Command::MoveExcerpt(id, span) => claims::move_excerpt(project, id, span, stamp),
            Command::Describe(id, details) => articles::revise(project, id, &details.was, details.now),
            Command::DescribeProject(details) => articles::revise_project(project, &details.was, details.now),
            Command::Create(entry) => {
                made = Some(entry.id());
                codebook::create(project, entry)
            }
            Command::CreateAll(entries) => {
                made = entries.first().map(Entry::id);
                codebook::create_all(project, entries)
            }
            Command::Change(entry) => codebook::change(project, entry),
            Command::Reorder(id, index) => codebook::reorder(project, id, index),
            Command::Delete(id, instead) => codebook::delete(project, id, instead, stamp),
            Command::Assess { cell, was, saying } => {
                // All claims of the cell, whatever the filters: it is stale when any of them changes.
                let under: Vec<ClaimId> = desk.facts().cell(cell).iter().map(|fact| fact.claim).collect();
                saying.agreed(was.as_deref(), project, cell).map(|()| {
                    let Saying { judgement, sentence, confidence } = &saying;
                    assessments::assess(project, cell, *judgement, sentence, *confidence, &under, stamp)
                })
            }
            Command::ClearAssessment(cell) => assessments::clear(project, cell, stamp),
            _ => return,
        };
        if !self.commit(verb) {
            return;
        }
        let Some(desk) = &mut self.desk else { return };
        if marked {
            // What is said by hand stays when one leaves the article.
            desk.worked_in = None;
        }
        if let Some(id) = coded {
            desk.selection.claim = Some(id);
            desk.selection.span = None;
            self.effects.push(Effect::Coded);
        }
        if let Some((count, words)) = coded_all {
            self.coded_all(count, &words);
        }
        if let (Some(id), Some(desk)) = (made, &mut self.desk)
            && desk.screen == Screen::Codebook
        {
            desk.selection.entry = Some(id);
        }
    }

    /// Commits what a verb returned; a refusal becomes a notice. Whether it went through.
    ///
    /// While another project is being opened nothing changes: it would be gone when that arrives.
    fn commit(&mut self, verb: Result<Transaction, EditError>) -> bool {
        let Some(desk) = &mut self.desk else { return false };
        if let Some(path) = &self.loading {
            let text = format!("Nothing was changed: {} is being opened", path.display());
            self.notices.failure(text, vec!["Cancel that first to go on here.".into()]);
            return false;
        }
        match verb.and_then(|transaction| desk.document.commit(transaction)) {
            Ok(()) => {
                desk.mend_selection();
                true
            }
            Err(error) => {
                self.notices.failure(format!("Nothing was changed: {error}."), Vec::new());
                false
            }
        }
    }

    /// Takes an article out with everything in it.
    fn remove_article(&mut self, article: crate::model::ArticleId) {
        let Some(desk) = &self.desk else { return };
        let verb = articles::remove(desk.project(), article);
        if self.commit(verb) {
            self.notices.quiet("Article removed");
        }
    }

    fn take_step(&mut self, by: impl FnOnce(&mut crate::edit::Document) -> Option<String>, said: &str) {
        let Some(desk) = &mut self.desk else { return };
        if let Some(label) = by(&mut desk.document) {
            desk.mend_selection();
            self.notices.quiet(format!("{said}: {label}"));
        }
    }

    fn show_screen(&mut self, screen: Screen) {
        if let Some(desk) = &mut self.desk {
            if screen == Screen::Search && desk.screen != screen {
                desk.searching.came_from = desk.screen;
            }
            desk.screen = screen;
        }
    }

    fn show(&mut self, item: Item) {
        self.leave_for(&item);
        let Some(desk) = &mut self.desk else { return };
        let project = desk.document.project();
        let (screen, selection) = (&mut desk.screen, &mut desk.selection);
        let reveal: Option<Span> = match item {
            Item::Article(id) => {
                if selection.article != Some(id) {
                    (selection.span, selection.claim) = (None, None);
                }
                (*screen, selection.article) = (Screen::Read, Some(id));
                None
            }
            Item::Place(article, span) => {
                (*screen, selection.article) = (Screen::Read, Some(article));
                (selection.span, selection.claim) = (Some(span), None);
                Some(span)
            }
            Item::Claim(id) => {
                let Some(excerpt) = project.claim(id).and_then(|claim| project.excerpt(claim.excerpt)) else { return };
                (*screen, selection.article) = (Screen::Read, Some(excerpt.article));
                (selection.span, selection.claim) = (None, Some(id));
                // One that lost its place is shown at the head of its article.
                Some(if project.stands(excerpt) { excerpt.anchor.span } else { Span::default() })
            }
            Item::Cell(cell) => {
                (*screen, selection.cell) = (Screen::Matrix, Some(cell));
                desk.part = Part::Positions;
                // Among whoever it stands, and where it can be seen.
                desk.look.rows = cell.who.rows();
                desk.look.hidden.retain(|entry| ![cell.who.entry(), EntryId::Issue(cell.issue)].contains(entry));
                None
            }
            Item::Entry(id) => {
                (*screen, selection.entry) = (Screen::Codebook, Some(id));
                None
            }
        };
        desk.mend_selection();
        self.effects.extend(reveal.map(Effect::Reveal));
    }

    /// Puts a project on the desk. One of the same file goes on where the last one was.
    fn put(&mut self, mut desk: Desk) {
        if let Some(old) = &self.desk
            && old.path.is_some()
            && old.path == desk.path
        {
            (desk.selection, desk.screen) = (old.selection.clone(), old.screen);
            desk.look = old.look.clone();
            desk.compared = old.compared.clone();
            desk.followed = old.followed;
            desk.mend_selection();
        }
        self.clear_desk();
        self.desk = Some(desk);
        self.tell_unsaved();
    }
}

/// Settings on their way to the disk.
struct WritingPrefs {
    prefs: Prefs,
    folder: PathBuf,
    turn: u64,
    /// The turn of the settings that were written last.
    latest: Arc<Mutex<u64>>,
}

impl WritingPrefs {
    /// Writes them down unless later ones are there already.
    fn write(self) -> Result<(), String> {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if *latest >= self.turn {
            return Ok(());
        }
        *latest = self.turn;
        self.prefs.save(&self.folder).map_err(|error| format!("{}: {error}", self.folder.display()))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // What was done last is written down, and locks are given back. Nobody is left to hear of an error.
        let latest = *self.prefs_latest.lock().unwrap_or_else(PoisonError::into_inner);
        if latest < self.prefs_turn
            && let Some(writing) = self.writing_prefs()
        {
            let _ = writing.write();
        }
        self.retire();
        self.desk = None;
        opening::wait_for(self.retired());
    }
}

/// The step with rows put into the codebook first.
fn with_new_rows(project: &Project, new: Vec<Entry>, mut step: Transaction) -> Result<Transaction, EditError> {
    if !new.is_empty() {
        let mut edits = codebook::create_all(project, new)?.edits;
        edits.append(&mut step.edits);
        step.edits = edits;
    }
    Ok(step)
}
