//! Rows of different heights, of which only those in view are laid out.
//!
//! Heights are guessed until a row comes near the view. Whatever turns out otherwise above the view moves nothing on
//! the screen.

use eframe::egui::{Id, Rangef, Rect, ScrollArea, Ui, pos2, style::ScrollAnimation, vec2};

/// Rows beyond the view that are measured before they come into it.
const BEYOND: usize = 2;
/// Frames in which a row is brought into view: heights on the way may turn out otherwise.
const TRIES: u8 = 5;

/// What such a list remembers from frame to frame.
#[derive(Default)]
pub struct Tall {
    heights: Vec<f32>,
    known: Vec<bool>,
    width: f32,
    turn: u64,
    /// The first row in view, and how much of it is above.
    first: (usize, f32),
    /// Where to scroll in the next frame.
    forced: Option<f32>,
    /// The row to bring into view, and in how many frames more.
    wanted: Option<(usize, u8)>,
}

/// What is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Rows {
    /// How many rows.
    pub count: usize,
    /// Width of the rows, which may be more than that of the view.
    pub width: f32,
    /// What a row is likely to need.
    pub guess: f32,
    /// Changes when the rows are others.
    pub turn: u64,
    /// The row to bring into view.
    pub reveal: Option<usize>,
    /// What of its width to bring into view.
    pub across: Option<Rangef>,
}

/// What was in view.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The rows, each with its place on the screen.
    pub rows: Vec<(usize, Rect)>,
    /// How far the rows are scrolled sideways.
    pub left: f32,
}

impl Tall {
    /// Shows rows in `area`: `measure` tells the height of one, `paint` fills it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        area: ScrollArea,
        rows: Rows,
        mut measure: impl FnMut(&Ui, usize) -> f32,
        mut paint: impl FnMut(&mut Ui, Rect, usize),
    ) -> Seen {
        self.fit(&rows);
        self.wanted = rows.reveal.map(|row| (row, TRIES)).or(self.wanted.take());
        // At once: what is forced in the next frame adds to it.
        let area = area.animated(false);
        let area = match self.forced.take() {
            Some(y) => area.vertical_scroll_offset(y),
            None => area,
        };
        let mut seen = Seen::default();
        let mut shift = 0.0;
        let shown = area.show_viewport(ui, |ui, view| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let first = self.at(view.top());
            let before = self.top(first);
            let mut row = first.saturating_sub(BEYOND);
            let mut beyond = 0;
            while row < rows.count && beyond <= BEYOND {
                self.measure(ui, row, &mut measure);
                beyond += usize::from(self.top(row + 1) - (self.top(first) - before) > view.bottom());
                row += 1;
            }
            if let Some((wanted, _)) = self.wanted.filter(|(wanted, _)| *wanted < rows.count) {
                self.measure(ui, wanted, &mut measure);
            }
            shift = self.top(first) - before;
            ui.set_width(rows.width);
            ui.set_height(self.top(rows.count));
            let origin = ui.max_rect().min - vec2(0.0, shift);
            let place = |tall: &Self, row: usize| {
                Rect::from_min_size(origin + vec2(0.0, tall.top(row)), vec2(rows.width, tall.heights[row]))
            };
            let (top, bottom) = (view.top() + shift, view.bottom() + shift);
            self.first = (self.at(top), top - self.top(self.at(top)));
            seen.left = view.left();
            for row in self.at(top)..rows.count {
                if self.top(row) >= bottom {
                    break;
                }
                let rect = place(self, row);
                seen.rows.push((row, rect));
                paint(ui, rect, row);
            }
            if let Some((wanted, tries)) = self.wanted.take().filter(|(wanted, _)| *wanted < rows.count) {
                let rect = place(self, wanted);
                let across = rows
                    .across
                    .map_or_else(|| ui.clip_rect().x_range(), |x| Rangef::new(origin.x + x.min, origin.x + x.max));
                let target = Rect::from_x_y_ranges(across, rect.y_range());
                let clip = ui.clip_rect();
                let inside = |range: Rangef, clip: Rangef| {
                    range.min >= clip.min - 0.5 && range.max <= clip.max + 0.5 || range.span() > clip.span()
                };
                let settled = inside(target.y_range(), clip.y_range()) && inside(target.x_range(), clip.x_range());
                if !settled || tries == TRIES {
                    ui.scroll_to_rect_animation(target, None, ScrollAnimation::none());
                    self.wanted = (tries > 1).then_some((wanted, tries - 1));
                    ui.ctx().request_repaint();
                }
            }
        });
        if shift.abs() > 0.01 {
            self.forced = Some(shown.state.unclamped_offset().y + shift);
            ui.ctx().request_repaint();
        }
        seen
    }

    /// The rows are the same but may need other heights.
    pub fn forget(&mut self) {
        self.known.fill(false);
    }

    /// Other rows begin at the top; the same ones at another width stay where they are.
    fn fit(&mut self, rows: &Rows) {
        let same = self.turn == rows.turn && self.heights.len() == rows.count;
        if same && (self.width - rows.width).abs() < 0.5 {
            return;
        }
        let (first, above) = self.first;
        self.heights = vec![rows.guess; rows.count];
        self.known = vec![false; rows.count];
        (self.turn, self.width) = (rows.turn, rows.width);
        // What the window remembers of a list of its last run is of other rows as well.
        self.forced = Some(if same { self.top(first) + above } else { 0.0 });
    }

    fn measure(&mut self, ui: &Ui, row: usize, measure: &mut impl FnMut(&Ui, usize) -> f32) {
        if !self.known[row] {
            self.heights[row] = measure(ui, row).max(1.0);
            self.known[row] = true;
        }
    }

    /// Where a row begins.
    fn top(&self, row: usize) -> f32 {
        self.heights[..row.min(self.heights.len())].iter().sum()
    }

    /// The row at a height; the last one beyond the end.
    fn at(&self, y: f32) -> usize {
        let mut bottom = 0.0;
        let found = self.heights.iter().position(|height| {
            bottom += height;
            y < bottom
        });
        found.unwrap_or(self.heights.len().saturating_sub(1))
    }
}

