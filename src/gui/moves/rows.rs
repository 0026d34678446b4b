//! Which moves are listed, and under which heads.

use jiff::civil::Date;

use crate::derive::matrix::Move;
use crate::derive::moves::{self, Direction, Moved, Net};
use crate::derive::steps::Steps;
use crate::model::{ClaimId, IssueId, Project, Spot, StanceId, Who};

/// A line of the list: a move, or what has changed since a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The cell.
    pub spot: Spot,
    /// The level before.
    pub from: Option<StanceId>,
    /// The level after.
    pub to: Option<StanceId>,
    /// The day of the claim that changed it.
    pub on: Option<Date>,
    /// The words before.
    pub before: Option<ClaimId>,
    /// The words after.
    pub after: Option<ClaimId>,
}

impl From<&Moved> for Row {
    fn from(moved: &Moved) -> Self {
        let change = moved.change;
        Self {
            spot: moved.spot,
            from: Some(change.from),
            to: Some(change.to),
            on: Some(change.on),
            before: Some(change.before),
            after: Some(change.after),
        }
    }
}

impl Row {
    /// What has changed since a day; dated by the claim that decides now.
    pub fn net(net: &Net, project: &Project) -> Self {
        let on = net.after.and_then(|id| project.date_of(project.claim(id)?));
        Self { spot: net.spot, from: net.from, to: net.to, on, before: net.before, after: net.after }
    }

    /// "Germany, Peacekeepers: Supports if → Opposes, 17 Feb 2025 (3 steps away from support, across zero)", and what
    /// is to be known of it.
    pub fn in_words(&self, project: &Project, steps: &Steps) -> String {
        let cell = moves::cell(project, self.spot);
        let mut text = format!("{cell}: {}", moves::levels(project, self.from, self.to));
        if let Some(date) = self.on {
            text += &format!(", {}", crate::gui::compare::day(date));
        }
        let size = self.size(steps);
        if !size.is_empty() {
            text += &format!(" ({size})");
        }
        for caveat in self.caveats(project) {
            text += &format!("; {caveat}");
        }
        text
    }

    /// What is to be known before the change is quoted: "only expected before".
    pub fn caveats(&self, project: &Project) -> Vec<&'static str> {
        let whole = || {
            let Self { from, to, on, before, after, .. } = *self;
            Some(Move { from: from?, to: to?, on: on?, before: before?, after: after? })
        };
        whole().map_or_else(Vec::new, |change| moves::caveats(project, self.spot, &change))
    }

    /// "3 steps away from support, across zero"
    pub fn size(&self, steps: &Steps) -> String {
        let (Some(from), Some(to)) = (self.from, self.to) else { return String::new() };
        let by = steps.from_to(from, to).unwrap_or(0);
        let noun = if by.abs() == 1 { "step" } else { "steps" };
        let way = match by.signum() {
            1 => "towards support",
            -1 => "away from support",
            _ => return "the same score".into(),
        };
        let across = if Direction::Crossing.fits(steps, from, to) { ", across zero" } else { "" };
        format!("{} {noun} {way}{across}", by.abs())
    }
}

/// Under which heads moves are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Group {
    /// The month of each.
    #[default]
    Month,
    /// Who moved.
    Who,
}

impl Group {
    pub const ALL: [(Group, &'static str); 2] = [(Group::Month, "Month"), (Group::Who, "Who")];
}

/// Which moves are listed. An empty list lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub whos: Vec<Who>,
    pub issues: Vec<IssueId>,
    pub direction: Option<Direction>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    pub group: Group,
    /// What has changed since the day compared with, and not every move.
    pub net: bool,
}

impl Wish {
    /// Whether moves are left out.
    pub fn filters(&self) -> bool {
        let Self { whos, issues, direction, from, until, .. } = self;
        !whos.is_empty() || !issues.is_empty() || direction.is_some() || from.is_some() || until.is_some()
    }

