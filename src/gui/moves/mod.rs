//! Moves: every change of position, with the words before and after. A part of the matrix: by the same rule, of the same
//! claims, in the same rows.

mod bar;
mod list;
mod rows;

use std::sync::Arc;

use eframe::egui::{CentralPanel, Event, Frame, Key, Modifiers, Ui};

use self::bar::{Bar, Wanted};
use self::list::{List, Press};
use self::rows::{Line, Row, Wish};
use super::compare::{said, show_in_matrix};
use super::keys::is_free;
use super::theme;
use super::widgets::button;
use super::widgets::line::counted;
use super::widgets::tall::Tall;
use crate::derive::moves::{self, Moved};
use crate::derive::steps::Steps;
use crate::export::citation::cite;
use crate::gui::compare::day;
use crate::model::{ClaimId, Look, Project};
use crate::session::{Command, Desk, Item};

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct MovesScreen {
    bar: Bar,
    wish: Wish,
    tall: Tall,
    /// What the lines were made of.
    of: Option<(Arc<Vec<Moved>>, Look, Wish)>,
    rows: Vec<Row>,
    lines: Arc<Vec<Line>>,
    /// Which of the lines are rows.
    stops: Vec<usize>,
    /// How often they were others.
    turn: u64,
    /// The move under the keyboard.
    lit: Option<Row>,
    /// Its line, while it is listed.
    line: Option<usize>,
    reveal: bool,
    page: usize,
    /// The pass in which the screen was shown last.
    shown: Option<u64>,
}

impl MovesScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let pass = ui.ctx().cumulative_pass_nr();
        let arrives = self.shown.replace(pass).is_none_or(|last| last + 1 < pass);
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let steps = Steps::new(desk.project());
            self.wish.net &= desk.look().since.is_some();
            self.follow(desk, &steps);
            let listed = self.stops.len();
            if !self.rows.is_empty() || self.wish.filters() || self.wish.net {
                let wanted = self.bar.show(ui, desk, &self.rows, listed, &mut self.wish, out);
                if wanted == Some(Wanted::Copy) {
                    let all: Vec<Row> = self.in_order().copied().collect();
                    copy(desk.project(), &steps, &all, out);
                }
                self.wish.net &= desk.look().since.is_some();
                self.follow(desk, &steps);
            }
            if self.lines.is_empty() {
                return self.nothing(ui, desk);
            }
            if arrives && ui.memory(|m| m.focused().is_none()) && is_free(ui.ctx()) {
                ui.memory_mut(|m| m.request_focus(list::id()));
            }
            self.keys(ui, desk, &steps, out);
            let lines = self.lines.clone();
            let list = List {
                project: desk.project(),
                steps: &steps,
                rows: &self.rows,
                lines: &lines,
                turn: self.turn,
                nouns: if self.wish.net { ("change", "changes") } else { ("move", "moves") },
                lit: self.line,
                reveal: std::mem::take(&mut self.reveal),
            };
            let (pressed, page) = list.show(ui, &mut self.tall);
            self.page = page;
            if let Some(press) = pressed {
                self.answer(ui, desk, press, out);
            }
        });
    }

    /// Makes the lines fit the project, the look and what is wished for.
    fn follow(&mut self, desk: &Desk, steps: &Steps) {
        let all = desk.moves();
        let same = |(of, look, wish): &(Arc<Vec<Moved>>, Look, Wish)| {
            Arc::ptr_eq(of, &all) && look == desk.look() && *wish == self.wish
        };
        if self.of.as_ref().is_some_and(same) {
            return;
        }
        let project = desk.project();
        let rows: Vec<Row> = match desk.matrix_then().filter(|_| self.wish.net) {
            Some(then) => moves::net(&then, &desk.sheet()).iter().map(|net| Row::net(net, project)).collect(),
            None => all.iter().map(Row::from).collect(),
        };
        let lines = rows::lines(&rows, &self.wish, project, steps);
        let same = rows == self.rows && lines == *self.lines;
        self.of = Some((all, desk.look().clone(), self.wish.clone()));
        if same {
            return self.tall.forget();
        }
        (self.rows, self.lines) = (rows, Arc::new(lines));
        let is_row = |line: &Line| matches!(line, Line::Row(_));
        self.stops = self.lines.iter().enumerate().filter(|(_, line)| is_row(line)).map(|(at, _)| at).collect();
        self.line = self.lit.and_then(|lit| {
            self.lines.iter().position(|line| matches!(line, Line::Row(row) if self.rows[*row] == lit))
        });
        self.turn += 1;
        self.reveal = self.lit.is_some();
    }

    /// The rows that are listed, from top to bottom.
    fn in_order(&self) -> impl Iterator<Item = &Row> {
        self.lines.iter().filter_map(|line| match line {
            Line::Head(..) => None,
            Line::Row(row) => self.rows.get(*row),
        })
    }

    fn go(&mut self, line: usize) {
        if let Some(Line::Row(row)) = self.lines.get(line) {
            (self.lit, self.line) = (self.rows.get(*row).copied(), Some(line));
        }
    }

    fn keys(&mut self, ui: &Ui, desk: &Desk, steps: &Steps, out: &mut Vec<Command>) {
        let ours = ui.memory(|m| m.focused().is_none_or(|id| id == list::id()));
        if !ours || !is_free(ui.ctx()) {
            return;
        }
        let here = self.line.and_then(|line| self.stops.binary_search(&line).ok());
        let (last, page) = (self.stops.len().saturating_sub(1), self.page.saturating_sub(1).max(1));
        let mut now = here;
        type Step = (Key, fn(usize, usize, usize) -> usize);
        let table: [Step; 6] = [
            (Key::ArrowDown, |at, last, _| (at + 1).min(last)),
            (Key::ArrowUp, |at, _, _| at.saturating_sub(1)),
            (Key::PageDown, |at, last, page| (at + page).min(last)),
            (Key::PageUp, |at, _, page| at.saturating_sub(page)),
            (Key::Home, |_, _, _| 0),
            (Key::End, |_, last, _| last),
        ];
        for (key, step) in table {
            for _ in 0..ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) {
                let first = if key == Key::End { last } else { 0 };
                now = Some(now.map_or(first, |at| step(at, last, page)));
            }
        }
        if now != here
            && let Some(stop) = now.and_then(|at| self.stops.get(at).copied())
        {
            self.go(stop);
            self.reveal = true;
            ui.memory_mut(|m| m.request_focus(list::id()));
        }
        let Some(row) = self.lit.filter(|_| self.line.is_some()) else { return };
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::SHIFT, Key::Enter) {
            open(row.before, out);
        } else if pressed(Modifiers::NONE, Key::Enter) {
            open(row.after, out);
        } else if pressed(Modifiers::NONE, Key::T) {
            out.push(Command::Follow(row.spot.issue));
        } else if pressed(Modifiers::NONE, Key::C) {
            show_in_matrix(desk, row.spot, out);
        }
        if ui.input_mut(|i| i.events.extract_if(.., |event| matches!(event, Event::Copy)).count()) > 0 {
            copy(desk.project(), steps, &[row], out);
        }
    }

    fn answer(&mut self, ui: &Ui, desk: &Desk, press: Press, out: &mut Vec<Command>) {
        let (Press::Line(line)
        | Press::Twice(line)
        | Press::Open(line, _)
        | Press::Timeline(line, _)
        | Press::Cell(line, _)) = press;
        self.go(line);
        ui.memory_mut(|m| m.request_focus(list::id()));
        match press {
            Press::Line(_) => {}
            Press::Twice(_) => open(self.lit.and_then(|row| row.after), out),
            Press::Open(_, claim) => open(Some(claim), out),
            Press::Timeline(_, spot) => out.push(Command::Follow(spot.issue)),
            Press::Cell(_, spot) => show_in_matrix(desk, spot, out),
        }
    }

    /// Why no move is listed.
    fn nothing(&mut self, ui: &mut Ui, desk: &Desk) {
        ui.add_space(ui.available_height() * 0.26);
        let (headline, sentence) = why_nothing(desk, &self.wish);
        said(ui, headline, &sentence);
        if self.wish.filters() {
            ui.vertical_centered(|ui| {
                if button::secondary(ui, "Clear filters").clicked() {
                    self.wish = Wish { group: self.wish.group, net: self.wish.net, ..Wish::default() };
                    ui.ctx().request_repaint();
                }
            });
        }
    }
}

