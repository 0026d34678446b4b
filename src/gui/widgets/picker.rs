//! Type to find, create in place: the field for countries, speakers, issues and tags.

use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    self, CornerRadius, Event, EventFilter, Frame, Id, Key, Margin, Modifiers, Pos2, Rect, Response, RichText, Role,
    Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::{button, field};
use crate::gui::theme::{self, RADIUS, face, size};
use crate::session::finder::{Candidate, Found, find_ranked};

/// What happened in a picker in this frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked<T> {
    /// Nothing.
    Nothing,
    /// One of the candidates was taken.
    Taken(T),
    /// A new one of that name is wanted.
    Create(String),
    /// The proposal was taken (Enter in the empty field, or a click).
    Proposal(usize),
    /// The chosen value of that index was removed.
    Removed(usize),
    /// Enter in the empty field: on to the next one.
    Next,
}

/// What a picker remembers from frame to frame.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    query: String,
    lit: usize,
    list_held: bool,
    /// Whether the list was asked for with an arrow key.
    unfolded: bool,
    /// Whether a row was walked to with the arrow keys.
    walked: bool,
    /// Whether one was led here by going on from the field before: then Enter takes what is offered first.
    led: bool,
    /// Whether it had the keyboard in the last frame.
    had: bool,
    /// What Esc took back last.
    dropped: String,
    /// Ask for the keyboard in the next frame.
    pub focus: bool,
    /// Whether what was taken last was taken with Shift: more is to come.
    pub more: bool,
    /// The place among the candidates of the row that is lit, while the list is shown.
    lit_row: Option<usize>,
    /// What came within a frame behind letters that were not in the field yet; it is for the next frame.
    behind: Vec<Event>,
}

/// How a picker looks this time.
pub struct Look<'a> {
    /// Its name for those who listen.
    pub name: &'a str,
    /// Shown while empty.
    pub hint: &'a str,
    /// What is chosen already: a code (may be empty) and a label each.
    pub chosen: &'a [(String, String)],
    /// What is proposed, taken with Enter.
    pub proposed: &'a [String],
    /// What "create" creates: "issue"; `None` where nothing can be created.
    pub creates: Option<&'a str>,
    /// Whether the list is shown before anything is typed, and Enter takes its first row.
    pub offers: bool,
}

const MOST: usize = 7;

impl Picker {
    /// A picker that asks for the keyboard at once.
    pub fn focused() -> Self {
        Self { focus: true, led: true, ..Self::default() }
    }

    /// Asks for the keyboard, going on from the field before.
    pub fn go_on(&mut self) {
        (self.focus, self.led) = (true, true);
    }

    /// What Esc took back last stands here again: the field is left, not emptied.
    pub fn take_back(&mut self) {
        let dropped = std::mem::take(&mut self.dropped);
        if self.query.is_empty() {
            self.query = dropped;
        }
    }

    /// Whether [`Picker::take_back`] would bring something back.
    pub fn has_dropped(&self) -> bool {
        self.query.is_empty() && !self.dropped.is_empty()
    }

    /// Whether a row is lit, so that Enter takes it. What nobody typed or walked to is lit only where one was led
    /// to; a number alone, which may be meant for a scale, creates nothing.
    fn is_lit(&self, look: &Look<'_>, nothing_found: bool) -> bool {
        let number = !self.query.trim().is_empty() && self.query.trim().chars().all(char::is_numeric);
        match () {
            () if self.walked => true,
            () if self.is_typing() => !(number && nothing_found),
            () => self.led && look.offers && look.chosen.is_empty(),
        }
    }

    /// Whether something was typed that is neither taken nor created yet.
    pub fn is_typing(&self) -> bool {
        !self.query.trim().is_empty()
    }

    /// Whether the list may be shown in this frame; only then candidates are looked at.
    pub fn is_active(&self, ui: &Ui, name: &str) -> bool {
        self.list_held || ui.memory(|m| m.has_focus(id_of(ui, name)))
    }

