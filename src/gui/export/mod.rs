//! The export form: what, in which format, as it is looked at where; and what will come of it.

mod choice;
mod preview;

use eframe::egui::{ComboBox, Context, Ui};

use super::files::Ask;
use crate::export::statement::in_short;
use crate::export::{Format, Kind, Options, Values};
use crate::gui::theme::space;
use crate::gui::widgets::segmented::{self, Segment};
use crate::gui::widgets::{dialog, field, primary, secondary};
use crate::model::{EntryId, IssueId, Slug, ViewId};
use crate::session::{Command, Desk, Session};
use choice::Choice;
use preview::{Preview, Wanted};

/// What is to be written.
pub struct ExportForm {
    /// What was chosen; not known before the first frame.
    choice: Option<Choice>,
    /// As which view of the project; without one as it is shown.
    view: Option<ViewId>,
    /// The issue of the timeline.
    issue: Option<IssueId>,
    /// What the screen shows that the form was opened on.
    shown: Option<Kind>,
    preview: Preview,
    /// Frames in which the button is given the keyboard.
    frames: u8,
}

/// The labels at the left take so much.
const LABELS: f32 = 96.0;
/// What the form takes.
const WIDTH: f32 = 860.0;
/// What choices and preview take together, where there is room.
const HEIGHT: f32 = 560.0;
/// What title, buttons and edges take, and what is left free around the form.
const AROUND: f32 = 250.0;

impl ExportForm {
    /// What is on the screen, by the rule and filters that are on it.
    pub fn new(desk: &Desk) -> Self {
        Self {
            choice: None,
            view: None,
            issue: desk.followed(),
            shown: choice::of_screen(desk),
            preview: Preview::default(),
            frames: 0,
        }
    }

    /// Whether the dialog stays.
    pub fn show(&mut self, ctx: &Context, session: &Session, asks: &mut Vec<Ask>, out: &mut Vec<Command>) -> bool {
        let Some(desk) = session.desk() else { return false };
        let mut choice = *self.choice.get_or_insert_with(|| Choice::kept(ctx, self.shown));
        let answer = dialog::show(ctx, "Export", WIDTH, |ui| {
            let (top, room) = (ui.cursor().top(), ctx.content_rect().height() - AROUND);
            self.choices(ui, desk, &mut choice);
            ui.add_space(space::S);
            // Whatever is asked above, the whole keeps its height.
            let left = room.min(HEIGHT) - (ui.cursor().top() - top);
            let wanted = self.wanted(desk, choice);
            self.preview.show(ui, desk, &wanted, left.max(90.0));
            field::note(ui, &format!("File name: {}", self.name(desk, choice)));
            dialog::footer(ui, |ui| {
                let write = primary(ui, "Write file…");
                if dialog::begins(ctx, &mut self.frames) {
                    write.request_focus();
                }
                let copies = matches!(choice.kind, Kind::Matrix | Kind::Moves | Kind::Agreement);
                let copy = copies && {
                    let button = secondary(ui, "Copy table");
                    button.on_hover_text("For Word, Excel and e-mail").clicked()
                };
                (write.clicked(), copy, secondary(ui, "Cancel").clicked())
            })
        });
        self.choice = Some(choice);
        let Some((write, copy, cancel)) = answer else { return false };
        let options = || Box::new(self.options(desk, choice));
        if write {
            let (kind, format, name) = (choice.kind, choice.format(), self.name(desk, choice));
            asks.push(Ask::Export { name, kind, format, options: options() });
        } else if copy {
            out.push(Command::CopyTable(choice.kind, options()));
        }
        if write || copy {
            choice.keep(ctx);
        }
        !(write || copy || cancel)
    }

    fn choices(&mut self, ui: &mut Ui, desk: &Desk, choice: &mut Choice) {
        let labels: Vec<Segment<'_>> = Kind::ALL.iter().map(|(_, label)| Segment::word(label)).collect();
        field::row(ui, "What", LABELS, |ui| {
            if let Some(index) = segmented::show(ui, "what", Some(choice.kind as usize), &labels) {
                choice.kind = Kind::ALL[index].0;
            }
            field::note(ui, choice::about(choice.kind));
        });
        let formats = choice.kind.formats();
        let labels: Vec<Segment<'_>> = formats.iter().map(|format| Segment::word(format.label())).collect();
        let selected = formats.iter().position(|format| *format == choice.format());
        field::row(ui, "Format", LABELS, |ui| {
            if let Some(index) = segmented::show(ui, "format", selected, &labels) {
                choice.set_format(formats[index]);
            }
        });
        self.look(ui, desk, choice.format());
        self.particulars(ui, desk, choice);
    }

