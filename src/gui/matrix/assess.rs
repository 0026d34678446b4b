//! The analyst's own judgement of a cell: shown, made, changed, taken back.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{
    CornerRadius, CursorIcon, Frame, Key, Label, Margin, Modifiers, Rect, RichText, Role, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

use super::view::View;
use super::words;
use crate::derive::Position;
use crate::edit::ops::Clash;
use crate::edit::ops::assessments::Saying;
use crate::gui::clash::{self, Keep};
use crate::gui::theme::{self, Pair, RADIUS, face, size, space};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{self, field, glyph};
use crate::model::{Assessment, Cell, Confidence, Glyph, Judgement, Project};
use crate::session::{Command, Desk};

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
}

/// The editor of assessments. Keeps what was begun for each cell until it is saved or given up.
#[derive(Default)]
pub struct Assess {
    drafts: BTreeMap<Cell, Draft>,
    /// Give the keyboard to the first choice in the next frame.
    focus: bool,
}

impl Assess {
    /// Begins to judge a cell, from the assessment that is there.
    pub fn open(&mut self, project: &Project, cell: Cell) {
        self.focus = true;
        self.drafts.entry(cell).or_insert_with(|| Draft::of(project.judged(cell)));
    }

    /// Whether a judgement was begun that is not saved.
    pub fn is_touched(&self) -> bool {
        self.drafts.values().any(Draft::is_touched)
    }

    /// Gives up whatever was begun.
    pub fn give_up(&mut self) {
        self.drafts.clear();
    }

    /// Shows the assessment of a cell, or its editor.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        view: &View,
        cell: Cell,
        position: &Position,
        out: &mut Vec<Command>,
    ) {
        if self.drafts.contains_key(&cell) {
            return self.edit(ui, desk, view, cell, out);
        }
        let project = desk.project();
        let Some(row) = project.judged(cell) else {
            if widgets::secondary(ui, "Assess this position…").on_hover_text("Judge it yourself (Space)").clicked() {
                self.open(project, cell);
            }
            return;
        };
        shown(ui, desk, row, position);
        ui.horizontal(|ui| {
            if widgets::secondary(ui, "Edit").clicked() {
                self.open(project, cell);
            }
            if widgets::danger(ui, "Remove").on_hover_text("Let the claims decide again").clicked() {
                out.push(Command::ClearAssessment(cell));
            }
        });
    }

    fn edit(&mut self, ui: &mut Ui, desk: &Desk, view: &View, cell: Cell, out: &mut Vec<Command>) {
        let Some(draft) = self.drafts.get_mut(&cell) else { return };
        let focus = std::mem::take(&mut self.focus);
        let top = ui.cursor().top();
        judgements(ui, view, draft, focus);
        let text = field::lines(ui, "Assessment in a sentence", &mut draft.sentence, "Why, in a sentence", 3);
        // From the sentence, so that the hand stays on the keys.
        let saves = text.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
        field::note(ui, "Confidence");
        let segments: Vec<_> = Confidence::ALL.iter().map(|(_, label)| Segment::word(label)).collect();
        let chosen = draft.confidence.map(|confidence| confidence as usize);
        if let Some(index) = segmented::show(ui, "Confidence", chosen, &segments) {
            // Pressing the chosen one again leaves it open.
            draft.confidence = (chosen != Some(index)).then_some(Confidence::ALL[index].0);
        }
        ui.add_space(2.0);
        let project = desk.project();
        match clash::show(ui, draft.clash.as_slice()) {
            Some(Keep::Yours) => draft.clash = None,
            Some(Keep::Theirs) => *draft = Draft::of(project.judged(cell)),
            None => {}
        }
        let ready = draft.judgement.filter(|_| draft.clash.is_none());
        let (saved, cancelled) = ui
            .horizontal(|ui| {
                let save = ui.add_enabled_ui(ready.is_some(), |ui| widgets::primary(ui, "Save assessment")).inner;
                let why = match draft.clash {
                    Some(_) => clash::OPEN,
                    None => "Choose a stance, “Nothing found” or “Declined” first",
                };
                let save = save.on_disabled_hover_text(why);
                (save.clicked() || saves, widgets::secondary(ui, "Cancel").clicked())
            })
            .inner;
        if focus {
            let all = Rect::from_min_max(pos2(ui.min_rect().left(), top), ui.min_rect().max);
            ui.scroll_to_rect(all, None);
        }
        let mut agreed = false;
        if let Some(judgement) = ready.filter(|_| saved) {
            let sentence = draft.sentence.trim().to_owned();
            let saying = Saying { judgement, sentence, confidence: draft.confidence };
            draft.clash = saying.clash(draft.was.as_deref(), project, cell);
            agreed = draft.clash.is_none();
            // What there is now is shown.
            draft.was = project.judged(cell).cloned();
            if agreed {
                out.push(Command::Assess { cell, was: draft.was.clone(), saying });
            }
        }
        if agreed || cancelled {
            self.drafts.remove(&cell);
            ui.memory_mut(|m| m.request_focus(super::grid::id()));
        }
    }
}

