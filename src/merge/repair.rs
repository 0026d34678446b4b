//! Answers are carried out, and nothing is left dangling.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Sides;
use super::changes::differing;
use super::conflict::{Conflict, RowId, Side, Slot};
use super::describe::{claim_name, entry, titled};
use super::rename::entries_of;
use super::row::{INFO, Row};
use super::three::Draft;
use super::{order, removals, texts};
use crate::edit::Edit;
use crate::model::{
    Actor, ArticleId, Bloc, Claim, Country, CountryId, EntryId, Excerpt, ExcerptId, Info, Issue, Judgement, Kind,
    Project, Stance, Tag, View,
};
use crate::text::Revision;
use crate::text::fold::fold;

/// The project as settled, with what had to be decided to keep it whole.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    pub project: Project,
    pub notes: Vec<String>,
}

/// Carries out the answers on the draft and mends it: what is named is there, what nobody names any more and was
/// deleted is gone, and nothing is broken that was whole.
pub(super) fn mend(from: &Project, sides: &Sides, draft: &Draft, conflicts: &[Conflict]) -> Mended {
    let mut mender = Mender { from, sides, project: draft.project.clone(), notes: Vec::new() };
    mender.settle(conflicts);
    mender.drop_bare_excerpts(&draft.bare);
    mender.bring_back_what_is_named();
    mender.drop_unused(&draft.doomed);
    mender.keep_claims_somebodys();
    mender.keep_keys_apart();
    mender.tell_twins();
    order::arrange(from, sides, &mut mender.project, &mut mender.notes);
    mender.tell_adrift();
    Mended { project: mender.project, notes: mender.notes }
}

struct Mender<'a> {
    from: &'a Project,
    sides: &'a Sides,
    project: Project,
    notes: Vec<String>,
}

impl<'a> Mender<'a> {
    fn put(&mut self, edit: Edit) {
        edit.apply(&mut self.project);
    }

    fn settle(&mut self, conflicts: &[Conflict]) {
        // Articles last: whatever was settled inside one that goes, goes with it.
        for conflict in conflicts.iter().filter(|conflict| conflict.chosen == Some(Side::Theirs)) {
            match (conflict.slot, conflict.row) {
                (Slot::Text, RowId::Article(id)) => self.take_text(id),
                (Slot::Presence, row) => self.take_row(row),
                (Slot::Field(index), row) => self.take_field(row, index),
                (Slot::Text | Slot::Removal(_), _) => {}
            }
        }
        for conflict in conflicts {
            if let (Slot::Removal(by), RowId::Article(id)) = (conflict.slot, conflict.row)
                && conflict.chosen.unwrap_or(Side::Ours) == by
            {
                removals::remove(&mut self.project, id);
            }
        }
    }

    fn take_text(&mut self, id: ArticleId) {
        let Some(text) = self.sides.theirs.text(id).cloned() else { return };
        let Some(old) = self.project.text(id).cloned() else { return };
        self.put(Edit::Text(id, Some(text.clone())));
        texts::anchor_all(&mut self.project, id, &Revision::between(&old, &text), &old, &text);
    }

    /// Whether a row is there, as theirs has it.
    fn take_row(&mut self, row: RowId) {
        let theirs = &self.sides.theirs;
        match row {
            RowId::Claim(id) => self.put(Edit::Claim(id, theirs.claim(id).cloned())),
            RowId::Assessment(cell) => self.put(Edit::Assessment(cell, theirs.assessment(cell).cloned())),
            RowId::View(id) => self.put(Edit::View(id, theirs.view(id).cloned())),
            RowId::Info | RowId::Excerpt(_) | RowId::Article(_) | RowId::Entry(_) => {}
        }
    }

