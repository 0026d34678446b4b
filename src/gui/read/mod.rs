//! Read: articles on the left, the text in the middle, claims in the margin beside their lines.

mod cards;
pub mod correct;
mod find;
mod form;
mod handles;
mod header;
mod heights;
mod highlights;
mod layout;
mod likely;
mod list;
mod look;
mod map;
mod menu;
mod missing;
mod occurrences;
mod opened;
mod paint;
mod place;
mod pointer;
mod reader;
mod scroll;

use eframe::egui::{CentralPanel, Context, Frame, Key, Margin, Memory, Modifiers, Panel, RichText, Ui};

use crate::edit::ops::claims::Target;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{primary, secondary};
use crate::model::ClaimId;
use crate::session::{Action, Command, Desk, Prefs};
use crate::text::Span;
use form::{ClaimForm, Ended, SharedHabits};
use occurrences::Occurrences;
use reader::Reader;

/// Most half-filled forms that are kept.
const MOST_ABANDONED: usize = 8;

/// What the screen remembers: scrolling, the form being filled in, what is searched for.
#[derive(Default)]
pub struct ReadScreen {
    list: list::ArticleList,
    reader: Reader,
    form: Option<Box<ClaimForm>>,
    /// Forms that were left without saving, in case that was a slip; the latest last.
    abandoned: Vec<ClaimForm>,
    /// What all forms of the project share: the pinned fields, what is offered.
    habits: SharedHabits,
    /// The places of a phrase, to be coded alike.
    occurrences: Option<Box<Occurrences>>,
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

    /// Goes to the next place found in the article, or to the one before.
    pub fn step_found(&mut self, back: bool) {
        self.reader.step_found(back);
    }

    /// Puts the keyboard into the notes on the open article.
    pub fn focus_notes(&mut self) {
        self.list.focus_notes();
    }

    /// Shows how the text of articles can look.
    pub fn show_look(&mut self) {
        self.reader.show_look();
    }

    /// Lists every place where these words of the open article stand.
    pub fn show_occurrences(&mut self, desk: &Desk, span: Span) {
        self.occurrences = Occurrences::new(desk, span, &self.habits).map(Box::new);
    }

    /// Whether a claim is half coded: closing now would lose something.
    pub fn is_touched(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.is_touched())
    }

    /// Gives up whatever was filled in.
    pub fn give_up(&mut self) {
        (self.form, self.abandoned) = (None, Vec::new());
    }

    /// Opens the claim form for a new claim.
    pub fn open_form(&mut self, desk: &Desk, target: Target) {
        self.open(|form| form.is_for(target), |habits| ClaimForm::new(desk, target, habits));
    }

    /// Opens the claim form on a claim.
    pub fn edit_form(&mut self, desk: &Desk, claim: ClaimId) {
        self.open(|form| form.editing() == Some(claim), |habits| ClaimForm::edit(desk, claim, habits));
    }

    /// Opens a form; one for the same words that was left half filled comes back.
    fn open(&mut self, same: impl Fn(&ClaimForm) -> bool, new: impl FnOnce(&SharedHabits) -> Option<ClaimForm>) {
        self.put_aside();
        let mut old = self.abandoned.iter().position(same).map(|at| self.abandoned.remove(at));
        if let Some(form) = &mut old {
            form.come_back();
        }
        self.form = old.or_else(|| new(&self.habits)).map(Box::new);
    }

    /// Keeps a half-filled form for when the same words are coded again.
    fn put_aside(&mut self) {
        if let Some(form) = self.form.take().filter(|form| form.is_touched()) {
            self.abandoned.push(*form);
            if self.abandoned.len() > MOST_ABANDONED {
                self.abandoned.remove(0);
            }
        }
    }

    /// The claim is saved; the form is done with.
    pub fn close_form(&mut self, ctx: &Context) {
        if let Some(form) = self.form.take() {
            form.keep_pinned();
        }
        if let Some(occurrences) = self.occurrences.take() {
            occurrences.keep_pinned();
        }
        ctx.memory_mut(Memory::stop_text_input);
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, prefs: &Prefs, out: &mut Vec<Command>) {
        if self.habits.borrow().analyst != prefs.analyst {
            self.habits.borrow_mut().analyst.clone_from(&prefs.analyst);
        }
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
                        self.put_aside();
                    }
                    self.follow_words(desk);
                    self.reader.show(ui, desk, prefs, article, &mut self.form, out);
                    self.tend_form(ui, desk, out);
                }
            }
        });
        if let Some(occurrences) = &mut self.occurrences
            && !occurrences.show(ui, desk, out)
        {
            self.occurrences = None;
            ui.memory_mut(Memory::stop_text_input);
        }
        self.escape(ui, desk, out);
    }

    /// A new claim goes with its words when their edges are moved by key.
    fn follow_words(&mut self, desk: &Desk) {
        let Some(form) = &mut self.form else { return };
        if let (Some(Target::Selection(article, old)), Some(now)) = (form.new_target(), desk.selection().span)
            && now != old
            && now.overlaps(old)
        {
            form.retarget(desk, Target::Selection(article, now));
        }
    }

    /// Carries out what the form decided in this frame.
    fn tend_form(&mut self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) {
        let Some(form) = &mut self.form else { return };
        match form.take_ended(ui, desk) {
            Ended::Not => {}
            // The form stays until the claim is in the project; a refusal loses nothing.
            Ended::Save(command) => out.push(*command),
            Ended::Leave => {
                self.form = None;
                ui.memory_mut(Memory::stop_text_input);
            }
            Ended::PutAside => {
                if form.is_touched() {
                    out.push(Command::Tell("Put aside: T on the same words brings the claim back".into()));
                }
                self.put_aside();
                ui.memory_mut(Memory::stop_text_input);
            }
        }
    }

    /// Esc backs out one level: the find field, then the claim, then the words.
    fn escape(&mut self, ui: &Ui, desk: &Desk, out: &mut Vec<Command>) {
        let selection = desk.selection();
        if self.form.is_some() || ui.ctx().text_edit_focused() || eframe::egui::Popup::is_any_open(ui.ctx()) {
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
