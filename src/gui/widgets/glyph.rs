//! Stance glyphs: drawn, never typed, so that they look the same everywhere.

use eframe::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::model::Glyph;

/// Draws `glyph` in the middle of `rect`.
pub fn paint(painter: &Painter, rect: Rect, glyph: Glyph, colour: Color32) {
    painter.add(shape(rect, glyph, colour));
}

/// The shape of `glyph` in the middle of `rect`.
pub fn shape(rect: Rect, glyph: Glyph, colour: Color32) -> Shape {
    let c = rect.center();
    let r = rect.width().min(rect.height()) * 0.5;
    let stroke = Stroke::new((r * 0.26).clamp(1.2, 2.2), colour);
    let up = |inset: f32| triangle(c, r - inset, -1.0);
    let down = |inset: f32| triangle(c, r - inset, 1.0);
    let square =
        |s: f32| vec![pos2(c.x - s, c.y - s), pos2(c.x + s, c.y - s), pos2(c.x + s, c.y + s), pos2(c.x - s, c.y + s)];
    match glyph {
        Glyph::UpFilled => Shape::convex_polygon(up(0.0), colour, Stroke::NONE),
        Glyph::UpOpen => Shape::closed_line(up(stroke.width * 0.5), stroke),
        Glyph::DownFilled => Shape::convex_polygon(down(0.0), colour, Stroke::NONE),
        Glyph::DownOpen => Shape::closed_line(down(stroke.width * 0.5), stroke),
        Glyph::Dash => {
            let half = vec2(r * 0.85, r * 0.2);
            Shape::rect_filled(Rect::from_min_max(c - half, c + half), 1.0, colour)
        }
        Glyph::Dot => Shape::circle_filled(c, r * 0.42, colour),
        Glyph::Diamond => {
            let points = vec![pos2(c.x, c.y - r), pos2(c.x + r, c.y), pos2(c.x, c.y + r), pos2(c.x - r, c.y)];
            Shape::convex_polygon(points, colour, Stroke::NONE)
        }
        Glyph::Square => Shape::convex_polygon(square(r * 0.8), colour, Stroke::NONE),
        Glyph::Ring => Shape::circle_stroke(c, r * 0.75, stroke),
    }
}

/// A triangle that points up (`direction` −1) or down (+1).
fn triangle(c: Pos2, r: f32, direction: f32) -> Vec<Pos2> {
    let (half, height) = (r * 0.98, r * 0.86);
    vec![
        pos2(c.x, c.y + direction * height),
        pos2(c.x - half, c.y - direction * height),
        pos2(c.x + half, c.y - direction * height),
    ]
}
