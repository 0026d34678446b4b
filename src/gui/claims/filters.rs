//! The row of filters: words, and one chip for each thing a claim may be asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{Key, Modifiers, Ui, vec2};

use super::table;
use crate::derive::Memo;
use crate::derive::claims::{Base, Query};
use crate::gui::theme::space;
use crate::gui::widgets::chip::{Change, Chips, Several, Value, summary};
use crate::gui::widgets::{button, field};
use crate::model::{Basis, Confidence, Entry, EntryId, Kind, Project, Voice};
use crate::session::filters::called;

/// Kinds that always have a chip.
const ALWAYS: [Kind; 3] = [Kind::Country, Kind::Issue, Kind::Stance];

/// What the filters remember.
#[derive(Default)]
pub struct Filters {
    chips: Chips,
    /// The rows of the kind whose menu is open, at a revision, with those that are sought and not there.
    rows: Memo<(u64, Kind, Vec<EntryId>), Vec<Value<EntryId>>>,
    days: Option<Days>,
    /// The field for words is to have the keyboard.
    focus: bool,
}

/// The days as they are typed.
struct Days {
    /// What was in force when they were typed.
    of: (Option<jiff::civil::Date>, Option<jiff::civil::Date>),
    from: field::DateField,
    until: field::DateField,
}

/// What the filters are shown for.
pub struct Shown<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its revision.
    pub revision: u64,
    /// Every claim, once they are collected.
    pub base: Option<&'a Base>,
}

impl Filters {
    /// Gives the field for words the keyboard.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    /// Shows the filters in a row that wraps; changes `query`.
    pub fn show(&mut self, ui: &mut Ui, of: &Shown<'_>, query: &mut Query) {
        let width = (ui.max_rect().width() * 0.22).clamp(170.0, 320.0);
        ui.allocate_ui(vec2(width, 30.0), |ui| self.words(ui, query));
        for kind in ALWAYS {
            self.kind(ui, of, query, kind);
        }
        let bases: Vec<_> = Basis::ALL.iter().map(|basis| Value::new(*basis, basis.label())).collect();
        self.set(ui, Words::new("Basis", "Any basis"), bases, &mut query.bases);
        if self.chips.shows("Speaker", !query.of(Kind::Actor).is_empty()) {
            self.kind(ui, of, query, Kind::Actor);
        }
        if self.chips.shows("Voice", !query.voices.is_empty()) {
            let voices = Voice::ALL.iter().map(|voice| Value::new(*voice, voice.label())).collect();
            self.set(ui, Words::new("Voice", "Any voice"), voices, &mut query.voices);
        }
        if self.chips.shows("Outlet", !query.outlets.is_empty()) {
            let values = texts(of.base.map_or(&[], Base::outlets), &query.outlets, "No outlet");
            self.set(ui, Words::new("Outlet", "Any outlet"), values, &mut query.outlets);
        }
        if self.chips.shows("Date", query.from.is_some() || query.until.is_some()) {
            self.days(ui, query);
        }
        for kind in [Kind::Tag, Kind::Bloc] {
            if self.chips.shows(name(kind), !query.of(kind).is_empty()) {
                self.kind(ui, of, query, kind);
            }
        }
        if self.chips.shows("Analyst", !query.analysts.is_empty()) {
            let values = texts(of.base.map_or(&[], Base::analysts), &query.analysts, "No analyst");
            self.set(ui, Words::new("Analyst", "Any analyst"), values, &mut query.analysts);
        }
        if self.chips.shows("Confidence", !query.confidences.is_empty()) {
            let mut values: Vec<_> =
                Confidence::ALL.iter().map(|(degree, label)| Value::new(Some(*degree), *label)).collect();
            values.push(Value::new(None, "Not said"));
            self.set(ui, Words::new("Confidence", "Any confidence"), values, &mut query.confidences);
        }
        for (name, noun, asked) in
            [("Condition", "a condition", &mut query.condition), ("Note", "a note", &mut query.note)]
        {
            if self.chips.shows(name, asked.is_some()) {
                self.with(ui, name, noun, asked);
            }
        }
        self.more(ui, query);
        if !query.is_empty() && button::link(ui, "Clear").on_hover_text("Clear all filters").clicked() {
            self.clear(query);
        }
    }

