//! Finding a word or a phrase in all articles, case and diacritics ignored.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use memchr::memmem::Finder;

use crate::model::{ArticleId, Project};
use crate::text::fold::{fold, fold_char};
use crate::text::{ArticleText, Span};

/// The texts of a project, folded, in the order in which hits are listed: latest article first, undated last.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    articles: Vec<Indexed>,
}

#[derive(Clone, Debug)]
struct Indexed {
    id: ArticleId,
    text: Arc<ArticleText>,
    folded: Arc<FoldedText>,
}

/// A place where the words sought stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// The place, in bytes of the article's text, on character boundaries.
    pub span: Span,
}

impl SearchIndex {
    /// Folds the texts of `project`.
    pub fn new(project: &Project) -> Self {
        Self::default().renewed(project)
    }

    /// The index of `project` as it is now; texts that this index knows are not folded again.
    pub fn renewed(&self, project: &Project) -> Self {
        let known: HashMap<ArticleId, &Indexed> = self.articles.iter().map(|article| (article.id, article)).collect();
        let mut articles: Vec<_> =
            project.articles().values().filter_map(|row| Some((row, project.text(row.id)?))).collect();
        articles.sort_by_key(|(row, _)| (row.published.is_none(), Reverse(row.published), row.id));
        let articles = articles.into_iter().map(|(row, text)| {
            let same = known.get(&row.id).filter(|indexed| Arc::ptr_eq(&indexed.text, text));
            let folded = same.map_or_else(|| Arc::new(FoldedText::new(text.as_str())), |same| same.folded.clone());
            Indexed { id: row.id, text: text.clone(), folded }
        });
        Self { articles: articles.collect() }
    }

    /// The first `limit` places where `query` stands.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = fold(query);
        let finder = Finder::new(&query);
        let mut hits = Vec::new();
        for article in &self.articles {
            if hits.len() >= limit {
                break;
            }
            let spans = article.folded.spans(&finder).take(limit - hits.len());
            hits.extend(spans.map(|span| Hit { article: article.id, span }));
        }
        hits
    }

    /// The folded text of an article, for finding in it alone.
    pub fn folded(&self, article: ArticleId) -> Option<&Arc<FoldedText>> {
        self.articles.iter().find(|indexed| indexed.id == article).map(|indexed| &indexed.folded)
    }
}

/// A text without case and diacritics, and the way back to the text itself.
#[derive(Clone, Debug, Default)]
pub struct FoldedText {
    folded: Box<str>,
    /// Offsets (folded, original) of characters from which on both run in step, up to the next such pair.
    /// Empty where they run in step from the beginning.
    steps: Box<[(u32, u32)]>,
    /// Stretches of the folded text that come from one character (Hangul falls apart into its letters);
    /// there is no way back into the middle of one.
    wide: Box<[(u32, u32)]>,
}

