//! Rows under other ids, wherever they are named.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use crate::edit::Edit;
use crate::model::{
    Actor, Article, ArticleId, Assessment, Bloc, Cell, Claim, Entry, EntryId, Excerpt, ExcerptId, Judgement, Party,
    Project, TagId, View, ViewId,
};

/// Which ids become which.
#[derive(Clone, Debug, Default)]
pub(super) struct Renames {
    pub entries: HashMap<EntryId, EntryId>,
    pub views: HashMap<ViewId, ViewId>,
    pub articles: HashMap<ArticleId, ArticleId>,
    pub excerpts: HashMap<ExcerptId, ExcerptId>,
}

impl Renames {
    /// Carries them out. Ids that a project does not have are passed over.
    pub fn apply(&self, project: &mut Project) {
        let mut edits = Vec::new();
        if !self.entries.is_empty() {
            self.codebook(project, &mut edits);
            self.assessments(project, &mut edits);
            self.looks(project, &mut edits);
            for claim in project.claims().values() {
                edits.extend(self.claim(claim).map(|row| Edit::Claim(row.id, Some(Arc::new(row)))));
            }
        }
        for (from, to) in &self.views {
            if let Some(row) = project.view(*from) {
                let row = View { id: *to, ..View::clone(row) };
                edits.extend([Edit::View(*from, None), Edit::View(*to, Some(Arc::new(row)))]);
            }
        }
        for (from, to) in &self.articles {
            if let (Some(row), Some(text)) = (project.article(*from), project.text(*from)) {
                let row = Article { id: *to, ..Article::clone(row) };
                edits.extend([Edit::Article(*from, None), Edit::Article(*to, Some(Arc::new(row)))]);
                edits.extend([Edit::Text(*from, None), Edit::Text(*to, Some(text.clone()))]);
            }
            for excerpt in project.excerpts_of(*from) {
                let row = Excerpt { article: *to, ..Excerpt::clone(excerpt) };
                edits.push(Edit::Excerpt(row.id, Some(Arc::new(row))));
            }
        }
        for (from, to) in &self.excerpts {
            if let Some(row) = project.excerpt(*from) {
                let row = Excerpt { id: *to, ..Excerpt::clone(row) };
                edits.extend([Edit::Excerpt(*from, None), Edit::Excerpt(*to, Some(Arc::new(row)))]);
            }
            for claim in project.claims_of(*from) {
                let row = Claim { excerpt: *to, ..Claim::clone(claim) };
                edits.push(Edit::Claim(row.id, Some(Arc::new(row))));
            }
        }
        edits.into_iter().for_each(|edit| drop(edit.apply(project)));
    }

    fn codebook(&self, project: &Project, edits: &mut Vec<Edit>) {
        for (from, to) in &self.entries {
            if let Some(entry) = project.entry(*from) {
                edits.push(Edit::take(*from));
                edits.push(Edit::put(self.within(entry).with_id(to.slug())));
            }
        }
        for actor in project.actors().values().filter(|row| !self.entries.contains_key(&EntryId::Actor(row.id))) {
            let entry = self.within(Entry::Actor(actor.clone()));
            edits.extend((entry != Entry::Actor(actor.clone())).then(|| Edit::put(entry)));
        }
        for bloc in project.blocs().values().filter(|row| !self.entries.contains_key(&EntryId::Bloc(row.id))) {
            let entry = self.within(Entry::Bloc(bloc.clone()));
            edits.extend((entry != Entry::Bloc(bloc.clone())).then(|| Edit::put(entry)));
        }
    }

    /// The row with the countries it names renamed.
    fn within(&self, entry: Entry) -> Entry {
        match entry {
            Entry::Actor(row) => {
                let country = row.country.map(|id| self.country(id));
                Entry::Actor(Arc::new(Actor { country, ..Actor::clone(&row) }))
            }
            Entry::Bloc(row) => {
                let mut members = row.members.clone();
                each(&mut members, |id| self.country(id));
                Entry::Bloc(Arc::new(Bloc { members, ..Bloc::clone(&row) }))
            }
            other => other,
        }
    }

