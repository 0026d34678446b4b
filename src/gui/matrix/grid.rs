//! The grid: sticky edges, scrolling both ways, only what is visible is painted.

use std::ops::Range;

use eframe::egui::{
    Event, Id, Modifiers, MouseWheelUnit, PointerButton, Popup, Pos2, Rect, Response, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, pos2, style::ScrollAnimation, vec2,
};

use super::cell::Batch;
use super::drag::Drag;
use super::menu::{About, Menu};
use super::plan::Plan;
use super::view::View;
use super::{announce, drag, edges, keys, words};
use crate::gui::theme;
use crate::model::{Spot, Zoom};
use crate::session::{Action, Command, Desk};

/// Points of turning a wheel without notches that count as one.
const NOTCH: f32 = 40.0;
/// Seconds between two steps of the wheel: some turn a good deal further than they mean.
const REST: f64 = 0.08;

/// Where the grid keeps the keyboard.
pub fn id() -> Id {
    Id::unique("matrix grid")
}

/// What the analyst wants of the drawer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// The first quotation of the selected cell.
    Evidence,
    /// To judge a cell; with what was typed, if it began so.
    Assess(Spot, String),
}

/// What the grid remembers from frame to frame.
#[derive(Default)]
pub struct Grid {
    /// The cell that was scrolled into view last.
    shown: Option<Spot>,
    /// What stays where it is when cells change their size.
    held: Option<Held>,
    /// How far it is scrolled.
    pub(super) offset: Vec2,
    /// The cell under the pointer, by line and column.
    pub(super) lit: Option<(usize, usize)>,
    /// A line or a column that is being moved.
    pub(super) drag: Option<Drag>,
    pub(super) menu: Menu,
    /// How far the wheel was turned that is no notch yet, and when it last was one.
    turned: (f32, f64),
}

/// A point of a cell, and where it was seen.
#[derive(Clone, Copy, Debug)]
struct Held {
    zoom: Zoom,
    transposed: bool,
    spot: Spot,
    /// Where in the cell, as parts of its size.
    part: Vec2,
    at: Seen,
}

/// Where it was seen.
#[derive(Clone, Copy, Debug)]
enum Seen {
    /// Below the pointer, which does not move.
    Pointer(Pos2),
    /// So far from the corner of the cells, which may move.
    Corner(Vec2),
}

impl Held {
    /// How far to scroll so that the point is seen where it was.
    fn offset(&self, view: &View, plan: &Plan) -> Option<Vec2> {
        if (self.zoom, self.transposed) == (plan.zoom, view.look.transposed) {
            return None;
        }
        let (line, column) = view.find(self.spot)?;
        let point = plan.place(Pos2::ZERO, line, column).min + self.part * plan.cell;
        let from_corner = match self.at {
            Seen::Pointer(at) => at - plan.body.min,
            Seen::Corner(by) => by,
        };
        Some(plan.clamped(point.to_vec2() - from_corner))
    }
}

/// What the cells were asked for.
#[derive(Default)]
struct Pressed {
    /// This one was chosen.
    chosen: Option<Spot>,
    /// The menu of the chosen one was asked for, here.
    menu: Option<Pos2>,
    /// The pointer is over this one.
    hovered: Option<(usize, usize)>,
}

impl Grid {
    /// Whether a line or a column is being moved.
    pub fn is_dragging(&self) -> bool {
        self.drag.is_some()
    }

