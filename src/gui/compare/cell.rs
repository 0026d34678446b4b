//! One cell: where somebody stands, what marks that, and the words for it.

use std::sync::Arc;

use eframe::egui::{
    Color32, CornerRadius, CursorIcon, Galley, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::words::{self, Tone};
use crate::derive::Position;
use crate::derive::compare::Sought;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::{line, mark};
use crate::model::{ClaimId, Project, Spot, Stance};

/// Room at the sides of a cell, and above and below what is in it.
pub const PAD: Vec2 = vec2(14.0, 12.0);
/// Lines of a quotation, of an assessment and of a condition, at most.
const QUOTED: usize = 3;
const JUDGED: usize = 3;
const CONDITION: usize = 2;
/// How far words of a quotation stand from its rule.
const INSET: f32 = 11.0;
const GAP: f32 = 7.0;

/// What is in a cell.
pub struct Cell<'a> {
    pub project: &'a Project,
    pub spot: Spot,
    pub position: &'a Position,
    /// The claims whose words are shown.
    pub telling: Vec<ClaimId>,
    /// Why there is no position.
    pub nothing: String,
    /// The search that may fill it.
    pub sought: Option<Arc<Sought>>,
}

/// What a press in a cell asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// The cell itself.
    Cell,
    /// The article at the words of a claim.
    Open(ClaimId),
    /// The search.
    Search,
    /// All claims under the cell.
    All,
}

/// A cell with everything in its place, from its corner.
pub struct Laid {
    pub height: f32,
    pieces: Vec<Piece>,
}

enum Piece {
    Pill(Vec2, Arc<Stance>),
    Text { at: Vec2, galley: Arc<Galley>, whole: String },
    Quote { at: Vec2, words: Arc<Galley>, source: Arc<Galley>, claim: ClaimId },
    Link { at: Vec2, galley: Arc<Galley>, name: String, press: Press },
}

/// Things one after the other, and one below the other where there is no room.
struct Flow {
    at: Vec2,
    width: f32,
    high: f32,
}

impl Flow {
    fn put(&mut self, size: Vec2) -> Vec2 {
        if self.at.x > PAD.x && self.at.x + size.x > PAD.x + self.width {
            self.at = vec2(PAD.x, self.at.y + self.high + 2.0);
            self.high = 0.0;
        }
        let place = self.at;
        self.at.x += size.x + 8.0;
        self.high = self.high.max(size.y);
        place
    }
}

impl Cell<'_> {
    /// Lays the cell out at a width.
    pub fn lay(&self, ui: &Ui, width: f32) -> Laid {
        let inner = (width - 2.0 * PAD.x).max(60.0);
        let mut laid = Laid { height: PAD.y, pieces: Vec::new() };
        self.head(ui, inner, &mut laid);
        self.judged(ui, inner, &mut laid);
        for id in &self.telling {
            self.quote(ui, inner, *id, &mut laid);
        }
        let more = (self.position.claims as usize).saturating_sub(self.telling.len());
        if more > 0 && !self.telling.is_empty() {
            let text = format!("All {} claims", self.position.claims);
            let name = format!("{text} of {}", self.name());
            laid.link(ui, inner, &text, name, Press::All, true);
        }
        if let Some(sought) = &self.sought {
            let text = sought.in_words();
            laid.link(ui, inner, &text, text.clone(), Press::Search, false);
        }
        laid.height += PAD.y - GAP;
        laid
    }

    /// Level, condition and marks.
    fn head(&self, ui: &Ui, width: f32, laid: &mut Laid) {
        let p = theme::of(ui.ctx());
        let mut flow = Flow { at: vec2(PAD.x, laid.height), width, high: 0.0 };
        let stance = self.position.stance.and_then(|id| self.project.stance(id));
        match stance {
            Some(stance) => {
                let at = flow.put(mark::pill_size(ui, stance));
                laid.pieces.push(Piece::Pill(at, stance.clone()));
            }
            None => {
                let galley = line::lines(ui, &self.nothing, face::regular(size::BODY), p.muted, width, 2);
                let at = flow.put(galley.size());
                laid.pieces.push(Piece::Text { at, galley, whole: self.nothing.clone() });
            }
        }
        let mut word = |text: &str, colour: Color32, rows: usize| {
            let galley = line::lines(ui, text, face::regular(size::SMALL), colour, width, rows);
            let at = flow.put(vec2(galley.size().x, (galley.size().y + 3.0).max(20.0))) + vec2(0.0, 3.0);
            laid.pieces.push(Piece::Text { at, galley, whole: text.to_owned() });
        };
        if let Some(condition) = words::condition(self.project, self.position).filter(|_| stance.is_some()) {
            word(condition, p.muted, CONDITION);
        }
        for (text, tone) in words::marks(self.project, self.position) {
            let colour = match tone {
                Tone::Plain => p.muted,
                Tone::Doubt => p.warning,
                Tone::Alarm => p.danger,
            };
            word(&text, colour, 2);
        }
        laid.height = flow.at.y + flow.high + GAP;
    }

    /// What the analyst judged, in a sentence.
    fn judged(&self, ui: &Ui, width: f32, laid: &mut Laid) {
        let Some(assessment) = words::assessment(self.project, self.spot, self.position) else { return };
        let sentence = assessment.sentence.trim();
        if sentence.is_empty() {
            return;
        }
        let ink = theme::of(ui.ctx()).ink;
        let galley = line::lines(ui, sentence, face::medium(size::BODY), ink, width, JUDGED);
        let whole = format!("{sentence} ({})", assessment.analyst);
        laid.text(galley, whole);
    }

    fn quote(&self, ui: &Ui, width: f32, id: ClaimId, laid: &mut Laid) {
        let Some(claim) = self.project.claim(id) else { return };
        let p = theme::of(ui.ctx());
        let room = width - INSET;
        let words = words::quotation(self.project, claim);
        let words = line::lines(ui, words, face::serif(size::LARGE), p.ink, room, QUOTED);
        let (source, colour) = match words::is_adrift(self.project, claim) {
            true => (format!("Needs re-anchoring · {}", words::source(self.project, claim)), p.warning),
            false => (words::source(self.project, claim), p.muted),
        };
        let source = line::lines(ui, &words::unbroken(&source), face::regular(size::SMALL), colour, room, 3);
        let height = words.size().y + 3.0 + source.size().y;
        laid.pieces.push(Piece::Quote { at: vec2(PAD.x, laid.height), words, source, claim: id });
        laid.height += height + GAP;
    }

    fn name(&self) -> String {
        let issue = self.project.issue(self.spot.issue).map_or("", |issue| issue.label.as_str());
        format!("{} on {issue}", self.project.label(self.spot.who.entry()))
    }

    /// Paints the cell, and hears what is pressed in it.
    pub fn show(&self, ui: &Ui, rect: Rect, laid: &Laid, id: eframe::egui::Id) -> Option<Press> {
        let p = theme::of(ui.ctx());
        let mut pressed = None;
        for piece in &laid.pieces {
            match piece {
                Piece::Pill(at, stance) => mark::pill_at(ui, rect.min + *at, stance),
                Piece::Text { at, galley, whole } => {
                    ui.painter().galley(rect.min + *at, galley.clone(), p.ink);
                    if galley.elided {
                        let place = Rect::from_min_size(rect.min + *at, galley.size());
                        ui.interact(place, id.with(whole), Sense::hover()).on_hover_text(whole);
                    }
                }
                Piece::Quote { at, words, source, claim } => {
                    if quoted(ui, self.project, rect.min + *at, (words, source), (*claim, id)) {
                        pressed = Some(Press::Open(*claim));
                    }
                }
                Piece::Link { at, galley, name, press } => {
                    let place = Rect::from_min_size(rect.min + *at, galley.size());
                    // The keyboard walks the cells, not what is in them.
                    let response = ui.interact(place, id.with(name), Sense::CLICK);
                    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name));
                    ui.painter().galley(place.min, galley.clone(), p.accent);
                    if response.hovered() {
                        let below = place.bottom() - 1.0;
                        ui.painter().hline(place.x_range(), below, Stroke::new(1.0, p.accent));
                    }
                    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                        pressed = Some(*press);
                    }
                }
            }
        }
        pressed
    }
}

