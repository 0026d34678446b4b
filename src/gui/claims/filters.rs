//! The row of filters: words, and one chip for each thing a claim may be asked for.

use std::sync::Arc;

use eframe::egui::{Rect, Ui, pos2, vec2};

use super::listing::{Column, Listing, Order, Query};
use crate::derive::Memo;
use crate::gui::theme::space;
use crate::gui::widgets::chip::{Change, Chips, Several, Value, summary};
use crate::gui::widgets::line::{self, counted};
use crate::gui::widgets::{button, field};
use crate::model::{Basis, Entry, EntryId, Kind, Project};

/// Kinds that always have a chip.
const ALWAYS: [Kind; 3] = [Kind::Country, Kind::Issue, Kind::Stance];
/// Kinds that get one when asked for.
const MORE: [Kind; 3] = [Kind::Actor, Kind::Tag, Kind::Bloc];

/// What the filters remember.
#[derive(Default)]
pub struct Filters {
    chips: Chips,
    /// The rows of the kind whose menu is open, at a revision.
    rows: Memo<(u64, Kind), Vec<Value<EntryId>>>,
}

/// What the filters are shown for.
pub struct Shown<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its revision.
    pub revision: u64,
    /// What is listed.
    pub listing: &'a Listing,
    /// In which order.
    pub order: Order,
}

impl Filters {
    /// Shows the filters; changes `query`.
    pub fn show(&mut self, ui: &mut Ui, of: &Shown<'_>, query: &mut Query) {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let whole = ui.available_rect_before_wrap();
        let row = ui.horizontal_wrapped(|ui| {
            let width = (whole.width() * 0.24).clamp(150.0, 330.0);
            ui.allocate_ui(vec2(width, 30.0), |ui| {
                field::line(ui, "Find claims by words", &mut query.words, "Words, “phrase”, this near that")
            });
            for kind in ALWAYS {
                self.kind(ui, of, query, kind);
            }
            self.bases(ui, query);
            for kind in MORE {
                if self.chips.shows(name(kind), !query.of(kind).is_empty()) {
                    self.kind(ui, of, query, kind);
                }
            }
            self.chips.more(ui, &MORE.map(|kind| (name(kind), !query.of(kind).is_empty())));
            if !query.is_empty() && button::link(ui, "Clear").on_hover_text("Clear all filters").clicked() {
                *query = Query::default();
                self.chips.forget();
            }
            ui.cursor().left()
        });
        let bottom = row.response.rect.bottom();
        let last = Rect::from_min_max(pos2(row.inner + space::S, bottom - 30.0), pos2(whole.right(), bottom));
        let by = Column::ALL[of.order.column as usize].1.to_lowercase();
        let counted = listed(of.listing.ids.len(), of.project.claims().len(), query.is_empty());
        line::at_end(ui, &format!("{counted} · sorted by {by}"), &counted, last, whole.right());
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
            values: &|| rows.get((of.revision, kind), || values(of.project, kind)),
            chosen: &|id| on.contains(id),
        };
        match self.chips.several(ui, &filter) {
            Change::None => {}
            Change::Clear => query.entries.retain(|id| id.kind() != kind),
            Change::Toggle(id) => {
                if !query.entries.remove(&id) {
                    query.entries.insert(id);
                }
            }
        }
    }

    fn bases(&mut self, ui: &mut Ui, query: &mut Query) {
        let on = query.bases.clone();
        let filter = Several {
            name: "Basis",
            value: &summary(on.iter().map(|basis| basis.label())),
            set: !on.is_empty(),
            all: "Any basis",
            none: "",
            values: &|| Arc::new(Basis::ALL.iter().map(|basis| Value::new(*basis, basis.label())).collect()),
            chosen: &|basis| on.contains(basis),
        };
        match self.chips.several(ui, &filter) {
            Change::None => {}
            Change::Clear => query.bases.clear(),
            Change::Toggle(basis) => {
                if !query.bases.remove(&basis) {
                    query.bases.insert(basis);
                }
            }
        }
    }
}

fn values(project: &Project, kind: Kind) -> Vec<Value<EntryId>> {
    let value = |entry: Entry| {
        let others = entry.other_names().into_iter().map(str::to_owned).collect();
        Value { value: entry.id(), label: entry.label().to_owned(), others }
    };
    project.entries(kind).into_iter().map(value).collect()
}

fn short(project: &Project, id: EntryId) -> String {
    match project.entry(id) {
        Some(Entry::Issue(issue)) => issue.short_or_label().to_owned(),
        _ => project.label(id),
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

fn listed(listed: usize, all: usize, everything: bool) -> String {
    let claims = counted(all, "claim", "claims");
    if everything { claims } else { format!("{listed} of {claims}") }
}
