//! Earlier versions of a project: when, how large, what differs, and the way back.

use std::path::{Path, PathBuf};

use eframe::egui::{
    Align, Context, FocusDirection, Key, Layout, Memory, Modifiers, Rect, RichText, ScrollArea, Sense, Spinner, Stroke,
    Ui, UiBuilder, pos2, vec2,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{Rows, button, dialog, field, line, mark, primary, secondary};
use crate::session::{Command, Differs, Session, VersionRow, Versions};
use crate::store::Beside;
use crate::store::versions::Limits;

/// Name of the list.
const LIST: &str = "Earlier versions";
const ROW: f32 = 44.0;
const HEAD: f32 = 24.0;
/// Where the columns begin: when, size, saved, what differs.
const COLUMNS: [f32; 4] = [14.0, 176.0, 252.0, 436.0];
/// Height of the particulars.
const DETAILS: f32 = 150.0;

/// Which version is looked at.
pub struct VersionList {
    at: usize,
    /// The one that was shown last.
    shown: Option<usize>,
    reveal: bool,
    /// For [`dialog::begins`].
    frames: u8,
    /// Where versions of a project that has none would lie.
    folder: PathBuf,
}

/// What was asked for.
enum Wish {
    Wait,
    Restore,
    Close,
}

/// Whether a version can be gone back to, and how.
struct Way {
    verb: &'static str,
    told: String,
    /// Why not.
    barred: Option<String>,
}

impl VersionList {
    pub fn new(versions: &Versions) -> Self {
        let beside = Beside::of(&versions.path).map(|beside| beside.backups());
        Self { at: 0, shown: None, reveal: false, frames: 0, folder: beside.unwrap_or_else(|_| versions.path.clone()) }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> bool {
        let Some(versions) = session.versions() else { return false };
        if dialog::begins(ctx, &mut self.frames) && !versions.rows.is_empty() {
            ctx.memory_mut(|m| m.request_focus(Rows::id(LIST)));
        }
        let is_open = session.desk().is_some_and(|desk| desk.path() == Some(versions.path.as_path()));
        let wish = dialog::show(ctx, "Earlier versions", 860.0, |ui| {
            mark::one_line(ui, &name(&versions.path), face::semibold(size::BODY), theme::of(ctx).ink);
            ui.add_space(space::XS);
            let entered = self.keys(ui, versions);
            let height = (ctx.content_rect().height() - 440.0).clamp(180.0, 380.0);
            let height = (versions.rows.len() as f32 * ROW).clamp(3.0 * ROW, height.max(3.0 * ROW));
            self.at = self.at.min(versions.rows.len().saturating_sub(1));
            let Some(row) = versions.rows.get(self.at) else { return self.none(ui) };
            self.table(ui, versions, height, is_open);
            let row = versions.rows.get(self.at).unwrap_or(row);
            let is_other = self.shown.replace(self.at) != Some(self.at);
            particulars(ui, row, &when(&versions.rows, self.at), is_open, is_other);
            let folder = row.version.path.parent().unwrap_or(&self.folder);
            place(ui, folder, out);
            field::note(ui, &kept());
            let way = way(session, versions, row, is_open);
            dialog::footer(ui, |ui| {
                let go = ui.add_enabled_ui(way.barred.is_none(), |ui| primary(ui, way.verb)).inner;
                let go = match &way.barred {
                    Some(why) => go.on_disabled_hover_text(why),
                    None => go.on_hover_text("Enter"),
                };
                let close = secondary(ui, "Close").clicked();
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let told = way.barred.as_ref().unwrap_or(&way.told);
                    mark::one_line(ui, told, face::regular(size::SMALL), theme::of(ctx).muted);
                });
                match go.clicked() || entered && way.barred.is_none() {
                    true => Wish::Restore,
                    false if close => Wish::Close,
                    false => Wish::Wait,
                }
            })
        });
        match (wish, versions.rows.get(self.at)) {
            (Some(Wish::Wait), _) => return true,
            (Some(Wish::Restore), Some(row)) => out.push(Command::Restore(row.version.path.clone())),
            _ => out.push(Command::ForgetVersions),
        }
        false
    }

    /// Whether Enter was pressed and no button has the keyboard.
    fn keys(&mut self, ui: &Ui, versions: &Versions) -> bool {
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let last = versions.rows.len().saturating_sub(1);
        let to = match () {
            () if pressed(Key::ArrowUp) => self.at.saturating_sub(1),
            () if pressed(Key::ArrowDown) => self.at + 1,
            () if pressed(Key::Home) => 0,
            () if pressed(Key::End) => last,
            () => {
                let focus = ui.memory(Memory::focused);
                return focus.is_none_or(|id| id == Rows::id(LIST)) && pressed(Key::Enter);
            }
        };
        (self.at, self.reveal) = (to.min(last), true);
        ui.memory_mut(|m| {
            m.move_focus(FocusDirection::None);
            m.request_focus(Rows::id(LIST));
        });
        false
    }

    fn none(&self, ui: &mut Ui) -> Wish {
        let words = "There are no earlier versions yet. From the second save on, each keeps the file as it was before.";
        dialog::text(ui, words);
        field::note(ui, &kept());
        field::note(ui, &format!("They will lie in {}", self.folder.display()));
        dialog::footer(ui, |ui| {
            let close = primary(ui, "Close");
            if ui.memory(|m| m.focused().is_none()) {
                close.request_focus();
            }
            if close.clicked() { Wish::Close } else { Wish::Wait }
        })
    }

    fn table(&mut self, ui: &mut Ui, versions: &Versions, height: f32, is_open: bool) {
        let p = theme::of(ui.ctx());
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD + height), Sense::hover());
        let against = if is_open { "Compared with now" } else { "What is in it" };
        for (left, head) in COLUMNS.into_iter().zip(["When", "Size", "Kind", against]) {
            let galley = line::line(ui, head, face::semibold(size::TINY), p.muted, 300.0);
            ui.painter().galley(pos2(whole.left() + left, whole.top() + 4.0), galley, p.muted);
        }
        let rule = whole.top() + HEAD - 1.0;
        ui.painter().hline(whole.x_range(), rule, Stroke::new(1.0, p.line));
        ui.painter().hline(whole.x_range(), whole.bottom(), Stroke::new(1.0, p.line));
        let rows = Rect::from_min_max(whole.min + vec2(0.0, HEAD), whole.max);
        let mut below = ui.new_child(UiBuilder::new().id_salt("versions").max_rect(rows));
        let reveal = std::mem::take(&mut self.reveal);
        let list = Rows { name: LIST, height: ROW, count: versions.rows.len(), lit: self.at, reveal };
        let spoken = |index: usize| {
            let row = &versions.rows[index];
            format!("{}, {}, {}, {}", when(&versions.rows, index), bytes(row.version.bytes), kind(row)[0], differs(row))
        };
        let pressed = list.show(&mut below, spoken, |ui, rect, index| paint(ui, rect, &versions.rows, index));
        self.at = pressed.unwrap_or(self.at);
    }
}

