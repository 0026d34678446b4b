//! What the screen shows, made ready once: names, which lanes have anything, and where lanes stand.

use std::ops::Range;
use std::sync::Arc;

use eframe::egui::Ui;

use crate::derive::Timeline;
use crate::derive::timeline::{Lane, Subject};
use crate::gui::theme::{face, size};
use crate::model::{EntryId, Look, Project, Spot, Stance, StanceId, Who};

/// Height of the line that stands for the lanes without a claim.
pub const FOLD: f32 = 36.0;
/// Height of a lane without a claim.
pub const EMPTY: f32 = 30.0;
/// Heights of a lane; the share of the window lies between.
const LANE: std::ops::RangeInclusive<f32> = 44.0..=86.0;

/// What stands at the head of a lane.
pub struct Head {
    /// Code of a country; empty for others and where there is none.
    pub code: String,
    /// Name as shown.
    pub name: String,
    /// What else is known: role and country of an actor, number of members of a bloc.
    pub detail: String,
}

/// A timeline with its names.
pub struct Shown {
    /// For which state of the project, under which look.
    pub key: (u64, Look, Subject),
    /// The timeline.
    pub timeline: Timeline,
    /// The head of every lane.
    pub heads: Vec<Head>,
    /// The lanes with anything to show, by their number.
    pub filled: Vec<usize>,
    /// The others.
    pub empty: Vec<usize>,
    scale: Vec<Arc<Stance>>,
    names: Option<f32>,
    /// What the codes take beside the names; nothing where nobody has one.
    pub codes: f32,
}

impl Shown {
    /// A timeline with its names.
    pub fn new(project: &Project, timeline: Timeline, key: (u64, Look, Subject)) -> Self {
        let heads: Vec<Head> = timeline.lanes.iter().map(|lane| head(project, key.2, lane.spot)).collect();
        let codes = if heads.iter().all(|head| head.code.is_empty()) { 0.0 } else { 40.0 };
        let (empty, filled) = (0..timeline.lanes.len()).partition(|number| timeline.lanes[*number].is_empty());
        let scale = project.scale().into_iter().cloned().collect();
        Self { key, timeline, heads, filled, empty, scale, names: None, codes }
    }

    /// The lane of that number.
    pub fn lane(&self, number: usize) -> &Lane {
        &self.timeline.lanes[number]
    }

    /// The number of the lane of a cell.
    pub fn number_of(&self, spot: Spot) -> Option<usize> {
        self.timeline.lanes.iter().position(|lane| lane.spot == spot)
    }

    /// The stance of that id.
    pub fn stance(&self, id: StanceId) -> Option<&Stance> {
        self.scale.iter().find(|stance| stance.id == id).map(AsRef::as_ref)
    }

    /// How wide the names are, within reason.
    pub fn names_width(&mut self, ui: &Ui) -> f32 {
        let (heads, codes) = (&self.heads, self.codes);
        *self.names.get_or_insert_with(|| {
            let width = |text: &str| {
                let ink = ui.visuals().text_color();
                ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), face::medium(size::BODY), ink)).size().x
            };
            let widest = heads.iter().map(|head| codes + width(&head.name)).fold(0.0_f32, f32::max);
            (widest + 34.0).clamp(148.0, 250.0).ceil()
        })
    }
}

fn head(project: &Project, subject: Subject, spot: Spot) -> Head {
    if let Subject::Who(_) = subject {
        let name = project.issue(spot.issue).map_or_else(String::new, |issue| issue.label.clone());
        return Head { code: String::new(), name, detail: String::new() };
    }
    let name = project.label(spot.who.entry());
    let (code, detail) = match spot.who {
        Who::Country(id) => (project.country(id).map_or_else(String::new, |row| row.iso.clone()), String::new()),
        Who::Bloc(id) => {
            let members = project.bloc(id).map_or(0, |row| row.members.len());
            (String::new(), format!("{members} {}", if members == 1 { "member" } else { "members" }))
        }
        Who::Actor(id) => {
            let actor = project.actor(id);
            let country = actor.and_then(|row| row.country).map(|id| project.label(EntryId::Country(id)));
            let parts = [actor.map(|row| row.role.clone()), country];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            (String::new(), parts.join(", "))
        }
    };
    Head { code, name, detail }
}

/// Something that stands below something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A lane, by its number.
    Lane(usize),
    /// The line that stands for lanes without a claim.
    Fold,
    /// One of these, by its number.
    Empty(usize),
}

/// Where lanes stand from top to bottom.
pub struct Plan<'a> {
    shown: &'a Shown,
    unfolded: bool,
    /// Height of a lane.
    pub lane: f32,
}

impl<'a> Plan<'a> {
    /// The lanes share `height` points, within reason.
    pub fn new(shown: &'a Shown, unfolded: bool, height: f32) -> Self {
        let fold = if shown.empty.is_empty() { 0.0 } else { FOLD };
        let share = (height - fold) / shown.filled.len().max(1) as f32;
        Self { shown, unfolded, lane: share.clamp(*LANE.start(), *LANE.end()).floor() }
    }

    /// Height of everything.
    pub fn height(&self) -> f32 {
        let lanes = self.shown.filled.len() as f32 * self.lane;
        match (self.shown.empty.len(), self.unfolded) {
            (0, _) => lanes,
            (_, false) => lanes + FOLD,
            (empty, true) => lanes + FOLD + empty as f32 * EMPTY,
        }
    }

    /// Top and height of the lane that stands at a place among those with anything to show.
    pub fn at(&self, place: usize) -> (f32, f32) {
        (place as f32 * self.lane, self.lane)
    }

    /// What is in view between two heights, each with its top and its height.
    pub fn seen(&self, from: f32, to: f32) -> Vec<(Row, f32, f32)> {
        let (filled, empty) = (&self.shown.filled, &self.shown.empty);
        let lanes = visible(from, to, self.lane, filled.len());
        let mut rows: Vec<(Row, f32, f32)> =
            lanes.map(|place| (Row::Lane(filled[place]), place as f32 * self.lane, self.lane)).collect();
        let fold = filled.len() as f32 * self.lane;
        if !empty.is_empty() && fold < to && fold + FOLD > from {
            rows.push((Row::Fold, fold, FOLD));
        }
        if self.unfolded {
            let top = fold + FOLD;
            let seen = visible(from - top, to - top, EMPTY, empty.len());
            rows.extend(seen.map(|place| (Row::Empty(empty[place]), top + place as f32 * EMPTY, EMPTY)));
        }
        rows
    }
}

/// Which of `count` pieces of a size touch a range.
fn visible(from: f32, to: f32, size: f32, count: usize) -> Range<usize> {
    let first = (from / size).max(0.0) as usize;
    let end = (to / size).ceil().max(0.0) as usize;
    first.min(count)..end.min(count).max(first.min(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_in_view_is_listed() {
        for (from, to, count, want) in [
            (0.0, 100.0, 10, 0..2),
            (25.0, 100.0, 10, 0..2),
            (50.0, 101.0, 10, 1..3),
            (480.0, 700.0, 10, 9..10),
            (900.0, 1000.0, 10, 10..10),
            (-200.0, -100.0, 10, 0..0),
            (0.0, 100.0, 0, 0..0),
        ] {
            assert_eq!(visible(from, to, 50.0, count), want, "{from} to {to} of {count}");
        }
    }
}
