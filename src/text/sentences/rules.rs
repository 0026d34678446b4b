//! Where a sentence may end beyond what UAX 29 finds, and where it does not end though UAX 29 says so.
//!
//! Every rule looks a bounded way to either side, so that a window of a long paragraph is cut as the whole.

use std::ops::Range;

use super::marks::{
    closes, is_between, is_greek, is_mark, is_roman, is_short, is_superscript, is_upper, is_wide_mark, opens,
    opens_wide,
};
use super::words::{Stop, words};

/// How far a rule looks back, in bytes.
const BACK: usize = 160;

/// Places in `range` where a sentence may end though UAX 29 does not say so: after an ellipsis, before a digit or
/// a dash, after a footnote's number or a closing mark that stands apart, at a Greek question mark.
pub fn proposals(body: &str, range: Range<usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let bytes = body.as_bytes();
    for at in range.clone() {
        let (mark, long) = match bytes[at] {
            b'.' | b'!' | b'?' | b';' => (char::from(bytes[at]), 1),
            0xE2 if body[at..].starts_with('…') => ('…', '…'.len_utf8()),
            0xCD if body[at..].starts_with('\u{37e}') => (';', '\u{37e}'.len_utf8()),
            0xE3 | 0xEF if body[at..].starts_with(is_wide_mark) => {
                // UAX 29 takes the mark that opens the next quotation for one that closes this sentence.
                // Of a run of marks only the first is asked.
                if body[..at].ends_with(is_wide_mark) {
                    continue;
                }
                let rest =
                    body[at..].trim_start_matches(is_wide_mark).trim_start_matches(|c| closes(c) && !opens_wide(c));
                found.extend(rest.starts_with(opens_wide).then_some(body.len() - rest.len()));
                continue;
            }
            _ => continue,
        };
        found.extend(proposed(body, at, at + long, mark).filter(|at| *at < range.end));
    }
    found
}

fn proposed(body: &str, at: usize, after: usize, mark: char) -> Option<usize> {
    let rest = &body[after..];
    if rest.starts_with(is_mark) || (mark == ';' && !body[..at].ends_with(is_greek)) {
        return None;
    }
    let (tail, quoted) = skip_closing(rest);
    let gap = rest[tail..].len() - rest[tail..].trim_start().len();
    let right = &rest[tail + gap..];
    let first = right.chars().next()?;
    if gap == 0 {
        let glued = mark == '.' && tail == 0 && is_glued(&body[..at], right);
        return glued.then_some(after);
    }
    let begins = match first {
        '–' | '—' | '-' => {
            let words = right[first.len_utf8()..].trim_start();
            !quoted && words.len() + first.len_utf8() < right.len() && is_upper(first_letter(words))
        }
        '#' | '@' | '$' | '€' | '£' | '¥' => mark != '…',
        '•' | '·' | '▪' | '►' | '*' => true,
        _ => match first_letter(right) {
            Some(c) if c.is_numeric() => mark != '…' && mark != ';',
            c => is_upper(c) || (mark != ';' && c.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())),
        },
    };
    begins.then_some(after + tail + gap)
}

/// Whether the sentence that begins at `from` ends at `at`, where UAX 29 or a proposal says so.
pub fn ends(body: &str, from: usize, at: usize) -> bool {
    let left = body[from..at].trim_end();
    let apart = from + left.len() < at;
    let right = &body[at..];
    let Left { core, quoted, closed } = Left::of(left);
    let Some(mark) = core.chars().next_back() else { return false };
    if mark.is_alphanumeric() {
        return false;
    }
    let wide = mark >= '\u{589}' && mark != '…';
    if wide {
        return !(left.ends_with(opens_wide) || closed && goes_on_after_quotation(right));
    }
    if !apart {
        let upper = is_upper(right.chars().next());
        return upper && (left.ends_with(['”', '»']) || (mark == '.' && is_glued(&core[..core.len() - 1], right)));
    }
    if begins_with_closing(right) || first_letter(right).is_some_and(char::is_lowercase) || is_omission(left) {
        return false;
    }
    if quoted {
        return !is_attributed(right, mark);
    }
    match mark {
        '.' => !is_inside(core, right, left.len() == core.len()),
        '!' => !words().is_name(last_word(&core[..core.len() - 1])),
        _ => true,
    }
}