/// A row of the table. What its tooltip says.
fn paint(ui: &mut Ui, rect: Rect, rows: &[VersionRow], index: usize) -> Option<String> {
    let row = &rows[index];
    let p = theme::of(ui.ctx());
    let at = |column: usize, line: f32| pos2(rect.left() + COLUMNS[column], rect.top() + line);
    let room = |column: usize| COLUMNS.get(column + 1).map_or(rect.width(), |next| *next) - COLUMNS[column] - space::M;
    let put = |ui: &Ui, column: usize, top: f32, text: &str, font, colour| {
        let galley = line::line(ui, text, font, colour, room(column));
        let cut = galley.elided;
        ui.painter().galley(at(column, top), galley, colour);
        cut
    };
    let (body, small) = (face::regular(size::BODY), face::regular(size::SMALL));
    put(ui, 0, 4.0, &when(rows, index), face::medium(size::BODY), p.ink);
    put(ui, 0, 22.0, &ago(row.version.saved, Timestamp::now()), small.clone(), p.muted);
    put(ui, 1, 12.0, &bytes(row.version.bytes), body.clone(), p.ink);
    let [kind, about] = kind(row);
    put(ui, 2, if about.is_empty() { 12.0 } else { 4.0 }, kind, body.clone(), p.ink);
    put(ui, 2, 22.0, about, small, p.muted);
    match &row.differs {
        Differs::Unknown => {
            let place = Rect::from_min_size(at(3, 13.0), vec2(14.0, 14.0));
            ui.put(place, Spinner::new().size(14.0).color(p.muted));
            let words = line::line(ui, "comparing…", body, p.muted, 120.0);
            ui.painter().galley(at(3, 12.0) + vec2(22.0, 0.0), words, p.muted);
            None
        }
        Differs::Unreadable(why) => {
            put(ui, 3, 12.0, "Cannot be read", face::medium(size::BODY), p.danger);
            Some(why.clone())
        }
        Differs::Words(words, _) => put(ui, 3, 12.0, words, body, p.ink).then(|| words.clone()),
    }
}

