//! What the actions of the table do, and whether they can be done now.

use super::command::Part;
use super::{Action, Effect, Item, Reading, Screen, Session, Theme, Then};
use crate::edit::Document;
use crate::edit::ops::claims;
use crate::edit::ops::claims::Target;
use crate::model::{Kind, Look, Zoom};

impl Session {
    /// Whether an action can be done now; if not, why.
    pub fn available(&self, action: Action) -> Result<(), String> {
        use Action::*;
        let Some(desk) = &self.desk else {
            return match action {
                NewProject | OpenProject | OpenSample | Quit | Palette | ZoomIn | ZoomOut | ZoomReset | NextTheme
                | LargerText | SmallerText | SetAnalyst | Shortcuts => Ok(()),
                _ => Err("Open a project first".into()),
            };
        };
        let selection = desk.selection();
        let need = |holds: bool, why: &str| if holds { Ok(()) } else { Err(why.to_owned()) };
        match action {
            Undo => need(desk.document.undo_label().is_some(), "Nothing to undo"),
            Redo => need(desk.document.redo_label().is_some(), "Nothing to redo"),
            Save | SaveAs if self.saving => Err("A save is under way".into()),
            Save if desk.document.is_read_only() => {
                Err("This project is open elsewhere: make a copy with “Save as…”".into())
            }
            Save if self.half_coded && !desk.document.is_modified() && desk.path.is_some() => {
                Err("What you are typing is not in the project yet: finish it first".into())
            }
            Save => need(desk.document.is_modified() || desk.path.is_none(), "Everything is saved"),
            ImportArticles | PasteArticle | MergeProject | TagSelection | NextClaim | RepeatCoding
            | CodeOccurrences | EditClaim | DeleteClaim | ArticleDetails | CorrectText | ToggleDone | DoneAndNext
            | RemoveArticle | ProjectDetails
                if desk.held.is_some() =>
            {
                Err("This project is open elsewhere and can only be read: make a copy with “Save as…”".into())
            }
            Versions => need(desk.path.is_some(), "Versions are kept from the first save on"),
            Export => need(desk.project().count(Kind::Issue) > 0, "There is nothing to export: code a claim first"),
            _ if action.is_for_reading() && desk.screen != Screen::Read => Err("Go to Read first".into()),
            NextUnread | PreviousUnread => self.can_go_unread(),
            RepeatCoding => self.can_repeat_coding(),
            CodeOccurrences => self.can_code_occurrences(),
            Copy | CopyCitation => self.can_copy(),
            NextLikely | PreviousLikely => self.can_step_likely(),
            _ if action.moves_an_edge() => self.can_nudge(),
            _ if action.selects() && selection.article.is_none() => Err("Open an article first".into()),
            Find | FindNext | FindPrevious | NextArticle | PreviousArticle | ArticleNotes | ArticleDetails
            | CorrectText | ToggleDone | DoneAndNext | RemoveArticle => {
                need(selection.article.is_some(), "Open an article first")
            }
            CheckAnchors => need(!desk.adrift().is_empty(), "Every excerpt stands where it should"),
            TagSelection => need(
                selection.span.is_some_and(|span| !span.is_empty()) || selection.claim.is_some(),
                "Select some words first: drag over them, or press J",
            ),
            NextClaim | EditClaim | DeleteClaim => need(selection.claim.is_some(), "Select a claim first"),
            NextInArticle | PreviousInArticle => need(
                selection.article.is_some_and(|id| desk.project().count_claims_in(id) > 0),
                "This article has no claims yet",
            ),
            _ => Ok(()),
        }
    }

    fn show_part(&mut self, part: Part) {
        self.show_screen(Screen::Matrix);
        if let Some(desk) = &mut self.desk {
            desk.part = part;
        }
    }

    /// Looks at the matrix in another way, and shows it.
    fn change_look(&mut self, change: impl FnOnce(&mut Look)) {
        self.show_part(Part::Positions);
        if let Some(desk) = &mut self.desk {
            let mut look = desk.look.clone();
            change(&mut look);
            desk.set_look(look);
        }
    }

