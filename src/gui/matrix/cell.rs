//! Cells on their way to the screen: tint, glyph, label, condition, quotation, count and marks, as much as the zoom
//! lets through.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{Color32, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, Ui, pos2, vec2};

use super::heat::Stamps;
use super::marks;
use super::view::{Shown, View};
use super::words;
use crate::derive::{Empty, Position};
use crate::gui::theme::{self, Palette, face, size};
use crate::gui::widgets::{glyph, line};
use crate::model::{Project, Stance, StanceId, Who, Zoom};

/// Where the first line stands, from the top of a cell.
const LINE: f32 = 17.0;
/// Where the condition stands.
const SECOND: f32 = 34.0;
/// What a glyph takes with the gap behind it.
const GLYPH: f32 = 16.0;
/// What a mark takes.
const MARK: f32 = 13.0;
/// What the former glyph takes with the arrow behind it.
pub const FORMER: f32 = 24.0;
/// How strong a cell is that steps back.
const FAINT: f32 = 0.4;

/// Cells on their way to the screen: grounds in one mesh, everything else above it.
pub struct Batch<'a> {
    pub(super) ui: &'a Ui,
    pub(super) p: &'static Palette,
    pub(super) project: &'a Project,
    view: &'a View,
    zoom: Zoom,
    pub(super) ground: Mesh,
    shapes: Vec<Shape>,
    /// Labels of stances, whole and short.
    labels: HashMap<StanceId, [Arc<Galley>; 2]>,
    /// Numbers of claims, and of sources where these are told.
    counts: HashMap<(u32, Option<u32>), Arc<Galley>>,
    pub(super) stamps: Stamps,
}

impl<'a> Batch<'a> {
    /// An empty batch.
    pub fn new(ui: &'a Ui, project: &'a Project, view: &'a View) -> Self {
        Self {
            ui,
            p: theme::of(ui.ctx()),
            project,
            view,
            zoom: view.look.zoom,
            ground: Mesh::default(),
            shapes: Vec::new(),
            labels: HashMap::new(),
            counts: HashMap::new(),
            stamps: Stamps::new(ui),
        }
    }

    /// Puts a cell on the batch.
    pub fn add(&mut self, rect: Rect, cell: &Shown<'_>) {
        let view = self.view;
        let stance = cell.position.stance.and_then(|id| view.stance(id));
        let first = self.shapes.len();
        match (self.zoom, stance) {
            (Zoom::Heat, stance) => self.heat(rect, cell, stance.map(|stance| &**stance)),
            (_, Some(stance)) => self.stance(rect, cell, stance),
            (_, None) => self.nothing(rect, cell),
        }
        if cell.recedes() {
            self.shapes[first..].iter_mut().for_each(recede);
        }
        if self.zoom != Zoom::Heat {
            self.corner(rect, cell.position);
        }
    }

    /// Puts a rule on the batch, above the tints and below the words.
    pub fn rule(&mut self, rect: Rect) {
        self.ground.add_colored_rect(rect, self.p.line);
    }

    /// Paints the batch.
    pub fn paint(self, painter: &Painter) {
        painter.add(Shape::mesh(self.ground));
        painter.extend(self.shapes);
    }

