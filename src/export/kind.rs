//! What can be written, and in which formats: one table.

use std::path::Path;

/// What is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One row per country, bloc or actor, one column per issue; or the other way round.
    #[default]
    Matrix,
    /// One row per country, bloc or actor and issue, with everything that is known about the position.
    Positions,
    /// One row per claim and country.
    Claims,
    /// One row per change of position, latest first.
    Moves,
    /// One row per pair of countries, blocs or actors.
    Agreement,
    /// A report to read: positions, who moved, what divides, with numbered quotations.
    Briefing,
    /// One issue over time, as a picture.
    Timeline,
    /// A workbook with a sheet for each table, the codebook and the method.
    All,
}

impl Kind {
    /// Every kind with its name as shown.
    pub const ALL: [(Kind, &'static str); 8] = [
        (Kind::Matrix, "Matrix"),
        (Kind::Positions, "Positions"),
        (Kind::Claims, "Claims"),
        (Kind::Moves, "Moves"),
        (Kind::Agreement, "Agreement"),
        (Kind::Briefing, "Briefing"),
        (Kind::Timeline, "Timeline"),
        (Kind::All, "Everything"),
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name on the command line and in file names.
    pub fn slug(self) -> &'static str {
        ["matrix", "positions", "claims", "moves", "agreement", "briefing", "timeline", "all"][self as usize]
    }

    /// The formats it can be written in, the usual one first.
    pub fn formats(self) -> &'static [Format] {
        use Format::*;
        match self {
            Kind::Matrix => &[Csv, Xlsx, Html, Markdown, Svg, Png],
            Kind::Positions | Kind::Claims => &[Csv, Xlsx],
            Kind::Moves | Kind::Agreement => &[Csv, Xlsx, Html, Markdown],
            Kind::Briefing => &[Html, Markdown],
            Kind::Timeline => &[Svg, Png],
            Kind::All => &[Xlsx],
        }
    }

    /// Whether it can be written so.
    pub fn goes_with(self, format: Format) -> bool {
        self.formats().contains(&format)
    }

    /// The format in which a file of that name is written: as its ending says; where that says nothing or cannot be,
    /// the one chosen.
    pub fn format_of(self, path: &Path, chosen: Format) -> Format {
        Format::of_path(path).filter(|format| self.goes_with(*format)).unwrap_or(chosen)
    }
}

/// How it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain rows for other programs.
    #[default]
    Csv,
    /// A workbook for Excel and LibreOffice.
    Xlsx,
    /// A page for browsers, self-contained.
    Html,
    /// Text with light marks.
    Markdown,
    /// A picture of lines, sharp at every size.
    Svg,
    /// A picture of dots.
    Png,
}

impl Format {
    /// Every format with its name as shown.
    pub const ALL: [(Format, &'static str); 6] = [
        (Format::Csv, "CSV"),
        (Format::Xlsx, "Excel"),
        (Format::Html, "HTML"),
        (Format::Markdown, "Markdown"),
        (Format::Svg, "SVG"),
        (Format::Png, "PNG"),
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// Name on the command line.
    pub fn slug(self) -> &'static str {
        ["csv", "xlsx", "html", "markdown", "svg", "png"][self as usize]
    }

    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        ["csv", "xlsx", "html", "md", "svg", "png"][self as usize]
    }

    /// The format that the ending of a file's name stands for.
    pub fn of_path(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match &*ending {
            "htm" => Some(Format::Html),
            "markdown" => Some(Format::Markdown),
            ending => Self::ALL.iter().map(|(format, _)| *format).find(|format| format.extension() == ending),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_format_and_every_format_a_kind() {
        for (kind, name) in Kind::ALL {
            assert!(!kind.formats().is_empty(), "{name}");
            assert_eq!(kind.label(), name);
        }
        for (format, name) in Format::ALL {
            assert!(Kind::ALL.iter().any(|(kind, _)| kind.goes_with(format)), "{name}");
            assert_eq!(Format::of_path(Path::new(&format!("x.{}", format.extension()))), Some(format));
        }
    }

    #[test]
    fn the_ending_of_the_file_says_the_format_where_it_can_be() {
        for (kind, path, chosen, expected) in [
            (Kind::Matrix, "a.csv", Format::Csv, Format::Csv),
            (Kind::Matrix, "a.XLSX", Format::Csv, Format::Xlsx),
            (Kind::Matrix, "a.htm", Format::Csv, Format::Html),
            (Kind::Matrix, "a.v2", Format::Png, Format::Png),
            (Kind::Matrix, "-", Format::Csv, Format::Csv),
            (Kind::Claims, "a.svg", Format::Csv, Format::Csv),
            (Kind::Briefing, "a.markdown", Format::Html, Format::Markdown),
            (Kind::All, "a.csv", Format::Xlsx, Format::Xlsx),
        ] {
            assert_eq!(kind.format_of(Path::new(path), chosen), expected, "{kind:?} {path}");
        }
    }
}
