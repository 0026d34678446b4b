//! How the text of articles looks, as its reader wishes: size, measure, spacing, face, edges.

use eframe::egui::{
    Align, Button, Direction, Frame, Id, Key, Label, Layout, Margin, Modifiers, Popup, PopupAnchor, PopupCloseBehavior,
    Rect, RectAlign, Response, RichText, Sense, Ui, UiBuilder, vec2,
};

use crate::gui::shell::top::tooltip;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{button, field};
use crate::session::{Action, Command, Prefs, Reading, ReadingFace};

/// The panel of looks and the button that opens it.
#[derive(Default)]
pub struct LookPanel {
    open: bool,
    /// It was opened just now, by key.
    fresh: bool,
    /// Where the button was shown in this frame.
    button: Option<Rect>,
}

/// One of the values that go up and down.
struct Step {
    label: &'static str,
    said: String,
    less: (&'static str, Option<Reading>),
    more: (&'static str, Option<Reading>),
}

impl LookPanel {
    /// Opens the panel, or closes it where it is open, and gives it the keyboard.
    pub fn open(&mut self) {
        self.open = !self.open;
        self.fresh = self.open;
    }

    /// Shows the button.
    pub fn button(&mut self, ui: &mut Ui) -> Response {
        let p = theme::of(ui.ctx());
        let label = RichText::new("Aa").font(face::serif_semibold(size::LARGE)).color(p.muted);
        let button = ui.add(Button::new(label).frame_when_inactive(self.open));
        let button = button.accessible_name("Look of the text").on_hover_text(tooltip(Action::ReadingLook));
        if button.clicked() {
            self.open = !self.open;
            // Whoever presses it by key goes on by key.
            self.fresh = self.open && button.has_focus();
        }
        self.button = Some(button.rect);
        button
    }

    /// Shows the panel below its button; where that is out of view, below `corner`. `yields` says that the column
    /// is narrower than is wished, for want of room.
    pub fn show(&mut self, ui: &Ui, corner: Rect, prefs: &Prefs, yields: bool, out: &mut Vec<Command>) {
        let anchor = self.button.take().unwrap_or(corner);
        if !self.open {
            return;
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            self.open = false;
            return;
        }
        let fresh = std::mem::take(&mut self.fresh);
        let id = Id::unique("look of the text");
        let mut open = true;
        Popup::new(id, ui.ctx().clone(), PopupAnchor::ParentRect(anchor), ui.layer_id())
            .open_bool(&mut open)
            // Beside the text rather than over it: one sees what one chooses.
            .align(RectAlign::BOTTOM_START)
            .gap(6.0)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .frame(Frame::popup(ui.style()).inner_margin(Margin::same(14)))
            .accessible_name("Look of the text")
            .show(|ui| {
                ui.set_width(296.0);
                ui.spacing_mut().item_spacing = vec2(space::S, space::S);
                controls(ui, prefs.reading, yields, fresh, out);
            });
        self.open &= open;
    }
}

fn controls(ui: &mut Ui, now: Reading, yields: bool, fresh: bool, out: &mut Vec<Command>) {
    let mut wish = None;
    for (index, row) in steps(now).into_iter().enumerate() {
        let chosen = step(ui, row, fresh && index == 0);
        wish = wish.or(chosen);
    }
    if yields {
        field::note(ui, "The window leaves less room than that: the column is narrower.");
    }
    let faces = [Segment::word("Serif"), Segment::word("Sans")];
    let face = field::row(ui, "Face", LABEL, |ui| segmented::show(ui, "face", Some(now.face as usize), &faces));
    if let Some(at) = face {
        let face = if at == 0 { ReadingFace::Serif } else { ReadingFace::Sans };
        wish = Some(Reading { face, ..now });
    }
    let edges = [
        Segment { label: "Ragged", name: "Ragged right edge", glyph: None },
        Segment { label: "Justified", name: "Both edges straight", glyph: None },
    ];
    let edge =
        field::row(ui, "Edges", LABEL, |ui| segmented::show(ui, "edges", Some(usize::from(now.justified)), &edges));
    if let Some(at) = edge {
        wish = Some(Reading { justified: at == 1, ..now });
    }
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let usual = now == Reading::default();
        ui.add_enabled_ui(!usual, |ui| {
            let reset = button::link(ui, "Reset").on_hover_text("The look that the text has at first");
            if reset.on_disabled_hover_text("The text looks as it does at first").clicked() {
                wish = Some(Reading::default());
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let keys = |action: Action| action.info().shortcut.map(|key| key.to_string()).unwrap_or_default();
            field::note(ui, &format!("{} and {} change the size", keys(Action::LargerText), keys(Action::SmallerText)));
        });
    });
    out.extend(wish.filter(|wish| *wish != now).map(Command::SetReading));
}

/// Width of labels.
const LABEL: f32 = 86.0;

fn steps(now: Reading) -> [Step; 3] {
    let changed = |wish: Reading| Some(wish.bounded()).filter(|wish| *wish != now);
    let size = |by: f32| changed(Reading { size: (now.size + by).round(), ..now });
    let measure = |by: i16| {
        let wish = (i16::from(now.measure) + by).clamp(0, i16::from(u8::MAX));
        changed(Reading { measure: wish as u8, ..now })
    };
    let spacing = |by: f32| changed(Reading { spacing: ((now.spacing + by) * 20.0).round() / 20.0, ..now });
    [
        Step {
            label: "Size",
            said: format!("{} points", now.size),
            less: ("Smaller text", size(-1.0)),
            more: ("Larger text", size(1.0)),
        },
        Step {
            label: "Measure",
            said: format!("{} characters", now.measure),
            less: ("Narrower column", measure(-5)),
            more: ("Wider column", measure(5)),
        },
        Step {
            label: "Line spacing",
            said: format!("{:.2}", now.spacing),
            less: ("Lines closer together", spacing(-0.05)),
            more: ("Lines farther apart", spacing(0.05)),
        },
    ]
}

fn step(ui: &mut Ui, step: Step, focus: bool) -> Option<Reading> {
    let p = theme::of(ui.ctx());
    field::row(ui, step.label, LABEL, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let (less, first) = press(ui, "−", step.less);
            if focus {
                first.request_focus();
            }
            let said = RichText::new(step.said).font(face::regular(size::SMALL)).color(p.ink);
            let middle = vec2((ui.available_width() - SQUARE).max(40.0), SQUARE);
            let (place, _) = ui.allocate_exact_size(middle, Sense::hover());
            // Not `put`, which would take as much room as the words need.
            let builder = UiBuilder::new().max_rect(place).layout(Layout::centered_and_justified(Direction::TopDown));
            ui.new_child(builder).add(Label::new(said).selectable(false));
            let (more, _) = press(ui, "+", step.more);
            less.or(more)
        })
        .inner
    })
}

/// Height and width of the buttons that go up and down.
const SQUARE: f32 = 28.0;

fn press(ui: &mut Ui, sign: &str, (name, wish): (&str, Option<Reading>)) -> (Option<Reading>, Response) {
    let label = RichText::new(sign).font(face::medium(size::LARGE));
    let button = Button::new(label).min_size(vec2(SQUARE, SQUARE));
    let pressed = ui.add_enabled(wish.is_some(), button).accessible_name(name);
    let pressed = pressed.on_hover_text(name).on_disabled_hover_text("That is as far as it goes");
    (wish.filter(|_| pressed.clicked()), pressed)
}
