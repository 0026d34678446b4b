//! What differs between two projects, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::differing;
use super::describe::{counted, named, titled, view};
use super::order::{list_name, reordered, view_ids};
use super::row::Row;
use crate::model::{
    Actor, ArticleId, Assessment, Bloc, Cell, Claim, Country, Entry, EntryId, Issue, Kind, Project, Stance, Table, Tag,
    View,
};

/// What `to` has that `from` has not and the other way round, a line each, most important first: positions, then
/// articles, then the codebook, then the rest. At most `limit` lines; the last one tells of those left out.
pub fn words(from: &Project, to: &Project, limit: usize) -> Vec<String> {
    let mut lines = positions(from, to);
    lines.extend(articles(from, to));
    lines.extend(codebook(from, to));
    lines.extend(views(from, to));
    lines.extend(excerpts(from, to));
    if from.info().title != to.info().title {
        lines.push(format!("Title of the project changed to “{}”", to.info().title));
    }
    if from.info().notes != to.info().notes {
        lines.push("Notes of the project changed".into());
    }
    if lines.len() > limit {
        let left = lines.len() - limit.saturating_sub(1);
        lines.truncate(limit.saturating_sub(1));
        if limit > 0 {
            lines.push(format!("and {} more", counted(left, "difference")));
        }
    }
    lines
}

/// The difference in one line: "+3 claims, 1 article removed, 2 assessments changed".
pub fn summary(from: &Project, to: &Project) -> String {
    let mut parts = Vec::new();
    let entries = Kind::ALL.into_iter().fold(Tally::default(), |sum, kind| sum + entries(from, to, kind));
    for (noun, tally) in [
        ("claim", tally(from.claims(), to.claims(), same_claim)),
        ("article", tally(from.articles(), to.articles(), |a, b| a == b)),
        ("assessment", tally(from.assessments(), to.assessments(), |a, b| a == b)),
        ("excerpt", Tally { changed: moved(from, to).len(), ..Tally::default() }),
        ("text", Tally { changed: corrected(from, to).len(), ..Tally::default() }),
        ("codebook row", entries),
        ("view", tally(from.views(), to.views(), View::agrees)),
    ] {
        tally.tell(noun, &mut parts);
    }
    let lists = Kind::ALL.into_iter().filter(|kind| reordered(&ids(from, *kind), &ids(to, *kind)));
    parts.extend(lists.map(|kind| format!("order of the {} changed", list_name(kind))));
    if reordered(&view_ids(from), &view_ids(to)) {
        parts.push("order of the views changed".into());
    }
    if from.info() != to.info() {
        parts.push("project details changed".into());
    }
    if parts.is_empty() { "nothing differs".into() } else { parts.join(", ") }
}

/// How many rows of a kind came, went and changed.
#[derive(Clone, Copy, Default)]
struct Tally {
    added: usize,
    removed: usize,
    changed: usize,
}

impl std::ops::Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            added: self.added + other.added,
            removed: self.removed + other.removed,
            changed: self.changed + other.changed,
        }
    }
}

impl Tally {
    fn tell(self, noun: &str, parts: &mut Vec<String>) {
        if self.added > 0 {
            parts.push(format!("+{}", counted(self.added, noun)));
        }
        if self.removed > 0 {
            parts.push(format!("{} removed", counted(self.removed, noun)));
        }
        if self.changed > 0 {
            parts.push(format!("{} changed", counted(self.changed, noun)));
        }
    }
}

fn tally<Id: Copy + Ord, R: PartialEq>(from: &Table<Id, R>, to: &Table<Id, R>, same: impl Fn(&R, &R) -> bool) -> Tally {
    let mut tally = Tally::default();
    for id in differing(from, to) {
        match (from.get(&id), to.get(&id)) {
            (None, _) => tally.added += 1,
            (_, None) => tally.removed += 1,
            (Some(a), Some(b)) => tally.changed += usize::from(!same(a, b)),
        }
    }
    tally
}

