//! The table: an issue in each line, one of those compared in each column. Only what is in view is laid out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use eframe::egui::{
    Align2, CursorIcon, EventFilter, Id, Rangef, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::cell::{self, Cell, PAD, Press};
use super::order::Drag;
use super::words;
use crate::derive::Empty;
use crate::derive::compare::{self, Comparison, Sought};
use crate::derive::steps::Steps;
use crate::derive::summary::percent;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line;
use crate::gui::widgets::tall::{self, Rows, Seen, Tall};
use crate::model::{ClaimId, EntryId, IssueId, Project, Spot, Who};
use crate::session::Desk;

/// The narrowest column; where they are wider than the window, the table scrolls sideways.
const COLUMN: f32 = 210.0;
/// What a line is likely to need.
const GUESS: f32 = 130.0;

/// Where the table keeps the keyboard.
pub fn id() -> Id {
    Id::unique("compare cells")
}

/// What is shown.
pub struct Table<'a> {
    pub desk: &'a Desk,
    pub comparison: &'a Comparison,
    pub steps: &'a Steps,
    /// The lines that are shown, by their place in the comparison.
    pub lines: &'a [usize],
    /// Changes when they do.
    pub turn: u64,
    /// The cell under the keyboard: a place in `lines`, and a column.
    pub cursor: Option<(usize, usize)>,
    /// It is to be brought into view.
    pub reveal: bool,
    pub sought: RefCell<&'a mut Searches>,
}

/// What was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Something in a cell: a place in the lines shown, and a column.
    In(usize, usize, Press),
    /// The menu of a cell was opened, or something in it chosen.
    Menu(usize, usize, super::menu::Choice),
    /// The issue over time.
    Follow(IssueId),
    /// Those compared in another order.
    Order(Vec<Who>),
}

/// Searches that may fill cells, made once for a state of the project, and what tells of those that are filled.
#[derive(Default)]
pub struct Searches {
    of: u64,
    made: HashMap<Spot, Arc<Sought>>,
    /// The claims whose words are shown, by line and column of the comparison.
    telling: HashMap<(usize, usize), Vec<ClaimId>>,
}

impl Searches {
    /// What to look for to fill a cell.
    pub fn get(&mut self, desk: &Desk, spot: Spot) -> Arc<Sought> {
        let revision = desk.document().revision();
        if self.of != revision {
            (self.of, self.made) = (revision, HashMap::new());
        }
        self.made.entry(spot).or_insert_with(|| Arc::new(compare::near(desk.project(), spot))).clone()
    }

    /// Another comparison is shown: other claims tell of its cells.
    pub fn compared_anew(&mut self) {
        self.telling.clear();
    }
}

/// Where everything stands.
struct Plan {
    whole: Rect,
    body: Rect,
    first: f32,
    column: f32,
    columns: usize,
}

impl Plan {
    fn new(ui: &Ui, table: &Table<'_>) -> Self {
        let whole = ui.available_rect_before_wrap();
        let columns = table.comparison.whos.len();
        let first = (whole.width() * 0.118).clamp(138.0, 190.0);
        let share = (whole.width() - first - ui.spacing().scroll.allocated_width()) / columns.max(1) as f32;
        let column = share.max(COLUMN).floor();
        let heads = (0..columns).map(|at| table.head_words(ui, at, column).1.size().y).fold(0.0, f32::max);
        let head = (heads + 46.0).min(whole.height() * 0.4);
        let corner = whole.min + vec2(first, head);
        Self { whole, body: Rect::from_min_max(corner, whole.max.max(corner)), first, column, columns }
    }

    /// The columns that touch the view.
    fn visible(&self, left: f32) -> Range<usize> {
        let first = (left / self.column).max(0.0) as usize;
        let last = ((left + self.body.width()) / self.column).ceil().max(0.0) as usize;
        first.min(self.columns)..last.min(self.columns)
    }
}

