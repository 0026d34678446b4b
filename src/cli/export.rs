//! `demarche export`

use std::path::Path;

use jiff::Timestamp;

use super::args::Export;
use super::{Failure, Outcome, Streams, counted, open, shown, tell_journal};
use crate::export::{self, ExportError, Format, Kind, Options};
use crate::model::{EntryId, Filter, IssueId, Look, Project, TagId};
use crate::store::atomic;
use crate::text::fold::fold;

pub fn run(args: &Export, streams: &mut Streams<'_>) -> Result<Outcome, Failure> {
    let kind = Kind::from(args.what);
    let format = format(args, kind)?;
    let loaded = open(&args.project)?;
    if is_same_file(&args.project, &args.to) {
        return Err(format!("{}: this is the project itself; give another file to write", shown(&args.to)));
    }
    tell_journal(&args.project, &loaded, streams);
    let name = shown(&args.project);
    for problem in &loaded.problems {
        streams.say(&format!("{name}: {problem}"));
    }
    let project = &loaded.project;
    let options = Options {
        values: args.values.into(),
        spreadsheet_safe: args.spreadsheet_safe,
        look: look(args, project, streams)?,
        issue: args.issue.as_deref().map(|name| issue(project, name)).transpose()?,
    };
    let written = export::write(kind, format, project, &options, Timestamp::now(), &|| true)
        .map_err(|error| format!("{name}: {error}"))?;
    if args.to.as_os_str() == "-" {
        streams.put_bytes(&written.bytes)?;
    } else {
        atomic::write_or_stream(&args.to, &written.bytes).map_err(|error| error.to_string())?;
        let what = written.rows.map_or_else(|| kind.label().to_lowercase(), |rows| counted(rows, "row"));
        streams.say(&format!("{}: {what} written", shown(&args.to)));
    }
    for loss in &written.losses {
        streams.say(&format!("{}: note: {loss}", shown(&args.to)));
    }
    Ok(if loaded.problems.is_empty() { Outcome::Done } else { Outcome::Partly })
}

/// The format that was asked for, else the one of the file's ending, else the usual one.
fn format(args: &Export, kind: Kind) -> Result<Format, Failure> {
    let ending = || Format::of_path(&args.to).filter(|_| args.to.as_os_str() != "-");
    let format = args.format.map(Format::from).or_else(ending).unwrap_or(kind.formats()[0]);
    match kind.goes_with(format) {
        true => Ok(format),
        false => Err(format!("{}: {}", shown(&args.to), ExportError::Mismatch(kind, format))),
    }
}

/// Whether both lead to one file, by whatever name.
fn is_same_file(a: &Path, b: &Path) -> bool {
    a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

/// The look of the view, with whatever else was given over it.
fn look(args: &Export, project: &Project, streams: &mut Streams<'_>) -> Result<Look, Failure> {
    let mut look = match &args.view {
        None => Look::default(),
        Some(name) => match project.view_called(name) {
            Some(view) => view.look.clone().known(project),
            None => {
                let views = project.views_in_order();
                return Err(missing("--view", name, "view", views.iter().map(|view| &*view.label)));
            }
        },
    };
    let settings = &mut look.settings;
    over(&mut settings.rule, args.rule.map(Into::into));
    over(&mut settings.contest_days, args.contest_days);
    over(&mut settings.independent, args.independent);
    filter(&mut settings.filter, args, project, streams)?;
    over(&mut look.rows, args.rows);
    over(&mut look.row_order, args.order);
    over(&mut look.issue_order, args.issue_order);
    over(&mut look.transposed, args.transpose);
    over(&mut look.zoom, args.zoom);
    over(&mut look.since, args.since.map(|day| day.0));
    for name in &args.hide {
        let id = to_hide(project, &look, name)?;
        look.hidden.insert(id);
    }
    Ok(look)
}

fn over<T>(value: &mut T, given: Option<T>) {
    if let Some(given) = given {
        *value = given;
    }
}

fn filter(filter: &mut Filter, args: &Export, project: &Project, streams: &mut Streams<'_>) -> Result<(), Failure> {
    over(&mut filter.as_of, args.as_of.map(|day| day.0));
    let some = |items: &[_]| !items.is_empty();
    if some(&args.outlet) {
        let outlets = project.articles().values().map(|article| &*article.outlet);
        tell_unknown("outlet", &args.outlet, outlets, streams);
        filter.outlets.clone_from(&args.outlet);
    }
    if some(&args.analyst) {
        let analysts = project.claims().values().map(|claim| &*claim.analyst);
        tell_unknown("analyst", &args.analyst, analysts, streams);
        filter.analysts.clone_from(&args.analyst);
    }
    if some(&args.tag) {
        filter.tags = args.tag.iter().map(|name| tag(project, name)).collect::<Result<_, _>>()?;
    }
    if !args.voices.is_empty() {
        filter.voices.clone_from(&args.voices);
    }
    if !args.bases.is_empty() {
        filter.bases.clone_from(&args.bases);
    }
    Ok(())
}

/// Names that nothing in the project has: they let nothing through, which is seldom meant.
fn tell_unknown<'p>(noun: &str, asked: &[String], known: impl Iterator<Item = &'p str>, streams: &mut Streams<'_>) {
    let known: std::collections::BTreeSet<&str> = known.collect();
    for name in asked.iter().filter(|name| !known.contains(&***name)) {
        let there = listed(known.iter().copied().filter(|name| !name.is_empty()));
        streams.say(&format!("note: nothing in the project is of the {noun} “{name}”; there are: {there}"));
    }
}

