//! Dialogs about views that are kept: under which name, which to rename, overwrite or delete.

use eframe::egui::{Context, Frame, Margin, RichText, ScrollArea, Stroke, Ui};

use super::tools::Asks;
use crate::derive::claims::View;
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{button, dialog, field, mark};
use crate::model::Project;
use crate::session::{Command, SavedFilter};

/// The dialog that is open.
pub enum Dialog {
    /// Under which name to keep a view.
    Save {
        /// As typed.
        name: String,
        /// For how many frames it has been open.
        frames: u8,
    },
    /// What to do with those that are kept.
    Manage {
        /// The one that gets another name, and that name.
        renaming: Option<(String, String)>,
        /// The one that is to go, once that is confirmed.
        doomed: Option<String>,
        /// For how many frames the field has been there.
        frames: u8,
    },
}

impl Dialog {
    /// Asks.
    pub fn new(asks: Asks, current: Option<&str>) -> Self {
        match asks {
            Asks::Save => Self::Save { name: current.unwrap_or_default().to_owned(), frames: 0 },
            Asks::Manage => Self::Manage { renaming: None, doomed: None, frames: 0 },
        }
    }

    /// Shows the dialog. Whether it stays open.
    pub fn show(
        &mut self,
        ctx: &Context,
        project: &Project,
        saved: &[SavedFilter],
        view: &View,
        current: &mut Option<String>,
        out: &mut Vec<Command>,
    ) -> bool {
        match self {
            Self::Save { name, frames } => {
                let stays = save(ctx, project, saved, view, name, frames, out);
                if !stays && out.iter().any(|command| matches!(command, Command::SaveFilter(_))) {
                    *current = Some(name.trim().to_owned());
                }
                stays
            }
            Self::Manage { renaming, doomed, frames } => {
                let mut rows = Rows { project, saved, current, out };
                let shown = dialog::show(ctx, "Saved filters", 560.0, |ui| {
                    ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
                        for filter in saved {
                            rows.one(ui, filter, renaming, doomed, frames);
                        }
                    });
                    dialog::footer(ui, |ui| button::primary(ui, "Done").clicked())
                });
                let goes = out.iter().any(|command| matches!(command, Command::ShowFilter(_)));
                !goes && !saved.is_empty() && shown == Some(false)
            }
        }
    }
}

fn save(
    ctx: &Context,
    project: &Project,
    saved: &[SavedFilter],
    view: &View,
    name: &mut String,
    frames: &mut u8,
    out: &mut Vec<Command>,
) -> bool {
    let filter = SavedFilter::new(name, view);
    let same = saved.iter().find(|other| other.is_called(name));
    let shown = dialog::show(ctx, "Save filter", 460.0, |ui| {
        let edit = field::line(ui, "Name of the filter", name, "Name");
        if dialog::begins(ctx, frames) {
            field::focus_all(ui, &edit, name);
        }
        field::note(ui, &filter.in_words(project));
        field::note(ui, "It belongs to you, not to the project, and works in other projects with the same entries.");
        if let Some(same) = same {
            let text = format!("Replaces “{}”: {}", same.name, same.in_words(project));
            field::note(ui, &text);
        }
        let entered = field::entered(ui, &edit);
        dialog::footer(ui, |ui| {
            let ready = !name.trim().is_empty();
            let verb = if same.is_some() { "Replace" } else { "Save" };
            let go = ui.add_enabled_ui(ready, |ui| button::primary(ui, verb)).inner;
            let go = go.on_disabled_hover_text("Type a name first").clicked();
            let back = button::secondary(ui, "Cancel").clicked();
            ((go || entered) && ready, back)
        })
    });
    match shown {
        Some((true, _)) => {
            out.push(Command::SaveFilter(Box::new(filter)));
            false
        }
        Some((false, back)) => !back,
        None => false,
    }
}

/// What the rows of the dialog need, and what they may change.
struct Rows<'a> {
    project: &'a Project,
    saved: &'a [SavedFilter],
    current: &'a mut Option<String>,
    out: &'a mut Vec<Command>,
}

impl Rows<'_> {
    fn one(
        &mut self,
        ui: &mut Ui,
        filter: &SavedFilter,
        renaming: &mut Option<(String, String)>,
        doomed: &mut Option<String>,
        frames: &mut u8,
    ) {
        let p = theme::of(ui.ctx());
        let card = Frame::new().fill(p.paper).stroke(Stroke::new(1.0, p.line)).corner_radius(RADIUS);
        card.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            match renaming {
                Some((old, new)) if *old == filter.name => {
                    if self.rename(ui, filter, new, frames) {
                        *renaming = None;
                    }
                }
                _ => self.plain(ui, filter, renaming, doomed, frames),
            }
        });
        ui.add_space(space::XS);
    }

    /// Whether the renaming is over.
    fn rename(&mut self, ui: &mut Ui, filter: &SavedFilter, new: &mut String, frames: &mut u8) -> bool {
        let name = &filter.name;
        let edit = field::line(ui, &format!("New name of {name}"), new, "Name");
        if dialog::begins(ui.ctx(), frames) {
            field::focus_all(ui, &edit, new);
        }
        let taken = self.saved.iter().any(|other| other.is_called(new) && other.name != *name);
        let why = if taken { "Another filter is called so" } else { "Type a name first" };
        let ready = !taken && !new.trim().is_empty();
        let entered = field::entered(ui, &edit) && ready;
        ui.horizontal(|ui| {
            let go = ui.add_enabled_ui(ready, |ui| button::secondary(ui, "Rename")).inner;
            let go = go.on_disabled_hover_text(why).clicked() || entered;
            if go {
                self.out.push(Command::RenameFilter(name.clone(), new.clone()));
                if self.current.as_ref() == Some(name) {
                    *self.current = Some(new.trim().to_owned());
                }
            }
            button::secondary(ui, "Keep the name").clicked() || go
        })
        .inner
    }

    fn plain(
        &mut self,
        ui: &mut Ui,
        filter: &SavedFilter,
        renaming: &mut Option<(String, String)>,
        doomed: &mut Option<String>,
        frames: &mut u8,
    ) {
        let p = theme::of(ui.ctx());
        let name = &filter.name;
        mark::one_line(ui, name, face::semibold(size::BODY), p.ink);
        field::note(ui, &filter.in_words(self.project));
        ui.horizontal(|ui| {
            if doomed.as_ref() == Some(name) {
                let sure = "Delete it? This cannot be undone.";
                ui.label(RichText::new(sure).font(face::regular(size::BODY)).color(p.ink));
                if button::danger(ui, "Delete").accessible_name(format!("Delete {name} for good")).clicked() {
                    self.out.push(Command::ForgetFilter(name.clone()));
                    *doomed = None;
                } else if button::secondary(ui, "Keep").accessible_name(format!("Keep {name}")).clicked() {
                    *doomed = None;
                }
                return;
            }
            if button::secondary(ui, "Show").accessible_name(format!("Show {name}")).clicked() {
                *self.current = Some(name.clone());
                self.out.push(Command::ShowFilter(name.clone()));
            }
            if button::secondary(ui, "Rename…").accessible_name(format!("Rename {name}…")).clicked() {
                (*renaming, *frames) = (Some((name.clone(), name.clone())), 0);
            }
            if button::danger(ui, "Delete…").accessible_name(format!("Delete {name}…")).clicked() {
                *doomed = Some(name.clone());
            }
        });
    }
}
