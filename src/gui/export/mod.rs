//! The export form: which table, how it is written, and what will be in it.

use eframe::egui::{Context, Grid, RichText, ScrollArea, Ui};

use super::files::Ask;
use crate::export::{self, Kind, Options, Values};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{dialog, field, primary, secondary};
use crate::model::Slug;
use crate::session::{Desk, Session};

/// What is to be written.
pub struct ExportForm {
    kind: Kind,
    options: Options,
    preview: Option<(Kind, Options, Vec<Vec<String>>, usize)>,
    focused: bool,
}

/// Rows of the preview.
const ROWS: usize = 8;

impl ExportForm {
    /// The matrix, by the rule and filters that are on the screen.
    pub fn new(desk: &Desk) -> Self {
        let options = Options { look: desk.look().clone(), ..Options::default() };
        Self { kind: Kind::Matrix, options, preview: None, focused: false }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, asks: &mut Vec<Ask>) -> bool {
        let Some(desk) = session.desk() else { return false };
        self.update(desk);
        let answer = dialog::show(ctx, "Export CSV", 820.0, |ui| {
            self.choices(ui, desk);
            ui.add_space(space::S);
            self.table(ui);
            dialog::footer(ui, |ui| {
                let write = primary(ui, "Write file…");
                if !std::mem::replace(&mut self.focused, true) {
                    write.request_focus();
                }
                (write.clicked(), secondary(ui, "Cancel").clicked())
            })
        });
        match answer {
            Some((true, _)) => {
                let title = Slug::from_label(&desk.project().info().title);
                let format = self.kind.formats()[0];
                let name = format!("{title}-{}.{}", self.kind.slug(), format.extension());
                asks.push(Ask::Export { name, kind: self.kind, format, options: Box::new(self.options.clone()) });
                false
            }
            Some((_, true)) | None => false,
            Some(_) => true,
        }
    }

    fn choices(&mut self, ui: &mut Ui, desk: &Desk) {
        let labels: Vec<Segment<'_>> = Kind::ALL.iter().map(|(_, label)| Segment::word(label)).collect();
        let selected = Kind::ALL.iter().position(|(kind, _)| *kind == self.kind);
        field::row(ui, "Table", 90.0, |ui| {
            if let Some(index) = segmented::show(ui, "table", selected, &labels) {
                self.kind = Kind::ALL[index].0;
            }
        });
        if self.kind == Kind::Matrix {
            let labels: Vec<Segment<'_>> = Values::ALL.iter().map(|(_, label)| Segment::word(label)).collect();
            let selected = Values::ALL.iter().position(|(values, _)| *values == self.options.values);
            field::row(ui, "Cells show", 90.0, |ui| {
                if let Some(index) = segmented::show(ui, "cells", selected, &labels) {
                    self.options.values = Values::ALL[index].0;
                }
            });
        }
        field::row(ui, "By the rule", 90.0, |ui| {
            let settings = desk.settings();
            let as_of = settings.filter.as_of.map(|date| format!(", as of {date}")).unwrap_or_default();
            let said = format!("{}{as_of}: {}", settings.rule.label(), settings.rule.in_words());
            field::note(ui, &format!("{said} Filters are those of the matrix screen."));
        });
        ui.checkbox(&mut self.options.spreadsheet_safe, "Safe for spreadsheet programs").on_hover_text(
            "Puts an apostrophe before cells that begin with = + - @ and a byte order mark before the file. \
             This changes quotations; leave it off for files that other programs read.",
        );
    }

    fn update(&mut self, desk: &Desk) {
        let fresh =
            self.preview.as_ref().is_some_and(|(kind, options, ..)| *kind == self.kind && *options == self.options);
        if !fresh {
            let rows = export::preview(self.kind, desk.project(), &self.options, ROWS);
            let count = export::row_count(self.kind, desk.project(), &self.options);
            self.preview = Some((self.kind, self.options.clone(), rows, count));
        }
    }

    fn table(&self, ui: &mut Ui) {
        let Some((_, _, rows, count)) = &self.preview else { return };
        let p = theme::of(ui.ctx());
        field::caption(ui, "Preview");
        ScrollArea::horizontal().id_salt("preview").max_height(260.0).show(ui, |ui| {
            Grid::new("preview rows").striped(true).spacing([14.0, 4.0]).show(ui, |ui| {
                for (index, row) in rows.iter().enumerate() {
                    for cell in row {
                        let font = if index == 0 { face::semibold(size::SMALL) } else { face::regular(size::SMALL) };
                        let mut short: String = cell.chars().take(36).collect();
                        if short.len() < cell.len() {
                            short.push('…');
                        }
                        ui.label(RichText::new(short.replace('\n', " / ")).font(font).color(p.ink));
                    }
                    ui.end_row();
                }
            });
        });
        let more = count.saturating_sub(rows.len().saturating_sub(1));
        let rest = if more > 0 { format!(", {more} more than shown") } else { String::new() };
        field::note(
            ui,
            &format!("{count} rows{rest}. UTF-8, fields as RFC 4180 has them; quotations stay word for word."),
        );
    }
}
