//! Excerpts to look at one by one: what they were, where they may stand, and what was answered.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eframe::egui::{
    Align, CornerRadius, CursorIcon, FocusDirection, Frame, Key, Label, Layout, Margin, Memory, Modifiers, Rect,
    RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::passage::Passage;
use crate::edit::ops::correct::Answer;
use crate::gui::read::cards;
use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{Rows, button, field, glyph, keycap, line, mark, primary, secondary, stance_pill};
use crate::model::{ArticleId, Excerpt, ExcerptId, Glyph, Project};
use crate::text::{ArticleText, Candidate, Span};

/// Width of the list, and height of a row of it.
const LIST_WIDTH: f32 = 250.0;
const ROW: f32 = 46.0;
/// Claims of an excerpt that are listed.
const CLAIMS: usize = 4;

/// An excerpt to look at.
pub struct Look {
    /// The excerpt.
    pub excerpt: Arc<Excerpt>,
    /// What was answered.
    pub answer: Option<Answer>,
    /// Where it may stand; `None` until somebody asks.
    proposals: Option<Vec<Candidate>>,
    chosen: usize,
}

impl Look {
    /// An excerpt with its proposals, if they are known already.
    pub fn new(excerpt: Arc<Excerpt>, proposals: Option<Vec<Candidate>>) -> Self {
        Self { excerpt, answer: None, proposals, chosen: 0 }
    }

    fn state(&self) -> &'static str {
        match self.answer {
            None => "to look at",
            Some(Answer::Place(_)) => "accepted",
            Some(Answer::Leave) => "left",
        }
    }
}

/// What is asked for beside the answers.
pub enum Wish {
    /// Show the article.
    Open(ArticleId),
    /// Delete the claims on an excerpt, and it with them.
    Delete(ExcerptId),
}

/// The excerpts, and which of them is looked at.
#[derive(Default)]
pub struct Review {
    /// All of them.
    pub looks: Vec<Look>,
    at: usize,
    reveal: bool,
    begun: bool,
    finished: bool,
    /// Which one was shown last.
    seen: Option<usize>,
    /// Passages of the one that is looked at, each as it was and as it may be.
    shown: Option<(ExcerptId, Vec<[Passage; 2]>)>,
    /// Whether articles can be opened and claims deleted from here.
    pub can_act: bool,
}

/// Name of the list.
const LIST: &str = "Excerpts to look at";

impl Review {
    /// These excerpts to look at.
    pub fn new(looks: Vec<Look>) -> Self {
        Self { looks, ..Self::default() }
    }

    /// Looks at the excerpt of that id next.
    pub fn begin_at(&mut self, excerpt: ExcerptId) {
        if let Some(at) = self.looks.iter().position(|look| look.excerpt.id == excerpt) {
            (self.at, self.reveal) = (at, true);
        }
    }

    /// How many have no answer yet.
    pub fn open(&self) -> usize {
        self.looks.iter().filter(|look| look.answer.is_none()).count()
    }

    /// Every accepted place.
    pub fn places(&self) -> Vec<(ExcerptId, Span)> {
        let place = |look: &Look| match look.answer {
            Some(Answer::Place(span)) => Some((look.excerpt.id, span)),
            _ => None,
        };
        self.looks.iter().filter_map(place).collect()
    }

    /// Accepts places, save where something was answered already.
    pub fn accept_all(&mut self, places: &[(ExcerptId, Span)]) {
        let places: HashMap<ExcerptId, Span> = places.iter().copied().collect();
        for look in self.looks.iter_mut().filter(|look| look.answer.is_none()) {
            look.answer = places.get(&look.excerpt.id).copied().map(Answer::Place);
        }
    }

