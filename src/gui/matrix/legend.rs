//! What the marks of cells mean.

use eframe::egui::{Mesh, Rect, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2};

use super::marks;
use crate::gui::theme::{self, face, size};
use crate::gui::widgets::chip::{self, Chip};
use crate::gui::widgets::line::{self, counted};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Contested,
    Moved,
    Divided,
    Became,
    Unofficial,
    Expected,
    Assessed,
    Stale,
    Dot,
    NothingFound,
    Declined,
}

/// Every mark but the first, which depends on the settings.
const MARKS: [(Mark, &str, &str); 10] = [
    (Mark::Moved, "Moved", "The level changed by date; up means towards support."),
    (Mark::Divided, "Divided", "Members of the bloc stand on opposite sides."),
    (Mark::Became, "Differs", "From the level on the day compared with; cells that do not differ step back."),
    (Mark::Unofficial, "Unofficial", "No counted claim speaks for the government."),
    (Mark::Expected, "Only expected", "Every counted claim is foreseen, none is taken yet."),
    (Mark::Assessed, "Assessed", "The analyst judged the cell; that stands over the claims."),
    (Mark::Stale, "Stale", "The claims under the assessment have changed since."),
    (Mark::Dot, "Not looked for", "Nobody has looked yet."),
    (Mark::NothingFound, "Nothing found", "The analyst looked and found nothing."),
    (Mark::Declined, "Declined", "The country declined to say."),
];

/// Shows the chip that opens the legend.
pub fn show(ui: &mut Ui, contest_days: u16) {
    let response = Chip { name: "Marks", value: "", set: false, clears: false }.show(ui).response;
    chip::menu(&response, "Marks of cells").show(|ui| {
        ui.set_width(330.0);
        let window = counted(contest_days.into(), "day", "days");
        row(ui, Mark::Contested, "Contested", &format!("Claims of opposite sign, no more than {window} apart."));
        for (mark, name, meaning) in MARKS {
            row(ui, mark, name, meaning);
        }
        chip::note(
            ui,
            "A number is that of the claims; “4 · 2” is four claims from two sources that do not copy each other.",
        );
    });
}

fn row(ui: &mut Ui, mark: Mark, name: &str, meaning: &str) {
    let p = theme::of(ui.ctx());
    let width = ui.available_width();
    let word = line::line(ui, name, face::medium(size::BODY), p.ink, width - 60.0);
    let text = line::lines(ui, meaning, face::regular(size::SMALL), p.muted, width - 60.0, 3);
    let height = word.size().y + text.size().y + 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {meaning}")));
    let sample = Rect::from_center_size(pos2(rect.left() + 26.0, rect.center().y), vec2(34.0, 24.0));
    paint(ui, sample, mark);
    let at = pos2(rect.left() + 54.0, rect.top() + 4.0);
    let below = at + vec2(0.0, word.size().y + 1.0);
    ui.painter().galley(at, word, p.ink);
    ui.painter().galley(below, text, p.muted);
}

fn paint(ui: &Ui, rect: Rect, mark: Mark) {
    let p = theme::of(ui.ctx());
    let tint = theme::stance(crate::model::Colour::Teal, p.dark).tint;
    let mut ground = Mesh::default();
    let empty = matches!(mark, Mark::Dot | Mark::NothingFound | Mark::Declined);
    ground.add_colored_rect(rect, if empty { p.ground } else { tint });
    if mark == Mark::Expected {
        marks::expected(&mut ground, rect, p.paper.gamma_multiply(0.5));
    }
    ui.painter().add(Shape::mesh(ground));
    let (c, corner) = (rect.center(), rect.right_bottom());
    let shape = match mark {
        Mark::Contested => marks::contested(c, p.danger),
        Mark::Moved => marks::moved(c, true, p.danger),
        Mark::Divided => marks::divided(c, p.danger),
        Mark::Became => marks::became(c, p.ink),
        Mark::Unofficial => marks::unofficial(pos2(rect.left() + 6.0, c.y + 5.0), 22.0, p.muted),
        Mark::Expected => return,
        Mark::Assessed => marks::assessed(corner, p.accent),
        Mark::Stale => marks::stale(corner, p.warning),
        Mark::Dot => marks::not_looked_for(c, p.faint),
        Mark::NothingFound => marks::nothing_found(c, p.muted),
        Mark::Declined => marks::declined(c, p.muted),
    };
    ui.painter().add(shape);
}
