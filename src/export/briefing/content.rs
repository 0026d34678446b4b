//! What a briefing says, before it has a format.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;

use super::notes::Notes;
use crate::derive::coverage::{Coverage, GapKind};
use crate::derive::moves::{self, Moved};
use crate::derive::summary::{self, Divide, Portrait, percent};
use crate::derive::{Facts, Head, Matrix, Position, Sheet};
use crate::export::picture::marks::{Mark, Nothing};
use crate::export::picture::words::{counted, day};
use crate::export::{ExportError, Source, statement};
use crate::model::{EntryId, Judgement, Look, Project, Spot, Stance, StanceId, Who};
use crate::text::dates::day_of;

/// Everything in the order in which it is told.
pub struct Content<'p> {
    /// The project.
    pub project: &'p Project,
    /// How it is looked at.
    pub look: &'p Look,
    /// Rows and columns as they are shown.
    pub sheet: &'p Sheet,
    /// What this is, by which rule, from which claims.
    pub said: Vec<(String, String)>,
    /// The whole in a few sentences.
    pub short: Vec<String>,
    /// Changes of position, latest first, with the footnotes of both claims.
    pub moves: Vec<(Moved, Vec<usize>)>,
    /// Changes of position that are not told.
    pub more_moves: usize,
    /// The issues, what divides most first.
    pub divides: Vec<(String, Option<f64>, Vec<String>)>,
    /// Pairs that agree most, then those that agree least: who, how much, over how many issues.
    pub near: Vec<Pair>,
    /// See `near`.
    pub far: Vec<Pair>,
    /// Whoever has evidence or was judged, in order.
    pub rows: Vec<Row>,
    /// What is not known, each in a sentence or two.
    pub gaps: Vec<(String, String)>,
    /// The footnotes.
    pub notes: Notes<'p>,
    /// The footnotes of each cell, the deciding one first.
    cited: HashMap<Spot, Vec<usize>>,
    then: Option<&'p Matrix>,
}

/// Two that agree so much over so many issues.
pub struct Pair {
    /// Their names.
    pub names: (String, String),
    /// "92 %"
    pub agreement: String,
    /// Issues on which both have a position with a score.
    pub shared: usize,
}

/// Whoever has a paragraph of their own.
pub struct Row {
    /// Who.
    pub who: Who,
    /// Their name.
    pub name: String,
    /// Who stands near, and what else can be said of them.
    pub portrait: Vec<String>,
    /// Where they stand.
    pub stands: Vec<Stand>,
}

/// Where one stands on an issue.
pub struct Stand {
    /// The cell.
    pub spot: Spot,
    /// The issue.
    pub issue: String,
    /// What else is to be said, each in a sentence.
    pub remarks: Vec<String>,
    /// The analyst's sentence, if there is one, and who judged when, and how sure.
    pub judged: Option<(String, String)>,
    /// Claims that have no footnote.
    pub more: usize,
}

/// Moves that are told at most.
const MOST_MOVES: usize = 40;
/// Pairs that are told at either end.
const PAIRS: usize = 5;
/// Rows among which pairs are looked for at most.
const MOST_ROWS: usize = 400;

impl<'p> Content<'p> {
    /// What is to be said of a project as it is looked at, at the time `now`; unless `go_on` says no.
    pub fn new(source: &'p Source<'p>, now: Timestamp, go_on: &dyn Fn() -> bool) -> Result<Self, ExportError> {
        let (project, look) = (source.project, source.look());
        let mut said = statement(project, look);
        said.push(statement::written(now));
        let mut content = Self {
            project,
            look,
            sheet: source.sheet(),
            said,
            short: Vec::new(),
            moves: Vec::new(),
            more_moves: 0,
            divides: Vec::new(),
            near: Vec::new(),
            far: Vec::new(),
            rows: Vec::new(),
            gaps: Vec::new(),
            notes: Notes::new(project),
            cited: HashMap::new(),
            then: source.then().map(AsRef::as_ref),
        };
        content.cite();
        content.tell_moves(source.moves());
        let tell: [fn(&mut Self, &Facts); 5] = [
            |content, _| content.tell_issues(),
            |content, _| content.tell_pairs(),
            |content, _| content.tell_rows(),
            Self::tell_gaps,
            |content, _| content.tell_short(),
        ];
        for part in tell {
            if !go_on() {
                return Err(ExportError::Cancelled);
            }
            part(&mut content, source.facts());
        }
        Ok(content)
    }

