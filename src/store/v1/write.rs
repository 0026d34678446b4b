//! From a project to the rows of the file.

use std::convert::Infallible;
use std::sync::Arc;

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::{Serialize, Serializer};

use super::super::words::Words;
use super::{Actor, Article, Assessment, Bloc, Claim, Country, Earlier, Excerpt, Issue, Party, Stance, Tag, View};
use crate::model::{self, Judgement, Project, Rank, Table};
use crate::store::{names, threads, version};

pub(in crate::store) const HEADER: &str = "\
// Démarche project: articles, what is claimed in them, and the codebook.
// Plain text: read it, compare it, merge it. An excerpt's `at` counts UTF-8 bytes of its article's
// `text`: first byte, then one past the last. Lists of the codebook stand in the order shown.
#![enable(implicit_some)]
";

/// Levels of nesting with a line to each field; what lies deeper, a claim, has one line.
const LINES_TO_DEPTH: usize = 6;

/// Articles nest deeply and are many: narrow steps keep the file small and its lines in sight.
const INDENT: &str = "  ";

/// How `articles`, the last field of [`Head`], opens and closes.
const OPENING: &str = "(\n  articles: [\n";
const CLOSING: &str = "  ],\n)";
const END: &str = ")";

/// Articles that are turned into text at a time: some hundred kilobytes.
const PIECE: usize = 64;

/// The file that holds `project`; the same project always gives the same bytes.
pub(in crate::store) fn write(project: &Project) -> String {
    let mut out = String::with_capacity(8192 + room_for(project));
    let result = write_to(project, |piece| {
        out.push_str(piece);
        Ok::<_, Infallible>(())
    });
    match result {
        Ok(()) => out,
    }
}

/// As [`write`], but hands the file on piece by piece, as soon as each is made.
///
/// # Errors
/// When a piece could not be taken; then no more are made.
pub(in crate::store) fn write_to<E>(project: &Project, mut take: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let rows = project.articles_by_date();
    let (first, others) = rows.split_at(rows.len().min(PIECE));
    let mut out = String::from(HEADER);
    put(&head(project, Articles { project, rows: first }), &mut out);
    out.truncate(out.len() - if first.is_empty() { END } else { CLOSING }.len());
    take(&out)?;
    let pieces: Vec<_> = others.chunks(PIECE).collect();
    let make = |number: usize, out: &mut String| {
        put(&Part { articles: Articles { project, rows: pieces[number] } }, out);
    };
    let bare = |piece: &str| take(&piece[OPENING.len()..piece.len() - CLOSING.len()]);
    threads::in_order(pieces.len(), threads::share(others.len()), make, bare)?;
    out.clear();
    if !first.is_empty() {
        out.push_str(&CLOSING[..CLOSING.len() - END.len()]);
    }
    // The last field goes on where the bracket was that closes the first ones.
    let start = out.len();
    put(&Tail { assessments: project.assessments().values().map(|row| assessment(row)).collect() }, &mut out);
    out.replace_range(start..start + "(\n".len(), "");
    out.push('\n');
    take(&out)
}

fn put(value: &impl Serialize, out: &mut String) {
    let config = PrettyConfig::new()
        .struct_names(false)
        .escape_strings(false)
        .new_line("\n")
        .indentor(INDENT)
        .depth_limit(LINES_TO_DEPTH);
    ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .to_writer_pretty(out, value, config)
        .expect("rows of strings, numbers and lists can always be written to memory");
}

/// Bytes that the file will hardly exceed.
fn room_for(project: &Project) -> usize {
    let texts: usize = project.texts().values().map(|text| text.len()).sum();
    texts + texts / 64 + 512 * (project.articles().len() + project.excerpts().len() + project.claims().len())
}

/// Everything up to the articles.
#[derive(Serialize)]
struct Head<'a> {
    format: u32,
    id: Words<'a>,
    #[serde(skip_serializing_if = "Words::is_empty")]
    title: Words<'a>,
    #[serde(skip_serializing_if = "Words::is_empty")]
    notes: Words<'a>,
    scale: Vec<Stance<'a>>,
    countries: Vec<Country<'a>>,
    actors: Vec<Actor<'a>>,
    issues: Vec<Issue<'a>>,
    tags: Vec<Tag<'a>>,
    blocs: Vec<Bloc<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    views: Vec<View<'a>>,
    articles: Articles<'a>,
}

/// Further articles.
#[derive(Serialize)]
struct Part<'a> {
    articles: Articles<'a>,
}

/// Everything behind the articles.
#[derive(Serialize)]
struct Tail<'a> {
    assessments: Vec<Assessment<'a>>,
}

