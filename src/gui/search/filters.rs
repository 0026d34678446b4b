//! The row of filters: one chip for each thing that an article or a claim may be asked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{Ui, vec2};
use jiff::civil::Date;

use crate::derive::Memo;
use crate::derive::search::Filter;
use crate::gui::theme::space;
use crate::gui::widgets::chip::{Change, Chips, Several, Value, summary};
use crate::gui::widgets::{button, field};
use crate::model::{Entry, EntryId, Kind, Project};
use crate::text::fold::fold;

/// Kinds that always have a chip, then those that get one when asked for.
const KINDS: [(Kind, &str, bool); 6] = [
    (Kind::Country, "Country", true),
    (Kind::Issue, "Issue", true),
    (Kind::Stance, "Stance", true),
    (Kind::Actor, "Speaker", false),
    (Kind::Tag, "Tag", false),
    (Kind::Bloc, "Bloc", false),
];

/// What the filters remember.
#[derive(Default)]
pub struct Filters {
    chips: Chips,
    /// The rows of the kind whose menu is open, at a revision.
    rows: Memo<(u64, Kind), Vec<Value<EntryId>>>,
    outlets: Memo<u64, Vec<Value<String>>>,
    analysts: Memo<u64, Vec<Value<String>>>,
    days: Option<Days>,
}

/// The days as they are typed.
struct Days {
    /// What was in force when they were typed.
    of: (Option<Date>, Option<Date>),
    from: field::DateField,
    until: field::DateField,
}

impl Filters {
    /// Shows the filters in a row that wraps; changes `filter`.
    pub fn show(&mut self, ui: &mut Ui, project: &Project, revision: u64, filter: &mut Filter) {
        filter.entries.retain(|id| project.contains(*id));
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        ui.horizontal_wrapped(|ui| {
            for (kind, name, always) in KINDS {
                if always || self.chips.shows(name, !filter.of(kind).is_empty()) {
                    self.kind(ui, project, revision, filter, (kind, name));
                }
            }
            if self.chips.shows("Outlet", !filter.outlets.is_empty()) {
                let texts = || project.articles().values().map(|article| article.outlet.as_str());
                let values = self.outlets.get(revision, || values_of(texts(), "No outlet"));
                self.texts(ui, ("Outlet", "Any outlet"), &values, &mut filter.outlets);
            }
            if self.chips.shows("Date", filter.from.is_some() || filter.until.is_some()) {
                self.days(ui, filter);
            }
            if self.chips.shows("Analyst", !filter.analysts.is_empty()) {
                let texts = || project.claims().values().map(|claim| claim.analyst.as_str());
                let values = self.analysts.get(revision, || values_of(texts(), "No analyst"));
                self.texts(ui, ("Analyst", "Any analyst"), &values, &mut filter.analysts);
            }
            let added = KINDS.iter().filter(|(_, _, always)| !always);
            let mut names: Vec<_> = added.map(|(kind, name, _)| (*name, !filter.of(*kind).is_empty())).collect();
            names.push(("Outlet", !filter.outlets.is_empty()));
            names.push(("Date", filter.from.is_some() || filter.until.is_some()));
            names.push(("Analyst", !filter.analysts.is_empty()));
            self.chips.more(ui, &names);
            if !filter.is_empty() && button::link(ui, "Clear").on_hover_text("Clear all filters").clicked() {
                self.clear(filter);
            }
        });
    }

    /// Asks for nothing any more.
    pub fn clear(&mut self, filter: &mut Filter) {
        *filter = Filter::default();
        self.chips.forget();
    }

