//! The list: when, who, on what, from which level to which, and both quotations in full. Only what is in view is laid
//! out.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, EventFilter, Galley, Id, Pos2, Rect, Role, ScrollArea, Sense, Shape,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, scroll_area::ScrollBarVisibility, vec2,
};

use super::rows::{Line, Row};
use crate::derive::steps::Steps;
use crate::gui::compare::{day, source as whence, unbroken};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line;
use crate::gui::widgets::mark;
use crate::gui::widgets::tall::{self, Rows, Tall};
use crate::model::{ClaimId, EntryId, Project, Spot, StanceId};

const PAD: f32 = 14.0;
/// Height of the names of the columns, and of a head.
const NAMES: f32 = 28.0;
const HEAD: f32 = 34.0;
/// What a move is likely to need.
const GUESS: f32 = 96.0;
/// Longer quotations end in an ellipsis: they are whole articles.
const LINES: usize = 60;

/// Where the list keeps the keyboard.
pub fn id() -> Id {
    Id::unique("moves list")
}

/// What is shown.
pub struct List<'a> {
    pub project: &'a Project,
    pub steps: &'a Steps,
    pub rows: &'a [Row],
    pub lines: &'a [Line],
    /// Changes when the lines do.
    pub turn: u64,
    /// One of the rows, and several: "move", "moves".
    pub nouns: (&'static str, &'static str),
    /// The line under the keyboard.
    pub lit: Option<usize>,
    /// It is to be brought into view.
    pub reveal: bool,
}

/// What was pressed, in which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// The line itself; twice opens the words after.
    Line(usize),
    Twice(usize),
    /// The article at these words.
    Open(usize, ClaimId),
    /// The issue over time.
    Timeline(usize, Spot),
    /// The cell in the matrix.
    Cell(usize, Spot),
}

/// Where the columns are.
#[derive(Clone, Copy)]
struct Columns {
    date: f32,
    who: f32,
    change: f32,
    before: f32,
    after: f32,
    end: f32,
}

impl Columns {
    fn new(width: f32) -> Self {
        let date = PAD;
        let who = date + 92.0;
        let change = who + (width * 0.17).clamp(150.0, 250.0);
        let before = change + (width * 0.165).clamp(140.0, 250.0);
        let words = (width - before - PAD) / 2.0;
        Self { date, who, change, before, after: before + words, end: width - PAD }
    }

    fn room(&self) -> [f32; 5] {
        let gap = 16.0;
        [
            self.who - self.date - 8.0,
            self.change - self.who - gap,
            self.before - self.change - gap,
            self.after - self.before - gap,
            self.end - self.after - 8.0,
        ]
    }
}

/// Words of a claim, and where they come from.
type Quoted = (ClaimId, Arc<Galley>, Arc<Galley>);

/// A move with everything in it laid out.
struct Laid {
    date: Arc<Galley>,
    who: Arc<Galley>,
    issue: Arc<Galley>,
    size: Arc<Galley>,
    caveats: Option<Arc<Galley>>,
    /// The words before and after, each with its source.
    words: [Option<Quoted>; 2],
    height: f32,
}

