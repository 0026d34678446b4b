//! A file that cannot be read whole: what is wrong, and what can be done about it.

use std::path::PathBuf;

use eframe::egui::{Context, Frame, Label, Margin, RichText, ScrollArea, Stroke};

use crate::gui::theme::{self, RADIUS, face, size, space};
use crate::gui::widgets::{dialog, mark, primary, secondary};
use crate::session::Command;
use crate::store::UNMERGED;

/// The file, and why it cannot be read.
pub struct Broken {
    path: PathBuf,
    /// Name and folder, as shown.
    names: [String; 2],
    why: String,
    /// Git has left two versions in it.
    unmerged: bool,
    /// For [`dialog::begins`].
    frames: u8,
}

/// What was asked for.
enum Wish {
    Wait,
    Rescue,
    Versions,
    Cancel,
}

impl Broken {
    pub fn new(path: PathBuf, why: &str) -> Self {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
        let folder = path.parent().map_or_else(String::new, |folder| folder.display().to_string());
        // The path stands above it.
        let why = why.strip_prefix(&path.display().to_string()).unwrap_or(why).trim_start_matches(':');
        Self { unmerged: why.contains(UNMERGED), why: placed(why), names: [name, folder], path, frames: 0 }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, out: &mut Vec<Command>) -> bool {
        let p = theme::of(ctx);
        let (title, told, verb) = if self.unmerged {
            (
                "This file holds two versions",
                "Both can be opened and merged here; what contradicts each other is settled one by one. If one of \
                 them is damaged, whatever is whole is opened.",
                "Merge both versions",
            )
        } else {
            (
                "This file cannot be read whole",
                "Whatever is whole can be opened as a new project. The rest is put aside and listed: nothing is \
                 dropped.",
                "Open what can be read",
            )
        };
        let answer = dialog::show(ctx, title, 600.0, |ui| {
            mark::one_line(ui, &self.names[0], face::semibold(size::BODY), p.ink);
            mark::one_line(ui, &self.names[1], face::regular(size::SMALL), p.muted);
            ui.add_space(space::XS);
            let frame = Frame::new().fill(p.paper).stroke(Stroke::new(1.0, p.strong_line)).corner_radius(RADIUS);
            frame.inner_margin(Margin::same(12)).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ScrollArea::vertical().max_height(180.0).auto_shrink([false, true]).show(ui, |ui| {
                    ui.add(Label::new(RichText::new(&self.why).font(face::regular(size::BODY)).color(p.ink)).wrap());
                });
            });
            ui.add_space(space::S);
            dialog::text(ui, told);
            dialog::text(
                ui,
                "The file stays as it is until you save; what is in it now then stays among the earlier versions.",
            );
            dialog::footer(ui, |ui| {
                let rescue = primary(ui, verb);
                if dialog::begins(ctx, &mut self.frames) {
                    rescue.request_focus();
                }
                let versions = secondary(ui, "Earlier versions…");
                let cancel = secondary(ui, "Cancel");
                match (rescue.clicked(), versions.clicked(), cancel.clicked()) {
                    (true, ..) => Wish::Rescue,
                    (_, true, _) => Wish::Versions,
                    (_, _, true) => Wish::Cancel,
                    _ => Wish::Wait,
                }
            })
        });
        match answer.unwrap_or(Wish::Cancel) {
            Wish::Wait => return true,
            Wish::Rescue => out.push(Command::Rescue(self.path.clone())),
            Wish::Versions => out.push(Command::ListVersions(self.path.clone())),
            Wish::Cancel => {}
        }
        false
    }
}

/// `12:5: what is wrong` as "Line 12, character 5: what is wrong".
fn placed(why: &str) -> String {
    let mut parts = why.splitn(3, ':');
    match (parts.next().map(str::parse::<usize>), parts.next().map(str::parse::<usize>), parts.next()) {
        (Some(Ok(line)), Some(Ok(column)), Some(what)) => format!("Line {line}, character {column}: {}", what.trim()),
        _ => why.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_told_in_words_and_the_path_once() {
        for (path, why, told) in [
            ("/home/me/a.ron", "/home/me/a.ron:12:5: no comma. Add it.", "Line 12, character 5: no comma. Add it."),
            ("/home/me/a: b.ron", "/home/me/a: b.ron: the file is empty. Go back.", "the file is empty. Go back."),
            ("a.ron", "3:7: odd: very. Mend it.", "Line 3, character 7: odd: very. Mend it."),
            ("a.ron", "", ""),
        ] {
            assert_eq!(Broken::new(path.into(), why).why, told, "{path}");
        }
    }
}
