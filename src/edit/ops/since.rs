//! Forms stay open while others change the same rows: what a form says is put together, field by field, with what
//! is there now.

use super::articles::{ArticleDetails, ProjectDetails};
use super::claims::ClaimDraft;
use crate::edit::EditError;
use crate::model::{Confidence, EntryId, Project};

/// What comes of a form over a row that may have changed since the form was opened.
///
/// A field that was changed on one side only is as that side has it; so is one that both have changed alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since<T> {
    /// With clashes decided as the form says.
    pub yours: T,
    /// With clashes decided as the row is now.
    pub theirs: T,
    /// What both have changed, each in another way.
    pub clashes: Vec<Clash>,
}

/// A field that the form and somebody else have changed, each in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Its name as shown.
    pub field: &'static str,
    /// As the form has it, in words; may be empty.
    pub yours: String,
    /// As it is now, in words; may be empty.
    pub now: String,
}

impl<T> Since<T> {
    /// What the form says, where nothing clashes.
    ///
    /// # Errors
    /// Names the fields of `what` that clash.
    pub fn agreed(self, what: &'static str) -> Result<T, EditError> {
        if self.clashes.is_empty() { Ok(self.yours) } else { Err(changed(what, &self.clashes)) }
    }
}

/// Says which fields of `what` clash.
pub(super) fn changed(what: &'static str, clashes: &[Clash]) -> EditError {
    let fields: Vec<&str> = clashes.iter().map(|clash| clash.field).collect();
    EditError::Changed { what, fields: fields.join(", ") }
}

impl ClaimDraft {
    /// Puts a draft that was begun on `was` together with the claim as it is `now`.
    pub fn since(self, was: &Self, now: &Self, project: &Project) -> Since<Self> {
        let label = |id: EntryId| project.label(id);
        let optional = |id: Option<EntryId>| id.map_or_else(String::new, label);
        let mut three = Three::of(self, was, now);
        three.set("Countries", |d| &mut d.countries, |id| label(EntryId::Country(*id)));
        three.one("Speaker", |d| &mut d.speaker, |id| optional(id.map(EntryId::Actor)));
        three.one("Voice", |d| &mut d.voice, |voice| voice.map_or("as usual", |it| it.label()).into());
        three.set("Addressed to", |d| &mut d.addressees, |party| label(EntryId::from(*party)));
        three.one("Issue", |d| &mut d.issue, |id| optional(id.map(EntryId::Issue)));
        three.one("Stance", |d| &mut d.stance, |id| optional(id.map(EntryId::Stance)));
        three.text("Condition", |d| &mut d.condition);
        three.one("Basis", |d| &mut d.basis, |basis| basis.label().into());
        three.text("Via", |d| &mut d.via);
        three.one("Said on", |d| &mut d.said_on, |date| date.map_or_else(String::new, |date| date.to_string()));
        three.set("Tags", |d| &mut d.tags, |id| label(EntryId::Tag(*id)));
        three.one("Confidence", |d| &mut d.confidence, |it| it.map_or("", Confidence::label).into());
        three.text("Note", |d| &mut d.note);
        three.done()
    }
}

impl ArticleDetails {
    /// Puts details that were begun on `was` together with those that the article has `now`.
    pub fn since(self, was: &Self, now: &Self) -> Since<Self> {
        let mut three = Three::of(self, was, now);
        three.text("Title", |d| &mut d.title);
        three.text("Outlet", |d| &mut d.outlet);
        three.text("Author", |d| &mut d.author);
        three.one("Published", |d| &mut d.published, |date| date.map_or_else(String::new, |date| date.to_string()));
        three.text("URL", |d| &mut d.url);
        three.text("Language", |d| &mut d.language);
        three.text("Notes", |d| &mut d.notes);
        three.done()
    }
}

impl ProjectDetails {
    /// Puts details that were begun on `was` together with those that the project has `now`.
    pub fn since(self, was: &Self, now: &Self) -> Since<Self> {
        let mut three = Three::of(self, was, now);
        three.text("Title", |d| &mut d.title);
        three.text("Notes", |d| &mut d.notes);
        three.done()
    }
}

/// A form on its way: as it was opened, as it is filled in, and as the row is now.
struct Three<T> {
    was: T,
    yours: T,
    now: T,
    clashes: Vec<Clash>,
}

impl<T: Clone> Three<T> {
    fn of(yours: T, was: &T, now: &T) -> Self {
        Self { was: was.clone(), yours, now: now.clone(), clashes: Vec::new() }
    }

    fn one<V: Clone + PartialEq>(
        &mut self,
        field: &'static str,
        of: fn(&mut T) -> &mut V,
        words: impl Fn(&V) -> String,
    ) {
        let (was, yours, now) = (of(&mut self.was), of(&mut self.yours), of(&mut self.now));
        if yours == now || now == was {
            now.clone_from(yours);
        } else if yours == was {
            yours.clone_from(now);
        } else {
            self.clashes.push(Clash { field, yours: words(yours), now: words(now) });
        }
    }

