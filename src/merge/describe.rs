//! Conflicts in words, with what to look at before one answers.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::Sides;
use super::conflict::{Conflict, Evidence, KEPT, RowId, Side, Slot};
use super::rename::entries_of;
use super::row::{Field, INFO, Row};
use super::three::Draft;
use crate::edit::ops::codebook::Uses;
use crate::model::{
    Actor, Article, ArticleId, Assessment, Bloc, Cell, Claim, ClaimId, Country, EntryId, Excerpt, Issue, Kind, Project,
    Stance, Tag, View, ViewId,
};

/// Characters of a text that are shown around the first difference.
const SHOWN: usize = 160;

/// "Country “Poland”"
pub(super) fn named(kind: Kind, label: &str) -> String {
    let mut noun = kind.noun().to_owned();
    noun[..1].make_ascii_uppercase();
    format!("{noun} “{label}”")
}

/// "Country “Poland”"
pub(super) fn entry(project: &Project, id: EntryId) -> String {
    named(id.kind(), &project.label(id))
}

/// "View “Governments only”"
pub(super) fn view(project: &Project, id: ViewId) -> String {
    format!("View “{}”", project.view(id).map_or_else(|| id.to_string(), |row| row.label.clone()))
}

/// "Article “No troops, says Warsaw”"
pub(super) fn titled(project: &Project, id: ArticleId) -> String {
    match project.article(id) {
        Some(row) if !row.title.is_empty() => format!("Article “{}”", row.title),
        _ => format!("Article {id}"),
    }
}

/// "Claim: Germany on Send peacekeepers"
pub(super) fn claim_name(project: &Project, id: ClaimId) -> String {
    let Some(row) = project.claim(id) else { return format!("Claim {id}") };
    let mut who: Vec<String> = row.countries.iter().map(|id| project.label(EntryId::Country(*id))).collect();
    who.extend(row.speaker.filter(|_| who.is_empty()).map(|id| project.label(EntryId::Actor(id))));
    format!("Claim: {} on {}", who.join(" and "), project.label(EntryId::Issue(row.issue)))
}

/// "Germany on Send peacekeepers"
pub(super) fn cell_name(project: &Project, cell: Cell) -> String {
    format!("{} on {}", project.label(EntryId::Country(cell.country)), project.label(EntryId::Issue(cell.issue)))
}

/// "1 claim", "28 claims"
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The conflicts of a draft, assessments first, then claims, articles and the codebook.
pub(super) fn conflicts(sides: &Sides, draft: &Draft) -> Vec<Conflict> {
    let teller = Teller { sides, by_cell: OnceCell::new(), uses: OnceCell::new() };
    let mut conflicts: Vec<Conflict> = draft.conflicts.iter().map(|(row, slot)| teller.conflict(*row, *slot)).collect();
    conflicts.sort_by_key(|conflict| (matches!(conflict.row, RowId::Info), conflict.row));
    conflicts
}

struct Teller<'a> {
    sides: &'a Sides,
    /// Claims by cell, of both sides; made when first asked for.
    by_cell: OnceCell<HashMap<Cell, Vec<ClaimId>>>,
    uses: OnceCell<HashMap<EntryId, Uses>>,
}

