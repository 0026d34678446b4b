//! The menus of cells, of lines and of columns.

use eframe::egui::containers::menu::menu_style;
use eframe::egui::{Align, Button, Layout, Popup, PopupAnchor, PopupKind, Pos2, RichText, SetOpenCommand, Ui, vec2};

use super::grid::{self, Want};
use super::order;
use super::view::{Edge, Head, Shown, View};
use crate::derive::claims::{Query, View as ClaimsView};
use crate::edit::ops::assessments::Saying;
use crate::gui::theme::{self, face, size};
use crate::model::{EntryId, Judgement, Spot, Who};
use crate::session::{Command, Desk, Item};

/// Why only some cells can be judged.
pub const ONLY_COUNTRIES: &str = "Only countries are assessed: a bloc follows from its members, an actor speaks alone";
const READ_ONLY: &str = "This project is open elsewhere and can only be read: make a copy with “Save as…”";
/// Most that stand side by side.
const SIDE_BY_SIDE: usize = 6;

/// What a menu is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A cell.
    Cell(Spot),
    /// A line or a column.
    Head(EntryId),
}

/// The menu that is open, if any.
#[derive(Default)]
pub struct Menu(Option<Open>);

#[derive(Clone, Copy)]
struct Open {
    about: About,
    at: Pos2,
    /// Whether the keyboard opened it: then it has the keyboard, and gives it back.
    by_key: bool,
    /// For how many frames it has been there.
    frames: u8,
}

/// What the lines of a menu need, and where they put what is wanted.
struct Lines<'a> {
    desk: &'a Desk,
    view: &'a View,
    out: &'a mut Vec<Command>,
    /// The next line takes the keyboard.
    focus: bool,
    want: Option<Want>,
    /// Another menu is to take its place.
    next: Option<About>,
}

impl Menu {
    /// Opens the menu at a place of the screen.
    pub fn open(&mut self, about: About, at: Pos2, by_key: bool) {
        self.0 = Some(Open { about, at, by_key, frames: 0 });
    }

    /// Shows the menu while it is open.
    pub fn show(&mut self, ui: &Ui, desk: &Desk, view: &View, out: &mut Vec<Command>) -> Option<Want> {
        let open = self.0.as_mut()?;
        let id = grid::id().with("menu");
        let opens = (open.frames == 0).then_some(SetOpenCommand::Bool(true));
        let mut lines = Lines { desk, view, out, focus: open.by_key && open.frames < 3, want: None, next: None };
        open.frames = open.frames.saturating_add(1);
        let (about, by_key) = (open.about, open.by_key);
        let name = match about {
            About::Cell(_) => "Cell",
            About::Head(_) => "Line or column",
        };
        let popup = Popup::new(id, ui.ctx().clone(), PopupAnchor::Position(open.at), ui.layer_id());
        let popup = popup.kind(PopupKind::Menu).layout(Layout::top_down_justified(Align::Min)).style(menu_style);
        let popup = popup.anchor_widget(grid::id()).accessible_name(name).open_memory(opens).width(250.0);
        popup.show(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            match about {
                About::Cell(spot) => match view.cell(spot) {
                    Some(cell) => lines.cell(ui, &cell),
                    None => ui.close(),
                },
                About::Head(entry) => match place_of(view, entry) {
                    Some((edge, place, head)) => lines.head(ui, edge, place, head),
                    None => ui.close(),
                },
            }
        });
        let Lines { want, next, .. } = lines;
        if let Some(about) = next {
            let at = self.0.map_or(Pos2::ZERO, |open| open.at);
            self.open(about, at, by_key);
        } else if !Popup::is_id_open(ui.ctx(), id) {
            self.0 = None;
            // Unless something else has the keyboard by now, the keys walk on.
            if want.is_none() && (by_key || ui.memory(|m| m.focused().is_none())) {
                ui.memory_mut(|m| m.request_focus(grid::id()));
            }
        }
        want
    }
}

/// Where somebody or something stands.
fn place_of(view: &View, entry: EntryId) -> Option<(Edge, usize, Head<'_>)> {
    [Edge::Left, Edge::Top].into_iter().find_map(|edge| {
        let (place, head) = view.heads(edge).enumerate().find(|(_, head)| head.entry() == entry)?;
        Some((edge, place, head))
    })
}

