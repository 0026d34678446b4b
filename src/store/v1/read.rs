//! From the rows of the file to a project.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;

use jiff::{Timestamp, civil::Date};

use super::super::words::Words;
use super::articles::{Rows, articles};
use super::{Actor, Article, Assessment, Bloc, Claim, Country, Earlier, Excerpt, Issue, Party, Stance, Tag, View};
use crate::model::{
    self, EntryId, Filter, Info, Judgement, Kind, Look, Project, RANK_STEP, Rank, Settings, Slug, Token,
};
use crate::store::error::Fault;
use crate::store::names;
use crate::store::syntax::{CORRECT, CUT, Cursor, MISSING, UNKNOWN};
use crate::text::{Anchor, Byte, Span};

const RENAME: &str = "Give one of the two another id in a text editor; if a merge put both in, keep one.";

/// The project that `source` holds.
pub(in crate::store) fn read(source: &str) -> Read<Project> {
    let mut cursor = Cursor::new(source, 0);
    cursor.attributes()?;
    cursor.expect('(')?;
    let info = Info { id: model::ProjectId(Token::MIN), title: String::new(), notes: String::new() };
    let mut file =
        File { reader: Reader::new(source), project: Project::bare(info.clone()), info, rows: Rows::default() };
    let mut seen: Vec<&str> = Vec::new();
    while !cursor.closes(')', seen.is_empty())? {
        let (name, at) = cursor.name()?;
        if !FIELDS.contains(&name) {
            let what = format!("unexpected field named `{name}` in `Project`, expected one of {}", FIELDS.join(", "));
            let cut = cursor.next_at()? == source.len();
            return Err(Fault::broken(Some(at), what, if cut { CUT } else { UNKNOWN }));
        }
        if seen.contains(&name) {
            let what = format!("unexpected duplicate field named `{name}` in `Project`");
            return Err(Fault::broken(Some(at), what, CORRECT));
        }
        seen.push(name);
        cursor.expect(':')?;
        file.field(name, &mut cursor)?;
    }
    if !seen.contains(&"id") {
        let what = "unexpected missing field named `id` in `Project`";
        return Err(Fault::broken(Some(cursor.next_at()?), what, MISSING));
    }
    cursor.end()?;
    let mut project = file.project;
    project.set_info(Arc::new(file.info));
    file.rows.fill(&mut project)?;
    Ok(project)
}

const FIELDS: [&str; 13] = [
    "format",
    "id",
    "title",
    "notes",
    "scale",
    "countries",
    "actors",
    "issues",
    "tags",
    "blocs",
    "views",
    "articles",
    "assessments",
];

pub(in crate::store) type Read<T> = Result<T, Fault>;

/// A file of which some fields have been read.
struct File<'s> {
    reader: Reader<'s>,
    info: Info,
    project: Project,
    rows: Rows,
}

