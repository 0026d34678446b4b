//! A list of rows of one height, of which only those in view are laid out.

use eframe::egui::{
    CornerRadius, EventFilter, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    scroll_area::ScrollBarVisibility, style::ScrollAnimation, vec2,
};

use crate::gui::theme;

/// A list that is walked by whoever shows it; a row is chosen by pressing it.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// Its name, for those who listen.
    pub name: &'a str,
    /// Height of a row.
    pub height: f32,
    /// How many there are.
    pub count: usize,
    /// The chosen one.
    pub lit: usize,
    /// Whether that is to be brought into view.
    pub reveal: bool,
}

impl Rows<'_> {
    /// The one stop of the Tab key.
    pub fn id(name: &str) -> Id {
        Id::unique(("rows", name))
    }

    /// Shows the rows in the room there is: `spoken` names a row, `paint` fills it and returns what its tooltip says.
    /// The row that was pressed.
    pub fn show(
        &self,
        ui: &mut Ui,
        spoken: impl Fn(usize) -> String,
        mut paint: impl FnMut(&mut Ui, Rect, usize) -> Option<String>,
    ) -> Option<usize> {
        let p = theme::of(ui.ctx());
        let id = Self::id(self.name);
        let mut pressed = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt(self.name).auto_shrink(false);
        area.scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible).show_viewport(ui, |ui, viewport| {
            let whole = vec2(ui.available_width(), self.height * self.count as f32);
            let whole = Rect::from_min_size(ui.max_rect().min, whole);
            ui.set_height(whole.height());
            let row = |index: usize| {
                let top = whole.min + vec2(0.0, index as f32 * self.height);
                Rect::from_min_size(top, vec2(whole.width(), self.height))
            };
            let list = ui.interact(ui.clip_rect().intersect(whole), id, Sense::FOCUSABLE);
            list.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, self.name));
            if list.has_focus() {
                let arrows = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
                ui.memory_mut(|m| m.set_focus_lock_filter(id, arrows));
            }
            let first = (viewport.top() / self.height).floor().max(0.0) as usize;
            let last = ((viewport.bottom() / self.height).ceil().max(0.0) as usize).min(self.count);
            for index in first..last {
                let (rect, on) = (row(index), index == self.lit);
                // Not a stop of the Tab key: that walks past the list.
                let response = ui.interact(rect, id.with(index), Sense::CLICK);
                response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, on, spoken(index)));
                let inner = rect.shrink2(vec2(0.0, 1.0));
                if on {
                    ui.painter().rect_filled(inner, CornerRadius::same(4), p.accent_tint);
                    let mark = Rect::from_min_size(inner.min, vec2(3.0, inner.height()));
                    ui.painter().rect_filled(mark, CornerRadius::same(2), p.accent);
                } else if response.hovered() {
                    ui.painter().rect_filled(inner, CornerRadius::same(4), p.hover);
                }
                if on && list.has_focus() {
                    let edge = Stroke::new(1.5, p.accent);
                    ui.painter().rect_stroke(inner, CornerRadius::same(4), edge, StrokeKind::Inside);
                }
                let mut cell = ui.new_child(UiBuilder::new().id_salt(index).max_rect(inner));
                cell.set_clip_rect(ui.clip_rect().intersect(inner));
                let tip = paint(&mut cell, inner, index);
                if response.clicked() {
                    ui.memory_mut(|m| m.request_focus(id));
                    pressed = Some(index);
                }
                if let Some(tip) = tip {
                    response.on_hover_text(tip);
                }
            }
            if self.reveal {
                ui.scroll_to_rect_animation(row(self.lit), None, ScrollAnimation::none());
            }
        });
        pressed
    }
}
