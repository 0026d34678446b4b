//! The codebook screen: kinds on the left, rows in the analyst's order, the form of the selected one.

mod add;
mod blocs;
mod choices;
mod choose;
mod dialogs;
mod form;
mod list;
mod rail;
mod tally;
mod texts;
mod used;
mod words;

pub(in crate::gui) use choose::{Names, chip};

use std::sync::Arc;

use eframe::egui::{
    Align, Button, CentralPanel, Frame, Key, Layout, Margin, Modifiers, Panel, Popup, RichText, ScrollArea, Ui, vec2,
};

use crate::derive::Memo;
use crate::edit::ops::codebook::Instead;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{field, mark, primary};
use crate::model::{Entry, EntryId, Kind, Project};
use crate::session::{Action, Command, Desk};
use crate::text::fold::fold;
use add::Add;
use dialogs::Asked;
use form::Form;
use tally::Counts;
use used::Wanted;

/// With more rows than these there is a field to filter them.
const MANY: usize = 10;

/// What the screen remembers.
pub struct CodebookScreen {
    kind: Kind,
    /// The selection when it was last seen: another one may belong to another kind.
    seen: Option<EntryId>,
    /// Where the selection stood, for when it is deleted.
    place: usize,
    /// For how many frames the selection is still brought into view: what is above the list may fold meanwhile.
    reveal: u8,
    filter: String,
    /// The rows of the kind, and those that pass the filter, at a revision.
    all: Memo<(u64, Kind), Vec<Entry>>,
    listed: Memo<(u64, Kind, String), Vec<Entry>>,
    form: Form,
    add: Option<Add>,
    asked: Option<Asked>,
    /// The row that was sent to be deleted in the last frame, with its name.
    leaving: Option<(EntryId, String)>,
    counts: Counts,
}

impl Default for CodebookScreen {
    fn default() -> Self {
        Self {
            kind: Kind::Issue,
            seen: None,
            place: 0,
            reveal: 0,
            filter: String::new(),
            all: Memo::default(),
            listed: Memo::default(),
            form: Form::default(),
            add: None,
            asked: None,
            leaving: None,
            counts: Counts::default(),
        }
    }
}

