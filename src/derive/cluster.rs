//! Like by like: a tree of groups, and of all orders it allows the one in which neighbours differ least.
//!
//! The tree comes from hierarchical clustering with mean linkage: the two groups whose members are nearest to each
//! other on average are joined, again and again. A tree leaves it open which side of each join stands first; that is
//! settled so that the distances between neighbours add up to the least possible (Bar-Joseph, Gifford and Jaakkola,
//! *Fast optimal leaf ordering for hierarchical clustering*, 2001).

use kodama::{Method, linkage};

/// Things in an order in which like stands by like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clusters {
    /// All of them, each once.
    pub order: Vec<usize>,
    /// Between each in `order` and the next: the mean distance of the two groups that meet there. `None` where one of
    /// the two can be compared with nothing.
    pub gaps: Vec<Option<f64>>,
}

/// Leaves up to which the order is the best there is; beyond, groups are joined at the ends that are nearest.
const EXACT: usize = 512;

/// Puts the first `count` numbers into an order in which like stands by like.
///
/// Only `candidates` (each once) are compared; `distance` is `None` where two cannot be. Such a pair is taken to be as
/// far apart as pairs are on the whole, the mean of all distances that are known, so that it draws the two neither
/// together nor apart. Those that can be compared with nobody go last, in the order of their numbers.
///
/// The result depends on nothing but the distances and the numbers. Of an order and its reverse it is the one that
/// begins with the smaller number.
pub(super) fn cluster(count: usize, candidates: &[usize], distance: impl Fn(usize, usize) -> Option<f32>) -> Clusters {
    let pairs = || candidates.iter().enumerate().flat_map(|(at, a)| candidates[at + 1..].iter().map(move |b| (*a, *b)));
    let mut known = vec![false; count];
    let (mut sum, mut told) = (0.0, 0_usize);
    let all: Vec<f32> = pairs()
        .map(|(a, b)| {
            let Some(apart) = distance(a, b) else { return f32::NAN };
            (known[a], known[b]) = (true, true);
            (sum, told) = (sum + f64::from(apart), told + 1);
            apart
        })
        .collect();
    let middle = if told == 0 { 0.0 } else { (sum / told as f64) as f32 };
    let leaves: Vec<usize> = candidates.iter().copied().filter(|item| known[*item]).collect();
    let kept = pairs().zip(all).filter(|((a, b), _)| known[*a] && known[*b]);
    let apart: Vec<f32> = kept.map(|(_, apart)| if apart.is_nan() { middle } else { apart }).collect();

    let ordered = arrange(&apart, leaves.len());
    let mut order: Vec<usize> = ordered.leaves.iter().map(|leaf| leaves[*leaf]).collect();
    let mut gaps: Vec<Option<f64>> = ordered.gaps.iter().map(|gap| Some(f64::from(*gap))).collect();
    if order.last() < order.first() {
        order.reverse();
        gaps.reverse();
    }
    order.extend((0..count).filter(|item| !known[*item]));
    gaps.resize(count.saturating_sub(1), None);
    Clusters { order, gaps }
}

/// Leaves in order, and the heights at which neighbours are joined.
#[derive(Clone, Debug, Default)]
struct Ordered {
    leaves: Vec<usize>,
    gaps: Vec<f32>,
}

/// A join of two groups: both by number, leaves first and then joins as they were made.
#[derive(Clone, Copy)]
struct Join {
    sides: [usize; 2],
    height: f32,
}

/// Orders `count` leaves by their distances, those of the first to all others first, then those of the second.
fn arrange(apart: &[f32], count: usize) -> Ordered {
    let Some(last) = count.checked_sub(1) else { return Ordered::default() };
    if last == 0 {
        return Ordered { leaves: vec![0], gaps: Vec::new() };
    }
    let joins: Vec<Join> = linkage(&mut apart.to_vec(), count, Method::Average)
        .steps()
        .iter()
        .map(|step| Join { sides: [step.cluster1, step.cluster2], height: step.dissimilarity })
        .collect();
    let far = |a: usize, b: usize| {
        let (a, b) = (a.min(b), a.max(b));
        if a == b { 0.0 } else { apart[a * (2 * count - a - 1) / 2 + b - a - 1] }
    };
    if count <= EXACT { Tree::new(&joins, count, far).best() } else { ends_together(&joins, count, far) }
}