    /// Shows the grid; columns share `room` points. What is wanted of others goes on `out`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        view: &mut View,
        room: f32,
        out: &mut Vec<Command>,
    ) -> Option<Want> {
        let plan = Plan::new(ui, view, room);
        let view = &*view;
        let selected = desk.selection().cell.filter(|cell| view.find(*cell).is_some());
        let mut want = keys::take(self, ui, desk, view, &plan, selected, out);
        self.wheel(ui, &plan, out);
        let reveal = (self.shown != selected).then_some(selected).flatten();
        self.shown = selected;
        let mut area = ScrollArea::both().id_salt("matrix cells").auto_shrink(false);
        // It begins at the top, wherever another project was left.
        let kept = self.held.map_or(Some(Vec2::ZERO), |held| held.offset(view, &plan));
        let push = self.drag.as_ref().and_then(|drag| drag.push(ui, &plan));
        let goal = kept.or(push.map(|by| plan.clamped(self.offset + by)));
        if let Some(offset) = goal {
            area = area.scroll_offset(offset);
        }
        let (mut seen, mut pressed) = (Rect::ZERO, Pressed::default());
        ui.scope_builder(UiBuilder::new().max_rect(plan.body), |ui| {
            // How far one can scroll is known when the cells are there: until then nothing is sprung back.
            ui.spacing_mut().scroll.kinetic.rubber_band &= goal.is_none();
            area.show_viewport(ui, |ui, viewport| {
                seen = viewport;
                ui.set_width(plan.size().x);
                ui.set_height(plan.size().y);
                pressed = cells(ui, desk, view, &plan, viewport, selected);
                if let Some((line, column)) = reveal.and_then(|cell| view.find(cell)) {
                    let origin = ui.max_rect().min;
                    ui.scroll_to_rect_animation(plan.place(origin, line, column), None, ScrollAnimation::none());
                }
            });
        });
        self.offset = seen.min.to_vec2();
        if let Some(cell) = pressed.chosen {
            out.push(Command::SelectCell(Some(cell)));
            if let Some(at) = pressed.menu {
                self.menu.open(About::Cell(cell), at, false);
            }
        }
        self.lit = pressed.hovered.filter(|_| self.drag.is_none());
        edges::show(self, ui, desk, view, &plan, seen, out);
        drag::show(self, ui, desk, view, &plan, seen, out);
        want = want.or(self.menu.show(ui, desk, view, out));
        self.held = hold(ui, view, &plan, selected, seen);
        ui.advance_cursor_after_rect(plan.whole);
        want
    }

    /// Ctrl and the wheel show more or less in each cell.
    fn wheel(&mut self, ui: &Ui, plan: &Plan, out: &mut Vec<Command>) {
        let over = ui.rect_contains_pointer(plan.whole) && !Popup::is_any_open(ui.ctx());
        let (turned, last) = &mut self.turned;
        if !over {
            *turned = 0.0;
            return;
        }
        let now = ui.input(|i| i.time);
        ui.input(|i| {
            for event in &i.events {
                match event {
                    Event::MouseWheel { unit, delta, modifiers, .. } if modifiers.matches_any(Modifiers::COMMAND) => {
                        *turned += if *unit == MouseWheelUnit::Point { delta.y } else { delta.y * NOTCH };
                    }
                    Event::Zoom(by) => *turned += (by - 1.0) * 4.0 * NOTCH,
                    _ => {}
                }
            }
        });
        if turned.abs() < NOTCH {
            return;
        }
        if now - *last >= REST {
            *last = now;
            out.push(Command::Do(if *turned > 0.0 { Action::NearerCells } else { Action::FartherCells }));
        }
        *turned = 0.0;
    }
}

/// What is to stay where it is: what the pointer is over, else the selected cell, else the first that is seen.
fn hold(ui: &Ui, view: &View, plan: &Plan, selected: Option<Spot>, viewport: Rect) -> Option<Held> {
    let origin = plan.body.min - viewport.min.to_vec2();
    let (zoom, transposed) = (plan.zoom, view.look.transposed);
    let pointer = ui.input(|i| i.pointer.hover_pos()).filter(|pos| plan.body.contains(*pos));
    if let Some((at, (line, column))) = pointer.and_then(|pos| Some((pos, plan.at(origin, pos)?))) {
        let part = (at - plan.place(origin, line, column).min) / plan.cell;
        return Some(Held { zoom, transposed, spot: view.spot(line, column)?, part, at: Seen::Pointer(at) });
    }
    let seen = |(line, column): &(usize, usize)| plan.body.contains_rect(plan.place(origin, *line, *column));
    let chosen = selected.and_then(|cell| view.find(cell)).filter(seen);
    let first = (plan.visible_lines(viewport).start, plan.visible_columns(viewport).start);
    let (line, column) = chosen.unwrap_or(first);
    let at = Seen::Corner(plan.place(origin, line, column).min - plan.body.min);
    Some(Held { zoom, transposed, spot: view.spot(line, column)?, part: Vec2::ZERO, at })
}

