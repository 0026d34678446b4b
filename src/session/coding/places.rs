//! Every place where words stand, and which of them carry a claim already.

use std::collections::HashMap;

use crate::derive::search::FoldedText;
use crate::model::{ArticleId, ExcerptId, IssueId, Project};
use crate::text::tokens::cuts_word;
use crate::text::units::{Unit, unit_at};
use crate::text::{ArticleText, Byte, Span};

/// At most so many places are listed.
pub const MOST: usize = 1_000;

/// Characters of context before and after the words.
const BEFORE: usize = 48;
const AFTER: usize = 90;

/// Where and how words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// In all articles, not only in the open one.
    pub everywhere: bool,
    /// Not inside longer words.
    pub whole_words: bool,
    /// Whatever their case and diacritics.
    pub ignore_case: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { everywhere: false, whole_words: true, ignore_case: true }
    }
}

/// A place where the words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// The place in it.
    pub span: Span,
    /// What stands before the words, the words, and what stands after them, in one line.
    pub context: [String; 3],
}

/// The places of `words`: those of the open article first, then the others by date. At most [`MOST`]; whether there
/// are more.
pub fn places(project: &Project, open: ArticleId, words: &str, options: Options) -> (Vec<Place>, bool) {
    let words = words.trim();
    let mut found = Vec::new();
    let others = project.articles_by_date().into_iter().map(|row| row.id).filter(|id| *id != open);
    for article in std::iter::once(open).chain(others.filter(|_| options.everywhere)) {
        let Some(text) = project.text(article) else { continue };
        for span in spans(text, words, options) {
            if found.len() == MOST {
                return (found, true);
            }
            found.push(Place { article, span, context: context(text, span) });
        }
    }
    (found, false)
}

fn spans(text: &ArticleText, words: &str, options: Options) -> Vec<Span> {
    let all = text.as_str();
    let mut spans = FoldedText::new(all).find(words, usize::MAX);
    spans.retain(|span| {
        // A flag, a syllable with its signs is not cut, whatever is asked for.
        let inside = |at: Byte| {
            let whole = unit_at(text, at, Unit::Character);
            whole.start < at && at < whole.end
        };
        if inside(span.start) || inside(span.end) {
            return false;
        }
        let whole = !cuts_word(all, span.start.index()) && !cuts_word(all, span.end.index());
        (whole || !options.whole_words) && (options.ignore_case || &all[span.range()] == words)
    });
    spans
}

fn context(text: &ArticleText, span: Span) -> [String; 3] {
    let all = text.as_str();
    let (before, after) = (&all[..span.start.index()], &all[span.end.index()..]);
    let from = before.char_indices().rev().take(BEFORE).last().map_or(before.len(), |(at, _)| at);
    let from = before[from..].rfind('\n').map_or(from, |at| from + at + 1);
    let to = after.char_indices().nth(AFTER).map_or(after.len(), |(at, _)| at);
    let to = after[..to].find('\n').unwrap_or(to);
    let mut head = before[from..].to_owned();
    if from > 0 && !before[..from].ends_with('\n') {
        // From a whole word on.
        head = head.split_once(' ').map_or(head.clone(), |(_, rest)| rest.to_owned());
        head.insert(0, '…');
    }
    [head, all[span.range()].replace('\n', " "), after[..to].to_owned()]
}

/// Which words of a project carry claims, and on which issues; articles are looked at when they are asked about.
#[derive(Default)]
pub struct Coded {
    articles: HashMap<ArticleId, Vec<(Span, ExcerptId)>>,
}

impl Coded {
    /// Why a place is better left alone when a claim on `issue` is coded; nothing where nothing speaks against it.
    pub fn why_not(&mut self, project: &Project, place: &Place, issue: Option<IssueId>) -> Option<&'static str> {
        let excerpts = self.articles.entry(place.article).or_insert_with(|| {
            let rows = project.excerpts_of(place.article);
            rows.into_iter().map(|row| (row.anchor.span, row.id)).collect()
        });
        let mut reason = None;
        for (span, id) in excerpts.iter().filter(|(span, _)| span.overlaps(place.span)) {
            let claims = project.claims_of(*id);
            let same_issue = claims.iter().any(|claim| Some(claim.issue) == issue);
            if *span == place.span && !claims.is_empty() {
                return Some(if same_issue { "coded on this issue already" } else { "coded already" });
            }
            if same_issue {
                reason = Some("overlaps an excerpt on this issue");
            }
        }
        reason
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::ops::ClaimDraft;
    use crate::edit::ops::claims::code_all;
    use crate::edit::{Document, Stamp};

