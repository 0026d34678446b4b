//! Every key on one sheet.

use eframe::egui::{Context, RichText, ScrollArea};

use crate::gui::theme::{self, face, size, space};
use crate::gui::widgets::{dialog, field, keycap, secondary};
use crate::session::{ACTIONS, Menu};

const IN_FORM: [(&str, &str); 7] = [
    ("Enter", "Take what is lit or proposed; in an empty field go on; on the last one save"),
    ("Tab", "To the next field"),
    ("1 – 6", "Set the stance, when no text is being typed"),
    ("Alt 1 – 6", "Set the stance from any field"),
    ("Ctrl Enter", "Save from any field"),
    ("Backspace", "Remove the last chosen value, in an empty field"),
    ("Esc", "Leave without saving"),
];

/// Whether the sheet stays.
pub fn show(ctx: &Context) -> bool {
    let closed = dialog::show(ctx, "All shortcuts", 760.0, |ui| {
        let p = theme::of(ui.ctx());
        let high = ui.ctx().content_rect().height() - 220.0;
        ScrollArea::vertical().max_height(high).show(ui, |ui| {
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
                                keycap(ui, &shortcut.to_string());
                                ui.label(RichText::new(info.name).font(face::regular(size::BODY)).color(p.ink));
                            });
                        }
                        column.add_space(space::S);
                    }
                }
                let column = &mut columns[1];
                field::caption(column, "In the claim form");
                for (key, what) in IN_FORM {
                    column.horizontal(|ui| {
                        keycap(ui, key);
                        ui.add(
                            eframe::egui::Label::new(RichText::new(what).font(face::regular(size::SMALL)).color(p.ink))
                                .wrap(),
                        );
                    });
                }
            });
        });
        dialog::footer(ui, |ui| secondary(ui, "Close").clicked())
    });
    closed == Some(false)
}
