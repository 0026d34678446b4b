//! The claims screen: every claim as a table, found by words and filters, put into groups, changed in bulk.

mod asked;
mod bar;
mod columns;
mod copy;
mod filters;
mod head;
mod keys;
mod later;
mod lines;
mod pick;
mod row;
mod saved;
mod select;
mod table;
mod tools;

use std::collections::HashSet;
use std::sync::Arc;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Popup, Rect, Spinner, Ui, pos2, vec2};

use crate::derive::Memo;
use crate::derive::claims::{GroupBy, GroupKey, Query, View, Words};
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::line::{self, counted};
use crate::gui::widgets::{button, primary};
use crate::model::{EntryId, Project};
use crate::session::{Action, Command, Desk, Prefs, filters::called};
use asked::What;
use bar::{Bar, Wish};
use filters::{Filters, Shown};
use keys::Pressed;
use later::{Later, Made};
use lines::{Line, Lines};
use select::{Chosen, Part};
use tools::Fold;

/// What the screen remembers: how the table is looked at, and what is chosen.
#[derive(Default)]
pub struct ClaimsScreen {
    view: View,
    chosen: Chosen,
    filters: Filters,
    bar: Bar,
    dialog: Option<saved::Dialog>,
    /// The saved view that was shown last.
    current: Option<String>,
    later: Later,
    /// The words that are marked, as they were typed.
    words: Memo<String, Words>,
    /// What the lines were made of.
    made: Option<Arc<Made>>,
    lines: Arc<Lines>,
    folds: Folds,
    /// How much of each group is chosen, for what was chosen then.
    parts: (Option<u64>, Vec<Part>),
    /// The line to bring into view in this frame.
    reveal: Option<usize>,
    /// How many lines were in view.
    page: usize,
    /// How high the bar of filters was.
    high: f32,
    /// Whether a menu was open, and the pass in which the screen was shown last.
    menu: bool,
    shown: Option<u64>,
}

/// The groups that are folded.
#[derive(Default)]
struct Folds {
    by: Option<GroupBy>,
    keys: HashSet<GroupKey>,
    /// They have changed since the lines were made.
    changed: bool,
}

impl ClaimsScreen {
    /// Shows only the claims that name a row of the codebook; those of its members for a bloc.
    pub fn only(&mut self, entry: EntryId) {
        self.view.query = Query::only(entry);
    }