impl Lines<'_> {
    fn cell(&mut self, ui: &mut Ui, cell: &Shown<'_>) {
        let (desk, spot) = (self.desk, cell.spot());
        title(ui, &format!("{} · {}", cell.row.name, cell.column.issue.label));
        let evidence = if cell.position.claims > 0 { Ok(()) } else { Err("No claim counts for this cell") };
        if self.line(ui, "Evidence", "Enter", evidence) {
            self.out.push(Command::SelectCell(Some(spot)));
            self.want = Some(Want::Evidence);
        }
        let judges = match spot.cell() {
            None => Err(ONLY_COUNTRIES),
            Some(_) if desk.held().is_some() => Err(READ_ONLY),
            Some(_) => Ok(()),
        };
        if self.line(ui, "Assess…", "Space", judges) {
            self.out.push(Command::SelectCell(Some(spot)));
            self.want = Some(Want::Assess(spot, String::new()));
        }
        for (name, judgement) in [("Nothing found", Judgement::NothingFound), ("Declined to say", Judgement::Declined)]
        {
            if self.line(ui, name, "", judges)
                && let Some(cell) = spot.cell()
            {
                let was = desk.project().judged(cell).cloned();
                let saying = Saying { judgement, sentence: String::new(), confidence: None };
                self.out.push(Command::Assess { cell, was, saying });
            }
        }
        ui.separator();
        if self.line(ui, "Timeline of this issue", "", Ok(())) {
            self.out.push(Command::Follow(spot.issue));
        }
        self.compare(ui, spot.who, &cell.row.name);
        if self.line(ui, "Show its claims in Claims", "", evidence) {
            self.out.push(Command::ViewClaims(Box::new(claims_of(spot))));
        }
        ui.separator();
        for (head, entry) in
            [(&cell.row.name, spot.who.entry()), (&cell.column.issue.label, EntryId::Issue(spot.issue))]
        {
            if self.line(ui, &format!("{head}…"), "", Ok(())) {
                self.next = Some(About::Head(entry));
            }
        }
    }

    fn head(&mut self, ui: &mut Ui, edge: Edge, place: usize, head: Head<'_>) {
        let (desk, view) = (self.desk, self.view);
        title(ui, head.name());
        let last = place + 1 == view.count(edge);
        let held = desk.held().is_some();
        let can = |at_end: bool, why| {
            if held {
                Err(READ_ONLY)
            } else if at_end {
                Err(why)
            } else {
                Ok(())
            }
        };
        let [back, on] = match edge {
            Edge::Left => [("Move up", "Alt ↑"), ("Move down", "Alt ↓")],
            Edge::Top => [("Move left", "Alt ←"), ("Move right", "Alt →")],
        };
        if self.line(ui, back.0, back.1, can(place == 0, "It is the first already")) {
            order::step(desk, view, edge, place, true, self.out);
        }
        if self.line(ui, on.0, on.1, can(last, "It is the last already")) {
            order::step(desk, view, edge, place, false, self.out);
        }
        if self.line(ui, "Hide", "", Ok(())) {
            let mut look = desk.look().clone();
            look.hidden.insert(head.entry());
            self.out.push(Command::SetLook(Box::new(look)));
        }
        ui.separator();
        match head {
            Head::Who(row) => self.compare(ui, row.who, &row.name),
            Head::Issue(column) => {
                let (_, whos) = view.look.rows.nouns();
                if self.line(ui, &format!("Order {whos} by their stance"), "", can(false, "")) {
                    order::by_stance(desk, view, column.issue.id, self.out);
                }
                if self.line(ui, "Show on the timeline", "", Ok(())) {
                    self.out.push(Command::Follow(column.issue.id));
                }
            }
        }
        if self.line(ui, "Show its claims in Claims", "", Ok(())) {
            self.out.push(Command::ShowClaimsOf(head.entry()));
        }
        if self.line(ui, "Show in Codebook", "", Ok(())) {
            self.out.push(Command::Show(Item::Entry(head.entry())));
        }
    }

    /// Side by side with whoever is selected, else with those who are compared already.
    fn compare(&mut self, ui: &mut Ui, who: Who, name: &str) {
        let desk = self.desk;
        let other = desk.selection().cell.map(|cell| cell.who).filter(|other| *other != who);
        let (text, mut whos) = match other {
            Some(other) => (format!("Compare with {}", desk.project().label(other.entry())), vec![other]),
            None => (format!("Compare {name}"), desk.compared().to_vec()),
        };
        if self.line(ui, &text, "", Ok(())) {
            whos.retain(|other| *other != who);
            whos.truncate(SIDE_BY_SIDE - 1);
            whos.push(who);
            self.out.push(Command::Compare(whos));
        }
    }

    /// A line of the menu; whether it was chosen.
    fn line(&mut self, ui: &mut Ui, name: &str, key: &str, can: Result<(), &str>) -> bool {
        let name = RichText::new(name);
        let mut button = Button::new(name.font(face::regular(size::BODY))).frame_when_inactive(false).truncate();
        if !key.is_empty() {
            button = button.shortcut_text(key);
        }
        let response = ui.add_enabled(can.is_ok(), button.min_size(vec2(ui.available_width(), 26.0)));
        if std::mem::take(&mut self.focus) {
            if can.is_ok() {
                response.request_focus();
            } else {
                self.focus = true;
            }
        }
        let response = match can {
            Ok(()) => response,
            Err(why) => response.on_disabled_hover_text(why),
        };
        if response.clicked() {
            ui.close();
        }
        response.clicked()
    }
}

/// The claims under a cell, as a table.
pub fn claims_of(spot: Spot) -> ClaimsView {
    let entries = [spot.who.entry(), EntryId::Issue(spot.issue)].into();
    ClaimsView { query: Query { entries, ..Query::default() }, ..ClaimsView::default() }
}

fn title(ui: &mut Ui, text: &str) {
    let muted = theme::of(ui.ctx()).muted;
    let text = RichText::new(text).font(face::medium(size::SMALL)).color(muted);
    ui.add(eframe::egui::Label::new(text).truncate());
    ui.add_space(2.0);
}
