//! The names at the left of the lanes, the line that stands for empty ones, and what the matrix shows besides.

use eframe::egui::{
    CornerRadius, CursorIcon, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::chart::Chart;
use super::paint::band_rect;
use super::shown::Row;
use super::{GUTTER, Want, id, words};
use crate::derive::timeline::Subject;
use crate::gui::matrix::marks;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line::counted;
use crate::gui::widgets::{chip, glyph, line};

/// Room left of the names.
const PAD: f32 = 16.0;

/// Shows the names of what is in view over what scrolled below them.
pub fn show(ui: &mut Ui, chart: &Chart<'_>, top: f32, rows: &[(Row, f32, f32)], wants: &mut Vec<Want>) {
    let p = theme::of(ui.ctx());
    let column =
        Rect::from_min_max(pos2(chart.whole.left(), chart.chart.top()), pos2(chart.chart.left(), chart.whole.bottom()));
    let clip = ui.clip_rect().intersect(chart.whole).with_min_y(chart.chart.top());
    // Not over the line below.
    ui.painter_at(column).rect_filled(column.with_max_y(column.bottom() - 1.0), 0.0, p.paper);
    for (row, y, height) in rows {
        let rect = Rect::from_min_size(pos2(chart.whole.left(), top + y), vec2(chart.whole.width(), *height));
        let mut ui = ui.new_child(eframe::egui::UiBuilder::new().id_salt(*y as i32).max_rect(rect));
        ui.set_clip_rect(clip);
        let line = Stroke::new(1.0, p.line);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        match *row {
            Row::Lane(number) => {
                name(&ui, chart, number, rect, wants);
                now(&ui, chart, number, rect);
            }
            Row::Fold => fold(&ui, chart, rect, wants),
            Row::Empty(number) => name(&ui, chart, number, rect, wants),
        }
    }
    // The names are apart from the days wherever there are lanes.
    let mut lanes = rows.iter().filter(|(row, ..)| matches!(row, Row::Lane(_)));
    if let Some((_, first, height)) = lanes.next() {
        let (last, height) = lanes.next_back().map_or((first, height), |(_, last, height)| (last, height));
        let x = chart.chart.left() - 0.5;
        let range = (top + first).max(column.top())..=(top + last + height).min(column.bottom());
        ui.painter_at(chart.whole).vline(x, range, Stroke::new(1.0, p.line));
    }
}

/// The head of a lane; pressed, it shows the lane the other way round.
fn name(ui: &Ui, chart: &Chart<'_>, number: usize, rect: Rect, wants: &mut Vec<Want>) {
    let p = theme::of(ui.ctx());
    let (head, lane) = (&chart.shown.heads[number], chart.shown.lane(number));
    let project = chart.desk.project();
    let place = Rect::from_min_size(rect.min, vec2(chart.names, rect.height()));
    let response = ui.interact(place.shrink2(vec2(6.0, 2.0)), id().with(("name", lane.spot)), Sense::click());
    let spoken = words::lane(project, &head.name, lane);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let empty = lane.is_empty();
    let ink = if empty { p.muted } else { p.ink };
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(place.shrink2(vec2(6.0, 3.0)), CornerRadius::same(5), p.hover);
    }
    if response.has_focus() {
        let ring = Stroke::new(1.5, p.accent);
        ui.painter().rect_stroke(place.shrink2(vec2(6.0, 3.0)), CornerRadius::same(5), ring, StrokeKind::Inside);
    }
    let left = place.left() + PAD;
    let below = second_line(chart, number).filter(|_| rect.height() >= 40.0);
    let room = place.right() - left - chart.shown.codes - 10.0;
    let is_issue = matches!(chart.shown.timeline.subject, Subject::Who(_));
    let lines = if is_issue && rect.height() >= 40.0 && below.is_none() { 2 } else { 1 };
    let font = if empty { face::regular(size::BODY) } else { face::medium(size::BODY) };
    let galley = line::lines(ui, &head.name, font, ink, room, lines);
    let whole = galley.size().y + if below.is_some() { 14.0 } else { 0.0 };
    let y = rect.center().y - whole / 2.0;
    if !head.code.is_empty() {
        let code = line::line(ui, &head.code, face::semibold(size::TINY), p.muted, chart.shown.codes);
        ui.painter().galley(pos2(left, y + (galley.size().y - code.size().y) / 2.0 + 0.5), code, p.muted);
    }
    let at = pos2(left + chart.shown.codes, y);
    let cut = galley.elided;
    let height = galley.size().y;
    ui.painter().galley(at, galley, ink);
    if let Some(below) = below {
        let galley = line::line(ui, &below, face::regular(size::TINY), p.muted, room);
        ui.painter().galley(pos2(at.x, y + height), galley, p.muted);
    }
    if response.clicked() {
        wants.push(Want::Turn(lane.spot));
    }
    let leads = if is_issue { "Click for everyone on this issue." } else { "Click for every issue of theirs." };
    let detail = if head.detail.is_empty() { String::new() } else { format!("\n{}", head.detail) };
    let told = if cut || !empty { format!("{spoken}{detail}\n{leads}") } else { leads.to_owned() };
    chip::tip(response.on_hover_cursor(CursorIcon::PointingHand), &told);
}

