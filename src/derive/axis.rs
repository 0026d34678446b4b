//! Dense numbers for codebook rows, without hashing.

use crate::model::{Slug, Who};

/// Values by slug: slugs are numbered from zero in each process, so a plain list finds them.
#[derive(Clone, Debug)]
pub(super) struct Lookup<V>(Vec<Option<V>>);

impl<V: Copy> Lookup<V> {
    pub fn new(pairs: impl Iterator<Item = (Slug, V)>) -> Self {
        let mut values = Vec::new();
        for (slug, value) in pairs {
            if values.len() <= slug.handle() {
                values.resize(slug.handle() + 1, None);
            }
            values[slug.handle()] = Some(value);
        }
        Self(values)
    }

    pub fn get(&self, slug: Slug) -> Option<V> {
        self.0.get(slug.handle()).copied().flatten()
    }
}

impl<V> Default for Lookup<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The rows or the columns of the matrix: ids in order, and the place of each.
#[derive(Clone, Debug)]
pub(super) struct Axis<Id> {
    pub ids: Vec<Id>,
    places: Lookup<u32>,
}

impl<Id: Copy> Axis<Id> {
    pub fn new(ids: impl Iterator<Item = Id>, slug: impl Fn(Id) -> Slug) -> Self {
        let ids: Vec<Id> = ids.collect();
        let places = Lookup::new(ids.iter().zip(0..).map(|(id, place)| (slug(*id), place)));
        Self { ids, places }
    }

    pub fn place(&self, slug: Slug) -> Option<usize> {
        self.places.get(slug).map(|place| place as usize)
    }
}

impl Axis<Who> {
    /// The place of one who stands here; a country and an actor of the same slug are not taken for each other.
    pub fn place_of(&self, who: Who) -> Option<usize> {
        self.place(who.entry().slug()).filter(|place| self.ids[*place] == who)
    }
}

impl<Id> Default for Axis<Id> {
    fn default() -> Self {
        Self { ids: Vec::new(), places: Lookup::default() }
    }
}
