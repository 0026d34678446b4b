//! Short questions: unsaved work, removing, the analyst's name, the project's details, a path.

use std::ffi::OsStr;
use std::path::PathBuf;

use eframe::egui::Context;

use crate::edit::ops::{Clash, ProjectDetails, Since};
use crate::gui::clash::{self, Keep};
use crate::gui::files::Ask;
use crate::gui::theme::space;
use crate::gui::widgets::{danger, dialog, field, primary, secondary};
use crate::model::{ArticleId, Info};
use crate::session::{Command, Revised, Session, Then, Unsaved};

/// What to do with unsaved work. Whether the dialog stays.
pub fn unsaved(ctx: &Context, session: &Session, then: &Then, out: &mut Vec<Command>) -> bool {
    let has_file = session.desk().is_some_and(|desk| desk.path().is_some());
    let answer = dialog::show(ctx, "Save your work first?", 420.0, |ui| {
        dialog::text(ui, "There are changes that are not in the project's file yet.");
        field::note(
            ui,
            match has_file {
                true => "Without saving they go to the earlier versions of the project, for a month.",
                false => "Without saving they are gone for good: the project has no file yet.",
            },
        );
        dialog::footer(ui, |ui| {
            let save = primary(ui, "Save");
            if ui.memory(|m| m.focused().is_none()) {
                save.request_focus();
            }
            let cancel = secondary(ui, "Cancel");
            ui.add_space(space::L);
            let discard = danger(ui, "Don’t save");
            (save.clicked(), cancel.clicked(), discard.clicked())
        })
    });
    match answer {
        None | Some((_, true, _)) => false,
        Some((true, ..)) => {
            out.push(Command::Answer(Unsaved::Save, then.clone()));
            false
        }
        Some((_, _, true)) => {
            out.push(Command::Answer(Unsaved::Discard, then.clone()));
            false
        }
        _ => true,
    }
}

/// What became of a question.
pub enum Asked {
    /// It waits for an answer.
    Waits,
    /// Nothing is to happen.
    No,
    /// What was typed is to go.
    Yes,
}

/// Whether to give up what was typed and not saved, such as `what`.
pub fn typed(ctx: &Context, what: &str) -> Asked {
    let answer = dialog::show(ctx, "Give up what you typed?", 420.0, |ui| {
        dialog::text(ui, &format!("{what} not saved yet. To go on would give that up for good."));
        dialog::footer(ui, |ui| {
            let stay = primary(ui, "Go on typing");
            if ui.memory(|m| m.focused().is_none()) {
                stay.request_focus();
            }
            ui.add_space(space::L);
            (stay.clicked(), danger(ui, "Give it up").clicked())
        })
    });
    match answer {
        None | Some((true, _)) => Asked::No,
        Some((_, true)) => Asked::Yes,
        Some(_) => Asked::Waits,
    }
}

/// Asks before an article with claims goes. Whether the dialog stays.
pub fn remove(ctx: &Context, session: &Session, id: ArticleId, out: &mut Vec<Command>) -> bool {
    let Some(desk) = session.desk() else { return false };
    let Some(article) = desk.project().article(id) else { return false };
    let claims = desk.project().count_claims_in(id);
    let text = format!(
        "“{}” goes with {claims} claim{}. Undo brings everything back.",
        article.title,
        if claims == 1 { "" } else { "s" }
    );
    let answer = dialog::show(ctx, "Remove this article?", 420.0, |ui| {
        dialog::text(ui, &text);
        dialog::footer(ui, |ui| {
            let remove = danger(ui, "Remove article");
            (remove.clicked(), secondary(ui, "Cancel").clicked())
        })
    });
    match answer {
        Some((true, _)) => {
            out.push(Command::RemoveArticle(id));
            false
        }
        Some((_, true)) | None => false,
        Some(_) => true,
    }
}

/// Who codes.
pub struct AnalystForm {
    name: String,
    was: String,
    fresh: bool,
}

impl AnalystForm {
    pub fn new(name: &str) -> Self {
        Self { name: name.into(), was: name.into(), fresh: true }
    }

    /// Whether something was typed that is not saved.
    pub fn is_touched(&self) -> bool {
        self.name != self.was
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, out: &mut Vec<Command>) -> bool {
        let answer = dialog::show(ctx, "Who codes?", 420.0, |ui| {
            field::note(ui, "Initials or a short name. Every claim and assessment from now on carries it.");
            let name = field::line(ui, "Analyst", &mut self.name, "MK");
            if std::mem::take(&mut self.fresh) {
                field::focus_all(ui, &name, &self.name);
            }
            let entered = field::entered(ui, &name);
            dialog::footer(ui, |ui| {
                let use_it = ui.add_enabled_ui(!self.name.trim().is_empty(), |ui| primary(ui, "Use this name")).inner;
                let use_it = use_it.on_disabled_hover_text("Type a name first");
                (entered || use_it.clicked(), secondary(ui, "Cancel").clicked())
            })
        });
        match answer {
            Some((true, _)) if !self.name.trim().is_empty() => {
                out.push(Command::SetAnalyst(self.name.clone()));
                false
            }
            Some((_, true)) | None => false,
            Some(_) => true,
        }
    }
}

/// Title and notes of the project.
pub struct ProjectForm {
    /// As they were when the form was opened, and as they are typed.
    was: ProjectDetails,
    typed: ProjectDetails,
    /// What was changed elsewhere as well, and the details with that taken over.
    clashes: Vec<Clash>,
    theirs: ProjectDetails,
    fresh: bool,
}

