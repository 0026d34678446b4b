//! What can be done with the chosen claims, each as one step.

use eframe::egui::{Align, CornerRadius, Frame, Layout, Margin, Panel, Popup, RichText, Stroke, Ui};

use super::asked::{Asked, READ_ONLY, What};
use super::select::Chosen;
use crate::derive::claims::Listing;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::chip::{Tick, item};
use crate::gui::widgets::line::counted;
use crate::gui::widgets::{button, keycap};
use crate::session::{Action, Command, Desk};

/// The bar of the chosen claims, and its dialog.
#[derive(Default)]
pub struct Bar {
    asked: Option<Asked>,
}

/// What is wanted of the bar that it does not do itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Copy what is chosen.
    Copy,
    /// Choose nothing.
    Clear,
}

impl Bar {
    /// Shows the bar while claims are chosen.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        listing: &Listing,
        chosen: &Chosen,
        out: &mut Vec<Command>,
    ) -> Option<Wish> {
        if let Some(asked) = &mut self.asked
            && !asked.show(ui.ctx(), desk, out)
        {
            self.asked = None;
        }
        if chosen.len() == 0 {
            return None;
        }
        let p = theme::of(ui.ctx());
        let around = Frame::new().fill(p.paper).inner_margin(Margin { left: 14, right: 14, top: 6, bottom: 14 });
        let shown = Panel::bottom("claims-chosen").frame(around).show_separator_line(false).show(ui, |ui| {
            let card = Frame::new()
                .fill(p.panel)
                .stroke(Stroke::new(1.0, p.accent))
                .corner_radius(CornerRadius::same(10))
                .inner_margin(Margin::symmetric(14, 8));
            card.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_min_width(ui.available_width());
                    self.buttons(ui, desk, listing, chosen)
                })
                .inner
            })
            .inner
        });
        shown.inner
    }

    fn buttons(&mut self, ui: &mut Ui, desk: &Desk, listing: &Listing, chosen: &Chosen) -> Option<Wish> {
        let p = theme::of(ui.ctx());
        let room = ui.available_width();
        let many = format!("{} selected", counted(chosen.len(), "claim", "claims"));
        ui.label(RichText::new(many).font(face::semibold(size::BODY)).color(p.ink));
        let mut wish = None;
        if room > 1100.0 {
            let clear = button::link(ui, "Clear selection").on_hover_text("Esc");
            wish = clear.clicked().then_some(Wish::Clear);
        }
        let mut asks = None;
        ui.add_enabled_ui(!desk.document().is_read_only(), |ui| {
            let buttons =
                [(What::Issue, "Change issue…"), (What::Stance, "Change stance…"), (What::AddTags, "Add tag…")];
            for (what, name) in buttons {
                if button::secondary(ui, name).on_disabled_hover_text(READ_ONLY).clicked() {
                    asks = Some(what);
                }
            }
            let more = button::secondary(ui, "More changes…").on_disabled_hover_text(READ_ONLY);
            Popup::menu(&more).accessible_name("More changes").gap(4.0).show(|ui| {
                ui.set_width(220.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                for (what, name) in What::MORE {
                    if item(ui, Tick::None, false, name, "") {
                        asks = Some(what);
                        ui.close();
                    }
                }
            });
            if button::secondary(ui, "Reassign analyst…").on_disabled_hover_text(READ_ONLY).clicked() {
                asks = Some(What::Analyst);
            }
        });
        let copy = button::secondary(ui, "Copy").on_hover_text("Copy as a table, for a spreadsheet (Ctrl C)");
        if copy.clicked() {
            wish = Some(Wish::Copy);
        }
        ui.add_enabled_ui(!desk.document().is_read_only(), |ui| {
            if button::danger(ui, "Delete…").on_disabled_hover_text(READ_ONLY).clicked() {
                asks = Some(What::Delete);
            }
        });
        if let Some(what) = asks {
            self.ask(what, listing, chosen);
        }
        if room > 1160.0 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(shortcut) = Action::Undo.info().shortcut {
                    keycap(ui, &shortcut.to_string());
                }
                ui.label(RichText::new("One step, can be undone").font(face::regular(size::SMALL)).color(p.muted));
            });
        }
        wish
    }

    /// Whether something is asked.
    pub fn is_asking(&self) -> bool {
        self.asked.is_some()
    }

    /// Asks before the chosen claims change.
    pub fn ask(&mut self, what: What, listing: &Listing, chosen: &Chosen) {
        if chosen.len() > 0 {
            self.asked = Some(Asked::new(what, chosen.in_order(listing)));
        }
    }
}
