//! Below the grid: as of which day, over a histogram of claims, and with which earlier day to compare.

use eframe::egui::{
    CornerRadius, CursorIcon, EventFilter, Frame, Key, Margin, Modifiers, Panel, Rect, Response, RichText, Role, Sense,
    Stroke, Ui, UiBuilder, WidgetInfo, accesskit, pos2, vec2,
};
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use super::words;
use crate::derive::Memo;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::chip::{self, Chip, Tick};
use crate::gui::widgets::field::DateField;
use crate::gui::widgets::line::counted;
use crate::model::{Look, RowsOf};
use crate::session::{Command, Desk, Part};

const HEIGHT: f32 = 54.0;
/// The narrowest bar of the histogram, with the gap behind it.
const BAR: f32 = 7.0;

/// What the footer remembers from frame to frame.
#[derive(Default)]
pub struct AsOf {
    /// The dates being typed, each with the date in force it was begun from.
    typed: [Option<(DateField, Option<Date>)>; 2],
    bars: Memo<(u64, RowsOf, u32), Option<Histogram>>,
    days: Memo<(u64, RowsOf), Vec<(Date, usize)>>,
}

/// Claims by date, in bars of equal width.
#[derive(Clone, Debug, PartialEq)]
struct Histogram {
    /// The first day of the first bar.
    first: Date,
    /// The last day with a claim.
    last: Date,
    /// Days in a bar.
    step: i32,
    /// Claims in each bar.
    bars: Vec<usize>,
}

impl Histogram {
    /// The days with claims in at most `most` bars of a day, a week, a month, a quarter or years.
    fn new(days: &[(Date, usize)], most: usize) -> Option<Self> {
        let (first, last) = (days.first()?.0, days.last()?.0);
        let whole = between(first, last) + 1;
        let years = (1..).map(|years| years * 365);
        let step = [1, 7, 30, 91].into_iter().chain(years).find(|step| (whole - 1) / step < most.max(1) as i32)?;
        let mut bars = vec![0; ((whole - 1) / step + 1) as usize];
        for (day, claims) in days {
            bars[(between(first, *day) / step) as usize] += claims;
        }
        Some(Self { first, last, step, bars })
    }

    /// Days from the left end to the right end.
    fn span(&self) -> i32 {
        self.step * self.bars.len() as i32
    }

    /// The day at a place between 0 (left end) and 1 (right end); `None` at the right end and beyond.
    fn day_at(&self, place: f32) -> Option<Date> {
        let day = (place.max(0.0) * self.span() as f32) as i32;
        (place < 1.0 && day < between(self.first, self.last)).then(|| self.first.saturating_add(day.days()))
    }

    /// Where the end of a day is, between 0 and 1.
    fn place_of(&self, day: Date) -> f32 {
        ((between(self.first, day) + 1) as f32 / self.span() as f32).clamp(0.0, 1.0)
    }

    /// First and last day of a bar.
    fn days_of(&self, bar: usize) -> (Date, Date) {
        let first = self.first.saturating_add((bar as i32 * self.step).days());
        (first, first.saturating_add((self.step - 1).days()))
    }
}

fn between(a: Date, b: Date) -> i32 {
    (b - a).get_days()
}