impl ProjectForm {
    pub fn new(info: &Info) -> Self {
        let was = ProjectDetails::from(info);
        let typed = was.clone();
        Self { was, typed, clashes: Vec::new(), theirs: ProjectDetails::default(), fresh: true }
    }

    /// Whether something was typed that is not saved.
    pub fn is_touched(&self) -> bool {
        self.typed != self.was
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> bool {
        let answer = dialog::show(ctx, "Project details", 520.0, |ui| {
            let typed = &mut self.typed;
            let title =
                field::row(ui, "Title", 70.0, |ui| field::line(ui, "Title", &mut typed.title, "What this is about"));
            if std::mem::take(&mut self.fresh) {
                field::focus_all(ui, &title, &typed.title);
            }
            let entered = field::entered(ui, &title);
            field::row(ui, "Notes", 70.0, |ui| {
                field::lines(ui, "Notes", &mut typed.notes, "Question, period, sources, who codes", 6)
            });
            if let Some(keep) = clash::show(ui, &self.clashes) {
                self.clashes.clear();
                if keep == Keep::Theirs {
                    self.typed = self.theirs.clone();
                }
            }
            dialog::footer(ui, |ui| {
                let agreed = self.clashes.is_empty();
                let save = ui.add_enabled_ui(agreed, |ui| primary(ui, "Save details")).inner;
                let save = save.on_disabled_hover_text(clash::OPEN);
                ((entered && agreed) || save.clicked(), secondary(ui, "Cancel").clicked())
            })
        });
        match (answer, session.desk()) {
            (Some((true, _)), Some(desk)) => {
                let now = ProjectDetails::from(&**desk.project().info());
                let Since { yours, theirs, clashes } = self.typed.clone().since(&self.was, &now);
                self.typed = yours.clone();
                (self.was, self.theirs, self.clashes) = (now.clone(), theirs, clashes);
                let agreed = self.clashes.is_empty();
                if agreed {
                    out.push(Command::DescribeProject(Box::new(Revised { was: now, now: yours })));
                }
                !agreed
            }
            (Some((_, true)) | None, _) => false,
            (Some(_), _) => true,
        }
    }
}

/// A path, typed in the window because the system shows no dialog.
pub struct PathForm {
    ask: Ask,
    path: String,
    fresh: bool,
    /// The file that Enter was pressed for although it is there: once more replaces it.
    warned: Option<PathBuf>,
}

/// The path with the person's own folder in the place of a leading `~`.
fn at_home(typed: &str) -> PathBuf {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    match (typed.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(typed),
    }
}

impl PathForm {
    pub fn new(ask: Ask) -> Self {
        let folder = std::env::current_dir().unwrap_or_default();
        let path = folder.join(ask.name()).display().to_string();
        Self { ask, path, fresh: true, warned: None }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, out: &mut Vec<Command>) -> bool {
        let typed = at_home(self.path.trim());
        let extension = match self.ask {
            Ask::SaveAs { .. } => Some("ron"),
            Ask::Export { format, .. } => Some(format.extension()),
            Ask::Open | Ask::Merge | Ask::Import | Ask::Text => None,
        };
        let target = match extension {
            Some(extension) if typed.extension().is_none() => typed.with_extension(extension),
            _ => typed.clone(),
        };
        let overwrites = extension.is_some() && target.is_file();
        let verb = match &self.ask {
            _ if overwrites => "Replace",
            Ask::SaveAs { .. } => "Save",
            Ask::Export { .. } => "Write",
            Ask::Import => "Import",
            Ask::Open | Ask::Text => "Open",
            Ask::Merge => "Merge",
        };
        let answer = dialog::show(ctx, self.ask.title(), 560.0, |ui| {
            field::note(ui, "The system's file dialog is not available here. Type where the file is or shall be.");
            let path = field::line(ui, "Path", &mut self.path, "/home/me/file.ron");
            if std::mem::take(&mut self.fresh) {
                field::focus_all(ui, &path, &self.path);
            }
            if overwrites {
                let again = if self.warned.as_ref() == Some(&target) { " Enter once more replaces it." } else { "" };
                let what =
                    if target.extension() == extension.map(OsStr::new) { "a file" } else { "another kind of file" };
                let text = format!("There is already {what} of that name; it would be replaced.{again}");
                field::complaint(ui, &text);
            }
            let mut entered = field::entered(ui, &path);
            if entered && overwrites && self.warned.as_ref() != Some(&target) {
                // Enter comes easily; the button says what it does.
                (self.warned, entered) = (Some(target.clone()), false);
                path.request_focus();
            }
            dialog::footer(ui, |ui| (entered || primary(ui, verb).clicked(), secondary(ui, "Cancel").clicked()))
        });
        match answer {
            Some((true, _)) => {
                out.push(match &self.ask {
                    Ask::Open => Command::Leave(Then::Open(typed)),
                    Ask::Merge => Command::MergeFile(typed),
                    Ask::Import => Command::Import(vec![typed]),
                    Ask::Text => Command::ReadText(typed),
                    Ask::SaveAs { then, .. } => Command::SaveAs(target, then.clone()),
                    Ask::Export { kind, format, options, .. } => {
                        Command::Export(target, *kind, *format, options.clone())
                    }
                });
                false
            }
            Some((_, true)) | None => false,
            Some(_) => true,
        }
    }
}
