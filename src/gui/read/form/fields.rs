//! The fields of the form, from whom to the note.
//!
//! Enter takes what is lit or proposed and goes on to the next field; Shift Enter takes it and stays.

use eframe::egui::{ComboBox, Key, Label, Modifiers, RichText, ScrollArea, Ui};

use super::choices::{Addressee, Codebook};
use super::speaker::NewSpeaker;
use super::{ClaimForm, Field};
use crate::gui::theme::{self, face};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{Picked, button, field};
use crate::model::{ActorId, Basis, Confidence, CountryId, Entry, EntryId, Kind, Party, Voice};
use crate::session::Desk;
use crate::suggest::gazetteer::CountryRef;

/// The groups of segments.
pub(super) const STANCE: &str = "claim stance";
pub(super) const BASIS: &str = "claim basis";
pub(super) const CONFIDENCE: &str = "claim confidence";

/// Width of the labels.
const LABELS: f32 = 66.0;

impl ClaimForm {
    pub(super) fn fields(&mut self, ui: &mut Ui, desk: &Desk) {
        let new = self.new.clone();
        let book = &Codebook { project: desk.project(), new: &new };
        field::row(ui, "Country", LABELS, |ui| self.country_field(ui, book));
        field::row(ui, "Speaker", LABELS, |ui| self.speaker_field(ui, book));
        field::row(ui, "Issue", LABELS, |ui| self.issue_field(ui, book));
        field::row(ui, "Stance", LABELS, |ui| self.stance_field(ui, book));
        field::row(ui, "Basis", LABELS, |ui| self.basis_field(ui));
        field::row(ui, "Condition", LABELS, |ui| self.condition_field(ui, desk));
        if self.more {
            field::row(ui, "Voice", LABELS, |ui| self.voice_field(ui, book));
            field::row(ui, "To", LABELS, |ui| self.addressee_field(ui, book));
            field::row(ui, "Via", LABELS, |ui| {
                let line = field::line(ui, "Via", &mut self.draft.via, "source the article leans on");
                take(ui, line.has_focus(), &mut self.draft.via, &mut self.via_proposed);
            });
            field::row(ui, "Said on", LABELS, |ui| self.said_on.show(ui, "Said on", "year-month-day"));
        }
        field::row(ui, "Tags", LABELS, |ui| self.tag_field(ui, book));
        if self.more {
            field::row(ui, "Confidence", LABELS, |ui| self.confidence_field(ui));
            field::row(ui, "Note", LABELS, |ui| field::lines(ui, "Note", &mut self.draft.note, "for yourself", 2));
        }
    }

