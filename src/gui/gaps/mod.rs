//! Gaps: which cells are empty, which articles may fill them, and which countries nobody has coded. A part of the
//! matrix: by the same rule, of the same claims, in the same rows.

mod bar;
mod lines;
mod list;
mod side;

use std::sync::Arc;

use eframe::egui::{CentralPanel, Frame, Key, Modifiers, Panel, Ui};

use self::bar::Bar;
use self::lines::{Chosen, Line, Wish};
use self::side::{Press, Side};
use super::compare::{said, show_in_matrix};
use super::keys::is_free;
use super::theme;
use super::widgets::{Rows, button};
use crate::derive::Memo;
use crate::derive::coverage::{Coverage, Gap, Leads, naming};
use crate::edit::ops::assessments::Saying;
use crate::edit::ops::codebook;
use crate::model::{CountryId, Entry, Judgement, Kind, Look, Spot};
use crate::session::{Command, Desk, Item};
use crate::suggest::Gazetteer;

/// Lines that Page Up and Page Down go by.
const PAGE: usize = 12;

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct GapsScreen {
    bar: Bar,
    wish: Wish,
    /// What the lines were made of.
    of: Option<(u64, Look, Wish, usize)>,
    lines: Arc<Vec<Line>>,
    chosen: Option<Chosen>,
    /// The line on which one stands.
    lit: usize,
    reveal: bool,
    /// Where the gap stood that was settled last, while one is still there.
    settled: Option<usize>,
    /// The article under the keyboard.
    lead: usize,
    reveal_lead: bool,
    naming: Memo<(u64, CountryId, bool), Leads>,
    /// The pass in which the screen was shown last.
    shown: Option<u64>,
}

