//! Who stands in the rows, which issues in the columns, in which order, and what is hidden.

use eframe::egui::{ScrollArea, Ui};

use crate::gui::theme::space;
use crate::gui::widgets::chip::{self, Chip, Tick};
use crate::gui::widgets::field;
use crate::model::{EntryId, Kind, Look, Order, Project, RowsOf, Zoom};
use crate::session::{Desk, Part};
use crate::text::fold::fold;

/// With more rows or issues than these, a menu has a field to find one.
const MANY: usize = 8;

/// What the menus remember: what is typed to find something to hide.
#[derive(Default)]
pub struct Axes {
    rows: String,
    issues: String,
}

impl Axes {
    /// Shows the chips; changes `look`.
    pub fn show(&mut self, ui: &mut Ui, desk: &Desk, look: &mut Look) {
        self.rows(ui, desk, look);
        self.issues(ui, desk, look);
        // The other parts have no cells to look into.
        if desk.part() == Part::Positions {
            zoom(ui, look);
        }
    }

    fn rows(&mut self, ui: &mut Ui, desk: &Desk, look: &mut Look) {
        let project = desk.project();
        let kind = kind(look.rows);
        let hidden = hidden(look, kind);
        let usual = Look::default();
        let set = look.rows != usual.rows || look.row_order != usual.row_order || hidden > 0;
        let value = said(look.rows.label(), look.row_order, hidden);
        let pressed = Chip { name: "Rows", value: &value, set, clears: true }.show(ui);
        if pressed.cleared {
            (look.rows, look.row_order) = (usual.rows, usual.row_order);
            look.hidden.retain(|entry| entry.kind() == Kind::Issue);
        }
        let response = chip::tip(pressed.response, "Who stands in the rows, and in which order");
        if response.clicked() {
            self.rows.clear();
        }
        chip::menu(&response, "Rows").show(|ui| {
            ui.set_width(280.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            for (rows, label) in RowsOf::ALL {
                let none = project.count(self::kind(rows)) == 0;
                let detail = if none { "None in the codebook yet" } else { "" };
                if chip::item(ui, Tick::One, look.rows == rows, label, detail) {
                    look.rows = rows;
                }
            }
            head(ui, "Order");
            orders(ui, &Order::OF_ROWS, &mut look.row_order);
            head(ui, "Shown");
            shown(ui, project, self::kind(look.rows), &mut self.rows, look);
            let bare = without_evidence(desk, look);
            if !bare.is_empty() && chip::item(ui, Tick::None, false, "Hide rows without evidence", "") {
                look.hidden.extend(bare);
            }
        });
    }

    fn issues(&mut self, ui: &mut Ui, desk: &Desk, look: &mut Look) {
        let project = desk.project();
        let hidden = hidden(look, Kind::Issue);
        let usual = Look::default();
        let set = look.issue_order != usual.issue_order || hidden > 0 || look.transposed;
        let place = if look.transposed { "In rows" } else { "All" };
        let value = said(place, look.issue_order, hidden);
        let pressed = Chip { name: "Issues", value: &value, set, clears: true }.show(ui);
        if pressed.cleared {
            (look.issue_order, look.transposed) = (usual.issue_order, usual.transposed);
            look.hidden.retain(|entry| entry.kind() != Kind::Issue);
        }
        let response = chip::tip(pressed.response, "Which issues are shown, and in which order");
        if response.clicked() {
            self.issues.clear();
        }
        chip::menu(&response, "Issues").show(|ui| {
            ui.set_width(280.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            head(ui, "Order");
            orders(ui, &Order::OF_ISSUES, &mut look.issue_order);
            head(ui, "Place");
            if chip::item(ui, Tick::Any, look.transposed, "Issues in the rows", "") {
                look.transposed = !look.transposed;
            }
            head(ui, "Shown");
            shown(ui, project, Kind::Issue, &mut self.issues, look);
        });
    }
}

fn zoom(ui: &mut Ui, look: &mut Look) {
    let usual = Zoom::default();
    let pressed = Chip { name: "Zoom", value: look.zoom.label(), set: look.zoom != usual, clears: true }.show(ui);
    if pressed.cleared {
        look.zoom = usual;
    }
    let response = chip::tip(pressed.response, "How much a cell shows (Ctrl + wheel over the cells)");
    chip::menu(&response, "Zoom").show(|ui| {
        ui.set_width(240.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let details = [
            "Tints and glyphs: everything at a glance",
            "One line a cell",
            "With the condition",
            "With the words that decide",
        ];
        for ((zoom, label), detail) in Zoom::ALL.into_iter().zip(details) {
            if chip::item(ui, Tick::One, look.zoom == zoom, label, detail) {
                look.zoom = zoom;
                ui.close();
            }
        }
    });
}

fn orders(ui: &mut Ui, orders: &[Order], chosen: &mut Order) {
    for order in orders {
        if chip::item(ui, Tick::One, chosen == order, order.label(), "") {
            *chosen = *order;
        }
    }
}

/// Ticks for everything of a kind, and all at once.
fn shown(ui: &mut Ui, project: &Project, kind: Kind, typed: &mut String, look: &mut Look) {
    let entries = project.entries(kind);
    if entries.is_empty() {
        return chip::note(ui, "None in the codebook yet.");
    }
    if entries.len() > MANY {
        field::line(ui, &format!("Find in {}", kind.plural().to_lowercase()), typed, "Type to find");
        ui.add_space(space::XS);
    }
    if chip::item(ui, Tick::Any, hidden(look, kind) == 0, "All", "") {
        look.hidden.retain(|entry| entry.kind() != kind);
    }
    let sought = fold(typed.trim());
    let fits = |text: &str| sought.is_empty() || fold(text).contains(&sought);
    let found: Vec<_> =
        entries.iter().filter(|row| fits(row.label()) || row.other_names().into_iter().any(fits)).collect();
    if found.is_empty() {
        chip::note(ui, "Nothing matches");
    }
    let rows = ScrollArea::vertical()
        .id_salt(("shown", kind))
        .max_height(200.0)
        .min_scrolled_height(200.0)
        .auto_shrink([false, true]);
    rows.show_rows(ui, 28.0, found.len(), |ui, range| {
        for row in &found[range] {
            let id = row.id();
            if chip::item(ui, Tick::Any, !look.hidden.contains(&id), row.label(), "") && !look.hidden.remove(&id) {
                look.hidden.insert(id);
            }
        }
    });
}

/// Rows that are shown and have no evidence anywhere.
fn without_evidence(desk: &Desk, look: &Look) -> Vec<EntryId> {
    if look != desk.look() {
        return Vec::new();
    }
    let sheet = desk.sheet();
    sheet.whos().filter(|(_, row)| sheet.matrix.coverage(*row) == 0).map(|(who, _)| who.entry()).collect()
}

fn head(ui: &mut Ui, text: &str) {
    ui.add_space(space::XS);
    ui.separator();
    ui.horizontal(|ui| {
        ui.add_space(space::S);
        field::caption(ui, text);
    });
    ui.add_space(2.0);
}

/// "Blocs, by agreement, 3 hidden"
fn said(what: &str, order: Order, hidden: usize) -> String {
    let mut parts = vec![if hidden > 0 && what == "All" { format!("{hidden} hidden") } else { what.to_owned() }];
    if order != Order::Hand {
        parts.push(order.label().to_lowercase());
    }
    if hidden > 0 && what != "All" {
        parts.push(format!("{hidden} hidden"));
    }
    parts.join(", ")
}

fn hidden(look: &Look, kind: Kind) -> usize {
    look.hidden.iter().filter(|entry| entry.kind() == kind).count()
}

/// The rows of the codebook that stand in such rows.
pub fn kind(rows: RowsOf) -> Kind {
    match rows {
        RowsOf::Countries => Kind::Country,
        RowsOf::Blocs => Kind::Bloc,
        RowsOf::Actors => Kind::Actor,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_says_what_is_shown_in_which_order_and_how_much_is_hidden() {
        for (what, order, hidden, text) in [
            ("Countries", Order::Hand, 0, "Countries"),
            ("All", Order::Hand, 0, "All"),
            ("All", Order::Spread, 0, "All, by spread"),
            ("All", Order::Spread, 1, "1 hidden, by spread"),
            ("In rows", Order::Agreement, 2, "In rows, by agreement, 2 hidden"),
        ] {
            assert_eq!(said(what, order, hidden), text);
        }
    }
}
