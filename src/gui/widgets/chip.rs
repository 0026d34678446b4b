//! Chips: rounded buttons that say what is set, and the menus behind them.

use eframe::egui::style::StyleModifier;
use eframe::egui::{
    Context, CornerRadius, CursorIcon, Id, Key, LayerId, Modifiers, Order, Popup, PopupCloseBehavior, Pos2, Rect,
    Response, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{field, line};
use crate::gui::theme::{self, face, size, space};
use crate::text::fold::fold;

/// With more values than these, a menu has a field to find one.
const MANY: usize = 8;
/// Height of a row of a menu.
const ROW: f32 = 28.0;

/// A button that opens a menu: `Position: Latest official ▾`.
#[derive(Clone, Copy, Debug)]
pub struct Chip<'a> {
    /// What is set; the chip is known by it.
    pub name: &'a str,
    /// To what; may be empty.
    pub value: &'a str,
    /// Whether it is set to something else than usual.
    pub set: bool,
    /// Whether it then has a cross that clears it.
    pub clears: bool,
}

/// What happened to a chip in this frame.
pub struct Pressed {
    /// The chip; its menu hangs on it.
    pub response: Response,
    /// Its cross was pressed.
    pub cleared: bool,
}

impl Chip<'_> {
    /// Shows the chip.
    pub fn show(&self, ui: &mut Ui) -> Pressed {
        self.show_within(ui, 190.0)
    }

    /// Shows the chip; what is set takes at most so many points.
    pub fn show_within(&self, ui: &mut Ui, room: f32) -> Pressed {
        let p = theme::of(ui.ctx());
        let Self { name, value, .. } = *self;
        let head = if value.is_empty() { name.to_owned() } else { format!("{name}: ") };
        let colour = if value.is_empty() { p.ink } else { p.muted };
        let head = line::line(ui, &head, face::regular(size::BODY), colour, 200.0);
        let tail = line::line(ui, value, face::medium(size::BODY), p.ink, room);
        let words = head.size().x + tail.size().x;
        let width = words + if self.plain() { 22.0 } else { 34.0 };
        // Known by its name, not by its place: a chip that comes before it does not close its menu.
        let (_, rect) = ui.allocate_space(vec2(width, 28.0));
        let response = ui.interact(rect, ui.scope_id().with(("chip", name)), Sense::click());
        let spoken = if value.is_empty() { name.to_owned() } else { format!("{name}: {value}") };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), &spoken));
        let fill = if self.set {
            p.accent_tint
        } else if response.hovered() || response.has_focus() {
            p.hover
        } else {
            p.paper
        };
        let edge = if response.has_focus() {
            Stroke::new(1.5, p.accent)
        } else {
            Stroke::new(1.0, if response.hovered() { p.strong_line } else { p.line })
        };
        ui.painter().rect(rect, CornerRadius::same(14), fill, edge, StrokeKind::Inside);
        let middle = |height: f32| rect.center().y - height / 2.0;
        let (left, cut) = (rect.left() + 11.0, head.elided || tail.elided);
        ui.painter().galley(pos2(left, middle(head.size().y)), head.clone(), colour);
        ui.painter().galley(pos2(left + head.size().x, middle(tail.size().y)), tail, p.ink);
        let at = pos2(rect.right() - 14.0, rect.center().y + 0.5);
        let mut cleared = false;
        if self.set && self.clears {
            cleared = cross(ui, at, &response, name);
        } else if !self.plain() {
            ui.painter().add(caret(at, p.muted));
        }
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        keep_keyboard(&response);
        let response = if cut { tip(response, &spoken) } else { response };
        Pressed { response, cleared }
    }

    /// Whether it does something instead of saying what is set.
    fn plain(&self) -> bool {
        self.name.starts_with('+')
    }
}

