//! Small projects for the tests of what is derived, one claim per line.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::Settings;
use crate::edit::ops::articles::{ArticleDetails, NewArticle};
use crate::edit::ops::claims::{ClaimDraft, Target};
use crate::edit::ops::{articles, assessments, claims, codebook};
use crate::edit::{Document, Stamp, Transaction};
use crate::model::{
    ArticleId, Basis, Cell, ClaimId, CountryId, Entry, IssueId, Judgement, Kind, Project, ProjectId, Slug, StanceId,
    TagId, Token, Voice,
};
use crate::text::{ArticleText, Span};

/// A project with countries `c0` … and issues `i0` …, built through the same door as the analyst's.
pub struct Sketch {
    pub document: Document,
    stamp: Stamp,
}

pub fn country(index: usize) -> CountryId {
    format!("c{index}").parse().expect("a slug")
}

pub fn issue(index: usize) -> IssueId {
    format!("i{index}").parse().expect("a slug")
}

pub fn cell(row: usize, column: usize) -> Cell {
    Cell { country: country(row), issue: issue(column) }
}

pub fn stance(id: &str) -> StanceId {
    id.parse().expect("a slug")
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

impl Sketch {
    pub fn new(countries: usize, issues: usize) -> Self {
        let id = ProjectId("p".parse::<Token>().expect("a token"));
        let project = Project::new(id, "Sketch");
        let mut sketch = Self { document: Document::new(project), stamp: Stamp::new(Timestamp::UNIX_EPOCH, "Ada", 1) };
        for index in 0..countries {
            sketch.add(Kind::Country, &format!("c{index}"), |_| {});
        }
        for index in 0..issues {
            sketch.add(Kind::Issue, &format!("i{index}"), |_| {});
        }
        sketch
    }

    /// One line per country, one sign per issue: `+ ( 0 ) -` are +2 to −2, `m` mentions, anything else nothing.
    pub fn of_signs(rows: &[&str]) -> Self {
        let mut sketch = Self::new(rows.len(), rows.first().map_or(0, |row| row.len()));
        let article = sketch.add_article("Words.", "Gazette", None);
        for (row, signs) in rows.iter().enumerate() {
            for (column, sign) in signs.chars().enumerate() {
                let stance = match sign {
                    '+' => "supports",
                    '(' => "supports-if",
                    '0' => "undecided",
                    ')' => "reluctant",
                    '-' => "opposes",
                    'm' => "mentions",
                    _ => continue,
                };
                let line = format!("2025-01-01 {stance}");
                let claim = ClaimDraft { countries: vec![country(row)], issue: Some(issue(column)), ..draft(&line) };
                sketch.code_in(article, claim);
            }
        }
        sketch
    }

    pub fn project(&self) -> &Project {
        self.document.project()
    }

    pub fn commit(&mut self, transaction: Transaction) {
        self.document.commit(transaction).expect("is sound");
    }

    /// The time moves on: what is done from now on is later.
    pub fn tick(&mut self) {
        self.stamp.now += jiff::SignedDuration::from_secs(60);
    }

    /// What is done from now on is done at this instant.
    pub fn set_now(&mut self, now: Timestamp) {
        self.stamp.now = now;
    }

    pub fn analyst(&mut self, name: &str) {
        self.stamp.analyst = name.into();
    }

    pub fn add(&mut self, kind: Kind, label: &str, mut fill: impl FnMut(&mut Entry)) -> Slug {
        let mut entry = codebook::blank(self.project(), kind, label);
        fill(&mut entry);
        let slug = entry.id().slug();
        self.commit(codebook::create(self.project(), entry).expect("is new"));
        slug
    }

    /// A level of that score, at the end of the scale.
    pub fn add_level(&mut self, label: &str, score: i8) -> StanceId {
        StanceId(self.add(Kind::Stance, label, |entry| {
            if let Entry::Stance(row) = entry {
                Arc::make_mut(row).score = Some(score);
            }
        }))
    }

    pub fn add_tag(&mut self, label: &str) -> TagId {
        TagId(self.add(Kind::Tag, label, |_| {}))
    }

    pub fn add_article(&mut self, text: &str, outlet: &str, published: Option<Date>) -> ArticleId {
        let details = ArticleDetails { title: "T".into(), outlet: outlet.into(), published, ..Default::default() };
        let article = NewArticle { details, text: ArticleText::new(text) };
        let (transaction, ids) = articles::add(self.document.project(), vec![article], &mut self.stamp);
        self.commit(transaction);
        ids[0]
    }

    /// Codes `draft` on the first word of an article.
    pub fn code_in(&mut self, article: ArticleId, draft: ClaimDraft) -> ClaimId {
        let target = Target::Selection(article, Span::new(0, 1));
        let (transaction, id) =
            claims::code(self.document.project(), target, draft, &mut self.stamp).expect("is complete");
        self.commit(transaction);
        id
    }

    /// Codes claims of `c0` on `i0` from lines such as `2025-03-01 supports party quoted`; `-` is no date.
    /// Voice and basis may be left out (government, reported).
    pub fn code_lines(&mut self, lines: &[&str]) -> Vec<ClaimId> {
        let article = self.add_article("Words.", "Gazette", None);
        lines.iter().map(|line| self.code_in(article, draft(line))).collect()
    }

    pub fn assess(&mut self, cell: Cell, judgement: Judgement) {
        let under: Vec<ClaimId> = super::Facts::new(self.project()).cell(cell).iter().map(|row| row.claim).collect();
        let transaction = assessments::assess(self.project(), cell, judgement, "", None, &under, &self.stamp);
        self.commit(transaction);
    }

    pub fn recode(&mut self, id: ClaimId, change: impl Fn(&mut ClaimDraft)) {
        let mut draft = ClaimDraft::from(&**self.project().claim(id).expect("is there"));
        change(&mut draft);
        self.commit(claims::recode(self.project(), id, draft, &self.stamp).expect("is complete"));
    }

    pub fn delete(&mut self, id: ClaimId) {
        self.commit(claims::delete(self.project(), &[id]).expect("is there"));
    }

    pub fn matrix(&self, settings: &Settings) -> super::Matrix {
        super::Matrix::new(self.project(), settings)
    }
}

/// A claim of `c0` on `i0` as a line says it.
pub fn draft(line: &str) -> ClaimDraft {
    let mut words = line.split_whitespace();
    let said_on = words.next().filter(|word| *word != "-").map(date);
    let stance = words.next().map(stance);
    let mut draft =
        ClaimDraft { countries: vec![country(0)], issue: Some(issue(0)), stance, said_on, ..Default::default() };
    for word in words {
        if let Some(voice) = Voice::ALL.into_iter().find(|voice| voice.slug() == word) {
            draft.voice = Some(voice);
        } else {
            draft.basis = Basis::ALL.into_iter().find(|basis| basis.slug() == word).expect("voice or basis");
        }
    }
    draft
}
