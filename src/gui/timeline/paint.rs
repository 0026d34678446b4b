//! Lanes on their way to the screen: bands in one mesh, marks above them.

use eframe::egui::{Color32, CornerRadius, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::axis::Axis;
use super::shown::Shown;
use super::stack::Stack;
use crate::derive::timeline::{Band, Lane};
use crate::gui::matrix::marks;
use crate::gui::theme::{self, Pair, Palette, face, size};
use crate::gui::widgets::{glyph, line};
use crate::model::StanceId;

/// How large the glyph of a mark is.
const GLYPH: f32 = 14.0;
/// Size of the plate of a stack whose marks say different things.
const PLATE: eframe::egui::Vec2 = vec2(25.0, 20.0);
/// What a thin band keeps of its height.
const THIN: f32 = 0.34;
/// Narrower pieces are not told apart.
const HAIR: f32 = 0.6;

/// Lanes on their way to the screen.
pub struct Canvas<'a> {
    ui: &'a Ui,
    p: &'static Palette,
    shown: &'a Shown,
    axis: Axis,
    /// Where the days are.
    chart: Rect,
    /// The day on which bands end that no other follows.
    until: f64,
    ground: Mesh,
    shapes: Vec<Shape>,
    /// Above the shapes: shares, and then words.
    over: Mesh,
    words: Vec<Shape>,
}

impl<'a> Canvas<'a> {
    /// An empty canvas.
    pub fn new(ui: &'a Ui, shown: &'a Shown, axis: Axis, chart: Rect, until: f64) -> Self {
        let p = theme::of(ui.ctx());
        Self {
            ui,
            p,
            shown,
            axis,
            chart,
            until,
            ground: Mesh::default(),
            shapes: Vec::new(),
            over: Mesh::default(),
            words: Vec::new(),
        }
    }

    /// Paints what was put on it.
    pub fn paint(self, painter: &Painter) {
        painter.add(Shape::mesh(self.ground));
        painter.extend(self.shapes);
        painter.add(Shape::mesh(self.over));
        painter.extend(self.words);
    }

    /// Puts a rule below everything.
    pub fn rule(&mut self, rect: Rect, colour: Color32) {
        self.ground.add_colored_rect(rect, colour);
    }

    /// Puts a lane between two heights; `stacks` are those in view.
    pub fn lane(&mut self, lane: &Lane, rect: Rect, stacks: &[Stack]) {
        let band = band_rect(rect);
        self.bands(lane, band);
        self.contests(lane, band);
        let first = stacks.first().map_or(self.chart.right(), |stack| self.x(stack.middle()) - GLYPH);
        self.continues(lane, band, first);
        for stack in stacks {
            self.stack(stack, pos2(self.x(stack.middle()), band.center().y));
        }
    }

    fn x(&self, day: f64) -> f32 {
        self.chart.left() + self.axis.x(day)
    }

    fn pair(&self, stance: Option<StanceId>) -> Option<Pair> {
        let stance = self.shown.stance(stance?)?;
        Some(theme::stance(stance.colour, self.p.dark))
    }

    fn bands(&mut self, lane: &Lane, rect: Rect) {
        let days = self.axis.days();
        let first = lane.bands.partition_point(|band| band.to.is_some_and(|to| f64::from(to) <= days.start));
        let mut bands = &lane.bands[first..];
        // What is too narrow to be told apart belongs to what comes next.
        let mut drawn = f32::NEG_INFINITY;
        while let Some((band, rest)) = bands.split_first() {
            let (from, to) = (f64::from(band.from), band.to.map_or(self.until, f64::from).min(self.until));
            if from >= days.end {
                break;
            }
            if let Some(pair) = self.pair(Some(band.stance)) {
                pieces(lane, from.max(days.start), to.min(days.end), |from, to, fresh| {
                    let left = self.x(from);
                    let left = if left - drawn < HAIR { drawn } else { left };
                    let right = self.x(to).min(self.chart.right());
                    if right - left >= HAIR {
                        drawn = right;
                        self.piece(band, pair, rect, (left, right), fresh);
                    }
                });
            }
            let hidden = self.axis.day_at(drawn + HAIR - self.chart.left());
            let hidden = |band: &Band| band.to.is_some_and(|to| f64::from(to) < hidden);
            bands = &rest[rest.partition_point(hidden)..];
        }
    }

    fn piece(&mut self, band: &Band, pair: Pair, rect: Rect, (left, right): (f32, f32), fresh: bool) {
        let height = if fresh { rect.height() } else { rect.height() * THIN };
        let piece = Rect::from_center_size(rect.center(), vec2(0.0, height));
        let piece = Rect::from_min_max(pos2(left, piece.top()), pos2(right, piece.bottom()));
        self.ground.add_colored_rect(piece, pair.tint);
        self.patterns(band, piece);
    }