impl AsOf {
    /// Shows the footer at the bottom of what is left; a changed look goes on `out`.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, undated: usize, out: &mut Vec<Command>) {
        let rows = desk.look().rows;
        let days = self.days.get((desk.document().revision(), rows), || desk.facts_of(rows).days());
        let Some((_, last)) = days.first().zip(days.last()) else { return };
        let last = last.0;
        let mut look = desk.look().clone();
        let p = theme::of(ui.ctx());
        let frame = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 0));
        Panel::bottom("matrix as of").exact_size(HEIGHT).frame(frame).show(ui, |ui| {
            let whole = ui.available_rect_before_wrap();
            let narrow = whole.width() < 760.0;
            let (left, right) = if narrow { (152.0, 188.0) } else { (172.0, 216.0) };
            let part = |from: f32, to: f32| {
                Rect::from_min_max(pos2(from, whole.center().y - 15.0), pos2(to, whole.center().y + 15.0))
            };
            ui.scope_builder(UiBuilder::new().max_rect(part(whole.left(), whole.left() + left)), |ui| {
                self.day(ui, &mut look, undated);
            });
            ui.scope_builder(UiBuilder::new().max_rect(part(whole.right() - right, whole.right())), |ui| {
                ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
                    // Only these two tell what was different then.
                    if matches!(desk.part(), Part::Positions | Part::Moves) {
                        self.since(ui, desk, &mut look, last);
                    }
                });
            });
            let body = whole.shrink2(vec2(0.0, 9.0));
            let body = Rect::from_min_max(
                pos2(whole.left() + left + space::M, body.top()),
                pos2(whole.right() - right - space::M, body.bottom()),
            );
            let most = (body.width() / BAR) as u32;
            let key = (desk.document().revision(), rows, most);
            if let Some(histogram) = &*self.bars.get(key, || Histogram::new(&days, most as usize)) {
                slider(ui, body, histogram, &mut look.settings.filter.as_of, look.since);
            }
        });
        if look != *desk.look() {
            out.push(Command::SetLook(Box::new(look)));
        }
    }

    fn day(&mut self, ui: &mut Ui, look: &mut Look, undated: usize) {
        let as_of = &mut look.settings.filter.as_of;
        let value = as_of.map_or_else(|| "any date".to_owned(), words::day);
        let pressed = Chip { name: "As of", value: &value, set: as_of.is_some(), clears: true }.show(ui);
        if pressed.cleared {
            *as_of = None;
        }
        let response = chip::tip(pressed.response, "Only claims dated on or before a day");
        let typed = &mut self.typed[0];
        chip::menu(&response, "As of").show(|ui| {
            ui.set_width(250.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            if chip::item(ui, Tick::One, as_of.is_none(), "Any date", "") {
                *as_of = None;
                ui.close();
            }
            date(ui, typed, "As of date", &response, as_of);
            chip::note(ui, "Claims dated after this day are left out, and so are undated claims.");
            if as_of.is_some() {
                chip::note(ui, &left_out(undated));
            }
        });
    }

    fn since(&mut self, ui: &mut Ui, desk: &Desk, look: &mut Look, last: Date) {
        let value = look.since.map_or_else(|| "nothing".to_owned(), words::day);
        let pressed = Chip { name: "Compare with", value: &value, set: look.since.is_some(), clears: true }.show(ui);
        if pressed.cleared {
            look.since = None;
        }
        let response = chip::tip(pressed.response, "Mark the cells whose position was another one on an earlier day");
        let typed = &mut self.typed[1];
        chip::menu(&response, "Compare with").show(|ui| {
            ui.set_width(260.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            if chip::item(ui, Tick::One, look.since.is_none(), "Nothing", "") {
                look.since = None;
                ui.close();
            }
            for (name, day) in earlier_days(desk, look.settings.filter.as_of, last) {
                if chip::item(ui, Tick::One, look.since == Some(day), name, &words::day(day)) {
                    look.since = Some(day);
                    ui.close();
                }
            }
            date(ui, typed, "Compare with the date", &response, &mut look.since);
            chip::note(ui, "Cells whose position was another one on that day say which, and the rest recede.");
        });
    }
}

/// Days that one may want to compare with.
fn earlier_days(desk: &Desk, as_of: Option<Date>, last: Date) -> Vec<(&'static str, Date)> {
    let now = as_of.unwrap_or(last);
    let before = |span: Span| now.checked_sub(span).ok();
    let sheet = desk.sheet();
    let moved = sheet.matrix.cells().filter_map(|(_, position)| Some(position.moved?.on)).max();
    let days = [
        ("The day before the last move", moved.and_then(|day| day.yesterday().ok())),
        ("A week before", before(1.week())),
        ("A month before", before(1.month())),
        ("A quarter before", before(3.months())),
        ("A year before", before(1.year())),
    ];
    days.into_iter().filter_map(|(name, day)| Some((name, day?))).collect()
}

/// A field for a date: what was typed stays, and a whole date counts at once.
fn date(
    ui: &mut Ui,
    typed: &mut Option<(DateField, Option<Date>)>,
    name: &str,
    opener: &Response,
    day: &mut Option<Date>,
) {
    if typed.as_ref().is_some_and(|(_, from)| from != day) {
        *typed = None;
    }
    let (field, from) = typed.get_or_insert_with(|| (DateField::new(*day), *day));
    ui.add_space(space::XS);
    let edit = field.show(ui, name, "2025-02-18");
    if opener.clicked() {
        edit.request_focus();
    }
    if edit.changed()
        && let Ok(date) = field.date()
    {
        (*day, *from) = (date, date);
    }
}

/// How many undated claims are left out, in words.
pub fn left_out(number: usize) -> String {
    match number {
        0 => "No undated claim is left out.".to_owned(),
        n => format!("{} left out", counted(n, "undated claim", "undated claims")),
    }
}

fn slider(ui: &Ui, body: Rect, histogram: &Histogram, as_of: &mut Option<Date>, since: Option<Date>) {
    let p = theme::of(ui.ctx());
    let id = ui.scope_id().with("as of slider");
    let response = ui.interact(body.expand2(vec2(space::S, 6.0)), id, Sense::click_and_drag());
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);
    if response.clicked() || response.drag_started() {
        response.request_focus();
    }
    if (response.dragged() || response.clicked())
        && let Some(pos) = response.interact_pointer_pos()
    {
        *as_of = histogram.day_at((pos.x - body.left()) / body.width());
    }
    if response.has_focus() {
        ui.memory_mut(|m| {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: false, tab: false };
            m.set_focus_lock_filter(id, filter);
        });
        keys(ui, histogram, as_of);
    }
    bars(ui, body, histogram, *as_of);
    if let Some(day) = since {
        let x = body.left() + histogram.place_of(day) * body.width();
        let dashes = [pos2(x, body.top() - 3.0), pos2(x, body.bottom())];
        ui.painter().extend(eframe::egui::Shape::dashed_line(&dashes, Stroke::new(1.5, p.muted), 3.0, 3.0));
    }
    let x = body.left() + as_of.map_or(1.0, |day| histogram.place_of(day)) * body.width();
    let width = if response.has_focus() || response.dragged() { 3.0 } else { 2.0 };
    let line = [pos2(x, body.top() - 5.0), pos2(x, body.bottom() + 5.0)];
    ui.painter().line_segment(line, Stroke::new(width, p.accent));
    if response.hovered() || response.has_focus() {
        ui.painter().circle_filled(line[0], 4.0, p.accent);
    }
    let said = as_of.map_or_else(|| "any date".to_owned(), words::day);
    response.widget_info(|| {
        let value = as_of.map_or(histogram.span(), |day| between(histogram.first, day));
        WidgetInfo { label: Some("As of".to_owned()), ..WidgetInfo::slider(true, f64::from(value), "As of") }
    });
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::Slider);
        node.set_value(said.clone());
        node.add_action(accesskit::Action::Increment);
        node.add_action(accesskit::Action::Decrement);
    });
    tip(response, body, histogram);
}

