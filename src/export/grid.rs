//! A table as people look at it: heads on two sides, tinted cells, small words below the large ones.

use super::citation::quoted;
use super::statement::day;
use super::{Kind, Options, Source, Values};
use crate::derive::moves::Moved;
use crate::derive::summary;
use crate::derive::{Agreement, Empty, Head, Position};
use crate::model::{ClaimId, Colour, EntryId, Project, RowsOf, Spot, StanceId, Zoom};
use crate::palette::{self, Rgb};

/// A cell as it is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// What it says.
    pub words: String,
    /// More about it, each on a line of its own.
    pub small: Vec<String>,
    /// Behind the words.
    pub tint: Option<Rgb>,
    /// It is a number.
    pub number: bool,
    /// Nothing but the kind of emptiness is told.
    pub empty: bool,
}

/// A table as it is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// The heads of the columns; the first stands over the heads of lines.
    pub heads: Vec<String>,
    /// The lines: head and cells.
    pub lines: Vec<(String, Vec<Shown>)>,
}

impl Grid {
    /// The matrix, the moves or the agreement as they are looked at; empty for other kinds.
    pub fn new(kind: Kind, source: &Source<'_>) -> Self {
        match kind {
            Kind::Matrix => matrix(source),
            Kind::Moves => moves(source),
            Kind::Agreement => agreement(source),
            Kind::Positions | Kind::Claims | Kind::Briefing | Kind::Timeline | Kind::All => Grid::default(),
        }
    }
}

fn matrix(source: &Source<'_>) -> Grid {
    let (project, options, sheet) = (source.project, source.options, source.sheet());
    let heads = sheet.heads();
    let name = |head: &Head| project.label(head.entry());
    let corner = if sheet.transposed { "Issue".to_owned() } else { corner(options.look.rows).to_owned() };
    let shown = |line: Head, head: Head| -> Shown {
        let Some((spot, position)) = sheet.at(line, head) else { return Shown::default() };
        cell(project, options, spot, position, source.before(line, head))
    };
    let line = |line: Head| (name(&line), heads.iter().map(|head| shown(line, *head)).collect());
    Grid {
        heads: std::iter::once(corner).chain(heads.iter().map(name)).collect(),
        lines: sheet.lines().into_iter().map(line).collect(),
    }
}

/// "Country"
fn corner(rows: RowsOf) -> &'static str {
    match rows {
        RowsOf::Countries => "Country",
        RowsOf::Blocs => "Bloc",
        RowsOf::Actors => "Actor",
    }
}

/// A cell of the matrix; `before` is the level on the day that is compared with.
fn cell(
    project: &Project,
    options: &Options,
    spot: Spot,
    position: &Position,
    before: Option<Option<StanceId>>,
) -> Shown {
    let stance = position.stance.and_then(|id| project.stance(id));
    let tint = stance.map(|stance| palette::light(stance.colour).tint);
    let (words, number) = match options.values {
        Values::Label => (stance.map(|stance| stance.label.clone()).unwrap_or_default(), false),
        Values::Score => {
            (stance.and_then(|stance| stance.score).map(|score| score.to_string()).unwrap_or_default(), true)
        }
        Values::Count => (position.claims.to_string(), true),
    };
    let nothing = match position.empty.filter(|_| options.values == Values::Label) {
        Some(Empty::NothingFound) => "nothing found",
        Some(Empty::Declined) => "declined to say",
        Some(Empty::NotLookedFor) | None => "",
    };
    if stance.is_none() && !nothing.is_empty() {
        return Shown { words: nothing.into(), empty: true, ..Shown::default() };
    }
    let wordy = matches!(options.look.zoom, Zoom::Cells | Zoom::Quotations);
    let small = if wordy { notes(project, spot, position, before) } else { Vec::new() };
    Shown { words, small, tint, number, empty: false }
}

/// What is to be said of a position: condition, what it was, marks.
pub fn notes(project: &Project, spot: Spot, position: &Position, before: Option<Option<StanceId>>) -> Vec<String> {
    let mut notes = Vec::new();
    let condition = position.condition(project);
    if !condition.is_empty() {
        notes.push(condition.to_owned());
    }
    if let Some(before) = before.filter(|before| *before != position.stance) {
        notes.push(match before {
            Some(id) => format!("was: {}", project.label(EntryId::Stance(id))),
            None => "was: no position".into(),
        });
    }
    let marks = marks(project, spot, position);
    if !marks.is_empty() {
        notes.push(marks.join(", "));
    }
    notes
}

