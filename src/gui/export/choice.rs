//! What was chosen in the export form, remembered as long as the window is open.

use eframe::egui::{Context, Id};

use crate::export::{Format, Kind, Values};
use crate::session::{Desk, Part, Screen};

/// What, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written.
    pub kind: Kind,
    /// The format of each kind, in the order of all kinds.
    formats: [Format; Kind::ALL.len()],
    /// What stands in a cell of the matrix.
    pub values: Values,
    /// Whether a CSV is made safe for spreadsheet programs.
    pub spreadsheet_safe: bool,
}

impl Choice {
    /// What was chosen last; but what is on the screen comes first.
    pub fn kept(ctx: &Context, shown: Option<Kind>) -> Self {
        let kept: Option<Self> = ctx.data(|data| data.get_temp(Id::unique("export")));
        let mut choice = kept.unwrap_or(Self {
            kind: Kind::Matrix,
            formats: Kind::ALL.map(|(kind, _)| kind.formats()[0]),
            values: Values::default(),
            spreadsheet_safe: false,
        });
        choice.kind = shown.unwrap_or(choice.kind);
        choice
    }

    /// Remembers it for the next time.
    pub fn keep(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::unique("export"), self));
    }

    /// The format of what is written.
    pub fn format(&self) -> Format {
        self.formats[self.kind as usize]
    }

    /// Writes it in this format.
    pub fn set_format(&mut self, format: Format) {
        self.formats[self.kind as usize] = format;
    }

    /// Whether cells can show something else than stances.
    pub fn asks_for_values(&self) -> bool {
        self.kind == Kind::Matrix && !matches!(self.format(), Format::Svg | Format::Png | Format::Xlsx)
    }
}

/// What the screen shows, where that is something of its own.
pub fn of_screen(desk: &Desk) -> Option<Kind> {
    match (desk.screen(), desk.part()) {
        (Screen::Claims, _) => Some(Kind::Claims),
        (Screen::Timeline, _) => Some(Kind::Timeline),
        (Screen::Matrix, Part::Moves) => Some(Kind::Moves),
        (Screen::Matrix, Part::Agreement) => Some(Kind::Agreement),
        _ => None,
    }
}

/// What one gets, in a sentence.
pub fn about(kind: Kind) -> &'static str {
    match kind {
        Kind::Matrix => "Who stands where: a row for each of them and a column for each issue, as the screen has them.",
        Kind::Positions => "A row for each cell, with everything that is known about the position.",
        Kind::Claims => "A row for each claim that counts, with its quotation and source.",
        Kind::Moves => "Every change of position, latest first, with the words before and after.",
        Kind::Agreement => "How near any two stand to each other, and over how many issues.",
        Kind::Briefing => "A report to hand on: positions, who moved, what divides, with numbered quotations.",
        Kind::Timeline => "One issue over time: claims as marks, the position in force as a band.",
        Kind::All => "A workbook with a sheet for each table, the codebook and the method.",
    }
}