/// Joins groups at the ends that are nearest: not always the best order, but found at once.
fn ends_together(joins: &[Join], count: usize, far: impl Fn(usize, usize) -> f32) -> Ordered {
    let single = |leaf| Ordered { leaves: vec![leaf], gaps: Vec::new() };
    let mut groups: Vec<Ordered> = (0..count).map(single).collect();
    for join in joins {
        let [mut left, mut right] = join.sides.map(|side| std::mem::take(&mut groups[side]));
        let end = |group: &Ordered, last: bool| {
            let leaf = if last { group.leaves.last() } else { group.leaves.first() };
            leaf.copied().unwrap_or_default()
        };
        let ways = [(false, false), (false, true), (true, false), (true, true)];
        let far = |way: &(bool, bool)| far(end(&left, !way.0), end(&right, way.1));
        let best = ways.into_iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or_default();
        for (group, turn) in [(&mut left, best.0), (&mut right, best.1)] {
            if turn {
                group.leaves.reverse();
                group.gaps.reverse();
            }
        }
        left.leaves.append(&mut right.leaves);
        left.gaps.push(join.height);
        left.gaps.append(&mut right.gaps);
        groups.push(left);
    }
    groups.pop().unwrap_or_default()
}

/// A group of leaves that stand side by side: from `start`, the left side before `middle`, the right before `end`.
#[derive(Clone, Copy, Default)]
struct Node {
    start: usize,
    middle: usize,
    end: usize,
    sides: [usize; 2],
    height: f32,
}

impl Node {
    fn is_leaf(&self) -> bool {
        self.end == self.start + 1
    }

    /// Where this group can end that begins with the leaf at `first`: on its other side.
    fn other(&self, first: usize) -> std::ops::Range<usize> {
        if self.is_leaf() || first >= self.middle {
            self.start..self.middle.max(self.start + 1)
        } else {
            self.middle..self.end
        }
    }
}

/// A tree whose leaves stand in an order that it allows, so that every group is a range of places.
struct Tree {
    nodes: Vec<Node>,
    /// The leaf at each place.
    leaves: Vec<usize>,
    /// The distances of the leaves at two places, row after row.
    far: Vec<f32>,
    /// For two places the least sum of distances between neighbours over all orders of the smallest group with both
    /// that begin with the one and end with the other.
    least: Vec<f32>,
}

impl Tree {
    fn new(joins: &[Join], count: usize, far: impl Fn(usize, usize) -> f32) -> Self {
        let mut nodes = vec![Node::default(); count + joins.len()];
        let mut leaves = Vec::with_capacity(count);
        // From the root down, left sides first; a group is done with once its leaves are placed.
        let mut rest = vec![(nodes.len() - 1, false)];
        while let Some((node, placed)) = rest.pop() {
            if placed {
                let Join { sides, height } = joins[node - count];
                let [left, right] = sides.map(|side| nodes[side]);
                nodes[node] = Node { start: left.start, middle: right.start, end: right.end, sides, height };
            } else if let Some(join) = node.checked_sub(count).map(|at| joins[at]) {
                rest.extend([(node, true), (join.sides[1], false), (join.sides[0], false)]);
            } else {
                let start = leaves.len();
                nodes[node] = Node { start, middle: start, end: start + 1, ..Node::default() };
                leaves.push(node);
            }
        }
        let far: Vec<f32> =
            leaves.iter().flat_map(|a| leaves.iter().map(|b| far(*a, *b)).collect::<Vec<_>>()).collect();
        Self { nodes, leaves, far, least: vec![0.0; count * count] }
    }

    /// The best of all orders that the tree allows.
    fn best(mut self) -> Ordered {
        let count = self.leaves.len();
        let mut reach = vec![0.0; count];
        for node in count..self.nodes.len() {
            self.weigh(self.nodes[node], &mut reach);
        }
        let root = self.nodes.len() - 1;
        let Node { start, middle, end, .. } = self.nodes[root];
        let ends = (start..middle).flat_map(|first| (middle..end).map(move |last| (first, last)));
        let best = ends.min_by(|a, b| self.least[a.0 * count + a.1].total_cmp(&self.least[b.0 * count + b.1]));
        best.map_or_else(Ordered::default, |(first, last)| self.order(root, first, last))
    }

