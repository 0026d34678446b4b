//! The bar above the screens: project, tabs, search, and the one thing to do here.

use eframe::egui::{
    self, Align, Align2, CornerRadius, Frame, Layout, Margin, Panel, Popup, Rect, Response, RichText, Role, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{keycap, primary, secondary};
use crate::session::{ACTIONS, Action, Command, Desk, Menu, Screen, Session};

const HEIGHT: f32 = 44.0;

/// Shows the bar.
pub fn show(ui: &mut Ui, session: &Session, desk: &Desk, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let frame = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::top("top").exact_size(HEIGHT).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            project_menu(ui, session, desk, out);
            ui.add_space(space::L);
            ui.spacing_mut().item_spacing.x = 0.0;
            for (screen, action) in Screen::ALL {
                if tab(ui, action, desk.screen() == screen).clicked() {
                    out.push(Command::Do(action));
                }
            }
            ui.spacing_mut().item_spacing.x = space::M;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let action = if desk.screen() == Screen::Read { Action::ImportArticles } else { Action::Export };
                let pressed = if desk.screen() == Screen::Matrix {
                    primary(ui, "Export…")
                } else {
                    secondary(ui, action_label(action))
                };
                if pressed.on_hover_text(tooltip(action)).clicked() {
                    out.push(Command::Do(action));
                }
                let room = (ui.available_width() - space::M).clamp(110.0, 300.0);
                if search(ui, room).clicked() {
                    out.push(Command::Do(Action::Palette));
                }
            });
        });
    });
}

fn action_label(action: Action) -> &'static str {
    if action == Action::ImportArticles { "Import…" } else { action.name() }
}

/// Name, help and key of an action, for tooltips.
pub fn tooltip(action: Action) -> String {
    let info = action.info();
    match info.shortcut {
        Some(shortcut) => format!("{} ({shortcut})", info.help),
        None => info.help.to_owned(),
    }
}

/// The project's name; opens the menu of everything that can be done.
fn project_menu(ui: &mut Ui, session: &Session, desk: &Desk, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    let title = &desk.project().info().title;
    let modified = desk.document().is_modified() || desk.path().is_none();
    let mut short: String = title.chars().take(28).collect();
    if short.len() < title.len() {
        short.push('…');
    }
    let galley = ui.fonts_mut(|f| f.layout_no_wrap(short, face::semibold(size::BODY), p.ink));
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 44.0, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Project menu"));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(RADIUS), p.hover);
    }
    let dot = pos2(rect.left() + 10.0, rect.center().y);
    if modified {
        ui.painter().circle_stroke(dot, 3.5, Stroke::new(1.5, p.warning));
    } else {
        ui.painter().circle_filled(dot, 4.0, p.good);
    }
    ui.painter().galley(pos2(rect.left() + 22.0, rect.center().y - galley.size().y / 2.0), galley, p.ink);
    chevron(ui, pos2(rect.right() - 11.0, rect.center().y + 1.0));
    let state = if modified { "There is unsaved work" } else { "Everything is saved" };
    let place = desk.path().map_or_else(|| "Not saved to a file yet".to_owned(), |path| path.display().to_string());
    let response = response.on_hover_text(format!("{title}\n{place}\n{state}"));
    Popup::menu(&response).width(250.0).show(|ui| menu(ui, session, desk, out));
}

/// A small downward arrow: something opens here.
pub fn chevron(ui: &Ui, at: egui::Pos2) {
    let muted = theme::of(ui.ctx()).muted;
    let points = vec![at + vec2(-3.5, -1.5), at + vec2(0.0, 2.0), at + vec2(3.5, -1.5)];
    ui.painter().add(egui::Shape::line(points, Stroke::new(1.3, muted)));
}

fn menu(ui: &mut Ui, session: &Session, desk: &Desk, out: &mut Vec<Command>) {
    for menu in [Menu::Project, Menu::Edit, Menu::View, Menu::Article, Menu::Claim, Menu::Help] {
        if menu == Menu::Project {
            entries(ui, session, desk, menu, out);
        } else {
            ui.menu_button(RichText::new(format!("{menu:?}")).font(face::regular(size::BODY)), |ui| {
                ui.set_min_width(270.0);
                entries(ui, session, desk, menu, out);
            });
        }
    }
}

fn entries(ui: &mut Ui, session: &Session, desk: &Desk, menu: Menu, out: &mut Vec<Command>) {
    ui.spacing_mut().item_spacing.y = 1.0;
    for info in ACTIONS.iter().filter(|info| info.menu == menu) {
        let name = match info.action {
            Action::Undo => desk.document().undo_label().map(|label| format!("Undo: {label}")),
            Action::Redo => desk.document().redo_label().map(|label| format!("Redo: {label}")),
            _ => None,
        };
        let name = name.unwrap_or_else(|| info.name.to_owned());
        let available = session.available(info.action);
        let mut button =
            egui::Button::new(RichText::new(name).font(face::regular(size::BODY))).frame_when_inactive(false);
        if let Some(shortcut) = info.shortcut {
            button = button.shortcut_text(shortcut.to_string());
        }
        let response = ui.add_enabled(available.is_ok(), button.min_size(vec2(ui.available_width(), 26.0)));
        let response = match &available {
            Ok(()) => response.on_hover_text(info.help),
            Err(why) => response.on_disabled_hover_text(why),
        };
        if response.clicked() {
            out.push(Command::Do(info.action));
            ui.close();
        }
    }
    if menu == Menu::Project {
        ui.separator();
    }
}

fn tab(ui: &mut Ui, action: Action, selected: bool) -> Response {
    let p = theme::of(ui.ctx());
    let font = if selected { face::semibold(size::BODY) } else { face::regular(size::BODY) };
    // As wide as when it is selected, so that nothing moves.
    let wide = ui.fonts_mut(|f| f.layout_no_wrap(action.name().into(), face::semibold(size::BODY), p.ink)).size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(wide + 28.0, HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, selected, action.name()));
    let colour = if selected || response.hovered() { p.ink } else { p.muted };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, action.name(), font, colour);
    if selected {
        let rule = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
        ui.painter().rect_filled(rule, 0.0, p.accent);
    }
    if response.has_focus() {
        let ring = rect.shrink2(vec2(4.0, 8.0));
        ui.painter().rect_stroke(ring, CornerRadius::same(RADIUS), Stroke::new(1.5, p.accent), StrokeKind::Inside);
    }
    response.on_hover_text(tooltip(action))
}

fn search(ui: &mut Ui, width: f32) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(width, 28.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Search articles, claims, commands"));
    let line = if response.hovered() || response.has_focus() { p.strong_line } else { p.line };
    ui.painter().rect(rect, CornerRadius::same(RADIUS), p.paper, Stroke::new(1.0, line), StrokeKind::Inside);
    let words = if width > 260.0 { "Search articles, claims, commands" } else { "Search" };
    let at = rect.left_center() + vec2(10.0, 0.0);
    ui.painter().text(at, Align2::LEFT_CENTER, words, face::regular(size::SMALL), p.muted);
    let place = Rect::from_min_size(pos2(rect.right() - 52.0, rect.top() + 5.0), vec2(46.0, 18.0));
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
    let key = Action::Palette.info().shortcut.map(|s| s.to_string()).unwrap_or_default();
    keycap(&mut inside, &key);
    response
}
