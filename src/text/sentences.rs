//! Where sentences begin and end in news prose.
//!
//! Unicode's rules (UAX 29) give the candidates; a table of words after which a full stop does not
//! end a sentence joins those that were cut too early.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{ArticleText, Byte, Span};

/// Words that carry a full stop inside a sentence. Compared without the stop.
const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Sir", "St", "Gen", "Lt", "Col", "Maj", "Capt", "Cpl", "Sgt", "Adm", "Cmdr",
    "Brig", "Rev", "Hon", "Sen", "Rep", "Gov", "Amb", "Pres", "Sec", "Jr", "Sr", "vs", "No", "Nos", "Art", "Jan",
    "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "approx", "ca", "cf", "e.g", "i.e",
    "bzw", "z.B", "Nr", "Abs", "Mme", "Mlle", "Sra", "Dra", "pp", "ed", "eds", "Inc", "Ltd", "Co",
];

/// The sentences of `text` in order: trimmed, never empty, never across a paragraph.
pub fn sentences(text: &ArticleText) -> Vec<Span> {
    text.paragraphs().into_iter().flat_map(|paragraph| in_paragraph(text.as_str(), paragraph)).collect()
}

/// The sentence at byte `at`, or the nearest one before it in its paragraph.
pub fn sentence_at(text: &ArticleText, at: Byte) -> Option<Span> {
    let paragraphs = text.paragraphs();
    let index = paragraphs.partition_point(|p| p.start <= at).saturating_sub(1);
    let found = in_paragraph(text.as_str(), *paragraphs.get(index)?);
    found.iter().rev().find(|s| s.start <= at).or(found.first()).copied()
}

/// The sentences inside one paragraph.
pub fn in_paragraph(text: &str, paragraph: Span) -> Vec<Span> {
    let body = &text[paragraph.range()];
    let mut found: Vec<Span> = Vec::new();
    let mut open: Option<usize> = None;
    let pieces = body.split_sentence_bound_indices().flat_map(|(at, piece)| at_ellipses(at, piece));
    for (at, piece) in pieces {
        let start = *open.get_or_insert(at);
        let end = at + piece.len();
        if end < body.len() && continues(&body[start..end], &body[end..]) {
            continue;
        }
        open = None;
        let sentence = &body[start..end];
        let trimmed = sentence.trim();
        if !trimmed.is_empty() {
            let lead = sentence.len() - sentence.trim_start().len();
            let from = paragraph.start.index() + start + lead;
            found.push(Span::new(from, from + trimmed.len()));
        }
    }
    found
}

/// Cuts after an ellipsis that a capital follows, which UAX 29 takes for one sentence.
fn at_ellipses(at: usize, piece: &str) -> Vec<(usize, &str)> {
    let mut cut = Vec::new();
    let mut from = 0;
    for (dots, _) in piece.match_indices("… ") {
        let end = dots + "… ".len();
        if piece[end..].starts_with(|c: char| c.is_uppercase() || c == '“') {
            cut.push((at + from, &piece[from..end]));
            from = end;
        }
    }
    cut.push((at + from, &piece[from..]));
    cut
}

/// Whether the stop at the end of `left` belongs to a word and not to the sentence.
fn continues(left: &str, right: &str) -> bool {
    let Some(body) = left.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(|c: char| c.is_whitespace() || "([“\"‘".contains(c)).next().unwrap_or(body);
    if ABBREVIATIONS.contains(&word) {
        return true;
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let single = word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    if letters > 0 && single {
        // "J. Smith", "U.S. troops"; but "in the U.S. The talks" ends there when an article follows.
        let next = right.split_whitespace().next().unwrap_or("");
        return letters == 1 || !["The", "A", "An", "In", "He", "She", "It", "They", "But", "And"].contains(&next);
    }
    // "17. Februar": a day number before a lower-case or month word.
    word.chars().all(|c| c.is_ascii_digit())
        && (1..=2).contains(&word.len())
        && right.starts_with(|c: char| c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences are separated by `|` in the row.
    fn check(row: &str) {
        let expected: Vec<&str> = row.split('|').map(str::trim).collect();
        let text = ArticleText::new(row.replace('|', ""));
        let found: Vec<&str> = sentences(&text).iter().filter_map(|s| text.get(*s)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_of_news_prose() {
        check("One. |Two! |Three?");
        check("Sir Keir met Lt. Gen. Smith. |Then he left.");
        check("Mr. Tusk refused. |Dr. No agreed.");
        check("The U.S. position is clear. |It will not change.");
        check("Troops left the U.S. |The talks went on.");
        check("Am 17. Februar trafen sie sich. |Danach nichts.");
        check("He said: “We need to do more.” |Others were cold.");
        check("和平还很远。|没有人考虑派兵。");
        check("Nobody knows… |Somebody will.");
    }

    #[test]
    fn the_sentence_under_the_caret() {
        let text = ArticleText::new("One two. Three four.\n\nFive.");
        for (at, expected) in [(0, "One two."), (8, "One two."), (9, "Three four."), (20, "Three four."), (23, "Five.")]
        {
            let span = sentence_at(&text, Byte(at)).expect("a sentence");
            assert_eq!(text.get(span), Some(expected), "at {at}");
        }
    }
}
