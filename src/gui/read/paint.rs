//! The paragraphs in view: their words, the tints and rules of excerpts, and their names for those who listen.

use eframe::egui::{Mesh, Rect, Role, Sense, Shape, Ui, WidgetInfo, pos2};

use super::cards;
use super::find;
use super::layout::{Laid, band};
use super::reader::Reader;
use crate::gui::theme;
use crate::session::Desk;
use crate::text::{ArticleText, Span};

/// Rules under words at most; what would be below lies on the last one.
const LANES: usize = 3;

/// From one rule to the next below it.
const LANE: f32 = 3.0;

impl Reader {
    /// Gives every paragraph in view, and every excerpt in it, a name for those who listen.
    pub(super) fn name_paragraphs(&self, ui: &Ui, desk: &Desk, text: &ArticleText, laid: &[Laid]) {
        for paragraph in laid {
            let rect = Rect::from_min_size(paragraph.at, paragraph.set.size());
            let id = ui.scope_id().with(("paragraph", paragraph.span.start.0));
            let words = text.get(paragraph.span).unwrap_or_default();
            ui.interact(rect, id, Sense::hover()).widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, words));
            for highlight in self.highlights.within(paragraph.span) {
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

    pub(super) fn paint(&self, ui: &Ui, desk: &Desk, text: &ArticleText, laid: &[Laid], selection: Option<Span>) {
        let p = theme::of(ui.ctx());
        let (mut bands, mut lines) = (Mesh::default(), Mesh::default());
        let mut at = Vec::new();
        let chosen = desk.selected_excerpt().map(|excerpt| excerpt.id);
        for paragraph in laid {
            let mut lanes: Vec<u32> = Vec::new();
            for highlight in self.highlights.within(paragraph.span) {
                let Some((_, first)) = highlight.claims.first() else { continue };
                let strong = chosen == Some(highlight.excerpt);
                let pieces = paragraph.pieces(text, highlight.span);
                for rect in &pieces {
                    let tint = theme::stance(*first, p.dark).tint;
                    bands.add_colored_rect(band(*rect), if strong { tint } else { tint.gamma_multiply(0.82) });
                }
                for (_, colour) in &highlight.claims {
                    let free = lanes.iter().position(|end| *end <= highlight.span.start.0);
                    let lane = free.unwrap_or(lanes.len()).min(LANES - 1);
                    if lane == lanes.len() {
                        lanes.push(0);
                    }
                    lanes[lane] = lanes[lane].max(highlight.span.end.0);
                    let ink = theme::stance(*colour, p.dark).ink;
                    for rect in &pieces {
                        let bottom = band(*rect).bottom() + LANE * lane as f32;
                        let thick = if strong { 2.5 } else { 1.5 };
                        let rule = Rect::from_min_max(pos2(rect.left(), bottom - thick), pos2(rect.right(), bottom));
                        lines.add_colored_rect(rule, ink);
                    }
                }
            }
            for span in self.find.hits_in(paragraph.span) {
                for rect in paragraph.pieces(text, span) {
                    bands.add_colored_rect(band(rect), p.found);
                    at.extend(self.find.current().filter(|current| *current == span).map(|_| band(rect)));
                }
            }
            for rect in selection.map(|span| paragraph.pieces(text, span)).unwrap_or_default() {
                bands.add_colored_rect(band(rect), p.selection);
            }
        }
        ui.painter().add(Shape::mesh(bands));
        ui.painter().add(Shape::mesh(lines));
        at.into_iter().for_each(|rect| find::frame(ui, rect));
        for paragraph in laid {
            paragraph.set.paint(ui, paragraph.at, p.ink);
        }
    }
}
