//! Views of the table of claims that a person keeps under a name.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Effect, Screen, Session};
use crate::derive::claims::{Column, GroupBy, Order, Query, View};
use crate::model::{Basis, Confidence, EntryId, Kind, Project, Slug, Voice};
use crate::text::fold::fold;

/// A view of the table of claims with a name, in words that mean the same in every project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedFilter {
    /// What it is called.
    pub name: String,
    /// Words that are sought.
    pub words: String,
    /// Rows of the codebook: `country/poland`.
    pub entries: Vec<String>,
    /// Voices by slug.
    pub voices: Vec<String>,
    /// Bases by slug.
    pub bases: Vec<String>,
    /// Outlets; the empty one stands for none.
    pub outlets: Vec<String>,
    /// Analysts; likewise.
    pub analysts: Vec<String>,
    /// Degrees of confidence by slug; the empty one stands for none.
    pub confidences: Vec<String>,
    /// Whether there must be a note, or none.
    pub note: Option<bool>,
    /// Whether there must be a condition, or none.
    pub condition: Option<bool>,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// The column by which the table is sorted, in lower case.
    pub sort: String,
    /// Whether the largest stand first.
    pub descending: bool,
    /// By what the claims are grouped, in lower case; empty for nothing.
    pub group: String,
    /// The columns that are shown, in lower case.
    pub columns: Vec<String>,
}

impl SavedFilter {
    /// A view under a name.
    pub fn new(name: &str, view: &View) -> Self {
        let View { query, order, group, columns } = view;
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            name: name.trim().into(),
            words: query.words.trim().into(),
            entries: query.entries.iter().map(|id| format!("{}/{}", id.kind().noun(), id.slug())).collect(),
            voices: query.voices.iter().map(|voice| voice.slug().into()).collect(),
            bases: query.bases.iter().map(|basis| basis.slug().into()).collect(),
            outlets: query.outlets.iter().cloned().collect(),
            analysts: query.analysts.iter().cloned().collect(),
            confidences: query.confidences.iter().map(|degree| degree.map_or("", Confidence::slug).into()).collect(),
            note: query.note,
            condition: query.condition,
            from: day(query.from),
            until: day(query.until),
            sort: order.column.label().to_lowercase(),
            descending: order.descending,
            group: group.map(|by| by.label().to_lowercase()).unwrap_or_default(),
            columns: columns.iter().map(|column| column.label().to_lowercase()).collect(),
        }
    }

    /// The view, and what of it cannot be understood: a file of settings may be written by hand.
    pub fn view(&self) -> (View, Vec<String>) {
        let mut odd = Vec::new();
        let usual = View::default();
        let query = Query {
            words: self.words.clone(),
            entries: each(&self.entries, entry, &mut odd),
            voices: each(&self.voices, |slug| Voice::ALL.into_iter().find(|v| v.slug() == slug), &mut odd),
            bases: each(&self.bases, |slug| Basis::ALL.into_iter().find(|b| b.slug() == slug), &mut odd),
            outlets: self.outlets.iter().cloned().collect(),
            analysts: self.analysts.iter().cloned().collect(),
            confidences: each(&self.confidences, degree, &mut odd),
            note: self.note,
            condition: self.condition,
            from: one(&self.from, |text| text.parse().ok(), &mut odd),
            until: one(&self.until, |text| text.parse().ok(), &mut odd),
        };
        let sorted = one(&self.sort, column, &mut odd);
        let order = sorted.map_or(usual.order, |column| Order { column, descending: self.descending });
        let columns: BTreeSet<Column> = each(&self.columns, column, &mut odd);
        let columns = if columns.is_empty() { usual.columns } else { columns };
        (View { query, order, group: one(&self.group, group, &mut odd), columns }, odd)
    }

    /// Whether it is called so, whatever the case.
    pub fn is_called(&self, name: &str) -> bool {
        fold(self.name.trim()) == fold(name.trim())
    }

    /// What it asks for, in words; what the project does not have is said to be missing.
    pub fn in_words(&self, project: &Project) -> String {
        let (View { query, order, group, .. }, _) = self.view();
        let mut said = Vec::new();
        if !query.words.is_empty() {
            said.push(format!("“{}”", query.words));
        }
        for kind in Kind::ALL {
            let names: Vec<String> = query.of(kind).into_iter().map(|id| called(project, id)).collect();
            if !names.is_empty() {
                said.push(format!("{}: {}", kind.noun(), names.join(", ")));
            }
        }
        let mut list = |name: &str, of: Vec<String>| {
            if !of.is_empty() {
                said.push(format!("{name}: {}", of.join(", ")));
            }
        };
        let named = |text: &String| if text.is_empty() { "none".to_owned() } else { text.clone() };
        list("voice", query.voices.iter().map(|voice| voice.label().to_lowercase()).collect());
        list("basis", query.bases.iter().map(|basis| basis.label().to_lowercase()).collect());
        list("outlet", query.outlets.iter().map(named).collect());
        list("analyst", query.analysts.iter().map(named).collect());
        let degree = |degree: &Option<Confidence>| degree.map_or("not said", Confidence::label).to_lowercase();
        list("confidence", query.confidences.iter().map(degree).collect());
        for (name, asked) in [("note", query.note), ("condition", query.condition)] {
            said.extend(asked.map(|with| format!("{} a {name}", if with { "with" } else { "without" })));
        }
        said.extend(query.from.map(|day| format!("from {day}")));
        said.extend(query.until.map(|day| format!("until {day}")));
        if said.is_empty() {
            said.push("every claim".into());
        }
        said.extend(group.map(|by| format!("grouped by {}", by.label().to_lowercase())));
        said.push(format!("sorted by {}", order.column.label().to_lowercase()));
        said.join(" · ")
    }
}

