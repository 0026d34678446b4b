//! What two sides of a merge say differently, settled by a person, one by one.

mod card;
mod differing;
mod evidence;

use std::ops::Range;

use eframe::egui::{
    Align, Context, FocusDirection, Key, Label, Layout, Memory, Modifiers, Rect, RichText, Role, ScrollArea, Sense,
    Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{Rows, chip, dialog, field, glyph, keycap, line, mark, primary, secondary};
use crate::merge::{Conflict, Side};
use crate::model::{Glyph, Project};
use crate::session::{Command, Session, Settling};
use card::Version;

/// Name of the list.
const LIST: &str = "Conflicts";
/// Width of the list, and height of a row of it.
const LIST_WIDTH: f32 = 260.0;
const ROW: f32 = 46.0;
/// Versions of more bytes than these want room.
const LONG: usize = 400;
/// Versions of fewer bytes than these want a line or two.
const SHORT: usize = 90;
/// Height of what stands below.
const FOOT: f32 = 48.0;

/// Which conflict is looked at.
#[derive(Default)]
pub struct Conflicts {
    at: usize,
    /// The one that was shown last.
    shown: Option<usize>,
    reveal: bool,
    /// The answer to that question is yes.
    leave: bool,
    /// The question is put whether to leave the merge for later.
    leaving: bool,
    /// For [`dialog::begins`].
    frames: u8,
    /// The keyboard goes to the button that ends it.
    to_merge: bool,
    marked: Option<Marked>,
}

/// Two versions and what differs between them.
struct Marked {
    texts: [String; 2],
    marks: [Vec<Range<usize>>; 2],
}

/// What was asked for.
enum Wish {
    Wait,
    Merge,
    Leave,
}

impl Conflicts {
    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> bool {
        let Some(settling) = session.settling() else { return false };
        let count = settling.merge.conflicts.len();
        if count == 0 {
            return false;
        }
        self.at = self.at.min(count - 1);
        if self.frames == 0 {
            self.at = first_open(settling, count - 1).unwrap_or(0);
            self.reveal = true;
        }
        if dialog::begins(ctx, &mut self.frames) {
            ctx.memory_mut(|m| m.request_focus(Rows::id(LIST)));
        }
        let answer = dialog::show(ctx, "Two versions: which one holds?", 1160.0, |ui| {
            self.keys(ui, settling, out);
            field::note(ui, settling.reason());
            ui.add_space(space::XS);
            let height = (ctx.content_rect().height() - 250.0).clamp(300.0, 640.0);
            let (body, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            let list = Rect::from_min_size(body.min, vec2(LIST_WIDTH, height));
            let pane = Rect::from_min_max(pos2(list.right() + space::XL, body.top()), body.max);
            ui.painter().vline(list.right() + space::M, body.y_range(), Stroke::new(1.0, theme::of(ctx).line));
            self.list(&mut child(ui, "list", list), settling, out);
            if let (Some(conflict), Some(desk)) = (settling.merge.conflicts.get(self.at), session.desk()) {
                self.pane(&mut child(ui, "pane", pane), conflict, settling, desk.project(), out);
            }
            ui.add_space(space::S);
            let (foot, _) = ui.allocate_exact_size(vec2(ui.available_width(), FOOT), Sense::hover());
            self.foot(&mut child(ui, "foot", foot), settling)
        });
        match answer {
            Some(Wish::Wait) => true,
            Some(Wish::Merge) => {
                out.push(Command::FinishMerge);
                false
            }
            Some(Wish::Leave) => {
                out.push(Command::PutOffMerge);
                false
            }
            // Esc, or a press beside the dialog: nothing is given up without a word.
            None => {
                self.leaving = !self.leaving;
                true
            }
        }
    }

    fn keys(&mut self, ui: &Ui, settling: &Settling, out: &mut Vec<Command>) {
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        if self.leaving {
            // Enter answers the question that is put, and the focus goes nowhere behind it.
            self.leave = pressed(Key::Enter);
            pressed(Key::Tab);
        }
        let (left, right) =
            (pressed(Key::Num1) | pressed(Key::ArrowLeft), pressed(Key::Num2) | pressed(Key::ArrowRight));
        let (up, down) = (pressed(Key::ArrowUp) | pressed(Key::K), pressed(Key::ArrowDown) | pressed(Key::J));
        // Enter presses the button that has the focus.
        let focus = ui.memory(Memory::focused);
        let enter = focus.is_none_or(|id| id == Rows::id(LIST)) && pressed(Key::Enter);
        if !(left || right || up || down || enter) {
            return;
        }
        self.leaving = false;
        ui.memory_mut(|m| {
            m.move_focus(FocusDirection::None);
            m.request_focus(Rows::id(LIST));
        });
        for (wanted, side) in [(left, Side::Ours), (right, Side::Theirs)] {
            if wanted {
                out.push(Command::Settle(self.at, side));
            }
        }
        if up {
            self.go(self.at.saturating_sub(1), settling);
        }
        if down {
            self.go(self.at + 1, settling);
        }
        if enter {
            match first_open(settling, self.at) {
                Some(next) => self.go(next, settling),
                None => self.to_merge = true,
            }
        }
    }

    fn go(&mut self, to: usize, settling: &Settling) {
        self.at = to.min(settling.merge.conflicts.len() - 1);
        self.reveal = true;
    }

    /// Every conflict with what has become of it; below, how to answer all at once.
    fn list(&mut self, ui: &mut Ui, settling: &Settling, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let conflicts = &settling.merge.conflicts;
        let (count, open) = (conflicts.len(), settling.merge.open());
        let told = if open == 0 { "All settled".to_owned() } else { format!("{open} of {count} to settle") };
        ui.label(RichText::new(told).font(face::semibold(size::BODY)).color(p.ink));
        let whole = ui.available_rect_before_wrap();
        let rest = 62.0;
        let rows = Rect::from_min_max(whole.min, pos2(whole.right(), whole.bottom() - rest));
        let list = Rows { name: LIST, height: ROW, count, lit: self.at, reveal: std::mem::take(&mut self.reveal) };
        let state = |conflict: &Conflict| match conflict.chosen {
            Some(side) => settling.side(side),
            None => "to settle",
        };
        let spoken = |index: usize| {
            let conflict = &conflicts[index];
            format!("{}, {}: {}", conflict.what, conflict.field, state(conflict))
        };
        let pressed = list.show(&mut child(ui, "rows", rows), spoken, |ui, rect, index| {
            let conflict = &conflicts[index];
            let room = rect.width() - 44.0;
            let what = line::line(ui, &conflict.what, face::medium(size::BODY), p.ink, room);
            let words = format!("{} · {}", conflict.field, state(conflict));
            let state = line::line(ui, &words, face::regular(size::SMALL), p.muted, room);
            let place = Rect::from_center_size(pos2(rect.left() + 20.0, rect.center().y), vec2(14.0, 14.0));
            if conflict.chosen.is_some() {
                mark::tick(ui, place.shrink(1.0), p.accent);
            } else {
                glyph::paint(ui.painter(), place, Glyph::Ring, p.warning);
            }
            let left = rect.left() + 38.0;
            let cut = what.elided || state.elided;
            ui.painter().galley(pos2(left, rect.top() + 4.0), what, p.ink);
            ui.painter().galley(pos2(left, rect.top() + 23.0), state, p.muted);
            cut.then(|| spoken(index))
        });
        if let Some(index) = pressed {
            (self.at, self.leaving) = (index, false);
        }
        if count == 1 {
            return;
        }
        let below = Rect::from_min_max(pos2(whole.left(), whole.bottom() - rest + space::S), whole.max);
        let ui = &mut child(ui, "all", below);
        field::note(ui, &format!("All {count} at once:"));
        ui.horizontal(|ui| {
            for side in [Side::Ours, Side::Theirs] {
                let all = secondary(ui, settling.side(side));
                let name = format!("Take “{}” for all {count}", settling.side(side));
                let all = all.on_hover_text(format!("{name}, also where you have answered otherwise"));
                if all.accessible_name(&name).clicked() {
                    out.push(Command::SettleAll(side));
                }
            }
        });
    }

    /// The conflict that is looked at, with both versions and their evidence.
    fn pane(
        &mut self,
        ui: &mut Ui,
        conflict: &Conflict,
        settling: &Settling,
        project: &Project,
        out: &mut Vec<Command>,
    ) {
        let p = theme::of(ui.ctx());
        let whole = ui.max_rect();
        ui.spacing_mut().item_spacing.y = space::XS;
        let count = settling.merge.conflicts.len();
        field::caption(ui, &format!("{} of {count}", self.at + 1));
        let what = RichText::new(&conflict.what).font(face::serif_semibold(20.0)).color(p.ink);
        ui.add(Label::new(what).truncate());
        ui.horizontal(|ui| {
            ui.label(RichText::new(conflict.field).font(face::semibold(size::BODY)).color(p.ink));
            if let Some(before) = before(conflict, settling.has_base()) {
                let text = format!("Before: {before}");
                let room = ui.available_width();
                let galley = line::line(ui, &text, face::regular(size::BODY), p.muted, room);
                let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, 20.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
                let cut = galley.elided;
                ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, p.muted);
                if cut {
                    chip::tip(response, card::cut(before).0);
                }
            }
        });
        ui.add_space(space::XS);
        let top = ui.cursor().top();
        let is_other = self.shown.replace(self.at) != Some(self.at);
        let (room, notes) = (whole.bottom() - top, &settling.merge.notes);
        // Long words take the room that no evidence needs.
        let long = [&conflict.ours, &conflict.theirs].into_iter().flatten().any(|text| text.len() > LONG);
        let short = [&conflict.ours, &conflict.theirs].into_iter().flatten().all(|text| text.len() < SHORT);
        let height = match (long && conflict.evidence.is_empty(), notes.is_empty()) {
            (true, true) => room,
            (true, false) => room - 140.0,
            (false, _) if short => 96.0,
            (false, _) => (room * 0.46).clamp(120.0, 260.0),
        };
        let wide = (whole.width() - space::M) / 2.0;
        let texts = [&conflict.ours, &conflict.theirs].map(|text| text.as_deref().unwrap_or_default());
        self.mark(texts);
        for (index, side) in [Side::Ours, Side::Theirs].into_iter().enumerate() {
            let left = whole.left() + index as f32 * (wide + space::M);
            let rect = Rect::from_min_size(pos2(left, top), vec2(wide, height));
            let version = Version {
                field: conflict.field,
                is_other,
                key: ["1", "2"][index],
                side: settling.side(side),
                value: if index == 0 { conflict.ours.as_deref() } else { conflict.theirs.as_deref() },
                marks: self.marked.as_ref().map_or(&[], |marked| &marked.marks[index]),
                chosen: conflict.chosen == Some(side),
                asks_whether_kept: conflict.asks_whether_kept(),
            };
            if version.show(ui, rect, project) {
                self.leaving = false;
                out.push(Command::Settle(self.at, side));
            }
        }
        let below = Rect::from_min_max(pos2(whole.left(), top + height + space::M), whole.max);
        let ui = &mut child(ui, "below", below);
        from_top(ScrollArea::vertical().id_salt("evidence"), is_other).auto_shrink(false).show(ui, |ui| {
            evidence::show(ui, conflict, project);
            evidence::decided(ui, notes);
        });
    }

    /// Compares the versions that are shown, once.
    fn mark(&mut self, texts: [&str; 2]) {
        if self.marked.as_ref().is_none_or(|marked| marked.texts != texts) {
            let marks = differing::differing(card::cut(texts[0]).0, card::cut(texts[1]).0);
            self.marked = Some(Marked { texts: texts.map(str::to_owned), marks });
        }
    }

    fn foot(&mut self, ui: &mut Ui, settling: &Settling) -> Wish {
        let p = theme::of(ui.ctx());
        let open = settling.merge.open();
        let mut wish = Wish::Wait;
        let layout = Layout::right_to_left(Align::Center);
        ui.with_layout(layout, |ui| {
            if self.leaving {
                if primary(ui, "Leave it for later").clicked() || std::mem::take(&mut self.leave) {
                    wish = Wish::Leave;
                }
                if secondary(ui, "Go on settling").clicked() {
                    self.leaving = false;
                }
                let room = ui.available_rect_before_wrap();
                let ui = &mut child(ui, "later", room.with_max_x(room.right() - space::M));
                ui.spacing_mut().item_spacing.y = 1.0;
                ui.label(RichText::new("Leave the merge for later?").font(face::semibold(size::BODY)).color(p.ink));
                field::note(ui, settling.later());
                return;
            }
            let merge = ui.add_enabled_ui(open == 0, |ui| primary(ui, "Merge")).inner;
            if std::mem::take(&mut self.to_merge) {
                merge.request_focus();
            }
            let why = format!("{open} still to settle");
            if merge.on_disabled_hover_text(why).on_hover_text("One step: undo takes it back").clicked() {
                wish = Wish::Merge;
            }
            if let Some(next) = first_open(settling, self.at)
                && secondary(ui, "Next to settle").on_hover_text("Enter").clicked()
            {
                self.go(next, settling);
            }
            if secondary(ui, "Not now").on_hover_text(settling.later()).clicked() {
                self.leaving = true;
            }
            let room = ui.available_rect_before_wrap();
            let ui = &mut child(ui, "keys", room);
            ui.horizontal_centered(|ui| {
                for (keys, what) in [(&["1", "2"][..], "take"), (&["J", "K"], "walk"), (&["Enter"], "next")] {
                    ui.spacing_mut().item_spacing.x = space::XS;
                    keys.iter().for_each(|key| _ = keycap(ui, key));
                    ui.label(RichText::new(what).font(face::regular(size::SMALL)).color(p.muted));
                    ui.add_space(space::S);
                }
            });
        });
        wish
    }
}

/// What a conflict was for both sides before, if there is something to tell.
fn before(conflict: &Conflict, is_known: bool) -> Option<&str> {
    match conflict.base.as_deref() {
        _ if !is_known => Some("not known"),
        None => Some("not there"),
        Some("") if conflict.asks_whether_kept() => None,
        Some("") => Some("empty"),
        before => before,
    }
}

/// The first conflict behind `at`, or else from the start, that nobody has settled.
fn first_open(settling: &Settling, at: usize) -> Option<usize> {
    let conflicts = &settling.merge.conflicts;
    let later = (at + 1..conflicts.len()).chain(0..conflicts.len().min(at + 1));
    later.into_iter().find(|index| conflicts[*index].chosen.is_none())
}

/// Begins at the top again where something else is shown.
fn from_top(area: ScrollArea, is_other: bool) -> ScrollArea {
    if is_other { area.vertical_scroll_offset(0.0) } else { area }
}

/// A part of a dialog that cannot grow beyond `rect`.
fn child(ui: &mut Ui, salt: &str, rect: Rect) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect).layout(Layout::top_down(Align::Min)));
    child.set_clip_rect(ui.clip_rect().intersect(rect.expand(1.0)));
    child
}
