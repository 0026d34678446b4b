//! Timeline: one issue, a lane for everyone, claims as marks, the position in force as a band; or one country, bloc or
//! actor with a lane for every issue.
//!
//! What is shown comes from [`crate::derive::timeline`] under the look of the matrix. The wheel zooms at the pointer,
//! dragging pans, arrow keys walk the marks.

mod axis;
mod card;
mod chart;
mod choose;
mod empty;
mod head;
mod lanes;
mod list;
mod paint;
mod shown;
mod stack;
mod walk;
mod words;

use eframe::egui::{self, CentralPanel, Context, Event, Frame, Id, Key, Modifiers, Rect, Ui, vec2};

use super::keys::is_free;
use super::theme;
use crate::derive::Timeline;
use crate::derive::timeline::Subject;
use crate::model::{ClaimId, IssueId, Spot, Who};
use crate::session::{Command, Desk, Item};
use axis::Axis;
use chart::Chart;
use head::Chips;
use shown::Shown;
use stack::Stacks;
use walk::Step;

/// Height of the strip with the days.
const AXIS: f32 = 36.0;
/// Room at the right for what the matrix shows instead of the last band.
const GUTTER: f32 = 46.0;

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct TimelineScreen {
    chips: Chips,
    /// Whose issues are shown, where it is not one issue.
    of: Option<Who>,
    shown: Option<Shown>,
    /// Which days are in view; all of them until somebody zooms or pans.
    axis: Option<Axis>,
    stacks: Stacks,
    /// The mark on which the keyboard is.
    selected: Option<(Spot, ClaimId)>,
    /// Whether lanes without a claim are shown.
    unfolded: bool,
    /// How far lanes are scrolled.
    scrolled: f32,
    /// The claims of a stack that was pressed.
    list: list::List,
    /// Whether a key was the last thing that was pressed here: only then a ring says where the keyboard is.
    keyed: bool,
    /// The pass in which the screen was shown last.
    last_pass: u64,
}

/// What is wanted of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Want {
    /// A mark gets the keyboard, and comes into view.
    Select(Spot, ClaimId),
    /// A claim is shown in its article.
    Open(ClaimId),
    /// The claims of a stack are listed: of a lane, those of these places.
    List(usize, (usize, usize), Rect),
    /// No mark has the keyboard.
    Let,
    /// Lanes without a claim are shown, or no longer.
    Fold,
    /// The other way round: the lanes of an issue, or the issues of one.
    Turn(Spot),
    /// Another day is the last that counts.
    AsOf(jiff::civil::Date),
    /// Other days come into view.
    Look(Axis),
    /// All of them do.
    Fit,
    /// Lanes are scrolled to there.
    Scroll(f32),
}

/// Where the chart keeps the keyboard.
fn id() -> Id {
    Id::unique("timeline")
}

