//! Which claims are chosen, and where the keyboard stands: by mouse and by keys, as in any list.

use std::collections::HashSet;

use super::lines::{Line, Lines, Spot};
use crate::derive::claims::Listing;
use crate::model::ClaimId;

/// The chosen claims.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    claims: HashSet<ClaimId>,
    /// Counts the changes of what is chosen.
    turn: u64,
    /// Where the keyboard stands.
    pub cursor: Option<Spot>,
    /// Where a range begins.
    anchor: Option<Spot>,
}

/// How much of something is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Nothing.
    #[default]
    None,
    /// Some.
    Some,
    /// All.
    All,
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

    /// Another number whenever something else is chosen.
    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// The chosen claims in the order of the table, each once.
    pub fn in_order(&self, listing: &Listing) -> Vec<ClaimId> {
        let mut told = HashSet::new();
        listing.ids.iter().copied().filter(|id| self.has(*id) && told.insert(*id)).collect()
    }

    /// How much of some claims is chosen.
    pub fn part(&self, ids: &[ClaimId]) -> Part {
        if self.claims.is_empty() || ids.is_empty() {
            return Part::None;
        }
        match ids.iter().filter(|id| self.has(**id)).count() {
            0 => Part::None,
            some if some < ids.len() => Part::Some,
            _ => Part::All,
        }
    }

    /// Nothing is chosen any more; the keyboard stays where it is.
    pub fn clear(&mut self) {
        self.claims.clear();
        self.turn += 1;
    }

    /// Everything listed is chosen.
    pub fn all(&mut self, listing: &Listing) {
        self.claims = listing.ids.iter().copied().collect();
        self.turn += 1;
    }

    /// Chooses some claims besides the others, or none of them any longer where all of them were.
    pub fn toggle_all(&mut self, ids: &[ClaimId]) {
        if self.part(ids) == Part::All {
            ids.iter().for_each(|id| _ = self.claims.remove(id));
        } else {
            self.claims.extend(ids);
        }
        self.turn += 1;
    }

    /// A row was clicked: alone, with Shift from the last one on, with Ctrl besides the others.
    pub fn click(&mut self, lines: &Lines, line: usize, shift: bool, ctrl: bool) {
        let Some(id) = lines.claim(line) else { return };
        if shift {
            self.range(lines, line, ctrl);
        } else if ctrl {
            self.toggle_all(&[id]);
        } else {
            self.claims = HashSet::from([id]);
        }
        self.turn += 1;
        self.cursor = lines.spot(line);
        if !shift {
            self.anchor = self.cursor.clone();
        }
    }

    /// Chooses what stands under the keyboard, or chooses it no longer: for a head, its whole group.
    pub fn toggle(&mut self, lines: &Lines) {
        let Some(line) = self.line(lines) else { return };
        match lines.at(line) {
            Some(Line::Head(group)) => {
                let group = &lines.listing.groups[group];
                self.toggle_all(&lines.listing.ids[group.start..group.end]);
            }
            _ => self.toggle_all(lines.claim(line).as_slice()),
        }
        self.anchor = self.cursor.clone();
    }

    /// Moves the keyboard by lines; with `extend` every row on the way is chosen. The new line.
    pub fn step(&mut self, lines: &Lines, by: isize, extend: bool) -> Option<usize> {
        let last = lines.len().checked_sub(1)?;
        let line = match self.line(lines) {
            Some(line) => line.saturating_add_signed(by).min(last),
            // From beyond the edge.
            None if by < 0 => (last + 1).saturating_add_signed(by),
            None => 0usize.saturating_add_signed(by - 1).min(last),
        };
        if extend {
            self.range(lines, line, false);
        }
        self.go(lines, line, extend);
        Some(line)
    }

    /// Puts the keyboard on a line.
    pub fn go(&mut self, lines: &Lines, line: usize, extend: bool) {
        self.cursor = lines.spot(line);
        if !extend {
            self.anchor = self.cursor.clone();
        }
    }

    /// Where the keyboard stands.
    pub fn line(&self, lines: &Lines) -> Option<usize> {
        lines.line_of(self.cursor.as_ref()?)
    }

    /// What is no longer listed is no longer chosen: nobody changes what they cannot see.
    pub fn keep_listed(&mut self, lines: &Lines) {
        if !self.claims.is_empty() {
            let listed: HashSet<ClaimId> = lines.listing.ids.iter().copied().collect();
            self.claims.retain(|id| listed.contains(id));
            self.turn += 1;
        }
        let there = |spot: &Spot| lines.line_of(spot).is_some();
        self.cursor = self.cursor.take().filter(there);
        self.anchor = self.anchor.take().filter(there);
    }

    fn range(&mut self, lines: &Lines, to: usize, besides: bool) {
        let from = self.anchor.as_ref().or(self.cursor.as_ref()).and_then(|spot| lines.line_of(spot)).unwrap_or(to);
        if !besides {
            self.claims.clear();
        }
        self.claims.extend((from.min(to)..=from.max(to)).filter_map(|line| lines.claim(line)));
        self.turn += 1;
        self.anchor = lines.spot(from);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::derive::claims::{Group, GroupKey};
    use crate::model::Token;

    fn id(name: char) -> ClaimId {
        ClaimId(name.to_string().parse::<Token>().expect("a token"))
    }

    /// Claims by their letters; words are groups, and one in capitals is folded.
    fn lines(names: &str) -> Lines {
        let mut listing = Listing::default();
        let mut folds = HashSet::new();
        for word in names.split(' ') {
            let key = GroupKey::Text(word.into());
            if word.to_uppercase() == word {
                folds.insert(key.clone());
            }
            let start = listing.ids.len();
            listing.ids.extend(word.to_lowercase().chars().map(id));
            listing.groups.push(Group { key, start, end: listing.ids.len(), stances: Vec::new() });
        }
        if !names.contains(' ') {
            listing.groups.clear();
        }
        listing.rows = (0..listing.ids.len() as u32).collect();
        Lines::new(Arc::new(listing), &folds)
    }

    /// Steps: a line is clicked, `+3` with Ctrl, `-3` with Shift, `v` and `^` move, `V` and `A` extend,
    /// `t` chooses.
    fn check(names: &str, steps: &str, chosen: &str) {
        let lines = lines(names);
        let mut state = Chosen::default();
        for step in steps.split(' ') {
            match step {
                "v" => _ = state.step(&lines, 1, false),
                "^" => _ = state.step(&lines, -1, false),
                "V" => _ = state.step(&lines, 1, true),
                "A" => _ = state.step(&lines, -1, true),
                "home" => _ = state.step(&lines, isize::MIN / 2, false),
                "end" => _ = state.step(&lines, isize::MAX / 2, false),
                "t" => state.toggle(&lines),
                "*" => state.all(&lines.listing),
                _ => {
                    let line = step.trim_start_matches(['+', '-']).parse().expect("a line");
                    state.click(&lines, line, step.starts_with('-'), step.starts_with('+'));
                }
            }
        }
        let names: String = state.in_order(&lines.listing).iter().map(ToString::to_string).collect();
        assert_eq!(names, chosen, "{steps}");
    }

    #[test]
    fn clicks_and_keys_choose_as_in_any_list() {
        let check = |steps: &str, chosen: &str| check("abcdef", steps, chosen);
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
        check("v t v v t", "ac");
        check("home t", "a");
        check("end t", "f");
        check("^ t", "f");
        check("home V end t", "abf");
        check("*", "abcdef");
    }

    #[test]
    fn groups_are_chosen_by_their_heads_and_ranges_leave_folded_ones_out() {
        // Lines: head, a, b, head of cd, head, e, b.
        let check = |steps: &str, chosen: &str| check("ab CD eb", steps, chosen);
        check("v t", "ab");
        check("v t t", "");
        check("v v v v t", "cd");
        check("1 -5", "abe");
        check("1 -2 v t", "abcd");
        check("6", "b");
        check("0", "");
        check("*", "abcde");
    }

    #[test]
    fn a_claim_under_two_heads_is_found_under_its_own_and_in_a_folded_group_by_the_head() {
        let lines = lines("ab CD eb");
        for line in 0..lines.len() {
            let spot = lines.spot(line).expect("a line");
            assert_eq!(lines.line_of(&spot), Some(line), "{spot:?}");
        }
        assert_eq!(lines.len(), 7);
        assert_eq!(lines.at(7), None);
        let spot = |group: &str, name| Spot { group: Some(GroupKey::Text(group.into())), claim: Some(id(name)) };
        assert_eq!(lines.line_of(&spot("CD", 'd')), Some(3));
        assert_eq!(lines.line_of(&spot("gone", 'b')), Some(2), "the first place where it stands");
        assert_eq!(lines.line_of(&Spot { group: None, claim: Some(id('z')) }), None);
    }

    #[test]
    fn what_is_filtered_out_is_no_longer_chosen() {
        let mut state = Chosen::default();
        let before = lines("abc");
        state.all(&before.listing);
        state.go(&before, 0, false);
        state.keep_listed(&lines("bcd"));
        assert_eq!(state.len(), 2);
        assert_eq!(state.cursor, None);
    }
}
