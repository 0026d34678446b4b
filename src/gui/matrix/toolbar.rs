//! Above the grid: by which rule, which claims count, and what came of it.

use eframe::egui::{Frame, Margin, Rect, Stroke, Ui, pos2, vec2};

use super::axes::Axes;
use super::filters::Filters;
use super::parts::{self, Parts};
use super::rule::RuleMenu;
use super::view::View;
use super::views::Views;
use super::{asof, legend};
use crate::derive::Filter;
use crate::gui::theme::{self, space};
use crate::gui::widgets::button;
use crate::gui::widgets::line::{self, counted};
use crate::model::Look;
use crate::session::{Command, Desk, Part};

/// What the toolbar remembers from frame to frame.
#[derive(Default)]
pub struct Toolbar {
    parts: Parts,
    views: Views,
    rule: RuleMenu,
    axes: Axes,
    filters: Filters,
}

impl Toolbar {
    /// Shows the toolbar; changes of settings go on `out`.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, view: &View, out: &mut Vec<Command>) {
        let mut look = desk.look().clone();
        let margin = Margin { left: 14, right: 14, top: 2, bottom: 8 };
        Frame::new().fill(theme::of(ui.ctx()).panel).inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            let whole = ui.available_rect_before_wrap();
            let tabs = ui.horizontal(|ui| {
                ui.set_height(parts::HEIGHT);
                self.parts.show(ui, desk, view, out);
                ui.cursor().left()
            });
            let row = tabs.response.rect;
            let last = Rect::from_min_max(pos2(tabs.inner + space::S, row.top()), pos2(whole.right(), row.bottom()));
            let [long, short] = summary(view);
            line::at_end(ui, &long, &short, last, whole.right());
            ui.horizontal_wrapped(|ui| self.chips(ui, desk, &mut look, out));
        });
        let bottom = ui.min_rect().bottom();
        let line = Stroke::new(1.0, theme::of(ui.ctx()).line);
        ui.painter().hline(ui.max_rect().x_range(), bottom - 0.5, line);
        if look != *desk.look() {
            out.push(Command::SetLook(Box::new(look)));
        }
    }

    fn chips(&mut self, ui: &mut Ui, desk: &Desk, look: &mut Look, out: &mut Vec<Command>) {
        self.views.show(ui, desk, look, out);
        let settings = &mut look.settings;
        self.rule.show(ui, settings, desk.copies().is_under_way());
        self.filters.always(ui, &mut settings.filter);
        self.filters.added(ui, desk, &mut settings.filter);
        self.axes.show(ui, desk, look);
        if desk.part() == Part::Positions {
            legend::show(ui, look.settings.contest_days);
        }
    }
}

/// "12 countries × 6 issues · 52 of 72 cells with evidence", and the same in short.
fn summary(view: &View) -> [String; 2] {
    let (rows, columns) = (view.rows.len(), view.columns.len());
    let cells = format!("{} of {}", view.with_evidence, counted(rows * columns, "cell", "cells"));
    let (one, many) = view.look.rows.nouns();
    let (whos, issues) = (counted(rows, one, many), counted(columns, "issue", "issues"));
    let both = [format!("{whos} × {issues} · {cells} with evidence"), format!("{cells} with evidence")];
    if view.matrix.undated == 0 {
        return both;
    }
    both.map(|text| format!("{text} · {}", asof::left_out(view.matrix.undated)))
}

/// A button that clears what filters, for places that say why nothing is there.
pub fn clear_filter(ui: &mut Ui, look: &Look, out: &mut Vec<Command>) {
    if look.settings.filter != Filter::default() && button::link(ui, "Let all claims count").clicked() {
        let mut look = look.clone();
        look.settings.filter = Filter::default();
        out.push(Command::SetLook(Box::new(look)));
    }
}
