//! What is typed in the form: kept as typed, so that what is not valid yet does not fight the typist.

use std::sync::Arc;

use super::add::refusal;
use crate::edit::ops::codebook;
use crate::model::{Entry, Project};

/// The text fields of every kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// Name or label.
    pub name: String,
    /// Short label.
    pub short: String,
    /// ISO code.
    pub iso: String,
    /// Role of an actor.
    pub role: String,
    /// Other names, one per line.
    pub aliases: String,
    /// Coding rules of an issue, note of a country.
    pub long: String,
    /// Score of a stance.
    pub score: String,
}

/// What is wrong with what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// With the name.
    pub name: Option<String>,
    /// With the ISO code.
    pub iso: Option<String>,
    /// With the score.
    pub score: Option<String>,
}

impl Texts {
    /// The texts of a row.
    pub fn of(entry: &Entry) -> Self {
        let name = entry.label().to_owned();
        match entry {
            Entry::Country(row) => {
                let (iso, aliases, long) = (row.iso.clone(), row.aliases.join("\n"), row.note.clone());
                Self { name, iso, aliases, long, ..Self::default() }
            }
            Entry::Actor(row) => {
                let (role, aliases) = (row.role.clone(), row.aliases.join("\n"));
                Self { name, role, aliases, ..Self::default() }
            }
            Entry::Issue(row) => Self { name, short: row.short.clone(), long: row.rules.clone(), ..Self::default() },
            Entry::Stance(row) => {
                let score = row.score.map(signed).unwrap_or_default();
                Self { name, short: row.short.clone(), score, ..Self::default() }
            }
            Entry::Tag(_) | Entry::Bloc(_) => Self { name, ..Self::default() },
        }
    }

    /// The row with whatever of this is valid; `None` when nothing can be changed.
    pub fn onto(&self, project: &Project, entry: &Entry) -> (Option<Entry>, Faults) {
        let mut faults = Faults::default();
        let mut row = entry.clone();
        match &mut row {
            Entry::Country(row) => {
                let row = Arc::make_mut(row);
                match iso(&self.iso) {
                    Ok(iso) => row.iso = iso,
                    Err(why) => faults.iso = Some(why),
                }
                (row.aliases, row.note) = (lines(&self.aliases), self.long.clone());
            }
            Entry::Actor(row) => {
                let row = Arc::make_mut(row);
                (row.role, row.aliases) = (self.role.trim().into(), lines(&self.aliases));
            }
            Entry::Issue(row) => {
                let row = Arc::make_mut(row);
                (row.short, row.rules) = (self.short.trim().into(), self.long.clone());
            }
            Entry::Stance(row) => {
                let row = Arc::make_mut(row);
                row.short = self.short.trim().into();
                match score(&self.score) {
                    Ok(score) => row.score = score,
                    Err(why) => faults.score = Some(why),
                }
            }
            Entry::Tag(_) | Entry::Bloc(_) => {}
        }
        let named = row.clone().with_label(self.name.trim());
        match codebook::change(project, named.clone()) {
            Ok(_) => (Some(named), faults),
            Err(error) => {
                faults.name = Some(refusal(&error, entry.id().kind()));
                // The rest is kept all the same, under the old name.
                (codebook::change(project, row.clone()).is_ok().then_some(row), faults)
            }
        }
    }
}

/// Other names, one per line; none empty, none twice.
fn lines(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !found.iter().any(|other| other == line) {
            found.push(line.to_owned());
        }
    }
    found
}

fn iso(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fits = text.is_empty() || (text.len() == 3 && text.chars().all(|c| c.is_ascii_alphabetic()));
    if fits { Ok(text.to_ascii_uppercase()) } else { Err("An ISO code has three letters, such as POL".into()) }
}

fn score(text: &str) -> Result<Option<i8>, String> {
    let text = text.trim().replace('−', "-");
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse::<i8>().ok().filter(|number| (-9..=9).contains(number));
    number.map(Some).ok_or_else(|| "A score is a whole number from −9 to +9".into())
}

/// "+2", "−1", "0"
pub fn signed(score: i8) -> String {
    match score {
        0 => "0".into(),
        score if score > 0 => format!("+{score}"),
        score => format!("−{}", score.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntryId, Kind, ProjectId, Slug, Token};

    fn project() -> Project {
        Project::new(ProjectId("p".parse::<Token>().expect("a token")), "Test")
    }

    fn stance(project: &Project) -> Entry {
        project.entry(EntryId::new(Kind::Stance, Slug::from_label("reluctant"))).expect("a level")
    }

    /// Types a name and a score over "Reluctant"; what the row becomes, and what is wrong.
    fn check(name: &str, typed: &str, row: &str, wrong: &[&str]) {
        let project = project();
        let texts = Texts { name: name.into(), score: typed.into(), ..Texts::of(&stance(&project)) };
        let (changed, faults) = texts.onto(&project, &stance(&project));
        let Some(Entry::Stance(changed)) = changed else { panic!("{name}: nothing could be changed") };
        assert_eq!(format!("{} {}", changed.label, changed.score.map(signed).unwrap_or_default()), row);
        let found: Vec<String> = [faults.name, faults.score].into_iter().flatten().collect();
        assert_eq!(found, wrong);
    }

    #[test]
    fn what_is_valid_is_kept_and_the_rest_is_said() {
        check("Hesitant ", "-2", "Hesitant −2", &[]);
        check("Reluctant", "", "Reluctant ", &[]);
        check("Reluctant", "−9", "Reluctant −9", &[]);
        check("Reluctant", "10", "Reluctant −1", &["A score is a whole number from −9 to +9"]);
        check(" ", "0", "Reluctant 0", &["A name is needed"]);
        check("OPPOSES", "+1", "Reluctant +1", &["There is already a stance called “OPPOSES”"]);
    }

    #[test]
    fn the_texts_of_a_row_give_the_row_again() {
        let project = project();
        for entry in project.entries(Kind::Stance) {
            assert_eq!(Texts::of(&entry).onto(&project, &entry), (Some(entry.clone()), Faults::default()));
        }
    }

    #[test]
    fn other_names_stand_one_per_line() {
        assert_eq!(lines(" Warsaw\n\nWashington, D.C.\nWarsaw "), ["Warsaw", "Washington, D.C."]);
        for (typed, code) in [("pol", Ok("POL".to_owned())), ("", Ok(String::new()))] {
            assert_eq!(iso(typed), code);
        }
        for typed in ["PL", "PO1", "éé"] {
            assert!(iso(typed).is_err(), "{typed}");
        }
    }
}
