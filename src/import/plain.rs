//! Text as it stands: line ends made one, blank lines at either end left out, nothing else.

/// Makes line ends `\n` and drops blank lines at either end. Says so in `notes`.
pub fn clean(source: &str, notes: &mut Vec<String>) -> String {
    let mut text = String::with_capacity(source.len());
    let (mut pairs, mut lone) = (0usize, 0usize);
    let mut rest = source;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        text.push('\n');
        rest = &rest[at + 1..];
        match rest.strip_prefix('\n') {
            Some(after) => (rest, pairs) = (after, pairs + 1),
            None => lone += 1,
        }
    }
    text.push_str(rest);
    if pairs > 0 {
        notes.push(format!("{pairs} Windows line ends (CR LF) became plain ones."));
    }
    if lone > 0 {
        notes.push(format!("{lone} old Macintosh line ends (CR) became plain ones."));
    }
    let trimmed = without_blank_ends(&text);
    if trimmed.len() < text.trim_end_matches('\n').len() {
        notes.push("Blank lines at the start or the end were left out.".into());
    }
    let controls = control_characters(trimmed);
    if controls > 0 {
        notes.push(format!("{controls} control characters were kept as they are."));
    }
    trimmed.to_owned()
}

/// Control characters other than tab and line end.
pub fn control_characters(text: &str) -> usize {
    text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')).count()
}

/// `text` from its first line with words to its last.
fn without_blank_ends(text: &str) -> &str {
    let Some(first) = text.find(|c: char| !c.is_whitespace()) else { return "" };
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let words = text.trim_end().len();
    let end = text[words..].find('\n').map_or(text.len(), |at| words + at);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_line_ends_and_blank_ends_change() {
        for (source, text, notes) in [
            ("a\nb", "a\nb", 0),
            ("a\nb\n", "a\nb", 0),
            ("a\r\nb\r\n", "a\nb", 1),
            ("a\rb\r", "a\nb", 1),
            ("a\r\r\nb", "a\n\nb", 2),
            ("\n \n  a \n\n b\u{a0} \n\n\t\n", "  a \n\n b\u{a0} ", 1),
            ("“a” – b\u{a0}c…\u{200b}", "“a” – b\u{a0}c…\u{200b}", 0),
            ("a\u{7}b\u{85}c", "a\u{7}b\u{85}c", 1),
            (" \r\n\n", "", 2),
            ("", "", 0),
        ] {
            let mut said = Vec::new();
            assert_eq!(clean(source, &mut said), text, "{source:?}");
            assert_eq!(said.len(), notes, "{source:?}: {said:?}");
        }
    }
}
