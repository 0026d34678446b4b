//! What can be typed.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::export::{Format, Kind, Values};
use crate::merge::Side;
use crate::model::{Basis, Order, RowsOf, Rule, Voice, Zoom};

/// From a pile of articles to a matrix of who stands where.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[command(after_help = "Without a command the window opens.\n\
    Exit codes: 0 done, 1 done in part or problems found, 2 not done.")]
pub struct Raw {
    /// Project to open in the window
    pub project: Option<PathBuf>,
    /// What to do without a window
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Start a project
    New(New),
    /// Bring articles into a project
    Import(Import),
    /// Write tables, a workbook, a briefing or pictures
    Export(Export),
    /// Check what must hold, and every quotation against its text
    Check(Check),
    /// Merge what two people have made of one project; also as a merge driver of Git
    Merge(Merge),
    /// Say in words what differs between two projects; also as a diff driver of Git
    Diff(Diff),
    /// Edit and save a project at random and say what is safe; for tests
    #[command(hide = true)]
    Rehearse(Rehearse),
}

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct New {
    /// File to write; must not exist yet
    pub project: PathBuf,
    /// Title of the project; the file's name if not given
    #[arg(long)]
    pub title: Option<String>,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Project to bring the articles into
    pub project: PathBuf,
    /// Text, Markdown or HTML files
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// Arguments of `rehearse`.
#[derive(Debug, Args)]
pub struct Rehearse {
    /// Project to play with
    pub project: PathBuf,
    /// What is random follows from this
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// How many things to do
    #[arg(long, default_value_t = 100)]
    pub steps: u64,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Project to check
    pub project: PathBuf,
    /// Repair what needs nobody's decision, save, and say what was done
    #[arg(long)]
    pub repair: bool,
    /// Write what can be read of a broken project to OUT, and the rest of it to OUT.aside.txt
    #[arg(long, value_name = "OUT", conflicts_with = "repair")]
    pub salvage: Option<PathBuf>,
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 merged, 1 merged but conflicts are open (the file has ours, or both with --markers), \
    2 nothing written (129 with --markers)."
)]
pub struct Merge {
    /// The project that both come from; an empty file if there is none
    pub base: PathBuf,
    /// The project that the other one comes into
    pub ours: PathBuf,
    /// The project that comes in
    pub theirs: PathBuf,
    /// File to write; may be one of the three; `-` is standard output
    #[arg(long, value_name = "OUT")]
    pub to: PathBuf,
    /// Settle every conflict in favour of one side
    #[arg(long, value_enum)]
    pub prefer: Option<SideName>,
    /// Where versions contradict each other write both, between Git's conflict markers: opened in the window,
    /// they are settled one by one
    #[arg(long, conflicts_with = "prefer")]
    pub markers: bool,
}

/// The sides of a merge.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SideName {
    /// The project that the other one comes into
    Ours,
    /// The project that comes in
    Theirs,
}

impl From<SideName> for Side {
    fn from(name: SideName) -> Self {
        match name {
            SideName::Ours => Side::Ours,
            SideName::Theirs => Side::Theirs,
        }
    }
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 the same, 1 different, 2 trouble; 0 as a diff driver of Git.")]
pub struct Diff {
    /// Two project files; or what Git hands to a diff driver
    #[arg(required = true, num_args = 1..=9, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// At most this many lines
    #[arg(long, value_name = "LINES", default_value_t = 500)]
    pub limit: usize,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = EXPORT_HELP)]
