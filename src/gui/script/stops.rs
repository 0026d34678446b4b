//! Where the carets of words stand: at every grapheme, and nowhere inside one.

use std::ops::Range;

use eframe::egui::epaint::text::{Glyph, Row};
use unicode_segmentation::UnicodeSegmentation as _;

/// The left edge of a character of a row that runs from left to right, from the row's corner.
///
/// Inside a ligature, which is one glyph for several characters, the glyph is shared out in equal parts; and what
/// has no width at all gets a part of its neighbour's.
pub fn edge(row: &Row, character: usize) -> f32 {
    let glyphs = &row.glyphs;
    let end = || glyphs.last().map_or(row.size.x, |last| last.max_x().max(row.size.x));
    let Some(glyph) = glyphs.get(character) else { return end() };
    let leading = glyphs.first().is_some_and(is_filler);
    if !is_filler(glyph) && !leading {
        // Behind the last letter of a justified row comes the space that was put between all letters.
        let before = character > 0 && glyphs[character - 1].pos.x < row.size.x;
        return if before { glyph.pos.x.min(row.size.x) } else { glyph.pos.x };
    }
    let lead = if leading { glyphs.iter().position(|glyph| !is_filler(glyph)).unwrap_or(0) } else { 0 };
    let base = glyphs[..=character].iter().rposition(|glyph| !is_filler(glyph)).unwrap_or(0);
    let first = if base <= lead { 0 } else { base };
    let from = base.max(lead) + 1;
    let after = glyphs[from..].iter().position(|glyph| !is_filler(glyph)).map_or(glyphs.len(), |rest| from + rest);
    let right = glyphs.get(after).map_or_else(end, |glyph| glyph.pos.x);
    let left = glyphs[first].pos.x;
    left + (right - left) * (character - first) as f32 / (after - first) as f32
}

/// The edges of the graphemes of `words`, set in one row that is `width` wide: one more than there are graphemes,
/// in reading order, from the row's left.
///
/// Exact wherever a grapheme has a glyph of its own; those that share one get equal parts of it.
pub fn edges(row: &Row, words: &str, width: f32, right_to_left: bool) -> Vec<f32> {
    let graphemes: Vec<Range<usize>> = in_chars(words);
    let chars: Vec<char> = words.chars().collect();
    let mut edges = match right_to_left {
        true => leftward(&row.glyphs, &chars, &graphemes, width),
        false => rightward(row, &chars, &graphemes, width),
    };
    even_out(&mut edges);
    edges
}

/// Edges by one glyph a character where egui keeps that promise, else by the characters that glyphs name.
fn rightward(row: &Row, chars: &[char], graphemes: &[Range<usize>], width: f32) -> Vec<f32> {
    let glyphs = &row.glyphs;
    // Sara am is drawn as two glyphs.
    let drawn = |range: &Range<usize>| range.len() + chars[range.clone()].iter().filter(|c| is_double(**c)).count();
    let slots: usize = graphemes.iter().map(&drawn).sum();
    if slots == glyphs.len() {
        let mut slot = 0;
        let mut edges = Vec::with_capacity(graphemes.len() + 1);
        for range in graphemes {
            edges.push(edge(row, slot));
            slot += drawn(range);
        }
        edges.push(width);
        return edges;
    }
    let real = glyphs.iter().filter(|glyph| !is_filler(glyph));
    let found = named(real, chars, graphemes);
    share_out(&found, graphemes.len(), 0.0, width)
}

/// Edges of letters that run from right to left.
///
/// egui puts the glyphs of such a run from left to right, and fills up with empty ones at the end.
fn leftward(glyphs: &[Glyph], chars: &[char], graphemes: &[Range<usize>], width: f32) -> Vec<f32> {
    let real = glyphs.iter().filter(|glyph| !is_filler(glyph)).rev();
    let found: Vec<(usize, f32, f32)> = named(real, chars, graphemes);
    let turned: Vec<(usize, f32, f32)> =
        found.into_iter().map(|(at, left, right)| (at, width - right, width - left)).collect();
    let edges = share_out(&turned, graphemes.len(), 0.0, width);
    edges.into_iter().map(|edge| width - edge).collect()
}

/// The glyphs in reading order as graphemes with their extents: a glyph names the first character of its cluster.
fn named<'a>(
    glyphs: impl Iterator<Item = &'a Glyph>,
    chars: &[char],
    graphemes: &[Range<usize>],
) -> Vec<(usize, f32, f32)> {
    let starts = |at: usize, c: char| graphemes.get(at).is_some_and(|range| chars[range.start] == c);
    let mut found: Vec<(usize, f32, f32)> = Vec::new();
    for glyph in glyphs {
        let (left, right) = (glyph.pos.x, glyph.max_x());
        let advances = glyph.advance_width > 0.0;
        let next = match found.last() {
            None => Some(0),
            Some((at, ..)) if starts(*at, glyph.chr) && !(advances && starts(at + 1, glyph.chr)) => None,
            Some((at, ..)) => (at + 1..graphemes.len()).find(|next| starts(*next, glyph.chr)),
        };
        match (next, found.last_mut()) {
            (Some(at), _) if advances => found.push((at, left, right)),
            (None, Some(last)) if advances => *last = (last.0, last.1.min(left), last.2.max(right)),
            _ => {}
        }
    }
    found
}

