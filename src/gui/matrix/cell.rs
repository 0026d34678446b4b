//! One cell: tint, glyph, label, condition, count and marks.

use eframe::egui::{Mesh, Painter, Rect, Shape, Ui, pos2, vec2};

use super::marks;
use super::view::View;
use crate::derive::{Empty, Position};
use crate::gui::theme::{self, Palette, face, size};
use crate::gui::widgets::{glyph, line};
use crate::model::{Project, Stance};

/// Where the first line stands, from the top of a cell.
const LINE: f32 = 17.0;
/// Where the condition stands.
const SECOND: f32 = 34.0;
/// Room at the sides.
const PAD: f32 = 10.0;
/// What a glyph takes with the gap behind it.
const GLYPH: f32 = 16.0;
/// What a mark takes.
const MARK: f32 = 13.0;

/// Cells on their way to the screen: grounds in one mesh, everything else above it.
pub struct Batch<'a> {
    ui: &'a Ui,
    p: &'static Palette,
    project: &'a Project,
    view: &'a View,
    ground: Mesh,
    shapes: Vec<Shape>,
}

impl<'a> Batch<'a> {
    /// An empty batch.
    pub fn new(ui: &'a Ui, project: &'a Project, view: &'a View) -> Self {
        let p = theme::of(ui.ctx());
        Self { ui, p, project, view, ground: Mesh::default(), shapes: Vec::new() }
    }

    /// Puts a cell on the batch.
    pub fn add(&mut self, rect: Rect, position: &Position) {
        match position.stance.and_then(|id| self.view.stance(id)) {
            Some(stance) => self.stance(rect, position, stance),
            None => self.nothing(rect, position),
        }
        let corner = rect.right_bottom() - vec2(1.0, 1.0);
        if position.stale > 0 {
            self.shapes.push(marks::stale(corner, self.p.warning));
        } else if position.assessed {
            self.shapes.push(marks::assessed(corner, self.p.accent));
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

    fn stance(&mut self, rect: Rect, position: &Position, stance: &Stance) {
        let pair = theme::stance(stance.colour, self.p.dark);
        self.ground.add_colored_rect(rect, pair.tint);
        if position.expected_only {
            marks::expected(&mut self.ground, rect, self.p.paper.gamma_multiply(0.5));
        }
        let place = Rect::from_center_size(pos2(rect.left() + PAD + 5.0, rect.top() + LINE), vec2(10.0, 10.0));
        self.shapes.push(glyph::shape(place, stance.glyph, pair.ink));

        let right = self.count(rect, position);
        let marks = usize::from(position.contested) + usize::from(position.moved.is_some());
        let marks = marks as f32 * MARK;
        let left = rect.left() + PAD + GLYPH;
        let label = self.label(stance, right - left - 4.0);
        let width = label.size().x;
        self.put(left, rect.top() + LINE, label);
        if position.unofficial {
            self.shapes.push(marks::unofficial(pos2(left + 1.0, rect.top() + LINE + 8.5), width - 1.0, self.p.muted));
        }
        // A level is never cut short for its marks: they go below where there is no room beside it.
        let beside = left + width + marks + 6.0 <= right;
        let below = if beside { 0.0 } else { marks + 2.0 };
        let at = if beside {
            pos2(left + width + 5.0, rect.top() + LINE)
        } else {
            pos2(rect.right() - PAD + 3.0 - marks, rect.top() + SECOND)
        };
        self.marks(at, position);
        self.condition(rect, position, rect.width() - 2.0 * PAD - below);
    }

    /// The label of a stance, the short one where there is little room.
    fn label(&self, stance: &Stance, room: f32) -> std::sync::Arc<eframe::egui::Galley> {
        let whole = line::line(self.ui, &stance.label, face::medium(size::BODY), self.p.ink, room);
        if whole.elided && !stance.short.is_empty() {
            return line::line(self.ui, &stance.short, face::medium(size::BODY), self.p.ink, room);
        }
        whole
    }

    fn marks(&mut self, mut at: eframe::egui::Pos2, position: &Position) {
        at.x += MARK / 2.0 - 1.0;
        if position.contested {
            self.shapes.push(marks::contested(at, self.p.danger));
            at.x += MARK;
        }
        if let Some(change) = &position.moved {
            let score = |id| self.view.stance(id).and_then(|stance| stance.score);
            self.shapes.push(marks::moved(at, score(change.to) > score(change.from), self.p.danger));
        }
    }

    fn condition(&mut self, rect: Rect, position: &Position, width: f32) {
        let claim = position.decisive.and_then(|id| self.project.claim(id));
        if let Some(claim) = claim.filter(|claim| !claim.condition.is_empty()) {
            let line = line::line(self.ui, &claim.condition, face::regular(size::TINY), self.p.muted, width);
            self.put(rect.left() + PAD, rect.top() + SECOND, line);
        }
    }

    fn nothing(&mut self, rect: Rect, position: &Position) {
        let (shape, word): (fn(_, _) -> _, _) = match position.empty {
            Some(Empty::NothingFound) => (marks::nothing_found, "Nothing found"),
            Some(Empty::Declined) => (marks::declined, "Declined"),
            _ if position.claims > 0 => (marks::not_looked_for, "Only mentioned"),
            _ => {
                self.shapes.push(marks::not_looked_for(rect.center(), self.p.faint));
                return;
            }
        };
        let right = self.count(rect, position);
        self.shapes.push(shape(pos2(rect.left() + PAD + 5.0, rect.top() + LINE), self.p.muted));
        let left = rect.left() + PAD + GLYPH;
        let line = line::line(self.ui, word, face::regular(size::SMALL), self.p.muted, right - left - 4.0);
        self.put(left, rect.top() + LINE, line);
    }

    /// The number of claims in the corner; returns where it begins.
    fn count(&mut self, rect: Rect, position: &Position) -> f32 {
        let right = rect.right() - PAD;
        if position.claims == 0 {
            return right;
        }
        let text = position.claims.to_string();
        let galley = self.ui.fonts_mut(|f| f.layout_no_wrap(text, face::regular(size::TINY), self.p.muted));
        let left = right - galley.size().x;
        self.put(left, rect.top() + LINE - 1.0, galley);
        left
    }

    /// Text with its middle at `y`.
    fn put(&mut self, left: f32, y: f32, galley: std::sync::Arc<eframe::egui::Galley>) {
        let at = pos2(left, y - galley.size().y / 2.0);
        self.shapes.push(Shape::galley(at, galley, self.p.ink));
    }
}