/// Paints the visible cells; returns what was pressed.
fn cells(ui: &Ui, desk: &Desk, view: &View, plan: &Plan, viewport: Rect, selected: Option<Spot>) -> Pressed {
    let origin = ui.max_rect().min;
    let ground = Rect::from_min_size(origin + viewport.min.to_vec2(), viewport.size());
    let response = ui.interact(ground, id(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Matrix: arrow keys walk the cells"));
    let seen = (plan.visible_lines(viewport), plan.visible_columns(viewport));
    let mut batch = Batch::new(ui, desk.project(), view);
    for line in seen.0.clone() {
        for column in seen.1.clone() {
            if let Some(cell) = view.at(line, column) {
                batch.add(plan.place(origin, line, column), &cell);
            }
        }
    }
    rules(&mut batch, plan, origin, ground, &seen);
    batch.paint(ui.painter());

    let mut pressed = Pressed { chosen: announce::cells(ui, desk, view, plan, seen, selected), ..Pressed::default() };
    pressed.hovered = response.hover_pos().and_then(|pos| plan.at(origin, pos));
    frames(ui, view, plan, &response, selected, pressed.hovered);
    if let Some((line, column)) = pressed.hovered.filter(|_| !Popup::is_any_open(ui.ctx())) {
        tip(ui, desk, view, plan.place(origin, line, column).intersect(ground), (line, column));
    }
    let menu = response.secondary_clicked();
    if (menu || response.clicked_by(PointerButton::Primary))
        && let Some(pos) = response.interact_pointer_pos()
    {
        response.request_focus();
        let chosen = plan.at(origin, pos).and_then(|(line, column)| view.spot(line, column));
        pressed.chosen = pressed.chosen.or(chosen);
        pressed.menu = menu.then_some(pos);
    }
    pressed
}

/// The lines between the cells.
fn rules(batch: &mut Batch<'_>, plan: &Plan, origin: Pos2, ground: Rect, seen: &(Range<usize>, Range<usize>)) {
    let within = ground.intersect(Rect::from_min_size(origin, plan.size()));
    for line in seen.0.clone() {
        let y = origin.y + (line + 1) as f32 * plan.cell.y;
        batch.rule(Rect::from_min_max(pos2(within.left(), y - 1.0), pos2(within.right(), y)));
    }
    for column in seen.1.clone() {
        let x = origin.x + (column + 1) as f32 * plan.cell.x;
        batch.rule(Rect::from_min_max(pos2(x - 1.0, within.top()), pos2(x, within.bottom())));
    }
}

/// The borders of the selected cell and of the one under the pointer.
fn frames(
    ui: &Ui,
    view: &View,
    plan: &Plan,
    response: &Response,
    selected: Option<Spot>,
    hovered: Option<(usize, usize)>,
) {
    let p = theme::of(ui.ctx());
    let origin = ui.max_rect().min;
    let frame = |(line, column): (usize, usize), stroke: Stroke| {
        // Over the rules on all four sides.
        let rect = plan.place(origin, line, column);
        let rect = Rect::from_min_max(rect.min - vec2(1.0, 1.0), rect.max).intersect(ui.clip_rect());
        ui.painter().rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
    };
    let selected = selected.and_then(|cell| view.find(cell));
    if let Some(place) = hovered.filter(|_| selected != hovered) {
        frame(place, Stroke::new(1.0, p.muted));
    }
    match selected {
        Some(place) => frame(place, Stroke::new(2.0, p.accent)),
        // Where the arrow keys will begin.
        None if response.has_focus() && plan.lines * plan.columns > 0 => frame((0, 0), Stroke::new(1.0, p.accent)),
        None => {}
    }
}

/// Says what a cell means when the pointer rests on it.
fn tip(ui: &Ui, desk: &Desk, view: &View, rect: Rect, (line, column): (usize, usize)) {
    let Some(cell) = view.at(line, column) else { return };
    let response = ui.interact(rect, id().with(("tip", cell.spot())), Sense::hover());
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(words::cell(desk.project(), &cell));
    });
}
