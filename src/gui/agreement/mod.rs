//! Agreement: who stands together, and what divides.
//!
//! Two halves of one screen. Both see the claims that the matrix sees, by the same rule; what they say is worked out
//! by [`crate::derive::summary`].

mod divides;
mod side;
mod table;
mod view;

use eframe::egui::{Align, Frame, Layout, Margin, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};

use super::theme::{self, face, size, space};
use super::widgets::line::counted;
use super::widgets::rows::Rows;
use super::widgets::segmented::{self, Segment};
use crate::session::{Command, Desk};
use divides::Divides;
use table::Table;
use view::View;

/// How wide the sentences stand beside the table and the list.
const SIDE: f32 = 320.0;

/// The two halves, by name.
const HALVES: [&str; 2] = ["Who stands together", "What divides"];

/// What the screen remembers from frame to frame.
#[derive(Default)]
pub struct AgreementScreen {
    view: Option<View>,
    table: Table,
    divides: Divides,
    half: usize,
    /// The pass in which the screen was shown last.
    last_pass: u64,
    /// Passes in which the keys are still waited for: whoever had them before lets go of them late.
    arriving: u8,
}

impl AgreementScreen {
    /// Shows the screen and puts on `out` what the analyst wants.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let view = View::refresh(self.view.take(), desk);
        let pass = ui.ctx().cumulative_pass_nr();
        if self.last_pass + 1 < pass {
            self.arriving = 3;
        }
        self.last_pass = pass;
        ui.spacing_mut().item_spacing.y = 0.0;
        let keys = |half: usize| if half == 0 { table::id() } else { Rows::id(divides::LIST) };
        if self.bar(ui, &view) {
            self.arriving = 3;
            ui.memory_mut(|m| m.surrender_focus(keys(1 - self.half)));
        }
        if self.arriving > 0 && ui.memory(|m| m.focused().is_none()) {
            ui.memory_mut(|m| m.request_focus(keys(self.half)));
        }
        self.arriving = self.arriving.saturating_sub(1);
        let whole = ui.available_rect_before_wrap();
        let foot = if self.half == 0 { 28.0 } else { 0.0 };
        let edge = whole.right() - SIDE.min(whole.width() * 0.28);
        let main = Rect::from_min_max(whole.min, pos2(edge, whole.bottom() - foot));
        let beside = Rect::from_min_max(pos2(edge, whole.top()), whole.max);
        ui.painter().rect_filled(beside, 0.0, p.panel);
        ui.painter().vline(edge, whole.y_range(), Stroke::new(1.0, p.line));
        let project = desk.project();
        let child = |ui: &mut Ui, name: &str, rect: Rect, fill: &mut dyn FnMut(&mut Ui)| {
            ui.scope_builder(UiBuilder::new().id_salt(name).max_rect(rect), |ui| {
                ui.set_clip_rect(ui.clip_rect().intersect(rect));
                fill(ui);
            });
        };
        let inner = beside.shrink2(vec2(space::L, space::M));
        if self.half == 0 {
            child(ui, "together", main, &mut |ui| {
                if view.lines.len() < 2 {
                    let (_, many) = view.rows.nouns();
                    return nothing(ui, &format!("Who stands together takes two {many} that are shown"));
                }
                if let Some((a, b)) = self.table.show(ui, project, &view) {
                    out.push(Command::Compare(vec![a, b]));
                }
            });
            let legend = Rect::from_min_max(pos2(whole.left(), main.bottom()), pos2(edge, whole.bottom()));
            child(ui, "legend", legend, &mut legend_line);
            child(ui, "pair", inner, &mut |ui| side::pair(ui, project, &view, &self.table, out));
        } else {
            child(ui, "divides", main.shrink2(vec2(space::S, space::XS)), &mut |ui| {
                if view.issues.is_empty() {
                    return nothing(ui, "No issue is shown");
                }
                if let Some(issue) = self.divides.show(ui, &view) {
                    out.push(Command::Follow(issue));
                }
            });
            child(ui, "issue", inner, &mut |ui| side::issue(ui, project, &view, &self.divides, out));
        }
        ui.advance_cursor_after_rect(whole);
        self.view = Some(view);
    }

    /// The choice of the half, and how much there is to see; whether another half was chosen.
    fn bar(&mut self, ui: &mut Ui, view: &View) -> bool {
        let p = theme::of(ui.ctx());
        let mut changed = false;
        let margin = Margin { left: 14, right: 14, top: 8, bottom: 8 };
        Frame::new().fill(p.panel).inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.allocate_ui(vec2(300.0, 28.0), |ui| {
                    let halves = HALVES.map(Segment::word);
                    if let Some(half) = segmented::show(ui, "Agreement", Some(self.half), &halves) {
                        changed = half != self.half;
                        self.half = half;
                    }
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let text = RichText::new(self.how_much(view)).font(face::regular(size::SMALL)).color(p.muted);
                    ui.label(text);
                });
            });
        });
        let bottom = ui.min_rect().bottom();
        ui.painter().hline(ui.max_rect().x_range(), bottom - 0.5, Stroke::new(1.0, p.line));
        changed
    }

    fn how_much(&self, view: &View) -> String {
        let (one, many) = view.rows.nouns();
        if self.half == 0 {
            let (known, all) = view.pairs;
            format!(
                "{} · {known} of {} with an agreement",
                counted(view.lines.len(), one, many),
                counted(all, "pair", "pairs")
            )
        } else {
            format!("{} by spread", counted(view.issues.len(), "issue", "issues"))
        }
    }
}

/// Says why nothing is there.
fn nothing(ui: &mut Ui, why: &str) {
    let muted = theme::of(ui.ctx()).muted;
    ui.centered_and_justified(|ui| ui.label(RichText::new(why).font(face::regular(size::BODY)).color(muted)));
}

/// What the signs of the table mean.
fn legend_line(ui: &mut Ui) {
    let p = theme::of(ui.ctx());
    let words = "Agreement, and below it the shared issues · – fewer than two shared · \
                 heavier lines part groups that agree less than 75 % on average";
    ui.painter().hline(ui.max_rect().x_range(), ui.max_rect().top() + 0.5, Stroke::new(1.0, p.line));
    ui.horizontal_centered(|ui| {
        ui.add_space(14.0);
        super::widgets::mark::one_line(ui, words, face::regular(size::TINY), p.muted);
    });
}