    /// Shows the table so.
    pub fn look(&mut self, view: View) {
        self.view = view;
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, prefs: &Prefs, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        let paper = Frame::new().fill(p.paper);
        if desk.project().claims().is_empty() {
            CentralPanel::default().frame(paper).show(ui, |ui| nothing_coded(ui, out));
            return;
        }
        self.follow(ui, desk);
        self.take_keys(ui);
        let bar = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 8));
        let shown = Panel::top("claims-filters").frame(bar).show(ui, |ui| self.toolbar(ui, desk, prefs, out));
        // A bar of another height is cut until the next frame.
        let high = shown.response.rect.height();
        if (std::mem::replace(&mut self.high, high) - high).abs() > 0.5 {
            ui.ctx().request_repaint();
        }
        // What the filters changed counts in this frame.
        self.follow(ui, desk);
        let lines = self.lines.clone();
        match self.bar.show(ui, desk, &lines.listing, &self.chosen, out) {
            Some(Wish::Copy) => self.copy(desk, out),
            Some(Wish::Clear) => self.chosen.clear(),
            None => {}
        }
        if let Some(dialog) = &mut self.dialog
            && !dialog.show(ui.ctx(), desk.project(), &prefs.filters, &self.view, &mut self.current, out)
        {
            self.dialog = None;
        }
        CentralPanel::default().frame(paper).show(ui, |ui| {
            let reveal = self.keys(ui, desk, &lines, out).or(self.reveal.take());
            self.follow(ui, desk);
            let lines = self.lines.clone();
            let Some(made) = self.made.clone() else {
                return said(ui, "Collecting claims…", "This project has many of them.");
            };
            if lines.listing.claims == 0 {
                let sentence = why_nothing(desk.project(), &self.view.query);
                if nothing_matches(ui, &sentence) {
                    self.filters.clear(&mut self.view.query);
                }
                return;
            }
            self.table(ui, desk, &made, &lines, reveal, out);
        });
    }

    /// Who comes to the screen, or closes a menu, has the table under the keys, unless something is typed or asked.
    fn take_keys(&mut self, ui: &Ui) {
        let ctx = ui.ctx();
        let (pass, menu) = (ctx.cumulative_pass_nr(), Popup::is_any_open(ctx));
        let comes = self.shown.replace(pass).is_none_or(|last| last + 1 < pass);
        let closed = std::mem::replace(&mut self.menu, menu) && !menu;
        let asked = self.dialog.is_some() || self.bar.is_asking() || ctx.memory(|m| m.top_modal_layer().is_some());
        if (comes || closed) && !menu && !asked && !ctx.text_edit_focused() {
            table::take_focus(ui);
        }
    }

    fn toolbar(&mut self, ui: &mut Ui, desk: &Desk, prefs: &Prefs, out: &mut Vec<Command>) {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        let whole = ui.available_rect_before_wrap();
        let made = self.made.clone();
        let row = ui.horizontal_wrapped(|ui| {
            let (project, revision) = (desk.project(), desk.document().revision());
            let shown = Shown { project, revision, base: made.as_ref().map(|made| &*made.base) };
            self.filters.show(ui, &shown, &mut self.view.query);
            match tools::group(ui, &self.lines, &mut self.view.group) {
                Some(Fold::All) => self.fold_every(true),
                Some(Fold::None) => self.fold_every(false),
                None => {}
            }
            tools::columns(ui, &mut self.view.columns);
            if let Some(asks) = tools::saved(ui, &prefs.filters, &self.view, &mut self.current, out) {
                self.dialog = Some(saved::Dialog::new(asks, self.current.as_deref()));
            }
            ui.cursor().left()
        });
        let bottom = row.response.rect.bottom();
        let last = Rect::from_min_max(pos2(row.inner + space::S, bottom - 30.0), pos2(whole.right(), bottom));
        let by = self.view.order.column.label().to_lowercase();
        let (all, some) = (desk.project().claims().len(), self.lines.listing.claims);
        let counted = match self.view.query.is_empty() {
            true => counted(all, "claim", "claims"),
            false => format!("{some} of {}", counted(all, "claim", "claims")),
        };
        line::at_end(ui, &format!("{counted} · sorted by {by}"), &counted, last, whole.right());
        if self.later.is_behind() {
            let at = pos2(whole.right() - 8.0, whole.top() + 4.0);
            ui.put(Rect::from_center_size(at, vec2(12.0, 12.0)), Spinner::new().size(12.0));
        }
    }

    fn table(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        made: &Made,
        lines: &Arc<Lines>,
        reveal: Option<usize>,
        out: &mut Vec<Command>,
    ) {
        let typed = &self.view.query.words;
        let words = self.words.get(typed.clone(), || Words::parse(typed));
        let needles: Vec<&str> = words.needles().collect();
        self.reckon_parts();
        let table = table::Table {
            project: desk.project(),
            base: &made.base,
            lines,
            group: made.wish.group,
            parts: &self.parts.1,
            columns: &self.view.columns,
            needles: &needles,
        };
        let wanted = table.show(ui, &mut self.view.order, &mut self.chosen, reveal, out);
        self.page = wanted.page;
        if let Some(group) = wanted.turn {
            self.fold(group, !lines.is_folded(group));
            // A head that stood at the top, away from its place, stays in view.
            self.reveal = Some(lines.head(group));
            ui.ctx().request_repaint();
        }
    }

    /// Makes the lines fit what is wished for now, and what is chosen the lines.
    fn follow(&mut self, ui: &Ui, desk: &Desk) {
        if self.folds.by != self.view.group {
            self.folds = Folds { by: self.view.group, keys: HashSet::new(), changed: true };
        }
        let made = self.later.get(ui.ctx(), desk, &self.view);
        let same = match (&made, &self.made) {
            (Some(new), Some(old)) => Arc::ptr_eq(new, old),
            (None, None) => true,
            _ => false,
        };
        if same && !self.folds.changed {
            return;
        }
        self.folds.changed = false;
        let listing = made.as_ref().map(|made| made.listing.clone()).unwrap_or_default();
        self.lines = Arc::new(Lines::new(listing, &self.folds.keys));
        self.parts.0 = None;
        if !same {
            self.made = made;
            self.chosen.keep_listed(&self.lines);
            self.reveal = self.chosen.line(&self.lines);
        }
    }

    fn fold(&mut self, group: usize, fold: bool) {
        let Some(group) = self.lines.listing.groups.get(group) else { return };
        self.folds.changed |=
            if fold { self.folds.keys.insert(group.key.clone()) } else { self.folds.keys.remove(&group.key) };
    }

    fn fold_every(&mut self, fold: bool) {
        let keys = self.lines.listing.groups.iter().map(|group| group.key.clone());
        self.folds.keys = if fold { keys.collect() } else { HashSet::new() };
        self.folds.changed = true;
        self.reveal = None;
    }

    /// How much of each group is chosen, reckoned when something else is.
    fn reckon_parts(&mut self) {
        if self.parts.0 == Some(self.chosen.turn()) {
            return;
        }
        let listing = &self.lines.listing;
        let parts = listing.groups.iter().map(|group| self.chosen.part(&listing.ids[group.start..group.end]));
        self.parts = (Some(self.chosen.turn()), parts.collect());
    }

    fn copy(&self, desk: &Desk, out: &mut Vec<Command>) {
        let Some(made) = &self.made else { return };
        let under = self.chosen.cursor.as_ref().and_then(|spot| spot.claim);
        let wanted = |id| if self.chosen.len() > 0 { self.chosen.has(id) } else { under == Some(id) };
        let count = if self.chosen.len() > 0 { self.chosen.len() } else { usize::from(under.is_some()) };
        if count > 0 {
            let text = copy::table(desk.project(), &made.base, &made.listing, &self.view.columns, wanted);
            out.push(Command::Copy(text));
            out.push(Command::Tell(format!("{} copied", counted(count, "claim", "claims"))));
        }
    }

    /// Keys of the table. The line that came under the keyboard.
    fn keys(&mut self, ui: &Ui, desk: &Desk, lines: &Lines, out: &mut Vec<Command>) -> Option<usize> {
        if !keys::are_for_table(ui) {
            return None;
        }
        let pressed = keys::pressed(ui, self.page)?;
        table::take_focus(ui);
        let line = self.chosen.line(lines);
        let at = line.and_then(|line| lines.at(line));
        match pressed {
            Pressed::Step(by, extend) => return self.chosen.step(lines, by, extend),
            Pressed::Toggle => self.chosen.toggle(lines),
            Pressed::All => self.chosen.all(&lines.listing),
            Pressed::Open => match at {
                Some(Line::Head(group)) => self.fold(group, !lines.is_folded(group)),
                _ => {
                    let only = (self.chosen.len() == 1).then(|| self.chosen.in_order(&lines.listing)[0]);
                    if let Some(id) = line.and_then(|line| lines.claim(line)).or(only) {
                        table::open(out, id);
                    }
                }
            },
            Pressed::Right => match at {
                Some(Line::Head(group)) if lines.is_folded(group) => self.fold(group, false),
                Some(Line::Head(_)) => return self.chosen.step(lines, 1, false),
                _ => {}
            },
            Pressed::Left => match at {
                Some(Line::Row(_, Some(group))) => {
                    self.chosen.go(lines, lines.head(group), false);
                    return Some(lines.head(group));
                }
                Some(Line::Head(group)) => self.fold(group, true),
                _ => {}
            },
            Pressed::Every { fold } => {
                self.fold_every(fold);
                if fold && let Some(Line::Row(_, Some(group))) = at {
                    self.chosen.go(lines, lines.head(group), false);
                }
            }
            Pressed::Copy => self.copy(desk, out),
            Pressed::Find => {
                self.filters.focus();
                ui.ctx().request_repaint();
            }
            Pressed::Clear => self.chosen.clear(),
            Pressed::Delete if !desk.document().is_read_only() => {
                self.bar.ask(What::Delete, &lines.listing, &self.chosen);
                ui.ctx().request_repaint();
            }
            Pressed::Delete => out.push(Command::Tell(asked::READ_ONLY.into())),
        }
        None
    }
}

