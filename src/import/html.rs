//! A web page: its main text, and what its metadata say about it.

use std::sync::mpsc;
use std::time::Duration;

use dom_smoothie::{Config, Readability};

use super::{language, markup};
use crate::edit::ops::ArticleDetails;
use crate::text::dates;

/// A tree of the deepest page that is not a trap fits in here many times over.
const STACK: usize = 64 << 20;

/// How long the main text may be looked for. A page of a newspaper takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// Fewer characters than this are hardly an article.
const LITTLE: usize = 250;

/// Longer linked data are left unread.
const MOST_JSON: usize = 1 << 20;

/// Linked data nested deeper are left unread.
const DEEPEST_JSON: usize = 64;

/// What was found in a page.
#[derive(Debug, Default)]
pub struct Page {
    /// From its metadata.
    pub details: ArticleDetails,
    /// The main text, else all of it.
    pub text: String,
}

/// Reads a page. Never fails: where the main text cannot be told, all text is taken and `notes` say so.
///
/// The tree is built and searched in a thread of its own, with a deep stack and a time limit, so that a page
/// made to break its reader breaks nothing here.
pub fn read(html: &str, notes: &mut Vec<String>) -> Page {
    if let Some(trap) = markup::trap(html) {
        notes.push(format!("All text of the page was taken, not its main text: {trap}."));
        return Page { text: markup::text_of(html), ..Page::default() };
    }
    let (send, receive) = mpsc::channel();
    let source = html.to_owned();
    let reader = std::thread::Builder::new().name("page".into()).stack_size(STACK).spawn(move || {
        // Nobody listens any more when patience has run out.
        send.send(extract(&source)).ok();
    });
    let found = reader.ok().and_then(|_| receive.recv_timeout(PATIENCE).ok());
    let Some((mut page, mut said)) = found else {
        notes.push("All text of the page was taken, not its main text: that could not be told.".into());
        return Page { text: markup::text_of(html), ..Page::default() };
    };
    notes.append(&mut said);
    if page.text.trim().is_empty() {
        page.text = markup::text_of(html);
        notes.push("No main text was found; all text of the page was taken.".into());
    } else if page.text.chars().count() < LITTLE {
        notes.push("The main text is very short; compare it with the page.".into());
    }
    page
}

fn extract(html: &str) -> (Page, Vec<String>) {
    let mut notes = Vec::new();
    let mut details = ArticleDetails::default();
    let Ok(mut reader) = Readability::new(html, None, Some(Config::default())) else { return (Page::default(), notes) };
    let attribute = |selector: &str, name: &str| {
        reader.doc.select(selector).nodes().iter().find_map(|node| node.attr(name)).map(|value| value.trim().to_owned())
    };
    let canonical = attribute("link[rel='canonical'][href]", "href");
    let shared = attribute("meta[property='og:url'][content]", "content");
    let time = attribute("article time[datetime], time[pubdate], header time[datetime]", "datetime");
    let linked: Vec<String> = reader
        .doc
        .select("script[type='application/ld+json']")
        .nodes()
        .iter()
        .map(|node| node.text().to_string())
        .collect();
    reader.config.disable_json_ld = !linked.iter().all(|json| is_tame(json));
    let json_ld = if reader.config.disable_json_ld { None } else { reader.parse_json_ld() };
    let stated = reader.get_article_metadata(json_ld);

    details.title = one_line(&stated.title);
    details.author = stated.byline.as_deref().map(one_line).unwrap_or_default();
    details.outlet = stated.site_name.as_deref().map(one_line).unwrap_or_default();
    details.language = stated.lang.as_deref().and_then(language::primary).unwrap_or_default();
    details.url = [canonical, shared, stated.url].into_iter().flatten().find(|url| is_web(url)).unwrap_or_default();
    let date = |text: &str| dates::first(text).map(|(date, _)| date);
    details.published = stated.published_time.as_deref().and_then(date);
    if details.published.is_none() {
        details.published = linked.iter().find_map(|json| date(string_of(json, "datePublished")?));
    }
    if details.published.is_none()
        && let Some(found) = time.as_deref().and_then(date)
    {
        details.published = Some(found);
        notes.push(format!("The date {found} is that of the first time stamp in the page."));
    }
    if details.outlet.is_empty()
        && let Some(host) = host(&details.url)
    {
        details.outlet = host.to_owned();
    }

    let text = match reader.parse() {
        Ok(article) => {
            if details.author.is_empty() {
                details.author = article.byline.as_deref().map(one_line).unwrap_or_default();
            }
            markup::text_of(&article.content)
        }
        Err(_) => String::new(),
    };
    details.author = without_by(&details.author).to_owned();
    (Page { details, text }, notes)
}

/// Whether some JSON is of the size and depth that describes an article; its reader is slow on other kinds.
fn is_tame(json: &str) -> bool {
    let mut depth = 0usize;
    json.len() <= MOST_JSON
        && json.bytes().all(|byte| {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth <= DEEPEST_JSON
        })
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn host(url: &str) -> Option<&str> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_by(author: &str) -> &str {
    let rest = author.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(author, |_| &author[3..]);
    rest.trim()
}

/// The first string that stands under `key` in some JSON, however deep.
fn string_of<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    let (_, after) = json.split_once(&format!("\"{key}\""))?;
    after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()
}
