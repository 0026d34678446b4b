//! Which format a file is in, and the way from there to a project.
//!
//! A file is read into the rows of its own format, and these become rows of the next one, step by step,
//! until they are rows of the model. So a new format brings its reader and one step from the format before
//! it, and whatever was ever written can be read. Where a new format only adds to the one before, one reader reads
//! both, and a project that needs nothing of what was added is still written in the older one: its file stays byte
//! for byte what it was, and an older program reads it. A program that is too old for a file refuses it by its first
//! field, before it finds what it does not know.

use super::error::{Fault, Trouble};
use super::syntax::skip_blank;
use super::v1;
use crate::model::{Assessment, Project};

/// The latest format: as the first, with views and with what was assessed earlier.
pub const FORMAT: u32 = 2;

/// The oldest format in which `project` can be written.
pub fn needed(project: &Project) -> u32 {
    let newer = |row: &Assessment| !row.stands() || !row.earlier.is_empty();
    let second = !project.views().is_empty() || project.assessments().values().any(|row| newer(row));
    if second { 2 } else { 1 }
}

/// Reads a file of any known format. Returns the project and the format it was in.
pub(super) fn read(source: &str) -> Result<(Project, u32), Fault> {
    read_through::<Rows>(source)
}

/// Rows of one of the formats of a chain.
trait Chain: Sized {
    /// The latest format.
    const LATEST: u32;

    /// Reads the rows of a file in a format of the chain; `None` where it is none.
    fn read(format: u32, source: &str) -> Option<Result<Self, Fault>>;

    /// One step from the rows of a format towards the model.
    ///
    /// # Errors
    /// When rows that an older format allows mean nothing in the next one.
    fn step(self) -> Result<Step<Self>, Fault>;
}

/// What rows of a format have become.
enum Step<Rows> {
    /// Rows of the next format.
    #[cfg_attr(not(test), expect(dead_code, reason = "one reader reads every format there is"))]
    Next(Rows),
    /// Rows of the model.
    Model(Box<Project>),
}

/// The rows of every format so far.
enum Rows {
    /// Read into rows of the model at once, article by article: the latest format takes no detour.
    V1(Box<Project>),
}

impl Chain for Rows {
    const LATEST: u32 = FORMAT;

    fn read(format: u32, source: &str) -> Option<Result<Self, Fault>> {
        match format {
            1 | 2 => Some(v1::read(source).map(|project| Self::V1(Box::new(project)))),
            _ => None,
        }
    }

    fn step(self) -> Result<Step<Self>, Fault> {
        match self {
            Self::V1(project) => Ok(Step::Model(project)),
        }
    }
}

fn read_through<Rows: Chain>(source: &str) -> Result<(Project, u32), Fault> {
    let Some(format) = format_of(source) else {
        return Err(if source.trim().is_empty() { Trouble::Empty } else { Trouble::NotAProject }.into());
    };
    let mut rows = match Rows::read(format, source) {
        Some(rows) => rows?,
        None if format > Rows::LATEST => return Err(Trouble::Newer { found: format, known: Rows::LATEST }.into()),
        None => return Err(Trouble::NotAProject.into()),
    };
    loop {
        match rows.step()? {
            Step::Next(next) => rows = next,
            Step::Model(project) => return Ok((*project, format)),
        }
    }
}