fn tag(project: &Project, name: &str) -> Result<TagId, Failure> {
    let tags = || project.tags().values();
    let found = by_name(name, tags().map(|row| (EntryId::Tag(row.id), &*row.label)));
    match found {
        Some(EntryId::Tag(id)) => Ok(id),
        _ => Err(missing("--tag", name, "tag", tags().map(|row| row.id.0.as_str()))),
    }
}

fn issue(project: &Project, name: &str) -> Result<IssueId, Failure> {
    let issues = || project.issues_in_order().into_iter();
    let labels = issues().flat_map(|row| [&*row.label, &*row.short].map(|label| (EntryId::Issue(row.id), label)));
    match by_name(name, labels) {
        Some(EntryId::Issue(id)) => Ok(id),
        _ => Err(missing("--issue", name, "issue", issues().map(|row| row.id.0.as_str()))),
    }
}

/// A row or an issue of what is shown.
fn to_hide(project: &Project, look: &Look, name: &str) -> Result<EntryId, Failure> {
    let whos: Vec<(EntryId, &str)> = match look.rows {
        crate::model::RowsOf::Countries => {
            project.countries_in_order().into_iter().map(|row| (EntryId::Country(row.id), &*row.name)).collect()
        }
        crate::model::RowsOf::Blocs => {
            project.blocs_in_order().into_iter().map(|row| (EntryId::Bloc(row.id), &*row.label)).collect()
        }
        crate::model::RowsOf::Actors => {
            project.actors_in_order().into_iter().map(|row| (EntryId::Actor(row.id), &*row.name)).collect()
        }
    };
    let issues = project.issues_in_order().into_iter().map(|row| (EntryId::Issue(row.id), &*row.label));
    let all: Vec<(EntryId, &str)> = whos.into_iter().chain(issues).collect();
    by_name(name, all.iter().copied()).ok_or_else(|| {
        let noun = format!("{} or issue", look.rows.nouns().0);
        let slugs: Vec<String> = all.iter().map(|(id, _)| id.slug().to_string()).collect();
        missing("--hide", name, &noun, slugs.iter().map(String::as_str))
    })
}

/// The row of that id (`poland`, `country/poland`), else of that name, case and accents ignored.
fn by_name<'p>(name: &str, rows: impl Iterator<Item = (EntryId, &'p str)>) -> Option<EntryId> {
    let rows: Vec<(EntryId, &str)> = rows.collect();
    let (slug, wanted) = (name.rsplit('/').next().unwrap_or(name), fold(name.trim()));
    let by_id = rows.iter().find(|(id, _)| id.slug().as_str() == slug);
    let by_label = || rows.iter().find(|(_, label)| !label.is_empty() && fold(label.trim()) == wanted);
    by_id.or_else(by_label).map(|(id, _)| *id)
}

fn missing<'p>(flag: &str, name: &str, noun: &str, there: impl Iterator<Item = &'p str>) -> Failure {
    let there = listed(there);
    let there = if there.is_empty() { "it has none".to_owned() } else { format!("there are: {there}") };
    format!("{flag}: the project has no {noun} “{name}”; {there}")
}

/// Names after each other, not all of very many.
fn listed<'p>(names: impl Iterator<Item = &'p str>) -> String {
    const MOST: usize = 40;
    let names: Vec<&str> = names.collect();
    let more = names.len().saturating_sub(MOST);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", names[..names.len() - more].join(", "))
}
