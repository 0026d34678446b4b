//! Values of fields: how two changes of one value become one, and how a value reads.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};

use crate::model::{
    ActorId, Basis, Colour, Confidence, CountryId, EntryId, ExcerptId, Glyph, IssueId, Order, Party, Progress, Project,
    RowsOf, Settings, StanceId, TagId, Voice, Zoom,
};
use crate::text::Anchor;

/// Something that a field of a row holds.
pub(super) trait Value: Clone + PartialEq {
    /// Whether nobody has said anything yet: such a value gives way to any other.
    fn is_blank(&self) -> bool {
        false
    }

    /// As people read it; nothing where it is blank.
    fn words(&self, project: &Project) -> String;

    /// What two changes come to; `None` where they contradict each other.
    fn merged(base: Option<&Self>, ours: &Self, theirs: &Self) -> Option<Self> {
        changed_once(base, ours, theirs)
    }
}

/// The value that only one side has changed, or both in the same way.
fn changed_once<V: Value>(base: Option<&V>, ours: &V, theirs: &V) -> Option<V> {
    let yields = |value: &V| base.map_or_else(|| value.is_blank(), |base| value == base);
    if ours == theirs || yields(theirs) {
        Some(ours.clone())
    } else if yields(ours) {
        Some(theirs.clone())
    } else {
        None
    }
}

impl Value for String {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn words(&self, _: &Project) -> String {
        self.clone()
    }
}

impl<V: Value> Value for Option<V> {
    fn is_blank(&self) -> bool {
        self.is_none()
    }

    fn words(&self, project: &Project) -> String {
        self.as_ref().map(|value| value.words(project)).unwrap_or_default()
    }
}

/// A list is a set in an order: what either side has added is in it, what either has taken out is not.
impl<V: Value> Value for Vec<V> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn words(&self, project: &Project) -> String {
        self.iter().map(|value| value.words(project)).collect::<Vec<_>>().join(", ")
    }

    fn merged(base: Option<&Self>, ours: &Self, theirs: &Self) -> Option<Self> {
        changed_once(base, ours, theirs).or_else(|| {
            let known = |value: &V| base.is_some_and(|base| base.contains(value));
            let stays = |value: &&V| theirs.contains(value) || !known(value);
            let mut all: Vec<V> = ours.iter().filter(stays).cloned().collect();
            for new in theirs {
                if !known(new) && !all.contains(new) {
                    all.push(new.clone());
                }
            }
            Some(all)
        })
    }
}

impl Value for Date {
    fn words(&self, _: &Project) -> String {
        self.to_string()
    }
}

/// Points in time in fields are beginnings: the earlier one is the true one.
impl Value for Timestamp {
    fn words(&self, _: &Project) -> String {
        self.strftime("%Y-%m-%d %H:%M UTC").to_string()
    }

    fn merged(base: Option<&Self>, ours: &Self, theirs: &Self) -> Option<Self> {
        changed_once(base, ours, theirs).or(Some(*ours.min(theirs)))
    }
}

impl Value for bool {
    fn is_blank(&self) -> bool {
        !self
    }

    fn words(&self, _: &Project) -> String {
        if *self { "Yes" } else { "No" }.into()
    }
}

/// What either side has added is in a set, what either has taken out is not.
impl Value for BTreeSet<EntryId> {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn words(&self, project: &Project) -> String {
        self.iter().map(|id| project.label(*id)).collect::<Vec<_>>().join(", ")
    }

    fn merged(base: Option<&Self>, ours: &Self, theirs: &Self) -> Option<Self> {
        let known = |id: &EntryId| base.is_some_and(|base| base.contains(id));
        let stays = |id: &&EntryId| !known(id) || (ours.contains(id) && theirs.contains(id));
        Some(ours.union(theirs).filter(stays).copied().collect())
    }
}

/// Rule and filters are one thing: of two filters that were changed apart neither side has seen the mixture.
impl Value for Settings {
    fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// "Mean, as of 2025-02-18, Government or Parliament, tagged Key, contested within 30 days"
    fn words(&self, project: &Project) -> String {
        let Self { rule, filter, contest_days, independent } = self;
        let mut parts = vec![rule.label().to_owned()];
        parts.extend(filter.as_of.map(|date| format!("as of {date}")));
        let mut any = |before: &str, names: Vec<String>| {
            if !names.is_empty() {
                parts.push(format!("{before}{}", names.join(" or ")));
            }
        };
        any("", filter.voices.iter().map(|voice| voice.label().into()).collect());
        any("", filter.bases.iter().map(|basis| basis.label().into()).collect());
        any("in ", filter.outlets.clone());
        any("coded by ", filter.analysts.clone());
        any("tagged ", filter.tags.iter().map(|id| project.label(EntryId::Tag(*id))).collect());
        if *contest_days != Self::default().contest_days {
            parts.push(format!("contested within {contest_days} days"));
        }
        if *independent {
            parts.push("copies counted once".into());
        }
        parts.join(", ")
    }
}

/// Whoever is further along has read the article.
impl Value for Progress {
    fn words(&self, _: &Project) -> String {
        self.label().into()
    }

