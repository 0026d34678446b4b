//! What two versions do not share: as projects that a file can hold, and as notes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::changes::{changes, differing};
use super::conflict::{RowId, Side};
use super::describe::{cell_name, claim_name, counted, entry, titled, view};
use super::{Merge, Sides};
use crate::edit::Edit;
use crate::model::{ArticleId, EntryId, ExcerptId, Info, Kind, Project, View};

/// Most notes about what only one version has.
const MOST: usize = 100;

impl Merge {
    /// Base, ours and theirs of what nobody has settled yet: three projects that are the same in everything else.
    /// Merged, they ask the same again.
    pub fn unsettled(&self) -> [Project; 3] {
        let [ours, theirs] = [Side::Ours, Side::Theirs].map(|side| {
            let mut merge = self.clone();
            let open = merge.conflicts.iter_mut().filter(|conflict| conflict.chosen.is_none());
            open.for_each(|conflict| conflict.chosen = Some(side));
            merge.answered();
            merge.project().clone()
        });
        let mut base = ours.clone();
        let differs = changes(&ours, &theirs);
        for edit in &differs {
            if let Some(edit) = self.as_it_was(edit, [&ours, &theirs]) {
                edit.apply(&mut base);
            }
        }
        for edit in &differs {
            match edit {
                Edit::Claim(id, _) => hold(base.claim(*id).map(|row| row.excerpt), &self.sides.base, &mut base),
                Edit::Excerpt(id, _) => hold(Some(*id), &self.sides.base, &mut base),
                _ => {}
            }
        }
        [base, ours, theirs]
    }

    /// The edit that makes a row that differs what it was in base. Its place in a list stays.
    fn as_it_was(&self, edit: &Edit, settled: [&Project; 2]) -> Option<Edit> {
        let Sides { base, ours, theirs } = &self.sides;
        let is_asked = |id| self.conflicts.iter().any(|conflict| conflict.row == RowId::Entry(id));
        let codebook = |id: EntryId| {
            let plain = |project: &Project| project.entry(id).map(|row| row.with_rank(0));
            let row = match settled.map(|project| project.entry(id)) {
                // That it has another place is no contradiction.
                [Some(_), Some(_)] if plain(settled[0]) == plain(settled[1]) => return None,
                // A key that one answer takes away is no question.
                [Some(_), Some(theirs)] if !is_asked(id) => Some(theirs),
                [Some(ours), Some(_)] => base.entry(id).map(|row| row.with_rank(ours.rank())),
                // It goes or stays with what names it, and is not changed where only its key was taken from it.
                [Some(row), None] if plain(base) == plain(ours) => Some(row),
                [None, Some(row)] if plain(base) == plain(theirs) => Some(row),
                [Some(row), None] | [None, Some(row)] => base.entry(id).map(|old| old.with_rank(row.rank())),
                [None, None] => None,
            };
            Some(row.map_or_else(|| Edit::take(id), Edit::put))
        };
        match edit {
            Edit::Info(_) => Some(Edit::Info(Arc::new(Info { id: settled[0].info().id, ..Info::clone(base.info()) }))),
            Edit::Article(id, _) => Some(Edit::Article(*id, base.article(*id).cloned())),
            Edit::Text(id, _) => Some(Edit::Text(*id, base.text(*id).cloned())),
            Edit::Excerpt(id, _) => Some(Edit::Excerpt(*id, base.excerpt(*id).cloned())),
            Edit::Claim(id, _) => Some(Edit::Claim(*id, base.claim(*id).cloned())),
            Edit::Assessment(cell, _) => Some(Edit::Assessment(*cell, base.assessment(*cell).cloned())),
            Edit::Country(id, _) => codebook(EntryId::Country(*id)),
            Edit::Actor(id, _) => codebook(EntryId::Actor(*id)),
            Edit::Issue(id, _) => codebook(EntryId::Issue(*id)),
            Edit::Stance(id, _) => codebook(EntryId::Stance(*id)),
            Edit::Tag(id, _) => codebook(EntryId::Tag(*id)),
            Edit::Bloc(id, _) => codebook(EntryId::Bloc(*id)),
            Edit::View(id, _) => {
                let plain = |project: &Project| project.view(*id).map(|row| View { rank: 0, ..View::clone(row) });
                match settled.map(|project| project.view(*id)) {
                    [Some(_), Some(_)] if plain(settled[0]) == plain(settled[1]) => None,
                    [ours, theirs] => {
                        let rank = ours.or(theirs).map_or(0, |row| row.rank);
                        let row = base.view(*id).map(|row| Arc::new(View { rank, ..View::clone(row) }));
                        Some(Edit::View(*id, row))
                    }
                }
            }
        }
    }

