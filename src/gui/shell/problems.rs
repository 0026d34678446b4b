//! What is wrong in the project: each problem with its place, and what can be done about it.

use eframe::egui::{Context, Frame, Label, Margin, RichText, ScrollArea, Ui};

use crate::edit::ops::repair;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, dialog, field, primary, secondary};
use crate::model::{Problem, Project};
use crate::session::{Command, Item, Session};

/// The problems of a project as it was at one revision.
#[derive(Default)]
pub struct ProblemList {
    revision: Option<u64>,
    problems: Vec<Problem>,
    /// What a repair would do.
    repairs: Vec<String>,
}

/// Most repairs that are told before they are done.
const MOST_REPAIRS: usize = 8;

/// Most problems that are listed.
const MOST: usize = 200;

impl ProblemList {
    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, out: &mut Vec<Command>) -> bool {
        let Some(desk) = session.desk() else { return false };
        if self.revision != Some(desk.document().revision()) {
            self.revision = Some(desk.document().revision());
            self.problems = desk.project().problems();
            self.repairs = repair::repair(desk.project()).1;
        }
        let answer = dialog::show(ctx, "Check project", 620.0, |ui| {
            let mut shown = None;
            if self.problems.is_empty() {
                dialog::text(
                    ui,
                    "Nothing is wrong: every quotation stands where it should, and every id leads somewhere.",
                );
            } else {
                let count = self.problems.len();
                field::note(ui, &format!("{count} problem{}", if count == 1 { "" } else { "s" }));
                let height = (ctx.content_rect().height() - 320.0).clamp(120.0, 360.0);
                ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                    for problem in self.problems.iter().take(MOST) {
                        shown = row(ui, desk.project(), problem).or(shown.take());
                    }
                    if count > MOST {
                        field::note(ui, &format!("and {} more", count - MOST));
                    }
                });
                ui.add_space(space::S);
                field::note(ui, &self.about_repair());
                for repair in self.repairs.iter().take(MOST_REPAIRS) {
                    field::note(ui, &format!("– {repair}"));
                }
            }
            let repairs = self.repairs.len();
            let (repaired, closed) = dialog::footer(ui, |ui| {
                if repairs == 0 {
                    return (false, primary(ui, "Close").clicked());
                }
                let words = if repairs == 1 { "Repair it".to_owned() } else { format!("Repair {repairs}") };
                let repair = primary(ui, &words).on_hover_text(self.repairs.join("\n"));
                (repair.clicked(), secondary(ui, "Close").clicked())
            });
            (repaired, closed, shown)
        });
        match answer {
            Some((true, ..)) => {
                out.push(Command::Repair);
                true
            }
            Some((_, _, Some(command))) => {
                out.push(command);
                false
            }
            Some((_, true, _)) | None => false,
            Some(_) => true,
        }
    }

    fn about_repair(&self) -> String {
        match self.repairs.len() {
            0 => "These need your decision: nothing can be repaired without guessing.".into(),
            count if count >= self.problems.len() => {
                "All of it can be repaired without guessing, as one step that undo takes back.".into()
            }
            _ => "A part can be repaired without guessing, as one step that undo takes back. The rest needs your \
                  decision."
                .into(),
        }
    }
}

/// A problem, and a way to where it is. Returns what was asked for.
fn row(ui: &mut Ui, project: &Project, problem: &Problem) -> Option<Command> {
    let p = theme::of(ui.ctx());
    let (verb, command) = match problem {
        Problem::Adrift { excerpt, .. } => ("Re-anchor…", Some(Command::ShowAnchors(Some(*excerpt)))),
        _ => ("Show", place(project, problem).map(Command::Show)),
    };
    let mut pressed = false;
    Frame::new().inner_margin(Margin::symmetric(2, 5)).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let room = ui.available_width() - 92.0;
            ui.vertical(|ui| {
                ui.set_width(room);
                let words =
                    RichText::new(first_upper(&problem.to_string())).font(face::regular(size::BODY)).color(p.ink);
                ui.add(Label::new(words).wrap());
            });
            pressed = command.is_some() && button::link(ui, verb).clicked();
        });
    });
    ui.separator();
    command.filter(|_| pressed)
}

/// Where a problem can be looked at.
fn place(project: &Project, problem: &Problem) -> Option<Item> {
    match problem {
        Problem::Adrift { excerpt, article, .. } | Problem::NoWords { excerpt, article } => {
            let claim = project.claims_of(*excerpt).first().map(|claim| claim.id);
            Some(claim.map_or(Item::Article(*article), Item::Claim))
        }
        Problem::NoText(article) => Some(Item::Article(*article)),
        Problem::Nobody(claim) => Some(Item::Claim(*claim)),
        Problem::NoName(entry) => Some(Item::Entry(*entry)),
        Problem::NoArticle { .. }
        | Problem::NoExcerpt { .. }
        | Problem::Dangling { .. }
        | Problem::Twice { .. }
        | Problem::SameKey(..)
        | Problem::NoViewName(_) => None,
    }
}

fn first_upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