    fn merged(base: Option<&Self>, ours: &Self, theirs: &Self) -> Option<Self> {
        changed_once(base, ours, theirs).or(Some(*ours.max(theirs)))
    }
}

impl Value for Anchor {
    fn words(&self, _: &Project) -> String {
        format!("“{}”", self.quotation)
    }
}

impl Value for ExcerptId {
    fn words(&self, project: &Project) -> String {
        project.excerpt(*self).map_or_else(|| self.to_string(), |row| row.anchor.words(project))
    }
}

impl Value for crate::model::ArticleId {
    fn words(&self, project: &Project) -> String {
        project.article(*self).map_or_else(|| self.to_string(), |row| row.title.clone())
    }
}

impl Value for Party {
    fn words(&self, project: &Project) -> String {
        project.label((*self).into())
    }
}

impl Value for i8 {
    fn words(&self, _: &Project) -> String {
        match self {
            0 => "0".into(),
            score if *score > 0 => format!("+{score}"),
            score => format!("−{}", score.unsigned_abs()),
        }
    }
}

impl Value for char {
    fn words(&self, _: &Project) -> String {
        self.to_string()
    }
}

macro_rules! choices {
    ($($value:ty),*) => {$(
        impl Value for $value {
            fn is_blank(&self) -> bool {
                *self == Self::default()
            }

            fn words(&self, _: &Project) -> String {
                self.label().into()
            }
        }
    )*};
}
choices! { Voice, RowsOf, Order, Zoom }

macro_rules! labelled {
    ($($value:ty: $words:expr;)*) => {$(
        impl Value for $value {
            fn words(&self, _: &Project) -> String {
                $words(*self).into()
            }
        }
    )*};
}
labelled! {
    Basis: Basis::label;
    Confidence: Confidence::label;
    Colour: |colour| name(&Colour::ALL, colour);
    Glyph: |glyph| name(&Glyph::ALL, glyph);
}

fn name<T: PartialEq + Copy>(all: &[(T, &'static str)], value: T) -> &'static str {
    all.iter().find(|(other, _)| *other == value).map_or("", |(_, name)| name)
}

macro_rules! entries {
    ($($id:ty => $entry:ident),*) => {$(
        impl Value for $id {
            fn words(&self, project: &Project) -> String {
                project.label(EntryId::$entry(*self))
            }
        }
    )*};
}
entries! { CountryId => Country, ActorId => Actor, IssueId => Issue, StanceId => Stance, TagId => Tag }

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: Option<&str>, ours: &str, theirs: &str, merged: Option<&str>) {
        let text = |words: &str| words.to_owned();
        assert_eq!(String::merged(base.map(text).as_ref(), &text(ours), &text(theirs)), merged.map(text));
    }

    #[test]
    fn a_value_changed_once_is_taken_and_one_changed_twice_is_a_conflict() {
        check(Some("a"), "a", "a", Some("a"));
        check(Some("a"), "b", "a", Some("b"));
        check(Some("a"), "a", "b", Some("b"));
        check(Some("a"), "b", "b", Some("b"));
        check(Some("a"), "", "a", Some(""));
        check(Some("a"), "b", "c", None);
        check(Some("a"), "", "c", None);
        check(None, "", "c", Some("c"));
        check(None, "b", "", Some("b"));
        check(None, "b", "c", None);
    }

    fn check_list(base: Option<&[&str]>, ours: &[&str], theirs: &[&str], merged: &[&str]) {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let base = base.map(list);
        let found = Vec::merged(base.as_ref(), &list(ours), &list(theirs));
        assert_eq!(found, Some(list(merged)), "{base:?} {ours:?} {theirs:?}");
        let mut other_way = Vec::merged(base.as_ref(), &list(theirs), &list(ours)).unwrap_or_default();
        let mut merged = list(merged);
        other_way.sort();
        merged.sort();
        assert_eq!(other_way, merged, "the same set the other way round");
    }

    #[test]
    fn lists_merge_as_sets_in_our_order() {
        check_list(Some(&["a", "b"]), &["a", "b", "o"], &["t", "a", "b"], &["a", "b", "o", "t"]);
        check_list(Some(&["a", "b"]), &["b"], &["a", "b", "t"], &["b", "t"]);
        check_list(Some(&["a", "b"]), &["b"], &["a"], &[]);
        check_list(Some(&["a"]), &["a", "n"], &["a", "n"], &["a", "n"]);
        check_list(None, &["a", "o"], &["t", "a"], &["a", "o", "t"]);
        check_list(Some(&["a", "b"]), &["a", "b"], &["b", "a"], &["b", "a"]);
    }

    #[test]
    fn scores_have_their_sign() {
        let project = Project::bare(crate::model::Info {
            id: crate::model::ProjectId("p".parse().expect("a token")),
            title: String::new(),
            notes: String::new(),
        });
        for (score, words) in [(2, "+2"), (0, "0"), (-1, "−1"), (i8::MIN, "−128")] {
            assert_eq!(score.words(&project), words);
        }
    }
}
