//! The codebook: creating, changing, ordering and deleting rows of every kind.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::edit::document::names;
use crate::edit::{Edit, EditError, Stamp, Transaction};
use crate::model::{
    Actor, ActorId, Assessment, Bloc, BlocId, Cell, Claim, Colour, Country, CountryId, Entry, EntryId, Glyph, Issue,
    IssueId, Judgement, Kind, Party, Project, RANK_STEP, Rank, Slug, Stance, StanceId, Tag, TagId, View, Voice,
};
use crate::text::fold::fold;

/// A free id for a row called `label`.
pub fn free_slug(project: &Project, kind: Kind, label: &str) -> Slug {
    let plain = Slug::from_label(label);
    std::iter::once(plain)
        .chain((2..).map(|number| plain.numbered(number)))
        .find(|slug| !project.contains(EntryId::new(kind, *slug)))
        .unwrap_or(plain)
}

/// A row of that kind with nothing but a name, at the end of its kind. Not yet in the project.
pub fn blank(project: &Project, kind: Kind, label: &str) -> Entry {
    let label = label.trim();
    let slug = free_slug(project, kind, label);
    let rank = project.entries(kind).last().map_or(0, |last| last.rank() + RANK_STEP);
    let name = label.to_owned();
    match kind {
        Kind::Country => Entry::Country(Arc::new(Country {
            id: CountryId(slug),
            name,
            iso: String::new(),
            aliases: Vec::new(),
            note: String::new(),
            rank,
        })),
        Kind::Actor => Entry::Actor(Arc::new(Actor {
            id: ActorId(slug),
            name,
            role: String::new(),
            country: None,
            voice: Voice::default(),
            aliases: Vec::new(),
            rank,
        })),
        Kind::Issue => Entry::Issue(Arc::new(Issue {
            id: IssueId(slug),
            label: name,
            short: String::new(),
            rules: String::new(),
            rank,
        })),
        Kind::Stance => Entry::Stance(Arc::new(Stance {
            id: StanceId(slug),
            label: name,
            short: String::new(),
            score: None,
            colour: Colour::Plain,
            glyph: Glyph::Ring,
            key: free_key(project),
            rank,
        })),
        Kind::Tag => Entry::Tag(Arc::new(Tag { id: TagId(slug), label: name, rank })),
        Kind::Bloc => Entry::Bloc(Arc::new(Bloc { id: BlocId(slug), label: name, members: Vec::new(), rank })),
    }
}

fn free_key(project: &Project) -> Option<char> {
    ('1'..='9').find(|key| project.stances().values().all(|stance| stance.key != Some(*key)))
}

/// Puts a new row in.
///
/// # Errors
/// When its name or its id is taken: a new row never replaces another.
pub fn create(project: &Project, entry: Entry) -> Result<Transaction, EditError> {
    check_name(project, &entry)?;
    if let Some(old) = project.entry(entry.id()) {
        return Err(EditError::Taken { kind: entry.id().kind().noun(), name: old.label().into() });
    }
    let label = format!("Add {} “{}”", entry.id().kind().noun(), entry.label());
    Ok(Transaction::new(label, vec![Edit::put(entry)]))
}

/// Puts several new rows in as one step, at the end of their kind and in this order. Rows whose id is taken are
/// left out, by the project or by a row before.
pub fn create_all(project: &Project, entries: Vec<Entry>) -> Result<Transaction, EditError> {
    let Some(kind) = entries.first().map(|entry| entry.id().kind()) else {
        return Ok(Transaction::new("Add entries", Vec::new()));
    };
    let first = project.entries(kind).last().map_or(0, |last| last.rank() + RANK_STEP);
    let (mut ids, mut names, mut edits) = (HashSet::new(), HashSet::new(), Vec::new());
    for entry in entries.into_iter().filter(|entry| !project.contains(entry.id())) {
        if !ids.insert(entry.id()) {
            continue;
        }
        check_name(project, &entry)?;
        if !names.insert(fold(entry.label().trim())) && kind != Kind::Actor {
            return Err(EditError::Taken { kind: kind.noun(), name: entry.label().into() });
        }
        let rank = first + edits.len() as Rank * RANK_STEP;
        edits.push(Edit::put(entry.with_rank(rank)));
    }
    Ok(Transaction::new(format!("Add {} entries to “{}”", edits.len(), kind.plural()), edits))
}

