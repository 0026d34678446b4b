//! Who stands together: everybody against everybody, like by like; only what is visible is painted.

use std::collections::HashMap;
use std::f32::consts::FRAC_PI_2;
use std::sync::Arc;

use eframe::egui::epaint::TextShape;
use eframe::egui::{
    Color32, CornerRadius, Event, EventFilter, Galley, Id, Key, Mesh, Modifiers, Painter, PointerButton, Popup, Pos2,
    Rect, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, accesskit, pos2,
    style::ScrollAnimation, vec2,
};

use super::view::View;
use crate::derive::Agreement;
use crate::derive::summary::percent;
use crate::gui::matrix::plan::Plan;
use crate::gui::matrix::walk;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line;
use crate::model::{Colour, Project, Who, Zoom};

/// How low and how high a cell may be.
const LOW: f32 = 32.0;
const HIGH: f32 = 38.0;
/// How narrow and how wide a cell may be.
const NARROW: f32 = 54.0;
const WIDE: f32 = 84.0;
/// How wide names at the left may be, and how high those that are turned.
const NAMES: f32 = 190.0;
const TALLEST: f32 = 130.0;
const PAD: f32 = 10.0;

/// Where the table keeps the keyboard.
pub fn id() -> Id {
    Id::unique("agreement table")
}

/// What the table remembers from frame to frame.
#[derive(Default)]
pub struct Table {
    /// The pair that is explained; one and the same twice is somebody alone.
    pub chosen: Option<(Who, Who)>,
    /// The pair that was scrolled into view last.
    shown: Option<(Who, Who)>,
}

impl Table {
    /// Shows the table. The pair that is to be put side by side.
    pub fn show(&mut self, ui: &mut Ui, project: &Project, view: &View) -> Option<(Who, Who)> {
        let plan = plan(ui, view);
        let mut opened = self.keys(ui, view, &plan);
        let chosen = self.place(view);
        let reveal = (self.shown != self.chosen).then_some(chosen).flatten();
        self.shown = self.chosen;
        let mut seen = Rect::ZERO;
        let mut pressed = None;
        let area = ScrollArea::both().id_salt("agreement cells").auto_shrink(false);
        ui.scope_builder(UiBuilder::new().max_rect(plan.body), |ui| {
            area.show_viewport(ui, |ui, viewport| {
                seen = viewport;
                ui.set_width(plan.size().x);
                ui.set_height(plan.size().y);
                pressed = cells(ui, project, view, &plan, viewport, chosen);
                if let Some((line, column)) = reveal {
                    let rect = plan.place(ui.max_rect().min, line, column);
                    ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
                }
            });
        });
        let head = heads(ui, view, &plan, seen, chosen);
        if let Some((line, column)) = pressed.or(head.map(|line| (line, line))) {
            let pair = (view.lines[line].who, view.lines[column].who);
            // What the first press of two has chosen, the second opens.
            let twice = ui.input(|i| i.pointer.button_double_clicked(PointerButton::Primary));
            if twice && line != column {
                opened = Some(pair);
            }
            self.chosen = Some(pair);
            ui.memory_mut(|m| m.request_focus(id()));
        }
        ui.advance_cursor_after_rect(plan.whole);
        opened
    }

    /// The line and column of the chosen pair.
    pub fn place(&self, view: &View) -> Option<(usize, usize)> {
        let (a, b) = self.chosen?;
        Some((view.line_of(a)?, view.line_of(b)?))
    }

    /// Arrows walk, Enter opens.
    fn keys(&mut self, ui: &Ui, view: &View, plan: &Plan) -> Option<(Who, Who)> {
        if !ui.memory(|m| m.has_focus(id())) {
            return None;
        }
        let ours = !Popup::is_any_open(ui.ctx());
        let filter = EventFilter { horizontal_arrows: ours, vertical_arrows: ours, escape: false, tab: false };
        ui.memory_mut(|m| m.set_focus_lock_filter(id(), filter));
        if !ours {
            return None;
        }
        let start = self.place(view);
        let page = (plan.body.height() / plan.cell.y) as usize;
        let end = walk::steps(ui, page).into_iter().fold(start, |at, step| step.take(at, plan.lines, plan.columns));
        if let Some((line, column)) = end.filter(|_| end != start) {
            self.chosen = Some((view.lines[line].who, view.lines[column].who));
        }
        let enter = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        self.chosen.filter(|(a, b)| enter && a != b && self.place(view).is_some())
    }
}

