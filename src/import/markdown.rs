//! Markdown: the words as they stand, with the details of its front matter.

use super::language;
use crate::edit::ops::ArticleDetails;
use crate::text::dates;

/// Front matter longer than this is not front matter.
const MOST_LINES: usize = 200;

/// Takes the front matter off `text` and reads it; fields that mean nothing here go into the notes of the
/// article, so that nothing is lost. The title is that of the front matter, else the first `#` heading.
pub fn read(text: &str, notes: &mut Vec<String>) -> (ArticleDetails, String) {
    let mut details = ArticleDetails::default();
    let body = match front_matter(text) {
        Some((fields, body)) => {
            for (key, value) in fields {
                apply(&mut details, key, &value, notes);
            }
            notes.push("The front matter was read into the details and taken out of the text.".into());
            super::plain::clean(body, &mut Vec::new())
        }
        None => text.to_owned(),
    };
    if details.title.is_empty() {
        details.title = heading(&body).unwrap_or_default();
    }
    (details, body)
}

/// The fields between two lines `---`, and what follows.
fn front_matter(text: &str) -> Option<(Vec<(&str, String)>, &str)> {
    let mut at = text.find('\n')? + 1;
    if text[..at].trim_end() != "---" {
        return None;
    }
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in text[at..].split_inclusive('\n').take(MOST_LINES) {
        at += line.len();
        let line = line.trim_end();
        if line == "---" || line == "..." {
            return (!fields.is_empty()).then(|| (fields, &text[at..]));
        }
        let continues = line.starts_with([' ', '\t', '-']);
        match (line.split_once(':'), fields.last_mut()) {
            _ if line.is_empty() || line.starts_with('#') => {}
            (_, Some((_, value))) if continues => {
                let item = plain_value(line.trim().trim_start_matches("- "));
                if !value.is_empty() {
                    value.push_str(", ");
                }
                value.push_str(&item);
            }
            (Some((key, value)), _) if !continues && !key.is_empty() && !key.contains(char::is_whitespace) => {
                fields.push((key, plain_value(value)));
            }
            _ => return None,
        }
    }
    None
}

/// A value without the quotes, brackets and block marks of YAML.
fn plain_value(value: &str) -> String {
    let value = value.trim();
    if [">", "|", ">-", "|-"].contains(&value) {
        return String::new();
    }
    let inside = |open: char, close: char| value.strip_prefix(open).and_then(|v| v.strip_suffix(close));
    if let Some(list) = inside('[', ']') {
        return list.split(',').map(plain_value).collect::<Vec<_>>().join(", ");
    }
    if let Some(quoted) = inside('"', '"') {
        return quoted.replace("\\\"", "\"").replace("\\\\", "\\");
    }
    inside('\'', '\'').map_or_else(|| value.to_owned(), |quoted| quoted.replace("''", "'"))
}

fn apply(details: &mut ArticleDetails, key: &str, value: &str, notes: &mut Vec<String>) {
    let field = match key.to_lowercase().as_str() {
        "title" | "headline" => Some(&mut details.title),
        "outlet" | "source" | "publisher" | "publication" => Some(&mut details.outlet),
        "author" | "authors" | "byline" => Some(&mut details.author),
        "url" | "link" => Some(&mut details.url),
        "language" | "lang" => match language::primary(value) {
            Some(code) => {
                details.language = code;
                return;
            }
            None => None,
        },
        "date" | "published" => match dates::first(value) {
            Some((date, _)) => {
                details.published = Some(date);
                return;
            }
            None => {
                notes.push(format!("The date “{value}” of the front matter is not understood; it is in the notes."));
                None
            }
        },
        _ => None,
    };
    match field {
        Some(field) if field.is_empty() => value.clone_into(field),
        // A second field of the same meaning joins the notes rather than replacing the first.
        _ => {
            if !details.notes.is_empty() {
                details.notes.push('\n');
            }
            details.notes.push_str(&format!("{key}: {value}"));
        }
    }
}

/// The first heading of the first level, outside code.
fn heading(text: &str) -> Option<String> {
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") || line.starts_with("~~~") {
            in_code = !in_code;
        } else if !in_code && let Some(title) = line.strip_prefix("# ") {
            let title = title.trim().trim_end_matches('#').trim();
            if !title.is_empty() {
                return Some(title.to_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_becomes_details_and_leaves_the_text() {
        let text = "---\ntitle: \"Starmer: \\\"backstop\\\"\"\nsource: BBC\nauthors:\n  - Anna Berg\n  - 'Bo O''Neil'\ndate: 2025-02-18\n\
                    url: https://bbc.co.uk/a?b=c:d\nlang: en-GB\n# comment\ntags: [war, peace]\n---\n\nThe words.\n\n---\n\nMore.";
        let mut notes = Vec::new();
        let (details, body) = read(text, &mut notes);
        assert_eq!(body, "The words.\n\n---\n\nMore.");
        assert_eq!(details.title, "Starmer: \"backstop\"");
        assert_eq!((&*details.outlet, &*details.author), ("BBC", "Anna Berg, Bo O'Neil"));
        assert_eq!(details.published.map(|d| d.to_string()).as_deref(), Some("2025-02-18"));
        assert_eq!((&*details.url, &*details.language), ("https://bbc.co.uk/a?b=c:d", "en"));
        assert_eq!(details.notes, "tags: war, peace");
        assert_eq!(notes.len(), 1);
    }

    #[test]
    fn what_is_not_front_matter_stays_in_the_text() {
        for text in [
            "---\n\nA rule, then text.\n\n---\n",
            "---\ntitle: never closed\n\ntext",
            "---\nHe said this: no.\n---\ntext",
            "Text.\n---\ntitle: x\n---\n",
            "---",
        ] {
            assert_eq!(read(text, &mut Vec::new()).1, text);
        }
    }

    #[test]
    fn nothing_of_the_front_matter_is_lost() {
        let (details, _) = read("---\ntitle: A\nheadline: B\ndate: soon\nlang: English\n---\nText", &mut Vec::new());
        assert_eq!(details.title, "A");
        assert_eq!(details.notes, "headline: B\ndate: soon\nlang: English");
    }

    #[test]
    fn the_first_heading_is_the_title() {
        for (text, title) in [
            ("# A title #\n\ntext", "A title"),
            ("text\n## no\n# Yes\n# Later", "Yes"),
            ("```\n# code\n```\ntext", ""),
            ("#hashtag\ntext", ""),
        ] {
            assert_eq!(read(text, &mut Vec::new()).0.title, title);
        }
    }
}
