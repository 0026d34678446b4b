//! The matrix: who stands where, with every cell one step from the sentences that back it.
//!
//! A toolbar says which claims count and by which rule, the grid shows the positions, the drawer the
//! assessment and the evidence of the selected cell. Everything derived comes from [`Desk::matrix`].

mod announce;
mod asof;
pub mod assess;
mod axes;
pub mod card;
mod cell;
mod drag;
mod drawer;
mod edges;
mod empty;
mod filters;
mod grid;
mod header;
mod heat;
mod keys;
mod legend;
pub(super) mod marks;
mod members;
mod menu;
pub mod method;
mod order;
mod parts;
pub(super) mod plan;
mod rule;
mod toolbar;
mod view;
mod views;
pub(super) mod walk;
pub mod words;

#[cfg(test)]
mod tests;

use eframe::egui::{self, CentralPanel, Context, Frame, Key, Panel, Ui};

use super::agreement::AgreementScreen;
use super::gaps::GapsScreen;
use super::judge::JudgeScreen;
use super::keys::is_free;
use super::moves::MovesScreen;
use super::theme;
use crate::session::{Command, Desk, Part};
use asof::AsOf;
use drawer::Drawer;
use grid::{Grid, Want};
use toolbar::Toolbar;
use view::View;

/// The matrix of an open project.
#[derive(Default)]
pub struct MatrixScreen {
    view: Option<View>,
    toolbar: Toolbar,
    asof: AsOf,
    grid: Grid,
    drawer: Drawer,
    moves: MovesScreen,
    agreement: AgreementScreen,
    gaps: GapsScreen,
    judge: JudgeScreen,
    /// The part that was shown last.
    part: Part,
    /// Something else waited for Esc when the last frame ended: a field, a menu, a dialog.
    busy: bool,
    /// The pass in which the screen was shown last.
    last_pass: u64,
}

impl MatrixScreen {
    /// Whether an assessment was begun that is not saved.
    pub fn is_touched(&self) -> bool {
        self.drawer.assess.is_touched()
    }

    /// Gives up the assessments that were begun.
    pub fn give_up(&mut self) {
        self.drawer.assess.give_up();
    }

    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let pass = ui.ctx().cumulative_pass_nr();
        let arrives = self.last_pass + 1 < pass || self.view.is_none();
        self.last_pass = pass;
        let mut view = View::refresh(self.view.take(), desk);
        let part = desk.part();
        let selected = desk.selection().cell.filter(|cell| view.matrix.position(*cell).is_some());
        // The drawer is of the positions; the other parts say themselves what stands behind them.
        let selected = selected.filter(|_| part == Part::Positions);
        self.escape(ui.ctx(), selected.is_some(), out);

        let whole = ui.available_width();
        let missing = empty::missing(desk.project());
        // Over the whole width, so that opening the drawer moves no chip.
        Panel::top("matrix toolbar").frame(Frame::new().fill(p.panel)).show_separator_line(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            self.toolbar.show(ui, desk, &view, out);
        });
        if let Some(cell) = selected {
            self.drawer.show(ui, desk, &view, cell, out);
        }
        if missing.is_none() {
            self.asof.show(ui, desk, view.matrix.undated, out);
        }
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let room = if part == Part::Positions { whole - self.drawer.width() } else { whole };
            if let Some(missing) = missing {
                empty::show(ui, missing, out);
                return;
            }
            match part {
                // What was looked at among the cells to judge is not left half open.
                Part::Positions if self.part != part => self.drawer.assess.tidy(None),
                Part::Positions => {}
                Part::Moves => return self.moves.show(ui, desk, out),
                Part::Agreement => return self.agreement.show(ui, desk, out),
                Part::Gaps => return self.gaps.show(ui, desk, out),
                Part::Judge => return self.judge.show(ui, desk, &mut self.drawer.assess, out),
            }
            if let Some(nothing) = empty::nothing(desk.project(), &view) {
                return nothing.show(ui, desk, &view, out);
            }
            match self.grid.show(ui, desk, &mut view, room, out) {
                Some(Want::Evidence) => self.drawer.focus_evidence(),
                Some(Want::Assess(spot, typed)) => match spot.cell() {
                    Some(cell) => self.drawer.assess(desk, cell, &typed),
                    None => out.push(Command::Tell(menu::ONLY_COUNTRIES.to_owned())),
                },
                None => {}
            }
        });
        self.part = part;
        if arrives && !self.busy && ui.memory(|m| m.focused().is_none()) {
            ui.memory_mut(|m| m.request_focus(grid::id()));
        }
        self.busy = !is_free(ui.ctx());
        self.view = Some(view);
    }

    /// Esc goes from the evidence back to the grid, and from the grid closes the drawer.
    fn escape(&mut self, ctx: &Context, open: bool, out: &mut Vec<Command>) {
        if self.busy || !open || self.grid.is_dragging() || !ctx.input(|i| i.key_pressed(Key::Escape)) {
            return;
        }
        if self.drawer.had_focus() {
            ctx.memory_mut(|m| m.request_focus(grid::id()));
        } else {
            out.push(Command::SelectCell(None));
        }
    }
}

/// Where the drawer's card of a claim keeps the keyboard.
fn card_id(claim: crate::model::ClaimId) -> egui::Id {
    egui::Id::unique(("matrix evidence", claim))
}