    fn kind(
        &mut self,
        ui: &mut Ui,
        project: &Project,
        revision: u64,
        filter: &mut Filter,
        (kind, name): (Kind, &'static str),
    ) {
        let on = filter.of(kind);
        let labels: Vec<String> = on.iter().map(|id| short(project, *id)).collect();
        let rows = &self.rows;
        let several = Several {
            name,
            value: &summary(labels.iter().map(String::as_str)),
            set: !on.is_empty(),
            all: &format!("Any {}", name.to_lowercase()),
            none: &format!("The codebook has no {} yet.", kind.plural().to_lowercase()),
            values: &|| rows.get((revision, kind), || entries(project, kind)),
            chosen: &|id| on.contains(id),
        };
        match self.chips.several(ui, &several) {
            Change::None => {}
            Change::Clear => filter.entries.retain(|id| id.kind() != kind),
            Change::Toggle(id) => toggle(&mut filter.entries, id),
        }
    }

    fn texts(
        &mut self,
        ui: &mut Ui,
        (name, all): (&'static str, &str),
        values: &Arc<Vec<Value<String>>>,
        chosen: &mut BTreeSet<String>,
    ) {
        let on = chosen.clone();
        let labels: Vec<&str> =
            values.iter().filter(|value| on.contains(&value.value)).map(|value| value.label.as_str()).collect();
        let several = Several {
            name,
            value: &summary(labels.iter().copied()),
            set: !on.is_empty(),
            all,
            none: "Nobody has one.",
            values: &|| values.clone(),
            chosen: &|value| on.contains(value),
        };
        match self.chips.several(ui, &several) {
            Change::None => {}
            Change::Clear => chosen.clear(),
            Change::Toggle(value) => toggle(chosen, value),
        }
    }

    fn days(&mut self, ui: &mut Ui, filter: &mut Filter) {
        let day = |day: Date| day.strftime("%-d %b %Y").to_string();
        let value = match (filter.from, filter.until) {
            (None, None) => "All".into(),
            (Some(from), None) => format!("from {}", day(from)),
            (None, Some(until)) => format!("until {}", day(until)),
            (Some(from), Some(until)) => format!("{} – {}", day(from), day(until)),
        };
        let of = (filter.from, filter.until);
        let days = match &mut self.days {
            Some(days) if days.of == of => days,
            days => days.insert(Days {
                of,
                from: field::DateField::new(filter.from),
                until: field::DateField::new(filter.until),
            }),
        };
        let cleared = self.chips.own(ui, "Date", &value, of != (None, None), |ui| {
            ui.set_width(230.0);
            ui.spacing_mut().item_spacing.y = space::XS;
            field::note(ui, "On or after");
            days.from.show(ui, "From", "2025-02-01");
            field::note(ui, "On or before");
            days.until.show(ui, "Until", "2025-02-28");
            field::note(
                ui,
                "Articles by the day they were published, claims by the day something was said. What has \
                             no date is left out.",
            );
            // What is no date yet does not count yet.
            let (from, until) = (days.from.date(), days.until.date());
            filter.from = from.unwrap_or(filter.from);
            filter.until = until.unwrap_or(filter.until);
            days.of = (filter.from, filter.until);
        });
        if cleared {
            (filter.from, filter.until, self.days) = (None, None, None);
        }
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, value: T) {
    if !set.remove(&value) {
        set.insert(value);
    }
}

fn entries(project: &Project, kind: Kind) -> Vec<Value<EntryId>> {
    let value = |entry: Entry| {
        let others = entry.other_names().into_iter().map(str::to_owned).collect();
        Value { value: entry.id(), label: entry.label().to_owned(), others }
    };
    project.entries(kind).into_iter().map(value).collect()
}

/// Each text once, in the order of names; the empty one last.
fn values_of<'a>(texts: impl Iterator<Item = &'a str>, nameless: &str) -> Vec<Value<String>> {
    let texts: BTreeSet<&str> = texts.collect();
    let mut values: Vec<Value<String>> = texts
        .into_iter()
        .map(|text| Value::new(text.to_owned(), if text.is_empty() { nameless } else { text }))
        .collect();
    values.sort_by_cached_key(|value| (value.value.is_empty(), fold(&value.label)));
    values
}

fn short(project: &Project, id: EntryId) -> String {
    match project.entry(id) {
        Some(Entry::Issue(issue)) => issue.short_or_label().to_owned(),
        _ => project.label(id),
    }
}
