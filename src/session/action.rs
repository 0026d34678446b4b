//! Everything that can be done without saying to what: one table gives menus, palette, shortcuts,
//! tooltips and the sheet of keys.

/// An action. What it acts on follows from the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Start a project.
    NewProject,
    /// Ask for a project file and open it.
    OpenProject,
    /// Open the sample dossier.
    OpenSample,
    /// Write the project to its file.
    Save,
    /// Write the project to a new file.
    SaveAs,
    /// Show earlier versions of the project.
    Versions,
    /// Take in what another project file holds.
    MergeProject,
    /// Show what is wrong in the project.
    CheckProject,
    /// Ask for article files and bring them in.
    ImportArticles,
    /// Make an article of pasted text.
    PasteArticle,
    /// Write tables, a workbook, a briefing or pictures.
    Export,
    /// Change title and notes of the project.
    ProjectDetails,
    /// Go back to the start screen.
    CloseProject,
    /// Leave the application.
    Quit,
    /// Take the last step back.
    Undo,
    /// Bring the last undone step back.
    Redo,
    /// Show the articles.
    ShowRead,
    /// Show every claim as a table.
    ShowClaims,
    /// Show the matrix.
    ShowMatrix,
    /// Put countries side by side.
    ShowCompare,
    /// Show an issue over time.
    ShowTimeline,
    /// Show the codebook.
    ShowCodebook,
    /// Find words in everything the project holds.
    ShowSearch,
    /// List who moved, and when.
    ShowMoves,
    /// Show who agrees with whom, and what divides.
    ShowAgreement,
    /// Show which cells are empty, and where to look.
    ShowGaps,
    /// Go through the cells that wait for a judgement.
    ShowJudge,
    /// Put the matrix on the clipboard.
    CopyMatrix,
    /// Swap rows and columns of the matrix.
    Transpose,
    /// Show more in each cell.
    NearerCells,
    /// Show less in each cell.
    FartherCells,
    /// Choose size, measure, face and spacing of the text that is read.
    ReadingLook,
    /// Larger letters in the article.
    LargerText,
    /// Smaller letters in the article.
    SmallerText,
    /// Mark the sentences in which somebody seems to take a position, or no longer.
    LikelyClaims,
    /// Select the next sentence.
    NextSentence,
    /// Select the sentence before.
    PreviousSentence,
    /// Add the next sentence to the selection.
    ExtendDown,
    /// Add the sentence before to the selection.
    ExtendUp,
    /// Select the next word.
    NextWord,
    /// Select the word before.
    PreviousWord,
    /// Select the next character.
    NextCharacter,
    /// Select the character before.
    PreviousCharacter,
    /// Select the next paragraph.
    NextParagraph,
    /// Select the paragraph before.
    PreviousParagraph,
    /// Add the next paragraph to the selection.
    ExtendParagraphDown,
    /// Add the paragraph before to the selection.
    ExtendParagraphUp,
    /// Select the whole text.
    SelectAll,
    /// Move the end of the selection or of the excerpt on by a word.
    EndLater,
    /// Move the end back by a word.
    EndEarlier,
    /// Move the start on by a word.
    StartLater,
    /// Move the start back by a word.
    StartEarlier,
    /// Move the end on by a character.
    EndLaterByCharacter,
    /// Move the end back by a character.
    EndEarlierByCharacter,
    /// Move the start on by a character.
    StartLaterByCharacter,
    /// Move the start back by a character.
    StartEarlierByCharacter,
    /// Code a claim on the selected words.
    TagSelection,
    /// Code another claim on the selected excerpt.
    NextClaim,
    /// Code the selected words as the last claim was coded.
    RepeatCoding,
    /// Code every place where the selected words stand.
    CodeOccurrences,
    /// Change the selected claim.
    EditClaim,
    /// Delete the selected claim.
    DeleteClaim,
    /// Go to the next claim of the article.
    NextInArticle,
    /// Go to the claim before.
    PreviousInArticle,
    /// Go to the next sentence that is likely to hold a claim.
    NextLikely,
    /// Go to the likely sentence before.
    PreviousLikely,
    /// Go to the next article.
    NextArticle,
    /// Go to the article before.
    PreviousArticle,
    /// Go to the next article that is not read yet.
    NextUnread,
    /// Go to the unread article before.
    PreviousUnread,
    /// Write notes on the article.
    ArticleNotes,
    /// Change what is known about the article.
    ArticleDetails,
    /// Mend the text of the article.
    CorrectText,
    /// Look at the excerpts that lost their place.
    CheckAnchors,
    /// Mark the article done, or in progress again.
    ToggleDone,
    /// Mark the article done and go to the next one that is not read yet.
    DoneAndNext,
    /// Take the article out of the project.
    RemoveArticle,
    /// Find articles, claims, codebook entries and actions by typing.
    Palette,
    /// Find words in the article.
    Find,
    /// Go to the next place that was found.
    FindNext,
    /// Go to the place found before.
    FindPrevious,
    /// Copy the selected words.
    Copy,
    /// Copy the selected words with their source.
    CopyCitation,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// As designed.
    ZoomReset,
    /// Light, dark, or as the system says.
    NextTheme,
    /// Say who codes.
    SetAnalyst,
    /// Show every key.
    Shortcuts,
}