    /// Shows list and pane in a height; `text_of` tells in which text an excerpt is to stand.
    pub fn show<'a>(
        &mut self,
        ui: &mut Ui,
        height: f32,
        project: &Project,
        text_of: &dyn Fn(ArticleId) -> Option<&'a ArticleText>,
    ) -> Option<Wish> {
        self.at = self.at.min(self.looks.len().saturating_sub(1));
        if !std::mem::replace(&mut self.begun, true) {
            self.reveal = true;
            ui.memory_mut(|m| m.request_focus(Rows::id(LIST)));
        }
        let text = self.looks.get(self.at).and_then(|look| text_of(look.excerpt.article));
        self.prepare(text);
        self.keys(ui);
        let text = self.looks.get(self.at).and_then(|look| text_of(look.excerpt.article));
        self.prepare(text);
        let (body, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let list = Rect::from_min_size(body.min, vec2(LIST_WIDTH.min(body.width() * 0.3), height));
        let pane = Rect::from_min_max(pos2(list.right() + space::XL, body.top()), body.max);
        ui.painter().vline(list.right() + space::M, body.y_range(), Stroke::new(1.0, theme::of(ui.ctx()).line));
        self.list(&mut child(ui, "list", list), project);
        let mut wish = None;
        let (top, foot) = pane.split_top_bottom_at_y(pane.bottom() - 40.0);
        let ui_pane = &mut child(ui, "pane", top);
        // Another excerpt has other widgets at the same places, and is read from its beginning.
        ui_pane.ctx().allow_widget_id_changes_in(pane);
        let mut area = ScrollArea::vertical().id_salt("look").auto_shrink(false);
        if self.seen.replace(self.at) != Some(self.at) {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show(ui_pane, |ui| {
            wish = self.pane(ui, project, text);
        });
        self.answers(&mut child(ui, "answers", foot));
        wish
    }

    /// Proposals and passages of the one that is looked at, made once.
    fn prepare(&mut self, text: Option<&ArticleText>) {
        let (Some(look), Some(text)) = (self.looks.get_mut(self.at), text) else { return };
        let anchor = &look.excerpt.anchor;
        let proposals = look.proposals.get_or_insert_with(|| anchor.proposals(text));
        if self.shown.as_ref().is_none_or(|(id, _)| *id != look.excerpt.id) {
            let pair = |c: &Candidate| Passage::pair(&anchor.before, &anchor.quotation, &anchor.after, text, c.span);
            self.shown = Some((look.excerpt.id, proposals.iter().map(pair).collect()));
        }
    }

    fn keys(&mut self, ui: &Ui) {
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let up = pressed(Key::ArrowUp) | pressed(Key::K);
        let down = pressed(Key::ArrowDown) | pressed(Key::J);
        let leave = pressed(Key::L);
        let number = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5].into_iter().position(pressed);
        // Enter presses the button that has the focus.
        let focus = ui.memory(Memory::focused);
        let accept = focus.is_none_or(|id| id == Rows::id(LIST)) && pressed(Key::Enter);
        if up || down || leave || accept || number.is_some() {
            ui.memory_mut(|m| {
                m.move_focus(FocusDirection::None);
                m.request_focus(Rows::id(LIST));
            });
        }
        if up {
            self.go(self.at.saturating_sub(1));
        }
        if down {
            self.go(self.at + 1);
        }
        if let (Some(number), Some(look)) = (number, self.looks.get_mut(self.at)) {
            look.chosen = number.min(look.proposals.as_ref().map_or(0, Vec::len).saturating_sub(1));
        }
        if accept {
            self.accept();
        }
        if leave {
            self.leave();
        }
    }

    fn go(&mut self, to: usize) {
        self.at = to.min(self.looks.len().saturating_sub(1));
        self.reveal = true;
    }

    /// The next one without an answer, if there is one.
    fn next(&mut self) {
        let count = self.looks.len();
        let mut later = (self.at + 1..count).chain(0..self.at);
        match later.find(|index| self.looks[*index].answer.is_none()) {
            Some(next) => self.go(next),
            None => self.finished = true,
        }
    }

    /// Whether the last one was answered just now: then the keyboard goes to the button that ends it.
    pub fn take_finished(&mut self) -> bool {
        std::mem::take(&mut self.finished)
    }

    /// How many of these have no answer yet.
    pub fn open_among(&self, places: &[(ExcerptId, Span)]) -> usize {
        let open: HashSet<ExcerptId> =
            self.looks.iter().filter(|look| look.answer.is_none()).map(|look| look.excerpt.id).collect();
        places.iter().filter(|(id, _)| open.contains(id)).count()
    }

    fn accept(&mut self) {
        let Some(look) = self.looks.get_mut(self.at) else { return };
        if let Some(place) = look.proposals.as_ref().and_then(|all| all.get(look.chosen)) {
            look.answer = Some(Answer::Place(place.span));
            self.next();
        }
    }

    fn leave(&mut self) {
        let Some(look) = self.looks.get_mut(self.at) else { return };
        look.answer = Some(Answer::Leave);
        self.next();
    }

    fn list(&mut self, ui: &mut Ui, project: &Project) {
        let p = theme::of(ui.ctx());
        let (count, open) = (self.looks.len(), self.open());
        let told = if open == 0 { "All looked at".to_owned() } else { format!("{open} of {count} to look at") };
        ui.label(RichText::new(told).font(face::semibold(size::BODY)).color(p.ink));
        let looks = &self.looks;
        let words = |index: usize| format!("“{}”", short(&looks[index].excerpt.anchor.quotation, 200));
        let under = |index: usize| {
            let article = project.article(looks[index].excerpt.article);
            let title = article.filter(|_| self.can_act).map(|article| format!(" · {}", article.title));
            format!("{}{}", looks[index].state(), title.unwrap_or_default())
        };
        let spoken = |index: usize| format!("{}, {}", words(index), under(index));
        let list = Rows { name: LIST, height: ROW, count, lit: self.at, reveal: std::mem::take(&mut self.reveal) };
        let pressed = list.show(ui, spoken, |ui, rect, index| {
            let room = rect.width() - 44.0;
            let first = line::line(ui, &words(index), face::medium(size::BODY), p.ink, room);
            let second = line::line(ui, &under(index), face::regular(size::SMALL), p.muted, room);
            let place = Rect::from_center_size(pos2(rect.left() + 20.0, rect.center().y), vec2(14.0, 14.0));
            match looks[index].answer {
                Some(Answer::Place(_)) => mark::tick(ui, place.shrink(1.0), p.accent),
                Some(Answer::Leave) => glyph::paint(ui.painter(), place, Glyph::Dash, p.muted),
                None => glyph::paint(ui.painter(), place, Glyph::Ring, p.warning),
            }
            let left = rect.left() + 38.0;
            let cut = first.elided || second.elided;
            ui.painter().galley(pos2(left, rect.top() + 4.0), first, p.ink);
            ui.painter().galley(pos2(left, rect.top() + 23.0), second, p.muted);
            cut.then(|| spoken(index))
        });
        if let Some(index) = pressed {
            self.at = index;
        }
    }

    /// The excerpt that is looked at: its claims, its old words, and the places.
    fn pane(&mut self, ui: &mut Ui, project: &Project, text: Option<&ArticleText>) -> Option<Wish> {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.set_width(ui.available_width() - space::M);
        let count = self.looks.len();
        let look = self.looks.get(self.at)?;
        let mut wish = None;
        ui.horizontal(|ui| {
            field::caption(ui, &format!("{} of {count}", self.at + 1));
            if self.can_act {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if button::link(ui, "Delete claims")
                        .on_hover_text("Delete them and the excerpt; undo brings them back")
                        .clicked()
                    {
                        wish = Some(Wish::Delete(look.excerpt.id));
                    }
                    if button::link(ui, "Open article").clicked() {
                        wish = Some(Wish::Open(look.excerpt.article));
                    }
                    let title = project.article(look.excerpt.article).map_or("", |article| &article.title);
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let muted = theme::of(ui.ctx()).muted;
                        mark::one_line(ui, title, face::regular(size::SMALL), muted);
                    });
                });
            }
        });
        claims(ui, project, &look.excerpt);
        ui.add_space(space::S);
        let (chosen, proposals) = (look.chosen, look.proposals.as_deref().unwrap_or_default());
        let passages = self.shown.as_ref().map_or(&[][..], |(_, passages)| passages);
        field::caption(ui, "The words as they were");
        let anchor = &look.excerpt.anchor;
        framed(ui, |ui| match passages.get(chosen) {
            Some([old, _]) => old.show(ui),
            None => Passage::alone(&anchor.before, &anchor.quotation, &anchor.after).show(ui),
        });
        ui.add_space(space::S);
        if proposals.is_empty() {
            field::caption(ui, "No place is proposed");
            let words = "Nothing in the text is like these words. Leave the excerpt for now: it keeps its claims and is \
                         marked as needing re-anchoring.";
            field::note(ui, words);
            return wish;
        }
        let caption = if proposals.len() == 1 { "The proposed place" } else { "Proposed places" };
        field::caption(ui, caption);
        let mut pressed = None;
        for (index, (candidate, [_, new])) in proposals.iter().zip(passages).enumerate() {
            let at = text.map_or(0, |text| text.char_of(candidate.span.start).0);
            let kind = first_upper(&candidate.in_words());
            let about = format!("{kind} · at character {at}");
            if place(ui, index, &about, new, index == chosen) {
                pressed = Some(index);
            }
        }
        if let (Some(index), Some(look)) = (pressed, self.looks.get_mut(self.at)) {
            look.chosen = index;
        }
        wish
    }

    fn answers(&mut self, ui: &mut Ui) {
        let p = theme::of(ui.ctx());
        let Some(look) = self.looks.get(self.at) else { return };
        let some = look.proposals.as_ref().is_some_and(|proposals| !proposals.is_empty());
        let (placed, left) =
            (matches!(look.answer, Some(Answer::Place(_))), matches!(look.answer, Some(Answer::Leave)));
        ui.horizontal_centered(|ui| {
            let accept = ui.add_enabled_ui(some, |ui| primary(ui, "Accept place")).inner;
            let accept = accept.on_disabled_hover_text("No place is proposed");
            if accept.on_hover_text("Puts the excerpt on the place that is marked (Enter)").clicked() {
                self.accept();
            }
            let leave = secondary(ui, "Leave").on_hover_text("It keeps its claims and needs re-anchoring later (L)");
            if leave.clicked() {
                self.leave();
            }
            let told = if placed {
                "Accepted"
            } else if left {
                "Left for later"
            } else {
                ""
            };
            ui.label(RichText::new(told).font(face::medium(size::SMALL)).color(p.accent));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                for (keys, what) in
                    [(&["L"][..], "leave"), (&["Enter"], "accept"), (&["1–5"], "choose"), (&["J", "K"], "walk")]
                {
                    ui.label(RichText::new(what).font(face::regular(size::SMALL)).color(p.muted));
                    keys.iter().rev().for_each(|key| _ = keycap(ui, key));
                    ui.add_space(space::XS);
                }
            });
        });
    }
}