impl<'a> Table<'a> {
    fn project(&self) -> &'a Project {
        self.desk.project()
    }

    /// Shows the table.
    pub fn show(self, ui: &mut Ui, tall: &mut Tall, drag: &mut Drag) -> (Option<Wanted>, usize) {
        let plan = Plan::new(ui, &self);
        let mut wanted = None;
        let rows = Rows {
            count: self.lines.len(),
            width: plan.column * plan.columns as f32,
            guess: GUESS,
            turn: self.turn,
            reveal: self.cursor.map(|(line, _)| line).filter(|_| self.reveal),
            across: self.cursor.map(|(_, at)| Rangef::new(at as f32 * plan.column, (at + 1) as f32 * plan.column)),
        };
        let ground = ui.interact(plan.body, id(), Sense::FOCUSABLE);
        let said = "Comparison: arrow keys walk the cells, Enter opens the words";
        ground.widget_info(|| WidgetInfo::labeled(Role::Grid, true, said));
        let focused = ground.has_focus();
        if focused {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab: false };
            ui.memory_mut(|m| m.set_focus_lock_filter(id(), filter));
        }
        let mut seen = Seen::default();
        ui.scope_builder(UiBuilder::new().max_rect(plan.body), |ui| {
            let area = ScrollArea::both().id_salt("compare cells").auto_shrink(false);
            let height = |ui: &Ui, row: usize| self.height(ui, &plan, row);
            seen = tall.show(ui, area, rows, height, |ui, rect, row| {
                let pressed = self.row(ui, &plan, rect, row, focused);
                wanted = wanted.take().or(pressed);
            });
        });
        wanted = wanted.or(self.edges(ui, &plan, &seen, drag));
        ui.advance_cursor_after_rect(plan.whole);
        (wanted, seen.rows.len())
    }

    fn height(&self, ui: &Ui, plan: &Plan, row: usize) -> f32 {
        let line = self.lines[row];
        let cells = (0..plan.columns).map(|at| self.cell(line, at).lay(ui, plan.column).height).fold(0.0, f32::max);
        let (title, said) = self.line_words(ui, plan, line);
        cells.max(title.size().y + said.size().y + 4.0 + 2.0 * PAD.y).ceil()
    }

    /// Paints one line but for its head.
    fn row(&self, ui: &Ui, plan: &Plan, rect: Rect, row: usize, focused: bool) -> Option<Wanted> {
        let p = theme::of(ui.ctx());
        let line = self.lines[row];
        let mut wanted = None;
        for at in plan.visible(ui.clip_rect().left() - rect.left()) {
            let place = tall::column(rect, at as f32 * plan.column, plan.column);
            let cell = self.cell(line, at);
            let id = id().with(cell.spot);
            let response = ui.interact(place, id, Sense::CLICK);
            let on = self.cursor == Some((row, at));
            response.widget_info(|| {
                let name = self.desk.project().label(cell.spot.who.entry());
                let issue = self.desk.project().label(EntryId::Issue(cell.spot.issue));
                let said = words::cell(self.desk.project(), &name, &issue, cell.position, &cell.nothing);
                WidgetInfo::labeled(Role::Cell, true, said)
            });
            tall::chosen(ui, response.id, self::id(), on);
            if response.hovered() {
                ui.painter().rect_filled(place, 0.0, p.hover.gamma_multiply(0.5));
            }
            let laid = cell.lay(ui, plan.column);
            if let Some(press) = cell.show(ui, place, &laid, id) {
                wanted = Some(Wanted::In(row, at, press));
            } else if response.clicked() {
                wanted = Some(Wanted::In(row, at, Press::Cell));
            }
            if on {
                cell::ring(ui, place, focused);
            }
            let choice = super::menu::show(&response, &cell);
            wanted = choice.map(|choice| Wanted::Menu(row, at, choice)).or(wanted);
            ui.painter().vline(place.right() - 0.5, place.y_range(), Stroke::new(1.0, p.line));
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
        wanted
    }

    /// What is in a cell.
    fn cell(&self, line: usize, at: usize) -> Cell<'a> {
        let (desk, comparison) = (self.desk, self.comparison);
        let project = desk.project();
        let spot = Spot { who: comparison.whos[at], issue: comparison.lines[line].issue };
        let position = &comparison.lines[line].positions[at];
        let telling = || comparison.telling(project, self.steps, line, at);
        let telling = self.sought.borrow_mut().telling.entry((line, at)).or_insert_with(telling).clone();
        let left_out = if position.claims == 0 && position.empty == Some(Empty::NotLookedFor) {
            match spot.who {
                Who::Bloc(_) => 0,
                who => desk.facts_of(who.rows()).cell(spot).len(),
            }
        } else {
            0
        };
        let nothing = words::nothing(position, project.articles().len(), left_out);
        let may_be_filled = position.stance.is_none() && position.empty != Some(Empty::Declined);
        let sought = may_be_filled.then(|| self.sought.borrow_mut().get(desk, spot));
        Cell { project, spot, position, telling, nothing, sought }
    }

    /// The sticky edges: the heads of columns and of lines.
    fn edges(&self, ui: &Ui, plan: &Plan, seen: &Seen, drag: &mut Drag) -> Option<Wanted> {
        let p = theme::of(ui.ctx());
        let (whole, body) = (plan.whole, plan.body);
        let hairline = Stroke::new(1.0, p.line);
        let head = Rect::from_min_max(pos2(body.left(), whole.top()), pos2(whole.right(), body.top()));
        let painter = ui.painter_at(head);
        painter.rect_filled(head, 0.0, p.panel);
        let mut handles: Vec<(Response, Rect)> = Vec::new();
        for at in 0..plan.columns {
            let left = body.left() - seen.left + at as f32 * plan.column;
            let rect = Rect::from_min_max(pos2(left, head.top()), pos2(left + plan.column, head.bottom()));
            handles.push((self.head(ui, rect.intersect(head), rect, at), rect));
        }
        let order = drag.follow(ui, &self.comparison.whos, &handles).map(Wanted::Order);

        let mut wanted = order;
        let first = Rect::from_min_max(pos2(whole.left(), body.top()), pos2(body.left(), whole.bottom()));
        ui.painter_at(first).rect_filled(first, 0.0, p.paper);
        for (row, rect) in &seen.rows {
            let place = Rect::from_x_y_ranges(first.x_range(), rect.y_range());
            if self.line_head(ui, plan, first, place, self.lines[*row]) {
                wanted = wanted.or(Some(Wanted::Follow(self.comparison.lines[self.lines[*row]].issue)));
            }
        }
        let corner = Rect::from_min_max(whole.min, body.min);
        ui.painter().rect_filled(corner, 0.0, p.panel);
        let shown =
            format!("{} of {}", self.lines.len(), line::counted(self.comparison.lines.len(), "issue", "issues"));
        let at = pos2(corner.left() + PAD.x, corner.top() + 16.0);
        ui.painter().text(at, Align2::LEFT_TOP, &shown, face::regular(size::SMALL), p.muted);
        let said = ui.interact(corner, id().with("corner"), Sense::hover());
        said.widget_info(|| WidgetInfo::labeled(Role::Label, true, &shown));
        ui.painter().hline(whole.x_range(), body.top() - 0.5, hairline);
        let bottom = seen.rows.last().map_or(body.top(), |(_, rect)| rect.bottom().min(whole.bottom()));
        ui.painter().vline(body.left() - 0.5, Rangef::new(whole.top(), bottom), hairline);
        wanted
    }

    /// The head of a column; it can be dragged.
    fn head(&self, ui: &Ui, seen: Rect, rect: Rect, at: usize) -> Response {
        let p = theme::of(ui.ctx());
        let who = self.comparison.whos[at];
        let response = ui.interact(seen, id().with(("head", who)), Sense::DRAG | Sense::hover());
        let name = self.project().label(who.entry());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::ColumnHeader, true, format!("{name}: {}", self.agrees(at, true)))
        });
        let painter = ui.painter_at(seen);
        if response.dragged() {
            painter.rect_filled(rect, 0.0, p.accent_tint);
        }
        let (title, said) = self.head_words(ui, at, rect.width());
        painter.galley(rect.min + vec2(PAD.x, 13.0), title, p.ink);
        painter.galley(rect.min + vec2(PAD.x, 36.0), said, p.muted);
        painter.vline(rect.right() - 0.5, rect.y_range(), Stroke::new(1.0, p.line));
        let response =
            if self.comparison.whos.len() > 1 { response.on_hover_cursor(CursorIcon::Grab) } else { response };
        response.on_hover_ui(|ui| {
            ui.set_max_width(340.0);
            ui.label(self.agrees(at, true));
            if self.comparison.whos.len() > 1 {
                let how = "Drag it to another place, or press Alt with an arrow key in the table";
                ui.label(eframe::egui::RichText::new(how).color(p.muted));
            }
        })
    }

    fn head_words(&self, ui: &Ui, at: usize, width: f32) -> (Arc<eframe::egui::Galley>, Arc<eframe::egui::Galley>) {
        let p = theme::of(ui.ctx());
        let room = width - 2.0 * PAD.x;
        let name = self.project().label(self.comparison.whos[at].entry());
        let title = line::line(ui, &name, face::semibold(size::LARGE), p.ink, room);
        let said = self.agrees(at, false);
        (title, line::lines(ui, &said, face::regular(size::SMALL), p.muted, room, 6))
    }

    /// "agrees with Germany 54 % (5) · Poland 61 % (6)", or in whole sentences.
    fn agrees(&self, at: usize, whole: bool) -> String {
        let names = self.comparison.names(self.project());
        let others = (0..names.len()).filter(|other| *other != at);
        let said: Vec<String> = others
            .map(|other| {
                let agreement = self.comparison.agreement(at, other);
                let shared = line::counted(agreement.shared, "shared issue", "shared issues");
                match (agreement.value, whole) {
                    // Numbers are not torn from their name's end where the line breaks.
                    (Some(value), false) => {
                        let value = percent(value).replace(' ', "\u{a0}");
                        format!("{}\u{a0}{value}\u{a0}({})", names[other], agreement.shared)
                    }
                    (None, false) => format!("{}\u{a0}–\u{a0}({})", names[other], agreement.shared),
                    (Some(value), true) => format!("{}: {} over {shared}", names[other], percent(value)),
                    (None, true) => format!("{}: {shared}, too few to say", names[other]),
                }
            })
            .collect();
        match (said.is_empty(), whole) {
            (true, _) => "Add another to compare with".to_owned(),
            (false, true) => format!("Agreement with {}", said.join("; ")),
            (false, false) => format!("agrees with {}", said.join(" · ")),
        }
    }

    /// The head of a line: the issue, and what is between those compared. Whether it was pressed.
    fn line_head(&self, ui: &Ui, plan: &Plan, clip: Rect, rect: Rect, line: usize) -> bool {
        let p = theme::of(ui.ctx());
        let seen = rect.intersect(clip);
        let row = &self.comparison.lines[line];
        let response = ui.interact(seen, id().with(("line", row.issue)), Sense::CLICK);
        let label = self.project().label(EntryId::Issue(row.issue));
        response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, format!("{label}: {}", row.said)));
        let painter = ui.painter_at(seen);
        let (title, said) = self.line_words(ui, plan, line);
        let below = title.size().y + 4.0;
        painter.galley(rect.min + PAD, title, p.ink);
        painter.galley(rect.min + PAD + vec2(0.0, below), said, p.muted);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
        let between = row.gap.filter(|gap| gap.steps > 0).map(|gap| {
            let (names, stance) = (self.comparison.names(self.project()), |at: usize| {
                row.positions[at].stance.map_or_else(String::new, |id| self.project().label(EntryId::Stance(id)))
            });
            let (high, low) = (gap.high, gap.low);
            format!("Furthest apart: {} ({}) and {} ({})", names[high], stance(high), names[low], stance(low))
        });
        let clicked = response.clicked();
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
            ui.set_max_width(340.0);
            ui.label(eframe::egui::RichText::new(&label).font(face::semibold(size::BODY)));
            ui.label(&row.said);
            if let Some(between) = between {
                ui.label(between);
            }
            ui.label(eframe::egui::RichText::new("Click: this issue on the timeline").color(p.muted));
        });
        clicked
    }

    fn line_words(&self, ui: &Ui, plan: &Plan, line: usize) -> (Arc<eframe::egui::Galley>, Arc<eframe::egui::Galley>) {
        let p = theme::of(ui.ctx());
        let room = plan.first - PAD.x - 10.0;
        let row = &self.comparison.lines[line];
        let label = self.project().label(EntryId::Issue(row.issue));
        let title = line::lines(ui, &label, face::semibold(size::BODY), p.ink, room, 4);
        (title, line::lines(ui, &row.said, face::regular(size::SMALL), p.muted, room, 6))
    }
}
