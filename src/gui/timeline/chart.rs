//! The lanes on the screen, and what the pointer does with them.

use std::ops::Range;
use std::rc::Rc;

use eframe::egui::scroll_area::{DragScroll, ScrollSource};
use eframe::egui::{
    CursorIcon, Event, Id, PointerButton, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, accesskit, pos2, vec2,
};

use super::axis::Axis;
use super::paint::{Canvas, band_rect, stack_rect};
use super::shown::{Plan, Row, Shown};
use super::stack::{Stack, Stacks, within};
use super::{AXIS, Want, card, id, lanes, today, words};
use crate::derive::timeline::{date, day};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::chip;
use crate::model::{ClaimId, Spot};
use crate::session::Desk;

/// How near to a mark the pointer is on it.
const REACH: f32 = 4.0;

/// Everything that one frame of the chart is made from.
pub struct Chart<'a> {
    /// The open project.
    pub desk: &'a Desk,
    /// What is shown.
    pub shown: &'a Shown,
    /// Which days.
    pub axis: Axis,
    /// All of it: days above, names at the left.
    pub whole: Rect,
    /// Where the marks are.
    pub chart: Rect,
    /// Width of the names.
    pub names: f32,
    /// The mark that has the keyboard.
    pub selected: Option<(Spot, ClaimId)>,
    /// Lanes without a claim are shown.
    pub unfolded: bool,
    /// How far lanes are scrolled.
    pub scrolled: f32,
    /// The claims of a stack are listed.
    pub listing: bool,
    /// A key was the last thing that was pressed.
    pub keyed: bool,
}

/// A lane in view.
struct Seen {
    number: usize,
    rect: Rect,
    all: Rc<[Stack]>,
    /// Which of them are in view.
    view: Range<usize>,
}

impl Seen {
    /// The stacks in view.
    fn stacks(&self) -> &[Stack] {
        &self.all[self.view.clone()]
    }
}

/// A stack on the screen.
#[derive(Clone, Copy)]
struct Spotted<'s> {
    seen: &'s Seen,
    stack: &'s Stack,
    at: Pos2,
}

