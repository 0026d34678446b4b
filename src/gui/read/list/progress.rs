//! How far the whole pile is: a bar, and how many articles are unread, in progress and done.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::row;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::mark;
use crate::model::Progress;

/// Shows bar and numbers. `only` is what the list is filtered by; a press on a number filters by it, or no longer.
pub fn show(ui: &mut Ui, counts: [usize; 3], only: &mut Option<Progress>) {
    let total: usize = counts.iter().sum();
    if total == 0 {
        return;
    }
    bar(ui, counts, total);
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        ui.spacing_mut().interact_size.y = 0.0;
        for (progress, _) in Progress::ALL {
            let chosen = *only == Some(progress);
            if number(ui, progress, counts[progress as usize], total, chosen) {
                *only = (!chosen).then_some(progress);
            }
        }
    });
}

/// The share that is done, and the share that is begun.
fn bar(ui: &mut Ui, [unread, begun, done]: [usize; 3], total: usize) {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 4.0), Sense::hover());
    let words = format!("{done} of {total} done, {begun} in progress, {unread} unread");
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &words));
    let share = |count: usize| rect.width() * count as f32 / total as f32;
    let part = |left: f32, width: f32| Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()));
    let round = CornerRadius::same(2);
    ui.painter().rect_filled(rect, round, p.line);
    ui.painter().rect_filled(part(rect.left(), share(done + begun)), round, p.faint);
    ui.painter().rect_filled(part(rect.left(), share(done)), round, p.good);
    response.on_hover_text(words);
}

/// How many articles are so far, to be pressed. Whether it was.
fn number(ui: &mut Ui, progress: Progress, count: usize, total: usize, chosen: bool) -> bool {
    let p = theme::of(ui.ctx());
    let label = progress.label().to_lowercase();
    let text = match progress {
        Progress::Done => format!("{count} of {total} {label}"),
        _ => format!("{count} {label}"),
    };
    let font = if chosen { face::semibold(size::TINY) } else { face::regular(size::TINY) };
    // As wide as when it is chosen: pressing one moves none.
    let wide = ui.fonts_mut(|f| f.layout_no_wrap(text.clone(), face::semibold(size::TINY), p.ink));
    let (_, rect) = ui.allocate_space(wide.size() + vec2(14.0, 6.0));
    let response = ui.interact(rect, ui.scope_id().with(("progress", progress as usize)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &text));
    let round = CornerRadius::same(255);
    if chosen {
        ui.painter().rect_filled(rect, round, p.accent_tint);
    } else {
        if response.hovered() {
            ui.painter().rect_filled(rect, round, p.hover);
        }
        row::pill(ui, rect.shrink(0.5), progress);
    }
    if response.has_focus() || chosen {
        ui.painter().rect_stroke(rect, round, Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    mark::text_at(ui, rect.center(), Align2::CENTER_CENTER, &text, font, if chosen { p.ink } else { p.muted });
    let tip = if chosen { "Show all articles".to_owned() } else { format!("Show only articles that are {label}") };
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(tip).clicked()
}