fn keys(ui: &Ui, histogram: &Histogram, as_of: &mut Option<Date>) {
    let mut step = |key, by: Span| {
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
            let from = as_of.unwrap_or(histogram.last);
            let to = from.saturating_add(by).clamp(histogram.first, histogram.last);
            // From the last day on, one step leads to any date.
            *as_of = (from < histogram.last || to < histogram.last).then_some(to);
        }
    };
    for key in [Key::ArrowRight, Key::ArrowUp] {
        step(key, 1.day());
    }
    for key in [Key::ArrowLeft, Key::ArrowDown] {
        step(key, -1.day());
    }
    step(Key::PageUp, 1.month());
    step(Key::PageDown, -1.month());
    if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Home)) {
        *as_of = Some(histogram.first);
    }
    if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::End)) {
        *as_of = None;
    }
}

/// What counts is drawn stronger than what the date leaves out.
fn bars(ui: &Ui, body: Rect, histogram: &Histogram, as_of: Option<Date>) {
    let p = theme::of(ui.ctx());
    let most = histogram.bars.iter().copied().max().unwrap_or(1).max(1) as f32;
    let width = body.width() / histogram.bars.len() as f32;
    let edge = body.left() + as_of.map_or(1.0, |day| histogram.place_of(day)) * body.width();
    for (index, claims) in histogram.bars.iter().enumerate() {
        let left = body.left() + index as f32 * width;
        let gap = if width > 5.0 { 2.0 } else { 0.0 };
        let height = if *claims == 0 { 1.0 } else { (body.height() * *claims as f32 / most).max(3.0) };
        let bar = Rect::from_min_max(pos2(left, body.bottom() - height), pos2(left + width - gap, body.bottom()));
        let painter = ui.painter();
        painter.rect_filled(bar, CornerRadius::same(2), theme::faded(p.line));
        let counted = bar.with_max_x(bar.right().min(edge));
        if counted.width() > 0.5 && *claims > 0 {
            painter.rect_filled(counted, CornerRadius::same(2), p.line);
        }
    }
}

