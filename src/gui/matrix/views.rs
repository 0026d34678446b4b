//! The chip of named views: show one, keep the look as one, rename, move, delete.

use eframe::egui::{Ui, vec2};

use crate::gui::theme::space;
use crate::gui::widgets::chip::{self, Chip, Tick};
use crate::gui::widgets::{button, field};
use crate::model::{Look, Project, View, ViewId};
use crate::session::{Command, Desk};
use crate::text::fold::fold;

/// What the chip remembers from frame to frame.
#[derive(Default)]
pub struct Views {
    /// The view that was shown last.
    last: Option<ViewId>,
    /// The name that is being typed.
    naming: Option<Naming>,
}

/// A name that is being typed, for how many frames.
struct Naming {
    /// The view that gets it; a new one without.
    of: Option<ViewId>,
    name: String,
    focused: bool,
}

impl Views {
    /// Shows the chip. A view that is shown changes nothing in the project; whatever else is wished is one step of its
    /// own.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, look: &mut Look, out: &mut Vec<Command>) {
        let project = desk.project();
        let views = project.views_in_order();
        if let Some(same) = views.iter().find(|view| view.look == *look) {
            // Of two views that look the same, the one that was asked for.
            let asked = self.last.and_then(|id| project.view(id)).filter(|view| view.look == *look);
            self.last = Some(asked.map_or(same.id, |view| view.id));
        } else if *look == Look::default() {
            self.last = None;
        }
        let current = self.last.and_then(|id| project.view(id)).cloned();
        let changed = current.as_ref().is_some_and(|view| view.look != *look);
        let value = match &current {
            Some(view) if changed => format!("{}, changed", view.label),
            Some(view) => view.label.clone(),
            None if *look == Look::default() => "Standard".to_owned(),
            None => "Changed".to_owned(),
        };
        let response = Chip { name: "View", value: &value, set: current.is_some(), clears: false }.show(ui).response;
        let response = chip::tip(response, "Looks at the matrix that the project keeps under a name");
        if response.clicked() {
            self.naming = None;
        }
        chip::menu(&response, "Views").show(|ui| {
            ui.set_width(300.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            let standard = "The latest official position of every country, as the codebook has them";
            if chip::item(ui, Tick::One, current.is_none() && *look == Look::default(), "Standard", standard) {
                (*look, self.last) = (Look::default(), None);
                ui.close();
            }
            for view in &views {
                let on = current.as_ref().is_some_and(|current| current.id == view.id);
                if chip::item(ui, Tick::One, on && !changed, &view.label, "") {
                    self.last = Some(view.id);
                    out.push(Command::ShowView(view.id));
                    ui.close();
                }
            }
            ui.add_space(space::XS);
            ui.separator();
            self.wishes(ui, project, current.as_deref(), changed, look, out);
        });
    }

    fn wishes(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        current: Option<&View>,
        changed: bool,
        look: &mut Look,
        out: &mut Vec<Command>,
    ) {
        if self.naming.is_some() {
            return self.name(ui, project, out);
        }
        if let Some(view) = current.filter(|_| changed) {
            if chip::item(ui, Tick::None, false, &format!("Save changes to “{}”", view.label), "") {
                out.push(Command::SaveView(view.label.clone()));
                ui.close();
            }
            if chip::item(ui, Tick::None, false, &format!("Go back to “{}”", view.label), "") {
                *look = view.look.clone();
                ui.close();
            }
        }
        if chip::item(ui, Tick::None, false, "Save as a view…", "") {
            self.naming = Some(Naming { of: None, name: String::new(), focused: false });
        }
        let Some(view) = current else { return };
        if chip::item(ui, Tick::None, false, &format!("Rename “{}”…", view.label), "") {
            self.naming = Some(Naming { of: Some(view.id), name: view.label.clone(), focused: false });
        }
        let ids: Vec<ViewId> = project.views_in_order().iter().map(|view| view.id).collect();
        let at = ids.iter().position(|id| *id == view.id).unwrap_or(0);
        if at > 0 && chip::item(ui, Tick::None, false, "Move up", "") {
            out.push(Command::MoveView(view.id, at - 1));
        }
        if at + 1 < ids.len() && chip::item(ui, Tick::None, false, "Move down", "") {
            out.push(Command::MoveView(view.id, at + 1));
        }
        if chip::item(ui, Tick::None, false, &format!("Delete “{}”", view.label), "") {
            out.push(Command::DeleteView(view.id));
            self.last = None;
            ui.close();
        }
    }

    /// The field for a name, and what would come of it.
    fn name(&mut self, ui: &mut Ui, project: &Project, out: &mut Vec<Command>) {
        let Some(naming) = &mut self.naming else { return };
        ui.add_space(space::S);
        let edit = field::line(ui, "Name of the view", &mut naming.name, "Name of the view");
        if !std::mem::replace(&mut naming.focused, true) {
            field::focus_all(ui, &edit, &naming.name);
        }
        let name = naming.name.trim().to_owned();
        let taken = project.views().values().find(|view| fold(view.label.trim()) == fold(&name));
        let taken = taken.filter(|view| Some(view.id) != naming.of);
        let (verb, why) = match (naming.of, taken) {
            (Some(_), Some(_)) => ("Rename", "Another view is called so"),
            (Some(_), None) => ("Rename", "Type a name first"),
            (None, Some(_)) => ("Replace", "Type a name first"),
            (None, None) => ("Save", "Type a name first"),
        };
        let ready = !name.is_empty() && (naming.of.is_none() || taken.is_none());
        if let (None, Some(view)) = (naming.of, taken) {
            chip::note(ui, &format!("Replaces “{}”.", view.label));
        }
        let entered = field::entered(ui, &edit) && ready;
        ui.add_space(space::S);
        let (go, back) = ui
            .horizontal(|ui| {
                ui.spacing_mut().item_spacing = vec2(space::S, 0.0);
                let go = ui.add_enabled_ui(ready, |ui| button::primary(ui, verb)).inner;
                (go.on_disabled_hover_text(why).clicked(), button::secondary(ui, "Cancel").clicked())
            })
            .inner;
        ui.add_space(space::XS);
        if go || entered {
            match naming.of {
                Some(id) => out.push(Command::RenameView(id, name)),
                None => out.push(Command::SaveView(name)),
            }
            self.naming = None;
            ui.close();
        } else if back {
            self.naming = None;
        }
    }
}
