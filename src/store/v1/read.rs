//! From the rows of the file to a project.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::Arc;

use jiff::{Timestamp, civil::Date};

use super::super::words::Words;
use super::{Actor, Article, Assessment, Bloc, Claim, Country, Excerpt, File, Issue, Party, Stance, Tag};
use crate::model::{self, Info, Judgement, Project, RANK_STEP, Rank, Slug, Token};
use crate::store::error::Fault;
use crate::store::{names, syntax};
use crate::text::{Anchor, ArticleText, Byte, Span};

const CORRECT: &str = "Correct it there in a text editor, or restore a backup.";
const RENAME: &str = "Give one of the two another id in a text editor; if a merge put both in, keep one.";

/// The project that `source` holds.
pub(in crate::store) fn read(source: &str) -> Result<Project, Fault> {
    let file: File = syntax::parse(source)?;
    Reader { source, slugs: HashMap::new() }.project(&file)
}

/// Turns rows of the file into rows of the model.
struct Reader<'s> {
    source: &'s str,
    /// Slugs seen before; the interner checks every character and takes a lock.
    slugs: HashMap<String, Slug>,
}

type Read<T> = Result<T, Fault>;

impl Reader<'_> {
    fn project(&mut self, file: &File) -> Read<Project> {
        let info = Info {
            id: model::ProjectId(self.token(&file.id)?),
            title: file.title.as_str().into(),
            notes: file.notes.as_str().into(),
        };
        let mut project = Project::bare(info);
        self.codebook(file, &mut project)?;
        self.articles(file, &mut project)?;
        for row in &file.assessments {
            let made = self.assessment(row)?;
            let cell = made.cell;
            if project.set_assessment(cell, Some(Arc::new(made))).is_some() {
                let what = format!("{} on {} is assessed twice", cell.country, cell.issue);
                return Err(self.fault(&row.country, what, "Keep one of the two assessments."));
            }
        }
        Ok(project)
    }

    fn codebook(&mut self, file: &File, project: &mut Project) -> Read<()> {
        for (row, rank) in file.scale.iter().zip(ranks()) {
            let new = self.stance(row, rank)?;
            let old = project.set_stance(new.id, Some(Arc::new(new)));
            self.only(old.is_none(), "stance", &row.id)?;
        }
        for (row, rank) in file.countries.iter().zip(ranks()) {
            let new = self.country(row, rank)?;
            let old = project.set_country(new.id, Some(Arc::new(new)));
            self.only(old.is_none(), "country", &row.id)?;
        }
        for (row, rank) in file.actors.iter().zip(ranks()) {
            let new = self.actor(row, rank)?;
            let old = project.set_actor(new.id, Some(Arc::new(new)));
            self.only(old.is_none(), "actor", &row.id)?;
        }
        for (row, rank) in file.issues.iter().zip(ranks()) {
            let new = self.issue(row, rank)?;
            let old = project.set_issue(new.id, Some(Arc::new(new)));
            self.only(old.is_none(), "issue", &row.id)?;
        }
        for (row, rank) in file.tags.iter().zip(ranks()) {
            let new = self.tag(row, rank)?;
            let old = project.set_tag(new.id, Some(Arc::new(new)));
            self.only(old.is_none(), "tag", &row.id)?;
        }
        for (row, rank) in file.blocs.iter().zip(ranks()) {
            let new = self.bloc(row, rank)?;
            let old = project.set_bloc(new.id, Some(Arc::new(new)));
            self.only(old.is_none(), "bloc", &row.id)?;
        }
        Ok(())
    }

    fn articles(&mut self, file: &File, project: &mut Project) -> Read<()> {
        let (mut excerpts, mut claims) = (Vec::new(), Vec::new());
        let (mut excerpt_ids, mut claim_ids) = (HashSet::new(), HashSet::new());
        for row in &file.articles {
            let article = self.article(row)?;
            let id = article.id;
            let old = project.set_article(id, Some(Arc::new(article)));
            self.only(old.is_none(), "article", &row.id)?;
            project.set_text(id, Some(Arc::new(ArticleText::new(row.text.as_str()))));
            for row in &row.excerpts {
                let excerpt = self.excerpt(row, id)?;
                let id = excerpt.id;
                self.only(excerpt_ids.insert(id), "excerpt", &row.id)?;
                excerpts.push(Arc::new(excerpt));
                for row in &row.claims {
                    let claim = self.claim(row, id)?;
                    self.only(claim_ids.insert(claim.id), "claim", &row.id)?;
                    claims.push(Arc::new(claim));
                }
            }
        }
        project.fill(excerpts, claims);
        Ok(())
    }

    fn stance(&mut self, row: &Stance, rank: Rank) -> Read<model::Stance> {
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

    fn country(&mut self, row: &Country, rank: Rank) -> Read<model::Country> {
        Ok(model::Country {
            id: model::CountryId(self.slug(&row.id)?),
            name: owned(&row.name),
            iso: owned(&row.iso),
            aliases: row.aliases.iter().map(owned).collect(),
            note: owned(&row.note),
            rank,
        })
    }

    fn actor(&mut self, row: &Actor, rank: Rank) -> Read<model::Actor> {
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

    fn issue(&mut self, row: &Issue, rank: Rank) -> Read<model::Issue> {
        Ok(model::Issue {
            id: model::IssueId(self.slug(&row.id)?),
            label: owned(&row.label),
            short: owned(&row.short),
            rules: owned(&row.rules),
            rank,
        })
    }

    fn tag(&mut self, row: &Tag, rank: Rank) -> Read<model::Tag> {
        Ok(model::Tag { id: model::TagId(self.slug(&row.id)?), label: owned(&row.label), rank })
    }

    fn bloc(&mut self, row: &Bloc, rank: Rank) -> Read<model::Bloc> {
        Ok(model::Bloc {
            id: model::BlocId(self.slug(&row.id)?),
            label: owned(&row.label),
            members: self.all(&row.members, model::CountryId)?,
            rank,
        })
    }

    fn article(&mut self, row: &Article) -> Read<model::Article> {
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

    fn excerpt(&mut self, row: &Excerpt, article: model::ArticleId) -> Read<model::Excerpt> {
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

    fn claim(&mut self, row: &Claim, excerpt: model::ExcerptId) -> Read<model::Claim> {
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

    fn assessment(&mut self, row: &Assessment) -> Read<model::Assessment> {
        let country = model::CountryId(self.slug(&row.country)?);
        let cell = model::Cell { country, issue: model::IssueId(self.slug(&row.issue)?) };
        let empties = [(Judgement::NothingFound, names::NOTHING_FOUND), (Judgement::Declined, names::DECLINED)];
        let judgement = match (row.stance.is_empty(), row.empty.is_empty()) {
            (false, true) => Judgement::Position(model::StanceId(self.slug(&row.stance)?)),
            (true, false) => self.choice("kind of empty", &empties, &row.empty)?,
            _ => {
                let what = format!("the assessment of {country} needs either a stance or a kind of empty");
                return Err(self.fault(&row.country, what, CORRECT));
            }
        };
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
        })
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

    fn slug(&mut self, words: &Words) -> Read<Slug> {
        if let Some(slug) = self.slugs.get(words.as_str()) {
            return Ok(*slug);
        }
        let slug = Slug::new(words.as_str()).map_err(|error| self.fault(words, error.to_string(), CORRECT))?;
        self.slugs.insert(words.as_str().into(), slug);
        Ok(slug)
    }

    fn token(&self, words: &Words) -> Read<Token> {
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
        if first {
            return Ok(());
        }
        Err(self.fault(id, format!("there is already a {noun} with the id “{}”", id.as_str()), RENAME))
    }

    fn fault(&self, words: &Words, what: String, advice: &'static str) -> Fault {
        Fault::broken(words.offset_in(self.source), what, advice)
    }
}

fn owned(words: &Words) -> String {
    words.as_str().to_owned()
}

/// The places of the rows of a list.
fn ranks() -> impl Iterator<Item = Rank> {
    (0..).map(|position| position * RANK_STEP)
}