    fn document() -> Document {
        let sample = include_str!("../../../projects/paris-talks.ron");
        Document::new(crate::store::from_str(sample).expect("the sample loads").project)
    }

    fn check(words: &str, options: Options, holds: impl Fn(&str) -> bool) -> usize {
        let document = document();
        let project = document.project();
        let open = project.articles_by_date()[0].id;
        let (found, more) = places(project, open, words, options);
        assert!(!more && !found.is_empty(), "{words}");
        for place in &found {
            let text = project.text(place.article).expect("has one");
            let stands = text.get(place.span).expect("a place in it");
            assert!(holds(stands), "{stands}");
            assert_eq!(place.context[1], stands);
            assert!(place.article == open || options.everywhere);
            let line = place.context.concat();
            assert!(text.as_str().contains(line.trim_start_matches('…')), "{line}");
        }
        found.len()
    }

    #[test]
    fn words_are_found_in_the_open_article_or_in_all() {
        let all = Options { everywhere: true, ..Options::default() };
        let here = check("TROOPS", Options::default(), |words| words.eq_ignore_ascii_case("troops"));
        let everywhere = check("TROOPS", all, |words| words.eq_ignore_ascii_case("troops"));
        assert!(here < everywhere, "{here} of {everywhere}");
        let parts = Options { whole_words: false, ..all };
        assert!(check("troop", parts, |words| words.eq_ignore_ascii_case("troop")) >= everywhere);
        let exact = Options { ignore_case: false, ..all };
        check("troops", exact, |words| words == "troops");
    }

    #[test]
    fn what_carries_a_claim_already_is_said_so() {
        let mut document = document();
        let open = document.project().articles_by_date()[0].id;
        let all = Options { everywhere: true, ..Options::default() };
        let (found, _) = places(document.project(), open, "troops", all);
        let issues: Vec<IssueId> = document.project().issues().keys().copied().take(2).collect();
        let draft = ClaimDraft {
            countries: document.project().countries().keys().copied().take(1).collect(),
            issue: Some(issues[0]),
            stance: document.project().stances().keys().copied().next(),
            ..ClaimDraft::default()
        };
        let mut stamp = Stamp::new("2025-03-01T00:00:00Z".parse().expect("a time"), "Ada", 1);
        let before = (document.project().claims().len(), document.project().excerpts().len());
        let spots: Vec<_> = found.iter().map(|place| (place.article, place.span)).collect();
        document.commit(code_all(document.project(), &spots, &draft, &mut stamp).expect("complete")).expect("valid");
        assert_eq!(document.project().claims().len(), before.0 + found.len());
        let why = |issue| Coded::default().why_not(document.project(), &found[0], issue);
        assert_eq!(why(Some(issues[0])), Some("coded on this issue already"));
        assert_eq!(why(None), Some("coded already"));
        let wider =
            Place { span: Span::new(found[0].span.start.index(), found[0].span.end.index() + 1), ..found[0].clone() };
        let why = |issue| Coded::default().why_not(document.project(), &wider, issue);
        assert_eq!(why(Some(issues[0])), Some("overlaps an excerpt on this issue"));
        document.undo();
        assert_eq!((document.project().claims().len(), document.project().excerpts().len()), before, "one step");
    }

    #[test]
    fn a_phrase_that_stands_everywhere_is_listed_up_to_a_bound() {
        let mut document = document();
        let text = "so and so ".repeat(MOST);
        let details = crate::edit::ops::ArticleDetails { title: "Long".into(), ..Default::default() };
        let article = crate::edit::ops::NewArticle { text: ArticleText::new(text), details };
        let mut stamp = Stamp::new("2025-03-01T00:00:00Z".parse().expect("a time"), "Ada", 1);
        let (step, ids) = crate::edit::ops::articles::add(document.project(), vec![article], &mut stamp);
        document.commit(step).expect("valid");
        let (found, more) = places(document.project(), ids[0], "so", Options::default());
        assert_eq!((found.len(), more), (MOST, true));
    }
}
