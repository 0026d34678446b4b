//! Adding rows: countries from the gazetteer, everything else by name.

use std::sync::Arc;

use eframe::egui::{Align, Frame, Key, Layout, Margin, Popup, ScrollArea, Ui};

use super::words;
use crate::derive::Memo;
use crate::edit::EditError;
use crate::edit::ops::codebook;
use crate::gui::theme::{self, space};
use crate::gui::widgets::picker::Look;
use crate::gui::widgets::{Picked, Picker, button, field, primary};
use crate::model::{Country, CountryId, Entry, Kind, Project};
use crate::session::finder::Candidate;
use crate::session::{Command, Desk};
use crate::suggest::gazetteer::{Gazetteer, Known, KnownBloc};

/// The place where a new row is named.
pub struct Add {
    kind: Kind,
    name: String,
    picker: Picker,
    /// The gazetteer without what the project has, as of a revision.
    known: Memo<u64, Vec<Candidate<&'static Known>>>,
    blocs: KnownHere,
    focus: bool,
    /// Why the name was refused.
    refused: Option<String>,
}

impl Add {
    /// Asks for the name of a new row of `kind`.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            name: String::new(),
            picker: Picker::focused(),
            known: Memo::default(),
            blocs: KnownHere::default(),
            focus: true,
            refused: None,
        }
    }

    /// Shows the place. Whether it stays.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) -> bool {
        let p = theme::of(ui.ctx());
        if ui.input(|i| i.key_pressed(Key::Escape)) && !self.picker.is_typing() {
            return false;
        }
        let frame = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 10));
        frame
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let stays = match self.kind {
                    Kind::Country => self.country(ui, desk, out),
                    _ => self.named(ui, desk.project(), out),
                };
                if let Some(why) = &self.refused {
                    field::complaint(ui, why);
                }
                stays
            })
            .inner
    }

    fn country(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) -> bool {
        let project = desk.project();
        let candidates = self.known.get(desk.document().revision(), || unknown_here(project));
        let look = Look {
            name: "New country",
            hint: "Type a country, code, capital or demonym",
            chosen: &[],
            proposed: &[],
            creates: Some("unit"),
            offers: false,
        };
        match self.picker.show(ui, &look, &candidates).0 {
            Picked::Taken(known) => self.create(project, from_gazetteer(project, known), out),
            Picked::Create(name) => self.create(project, codebook::blank(project, Kind::Country, &name), out),
            _ => {}
        }
        let mut stays = true;
        ui.horizontal(|ui| {
            let blocs = button::secondary(ui, "Add the members of a bloc…");
            Popup::menu(&blocs).show(|ui| {
                ui.set_width(280.0);
                let known = self.blocs.blocs(desk);
                ScrollArea::vertical().max_height(360.0).show(ui, |ui| bloc_menu(ui, project, &known, out));
            });
            stays = !button::secondary(ui, "Done").clicked();
        });
        stays
    }

    fn named(&mut self, ui: &mut Ui, project: &Project, out: &mut Vec<Command>) -> bool {
        let hint = match self.kind {
            Kind::Issue => "Send peacekeepers to Ukraine",
            Kind::Actor => "Name of a person or body",
            _ => "Name",
        };
        let response = field::line(ui, &words::new(self.kind), &mut self.name, hint);
        if std::mem::take(&mut self.focus) {
            response.request_focus();
        }
        if response.changed() {
            self.refused = None;
        }
        let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        let mut stays = true;
        ui.add_space(space::XS);
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let named = !self.name.trim().is_empty();
            let add = ui.add_enabled_ui(named, |ui| primary(ui, "Add")).inner;
            let add = add.on_disabled_hover_text("Type a name first").clicked();
            if button::secondary(ui, "Cancel").clicked() {
                stays = false;
            }
            if named && (add || entered) {
                self.create(project, codebook::blank(project, self.kind, &self.name), out);
                // Tags come in bunches; what has a form of its own is filled in next.
                stays = self.refused.is_some() || self.kind == Kind::Tag;
            }
        });
        stays
    }

    fn create(&mut self, project: &Project, entry: Entry, out: &mut Vec<Command>) {
        match codebook::create(project, entry.clone()) {
            Ok(_) => {
                out.push(Command::Create(entry));
                self.name.clear();
                self.refused = None;
            }
            Err(error) => self.refused = Some(refusal(&error, self.kind)),
        }
        (self.focus, self.picker.focus) = (true, true);
    }
}

