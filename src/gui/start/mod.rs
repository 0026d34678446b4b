//! The start screen: begin, go on, or look around.

mod unsaved;

use std::path::PathBuf;

use eframe::egui::{
    Align2, CornerRadius, Frame, Label, Margin, Rect, Response, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

use crate::gui::shell::status::ago;
use crate::gui::shell::top::tooltip;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, field, keycap, picker};
use crate::session::{Action, Command, Recent, Session, Then};

/// Which recent projects are where they were.
#[derive(Default)]
pub struct StartScreen {
    /// Looked at once for a list: a drive that is gone must not hold up every frame.
    there: Option<(Vec<PathBuf>, Vec<bool>)>,
    unsaved: unsaved::UnsavedList,
}

impl StartScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
        let paths: Vec<PathBuf> = session.prefs().recent.iter().map(|recent| recent.path.clone()).collect();
        if self.there.as_ref().is_none_or(|(known, _)| *known != paths) {
            let there = paths.iter().map(|path| path.is_file()).collect();
            self.there = Some((paths, there));
        }
        let there = self.there.as_ref().map_or(&[][..], |(_, there)| there);
        let unsaved = &mut self.unsaved;
        let whole = ui.available_rect_before_wrap();
        let column = ((whole.width() - 160.0) / 2.0).clamp(300.0, 440.0);
        let wide = whole.width() > 760.0;
        let gap = 64.0;
        let total = if wide { column * 2.0 + gap } else { column };
        let side = ((whole.width() - total) / 2.0).max(20.0) as i8;
        let top = (whole.height() * 0.1).clamp(24.0, 96.0) as i8;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: side.max(0), right: 20, top, bottom: 20 }).show(ui, |ui| {
                let left = side_offset(whole.width(), total) - f32::from(side);
                ui.add_space(0.0);
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    ui.add_space(left.max(0.0));
                    ui.vertical(|ui| {
                        ui.set_width(column);
                        begin(ui, session, out);
                        if !wide {
                            ui.add_space(space::XL);
                            unsaved.show(ui, session, out);
                            recent(ui, session, there, out);
                        }
                    });
                    if wide {
                        ui.add_space(gap);
                        ui.vertical(|ui| {
                            ui.set_width(column);
                            unsaved.show(ui, session, out);
                            recent(ui, session, there, out);
                        });
                    }
                });
            });
        });
    }
}

/// Margins are whole and small numbers; the rest of the way is space.
fn side_offset(width: f32, total: f32) -> f32 {
    ((width - total) / 2.0).max(20.0)
}

fn begin(ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
    let p = theme::of(ui.ctx());
    ui.label(RichText::new("Démarche").font(face::serif_semibold(size::DISPLAY)).color(p.ink));
    let promise = "From a pile of articles to a matrix of who stands where, with every cell one click from the sentence \
                   that backs it.";
    ui.add(Label::new(RichText::new(promise).font(face::serif(17.0)).color(p.muted)).wrap());
    ui.add_space(space::L);
    let ways = [
        (Action::NewProject, "New project", "Start from articles", true),
        (Action::OpenProject, "Open project…", "A .ron file", false),
        (
            Action::OpenSample,
            "Explore the sample",
            "Paris talks, February 2025: coded articles and a full matrix",
            false,
        ),
    ];
    for (action, title, under, first) in ways {
        if way(ui, action, title, under, first).clicked() {
            out.push(Command::Do(action));
        }
        ui.add_space(2.0);
    }
    ui.add_space(space::S);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 56.0), Sense::hover());
    picker::dashed(ui, rect, p.faint);
    let hovering = ui.ctx().input(|i| !i.raw.hovered_files.is_empty());
    let words = if hovering { "Let go to bring them in" } else { "Drop articles or a project anywhere in this window" };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, words, face::regular(size::BODY), p.muted);
    if let Some(path) = session.loading() {
        ui.add_space(space::M);
        field::note(ui, &format!("Opening {}…", path.display()));
    }
}

fn way(ui: &mut Ui, action: Action, title: &str, under: &str, first: bool) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 60.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, title));
    let (fill, line) = match (first, response.hovered() || response.has_focus()) {
        (true, _) => (p.accent_tint, p.accent),
        (false, true) => (p.hover, p.strong_line),
        (false, false) => (p.panel, p.line),
    };
    let width = if response.has_focus() { 2.0 } else { 1.0 };
    ui.painter().rect(rect, CornerRadius::same(8), fill, Stroke::new(width, line), StrokeKind::Inside);
    let mark = Rect::from_center_size(pos2(rect.left() + 29.0, rect.center().y), vec2(30.0, 30.0));
    let (ground, ink) = if first { (p.accent, p.on_accent) } else { (p.accent_tint, p.accent) };
    ui.painter().rect_filled(mark, CornerRadius::same(7), ground);
    draw(ui, action, mark.center(), Stroke::new(1.6, ink));
    let left = rect.left() + 58.0;
    ui.painter().text(pos2(left, rect.top() + 21.0), Align2::LEFT_CENTER, title, face::semibold(14.0), p.ink);
    ui.painter().text(pos2(left, rect.top() + 40.0), Align2::LEFT_CENTER, under, face::regular(size::SMALL), p.muted);
    if let Some(shortcut) = action.info().shortcut {
        let place = Rect::from_min_size(pos2(rect.right() - 74.0, rect.center().y - 10.0), vec2(62.0, 20.0));
        let layout = eframe::egui::Layout::right_to_left(eframe::egui::Align::Center);
        let mut inside = ui.new_child(eframe::egui::UiBuilder::new().max_rect(place).layout(layout));
        keycap(&mut inside, &shortcut.to_string());
    }
    response.on_hover_text(tooltip(action))
}