/// Edges of all graphemes from those of some, the others in equal parts between.
fn share_out(found: &[(usize, f32, f32)], graphemes: usize, from: f32, to: f32) -> Vec<f32> {
    let mut edges = vec![from; graphemes + 1];
    edges[graphemes] = to;
    let whole = [(0, from, to)];
    let found = if found.is_empty() { &whole } else { found };
    for (index, (first, left, _)) in found.iter().enumerate() {
        let left = if index == 0 { from } else { *left };
        let (next, right) = found.get(index + 1).map_or((graphemes, to), |(next, left, _)| (*next, *left));
        let share = (right - left) / (next - first).max(1) as f32;
        for (at, edge) in edges.iter_mut().enumerate().take(next).skip(*first) {
            *edge = left + share * (at - first) as f32;
        }
    }
    edges
}

/// Gives graphemes without any width a part of their neighbour's, so that no two edges are one.
fn even_out(edges: &mut [f32]) {
    const LEAST: f32 = 0.05;
    let Some((first, last)) = edges.first().copied().zip(edges.last().copied()) else { return };
    let way = if last < first { -1.0 } else { 1.0 };
    let widths: Vec<f32> = edges.windows(2).map(|pair| ((pair[1] - pair[0]) * way).max(0.0)).collect();
    let mut from = 0;
    let mut x = first;
    while from < widths.len() {
        // One grapheme with a width, those without before the first and all without behind it.
        let mut to = from + 1;
        let mut sum = widths[from];
        while to < widths.len() && (widths[to] < LEAST || sum < LEAST) {
            sum += widths[to];
            to += 1;
        }
        let share = sum / (to - from) as f32;
        for (nth, edge) in edges[from..to].iter_mut().enumerate() {
            *edge = x + share * way * nth as f32;
        }
        x += sum * way;
        from = to;
    }
    // Widths that ran backwards were counted as none: what that added is taken off everywhere.
    let (want, have) = ((last - first).abs(), (x - first).abs());
    let scale = if have > 0.0 { want / have } else { 1.0 };
    for edge in edges.iter_mut() {
        *edge = first + (*edge - first) * scale;
    }
    if let Some(end) = edges.last_mut() {
        *end = last;
    }
}

/// The graphemes of `words`, counted in characters.
fn in_chars(words: &str) -> Vec<Range<usize>> {
    let mut from = 0;
    let graphemes = words.graphemes(true).map(|grapheme| {
        let range = from..from + grapheme.chars().count();
        from = range.end;
        range
    });
    graphemes.collect()
}

/// An empty glyph that stands for a character drawn with the one before it.
fn is_filler(glyph: &Glyph) -> bool {
    glyph.advance_width == 0.0 && glyph.uv_rect.is_nothing()
}

/// Thai sara am and Lao am: one character, two glyphs.
fn is_double(c: char) -> bool {
    matches!(c, '\u{e33}' | '\u{eb3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edges: &[f32], want: &[f32]) {
        let mut found = edges.to_vec();
        even_out(&mut found);
        let near = found.iter().zip(want).all(|(a, b)| (a - b).abs() < 0.01);
        assert!(near && found.len() == want.len(), "{found:?}, not {want:?}");
    }

    #[test]
    fn graphemes_without_width_share_their_neighbours() {
        check(&[0.0, 10.0, 20.0], &[0.0, 10.0, 20.0]);
        check(&[0.0, 10.0, 10.0], &[0.0, 5.0, 10.0]);
        check(&[0.0, 0.0, 10.0], &[0.0, 5.0, 10.0]);
        check(&[0.0, 10.0, 10.0, 10.0, 16.0], &[0.0, 10.0 / 3.0, 20.0 / 3.0, 10.0, 16.0]);
        check(&[20.0, 10.0, 10.0, 0.0], &[20.0, 15.0, 10.0, 0.0]);
        check(&[0.0, 12.0, 8.0, 20.0], &[0.0, 5.0, 10.0, 20.0]);
        check(&[0.0, 0.0], &[0.0, 0.0]);
        check(&[3.0], &[3.0]);
        check(&[], &[]);
    }

    #[test]
    fn what_shares_a_glyph_gets_equal_parts() {
        assert_eq!(share_out(&[(0, 0.0, 6.0), (3, 6.0, 9.0)], 4, 0.0, 9.0), [0.0, 2.0, 4.0, 6.0, 9.0]);
        assert_eq!(share_out(&[], 2, 0.0, 8.0), [0.0, 4.0, 8.0]);
    }
}
