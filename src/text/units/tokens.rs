//! Words, spaces and signs in a window of a text, and where edges can stand among them.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Edge, is_boundary};
use crate::text::{ArticleText, Span};

/// At least this many bytes on both sides of a place are looked at.
const REACH: usize = 512;

/// Signs that join two words when they stand alone between them.
const JOINS: &str = "-‐‑–—/'’&@+_.:·";

/// Signs that belong to what follows.
const OPENS: &str = "“‘„‚«‹([{¿¡「『（《〈【〔";

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, or a pictograph.
    Word,
    /// A space or a line break.
    Space,
    /// Any other signs.
    Sign,
}

/// The tokens of a window, in order and without gaps; signs next to each other are one, spaces too.
pub(super) struct Tokens<'a> {
    text: &'a ArticleText,
    found: Vec<(Span, Kind)>,
    window: Span,
}

impl<'a> Tokens<'a> {
    fn around(text: &'a ArticleText, at: usize) -> Self {
        let window = Span::new(cut_before(text, at), cut_after(text, at));
        let mut found: Vec<(Span, Kind)> = Vec::new();
        for (from, piece) in text.as_str()[window.range()].split_word_bound_indices() {
            let span = Span::new(window.start.index() + from, window.start.index() + from + piece.len());
            let kind = kind_of(piece);
            match found.last_mut() {
                Some((last, known)) if *known == kind && kind != Kind::Word => last.end = span.end,
                // Words can be cut inside of what is seen as one character.
                Some((last, known)) if !is_boundary(text, span.start.index()) => {
                    last.end = span.end;
                    if kind == Kind::Word {
                        *known = kind;
                    }
                }
                _ => found.push((span, kind)),
            }
        }
        Self { text, found, window }
    }

    fn is_space(&self, index: Option<usize>) -> bool {
        index.and_then(|index| self.found.get(index)).is_none_or(|(_, kind)| *kind == Kind::Space)
    }

    /// Where an edge can stand, in order.
    fn edges(&self, edge: Edge) -> Vec<usize> {
        let mut edges = Vec::new();
        for (index, (span, kind)) in self.found.iter().enumerate() {
            let (start, end) = (span.start.index(), span.end.index());
            match (kind, edge) {
                (Kind::Space, _) => {}
                (Kind::Word, Edge::Start) => edges.push(start),
                (Kind::Word, Edge::End) => edges.push(end),
                (Kind::Sign, _) => {
                    let after_space = self.is_space(index.checked_sub(1));
                    let before_space = self.is_space(Some(index + 1));
                    edges.extend(edges_of_signs(self.text, *span, edge, after_space, before_space));
                }
            }
        }
        edges.retain(|edge| is_boundary(self.text, *edge));
        edges.sort_unstable();
        edges
    }

    fn words(&self) -> impl DoubleEndedIterator<Item = Span> {
        self.found.iter().filter(|(_, kind)| *kind == Kind::Word).map(|(span, _)| *span)
    }
}

/// Where an edge can stand among signs next to each other: after each one that closes something, before each one
/// that opens something; the same sign again and again is one.
fn edges_of_signs(text: &ArticleText, span: Span, edge: Edge, after_space: bool, before_space: bool) -> Vec<usize> {
    let (start, end) = (span.start.index(), span.end.index());
    let signs = &text.as_str()[span.range()];
    let opening = start + signs.trim_end_matches(|c| OPENS.contains(c)).len();
    let changes = signs.char_indices().zip(signs.chars().skip(1));
    let changes = changes.filter(|((_, a), b)| a != b).map(|((at, a), _)| start + at + a.len_utf8());
    match edge {
        Edge::Start if before_space => after_space.then_some(start).into_iter().collect(),
        Edge::Start => {
            let first = if after_space { Some(start) } else { Some(opening).filter(|at| *at < end) };
            first
                .into_iter()
                .chain(changes.filter(|at| *at > opening))
                .chain(Some(opening).filter(|at| after_space && start < *at && *at < end))
                .collect()
        }
        Edge::End if after_space => before_space.then_some(end).into_iter().collect(),
        Edge::End if before_space => changes.chain([end]).collect(),
        Edge::End => {
            let mut letters = signs.chars();
            let joins = letters.next().is_some_and(|c| JOINS.contains(c)) && letters.next().is_none();
            let last = Some(opening).filter(|at| *at > start && !joins);
            changes.filter(|at| *at < opening).chain(last).collect()
        }
    }
}

