//! The text of an article: only what is in view is laid out and painted.
//!
//! Paragraph heights are estimated, then measured as they come into view; when one above the view turns
//! out to be of another height, the scroll position follows, so that the words stay where they are.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{Mesh, Rect, Role, ScrollArea, Sense, Shape, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::find::FindBar;
use super::form::ClaimForm;
use super::heights::Heights;
use super::highlights::{ColourBy, Highlights};
use super::layout::{Laid, Look, SetText, band, chunks};
use super::pointer::Pointer;
use super::{cards, header};
use crate::edit::ops::claims::Target;
use crate::gui::theme;
use crate::model::{Article, ArticleId, ClaimId};
use crate::session::{Command, Desk, Prefs};
use crate::text::{ArticleText, Span};

/// Space between paragraphs, in heights of letters.
const GAP: f32 = 0.72;

/// The text as it is scrolled, laid out and searched.
#[derive(Default)]
pub struct Reader {
    pub find: FindBar,
    pub colour_by: ColourBy,
    pub highlights: Highlights,
    pub pointer: Pointer,
    pub(super) card_heights: HashMap<ClaimId, f32>,
    pub(super) form_height: f32,
    article: Option<(ArticleId, Arc<ArticleText>)>,
    /// Words of the open article.
    pub(super) words: usize,
    paragraphs: Vec<Span>,
    heights: Heights,
    measured: Vec<bool>,
    look: Look,
    scale: f32,
    header: f32,
    offset: f32,
    force: Option<f32>,
    reveal: Option<Span>,
    places: HashMap<ArticleId, f32>,
}

/// Where things are in this frame.
#[derive(Clone, Copy)]
pub struct Page {
    /// The column of text, as far as it is in view.
    pub text: Rect,
    /// The margin with the cards, as far as it is in view.
    pub margin: Rect,
    /// Where the article begins, possibly far above the window.
    pub top: f32,
}

impl Reader {
    /// Brings a place into view at the next frame.
    pub fn reveal(&mut self, span: Span) {
        self.reveal = Some(span);
    }

    /// Goes to the next place found, or to the one before.
    pub fn step_found(&mut self, back: bool) {
        self.find.step(back, &mut self.reveal);
    }

    /// Shows how the text can look.
    pub fn show_look(&mut self) {}

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
        let revision = desk.document().revision();
        self.highlights.update(desk.project(), revision, article.id, text, &self.paragraphs, self.colour_by);
        self.find.show(ui, text, &mut self.reveal);

        let whole = ui.available_rect_before_wrap();
        let margin_width = if whole.width() > 1000.0 { 320.0 } else { 272.0 };
        let wished = Look::measure(ui, &prefs.reading);
        let measure = (whole.width() - margin_width - 84.0).min(wished).max(240.0);
        let spare = (whole.width() - measure - margin_width - 28.0).max(32.0);
        let left = whole.left() + (spare / 2.0).min(104.0);
        self.fit(ui, Look::of(&prefs.reading, measure));
        self.follow_reveal(ui, text, whole.height());