    /// The title.
    pub fn title(&self) -> &str {
        let title = self.project.info().title.trim();
        if title.is_empty() { "Briefing" } else { title }
    }

    /// "12 countries on 6 issues, as of 18 Feb 2025"
    pub fn subtitle(&self) -> String {
        let (one, many) = self.look.rows.nouns();
        let as_of = self.look.settings.filter.as_of.map(|date| format!(", as of {}", day(date))).unwrap_or_default();
        let rows = counted(self.sheet.rows.len(), one, many);
        format!("{rows} on {}{as_of}", counted(self.sheet.columns.len(), "issue", "issues"))
    }

    /// The footnotes of a cell, the deciding one first.
    pub fn cited(&self, spot: Spot) -> &[usize] {
        self.cited.get(&spot).map_or(&[], |numbers| numbers)
    }

    /// The level of a cell.
    pub fn stance(&self, position: &Position) -> Option<&'p Stance> {
        self.level(position.stance?)
    }

    /// A level of the scale.
    pub fn level(&self, id: StanceId) -> Option<&'p Stance> {
        self.project.stance(id).map(AsRef::as_ref)
    }

    /// The condition of the claim that decides; empty where there is none.
    pub fn condition(&self, position: &Position) -> &'p str {
        position.condition(self.project)
    }

    /// The level on the day compared with, where that was another: "was Reluctant".
    pub fn before(&self, spot: Spot, position: &Position) -> Option<String> {
        let then = self.then?.position(spot)?.stance;
        let was = |id| self.project.label(EntryId::Stance(id)).to_lowercase();
        (then != position.stance)
            .then(|| then.map_or_else(|| "had no position".into(), |id| format!("was {}", was(id))))
    }

    /// The name of a head.
    pub fn name(&self, head: Head) -> String {
        self.project.label(head.entry())
    }

    /// Marks and kinds of empty cells that occur, for the legend.
    pub fn legend(&self) -> (Vec<Mark>, BTreeSet<Nothing>) {
        let found: Vec<Mark> = self.cells().flat_map(|(_, position)| Mark::of(self.project, position)).collect();
        let same =
            |mark: &Mark| found.iter().any(|other| std::mem::discriminant(other) == std::mem::discriminant(mark));
        let nothing = self.cells().filter_map(|(_, position)| Nothing::of(position)).collect();
        (Mark::ALL.into_iter().filter(same).collect(), nothing)
    }

    /// Every cell that is shown.
    fn cells(&self) -> impl Iterator<Item = (Spot, &Position)> {
        let cells = self
            .sheet
            .whos()
            .flat_map(|(who, row)| self.sheet.issues().map(move |(issue, column)| (Spot { who, issue }, row, column)));
        cells.map(|(spot, row, column)| (spot, self.sheet.matrix.at(row, column)))
    }

    /// Footnotes of a cell at most: fewer where there are many cells.
    fn most_notes(&self) -> usize {
        match self.sheet.cells() {
            0..=600 => 6,
            601..=3_000 => 2,
            _ => 1,
        }
    }

    /// Gives every cell with evidence its footnotes: the deciding claim, those that moved it, then the latest.
    fn cite(&mut self) {
        let most = self.most_notes();
        let cells: Vec<(Spot, Position)> = self.cells().map(|(spot, position)| (spot, *position)).collect();
        for (spot, position) in cells {
            let moved = position.moved.map(|change| [change.after, change.before]);
            let first = position.decisive.into_iter().chain(moved.into_iter().flatten());
            let mut numbers = Vec::new();
            let evidence = self.sheet.matrix.evidence(spot);
            // What was judged otherwise may rest on a claim that does not count.
            let counted = first.filter(|id| evidence.contains(id)).chain(evidence.iter().copied());
            for claim in counted {
                if numbers.len() == most {
                    break;
                }
                if let Some(number) = self.notes.number(claim).filter(|number| !numbers.contains(number)) {
                    numbers.push(number);
                }
            }
            if !numbers.is_empty() {
                self.cited.insert(spot, numbers);
            }
        }
    }

    fn tell_moves(&mut self, all: Vec<Moved>) {
        self.more_moves = all.len().saturating_sub(MOST_MOVES);
        for moved in all.into_iter().take(MOST_MOVES) {
            let mut numbers: Vec<usize> = Vec::new();
            for claim in [moved.change.before, moved.change.after] {
                numbers.extend(self.notes.number(claim));
            }
            numbers.dedup();
            self.moves.push((moved, numbers));
        }
    }

    fn tell_issues(&mut self) {
        let matrix = &self.sheet.matrix;
        let told = self.sheet.issues().map(|(issue, column)| {
            let divide = Divide::of(matrix, column);
            (self.project.label(EntryId::Issue(issue)), divide.spread, divide.sentences(self.project, matrix))
        });
        let mut told: Vec<_> = told.collect();
        told.sort_by(|a, b| b.1.unwrap_or(-1.0).total_cmp(&a.1.unwrap_or(-1.0)));
        self.divides = told;
    }

    fn tell_pairs(&mut self) {
        let rows = &self.sheet.rows[..self.sheet.rows.len().min(MOST_ROWS)];
        let mut pairs: Vec<(usize, usize, f64, usize)> = Vec::new();
        for (place, a) in rows.iter().enumerate() {
            for b in &rows[place + 1..] {
                let found = self.sheet.matrix.agreement(*a, *b);
                let enough = found.value.filter(|_| found.shared >= summary::ENOUGH);
                pairs.extend(enough.map(|value| (*a, *b, value, found.shared)));
            }
        }
        let name = |row: usize| self.project.label(self.sheet.matrix.whos[row].entry());
        let told = |(a, b, value, shared): &(usize, usize, f64, usize)| Pair {
            names: (name(*a), name(*b)),
            agreement: percent(*value),
            shared: *shared,
        };
        // Most shared issues first among equals: these say more.
        pairs.sort_by(|a, b| b.2.total_cmp(&a.2).then(b.3.cmp(&a.3)));
        let near: Vec<Pair> = pairs.iter().take(PAIRS).map(told).collect();
        pairs.sort_by(|a, b| a.2.total_cmp(&b.2).then(b.3.cmp(&a.3)));
        let rest = pairs.len().saturating_sub(near.len());
        let far: Vec<Pair> = pairs.iter().take(PAIRS.min(rest)).map(told).collect();
        (self.near, self.far) = (near, far);
    }

    fn tell_rows(&mut self) {
        let mut rows = Vec::new();
        for (who, row) in self.sheet.whos() {
            let stands: Vec<Stand> = self
                .sheet
                .issues()
                .filter_map(|(issue, column)| self.stand(Spot { who, issue }, (row, column)))
                .collect();
            if stands.is_empty() {
                continue;
            }
            let portrait = Portrait::of(self.project, &self.sheet.matrix, row);
            rows.push(Row {
                who,
                name: self.project.label(who.entry()),
                portrait: portrait.sentences(self.project, &self.sheet.matrix),
                stands,
            });
        }
        self.rows = rows;
    }

    /// What is to be said of a cell; nothing where there is neither evidence nor judgement.
    fn stand(&self, spot: Spot, (row, column): (usize, usize)) -> Option<Stand> {
        let position = self.sheet.matrix.at(row, column);
        // As of an earlier day a judgement may not stand yet.
        let judged = spot.cell().and_then(|cell| self.project.judged(cell)).filter(|_| position.assessed);
        if position.claims == 0 && judged.is_none() {
            return None;
        }
        let label = |id| self.project.label(EntryId::Stance(id));
        let mut remarks = Vec::new();
        remarks.extend(
            self.before(spot, position).zip(self.look.since).map(|(was, since)| format!("On {} it {was}.", day(since))),
        );
        remarks.extend(
            position.moved.map(|change| {
                format!("Moved from {} to {} on {}.", label(change.from), label(change.to), day(change.on))
            }),
        );
        if position.holders > 0 {
            remarks.push(format!("{} with a position.", counted(position.holders as usize, "member", "members")));
        }
        let rest = |mark: &Mark| !matches!(mark, Mark::Moved { .. } | Mark::Assessed | Mark::Stale(_));
        let marks = Mark::of(self.project, position).into_iter().filter(rest);
        remarks.extend(marks.map(|mark| mark.meaning(self.look.settings.contest_days)));
        if position.assessed && position.stance != position.derived && spot.cell().is_some() {
            let derived = position.derived.map_or_else(|| "no position".into(), label);
            remarks.push(format!("The analyst’s judgement; the claims alone give {derived}."));
        }
        let judged = judged.map(|row| {
            let on = day(day_of(row.made));
            let mut by = match row.judgement {
                Judgement::NothingFound => format!("Looked for by {}, {on}", row.analyst),
                _ => format!("Judged by {}, {on}", row.analyst),
            };
            by.extend(row.confidence.map(|sure| format!("; confidence {}", sure.label().to_lowercase())));
            if position.stale > 0 {
                by += &format!("; {} changed since", counted(position.stale as usize, "claim has", "claims have"));
            }
            (row.sentence.trim().to_owned(), by)
        });
        let more = self.sheet.matrix.evidence(spot).len().saturating_sub(self.cited(spot).len());
        // Claims on the same words share a footnote.
        let more = if self.cited(spot).len() < self.most_notes() { 0 } else { more };
        Some(Stand { spot, issue: self.project.label(EntryId::Issue(spot.issue)), remarks, judged, more })
    }

    fn tell_gaps(&mut self, facts: &Facts) {
        const NAMED: usize = 12;
        let coverage = Coverage::new(self.sheet, facts, self.project);
        let (one, many) = self.look.rows.nouns();
        let mut told = Vec::new();
        for (kind, name) in GapKind::ALL {
            let cells: Vec<Spot> = coverage.gaps.iter().filter(|gap| gap.kind == kind).map(|gap| gap.spot).collect();
            if cells.is_empty() {
                continue;
            }
            let mut said =
                format!("{} of {}. {}", counted(cells.len(), "cell", "cells"), coverage.cells, kind.in_words());
            if cells.len() <= NAMED {
                let cells: Vec<String> = cells.iter().map(|spot| moves::cell(self.project, *spot)).collect();
                said += &format!(" {}.", cells.join("; "));
            }
            told.push((name.to_owned(), said));
        }
        let silent = self.sheet.whos().filter(|(_, row)| self.sheet.matrix.coverage(*row) == 0);
        let silent: Vec<String> = silent.map(|(who, _)| self.project.label(who.entry())).collect();
        if !silent.is_empty() {
            let named = &silent[..silent.len().min(40)];
            let more = silent.len() - named.len();
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            let noun = if silent.len() == 1 { one } else { many };
            told.push(("Without any claim".into(), format!("{} {noun}: {}{rest}.", silent.len(), named.join(", "))));
        }
        self.gaps = told;
    }

    fn tell_short(&mut self) {
        let (cells, with) = (self.sheet.cells(), self.sheet.cells_with_evidence());
        let claims: BTreeSet<_> =
            self.cells().flat_map(|(spot, _)| self.sheet.matrix.evidence(spot)).copied().collect();
        let articles: BTreeSet<_> = claims
            .iter()
            .filter_map(|id| Some(self.project.excerpt(self.project.claim(*id)?.excerpt)?.article))
            .collect();
        let outlets: BTreeSet<&str> = articles
            .iter()
            .filter_map(|id| Some(self.project.article(*id)?.outlet.trim()))
            .filter(|o| !o.is_empty())
            .collect();
        let mut short = vec![format!(
            "{with} of {cells} cells have evidence: {} in {} from {}.",
            counted(claims.len(), "claim", "claims"),
            counted(articles.len(), "article", "articles"),
            counted(outlets.len(), "outlet", "outlets")
        )];
        if let Some((issue, Some(_), said)) = self.divides.first()
            && let Some(first) = said.first()
        {
            short.push(format!("What divides most: {issue}. {first}"));
        }
        if let Some(pair) = self.near.first() {
            short.push(format!("Closest: {}.", pair.in_words()));
        }
        if let Some(pair) = self.far.first() {
            short.push(format!("Furthest apart: {}.", pair.in_words()));
        }
        if let Some((moved, _)) = self.moves.first() {
            let number = counted(self.moves.len() + self.more_moves, "change of position", "changes of position");
            short.push(format!("{number}, the latest: {}.", moved.in_words(self.project)));
        }
        short.extend(self.caution());
        self.short = short;
    }

    /// What is to be read with care.
    fn caution(&self) -> Option<String> {
        let count = |holds: fn(&Position) -> bool| self.cells().filter(|(_, position)| holds(position)).count();
        let parts = [
            (count(|p| p.contested), "contested"),
            (count(|p| p.stance.is_some() && p.expected_only), "only expected"),
            (count(|p| p.stance.is_some() && p.unofficial), "without a word of the government"),
            (count(|p| p.stale > 0), "judged on evidence that has changed since"),
        ];
        let parts: Vec<String> =
            parts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect();
        (!parts.is_empty()).then(|| format!("To be read with care: {}.", parts.join(", ")))
    }
}

impl Pair {
    /// "Poland and Estonia (92 % over 5 issues)"
    pub fn in_words(&self) -> String {
        let (a, b) = &self.names;
        format!("{a} and {b} ({} over {})", self.agreement, counted(self.shared, "issue", "issues"))
    }
}