/// The menu an action stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Files and projects.
    Project,
    /// Undo and redo.
    Edit,
    /// Screens and looks.
    View,
    /// Articles.
    Article,
    /// Claims.
    Claim,
    /// Help.
    Help,
}

/// A key without a device: what the window maps to its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A letter, digit or sign, upper case.
    Char(char),
    /// The delete key.
    Delete,
    /// The enter key.
    Enter,
    /// A function key.
    F(u8),
    /// The downward arrow.
    Down,
    /// The upward arrow.
    Up,
    /// The arrow to the right.
    Right,
    /// The arrow to the left.
    Left,
}

/// A key with modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl, or Cmd on a Mac.
    pub command: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or Option on a Mac.
    pub alt: bool,
    /// The key itself.
    pub key: Key,
}

impl Shortcut {
    /// Whether it would be typed into a text field instead of being a command.
    pub fn is_plain(self) -> bool {
        !self.command && !self.alt && !matches!(self.key, Key::F(_))
    }
}

impl std::fmt::Display for Shortcut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let command = if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" };
        for (held, name) in [(self.command, command), (self.alt, "Alt"), (self.shift, "Shift")] {
            if held {
                write!(f, "{name} ")?;
            }
        }
        match self.key {
            Key::Char(c) => write!(f, "{c}"),
            Key::Delete => f.write_str("Del"),
            Key::Enter => f.write_str("Enter"),
            Key::F(n) => write!(f, "F{n}"),
            Key::Down => f.write_str("Down"),
            Key::Up => f.write_str("Up"),
            Key::Right => f.write_str("Right"),
            Key::Left => f.write_str("Left"),
        }
    }
}

/// What the table says about an action.
#[derive(Clone, Copy, Debug)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Its name; ends in `…` when more is asked.
    pub name: &'static str,
    /// What it does, in a sentence, for tooltips.
    pub help: &'static str,
    /// Where it stands.
    pub menu: Menu,
    /// Its key.
    pub shortcut: Option<Shortcut>,
}

const fn key(key: Key) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: false, alt: false, key })
}
const fn shift(key: Key) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: true, alt: false, key })
}
const fn command(key: Key) -> Option<Shortcut> {
    Some(Shortcut { command: true, shift: false, alt: false, key })
}
const fn command_shift(key: Key) -> Option<Shortcut> {
    Some(Shortcut { command: true, shift: true, alt: false, key })
}
const fn alt_shift(key: Key) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: true, alt: true, key })
}
const fn command_alt_shift(key: Key) -> Option<Shortcut> {
    Some(Shortcut { command: true, shift: true, alt: true, key })
}
const fn alt(key: Key) -> Option<Shortcut> {
    Some(Shortcut { command: false, shift: false, alt: true, key })
}

