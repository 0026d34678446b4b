//! Which rows are chosen, and where the keyboard stands: by mouse and by keys, as in any list.

use std::collections::HashSet;

use super::listing::Listing;
use crate::model::ClaimId;

/// The chosen claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    claims: HashSet<ClaimId>,
    /// Where the keyboard stands.
    pub cursor: Option<ClaimId>,
    /// Where a range begins.
    anchor: Option<ClaimId>,
}

impl Chosen {
    /// Whether a claim is chosen.
    pub fn has(&self, id: ClaimId) -> bool {
        self.claims.contains(&id)
    }

    /// How many are chosen.
    pub fn len(&self) -> usize {
        self.claims.len()
    }

    /// The chosen claims in the order of the table.
    pub fn in_order(&self, listing: &Listing) -> Vec<ClaimId> {
        listing.ids.iter().copied().filter(|id| self.has(*id)).collect()
    }

    /// Nothing is chosen any more; the keyboard stays where it is.
    pub fn clear(&mut self) {
        self.claims.clear();
    }

    /// Everything listed is chosen.
    pub fn all(&mut self, listing: &Listing) {
        self.claims = listing.ids.iter().copied().collect();
    }

    /// A row was clicked: alone, with Shift from the last one on, with Ctrl besides the others.
    pub fn click(&mut self, listing: &Listing, place: usize, shift: bool, ctrl: bool) {
        let Some(id) = listing.ids.get(place).copied() else { return };
        if shift {
            self.range(listing, place, ctrl);
        } else if ctrl {
            self.toggle(id);
        } else {
            self.claims = HashSet::from([id]);
            self.anchor = Some(id);
        }
        self.cursor = Some(id);
    }

    /// Chooses a claim, or chooses it no longer.
    pub fn toggle(&mut self, id: ClaimId) {
        if !self.claims.remove(&id) {
            self.claims.insert(id);
        }
        (self.cursor, self.anchor) = (Some(id), Some(id));
    }

    /// Moves the keyboard by rows; with `extend` everything on the way is chosen. The new place.
    pub fn step(&mut self, listing: &Listing, by: isize, extend: bool) -> Option<usize> {
        let last = listing.ids.len().checked_sub(1)?;
        let place = match self.place(listing) {
            Some(place) => place.saturating_add_signed(by).min(last),
            None if by < 0 => last,
            None => 0,
        };
        if extend {
            self.range(listing, place, false);
        }
        self.cursor = listing.ids.get(place).copied();
        if !extend {
            self.anchor = self.cursor;
        }
        Some(place)
    }

    /// Where the keyboard stands.
    pub fn place(&self, listing: &Listing) -> Option<usize> {
        listing.place(self.cursor?)
    }

    /// What is no longer listed is no longer chosen: nobody changes what they cannot see.
    pub fn keep_listed(&mut self, listing: &Listing) {
        self.claims.retain(|id| listing.place(*id).is_some());
        self.cursor = self.cursor.filter(|id| listing.place(*id).is_some());
        self.anchor = self.anchor.filter(|id| listing.place(*id).is_some());
    }

    fn range(&mut self, listing: &Listing, to: usize, besides: bool) {
        let from = self.anchor.or(self.cursor).and_then(|id| listing.place(id)).unwrap_or(to);
        if !besides {
            self.claims.clear();
        }
        self.claims.extend(&listing.ids[from.min(to)..=from.max(to)]);
        self.anchor = listing.ids.get(from).copied();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Token;

    fn listing(names: &str) -> Listing {
        Listing::of(names.chars().map(|c| id(&c.to_string())).collect())
    }

    fn id(name: &str) -> ClaimId {
        ClaimId(name.parse::<Token>().expect("a token"))
    }

    /// Steps: a place clicks, `+3` clicks with Ctrl, `-3` with Shift, `v` and `^` move, `V` and `A` extend.
    fn check(steps: &str, chosen: &str) {
        let listing = listing("abcdef");
        let mut state = Chosen::default();
        for step in steps.split(' ') {
            match step {
                "v" => _ = state.step(&listing, 1, false),
                "^" => _ = state.step(&listing, -1, false),
                "V" => _ = state.step(&listing, 1, true),
                "A" => _ = state.step(&listing, -1, true),
                "*" => state.all(&listing),
                _ => {
                    let place = step.trim_start_matches(['+', '-']).parse().expect("a place");
                    state.click(&listing, place, step.starts_with('-'), step.starts_with('+'));
                }
            }
        }
        let names: String = state.in_order(&listing).iter().map(ToString::to_string).collect();
        assert_eq!(names, chosen, "{steps}");
    }

    #[test]
    fn clicks_and_keys_choose_as_in_any_list() {
        check("1", "b");
        check("1 3", "d");
        check("1 +3 +5", "bdf");
        check("1 +3 +1", "d");
        check("1 -3", "bcd");
        check("3 -1 -5", "def");
        check("1 v v", "b");
        check("1 V V", "bcd");
        check("3 V V A A A", "cd");
        check("v V", "ab");
        check("5 V V", "f");
        check("*", "abcdef");
    }

    #[test]
    fn what_is_filtered_out_is_no_longer_chosen() {
        let mut state = Chosen::default();
        state.all(&listing("abc"));
        state.cursor = Some(id("a"));
        state.keep_listed(&listing("bcd"));
        assert_eq!(state.len(), 2);
        assert_eq!(state.cursor, None);
    }
}
