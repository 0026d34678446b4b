//! The analyst's own judgement of a cell: shown, made, changed, taken back.

mod choice;
mod shown;

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::text::CCursor;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::text_selection::CCursorRange;
use eframe::egui::{Event, Id, Key, Margin, Modifiers, Rect, Response, RichText, TextEdit, Ui, pos2};

use crate::derive::Position;
use crate::edit::ops::Clash;
use crate::edit::ops::assessments::Saying;
use crate::gui::clash::{self, Keep};
use crate::gui::script;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{self, button, field};
use crate::model::{Assessment, Cell, Confidence, Judgement, Project};
use crate::session::{Command, Desk};

/// Why nothing can be judged.
const HELD: &str = "This project is open elsewhere and can only be read: make a copy with “Save as…”";

/// A judgement that is not saved yet.
#[derive(Clone, Debug, Default)]
struct Draft {
    judgement: Option<Judgement>,
    sentence: String,
    confidence: Option<Confidence>,
    /// The assessment as it was when the analyst began.
    was: Option<Arc<Assessment>>,
    /// It was judged elsewhere as well.
    clash: Option<Clash>,
}

impl Draft {
    fn of(was: Option<&Arc<Assessment>>) -> Self {
        let draft = was.map_or_else(Self::default, |row| Self {
            judgement: Some(row.judgement),
            sentence: row.sentence.clone(),
            confidence: row.confidence,
            ..Self::default()
        });
        Self { was: was.cloned(), ..draft }
    }

    fn is_touched(&self) -> bool {
        let begun = Self::of(self.was.as_ref());
        (self.judgement, &self.sentence, self.confidence) != (begun.judgement, &begun.sentence, begun.confidence)
    }

    /// Takes what was typed over the cell: the key of a level chooses it, anything else goes into the sentence, in the
    /// place of one that was there before the analyst began. Whether a sentence of before is still there.
    fn take(&mut self, project: &Project, typed: &str) -> bool {
        let begun = self.is_touched();
        let mut rest = typed.chars();
        let key = rest.next();
        let levels = project.scale().into_iter().filter(|stance| stance.score.is_some());
        let level = levels.into_iter().find(|stance| key.is_some() && stance.key == key);
        if let Some(stance) = level {
            self.judgement = Some(Judgement::Position(stance.id));
        }
        let said = if level.is_some() { rest.as_str() } else { typed };
        if !begun {
            // How sure somebody was of another judgement is not how sure one is of this.
            self.confidence = None;
        }
        if !said.is_empty() {
            if !begun {
                self.sentence.clear();
            } else if self.sentence.ends_with(|last: char| !last.is_whitespace()) {
                self.sentence.push(' ');
            }
        }
        self.sentence += said;
        said.is_empty() && !begun && !self.sentence.is_empty()
    }
}

/// What came of showing the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing yet.
    Nothing,
    /// The judgement was saved.
    Saved,
    /// It was saved, and the next cell is wanted.
    SavedAndNext,
    /// The editor was left; what was typed in it stays unless it was given up.
    Left,
}

/// Who gets the keyboard in the next frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    #[default]
    Nobody,
    Choices,
    /// Behind the last letter.
    Sentence,
    /// All of it selected: typing replaces it.
    WholeSentence,
}

impl Focus {
    /// On the sentence, with what of it was there before.
    fn of(there: bool) -> Self {
        if there { Self::WholeSentence } else { Self::Sentence }
    }
}

/// The editor of assessments. Keeps what was begun for each cell until it is saved or given up.
#[derive(Default)]
pub struct Assess {
    drafts: BTreeMap<Cell, Draft>,
    focus: Focus,
    had_focus: bool,
    /// The cell whose earlier judgements are shown.
    history: Option<Cell>,
}

impl Assess {
    /// Begins to judge a cell, from the assessment that is there. What was typed over the cell is taken: the key of a
    /// level chooses it, anything else begins the sentence.
    ///
    /// Where the project may only be read, nothing begins: what was typed could not be kept.
    pub fn begin(&mut self, desk: &Desk, cell: Cell, typed: &str) {
        if desk.held().is_some() {
            return;
        }
        let project = desk.project();
        let draft = self.drafts.entry(cell).or_insert_with(|| Draft::of(project.judged(cell)));
        self.focus = if typed.is_empty() { Focus::Choices } else { Focus::of(draft.take(project, typed)) };
    }

