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

/// Shows the segments across the available width, in two rows where they do not fit into one; returns the
/// one that was chosen now. Keyboard: Tab enters, Space chooses.
pub fn show(ui: &mut Ui, group: &str, selected: Option<usize>, segments: &[Segment<'_>]) -> Option<usize> {
    show_proposed(ui, group, selected, false, segments)
}

/// As [`show`]; where the selected one is only proposed, it is dashed.
pub fn show_proposed(
    ui: &mut Ui,
    group: &str,
    selected: Option<usize>,
    proposed: bool,
    segments: &[Segment<'_>],
) -> Option<usize> {
    let room = ui.available_width();
    let needed = |points: f32| -> f32 { segments.iter().map(|segment| need(ui, segment, points)).sum() };
    let fits = |points: f32| needed(points) <= room;
    let sizes = [size::SMALL, size::TINY, size::TINY - 0.5];
    let points = sizes.into_iter().find(|points| fits(*points)).unwrap_or(size::SMALL);
    let per_row = if fits(points) { segments.len() } else { segments.len().div_ceil(2) };
    let mut chosen = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (row, part) in segments.chunks(per_row.max(1)).enumerate() {
            let first = row * per_row;
            let here = selected.and_then(|at| at.checked_sub(first)).filter(|at| *at < part.len());
            chosen = chosen.or(show_row(ui, group, first, (here, proposed), part, points).map(|at| first + at));
        }
    });
    chosen
}

/// Space that the words of a segment keep from its edges, on both sides together; less where they are a key beside a
/// glyph.
const AROUND: f32 = 14.0;
const AROUND_KEY: f32 = 6.0;

/// Width that a segment needs.
fn need(ui: &Ui, segment: &Segment<'_>, points: f32) -> f32 {
    let ink = theme::of(ui.ctx()).ink;
    let words = ui.fonts_mut(|f| f.layout_no_wrap(segment.label.to_owned(), face::medium(points), ink));
    words.size().x + if segment.glyph.is_some() { 14.0 + AROUND_KEY } else { AROUND }
}

fn show_row(
    ui: &mut Ui,
    group: &str,
    first: usize,
    (selected, proposed): (Option<usize>, bool),
    segments: &[Segment<'_>],
    points: f32,
) -> Option<usize> {
    let p = theme::of(ui.ctx());
    let height = 28.0;
    let (outer, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    // Every segment gets what its words need; the rest is shared.
    let needs: Vec<f32> = segments.iter().map(|segment| need(ui, segment, points)).collect();
    let spare = (outer.width() - needs.iter().sum::<f32>()) / segments.len().max(1) as f32;
    ui.painter().rect(outer, CornerRadius::same(RADIUS), p.field, Stroke::new(1.0, p.line), StrokeKind::Inside);
    let mut left = outer.left();
    let mut chosen = None;
    for (index, segment) in segments.iter().enumerate() {
        let width = needs[index] + spare;
        let rect = Rect::from_min_size(pos2(left, outer.top()), vec2(width, height));
        left += width;
        let piece = ui.interact(rect, id(group, first + index), Sense::click());
        let on = selected == Some(index);
        piece.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, segment.name));
        if piece.clicked() {
            chosen = Some(index);
        }
        let inner = rect.shrink(1.0);
        let corners = corners(index, segments.len());
        if on && proposed {
            super::picker::dashed(ui, inner.shrink(2.5), if piece.hovered() { p.accent } else { p.muted });
        } else if on {
            let fill = segment.glyph.map_or(p.accent_tint, |(_, pair)| pair.tint);
            ui.painter().rect_filled(inner, corners, fill);
        } else if piece.hovered() {
            ui.painter().rect_filled(inner, corners, p.hover);
        }
        if index > 0 {
            ui.painter().vline(rect.left(), rect.y_range().shrink(1.0), Stroke::new(1.0, p.line));
        }
        if piece.has_focus() {
            ui.painter().rect_stroke(inner, corners, Stroke::new(1.5, p.accent), StrokeKind::Inside);
        }
        let font = if on && !proposed { face::medium(points) } else { face::regular(points) };
        let galley = ui.fonts_mut(|f| f.layout_no_wrap(segment.label.to_owned(), font, p.ink));
        paint(ui, rect, segment, galley);
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