/// Where everything stands in this frame.
fn plan(ui: &Ui, view: &View) -> Plan {
    let whole = ui.available_rect_before_wrap();
    let ink = theme::of(ui.ctx()).ink;
    let widest = |room: f32| {
        let names =
            view.lines.iter().map(|row| line::line(ui, &row.name, face::medium(size::BODY), ink, room).size().x);
        names.fold(0.0_f32, f32::max)
    };
    let [across, up] = *view.longest.get_or_init(|| [widest(NAMES), widest(TALLEST)]);
    let first = (across + 2.0 * PAD + 44.0).min(whole.width() * 0.35).ceil();
    let head = (up + 2.0 * PAD).min(whole.height() * 0.35).ceil();
    let count = view.lines.len();
    let share = (whole.width() - first - 12.0) / count.max(1) as f32;
    let below = (whole.height() - head - 1.0) / count.max(1) as f32;
    let cell = vec2(share.clamp(NARROW, WIDE).floor(), below.clamp(LOW, HIGH).floor());
    let corner = whole.min + vec2(first, head);
    let body = Rect::from_min_max(corner, whole.max.max(corner));
    Plan { body, whole, cell, lines: count, columns: count, zoom: Zoom::Compact }
}

/// Paints the visible cells; the one that was pressed.
fn cells(
    ui: &Ui,
    project: &Project,
    view: &View,
    plan: &Plan,
    viewport: Rect,
    chosen: Option<(usize, usize)>,
) -> Option<(usize, usize)> {
    let p = theme::of(ui.ctx());
    let origin = ui.max_rect().min;
    let ground = Rect::from_min_size(origin + viewport.min.to_vec2(), viewport.size());
    let response = ui.interact(ground, id(), Sense::click());
    let name = "Who stands together: arrow keys walk the pairs, Enter puts a pair side by side";
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, name));
    let (lines, columns) = (plan.visible_lines(viewport), plan.visible_columns(viewport));
    let mut batch = Batch::new(ui);
    for line in lines.clone() {
        for column in columns.clone() {
            let rect = plan.place(origin, line, column);
            if line == column { batch.same(rect) } else { batch.add(rect, view.agreement(line, column)) }
        }
    }
    batch.paint();
    rules(ui.painter(), view, plan, origin, ground);
    let pressed = announce(ui, view, plan, (lines.clone(), columns.clone()), chosen);

    let hovered = response.hover_pos().and_then(|pos| plan.at(origin, pos));
    let frame = |(line, column): (usize, usize), stroke: Stroke| {
        let rect = plan.place(origin, line, column);
        let rect = Rect::from_min_max(rect.min - vec2(1.0, 1.0), rect.max).intersect(ui.clip_rect());
        ui.painter().rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
    };
    if let Some((line, column)) = chosen {
        // The other half of the table says the same of the two.
        frame((column, line), Stroke::new(1.0, p.accent));
        frame((line, column), Stroke::new(2.0, p.accent));
    } else if response.has_focus() && plan.lines > 0 {
        frame((0, 0), Stroke::new(1.0, p.accent));
    }
    if let Some((line, column)) = hovered.filter(|_| !Popup::is_any_open(ui.ctx())) {
        frame((line, column), Stroke::new(1.0, p.muted));
        let rect = plan.place(origin, line, column).intersect(ground);
        let tip = ui.interact(rect, id().with(("tip", line, column)), Sense::hover());
        tip.on_hover_ui(|ui| {
            ui.set_max_width(340.0);
            if line == column {
                ui.label(&view.lines[line].name);
            } else {
                ui.label(view.pair(project, line, column));
                ui.weak("Enter or a double click puts both side by side");
            }
        });
    }
    let clicked = response.clicked_by(PointerButton::Primary).then(|| response.interact_pointer_pos()).flatten();
    pressed.or(clicked.and_then(|pos| plan.at(origin, pos)))
}

