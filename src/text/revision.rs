//! Where the words of a text stand in a corrected one.
//!
//! A diff over words says which stretches stayed the same, byte by byte. It follows places, not
//! words: of three sentences that read alike the second stays the second.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tokens::{are_one_word, cuts_word, words};
use super::{ArticleText, Span};

/// What differs is compared by lines first where it is longer than this, in bytes of both sides.
const LONG: usize = 800_000;
/// Long stretches with fewer different words are not compared word by word.
const DISTINCT: usize = 500;
/// How far a passage that was put in or taken out is moved to and fro, in bytes.
const SLIDE: usize = 4_096;
/// How far around a place one looks for what stayed the same, in bytes.
const AROUND: usize = 160;

/// A stretch that is the same in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    old: usize,
    new: usize,
    len: usize,
}

impl Block {
    fn old_end(self) -> usize {
        self.old + self.len
    }

    /// `at` of the old text, moved as this block was moved; `None` where that leaves the text.
    fn shift(self, at: usize) -> Option<usize> {
        (self.new + at).checked_sub(self.old)
    }
}

/// How an old text became a new one.
#[derive(Clone, Debug)]
pub struct Revision {
    old: ArticleText,
    new: ArticleText,
    /// In the order of both texts, none empty, none overlapping or touching on both sides.
    blocks: Vec<Block>,
}

impl Revision {
    /// Compares two texts. Two of 10 MB with a few thousand differences take less than a second, with nothing
    /// in common two; long stretches of a few words over and over are taken for wholly changed.
    pub fn between(old: &ArticleText, new: &ArticleText) -> Self {
        let (a, b) = (old.as_str(), new.as_str());
        let mut found = Blocks::default();
        let mut start = prefix(a, b);
        while cuts_word(a, start) || cuts_word(b, start) {
            start = a[..start].char_indices().next_back().map_or(0, |(at, _)| at);
        }
        let mut end = suffix(&a[start..], &b[start..]);
        while cuts_word(a, a.len() - end) || cuts_word(b, b.len() - end) {
            end -= a[a.len() - end..].chars().next().map_or(end, char::len_utf8);
        }
        found.push(0, 0, start);
        compare(Texts { old: a, new: b }, start..a.len() - end, start..b.len() - end, &mut found);
        found.push(a.len() - end, b.len() - end, end);
        Self { old: old.clone(), new: new.clone(), blocks: found.0 }
    }

    /// Where the words under `span` of the old text stand in the new one: the same words at the same occurrence.
    /// `None` where they were touched.
    ///
    /// Where a passage was put in or taken out that begins or ends like what stands beside it, that may have
    /// been a little earlier or later; then the place with the same surroundings is the one.
    pub fn place(&self, span: Span) -> Option<Span> {
        let quotation = self.old.get(span)?;
        if quotation.is_empty() {
            return None;
        }
        let (from, to) = (span.start.index(), span.end.index());
        let first = self.blocks.partition_point(|block| block.old_end() <= from);
        let mut best: Option<(usize, Span)> = None;
        let mut consider = |block: Block| {
            let Some(start) = block.shift(from) else { return };
            let place = Span::new(start, start + quotation.len());
            if self.new.get(place) == Some(quotation) && self.ends_alike(span, place) {
                let agreement = self.agreement(span, place);
                if best.is_none_or(|(most, _)| agreement > most) {
                    best = Some((agreement, place));
                }
            }
        };
        if let Some(whole) = self.blocks.get(first).filter(|block| block.old <= from && to <= block.old_end()) {
            consider(*whole);
        }
        for pair in first.saturating_sub(1)..(first + 1).min(self.blocks.len().saturating_sub(1)) {
            let (left, right) = (self.blocks[pair], self.blocks[pair + 1]);
            let put_in = left.old_end() == right.old;
            let taken_out = left.new + left.len == right.new;
            // What was wholly taken out stands nowhere, even if the like of it still does.
            let begins_left = from < left.old_end() && to <= right.old;
            let ends_right = left.old_end() <= from && right.old < to;
            if (put_in || taken_out && begins_left) && left.old <= from && self.reaches(left, left.old_end()..to) {
                consider(left);
            }
            if (put_in || taken_out && ends_right) && to <= right.old_end() && self.reaches(right, from..right.old) {
                consider(right);
            }
        }
        best.map(|(_, place)| place)
    }

