//! Several articles chosen at once, and what can be done with them.

use std::collections::BTreeSet;

use eframe::egui::{self, Frame, Key, Margin, Modifiers, Panel, RichText, Ui, vec2};

use crate::gui::shell::top::tooltip;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::button;
use crate::gui::widgets::chip::{Tick, item};
use crate::model::{Article, ArticleId, Progress};
use crate::session::{Action, Command, Desk, Item};

/// The articles that are chosen beside the open one.
#[derive(Default)]
pub struct Picked {
    ids: BTreeSet<ArticleId>,
    /// From where a press with Shift reaches.
    anchor: Option<ArticleId>,
    /// The rows that were shown last.
    shown: Vec<ArticleId>,
}

impl Picked {
    /// Whether an article is among several.
    pub fn has(&self, id: ArticleId) -> bool {
        self.is_several() && self.ids.contains(&id)
    }

    fn is_several(&self) -> bool {
        self.ids.len() > 1
    }

    /// What a press on `id` does: alone it opens the article; with Ctrl one more or one less is chosen, with Shift
    /// all up to it in `rows`.
    pub fn press(
        &mut self,
        id: ArticleId,
        rows: &[ArticleId],
        open: Option<ArticleId>,
        held: Modifiers,
    ) -> Option<Command> {
        let anchor = self.anchor.or(open);
        if held.shift {
            let at = |id: ArticleId| rows.iter().position(|row| *row == id);
            let (to, from) = (at(id)?, anchor.and_then(at).unwrap_or(0));
            if !held.command {
                self.ids.clear();
            }
            self.ids.extend(&rows[from.min(to)..=from.max(to)]);
            self.anchor = anchor;
            return None;
        }
        self.anchor = Some(id);
        if held.command {
            if self.ids.is_empty() {
                self.ids.extend(open);
            }
            if !self.ids.remove(&id) {
                self.ids.insert(id);
            }
            return None;
        }
        self.ids.clear();
        Some(Command::Show(Item::Article(id)))
    }

    /// Keeps only what is still shown; Esc lets go of them.
    pub fn tend(&mut self, ui: &Ui, rows: &[ArticleId]) {
        if self.ids.is_empty() {
            self.shown.clear();
            return;
        }
        if self.is_several() && self.shown != rows {
            rows.clone_into(&mut self.shown);
            let shown: BTreeSet<ArticleId> = rows.iter().copied().collect();
            self.ids.retain(|id| shown.contains(id));
        }
        let free = !ui.ctx().text_edit_focused()
            && ui.ctx().memory(|m| m.top_modal_layer().is_none())
            && !egui::Popup::is_any_open(ui.ctx());
        if self.is_several() && free && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            self.ids.clear();
        }
    }

    /// What can be done with several, below the list.
    pub fn bar(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        if !self.is_several() {
            return;
        }
        let p = theme::of(ui.ctx());
        let frame = Frame::new().fill(p.accent_tint).inner_margin(Margin::symmetric(12, 8));
        Panel::bottom("articles chosen").frame(frame).resizable(false).show(ui, |ui| {
            let count = self.ids.len();
            ui.horizontal(|ui| {
                let words =
                    RichText::new(format!("Mark {count} articles")).font(face::semibold(size::SMALL)).color(p.ink);
                ui.label(words);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let leave = button::link(ui, "Clear").accessible_name("Choose no articles");
                    if leave.on_hover_text("Choose none of them (Esc)").clicked() {
                        self.ids.clear();
                    }
                });
            });
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
                let why = why_not(desk);
                for (progress, label) in Progress::ALL {
                    let text = RichText::new(label).font(face::medium(size::SMALL)).color(p.ink);
                    let press = ui.add_enabled(why.is_none(), egui::Button::new(text));
                    let name = format!("Mark {count} articles {}", label.to_lowercase());
                    let press = press.on_disabled_hover_text(why.unwrap_or_default()).on_hover_text(&name);
                    if press.accessible_name(name).clicked() {
                        out.push(Command::SetProgress(self.ids.iter().copied().collect(), progress));
                    }
                }
            });
        });
    }

    /// The menu of a row: on one of several it is for all of them.
    pub fn menu(&self, ui: &mut Ui, desk: &Desk, article: &Article, out: &mut Vec<Command>) {
        ui.set_width(220.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let several = self.has(article.id);
        let ids: Vec<ArticleId> = if several { self.ids.iter().copied().collect() } else { vec![article.id] };
        let why = why_not(desk);
        ui.add_enabled_ui(why.is_none(), |ui| {
            for (progress, label) in Progress::ALL {
                let label = label.to_lowercase();
                let name =
                    if several { format!("Mark {} articles {label}", ids.len()) } else { format!("Mark {label}") };
                let on = !several && article.progress == progress;
                let tick = if several { Tick::None } else { Tick::One };
                if item(ui, tick, on, &name, "") {
                    out.push(Command::SetProgress(ids.clone(), progress));
                    ui.close();
                }
            }
        });
        ui.separator();
        for action in [Action::ArticleNotes, Action::ArticleDetails, Action::RemoveArticle] {
            let free = why.is_none() || action == Action::ArticleNotes;
            let row = ui.add_enabled_ui(free && !several, |ui| item(ui, Tick::None, false, action.name(), ""));
            let why = if several { "For one article at a time" } else { why.unwrap_or_default() };
            let tip = if free && !several { tooltip(action) } else { why.to_owned() };
            row.response.on_hover_text(tip);
            if row.inner {
                // These are for the open article.
                out.extend([Command::Show(Item::Article(article.id)), Command::Do(action)]);
                ui.close();
            }
        }
    }
}

/// Why articles cannot be marked, if so.
fn why_not(desk: &Desk) -> Option<&'static str> {
    desk.held().is_some().then_some("This project is open elsewhere and can only be read")
}
