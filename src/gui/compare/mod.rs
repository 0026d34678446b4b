//! Compare: two to six countries, blocs or actors side by side, issue by issue, with quotations.
//!
//! Rule, filters and date are those of the matrix; everything derived comes from [`Desk::comparison`].

mod bar;
mod cell;
mod menu;
mod order;
mod start;
mod table;
mod words;

use std::cell::RefCell;
use std::sync::Arc;

use eframe::egui::{CentralPanel, Event, Frame, Key, Modifiers, Popup, Ui};

use self::bar::{Bar, Show};
use self::cell::Press;
use self::menu::Choice;
use self::order::Drag;
pub(super) use self::start::said;
use self::table::{Searches, Table, Wanted};
pub(super) use self::words::{day, source, unbroken};

use super::keys::is_free;
use super::theme::{self, space};
use super::widgets::button;
use super::widgets::tall::Tall;
use crate::derive::Memo;
use crate::derive::claims::{Query, View as ClaimsView};
use crate::derive::compare::{Comparison, Proposal, propose};
use crate::derive::steps::Steps;
use crate::gui::widgets::line::counted;
use crate::model::{EntryId, IssueId, Look, Spot};
use crate::session::{Action, Command, Desk, Item};

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct CompareScreen {
    bar: Bar,
    show: Show,
    tall: Tall,
    drag: Drag,
    /// The cell under the keyboard.
    cursor: Option<Spot>,
    /// It is to be brought into view.
    reveal: bool,
    sought: Searches,
    proposals: Memo<(u64, Look), Vec<Proposal>>,
    /// What the lines were made of, and how often they were others.
    of: Option<(Arc<Comparison>, Show)>,
    lines: Vec<usize>,
    turn: u64,
    /// How many lines were in view.
    page: usize,
    /// Whether a menu was open, and the pass in which the screen was shown last.
    menu: bool,
    shown: Option<u64>,
}

