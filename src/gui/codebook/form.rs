//! The form of the selected row. Changes apply at once; those of one field undo together.

use std::sync::Arc;

use eframe::egui::{self, ComboBox, Margin, Response, RichText, ScrollArea, TextEdit, Ui};

use super::blocs::BlocFields;
use super::choices;
use super::choose::{Names, chip};
use super::texts::{Faults, Texts, signed};
use super::words;
use crate::derive::Memo;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{Picked, Picker, button, field};
use crate::model::{Actor, Colour, Entry, EntryId, Glyph, Kind, Project, Stance, Voice};
use crate::session::{Command, Desk};

/// Width of the labels.
const LABEL: f32 = 110.0;
/// Tallest list of other names; longer ones scroll.
const ALIASES: f32 = 168.0;

/// What the form remembers of the row it shows.
#[derive(Default)]
pub struct Form {
    /// The row as it was when the texts were taken from it, or as they made it.
    seen: Option<Entry>,
    texts: Texts,
    /// What is wrong with the texts of a row at a revision: names are compared with all others.
    faults: Memo<(u64, EntryId, Texts), Faults>,
    country: Picker,
    countries: Names,
    bloc: BlocFields,
    focus: bool,
}

impl Form {
    /// Puts the keyboard into the name.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    /// Shows the fields of `entry`.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, entry: &Entry, out: &mut Vec<Command>) {
        let (project, revision) = (desk.project(), desk.document().revision());
        self.renew(entry, out);
        let p = theme::of(ui.ctx());
        ui.label(RichText::new(entry.label()).font(face::serif_semibold(24.0)).color(p.ink));
        ui.add_space(space::S);
        ui.push_id(entry.id(), |ui| {
            let key = (revision, entry.id(), self.texts.clone());
            let faults = self.faults.get(key, || self.texts.onto(project, entry).1);
            let before = self.texts.clone();
            let left = self.fields(ui, desk, entry, &faults, out);
            if self.texts != before
                && let (Some(row), _) = self.texts.onto(project, entry)
                && row != *entry
            {
                self.seen = Some(row.clone());
                out.push(Command::Change(row));
            }
            if left {
                out.push(Command::Seal);
            }
        });
    }

    /// Takes the texts afresh when the row is another one, or was changed by something else than this form.
    fn renew(&mut self, entry: &Entry, out: &mut Vec<Command>) {
        let unranked = |entry: &Entry| entry.clone().with_rank(0);
        if self.seen.as_ref().is_some_and(|seen| unranked(seen) == unranked(entry)) {
            return;
        }
        if self.seen.as_ref().is_none_or(|seen| seen.id() != entry.id()) {
            (self.country, self.bloc) = (Picker::default(), BlocFields::default());
            out.push(Command::Seal);
        }
        self.texts = Texts::of(entry);
        self.seen = Some(entry.clone());
    }

    /// Whether a text field was left.
    fn fields(&mut self, ui: &mut Ui, desk: &Desk, entry: &Entry, faults: &Faults, out: &mut Vec<Command>) -> bool {
        let kind = entry.id().kind();
        let named = matches!(kind, Kind::Country | Kind::Actor);
        let name = if named { "Name" } else { "Label" };
        let response = row(ui, name, faults.name.as_deref(), |ui| field::line(ui, name, &mut self.texts.name, ""));
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        let mut left = response.lost_focus();
        match entry {
            Entry::Country(_) => {
                let hint = "Three letters; empty where there is none";
                left |= row(ui, "ISO code", faults.iso.as_deref(), |ui| {
                    field::line(ui, "ISO code", &mut self.texts.iso, hint)
                })
                .lost_focus();
                left |= self.aliases(ui, "Demonym, capital, seat of government, leader: one per line");
                let long = &mut self.texts.long;
                left |= row(ui, "Note", None, |ui| field::lines(ui, "Note", long, "", 2)).lost_focus();
            }
            Entry::Actor(actor) => {
                let role = &mut self.texts.role;
                left |= row(ui, "Role", None, |ui| field::line(ui, "Role", role, "Prime minister")).lost_focus();
                row(ui, "Country", None, |ui| self.belongs(ui, desk, actor, out));
                row(ui, "Voice", None, |ui| self.voice(ui, actor, out));
                left |= self.aliases(ui, "As texts call them: one per line");
            }
            Entry::Issue(_) => {
                left |= self.short(ui);
                id(ui, entry.id());
                left |= row(ui, "Coding rules", None, |ui| rules(ui, &mut self.texts.long)).lost_focus();
                return left;
            }
            Entry::Stance(stance) => {
                left |= self.short(ui);
                left |= row(ui, "Score", faults.score.as_deref(), |ui| self.score(ui, stance));
                let colour = row(ui, "Colour", None, |ui| choices::colours(ui, stance.colour));
                let glyph = row(ui, "Glyph", None, |ui| choices::glyphs(ui, stance.glyph, stance.colour));
                self.look(stance, colour, glyph, out);
                row(ui, "Key", None, |ui| self.key(ui, desk.project(), stance, out));
            }
            Entry::Tag(_) => {}
            Entry::Bloc(bloc) => {
                let changed = row(ui, "Members", None, |ui| self.bloc.show(ui, desk, bloc, out));
                if let Some(members) = changed {
                    let row = crate::model::Bloc { members, ..crate::model::Bloc::clone(bloc) };
                    self.click(Entry::Bloc(row.into()), out);
                }
            }
        }
        id(ui, entry.id());
        left
    }

    /// Something was chosen with one click: a step of its own.
    fn click(&mut self, row: Entry, out: &mut Vec<Command>) {
        self.seen = Some(row.clone());
        out.extend([Command::Seal, Command::Change(row), Command::Seal]);
    }

    fn short(&mut self, ui: &mut Ui) -> bool {
        let hint = "For narrow places; empty means the label";
        row(ui, "Short label", None, |ui| field::line(ui, "Short label", &mut self.texts.short, hint)).lost_focus()
    }

    fn aliases(&mut self, ui: &mut Ui, hint: &str) -> bool {
        row(ui, "Other names", None, |ui| {
            let area = ScrollArea::vertical().id_salt("other-names").max_height(ALIASES);
            area.show(ui, |ui| field::lines(ui, "Other names", &mut self.texts.aliases, hint, 2)).inner
        })
        .lost_focus()
    }

    fn belongs(&mut self, ui: &mut Ui, desk: &Desk, actor: &Arc<Actor>, out: &mut Vec<Command>) {
        let country = actor.country.and_then(|id| desk.project().entry(EntryId::Country(id)));
        let chosen: Vec<_> = country.iter().map(chip).collect();
        let hint = "Type to find; may stay empty";
        let look = Look { name: "Country", hint, chosen: &chosen, proposed: &[], creates: None, offers: false };
        let countries = self.countries.of(ui, &self.country, look.name, desk, Kind::Country, None);
        let country = match self.country.show(ui, &look, &countries).0 {
            Picked::Taken(EntryId::Country(id)) => Some(id),
            Picked::Removed(_) => None,
            _ => return,
        };
        self.click(Entry::Actor(Actor { country, ..Actor::clone(actor) }.into()), out);
    }

    fn voice(&mut self, ui: &mut Ui, actor: &Arc<Actor>, out: &mut Vec<Command>) {
        let mut chosen = actor.voice;
        let shown = ComboBox::from_id_salt("voice").selected_text(actor.voice.label()).width(220.0).show_ui(ui, |ui| {
            for voice in Voice::ALL {
                ui.selectable_value(&mut chosen, voice, voice.label());
            }
        });
        shown.response.accessible_name("Voice").on_hover_text("For whom they speak unless a claim says otherwise");
        if chosen != actor.voice {
            self.click(Entry::Actor(Actor { voice: chosen, ..Actor::clone(actor) }.into()), out);
        }
    }

    /// The field of the score and its two steps. Whether the field was left.
    fn score(&mut self, ui: &mut Ui, stance: &Arc<Stance>) -> bool {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let left = ui
                .allocate_ui(egui::vec2(64.0, 30.0), |ui| field::line(ui, "Score", &mut self.texts.score, "none"))
                .inner;
            let mut changed = false;
            for (name, said, by) in [("−", "Lower the score", -1), ("+", "Raise the score", 1)] {
                let to = stepped(stance.score, by);
                let button = ui.add_enabled_ui(to.is_some(), |ui| button::secondary(ui, name)).inner;
                let button = button.accessible_name(said).on_disabled_hover_text("Scores end at −9 and +9");
                if let Some(to) = to.filter(|_| button.on_hover_text(said).clicked()) {
                    self.texts.score = signed(to);
                    changed = true;
                }
            }
            ui.add_space(space::XS);
            field::note(ui, "−9 to +9; empty for what says nothing about support");
            left.lost_focus() || changed
        })
        .inner
    }

    /// Changes colour or glyph of a stance.
    fn look(&mut self, stance: &Arc<Stance>, colour: Option<Colour>, glyph: Option<Glyph>, out: &mut Vec<Command>) {
        if colour.is_some() || glyph.is_some() {
            let (colour, glyph) = (colour.unwrap_or(stance.colour), glyph.unwrap_or(stance.glyph));
            self.click(Entry::Stance(Stance { colour, glyph, ..Stance::clone(stance) }.into()), out);
        }
    }

    fn key(&mut self, ui: &mut Ui, project: &Project, stance: &Arc<Stance>, out: &mut Vec<Command>) {
        let owner =
            |key: char| project.scale().into_iter().find(|other| other.key == Some(key) && other.id != stance.id);
        let keys: Vec<char> = ('1'..='9').collect();
        let labels: Vec<String> = keys.iter().map(char::to_string).collect();
        let names: Vec<String> = keys
            .iter()
            .map(|key| match owner(*key) {
                Some(other) => format!("Key {key}, now of “{}”", other.label),
                None => format!("Key {key}"),
            })
            .collect();
        let mut segments: Vec<Segment<'_>> =
            labels.iter().zip(&names).map(|(label, name)| Segment { label, name, glyph: None }).collect();
        segments.push(Segment { label: "none", name: "No key", glyph: None });
        let selected = stance.key.map_or(Some(keys.len()), |key| keys.iter().position(|other| *other == key));
        let Some(chosen) = segmented::show(ui, "key", selected, &segments) else { return };
        let key = keys.get(chosen).copied();
        match key.and_then(owner) {
            Some(other) => {
                let (key, label) = (key.unwrap_or_default(), &other.label);
                out.push(Command::Tell(format!("Key {key} belongs to “{label}”; take it away there first")));
            }
            None => self.click(Entry::Stance(Stance { key, ..Stance::clone(stance) }.into()), out),
        }
    }
}