/// What restoring the selected version would change.
fn particulars(ui: &mut Ui, row: &VersionRow, when: &str, is_open: bool, is_other: bool) {
    let p = theme::of(ui.ctx());
    ui.add_space(space::XS);
    let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), DETAILS), Sense::hover());
    let mut part = ui.new_child(UiBuilder::new().id_salt("particulars").max_rect(whole));
    part.set_clip_rect(ui.clip_rect().intersect(whole));
    let ui = &mut part;
    ui.spacing_mut().item_spacing.y = space::XS;
    let head = if is_open { format!("What going back to {when} changes") } else { when.to_owned() };
    ui.label(RichText::new(head).font(face::semibold(size::BODY)).color(p.ink));
    let area = ScrollArea::vertical().id_salt("differences");
    let area = if is_other { area.vertical_scroll_offset(0.0) } else { area };
    area.auto_shrink(false).show(ui, |ui| match &row.differs {
        Differs::Unknown => _ = field::note(ui, "comparing…"),
        Differs::Unreadable(why) => _ = field::note(ui, why),
        Differs::Words(words, lines) if lines.is_empty() => _ = field::note(ui, words),
        Differs::Words(_, lines) => lines.iter().for_each(|line| _ = field::note(ui, line)),
    });
}

/// Where the versions lie.
fn place(ui: &mut Ui, folder: &Path, out: &mut Vec<Command>) {
    let muted = theme::of(ui.ctx()).muted;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button::link(ui, "Copy path").clicked() {
                ui.ctx().copy_text(folder.display().to_string());
                out.push(Command::Tell("The path is on the clipboard".into()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let text = format!("In {}", folder.display());
                mark::one_line(ui, &text, face::regular(size::SMALL), muted);
            });
        });
    });
}

fn way(session: &Session, versions: &Versions, row: &VersionRow, is_open: bool) -> Way {
    let (verb, told) = if is_open {
        ("Restore", "Restoring is one step: undo brings back what is here now.".to_owned())
    } else {
        ("Open", format!("Opens as a project without a file; {} stays as it is.", name(&versions.path)))
    };
    let read_only = is_open && session.desk().is_some_and(|desk| desk.document().is_read_only());
    let barred = match &row.differs {
        Differs::Unreadable(_) => Some("This version cannot be read.".to_owned()),
        _ if read_only => Some("The project is open elsewhere and can only be read here.".to_owned()),
        Differs::Words(_, lines) if is_open && lines.is_empty() => {
            Some("It is the same as the project now.".to_owned())
        }
        _ => None,
    };
    Way { verb, told, barred }
}

/// How many versions are kept.
fn kept() -> String {
    let Limits { generations, days, bytes } = Limits::default();
    format!(
        "Kept are the last {generations} versions, and the last one of each day for {days} days, with at most {} MiB \
         in all.",
        bytes >> 20
    )
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into())
}

/// "22 Nov 2026, 10:30"; with seconds where another version is of the same minute.
fn when(rows: &[VersionRow], index: usize) -> String {
    let saved = rows[index].version.saved;
    let minute = |row: &VersionRow| row.version.saved.as_second().div_euclid(60);
    let near = [index.checked_sub(1), index.checked_add(1)].into_iter().flatten().filter_map(|other| rows.get(other));
    let is_alone = near.into_iter().all(|other| minute(other) != minute(&rows[index]));
    let format = if is_alone { "%-d %b %Y, %H:%M" } else { "%-d %b %Y, %H:%M:%S" };
    saved.to_zoned(TimeZone::system()).strftime(format).to_string()
}

fn kind(row: &VersionRow) -> [&'static str; 2] {
    if row.version.unsaved { ["Never saved", "changes that were given up"] } else { ["Saved", ""] }
}

fn differs(row: &VersionRow) -> &str {
    match &row.differs {
        Differs::Unknown => "comparing…",
        Differs::Unreadable(_) => "cannot be read",
        Differs::Words(words, _) => words,
    }
}

/// "2 hours ago"
fn ago(then: Timestamp, now: Timestamp) -> String {
    let seconds = usize::try_from(now.as_second() - then.as_second()).unwrap_or(0);
    let counted = |number, one, many| format!("{} ago", line::counted(number, one, many));
    match seconds {
        0..60 => "just now".into(),
        60..3_600 => counted(seconds / 60, "minute", "minutes"),
        3_600..86_400 => counted(seconds / 3_600, "hour", "hours"),
        _ => counted(seconds / 86_400, "day", "days"),
    }
}

/// "412 KiB"
fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{:.0} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_that_has_passed_is_told_in_words() {
        let then: Timestamp = "2026-11-22T10:30:00Z".parse().expect("a time");
        for (seconds, told) in [
            (-5, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (7_300, "2 hours ago"),
            (86_400, "1 day ago"),
            (40 * 86_400, "40 days ago"),
        ] {
            assert_eq!(ago(then, then + jiff::SignedDuration::from_secs(seconds)), told);
        }
    }

    #[test]
    fn lengths_are_told_in_words() {
        for (length, told) in
            [(0, "0 B"), (1_023, "1023 B"), (1_024, "1 KiB"), (421_888, "412 KiB"), (1 << 21, "2.0 MiB")]
        {
            assert_eq!(bytes(length), told);
        }
    }
}