macro_rules! table {
    ($($action:ident, $menu:ident, $name:literal, $shortcut:expr, $help:literal;)*) => {
        /// The table.
        pub const ACTIONS: &[ActionInfo] = &[$(ActionInfo {
            action: Action::$action, name: $name, help: $help, menu: Menu::$menu, shortcut: $shortcut,
        },)*];
    };
}

table! {
    NewProject, Project, "New project", command(Key::Char('N')), "Start an empty project.";
    OpenProject, Project, "Open project…", command(Key::Char('O')), "Open a project file (.ron).";
    OpenSample, Project, "Open the sample", None, "Open a copy of the sample dossier to look around in.";
    Save, Project, "Save", command(Key::Char('S')), "Write the project to its file.";
    SaveAs, Project, "Save as…", command_shift(Key::Char('S')), "Write the project to a new file and go on in that.";
    Versions, Project, "Earlier versions…", None, "See what the project was like before, and go back to it.";
    MergeProject, Project, "Merge with another file…", None, "Take in what a colleague's copy of the project holds; nothing of yours is lost.";
    CheckProject, Project, "Check project…", None, "List what is wrong in the project, with its place, and repair it.";
    ImportArticles, Project, "Import articles…", command(Key::Char('I')), "Bring in .txt, .md or .html files.";
    PasteArticle, Project, "Paste an article…", command_shift(Key::Char('V')), "Make an article of text you paste.";
    Export, Project, "Export…", command(Key::Char('E')), "Write tables, a workbook, a briefing or pictures.";
    ProjectDetails, Project, "Project details…", None, "Change title and notes of the project.";
    CloseProject, Project, "Close project", command(Key::Char('W')), "Go back to the start screen.";
    Quit, Project, "Quit", command(Key::Char('Q')), "Leave Démarche.";
    Undo, Edit, "Undo", command(Key::Char('Z')), "Take the last step back.";
    Redo, Edit, "Redo", command_shift(Key::Char('Z')), "Bring the last undone step back.";
    ShowRead, View, "Read", alt(Key::Char('1')), "Read articles and code claims.";
    ShowClaims, View, "Claims", alt(Key::Char('2')), "Every claim as a table.";
    ShowMatrix, View, "Matrix", alt(Key::Char('3')), "Who stands where.";
    ShowCompare, View, "Compare", alt(Key::Char('4')), "A few countries, blocs or actors side by side.";
    ShowTimeline, View, "Timeline", alt(Key::Char('5')), "One issue over time.";
    ShowCodebook, View, "Codebook", alt(Key::Char('6')), "Countries, actors, issues, scale, tags and blocs.";
    ShowSearch, View, "Search", command_shift(Key::Char('F')), "Find words in articles, quotations, notes and the codebook.";
    ShowMoves, View, "Who moved", None, "Every change of position, with the words before and after.";
    ShowAgreement, View, "Who stands together", None, "Who agrees with whom, and which issues divide.";
    ShowGaps, View, "Gaps", None, "Which cells are empty, and which articles to read for them.";
    ShowJudge, View, "Cells to judge", None, "Go through stale assessments and positions that nobody has judged.";
    CopyMatrix, View, "Copy matrix", None, "Put the table that is shown on the clipboard, for Word, Excel or e-mail; on the matrix also Ctrl Shift C.";
    Transpose, View, "Swap rows and columns", None, "Put the issues in the rows, or back in the columns.";
    NearerCells, View, "More in each cell", None, "From heat map to cells to quotations.";
    FartherCells, View, "Less in each cell", None, "From quotations to cells to heat map.";
    ReadingLook, View, "Reading text…", None, "Choose size, measure, face and spacing of the text that is read.";
    LargerText, View, "Larger reading text", alt(Key::Char('+')), "Make the letters of the article larger.";
    SmallerText, View, "Smaller reading text", alt(Key::Char('-')), "Make the letters of the article smaller.";
    LikelyClaims, View, "Likely claims", key(Key::Char('L')), "Mark the sentences in which somebody seems to take a position, or no longer.";
    NextSentence, Article, "Next sentence", key(Key::Char('J')), "Select the next sentence.";
    PreviousSentence, Article, "Previous sentence", key(Key::Char('K')), "Select the sentence before.";
    ExtendDown, Article, "Extend to next sentence", shift(Key::Char('J')), "Add the next sentence to the selection.";
    ExtendUp, Article, "Extend to previous sentence", shift(Key::Char('K')), "Add the sentence before to the selection.";
    NextWord, Article, "Next word", key(Key::Right), "Select the next word.";
    PreviousWord, Article, "Previous word", key(Key::Left), "Select the word before.";
    NextCharacter, Article, "Next character", alt(Key::Right), "Select the next character.";
    PreviousCharacter, Article, "Previous character", alt(Key::Left), "Select the character before.";
    NextParagraph, Article, "Next paragraph", command(Key::Down), "Select the next paragraph.";
    PreviousParagraph, Article, "Previous paragraph", command(Key::Up), "Select the paragraph before.";
    ExtendParagraphDown, Article, "Extend to next paragraph", command_shift(Key::Down), "Add the next paragraph to the selection.";
    ExtendParagraphUp, Article, "Extend to previous paragraph", command_shift(Key::Up), "Add the paragraph before to the selection.";
    SelectAll, Article, "Select all", command(Key::Char('A')), "Select the whole text of the article.";
    EndLater, Article, "End a word later", shift(Key::Right), "Move the end of the selection, or of the selected excerpt, on by a word.";
    EndEarlier, Article, "End a word earlier", shift(Key::Left), "Move the end of the selection, or of the selected excerpt, back by a word.";
    StartLater, Article, "Start a word later", command_shift(Key::Right), "Move the start of the selection, or of the selected excerpt, on by a word.";
    StartEarlier, Article, "Start a word earlier", command_shift(Key::Left), "Move the start of the selection, or of the selected excerpt, back by a word.";
    EndLaterByCharacter, Article, "End a character later", alt_shift(Key::Right), "Move the end on by a character.";
    EndEarlierByCharacter, Article, "End a character earlier", alt_shift(Key::Left), "Move the end back by a character.";
    StartLaterByCharacter, Article, "Start a character later", command_alt_shift(Key::Right), "Move the start on by a character.";
    StartEarlierByCharacter, Article, "Start a character earlier", command_alt_shift(Key::Left), "Move the start back by a character.";
    TagSelection, Claim, "Tag selection", key(Key::Char('T')), "Code a claim on the selected words.";
    NextClaim, Claim, "Same excerpt, next claim", key(Key::Char('C')), "Code another claim on the excerpt of the selected claim.";
    RepeatCoding, Claim, "Repeat last coding", key(Key::Char('R')), "Code the selected words as the last claim was coded: who, to whom, issue, stance and tags. Condition, date and note belong to their words.";
    CodeOccurrences, Claim, "Code all occurrences…", key(Key::Char('O')), "List every place where the selected words stand, and code those you tick.";
    EditClaim, Claim, "Edit claim", key(Key::Enter), "Change the selected claim.";
    DeleteClaim, Claim, "Delete claim", key(Key::Delete), "Delete the selected claim.";
    NextInArticle, Claim, "Next claim", key(Key::Char('.')), "Go to the next claim of the article.";
    PreviousInArticle, Claim, "Previous claim", key(Key::Char(',')), "Go to the claim before.";
    NextLikely, Claim, "Next likely claim", key(Key::Char('N')), "Go to the next sentence in which somebody seems to take a position and nothing is coded.";
    PreviousLikely, Claim, "Previous likely claim", shift(Key::Char('N')), "Go to the likely claim before.";
    NextArticle, Article, "Next article", alt(Key::Down), "Open the article below in the list.";
    PreviousArticle, Article, "Previous article", alt(Key::Up), "Open the article above in the list.";
    NextUnread, Article, "Next unread article", key(Key::Char('U')), "Open the next article of the list that is not read yet.";
    PreviousUnread, Article, "Previous unread article", shift(Key::Char('U')), "Open the unread article before.";
    ArticleNotes, Article, "Notes on the article", shift(Key::Char('D')), "Write notes on the article, below the list of articles.";
    ArticleDetails, Article, "Article details…", key(Key::Char('D')), "Change title, outlet, author, date, URL, language and notes.";
    CorrectText, Article, "Correct text…", None, "Mend typos or put in a better copy of the text; excerpts follow their words.";
    CheckAnchors, Article, "Re-anchor excerpts…", None, "Look at the excerpts whose words do not stand at their place, one by one.";
    ToggleDone, Article, "Mark done or in progress", key(Key::Char('X')), "Say that the article is coded to the end, or that it is not after all.";
    DoneAndNext, Article, "Done, next unread", shift(Key::Char('X')), "Mark the article done and open the next one that is not read yet.";
    RemoveArticle, Article, "Remove article", None, "Take the article out of the project, with its claims.";
    Palette, Edit, "Go to anything…", command(Key::Char('K')), "Find articles, claims, codebook entries and actions by typing.";
    Find, Edit, "Find in article", command(Key::Char('F')), "Find words in this article; case and accents do not matter.";
    FindNext, Edit, "Find next", key(Key::F(3)), "Go to the next place that was found.";
    FindPrevious, Edit, "Find previous", shift(Key::F(3)), "Go to the place found before.";
    Copy, Edit, "Copy quotation", command(Key::Char('C')), "Copy the selected words.";
    CopyCitation, Edit, "Copy with source", command_shift(Key::Char('C')), "Copy the selected words with author, title, outlet and date.";
    ZoomIn, View, "Zoom in", command(Key::Char('+')), "Make everything larger.";
    ZoomOut, View, "Zoom out", command(Key::Char('-')), "Make everything smaller.";
    ZoomReset, View, "Actual size", command(Key::Char('0')), "Make everything as large as designed.";
    NextTheme, View, "Switch light and dark", None, "Light, dark, or as the system says.";
    SetAnalyst, Edit, "Analyst…", None, "Say who codes; every claim carries this name.";
    Shortcuts, Help, "All shortcuts", key(Key::F(1)), "Show every key on one sheet.";
}

