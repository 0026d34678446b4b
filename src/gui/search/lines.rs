//! What was found, as lines of a list: groups, articles, places.

use std::collections::BTreeSet;

use crate::derive::search::{Found, Group, What};
use crate::model::{ArticleId, Cell, Project};
use crate::session::{Action, Command, Item};

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of a group.
    Group(Group),
    /// The head of an article, by its place among those found.
    Article(usize),
    /// A place in the text of an article.
    Place(usize, usize),
    /// Something short.
    Unit(Group, usize),
}

/// What is folded in.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    groups: BTreeSet<Group>,
    articles: BTreeSet<ArticleId>,
    /// Counts the changes.
    pub turn: u64,
}

impl Folds {
    /// Whether what stands below a line is hidden.
    pub fn hides(&self, found: &Found, line: Line) -> bool {
        match line {
            Line::Group(group) => self.groups.contains(&group),
            Line::Article(at) => article(found, at).is_some_and(|id| self.articles.contains(&id)),
            Line::Place(..) | Line::Unit(..) => false,
        }
    }

    /// Hides what stands below a head, or shows it.
    pub fn set(&mut self, found: &Found, line: Line, hide: bool) {
        let changed = match line {
            Line::Group(group) if hide => self.groups.insert(group),
            Line::Group(group) => self.groups.remove(&group),
            Line::Article(at) => match article(found, at) {
                Some(id) if hide => self.articles.insert(id),
                Some(id) => self.articles.remove(&id),
                None => false,
            },
            Line::Place(..) | Line::Unit(..) => false,
        };
        self.turn += u64::from(changed);
    }
}

fn article(found: &Found, at: usize) -> Option<ArticleId> {
    found.index.article(found.articles.get(at)?.article).map(|article| article.row.id)
}

/// The lines that are shown.
pub fn lines(found: &Found, folds: &Folds) -> Vec<Line> {
    let mut lines = Vec::new();
    for (group, _) in Group::ALL {
        if found.tally(group).things == 0 {
            continue;
        }
        lines.push(Line::Group(group));
        if folds.hides(found, Line::Group(group)) {
            continue;
        }
        if group != Group::Articles {
            lines.extend((0..found.in_group(group).len()).map(|at| Line::Unit(group, at)));
            continue;
        }
        for (at, hits) in found.articles.iter().enumerate() {
            lines.push(Line::Article(at));
            if !folds.hides(found, Line::Article(at)) {
                lines.extend((0..hits.places.len()).map(|place| Line::Place(at, place)));
            }
        }
    }
    lines
}

/// The head above a line: its article, or its group.
pub fn head_of(lines: &[Line], at: usize) -> Option<usize> {
    let is_head = |line: &Line| match lines.get(at) {
        Some(Line::Place(..)) => matches!(line, Line::Article(_)),
        Some(Line::Article(_) | Line::Unit(..)) => matches!(line, Line::Group(_)),
        _ => false,
    };
    lines[..at.min(lines.len())].iter().rposition(is_head)
}

/// The line one comes to first: the first that is no head.
pub fn first(lines: &[Line]) -> usize {
    let is_place = |line: &Line| matches!(line, Line::Place(..) | Line::Unit(..));
    lines
        .iter()
        .position(is_place)
        .or_else(|| lines.iter().position(|line| matches!(line, Line::Article(_))))
        .unwrap_or(0)
}

/// What leads to where a line is; nothing for the head of a group.
pub fn opens(project: &Project, found: &Found, line: Line) -> Vec<Command> {
    let show = |item: Option<Item>| item.map(Command::Show).into_iter().collect();
    match line {
        Line::Group(_) => Vec::new(),
        Line::Article(at) => {
            let place = found.articles.get(at).and_then(|hits| hits.places.first());
            let item = |id| place.map_or(Item::Article(id), |place| Item::Place(id, place.span));
            show(article(found, at).map(item))
        }
        Line::Place(at, place) => {
            let place = found.articles.get(at).and_then(|hits| hits.places.get(place));
            show(article(found, at).zip(place).map(|(id, place)| Item::Place(id, place.span)))
        }
        Line::Unit(group, at) => match found.in_group(group).get(at).map(|hit| found.what(hit)) {
            Some(What::Claim(claim, _) | What::ClaimNote(claim)) => show(Some(Item::Claim(claim.id))),
            Some(What::ArticleNote(article)) => {
                vec![Command::Show(Item::Article(article.id)), Command::Do(Action::ArticleNotes)]
            }
            Some(What::ProjectNote(_)) => vec![Command::Do(Action::ProjectDetails)],
            Some(What::Assessment(assessment)) => {
                let Cell { country, issue } = assessment.cell;
                let there = project.country(country).is_some() && project.issue(issue).is_some();
                show(there.then_some(Item::Cell(assessment.cell.into())))
            }
            Some(What::Entry(entry)) => show(Some(Item::Entry(entry.id()))),
            None => Vec::new(),
        },
    }
}