fn cross(ui: &Ui, at: Pos2, chip: &Response, name: &str) -> bool {
    let p = theme::of(ui.ctx());
    let place = Rect::from_center_size(at, vec2(22.0, 28.0));
    let response = ui.interact(place, chip.id.with("clear"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Clear the filter {name}")));
    let colour = if response.hovered() || response.has_focus() { p.danger } else { p.muted };
    let stroke = Stroke::new(1.3, colour);
    ui.painter().line_segment([at + vec2(-3.0, -3.0), at + vec2(3.0, 3.0)], stroke);
    ui.painter().line_segment([at + vec2(-3.0, 3.0), at + vec2(3.0, -3.0)], stroke);
    response.on_hover_text("Clear").clicked()
}

fn caret(c: Pos2, colour: eframe::egui::Color32) -> Shape {
    let points = vec![c + vec2(-3.5, -2.0), c + vec2(3.5, -2.0), c + vec2(0.0, 2.5)];
    Shape::convex_polygon(points, colour, Stroke::NONE)
}

/// While the menu of a chip is open, the keyboard stays in it; afterwards whoever had it has it again.
fn keep_keyboard(chip: &Response) {
    let (ctx, popup) = (&chip.ctx, Popup::default_response_id(chip));
    let key = popup.with("keyboard before");
    let before = ctx.data(|d| d.get_temp::<Option<Id>>(key));
    let focused = ctx.memory(eframe::egui::Memory::focused);
    let give = |before: Option<Id>| {
        ctx.data_mut(|d| d.remove::<Option<Id>>(key));
        ctx.memory_mut(|m| match (before, m.focused()) {
            (Some(before), _) => m.request_focus(before),
            (None, Some(now)) => m.surrender_focus(now),
            (None, None) => {}
        });
    };
    match (Popup::is_id_open(ctx, popup), before) {
        (false, _) if chip.clicked() => {
            ctx.data_mut(|d| d.insert_temp(key, focused));
        }
        (false, None) => {}
        (false, Some(before)) if focused.is_none_or(|id| stops(ctx, popup).contains(&id)) => give(before),
        (false, Some(_)) => ctx.data_mut(|d| d.remove::<Option<Id>>(key)),
        (true, before) => {
            let stops = stops(ctx, popup);
            let Some(first) = stops.first() else { return };
            let inside = focused.is_some_and(|id| stops.contains(&id));
            let before = before.unwrap_or_else(|| {
                let before = if inside { Some(chip.id) } else { focused };
                ctx.data_mut(|d| d.insert_temp(key, before));
                before
            });
            // A field that wants the key for itself has kept the keyboard. Nothing behind the menu hears it.
            if focused.is_none() && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                Popup::close_id(ctx, popup);
                give(before);
            } else if !inside && ctx.memory(|m| m.top_modal_layer().is_none()) {
                ctx.memory_mut(|m| m.request_focus(*first));
            }
        }
    }
}

/// What can have the keyboard in an open menu, from top to bottom.
fn stops(ctx: &Context, popup: Id) -> Vec<Id> {
    let layer = LayerId::new(Order::Foreground, popup);
    ctx.viewport(|viewport| {
        let all = viewport.prev_pass.widgets.get_layer(layer);
        all.filter(|widget| widget.enabled && widget.sense.is_focusable()).map(|widget| widget.id).collect()
    })
}

/// A tooltip while the menu is closed.
pub fn tip(response: Response, text: &str) -> Response {
    if Popup::is_id_open(&response.ctx, Popup::default_response_id(&response)) {
        return response;
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(340.0);
        ui.label(text);
    })
}

/// The menu of a chip; a press on one of its rows leaves it open.
pub fn menu<'a>(response: &Response, name: &str) -> Popup<'a> {
    let menu = Popup::menu(response).accessible_name(name).gap(4.0);
    // Fields and buttons look as elsewhere, not as rows of a menu.
    menu.style(StyleModifier::default()).close_behavior(PopupCloseBehavior::CloseOnClickOutside)
}

/// A value of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value<T> {
    /// What it is.
    pub value: T,
    /// Its name as shown.
    pub label: String,
    /// Other words that lead to it.
    pub others: Vec<String>,
}

impl<T> Value<T> {
    /// A value with a name and nothing else.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self { value, label: label.into(), others: Vec::new() }
    }
}

/// A filter that lets any number of values through.
pub struct Several<'a, T> {
    /// Its name.
    pub name: &'a str,
    /// What the chip says of the chosen values; see [`summary`].
    pub value: &'a str,
    /// Whether any are chosen.
    pub set: bool,
    /// The row that stands for all values.
    pub all: &'a str,
    /// What the menu says where there are no values.
    pub none: &'a str,
    /// The values, asked for while the menu is open.
    pub values: &'a dyn Fn() -> std::sync::Arc<Vec<Value<T>>>,
    /// Whether a value is chosen.
    pub chosen: &'a dyn Fn(&T) -> bool,
}

