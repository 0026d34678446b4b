//! Which excerpts lie in which paragraph, and in which colours they are drawn.

use std::collections::HashMap;

use crate::model::{ArticleId, Claim, ClaimId, Colour, CountryId, ExcerptId, IssueId, Project};
use crate::text::{ArticleText, Span};

/// By what excerpts are coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColourBy {
    /// The stance of the claim.
    #[default]
    Stance,
    /// The issue.
    Issue,
    /// The first country.
    Country,
    /// Who coded it.
    Analyst,
}

impl ColourBy {
    /// Every choice with its name as shown.
    pub const ALL: [(ColourBy, &'static str); 4] = [
        (ColourBy::Stance, "Stance"),
        (ColourBy::Issue, "Issue"),
        (ColourBy::Country, "Country"),
        (ColourBy::Analyst, "Analyst"),
    ];

    /// Name as shown.
    pub fn label(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// An excerpt as it is drawn.
#[derive(Clone, Debug)]
pub struct Highlight {
    /// The excerpt.
    pub excerpt: ExcerptId,
    /// Where it stands.
    pub span: Span,
    /// Its claims with their colours, first coded first.
    pub claims: Vec<(ClaimId, Colour)>,
}

/// An excerpt that needs re-anchoring.
#[derive(Clone, Debug)]
pub struct Adrift {
    /// The excerpt.
    pub excerpt: ExcerptId,
    /// Its claims.
    pub claims: Vec<ClaimId>,
}

/// The highlights of one article, found by paragraph.
#[derive(Default)]
pub struct Highlights {
    key: Option<(u64, ArticleId, ColourBy)>,
    /// In the order of the text.
    pub all: Vec<Highlight>,
    /// Excerpts whose words do not stand where they should.
    pub adrift: Vec<Adrift>,
    /// `of[starts[p]..starts[p + 1]]` are the highlights that touch paragraph `p`.
    starts: Vec<u32>,
    of: Vec<u32>,
}

impl Highlights {
    /// Brings the highlights up to date; does nothing when nothing has changed.
    pub fn update(
        &mut self,
        project: &Project,
        revision: u64,
        article: ArticleId,
        text: &ArticleText,
        paragraphs: &[Span],
        by: ColourBy,
    ) {
        let key = Some((revision, article, by));
        if self.key == key {
            return;
        }
        *self = Self { key, ..Self::default() };
        let colours = Colours::new(project, by);
        for excerpt in project.excerpts_of(article) {
            let claims = project.claims_of(excerpt.id);
            if !excerpt.anchor.holds_in(text) {
                let claims = claims.iter().map(|claim| claim.id).collect();
                self.adrift.push(Adrift { excerpt: excerpt.id, claims });
                continue;
            }
            let claims = claims.iter().map(|claim| (claim.id, colours.of(project, claim))).collect();
            self.all.push(Highlight { excerpt: excerpt.id, span: excerpt.anchor.span, claims });
        }
        self.index(paragraphs);
    }

    fn index(&mut self, paragraphs: &[Span]) {
        if paragraphs.is_empty() {
            return; // a text without words is shown without marks
        }
        let mut counts = vec![0u32; paragraphs.len() + 1];
        let touched: Vec<(usize, usize)> = self.all.iter().map(|h| paragraphs_of(paragraphs, h.span)).collect();
        for (first, last) in &touched {
            for count in &mut counts[first + 1..=last + 1] {
                *count += 1;
            }
        }
        for index in 1..counts.len() {
            counts[index] += counts[index - 1];
        }
        self.of = vec![0; counts.last().copied().unwrap_or(0) as usize];
        let mut next = counts.clone();
        for (highlight, (first, last)) in touched.into_iter().enumerate() {
            for slot in &mut next[first..=last] {
                self.of[*slot as usize] = highlight as u32;
                *slot += 1;
            }
        }
        self.starts = counts;
    }

    /// The highlights that touch a paragraph, in the order of the text.
    pub fn in_paragraph(&self, paragraph: usize) -> impl Iterator<Item = &Highlight> {
        let from = self.starts.get(paragraph).copied().unwrap_or(0) as usize;
        let to = self.starts.get(paragraph + 1).copied().unwrap_or(0) as usize;
        self.of[from.min(to)..to].iter().map(|index| &self.all[*index as usize])
    }
}

/// First and last paragraph that a span touches.
fn paragraphs_of(paragraphs: &[Span], span: Span) -> (usize, usize) {
    let first = paragraphs.partition_point(|p| p.end <= span.start);
    let last = paragraphs.partition_point(|p| p.start < span.end).max(1) - 1;
    let most = paragraphs.len().saturating_sub(1);
    (first.min(most), last.clamp(first.min(most), most))
}

/// Colours by stance are the scale's; the others are dealt out in the order of the codebook.
struct Colours {
    by: ColourBy,
    issues: HashMap<IssueId, usize>,
    countries: HashMap<CountryId, usize>,
    analysts: Vec<String>,
}

impl Colours {
    fn new(project: &Project, by: ColourBy) -> Self {
        let mut analysts = Vec::new();
        if by == ColourBy::Analyst {
            analysts = project.claims().values().map(|claim| claim.analyst.clone()).collect();
            analysts.sort();
            analysts.dedup();
        }
        Self {
            by,
            issues: project.issues_in_order().iter().enumerate().map(|(at, row)| (row.id, at)).collect(),
            countries: project.countries_in_order().iter().enumerate().map(|(at, row)| (row.id, at)).collect(),
            analysts,
        }
    }

    fn of(&self, project: &Project, claim: &Claim) -> Colour {
        let place = match self.by {
            ColourBy::Stance => {
                return project.stance(claim.stance).map_or(Colour::Plain, |stance| stance.colour);
            }
            ColourBy::Issue => self.issues.get(&claim.issue).copied(),
            ColourBy::Country => claim.countries.first().and_then(|id| self.countries.get(id)).copied(),
            ColourBy::Analyst => self.analysts.iter().position(|name| *name == claim.analyst),
        };
        const DEALT: [Colour; 6] =
            [Colour::Blue, Colour::Amber, Colour::Teal, Colour::Violet, Colour::Rust, Colour::Sea];
        place.map_or(Colour::Plain, |place| DEALT[place % DEALT.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Such a file can be written by hand; the window must not fall over it.
    #[test]
    fn an_article_without_words_but_with_an_excerpt_is_shown_without_marks() {
        let anything = Highlight {
            excerpt: ExcerptId(crate::model::Token::random(&mut fastrand::Rng::with_seed(1))),
            span: Span::new(0, 1),
            claims: Vec::new(),
        };
        let mut highlights = Highlights { all: vec![anything], ..Highlights::default() };
        highlights.index(&[]);
        assert_eq!(highlights.in_paragraph(0).count(), 0);
    }

    #[test]
    fn spans_touch_the_paragraphs_they_share_a_byte_with() {
        let paragraphs = [Span::new(0, 10), Span::new(12, 20), Span::new(22, 30)];
        for (span, touched) in [
            (Span::new(0, 5), (0, 0)),
            (Span::new(5, 15), (0, 1)),
            (Span::new(12, 13), (1, 1)),
            (Span::new(9, 23), (0, 2)),
            (Span::new(29, 30), (2, 2)),
        ] {
            assert_eq!(paragraphs_of(&paragraphs, span), touched, "{span}");
        }
    }
}