impl CompareScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let pass = ui.ctx().cumulative_pass_nr();
        let arrives = self.shown.replace(pass).is_none_or(|last| last + 1 < pass);
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if start::nothing(ui, desk.project(), out) {
                return;
            }
            let comparison = desk.comparison();
            self.bar.show(ui, desk, &comparison.whos, &mut self.show, out);
            if comparison.whos.is_empty() {
                return self.start(ui, desk, out);
            }
            let steps = Steps::new(desk.project());
            self.follow(&comparison, &steps);
            // Who comes to the screen, or closes a menu, has the table under the keys.
            let menu = Popup::is_any_open(ui.ctx());
            let closed = std::mem::replace(&mut self.menu, menu) && !menu;
            if (arrives || closed) && is_free(ui.ctx()) {
                ui.memory_mut(|m| m.request_focus(table::id()));
            }
            self.keys(ui, desk, &comparison, &steps, out);
            if self.lines.is_empty() {
                return self.none_left(ui, desk, &comparison);
            }
            let cursor = self.place(&comparison);
            let table = Table {
                desk,
                comparison: &comparison,
                steps: &steps,
                lines: &self.lines,
                turn: self.turn,
                cursor,
                reveal: std::mem::take(&mut self.reveal),
                sought: RefCell::new(&mut self.sought),
            };
            let (wanted, page) = table.show(ui, &mut self.tall, &mut self.drag);
            self.page = page;
            if let Some(wanted) = wanted {
                self.answer(ui, desk, &comparison, &steps, &wanted, out);
            }
        });
    }

    fn start(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let key = (desk.revision(), desk.look().clone());
        let proposals = self.proposals.get(key, || propose(desk.project(), &desk.sheet()));
        match start::show(ui, desk.project(), &proposals) {
            Some(start::Wanted::Compare(index)) => out.push(Command::SetCompared(proposals[index].whos.clone())),
            Some(start::Wanted::Choose) => {
                self.bar.open();
                ui.ctx().request_repaint();
            }
            None => {}
        }
        if plain(ui, table::id(), Key::A) {
            self.bar.open();
            ui.ctx().request_repaint();
        }
    }

    /// Makes the lines fit what is compared and which of them are wanted.
    fn follow(&mut self, comparison: &Arc<Comparison>, steps: &Steps) {
        if self.of.as_ref().is_some_and(|(of, show)| Arc::ptr_eq(of, comparison) && *show == self.show) {
            return;
        }
        let wanted = |line: &crate::derive::compare::Line| match self.show {
            Show::All => true,
            Show::Differ => line.differ,
            Show::Held => line.all_hold(steps),
        };
        let lines = comparison.lines.iter().enumerate().filter(|(_, line)| wanted(line)).map(|(at, _)| at);
        let lines: Vec<usize> = lines.collect();
        let issues = |comparison: &Comparison, lines: &[usize]| -> Vec<IssueId> {
            lines.iter().filter_map(|line| Some(comparison.lines.get(*line)?.issue)).collect()
        };
        // The same issues stay where they are, though others are compared or a cell has changed.
        let same = self.of.as_ref().is_some_and(|(of, _)| issues(of, &self.lines) == issues(comparison, &lines));
        self.lines = lines;
        self.sought.compared_anew();
        self.of = Some((comparison.clone(), self.show));
        if same {
            self.tall.forget();
        } else {
            self.turn += 1;
        }
    }

    /// The cell under the keyboard: a place in the lines, and a column.
    fn place(&self, comparison: &Comparison) -> Option<(usize, usize)> {
        let cursor = self.cursor?;
        let at = comparison.whos.iter().position(|who| *who == cursor.who)?;
        let row = self.lines.iter().position(|line| comparison.lines[*line].issue == cursor.issue)?;
        Some((row, at))
    }

    fn go(&mut self, comparison: &Comparison, (row, at): (usize, usize)) {
        self.cursor = self.lines.get(row).and_then(|line| comparison.spot(*line, at));
        self.reveal = true;
    }

    fn keys(&mut self, ui: &Ui, desk: &Desk, comparison: &Comparison, steps: &Steps, out: &mut Vec<Command>) {
        let ours = ui.memory(|m| m.focused().is_none_or(|id| id == table::id()));
        if !ours || !is_free(ui.ctx()) {
            return;
        }
        let (rows, columns) = (self.lines.len(), comparison.whos.len());
        let here = self.place(comparison);
        let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if let Some((_, at)) = here {
            for (key, right) in [(Key::ArrowLeft, false), (Key::ArrowRight, true)] {
                if pressed(Modifiers::ALT, key) {
                    out.push(Command::SetCompared(order::stepped(&comparison.whos, at, right)));
                    self.reveal = true;
                }
            }
        }
        if pressed(Modifiers::NONE, Key::A) {
            self.bar.open();
            ui.ctx().request_repaint();
        }
        if rows == 0 {
            return;
        }
        let page = self.page.saturating_sub(1).max(1);
        let (last, end) = (rows - 1, columns - 1);
        type Step<'a> = (Modifiers, Key, &'a dyn Fn((usize, usize)) -> (usize, usize));
        let steps_of: [Step<'_>; 10] = [
            (Modifiers::COMMAND, Key::Home, &|_| (0, 0)),
            (Modifiers::COMMAND, Key::End, &|_| (last, end)),
            (Modifiers::NONE, Key::ArrowDown, &|(row, at)| ((row + 1).min(last), at)),
            (Modifiers::NONE, Key::ArrowUp, &|(row, at)| (row.saturating_sub(1), at)),
            (Modifiers::NONE, Key::ArrowRight, &|(row, at)| (row, (at + 1).min(end))),
            (Modifiers::NONE, Key::ArrowLeft, &|(row, at)| (row, at.saturating_sub(1))),
            (Modifiers::NONE, Key::PageDown, &|(row, at)| ((row + page).min(last), at)),
            (Modifiers::NONE, Key::PageUp, &|(row, at)| (row.saturating_sub(page), at)),
            (Modifiers::NONE, Key::Home, &|(row, _)| (row, 0)),
            (Modifiers::NONE, Key::End, &|(row, _)| (row, end)),
        ];
        let mut now = here;
        for (modifiers, key, step) in steps_of {
            for _ in 0..ui.input_mut(|i| i.count_and_consume_key(modifiers, key)) {
                // From nowhere every step leads to the first cell.
                now = Some(now.map_or((0, 0), step));
            }
        }
        for (modifiers, on) in [(Modifiers::SHIFT, false), (Modifiers::NONE, true)] {
            if pressed(modifiers, Key::N) {
                now = self.differing(comparison, now, on).or(now);
            }
        }
        if now != here {
            if let Some(place) = now {
                self.go(comparison, place);
            }
            ui.memory_mut(|m| m.request_focus(table::id()));
        }
        let Some((row, at)) = now else { return };
        let line = self.lines[row];
        let telling = || comparison.telling(desk.project(), steps, line, at);
        if pressed(Modifiers::SHIFT, Key::Enter) {
            out.extend(telling().get(1).map(|claim| Command::Show(Item::Claim(*claim))));
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            match telling().first() {
                Some(claim) => out.push(Command::Show(Item::Claim(*claim))),
                None => self.search(desk, comparison, (line, at), out),
            }
        }
        let copies = ui.input_mut(|i| i.events.extract_if(.., |event| matches!(event, Event::Copy)).count());
        if copies > 0 {
            copy(desk, comparison, steps, &[(line, at)], out);
        }
    }

    /// The next line after the cell at which they differ, round the end; in the column where one is.
    fn differing(&self, comparison: &Comparison, from: Option<(usize, usize)>, on: bool) -> Option<(usize, usize)> {
        let rows = self.lines.len();
        let (row, at) = from.map_or((if on { rows - 1 } else { 0 }, 0), |place| place);
        let mut others = (1..=rows).map(|step| if on { (row + step) % rows } else { (row + rows - step) % rows });
        others.find(|row| comparison.lines[self.lines[*row]].differ).map(|row| (row, at))
    }

    fn search(&mut self, desk: &Desk, comparison: &Comparison, (line, at): (usize, usize), out: &mut Vec<Command>) {
        let Some(spot) = comparison.spot(line, at) else { return };
        let sought = self.sought.get(desk, spot);
        out.push(Command::Search(Box::new(sought.wish.clone())));
        out.push(Command::Do(Action::ShowSearch));
    }

    fn answer(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        comparison: &Comparison,
        steps: &Steps,
        wanted: &Wanted,
        out: &mut Vec<Command>,
    ) {
        let (row, at) = match wanted {
            Wanted::Follow(issue) => return out.push(Command::Follow(*issue)),
            Wanted::Order(order) => return out.push(Command::SetCompared(order.clone())),
            Wanted::In(row, at, _) | Wanted::Menu(row, at, _) => (*row, *at),
        };
        let line = self.lines[row];
        let Some(spot) = comparison.spot(line, at) else { return };
        self.cursor = Some(spot);
        ui.memory_mut(|m| m.request_focus(table::id()));
        let first = || comparison.telling(desk.project(), steps, line, at).first().copied();
        match wanted {
            Wanted::In(_, _, Press::Cell) | Wanted::Follow(_) | Wanted::Order(_) => {}
            Wanted::In(_, _, Press::Open(claim)) => out.push(Command::Show(Item::Claim(*claim))),
            Wanted::In(_, _, Press::Search) | Wanted::Menu(_, _, Choice::Search) => {
                self.search(desk, comparison, (line, at), out);
            }
            Wanted::In(_, _, Press::All) | Wanted::Menu(_, _, Choice::Claims) => {
                let entries = [spot.who.entry(), EntryId::Issue(spot.issue)].into();
                let query = Query { entries, ..Query::default() };
                out.push(Command::ViewClaims(Box::new(ClaimsView { query, ..ClaimsView::default() })));
            }
            Wanted::Menu(_, _, Choice::Open) => out.extend(first().map(|claim| Command::Show(Item::Claim(claim)))),
            Wanted::Menu(_, _, Choice::Matrix) => show_in_matrix(desk, spot, out),
            Wanted::Menu(_, _, Choice::Timeline) => out.push(Command::Follow(spot.issue)),
            Wanted::Menu(_, _, Choice::Copy) => copy(desk, comparison, steps, &[(line, at)], out),
            Wanted::Menu(_, _, Choice::CopyAll) => {
                let whos = comparison.whos.len();
                let cells = self.lines.iter().flat_map(|line| (0..whos).map(move |at| (*line, at)));
                copy(desk, comparison, steps, &cells.collect::<Vec<_>>(), out);
            }
        }
    }

    /// No issue is left to be shown.
    fn none_left(&mut self, ui: &mut Ui, desk: &Desk, comparison: &Comparison) {
        ui.add_space(ui.available_height() * 0.3);
        let names = comparison.names(desk.project()).join(", ");
        let (headline, sentence) = match self.show {
            _ if comparison.lines.is_empty() => {
                ("Every issue is hidden", "The matrix hides them; show them there.".into())
            }
            Show::Differ => {
                ("They differ on no issue", format!("{names}: the same level wherever two have a position."))
            }
            Show::Held | Show::All => {
                ("No issue has a position of each", format!("{names}: one or the other has none everywhere."))
            }
        };
        said(ui, headline, &sentence);
        if !comparison.lines.is_empty() {
            ui.vertical_centered(|ui| {
                ui.add_space(space::S);
                if button::secondary(ui, "Show all issues").clicked() {
                    self.show = Show::All;
                    ui.ctx().request_repaint();
                }
            });
        }
    }
}