impl List<'_> {
    /// Shows the list. What was pressed, and how many lines are in view.
    pub fn show(&self, ui: &mut Ui, tall: &mut Tall) -> (Option<Press>, usize) {
        let p = theme::of(ui.ctx());
        let scroll = ui.spacing().scroll.allocated_width();
        let width = ui.available_width() - scroll;
        let columns = Columns::new(width);
        names(ui, &columns);
        let body = ui.available_rect_before_wrap();
        let list = ui.interact(body, id(), Sense::FOCUSABLE);
        let said = "Moves: arrow keys walk, Enter opens the words after, Shift Enter those before";
        list.widget_info(|| WidgetInfo::labeled(Role::Table, true, said));
        let focused = list.has_focus();
        if focused {
            let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, escape: true, tab: false };
            ui.memory_mut(|m| m.set_focus_lock_filter(id(), filter));
        }
        let rows = Rows {
            count: self.lines.len(),
            width,
            guess: GUESS,
            turn: self.turn,
            reveal: self.lit.filter(|_| self.reveal),
            across: None,
        };
        let area = ScrollArea::vertical().id_salt("moves list").auto_shrink(false);
        let area = area.scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible);
        let mut pressed = None;
        let height = |ui: &Ui, at: usize| match &self.lines[at] {
            Line::Head(..) => HEAD,
            Line::Row(row) => self.lay(ui, &columns, &self.rows[*row]).height,
        };
        let seen = tall.show(ui, area, rows, height, |ui, rect, at| match &self.lines[at] {
            Line::Head(title, count) => head(ui, rect, title, &line::counted(*count, self.nouns.0, self.nouns.1)),
            Line::Row(row) => {
                let press = self.row(ui, rect, &columns, at, &self.rows[*row], focused);
                pressed = pressed.or(press);
                ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
            }
        });
        (pressed, seen.rows.len())
    }

    fn lay(&self, ui: &Ui, columns: &Columns, row: &Row) -> Laid {
        let p = theme::of(ui.ctx());
        let [date, who, change, before, after] = columns.room();
        let project = self.project;
        let when = row.on.map_or_else(|| "undated".to_owned(), day);
        let small =
            |ui: &Ui, text: &str, room, rows| line::lines(ui, text, face::regular(size::SMALL), p.muted, room, rows);
        let quoted = |ui: &Ui, id: Option<ClaimId>, room: f32| {
            let claim = project.claim(id?)?;
            let words = project.excerpt(claim.excerpt).map_or("", |excerpt| &*excerpt.anchor.quotation);
            let words = line::lines(ui, words, face::serif(size::LARGE), p.ink, room - 10.0, LINES);
            Some((claim.id, words, small(ui, &unbroken(&whence(project, claim)), room - 10.0, 2)))
        };
        let name = project.label(row.spot.who.entry());
        let laid = Laid {
            date: line::lines(ui, &when, face::regular(size::BODY), p.ink, date, 2),
            who: line::lines(ui, &name, face::semibold(size::BODY), p.ink, who, 2),
            issue: line::lines(
                ui,
                &project.label(EntryId::Issue(row.spot.issue)),
                face::regular(size::BODY),
                p.ink,
                who,
                3,
            ),
            size: small(ui, &row.size(self.steps), change, 3),
            caveats: self.caveats(ui, row, change),
            words: [quoted(ui, row.before, before), quoted(ui, row.after, after)],
            height: 0.0,
        };
        let named = laid.who.size().y + 2.0 + laid.issue.size().y + 24.0;
        let caveats = laid.caveats.as_ref().map_or(0.0, |caveats| caveats.size().y + 3.0);
        let changed = self.pills(ui, columns, row) + laid.size.size().y + 4.0 + caveats;
        let words = laid.words.iter().flatten().map(|(_, words, source)| words.size().y + source.size().y + 3.0);
        let height = words.fold(named.max(changed), f32::max) + 22.0;
        Laid { height: height.ceil(), ..laid }
    }

    /// What is to be known before the change is quoted.
    fn caveats(&self, ui: &Ui, row: &Row, room: f32) -> Option<Arc<Galley>> {
        let said = row.caveats(self.project);
        let warning = theme::of(ui.ctx()).warning;
        (!said.is_empty()).then(|| line::lines(ui, &said.join("; "), face::regular(size::SMALL), warning, room, 6))
    }

    /// The height of both levels: beside each other, or one below the other.
    fn pills(&self, ui: &Ui, columns: &Columns, row: &Row) -> f32 {
        let widths = [row.from, row.to].map(|level| self.level_size(ui, level).x);
        if widths[0] + widths[1] + 24.0 <= columns.room()[2] { 22.0 } else { 46.0 }
    }

    fn level_size(&self, ui: &Ui, level: Option<StanceId>) -> eframe::egui::Vec2 {
        match level.and_then(|id| self.project.stance(id)) {
            Some(stance) => mark::pill_size(ui, stance),
            None => vec2(80.0, 20.0),
        }
    }

    fn row(&self, ui: &Ui, rect: Rect, columns: &Columns, at: usize, row: &Row, focused: bool) -> Option<Press> {
        let p = theme::of(ui.ctx());
        let on = self.lit == Some(at);
        let response = ui.interact(rect, id().with(("row", row.spot, row.on, row.after)), Sense::CLICK);
        let said = || row.in_words(self.project, self.steps);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, said()));
        tall::chosen(ui, response.id, id(), on);
        if on {
            ui.painter().rect_filled(rect, 0.0, p.accent_tint);
            let mark = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
            ui.painter().rect_filled(mark, 0.0, p.accent);
            if focused {
                let ring = Stroke::new(1.5, p.accent);
                ui.painter().rect_stroke(rect.shrink(1.0), CornerRadius::same(2), ring, StrokeKind::Inside);
            }
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, p.hover.gamma_multiply(0.5));
        }
        let mut pressed = match () {
            () if response.double_clicked() => Some(Press::Twice(at)),
            () if response.clicked() => Some(Press::Line(at)),
            () => None,
        };
        let laid = self.lay(ui, columns, row);
        let (left, top) = (rect.left(), rect.top() + 11.0);
        ui.painter().galley(pos2(left + columns.date, top), laid.date.clone(), p.ink);
        let below = top + laid.who.size().y + 2.0;
        ui.painter().galley(pos2(left + columns.who, top), laid.who.clone(), p.ink);
        let links = pos2(left + columns.who, below + laid.issue.size().y + 5.0);
        ui.painter().galley(pos2(left + columns.who, below), laid.issue.clone(), p.ink);
        let mut x = links.x;
        for (name, press) in [("Timeline", Press::Timeline(at, row.spot)), ("Cell", Press::Cell(at, row.spot))] {
            let (right, clicked) = link(ui, pos2(x, links.y), name, &said, (at, row));
            x = right + 12.0;
            if clicked {
                pressed = Some(press);
            }
        }
        self.change(ui, pos2(left + columns.change, top), columns, row, &laid);
        for ((words, x), name) in laid.words.iter().zip([columns.before, columns.after]).zip(["before", "after"]) {
            if let Some((claim, words, source)) = words
                && self.quoted(ui, pos2(left + x, top), (words, source), *claim, (at, name))
            {
                pressed = Some(Press::Open(at, *claim));
            }
        }
        pressed
    }

    /// From level to level, and by how much.
    fn change(&self, ui: &Ui, at: Pos2, columns: &Columns, row: &Row, laid: &Laid) {
        let p = theme::of(ui.ctx());
        let level = |at: Pos2, level: Option<StanceId>| match level.and_then(|id| self.project.stance(id)) {
            Some(stance) => mark::pill_at(ui, at, stance),
            None => {
                let font = face::regular(size::SMALL);
                ui.painter().text(at + vec2(0.0, 3.0), Align2::LEFT_TOP, "no position", font, p.muted);
            }
        };
        let high = self.pills(ui, columns, row);
        let first = self.level_size(ui, row.from);
        level(at, row.from);
        if high < 30.0 {
            arrow(ui, at + vec2(first.x + 5.0, 10.0), p.muted);
            level(at + vec2(first.x + 24.0, 0.0), row.to);
        } else {
            arrow(ui, at + vec2(2.0, 34.0), p.muted);
            level(at + vec2(20.0, 24.0), row.to);
        }
        let below = at + vec2(0.0, high + 4.0);
        ui.painter().galley(below, laid.size.clone(), p.muted);
        if let Some(caveats) = &laid.caveats {
            ui.painter().galley(below + vec2(0.0, laid.size.size().y + 3.0), caveats.clone(), p.warning);
        }
    }

    fn quoted(
        &self,
        ui: &Ui,
        at: Pos2,
        (words, source): (&Arc<Galley>, &Arc<Galley>),
        claim: ClaimId,
        key: (usize, &str),
    ) -> bool {
        let p = theme::of(ui.ctx());
        let size = vec2(10.0 + words.size().x.max(source.size().x), words.size().y + source.size().y + 3.0);
        let rect = Rect::from_min_size(at, size);
        let response = ui.interact(rect, id().with(("words", key)), Sense::CLICK);
        response.widget_info(|| {
            let claim = self.project.claim(claim);
            let words = claim.and_then(|claim| self.project.excerpt(claim.excerpt));
            let words = words.map_or("", |excerpt| &*excerpt.anchor.quotation);
            let from = claim.map(|claim| whence(self.project, claim)).unwrap_or_default();
            WidgetInfo::labeled(Role::Button, true, format!("Open the words {}: “{words}”, {from}", key.1))
        });
        let hovered = response.hovered();
        if hovered {
            ui.painter().rect_filled(rect.expand2(vec2(4.0, 3.0)), CornerRadius::same(4), p.hover);
        }
        let rule = Rect::from_min_size(at, vec2(2.0, words.size().y));
        ui.painter().rect_filled(rule, 1.0, if hovered { p.accent } else { p.strong_line });
        ui.painter().galley(at + vec2(10.0, 0.0), words.clone(), p.ink);
        ui.painter().galley(at + vec2(10.0, words.size().y + 3.0), source.clone(), p.muted);
        response.on_hover_cursor(CursorIcon::PointingHand).clicked()
    }
}