    fn country_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
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
        let candidates = if active { book.countries() } else { Vec::new() };
        match self.country.show(ui, &look, &candidates).0 {
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
            Picked::Next => self.go_on(Field::Country),
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
            self.go_on(Field::Country);
        }
    }

    fn speaker_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let name = |id: &ActorId| book.chip(EntryId::Actor(*id));
        let chosen: Vec<(String, String)> = self.draft.speaker.iter().map(name).collect();
        let proposed: Vec<String> = self.speaker_proposed.iter().map(|id| name(id).1).collect();
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
        let candidates = if active { book.actors() } else { Vec::new() };
        let country_of = |id| book.actor(id).and_then(|actor| actor.country);
        match self.speaker.show(ui, &look, &candidates).0 {
            Picked::Taken(id) => self.set_speaker(id, country_of(id)),
            Picked::Proposal(_) => {
                if let Some(id) = self.speaker_proposed {
                    self.set_speaker(id, country_of(id));
                }
            }
            Picked::Create(name) => {
                self.new_speaker = Some(NewSpeaker::new(name, self.draft.countries.first().copied()));
            }
            Picked::Removed(_) => self.draft.speaker = None,
            Picked::Next => self.go_on(Field::Speaker),
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
        self.draft.speaker = Some(id);
        self.speaker_proposed = None;
        // What the speaker of a country says is that country's claim, unless another country is given.
        if self.draft.countries.is_empty() {
            self.draft.countries.extend(country);
        }
        self.go_on(Field::Speaker);
    }

    fn issue_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let chosen: Vec<(String, String)> = self.draft.issue.iter().map(|id| book.chip(EntryId::Issue(*id))).collect();
        let look = Look {
            name: "Issue",
            hint: "on which question",
            chosen: &chosen,
            proposed: &[],
            creates: Some("issue"),
            offers: true,
        };
        let active = self.issue.is_active(ui, look.name);
        let candidates = if active { book.issues() } else { Vec::new() };
        match self.issue.show(ui, &look, &candidates).0 {
            Picked::Taken(id) => {
                self.draft.issue = Some(id);
                self.go_on(Field::Issue);
            }
            Picked::Create(name) => {
                let (id, new) = book.create(Kind::Issue, &name);
                self.new.extend(new);
                if let EntryId::Issue(id) = id {
                    self.draft.issue = Some(id);
                }
                self.go_on(Field::Issue);
            }
            Picked::Removed(_) => self.draft.issue = None,
            Picked::Next => self.go_on(Field::Issue),
            Picked::Nothing | Picked::Proposal(_) => {}
        }
        let rules = self.draft.issue.and_then(|id| book.issue(id)).map(|issue| issue.rules.clone()).unwrap_or_default();
        if !rules.is_empty() {
            let muted = theme::of(ui.ctx()).muted;
            let text = RichText::new(&rules).font(face::serif(13.0)).color(muted);
            ScrollArea::vertical().id_salt("coding rules").max_height(86.0).min_scrolled_height(86.0).show(ui, |ui| {
                ui.add(Label::new(text).wrap()).accessible_name(format!("Coding rules: {rules}"));
            });
        }
    }

    fn stance_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let p = theme::of(ui.ctx());
        let scale = book.project.scale();
        let labels: Vec<(String, String)> = scale
            .iter()
            .map(|stance| {
                let key = stance.key.map(String::from).unwrap_or_default();
                let name = if key.is_empty() { stance.label.clone() } else { format!("{} ({key})", stance.label) };
                (key, name)
            })
            .collect();
        let segments: Vec<Segment<'_>> = scale
            .iter()
            .zip(&labels)
            .map(|(stance, (key, name))| Segment {
                label: key,
                name,
                glyph: Some((stance.glyph, theme::stance(stance.colour, p.dark))),
            })
            .collect();
        let selected = scale.iter().position(|stance| Some(stance.id) == self.draft.stance);
        if let Some(index) = segmented::show(ui, STANCE, selected, &segments) {
            self.draft.stance = Some(scale[index].id);
        }
        match selected.map(|index| scale[index]) {
            Some(stance) => field::note(ui, &stance.label),
            None => field::note(ui, "press a number"),
        };
    }

    fn basis_field(&mut self, ui: &mut Ui) {
        let segments: Vec<Segment<'_>> = Basis::ALL.iter().map(|basis| Segment::word(basis.label())).collect();
        let selected = Basis::ALL.iter().position(|basis| *basis == self.draft.basis);
        if let Some(index) = segmented::show(ui, BASIS, selected, &segments) {
            self.draft.basis = Basis::ALL[index];
            self.basis_proposed = false;
        }
        if self.basis_proposed {
            field::note(ui, "proposed from the text");
        }
    }

    fn condition_field(&mut self, ui: &mut Ui, desk: &Desk) {
        let line = field::line(ui, "Condition", &mut self.draft.condition, "only if…");
        if std::mem::take(&mut self.to_condition) {
            line.request_focus();
        }
        let entered = field::entered(ui, &line);
        if entered && self.draft.condition.is_empty() && !self.condition_proposed.is_empty() {
            self.draft.condition = std::mem::take(&mut self.condition_proposed);
            line.request_focus();
        } else if entered {
            self.save(desk);
        }
        take(ui, line.has_focus(), &mut self.draft.condition, &mut self.condition_proposed);
    }

    fn voice_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
        let usual = self.draft.speaker.and_then(|id| book.actor(id)).map_or(Voice::Government, |actor| actor.voice);
        let mut voice = self.draft.voice.unwrap_or(usual);
        let before = voice;
        voice_menu(ui, "Voice", &mut voice);
        if voice != before {
            self.draft.voice = Some(voice);
        }
    }

    fn addressee_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
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
        let candidates = if active { book.parties() } else { Vec::new() };
        match self.addressee.show(ui, &look, &candidates).0 {
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

    fn tag_field(&mut self, ui: &mut Ui, book: &Codebook<'_>) {
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
        let candidates = if active { book.tags() } else { Vec::new() };
        match self.tag.show(ui, &look, &candidates).0 {
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

    fn confidence_field(&mut self, ui: &mut Ui) {
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

/// Adds to a list that is a set.
fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Offers what the text proposes below an empty field; Enter in the field, or a click, takes it.
fn take(ui: &mut Ui, has_focus: bool, value: &mut String, proposed: &mut String) {
    if proposed.is_empty() || !value.is_empty() {
        return;
    }
    let offer = button::link(ui, &format!("+ {proposed}"));
    let offer = offer.on_hover_text("Proposed from the text; Enter in the field or a click takes it");
    let tab = has_focus && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
    if offer.clicked() || tab {
        *value = std::mem::take(proposed);
    }
}