    /// Spaces around it are no change.
    fn text(&mut self, field: &'static str, of: fn(&mut T) -> &mut String) {
        let (was, yours, now) = (of(&mut self.was), of(&mut self.yours), of(&mut self.now));
        for known in [&*was, &*now] {
            if yours.trim() == known.trim() {
                yours.clone_from(known);
            }
        }
        self.one(field, of, String::clone);
    }

    /// What both sides have only added to holds what either has added.
    fn set<V: Clone + PartialEq>(
        &mut self,
        field: &'static str,
        of: fn(&mut T) -> &mut Vec<V>,
        words: impl Fn(&V) -> String,
    ) {
        let (was, yours, now) = (of(&mut self.was), of(&mut self.yours), of(&mut self.now));
        if was.iter().all(|item| yours.contains(item) && now.contains(item)) && was != yours && was != now {
            let new: Vec<V> = now.iter().filter(|item| !yours.contains(item)).cloned().collect();
            yours.extend(new);
            now.clone_from(yours);
            return;
        }
        self.one(field, of, |all| all.iter().map(&words).collect::<Vec<_>>().join(", "));
    }

    fn done(self) -> Since<T> {
        Since { yours: self.yours, theirs: self.now, clashes: self.clashes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Info, Slug, TagId};

    fn details([title, outlet, notes]: [&str; 3]) -> ArticleDetails {
        let [title, outlet, notes] = [title, outlet, notes].map(str::to_owned);
        ArticleDetails { title, outlet, notes, ..ArticleDetails::default() }
    }

    /// What was, is typed, is now; what comes of it, and the fields that clash.
    #[test]
    fn a_form_is_put_together_with_the_row_as_it_is_now() {
        type Row = [&'static str; 3];
        let rows: [(Row, Row, Row, Row, &[&str]); 8] = [
            (["a", "b", "c"], ["A", "b", "c"], ["a", "b", "c"], ["A", "b", "c"], &[]),
            (["a", "b", "c"], ["a", "b", "c"], ["a", "B", "c"], ["a", "B", "c"], &[]),
            (["a", "b", "c"], ["A", "b", "c"], ["a", "b", "C"], ["A", "b", "C"], &[]),
            (["a", "b", "c"], ["A", "b", ""], ["A", "b", ""], ["A", "b", ""], &[]),
            (["a", "b", "c"], ["x", "b", "c"], ["y", "b", "C"], ["x", "b", "C"], &["Title"]),
            (["a", "b", "c"], ["", "b", "z"], ["y", "b", "w"], ["", "b", "z"], &["Title", "Notes"]),
            (["", "", ""], ["x", "", ""], ["y", "", ""], ["x", "", ""], &["Title"]),
            (["a", "b", "c"], [" a ", "b", "c"], ["y", "b", "c"], ["y", "b", "c"], &[]),
        ];
        for (was, typed, now, yours, clashes) in rows {
            let since = details(typed).since(&details(was), &details(now));
            assert_eq!(since.yours, details(yours), "{typed:?} on {now:?}");
            let fields: Vec<&str> = since.clashes.iter().map(|clash| clash.field).collect();
            assert_eq!(fields, clashes, "{typed:?} on {now:?}");
            // The other way of settling takes only what clashes from there.
            for (index, field) in ["Title", "Outlet", "Notes"].into_iter().enumerate() {
                let of = |d: &ArticleDetails| [&d.title, &d.outlet, &d.notes][index].clone();
                let expected = if clashes.contains(&field) { now[index] } else { yours[index] };
                assert_eq!(of(&since.theirs), expected, "{field} of {typed:?} on {now:?}");
            }
        }
    }

    #[test]
    fn lists_that_were_only_added_to_hold_what_either_has_added() {
        let id = crate::model::ProjectId("p".parse().expect("a token"));
        let project = Project::bare(Info { id, title: String::new(), notes: String::new() });
        for (was, typed, now, yours, clashes) in [
            ("a b", "a b c", "a b d", "a b c d", 0),
            ("a b", "a", "a b d", "a", 1),
            ("a b", "a b", "b", "b", 0),
            ("a b", "b", "b", "b", 0),
            ("", "a", "a b", "a b", 0),
        ] {
            let draft = |tags: &str| {
                let tags = tags.split_whitespace().filter_map(|tag| Slug::new(tag).ok()).map(TagId).collect();
                ClaimDraft { tags, ..ClaimDraft::default() }
            };
            let since = draft(typed).since(&draft(was), &draft(now), &project);
            assert_eq!((since.yours, since.clashes.len()), (draft(yours), clashes), "{typed} on {now}");
        }
    }

    #[test]
    fn a_refusal_names_the_fields() {
        let since = details(["x", "", "z"]).since(&details(["", "", ""]), &details(["y", "", "w"]));
        let said = since.agreed("the article").expect_err("both were changed").to_string();
        assert_eq!(said, "since this was opened the article was changed elsewhere, too: Title, Notes");
    }
}
