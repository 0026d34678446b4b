//! To judge: the cells that wait for an assessment, one after another, each with its evidence. A part of the matrix: by
//! the same rule, of the same claims.

mod list;

use std::collections::BTreeSet;
use std::sync::Arc;

use eframe::egui::{
    Align, CentralPanel, Context, Event, Frame, Key, Label, Layout, Margin, Panel, Popup, RichText, ScrollArea, Ui,
    vec2,
};

use super::keys::is_free;
use super::matrix::assess::{Assess, Said};
use super::matrix::{card, method, words};
use super::theme::{self, face, size, space};
use super::widgets::line::counted;
use super::widgets::{self, button, field, stance_pill};
use crate::derive::queue::{Queue, Reason};
use crate::derive::{Memo, Position, Sheet};
use crate::model::{Cell, Look, Order, RowsOf, Spot};
use crate::session::{Command, Desk, Item};

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct JudgeScreen {
    queue: Memo<(u64, Look), Judging>,
    /// The reason that is asked for; all without.
    only: Option<Reason>,
    /// Cells that were put off until the next start.
    skipped: BTreeSet<Cell>,
    at: Option<Cell>,
    /// The cell at hand changed: bring it into view and give the keyboard to its judgement.
    fresh: bool,
    /// The pass in which the screen was shown last.
    shown: Option<u64>,
}

/// What a key wishes.
#[derive(Clone, Copy)]
enum Wish {
    By(isize),
    To(usize),
    Skip,
}

/// What waits, and what it was read from.
struct Judging {
    sheet: Sheet,
    queue: Queue,
}

impl JudgeScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, assess: &mut Assess, out: &mut Vec<Command>) {
        let pass = ui.ctx().cumulative_pass_nr();
        self.fresh |= self.shown.replace(pass).is_none_or(|last| last + 1 < pass);
        let judging = self.judging(desk);
        let waiting: Vec<_> = judging
            .queue
            .waiting
            .iter()
            .filter(|row| self.only.is_none_or(|only| only == row.reason) && !self.skipped.contains(&row.cell))
            .copied()
            .collect();
        let cells: Vec<Cell> = waiting.iter().map(|row| row.cell).collect();
        // A cell stays at hand while it is being judged, also when it waits no longer.
        let stays = self.at.filter(|at| cells.contains(at));
        if stays.is_none() || stays != self.at {
            self.go(stays.or(cells.first().copied()));
        }
        self.keys(ui.ctx(), &cells);
        assess.tidy(self.at);
        let p = theme::of(ui.ctx());
        let width = (ui.available_width() * 0.34).clamp(280.0, 420.0);
        let left = Panel::left("cells to judge").resizable(true).default_size(width).size_range(240.0..=520.0);
        left.frame(Frame::new().fill(p.panel)).show(ui, |ui| {
            ui.take_available_width();
            let lines = list::List {
                project: desk.project(),
                queue: &judging.queue,
                waiting: &waiting,
                at: self.at,
                skipped: self.skipped.len(),
            };
            match lines.show(ui, &mut self.only, self.fresh) {
                Some(list::Press::Cell(cell)) => self.go(Some(cell)),
                Some(list::Press::Unskip) => self.skipped.clear(),
                None => {}
            }
        });
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| match self.at {
            Some(cell) => self.cell(ui, desk, &judging.sheet, cell, &cells, assess, out),
            None => self.nothing(ui, &judging.queue, out),
        });
    }

    fn judging(&self, desk: &Desk) -> Arc<Judging> {
        let usual = Look::default();
        // Whatever stands in the rows of the matrix: only countries are judged.
        let mut settings = desk.settings().clone();
        // A judgement rests on all claims of its cell, whatever the day.
        settings.filter.as_of = None;
        let look = Look {
            settings,
            rows: RowsOf::Countries,
            row_order: if desk.look().rows == RowsOf::Countries { desk.look().row_order } else { Order::Hand },
            transposed: usual.transposed,
            zoom: usual.zoom,
            since: usual.since,
            ..desk.look().clone()
        };
        self.queue.get((desk.revision(), look.clone()), || {
            let matrix = desk.matrix_of(RowsOf::Countries, &look.settings);
            let sheet = Sheet::new(matrix, desk.project(), &look);
            Judging { queue: Queue::new(&sheet, desk.project()), sheet }
        })
    }

    fn go(&mut self, to: Option<Cell>) {
        self.fresh |= self.at != to;
        self.at = to;
    }

    /// The cell behind the one at hand; the one before where it is the last.
    fn next(&self, cells: &[Cell]) -> Option<Cell> {
        let at = cells.iter().position(|cell| Some(*cell) == self.at)?;
        cells.get(at + 1).or_else(|| cells.get(at.checked_sub(1)?)).copied()
    }

    fn keys(&mut self, ctx: &Context, cells: &[Cell]) {
        if !is_free(ctx) {
            return;
        }
        let last = cells.len().saturating_sub(1);
        // Keys that came within one frame count one by one, in their order.
        let wish = |event: &Event| match event {
            Event::Key { key, pressed: true, modifiers, .. } => match key {
                Key::ArrowDown if modifiers.alt => Some(Wish::Skip),
                Key::ArrowDown if modifiers.is_none() => Some(Wish::By(1)),
                Key::ArrowUp if modifiers.is_none() => Some(Wish::By(-1)),
                Key::Home if modifiers.is_none() => Some(Wish::To(0)),
                Key::End if modifiers.is_none() => Some(Wish::To(last)),
                _ => None,
            },
            _ => None,
        };
        let wishes: Vec<Wish> = ctx.input_mut(|i| {
            let wishes = i.events.iter().filter_map(wish).collect();
            i.events.retain(|event| wish(event).is_none());
            wishes
        });
        for wish in wishes {
            let Some(at) = cells.iter().position(|cell| Some(*cell) == self.at) else { return };
            match wish {
                Wish::By(steps) => self.go(cells.get(at.saturating_add_signed(steps).min(last)).copied()),
                Wish::To(place) => self.go(cells.get(place).copied()),
                Wish::Skip => self.skip(cells),
            }
        }
    }

    fn skip(&mut self, cells: &[Cell]) {
        let next = self.next(cells);
        self.skipped.extend(self.at);
        self.go(next);
    }

    #[allow(clippy::too_many_arguments, reason = "what a cell is shown with")]
    fn cell(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        sheet: &Sheet,
        cell: Cell,
        cells: &[Cell],
        assess: &mut Assess,
        out: &mut Vec<Command>,
    ) {
        let Some(position) = sheet.matrix.position(cell) else { return };
        if std::mem::take(&mut self.fresh) && !Popup::is_any_open(ui.ctx()) {
            assess.begin(desk, cell, "");
        }
        let width = ui.available_width();
        ScrollArea::vertical().id_salt(("judged", cell)).auto_shrink(false).show(ui, |ui| {
            let side = ((width - 760.0) / 2.0).clamp(20.0, 120.0) as i8;
            let margin = Margin { left: side, right: side, top: 16, bottom: 24 };
            Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = space::S;
                if head(ui, desk, cell, position, out) {
                    self.skip(cells);
                }
                field::note(ui, &method::words(desk, &sheet.matrix, Spot::from(cell), position));
                ui.add_space(space::S);
                field::caption(ui, "Assessment");
                match assess.show(ui, desk, cell, position, out) {
                    Said::Nothing => {}
                    Said::Saved | Said::SavedAndNext => self.go(self.next(cells)),
                    Said::Left => ui.memory_mut(eframe::egui::Memory::stop_text_input),
                }
                ui.add_space(space::S);
                field::caption(ui, "Evidence");
                evidence(ui, desk, sheet, cell, position, out);
            });
        });
    }

    fn nothing(&self, ui: &mut Ui, queue: &Queue, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.3);
            let (head, text) = match (queue.waiting.len(), queue.judged) {
                (0, 0) => ("Nothing to judge yet", "Positions wait here as soon as claims are coded.".to_owned()),
                (0, judged) => {
                    let all = counted(judged, "position is", "positions are");
                    ("Everything is judged", format!("{all} judged, and no assessment is stale."))
                }
                (n, _) if !self.skipped.is_empty() => (
                    "Nothing left here",
                    format!("{} put off or left out by the filter.", counted(n, "cell is", "cells are")),
                ),
                (n, _) => {
                    ("Nothing for this reason", format!("{} for another.", counted(n, "cell waits", "cells wait")))
                }
            };
            ui.label(RichText::new(head).font(face::serif(22.0)).color(p.ink));
            ui.label(RichText::new(text).font(face::regular(size::BODY)).color(p.muted));
            if button::secondary(ui, "Back to the positions").clicked() {
                out.push(Command::Do(crate::session::Action::ShowMatrix));
            }
        });
    }
}

