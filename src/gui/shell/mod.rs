//! What surrounds the screens: the bar above, the line below, dialogs, the palette and notices.

mod anchors;
mod article;
mod broken;
mod conflicts;
mod dialogs;
pub mod icon;
mod notices;
mod palette;
mod paste;
mod problems;
mod shortcuts;
pub mod status;
pub mod top;
mod versions;

use eframe::egui::Context;

use super::export::ExportForm;
use super::files::Ask;
use super::read::correct::CorrectForm;
use crate::session::{Command, Effect, Session};

/// The dialog that is open, with what was typed into it.
#[derive(Default)]
pub struct Shell {
    dialog: Option<Dialog>,
    /// Above the dialog, where the system shows no file dialog.
    path: Option<dialogs::PathForm>,
}

enum Dialog {
    Unsaved(crate::session::Then),
    Article(article::ArticleForm),
    Project(dialogs::ProjectForm),
    Analyst(dialogs::AnalystForm),
    Remove(crate::model::ArticleId),
    Paste(Box<paste::PasteForm>),
    Export(Box<ExportForm>),
    Palette(palette::Palette),
    Shortcuts,
    Problems(problems::ProblemList),
    Conflicts(Box<conflicts::Conflicts>),
    Versions(versions::VersionList),
    Broken(broken::Broken),
    Correct(Box<CorrectForm>),
    Anchors(Box<anchors::AnchorList>),
}

impl Shell {
    /// Whether something asks for an answer.
    pub fn is_open(&self) -> bool {
        self.dialog.is_some() || self.path.is_some()
    }

    /// Another project is on the desk.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Opens the dialog that an effect asks for.
    pub fn open(&mut self, effect: Effect, session: &Session) {
        let desk = session.desk();
        self.dialog = match effect {
            Effect::AskUnsaved(then) => Some(Dialog::Unsaved(then)),
            Effect::AskRemove(article) => Some(Dialog::Remove(article)),
            Effect::ShowPaste => Some(Dialog::Paste(Box::default())),
            Effect::ShowExport => desk.map(|desk| Dialog::Export(Box::new(ExportForm::new(desk)))),
            Effect::ShowArticleDetails(id) => {
                let article = desk.and_then(|desk| desk.project().article(id));
                article.map(|article| Dialog::Article(article::ArticleForm::new(article)))
            }
            Effect::ShowProjectDetails => {
                desk.map(|desk| Dialog::Project(dialogs::ProjectForm::new(desk.project().info())))
            }
            Effect::ShowAnalyst => Some(Dialog::Analyst(dialogs::AnalystForm::new(&session.prefs().analyst))),
            Effect::ShowShortcuts => Some(Dialog::Shortcuts),
            Effect::ShowProblems => Some(Dialog::Problems(problems::ProblemList::default())),
            Effect::ShowVersions => {
                session.versions().map(|versions| Dialog::Versions(versions::VersionList::new(versions)))
            }
            Effect::AskBroken(path, why) => Some(Dialog::Broken(broken::Broken::new(path, &why))),
            Effect::ShowCorrect(id) => {
                desk.and_then(|desk| CorrectForm::new(desk, id)).map(|form| Dialog::Correct(Box::new(form)))
            }
            Effect::ShowAnchors(first) => Some(Dialog::Anchors(Box::new(anchors::AnchorList::new(first)))),
            Effect::ShowPalette => Some(Dialog::Palette(palette::Palette::new(session))),
            _ => return,
        };
    }

    /// Hands what was read or looked up to the dialog that corrects a text.
    pub fn answer(&mut self, effect: Effect, session: &Session, out: &mut Vec<Command>) {
        let Some(Dialog::Correct(form)) = &mut self.dialog else { return };
        let stays = match effect {
            Effect::TextRead(read) => {
                form.take_text(read);
                true
            }
            Effect::Planned(text, plan) => form.take_plan(session.desk(), &text, *plan, out),
            _ => true,
        };
        if !stays {
            self.dialog = None;
        }
    }

    /// Asks for a path in the window, because the system shows no dialog.
    pub fn ask_path(&mut self, ask: Ask) {
        self.path = Some(dialogs::PathForm::new(ask));
    }

    /// Shows notices and the open dialog. Returns what the system should be asked for.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> Vec<Ask> {
        notices::show(ctx, session, out);
        if !self.is_open() {
            notices::back_out(ctx, session, out);
        }
        let mut asks = Vec::new();
        if let Some(form) = &mut self.path {
            if !form.show(ctx, out) {
                self.path = None;
            }
            return asks;
        }
        // A merge waits until nothing else is asked, so that nothing that was typed is lost.
        if self.dialog.is_none() && session.settling().is_some() {
            self.dialog = Some(Dialog::Conflicts(Box::default()));
        }
        let Some(dialog) = &mut self.dialog else { return asks };
        let stays = match dialog {
            Dialog::Unsaved(then) => dialogs::unsaved(ctx, session, then, out),
            Dialog::Article(form) => form.show(ctx, out),
            Dialog::Project(form) => form.show(ctx, out),
            Dialog::Analyst(form) => form.show(ctx, out),
            Dialog::Remove(article) => dialogs::remove(ctx, session, *article, out),
            Dialog::Paste(form) => form.show(ctx, out),
            Dialog::Export(form) => form.show(ctx, session, &mut asks),
            Dialog::Palette(palette) => palette.show(ctx, out),
            Dialog::Shortcuts => shortcuts::show(ctx),
            Dialog::Problems(list) => list.show(ctx, session, out),
            Dialog::Conflicts(conflicts) => conflicts.show(ctx, session, out),
            Dialog::Versions(list) => list.show(ctx, session, out),
            Dialog::Broken(broken) => broken.show(ctx, out),
            Dialog::Correct(form) => form.show(ctx, session, &mut asks, out),
            Dialog::Anchors(list) => list.show(ctx, session, out),
        };
        if !stays {
            self.dialog = None;
        }
        asks
    }
}
