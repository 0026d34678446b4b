//! The fields of the form, from whom to the note.

use eframe::egui::{ComboBox, RichText, Ui};

use super::choices::{self, country_of, create};
use super::speaker::NewSpeaker;
use super::{ClaimForm, Field};
use crate::gui::theme::{self, face};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{Picked, button, field};
use crate::model::{ActorId, Basis, Confidence, CountryId, EntryId, Kind, Party, Project, Voice};
use crate::session::{Command, Desk};

/// The groups of segments.
pub(super) const STANCE: &str = "claim stance";
pub(super) const BASIS: &str = "claim basis";
pub(super) const CONFIDENCE: &str = "claim confidence";

/// Width of the labels.
pub(super) const LABELS: f32 = 66.0;

impl ClaimForm {
    pub(super) fn fields(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let project = desk.project();
        field::row(ui, "Country", LABELS, |ui| self.country_field(ui, desk, out));
        field::row(ui, "Speaker", LABELS, |ui| self.speaker_field(ui, project, out));
        field::row(ui, "Issue", LABELS, |ui| self.issue_field(ui, project, out));
        field::row(ui, "Stance", LABELS, |ui| self.stance_field(ui, project));
        field::row(ui, "Basis", LABELS, |ui| self.basis_field(ui));
        field::row(ui, "Condition", LABELS, |ui| self.condition_field(ui));
        if self.more {
            field::row(ui, "Voice", LABELS, |ui| self.voice_field(ui, project));
            field::row(ui, "To", LABELS, |ui| self.addressee_field(ui, project, out));
            field::row(ui, "Via", LABELS, |ui| {
                field::line(ui, "Via", &mut self.draft.via, "source the article leans on");
                take(ui, &mut self.draft.via, &mut self.via_proposed);
            });
            field::row(ui, "Said on", LABELS, |ui| self.said_on.show(ui, "Said on", "2025-02-18"));
        }
        field::row(ui, "Tags", LABELS, |ui| self.tag_field(ui, project, out));
        if self.more {
            field::row(ui, "Confidence", LABELS, |ui| self.confidence_field(ui));
            field::row(ui, "Note", LABELS, |ui| field::lines(ui, "Note", &mut self.draft.note, "for yourself", 2));
        }
    }

    fn country_field(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let project = desk.project();
        let proposed = self.proposed_labels(desk);
        let chosen: Vec<(String, String)> = self.draft.countries.iter().map(|id| chip(project, *id)).collect();
        let look = Look {
            name: "Country",
            hint: "whose position",
            chosen: &chosen,
            proposed: &proposed,
            creates: Some("country"),
            offers: false,
        };
        let active = self.country.is_active(ui, look.name);
        let candidates = if active { choices::countries(project) } else { Vec::new() };
        let (picked, _) = self.country.show(ui, &look, &candidates);
        match picked {
            Picked::Taken(who) => {
                // Whoever types a country does not want the proposed ones; Enter goes on from here.
                self.countries_proposed.clear();
                self.add_country(country_of(project, who, out));
            }
            Picked::Proposal(index) => {
                let who = self.countries_proposed.remove(index);
                self.add_country(country_of(project, who, out));
                if self.countries_proposed.is_empty() {
                    self.country.focus = false;
                    self.go_on(Field::Country);
                }
            }
            Picked::Create(name) => {
                if let Some(EntryId::Country(id)) = create(project, Kind::Country, &name, out) {
                    self.add_country(Some(id));
                }
            }
            Picked::Removed(index) => {
                self.draft.countries.remove(index);
            }
            Picked::Next => self.go_on(Field::Country),
            Picked::Nothing => {}
        }
    }

    fn add_country(&mut self, id: Option<CountryId>) {
        if let Some(id) = id {
            add(&mut self.draft.countries, id);
        }
        self.country.focus = true;
    }

