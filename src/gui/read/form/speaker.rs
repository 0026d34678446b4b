//! A speaker created on the spot: role, country, voice.

use std::rc::Rc;
use std::sync::Arc;

use eframe::egui::{CornerRadius, Frame, Margin, Stroke, Ui};

use super::choices::Codebook;
use super::rarer::voice_menu;
use crate::gui::theme;
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker, field, primary, secondary};
use crate::model::{Actor, ActorId, CountryId, Entry, EntryId, Kind, Voice};

/// What is known about the new speaker.
pub struct NewSpeaker {
    name: String,
    role: String,
    country: Option<CountryId>,
    /// The country's row, where it is not in the codebook yet.
    new_country: Option<Entry>,
    voice: Voice,
    picker: Picker,
    fresh: bool,
}

/// A speaker that was made.
pub struct Made {
    pub id: ActorId,
    pub country: Option<CountryId>,
    /// Rows that are new.
    pub rows: Vec<Entry>,
}

impl NewSpeaker {
    /// A speaker of that name, of that country unless it is changed.
    pub fn new(name: String, country: Option<CountryId>) -> Self {
        Self {
            name,
            role: String::new(),
            country,
            new_country: None,
            voice: Voice::default(),
            picker: Picker::default(),
            fresh: true,
        }
    }

    /// Shows the inset. `Some(Some(..))` once the speaker is made, `Some(None)` once it is given up.
    pub fn show(&mut self, ui: &mut Ui, book: &Codebook<'_>) -> Option<Option<Made>> {
        let p = theme::of(ui.ctx());
        let frame = Frame::new()
            .fill(p.paper)
            .stroke(Stroke::new(1.0, p.line))
            .corner_radius(CornerRadius::same(6))
            .inner_margin(Margin::same(6));
        frame
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                field::note(ui, &format!("New speaker: {}", self.name));
                let role = field::line(ui, "Role of speaker", &mut self.role, "role, e.g. Prime minister");
                if std::mem::take(&mut self.fresh) {
                    role.request_focus();
                }
                let entered = field::entered(ui, &role);
                self.country_field(ui, book);
                voice_menu(ui, "Voice of speaker", &mut self.voice);
                ui.horizontal_wrapped(|ui| {
                    if primary(ui, "Add speaker").clicked() || entered {
                        return Some(Some(self.make(book)));
                    }
                    secondary(ui, "Not now").clicked().then_some(None)
                })
                .inner
            })
            .inner
    }

    fn country_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let known = self.new_country.as_ref().map(|entry| match entry {
            Entry::Country(row) => (row.iso.clone(), row.name.clone()),
            other => (String::new(), other.label().to_owned()),
        });
        let chosen: Vec<(String, String)> =
            self.country.map(|id| known.unwrap_or_else(|| book.chip(EntryId::Country(id)))).into_iter().collect();
        let look = Look {
            name: "Country of speaker",
            hint: "country, if any",
            chosen: &chosen,
            proposed: &[],
            creates: None,
            offers: false,
        };
        let active = self.picker.is_active(ui, look.name);
        let candidates = if active { book.countries() } else { Rc::default() };
        match self.picker.show(ui, &look, &candidates).0 {
            Picked::Taken(who) => (self.country, self.new_country) = book.country(who),
            Picked::Removed(_) => (self.country, self.new_country) = (None, None),
            _ => {}
        }
    }

    fn make(&mut self, book: &Codebook<'_>) -> Made {
        let (id, new) = book.create(Kind::Actor, &self.name);
        let mut rows: Vec<Entry> = self.new_country.take().into_iter().collect();
        if let Some(Entry::Actor(blank)) = new {
            let role = self.role.trim().to_owned();
            let row = Actor { role, country: self.country, voice: self.voice, ..Actor::clone(&blank) };
            rows.push(Entry::Actor(Arc::new(row)));
        }
        let EntryId::Actor(id) = id else { unreachable!("a row made as an actor is an actor") };
        Made { id, country: self.country, rows }
    }
}
