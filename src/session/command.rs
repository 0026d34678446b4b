//! What panels send, and what only a window can do in answer.

use std::path::PathBuf;
use std::sync::Arc;

use super::action::Action;
use super::filters::SavedFilter;
use super::pile::Pile;
use super::prefs::Reading;
use crate::derive::claims::View;
use crate::derive::search::Wish;
use crate::edit::ops::assessments::Saying;
use crate::edit::ops::bulk::Bulk;
use crate::edit::ops::claims::Target;
use crate::edit::ops::codebook::Instead;
use crate::edit::ops::correct::Plan;
use crate::edit::ops::{ArticleDetails, ClaimDraft, NewArticle, ProjectDetails};
use crate::export::clipboard::Clip;
use crate::export::{Format, Kind, Options};
use crate::merge::Side;
use crate::model::{
    ArticleId, Assessment, Cell, ClaimId, Entry, EntryId, ExcerptId, IssueId, Look, Progress, Spot, ViewId, Who,
};
use crate::text::{Byte, Span};

/// The screens of an open project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Articles and tagging.
    #[default]
    Read,
    /// Every claim as a table.
    Claims,
    /// Who stands where.
    Matrix,
    /// A few countries, blocs or actors side by side.
    Compare,
    /// One issue over time.
    Timeline,
    /// The codebook.
    Codebook,
    /// What is found in everything.
    Search,
}

impl Screen {
    /// Every screen with the action that shows it, in the order of the tabs.
    pub const ALL: [(Screen, Action); 7] = [
        (Screen::Read, Action::ShowRead),
        (Screen::Claims, Action::ShowClaims),
        (Screen::Matrix, Action::ShowMatrix),
        (Screen::Compare, Action::ShowCompare),
        (Screen::Timeline, Action::ShowTimeline),
        (Screen::Codebook, Action::ShowCodebook),
        (Screen::Search, Action::ShowSearch),
    ];
}

/// The parts of the matrix screen: all see the same claims by the same rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// Who stands where.
    #[default]
    Positions,
    /// Who moved, when, and by which words.
    Moves,
    /// Who agrees with whom, and what divides.
    Agreement,
    /// Which cells are empty, and where to look.
    Gaps,
    /// Which cells wait for a judgement.
    Judge,
}

impl Part {
    /// Every part with its name as shown and the action that shows it.
    pub const ALL: [(Part, &'static str, Action); 5] = [
        (Part::Positions, "Positions", Action::ShowMatrix),
        (Part::Moves, "Moves", Action::ShowMoves),
        (Part::Agreement, "Agreement", Action::ShowAgreement),
        (Part::Gaps, "Gaps", Action::ShowGaps),
        (Part::Judge, "To judge", Action::ShowJudge),
    ];
}

/// Whatever can be shown or selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// An article.
    Article(ArticleId),
    /// A claim, in its article.
    Claim(ClaimId),
    /// A place in an article.
    Place(ArticleId, Span),
    /// A cell of the matrix.
    Cell(Spot),
    /// A row of the codebook.
    Entry(EntryId),
}

/// What to do once unsaved work is taken care of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// Start an empty project.
    New,
    /// Open the sample.
    Sample,
    /// Open a file.
    Open(PathBuf),
    /// Open work that was never saved, by the folder of its journal.
    Unsaved(PathBuf),
    /// Show the start screen.
    Close,
    /// Leave.
    Quit,
}

/// The analyst's answer about unsaved work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaved {
    /// Save it, then go on.
    Save,
    /// Give it up.
    Discard,
}

/// What a form was opened on, and what it says. What others have changed meanwhile is not overwritten by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised<T> {
    /// As it was when the form was opened.
    pub was: T,
    /// As it is to be.
    pub now: T,
}