impl TimelineScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let pass = ui.ctx().cumulative_pass_nr();
        let arrives = self.last_pass + 1 < pass;
        self.last_pass = pass;
        if arrives {
            self.arrive(desk);
        }
        self.keyed = ui.input(|i| {
            i.events.iter().fold(self.keyed && !arrives, |keyed, event| match event {
                Event::Key { .. } => true,
                Event::PointerButton { .. } => false,
                _ => keyed,
            })
        });
        self.refresh(desk);
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let subject = self.subject(desk);
            if let Some(wanted) = self.chips.show(ui, desk, subject, out) {
                self.turn(wanted, out);
            }
            if empty::show(ui, desk, self.shown.as_ref(), out) {
                // The keys that go on to another issue work all the same.
                self.pages(ui, desk, out);
                return;
            }
            self.chart(ui, desk, out);
        });
        if arrives && is_free(ui.ctx()) && ui.memory(|m| m.focused().is_none()) {
            ui.memory_mut(|m| m.request_focus(id()));
        }
    }

    /// Follows the issue of the desk, whatever was followed.
    pub fn follow_issue(&mut self) {
        self.of = None;
    }

    /// Selects the latest mark of the cell one came from.
    fn arrive(&mut self, desk: &Desk) {
        let is_here = |cell: &Spot| Some(cell.issue) == desk.followed() && self.of.is_none();
        if let Some(cell) = desk.selection().cell.filter(is_here)
            && self.selected.is_none_or(|(spot, _)| spot != cell)
        {
            let latest = desk.sheet().matrix.evidence(cell).first().copied();
            self.selected = latest.map(|claim| (cell, claim));
        }
    }

    fn subject(&self, desk: &Desk) -> Option<Subject> {
        let there = |who: &Who| who.rows() == desk.look().rows && desk.project().contains(who.entry());
        self.of.filter(there).map(Subject::Who).or_else(|| desk.followed().map(Subject::Issue))
    }

    fn turn(&mut self, wanted: Subject, out: &mut Vec<Command>) {
        match wanted {
            Subject::Who(who) => self.of = Some(who),
            Subject::Issue(issue) => {
                self.of = None;
                out.push(Command::Follow(issue));
            }
        }
    }

    /// Derives the timeline where the project, the look or the subject has changed.
    fn refresh(&mut self, desk: &Desk) {
        let Some(subject) = self.subject(desk) else {
            self.shown = None;
            return;
        };
        let look = desk.look();
        let key = (desk.revision(), look, subject);
        if self.shown.as_ref().is_some_and(|shown| (shown.key.0, &shown.key.1, shown.key.2) == key) {
            return;
        }
        let (project, facts, sheet) = (desk.project(), desk.facts_of(look.rows), desk.sheet());
        let timeline = Timeline::new(project, &facts, &sheet, &look.settings, subject);
        let other = self.shown.as_ref().is_none_or(|shown| shown.key.2 != subject);
        let shown = Shown::new(project, timeline, (key.0, look.clone(), subject));
        self.stacks.forget();
        self.list.close();
        if other {
            // One goes on looking at the same days, as long as there is anything to see.
            self.axis = self.axis.filter(|axis| shown.timeline.days().is_some_and(|days| axis.sees(days)));
            self.scrolled = 0.0;
        }
        let is_there = |(spot, claim): &(Spot, ClaimId)| {
            let lane = shown.number_of(*spot).map(|number| shown.lane(number));
            lane.is_some_and(|lane| lane.marks.iter().any(|mark| mark.claim == *claim))
        };
        self.selected = self.selected.filter(is_there);
        self.shown = Some(shown);
    }

    fn chart(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let Some(mut shown) = self.shown.take() else { return };
        let Some(days) = shown.timeline.days() else { return };
        let whole = ui.available_rect_before_wrap();
        let names = shown.names_width(ui).min(whole.width() * 0.3);
        let body = Rect::from_min_max(whole.min + vec2(0.0, AXIS), whole.max);
        let chart = Rect::from_min_max(body.min + vec2(names, 0.0), body.max - vec2(GUTTER, 0.0));
        let axis = self.axis.map_or_else(|| Axis::fit(days, chart.width()), |axis| axis.of(days, chart.width()));
        if self.list.is_open(ui.ctx()) {
            hold(ui, true);
        }
        let wants = self.keys(ui, desk, &shown, axis, chart, out);
        let mut wants: Vec<Want> = wants.into_iter().collect();
        let place = Chart {
            desk,
            shown: &shown,
            axis,
            whole,
            chart,
            names,
            selected: self.selected,
            unfolded: self.unfolded,
            scrolled: self.scrolled,
            listing: self.list.is_open(ui.ctx()),
            keyed: self.keyed,
        };
        place.show(ui, &mut self.stacks, &mut wants);
        if let Some(claim) = self.list.show(ui, desk.project(), &shown) {
            wants.push(Want::Open(claim));
        }
        for want in wants {
            self.carry_out(ui, desk, &shown, axis, chart, want, out);
        }
        self.shown = Some(shown);
        ui.advance_cursor_after_rect(whole);
    }

    #[expect(clippy::too_many_arguments, reason = "what a wish is carried out on")]
    fn carry_out(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        shown: &Shown,
        axis: Axis,
        chart: Rect,
        want: Want,
        out: &mut Vec<Command>,
    ) {
        match want {
            Want::Select(spot, claim) => {
                self.selected = Some((spot, claim));
                self.reveal(shown, axis, chart);
            }
            Want::Open(claim) => {
                self.list.close();
                out.push(Command::Show(Item::Claim(claim)));
            }
            Want::List(number, marks, rect) => self.list.open(ui.ctx(), number, marks.0..marks.1, rect),
            Want::Let => self.selected = None,
            Want::Fold => self.unfolded = !self.unfolded,
            Want::Turn(spot) => match shown.timeline.subject {
                Subject::Issue(_) => self.of = Some(spot.who),
                Subject::Who(_) => self.turn(Subject::Issue(spot.issue), out),
            },
            Want::AsOf(date) => {
                let mut look = desk.look().clone();
                look.settings.filter.as_of = Some(date);
                if look != *desk.look() {
                    out.push(Command::SetLook(Box::new(look)));
                }
            }
            Want::Look(axis) => self.axis = Some(axis),
            Want::Fit => self.axis = None,
            Want::Scroll(to) => self.scrolled = to,
        }
    }

    /// Brings the selected mark into view.
    fn reveal(&mut self, shown: &Shown, axis: Axis, chart: Rect) {
        let Some((number, mark)) = self.place_of_selected(shown) else { return };
        let revealed = axis.revealing(shown.lane(number).marks[mark].day);
        if revealed != axis {
            self.axis = Some(revealed);
        }
        let plan = shown::Plan::new(shown, self.unfolded, chart.height());
        let Some(place) = shown.filled.iter().position(|other| *other == number) else { return };
        let (top, height) = plan.at(place);
        self.scrolled = self.scrolled.clamp((top + height - chart.height()).max(0.0), top.max(0.0));
    }

    /// The lane and the place of the selected mark.
    fn place_of_selected(&self, shown: &Shown) -> Option<(usize, usize)> {
        let (spot, claim) = self.selected?;
        let number = shown.number_of(spot)?;
        Some((number, shown.lane(number).marks.iter().position(|mark| mark.claim == claim)?))
    }

    /// What the keys want.
    fn keys(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        shown: &Shown,
        axis: Axis,
        chart: Rect,
        out: &mut Vec<Command>,
    ) -> Option<Want> {
        if !are_ours(ui.ctx()) {
            return None;
        }
        self.pages(ui, desk, out);
        if ui.memory(|m| m.has_focus(id())) {
            hold(ui, false);
        }
        let lanes: Vec<&[_]> = shown.filled.iter().map(|number| &*shown.lane(*number).marks).collect();
        let place = self.place_of_selected(shown);
        let start =
            place.and_then(|(number, mark)| Some((shown.filled.iter().position(|other| *other == number)?, mark)));
        let steps = walk::steps(ui);
        if !steps.is_empty() {
            // Asked for anew, it would be given with the arrow keys let go.
            if !ui.memory(|m| m.has_focus(id())) {
                ui.memory_mut(|m| m.request_focus(id()));
            }
            let (lane, mark) = steps.into_iter().fold(start, |at, step: Step| step.take(at, &lanes))?;
            let lane = shown.lane(shown.filled[lane]);
            return Some(Want::Select(lane.spot, lane.marks[mark].claim));
        }
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        if let Some((_, claim)) = self.selected {
            if pressed(Key::Enter) {
                return Some(Want::Open(claim));
            }
            if pressed(Key::Escape) {
                return Some(Want::Let);
            }
        }
        // Nearer and farther about the mark that is selected, else about the middle.
        let about = || {
            let day = place.map(|(number, mark)| shown.lane(number).marks[mark].day);
            let x = day.map_or(chart.width() / 2.0, |day| axis.x(day.into()));
            x.clamp(0.0, chart.width())
        };
        if pressed(Key::Plus) || pressed(Key::Equals) {
            return Some(Want::Look(axis.zoomed(about(), 1.5)));
        }
        if pressed(Key::Minus) {
            return Some(Want::Look(axis.zoomed(about(), 1.0 / 1.5)));
        }
        pressed(Key::Num0).then_some(Want::Fit)
    }

    /// The issue before or after, or whoever stands there.
    fn pages(&mut self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) {
        if !are_ours(ui.ctx()) {
            return;
        }
        let pressed = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as isize;
        let by = pressed(Key::PageDown) - pressed(Key::PageUp);
        if by == 0 {
            return;
        }
        let sheet = desk.sheet();
        match self.subject(desk) {
            Some(Subject::Who(who)) => {
                let whos: Vec<Who> = sheet.whos().map(|(who, _)| who).collect();
                self.of = Some(beside(&whos, who, by));
            }
            Some(Subject::Issue(issue)) => {
                let issues: Vec<IssueId> = sheet.issues().map(|(issue, _)| issue).collect();
                let to = beside(&issues, issue, by);
                if to != issue {
                    out.push(Command::Follow(to));
                }
            }
            None => {}
        }
    }
}

