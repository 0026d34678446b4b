//! Merging a row into another, and deleting one that is in use.

use eframe::egui::{Context, RichText, Ui};

use jiff::Timestamp;

use super::choose::Chooser;
use super::tally::counted;
use super::words;
use crate::edit::ops::codebook::{self, Instead};
use crate::edit::{Edit, Stamp};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, dialog, field, primary};
use crate::model::{EntryId, Kind, Project};
use crate::session::{Action, Command};

/// The question that is open.
pub struct Asked {
    id: EntryId,
    fate: Fate,
    merging: bool,
    chooser: Chooser,
}

/// What is to become of the claims of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Another row takes its place.
    Another,
    /// They are deleted with it.
    Gone,
    /// They stay, without it.
    Without,
}

/// Deletes a row that nothing uses; asks about any other.
pub fn delete(project: &Project, id: EntryId, out: &mut Vec<Command>) -> Option<Asked> {
    if !codebook::uses(project, id).any() {
        let undo = Action::Undo.info().shortcut.map(|s| s.to_string()).unwrap_or_default();
        out.push(Command::Delete(id, Instead::Nothing));
        out.push(Command::Tell(format!("“{}” deleted – {undo} brings it back", project.label(id))));
        return None;
    }
    let fate = if can_do_without(project, id) { Fate::Without } else { Fate::Another };
    Some(Asked { id, fate, merging: false, chooser: Chooser::focused() })
}

/// Asks into what a row is to be merged.
pub fn merge(id: EntryId) -> Asked {
    Asked { id, fate: Fate::Another, merging: true, chooser: Chooser::focused() }
}

fn can_do_without(project: &Project, id: EntryId) -> bool {
    codebook::delete(project, id, Instead::Nothing, &aside()).is_ok()
}

/// For asking what would happen: when, and by whom, does not matter then.
fn aside() -> Stamp {
    Stamp::new(Timestamp::UNIX_EPOCH, "", 0)
}

impl Asked {
    /// Shows the dialog. Whether it stays open.
    pub fn show(&mut self, ctx: &Context, project: &Project, out: &mut Vec<Command>) -> bool {
        if !project.contains(self.id) {
            return false;
        }
        let (kind, name) = (self.id.kind(), project.label(self.id));
        let title = if self.merging {
            format!("Merge “{name}” into another {}", kind.noun())
        } else {
            format!("Delete the {} “{name}”?", kind.noun())
        };
        let answer = dialog::show(ctx, &title, 480.0, |ui| {
            let uses = codebook::uses(project, self.id);
            if self.merging {
                let what = if uses.any() { uses.in_words() } else { "Nothing".into() };
                dialog::text(ui, &format!("{what} will name the other {} instead; “{name}” goes away.", kind.noun()));
                ui.add_space(space::S);
                self.chooser.show(ui, project, kind, Some(self.id), None);
            } else {
                dialog::text(ui, &format!("It is used by {}.", uses.in_words()));
                ui.add_space(space::S);
                self.fates(ui, project, kind);
            }
            self.footer(ui, project, kind)
        });
        match answer {
            None | Some(Answer::Cancel) => false,
            Some(Answer::Go(instead)) => {
                out.push(Command::Delete(self.id, instead));
                if let Instead::Entry(to) = instead {
                    out.push(Command::SelectEntry(Some(to)));
                }
                false
            }
            Some(Answer::Wait) => true,
        }
    }

    fn fates(&mut self, ui: &mut Ui, project: &Project, kind: Kind) {
        ui.visuals_mut().indent_has_left_vline = false;
        ui.visuals_mut().widgets.inactive.bg_stroke.color = theme::of(ui.ctx()).strong_line;
        let others = project.count(kind) > 1;
        if can_do_without(project, self.id) {
            let label = match kind {
                Kind::Tag => "Leave the tag off",
                _ => "Leave it out wherever it is named",
            };
            self.fate(ui, Fate::Without, label, toll(project, self.id, Instead::Nothing));
        }
        ui.add_enabled_ui(others, |ui| {
            let label = format!("Put another {} in its place", kind.noun());
            self.fate(ui, Fate::Another, &label, None);
        })
        .response
        .on_disabled_hover_text(format!("There is no other {}", kind.noun()));
        if self.fate == Fate::Another && others {
            ui.indent("instead", |ui| self.chooser.show(ui, project, kind, Some(self.id), None));
        }
        let doomed = toll(project, self.id, Instead::DeleteClaims);
        if !can_do_without(project, self.id) {
            self.fate(ui, Fate::Gone, "Delete what cannot stand without it", doomed);
        }
    }

    fn fate(&mut self, ui: &mut Ui, fate: Fate, label: &str, toll: Option<String>) {
        let ink = theme::of(ui.ctx()).ink;
        let label = RichText::new(label).font(face::regular(size::BODY)).color(ink);
        ui.radio_value(&mut self.fate, fate, label);
        if let Some(toll) = toll {
            ui.indent(("toll", fate as u8), |ui| field::note(ui, &toll));
        }
    }

    fn footer(&self, ui: &mut Ui, project: &Project, kind: Kind) -> Answer {
        dialog::footer(ui, |ui| {
            let instead = match self.fate {
                Fate::Another => self.chooser.chosen().map(Instead::Entry),
                Fate::Gone => Some(Instead::DeleteClaims),
                Fate::Without => Some(Instead::Nothing),
            };
            let go = if self.merging {
                ui.add_enabled_ui(instead.is_some(), |ui| primary(ui, "Merge")).inner
            } else {
                ui.add_enabled_ui(instead.is_some(), |ui| button::danger(ui, "Delete")).inner
            };
            let go = go.on_disabled_hover_text(format!("Choose {} first", words::a(kind))).clicked();
            let cancel = button::secondary(ui, "Cancel").clicked();
            match instead.filter(|_| go || self.chooser.accepted()) {
                _ if cancel => Answer::Cancel,
                Some(Instead::Entry(to)) if !project.contains(to) => Answer::Wait,
                Some(instead) => Answer::Go(instead),
                None => Answer::Wait,
            }
        })
    }
}

enum Answer {
    Wait,
    Cancel,
    Go(Instead),
}

/// What would be deleted along with the row: "deletes 28 claims and 2 assessments".
fn toll(project: &Project, id: EntryId, instead: Instead) -> Option<String> {
    let transaction = codebook::delete(project, id, instead, &aside()).ok()?;
    let count = |which: fn(&Edit) -> bool| transaction.edits.iter().filter(|edit| which(edit)).count();
    let claims = count(|edit| matches!(edit, Edit::Claim(_, None)));
    let assessments = count(|edit| matches!(edit, Edit::Assessment(_, None)));
    let stay = count(|edit| matches!(edit, Edit::Claim(_, Some(_))));
    let mut said = Vec::new();
    for (count, one, many) in [(claims, "claim", "claims"), (assessments, "assessment", "assessments")] {
        if count > 0 {
            said.push(counted(count, one, many));
        }
    }
    match (said.is_empty(), stay) {
        (true, 0) => None,
        (true, stay) => Some(format!("{} otherwise as they are", keeps(stay))),
        (false, 0) => Some(format!("Deletes {}", said.join(" and "))),
        (false, stay) => Some(format!("Deletes {}; {} without it", said.join(" and "), keeps(stay).to_lowercase())),
    }
}

fn keeps(claims: usize) -> String {
    if claims == 1 { "1 claim stays".into() } else { format!("{claims} claims stay") }
}
