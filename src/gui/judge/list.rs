//! The cells that wait, by reason, and how far the judging is.

use eframe::egui::{
    CornerRadius, CursorIcon, Frame, Margin, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use crate::derive::queue::{Queue, Reason, Waiting};
use crate::gui::matrix::words;
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::line::{self, counted};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{button, field};
use crate::model::{Cell, EntryId, Project};

const ROW: f32 = 46.0;
const HEAD: f32 = 30.0;

/// What is wanted of the list.
pub enum Press {
    /// This cell.
    Cell(Cell),
    /// Those that were put off, back.
    Unskip,
}

/// The list.
pub struct List<'a> {
    /// Where the names are.
    pub project: &'a Project,
    /// All that waits.
    pub queue: &'a Queue,
    /// What of it is shown, in order.
    pub waiting: &'a [Waiting],
    /// The one at hand.
    pub at: Option<Cell>,
    /// How many were put off.
    pub skipped: usize,
}

impl List<'_> {
    /// Shows the list; with `reveal` the cell at hand comes into view.
    pub fn show(&self, ui: &mut Ui, only: &mut Option<Reason>, reveal: bool) -> Option<Press> {
        let mut press = None;
        let margin = Margin { left: 14, right: 14, top: 12, bottom: 6 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::S;
            self.progress(ui);
            let labels: Vec<String> = std::iter::once(format!("All {}", self.queue.waiting.len()))
                .chain(Reason::ALL.map(|(reason, label)| format!("{label} {}", self.queue.count(reason))))
                .collect();
            let segments: Vec<_> = labels.iter().map(|label| Segment::word(label)).collect();
            let chosen = only.map_or(0, |only| only as usize + 1);
            if let Some(index) = segmented::show(ui, "Why they wait", Some(chosen), &segments) {
                *only = index.checked_sub(1).map(|index| Reason::ALL[index].0);
            }
            if self.skipped > 0 && button::link(ui, &format!("Bring back {} put off", self.skipped)).clicked() {
                press = Some(Press::Unskip);
            }
        });
        let area = ScrollArea::vertical().id_salt("waiting").auto_shrink(false);
        area.show_viewport(ui, |ui, viewport| {
            let lines = self.lines();
            let height = lines.last().map_or(0.0, |(_, top, line)| top + line.height());
            ui.set_height(height);
            let corner = ui.max_rect().min;
            let width = ui.max_rect().width();
            for (index, top, line) in &lines {
                let place = Rect::from_min_size(corner + vec2(0.0, *top), vec2(width, line.height()));
                if let Line::Cell(row) = line
                    && reveal
                    && self.at == Some(row.cell)
                {
                    ui.scroll_to_rect(place.expand2(vec2(0.0, ROW)), None);
                }
                if *top + line.height() < viewport.top() || *top > viewport.bottom() {
                    continue;
                }
                match line {
                    Line::Head(reason, count) => head(ui, place, *reason, *count),
                    Line::Cell(row) => {
                        if self.row(ui, place, row, *index) {
                            press = Some(Press::Cell(row.cell));
                        }
                    }
                }
            }
        });
        press
    }

    fn progress(&self, ui: &mut Ui) {
        let p = theme::of(ui.ctx());
        let (judged, all) = (self.queue.judged, self.queue.all());
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
        ui.painter().rect_filled(rect, CornerRadius::same(3), p.line);
        let part = rect.with_max_x(rect.left() + rect.width() * judged as f32 / all.max(1) as f32);
        ui.painter().rect_filled(part, CornerRadius::same(3), p.accent);
        let stale = self.queue.count(Reason::Stale);
        let stale = if stale > 0 { format!(", {stale} stale") } else { String::new() };
        let said = format!("{judged} of {} judged{stale}", counted(all, "position", "positions"));
        response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &said));
        field::note(ui, &said);
    }

    /// What stands below each other, with its index and its top.
    fn lines(&self) -> Vec<(usize, f32, Line<'_>)> {
        let mut lines = Vec::new();
        let mut top = 0.0;
        for (index, row) in self.waiting.iter().enumerate() {
            if index == 0 || self.waiting[index - 1].reason != row.reason {
                let count = self.waiting.iter().filter(|other| other.reason == row.reason).count();
                lines.push((index, top, Line::Head(row.reason, count)));
                top += HEAD;
            }
            lines.push((index, top, Line::Cell(row)));
            top += ROW;
        }
        lines
    }

    fn row(&self, ui: &Ui, rect: Rect, row: &Waiting, index: usize) -> bool {
        let p = theme::of(ui.ctx());
        let on = self.at == Some(row.cell);
        let response = ui.interact(rect, ui.scope_id().with(("waits", row.cell)), Sense::click());
        let country = self.project.label(EntryId::Country(row.cell.country));
        let issue = self.project.label(EntryId::Issue(row.cell.issue));
        let why = why(row);
        let spoken = format!("{country} on {issue}: {why}, {} of {}", index + 1, self.waiting.len());
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, on, &spoken));
        let place = rect.shrink2(vec2(6.0, 1.0));
        let fill = match (on, response.hovered()) {
            (true, _) => Some(p.accent_tint),
            (false, true) => Some(p.hover),
            (false, false) => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(place, CornerRadius::same(RADIUS), fill);
        }
        if response.has_focus() {
            let stroke = Stroke::new(1.5, p.accent);
            ui.painter().rect_stroke(place, CornerRadius::same(RADIUS), stroke, StrokeKind::Inside);
        }
        let (left, room) = (place.left() + 8.0, place.width() - 16.0);
        let name = line::line(ui, &country, face::medium(size::BODY), p.ink, room * 0.5);
        let at = left + name.size().x + 8.0;
        let side = line::line(ui, &why, face::regular(size::SMALL), p.muted, place.right() - 8.0 - at);
        let below = line::line(ui, &issue, face::regular(size::SMALL), p.muted, room);
        ui.painter().galley(pos2(left, place.top() + 5.0), name, p.ink);
        ui.painter().galley(pos2(place.right() - 8.0 - side.size().x, place.top() + 6.0), side, p.muted);
        let cut = below.elided;
        ui.painter().galley(pos2(left, place.top() + 24.0), below, p.muted);
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        let response = if cut { response.on_hover_text(&spoken) } else { response };
        response.clicked()
    }
}

enum Line<'a> {
    Head(Reason, usize),
    Cell(&'a Waiting),
}

impl Line<'_> {
    fn height(&self) -> f32 {
        match self {
            Self::Head(..) => HEAD,
            Self::Cell(_) => ROW,
        }
    }
}

fn head(ui: &Ui, rect: Rect, reason: Reason, count: usize) {
    let p = theme::of(ui.ctx());
    let text = format!("{} · {count}", reason.label().to_uppercase());
    let galley = line::line(ui, &text, face::semibold(size::TINY), p.muted, rect.width() - 28.0);
    ui.painter().galley(pos2(rect.left() + 14.0, rect.bottom() - 6.0 - galley.size().y), galley, p.muted);
}

/// "2 changes since", "3 claims, 18 Feb 2025"
fn why(row: &Waiting) -> String {
    if row.reason == Reason::Stale {
        return format!("{} since", counted(row.changes as usize, "change", "changes"));
    }
    let claims = counted(row.claims as usize, "claim", "claims");
    row.latest.map_or(claims.clone(), |day| format!("{claims}, {}", words::day(day)))
}
