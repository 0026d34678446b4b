//! Markup without a parser's tree: the text of a page in one pass, and whether a tree would be safe to build.
//!
//! Both run in time linear in the page and need no stack, whatever is nested in whatever.

/// Elements whose content is no text of the page.
const UNSEEN: [&str; 14] = [
    "script", "style", "title", "textarea", "template", "svg", "select", "button", "object", "iframe", "noscript",
    "noembed", "noframes", "xmp",
];

/// Elements whose content holds no tags, by the rules of HTML.
const RAW: [&str; 8] = ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"];

/// Elements that stand as paragraphs of their own.
const BLOCKS: [&str; 30] = [
    "p",
    "div",
    "article",
    "section",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "dl",
    "table",
    "figure",
    "figcaption",
    "address",
    "hr",
    "form",
    "fieldset",
    "details",
    "summary",
    "body",
];

/// Elements that begin or end a line.
const LINES: [&str; 8] = ["br", "li", "tr", "dt", "dd", "caption", "legend", "option"];

/// Elements without content.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements that a parser closes by itself, so that they never nest deeply.
const SELF_CLOSING: [&str; 18] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "rp", "rt", "html",
    "head", "body", "colgroup",
];

/// Elements that a parser opens again in every paragraph until they are closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements nested deeper are a trap, not a page.
const DEEPEST: usize = 512;

/// Steps that building a tree may take.
const MOST_WORK: usize = 4 << 20;

/// Why no tree should be built of this page; `None` when one can be.
pub fn trap(html: &str) -> Option<String> {
    let (mut depth, mut formatting, mut work) = (0usize, 0usize, 0usize);
    for piece in Pieces::new(html, &RAW) {
        match piece {
            Piece::Open { name, breaks, closed } => {
                // A parser compares every attribute with those before it.
                work = work.saturating_add(1 + formatting + breaks * breaks / 16);
                if !closed && !VOID.contains(&&*name) && !SELF_CLOSING.contains(&&*name) {
                    depth += 1;
                    formatting += usize::from(FORMATTING.contains(&&*name));
                }
            }
            Piece::Close { name } => {
                if !SELF_CLOSING.contains(&&*name) {
                    depth = depth.saturating_sub(1);
                    formatting = formatting.saturating_sub(usize::from(FORMATTING.contains(&&*name)));
                }
            }
            Piece::Text(text) => work = work.saturating_add(memchr::memchr_iter(b'<', text.as_bytes()).count()),
        }
        if depth > DEEPEST {
            return Some(format!("its markup is nested more than {DEEPEST} deep"));
        }
        if work > MOST_WORK {
            return Some("its markup is out of all proportion".into());
        }
    }
    None
}

/// The text of a page or of a part of one: paragraphs set apart by a blank line, lines by a line end.
///
/// Runs of space, tab and line end are one space, as a browser shows them; every other character stays,
/// no-break spaces included.
pub fn text_of(html: &str) -> String {
    let mut out = Writer::default();
    let mut verbatim = 0usize;
    for piece in Pieces::new(html, &UNSEEN) {
        match piece {
            Piece::Text(text) if verbatim > 0 => out.verbatim(&decode(text)),
            Piece::Text(text) => out.words(&decode(text)),
            Piece::Open { name, .. } => {
                out.around(&name);
                verbatim += usize::from(name == "pre");
            }
            Piece::Close { name } => {
                out.around(&name);
                verbatim = verbatim.saturating_sub(usize::from(name == "pre"));
            }
        }
    }
    out.text
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

#[derive(Default)]
struct Writer {
    text: String,
    gap: Gap,
}

impl Writer {
    fn around(&mut self, name: &str) {
        let gap = if BLOCKS.contains(&name) {
            Gap::Paragraph
        } else if LINES.contains(&name) {
            Gap::Line
        } else if name == "td" || name == "th" {
            Gap::Space
        } else {
            return;
        };
        self.gap = self.gap.max(gap);
    }

    fn words(&mut self, text: &str) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if text.starts_with(is_space) {
            self.gap = self.gap.max(Gap::Space);
        }
        for word in text.split(is_space).filter(|word| !word.is_empty()) {
            // A paragraph of nothing but no-break spaces is a distance, not a word.
            if self.gap >= Gap::Line && word.chars().all(char::is_whitespace) {
                continue;
            }
            self.close_gap();
            self.text.push_str(word);
            self.gap = Gap::Space;
        }
        if !text.ends_with(is_space) && self.gap == Gap::Space {
            self.gap = Gap::None;
        }
    }

    fn verbatim(&mut self, text: &str) {
        if !text.is_empty() {
            self.close_gap();
            self.text.push_str(text);
        }
    }

    fn close_gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Paragraph => "\n\n",
            });
        }
        self.gap = Gap::None;
    }
}