impl Chart<'_> {
    /// Shows the chart.
    pub fn show(&self, ui: &mut Ui, stacks: &mut Stacks, wants: &mut Vec<Want>) {
        let plan = Plan::new(self.shown, self.unfolded, self.chart.height());
        let body = Rect::from_min_max(pos2(self.whole.left(), self.chart.top()), self.whole.max);
        let most = (plan.height() - body.height()).max(0.0);
        let area = ScrollArea::vertical()
            .id_salt("timeline lanes")
            .auto_shrink(false)
            .scroll_source(ScrollSource { scroll_bar: true, drag: DragScroll::Never, mouse_wheel: false })
            .vertical_scroll_offset(self.scrolled.clamp(0.0, most));
        let out = ui
            .scope_builder(UiBuilder::new().max_rect(body), |ui| {
                area.show_viewport(ui, |ui, viewport| {
                    ui.set_height(plan.height());
                    self.body(ui, &plan, viewport, stacks, wants);
                })
            })
            .inner;
        if out.state.clamped_offset().y != self.scrolled && !wants.iter().any(|want| matches!(want, Want::Scroll(_))) {
            wants.push(Want::Scroll(out.state.clamped_offset().y));
        }
        self.strip(ui, wants);
    }

    /// The day on which bands end that no other follows.
    fn until(&self) -> f64 {
        let timeline = &self.shown.timeline;
        let now = f64::from(day(today()));
        let last = timeline.days().map_or(now, |days| f64::from(days.1));
        timeline.as_of.map_or(now.max(last), f64::from) + 1.0
    }

    fn body(&self, ui: &mut Ui, plan: &Plan<'_>, viewport: Rect, stacks: &mut Stacks, wants: &mut Vec<Want>) {
        let top = ui.max_rect().top();
        let ground = Rect::from_min_max(pos2(self.chart.left(), self.chart.top()), self.chart.max);
        let response = ui.interact(ground, id(), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Timeline: arrow keys walk the claims"));
        let rows = plan.seen(viewport.top(), viewport.bottom());
        let seen = self.seen(top, &rows, stacks);
        self.paint(ui, top, plan, &rows, &seen);
        lanes::show(ui, self, top, &rows, wants);
        self.wheel(ui, viewport, plan.height(), wants);

        let hovered = response.hover_pos().filter(|_| !response.dragged() && !self.listing);
        let hovered = hovered.and_then(|pos| self.spotted_at(&seen, pos));
        let selected = self.spotted_selected(&seen);
        self.rings(ui, &response, self.bottom(top, plan), hovered, selected.map(|(spotted, _)| spotted));
        if let Some(claim) = self.announce(ui, &seen) {
            wants.push(claim);
        }
        self.tell(ui, &response, &seen, hovered, selected);
        if response.dragged_by(PointerButton::Primary) || response.dragged_by(PointerButton::Middle) {
            let by = response.drag_delta();
            if by.x != 0.0 {
                wants.push(Want::Look(self.axis.moved(by.x)));
            }
            if by.y != 0.0 && plan.height() > viewport.height() {
                wants.push(Want::Scroll((viewport.top() - by.y).clamp(0.0, plan.height() - viewport.height())));
            }
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        } else if hovered.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
        if response.clicked_by(PointerButton::Primary) {
            response.request_focus();
            wants.push(hovered.map_or(Want::Let, |spotted| self.press(spotted)));
        }
    }

    /// The lanes in view with the stacks in view.
    fn seen(&self, top: f32, rows: &[(Row, f32, f32)], stacks: &mut Stacks) -> Vec<Seen> {
        let margin = 20.0 / self.axis.per_day;
        let days = self.axis.days();
        let days = days.start - margin..days.end + margin;
        let lane = |(row, y, height): &(Row, f32, f32)| {
            let Row::Lane(number) = *row else { return None };
            let all = stacks.of(number, self.shown.lane(number), self.axis.per_day);
            let rect = Rect::from_min_size(pos2(self.chart.left(), top + y), vec2(self.chart.width(), *height));
            let view = within(&all, days.clone());
            Some(Seen { number, rect, all, view })
        };
        rows.iter().filter_map(lane).collect()
    }

    fn paint(&self, ui: &Ui, top: f32, plan: &Plan<'_>, rows: &[(Row, f32, f32)], seen: &[Seen]) {
        let p = theme::of(ui.ctx());
        let painter = ui.painter_at(self.chart);
        let mut canvas = Canvas::new(ui, self.shown, self.axis, self.chart, self.until());
        let bottom = self.bottom(top, plan);
        for tick in self.axis.ticks() {
            let x = (self.chart.left() + self.axis.x(tick.day.into())).round();
            canvas.rule(Rect::from_min_max(pos2(x, self.chart.top()), pos2(x + 1.0, bottom)), p.line);
        }
        for seen in seen {
            canvas.lane(self.shown.lane(seen.number), seen.rect, seen.stacks());
        }
        canvas.paint(&painter);
        for (_, y, height) in rows {
            let y = top + y + height;
            painter.hline(self.chart.x_range(), y - 0.5, Stroke::new(1.0, p.line));
        }
        self.lines(ui, &painter, bottom);
    }

    /// Where the lanes with claims end.
    fn bottom(&self, top: f32, plan: &Plan<'_>) -> f32 {
        let lanes = self.shown.filled.len() as f32 * plan.lane;
        (top + lanes).clamp(self.chart.top(), self.chart.bottom())
    }

    /// The last day that counts, and today.
    fn lines(&self, ui: &Ui, painter: &eframe::egui::Painter, bottom: f32) {
        let p = theme::of(ui.ctx());
        let x = |day: i32| self.chart.left() + self.axis.x(f64::from(day));
        let height = self.chart.top()..=bottom;
        if let Some(as_of) = self.shown.timeline.as_of {
            let x = x(as_of + 1);
            let after =
                Rect::from_min_max(pos2(x.max(self.chart.left()), self.chart.top()), pos2(self.chart.right(), bottom));
            if after.is_positive() {
                painter.rect_filled(after, 0.0, p.ground.gamma_multiply(0.6));
            }
            painter.vline(x, *height.start()..=*height.end(), Stroke::new(1.5, p.accent));
        }
        let now = x(day(today()));
        if self.chart.x_range().contains(now) {
            let points = [pos2(now, self.chart.top()), pos2(now, bottom)];
            painter.extend(eframe::egui::Shape::dashed_line(&points, Stroke::new(1.0, p.muted), 4.0, 4.0));
        }
    }

    fn spot<'s>(&self, seen: &'s Seen, stack: &'s Stack) -> Spotted<'s> {
        let at = pos2(self.chart.left() + self.axis.x(stack.middle()), band_rect(seen.rect).center().y);
        Spotted { seen, stack, at }
    }

    /// The stack under the pointer; of two, the nearer.
    fn spotted_at<'s>(&self, seen: &'s [Seen], pos: Pos2) -> Option<Spotted<'s>> {
        let lane = seen.iter().find(|seen| seen.rect.y_range().contains(pos.y))?;
        let near = lane.stacks().iter().map(|stack| self.spot(lane, stack));
        let near = near.filter(|spotted| stack_rect(spotted.stack, spotted.at).expand(REACH).contains(pos));
        near.min_by(|a, b| (a.at.x - pos.x).abs().total_cmp(&(b.at.x - pos.x).abs()))
    }

    /// The stack of the selected mark, and the place of the mark.
    fn spotted_selected<'s>(&self, seen: &'s [Seen]) -> Option<(Spotted<'s>, usize)> {
        let (spot, claim) = self.selected?;
        let lane = seen.iter().find(|seen| self.shown.lane(seen.number).spot == spot)?;
        let mark = self.shown.lane(lane.number).marks.iter().position(|mark| mark.claim == claim)?;
        let stack = lane.stacks().iter().find(|stack| stack.marks.contains(&mark))?;
        Some((self.spot(lane, stack), mark))
    }

    fn rings(
        &self,
        ui: &Ui,
        response: &Response,
        bottom: f32,
        hovered: Option<Spotted<'_>>,
        selected: Option<Spotted<'_>>,
    ) {
        let p = theme::of(ui.ctx());
        let painter = ui.painter_at(self.chart);
        let ring = |spotted: Spotted<'_>, stroke| {
            let rect = stack_rect(spotted.stack, spotted.at).expand(4.0);
            painter.rect_stroke(rect, 10.0, stroke, StrokeKind::Middle);
        };
        if let Some(spotted) = hovered {
            ring(spotted, Stroke::new(1.5, p.strong_line));
        }
        if let Some(spotted) = selected {
            ring(spotted, Stroke::new(2.0, if response.has_focus() { p.accent } else { p.muted }));
        } else if response.has_focus() && self.keyed && !self.listing {
            // Where the arrow keys will begin: at the lanes, not at the line below them.
            let lanes = self.chart.with_max_y(bottom - 1.0).shrink(1.0);
            painter.rect_stroke(lanes, 2.0, Stroke::new(1.0, p.accent), StrokeKind::Inside);
        }
    }

    /// Says what is under the pointer, else what has the keyboard.
    fn tell(
        &self,
        ui: &Ui,
        response: &Response,
        seen: &[Seen],
        hovered: Option<Spotted<'_>>,
        selected: Option<(Spotted<'_>, usize)>,
    ) {
        let project = self.desk.project();
        let card = |spotted: Spotted<'_>, mark| {
            let rect = stack_rect(spotted.stack, spotted.at);
            card::show(ui, project, self.shown, spotted.seen.number, spotted.stack, mark, rect);
        };
        if let Some(spotted) = hovered {
            return card(spotted, None);
        }
        if let Some((spotted, mark)) = selected.filter(|_| response.has_focus() && !self.listing && !response.dragged())
            && self.chart.contains(spotted.at)
        {
            return card(spotted, Some(mark));
        }
        let Some(pos) = response.hover_pos().filter(|_| !response.dragged() && !self.listing) else { return };
        let Some(lane) = seen.iter().find(|seen| band_rect(seen.rect).contains(pos)) else { return };
        let at = self.axis.day_at(pos.x - self.chart.left()).floor() as i32;
        let told = self.shown.lane(lane.number);
        let Some(band) = told.band_on(at).filter(|_| f64::from(at) < self.until()) else { return };
        let name = &self.shown.heads[lane.number].name;
        let place = band_rect(lane.rect).intersect(self.chart);
        let place = ui.interact(place, id().with(("band", lane.number)), Sense::hover());
        place.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(340.0);
            ui.label(words::band(project, name, told, band, at));
        });
    }

    /// What pressing a stack does: one claim opens, of several one chooses.
    fn press(&self, spotted: Spotted<'_>) -> Want {
        let lane = self.shown.lane(spotted.seen.number);
        let marks = spotted.stack.marks.clone();
        if marks.len() == 1 {
            return Want::Open(lane.marks[marks.start].claim);
        }
        Want::List(spotted.seen.number, (marks.start, marks.end), stack_rect(spotted.stack, spotted.at))
    }

    /// The wheel zooms at the pointer and scrolls sideways; over the names it scrolls the lanes.
    fn wheel(&self, ui: &Ui, viewport: Rect, height: f32, wants: &mut Vec<Want>) {
        if !ui.rect_contains_pointer(self.whole) || self.listing {
            return;
        }
        let (delta, pinch) = ui.input(|i| (i.smooth_scroll_delta(), f64::from(i.zoom_delta())));
        let Some(pos) = ui.input(|i| i.pointer.hover_pos()) else { return };
        if pos.x < self.chart.left() && pos.y > self.chart.top() {
            if delta.y != 0.0 {
                wants.push(Want::Scroll((viewport.top() - delta.y).clamp(0.0, (height - viewport.height()).max(0.0))));
            }
            return;
        }
        let by = f64::from(delta.y / 240.0).exp() * pinch;
        if by != 1.0 && delta.x.abs() <= delta.y.abs().max(0.01) {
            wants.push(Want::Look(self.axis.zoomed(pos.x - self.chart.left(), by)));
        } else if delta.x != 0.0 {
            wants.push(Want::Look(self.axis.moved(delta.x)));
        }
    }

    /// Gives every mark in view a node for those who listen; returns what they press.
    ///
    /// Costs nothing while nobody listens.
    fn announce(&self, ui: &Ui, seen: &[Seen]) -> Option<Want> {
        ui.ctx().accesskit_node_builder(id(), |_| ())?;
        let asked = ui.input(|i| i.events.iter().any(|e| matches!(e, Event::AccessKitActionRequest(_))));
        let project = self.desk.project();
        let mut pressed = None;
        for (lane, stack) in seen.iter().flat_map(|seen| seen.stacks().iter().map(move |stack| (seen, stack))) {
            let spotted = self.spot(lane, stack);
            let rect = stack_rect(stack, spotted.at);
            if !self.chart.intersects(rect) {
                continue;
            }
            let told = self.shown.lane(lane.number);
            let name = &self.shown.heads[lane.number].name;
            let chosen = self.selected.filter(|(spot, _)| *spot == told.spot).and_then(|(_, claim)| {
                let marks: Range<usize> = stack.marks.clone();
                marks.clone().find(|at| told.marks[*at].claim == claim)
            });
            let label = match chosen.or((stack.count() == 1).then_some(stack.marks.start)) {
                Some(at) if stack.count() > 1 => {
                    let of = format!("{} of {} here", at - stack.marks.start + 1, stack.count());
                    format!("{}, {of}", words::mark(project, name, &told.marks[at]))
                }
                Some(at) => words::mark(project, name, &told.marks[at]),
                None => words::stack(project, name, stack),
            };
            let node_id = id().with((told.spot, told.marks[stack.marks.start].claim));
            // Registers the node below the chart; the chart itself takes the clicks.
            ui.interact(rect, node_id, Sense::hover());
            let rect = rect.intersect(self.chart);
            ui.ctx().accesskit_node_builder(node_id, |node| {
                node.set_role(Role::Button);
                node.set_label(label);
                node.set_selected(chosen.is_some());
                node.add_action(accesskit::Action::Click);
                node.set_bounds(accesskit::Rect {
                    x0: rect.min.x.into(),
                    y0: rect.min.y.into(),
                    x1: rect.max.x.into(),
                    y1: rect.max.y.into(),
                });
            });
            if asked && ui.input(|i| i.has_accesskit_action_request(node_id, accesskit::Action::Click)) {
                pressed = Some(self.press(spotted));
            }
            if chosen.is_some() {
                ui.ctx().accesskit_node_builder(id(), |node| node.set_active_descendant(node_id.accesskit_id()));
            }
        }
        pressed
    }

    /// Above the lanes: the days, the last one that counts, and how near one looks.
    fn strip(&self, ui: &mut Ui, wants: &mut Vec<Want>) {
        let p = theme::of(ui.ctx());
        let strip = Rect::from_min_max(self.whole.min, pos2(self.whole.right(), self.whole.top() + AXIS));
        let painter = ui.painter_at(strip);
        painter.rect_filled(strip, 0.0, p.paper);
        painter.hline(strip.x_range(), strip.bottom() - 0.5, Stroke::new(1.0, p.line));
        let as_of = self.as_of(ui, strip, wants);
        let now = self.chart.left() + self.axis.x(day(today()).into());
        let heading = self.heading(ui, strip, as_of);
        let mut taken = as_of;
        if self.chart.x_range().contains(now) && taken.is_none_or(|rect| (rect.center().x - now).abs() > 90.0) {
            let at = pos2(now, strip.center().y);
            let rect = painter.text(at, eframe::egui::Align2::CENTER_CENTER, "Today", face::medium(size::SMALL), p.ink);
            taken = Some(taken.map_or(rect, |as_of| as_of.union(rect)));
        }
        for tick in self.axis.ticks() {
            let x = self.chart.left() + self.axis.x(tick.day.into());
            let galley = ui.fonts_mut(|f| f.layout_no_wrap(tick.label, face::regular(size::SMALL), p.muted));
            let half = galley.size().x / 2.0;
            let left = (x - half).max(self.chart.left() + 2.0);
            let rect = Rect::from_min_size(pos2(left, strip.center().y - galley.size().y / 2.0), galley.size());
            let is_free = |taken: Option<Rect>| taken.is_none_or(|taken| !taken.expand(6.0).intersects(rect));
            if is_free(taken) && is_free(heading) && rect.right() < self.whole.right() {
                painter.galley(rect.min, galley, p.muted);
            }
        }
        self.nearness(ui, strip, wants);
    }

    /// Over the column at the right, where anything stands in it: what it shows.
    fn heading(&self, ui: &Ui, strip: Rect, as_of: Option<Rect>) -> Option<Rect> {
        let p = theme::of(ui.ctx());
        let lanes = || self.shown.filled.iter().map(|number| self.shown.lane(*number));
        let text = if lanes().any(|lane| lane.position.assessed) {
            "Judged"
        } else if lanes().any(|lane| lane.differs().is_some()) {
            "Undated"
        } else {
            return None;
        };
        let column = strip.with_min_x(self.chart.right());
        let galley = ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), face::medium(size::TINY), p.muted));
        let middle = column.center() - vec2(4.0, 0.0);
        let rect = Rect::from_center_size(middle, galley.size());
        // Where the last day that counts is dragged to the end, it stands there.
        if as_of.is_some_and(|as_of| as_of.expand(2.0).intersects(rect)) {
            return None;
        }
        ui.painter_at(strip).galley(rect.min, galley, p.muted);
        let response = ui.interact(column, id().with("column"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Column: {text}")));
        chip::tip(response, words::COLUMN);
        Some(rect)
    }

    /// The last day that counts, to be dragged.
    fn as_of(&self, ui: &mut Ui, strip: Rect, wants: &mut Vec<Want>) -> Option<Rect> {
        let p = theme::of(ui.ctx());
        let as_of = self.shown.timeline.as_of?;
        let x = self.chart.left() + self.axis.x(f64::from(as_of) + 1.0);
        let text = format!("As of {}", words::day(as_of));
        let galley = ui.fonts_mut(|f| f.layout_no_wrap(text.clone(), face::medium(size::SMALL), p.on_accent));
        let width = galley.size().x + 16.0;
        let left = (x - width / 2.0).clamp(self.chart.left(), (self.whole.right() - width).max(self.chart.left()));
        let rect = Rect::from_center_size(pos2(left + width / 2.0, strip.center().y), vec2(width, 22.0));
        let response = ui.interact(rect, Id::unique("timeline as of"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, &text));
        ui.painter_at(strip).rect_filled(rect, 11.0, p.accent);
        let at = pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0);
        ui.painter_at(strip).galley(at, galley, p.on_accent);
        if let Some(pos) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            let to = (self.axis.day_at(pos.x - self.chart.left()) - 1.0).round() as i32;
            wants.extend(date(to).map(Want::AsOf));
        }
        let by = if response.has_focus() { keys_by(ui, &response) } else { 0 };
        if by != 0 {
            wants.extend(date(as_of.saturating_add(by)).map(Want::AsOf));
        }
        if response.has_focus() {
            ui.painter_at(strip).rect_stroke(rect.expand(2.0), 13.0, Stroke::new(1.5, p.accent), StrokeKind::Inside);
        }
        let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
        chip::tip(response, "Later claims are left out, as in the matrix. Drag to another day.");
        Some(rect)
    }

    /// Buttons that zoom.
    fn nearness(&self, ui: &mut Ui, strip: Rect, wants: &mut Vec<Want>) {
        let corner = Rect::from_min_max(strip.min, pos2(self.chart.left(), strip.bottom()));
        let p = theme::of(ui.ctx());
        ui.painter().rect_filled(corner.with_max_y(strip.bottom() - 1.0), 0.0, p.paper);
        let middle = self.chart.width() / 2.0;
        let table = [
            (
                "−",
                "Zoom out",
                "Show more days: the − key, or the wheel",
                Want::Look(self.axis.zoomed(middle, 1.0 / 1.5)),
            ),
            ("+", "Zoom in", "Show fewer days: the + key, or the wheel", Want::Look(self.axis.zoomed(middle, 1.5))),
            ("Fit", "Fit all days", "Show all days: the 0 key", Want::Fit),
        ];
        let mut left = corner.left() + 14.0;
        for (sign, name, tip, want) in table {
            let galley = ui.fonts_mut(|f| f.layout_no_wrap(sign.to_owned(), face::medium(size::SMALL), p.ink));
            let rect =
                Rect::from_min_size(pos2(left, strip.center().y - 11.0), vec2(galley.size().x.max(8.0) + 14.0, 22.0));
            left = rect.right() + 4.0;
            let response = ui.interact(rect, Id::unique(("timeline", name)), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
            let edge = if response.has_focus() { Stroke::new(1.5, p.accent) } else { Stroke::new(1.0, p.line) };
            let fill = if response.hovered() { p.hover } else { p.paper };
            ui.painter().rect(rect, 5.0, fill, edge, StrokeKind::Inside);
            ui.painter().galley(rect.center() - galley.size() / 2.0, galley, p.ink);
            if response.clicked() {
                wants.push(want);
            }
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(tip);
        }
    }
}

/// How many days the arrow keys lead on.
fn keys_by(ui: &Ui, response: &Response) -> i32 {
    use eframe::egui::{EventFilter, Key, Modifiers};
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    ui.input_mut(|i| {
        let mut times = |key| i.count_and_consume_key(Modifiers::NONE, key) as i32;
        times(Key::ArrowRight) - times(Key::ArrowLeft)
    })
}
