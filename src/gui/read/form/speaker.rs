//! A speaker created on the spot: role, country, voice.

use std::sync::Arc;

use eframe::egui::{ComboBox, CornerRadius, Frame, Key, Margin, Stroke, Ui};

use super::choices::{self, country_of};
use super::fields::chip;
use crate::edit::ops::codebook;
use crate::gui::theme;
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker, field, primary, secondary};
use crate::model::{Actor, ActorId, CountryId, Entry, Kind, Project, Voice};
use crate::session::Command;

/// What is known about the new speaker.
pub struct NewSpeaker {
    name: String,
    role: String,
    country: Option<CountryId>,
    voice: Voice,
    picker: Picker,
    fresh: bool,
}

impl NewSpeaker {
    /// A speaker of that name, of that country unless it is changed.
    pub fn new(name: String, country: Option<CountryId>) -> Self {
        Self { name, role: String::new(), country, voice: Voice::default(), picker: Picker::default(), fresh: true }
    }

    /// Shows the inset. `Some(Some(..))` with id and country once the speaker is
    /// added, `Some(None)` once it is given up.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        out: &mut Vec<Command>,
    ) -> Option<Option<(ActorId, Option<CountryId>)>> {
        let p = theme::of(ui.ctx());
        let frame = Frame::new()
            .fill(p.paper)
            .stroke(Stroke::new(1.0, p.line))
            .corner_radius(CornerRadius::same(6))
            .inner_margin(Margin::same(8));
        frame
            .show(ui, |ui| {
                field::note(ui, &format!("New speaker: {}", self.name));
                let role = field::line(ui, "Role of speaker", &mut self.role, "role, e.g. Prime minister");
                if std::mem::take(&mut self.fresh) {
                    role.request_focus();
                }
                let entered = role.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
                self.country_field(ui, project, out);
                let combo = ComboBox::from_id_salt("speaker voice").width(ui.available_width() - 8.0);
                let shown = combo.selected_text(self.voice.label()).show_ui(ui, |ui| {
                    for choice in Voice::ALL {
                        ui.selectable_value(&mut self.voice, choice, choice.label());
                    }
                });
                let _ = shown.response.accessible_name("Voice of speaker");
                ui.horizontal(|ui| {
                    if primary(ui, "Add speaker").clicked() || entered {
                        return Some(Some((self.create(project, out), self.country)));
                    }
                    secondary(ui, "Cancel speaker").clicked().then_some(None)
                })
                .inner
            })
            .inner
    }

    fn country_field(&mut self, ui: &mut Ui, project: &Project, out: &mut Vec<Command>) {
        let chosen: Vec<(String, String)> = self.country.iter().map(|id| chip(project, *id)).collect();
        let look = Look {
            name: "Country of speaker",
            hint: "country, if any",
            chosen: &chosen,
            proposed: &[],
            creates: None,
            offers: false,
        };
        match self.picker.show(ui, &look, &choices::countries(project)).0 {
            Picked::Taken(who) => self.country = country_of(project, who, out),
            Picked::Removed(_) => self.country = None,
            _ => {}
        }
    }

    fn create(&self, project: &Project, out: &mut Vec<Command>) -> ActorId {
        let Entry::Actor(blank) = codebook::blank(project, Kind::Actor, &self.name) else {
            unreachable!("a blank actor is an actor")
        };
        let row =
            Actor { role: self.role.trim().into(), country: self.country, voice: self.voice, ..Actor::clone(&blank) };
        let id = row.id;
        out.push(Command::Create(Entry::Actor(Arc::new(row))));
        id
    }
}
