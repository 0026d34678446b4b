//! The fields that most claims leave empty: voice, addressees, via, date, tags, confidence, note.

use std::rc::Rc;

use eframe::egui::{ComboBox, Key, Modifiers, Ui};

use super::choices::{Addressee, Codebook};
use super::fields::{CONFIDENCE, add};
use super::{ClaimForm, Field};
use crate::gui::widgets::picker::{self, Look};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{Picked, field};
use crate::model::{Confidence, Entry, EntryId, Kind, Party, TagId, Voice};
use crate::suggest::gazetteer::CountryRef;

impl ClaimForm {
    pub(super) fn voice_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let usual = self.draft.speaker.and_then(|id| book.actor(id)).map_or(Voice::Government, |actor| actor.voice);
        let mut voice = self.draft.voice.unwrap_or(usual);
        let before = voice;
        voice_menu(ui, "Voice", &mut voice);
        if voice != before {
            self.draft.voice = Some(voice);
        }
    }

    pub(super) fn addressee_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let chosen: Vec<(String, String)> =
            self.draft.addressees.iter().map(|party| book.chip(EntryId::from(*party))).collect();
        let look = Look {
            name: "Addressees",
            hint: "to whom it is said",
            chosen: &chosen,
            proposed: &[],
            creates: Some("actor"),
            offers: false,
        };
        let active = self.addressee.is_active(ui, look.name);
        let candidates = if active { book.parties() } else { Rc::default() };
        let recency = self.recency.clone();
        let rank = |to: &Addressee| match to {
            Addressee::Party(party) => recency.rank(EntryId::from(*party)),
            Addressee::Known(_) => 0,
        };
        match self.addressee.show_ranked(ui, &look, &candidates, rank).0 {
            Picked::Taken(Addressee::Party(party)) => add(&mut self.draft.addressees, party),
            Picked::Taken(Addressee::Known(known)) => {
                let (id, new) = book.country(CountryRef::Known(known));
                self.new.extend(new);
                if let Some(id) = id {
                    add(&mut self.draft.addressees, Party::Country(id));
                }
            }
            Picked::Create(name) => {
                let (id, new) = book.create(Kind::Actor, &name);
                self.new.extend(new);
                if let EntryId::Actor(id) = id {
                    add(&mut self.draft.addressees, Party::Actor(id));
                }
            }
            Picked::Removed(index) => {
                self.draft.addressees.remove(index);
            }
            Picked::Next => self.want(Field::Stance),
            Picked::Nothing | Picked::Proposal(_) => {}
        }
    }

    pub(super) fn via_field(&mut self, ui: &mut Ui) {
        let line = field::line(ui, "Via", &mut self.draft.via, "source the article leans on");
        let waits = self.draft.via.is_empty() && !self.via_proposed.is_empty();
        if !waits {
            return;
        }
        let taken = field::entered(ui, &line) || (line.has_focus() && pressed(ui, Key::ArrowDown));
        if line.has_focus() && pressed(ui, Key::Backspace) {
            self.via_proposed.clear();
        } else if picker::proposal(ui, &self.via_proposed).clicked() || taken {
            self.draft.via = std::mem::take(&mut self.via_proposed);
            line.request_focus();
        }
    }

    pub(super) fn tag_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let chosen: Vec<(String, String)> = self.draft.tags.iter().map(|id| book.chip(EntryId::Tag(*id))).collect();
        let look = Look {
            name: "Tags",
            hint: "your own words",
            chosen: &chosen,
            proposed: &[],
            creates: Some("tag"),
            offers: false,
        };
        let active = self.tag.is_active(ui, look.name);
        let candidates = if active { book.tags() } else { Rc::default() };
        let recency = self.recency.clone();
        let rank = |id: &TagId| recency.rank(EntryId::Tag(*id));
        match self.tag.show_ranked(ui, &look, &candidates, rank).0 {
            Picked::Taken(id) => add(&mut self.draft.tags, id),
            Picked::Create(name) => {
                let (id, new) = book.create(Kind::Tag, &name);
                self.new.extend(new);
                if let EntryId::Tag(id) = id {
                    add(&mut self.draft.tags, id);
                }
            }
            Picked::Removed(index) => {
                self.draft.tags.remove(index);
            }
            Picked::Next => self.want(Field::Stance),
            Picked::Nothing | Picked::Proposal(_) => {}
        }
    }

    pub(super) fn confidence_field(&mut self, ui: &mut Ui) {
        let segments: Vec<Segment<'_>> = Confidence::ALL.iter().map(|(_, name)| Segment::word(name)).collect();
        let selected = Confidence::ALL.iter().position(|(confidence, _)| Some(*confidence) == self.draft.confidence);
        if let Some(index) = segmented::show(ui, CONFIDENCE, selected, &segments) {
            let chosen = Confidence::ALL[index].0;
            self.draft.confidence = (self.draft.confidence != Some(chosen)).then_some(chosen);
        }
    }

    /// The new rows that the claim names; those it no longer names are left out.
    pub(super) fn new_rows(&self) -> Vec<Entry> {
        let draft = &self.draft;
        let parties = draft.addressees.iter().map(|party| EntryId::from(*party));
        let mut named: Vec<EntryId> = parties.collect();
        named.extend(draft.countries.iter().map(|id| EntryId::Country(*id)));
        named.extend(draft.speaker.map(EntryId::Actor));
        named.extend(draft.issue.map(EntryId::Issue));
        named.extend(draft.tags.iter().map(|id| EntryId::Tag(*id)));
        // A new speaker may bring a new country.
        for entry in &self.new {
            if let Entry::Actor(actor) = entry
                && named.contains(&entry.id())
            {
                named.extend(actor.country.map(EntryId::Country));
            }
        }
        self.new.iter().filter(|entry| named.contains(&entry.id())).cloned().collect()
    }
}

/// Whether a key was pressed; then nobody else gets it.
pub(super) fn pressed(ui: &Ui, key: Key) -> bool {
    ui.input_mut(|i| i.consume_key(Modifiers::NONE, key))
}

/// A menu of voices across the available width.
pub(super) fn voice_menu(ui: &mut Ui, name: &str, voice: &mut Voice) {
    let combo = ComboBox::from_id_salt(name).width(ui.available_width()).selected_text(voice.label());
    let shown = combo.show_ui(ui, |ui| {
        for choice in Voice::ALL {
            ui.selectable_value(voice, choice, choice.label());
        }
    });
    let _ = shown.response.accessible_name(name);
}