    /// Asks for nothing any more.
    pub fn clear(&mut self, query: &mut Query) {
        *query = Query::default();
        self.chips.forget();
    }

    fn words(&mut self, ui: &mut Ui, query: &mut Query) {
        let down = |ui: &Ui| ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
        let edit = field::line(ui, "Find claims by words", &mut query.words, "Words, “phrase”, this near that");
        if std::mem::take(&mut self.focus) {
            field::focus_all(ui, &edit, &query.words);
        }
        // From the words on into what was found.
        if field::entered(ui, &edit) || (edit.has_focus() && down(ui)) {
            table::take_focus(ui);
        }
    }

    fn more(&mut self, ui: &mut Ui, query: &Query) {
        let of = |kind: Kind| !query.of(kind).is_empty();
        self.chips.more(
            ui,
            &[
                ("Speaker", of(Kind::Actor)),
                ("Voice", !query.voices.is_empty()),
                ("Outlet", !query.outlets.is_empty()),
                ("Date", query.from.is_some() || query.until.is_some()),
                ("Tag", of(Kind::Tag)),
                ("Bloc", of(Kind::Bloc)),
                ("Analyst", !query.analysts.is_empty()),
                ("Confidence", !query.confidences.is_empty()),
                ("Condition", query.condition.is_some()),
                ("Note", query.note.is_some()),
            ],
        );
    }

    fn kind(&mut self, ui: &mut Ui, of: &Shown<'_>, query: &mut Query, kind: Kind) {
        let on = query.of(kind);
        let labels: Vec<String> = on.iter().map(|id| short(of.project, *id)).collect();
        let rows = &self.rows;
        let filter = Several {
            name: name(kind),
            value: &summary(labels.iter().map(String::as_str)),
            set: !on.is_empty(),
            all: &format!("Any {}", name(kind).to_lowercase()),
            none: &format!("The codebook has no {} yet.", kind.plural().to_lowercase()),
            values: &|| rows.get((of.revision, kind, on.clone()), || values(of.project, kind, &on)),
            chosen: &|id| on.contains(id),
        };
        match self.chips.several(ui, &filter) {
            Change::None => {}
            Change::Clear => query.entries.retain(|id| id.kind() != kind),
            Change::Toggle(id) => toggle(&mut query.entries, id),
        }
    }

    fn set<T: Clone + Ord>(&mut self, ui: &mut Ui, words: Words<'_>, values: Vec<Value<T>>, chosen: &mut BTreeSet<T>) {
        let labels: Vec<&str> =
            values.iter().filter(|value| chosen.contains(&value.value)).map(|value| value.label.as_str()).collect();
        let (value, on) = (summary(labels.iter().copied()), chosen.clone());
        let values = Arc::new(values);
        let filter = Several {
            name: words.name,
            value: &value,
            set: !on.is_empty(),
            all: words.all,
            none: "No claim has one.",
            values: &|| values.clone(),
            chosen: &|value| on.contains(value),
        };
        match self.chips.several(ui, &filter) {
            Change::None => {}
            Change::Clear => chosen.clear(),
            Change::Toggle(value) => toggle(chosen, value),
        }
    }

    /// Whether there must be something, or must not.
    fn with(&mut self, ui: &mut Ui, name: &'static str, noun: &str, asked: &mut Option<bool>) {
        let values =
            Arc::new(vec![Value::new(true, format!("With {noun}")), Value::new(false, format!("Without {noun}"))]);
        let value = match asked {
            None => "All",
            Some(true) => "with",
            Some(false) => "without",
        };
        let on = *asked;
        let filter = Several {
            name,
            value,
            set: on.is_some(),
            all: "With and without",
            none: "",
            values: &|| values.clone(),
            chosen: &|with| on == Some(*with),
        };
        match self.chips.several(ui, &filter) {
            Change::None => {}
            Change::Clear => *asked = None,
            Change::Toggle(with) => *asked = if on == Some(with) { None } else { Some(with) },
        }
    }

