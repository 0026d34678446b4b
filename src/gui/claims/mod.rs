//! The claims screen: every claim as a table, found by words and filters, recoded in bulk.

mod bar;
mod columns;
mod filters;
mod listing;
mod row;
mod select;
mod table;
mod words;

use std::sync::Arc;

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::derive::Memo;
use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{button, primary};
use crate::model::EntryId;
use crate::session::{Action, Command, Desk};
use bar::Bar;
use filters::{Filters, Shown};
use listing::{Base, Listing, Order, Query};
use select::Chosen;

/// What the screen remembers: what is sought, the order, and what is chosen.
#[derive(Default)]
pub struct ClaimsScreen {
    query: Query,
    order: Order,
    chosen: Chosen,
    filters: Filters,
    bar: Bar,
    base: Memo<u64, Base>,
    listing: Memo<Wish, Listing>,
    /// What was listed when `chosen` was last made to fit.
    fits: Option<Wish>,
    /// The place to bring into view in this frame.
    reveal: Option<usize>,
}

/// All that a listing depends on.
#[derive(Clone, Debug, PartialEq)]
struct Wish {
    revision: u64,
    query: Query,
    order: Order,
}

impl ClaimsScreen {
    /// Shows only the claims that name a row of the codebook; those of its members for a bloc.
    pub fn only(&mut self, entry: EntryId) {
        self.query = Query { entries: [entry].into(), ..Query::default() };
    }

    /// Shows the table so.
    pub fn look(&mut self, view: crate::derive::claims::View) {
        let crate::derive::claims::Query { words, entries, bases, .. } = view.query;
        self.query = Query { words, entries, bases };
    }

    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, out: &mut Vec<Command>) {
        let p = theme::of(ui.ctx());
        self.bar.follow(desk, out);
        if desk.project().claims().is_empty() {
            CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| nothing_coded(ui, out));
            return;
        }
        self.query.entries.retain(|id| desk.project().contains(*id));
        let (base, mut listing) = self.listing(desk);
        let bar = Frame::new().fill(p.panel).inner_margin(Margin::symmetric(14, 8));
        Panel::top("claims-filters").frame(bar).show(ui, |ui| {
            let (project, revision) = (desk.project(), desk.document().revision());
            let shown = Shown { project, revision, listing: &listing, order: self.order };
            self.filters.show(ui, &shown, &mut self.query);
        });
        (_, listing) = self.fitted(desk, listing);
        self.bar.show(ui, desk, &listing, &self.chosen, out);
        CentralPanel::default().frame(Frame::new().fill(p.paper)).show(ui, |ui| {
            let reveal = self.keys(ui, &listing, out);
            let reveal = reveal.or(self.reveal.take());
            if listing.ids.is_empty() {
                nothing_matches(ui, &mut self.query);
                return;
            }
            let words = words::Words::parse(&self.query.words);
            let needles: Vec<&str> = words.needles().collect();
            let table = table::Table { project: desk.project(), base: &base, listing: &listing, needles: &needles };
            table.show(ui, &mut self.order, &mut self.chosen, reveal, out);
        });
    }

    fn listing(&self, desk: &Desk) -> (Arc<Base>, Arc<Listing>) {
        let revision = desk.document().revision();
        let base = self.base.get(revision, || Base::new(desk.project()));
        let wish = Wish { revision, query: self.query.clone(), order: self.order };
        let listing = self.listing.get(wish, || Listing::new(desk.project(), &base, &self.query, self.order));
        (base, listing)
    }

    /// The listing of this frame, after the filters were shown; what is chosen is made to fit it.
    fn fitted(&mut self, desk: &Desk, before: Arc<Listing>) -> (Arc<Base>, Arc<Listing>) {
        let revision = desk.document().revision();
        let wish = Wish { revision, query: self.query.clone(), order: self.order };
        if self.fits.as_ref() == Some(&wish) {
            return (self.base.get(revision, || Base::new(desk.project())), before);
        }
        let (base, listing) = self.listing(desk);
        self.chosen.keep_listed(&listing);
        self.reveal = self.chosen.place(&listing);
        self.fits = Some(wish);
        (base, listing)
    }

    /// Keys of the table. The place that came under the keyboard.
    fn keys(&mut self, ui: &Ui, listing: &Listing, out: &mut Vec<Command>) -> Option<usize> {
        if !table::has_keys(ui) {
            return None;
        }
        let pressed = table::pressed(ui)?;
        table::take_focus(ui);
        match pressed {
            table::Pressed::Step(by, extend) => self.chosen.step(listing, by, extend),
            table::Pressed::Toggle => {
                if let Some(id) = self.chosen.cursor {
                    self.chosen.toggle(id);
                }
                None
            }
            table::Pressed::All => {
                self.chosen.all(listing);
                None
            }
            table::Pressed::Open => {
                let only = (self.chosen.len() == 1).then(|| self.chosen.in_order(listing)[0]);
                if let Some(id) = self.chosen.cursor.or(only) {
                    table::open(out, id);
                }
                None
            }
            table::Pressed::Clear => {
                self.chosen.clear();
                None
            }
            table::Pressed::Delete => {
                self.bar.delete(ui, listing, &self.chosen, out);
                None
            }
        }
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

fn nothing_matches(ui: &mut Ui, query: &mut Query) {
    said(ui, "No claim matches", "Words are sought in quotations, speakers, conditions, notes and tags.");
    ui.vertical_centered(|ui| {
        if button::secondary(ui, "Clear filters").clicked() {
            *query = Query::default();
        }
    });
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