/// What stands before a possible end.
struct Left<'a> {
    /// Up to the mark that may end the sentence, with it.
    core: &'a str,
    /// Whether a quotation is closed after the mark.
    quoted: bool,
    /// Whether anything is closed after the mark.
    closed: bool,
}

impl<'a> Left<'a> {
    fn of(left: &'a str) -> Self {
        let mut core = back(left);
        let (mut quoted, mut closed) = (false, false);
        while let Some(last) = core.chars().next_back() {
            let shorter = &core[..core.len() - last.len_utf8()];
            if let Some(cut) = without_footnote(core) {
                core = cut;
            } else if closes(last) {
                closed = true;
                quoted |= !matches!(last, ')' | ']' | '}');
                core = shorter.trim_end();
            } else {
                break;
            }
        }
        Self { core, quoted, closed }
    }
}

/// Whether the full stop at the end of `core` belongs to a word and not to the sentence. `open` says that nothing
/// is closed after it.
fn is_inside(core: &str, right: &str, open: bool) -> bool {
    let Some(body) = core.strip_suffix('.') else { return false };
    let word = last_word(body);
    let next = first_word(right);
    let before = body[..body.len() - word.len()].trim_end();
    if word.is_empty() || body.ends_with(['.', '…']) {
        return false;
    }
    let starts = words().starts(next);
    match stop(word, before) {
        Some(Stop::Title | Stop::Word) => return true,
        Some(Stop::Number) if is_number(right) || is_counted_by(word, next) => return true,
        Some(Stop::Number) if word.chars().nth(1).is_some() => return false,
        Some(Stop::Soft) => return !starts,
        Some(Stop::Last) => return false,
        Some(Stop::Clock) => return words().is_zone(next),
        Some(Stop::Year) if before.ends_with(|c: char| c.is_ascii_digit() || "IVXLC".contains(c)) => return !starts,
        Some(Stop::Year) => return true,
        Some(Stop::Number) | None => {}
    }
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next())
        && only.is_alphabetic()
    {
        if before.is_empty() {
            return true;
        }
        let arabic = ('\u{600}'..'\u{700}').contains(&only);
        return arabic || is_initial(right) || (only.is_uppercase() && is_upper(first_letter(right)) && !starts);
    }
    if word.ends_with(|c| ('\u{e00}'..'\u{e80}').contains(&c)) {
        return true;
    }
    if word.contains('.') && word.split('.').all(|part| is_short(part.trim_matches('-'))) {
        return !starts;
    }
    open && is_ordinal(word, before, right)
}

/// Whether the number `word` with its stop is an ordinal, a part of a date or the number of a list's row.
fn is_ordinal(word: &str, before: &str, right: &str) -> bool {
    let digits = word.bytes().all(|b| b.is_ascii_digit());
    if !(digits && word.len() <= 3 || word.len() > 1 && is_roman(word)) {
        return false;
    }
    let next = first_word(right);
    if before.is_empty() || words().is_counted(next) {
        return true;
    }
    if digits && word.len() <= 2 && right.starts_with(|c: char| c.is_ascii_digit()) {
        let number = &right[..right.len() - right.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
        let in_date = before.strip_suffix('.').is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()));
        return match number.len() {
            1 | 2 => right[number.len()..].starts_with('.'),
            4 => in_date,
            _ => false,
        };
    }
    words().before_ordinal(last_word(before)) && is_upper(first_letter(right)) && !words().starts(next)
}