impl File<'_> {
    fn field(&mut self, name: &str, cursor: &mut Cursor) -> Read<()> {
        let Self { reader, project, .. } = self;
        match name {
            "id" => self.info.id = model::ProjectId(reader.token(&cursor.value()?)?),
            "title" => self.info.title = owned(&cursor.value()?),
            "notes" => self.info.notes = owned(&cursor.value()?),
            "scale" => {
                for (row, rank) in cursor.value::<Vec<Stance>>()?.iter().zip(ranks()) {
                    let new = reader.stance(row, rank)?;
                    let old = project.set_stance(new.id, Some(Arc::new(new)));
                    reader.only(old.is_none(), "stance", &row.id)?;
                }
            }
            "countries" => {
                for (row, rank) in cursor.value::<Vec<Country>>()?.iter().zip(ranks()) {
                    let new = reader.country(row, rank)?;
                    let old = project.set_country(new.id, Some(Arc::new(new)));
                    reader.only(old.is_none(), "country", &row.id)?;
                }
            }
            "actors" => {
                for (row, rank) in cursor.value::<Vec<Actor>>()?.iter().zip(ranks()) {
                    let new = reader.actor(row, rank)?;
                    let old = project.set_actor(new.id, Some(Arc::new(new)));
                    reader.only(old.is_none(), "actor", &row.id)?;
                }
            }
            "issues" => {
                for (row, rank) in cursor.value::<Vec<Issue>>()?.iter().zip(ranks()) {
                    let new = reader.issue(row, rank)?;
                    let old = project.set_issue(new.id, Some(Arc::new(new)));
                    reader.only(old.is_none(), "issue", &row.id)?;
                }
            }
            "tags" => {
                for (row, rank) in cursor.value::<Vec<Tag>>()?.iter().zip(ranks()) {
                    let new = reader.tag(row, rank)?;
                    let old = project.set_tag(new.id, Some(Arc::new(new)));
                    reader.only(old.is_none(), "tag", &row.id)?;
                }
            }
            "blocs" => {
                for (row, rank) in cursor.value::<Vec<Bloc>>()?.iter().zip(ranks()) {
                    let new = reader.bloc(row, rank)?;
                    let old = project.set_bloc(new.id, Some(Arc::new(new)));
                    reader.only(old.is_none(), "bloc", &row.id)?;
                }
            }
            "views" => {
                for (row, rank) in cursor.value::<Vec<View>>()?.iter().zip(ranks()) {
                    let new = reader.view(row, rank)?;
                    let old = project.set_view(new.id, Some(Arc::new(new)));
                    reader.only(old.is_none(), "view", &row.id)?;
                }
            }
            "assessments" => {
                for row in cursor.value::<Vec<Assessment>>()? {
                    let new = reader.assessment(&row)?;
                    let cell = new.cell;
                    if project.set_assessment(cell, Some(Arc::new(new))).is_some() {
                        let what = format!("{} on {} is assessed twice", cell.country, cell.issue);
                        return Err(reader.fault(&row.country, what, "Keep one of the two assessments."));
                    }
                }
            }
            "articles" => self.rows = articles(cursor)?,
            // The format is known already.
            _ => drop(cursor.value::<u32>()?),
        }
        Ok(())
    }
}

/// Turns rows of the file into rows of the model.
pub(in crate::store) struct Reader<'s> {
    source: &'s str,
    /// Slugs seen before; the interner checks every character and takes a lock.
    slugs: HashMap<String, Slug>,
}

impl<'s> Reader<'s> {
    /// For rows that stand in `source`.
    pub fn new(source: &'s str) -> Self {
        Self { source, slugs: HashMap::new() }
    }

    pub fn stance(&mut self, row: &Stance, rank: Rank) -> Read<model::Stance> {
        Ok(model::Stance {
            id: model::StanceId(self.slug(&row.id)?),
            label: owned(&row.label),
            short: owned(&row.short),
            score: row.score,
            colour: self.choice("colour", &model::Colour::ALL, &row.colour)?,
            glyph: self.choice("glyph", &model::Glyph::ALL, &row.glyph)?,
            key: row.key,
            rank,
        })
    }

    pub fn country(&mut self, row: &Country, rank: Rank) -> Read<model::Country> {
        Ok(model::Country {
            id: model::CountryId(self.slug(&row.id)?),
            name: owned(&row.name),
            iso: owned(&row.iso),
            aliases: row.aliases.iter().map(owned).collect(),
            note: owned(&row.note),
            rank,
        })
    }

    pub fn actor(&mut self, row: &Actor, rank: Rank) -> Read<model::Actor> {
        Ok(model::Actor {
            id: model::ActorId(self.slug(&row.id)?),
            name: owned(&row.name),
            role: owned(&row.role),
            country: self.if_any(&row.country, Self::slug)?.map(model::CountryId),
            voice: self.choice("voice", names::VOICES.as_slice(), &row.voice)?,
            aliases: row.aliases.iter().map(owned).collect(),
            rank,
        })
    }