impl Action {
    /// What the table says about it.
    pub fn info(self) -> &'static ActionInfo {
        &ACTIONS[self as usize]
    }

    /// Whether it moves one edge of the selection or of an excerpt.
    pub fn moves_an_edge(self) -> bool {
        use Action::*;
        matches!(
            self,
            EndLater
                | EndEarlier
                | StartLater
                | StartEarlier
                | EndLaterByCharacter
                | EndEarlierByCharacter
                | StartLaterByCharacter
                | StartEarlierByCharacter
        )
    }

    /// Whether it selects words of the article that is read.
    pub fn selects(self) -> bool {
        use Action::*;
        let walks = matches!(
            self,
            NextSentence
                | PreviousSentence
                | ExtendDown
                | ExtendUp
                | NextWord
                | PreviousWord
                | NextCharacter
                | PreviousCharacter
                | NextParagraph
                | PreviousParagraph
                | ExtendParagraphDown
                | ExtendParagraphUp
                | SelectAll
        );
        walks || self.moves_an_edge()
    }

    /// Whether it is about what is selected in the article that is read.
    pub fn is_for_reading(self) -> bool {
        use Action::*;
        let acts = matches!(
            self,
            TagSelection
                | NextClaim
                | RepeatCoding
                | CodeOccurrences
                | EditClaim
                | DeleteClaim
                | NextInArticle
                | PreviousInArticle
                | NextLikely
                | PreviousLikely
                | Copy
                | CopyCitation
                | FindNext
                | FindPrevious
        );
        acts || self.selects()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.info().name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_actions() {
        for (index, info) in ACTIONS.iter().enumerate() {
            assert_eq!(info.action as usize, index, "{}", info.name);
        }
    }

    #[test]
    fn no_two_actions_share_a_key() {
        for (index, info) in ACTIONS.iter().enumerate() {
            let twin =
                ACTIONS[..index].iter().find(|other| other.shortcut.is_some() && other.shortcut == info.shortcut);
            assert!(twin.is_none(), "{} and {}", info.name, twin.map_or("", |t| t.name));
        }
    }
}
