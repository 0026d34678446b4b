//! Read: articles on the left, the text in the middle, claims in the margin beside their lines.

mod cards;
mod find;
mod form;
mod header;
mod heights;
mod highlights;
mod list;
mod pointer;
mod reader;

use eframe::egui::{CentralPanel, Frame, Key, Margin, Modifiers, Panel, RichText, Ui};

use crate::edit::ops::claims::Target;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{primary, secondary};
use crate::model::ClaimId;
use crate::session::{Action, Command, Desk};
use crate::text::Span;
use form::{ClaimForm, Ended};
use reader::Reader;

/// What the screen remembers: scrolling, the form being filled in, what is searched for.
#[derive(Default)]
pub struct ReadScreen {
    list: list::ArticleList,
    reader: Reader,
    form: Option<Box<ClaimForm>>,
    /// The last form that was left without saving, in case that was a slip.
    abandoned: Option<Box<ClaimForm>>,
    more: bool,
}

impl ReadScreen {
    /// Whether the claim form is open.
    pub fn is_coding(&self) -> bool {
        self.form.is_some()
    }

    /// Brings a place of the article into view at the next frame.
    pub fn reveal(&mut self, span: Span) {
        self.reader.reveal(span);
    }

    /// Shows the field for finding words.
    pub fn show_find(&mut self) {
        self.reader.find.open();
    }

    /// Opens the claim form for a new claim.
    pub fn open_form(&mut self, desk: &Desk, target: Target) {
        if let Some(old) = self.abandoned.take_if(|form| form.is_for(target)) {
            self.form = Some(old);
            return;
        }
        self.form = ClaimForm::new(desk, target, self.more).map(Box::new);
    }

    /// Opens the claim form on a claim.
    pub fn edit_form(&mut self, desk: &Desk, claim: ClaimId) {
        self.form = ClaimForm::edit(desk, claim, self.more).map(Box::new);
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let narrow = ui.available_width() < 1150.0;
        let frame = Frame::new().fill(p.panel);
        Panel::left("articles")
            .default_size(if narrow { 220.0 } else { 272.0 })
            .size_range(180.0..=420.0)
            .frame(frame)
            .show(ui, |ui| {
                ui.take_available_width();
                self.list.show(ui, desk, out);
            });
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            let article = desk.selection().article.and_then(|id| desk.project().article(id));
            match article {
                None => nothing(ui, out),
                Some(article) => {
                    if self.form.as_ref().is_some_and(|form| form.article() != article.id) {
                        self.form = None;
                    }
                    self.reader.show(ui, desk, article, &mut self.form, out);
                    self.tend_form(ui, desk, out);
                }
            }
        });
        self.escape(ui, desk, out);
    }

    /// Carries out what the form decided in this frame.
    fn tend_form(&mut self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) {
        let Some(form) = &mut self.form else { return };
        self.more = form.more;
        match form.take_ended(ui, desk) {
            Ended::Not => {}
            Ended::Save(command) => {
                out.push(*command);
                self.form = None;
                ui.memory_mut(eframe::egui::Memory::stop_text_input);
            }
            Ended::Leave => {
                self.abandoned = self.form.take();
                ui.memory_mut(eframe::egui::Memory::stop_text_input);
            }
        }
    }

    /// Esc backs out one level: the find field, then the claim, then the words.
    fn escape(&mut self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) {
        let selection = desk.selection();
        if self.form.is_some() || ui.ctx().text_edit_focused() {
            return;
        }
        let something = self.reader.find.is_open() || selection.claim.is_some() || selection.span.is_some();
        if something && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            if self.reader.find.is_open() {
                self.reader.find.close();
            } else if selection.claim.is_some() {
                out.push(Command::SelectClaim(None));
            } else {
                out.push(Command::Select(None));
            }
        }
    }
}

/// A project without articles: what to do now.
fn nothing(ui: &mut Ui, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    Frame::new().inner_margin(Margin::same(48)).show(ui, |ui| {
        ui.set_max_width(520.0);
        ui.add_space(60.0);
        ui.label(RichText::new("Begin with an article").font(face::serif_semibold(size::HEADLINE)).color(p.ink));
        ui.add_space(space::S);
        let words = "Drop files anywhere in this window, or bring them in here. Text, Markdown and web pages are read; \
                     their words stay exactly as they are.";
        ui.label(RichText::new(words).font(face::serif(size::READING)).color(p.muted));
        ui.add_space(space::L);
        ui.horizontal(|ui| {
            if primary(ui, "Import articles…").clicked() {
                out.push(Command::Do(Action::ImportArticles));
            }
            if secondary(ui, "Paste an article…").clicked() {
                out.push(Command::Do(Action::PasteArticle));
            }
        });
    });
}