    /// Finds the least sums of one join, those of both its sides being known.
    ///
    /// A group that begins with `u` and ends with `w` goes from `u` to some `m` on the left, crosses to some `k`, and
    /// goes on to `w`. The best way from `u` to each `k` is found first, so that each triple is looked at once.
    fn weigh(&mut self, node: Node, reach: &mut [f32]) {
        let count = self.leaves.len();
        let [left, right] = node.sides.map(|side| self.nodes[side]);
        let across = right.start..right.end;
        for u in left.start..left.end {
            reach[across.clone()].fill(f32::INFINITY);
            for m in left.other(u) {
                let so_far = self.least[u * count + m];
                let steps = &self.far[m * count..][across.clone()];
                for (best, step) in reach[across.clone()].iter_mut().zip(steps) {
                    *best = best.min(so_far + step);
                }
            }
            let mut whole = vec![f32::INFINITY; across.len()];
            for k in across.clone() {
                let so_far = reach[k];
                let ends = right.other(k);
                let onward = &self.least[k * count..][ends.clone()];
                let whole = &mut whole[ends.start - across.start..ends.end - across.start];
                for (best, rest) in whole.iter_mut().zip(onward) {
                    *best = best.min(so_far + rest);
                }
            }
            for (w, best) in across.clone().zip(whole) {
                self.least[u * count + w] = best;
                self.least[w * count + u] = best;
            }
        }
    }

