//! The menu of the rule: how claims become a position, and when they contest each other.

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::derive::{Rule, Settings};
use crate::gui::theme::space;
use crate::gui::widgets::chip::{self, Chip, Tick};
use crate::gui::widgets::{button, field};

/// The longest contest window that can be set here.
const LONGEST: u16 = 3650;

/// What the menu remembers: the days as typed, with those in force they were begun from.
#[derive(Default)]
pub struct RuleMenu {
    days: Option<(String, u16)>,
}

impl RuleMenu {
    /// Shows the chip and its menu; changes `settings`. `looking` says that copies are still being looked for.
    pub fn show(&mut self, ui: &mut Ui, settings: &mut Settings, looking: bool) {
        let usual = Settings::default();
        let of = |settings: &Settings| (settings.rule, settings.contest_days, settings.independent);
        let once = match (settings.independent, looking) {
            (true, true) => ", finding copies…",
            (true, false) => ", copies once",
            (false, _) => "",
        };
        let value = format!("{}{once}", settings.rule.label());
        let pressed = Chip { name: "Position", value: &value, set: of(settings) != of(&usual), clears: true }.show(ui);
        let response = pressed.response;
        if pressed.cleared {
            (settings.rule, settings.contest_days, settings.independent) = of(&usual);
        }
        let response = chip::tip(response, settings.rule.in_words());
        chip::menu(&response, "Position rule").show(|ui| {
            ui.set_width(340.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            for (rule, label) in Rule::ALL {
                if chip::item(ui, Tick::One, settings.rule == rule, label, rule.in_words()) {
                    settings.rule = rule;
                    ui.close();
                }
            }
            ui.add_space(space::XS);
            ui.separator();
            let detail = "Claims from near-identical copies of one text, as of an agency’s report in several papers, \
                          count as one. A cell then shows both numbers.";
            if chip::item(ui, Tick::Any, settings.independent, "Copies of one text count once", detail) {
                settings.independent = !settings.independent;
            }
            ui.separator();
            self.window(ui, &mut settings.contest_days);
        });
    }

    /// The contest window: a field for the days with a step down and a step up.
    fn window(&mut self, ui: &mut Ui, days: &mut u16) {
        if self.days.as_ref().is_some_and(|(_, from)| from != days) {
            self.days = None;
        }
        let (typed, from) = self.days.get_or_insert_with(|| (days.to_string(), *days));
        ui.add_space(space::XS);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            ui.add_space(space::S);
            ui.label("Contested within");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(space::S);
                ui.label(if *days == 1 { "day" } else { "days" });
                ui.add_space(space::XS);
                step(ui, "+", "Widen the contest window", days, days.saturating_add(1));
                let edit =
                    ui.allocate_ui(vec2(58.0, 30.0), |ui| field::line(ui, "Contest window in days", typed, "14"));
                // The field keeps what was typed; a number counts at once.
                if edit.inner.changed()
                    && let Some(number) = read(typed)
                {
                    (*days, *from) = (number, number);
                }
                step(ui, "−", "Narrow the contest window", days, days.saturating_sub(1));
            });
        });
        let says = match read(typed) {
            Some(_) => "A cell is contested when two counted claims of opposite sign stand no further apart.",
            None => "Write a number of days from 0 to 3650.",
        };
        chip::note(ui, says);
    }
}

fn step(ui: &mut Ui, sign: &str, name: &str, days: &mut u16, to: u16) {
    let can = to != *days && (to <= LONGEST || to < *days);
    let response = ui.add_enabled_ui(can, |ui| button::secondary(ui, sign)).inner.accessible_name(name);
    if response.on_hover_text(name).on_disabled_hover_text("From 0 to 3650 days").clicked() {
        *days = to;
    }
}

fn read(typed: &str) -> Option<u16> {
    typed.trim().parse().ok().filter(|days| *days <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_numbers_within_reason() {
        for (typed, days) in
            [("14", Some(14)), (" 0 ", Some(0)), ("3650", Some(3650)), ("3651", None), ("-1", None), ("two", None)]
        {
            assert_eq!(read(typed), days, "{typed}");
        }
    }
}
