//! One of a few: all of them in view, side by side.

use eframe::egui::{CornerRadius, Galley, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

use super::glyph;
use crate::gui::theme::{self, Pair, RADIUS, face, size};
use crate::model::Glyph;

/// One choice.
pub struct Segment<'a> {
    /// What it says.
    pub label: &'a str,
    /// What it is called by those who listen, and in the tooltip.
    pub name: &'a str,
    /// A glyph before the label, in its colours.
    pub glyph: Option<(Glyph, Pair)>,
}

impl<'a> Segment<'a> {
    /// A choice that is only a word.
    pub fn word(label: &'a str) -> Self {
        Self { label, name: label, glyph: None }
    }
}

/// Shows the segments across the available width; returns the one that was chosen now. Keyboard: Tab enters, arrows and Space choose.
pub fn show(ui: &mut Ui, group: &str, selected: Option<usize>, segments: &[Segment<'_>]) -> Option<usize> {
    let p = theme::of(ui.ctx());
    let height = 28.0;
    let (outer, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let lay_out = |points: f32| -> (Vec<Arc<Galley>>, Vec<f32>) {
        let galley = |(index, segment): (usize, &Segment<'_>)| {
            let font = if selected == Some(index) { face::medium(points) } else { face::regular(points) };
            let galley = ui.fonts_mut(|f| f.layout_no_wrap(segment.label.to_owned(), font, p.ink));
            let need = galley.size().x + if segment.glyph.is_some() { 14.0 } else { 0.0 } + 4.0;
            (galley, need)
        };
        segments.iter().enumerate().map(galley).unzip()
    };
    // Every segment gets what its words need, in smaller letters where room is short; the rest is shared.
    let (mut galleys, mut need) = lay_out(size::SMALL);
    if need.iter().sum::<f32>() > outer.width() {
        (galleys, need) = lay_out(size::TINY - 0.5);
    }
    let spare = (outer.width() - need.iter().sum::<f32>()) / segments.len().max(1) as f32;
    ui.painter().rect(outer, CornerRadius::same(RADIUS), p.field, Stroke::new(1.0, p.line), StrokeKind::Inside);
    let mut left = outer.left();
    let mut chosen = None;
    for (index, segment) in segments.iter().enumerate() {
        let width = need[index] + spare;
        let rect = Rect::from_min_size(pos2(left, outer.top()), vec2(width, height));
        left += width;
        let id = id(group, index);
        let piece = ui.interact(rect, id, Sense::click());
        let on = selected == Some(index);
        piece.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, segment.name));
        if piece.clicked() {
            chosen = Some(index);
        }
        let inner = rect.shrink(1.0);
        if on {
            let fill = segment.glyph.map_or(p.accent_tint, |(_, pair)| pair.tint);
            ui.painter().rect_filled(inner, corners(index, segments.len()), fill);
        } else if piece.hovered() {
            ui.painter().rect_filled(inner, corners(index, segments.len()), p.hover);
        }
        if index > 0 {
            ui.painter().vline(rect.left(), rect.y_range(), Stroke::new(1.0, p.line));
        }
        if piece.has_focus() {
            let ring = Stroke::new(1.5, p.accent);
            ui.painter().rect_stroke(inner, corners(index, segments.len()), ring, StrokeKind::Inside);
        }
        paint(ui, rect, segment, galleys[index].clone());
        if segment.name != segment.label {
            piece.on_hover_text(segment.name);
        }
    }
    chosen
}

/// The id of a segment, to give it the keyboard. Groups have names of their own wherever they stand.
pub fn id(group: &str, index: usize) -> Id {
    Id::unique((group, index))
}

fn paint(ui: &Ui, rect: Rect, segment: &Segment<'_>, galley: Arc<Galley>) {
    let ink = theme::of(ui.ctx()).ink;
    let mark = if segment.glyph.is_some() { 14.0 } else { 0.0 };
    let start = rect.center().x - (galley.size().x + mark) / 2.0;
    if let Some((glyph, pair)) = segment.glyph {
        let place = Rect::from_center_size(pos2(start + 5.0, rect.center().y), vec2(10.0, 10.0));
        glyph::paint(ui.painter(), place, glyph, pair.ink);
    }
    let at = pos2(start + mark, rect.center().y - galley.size().y / 2.0);
    ui.painter_at(rect).galley(at, galley, ink);
}

fn corners(index: usize, count: usize) -> CornerRadius {
    let (first, last) = (index == 0, index + 1 == count);
    let round = |yes: bool| if yes { RADIUS - 1 } else { 0 };
    CornerRadius { nw: round(first), sw: round(first), ne: round(last), se: round(last) }
}