    /// Notes what only one of the two versions has. Where nobody knows what they come from, it may be that the
    /// other has deleted it.
    pub fn tell_one_sided(&mut self, versions: [&str; 2]) {
        let Sides { ours, theirs, .. } = &self.sides;
        for (version, here, there) in [(versions[0], ours, theirs), (versions[1], theirs, ours)] {
            let mut lines: Vec<String> =
                only(here, there).into_iter().map(|what| format!("Only in the {version}: {what}")).collect();
            if lines.len() > MOST {
                let more = lines.len() - (MOST - 1);
                lines.truncate(MOST - 1);
                lines.push(format!("Only in the {version}: {more} rows more"));
            }
            self.notes.append(&mut lines);
        }
    }
}

/// An excerpt that is to be in a file needs to be there, and its article, too.
fn hold(excerpt: Option<ExcerptId>, from: &Project, project: &mut Project) {
    let Some(row) = excerpt.and_then(|id| project.excerpt(id).or(from.excerpt(id))).cloned() else { return };
    let article = row.article;
    if project.excerpt(row.id).is_none() {
        Edit::Excerpt(row.id, Some(row)).apply(project);
    }
    if project.article(article).is_none() {
        Edit::Article(article, from.article(article).cloned()).apply(project);
        Edit::Text(article, from.text(article).cloned()).apply(project);
    }
}

/// What one project has and the other has not: articles with all that is in them, and what else is in none of these.
fn only(here: &Project, there: &Project) -> Vec<String> {
    let is_there = |id: ArticleId| there.article(id).is_some();
    let mut found = Vec::new();
    for id in differing(there.articles(), here.articles()) {
        if here.article(id).is_some() && !is_there(id) {
            found.push(format!("{} with {}", titled(here, id), counted(here.count_claims_in(id), "claim")));
        }
    }
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    for id in differing(there.claims(), here.claims()) {
        let excerpt = here.claim(id).filter(|_| there.claim(id).is_none()).and_then(|row| here.excerpt(row.excerpt));
        if excerpt.is_some_and(|row| is_there(row.article)) {
            *claims.entry(claim_name(here, id)).or_default() += 1;
        }
    }
    found.extend(claims.into_iter().map(|(name, count)| if count > 1 { format!("{name} ({count})") } else { name }));
    for id in differing(there.excerpts(), here.excerpts()) {
        if let Some(row) = here.excerpt(id)
            && there.excerpt(id).is_none()
            && is_there(row.article)
            && here.claims_of(id).is_empty()
        {
            found.push(format!("Excerpt in {}", titled(here, row.article)));
        }
    }
    for cell in differing(there.assessments(), here.assessments()) {
        if here.assessment(cell).is_some() && there.assessment(cell).is_none() {
            found.push(format!("Assessment: {}", cell_name(here, cell)));
        }
    }
    for id in differing(there.views(), here.views()) {
        if here.view(id).is_some() && there.view(id).is_none() {
            found.push(view(here, id));
        }
    }
    for kind in Kind::ALL {
        let rows = here.entries(kind).into_iter().filter(|row| !there.contains(row.id()));
        found.extend(rows.map(|row| entry(here, row.id())));
    }
    found
}