/// How `word` takes its stop; letters with stops and spaces between them are one word: “z. B.”, “и т. д.”.
fn stop(word: &str, before: &str) -> Option<Stop> {
    if word.chars().count() <= 3 {
        let (mut joined, mut before) = (word.to_owned(), before);
        let mut best = None;
        for _ in 0..3 {
            let Some(body) = before.strip_suffix('.') else { break };
            let part = last_word(body);
            if part.is_empty() || part.chars().count() > 3 {
                break;
            }
            joined = format!("{part}.{joined}");
            before = body[..body.len() - part.len()].trim_end();
            best = words().stop(&joined).or(best);
        }
        if best.is_some() {
            return best;
        }
    }
    let after = |cut: &[char]| word.rsplit(cut).next().filter(|part| part.len() < word.len() && part.len() > 1);
    words().stop(word).or_else(|| words().stop(after(&['-', '’', '\''])?))
}

/// Whether a name and what it does with the words stand behind a quotation: “Why?” Mr. Macron asked.
fn is_attributed(right: &str, mark: char) -> bool {
    for (index, word) in right.split_whitespace().take(6).enumerate() {
        let bare = word.trim_end_matches(['.', ',', ':', '!', '?']);
        if index > 0 && words().says(bare) {
            return mark != '.' || word.ends_with('.');
        }
        let named = is_upper(bare.chars().next()) || (index > 0 && words().joins_names(bare));
        let cut = bare.len() < word.len() && words().stop(bare).is_none() && !is_short(bare);
        if !named || cut || (index == 0 && words().starts(bare)) {
            return false;
        }
    }
    false
}

/// Whether a sentence goes on behind a Chinese or Japanese quotation: 「…。」と述べた, “……。”他说。
fn goes_on_after_quotation(right: &str) -> bool {
    const PARTICLES: [&str; 6] = ["と", "って", "など", "を", "との", "という"];
    const NOT: [&str; 9] =
        ["ところ", "とはいえ", "とにかく", "とりわけ", "とても", "ともあれ", "とうとう", "ときに", "とき、"];
    const SAY: [&str; 12] = ["表示", "指出", "强调", "强調", "補充", "补充", "回答", "写道", "说", "說", "道", "问"];
    let begins = |list: &[&str]| list.iter().any(|word| right.starts_with(word));
    if begins(&PARTICLES) && !begins(&NOT) {
        return true;
    }
    let clause: String = right.chars().take_while(|c| c.is_alphanumeric()).take(12).collect();
    let closed = right[clause.len()..].starts_with(['。', '，', '：']);
    closed && SAY.iter().any(|word| clause.ends_with(word))
}

/// Whether marks alone stand in brackets: “[…]”, “(!)”.
fn is_omission(left: &str) -> bool {
    let inner = left.strip_suffix([')', ']']).map(|inner| inner.trim_end_matches(is_mark));
    inner.is_some_and(|inner| inner.ends_with(['(', '[']))
}

/// Whether `right` begins with a mark that closes what stands before.
fn begins_with_closing(right: &str) -> bool {
    let rest = right.trim_start_matches(|c| closes(c) && !matches!(c, '«' | '‹'));
    let punctuation = [',', '.', ';', ':', '!', '?', '–', '—', '-', '…'];
    rest.len() < right.len() && rest.chars().next().is_none_or(|c| c.is_whitespace() || punctuation.contains(&c))
}

/// How long the marks are that close a sentence at the head of `rest`, and whether a quotation is closed by them.
fn skip_closing(rest: &str) -> (usize, bool) {
    let (mut at, mut quoted) = (0, false);
    loop {
        let here = &rest[at..];
        let next = here.trim_start();
        let gap = here.len() - next.len();
        let closing = next.len() - next.trim_start_matches(closes).len();
        if closing > 0 && (gap == 0 || begins_with_closing(next)) {
            quoted |= next[..closing].contains(|c| !matches!(c, ')' | ']' | '}'));
            at += gap + closing;
        } else if let Some(long) = footnote(here) {
            at += long;
        } else {
            return (at, quoted);
        }
    }
}