    /// What a piece of a band says besides its level.
    fn patterns(&mut self, band: &Band, piece: Rect) {
        const PERIOD: f32 = 10.0;
        const DASH: f32 = 5.0;
        // Patterns begin where the band begins, so that they move with it.
        let start = self.x(band.from.into());
        let aligned = |period: f32| start + ((piece.left() - start) / period).floor() * period;
        if band.expected_only {
            let rect = Rect::from_min_max(pos2(aligned(PERIOD), piece.top()), piece.max);
            let first = self.ground.vertices.len();
            marks::expected(&mut self.ground, rect, self.p.paper.gamma_multiply(0.55));
            for vertex in &mut self.ground.vertices[first..] {
                vertex.pos.x = vertex.pos.x.max(piece.left());
            }
        }
        if band.unofficial {
            let mut x = aligned(DASH);
            while x < piece.right() {
                let dash = Rect::from_min_size(pos2(x, piece.bottom() - 1.5), vec2(1.5, 1.5)).intersect(piece);
                if dash.is_positive() {
                    self.ground.add_colored_rect(dash, self.p.muted);
                }
                x += DASH;
            }
        }
    }

    /// Contradictions: a line below the band, and a flash where it can be told apart.
    fn contests(&mut self, lane: &Lane, rect: Rect) {
        let days = self.axis.days();
        let first = lane.contests.partition_point(|contest| f64::from(contest.to) < days.start - 30.0);
        let y = rect.bottom() + 4.0;
        let mut last = f32::NEG_INFINITY;
        for contest in lane.contests[first..].iter().take_while(|contest| f64::from(contest.from) < days.end + 30.0) {
            let (left, right) = (self.x(contest.from.into()), self.x(contest.to.into()));
            let line = Rect::from_min_max(pos2(left - 1.0, y), pos2(right + 1.0, y + 1.5)).intersect(self.chart);
            if line.is_positive() {
                self.ground.add_colored_rect(line, self.p.danger);
            }
            let at = (left + right) / 2.0;
            if at - last >= 16.0 && self.chart.x_range().contains(at) {
                last = at;
                let c = pos2(at, y + 1.0);
                self.shapes.push(Shape::circle_filled(c, 7.0, self.p.paper));
                self.shapes.push(marks::contested(c, self.p.danger));
            }
        }
    }

    /// What came in from the left: the glyph and the level of the band whose beginning is out of view.
    fn continues(&mut self, lane: &Lane, rect: Rect, first: f32) {
        let from = self.axis.from;
        let Some(band) = lane.band_on(from.floor() as i32) else { return };
        let Some(stance) = self.shown.stance(band.stance) else { return };
        let left = self.chart.left() + 8.0;
        let end = band.to.map_or(self.until, f64::from).min(self.until);
        let room = (self.x(end) - 4.0).min(first) - left;
        if room < 20.0 || f64::from(band.from) > from {
            return;
        }
        let pair = theme::stance(stance.colour, self.p.dark);
        let galley = line::line(self.ui, &stance.label, face::regular(size::TINY), self.p.ink, f32::INFINITY);
        let says = galley.size().x + 24.0 < room;
        // Words stand on the whole height of the tint, also where the band is thin.
        let width = if says { galley.size().x + 26.0 } else { 21.0 };
        let ground = Rect::from_min_size(pos2(self.chart.left(), rect.top()), vec2(width, rect.height()));
        self.ground.add_colored_rect(ground, pair.tint);
        let place = Rect::from_center_size(pos2(left + 4.5, rect.center().y), vec2(9.0, 9.0));
        self.shapes.push(glyph::shape(place, stance.glyph, pair.ink));
        if says {
            let at = pos2(left + 14.0, rect.center().y - galley.size().y / 2.0);
            self.words.push(Shape::galley(at, galley, self.p.ink));
        }
    }

    fn stack(&mut self, stack: &Stack, c: Pos2) {
        if stack.says.len() > 1 {
            return self.plate(stack, c);
        }
        let Some((stance, _)) = stack.says.first() else { return };
        self.glyph(*stance, c);
        if stack.count() > 1 {
            let galley = self.number(stack.count());
            let at = c + vec2(GLYPH / 2.0 - 1.0, -GLYPH / 2.0 - galley.size().y / 2.0 + 1.0);
            let behind = Rect::from_min_size(at, galley.size()).expand2(vec2(2.0, -1.0));
            self.shapes.push(Shape::rect_filled(behind, CornerRadius::same(5), self.p.paper));
            self.words.push(Shape::galley(at, galley, self.p.ink));
        }
    }