/// A plus, an upward arrow, or a matrix.
fn draw(ui: &Ui, action: Action, c: eframe::egui::Pos2, stroke: Stroke) {
    let line = |a: (f32, f32), b: (f32, f32)| {
        ui.painter().line_segment([c + vec2(a.0, a.1), c + vec2(b.0, b.1)], stroke);
    };
    match action {
        Action::NewProject => {
            line((-6.0, 0.0), (6.0, 0.0));
            line((0.0, -6.0), (0.0, 6.0));
        }
        Action::OpenProject => {
            line((0.0, 4.0), (0.0, -6.0));
            line((-4.0, -2.0), (0.0, -6.0));
            line((4.0, -2.0), (0.0, -6.0));
            line((-6.0, 6.0), (6.0, 6.0));
        }
        _ => {
            let square = Rect::from_center_size(c, vec2(13.0, 13.0));
            ui.painter().rect_stroke(square, CornerRadius::same(2), stroke, StrokeKind::Inside);
            line((0.0, -6.0), (0.0, 6.0));
            line((-6.0, 0.0), (6.0, 0.0));
        }
    }
}

fn recent(ui: &mut Ui, session: &Session, there: &[bool], out: &mut Vec<Command>) {
    field::caption(ui, "Recent");
    if session.prefs().recent.is_empty() {
        field::note(ui, "Projects you open appear here.");
        return;
    }
    for (index, project) in session.prefs().recent.iter().enumerate() {
        let there = there.get(index).copied().unwrap_or(true);
        let response = row(ui, project, there);
        let response = response.on_hover_text(project.path.display().to_string());
        if response.clicked() && there {
            out.push(Command::Leave(Then::Open(project.path.clone())));
        }
        if !there {
            ui.horizontal(|ui| {
                ui.add_space(12.0);
                ui.spacing_mut().item_spacing.x = space::M;
                if button::link(ui, "Locate…").clicked() {
                    out.push(Command::Do(Action::OpenProject));
                }
                if button::link(ui, "Take off the list").clicked() {
                    out.push(Command::ForgetRecent(project.path.clone()));
                }
            });
        }
    }
}

fn row(ui: &mut Ui, project: &Recent, there: bool) -> Response {
    let p = theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 54.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, there, format!("Open recent {}", project.title)));
    if there && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, CornerRadius::same(8), p.accent_tint);
    }
    let ink = |colour| if there { colour } else { theme::faded(colour) };
    let left = rect.left() + 12.0;
    let line = |text: String, font, colour, y: f32, room: f32| {
        let mut job = eframe::egui::text::LayoutJob::simple_singleline(text, font, colour);
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room);
        let galley = ui.fonts_mut(|f| f.layout_job(job));
        ui.painter().galley(pos2(left, rect.top() + y), galley, colour);
    };
    let room = rect.width() - 190.0;
    line(project.title.clone(), face::medium(14.0), ink(p.ink), 9.0, room);
    let file = project.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = project.path.parent().and_then(|f| f.file_name()).map(|n| n.to_string_lossy().into_owned());
    let place = folder.map_or(file.clone(), |folder| format!("{folder}/{file}"));
    line(format!("{place} · {}", ago(project.opened)), face::regular(size::SMALL), ink(p.muted), 29.0, room);
    let right = pos2(rect.right() - 90.0, rect.center().y);
    let said = if there { format!("{} claims", project.claims) } else { "not found".to_owned() };
    ui.painter().text(right, Align2::RIGHT_CENTER, said, face::regular(size::SMALL), ink(p.muted));
    if there {
        thumbnail(ui, project, pos2(rect.right() - 78.0, rect.center().y - 11.0));
    }
    response
}

/// The upper left corner of the project's matrix.
fn thumbnail(ui: &Ui, project: &Recent, at: eframe::egui::Pos2) {
    let p = theme::of(ui.ctx());
    for row in 0..Recent::ROWS {
        for column in 0..Recent::COLUMNS {
            let colour = project.colour(row, column).map_or(p.line, |colour| theme::stance(colour, p.dark).ink);
            let cell = Rect::from_min_size(at + vec2(column as f32 * 11.0, row as f32 * 8.0), vec2(9.0, 6.0));
            ui.painter().rect_filled(cell, CornerRadius::same(1), colour);
        }
    }
}