/// Whether a claim says the same; that its words moved is told of the excerpt.
fn same_claim(a: &Claim, b: &Claim) -> bool {
    a.agrees(b)
}

fn entries(from: &Project, to: &Project, kind: Kind) -> Tally {
    match kind {
        Kind::Country => tally(from.countries(), to.countries(), Country::agrees),
        Kind::Actor => tally(from.actors(), to.actors(), Actor::agrees),
        Kind::Issue => tally(from.issues(), to.issues(), Issue::agrees),
        Kind::Stance => tally(from.stances(), to.stances(), Stance::agrees),
        Kind::Tag => tally(from.tags(), to.tags(), Tag::agrees),
        Kind::Bloc => tally(from.blocs(), to.blocs(), Bloc::agrees),
    }
}

fn ids(project: &Project, kind: Kind) -> Vec<EntryId> {
    project.entries(kind).iter().map(Entry::id).collect()
}

/// What happened to a position.
#[derive(Default)]
struct Moves {
    claims: Tally,
    /// What about the claims changed.
    fields: BTreeSet<&'static str>,
    assessment: Option<&'static str>,
}

/// "Germany on peacekeepers: +1 claim, assessment changed"; those with the most changes first.
fn positions(from: &Project, to: &Project) -> Vec<String> {
    let mut moves: BTreeMap<Cell, Moves> = BTreeMap::new();
    let mut speakers: BTreeMap<(String, String), Moves> = BTreeMap::new();
    for id in differing(from.claims(), to.claims()) {
        let (old, new) = (from.claim(id).map(|row| &**row), to.claim(id).map(|row| &**row));
        if old.zip(new).is_some_and(|(old, new)| same_claim(old, new)) {
            continue;
        }
        let cells = |row: Option<&Claim>| -> BTreeSet<Cell> {
            let cells = |row: &Claim| -> Vec<Cell> {
                row.countries.iter().map(|id| Cell { country: *id, issue: row.issue }).collect()
            };
            row.map(cells).unwrap_or_default().into_iter().collect()
        };
        let (before, after) = (cells(old), cells(new));
        for cell in before.union(&after) {
            let (was, is) = (before.contains(cell), after.contains(cell));
            moves.entry(*cell).or_default().count(was, is, old, new);
        }
        if before.is_empty() && after.is_empty() {
            let (row, project) = new.map(|row| (row, to)).or(old.map(|row| (row, from))).unzip();
            let names = row.zip(project).map(|(row, project)| {
                let who = row.speaker.map_or_else(|| "Nobody".into(), |id| project.label(EntryId::Actor(id)));
                (who, on(project, EntryId::Issue(row.issue)))
            });
            if let Some(names) = names {
                speakers.entry(names).or_default().count(old.is_some(), new.is_some(), old, new);
            }
        }
    }
    for cell in differing(from.assessments(), to.assessments()) {
        let (old, new) = (from.assessment(cell), to.assessment(cell));
        moves.entry(cell).or_default().assessment = Some(assessed(old.map(|a| &**a), new.map(|a| &**a)));
    }
    let rank = |cell: &Cell| {
        let project = if to.country(cell.country).is_some() { to } else { from };
        let country = project.country(cell.country).map(|row| row.rank);
        (country, to.issue(cell.issue).map(|row| row.rank))
    };
    let mut told: Vec<_> =
        moves.into_iter().map(|(cell, moves)| ((moves.weight(), rank(&cell)), cell, moves)).collect();
    told.sort_by(|a, b| (b.0.0, a.0.1, a.1).cmp(&(a.0.0, b.0.1, b.1)));
    let of_cells = told.into_iter().map(|(_, cell, moves)| {
        let country = EntryId::Country(cell.country);
        let whose = if to.contains(country) { to } else { from };
        let issue = EntryId::Issue(cell.issue);
        let on_what = on(if to.contains(issue) { to } else { from }, issue);
        format!("{} on {on_what}: {}", whose.label(country), moves.in_words())
    });
    of_cells
        .chain(speakers.into_iter().map(|((who, what), moves)| format!("{who} on {what}: {}", moves.in_words())))
        .collect()
}