    fn days(&mut self, ui: &mut Ui, query: &mut Query) {
        let day = |day: jiff::civil::Date| day.strftime("%-d %b %Y").to_string();
        let value = match (query.from, query.until) {
            (None, None) => "All".into(),
            (Some(from), None) => format!("from {}", day(from)),
            (None, Some(until)) => format!("until {}", day(until)),
            (Some(from), Some(until)) => format!("{} – {}", day(from), day(until)),
        };
        let of = (query.from, query.until);
        let days = match &mut self.days {
            Some(days) if days.of == of => days,
            days => days.insert(Days {
                of,
                from: field::DateField::new(query.from),
                until: field::DateField::new(query.until),
            }),
        };
        let cleared = self.chips.own(ui, "Date", &value, query.from.is_some() || query.until.is_some(), |ui| {
            ui.set_width(230.0);
            ui.spacing_mut().item_spacing.y = space::XS;
            field::note(ui, "Said on or after");
            days.from.show(ui, "From", "2025-02-01");
            field::note(ui, "Said on or before");
            days.until.show(ui, "Until", "2025-02-28");
            field::note(ui, "Where an article does not say when, its own date counts. Undated claims are left out.");
            // What is no date yet does not count yet.
            let (from, until) = (days.from.date(), days.until.date());
            query.from = from.unwrap_or(query.from);
            query.until = until.unwrap_or(query.until);
            days.of = (query.from, query.until);
        });
        if cleared {
            (query.from, query.until, self.days) = (None, None, None);
        }
    }
}

/// What a filter says of itself.
#[derive(Clone, Copy)]
struct Words<'a> {
    name: &'static str,
    all: &'a str,
}

impl<'a> Words<'a> {
    fn new(name: &'static str, all: &'a str) -> Self {
        Self { name, all }
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

/// The rows of a kind; what is sought and not there stands at the end, so that it can be taken off.
fn values(project: &Project, kind: Kind, sought: &[EntryId]) -> Vec<Value<EntryId>> {
    let value = |entry: Entry| {
        let others = entry.other_names().into_iter().map(str::to_owned).collect();
        Value { value: entry.id(), label: entry.label().to_owned(), others }
    };
    let gone = sought.iter().filter(|id| !project.contains(**id));
    let gone = gone.map(|id| Value::new(*id, called(project, *id)));
    project.entries(kind).into_iter().map(value).chain(gone).collect()
}

/// Outlets or analysts; what has none can be asked for, and what is sought and not there taken off.
fn texts(names: &[Arc<str>], sought: &BTreeSet<String>, nameless: &str) -> Vec<Value<String>> {
    let there = names.iter().map(|name| Value::new(name.to_string(), name.to_string()));
    let gone = sought.iter().filter(|name| !name.is_empty() && names.iter().all(|other| **other != ***name));
    let gone = gone.map(|name| Value::new(name.clone(), format!("{name} (not in this project)")));
    there.chain(gone).chain([Value::new(String::new(), nameless)]).collect()
}

fn short(project: &Project, id: EntryId) -> String {
    match project.entry(id) {
        Some(Entry::Issue(issue)) => issue.short_or_label().to_owned(),
        _ => called(project, id),
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Country => "Country",
        Kind::Actor => "Speaker",
        Kind::Issue => "Issue",
        Kind::Stance => "Stance",
        Kind::Tag => "Tag",
        Kind::Bloc => "Bloc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_and_not_there_can_be_taken_off() {
        let names: Vec<Arc<str>> = ["Spree", "Wire"].map(Arc::from).into();
        let sought = ["Wire", "Gone", ""].map(str::to_owned).into();
        let labels: Vec<String> = texts(&names, &sought, "No outlet").into_iter().map(|value| value.label).collect();
        assert_eq!(labels, ["Spree", "Wire", "Gone (not in this project)", "No outlet"]);
    }
}
