//! A report to read and to hand on: who stands where and why, who moved, what divides, with numbered quotations.
//!
//! What is said is put together once ([`content`]) and written as one self-contained page or as Markdown.

mod content;
mod html;
mod markdown;
mod notes;

use jiff::Timestamp;

use super::{ExportError, Source};
use content::Content;

/// A page for browsers and printers: one file, no script, nothing from elsewhere.
///
/// # Errors
/// Where `go_on` said no.
pub fn html(source: &Source<'_>, now: Timestamp, go_on: &dyn Fn() -> bool) -> Result<String, ExportError> {
    Ok(html::page(&Content::new(source, now, go_on)?))
}

/// The same as Markdown, with footnotes.
///
/// # Errors
/// Where `go_on` said no.
pub fn markdown(source: &Source<'_>, now: Timestamp, go_on: &dyn Fn() -> bool) -> Result<String, ExportError> {
    Ok(markdown::text(&Content::new(source, now, go_on)?))
}
