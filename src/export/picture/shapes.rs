//! Glyphs of stances and marks of cells as shapes, the same in pictures and in briefings: each has a form of its own,
//! so that colour is never alone.

use std::fmt::Write as _;

use maud::{Markup, Render, html};

use crate::model::Glyph;
use crate::palette::Rgb;

/// A place in a picture: to the right, and down.
pub type At = (f32, f32);

/// A number with as many digits as a picture needs.
#[derive(Clone, Copy)]
pub struct N(pub f32);

impl Render for N {
    fn render_to(&self, out: &mut String) {
        let rounded = (self.0 * 100.0).round() / 100.0;
        // Zero has no sign; writing to a string cannot fail.
        let _ = write!(out, "{}", if rounded == 0.0 { 0.0 } else { rounded });
    }
}

/// A colour as SVG writes it.
pub struct Ink(pub Rgb);

impl Render for Ink {
    fn render_to(&self, out: &mut String) {
        let _ = write!(out, "{}", self.0);
    }
}

/// The glyph of a stance around `at`, in a circle of radius `r`.
pub fn glyph(glyph: Glyph, at: At, r: f32, colour: Rgb) -> Markup {
    let (x, y) = at;
    let line = (r * 0.26).clamp(1.2, 2.2);
    let up = |inset| triangle(at, r - inset, -1.0);
    let down = |inset| triangle(at, r - inset, 1.0);
    let square = |s: f32| vec![(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)];
    match glyph {
        Glyph::UpFilled => filled(&up(0.0), colour),
        Glyph::UpOpen => outline(&up(line / 2.0), colour, line),
        Glyph::DownFilled => filled(&down(0.0), colour),
        Glyph::DownOpen => outline(&down(line / 2.0), colour, line),
        Glyph::Dash => html! {
            rect x=(N(x - r * 0.85)) y=(N(y - r * 0.2)) width=(N(r * 1.7)) height=(N(r * 0.4)) rx="1" fill=(Ink(colour)) {}
        },
        Glyph::Dot => disc(at, r * 0.42, colour),
        Glyph::Diamond => filled(&[(x, y - r), (x + r, y), (x, y + r), (x - r, y)], colour),
        Glyph::Square => filled(&square(r * 0.8), colour),
        Glyph::Ring => ring(at, r * 0.75, colour, line),
    }
}

/// Contested: a flash of lightning.
pub fn contested((x, y): At, colour: Rgb) -> Markup {
    let upper = [(x + 1.6, y - 5.0), (x - 3.2, y + 0.9), (x + 0.6, y + 0.9)];
    let lower = [(x - 1.6, y + 5.0), (x + 3.2, y - 0.9), (x - 0.6, y - 0.9)];
    html! { (filled(&upper, colour)) (filled(&lower, colour)) }
}

/// Moved: an arrow, upwards where the score rose, downwards where it fell.
pub fn moved((x, y): At, rises: bool, colour: Rgb) -> Markup {
    let down = if rises { -1.0 } else { 1.0 };
    let tip = (x + 3.4, y + 3.4 * down);
    let shaft = [(x - 3.4, y - 3.4 * down), tip];
    let head = [(tip.0 - 4.6, tip.1), tip, (tip.0, tip.1 - 4.6 * down)];
    html! { (line(&shaft, colour, 1.4)) (line(&head, colour, 1.4)) }
}

/// Divided: two heads that look away from each other.
pub fn divided((x, y): At, colour: Rgb) -> Markup {
    let left = [(x - 1.6, y - 3.6), (x - 5.0, y), (x - 1.6, y + 3.6)];
    let right = [(x + 1.6, y - 3.6), (x + 5.0, y), (x + 1.6, y + 3.6)];
    html! { (line(&left, colour, 1.4)) (line(&right, colour, 1.4)) }
}

/// Unofficial: a dotted line under the word.
pub fn unofficial((x, y): At, width: f32, colour: Rgb) -> Markup {
    html! {
        line x1=(N(x)) y1=(N(y)) x2=(N(x + width)) y2=(N(y)) stroke=(Ink(colour)) stroke-width="1.5"
            stroke-dasharray="0.1 3" stroke-linecap="round" {}
    }
}

/// Assessed: a filled corner.
pub fn assessed(corner: At, colour: Rgb) -> Markup {
    filled(&triangle_of(corner, 9.0), colour)
}

/// Assessed, and the evidence has changed since: a corner that came open.
pub fn stale((x, y): At, colour: Rgb) -> Markup {
    html! {
        (outline(&triangle_of((x - 1.5, y - 1.5), 11.0), colour, 1.5))
        (disc((x - 5.0, y - 5.0), 1.2, colour))
    }
}

/// Nobody looked: a dot.
pub fn not_looked_for(at: At, colour: Rgb) -> Markup {
    disc(at, 1.4, colour)
}

/// Looked and found nothing: an empty set.
pub fn nothing_found(at: At, colour: Rgb) -> Markup {
    let (x, y) = at;
    html! { (ring(at, 3.8, colour, 1.2)) (line(&[(x - 4.6, y + 4.6), (x + 4.6, y - 4.6)], colour, 1.2)) }
}

/// Declined to say: a bar in a square.
pub fn declined((x, y): At, colour: Rgb) -> Markup {
    html! {
        rect x=(N(x - 4.0)) y=(N(y - 4.0)) width="8" height="8" rx="1.5" fill="none" stroke=(Ink(colour)) stroke-width="1.2" {}
        (line(&[(x - 2.2, y), (x + 2.2, y)], colour, 1.2))
    }
}

/// A line through these points.
pub fn line(points: &[At], colour: Rgb, width: f32) -> Markup {
    html! { polyline points=(Points(points)) fill="none" stroke=(Ink(colour)) stroke-width=(N(width)) {} }
}

/// A disc.
pub fn disc((x, y): At, r: f32, colour: Rgb) -> Markup {
    html! { circle cx=(N(x)) cy=(N(y)) r=(N(r)) fill=(Ink(colour)) {} }
}

fn ring((x, y): At, r: f32, colour: Rgb, width: f32) -> Markup {
    html! { circle cx=(N(x)) cy=(N(y)) r=(N(r)) fill="none" stroke=(Ink(colour)) stroke-width=(N(width)) {} }
}

fn filled(points: &[At], colour: Rgb) -> Markup {
    html! { polygon points=(Points(points)) fill=(Ink(colour)) {} }
}

fn outline(points: &[At], colour: Rgb, width: f32) -> Markup {
    html! {
        polygon points=(Points(points)) fill="none" stroke=(Ink(colour)) stroke-width=(N(width)) stroke-linejoin="round" {}
    }
}

struct Points<'a>(&'a [At]);

impl Render for Points<'_> {
    fn render_to(&self, out: &mut String) {
        for (index, (x, y)) in self.0.iter().enumerate() {
            if index > 0 {
                out.push(' ');
            }
            N(*x).render_to(out);
            out.push(',');
            N(*y).render_to(out);
        }
    }
}

/// A triangle that points up (`direction` −1) or down (+1).
fn triangle((x, y): At, r: f32, direction: f32) -> Vec<At> {
    let (half, height) = (r * 0.98, r * 0.86 * direction);
    vec![(x, y + height), (x - half, y - height), (x + half, y - height)]
}

/// The triangle that fills a corner at the right below.
fn triangle_of((x, y): At, side: f32) -> [At; 3] {
    [(x, y), (x - side, y), (x, y - side)]
}