    /// What was typed that is neither taken nor created yet.
    pub fn typed(&self) -> &str {
        self.query.trim()
    }

    /// The place among the candidates of the row that Enter takes, while the list is shown.
    pub fn lit(&self) -> Option<usize> {
        self.lit_row
    }

    /// Shows the field and, while it has the keyboard, the list of what matches.
    pub fn show<T: Clone>(
        &mut self,
        ui: &mut Ui,
        look: &Look<'_>,
        candidates: &[Candidate<T>],
    ) -> (Picked<T>, Response) {
        self.show_ranked(ui, look, candidates, |_| 0)
    }

    /// As [`Picker::show`]; among equals those come first whose `rank` is higher.
    pub fn show_ranked<T: Clone>(
        &mut self,
        ui: &mut Ui,
        look: &Look<'_>,
        candidates: &[Candidate<T>],
        rank: impl Fn(&T) -> i64,
    ) -> (Picked<T>, Response) {
        let p = theme::of(ui.ctx());
        let id = id_of(ui, look.name);
        let focused = ui.memory(|m| m.has_focus(id));
        if focused {
            self.wait_for_letters(ui);
        } else {
            self.behind.clear();
        }
        let mut picked = Picked::Nothing;
        let active = focused || self.list_held;
        let found = if active { find_ranked(&self.query, candidates, MOST, rank) } else { Vec::new() };
        let typed = crate::text::fold::fold(self.query.trim());
        let exact = found.iter().any(|found| crate::text::fold::fold(&found.candidate.label) == typed);
        let creates = look.creates.filter(|_| self.is_typing() && !exact);
        let rows = found.len() + usize::from(creates.is_some());
        if focused {
            picked = self.keys(ui, look, &found, rows);
        }
        let border = if focused { Stroke::new(1.5, p.accent) } else { Stroke::new(1.0, p.line) };
        let frame = Frame::new()
            .fill(p.field)
            .stroke(border)
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(Margin::symmetric(6, 3));
        let inner = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(4.0, 3.0);
            ui.spacing_mut().interact_size.y = 20.0;
            ui.horizontal_wrapped(|ui| {
                for (index, (code, label)) in look.chosen.iter().enumerate() {
                    if chip(ui, code, label) {
                        picked = Picked::Removed(index);
                    }
                }
                for (index, label) in look.proposed.iter().enumerate() {
                    if proposal(ui, label).clicked() {
                        picked = Picked::Proposal(index);
                    }
                }
                let hint = if look.chosen.is_empty() && look.proposed.is_empty() { look.hint } else { "" };
                self.edit(ui, id, look, hint)
            })
            .inner
        });
        let response = inner.inner;
        if std::mem::take(&mut self.focus) {
            ui.memory_mut(|m| m.request_focus(id));
        }
        if !focused && !self.list_held {
            (self.unfolded, self.walked) = (false, false);
            if self.had {
                (self.led, self.had) = (false, false);
            }
            if self.is_typing() {
                let untaken = format!("“{}” is not taken yet: Enter here takes it, Esc drops it", self.typed());
                field::complaint(ui, &untaken);
            }
        }
        self.had |= focused;
        let wanted = self.is_typing() || self.unfolded || (look.offers && look.chosen.is_empty());
        self.lit_row = None;
        if (focused || self.list_held) && rows > 0 && wanted {
            let lit = self.is_lit(look, found.is_empty()).then_some(self.lit);
            let lit_one = lit.and_then(|at| found.get(at)).map(|found| found.candidate);
            self.lit_row = lit_one.and_then(|lit| candidates.iter().position(|other| std::ptr::eq(other, lit)));
            let list = self.list(ui, &found, creates, lit);
            if let Some(row) = list {
                picked = self.choose(row, look, &found);
            }
        } else {
            self.list_held = false;
        }
        if matches!(picked, Picked::Taken(_) | Picked::Create(_)) {
            self.query.clear();
            self.lit = 0;
            (self.list_held, self.unfolded, self.walked) = (false, false, false);
        }
        (picked, response)
    }

    fn edit(&mut self, ui: &mut Ui, id: Id, look: &Look<'_>, hint: &str) -> Response {
        let p = theme::of(ui.ctx());
        let before = self.query.clone();
        // What is typed gets the rest of the row, or a row of its own where that is too little.
        let room = ui.available_size_before_wrap().x;
        let least = if self.query.is_empty() && hint.is_empty() { 8.0 } else { 80.0 };
        let width = if room < least { ui.max_rect().width() } else { room };
        // Esc takes back what was typed before it leaves the field.
        let escape = !self.query.trim().is_empty() || self.unfolded;
        let filter = EventFilter { escape, horizontal_arrows: true, vertical_arrows: true, tab: false };
        let mut set = crate::gui::script::typed(face::regular(size::BODY), false);
        let edit = TextEdit::singleline(&mut self.query)
            .layouter(&mut set)
            .event_filter(filter)
            .id(id)
            .frame(Frame::NONE)
            .hint_text(RichText::new(hint).color(p.faint))
            .margin(Margin::symmetric(2, 1))
            .min_size(vec2(0.0, 20.0))
            .desired_width(width - 12.0);
        let response = ui.add(edit).accessible_name(look.name);
        if self.query != before {
            (self.lit, self.walked, self.led) = (0, false, false);
            self.dropped.clear();
        }
        response
    }

    /// Whoever types fast strikes letters and Enter within one frame: the field takes the letters first, and what
    /// chooses among the rows waits for the next frame, when they are those of the whole word.
    fn wait_for_letters(&mut self, ui: &Ui) {
        let behind = std::mem::take(&mut self.behind);
        ui.input_mut(|i| {
            drop(i.events.splice(0..0, behind));
            let chooses = |event: &Event| {
                matches!(event, Event::Key { key: Key::Enter | Key::ArrowDown | Key::ArrowUp, pressed: true, .. })
            };
            let typed = i.events.iter().position(|event| matches!(event, Event::Text(_))).unwrap_or(i.events.len());
            if let Some(at) = i.events[typed..].iter().position(chooses) {
                self.behind = i.events.split_off(typed + at);
            }
        });
        if !self.behind.is_empty() {
            ui.ctx().request_repaint();
        }
    }

    fn keys<T: Clone>(&mut self, ui: &Ui, look: &Look<'_>, found: &[Found<'_, T>], rows: usize) -> Picked<T> {
        let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let nothing_found = found.is_empty();
        if rows > 0 && pressed(Key::ArrowDown) {
            self.lit = if self.is_lit(look, nothing_found) { (self.lit + 1) % rows } else { 0 };
            (self.unfolded, self.walked) = (true, true);
        }
        if rows > 0 && pressed(Key::ArrowUp) {
            self.lit = if self.is_lit(look, nothing_found) { (self.lit + rows - 1) % rows } else { rows - 1 };
            (self.unfolded, self.walked) = (true, true);
        }
        if self.query.is_empty() && !look.chosen.is_empty() && pressed(Key::Backspace) {
            return Picked::Removed(look.chosen.len() - 1);
        }
        if (self.is_typing() || self.unfolded) && pressed(Key::Escape) {
            self.dropped = std::mem::take(&mut self.query);
            (self.lit, self.unfolded, self.walked) = (0, false, false);
            return Picked::Nothing;
        }
        let shifted = ui.input_mut(|i| i.consume_key(Modifiers::SHIFT, Key::Enter));
        if !shifted && !pressed(Key::Enter) {
            return Picked::Nothing;
        }
        self.more = shifted;
        let lit = rows > 0 && self.is_lit(look, nothing_found);
        match () {
            () if lit && (self.is_typing() || self.walked) => self.choose(self.lit, look, found),
            () if self.is_typing() => Picked::Nothing,
            () if !look.proposed.is_empty() => Picked::Proposal(0),
            () if lit => self.choose(self.lit, look, found),
            () if look.offers && look.chosen.is_empty() && rows > 0 => Picked::Nothing,
            () => Picked::Next,
        }
    }

    fn choose<T: Clone>(&self, row: usize, look: &Look<'_>, found: &[Found<'_, T>]) -> Picked<T> {
        match found.get(row) {
            Some(found) => Picked::Taken(found.candidate.value.clone()),
            None if self.is_typing() && look.creates.is_some() => Picked::Create(self.query.trim().to_owned()),
            None => Picked::Nothing,
        }
    }

    fn list<T>(
        &mut self,
        ui: &mut Ui,
        found: &[Found<'_, T>],
        creates: Option<&str>,
        lit: Option<usize>,
    ) -> Option<usize> {
        let p = theme::of(ui.ctx());
        let mut taken = None;
        let frame = Frame::new()
            .fill(p.paper)
            .stroke(Stroke::new(1.0, p.line))
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(Margin::same(3));
        let shown = frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, row) in found.iter().enumerate() {
                let code = row.candidate.others.first().filter(|_| row.by.is_none()).map_or("", String::as_str);
                if entry(ui, &found_in_words(row), &spoken(row), code, Some(index) == lit).clicked() {
                    taken = Some(index);
                }
            }
            if let Some(what) = creates {
                let create = format!("Create {what} “{}”", self.query.trim());
                let words = Words { accent: true, parts: vec![(create.clone(), Tone::Plain)] };
                if entry(ui, &words, &create, "", Some(found.len()) == lit).clicked() {
                    taken = Some(found.len());
                }
                if lit.is_none() {
                    field::note(ui, "A number alone: Down and Enter create it");
                }
            }
        });
        let held = shown.response.contains_pointer();
        self.list_held = held && ui.input(|i| i.pointer.any_down() || i.pointer.any_released());
        taken
    }
}