/// Articles that become rows of the file one by one.
struct Articles<'a> {
    project: &'a Project,
    rows: &'a [&'a Arc<model::Article>],
}

impl Serialize for Articles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|row| article(self.project, row)))
    }
}

fn head<'a>(project: &'a Project, articles: Articles<'a>) -> Head<'a> {
    let info = project.info();
    Head {
        format: version::needed(project),
        id: info.id.to_string().into(),
        title: words(&info.title),
        notes: words(&info.notes),
        scale: in_order(project.stances(), |row| row.rank, stance),
        countries: in_order(project.countries(), |row| row.rank, country),
        actors: in_order(project.actors(), |row| row.rank, actor),
        issues: in_order(project.issues(), |row| row.rank, issue),
        tags: in_order(project.tags(), |row| row.rank, tag),
        blocs: in_order(project.blocs(), |row| row.rank, bloc),
        views: in_order(project.views(), |row| row.rank, view),
        articles,
    }
}

/// The rows of a table of the codebook in the order shown.
fn in_order<'a, Id: Ord, Row, Out>(
    table: &'a Table<Id, Row>,
    rank: impl Fn(&Row) -> Rank,
    out: impl Fn(&'a Row) -> Out,
) -> Vec<Out> {
    let mut rows: Vec<&Row> = table.values().map(|row| &**row).collect();
    rows.sort_by_key(|row| rank(row));
    rows.into_iter().map(out).collect()
}

fn words(text: &str) -> Words<'_> {
    Words::from(text)
}

fn slug(slug: model::Slug) -> Words<'static> {
    Words::from(slug.as_str())
}

fn list(texts: &[String]) -> Vec<Words<'_>> {
    texts.iter().map(|text| words(text)).collect()
}

fn date(date: Option<jiff::civil::Date>) -> Words<'static> {
    date.map_or_else(Words::default, |date| date.to_string().into())
}

pub(in crate::store) fn stance(row: &model::Stance) -> Stance<'_> {
    Stance {
        id: slug(row.id.0),
        label: words(&row.label),
        short: words(&row.short),
        score: row.score,
        colour: names::name(&model::Colour::ALL, row.colour).into(),
        glyph: names::name(&model::Glyph::ALL, row.glyph).into(),
        key: row.key,
    }
}

pub(in crate::store) fn country(row: &model::Country) -> Country<'_> {
    Country {
        id: slug(row.id.0),
        name: words(&row.name),
        iso: words(&row.iso),
        aliases: list(&row.aliases),
        note: words(&row.note),
    }
}

pub(in crate::store) fn actor(row: &model::Actor) -> Actor<'_> {
    Actor {
        id: slug(row.id.0),
        name: words(&row.name),
        role: words(&row.role),
        country: row.country.map_or_else(Words::default, |id| slug(id.0)),
        voice: row.voice.slug().into(),
        aliases: list(&row.aliases),
    }
}

pub(in crate::store) fn issue(row: &model::Issue) -> Issue<'_> {
    Issue { id: slug(row.id.0), label: words(&row.label), short: words(&row.short), rules: words(&row.rules) }
}

pub(in crate::store) fn tag(row: &model::Tag) -> Tag<'_> {
    Tag { id: slug(row.id.0), label: words(&row.label) }
}

pub(in crate::store) fn bloc(row: &model::Bloc) -> Bloc<'_> {
    Bloc { id: slug(row.id.0), label: words(&row.label), members: row.members.iter().map(|id| slug(id.0)).collect() }
}

