//! A strip beside the text that shows the whole article at once: where its claims are, what was found, what is
//! selected, and what is in view. It is the scroll bar as well.
//!
//! Everything on it stands by its share of the text, which is known before a line is laid out; where all of the
//! article is in view, beside its line.

use std::fmt::Write as _;

use eframe::egui::{
    Color32, CornerRadius, CursorIcon, Mesh, Rangef, Rect, Response, Role, Sense, Shape, Ui, WidgetInfo,
};

use super::cards;
use super::highlights::{Highlight, Highlights};
use crate::gui::theme::{self, Palette};
use crate::model::Colour;
use crate::session::Desk;
use crate::text::{ArticleText, Span};

/// Width of the strip.
pub const WIDTH: f32 = 18.0;

/// Height of a mark; whatever stands closer together is one.
const MARK: f32 = 2.0;

/// The least height of what is selected.
const LEAST: f32 = 6.0;

/// The least height of what shows the view, so that it can be grasped.
const GRIP: f32 = 28.0;

/// Characters of an excerpt that are told.
const TOLD: usize = 160;

/// The stretch of text in view, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// What is shown.
pub struct Shown<'a> {
    pub desk: &'a Desk,
    pub text: &'a ArticleText,
    pub highlights: &'a Highlights,
    pub hits: &'a [Span],
    pub selection: Option<Span>,
    /// The excerpt of the selected claim.
    pub chosen: Option<Span>,
    pub seen: Seen,
    /// Where the lines stand in the window, if all of the article is in view.
    pub page: &'a [Station],
}

/// Where a place of the text stands in the window: its byte and its height. Both grow from one to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    pub byte: f64,
    pub y: f32,
}

/// Where somebody wants to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wish {
    /// To these words.
    Words(Span),
    /// To where the view begins with this byte.
    Top(usize),
}

/// What stands where, as it was last worked out.
#[derive(Default)]
pub struct Map {
    key: Option<Key>,
    /// For every mark from the top: its colour and how many excerpts it stands for.
    marks: Vec<Option<(Colour, u32)>>,
    /// For every mark whether something was found there.
    hits: Vec<bool>,
    /// While the view is dragged: how far below its top it was grasped.
    grasped: Option<f32>,
}

/// What marks follow from: the highlights, the hits by their number and three of them, the text, the number of marks, the page
/// by its upper and its lower end.
type Key = (u64, (usize, [Option<Span>; 3]), usize, usize, [Option<Station>; 2]);

