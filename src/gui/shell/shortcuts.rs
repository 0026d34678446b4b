//! Every key on one sheet.

use eframe::egui::{Align, Context, Label, Layout, RichText, ScrollArea, Ui, vec2};

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{dialog, field, keycap, secondary};
use crate::session::{ACTIONS, Menu};

const IN_FORM: [(&str, &str); 9] = [
    ("Enter", "Take what is lit or proposed and go on; on the scale, save"),
    ("Shift Enter", "Take it and stay, for another country"),
    ("Tab", "To the next field"),
    ("1 – 6", "Set the stance, when no text is being typed"),
    ("Alt 1 – 6", "Set the stance from any field"),
    ("Ctrl Enter", "Save from any field"),
    ("Ctrl D", "Pin the field, or no longer: it keeps its value for the next claims"),
    ("Backspace", "Remove the last chosen value, in an empty field"),
    ("Esc", "Put the claim aside; T on the same words brings it back"),
];

const ON_SCREENS: [(&str, &[(&str, &str)]); 7] = [
    (
        "While reading",
        &[
            ("Space", "A page on; with Shift, a page back"),
            ("Up, Down", "Three lines; Page up and Page down a page, Home and End to the ends"),
            ("Alt", "While dragging: by characters instead of words"),
        ],
    ),
    (
        "In the search",
        &[
            ("Up, Down", "Walk what was found, while one types"),
            ("Enter", "Open the place in its article"),
            ("Esc", "Back to where one was"),
        ],
    ),
    (
        "In the matrix",
        &[
            ("Arrows", "Walk the cells; Home, End, Page up and Page down leap"),
            ("Enter", "To the evidence of the cell"),
            ("Space", "Assess the position"),
            ("Esc", "Back to the cells, then close the drawer"),
        ],
    ),
    (
        "In the comparison",
        &[
            ("Arrows", "Walk the cells; Alt with Left or Right moves the column"),
            ("N", "To the next issue on which they differ; Shift N to the one before"),
            ("Enter", "Open the words that decide, or search where there are none; Shift Enter the words that contest"),
            ("A", "Add a country, a bloc or an actor"),
            ("Ctrl C", "Copy the cell with its words"),
        ],
    ),
    (
        "In the list of moves",
        &[
            ("Up, Down", "Walk the moves"),
            ("Enter", "Open the words after; Shift Enter the words before"),
            ("T, C", "To the timeline of the issue, to the cell in the matrix"),
            ("Ctrl C", "Copy the move with both quotations"),
        ],
    ),
    (
        "In the claims",
        &[
            ("Arrows", "Walk the claims; Shift selects on the way"),
            ("Space", "Select or deselect; on a head, the whole group"),
            ("Ctrl A", "Select every listed claim; Esc none"),
            ("Enter", "Open in its article; on a head, fold or unfold"),
            ("Left, Right", "Fold and unfold a group; with Shift, all of them"),
            ("F", "To the field for words"),
            ("Ctrl C", "Copy what is selected as a table"),
            ("Del", "Delete what is selected"),
        ],
    ),
    (
        "In the codebook",
        &[("N", "New entry"), ("Alt Up, Down", "Move the entry"), ("Enter", "Edit its name"), ("Del", "Delete it")],
    ),
];

/// Whether the sheet stays.
pub fn show(ctx: &Context) -> bool {
    let closed = dialog::show(ctx, "All shortcuts", 760.0, |ui| {
        let p = theme::of(ui.ctx());
        let high = ui.ctx().content_rect().height() - 220.0;
        ScrollArea::vertical().max_height(high).min_scrolled_height(high).show(ui, |ui| {
            ui.columns(2, |columns| {
                let left = [Menu::Project, Menu::Edit, Menu::View];
                let right = [Menu::Article, Menu::Claim, Menu::Help];
                for (column, menus) in columns.iter_mut().zip([left, right]) {
                    column.spacing_mut().item_spacing.y = 5.0;
                    for menu in menus {
                        field::caption(column, &format!("{menu:?}"));
                        for info in ACTIONS.iter().filter(|info| info.menu == menu) {
                            let Some(shortcut) = info.shortcut else { continue };
                            column.horizontal(|ui| {
                                key(ui, &shortcut.to_string());
                                ui.label(RichText::new(info.name).font(face::regular(size::BODY)).color(p.ink));
                            });
                        }
                        column.add_space(space::S);
                    }
                }
                keys(&mut columns[1], "In the claim form", &IN_FORM);
                for (screen, names) in ON_SCREENS {
                    keys(&mut columns[0], screen, names);
                }
            });
        });
        dialog::footer(ui, |ui| secondary(ui, "Close").clicked())
    });
    closed == Some(false)
}

/// A key in a column of its own, so that the words stand in line.
fn key(ui: &mut Ui, name: &str) {
    ui.allocate_ui_with_layout(vec2(96.0, 20.0), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(96.0);
        keycap(ui, name);
    });
}

/// A group of keys that are no actions of the table.
fn keys(ui: &mut Ui, group: &str, names: &[(&str, &str)]) {
    let ink = theme::of(ui.ctx()).ink;
    ui.add_space(space::S);
    field::caption(ui, group);
    for (name, what) in names {
        ui.horizontal(|ui| {
            key(ui, name);
            let text = RichText::new(*what).font(face::regular(size::BODY)).color(ink);
            ui.add(Label::new(text).wrap());
        });
    }
}