/// Why a name cannot stand, as the field says it.
pub fn refusal(error: &EditError, kind: Kind) -> String {
    match error {
        EditError::NoName(_) => "A name is needed".into(),
        EditError::Taken { name, .. } => format!("There is already {} called “{name}”", words::a(kind)),
        other => other.to_string(),
    }
}

/// A bloc of the gazetteer beside a project.
pub struct BlocRow {
    /// The bloc.
    pub bloc: &'static KnownBloc,
    /// Its members in the project.
    pub here: Vec<CountryId>,
    /// The members that the gazetteer could add.
    pub missing: Vec<&'static Known>,
}

/// The blocs of the gazetteer beside a project, looked up once per revision.
#[derive(Default)]
pub struct KnownHere {
    last: Memo<u64, Vec<BlocRow>>,
}

impl KnownHere {
    /// The blocs, in the order of the gazetteer.
    pub fn blocs(&self, desk: &Desk) -> Arc<Vec<BlocRow>> {
        self.last.get(desk.document().revision(), || {
            let here = known_here(desk.project());
            let row = |bloc: &'static KnownBloc| {
                let (here, missing) = members(&here, bloc);
                BlocRow { bloc, here, missing }
            };
            Gazetteer::get().blocs().iter().map(row).collect()
        })
    }
}

/// The countries of the project that the gazetteer knows.
fn known_here(project: &Project) -> Vec<(&'static Known, CountryId)> {
    let known = |row: &Arc<Country>| Some((Gazetteer::get().of(row)?, row.id));
    project.countries().values().filter_map(known).collect()
}

/// What the gazetteer knows and the project has not.
fn unknown_here(project: &Project) -> Vec<Candidate<&'static Known>> {
    let here = known_here(project);
    let missing = |known: &&'static Known| !here.iter().any(|(other, _)| std::ptr::eq(*other, *known));
    let candidate = |known: &'static Known| {
        let codes = [&known.iso, &known.iso2].into_iter().filter(|code| !code.is_empty()).cloned();
        let others = codes.chain(known.names().skip(1).map(str::to_owned)).collect();
        Candidate::new(known, known.name.as_str(), others)
    };
    Gazetteer::get().entries().iter().filter(missing).map(candidate).collect()
}

/// The row of a country that the gazetteer knows, at the end and under a free id.
fn from_gazetteer(project: &Project, known: &Known) -> Entry {
    let Entry::Country(blank) = codebook::blank(project, Kind::Country, known.id.0.as_str()) else {
        return codebook::blank(project, Kind::Country, &known.name);
    };
    let mut row = known.row(blank.rank);
    row.id = blank.id;
    Entry::Country(row.into())
}

/// The members of a bloc: those in the project, and those that the gazetteer could add.
fn members(here: &[(&'static Known, CountryId)], bloc: &'static KnownBloc) -> (Vec<CountryId>, Vec<&'static Known>) {
    let (mut ids, mut missing) = (Vec::new(), Vec::new());
    for known in Gazetteer::get().members(bloc) {
        match here.iter().find(|(other, _)| std::ptr::eq(*other, known)) {
            Some((_, id)) => ids.push(*id),
            None => missing.push(known),
        }
    }
    (ids, missing)
}

/// New rows for countries of the gazetteer.
pub fn rows(project: &Project, known: &[&'static Known]) -> Vec<Entry> {
    known.iter().map(|known| from_gazetteer(project, known)).collect()
}

fn bloc_menu(ui: &mut Ui, project: &Project, known: &[BlocRow], out: &mut Vec<Command>) {
    for BlocRow { bloc, missing, .. } in known {
        let label = if missing.is_empty() {
            format!("{} – all here", bloc.label)
        } else {
            format!("{} – {} to add", bloc.label, missing.len())
        };
        ui.add_enabled_ui(!missing.is_empty(), |ui| {
            if ui.button(label).on_disabled_hover_text("All its members are in the codebook").clicked() {
                out.push(Command::CreateAll(rows(project, missing)));
            }
        });
    }
}