/// The names of the columns.
fn names(ui: &mut Ui, columns: &Columns) {
    let p = theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), NAMES), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, p.panel);
    for (x, name) in [
        (columns.date, "Date"),
        (columns.who, "Who, on which issue"),
        (columns.change, "Change"),
        (columns.before, "Words before"),
        (columns.after, "Words after"),
    ] {
        let galley = line::line(ui, name, face::semibold(size::TINY), p.muted, 200.0);
        let at = pos2(rect.left() + x, rect.center().y - galley.size().y / 2.0);
        let place = Rect::from_min_size(at, galley.size());
        ui.painter().galley(at, galley, p.muted);
        let response = ui.interact(place, id().with(("name", name)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, name));
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
}

/// What the moves below it have in common.
fn head(ui: &Ui, rect: Rect, title: &str, counted: &str) {
    let p = theme::of(ui.ctx());
    let response = ui.interact(rect, id().with(("head", title)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, format!("{title}: {counted}")));
    ui.painter().rect_filled(rect, 0.0, p.ground);
    let title = line::line(ui, title, face::semibold(size::BODY), p.ink, rect.width() * 0.6);
    let right = rect.left() + PAD + title.size().x + 10.0;
    let y = |height: f32| rect.center().y - height / 2.0;
    ui.painter().galley(pos2(rect.left() + PAD, y(title.size().y)), title, p.ink);
    ui.painter().text(pos2(right, rect.center().y), Align2::LEFT_CENTER, counted, face::regular(size::SMALL), p.muted);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
}

/// A word that leads elsewhere: where it ends, and whether it was pressed.
fn link(ui: &Ui, at: Pos2, name: &str, said: &impl Fn() -> String, (row, of): (usize, &Row)) -> (f32, bool) {
    let p = theme::of(ui.ctx());
    let galley = line::line(ui, name, face::regular(size::SMALL), p.accent, 90.0);
    let rect = Rect::from_min_size(at, galley.size());
    let response = ui.interact(rect.expand(3.0), id().with((name, row, of.spot)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{name} of {}", said())));
    ui.painter().galley(at, galley, p.accent);
    if response.hovered() {
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, p.accent));
    }
    (rect.right(), response.on_hover_cursor(CursorIcon::PointingHand).clicked())
}

/// An arrow to the right that begins at a place.
fn arrow(ui: &Ui, at: Pos2, colour: Color32) {
    let stroke = Stroke::new(1.4, colour);
    let tip = at + vec2(13.0, 0.0);
    ui.painter().line_segment([at, tip], stroke);
    ui.painter().add(Shape::line(vec![tip + vec2(-4.0, -3.5), tip, tip + vec2(-4.0, 3.5)], stroke));
}
