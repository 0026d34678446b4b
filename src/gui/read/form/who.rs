//! Whose position it is, and who says so.

use std::rc::Rc;

use eframe::egui::Ui;

use super::choices::Codebook;
use super::fields::add;
use super::speaker::NewSpeaker;
use super::{ClaimForm, Field};
use crate::gui::widgets::Picked;
use crate::gui::widgets::picker::Look;
use crate::model::{ActorId, CountryId, EntryId, Kind, Voice};
use crate::suggest::gazetteer::CountryRef;

impl ClaimForm {
    pub(super) fn country_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let proposed: Vec<String> = self.countries_proposed.iter().map(|who| book.name_of(*who)).collect();
        let chosen: Vec<(String, String)> =
            self.draft.countries.iter().map(|id| book.chip(EntryId::Country(*id))).collect();
        let look = Look {
            name: "Country",
            hint: "whose position",
            chosen: &chosen,
            proposed: &proposed,
            creates: Some("country"),
            offers: false,
        };
        let active = self.country.is_active(ui, look.name);
        let candidates = if active { book.countries() } else { Rc::default() };
        let recency = self.recency.clone();
        let rank = |who: &CountryRef| match who {
            CountryRef::Codebook(id) => recency.rank(EntryId::Country(*id)),
            CountryRef::Known(_) => 0,
        };
        match self.country.show_ranked(ui, &look, &candidates, rank).0 {
            Picked::Taken(who) => {
                self.countries_proposed.retain(|other| *other != who);
                self.take_country(book, who);
            }
            Picked::Proposal(index) => {
                let who = self.countries_proposed.remove(index);
                self.take_country(book, who);
            }
            Picked::Create(name) => {
                let (id, new) = book.create(Kind::Country, &name);
                self.new.extend(new);
                if let EntryId::Country(id) = id {
                    self.add_country(id);
                }
            }
            Picked::Removed(index) => {
                self.draft.countries.remove(index);
            }
            Picked::Next => self.go_on(Some(Field::Country)),
            Picked::Nothing => {}
        }
    }

    fn take_country(&mut self, book: &Codebook<'_>, who: CountryRef) {
        let (id, new) = book.country(who);
        self.new.extend(new);
        if let Some(id) = id {
            self.add_country(id);
        }
    }

    fn add_country(&mut self, id: CountryId) {
        add(&mut self.draft.countries, id);
        // Somebody who speaks for another country is not proposed for this one.
        if self.speaker_country.is_some_and(|country| !self.draft.countries.contains(&country)) {
            self.speaker_proposed = None;
        }
        if std::mem::take(&mut self.country.more) {
            self.country.focus = true;
        } else {
            // The others were alternatives; they stay to be clicked.
            self.go_on(Some(Field::Country));
        }
    }

    pub(super) fn speaker_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let name = |id: &ActorId| book.chip(EntryId::Actor(*id));
        let mut chosen: Vec<(String, String)> = self.draft.speaker.iter().map(name).collect();
        let mut proposed: Vec<String> = self.speaker_proposed.iter().map(|id| name(id).1).collect();
        // Somebody without a name is coded by the voice they speak with.
        if chosen.is_empty() {
            chosen.extend(self.draft.voice.map(|voice| (String::new(), unnamed(voice))));
        }
        if chosen.is_empty() && proposed.is_empty() {
            proposed.extend(self.voice_proposed.map(unnamed));
        }
        let hint = if self.draft.countries.is_empty() { "who says it" } else { "Government (unnamed)" };
        let look = Look {
            name: "Speaker",
            hint,
            chosen: &chosen,
            proposed: &proposed,
            creates: Some("speaker"),
            offers: false,
        };
        let active = self.speaker.is_active(ui, look.name);
        let candidates = if active { book.actors() } else { Rc::default() };
        let country_of = |id| book.actor(id).and_then(|actor| actor.country);
        let recency = self.recency.clone();
        let rank = |id: &ActorId| recency.rank(EntryId::Actor(*id));
        match self.speaker.show_ranked(ui, &look, &candidates, rank).0 {
            Picked::Taken(id) => self.set_speaker(id, country_of(id)),
            Picked::Proposal(_) => {
                if let Some(id) = self.speaker_proposed {
                    self.set_speaker(id, country_of(id));
                } else {
                    self.draft.voice = self.voice_proposed.take();
                    self.go_on(Some(Field::Speaker));
                }
            }
            Picked::Create(name) => {
                self.new_speaker = Some(NewSpeaker::new(name, self.draft.countries.first().copied()));
            }
            Picked::Removed(_) => (self.draft.speaker, self.draft.voice) = (None, None),
            Picked::Next => self.go_on(Some(Field::Speaker)),
            Picked::Nothing => {}
        }
        if let Some(inset) = &mut self.new_speaker
            && let Some(done) = inset.show(ui, book)
        {
            self.new_speaker = None;
            if let Some(made) = done {
                let (id, country) = (made.id, made.country);
                self.new.extend(made.rows);
                self.set_speaker(id, country);
            }
        }
    }

    fn set_speaker(&mut self, id: ActorId, country: Option<CountryId>) {
        if self.draft.speaker.is_none() {
            // It was the voice of somebody without a name.
            self.draft.voice = None;
        }
        self.draft.speaker = Some(id);
        self.speaker_proposed = None;
        // What the speaker of a country says is that country's claim, unless another country is given.
        if self.draft.countries.is_empty() {
            self.draft.countries.extend(country);
        }
        self.go_on(Some(Field::Speaker));
    }
}

/// Somebody of whom only the voice is known.
fn unnamed(voice: Voice) -> String {
    match voice {
        Voice::OfficialUnnamed => voice.label().to_owned(),
        voice => format!("{}, unnamed", voice.label()),
    }
}
