//! Remembering the last result of something that follows from its key.

use std::sync::{Arc, Mutex, PoisonError};

/// The last value with the key it was made for: asked again for the same key, it is not made again.
#[derive(Debug)]
pub struct Memo<K, V> {
    last: Mutex<Option<(K, Arc<V>)>>,
}

impl<K: PartialEq, V> Memo<K, V> {
    /// The value for `key`: the remembered one if its key is the same, else what `make` makes.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some((last, value)) = &*self.last.lock().unwrap_or_else(PoisonError::into_inner)
            && *last == key
        {
            return value.clone();
        }
        // Not under the lock: making one value may ask another memo, or this one.
        let value = Arc::new(make());
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, value.clone()));
        value
    }

    /// Forgets what it remembers.
    pub fn clear(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { last: Mutex::new(None) }
    }
}

impl<K: Clone, V> Clone for Memo<K, V> {
    fn clone(&self) -> Self {
        Self { last: Mutex::new(self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()) }
    }
}

/// The last few values, each with the key it was made for.
#[derive(Debug)]
pub struct Memos<K, V> {
    last: Mutex<Vec<(K, Arc<V>)>>,
    most: usize,
}

impl<K: PartialEq, V> Memos<K, V> {
    /// Remembers at most `most` values.
    pub fn new(most: usize) -> Self {
        Self { last: Mutex::new(Vec::new()), most }
    }

    /// The value for `key`: a remembered one if it was made for the same key, else what `make` makes.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some(found) = self.find(&key) {
            return found;
        }
        // Not under the lock: making one value may ask for another.
        let value = Arc::new(make());
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.insert(0, (key, value.clone()));
        last.truncate(self.most);
        value
    }

    fn find(&self, key: &K) -> Option<Arc<V>> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let at = last.iter().position(|(known, _)| known == key)?;
        // What was asked for last is forgotten last.
        last[..=at].rotate_right(1);
        Some(last[0].1.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_per_key_in_a_row() {
        let memo = Memo::default();
        let made = std::cell::Cell::new(0);
        let get = |key: u64| {
            *memo.get(key, || {
                made.set(made.get() + 1);
                key * 10
            })
        };
        assert_eq!([get(1), get(1), get(2), get(2), get(1)], [10, 10, 20, 20, 10]);
        assert_eq!(made.get(), 3);
        memo.clear();
        assert_eq!((get(1), made.get()), (10, 4));
    }

    #[test]
    fn the_last_few_values_are_remembered() {
        let memos = Memos::new(2);
        let made = std::cell::Cell::new(0);
        let get = |key: u64| {
            *memos.get(key, || {
                made.set(made.get() + 1);
                key * 10
            })
        };
        assert_eq!([get(1), get(2), get(1), get(3), get(1), get(2)], [10, 20, 10, 30, 10, 20]);
        assert_eq!(made.get(), 4, "2 was forgotten for 3, and 1 never");
    }
}
