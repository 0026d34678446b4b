//! Words of every script, set in lines.
//!
//! egui shapes letters well and finds faces of the system for scripts that the application's faces lack, but its
//! lines hold only for text that runs from left to right with one glyph for a character:
//!
//! - it puts the words of Arabic and Hebrew side by side from left to right;
//! - the glyphs of a row are then no longer its characters, so that carets stand anywhere, even behind the text;
//! - where there are no spaces it ends a line inside a syllable;
//! - inside the ligatures "fi" and "ff" all carets stand on one spot.
//!
//! So texts for which [`is_special`] holds, and those whose glyphs turn out not to be their characters, are set by
//! [`Lines`]: runs by the bidirectional algorithm, each shaped by egui on its own, put in order by us, with carets
//! of our own. All others stay with egui; [`edge`] mends what is left.
//!
//! Where this ends:
//!
//! - Where several graphemes are drawn as one glyph (ligatures, Khmer stacks, lam-alef) their carets stand at equal
//!   parts of it.
//! - Lines of Thai, Lao, Khmer and Myanmar end between syllables as far as letters tell them apart, not between
//!   words: that would take a dictionary.
//! - Marks of direction have no width and share the caret of their neighbour.
//! - A word in letters from right to left that no single face has is drawn in the order of its faces.
//! - Fields in which one types are egui's. Their words are put in order by [`typed`] and the keys move their cursor
//!   rightly, but a click into letters from right to left takes it to an end of the line, and the arrow keys go by
//!   characters in the order of reading.
//! - A face that was installed while the window is open is found when it is opened again.

mod label;
mod lines;
mod missing;
mod order;
mod stops;
mod tongue;
mod typed;

pub use label::{galley, label};
pub use lines::{Lines, Style};
pub use missing::Missing;
pub use order::{is_right_to_left, is_special};
pub use stops::edge;
pub use tongue::Tongue;
pub use typed::typed;