/// The name of a row of the codebook, or what is to be said where the project has no such row.
pub fn called(project: &Project, id: EntryId) -> String {
    match project.entry(id) {
        Some(entry) => entry.label().to_owned(),
        None => format!("{} (not in this project)", id.slug()),
    }
}

fn entry(text: &str) -> Option<EntryId> {
    let (kind, slug) = text.split_once('/')?;
    let kind = Kind::ALL.into_iter().find(|other| other.noun() == kind)?;
    Some(EntryId::new(kind, Slug::new(slug).ok()?))
}

fn degree(slug: &str) -> Option<Option<Confidence>> {
    if slug.is_empty() {
        return Some(None);
    }
    Confidence::ALL.into_iter().map(|(degree, _)| degree).find(|degree| degree.slug() == slug).map(Some)
}

fn column(name: &str) -> Option<Column> {
    Column::ALL.into_iter().find(|(_, label)| label.to_lowercase() == name).map(|(column, _)| column)
}

fn group(name: &str) -> Option<GroupBy> {
    GroupBy::ALL.into_iter().find(|(_, label)| label.to_lowercase() == name).map(|(by, _)| by)
}

/// Reads every item; what cannot be read is put on the list.
fn each<T, Into: FromIterator<T>>(items: &[String], read: impl Fn(&str) -> Option<T>, odd: &mut Vec<String>) -> Into {
    let read = items.iter().filter_map(|item| {
        let read = read(item);
        if read.is_none() {
            odd.push(item.clone());
        }
        read
    });
    read.collect()
}

/// Reads what is there; nothing is nothing.
fn one<T>(item: &str, read: impl Fn(&str) -> Option<T>, odd: &mut Vec<String>) -> Option<T> {
    if item.is_empty() {
        return None;
    }
    let read = read(item);
    if read.is_none() {
        odd.push(item.to_owned());
    }
    read
}

impl Session {
    /// Keeps a view under its name; one of that name is overwritten.
    pub(super) fn save_filter(&mut self, filter: SavedFilter) {
        if filter.name.trim().is_empty() {
            return self.notices.quiet("A filter needs a name");
        }
        let name = filter.name.clone();
        self.change_prefs(|prefs| match prefs.filters.iter_mut().find(|other| other.is_called(&filter.name)) {
            Some(same) => *same = filter,
            None => prefs.filters.push(filter),
        });
        self.notices.quiet(format!("Filter “{name}” saved"));
    }

    /// Calls a saved view otherwise, unless another one is called so.
    pub(super) fn rename_filter(&mut self, old: &str, new: &str) {
        let new = new.trim();
        let taken = self.prefs.filters.iter().any(|other| other.is_called(new) && other.name != old);
        if new.is_empty() {
            return self.notices.quiet("A filter needs a name");
        }
        if taken {
            return self.notices.quiet(format!("There is already a filter called “{new}”"));
        }
        self.change_prefs(|prefs| {
            for filter in prefs.filters.iter_mut().filter(|filter| filter.name == old) {
                filter.name = new.into();
            }
        });
    }

    /// Forgets a saved view.
    pub(super) fn forget_filter(&mut self, name: &str) {
        self.change_prefs(|prefs| prefs.filters.retain(|filter| filter.name != name));
        self.notices.quiet(format!("Filter “{name}” deleted"));
    }

