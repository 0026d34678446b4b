//! Which claims count, besides the date: chips for voices and bases, and on demand for outlets, analysts and tags.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::Ui;

use crate::derive::{Filter, Memo};
use crate::gui::widgets::chip::{Change, Chips, Several, Value, summary};
use crate::model::{Basis, Entry, Kind, Project, TagId, Voice};
use crate::session::Desk;

/// What the filters remember from frame to frame.
#[derive(Default)]
pub struct Filters {
    chips: Chips,
    /// The names in the project at a revision.
    outlets: Memo<u64, Vec<Value<String>>>,
    analysts: Memo<u64, Vec<Value<String>>>,
}

impl Filters {
    /// The chips that are always there.
    pub fn always(&mut self, ui: &mut Ui, filter: &mut Filter) {
        let all = || Arc::new(Voice::ALL.iter().map(|voice| Value::new(*voice, voice.label())).collect());
        let words = Words { name: "Voices", all: "All voices", none: "" };
        several(&mut self.chips, ui, words, &all, &|voice| voice.label().to_owned(), &mut filter.voices);
        in_order(&mut filter.voices, &Voice::ALL);
        let all = || Arc::new(Basis::ALL.iter().map(|basis| Value::new(*basis, basis.label())).collect());
        let words = Words { name: "Basis", all: "Every basis", none: "" };
        several(&mut self.chips, ui, words, &all, &|basis| basis.label().to_owned(), &mut filter.bases);
        in_order(&mut filter.bases, &Basis::ALL);
    }

    /// The chips that were added, and the one that adds them.
    pub fn added(&mut self, ui: &mut Ui, desk: &Desk, filter: &mut Filter) {
        let (project, revision) = (desk.project(), desk.document().revision());
        let (outlets, analysts) = (&self.outlets, &self.analysts);
        let chips = &mut self.chips;
        if chips.shows("Outlets", !filter.outlets.is_empty()) {
            let words = Words { name: "Outlets", all: "All outlets", none: "No article names its outlet yet." };
            let there = || outlets.get(revision, || names(outlets_of(project), "No outlet"));
            let kept = filter.outlets.clone();
            let values = || with_chosen(there(), &kept);
            several(chips, ui, words, &values, &|name| shown(name, "No outlet"), &mut filter.outlets);
        }
        if chips.shows("Analysts", !filter.analysts.is_empty()) {
            let words = Words { name: "Analysts", all: "All analysts", none: "Nobody has coded a claim yet." };
            let there = || analysts.get(revision, || names(analysts_of(project), "No name"));
            let kept = filter.analysts.clone();
            let values = || with_chosen(there(), &kept);
            several(chips, ui, words, &values, &|name| shown(name, "No name"), &mut filter.analysts);
        }
        if chips.shows("Tags", !filter.tags.is_empty()) {
            let words = Words { name: "Tags", all: "With and without tags", none: "The codebook has no tags yet." };
            let values = || Arc::new(tags_of(project));
            let label = |id: &TagId| project.tag(*id).map_or_else(|| id.to_string(), |tag| tag.label.clone());
            several(chips, ui, words, &values, &label, &mut filter.tags);
        }
        let more = [
            ("Outlets", !filter.outlets.is_empty()),
            ("Analysts", !filter.analysts.is_empty()),
            ("Tags", !filter.tags.is_empty()),
        ];
        chips.more(ui, &more);
    }
}

/// What a filter says of itself.
struct Words {
    name: &'static str,
    /// The row for all values.
    all: &'static str,
    /// Where there are none.
    none: &'static str,
}

/// A chip that lets any number of values through; an empty list means all of them.
fn several<T: Clone + PartialEq>(
    chips: &mut Chips,
    ui: &mut Ui,
    Words { name, all, none }: Words,
    values: &dyn Fn() -> Arc<Vec<Value<T>>>,
    label: &dyn Fn(&T) -> String,
    chosen: &mut Vec<T>,
) {
    let labels: Vec<String> = chosen.iter().map(label).collect();
    let value = summary(labels.iter().map(String::as_str));
    let filter = Several {
        name,
        value: &value,
        set: !chosen.is_empty(),
        all,
        none,
        values,
        chosen: &|value| chosen.contains(value),
    };
    match chips.several(ui, &filter) {
        Change::None => {}
        Change::Clear => chosen.clear(),
        Change::Toggle(value) => toggle(chosen, value),
    }
}