/// Gives every visible cell a node for those who listen; the one that is pressed.
///
/// Costs nothing while nobody listens.
fn announce(
    ui: &Ui,
    view: &View,
    plan: &Plan,
    (lines, columns): (std::ops::Range<usize>, std::ops::Range<usize>),
    chosen: Option<(usize, usize)>,
) -> Option<(usize, usize)> {
    ui.ctx().accesskit_node_builder(id(), |_| ())?;
    let asked = ui.input(|i| i.events.iter().any(|e| matches!(e, Event::AccessKitActionRequest(_))));
    let mut pressed = None;
    let origin = ui.max_rect().min;
    for place in lines.flat_map(|line| columns.clone().map(move |column| (line, column))) {
        let (line, column) = place;
        let node_id = id().with((view.lines[line].who, view.lines[column].who));
        let rect = plan.place(origin, line, column);
        // Registers the node below the table; the table itself takes the clicks.
        ui.interact(rect, node_id, Sense::hover());
        let seen = rect.intersect(ui.clip_rect());
        ui.ctx().accesskit_node_builder(node_id, |node| {
            node.set_role(Role::Cell);
            node.set_label(view.cell_in_words(line, column));
            node.set_selected(chosen == Some(place));
            node.set_row_index(line);
            node.set_column_index(column);
            node.add_action(accesskit::Action::Click);
            node.set_bounds(accesskit::Rect {
                x0: seen.min.x.into(),
                y0: seen.min.y.into(),
                x1: seen.max.x.into(),
                y1: seen.max.y.into(),
            });
        });
        if asked && ui.input(|i| i.has_accesskit_action_request(node_id, accesskit::Action::Click)) {
            pressed = Some(place);
        }
        if chosen == Some(place) {
            ui.ctx().accesskit_node_builder(id(), |node| node.set_active_descendant(node_id.accesskit_id()));
        }
    }
    pressed
}

/// The lines between the cells; heavier ones part groups.
fn rules(painter: &Painter, view: &View, plan: &Plan, origin: Pos2, ground: Rect) {
    let p = theme::of(painter.ctx());
    let within = ground.intersect(Rect::from_min_size(origin, plan.size()));
    for place in 1..=plan.lines {
        let begins = view.lines.get(place).is_some_and(|line| line.begins);
        let stroke = if begins { Stroke::new(2.0, p.muted) } else { Stroke::new(1.0, p.line) };
        let (x, y) = (origin.x + place as f32 * plan.cell.x, origin.y + place as f32 * plan.cell.y);
        if within.y_range().expand(1.0).contains(y) {
            painter.hline(within.x_range(), y - 0.5, stroke);
        }
        if within.x_range().expand(1.0).contains(x) {
            painter.vline(x - 0.5, within.y_range(), stroke);
        }
    }
}

/// Cells on their way to the screen: tints in one mesh, words above it.
struct Batch<'a> {
    ui: &'a Ui,
    ground: Mesh,
    words: Vec<Shape>,
    values: HashMap<String, Arc<Galley>>,
    shared: HashMap<usize, Arc<Galley>>,
}

impl<'a> Batch<'a> {
    fn new(ui: &'a Ui) -> Self {
        Self { ui, ground: Mesh::default(), words: Vec::new(), values: HashMap::new(), shared: HashMap::new() }
    }

    /// Somebody beside themselves.
    fn same(&mut self, rect: Rect) {
        self.ground.add_colored_rect(rect, theme::of(self.ui.ctx()).ground);
    }

    fn add(&mut self, rect: Rect, Agreement { value, shared }: Agreement) {
        let p = theme::of(self.ui.ctx());
        let (words, ink) = match value {
            Some(value) => {
                self.ground.add_colored_rect(rect, strength(self.ui, value));
                (percent(value), p.ink)
            }
            None => ("–".to_owned(), p.faint),
        };
        let small = if value.is_some() { p.ink } else { p.faint };
        let lay = |text: String, font, ink| self.ui.fonts_mut(|f| f.layout_no_wrap(text, font, ink));
        let words = match self.values.get(&words) {
            Some(galley) => galley.clone(),
            None => {
                let galley = lay(words.clone(), face::medium(size::BODY), Color32::PLACEHOLDER);
                self.values.insert(words, galley.clone());
                galley
            }
        };
        let number = self.shared.entry(shared);
        let number = number.or_insert_with(|| lay(shared.to_string(), face::regular(size::TINY), Color32::PLACEHOLDER));
        let number = number.clone();
        let (x, y) = (rect.center().x, rect.center().y);
        self.words.push(Shape::galley(pos2(x - words.size().x / 2.0, y - 6.0 - words.size().y / 2.0), words, ink));
        self.words.push(Shape::galley(pos2(x - number.size().x / 2.0, y + 8.0 - number.size().y / 2.0), number, small));
    }

    fn paint(self) {
        self.ui.painter().add(Shape::mesh(self.ground));
        self.ui.painter().extend(self.words);
    }
}

/// The ground of a cell: the more two agree, the deeper.
pub fn strength(ui: &Ui, value: f64) -> Color32 {
    let p = theme::of(ui.ctx());
    let pair = theme::stance(Colour::Teal, p.dark);
    let deep = pair.tint.lerp_to_gamma(pair.ink, 0.3);
    let value = value as f32;
    if value <= 0.5 {
        p.paper.lerp_to_gamma(pair.tint, value * 2.0)
    } else {
        pair.tint.lerp_to_gamma(deep, value * 2.0 - 1.0)
    }
}