fn id_of(ui: &Ui, name: &str) -> Id {
    ui.make_persistent_id((name, "picker"))
}

/// A row as it is read out: with the other name that led to it.
fn spoken<T>(found: &Found<'_, T>) -> String {
    match found.by {
        Some(by) => format!("{} — {by}", found.candidate.label),
        None => found.candidate.label.clone(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Plain,
    /// What was meant by the letters that were typed.
    Meant,
    /// Why the row is here.
    Reason,
    MeantReason,
}

/// The words of a row, piece by piece.
struct Words {
    accent: bool,
    parts: Vec<(String, Tone)>,
}

fn found_in_words<T>(found: &Found<'_, T>) -> Words {
    let mut parts = Vec::new();
    let mut cut = |name: &str, plain: Tone, meant: Tone| {
        let mut from = 0;
        for mark in &found.marks {
            parts.push((name[from..mark.start].to_owned(), plain));
            parts.push((name[mark.clone()].to_owned(), meant));
            from = mark.end;
        }
        parts.push((name[from..].to_owned(), plain));
    };
    match found.by {
        None => cut(&found.candidate.label, Tone::Plain, Tone::Meant),
        Some(by) => {
            cut(by, Tone::Reason, Tone::MeantReason);
            parts.insert(0, (format!("{} — ", found.candidate.label), Tone::Plain));
        }
    }
    Words { accent: false, parts }
}

/// A row of the list.
fn entry(ui: &mut Ui, words: &Words, spoken: &str, code: &str, lit: bool) -> Response {
    let p = theme::of(ui.ctx());
    let width = ui.available_width();
    let mut job = LayoutJob::default();
    job.wrap.max_width = width - 40.0;
    for (part, tone) in &words.parts {
        let font = match tone {
            Tone::Plain | Tone::Reason => face::regular(size::SMALL),
            Tone::Meant | Tone::MeantReason => face::semibold(size::SMALL),
        };
        let colour = match tone {
            _ if words.accent => p.accent,
            Tone::Plain | Tone::Meant => p.ink,
            Tone::Reason | Tone::MeantReason => p.muted,
        };
        job.append(part, 0.0, TextFormat::simple(font, colour));
    }
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    // The arrow keys walk here; the Tab key goes on to the next field.
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y + 10.0), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, lit, spoken));
    if lit || response.hovered() {
        let fill = if lit { p.accent_tint } else { p.hover };
        ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
    }
    ui.painter().galley(rect.min + vec2(7.0, 5.0), galley, p.ink);
    // Codes help to tell rows apart; longer names would only crowd them.
    let right = rect.right_center() - vec2(7.0, 0.0);
    if lit {
        return_key(ui, right - vec2(7.0, 0.0), p.muted);
    } else if code.chars().count() <= 4 {
        ui.painter().text(right, egui::Align2::RIGHT_CENTER, code, face::regular(size::TINY), p.faint);
    }
    response
}