        let mut area = ScrollArea::vertical().id_salt(("reader", article.id)).auto_shrink(false).animated(false);
        if let Some(offset) = self.force.take() {
            let most = (self.height() - whole.height()).max(0.0);
            area = area.vertical_scroll_offset(offset.clamp(0.0, most));
        }
        let mut shift = 0.0;
        let scrolled = area.show_viewport(ui, |ui, view| {
            ui.set_height(self.height());
            ui.set_width(ui.available_width());
            let screen_top = ui.max_rect().top() + view.min.y;
            let page = Page {
                text: Rect::from_min_size(pos2(left, screen_top), vec2(measure, view.height())),
                margin: Rect::from_min_size(pos2(left + measure + 28.0, screen_top), vec2(margin_width, view.height())),
                top: screen_top - view.min.y,
            };
            let place = Rect::from_min_size(pos2(left, page.top + 28.0), vec2(measure, 10.0));
            let head = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
                let lost = self.highlights.adrift.len();
                header::show(ui, desk, article, self.words, lost, &mut self.colour_by, out);
            });
            self.header = head.response.rect.height() + 28.0 + 14.0;
            let (laid, moved) = self.lay_out(ui, text, page, view);
            shift = moved;
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
            self.handles(ui, desk, text, &laid, out);
            cards::show(self, ui, desk, page, view, &laid, form, out);
        });
        self.offset = scrolled.state.clamped_offset().y;
        if shift != 0.0 {
            self.force = Some((f64::from(scrolled.state.unclamped_offset().y) + shift) as f32);
            ui.ctx().request_repaint();
        }
        self.places.insert(article.id, self.offset);
    }

    fn open(&mut self, id: ArticleId, text: &Arc<ArticleText>) {
        if self.article.as_ref().is_some_and(|(open, known)| *open == id && Arc::ptr_eq(known, text)) {
            return;
        }
        self.article = Some((id, text.clone()));
        self.words = text.words();
        self.paragraphs = text.paragraphs().into_iter().flat_map(|span| chunks(text, span)).collect();
        self.look = Look::default();
        self.pointer = Pointer::default();
        self.card_heights.clear();
        self.find.forget();
        self.force = Some(self.places.get(&id).copied().unwrap_or(0.0));
    }

    fn height(&self) -> f32 {
        self.header + self.heights.total() as f32 + 240.0
    }

    /// Estimates all heights when the text looks otherwise or has another scale.
    fn fit(&mut self, ui: &Ui, look: Look) {
        let scale = ui.ctx().pixels_per_point();
        if self.look == look && self.scale == scale && self.heights.len() == self.paragraphs.len() {
            return;
        }
        let keep = (self.look.width > 0.0).then(|| self.heights.at(f64::from(self.offset - self.header)));
        let per_line = (look.width / look.character(ui)).max(1.0);
        (self.look, self.scale) = (look, scale);
        let lines = |span: &Span| (span.len() as f32 / per_line).ceil().max(1.0);
        let gap = self.gap();
        self.heights = Heights::new(self.paragraphs.iter().map(|s| lines(s) * look.line + gap).collect());
        self.measured = vec![false; self.paragraphs.len()];
        if let Some(paragraph) = keep.filter(|p| *p > 0) {
            self.force = Some(self.header + self.heights.top(paragraph) as f32);
        }
    }

    /// Space below a paragraph.
    fn gap(&self) -> f32 {
        (self.look.size * GAP).round()
    }

    fn set(&self, ui: &Ui, text: &ArticleText, paragraph: usize) -> SetText {
        SetText::new(ui, text, self.paragraphs[paragraph], self.look)
    }

    /// Scrolls so that a place stands in the upper third, unless it is well in view already.
    fn follow_reveal(&mut self, ui: &Ui, text: &ArticleText, height: f32) {
        let Some(span) = self.reveal.take() else { return };
        if self.paragraphs.is_empty() {
            return;
        }
        let paragraph = self.paragraph_of(span.start.index());
        let set = self.set(ui, text, paragraph);
        self.heights.set(paragraph, set.height() + self.gap());
        self.measured[paragraph] = true;
        let inside = set.rows(text, self.paragraphs[paragraph], span).first().map_or(0.0, Rect::top);
        let y = self.header + self.heights.top(paragraph) as f32 + inside;
        let comfortable = self.offset + 40.0..self.offset + height - 160.0;
        let forced = self.force.is_some();
        if forced || !comfortable.contains(&y) {
            self.force = Some((y - height * 0.3).max(0.0));
        }
    }

    fn paragraph_of(&self, byte: usize) -> usize {
        self.paragraphs.partition_point(|p| p.start.index() <= byte).saturating_sub(1)
    }

    /// Distance from the top of the article at which a place is, as far as that is known.
    pub fn y_of(&self, span: Span) -> f32 {
        let paragraph = self.paragraph_of(span.start.index());
        let Some(whole) = self.paragraphs.get(paragraph) else { return self.header };
        let part = (span.start.index() - whole.start.index()) as f32 / whole.len().max(1) as f32;
        let lines = (part * (self.heights.get(paragraph) - self.gap()) / self.look.line.max(1.0)).floor();
        self.header + self.heights.top(paragraph) as f32 + lines * self.look.line
    }

    /// Lays out the paragraphs in view; returns how far what is above has grown.
    fn lay_out(&mut self, ui: &Ui, text: &ArticleText, page: Page, view: Rect) -> (Vec<Laid>, f64) {
        let (mut laid, mut grown) = (Vec::new(), 0.0);
        if self.paragraphs.is_empty() {
            return (laid, grown);
        }
        let from = f64::from(view.min.y - self.header);
        let first = self.heights.at(from.max(0.0));
        let mut y = self.heights.top(first) - from;
        for paragraph in first..self.paragraphs.len() {
            if y >= f64::from(view.height()) {
                break;
            }
            let set = self.set(ui, text, paragraph);
            let height = set.height() + self.gap();
            let growth = self.heights.set(paragraph, height);
            self.measured[paragraph] = true;
            if growth != 0.0 && y < 0.0 && from > 0.0 {
                grown += growth;
                y -= growth;
            }
            laid.push(Laid {
                span: self.paragraphs[paragraph],
                at: pos2(page.text.left(), page.text.top() + y as f32),
                set,
            });
            y += f64::from(height);
        }
        (laid, grown)
    }

    /// Gives every paragraph in view, and every excerpt in it, a name for those who listen.
    fn name_paragraphs(&self, ui: &Ui, desk: &Desk, text: &ArticleText, laid: &[Laid]) {
        for paragraph in laid {
            let rect = Rect::from_min_size(paragraph.at, paragraph.set.size());
            let id = ui.scope_id().with(("paragraph", paragraph.span.start.0));
            let words = text.get(paragraph.span).unwrap_or_default();
            ui.interact(rect, id, Sense::hover()).widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, words));
            let index = self.paragraph_of(paragraph.span.start.index());
            for highlight in self.highlights.in_paragraph(index) {
                let Some(place) = paragraph.pieces(text, highlight.span).first().copied() else { continue };
                let id = ui.scope_id().with(("excerpt", highlight.excerpt, paragraph.span.start.0));
                let named = ui.interact(place, id, Sense::hover());
                named.widget_info(|| {
                    let words = text.get(highlight.span).unwrap_or_default();
                    let claims = highlight.claims.iter().filter_map(|(id, _)| desk.project().claim(*id));
                    let coded: Vec<String> = claims.map(|claim| cards::in_words(desk.project(), claim)).collect();
                    WidgetInfo::labeled(Role::Mark, true, format!("Excerpt: {words}. {}", coded.join(". ")))
                });
            }
        }
    }

    fn paint(&self, ui: &Ui, desk: &Desk, text: &ArticleText, laid: &[Laid], selection: Option<Span>) {
        let p = theme::of(ui.ctx());
        let (mut bands, mut lines) = (Mesh::default(), Mesh::default());
        let chosen = desk.selected_excerpt().map(|excerpt| excerpt.id);
        for paragraph in laid {
            let index = self.paragraph_of(paragraph.span.start.index());
            let mut lanes: Vec<u32> = Vec::new();
            for highlight in self.highlights.in_paragraph(index) {
                let Some((_, first)) = highlight.claims.first() else { continue };
                let strong = chosen == Some(highlight.excerpt);
                let pieces = paragraph.pieces(text, highlight.span);
                for rect in &pieces {
                    let tint = theme::stance(*first, p.dark).tint;
                    bands.add_colored_rect(band(*rect), if strong { tint } else { tint.gamma_multiply(0.82) });
                }
                for (_, colour) in &highlight.claims {
                    let lane = lanes.iter().position(|end| *end <= highlight.span.start.0).unwrap_or(lanes.len());
                    if lane == lanes.len() {
                        lanes.push(0);
                    }
                    lanes[lane] = highlight.span.end.0;
                    let ink = theme::stance(*colour, p.dark).ink;
                    for rect in &pieces {
                        let bottom = band(*rect).bottom() + 3.0 * lane as f32;
                        let thick = if strong { 2.5 } else { 1.5 };
                        let rule = Rect::from_min_max(pos2(rect.left(), bottom - thick), pos2(rect.right(), bottom));
                        lines.add_colored_rect(rule, ink);
                    }
                }
            }
            for span in self.find.hits_in(paragraph.span) {
                for rect in paragraph.pieces(text, span) {
                    bands.add_colored_rect(band(rect), p.found);
                }
            }
            for rect in selection.map(|span| paragraph.pieces(text, span)).unwrap_or_default() {
                bands.add_colored_rect(band(rect), p.selection);
            }
        }
        ui.painter().add(Shape::mesh(bands));
        ui.painter().add(Shape::mesh(lines));
        for paragraph in laid {
            paragraph.set.paint(ui, paragraph.at, p.ink);
        }
    }
}