/// Replaces a row by a changed one with the same id. Changes in a row to the same entry undo as one.
pub fn change(project: &Project, entry: Entry) -> Result<Transaction, EditError> {
    let id = entry.id();
    let old = project.entry(id).ok_or_else(|| gone(id))?;
    check_name(project, &entry)?;
    let label = format!("Edit {} “{}”", id.kind().noun(), entry.label());
    let edits = if old == entry { Vec::new() } else { vec![Edit::put(entry)] };
    Ok(Transaction::new(label, edits).merging(format!("change {id:?}")))
}

/// Gives a row another name; its id stays, so that two analysts' files still merge.
pub fn rename(project: &Project, id: EntryId, label: &str) -> Result<Transaction, EditError> {
    let entry = project.entry(id).ok_or_else(|| gone(id))?;
    change(project, entry.with_label(label.trim()))
}

fn check_name(project: &Project, entry: &Entry) -> Result<(), EditError> {
    let kind = entry.id().kind();
    let name = fold(entry.label().trim());
    if name.is_empty() {
        return Err(EditError::NoName(kind.noun()));
    }
    // Two people may bear one name; two issues may not.
    let twin = kind != Kind::Actor
        && project.entries(kind).iter().any(|other| other.id() != entry.id() && fold(other.label()) == name);
    if twin {
        return Err(EditError::Taken { kind: kind.noun(), name: entry.label().into() });
    }
    Ok(())
}

/// Moves a row so that it stands at `index` (0 first) among its kind.
pub fn reorder(project: &Project, id: EntryId, index: usize) -> Result<Transaction, EditError> {
    let mut rows = project.entries(id.kind());
    let from = rows.iter().position(|row| row.id() == id).ok_or_else(|| gone(id))?;
    let row = rows.remove(from);
    let index = index.min(rows.len());
    let label = format!("Move {} “{}”", id.kind().noun(), row.label());
    if index == from {
        return Ok(Transaction::new(label, Vec::new()));
    }
    let before = index.checked_sub(1).map(|i| rows[i].rank());
    let after = rows.get(index).map(Entry::rank);
    let edits = match between(before, after) {
        Some(rank) => vec![Edit::put(row.with_rank(rank))],
        None => {
            rows.insert(index, row);
            let ranks = (0..).map(|place| place * RANK_STEP);
            rows.into_iter().zip(ranks).map(|(row, rank)| Edit::put(row.with_rank(rank))).collect()
        }
    };
    Ok(Transaction::new(label, edits))
}

/// Puts all rows of one kind into this order, as one step: "Order countries". The first id says of which kind; rows
/// that are not named come behind in the order they have, and ids that lead nowhere are passed over.
pub fn arrange(project: &Project, order: &[EntryId]) -> Transaction {
    let Some(kind) = order.first().map(|id| id.kind()) else { return Transaction::new("Order entries", Vec::new()) };
    let mut places: HashMap<EntryId, usize> = HashMap::new();
    for (place, id) in order.iter().enumerate() {
        places.entry(*id).or_insert(place);
    }
    let mut rows = project.entries(kind);
    let before: Vec<EntryId> = rows.iter().map(Entry::id).collect();
    rows.sort_by_key(|row| places.get(&row.id()).copied().unwrap_or(usize::MAX));
    let same = rows.iter().map(Entry::id).eq(before);
    let ranked = rows.into_iter().zip((0..).map(|place: Rank| place * RANK_STEP)).filter(|_| !same);
    let moved = ranked.filter(|(row, rank)| row.rank() != *rank);
    let edits = moved.map(|(row, rank)| Edit::put(row.with_rank(rank))).collect();
    Transaction::new(format!("Order {}", kind.plural().to_lowercase()), edits)
}

/// A rank strictly between two neighbours, if there is room.
pub(super) fn between(before: Option<Rank>, after: Option<Rank>) -> Option<Rank> {
    match (before, after) {
        (None, None) => Some(0),
        (Some(a), None) => Some(a + RANK_STEP),
        (None, Some(b)) => Some(b - RANK_STEP),
        (Some(a), Some(b)) => (b - a >= 2).then(|| a + (b - a) / 2),
    }
}

/// Where a codebook row is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Claims that name it.
    pub claims: usize,
    /// Different articles of those claims.
    pub articles: usize,
    /// Different countries of those claims.
    pub countries: usize,
    /// Actors that belong to it.
    pub actors: usize,
    /// Blocs it is in.
    pub blocs: usize,
    /// Assessments that name it.
    pub assessments: usize,
}

