//! Dialogs: a title, something to fill in, and what to do about it.

use eframe::egui::{Align, Context, Frame, Id, Layout, Modal, RichText, Ui, vec2};

use crate::gui::theme::{self, face, size, space};

/// Shows a dialog of `width` points. Returns what `content` says, or `None` once it was dismissed by
/// Esc or by a click beside it.
pub fn show<R>(ctx: &Context, title: &str, width: f32, content: impl FnOnce(&mut Ui) -> R) -> Option<R> {
    let p = theme::of(ctx);
    let style = ctx.global_style();
    let frame = Frame::popup(&style).inner_margin(style.spacing.window_margin);
    let modal = Modal::new(Id::unique(("dialog", title))).frame(frame).backdrop_color(p.veil);
    let modal = modal.show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 60.0));
        ui.label(RichText::new(title).font(face::serif_semibold(20.0)).color(p.ink));
        ui.add_space(space::S);
        content(ui)
    });
    if modal.should_close() { None } else { Some(modal.inner) }
}

/// Whether a dialog has just begun, so that something of it is to be given the keyboard: for its first `frames`,
/// because only after the first of them there is something to take it.
pub fn begins(ctx: &Context, frames: &mut u8) -> bool {
    let begins = *frames < 3;
    if begins {
        *frames += 1;
        ctx.request_repaint();
    }
    begins
}

/// The buttons at the foot of a dialog, the primary one last in the code and first from the right.
pub fn footer<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(space::M);
    // No taller than its buttons: a dialog that was higher a moment ago shrinks again.
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 30.0), Layout::right_to_left(Align::Center), content).inner
}

/// A paragraph.
pub fn text(ui: &mut Ui, words: &str) {
    let ink = theme::of(ui.ctx()).ink;
    ui.label(RichText::new(words).font(face::regular(size::BODY)).color(ink));
}
