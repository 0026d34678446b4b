//! Days along a line: where a day stands, which days have ticks, and how near one looks.

use std::ops::Range;

use jiff::civil::Date;

use crate::derive::timeline::{date, day};

/// Most points for a day: claims have days, and nothing lies between two of them.
const NEAREST: f64 = 240.0;
/// Fewest points for a day that anybody asks for: a screen shows a millennium.
const FARTHEST: f64 = 0.002;
/// Most points for a day where everything is made to fit.
const NEAREST_FIT: f64 = 72.0;
/// What stays free beside the first and the last mark where everything is made to fit.
const MARGIN: f32 = 30.0;
/// Room that a tick with its label takes.
const TICK: f64 = 96.0;

/// Which days are in view. It outlives changes of width: the left end stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The day at the left end, with its fraction.
    pub from: f64,
    /// Points for a day.
    pub per_day: f64,
    /// Points from end to end.
    pub width: f32,
    /// The days that there are, first and last.
    whole: (i32, i32),
}

impl Axis {
    /// All days from the first to the last, in `width` points.
    pub fn fit(whole: (i32, i32), width: f32) -> Self {
        let days = f64::from(whole.1) - f64::from(whole.0);
        let room = f64::from((width - 2.0 * MARGIN).max(40.0));
        let per_day = if days > 0.0 { (room / days).min(NEAREST_FIT) } else { NEAREST_FIT };
        Self { from: f64::from(whole.0) - f64::from(MARGIN) / per_day, per_day, width, whole }
    }

    /// The same view of other days, or in another width.
    pub fn of(self, whole: (i32, i32), width: f32) -> Self {
        Self { whole, width, ..self }.kept()
    }

    /// Whether any of the days that there are is in view.
    pub fn sees(&self, days: (i32, i32)) -> bool {
        let seen = self.days();
        f64::from(days.0) < seen.end && f64::from(days.1) > seen.start
    }

    /// Points from the left end to a day.
    pub fn x(&self, day: f64) -> f32 {
        // Far outside it makes no difference how far.
        ((day - self.from) * self.per_day).clamp(-1e6, 1e6) as f32
    }

    /// The day at so many points from the left end.
    pub fn day_at(&self, x: f32) -> f64 {
        self.from + f64::from(x) / self.per_day
    }

    /// The days in view.
    pub fn days(&self) -> Range<f64> {
        self.from..self.day_at(self.width)
    }

    /// The same, so many times as near; the day at `x` stays where it is.
    pub fn zoomed(self, x: f32, by: f64) -> Self {
        let fit = Self::fit(self.whole, self.width).per_day;
        let per_day = (self.per_day * by).clamp(FARTHEST.min(fit * 0.8), NEAREST);
        Self { from: self.day_at(x) - f64::from(x) / per_day, per_day, ..self }.kept()
    }

    /// The same, moved by so many points; to the right is to earlier days.
    pub fn moved(self, by: f32) -> Self {
        Self { from: self.from - f64::from(by) / self.per_day, ..self }.kept()
    }

    /// The same, with a day in view.
    pub fn revealing(self, day: i32) -> Self {
        let x = self.x(f64::from(day));
        if (MARGIN..=self.width - MARGIN).contains(&x) {
            return self;
        }
        let third = self.width / 3.0;
        let to = if x < MARGIN { third } else { self.width - third };
        Self { from: f64::from(day) - f64::from(to) / self.per_day, ..self }.kept()
    }

    /// Something of what there is stays in view.
    fn kept(self) -> Self {
        let seen = f64::from(self.width) / self.per_day;
        let edge = f64::from(MARGIN * 2.0) / self.per_day;
        let (first, last) = (f64::from(self.whole.0), f64::from(self.whole.1));
        Self { from: self.from.clamp(first - seen + edge.min(seen), (last - edge).max(first - seen + edge)), ..self }
    }

    /// The days in view that have a tick, with their labels.
    pub fn ticks(&self) -> Vec<Tick> {
        let step = STEPS.into_iter().find(|step| step.days() * self.per_day >= TICK).unwrap_or(Step::Years(5000));
        let (first, end) = (day(Date::MIN), day(Date::MAX));
        let seen = self.days();
        let seen = (seen.start.ceil().max(f64::from(first)) as i32)..(seen.end.floor().min(f64::from(end)) as i32);
        let mut ticks = Vec::new();
        let mut year = None;
        for day in
            step.from(seen.start, self.whole.0).take_while(|day| *day <= seen.end).filter(|day| *day >= seen.start)
        {
            let Some(date) = date(day) else { continue };
            let label = step.label(date, year != Some(date.year()));
            year = Some(date.year());
            ticks.push(Tick { day, label });
        }
        ticks
    }
}

/// A day with a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The day.
    pub day: i32,
    /// What it says; the first of a year says its year.
    pub label: String,
}

/// How far ticks stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Days(i32),
    Months(i16),
    Years(i16),
}

const STEPS: [Step; 20] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(3),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
    Step::Years(2000),
];

/// The fifth of January 1970, a Monday.
const MONDAY: i32 = 4;

impl Step {
    fn days(self) -> f64 {
        match self {
            Self::Days(days) => f64::from(days),
            Self::Months(months) => f64::from(months) * 30.44,
            Self::Years(years) => f64::from(years) * 365.24,
        }
    }

