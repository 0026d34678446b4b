//! Heights of paragraphs: estimated at first, then measured, with sums in logarithmic time (a Fenwick tree).

/// Heights in points and their running sums.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    sums: Vec<f64>,
    values: Vec<f32>,
    measured: Vec<bool>,
}

impl Heights {
    /// Adds paragraphs at the end, by their estimated heights.
    pub fn extend(&mut self, values: impl Iterator<Item = f32>) {
        if self.sums.is_empty() {
            self.sums.push(0.0);
        }
        for value in values {
            let index = self.sums.len();
            let below = self.top(index - 1) - self.top(index - lowest_bit(index));
            self.sums.push(below + f64::from(value));
            self.values.push(value);
            self.measured.push(false);
        }
    }

    /// Number of paragraphs.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The height of one paragraph.
    pub fn get(&self, index: usize) -> f32 {
        self.values.get(index).copied().unwrap_or(0.0)
    }

    /// Whether its height is measured.
    pub fn is_measured(&self, index: usize) -> bool {
        self.measured.get(index).copied().unwrap_or(false)
    }

    /// Gives a paragraph its measured height; returns by how much it grew.
    pub fn set(&mut self, index: usize, height: f32) -> f64 {
        self.measured[index] = true;
        let growth = f64::from(height) - f64::from(self.values[index]);
        if growth == 0.0 {
            return 0.0;
        }
        self.values[index] = height;
        let mut at = index + 1;
        while at < self.sums.len() {
            self.sums[at] += growth;
            at += lowest_bit(at);
        }
        growth
    }

    /// The sum of all heights before paragraph `index`.
    pub fn top(&self, index: usize) -> f64 {
        let (mut at, mut sum) = (index.min(self.len()), 0.0);
        while at > 0 {
            sum += self.sums[at];
            at -= lowest_bit(at);
        }
        sum
    }

    /// The sum of all heights.
    pub fn total(&self) -> f64 {
        self.top(self.len())
    }

    /// The paragraph at distance `y` from the top; the last one beyond the end.
    pub fn at(&self, y: f64) -> usize {
        let (mut found, mut rest) = (0, y);
        let mut step = self.sums.len().next_power_of_two() / 2;
        while step > 0 {
            let next = found + step;
            if next < self.sums.len() && self.sums[next] <= rest {
                found = next;
                rest -= self.sums[next];
            }
            step /= 2;
        }
        found.min(self.len().saturating_sub(1))
    }
}

fn lowest_bit(index: usize) -> usize {
    index & index.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_follow_every_change() {
        let mut heights = Heights::default();
        heights.extend((0..700).map(|i| (i % 7) as f32 + 1.0));
        heights.extend((700..1000).map(|i| (i % 7) as f32 + 1.0));
        assert_eq!(heights.set(10, 100.0), 96.0);
        let mut sum = 0.0;
        for index in 0..1000 {
            assert_eq!(heights.top(index), sum);
            assert_eq!(heights.at(sum + 0.5), index);
            sum += f64::from(heights.get(index));
        }
        assert_eq!(heights.total(), sum);
        assert_eq!(heights.at(sum + 1e6), 999);
        assert_eq!(Heights::default().at(5.0), 0);
    }
}