/// Shows a cell in the matrix, with those in its rows among whom it stands.
pub(super) fn show_in_matrix(desk: &Desk, spot: Spot, out: &mut Vec<Command>) {
    let mut look = desk.look().clone();
    let shown = |id: EntryId| !desk.look().hidden.contains(&id);
    if look.rows != spot.who.rows() || !shown(spot.who.entry()) || !shown(EntryId::Issue(spot.issue)) {
        look.rows = spot.who.rows();
        look.hidden.remove(&spot.who.entry());
        look.hidden.remove(&EntryId::Issue(spot.issue));
        out.push(Command::SetLook(Box::new(look)));
    }
    out.push(Command::Do(Action::ShowMatrix));
    out.push(Command::Show(Item::Cell(spot)));
}

fn copy(desk: &Desk, comparison: &Comparison, steps: &Steps, cells: &[(usize, usize)], out: &mut Vec<Command>) {
    let texts: Vec<String> = cells.iter().map(|cell| words::copied(desk.project(), comparison, steps, *cell)).collect();
    out.push(Command::Copy(texts.join("\n\n")));
    out.push(Command::Tell(format!("{} copied", counted(texts.len(), "cell", "cells"))));
}

/// Whether a key was pressed that is for `id`, or for nobody.
fn plain(ui: &Ui, id: eframe::egui::Id, key: Key) -> bool {
    let ours = ui.memory(|m| m.focused().is_none_or(|focused| focused == id));
    ours && is_free(ui.ctx()) && ui.input_mut(|i| i.consume_key(Modifiers::NONE, key))
}