/// An issue as it stands in a narrow place.
fn on(project: &Project, id: EntryId) -> String {
    match project.entry(id) {
        Some(Entry::Issue(row)) => row.short_or_label().to_owned(),
        _ => project.label(id),
    }
}

fn assessed(old: Option<&Assessment>, new: Option<&Assessment>) -> &'static str {
    match (old, new) {
        (None, _) => "assessed",
        (_, None) => "assessment removed",
        (Some(old), Some(new)) if !new.stands() && old.stands() => "assessment taken back",
        (Some(old), Some(new)) if new.stands() && !old.stands() => "assessed",
        (Some(old), Some(new)) if old.agrees(new) => "earlier assessments changed",
        (Some(old), Some(new))
            if (old.judgement, &old.sentence, old.confidence) == (new.judgement, &new.sentence, new.confidence) =>
        {
            "assessment confirmed"
        }
        _ => "assessment changed",
    }
}

impl Moves {
    fn count(&mut self, was: bool, is: bool, old: Option<&Claim>, new: Option<&Claim>) {
        match (was, is) {
            (false, _) => self.claims.added += 1,
            (_, false) => self.claims.removed += 1,
            _ => self.claims.changed += 1,
        }
        if let (true, true, Some(old), Some(new)) = (was, is, old, new) {
            let fields = Claim::FIELDS.iter().filter(|field| !(field.same)(old, new));
            self.fields.extend(fields.map(|field| field.name));
        }
    }

    /// How much it matters: a judgement more than a claim.
    fn weight(&self) -> usize {
        let Tally { added, removed, changed } = self.claims;
        2 * (added + removed) + changed + 3 * usize::from(self.assessment.is_some())
    }

    fn in_words(&self) -> String {
        let Tally { added, removed, changed } = self.claims;
        let mut parts = Vec::new();
        if added > 0 {
            parts.push(format!("+{}", counted(added, "claim")));
        }
        if removed > 0 {
            parts.push(format!("−{}", counted(removed, "claim")));
        }
        if changed > 0 {
            let fields: Vec<String> = self.fields.iter().map(|name| name.to_lowercase()).collect();
            parts.push(format!("{} changed ({})", counted(changed, "claim"), fields.join(", ")));
        }
        parts.extend(self.assessment.map(str::to_owned));
        parts.join(", ")
    }
}

fn articles(from: &Project, to: &Project) -> Vec<String> {
    let (mut removed, mut added, mut described) = (Vec::new(), Vec::new(), Vec::new());
    let with = |count: usize| match count {
        0 => String::new(),
        count => format!(" with {}", counted(count, "claim")),
    };
    for id in differing(from.articles(), to.articles()) {
        match (from.article(id), to.article(id)) {
            (Some(_), None) => {
                removed.push(format!("{} removed{}", titled(from, id), with(from.count_claims_in(id))));
            }
            (None, _) => added.push(format!("{} added{}", titled(to, id), with(to.count_claims_in(id)))),
            (Some(old), Some(new)) => {
                let fields = crate::model::Article::FIELDS.iter().filter(|field| !(field.same)(old, new));
                let fields: Vec<String> = fields.map(|field| field.name.to_lowercase()).collect();
                described.push(format!("{}: {} changed", titled(to, id), fields.join(", ")));
            }
        }
    }
    removed.append(&mut added);
    removed.extend(corrected(from, to).into_iter().map(|id| format!("{}: text changed", titled(to, id))));
    removed.append(&mut described);
    removed
}

/// The articles that both have with another text.
fn corrected(from: &Project, to: &Project) -> Vec<ArticleId> {
    let both = |id: &ArticleId| from.text(*id).is_some() && to.text(*id).is_some();
    differing(from.texts(), to.texts()).into_iter().filter(both).collect()
}