/// The one so many places after another; of one that is not there, the first.
fn beside<T: Copy + PartialEq>(all: &[T], from: T, by: isize) -> T {
    match all.iter().position(|other| *other == from) {
        Some(at) => all[at.saturating_add_signed(by).min(all.len() - 1)],
        None => all.first().copied().unwrap_or(from),
    }
}

/// Whether keys go to the chart: nothing is typed, nothing is asked, and no button has the keyboard.
fn are_ours(ctx: &Context) -> bool {
    is_free(ctx) && ctx.memory(|m| m.focused().is_none_or(|focused| focused == id()))
}

/// Keeps the keyboard with the chart: arrow keys and Escape lead to nothing else, and Tab does not where it is held too.
///
/// A list that opened has nothing else to hold it by: it takes its keys while the chart has the keyboard.
fn hold(ui: &Ui, tab: bool) {
    let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, tab };
    let elsewhere = ui.ctx().text_edit_focused() || ui.memory(|m| m.top_modal_layer().is_some());
    // Asked for anew, it would be given with the arrow keys let go.
    if tab && !elsewhere && !ui.memory(|m| m.has_focus(id())) {
        ui.memory_mut(|m| m.request_focus(id()));
    }
    ui.memory_mut(|m| m.set_focus_lock_filter(id(), filter));
}

/// The day that it is where the analyst is.
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goes_to_the_neighbour_and_stays_at_the_ends() {
        for (from, by, to) in [(1, 1, 2), (2, 5, 3), (2, -1, 1), (1, -1, 1), (9, 1, 1)] {
            assert_eq!(beside(&[1, 2, 3], from, by), to, "{from} by {by}");
        }
        assert_eq!(beside(&[], 4, 1), 4);
    }
}