    fn speaker_field(&mut self, ui: &mut Ui, project: &Project, out: &mut Vec<Command>) {
        let chosen: Vec<(String, String)> = self.draft.speaker.iter().map(|id| actor(project, *id)).collect();
        let proposed: Vec<String> = self.speaker_proposed.iter().map(|id| actor(project, *id).1).collect();
        let hint = if self.draft.countries.is_empty() { "who says it" } else { "Government (unnamed)" };
        let look = Look {
            name: "Speaker",
            hint,
            chosen: &chosen,
            proposed: &proposed,
            creates: Some("speaker"),
            offers: false,
        };
        let (picked, _) = self.speaker.show(ui, &look, &choices::actors(project));
        match picked {
            Picked::Taken(id) => self.set_speaker(id, project.actor(id).and_then(|actor| actor.country)),
            Picked::Proposal(_) => {
                if let Some(id) = self.speaker_proposed {
                    self.set_speaker(id, project.actor(id).and_then(|actor| actor.country));
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
            && let Some(done) = inset.show(ui, project, out)
        {
            self.new_speaker = None;
            if let Some((id, country)) = done {
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

    fn issue_field(&mut self, ui: &mut Ui, project: &Project, out: &mut Vec<Command>) {
        let chosen: Vec<(String, String)> =
            self.draft.issue.iter().map(|id| (String::new(), project.label(EntryId::Issue(*id)))).collect();
        let look = Look {
            name: "Issue",
            hint: "on which question",
            chosen: &chosen,
            proposed: &[],
            creates: Some("issue"),
            offers: true,
        };
        let (picked, _) = self.issue.show(ui, &look, &choices::issues(project));
        if matches!(picked, Picked::Taken(_) | Picked::Create(_) | Picked::Next) {
            self.go_on(Field::Issue);
        }
        match picked {
            Picked::Taken(id) => self.draft.issue = Some(id),
            Picked::Create(name) => {
                if let Some(EntryId::Issue(id)) = create(project, Kind::Issue, &name, out) {
                    self.draft.issue = Some(id);
                }
            }
            Picked::Removed(_) => self.draft.issue = None,
            Picked::Next | Picked::Nothing | Picked::Proposal(_) => {}
        }
        let rules = self.draft.issue.and_then(|id| project.issue(id)).map_or("", |issue| issue.rules.as_str());
        if !rules.is_empty() {
            let muted = theme::of(ui.ctx()).muted;
            let text = RichText::new(rules).font(face::serif(13.0)).color(muted);
            eframe::egui::ScrollArea::vertical().id_salt("coding rules").max_height(86.0).show(ui, |ui| {
                ui.add(eframe::egui::Label::new(text).wrap()).accessible_name(format!("Coding rules: {rules}"));
            });
        }
    }

    fn stance_field(&mut self, ui: &mut Ui, project: &Project) {
        let p = theme::of(ui.ctx());
        let scale = project.scale();
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
        let shown = segmented::show(ui, STANCE, selected, &segments);
        if let Some(index) = shown {
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

    fn condition_field(&mut self, ui: &mut Ui) {
        field::line(ui, "Condition", &mut self.draft.condition, "only if…");
        take(ui, &mut self.draft.condition, &mut self.condition_proposed);
    }

    fn voice_field(&mut self, ui: &mut Ui, project: &Project) {
        let usual = self.draft.speaker.and_then(|id| project.actor(id)).map_or(Voice::Government, |actor| actor.voice);
        let mut voice = self.draft.voice.unwrap_or(usual);
        let before = voice;
        let combo = ComboBox::from_id_salt("voice").width(ui.available_width() - 8.0).selected_text(voice.label());
        let shown = combo.show_ui(ui, |ui| {
            for choice in Voice::ALL {
                ui.selectable_value(&mut voice, choice, choice.label());
            }
        });
        let _ = shown.response.accessible_name("Voice");
        if voice != before {
            self.draft.voice = Some(voice);
        }
    }

    fn addressee_field(&mut self, ui: &mut Ui, project: &Project, out: &mut Vec<Command>) {
        let chosen: Vec<(String, String)> = self
            .draft
            .addressees
            .iter()
            .map(|party| match party {
                Party::Country(id) => chip(project, *id),
                Party::Actor(id) => actor(project, *id),
            })
            .collect();
        let look = Look {
            name: "Addressees",
            hint: "to whom it is said",
            chosen: &chosen,
            proposed: &[],
            creates: Some("actor"),
            offers: false,
        };
        let candidates = choices::parties(project);
        match self.addressee.show(ui, &look, &candidates).0 {
            Picked::Taken(party) => add(&mut self.draft.addressees, party),
            Picked::Create(name) => {
                if let Some(EntryId::Actor(id)) = create(project, Kind::Actor, &name, out) {
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

    fn tag_field(&mut self, ui: &mut Ui, project: &Project, out: &mut Vec<Command>) {
        let chosen: Vec<(String, String)> =
            self.draft.tags.iter().map(|id| (String::new(), project.label(EntryId::Tag(*id)))).collect();
        let look = Look {
            name: "Tags",
            hint: "your own words",
            chosen: &chosen,
            proposed: &[],
            creates: Some("tag"),
            offers: false,
        };
        let candidates = choices::tags(project);
        match self.tag.show(ui, &look, &candidates).0 {
            Picked::Taken(id) => add(&mut self.draft.tags, id),
            Picked::Create(name) => {
                if let Some(EntryId::Tag(id)) = create(project, Kind::Tag, &name, out) {
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
}

/// Adds to a list that is a set.
fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// Offers what the text proposes below an empty field.
fn take(ui: &mut Ui, value: &mut String, proposed: &mut String) {
    if proposed.is_empty() || !value.is_empty() {
        return;
    }
    if button::link(ui, &format!("+ {proposed}")).on_hover_text("Proposed from the text; click to take it").clicked() {
        *value = std::mem::take(proposed);
    }
}

/// Code and name of a country.
pub(super) fn chip(project: &Project, id: CountryId) -> (String, String) {
    project.country(id).map_or_else(|| (String::new(), id.to_string()), |row| (row.iso.clone(), row.name.clone()))
}

fn actor(project: &Project, id: ActorId) -> (String, String) {
    (String::new(), project.actor(id).map_or_else(|| id.to_string(), |row| row.name.clone()))
}