    pub fn issue(&mut self, row: &Issue, rank: Rank) -> Read<model::Issue> {
        Ok(model::Issue {
            id: model::IssueId(self.slug(&row.id)?),
            label: owned(&row.label),
            short: owned(&row.short),
            rules: owned(&row.rules),
            rank,
        })
    }

    pub fn tag(&mut self, row: &Tag, rank: Rank) -> Read<model::Tag> {
        Ok(model::Tag { id: model::TagId(self.slug(&row.id)?), label: owned(&row.label), rank })
    }

    pub fn bloc(&mut self, row: &Bloc, rank: Rank) -> Read<model::Bloc> {
        Ok(model::Bloc {
            id: model::BlocId(self.slug(&row.id)?),
            label: owned(&row.label),
            members: self.all(&row.members, model::CountryId)?,
            rank,
        })
    }

    pub fn article(&mut self, row: &Article) -> Read<model::Article> {
        Ok(model::Article {
            id: model::ArticleId(self.token(&row.id)?),
            title: owned(&row.title),
            outlet: owned(&row.outlet),
            author: owned(&row.author),
            published: self.if_any(&row.published, Self::date)?,
            url: owned(&row.url),
            language: owned(&row.language),
            notes: owned(&row.notes),
            progress: self.choice("progress", &names::PROGRESS, &row.progress)?,
            added: self.time(&row.added)?,
        })
    }

    pub fn excerpt(&mut self, row: &Excerpt, article: model::ArticleId) -> Read<model::Excerpt> {
        let (start, end) = row.at;
        if start > end {
            let what = format!("the excerpt begins at byte {start} but ends at byte {end}");
            return Err(self.fault(&row.id, what, CORRECT));
        }
        let anchor = Anchor {
            span: Span { start: Byte(start), end: Byte(end) },
            quotation: row.quotation.as_str().into(),
            before: row.before.as_str().into(),
            after: row.after.as_str().into(),
        };
        Ok(model::Excerpt { id: model::ExcerptId(self.token(&row.id)?), article, anchor })
    }

    pub fn claim(&mut self, row: &Claim, excerpt: model::ExcerptId) -> Read<model::Claim> {
        let created = self.time(&row.created)?;
        Ok(model::Claim {
            id: model::ClaimId(self.token(&row.id)?),
            excerpt,
            countries: self.all(&row.countries, model::CountryId)?,
            speaker: self.if_any(&row.speaker, Self::slug)?.map(model::ActorId),
            voice: self.if_any(&row.voice, |reader, words| reader.choice("voice", names::VOICES.as_slice(), words))?,
            addressees: row.addressees.iter().map(|party| self.party(party)).collect::<Read<_>>()?,
            issue: model::IssueId(self.slug(&row.issue)?),
            stance: model::StanceId(self.slug(&row.stance)?),
            condition: owned(&row.condition),
            basis: self.choice("basis", names::BASES.as_slice(), &row.basis)?,
            via: owned(&row.via),
            said_on: self.if_any(&row.said_on, Self::date)?,
            tags: self.all(&row.tags, model::TagId)?,
            confidence: self.confidence(&row.confidence)?,
            note: owned(&row.note),
            analyst: owned(&row.analyst),
            created,
            updated: self.if_any(&row.updated, Self::time)?.unwrap_or(created),
        })
    }

    fn party(&mut self, party: &Party) -> Read<model::Party> {
        Ok(match party {
            Party::Country(words) => model::Party::Country(model::CountryId(self.slug(words)?)),
            Party::Actor(words) => model::Party::Actor(model::ActorId(self.slug(words)?)),
        })
    }