/// A place that can be chosen. Whether it was.
fn place(ui: &mut Ui, index: usize, about: &str, passage: &Passage, chosen: bool) -> bool {
    let p = theme::of(ui.ctx());
    let id = ui.scope_id().with(("place", index));
    // Where it was a frame ago: what is behind the words is known before them.
    let hovered = ui.ctx().read_response(id).is_some_and(|response| response.hovered());
    let (fill, edge) = match (chosen, hovered) {
        (true, _) => (p.paper, Stroke::new(1.5, p.accent)),
        (false, true) => (p.hover, Stroke::new(1.0, p.strong_line)),
        (false, false) => (p.paper, Stroke::new(1.0, p.line)),
    };
    let frame = Frame::new().fill(fill).stroke(edge).corner_radius(CornerRadius::same(RADIUS));
    let shown = frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let (dot, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
            ui.painter().circle_stroke(dot.center(), 6.0, Stroke::new(1.3, if chosen { p.accent } else { p.muted }));
            if chosen {
                ui.painter().circle_filled(dot.center(), 3.0, p.accent);
            }
            let words = RichText::new(about).font(face::semibold(size::SMALL)).color(p.ink);
            ui.add(Label::new(words).selectable(false).truncate());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| keycap(ui, &(index + 1).to_string()));
        });
        passage.show(ui);
    });
    let rect = shown.response.rect;
    let response = ui.interact(rect, id, Sense::click());
    let spoken = format!("{about}: “{}”", passage.words());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, &spoken));
    if response.has_focus() {
        let ring = Stroke::new(2.0, p.accent);
        ui.painter().rect_stroke(rect, CornerRadius::same(RADIUS), ring, StrokeKind::Outside);
    }
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