impl Map {
    /// Another article is open.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Shows the map; returns where it was pressed to go.
    pub fn show(&mut self, ui: &Ui, shown: &Shown<'_>, strip: Rect) -> Option<Wish> {
        if shown.text.is_empty() || strip.height() < GRIP {
            return None;
        }
        let scale = Scale { strip, length: shown.text.len() as f64, page: shown.page };
        self.update(shown, scale);
        let response = ui.interact(strip, ui.scope_id().with("map"), Sense::click_and_drag());
        let name = format!("Map of the article: {}", counted(shown.highlights.all.len(), "excerpt"));
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, &name));
        let grip = scale.grip(shown.seen);
        self.paint(ui, shown, scale, grip, &response);
        if response.hovered() || response.dragged() {
            ui.set_cursor_icon(CursorIcon::Default);
        }
        let wish = self.pressed(ui, shown, scale, grip, &response);
        self.tell(shown, scale, response);
        wish
    }

    /// Where the pointer wants to go.
    fn pressed(
        &mut self,
        ui: &Ui,
        shown: &Shown<'_>,
        scale: Scale<'_>,
        grip: Rangef,
        response: &Response,
    ) -> Option<Wish> {
        if !response.is_pointer_button_down_on() && !response.clicked() {
            self.grasped = None;
            return None;
        }
        let at = response.interact_pointer_pos()?;
        let pressed = ui.input(|i| i.pointer.primary_pressed());
        if pressed && !grip.contains(at.y) {
            self.grasped = Some(grip.span() / 2.0);
            let first = shown.highlights.within(scale.around(at.y)).find(|h| !h.claims.is_empty());
            return Some(
                first.map_or_else(|| scale.top_for(at.y - grip.span() / 2.0, shown.seen), |h| Wish::Words(h.span)),
            );
        }
        if pressed {
            self.grasped = Some(at.y - grip.min);
        }
        let grasped = self.grasped?;
        response.dragged().then(|| scale.top_for(at.y - grasped, shown.seen))
    }

    /// Works out what stands where, if that may have changed.
    fn update(&mut self, shown: &Shown<'_>, scale: Scale<'_>) {
        let count = (scale.strip.height() / MARK).floor() as usize;
        let hits = shown.hits;
        let hits = (hits.len(), [hits.first(), hits.get(hits.len() / 2), hits.last()].map(Option::<&Span>::copied));
        let key = Some((
            shown.highlights.version,
            hits,
            shown.text.len(),
            count,
            [shown.page.first(), shown.page.last()].map(Option::<&Station>::copied),
        ));
        if self.key == key {
            return;
        }
        self.key = key;
        let place = |byte: u32| {
            let down = scale.y(f64::from(byte)) - scale.strip.top();
            ((down / MARK).max(0.0) as usize).min(count - 1)
        };
        // For every colour: how many more excerpts than at the mark above.
        let mut steps = [(); COLOURS].map(|()| vec![0i32; count + 1]);
        for highlight in &shown.highlights.all {
            let Some((_, colour)) = highlight.claims.first() else { continue };
            let steps = &mut steps[*colour as usize];
            steps[place(highlight.span.start.0)] += 1;
            steps[place(highlight.span.end.0.max(1) - 1) + 1] -= 1;
        }
        let mut here = [0i32; COLOURS];
        self.marks.clear();
        for mark in 0..count {
            here.iter_mut().zip(&steps).for_each(|(here, steps)| *here += steps[mark]);
            let most = Colour::ALL.into_iter().map(|(colour, _)| colour).max_by_key(|colour| here[*colour as usize]);
            let all: i32 = here.iter().sum();
            self.marks.push(most.filter(|_| all > 0).map(|colour| (colour, all as u32)));
        }
        self.hits = vec![false; count];
        for hit in shown.hits {
            self.hits[place(hit.start.0)] = true;
        }
    }

    fn paint(&self, ui: &Ui, shown: &Shown<'_>, scale: Scale<'_>, grip: Rangef, response: &Response) {
        let p = theme::of(ui.ctx());
        let strip = scale.strip;
        let painter = ui.painter_at(strip);
        let everything = grip.span() >= strip.height() - 1.0;
        if !everything {
            let held = response.is_pointer_button_down_on();
            let fill = match (held, response.hovered()) {
                (true, _) => p.strong_line,
                (false, true) => p.strong_line.gamma_multiply(0.8),
                (false, false) => p.strong_line.gamma_multiply(0.6),
            };
            let view = Rect::from_x_y_ranges(strip.x_range().shrink(2.0), grip);
            painter.rect_filled(view, CornerRadius::same(4), fill);
        }
        let mut mesh = Mesh::default();
        let claims = Rangef::new(strip.left() + 5.0, strip.right() - 7.0);
        let densest = self.marks.iter().flatten().map(|(_, count)| *count).max().unwrap_or(1) as f32;
        let shade =
            |(colour, count): (Colour, u32)| ink(p, colour).gamma_multiply(0.4 + 0.6 * (count as f32 / densest).sqrt());
        let colours = self.marks.iter().map(|mark| mark.map(shade));
        runs(&mut mesh, strip, claims, colours);
        let hits = Rangef::new(strip.right() - 6.0, strip.right() - 3.0);
        runs(&mut mesh, strip, hits, self.hits.iter().map(|hit| hit.then_some(p.warning)));
        for span in [shown.selection, shown.chosen].into_iter().flatten() {
            // At the side, so that it hides no claim.
            let top = scale.y(f64::from(span.start.0));
            let bottom = scale.y(f64::from(span.end.0)).max(top + LEAST);
            mesh.add_colored_rect(
                Rect::from_x_y_ranges(strip.left() + 1.0..=strip.left() + 4.0, top..=bottom),
                p.accent,
            );
        }
        painter.add(Shape::mesh(mesh));
    }

    /// Says what stands under the pointer.
    fn tell(&self, shown: &Shown<'_>, scale: Scale<'_>, response: Response) {
        let Some(at) = response.hover_pos().filter(|_| self.grasped.is_none()) else { return };
        let here: Vec<&Highlight> =
            shown.highlights.within(scale.around(at.y)).filter(|h| !h.claims.is_empty()).collect();
        if here.is_empty() {
            return;
        }
        response.on_hover_text_at_pointer(told(shown, &here));
    }
}

