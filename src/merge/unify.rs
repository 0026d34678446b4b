//! Rows that two people have created apart and that are the same.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

use super::Sides;
use super::changes::differing;
use super::describe::{entry, view};
use super::rename::Renames;
use crate::model::{ArticleId, Country, Entry, EntryId, ExcerptId, Kind, Project, Table, ViewId};
use crate::text::fold::fold;

/// Gives what is the same the same id, which is ours, on all sides.
///
/// Only what one side has and the other lacks can be the same; where several rows could be meant, none is. Claims
/// stay apart: that two people have coded the same words in the same way is something to know.
pub(super) fn unify(sides: &mut Sides, notes: &mut Vec<String>) {
    countries(sides, notes);
    actors(sides, notes);
    for kind in [Kind::Issue, Kind::Stance, Kind::Tag, Kind::Bloc] {
        codebook(sides, kind, |row| Some(fold(row.label().trim())), notes);
    }
    views(sides, notes);
    let articles = articles(sides);
    if !articles.is_empty() {
        let count = articles.len();
        let were = if count == 1 { "An article was".to_owned() } else { format!("{count} articles were") };
        notes.push(format!("{were} brought in on both sides with the very same text: kept once"));
    }
    carry_out(sides, &Renames { articles, ..Renames::default() });
    let excerpts = excerpts(sides);
    carry_out(sides, &Renames { excerpts, ..Renames::default() });
}

fn views(sides: &mut Sides, notes: &mut Vec<String>) {
    let names = |in_: &Project, not_in: &Project| -> Vec<(String, ViewId)> {
        let rows = only(in_.views(), not_in.views()).into_iter().filter_map(|id| in_.view(id));
        rows.map(|row| (fold(row.label.trim()), row.id)).filter(|(name, _)| !name.is_empty()).collect()
    };
    let pairs = pairs(names(&sides.ours, &sides.theirs), names(&sides.theirs, &sides.ours));
    let old = |id| sides.base.view(id).is_some();
    let views: HashMap<_, _> = pairs.into_iter().filter(|(theirs, ours)| !(old(*theirs) && old(*ours))).collect();
    for ours in views.values().collect::<BTreeSet<_>>() {
        notes.push(format!("{} was created on both sides: it is one now", view(&sides.ours, *ours)));
    }
    carry_out(sides, &Renames { views, ..Renames::default() });
}

fn carry_out(sides: &mut Sides, renames: &Renames) {
    // Of two ids one may have been in base, on whichever side it is now.
    renames.apply(&mut sides.base);
    renames.apply(&mut sides.theirs);
}

fn countries(sides: &mut Sides, notes: &mut Vec<String>) {
    let iso = |row: &Country| Some(row.iso.trim().to_lowercase()).filter(|iso| !iso.is_empty());
    let of = |entry: &Entry, key: &dyn Fn(&Country) -> Option<String>| match entry {
        Entry::Country(row) => key(row),
        _ => None,
    };
    codebook(sides, Kind::Country, |entry| of(entry, &iso), notes);
    let (ours, theirs) = apart(sides, Kind::Country);
    let mut pairs = Vec::new();
    for ours in &ours {
        for theirs in &theirs {
            if let (Entry::Country(a), Entry::Country(b)) = (ours, theirs)
                && same_country(a, b)
            {
                pairs.push((theirs.id(), ours.id()));
            }
        }
    }
    rename(sides, only_once(&pairs), notes);
}

/// Whether two countries without the same ISO code are one: by name, or because each knows the other's name.
/// Where just one side says that a name is an alias, it may be part of a country, so both codes must be missing.
fn same_country(a: &Country, b: &Country) -> bool {
    let said = [&a.iso, &b.iso].into_iter().filter(|iso| !iso.trim().is_empty()).count();
    let alias = |of: &Country, name: &str| of.aliases.iter().any(|alias| fold(alias.trim()) == name);
    let names = (fold(a.name.trim()), fold(b.name.trim()));
    let known = [alias(a, &names.1), alias(b, &names.0)].into_iter().filter(|known| *known).count();
    said < 2 && !names.0.is_empty() && (names.0 == names.1 || known == 2 || (known == 1 && said == 0))
}

fn actors(sides: &mut Sides, notes: &mut Vec<String>) {
    let key = |entry: &Entry| match entry {
        Entry::Actor(row) => Some(format!("{}\n{}", fold(row.name.trim()), row.country.map_or("", |id| id.0.as_str()))),
        _ => None,
    };
    codebook(sides, Kind::Actor, key, notes);
}