fn framed<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) {
    let p = theme::of(ui.ctx());
    let frame = Frame::new().fill(p.panel).stroke(Stroke::new(1.0, p.line)).corner_radius(CornerRadius::same(RADIUS));
    frame.inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui)
    });
}

/// What is coded on the excerpt.
fn claims(ui: &mut Ui, project: &Project, excerpt: &Excerpt) {
    let p = theme::of(ui.ctx());
    let claims = project.claims_of(excerpt.id);
    for claim in claims.iter().take(CLAIMS) {
        ui.horizontal(|ui| {
            if let Some(stance) = project.stance(claim.stance) {
                stance_pill(ui, stance);
            }
            let words = cards::who_and_what(project, claim);
            mark::one_line(ui, &words, face::regular(size::BODY), p.ink);
        });
    }
    if claims.len() > CLAIMS {
        field::note(ui, &format!("and {} more claims", claims.len() - CLAIMS));
    }
}

/// The first characters of a quotation, in one line.
fn short(words: &str, most: usize) -> String {
    let mut short: String = words.chars().take(most).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    short
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A part of a dialog that cannot grow beyond `rect`.
fn child(ui: &mut Ui, salt: &str, rect: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect).layout(Layout::top_down(Align::Min)));
    child.set_clip_rect(ui.clip_rect().intersect(rect.expand(2.0)));
    child
}
