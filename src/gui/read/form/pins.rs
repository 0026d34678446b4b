//! Fields that keep their value for the next new claims, until they are unpinned.

use std::collections::BTreeSet;

use eframe::egui::{CornerRadius, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::edit::ops::ClaimDraft;
use crate::gui::theme;
use crate::model::{EntryId, Project};

/// A field that can be pinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pin {
    Country,
    Speaker,
    Issue,
    Stance,
    Basis,
    Addressees,
    Via,
    SaidOn,
    Tags,
}

impl Pin {
    /// "country"
    fn noun(self) -> &'static str {
        match self {
            Pin::Country => "country",
            Pin::Speaker => "speaker",
            Pin::Issue => "issue",
            Pin::Stance => "stance",
            Pin::Basis => "basis",
            Pin::Addressees => "addressees",
            Pin::Via => "via",
            Pin::SaidOn => "date",
            Pin::Tags => "tags",
        }
    }

    fn copy(self, from: &ClaimDraft, onto: &mut ClaimDraft) {
        match self {
            Pin::Country => onto.countries.clone_from(&from.countries),
            // The voice is that of the speaker.
            Pin::Speaker => (onto.speaker, onto.voice) = (from.speaker, from.voice),
            Pin::Issue => onto.issue = from.issue,
            Pin::Stance => onto.stance = from.stance,
            Pin::Basis => onto.basis = from.basis,
            Pin::Addressees => onto.addressees.clone_from(&from.addressees),
            Pin::Via => onto.via.clone_from(&from.via),
            Pin::SaidOn => onto.said_on = from.said_on,
            Pin::Tags => onto.tags.clone_from(&from.tags),
        }
    }

    pub(super) fn is_filled(self, draft: &ClaimDraft) -> bool {
        match self {
            Pin::Country => !draft.countries.is_empty(),
            Pin::Speaker => draft.speaker.is_some(),
            Pin::Issue => draft.issue.is_some(),
            Pin::Stance => draft.stance.is_some(),
            Pin::Basis => true,
            Pin::Addressees => !draft.addressees.is_empty(),
            Pin::Via => !draft.via.is_empty(),
            Pin::SaidOn => draft.said_on.is_some(),
            Pin::Tags => !draft.tags.is_empty(),
        }
    }
}

/// Which fields are pinned, and what they hold.
#[derive(Clone, Debug, Default)]
pub struct Pins {
    on: BTreeSet<Pin>,
    kept: ClaimDraft,
}

impl Pins {
    pub fn is_on(&self, pin: Pin) -> bool {
        self.on.contains(&pin)
    }

    /// Whether a field is pinned and filled in `draft`: then there is nothing to decide in it.
    pub fn settles(&self, pin: Pin, draft: &ClaimDraft) -> bool {
        self.is_on(pin) && pin.is_filled(draft)
    }

    /// Pins a field with what it holds now, or lets it go.
    pub fn toggle(&mut self, pin: Pin, draft: &ClaimDraft) {
        if !self.on.remove(&pin) {
            self.on.insert(pin);
            pin.copy(draft, &mut self.kept);
        }
    }

    /// Keeps what the pinned fields of a saved claim hold.
    pub fn keep(&mut self, draft: &ClaimDraft) {
        for pin in &self.on {
            pin.copy(draft, &mut self.kept);
        }
    }

    /// Fills the pinned fields with what they keep, as far as the codebook still has it.
    pub fn fill(&self, draft: &mut ClaimDraft, project: &Project) {
        for pin in &self.on {
            pin.copy(&self.kept, draft);
        }
        draft.countries.retain(|id| project.country(*id).is_some());
        draft.addressees.retain(|party| project.contains(EntryId::from(*party)));
        draft.tags.retain(|id| project.tag(*id).is_some());
        draft.speaker = draft.speaker.filter(|id| project.actor(*id).is_some());
        draft.voice = draft.voice.filter(|_| draft.speaker.is_some());
        draft.issue = draft.issue.filter(|id| project.issue(*id).is_some());
        draft.stance = draft.stance.filter(|id| project.stance(*id).is_some());
    }
}

/// The pin of a field, `lively` while one is at it. No stop for the Tab key: Ctrl D does the same from the field.
pub fn show(ui: &mut Ui, pin: Pin, on: bool, lively: bool) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::CLICK);
    let name = format!("Pin {}", pin.noun());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &name));
    let ink = match () {
        () if on || response.hovered() => p.accent,
        () if lively => p.faint,
        () => p.strong_line,
    };
    let c = rect.center();
    let at = |x: f32, y: f32| pos2(c.x + x, c.y + y);
    let stroke = Stroke::new(1.2, ink);
    let head = Rect::from_min_max(at(-2.5, -5.5), at(2.5, 0.5));
    if on {
        ui.painter().rect_filled(head, CornerRadius::same(1), ink);
    } else {
        ui.painter().rect_stroke(head, CornerRadius::same(1), stroke, StrokeKind::Inside);
    }
    let line = |from: Pos2, to: Pos2| ui.painter().line_segment([from, to], stroke);
    line(at(-4.0, 1.0), at(4.0, 1.0));
    line(at(0.0, 1.0), at(0.0, 5.5));
    let does = if on { "Pinned: kept for the next new claims" } else { "Keep this for the next new claims" };
    response.on_hover_text(format!("{does} (Ctrl D in the field)"))
}
