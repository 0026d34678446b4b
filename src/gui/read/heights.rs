//! Heights of paragraphs: estimated at first, then measured, with sums in logarithmic time (a Fenwick tree).

/// Heights in points and their running sums.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    sums: Vec<f64>,
    values: Vec<f32>,
}

impl Heights {
    /// From one height a paragraph.
    pub fn new(values: Vec<f32>) -> Self {
        let mut sums = vec![0.0; values.len() + 1];
        for index in 1..sums.len() {
            sums[index] += f64::from(values[index - 1]);
            let parent = index + lowest_bit(index);
            if parent < sums.len() {
                let sum = sums[index];
                sums[parent] += sum;
            }
        }
        Self { sums, values }
    }

    /// Number of paragraphs.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// The height of one paragraph.
    pub fn get(&self, index: usize) -> f32 {
        self.values.get(index).copied().unwrap_or(0.0)
    }

    /// Gives a paragraph another height; returns by how much it grew.
    pub fn set(&mut self, index: usize, height: f32) -> f64 {
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
        let mut heights = Heights::new((0..1000).map(|i| (i % 7) as f32 + 1.0).collect());
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
