//! RON with the settings of the project file, and its errors with a place and a way out.

use ron::error::{Error, Position, SpannedError};
use ron::extensions::Extensions;
use serde::Deserialize;

use super::error::Fault;

/// Far deeper than any project nests, far shallower than the stack.
const DEEPEST: usize = 64;

/// Parses `source`.
pub(super) fn parse<'s, T: Deserialize<'s>>(source: &'s str) -> Result<T, Fault> {
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(DEEPEST)
        .from_str(source)
        .map_err(|error| fault(source, &error))
}

fn fault(source: &str, error: &SpannedError) -> Fault {
    let (start, end) = (byte_of(source, error.span.start), byte_of(source, error.span.end));
    // The span may begin with the blanks before what is wrong.
    let blanks = source[start..end.max(start)].len() - source[start..end.max(start)].trim_start().len();
    let at = start + blanks;
    let line = &source[source[..at].rfind('\n').map_or(0, |newline| newline + 1)..];
    if CONFLICT.iter().any(|marker| line.starts_with(marker)) {
        let what = "two versions of the file were merged and the conflict is still in it";
        return Fault::broken(Some(at), what, "Settle the conflict in your merge tool or text editor.");
    }
    let advice = match &error.code {
        Error::Eof | Error::ExpectedStringEnd => CUT,
        _ if source[end..].trim().is_empty() => CUT,
        Error::NoSuchStructField { .. } => "Correct the name of the field in a text editor, or remove it.",
        Error::MissingStructField { .. } => "Add the field in a text editor, or restore a backup.",
        Error::ExceededRecursionLimit => "No project nests so deeply: check whether this is the right file.",
        _ => "Correct it there in a text editor, or restore a backup.",
    };
    Fault::broken(Some(at), lower_first(&error.code.to_string()), advice)
}

const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
const CUT: &str = "The file seems to be cut off: restore a backup.";

/// The byte at a place as ron counts it: lines and characters from one.
fn byte_of(source: &str, place: Position) -> usize {
    let start = match place.line {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', source.as_bytes()).nth(line - 2).map_or(source.len(), |newline| newline + 1),
    };
    source[start..].char_indices().nth(place.col.saturating_sub(1)).map_or(source.len(), |(at, _)| start + at)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
