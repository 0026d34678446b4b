//! From keys to actions, through the table of actions.

use eframe::egui::text_selection::LabelSelectionState;
use eframe::egui::{self, Context, Event, Modifiers};

use crate::session::{ACTIONS, Action, Command, Key, Screen, Session, Shortcut};

/// Puts the actions whose keys were pressed on the list.
///
/// Plain letters are never taken from a text field, nor while something asks for an answer (`asking`) or a
/// claim is being coded; then only keys that nobody types work: undo and redo stay with the field. While a claim
/// is coded the edges of its words still move, as long as no text is typed.
pub fn take(ctx: &Context, session: &Session, asking: bool, coding: bool, later: &mut Later, out: &mut Vec<Command>) {
    let moment = Moment {
        asking,
        // While a menu is open letters are for the menu.
        busy: asking || coding || egui::Popup::is_any_open(ctx),
        typing: ctx.text_edit_focused(),
        focused: ctx.memory(|m| m.focused().is_some()),
        reading: session.desk().is_some_and(|desk| desk.screen() == Screen::Read),
    };
    let on_matrix = session.desk().is_some_and(|desk| desk.screen() == Screen::Matrix);
    if moment.reading && !moment.typing && !asking {
        take_copies(ctx, out);
    } else if on_matrix && !moment.typing && !moment.busy {
        take_table_copies(ctx, out);
    }
    // Longer chords first, so that Ctrl Shift Z is not taken for Ctrl Z.
    let mut table: Vec<_> = ACTIONS
        .iter()
        .filter_map(|info| Some((info.action, info.shortcut?)))
        .filter(|(action, shortcut)| moment.lets(*action, *shortcut))
        .filter_map(|(action, shortcut)| Some((action, shortcut, shortcut_of(shortcut)?)))
        .collect();
    table.sort_by_key(|(_, s, _)| std::cmp::Reverse((u8::from(s.command)) + u8::from(s.shift) + u8::from(s.alt)));
    let opens = |event: &Event| {
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
        let meant = |pressed: &egui::KeyboardShortcut| {
            *key == pressed.logical_key && modifiers.matches_logically(pressed.modifiers)
        };
        table.iter().any(|(action, _, pressed)| opens_a_field(*action) && meant(pressed))
    };
    later.hold_behind(ctx, opens);
    for (action, _, pressed) in table {
        // Pressed twice within a frame is pressed twice.
        let times = ctx.input_mut(|i| i.count_and_consume_key(pressed.modifiers, pressed.logical_key));
        out.extend(std::iter::repeat_n(Command::Do(action), times));
    }
}

/// What decides which keys are commands.
#[derive(Clone, Copy)]
struct Moment {
    /// Something asks for an answer.
    asking: bool,
    /// So it does, a claim is being coded, or a menu is open.
    busy: bool,
    /// A text field has the keyboard.
    typing: bool,
    /// Something has the keyboard.
    focused: bool,
    /// Articles are being read.
    reading: bool,
}

impl Moment {
    /// Whether the key of an action is a command now.
    fn lets(self, action: Action, shortcut: Shortcut) -> bool {
        let plain = shortcut.is_plain();
        let busy = self.busy && (self.asking || self.typing || !is_for_its_words(action));
        let always = matches!(action, Action::Save | Action::ZoomIn | Action::ZoomOut | Action::ZoomReset);
        // Alt with arrows moves rows on other screens.
        let elsewhere = action.is_for_reading() || matches!(action, Action::NextArticle | Action::PreviousArticle);
        // Enter presses the button that has the focus; arrows go from button to button; Del is for what has it.
        let of_buttons =
            plain && !shortcut.shift && matches!(shortcut.key, Key::Enter | Key::Left | Key::Right | Key::Delete);
        // In a text field the arrows are the field's, with whatever is held.
        let arrows = matches!(shortcut.key, Key::Left | Key::Right | Key::Up | Key::Down);
        !(plain && (self.typing || busy || !self.reading)
            || !self.reading && elsewhere
            || self.typing && (arrows || is_of_fields(action))
            || self.focused && of_buttons
            // From a half-filled form one may go anywhere; it waits.
            || busy && !always && (self.asking || action != Action::Palette))
    }
}

/// Whether an action ends in a field that is typed in at once.
fn opens_a_field(action: Action) -> bool {
    use Action::*;
    matches!(
        action,
        TagSelection | NextClaim | CodeOccurrences | Find | ShowSearch | Palette | ArticleDetails | PasteArticle
    )
}

/// What was typed behind a key that opens a field, before the field had the keyboard: it is meant for the field
/// and neither lost nor taken for commands.
#[derive(Default)]
pub struct Later {
    events: Vec<Event>,
    /// Frames for which the field is still waited for.
    frames: u8,
}

impl Later {
    /// A field is there within so many frames, or never.
    const FRAMES: u8 = 4;

    /// Gives the field what was typed for it as soon as it has the keyboard; asked at the head of each frame.
    pub fn give(&mut self, ctx: &Context) {
        if self.frames == 0 {
            return;
        }
        self.frames -= 1;
        if ctx.text_edit_focused() || self.frames == 0 {
            self.frames = 0;
            let events = std::mem::take(&mut self.events);
            ctx.input_mut(|i| drop(i.events.splice(0..0, events)));
        } else {
            self.events.extend(hold(ctx));
            ctx.request_repaint();
        }
    }

    /// Keeps what was typed behind the first event that opens a field.
    fn hold_behind(&mut self, ctx: &Context, opens: impl Fn(&Event) -> bool) {
        ctx.input_mut(|i| {
            let Some(at) = i.events.iter().position(opens) else { return };
            // The letter of the key itself is not meant for the field.
            let letter = matches!(i.events.get(at + 1), Some(Event::Text(_)));
            let from = at + 1 + usize::from(letter);
            self.events.extend(i.events.extract_if(from.., |event| is_typed(event)));
            self.frames = Self::FRAMES;
        });
        if self.frames > 0 {
            ctx.request_repaint();
        }
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

/// Ctrl Shift C where a table is shown; without Shift, the screen may have something smaller to copy.
fn take_table_copies(ctx: &Context, out: &mut Vec<Command>) {
    let keys = Modifiers::COMMAND | Modifiers::SHIFT;
    let times = ctx.input_mut(|i| i.count_and_consume_key(keys, egui::Key::C));
    out.extend(std::iter::repeat_n(Command::Do(Action::CopyMatrix), times));
}

/// Whether nothing else asks for the keys of a screen: no menu, no dialog, no field.
pub fn is_free(ctx: &Context) -> bool {
    !egui::Popup::is_any_open(ctx) && !ctx.text_edit_focused() && ctx.memory(|m| m.top_modal_layer().is_none())
}

/// What can be done with the words of a claim while it is coded.
fn is_for_its_words(action: Action) -> bool {
    action.moves_an_edge() || matches!(action, Action::Copy | Action::CopyCitation)
}

/// What a field that is typed in does by itself.
fn is_of_fields(action: Action) -> bool {
    use Action::*;
    matches!(action, Undo | Redo | PasteArticle | CloseProject | SelectAll | Copy | CopyCitation)
}

/// Takes everything typed in this frame away from the screens.
pub fn hold(ctx: &Context) -> Vec<Event> {
    ctx.input_mut(|i| i.events.extract_if(.., |event| is_typed(event)).collect())
}

fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy | Event::Cut | Event::Ime(_))
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