/// The word or the signs at a grapheme boundary; between words the nearest before, else after, in its line.
pub(super) fn at(text: &ArticleText, at: usize) -> Span {
    let tokens = Tokens::around(text, at);
    let index = tokens.found.partition_point(|(span, _)| span.end.index() <= at);
    let nothing = Span::new(at, at);
    let holds = |span: Span| span.start.index() <= at;
    match tokens.found.get(index) {
        Some((span, kind)) if *kind != Kind::Space && holds(*span) => *span,
        _ => {
            let in_line = |space: std::ops::Range<usize>| !text.as_str()[space].contains('\n');
            let before = tokens.found[..index].last().filter(|(span, _)| in_line(span.end.index()..at));
            let next = tokens.found.get(index + 1).filter(|(span, _)| in_line(at..span.start.index()));
            before.or(next).filter(|(_, kind)| *kind != Kind::Space).map_or(nothing, |(span, _)| *span)
        }
    }
}

/// The word that this place lies within, not at an end of.
pub(super) fn inside_word(text: &ArticleText, at: usize) -> Option<Span> {
    let tokens = Tokens::around(text, at);
    tokens.words().find(|word| word.start.index() < at && at < word.end.index())
}

/// The first word that begins at `from` or later.
pub(super) fn next_word(text: &ArticleText, from: usize) -> Option<Span> {
    ahead(text, from, |tokens| tokens.words().find(|word| word.start.index() >= from))
}

/// The last word that begins before `until`.
pub(super) fn previous_word(text: &ArticleText, until: usize) -> Option<Span> {
    back(text, until, |tokens| tokens.words().rfind(|word| word.start.index() < until))
}

/// The first place after `at` where an edge can stand.
pub(super) fn edge_after(text: &ArticleText, at: usize, edge: Edge) -> Option<usize> {
    ahead(text, at, |tokens| tokens.edges(edge).into_iter().find(|place| *place > at))
}

/// The last place before `at` where an edge can stand.
pub(super) fn edge_before(text: &ArticleText, at: usize, edge: Edge) -> Option<usize> {
    back(text, at, |tokens| tokens.edges(edge).into_iter().rfind(|place| *place < at))
}

/// What is found in the window around `at`, or in one of those after it.
fn ahead<T>(text: &ArticleText, at: usize, find: impl Fn(&Tokens<'_>) -> Option<T>) -> Option<T> {
    let mut at = at.min(text.len());
    loop {
        let tokens = Tokens::around(text, text.floor(at));
        let found = find(&tokens);
        let end = tokens.window.end.index();
        if found.is_some() || end == text.len() {
            return found;
        }
        at = end;
    }
}

/// What is found in the window around `at`, or in one of those before it.
fn back<T>(text: &ArticleText, at: usize, find: impl Fn(&Tokens<'_>) -> Option<T>) -> Option<T> {
    let mut at = at.min(text.len());
    loop {
        let tokens = Tokens::around(text, text.floor(at));
        let found = find(&tokens);
        let start = tokens.window.start.index();
        if found.is_some() || start == 0 {
            return found;
        }
        at = start;
    }
}

fn kind_of(piece: &str) -> Kind {
    let is_word = |c: char| c.is_alphanumeric() || is_pictograph(c);
    if piece.chars().any(is_word) {
        Kind::Word
    } else if piece.chars().all(char::is_whitespace) {
        Kind::Space
    } else {
        Kind::Sign
    }
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}')
}

/// Where a window can begin that reaches back from `at`: before a space, where there is one near.
fn cut_before(text: &ArticleText, at: usize) -> usize {
    let near = text.floor(at.saturating_sub(REACH));
    if near == 0 {
        return 0;
    }
    let far = text.floor(at.saturating_sub(2 * REACH));
    let spaces = text.as_str()[far..near].char_indices().rev().filter(|(_, c)| c.is_whitespace());
    let space = spaces.map(|(before, _)| far + before).find(|space| is_boundary(text, *space));
    space.unwrap_or_else(|| super::floor(text, near))
}

/// Where a window can end that reaches on from `at`: before a space, where there is one near.
fn cut_after(text: &ArticleText, at: usize) -> usize {
    let near = text.floor(at.saturating_add(REACH));
    if near == text.len() {
        return near;
    }
    let far = text.floor(at.saturating_add(2 * REACH));
    let spaces = text.as_str()[near..far].char_indices().filter(|(_, c)| c.is_whitespace());
    let space = spaces.map(|(ahead, _)| near + ahead).find(|space| is_boundary(text, *space));
    space.unwrap_or_else(|| super::ceil(text, near))
}