fn tip(response: Response, body: Rect, histogram: &Histogram) {
    let Some(pos) = response.hover_pos().filter(|_| !response.dragged()) else { return };
    let place = ((pos.x - body.left()) / body.width()).clamp(0.0, 0.9999);
    let bar = (place * histogram.bars.len() as f32) as usize;
    let (first, last) = histogram.days_of(bar);
    let claims = counted(histogram.bars[bar], "claim", "claims");
    response.on_hover_ui_at_pointer(|ui| {
        let days =
            if first == last { words::day(first) } else { format!("{} – {}", words::day(first), words::day(last)) };
        ui.label(RichText::new(format!("{days}: {claims}")).font(face::regular(size::SMALL)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: &[(&str, usize)]) -> Vec<(Date, usize)> {
        days.iter().map(|(day, claims)| (day.parse().expect("a date"), *claims)).collect()
    }

    #[test]
    fn bars_are_days_weeks_months_or_years_as_the_room_is() {
        let month = [("2025-02-03", 2), ("2025-02-04", 1), ("2025-02-20", 4)];
        let years = [("1999-01-01", 1), ("2025-01-01", 1)];
        for (from, most, step, bars) in [
            (&month[..], 40, 1, 18),
            (&month, 10, 7, 3),
            (&month, 2, 30, 1),
            (&month[..1], 1, 1, 1),
            (&years, 30, 365, 27),
            (&years, 3, 365 * 9, 3),
        ] {
            let found = Histogram::new(&days(from), most).expect("there are claims");
            assert_eq!((found.step, found.bars.len()), (step, bars), "{from:?} in {most}");
            assert_eq!(found.bars.iter().sum::<usize>(), from.iter().map(|(_, n)| n).sum(), "{from:?} in {most}");
        }
        assert_eq!(Histogram::new(&[], 10), None);
    }

    #[test]
    fn a_place_is_a_day_and_the_right_end_is_any_date() {
        let found = Histogram::new(&days(&[("2025-02-01", 1), ("2025-02-10", 1)]), 20).expect("claims");
        let day = |place: f32| found.day_at(place).map(|day| day.to_string());
        assert_eq!(day(0.0).as_deref(), Some("2025-02-01"));
        assert_eq!(day(0.55).as_deref(), Some("2025-02-06"));
        assert_eq!([day(1.0), day(2.0), day(0.95)], [None, None, None]);
        assert_eq!(day(-1.0).as_deref(), Some("2025-02-01"));
        for number in 1..10 {
            let date = Date::constant(2025, 2, number);
            assert_eq!(found.day_at(found.place_of(date) - 0.01), Some(date));
        }
    }
}