    /// Whether the editor had the keyboard when it was shown last, other than in its sentence.
    pub fn had_focus(&self) -> bool {
        self.had_focus
    }

    /// Whether a judgement was begun that is not saved.
    pub fn is_touched(&self) -> bool {
        self.drafts.values().any(Draft::is_touched)
    }

    /// Gives up whatever was begun.
    pub fn give_up(&mut self) {
        self.drafts.clear();
    }

    /// Forgets what was opened and not touched, but for one cell.
    pub fn tidy(&mut self, but: Option<Cell>) {
        self.drafts.retain(|cell, draft| Some(*cell) == but || draft.is_touched());
    }

    /// Shows the assessment of a cell, or its editor.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, cell: Cell, position: &Position, out: &mut Vec<Command>) -> Said {
        self.had_focus = false;
        let project = desk.project();
        let mut said = Said::Nothing;
        let row = project.assessment(cell);
        if self.drafts.contains_key(&cell) {
            said = self.edit(ui, desk, cell, position, out);
        } else if let Some(row) = row.filter(|row| row.stands()) {
            shown::show(ui, desk, row, position);
            if !position.assessed {
                field::note(ui, "It rests on claims after the as-of date, so it does not stand on that day.");
            }
            ui.add_enabled_ui(desk.held().is_none(), |ui| self.buttons(ui, desk, cell, out));
        } else {
            let free = desk.held().is_none();
            let begin = ui.add_enabled_ui(free, |ui| widgets::secondary(ui, "Assess this position…")).inner;
            let begin = begin.on_disabled_hover_text(HELD);
            if begin.on_hover_text("Judge it yourself (Space, or type a level’s key or a sentence)").clicked() {
                self.begin(desk, cell, "");
            }
        }
        if let Some(row) = row {
            if row.stands() {
                shown::stale(ui, desk, row, out);
            }
            shown::history(ui, project, row, &mut self.history, out);
        }
        said
    }

    fn buttons(&mut self, ui: &mut Ui, desk: &Desk, cell: Cell, out: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            if widgets::secondary(ui, "Edit").clicked() {
                self.begin(desk, cell, "");
            }
            if widgets::danger(ui, "Remove").on_hover_text("Let the claims decide again").clicked() {
                out.push(Command::ClearAssessment(cell));
            }
        });
    }

    fn edit(&mut self, ui: &mut Ui, desk: &Desk, cell: Cell, position: &Position, out: &mut Vec<Command>) -> Said {
        let project = desk.project();
        let Some(draft) = self.drafts.get_mut(&cell) else { return Said::Nothing };
        let focus = std::mem::take(&mut self.focus);
        let top = ui.cursor().top();
        // Wherever in the editor the keyboard is, and before any button takes the key.
        let ours = !ui.ctx().text_edit_focused() || ui.memory(|m| m.has_focus(sentence_id()));
        let pressed = |modifiers| ours && ui.input_mut(|i| i.consume_key(modifiers, Key::Enter));
        let goes_on = pressed(Modifiers::COMMAND | Modifiers::SHIFT);
        let saves = goes_on || pressed(Modifiers::COMMAND);
        let choosing = choice::show(ui, project, &mut draft.judgement, focus == Focus::Choices);
        if choosing {
            let typed = typed(ui);
            if !typed.is_empty() {
                self.focus = Focus::of(draft.take(project, &typed));
                ui.ctx().request_repaint();
            }
        }
        let text = sentence(ui, &mut draft.sentence, focus);
        let derived = position.derived.filter(|level| draft.judgement != Some(Judgement::Position(*level)));
        if let Some(level) = derived {
            let same = button::link(ui, &format!("As the claims say: {}", super::words::stance(project, level)));
            if same.on_hover_text("Choose the level that follows from the claims by the rule").clicked() {
                draft.judgement = Some(Judgement::Position(level));
            }
        }
        certainty(ui, draft);
        match clash::show(ui, draft.clash.as_slice()) {
            Some(Keep::Yours) => draft.clash = None,
            Some(Keep::Theirs) => *draft = Draft::of(project.judged(cell)),
            None => {}
        }
        let escapes = (text.lost_focus() || choosing) && ui.input(|i| i.key_pressed(Key::Escape));
        let (saved, cancelled) = buttons(ui, draft);
        if focus != Focus::Nobody {
            let all = Rect::from_min_max(pos2(ui.min_rect().left(), top), ui.min_rect().max);
            ui.scroll_to_rect(all, None);
        }
        self.had_focus = choosing;
        let ready = draft.judgement.filter(|_| draft.clash.is_none());
        if let Some(judgement) = ready.filter(|_| saved || saves) {
            let sentence = draft.sentence.trim().to_owned();
            let saying = Saying { judgement, sentence, confidence: draft.confidence };
            draft.clash = saying.clash(draft.was.as_deref(), project, cell);
            // What there is now is shown.
            draft.was = project.judged(cell).cloned();
            if draft.clash.is_none() {
                out.push(Command::Assess { cell, was: draft.was.clone(), saying });
                self.drafts.remove(&cell);
                return if goes_on { Said::SavedAndNext } else { Said::Saved };
            }
        }
        if cancelled || escapes && !draft.is_touched() {
            self.drafts.remove(&cell);
        }
        if cancelled || escapes { Said::Left } else { Said::Nothing }
    }
}

