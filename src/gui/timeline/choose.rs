//! A menu to choose from by typing: a field, and the rows that match below it.

use eframe::egui::{CornerRadius, Key, Modifiers, Rect, Response, ScrollArea, Ui, vec2};

use crate::gui::theme::{self, space};
use crate::gui::widgets::chip::{self, Tick};
use crate::gui::widgets::field;
use crate::session::finder::{Candidate, find};

/// Height of a row of a menu.
const ROW: f32 = 28.0;

/// What a menu remembers from frame to frame.
#[derive(Default)]
pub struct Choose {
    typed: String,
    lit: usize,
    /// It was opened: its field takes the keyboard.
    focus: bool,
}

/// How the rows of a menu are ticked.
pub struct Rows<'a, T> {
    /// Name of the field for those who listen.
    pub find: &'a str,
    /// What can be chosen.
    pub values: &'a [Candidate<T>],
    /// One of them, or any number.
    pub tick: Tick,
    /// Whether one is chosen.
    pub on: &'a dyn Fn(&T) -> bool,
}

impl Choose {
    /// Begins anew when the chip of the menu was pressed.
    pub fn opened(&mut self, chip: &Response) {
        if chip.clicked() {
            *self = Self { focus: true, ..Self::default() };
        }
    }

    /// Shows the field and the rows; returns the one that was taken by a press or with Enter.
    pub fn show<T: Clone>(&mut self, ui: &mut Ui, rows: &Rows<'_, T>) -> Option<T> {
        let before = self.typed.clone();
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let (down, up, enter) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter));
        let edit = field::line(ui, rows.find, &mut self.typed, "Type to find");
        if std::mem::take(&mut self.focus) {
            edit.request_focus();
        }
        ui.add_space(space::XS);
        let found = find(&self.typed, rows.values, usize::MAX);
        if self.typed != before {
            self.lit = 0;
        }
        if found.is_empty() {
            chip::note(ui, "Nothing matches");
            return None;
        }
        let last = found.len() - 1;
        let lit = self.lit.min(last);
        self.lit = if down { (lit + 1).min(last) } else { lit.saturating_sub(usize::from(up)) };
        let mut taken = enter.then(|| found[self.lit].candidate.value.clone());
        let area = ScrollArea::vertical().max_height(308.0).auto_shrink([false, true]);
        ui.spacing_mut().item_spacing.y = 0.0;
        let (lit, walked) = (self.lit, down || up);
        area.show_viewport(ui, |ui, viewport| {
            let top = ui.max_rect().min;
            ui.set_height(found.len() as f32 * ROW);
            let row =
                |at: usize| Rect::from_min_size(top + vec2(0.0, at as f32 * ROW), vec2(ui.max_rect().width(), ROW));
            let rects: Vec<(usize, Rect)> = (0..found.len())
                .skip((viewport.top() / ROW).max(0.0) as usize)
                .take((viewport.height() / ROW) as usize + 2)
                .map(|at| (at, row(at)))
                .collect();
            let lit_rect = row(lit);
            for (at, rect) in rects {
                if at == lit {
                    ui.painter().rect_filled(rect, CornerRadius::same(4), theme::of(ui.ctx()).hover);
                }
                let candidate = found[at].candidate;
                let on = (rows.on)(&candidate.value);
                let mut cell = ui.new_child(eframe::egui::UiBuilder::new().id_salt(at).max_rect(rect));
                if chip::item(&mut cell, rows.tick, on, &candidate.label, "") {
                    taken = Some(candidate.value.clone());
                }
            }
            if walked {
                ui.scroll_to_rect_animation(lit_rect, None, eframe::egui::style::ScrollAnimation::none());
            }
        });
        taken
    }
}