    /// Does what an action of the table says.
    pub(super) fn act(&mut self, action: Action) {
        use Action::*;
        match action {
            NewProject => self.leave(Then::New),
            OpenSample => self.leave(Then::Sample),
            CloseProject => self.leave(Then::Close),
            Quit => self.leave(Then::Quit),
            Save => self.save(None),
            OpenProject => self.effects.push(Effect::AskOpen),
            SaveAs => self.effects.push(Effect::AskSaveAs(None)),
            Versions => self.list_versions(None),
            MergeProject => self.effects.push(Effect::AskMerge),
            CheckProject => self.effects.push(Effect::ShowProblems),
            ImportArticles => self.effects.push(Effect::AskImport),
            PasteArticle => self.effects.push(Effect::ShowPaste),
            Export => self.effects.push(Effect::ShowExport),
            ProjectDetails => self.effects.push(Effect::ShowProjectDetails),
            SetAnalyst => self.effects.push(Effect::ShowAnalyst),
            Shortcuts => self.effects.push(Effect::ShowShortcuts),
            Palette => self.effects.push(Effect::ShowPalette),
            Find => {
                self.effects.push(Effect::ShowFind);
                self.show_screen(Screen::Read);
            }
            ZoomIn => self.change_prefs(|prefs| prefs.zoom = (prefs.zoom + 0.1).min(2.0)),
            ZoomOut => self.change_prefs(|prefs| prefs.zoom = (prefs.zoom - 0.1).max(0.7)),
            ZoomReset => self.change_prefs(|prefs| prefs.zoom = 1.0),
            LargerText => self.change_prefs(|prefs| {
                prefs.reading = Reading { size: prefs.reading.size + 1.0, ..prefs.reading }.bounded();
            }),
            SmallerText => self.change_prefs(|prefs| {
                prefs.reading = Reading { size: prefs.reading.size - 1.0, ..prefs.reading }.bounded();
            }),
            LikelyClaims => self.change_prefs(|prefs| prefs.likely = !prefs.likely),
            FindNext => self.effects.push(Effect::StepFound { back: false }),
            FindPrevious => self.effects.push(Effect::StepFound { back: true }),
            ShowSearch => {
                self.go_search();
                self.effects.push(Effect::FocusSearch);
            }
            ReadingLook => {
                self.show_screen(Screen::Read);
                self.effects.push(Effect::ShowReadingLook);
            }
            NextTheme => {
                let theme = if self.dark { Theme::Light } else { Theme::Dark };
                self.change_prefs(|prefs| prefs.theme = theme);
            }
            ShowRead => self.show_screen(Screen::Read),
            ShowClaims => self.show_screen(Screen::Claims),
            ShowMatrix => self.show_part(Part::Positions),
            ShowMoves => self.show_part(Part::Moves),
            ShowAgreement => self.show_part(Part::Agreement),
            ShowGaps => self.show_part(Part::Gaps),
            ShowJudge => self.show_part(Part::Judge),
            ShowCompare => self.show_screen(Screen::Compare),
            ShowTimeline => self.show_screen(Screen::Timeline),
            CopyMatrix => self.copy_what_is_shown(),
            Transpose => self.change_look(|look| look.transposed = !look.transposed),
            NearerCells => self.change_look(|look| look.zoom = zoomed(look.zoom, true)),
            FartherCells => self.change_look(|look| look.zoom = zoomed(look.zoom, false)),
            ShowCodebook => self.show_screen(Screen::Codebook),
            Undo => self.take_step(Document::undo, "Undone"),
            Redo => self.take_step(Document::redo, "Redone"),
            _ => self.act_on_article(action),
        }
    }

    fn act_on_article(&mut self, action: Action) {
        use Action::*;
        let Some(desk) = &mut self.desk else { return };
        let Some(article) = desk.selection.article else { return };
        match action {
            _ if action.selects() => {
                desk.note_work();
                self.select_by_key(action);
            }
            Copy | CopyCitation => self.copy(action == CopyCitation),
            RepeatCoding => self.repeat_coding(),
            CodeOccurrences => self.show_occurrences(),
            NextLikely | PreviousLikely => self.step_likely(action == NextLikely),
            NextUnread | PreviousUnread => self.go_unread(action == NextUnread),
            TagSelection => {
                let excerpt = desk.selected_excerpt().map(|excerpt| Target::Excerpt(excerpt.id));
                let target = desk.selection.span.map(|span| Target::Selection(article, span)).or(excerpt);
                self.effects.extend(target.map(Effect::OpenForm));
            }
            NextClaim => {
                let target = desk.selected_excerpt().map(|excerpt| Target::Excerpt(excerpt.id));
                self.effects.extend(target.map(Effect::OpenForm));
            }
            EditClaim => self.effects.extend(desk.selection.claim.map(Effect::EditForm)),
            DeleteClaim => {
                let Some(id) = desk.selection.claim else { return };
                let verb = claims::delete(desk.project(), &[id]);
                if self.commit(verb) {
                    self.notices.quiet("Claim deleted");
                }
            }
            NextInArticle | PreviousInArticle => {
                if let Some(id) = desk.step_claim(action == NextInArticle) {
                    self.show(Item::Claim(id));
                }
            }
            NextArticle | PreviousArticle => self.go_beside(article, action == NextArticle),
            ArticleNotes => {
                self.show_screen(Screen::Read);
                self.effects.push(Effect::FocusNotes);
            }
            ArticleDetails => self.effects.push(Effect::ShowArticleDetails(article)),
            CorrectText => self.effects.push(Effect::ShowCorrect(article)),
            CheckAnchors => self.effects.push(Effect::ShowAnchors(None)),
            ToggleDone => self.toggle_done(article),
            DoneAndNext => self.done_and_next(article),
            RemoveArticle if desk.project().count_claims_in(article) > 0 => {
                self.effects.push(Effect::AskRemove(article));
            }
            RemoveArticle => self.remove_article(article),
            _ => {}
        }
    }
}

/// The next step towards a cell, or away from it.
fn zoomed(zoom: Zoom, nearer: bool) -> Zoom {
    let at = zoom as usize;
    let to = if nearer { (at + 1).min(Zoom::ALL.len() - 1) } else { at.saturating_sub(1) };
    Zoom::ALL[to].0
}