impl FoldedText {
    /// Folds `text`, as [`fold`] does.
    pub fn new(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        let mut steps: Vec<(u32, u32)> = Vec::new();
        let mut wide = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let rest = &text.as_bytes()[at..];
            let plain = rest.iter().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            let start = folded.len();
            folded.push_str(&text[at..at + plain]);
            folded[start..].make_ascii_lowercase();
            at += plain;
            for c in text[at..].chars().take_while(|c| !c.is_ascii()) {
                let start = folded.len();
                let mut parts = 0;
                fold_char(c, &mut |c| {
                    folded.push(c);
                    parts += 1;
                });
                at += c.len_utf8();
                let step = (folded.len() as u32, at as u32);
                if parts > 1 {
                    wide.push((start as u32, step.0));
                }
                if folded.len() - start != c.len_utf8() {
                    // Marks that fold to nothing belong to the character before them.
                    match steps.last_mut().filter(|last| last.0 == step.0) {
                        Some(last) => *last = step,
                        None => steps.push(step),
                    }
                }
            }
        }
        Self { folded: folded.into(), steps: steps.into(), wide: wide.into() }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// The first `limit` places of the text where `query` stands: they do not overlap, and each takes in the
    /// marks on its last character.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Span> {
        let query = fold(query);
        self.spans(&Finder::new(&query)).take(limit).collect()
    }

    /// The places of a folded query.
    fn spans<'f>(&'f self, query: &'f Finder) -> impl Iterator<Item = Span> + 'f {
        let length = query.needle().len();
        let mut from = 0;
        // The step that is in force at the last offset asked for: offsets only grow.
        let mut step = 0;
        std::iter::from_fn(move || {
            if length == 0 {
                return None;
            }
            loop {
                let start = from + query.find(&self.folded.as_bytes()[from..])?;
                let end = start + length;
                if self.cuts(start) || self.cuts(end) {
                    from = self.folded.ceil_char_boundary(start + 1);
                } else {
                    from = end;
                    return Some(Span::new(self.original(start, &mut step), self.original(end, &mut step)));
                }
            }
        })
    }

    /// Whether a folded offset lies in the middle of a character of the text.
    fn cuts(&self, folded: usize) -> bool {
        let before = self.wide.partition_point(|(start, _)| (*start as usize) < folded);
        before.checked_sub(1).is_some_and(|at| folded < self.wide[at].1 as usize)
    }

    /// The offset in the text of a folded offset; `step` counts the steps known to lie at or before it.
    fn original(&self, folded: usize, step: &mut usize) -> usize {
        let ahead = &self.steps[*step..];
        let near = ahead.iter().take(8).position(|(at, _)| *at as usize > folded);
        *step += near.unwrap_or_else(|| ahead.partition_point(|(at, _)| *at as usize <= folded));
        match step.checked_sub(1).map(|last| self.steps[last]) {
            Some((at, original)) => original as usize + folded - at as usize,
            None => folded,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::derive::tests_support::{Sketch, date};
    use crate::edit::ops::articles;

    #[test]
    fn words_are_found_whatever_their_case_and_diacritics() {
        for (text, query, found) in [
            ("The Élysée said no.", "elysee", &["Élysée"][..]),
            ("elysee", "ÉLYSÉE", &["elysee"]),
            ("E\u{301}lyse\u{301}e\u{301} talks", "Élysée", &["E\u{301}lyse\u{301}e\u{301}"]),
            ("Poland’s, Poland's", "poland's", &["Poland’s", "Poland's"]),
            ("aaaaa", "aa", &["aa", "aa"]),
            ("İstanbul istanbul", "istanbul", &["İstanbul", "istanbul"]),
            ("\u{301}a", "a", &["a"]),
            ("中文 the 中文", "中文", &["中文", "中文"]),
            // A syllable falls apart into letters, but is found whole or not at all.
            ("한국 하나", "하", &["하"]),
            ("한국", "ᄒ", &[]),
            ("anything", "", &[]),
            ("anything", "\u{301}", &[]),
            ("", "a", &[]),
            ("short", "longer than the text", &[]),
        ] {
            let spans = FoldedText::new(text).find(query, 99);
            let words: Vec<&str> = spans.iter().map(|span| &text[span.range()]).collect();
            assert_eq!(words, found, "{query} in {text}");
        }
    }

    #[test]
    fn hits_come_latest_article_first_and_stop_at_the_limit() {
        let mut sketch = Sketch::new(0, 0);
        let undated = sketch.add_article("No date. Élysée.", "Gazette", None);
        let old = sketch.add_article("élysée élysée", "Gazette", Some(date("2024-01-01")));
        let new = sketch.add_article("The Elysee", "Gazette", Some(date("2025-01-01")));
        let index = SearchIndex::new(sketch.project());
        let hit = |article, start, end| Hit { article, span: Span::new(start, end) };
        let all = [hit(new, 4, 10), hit(old, 0, 8), hit(old, 9, 17), hit(undated, 9, 17)];
        assert_eq!(index.find("elysee", 99), all);
        assert_eq!(index.find("elysee", 2), all[..2]);
        assert_eq!(index.find("elysee", 0), []);
        assert_eq!(index.find("", 99), []);
        assert_eq!(index.folded(undated).map(|folded| folded.as_str().len()), Some(16));
    }

    #[test]
    fn a_renewed_index_follows_the_project_and_keeps_what_it_folded() {
        let mut sketch = Sketch::new(0, 0);
        let kept = sketch.add_article("First words", "Gazette", None);
        let gone = sketch.add_article("Second words", "Gazette", None);
        let index = SearchIndex::new(sketch.project());
        let removal = articles::remove(sketch.project(), gone).expect("is there");
        sketch.commit(removal);
        let added = sketch.add_article("Third words", "Gazette", Some(date("2025-01-01")));
        let renewed = index.renewed(sketch.project());
        let found: Vec<ArticleId> = renewed.find("words", 99).iter().map(|hit| hit.article).collect();
        assert_eq!(found, [added, kept]);
        let same = |index: &SearchIndex| index.folded(kept).cloned();
        assert!(same(&index).zip(same(&renewed)).is_some_and(|(a, b)| Arc::ptr_eq(&a, &b)));
    }

    /// Spans on character boundaries whose folded words are the folded query, found one start after the other.
    fn naive(text: &str, query: &str) -> Vec<Span> {
        let query = fold(query);
        let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        ends.push(text.len());
        let (mut found, mut from) = (Vec::new(), 0);
        for (at, c) in text.char_indices() {
            if at < from || query.is_empty() || fold(c.encode_utf8(&mut [0; 4])).is_empty() {
                continue;
            }
            // The longest: marks on the last character belong to it.
            if let Some(end) = ends.iter().copied().rfind(|end| *end > at && fold(&text[at..*end]) == query) {
                found.push(Span::new(at, end));
                from = end;
            }
        }
        found
    }

    proptest! {
        #[test]
        fn folding_in_runs_is_folding(text in any::<String>()) {
            let folded = FoldedText::new(&text);
            prop_assert_eq!(folded.as_str(), fold(&text));
        }

        #[test]
        fn hits_are_the_spans_that_fold_to_the_query(
            text in "[aeéÉ\u{301}’'İi한하ᄒ ]{0,24}",
            query in "[aeÉ\u{301}'ıi하ᄒ ]{0,3}",
        ) {
            prop_assert_eq!(FoldedText::new(&text).find(&query, usize::MAX), naive(&text, &query));
        }
    }
}
