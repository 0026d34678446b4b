//! From keys to actions, through the table of actions.

use eframe::egui::text_selection::LabelSelectionState;
use eframe::egui::{self, Context, Event, Modifiers};

use crate::session::{ACTIONS, Action, Command, Key, Screen, Session, Shortcut};

/// Puts the actions whose keys were pressed on the list.
///
/// Plain letters are never taken from a text field, nor while something asks for an answer (`asking`) or a
/// claim is being coded; then only keys that nobody types work: undo and redo stay with the field. While a claim
/// is coded the edges of its words still move, as long as no text is typed.
pub fn take(ctx: &Context, session: &Session, asking: bool, coding: bool, out: &mut Vec<Command>) {
    let busy = asking || coding;
    let typing = ctx.text_edit_focused();
    let focused = ctx.memory(|m| m.focused().is_some());
    let reading = session.desk().is_some_and(|desk| desk.screen() == Screen::Read);
    if reading && !typing && !asking {
        take_copies(ctx, out);
    }
    // Longer chords first, so that Ctrl Shift Z is not taken for Ctrl Z.
    let mut table: Vec<_> = ACTIONS.iter().filter_map(|info| Some((info.action, info.shortcut?))).collect();
    table.sort_by_key(|(_, s)| std::cmp::Reverse((u8::from(s.command)) + u8::from(s.shift) + u8::from(s.alt)));
    for (action, shortcut) in table {
        let plain = shortcut.is_plain();
        let busy = busy && (asking || typing || !is_for_its_words(action));
        if plain && (typing || busy || !reading) {
            continue;
        }
        // Alt with arrows moves rows on other screens.
        if !reading && (action.is_for_reading() || matches!(action, Action::NextArticle | Action::PreviousArticle)) {
            continue;
        }
        // In a text field the arrows are the field's, with whatever is held.
        if typing && matches!(shortcut.key, Key::Left | Key::Right | Key::Up | Key::Down) {
            continue;
        }
        // Enter presses the button that has the focus; arrows go from button to button.
        if plain && focused && !shortcut.shift && matches!(shortcut.key, Key::Enter | Key::Left | Key::Right) {
            continue;
        }
        if typing && is_of_fields(action) {
            continue;
        }
        let always = matches!(action, Action::Save | Action::ZoomIn | Action::ZoomOut | Action::ZoomReset);
        // From a half-filled form one may go anywhere; it waits.
        if busy && !always && (asking || action != Action::Palette) {
            continue;
        }
        let Some(pressed) = shortcut_of(shortcut) else { continue };
        // Pressed twice within a frame is pressed twice.
        let times = ctx.input_mut(|i| i.count_and_consume_key(pressed.modifiers, pressed.logical_key));
        out.extend(std::iter::repeat_n(Command::Do(action), times));
    }
}

/// The system says that something is to be copied; the key itself is not heard then. Words of a label that are
/// selected are the label's.
fn take_copies(ctx: &Context, out: &mut Vec<Command>) {
    if ctx.plugin::<LabelSelectionState>().lock().has_selection() {
        return;
    }
    ctx.input_mut(|i| {
        let action = if i.modifiers.shift { Action::CopyCitation } else { Action::Copy };
        let copies = i.events.extract_if(.., |event| matches!(event, Event::Copy));
        out.extend(copies.map(|_| Command::Do(action)));
    });
}

/// What can be done with the words of a claim while it is coded.
fn is_for_its_words(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        EndLater
            | EndEarlier
            | StartLater
            | StartEarlier
            | EndLaterByCharacter
            | EndEarlierByCharacter
            | StartLaterByCharacter
            | StartEarlierByCharacter
            | Copy
            | CopyCitation
    )
}

/// What a field that is typed in does by itself.
fn is_of_fields(action: Action) -> bool {
    use Action::*;
    matches!(action, Undo | Redo | PasteArticle | CloseProject | SelectAll | Copy | CopyCitation)
}

/// Takes everything typed in this frame away from the screens.
pub fn hold(ctx: &Context) -> Vec<Event> {
    let is_typed = |event: &Event| {
        matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy | Event::Cut | Event::Ime(_))
    };
    ctx.input_mut(|i| i.events.extract_if(.., |event| is_typed(event)).collect())
}

fn shortcut_of(shortcut: Shortcut) -> Option<egui::KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    if shortcut.command {
        modifiers |= Modifiers::COMMAND;
    }
    if shortcut.shift {
        modifiers |= Modifiers::SHIFT;
    }
    if shortcut.alt {
        modifiers |= Modifiers::ALT;
    }
    let key = match shortcut.key {
        Key::Char('+') => egui::Key::Plus,
        Key::Char('-') => egui::Key::Minus,
        Key::Char(c) => egui::Key::from_name(&c.to_string())?,
        Key::Delete => egui::Key::Delete,
        Key::Enter => egui::Key::Enter,
        Key::F(n) => egui::Key::from_name(&format!("F{n}"))?,
        Key::Down => egui::Key::ArrowDown,
        Key::Up => egui::Key::ArrowUp,
        Key::Right => egui::Key::ArrowRight,
        Key::Left => egui::Key::ArrowLeft,
    };
    Some(egui::KeyboardShortcut::new(modifiers, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shortcut_of_the_table_is_a_key() {
        for info in ACTIONS {
            if let Some(shortcut) = info.shortcut {
                assert!(shortcut_of(shortcut).is_some(), "{}", info.name);
            }
        }
    }
}