pub struct Export {
    /// Project to export from
    pub project: PathBuf,
    /// File to write; `-` is standard output
    #[arg(long, value_name = "OUT")]
    pub to: PathBuf,
    /// What to write
    #[arg(long, value_enum, default_value_t = What::Matrix)]
    pub what: What,
    /// How to write it; as the ending of OUT says if not given
    #[arg(long, value_enum)]
    pub format: Option<FormatName>,
    /// What a cell of the matrix says
    #[arg(long, value_enum, default_value_t = ValuesName::Label)]
    pub values: ValuesName,
    /// CSV only: neutralise cells that begin with = + - @ and add a byte order mark; changes quotations
    #[arg(long)]
    pub spreadsheet_safe: bool,
    /// Issue of the timeline, by id or name; the first one if not given
    #[arg(long, value_name = "ISSUE")]
    pub issue: Option<String>,
    /// Begin with this view of the project, by name; whatever else is given stands over it
    #[arg(long, value_name = "NAME", help_heading = LOOK)]
    pub view: Option<String>,
    /// How claims become a position [default: latest-official]
    #[arg(long, value_enum, help_heading = LOOK)]
    pub rule: Option<RuleName>,
    /// Only claims dated on or before this day, as 2025-02-18; or `any`
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = LOOK)]
    pub as_of: Option<Day>,
    /// Only these voices
    #[arg(long, value_delimiter = ',', value_name = "VOICE,…", value_parser = voice, help_heading = LOOK)]
    pub voices: Vec<Voice>,
    /// Only these bases
    #[arg(long, value_delimiter = ',', value_name = "BASIS,…", value_parser = basis, help_heading = LOOK)]
    pub bases: Vec<Basis>,
    /// Only articles of this outlet; may be given again
    #[arg(long, value_name = "OUTLET", help_heading = LOOK)]
    pub outlet: Vec<String>,
    /// Only claims of this analyst; may be given again
    #[arg(long, value_name = "ANALYST", help_heading = LOOK)]
    pub analyst: Vec<String>,
    /// Only claims with this tag, by id or name; may be given again
    #[arg(long, value_name = "TAG", help_heading = LOOK)]
    pub tag: Vec<String>,
    /// Two claims of opposite sign at most this many days apart make a cell contested [default: 14]
    #[arg(long, value_name = "DAYS", help_heading = LOOK)]
    pub contest_days: Option<u16>,
    /// Claims from near-identical copies of one text count once
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = LOOK)]
    pub independent: Option<bool>,
    /// Who stands in the rows [default: countries]
    #[arg(long, value_parser = named(&RowsOf::ALL.map(|(rows, _)| rows), RowsOf::slug), help_heading = LOOK)]
    pub rows: Option<RowsOf>,
    /// In which order they stand [default: hand]
    #[arg(long, value_parser = named(&Order::OF_ROWS, Order::slug), help_heading = LOOK)]
    pub order: Option<Order>,
    /// In which order the issues stand [default: hand]
    #[arg(long, value_parser = named(&Order::OF_ISSUES, Order::slug), help_heading = LOOK)]
    pub issue_order: Option<Order>,
    /// Leave out this row or issue, by id or name; may be given again
    #[arg(long, value_name = "ID", help_heading = LOOK)]
    pub hide: Vec<String>,
    /// Issues stand in the rows
    #[arg(long, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true", help_heading = LOOK)]
    pub transpose: Option<bool>,
    /// How much a cell of a page or picture shows [default: cells]
    #[arg(long, value_parser = named(&Zoom::ALL.map(|(zoom, _)| zoom), Zoom::slug), help_heading = LOOK)]
    pub zoom: Option<Zoom>,
    /// Compare with this day: what was in force then, and the moves since; or `none`
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = LOOK)]
    pub since: Option<Day>,
}

const LOOK: &str = "How the matrix is looked at";

const EXPORT_HELP: &str = "\
What goes with which format:
  matrix               csv xlsx html markdown svg png
  positions, claims    csv xlsx
  moves, agreement     csv xlsx html markdown
  briefing             html markdown
  timeline             svg png
  all                  xlsx (a sheet for each table, the codebook and the method)

Examples:
  demarche export talks.ron --to matrix.csv
  demarche export talks.ron --to talks.xlsx --what all
  demarche export talks.ron --to briefing.html --what briefing --view \"For the minister\" --as-of 2025-02-18
  demarche export talks.ron --to matrix.png --rows blocs --issue-order spread
  demarche export talks.ron --to - --what moves --since 2025-01-01 | less

Exit codes: 0 done, 1 written though the project has problems, 2 not written.";