    fn take_field(&mut self, row: RowId, index: usize) {
        match row {
            RowId::Info => {
                let mut info = Info::clone(self.project.info());
                if let Some(field) = INFO.get(index) {
                    (field.take)(self.sides.theirs.info(), &mut info);
                    self.put(Edit::Info(Arc::new(info)));
                }
            }
            RowId::Assessment(cell) => self.take::<crate::model::Assessment>(cell, index),
            RowId::Claim(id) => self.take::<Claim>(id, index),
            RowId::Excerpt(id) => self.take::<Excerpt>(id, index),
            RowId::Article(id) => self.take::<crate::model::Article>(id, index),
            RowId::Entry(EntryId::Country(id)) => self.take::<Country>(id, index),
            RowId::Entry(EntryId::Actor(id)) => self.take::<Actor>(id, index),
            RowId::Entry(EntryId::Issue(id)) => self.take::<Issue>(id, index),
            RowId::Entry(EntryId::Stance(id)) => self.take::<Stance>(id, index),
            RowId::Entry(EntryId::Tag(id)) => self.take::<Tag>(id, index),
            RowId::Entry(EntryId::Bloc(id)) => self.take::<Bloc>(id, index),
            RowId::View(id) => self.take::<View>(id, index),
        }
    }

    fn take<R: Row>(&mut self, id: R::Id, index: usize) {
        let base = R::table(&self.sides.base).get(&id);
        let (Some(ours), Some(theirs)) = (R::table(&self.sides.ours).get(&id), R::table(&self.sides.theirs).get(&id))
        else {
            return;
        };
        let (Some(row), Some(field)) = (R::table(&self.project).get(&id), R::FIELDS.get(index)) else { return };
        let mut row = R::clone(row);
        (field.take)(theirs, &mut row);
        row.finish(base.map(|row| &**row), ours, theirs);
        self.put(R::edit(id, Some(Arc::new(row))));
    }

    /// Whatever a row names that came in or was changed is there: as theirs has it, else as ours or base has.
    fn bring_back_what_is_named(&mut self) {
        let excerpts: Vec<ExcerptId> = changed(self.from.claims(), self.project.claims())
            .filter(|claim| self.project.excerpt(claim.excerpt).is_none())
            .map(|claim| claim.excerpt)
            .collect();
        excerpts.into_iter().for_each(|id| self.bring_excerpt(id));
        let mut articles: BTreeSet<ArticleId> =
            changed(self.from.excerpts(), self.project.excerpts()).map(|excerpt| excerpt.article).collect();
        // Articles that theirs has removed, with an excerpt that ours has in them.
        articles.extend(differing(self.from.articles(), self.project.articles()));
        for id in articles {
            if self.project.article(id).is_none() && !self.project.excerpts_of(id).is_empty() {
                self.bring_article(id);
            }
        }
        let mut missing: BTreeSet<EntryId> = changed(self.from.claims(), self.project.claims())
            .flat_map(|claim| entries_of(claim))
            .chain(changed(self.from.assessments(), self.project.assessments()).flat_map(judged))
            .chain(changed(self.from.actors(), self.project.actors()).filter_map(home))
            .chain(changed(self.from.blocs(), self.project.blocs()).flat_map(members))
            .filter(|id| !self.project.contains(*id))
            .collect();
        // An actor that comes back may name a country that is gone as well.
        while let Some(id) = missing.pop_first() {
            let Some(found) = self.others().into_iter().find_map(|side| side.entry(id)) else { continue };
            let side = if self.from.contains(id) { "there" } else { "here" };
            self.notes.push(format!("{} was deleted {side} and is still used: it stays", capital_label(&found)));
            if let crate::model::Entry::Actor(row) = &found {
                missing.extend(home(row).filter(|id| !self.project.contains(*id)));
            }
            self.put(Edit::put(found));
        }
    }

    fn others(&self) -> [&'a Project; 3] {
        [&self.sides.theirs, &self.sides.ours, &self.sides.base]
    }

    fn bring_excerpt(&mut self, id: ExcerptId) {
        if let Some(row) = self.others().into_iter().find_map(|side| side.excerpt(id)).cloned() {
            self.put(Edit::Excerpt(id, Some(row)));
        }
    }

    fn bring_article(&mut self, id: ArticleId) {
        let found =
            self.others().into_iter().find_map(|side| Some((side.article(id)?.clone(), side.text(id)?.clone())));
        if let Some((row, text)) = found {
            self.put(Edit::Article(id, Some(row)));
            self.put(Edit::Text(id, Some(text)));
            let note = format!("{} was removed and is still coded: it stays", titled(&self.project, id));
            self.notes.push(note);
        }
    }