impl CodebookScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let project = desk.project();
        if self.follow(desk) {
            self.reveal = 3;
        }
        let reveal = self.reveal > 0;
        if reveal {
            self.reveal -= 1;
            ui.ctx().request_repaint();
        }
        self.say_goodbye(project, out);
        let revision = desk.document().revision();
        let all = self.all.get((revision, self.kind), || project.entries(self.kind));
        let rows = self.filtered(revision, &all);
        let selected = self.select(desk, &rows, out);
        self.keys(ui, desk, &all, &rows, selected.as_ref(), out);
        let rail = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(8, 12));
        let narrow = ui.available_width() < 1200.0;
        let width = if narrow { 150.0 } else { 190.0 };
        Panel::left("codebook-kinds").resizable(false).exact_size(width).frame(rail).show(ui, |ui| {
            ui.take_available_width();
            if let Some(kind) = rail::show(ui, project, self.kind) {
                self.turn_to(project, kind, out);
            }
        });
        let width = if narrow { 320.0 } else { 430.0 };
        let paper = Frame::new().fill(p.paper);
        Panel::left("codebook-rows").resizable(false).exact_size(width).frame(paper).show(ui, |ui| {
            ui.take_available_width();
            ui.take_available_height();
            self.rows(ui, desk, all.len(), &rows, selected.as_ref().map(Entry::id), reveal, out);
        });
        CentralPanel::default().frame(paper.inner_margin(Margin::symmetric(34, 22))).show(ui, |ui| {
            ScrollArea::vertical().id_salt("codebook-form").auto_shrink(false).show(ui, |ui| match &selected {
                Some(entry) => self.detail(ui, desk, entry, out),
                None => self.nothing(ui, desk, all.is_empty()),
            });
        });
        if let Some(asked) = &mut self.asked
            && !asked.show(ui.ctx(), desk, out)
        {
            self.asked = None;
        }
    }

    /// Turns to the kind of a selection that was made elsewhere. Whether the selection is another one.
    fn follow(&mut self, desk: &Desk) -> bool {
        let now = desk.selection().entry;
        if now == self.seen {
            return false;
        }
        self.seen = now;
        if let Some(id) = now
            && id.kind() != self.kind
        {
            self.kind = id.kind();
            self.filter.clear();
            self.add = None;
        }
        now.is_some()
    }

    fn turn_to(&mut self, project: &Project, kind: Kind, out: &mut Vec<Command>) {
        self.kind = kind;
        self.place = 0;
        self.filter.clear();
        self.add = None;
        let first = project.entries(kind).first().map(Entry::id);
        self.seen = first;
        out.push(Command::SelectEntry(first));
    }

    fn filtered(&self, revision: u64, all: &Arc<Vec<Entry>>) -> Arc<Vec<Entry>> {
        let wanted = fold(self.filter.trim());
        if wanted.is_empty() {
            return all.clone();
        }
        let fits = |text: &str| fold(text).contains(&wanted);
        let named = |row: &&Entry| fits(row.label()) || row.other_names().into_iter().any(fits);
        let key = (revision, self.kind, wanted.clone());
        self.listed.get(key, || all.iter().filter(named).cloned().collect())
    }

    /// Deletes a row that nothing uses; asks about any other.
    fn delete(&mut self, ui: &Ui, desk: &Desk, id: EntryId, out: &mut Vec<Command>) {
        self.asked = dialogs::delete(desk.project(), desk.document().revision(), id);
        if self.asked.is_none() {
            self.leaving = Some((id, desk.project().label(id)));
            out.push(Command::Delete(id, Instead::Nothing));
            ui.ctx().request_repaint();
        }
    }

    /// Says that a row was deleted, once it is: the project may have refused.
    fn say_goodbye(&mut self, project: &Project, out: &mut Vec<Command>) {
        if let Some((id, name)) = self.leaving.take()
            && !project.contains(id)
        {
            let undo = Action::Undo.info().shortcut.map(|s| s.to_string()).unwrap_or_default();
            out.push(Command::Tell(format!("“{name}” deleted – {undo} brings it back")));
        }
    }

    /// The selected row of this kind; where there is none, the one that stands in its place.
    fn select(&mut self, desk: &Desk, rows: &[Entry], out: &mut Vec<Command>) -> Option<Entry> {
        let selected = desk.selection().entry.filter(|id| id.kind() == self.kind);
        if let Some(place) = rows.iter().position(|row| Some(row.id()) == selected) {
            self.place = place;
            return Some(rows[place].clone());
        }
        if let Some(hidden) = selected.and_then(|id| desk.project().entry(id)) {
            return Some(hidden); // by the filter
        }
        let row = rows.get(self.place.min(rows.len().checked_sub(1)?))?;
        self.seen = Some(row.id());
        out.push(Command::SelectEntry(Some(row.id())));
        Some(row.clone())
    }

    #[expect(clippy::too_many_arguments)] // the head and the list of one panel
    fn rows(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        all: usize,
        rows: &[Entry],
        selected: Option<EntryId>,
        reveal: bool,
        out: &mut Vec<Command>,
    ) {
        let p = theme::of(ui.ctx());
        let (project, read_only) = (desk.project(), desk.document().is_read_only());
        ui.spacing_mut().item_spacing.y = 0.0;
        let bar = Frame::new().inner_margin(Margin::symmetric(14, 9));
        bar.show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(30.0);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let key = RichText::new("N").font(face::medium(size::TINY)).color(p.muted);
                    let name = RichText::new(words::new(self.kind)).font(face::medium(size::BODY)).color(p.ink);
                    let new = Button::new(name).shortcut_text(key).min_size(vec2(0.0, 30.0));
                    let new = ui.add_enabled(!read_only, new);
                    if new.on_disabled_hover_text(READ_ONLY).clicked() {
                        self.add = Some(Add::new(self.kind));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        if all > MANY || !self.filter.is_empty() {
                            let name = format!("Filter {}", words::plural(self.kind));
                            field::line(ui, &name, &mut self.filter, &name);
                        } else {
                            mark::one_line(ui, words::hint(self.kind), face::regular(size::SMALL), p.muted);
                        }
                    });
                });
            });
        });
        if let Some(add) = &mut self.add
            && !add.show(ui, desk, out)
        {
            self.add = None;
        }
        let edge = ui.cursor().top();
        ui.painter().hline(ui.max_rect().x_range(), edge - 0.5, eframe::egui::Stroke::new(1.0, p.line));
        let fixed = if read_only {
            Some(READ_ONLY)
        } else {
            (!self.filter.trim().is_empty()).then_some("Clear the filter to move rows")
        };
        if rows.is_empty() && all > 0 {
            Frame::new().inner_margin(Margin::same(16)).show(ui, |ui| {
                field::note(ui, &format!("No {} matches “{}”.", self.kind.noun(), self.filter.trim()));
            });
            return;
        }
        let tally = self.counts.tally(project);
        list::List { rows, tally: &tally, selected, fixed }.show(ui, reveal, out);
    }

    fn detail(&mut self, ui: &mut Ui, desk: &Desk, entry: &Entry, out: &mut Vec<Command>) {
        let (project, id) = (desk.project(), entry.id());
        ui.set_max_width(ui.available_width().min(560.0));
        ui.spacing_mut().item_spacing.y = space::S;
        let usage = self.counts.usage(project, id);
        let wanted = ui.add_enabled_ui(!desk.document().is_read_only(), |ui| {
            self.form.show(ui, desk, entry, out);
            used::show(ui, project, id, &usage, out)
        });
        match wanted.inner {
            Some(Wanted::Merge) => self.asked = Some(dialogs::merge(project, desk.document().revision(), id)),
            Some(Wanted::Delete) => self.delete(ui, desk, id, out),
            None => {}
        }
    }

    /// What the kind is for, where there is no row to show.
    fn nothing(&mut self, ui: &mut Ui, desk: &Desk, empty: bool) {
        let p = theme::of(ui.ctx());
        if !empty {
            return;
        }
        ui.set_max_width(ui.available_width().min(460.0));
        let title = format!("No {} yet", words::plural(self.kind));
        ui.label(RichText::new(title).font(face::serif_semibold(24.0)).color(p.ink));
        ui.label(RichText::new(words::purpose(self.kind)).font(face::regular(size::BODY)).color(p.muted));
        ui.add_space(space::S);
        let new = ui.add_enabled_ui(!desk.document().is_read_only(), |ui| primary(ui, &words::new(self.kind))).inner;
        if new.on_disabled_hover_text(READ_ONLY).clicked() {
            self.add = Some(Add::new(self.kind));
        }
    }

    /// Keys of the list; none while something is typed or asked.
    fn keys(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        all: &[Entry],
        rows: &[Entry],
        selected: Option<&Entry>,
        out: &mut Vec<Command>,
    ) {
        let ctx = ui.ctx();
        let asked = ctx.memory(|m| m.top_modal_layer().is_some()) || Popup::is_any_open(ctx) || self.asked.is_some();
        if asked || ctx.text_edit_focused() {
            return;
        }
        let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
        let read_only = desk.document().is_read_only();
        if !read_only && pressed(Modifiers::NONE, Key::N) {
            self.add = Some(Add::new(self.kind));
        }
        let Some(entry) = selected else { return };
        let at = |rows: &[Entry]| rows.iter().position(|row| row.id() == entry.id());
        // Among all rows, so that a filter changes nothing about what "up" means.
        let movable = !read_only && self.filter.trim().is_empty();
        if let Some(place) = at(all).filter(|_| movable) {
            if pressed(Modifiers::ALT, Key::ArrowDown) && place + 1 < all.len() {
                out.push(Command::Reorder(entry.id(), place + 1));
            } else if pressed(Modifiers::ALT, Key::ArrowUp) && place > 0 {
                out.push(Command::Reorder(entry.id(), place - 1));
            }
        }
        if ctx.memory(|m| m.focused().is_some_and(|id| id != list::id())) {
            return;
        }
        for (key, forward) in [(Key::ArrowDown, true), (Key::ArrowUp, false)] {
            if pressed(Modifiers::NONE, key) {
                let place = at(rows).map_or(0, |place| if forward { place + 1 } else { place.saturating_sub(1) });
                let to = rows.get(place).map(Entry::id);
                out.extend(to.map(|id| Command::SelectEntry(Some(id))));
                list::take_focus(ui);
            }
        }
        if !read_only && pressed(Modifiers::NONE, Key::Delete) {
            self.delete(ui, desk, entry.id(), out);
        }
        if !read_only && pressed(Modifiers::NONE, Key::Enter) {
            self.form.focus();
        }
    }
}

const READ_ONLY: &str = "This project is open for reading only";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Slug;
    use crate::session::{Runner, Session};

    #[test]
    fn a_deletion_is_told_only_once_the_row_is_gone() {
        let mut session = Session::new(Runner::Inline, None);
        let _ = session.handle(Command::Do(Action::OpenSample));
        let id = EntryId::new(Kind::Issue, Slug::from_label("us-backstop"));
        let told = |session: &Session| {
            let mut screen = CodebookScreen { leaving: Some((id, "Backstop".into())), ..CodebookScreen::default() };
            let mut out = Vec::new();
            screen.say_goodbye(session.desk().expect("a project").project(), &mut out);
            out
        };
        let _ = session.handle(Command::Delete(id, Instead::Nothing));
        assert_eq!(told(&session), [], "it is in use: the project has refused");
        let _ = session.handle(Command::Delete(id, Instead::DeleteClaims));
        assert_eq!(told(&session), [Command::Tell("“Backstop” deleted – Ctrl Z brings it back".into())]);
    }
}
