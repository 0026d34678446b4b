//! The rows of a project as lists of fields.

use std::sync::Arc;

use super::conflict::RowId;
use super::value::Value;
use crate::edit::Edit;
use crate::model::{
    Actor, ActorId, Article, ArticleId, Assessment, Bloc, BlocId, Cell, Claim, ClaimId, Country, CountryId, Earlier,
    EntryId, Excerpt, ExcerptId, Info, Issue, IssueId, Judgement, Project, Stance, StanceId, Table, Tag, TagId, View,
    ViewId,
};

/// One field of a row.
pub(super) struct Field<R> {
    /// Its name as shown.
    pub name: &'static str,
    /// Whether two rows agree on it.
    pub same: fn(&R, &R) -> bool,
    /// Merges base, ours and theirs into the last; whether that could be done. Untouched where not.
    pub merge: fn(Option<&R>, &R, &R, &mut R) -> bool,
    /// Takes it from the first row into the second.
    pub take: fn(&R, &mut R),
    /// As people read it.
    pub words: fn(&R, &Project) -> String,
}

/// A row of a table, field by field. Ids, places in lists and the time of the last change are no fields.
pub(super) trait Row: Clone + PartialEq + 'static {
    /// What finds it in its table.
    type Id: Copy + Ord;

    /// Its fields in the order in which they are shown.
    const FIELDS: &'static [Field<Self>];

    /// Its table.
    fn table(project: &Project) -> &Table<Self::Id, Self>;

    /// The edit that puts it in or takes it out.
    fn edit(id: Self::Id, row: Option<Arc<Self>>) -> Edit;

    /// Its name among the rows of all tables.
    fn name(id: Self::Id) -> RowId;

    /// Whether nobody has changed anything between the two.
    fn same(&self, other: &Self) -> bool {
        self.agrees(other)
    }

    /// Whether every field is the same.
    fn agrees(&self, other: &Self) -> bool {
        Self::FIELDS.iter().all(|field| (field.same)(self, other))
    }

    /// Puts right what is no field, after the fields of two rows were put together in this one.
    fn finish(&mut self, _base: Option<&Self>, _ours: &Self, _theirs: &Self) {}
}

/// Writes [`Row`] for a row of a table: its fields with their names.
macro_rules! row {
    ($row:ty, $id:ty, $table:ident, $edit:ident, $name:expr; $($($field:ident).+: $words:literal),* $(,)? $(; $($more:item)*)?) => {
        impl Row for $row {
            type Id = $id;

            const FIELDS: &'static [Field<Self>] = &[$(Field {
                name: $words,
                same: |a, b| a.$($field).+ == b.$($field).+,
                merge: |base, ours, theirs, into| {
                    match Value::merged(base.map(|row| &row.$($field).+), &ours.$($field).+, &theirs.$($field).+) {
                        Some(value) => {
                            into.$($field).+ = value;
                            true
                        }
                        None => false,
                    }
                },
                take: |from, into| into.$($field).+ = from.$($field).+.clone(),
                words: |row, project| row.$($field).+.words(project),
            }),*];

            fn table(project: &Project) -> &Table<$id, Self> {
                project.$table()
            }

            fn edit(id: $id, row: Option<Arc<Self>>) -> Edit {
                Edit::$edit(id, row)
            }

            fn name(id: $id) -> RowId {
                $name(id)
            }

            $($($more)*)?
        }
    };
}

row! { Article, ArticleId, articles, Article, RowId::Article;
    title: "Title", outlet: "Outlet", author: "Author", published: "Published", url: "Address",
    language: "Language", notes: "Notes", progress: "Progress", added: "Added",
}

row! { Excerpt, ExcerptId, excerpts, Excerpt, RowId::Excerpt;
    anchor: "Words", article: "Article",
}

row! { Claim, ClaimId, claims, Claim, RowId::Claim;
    excerpt: "Excerpt", countries: "Countries", speaker: "Speaker", voice: "Voice", addressees: "Addressed to",
    issue: "Issue", stance: "Stance", condition: "Condition", basis: "Basis", via: "Via", said_on: "Said on",
    tags: "Tags", confidence: "Confidence", note: "Note", analyst: "Analyst", created: "Coded";

    fn same(&self, other: &Self) -> bool {
        self == other
    }

    /// An assessment is stale where a claim under it has another time of change than it had for whoever judged.
    /// So a claim that came out as neither has seen it was changed just after both; also one that is as one side
    /// has coded it while the other has moved its words.
    fn finish(&mut self, base: Option<&Self>, ours: &Self, theirs: &Self) {
        let later = ours.updated.max(theirs.updated);
        let coded = |row: &Self| base.is_none_or(|base| !row.agrees(base));
        self.updated = match (self.agrees(ours), self.agrees(theirs)) {
            (true, true) => later,
            (true, false) if coded(theirs) => ours.updated,
            (false, true) if coded(ours) => theirs.updated,
            _ => later.checked_add(jiff::SignedDuration::from_nanos(1)).unwrap_or(later),
        };
    }
}

row! { Country, CountryId, countries, Country, |id| RowId::Entry(EntryId::Country(id));
    name: "Name", iso: "ISO code", aliases: "Aliases", note: "Note",
}

row! { Actor, ActorId, actors, Actor, |id| RowId::Entry(EntryId::Actor(id));
    name: "Name", role: "Role", country: "Country", voice: "Voice", aliases: "Aliases",
}