/// The sign of the Enter key.
fn return_key(ui: &Ui, centre: Pos2, colour: egui::Color32) {
    let stroke = Stroke::new(1.2, colour);
    let at = |x: f32, y: f32| centre + vec2(x, y);
    ui.painter().line(vec![at(5.0, -4.0), at(5.0, 1.5), at(-5.0, 1.5)], stroke);
    ui.painter().line(vec![at(-2.0, -1.5), at(-5.0, 1.5), at(-2.0, 4.5)], stroke);
}

/// A chosen value with its cross. Whether the cross was pressed.
fn chip(ui: &mut Ui, code: &str, label: &str) -> bool {
    let p = theme::of(ui.ctx());
    let lay = |ui: &Ui, text: &str, font, room: f32| {
        let mut job = LayoutJob::simple_singleline(text.to_owned(), font, p.ink);
        job.wrap = TextWrapping::truncate_at_width(room);
        ui.fonts_mut(|f| f.layout_job(job))
    };
    let code = (!code.is_empty()).then(|| lay(ui, code, face::medium(size::TINY), 80.0));
    let boxed = code.as_ref().map_or(0.0, |code| code.size().x + 10.0 + 5.0);
    let whole = ui.max_rect().width();
    let name = lay(ui, label, face::medium(size::SMALL), (whole - boxed - 38.0).max(40.0));
    let width = boxed + name.size().x + 20.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, label));
    if name.elided {
        response.on_hover_text(label);
    }
    let mut left = rect.left();
    if let Some(code) = code {
        let outline = Rect::from_min_size(pos2(left, rect.top() + 1.5), vec2(code.size().x + 10.0, 17.0));
        let line = Stroke::new(1.0, p.line);
        ui.painter().rect(outline, CornerRadius::same(4), p.paper, line, StrokeKind::Inside);
        ui.painter().galley(outline.center() - code.size() / 2.0, code, p.ink);
        left += boxed;
    }
    ui.painter().galley(pos2(left, rect.center().y - name.size().y / 2.0), name.clone(), p.ink);
    let cross = Rect::from_min_size(pos2(left + name.size().x + 2.0, rect.top()), vec2(16.0, 20.0));
    button::cross(ui, cross, label).clicked()
}

/// A proposed value: dashed, so that it never looks decided.
pub fn proposal(ui: &mut Ui, label: &str) -> Response {
    let p = theme::of(ui.ctx());
    let whole = ui.max_rect().width();
    let galley = ui.fonts_mut(|f| f.layout(format!("+ {label}"), face::regular(size::SMALL), p.muted, whole - 16.0));
    // Enter takes it; it is no stop on the way from field to field.
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 4.0), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Take proposal {label}")));
    dashed(ui, rect.shrink(0.5), if response.hovered() { p.accent } else { p.faint });
    ui.painter().galley(rect.min + vec2(8.0, 2.0), galley, p.muted);
    response.on_hover_text("Proposed from the text; Enter takes it, Shift Enter takes it and stays")
}

/// A dashed outline.
pub fn dashed(ui: &Ui, rect: Rect, colour: egui::Color32) {
    let points = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&points, Stroke::new(1.0, colour), 3.0, 3.0));
}
