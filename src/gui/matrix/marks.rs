//! The marks of cells: drawn, never typed, each with a shape of its own so that colour is never alone.

use eframe::egui::{Color32, Mesh, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// Contested: a flash of lightning.
pub fn contested(c: Pos2, colour: Color32) -> Shape {
    let upper = vec![c + vec2(1.6, -5.0), c + vec2(-3.2, 0.9), c + vec2(0.6, 0.9)];
    let lower = vec![c + vec2(-1.6, 5.0), c + vec2(3.2, -0.9), c + vec2(-0.6, -0.9)];
    let half = |points| Shape::convex_polygon(points, colour, Stroke::NONE);
    Shape::Vec(vec![half(upper), half(lower)])
}

/// Moved: an arrow, upwards where the score rose, downwards where it fell.
pub fn moved(c: Pos2, rises: bool, colour: Color32) -> Shape {
    let stroke = Stroke::new(1.4, colour);
    let y = if rises { -1.0 } else { 1.0 };
    let tip = c + vec2(3.4, 3.4 * y);
    let shaft = Shape::line_segment([c + vec2(-3.4, -3.4 * y), tip], stroke);
    let head = Shape::line(vec![tip - vec2(4.6, 0.0), tip, tip - vec2(0.0, 4.6 * y)], stroke);
    Shape::Vec(vec![shaft, head])
}

/// Divided: two triangles that point away from each other.
pub fn divided(c: Pos2, colour: Color32) -> Shape {
    let half = |side: f32| {
        let points = vec![c + vec2(5.8 * side, 0.0), c + vec2(1.6 * side, -4.2), c + vec2(1.6 * side, 4.2)];
        Shape::convex_polygon(points, colour, Stroke::NONE)
    };
    Shape::Vec(vec![half(-1.0), half(1.0)])
}

/// From one level to another: a small arrow to the right.
pub fn became(c: Pos2, colour: Color32) -> Shape {
    let stroke = Stroke::new(1.2, colour);
    let tip = c + vec2(4.0, 0.0);
    let shaft = Shape::line_segment([c - vec2(4.0, 0.0), tip], stroke);
    let head = Shape::line(vec![tip - vec2(2.8, 2.8), tip, tip - vec2(2.8, -2.8)], stroke);
    Shape::Vec(vec![shaft, head])
}

/// Unofficial: a dotted line under the word.
pub fn unofficial(from: Pos2, width: f32, colour: Color32) -> Shape {
    Shape::Vec(Shape::dotted_line(&[from, from + vec2(width, 0.0)], colour, 3.2, 0.8))
}

/// Assessed: a filled corner.
pub fn assessed(corner: Pos2, colour: Color32) -> Shape {
    Shape::convex_polygon(triangle(corner, 9.0), colour, Stroke::NONE)
}

/// Assessed, and the evidence has changed since: a corner that came open.
pub fn stale(corner: Pos2, colour: Color32) -> Shape {
    let line = Shape::closed_line(triangle(corner - vec2(1.5, 1.5), 11.0), Stroke::new(1.5, colour));
    let dot = Shape::circle_filled(corner - vec2(5.0, 5.0), 1.2, colour);
    Shape::Vec(vec![line, dot])
}

fn triangle(corner: Pos2, side: f32) -> Vec<Pos2> {
    vec![corner, corner - vec2(side, 0.0), corner - vec2(0.0, side)]
}

/// Nobody looked: a dot.
pub fn not_looked_for(c: Pos2, colour: Color32) -> Shape {
    Shape::circle_filled(c, 1.4, colour)
}

/// Looked and found nothing: an empty set.
pub fn nothing_found(c: Pos2, colour: Color32) -> Shape {
    let stroke = Stroke::new(1.2, colour);
    let slash = Shape::line_segment([c + vec2(-4.6, 4.6), c + vec2(4.6, -4.6)], stroke);
    Shape::Vec(vec![Shape::circle_stroke(c, 3.8, stroke), slash])
}

/// Declined to say: a bar in a square.
pub fn declined(c: Pos2, colour: Color32) -> Shape {
    let stroke = Stroke::new(1.2, colour);
    let box_ = Rect::from_center_size(c, vec2(8.0, 8.0));
    let edge = Shape::rect_stroke(box_, 1.5, stroke, eframe::egui::StrokeKind::Middle);
    Shape::Vec(vec![edge, Shape::line_segment([c + vec2(-2.2, 0.0), c + vec2(2.2, 0.0)], stroke)])
}

/// Only expected: slanting stripes over the tint.
pub fn expected(mesh: &mut Mesh, rect: Rect, colour: Color32) {
    const STRIPE: f32 = 5.0;
    let (w, h) = (rect.width(), rect.height());
    let mut from = STRIPE;
    while from < w + h {
        let to = (from + STRIPE).min(w + h);
        stripe(mesh, rect, from, to, colour);
        from += 2.0 * STRIPE;
    }
}

/// The part of `rect` where `from <= x + y <= to`, measured from its corner.
fn stripe(mesh: &mut Mesh, rect: Rect, from: f32, to: f32, colour: Color32) {
    let (w, h) = (rect.width(), rect.height());
    let right = |k: f32| vec2(k.min(w), (k - w).max(0.0));
    let left = |k: f32| vec2((k - h).max(0.0), k.min(h));
    let corner = |k: f32, at| (from < k && k < to).then_some(at);
    let ring = [
        Some(right(from)),
        corner(w, vec2(w, 0.0)),
        Some(right(to)),
        Some(left(to)),
        corner(h, vec2(0.0, h)),
        Some(left(from)),
    ];
    let first = mesh.vertices.len() as u32;
    let mut points = 0;
    for point in ring.into_iter().flatten() {
        mesh.colored_vertex(pos2(rect.left() + point.x, rect.top() + point.y), colour);
        points += 1;
    }
    for next in 1..points - 1 {
        mesh.add_triangle(first, first + next, first + next + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_stay_inside_and_cover_half_of_the_cell() {
        let rect = Rect::from_min_size(pos2(10.0, 20.0), vec2(140.0, 50.0));
        let mut mesh = Mesh::default();
        expected(&mut mesh, rect, Color32::WHITE);
        assert!(mesh.is_valid());
        assert!(mesh.vertices.iter().all(|v| rect.expand(0.01).contains(v.pos)));
        let at = |i: u32| mesh.vertices[i as usize].pos;
        let area: f32 = mesh
            .triangles()
            .map(|[a, b, c]| {
                ((at(b) - at(a)).x * (at(c) - at(a)).y - (at(b) - at(a)).y * (at(c) - at(a)).x).abs() / 2.0
            })
            .sum();
        assert!((area / rect.area() - 0.5).abs() < 0.05, "{}", area / rect.area());
    }
}
