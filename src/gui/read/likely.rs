//! The faint mark on sentences that are perhaps claims: dots below the words and a sign before the line, never
//! only a colour; nothing is coded by it.

use eframe::egui::{Align2, Color32, CursorIcon, Mesh, Rect, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2};

use super::highlights::Highlights;
use super::layout::{Laid, band};
use crate::gui::theme::{self, face, size};
use crate::model::ArticleId;
use crate::session::{Command, Desk};
use crate::suggest::Likely;
use crate::text::{ArticleText, Span};

/// From one dot to the next, in points.
const STEP: f32 = 5.0;

/// Marks what is likely and not coded among the paragraphs in view. A click on the sign selects the sentence.
pub fn show(
    ui: &Ui,
    desk: &Desk,
    article: ArticleId,
    text: &ArticleText,
    highlights: &Highlights,
    laid: &[Laid],
    out: &mut Vec<Command>,
) {
    let p = theme::of(ui.ctx());
    let mut dots = Mesh::default();
    for paragraph in laid {
        // Sentences that begin in one line have their signs side by side.
        let mut line: (f32, usize) = (f32::NAN, 0);
        for likely in desk.likely_in(article, paragraph.span).iter() {
            if highlights.within(likely.span).next().is_some() {
                continue;
            }
            let pieces = paragraph.pieces(text, likely.span);
            pieces.iter().for_each(|rect| dot(&mut dots, *rect, p.muted));
            let Some(first) = pieces.first() else { continue };
            line = if line.0 == first.center().y { (line.0, line.1 + 1) } else { (first.center().y, 0) };
            let at = pos2(paragraph.at.x - 12.0 - 12.0 * line.1 as f32, line.0);
            sign(ui, Rect::from_center_size(at, vec2(12.0, first.height().min(20.0))), text, likely, out);
        }
    }
    ui.painter().add(Shape::mesh(dots));
}

fn dot(dots: &mut Mesh, rect: Rect, ink: Color32) {
    let y = band(rect).bottom() - 0.5;
    let count = ((rect.width() / STEP) as usize).min(600);
    for at in 0..count {
        let x = rect.left() + at as f32 * STEP + 1.0;
        dots.add_colored_rect(Rect::from_min_size(pos2(x, y), vec2(1.5, 1.5)), ink);
    }
}

/// The sign before the line, with why the sentence is marked.
fn sign(ui: &Ui, place: Rect, text: &ArticleText, likely: &Likely, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let id = ui.scope_id().with(("likely", likely.span.start.0));
    let words = |span: Span| text.get(span).unwrap_or_default();
    let response = ui.interact(place, id, Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Likely claim: {}", words(likely.span))));
    let ink = if response.hovered() || response.has_focus() { p.accent } else { p.muted };
    ui.painter().text(place.center(), Align2::CENTER_CENTER, "?", face::semibold(size::SMALL), ink);
    let response = response.on_hover_ui(|ui| {
        ui.label(format!("Likely claim: {}", why(words(likely.who), words(likely.verb))));
        ui.label("Not coded. Click, or N, selects the sentence; L takes the marks away");
    });
    if response.clicked() {
        out.push(Command::Select(Some(likely.span)));
    }
}

/// Who and what made the sentence likely.
fn why(who: &str, verb: &str) -> String {
    if who == verb { format!("“{who}” goes on speaking") } else { format!("“{who}” with “{verb}”") }
}