/// What may be the reason that nothing is listed.
fn why_nothing(desk: &Desk, wish: &Wish) -> (&'static str, String) {
    let look = desk.look();
    if wish.filters() {
        return ("No move fits", "Take some of the filters away.".into());
    }
    if wish.net {
        let since = look.since.map(day).unwrap_or_default();
        return ("Nothing has changed", format!("The claims say of every cell what they said on {since}."));
    }
    let matrix = desk.matrix();
    let pairs = matrix.cells().filter(|(_, position)| position.claims > 1).count();
    let sentence = match (pairs, look.settings.filter.as_of) {
        _ if desk.project().claims().is_empty() => "Code claims first: a move needs two of them.".into(),
        (0, _) => "A move needs two claims that count in one cell, and none has two.".into(),
        (_, Some(date)) => format!("As of {} every cell stood where its claims had it first.", day(date)),
        (pairs, None) => format!(
            "{} more than one claim, and in none did the level change from one date to another.",
            if pairs == 1 { "One cell has".to_owned() } else { format!("{pairs} cells have") }
        ),
    };
    ("Nobody has moved", sentence)
}

fn open(claim: Option<ClaimId>, out: &mut Vec<Command>) {
    out.extend(claim.map(|claim| Command::Show(Item::Claim(claim))));
}

/// Moves as text, each with both quotations and their sources.
fn copy(project: &Project, steps: &Steps, rows: &[Row], out: &mut Vec<Command>) {
    let texts: Vec<String> = rows.iter().map(|row| text(project, steps, row)).collect();
    out.push(Command::Copy(texts.join("\n\n")));
    out.push(Command::Tell(format!("{} copied", counted(rows.len(), "move", "moves"))));
}

fn text(project: &Project, steps: &Steps, row: &Row) -> String {
    let mut text = row.in_words(project, steps);
    for (name, id) in [("Before", row.before), ("After", row.after)] {
        let Some(claim) = id.and_then(|id| project.claim(id)) else { continue };
        if let Some((excerpt, article)) = project.excerpt(claim.excerpt).zip(project.article_of(claim)) {
            text += &format!("\n{name}: {}", cite(article, &excerpt.anchor.quotation));
        }
    }
    text
}
