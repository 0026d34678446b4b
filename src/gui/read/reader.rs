//! The text of an article: only what is in view is laid out and painted.
//!
//! Paragraph heights are estimated, then measured as they come into view. Where one is, is known as a place in
//! the text ([`Place`]), so that the words in view stay where they are, whatever becomes known about the rest.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::find::{Around, FindBar};
use super::form::ClaimForm;
use super::heights::Heights;
use super::highlights::{ColourBy, Highlights};
use super::layout::{Laid, Look, SetText};
use super::likely;
use super::look::LookPanel;
use super::map::{self, Map};
use super::opened::Opened;
use super::place::{Place, Room};
use super::pointer::Pointer;
use super::{cards, header, missing};
use crate::edit::ops::claims::Target;
use crate::gui::script::Missing;
use crate::gui::shell::notices;
use crate::model::{Article, ArticleId, ClaimId};
use crate::session::{Command, Desk, Prefs};
use crate::text::{ArticleText, Span};

/// Space between paragraphs, in heights of letters.
const GAP: f32 = 0.72;

/// Blank below the last paragraph, in points.
const FOOT: f64 = 240.0;

/// Points that one can scroll at once in either direction. What scrolls is given a stretch of that length around
/// the view, whatever the length of the article: numbers stay small, and so exact.
const TAPE: f64 = 50_000.0;

/// Excerpts as far as this from the view have their claims, in heights of the view: cards of some of them stand in it.
const AROUND: f64 = 4.0;

/// Distances are counted from multiples of this, in points, for the same reason.
const BASE: f64 = 1_048_576.0;

/// The text as it is scrolled, laid out and searched.
#[derive(Default)]
pub struct Reader {
    pub find: FindBar,
    pub colour_by: ColourBy,
    pub highlights: Highlights,
    pub pointer: Pointer,
    pub(super) card_heights: HashMap<ClaimId, f32>,
    pub(super) opened: Option<Opened>,
    heights: Heights,
    look: Look,
    scale: f32,
    /// Lines that a byte takes, about.
    per_byte: f32,
    /// Height of the head above the first paragraph.
    head: f64,
    place: Place,
    /// Points to go on by at the next frame.
    pub(super) onward: f64,
    /// Points that keys have asked for and that are not gone yet.
    pub(super) gliding: f64,
    base: f64,
    reveal: Option<Span>,
    /// A byte at the top of the view, and how far below the top its line stands.
    top: Option<(usize, f64)>,
    /// The same, as it was before the text began to look otherwise; until one scrolls.
    held: Option<(usize, f64)>,
    /// Where articles were left: the byte and its distance as above; nothing for their very top.
    places: HashMap<ArticleId, Option<(usize, f64)>>,
    map: Map,
    panel: LookPanel,
    /// Letters of the open article that no face has.
    missing: Missing,
}

/// Where things are in this frame.
#[derive(Clone, Copy)]
pub struct Page {
    /// The column of text, as far as it is in view.
    pub text: Rect,
    /// The margin with the cards, as far as it is in view.
    pub margin: Rect,
    /// Where distances are counted from, possibly far above the window: the top of the article, or in a very
    /// long one a place nearer by.
    pub top: f32,
    /// The top of the article, counted from there.
    pub first: f32,
}

impl Reader {
    /// Brings a place into view at the next frame.
    pub fn reveal(&mut self, span: Span) {
        self.reveal = Some(span);
    }

    /// Goes to the next place found, or to the one before.
    pub fn step_found(&mut self, back: bool) {
        self.find.step(back);
    }

    /// Shows how the text can look.
    pub fn show_look(&mut self) {
        self.panel.open();
    }

