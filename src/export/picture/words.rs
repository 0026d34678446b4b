//! What pictures and briefings say in few words.

use jiff::civil::Date;

use crate::derive::Position;
use crate::model::{Project, Settings, Who};

/// "18 Feb 2025"
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// "1 claim", "4 claims"
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The short name of whoever has one: a country's code.
pub fn code(project: &Project, who: Who) -> &str {
    match who {
        Who::Country(id) => project.country(id).map_or("", |country| country.iso.trim()),
        Who::Bloc(_) | Who::Actor(_) => "",
    }
}

/// The number of claims under a cell; and of independent sources, where these are told apart and differ.
pub fn count(position: &Position, settings: &Settings) -> String {
    match settings.independent && position.sources != position.claims {
        true => format!("{} · {}", position.claims, position.sources),
        false => position.claims.to_string(),
    }
}

/// The marks around words that are quoted: none where they have their own already.
pub fn quotes(words: &str) -> (&'static str, &'static str) {
    let words = words.trim();
    let opens = words.starts_with(['“', '"', '«', '„', '‘', '「', '『', '»']);
    let closes = words.ends_with(['”', '"', '»', '“', '’', '」', '』', '«']);
    if opens && closes { ("", "") } else { ("“", "”") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_quoted_already_are_not_quoted_again() {
        for (words, own) in [
            ("We will go", false),
            ("“We will go”", true),
            ("« Non »\n", true),
            ("„Nein“", true),
            ("“No”, he said", false),
            ("he said “no”", false),
            ("", false),
        ] {
            assert_eq!(quotes(words) == ("", ""), own, "{words}");
        }
    }
}