/// What stands below a name: claims that have no place on the axis.
fn second_line(chart: &Chart<'_>, number: usize) -> Option<String> {
    let undated = chart.shown.lane(number).undated.len();
    if undated > 0 {
        return Some(format!("{} undated", counted(undated, "claim", "claims")));
    }
    let detail = &chart.shown.heads[number].detail;
    (!detail.is_empty()).then(|| detail.clone())
}

/// At the right end: what the matrix shows where that is judged, or not the last band.
fn now(ui: &Ui, chart: &Chart<'_>, number: usize, rect: Rect) {
    let lane = chart.shown.lane(number);
    let Some(text) = words::now(chart.desk.project(), lane) else { return };
    let p = theme::of(ui.ctx());
    let band = band_rect(rect);
    let place = Rect::from_min_max(
        pos2(chart.chart.right() + 4.0, band.top()),
        pos2(chart.chart.right() + GUTTER - 12.0, band.bottom()),
    );
    let response = ui.interact(place, id().with(("now", lane.spot)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    let mark = Rect::from_center_size(place.center(), vec2(12.0, 12.0));
    match lane.position.stance.and_then(|id| chart.shown.stance(id)) {
        Some(stance) => {
            let pair = theme::stance(stance.colour, p.dark);
            ui.painter().rect_filled(place, 0.0, pair.tint);
            glyph::paint(ui.painter(), mark, stance.glyph, pair.ink);
        }
        None => {
            ui.painter().rect_stroke(place, 0.0, Stroke::new(1.0, p.line), StrokeKind::Inside);
            let shape: fn(_, _) -> Shape = match lane.position.empty {
                Some(crate::derive::Empty::Declined) => marks::declined,
                _ => marks::nothing_found,
            };
            ui.painter().add(shape(mark.center(), p.muted));
        }
    }
    if lane.position.assessed {
        let corner = place.max;
        let stale = lane.position.stale > 0;
        ui.painter().add(if stale { marks::stale(corner, p.warning) } else { marks::assessed(corner, p.accent) });
    }
    let beside = match lane.differs() {
        Some(_) => "The matrix shows this instead of the last band.",
        None => "The last band says the same.",
    };
    chip::tip(response, &format!("{text}.\n{beside}"));
}

/// The line that stands for lanes without a claim.
fn fold(ui: &Ui, chart: &Chart<'_>, rect: Rect, wants: &mut Vec<Want>) {
    let p = theme::of(ui.ctx());
    let (one, many) = match chart.shown.timeline.subject {
        Subject::Issue(_) => chart.shown.key.1.rows.nouns(),
        Subject::Who(_) => ("issue", "issues"),
    };
    let text = format!("{} without a claim", counted(chart.shown.empty.len(), one, many));
    let place = rect.shrink2(vec2(6.0, 4.0));
    let galley = line::line(ui, &text, face::medium(size::SMALL), p.muted, rect.width() - 60.0);
    let place = place.with_max_x(place.left() + galley.size().x + 44.0);
    let response = ui.interact(place, id().with("fold"), Sense::click());
    let spoken = format!("{} {text}", if chart.unfolded { "Hide" } else { "Show" });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(place, CornerRadius::same(5), p.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(place, CornerRadius::same(5), Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    let c = pos2(rect.left() + PAD + 4.0, rect.center().y);
    let points = if chart.unfolded {
        vec![c + vec2(-4.0, -2.0), c + vec2(4.0, -2.0), c + vec2(0.0, 3.0)]
    } else {
        vec![c + vec2(-2.0, -4.0), c + vec2(3.0, 0.0), c + vec2(-2.0, 4.0)]
    };
    ui.painter().add(Shape::convex_polygon(points, p.muted, Stroke::NONE));
    ui.painter().galley(pos2(rect.left() + PAD + 18.0, rect.center().y - galley.size().y / 2.0), galley, p.muted);
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        wants.push(Want::Fold);
    }
}
