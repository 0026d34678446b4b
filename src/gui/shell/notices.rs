//! Notices: quiet ones go by themselves, failures stay until they are dismissed.

use eframe::egui::{
    Align2, Area, Context, Frame, Id, Key, Label, Margin, Modifiers, Order, Pos2, Rect, RichText, ScrollArea, Stroke,
    pos2, vec2,
};

use crate::gui::theme::{self, face, size};
use crate::gui::widgets::{button, secondary};
use crate::session::{Action, Command, Notice, Session, Weight};

/// Seconds a quiet notice stays.
const STAYS: f64 = 4.0;
/// Seconds it stays while it offers to undo what it tells of.
const STAYS_TO_UNDO: f64 = 10.0;

/// Height of the line below the screens.
const STATUS: f32 = 26.0;
/// Widest that notices are.
const WIDEST: f32 = 420.0;

/// Shows notices and work under way at the foot of what the screen says they may lie on.
pub fn show(ctx: &Context, session: &Session, out: &mut Vec<Command>) {
    let running: Vec<_> = session.jobs().collect();
    if session.notices().shown().is_empty() && running.is_empty() {
        return;
    }
    let p = theme::of(ctx);
    let (foot, width) = place(ctx);
    Area::new(Id::unique("notices")).order(Order::Foreground).pivot(Align2::CENTER_BOTTOM).fixed_pos(foot).show(
        ctx,
        |ui| {
            ui.set_width(width);
            let frame = |border| {
                Frame::new()
                    .fill(p.panel)
                    .stroke(Stroke::new(1.0, border))
                    .corner_radius(8)
                    .inner_margin(Margin::symmetric(14, 10))
                    .shadow(ui.visuals().popup_shadow)
            };
            let (quiet, lasting, failed) = (frame(p.line), frame(p.accent), frame(p.danger));
            for job in running {
                let (done, total) = job.progress.counts();
                quiet.show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.horizontal(|ui| {
                        ui.add(eframe::egui::Spinner::new().size(14.0).color(p.accent));
                        let count =
                            if total > 0 { format!("{} – {done} of {total}", job.label) } else { job.label.clone() };
                        ui.label(RichText::new(count).font(face::regular(size::BODY)).color(p.ink));
                        if job.can_cancel && secondary(ui, "Cancel").clicked() {
                            out.push(Command::CancelJobs);
                        }
                    });
                });
            }
            for notice in session.notices().shown() {
                let stays = notice.weight != Weight::Quiet;
                let undoes = undoes(session, notice);
                if !stays && has_expired(ctx, notice.number, if undoes { STAYS_TO_UNDO } else { STAYS }) {
                    out.push(Command::Dismiss(notice.number));
                    continue;
                }
                let frame = match notice.weight {
                    Weight::Quiet => quiet,
                    Weight::Lasting => lasting,
                    Weight::Failure => failed,
                };
                frame.show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.horizontal_top(|ui| {
                        let room = ui.available_width() - 24.0;
                        ui.vertical(|ui| {
                            ui.set_width(room);
                            let font = if stays { face::semibold(size::BODY) } else { face::regular(size::BODY) };
                            ui.add(Label::new(RichText::new(&notice.text).font(font).color(p.ink)).wrap());
                            ScrollArea::vertical()
                                .id_salt(notice.number)
                                .max_height(160.0)
                                .min_scrolled_height(160.0)
                                .show(ui, |ui| {
                                    for detail in &notice.details {
                                        let text =
                                            RichText::new(detail).font(face::regular(size::SMALL)).color(p.muted);
                                        ui.add(Label::new(text).wrap().selectable(true));
                                    }
                                });
                            if undoes {
                                let key = Action::Undo.info().shortcut.map(|s| s.to_string()).unwrap_or_default();
                                let undo = button::link(ui, "Undo").on_hover_text(key);
                                if undo.clicked() {
                                    out.extend([Command::Do(Action::Undo), Command::Dismiss(notice.number)]);
                                }
                            }
                            if stays && !notice.details.is_empty() && button::link(ui, "Copy").clicked() {
                                ui.ctx().copy_text(format!("{}\n{}", notice.text, notice.details.join("\n")));
                            }
                        });
                        // Each its own, or one press would take away the wrong one.
                        if ui.push_id(notice.number, |ui| button::remove(ui, "notice")).inner.clicked() {
                            out.push(Command::Dismiss(notice.number));
                        }
                    });
                });
            }
        },
    );
}

/// Says where notices may lie in this frame: on something to read, never on something to work with.
pub fn may_lie_on(ctx: &Context, ground: Rect) {
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|d| d.insert_temp(Id::unique("ground of notices"), (frame, ground)));
}

/// The middle of the foot of notices, and their width.
fn place(ctx: &Context) -> (Pos2, f32) {
    let frame = ctx.cumulative_frame_nr();
    let told: Option<(u64, Rect)> = ctx.data(|d| d.get_temp(Id::unique("ground of notices")));
    let window = ctx.content_rect();
    let usual = Rect::from_min_max(window.min, window.max - vec2(0.0, STATUS));
    let ground = told.filter(|(then, _)| then + 1 >= frame).map_or(usual, |(_, ground)| ground.intersect(usual));
    (pos2(ground.center().x.round(), ground.bottom() - 10.0), (ground.width() - 16.0).clamp(160.0, WIDEST))
}

/// Esc, when nothing else had a use for it, takes the latest lasting notice away.
pub fn back_out(ctx: &Context, session: &Session, out: &mut Vec<Command>) {
    let Some(notice) = session.notices().shown().iter().rev().find(|notice| notice.weight != Weight::Quiet) else {
        return;
    };
    if !ctx.text_edit_focused() && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
        out.push(Command::Dismiss(notice.number));
    }
}

/// Whether undo would take back the step that a notice tells of.
fn undoes(session: &Session, notice: &Notice) -> bool {
    let document = session.desk().map(crate::session::Desk::document);
    document.is_some_and(|document| {
        let last = document.undo_label().is_some() && !document.is_read_only();
        last && notice.undoes == Some(document.state())
    })
}

/// Whether a quiet notice has stood long enough; asks for the frame that takes it away.
fn has_expired(ctx: &Context, number: u64, stays: f64) -> bool {
    let now = ctx.input(|i| i.time);
    let since: f64 = ctx.data_mut(|d| *d.get_temp_mut_or(Id::unique(("notice", number)), now));
    let left = stays - (now - since);
    if left > 0.0 {
        ctx.request_repaint_after_secs(left as f32 + 0.02);
    }
    left <= 0.0
}