    /// Whether the new text goes on like the old one over `stretch`, which lies next to `block`.
    fn reaches(&self, block: Block, stretch: Range<usize>) -> bool {
        let stretch = stretch.start.min(stretch.end)..stretch.end;
        let Some((start, end)) = block.shift(stretch.start).zip(block.shift(stretch.end)) else { return false };
        stretch.len() <= SLIDE
            && self.new.as_str().as_bytes().get(start..end) == self.old.as_str().as_bytes().get(stretch)
    }

    /// The stretches of the old and of the new text that are not in the other, widened to whole words.
    pub fn changed(&self) -> [Vec<Range<usize>>; 2] {
        let texts = [self.old.as_str(), self.new.as_str()];
        let (mut at, mut found) = ([0, 0], <[Vec<Range<usize>>; 2]>::default());
        let rest = Block { old: texts[0].len(), new: texts[1].len(), len: 0 };
        for block in self.blocks.iter().chain([&rest]) {
            let starts = [block.old, block.new];
            // Something put into a word changes that word on both sides.
            let cut = |ends: [usize; 2]| (0..2).any(|side| cuts_word(texts[side], ends[side]));
            let (left, right) = (cut(at), cut(starts));
            for side in 0..2 {
                let stretch = widened(texts[side], at[side]..starts[side], left, right);
                if at == starts || stretch.is_empty() {
                    continue;
                }
                match found[side].last_mut() {
                    Some(last) if last.end >= stretch.start => last.end = stretch.end,
                    _ => found[side].push(stretch),
                }
            }
            at = starts.map(|start| start + block.len);
        }
        found
    }

    /// Whether something around `span` stayed as well, so that its words are not there by chance, as a single
    /// "Germany" would be in a text that is another article.
    pub fn is_sure(&self, span: Span) -> bool {
        let text = self.old.as_str();
        let Some(quotation) = self.old.get(span) else { return false };
        if words(quotation).nth(4).is_some() {
            return true;
        }
        let from = self.old.floor(span.start.index().saturating_sub(AROUND));
        let to = self.old.floor(span.end.index() + AROUND);
        let (mut stayed, mut all) = (0, 0);
        for part in [from..span.start.index(), span.end.index()..to] {
            for word in words(&text[part.clone()]).filter(|word| word.len() >= 4) {
                let word = part.start + word.start..part.start + word.end;
                all += 1;
                stayed += usize::from(self.block_of(word).is_some());
            }
        }
        all < 4 || stayed * 5 >= all
    }

    /// The stretch of the new text that took the place of `span`: from what stayed before it to what stayed
    /// after it. Empty where the words were taken out.
    pub fn hole(&self, span: Span) -> Span {
        let inside = |block: &Block, at: usize| block.new + (at - block.old);
        let before = self.blocks.partition_point(|block| block.old < span.start.index()).checked_sub(1);
        let start = before.map_or(0, |index| {
            let block = &self.blocks[index];
            inside(block, span.start.index().min(block.old_end()))
        });
        let after = self.blocks.partition_point(|block| block.old_end() <= span.end.index());
        let end = self.blocks.get(after).map_or(self.new.len(), |block| inside(block, span.end.index().max(block.old)));
        Span::new(start, end)
    }

    fn block_of(&self, part: Range<usize>) -> Option<&Block> {
        let index = self.blocks.partition_point(|block| block.old_end() < part.end);
        self.blocks.get(index).filter(|block| block.old <= part.start)
    }

    /// Whether no end that stood between words stands inside a word now: "no" is not the start of "not".
    fn ends_alike(&self, old: Span, new: Span) -> bool {
        let (a, b) = (self.old.as_str(), self.new.as_str());
        let ends = [(old.start, new.start), (old.end, new.end)];
        ends.iter().all(|(old, new)| cuts_word(a, old.index()) || !cuts_word(b, new.index()))
    }

    /// Bytes around a place that agree with those around the old one.
    fn agreement(&self, old: Span, new: Span) -> usize {
        let (a, b) = (self.old.as_str().as_bytes(), self.new.as_str().as_bytes());
        let before = a[..old.start.index()].iter().rev().zip(b[..new.start.index()].iter().rev());
        let after = a[old.end.index()..].iter().zip(&b[new.end.index()..]);
        let same = |(a, b): &(&u8, &u8)| a == b;
        before.take(AROUND).take_while(same).count() + after.take(AROUND).take_while(same).count()
    }
}

/// Blocks as they are found; those that touch become one.
#[derive(Default)]
struct Blocks(Vec<Block>);

impl Blocks {
    fn push(&mut self, old: usize, new: usize, len: usize) {
        if len == 0 {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.old_end() == old && last.new + last.len == new => last.len += len,
            _ => self.0.push(Block { old, new, len }),
        }
    }
}

