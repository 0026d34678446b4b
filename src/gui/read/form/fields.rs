//! The fields of the form: those that every claim fills, each with its label and its pin.
//!
//! Enter takes what is lit or proposed and goes on to the next field; Shift Enter takes it and stays.

use std::rc::Rc;

use eframe::egui::{Align, Key, Label, Layout, Rect, RichText, ScrollArea, Ui, vec2};

use super::choices::Codebook;
use super::pins::{self, Pin};
use super::rarer::pressed;
use super::{Aim, ClaimForm, Field};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::picker::{self, Look};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{Picked, field};
use crate::model::{Basis, EntryId, IssueId, Kind};
use crate::session::Desk;

/// The groups of segments.
pub(super) const STANCE: &str = "claim stance";
pub(super) const BASIS: &str = "claim basis";
pub(super) const CONFIDENCE: &str = "claim confidence";

/// Width of the labels.
const LABELS: f32 = 66.0;
/// Height of the coding rules before they scroll.
const RULES: f32 = 86.0;
/// Height of the rules of what is lit: always the same, so that walking through a list moves nothing.
const LIT_RULES: f32 = 70.0;

impl ClaimForm {
    pub(super) fn fields(&mut self, ui: &mut Ui, desk: &Desk) {
        let (new, habits) = (self.new.clone(), self.habits.clone());
        let habits = &*habits;
        let more = habits.borrow().more;
        // The pins are changed while the fields are shown, what they offer is not.
        let shelves = std::mem::take(&mut habits.borrow_mut().shelves);
        let book = &Codebook { project: desk.project(), new: &new, shelves: &shelves };
        // What many places get is seen, whatever it is.
        let filled = self.aim == Aim::Many;
        let has = |pin: Pin| filled && (pin.is_filled(&self.draft) || pin.is_filled(&self.original));
        let pinned = |pin: Pin| more || habits.borrow().pins.is_on(pin) || has(pin);
        let (to, via, said_on) = (pinned(Pin::Addressees), pinned(Pin::Via), pinned(Pin::SaidOn));
        let voice = more || filled && (self.draft.voice.is_some() || self.original.voice.is_some());
        self.row(ui, "Country", Some(Pin::Country), |form, ui| form.country_field(ui, book));
        self.row(ui, "Speaker", Some(Pin::Speaker), |form, ui| form.speaker_field(ui, book));
        self.row(ui, "Issue", Some(Pin::Issue), |form, ui| form.issue_field(ui, book));
        self.row(ui, "Stance", Some(Pin::Stance), |form, ui| form.stance_field(ui, book));
        self.row(ui, "Basis", Some(Pin::Basis), Self::basis_field);
        self.row(ui, "Condition", None, |form, ui| form.condition_field(ui, desk));
        if voice {
            self.row(ui, "Voice", None, |form, ui| form.voice_field(ui, book));
        }
        if to {
            self.row(ui, "To", Some(Pin::Addressees), |form, ui| form.addressee_field(ui, book));
        }
        if via {
            self.row(ui, "Via", Some(Pin::Via), Self::via_field);
        }
        if said_on {
            self.row(ui, "Said on", Some(Pin::SaidOn), |form, ui| {
                form.said_on.show(ui, "Said on", "year-month-day");
            });
        }
        self.row(ui, "Tags", Some(Pin::Tags), |form, ui| form.tag_field(ui, book));
        if more {
            self.row(ui, "Confidence", None, Self::confidence_field);
            self.row(ui, "Note", None, |form, ui| {
                field::lines(ui, "Note", &mut form.draft.note, "for yourself", 2);
            });
        }
        habits.borrow_mut().shelves = shelves;
    }

