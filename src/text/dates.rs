//! Dates as newspapers write them.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::fold::fold;

/// Month names without case and diacritics: English, German, French, Spanish, Italian.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januar", "janner", "janvier", "janv", "enero", "gennaio"],
    &["february", "feb", "februar", "febr", "fevrier", "fevr", "febrero", "febbraio"],
    &["march", "mar", "marz", "mars", "marzo"],
    &["april", "apr", "avril", "avr", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio"],
    &["june", "jun", "juni", "juin", "junio", "giugno"],
    &["july", "jul", "juli", "juillet", "juil", "julio", "luglio"],
    &["august", "aug", "aout", "agosto"],
    &["september", "sep", "sept", "septembre", "septiembre", "settembre"],
    &["october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre"],
    &["november", "nov", "novembre", "noviembre"],
    &["december", "dec", "dezember", "dez", "decembre", "diciembre", "dicembre"],
];

/// The day of an instant: the day in UTC, so that what was done at one moment was done on one day for everybody.
///
/// Wherever the day of an assessment or of a claim's coding is shown, exported or searched for, it is this one.
pub fn day_of(instant: Timestamp) -> Date {
    instant.to_zoned(TimeZone::UTC).date()
}

/// The first date written out in `text`, and where.
///
/// Year first, month by name, or `18.02.2025`; with slashes only where day and month cannot be confused.
/// Years from 1900 to 2100.
pub fn first(text: &str) -> Option<(Date, Range<usize>)> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| date_at(text, &tokens[at..]))
}

/// As [`first`], and eight digits in a row as well, as file names have them.
pub fn in_file_name(stem: &str) -> Option<Date> {
    let plain = stem.replace('_', "-");
    if let Some((date, _)) = first(&plain) {
        return Some(date);
    }
    tokens(&plain).into_iter().find_map(|token| match token.what {
        What::Number(number, 8) => date(number / 10_000, number / 100 % 100, number % 100),
        _ => None,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// Value and number of digits.
    Number(u32, usize),
    /// 1 to 12.
    Month(u32),
    Word,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    what: What,
    start: usize,
    end: usize,
}

/// Runs of digits and runs of letters.
fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let is_digit = c.is_ascii_digit();
        if !is_digit && !c.is_alphabetic() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c)) =
            rest.next_if(|(_, c)| if is_digit { c.is_ascii_digit() } else { c.is_alphabetic() || is_mark(*c) })
        {
            end = at + c.len_utf8();
        }
        let word = &text[start..end];
        let what = if is_digit {
            word.parse().map_or(What::Word, |number| What::Number(number, word.len()))
        } else {
            month(word).map_or(What::Word, What::Month)
        };
        found.push(Token { what, start, end });
    }
    found
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn month(word: &str) -> Option<u32> {
    if word.len() < 3 || word.len() > 24 {
        return None;
    }
    let folded = fold(word);
    let at = MONTHS.iter().position(|names| names.contains(&folded.as_str()))?;
    Some(at as u32 + 1)
}

