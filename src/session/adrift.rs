//! Which excerpts need re-anchoring, known without looking at all of them again after every change.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use imbl::ordmap::DiffItem;

use crate::model::{ArticleId, Excerpt, ExcerptId, Project, Table};
use crate::text::ArticleText;

/// The excerpts that need re-anchoring, as the project was when somebody last asked.
#[derive(Debug, Default)]
pub struct AdriftMemo(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    excerpts: Table<ExcerptId, Excerpt>,
    texts: Table<ArticleId, ArticleText>,
    adrift: Arc<BTreeSet<ExcerptId>>,
}

impl AdriftMemo {
    /// The excerpts whose words do not stand at their place. Takes time for what has changed since, which is
    /// next to none after an ordinary step, and for every excerpt the first time.
    pub fn of(&self, project: &Project) -> Arc<BTreeSet<ExcerptId>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        let (excerpts, texts) = (project.excerpts(), project.texts());
        if !state.excerpts.ptr_eq(excerpts) || !state.texts.ptr_eq(texts) {
            let adrift = Arc::make_mut(&mut state.adrift);
            let mut look = |excerpt: &Excerpt| {
                if project.text(excerpt.article).is_none_or(|text| excerpt.anchor.holds_in(text)) {
                    adrift.remove(&excerpt.id);
                } else {
                    adrift.insert(excerpt.id);
                }
            };
            for change in state.texts.diff(texts) {
                let (DiffItem::Add(id, _) | DiffItem::Update { new: (id, _), .. } | DiffItem::Remove(id, _)) = change;
                project.excerpts_of(*id).into_iter().for_each(|excerpt| look(excerpt));
            }
            let mut gone = Vec::new();
            for change in state.excerpts.diff(excerpts) {
                match change {
                    DiffItem::Add(_, row) | DiffItem::Update { new: (_, row), .. } => look(row),
                    DiffItem::Remove(id, _) => gone.push(*id),
                }
            }
            for id in gone {
                adrift.remove(&id);
            }
            (state.excerpts, state.texts) = (excerpts.clone(), texts.clone());
        }
        state.adrift.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::edit::ops::correct::correct;
    use crate::edit::{Document, Stamp};

    #[test]
    fn what_is_remembered_is_what_a_fresh_look_finds() {
        let sample = include_str!("../../projects/paris-talks.ron");
        let mut document = Document::new(crate::store::from_str(sample).expect("the sample loads").project);
        let stamp = Stamp::new("2025-03-01T00:00:00Z".parse().expect("a time"), "Ada", 1);
        let memo = AdriftMemo::default();
        let check = |document: &Document, some: bool| {
            let found = memo.of(document.project());
            assert_eq!(found, AdriftMemo::default().of(document.project()));
            assert_eq!(!found.is_empty(), some);
        };
        check(&document, false);
        let excerpt = document.project().excerpts().values().next().expect("has one").clone();
        let text = document.project().text(excerpt.article).expect("has one").as_str().to_owned();
        let new = text.replace(&*excerpt.anchor.quotation, "Nobody");
        let step = correct(document.project(), excerpt.article, &new, &HashMap::new(), &stamp).expect("is a text");
        document.commit(step).expect("may drift");
        check(&document, true);
        let step = crate::edit::ops::articles::remove(document.project(), excerpt.article).expect("is there");
        document.commit(step).expect("can be removed");
        check(&document, false);
        document.undo();
        check(&document, true);
        document.undo();
        check(&document, false);
    }
}