    /// As which view, and what that means.
    fn look(&mut self, ui: &mut Ui, desk: &Desk, format: Format) {
        let project = desk.project();
        let views = project.views_in_order();
        field::row(ui, "Looked at", LABELS, |ui| {
            if !views.is_empty() {
                let selected = self.view.and_then(|id| project.view(id)).map_or("As shown", |view| &view.label);
                let shown = ComboBox::from_id_salt("look").selected_text(selected).width(280.0).show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.view, None, "As shown");
                    for view in &views {
                        ui.selectable_value(&mut self.view, Some(view.id), &view.label);
                    }
                });
                shown.response.accessible_name("Looked at").on_hover_text("As the screen shows it, or as a named view");
            }
            if views.is_empty() {
                ui.add_space(space::XS + 2.0);
            }
            let look = self.look_of(desk);
            // Plain rows have no place for it.
            let stated = if format == Format::Csv { "" } else { " The file states it in full." };
            field::note(ui, &format!("{}.{stated}", in_short(project, &look)));
        });
    }

    /// What only some kinds and formats ask for.
    fn particulars(&mut self, ui: &mut Ui, desk: &Desk, choice: &mut Choice) {
        if choice.asks_for_values() {
            let labels: Vec<Segment<'_>> = Values::ALL.iter().map(|(_, label)| Segment::word(label)).collect();
            field::row(ui, "Cells show", LABELS, |ui| {
                if let Some(index) = segmented::show(ui, "cells", Some(choice.values as usize), &labels) {
                    choice.values = Values::ALL[index].0;
                }
            });
        }
        if choice.kind == Kind::Timeline {
            let project = desk.project();
            field::row(ui, "Issue", LABELS, |ui| {
                let selected = self.issue.map_or_else(String::new, |id| project.label(EntryId::Issue(id)));
                let shown = ComboBox::from_id_salt("issue").selected_text(selected).width(420.0).show_ui(ui, |ui| {
                    for issue in project.issues_in_order() {
                        ui.selectable_value(&mut self.issue, Some(issue.id), &issue.label);
                    }
                });
                shown.response.accessible_name("Issue");
            });
        }
        if choice.format() == Format::Csv {
            ui.checkbox(&mut choice.spreadsheet_safe, "Safe for spreadsheet programs").on_hover_text(
                "Puts an apostrophe before cells that begin with = + - @ and a byte order mark before the file. \
                 This changes quotations; leave it off for files that other programs read.",
            );
        }
    }

    fn look_of(&self, desk: &Desk) -> crate::model::Look {
        let project = desk.project();
        let view = self.view.and_then(|id| project.view(id));
        view.map_or_else(|| desk.look().clone(), |view| view.look.clone().known(project))
    }

    fn options(&self, desk: &Desk, choice: Choice) -> Options {
        Options {
            // What is not asked in the form is not taken over from another table.
            values: if choice.asks_for_values() { choice.values } else { Values::default() },
            spreadsheet_safe: choice.spreadsheet_safe && choice.format() == Format::Csv,
            look: self.look_of(desk),
            issue: self.issue,
        }
    }

    fn wanted(&self, desk: &Desk, choice: Choice) -> Wanted {
        let (kind, format) = (choice.kind, choice.format());
        Wanted { kind, format, options: self.options(desk, choice), revision: desk.revision() }
    }

    /// "paris-talks-matrix.csv"
    fn name(&self, desk: &Desk, choice: Choice) -> String {
        let project = desk.project();
        let view = self.view.and_then(|id| project.view(id)).map(|view| Slug::from_label(&view.label).to_string());
        let issue = self.issue.filter(|_| choice.kind == Kind::Timeline).map(|issue| issue.0.to_string());
        let title = Slug::from_label(&project.info().title).to_string();
        let parts = [Some(title), view, Some(choice.kind.slug().to_owned()), issue];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        format!("{}.{}", parts.join("-"), choice.format().extension())
    }
}
