//! Pictures of dots, from pictures of lines.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree};

use super::{Drawing, fonts};
use crate::export::ExportError;

/// Dots for every point of a picture.
pub const SCALE: f32 = 2.0;
/// Dots at most: 256 MB while it is painted.
pub const MOST_PIXELS: f32 = 64_000_000.0;

/// Dots, row after row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    /// Dots in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue and opacity of each dot; nothing shines through.
    pub rgba: Vec<u8>,
}

/// A picture as a PNG.
///
/// # Errors
/// Where it would have more than [`MOST_PIXELS`] even at one dot for every point, and where `go_on` said no.
pub fn png(drawing: &Drawing, go_on: &dyn Fn() -> bool) -> Result<Vec<u8>, ExportError> {
    let (width, height) = drawing.size;
    let scale = (MOST_PIXELS / (width * height)).sqrt().min(SCALE);
    if scale < 1.0 {
        return Err(ExportError::TooLarge(format!(
            "The picture would be {width:.0} × {height:.0} dots, and {:.0} million are the most. \
             Zoom out to Compact or Heat map, hide rows, or write it as SVG.",
            MOST_PIXELS / 1e6
        )));
    }
    if !go_on() {
        return Err(ExportError::Cancelled);
    }
    let dots = paint(drawing, scale)?;
    if !go_on() {
        return Err(ExportError::Cancelled);
    }
    dots.encode_png().map_err(|error| ExportError::Failed(error.to_string()))
}

/// A picture at most so wide and high, in dots.
pub fn preview(drawing: &Drawing, (width, height): (u32, u32)) -> Result<Raster, ExportError> {
    let scale = (width as f32 / drawing.size.0).min(height as f32 / drawing.size.1).min(SCALE);
    let dots = paint(drawing, scale)?;
    Ok(Raster { width: dots.width(), height: dots.height(), rgba: dots.take() })
}

fn paint(drawing: &Drawing, scale: f32) -> Result<Pixmap, ExportError> {
    let failed =
        |what: &dyn std::fmt::Display| ExportError::Failed(format!("The picture could not be painted: {what}"));
    let font_resolver =
        FontResolver { select_font: FontResolver::default_font_selector(), select_fallback: fonts::fallback() };
    let options = Options { fontdb: fonts::of(&drawing.svg), font_resolver, ..Options::default() };
    let tree = Tree::from_str(&drawing.svg, &options).map_err(|error| failed(&error))?;
    let dots = |points: f32| ((points.ceil() * scale).round() as u32).max(1);
    let (width, height) = (dots(drawing.size.0), dots(drawing.size.1));
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| failed(&"it is too large"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(pixmap)
}