impl GapsScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let pass = ui.ctx().cumulative_pass_nr();
        let arrives = self.shown.replace(pass).is_none_or(|last| last + 1 < pass);
        let coverage = desk.coverage();
        self.bar.show(ui, desk.project(), desk.look().rows, &coverage, &mut self.wish);
        self.follow(desk, &coverage);
        self.ask(ui, desk, out);
        if self.lines.is_empty() {
            return self.nothing(ui, desk, &coverage);
        }
        if arrives && ui.memory(|m| m.focused().is_none()) && is_free(ui.ctx()) {
            ui.memory_mut(|m| m.request_focus(Rows::id(list::NAME)));
        }
        let leads = self.leads(desk);
        self.keys(ui, desk, leads.as_deref(), out);
        let width = (ui.available_width() * 0.36).clamp(300.0, 460.0);
        let frame = Frame::new().fill(p.panel);
        Panel::left("gaps-list").resizable(false).exact_size(width).frame(frame).show(ui, |ui| {
            let reveal = std::mem::take(&mut self.reveal);
            if let Some(at) = list::show(ui, desk.project(), &self.lines, self.lit, reveal) {
                self.go(at);
            }
        });
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            let Some(chosen) = self.chosen else { return };
            // What was chosen just now is looked into from the next frame on.
            let leads = self.leads(desk);
            let reveal = std::mem::take(&mut self.reveal_lead);
            let gap = self.gap();
            let side = Side { desk, chosen, gap, leads: leads.as_deref(), lit: self.lead, reveal };
            if let Some(press) = side.show(ui) {
                self.answer(ui, desk, press, leads.as_deref(), out);
            }
        });
    }

    /// Makes the lines fit the project, the look and what is wished for, and stays where one was.
    fn follow(&mut self, desk: &Desk, coverage: &Coverage) {
        let uncoded = desk.gaps().uncoded();
        // What was found is another list, or the same.
        let address = uncoded.map_or(0, |uncoded| Arc::as_ptr(uncoded) as usize);
        let now = (desk.revision(), desk.look().clone(), self.wish.clone(), address);
        if self.of.as_ref() == Some(&now) {
            return;
        }
        self.of = Some(now);
        let uncoded = uncoded.map_or(&[][..], |uncoded| uncoded);
        self.lines = Arc::new(lines::lines(coverage, uncoded, &self.wish));
        let same = |line: &Line| line.chosen().is_some() && line.chosen() == self.chosen;
        let was_open = self.chosen.is_some();
        match self.lines.iter().position(same) {
            Some(at) => self.lit = at,
            // Another stands there now, or the first where one was nowhere.
            None => {
                let from = if was_open { self.lit.min(self.lines.len().saturating_sub(1)) } else { 0 };
                let at = lines::next(&self.lines, from, true, |line| line.chosen().is_some());
                (self.chosen, self.lit) = (None, 0);
                if let Some(at) = at {
                    self.go(at);
                }
            }
        }
        self.reveal = true;
    }

    fn go(&mut self, at: usize) {
        let Some(chosen) = self.lines.get(at).map(Line::chosen) else { return };
        self.lit = at;
        if chosen.is_some() && chosen != self.chosen {
            self.chosen = chosen;
            self.settled = None;
            (self.lead, self.reveal_lead) = (0, true);
        }
    }

    fn gap(&self) -> Option<Gap> {
        self.lines.iter().find_map(|line| match line {
            Line::Gap(gap) if Some(Chosen::Cell(gap.spot)) == self.chosen => Some(*gap),
            _ => None,
        })
    }

    fn spot(&self) -> Option<Spot> {
        match self.chosen {
            Some(Chosen::Cell(spot)) => Some(spot),
            _ => None,
        }
    }

    /// Asks where to look, unless that was done already.
    fn ask(&self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) {
        if !desk.gaps().was_asked(self.spot(), desk.document().revision()) {
            out.push(Command::LookInto(self.spot()));
            ui.ctx().request_repaint();
        }
    }

    /// The articles for what is chosen, if they are known.
    fn leads(&self, desk: &Desk) -> Option<Arc<Leads>> {
        match self.chosen? {
            Chosen::Cell(spot) => desk.gaps().leads(spot).cloned(),
            Chosen::Country(country, in_codebook) => {
                let mentions = desk.gaps().mentions()?;
                let key = (desk.document().revision(), country, in_codebook);
                Some(self.naming.get(key, || naming(desk.project(), mentions, country, in_codebook)))
            }
        }
    }

    /// Keys of both lists; Left and Right go from one to the other.
    fn keys(&mut self, ui: &Ui, desk: &Desk, leads: Option<&Leads>, out: &mut Vec<Command>) {
        if !is_free(ui.ctx()) {
            return;
        }
        let has = |name: &str| ui.memory(|m| m.has_focus(Rows::id(name)));
        let nobody = ui.memory(|m| m.focused().is_none());
        let (listed, beside) = (has(list::NAME) || nobody, has(side::NAME));
        let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::SHIFT, Key::N) {
            self.next(ui, false);
        } else if pressed(Modifiers::NONE, Key::N) {
            self.next(ui, true);
        }
        for (key, judgement) in [(Key::F, Judgement::NothingFound), (Key::D, Judgement::Declined)] {
            if pressed(Modifiers::NONE, key) {
                self.judge(desk, judgement, out);
            }
        }
        let count = leads.map_or(0, |leads| leads.list.len());
        if listed {
            let before = self.lit;
            let is_stop = |at: &usize| self.lines[*at].chosen().is_some();
            let count = self.lines.len();
            walk(ui, &mut self.lit, count, |at, down| {
                if down { (at + 1..count).find(is_stop) } else { (0..at).rev().find(is_stop) }
            });
            if self.lit != before {
                self.go(self.lit);
                self.reveal = true;
                ui.memory_mut(|m| m.request_focus(Rows::id(list::NAME)));
            }
            if count > 0 && pressed(Modifiers::NONE, Key::ArrowRight) {
                ui.memory_mut(|m| m.request_focus(Rows::id(side::NAME)));
            }
        } else if beside {
            let before = self.lead;
            walk(ui, &mut self.lead, count, |at, down| if down { at.checked_add(1) } else { at.checked_sub(1) });
            self.reveal_lead |= self.lead != before;
            if pressed(Modifiers::NONE, Key::ArrowLeft) || pressed(Modifiers::NONE, Key::Escape) {
                ui.memory_mut(|m| m.request_focus(Rows::id(list::NAME)));
            }
        }
        if (listed || beside) && pressed(Modifiers::NONE, Key::Enter) {
            open(leads, self.lead, out);
        }
    }

    /// Goes to the next gap in which there is something left to do, or to the one before.
    fn next(&mut self, ui: &Ui, forward: bool) {
        let count = self.lines.len().max(1);
        // What was settled has gone to the end: the one that stands in its place now is the next.
        let from = match self.settled {
            Some(at) if forward => at % count,
            Some(at) => (at + count - 1) % count,
            None if forward => (self.lit + 1) % count,
            None => (self.lit + count - 1) % count,
        };
        if let Some(at) = lines::next(&self.lines, from, forward, Line::is_open) {
            self.go(at);
            self.reveal = true;
            ui.memory_mut(|m| m.request_focus(Rows::id(list::NAME)));
        }
    }

    fn judge(&mut self, desk: &Desk, judgement: Judgement, out: &mut Vec<Command>) {
        let Some(cell) = self.gap().and_then(|gap| gap.spot.cell()) else {
            let why = "Only cells of countries can be judged: show countries in the rows";
            return out.push(Command::Tell(why.into()));
        };
        self.settled = Some(self.lit);
        let was = desk.project().judged(cell).cloned();
        // The words for another judgement are not the words for this one.
        let same = was.as_ref().filter(|row| row.judgement == judgement);
        let (sentence, confidence) = same.map_or((String::new(), None), |row| (row.sentence.clone(), row.confidence));
        out.push(Command::Assess { cell, was, saying: Saying { judgement, sentence, confidence } });
    }

    fn answer(&mut self, ui: &Ui, desk: &Desk, press: Press, leads: Option<&Leads>, out: &mut Vec<Command>) {
        match press {
            Press::Judge(judgement) => self.judge(desk, judgement, out),
            Press::TakeBack => out.extend(self.spot().and_then(Spot::cell).map(Command::ClearAssessment)),
            Press::Next => self.next(ui, true),
            Press::Claim(claim) => out.push(Command::Show(Item::Claim(claim))),
            Press::Cell => {
                if let Some(spot) = self.spot() {
                    show_in_matrix(desk, spot, out);
                }
            }
            Press::Add => {
                let Some(Chosen::Country(country, false)) = self.chosen else { return };
                if let Some(known) = Gazetteer::get().by_code(country.0.as_str()) {
                    let rank = codebook::blank(desk.project(), Kind::Country, &known.name).rank();
                    out.push(Command::Create(Entry::Country(Arc::new(known.row(rank)))));
                    self.chosen = Some(Chosen::Country(country, true));
                }
            }
            Press::Lead(at) => {
                self.lead = at;
                open(leads, at, out);
            }
        }
    }

    /// Why no gap is listed.
    fn nothing(&mut self, ui: &mut Ui, desk: &Desk, coverage: &Coverage) {
        let p = theme::of(ui.ctx());
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            ui.add_space(ui.available_height() * 0.26);
            if self.wish.filters() {
                said(ui, "No gap fits", "Take some of the filters away.");
                ui.vertical_centered(|ui| {
                    if button::secondary(ui, "Clear filters").clicked() {
                        self.wish = Wish::default();
                        ui.ctx().request_repaint();
                    }
                });
            } else if coverage.cells == 0 {
                said(ui, "No cells", "All rows or all issues of the matrix are hidden, or there are none.");
            } else if desk.gaps().is_under_way() {
                said(ui, "No cell is empty", "Looking for countries that the articles name and nobody has coded…");
            } else {
                said(
                    ui,
                    "Nothing is missing",
                    "No cell is empty, and every country that the articles name has a claim.",
                );
            }
        });
    }
}

/// Opens an article at its best place.
fn open(leads: Option<&Leads>, at: usize, out: &mut Vec<Command>) {
    if let Some(lead) = leads.and_then(|leads| leads.list.get(at)) {
        out.push(Command::Show(Item::Place(lead.article, lead.place.span)));
    }
}

/// Walks through a list as arrows, Page Up and Down, Home and End say; `step` is where one more leads.
fn walk(ui: &Ui, at: &mut usize, count: usize, step: impl Fn(usize, bool) -> Option<usize>) {
    for (key, by, down) in [
        (Key::ArrowDown, 1, true),
        (Key::ArrowUp, 1, false),
        (Key::PageDown, PAGE, true),
        (Key::PageUp, PAGE, false),
        (Key::End, count, true),
        (Key::Home, count, false),
    ] {
        let times = ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        for _ in 0..times * by {
            match step(*at, down).filter(|next| *next < count) {
                Some(next) => *at = next,
                None => break,
            }
        }
    }
}