/// What is wanted of such a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<T> {
    /// Nothing.
    None,
    /// A value is to be chosen, or chosen no longer.
    Toggle(T),
    /// All values are to be let through.
    Clear,
}

/// A row of chips that filter, and the one that adds more of them.
#[derive(Clone, Debug, Default)]
pub struct Chips {
    /// Names of those that were added, though they let everything through.
    added: Vec<&'static str>,
    /// The one whose menu is to open.
    opens: Option<&'static str>,
    /// What is typed in the open menu.
    typed: String,
    /// A menu was opened: its field, if it has one, takes the keyboard.
    focus: bool,
}

impl Chips {
    /// Shows a filter.
    pub fn several<T: Clone>(&mut self, ui: &mut Ui, filter: &Several<'_, T>) -> Change<T> {
        let Several { name, value, set, .. } = *filter;
        let Pressed { response, cleared } = Chip { name, value, set, clears: true }.show(ui);
        let opens = self.opens.is_some_and(|opens| opens == name);
        if opens {
            self.opens = None;
            Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
        }
        if opens || response.clicked() {
            self.typed.clear();
            self.focus = true;
        }
        if cleared {
            self.added.retain(|added| *added != name);
            return Change::Clear;
        }
        let mut change = Change::None;
        menu(&response, name).show(|ui| {
            ui.set_width(260.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            let values = (filter.values)();
            if values.is_empty() {
                return note(ui, filter.none);
            }
            let mut down = false;
            if values.len() > MANY {
                let find = format!("Find in {}", name.to_lowercase());
                let edit = field::line(ui, &find, &mut self.typed, "Type to find");
                if std::mem::take(&mut self.focus) {
                    edit.request_focus();
                }
                down = edit.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
                ui.add_space(space::XS);
            }
            let all = row(ui, Tick::Any, !set, filter.all, "");
            if down {
                all.request_focus();
            }
            if all.clicked() {
                change = Change::Clear;
            }
            let typed = fold(self.typed.trim());
            let fits = |text: &String| fold(text).contains(&typed);
            let found: Vec<&Value<T>> =
                values.iter().filter(|v| typed.is_empty() || fits(&v.label) || v.others.iter().any(fits)).collect();
            if found.is_empty() {
                note(ui, "Nothing matches");
            }
            // Only what is in view is laid out: there may be thousands.
            let rows = ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]);
            rows.show_rows(ui, ROW, found.len(), |ui, range| {
                for value in &found[range] {
                    if item(ui, Tick::Any, (filter.chosen)(&value.value), &value.label, "") {
                        change = Change::Toggle(value.value.clone());
                    }
                }
            });
        });
        change
    }

    /// Shows a chip whose menu is of its own kind. Whether its cross was pressed.
    pub fn own(
        &mut self,
        ui: &mut Ui,
        name: &'static str,
        value: &str,
        set: bool,
        content: impl FnOnce(&mut Ui),
    ) -> bool {
        let Pressed { response, cleared } = Chip { name, value, set, clears: true }.show(ui);
        if self.opens == Some(name) {
            self.opens = None;
            Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
        }
        if cleared {
            self.added.retain(|added| *added != name);
        } else {
            menu(&response, name).show(content);
        }
        cleared
    }

    /// Whether a filter that is not always there is to be shown.
    pub fn shows(&self, name: &str, set: bool) -> bool {
        set || self.added.contains(&name)
    }

    /// The chip that adds those of `names` that are not shown. Shows nothing when all are.
    pub fn more(&mut self, ui: &mut Ui, names: &[(&'static str, bool)]) {
        let hidden: Vec<&'static str> =
            names.iter().filter(|(name, set)| !self.shows(name, *set)).map(|(name, _)| *name).collect();
        if hidden.is_empty() {
            return;
        }
        let response = Chip { name: "+ Filter", value: "", set: false, clears: false }.show(ui).response;
        let response = tip(response, "Filter by something else");
        Popup::menu(&response).accessible_name("Add a filter").gap(4.0).show(|ui| {
            ui.set_width(180.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            for name in hidden {
                if item(ui, Tick::None, false, name, "") {
                    self.added.push(name);
                    self.opens = Some(name);
                    ui.close();
                    ui.ctx().request_repaint();
                }
            }
        });
    }

    /// Takes away what was added.
    pub fn forget(&mut self) {
        self.added.clear();
    }
}

/// What a chip says of the chosen values: "all", their names, or how many they are.
pub fn summary<'a>(mut chosen: impl ExactSizeIterator<Item = &'a str>) -> String {
    match chosen.len() {
        0 => "All".to_owned(),
        1 => chosen.next().unwrap_or_default().to_owned(),
        2 => chosen.collect::<Vec<_>>().join(", "),
        more => more.to_string(),
    }
}

/// What ticks a row of a menu takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// One of the rows.
    One,
    /// Any of the rows.
    Any,
    /// It does something and has no tick.
    None,
}

