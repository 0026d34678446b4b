//! The matrix and the timeline as pictures: SVG, and PNG made from it.
//!
//! They honour the look at the matrix and state it below. A picture is light, whatever the window: it goes on paper.
//! Words are measured with our own faces; a viewer that lacks them takes the like.

mod axis;
pub mod canvas;
mod fonts;
pub mod marks;
mod matrix;
mod page;
mod raster;
pub mod shapes;
mod text;
mod timeline;
pub mod words;

use jiff::Timestamp;

pub use raster::{MOST_PIXELS, Raster, SCALE};

use super::{ExportError, Kind, Source, statement};

/// A picture, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The picture as SVG.
    pub svg: String,
    /// Width and height.
    pub size: (f32, f32),
}

/// Draws the matrix, or the timeline of one issue.
///
/// # Errors
/// Where there is nothing to draw it from, or too much of it.
pub fn draw(kind: Kind, source: &Source<'_>, now: Timestamp) -> Result<Drawing, ExportError> {
    let mut said = statement(source.project, source.look());
    said.push(statement::written(now));
    match kind {
        Kind::Matrix => matrix::draw(source, &said),
        Kind::Timeline => timeline::draw(source, &said),
        _ => Err(ExportError::Mismatch(kind, super::Format::Svg)),
    }
}

/// As [`draw`], as a PNG with [`SCALE`] dots for every point, fewer where there would be more than [`MOST_PIXELS`].
///
/// # Errors
/// As [`draw`]; where even one dot for every point would be too many, with what to do about it; and where `go_on` said
/// no.
pub fn png(kind: Kind, source: &Source<'_>, now: Timestamp, go_on: &dyn Fn() -> bool) -> Result<Vec<u8>, ExportError> {
    let drawing = draw(kind, source, now)?;
    raster::png(&drawing, go_on)
}

/// A small picture to look at, at most so wide and high, in dots.
///
/// # Errors
/// As [`draw`].
pub fn preview(kind: Kind, source: &Source<'_>, now: Timestamp, most: (u32, u32)) -> Result<Raster, ExportError> {
    raster::preview(&draw(kind, source, now)?, most)
}