/// What can be written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum What {
    /// One row a country, bloc or actor, one column an issue
    Matrix,
    /// One row a country and issue, with evidence and assessment
    Positions,
    /// One row a claim and country
    Claims,
    /// One row a change of position, with the words before and after
    Moves,
    /// One row a pair of countries
    Agreement,
    /// A report to read, with numbered quotations
    Briefing,
    /// One issue over time, as a picture
    Timeline,
    /// A workbook with a sheet for each table
    All,
}

impl From<What> for Kind {
    fn from(what: What) -> Self {
        Kind::ALL[what as usize].0
    }
}

/// The formats.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FormatName {
    /// Plain rows for other programs
    Csv,
    /// A workbook for Excel and LibreOffice
    Xlsx,
    /// A page for browsers
    Html,
    /// Text with light marks
    Markdown,
    /// A picture of lines
    Svg,
    /// A picture of dots
    Png,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        Format::ALL[name as usize].0
    }
}

/// The rules.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RuleName {
    /// The latest claim of the government wins
    LatestOfficial,
    /// The mean of the scores
    Mean,
    /// The level claimed most often
    MostFrequent,
}

impl From<RuleName> for Rule {
    fn from(name: RuleName) -> Self {
        Rule::ALL[name as usize].0
    }
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ValuesName {
    /// The stance by name
    Label,
    /// Its score
    Score,
    /// The number of claims
    Count,
}

impl From<ValuesName> for Values {
    fn from(name: ValuesName) -> Self {
        Values::ALL[name as usize].0
    }
}

/// A day, or that there is to be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub Option<Date>);

fn day(text: &str) -> Result<Day, String> {
    match text {
        "any" | "none" => Ok(Day(None)),
        text => text.parse().map(|date| Day(Some(date))).map_err(|_| "write a date as 2025-02-18".to_owned()),
    }
}

/// One of `all`, by its name.
fn named<T: Copy + Send + Sync + 'static>(all: &[T], slug: fn(T) -> &'static str) -> impl TypedValueParser<Value = T> {
    let all = all.to_vec();
    let names = PossibleValuesParser::new(all.iter().map(|item| slug(*item)));
    names.try_map(move |name| all.iter().copied().find(|item| slug(*item) == name).ok_or("not among them"))
}

fn voice(text: &str) -> Result<Voice, String> {
    one_of(text, &Voice::ALL, Voice::slug)
}

fn basis(text: &str) -> Result<Basis, String> {
    one_of(text, &Basis::ALL, Basis::slug)
}

fn one_of<T: Copy>(text: &str, all: &[T], slug: impl Fn(T) -> &'static str) -> Result<T, String> {
    all.iter().copied().find(|item| slug(*item) == text).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|item| slug(*item)).collect();
        format!("choose from {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_typed_are_the_names_of_the_model() {
        for value in RuleName::value_variants() {
            let typed = value.to_possible_value().map(|v| v.get_name().to_owned());
            assert_eq!(typed.as_deref(), Some(Rule::from(*value).slug()));
        }
        for value in What::value_variants() {
            let typed = value.to_possible_value().map(|v| v.get_name().to_owned());
            assert_eq!(typed.as_deref(), Some(Kind::from(*value).slug()));
        }
        for value in FormatName::value_variants() {
            let typed = value.to_possible_value().map(|v| v.get_name().to_owned());
            assert_eq!(typed.as_deref(), Some(Format::from(*value).slug()));
        }
        for value in ValuesName::value_variants() {
            let typed = value.to_possible_value().map(|v| v.get_name().to_owned());
            assert_eq!(typed.as_deref(), Some(Values::from(*value).slug()));
        }
        use clap::CommandFactory as _;
        Raw::command().debug_assert();
    }

    #[test]
    fn the_help_says_what_goes_with_which_format() {
        for (kind, _) in Kind::ALL {
            let line = EXPORT_HELP.lines().find(|line| line.starts_with("  ") && line.contains(kind.slug()));
            let formats: Vec<&str> = kind.formats().iter().map(|format| format.slug()).collect();
            assert!(line.is_some_and(|line| line.contains(&formats.join(" "))), "{kind:?}: {line:?}");
        }
    }
}
