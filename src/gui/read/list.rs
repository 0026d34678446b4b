//! The articles of the project: found by words, sorted, with what is coded in each and how far each is.

mod notes;
mod picked;
mod progress;
mod row;

use std::collections::HashMap;

use eframe::egui::{Align, Button, Event, Frame, Layout, Margin, Modifiers, Popup, RichText, ScrollArea, Ui};

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::field;
use crate::model::{ArticleId, Progress};
use crate::session::pile::{Listed, Order, Pile};
use crate::session::{Command, Desk};
use notes::Notes;
use picked::Picked;
use row::{ROW, Told};

/// What the list remembers between frames; what it shows is the session's to say.
#[derive(Default)]
pub struct ArticleList {
    /// The article that was open in the last frame.
    shown: Option<ArticleId>,
    /// For which revision these were counted.
    revision: u64,
    /// Claims of the articles that were in view.
    counts: HashMap<ArticleId, usize>,
    /// Excerpts of articles that need re-anchoring.
    adrift: HashMap<ArticleId, usize>,
    /// How far the list is scrolled; `None` before it was shown.
    offset: Option<f32>,
    picked: Picked,
    notes: Notes,
}

impl ArticleList {
    /// Puts the keyboard into the notes on the open article.
    pub fn focus_notes(&mut self) {
        self.notes.focus();
    }

    /// Shows the list.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        self.count(desk);
        let listed = desk.listed();
        self.picked.tend(ui, &listed.rows);
        ui.spacing_mut().item_spacing.y = 0.0;
        if let Some(article) = desk.selection().article.and_then(|id| desk.project().article(id)) {
            self.notes.show(ui, desk, article, out);
        }
        self.picked.bar(ui, desk, out);
        let mut pile = desk.pile().clone();
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 12, bottom: 8 }).show(ui, |ui| {
            head(ui, &listed, &mut pile);
            ui.add_space(space::S);
            field::line(ui, "Filter articles", &mut pile.words, "Filter by title, outlet, country, notes…");
            ui.add_space(space::S);
            progress::show(ui, listed.counts, &mut pile.only);
        });
        let nothing = nothing(&listed, &pile);
        if pile != *desk.pile() {
            out.push(Command::SetPile(pile));
        }
        match nothing {
            Some(why) => {
                Frame::new().inner_margin(Margin::same(14)).show(ui, |ui| field::note(ui, &why));
            }
            None => self.rows(ui, desk, &listed, out),
        }
    }

    fn rows(&mut self, ui: &mut Ui, desk: &Desk, listed: &Listed, out: &mut Vec<Command>) {
        let open = desk.selection().article;
        let moved = self.shown != open;
        self.shown = open;
        let mut scroll = ScrollArea::vertical().id_salt("article rows").auto_shrink(false);
        // The article that was gone to by key is in view.
        let place = open.filter(|_| moved).and_then(|id| listed.rows.iter().position(|row| *row == id));
        if let Some(place) = place {
            let (top, view) = (place as f32 * ROW, ui.available_height());
            // As it was scrolled when the program was closed, the open article may be anywhere.
            let seen = self.offset.is_some_and(|offset| top >= offset && top + ROW <= offset + view);
            if !seen {
                scroll = scroll.vertical_scroll_offset((top - view / 2.0).max(0.0));
            }
        }
        let scrolled = scroll.show_rows(ui, ROW, listed.rows.len(), |ui, range| {
            ui.set_width(ui.available_width());
            for id in &listed.rows[range] {
                let Some(article) = desk.project().article(*id) else { continue };
                let claims = *self.counts.entry(*id).or_insert_with(|| desk.project().count_claims_in(*id));
                let lost = self.adrift.get(id).copied().unwrap_or(0);
                let picked = self.picked.has(*id);
                let row = row::show(ui, Told { article, claims, lost, open: open == Some(*id), picked });
                if row.clicked() {
                    out.extend(self.picked.press(*id, &listed.rows, open, held(ui)));
                }
                Popup::context_menu(&row).show(|ui| self.picked.menu(ui, desk, article, out));
            }
        });
        self.offset = Some(scrolled.state.clamped_offset().y);
    }

    /// Counts anew what may have changed.
    fn count(&mut self, desk: &Desk) {
        let revision = desk.document().revision();
        if std::mem::replace(&mut self.revision, revision) == revision {
            return;
        }
        self.counts.clear();
        self.adrift.clear();
        for excerpt in desk.adrift().iter().filter_map(|id| desk.project().excerpt(*id)) {
            *self.adrift.entry(excerpt.article).or_default() += 1;
        }
    }
}

/// What the list is called, how many are in it, and by what it is sorted.
fn head(ui: &mut Ui, listed: &Listed, pile: &mut Pile) {
    let p = theme::of(ui.ctx());
    ui.horizontal(|ui| {
        field::caption(ui, "Articles");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (rows, all) = (listed.rows.len(), listed.total());
            let count = if rows == all { all.to_string() } else { format!("{rows} of {all}") };
            ui.label(RichText::new(count).font(face::regular(size::SMALL)).color(p.muted));
            let name = pile.only.map_or(Order::ALL[pile.order as usize].1, Progress::label);
            let label = RichText::new(name).font(face::regular(size::SMALL)).color(p.muted);
            let menu = ui.add(Button::new(label).frame_when_inactive(false));
            let menu = menu.on_hover_text("Sort and filter").accessible_name("Sort and filter articles");
            Popup::menu(&menu).show(|ui| {
                field::caption(ui, "Sort by");
                for (order, name) in Order::ALL {
                    ui.radio_value(&mut pile.order, order, name);
                }
                ui.separator();
                field::caption(ui, "Show");
                ui.radio_value(&mut pile.only, None, "All");
                for (progress, name) in Progress::ALL {
                    ui.radio_value(&mut pile.only, Some(progress), name);
                }
            });
        });
    });
}

/// The keys that were held when the mouse was let go, not those that are held by now.
fn held(ui: &Ui) -> Modifiers {
    ui.input(|i| {
        let released = i.events.iter().rev().find_map(|event| match event {
            Event::PointerButton { pressed: false, modifiers, .. } => Some(*modifiers),
            _ => None,
        });
        released.unwrap_or(i.modifiers)
    })
}

/// Why nothing is shown, if so.
fn nothing(listed: &Listed, pile: &Pile) -> Option<String> {
    if !listed.rows.is_empty() {
        return None;
    }
    Some(match pile.only {
        _ if listed.total() == 0 => "No articles yet.".into(),
        Some(only) if pile.words.trim().is_empty() => format!("No article is {}.", only.label().to_lowercase()),
        _ => "No article matches.".into(),
    })
}
