//! How words are to be found: three switches, with their keys.

use eframe::egui::{CornerRadius, Event, Key, Modifiers, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::derive::search::Options;
use crate::gui::theme::{self, RADIUS, face, size};

/// A switch: what it shows, its name, its key, and what it means.
type Switch = (&'static str, &'static str, Key, &'static str, fn(&mut Options) -> &mut bool);

const SWITCHES: [Switch; 3] = [
    ("W", "Whole words", Key::W, "“all” finds “all”, but not “ally” or “fall”.", |o| &mut o.whole),
    (".*", "Regular expression", Key::R, "For example: cease.?fires? or 20[12]\\d; within one paragraph.", |o| {
        &mut o.regex
    }),
    (
        "Aa",
        "Match case and accents",
        Key::C,
        "Letters as typed: “EU” does not find “eu”, nor “Elysee” “Élysée”.",
        |o| &mut o.case,
    ),
];

/// Takes the keys of the switches; before a field takes them for letters. Whether one was pressed.
pub fn take_keys(ui: &Ui, options: &mut Options) -> bool {
    let mut pressed = false;
    ui.input_mut(|i| {
        for (_, _, key, _, of) in SWITCHES {
            let is_key = |event: &Event| matches!(event, Event::Key { key: of, pressed: true, .. } if *of == key);
            let at = i.events.iter().position(is_key);
            if let Some(at) = at.filter(|_| i.consume_key(Modifiers::ALT, key)) {
                *of(options) = !*of(options);
                pressed = true;
                // The letter that comes with the key is not typed; those that were typed after it are.
                let next = i.events.get(at).is_some_and(|event| matches!(event, Event::Text(_)));
                if next {
                    i.events.remove(at);
                }
            }
        }
    });
    pressed
}

/// Shows the switches. Whether one was pressed.
pub fn show(ui: &mut Ui, options: &mut Options) -> bool {
    let p = theme::of(ui.ctx());
    let mut pressed = false;
    ui.spacing_mut().item_spacing.x = 2.0;
    for (sign, name, key, help, of) in SWITCHES {
        let on = of(options);
        let (rect, response) = ui.allocate_exact_size(vec2(30.0, 28.0), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Switch, true, *on, name));
        let (fill, edge) = match (*on, response.hovered()) {
            (true, _) => (p.accent_tint, p.accent),
            (false, true) => (p.hover, p.strong_line),
            (false, false) => (p.paper, p.line),
        };
        let width = if response.has_focus() { 1.5 } else { 1.0 };
        let edge = if response.has_focus() { p.accent } else { edge };
        ui.painter().rect(rect, CornerRadius::same(RADIUS), fill, Stroke::new(width, edge), StrokeKind::Inside);
        let font = if *on { face::semibold(size::BODY) } else { face::medium(size::BODY) };
        let galley = ui.fonts_mut(|f| f.layout_no_wrap(sign.to_owned(), font, if *on { p.accent } else { p.ink }));
        ui.painter().galley(rect.center() - galley.size() / 2.0, galley, p.ink);
        if sign == "W" {
            // The edges of a word.
            let y = rect.center().y + 8.0;
            let (left, right) = (rect.center().x - 7.0, rect.center().x + 7.0);
            let stroke = Stroke::new(1.0, if *on { p.accent } else { p.muted });
            ui.painter().hline(left..=right, y, stroke);
            ui.painter().vline(left, y - 2.5..=y, stroke);
            ui.painter().vline(right, y - 2.5..=y, stroke);
        }
        if response.clicked() {
            *on = !*on;
            pressed = true;
        }
        let state = if *on { "on" } else { "off" };
        response.on_hover_text(format!("{name} ({state}, Alt {})\n{help}", key.name()));
    }
    pressed
}
