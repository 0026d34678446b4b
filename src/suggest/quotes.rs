//! Which words of a paragraph stand in quotation marks.

use std::ops::Range;

/// Marks that open, with those that close them.
const PAIRS: [(char, &[char]); 4] = [('“', &['”']), ('„', &['“', '”']), ('«', &['»']), ('»', &['«'])];

/// The stretches between quotation marks, marks included, in order.
///
/// A quotation that is opened again before it was closed goes on, and one that is never closed ends with the
/// paragraph: so newspapers write speech over several paragraphs. Single marks count only where they cannot
/// be apostrophes.
pub fn quoted(paragraph: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, &[char])> = None;
    let mut before = None;
    let mut rest = paragraph.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, c)| *c);
        let starts_word = next.is_some_and(|c| !c.is_whitespace()) && before.is_none_or(|c: char| !c.is_alphanumeric());
        let ends_word = next.is_none_or(|c| !c.is_alphanumeric());
        match open {
            Some((start, closing)) if closing.contains(&c) && (c != '’' || ends_word) => {
                found.push(start..at + c.len_utf8());
                open = None;
            }
            Some(_) => {}
            None => {
                let pair = PAIRS.into_iter().find(|(mark, _)| *mark == c).map(|(_, closing)| closing);
                open = match (pair, c) {
                    (Some(closing), _) => Some((at, closing)),
                    (None, '"') => Some((at, &['"'])),
                    (None, '‘') if starts_word => Some((at, &['’'])),
                    _ => None,
                };
            }
        }
        before = Some(c);
    }
    found.extend(open.map(|(start, _)| start..paragraph.len()));
    found
}

/// Whether `span` is speech: two in five of its letters stand in quotation marks, the rest is attribution.
pub fn is_mostly_quoted(paragraph: &str, span: Range<usize>) -> bool {
    let ranges = quoted(paragraph);
    let words = paragraph[span.clone()].char_indices().filter(|(_, c)| c.is_alphanumeric());
    let (mut inside, mut all) = (0usize, 0usize);
    for (at, _) in words {
        all += 1;
        inside += usize::from(ranges.iter().any(|range| range.contains(&(span.start + at))));
    }
    all > 0 && inside * 5 >= all * 2
}

/// Whether the selection carries words of the speaker's own that tell the stance: most of it, two words and more, or
/// one that is said of something ("was “premature”"); a single noun in marks is a term.
pub fn is_quoted(paragraph: &str, span: Range<usize>) -> bool {
    if is_mostly_quoted(paragraph, span.clone()) {
        return true;
    }
    quoted(paragraph).into_iter().filter(|range| range.start >= span.start && range.end <= span.end).any(|range| {
        let words = paragraph[range.clone()].split_whitespace().count();
        let before = paragraph[span.start..range.start].trim_end();
        let before = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        (2..=6).contains(&words) || matches!(before, "was" | "is" | "were" | "are" | "be" | "been" | "consider" | "as")
    })
}

/// Newspapers, agencies and broadcasters by the last word of their name, or the whole of it.
const OUTLETS: &str = "BBC Reuters AFP AP Bloomberg CNN Politico Axios Tass TASS Xinhua Interfax Ukrinform DPA     Anadolu Kyodo Yonhap Nikkei Guardian Economist Spiegel Monde Figaro Bild Repubblica Sera País Pais Mundo Express     Telegraph Times Independent Mirror NPR NBC CBS ABC ITV ARD ZDF DR NRK SVT NOS RTÉ TVP PAP ANSA EFE Euractiv     Newsweek Zeit Welt Zeitung Izvestia Kommersant Meduza Jazeera Haaretz Ynet Post Herald Tribune Journal Gazette     Chronicle Observer Libération Wyborcza Rzeczpospolita Standaard Aftonbladet Hürriyet Dawn Ledger Wire Dispatch     Courier Bulletin Review";

/// Whether a name, or the last word of one, is that of a newspaper, an agency or a broadcaster.
pub fn is_outlet(name: &str) -> bool {
    OUTLETS.split_whitespace().any(|one| one == name) || matches!(name, "Sky News" | "Fox News" | "Associated Press")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_of_every_style() {
        for (text, expected) in [
            ("He said “no” twice.", &["“no”"][..]),
            ("“One. “But two.” Then.", &["“One. “But two.”"]),
            ("„Nein“, sagte er.", &["„Nein“"]),
            ("« Non », dit-il.", &["« Non »"]),
            ("\"No\" and \"yes\"", &["\"No\"", "\"yes\""]),
            ("Poland’s ‘red line’ isn’t Germany’s", &["‘red line’"]),
            ("‘It isn’t ours’, he said", &["‘It isn’t ours’"]),
            ("He began: “And so", &["“And so"]),
            ("no quotation", &[]),
        ] {
            let found: Vec<&str> = quoted(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