    /// Shows the article.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        prefs: &Prefs,
        article: &Article,
        form: &mut Option<Box<ClaimForm>>,
        out: &mut Vec<Command>,
    ) {
        let Some(text) = desk.project().text(article.id) else { return };
        self.open(article.id, text);
        let more = self.highlights.update(desk, article.id, text, self.colour_by);
        if more {
            ui.ctx().request_repaint();
        }
        let top = self.top.map_or(0, |(byte, _)| byte);
        let around = Around { desk, article: article.id, text, top, coding: form.is_some() };
        self.find.show(ui, &around, &mut self.reveal, out);

        let whole = ui.available_rect_before_wrap();
        let margin_width = if whole.width() > 1000.0 { 320.0 } else { 272.0 };
        let wished = Look::measure(ui, &prefs.reading);
        let measure = (whole.width() - margin_width - 84.0).min(wished).max(240.0);
        let spare = (whole.width() - measure - margin_width - 28.0 - map::WIDTH).max(32.0);
        let left = (whole.left() + spare / 2.0).round();
        let height = f64::from(whole.height());
        self.fit(ui, text, Look::of(&prefs.reading, measure).in_language(&article.language), height);
        self.follow_reveal(ui, text, height);
        self.take_keys(ui, form.is_some(), whole.height());
        self.travel(ui, text, height);

        let seen = self.seen(height);
        let near = AROUND * (seen.to - seen.from).max(1000.0);
        self.highlights
            .fill(desk.project(), Span::new((seen.from - near).max(0.0) as usize, (seen.to + near) as usize));

        let here = self.head + self.place.y(&self.heights);
        let most = (self.head + self.total() + FOOT - height).max(0.0);
        let (up, down) = (here.clamp(0.0, TAPE), (most - here).clamp(0.0, TAPE));
        self.base = (here.max(0.0) / BASE).floor() * BASE;
        let area = ScrollArea::vertical()
            .id_salt(("reader", article.id))
            .auto_shrink(false)
            .animated(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden)
            .vertical_scroll_offset(up as f32);
        ui.spacing_mut().scroll.kinetic.rubber_band = false;
        let scrolled = area.show(ui, |ui| {
            // A point more, so that rounding never takes away from the end.
            ui.set_height((up + height + down) as f32 + if down > 0.0 { 1.0 } else { 0.0 });
            ui.set_width(ui.available_width());
            let view = Rect::from_min_size(pos2(0.0, (here - self.base) as f32), whole.size());
            let top = (whole.top() - view.min.y).round_to_pixels(ui.pixels_per_point());
            let page = Page {
                text: Rect::from_min_size(pos2(left, whole.top()), vec2(measure, view.height())),
                margin: Rect::from_min_size(
                    pos2(left + measure + 28.0, whole.top()),
                    vec2(margin_width, view.height()),
                ),
                top,
                first: -self.base as f32,
            };
            self.show_head(ui, desk, article, page, out);
            let laid = self.lay_out(ui, text, page, view);
            self.name_paragraphs(ui, desk, text, &laid);
            let selection = form.as_ref().and_then(|form| form.selection()).or(desk.selection().span);
            self.paint(ui, desk, text, &laid, selection);
            if let Some(form) = form.as_mut() {
                // While a claim is coded the mouse can only move the edges of its words.
                let picked = self.point(ui, desk, text, page, &laid, &mut Vec::new());
                if let (Some(span), Some(Target::Selection(article, old))) = (picked, form.new_target())
                    && span.overlaps(old)
                {
                    form.retarget(desk, Target::Selection(article, span));
                    out.push(Command::Select(Some(span)));
                }
            } else {
                self.point(ui, desk, text, page, &laid, out);
            }
            // After the text, so that they lie above it.
            if prefs.likely {
                likely::show(ui, desk, article.id, text, &self.highlights, &laid, out);
            }
            self.handles(ui, desk, text, &laid, out);
            cards::show(self, ui, desk, page, view, &laid, form, out);
            self.note_top(text, &laid, whole);
            laid
        });
        let went = scrolled.state.clamped_offset().y - up as f32;
        if went.abs() > 0.01 {
            self.onward += f64::from(went);
            ui.ctx().request_repaint();
        }
        notices::may_lie_on(ui.ctx(), Rect::from_x_y_ranges(left..=left + measure, whole.y_range()));
        let strip = Rect::from_min_max(pos2(whole.right() - map::WIDTH, whole.top()), whole.max);
        self.show_map(ui, desk, text, strip);
        // Where its button is out of view: below the upper right corner of the text.
        let corner = Rect::from_min_size(pos2(left + measure, whole.top() + 4.0), vec2(0.0, 0.0));
        self.panel.show(ui, corner, prefs, measure + 1.0 < wished, out);
        let at_top = here <= 0.5;
        self.places.insert(article.id, self.held.or(self.top).filter(|_| !at_top));
    }

    fn open(&mut self, id: ArticleId, text: &Arc<ArticleText>) {
        if self.opened.as_ref().is_some_and(|opened| opened.is(id, text)) {
            return;
        }
        self.opened = Some(Opened::new(id, text));
        (self.look, self.heights) = (Look::default(), Heights::default());
        self.pointer = Pointer::default();
        self.card_heights.clear();
        self.find.forget();
        self.map.forget();
        self.place = Place { paragraph: 0, down: -self.head };
        (self.onward, self.gliding, self.top) = (0.0, 0.0, None);
        self.held = self.places.get(&id).copied().flatten();
    }

    fn room(&self, view: f64) -> Room {
        Room { head: self.head, foot: FOOT, view }
    }

    /// Estimates all heights when the text looks otherwise or has another scale; the line at the top of the view
    /// stays there.
    fn fit(&mut self, ui: &Ui, text: &ArticleText, look: Look, view: f64) {
        let scale = ui.ctx().pixels_per_point();
        if self.look == look && self.scale == scale {
            return self.go_on(ui);
        }
        let at_top = self.place.y(&self.heights) <= 0.5 - self.head;
        (self.look, self.scale) = (look, scale);
        // A line is not quite full: the next word did not fit.
        let width = (look.width - 3.0 * look.character(ui)).max(look.width * 0.5);
        self.per_byte = look.character(ui) * share_of_ascii(text) / width;
        self.held = self.held.or(self.top.filter(|_| !at_top));
        self.reach(self.held.map_or(0, |(byte, _)| byte));
        self.heights = Heights::default();
        self.estimate();
        let Some(opened) = &self.opened else { return };
        self.place = match self.held {
            None => Place { paragraph: 0, down: -self.head },
            Some((byte, y)) => {
                let paragraph = opened.paragraph_of(byte.min(text.len()));
                let line = opened.paragraphs.get(paragraph).map_or(0.0, |whole| {
                    let set = SetText::new(ui, text, *whole, look);
                    let here = Span::new(byte, text.len().min(whole.end.index()));
                    set.rows(text, *whole, here).first().map_or(0.0, Rect::top)
                });
                Place { paragraph, down: f64::from(line) - y }
            }
        };
        let room = self.room(view);
        self.measuring(ui, text, |place, heights, measure| place.settle(room, heights, measure));
    }

    /// Finds the paragraphs as far as a byte.
    fn reach(&mut self, byte: usize) {
        if let Some(opened) = &mut self.opened {
            opened.reach(byte);
            self.estimate();
        }
    }

    /// Finds some more of the paragraphs of an article that was just opened.
    fn go_on(&mut self, ui: &Ui) {
        if let Some(opened) = self.opened.as_mut().filter(|opened| !opened.is_whole()) {
            opened.go_on();
            self.estimate();
            ui.ctx().request_repaint();
        }
    }

    /// Estimates the heights of paragraphs that were found since.
    fn estimate(&mut self) {
        let Some(opened) = &self.opened else { return };
        let (gap, line, per_byte) = (self.gap(), self.look.line, self.per_byte);
        let height = |span: &Span| (span.len() as f32 * per_byte).ceil().max(1.0) * line + gap;
        let known = self.heights.len().min(opened.paragraphs.len());
        self.heights.extend(opened.paragraphs[known..].iter().map(height));
    }

    /// Height of all paragraphs, as far as known.
    fn total(&self) -> f64 {
        let rest = self.opened.as_ref().map_or(0, Opened::rest) as f64;
        self.heights.total() + rest * f64::from(self.per_byte * self.look.line)
    }

    /// Space below a paragraph.
    fn gap(&self) -> f32 {
        (self.look.size * GAP).round()
    }

    /// Does something that may need heights of paragraphs which are only estimated.
    fn measuring(
        &mut self,
        ui: &Ui,
        text: &ArticleText,
        what: impl FnOnce(&mut Place, &mut Heights, &mut dyn FnMut(usize) -> f32),
    ) {
        let (gap, look) = (self.gap(), self.look);
        let Some(opened) = &self.opened else { return };
        let mut measure = |paragraph: usize| {
            let span = opened.paragraphs.get(paragraph).copied().unwrap_or_default();
            SetText::new(ui, text, span, look).height() + gap
        };
        what(&mut self.place, &mut self.heights, &mut measure);
    }

    /// Scrolls so that a place stands in the upper third, unless it is well in view already.
    fn follow_reveal(&mut self, ui: &Ui, text: &ArticleText, view: f64) {
        let Some(span) = self.reveal.take() else { return };
        self.reach(span.start.index());
        let Some(opened) = self.opened.as_ref().filter(|opened| !opened.paragraphs.is_empty()) else { return };
        let paragraph = opened.paragraph_of(span.start.index());
        let whole = opened.paragraphs[paragraph];
        let rows = SetText::new(ui, text, whole, self.look).rows(text, whole, span);
        let inside = f64::from(rows.first().map_or(0.0, Rect::top));
        // Where nothing was shown yet, nothing is in view.
        if self.top.is_some() {
            let seen = self.heights.top(paragraph) + inside - self.place.y(&self.heights);
            if (40.0..view - 160.0).contains(&seen) {
                return;
            }
        }
        self.place = Place { paragraph, down: inside - (view * 0.3).round() };
        (self.held, self.onward, self.gliding) = (None, 0.0, 0.0);
        let room = self.room(view);
        self.measuring(ui, text, |place, heights, measure| place.settle(room, heights, measure));
    }

    /// Goes on by as much as the wheel, the keys and the map have asked for.
    fn travel(&mut self, ui: &Ui, text: &ArticleText, view: f64) {
        let by = std::mem::take(&mut self.onward) + self.glide(ui);
        if by != 0.0 {
            self.held = None;
        }
        // Where one goes there must be paragraphs.
        let here = self.opened.as_ref().and_then(|opened| opened.paragraphs.get(self.place.paragraph));
        let here = here.map_or(0, |span| span.start.index());
        self.reach(if by.abs() > 4.0 * view { text.len() } else { here });
        let room = self.room(view);
        self.measuring(ui, text, |place, heights, measure| place.travel(by, room, heights, measure));
    }

    /// Shows the head as far as it is in view.
    fn show_head(&mut self, ui: &mut Ui, desk: &Desk, article: &Article, page: Page, out: &mut Vec<Command>) {
        let top = page.top + page.first;
        if self.head > 0.0 && top + (self.head as f32) < page.text.top() - 40.0 {
            return;
        }
        let place = Rect::from_min_size(pos2(page.text.left(), top + 28.0), vec2(page.text.width(), 10.0));
        let words = self.opened.as_mut().and_then(Opened::words);
        if words.is_none() {
            ui.ctx().request_repaint();
        }
        let head = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            let facts = header::Facts { desk, article, words, lost: self.highlights.adrift.len() };
            header::show(ui, &facts, &mut self.colour_by, &mut self.panel, out);
            if let Some(text) = desk.project().text(article.id) {
                missing::show(ui, &mut self.missing, text, &self.look.font());
            }
        });
        let height = f64::from((head.response.rect.height() + 28.0 + 14.0).round());
        if height != self.head {
            // The first line stays where it is, unless the view begins with the head.
            if self.place.y(&self.heights) <= 0.5 - self.head {
                self.place = Place { paragraph: 0, down: -height };
            }
            self.head = height;
            ui.ctx().request_repaint();
        }
    }

    /// Distance from where distances are counted from ([`Page::top`]) at which a place is, as far as known.
    pub fn y_of(&self, span: Span) -> f32 {
        let Some(opened) = &self.opened else { return 0.0 };
        let paragraph = opened.paragraph_of(span.start.index());
        let top = self.head - self.base + self.heights.top(paragraph);
        let Some(whole) = opened.paragraphs.get(paragraph) else { return top as f32 };
        let part = (span.start.0.saturating_sub(whole.start.0)) as f32 / whole.len().max(1) as f32;
        let lines = (part * (self.heights.get(paragraph) - self.gap()) / self.look.line.max(1.0)).floor();
        top as f32 + lines * self.look.line
    }

    /// Lays out the paragraphs in view.
    fn lay_out(&self, ui: &Ui, text: &ArticleText, page: Page, view: Rect) -> Vec<Laid> {
        let Some(opened) = &self.opened else { return Vec::new() };
        let mut laid = Vec::new();
        let mut y = page.top + (self.head - self.base + self.heights.top(self.place.paragraph)) as f32;
        for paragraph in self.place.paragraph..opened.paragraphs.len() {
            if y >= page.text.top() + view.height() {
                break;
            }
            let span = opened.paragraphs[paragraph];
            let set = SetText::new(ui, text, span, self.look);
            laid.push(Laid { span, at: pos2(page.text.left(), y), set });
            y += self.heights.get(paragraph);
        }
        laid
    }

    /// Remembers which line is the first that is whole in view.
    fn note_top(&mut self, text: &ArticleText, laid: &[Laid], whole: Rect) {
        let line = laid.iter().find_map(|paragraph| {
            let rows = paragraph.pieces(text, paragraph.span);
            let row = rows.into_iter().find(|row| row.top() >= whole.top() - 0.5)?;
            Some((paragraph.hit(text, row.left_center())?, f64::from(row.top() - whole.top())))
        });
        self.top = line.or(laid.first().map(|first| (first.span.start.index(), f64::from(first.at.y - whole.top()))));
    }

    /// Shows the map beside the text and goes where it says.
    fn show_map(&mut self, ui: &Ui, desk: &Desk, text: &ArticleText, strip: Rect) {
        let page = self.stations(strip);
        let shown = map::Shown {
            desk,
            text,
            highlights: &self.highlights,
            hits: self.find.hits(),
            selection: desk.selection().span,
            chosen: desk.selected_excerpt().map(|excerpt| excerpt.anchor.span),
            seen: self.seen(f64::from(strip.height())),
            page: &page,
        };
        let Some(wish) = self.map.show(ui, &shown, strip) else { return };
        self.reach(text.len());
        let Some(opened) = self.opened.as_ref().filter(|opened| !opened.paragraphs.is_empty()) else { return };
        ui.ctx().request_repaint();
        match wish {
            map::Wish::Words(span) => self.reveal = Some(span),
            map::Wish::Top(byte) => {
                let paragraph = opened.paragraph_of(byte);
                let whole = opened.paragraphs[paragraph];
                let part = byte.saturating_sub(whole.start.index()) as f64 / whole.len().max(1) as f64;
                let down = part.min(1.0) * f64::from(self.heights.get(paragraph));
                self.place = Place { paragraph, down: if byte == 0 { -self.head } else { down } };
                (self.held, self.onward, self.gliding) = (None, 0.0, 0.0);
            }
        }
    }

    /// Where paragraphs begin and end beside the map, if there is room for all of the article in the view.
    fn stations(&self, strip: Rect) -> Vec<map::Station> {
        let Some(opened) = self.opened.as_ref().filter(|opened| opened.is_whole()) else { return Vec::new() };
        if self.head + self.total() > f64::from(strip.height()) {
            return Vec::new();
        }
        let top = f64::from(strip.top()) - self.place.y(&self.heights);
        let ends = opened.paragraphs.iter().enumerate().flat_map(|(index, span)| {
            let y = (top + self.heights.top(index)) as f32;
            let bottom = y + self.heights.get(index) - self.gap();
            [(span.start, y), (span.end, bottom)].map(|(byte, y)| map::Station { byte: f64::from(byte.0), y })
        });
        ends.collect()
    }

    /// The stretch of text in view.
    fn seen(&self, view: f64) -> map::Seen {
        let Some(opened) = &self.opened else { return map::Seen::default() };
        let byte = |y: f64| {
            let paragraph = self.heights.at(y.max(0.0));
            let Some(whole) = opened.paragraphs.get(paragraph) else { return 0.0 };
            let part = (y - self.heights.top(paragraph)) / f64::from(self.heights.get(paragraph)).max(1.0);
            f64::from(whole.start.0) + part.clamp(0.0, 1.0) * whole.len() as f64
        };
        let top = self.place.y(&self.heights);
        let end = if top + view >= self.total() { opened.text.len() as f64 } else { byte(top + view) };
        map::Seen { from: byte(top), to: end }
    }

    /// Height of a line.
    pub(super) fn line(&self) -> f32 {
        self.look.line
    }
}

/// The width of a byte of this text, in widths of a usual letter.
fn share_of_ascii(text: &ArticleText) -> f32 {
    let (chars, bytes) = (text.chars().max(1) as f32, text.len().max(1) as f32);
    match bytes / chars {
        // Letters of two bytes are as wide as those of one, those of three mostly twice as wide.
        few if few < 2.0 => 1.0 / few,
        many => (1.0 + 0.9 * (many - 2.0).clamp(0.0, 1.0)) / many,
    }
}

#[cfg(test)]
mod tests;
