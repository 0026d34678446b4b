//! The parts of the screen, as tabs above the chips: all see the same claims by the same rule.

use eframe::egui::{Align2, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::view::View;
use crate::derive::Memo;
use crate::gui::shell::top::tooltip;
use crate::gui::theme::{self, RADIUS, face, size};
use crate::model::Look;
use crate::session::{Action, Command, Desk, Part};

/// Height of the row of tabs.
pub const HEIGHT: f32 = 30.0;

/// What the tabs remember: how many assessments are stale.
#[derive(Default)]
pub struct Parts {
    stale: Memo<(u64, Look), usize>,
}

impl Parts {
    /// Shows the tabs.
    pub fn show(&self, ui: &mut Ui, desk: &Desk, view: &View, out: &mut Vec<Command>) {
        let key = (desk.revision(), desk.look().clone());
        let stale = self.stale.get(key, || stale(view));
        ui.spacing_mut().item_spacing.x = 0.0;
        for (part, name, action) in Part::ALL {
            let count = if part == Part::Judge { *stale } else { 0 };
            if tab(ui, name, count, action, desk.part() == part).clicked() {
                out.push(Command::Do(action));
            }
        }
    }
}

/// Cells whose assessment is stale.
fn stale(view: &View) -> usize {
    let cells = view.rows.iter().flat_map(|row| view.columns.iter().map(move |column| (row.place, column.place)));
    cells.filter(|(row, column)| view.matrix.at(*row, *column).stale > 0).count()
}

fn tab(ui: &mut Ui, name: &str, count: usize, action: Action, selected: bool) -> Response {
    let p = theme::of(ui.ctx());
    let layout = |ui: &Ui, text: String, font| ui.fonts_mut(|f| f.layout_no_wrap(text, font, p.ink)).size().x;
    // As wide as when it is selected, so that nothing moves.
    let wide = layout(ui, name.into(), face::semibold(size::SMALL));
    let number = if count > 0 { format!("{count} stale") } else { String::new() };
    let room = if count > 0 { layout(ui, number.clone(), face::medium(size::TINY)) + 6.0 } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(wide + room + 20.0, HEIGHT), Sense::click());
    let spoken = if count > 0 { format!("{name}, {number}") } else { name.to_owned() };
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, &spoken));
    let font = if selected { face::semibold(size::SMALL) } else { face::regular(size::SMALL) };
    let colour = if selected || response.hovered() { p.ink } else { p.muted };
    let at = pos2(rect.left() + 2.0, rect.center().y);
    ui.painter().text(at, Align2::LEFT_CENTER, name, font, colour);
    if count > 0 {
        let at = pos2(rect.left() + 2.0 + wide + 6.0, rect.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, number, face::medium(size::TINY), p.muted);
    }
    if selected {
        let rule = Rect::from_min_max(pos2(rect.left() + 2.0, rect.bottom() - 2.0), rect.max - vec2(18.0, 0.0));
        ui.painter().rect_filled(rule, 0.0, p.accent);
    }
    if response.has_focus() {
        let ring = Rect::from_min_max(rect.min + vec2(-4.0, 4.0), rect.max - vec2(12.0, 4.0));
        ui.painter().rect_stroke(ring, CornerRadius::same(RADIUS), Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    response.on_hover_text(tooltip(action))
}