    /// The days of its ticks, from one at or before `first` on: weeks begin on Monday, months and years on their first
    /// day, a few days on a day of `anchor`.
    fn from(self, first: i32, anchor: i32) -> impl Iterator<Item = i32> + use<> {
        let date = date(first).unwrap_or(Date::ZERO);
        let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let months = |step: i32| (month - month.rem_euclid(step), step);
        let (start, by, is_days) = match self {
            Self::Days(days) => {
                let anchor = if days % 7 == 0 { MONDAY } else { anchor };
                (first - (first - anchor).rem_euclid(days), days, true)
            }
            Self::Months(step) => {
                let (start, by) = months(step.into());
                (start, by, false)
            }
            Self::Years(step) => {
                let (start, by) = months(i32::from(step) * 12);
                (start, by, false)
            }
        };
        (0..).map_while(move |n: i32| {
            let at = start.checked_add(by.checked_mul(n)?)?;
            if is_days { Some(at) } else { month_start(at) }
        })
    }

    fn label(self, date: Date, new_year: bool) -> String {
        let format = match self {
            Self::Days(_) if new_year => "%-d %b %Y",
            Self::Days(_) => "%-d %b",
            Self::Months(_) if new_year => "%b %Y",
            Self::Months(_) => "%b",
            Self::Years(_) => return date.year().to_string(),
        };
        date.strftime(format).to_string()
    }
}

/// The first day of a month, counted from January of the year 0; before the first of all dates, the day before it.
fn month_start(month: i32) -> Option<i32> {
    let year = i16::try_from(month.div_euclid(12)).ok()?;
    if year < Date::MIN.year() {
        return Some(day(Date::MIN) - 1);
    }
    Date::new(year, month.rem_euclid(12) as i8 + 1, 1).ok().map(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i32 {
        day(text.parse().expect("a date"))
    }

    fn axis(first: &str, last: &str, width: f32) -> Axis {
        Axis::fit((at(first), at(last)), width)
    }

    fn check(first: &str, last: &str, labels: &str) {
        let found: Vec<String> = axis(first, last, 700.0).ticks().into_iter().map(|tick| tick.label).collect();
        assert_eq!(found.join(", "), labels, "{first} to {last}");
    }

    #[test]
    fn ticks_go_from_days_to_centuries_and_say_the_year_where_it_begins() {
        check("2025-02-18", "2025-02-18", "18 Feb 2025, 20 Feb, 22 Feb, 24 Feb, 26 Feb");
        check("2025-02-03", "2025-02-20", "3 Feb 2025, 6 Feb, 9 Feb, 12 Feb, 15 Feb, 18 Feb");
        check("2024-12-16", "2025-01-16", "16 Dec 2024, 23 Dec, 30 Dec, 6 Jan 2025, 13 Jan");
        check("2024-10-15", "2025-03-10", "Nov 2024, Dec, Jan 2025, Feb, Mar");
        check("2023-02-15", "2025-02-10", "Jul 2023, Jan 2024, Jul, Jan 2025");
        check("2014-03-01", "2025-03-01", "2014, 2016, 2018, 2020, 2022, 2024");
        check("1949-04-04", "2025-02-18", "1960, 1980, 2000, 2020");
        check("-009999-01-01", "9999-12-31", "-5000, 0, 5000");
    }

    #[test]
    fn ticks_never_crowd() {
        let mut axis = axis("1815-06-09", "2025-02-18", 900.0);
        for _ in 0..200 {
            let ticks = axis.ticks();
            let gaps = ticks.windows(2).map(|two| axis.x(two[1].day.into()) - axis.x(two[0].day.into()));
            for gap in gaps {
                assert!((60.0..1100.0).contains(&gap), "{gap} at {} a day", axis.per_day);
            }
            axis = axis.zoomed(300.0, 1.1);
        }
        assert_eq!(axis.per_day, NEAREST);
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let axis = axis("2020-01-01", "2025-01-01", 800.0);
        for (x, by) in [(100.0, 1.5), (700.0, 0.9), (400.0, 20.0), (400.0, 1e9)] {
            let zoomed = axis.zoomed(x, by);
            assert!((zoomed.day_at(x) - axis.day_at(x)).abs() < 0.01, "{x} by {by}");
        }
        let moved = axis.moved(-50.0);
        assert!((moved.day_at(100.0) - axis.day_at(150.0)).abs() < 0.01);
    }

    #[test]
    fn something_stays_in_view_however_far_one_goes() {
        let whole = (at("2020-01-01"), at("2025-01-01"));
        let mut axis = Axis::fit(whole, 800.0);
        for by in [1e5, -1e5, 1e9, -1e9] {
            axis = axis.moved(by).zoomed(10.0, 7.0);
            assert!(axis.sees(whole), "{axis:?}");
        }
        for _ in 0..50 {
            axis = axis.zoomed(790.0, 0.5);
            assert!(axis.sees(whole), "{axis:?}");
        }
        for text in ["2020-01-01", "2022-06-01", "2025-01-01"] {
            let shown = axis.zoomed(0.0, 500.0).revealing(at(text));
            assert!((0.0..=800.0).contains(&shown.x(at(text).into())), "{text}");
        }
    }

    #[test]
    fn one_day_and_all_days_fit() {
        for (first, last) in [("2025-02-18", "2025-02-18"), ("-009999-01-01", "9999-12-31")] {
            let axis = axis(first, last, 500.0);
            for text in [first, last] {
                assert!((0.0..=500.0).contains(&axis.x(at(text).into())), "{text} of {first} to {last}");
            }
        }
    }
}
