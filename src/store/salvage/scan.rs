//! Where values begin and end in a text that may be broken: brackets, strings and comments, nothing more.
//!
//! All of it goes forward without recursion, and says how far it looked when it finds no end.

/// Whether a line that begins like this was put there by a merge that did not work out.
pub(super) fn is_marker(line: &[u8]) -> bool {
    [b'<', b'|', b'=', b'>'].iter().any(|mark| {
        line.len() >= 7
            && line[..7].iter().all(|byte| byte == mark)
            && line.get(7).is_none_or(|next| matches!(next, b' ' | b'\n' | b'\r'))
    })
}

/// The end of the line with byte `at`, its line break left out.
pub(super) fn line_end(source: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &source[at..]).map_or(source.len(), |len| at + len)
}

/// Whether a piece of a file that was lost may have held the end of a row and the beginning of another: it
/// is more than a line, or something has overwritten it.
pub(super) fn loses_track(piece: &str) -> bool {
    piece.trim_end().contains('\n') || overwritten(piece)
}

/// Whether there are bytes in it that we never write as they are.
pub(super) fn overwritten(piece: &str) -> bool {
    piece.bytes().any(|byte| (byte < b' ' && !matches!(byte, b'\n' | b'\t')) || byte == 0x7F)
}

/// The blanks before byte `at` if nothing else stands before it on its line.
pub(super) fn indent(source: &[u8], at: usize) -> Option<&[u8]> {
    let before = &source[at.saturating_sub(MOST_INDENT)..at];
    let blanks = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = at - blanks;
    (start == 0 || source[start - 1] == b'\n').then(|| &source[start..at])
}

/// Nobody indents further.
const MOST_INDENT: usize = 64;

/// Leaves blanks and comments behind; a comment that does not end is left standing.
pub(super) fn skip_blank(source: &[u8], mut at: usize, limit: usize) -> usize {
    loop {
        while at < limit && source[at].is_ascii_whitespace() {
            at += 1;
        }
        match source.get(at..limit) {
            Some([b'/', b'/', ..]) => at = line_end(source, at).min(limit),
            Some([b'/', b'*', rest @ ..]) => match memchr::memmem::find(rest, b"*/") {
                Some(len) => at += len + 4,
                None => return at,
            },
            _ => return at,
        }
    }
}

/// Leaves blanks, comments and commas behind.
pub(super) fn skip_commas(source: &[u8], mut at: usize, limit: usize) -> usize {
    loop {
        at = skip_blank(source, at, limit);
        if at >= limit || source[at] != b',' {
            return at;
        }
        at += 1;
    }
}

/// The name of a field at `at` if one stands there before a colon, and the place behind the colon.
pub(super) fn name_at(source: &str, at: usize, limit: usize) -> Option<(&str, usize)> {
    let bytes = source.as_bytes();
    let len = bytes[at..limit].iter().take(LONGEST_NAME).take_while(|byte| is_word(**byte)).count();
    let colon = skip_blank(bytes, at + len, limit);
    (len > 0 && bytes[at..limit].get(colon - at) == Some(&b':')).then(|| (&source[at..at + len], colon + 1))
}

const LONGEST_NAME: usize = 40;

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The place behind the value that begins at `at`.
///
/// # Errors
/// How far it looked when the value does not end before `limit`, or something stands there that closes what
/// was never opened.
pub(super) fn skip_value(source: &[u8], at: usize, limit: usize) -> Result<usize, usize> {
    let mut open: Vec<u8> = Vec::new();
    let mut at = at;
    loop {
        at = skip_blank(source, at, limit);
        if at >= limit {
            return Err(limit);
        }
        match source[at] {
            bracket @ (b'(' | b'[' | b'{') => {
                open.push(bracket);
                at += 1;
                continue;
            }
            bracket @ (b')' | b']' | b'}') => {
                let opened = if bracket == b')' { b'(' } else { bracket - 2 };
                if open.pop() != Some(opened) {
                    return Err(at);
                }
                at += 1;
            }
            b'"' => at = skip_string(source, at, limit)?,
            b'\'' => at = skip_char(source, at, limit),
            b'<' | b'>' | b'=' | b'|' if !open.is_empty() && indent(source, at) == Some(b"") => {
                at = if is_marker(&source[at..limit]) { line_end(source, at).min(limit) } else { at + 1 };
            }
            byte if is_word(byte) || matches!(byte, b'+' | b'-' | b'.') => {
                if let Some(end) = skip_raw(source, at, limit) {
                    at = end?;
                } else {
                    at += source[at..limit]
                        .iter()
                        .take_while(|byte| is_word(**byte) || matches!(byte, b'+' | b'-' | b'.'))
                        .count();
                    // `country("poland")` is one value.
                    if open.is_empty() && source.get(at) == Some(&b'(') && at < limit {
                        continue;
                    }
                }
            }
            _ if open.is_empty() => return Err(at),
            _ => at += 1,
        }
        if open.is_empty() {
            return Ok(at);
        }
    }
}

fn skip_string(source: &[u8], at: usize, limit: usize) -> Result<usize, usize> {
    let mut at = at + 1;
    loop {
        match memchr::memchr2(b'"', b'\\', source.get(at..limit).unwrap_or_default()) {
            Some(len) if source[at + len] == b'"' => return Ok(at + len + 1),
            Some(len) => at += len + 2,
            None => return Err(limit),
        }
    }
}

/// `None` where no raw string begins.
fn skip_raw(source: &[u8], at: usize, limit: usize) -> Option<Result<usize, usize>> {
    let rest = source[at..limit].strip_prefix(b"r")?;
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    let text = rest[hashes..].strip_prefix(b"\"")?;
    let start = limit - text.len();
    let mut closing = vec![b'#'; hashes + 1];
    closing[0] = b'"';
    Some(memchr::memmem::find(text, &closing).map(|len| start + len + closing.len()).ok_or(limit))
}

/// Past a character in quotes; past the quotation mark alone where it is none.
fn skip_char(source: &[u8], at: usize, limit: usize) -> usize {
    let longest = b"'\\u{10ffff}'".len();
    let rest = &source[at + 1..limit.min(at + longest).max(at + 1)];
    let from = if rest.first() == Some(&b'\\') { 2 } else { 1 };
    match rest.get(from..).and_then(|rest| memchr::memchr(b'\'', rest)) {
        Some(len) if !rest[..from + len].contains(&b'\n') => at + 1 + from + len + 1,
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_their_brackets_and_strings_do() {
        for (source, end) in [
            (r#""a \" b", x"#, Ok(8)),
            (r###"r##"a "# b"##, x"###, Ok(13)),
            ("(a: [1, 'x', '\\''], b: country(\"x\")), x", Ok(36)),
            ("country(\"poland\"), x", Ok(17)),
            ("-12, x", Ok(3)),
            ("(/* ) */ // )\n), x", Ok(15)),
            ("(\n<<<<<<< it's \"theirs\n), x", Ok(24)),
            ("(a, [b)", Err(6)),
            ("(a, \"b)", Err(7)),
            ("r#\"a\"", Err(5)),
            (", x", Err(0)),
            ("", Err(0)),
            ("(don't)", Ok(7)),
        ] {
            assert_eq!(skip_value(source.as_bytes(), 0, source.len()), end, "{source}");
        }
    }

    #[test]
    fn names_stand_before_colons() {
        for (source, name) in [("id: 1", Some(("id", 3))), ("id /**/ :1", Some(("id", 9))), ("id", None), (": 1", None)]
        {
            assert_eq!(name_at(source, 0, source.len()), name, "{source}");
        }
    }
}