impl Uses {
    /// Whether anything would miss it.
    pub fn any(self) -> bool {
        self.claims + self.actors + self.blocs + self.assessments > 0
    }

    /// "28 claims, 2 actors"
    pub fn in_words(self) -> String {
        let named =
            [(self.claims, "claim"), (self.actors, "actor"), (self.blocs, "bloc"), (self.assessments, "assessment")];
        let words: Vec<String> = named
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }))
            .collect();
        if words.is_empty() { "nothing".into() } else { words.join(", ") }
    }
}

/// Counts where a row is used.
pub fn uses(project: &Project, id: EntryId) -> Uses {
    let (mut articles, mut countries) = (HashSet::new(), HashSet::<CountryId>::new());
    let mut uses = Uses::default();
    for claim in project.claims().values().filter(|claim| names(claim, id)) {
        uses.claims += 1;
        articles.extend(project.excerpt(claim.excerpt).map(|e| e.article));
        countries.extend(&claim.countries);
    }
    (uses.articles, uses.countries) = (articles.len(), countries.len());
    if let EntryId::Country(country) = id {
        uses.actors = project.actors().values().filter(|actor| actor.country == Some(country)).count();
        uses.blocs = project.blocs().values().filter(|bloc| bloc.members.contains(&country)).count();
    }
    uses.assessments = project.assessments().values().filter(|row| judges(row, id)).count();
    uses
}

fn judges(row: &Assessment, id: EntryId) -> bool {
    id == EntryId::Country(row.cell.country)
        || id == EntryId::Issue(row.cell.issue)
        || matches!(row.judgement, Judgement::Position(stance) if id == EntryId::Stance(stance))
}

/// Where the claims of a deleted row go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// Nothing uses it, or it can simply be left out (tags, addressees, bloc members). Assessments of a cell
    /// that is no more go with it; those that judged for a level that is no more are taken back.
    Nothing,
    /// Another row of the same kind takes its place; this is also how two rows are merged.
    Entry(EntryId),
    /// What cannot stand without it is deleted with it.
    DeleteClaims,
}

/// Deletes a row; whatever names it is changed, or deleted, as `instead` says. Assessments over claims that were
/// changed go stale.
///
/// # Errors
/// [`EditError::InUse`] when something cannot stand without the row and `instead` is [`Instead::Nothing`].
pub fn delete(project: &Project, id: EntryId, instead: Instead, stamp: &Stamp) -> Result<Transaction, EditError> {
    let entry = project.entry(id).ok_or_else(|| gone(id))?;
    let to = match instead {
        Instead::Entry(to) if to == id || to.kind() != id.kind() || !project.contains(to) => {
            return Err(EditError::Gone("what was to take its place".into()));
        }
        Instead::Entry(to) => Some(to),
        Instead::Nothing | Instead::DeleteClaims => None,
    };
    let mut edits = Vec::new();
    let mut doomed = Vec::new();
    for claim in project.claims().values().filter(|claim| names(claim, id)) {
        match without(claim, id, to) {
            Some(row) => edits.push(Edit::Claim(row.id, Some(Arc::new(Claim { updated: stamp.now, ..row })))),
            None if instead == Instead::DeleteClaims => doomed.push(claim.id),
            None => {
                let uses = uses(project, id).in_words();
                return Err(EditError::InUse { name: entry.label().into(), uses });
            }
        }
    }
    if !doomed.is_empty() {
        edits.extend(super::claims::delete(project, &doomed)?.edits);
    }
    follow_country(project, id, to, &mut edits);
    follow_assessments(project, id, to, stamp, &mut edits);
    follow_views(project, id, to, &mut edits);
    edits.push(Edit::take(id));
    let label = match to {
        Some(to) => format!("Merge {} “{}” into “{}”", id.kind().noun(), entry.label(), project.label(to)),
        None => format!("Delete {} “{}”", id.kind().noun(), entry.label()),
    };
    Ok(Transaction::new(label, edits))
}

