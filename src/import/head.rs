//! What the first lines of a text say about it: title, author, outlet, date.
//!
//! Only proposes, and only fills what is not known yet; the lines stay in the text.

use super::{Format, Report};
use crate::edit::ops::ArticleDetails;
use crate::text::dates;

/// Lines with words that are looked at.
const LINES: usize = 10;

/// A title or a line of details is at most this many characters long.
const SHORT: usize = 160;

/// Characters of the title made from a text that has none.
const CUT: usize = 80;

/// Fills the empty fields of `details` from the head of `text` and the name of its file.
pub fn complete(details: &mut ArticleDetails, text: &str, stem: &str, report: &mut Report) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES).collect();
    for line in lines.iter().filter(|line| is_short(line)) {
        labelled(details, line);
    }
    // Of a page, the markup has said what there was to say; the first lines are story already.
    if report.format != Format::WebPage {
        if details.author.is_empty() {
            details.author = lines.iter().take(5).find_map(|line| byline(line)).unwrap_or_default();
        }
        if details.published.is_none() {
            propose_date(details, &lines, report);
        }
    }
    if details.published.is_none()
        && let Some(date) = dates::in_file_name(stem)
    {
        details.published = Some(date);
        report.notes.push(format!("The date {date} was taken from the file name."));
    }
    if details.title.is_empty() {
        details.title = title(text, &lines, stem, report.format);
    }
}

fn is_short(line: &str) -> bool {
    line.chars().count() <= SHORT
}

/// Reads "Source: BBC" and its like.
fn labelled(details: &mut ArticleDetails, line: &str) {
    let Some((key, value)) = field(line) else { return };
    let field = match key {
        Field::Title => &mut details.title,
        Field::Outlet => &mut details.outlet,
        Field::Author => &mut details.author,
        Field::Url => &mut details.url,
        Field::Date => {
            details.published = details.published.or_else(|| Some(dates::first(value)?.0));
            return;
        }
    };
    if field.is_empty() {
        value.clone_into(field);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Outlet,
    Author,
    Date,
    Url,
}

fn field(line: &str) -> Option<(Field, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = match key.trim().trim_matches('*').to_lowercase().as_str() {
        "title" | "headline" => Field::Title,
        "source" | "outlet" | "publication" | "newspaper" => Field::Outlet,
        "author" | "authors" | "byline" => Field::Author,
        "date" | "published" | "publication date" => Field::Date,
        "url" | "link" => Field::Url,
        _ => return None,
    };
    let value = value.trim().trim_matches('*').trim();
    (!value.is_empty()).then_some((key, value))
}

/// "By Anna Berg and Bo Lind" gives the names.
fn byline(line: &str) -> Option<String> {
    let names = ["By ", "BY ", "Von ", "Par "].iter().find_map(|by| line.strip_prefix(by))?;
    let names = names.split(['|', '•', '·']).next()?.trim().trim_end_matches([',', '.']);
    let words: Vec<&str> = names.split_whitespace().collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase)
            || ["and", "und", "et", "de", "von", "van", "der", "la", "in", "&"].contains(word)
    };
    let plain = (2..=12).contains(&words.len()) && words.iter().all(is_name) && !names.ends_with(['?', '!', ':']);
    let named = names.split(", ").next()?.split(" in ").next()?;
    (plain && !names.chars().any(|c| c.is_ascii_digit())).then(|| {
        // "By Anna Berg in Kyiv": the place is not a name; "By Anna Berg, Bo Lind": both are.
        if names.contains(" in ") { named.to_owned() } else { names.to_owned() }
    })
}

/// A date in a short line, or in a dateline: "PARIS, 18 February 2025 (Reuters) – The …".
fn propose_date(details: &mut ArticleDetails, lines: &[&str], report: &mut Report) {
    let found = lines.iter().find_map(|line| {
        let (date, range) = dates::first(line)?;
        let after = &line[range.end..];
        let near = &after[..after.floor_char_boundary(24)];
        let dateline = range.start <= 40 && near.contains(['—', '–', '(', '|', ':']);
        (is_short(line) || dateline).then_some((date, *line))
    });
    if let Some((date, line)) = found {
        details.published = Some(date);
        let short: String = line.chars().take(60).collect();
        report.notes.push(format!("The date {date} was taken from “{short}”."));
    }
}

