//! Repairing what can be repaired without asking: nothing is guessed about what anybody said.

use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use super::codebook;
use crate::edit::{Edit, Transaction};
use crate::model::{
    Bloc, Claim, Entry, EntryId, Kind, Party, Problem, Project, RANK_STEP, Rank, Slug, Stance, StanceId, View,
};
use crate::text::fold::fold;

/// What a restored row says of itself where it has room for it.
const RESTORED: &str = "Restored: it was named but not in the codebook.";

/// From this likeness on an id that leads nowhere is taken for another one misspelt: somebody has to look.
const MISSPELT: f32 = 0.8;

/// Whether an id that leads nowhere looks like one that the codebook has.
fn is_misspelt(project: &Project, id: EntryId) -> bool {
    let alike = |other: &Entry| {
        similar::TextDiff::from_chars(id.slug().as_str(), other.id().slug().as_str()).ratio() >= MISSPELT
    };
    project.entries(id.kind()).iter().any(alike)
}

/// One step that repairs whatever can be repaired safely, and what it does, in words, a sentence each.
///
/// A codebook row that is named but missing comes back under its id, unless it looks like another one misspelt; what a set names twice it names once;
/// of two stances with one key the second has none; a row without a name is called by its id; an excerpt of
/// no words without claims goes. Everything else needs a person and stays as it is: excerpts that need
/// re-anchoring, claims that are nobody's (and what else is wrong with these), rows that lost what they
/// belong to.
pub fn repair(project: &Project) -> (Transaction, Vec<String>) {
    let before = project.problems();
    let mut plan = Plan { project, edits: Vec::new(), told: Vec::new() };
    plan.restore_missing(&before);
    plan.name_once();
    plan.free_keys_and_name();
    plan.name_views();
    plan.remove_empty();
    let Plan { edits, told, .. } = plan;
    let mut repaired = project.clone();
    for edit in edits.clone() {
        edit.apply(&mut repaired);
    }
    let count = if edits.is_empty() { 0 } else { before.len() - repaired.problems().len().min(before.len()) };
    let noun = if count == 1 { "problem" } else { "problems" };
    // What stays wrong was wrong before.
    (Transaction::new(format!("Repair {count} {noun}"), edits).as_found(repaired), told)
}

struct Plan<'a> {
    project: &'a Project,
    edits: Vec<Edit>,
    told: Vec<String>,
}