/// An assessment to read.
fn shown(ui: &mut Ui, desk: &Desk, row: &Assessment, position: &Position) {
    let project = desk.project();
    let p = theme::of(ui.ctx());
    let frame = Frame::new()
        .fill(p.paper)
        .stroke(Stroke::new(1.0, p.line))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::symmetric(12, 10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 6.0;
        let says = match row.judgement {
            Judgement::Position(id) => words::stance(project, id),
            Judgement::NothingFound => "Nothing found".to_owned(),
            Judgement::Declined => "Declined to say".to_owned(),
            Judgement::TakenBack => "Taken back".to_owned(),
        };
        if row.sentence.is_empty() {
            ui.label(RichText::new(&says).font(face::serif(size::LARGE)).color(p.ink));
        } else {
            ui.add(Label::new(RichText::new(&row.sentence).font(face::serif(size::LARGE)).color(p.ink)).wrap());
        }
        let mut parts = vec![row.analyst.clone(), words::day_of(row.made)];
        if !row.sentence.is_empty() {
            parts.insert(0, says);
        }
        if let Some(confidence) = row.confidence {
            parts.push(format!("{} confidence", confidence.label().to_lowercase()));
        }
        parts.retain(|part| !part.is_empty());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.label(RichText::new(parts.join(" · ")).font(face::regular(size::SMALL)).color(p.muted));
            if let Some(stale) = words::stale(row, &desk.facts(), position) {
                ui.label(RichText::new(" · ").font(face::regular(size::SMALL)).color(p.muted));
                ui.label(RichText::new(stale).font(face::medium(size::SMALL)).color(p.warning));
            }
        });
    });
}

/// Every level with a score, and the two kinds of nothing.
fn judgements(ui: &mut Ui, view: &View, draft: &mut Draft, focus: bool) {
    let p = theme::of(ui.ctx());
    let dark = p.dark;
    let plain = Pair { tint: p.accent_tint, ink: p.muted };
    let levels = view.scale().filter(|stance| stance.score.is_some()).map(|stance| {
        let look = Some(stance.glyph);
        (Judgement::Position(stance.id), stance.label.as_str(), look, theme::stance(stance.colour, dark))
    });
    let empty =
        [(Judgement::NothingFound, "Nothing found", None, plain), (Judgement::Declined, "Declined", None, plain)];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (index, (judgement, label, look, pair)) in levels.chain(empty).enumerate() {
            let on = draft.judgement == Some(judgement);
            if choice(ui, label, look, pair, on, focus && index == 0) {
                draft.judgement = Some(judgement);
            }
        }
    });
    ui.add_space(space::XS);
}

/// One of the judgements.
fn choice(ui: &mut Ui, label: &str, look: Option<Glyph>, pair: Pair, on: bool, focus: bool) -> bool {
    let p = theme::of(ui.ctx());
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(label.to_owned(), face::medium(size::SMALL), p.ink));
    let mark = if look.is_some() { 15.0 } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + mark + 20.0, 26.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, label));
    if focus {
        response.request_focus();
    }
    let fill = if on {
        pair.tint
    } else if response.hovered() {
        p.hover
    } else {
        p.field
    };
    let line = if response.has_focus() {
        Stroke::new(2.0, p.accent)
    } else if on {
        Stroke::new(1.5, p.ink)
    } else {
        Stroke::new(1.0, p.line)
    };
    ui.painter().rect(rect, CornerRadius::same(13), fill, line, StrokeKind::Inside);
    if let Some(shape) = look {
        let place = Rect::from_center_size(pos2(rect.left() + 15.0, rect.center().y), vec2(10.0, 10.0));
        glyph::paint(ui.painter(), place, shape, pair.ink);
    }
    ui.painter().galley(pos2(rect.left() + 10.0 + mark, rect.center().y - galley.size().y / 2.0), galley, p.ink);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