/// How long a footnote's number is at the head of `rest`, behind a full stop.
fn footnote(rest: &str) -> Option<usize> {
    let long = rest.len() - rest.trim_start_matches(is_superscript).len();
    if long > 0 {
        return Some(long);
    }
    let inner = rest.strip_prefix('[').unwrap_or(rest);
    let digits = inner.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let bracketed = inner.len() < rest.len();
    match (bracketed, digits) {
        (_, 0) => None,
        (true, _) => inner[digits..].starts_with(']').then_some(digits + 2),
        (false, 1 | 2) => inner[digits..].starts_with(char::is_whitespace).then_some(digits),
        _ => None,
    }
}

/// `core` without a footnote's number at its end.
fn without_footnote(core: &str) -> Option<&str> {
    let plain = core.trim_end_matches(is_superscript);
    if plain.len() < core.len() {
        return Some(plain);
    }
    if let Some(inner) = core.strip_suffix(']') {
        let before = inner.trim_end_matches(|c: char| c.is_ascii_digit());
        return before.strip_suffix('[').filter(|_| before.len() < inner.len() && inner.len() - before.len() <= 4);
    }
    let before = core.trim_end_matches(|c: char| c.is_ascii_digit());
    let stop = before.trim_end_matches(closes).strip_suffix(['.', '!', '?'])?;
    let fits = (1..=2).contains(&(core.len() - before.len())) && stop.ends_with(char::is_alphabetic);
    fits.then_some(before)
}

/// Whether a sentence begins at `right` though the space before it is missing: “peace.The talks”.
fn is_glued(left: &str, right: &str) -> bool {
    let word = last_word(left);
    let next = first_word(right);
    let plain = word.chars().count() > 2 && word.chars().all(char::is_alphabetic) && word.ends_with(char::is_lowercase);
    let alone = right.strip_prefix(next).is_some_and(|rest| rest.starts_with([' ', ',', '\u{a0}']));
    plain && alone && is_upper(next.chars().next()) && words().starts(next)
}

/// Whether a number begins `right`, or a letter that counts.
fn is_number(right: &str) -> bool {
    let right = right.trim_start_matches(['(', '§', '#', '№']);
    if right.trim_start().starts_with(|c: char| c.is_numeric()) {
        return true;
    }
    let word = first_word(right);
    let counts = word.len() == 1 && word.chars().all(char::is_uppercase) && !matches!(word, "A" | "I" | "O");
    counts || is_roman(word) && word != "I"
}

/// Whether `next` is another word before a number: “gem. Art. 5”.
fn is_counted_by(word: &str, next: &str) -> bool {
    words().stop(next) == Some(Stop::Number) && word.to_lowercase() != next.to_lowercase()
}

/// Whether `right` begins with a single letter and a full stop.
fn is_initial(right: &str) -> bool {
    let mut chars = right.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some('.')
}

/// The word at the end of `text`.
fn last_word(text: &str) -> &str {
    let text = back(text);
    let start = text.rfind(is_between).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    &text[start..]
}

/// The word at the head of `text`, marks that open it left out.
fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(opens);
    let end = text.char_indices().take(40).find(|(_, c)| !c.is_alphanumeric() && !matches!(c, '’' | '\'' | '-'));
    let end = end.map_or_else(|| text.char_indices().nth(40).map_or(text.len(), |(at, _)| at), |(at, _)| at);
    &text[..end]
}

/// The first letter or digit of `right`, behind marks that open.
fn first_letter(right: &str) -> Option<char> {
    right.chars().take(8).find(|c| !opens(*c) && !c.is_whitespace())
}

/// The last [`BACK`] bytes.
fn back(text: &str) -> &str {
    let mut start = text.len().saturating_sub(BACK);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}