impl Plan<'_> {
    fn restore_missing(&mut self, problems: &[Problem]) {
        let mut missing: BTreeMap<EntryId, usize> = BTreeMap::new();
        for problem in problems {
            if let Problem::Dangling { missing: id, .. } = problem {
                *missing.entry(*id).or_default() += 1;
            }
        }
        missing.retain(|id, _| !is_misspelt(self.project, *id));
        let mut ends: BTreeMap<Kind, Rank> = BTreeMap::new();
        let mut names: HashSet<(Kind, String)> = HashSet::new();
        let mut keys: HashSet<char> = self.project.stances().values().filter_map(|stance| stance.key).collect();
        for kind in Kind::ALL.into_iter().filter(|kind| missing.keys().any(|id| id.kind() == *kind)) {
            let rows = self.project.entries(kind);
            ends.insert(kind, rows.last().map_or(0, |last| last.rank().saturating_add(RANK_STEP)));
            names.extend(rows.iter().map(|row| (kind, fold(row.label().trim()))));
        }
        let blanks: BTreeMap<Kind, Entry> =
            ends.keys().map(|kind| (*kind, codebook::blank(self.project, *kind, "Entry"))).collect();
        for (id, times) in missing {
            let kind = id.kind();
            let Some(blank) = blanks.get(&kind) else { continue };
            let rank = ends.get(&kind).copied().unwrap_or_default();
            ends.insert(kind, rank.saturating_add(RANK_STEP));
            let mut entry = restored(id, blank).with_rank(rank);
            if !names.insert((kind, fold(entry.label()))) {
                entry = entry.clone().with_label(&format!("{} (restored)", entry.label()));
                names.insert((kind, fold(entry.label())));
            }
            if let Entry::Stance(row) = &mut entry {
                let row = Arc::make_mut(row);
                row.key = row.key.filter(|key| keys.insert(*key));
            }
            let times = if times == 1 { "once".into() } else { format!("{times} times") };
            self.told.push(format!(
                "{} “{}” was named {times} but is not in the codebook: added as “{}”",
                kind.noun(),
                id.slug(),
                entry.label()
            ));
            self.edits.push(Edit::put(entry));
        }
    }

    fn name_once(&mut self) {
        for claim in self.project.claims().values() {
            // Whoever decides whose claim it is sees the rest as well.
            if (claim.countries.is_empty() && claim.speaker.is_none()) || self.project.excerpt(claim.excerpt).is_none()
            {
                continue;
            }
            let mut row = Claim::clone(claim);
            let mut twice = once(&mut row.countries, |id| EntryId::Country(*id));
            twice.extend(once(&mut row.tags, |id| EntryId::Tag(*id)));
            twice.extend(once(&mut row.addressees, |party: &Party| EntryId::from(*party)));
            if self.tell_twice(&format!("claim {}", claim.id), &twice) {
                self.edits.push(Edit::Claim(row.id, Some(Arc::new(row))));
            }
        }
        for bloc in self.project.blocs().values() {
            let mut row = Bloc::clone(bloc);
            let twice = once(&mut row.members, |id| EntryId::Country(*id));
            if self.tell_twice(&format!("bloc “{}”", bloc.id), &twice) {
                self.edits.push(Edit::Bloc(row.id, Some(Arc::new(row))));
            }
        }
    }

    fn tell_twice(&mut self, whose: &str, twice: &[EntryId]) -> bool {
        let sentences =
            twice.iter().map(|id| format!("{whose} named {} “{}” twice: now once", id.kind().noun(), id.slug()));
        self.told.extend(sentences);
        !twice.is_empty()
    }

    /// Both in one pass, so that a stance with two faults becomes one row.
    fn free_keys_and_name(&mut self) {
        let mut keys: BTreeMap<char, StanceId> = BTreeMap::new();
        for entry in Kind::ALL.into_iter().flat_map(|kind| self.project.entries(kind)) {
            let (id, mut row) = (entry.id(), entry.clone());
            if entry.label().trim().is_empty() {
                row = row.with_label(id.slug().as_str());
                self.told.push(format!("{} “{}” had no name: it is called by its id", id.kind().noun(), id.slug()));
            }
            if let Entry::Stance(stance) = &mut row
                && let Some(key) = stance.key
            {
                let first = *keys.entry(key).or_insert(stance.id);
                if first != stance.id {
                    let (first, second) = (self.project.label(EntryId::Stance(first)), &stance.label);
                    self.told
                        .push(format!("stances “{first}” and “{second}” had the key {key}: “{second}” has none now"));
                    Arc::make_mut(stance).key = None;
                }
            }
            if row != entry {
                self.edits.push(Edit::put(row));
            }
        }
    }

    fn name_views(&mut self) {
        for view in self.project.views_in_order().into_iter().filter(|view| view.label.trim().is_empty()) {
            let id = view.id;
            self.told.push(format!("view “{id}” had no name: it is called by its id"));
            let row = View { label: id.to_string(), ..View::clone(view) };
            self.edits.push(Edit::View(id, Some(Arc::new(row))));
        }
    }

    fn remove_empty(&mut self) {
        for excerpt in self.project.excerpts().values() {
            if excerpt.anchor.quotation.is_empty() && self.project.claims_of(excerpt.id).is_empty() {
                let (id, article) = (excerpt.id, excerpt.article);
                self.told.push(format!("excerpt {id} in article {article} quoted nothing and had no claims: removed"));
                self.edits.push(Edit::Excerpt(id, None));
            }
        }
    }
}

/// The row that `id` names, as far as its id tells; the rest as in `blank`.
fn restored(id: EntryId, blank: &Entry) -> Entry {
    let known = Stance::default_scale().into_iter().find(|stance| EntryId::Stance(stance.id) == id);
    if let Some(stance) = known {
        return Entry::Stance(Arc::new(stance));
    }
    let mut entry = blank.clone().with_id(id.slug()).with_label(&name_of(id.kind(), id.slug()));
    match &mut entry {
        Entry::Country(row) => Arc::make_mut(row).note = RESTORED.into(),
        Entry::Issue(row) => Arc::make_mut(row).rules = RESTORED.into(),
        Entry::Stance(row) => Arc::make_mut(row).key = None,
        Entry::Actor(_) | Entry::Tag(_) | Entry::Bloc(_) => {}
    }
    entry
}

/// Leaves the first of what is equal in a list; returns what was taken out.
fn once<T: Copy + Eq + Hash>(list: &mut Vec<T>, id: impl Fn(&T) -> EntryId) -> Vec<EntryId> {
    let mut seen = HashSet::with_capacity(list.len());
    let mut twice = Vec::new();
    list.retain(|item| {
        let first = seen.insert(*item);
        if !first {
            twice.push(id(item));
        }
        first
    });
    twice
}

/// "united-kingdom" is called "United Kingdom"; an issue "send-troops" is called "Send troops".
fn name_of(kind: Kind, slug: Slug) -> String {
    let every_word = matches!(kind, Kind::Country | Kind::Actor | Kind::Bloc);
    let words = slug.as_str().split('-').filter(|word| !word.is_empty());
    let words =
        words.enumerate().map(|(index, word)| if index == 0 || every_word { capital(word) } else { word.into() });
    let name = words.collect::<Vec<_>>().join(" ");
    if name.is_empty() { slug.to_string() } else { name }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