    /// Shows the table of claims as a saved view says.
    pub(super) fn show_filter(&mut self, name: &str) {
        let Some(filter) = self.prefs.filters.iter().find(|filter| filter.is_called(name)) else {
            return self.notices.quiet(format!("No filter is called “{name}”"));
        };
        let (view, odd) = filter.view();
        if !odd.is_empty() {
            let text = format!("Parts of the filter “{name}” are not understood and were left out");
            self.notices.failure(text, odd);
        }
        self.show_screen(Screen::Claims);
        self.effects.push(Effect::ViewClaims(Box::new(view)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Action, Command, Runner};

    fn session() -> Session {
        let mut session = Session::new(Runner::Inline, None);
        let _ = session.handle(Command::Do(Action::OpenSample));
        session
    }

    fn poland() -> EntryId {
        EntryId::new(Kind::Country, Slug::from_label("Poland"))
    }

    fn full() -> View {
        let day = |text: &str| text.parse().ok();
        View {
            query: Query {
                words: "troops near home".into(),
                entries: [poland(), EntryId::new(Kind::Tag, Slug::from_label("Hot"))].into(),
                voices: [Voice::OfficialUnnamed].into(),
                bases: [Basis::Quoted, Basis::Expected].into(),
                outlets: ["Øresund News".into(), String::new()].into(),
                analysts: ["Ada".into()].into(),
                confidences: [None, Some(Confidence::Low)].into(),
                note: Some(true),
                condition: Some(false),
                from: day("2025-02-01"),
                until: day("2025-03-01"),
            },
            order: Order { column: Column::Quotation, descending: true },
            group: Some(GroupBy::Month),
            columns: [Column::Country, Column::Quotation, Column::Tags].into(),
        }
    }

    #[test]
    fn a_view_comes_back_as_it_was_saved_through_the_file_of_settings() {
        for view in [View::default(), full()] {
            let saved = SavedFilter::new(" Poland ", &view);
            let text = ron::to_string(&saved).expect("it can be written");
            let read: SavedFilter = ron::from_str(&text).expect("it can be read");
            assert_eq!((read.view(), read.name.as_str()), ((view, Vec::new()), "Poland"), "{text}");
        }
    }

    #[test]
    fn what_is_written_by_hand_and_not_understood_is_said() {
        for (text, odd) in [
            (r#"(name: "x")"#, &[][..]),
            (
                r#"(entries: ["country/poland", "planet/mars", "poland", "country/Not A Slug"])"#,
                &["planet/mars", "poland", "country/Not A Slug"],
            ),
            (
                r#"(voices: ["shout"], bases: [""], from: "soon", group: "colour", sort: "size", columns: ["x"])"#,
                &["shout", "", "soon", "size", "x", "colour"],
            ),
            (r#"(more: 3)"#, &[]),
        ] {
            let read: SavedFilter = ron::from_str(text).expect("it can be read");
            assert_eq!(read.view().1, odd, "{text}");
        }
    }

    #[test]
    fn filters_are_saved_overwritten_renamed_shown_and_forgotten() {
        let mut session = session();
        let names = |session: &Session| {
            session.prefs().filters.iter().map(|filter| filter.name.clone()).collect::<Vec<_>>().join(", ")
        };
        let only = View { query: Query::only(poland()), ..View::default() };
        let save = |session: &mut Session, name: &str, view: &View| {
            let _ = session.handle(Command::SaveFilter(Box::new(SavedFilter::new(name, view))));
        };
        save(&mut session, "Warsaw", &full());
        save(&mut session, "Other", &full());
        save(&mut session, " ", &full());
        save(&mut session, "warsaw", &only);
        assert_eq!(names(&session), "warsaw, Other");
        let _ = session.handle(Command::RenameFilter("Other".into(), "WARSAW".into()));
        assert_eq!(names(&session), "warsaw, Other", "the name is taken");
        let _ = session.handle(Command::RenameFilter("warsaw".into(), "Warsaw".into()));
        assert_eq!(names(&session), "Warsaw, Other");
        let effects = session.handle(Command::ShowFilter("Warsaw".into()));
        assert_eq!(effects, [Effect::ViewClaims(Box::new(only))]);
        assert_eq!(session.desk().map(crate::session::Desk::screen), Some(Screen::Claims));
        let _ = session.handle(Command::ForgetFilter("Other".into()));
        assert_eq!(names(&session), "Warsaw");
        assert_eq!(session.handle(Command::ShowFilter("Other".into())), []);
    }

    #[test]
    fn a_filter_says_what_it_asks_for_and_what_is_not_in_this_project() {
        let session = session();
        let project = session.desk().expect("a project").project();
        let said = |view: &View| SavedFilter::new("x", view).in_words(project);
        assert_eq!(said(&View::default()), "every claim · sorted by date");
        let full = said(&full());
        assert!(
            full.starts_with("“troops near home” · country: Poland · tag: hot (not in this project) · voice:"),
            "{full}"
        );
        assert!(full.ends_with("grouped by month · sorted by quotation"), "{full}");
    }
}
