//! The claims of a stack, listed: each opens in its article.

use std::ops::Range;

use eframe::egui::{
    Context, CornerRadius, CursorIcon, Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, Role, ScrollArea, Sense,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::card::quotation;
use super::shown::Shown;
use super::words;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::{glyph, line};
use crate::model::{ClaimId, Project};

/// Height of a row.
const ROW: f32 = 42.0;

/// What is listed.
#[derive(Default)]
pub struct List {
    /// The lane, the places of its marks, and where the stack is.
    of: Option<(usize, Range<usize>, Rect)>,
    lit: usize,
    closes: bool,
}

fn id() -> Id {
    Id::unique("timeline list")
}

impl List {
    /// Lists marks of a lane, beside `rect`.
    pub fn open(&mut self, ctx: &Context, number: usize, marks: Range<usize>, rect: Rect) {
        *self = Self { of: Some((number, marks, rect)), lit: 0, closes: false };
        Popup::open_id(ctx, id());
        // The arrow keys are held from the next frame on, which is not to wait for one of them.
        ctx.memory_mut(|m| m.request_focus(super::id()));
        ctx.request_repaint();
    }

    /// Lists nothing any more.
    pub fn close(&mut self) {
        self.closes = self.of.take().is_some();
    }

    /// Whether anything is listed.
    pub fn is_open(&self, ctx: &Context) -> bool {
        self.of.is_some() && Popup::is_id_open(ctx, id())
    }

    /// Shows the list; returns the claim that was chosen.
    pub fn show(&mut self, ui: &Ui, project: &Project, shown: &Shown) -> Option<ClaimId> {
        if std::mem::take(&mut self.closes) {
            Popup::close_id(ui.ctx(), id());
        }
        let (number, marks, rect) = self.of.clone()?;
        let lane = shown.timeline.lanes.get(number)?;
        let marks = lane.marks.get(marks)?;
        let name = &shown.heads[number].name;
        let popup = Popup::new(id(), ui.ctx().clone(), rect.expand(4.0), ui.layer_id())
            .open_memory(None)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name("Claims of this stack");
        let mut chosen = None;
        let response = popup.show(|ui| {
            ui.set_width(380.0);
            let before = self.lit;
            if ui.memory(|m| m.has_focus(super::id())) && self.keys(ui, marks.len()) {
                chosen = marks.get(self.lit).map(|mark| mark.claim);
            }
            let area = ScrollArea::vertical().max_height(340.0).auto_shrink([false, true]);
            area.show_viewport(ui, |ui, viewport| {
                ui.set_height(marks.len() as f32 * ROW);
                let (top, width) = (ui.max_rect().min, ui.max_rect().width());
                let row = |at: usize| Rect::from_min_size(top + vec2(0.0, at as f32 * ROW), vec2(width, ROW));
                let first = (viewport.top() / ROW).max(0.0) as usize;
                let seen = first..(first + (viewport.height() / ROW) as usize + 2).min(marks.len());
                for at in seen {
                    let mut row_ui = ui.new_child(UiBuilder::new().id_salt(at).max_rect(row(at)));
                    if self::row(&mut row_ui, project, shown, name, &marks[at], at == self.lit) {
                        chosen = Some(marks[at].claim);
                    }
                }
                if self.lit != before {
                    ui.scroll_to_rect_animation(row(self.lit), None, eframe::egui::style::ScrollAnimation::none());
                }
            });
        });
        if response.is_none() {
            self.of = None;
        }
        chosen
    }

    /// Takes the keys that a list knows, so that nothing below it gets them. Whether the claim that is lit was chosen.
    fn keys(&mut self, ui: &Ui, count: usize) -> bool {
        let last = count.saturating_sub(1);
        let pressed = |modifiers, key| ui.input_mut(|i| i.count_and_consume_key(modifiers, key));
        let plain = |key| pressed(Modifiers::NONE, key);
        if plain(Key::Escape) > 0 {
            ui.close();
        }
        // With the modifier first: without one, Tab means either.
        let up = pressed(Modifiers::SHIFT, Key::Tab) + plain(Key::ArrowUp) + plain(Key::ArrowLeft);
        let down = plain(Key::Tab) + plain(Key::ArrowDown) + plain(Key::ArrowRight);
        self.lit = self.lit.saturating_add(down).min(last).saturating_sub(up);
        if plain(Key::Home) > 0 {
            self.lit = 0;
        }
        if plain(Key::End) > 0 {
            self.lit = last;
        }
        // Both ways of pressing: neither goes on to the article that opens.
        plain(Key::Enter) + plain(Key::Space) > 0
    }
}

/// A claim in two lines. Whether it was pressed.
fn row(
    ui: &mut Ui,
    project: &Project,
    shown: &Shown,
    name: &str,
    mark: &crate::derive::timeline::Mark,
    lit: bool,
) -> bool {
    let p = theme::of(ui.ctx());
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.scope_id().with("row"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, words::mark(project, name, mark)));
    if lit || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), p.hover);
    }
    if let Some(stance) = mark.stance.and_then(|id| shown.stance(id)) {
        let place = Rect::from_center_size(pos2(rect.left() + 13.0, rect.top() + 13.0), vec2(10.0, 10.0));
        glyph::paint(ui.painter(), place, stance.glyph, theme::stance(stance.colour, p.dark).ink);
    }
    let width = rect.width() - 32.0;
    let who =
        mark.member.map_or_else(String::new, |id| format!(" · {}", project.label(crate::model::EntryId::Country(id))));
    let head = format!("{} · {}{who}", words::stance(project, mark.stance), words::day(mark.day));
    let head = line::line(ui, &head, face::medium(size::SMALL), p.ink, width);
    ui.painter().galley(rect.min + vec2(26.0, 4.0), head, p.ink);
    if let Some(claim) = project.claim(mark.claim) {
        let words = line::line(ui, quotation(project, claim), face::serif(size::BODY), p.muted, width);
        ui.painter().galley(rect.min + vec2(26.0, 20.0), words, p.muted);
    }
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