fn title(text: &str, lines: &[&str], stem: &str, format: Format) -> String {
    let says_title = |line: &&&str| is_short(line) && field(line).is_none() && byline(line).is_none();
    let heads = lines.len() > 1 && lines.first().is_some_and(|first| is_short(first));
    if heads && let Some(line) = lines.iter().take(4).find(says_title) {
        return if format == Format::Markdown { line.trim_start_matches('#').trim().into() } else { (*line).into() };
    }
    let from_stem = stem.replace(['_', '-'], " ");
    let from_stem = from_stem.split_whitespace().collect::<Vec<_>>().join(" ");
    if from_stem.chars().any(char::is_alphabetic) { from_stem } else { cut(text) }
}

/// The first words of a text, up to a word's end.
fn cut(text: &str) -> String {
    let line = text.trim_start().lines().next().unwrap_or_default().trim_end();
    let Some((end, _)) = line.char_indices().nth(CUT) else { return line.into() };
    let end = line[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", line[..end].trim_end_matches([',', ';', ':', ' ', '–', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, stem: &str) -> ArticleDetails {
        let mut details = ArticleDetails::default();
        let mut report = Report { format: Format::Text, encoding: String::new(), notes: Vec::new() };
        complete(&mut details, text, stem, &mut report);
        details
    }

    #[test]
    fn titles() {
        let long = "word ".repeat(60);
        for (text, stem, title) in [
            ("Starmer calls for backstop\n\nText follows.", "a-b", "Starmer calls for backstop"),
            (&*format!("{long}\nText"), "starmer-us_backstop", "starmer us backstop"),
            (&*format!("{long}\nText"), "12345", &*format!("{}…", ["word"; 16].join(" "))),
            ("Only one line.", "", "Only one line."),
            ("Source: BBC\nTroops for Ukraine\nText", "x", "Troops for Ukraine"),
            ("Title: Troops\nSource: BBC\nText", "x", "Troops"),
            ("By Anna Berg\nTroops for Ukraine\nText", "x", "Troops for Ukraine"),
        ] {
            assert_eq!(read(text, stem).title, title, "{text}");
        }
        assert!(cut(&"中".repeat(200)).starts_with("中中"));
    }

    #[test]
    fn bylines() {
        for (line, author) in [
            ("By Anna Berg", "Anna Berg"),
            ("By Anna Berg and Bo Lind", "Anna Berg and Bo Lind"),
            ("By Anna Berg, Bo Lind", "Anna Berg, Bo Lind"),
            ("By Anna Berg in Kyiv", "Anna Berg"),
            ("Von Käthe Müller", "Käthe Müller"),
            ("By Anna Berg | BBC News", "Anna Berg"),
            ("Author: A. Berg", "A. Berg"),
            ("By the end of the day nothing was decided", ""),
            ("By Monday", ""),
            ("By February 18, 2025", ""),
        ] {
            assert_eq!(read(&format!("A headline\n{line}\nText."), "").author, author, "{line}");
        }
    }

    #[test]
    fn dates_are_taken_from_short_lines_datelines_and_file_names() {
        let long = "and so it went on and on ".repeat(10);
        for (text, stem, date) in [
            ("Headline\nTuesday 18 February 2025\nText", "", Some("2025-02-18")),
            (&*format!("PARIS, 18 February 2025 (Reuters) – Leaders met {long}"), "", Some("2025-02-18")),
            (&*format!("On 24 February 2022 Russia invaded {long}"), "", None),
            (&*format!("On 24 February 2022 Russia invaded {long}"), "2025-02-18-bbc", Some("2025-02-18")),
            ("Headline\nDate: 3 March 2025\n1 May 2020", "", Some("2025-03-03")),
            ("Headline\nText", "", None),
        ] {
            assert_eq!(read(text, stem).published.map(|d| d.to_string()).as_deref(), date, "{text}");
        }
    }
}