fn date_at(text: &str, tokens: &[Token]) -> Option<(Date, Range<usize>)> {
    use What::{Month, Number};
    let first = *tokens.first()?;
    let gap = |i: usize| tokens.get(i..i + 2).map(|pair| text[pair[0].end..pair[1].start].trim());
    let what = |i: usize| tokens.get(i).map(|token| token.what);
    let made = |date: Option<Date>, last: usize| Some((date?, first.start..tokens.get(last)?.end));
    match (first.what, what(1)?) {
        (Number(year, 4), Number(month, 1..=2)) => {
            let (a, b) = (gap(0)?, gap(1)?);
            let Number(day, 1..=2) = what(2)? else { return None };
            if a == b && ["-", "/", "."].contains(&a) { made(date(year, month, day), 2) } else { None }
        }
        (Number(year, 4), Month(month)) => {
            let Number(day, 1..=2) = what(2)? else { return None };
            let joined = ["", "-"].contains(&gap(0)?) && ["", "-"].contains(&gap(1)?);
            if joined { made(date(year, month, day), 2) } else { None }
        }
        (Number(day, 1..=2), Number(month, 1..=2)) => {
            let Number(year, 4) = what(2)? else { return None };
            match (gap(0)?, gap(1)?) {
                (".", ".") | ("-", "-") if gap(0) == Some(".") || day > 12 => made(date(year, month, day), 2),
                ("/", "/") | ("-", "-") if day > 12 || day == month => made(date(year, month, day), 2),
                ("/", "/") | ("-", "-") if month > 12 => made(date(year, day, month), 2),
                _ => None,
            }
        }
        (Number(day, 1..=2), second) => {
            // "18 February 2025", "18. Februar 2025", "18th of February, 2025", "18 de febrero de 2025"
            let mut next = 1;
            if second == What::Word {
                let word = &text[tokens[1].start..tokens[1].end];
                let joined = if ["st", "nd", "rd", "th", "er"].contains(&word) {
                    gap(0)?.is_empty()
                } else {
                    ["of", "de"].contains(&word)
                };
                if !joined {
                    return None;
                }
                next = 2;
                if what(2)? == What::Word && ["of", "de"].contains(&&text[tokens[2].start..tokens[2].end]) {
                    next = 3;
                }
            }
            let Month(month) = what(next)? else { return None };
            let mut last = next + 1;
            if what(last)? == What::Word && ["de", "del"].contains(&&text[tokens[last].start..tokens[last].end]) {
                last += 1;
            }
            let Number(year, 4) = what(last)? else { return None };
            let between = (0..last).all(|i| gap(i).is_some_and(|gap| ["", ".", ",", "-", ".,"].contains(&gap)));
            if between { made(date(year, month, day), last) } else { None }
        }
        (Month(month), Number(day, 1..=2)) => {
            let mut last = 2;
            if what(2)? == What::Word && ["st", "nd", "rd", "th"].contains(&&text[tokens[2].start..tokens[2].end]) {
                last = 3;
            }
            let Number(year, 4) = what(last)? else { return None };
            let between = ["", ".", "-"].contains(&gap(0)?)
                && (1..last).all(|i| gap(i).is_some_and(|gap| ["", ",", "-"].contains(&gap)));
            if between { made(date(year, month, day), last) } else { None }
        }
        _ => None,
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1900..=2100).contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_an_instant_is_that_in_greenwich_for_everybody() {
        for (instant, day) in [
            ("2025-02-18T23:59:59.999999999Z", "2025-02-18"),
            ("2025-02-19T00:00:00Z", "2025-02-19"),
            ("2025-02-18T20:00:00-05:00", "2025-02-19"), // evening in Washington
            ("2025-02-19T00:30:00+01:00", "2025-02-18"), // just after midnight in Warsaw
            ("2025-02-19T13:59:59+14:00", "2025-02-18"),
            ("2025-02-18T12:00:00-12:00", "2025-02-19"),
            ("2025-03-30T02:59:59+02:00", "2025-03-30"), // while the clocks go forward
            ("0000-01-01T00:00:00Z", "0000-01-01"),
        ] {
            let instant: Timestamp = instant.parse().expect("an instant");
            assert_eq!(day_of(instant).to_string(), day, "{instant}");
        }
    }

    #[test]
    fn dates_as_newspapers_write_them() {
        for (text, expected) in [
            ("2025-02-18", "2025-02-18"),
            ("Published 2025-02-18T21:30:00Z", "2025-02-18"),
            ("2025/2/8", "2025-02-08"),
            ("Tuesday, 18 February 2025, 9pm", "2025-02-18"),
            ("Feb. 18, 2025", "2025-02-18"),
            ("February 18th, 2025", "2025-02-18"),
            ("the 18th of February 2025", "2025-02-18"),
            ("18-Feb-2025", "2025-02-18"),
            ("18 FEB 2025", "2025-02-18"),
            ("Berlin, 18. Februar 2025", "2025-02-18"),
            ("3. März 2025", "2025-03-03"),
            ("mardi 1er février 2025", "2025-02-01"),
            ("le 12 août 2024", "2024-08-12"),
            ("18 de febrero de 2025", "2025-02-18"),
            ("18.02.2025", "2025-02-18"),
            ("02.03.2025", "2025-03-02"),
            ("18/02/2025", "2025-02-18"),
            ("02/18/2025", "2025-02-18"),
            ("03/03/2025", "2025-03-03"),
            ("Updated 9 Mar 2022 after 1 April 2022", "2022-03-09"),
        ] {
            assert_eq!(first(text).map(|(date, _)| date.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_doubtful_is_not_guessed() {
        for text in [
            "02/03/2025",
            "02-03-2025",
            "31 February 2025",
            "2025-13-01",
            "18 February",
            "February 2025",
            "18 February 1825",
            "12025-02-18",
            "",
            "1.2.3",
            "99999999999-02-18",
            "2-0-2025",
        ] {
            let found = first(text);
            assert!(found.is_none(), "{text}: {found:?}");
        }
    }

    #[test]
    fn file_names_run_digits_together() {
        for (stem, expected) in [
            ("2025-02-18_bbc_backstop", Some("2025-02-18")),
            ("bbc_2025_02_18", Some("2025-02-18")),
            ("20250218-bbc", Some("2025-02-18")),
            ("article-12345678", None),
            ("notes", None),
        ] {
            assert_eq!(in_file_name(stem).map(|d| d.to_string()).as_deref(), expected, "{stem}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,40}|[0-9 ./,a-zA-Z-]{0,40}") {
            if let Some((_, range)) = first(&text) {
                proptest::prop_assert!(text.get(range).is_some());
            }
        }
    }
}