    /// The level that stood in a cell on the day compared with.
    pub(super) fn former(&self, position: &Position) -> Option<&'a Stance> {
        position.stance.and_then(|id| self.view.stance(id)).map(|stance| &**stance)
    }

    /// The ground of a cell; paler where it steps back.
    pub(super) fn tint(&mut self, rect: Rect, cell: &Shown<'_>, stance: &Stance) {
        let tint = theme::stance(stance.colour, self.p.dark).tint;
        self.ground.add_colored_rect(rect, if cell.recedes() { tint.gamma_multiply(FAINT) } else { tint });
        if cell.position.expected_only {
            marks::expected(&mut self.ground, rect, self.p.paper.gamma_multiply(0.5));
        }
    }

    fn corner(&mut self, rect: Rect, position: &Position) {
        let corner = rect.right_bottom() - vec2(1.0, 1.0);
        if position.stale > 0 {
            self.shapes.push(marks::stale(corner, self.p.warning));
        } else if position.assessed {
            self.shapes.push(marks::assessed(corner, self.p.accent));
        }
    }

    fn stance(&mut self, rect: Rect, cell: &Shown<'_>, stance: &Stance) {
        let position = cell.position;
        self.tint(rect, cell, stance);
        let (pad, line) = (self.pad(), self.line(rect));
        let mut left = rect.left() + pad;
        if let Some(former) = cell.former {
            self.then(pos2(left + 4.0, line), former);
            left += FORMER;
        }
        let place = Rect::from_center_size(pos2(left + 5.0, line), vec2(10.0, 10.0));
        self.shapes.push(glyph::shape(place, stance.glyph, theme::stance(stance.colour, self.p.dark).ink));
        left += GLYPH;

        let right = self.count(rect, cell);
        let marks = marks_of(position).iter().filter(|there| **there).count() as f32 * MARK;
        let compact = self.zoom == Zoom::Compact;
        let room = right - left - 4.0 - if compact { marks } else { 0.0 };
        let label = self.label(stance, room);
        let width = label.size().x;
        self.put(left, line, label);
        if position.unofficial {
            self.shapes.push(marks::unofficial(pos2(left + 1.0, line + 8.5), width - 1.0, self.p.muted));
        }
        // A level is never cut short for its marks where there is a line below: they go there.
        let beside = compact || left + width + marks + 10.0 <= right;
        let below = if beside { 0.0 } else { marks + 2.0 };
        let at = if beside {
            pos2(left + width + 5.0, line)
        } else {
            pos2(rect.right() - pad + 3.0 - marks, rect.top() + SECOND)
        };
        self.marks(at, position);
        if compact {
            return;
        }
        let second = self.second(rect, cell, rect.width() - 2.0 * pad - below);
        if self.zoom == Zoom::Quotations {
            let top = rect.top() + if second || below > 0.0 { SECOND + 12.0 } else { SECOND - 5.0 };
            self.quotation(rect, top, cell);
        }
    }

    /// The former level, small, and an arrow to the present one.
    fn then(&mut self, at: Pos2, former: &Position) {
        match self.former(former) {
            Some(stance) => {
                let ink = theme::stance(stance.colour, self.p.dark).ink;
                let place = Rect::from_center_size(at, vec2(8.0, 8.0));
                self.shapes.push(glyph::shape(place, stance.glyph, ink));
            }
            None => self.shapes.push(marks::not_looked_for(at, self.p.faint)),
        }
        self.shapes.push(marks::became(at + vec2(11.0, 0.0), self.p.ink));
    }

    /// The label of a stance, the short one where there is little room.
    fn label(&mut self, stance: &Stance, room: f32) -> Arc<Galley> {
        let font = face::medium(if self.zoom == Zoom::Compact { size::SMALL } else { size::BODY });
        let [whole, short] = self.labels.entry(stance.id).or_insert_with(|| {
            let lay = |text: &str| line::line(self.ui, text, font.clone(), self.p.ink, f32::INFINITY);
            let whole = lay(&stance.label);
            let short = if stance.short.is_empty() { whole.clone() } else { lay(&stance.short) };
            [whole, short]
        });
        if whole.size().x <= room {
            return whole.clone();
        }
        if short.size().x <= room {
            return short.clone();
        }
        let text = if stance.short.is_empty() { &stance.label } else { &stance.short };
        line::line(self.ui, text, font, self.p.ink, room)
    }

    fn marks(&mut self, mut at: Pos2, position: &Position) {
        at.x += MARK / 2.0 - 1.0;
        let [contested, moved, divided] = marks_of(position);
        if contested {
            self.shapes.push(marks::contested(at, self.p.danger));
            at.x += MARK;
        }
        if let Some(change) = position.moved.as_ref().filter(|_| moved) {
            let score = |id| self.view.stance(id).and_then(|stance| stance.score);
            self.shapes.push(marks::moved(at, score(change.to) > score(change.from), self.p.danger));
            at.x += MARK;
        }
        if divided {
            self.shapes.push(marks::divided(at, self.p.danger));
        }
    }

    /// The condition, or how many members of a bloc have a position; whether there was anything to put.
    fn second(&mut self, rect: Rect, cell: &Shown<'_>, width: f32) -> bool {
        let claim = cell.position.decisive.and_then(|id| self.project.claim(id));
        let text = match cell.row.who {
            // A condition would be that of one member.
            Who::Bloc(_) => format!("{} of {}", cell.position.holders, cell.row.detail),
            Who::Country(_) | Who::Actor(_) => claim.map_or_else(String::new, |claim| claim.condition.clone()),
        };
        if text.is_empty() {
            return false;
        }
        let line = self.text(&text, face::regular(size::TINY), self.p.muted, width);
        self.put(rect.left() + self.pad(), rect.top() + SECOND, line);
        true
    }

    /// The words that decide, as many lines of them as there is room for, and where they stand.
    fn quotation(&mut self, rect: Rect, top: f32, cell: &Shown<'_>) {
        let Some((words, source)) = words::deciding(self.project, cell) else { return };
        let (left, width) = (rect.left() + self.pad(), rect.width() - 2.0 * self.pad());
        let source = self.text(&source, face::regular(size::TINY), self.p.muted, width);
        let foot = rect.bottom() - 9.0 - source.size().y;
        let font = face::serif(size::BODY);
        let row = self.ui.fonts_mut(|f| f.row_height(&font)).max(1.0);
        let rows = ((foot - 2.0 - top) / row).floor().max(1.0) as usize;
        let words = line::lines(self.ui, &words, font, self.p.ink, width, rows);
        self.shapes.push(Shape::galley(pos2(left, top), words, self.p.ink));
        self.shapes.push(Shape::galley(pos2(left, foot), source, self.p.muted));
    }

    fn nothing(&mut self, rect: Rect, cell: &Shown<'_>) {
        let (pad, line) = (self.pad(), self.line(rect));
        let mut left = rect.left() + pad;
        let (shape, word) = nothing(cell.position);
        if word.is_empty() && cell.former.is_none() {
            self.shapes.push(shape(rect.center(), self.p.faint));
            return;
        }
        if let Some(former) = cell.former {
            self.then(pos2(left + 4.0, line), former);
            left += FORMER;
        }
        let right = self.count(rect, cell);
        self.shapes.push(shape(pos2(left + 5.0, line), self.p.muted));
        left += GLYPH;
        let word = if word.is_empty() { "No position" } else { word };
        let word = self.text(word, face::regular(size::SMALL), self.p.muted, right - left - 4.0);
        self.put(left, line, word);
        if self.zoom == Zoom::Quotations {
            self.quotation(rect, rect.top() + SECOND - 5.0, cell);
        }
    }

    /// The number of claims in the corner, and of sources where these are told; returns where it begins.
    fn count(&mut self, rect: Rect, cell: &Shown<'_>) -> f32 {
        let Position { claims, sources, assessed, .. } = *cell.position;
        // On one line the marks of the corner stand beside the number.
        let corner = if assessed && self.zoom == Zoom::Compact { 8.0 } else { 0.0 };
        let right = rect.right() - self.pad() - corner;
        if claims == 0 {
            return right;
        }
        let key = (claims, cell.sources.then_some(sources));
        let galley = self.counts.entry(key).or_insert_with(|| {
            let text = if cell.sources { format!("{claims} · {sources}") } else { claims.to_string() };
            self.ui.fonts_mut(|f| f.layout_no_wrap(text, face::regular(size::TINY), self.p.muted))
        });
        let galley = galley.clone();
        let left = right - galley.size().x;
        self.put(left, self.line(rect) - 1.0, galley);
        left
    }

    fn text(&self, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
        line::line(self.ui, text, font, colour, width)
    }

    /// Text with its middle at `y`.
    fn put(&mut self, left: f32, y: f32, galley: Arc<Galley>) {
        let at = pos2(left, y - galley.size().y / 2.0);
        self.shapes.push(Shape::galley(at, galley, self.p.ink));
    }

    /// The middle of the first line.
    fn line(&self, rect: Rect) -> f32 {
        if self.zoom == Zoom::Compact { rect.center().y } else { rect.top() + LINE }
    }

    /// Room at the sides.
    fn pad(&self) -> f32 {
        if self.zoom == Zoom::Compact { 8.0 } else { 10.0 }
    }
}

/// Whether a cell is contested, moved, divided.
fn marks_of(position: &Position) -> [bool; 3] {
    [position.contested, position.moved.is_some(), position.divided]
}

/// How the kinds of empty look, and their word; none where nobody looked.
pub fn nothing(position: &Position) -> (fn(Pos2, Color32) -> Shape, &'static str) {
    match position.empty {
        Some(Empty::NothingFound) => (marks::nothing_found, "Nothing found"),
        Some(Empty::Declined) => (marks::declined, "Declined"),
        _ if position.claims > 0 => (marks::not_looked_for, "Only mentioned"),
        _ => (marks::not_looked_for, ""),
    }
}

/// Makes a shape paler.
fn recede(shape: &mut Shape) {
    match shape {
        Shape::Text(text) => {
            let TextShape { opacity_factor, .. } = text;
            *opacity_factor = 0.6;
        }
        other => {
            let faint = |colour: &mut Color32| *colour = colour.gamma_multiply(0.5);
            eframe::egui::epaint::shape_transform::adjust_colors(other, faint);
        }
    }
}
