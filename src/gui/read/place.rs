//! Where the view begins in a text of which only a part was ever laid out.
//!
//! The place is a paragraph and a distance below its top, never a distance from the top of the article: so
//! nothing that becomes known about what is above can move what is in view, and no text is too long for it.

use super::heights::Heights;

/// The place at which the view begins.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// A paragraph.
    pub paragraph: usize,
    /// How far below its top, in points; above the first paragraph, where the head stands, negative.
    pub down: f64,
}

/// What there is room for, in points.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Height of the head above the first paragraph.
    pub head: f64,
    /// Height of the blank below the last one.
    pub foot: f64,
    /// Height of the view.
    pub view: f64,
}

impl Place {
    /// The place at a distance from the top of the first paragraph, as far as heights are known.
    pub fn at(y: f64, heights: &Heights) -> Self {
        let paragraph = heights.at(y.max(0.0));
        Self { paragraph, down: y - heights.top(paragraph) }
    }

    /// Its distance from the top of the first paragraph, as far as heights are known.
    pub fn y(self, heights: &Heights) -> f64 {
        heights.top(self.paragraph) + self.down
    }

    /// Goes on by so many points, back where it is negative, and stays within the article. Measures whatever
    /// comes into view and, within a few views, whatever is passed; what was in view moves by just as much.
    pub fn travel(&mut self, by: f64, room: Room, heights: &mut Heights, measure: &mut dyn FnMut(usize) -> f32) {
        if by.abs() > 4.0 * room.view {
            let to = self.y(heights) + by;
            *self = Self::at(to.clamp(-room.head, heights.total()), heights);
        } else {
            self.down += by;
        }
        self.settle(room, heights, measure);
    }

    /// Measures whatever is in view, and keeps the view within the article.
    pub fn settle(&mut self, room: Room, heights: &mut Heights, measure: &mut dyn FnMut(usize) -> f32) {
        self.paragraph = self.paragraph.min(heights.len().saturating_sub(1));
        let mut height = |heights: &mut Heights, paragraph: usize| {
            if !heights.is_measured(paragraph) {
                let measured = measure(paragraph);
                heights.set(paragraph, measured);
            }
            f64::from(heights.get(paragraph))
        };
        self.go_up(room, heights, &mut height);
        while self.paragraph + 1 < heights.len() {
            let passed = height(heights, self.paragraph);
            if self.down < passed {
                break;
            }
            self.down -= passed;
            self.paragraph += 1;
        }
        let (mut below, mut next) = (-self.down, self.paragraph);
        while next < heights.len() && below < room.view {
            below += height(heights, next);
            next += 1;
        }
        if next == heights.len() && below + room.foot < room.view {
            self.down -= room.view - room.foot - below;
            self.go_up(room, heights, &mut height);
        }
    }

    fn go_up(&mut self, room: Room, heights: &mut Heights, height: &mut impl FnMut(&mut Heights, usize) -> f64) {
        while self.down < 0.0 && self.paragraph > 0 {
            self.paragraph -= 1;
            self.down += height(heights, self.paragraph);
        }
        if self.paragraph == 0 {
            self.down = self.down.max(-room.head);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { head: 120.0, foot: 240.0, view: 800.0 };

    /// Paragraphs that all turn out to be of another height than was thought.
    struct Text {
        real: Vec<f32>,
        heights: Heights,
        place: Place,
        laid: usize,
    }

    impl Text {
        fn new(paragraphs: usize) -> Self {
            let mut random = fastrand::Rng::with_seed(3);
            let real: Vec<f32> = (0..paragraphs).map(|_| 20.0 + random.f32() * 400.0).collect();
            let mut heights = Heights::default();
            heights.extend(real.iter().map(|height| height * (0.3 + random.f32() * 2.0)));
            Self { real, heights, place: Place { paragraph: 0, down: -ROOM.head }, laid: 0 }
        }

        fn travel(&mut self, by: f64) {
            let (real, laid) = (&self.real, &mut self.laid);
            self.place.travel(by, ROOM, &mut self.heights, &mut |paragraph| {
                *laid += 1;
                real[paragraph]
            });
        }

        /// Paragraphs in view with the distance of their tops from the top of the view.
        fn seen(&self) -> Vec<(usize, f64)> {
            let (mut y, mut seen) = (-self.place.down, Vec::new());
            for paragraph in self.place.paragraph..self.real.len() {
                if y >= ROOM.view {
                    break;
                }
                assert_eq!(self.heights.get(paragraph), self.real[paragraph], "measured before it is seen");
                seen.push((paragraph, y));
                y += f64::from(self.real[paragraph]);
            }
            seen
        }
    }

    #[test]
    fn what_is_in_view_moves_by_just_as_much_as_one_scrolls() {
        let mut text = Text::new(4000);
        text.travel(400_000.0);
        let mut random = fastrand::Rng::with_seed(5);
        for _ in 0..3000 {
            let before = text.seen();
            let by = (random.f64() - 0.7) * 500.0;
            text.travel(by);
            assert!(text.place.down >= 0.0 || text.place.paragraph == 0, "nothing blank above");
            for (paragraph, y) in text.seen() {
                if let Some((_, old)) = before.iter().find(|(other, _)| *other == paragraph)
                    && text.place.y(&text.heights) > -ROOM.head
                {
                    assert!((old - by - y).abs() < 1e-6, "{paragraph}: {old} - {by} is not {y}");
                }
            }
        }
    }

    #[test]
    fn the_view_ends_with_the_article_and_begins_with_its_head() {
        let mut text = Text::new(500);
        text.travel(1e12);
        let (last, y) = *text.seen().last().expect("something is seen");
        assert_eq!(last, 499);
        assert!((y + f64::from(text.real[499]) - (ROOM.view - ROOM.foot)).abs() < 1e-6);
        text.travel(-1e12);
        assert_eq!(text.place, Place { paragraph: 0, down: -ROOM.head });
        for few in [0, 1, 2] {
            let mut text = Text::new(few);
            text.travel(300.0);
            text.travel(-3.0);
            assert!(text.place.paragraph == 0 && text.place.down >= -ROOM.head, "{:?}", text.place);
        }
    }

    #[test]
    fn a_leap_measures_no_more_than_a_view() {
        let mut text = Text::new(100_000);
        text.travel(0.0);
        for by in [5e6, -2e6, 8e6, 1e9] {
            text.laid = 0;
            text.travel(by);
            assert!(text.laid <= 60, "{} paragraphs", text.laid);
        }
    }
}
