//! One broken row, field by field.

use std::ops::Range;

use super::rows::{self, Field, Kind};
use super::scan;
use super::walk::{Found, Part, Reading, Walker, marker_part};
use crate::model::Token;
use crate::store::Print;

/// What could be told apart in a row.
pub(super) struct Fields<'s> {
    kind: Kind,
    /// Well formed, each with its range.
    fields: Vec<(Field<'s>, Range<usize>)>,
    parts: Vec<Part>,
    taken: Vec<Range<usize>>,
    inside: Vec<Found>,
    /// Whether the bracket was there that closes the row.
    closed: bool,
    /// A text of which the end is lost, as far as it goes.
    torn: Option<&'s str>,
}

impl<'s> Fields<'s> {
    pub fn of(walker: &mut Walker<'s>, kind: Kind, range: Range<usize>) -> Self {
        let (source, bytes, limit) = (walker.source, walker.bytes, range.end);
        let mut row = Self {
            kind,
            fields: Vec::new(),
            parts: Vec::new(),
            taken: Vec::new(),
            inside: Vec::new(),
            closed: false,
            torn: None,
        };
        let mut lost = false;
        let mut indent: Option<Vec<u8>> = None;
        let mut at = range.start;
        if bytes[at] == b'(' {
            at += 1;
        }
        loop {
            at = scan::skip_commas(bytes, at, limit);
            if at >= limit {
                return row;
            }
            if let Some(end) = walker.marker(at, limit) {
                row.parts.push(marker_part(at..end));
                at = end;
                continue;
            }
            match bytes[at] {
                b')' if scan::skip_commas(bytes, at + 1, limit) >= limit => {
                    row.closed = true;
                    return row;
                }
                b')' | b']' => {
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let named = scan::name_at(source, at, limit);
            let value = named.map_or(at, |(_, colon)| scan::skip_blank(bytes, colon, limit));
            let first = bytes.get(value).copied().filter(|_| value < limit);
            let lists = kind.spec().inside.filter(|(list, _)| match named {
                Some((name, _)) => name == *list && first == Some(b'['),
                // The line that opens the list is lost.
                None => first == Some(b'('),
            });
            if let Some((_, inner)) = lists {
                row.taken.push(at..value);
                let start = if named.is_some() { value + 1 } else { value };
                let mut listed = walker.list(inner, start, limit);
                for found in &mut listed.items {
                    found.doubtful |= lost;
                }
                lost |= listed.lost;
                row.inside.append(&mut listed.items);
                row.parts.append(&mut listed.parts);
                at = listed.end;
                continue;
            }
            if indent.is_none() && named.is_some() {
                indent = scan::indent(bytes, at).map(<[u8]>::to_vec);
            }
            if let Some((name, _)) = named
                && let Ok(end) = scan::skip_value(bytes, value, limit)
                && ends_well(walker, kind, end, limit)
            {
                let value = &source[value..end];
                row.fields.push((Field { name, value }, at..end));
                lost |= scan::overwritten(value);
                at = end;
                continue;
            }
            let next = resync(walker, kind, indent.as_deref(), at, limit);
            let name = named.map(|(name, _)| name).filter(|name| kind.knows(name));
            if name == Some("text") && kind == Kind::Article && row.torn.is_none() {
                row.torn = torn_text(&source[value..next]);
            }
            let what = name.map_or_else(|| "a piece".into(), |name| format!("`{name}`"));
            let why = if next == bytes.len() { "the file ends in it" } else { "it does not end, or has no beginning" };
            row.parts.push(Part { range: at..next, what, why: why.into() });
            lost |= scan::loses_track(&source[at..next]);
            at = next;
        }
    }

    /// The row, as far as its fields are sound and enough of them.
    pub fn into_row(mut self, walker: &Walker, range: Range<usize>) -> Found {
        let kind = self.kind;
        let id = self.fields.iter().find(|(field, _)| field.name == "id").map(|(field, _)| plain(field.value));
        let name = match id {
            Some(id) => format!("{} {id}", kind.spec().noun),
            None => format!("{} {} without id", article_before(kind.spec().noun), kind.spec().noun),
        };
        let mut mended = Vec::new();
        let cut = kind.spec().inside.is_none() && !self.closed && range.end == walker.bytes.len();
        let read =
            if cut { Err("the file ends in it".to_owned()) } else { self.read(walker, &range, &name, &mut mended) };
        let read = match read {
            Ok(row) => Reading::Row(Box::new(row)),
            Err(why) => Reading::Not(why),
        };
        for part in &mut self.parts {
            part.what = format!("{} of {name}", part.what);
        }
        let Self { parts, taken, inside, .. } = self;
        Found { kind, range, name, read, parts, mended, taken, inside, doubtful: false }
    }

    fn read(
        &mut self,
        walker: &Walker,
        range: &Range<usize>,
        called: &str,
        mended: &mut Vec<String>,
    ) -> Result<rows::Row, String> {
        let spec = self.kind.spec();
        let mut good: Vec<Field> = Vec::new();
        for (field, range) in std::mem::take(&mut self.fields) {
            let Field { name, value } = field;
            let twin = good.iter().find(|other| other.name == name);
            let fault = match twin {
                Some(other) if other.value == value => None,
                Some(_) => Some("it stands there a second time, with another value".to_owned()),
                None if !spec.fields.contains(&name) => Some(format!("{} has no such field", with_article(spec.noun))),
                None => rows::sound(self.kind, field).err(),
            };
            match fault {
                None => {
                    self.taken.push(range);
                    if twin.is_none() {
                        good.push(field);
                    }
                }
                Some(why) => {
                    let unknown = !spec.vital.is_empty() && !spec.fields.contains(&name);
                    if unknown || spec.vital.contains(&name) {
                        return Err(format!("`{name}`: {why}"));
                    }
                    self.parts.push(Part { range, what: format!("`{name}`"), why });
                }
            }
        }
        let harmless = |what: &str| {
            let name = what.trim_matches('`');
            spec.vital.is_empty() || (spec.fields.contains(&name) && !spec.vital.contains(&name))
        };
        if let Some(part) = self.parts.iter().find(|part| !harmless(&part.what)) {
            return Err(format!("{}: {}", part.what, part.why));
        }
        let has = |good: &[Field], name: &str| good.iter().any(|field| field.name == name);
        if self.kind == Kind::Article && !has(&good, "id") && !has(&good, "text") {
            return Err("neither its id nor its text can be read".into());
        }
        let (torn, made_up);
        if let Some(text) = self.torn.filter(|_| !has(&good, "text")) {
            torn = raw(text);
            good.push(Field { name: "text", value: &torn });
            mended.push(format!("the end of the text of {called} is lost: it goes on to what comes next"));
        }
        if !has(&good, "id") && spec.instead.contains(&("id", "")) {
            let seed = Print::of(walker.source[range.clone()].as_bytes()).0;
            made_up = format!("\"{}\"", Token::random(&mut fastrand::Rng::with_seed(seed)));
            mended.push(format!("{called} has the new id {made_up}"));
            good.push(Field { name: "id", value: &made_up });
        }
        let lacks = |name: &str| !has(&good, name);
        let missing: Vec<&str> = spec.needed.iter().map(|(name, _)| *name).filter(|name| lacks(name)).collect();
        for name in missing {
            // The one field that is needed only where another is not there.
            if self.kind == Kind::Assessment && name == "empty" {
                continue;
            }
            let Some((_, value)) = spec.instead.iter().find(|(instead, _)| *instead == name) else {
                return Err(format!("`{name}` is missing"));
            };
            mended.push(format!("{called} has lost its `{name}`: {value} stands there now"));
            good.push(Field { name, value });
        }
        rows::read(self.kind, &rows::written(good))
    }
}

/// Whether what follows a value is what may follow one.
fn ends_well(walker: &Walker, kind: Kind, end: usize, limit: usize) -> bool {
    let next = scan::skip_blank(walker.bytes, end, limit);
    if next >= limit {
        return limit < walker.bytes.len();
    }
    // Only the comma is lost where the next field begins on its own line.
    let field = || scan::name_at(walker.source, next, limit).is_some_and(|(name, _)| kind.knows(name));
    matches!(walker.bytes[next], b',' | b')' | b']')
        || (scan::indent(walker.bytes, next).is_some() && field())
        || walker.marker(next, limit).is_some()
}

/// Where the next field of the row begins on a line of its own; `limit` where none does.
fn resync(walker: &Walker, kind: Kind, indent: Option<&[u8]>, from: usize, limit: usize) -> usize {
    let Some(indent) = indent else { return limit };
    let mut at = from;
    while let Some(len) = memchr::memchr(b'\n', &walker.bytes[at..limit]) {
        at += len + 1;
        let name = at + indent.len();
        if walker.bytes[at..limit].starts_with(indent)
            && scan::name_at(walker.source, name, limit).is_some_and(|(name, _)| kind.knows(name))
        {
            return name;
        }
    }
    limit
}

/// What stands in a string that does not end, without the marks at its ends.
fn torn_text(value: &str) -> Option<&str> {
    let text = value.strip_prefix('r').map_or(value, |rest| rest.trim_start_matches('#')).strip_prefix('"')?;
    let text = text.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
    let text = text.trim_end_matches('#');
    Some(text.strip_suffix('"').unwrap_or(text))
}

/// `text` as a raw string of RON.
fn raw(text: &str) -> String {
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        run = if byte == b'#' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let hashes = "#".repeat(longest + 1);
    format!("r{hashes}\"{text}\"{hashes}")
}

/// What a string holds, for messages.
fn plain(value: &str) -> String {
    value.trim_matches('"').chars().take(24).collect()
}

fn article_before(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn with_article(noun: &str) -> String {
    format!("{} {noun}", article_before(noun))
}