/// The claim with `id` replaced by `to` or left out; `None` when it cannot stand without.
fn without(claim: &Claim, id: EntryId, to: Option<EntryId>) -> Option<Claim> {
    let mut row = claim.clone();
    match (id, to) {
        (EntryId::Country(old), to) => {
            let new = if let Some(EntryId::Country(new)) = to { Some(new) } else { None };
            swap(&mut row.countries, old, new);
            swap(&mut row.addressees, Party::Country(old), new.map(Party::Country));
            // A claim that was this country's alone would silently become somebody else's.
            if row.countries.is_empty() && !claim.countries.is_empty() {
                return None;
            }
        }
        (EntryId::Actor(old), to) => {
            let new = if let Some(EntryId::Actor(new)) = to { Some(new) } else { None };
            swap(&mut row.addressees, Party::Actor(old), new.map(Party::Actor));
            if row.speaker == Some(old) {
                row.speaker = new;
                if row.countries.is_empty() && new.is_none() {
                    return None;
                }
            }
        }
        (EntryId::Issue(_), Some(EntryId::Issue(new))) => row.issue = new,
        (EntryId::Stance(_), Some(EntryId::Stance(new))) => row.stance = new,
        (EntryId::Tag(old), to) => {
            let new = if let Some(EntryId::Tag(new)) = to { Some(new) } else { None };
            swap(&mut row.tags, old, new);
        }
        _ => return None,
    }
    Some(row)
}

/// Replaces or leaves out one element of a list that is a set.
fn swap<T: PartialEq + Copy>(list: &mut Vec<T>, old: T, new: Option<T>) {
    let Some(at) = list.iter().position(|item| *item == old) else { return };
    match new.filter(|new| !list.contains(new)) {
        Some(new) => list[at] = new,
        None => {
            list.remove(at);
        }
    }
}

fn follow_country(project: &Project, id: EntryId, to: Option<EntryId>, edits: &mut Vec<Edit>) {
    let EntryId::Country(old) = id else { return };
    let new = if let Some(EntryId::Country(new)) = to { Some(new) } else { None };
    for actor in project.actors().values().filter(|actor| actor.country == Some(old)) {
        edits.push(Edit::Actor(actor.id, Some(Arc::new(Actor { country: new, ..Actor::clone(actor) }))));
    }
    for bloc in project.blocs().values().filter(|bloc| bloc.members.contains(&old)) {
        let mut row = Bloc::clone(bloc);
        swap(&mut row.members, old, new);
        edits.push(Edit::Bloc(bloc.id, Some(Arc::new(row))));
    }
}

/// Assessments move with their country, issue or stance. Where the new cell has one of its own that one stands, and
/// remembers the other. One that judged for a level that is no more is taken back.
fn follow_assessments(project: &Project, id: EntryId, to: Option<EntryId>, stamp: &Stamp, edits: &mut Vec<Edit>) {
    for row in project.assessments().values().filter(|row| judges(row, id) || remembers(row, id)) {
        let mut moved = Assessment::clone(row);
        match (id, to) {
            (EntryId::Country(_), Some(EntryId::Country(country))) => moved.cell = Cell { country, ..row.cell },
            (EntryId::Issue(_), Some(EntryId::Issue(issue))) => moved.cell = Cell { issue, ..row.cell },
            (EntryId::Stance(old), Some(EntryId::Stance(new))) => moved.rename(old, new),
            // What was judged once stays as it was.
            (EntryId::Stance(_), _) if judges(row, id) => moved.take_back(stamp.analyst.clone(), stamp.now),
            (EntryId::Stance(_), _) => continue,
            _ => {
                edits.push(Edit::Assessment(row.cell, None));
                continue;
            }
        }
        if moved.cell != row.cell {
            edits.push(Edit::Assessment(row.cell, None));
            if let Some(there) = project.assessment(moved.cell) {
                moved = there.remembering(&moved);
            }
        }
        edits.push(Edit::Assessment(moved.cell, Some(Arc::new(moved))));
    }
}

fn remembers(row: &Assessment, id: EntryId) -> bool {
    let judged = |judgement| matches!(judgement, Judgement::Position(stance) if id == EntryId::Stance(stance));
    row.earlier.iter().any(|earlier| judged(earlier.judgement))
}

/// Views show the row that took the place of another as they did before, and count the claims of the tag that did.
fn follow_views(project: &Project, id: EntryId, to: Option<EntryId>, edits: &mut Vec<Edit>) {
    for view in project.views().values() {
        let row = View { look: view.look.clone().without(id, to), ..View::clone(view) };
        if row != **view {
            edits.push(Edit::View(row.id, Some(Arc::new(row))));
        }
    }
}

fn gone(id: EntryId) -> EditError {
    EditError::Gone(format!("{} “{}”", id.kind().noun(), id.slug()))
}
