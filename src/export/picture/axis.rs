//! The days along the top of a timeline: which of them are named, and where they stand.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::derive::timeline;

/// Days from left to right.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// The first day.
    pub first: i32,
    /// The last.
    pub last: i32,
    /// Where the first day stands.
    pub left: f32,
    /// Where the last day stands.
    pub right: f32,
}

/// Named days at least so far from each other.
const APART: f32 = 84.0;

/// From one named day to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Days(i32),
    Months(i32),
}

const STEPS: [Step; 14] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(3),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
    Step::Months(600),
];

impl Axis {
    /// Where a day stands; those beyond the ends stand at them.
    pub fn at(&self, day: i32) -> f32 {
        let days = (f64::from(self.last) - f64::from(self.first)).max(1.0);
        let part = (f64::from(day) - f64::from(self.first)) / days;
        self.left + (part.clamp(0.0, 1.0) as f32) * (self.right - self.left)
    }

    /// The named days, each with its name.
    pub fn ticks(&self) -> Vec<(i32, String)> {
        let days = (self.last - self.first).max(1) as f32;
        let wide = |step: &Step| match step {
            Step::Days(days) => *days as f32,
            Step::Months(months) => *months as f32 * 30.4,
        };
        let room = self.right - self.left;
        let step = STEPS.iter().find(|step| wide(step) / days * room >= APART).unwrap_or(&STEPS[STEPS.len() - 1]);
        let mut ticks = Vec::new();
        let mut year = None;
        let mut at = start(self.first, *step);
        // Every step is wide enough that there are few.
        while let Some(date) = at.filter(|date| timeline::day(*date) <= self.last && ticks.len() < 200) {
            let day = timeline::day(date);
            if day >= self.first {
                let is_new = year != Some(date.year());
                year = Some(date.year());
                ticks.push((day, name(date, *step, is_new)));
            }
            at = next(date, *step);
        }
        ticks
    }
}

/// The last named day before or on the first one.
fn start(first: i32, step: Step) -> Option<Date> {
    let date = timeline::date(first)?;
    match step {
        Step::Days(1..7) => Some(date),
        // Weeks begin on Mondays.
        Step::Days(_) => date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok(),
        Step::Months(months) => {
            let whole = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
            let whole = whole - whole.rem_euclid(months);
            Date::new(i16::try_from(whole.div_euclid(12)).ok()?, (whole.rem_euclid(12) + 1) as i8, 1).ok()
        }
    }
}

fn next(date: Date, step: Step) -> Option<Date> {
    match step {
        Step::Days(days) => date.checked_add(i64::from(days).days()).ok(),
        Step::Months(months) => date.checked_add(i64::from(months).months()).ok(),
    }
}

fn name(date: Date, step: Step, is_new_year: bool) -> String {
    let form = match step {
        Step::Days(_) if is_new_year => "%-d %b %Y",
        Step::Days(_) => "%-d %b",
        Step::Months(months) if months % 12 == 0 => "%Y",
        Step::Months(_) if is_new_year => "%b %Y",
        Step::Months(_) => "%b",
    };
    date.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(first: &str, last: &str, expected: &[&str]) {
        let day = |text: &str| timeline::day(text.parse().expect("a date"));
        let axis = Axis { first: day(first), last: day(last), left: 100.0, right: 700.0 };
        let ticks = axis.ticks();
        let names: Vec<&str> = ticks.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, expected, "{first} to {last}");
        let places: Vec<f32> = ticks.iter().map(|(day, _)| axis.at(*day)).collect();
        assert!(places.iter().all(|x| (100.0..=700.0).contains(x)), "{places:?}");
        assert!(places.windows(2).all(|two| two[1] - two[0] >= APART - 8.0), "{places:?}");
    }

    #[test]
    fn days_months_and_years_are_named_as_there_is_room() {
        check("2025-02-03", "2025-02-03", &["3 Feb 2025"]);
        check("2025-02-03", "2025-02-08", &["3 Feb 2025", "4 Feb", "5 Feb", "6 Feb", "7 Feb", "8 Feb"]);
        check("2024-12-28", "2025-01-10", &["28 Dec 2024", "30 Dec", "1 Jan 2025", "3 Jan", "5 Jan", "7 Jan", "9 Jan"]);
        // Mondays.
        check("2025-02-05", "2025-03-12", &["10 Feb 2025", "17 Feb", "24 Feb", "3 Mar", "10 Mar"]);
        check("2024-11-15", "2025-04-15", &["Dec 2024", "Jan 2025", "Feb", "Mar", "Apr"]);
        check("2021-06-01", "2025-06-01", &["2022", "2023", "2024", "2025"]);
    }

    #[test]
    fn days_beyond_the_ends_stand_at_them() {
        let axis = Axis { first: 10, last: 20, left: 0.0, right: 100.0 };
        for (day, x) in [(10, 0.0), (15, 50.0), (20, 100.0), (i32::MIN, 0.0), (i32::MAX, 100.0)] {
            assert_eq!(axis.at(day), x, "{day}");
        }
    }
}