    /// An excerpt whose last claim went goes too.
    fn drop_bare_excerpts(&mut self, deleted_there: &[ExcerptId]) {
        let mut bare: BTreeSet<ExcerptId> = deleted_there.iter().copied().collect();
        for (before, project) in [(self.from, &self.project), (&self.sides.theirs, &self.project)] {
            let gone = differing(before.claims(), project.claims()).into_iter();
            bare.extend(gone.filter_map(|id| Some(before.claim(id)?.excerpt)));
        }
        for id in bare {
            if self.project.excerpt(id).is_some() && self.project.claims_of(id).is_empty() {
                self.put(Edit::Excerpt(id, None));
            }
        }
    }

    /// What theirs has deleted from the codebook goes where nothing names it.
    fn drop_unused(&mut self, doomed: &BTreeSet<EntryId>) {
        if doomed.is_empty() {
            return;
        }
        let project = &self.project;
        let mut used: BTreeSet<EntryId> = BTreeSet::new();
        used.extend(project.claims().values().flat_map(|row| entries_of(row)).filter(|id| doomed.contains(id)));
        used.extend(project.assessments().values().flat_map(judged).filter(|id| doomed.contains(id)));
        let goes = |id: EntryId| doomed.contains(&id) && !used.contains(&id);
        let actors = project.actors().values().filter(|row| !goes(EntryId::Actor(row.id)));
        let blocs = project.blocs().values().filter(|row| !goes(EntryId::Bloc(row.id)));
        let homes: Vec<EntryId> = actors.filter_map(home).chain(blocs.flat_map(members)).collect();
        used.extend(homes.into_iter().filter(|id| doomed.contains(id)));
        for id in doomed {
            if used.contains(id) {
                self.notes.push(format!("{} was deleted there and is used here: it stays", entry(&self.project, *id)));
            } else {
                self.put(Edit::take(*id));
            }
        }
    }

    /// A claim of which one side has taken away the countries and the other the speaker would be nobody's.
    fn keep_claims_somebodys(&mut self) {
        let nobodys: Vec<Arc<Claim>> = changed(self.from.claims(), self.project.claims())
            .filter(|claim| claim.countries.is_empty() && claim.speaker.is_none())
            .cloned()
            .collect();
        for claim in nobodys {
            let (ours, theirs) = (self.sides.ours.claim(claim.id), self.sides.theirs.claim(claim.id));
            let mut countries: Vec<CountryId> = Vec::new();
            for id in ours.into_iter().chain(theirs).flat_map(|row| &row.countries) {
                if !countries.contains(id) {
                    countries.push(*id);
                }
            }
            let speaker = if countries.is_empty() { ours.and_then(|row| row.speaker) } else { None };
            let speaker = speaker.or_else(|| theirs.filter(|_| countries.is_empty())?.speaker);
            if countries.is_empty() && speaker.is_none() {
                continue;
            }
            for id in countries.iter().map(|id| EntryId::Country(*id)).chain(speaker.map(EntryId::Actor)) {
                if !self.project.contains(id)
                    && let Some(row) = self.others().into_iter().find_map(|side| side.entry(id))
                {
                    self.put(Edit::put(row));
                }
            }
            let mut row = Claim { countries, speaker, ..Claim::clone(&claim) };
            if let (Some(ours), Some(theirs)) = (ours, theirs) {
                row.finish(self.sides.base.claim(claim.id).map(|row| &**row), ours, theirs);
            }
            self.put(Edit::Claim(row.id, Some(Arc::new(row))));
            let name = claim_name(&self.project, claim.id);
            self.notes.push(format!("{name}: one side took out the countries, the other the speaker: it keeps them"));
        }
    }

    /// Where two levels of the scale would answer to one key, ours does.
    fn keep_keys_apart(&mut self) {
        let mut taken: BTreeMap<char, Vec<Arc<Stance>>> = BTreeMap::new();
        for row in self.project.scale() {
            if let Some(key) = row.key {
                taken.entry(key).or_default().push(row.clone());
            }
        }
        for (key, rows) in taken.into_iter().filter(|(_, rows)| rows.len() > 1) {
            let has = |project: &Project, row: &Stance| project.stance(row.id).is_some_and(|old| old.key == row.key);
            if rows.iter().all(|row| has(self.from, row)) || rows.iter().all(|row| has(&self.sides.theirs, row)) {
                continue;
            }
            let keeps = rows.iter().position(|row| has(self.from, row)).unwrap_or(0);
            for (index, row) in rows.iter().enumerate() {
                if index != keeps && !has(self.from, row) {
                    self.put(Edit::Stance(row.id, Some(Arc::new(Stance { key: None, ..Stance::clone(row) }))));
                    let (loser, keeper) = (&row.label, &rows[keeps].label);
                    self.notes.push(format!("Stance “{loser}” has lost its key {key} to “{keeper}”"));
                }
            }
        }
    }