enum Piece<'a> {
    Text(&'a str),
    Open {
        /// In lower case.
        name: String,
        /// Spaces and slashes outside quotes: at least the number of attributes.
        breaks: usize,
        /// Written `<name/>`.
        closed: bool,
    },
    Close {
        /// In lower case.
        name: String,
    },
}

/// Tags and text in order; comments, declarations and the content of some elements are left out.
struct Pieces<'a> {
    rest: &'a str,
    skipped: &'static [&'static str],
    /// Elements of which it is known that no closing tag follows.
    unclosed: Vec<String>,
}

impl<'a> Pieces<'a> {
    fn new(html: &'a str, skipped: &'static [&'static str]) -> Self {
        Self { rest: html, skipped, unclosed: Vec::new() }
    }

    /// Leaves out what stands before `</name`, if that is still to come.
    fn skip_content(&mut self, name: &str) {
        if self.unclosed.iter().any(|known| known == name) {
            return;
        }
        let bytes = self.rest.as_bytes();
        let close = memchr::memmem::find_iter(bytes, b"</").find(|at| {
            let after = &bytes[at + 2..];
            after.len() >= name.len()
                && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && !after.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
        });
        match close {
            Some(at) => self.rest = &self.rest[at..],
            None => self.unclosed.push(name.to_owned()),
        }
    }

    /// Leaves out everything up to and with `end`.
    fn skip_past(&mut self, end: &str) {
        self.rest = self.rest.find(end).map_or("", |at| &self.rest[at + end.len()..]);
    }

    /// The end of a tag that begins `rest`, and its breaks; quotes hide a `>`.
    fn tag_end(&self) -> (usize, usize) {
        let (mut quote, mut breaks, mut after_equals) = (None, 0usize, false);
        for (at, byte) in self.rest.bytes().enumerate().skip(1) {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'>') => return (at, breaks),
                (None, b'"' | b'\'') if after_equals => quote = Some(byte),
                (None, b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') => breaks += 1,
                (None, _) => {}
            }
            if !byte.is_ascii_whitespace() {
                after_equals = byte == b'=';
            }
        }
        (self.rest.len(), breaks)
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let second = self.rest.as_bytes().get(1).copied();
            if !self.rest.starts_with('<') || !second.is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(&b)) {
                return self.text();
            }
            if self.rest.starts_with("<!--") {
                self.rest = &self.rest[4..];
                self.skip_past("-->");
            } else if self.rest.starts_with("<![CDATA[") {
                self.rest = &self.rest[9..];
                self.skip_past("]]>");
            } else if matches!(second, Some(b'!' | b'?')) {
                self.skip_past(">");
            } else {
                let (end, breaks) = self.tag_end();
                let tag = &self.rest[..end];
                self.rest = self.rest.get(end + 1..).unwrap_or("");
                let closing = tag.starts_with("</");
                let name =
                    tag[if closing { 2 } else { 1 }..].split(|c: char| c.is_ascii_whitespace() || c == '/').next();
                let name = name.unwrap_or_default().to_ascii_lowercase();
                if name.is_empty() {
                    continue;
                }
                if closing {
                    return Some(Piece::Close { name });
                }
                let closed = tag.ends_with('/');
                if !closed && self.skipped.contains(&&*name) {
                    self.skip_content(&name);
                }
                return Some(Piece::Open { name, breaks, closed });
            }
        }
    }
}