/// Makes one of the rows that have the same key.
fn codebook(sides: &mut Sides, kind: Kind, key: impl Fn(&Entry) -> Option<String>, notes: &mut Vec<String>) {
    let (ours, theirs) = apart(sides, kind);
    let by_key = |rows: &[Entry]| -> Vec<(String, EntryId)> {
        rows.iter().filter_map(|row| Some((key(row).filter(|key| !key.trim().is_empty())?, row.id()))).collect()
    };
    let pairs = pairs(by_key(&ours), by_key(&theirs));
    rename(sides, pairs, notes);
}

fn rename(sides: &mut Sides, pairs: Vec<(EntryId, EntryId)>, notes: &mut Vec<String>) {
    let pairs: Vec<_> =
        pairs.into_iter().filter(|(t, o)| !(sides.base.contains(*t) && sides.base.contains(*o))).collect();
    if pairs.is_empty() {
        return;
    }
    for (theirs, ours) in &pairs {
        let (here, there) = (entry(&sides.ours, *ours), sides.theirs.label(*theirs));
        let there = if sides.ours.label(*ours) == there { String::new() } else { format!(", there as “{there}”") };
        notes.push(format!("{here} was created on both sides{there}: it is one now"));
    }
    carry_out(sides, &Renames { entries: pairs.into_iter().collect(), ..Renames::default() });
}

/// The rows of a kind that only ours has, and those that only theirs has.
fn apart(sides: &Sides, kind: Kind) -> (Vec<Entry>, Vec<Entry>) {
    let only = |in_: &Project, not_in: &Project| -> Vec<Entry> {
        in_.entries(kind).into_iter().filter(|row| !not_in.contains(row.id())).collect()
    };
    (only(&sides.ours, &sides.theirs), only(&sides.theirs, &sides.ours))
}

fn articles(sides: &Sides) -> HashMap<ArticleId, ArticleId> {
    let texts = |in_: &Project, not_in: &Project| -> Vec<(std::sync::Arc<str>, ArticleId)> {
        only(in_.texts(), not_in.texts())
            .into_iter()
            .filter_map(|id| Some((in_.text(id)?, id)))
            .filter(|(text, id)| !text.as_str().trim().is_empty() && in_.article(*id).is_some())
            .map(|(text, id)| (text.shared(), id))
            .collect()
    };
    let found = pairs(texts(&sides.ours, &sides.theirs), texts(&sides.theirs, &sides.ours));
    let old = |id| sides.base.article(id).is_some();
    found.into_iter().filter(|(theirs, ours)| !(old(*theirs) && old(*ours))).collect()
}

fn excerpts(sides: &Sides) -> HashMap<ExcerptId, ExcerptId> {
    type Place = (ArticleId, crate::text::Span, Box<str>);
    let places = |in_: &Project, not_in: &Project| -> Vec<(Place, ExcerptId)> {
        only(in_.excerpts(), not_in.excerpts())
            .into_iter()
            .filter_map(|id| in_.excerpt(id))
            .map(|row| ((row.article, row.anchor.span, row.anchor.quotation.clone()), row.id))
            .collect()
    };
    let found = pairs(places(&sides.ours, &sides.theirs), places(&sides.theirs, &sides.ours));
    let old = |id| sides.base.excerpt(id).is_some();
    found.into_iter().filter(|(theirs, ours)| !(old(*theirs) && old(*ours))).collect()
}

/// The ids that only the first table has.
fn only<Id: Copy + Ord, Row: PartialEq>(in_: &Table<Id, Row>, not_in: &Table<Id, Row>) -> Vec<Id> {
    differing(not_in, in_).into_iter().filter(|id| in_.contains_key(id) && !not_in.contains_key(id)).collect()
}

/// Theirs and ours of the same key, where there is one of each.
fn pairs<Key: Hash + Eq, Id: Copy + Ord>(ours: Vec<(Key, Id)>, theirs: Vec<(Key, Id)>) -> Vec<(Id, Id)> {
    let singles = |rows: Vec<(Key, Id)>| {
        let mut found: HashMap<Key, Option<Id>> = HashMap::new();
        for (key, id) in rows {
            found.entry(key).and_modify(|id| *id = None).or_insert(Some(id));
        }
        found
    };
    let ours = singles(ours);
    let of_ours = |key: &Key| ours.get(key).copied().flatten();
    let mut found: Vec<(Id, Id)> =
        singles(theirs).into_iter().filter_map(|(key, theirs)| Some((theirs?, of_ours(&key)?))).collect();
    found.sort_unstable();
    found
}

/// The pairs of which neither part is in another.
fn only_once(pairs: &[(EntryId, EntryId)]) -> Vec<(EntryId, EntryId)> {
    let alone = |(a, b): &&(EntryId, EntryId)| pairs.iter().filter(|(c, d)| a == c || b == d).count() == 1;
    pairs.iter().filter(alone).copied().collect()
}
