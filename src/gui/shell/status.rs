//! The line below the screens: where one is, which keys help, whether the work is safe.

use eframe::egui::{Align, Frame, Layout, Margin, Panel, RichText, Ui};

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::keycap;
use crate::model::Kind;
use crate::session::{Action, Command, Desk, Part, Safety, Screen, Session};

fn line(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let p = theme::of(ui.ctx());
    let frame = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::bottom("status").exact_size(26.0).frame(frame).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            left(ui);
            ui.with_layout(Layout::right_to_left(Align::Center), right);
        });
    });
}

fn words(ui: &mut Ui, text: &str) {
    let muted = theme::of(ui.ctx()).muted;
    ui.label(RichText::new(text).font(face::regular(size::SMALL)).color(muted));
}

/// The line of the start screen.
pub fn start(ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
    line(
        ui,
        |ui| words(ui, concat!("Version ", env!("CARGO_PKG_VERSION"))),
        |ui| {
            analyst(ui, session, out);
            if small_link(ui, "Shortcuts F1", "All shortcuts") {
                out.push(Command::Do(Action::Shortcuts));
            }
            if small_link(ui, "Light or dark", "Switch light and dark") {
                out.push(Command::Do(Action::NextTheme));
            }
        },
    );
}

/// The line of an open project.
pub fn show(ui: &mut Ui, session: &Session, desk: &Desk, out: &mut Vec<Command>) {
    let project = desk.project();
    let wide = ui.available_width() > 1100.0;
    line(
        ui,
        |ui| match desk.screen() {
            Screen::Read => {
                if desk.selection().article.is_some() {
                    words(ui, &counted(desk.claims_in_article(), "claim", "claims", "in this article"));
                }
                words(ui, &format!("{} in project", project.claims().len()));
                let (countries, issues) = (project.count(Kind::Country), project.count(Kind::Issue));
                if wide {
                    let countries = counted(countries, "country", "countries", "");
                    words(ui, &format!("{countries}· {}", counted(issues, "issue", "issues", "")));
                }
            }
            Screen::Claims => words(ui, "Enter opens the claim in its article · Space selects · F finds"),
            Screen::Matrix => {
                let differing = desk.cells_that_differ().filter(|_| desk.part() == Part::Positions);
                if let (Some(number), Some(day)) = (differing, desk.look().since) {
                    let number = counted(number, "cell differs", "cells differ", "from");
                    words(ui, &format!("{number} {}", day.strftime("%-d %b %Y")));
                }
                words(
                    ui,
                    match desk.part() {
                        Part::Positions => "Arrow keys move · Enter goes to the evidence · Space assesses",
                        Part::Moves => "Enter opens the words that changed the position",
                        Part::Agreement => "Enter puts two side by side",
                        Part::Gaps => "Enter opens an article that may fill the gap",
                        Part::Judge => {
                            "Type a level’s key and a sentence · Ctrl Enter saves and goes on · arrows walk · Alt Down skips"
                        }
                    },
                );
            }
            Screen::Compare => words(ui, "Click a quotation to open it in its article"),
            Screen::Timeline => words(ui, "Hover a mark for its quotation · Enter opens the article"),
            Screen::Search => words(ui, "Enter opens the place in its article"),
            Screen::Codebook => words(ui, "Changes apply at once and can be undone"),
        },
        |ui| {
            analyst(ui, session, out);
            saved(ui, session, desk);
            let hints: &[(&[&str], &str)] = match (desk.screen(), wide) {
                (Screen::Read, true) => &[(&["F1"], "all shortcuts"), (&["T"], "tag"), (&["J", "K"], "sentence")],
                (_, true) => &[(&["F1"], "all shortcuts")],
                (_, false) => &[],
            };
            for (keys, what) in hints {
                ui.spacing_mut().item_spacing.x = space::XS;
                words(ui, what);
                for (index, key) in keys.iter().rev().enumerate() {
                    if index + 1 == keys.len() {
                        ui.spacing_mut().item_spacing.x = space::L;
                    }
                    keycap(ui, key);
                }
            }
        },
    );
}