/// A wish of a panel, with everything it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// An action of the table.
    Do(Action),
    /// Go on as wished, asking about unsaved work first.
    Leave(Then),
    /// The answer to that question.
    Answer(Unsaved, Then),
    /// Go on as wished though something is typed that was not saved; still asks about unsaved work.
    GiveUp(Then),
    /// Save to this file from now on, then go on as said.
    SaveAs(PathBuf, Option<Then>),
    /// Write this to this file, in the format of its ending, else in that one.
    Export(PathBuf, Kind, Format, Box<Options>),
    /// Put a table on the clipboard.
    CopyTable(Kind, Box<Options>),
    /// Take an article out of the project, with everything in it.
    RemoveArticle(ArticleId),
    /// Bring files in.
    Import(Vec<PathBuf>),
    /// Bring one article in.
    AddArticle(Box<NewArticle>),
    /// Take a recent project off the list.
    ForgetRecent(PathBuf),
    /// Stop whatever is under way and may be stopped.
    CancelJobs,
    /// Give work up that was never saved, by the folder of its journal.
    ForgetUnsaved(PathBuf),
    /// Look whether others have changed the file, or left it to us.
    LookAtDisk,
    /// Take in what another project file holds.
    MergeFile(PathBuf),
    /// Settle one conflict of the merge that waits.
    Settle(usize, Side),
    /// Settle every conflict of it.
    SettleAll(Side),
    /// Carry it out.
    FinishMerge,
    /// Leave both versions as they are.
    PutOffMerge,
    /// List the earlier versions of a file.
    ListVersions(PathBuf),
    /// Go back to an earlier version, by its file.
    Restore(PathBuf),
    /// The list of versions is not needed any more.
    ForgetVersions,
    /// Open whatever can be read of a broken file.
    Rescue(PathBuf),
    /// Repair whatever can be repaired without asking.
    Repair,
    /// Look what a new text would do to the excerpts of an article.
    PlanCorrection(ArticleId, String),
    /// Read the text of an article from a file.
    ReadText(PathBuf),
    /// Give an article this text; excerpts go where it says, or stay adrift, and the rest follow their words.
    CorrectText(ArticleId, Box<Revised<String>>, Vec<(ExcerptId, Option<Span>)>),
    /// Put excerpts on these places of their articles.
    Reanchor(Vec<(ExcerptId, Span)>),
    /// Show the excerpts that need re-anchoring, beginning with this one.
    ShowAnchors(Option<ExcerptId>),

    /// Show something on the screen it belongs to, selected and in view.
    Show(Item),
    /// Look for this in everything.
    Search(Box<Wish>),
    /// Look which countries are named and have no claim, and which articles may fill this cell of the matrix.
    LookInto(Option<Spot>),
    /// Show the table of claims so.
    ViewClaims(Box<View>),
    /// Keep a view of the table of claims under its name; one of that name is overwritten.
    SaveFilter(Box<SavedFilter>),
    /// Call a saved view otherwise.
    RenameFilter(String, String),
    /// Forget a saved view.
    ForgetFilter(String),
    /// Show the table of claims as a saved view says.
    ShowFilter(String),
    /// Show the claims that name a row of the codebook, as a table.
    ShowClaimsOf(EntryId),
    /// Select words of the open article, or nothing.
    Select(Option<Span>),
    /// Select a claim of the open article, or none.
    SelectClaim(Option<ClaimId>),
    /// Here one reads: walking begins here when nothing is selected.
    LookAt(Byte),
    /// Select a cell of the matrix.
    SelectCell(Option<Spot>),
    /// Select a row of the codebook.
    SelectEntry(Option<EntryId>),

    /// Code a claim. Rows it names that are new come into the codebook in the same step.
    Code(Target, Box<ClaimDraft>, Vec<Entry>),
    /// Change how a claim is coded; new rows as above.
    Recode(ClaimId, Box<Revised<ClaimDraft>>, Vec<Entry>),
    /// Change many claims alike, as one step. New rows as above.
    ChangeClaims(Vec<ClaimId>, Box<Bulk>, Vec<Entry>),
    /// Delete claims.
    DeleteClaims(Vec<ClaimId>),
    /// Move the edges of an excerpt.
    MoveExcerpt(ExcerptId, Span),
    /// Change what is known about an article.
    Describe(ArticleId, Box<Revised<ArticleDetails>>),
    /// Change title and notes of the project.
    DescribeProject(Box<Revised<ProjectDetails>>),
    /// Put a row into the codebook.
    Create(Entry),
    /// Put several rows of one kind into the codebook, as one step.
    CreateAll(Vec<Entry>),
    /// Change a row of the codebook.
    Change(Entry),
    /// Move a row of the codebook to a place among its kind, 0 first.
    Reorder(EntryId, usize),
    /// Put all rows of one kind into this order, as one step; rows that are not named come behind.
    Arrange(Vec<EntryId>),
    /// Delete a row of the codebook, or merge it into another.
    Delete(EntryId, Instead),
    /// Judge a cell.
    Assess {
        /// The cell.
        cell: Cell,
        /// Its assessment when the analyst began to judge it.
        was: Option<Arc<Assessment>>,
        /// What the analyst says.
        saying: Saying,
    },
    /// Take a judgement back.
    ClearAssessment(Cell),
    /// Code several places alike, as one step. New rows as above.
    CodeAll(Vec<(ArticleId, Span)>, Box<ClaimDraft>, Vec<Entry>),
    /// Filter and sort the list of articles so.
    SetPile(Pile),
    /// Write notes on an article; while one types it is one step.
    SetNotes(ArticleId, String),
    /// Say how far articles are, as one step.
    SetProgress(Vec<ArticleId>, Progress),
    /// The field that was being typed in was left; the next change is a step of its own.
    Seal,

    /// Look at the matrix so.
    SetLook(Box<Look>),
    /// Keep how the matrix is looked at under a name, in the project; a view of that name is overwritten.
    SaveView(String),
    /// Call a view otherwise.
    RenameView(ViewId, String),
    /// Delete a view.
    DeleteView(ViewId),
    /// Move a view to a place among the views, 0 first.
    MoveView(ViewId, usize),
    /// Look at the matrix as a view says, and show it.
    ShowView(ViewId),
    /// Put these side by side and show them.
    Compare(Vec<Who>),
    /// Put these side by side.
    SetCompared(Vec<Who>),
    /// Show an issue over time.
    Follow(IssueId),
    /// Say who codes.
    SetAnalyst(String),
    /// Show the text of articles so.
    SetReading(Reading),
    /// Put words on the clipboard.
    Copy(String),
    /// Take a notice away.
    Dismiss(u64),
    /// Say something quietly, such as "Copied".
    Tell(String),
}