    /// A field with its label and its pin. One that gets the keyboard comes into view.
    fn row(&mut self, ui: &mut Ui, label: &'static str, pin: Option<Pin>, content: impl FnOnce(&mut Self, &mut Ui)) {
        let muted = theme::of(ui.ctx()).muted;
        let whole = ui.horizontal_top(|ui| {
            let head = ui.allocate_ui_with_layout(vec2(LABELS, 28.0), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(LABELS);
                ui.spacing_mut().item_spacing.x = 2.0;
                ui.label(RichText::new(label).font(face::regular(size::SMALL)).color(muted));
            });
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                content(self, ui);
            });
            head.response.rect
        });
        let rect = whole.response.rect;
        let focused = ui.memory(eframe::egui::Memory::focused);
        let place = focused.and_then(|id| ui.ctx().read_response(id)).map(|response| response.rect.center());
        let here = place.is_some_and(|place| rect.contains(place));
        if here && self.at != Some(label) {
            self.at = Some(label);
            ui.scroll_to_rect(rect, None);
        }
        let Some(pin) = pin else { return };
        let lively = here || ui.rect_contains_pointer(rect);
        let on = self.habits.borrow().pins.is_on(pin);
        let head = whole.inner;
        let place = Rect::from_min_size(head.right_top() + vec2(-13.0, 5.0), vec2(14.0, 18.0));
        // Not part of the flow of the fields: it stands in the room of the label.
        let mut inset = ui.new_child(eframe::egui::UiBuilder::new().id_salt(pin).max_rect(place));
        let pressed = pins::show(&mut inset, pin, on, lively).clicked();
        if pressed || (here && std::mem::take(&mut self.toggles_pin)) {
            let mut draft = self.draft.clone();
            draft.said_on = self.said_on.date().unwrap_or_default();
            self.habits.borrow_mut().pins.toggle(pin, &draft);
            match pin {
                Pin::Country => self.want(Field::Country),
                Pin::Speaker => self.want(Field::Speaker),
                Pin::Issue => self.want(Field::Issue),
                _ => {}
            }
        }
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
        let candidates = if active { book.issues() } else { Rc::default() };
        let recency = self.recency.clone();
        let rank = |id: &IssueId| recency.rank(EntryId::Issue(*id));
        match self.issue.show_ranked(ui, &look, &candidates, rank).0 {
            Picked::Taken(id) => {
                self.draft.issue = Some(id);
                self.go_on(Some(Field::Issue));
            }
            Picked::Create(name) => {
                let (id, new) = book.create(Kind::Issue, &name);
                self.new.extend(new);
                if let EntryId::Issue(id) = id {
                    self.draft.issue = Some(id);
                }
                self.go_on(Some(Field::Issue));
            }
            Picked::Removed(_) => self.draft.issue = None,
            Picked::Next => self.go_on(Some(Field::Issue)),
            Picked::Nothing | Picked::Proposal(_) => {}
        }
        // While one walks through the list, the rules of what is lit are shown: they help to choose.
        let lit = self.issue.lit().and_then(|at| candidates.get(at)).map(|row| row.value);
        let has_rules = |id: IssueId| book.issue(id).is_some_and(|issue| !issue.rules.is_empty());
        if self.issue.lit().is_some() && candidates.iter().any(|row| has_rules(row.value)) {
            rules(ui, book, lit, true);
        } else {
            rules(ui, book, self.draft.issue, false);
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
        if let Some(index) = segmented::show_proposed(ui, BASIS, selected, self.basis_proposed, &segments) {
            self.draft.basis = Basis::ALL[index];
            self.basis_proposed = false;
        }
        if self.basis_proposed {
            let many = self.aim == Aim::Many;
            field::note(ui, if many { "proposed from the selected place, for all" } else { "proposed from the text" });
        }
    }

    fn condition_field(&mut self, ui: &mut Ui, desk: &Desk) {
        let waits = self.draft.condition.is_empty() && !self.condition_proposed.is_empty();
        let hint = if waits { "" } else { "only if…" };
        let line = field::line(ui, "Condition", &mut self.draft.condition, hint);
        if std::mem::take(&mut self.to_condition) {
            line.request_focus();
        }
        let entered = field::entered(ui, &line);
        if !waits {
            if entered {
                self.save(desk);
            }
            return;
        }
        // Whoever was led here by saving saves with the same key that takes it.
        let saves = self.condition_asked;
        let down = line.has_focus() && pressed(ui, Key::ArrowDown);
        if line.has_focus() && pressed(ui, Key::Backspace) {
            self.condition_proposed.clear();
        } else if picker::proposal(ui, &self.condition_proposed).clicked() || entered || down {
            self.draft.condition = std::mem::take(&mut self.condition_proposed);
            if entered && saves {
                self.save(desk);
            } else {
                line.request_focus();
            }
        } else if line.has_focus() {
            let enter = if saves { "Enter takes it and saves" } else { "Enter takes it" };
            field::note(ui, &format!("{enter}, Backspace drops it"));
        }
    }
}

/// The coding rules of an issue. While one chooses, they take the same room for every issue.
fn rules(ui: &mut Ui, book: &Codebook<'_>, issue: Option<IssueId>, choosing: bool) {
    let issue = issue.and_then(|id| book.issue(id));
    let rules = issue.as_ref().map_or("", |issue| &issue.rules);
    if rules.is_empty() && !choosing {
        return;
    }
    let p = theme::of(ui.ctx());
    let height = if choosing { LIT_RULES } else { RULES };
    let words = if rules.is_empty() { "No coding rules." } else { rules };
    let colour = if rules.is_empty() { p.faint } else { p.muted };
    let text = RichText::new(words).font(face::serif(13.0)).color(colour);
    let area = ScrollArea::vertical().id_salt("coding rules").auto_shrink([false, !choosing]).max_height(height);
    area.min_scrolled_height(height).show(ui, |ui| {
        ui.add(Label::new(text).wrap()).accessible_name(format!("Coding rules: {words}"));
    });
}

/// Adds to a list that is a set.
pub(super) fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
