//! Filters of the list of gaps, and what there is in all.

use std::sync::Arc;

use eframe::egui::{Frame, Margin, Panel, Role, Sense, Ui, WidgetInfo, vec2};

use super::lines::{Wish, summary, whole};
use crate::derive::coverage::{Coverage, GapKind};
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::chip::{self, Change, Chips, Several, Value};
use crate::gui::widgets::line;
use crate::model::{EntryId, IssueId, Project, RowsOf, Who};

/// The bar above the list.
#[derive(Default)]
pub struct Bar {
    chips: Chips,
}

impl Bar {
    /// Shows the filters; changes what is wished for.
    pub fn show(&mut self, ui: &mut Ui, project: &Project, rows: RowsOf, coverage: &Coverage, wish: &mut Wish) {
        let p = theme::of(ui.ctx());
        let frame = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 7));
        Panel::top("gaps-bar").frame(frame).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            ui.horizontal(|ui| {
                self.kinds(ui, coverage, wish);
                self.whos(ui, project, rows, coverage, wish);
                self.issues(ui, project, coverage, wish);
                let said = summary(coverage);
                let galley = line::line(ui, &said, face::regular(size::SMALL), p.muted, ui.available_width());
                let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
                let at = rect.left_center() - vec2(0.0, galley.size().y / 2.0);
                let cut = galley.elided;
                ui.painter().galley(at, galley, p.muted);
                if cut {
                    response.on_hover_text(said);
                }
            });
        });
    }

    fn kinds(&mut self, ui: &mut Ui, coverage: &Coverage, wish: &mut Wish) {
        let value = chip::summary(wish.kinds.iter().map(|kind| kind.label()));
        let values = || {
            let counted = |kind: GapKind| format!("{}  {}", kind.label(), coverage.tally[kind as usize]);
            Arc::new(GapKind::ALL.into_iter().map(|(kind, _)| Value::new(kind, counted(kind))).collect())
        };
        let filter = Several {
            name: "Kind",
            value: &value,
            set: !wish.kinds.is_empty(),
            all: "Every kind",
            none: "There are no kinds",
            values: &values,
            chosen: &|kind: &GapKind| wish.kinds.contains(kind),
        };
        let change = self.chips.several(ui, &filter);
        apply(&mut wish.kinds, change);
    }

    fn whos(&mut self, ui: &mut Ui, project: &Project, rows: RowsOf, coverage: &Coverage, wish: &mut Wish) {
        let (name, all, none) = match rows {
            RowsOf::Countries => ("Country", "Every country", "No country is shown"),
            RowsOf::Blocs => ("Bloc", "Every bloc", "No bloc is shown"),
            RowsOf::Actors => ("Actor", "Every actor", "No actor is shown"),
        };
        let names: Vec<String> = wish.whos.iter().map(|who| project.label(who.entry())).collect();
        let value = chip::summary(names.iter().map(String::as_str));
        let values = || {
            let value = |(who, tally): &(Who, _)| Value::new(*who, counted(&project.label(who.entry()), whole(tally)));
            Arc::new(coverage.rows.iter().map(value).collect())
        };
        let filter = Several {
            name,
            value: &value,
            set: !wish.whos.is_empty(),
            all,
            none,
            values: &values,
            chosen: &|who: &Who| wish.whos.contains(who),
        };
        let change = self.chips.several(ui, &filter);
        apply(&mut wish.whos, change);
    }

    fn issues(&mut self, ui: &mut Ui, project: &Project, coverage: &Coverage, wish: &mut Wish) {
        let names: Vec<String> = wish.issues.iter().map(|issue| project.label(EntryId::Issue(*issue))).collect();
        let value = chip::summary(names.iter().map(String::as_str));
        let values = || {
            let label = |issue: IssueId| project.label(EntryId::Issue(issue));
            let value = |(issue, tally): &(IssueId, _)| Value::new(*issue, counted(&label(*issue), whole(tally)));
            Arc::new(coverage.issues.iter().map(value).collect())
        };
        let filter = Several {
            name: "Issue",
            value: &value,
            set: !wish.issues.is_empty(),
            all: "Every issue",
            none: "No issue is shown",
            values: &values,
            chosen: &|issue: &IssueId| wish.issues.contains(issue),
        };
        let change = self.chips.several(ui, &filter);
        apply(&mut wish.issues, change);
    }
}

/// A name with the number of gaps.
fn counted(name: &str, gaps: usize) -> String {
    format!("{name}  {gaps}")
}

fn apply<T: PartialEq>(list: &mut Vec<T>, change: Change<T>) {
    match change {
        Change::None => {}
        Change::Clear => list.clear(),
        Change::Toggle(value) => match list.iter().position(|chosen| *chosen == value) {
            Some(at) => drop(list.remove(at)),
            None => list.push(value),
        },
    }
}