    /// The order with the least sum that begins with the leaf at `first` and ends with that at `last`.
    fn order(&self, root: usize, first: usize, last: usize) -> Ordered {
        enum Step {
            Group(usize, usize, usize),
            Gap(f32),
        }
        let count = self.leaves.len();
        let mut found = Ordered::default();
        let mut rest = vec![Step::Group(root, first, last)];
        while let Some(step) = rest.pop() {
            let (node, first, last) = match step {
                Step::Gap(height) => {
                    found.gaps.push(height);
                    continue;
                }
                Step::Group(node, first, last) => (self.nodes[node], first, last),
            };
            if node.is_leaf() {
                found.leaves.push(self.leaves[node.start]);
                continue;
            }
            // The side that `first` is on stands first.
            let sides = if first < node.middle { node.sides } else { [node.sides[1], node.sides[0]] };
            let [near, beyond] = sides.map(|side| self.nodes[side]);
            let ways = near.other(first).flat_map(|m| beyond.other(last).map(move |k| (m, k)));
            let length = |(m, k): &(usize, usize)| {
                self.least[first * count + m] + self.far[m * count + k] + self.least[k * count + last]
            };
            if let Some((m, k)) = ways.min_by(|a, b| length(a).total_cmp(&length(b))) {
                rest.extend([Step::Group(sides[1], k, last), Step::Gap(node.height), Step::Group(sides[0], first, m)]);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers on a line, clustered by how far apart they are; `None` for those that can be compared with nothing.
    fn on_a_line(at: &[Option<f32>]) -> Clusters {
        let all: Vec<usize> = (0..at.len()).collect();
        cluster(at.len(), &all, |a, b| Some((at[a]? - at[b]?).abs()))
    }

    #[test]
    fn numbers_on_a_line_come_into_their_order() {
        for (at, order) in [
            (&[][..], &[][..]),
            (&[Some(3.0)], &[0]),
            (&[Some(3.0), Some(1.0)], &[0, 1]),
            (&[Some(5.0), Some(1.0), Some(4.5), Some(0.0)], &[0, 2, 1, 3]),
            // Nobody knows of 1 and 3: they go last, in their order.
            (&[Some(5.0), None, Some(0.0), None, Some(4.0)], &[0, 4, 2, 1, 3]),
            (&[None, None], &[0, 1]),
        ] {
            assert_eq!(on_a_line(at).order, order, "{at:?}");
        }
    }

    #[test]
    fn gaps_are_the_mean_distances_of_the_groups_that_meet() {
        // 0 and 1 are 1 apart; 5 is 5 and 4 from them, 4.5 on average; the last can be compared with nothing.
        let found = on_a_line(&[Some(0.0), Some(1.0), Some(5.0), None]);
        assert_eq!(found.gaps, [Some(1.0), Some(4.5), None]);
    }

    #[test]
    fn a_pair_that_cannot_be_compared_is_as_far_apart_as_pairs_are_on_the_whole() {
        // Known: 0–1 is 0, 0–2 is 1, 1–2 is 1, 0–3 is 0; the mean is 0.5. Were 1–3 as far as can be, 3 would tear 0
        // from 1; were it 0, 2–3 would be as near. Now 3 and 0 and 1 stand together, and 2 apart.
        let known = [((0, 1), 0.0), ((0, 2), 1.0), ((1, 2), 1.0), ((0, 3), 0.0)];
        let distance =
            |a: usize, b: usize| known.iter().find(|(pair, _)| *pair == (a.min(b), a.max(b))).map(|(_, apart)| *apart);
        let found = cluster(4, &[0, 1, 2, 3], distance);
        let place = |item| found.order.iter().position(|other| *other == item).unwrap_or(9);
        assert!(place(2) == 0 || place(2) == 3, "{found:?}");
        assert_eq!(place(0).abs_diff(place(1)), 1, "{found:?}");
    }

    /// The sum of the distances between neighbours.
    fn length(order: &[usize], far: &impl Fn(usize, usize) -> f32) -> f32 {
        order.windows(2).map(|two| far(two[0], two[1])).sum()
    }

    /// Every order that a tree of joins allows.
    fn allowed(joins: &[Join], count: usize) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<Vec<usize>>> = (0..count).map(|leaf| vec![vec![leaf]]).collect();
        for join in joins {
            let [left, right] = join.sides.map(|side| groups[side].clone());
            let pairs = left.iter().flat_map(|l| right.iter().map(move |r| (l, r)));
            let both = pairs.flat_map(|(l, r)| [[&l[..], &r[..]].concat(), [&r[..], &l[..]].concat()]);
            groups.push(both.collect());
        }
        groups.pop().unwrap_or_default()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_order_that_the_tree_allows_is_shorter(table in prop::collection::vec(0..5_u8, 28), count in 2..8_usize) {
            let apart: Vec<f32> = table[..count * (count - 1) / 2].iter().map(|far| f32::from(*far) / 4.0).collect();
            let far = |a: usize, b: usize| {
                let (a, b) = (a.min(b), a.max(b));
                apart[a * (2 * count - a - 1) / 2 + b - a - 1]
            };
            let steps = linkage(&mut apart.clone(), count, Method::Average);
            let join = |step: &kodama::Step<f32>| Join { sides: [step.cluster1, step.cluster2], height: 0.0 };
            let joins: Vec<Join> = steps.steps().iter().map(join).collect();
            let shortest = allowed(&joins, count).iter().map(|order| length(order, &far)).fold(f32::INFINITY, f32::min);
            let found = arrange(&apart, count);
            prop_assert_eq!(length(&found.leaves, &far), shortest);
            prop_assert_eq!(found.gaps.len(), count - 1);
            // The quick way allows the same orders, if not always the shortest.
            let quick = ends_together(&joins, count, far);
            prop_assert!(allowed(&joins, count).contains(&quick.leaves));
            prop_assert!(allowed(&joins, count).contains(&found.leaves));
        }

        #[test]
        fn everything_is_in_the_order_once_however_much_is_known(
            known in prop::collection::vec(prop::option::of(0..20_u8), 0..30),
        ) {
            let at: Vec<Option<f32>> = known.iter().map(|at| at.map(f32::from)).collect();
            let found = on_a_line(&at);
            let mut sorted = found.order.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (0..at.len()).collect::<Vec<_>>());
            prop_assert_eq!(found.gaps.len(), at.len().saturating_sub(1));
            prop_assert_eq!(&found, &on_a_line(&at));
        }
    }

    #[test]
    fn many_are_ordered_the_quick_way() {
        let at: Vec<Option<f32>> = (0..EXACT + 40).map(|item| Some((item * 37 % 101) as f32)).collect();
        let found = on_a_line(&at);
        let far = |a: usize, b: usize| (at[a].unwrap_or(0.0) - at[b].unwrap_or(0.0)).abs();
        // Equal ones stand together: the way through all is hardly longer than from one end to the other.
        assert!(length(&found.order, &far) < 300.0, "{}", length(&found.order, &far));
    }
}
