//! Finding words in the open article; case and accents do not matter.

use eframe::egui::{Frame, Key, Layout, Margin, Modifiers, RichText, Ui, vec2};

use crate::derive::FoldedText;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, field, keycap};
use crate::text::{ArticleText, Span};

/// The field and what it found.
#[derive(Default)]
pub struct FindBar {
    open: bool,
    fresh: bool,
    query: String,
    searched: String,
    folded: Option<FoldedText>,
    hits: Vec<Span>,
    current: usize,
}

/// Most places marked in one article.
const MOST: usize = 5000;

impl FindBar {
    /// Shows the field and asks for the keyboard.
    pub fn open(&mut self) {
        self.open = true;
        self.fresh = true;
    }

    /// Hides the field and its marks.
    pub fn close(&mut self) {
        *self = Self::default();
    }

    /// Whether the field is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Another article is open.
    pub fn forget(&mut self) {
        self.folded = None;
        self.searched.clear();
    }

    /// Every place found, in the order of the text.
    pub fn hits(&self) -> &[Span] {
        &self.hits
    }

    /// The places found within a span.
    pub fn hits_in(&self, span: Span) -> impl Iterator<Item = Span> {
        let from = self.hits.partition_point(|hit| hit.end <= span.start);
        self.hits[from..].iter().copied().take_while(move |hit| hit.start < span.end)
    }

    /// Shows the field above the text; asks to reveal the place gone to.
    pub fn show(&mut self, ui: &mut Ui, text: &ArticleText, reveal: &mut Option<Span>) {
        if !self.open {
            return;
        }
        self.search(text);
        let p = theme::of(ui.ctx());
        Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.allocate_ui_with_layout(vec2(300.0, 28.0), Layout::top_down(eframe::egui::Align::Min), |ui| {
                    let input = field::line(ui, "Find in article", &mut self.query, "Find in this article");
                    if std::mem::take(&mut self.fresh) {
                        input.request_focus();
                    }
                    let entered = input.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
                    if entered {
                        let back = ui.input(|i| i.modifiers.shift);
                        self.step(back, reveal);
                        input.request_focus();
                    }
                    if input.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                        self.open = false;
                    }
                });
                let said = match (self.query.trim().is_empty(), self.hits.len()) {
                    (true, _) => String::new(),
                    (false, 0) => "not found".into(),
                    (false, count) if self.current < count => format!("{} of {count}", self.current + 1),
                    (false, count) => format!("{count} found"),
                };
                ui.label(RichText::new(said).font(face::regular(size::SMALL)).color(p.muted));
                ui.add_space(space::S);
                keycap(ui, "Enter");
                field::note(ui, "next");
                if button::remove(ui, "find field").clicked() {
                    self.open = false;
                }
            });
        });
        if !self.open {
            self.close();
        }
    }

    fn search(&mut self, text: &ArticleText) {
        if self.query == self.searched && self.folded.is_some() {
            return;
        }
        let folded = self.folded.get_or_insert_with(|| FoldedText::new(text.as_str()));
        self.hits = if self.query.trim().is_empty() { Vec::new() } else { folded.find(&self.query, MOST) };
        self.searched = self.query.clone();
        self.current = usize::MAX;
    }

    /// Goes to the next place found, or to the one before.
    pub fn step(&mut self, back: bool, reveal: &mut Option<Span>) {
        let count = self.hits.len();
        if count == 0 {
            return;
        }
        self.current = match (self.current, back) {
            (usize::MAX, _) => 0,
            (at, false) => (at + 1) % count,
            (at, true) => (at + count - 1) % count,
        };
        *reveal = Some(self.hits[self.current]);
    }
}
