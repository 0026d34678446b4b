//! Putting those compared in another order, by dragging or by keys.

use eframe::egui::{CursorIcon, Key, Pos2, Rangef, Rect, Response, Stroke, Ui};

use crate::gui::theme;
use crate::model::Who;

/// A drag under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drag {
    /// Who is dragged.
    who: Option<Who>,
}

impl Drag {
    /// Follows what happens to the handles of `whos`, each with its place; the new order once one is dropped.
    pub fn follow(&mut self, ui: &Ui, whos: &[Who], handles: &[(Response, Rect)]) -> Option<Vec<Who>> {
        let (at, (response, _)) =
            handles.iter().enumerate().find(|(_, (response, _))| response.dragged() || response.drag_stopped())?;
        if response.drag_started() {
            self.who = whos.get(at).copied();
        }
        if ui.input(|i| i.key_pressed(Key::Escape)) {
            self.who = None;
            ui.ctx().stop_dragging();
        }
        let who = self.who?;
        let from = whos.iter().position(|other| *other == who)?;
        let pos = response.interact_pointer_pos()?;
        let places: Vec<Rect> = handles.iter().map(|(_, rect)| *rect).collect();
        let gap = landing(&places, pos)?;
        if response.drag_stopped() {
            self.who = None;
            return Some(moved(whos, from, gap)).filter(|order| order != whos);
        }
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        let (x, y) = line(&places, gap);
        ui.painter().vline(x, y, Stroke::new(2.0, theme::of(ui.ctx()).accent));
        None
    }
}

/// Before which of the places something lands that is dropped at `pos`; their number where it lands behind all of them.
fn landing(places: &[Rect], pos: Pos2) -> Option<usize> {
    let far = |rect: &Rect| (rect.center().y - pos.y).abs();
    let nearest = places.iter().map(far).min_by(f32::total_cmp)?;
    let mut row = places.iter().enumerate().filter(|(_, rect)| far(rect) < nearest + 4.0);
    let last = row.clone().next_back()?.0;
    Some(row.find(|(_, rect)| rect.center().x > pos.x).map_or(last + 1, |(at, _)| at))
}

/// The line between two places.
fn line(places: &[Rect], gap: usize) -> (f32, Rangef) {
    let before = gap.checked_sub(1).and_then(|at| places.get(at));
    match (before, places.get(gap)) {
        (Some(before), Some(after)) if (before.center().y - after.center().y).abs() < 4.0 => {
            ((before.right() + after.left()) / 2.0, before.y_range())
        }
        (Some(before), None) => (before.right() + 2.0, before.y_range()),
        (_, Some(after)) => (after.left() - 2.0, after.y_range()),
        (None, None) => (0.0, Rangef::NOTHING),
    }
}

/// The one at `from` put before the one at `gap`.
fn moved(whos: &[Who], from: usize, gap: usize) -> Vec<Who> {
    let mut order = whos.to_vec();
    if from < order.len() {
        let who = order.remove(from);
        order.insert(if gap > from { gap - 1 } else { gap }.min(order.len()), who);
    }
    order
}

/// The one at `from` one place further to the right, or to the left.
pub fn stepped(whos: &[Who], from: usize, right: bool) -> Vec<Who> {
    let mut order = whos.to_vec();
    let to = if right { from + 1 } else { from.wrapping_sub(1) };
    if from < order.len() && to < order.len() {
        order.swap(from, to);
    }
    order
}

#[cfg(test)]
mod tests {
    use eframe::egui::{pos2, vec2};

    use super::*;

    fn whos(names: &str) -> Vec<Who> {
        names.split_whitespace().map(|name| Who::Country(name.parse().expect("a slug"))).collect()
    }

    #[test]
    fn what_is_dropped_lands_between_its_neighbours() {
        for (from, gap, order) in [
            (0, 0, "a b c"),
            (0, 1, "a b c"),
            (0, 2, "b a c"),
            (0, 3, "b c a"),
            (2, 0, "c a b"),
            (1, 3, "a c b"),
            (1, 9, "a c b"),
            (7, 0, "a b c"),
        ] {
            assert_eq!(moved(&whos("a b c"), from, gap), whos(order), "{from} before {gap}");
        }
        for (from, right, order) in [(0, true, "b a c"), (2, true, "a b c"), (0, false, "a b c"), (2, false, "a c b")] {
            assert_eq!(stepped(&whos("a b c"), from, right), whos(order), "{from}");
        }
    }

    #[test]
    fn a_place_is_found_in_the_row_that_the_pointer_is_in() {
        let place = |x: f32, y: f32| Rect::from_min_size(pos2(x, y), vec2(80.0, 28.0));
        let places = [place(0.0, 0.0), place(90.0, 0.0), place(0.0, 34.0)];
        for (x, y, gap) in
            [(-5.0, 10.0, 0), (39.0, 14.0, 0), (41.0, 14.0, 1), (200.0, 10.0, 2), (10.0, 50.0, 2), (300.0, 60.0, 3)]
        {
            assert_eq!(landing(&places, pos2(x, y)), Some(gap), "{x}, {y}");
        }
        assert_eq!(landing(&[], pos2(0.0, 0.0)), None);
    }
}
