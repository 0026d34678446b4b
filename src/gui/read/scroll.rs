//! Keys that scroll, while nobody types and nothing else has the keyboard.

use eframe::egui::{Key, Modifiers, Popup, Ui};

use super::reader::Reader;

/// Seconds after which half of what is left to go is gone.
const HALF: f64 = 0.04;

/// Farther than this one leaps; nobody can follow such a glide.
const LEAP: f64 = 4000.0;

impl Reader {
    /// Takes in the keys that scroll.
    pub(super) fn take_keys(&mut self, ui: &Ui, coding: bool, view: f32) {
        let ctx = ui.ctx();
        if coding || ctx.text_edit_focused() || Popup::is_any_open(ctx) || ctx.memory(|m| m.top_modal_layer().is_some())
        {
            return;
        }
        // What has the focus gets the keys that it may use itself.
        let focused = ctx.memory(|m| m.focused().is_some());
        let line = f64::from(self.line());
        let page = (f64::from(view) - 2.0 * line).max(line);
        let keys = [
            (Modifiers::NONE, Key::PageDown, page, false),
            (Modifiers::NONE, Key::PageUp, -page, false),
            (Modifiers::SHIFT, Key::Space, -page, true),
            (Modifiers::NONE, Key::Space, page, true),
            (Modifiers::NONE, Key::ArrowDown, 2.0 * line, true),
            (Modifiers::NONE, Key::ArrowUp, -2.0 * line, true),
            (Modifiers::NONE, Key::Home, f64::NEG_INFINITY, true),
            (Modifiers::NONE, Key::End, f64::INFINITY, true),
        ];
        for (modifiers, key, by, shared) in keys {
            if shared && focused {
                continue;
            }
            let times = ui.input_mut(|i| i.count_and_consume_key(modifiers, key));
            if times == 0 {
                continue;
            }
            if by.is_infinite() {
                self.gliding = 0.0;
                self.onward = by.signum() * 1e12;
            } else {
                // Who turns round turns at once.
                let left = if self.gliding * by < 0.0 { 0.0 } else { self.gliding };
                self.gliding = left + by * times as f64;
            }
        }
    }

    /// How far the glide goes in this frame.
    pub(super) fn glide(&mut self, ui: &Ui) -> f64 {
        if self.gliding == 0.0 {
            return 0.0;
        }
        let seconds = f64::from(ui.input(|i| i.stable_dt).min(0.1));
        let left = self.gliding * 0.5_f64.powf(seconds / HALF);
        let still = ui.style().animation_time == 0.0;
        if still || left.abs() < 0.5 || self.gliding.abs() > LEAP {
            return std::mem::take(&mut self.gliding);
        }
        ui.ctx().request_repaint();
        let by = self.gliding - left;
        self.gliding = left;
        by
    }
}