/// The format a file says it is in, read from its first field alone.
pub(super) fn format_of(source: &str) -> Option<u32> {
    // Git may have left two versions from the very first line on: the first of them tells.
    let marked = source.strip_prefix("<<<<<<<").and_then(|marked| marked.split_once('\n'));
    let mut rest = skip_blank(marked.map_or(source, |(_, first)| first))?;
    while let Some(attribute) = rest.strip_prefix("#![") {
        rest = skip_blank(attribute.split_once(']')?.1)?;
    }
    rest = skip_blank(rest.strip_prefix('(')?)?;
    // Or from here on, where they are of two formats.
    if rest.starts_with("<<<<<<<") {
        rest = skip_blank(rest.split_once('\n')?.1)?;
    }
    rest = rest.strip_prefix("format")?;
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
    use crate::store::syntax::{CORRECT, Cursor};

    #[test]
    fn the_format_is_read_from_the_first_field() {
        for (source, format) in [
            ("(format: 1, id: \"a\")", Some(1)),
            ("// x\n#![enable(implicit_some)]\n/* y */ ( // z\n  format : 12\n", Some(12)),
            ("(format: 99999999999999)", Some(u32::MAX)),
            ("(format: one)", None),
            ("(\n<<<<<<< ours\n  format: 1,\n=======\n  format: 2,\n>>>>>>> theirs\n", Some(1)),
            ("(id: \"a\", format: 1)", None),
            ("{\"format\": 1}", None),
            ("// (format: 1)", None),
            ("#![enable(", None),
            ("", None),
        ] {
            assert_eq!(format_of(source), format, "{source}");
        }
    }
    /// A chain of formats that never were, to walk it from each of its ends: the first names its countries in
    /// one string, the second gives each a row without a name, the third is like ours.
    enum Pretend {
        First { id: String, lands: String },
        Second { id: String, lands: Vec<String> },
        Third { id: String, countries: Vec<(String, String)> },
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File<Lands> {
        #[serde(rename = "format")]
        _format: u32,
        id: String,
        lands: Lands,
    }

    fn parse<Lands: serde::de::DeserializeOwned>(source: &str) -> Result<File<Lands>, Fault> {
        Cursor::new(source, 0).value()
    }

    impl Chain for Pretend {
        const LATEST: u32 = 7;

        fn read(format: u32, source: &str) -> Option<Result<Self, Fault>> {
            Some(match format {
                3 => parse(source).map(|File { id, lands, .. }| Self::First { id, lands }),
                4 => parse(source).map(|File { id, lands, .. }| Self::Second { id, lands }),
                7 => parse(source).map(|File { id, lands, .. }| Self::Third { id, countries: lands }),
                _ => return None,
            })
        }

        fn step(self) -> Result<Step<Self>, Fault> {
            Ok(match self {
                Self::First { lands, .. } if lands.contains(";;") => {
                    return Err(Fault::broken(None, "a land has no name", CORRECT));
                }
                Self::First { id, lands } => {
                    let lands = lands.split(';').map(str::to_owned).collect();
                    Step::Next(Self::Second { id, lands })
                }
                Self::Second { id, lands } => {
                    let countries = lands.into_iter().map(|id| (id.clone(), id.to_uppercase())).collect();
                    Step::Next(Self::Third { id, countries })
                }
                Self::Third { id, countries } => {
                    let rows = countries.iter().map(|(id, name)| format!("(id: {id:?}, name: {name:?})"));
                    let rows: String = rows.collect::<Vec<_>>().join(",");
                    Step::Model(v1::read(&format!("(format: 1, id: {id:?}, countries: [{rows}])"))?.into())
                }
            })
        }
    }

    #[test]
    fn a_file_of_every_format_of_a_chain_becomes_the_same_project() {
        for (format, lands) in [
            (3, r#""poland;spain""#),
            (4, r#"["poland", "spain"]"#),
            (7, r#"[("poland", "POLAND"), ("spain", "SPAIN")]"#),
        ] {
            let source = format!("(format: {format}, id: \"p\", lands: {lands})");
            let (project, from) =
                read_through::<Pretend>(&source).unwrap_or_else(|fault| panic!("{source}: {fault:?}"));
            let names: Vec<&str> = project.countries_in_order().iter().map(|row| &*row.name).collect();
            assert_eq!((from, &*project.info().id.to_string(), &*names), (format, "p", &["POLAND", "SPAIN"][..]));
        }
    }

    #[test]
    fn what_a_chain_cannot_read_is_refused_with_the_reason() {
        for (source, says) in [
            ("(format: 8, lands: whatever", "format 8; this Démarche knows formats up to 7"),
            ("(format: 5, id: \"p\", lands: [])", "not a Démarche project"),
            ("(format: 3, id: \"p\", lands: [])", "expected string"),
            ("(format: 4, id: \"p\", lands: [\"a\"], seas: [])", "`seas`"),
            ("(format: 3, id: \"p\", lands: \"a;;b\")", "a land has no name"),
            ("(format: 4, id: \"p\", lands: [\"No Id\"])", "“No Id” is not an id"),
            ("", "empty"),
        ] {
            let fault = read_through::<Pretend>(source).err().unwrap_or_else(|| panic!("{source} is read"));
            let said = fault.trouble.to_string().to_lowercase();
            assert!(said.contains(&says.to_lowercase()), "{source}: {said}");
        }
    }
}
