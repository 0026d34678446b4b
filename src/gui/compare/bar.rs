//! Above the table: who is compared, which issues are shown, and by which settings.

use eframe::egui::{
    Align, CornerRadius, CursorIcon, EventFilter, Frame, Key, Layout, Margin, Modifiers, Popup, Rect, Response,
    RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::order::{self, Drag};
use super::words;
use crate::derive::Memo;
use crate::derive::compare::MOST;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::chip::{self, Chip, Tick};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker, button, line};
use crate::model::{Kind, Project, Who};
use crate::session::finder::Candidate;
use crate::session::{Action, Command, Desk};

/// The name of the button that adds one.
pub const ADD: &str = "+ Country, bloc or actor";

/// Which issues are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Those on which they differ.
    Differ,
    /// Those on which each has a position.
    Held,
}

impl Show {
    pub const ALL: [(Show, &'static str); 3] = [
        (Show::All, "all issues"),
        (Show::Differ, "issues where they differ"),
        (Show::Held, "issues where all have a position"),
    ];

    fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What the bar remembers from frame to frame.
#[derive(Default)]
pub struct Bar {
    picker: Picker,
    candidates: Memo<(u64, Vec<Who>), Vec<Candidate<Who>>>,
    drag: Drag,
    opens: bool,
}

impl Bar {
    /// Opens the list of those that can be added.
    pub fn open(&mut self) {
        self.opens = true;
    }

    /// Shows the bar.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, whos: &[Who], show: &mut Show, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let margin = Margin { left: 14, right: 14, top: 8, bottom: 6 };
        let shown = Frame::new().fill(p.panel).inner_margin(margin).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                    if !whos.is_empty() {
                        choose(ui, show);
                    }
                    ui.with_layout(Layout::left_to_right(Align::Min).with_main_wrap(true), |ui| {
                        self.chips(ui, desk, whos, out);
                    });
                });
            });
            // A line of words, not of buttons.
            ui.spacing_mut().interact_size.y = 18.0;
            ui.horizontal(|ui| {
                let said = words::settings(desk.project(), desk.look());
                let room = ui.available_width() - 120.0;
                let galley = line::line(ui, &said, face::regular(size::SMALL), p.muted, room);
                let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x, 18.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
                ui.painter().galley(
                    pos2(rect.left(), rect.center().y - galley.size().y / 2.0),
                    galley.clone(),
                    p.muted,
                );
                if galley.elided {
                    response.on_hover_text(&said);
                }
                let link = RichText::new("Change in Matrix").font(face::regular(size::SMALL)).color(p.accent);
                let link = ui.add(eframe::egui::Button::new(link).frame(false).min_size(vec2(0.0, 18.0)));
                let link = link.on_hover_text("Rule, filters and date are those of the matrix");
                if link.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                    out.push(Command::Do(Action::ShowMatrix));
                }
            });
        });
        let bar = shown.response.rect;
        ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, Stroke::new(1.0, p.line));
    }

    fn chips(&mut self, ui: &mut Ui, desk: &Desk, whos: &[Who], out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let label = RichText::new("Side by side").font(face::regular(size::BODY)).color(p.muted);
        ui.allocate_ui_with_layout(vec2(82.0, 28.0), Layout::left_to_right(Align::Center), |ui| {
            ui.label(label);
        });
        let mut handles = Vec::new();
        for (at, who) in whos.iter().enumerate() {
            let (response, rect, removed) = one(ui, desk.project(), *who, (at, whos.len()));
            let held = response.has_focus();
            let pressed = |modifiers, key| held && ui.input_mut(|i| i.consume_key(modifiers, key));
            let mut order = None;
            if pressed(Modifiers::ALT, Key::ArrowLeft) {
                order = Some(order::stepped(whos, at, false));
            } else if pressed(Modifiers::ALT, Key::ArrowRight) {
                order = Some(order::stepped(whos, at, true));
            } else if removed || pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace) {
                order = Some(whos.iter().copied().filter(|other| other != who).collect());
            }
            out.extend(order.map(Command::SetCompared));
            handles.push((response, rect));
        }
        if let Some(order) = self.drag.follow(ui, whos, &handles) {
            out.push(Command::SetCompared(order));
        }
        self.add(ui, desk, whos, out);
    }

    /// The chip that adds one, with its list.
    fn add(&mut self, ui: &mut Ui, desk: &Desk, whos: &[Who], out: &mut Vec<Command>) {
        let full = whos.len() >= MOST;
        let chip =
            ui.add_enabled_ui(!full, |ui| Chip { name: ADD, value: "", set: false, clears: false }.show(ui)).inner;
        let response = chip.response.on_disabled_hover_text(format!("{MOST} at most stand side by side: remove one"));
        let response = chip::tip(response, "Add a country, a bloc or an actor (A)");
        let asked = std::mem::take(&mut self.opens) && !full;
        if asked {
            Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
        }
        if asked || response.clicked() {
            self.picker = Picker::focused();
        }
        let picker = &mut self.picker;
        let key = (desk.document().revision(), whos.to_vec());
        chip::menu(&response, "Add to the comparison").show(|ui| {
            ui.set_width(300.0);
            let candidates = self.candidates.get(key, || candidates(desk.project(), whos));
            let look = Look {
                name: "Country, bloc or actor",
                hint: "Type to find",
                chosen: &[],
                proposed: &[],
                creates: None,
                offers: true,
            };
            if let (Picked::Taken(who), _) = picker.show(ui, &look, &candidates) {
                let mut order = whos.to_vec();
                order.push(who);
                out.push(Command::SetCompared(order));
                if whos.len() + 1 < MOST {
                    // Not led here: Enter in the empty field takes nobody unasked.
                    *picker = Picker::default();
                    picker.focus = true;
                } else {
                    ui.close();
                }
            }
        });
    }
}

