//! One of the two versions: a card that is pressed to take it.

use std::ops::Range;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{
    Align, CornerRadius, CursorIcon, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use super::{child, from_top};
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{keycap, mark, stance_pill};
use crate::model::Project;

/// Bytes of a version that are shown, at most.
const MOST: usize = 40_000;

/// A version of what is to be settled.
pub struct Version<'a> {
    /// The key that takes it.
    pub key: &'a str,
    /// Whose it is.
    pub side: &'a str,
    /// What it is; nothing where the row was deleted.
    pub value: Option<&'a str>,
    /// Its words that the other version does not have.
    pub marks: &'a [Range<usize>],
    /// Whether it was taken.
    pub chosen: bool,
    /// Whether the question is if there is to be a row at all.
    pub asks_whether_kept: bool,
    /// What the versions are about: "Stance".
    pub field: &'a str,
    /// Whether something else was shown a moment ago.
    pub is_other: bool,
}

impl Version<'_> {
    /// Shows the card. Whether it was pressed.
    pub fn show(&self, ui: &mut Ui, rect: Rect, project: &Project) -> bool {
        let p = theme::of(ui.ctx());
        let response = ui.interact(rect, ui.scope_id().with(("version", self.key)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, self.chosen, self.spoken()));
        let corner = CornerRadius::same(RADIUS + 2);
        let (fill, edge) = match (self.chosen, response.hovered() || response.has_focus()) {
            (true, _) => (p.accent_tint, Stroke::new(2.0, p.accent)),
            (false, true) => (p.hover, Stroke::new(1.0, p.strong_line)),
            (false, false) => (p.paper, Stroke::new(1.0, p.strong_line)),
        };
        ui.painter().rect(rect, corner, fill, edge, StrokeKind::Inside);
        if response.has_focus() {
            let focus = Stroke::new(1.5, p.accent);
            ui.painter().rect_stroke(rect.shrink(4.0), CornerRadius::same(RADIUS), focus, StrokeKind::Inside);
        }
        let ui = &mut child(ui, self.key, rect.shrink(space::M));
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
            ui.painter().circle_stroke(place.center(), 7.0, Stroke::new(1.3, p.muted));
            if self.chosen {
                ui.painter().circle_filled(place.center(), 7.0, p.accent);
                mark::tick(ui, place.shrink(4.5), p.on_accent);
            }
            still(ui, RichText::new(self.side).font(face::semibold(size::BODY)).color(p.ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                keycap(ui, self.key);
                if self.chosen {
                    still(ui, RichText::new("Taken").font(face::medium(size::SMALL)).color(p.accent));
                }
            });
        });
        ui.add_space(space::XS);
        let area = from_top(ScrollArea::vertical().id_salt(("words", self.key)), self.is_other);
        area.auto_shrink(false).show(ui, |ui| self.words(ui, project));
        response.on_hover_cursor(CursorIcon::PointingHand).clicked()
    }

    fn spoken(&self) -> String {
        let value = match self.value {
            None => "deleted",
            Some("") => "empty",
            Some(value) => cut(value).0,
        };
        format!("{}: {value}", self.side)
    }

    fn words(&self, ui: &mut Ui, project: &Project) {
        let p = theme::of(ui.ctx());
        let aside = |text: &str| RichText::new(text).font(face::regular(size::LARGE)).color(p.muted);
        match self.value {
            None => return still(ui, aside("Deleted")),
            Some(value) if self.asks_whether_kept => {
                still(ui, RichText::new("Kept").font(face::regular(size::LARGE)).color(p.ink));
                if value.is_empty() {
                    return;
                }
            }
            Some("") => return still(ui, aside("Empty")),
            Some(_) => {}
        }
        let value = self.value.unwrap_or_default();
        let stance = project.stances().values().find(|stance| self.field == "Stance" && stance.label == value);
        if let Some(stance) = stance {
            stance_pill(ui, stance);
            return;
        }
        let (shown, more) = cut(value);
        let format = |marked: bool| TextFormat {
            font_id: face::regular(size::LARGE),
            color: p.ink,
            line_height: Some(21.0),
            background: if marked { p.found } else { TextFormat::default().background },
            underline: if marked { Stroke::new(1.0, p.ink) } else { Stroke::NONE },
            ..TextFormat::default()
        };
        let (mut job, mut at) = (LayoutJob::default(), 0);
        for mark in self.marks.iter().filter(|mark| mark.end <= shown.len()) {
            job.append(&shown[at..mark.start], 0.0, format(false));
            job.append(&shown[mark.clone()], 0.0, format(true));
            at = mark.end;
        }
        job.append(&shown[at..], 0.0, format(false));
        ui.add(Label::new(job).wrap().selectable(false));
        if more > 0 {
            still(ui, aside(&format!("… and {more} more characters")));
        }
    }
}

/// Words that are no target of their own: the card is.
fn still(ui: &mut Ui, text: RichText) {
    ui.add(Label::new(text).selectable(false));
}

/// As much of a text as is shown, and how many characters are left out.
pub fn cut(text: &str) -> (&str, usize) {
    let (shown, rest) = text.split_at(text.floor_char_boundary(MOST));
    (shown, rest.chars().count())
}