row! { Issue, IssueId, issues, Issue, |id| RowId::Entry(EntryId::Issue(id));
    label: "Name", short: "Short name", rules: "Coding rules",
}

row! { Stance, StanceId, stances, Stance, |id| RowId::Entry(EntryId::Stance(id));
    label: "Name", short: "Short name", score: "Score", colour: "Colour", glyph: "Shape", key: "Key",
}

row! { Tag, TagId, tags, Tag, |id| RowId::Entry(EntryId::Tag(id));
    label: "Name",
}

row! { Bloc, BlocId, blocs, Bloc, |id| RowId::Entry(EntryId::Bloc(id));
    label: "Name", members: "Countries",
}

/// What the project says about itself; its id stays.
pub(super) const INFO: [Field<Info>; 2] = [
    Field {
        name: "Title",
        same: |a, b| a.title == b.title,
        merge: |base, ours, theirs, into| {
            let merged = Value::merged(base.map(|row| &row.title), &ours.title, &theirs.title);
            merged.map(|title| into.title = title).is_some()
        },
        take: |from, into| into.title.clone_from(&from.title),
        words: |row, project| row.title.words(project),
    },
    Field {
        name: "Notes",
        same: |a, b| a.notes == b.notes,
        merge: |base, ours, theirs, into| {
            let merged = Value::merged(base.map(|row| &row.notes), &ours.notes, &theirs.notes);
            merged.map(|notes| into.notes = notes).is_some()
        },
        take: |from, into| into.notes.clone_from(&from.notes),
        words: |row, project| row.notes.words(project),
    },
];

row! { View, ViewId, views, View, RowId::View;
    label: "Name", look.settings: "Rule and filters", look.rows: "Rows", look.row_order: "Order of the rows",
    look.issue_order: "Order of the issues", look.hidden: "Hidden", look.transposed: "Transposed", look.zoom: "Zoom",
    look.since: "Compared with",
}

/// A judgement is one thing: its sentence without its stance would be nobody's. What was judged before is no field:
/// two histories are united, and a judgement that has to give way is in it.
impl Row for Assessment {
    type Id = Cell;

    const FIELDS: &'static [Field<Self>] = &[Field {
        name: "Judgement",
        same: same_judgement,
        merge: |base, ours, theirs, into| {
            let yields = |row: &Assessment| base.is_some_and(|base| same_judgement(base, row));
            let agree = |a: &Assessment, b: &Assessment| {
                (a.judgement, &a.sentence, a.confidence) == (b.judgement, &b.sentence, b.confidence)
            };
            if same_judgement(ours, theirs) || yields(theirs) {
                into.clone_from(ours);
            } else if yields(ours) {
                into.clone_from(theirs);
            } else if agree(ours, theirs) {
                let later = (theirs.made, &theirs.analyst, &theirs.seen) > (ours.made, &ours.analyst, &ours.seen);
                into.clone_from(if later { theirs } else { ours });
            } else {
                return false;
            }
            true
        },
        take: |from, into| into.clone_from(from),
        words: judged,
    }];

    fn table(project: &Project) -> &Table<Cell, Self> {
        project.assessments()
    }

    fn edit(id: Cell, row: Option<Arc<Self>>) -> Edit {
        Edit::Assessment(id, row)
    }

    fn name(id: Cell) -> RowId {
        RowId::Assessment(id)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }

    fn finish(&mut self, base: Option<&Self>, ours: &Self, theirs: &Self) {
        let stands = Earlier::from(&*self);
        let before = base.map(Earlier::from);
        let past =
            [ours, theirs].map(Earlier::from).into_iter().filter(|row| *row != stands && before.as_ref() != Some(row));
        let past: Vec<Earlier> = past.collect();
        if past.is_empty() && ours.earlier == theirs.earlier {
            self.earlier.clone_from(&ours.earlier);
            return;
        }
        let known = |row: &Earlier| base.is_some_and(|base| base.earlier.contains(row));
        let stays = |row: &&Earlier| !known(row) || (ours.earlier.contains(row) && theirs.earlier.contains(row));
        self.earlier = ours.earlier.iter().chain(&theirs.earlier).filter(stays).cloned().chain(past).collect();
        self.earlier.sort();
        self.earlier.dedup();
        self.earlier.retain(|row| *row != stands);
    }
}

/// Whether the same stands in both, whatever stood before.
fn same_judgement(a: &Assessment, b: &Assessment) -> bool {
    let said = |row: &Assessment| (row.judgement, row.confidence, row.made);
    (said(a), &a.sentence, &a.analyst, &a.seen) == (said(b), &b.sentence, &b.analyst, &b.seen)
}

/// "Supports if: “Only with a backstop.” · Medium · Ada, 2025-03-01"
fn judged(row: &Assessment, project: &Project) -> String {
    let mut words = match row.judgement {
        Judgement::Position(stance) => project.label(EntryId::Stance(stance)),
        Judgement::NothingFound => "Nothing found".into(),
        Judgement::Declined => "Declined to say".into(),
        Judgement::TakenBack => "Taken back".into(),
    };
    if !row.sentence.is_empty() {
        words = format!("{words}: “{}”", row.sentence);
    }
    if let Some(confidence) = row.confidence {
        words = format!("{words} · {}", confidence.label());
    }
    let day = row.made.strftime("%Y-%m-%d");
    if row.analyst.is_empty() { format!("{words} · {day}") } else { format!("{words} · {}, {day}", row.analyst) }
}
