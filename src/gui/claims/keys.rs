//! Keys of the table.

use eframe::egui::{Event, Key, Modifiers, Popup, Ui};

use super::table::table_id;

/// A key of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// The keyboard moves by lines, choosing on the way or not.
    Step(isize, bool),
    /// Choose what stands under it, or choose it no longer.
    Toggle,
    /// Choose everything.
    All,
    /// Show the claim in its article; fold or unfold the group.
    Open,
    /// Unfold the group, or go into it.
    Right,
    /// Fold the group, or go to its head.
    Left,
    /// Fold every group, or unfold them.
    Every {
        /// Fold them.
        fold: bool,
    },
    /// Copy what is chosen.
    Copy,
    /// Go to the field for words.
    Find,
    /// Choose nothing.
    Clear,
    /// Delete what is chosen.
    Delete,
}

/// Whether keys go to the table: nothing is typed, nothing is asked, and no button has the keyboard.
pub fn are_for_table(ui: &Ui) -> bool {
    let ctx = ui.ctx();
    let asked = ctx.memory(|m| m.top_modal_layer().is_some()) || Popup::is_any_open(ctx);
    !asked && ctx.memory(|m| m.focused().is_none_or(|id| id == table_id()))
}

/// The key that was pressed; `page` lines are in view.
pub fn pressed(ui: &Ui, page: usize) -> Option<Pressed> {
    const ALL: isize = isize::MAX / 2;
    let page = page.saturating_sub(2).max(1) as isize;
    let steps = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::End, ALL),
        (Key::Home, -ALL),
    ];
    ui.input_mut(|i| {
        for (key, by) in steps {
            for (modifiers, extend) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
                if i.consume_key(modifiers, key) {
                    return Some(Pressed::Step(by, extend));
                }
            }
        }
        // The system turns its own keys into this one.
        if let Some(at) = i.events.iter().position(|event| *event == Event::Copy) {
            i.events.remove(at);
            return Some(Pressed::Copy);
        }
        // Longer chords first.
        let others = [
            (Modifiers::COMMAND, Key::A, Pressed::All),
            (Modifiers::SHIFT, Key::ArrowLeft, Pressed::Every { fold: true }),
            (Modifiers::SHIFT, Key::ArrowRight, Pressed::Every { fold: false }),
            (Modifiers::NONE, Key::ArrowLeft, Pressed::Left),
            (Modifiers::NONE, Key::ArrowRight, Pressed::Right),
            (Modifiers::NONE, Key::Space, Pressed::Toggle),
            (Modifiers::NONE, Key::Enter, Pressed::Open),
            (Modifiers::NONE, Key::F, Pressed::Find),
            (Modifiers::NONE, Key::Escape, Pressed::Clear),
            (Modifiers::NONE, Key::Delete, Pressed::Delete),
        ];
        others.into_iter().find(|(modifiers, key, _)| i.consume_key(*modifiers, *key)).map(|(.., pressed)| pressed)
    })
}