/// The marks of a cell in words.
pub fn marks(project: &Project, spot: Spot, position: &Position) -> Vec<String> {
    let mut marks: Vec<String> = Vec::new();
    if position.contested {
        marks.push("contested".into());
    }
    if let Some(change) = position.moved {
        let on = change.on.strftime("%-d %b %Y");
        marks.push(format!("moved from {} on {on}", project.label(EntryId::Stance(change.from))));
    }
    if position.unofficial {
        marks.push("unofficial".into());
    }
    if position.expected_only {
        marks.push("expected only".into());
    }
    if position.divided {
        marks.push("members stand on both sides".into());
    }
    if position.assessed && spot.cell().is_some() {
        marks.push("assessed".into());
    }
    if position.stale > 0 {
        let claims = if position.stale == 1 { "claim" } else { "claims" };
        marks.push(format!("assessment stale: {} {claims} since", position.stale));
    }
    marks
}

fn moves(source: &Source<'_>) -> Grid {
    let (project, options) = (source.project, source.options);
    let heads = ["Date", corner(options.look.rows), "Issue", "From", "To", "Words before", "Words after"];
    let level = |id: StanceId| Shown {
        words: project.label(EntryId::Stance(id)),
        tint: project.stance(id).map(|stance| palette::light(stance.colour).tint),
        ..Shown::default()
    };
    let plain = |words: String| Shown { words, ..Shown::default() };
    let line = |moved: Moved| {
        let cells = vec![
            plain(project.label(moved.spot.who.entry())),
            plain(project.label(EntryId::Issue(moved.spot.issue))),
            level(moved.change.from),
            level(moved.change.to),
            words(project, moved.change.before),
            words(project, moved.change.after),
        ];
        (moved.change.on.to_string(), cells)
    };
    Grid { heads: heads.map(str::to_owned).to_vec(), lines: source.moves().into_iter().map(line).collect() }
}

/// What a claim says, and where.
fn words(project: &Project, id: ClaimId) -> Shown {
    let Some(claim) = project.claim(id) else { return Shown::default() };
    let excerpt = project.excerpt(claim.excerpt);
    let speaker = claim.speaker.and_then(|id| project.actor(id)).map(|actor| actor.name.clone());
    let outlet = project.article_of(claim).map(|article| article.outlet.clone());
    let source = [speaker, outlet, project.date_of(claim).map(day)];
    let source: Vec<String> = source.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let quotation = excerpt.map_or(String::new(), |excerpt| quoted(&excerpt.anchor.quotation));
    let small = if source.is_empty() { Vec::new() } else { vec![source.join(", ")] };
    Shown { words: quotation, small, ..Shown::default() }
}

fn agreement(source: &Source<'_>) -> Grid {
    let (project, options, sheet) = (source.project, source.options, source.sheet());
    let names: Vec<String> = sheet.whos().map(|(who, _)| project.label(who.entry())).collect();
    let line = |(row, name): (&usize, &String)| {
        let cells = sheet.rows.iter().map(|other| match row == other {
            true => Shown { words: "–".into(), empty: true, ..Shown::default() },
            false => alike(sheet.matrix.agreement(*row, *other)),
        });
        (name.clone(), cells.collect())
    };
    Grid {
        heads: std::iter::once(corner(options.look.rows).to_owned()).chain(names.iter().cloned()).collect(),
        lines: sheet.rows.iter().zip(&names).map(line).collect(),
    }
}

fn alike(agreement: Agreement) -> Shown {
    // With spaces that do not break.
    let issues = format!("{}\u{a0}issue{}", agreement.shared, if agreement.shared == 1 { "" } else { "s" });
    match agreement.value {
        None => Shown { words: String::new(), small: vec![issues], empty: true, ..Shown::default() },
        Some(value) => Shown {
            words: percent(value),
            small: vec![issues],
            tint: Some(strength(value)),
            number: true,
            empty: false,
        },
    }
}

/// "87 %", with a space that does not break.
pub fn percent(value: f64) -> String {
    summary::percent(value).replace(' ', "\u{a0}")
}

/// The more two agree, the deeper.
pub fn strength(value: f64) -> Rgb {
    palette::PAPER.towards(palette::light(Colour::Teal).tint, value)
}