/// What is told of some excerpts.
fn told(shown: &Shown<'_>, here: &[&Highlight]) -> String {
    let claims: usize = here.iter().map(|highlight| highlight.claims.len()).sum();
    let mut said = String::new();
    if claims > 1 {
        // Memory can be written to.
        let _ = writeln!(said, "{} here, the first:", counted(claims, "claim"));
    }
    let Some(first) = here.first() else { return said };
    let words = shown.text.get(first.span).unwrap_or_default();
    let short: String = words.chars().take(TOLD).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    let project = shown.desk.project();
    let claim = first.claims.first().and_then(|(id, _)| project.claim(*id));
    let coded = claim.map(|claim| cards::in_words(project, claim)).unwrap_or_default();
    let _ = write!(said, "“{short}{more}”\n{coded}");
    said
}

/// From places in the text to places on the strip and back.
#[derive(Clone, Copy)]
struct Scale<'a> {
    strip: Rect,
    length: f64,
    page: &'a [Station],
}

impl Scale<'_> {
    fn y(self, byte: f64) -> f32 {
        let below = self.page.partition_point(|station| station.byte <= byte).max(1);
        if let (Some(a), Some(b)) = (self.page.get(below - 1), self.page.get(below)) {
            let part = ((byte - a.byte) / (b.byte - a.byte).max(1.0)).clamp(0.0, 1.0);
            return a.y + part as f32 * (b.y - a.y);
        }
        if let Some(last) = self.page.last() {
            return last.y;
        }
        self.strip.top() + (byte / self.length) as f32 * self.strip.height()
    }

    /// What shows the view.
    fn grip(self, seen: Seen) -> Rangef {
        if !self.page.is_empty() {
            return self.strip.y_range();
        }
        let part = ((seen.to - seen.from) / self.length).clamp(0.0, 1.0);
        let height = (part as f32 * self.strip.height()).clamp(GRIP, self.strip.height());
        let gone = if part < 1.0 { (seen.from / self.length / (1.0 - part)).clamp(0.0, 1.0) } else { 0.0 };
        let top = self.strip.top() + gone as f32 * (self.strip.height() - height);
        Rangef::new(top, top + height)
    }

    /// Where the view begins when what shows it begins at `y`.
    fn top_for(self, y: f32, seen: Seen) -> Wish {
        let grip = self.grip(seen);
        let room = (self.strip.height() - grip.span()).max(1.0);
        let gone = f64::from(((y - self.strip.top()) / room).clamp(0.0, 1.0));
        let part = ((seen.to - seen.from) / self.length).clamp(0.0, 1.0);
        Wish::Top((gone * (1.0 - part) * self.length) as usize)
    }

    /// The text that a mark under the pointer stands for.
    fn around(self, y: f32) -> Span {
        let byte = |y: f32| {
            let below = self.page.partition_point(|station| station.y <= y).max(1);
            if let (Some(a), Some(b)) = (self.page.get(below - 1), self.page.get(below)) {
                let part = f64::from((y - a.y) / (b.y - a.y).max(1.0)).clamp(0.0, 1.0);
                return (a.byte + part * (b.byte - a.byte)) as usize;
            }
            if !self.page.is_empty() {
                return self.length as usize;
            }
            let part = f64::from((y - self.strip.top()) / self.strip.height());
            (part.clamp(0.0, 1.0) * self.length) as usize
        };
        Span::new(byte(y - MARK), byte(y + MARK) + 1)
    }
}

/// Number of colours.
const COLOURS: usize = Colour::ALL.len();

fn ink(p: &Palette, colour: Colour) -> Color32 {
    theme::stance(colour, p.dark).ink
}