    fn lets(&self, row: &Row, steps: &Steps) -> bool {
        let fits = |direction: Direction| match (row.from, row.to) {
            (Some(from), Some(to)) => direction.fits(steps, from, to),
            _ => false,
        };
        (self.whos.is_empty() || self.whos.contains(&row.spot.who))
            && (self.issues.is_empty() || self.issues.contains(&row.spot.issue))
            && self.direction.is_none_or(fits)
            && self.from.is_none_or(|from| row.on.is_some_and(|on| from <= on))
            && self.until.is_none_or(|until| row.on.is_some_and(|on| on <= until))
    }
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Of so many moves, and what they have in common.
    Head(String, usize),
    /// A move, by its place among the rows.
    Row(usize),
}

/// The lines of a list: the rows that are wished for, under their heads.
pub fn lines(rows: &[Row], wish: &Wish, project: &Project, steps: &Steps) -> Vec<Line> {
    let mut listed: Vec<usize> = (0..rows.len()).filter(|at| wish.lets(&rows[*at], steps)).collect();
    let month = |on: Option<Date>| on.map(|on| (on.year(), on.month()));
    match wish.group {
        Group::Month => listed.sort_by_key(|at| std::cmp::Reverse(rows[*at].on)),
        Group::Who => {
            // Whoever moved last comes first.
            let mut whos: Vec<Who> = Vec::new();
            for at in &listed {
                if !whos.contains(&rows[*at].spot.who) {
                    whos.push(rows[*at].spot.who);
                }
            }
            listed.sort_by_key(|at| whos.iter().position(|who| *who == rows[*at].spot.who));
        }
    }
    let same = |a: &usize, b: &usize| match wish.group {
        Group::Month => month(rows[*a].on) == month(rows[*b].on),
        Group::Who => rows[*a].spot.who == rows[*b].spot.who,
    };
    let mut lines = Vec::new();
    for part in listed.chunk_by(same) {
        let first = &rows[part[0]];
        let title = match wish.group {
            Group::Who => project.label(first.spot.who.entry()),
            Group::Month => first.on.map_or_else(|| "Undated".to_owned(), |on| on.strftime("%B %Y").to_string()),
        };
        lines.push(Line::Head(title, part.len()));
        lines.extend(part.iter().map(|at| Line::Row(*at)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Country, Token};
    use std::sync::Arc;

    fn project() -> Project {
        let id = crate::model::ProjectId("p".parse::<Token>().expect("a token"));
        let mut project = Project::new(id, "P");
        for name in ["Germany", "Poland"] {
            let id = who(name);
            let Who::Country(id) = id else { continue };
            let row = Country {
                id,
                name: name.into(),
                iso: String::new(),
                aliases: Vec::new(),
                note: String::new(),
                rank: 0,
            };
            project.set_country(id, Some(Arc::new(row)));
        }
        project
    }

    fn who(name: &str) -> Who {
        Who::Country(name.to_lowercase().parse().expect("a slug"))
    }

    /// A move as "germany troops supports>opposes 2025-02-17".
    fn row(line: &str) -> Row {
        let words: Vec<&str> = line.split(' ').collect();
        let (from, to) = words[2].split_once('>').expect("two levels");
        let level = |name: &str| (name != "none").then(|| name.parse().expect("a slug"));
        let spot = Spot { who: who(words[0]), issue: words[1].parse().expect("a slug") };
        let on = words.get(3).map(|date| date.parse().expect("a date"));
        Row { spot, from: level(from), to: level(to), on, before: None, after: None }
    }

    fn check(wish: &Wish, expected: &[&str]) {
        let project = project();
        let rows = [
            "germany troops supports>opposes 2025-02-17",
            "poland troops opposes>reluctant 2025-02-17",
            "germany money undecided>supports 2025-02-03",
            "germany troops opposes>supports 2025-01-20",
            "poland money none>supports",
        ]
        .map(row);
        let found = lines(&rows, wish, &project, &Steps::new(&project));
        let said: Vec<String> = found
            .iter()
            .map(|line| match line {
                Line::Head(title, count) => format!("{title}: {count}"),
                Line::Row(at) => at.to_string(),
            })
            .collect();
        assert_eq!(said, expected, "{wish:?}");
    }

    #[test]
    fn moves_are_listed_under_months_or_under_whoever_moved() {
        check(&Wish::default(), &["February 2025: 3", "0", "1", "2", "January 2025: 1", "3", "Undated: 1", "4"]);
        let group = Group::Who;
        check(&Wish { group, ..Wish::default() }, &["Germany: 3", "0", "2", "3", "Poland: 2", "1", "4"]);
    }

    #[test]
    fn under_months_the_latest_comes_first_however_the_rows_stand() {
        let project = project();
        let rows = ["germany troops none>opposes 2025-02-03", "poland troops none>opposes 2025-02-17"].map(row);
        let found = lines(&rows, &Wish::default(), &project, &Steps::new(&project));
        assert_eq!(found, [Line::Head("February 2025".into(), 2), Line::Row(1), Line::Row(0)]);
    }

    #[test]
    fn each_filter_leaves_out_what_does_not_fit() {
        let date = |text: &str| Some(text.parse().expect("a date"));
        let wish = |change: fn(&mut Wish)| {
            let mut wish = Wish { group: Group::Who, ..Wish::default() };
            change(&mut wish);
            assert!(wish.filters());
            wish
        };
        check(&wish(|wish| wish.whos = vec![who("Poland")]), &["Poland: 2", "1", "4"]);
        check(
            &wish(|wish| wish.issues = vec!["money".parse().expect("a slug")]),
            &["Germany: 1", "2", "Poland: 1", "4"],
        );
        check(&wish(|wish| wish.direction = Some(Direction::Towards)), &["Poland: 1", "1", "Germany: 2", "2", "3"]);
        check(&wish(|wish| wish.direction = Some(Direction::Away)), &["Germany: 1", "0"]);
        check(&wish(|wish| wish.direction = Some(Direction::Crossing)), &["Germany: 2", "0", "3"]);
        let mut days = Wish { from: date("2025-02-03"), group: Group::Who, ..Wish::default() };
        check(&days, &["Germany: 2", "0", "2", "Poland: 1", "1"]);
        days.until = date("2025-02-16");
        check(&days, &["Germany: 1", "2"]);
        assert!(!Wish { net: true, group: Group::Who, ..Wish::default() }.filters());
    }

    #[test]
    fn a_move_tells_its_size() {
        let project = project();
        let steps = Steps::new(&project);
        for (line, said) in [
            (
                "germany troops supports>opposes 2025-02-17",
                "Germany, troops: Supports → Opposes, 17 Feb 2025 (4 steps away from support, across zero)",
            ),
            (
                "germany troops undecided>supports-if 2025-02-17",
                "Germany, troops: Undecided → Supports if, 17 Feb 2025 (1 step towards support)",
            ),
            (
                "germany troops supports>supports 2025-02-17",
                "Germany, troops: Supports → Supports, 17 Feb 2025 (the same score)",
            ),
            ("germany troops none>supports", "Germany, troops: no position → Supports"),
        ] {
            assert_eq!(row(line).in_words(&project, &steps), said);
        }
    }
}
