//! Merging a row into another, and deleting one that is in use.

use eframe::egui::{Context, RichText, Ui};
use jiff::Timestamp;

use super::choose::Chooser;
use super::words;
use crate::edit::ops::codebook::{self, Instead, Uses};
use crate::edit::{Edit, Stamp};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::line::counted;
use crate::gui::widgets::{button, dialog, field, primary};
use crate::model::{EntryId, Kind, Project};
use crate::session::{Command, Desk};

/// The question that is open.
pub struct Asked {
    id: EntryId,
    fate: Fate,
    merging: bool,
    chooser: Chooser,
    cost: Cost,
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

/// Asks what becomes of whatever uses a row that is to go; `None` where nothing does and it can go at once.
pub fn delete(project: &Project, revision: u64, id: EntryId) -> Option<Asked> {
    let cost = Cost::new(project, revision, id);
    if !cost.uses.any() {
        return None;
    }
    let fate = if cost.without.is_some() { Fate::Without } else { Fate::Another };
    Some(Asked { id, fate, merging: false, chooser: Chooser::focused(), cost })
}

/// Asks into what a row is to be merged.
pub fn merge(project: &Project, revision: u64, id: EntryId) -> Asked {
    let cost = Cost::new(project, revision, id);
    Asked { id, fate: Fate::Another, merging: true, chooser: Chooser::focused(), cost }
}

/// What hangs on a row, reckoned once per revision: it takes a look at every claim.
struct Cost {
    revision: u64,
    uses: Uses,
    /// What leaving the row out would take; `None` where something cannot stand without it.
    without: Option<String>,
    /// What deleting whatever cannot stand without it would take.
    gone: String,
}

impl Cost {
    fn new(project: &Project, revision: u64, id: EntryId) -> Self {
        let uses = codebook::uses(project, id);
        let gone = toll(project, id, Instead::DeleteClaims).unwrap_or_default();
        Self { revision, uses, without: toll(project, id, Instead::Nothing), gone }
    }
}

/// For asking what would happen: when, and by whom, does not matter then.
fn aside() -> Stamp {
    Stamp::new(Timestamp::UNIX_EPOCH, "", 0)
}

impl Asked {
    /// Shows the dialog. Whether it stays open.
    pub fn show(&mut self, ctx: &Context, desk: &Desk, out: &mut Vec<Command>) -> bool {
        let (project, revision) = (desk.project(), desk.document().revision());
        if !project.contains(self.id) {
            return false;
        }
        if self.cost.revision != revision {
            self.cost = Cost::new(project, revision, self.id);
        }
        let (kind, name) = (self.id.kind(), project.label(self.id));
        let title = if self.merging {
            format!("Merge “{name}” into another {}", kind.noun())
        } else {
            format!("Delete the {} “{name}”?", kind.noun())
        };
        let answer = dialog::show(ctx, &title, 480.0, |ui| {
            let uses = self.cost.uses;
            if self.merging {
                let what = if uses.any() { uses.in_words() } else { "Nothing".into() };
                dialog::text(ui, &format!("{what} will name the other {} instead; “{name}” goes away.", kind.noun()));
                ui.add_space(space::S);
                self.chooser.show(ui, desk, kind, Some(self.id));
            } else {
                dialog::text(ui, &format!("It is used by {}.", uses.in_words()));
                ui.add_space(space::S);
                self.fates(ui, desk, kind);
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

    fn fates(&mut self, ui: &mut Ui, desk: &Desk, kind: Kind) {
        ui.visuals_mut().indent_has_left_vline = false;
        ui.visuals_mut().widgets.inactive.bg_stroke.color = theme::of(ui.ctx()).strong_line;
        let others = desk.project().count(kind) > 1;
        if let Some(toll) = self.cost.without.clone() {
            let label = match kind {
                Kind::Tag => "Leave the tag off",
                _ => "Leave it out wherever it is named",
            };
            self.fate(ui, Fate::Without, label, &toll);
        }
        ui.add_enabled_ui(others, |ui| {
            let label = format!("Put another {} in its place", kind.noun());
            self.fate(ui, Fate::Another, &label, "");
        })
        .response
        .on_disabled_hover_text(format!("There is no other {}", kind.noun()));
        if self.fate == Fate::Another && others {
            ui.indent("instead", |ui| self.chooser.show(ui, desk, kind, Some(self.id)));
        }
        if self.cost.without.is_none() {
            let toll = self.cost.gone.clone();
            self.fate(ui, Fate::Gone, "Delete what cannot stand without it", &toll);
        }
    }

    fn fate(&mut self, ui: &mut Ui, fate: Fate, label: &str, toll: &str) {
        let ink = theme::of(ui.ctx()).ink;
        let label = RichText::new(label).font(face::regular(size::BODY)).color(ink);
        ui.radio_value(&mut self.fate, fate, label);
        if !toll.is_empty() {
            ui.indent(("toll", fate as u8), |ui| field::note(ui, toll));
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

/// What would be deleted along with the row, "Deletes 28 claims and 2 assessments"; `None` where it cannot be done.
fn toll(project: &Project, id: EntryId, instead: Instead) -> Option<String> {
    let transaction = codebook::delete(project, id, instead, &aside()).ok()?;
    let count = |which: fn(&Edit) -> bool| transaction.edits.iter().filter(|edit| which(edit)).count();
    let claims = count(|edit| matches!(edit, Edit::Claim(_, None)));
    let assessments =
        count(|edit| matches!(edit, Edit::Assessment(_, row) if row.as_ref().is_none_or(|row| !row.stands())));
    let stay = count(|edit| matches!(edit, Edit::Claim(_, Some(_))));
    let mut said = Vec::new();
    for (count, one, many) in [(claims, "claim", "claims"), (assessments, "assessment", "assessments")] {
        if count > 0 {
            said.push(counted(count, one, many));
        }
    }
    match (said.is_empty(), stay) {
        (true, 0) => Some(String::new()),
        (true, stay) => Some(format!("{} otherwise as they are", keeps(stay))),
        (false, 0) => Some(format!("Deletes {}", said.join(" and "))),
        (false, stay) => Some(format!("Deletes {}; {} without it", said.join(" and "), keeps(stay).to_lowercase())),
    }
}

fn keeps(claims: usize) -> String {
    if claims == 1 { "1 claim stays".into() } else { format!("{claims} claims stay") }
}