fn nothing_coded(ui: &mut Ui, out: &mut Vec<Command>) {
    said(ui, "No claims yet", "Select a sentence in an article and press T: who says what on which issue.");
    ui.vertical_centered(|ui| {
        if primary(ui, "Read articles").clicked() {
            out.push(Command::Do(Action::ShowRead));
        }
    });
}

/// Whether the filters are to be cleared.
fn nothing_matches(ui: &mut Ui, sentence: &str) -> bool {
    said(ui, "No claim matches", sentence);
    ui.vertical_centered(|ui| button::secondary(ui, "Clear filters").clicked()).inner
}

/// What may be the reason that nothing is found.
fn why_nothing(project: &Project, query: &Query) -> String {
    let gone: Vec<String> =
        query.entries.iter().filter(|id| !project.contains(**id)).map(|id| called(project, *id)).collect();
    if !gone.is_empty() {
        return format!("The filters ask for {}.", gone.join(", "));
    }
    if query.words.trim().is_empty() {
        "Take some of the filters away.".into()
    } else {
        "Words are sought in quotations, speakers, conditions, notes and tags.".into()
    }
}

/// A headline and a sentence in the middle of an empty screen.
fn said(ui: &mut Ui, headline: &str, sentence: &str) {
    let p = theme::of(ui.ctx());
    ui.add_space(ui.available_height() * 0.3);
    ui.vertical_centered(|ui| {
        ui.label(eframe::egui::RichText::new(headline).font(face::serif_semibold(22.0)).color(p.ink));
        ui.label(eframe::egui::RichText::new(sentence).font(face::regular(size::BODY)).color(p.muted));
        ui.add_space(space::S);
    });
}
