//! Footnotes: every quotation that is referred to has one number, given when it is first needed.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::export::statement::day;
use crate::model::{ActorId, Article, Basis, Claim, ClaimId, Excerpt, ExcerptId, Project};

/// A quotation with where it is from.
pub struct Note<'p> {
    /// Its number, 1 first.
    pub number: usize,
    /// Its words.
    pub excerpt: &'p Excerpt,
    /// Whether the words still stand where they were taken from.
    pub holds: bool,
    /// The article they are from.
    pub article: Option<&'p Article>,
    /// Who says it, with their role and country; or the country it is said of.
    pub speaker: String,
    /// How we know: "quoted", "reported, according to the BBC".
    pub basis: String,
    /// When it was said, where that is known and another day than that of the article.
    pub said_on: Option<Date>,
}

impl Note<'_> {
    /// Author, outlet and date of the article, as far as they are known.
    pub fn source(&self) -> Vec<String> {
        let Some(article) = self.article else { return Vec::new() };
        let known = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        [known(&article.outlet), article.published.map(day)].into_iter().flatten().collect()
    }

    /// The address of the article, if it is one that a browser may be sent to.
    pub fn link(&self) -> Option<&str> {
        let url = self.article.map(|article| article.url.trim())?;
        let is_web = ["https://", "http://"]
            .iter()
            .any(|start| url.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)));
        is_web.then_some(url)
    }
}

/// What makes two references one footnote: the same words said by the same voice on the same day, known in one way.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    excerpt: ExcerptId,
    speaker: Option<ActorId>,
    basis: Basis,
    via: String,
    said_on: Option<Date>,
}

/// The footnotes of a briefing, in the order of their numbers.
pub struct Notes<'p> {
    project: &'p Project,
    numbers: HashMap<Key, usize>,
    /// The footnotes.
    pub all: Vec<Note<'p>>,
}

impl<'p> Notes<'p> {
    /// None yet.
    pub fn new(project: &'p Project) -> Self {
        Self { project, numbers: HashMap::new(), all: Vec::new() }
    }

    /// The number of the footnote for a claim; `None` where there is no such claim.
    pub fn number(&mut self, claim: ClaimId) -> Option<usize> {
        let claim = self.project.claim(claim)?;
        let excerpt = self.project.excerpt(claim.excerpt)?;
        let key = Key {
            excerpt: claim.excerpt,
            speaker: claim.speaker,
            basis: claim.basis,
            via: claim.via.clone(),
            said_on: claim.said_on,
        };
        if let Some(number) = self.numbers.get(&key) {
            return Some(*number);
        }
        let number = self.all.len() + 1;
        self.all.push(self.note(number, claim, excerpt));
        self.numbers.insert(key, number);
        Some(number)
    }

    fn note(&self, number: usize, claim: &'p Claim, excerpt: &'p Arc<Excerpt>) -> Note<'p> {
        let article = self.project.article(excerpt.article).map(AsRef::as_ref);
        let text = self.project.text(excerpt.article);
        let basis = claim.basis.label().to_lowercase();
        let via = claim.via.trim();
        Note {
            number,
            excerpt,
            holds: text.is_some_and(|text| excerpt.anchor.holds_in(text)),
            article,
            speaker: self.speaker(claim),
            basis: if via.is_empty() { basis } else { format!("{basis}, according to {via}") },
            said_on: claim.said_on.filter(|date| Some(*date) != article.and_then(|article| article.published)),
        }
    }

    /// "Keir Starmer, Prime minister, United Kingdom"
    fn speaker(&self, claim: &Claim) -> String {
        let Some(actor) = claim.speaker.and_then(|id| self.project.actor(id)) else {
            let names = claim.countries.iter().filter_map(|id| self.project.country(*id));
            let names: Vec<&str> = names.map(|country| country.name.as_str()).collect();
            let voice = self.project.voice_of(claim).label().to_lowercase();
            return if names.is_empty() { voice } else { format!("on {} ({voice})", names.join(", ")) };
        };
        let country = actor.country.and_then(|id| self.project.country(id)).map(|country| country.name.as_str());
        let parts = [Some(actor.name.as_str()), Some(actor.role.as_str()), country];
        let parts: Vec<&str> = parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }
}