/// Tells those who listen whether a row or a cell is the one under the keyboard of its list.
pub fn chosen(ui: &Ui, id: Id, list: Id, on: bool) {
    ui.ctx().accesskit_node_builder(id, |node| node.set_selected(on));
    if on {
        ui.ctx().accesskit_node_builder(list, |node| node.set_active_descendant(id.accesskit_id()));
    }
}

/// The place of a column of a row.
pub fn column(row: Rect, left: f32, width: f32) -> Rect {
    Rect::from_min_max(pos2(row.left() + left, row.top()), pos2(row.left() + left + width, row.bottom()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_heights() {
        let tall = Tall { heights: vec![10.0, 30.0, 5.0], ..Tall::default() };
        for (y, row) in [(-5.0, 0), (0.0, 0), (9.9, 0), (10.0, 1), (39.0, 1), (40.0, 2), (44.9, 2), (99.0, 2)] {
            assert_eq!(tall.at(y), row, "{y}");
        }
        assert_eq!([0, 1, 2, 3, 4].map(|row| tall.top(row)), [0.0, 10.0, 40.0, 45.0, 45.0]);
        assert_eq!(Tall::default().at(3.0), 0);
    }

    #[test]
    fn the_same_rows_at_another_width_stay_in_view() {
        let rows = |count, width, turn| Rows { count, width, guess: 20.0, turn, reveal: None, across: None };
        let mut tall = Tall::default();
        tall.fit(&rows(10, 100.0, 1));
        assert_eq!(tall.forced.take(), Some(0.0), "rows begin at the top");
        tall.heights[0] = 50.0;
        tall.first = (4, 3.0);
        tall.fit(&rows(10, 100.2, 1));
        assert_eq!((tall.heights[0], tall.forced), (50.0, None), "nothing has changed");
        tall.fit(&rows(10, 200.0, 1));
        assert_eq!((tall.heights[0], tall.forced), (20.0, Some(83.0)));
        tall.forced = None;
        tall.fit(&rows(10, 200.0, 2));
        assert_eq!(tall.forced, Some(0.0), "other rows");
    }
}