    /// Names that stand twice in the codebook now although they did on neither side.
    fn tell_twins(&mut self) {
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Actor) {
            let now = names(&self.project, kind);
            let before = [names(self.from, kind), names(&self.sides.theirs, kind)];
            for (name, (count, label)) in now {
                if count > 1 && before.iter().all(|names| names.get(&name).is_none_or(|(count, _)| *count < 2)) {
                    let list = order::list_name(kind);
                    self.notes.push(format!(
                        "“{label}” stands twice among the {list} now: merge the two in the codebook if they are the same"
                    ));
                }
            }
        }
        let now = view_names(&self.project);
        let before = [view_names(self.from), view_names(&self.sides.theirs)];
        for (name, (count, label)) in now {
            if count > 1 && before.iter().all(|names| names.get(&name).is_none_or(|(count, _)| *count < 2)) {
                self.notes.push(format!("“{label}” stands twice among the views now: rename one of the two"));
            }
        }
    }

    fn tell_adrift(&mut self) {
        let mut adrift: BTreeMap<ArticleId, usize> = BTreeMap::new();
        let texts = differing(self.from.texts(), self.project.texts()).into_iter();
        let mut rows: BTreeMap<ExcerptId, &Arc<Excerpt>> =
            texts.flat_map(|id| self.project.excerpts_of(id)).map(|row| (row.id, row)).collect();
        rows.extend(changed(self.from.excerpts(), self.project.excerpts()).map(|row| (row.id, row)));
        for row in rows.values() {
            if self.project.text(row.article).is_some_and(|text| !row.anchor.holds_in(text)) {
                *adrift.entry(row.article).or_default() += 1;
            }
        }
        for (id, count) in adrift {
            let excerpts = super::describe::counted(count, "excerpt");
            let need = if count == 1 { "needs" } else { "need" };
            self.notes.push(format!("{excerpts} in {} {need} re-anchoring", titled(&self.project, id)));
        }
    }
}

/// The rows of `to` that `from` has otherwise or not at all.
fn changed<'a, Id: Copy + Ord, R: PartialEq>(
    from: &crate::model::Table<Id, R>,
    to: &'a crate::model::Table<Id, R>,
) -> impl Iterator<Item = &'a Arc<R>> {
    differing(from, to).into_iter().filter_map(|id| to.get(&id))
}

fn judged(row: impl std::borrow::Borrow<Arc<crate::model::Assessment>>) -> impl Iterator<Item = EntryId> {
    let row = row.borrow();
    let stance = match row.judgement {
        Judgement::Position(stance) => Some(EntryId::Stance(stance)),
        Judgement::NothingFound | Judgement::Declined | Judgement::TakenBack => None,
    };
    [EntryId::Country(row.cell.country), EntryId::Issue(row.cell.issue)].into_iter().chain(stance)
}

fn home(row: &Arc<Actor>) -> Option<EntryId> {
    row.country.map(EntryId::Country)
}

fn members(row: &Arc<Bloc>) -> impl Iterator<Item = EntryId> + '_ {
    row.members.iter().map(|id| EntryId::Country(*id))
}

fn names(project: &Project, kind: Kind) -> BTreeMap<String, (usize, String)> {
    let mut names: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for row in project.entries(kind) {
        names.entry(fold(row.label().trim())).or_insert_with(|| (0, row.label().to_owned())).0 += 1;
    }
    names
}

fn view_names(project: &Project) -> BTreeMap<String, (usize, String)> {
    let mut names: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for row in project.views().values() {
        names.entry(fold(row.label.trim())).or_insert_with(|| (0, row.label.clone())).0 += 1;
    }
    names
}

fn capital_label(row: &crate::model::Entry) -> String {
    super::describe::named(row.id().kind(), row.label())
}