/// What only a window can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for a project file.
    AskOpen,
    /// Ask where to save; afterwards go on as said.
    AskSaveAs(Option<Then>),
    /// Ask for article files.
    AskImport,
    /// Ask for a project file to merge with.
    AskMerge,
    /// Ask what to do with unsaved work.
    AskUnsaved(Then),
    /// Ask whether to give up what is typed and not saved.
    AskTyped(Then),
    /// Ask what to do with a file that cannot be read whole: its path, and why.
    AskBroken(PathBuf, String),
    /// Show the conflicts of a merge.
    ShowConflicts,
    /// Show the earlier versions.
    ShowVersions,
    /// Show what is wrong in the project.
    ShowProblems,
    /// Show the form for pasting an article.
    ShowPaste,
    /// Show the export form.
    ShowExport,
    /// Show the form with what is known about an article.
    ShowArticleDetails(ArticleId),
    /// Show the form in which the text of an article is corrected.
    ShowCorrect(ArticleId),
    /// Show the excerpts that need re-anchoring, beginning with this one.
    ShowAnchors(Option<ExcerptId>),
    /// What this text would do to the excerpts, or why nobody knows.
    Planned(String, Box<Result<Plan, String>>),
    /// The text that was read from a file, or why it was not.
    TextRead(Result<String, String>),
    /// Show the form with title and notes of the project.
    ShowProjectDetails,
    /// Show the form for the analyst's name.
    ShowAnalyst,
    /// Show the sheet of keys.
    ShowShortcuts,
    /// Show the palette.
    ShowPalette,
    /// Show the field for finding words in the article.
    ShowFind,
    /// Go to the next place found in the article, or to the one before.
    StepFound {
        /// To the one before.
        back: bool,
    },
    /// Give the field for finding words in everything the keyboard.
    FocusSearch,
    /// Show how the text of articles can look.
    ShowReadingLook,
    /// Put words on the clipboard.
    Copy(String),
    /// Put a table on the clipboard.
    CopyTable(Box<Clip>),
    /// List every place where these words of the open article stand, to be coded alike.
    ShowOccurrences(Span),
    /// Show the table of claims so.
    ViewClaims(Box<View>),
    /// Show only the claims that name this row in the table of claims.
    FilterClaims(EntryId),
    /// The timeline is to follow an issue, whatever it followed.
    FollowIssue,
    /// Open the claim form on these words.
    OpenForm(Target),
    /// Open the claim form on a claim.
    EditForm(ClaimId),
    /// Ask before an article is removed.
    AskRemove(ArticleId),
    /// A claim was saved: the form is done with.
    Coded,
    /// Put the keyboard into the notes on the open article.
    FocusNotes,
    /// Bring a place of the open article into view.
    Reveal(Span),
    /// Another project is on the desk: forget whatever the window remembers about the last.
    Fresh,
    /// Close the window.
    Quit,
}
