//! The notes on the open article, below the list: read and written without a dialog.

use eframe::egui::{Frame, Key, Margin, Modifiers, Panel, ScrollArea, Ui};

use super::row::has_notes;
use crate::gui::shell::top::tooltip;
use crate::gui::theme::{self, size, space};
use crate::gui::widgets::field;
use crate::model::{Article, ArticleId};
use crate::session::{Action, Command, Desk};

/// Rows of the field while there is nothing to show, and most rows before it is scrolled.
const ROWS: std::ops::RangeInclusive<usize> = 1..=7;
/// Rows of the field while one writes, at least.
const WRITING: usize = 3;

/// What the area remembers: the words in the field, and what of them is in the project.
#[derive(Default)]
pub struct Notes {
    article: Option<ArticleId>,
    text: String,
    sent: String,
    writing: bool,
    focus: bool,
}

impl Notes {
    /// Gives the field the keyboard at the next frame.
    pub fn focus(&mut self) {
        self.focus = true;
    }

    /// Shows the notes on `article`. Every change is in the project at once; undo takes back a stretch of typing.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, article: &Article, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        if self.article != Some(article.id) || self.sent != article.notes {
            // Another article, or what was undone or came in from elsewhere.
            self.article = Some(article.id);
            self.text.clone_from(&article.notes);
            self.sent.clone_from(&article.notes);
        }
        let frame = Frame::new().fill(p.panel).inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 10 });
        Panel::bottom("article notes").frame(frame).resizable(false).show(ui, |ui| {
            if self.writing || has_notes(article) {
                field::caption(ui, "Notes").on_hover_text(tooltip(Action::ArticleNotes));
                ui.add_space(space::XS);
            }
            let wanted = self.text.lines().count() + usize::from(self.text.ends_with('\n'));
            let least = if self.writing { WRITING } else { *ROWS.start() };
            let rows = wanted.clamp(least, *ROWS.end());
            let highest = (*ROWS.end() as f32) * size::BODY * 1.4 + 14.0;
            let area = ScrollArea::vertical().id_salt("article notes").max_height(highest).auto_shrink([false, true]);
            area.show(ui, |ui| self.field(ui, desk, article, rows, out));
        });
    }

    fn field(&mut self, ui: &mut Ui, desk: &Desk, article: &Article, rows: usize, out: &mut Vec<Command>) {
        let free = desk.held().is_none();
        // Each article has a field of its own: its way back is not that of another.
        let field = ui.push_id(article.id, |ui| {
            let field = ui.add_enabled_ui(free, |ui| {
                field::lines(ui, "Notes on the article", &mut self.text, "Add notes on this article…", rows)
            });
            field.inner
        });
        let field = field.inner.on_disabled_hover_text("This project is open elsewhere and can only be read");
        if std::mem::take(&mut self.focus) {
            field.request_focus();
        }
        if field.changed() && self.text != self.sent {
            self.sent.clone_from(&self.text);
            out.push(Command::SetNotes(article.id, self.text.clone()));
        }
        self.writing = field.has_focus();
        if field.lost_focus() {
            out.push(Command::Seal);
            // Esc left the field and nothing else.
            ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        }
    }
}