/// Compares two stretches by words; where they are very long, first by lines.
fn compare(texts: Texts, a: Range<usize>, b: Range<usize>, found: &mut Blocks) {
    if a.len() + b.len() <= LONG {
        let (left, right) = (pieces(texts.old, &a), pieces(texts.new, &b));
        return texts.diff((a, &left), (b, &right), found, |_, _, _| {});
    }
    let (left, right) = (lines(texts.old, &a), lines(texts.new, &b));
    texts.diff((a, &left), (b, &right), found, |a, b, found| {
        let (left, right) = (pieces(texts.old, &a), pieces(texts.new, &b));
        // Long stretches of the same few words over and over would take minutes.
        let distinct = left.iter().map(|piece| &texts.old[piece.clone()]).collect::<HashSet<_>>().len();
        if a.len() + b.len() <= LONG || distinct >= DISTINCT {
            texts.diff((a, &left), (b, &right), found, |_, _, _| {});
        }
    });
}

fn pieces(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    words(&text[range.clone()]).map(|word| range.start + word.start..range.start + word.end).collect()
}

fn lines(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    let cut = |line: &str| {
        let start = at;
        at += line.len();
        start..at
    };
    text[range.clone()].split_inclusive('\n').map(cut).collect()
}

/// A stretch of a text with the pieces by which it is compared.
type Cut<'a> = (Range<usize>, &'a [Range<usize>]);

/// The two texts.
#[derive(Clone, Copy)]
struct Texts<'a> {
    old: &'a str,
    new: &'a str,
}

impl Texts<'_> {
    /// Puts what two stretches share into `found`: pieces, and between two of them what begins and ends alike.
    /// What is left between goes to `inside`.
    fn diff(
        self,
        (a, left): Cut,
        (b, right): Cut,
        found: &mut Blocks,
        mut inside: impl FnMut(Range<usize>, Range<usize>, &mut Blocks),
    ) {
        let mut known: HashMap<&str, u32> = HashMap::with_capacity(left.len() / 4);
        let mut numbers = [Vec::with_capacity(left.len()), Vec::with_capacity(right.len())];
        for (side, (text, pieces)) in [(self.old, left), (self.new, right)].into_iter().enumerate() {
            for piece in pieces {
                let next = known.len() as u32;
                numbers[side].push(*known.entry(&text[piece.clone()]).or_insert(next));
            }
        }
        let mut at = (a.start, b.start);
        let mut between = |a: Range<usize>, b: Range<usize>, found: &mut Blocks| {
            let start = prefix(&self.old[a.clone()], &self.new[b.clone()]);
            let end = suffix(&self.old[a.start + start..a.end], &self.new[b.start + start..b.end]);
            found.push(a.start, b.start, start);
            let (inner, other) = (a.start + start..a.end - end, b.start + start..b.end - end);
            if !inner.is_empty() && !other.is_empty() {
                inside(inner, other, found);
            }
            found.push(a.end - end, b.end - end, end);
        };
        for op in capture_diff_slices(Algorithm::Myers, &numbers[0], &numbers[1]) {
            let DiffOp::Equal { old_index, new_index, len } = op else { continue };
            for (piece, other) in left[old_index..old_index + len].iter().zip(&right[new_index..new_index + len]) {
                between(at.0..piece.start, at.1..other.start, found);
                found.push(piece.start, other.start, piece.len());
                at = (piece.end, other.end);
            }
        }
        between(at.0..a.end, at.1..b.end, found);
    }
}

/// A stretch with the rest of the words at its ends.
fn widened(text: &str, stretch: Range<usize>, left: bool, right: bool) -> Range<usize> {
    let of_word = |c: &char| are_one_word(*c, *c);
    let before = text[..stretch.start].chars().rev().take_while(of_word).map(char::len_utf8).sum::<usize>();
    let after = text[stretch.end..].chars().take_while(of_word).map(char::len_utf8).sum::<usize>();
    stretch.start - if left { before } else { 0 }..stretch.end + if right { after } else { 0 }
}

/// Bytes with which both begin, on a character boundary of both.
fn prefix(a: &str, b: &str) -> usize {
    let mut len = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(len) || !b.is_char_boundary(len) {
        len -= 1;
    }
    len
}

/// Bytes with which both end, on a character boundary of both.
fn suffix(a: &str, b: &str) -> usize {
    let mut len = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(a.len() - len) || !b.is_char_boundary(b.len() - len) {
        len -= 1;
    }
    len
}

#[cfg(test)]
mod tests;
