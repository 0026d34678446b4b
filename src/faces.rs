//! The faces, for the window and for pictures alike: Inter for the interface, Source Serif 4 for reading.

/// Interface text.
pub static INTER: &[u8] = include_bytes!("../assets/fonts/Inter-Regular.ttf");
/// Interface text that can be pressed; labels.
pub static INTER_MEDIUM: &[u8] = include_bytes!("../assets/fonts/Inter-Medium.ttf");
/// Titles and what is selected.
pub static INTER_SEMIBOLD: &[u8] = include_bytes!("../assets/fonts/Inter-SemiBold.ttf");
/// The words of articles.
pub static SERIF: &[u8] = include_bytes!("../assets/fonts/SourceSerif4-Regular.ttf");
/// Headlines.
pub static SERIF_SEMIBOLD: &[u8] = include_bytes!("../assets/fonts/SourceSerif4-SemiBold.ttf");
