//! The list of gaps, painted.

use eframe::egui::{Color32, Rect, Stroke, Ui, pos2, vec2};

use super::lines::{self, Line};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::{Rows, line};
use crate::model::Project;

/// The name of the list.
pub const NAME: &str = "Gaps";
/// Height of a line.
const HEIGHT: f32 = 27.0;

/// Shows the lines; the one that was pressed.
pub fn show(ui: &mut Ui, project: &Project, lines: &[Line], lit: usize, reveal: bool) -> Option<usize> {
    let rows = Rows { name: NAME, height: HEIGHT, count: lines.len(), lit, reveal };
    rows.show(ui, |at| lines::spoken(project, &lines[at]), |ui, rect, at| paint(ui, project, rect, &lines[at]))
}

/// Paints a line; returns what its tooltip says.
fn paint(ui: &Ui, project: &Project, rect: Rect, line: &Line) -> Option<String> {
    match line {
        Line::Kind(kind, count) => {
            head(ui, rect, kind.label(), *count);
            Some(kind.in_words().to_owned())
        }
        Line::Uncoded(count) => {
            head(ui, rect, "Named, but without a claim", *count);
            Some("Countries that the articles name and nobody has coded.".into())
        }
        Line::Gap(gap) => {
            let (who, issue) = lines::names(project, gap.spot);
            row(ui, rect, &who, &issue, &lines::aside(gap))
        }
        Line::Country(row_of) => {
            let name = lines::country(project, row_of.country, row_of.in_codebook);
            row(ui, rect, &name, &lines::of_country(row_of), "")
        }
    }
}

fn head(ui: &Ui, rect: Rect, name: &str, count: usize) {
    let p = theme::of(ui.ctx());
    let name = line::line(ui, name, face::semibold(size::SMALL), p.ink, rect.width() - 70.0);
    let left = rect.left() + 12.0;
    let right = left + name.size().x + 8.0;
    put(ui, rect, left, name);
    put(ui, rect, right, line::line(ui, &count.to_string(), face::regular(size::SMALL), p.muted, 60.0));
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, p.line));
}

/// Who, on what, and an aside at the end; the words that have no room are the tooltip.
fn row(ui: &Ui, rect: Rect, who: &str, what: &str, aside: &str) -> Option<String> {
    let p = theme::of(ui.ctx());
    let left = rect.left() + 16.0;
    let end = line::line(ui, aside, face::regular(size::TINY), p.muted, rect.width() * 0.3);
    let end_at = rect.right() - 10.0 - end.size().x;
    let room = end_at - 10.0 - left;
    let name = line::line(ui, who, face::medium(size::BODY), p.ink, room * 0.5);
    let what_at = left + name.size().x + 8.0;
    let rest = line::line(ui, what, face::regular(size::BODY), p.muted, end_at - 10.0 - what_at);
    let cut = name.elided || rest.elided;
    put(ui, rect, left, name);
    put(ui, rect, what_at, rest);
    put(ui, rect, end_at, end);
    cut.then(|| format!("{who} – {what}"))
}

fn put(ui: &Ui, rect: Rect, left: f32, galley: std::sync::Arc<eframe::egui::Galley>) {
    let at = pos2(left, rect.center().y) - vec2(0.0, galley.size().y / 2.0);
    ui.painter().galley(at, galley, Color32::PLACEHOLDER);
}
