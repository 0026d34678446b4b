//! Which format a file is in, and the way from there to a project.

use super::error::{Fault, Trouble};
use super::syntax::skip_blank;
use super::v1;
use crate::model::Project;

/// The format this program writes.
pub const FORMAT: u32 = 1;

/// Reads a file of any known format. Returns the project and the format it was in.
pub(super) fn read(source: &str) -> Result<(Project, u32), Fault> {
    match format_of(source) {
        Some(1) => Ok((v1::read(source)?, 1)),
        Some(found) if found > FORMAT => Err(Trouble::Newer { found, known: FORMAT }.into()),
        _ if source.trim().is_empty() => Err(Trouble::Empty.into()),
        _ => Err(Trouble::NotAProject.into()),
    }
}

/// The format a file says it is in, read from its first field alone.
pub(super) fn format_of(source: &str) -> Option<u32> {
    let mut rest = skip_blank(source)?;
    while let Some(attribute) = rest.strip_prefix("#![") {
        rest = skip_blank(attribute.split_once(']')?.1)?;
    }
    rest = skip_blank(rest.strip_prefix('(')?)?.strip_prefix("format")?;
    rest = skip_blank(skip_blank(rest)?.strip_prefix(':')?)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest[..digits].parse() {
        Ok(format) => Some(format),
        Err(_) if digits > 0 => Some(u32::MAX),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_read_from_the_first_field() {
        for (source, format) in [
            ("(format: 1, id: \"a\")", Some(1)),
            ("// x\n#![enable(implicit_some)]\n/* y */ ( // z\n  format : 12\n", Some(12)),
            ("(format: 99999999999999)", Some(u32::MAX)),
            ("(format: one)", None),
            ("(id: \"a\", format: 1)", None),
            ("{\"format\": 1}", None),
            ("// (format: 1)", None),
            ("#![enable(", None),
            ("", None),
        ] {
            assert_eq!(format_of(source), format, "{source}");
        }
    }
}