    fn glyph(&mut self, stance: Option<StanceId>, c: Pos2) {
        let rect = Rect::from_center_size(c, vec2(GLYPH, GLYPH));
        match stance.and_then(|id| self.shown.stance(id)) {
            Some(stance) => {
                let ink = theme::stance(stance.colour, self.p.dark).ink;
                // An open shape is seen on its own tint as well.
                self.shapes.push(glyph::shape(rect, stance.glyph, ink));
            }
            None => self.shapes.push(Shape::circle_stroke(c, 4.0, Stroke::new(1.2, self.p.muted))),
        }
    }

    /// A number over the shares of what is said.
    fn plate(&mut self, stack: &Stack, c: Pos2) {
        let rect = Rect::from_center_size(c, PLATE);
        let line = Stroke::new(1.0, self.p.strong_line);
        let shape =
            eframe::egui::epaint::RectShape::new(rect, CornerRadius::same(5), self.p.paper, line, StrokeKind::Inside);
        self.shapes.push(Shape::Rect(shape));
        let galley = self.number(stack.count());
        let at = pos2(c.x - galley.size().x / 2.0, rect.top() + 7.5 - galley.size().y / 2.0);
        self.words.push(Shape::galley(at, galley, self.p.ink));
        let bar = Rect::from_min_max(rect.min + vec2(3.0, 14.0), rect.max - vec2(3.0, 3.0));
        let mut left = bar.left();
        for (stance, count) in &stack.says {
            let width = bar.width() * *count as f32 / stack.count() as f32;
            let ink = self.pair(*stance).map_or(self.p.muted, |pair| pair.ink);
            let piece = Rect::from_min_size(pos2(left, bar.top()), vec2(width, bar.height()));
            self.over.add_colored_rect(piece, ink);
            left += width;
        }
    }

    fn number(&self, count: usize) -> std::sync::Arc<eframe::egui::Galley> {
        let text = if count > 999 { "1k+".to_owned() } else { count.to_string() };
        self.ui.fonts_mut(|f| f.layout_no_wrap(text, face::semibold(size::TINY), self.p.ink))
    }
}

/// Where the band of a lane is.
pub fn band_rect(lane: Rect) -> Rect {
    let height = (lane.height() * 0.42).clamp(18.0, 26.0);
    Rect::from_center_size(lane.center(), vec2(lane.width(), height))
}

/// What a stack takes on the screen.
pub fn stack_rect(stack: &Stack, c: Pos2) -> Rect {
    if stack.says.len() > 1 {
        return Rect::from_center_size(c, PLATE);
    }
    let glyph = Rect::from_center_size(c, vec2(GLYPH + 2.0, GLYPH + 2.0));
    match stack.count() {
        1 => glyph,
        // The number stands beside the upper corner.
        count => Rect::from_min_max(
            glyph.min - vec2(0.0, 5.0),
            glyph.max + vec2(5.0 + 7.0 * count.min(999).ilog10() as f32, 0.0),
        ),
    }
}

/// Tells `each` the parts of a stretch of days, cut where it stops and begins to be fresh.
fn pieces(lane: &Lane, from: f64, to: f64, mut each: impl FnMut(f64, f64, bool)) {
    let mut at = from;
    let first = lane.gaps.partition_point(|gap| gap.to.is_some_and(|to| f64::from(to) <= from));
    for gap in &lane.gaps[first..] {
        let (start, end) = (f64::from(gap.from).max(at), gap.to.map_or(to, f64::from).min(to));
        if start >= to {
            break;
        }
        if start > at {
            each(at, start, true);
        }
        if end > start {
            each(start, end, false);
        }
        at = end.max(at);
    }
    if at < to {
        each(at, to, true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derive::Position;
    use crate::derive::timeline::Gap;
    use crate::model::{Spot, Who};

    #[test]
    fn a_stretch_is_cut_at_its_gaps() {
        let spot = Spot { who: Who::Country("a".parse().expect("a slug")), issue: "b".parse().expect("a slug") };
        let gaps = vec![Gap { from: 10, to: Some(20) }, Gap { from: 30, to: None }];
        let position = Position::default();
        let lane = Lane { spot, marks: vec![], bands: vec![], contests: vec![], gaps, undated: vec![], position };
        for (from, to, want) in [
            (0.0, 5.0, &[(0.0, 5.0, true)][..]),
            (0.0, 40.0, &[(0.0, 10.0, true), (10.0, 20.0, false), (20.0, 30.0, true), (30.0, 40.0, false)]),
            (12.0, 15.0, &[(12.0, 15.0, false)]),
            (20.0, 30.0, &[(20.0, 30.0, true)]),
            (35.0, 36.0, &[(35.0, 36.0, false)]),
            (8.0, 8.0, &[]),
            (9.0, 3.0, &[]),
        ] {
            let mut found = Vec::new();
            pieces(&lane, from, to, |from, to, fresh| found.push((from, to, fresh)));
            assert_eq!(found, want, "{from} to {to}");
        }
    }
}