/// Puts a value on the list or takes it off.
fn toggle<T: PartialEq>(chosen: &mut Vec<T>, value: T) {
    match chosen.iter().position(|other| *other == value) {
        Some(at) => _ = chosen.remove(at),
        None => chosen.push(value),
    }
}

/// Brings the chosen of a few into the order of `all`; all of them is the same as none of them.
fn in_order<T: Copy + PartialEq>(chosen: &mut Vec<T>, all: &[T]) {
    chosen.sort_by_key(|value| all.iter().position(|other| other == value));
    if chosen.len() == all.len() {
        chosen.clear();
    }
}

fn outlets_of(project: &Project) -> BTreeSet<&str> {
    project.articles().values().map(|article| article.outlet.as_str()).collect()
}

fn analysts_of(project: &Project) -> BTreeSet<&str> {
    project.claims().values().map(|claim| claim.analyst.as_str()).collect()
}

fn tags_of(project: &Project) -> Vec<Value<TagId>> {
    let tags = project.entries(Kind::Tag).into_iter().filter_map(|entry| match entry {
        Entry::Tag(tag) => Some(Value::new(tag.id, &tag.label)),
        _ => None,
    });
    tags.collect()
}

/// Names as values, by name; what has none stands first, as `nameless`. Nothing where nothing has a name.
fn names(names: BTreeSet<&str>, nameless: &str) -> Vec<Value<String>> {
    if names.iter().all(|name| name.is_empty()) {
        return Vec::new();
    }
    let mut values: Vec<Value<String>> =
        names.into_iter().map(|name| Value::new(name.to_owned(), shown(name, nameless))).collect();
    values.sort_by_cached_key(|value| (!value.value.is_empty(), crate::text::fold::fold(&value.value)));
    values
}

fn shown(name: &str, nameless: &str) -> String {
    if name.is_empty() { nameless.to_owned() } else { name.to_owned() }
}

/// The values, and whatever is chosen and no longer among them: it can be taken off the list.
fn with_chosen(values: Arc<Vec<Value<String>>>, chosen: &[String]) -> Arc<Vec<Value<String>>> {
    let gone: Vec<&String> = chosen.iter().filter(|name| values.iter().all(|value| value.value != **name)).collect();
    if gone.is_empty() {
        return values;
    }
    let gone = gone.into_iter().map(|name| Value::new(name.clone(), format!("{name} (not here any more)")));
    Arc::new(values.iter().cloned().chain(gone).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggling_keeps_the_order_and_all_is_the_same_as_none() {
        for (before, value, after) in [
            (vec![], 2, vec![2]),
            (vec![2], 1, vec![1, 2]),
            (vec![1, 2], 1, vec![2]),
            (vec![1, 2], 3, vec![]),
            (vec![2], 2, vec![]),
        ] {
            let mut chosen = before.clone();
            toggle(&mut chosen, value);
            in_order(&mut chosen, &[1, 2, 3]);
            assert_eq!(chosen, after, "{before:?} with {value}");
        }
    }

    #[test]
    fn names_stand_by_name_and_what_has_none_can_be_asked_for() {
        let labels = |values: &[Value<String>]| values.iter().map(|value| value.label.clone()).collect::<Vec<_>>();
        let values = names(["", "Élan", "Wire", "daily"].into(), "No outlet");
        assert_eq!(labels(&values), ["No outlet", "daily", "Élan", "Wire"]);
        assert!(names([""].into(), "No outlet").is_empty());
        let with = with_chosen(values.into(), &["Wire".to_owned(), "Gazette".to_owned()]);
        assert_eq!(labels(&with)[4..], ["Gazette (not here any more)"]);
    }
}
