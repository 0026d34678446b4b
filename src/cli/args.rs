//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::derive::Rule;
use crate::export::{Kind, Values};
use crate::merge::Side;
use crate::model::{Basis, Voice};

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
    /// Write the matrix, the positions or the claims as CSV
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
pub struct Export {
    /// Project to export from
    pub project: PathBuf,
    /// File to write; `-` is standard output
    #[arg(long, value_name = "OUT")]
    pub to: PathBuf,
    /// Which table
    #[arg(long, value_enum, default_value_t = What::Matrix)]
    pub what: What,
    /// How claims become a position
    #[arg(long, value_enum, default_value_t = RuleName::LatestOfficial)]
    pub rule: RuleName,
    /// Only claims dated on or before this day, as 2025-02-18
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
    /// Only these voices
    #[arg(long, value_delimiter = ',', value_name = "VOICE,…", value_parser = voice)]
    pub voices: Vec<Voice>,
    /// Only these bases
    #[arg(long, value_delimiter = ',', value_name = "BASIS,…", value_parser = basis)]
    pub bases: Vec<Basis>,
    /// Only articles of these outlets
    #[arg(long, value_name = "OUTLET")]
    pub outlet: Vec<String>,
    /// Only claims of these analysts
    #[arg(long, value_name = "ANALYST")]
    pub analyst: Vec<String>,
    /// Only claims with at least one of these tags, by id
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// What a cell of the matrix shows
    #[arg(long, value_enum, default_value_t = ValuesName::Label)]
    pub values: ValuesName,
    /// Neutralise cells that begin with = + - @ and add a byte order mark; changes quotations
    #[arg(long)]
    pub spreadsheet_safe: bool,
}

/// The tables.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum What {
    /// One row a country, one column an issue
    Matrix,
    /// One row a country and issue
    Positions,
    /// One row a claim and country
    Claims,
}

impl From<What> for Kind {
    fn from(what: What) -> Self {
        Kind::ALL[what as usize].0
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

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a date as 2025-02-18".to_owned())
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
        for value in ValuesName::value_variants() {
            let typed = value.to_possible_value().map(|v| v.get_name().to_owned());
            assert_eq!(typed.as_deref(), Some(Values::from(*value).slug()));
        }
        use clap::CommandFactory as _;
        Raw::command().debug_assert();
    }
}