/// The three versions of what a conflict is about.
type Versions = (&'static str, [Option<String>; 3]);

impl Teller<'_> {
    fn conflict(&self, row: RowId, slot: Slot) -> Conflict {
        let (field, [base, ours, theirs]) = match (row, slot) {
            (RowId::Article(id), Slot::Text) => ("Text", self.texts(id)),
            (RowId::Article(id), Slot::Removal(by)) => (KEPT, self.removal(id, by)),
            (_, Slot::Field(index)) => self.field(row, index),
            (_, Slot::Presence | Slot::Text | Slot::Removal(_)) => (KEPT, self.presence(row)),
        };
        let (what, evidence) = (self.what(row), self.evidence(row));
        Conflict { row, what, field, base, ours, theirs, evidence, chosen: None, slot }
    }

    /// Whoever has it, ours first.
    fn holder(&self, has: impl Fn(&Project) -> bool) -> &Project {
        let sides = [&self.sides.ours, &self.sides.theirs];
        sides.into_iter().find(|project| has(project)).unwrap_or(&self.sides.base)
    }

    fn what(&self, row: RowId) -> String {
        match row {
            RowId::Info => "The project".into(),
            RowId::Assessment(cell) => {
                let known =
                    |project: &Project| project.country(cell.country).is_some() && project.issue(cell.issue).is_some();
                format!("Assessment: {}", cell_name(self.holder(known), cell))
            }
            RowId::Claim(id) => claim_name(self.holder(|project| project.claim(id).is_some()), id),
            RowId::Excerpt(id) => {
                let project = self.holder(|project| project.excerpt(id).is_some());
                match project.excerpt(id) {
                    Some(row) => format!("Excerpt in {}", titled(project, row.article)),
                    None => format!("Excerpt {id}"),
                }
            }
            RowId::Article(id) => titled(self.holder(|project| project.article(id).is_some()), id),
            RowId::Entry(id) => entry(self.holder(|project| project.contains(id)), id),
            RowId::View(id) => view(self.holder(|project| project.view(id).is_some()), id),
        }
    }

    fn field(&self, row: RowId, index: usize) -> Versions {
        match row {
            RowId::Info => {
                let all = [&self.sides.base, &self.sides.ours, &self.sides.theirs];
                let field = &INFO[index.min(1)];
                (field.name, all.map(|side| Some((field.words)(side.info(), side))))
            }
            RowId::Assessment(cell) => self.versions::<Assessment>(cell, index),
            RowId::Claim(id) => self.versions::<Claim>(id, index),
            RowId::Excerpt(id) => self.versions::<Excerpt>(id, index),
            RowId::Article(id) => self.versions::<Article>(id, index),
            RowId::Entry(EntryId::Country(id)) => self.versions::<Country>(id, index),
            RowId::Entry(EntryId::Actor(id)) => self.versions::<Actor>(id, index),
            RowId::Entry(EntryId::Issue(id)) => self.versions::<Issue>(id, index),
            RowId::Entry(EntryId::Stance(id)) => self.versions::<Stance>(id, index),
            RowId::Entry(EntryId::Tag(id)) => self.versions::<Tag>(id, index),
            RowId::Entry(EntryId::Bloc(id)) => self.versions::<Bloc>(id, index),
            RowId::View(id) => self.versions::<View>(id, index),
        }
    }

    fn versions<R: Row>(&self, id: R::Id, index: usize) -> Versions {
        let field = &R::FIELDS[index.min(R::FIELDS.len() - 1)];
        let words = |side: &Project| R::table(side).get(&id).map(|row| (field.words)(row, side));
        (field.name, [words(&self.sides.base), words(&self.sides.ours), words(&self.sides.theirs)])
    }

    /// The row where it is there, by the fields that its side has changed.
    fn presence(&self, row: RowId) -> [Option<String>; 3] {
        match row {
            RowId::Assessment(cell) => self.versions::<Assessment>(cell, 0).1,
            RowId::Claim(id) => self.changed::<Claim>(id),
            RowId::View(id) => self.changed::<View>(id),
            _ => [None, None, None],
        }
    }

    fn changed<R: Row>(&self, id: R::Id) -> [Option<String>; 3] {
        let Sides { base, ours, theirs } = self.sides;
        let (old, here, there) = (R::table(base).get(&id), R::table(ours).get(&id), R::table(theirs).get(&id));
        let Some((old, new)) = old.zip(here.or(there)) else { return [None, None, None] };
        let fields: Vec<&Field<R>> = R::FIELDS.iter().filter(|field| !(field.same)(old, new)).collect();
        let words = |row: &R, side: &Project| {
            if fields.is_empty() {
                return "its words moved".to_owned();
            }
            let parts = fields.iter().map(|field| format!("{}: {}", field.name, (field.words)(row, side)));
            parts.collect::<Vec<_>>().join("; ")
        };
        let base = if fields.is_empty() { String::new() } else { words(old, base) };
        [Some(base), here.map(|row| words(row, ours)), there.map(|row| words(row, theirs))]
    }

    /// Both texts around their first difference.
    fn texts(&self, id: ArticleId) -> [Option<String>; 3] {
        let Sides { base, ours, theirs } = self.sides;
        let text = |side: &Project| side.text(id).map(|text| text.shared());
        let [base, ours, theirs] = [base, ours, theirs].map(text);
        let same = match (&ours, &theirs) {
            (Some(a), Some(b)) => a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count(),
            _ => 0,
        };
        [base, ours, theirs].map(|text| text.map(|text| around(&text, same)))
    }

    /// What the side that has kept an article has done in it.
    fn removal(&self, id: ArticleId, by: Side) -> [Option<String>; 3] {
        let kept = match by {
            Side::Ours => &self.sides.theirs,
            Side::Theirs => &self.sides.ours,
        };
        let base = &self.sides.base;
        let told = |project: &Project| counted(project.count_claims_in(id), "claim");
        let changed = kept.claims_in(id).iter().filter(|(_, claim)| base.claim(claim.id) != Some(*claim)).count();
        let mut words = told(kept);
        if changed > 0 {
            words = format!("{words}, {changed} of them changed");
        }
        if let (Some(old), Some(new)) = (base.article(id), kept.article(id)) {
            for field in Article::FIELDS.iter().filter(|field| !(field.same)(old, new)) {
                words = format!("{words}; {}: {}", field.name, (field.words)(new, kept));
            }
        }
        let before = Some(told(base));
        match by {
            Side::Ours => [before, None, Some(words)],
            Side::Theirs => [before, Some(words), None],
        }
    }

    fn evidence(&self, row: RowId) -> Vec<Evidence> {
        match row {
            RowId::Info | RowId::View(_) => Vec::new(),
            RowId::Assessment(cell) => {
                let under = self.by_cell().get(&cell).map(Vec::as_slice).unwrap_or_default();
                under.iter().filter_map(|id| self.quotation(*id)).collect()
            }
            RowId::Claim(id) => self.quotation(id).into_iter().collect(),
            RowId::Excerpt(id) => {
                let project = self.holder(|project| project.excerpt(id).is_some());
                let claims = project.claims_of(id);
                claims.iter().filter_map(|claim| self.quotation(claim.id)).collect()
            }
            RowId::Article(id) => {
                let project = self.holder(|project| project.count_claims_in(id) > 0);
                vec![Evidence::Uses(counted(project.count_claims_in(id), "claim"))]
            }
            RowId::Entry(id) => {
                let uses = self.uses().get(&id).copied().unwrap_or_default();
                vec![Evidence::Uses(uses.in_words())]
            }
        }
    }

    fn quotation(&self, id: ClaimId) -> Option<Evidence> {
        let project = self.holder(|project| project.claim(id).is_some());
        let claim = project.claim(id)?;
        let excerpt = project.excerpt(claim.excerpt)?;
        Some(Evidence::Quotation {
            excerpt: excerpt.id,
            article: excerpt.article,
            title: project.article(excerpt.article).map(|row| row.title.clone()).unwrap_or_default(),
            quotation: excerpt.anchor.quotation.to_string(),
            stance: project.label(EntryId::Stance(claim.stance)),
        })
    }

    fn by_cell(&self) -> &HashMap<Cell, Vec<ClaimId>> {
        self.by_cell.get_or_init(|| {
            let mut found: HashMap<Cell, Vec<ClaimId>> = HashMap::new();
            let (ours, theirs) = (self.sides.ours.claims(), self.sides.theirs.claims());
            for claim in ours.values().chain(theirs.values().filter(|row| !ours.contains_key(&row.id))) {
                for country in &claim.countries {
                    found.entry(Cell { country: *country, issue: claim.issue }).or_default().push(claim.id);
                }
            }
            found
        })
    }

    /// How much of ours names each row of the codebook.
    fn uses(&self) -> &HashMap<EntryId, Uses> {
        self.uses.get_or_init(|| {
            let ours = &self.sides.ours;
            let mut found: HashMap<EntryId, Uses> = HashMap::new();
            for claim in ours.claims().values() {
                let mut named: Vec<EntryId> = entries_of(claim).collect();
                named.sort_unstable();
                named.dedup();
                named.into_iter().for_each(|id| found.entry(id).or_default().claims += 1);
            }
            for id in ours.actors().values().filter_map(|row| row.country) {
                found.entry(EntryId::Country(id)).or_default().actors += 1;
            }
            for id in ours.blocs().values().flat_map(|row| row.members.clone()) {
                found.entry(EntryId::Country(id)).or_default().blocs += 1;
            }
            for cell in ours.assessments().keys() {
                found.entry(EntryId::Country(cell.country)).or_default().assessments += 1;
                found.entry(EntryId::Issue(cell.issue)).or_default().assessments += 1;
            }
            found
        })
    }
}

/// A part of a text around byte `at`.
fn around(text: &str, at: usize) -> String {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(at.saturating_sub(SHOWN / 4)), floor(at.saturating_add(SHOWN)));
    let open = if start > 0 { "…" } else { "" };
    let close = if end < text.len() { "…" } else { "" };
    format!("{open}{}{close}", &text[start.min(end)..end])
}
