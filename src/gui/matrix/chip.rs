//! Chips of the toolbar and the rows of their menus.

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Color32, CornerRadius, CursorIcon, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, TextFormat, Ui,
    WidgetInfo, pos2, vec2,
};

use super::type_line;
use crate::gui::theme::{self, face, size, space};

/// A setting that opens a menu: `Position: Latest official ▾`. `set` where it is not as by default.
pub fn chip(ui: &mut Ui, name: &str, value: &str, set: bool) -> Response {
    let p = theme::of(ui.ctx());
    let mut job = LayoutJob::default();
    let font = |strong| if strong { face::medium(size::BODY) } else { face::regular(size::BODY) };
    if !value.is_empty() {
        job.append(&format!("{name}: "), 0.0, TextFormat::simple(font(false), p.muted));
    }
    let word = if value.is_empty() { name } else { value };
    job.append(word, 0.0, TextFormat::simple(font(true), p.ink));
    job.break_on_newline = false;
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    job.wrap.max_width = 260.0;
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 32.0, 28.0), Sense::click());
    let spoken = if value.is_empty() { name.to_owned() } else { format!("{name}: {value}") };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let lit = response.hovered() || response.has_focus();
    let fill = if set {
        p.accent_tint
    } else if lit {
        p.hover
    } else {
        p.paper
    };
    let line = if response.has_focus() {
        Stroke::new(1.5, p.accent)
    } else {
        Stroke::new(1.0, if response.hovered() { p.strong_line } else { p.line })
    };
    ui.painter().rect(rect, CornerRadius::same(14), fill, line, StrokeKind::Inside);
    ui.painter().galley(pos2(rect.left() + 11.0, rect.center().y - galley.size().y / 2.0), galley, p.ink);
    ui.painter().add(caret(pos2(rect.right() - 14.0, rect.center().y + 0.5), p.muted));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

fn caret(c: eframe::egui::Pos2, colour: Color32) -> Shape {
    let points = vec![c + vec2(-3.5, -2.0), c + vec2(3.5, -2.0), c + vec2(0.0, 2.5)];
    Shape::convex_polygon(points, colour, Stroke::NONE)
}

/// What ticks a row of a menu takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// One of the rows.
    One,
    /// Any of the rows.
    Any,
}

/// A row of a menu with a tick, and a sentence below its label where there is one. Whether it was pressed.
pub fn item(ui: &mut Ui, tick: Tick, on: bool, label: &str, detail: &str) -> bool {
    let p = theme::of(ui.ctx());
    let width = ui.available_width().max(180.0);
    let word = type_line::line(ui, label, face::medium(size::BODY), p.ink, width - 40.0);
    let below = (!detail.is_empty())
        .then(|| type_line::lines(ui, detail, face::regular(size::SMALL), p.muted, width - 40.0, 8));
    let height = 28.0 + below.as_ref().map_or(0.0, |galley| galley.size().y + 4.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let role = if tick == Tick::One { Role::MenuItemRadio } else { Role::MenuItemCheckBox };
    response.widget_info(|| WidgetInfo::selected(role, true, on, label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), p.hover);
    }
    let place = Rect::from_center_size(pos2(rect.left() + 16.0, rect.top() + 14.0), vec2(14.0, 14.0));
    box_(ui, place, tick, on);
    ui.painter().galley(pos2(rect.left() + 32.0, rect.top() + 14.0 - word.size().y / 2.0), word, p.ink);
    if let Some(galley) = below {
        ui.painter().galley(pos2(rect.left() + 32.0, rect.top() + 26.0), galley, p.muted);
    }
    response.clicked()
}

fn box_(ui: &Ui, place: Rect, tick: Tick, on: bool) {
    let p = theme::of(ui.ctx());
    let round = if tick == Tick::One { CornerRadius::same(7) } else { CornerRadius::same(3) };
    let (fill, line) = if on { (p.accent, p.accent) } else { (p.field, p.strong_line) };
    ui.painter().rect(place, round, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let c = place.center();
    match (on, tick) {
        (false, _) => {}
        (true, Tick::One) => {
            ui.painter().circle_filled(c, 2.6, p.on_accent);
        }
        (true, Tick::Any) => {
            let path = vec![c + vec2(-3.2, 0.2), c + vec2(-0.9, 2.6), c + vec2(3.4, -2.6)];
            ui.painter().add(Shape::line(path, Stroke::new(1.5, p.on_accent)));
        }
    }
}

/// A sentence in a menu.
pub fn note(ui: &mut Ui, text: &str) {
    let p = theme::of(ui.ctx());
    let width = ui.available_width();
    let galley = type_line::lines(ui, text, face::regular(size::SMALL), p.muted, width - 16.0, 12);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y + space::S), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().galley(rect.min + vec2(8.0, 4.0), galley, p.muted);
}