/// Countries, blocs and actors that are not compared yet, to be found by typing.
fn candidates(project: &Project, whos: &[Who]) -> Vec<Candidate<Who>> {
    let kinds = [Kind::Country, Kind::Bloc, Kind::Actor];
    let rows = kinds.into_iter().flat_map(|kind| project.entries(kind));
    rows.filter_map(|entry| {
        let who = Who::from_entry(entry.id()).filter(|who| !whos.contains(who))?;
        let others = entry.other_names().into_iter().map(str::to_owned).collect();
        Some(Candidate::new(who, entry.label(), others))
    })
    .collect()
}

/// One of those compared: its chip, its place, and whether its cross was pressed.
fn one(ui: &mut Ui, project: &Project, who: Who, (at, of): (usize, usize)) -> (Response, Rect, bool) {
    let p = theme::of(ui.ctx());
    let name = project.label(who.entry());
    let code = match who {
        Who::Country(id) => project.country(id).map_or("", |row| row.iso.as_str()),
        Who::Bloc(_) => "bloc",
        Who::Actor(_) => "actor",
    };
    let code = line::line(ui, code, face::medium(size::TINY), p.ink, 60.0);
    let boxed = if code.size().x > 0.5 { code.size().x + 16.0 } else { 0.0 };
    let words = line::line(ui, &name, face::medium(size::BODY), p.ink, 170.0);
    let (_, rect) = ui.allocate_space(vec2(11.0 + boxed + words.size().x + 26.0, 28.0));
    let response = ui.interact(rect, ui.scope_id().with(("compared", who)), Sense::click_and_drag());
    response.widget_info(|| {
        let said = format!("{name}, {} of {of}: Alt with an arrow key moves it, Del removes it", at + 1);
        WidgetInfo::labeled(Role::Button, true, said)
    });
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    }
    let fill = if response.dragged() { p.accent_tint } else { p.paper };
    let edge = match response.has_focus() {
        true => Stroke::new(1.5, p.accent),
        false => Stroke::new(1.0, if response.hovered() { p.strong_line } else { p.line }),
    };
    ui.painter().rect(rect, CornerRadius::same(14), fill, edge, StrokeKind::Inside);
    let middle = |height: f32| rect.center().y - height / 2.0;
    let left = rect.left() + 11.0;
    if boxed > 0.0 {
        let place = Rect::from_min_size(pos2(left, rect.center().y - 9.0), vec2(code.size().x + 10.0, 18.0));
        ui.painter().rect_stroke(place, CornerRadius::same(4), Stroke::new(1.0, p.line), StrokeKind::Inside);
        ui.painter().galley(pos2(left + 5.0, middle(code.size().y)), code, p.ink);
    }
    ui.painter().galley(pos2(left + boxed, middle(words.size().y)), words, p.ink);
    let cross = Rect::from_center_size(pos2(rect.right() - 14.0, rect.center().y), vec2(20.0, 26.0));
    let removed = button::cross(ui, cross, &name).on_hover_text("Remove").clicked();
    let response = response.on_hover_cursor(if of > 1 { CursorIcon::Grab } else { CursorIcon::Default });
    (response, rect, removed)
}

/// Which issues are shown.
fn choose(ui: &mut Ui, show: &mut Show) {
    let set = *show != Show::All;
    let response = Chip { name: "Show", value: show.label(), set, clears: false }.show(ui).response;
    Popup::menu(&response).accessible_name("Which issues").gap(4.0).show(|ui| {
        ui.set_width(260.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (each, name) in Show::ALL {
            if chip::item(ui, Tick::One, *show == each, name, "") {
                *show = each;
                ui.close();
            }
        }
        ui.add_space(space::XS);
        chip::note(ui, "N and Shift N walk to the next issue on which they differ.");
    });
}