/// Marks in a column, those of one colour that follow each other as one.
fn runs(mesh: &mut Mesh, strip: Rect, column: Rangef, colours: impl Iterator<Item = Option<Color32>>) {
    let mut open: Option<(usize, Color32)> = None;
    let mut close = |open: Option<(usize, Color32)>, end: usize| {
        if let Some((start, colour)) = open {
            let y = |mark: usize| strip.top() + mark as f32 * MARK;
            mesh.add_colored_rect(Rect::from_x_y_ranges(column, y(start)..=y(end)), colour);
        }
    };
    let mut last = 0;
    for (mark, colour) in colours.enumerate() {
        if open.map(|(_, colour)| colour) != colour {
            close(open.take(), mark);
            open = colour.map(|colour| (mark, colour));
        }
        last = mark + 1;
    }
    close(open, last);
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;

    use super::*;
    use crate::model::{ClaimId, ExcerptId, Info, Project, Token};

    fn check(excerpts: &[(usize, usize, Colour)], hits: &[usize], marks: &[Option<(Colour, u32)>]) {
        check_page(excerpts, hits, &[], marks);
    }

    fn check_page(
        excerpts: &[(usize, usize, Colour)],
        hits: &[usize],
        page: &[Station],
        marks: &[Option<(Colour, u32)>],
    ) {
        let mut random = fastrand::Rng::with_seed(1);
        let all = excerpts
            .iter()
            .map(|(start, end, colour)| Highlight {
                excerpt: ExcerptId(Token::random(&mut random)),
                span: Span::new(*start, *end),
                claims: vec![(ClaimId(Token::random(&mut random)), *colour)],
            })
            .collect();
        let highlights = Highlights::of(all);
        let info = Info { id: "p".parse().expect("an id"), title: String::new(), notes: String::new() };
        let desk = Desk::new(Project::bare(info), None);
        let text = ArticleText::new("x".repeat(1000));
        let hits: Vec<Span> = hits.iter().map(|at| Span::new(*at, at + 1)).collect();
        let (selection, chosen, seen) = (None, None, Seen::default());
        let shown =
            Shown { desk: &desk, text: &text, highlights: &highlights, hits: &hits, selection, chosen, seen, page };
        let mut map = Map::default();
        let strip = Rect::from_min_max(pos2(0.0, 0.0), pos2(WIDTH, MARK * 10.0));
        map.update(&shown, Scale { strip, length: 1000.0, page });
        assert_eq!(map.marks, marks);
        assert_eq!(map.hits.iter().filter(|hit| **hit).count(), hits.len().min(1), "as many as places");
    }

    #[test]
    fn a_mark_stands_for_everything_at_its_place_in_the_colour_of_most() {
        use Colour::{Rust, Teal};
        let mut none = [None; 10];
        check(&[], &[], &none);
        none[0] = Some((Teal, 1));
        none[9] = Some((Rust, 1));
        check(&[(0, 9, Teal), (950, 1000, Rust)], &[500, 501], &none);
        let mut dense = [None; 10];
        dense[3] = Some((Rust, 3));
        dense[4] = Some((Rust, 1));
        check(&[(300, 310, Rust), (320, 330, Teal), (390, 410, Rust)], &[], &dense);
    }

    #[test]
    fn where_all_is_in_view_marks_stand_beside_their_lines() {
        let page: Vec<Station> = [(0, 4.0), (500, 8.0), (500, 10.0), (1000, 12.0)]
            .map(|(byte, y)| Station { byte: f64::from(byte), y })
            .into();
        let mut marks = [None; 10];
        marks[2] = Some((Colour::Teal, 1));
        marks[5] = Some((Colour::Rust, 1));
        check_page(&[(0, 200, Colour::Teal), (600, 900, Colour::Rust)], &[990], &page, &marks);
        let strip = Rect::from_min_max(pos2(0.0, 0.0), pos2(18.0, 200.0));
        let scale = Scale { strip, length: 1000.0, page: &page };
        for (y, byte) in [(11.0, 750), (9.0, 500)] {
            assert!(scale.around(y).contains(crate::text::Byte(byte)), "{y}: {:?}", scale.around(y));
        }
        assert!(scale.around(0.0).start.0 == 0 && scale.around(190.0).start.0 >= 999);
        assert_eq!(scale.grip(Seen { from: 0.0, to: 1000.0 }), strip.y_range());
    }

    #[test]
    fn what_shows_the_view_goes_where_it_is_dragged_and_never_beyond() {
        let scale = Scale { strip: Rect::from_min_max(pos2(0.0, 50.0), pos2(18.0, 850.0)), length: 1e7, page: &[] };
        for from in [0.0, 1234.0, 5e6, 1e7 - 3000.0] {
            let seen = Seen { from, to: from + 3000.0 };
            let grip = scale.grip(seen);
            assert!(grip.span() >= GRIP - 0.01 && grip.min >= 50.0 && grip.max <= 850.01, "{grip:?}");
            let Wish::Top(byte) = scale.top_for(grip.min, seen) else { panic!("it is a place") };
            assert!((byte as f64 - from).abs() < 2000.0, "{from} came back as {byte}");
        }
        assert_eq!(scale.top_for(-900.0, Seen { from: 0.0, to: 3000.0 }), Wish::Top(0));
        let whole = scale.grip(Seen { from: 0.0, to: 1e7 });
        assert_eq!((whole.min, whole.max), (50.0, 850.0));
    }
}