    pub fn assessment(&mut self, row: &Assessment) -> Read<model::Assessment> {
        let country = model::CountryId(self.slug(&row.country)?);
        let cell = model::Cell { country, issue: model::IssueId(self.slug(&row.issue)?) };
        let judgement = self.judgement(&row.stance, &row.empty, &row.country, country)?;
        let seen = row.seen.iter().map(|(id, at)| Ok((model::ClaimId(self.token(id)?), self.time(at)?)));
        let seen = seen.collect::<Read<_>>()?;
        Ok(model::Assessment {
            cell,
            judgement,
            sentence: owned(&row.sentence),
            confidence: self.confidence(&row.confidence)?,
            analyst: owned(&row.analyst),
            made: self.time(&row.made)?,
            seen,
            earlier: row.earlier.iter().map(|earlier| self.earlier(earlier, country)).collect::<Read<_>>()?,
        })
    }

    fn earlier(&mut self, row: &Earlier, country: model::CountryId) -> Read<model::Earlier> {
        Ok(model::Earlier {
            judgement: self.judgement(&row.stance, &row.empty, &row.made, country)?,
            sentence: owned(&row.sentence),
            confidence: self.confidence(&row.confidence)?,
            analyst: owned(&row.analyst),
            made: self.time(&row.made)?,
        })
    }

    /// What was judged about a cell of `country`; what is wrong with it is told at `place`.
    fn judgement(
        &mut self,
        stance: &Words,
        empty: &Words,
        place: &Words,
        country: model::CountryId,
    ) -> Read<Judgement> {
        match (stance.is_empty(), empty.is_empty()) {
            (false, true) => Ok(Judgement::Position(model::StanceId(self.slug(stance)?))),
            (true, false) => self.choice("kind of empty", &names::EMPTIES, empty),
            _ => {
                let what = format!("the assessment of {country} needs either a stance or a kind of empty");
                Err(self.fault(place, what, CORRECT))
            }
        }
    }

    pub fn view(&mut self, row: &View, rank: Rank) -> Read<model::View> {
        let first = Look::default();
        let filter = Filter {
            as_of: self.if_any(&row.as_of, Self::date)?,
            voices: self.choices("voice", names::VOICES.as_slice(), &row.voices)?,
            bases: self.choices("basis", names::BASES.as_slice(), &row.bases)?,
            outlets: row.outlets.iter().map(owned).collect(),
            analysts: row.analysts.iter().map(owned).collect(),
            tags: self.all(&row.tags, model::TagId)?,
        };
        let settings = Settings {
            rule: self.choice_or("rule", names::RULES.as_slice(), &row.rule)?,
            filter,
            contest_days: row.contest_days.unwrap_or(first.settings.contest_days),
            independent: row.independent,
        };
        let look = Look {
            settings,
            rows: self.choice_or("kind of rows", names::ROWS.as_slice(), &row.rows)?,
            row_order: self.choice_or("order", names::ORDERS.as_slice(), &row.row_order)?,
            issue_order: self.choice_or("order", names::ORDERS.as_slice(), &row.issue_order)?,
            hidden: row.hidden.iter().map(|words| self.entry(words)).collect::<Read<_>>()?,
            transposed: row.transposed,
            zoom: self.choice_or("zoom", names::ZOOMS.as_slice(), &row.zoom)?,
            since: self.if_any(&row.since, Self::date)?,
        };
        Ok(model::View { id: model::ViewId(self.slug(&row.id)?), label: owned(&row.label), look, rank })
    }