fn codebook(from: &Project, to: &Project) -> Vec<String> {
    let (mut gone, mut new, mut changed, mut orders) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for kind in Kind::ALL {
        for old in from.entries(kind).iter().filter(|row| !to.contains(row.id())) {
            gone.push(format!("{} removed", named(kind, old.label())));
        }
        for row in to.entries(kind) {
            match from.entry(row.id()) {
                None => new.push(format!("{} added", named(kind, row.label()))),
                Some(old) => changed.extend(entry_change(&old, &row)),
            }
        }
        if reordered(&ids(from, kind), &ids(to, kind)) {
            orders.push(format!("Order of the {} changed", list_name(kind)));
        }
    }
    [gone, new, changed, orders].concat()
}

fn views(from: &Project, to: &Project) -> Vec<String> {
    let (mut gone, mut new, mut changed) = (Vec::new(), Vec::new(), Vec::new());
    for id in differing(from.views(), to.views()) {
        match (from.view(id), to.view(id)) {
            (Some(_), None) => gone.push(format!("{} removed", view(from, id))),
            (None, _) => new.push(format!("{} added", view(to, id))),
            (Some(old), Some(row)) => {
                changed.extend(change(&view(to, id), [&old.label, &row.label], &fields(&**old, row)));
            }
        }
    }
    if reordered(&view_ids(from), &view_ids(to)) {
        changed.push("Order of the views changed".into());
    }
    [gone, new, changed].concat()
}

/// "Issue “Peacekeepers” renamed from “Troops”", "Country “Poland”: aliases changed"
fn entry_change(old: &Entry, new: &Entry) -> Option<String> {
    let fields = match (old, new) {
        (Entry::Country(old), Entry::Country(new)) => fields(&**old, new),
        (Entry::Actor(old), Entry::Actor(new)) => fields(&**old, new),
        (Entry::Issue(old), Entry::Issue(new)) => fields(&**old, new),
        (Entry::Stance(old), Entry::Stance(new)) => fields(&**old, new),
        (Entry::Tag(old), Entry::Tag(new)) => fields(&**old, new),
        (Entry::Bloc(old), Entry::Bloc(new)) => fields(&**old, new),
        _ => return None,
    };
    change(&named(new.id().kind(), new.label()), [old.label(), new.label()], &fields)
}

/// What became of a row that is called `name` now, by the names of the fields that changed.
fn change(name: &str, [old, new]: [&str; 2], fields: &[&'static str]) -> Option<String> {
    let rest: Vec<String> = fields.iter().filter(|name| **name != "Name").map(|name| name.to_lowercase()).collect();
    let renamed = (old != new).then(|| format!("renamed from “{old}”"));
    let others = (!rest.is_empty()).then(|| format!("{} changed", rest.join(", ")));
    match (renamed, others) {
        (Some(renamed), Some(others)) => Some(format!("{name} {renamed}, {others}")),
        (Some(renamed), None) => Some(format!("{name} {renamed}")),
        (None, Some(others)) => Some(format!("{name}: {others}")),
        (None, None) => None,
    }
}

fn fields<R: Row>(old: &R, new: &R) -> Vec<&'static str> {
    R::FIELDS.iter().filter(|field| !(field.same)(old, new)).map(|field| field.name).collect()
}

/// The excerpts of other words than before, in articles of the same text.
fn moved(from: &Project, to: &Project) -> Vec<ArticleId> {
    let other = |id: &crate::model::ExcerptId| {
        let (old, new) = (from.excerpt(*id)?, to.excerpt(*id)?);
        let same_text = from.text(new.article) == to.text(new.article);
        (old.anchor.quotation != new.anchor.quotation || (same_text && old.anchor.span != new.anchor.span))
            .then_some(new.article)
    };
    differing(from.excerpts(), to.excerpts()).iter().filter_map(other).collect()
}

fn excerpts(from: &Project, to: &Project) -> Vec<String> {
    let mut counts: BTreeMap<ArticleId, usize> = BTreeMap::new();
    moved(from, to).into_iter().for_each(|id| *counts.entry(id).or_default() += 1);
    let told = |(id, count)| format!("{}: edges of {} moved", titled(to, id), counted(count, "excerpt"));
    counts.into_iter().map(told).collect()
}
