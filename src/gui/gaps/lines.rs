//! The list of gaps: empty cells by kind, then countries that are named and have no claim.

use crate::derive::coverage::{Coverage, Gap, GapKind, Tally, Uncoded};
use crate::model::{CountryId, EntryId, IssueId, Project, Spot, Who};
use crate::suggest::Gazetteer;

/// Which gaps are listed; an empty list lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Only these kinds.
    pub kinds: Vec<GapKind>,
    /// Only these rows.
    pub whos: Vec<Who>,
    /// Only these issues.
    pub issues: Vec<IssueId>,
}

impl Wish {
    /// Whether anything is left out.
    pub fn filters(&self) -> bool {
        !(self.kinds.is_empty() && self.whos.is_empty() && self.issues.is_empty())
    }

    fn lets(&self, gap: &Gap) -> bool {
        lets(&self.kinds, &gap.kind) && lets(&self.whos, &gap.spot.who) && lets(&self.issues, &gap.spot.issue)
    }
}

fn lets<T: PartialEq>(list: &[T], item: &T) -> bool {
    list.is_empty() || list.contains(item)
}

/// What is looked into: an empty cell, or a country without a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A cell.
    Cell(Spot),
    /// A country, and whether it is in the codebook.
    Country(CountryId, bool),
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The head of a kind, with the number of gaps below it.
    Kind(GapKind, usize),
    /// An empty cell.
    Gap(Gap),
    /// The head of the countries without a claim, with their number.
    Uncoded(usize),
    /// Such a country.
    Country(Uncoded),
}

impl Line {
    /// What it leads to; nothing for a head.
    pub fn chosen(&self) -> Option<Chosen> {
        match self {
            Self::Gap(gap) => Some(Chosen::Cell(gap.spot)),
            Self::Country(row) => Some(Chosen::Country(row.country, row.in_codebook)),
            Self::Kind(..) | Self::Uncoded(_) => None,
        }
    }

    /// Whether there is something left to do about it.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Gap(gap) => !gap.kind.is_settled() || gap.stale > 0,
            Self::Country(_) => true,
            Self::Kind(..) | Self::Uncoded(_) => false,
        }
    }
}

/// The lines that are shown. Countries without a claim have no cell: a filter leaves them out, but for one of rows that
/// names them.
pub fn lines(coverage: &Coverage, uncoded: &[Uncoded], wish: &Wish) -> Vec<Line> {
    let mut lines = Vec::new();
    for (kind, _) in GapKind::ALL {
        let gaps: Vec<Line> =
            coverage.gaps.iter().filter(|gap| gap.kind == kind && wish.lets(gap)).map(|gap| Line::Gap(*gap)).collect();
        if !gaps.is_empty() {
            lines.push(Line::Kind(kind, gaps.len()));
            lines.extend(gaps);
        }
    }
    let is_meant = |row: &&Uncoded| {
        let named = row.in_codebook && wish.whos.contains(&Who::Country(row.country));
        wish.kinds.is_empty() && wish.issues.is_empty() && (wish.whos.is_empty() || named)
    };
    let countries: Vec<Line> = uncoded.iter().filter(is_meant).map(|row| Line::Country(*row)).collect();
    if !countries.is_empty() {
        lines.push(Line::Uncoded(countries.len()));
        lines.extend(countries);
    }
    lines
}

/// The next line from `from` on that fits, around the end; going back, the one before.
pub fn next(lines: &[Line], from: usize, forward: bool, fits: impl Fn(&Line) -> bool) -> Option<usize> {
    let count = lines.len();
    let place = |step: usize| if forward { (from + step) % count } else { (from + count * 2 - step) % count };
    (0..count).map(place).find(|at| fits(&lines[*at]))
}

/// "61 of 84 cells are empty: 40 not looked for, 9 only mentioned, 12 nothing found"
pub fn summary(coverage: &Coverage) -> String {
    let empty = coverage.gaps.len();
    if empty == 0 {
        return format!("None of {} cells is empty", coverage.cells);
    }
    let kinds = GapKind::ALL.into_iter().filter(|(kind, _)| coverage.tally[*kind as usize] > 0);
    let kinds = kinds.map(|(kind, name)| format!("{} {}", coverage.tally[kind as usize], name.to_lowercase()));
    let are = if empty == 1 { "is" } else { "are" };
    format!("{empty} of {} cells {are} empty: {}", coverage.cells, kinds.collect::<Vec<_>>().join(", "))
}

/// All gaps of a tally.
pub fn whole(tally: &Tally) -> usize {
    tally.iter().sum()
}

/// Name of a country, also of one that is not in the codebook.
pub fn country(project: &Project, id: CountryId, in_codebook: bool) -> String {
    if in_codebook {
        return project.label(EntryId::Country(id));
    }
    Gazetteer::get().by_code(id.0.as_str()).map_or_else(|| id.to_string(), |known| known.name.clone())
}