    /// A row of the codebook by its kind and id: "country/poland".
    fn entry(&self, words: &Words) -> Read<EntryId> {
        let parts = words.as_str().split_once('/');
        let found = parts.and_then(|(noun, slug)| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.noun() == noun)?;
            Some(EntryId::new(kind, Slug::new(slug).ok()?))
        });
        found.ok_or_else(|| {
            let what = format!("“{}” does not name a row of the codebook, such as country/poland", words.as_str());
            self.fault(words, what, CORRECT)
        })
    }

    fn choices<T: Copy>(&self, noun: &str, list: &[(T, &str)], words: &[Words]) -> Read<Vec<T>> {
        words.iter().map(|words| self.choice(noun, list, words)).collect()
    }

    /// A choice that is the first one where none is given.
    fn choice_or<T: Copy + Default>(&self, noun: &str, list: &[(T, &str)], words: &Words) -> Read<T> {
        if words.is_empty() { Ok(T::default()) } else { self.choice(noun, list, words) }
    }

    fn confidence(&mut self, words: &Words) -> Read<Option<model::Confidence>> {
        self.if_any(words, |reader, words| reader.choice("confidence", names::DEGREES.as_slice(), words))
    }

    /// What `words` say, or nothing where they are empty.
    fn if_any<T>(&mut self, words: &Words, read: impl FnOnce(&mut Self, &Words) -> Read<T>) -> Read<Option<T>> {
        if words.is_empty() { Ok(None) } else { read(self, words).map(Some) }
    }

    /// The ids of a list.
    fn all<Id>(&mut self, list: &[Words], id: impl Fn(Slug) -> Id) -> Read<Vec<Id>> {
        list.iter().map(|words| self.slug(words).map(&id)).collect()
    }

    pub fn slug(&mut self, words: &Words) -> Read<Slug> {
        if let Some(slug) = self.slugs.get(words.as_str()) {
            return Ok(*slug);
        }
        let slug = Slug::new(words.as_str()).map_err(|error| self.fault(words, error.to_string(), CORRECT))?;
        self.slugs.insert(words.as_str().into(), slug);
        Ok(slug)
    }

    pub fn token(&self, words: &Words) -> Read<Token> {
        Token::from_str(words.as_str()).map_err(|error| self.fault(words, error.to_string(), CORRECT))
    }

    fn date(&mut self, words: &Words) -> Read<Date> {
        let text = words.as_str();
        let wrong = || self.fault(words, format!("“{text}” is not a date such as 2025-02-18"), CORRECT);
        // A date with a time behind it would lose the time.
        if text.contains(['T', 't', ' ', '[']) {
            return Err(wrong());
        }
        text.parse().map_err(|_| wrong())
    }

    fn time(&mut self, words: &Words) -> Read<Timestamp> {
        let text = words.as_str();
        text.parse().map_err(|_| {
            self.fault(words, format!("“{text}” is not a point in time such as 2025-02-18T09:30:00Z"), CORRECT)
        })
    }

    fn choice<T: Copy>(&self, noun: &str, list: &[(T, &str)], words: &Words) -> Read<T> {
        let known = list.iter().find(|(_, name)| *name == words.as_str());
        known.map(|(choice, _)| *choice).ok_or_else(|| {
            let all: Vec<&str> = list.iter().map(|(_, name)| *name).collect();
            let what = format!("“{}” is not a {noun}; there are {}", words.as_str(), all.join(", "));
            self.fault(words, what, CORRECT)
        })
    }

    /// Refuses an id that stood there before.
    fn only(&self, first: bool, noun: &str, id: &Words) -> Read<()> {
        if first { Ok(()) } else { Err(twice(noun, id.as_str(), self.offset(id))) }
    }

    /// Where words stand in the source.
    pub fn offset(&self, words: &Words) -> Option<usize> {
        words.offset_in(self.source)
    }

    fn fault(&self, words: &Words, what: String, advice: &'static str) -> Fault {
        Fault::broken(self.offset(words), what, advice)
    }
}

/// An id that stands a second time at byte `at`.
pub(super) fn twice(noun: &str, id: impl std::fmt::Display, at: Option<usize>) -> Fault {
    Fault::broken(at, format!("there is already a {noun} with the id “{id}”"), RENAME)
}

fn owned(words: &Words) -> String {
    words.as_str().to_owned()
}

/// The places of the rows of a list.
fn ranks() -> impl Iterator<Item = Rank> {
    (0..).map(|position| position * RANK_STEP)
}
