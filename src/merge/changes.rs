//! The difference of two projects as edits.

use std::sync::Arc;

use imbl::ordmap::DiffItem;

use crate::edit::Edit;
use crate::model::{Project, Table};

/// The edits that turn `from` into `to`, row by row, places in lists included; as one transaction.
///
/// Parts of the tables that both share are not looked at, so that two states of one project are compared in the
/// time that their difference takes.
pub fn changes(from: &Project, to: &Project) -> Vec<Edit> {
    let mut edits = Vec::new();
    if from.info() != to.info() {
        edits.push(Edit::Info(to.info().clone()));
    }
    rows(from.stances(), to.stances(), Edit::Stance, &mut edits);
    rows(from.countries(), to.countries(), Edit::Country, &mut edits);
    rows(from.actors(), to.actors(), Edit::Actor, &mut edits);
    rows(from.issues(), to.issues(), Edit::Issue, &mut edits);
    rows(from.tags(), to.tags(), Edit::Tag, &mut edits);
    rows(from.blocs(), to.blocs(), Edit::Bloc, &mut edits);
    rows(from.views(), to.views(), Edit::View, &mut edits);
    rows(from.articles(), to.articles(), Edit::Article, &mut edits);
    rows(from.texts(), to.texts(), Edit::Text, &mut edits);
    rows(from.excerpts(), to.excerpts(), Edit::Excerpt, &mut edits);
    rows(from.claims(), to.claims(), Edit::Claim, &mut edits);
    rows(from.assessments(), to.assessments(), Edit::Assessment, &mut edits);
    edits
}

fn rows<Id: Copy + Ord, Row: PartialEq>(
    from: &Table<Id, Row>,
    to: &Table<Id, Row>,
    edit: fn(Id, Option<Arc<Row>>) -> Edit,
    edits: &mut Vec<Edit>,
) {
    edits.extend(from.diff(to).map(|item| match item {
        DiffItem::Add(id, row) | DiffItem::Update { new: (id, row), .. } => edit(*id, Some(row.clone())),
        DiffItem::Remove(id, _) => edit(*id, None),
    }));
}

/// The ids of the rows that are not the same in two tables.
pub(super) fn differing<Id: Copy + Ord, Row: PartialEq>(from: &Table<Id, Row>, to: &Table<Id, Row>) -> Vec<Id> {
    from.diff(to)
        .map(|item| match item {
            DiffItem::Add(id, _) | DiffItem::Update { new: (id, _), .. } | DiffItem::Remove(id, _) => *id,
        })
        .collect()
}