/// A line for those who listen.
pub fn spoken(project: &Project, line: &Line) -> String {
    match line {
        Line::Kind(kind, count) => format!("{}: {count}. {}", kind.label(), kind.in_words()),
        Line::Gap(gap) => {
            let (who, issue) = names(project, gap.spot);
            let aside = aside(gap);
            let aside = if aside.is_empty() { aside } else { format!(", {aside}") };
            format!("{who} on {issue}: {}{aside}", gap.kind.label().to_lowercase())
        }
        Line::Uncoded(count) => format!("Named, but without a claim: {count}"),
        Line::Country(row) => {
            format!("{}: {}", country(project, row.country, row.in_codebook), of_country(row))
        }
    }
}

/// Names of the row and of the issue of a cell.
pub fn names(project: &Project, spot: Spot) -> (String, String) {
    let issue = project.issue(spot.issue).map_or_else(|| spot.issue.to_string(), |row| row.short_or_label().to_owned());
    (project.label(spot.who.entry()), issue)
}

/// "3 claims, changed since"
pub fn aside(gap: &Gap) -> String {
    let claims = match gap.claims {
        0 => None,
        1 => Some("1 claim".to_owned()),
        more => Some(format!("{more} claims")),
    };
    let stale = (gap.stale > 0).then(|| "changed since".to_owned());
    claims.into_iter().chain(stale).collect::<Vec<_>>().join(", ")
}

/// "7 times in 3 articles, not in the codebook"
pub fn of_country(row: &Uncoded) -> String {
    let times = times(row.mentions);
    let articles = if row.articles == 1 { "1 article".to_owned() } else { format!("{} articles", row.articles) };
    let new = if row.in_codebook { "" } else { ", not in the codebook" };
    format!("{times} in {articles}{new}")
}

/// "once", "twice", "3 times"
pub fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn gap(who: &str, issue: &str, kind: GapKind) -> Gap {
        let who = Who::Country(who.parse().expect("a slug"));
        Gap { spot: Spot { who, issue: issue.parse().expect("a slug") }, kind, claims: 0, stale: 0 }
    }

    fn uncoded(country: &str, in_codebook: bool) -> Uncoded {
        let first = ("a".parse().expect("a token"), Span::default());
        Uncoded { country: country.parse().expect("a slug"), in_codebook, articles: 2, mentions: 3, first }
    }

    fn told(lines: &[Line]) -> Vec<String> {
        let name = |line: &Line| match line {
            Line::Kind(kind, count) => format!("{} {count}", kind.label()),
            Line::Gap(gap) => format!("{} {}", gap.spot.who.entry().slug(), gap.spot.issue),
            Line::Uncoded(count) => format!("uncoded {count}"),
            Line::Country(row) => row.country.to_string(),
        };
        lines.iter().map(name).collect()
    }

    #[test]
    fn gaps_stand_by_kind_and_are_filtered() {
        let gaps = vec![
            gap("a", "x", GapKind::Declined),
            gap("a", "y", GapKind::NotLookedFor),
            gap("b", "x", GapKind::FilteredOut),
            gap("b", "y", GapKind::NotLookedFor),
        ];
        let coverage = Coverage { gaps, cells: 9, tally: [2, 0, 1, 0, 1], ..Coverage::default() };
        let countries = [uncoded("b", true), uncoded("c", false)];
        let all = lines(&coverage, &countries, &Wish::default());
        assert_eq!(
            told(&all),
            ["Not looked for 2", "a y", "b y", "Filtered out 1", "b x", "Declined 1", "a x", "uncoded 2", "b", "c"]
        );
        let whos = vec![Who::Country("b".parse().expect("a slug"))];
        let wish = Wish { whos, ..Wish::default() };
        assert_eq!(
            told(&lines(&coverage, &countries, &wish)),
            ["Not looked for 1", "b y", "Filtered out 1", "b x", "uncoded 1", "b"]
        );
        let wish = Wish { kinds: vec![GapKind::Declined], ..Wish::default() };
        assert_eq!(told(&lines(&coverage, &countries, &wish)), ["Declined 1", "a x"]);
        assert_eq!(summary(&coverage), "4 of 9 cells are empty: 2 not looked for, 1 filtered out, 1 declined");
        // From one that is open to the next, around the end, and back; what is settled is passed over.
        let open = |from: usize, forward: bool| next(&all, from, forward, Line::is_open);
        assert_eq!([open(0, true), open(2, true), open(5, true)], [Some(1), Some(2), Some(8)]);
        assert_eq!([open(0, false), open(7, false)], [Some(9), Some(4)]);
        assert_eq!(next(&[], 0, true, Line::is_open), None);
    }

    #[test]
    fn a_country_says_how_often_it_is_named() {
        assert_eq!(of_country(&uncoded("c", false)), "3 times in 2 articles, not in the codebook");
        let once = Uncoded { articles: 1, mentions: 1, ..uncoded("c", true) };
        assert_eq!(of_country(&once), "once in 1 article");
    }
}