/// The score one step up or down, within −9 and +9; a level without one gets 0. A file may hold any score.
fn stepped(score: Option<i8>, by: i8) -> Option<i8> {
    let Some(score) = score else { return Some(0) };
    let to = score.saturating_add(by).clamp(-9, 9);
    ((to > score) == (by > 0) && to != score).then_some(to)
}

/// A labelled field with what is wrong below it.
fn row<R>(ui: &mut Ui, label: &str, fault: Option<&str>, content: impl FnOnce(&mut Ui) -> R) -> R {
    let inner = field::row(ui, label, LABEL, |ui| {
        let inner = content(ui);
        if let Some(why) = fault {
            field::complaint(ui, why);
        }
        inner
    });
    ui.add_space(2.0);
    inner
}

/// A line that is not a field: label and what stands there.
pub fn plain<R>(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    row(ui, label, None, content)
}

fn id(ui: &mut Ui, id: EntryId) {
    row(ui, "Id", None, |ui| {
        let p = theme::of(ui.ctx());
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(28.0);
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.label(RichText::new(id.slug().as_str()).font(face::regular(size::BODY)).color(p.muted));
            let why = " · fixed, so that files of two analysts merge";
            ui.label(RichText::new(why).font(face::regular(size::SMALL)).color(p.muted));
        });
    });
}

/// The coding rules, in the face of reading.
fn rules(ui: &mut Ui, text: &mut String) -> Response {
    let p = theme::of(ui.ctx());
    let hint = format!("What counts as {}’s support and what does not; shown while coding", words::a(Kind::Country));
    let mut set = crate::gui::script::typed(face::serif(16.0), true);
    let edit = TextEdit::multiline(text)
        .layouter(&mut set)
        .font(face::serif(16.0))
        .hint_text(RichText::new(hint).font(face::serif(16.0)).color(p.faint))
        .margin(Margin::symmetric(10, 8))
        .desired_rows(4)
        .desired_width(f32::INFINITY);
    ui.add(edit).accessible_name("Coding rules")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_from_a_file_steps_back_into_the_scale() {
        for (score, by, to) in [
            (None, 1, Some(0)),
            (Some(0), -1, Some(-1)),
            (Some(9), 1, None),
            (Some(9), -1, Some(8)),
            (Some(i8::MAX), 1, None),
            (Some(i8::MAX), -1, Some(9)),
            (Some(i8::MIN), -1, None),
            (Some(i8::MIN), 1, Some(-9)),
        ] {
            assert_eq!(stepped(score, by), to, "{score:?} by {by}");
        }
    }
}
