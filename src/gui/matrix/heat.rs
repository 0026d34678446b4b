//! Cells of the heat map: a tint and a glyph, thousands of them in one mesh.

use std::collections::HashMap;

use eframe::egui::epaint::{Tessellator, Vertex};
use eframe::egui::{Color32, Mesh, Pos2, Rect, Shape, Ui, Vec2, vec2};

use super::cell::{Batch, nothing};
use super::view::Shown;
use crate::derive::Position;
use crate::gui::theme;
use crate::gui::widgets::glyph;
use crate::model::{Glyph, Stance};

/// Small shapes, each cut into triangles once and then put down wherever it is needed.
pub struct Stamps {
    tessellator: Tessellator,
    cut: HashMap<Key, Mesh>,
}

/// Which shape: a glyph or a kind of empty, in which colour, how large.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Glyph(Glyph, Color32, u8),
    Empty(u8, Color32),
}

impl Stamps {
    /// No shapes yet.
    pub fn new(ui: &Ui) -> Self {
        let options = ui.ctx().tessellation_options(|options| *options);
        // Shapes without text need no glyphs of letters, and no discs that were cut before.
        let tessellator = Tessellator::new(ui.pixels_per_point(), options, [1, 1], Vec::new());
        Self { tessellator, cut: HashMap::new() }
    }

    fn put(&mut self, mesh: &mut Mesh, at: Pos2, key: Key, shape: impl FnOnce() -> Shape) {
        let Self { tessellator, cut } = self;
        let stamp = cut.entry(key).or_insert_with(|| {
            let mut stamp = Mesh::default();
            tessellator.tessellate_shape(shape(), &mut stamp);
            stamp
        });
        let first = mesh.vertices.len() as u32;
        let by = at.to_vec2();
        mesh.vertices.extend(stamp.vertices.iter().map(|vertex| Vertex { pos: vertex.pos + by, ..*vertex }));
        mesh.indices.extend(stamp.indices.iter().map(|index| first + index));
    }
}

impl Batch<'_> {
    /// Puts a cell of the heat map on the batch.
    pub(super) fn heat(&mut self, rect: Rect, cell: &Shown<'_>, stance: Option<&Stance>) {
        if let Some(stance) = stance {
            self.tint(rect, cell, stance);
        }
        let ink = |stance: &Stance| theme::stance(stance.colour, self.p.dark).ink;
        let mut at = rect.center();
        if let Some(former) = cell.former {
            let small = at - vec2(rect.width() * 0.22, rect.height() * 0.2);
            at += vec2(rect.width() * 0.12, rect.height() * 0.1);
            match self.former(former).map(|stance| (stance.glyph, ink(stance).gamma_multiply(0.75))) {
                Some((shape, ink)) => self.stamp(small, shape, ink, 6),
                None => self.empty(small, former),
            }
        }
        match stance.map(|stance| (stance.glyph, ink(stance))) {
            Some((shape, ink)) => {
                self.stamp(at, shape, if cell.recedes() { ink.gamma_multiply(0.5) } else { ink }, 10);
            }
            None => self.empty(at, cell.position),
        }
    }

    fn empty(&mut self, at: Pos2, position: &Position) {
        let (shape, word) = nothing(position);
        let colour = if word.is_empty() { self.p.faint } else { self.p.muted };
        let kind = position.empty.map_or(0, |empty| empty as u8);
        self.stamps.put(&mut self.ground, at, Key::Empty(kind, colour), || shape(Pos2::ZERO, colour));
    }

    fn stamp(&mut self, at: Pos2, shape: Glyph, ink: Color32, points: u8) {
        let place = Rect::from_center_size(Pos2::ZERO, Vec2::splat(points.into()));
        let draw = || glyph::shape(place, shape, ink);
        self.stamps.put(&mut self.ground, at, Key::Glyph(shape, ink, points), draw);
    }
}
