//! Where cards stand when there is not room for each at its line.

/// Space between two cards.
pub const GAP: f32 = 8.0;
/// Nothing stands above this, from the top of the article.
pub const TOP: f32 = 28.0;
/// Height of a card before it was ever shown.
pub const GUESS: f32 = 84.0;
/// How far a card may stand below its line before those above it move up.
const DRIFT: f32 = 150.0;
/// Cards are crowded where those of this much of the margin need more than it has.
const STRETCH: f32 = 620.0;

/// Something that wants to stand in the margin, from the top of the article.
pub struct Slot<T> {
    pub item: T,
    /// Where it wants to be.
    pub wish: f32,
    pub height: f32,
    pub top: f32,
}

impl<T> Slot<T> {
    pub fn new(item: T, wish: f32, height: f32) -> Self {
        Self { item, wish, height, top: wish }
    }
}

/// Which of the cards that want to be at these heights, from top to bottom, are so many that one line each has to do.
/// It depends on the article alone, so that scrolling changes nothing.
pub fn crowded(wishes: &[f32]) -> Vec<bool> {
    let most = (STRETCH / GUESS) as usize;
    let near = |at: f32| {
        let from = wishes.partition_point(|wish| *wish < at - STRETCH / 2.0);
        wishes.partition_point(|wish| *wish <= at + STRETCH / 2.0) - from
    };
    wishes.iter().map(|wish| near(*wish) > most).collect()
}

/// Moves slots apart so that none overlaps another. What is active stays where it wants to be.
pub fn settle<T>(slots: &mut [Slot<T>], active: Option<usize>) {
    match active {
        Some(at) => {
            let (above, rest) = slots.split_at_mut(at);
            let Some((active, below)) = rest.split_first_mut() else { return };
            active.top = active.wish;
            spread(above);
            spread(below);
            let mut ceiling = active.top;
            for slot in above.iter_mut().rev() {
                slot.top = slot.top.min(ceiling - GAP - slot.height);
                ceiling = slot.top;
            }
            push_down(below, active.top + active.height + GAP);
        }
        None => spread(slots),
    }
    // What would be pushed above the article pushes the rest down instead.
    let floor = TOP.min(slots.first().map_or(TOP, |slot| slot.wish));
    push_down(slots, floor);
}

fn push_down<T>(slots: &mut [Slot<T>], mut floor: f32) {
    for slot in slots {
        slot.top = slot.top.max(floor);
        floor = slot.top + slot.height + GAP;
    }
}

/// Slots that touch one another: `first` and those after it.
struct Block {
    first: usize,
    count: usize,
    /// Where the first wants to be.
    wish: f32,
    height: f32,
    /// How far the last stands below its wish when the first stands at its own.
    drift: f32,
    /// The same of all of them together.
    sum: f64,
}

impl Block {
    fn of<T>(index: usize, slot: &Slot<T>) -> Self {
        Self { first: index, count: 1, wish: slot.wish, height: slot.height, drift: 0.0, sum: 0.0 }
    }

    /// Where it begins: at the wish of the first, but higher where the last would stand too far below its own, up to
    /// where they are as much above their wishes as below.
    fn top(&self) -> f32 {
        let mean = (self.sum / self.count as f64).max(0.0) as f32;
        self.wish - (self.drift - DRIFT).clamp(0.0, mean)
    }

    /// It with the block below it.
    fn with(self, below: &Self) -> Self {
        let lower = self.wish + self.height + GAP - below.wish;
        Self {
            first: self.first,
            count: self.count + below.count,
            wish: self.wish,
            height: self.height + GAP + below.height,
            drift: below.drift + lower,
            sum: self.sum + below.sum + f64::from(lower) * below.count as f64,
        }
    }
}

/// Each at its line where there is room, else below the one before; where that leads too far, all of them higher.
fn spread<T>(slots: &mut [Slot<T>]) {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, slot) in slots.iter().enumerate() {
        let mut block = Block::of(index, slot);
        while let Some(last) = blocks.pop_if(|last| last.top() + last.height + GAP > block.top()) {
            block = last.with(&block);
        }
        blocks.push(block);
    }
    for block in blocks {
        let mut top = block.top();
        for slot in &mut slots[block.first..block.first + block.count] {
            slot.top = top;
            top += slot.height + GAP;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tops(wishes: &[f32], height: f32, active: Option<usize>) -> Vec<f32> {
        let mut slots: Vec<Slot<()>> = wishes.iter().map(|wish| Slot::new((), *wish, height)).collect();
        settle(&mut slots, active);
        slots.iter().map(|slot| slot.top).collect()
    }

    fn check(wishes: &[f32], active: Option<usize>, expected: &[f32]) {
        assert_eq!(tops(wishes, 92.0, active), expected);
    }

    #[test]
    fn cards_make_room_for_one_another() {
        check(&[0.0, 200.0], None, &[0.0, 200.0]);
        check(&[0.0, 10.0, 20.0], None, &[0.0, 100.0, 200.0]);
        check(&[300.0, 310.0, 320.0], Some(2), &[120.0, 220.0, 320.0]);
        check(&[300.0, 310.0, 320.0], Some(1), &[210.0, 310.0, 410.0]);
        check(&[0.0, 10.0, 20.0], Some(2), &[0.0, 100.0, 200.0]);
        check(&[], None, &[]);
    }

    #[test]
    fn a_crowd_of_cards_stands_around_its_lines_not_below_them() {
        let wishes: Vec<f32> = (0..30).map(|index| 1000.0 + 20.0 * index as f32).collect();
        let found = tops(&wishes, 24.0, None);
        let off = |index: usize| (found[index] - wishes[index]).abs();
        assert!((0..30).all(|index| off(index) <= 190.0), "{found:?}");
        assert!(found.windows(2).all(|pair| pair[1] - pair[0] >= 24.0 + GAP));
        let pushed = tops(&wishes, 24.0, Some(15));
        assert_eq!(pushed[15], wishes[15]);
        assert!(pushed.windows(2).all(|pair| pair[1] - pair[0] >= 24.0 + GAP));
    }

    #[test]
    fn a_hundred_thousand_cards_at_one_height_are_settled_at_once() {
        let found = tops(&vec![28.0; 100_000], 24.0, None);
        assert_eq!(found[0], 28.0);
        assert!(found.windows(2).all(|pair| pair[1] > pair[0]));
        let begun = std::time::Instant::now();
        tops(&vec![28.0; 100_000], 24.0, Some(50_000));
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }

    #[test]
    fn only_where_there_are_many_a_line_has_to_do() {
        assert_eq!(crowded(&[0.0, 100.0, 200.0, 300.0]), [false; 4]);
        let dense: Vec<f32> = (0..30).map(|index| 20.0 * index as f32).collect();
        assert!(crowded(&dense).into_iter().all(|crowded| crowded));
        let mut mixed = dense.clone();
        mixed.push(4000.0);
        assert_eq!(crowded(&mixed).last(), Some(&false));
        assert!(crowded(&[]).is_empty());
    }
}