/// A row of a menu with a tick, and a sentence below its label where there is one. Whether it was pressed.
pub fn item(ui: &mut Ui, tick: Tick, on: bool, label: &str, detail: &str) -> bool {
    row(ui, tick, on, label, detail).clicked()
}

fn row(ui: &mut Ui, tick: Tick, on: bool, label: &str, detail: &str) -> Response {
    let p = theme::of(ui.ctx());
    let width = ui.available_width().max(120.0);
    let inset = if tick == Tick::None { 10.0 } else { 32.0 };
    let word = line::line(ui, label, face::medium(size::BODY), p.ink, width - inset - 8.0);
    let below = (!detail.is_empty())
        .then(|| line::lines(ui, detail, face::regular(size::SMALL), p.muted, width - inset - 8.0, 8));
    let height = ROW + below.as_ref().map_or(0.0, |galley| galley.size().y + 4.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| match tick {
        Tick::One => WidgetInfo::selected(Role::MenuItemRadio, true, on, label),
        Tick::Any => WidgetInfo::selected(Role::MenuItemCheckBox, true, on, label),
        Tick::None => WidgetInfo::labeled(Role::MenuItem, true, label),
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), p.hover);
    }
    if tick != Tick::None {
        let place = Rect::from_center_size(pos2(rect.left() + 16.0, rect.top() + ROW / 2.0), vec2(14.0, 14.0));
        tick_box(ui, place, tick, on);
    }
    let cut = word.elided;
    ui.painter().galley(pos2(rect.left() + inset, rect.top() + (ROW - word.size().y) / 2.0), word, p.ink);
    if let Some(galley) = below {
        ui.painter().galley(pos2(rect.left() + inset, rect.top() + ROW - 2.0), galley, p.muted);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        // What is behind the menu does not hear the key too, should the menu close.
        for key in [Key::Enter, Key::Space] {
            ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        }
    }
    if cut { response.on_hover_text(label) } else { response }
}

fn tick_box(ui: &Ui, place: Rect, tick: Tick, on: bool) {
    let p = theme::of(ui.ctx());
    let round = if tick == Tick::One { CornerRadius::same(7) } else { CornerRadius::same(3) };
    let (fill, edge) = if on { (p.accent, p.accent) } else { (p.field, p.strong_line) };
    ui.painter().rect(place, round, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let c = place.center();
    match (on, tick) {
        (false, _) | (_, Tick::None) => {}
        (true, Tick::One) => {
            ui.painter().circle_filled(c, 2.6, p.on_accent);
        }
        (true, Tick::Any) => {
            let path = vec![c + vec2(-3.2, 0.2), c + vec2(-0.9, 2.6), c + vec2(3.4, -2.6)];
            ui.painter().add(Shape::line(path, Stroke::new(1.5, p.on_accent)));
        }
    }
}

/// A sentence in a menu.
pub fn note(ui: &mut Ui, text: &str) {
    let p = theme::of(ui.ctx());
    let width = ui.available_width();
    let galley = line::lines(ui, text, face::regular(size::SMALL), p.muted, width - 16.0, 12);
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y + space::S), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().galley(rect.min + vec2(8.0, 4.0), galley, p.muted);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_names_one_or_two_values_and_counts_more() {
        for (chosen, said) in [
            (&[][..], "All"),
            (&["Quoted"], "Quoted"),
            (&["Quoted", "Reported"], "Quoted, Reported"),
            (&["Quoted", "Reported", "Expected"], "3"),
        ] {
            assert_eq!(summary(chosen.iter().copied()), said);
        }
    }

    #[test]
    fn a_filter_that_is_not_always_there_is_shown_once_it_is_added_or_set() {
        let mut chips = Chips::default();
        assert!(!chips.shows("Tag", false) && chips.shows("Tag", true));
        chips.added.push("Tag");
        assert!(chips.shows("Tag", false));
        chips.forget();
        assert!(!chips.shows("Tag", false));
    }
}