impl<'a> Pieces<'a> {
    /// Text up to the next thing that could be a tag.
    fn text(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let bytes = self.rest.as_bytes();
        let could_be_tag =
            |at: &usize| bytes.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(b));
        let end = memchr::memchr_iter(b'<', bytes).filter(|at| *at > 0).find(could_be_tag).unwrap_or(bytes.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Piece::Text(text))
    }
}

/// Character references replaced by their characters; unknown ones stay as written.
fn decode(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name_end = rest.bytes().take(32).skip(1).position(|b| !(b.is_ascii_alphanumeric() || b == b'#'));
        let name_end = name_end.map_or(rest.len().min(32), |n| n + 1);
        let name = rest.get(1..name_end).unwrap_or_default();
        match character(name) {
            Some(c) => {
                out.push(c);
                rest = &rest[name_end..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out.into()
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

/// The named characters of news prose.
const NAMED: [(&str, char); 61] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("shy", '\u{ad}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("sect", '§'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("times", '×'),
    ("frac12", '½'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("aring", 'å'),
    ("ccedil", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("iacute", 'í'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("oslash", 'ø'),
    ("uacute", 'ú'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_paragraphs_and_lines() {
        for (html, text) in [
            ("<p>One.</p><p>Two <b>bo</b>ld\n  words.</p>", "One.\n\nTwo bold words."),
            ("<p>a<br>b<br/>c</p>", "a\nb\nc"),
            ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
            ("<div><div><p>a</div></div>b", "a\n\nb"),
            ("a&nbsp;b\u{202f}c", "a\u{a0}b\u{202f}c"),
            ("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
            ("&ldquo;R&amp;D&rdquo; &lt;b> &#8364;&#x20AC &unknown; &", "“R&D” <b> €€ &unknown; &"),
            ("x<script>if (a<b) '<p>no</p>'</SCRIPT >y<style>z</style>", "xy"),
            ("<!-- <p>no</p> -->a<!DOCTYPE x>b<?php c ?>d", "abd"),
            ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
            ("<td>a</td><td>b</td>", "a b"),
            ("1 < 2 <3 and <a title='x>y'>link</a>", "1 < 2 <3 and link"),
            ("a<script>never closed <p>b", "anever closed\n\nb"),
            ("<p", ""),
            ("a <!-- never closed", "a"),
            ("</>a</ b>c", "ac"),
            ("中<p>é</p>🙂", "中\n\né\n\n🙂"),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
    }

    #[test]
    fn traps_are_seen_and_pages_are_not() {
        let attributes: String = (0..20_000).map(|i| format!(" a{i}=1")).collect();
        for (html, is_trap) in [
            ("<div>".repeat(100_000), true),
            ("<b id=1><p>".repeat(10_000), true),
            ("<".repeat(10 << 20), true),
            (format!("<p{attributes}>"), true),
            ("<div><p>word <b>bold</b></div>".repeat(20_000), false),
            ("<p>word<li>item".repeat(20_000), false),
            (format!("<script>{}</script>", "if (a<b) x".repeat(10_000)), false),
            (String::new(), false),
        ] {
            assert_eq!(trap(&html).is_some(), is_trap, "{html:.40}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_markup_panics(html in "\\PC{0,60}|[<>/!a-c \"'=&#;x0-9-]{0,60}") {
            let text = text_of(&html);
            proptest::prop_assert!(text.len() <= html.len() * 3 + 2);
            trap(&html);
        }
    }
}