    fn assessments(&self, project: &Project, edits: &mut Vec<Edit>) {
        let (mut out, mut put) = (Vec::new(), Vec::new());
        for row in project.assessments().values() {
            let mut new = Assessment::clone(row);
            new.cell = self.cell(row.cell);
            let earlier = new.earlier.iter_mut().map(|row| &mut row.judgement);
            for judgement in earlier.chain([&mut new.judgement]) {
                if let Judgement::Position(stance) = judgement
                    && let EntryId::Stance(to) = self.entry(EntryId::Stance(*stance))
                {
                    *stance = to;
                }
            }
            if new != **row {
                out.push(Edit::Assessment(row.cell, None));
                put.push(Edit::Assessment(new.cell, Some(Arc::new(new))));
            }
        }
        edits.append(&mut out);
        edits.append(&mut put);
    }

    /// What views hide or let through.
    fn looks(&self, project: &Project, edits: &mut Vec<Edit>) {
        for view in project.views().values() {
            let mut row = View::clone(view);
            row.look.hidden = row.look.hidden.into_iter().map(|id| self.entry(id)).collect();
            each(&mut row.look.settings.filter.tags, |id| self.tag(id));
            if row != **view {
                edits.push(Edit::View(row.id, Some(Arc::new(row))));
            }
        }
    }

    /// The claim with what it names renamed; nothing where it names none of that.
    fn claim(&self, claim: &Claim) -> Option<Claim> {
        let touched = entries_of(claim).any(|id| self.entries.contains_key(&id));
        if !touched {
            return None;
        }
        let mut row = claim.clone();
        each(&mut row.countries, |id| self.country(id));
        each(&mut row.addressees, |party| match self.entry(party.into()) {
            EntryId::Country(id) => Party::Country(id),
            EntryId::Actor(id) => Party::Actor(id),
            _ => party,
        });
        each(&mut row.tags, |id| self.tag(id));
        if let Some(id) = row.speaker
            && let EntryId::Actor(id) = self.entry(EntryId::Actor(id))
        {
            row.speaker = Some(id);
        }
        if let EntryId::Issue(id) = self.entry(EntryId::Issue(row.issue)) {
            row.issue = id;
        }
        if let EntryId::Stance(id) = self.entry(EntryId::Stance(row.stance)) {
            row.stance = id;
        }
        Some(row)
    }

    fn entry(&self, id: EntryId) -> EntryId {
        self.entries.get(&id).copied().unwrap_or(id)
    }

    fn country(&self, id: crate::model::CountryId) -> crate::model::CountryId {
        if let EntryId::Country(id) = self.entry(EntryId::Country(id)) { id } else { id }
    }

    fn tag(&self, id: TagId) -> TagId {
        if let EntryId::Tag(id) = self.entry(EntryId::Tag(id)) { id } else { id }
    }

    fn cell(&self, cell: Cell) -> Cell {
        let issue = if let EntryId::Issue(id) = self.entry(EntryId::Issue(cell.issue)) { id } else { cell.issue };
        Cell { country: self.country(cell.country), issue }
    }
}

/// Replaces every element of a list that is a set.
fn each<T: Copy + Eq + Hash>(list: &mut [T], by: impl Fn(T) -> T) {
    list.iter_mut().for_each(|item| *item = by(*item));
}

/// Every row of the codebook that a claim names.
pub(super) fn entries_of(claim: &Claim) -> impl Iterator<Item = EntryId> + '_ {
    let countries = claim.countries.iter().map(|id| EntryId::Country(*id));
    let addressees = claim.addressees.iter().map(|party| EntryId::from(*party));
    let tags = claim.tags.iter().map(|id| EntryId::Tag(*id));
    let speaker = claim.speaker.into_iter().map(EntryId::Actor);
    let level = [EntryId::Issue(claim.issue), EntryId::Stance(claim.stance)];
    countries.chain(addressees).chain(tags).chain(speaker).chain(level)
}