/// The sticky edges, painted over what scrolled below them; the line whose head was pressed.
fn heads(ui: &Ui, view: &View, plan: &Plan, viewport: Rect, chosen: Option<(usize, usize)>) -> Option<usize> {
    let p = theme::of(ui.ctx());
    let (whole, body) = (plan.whole, plan.body);
    let origin = body.min - viewport.min.to_vec2();
    let mut pressed = None;
    let top = Rect::from_min_max(pos2(body.left(), whole.top()), pos2(body.right(), body.top()));
    let painter = ui.painter().with_clip_rect(top.intersect(ui.clip_rect()));
    for column in plan.visible_columns(viewport) {
        let left = origin.x + column as f32 * plan.cell.x;
        let rect = Rect::from_min_max(pos2(left, top.top()), pos2(left + plan.cell.x, top.bottom()));
        let on = chosen.is_some_and(|(_, chosen)| chosen == column);
        if head(ui, &painter, rect, view, column, (Role::ColumnHeader, on)) {
            pressed = Some(column);
        }
        let name = line::line(ui, &view.lines[column].name, face::medium(size::SMALL), p.ink, top.height() - 2.0 * PAD);
        let at = pos2((rect.center().x - name.size().y / 2.0).round(), (rect.bottom() - PAD).round());
        painter.add(TextShape::new(at, name, p.ink).with_angle(-FRAC_PI_2));
    }
    let side = Rect::from_min_max(pos2(whole.left(), body.top()), pos2(body.left(), body.bottom()));
    let painter = ui.painter().with_clip_rect(side.intersect(ui.clip_rect()));
    for row in plan.visible_lines(viewport) {
        let top = origin.y + row as f32 * plan.cell.y;
        let rect = Rect::from_min_max(pos2(side.left(), top), pos2(side.right(), top + plan.cell.y));
        let on = chosen.is_some_and(|(chosen, _)| chosen == row);
        if head(ui, &painter, rect, view, row, (Role::RowHeader, on)) {
            pressed = Some(row);
        }
        let left =
            rect.left() + PAD + chip(ui, &painter, pos2(rect.left() + PAD, rect.center().y), &view.lines[row].code);
        let room = rect.right() - 6.0 - left;
        let name = line::line(ui, &view.lines[row].name, face::medium(size::BODY), p.ink, room);
        painter.galley(pos2(left, rect.center().y - name.size().y / 2.0), name, p.ink);
        let begins = view.lines[row].begins;
        let stroke = if begins { Stroke::new(2.0, p.muted) } else { Stroke::new(1.0, p.line) };
        painter.hline(rect.x_range(), rect.top() - 0.5, stroke);
    }
    let line = Stroke::new(1.0, p.line);
    ui.painter().hline(whole.x_range(), body.top() - 0.5, line);
    ui.painter().vline(body.left() - 0.5, whole.y_range(), line);
    pressed
}

/// The ground of a head; whether it was pressed.
fn head(ui: &Ui, painter: &Painter, rect: Rect, view: &View, place: usize, (role, on): (Role, bool)) -> bool {
    let p = theme::of(ui.ctx());
    let who = &view.lines[place];
    let seen = rect.intersect(painter.clip_rect());
    if !seen.is_positive() {
        return false;
    }
    // Not a stop of the Tab key: there are as many as there are lines and columns.
    let response = ui.interact(seen, id().with((role == Role::RowHeader, who.who)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(role, true, &who.name));
    if on || response.hovered() {
        painter.rect_filled(rect, 0.0, if on { p.accent_tint } else { p.hover });
    }
    let clicked = response.clicked();
    response.on_hover_text(format!("{}: who stands near, and what it stands alone on", who.name));
    clicked
}

/// A code in its box, its left middle at `at`; the width it takes.
fn chip(ui: &Ui, painter: &Painter, at: Pos2, code: &str) -> f32 {
    if code.is_empty() {
        return 0.0;
    }
    let p = theme::of(ui.ctx());
    let galley = line::line(ui, code, face::semibold(size::TINY), p.ink, 60.0);
    let place = Rect::from_min_size(pos2(at.x, at.y - 9.0), vec2(galley.size().x + 8.0, 18.0));
    painter.rect(place, CornerRadius::same(3), p.paper, Stroke::new(1.0, p.line), StrokeKind::Inside);
    painter.galley(place.center() - galley.size() / 2.0, galley.clone(), p.ink);
    galley.size().x + 14.0
}