impl Laid {
    fn text(&mut self, galley: Arc<Galley>, whole: String) {
        let at = vec2(PAD.x, self.height);
        self.height += galley.size().y + GAP;
        self.pieces.push(Piece::Text { at, galley, whole });
    }

    fn link(&mut self, ui: &Ui, width: f32, text: &str, name: String, press: Press, quiet: bool) {
        let accent = theme::of(ui.ctx()).accent;
        let font = if quiet { face::regular(size::SMALL) } else { face::regular(size::BODY) };
        let galley = line::lines(ui, text, font, accent, width, 3);
        let at = vec2(PAD.x, self.height);
        self.height += galley.size().y + GAP;
        self.pieces.push(Piece::Link { at, galley, name, press });
    }
}

/// Words of an article beside a rule, with their source below; whether they were pressed.
fn quoted(
    ui: &Ui,
    project: &Project,
    at: Pos2,
    (words, source): (&Arc<Galley>, &Arc<Galley>),
    (claim, id): (ClaimId, eframe::egui::Id),
) -> bool {
    let p = theme::of(ui.ctx());
    let size = vec2(INSET + words.size().x.max(source.size().x), words.size().y + 3.0 + source.size().y);
    let rect = Rect::from_min_size(at, size);
    let response = ui.interact(rect, id.with(claim), Sense::CLICK);
    let whole = || project.claim(claim).map(|claim| words::quotation(project, claim)).unwrap_or_default();
    response.widget_info(|| {
        let from = project.claim(claim).map(|claim| words::source(project, claim)).unwrap_or_default();
        WidgetInfo::labeled(Role::Button, true, format!("Open “{}”, {from}", whole()))
    });
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(4.0, 3.0)), CornerRadius::same(4), p.hover);
    }
    let rule = Rect::from_min_size(at, vec2(2.0, words.size().y));
    ui.painter().rect_filled(rule, 1.0, if response.hovered() { p.accent } else { p.strong_line });
    ui.painter().galley(at + vec2(INSET, 0.0), words.clone(), p.ink);
    ui.painter().galley(at + vec2(INSET, words.size().y + 3.0), source.clone(), p.muted);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if words.elided {
        return response
            .on_hover_ui(|ui| {
                ui.set_max_width(440.0);
                ui.label(eframe::egui::RichText::new(whole()).font(face::serif(size::LARGE)));
            })
            .clicked();
    }
    response.clicked()
}

/// The ring of the cell under the keyboard.
pub fn ring(ui: &Ui, rect: Rect, focused: bool) {
    let p = theme::of(ui.ctx());
    let colour = if focused { p.accent } else { p.strong_line };
    ui.painter().rect_stroke(rect.shrink(1.0), 2.0, Stroke::new(1.5, colour), StrokeKind::Inside);
}