/// The name of a choice; nothing where it is the one that is meant without.
fn unless_first<T: Copy + PartialEq + Default>(list: &[(T, &'static str)], choice: T) -> Words<'static> {
    if choice == T::default() { Words::default() } else { names::name(list, choice).into() }
}

pub(in crate::store) fn view(row: &model::View) -> View<'_> {
    let model::Look { settings, rows, row_order, issue_order, hidden, transposed, zoom, since } = &row.look;
    let model::Settings { rule, filter, contest_days, independent } = settings;
    let usual = model::Settings::default().contest_days;
    View {
        id: slug(row.id.0),
        label: words(&row.label),
        rule: unless_first(names::RULES.as_slice(), *rule),
        as_of: date(filter.as_of),
        voices: filter.voices.iter().map(|voice| voice.slug().into()).collect(),
        bases: filter.bases.iter().map(|basis| basis.slug().into()).collect(),
        outlets: list(&filter.outlets),
        analysts: list(&filter.analysts),
        tags: filter.tags.iter().map(|id| slug(id.0)).collect(),
        contest_days: Some(*contest_days).filter(|days| *days != usual),
        independent: *independent,
        rows: unless_first(names::ROWS.as_slice(), *rows),
        row_order: unless_first(names::ORDERS.as_slice(), *row_order),
        issue_order: unless_first(names::ORDERS.as_slice(), *issue_order),
        hidden: hidden.iter().map(|id| format!("{}/{}", id.kind().noun(), id.slug()).into()).collect(),
        transposed: *transposed,
        zoom: unless_first(names::ZOOMS.as_slice(), *zoom),
        since: date(*since),
    }
}

fn article<'a>(project: &'a Project, row: &'a model::Article) -> Article<'a> {
    Article {
        text: project.text(row.id).map_or_else(Words::default, |text| words(text.as_str())),
        excerpts: project.excerpts_of(row.id).into_iter().map(|row| excerpt(project, row)).collect(),
        ..article_alone(row)
    }
}

/// The article without its text and what is coded in it.
pub(in crate::store) fn article_alone(row: &model::Article) -> Article<'_> {
    Article {
        id: row.id.to_string().into(),
        title: words(&row.title),
        outlet: words(&row.outlet),
        author: words(&row.author),
        published: date(row.published),
        url: words(&row.url),
        language: words(&row.language),
        progress: names::name(&names::PROGRESS, row.progress).into(),
        added: row.added.to_string().into(),
        notes: words(&row.notes),
        text: Words::default(),
        excerpts: Vec::new(),
    }
}

fn excerpt<'a>(project: &'a Project, row: &'a model::Excerpt) -> Excerpt<'a> {
    let claims = project.claims_of(row.id).into_iter().map(|row| claim(row)).collect();
    Excerpt { claims, ..excerpt_alone(row) }
}

/// The excerpt without its claims.
pub(in crate::store) fn excerpt_alone(row: &model::Excerpt) -> Excerpt<'_> {
    let anchor = &row.anchor;
    Excerpt {
        id: row.id.to_string().into(),
        at: (anchor.span.start.0, anchor.span.end.0),
        quotation: words(&anchor.quotation),
        before: words(&anchor.before),
        after: words(&anchor.after),
        claims: Vec::new(),
    }
}

pub(in crate::store) fn claim(row: &model::Claim) -> Claim<'_> {
    let changed = row.updated != row.created;
    Claim {
        id: row.id.to_string().into(),
        countries: row.countries.iter().map(|id| slug(id.0)).collect(),
        speaker: row.speaker.map_or_else(Words::default, |id| slug(id.0)),
        voice: row.voice.map_or_else(Words::default, |voice| voice.slug().into()),
        addressees: row.addressees.iter().map(|party| addressee(*party)).collect(),
        issue: slug(row.issue.0),
        stance: slug(row.stance.0),
        condition: words(&row.condition),
        basis: row.basis.slug().into(),
        via: words(&row.via),
        said_on: date(row.said_on),
        tags: row.tags.iter().map(|id| slug(id.0)).collect(),
        confidence: confidence(row.confidence),
        note: words(&row.note),
        analyst: words(&row.analyst),
        created: row.created.to_string().into(),
        updated: if changed { row.updated.to_string().into() } else { Words::default() },
    }
}

fn addressee(party: model::Party) -> Party<'static> {
    match party {
        model::Party::Country(id) => Party::Country(slug(id.0)),
        model::Party::Actor(id) => Party::Actor(slug(id.0)),
    }
}

fn confidence(degree: Option<model::Confidence>) -> Words<'static> {
    degree.map_or_else(Words::default, |degree| degree.slug().into())
}

pub(in crate::store) fn assessment(row: &model::Assessment) -> Assessment<'_> {
    let (stance, empty) = judgement(row.judgement);
    Assessment {
        country: slug(row.cell.country.0),
        issue: slug(row.cell.issue.0),
        stance,
        empty,
        sentence: words(&row.sentence),
        confidence: confidence(row.confidence),
        analyst: words(&row.analyst),
        made: row.made.to_string().into(),
        seen: row.seen.iter().map(|(id, at)| (id.to_string().into(), at.to_string().into())).collect(),
        earlier: row.earlier.iter().map(earlier).collect(),
    }
}

fn earlier(row: &model::Earlier) -> Earlier<'_> {
    let (stance, empty) = judgement(row.judgement);
    Earlier {
        stance,
        empty,
        sentence: words(&row.sentence),
        confidence: confidence(row.confidence),
        analyst: words(&row.analyst),
        made: row.made.to_string().into(),
    }
}

/// The stance, or else what is said instead.
fn judgement(judgement: Judgement) -> (Words<'static>, Words<'static>) {
    match judgement {
        Judgement::Position(id) => (slug(id.0), Words::default()),
        other => (Words::default(), names::name(&names::EMPTIES, other).into()),
    }
}