fn certainty(ui: &mut Ui, draft: &mut Draft) {
    field::note(ui, "Confidence");
    let segments: Vec<_> = Confidence::ALL.iter().map(|(_, label)| Segment::word(label)).collect();
    let chosen = draft.confidence.map(|confidence| confidence as usize);
    if let Some(index) = segmented::show(ui, "Confidence", chosen, &segments) {
        // Pressing the chosen one again leaves it open.
        draft.confidence = (chosen != Some(index)).then_some(Confidence::ALL[index].0);
    }
    ui.add_space(2.0);
}

/// Whether it is to be saved, and whether it is to be given up.
fn buttons(ui: &mut Ui, draft: &Draft) -> (bool, bool) {
    let ready = draft.judgement.is_some() && draft.clash.is_none();
    ui.horizontal(|ui| {
        let save = ui.add_enabled_ui(ready, |ui| widgets::primary(ui, "Save assessment")).inner;
        let why = match draft.clash {
            Some(_) => clash::OPEN,
            None => "Choose a stance, “Nothing found” or “Declined” first",
        };
        let save = save.on_hover_text("Ctrl Enter").on_disabled_hover_text(why);
        (save.clicked(), widgets::secondary(ui, "Cancel").clicked())
    })
    .inner
}

fn sentence_id() -> Id {
    Id::unique("assessment sentence")
}

/// The field of the sentence. Where it is to have the keyboard, it has it in this very frame: what is typed meanwhile
/// is not lost.
fn sentence(ui: &mut Ui, text: &mut String, focus: Focus) -> Response {
    const NAME: &str = "Assessment in a sentence";
    let id = sentence_id();
    if matches!(focus, Focus::Sentence | Focus::WholeSentence) {
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        let end = CCursor::new(text.chars().count());
        let begin = if focus == Focus::WholeSentence { CCursor::new(0) } else { end };
        state.cursor.set_char_range(Some(CCursorRange::two(begin, end)));
        state.store(ui.ctx(), id);
        ui.memory_mut(|m| m.request_focus(id));
    }
    let mut set = script::typed(face::regular(size::BODY), true);
    let hint = RichText::new("Why, in a sentence").color(theme::of(ui.ctx()).faint);
    let edit = TextEdit::multiline(text)
        .id(id)
        .layouter(&mut set)
        .hint_text(hint)
        .margin(Margin::symmetric(8, 6))
        .desired_rows(3)
        .desired_width(f32::INFINITY);
    ui.add(edit).accessible_name(NAME)
}

/// What was typed while a choice had the keyboard; it is taken away.
fn typed(ui: &Ui) -> String {
    let is_said = |text: &str| text.chars().all(|c| !c.is_whitespace() && !c.is_control());
    ui.input_mut(|i| {
        let said = i.events.extract_if(.., |event| matches!(event, Event::Text(text) if is_said(text)));
        said.filter_map(|event| if let Event::Text(text) = event { Some(text) } else { None }).collect()
    })
}