/// Who, on what, and what the matrix shows. Whether the cell is to be skipped.
fn head(ui: &mut Ui, desk: &Desk, cell: Cell, position: &Position, out: &mut Vec<Command>) -> bool {
    let p = theme::of(ui.ctx());
    let project = desk.project();
    let spot = Spot::from(cell);
    let mut skips = false;
    ui.horizontal(|ui| {
        if let Some(country) = project.country(cell.country).filter(|country| !country.iso.is_empty()) {
            widgets::code(ui, &country.iso);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            skips = button::link(ui, "Skip").on_hover_text("Put it off until the next start (Alt Down)").clicked();
            let shows = button::link(ui, "Show in the matrix").clicked();
            if shows {
                out.push(Command::Show(Item::Cell(spot)));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                widgets::mark::one_line(ui, &words::who(project, spot), face::regular(size::BODY), p.muted);
            });
        });
    });
    let title = RichText::new(words::issue(project, spot)).font(face::semibold(size::LARGE)).color(p.ink);
    ui.add(Label::new(title).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        match position.stance.and_then(|id| project.stance(id)) {
            Some(stance) => drop(stance_pill(ui, stance)),
            None => drop(ui.label(RichText::new(words::nothing(position)).color(p.muted))),
        }
        let mut said = vec![counted(position.claims as usize, "claim", "claims")];
        said.extend(words::marks(project, spot.who, position));
        ui.add(Label::new(RichText::new(said.join(" · ")).color(p.muted)).wrap());
    });
    skips
}

/// Every counted claim; Enter or a click opens its article.
fn evidence(ui: &mut Ui, desk: &Desk, sheet: &Sheet, cell: Cell, position: &Position, out: &mut Vec<Command>) {
    /// Cards at most: the rest stands in the table of claims.
    const MOST: usize = 50;
    let project = desk.project();
    let decides = position.decisive.filter(|_| position.stance == position.derived);
    let all = sheet.matrix.evidence(cell);
    for claim in all.iter().take(MOST).filter_map(|id| project.claim(*id)) {
        if card::show(ui, project, claim, decides == Some(claim.id)).clicked() {
            out.push(Command::Show(Item::Claim(claim.id)));
        }
    }
    if all.is_empty() {
        field::note(ui, "No claim counts here any more, by the filters of the matrix.");
    }
    if all.len() > MOST {
        field::note(ui, &format!("and {} more: the drawer of the matrix has all", all.len() - MOST));
    }
}