/// Whether the work is on disk: in the file, or in the journal until it is.
fn saved(ui: &mut Ui, session: &Session, desk: &Desk) {
    if let Some(owner) = desk.held() {
        return told(ui, "Read only", &format!("Open elsewhere: {owner}. “Save as…” makes a copy of your own."));
    }
    if session.is_saving() {
        return words(ui, "Saving…");
    }
    let (modified, file) = (desk.document().is_modified(), desk.path());
    if !modified && file.is_some() {
        return words(ui, &desk.saved_at().map_or_else(|| "Saved".to_owned(), |at| format!("Saved {}", ago(at))));
    }
    let place = if file.is_some() { "not saved yet" } else { "no file yet" };
    match desk.safety() {
        _ if !modified => words(ui, "No file yet"),
        Safety::Safe => {
            let what = "Every change is on the disk, in the journal, and is there again after a crash. Saving puts \
                        it into the file.";
            if desk.is_away() && file.is_some() {
                let what = "Every change is on the disk, but on this computer, not beside the project: nothing can be \
                            written there. “Save as…” puts the project elsewhere.";
                return said(ui, &format!("Safe on this computer · {place}"), what);
            }
            said(ui, &format!("Safe · {place}"), what);
        }
        Safety::Pending => words(ui, &format!("Keeping… · {place}")),
        Safety::Failing(why) => {
            let what = format!(
                "Changes are only in memory: the journal cannot be written ({why}). Free some space, or save \
                 elsewhere with “Save as…”. It is tried again every few seconds."
            );
            told(ui, "Changes not safe", &what);
        }
        Safety::Unkept => words(ui, if file.is_some() { "Unsaved changes" } else { "Not saved to a file yet" }),
    }
}

/// Words with more behind them.
fn said(ui: &mut Ui, text: &str, more: &str) {
    let muted = theme::of(ui.ctx()).muted;
    ui.label(RichText::new(text).font(face::regular(size::SMALL)).color(muted)).on_hover_text(more);
}

/// Words that must not be overlooked, with more behind them.
fn told(ui: &mut Ui, text: &str, more: &str) {
    let danger = theme::of(ui.ctx()).danger;
    ui.label(RichText::new(text).font(face::semibold(size::SMALL)).color(danger)).on_hover_text(more);
}

/// How long ago a moment was, in words; `at` in seconds since 1970.
pub fn ago(at: i64) -> String {
    let now = jiff::Timestamp::now().as_second();
    match now.saturating_sub(at).max(0) {
        0..60 => "just now".into(),
        seconds @ 60..3600 => format!("{} min ago", seconds / 60),
        seconds @ 3600..86_400 => format!("{} h ago", seconds / 3600),
        86_400..172_800 => "yesterday".into(),
        _ => jiff::Timestamp::from_second(at)
            .map(|stamp| stamp.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %b %Y").to_string())
            .unwrap_or_default(),
    }
}

fn analyst(ui: &mut Ui, session: &Session, out: &mut Vec<Command>) {
    if small_link(ui, &format!("Analyst: {}", session.prefs().analyst), "Analyst") {
        out.push(Command::Do(Action::SetAnalyst));
    }
}

fn small_link(ui: &mut Ui, text: &str, name: &str) -> bool {
    let muted = theme::of(ui.ctx()).muted;
    ui.scope(|ui| {
        ui.visuals_mut().widgets.inactive.fg_stroke.color = muted;
        let label = RichText::new(text).font(face::regular(size::SMALL)).color(muted);
        ui.add(eframe::egui::Button::new(label).frame(false)).accessible_name(name).clicked()
    })
    .inner
}

fn counted(count: usize, one: &str, many: &str, rest: &str) -> String {
    format!("{count} {} {rest}", if count == 1 { one } else { many })
}
