//! What can be done with the chosen claims, each as one step.

use eframe::egui::{Align, CornerRadius, Frame, Layout, Margin, Panel, RichText, Stroke, Ui};

use super::listing::Listing;
use super::select::Chosen;
use crate::edit::ops::claims::Recoding;
use crate::edit::ops::codebook;
use crate::gui::codebook::Chooser;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::line::counted;
use crate::gui::widgets::{button, dialog, field, keycap};
use crate::model::{ClaimId, Entry, EntryId, Kind};
use crate::session::{Action, Command, Desk};

/// The bar of the chosen claims, and its dialog.
#[derive(Default)]
pub struct Bar {
    asked: Option<(Kind, Chooser)>,
    /// Claims that were sent to be deleted in the last frame.
    doomed: Vec<ClaimId>,
}

impl Bar {
    /// Shows the bar while claims are chosen.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, listing: &Listing, chosen: &Chosen, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        if chosen.len() == 0 {
            self.asked = None;
            return;
        }
        let around = Frame::new().fill(p.paper).inner_margin(Margin { left: 14, right: 14, top: 6, bottom: 14 });
        Panel::bottom("claims-chosen").frame(around).show_separator_line(false).show(ui, |ui| {
            let card = Frame::new()
                .fill(p.panel)
                .stroke(Stroke::new(1.0, p.accent))
                .corner_radius(CornerRadius::same(10))
                .inner_margin(Margin::symmetric(14, 8));
            card.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.set_min_width(ui.available_width());
                    self.buttons(ui, desk, listing, chosen, out);
                });
            });
        });
        self.dialog(ui, desk, listing, chosen, out);
    }

    fn buttons(&mut self, ui: &mut Ui, desk: &Desk, listing: &Listing, chosen: &Chosen, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        ui.label(
            RichText::new(format!("{} selected", claims(chosen.len()))).font(face::semibold(size::BODY)).color(p.ink),
        );
        let read_only = desk.document().is_read_only();
        let why = "This project is open for reading only";
        ui.add_enabled_ui(!read_only, |ui| {
            let asks = [(Kind::Issue, "Change issue…"), (Kind::Stance, "Change stance…"), (Kind::Tag, "Add tag…")];
            for (kind, name) in asks {
                if button::secondary(ui, name).on_disabled_hover_text(why).clicked() {
                    self.asked = Some((kind, Chooser::focused()));
                }
            }
            if button::danger(ui, "Delete").on_disabled_hover_text(why).clicked() {
                self.delete(ui, listing, chosen, out);
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(shortcut) = Action::Undo.info().shortcut {
                keycap(ui, &shortcut.to_string());
            }
            ui.label(RichText::new("One step, can be undone").font(face::regular(size::SMALL)).color(p.muted));
        });
    }

    /// Deletes the chosen claims; undo brings them back.
    pub fn delete(&mut self, ui: &Ui, listing: &Listing, chosen: &Chosen, out: &mut Vec<Command>) {
        self.doomed = chosen.in_order(listing);
        if !self.doomed.is_empty() {
            out.push(Command::DeleteClaims(self.doomed.clone()));
            ui.ctx().request_repaint();
        }
    }

    /// Says that claims were deleted, once they are: the project may have refused.
    pub fn follow(&mut self, desk: &Desk, out: &mut Vec<Command>) {
        let doomed = std::mem::take(&mut self.doomed);
        if doomed.is_empty() || doomed.iter().any(|id| desk.project().claim(*id).is_some()) {
            return;
        }
        let undo = Action::Undo.info().shortcut.map(|s| s.to_string()).unwrap_or_default();
        let them = if doomed.len() == 1 { "it" } else { "them" };
        out.push(Command::Tell(format!("{} deleted – {undo} brings {them} back", claims(doomed.len()))));
    }

    fn dialog(&mut self, ui: &Ui, desk: &Desk, listing: &Listing, chosen: &Chosen, out: &mut Vec<Command>) {
        let Some((kind, chooser)) = &mut self.asked else { return };
        let (kind, many) = (*kind, claims(chosen.len()));
        let title = match kind {
            Kind::Tag => format!("Add a tag to {many}"),
            kind => format!("Change the {} of {many}", kind.noun()),
        };
        let answer = dialog::show(ui.ctx(), &title, 440.0, |ui| {
            let project = desk.project();
            chooser.show(ui, desk, kind, None, (kind == Kind::Tag).then_some("tag"));
            if kind == Kind::Tag && project.count(kind) == 0 && chooser.new_name().is_none() {
                field::note(ui, "No tags yet: type a name and press Enter to make one.");
            }
            dialog::footer(ui, |ui| {
                let ready = chooser.chosen().is_some() || chooser.new_name().is_some();
                let go = ui
                    .add_enabled_ui(ready, |ui| button::primary(ui, if kind == Kind::Tag { "Add" } else { "Change" }));
                let go = go.inner.on_disabled_hover_text(format!("Choose a {} first", kind.noun())).clicked();
                let back = button::secondary(ui, "Cancel").clicked();
                (go || chooser.accepted(), back)
            })
        });
        match answer {
            Some((true, _)) => {
                let ids = chosen.in_order(listing);
                let new = chooser.new_name().map(|name| codebook::blank(desk.project(), kind, name));
                let recoding = match (new, chooser.chosen()) {
                    (Some(Entry::Tag(tag)), _) => Recoding::AddNewTag(tag),
                    (_, Some(EntryId::Issue(id))) => Recoding::Issue(id),
                    (_, Some(EntryId::Stance(id))) => Recoding::Stance(id),
                    (_, Some(EntryId::Tag(id))) => Recoding::AddTag(id),
                    _ => return,
                };
                out.push(Command::RecodeAll(ids, recoding));
                self.asked = None;
            }
            Some((false, true)) | None => self.asked = None,
            Some((false, false)) => {}
        }
    }
}

fn claims(count: usize) -> String {
    counted(count, "claim", "claims")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Runner, Session};

    #[test]
    fn a_deletion_is_told_only_once_the_claims_are_gone() {
        let mut session = Session::new(Runner::Inline, None);
        let _ = session.handle(Command::Do(Action::OpenSample));
        let first = session.desk().and_then(|desk| desk.project().claims().keys().next().copied());
        let id = first.expect("a claim");
        let told = |session: &Session| {
            let (mut bar, mut out) = (Bar { doomed: vec![id], ..Bar::default() }, Vec::new());
            bar.follow(session.desk().expect("a project"), &mut out);
            out
        };
        assert_eq!(told(&session), [], "it is still there: the project has refused");
        let _ = session.handle(Command::DeleteClaims(vec![id]));
        assert_eq!(told(&session), [Command::Tell("1 claim deleted – Ctrl Z brings it back".into())]);
    }
}
